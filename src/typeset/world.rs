//! What Typst sees while it sets one report.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::FontSet;
use crate::compose::Manuscript;

/// What Typst begins with, the same file for every document.
const MAIN: &str = "/bao-cao/van-ban.typ";

/// A file of the layout library, as Typst reads code and as it reads data.
pub(super) struct LayoutFile {
    source: Source,
    /// Made once, since Typst hashes what it is given.
    bytes: Bytes,
}

/// What all reports share: the standard library, fonts, the layout library.
pub(super) struct Shared {
    pub stdlib: LazyHash<Library>,
    pub fonts: Arc<FontSet>,
    pub layout: BTreeMap<String, LayoutFile>,
    pub main: FileId,
    /// Every report has the same path: Typst keeps file ids for ever, and there are 65 535 of
    /// them.
    pub report: FileId,
}

impl Shared {
    pub(super) fn new<'a>(
        fonts: Arc<FontSet>,
        layout: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        Self {
            stdlib: LazyHash::new(Library::default()),
            fonts,
            layout: layout
                .filter_map(|(name, text)| {
                    let name = format!("/{name}");
                    let id = file_id(&name)?;
                    let source = Source::new(id, text.to_owned());
                    let bytes = Bytes::from_string(text.to_owned());
                    Some((name, LayoutFile { source, bytes }))
                })
                .collect(),
            main: file_id(MAIN).expect("the path is well formed"),
            report: file_id("/report.json").expect("the path is well formed"),
        }
    }
}

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One report before Typst.
pub(super) struct ReportWorld<'s> {
    shared: &'s Shared,
    report: Bytes,
}

impl<'s> ReportWorld<'s> {
    pub(super) fn new(shared: &'s Shared, manuscript: &Manuscript<'_>) -> Self {
        Self {
            shared,
            report: Bytes::from_string(manuscript.data.to_string()),
        }
    }

    fn layout(&self, id: FileId) -> FileResult<&LayoutFile> {
        let path = id.vpath().get_with_slash();
        let file = self.shared.layout.get(path);
        file.ok_or_else(|| FileError::NotFound(path.into()))
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.stdlib
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.store().book()
    }

    fn main(&self) -> FileId {
        self.shared.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(self.layout(id)?.source.clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.report {
            return Ok(self.report.clone());
        }
        Ok(self.layout(id)?.bytes.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.store().font(index)
    }

    /// A page has no today: the same input gives the same bytes on any day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
