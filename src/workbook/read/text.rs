//! Numbers, times and formats of cells as sentences show them.

/// A number as people here write it, with up to fifteen digits: `6127`, `95,5`.
pub(super) fn decimal(value: f64) -> String {
    if !value.is_finite() {
        return "số không xác định".to_owned();
    }
    // As many digits as a spreadsheet keeps; 0,1 + 0,2 is 0,3 to whoever typed it.
    let digits = format!("{value:.14e}");
    let rounded: f64 = digits.parse().unwrap_or(value);
    rounded.to_string().replace('.', ",")
}

/// A time of the day or a length of time, given in days: `8:24`, `36:00:05`.
pub(super) fn hours(days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast of a number saturates"
    )]
    let seconds = (days * 86_400.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => format!("{sign}{hours}:{minutes:02}"),
        _ => format!("{sign}{hours}:{minutes:02}:{rest:02}"),
    }
}

/// Whether a number format shows per cent: a sign outside of quotes, and not one that is written out.
pub(super) fn is_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => drop(characters.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// A formula of .ods as a spreadsheet program shows it: `of:=SUM([.F6:.F9])` is `SUM(F6:F9)`, and
/// `[$'Biểu 2'.F6]` is `'Biểu 2'!F6`. What refers to another file stays as it is.
pub(super) fn of_ods(formula: &str) -> String {
    let formula = ["of:=", "oooc:=", "msoxl:=", "="]
        .into_iter()
        .find_map(|before| formula.strip_prefix(before))
        .unwrap_or(formula);
    let mut shown = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some((before, behind)) = rest.split_once('[') {
        shown.push_str(before);
        let Some((reference, after)) = behind.split_once(']') else {
            shown.push('[');
            rest = behind;
            break;
        };
        if reference.contains("://") || reference.contains('#') {
            shown.push('[');
            shown.push_str(reference);
            shown.push(']');
        } else {
            shown.push_str(&reference_of_ods(reference));
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

fn reference_of_ods(reference: &str) -> String {
    let parts = reference
        .split(':')
        .map(|part| match part.rsplit_once('.') {
            Some(("", cell)) => cell.to_owned(),
            Some((sheet, cell)) => format!("{}!{cell}", sheet.trim_start_matches('$')),
            None => part.to_owned(),
        });
    parts.collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_spreadsheet_shows_them() {
        let cases = [
            (6_127.0, "6127"),
            (95.5, "95,5"),
            (0.1 + 0.2, "0,3"),
            (407.000_000_000_000_06, "407"),
            (-5.0, "-5"),
            (0.985_2, "0,9852"),
            (f64::NAN, "số không xác định"),
        ];
        for (value, text) in cases {
            assert_eq!(decimal(value), text);
        }
        let cases = [
            (0.35, "8:24"),
            (1.5, "36:00"),
            (-0.5, "-12:00"),
            (0.500_011_574, "12:00:01"),
        ];
        for (days, text) in cases {
            assert_eq!(hours(days), text);
        }
    }

    #[test]
    fn per_cent_is_a_sign_that_the_format_acts_on() {
        for format in ["0%", "0.00%", "#,##0%;[Red]-0%", "\"đạt \"0%"] {
            assert!(is_percent(format), "{format}");
        }
        for format in ["General", "#,##0", "0\"%\"", "0\\%", "@", "0_%"] {
            assert!(!is_percent(format), "{format}");
        }
    }

    #[test]
    fn formulas_of_ods_are_shown_as_people_know_them() {
        let cases = [
            ("of:=SUM([.F6:.F9])", "SUM(F6:F9)"),
            ("of:=[$'Biểu 2'.F6]*2", "'Biểu 2'!F6*2"),
            ("of:=TRUE()", "TRUE()"),
            (
                "of:=['file:///a.ods'#$Sheet1.A1]",
                "['file:///a.ods'#$Sheet1.A1]",
            ),
            ("of:=[.A1", "[.A1"),
        ];
        for (formula, shown) in cases {
            assert_eq!(of_ods(formula), shown);
        }
    }
}
