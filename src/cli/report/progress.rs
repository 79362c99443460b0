//! A bar while reports are made, and a table of them at the end, where somebody looks.

use std::fmt::Write;

use indicatif::{ProgressBar, ProgressStyle};

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
                    row.counts.count_report(fate);
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
        let width = |name: &str| name.chars().count();
        let periods = self.rows.iter().map(|row| width(&row.period));
        let first = periods.max().unwrap_or(0).max(2);
        let mut table = format!("{:first$}", "Kỳ");
        for (name, _) in &columns {
            let _ = write!(table, "  {name}");
        }
        table.push('\n');
        let count = |row: &Row| {
            columns
                .iter()
                .map(|(_, count)| count(&row.counts))
                .sum::<usize>()
        };
        for row in self.rows.iter().filter(|row| count(row) > 0) {
            let _ = write!(table, "{:first$}", row.period);
            for (name, count) in &columns {
                let _ = write!(table, "  {:>1$}", count(&row.counts), width(name));
            }
            table.push('\n');
        }
        Some(table)
    }
}
