//! A submission with everything worked out, ready to be written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::annexes::{AnnexKind, Annexes};
use super::comparison::{Comparison, comparisons};
use super::compilation::Compilation;
use super::signature;
use super::sums::{Sums, Values};
use super::task::{AssignedTask, tasks};
use super::verdict::{JudgedTarget, targets};
use crate::model::{
    Agency, CompiledWording, Cycle, DocumentState, Head, IndicatorId, PhraseValues, Regime, Row,
    Subject,
};
use crate::vi;

/// Everything a report says.
#[derive(Debug, Clone)]
pub struct Report<'w> {
    /// The submission with what it refers to.
    pub subject: Subject<'w>,
    /// The agency whose document it is, and the document.
    pub head: Head<'w>,
    /// The values of all reports.
    pub sums: &'w Sums,
    /// What it is compiled from, if it is.
    pub compilation: Option<&'w Compilation>,
    /// The agency directly above the issuer, at the head of the page.
    pub superior: Option<&'w Agency>,
    /// The agency that the report goes to.
    pub recipient: &'w Agency,
    /// The kind of period.
    pub cycle: &'w Cycle,
    /// The tasks of the plan that the unit reports on.
    pub tasks: Vec<AssignedTask<'w>>,
    /// Values of all rows that the unit prints.
    pub values: &'w Values,
    /// What rows are compared with.
    pub comparisons: BTreeMap<IndicatorId, Comparison>,
    /// The targets of the plan that concern the agency.
    pub targets: Vec<JudgedTarget<'w>>,
    /// Its annexes.
    pub annexes: Annexes,
    /// First day of the data.
    pub data_from: NaiveDate,
    /// The day on which the report judges (never today's).
    pub reference_date: NaiveDate,
    /// The day the report falls due.
    pub due: NaiveDate,
    /// The lines above the signer's name.
    pub signature: Vec<String>,
    /// The signer's name.
    pub signer_name: &'w str,
    /// What fills the gaps of the regime's wording.
    pub phrases: PhraseValues,
}

/// The day on which a submission judges: the one it states, or the cut-off of
/// its period.
pub fn reference_date(subject: Subject<'_>) -> Option<NaiveDate> {
    let period = &subject.submission.period;
    match &subject.submission.reference_date {
        Some(date) => Some(date.value),
        None => subject
            .regime
            .cycles
            .get(&period.cycle)?
            .data_to
            .in_year(period.year),
    }
}

/// Works a report out as one of its documents carries it ([`Subject::heads`]).
///
/// Nothing, if the data lack what `check` would have reported as an error.
pub fn assess<'w>(subject: Subject<'w>, head: Head<'w>, sums: &'w Sums) -> Option<Report<'w>> {
    let Subject {
        workspace,
        submission,
        agency,
        ..
    } = subject;
    let Head {
        issuer, document, ..
    } = head;
    let year = submission.period.year;
    let cycle = subject.cycle()?;
    let recipient = workspace.agencies.get(head.recipient?)?;
    let superior = match &issuer.superior {
        Some(id) => Some(workspace.agencies.get(&id.value)?),
        None => None,
    };
    let signer = issuer.signers.get(&document.signer.value)?;
    let calendar = PhraseValues::of_year(year);
    let name = cycle.name.fill(&calendar);
    let next_name = cycle.next_name.fill(&calendar);
    let reference_date = reference_date(subject)?;
    let form = document.signing_form.as_ref().map(|f| f.value);
    let values = sums.values(subject);
    let comparisons = comparisons(subject, sums);
    let targets = targets(subject, values, &comparisons);
    // Only what the forms print is set beside what was before.
    let printed = subject.regime.forms.iter().flat_map(|form| &form.rows);
    let mut compared = printed.filter_map(|row| match row {
        Row::Value { indicator, .. } => {
            let row = subject.regime.indicators.get(indicator)?;
            let comparison = comparisons.get(indicator)?;
            Some(comparison.is_even(row, values.get(indicator)?))
        }
        Row::Heading { .. } => None,
    });
    let compared = compared.any(|is_even| is_even);
    let compilation = sums.compilation(subject);
    let of_totals = is_of_totals(subject, compilation);
    let annexes = Annexes::of(subject, (!targets.is_empty(), compared, !of_totals));
    Some(Report {
        subject,
        head,
        superior,
        recipient,
        cycle,
        // Nobody has told of any.
        tasks: if of_totals {
            Vec::new()
        } else {
            tasks(subject)
        },
        targets,
        values,
        comparisons,
        sums,
        compilation,
        data_from: cycle.data_from.in_year(year)?,
        reference_date,
        due: subject.due()?,
        signature: signature::lines(issuer, superior, signer, form),
        signer_name: signer.printed_name(),
        phrases: calendar
            .with("ky", name)
            .with("ky_sau", next_name)
            .with("don_vi", agency.name.value.as_str())
            .with("tu_xung", workspace.running_name(agency))
            .with("co_quan_ban_hanh", issuer.name.value.as_str())
            .with("noi_nhan_bao_cao", recipient.name.value.as_str())
            .with("tu_ngay", vi::short_date(cycle.data_from.in_year(year)?))
            .with("den_ngay", vi::short_date(reference_date))
            .with("den_ngay_don_vi", units_counted_to(subject, reference_date))
            .with("cac_phu_luc", annexes.all_named())
            .with("phu_luc_bieu_mau", annexes.named(AnnexKind::Forms)?),
        annexes,
    })
}

/// The day up to which the units of a compiled report count, or the first and the last
/// of such days; of another report its own.
fn units_counted_to(subject: Subject<'_>, own: NaiveDate) -> String {
    let reported = subject.reports_below().reported.into_iter();
    let dates: BTreeSet<_> = reported.filter_map(reference_date).collect();
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first != last => {
            format!(
                "{} (có đơn vị đến {})",
                vi::short_date(*first),
                vi::short_date(*last)
            )
        }
        (Some(day), _) => vi::short_date(*day),
        _ => vi::short_date(own),
    }
}

/// Whether a compiled report is made of stated totals alone: no unit has reported.
fn is_of_totals(subject: Subject<'_>, compilation: Option<&Compilation>) -> bool {
    subject.submission.totals.is_some() && compilation.is_some_and(|all| all.reported.is_empty())
}

impl Report<'_> {
    /// Whether it is made of stated totals alone.
    pub fn is_of_totals(&self) -> bool {
        is_of_totals(self.subject, self.compilation)
    }

    /// The stable name of the report: period and unit.
    pub fn id(&self) -> String {
        self.head.id(self.subject)
    }

    /// The words of the regime for reports that are compiled, as this document has them.
    fn compiled_wording(&self) -> Option<&CompiledWording> {
        let wording = self.subject.regime.compiled.as_ref()?;
        self.compilation.as_ref()?;
        Some(match &wording.presented {
            Some(presented) if self.head.presents => presented,
            Some(_) | None => wording,
        })
    }

    /// The sentence that opens the report, after its legal basis.
    pub fn opening(&self) -> String {
        let own = self.cycle.opening.as_ref();
        let own = own.unwrap_or(&self.subject.regime.opening);
        let wording = self.compiled_wording();
        if !self.is_of_totals() {
            let opening = wording.map_or(own, |wording| &wording.opening);
            return opening.fill(&self.phrases);
        }
        if let Some(opening) = wording.and_then(|wording| wording.opening_of_totals.as_ref()) {
            return opening.fill(&self.phrases);
        }
        // It speaks of who reports; a presented copy is another's.
        let issuer = self.head.issuer.name.value.as_str();
        own.fill(&self.phrases.clone().with("don_vi", issuer))
    }

    /// The sentence that closes the report, to its recipient.
    fn farewell(&self) -> String {
        if let Some(wording) = self.compiled_wording() {
            return wording.closing.fill(&self.phrases);
        }
        let regime = self.subject.regime;
        let closing = |key: &str| {
            let mut all = regime.closings_by_recipient.iter();
            all.find(|(own, _)| own.value.as_str() == key)
        };
        let office = self.subject.workspace.territory_office();
        let to_office = office.is_some_and(|office| office.id == self.recipient.id);
        let own = to_office.then(|| closing(Regime::TERRITORY)).flatten();
        own.or_else(|| closing(self.recipient.level.as_str()))
            .map_or(&regime.closing, |(_, closing)| closing)
            .fill(&self.phrases)
    }

    /// The last words: the regime's, and which document this one takes the place of.
    pub fn closing(&self) -> String {
        let farewell = self.farewell();
        let Some(replaced) = &self.head.document.replaces else {
            return farewell;
        };
        let farewell = farewell.trim_end_matches(['.', ' ']);
        let replaced = self.named(replaced.number, replaced.date.value);
        format!("{farewell}. Báo cáo này thay thế {replaced}")
    }

    /// What the report is about, after the word "BÁO CÁO".
    pub fn subject_line(&self) -> String {
        let title = self.cycle.title.fill(&self.phrases);
        let suffix = self
            .compiled_wording()
            .and_then(|w| w.title_suffix.as_ref());
        match suffix {
            Some(suffix) => format!("{title} {}", suffix.fill(&self.phrases)),
            None => title,
        }
    }

    /// The symbol without the number: "BC-STP" (NĐ 30/2020, Phụ lục III).
    pub fn symbol(&self) -> String {
        let abbreviation = self
            .head
            .issuer
            .abbreviation
            .as_ref()
            .map_or("", |a| a.value.as_str());
        format!("BC-{abbreviation}")
    }

    /// Number and day, once issued. A number below ten has a nought before it
    /// (NĐ 30/2020, Phụ lục I, Phần I, Mục II.3).
    pub fn issued(&self) -> Option<(String, NaiveDate)> {
        match &self.head.document.state {
            DocumentState::Issued { number, date } => Some((format!("{number:02}"), date.value)),
            DocumentState::Draft | DocumentState::ForSigning => None,
        }
    }

    /// The date of the document, or the due date while there is none.
    pub fn date(&self) -> NaiveDate {
        self.issued().map_or(self.due, |(_, date)| date)
    }

    /// Whether the report is still being written.
    pub fn is_draft(&self) -> bool {
        matches!(self.head.document.state, DocumentState::Draft)
    }

    /// "Báo cáo số 45/BC-STP ngày 04 tháng 3 năm 2021 của Sở Tư pháp", number
    /// and date left blank unless `filled`.
    pub fn reference(&self, filled: bool) -> String {
        match &self.head.document.state {
            DocumentState::Issued { number, date } if filled => self.named(*number, date.value),
            _ => format!(
                "Báo cáo số          /{} ngày      tháng      năm          của {}",
                self.symbol(),
                self.head.issuer.name.value
            ),
        }
    }

    /// A document of the issuer, by number and day.
    fn named(&self, number: u64, date: NaiveDate) -> String {
        format!(
            "Báo cáo số {number:02}/{} {} của {}",
            self.symbol(),
            vi::long_date(date),
            self.head.issuer.name.value
        )
    }
}
