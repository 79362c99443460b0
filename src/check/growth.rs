//! Figures against those of earlier reports: what can only grow within a year, and changes
//! so great that somebody must say why.

use super::answers::answered_by;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Figure, FigureValue, GreatChange, Indicator, Kind, Period, Quantity, Subject};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let earlier = Earlier::new(subject);
    for (id, figure) in &subject.submission.figures {
        let Some(row) = subject.regime.indicators.get(id) else {
            continue;
        };
        if !matches!(row.quantity, Quantity::Count | Quantity::Money) {
            continue;
        }
        let Some(now) = certain(figure) else {
            continue;
        };
        let fallen = earlier.fallen(row, figure, now);
        let found = fallen.or_else(|| earlier.jump(row, figure, now));
        findings.extend(found);
    }
}

/// A number that is no estimate.
fn certain(figure: &Figure) -> Option<u64> {
    match figure.value {
        FigureValue::Known(number) if !figure.estimate => Some(number),
        _ => None,
    }
}

/// The reports of a unit before the one that is checked.
struct Earlier<'w> {
    subject: Subject<'w>,
    /// Those from the same period of last year on, the latest first.
    reports: Vec<Subject<'w>>,
}

impl<'w> Earlier<'w> {
    fn new(subject: Subject<'w>) -> Self {
        let before = subject.regime.year_before(&subject.submission.period);
        let reports = before.iter().rev();
        Self {
            subject,
            reports: reports.filter_map(|p| subject.in_period(p)).collect(),
        }
    }

    fn period(&self) -> &'w Period {
        &self.subject.submission.period
    }

    /// What an earlier report has for a row, if it means the same there.
    fn figure(report: Subject<'w>, row: &Indicator) -> Option<(&'w Figure, u64)> {
        let then = report.regime.indicators.get(&row.id)?;
        let figure = report.submission.figures.get(&row.id)?;
        (then.kind == row.kind).then_some((figure, certain(figure)?))
    }

    /// The reports of the same year and regime, the latest first.
    fn of_year(&self) -> impl Iterator<Item = Subject<'w>> {
        let of_year = self.reports.iter().copied();
        of_year.filter(|report| {
            report.submission.period.year == self.period().year
                && report.regime.id == self.subject.regime.id
        })
    }

    /// A figure below what the reports inside its time already had.
    fn fallen(&self, row: &Indicator, figure: &Figure, now: u64) -> Option<Diagnostic> {
        let inside = match row.kind {
            Kind::Snapshot => return None,
            Kind::Cumulative => {
                let mut of_year = self.of_year();
                of_year.find_map(|report| Some(vec![(report, Self::figure(report, row)?)]))?
            }
            Kind::OfPeriod => self.largest_inside(row),
        };
        let sum = inside.iter().map(|(_, (_, number))| *number).sum::<u64>();
        if now >= sum {
            return None;
        }
        let periods: Vec<_> = inside
            .iter()
            .map(|(report, _)| Self::name(*report))
            .collect();
        let name = self.subject.row_name(row);
        let (now, sum) = (vi::grouped(now), vi::grouped(sum));
        let message = if row.kind == Kind::Cumulative {
            format!(
                "“{name}” lũy kế ({now}) nhỏ hơn số đã báo cáo {} ({sum})",
                periods.join(" và ")
            )
        } else {
            let together = if periods.len() > 1 {
                " cộng lại"
            } else {
                ""
            };
            format!(
                "“{name}” ({now}) nhỏ hơn số của {}{together} ({sum}), vốn nằm trong kỳ này",
                periods.join(" và ")
            )
        };
        let mut finding = Diagnostic::error(Code::FigureDecreases, figure.place, message)
            .warning()
            .about(&row.id);
        for (report, (figure, _)) in inside {
            finding = finding.with_label(figure.place, Self::name(report));
        }
        let how = answered_by(Code::FigureDecreases, &row.id);
        Some(finding.with_help(format!("số cộng dồn trong năm không giảm; nếu kỳ trước báo cáo sai hoặc được điều chỉnh thì {how}")))
    }

    /// The reports whose time lies inside this one's and does not overlap, that together
    /// have the most.
    fn largest_inside(&self, row: &Indicator) -> Vec<(Subject<'w>, (&'w Figure, u64))> {
        let Some((from, to)) = self.subject.data_days() else {
            return Vec::new();
        };
        let inside = self.of_year().filter_map(|report| {
            let days = report.data_days()?;
            let is_inside = from <= days.0 && days.1 <= to;
            is_inside.then_some((report, days, Self::figure(report, row)?))
        });
        let inside: Vec<_> = inside.collect();
        // A year has few periods: every one of them with those that follow it.
        let chains = inside.iter().map(|first| {
            let mut chain = vec![first];
            for next in inside.iter().rev() {
                if chain.iter().all(|one| one.1.1 < next.1.0) {
                    chain.push(next);
                }
            }
            chain
        });
        let largest = chains.max_by_key(|chain| chain.iter().map(|one| one.2.1).sum::<u64>());
        let largest = largest.into_iter().flatten();
        largest
            .map(|(report, _, figure)| (*report, *figure))
            .collect()
    }

    /// A change that is great by the measure of the regime.
    fn jump(&self, row: &Indicator, figure: &Figure, now: u64) -> Option<Diagnostic> {
        let regime = self.subject.regime;
        let same_of_last_year = |report: &&Subject<'_>| {
            let period = &report.submission.period;
            period.year + 1 == self.period().year && period.cycle == self.period().cycle
        };
        let of_last_year = self.reports.iter().find(same_of_last_year);
        let of_last_year =
            of_last_year.and_then(|report| Some((*report, Self::figure(*report, row)?)));
        let mut reports = self.reports.iter().copied();
        let (measure, (report, (before_figure, before))) = match row.kind {
            Kind::Snapshot => (
                regime.great_change.as_ref()?.of_snapshots,
                reports.find_map(|report| Some((report, Self::figure(report, row)?)))?,
            ),
            Kind::Cumulative | Kind::OfPeriod => {
                (regime.great_change.as_ref()?.within_a_year, of_last_year?)
            }
        };
        if !is_great(measure, now, before) {
            return None;
        }
        let name = Self::name(report);
        let changed = if now > before { "tăng" } else { "giảm" };
        let message = format!(
            "“{}” {changed} đột ngột: {} ({name}) → {}",
            self.subject.row_name(row),
            vi::grouped(before),
            vi::grouped(now)
        );
        let how = answered_by(Code::FigureJump, &row.id);
        Some(
            Diagnostic::error(Code::FigureJump, figure.place, message)
                .warning()
                .about(&row.id)
                .with_label(before_figure.place, name)
                .with_help(format!(
                    "kiểm tra đơn vị tính và số gõ; nếu đúng như vậy thì {how}"
                )),
        )
    }

    /// The name of the period of a report.
    fn name(report: Subject<'_>) -> String {
        report.regime.period_name(&report.submission.period)
    }
}

fn is_great(measure: GreatChange, now: u64, before: u64) -> bool {
    let (less, more) = (now.min(before), now.max(before));
    more - less >= measure.least && more >= less.saturating_mul(measure.times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_great_by_ratio_and_by_amount() {
        let measure = GreatChange {
            times: 2,
            least: 10,
        };
        let cases = [
            (20, 10, true),
            (10, 20, true),
            (19, 10, false),
            (9, 0, false),
            (10, 0, true),
            (0, 0, false),
            (8, 4, false),
            (100, 51, false),
            (u64::MAX, u64::MAX / 2, true),
        ];
        for (now, before, great) in cases {
            assert_eq!(is_great(measure, now, before), great, "{before} to {now}");
        }
    }
}
