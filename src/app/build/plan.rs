//! Which reports of a period are to be made, and from what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Checked, Run, Workshop};
use crate::batch::{self, Finding, Inputs, Output, State, Task};
use crate::build::Work;
use crate::diagnostic::{Diagnostic, Wording};
use crate::model::{AgencyId, DocumentKind, Head, Period, Subject};

impl Run<'_> {
    /// The reports of a period that were asked for, and those whose data keep them from
    /// being made.
    pub(super) fn tasks<'r>(
        &self,
        workshop: &Workshop<'_>,
        period: &Period,
        read: &'r Checked,
        data: &str,
    ) -> (Vec<Task<'r>>, Vec<(String, Output)>) {
        let workspace = &read.workspace;
        let wording = workshop.app.config().wording;
        let asked_for = |id: &AgencyId| workshop.is_asked_for(id);
        let inputs = Inputs::new(workspace, &self.sources, &read.own_files, data);
        let findings = |id: &AgencyId| -> Vec<_> {
            let mut own = read.own_files.iter().filter(|(_, owner)| owner == id);
            let own = own.next().map(|(source, _)| *source);
            let of_own =
                |finding: &&Diagnostic| finding.place.is_some_and(|p| Some(p.source) == own);
            let findings = read.findings.iter().filter(of_own);
            findings
                .map(|finding| Finding::new(finding, &self.sources, data, wording))
                .collect()
        };
        let mut tasks = Vec::new();
        let subjects = workspace.subjects().into_iter();
        for subject in subjects.filter(|subject| asked_for(&subject.agency.id)) {
            let Subject { agency, .. } = subject;
            let inputs = inputs.of(agency, workspace, period);
            for head in subject.heads() {
                let work = Work::Report { subject, head };
                tasks.push(Task {
                    document: work.id(),
                    work,
                    inputs: Arc::clone(&inputs),
                    findings: findings(&agency.id),
                });
            }
        }
        let left_out = read.left_out.iter().filter(|id| asked_for(id));
        let failed = left_out.flat_map(|id| {
            let names = workspace.agencies.get(id).map(|agency| {
                let presented = self.presents(read, id);
                let inputs = inputs.of(agency, workspace, period);
                (Head::file_names(agency, presented), inputs)
            });
            let (names, inputs) = names.unwrap_or_default();
            let findings = findings(id);
            names.into_iter().map(move |name| {
                let output = Output {
                    kind: DocumentKind::REPORT.name.to_owned(),
                    agency: id.to_string(),
                    period: period.to_string(),
                    state: State::Failed,
                    sealed: false,
                    inputs: Arc::clone(&inputs),
                    files: BTreeMap::new(),
                    older: BTreeSet::new(),
                    prints: Vec::new(),
                    findings: findings.clone(),
                };
                (batch::document_name(&period.to_string(), &name), output)
            })
        });
        let failed = failed.collect();
        (tasks, failed)
    }

    /// Whether the file of a unit, which could not be read to its end, has a document by which
    /// its report is presented.
    fn presents(&self, read: &Checked, id: &AgencyId) -> bool {
        let mut own = read.own_files.iter().filter(|(_, owner)| owner == id);
        let text = own
            .next()
            .map_or("", |(source, _)| self.sources.text(*source));
        text.lines().any(|line| line.starts_with("the_thuc_trinh:"))
    }
}

/// What was found that is not in the file of one unit.
pub(super) fn general_findings(
    read: &Checked,
    run: &Run<'_>,
    data: &str,
    wording: Wording,
) -> Vec<Finding> {
    let own: BTreeSet<_> = read.own_files.iter().map(|(source, _)| *source).collect();
    let general = |finding: &&Diagnostic| finding.place.is_none_or(|p| !own.contains(&p.source));
    let findings = read.findings.iter().filter(general);
    findings
        .map(|finding| Finding::new(finding, &run.sources, data, wording))
        .collect()
}
