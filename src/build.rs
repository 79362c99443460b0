//! One document from checked data to the bytes of a PDF: the stages in a row.
//!
//! Not for: which documents to make, or where they go (`batch`).

use std::sync::Arc;

use crate::assess::{Content, Reminder, Sums, assess};
use crate::compose::{Composed, Composer, Templates};
use crate::decree::Decree;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::{Agency, DocumentKind, Head, Period, Subject};
use crate::typeset::{Fault, FontSet, Pages, Places, Typesetter};

/// A document that is to be made.
#[derive(Debug, Clone)]
pub enum Work<'w> {
    /// The report of a submission in which `check` found no error, as one of its documents
    /// carries it.
    Report {
        /// The submission.
        subject: Subject<'w>,
        /// The document.
        head: Head<'w>,
    },
    /// A letter to late units.
    Reminder(Box<Reminder<'w>>),
}

impl<'w> Work<'w> {
    /// What kind of document it is.
    pub fn kind(&self) -> &'static DocumentKind {
        match self {
            Self::Report { .. } => &DocumentKind::REPORT,
            Self::Reminder(_) => &DocumentKind::REMINDER,
        }
    }

    /// What names the document for ever, also in an output folder: period and file.
    pub fn id(&self) -> String {
        match self {
            Self::Report { subject, head } => head.id(*subject),
            Self::Reminder(reminder) => reminder.id(),
        }
    }

    /// Whose document it is.
    pub fn agency(&self) -> &'w Agency {
        match self {
            Self::Report { subject, .. } => subject.agency,
            Self::Reminder(reminder) => reminder.receiver,
        }
    }

    /// The period that it is about.
    pub fn period(&self) -> &Period {
        match self {
            Self::Report { subject, .. } => &subject.submission.period,
            Self::Reminder(reminder) => &reminder.period,
        }
    }

    /// The submission that it is about, with the document that carries its report.
    pub fn report(&self) -> Option<(Subject<'w>, Head<'w>)> {
        match self {
            Self::Report { subject, head } => Some((*subject, *head)),
            Self::Reminder(_) => None,
        }
    }
}

/// A report that cannot be put together, though nothing wrong was found in its data.
pub fn incomplete(subject: Subject<'_>) -> Diagnostic {
    let name = &subject.agency.name.value;
    let message = format!("{name} chưa đủ dữ liệu để lập báo cáo");
    Diagnostic::general(Code::AgencyIncomplete, message)
        .with_help("xem tên, người ký, nơi nhận của cơ quan ấy trong co-quan.yaml")
}

/// Writes documents, and knows which template wrote what. Set up once, used for all of them.
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

    /// A document in words, by the values of all reports.
    ///
    /// # Errors
    /// What a template did wrong; data that are not enough for it.
    pub fn write(
        &self,
        work: &Work<'_>,
        sums: &Sums,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        match work {
            Work::Report { subject, head } => {
                let report = assess(*subject, *head, sums).ok_or_else(|| incomplete(*subject))?;
                self.compose(Content::Report(&report), false, sources)
            }
            Work::Reminder(reminder) => self.compose(Content::Reminder(reminder), false, sources),
        }
    }

    fn compose(
        &self,
        content: Content<'_, '_>,
        marked: bool,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        let composer = &self.composer;
        composer.compose(content, self.family, marked, sources)
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

    /// Makes a document.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn build(
        &self,
        work: &Work<'_>,
        sums: &Sums,
        sources: &Sources,
    ) -> Result<Built, Vec<Diagnostic>> {
        let composed = self.author.write(work, sums, sources);
        let composed = composed.map_err(|finding| vec![finding])?;
        let subject = work.report().map(|(subject, _)| subject);
        self.set(composed, subject, sources)
    }

    /// A document in words, and the pages on which its blocks and the rows of its forms are found by marks.
    ///
    /// # Errors
    /// What a template did wrong or Typst refuses.
    pub fn marked(
        &self,
        content: Content<'_, '_>,
        sources: &Sources,
    ) -> Result<(Composed, Pages), Vec<Diagnostic>> {
        let composed = self.author.compose(content, true, sources);
        let composed = composed.map_err(|finding| vec![finding])?;
        let pages = self.lay_out(&composed, content.subject(), sources)?;
        Ok((composed, pages))
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
