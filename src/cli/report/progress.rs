//! A bar while reports are made, and a table of them at the end, where somebody looks.

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::columns::{Columns, Side};
use crate::event::{Event, Summary};

/// Up to so many reports a period, each has a line; more are shown as a bar and a table.
const FEW: usize = 12;

/// What a column is called and what it counts.
type Column = (&'static str, fn(&Summary) -> usize);

/// What is shown of the reports of a run.
#[derive(Debug, Default)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    rows: Vec<Row>,
    many: bool,
}

#[derive(Debug, Default)]
struct Row {
    period: String,
    counts: Summary,
}

impl Progress {
    /// Whether a report is told of by a line of its own.
    pub(super) fn has_lines(&self) -> bool {
        self.bar.is_none()
    }

    pub(super) fn tell(&mut self, event: &Event) {
        match event {
            Event::Read { period, .. } => self.rows.push(Row {
                period: period.to_string(),
                counts: Summary::default(),
            }),
            Event::Planned {
                reports,
                periods_left,
            } if *reports > FEW => {
                self.many = true;
                let bar = ProgressBar::new(*reports as u64);
                let style = ProgressStyle::with_template(
                    "{prefix} {bar:30} {pos}/{len} báo cáo, còn khoảng {eta}",
                );
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                let period = self.rows.last().map_or("", |row| &row.period);
                bar.set_prefix(match periods_left {
                    0 => period.to_owned(),
                    left => format!("{period} (sau đó còn {left} kỳ)"),
                });
                self.bar = Some(bar);
            }
            Event::Report { fate, .. } => {
                if let Some(row) = self.rows.last_mut() {
                    row.counts.count_report(*fate);
                }
                if let Some(bar) = &self.bar {
                    bar.inc(1);
                    if bar.length() == Some(bar.position()) {
                        bar.finish_and_clear();
                        self.bar = None;
                    }
                }
            }
            Event::Finished(_) => {
                if let Some(bar) = self.bar.take() {
                    bar.finish_and_clear();
                }
            }
            _ => {}
        }
    }

    /// Prints something above the bar.
    pub(super) fn above<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// The periods with what became of their reports; nothing for a few.
    pub(super) fn table(&self) -> Option<String> {
        if !self.many {
            return None;
        }
        let all: [Column; 6] = [
            ("lập mới", |c| c.published),
            ("không đổi", |c| c.unchanged),
            ("sẽ lập", |c| c.due),
            ("giữ bản đã ban hành", |c| c.kept),
            ("không lập được", |c| c.failed),
            ("trang", |c| c.pages),
        ];
        // Columns without anything in them say nothing.
        let columns: Vec<_> = all
            .into_iter()
            .filter(|(_, count)| self.rows.iter().any(|row| count(&row.counts) > 0))
            .collect();
        let cells = |row: &Row| {
            let counts = columns.iter().map(|(_, count)| count(&row.counts));
            let counts: Vec<_> = counts.collect();
            let is_empty = counts.iter().all(|count| *count == 0);
            let counts = counts.iter().map(ToString::to_string);
            (!is_empty).then(|| {
                let cells = std::iter::once(row.period.clone()).chain(counts);
                cells.collect::<Vec<_>>()
            })
        };
        let names = columns.iter().map(|(name, _)| (*name).to_owned());
        let head: Vec<String> = std::iter::once("Kỳ".to_owned()).chain(names).collect();
        let lines: Vec<Vec<String>> = std::iter::once(head)
            .chain(self.rows.iter().filter_map(cells))
            .collect();
        let sides = columns.iter().map(|_| Side::Right);
        let sides = std::iter::once(Side::Left).chain(sides);
        let layout = lines.iter().fold(Columns::new(sides), Columns::fitting);
        let lines = lines.iter().map(|line| layout.line(line) + "\n");
        Some(lines.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_columns_in_which_something_is() {
        let row = |period: &str, published, pages| Row {
            period: period.to_owned(),
            counts: Summary {
                published,
                pages,
                ..Summary::default()
            },
        };
        let progress = Progress {
            many: true,
            rows: vec![
                row("2021-q1", 34, 512),
                row("2021-6t", 0, 0),
                row("2021-nam", 36, 123_456),
            ],
            ..Progress::default()
        };
        assert_eq!(
            progress.table().as_deref(),
            Some(
                "\
Kỳ        lập mới   trang
2021-q1        34     512
2021-nam       36  123456
"
            )
        );
    }
}
