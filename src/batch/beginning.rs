//! Beginning a run in an output folder: what is known of documents must be confirmed again, and what
//! nothing asks for any more is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ledger::{Ledger, Ledgered};
use super::manifest::{InputHashes, Output, PDF, PeriodPlan, State, file_path};
use crate::model::AgencyId;
use crate::publish::{Lies, what_lies};

/// Reports of a period that a run begins with.
#[derive(Debug)]
pub struct Begun<'a> {
    /// What is to be made.
    pub plan: PeriodPlan,
    /// The names of the reports that are asked for.
    pub documents: BTreeSet<&'a str>,
    /// Whether these are all reports of the period.
    pub whole: bool,
    /// Agencies whose report takes the place of an issued one, or corrects it; and whether that
    /// one is the last that was recorded.
    pub superseded: BTreeMap<&'a str, bool>,
    /// Agencies whose file could not be read.
    pub unread: BTreeSet<&'a str>,
}

/// A file of a report that nothing in the data asks for any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOver {
    /// Its path below the folder.
    pub path: String,
    /// Whose it was.
    pub agency: AgencyId,
    /// The file below the data folder that it was made from, if that is known.
    pub submission: Option<String>,
}

/// The file of an agency among those that its report rested on.
fn submission_of(agency: &str, inputs: &InputHashes) -> Option<String> {
    let name = format!("/{agency}.yaml");
    let mut own = inputs.keys().filter(|path| path.ends_with(&name));
    // Those of earlier periods come before it.
    own.next_back().map(ToString::to_string)
}

impl Ledger {
    /// Begins a period, or some reports of it: what is known of them must be confirmed
    /// again. Gives the files of reports that nothing asks for any more.
    ///
    /// Reports of agencies in `superseded` were issued and are replaced or corrected by others
    /// now: they stay. Of those in `unread` nobody knows what they ask for: theirs are not said
    /// to be left over.
    pub fn begin(&self, period: &str, begun: &Begun<'_>) -> Vec<LeftOver> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        // Some reports alone do not tell what all of the period are.
        if begun.whole || !manifest.periods.contains_key(period) {
            manifest
                .periods
                .insert(period.to_owned(), begun.plan.clone());
        }
        let of_period = |output: &Output| output.period == period && output.is_of_period();
        let asks = |name: &String| begun.documents.contains(name.as_str());
        let stays = |name: &String, output: &Output| {
            let superseded = begun.superseded.get(output.agency.as_str());
            !asks(name)
                && output.files.contains_key(PDF)
                && superseded.is_some_and(|recorded| {
                    // What was only made and not sealed is nobody's loss.
                    *recorded || output.sealed || self.is_there(name)
                })
        };
        let concerned = |name: &String, output: &mut Output| {
            of_period(output) && (begun.whole || asks(name)) && !stays(name, output)
        };
        let of_run: BTreeMap<_, _> = manifest.outputs.extract_if(.., concerned).collect();
        manifest.unconfirmed.extend(of_run);
        let again = |name: &String, output: &mut Output| of_period(output) && stays(name, output);
        let again: Vec<_> = manifest.unconfirmed.extract_if(.., again).collect();
        manifest.outputs.extend(again);
        let stay = manifest.outputs.iter_mut();
        for (_, output) in stay.filter(|(name, output)| of_period(output) && stays(name, output)) {
            let recorded = begun.superseded.get(output.agency.as_str());
            output.sealed |= recorded.is_some_and(|recorded| *recorded);
            output.state = State::Issued;
        }
        let gone =
            |name: &String, output: &mut Output| begun.whole && of_period(output) && !asks(name);
        let gone: Vec<_> = manifest.unconfirmed.extract_if(.., gone).collect();
        state.withdrawn = false;
        let mut left_over = self.forget(&mut state, gone);
        left_over.retain(|left| !begun.unread.contains(left.agency.as_str()));
        left_over
    }

    /// Whether a file lies in the place of a document.
    fn is_there(&self, document: &str) -> bool {
        let lies = what_lies(&self.folder, &file_path(document, PDF));
        matches!(lies, Ok(Lies::File(_)))
    }

    /// Begins all reports anew: what is known of them must be confirmed again. Gives the files
    /// of those that are not among `documents`.
    pub(super) fn begin_anew(
        &self,
        periods: BTreeMap<String, PeriodPlan>,
        documents: &BTreeSet<&str>,
    ) -> Vec<LeftOver> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        manifest.periods = periods;
        let of_periods = |_: &String, output: &mut Output| output.is_of_period();
        let outputs: Vec<_> = manifest.outputs.extract_if(.., of_periods).collect();
        manifest.unconfirmed.extend(outputs);
        let gone = |name: &String, output: &mut Output| {
            output.is_of_period() && !documents.contains(name.as_str())
        };
        let gone: Vec<_> = manifest.unconfirmed.extract_if(.., gone).collect();
        state.withdrawn = false;
        self.forget(&mut state, gone)
    }

    /// Forgets periods that have no data any more. Gives the files of their reports.
    pub fn keep_periods(&self, names: &BTreeSet<String>) -> Vec<LeftOver> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        manifest.periods.retain(|period, _| names.contains(period));
        let gone = |_: &String, output: &mut Output| {
            output.is_of_period() && !names.contains(&output.period)
        };
        let mut all: Vec<_> = manifest.outputs.extract_if(.., gone).collect();
        all.extend(manifest.unconfirmed.extract_if(.., gone));
        state.withdrawn = false;
        self.forget(&mut state, all)
    }

    /// Forgets what documents are, but not that the program made their files. Gives the files
    /// that are there.
    fn forget(&self, state: &mut Ledgered, gone: Vec<(String, Output)>) -> Vec<LeftOver> {
        let mut left_over = Vec::new();
        for (name, output) in gone {
            let submission = submission_of(&output.agency, &output.inputs);
            for (ending, record) in output.files {
                let path = file_path(&name, &ending);
                if matches!(what_lies(&self.folder, &path), Ok(Lies::File(_))) {
                    left_over.push(LeftOver {
                        path: path.clone(),
                        agency: AgencyId::from(output.agency.as_str()),
                        submission: submission.clone(),
                    });
                }
                state.manifest.keep_made(path, record);
            }
        }
        left_over
    }
}
