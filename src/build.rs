//! One report from checked data to the bytes of a PDF: the stages in a row.
//!
//! Not for: which reports to make, or where they go.

use std::sync::Arc;

use crate::assess::{Reminder, Report, assess};
use crate::compose::{Composed, Composer, Templates};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::{Head, Subject};
use crate::typeset::{FontSet, Pages, Typesetter};

/// Makes reports. Set up once, used for all of them.
#[derive(Debug)]
pub struct Builder {
    composer: Composer,
    typesetter: Typesetter,
}

/// A finished report.
#[derive(Debug)]
pub struct Built {
    /// Its words.
    pub composed: Composed,
    /// Its pages.
    pub pages: Pages,
    /// Its file.
    pub pdf: Vec<u8>,
}

impl Builder {
    /// Reads templates and fonts.
    ///
    /// # Errors
    /// Every template that is not well formed.
    pub fn new(
        templates: &Templates,
        fonts: impl Into<Arc<FontSet>>,
        sources: &mut Sources,
    ) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {
            composer: Composer::new(templates, sources)?,
            typesetter: Typesetter::new(fonts.into(), templates, sources),
        })
    }

    /// Makes the report of a submission in which `check` found no error, as one of
    /// its documents carries it.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn build(
        &self,
        subject: Subject<'_>,
        head: Head<'_>,
        sources: &Sources,
    ) -> Result<Built, Vec<Diagnostic>> {
        let report = assess(subject, head).ok_or_else(|| {
            vec![Diagnostic::general(
                Code::AgencyIncomplete,
                format!(
                    "{} chưa đủ dữ liệu để lập báo cáo",
                    subject.agency.name.value
                ),
            )]
        })?;
        let composed = self
            .composer
            .compose(&report, self.typesetter.family(), false, sources)
            .map_err(|finding| vec![finding])?;
        self.set(composed, &report.id(), sources)
    }

    /// The pages of a report on which rows of its forms and headings are found.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn marked_pages(
        &self,
        report: &Report<'_>,
        sources: &Sources,
    ) -> Result<Pages, Vec<Diagnostic>> {
        let family = self.typesetter.family();
        let composed = self.composer.compose(report, family, true, sources);
        let composed = composed.map_err(|finding| vec![finding])?;
        self.typesetter.lay_out(&composed, sources)
    }

    /// Makes a letter to late units.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn build_reminder(
        &self,
        reminder: &Reminder<'_>,
        sources: &Sources,
    ) -> Result<Built, Vec<Diagnostic>> {
        let composed = self
            .composer
            .compose_reminder(reminder, self.typesetter.family(), sources)
            .map_err(|finding| vec![finding])?;
        self.set(composed, &reminder.id(), sources)
    }

    fn set(
        &self,
        composed: Composed,
        id: &str,
        sources: &Sources,
    ) -> Result<Built, Vec<Diagnostic>> {
        let pages = self.typesetter.lay_out(&composed, sources)?;
        let pdf = self.typesetter.export(&pages, id, &composed, sources)?;
        Ok(Built {
            composed,
            pages,
            pdf,
        })
    }
}
