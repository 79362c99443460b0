//! The values of all reports of a workspace, each worked out once.
//!
//! A compiled report is made of what is stated in files, its units' and its own, through however
//! many levels ([`Subject::reports_below`]), and never of the sums of another: there is no order
//! to keep, nobody is counted twice, and agencies that compile each other's reports end nowhere
//! else than others do.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::compilation::{Compilation, compile};
use super::value::{Value, resting_on_stated, stated, stated_value};
use crate::diagnostic::SourceId;
use crate::model::{FigureValue, IndicatorId, Subject, Workspace};

/// Values by row, in the order of the forms.
pub type Values = IndexMap<IndicatorId, Value>;

/// The values of every report of a workspace, and what those of compiled ones rest on. It owns
/// all that it has, so that it stands beside the workspace that it was made of, as long as nobody
/// changes figures or remarks there.
#[derive(Debug, Default)]
pub struct Sums {
    reports: BTreeMap<Key, ReportSums>,
    /// What a report has that the workspace had not.
    nothing: ReportSums,
}

/// A file of figures, and the file of the regime by whose rows they are read: an earlier report
/// is compared by the rows of now.
type Key = (SourceId, SourceId);

#[derive(Debug, Default)]
struct ReportSums {
    /// By what is typed in its file alone.
    stated: Values,
    compilation: Option<Compilation>,
    /// Rows that a document states, or that are worked out from such.
    on_stated: BTreeSet<IndicatorId>,
}

impl Sums {
    /// Works out the values of all reports of a workspace, the earlier ones too.
    pub fn of(workspace: &Workspace) -> Self {
        let subjects = subjects(workspace);
        let stated = subjects.par_iter().map(|subject| {
            let stated = stated(*subject);
            let sums = ReportSums {
                on_stated: resting_on_stated(*subject, &stated),
                stated,
                compilation: None,
            };
            (key(*subject), sums)
        });
        let stated: Vec<_> = stated.collect();
        let mut sums = Self {
            reports: stated.into_iter().collect(),
            nothing: ReportSums::default(),
        };
        sums.compile(&subjects);
        sums
    }

    /// The same with the reasons that units give now for figures which they have not: what was
    /// filled into them changes no number.
    #[must_use]
    pub fn with_reasons(mut self, workspace: &Workspace) -> Self {
        let subjects = workspace.subjects();
        let mut changed = false;
        for subject in &subjects {
            let Some(sums) = self.reports.get_mut(&key(*subject)) else {
                continue;
            };
            let stated: Vec<_> = sums
                .stated
                .iter_mut()
                .filter(|(_, value)| value.source().is_some())
                .collect();
            for (id, value) in stated {
                let row = subject.regime.indicators.get(id);
                if let Some(now) = row.and_then(|row| stated_value(*subject, row))
                    && now != *value
                {
                    *value = now;
                    changed = true;
                }
            }
            for (id, figure) in &subject.submission.figures {
                if let FigureValue::Unavailable(now) = &figure.value
                    && let Some(Value::Missing(reason)) = sums.stated.get_mut(id)
                    && *reason != now.value
                {
                    reason.clone_from(&now.value);
                    changed = true;
                }
            }
        }
        if changed {
            self.compile(&subjects);
        }
        self
    }

    /// Compiles those of these reports that are compiled, out of what is stated.
    fn compile(&mut self, subjects: &[Subject<'_>]) {
        let compiled = subjects.par_iter().filter(|subject| subject.is_compiled());
        let compiled = compiled.map(|subject| {
            let compilation = compile(*subject, self);
            let on_stated = resting_on_stated(*subject, &compilation.values);
            (key(*subject), (compilation, on_stated))
        });
        let compiled: Vec<_> = compiled.collect();
        for (key, (compilation, on_stated)) in compiled {
            if let Some(sums) = self.reports.get_mut(&key) {
                sums.compilation = Some(compilation);
                sums.on_stated = on_stated;
            }
        }
    }

    /// The values of all rows that a report prints.
    pub fn values(&self, subject: Subject<'_>) -> &Values {
        let sums = self.report(subject);
        let compiled = sums.compilation.as_ref().map(|compiled| &compiled.values);
        compiled.unwrap_or(&sums.stated)
    }

    /// The values by what is typed in the file of a report alone.
    pub fn stated(&self, subject: Subject<'_>) -> &Values {
        &self.report(subject).stated
    }

    /// What a compiled report is made of; nothing of a unit's own.
    pub fn compilation(&self, subject: Subject<'_>) -> Option<&Compilation> {
        self.report(subject).compilation.as_ref()
    }

    /// The value of a row, unless some units lack it, or it rests on what a document states: what
    /// units lack cannot be held against what others have, and what is stated need not agree with
    /// what is worked out.
    pub fn complete(&self, subject: Subject<'_>, id: &IndicatorId) -> Option<&Value> {
        let lacks = |compilation: &Compilation| compilation.lacking.contains_key(id);
        let value = self.values(subject).get(id);
        let value = value.filter(|_| !self.rests_on_stated(subject, id));
        value.filter(|_| !self.compilation(subject).is_some_and(lacks))
    }

    /// Whether a document states a row, or something that it is worked out from.
    pub fn rests_on_stated(&self, subject: Subject<'_>, id: &IndicatorId) -> bool {
        self.report(subject).on_stated.contains(id)
    }

    fn report(&self, subject: Subject<'_>) -> &ReportSums {
        let sums = self.reports.get(&key(subject));
        debug_assert!(
            sums.is_some() || self.reports.is_empty(),
            "`{}` of {} is no report of the workspace",
            subject.agency.id,
            subject.submission.period
        );
        sums.unwrap_or(&self.nothing)
    }
}

fn key(subject: Subject<'_>) -> Key {
    (subject.submission.source, subject.regime.place.source)
}

/// All submissions, each by the rows of its own regime and of that of now.
fn subjects(workspace: &Workspace) -> Vec<Subject<'_>> {
    let mut all = workspace.subjects();
    let now = all.first().map(|subject| subject.regime);
    for submission in &workspace.past {
        let then = workspace.regimes_for(&submission.period).first().copied();
        let other = now.filter(|now| then.is_none_or(|then| then.id != now.id));
        let regimes = then.into_iter().chain(other);
        all.extend(regimes.filter_map(|regime| workspace.subject(submission, regime)));
    }
    all
}
