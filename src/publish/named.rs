//! Files that people name for results: written where the place is free, or where what lies
//! there was written there before; whatever else lies there stays.
//!
//! Not for: reports, which have a manifest (`batch`).

use std::fs::{self, File, FileType};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use super::held::persist;
use super::{beside, settle, unwritable};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Period;
use crate::vi::{reason, shown_path};

/// Larger files are taken for somebody else's and not read.
const LARGEST: u64 = 256 << 20;
/// How often a file is written again if another run swept it away before it had its name.
const ATTEMPTS: usize = 3;

/// What a run reads and writes, where nothing else may be written.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The folder of data, if it has one.
    pub data: Option<PathBuf>,
    /// The folder of reports, if it has one.
    pub out: Option<PathBuf>,
}

impl Surroundings {
    /// Of a run that only reads data.
    pub fn of_data(data: &Path) -> Self {
        Self {
            data: Some(data.to_owned()),
            out: None,
        }
    }

    /// Of a run that writes reports, too.
    pub fn of_reports(data: &Path, out: &Path) -> Self {
        Self {
            data: Some(data.to_owned()),
            out: Some(out.to_owned()),
        }
    }
}

/// A file that somebody named.
#[derive(Debug)]
pub struct Named {
    option: &'static str,
    path: PathBuf,
    is_known: fn(&[u8]) -> bool,
    around: Surroundings,
}

/// What lies at a place.
enum Occupant {
    Nothing,
    /// A file that may be written over.
    Own,
    /// A file with exactly the bytes that are to be written.
    Same,
    /// Something that stays: in words.
    Other(String),
}

impl Named {
    /// A file for an option, with how a file is known that was written for it before.
    pub fn new(
        option: &'static str,
        path: PathBuf,
        is_known: fn(&[u8]) -> bool,
        around: Surroundings,
    ) -> Self {
        Self {
            option,
            path,
            is_known,
            around,
        }
    }

    /// The path as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What keeps it from being written, as far as can be seen now.
    pub fn obstacle(&self) -> Option<Diagnostic> {
        if let Some(finding) = self.reserved() {
            return Some(finding);
        }
        match self.occupant(None) {
            Occupant::Other(what) => Some(self.occupied(&what)),
            Occupant::Nothing | Occupant::Own | Occupant::Same => None,
        }
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// Something else lies there, and stays; it cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(finding) = self.reserved() {
            return Err(finding);
        }
        let mut attempts = 0;
        loop {
            attempts += 1;
            let file = match self.occupant(Some(bytes)) {
                Occupant::Same => return Ok(()),
                Occupant::Other(what) => return Err(self.occupied(&what)),
                Occupant::Nothing | Occupant::Own => beside(&self.path, |f| f.write_all(bytes)),
            };
            // Somebody may have come there while it was written.
            let put = file.and_then(|file| match self.occupant(Some(bytes)) {
                Occupant::Own => persist(file, &self.path, true, || Ok(true)),
                _ => persist(file, &self.path, false, || Ok(true)),
            });
            match put {
                Ok(_) => {
                    settle(self.path.parent().unwrap_or(Path::new(".")));
                    return Ok(());
                }
                Err(error)
                    if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound)
                        && attempts < ATTEMPTS => {}
                Err(error) => return Err(unwritable(&self.path, &error)),
            }
        }
    }

    /// Names and places that are the program's own, or the data's.
    fn reserved(&self) -> Option<Diagnostic> {
        let Some(name) = self.path.file_name() else {
            return Some(self.refused("không phải tên một tệp"));
        };
        let name = name.to_string_lossy().to_lowercase();
        if name == "manifest.json" || name.starts_with(".baocao") {
            return Some(self.refused("là tên tệp riêng của chương trình"));
        }
        let place = resolved(&self.path);
        let is_yaml = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        let below = |folder: &Option<PathBuf>| {
            let folder = resolved_target(folder.as_deref()?);
            place.strip_prefix(folder).ok().map(Path::to_owned)
        };
        if is_yaml && below(&self.around.data).is_some() {
            return Some(self.refused("là chỗ của một tệp số liệu"));
        }
        let in_period = below(&self.around.out).and_then(|below| {
            let mut parts = below.iter();
            let first = parts.next()?.to_string_lossy().into_owned();
            (parts.next().is_some() && Period::parse(&first).is_some()).then_some(first)
        });
        let in_period = in_period.or_else(|| folder_of_reports(&place));
        in_period.map(|period| {
            let why = format!("nằm trong thư mục báo cáo của kỳ {period}, nơi chỉ có báo cáo");
            self.refused(&why)
        })
    }

    fn refused(&self, why: &str) -> Diagnostic {
        let (option, path) = (self.option, shown_path(&self.path));
        Diagnostic::general(
            Code::OutputExists,
            format!("không ghi `{option}` vào `{path}`: {why}"),
        )
        .with_help("chọn tên khác hoặc thư mục khác")
    }

    fn occupied(&self, what: &str) -> Diagnostic {
        let (option, path) = (self.option, shown_path(&self.path));
        Diagnostic::general(
            Code::OutputExists,
            format!("`{path}` đã có và là {what}; không ghi đè bằng `{option}`"),
        )
        .with_help("chọn tên khác, hoặc tự chuyển nó đi nơi khác rồi chạy lại")
    }

    /// What lies there now. Nothing is opened but a file.
    fn occupant(&self, bytes: Option<&[u8]>) -> Occupant {
        let Ok(about) = fs::symlink_metadata(&self.path) else {
            // What else may be wrong with the place, writing there will tell.
            return Occupant::Nothing;
        };
        if let Some(what) = special(about.file_type()) {
            return Occupant::Other(what.to_owned());
        }
        if about.len() > LARGEST {
            return Occupant::Other("một tệp khác".to_owned());
        }
        let mut found = Vec::new();
        let read = File::open(&self.path).and_then(|f| f.take(LARGEST).read_to_end(&mut found));
        if let Err(error) = read {
            return Occupant::Other(format!("một tệp không đọc được ({})", reason(&error)));
        }
        if bytes == Some(&*found) {
            Occupant::Same
        } else if (self.is_known)(&found) {
            Occupant::Own
        } else {
            Occupant::Other(kind_of(&self.path, &found).to_owned())
        }
    }
}

/// That two of the files are one, however they are written.
pub fn named_twice(files: &[&Named]) -> Option<Diagnostic> {
    let mut pairs = files
        .iter()
        .enumerate()
        .flat_map(|(number, one)| files.iter().skip(number + 1).map(move |other| (one, other)));
    pairs
        .find(|(one, other)| is_one_file(&one.path, &other.path))
        .map(|(one, other)| {
            let (first, second) = (one.option, other.option);
            let path = shown_path(&other.path);
            Diagnostic::general(
                Code::OutputExists,
                format!("`{first}` và `{second}` cùng chỉ vào một tệp `{path}`, không ghi tệp nào"),
            )
            .with_help("mỗi tùy chọn một tệp riêng")
        })
}

fn is_one_file(one: &Path, other: &Path) -> bool {
    let (one, other) = (resolved_target(one), resolved_target(other));
    // Windows, macOS: letters have one case in names, unless a folder was set up otherwise; then
    // two files that differ by case alone are refused for nothing.
    let same_name = if cfg!(any(windows, target_os = "macos")) {
        let small = |path: &Path| path.to_string_lossy().to_lowercase();
        small(&one) == small(&other)
    } else {
        one == other
    };
    same_name || is_hard_linked(&one, &other)
}

#[cfg(unix)]
fn is_hard_linked(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
    identity(one).is_some_and(|one| Some(one) == identity(other))
}

// Windows: two hard links to one file are not seen; the second option would replace one of them.
#[cfg(not(unix))]
fn is_hard_linked(_: &Path, _: &Path) -> bool {
    false
}

/// Whether a place is a folder that is there, or within it, however the two are written.
pub fn lies_within(place: &Path, folder: &Path) -> bool {
    folder.is_dir() && resolved_target(place).starts_with(resolved_target(folder))
}

/// The period in whose folder of reports, beside a manifest, a place is.
fn folder_of_reports(place: &Path) -> Option<String> {
    place.ancestors().skip(1).find_map(|folder| {
        let name = folder.file_name()?.to_string_lossy().into_owned();
        let is_period = Period::parse(&name).is_some();
        (is_period && folder.with_file_name("manifest.json").exists()).then_some(name)
    })
}

/// A path in one spelling, its last part as it is: whether that is a link matters.
fn resolved(path: &Path) -> PathBuf {
    let name = path.file_name();
    match (name, path.parent()) {
        (Some(name), Some(folder)) => resolved_target(folder).join(name),
        _ => resolved_target(path),
    }
}

/// A path in one spelling, through all links that exist.
fn resolved_target(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    for known in path.ancestors() {
        let known = if known.as_os_str().is_empty() {
            Path::new(".")
        } else {
            known
        };
        let Ok(mut whole) = fs::canonicalize(known) else {
            continue;
        };
        // What does not exist yet has no links in it.
        for part in path.strip_prefix(known).unwrap_or(path).components() {
            match part {
                Component::ParentDir => {
                    whole.pop();
                }
                Component::Normal(name) => whole.push(name),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        return whole;
    }
    path.to_owned()
}

/// What is no file, in words.
fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    if kind.is_symlink() {
        return Some("một liên kết");
    }
    if kind.is_dir() {
        return Some("một thư mục");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("một ống dẫn");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("một thiết bị");
        }
    }
    Some("một thứ không phải tệp")
}

/// What a file seems to be, in words.
fn kind_of(path: &Path, bytes: &[u8]) -> &'static str {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        _ if bytes.starts_with(b"%PDF-") => "một tệp PDF",
        Some("yaml" | "yml") => "một tệp YAML",
        _ if bytes.is_empty() => "một tệp trống không do chương trình ghi ra",
        _ => "một tệp không do tùy chọn này ghi ra, hoặc đã bị sửa",
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn is_known(bytes: &[u8]) -> bool {
        bytes.starts_with(b"own")
    }

    struct Place(TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a temporary folder can be made"))
        }

        fn path(&self, below: &str) -> PathBuf {
            self.0.path().join(below)
        }

        fn named(&self, below: &str) -> Named {
            let around = Surroundings {
                data: Some(self.path("data")),
                out: Some(self.path("out")),
            };
            Named::new("--junit", self.path(below), is_known, around)
        }

        fn put(&self, below: &str, text: &str) {
            let path = self.path(below);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }

        fn text(&self, below: &str) -> String {
            fs::read_to_string(self.path(below)).expect("it is there")
        }

        /// That nothing is written there, and what is said.
        fn refuses(&self, below: &str) -> String {
            let file = self.named(below);
            let early = file.obstacle().expect("it is seen at once");
            let late = file.write(b"own: new").expect_err("it stays");
            assert_eq!(early, late);
            assert_eq!(late.code, Code::OutputExists);
            late.message
        }
    }

    #[test]
    fn free_places_and_own_files_are_written() {
        let place = Place::new();
        let file = place.named("a/b/results.xml");
        assert_eq!(file.obstacle(), None);
        file.write(b"own: one").expect("the place is free");
        assert_eq!(file.obstacle(), None);
        file.write(b"own: two").expect("it is its own");
        assert_eq!(place.text("a/b/results.xml"), "own: two");
        let names = fs::read_dir(place.path("a/b")).expect("it is there");
        assert_eq!(names.count(), 1, "nothing is left beside it");
    }

    #[test]
    fn files_of_others_stay() {
        let place = Place::new();
        for (name, text, words) in [
            ("a.pdf", "%PDF-1.7", "một tệp PDF"),
            ("b.yaml", "a: 5", "một tệp YAML"),
            ("c.xml", "<a/>", "đã bị sửa"),
            ("d.xml", "", "một tệp trống"),
        ] {
            place.put(name, text);
            let said = place.refuses(name);
            assert!(said.contains(words) && said.contains("--junit"), "{said}");
            assert_eq!(place.text(name), text);
        }
        place.put("same.txt", "new");
        let file = place.named("same.txt");
        file.write(b"new").expect("these are the bytes");
        assert!(file.write(b"newer").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_stays() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        use std::os::unix::net::UnixListener;
        let place = Place::new();
        place.put("own.xml", "own");
        symlink(place.path("own.xml"), place.path("link")).expect("it can be made");
        symlink(place.path("nowhere"), place.path("lost")).expect("it can be made");
        fs::create_dir(place.path("folder")).expect("it can be made");
        UnixListener::bind(place.path("socket")).expect("it can be made");
        let pipe = std::process::Command::new("mkfifo")
            .arg(place.path("pipe"))
            .status();
        assert!(pipe.expect("there is mkfifo").success());
        for (name, words) in [
            ("link", "một liên kết"),
            ("lost", "một liên kết"),
            ("folder", "một thư mục"),
            ("socket", "không phải tệp"),
            ("pipe", "một ống dẫn"),
        ] {
            let said = place.refuses(name);
            assert!(said.contains(words), "{said}");
        }
        assert!(!place.path("nowhere").exists());
        let kind = |name: &str| fs::symlink_metadata(place.path(name)).map(|m| m.file_type());
        assert!(kind("link").expect("it is there").is_symlink());
        assert!(kind("pipe").expect("it is there").is_fifo());
        assert_eq!(place.text("own.xml"), "own");
        let device = Named::new(
            "--junit",
            "/dev/null".into(),
            is_known,
            Surroundings::default(),
        );
        let said = device.write(b"own").expect_err("it is a device").message;
        assert!(said.contains("một thiết bị"), "{said}");
    }

    #[test]
    fn places_of_the_program_and_of_the_data_are_refused_while_free() {
        let place = Place::new();
        place.put("data/2021/q1/a.yaml", "a: 5");
        place.put("out/x", "");
        place.put("other/manifest.json", "{}");
        for (path, words) in [
            ("out/manifest.json", "tên tệp riêng"),
            ("elsewhere/Manifest.JSON", "tên tệp riêng"),
            ("out/.baocao.lock", "tên tệp riêng"),
            ("data/2021/q1/new.yaml", "tệp số liệu"),
            ("data/2021/q1/NEW.YML", "tệp số liệu"),
            ("out/../data/./2021/q9/../new.yaml", "tệp số liệu"),
            ("out/2021-q1/a.xml", "kỳ 2021-q1"),
            ("out/2021-q1/b/a.xml", "kỳ 2021-q1"),
            ("other/2021-q1/b/a.xml", "kỳ 2021-q1"),
            ("out/..", "không phải tên"),
        ] {
            let said = place.refuses(path);
            assert!(said.contains(words), "{path}: {said}");
        }
        for path in [
            "data/results.xml",
            "out/results.xml",
            "out/2021/a.xml",
            "new.yaml",
        ] {
            place.named(path).write(b"own").expect("the place is free");
        }
    }

    #[cfg(unix)]
    #[test]
    fn two_names_of_one_file_are_found() {
        use std::os::unix::fs::symlink;
        let place = Place::new();
        place.put("a/b.xml", "own");
        symlink(place.path("a"), place.path("link")).expect("it can be made");
        symlink(place.path("a/b.xml"), place.path("c.xml")).expect("it can be made");
        fs::hard_link(place.path("a/b.xml"), place.path("d.xml")).expect("it can be made");
        let twice = |one: &str, other: &str| {
            named_twice(&[&place.named(one), &place.named(other)]).is_some()
        };
        for (one, other) in [
            ("new.xml", "new.xml"),
            ("new.xml", "./a/../new.xml"),
            ("no/such/../new.xml", "no/new.xml"),
            ("link/new.xml", "a/new.xml"),
            ("c.xml", "a/b.xml"),
            ("d.xml", "link/b.xml"),
        ] {
            assert!(twice(one, other), "{one} {other}");
        }
        assert!(!twice("a/b.xml", "a/c.xml"));
        assert!(!twice("new.xml", "New2.xml"));
    }
}
