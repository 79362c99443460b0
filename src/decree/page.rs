//! All numbers of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::dimension::Dimension;
use super::json::{self, place_of};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources};
use crate::vi;

/// A single line of Times New Roman by its size: what rises, what hangs and the gap of the font.
const SINGLE_LINE: f64 = 0.891 + 0.216 + 0.042;
/// How many names that are missing are told.
const NAMED: usize = 5;

const TEXT: &str = include_str!("../../templates/nd30/the-thuc.json");

/// What is left free around the text of a page, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Margins {
    /// Above; page numbers stand there.
    pub top: f64,
    /// Below.
    pub bottom: f64,
    /// On the left.
    pub left: f64,
    /// On the right.
    pub right: f64,
}

/// The numbers of the page by their names.
#[derive(Debug, Clone, PartialEq)]
pub struct Decree {
    dimensions: BTreeMap<String, Dimension>,
    margins: Margins,
}

type Dimensions = BTreeMap<String, Dimension>;

impl Decree {
    /// The file among the templates.
    pub const FILE: &'static str = "nd30/the-thuc.json";

    /// Reads the file, which people know by `path`.
    ///
    /// # Errors
    /// Text that is no JSON; names that are unknown, missing or there twice; values that are no
    /// number, have another kind of unit or that no page can have.
    pub fn read(path: &str, text: &str, sources: &mut Sources) -> Result<Self, Vec<Diagnostic>> {
        let source = sources.add(path, text);
        let Written {
            dimensions,
            names,
            mut findings,
        } = written(text, source).map_err(|finding| vec![finding])?;
        let own = built_in();
        findings.extend(unknown(&dimensions, own));
        findings.extend(of_other_kind(&dimensions, own));
        findings.extend(missing(&names, own, source));
        let points = |name: &str| dimensions.get(name).map(Dimension::base);
        let margins = || {
            Some(Margins {
                top: points("le_tren")?,
                bottom: points("le_duoi")?,
                left: points("le_trai")?,
                right: points("le_phai")?,
            })
        };
        match margins() {
            Some(margins) if findings.is_empty() => {
                let decree = Self {
                    dimensions,
                    margins,
                };
                let full = decree.no_room(text, source);
                if full.is_empty() {
                    Ok(decree)
                } else {
                    Err(full)
                }
            }
            _ => Err(findings),
        }
    }

    /// What is left free around the text.
    pub fn margins(&self) -> Margins {
        self.margins
    }

    /// A number by its name.
    pub fn get(&self, name: &str) -> Option<&Dimension> {
        self.dimensions.get(name)
    }

    /// All numbers with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Dimension)> {
        let all = self.dimensions.iter();
        all.map(|(name, dimension)| (name.as_str(), dimension))
    }

    /// A warning for each number that the decree does not allow, by the bounds that the program
    /// was delivered with.
    pub fn departures(&self) -> Vec<Diagnostic> {
        let own = built_in();
        let all = self.dimensions.iter();
        let all = all.filter_map(|(name, it)| it.departure(name, own.get(name)?));
        all.chain(self.number_outside_margin())
            .chain(self.pitch())
            .collect()
    }

    /// Phần I, Mục I.7: page numbers stand in the top margin.
    fn number_outside_margin(&self) -> Option<Diagnostic> {
        let number = self.get("so_trang_cach_mep_tren")?;
        let message = "số trang nằm dưới lề trên; Nghị định 30/2020/NĐ-CP (khoản 7 Mục I Phần I Phụ lục I) đặt số trang trong phần lề trên";
        (number.base() > self.margins.top).then(|| number.warning(message.to_owned()))
    }

    /// Phần I, Mục II.6: lines are a single to one and a half lines apart, which depends on
    /// their size.
    fn pitch(&self) -> Option<Diagnostic> {
        let (pitch, size) = (self.get("cach_dong")?, self.get("co_chu_noi_dung")?);
        let lines = pitch.base() / size.base() / SINGLE_LINE;
        let shown = format!("{lines:.2}").replace('.', ",");
        let message = format!(
            "`cach_dong` bằng {shown} dòng đơn; Nghị định 30/2020/NĐ-CP (khoản 6 Mục II Phần I Phụ lục I) quy định từ dòng đơn đến 1,5 dòng"
        );
        (!(0.995..=1.505).contains(&lines)).then(|| pitch.warning(message))
    }

    /// Margins that leave no room for text.
    fn no_room(&self, text: &str, source: SourceId) -> Vec<Diagnostic> {
        let Margins {
            top,
            bottom,
            left,
            right,
        } = self.margins;
        let paper = |name: &str| self.get(name).map_or(0.0, Dimension::base);
        let sides = [
            (
                "kho_giay_rong",
                left + right,
                "le_trai",
                "lề trái và lề phải",
            ),
            (
                "kho_giay_cao",
                top + bottom,
                "le_tren",
                "lề trên và lề dưới",
            ),
        ];
        let full = sides
            .into_iter()
            .filter(|(side, taken, ..)| paper(side) <= *taken);
        full.map(|(_, _, margin, words)| {
            let place = place_of(margin, text, source, 0);
            let message = format!("{words} không để lại chỗ nào cho chữ");
            Diagnostic::error(Code::TemplateError, place, message)
                .with_help("giảm các lề ấy, hoặc sửa khổ giấy")
        })
        .collect()
    }
}

/// The numbers that the program was delivered with.
fn built_in() -> &'static Dimensions {
    static BUILT_IN: OnceLock<Dimensions> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let written = written(TEXT, Sources::default().next_id());
        let written = written.expect("the file that is part of the program is JSON");
        written.dimensions
    })
}

/// What stands in a file.
struct Written {
    dimensions: Dimensions,
    /// Of all members, also those that cannot be read.
    names: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

fn written(text: &str, source: SourceId) -> Result<Written, Diagnostic> {
    let mut findings = Vec::new();
    let members = json::members(text, source, &mut findings)?;
    let (mut dimensions, mut names) = (Dimensions::new(), BTreeSet::new());
    for member in members {
        names.insert(member.name.clone());
        match member
            .fields
            .map(|fields| Dimension::read(&member.name, member.place, &fields, text))
        {
            Some(Ok(dimension)) => drop(dimensions.insert(member.name, dimension)),
            Some(Err(wrong)) => findings.extend(wrong),
            None => {}
        }
    }
    Ok(Written {
        dimensions,
        names,
        findings,
    })
}

fn unknown(all: &Dimensions, own: &Dimensions) -> Vec<Diagnostic> {
    let unknown = all.iter().filter(|(name, _)| !own.contains_key(*name));
    unknown
        .map(|(name, dimension)| {
            let message = format!("không có số đo nào tên là `{name}`");
            let finding = Diagnostic::error(Code::TemplateError, dimension.place, message);
            match vi::nearest(name, own.keys().map(String::as_str)) {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None => finding.with_help(
                    "xóa mục này; các tên dùng được ở tệp có sẵn `templates/nd30/the-thuc.json`",
                ),
            }
        })
        .collect()
}

/// A share where a length must stand, or the other way round.
fn of_other_kind(all: &Dimensions, own: &Dimensions) -> Vec<Diagnostic> {
    let kinds = all
        .iter()
        .filter_map(|(name, it)| Some((name, it, own.get(name)?)));
    let other = kinds.filter(|(_, it, own)| it.unit.is_length() != own.unit.is_length());
    other
        .map(|(name, it, own)| {
            let message = format!("số đo `{name}` không tính bằng `{}`", it.unit.word());
            Diagnostic::error(Code::TemplateError, it.place, message)
                .with_help(format!("ghi `don_vi` là \"{}\"", own.unit.word()))
        })
        .collect()
}

/// One finding for all that is missing. A name that is misspelt is told of already.
fn missing(names: &BTreeSet<String>, own: &Dimensions, source: SourceId) -> Option<Diagnostic> {
    let known = || own.keys().map(String::as_str);
    let unknown = names.iter().filter(|name| !own.contains_key(*name));
    let meant: BTreeSet<_> = unknown
        .filter_map(|name| vi::nearest(name, known()))
        .collect();
    let missing = known().filter(|name| !names.contains(*name) && !meant.contains(name));
    let missing: Vec<_> = missing.collect();
    let named = missing.iter().take(NAMED).map(|name| format!("`{name}`"));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match missing.len() {
        0 => return None,
        count if count > NAMED => format!(" và {} số đo nữa", count - NAMED),
        _ => String::new(),
    };
    let message = format!("tệp số đo thiếu {named}{more}");
    let finding = Diagnostic::error(Code::TemplateError, Sources::beginning(source), message);
    Some(finding.with_help("chép các mục ấy từ tệp có sẵn `templates/nd30/the-thuc.json`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of the built-in file with one text in the place of another: line, column,
    /// message, remedy.
    fn said(old: &str, new: &str) -> Vec<String> {
        assert!(TEXT.contains(old), "{old}");
        let text = TEXT.replacen(old, new, 1);
        let mut sources = Sources::default();
        let findings = match Decree::read("the-thuc.json", &text, &mut sources) {
            Ok(decree) => decree.departures(),
            Err(findings) => findings,
        };
        let findings = findings.into_iter().map(|finding| {
            assert_eq!(finding.code, Code::TemplateError);
            assert_eq!(finding.help.len(), 1, "{finding:?}");
            let place = finding.place.expect("it has a place");
            assert!(sources.has(place));
            let (line, column) = (sources.line(place), sources.column(place));
            format!("{line}:{column} {} | {}", finding.message, finding.help[0])
        });
        findings.collect()
    }

    fn assert_told(old: &str, new: &str, told: &str) {
        let all = said(old, new);
        assert!(all.iter().any(|one| one.contains(told)), "{told}: {all:#?}");
    }

    #[test]
    fn a_number_that_cannot_be_read_is_told_with_its_place_and_a_remedy() {
        let left = "\"gia_tri\": 30, \"don_vi\": \"mm\"";
        for (value, unit, told) in [
            (
                "\"30\"",
                "mm",
                "23:5 số đo `le_trai` có giá trị không phải là số",
            ),
            (
                "null",
                "mm",
                "23:5 số đo `le_trai` có giá trị không phải là số",
            ),
            ("0", "mm", "23:5 số đo `le_trai` không thể là 0 mm"),
            ("-3.5", "mm", "23:5 số đo `le_trai` không thể là -3,5 mm"),
            ("1001", "mm", "23:5 số đo `le_trai` không thể là 1001 mm"),
            (
                "3",
                "cm",
                "23:19 số đo `le_trai` có đơn vị \"cm\" không dùng được",
            ),
            ("1", "ty_le", "22:3 số đo `le_trai` không tính bằng `ty_le`"),
            (
                "190",
                "mm",
                "22:3 lề trái và lề phải không để lại chỗ nào cho chữ",
            ),
        ] {
            let new = format!("\"gia_tri\": {value}, \"don_vi\": \"{unit}\"");
            assert_told(left, &new, told);
        }
        for (new, told) in [
            (
                "\"gia_tri\": 30",
                "22:3 số đo `le_trai` thiếu `don_vi` | mỗi",
            ),
            (
                "\"giatri\": 30, \"don_vi\": \"mm\"",
                "23:5 số đo `le_trai` không có khóa `giatri` | có phải là `gia_tri`?",
            ),
        ] {
            assert_told(left, new, told);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_with_its_place_and_a_remedy() {
        let unlike_json = "tệp số đo không viết đúng kiểu JSON ở chỗ này";
        for (old, new, told) in [
            (
                "\"le_trai\"",
                "\"le_trai_\"",
                "22:3 không có số đo nào tên là `le_trai_` | có phải là `le_trai`?",
            ),
            (
                "\"le_duoi\"",
                "\"le_tren\"",
                "17:3 số đo `le_tren` được ghi hai lần",
            ),
            (
                "\"le_duoi\"",
                "\"abcdefghijklmn\"",
                "1:1 tệp số đo thiếu `le_duoi`",
            ),
            (
                "\"tu\": 20",
                "\"tu\": \"20\"",
                "`tu` của số đo `le_tren` không đọc được",
            ),
            (
                "[210]",
                "210",
                "`mot_trong` của số đo `kho_giay_rong` không đọc được",
            ),
            (
                "\"lề trên\"",
                "7",
                "15:5 `mo_ta` của số đo `le_tren` phải là chữ",
            ),
            ("30, \"don_vi\"", "30 \"don_vi\"", unlike_json),
            ("30, \"don_vi\"", "30,5, \"don_vi\"", unlike_json),
            (TEXT, "{\"le_trai\": “30”}", unlike_json),
            (TEXT, "[]", "1:1 tệp số đo phải là một nhóm khóa"),
            (TEXT, "", "1:1 tệp số đo kết thúc giữa chừng"),
            (TEXT, "{}", "1:1 tệp số đo thiếu `"),
            (
                TEXT,
                "{\"le_trai\": 30}",
                "1:2 số đo `le_trai` phải là một nhóm khóa",
            ),
        ] {
            assert_told(old, new, told);
        }
    }

    /// One fault is told once: a name that is misspelt or that stands there unread is not missing.
    #[test]
    fn findings_do_not_repeat_each_other() {
        for (old, new) in [
            ("\"le_trai\"", "\"le_trai_\""),
            ("\"gia_tri\": 30", "\"gia_tri\": \"30\""),
            ("\"le_duoi\"", "\"mot_so_do_khac_han\""),
        ] {
            let all = said(old, new);
            let expected = if new.contains("khac_han") { 2 } else { 1 };
            assert_eq!(all.len(), expected, "{all:#?}");
        }
    }

    #[test]
    fn every_bound_of_the_decree_is_judged_and_units_are_one() {
        for (old, new, told) in [
            (
                "\"gia_tri\": 30",
                "\"gia_tri\": 36",
                "`le_trai` (lề trái) là 36 mm; Nghị định 30/2020/NĐ-CP (khoản 3 Mục I Phần I Phụ lục I) quy định từ 30 mm đến 35 mm",
            ),
            (
                "\"gia_tri\": 12.7",
                "\"gia_tri\": 11",
                "là 11 mm; Nghị định 30/2020/NĐ-CP (khoản 6 Mục II Phần I Phụ lục I) quy định 10 mm hoặc 12,7 mm",
            ),
            (
                "\"gia_tri\": 6, \"don_vi\": \"pt\", \"tu\"",
                "\"gia_tri\": 5.5, \"don_vi\": \"pt\", \"tu\"",
                "quy định ít nhất 6 pt",
            ),
            ("\"gia_tri\": 0.42", "\"gia_tri\": 0.6", "là 0,6; "),
            (
                "\"gia_tri\": 18",
                "\"gia_tri\": 15",
                "`cach_dong` bằng 0,93 dòng đơn",
            ),
            (
                "\"gia_tri\": 18",
                "\"gia_tri\": 25",
                "`cach_dong` bằng 1,55 dòng đơn",
            ),
            (
                "\"gia_tri\": 13.5",
                "\"gia_tri\": 22",
                "số trang nằm dưới lề trên",
            ),
        ] {
            let all = said(old, new);
            assert_eq!(all.len(), 1, "{told}: {all:#?}");
            assert!(all[0].contains(told), "{told}: {all:#?}");
        }
        for (old, new) in [
            ("\"gia_tri\": 30", "\"gia_tri\": 35"),
            ("\"gia_tri\": 12.7", "\"gia_tri\": 10"),
            (
                "\"gia_tri\": 12.7, \"don_vi\": \"mm\"",
                "\"gia_tri\": 36, \"don_vi\": \"pt\"",
            ),
            ("\"gia_tri\": 18", "\"gia_tri\": 16.1"),
            ("\"gia_tri\": 52", "\"gia_tri\": 70"),
        ] {
            assert_eq!(said(old, new), Vec::<String>::new());
        }
    }

    #[test]
    fn the_file_of_the_program_is_whole() {
        assert_eq!(said("le_trai", "le_trai"), Vec::<String>::new());
    }
}
