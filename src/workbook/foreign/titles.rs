//! What stands above and between the rows of a table: which form it is, in which unit money is counted.

use super::Spelling;
use super::lines::FormLines;

/// What tables call a form: `Biểu 3`, `Biểu mẫu số 3`, `III`, `Phần 3`.
const CALLED: [&str; 5] = ["biểu", "mẫu", "số", "phần", "mục"];

/// The form that a line names by its title, or by “Biểu” and its number alone.
pub(super) fn form_named(text: &str, lines: &FormLines) -> Option<usize> {
    let plain = lines.spelling.plain(text);
    let called: Vec<_> = CALLED
        .iter()
        .map(|word| lines.spelling.plain(word))
        .collect();
    let mut words = plain.split(' ').peekable();
    let (mut is_form, mut number) = (false, None);
    while let Some(word) = words.peek() {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_roman = word.chars().all(|c| "ivx".contains(c));
        if called.iter().any(|called| called == word) {
            is_form |= *word == called[0];
        } else if (is_number || is_roman) && number.is_none() {
            number = Some((*word).to_owned());
        } else {
            break;
        }
        words.next();
    }
    let title = words.collect::<Vec<_>>().join(" ");
    let mut forms = lines.forms.iter();
    if title.is_empty() {
        return forms.position(|(own, _)| is_form && number.as_deref() == Some(own.as_str()));
    }
    forms.position(|(_, own)| *own == title)
}

/// In what money is counted, or that it is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    Dong,
    Thousands,
    Millions,
    Billions,
    Percent,
}

/// What money is counted in, as tables write it.
const MONEY: [(Scale, &[&str]); 4] = [
    (Scale::Billions, &["tỷ đồng", "tỷ đ", "tỷ vnđ", "tỷ"]),
    (
        Scale::Millions,
        &[
            "triệu đồng",
            "tr đồng",
            "triệu đ",
            "trđ",
            "tr đ",
            "triệu vnđ",
            "triệu",
        ],
    ),
    (
        Scale::Thousands,
        &[
            "nghìn đồng",
            "ngàn đồng",
            "1000 đồng",
            "1 000 đồng",
            "nghìn đ",
            "1000đ",
            "1 000đ",
        ],
    ),
    (Scale::Dong, &["đồng", "đ", "vnđ", "vnd", "đồng việt nam"]),
];

/// The scale that the name of a unit says; nothing for what counts things.
pub(super) fn scale(unit: &str, spelling: &Spelling) -> Option<Scale> {
    let plain = spelling.plain(unit);
    let is_share = plain.split(' ').any(|word| word == "%") || plain == spelling.plain("phần trăm");
    let is = |words: &&str| spelling.plain(words) == plain;
    let money = MONEY.iter().find(|(_, words)| words.iter().any(is));
    money
        .map(|(scale, _)| *scale)
        .or(is_share.then_some(Scale::Percent))
}

/// The scale of money that a line above a table says: `Đơn vị tính: triệu đồng`.
pub(super) fn scale_above(text: &str, spelling: &Spelling) -> Option<Scale> {
    let plain = spelling.plain(text);
    let unit = ["đơn vị tính", "đvt", "đơn vị"].iter().find_map(|said| {
        let said = spelling.plain(said);
        let (before, unit) = plain.rsplit_once(&said)?;
        (before.is_empty() || before.ends_with(' ')).then(|| unit.trim().to_owned())
    })?;
    MONEY.iter().find_map(|(scale, words)| {
        let is = words.iter().any(|words| spelling.plain(words) == unit);
        is.then_some(*scale)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_money_are_told_apart() {
        let spelling = Spelling::none();
        let units = [
            ("Triệu đồng", Some(Scale::Millions)),
            ("(Tỷ đồng)", Some(Scale::Billions)),
            ("1.000 đồng", Some(Scale::Thousands)),
            ("VNĐ", Some(Scale::Dong)),
            ("%", Some(Scale::Percent)),
            ("Hợp đồng", None),
            ("Hồ sơ", None),
        ];
        for (unit, expected) in units {
            assert_eq!(scale(unit, &spelling), expected, "{unit}");
        }
        let above = [
            ("Đơn vị tính: Tỷ đồng", Some(Scale::Billions)),
            ("(ĐVT: triệu đồng)", Some(Scale::Millions)),
            ("Đơn vị: UBND phường Đồng Tâm", None),
            ("Đơn vị: xã Đồng", None),
            ("Số hợp đồng", None),
        ];
        for (text, expected) in above {
            assert_eq!(scale_above(text, &spelling), expected, "{text}");
        }
    }
}
