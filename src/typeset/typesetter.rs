//! Setting reports one after the other.

use std::sync::Arc;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Content, Label, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::guard::guarded;
use super::world::{ReportWorld, Shared};
use super::{Fault, FontSet, Stage, room};
use crate::compose::Manuscript;
use crate::decree::Margins;

/// What the PDF names as the program that made it.
const CREATOR: &str = concat!("baocao ", env!("CARGO_PKG_VERSION"));

/// Sets reports. Made once, used for all of them.
pub struct Typesetter {
    shared: Shared,
    standards: PdfStandards,
    margins: Margins,
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
    margins: Margins,
}

impl Typesetter {
    /// Takes fonts, the layout library (names below `templates/` and texts), and the margins
    /// that it leaves: finished pages are measured against them.
    pub fn new<'a>(
        fonts: Arc<FontSet>,
        layout: impl IntoIterator<Item = (&'a str, &'a str)>,
        margins: Margins,
    ) -> Self {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("PDF/A-2a and PDF/UA-1 go together");
        Self {
            shared: Shared::new(fonts, layout.into_iter()),
            standards,
            margins,
        }
    }

    /// Lays a report out.
    ///
    /// # Errors
    /// Everything that Typst says, its warnings too: an unknown font or pages
    /// that do not settle are no report.
    pub fn lay_out(&self, manuscript: &Manuscript<'_>) -> Result<Pages, Vec<Fault>> {
        let world = ReportWorld::new(&self.shared, manuscript);
        let compiled = guarded(|| typst::compile::<PagedDocument>(&world));
        // The cache grows for ever, and no report is like the one before: only what this one
        // used, such as the layout library, may serve the next.
        typst::comemo::evict(1);
        let Warned { output, warnings } = compiled?;
        match output {
            Ok(document) if warnings.is_empty() => Ok(Pages {
                document,
                margins: self.margins,
            }),
            Ok(_) => Err(faults(Stage::Layout, &warnings, &world)),
            Err(errors) => Err(faults(Stage::Layout, &errors, &world)),
        }
    }

    /// The bytes of a PDF that meets PDF/A-2a and PDF/UA-1. The manuscript's id names
    /// it for ever; the creator is this program, whatever sets the pages.
    ///
    /// # Errors
    /// What keeps the pages from meeting the standards.
    pub fn export(
        &self,
        pages: &Pages,
        manuscript: &Manuscript<'_>,
    ) -> Result<Vec<u8>, Vec<Fault>> {
        let options = PdfOptions {
            ident: Smart::Custom(format!("baocao/{}", manuscript.id)),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let exported = guarded(|| typst_pdf::pdf(&pages.document, &options))?;
        exported.map_err(|errors| {
            let world = ReportWorld::new(&self.shared, manuscript);
            faults(Stage::Export, &errors, &world)
        })
    }
}

fn faults(stage: Stage, errors: &[SourceDiagnostic], world: &ReportWorld<'_>) -> Vec<Fault> {
    let errors = errors.iter();
    errors
        .map(|error| Fault::new(stage, error, world))
        .collect()
}

impl Pages {
    /// Whether all text on them has room.
    ///
    /// # Errors
    /// Text that has none.
    pub fn measure(&self) -> Result<(), Vec<Fault>> {
        let faults = room::check(&self.document, self.margins);
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// The page of a label, counted from 1.
    pub fn page_of_label(&self, label: &str) -> Option<usize> {
        let introspector = self.document.introspector();
        // What no page has is not kept for ever.
        let label = Label::new(PicoStr::get(label)?)?;
        let element = introspector.query_label(label).ok()?;
        self.page(element)
    }

    /// The page of a heading with these words behind its number, counted from 1.
    pub fn page_of_heading(&self, words: &str) -> Option<usize> {
        let introspector = self.document.introspector();
        let headings = introspector.query(&HeadingElem::ELEM.select());
        let heading = headings.iter().find(|heading| {
            let heading = heading.to_packed::<HeadingElem>();
            let text = heading.map(|heading| heading.body.plain_text());
            let behind = text.as_ref().and_then(|text| text.split_once(' '));
            behind.is_some_and(|(_, behind)| behind == words)
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
