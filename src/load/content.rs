//! What a file seems to be by its first lines, whatever its name is: nobody reads it, and
//! somebody may miss it.

use std::path::Path;

use crate::files::read_beginning;

/// Bytes of a file that are looked at.
const BEGINNING: u64 = 64 << 10;

/// A kind of file of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A unit's file for a period.
    Submission,
    /// Another file of the data: agencies, settings, a regime, a plan, arrivals, seals.
    Shared,
    /// Anything else.
    Foreign,
}

/// What a file seems to be, and of whom and when it says that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) content: Content,
    /// What `co_quan` says.
    pub(super) agency: Option<String>,
    /// What `ky` says.
    pub(super) period: Option<String>,
}

/// Keys at the left edge of a submission, and of no other file.
const OF_SUBMISSIONS: &[&str] = &[
    "the_thuc",
    "so_lieu",
    "so_neu",
    "nhiem_vu",
    "so_lieu_den_ngay",
    "chi_de_so_sanh",
    "the_thuc_trinh",
];
/// The same of other files.
const OF_OTHERS: &[&str] = &[
    "bieu_mau",
    "de_cuong",
    "minh_hoa",
    "nhom",
    "phan_cong",
    "ten_goi",
    "sua",
    "so_ban",
];

/// Looks at the first lines of a file; one that cannot be read says nothing.
pub(super) fn look(path: &Path) -> Look {
    let bytes = read_beginning(path, BEGINNING).unwrap_or_default();
    // What is left of UTF-16 are its letters of one byte.
    let bytes: Vec<u8> = bytes.into_iter().filter(|byte| *byte != 0).collect();
    of_text(&String::from_utf8_lossy(&bytes))
}

fn of_text(text: &str) -> Look {
    let mut look = Look {
        content: Content::Foreign,
        agency: None,
        period: None,
    };
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches(['\u{feff}', '\u{fffd}']);
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let key = key.trim_end();
        let value = value.split(" #").next().unwrap_or(value);
        let value = value.trim().trim_matches(['"', '\'']);
        let stated = (!value.is_empty()).then(|| value.to_owned());
        match key {
            "co_quan" if stated.is_some() => look.agency = stated,
            "co_quan" => look.content = Content::Shared,
            "ky" if stated.is_some() => look.period = stated,
            key if OF_SUBMISSIONS.contains(&key) => look.content = Content::Submission,
            key if OF_OTHERS.contains(&key) && look.content == Content::Foreign => {
                look.content = Content::Shared;
            }
            // A line of the register, or a seal.
            _ if look.content == Content::Foreign
                && (value.starts_with("{ngay") || key == "  bam") =>
            {
                look.content = Content::Shared;
            }
            _ => {}
        }
    }
    look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_keys() {
        let of = |text: &str| of_text(text).content;
        assert_eq!(of("so_lieu:\n  a: 1\n"), Content::Submission);
        assert_eq!(of("\u{feff}the_thuc:\r\n  so: 1\r\n"), Content::Submission);
        assert_eq!(of("ten: x\nnoi_dung: y\nbieu_mau:\n"), Content::Shared);
        assert_eq!(of("cap:\n  so: Sở\nco_quan:\n  a: {}\n"), Content::Shared);
        assert_eq!(of("so-noi-vu: {ngay: 2026-03-04}\n"), Content::Shared);
        assert_eq!(of("so-noi-vu:\n  so: 1\n  bam:\n"), Content::Shared);
        assert_eq!(of("a: 1\n  so_lieu: 2\n"), Content::Foreign);
        assert_eq!(of("Kính gửi: Sở Nội vụ\n"), Content::Foreign);
        let look = of_text("co_quan: so-y-te # Sở\nky: \"2026-q1\"\nthe_thuc:\n");
        assert_eq!(look.agency.as_deref(), Some("so-y-te"));
        assert_eq!(look.period.as_deref(), Some("2026-q1"));
    }
}
