//! The document of a report: its head, foot and annexes. Every value that is printed is a text;
//! only the date of the file's properties is in numbers.

use chrono::Datelike;

use super::annex::printed_forms;
use super::comparison_annex::comparison_table;
use super::document::{Annex, Document, Properties};
use super::member_annex::member_table;
use super::target_annex::target_table;
use super::task_annex::task_table;
use crate::assess::{AnnexKind, Report};
use crate::diagnostic::Located;
use crate::model::Phrase;
use crate::vi;

/// A text as wide as the page.
fn whole(text: &str) -> String {
    vi::whole(text).into_owned()
}

/// The texts without their places.
pub(super) fn lines(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// A report without its body, to be set in the font family `family`; `marked` labels the rows
/// of its forms, so that their pages can be found.
pub(super) fn document(report: &Report<'_>, family: &str, marked: bool) -> Document {
    let date = report.date();
    let (number, day) = match report.issued() {
        Some((number, date)) => (number, format!("{:02}", date.day())),
        None => (String::new(), String::new()),
    };
    let subject = report.subject_line();
    Document {
        properties: Properties {
            title: format!("Báo cáo {}", vi::lower_first(&subject)),
            author: report.head.issuer.name.value.clone(),
            year: date.year(),
            month: date.month(),
            day: date.day(),
            family: family.to_owned(),
        },
        sample: report.subject.workspace.settings.sample,
        draft: report.is_draft(),
        superior: report
            .superior
            .map(|s| lines(&s.letterhead))
            .unwrap_or_default(),
        agency: lines(&report.head.issuer.letterhead),
        number,
        symbol: report.symbol(),
        place: report
            .head
            .issuer
            .place_name
            .as_ref()
            .map_or_else(String::new, |p| p.value.clone()),
        day,
        month_year: vi::month_year(date),
        kind: "BÁO CÁO".to_owned(),
        subject: whole(&subject),
        urgency: String::new(),
        addressees: vec![report.recipient.name.value.clone()],
        legal_basis: report
            .subject
            .regime
            .legal_basis_with(report.subject.plan)
            .into_iter()
            .chain(lines(&report.head.document.legal_basis))
            .map(|basis| whole(&basis))
            .collect(),
        blocks: Vec::new(),
        closing: whole(&report.closing()),
        signature: report.signature.clone(),
        signer: report.signer_name.to_owned(),
        recipients: recipients(report),
        annexes: annexes(report, marked),
    }
}

/// The annexes of a report, in the order in which they stand; nothing of one whose words the regime
/// lacks. `marked` labels the rows of its forms.
pub fn annexes(report: &Report<'_>, marked: bool) -> Vec<Annex> {
    let kinds = report.annexes.kinds();
    kinds
        .filter_map(|kind| annex(report, marked, kind))
        .collect()
}

fn annex(report: &Report<'_>, marked: bool, kind: AnnexKind) -> Option<Annex> {
    let regime = report.subject.regime;
    let with_title = |title: &Phrase| {
        Some(Annex {
            label: report.annexes.heading(kind)?,
            title: vi::upper(&title.fill(&report.phrases)),
            reference: report.reference(report.subject.workspace.settings.annex_reference_filled),
            note: None,
            forms: None,
            tasks: None,
            targets: None,
            members: None,
            comparisons: None,
        })
    };
    Some(match kind {
        AnnexKind::Forms => {
            let note = regime.annex_note.as_ref().map(|n| n.fill(&report.phrases));
            Annex {
                note: match (not_in_sums(report), note) {
                    (Some(missing), Some(note)) => Some(whole(&format!("{note} {missing}"))),
                    (missing, note) => missing.or(note).map(|note| whole(&note)),
                },
                forms: Some(printed_forms(report, marked)),
                ..with_title(&regime.annex_title)?
            }
        }
        AnnexKind::Tasks => Annex {
            tasks: Some(task_table(report)),
            ..with_title(regime.task_annex_title.as_ref()?)?
        },
        AnnexKind::Targets => Annex {
            targets: Some(target_table(report)),
            ..with_title(&regime.target_annex.as_ref()?.title)?
        },
        AnnexKind::Members => Annex {
            members: Some(member_table(report)?),
            ..with_title(&regime.member_annex.as_ref()?.title)?
        },
        AnnexKind::Comparisons => Annex {
            comparisons: Some(comparison_table(report)?),
            ..with_title(regime.comparison_annex_title.as_ref()?)?
        },
    })
}

/// Whose figures are in no sum of a compiled report. Where nobody's are in one, there is no sum.
fn not_in_sums(report: &Report<'_>) -> Option<String> {
    let compilation = report.compilation?;
    if compilation.reported.is_empty() && compilation.reported_below.is_empty() {
        return None;
    }
    let unreported = [&compilation.unreported, &compilation.unreported_below];
    let names = report.subject.workspace.named(unreported);
    let names: Vec<_> = names.map(|agency| agency.name.value.as_str()).collect();
    (!names.is_empty()).then(|| format!("Các số cộng chưa gồm số liệu của: {}.", names.join("; ")))
}

/// "Như trên" first, for there is a Kính gửi, and "Lưu" last
/// (NĐ 30/2020, Phụ lục I, Phần I, Mục II.9).
fn recipients(report: &Report<'_>) -> Vec<String> {
    let head = report.head;
    let own = head.document.recipients.as_ref();
    let own = own.unwrap_or(&head.issuer.recipients);
    let filed = match &head.issuer.filed_by {
        Some(unit) => format!("Lưu: VT, {}", unit.value),
        None => "Lưu: VT".to_owned(),
    };
    std::iter::once("Như trên".to_owned())
        .chain(own.iter().map(|r| r.value.clone()))
        .chain([filed])
        .collect()
}
