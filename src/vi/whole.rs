//! What stays on one line: "số" with its number, a day, "6 tháng đầu năm", "Phụ lục I".

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Words with what follows them, up to its first character.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "[Ss]ố [0-9]|[Nn]gày [0-9]|[0-9]+ tháng (?:đầu|cuối) năm|\
        (?:[Pp]hụ lục|[Mm]ục|[Cc]hương|[Pp]hần) [IVXL]+(?-u:\\b)|\
        (?:[Pp]hụ lục|[Bb]iểu|[Đđ]iều|[Kk]hoản|[Mm]ức độ) [0-9]|\
        [ ]- [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ0-9]";
    Regex::new(pattern).expect("it is well formed")
});

/// Words at the end of a piece of markup, with the value that follows them.
static BEFORE_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "(?:[Ss]ố|[Nn]gày|[Pp]hụ lục|[Bb]iểu|[Đđ]iều|[Kk]hoản|[Mm]ức độ) #\"[0-9IVXL]";
    Regex::new(pattern).expect("it is well formed")
});

/// The text with hard spaces where a line must not end. "Nghị định" may end a line before "số
/// 120/2020/NĐ-CP": kept with it, it would tear the line before apart. Only for lines much
/// longer than what is kept together, some fifteen letters.
pub fn whole(text: &str) -> Cow<'_, str> {
    WHOLE.replace_all(text, |found: &Captures<'_>| {
        match found[0].strip_prefix(" - ") {
            // A line that began with the dash would look like an item of a list.
            Some(behind) => format!("\u{a0}- {behind}"),
            None => found[0].replace(' ', "\u{a0}"),
        }
    })
}

/// The same in markup of Typst, where a value begins behind such a word: "số #\"12/KH-STP\";".
/// No byte moves.
pub fn whole_before_values(markup: &str) -> Cow<'_, str> {
    BEFORE_VALUE.replace_all(markup, |found: &Captures<'_>| found[0].replace(' ', "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_stay_with_their_words() {
        let shown = |text: &str| whole(text).replace('\u{a0}', "~");
        for (text, expected) in [
            (
                "theo Nghị định số 120/2020/NĐ-CP ngày 07/10/2020 của Chính phủ",
                "theo Nghị định số~120/2020/NĐ-CP ngày~07/10/2020 của Chính phủ",
            ),
            ("(số 14, 15)", "(số~14, 15)"),
            (
                "6 tháng đầu năm, phương hướng 6 tháng cuối năm 2021",
                "6~tháng~đầu~năm, phương hướng 6~tháng~cuối~năm 2021",
            ),
            ("tại Phụ lục I và phụ lục IV", "tại Phụ~lục~I và phụ~lục~IV"),
            (
                "khoản 1 Mục IV, Điều 5, mức độ 3",
                "khoản~1 Mục~IV, Điều~5, mức~độ~3",
            ),
            (
                "Phần Việc, số liệu, ngày làm việc",
                "Phần Việc, số liệu, ngày làm việc",
            ),
            (
                "Phòng Tài chính - Kế hoạch, giai đoạn 2021 - 2026, nhanh - gọn",
                "Phòng Tài chính~- Kế hoạch, giai đoạn 2021~- 2026, nhanh - gọn",
            ),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn markup_keeps_its_length() {
        let markup = "Phụ lục #\"I\"; số #\"1a\"; xong ngày #\"08/4/2021\"; của số #\"liệu\";";
        let expected = "Phụ~lục~#\"I\"; số~#\"1a\"; xong ngày~#\"08/4/2021\"; của số #\"liệu\";";
        let found = whole_before_values(markup);
        assert_eq!(found, expected);
        assert_eq!(found.len(), markup.len());
        // What stands in a value is no markup.
        let value = "#\"số #\\\"12\\\"\";";
        assert_eq!(whole_before_values(value), value);
    }
}
