//! Columns of text for people, as wide as what stands in them.

use unicode_normalization::char::is_combining_mark;

/// What stands between two columns.
const GAP: &str = "  ";

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Columns whose widths go by the lines that were shown to them; other lines may stand between
/// those.
#[derive(Debug)]
pub(super) struct Columns(Vec<(Side, usize)>);

impl Columns {
    /// Columns in which nothing stands yet.
    pub(super) fn new(sides: impl IntoIterator<Item = Side>) -> Self {
        Self(sides.into_iter().map(|side| (side, 0)).collect())
    }

    /// The same, wide enough for a line, too.
    pub(super) fn fitting<C: AsRef<str>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        for ((_, width), cell) in self.0.iter_mut().zip(cells) {
            *width = (*width).max(width_of(cell.as_ref()));
        }
        self
    }

    /// A line without blanks at its end.
    pub(super) fn line<C: AsRef<str>>(&self, cells: impl IntoIterator<Item = C>) -> String {
        let cells = self.0.iter().zip(cells).map(|((side, width), cell)| {
            let cell = cell.as_ref();
            let blanks = " ".repeat(width.saturating_sub(width_of(cell)));
            match side {
                Side::Left => format!("{cell}{blanks}"),
                Side::Right => format!("{blanks}{cell}"),
            }
        });
        let line = cells.collect::<Vec<_>>().join(GAP);
        line.trim_end().to_owned()
    }
}

/// How many places of a line a text takes: an accent that could not be composed with its letter
/// stands above it. Letters of two places are none that a report prints.
fn width_of(text: &str) -> usize {
    text.chars().filter(|c| !is_combining_mark(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_below_each_other_whatever_accents_they_carry() {
        // The second is written with accents of their own.
        let rows = [["Đồ Sơn", "7"], ["Quận Ba\u{300}", "1.234"], ["Lê", ""]];
        let sides = [Side::Left, Side::Right];
        let columns = rows.iter().fold(Columns::new(sides), Columns::fitting);
        let lines = rows.map(|row| columns.line(row));
        assert_eq!(lines, ["Đồ Sơn       7", "Quận Ba\u{300}  1.234", "Lê"]);
    }

    #[test]
    fn a_line_that_was_not_shown_may_be_wider() {
        let columns = Columns::new([Side::Left, Side::Left]).fitting(["a", "b"]);
        assert_eq!(columns.line(["abc", "d"]), "abc  d");
    }
}
