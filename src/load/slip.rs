//! What a name was meant for that nobody reads: a period, a year, a unit, a file of the folder.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::vi;

/// A name in small letters without accents, its words joined by `-`, as files are named.
pub fn folded(name: &str) -> String {
    let mut text = String::new();
    for character in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match character {
            'đ' | 'Đ' => text.push('d'),
            c if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ if text.is_empty() || text.ends_with('-') => {}
            _ => text.push('-'),
        }
    }
    text.truncate(text.trim_end_matches('-').len());
    text
}

/// Words behind a name that copies and versions of a file get.
const OF_COPIES: &[&str] = &[
    "copy",
    "copies",
    "of",
    "ban",
    "sao",
    "chep",
    "luu",
    "moi",
    "cu",
    "cuoi",
    "final",
    "goc",
    "bak",
    "backup",
    "old",
    "new",
    "sua",
    "conflicted",
    "yaml",
    "yml",
    "txt",
];

/// The known name that a file was meant to have: `Sở Nội vụ (1).docx`, `so_noi_vu-q1.yaml`.
pub(super) fn meant<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
    also: &[&str],
) -> Option<&'k str> {
    let base = name.split('.').next().unwrap_or(name);
    let folded = folded(base);
    let is_rest = |rest: &str| {
        rest.split('-').all(|word| {
            let number = word.trim_start_matches(['v', 'q', 't']);
            let counted = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            word.is_empty() || counted || OF_COPIES.contains(&word) || also.contains(&word)
        })
    };
    let mut found: Option<&str> = None;
    for one in known {
        let key = self::folded(one);
        let rest = folded.strip_prefix(key.as_str());
        let before = folded.strip_suffix(key.as_str());
        let whole = rest.is_some_and(|r| r.is_empty() || r.starts_with('-') && is_rest(r));
        let behind = before.is_some_and(|b| b.ends_with('-') && is_rest(b));
        if (whole || behind) && !key.is_empty() && found.is_none_or(|f| f.len() < one.len()) {
            found = Some(one);
        }
    }
    found
}

/// The same, or else one that differs by a letter or two.
pub(super) fn meant_or_near<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
) -> Option<&'k str> {
    let base = folded(name.split('.').next().unwrap_or(name));
    meant(name, known.clone(), &[]).or_else(|| vi::nearest(&base, known))
}

/// The year that a folder was meant for: `02021`, `năm 2021`, `2O21`, `2021 (1)`.
pub(super) fn year(name: &str) -> Option<i32> {
    let folded = folded(name);
    let digits = |text: &str| -> String {
        let digit = |c: char| match c {
            'o' => '0',
            'l' | 'i' => '1',
            other => other,
        };
        text.chars().map(digit).collect()
    };
    let as_year = |text: &str| {
        let text = digits(text);
        let text = text.trim_start_matches('0');
        let year: i32 = text.parse().ok()?;
        (text.len() == 4 && (1900..=2200).contains(&year)).then_some(year)
    };
    let joined: String = folded.split('-').collect();
    let mut words = folded.split('-');
    let letters = joined.trim_start_matches("nam").trim_start_matches("year");
    words.find_map(as_year).or_else(|| as_year(letters))
}

/// The cycle that a folder was meant for: `Q1`, `q01`, `quy1`, `Quý I`, `2021-q1`, `6 tháng`.
pub(super) fn cycle<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = spelled(name);
    if wanted.is_empty() {
        return None;
    }
    let mut found = known.into_iter().filter(|one| spelled(one) == wanted);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// A name of a cycle in one spelling: without its year, words as single letters, numbers as
/// digits without noughts before them.
fn spelled(name: &str) -> String {
    let folded = folded(name);
    let mut pieces: Vec<String> = Vec::new();
    for word in folded.split('-') {
        // A word ends where its digits begin or end.
        let mut last: Option<char> = None;
        for character in word.chars() {
            let joins = last.is_some_and(|l| l.is_ascii_digit() == character.is_ascii_digit());
            match pieces.last_mut().filter(|_| joins) {
                Some(piece) => piece.push(character),
                None => pieces.push(character.to_string()),
            }
            last = Some(character);
        }
    }
    let one = |piece: &String| -> String {
        let number = piece.trim_start_matches('0');
        match piece.as_str() {
            "quy" | "quarter" => "q".to_owned(),
            "thang" | "month" => "t".to_owned(),
            "i" => "1".to_owned(),
            "ii" => "2".to_owned(),
            "iii" => "3".to_owned(),
            "iv" => "4".to_owned(),
            "sau" => "6".to_owned(),
            "chin" => "9".to_owned(),
            "quyi" => "q1".to_owned(),
            "quyii" => "q2".to_owned(),
            "quyiii" => "q3".to_owned(),
            "quyiv" => "q4".to_owned(),
            "ca" | "ky" | "dau" | "bao" | "cao" | "copy" => String::new(),
            _ if number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) => String::new(),
            _ if piece.bytes().all(|b| b.is_ascii_digit()) => number.to_owned(),
            other => other.to_owned(),
        }
    };
    let text: String = pieces.iter().map(one).collect();
    // "quý 1 năm 2021" is no year's report.
    match text.strip_suffix("nam") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CYCLES: [&str; 6] = ["q1", "6t", "q3", "nam", "t06", "t12"];

    #[test]
    fn a_misspelt_period_is_understood() {
        let cases = [
            ("Q1", Some("q1")),
            ("q01", Some("q1")),
            ("quy1", Some("q1")),
            ("Quý I", Some("q1")),
            ("quy-iii", Some("q3")),
            ("Quy_3", Some("q3")),
            ("2021-q1", Some("q1")),
            ("q1-2021", Some("q1")),
            ("quý 1 năm 2021", Some("q1")),
            ("6T", Some("6t")),
            ("06t", Some("6t")),
            ("6 tháng", Some("6t")),
            ("6thang", Some("6t")),
            ("NAM", Some("nam")),
            ("năm", Some("nam")),
            ("ca-nam", Some("nam")),
            ("nam2021", Some("nam")),
            ("t6", Some("t06")),
            ("thang-12", Some("t12")),
            ("9t", None),
            ("q2", None),
            ("", None),
            ("phu-luc", None),
            ("...", None),
        ];
        for (name, expected) in cases {
            assert_eq!(cycle(name, CYCLES), expected, "{name}");
        }
    }

    #[test]
    fn a_misspelt_year_is_understood() {
        for name in [
            "02021",
            "2021 ",
            "năm 2021",
            "nam2021",
            "2O21",
            "202l",
            "2021 (1)",
            "2021-q1",
        ] {
            assert_eq!(year(name), Some(2021), "{name}");
        }
        for name in ["221", "20211", "q1", "0000", "9999", "che-do"] {
            assert_eq!(year(name), None, "{name}");
        }
    }

    #[test]
    fn a_misspelt_unit_is_understood() {
        let units = ["so-noi-vu", "so-noi-vu-2", "thanh-pho", "xa-an-lao"];
        let cases = [
            ("so-noi-vu.txt", Some("so-noi-vu")),
            ("Sở Nội vụ (1).docx", Some("so-noi-vu")),
            ("so_noi_vu.yaml", Some("so-noi-vu")),
            ("So-noi-vu-q1.yaml", Some("so-noi-vu")),
            ("so-noi-vu-2.yaml", Some("so-noi-vu-2")),
            ("Copy of xa-an-lao.yaml", Some("xa-an-lao")),
            ("xa-an-lao", Some("xa-an-lao")),
            ("thanh-pho-cong-van.pdf", None),
            ("phu-luc.xlsx", None),
        ];
        for (name, expected) in cases {
            assert_eq!(meant(name, units, &[]), expected, "{name}");
        }
    }
}
