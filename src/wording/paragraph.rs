//! Figures in what units write: `{{ tthc.da_giai_quyet }}`.

use indexmap::IndexMap;
use rayon::prelude::*;

use super::expression::{Expression, parse};
use super::{Facts, Unusable};
use crate::assess::{Sums, reference_date};
use crate::diagnostic::{Code, Diagnostic, Located, Place, Sources};
use crate::model::{AgencyId, DocumentState, Subject, Workspace};
use crate::vi;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
/// What stands in a draft for a figure that is not there yet.
const BLANK: &str = "…";
/// Characters of an expression that a message shows.
const SHOWN: usize = 60;

/// Puts the figures into all that units write and a page may show, also into the reasons that
/// they give for figures which are not there ([`Sums::with_reasons`]).
///
/// A text with a fault stays as it was written; the findings say which.
pub fn fill_figures(workspace: &mut Workspace, sums: &Sums, sources: &Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let has_figures = |subject: &Subject<'_>| {
        let mut texts = subject.submission.all_texts().into_iter();
        texts.any(|(_, text)| text.value.contains(OPEN) || text.value.contains(CLOSE))
    };
    let subjects = workspace.subjects();
    let fillers = subjects.into_par_iter().filter(has_figures);
    let fillers: Vec<_> = fillers
        .map(|subject| (subject.agency.id.clone(), Filler::new(subject, sums)))
        .collect();
    let fillers: IndexMap<AgencyId, Filler> = fillers.into_iter().collect();
    for submission in &mut workspace.submissions {
        if let Some(filler) = fillers.get(&submission.agency) {
            for (_, text) in submission.all_texts_mut() {
                filler.fill(text, sources, &mut findings);
            }
        }
    }
    findings
}

/// Fills the texts of one submission.
struct Filler {
    facts: Facts,
    year: String,
    reference_date: Option<String>,
    /// A draft may wait for figures.
    draft: bool,
    /// What could not be read has been reported, and is not missing as well.
    unreadable: bool,
}

/// Why an expression has no words.
enum Fault {
    /// The figure is not there yet.
    Missing(String),
    /// Something else, and what to do.
    Wrong(String, String),
}

impl Filler {
    fn new(subject: Subject<'_>, sums: &Sums) -> Self {
        let submission = subject.submission;
        let unread = |id| !submission.figures.contains_key(id);
        Self {
            facts: Facts::new(subject, sums.values(subject)),
            year: submission.period.year.to_string(),
            reference_date: reference_date(subject).map(vi::short_date),
            draft: matches!(submission.document.state, DocumentState::Draft),
            unreadable: submission.figures_unreadable || submission.figure_keys.keys().any(unread),
        }
    }

    /// Replaces every expression of a text, or reports each that cannot be.
    fn fill(&self, text: &mut Located<String>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
        if !text.value.contains(OPEN) && !text.value.contains(CLOSE) {
            return;
        }
        let mut places = Places::new(text.place, sources);
        let mut filled = String::with_capacity(text.value.len());
        let mut rest = text.value.as_str();
        let mut faulty = false;
        let mut report = |place: Place, message: String, help: String, severe: bool| {
            let finding = Diagnostic::error(Code::NarrativeFigure, place, message).with_help(help);
            findings.push(if severe { finding } else { finding.warning() });
        };
        while let Some((before, after)) = rest.split_once(OPEN) {
            faulty |= stray_close(before, &mut places, &mut report);
            filled.push_str(before);
            let Some((expression, behind)) = after.split_once(CLOSE) else {
                report(
                    places.next(OPEN),
                    "có `{{` mở chỗ điền số liệu nhưng không có `}}` đóng lại".to_owned(),
                    "viết như `{{ tthc.da_giai_quyet }}`".to_owned(),
                    true,
                );
                return;
            };
            let place = places.next(&format!("{OPEN}{expression}{CLOSE}"));
            match self.words(expression) {
                Ok(words) => filled.push_str(&words),
                Err(Fault::Missing(message)) => {
                    faulty |= !self.draft;
                    filled.push_str(BLANK);
                    if !self.unreadable {
                        let help = "điền số liệu của dòng này, hoặc viết câu không cần đến nó";
                        report(place, message, help.to_owned(), !self.draft);
                    }
                }
                Err(Fault::Wrong(message, help)) => {
                    faulty = true;
                    report(place, message, help, true);
                }
            }
            rest = behind;
        }
        faulty |= stray_close(rest, &mut places, &mut report);
        filled.push_str(rest);
        if !faulty {
            text.value = if text.value.starts_with(OPEN) {
                vi::upper_first(&filled)
            } else {
                filled
            };
        }
    }

    fn words(&self, text: &str) -> Result<String, Fault> {
        let shown: String = text.trim().chars().take(SHOWN).collect();
        let facts = &self.facts;
        let words = match parse(text) {
            None => {
                return Err(Fault::Wrong(
                    format!("`{shown}` không phải là tên của một số liệu"),
                    general_advice(),
                ));
            }
            Some(Expression::Name("nam")) => return Ok(self.year.clone()),
            Some(Expression::Name("den_ngay")) => {
                return Ok(self.reference_date.clone().unwrap_or_default());
            }
            Some(Expression::Name(name)) => facts.in_words(name),
            Some(Expression::Call(function, arguments)) => match (function, arguments.as_slice()) {
                ("dat", [row]) => facts.reaches(row),
                ("tien", [row]) => facts.money(row),
                ("tren", [part, whole]) => facts.part_out_of(part, whole),
                ("con_lai", [whole, part]) => facts.rest(whole, part),
                _ => {
                    return Err(Fault::Wrong(
                        format!("không có cách viết `{shown}`"),
                        general_advice(),
                    ));
                }
            },
        };
        words.map_err(|why| match why {
            Unusable::Missing(row) => Fault::Missing(format!("dòng `{row}` chưa có số liệu")),
            Unusable::NoSuchRow(name) => {
                let help = match facts.nearest_row(&name) {
                    Some(near) => format!("có phải là `{near}`?"),
                    None => general_advice(),
                };
                Fault::Wrong(format!("biểu mẫu không có dòng nào mã `{name}`"), help)
            }
            Unusable::Other(message) => Fault::Wrong(message, general_advice()),
        })
    }
}

fn general_advice() -> String {
    "viết `{{ biểu.dòng }}`, `{{ con_lai(tổng, phần) }}`, `{{ tren(phần, tổng) }}`, `{{ dat(tỷ lệ) }}`, `{{ tien(dòng) }}`, `{{ nam }}` hoặc `{{ den_ngay }}`".to_owned()
}

/// Reports brackets that close nothing, and says whether there were any.
fn stray_close(
    text: &str,
    places: &mut Places<'_>,
    report: &mut impl FnMut(Place, String, String, bool),
) -> bool {
    let stray = text.contains(CLOSE);
    if stray {
        report(
            places.next(CLOSE),
            "có `}}` nhưng không có `{{` mở ra".to_owned(),
            "viết như `{{ tthc.da_giai_quyet }}`".to_owned(),
            true,
        );
    }
    stray
}

/// Finds pieces of a text, one after the other, as they were written.
struct Places<'s> {
    whole: Place,
    raw: &'s str,
    from: usize,
}

impl<'s> Places<'s> {
    fn new(whole: Place, sources: &'s Sources) -> Self {
        Self {
            whole,
            raw: sources.text(whole.source).get(whole.range()).unwrap_or(""),
            from: 0,
        }
    }

    /// Where the next such piece stands, or the whole text if it was written another
    /// way (folded over lines).
    fn next(&mut self, piece: &str) -> Place {
        let Some(offset) = self.raw.get(self.from..).and_then(|raw| raw.find(piece)) else {
            return self.whole;
        };
        let start = self.from + offset;
        self.from = start + piece.len();
        self.whole.part(start..self.from)
    }
}
