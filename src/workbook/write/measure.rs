//! How high rows are. Some programs cut what stands below the first line of a cell where the height
//! is not given.

/// Points of a line.
const LINE: f64 = 15.5;
/// The highest row that a workbook may have.
const HIGHEST: f64 = 409.0;
/// Letters of a text that stand in a column so wide that one of figures fits.
const LETTERS: f64 = 1.05;

/// The height of a row by its texts and the widths of their columns.
pub(in crate::workbook) fn height<'t>(cells: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = cells.map(|(text, width)| lines(text, width)).max();
    // Whole numbers of lines stay far below what a float is exact for.
    let lines = f64::from(lines.unwrap_or(1).max(1));
    (lines * LINE + 2.0).min(HIGHEST)
}

fn lines(text: &str, width: f64) -> u32 {
    let wrapped = |line: &str| {
        let letters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
        let lines = (f64::from(letters) / (width * LETTERS))
            .ceil()
            .clamp(1.0, 99.0);
        // Between 1 and 99.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let lines = lines as u32;
        lines
    };
    text.split('\n').map(wrapped).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_highest_cell() {
        let long = "chữ ".repeat(50);
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines(&long, 52.0), 4);
        assert_eq!(lines("một\nhai\n\nbốn", 52.0), 4);
        let one = height([("một", 10.0)].into_iter());
        let four = height([("một", 10.0), (long.as_str(), 52.0)].into_iter());
        assert!(four > 3.0 * one && height([(long.as_str(), 1.0)].into_iter()) <= HIGHEST);
    }
}
