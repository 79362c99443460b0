//! Reports in memory: in words, or as pages, from the same data and by the same rules as those
//! that `build` makes.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::config::App;
use super::period::{Checked, Reading};
use super::places::FigurePlace;
use super::run::{Outcome, Run};
use crate::assess::{Content, Report, Sums, assess};
use crate::build::{Author, Builder, Built, Work, incomplete};
use crate::compose::{Composed, Templates};
use crate::diagnostic::{Diagnostic, guarded};
use crate::event::Event;
use crate::locate::standings;
use crate::model::{AgencyId, AgencyName, Head, IndicatorId, Period, Subject, Workspace};
use crate::typeset::{FontSet, Pages};

/// Which reports are to be seen.
#[derive(Debug, Clone)]
pub struct PreviewRequest {
    /// The period.
    pub period: Period,
    /// The units; none for all.
    pub agencies: Vec<AgencyId>,
    /// Whether a compiled report must have all its units.
    pub strict: bool,
    /// Whether it is told where the figures stand: pages are then laid out twice, since the marks
    /// by which rows are found are no part of a report.
    pub places: bool,
}

impl PreviewRequest {
    fn reading(&self) -> Reading<'_> {
        Reading {
            strict: self.strict,
            ..Reading::of(&self.period, &self.agencies)
        }
    }
}

/// A report in words, as one of its documents carries it.
#[derive(Debug, Serialize)]
pub struct Draft {
    /// Whose report it is.
    #[serde(flatten)]
    pub agency: AgencyName,
    /// What its file is called, without an ending.
    pub file: String,
    /// Its words; as JSON, the document.
    #[serde(rename = "document", serialize_with = "document")]
    pub composed: Composed,
}

/// A finished report, as one of its documents carries it.
#[derive(Debug, Serialize)]
pub struct Preview {
    /// Whose report it is.
    #[serde(flatten)]
    pub agency: AgencyName,
    /// What its file is called, without an ending.
    pub file: String,
    /// Its words; as JSON, the document.
    #[serde(rename = "document", serialize_with = "document")]
    pub composed: Composed,
    /// Its pages; their number as JSON.
    #[serde(serialize_with = "count")]
    pub pages: Pages,
    /// Its file, byte for byte as `build` makes it; its length as JSON.
    #[serde(rename = "bytes", serialize_with = "length")]
    pub pdf: Vec<u8>,
    /// Where its figures stand, row by row, if that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<RowPlaces>,
}

/// Where the figure of a row stands in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowPlaces {
    /// The row.
    pub row: IndicatorId,
    /// The places, the row of its form first.
    pub places: Vec<FigurePlace>,
}

fn document<S: Serializer>(composed: &Composed, serializer: S) -> Result<S::Ok, S::Error> {
    composed.document.serialize(serializer)
}

fn count<S: Serializer>(pages: &Pages, serializer: S) -> Result<S::Ok, S::Error> {
    pages.count().serialize(serializer)
}

fn length<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    bytes.len().serialize(serializer)
}

impl App {
    /// Composes reports and sets none. What keeps a report from being made is told; it keeps no
    /// other.
    pub fn compose(
        &self,
        request: &PreviewRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Vec<Draft>) {
        self.run(tell, |run| run.compose(request).unwrap_or_default())
    }

    /// Makes reports and writes nothing. What keeps a report from being made is told; it keeps no
    /// other. An issued report is made as the data say it now, also where `build` leaves its file
    /// as it was issued.
    pub fn preview(
        &self,
        request: &PreviewRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Vec<Preview>) {
        self.run(tell, |run| run.preview(request).unwrap_or_default())
    }
}

/// What reports of a period are made from, and with.
struct Desk {
    workspace: Workspace,
    sums: Sums,
    templates: Arc<Templates>,
    fonts: Arc<FontSet>,
}

impl Desk {
    /// The reports that are asked for, as far as their data are good enough.
    fn subjects(&self, agencies: &[AgencyId]) -> Vec<Subject<'_>> {
        asked_for(&self.workspace, agencies)
    }
}

pub(super) fn asked_for<'w>(workspace: &'w Workspace, agencies: &[AgencyId]) -> Vec<Subject<'w>> {
    let mut all = workspace.subjects();
    all.retain(|subject| agencies.is_empty() || agencies.contains(&subject.agency.id));
    all
}

impl Run<'_> {
    /// Reads and checks what reports rest on; nothing where none of them can be made.
    fn desk(&mut self, reading: &Reading<'_>) -> Option<Desk> {
        let (checked, fonts) = self.checked(reading, false)?;
        let Checked {
            workspace, sums, ..
        } = checked;
        Some(Desk {
            templates: self.usable_templates(&workspace)?,
            workspace,
            sums,
            fonts,
        })
    }

    /// The data of reports that are asked for, and the fonts; nothing where there is none of them.
    /// Of what is found in files errors alone are told, if `only_errors`.
    pub(super) fn checked(
        &mut self,
        reading: &Reading<'_>,
        only_errors: bool,
    ) -> Option<(Checked, Arc<FontSet>)> {
        let fonts = self.fonts()?;
        self.tell_of_misnamed(reading.period, &fonts);
        if only_errors {
            self.tell_errors_only();
        }
        let reading = Reading {
            notes: false,
            ..*reading
        };
        let checked = self.read(&reading, &fonts)?;
        let is_there = !asked_for(&checked.workspace, reading.agencies).is_empty();
        is_there.then_some((checked, fonts))
    }

    /// The templates, if no section asks for one that is not there.
    pub(super) fn usable_templates(&mut self, workspace: &Workspace) -> Option<Arc<Templates>> {
        let templates = self.app.templates().and_then(|templates| {
            self.check_templates(&templates, workspace)?;
            Ok(templates)
        });
        self.or_told(templates)
    }

    fn compose(&mut self, request: &PreviewRequest) -> Option<Vec<Draft>> {
        let desk = self.desk(&request.reading())?;
        let author = Author::new(&desk.templates, &desk.fonts, &mut self.sources);
        let author = self.or_told(author)?;
        let write = |run: &Self, subject: Subject<'_>, head: Head<'_>| {
            let work = Work::Report { subject, head };
            let composed = author.write(&work, &desk.sums, &run.sources);
            let composed = composed.map_err(|finding| vec![finding])?;
            Ok(Draft {
                agency: AgencyName::of(subject.agency),
                file: head.file_name(subject.agency),
                composed,
            })
        };
        Some(self.of_each(request, &desk, write))
    }

    fn preview(&mut self, request: &PreviewRequest) -> Option<Vec<Preview>> {
        let desk = self.desk(&request.reading())?;
        let builder = self.builder(&desk.templates, &desk.fonts)?;
        let make = |run: &Self, subject: Subject<'_>, head: Head<'_>| {
            let places = if request.places {
                run.places(subject, head, &desk.sums, &builder)?
            } else {
                Vec::new()
            };
            let built = builder.build(&Work::Report { subject, head }, &desk.sums, &run.sources)?;
            let Built {
                composed,
                pages,
                pdf,
            } = built;
            Ok(Preview {
                agency: AgencyName::of(subject.agency),
                file: head.file_name(subject.agency),
                composed,
                pages,
                pdf,
                places,
            })
        };
        Some(self.of_each(request, &desk, make))
    }

    /// What is made of each document of the reports that are asked for. What is wrong with one is
    /// told, a panic too.
    fn of_each<T>(
        &mut self,
        request: &PreviewRequest,
        desk: &Desk,
        make: impl Fn(&Self, Subject<'_>, Head<'_>) -> Result<T, Vec<Diagnostic>>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for subject in desk.subjects(&request.agencies) {
            for head in subject.heads() {
                let name = head.file_name(subject.agency);
                let what = format!("soạn {}/{name}", request.period);
                let made = guarded(&what, || make(self, subject, head));
                let made = made.unwrap_or_else(|finding| Err(vec![finding]));
                all.extend(self.or_told(made));
            }
        }
        all
    }

    pub(super) fn builder(
        &mut self,
        templates: &Templates,
        fonts: &Arc<FontSet>,
    ) -> Option<Builder> {
        let builder = Builder::new(templates, Arc::clone(fonts), &mut self.sources);
        self.or_told(builder)
    }

    fn places(
        &self,
        subject: Subject<'_>,
        head: Head<'_>,
        sums: &Sums,
        builder: &Builder,
    ) -> Result<Vec<RowPlaces>, Vec<Diagnostic>> {
        let report = assess(subject, head, sums).ok_or_else(|| vec![incomplete(subject)])?;
        let marked = builder.marked(Content::Report(&report), &self.sources)?;
        let places = report.values.keys().map(|row| RowPlaces {
            row: row.clone(),
            places: self.places_of(row, &report, &marked),
        });
        Ok(places.filter(|row| !row.places.is_empty()).collect())
    }

    /// The places of a figure on marked pages.
    pub(super) fn places_of(
        &self,
        row: &IndicatorId,
        report: &Report<'_>,
        (composed, pages): &(Composed, Pages),
    ) -> Vec<FigurePlace> {
        let all = standings(report, row, &composed.document, pages, &self.sources);
        all.into_iter().map(FigurePlace::from).collect()
    }
}
