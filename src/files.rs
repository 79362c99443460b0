//! Opening files that others have put there: only regular ones, and only so much of them.
//!
//! A named pipe would keep the program waiting, a device never ends, and a link may lead out
//! of the folder that was given. Not for: what a file says (`load`), or writing (`publish`).

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// A file of data: a year of five thousand units has plans and registers of a hundredth of it.
pub const DATA_LIMIT: u64 = 16 << 20;
/// A template.
pub const TEMPLATE_LIMIT: u64 = 4 << 20;
/// A file of fonts: collections of Chinese, Japanese and Korean have a tenth of it.
pub const FONT_LIMIT: u64 = 256 << 20;
/// Files and folders in one folder.
pub const ENTRIES_LIMIT: usize = 20_000;

/// Why a path is not read although it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It leads elsewhere.
    Link,
    /// It is a folder where a file should be.
    Folder,
    /// It is a file where a folder should be.
    File,
    /// It is a named pipe, a socket or a device.
    Special,
    /// It has more bytes than this.
    TooLarge(u64),
    /// It has more entries than this.
    TooMany(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link => f.write_str("đây là liên kết đến nơi khác, không phải tệp, thư mục thật"),
            Self::Folder => f.write_str("đây là thư mục, không phải tệp"),
            Self::File => f.write_str("đây là tệp, không phải thư mục"),
            Self::Special => {
                f.write_str("đây là ống dẫn, thiết bị hoặc cổng nối, không phải tệp thường")
            }
            Self::TooLarge(limit) => write!(f, "tệp lớn hơn {} MB", limit >> 20),
            Self::TooMany(limit) => write!(f, "thư mục có hơn {limit} tệp"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The reason behind an error of this module, if it is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }

    /// What to do about it, in Vietnamese.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Link => "chép tệp hoặc thư mục thật vào đúng chỗ ấy thay cho liên kết",
            Self::Folder | Self::File | Self::Special => {
                "chuyển đi nơi khác, rồi đặt tệp hoặc thư mục thật vào đúng chỗ ấy"
            }
            Self::TooLarge(_) => "kiểm tra xem có chép nhầm tệp khác vào đây",
            Self::TooMany(_) => "chuyển các tệp không thuộc số liệu đi nơi khác",
        }
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(ErrorKind::InvalidInput, refusal)
    }
}

/// The bytes of a regular file, at most `limit` of them. A link is not followed.
///
/// # Errors
/// It cannot be read, or a [`Refusal`].
pub fn read_regular(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(Refusal::Link.into());
    }
    read_linked(path, limit)
}

/// The same where a link may lead to the file, as fonts are often kept.
///
/// # Errors
/// It cannot be read, or a [`Refusal`] but for links.
pub fn read_linked(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Opening a pipe waits for whoever writes into it, and opening a device may do things.
    regular(&fs::metadata(path)?)?;
    let file = open(path)?;
    // It may have become another one in between.
    let metadata = file.metadata()?;
    regular(&metadata)?;
    if metadata.len() > limit {
        return Err(Refusal::TooLarge(limit).into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // It may grow while it is read, and some have no length that is told.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::TooLarge(limit).into());
    }
    Ok(bytes)
}

/// The first bytes of a regular file, to see what kind of file it is.
///
/// # Errors
/// It cannot be read, or a [`Refusal`].
pub fn read_beginning(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(Refusal::Link.into());
    }
    regular(&fs::metadata(path)?)?;
    let file = open(path)?;
    regular(&file.metadata()?)?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn regular(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(Refusal::Folder.into())
    } else {
        Err(Refusal::Special.into())
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    options.open(path)
}

/// A pipe that took the place of the file is opened without waiting for its writer.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn without_waiting(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    /// `O_NONBLOCK` of all processors that the program is built for.
    const NONBLOCK: i32 = 0o4000;
    options.custom_flags(NONBLOCK);
}

// Windows: no pipe stands in a folder, and a file is opened shared with all who read, write or
// rename it. One that another program has opened for itself alone is unreadable and told so.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn without_waiting(_: &mut OpenOptions) {}

/// One thing in a folder, without following it if it is a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

/// What stands in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, wherever it leads.
    Link,
    /// A named pipe, a socket, a device.
    Special,
}

impl Entry {
    /// The last part of its path, as people see it.
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// What stands in a folder, in the order of names. The folder itself may be a link: whoever
/// minds asks [`is_link`] before.
///
/// # Errors
/// It cannot be read, or has more than [`ENTRIES_LIMIT`] entries.
pub fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        if entries.len() == ENTRIES_LIMIT {
            return Err(Refusal::TooMany(ENTRIES_LIMIT).into());
        }
        let entry = entry?;
        // Windows: a junction counts as a link. A file that OneDrive has not fetched yet counts as a
        // file, and is fetched when it is opened.
        let kind = entry.file_type()?;
        entries.push(Entry {
            path: entry.path(),
            kind: if kind.is_symlink() {
                EntryKind::Link
            } else if kind.is_dir() {
                EntryKind::Folder
            } else if kind.is_file() {
                EntryKind::File
            } else {
                EntryKind::Special
            },
        });
    }
    entries.sort();
    Ok(entries)
}

/// Whether a path is a link, leading anywhere or nowhere.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// Whether anything stands at a path, a link that leads nowhere included.
pub fn is_there(path: &Path) -> bool {
    // What may not be looked at is there, too: whoever opens it is told why not.
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == ErrorKind::NotFound)
}

/// Whether a folder has an entry of exactly this name. Windows, macOS: [`is_there`] finds
/// `So-mau.yaml` under `so-mau.yaml`, too, which is the same file and is read by neither name.
pub fn is_listed(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(Path::new("."));
    let Ok(entries) = list(folder) else {
        return is_there(path);
    };
    let name = path.file_name();
    entries.iter().any(|entry| entry.path.file_name() == name)
}

/// Whether Windows keeps a name for a device, whatever stands behind its first point.
pub fn is_reserved(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or(name).trim_end();
    let base = base.to_lowercase();
    let numbered = |device: &str| {
        let number = base.strip_prefix(device).map(|rest| rest.chars());
        number.is_some_and(|mut rest| {
            let digit = rest
                .next()
                .is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
            digit && rest.next().is_none()
        })
    };
    matches!(
        base.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) || numbered("com")
        || numbered("lpt")
}

/// Whether editors, file managers or version control keep something under that name beside
/// what people put there.
pub fn is_of_system(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with(['.', '~', '#'])
        || name.ends_with(['~', '#'])
        || ["readme", "license"].iter().any(|word| {
            let rest = lower.strip_prefix(word);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        || matches!(
            lower.as_str(),
            "thumbs.db" | "desktop.ini" | "$recycle.bin" | "system volume information" | "__macosx"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal<T: fmt::Debug>(read: io::Result<T>) -> Option<Refusal> {
        Refusal::of(&read.expect_err("it is refused"))
    }

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_beyond() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a");
        fs::write(&path, "12345").expect("it can be written");
        assert_eq!(
            read_regular(&path, 5).expect("it is just short enough"),
            b"12345"
        );
        assert_eq!(refusal(read_regular(&path, 4)), Some(Refusal::TooLarge(4)));
        let at = folder.path();
        assert_eq!(refusal(read_regular(at, 9)), Some(Refusal::Folder));
        let missing = read_regular(&folder.path().join("b"), 9).expect_err("it is not there");
        assert_eq!(missing.kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_devices_are_refused_without_waiting() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "1").expect("it can be written");
        symlink(at("a"), at("link")).expect("a link can be made");
        symlink(at("circle"), at("circle")).expect("a link can be made");
        let _socket = UnixListener::bind(at("socket")).expect("a socket can be made");
        let pipe = std::process::Command::new("mkfifo")
            .arg(at("pipe"))
            .status();
        assert!(pipe.is_ok_and(|status| status.success()));
        assert_eq!(refusal(read_regular(&at("link"), 9)), Some(Refusal::Link));
        assert_eq!(refusal(read_regular(&at("circle"), 9)), Some(Refusal::Link));
        assert_eq!(
            read_linked(&at("link"), 9).expect("links are followed"),
            b"1"
        );
        read_linked(&at("circle"), 9).expect_err("it leads nowhere");
        for special in [at("pipe"), at("socket"), PathBuf::from("/dev/zero")] {
            assert_eq!(refusal(read_regular(&special, 9)), Some(Refusal::Special));
            assert_eq!(refusal(read_linked(&special, 9)), Some(Refusal::Special));
        }
        let kinds = list(folder.path()).expect("it can be listed");
        let kinds: Vec<_> = kinds.iter().map(|e| (e.name(), e.kind)).collect();
        let expected = [
            ("a", EntryKind::File),
            ("circle", EntryKind::Link),
            ("link", EntryKind::Link),
            ("pipe", EntryKind::Special),
            ("socket", EntryKind::Special),
        ];
        assert_eq!(kinds, expected.map(|(name, kind)| (name.to_owned(), kind)));
        assert!(is_there(&at("circle")) && is_link(&at("circle")) && !is_there(&at("b")));
    }

    #[test]
    fn a_folder_is_listed_up_to_its_limit_and_not_beyond() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for number in 0..ENTRIES_LIMIT {
            File::create(folder.path().join(number.to_string())).expect("it can be made");
        }
        let all = list(folder.path()).expect("they are just few enough");
        assert_eq!(all.len(), ENTRIES_LIMIT);
        File::create(folder.path().join("a")).expect("it can be made");
        let refused = refusal(list(folder.path()));
        assert_eq!(refused, Some(Refusal::TooMany(ENTRIES_LIMIT)));
    }

    #[test]
    fn an_entry_is_listed_under_its_own_name_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join("So-mau.yaml"), "1").expect("it can be written");
        assert!(is_listed(&folder.path().join("So-mau.yaml")));
        // Also where the file would be opened by this name.
        assert!(!is_listed(&folder.path().join("so-mau.yaml")));
        assert!(!is_listed(&folder.path().join("no/so-mau.yaml")));
    }

    #[test]
    fn names_of_devices_are_known_in_every_spelling() {
        for name in [
            "con", "NUL", "aux.yaml", "com1", "LPT9.txt", "Com0", "prn ", "com²",
        ] {
            assert!(is_reserved(name), "{name}");
        }
        for name in [
            "so-con", "com", "com10", "lpt", "console", "q1", "nam", "null",
        ] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
