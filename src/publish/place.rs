//! What lies at a place below a folder, without following anything out of it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::vi;

/// What lies at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lies {
    /// Nothing, so that a file can be put there.
    Nothing,
    /// A file of so many bytes.
    File(u64),
    /// Something that is no file, or a way there that is not followed.
    Obstacle(Obstacle),
}

/// Something at a place, or on the way to it, that no file can take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A link, wherever it leads.
    Link(PathBuf),
    /// A folder where a file belongs.
    Folder(PathBuf),
    /// A file where a folder belongs.
    NoFolder(PathBuf),
    /// A pipe, a device, a socket.
    NoFile(PathBuf),
}

impl Obstacle {
    /// What it is, in Vietnamese.
    pub fn words(&self) -> String {
        let (path, what) = match self {
            Self::Link(path) => (path, "là một liên kết, chương trình không ghi qua liên kết"),
            Self::Folder(path) => (path, "là một thư mục, không phải tệp"),
            Self::NoFolder(path) => (path, "là một tệp, không phải thư mục"),
            Self::NoFile(path) => (path, "không phải là tệp thường (ống dẫn hoặc thiết bị)"),
        };
        format!("`{}` {what}", vi::shown_path(path))
    }
}

/// What lies at a place below a folder. The folder itself may be a link; nothing below it is
/// followed.
///
/// # Errors
/// The system does not tell; a name that leads out of the folder.
pub fn what_lies(folder: &Path, below: &str) -> io::Result<Lies> {
    // Windows: `C:` in the middle of a path leads to another drive, `a.pdf:x` into a stream of a file.
    let leads_out =
        |name: &str| matches!(name, "" | "." | "..") || name.contains(['\\', ':', '\0']);
    if below.split('/').any(leads_out) {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut place = folder.to_owned();
    let mut names = below.split('/').peekable();
    while let Some(name) = names.next() {
        place.push(name);
        let is_last = names.peek().is_none();
        let found = match fs::symlink_metadata(&place) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Lies::Nothing),
            Err(error) => return Err(error),
        };
        let kind = found.file_type();
        // Windows: junctions count as links; files that OneDrive has not fetched yet do not.
        if kind.is_symlink() {
            return Ok(Lies::Obstacle(Obstacle::Link(place)));
        }
        match (is_last, kind.is_dir(), kind.is_file()) {
            (false, true, _) => {}
            (false, false, _) => return Ok(Lies::Obstacle(Obstacle::NoFolder(place))),
            (true, true, _) => return Ok(Lies::Obstacle(Obstacle::Folder(place))),
            (true, _, true) => return Ok(Lies::File(found.len())),
            (true, _, false) => return Ok(Lies::Obstacle(Obstacle::NoFile(place))),
        }
    }
    Ok(Lies::Nothing)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_below_a_folder_are_not_followed_and_the_folder_itself_is() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("real/2021-q1")).expect("it can be made");
        fs::write(at("real/2021-q1/a.pdf"), "năm").expect("it can be written");
        symlink(at("real"), at("out")).expect("it can be made");
        symlink(at("real/2021-q1"), at("real/2021-q3")).expect("it can be made");
        symlink("a.pdf", at("real/2021-q1/b.pdf")).expect("it can be made");
        symlink("nowhere", at("real/2021-q1/c.pdf")).expect("it can be made");
        let lies = |below: &str| what_lies(&at("out"), below).expect("the system tells");
        assert_eq!(lies("2021-q1/a.pdf"), Lies::File(4));
        assert_eq!(lies("2021-q1/d.pdf"), Lies::Nothing);
        assert_eq!(lies("2021-nam/d.pdf"), Lies::Nothing);
        for below in ["2021-q1/b.pdf", "2021-q1/c.pdf", "2021-q3/a.pdf"] {
            let lies = lies(below);
            assert!(
                matches!(lies, Lies::Obstacle(Obstacle::Link(_))),
                "{below}: {lies:?}"
            );
        }
        let folder = Obstacle::Folder(at("out/2021-q1"));
        assert_eq!(lies("2021-q1"), Lies::Obstacle(folder));
        for out in [
            "",
            "/etc/passwd",
            "../x",
            "2021-q1/../../x",
            "a//b",
            "..\\x",
            "C:/x",
            "2021-q1/a.pdf:x",
        ] {
            assert!(what_lies(&at("out"), out).is_err(), "{out}");
        }
        let file = Obstacle::NoFolder(at("out/2021-q1/a.pdf"));
        assert_eq!(lies("2021-q1/a.pdf/b.pdf"), Lies::Obstacle(file));
    }
}
