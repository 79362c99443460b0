//! How wide the columns of a table are: as the form has them, unless a text would
//! make a row so high that the page falls apart; then as little wider as helps,
//! as somebody would draw the column with the mouse.

/// The columns of a table in one size of type, widths in millimetres.
pub(super) struct Columns<const N: usize> {
    /// As the form has them.
    pub usual: [u32; N],
    /// As narrow as they may get.
    pub least: [u32; N],
    /// Size of type in points.
    pub size: f64,
    /// Lines of a row that are still pleasant to read.
    pub pleasant: usize,
    /// Lines of a row that surely fit on a page.
    pub most: usize,
}

/// Millimetres in points.
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Both insets of a cell, in points.
const INSETS: f64 = 8.0;
/// The mean width of a character of Vietnamese text, in its size, and the share
/// of a narrow line that words fill.
const CHARACTER: f64 = 0.46;
const FILLED: f64 = 0.88;

impl<const N: usize> Columns<N> {
    /// The widths for rows of texts with so many characters.
    pub(super) fn widths(&self, rows: &[[usize; N]]) -> [u32; N] {
        let highest = rows.iter().map(|row| self.lines(row, &self.usual)).max();
        if highest.unwrap_or(0) <= self.pleasant {
            return self.usual;
        }
        let mut widths = self.least;
        let total: u32 = self.usual.iter().sum();
        let spare = total.saturating_sub(self.least.iter().sum());
        for _ in 0..spare {
            let gains_most = (0..N)
                .map(|column| {
                    let mut wider = widths;
                    wider[column] += 1;
                    // A wider column seldom saves a line at once: what counts is
                    // how full the lines are.
                    let height: f64 = rows.iter().map(|row| self.height(row, &wider)).sum();
                    (height, column)
                })
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if let Some((_, column)) = gains_most {
                widths[column] += 1;
            }
        }
        widths
    }

    /// Whether a row may not fit on a page.
    pub(super) fn is_tall(&self, row: &[usize; N], widths: &[u32; N]) -> bool {
        self.lines(row, widths) > self.most
    }

    fn lines(&self, row: &[usize; N], widths: &[u32; N]) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred lines"
        )]
        let lines = self.height(row, widths).ceil() as usize;
        lines
    }

    /// The height of a row in lines, not rounded.
    fn height(&self, row: &[usize; N], widths: &[u32; N]) -> f64 {
        row.iter()
            .zip(widths)
            .map(|(characters, width)| {
                let line = f64::from(*width) * POINTS_PER_MM - INSETS;
                let per_line = line / (self.size * CHARACTER) * FILLED;
                f64::from(u32::try_from(*characters).unwrap_or(u32::MAX)) / per_line
            })
            .fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns<3> = Columns {
        usual: [10, 60, 30],
        least: [10, 30, 20],
        size: 11.0,
        pleasant: 17,
        most: 24,
    };

    #[test]
    fn usual_texts_keep_the_usual_widths() {
        assert_eq!(COLUMNS.widths(&[]), COLUMNS.usual);
        assert_eq!(COLUMNS.widths(&[[2, 200, 100]]), COLUMNS.usual);
    }

    #[test]
    fn a_long_text_gets_room_and_the_table_keeps_its_width() {
        let rows = [[2, 100, 900], [2, 100, 20]];
        let widths = COLUMNS.widths(&rows);
        assert_eq!(widths.iter().sum::<u32>(), 100);
        assert!(widths[2] > COLUMNS.usual[2], "{widths:?}");
        assert!(widths[1] >= COLUMNS.least[1], "{widths:?}");
        assert!(COLUMNS.lines(&rows[0], &widths) < COLUMNS.lines(&rows[0], &COLUMNS.usual));
    }

    #[test]
    fn only_what_may_not_fit_on_a_page_is_tall() {
        let widths = COLUMNS.usual;
        assert!(!COLUMNS.is_tall(&[2, 0, 300], &widths));
        assert!(COLUMNS.is_tall(&[2, 0, 3000], &widths));
    }
}
