//! A command run in a folder, compared with all that it must say: standard output, standard
//! error and exit code. What a test does not state is nothing and 0.
//!
//! What differs from machine to machine is replaced before: the temporary folder by `⟨thư mục⟩`,
//! the size of a PDF file by `…`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use regex::Regex;

use crate::folder::{Folder, Said, files, repository};

/// A command line and what is expected of it.
#[must_use = "nothing is compared before `check`, `printed` or `says_as_in`"]
pub(crate) struct Run<'f> {
    folder: &'f Folder,
    arguments: Vec<String>,
    expected: Said,
}

impl<'f> Run<'f> {
    /// A command line in a folder, its arguments between blanks: "check 2024-q1".
    pub(crate) fn new(folder: &'f Folder, line: &str) -> Self {
        Self {
            folder,
            arguments: line.split_whitespace().map(str::to_owned).collect(),
            expected: Said {
                code: Some(0),
                stdout: String::new(),
                stderr: String::new(),
            },
        }
    }

    /// The same with another argument, which may have blanks in it.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Ends with this exit code.
    pub(crate) fn code(mut self, code: i32) -> Self {
        self.expected.code = Some(code);
        self
    }

    /// Prints this on standard output.
    pub(crate) fn stdout(mut self, text: impl Into<String>) -> Self {
        self.expected.stdout = text.into();
        self
    }

    /// Prints this on standard error.
    pub(crate) fn stderr(mut self, text: impl Into<String>) -> Self {
        self.expected.stderr = text.into();
        self
    }

    /// Runs the command and compares.
    pub(crate) fn check(self) {
        let (said, expected) = (self.written(&self.said()), self.written(&self.expected));
        assert_eq!(said, expected, "--- said\n{said}--- expected\n{expected}");
    }

    /// Runs the command, compares all but standard output and gives that, for programs to read.
    pub(crate) fn printed(mut self) -> String {
        let said = self.said();
        self.expected.stdout.clone_from(&said.stdout);
        let (written, expected) = (self.written(&said), self.written(&self.expected));
        assert_eq!(
            written, expected,
            "--- said\n{written}--- expected\n{expected}"
        );
        said.stdout
    }

    /// Runs the command and compares with a file of `tests/fixtures/expected`, which
    /// `UPDATE_EXPECTED=1` writes anew, to be read before it is kept.
    pub(crate) fn says_as_in(self, name: &str) {
        let path = expectations().join(format!("{name}.txt"));
        let said = self.written(&self.said());
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::create_dir_all(expectations()).expect("it can be made");
            fs::write(&path, &said).expect("it can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            said, expected,
            "{name}\n--- said\n{said}--- expected\n{expected}"
        );
    }

    /// What the command says, without what differs from machine to machine.
    fn said(&self) -> Said {
        let arguments: Vec<_> = self.arguments.iter().map(String::as_str).collect();
        let said = self.folder.run(&arguments);
        let root = self.folder.path("");
        let root = root.to_string_lossy();
        let size = Regex::new(r"[\d.]+ KB\)").expect("it is well formed");
        let same = |text: &str| {
            let text = text.replace(root.trim_end_matches('/'), "⟨thư mục⟩");
            size.replace_all(&text, "… KB)").into_owned()
        };
        Said {
            code: said.code,
            stdout: same(&said.stdout),
            stderr: same(&said.stderr),
        }
    }

    /// All that is said, as a text.
    fn written(&self, said: &Said) -> String {
        let line = self.arguments.join(" ");
        let code = said.code.map_or("không có".to_owned(), |c| c.to_string());
        let mut text = format!("$ baocao {line}\nmã kết thúc {code}\n");
        for (name, said) in [("đầu ra chuẩn", &said.stdout), ("đầu ra lỗi", &said.stderr)]
        {
            let _ = write!(text, "=== {name}\n{said}");
            if !said.is_empty() && !said.ends_with('\n') {
                text.push_str("⟨không xuống dòng⟩\n");
            }
        }
        text
    }
}

fn expectations() -> PathBuf {
    repository().join("tests/fixtures/expected")
}

/// A file that no test asks for says nothing of the program.
#[test]
fn every_expectation_is_asked_for() {
    let tests = files(&repository().join("tests/suite"));
    let tests = tests.iter().map(fs::read_to_string);
    let tests: String = tests.map(|text| text.expect("it can be read")).collect();
    for path in files(&expectations()) {
        let name = path.file_stem().expect("it has a name").to_string_lossy();
        assert!(tests.contains(&format!("\"{name}\"")), "{}", path.display());
    }
}
