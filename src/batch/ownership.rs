//! Whose a file in an output folder is. The program writes over a file only if it made it and
//! its bytes are still as it made them; all else belongs to people.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::manifest::FileRecord;
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::hash;
use crate::publish::{Lies, Obstacle, what_lies};
use crate::vi;

/// Larger files are not looked into: no report is as large.
const LARGEST: u64 = 1 << 30;
/// How a PDF begins.
const PDF: &[u8] = b"%PDF-";
/// Endings of files that signed reports come back as, with how such files begin.
pub const SIGNED_AS: &[(&str, &[&[u8]])] = &[
    ("pdf", &[PDF]),
    ("jpg", &[b"\xff\xd8\xff"]),
    ("jpeg", &[b"\xff\xd8\xff"]),
    ("png", &[b"\x89PNG"]),
    ("tif", &[b"II*\0", b"MM\0*"]),
    ("tiff", &[b"II*\0", b"MM\0*"]),
    // Signatures of their own kind around or beside a file.
    ("p7m", &[]),
    ("p7s", &[]),
];
/// How far from its end a PDF may have its closing mark (ISO 32000-1, Annex H).
const TRAILER: usize = 1_024;

/// Whose the file at a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody's: nothing lies there.
    Free,
    /// The program's: it has the bytes of this record.
    Own(FileRecord),
    /// Somebody else's.
    Foreign(Foreign),
}

/// What the program did not make, or did not leave so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Foreign {
    /// No file, or a way there that is not followed.
    Obstacle(Obstacle),
    /// A file of which nothing is known.
    Unknown,
    /// A file that the program made and behind whose bytes something goes on, as an
    /// incremental update does (ISO 32000-1, 7.5.6).
    Continued {
        /// Whether a signature is in what follows.
        signed: bool,
    },
    /// A whole PDF or a picture in the place of one that the program made: saved again, scanned,
    /// another.
    SavedAgain {
        /// Whether a signature is in it.
        signed: bool,
    },
    /// What is left of a file that the program made is no whole PDF.
    Damaged,
}

impl Foreign {
    /// Whether it is a file that can be read.
    pub(super) fn is_a_file(&self) -> bool {
        !matches!(self, Self::Obstacle(_))
    }

    /// Whether it is still the report that was made, or may be: signed, and if so much is
    /// believed, annotated, saved again or scanned.
    pub(super) fn is_still_the_report(&self, believes: bool) -> bool {
        match self {
            Self::Continued { signed: true } => true,
            Self::Continued { .. } | Self::SavedAgain { .. } => believes,
            Self::Obstacle(_) | Self::Unknown | Self::Damaged => false,
        }
    }

    /// What somebody is told of it, with what to do that costs nobody a file.
    pub(super) fn finding(&self, place: &Path) -> Diagnostic {
        let shown = vi::shown_path(place);
        let signature = |signed: bool| {
            if signed {
                "có chữ ký số"
            } else {
                "không thấy chữ ký số"
            }
        };
        let (code, message) = match self {
            Self::Obstacle(obstacle) => (Code::OutputExists, obstacle.words()),
            Self::Unknown => (
                Code::OutputExists,
                format!("ở `{shown}` đã có một tệp không do chương trình lập; tệp ấy giữ nguyên"),
            ),
            Self::Continued { signed } => (
                Code::OutputAltered,
                format!(
                    "tệp `{shown}` được ghi tiếp vào sau bản đã lập ({}); tệp ấy giữ nguyên",
                    signature(*signed)
                ),
            ),
            Self::SavedAgain { signed } => (
                Code::OutputAltered,
                format!(
                    "tệp `{shown}` không còn như khi lập: đã được lưu lại hoặc thay bằng tệp khác ({}); tệp ấy giữ nguyên",
                    signature(*signed)
                ),
            ),
            Self::Damaged => (
                Code::OutputAltered,
                format!(
                    "tệp `{shown}` không còn như khi lập và không phải là tệp PDF nguyên vẹn; tệp ấy giữ nguyên"
                ),
            ),
        };
        let help = match self {
            Self::Obstacle(_) => {
                "chuyển nó đi nơi khác rồi chạy lại, hoặc chọn thư mục khác".into()
            }
            Self::Damaged => Help::from("chép lại từ nơi lưu trữ; không có bản lưu ")
                .text("thì chuyển tệp ấy đi nơi khác rồi chạy lại ")
                .way(Way::Build),
            Self::Unknown | Self::Continued { .. } | Self::SavedAgain { .. } => kept_if_signed()
                .text("; muốn lập báo cáo vào chỗ này thì chuyển tệp ấy đi nơi khác rồi chạy lại"),
        };
        Diagnostic::general(code, message).with_help(help)
    }

    /// The same of a letter, which nobody seals.
    pub(super) fn finding_of_letter(&self, place: &Path) -> Diagnostic {
        let mut finding = self.finding(place);
        if matches!(self, Self::Obstacle(_)) {
            return finding;
        }
        finding.help = vec![
            Help::from("công văn đã đánh số hoặc đã ký thì cứ để ở đó; ")
                .text("muốn lập công văn mới thì chọn thư mục khác bằng ")
                .way(Way::OutFolder)
                .text(", hoặc chuyển tệp ấy vào nơi lưu trữ rồi chạy lại"),
        ];
        finding
    }
}

/// What to do with a file that may be a report as it came back signed; what else to do follows.
pub fn kept_if_signed() -> Help {
    let keep = Way::KeepSigned {
        period: None,
        agency: None,
    };
    Help::from("bản đã ký hoặc bản quét thì lưu lại bằng ").way(keep)
}

/// That an issued report is gone, which nobody can make again as it was.
pub(super) fn lost(place: &Path) -> Diagnostic {
    let shown = vi::shown_path(place);
    let message = format!("bản đã ban hành `{shown}` không còn ở đó");
    Diagnostic::general(Code::OutputVanished, message).with_help(RESTORE)
}

/// What to do about an issued report that nobody can make again.
pub(super) const RESTORE: &str =
    "lập lại bây giờ sẽ ra bản khác với bản đã ban hành: chép bản ấy từ nơi lưu trữ về đúng chỗ";

/// Whose the file at a place below a folder is, by what is known of files that the program
/// wrote there.
///
/// # Errors
/// It cannot be read.
pub(super) fn standing(folder: &Path, below: &str, records: &[FileRecord]) -> io::Result<Standing> {
    let length = match what_lies(folder, below)? {
        Lies::Nothing => return Ok(Standing::Free),
        Lies::Obstacle(obstacle) => return Ok(Standing::Foreign(Foreign::Obstacle(obstacle))),
        Lies::File(length) => length,
    };
    if records.is_empty() || length > LARGEST {
        return Ok(Standing::Foreign(Foreign::Unknown));
    }
    // Windows: a viewer lets others read. One that does not makes this report unwritable, which is
    // told with what to do; no file is taken for somebody else's by that.
    let mut bytes = Vec::new();
    File::open(folder.join(below))?
        .take(LARGEST)
        .read_to_end(&mut bytes)?;
    let own = records.iter().find(|record| is_of(record, &bytes));
    Ok(match own {
        Some(record) => Standing::Own(record.clone()),
        None => Standing::Foreign(what_became(&bytes, records)),
    })
}

/// Whether a file below a folder is one of so many bytes with this hash.
///
/// # Errors
/// It cannot be read.
pub(super) fn has_bytes(
    folder: &Path,
    below: &str,
    (length, sha256): (u64, &str),
) -> io::Result<bool> {
    match what_lies(folder, below)? {
        Lies::File(found) if found == length => {}
        _ => return Ok(false),
    }
    let mut file = File::open(folder.join(below))?.take(length);
    let mut copied = Ok(0);
    let found = hash::of_written(|to| {
        copied = io::copy(&mut file, to);
        Ok(())
    });
    copied?;
    Ok(found == sha256)
}

fn is_of(record: &FileRecord, bytes: &[u8]) -> bool {
    record.bytes == bytes.len() as u64 && hash::sha256(bytes) == record.sha256
}

/// What became of a file that the program made.
fn what_became(bytes: &[u8], records: &[FileRecord]) -> Foreign {
    let rest = records.iter().find_map(|record| {
        let length = usize::try_from(record.bytes).ok()?;
        let (made, rest) = bytes.split_at_checked(length)?;
        (hash::sha256(made) == record.sha256).then_some(rest)
    });
    if let Some(rest) = rest {
        return Foreign::Continued {
            signed: has_signature(rest),
        };
    }
    if is_whole_pdf(bytes) || is_scanned(bytes) {
        return Foreign::SavedAgain {
            signed: has_signature(bytes),
        };
    }
    Foreign::Damaged
}

/// Whether a PDF has its beginning and its end.
pub fn is_whole_pdf(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(TRAILER)..];
    bytes.starts_with(PDF) && contains(end, b"%%EOF") && contains(end, b"startxref")
}

/// Whether a file is a picture, whatever its name says.
fn is_scanned(bytes: &[u8]) -> bool {
    let mut begins = SIGNED_AS.iter().flat_map(|(_, begins)| *begins);
    begins.any(|begin| *begin != PDF && bytes.starts_with(begin))
}

/// Whether a digital signature is in a PDF or a part of it: what it covers stands in the open,
/// never in a compressed stream, since its offsets are of the file itself (ISO 32000-1, 12.8.1).
pub(super) fn has_signature(bytes: &[u8]) -> bool {
    contains(bytes, b"/ByteRange")
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn record(bytes: &[u8]) -> FileRecord {
        FileRecord {
            key: String::new(),
            sha256: hash::sha256(bytes),
            bytes: bytes.len() as u64,
            pages: Some(1),
        }
    }

    #[test]
    fn what_became_of_a_file_is_told_apart() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let made = b"%PDF-1.7 made startxref 9 %%EOF\n".as_slice();
        let earlier = b"%PDF-1.7 earlier".as_slice();
        let records = [record(earlier), record(made)];
        let signed = [made, b"1 0 obj<</Type/Sig/ByteRange[0 1 2 3]>>".as_slice()].concat();
        let annotated = [made, b"SIGNED".as_slice()].concat();
        let again = b"%PDF-1.4 other startxref 9 %%EOF".as_slice();
        let again_signed = b"%PDF-1.4 /ByteRange [] startxref 9 %%EOF".as_slice();
        let cut = &made[..made.len() - 9];
        for (bytes, expected) in [
            (signed.as_slice(), Foreign::Continued { signed: true }),
            (&annotated, Foreign::Continued { signed: false }),
            (again, Foreign::SavedAgain { signed: false }),
            (again_signed, Foreign::SavedAgain { signed: true }),
            (
                b"\xff\xd8\xff\xe0 scan",
                Foreign::SavedAgain { signed: false },
            ),
            (cut, Foreign::Damaged),
            (b"", Foreign::Damaged),
            (b"hello", Foreign::Damaged),
        ] {
            fs::write(folder.path().join("a.pdf"), bytes).expect("it can be written");
            let found = standing(folder.path(), "a.pdf", &records).expect("it can be read");
            assert_eq!(found, Standing::Foreign(expected));
            let unknown = standing(folder.path(), "a.pdf", &[]).expect("it can be read");
            assert_eq!(unknown, Standing::Foreign(Foreign::Unknown));
        }
        for own in [earlier, made] {
            fs::write(folder.path().join("a.pdf"), own).expect("it can be written");
            let found = standing(folder.path(), "a.pdf", &records).expect("it can be read");
            assert_eq!(found, Standing::Own(record(own)));
        }
        let free = standing(folder.path(), "b.pdf", &records).expect("the system tells");
        assert_eq!(free, Standing::Free);
    }
}
