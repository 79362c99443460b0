//! Figures in a unit's own paragraphs: `{{ tthc.da_giai_quyet }}`.
//!
//! What stands between the brackets is an expression and nothing more: there is
//! no statement, no loop, no filter, and `{%` and `{#` are plain text.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value as Jinja};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::Facts;
use crate::assess::{reference_date, values};
use crate::diagnostic::{Code, Diagnostic, Located, Place, Sources};
use crate::model::{Ending, Figure, FigureValue, Item, Progress, Subject, Submission, Workspace};
use crate::vi;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
/// How much work one expression may be.
const FUEL: u64 = 1_000;

/// Puts the figures into all that units write: paragraphs, texts of tasks, remarks,
/// legal basis.
///
/// A text with a fault stays as it was written; the findings say which.
pub fn fill_figures(workspace: &mut Workspace, sources: &Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut filled: BTreeMap<usize, Submission> = BTreeMap::new();
    for subject in workspace.subjects() {
        let index = workspace
            .submissions
            .iter()
            .position(|s| std::ptr::eq(s, subject.submission));
        let mut submission = subject.submission.clone();
        let mut any = false;
        for text in texts(&mut submission) {
            any |= text.value.contains(OPEN);
        }
        if let (true, Some(index)) = (any, index) {
            let filler = Filler::new(subject);
            for text in texts(&mut submission) {
                filler.fill(text, sources, &mut findings);
            }
            filled.insert(index, submission);
        }
    }
    for (index, submission) in filled {
        workspace.submissions[index] = submission;
    }
    findings
}

/// Every text of a submission that figures may stand in.
fn texts(submission: &mut Submission) -> Vec<&mut Located<String>> {
    let items = submission.narrative.values_mut().flatten();
    let narrative = items.flat_map(|item: &mut Item| {
        std::iter::once(&mut item.paragraph)
            .chain(&mut item.dashes)
            .chain(&mut item.footnote)
    });
    let tasks = submission.progress.values_mut();
    let tasks = tasks.flat_map(|progress: &mut Progress| {
        let reason = progress
            .ending
            .as_mut()
            .map(|(Ending::CarriedOver(reason) | Ending::Stopped(reason))| reason);
        progress
            .done
            .iter_mut()
            .chain(&mut progress.difficulty)
            .chain(reason)
    });
    let figures = submission.figures.values_mut();
    let remarks = figures.flat_map(|figure: &mut Figure| {
        let reason = match &mut figure.value {
            FigureValue::Unavailable(reason) => Some(reason),
            FigureValue::Known(_) => None,
        };
        reason.into_iter().chain(&mut figure.note)
    });
    let basis = &mut submission.document.legal_basis;
    narrative.chain(tasks).chain(remarks).chain(basis).collect()
}

/// Evaluates the expressions of one submission.
struct Filler {
    environment: Environment<'static>,
    names: Jinja,
    facts: Arc<Facts>,
}

impl Filler {
    fn new(subject: Subject<'_>) -> Self {
        let facts = Arc::new(Facts::new(subject, &values(subject)));
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        add(&mut environment, "dat", &facts, Facts::reaches);
        add(&mut environment, "tien", &facts, Facts::money);
        add_pair(&mut environment, "tren", &facts, Facts::out_of);
        add_pair(&mut environment, "con_lai", &facts, Facts::rest);
        let mut names: BTreeMap<String, Jinja> = subject
            .regime
            .forms
            .iter()
            .map(|form| {
                let key = form.key.clone();
                let figures = FormFigures {
                    form: key.clone(),
                    facts: Arc::clone(&facts),
                };
                (key, Jinja::from_object(figures))
            })
            .collect();
        let year = subject.submission.period.year;
        names.insert("nam".to_owned(), Jinja::from(year.to_string()));
        if let Some(day) = reference_date(subject) {
            names.insert("den_ngay".to_owned(), Jinja::from(vi::short_date(day)));
        }
        Self {
            environment,
            names: Jinja::from(names),
            facts,
        }
    }

    /// Replaces every expression of a text, or reports each that cannot be.
    fn fill(&self, text: &mut Located<String>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
        let mut filled = String::with_capacity(text.value.len());
        let mut rest = text.value.as_str();
        let mut faulty = false;
        while let Some((before, after)) = rest.split_once(OPEN) {
            filled.push_str(before);
            let Some((expression, behind)) = after.split_once(CLOSE) else {
                let place = place_of(OPEN, text.place, sources);
                findings.push(
                    Diagnostic::error(
                        Code::NarrativeFigure,
                        place,
                        "có `{{` mở chỗ điền số liệu nhưng không có `}}` đóng lại",
                    )
                    .with_help("viết như `{{ tthc.da_giai_quyet }}`"),
                );
                return;
            };
            match self.evaluate(expression) {
                Ok(words) => filled.push_str(&words),
                Err(message) => {
                    faulty = true;
                    let whole = format!("{OPEN}{expression}{CLOSE}");
                    let place = place_of(&whole, text.place, sources);
                    findings.push(
                        Diagnostic::error(Code::NarrativeFigure, place, message)
                            .with_help(self.advice(expression)),
                    );
                }
            }
            rest = behind;
        }
        filled.push_str(rest);
        if !faulty {
            text.value = filled;
        }
    }

    /// The nearest row to a name that no row has, or how figures are asked for.
    fn advice(&self, expression: &str) -> String {
        let name = expression.trim();
        let near = self.facts.nearest_row(name);
        match near.filter(|_| name.contains('.') && !self.facts.has_row(name)) {
            Some(near) => format!("có phải là `{near}`?"),
            None => "viết `{{ biểu.dòng }}`, `{{ con_lai(biểu.dòng, biểu.dòng) }}`, `{{ tren(…, …) }}` hoặc `{{ dat(biểu.dòng) }}`".to_owned(),
        }
    }

    fn evaluate(&self, expression: &str) -> Result<String, String> {
        let value = self
            .environment
            .compile_expression(expression)
            .and_then(|compiled| compiled.eval(&self.names))
            .map_err(|error| explain(&error, expression))?;
        if let Some(figure) = value.downcast_object_ref::<FigureName>() {
            return figure
                .facts
                .in_words(&figure.id)
                .map_err(|error| explain(&error, expression));
        }
        match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(format!(
                "`{}` không phải là tên của một số liệu",
                expression.trim()
            )),
        }
    }
}

fn explain(error: &Error, expression: &str) -> String {
    let expression = expression.trim();
    match (error.kind(), error.detail()) {
        (ErrorKind::InvalidOperation, Some(detail)) if detail.starts_with("dòng") => {
            detail.to_owned()
        }
        (ErrorKind::InvalidOperation, Some(detail)) if detail.starts_with("biểu mẫu") => {
            detail.to_owned()
        }
        (ErrorKind::SyntaxError, _) => format!("`{expression}` viết sai cú pháp"),
        (ErrorKind::UnknownFunction, _) => format!("`{expression}` gọi một hàm không có"),
        _ => format!("`{expression}` không phải là tên của một số liệu"),
    }
}

/// Where a text stands as written, or the whole value if it was written another
/// way (folded over lines).
fn place_of(text: &str, place: Place, sources: &Sources) -> Place {
    let raw = sources.text(place.source).get(place.range()).unwrap_or("");
    match raw.find(text) {
        Some(offset) => Place {
            start: place.start + offset,
            end: place.start + offset + text.len(),
            ..place
        },
        None => place,
    }
}

/// A form, whose rows are asked for by name.
#[derive(Debug)]
struct FormFigures {
    form: String,
    facts: Arc<Facts>,
}

impl Object for FormFigures {
    fn get_value(self: &Arc<Self>, key: &Jinja) -> Option<Jinja> {
        Some(Jinja::from_object(FigureName {
            id: format!("{}.{}", self.form, key.as_str()?),
            facts: Arc::clone(&self.facts),
        }))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

/// The name of a figure, turned into words only where it is printed.
#[derive(Debug)]
struct FigureName {
    id: String,
    facts: Arc<Facts>,
}

impl Object for FigureName {
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

fn name_of(value: &Jinja) -> Result<&str, Error> {
    value
        .downcast_object_ref::<FigureName>()
        .map(|figure| figure.id.as_str())
        .ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidOperation,
                "dòng số liệu phải viết bằng tên, như `tthc.dung_han`",
            )
        })
}

fn add(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: fn(&Facts, &str) -> Result<String, Error>,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |one: Jinja| function(&facts, name_of(&one)?));
}

fn add_pair(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: fn(&Facts, &str, &str) -> Result<String, Error>,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |one: Jinja, other: Jinja| {
        function(&facts, name_of(&one)?, name_of(&other)?)
    });
}
