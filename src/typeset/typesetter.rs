//! Setting reports one after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Content, Label, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::FontSet;
use super::fault::Faults;
use super::guard::guarded;
use super::world::{ReportWorld, Shared};
use crate::compose::{Composed, Templates};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources};

/// What Typst reads as it is; the rest passes through minijinja first.
const TYPST: &str = ".typ";

/// What the PDF names as the program that made it.
const CREATOR: &str = concat!("baocao ", env!("CARGO_PKG_VERSION"));

/// Sets reports. Made once, used for all of them.
pub struct Typesetter {
    shared: Shared,
    sources: BTreeMap<String, SourceId>,
    standards: PdfStandards,
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter")
            .field("fonts", &self.shared.fonts)
            .finish_non_exhaustive()
    }
}

/// The finished pages of a report.
#[derive(Debug)]
pub struct Pages {
    /// Everything on the pages, with positions.
    pub document: PagedDocument,
}

impl Typesetter {
    /// Takes fonts and layout library.
    pub fn new(fonts: Arc<FontSet>, templates: &Templates, sources: &mut Sources) -> Self {
        let layout: Vec<_> = templates.ending(TYPST).collect();
        let ids = layout
            .iter()
            .map(|(name, t)| {
                (
                    format!("/{name}"),
                    sources.add(t.path.as_str(), t.text.as_str()),
                )
            })
            .collect();
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("PDF/A-2a and PDF/UA-1 go together");
        Self {
            shared: Shared::new(fonts, layout.into_iter().map(|(n, t)| (n, t.text.as_str()))),
            sources: ids,
            standards,
        }
    }

    /// The family that reports are set in.
    pub fn family(&self) -> &'static str {
        self.shared.fonts.family()
    }

    /// Lays a report out.
    ///
    /// # Errors
    /// Everything that Typst says, its warnings too: an unknown font or pages
    /// that do not settle are no report.
    pub fn lay_out(
        &self,
        composed: &Composed,
        sources: &Sources,
    ) -> Result<Pages, Vec<Diagnostic>> {
        let world = ReportWorld::new(&self.shared, composed.body.clone(), composed.data.clone());
        let compiled = guarded(|| typst::compile::<PagedDocument>(&world));
        // The cache grows for ever, and no report is like the one before.
        typst::comemo::evict(10);
        let Warned { output, warnings } = compiled.map_err(|finding| vec![finding])?;
        match output {
            Ok(document) if warnings.is_empty() => Ok(Pages { document }),
            Ok(_) => Err(self.findings(Code::TypesetError, &warnings, composed, sources)),
            Err(errors) => Err(self.findings(Code::TypesetError, &errors, composed, sources)),
        }
    }

    /// The bytes of a PDF that meets PDF/A-2a and PDF/UA-1. `id` names the
    /// report for ever; the creator is this program, whatever sets the pages.
    ///
    /// # Errors
    /// What keeps the pages from meeting the standards.
    pub fn export(
        &self,
        pages: &Pages,
        id: &str,
        composed: &Composed,
        sources: &Sources,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let options = PdfOptions {
            ident: Smart::Custom(format!("baocao/{id}")),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        guarded(|| typst_pdf::pdf(&pages.document, &options))
            .map_err(|finding| vec![finding])?
            .map_err(|errors| self.findings(Code::TypesetStandard, &errors, composed, sources))
    }

    fn findings(
        &self,
        code: Code,
        errors: &[SourceDiagnostic],
        composed: &Composed,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let world = ReportWorld::new(&self.shared, composed.body.clone(), composed.data.clone());
        let faults = Faults {
            world: &world,
            composed,
            layout: &self.sources,
            sources,
        };
        errors.iter().map(|e| faults.finding(code, e)).collect()
    }
}

impl Pages {
    /// The page of a label, counted from 1.
    pub fn page_of_label(&self, label: &str) -> Option<usize> {
        let introspector = self.document.introspector();
        let label = Label::new(PicoStr::intern(label))?;
        let element = introspector.query_label(label).ok()?;
        self.page(element)
    }

    /// The page of a heading with these words, counted from 1.
    pub fn page_of_heading(&self, words: &str) -> Option<usize> {
        let introspector = self.document.introspector();
        let headings = introspector.query(&HeadingElem::ELEM.select());
        let heading = headings.iter().find(|heading| {
            let heading = heading.to_packed::<HeadingElem>();
            heading.is_some_and(|heading| heading.body.plain_text() == words)
        });
        self.page(heading?)
    }

    fn page(&self, element: &Content) -> Option<usize> {
        let page = self.document.introspector().page(element.location()?)?;
        Some(page.get())
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }
}
