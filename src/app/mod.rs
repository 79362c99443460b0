//! Operations: what somebody can ask the program for. The command line, tests, benches and other
//! doors open an [`App`] from a [`Config`] and call its methods:
//!
//! - of data: [`App::agencies`], [`App::check`], [`App::rules`], [`App::explain`], [`App::schedule`], [`App::status`];
//! - regimes that the program carries: [`App::regimes`], [`App::regime_changes`],
//!   [`App::regime_text`], [`App::update_regimes`];
//! - reports: [`App::build`] into a folder, [`App::preview`] and [`App::compose`] in memory,
//!   [`App::remind`] letters to who is late;
//! - workbooks for units to fill in: [`App::export`]; figures of all units, [`App::export_table`];
//!   annexes of issued reports, [`App::export_annexes`];
//! - what is written into data: [`App::begin`], [`App::import_agencies`],
//!   [`App::import_form`], [`App::import_workbooks`], [`App::issue`], [`App::seal`], [`App::undo`],
//!   [`App::past_writes`];
//! - the folder of data itself: [`App::init`] begins one;
//! - finished folders: [`App::verify`], [`App::merge`];
//! - templates to change: [`App::write_templates`].
//!
//! Each takes what is asked of it alone and somebody who is told what happens
//! ([`Event`](crate::event::Event)), and gives an [`Outcome`] and its result, if there is one.
//! A new one is a file with its request, its result, an `impl App` of one method that hands
//! `App::run` the work, and an `impl Run` that does it; named below.
//!
//! Not for: arguments, terminals, exit codes (`cli`); the stages themselves.

mod agencies;
mod begin;
mod build;
mod check;
mod config;
mod explain;
mod export;
mod export_annex;
mod export_table;
mod folders;
mod from_workbook;
mod import;
mod import_form;
mod import_names;
mod import_near;
mod import_plan;
mod import_workbooks;
mod init;
mod issue;
mod outside;
mod period;
mod places;
mod preview;
mod regimes;
mod remind;
mod rules;
mod run;
mod schedule;
mod seal;
mod sheet_words;
mod status;
mod templates;
mod undo;
mod unit_findings;

pub use agencies::{AgenciesRequest, AgencyEntry, AgencyList, LastReport, OwedReport, ReportState};
pub use begin::{BeginRequest, Begun, BegunPeriod};
pub use build::BuildRequest;
pub use check::CheckRequest;
pub use config::{App, Config};
pub use explain::{EarlierFigure, ExplainRequest, Explained, ExplainedFigure};
pub use export::{ExportRequest, Exported, ExportedWorkbook};
pub use export_annex::ExportAnnexRequest;
pub use export_table::{ExportTableRequest, ExportedFile, ExportedFiles};
pub use folders::MergeRequest;
pub use import::{AgencyImport, ImportRequest, ImportedRow};
pub use import_form::{ImportFormRequest, ImportedFigure, ImportedForm};
pub use import_workbooks::{
    CellChange, ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks, Received, WorkbookFate,
};
pub use init::{InitContents, InitPlace, InitRequest, Initialized};
pub use issue::{IssueRequest, Issued};
pub use period::judge;
pub use places::FigurePlace;
pub use preview::{Draft, Preview, PreviewRequest, RowPlaces};
pub use regimes::{
    KnownRegime, RegimeChanges, RegimeChangesRequest, RegimeUse, RegimesRequest, UpdateRequest,
    UpdatedRegime, UpdatedRegimes,
};
pub use remind::{Letter, RemindRequest};
pub use rules::{RegimeRules, RuleGroup, RulesRequest};
pub use run::Outcome;
pub use schedule::ScheduleRequest;
pub use seal::{KeptCopy, SealRequest, Sealed};
pub use status::{ArrivalCounts, Arrivals, LevelName, Receiver, StatusRequest, UnitArrival};
pub use templates::{TemplatesRequest, WrittenTemplates};
pub use undo::{LineChange, PastWrite, UndoRequest, Undone, UndoneFile};
pub use unit_findings::{CheckedData, Receiving, UnitFindings};
