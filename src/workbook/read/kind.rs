//! What kind of file it is, by its first bytes and never by its name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::package::{self, Package};
use super::{FILE_LIMIT, Refusal};

/// A workbook that can be read, after it was looked at.
#[derive(Debug)]
pub(super) enum Known {
    Xlsx(Package),
    Ods,
    Xls,
}

/// What a file is that is no workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Nothing at all.
    Empty,
    /// A web page, as portals call .xls.
    WebPage,
    /// Plain text, such as a table with commas.
    Text,
    /// A table of Excel 2003 in XML.
    ExcelXml,
    /// A table of `LibreOffice` in one piece of XML.
    FlatOds,
    /// A workbook of Excel 4 or older.
    OldExcel,
    /// A text document.
    Document,
    /// Slides.
    Slides,
    /// A table of Apple Numbers.
    Numbers,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Files packed together.
    Archive,
    /// Nobody knows.
    Unknown,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "tệp rỗng",
            Self::WebPage => "trang web (HTML) được đặt tên như tệp Excel",
            Self::Text => "tệp văn bản thuần (.csv, .txt)",
            Self::ExcelXml => "tệp XML của Excel 2003",
            Self::FlatOds => "tệp XML của LibreOffice (.fods)",
            Self::OldExcel => "tệp của Excel 4.0 trở về trước",
            Self::Document => "văn bản (Word, Writer)",
            Self::Slides => "bài trình chiếu",
            Self::Numbers => "tệp Numbers của Apple",
            Self::Pdf => "tệp PDF",
            Self::Picture => "tệp ảnh",
            Self::Archive => "tệp nén",
            Self::Unknown => "tệp không rõ loại",
        })
    }
}

impl Kind {
    /// What to do about it, in Vietnamese.
    pub(super) const fn remedy(self) -> &'static str {
        match self {
            Self::WebPage | Self::ExcelXml | Self::FlatOds | Self::OldExcel | Self::Numbers => {
                "mở bằng Excel hoặc LibreOffice, chọn lưu thành .xlsx (Excel Workbook) rồi gửi tệp mới"
            }
            Self::Text => {
                "điền vào tệp mẫu .xlsx rồi gửi; tệp .csv có thể mở bằng Excel và lưu lại thành .xlsx"
            }
            Self::Archive => "giải nén rồi gửi các tệp .xlsx bên trong",
            Self::Empty
            | Self::Document
            | Self::Slides
            | Self::Pdf
            | Self::Picture
            | Self::Unknown => "kiểm tra xem có gửi nhầm tệp; gửi lại tệp mẫu .xlsx đã điền",
        }
    }
}

const CFB: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const PICTURES: [&[u8]; 4] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM"];
const ARCHIVES: [&[u8]; 3] = [b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"];

/// Looks at a file: what it is, and whether it may be opened.
pub(super) fn look(bytes: &[u8]) -> Result<Known, Refusal> {
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Refusal::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package::look(bytes);
    }
    if bytes.starts_with(CFB) {
        return compound(bytes);
    }
    Err(Refusal::Other(other(bytes)))
}

/// A file of Office up to 2003, or anything that is encrypted.
fn compound(bytes: &[u8]) -> Result<Known, Refusal> {
    // Names of streams stand at the head of entries of 128 bytes, in UTF-16, and end with nought.
    let has = |name: &str| {
        let name: Vec<u8> = name
            .encode_utf16()
            .chain([0])
            .flat_map(u16::to_le_bytes)
            .collect();
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") {
        return Err(Refusal::Password);
    }
    if has("_VBA_PROJECT_CUR") {
        return Err(Refusal::Macros);
    }
    if has("Workbook") || has("Book") {
        return Ok(Known::Xls);
    }
    Err(if has("WordDocument") {
        Refusal::Other(Kind::Document)
    } else if has("PowerPoint Document") {
        Refusal::Other(Kind::Slides)
    } else {
        // The list of its streams stands near the end of such files.
        Refusal::Damaged
    })
}

fn other(bytes: &[u8]) -> Kind {
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if begins(&[b"%PDF"]) {
        return Kind::Pdf;
    }
    if begins(&PICTURES) {
        return Kind::Picture;
    }
    if begins(&ARCHIVES) {
        return Kind::Archive;
    }
    if begins(&[b"{\\rtf"]) {
        return Kind::Document;
    }
    // The record that begins a workbook of Excel 2, 3 and 4.
    if let [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..] = bytes {
        return Kind::OldExcel;
    }
    let is_wide = begins(&[b"\xff\xfe", b"\xfe\xff"]);
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    if !is_wide && start.contains(&0) {
        return Kind::Unknown;
    }
    let text = if is_wide {
        let unit = match bytes.first() {
            Some(0xff) => u16::from_le_bytes,
            _ => u16::from_be_bytes,
        };
        let pairs = start.as_chunks::<2>().0.iter();
        let units: Vec<u16> = pairs.map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(start).into_owned()
    };
    written(&text.to_lowercase())
}

/// What a text is by how it begins, in small letters.
fn written(start: &str) -> Kind {
    let text = start
        .trim_start_matches(['\u{feff}', '\u{fffd}'])
        .trim_start();
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Kind::ExcelXml
    } else if text.contains("<office:document") {
        Kind::FlatOds
    } else if [
        "<html",
        "<!doctype html",
        "<table",
        "<meta",
        "mime-version:",
    ]
    .iter()
    .any(|mark| text.contains(mark))
    {
        Kind::WebPage
    } else if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        Kind::Unknown
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_called_by_its_name() {
        let cases: [(&[u8], Kind); 18] = [
            (b"", Kind::Empty),
            (b"<html><table><tr><td>1</td></tr></table></html>", Kind::WebPage),
            (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", Kind::WebPage),
            (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", Kind::WebPage),
            (b"STT,Ch\xe1\xbb\x89 ti\xc3\xaau\n1,2\n", Kind::Text),
            (b"\xff\xfe1\x00,\x002\x00", Kind::Text),
            // “ỉ” has a byte that by itself is no letter.
            (b"\xff\xfe\xc9\x1e,\x002\x00", Kind::Text),
            (b"\xfe\xff\x1e\xc9\x00,\x002", Kind::Text),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Kind::ExcelXml,
            ),
            (b"<?xml version=\"1.0\"?><office:document>", Kind::FlatOds),
            (b"%PDF-1.7", Kind::Pdf),
            (b"\x89PNG\r\n", Kind::Picture),
            (b"\xff\xd8\xff\xe0", Kind::Picture),
            (b"Rar!\x1a\x07", Kind::Archive),
            (b"{\\rtf1", Kind::Document),
            (b"\x09\x04\x06\x00\x00\x00\x10\x00", Kind::OldExcel),
            (b"\x00\x01\x02\x03", Kind::Unknown),
            (b"ch\x01u", Kind::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(other(bytes), kind, "{bytes:?}");
            let refusal = look(bytes).expect_err("it is no workbook");
            assert_eq!(refusal, Refusal::Other(kind));
            assert!(refusal.to_string().contains(&kind.to_string()));
            assert!(!refusal.remedy().is_empty());
        }
    }

    #[test]
    fn streams_of_old_files_are_known_where_their_names_stand() {
        let file = |names: &[&str]| {
            let mut bytes = CFB.to_vec();
            bytes.resize(1_024, 0);
            for name in names {
                let start = bytes.len();
                bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
                bytes.resize(start + 128, 0);
            }
            bytes
        };
        let told = |names: &[&str]| look(&file(names)).map(|known| matches!(known, Known::Xls));
        assert_eq!(told(&["Root Entry", "Workbook"]), Ok(true));
        assert_eq!(
            told(&["Root Entry", "EncryptedPackage"]),
            Err(Refusal::Password)
        );
        assert_eq!(
            told(&["Workbook", "_VBA_PROJECT_CUR"]),
            Err(Refusal::Macros)
        );
        assert_eq!(told(&["WordDocument"]), Err(Refusal::Other(Kind::Document)));
        assert_eq!(told(&["Workbook2"]), Err(Refusal::Damaged));
    }
}
