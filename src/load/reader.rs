//! Small typed readers over the node tree. Each reports what is wrong at its
//! place and returns nothing, so that reading goes on.

use chrono::NaiveDate;

use super::Charset;
use super::map::MapReader;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use crate::diagnostic::{Code, Diagnostic, Located, Place, Sources};
use crate::vi;

/// What all readers share: the findings, the files, the characters that print.
pub struct Reader<'a> {
    findings: &'a mut Vec<Diagnostic>,
    sources: &'a Sources,
    charset: &'a Charset,
}

impl<'a> Reader<'a> {
    /// A reader that adds to `findings`.
    pub fn new(
        findings: &'a mut Vec<Diagnostic>,
        sources: &'a Sources,
        charset: &'a Charset,
    ) -> Self {
        Self {
            findings,
            sources,
            charset,
        }
    }

    /// Keeps a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// A mapping, to be read key by key.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<MapReader<'n>> {
        let entries = self.entries(node)?;
        Some(MapReader::new(node.place, entries))
    }

    /// The entries of a mapping whose keys are names chosen by the writer.
    pub fn entries<'n>(&mut self, node: &'n Node) -> Option<&'n [Entry]> {
        match &node.value {
            NodeValue::Map(entries) => Some(entries),
            NodeValue::Refused => None,
            _ => {
                self.wrong_type(node, "một nhóm khóa (`khóa: giá trị`, mỗi khóa một dòng)");
                None
            }
        }
    }

    /// A list; items that `read` refuses are left out.
    pub fn list<T>(
        &mut self,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        match &node.value {
            NodeValue::List(items) => Some(items.iter().filter_map(|i| read(self, i)).collect()),
            NodeValue::Refused => None,
            _ => {
                self.wrong_type(node, "một danh sách (mỗi mục một dòng, bắt đầu bằng `- `)");
                None
            }
        }
    }

    /// Text for the page: composed, on one line, every character printable.
    pub fn text(&mut self, node: &Node) -> Option<Located<String>> {
        let raw = self.scalar(node, "một đoạn chữ")?.0;
        let value = vi::clean(raw);
        if value.is_empty() {
            self.empty(node.place);
            return None;
        }
        self.check_characters(&value, node.place);
        Some(Located {
            value,
            place: node.place,
        })
    }

    /// A word that names something: a key of another file, a choice.
    pub fn word(&mut self, node: &Node) -> Option<Located<String>> {
        let text = self.scalar(node, "một từ")?.0;
        if text.trim().is_empty() {
            self.empty(node.place);
            return None;
        }
        Some(Located {
            value: text.trim().to_owned(),
            place: node.place,
        })
    }

    /// One out of a fixed set of words.
    pub fn choice<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let word = self.word(node)?;
        let found = choices.iter().find(|(w, _)| *w == word.value).map(|(_, t)| *t);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(w, _)| *w).collect();
            self.report(
                Diagnostic::error(
                    Code::ValueChoice,
                    node.place,
                    format!("`{}` không phải là một lựa chọn ở đây", word.value),
                )
                .with_help(format!("chọn một trong các từ: {}", words.join(", "))),
            );
        }
        found
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        let (text, style) = self.scalar(node, "true hoặc false")?;
        match (text, style) {
            ("true", ScalarStyle::Plain) => Some(true),
            ("false", ScalarStyle::Plain) => Some(false),
            _ => {
                self.report(
                    Diagnostic::error(
                        Code::ValueChoice,
                        node.place,
                        format!("`{text}` không phải là có hay không"),
                    )
                    .with_help("viết `true` (có) hoặc `false` (không), không có dấu nháy"),
                );
                None
            }
        }
    }

    /// A date, year first: `2021-03-04`.
    pub fn date(&mut self, node: &Node) -> Option<Located<NaiveDate>> {
        let text = self.scalar(node, "một ngày")?.0.trim();
        if let Some(value) = parse_date(text) {
            return Some(Located {
                value,
                place: node.place,
            });
        }
        let finding = if iso_parts(text).is_some() {
            Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("không có ngày `{text}` trên lịch"),
            )
            .with_help("kiểm tra lại ngày và tháng; viết theo thứ tự năm-tháng-ngày")
        } else {
            let finding = Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("`{text}` không phải là ngày viết theo dạng năm-tháng-ngày"),
            );
            match vietnamese_date(text) {
                Some(date) => finding.with_help(format!("viết là `{date}`")),
                None => finding.with_help("ví dụ: ngày 04/3/2021 viết là `2021-03-04`"),
            }
        };
        self.report(finding);
        None
    }

    /// A number that counts things, nought or more.
    pub fn count(&mut self, node: &Node) -> Option<u64> {
        let (text, style) = self.scalar(node, "một số")?;
        match parse_count(text, style) {
            Ok(number) => Some(number),
            Err(fault) => {
                let (code, message, help) = fault.explain(text);
                self.report(Diagnostic::error(code, node.place, message).with_help(help));
                None
            }
        }
    }

    /// A whole number within bounds, such as a year or a day of the month.
    pub fn number_in(&mut self, node: &Node, bounds: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let number = self.count(node)?;
        if bounds.contains(&number) {
            return Some(number);
        }
        self.report(Diagnostic::error(
            Code::NumberRange,
            node.place,
            format!(
                "số {number} nằm ngoài khoảng từ {} đến {}",
                bounds.start(),
                bounds.end()
            ),
        ));
        None
    }

    fn scalar<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<(&'n str, ScalarStyle)> {
        match &node.value {
            NodeValue::Scalar { text, style } => Some((text, *style)),
            NodeValue::Nothing => {
                self.empty(node.place);
                None
            }
            NodeValue::Refused => None,
            NodeValue::List(_) | NodeValue::Map(_) => {
                self.wrong_type(node, wanted);
                None
            }
        }
    }

    fn empty(&mut self, place: Place) {
        self.report(
            Diagnostic::error(Code::ValueEmpty, place, "giá trị bỏ trống")
                .with_help("điền giá trị, hoặc xóa cả dòng nếu không có"),
        );
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        self.report(Diagnostic::error(
            Code::ValueType,
            node.place,
            format!("ở đây cần {wanted}, nhưng lại là {}", node.describe()),
        ));
    }

    fn check_characters(&mut self, text: &str, place: Place) {
        let mut seen = Vec::new();
        for character in text.chars() {
            let prints = vi::is_printable(character) && self.charset.contains(character);
            if prints || seen.contains(&character) {
                continue;
            }
            seen.push(character);
            let at = self.place_of(character, place);
            let number = u32::from(character);
            self.report(if vi::is_invisible(character) {
                Diagnostic::error(
                    Code::TextInvisible,
                    at,
                    format!("có ký tự không nhìn thấy (U+{number:04X}) trong đoạn chữ"),
                )
                .with_help("xóa ký tự này, hoặc xóa cả từ rồi gõ lại bằng bàn phím")
            } else if matches!(number, 0xe000..=0xf8ff) {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("ký tự U+{number:04X} chỉ có trong phông ký hiệu (như Symbol, Wingdings)"),
                )
                .with_help("xóa ký tự này; dấu đầu dòng chép từ Word thì viết thành danh sách `gach_dau_dong`")
            } else if !vi::is_printable(character) {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("dấu U+{number:04X} không ghép được với chữ đứng trước nó"),
                )
                .with_help("xóa dấu này rồi gõ lại cả chữ")
            } else {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("phông chữ không có ký tự `{character}` (U+{number:04X})"),
                )
                .with_help("thay bằng ký tự khác, hoặc chỉ ra thư mục phông có ký tự này bằng `--fonts`")
            });
        }
    }

    /// Where a character stands as written, or the whole value if it was
    /// written another way (an escape, a decomposed accent).
    fn place_of(&self, character: char, place: Place) -> Place {
        let raw = self.sources.text(place.source).get(place.range()).unwrap_or("");
        match raw.find(character) {
            Some(offset) => Place {
                start: place.start + offset,
                end: place.start + offset + character.len_utf8(),
                ..place
            },
            None => place,
        }
    }
}

/// Why a scalar is not a count.
#[derive(Debug, PartialEq, Eq)]
enum CountFault {
    Quoted,
    Thousands,
    Comma,
    LeadingZero,
    Negative,
    TooLarge,
    Fraction,
    Other,
}

impl CountFault {
    fn explain(&self, text: &str) -> (Code, String, String) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match self {
            Self::Quoted => (
                Code::NumberForm,
                format!("số `{text}` đặt trong dấu nháy nên được hiểu là chữ"),
                format!("bỏ dấu nháy: {digits}"),
            ),
            Self::Thousands => (
                Code::NumberThousands,
                format!("`{text}` là số thập phân hay là số nguyên có dấu chấm ngăn hàng nghìn?"),
                format!("chỉ tiêu này đếm bằng số nguyên; nếu là {} thì viết liền: {digits}", grouped_digits(&digits)),
            ),
            Self::Comma => (
                Code::NumberComma,
                format!("`{text}` có dấu phẩy nên được hiểu là chữ"),
                "số nguyên viết liền, không có dấu chấm, dấu phẩy hay dấu cách".to_owned(),
            ),
            Self::LeadingZero => (
                Code::NumberLeadingZero,
                format!("`{text}` có số 0 ở đầu"),
                format!(
                    "viết {}; khi in vào câu văn, chương trình tự thêm số 0",
                    digits.trim_start_matches('0').parse().unwrap_or(0_u64)
                ),
            ),
            Self::Negative => (
                Code::NumberRange,
                format!("`{text}` là số âm"),
                "số liệu thống kê không nhỏ hơn 0".to_owned(),
            ),
            Self::TooLarge => (
                Code::NumberRange,
                format!("`{text}` lớn quá mức có thể"),
                "kiểm tra lại số chữ số".to_owned(),
            ),
            Self::Fraction => (
                Code::NumberForm,
                format!("`{text}` không phải là số nguyên"),
                "chỉ tiêu này đếm bằng số nguyên".to_owned(),
            ),
            Self::Other => (
                Code::NumberForm,
                format!("`{text}` không phải là số"),
                "viết số nguyên bằng các chữ số; nếu chưa có số liệu thì viết `khong_co: lý do`".to_owned(),
            ),
        }
    }
}

/// Counts stay far below this, so that sums over a country cannot overflow.
const LARGEST_COUNT: u64 = 1_000_000_000_000_000;

fn parse_count(text: &str, style: ScalarStyle) -> Result<u64, CountFault> {
    let is_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if is_digits(text) {
        if style == ScalarStyle::Quoted {
            return Err(CountFault::Quoted);
        }
        if text.len() > 1 && text.starts_with('0') {
            return Err(CountFault::LeadingZero);
        }
        return match text.parse() {
            Ok(number) if number <= LARGEST_COUNT => Ok(number),
            _ => Err(CountFault::TooLarge),
        };
    }
    if text.strip_prefix('-').is_some_and(is_digits) {
        return Err(CountFault::Negative);
    }
    let groups: Vec<_> = text.split('.').collect();
    if groups.len() > 1
        && groups.iter().all(|g| is_digits(g))
        && groups[0].len() <= 3
        && groups[1..].iter().all(|g| g.len() == 3)
    {
        return Err(CountFault::Thousands);
    }
    if text.contains(',') && text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') {
        return Err(CountFault::Comma);
    }
    if groups.len() == 2 && groups.iter().all(|g| is_digits(g)) {
        return Err(CountFault::Fraction);
    }
    Err(CountFault::Other)
}

fn grouped_digits(digits: &str) -> String {
    digits.parse().map_or_else(|_| digits.to_owned(), vi::grouped)
}

fn iso_parts(text: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = iso_parts(text)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn vietnamese_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['/', '-', '.']);
    let day = parts.next()?.trim().parse().ok()?;
    let month = parts.next()?.trim().parse().ok()?;
    let year = parts.next()?.trim().parse().ok()?;
    if parts.next().is_some() || !(1900..=2200).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_seen_as_they_were_written() {
        use CountFault::{
            Comma, Fraction, LeadingZero, Negative, Other, Quoted, Thousands, TooLarge,
        };
        let cases = [
            ("0", Ok(0)),
            ("1234", Ok(1234)),
            ("1.234", Err(Thousands)),
            ("12.345.678", Err(Thousands)),
            ("1,5", Err(Comma)),
            ("1.234,5", Err(Comma)),
            ("05", Err(LeadingZero)),
            ("00", Err(LeadingZero)),
            ("-3", Err(Negative)),
            ("12.5", Err(Fraction)),
            ("1e3", Err(Other)),
            ("1_000", Err(Other)),
            ("0x10", Err(Other)),
            ("no", Err(Other)),
            ("12 hồ sơ", Err(Other)),
            ("99999999999999999999", Err(TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_count(text, ScalarStyle::Plain), expected, "{text}");
        }
        assert_eq!(parse_count("12", ScalarStyle::Quoted), Err(Quoted));
    }

    #[test]
    fn a_date_in_the_vietnamese_order_is_understood_for_the_advice() {
        let date = NaiveDate::from_ymd_opt(2021, 3, 4);
        for text in ["04/3/2021", "4-3-2021", "04.03.2021"] {
            assert_eq!(vietnamese_date(text), date, "{text}");
        }
        for text in ["2021-02-30", "31/11/2021", "hôm nay", "4/3/21", "1/2/2021/4"] {
            assert_eq!(vietnamese_date(text), None, "{text}");
        }
    }
}
