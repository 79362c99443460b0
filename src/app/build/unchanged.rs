//! Periods in which nothing changed since their reports were made.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Run, Workshop};
use crate::batch::{self, Fate, PDF, Shard};
use crate::diagnostic::Sources;
use crate::event::{Answer, Event};
use crate::model::Period;
use crate::vi;

/// What all reports of a period rest on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Basis {
    /// A hash of everything.
    pub hash: String,
    files: Vec<PathBuf>,
}

impl Basis {
    /// As it is now. Nothing where only some reports are asked for, or none is to be made.
    pub(super) fn of(workshop: &Workshop<'_>, period: &Period) -> Option<Self> {
        let request = workshop.request;
        if !workshop.is_whole() || request.dry_run {
            return None;
        }
        let folder = workshop.app.folder(&workshop.fonts);
        let files = folder.files(period, &workshop.regimes)?;
        let Shard { index, of } = request.shard.unwrap_or(Shard { index: 1, of: 1 });
        let carried = folder.carried().sha256();
        let asked = format!("{period} {} {index}/{of} {carried}", request.strict);
        let hash = batch::inputs_hash(&files, &workshop.kit, &asked)?;
        Some(Self { hash, files })
    }

    /// Whether what was read is part of it, and no file changed while it was read.
    pub(super) fn holds(
        &self,
        workshop: &Workshop<'_>,
        period: &Period,
        sources: &Sources,
    ) -> bool {
        let names: BTreeSet<_> = self.files.iter().map(|file| vi::shown_path(file)).collect();
        let carried = workshop.app.folder(&workshop.fonts).carried();
        let mut read = sources.iter();
        read.all(|(_, path)| names.contains(path) || carried.shown_as(path).is_some())
            && Self::of(workshop, period).as_ref() == Some(self)
    }
}

impl Run<'_> {
    /// Tells of a period in which nothing changed what was told before.
    pub(super) fn told_again(
        &mut self,
        workshop: &Workshop<'_>,
        period: &Period,
        basis: &Basis,
        periods_left: usize,
    ) -> Option<()> {
        let name = period.to_string();
        let tape = workshop.tapes.borrow().get(&name, &basis.hash)?.clone();
        let standing = workshop.ledger.standing(&name, &tape)?;
        let carried = workshop.app.folder(&workshop.fonts).carried();
        self.sources = tape.sources(carried)?;
        self.summary.submissions += tape.counted;
        self.summary.unsealed += tape.unsealed;
        self.tell(&Event::Read {
            period: period.clone(),
            submissions: self.paths(&tape.submissions),
        });
        self.found(tape.findings);
        if !tape.answered.is_empty() {
            let answers = tape.answered.iter();
            let answers = answers.map(|one| Answer::of(one, &self.sources)).collect();
            self.tell(&Event::Answered { answers });
        }
        self.tell(&Event::Planned {
            reports: tape.reports.len(),
            periods_left,
        });
        for (report, file) in tape.reports.into_iter().zip(standing) {
            let pages = file.page_count();
            let path = batch::file_path(&report.document, PDF);
            self.report(workshop, &path, report.agency, Fate::Unchanged { pages });
        }
        Some(())
    }
}
