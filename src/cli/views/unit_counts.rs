//! How much was found of each unit, as a table that stands before the findings.

use std::fmt::Write as _;

use crate::cli::columns::{Columns, Side};
use crate::event::UnitCount;

/// What stands in the place of a unit for findings that are of none.
const OF_NONE: &str = "Không riêng đơn vị nào";

/// A line for each unit and period, and the sums of all that was found.
pub(in crate::cli) fn as_text(units: &[UnitCount], errors: usize, warnings: usize) -> String {
    let rest =
        |all: usize, of: fn(&UnitCount) -> usize| all.saturating_sub(units.iter().map(of).sum());
    let (other_errors, other_warnings) = (
        rest(errors, |one| one.errors),
        rest(warnings, |one| one.warnings),
    );
    let line = |period: &str, unit: &str, errors: usize, warnings: usize| {
        [
            period.to_owned(),
            unit.to_owned(),
            errors.to_string(),
            warnings.to_string(),
        ]
    };
    let head = ["Kỳ", "Đơn vị", "Lỗi", "Cảnh báo"].map(str::to_owned);
    let mut lines = vec![head];
    lines.extend(units.iter().map(|one| {
        let period = one.period.to_string();
        line(&period, &one.unit.name, one.errors, one.warnings)
    }));
    if other_errors + other_warnings > 0 {
        lines.push(line("", OF_NONE, other_errors, other_warnings));
    }
    lines.push(line("", "Cộng", errors, warnings));
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right];
    let columns = lines.iter().fold(Columns::new(sides), Columns::fitting);
    let mut text = String::new();
    for line in &lines {
        let _ = writeln!(text, "{}", columns.line(line));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AgencyName, Period};

    #[test]
    fn what_is_of_no_unit_has_a_line_so_that_the_sums_are_right() {
        let unit = |name: &str, errors, warnings| UnitCount {
            period: Period::parse("2026-q1").expect("well formed"),
            unit: AgencyName {
                agency: "x".into(),
                name: name.to_owned(),
            },
            errors,
            warnings,
        };
        let units = [unit("Sở Y tế", 1, 0), unit("UBND xã Đại Hải", 0, 12)];
        assert_eq!(
            as_text(&units, 1, 12),
            "\
Kỳ       Đơn vị           Lỗi  Cảnh báo
2026-q1  Sở Y tế            1         0
2026-q1  UBND xã Đại Hải    0        12
         Cộng               1        12
"
        );
        assert!(as_text(&units, 2, 12).contains("Không riêng đơn vị nào    1         0\n"));
    }
}
