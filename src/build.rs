//! One report from checked data to the bytes of a PDF: the stages in a row.
//!
//! Not for: which reports to make, or where they go (`batch`).

use std::sync::Arc;

use crate::assess::{Reminder, Report, assess};
use crate::compose::{Composed, Composer, Templates};
use crate::decree::Decree;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::{Head, Subject};
use crate::typeset::{Fault, FontSet, Pages, Places, Typesetter};

/// Writes reports, and knows which template wrote what. Set up once, used for all of them.
#[derive(Debug)]
pub struct Author {
    composer: Composer,
    places: Places,
    family: &'static str,
}

impl Author {
    /// Reads templates.
    ///
    /// # Errors
    /// Every template that is not well formed.
    pub fn new(
        templates: &Templates,
        fonts: &FontSet,
        sources: &mut Sources,
    ) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {
            composer: Composer::new(templates, sources)?,
            places: Places::new(templates, sources),
            family: fonts.family(),
        })
    }

    /// The report of a submission in which `check` found no error, as one of its documents
    /// carries it.
    ///
    /// # Errors
    /// What a template did wrong.
    pub fn write(
        &self,
        subject: Subject<'_>,
        head: Head<'_>,
        sources: &Sources,
    ) -> Result<Composed, Vec<Diagnostic>> {
        let report = assess(subject, head).ok_or_else(|| {
            vec![Diagnostic::general(
                Code::AgencyIncomplete,
                format!(
                    "{} chưa đủ dữ liệu để lập báo cáo",
                    subject.agency.name.value
                ),
            )]
        })?;
        let composed = self.composer.compose(&report, self.family, false, sources);
        composed.map_err(|finding| vec![finding])
    }

    /// What a typesetter refused, at its places in templates or in the data of a report.
    pub fn findings(
        &self,
        faults: &[Fault],
        composed: &Composed,
        subject: Option<Subject<'_>>,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        self.places.findings(faults, composed, subject, sources)
    }
}

/// Makes reports in this process.
#[derive(Debug)]
pub struct Builder {
    author: Author,
    typesetter: Typesetter,
    decree: Decree,
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
    /// Every template that is not well formed; numbers of the page that cannot be read.
    pub fn new(
        templates: &Templates,
        fonts: impl Into<Arc<FontSet>>,
        sources: &mut Sources,
    ) -> Result<Self, Vec<Diagnostic>> {
        let fonts = fonts.into();
        let decree = templates.decree(sources)?;
        let author = Author::new(templates, &fonts, sources)?;
        let layout = templates.layout();
        let layout = layout.map(|(name, template)| (name, template.text.as_str()));
        Ok(Self {
            author,
            typesetter: Typesetter::new(fonts, layout, decree.margins()),
            decree,
        })
    }

    /// The numbers of its pages.
    pub fn decree(&self) -> &Decree {
        &self.decree
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
        let composed = self.author.write(subject, head, sources)?;
        self.set(composed, Some(subject), sources)
    }

    /// A report with the pages on which its blocks and the rows of its forms are found.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn marked(
        &self,
        report: &Report<'_>,
        sources: &Sources,
    ) -> Result<(Composed, Pages), Vec<Diagnostic>> {
        let Author {
            composer, family, ..
        } = &self.author;
        let composed = composer.compose(report, family, true, sources);
        let composed = composed.map_err(|finding| vec![finding])?;
        let pages = self.lay_out(&composed, Some(report.subject), sources)?;
        Ok((composed, pages))
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
        let Author {
            composer, family, ..
        } = &self.author;
        let composed = composer.compose_reminder(reminder, family, sources);
        let composed = composed.map_err(|finding| vec![finding])?;
        self.set(composed, None, sources)
    }

    fn lay_out(
        &self,
        composed: &Composed,
        subject: Option<Subject<'_>>,
        sources: &Sources,
    ) -> Result<Pages, Vec<Diagnostic>> {
        let pages = self.typesetter.lay_out(&composed.manuscript());
        let pages = pages.and_then(|pages| pages.measure().map(|()| pages));
        pages.map_err(|faults| self.author.findings(&faults, composed, subject, sources))
    }

    fn set(
        &self,
        composed: Composed,
        subject: Option<Subject<'_>>,
        sources: &Sources,
    ) -> Result<Built, Vec<Diagnostic>> {
        let pages = self.lay_out(&composed, subject, sources)?;
        let pdf = self.typesetter.export(&pages, &composed.manuscript());
        let findings =
            |faults: Vec<Fault>| self.author.findings(&faults, &composed, subject, sources);
        let pdf = pdf.map_err(findings)?;
        Ok(Built {
            composed,
            pages,
            pdf,
        })
    }
}
