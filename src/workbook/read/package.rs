//! The zip file that a workbook is: inflated once, part by part, before any reader of workbooks opens it.
//!
//! Sizes that its headers give are not believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::kind::{Kind, Known};
use super::markup::{Facts, Scanner};
use super::refusal::{Limit, Refusal};

/// Files within the file.
pub(super) const PARTS: usize = 500;
/// A sheet, inflated, in bytes.
const SHEET: u64 = 128 << 20;
/// Any other part, inflated, in bytes.
const PART: u64 = 16 << 20;
/// All parts, inflated, in bytes.
pub(super) const WHOLE: u64 = 256 << 20;
/// As much of a part is kept as says what the file is.
const KEPT: usize = 64 << 10;

/// What is known of an .xlsx that may be opened.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Package {
    /// Whether it refers to other files.
    pub links: bool,
    /// What is in one or the other of its parts.
    pub facts: Facts,
}

/// Looks at a zip file: what it is, and whether it may be opened.
pub(super) fn look(bytes: &[u8]) -> Result<Known, Refusal> {
    // Each part has an entry in the list at the end, which begins so.
    let entries = bytes.windows(4).filter(|four| *four == b"PK\x01\x02");
    if entries.take(2 * PARTS).count() == 2 * PARTS {
        return Err(Refusal::Beyond(Limit::Parts));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    if archive.len() > PARTS {
        return Err(Refusal::Beyond(Limit::Parts));
    }
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|name| {
            String::from_utf8_lossy(name)
                .replace('\\', "/")
                .to_lowercase()
        })
        .collect();
    let kind = kind(&mut archive, &names)?;
    let package = inflate(&mut archive, &names)?;
    Ok(match kind {
        Zipped::Xlsx => Known::Xlsx(package),
        Zipped::Ods => Known::Ods,
    })
}

fn refusal(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Refusal::Password
        }
        ZipError::InvalidPassword => Refusal::Password,
        _ => Refusal::Damaged,
    }
}

enum Zipped {
    Xlsx,
    Ods,
}

/// What the file is by the names and first words of its parts.
fn kind(archive: &mut ZipArchive<Cursor<&[u8]>>, names: &[String]) -> Result<Zipped, Refusal> {
    let has = |name: &str| names.iter().any(|part| part == name);
    let has_in = |folder: &str| names.iter().any(|part| part.starts_with(folder));
    let mimetype = beginning(archive, names, "mimetype")?;
    if let Some(kind) = mimetype.strip_prefix("application/vnd.oasis.opendocument.") {
        // LibreOffice keeps macros in modules of a library, beside two lists of them.
        let is_module = |part: &String| {
            let file = part.rsplit('/').next().unwrap_or_default();
            part.starts_with("basic/") && !file.starts_with("script-l") && !file.is_empty()
        };
        return match kind {
            kind if kind.starts_with("presentation") => Err(Refusal::Other(Kind::Slides)),
            kind if !kind.starts_with("spreadsheet") => Err(Refusal::Other(Kind::Document)),
            _ if names.iter().any(is_module) => Err(Refusal::Macros),
            _ => Ok(Zipped::Ods),
        };
    }
    let types = beginning(archive, names, "[content_types].xml")?;
    let is_macro =
        |part: &String| part.ends_with("vbaproject.bin") || part.contains("/macrosheets/");
    if has_in("word/") {
        Err(Refusal::Other(Kind::Document))
    } else if has_in("ppt/") {
        Err(Refusal::Other(Kind::Slides))
    } else if has("xl/workbook.bin") {
        Err(Refusal::Binary)
    } else if names.iter().any(is_macro) || types.contains("macroEnabled") {
        Err(Refusal::Macros)
    } else if has("xl/workbook.xml") || types.contains("spreadsheetml") {
        Ok(Zipped::Xlsx)
    } else if has("index/document.iwa") {
        Err(Refusal::Other(Kind::Numbers))
    } else {
        Err(Refusal::Other(Kind::Archive))
    }
}

/// The first words of a part, or nothing where there is none of this name.
fn beginning(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    names: &[String],
    name: &str,
) -> Result<String, Refusal> {
    let Some(index) = names.iter().position(|part| part == name) else {
        return Ok(String::new());
    };
    let part = archive.by_index(index).map_err(|error| refusal(&error))?;
    let mut bytes = Vec::new();
    let read = part.take(KEPT as u64).read_to_end(&mut bytes);
    read.map_err(|_| Refusal::Damaged)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Inflates every part and looks at its XML as it goes by.
fn inflate(archive: &mut ZipArchive<Cursor<&[u8]>>, names: &[String]) -> Result<Package, Refusal> {
    let mut package = Package {
        links: names.iter().any(|part| part.contains("externallinks/")),
        facts: Facts::default(),
    };
    let mut whole = 0;
    let mut buffer = vec![0; KEPT];
    for (index, name) in names.iter().enumerate() {
        let (is_xml, is_sheet) = class(name);
        let limit = if is_sheet { SHEET } else { PART };
        let mut part = archive.by_index(index).map_err(|error| refusal(&error))?;
        let mut scanner = Scanner::new(name, is_sheet);
        let mut length = 0;
        loop {
            // A part that is cut off or whose sum does not agree ends with an error.
            let count = part.read(&mut buffer).map_err(|_| Refusal::Damaged)?;
            let bytes = buffer.get(..count).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            if is_xml && length == 0 {
                refuse_wide(bytes)?;
            }
            length += count as u64;
            whole += count as u64;
            if length > limit {
                return Err(Refusal::Beyond(Limit::Part(name.clone())));
            }
            if whole > WHOLE {
                return Err(Refusal::Beyond(Limit::Whole));
            }
            if is_xml {
                scanner.feed(bytes)?;
            }
        }
        let facts = scanner.facts();
        package.facts.formulas |= facts.formulas;
        package.facts.merges |= facts.merges;
        package.facts.prefixed |= facts.prefixed && is_main(name);
    }
    Ok(package)
}

/// Whether a part is XML, and whether it is a sheet, by its name in small letters. The reader of
/// workbooks opens no other texts and styles than those of these names.
fn class(name: &str) -> (bool, bool) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_xml = matches!(file.rsplit('.').next(), Some("xml" | "rels"));
    let is_known = matches!(file, "sharedstrings.xml" | "styles.xml" | "workbook.xml");
    let is_sheet = is_xml && !is_known && name.contains("worksheets/") && !name.contains("_rels/");
    (is_xml, is_sheet)
}

/// Whether a part is one whose elements the reader of workbooks must know.
fn is_main(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    class(name).1 || file == "workbook.xml" || file == "sharedstrings.xml"
}

/// Texts in UTF-16 would go by unseen; spreadsheet programs write none.
fn refuse_wide(bytes: &[u8]) -> Result<(), Refusal> {
    let start = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let is_wide =
        start.contains(&0) || start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    let declared = String::from_utf8_lossy(start).to_lowercase();
    if is_wide || declared.contains("utf-16") || declared.contains("utf-7") {
        let why = "XML không ở dạng UTF-8".to_owned();
        return Err(Refusal::Unreadable { sheet: None, why });
    }
    Ok(())
}
