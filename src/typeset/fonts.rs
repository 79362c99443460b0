//! The one family that a report is set in, in its four styles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use typst::foundations::Bytes;
use typst::text::{Font, FontStyle};
use typst_kit::fonts::FontStore;

use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::files::{Entry, FONT_LIMIT, list, read_linked};
use crate::load::Charset;

/// What the decree names, then families of the same widths.
const FAMILIES: [&str; 3] = ["Times New Roman", "Tinos", "Liberation Serif"];
const STYLES: [(FontStyle, bool, &str); 4] = [
    (FontStyle::Normal, false, "đứng"),
    (FontStyle::Normal, true, "đứng đậm"),
    (FontStyle::Italic, false, "nghiêng"),
    (FontStyle::Italic, true, "nghiêng đậm"),
];
const BUILT_IN: [&[u8]; 4] = [
    include_bytes!("../../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../../fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The fonts in use.
pub struct FontSet {
    family: &'static str,
    files: Vec<FontFile>,
    store: FontStore,
    charset: Charset,
}

/// A font as it stands in a file.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// The whole file.
    pub bytes: Bytes,
    /// Which of the file's fonts.
    pub index: u32,
}

impl std::fmt::Debug for FontSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontSet")
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

impl FontSet {
    /// The built-in family, or the best one of a folder.
    ///
    /// Windows, macOS: what the system has is not looked at, Times New Roman neither: a report would
    /// have other bytes on another machine.
    ///
    /// # Errors
    /// A folder that cannot be read or lacks a family with all four styles.
    pub fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let fonts = match folder {
            None => BUILT_IN
                .into_iter()
                .flat_map(|b| Font::iter(Bytes::new(b)))
                .collect(),
            Some(folder) => read_folder(folder)?,
        };
        Self::choose(&fonts, folder)
    }

    /// The fonts that another process chose.
    ///
    /// # Errors
    /// Files that are not a family in four styles.
    pub fn of_files(files: impl IntoIterator<Item = FontFile>) -> Result<Self, Diagnostic> {
        let files = files.into_iter();
        let fonts: Vec<_> = files.filter_map(|f| Font::new(f.bytes, f.index)).collect();
        Self::choose(&fonts, None)
    }

    /// The four fonts as they stand in their files.
    pub fn files(&self) -> &[FontFile] {
        &self.files
    }

    /// The name of the family.
    pub fn family(&self) -> &'static str {
        self.family
    }

    /// The characters that all four styles have.
    pub fn charset(&self) -> &Charset {
        &self.charset
    }

    pub(super) fn store(&self) -> &FontStore {
        &self.store
    }

    fn choose(fonts: &[Font], folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let mut incomplete = BTreeMap::new();
        for family in FAMILIES {
            let of_family: Vec<_> = fonts.iter().filter(|f| f.info().family == family).collect();
            if of_family.is_empty() {
                continue;
            }
            let mut chosen = Vec::new();
            for (style, bold, name) in STYLES {
                let found = of_family.iter().find(|f| {
                    let variant = f.info().variant;
                    variant.style == style && (variant.weight.to_number() >= 600) == bold
                });
                match found {
                    Some(font) => chosen.push((*font).clone()),
                    None => incomplete.entry(family).or_insert_with(Vec::new).push(name),
                }
            }
            if chosen.len() == STYLES.len() {
                return Ok(Self::of(family, chosen));
            }
        }
        Err(missing(&incomplete, folder))
    }

    fn of(family: &'static str, fonts: Vec<Font>) -> Self {
        let coverages = fonts
            .iter()
            .map(|f| f.info().coverage.iter().collect::<BTreeSet<_>>());
        let common = coverages
            .reduce(|a, b| a.intersection(&b).copied().collect())
            .unwrap_or_default();
        let charset = common.into_iter().filter_map(char::from_u32).collect();
        let files = fonts.iter().map(|font| FontFile {
            bytes: font.data().clone(),
            index: font.index(),
        });
        let files = files.collect();
        let mut store = FontStore::new();
        store.extend(fonts.into_iter().map(|f| {
            let info = f.info().clone();
            (f, info)
        }));
        Self {
            family,
            files,
            store,
            charset,
        }
    }
}

fn read_folder(folder: &Path) -> Result<Vec<Font>, Diagnostic> {
    let shown = crate::vi::shown_path(folder);
    let entries = list(folder).map_err(|error| {
        Diagnostic::general(
            Code::FileNotFound,
            format!(
                "không đọc được thư mục phông `{shown}` ({})",
                crate::vi::reason(&error)
            ),
        )
        .with_help(
            Help::from("chỉ ra thư mục phông bằng ")
                .way(Way::Fonts)
                .text(", hoặc bỏ tùy chọn này để dùng phông có sẵn"),
        )
    })?;
    let mut fonts = Vec::new();
    for Entry { path, .. } in entries {
        let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        if !extension.is_some_and(|e| e == "ttf" || e == "otf" || e == "ttc") {
            continue;
        }
        let unreadable = |why: String| {
            let path = crate::vi::shown_path(&path);
            Diagnostic::general(
                Code::FontUnreadable,
                format!("không đọc được phông `{path}` ({why})"),
            )
            .with_help("thay bằng tệp phông khác, hoặc xóa tệp này khỏi thư mục phông")
        };
        let bytes =
            read_linked(&path, FONT_LIMIT).map_err(|e| unreadable(crate::vi::reason(&e)))?;
        let before = fonts.len();
        fonts.extend(Font::iter(Bytes::new(bytes)));
        if fonts.len() == before {
            return Err(unreadable("không phải là tệp phông chữ".to_owned()));
        }
    }
    Ok(fonts)
}

fn missing(incomplete: &BTreeMap<&str, Vec<&str>>, folder: Option<&Path>) -> Diagnostic {
    let place = folder.map_or_else(
        || "phông có sẵn".to_owned(),
        |f| format!("thư mục phông `{}`", crate::vi::shown_path(f)),
    );
    let message = if incomplete.is_empty() {
        format!(
            "{place} không có phông nào trong số: {}",
            FAMILIES.join(", ")
        )
    } else {
        let lacking: Vec<_> = incomplete
            .iter()
            .map(|(family, styles)| format!("{family} thiếu kiểu {}", styles.join(", ")))
            .collect();
        format!("{place} không đủ bốn kiểu chữ: {}", lacking.join("; "))
    };
    Diagnostic::general(Code::FontMissing, message).with_help(
        Help::from("cần đủ bốn tệp: đứng, đứng đậm, nghiêng, nghiêng đậm; bỏ ")
            .way(Way::Fonts)
            .text(" để dùng phông có sẵn"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_built_in_family_has_every_vietnamese_letter() {
        let fonts = FontSet::load(None).expect("the built-in fonts are complete");
        let vowels = "aăâeêioôơuưy".chars();
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let mut letters: Vec<char> = vowels
            .flat_map(|v| tones.map(|t| format!("{v}{t}").nfc().collect::<String>()))
            .flat_map(|s| s.chars().collect::<Vec<_>>())
            .chain("đbcdghklmnpqrstvx".chars())
            .collect();
        let accented = letters.iter().filter(|c| !c.is_ascii()).count();
        assert_eq!(2 * accented, 134, "the accented letters of both cases");
        let capitals: Vec<char> = letters.iter().flat_map(|c| c.to_uppercase()).collect();
        letters.extend(capitals);
        letters.extend("“”‘’–—…\u{a0}×≤≥".chars());
        for letter in letters {
            assert!(fonts.charset().contains(letter), "{letter}");
        }
        assert!(!fonts.charset().contains('中'));
        assert!(!fonts.charset().contains('\u{f8ff}'), "private use");
    }

    #[test]
    fn a_family_without_a_style_is_named_with_what_it_lacks() {
        let fonts: Vec<Font> = BUILT_IN[..3]
            .iter()
            .flat_map(|b| Font::iter(Bytes::new(*b)))
            .collect();
        let finding = FontSet::choose(&fonts, None).expect_err("a style is missing");
        assert_eq!(finding.code, Code::FontMissing);
        assert!(
            finding
                .message
                .contains("Liberation Serif thiếu kiểu nghiêng đậm")
        );
    }
}
