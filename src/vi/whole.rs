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

/// Words that stay with the number that follows them.
const BEFORE_NUMBERS: [&str; 14] = [
    "Số ",
    "số ",
    "Ngày ",
    "ngày ",
    "Phụ lục ",
    "phụ lục ",
    "Biểu ",
    "biểu ",
    "Điều ",
    "điều ",
    "Khoản ",
    "khoản ",
    "Mức độ ",
    "mức độ ",
];

/// Keeps the last words of a text on one line with what will follow, where that is a number that
/// belongs to them: "Phụ lục" before "I".
pub fn keep_with(text: &mut String, following: &str) {
    if !following.starts_with(|c: char| c.is_ascii_digit() || "IVXL".contains(c)) {
        return;
    }
    if let Some(words) = BEFORE_NUMBERS.iter().find(|words| text.ends_with(**words)) {
        text.truncate(text.len() - words.len());
        text.extend(words.chars().map(|c| if c == ' ' { '\u{a0}' } else { c }));
    }
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
    fn words_stay_with_a_number_that_comes_behind() {
        for (text, following, expected) in [
            ("tại phụ lục ", "I", "tại phụ~lục~"),
            ("xong ngày ", "08/4/2021", "xong ngày~"),
            ("mức độ ", "4", "mức~độ~"),
            ("của số ", "liệu", "của số "),
            ("của số", "1", "của số"),
            ("năm ", "2021", "năm "),
        ] {
            let mut text = text.to_owned();
            keep_with(&mut text, following);
            assert_eq!(text.replace('\u{a0}', "~"), expected);
        }
    }
}
