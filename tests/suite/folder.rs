//! A folder of data for one test, and the command run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The units that the program is delivered with for quý I 2021.
pub(crate) const UNITS: [&str; 5] = [
    "huyen-thuy-nguyen",
    "so-noi-vu",
    "so-tai-chinh",
    "so-tu-phap",
    "van-phong-ubnd",
];

/// Puts the program at a path, to be run from there. Another process copies it: a copy that this
/// one writes is busy as long as a command that some other test has just begun holds it, too.
pub(crate) fn put_program(path: &Path) {
    let copied = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_baocao"))
        .arg(path)
        .status();
    let copied = copied.is_ok_and(|status| status.success());
    assert!(copied, "{} cannot be written", path.display());
}

/// A temporary folder with `data/` in it.
pub(crate) struct Folder {
    root: tempfile::TempDir,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    /// Nothing.
    pub(crate) fn empty() -> Self {
        Self {
            root: tempfile::tempdir().expect("a temporary folder can be made"),
        }
    }

    /// A small province that every rule can be shown on.
    pub(crate) fn base() -> Self {
        Self::with(&repository().join("tests/fixtures/base"))
    }

    /// The same province with a plan of tasks.
    pub(crate) fn with_plan() -> Self {
        let folder = Self::base().replace(
            "data/co-quan.yaml",
            "  so: Sở\n",
            "  so: Sở\n  trung_tam: Trung tâm\n",
        );
        let folder = folder.replace(
            "data/co-quan.yaml",
            "    ten: Ủy ban nhân dân tỉnh Mẫu\n",
            "    ten: Ủy ban nhân dân tỉnh Mẫu\n    viet_tat: UBND\n",
        );
        let folder = folder.replace(
            "data/che-do/mau.yaml",
            "bieu_mau:\n",
            "tieu_de_phu_luc_nhiem_vu: Kết quả thực hiện nhiệm vụ năm {nam}\nbieu_mau:\n",
        );
        folder.lay_over(&repository().join("tests/fixtures/plan"));
        folder
    }

    /// What was written by hand of the data that the program is delivered with: five
    /// units, one period.
    pub(crate) fn delivered() -> Self {
        Self::of_units(2021, &UNITS)
    }

    /// The delivered submissions of some units for quý I of a year.
    pub(crate) fn of_units(year: i32, units: &[&str]) -> Self {
        let folder = Self {
            root: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        let data = repository().join("data");
        let shared = ["cau-hinh.yaml", "co-quan.yaml", "che-do"].map(str::to_owned);
        let units = units.iter().map(|unit| format!("{year}/q1/{unit}.yaml"));
        let plan = format!("{year}/ke-hoach.yaml");
        for name in shared.into_iter().chain([plan]).chain(units) {
            let (from, to) = (data.join(&name), folder.path("data").join(&name));
            if from.is_dir() {
                copy(&from, &to);
            } else {
                fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
                fs::copy(&from, &to).expect("a file can be copied");
            }
        }
        folder
    }

    /// Some units of the sample city in 2021, with the year before.
    pub(crate) fn of_periods(units: &[&str]) -> Self {
        let folder = Self {
            root: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        let from = repository().join("data");
        let is_wanted = |path: &Path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let below = path.strip_prefix(&from).expect("it is below");
            let year = below.iter().next().unwrap_or_default().to_string_lossy();
            let shared = !year.starts_with("20") || below.iter().count() == 2;
            shared || ["2020", "2021"].contains(&&*year) && units.contains(&&*name)
        };
        for path in files(&from).into_iter().filter(|path| is_wanted(path)) {
            let to = folder
                .path("data")
                .join(path.strip_prefix(&from).expect("it is below"));
            fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
            fs::copy(&path, &to).expect("a file can be copied");
        }
        folder
    }

    /// All data that the program is delivered with: a city's year, and the year before.
    pub(crate) fn city() -> Self {
        Self::with(&repository().join("data"))
    }

    /// The sample city as it was when strangers broke it and wrote sentences about it.
    pub(crate) fn earlier_sample() -> Self {
        Self::with(&repository().join("tests/fixtures/sample"))
    }

    /// A province of two levels with a regime, an outline and a cycle of its own.
    pub(crate) fn other_regime() -> Self {
        Self::with(&repository().join("tests/fixtures/other-regime"))
    }

    /// Data with what version 5cbbd96 recorded of their issued reports: `units`, or a `province`
    /// with what it takes over from them.
    pub(crate) fn sealed_before(name: &str) -> Self {
        Self::with(&repository().join("tests/fixtures/sealed").join(name))
    }

    fn with(data: &Path) -> Self {
        let folder = Self {
            root: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        folder.lay_over(data);
        folder
    }

    /// Copies a tree over the data.
    pub(crate) fn lay_over(&self, tree: &Path) {
        copy(tree, &self.path("data"));
        // What the program must say of a case stands beside its files.
        drop(fs::remove_file(self.path("data/expected.txt")));
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    pub(crate) fn write(self, below: &str, text: &str) -> Self {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
        self
    }

    /// Replaces a text in a file; it must be there.
    pub(crate) fn replace(self, below: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.path(below)).expect("the file is there");
        assert!(text.contains(old), "{below} has no `{old}`");
        self.write(below, &text.replace(old, new))
    }

    /// Adds text at the end of a file.
    pub(crate) fn append(self, below: &str, text: &str) -> Self {
        let old = fs::read_to_string(self.path(below)).expect("the file is there");
        self.write(below, &format!("{}\n{text}", old.trim_end()))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        // What whoever runs the tests wishes of all programs is not asked of this one.
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        let output = command
            .args(arguments)
            .envs(environment.iter().copied())
            .current_dir(self.root.path())
            .output()
            .expect("the program can be started");
        Said {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("output is UTF-8"),
        }
    }

    /// The reports below the output folder.
    pub(crate) fn outputs(&self) -> Vec<PathBuf> {
        let all = files(&self.path("out"));
        all.into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
            .collect()
    }
}

/// All files below a folder, sorted; none if there is no folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("it is below the folder"));
        fs::create_dir_all(target.parent().expect("it has a folder")).expect("it can be made");
        fs::copy(&file, &target).expect("a file can be copied");
    }
}
