//! One write into the folder of data, and what was there before it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize, Serializer};

use crate::hash::sha256;

/// The form of the files that keep what was there.
const VERSION: u32 = 1;

/// When something is written, and by which command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Occasion {
    /// The time in Vietnam.
    #[serde(serialize_with = "as_rfc3339")]
    pub at: DateTime<FixedOffset>,
    /// The command as people type it: "issue 2021-q1 --agency so-tu-phap".
    pub command: String,
}

fn as_rfc3339<S: Serializer>(at: &DateTime<FixedOffset>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339())
}

/// What is known of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file, below the folder of data, with `/` between folders.
    pub file: String,
    /// Which of the writes of the file it is.
    pub number: u32,
    /// When it was written, and by which command.
    pub occasion: Occasion,
    /// The bytes that were there; nothing where there was no file.
    pub before: Option<Vec<u8>>,
    /// The SHA-256 of what was written; nothing where the file was removed.
    pub after: Option<String>,
    /// What it was written from, where that is known: a hash of what a workbook showed when it was
    /// given out.
    pub from: Option<String>,
}

/// The first line of a file that keeps a write.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    phien_ban: u32,
    tep: String,
    luc: String,
    lenh: String,
    truoc: Option<String>,
    sau: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tu: Option<String>,
}

impl Kept {
    /// Whether the bytes are those that it wrote.
    pub fn wrote(&self, bytes: Option<&[u8]>) -> bool {
        self.after == bytes.map(sha256)
    }

    /// As a file: a line that says what it is, and the bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let head = Head {
            phien_ban: VERSION,
            tep: self.file.clone(),
            luc: self.occasion.at.to_rfc3339(),
            lenh: self.occasion.command.clone(),
            truoc: self.before.as_deref().map(sha256),
            sau: self.after.clone(),
            tu: self.from.clone(),
        };
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(self.before.iter().flatten());
        bytes
    }

    /// Reads such a file. Nothing, if it is not whole or not of this file.
    pub(super) fn of(bytes: &[u8], file: &str, number: u32) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
        let rest = &bytes[end + 1..];
        let before = match &head.truoc {
            Some(hash) => (*hash == sha256(rest)).then(|| Some(rest.to_vec()))?,
            None => rest.is_empty().then_some(None)?,
        };
        if head.phien_ban != VERSION || head.tep != file {
            return None;
        }
        Some(Self {
            file: head.tep,
            number,
            occasion: Occasion {
                at: DateTime::parse_from_rfc3339(&head.luc).ok()?,
                command: head.lenh,
            },
            before,
            after: head.sau,
            from: head.tu,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_is_read_again_and_a_damaged_one_is_not() {
        let at = DateTime::parse_from_rfc3339("2021-03-05T09:30:00+07:00").expect("it is a time");
        let kept = |before: Option<&[u8]>| Kept {
            file: "2021/q1/so-tu-phap.yaml".to_owned(),
            number: 7,
            occasion: Occasion {
                at,
                command: "issue 2021-q1".to_owned(),
            },
            before: before.map(<[u8]>::to_vec),
            after: Some(sha256(b"b")),
            from: before.map(|_| "b0".to_owned()),
        };
        for before in [None, Some(&b""[..]), Some(b"a: 1\n\xff\n")] {
            let kept = kept(before);
            let bytes = kept.to_bytes();
            let file = "2021/q1/so-tu-phap.yaml";
            assert_eq!(Kept::of(&bytes, file, 7), Some(kept));
            assert_eq!(Kept::of(&bytes, "2021/q1/so-y-te.yaml", 7), None);
            for cut in 0..bytes.len() {
                assert_eq!(Kept::of(&bytes[..cut], file, 7), None, "{cut}");
            }
            assert_eq!(Kept::of(&[&bytes[..], b"x"].concat(), file, 7), None);
        }
    }
}
