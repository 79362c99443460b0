//! Operations: what somebody can ask the program for, each with a request and a result. The
//! command line, tests, benches and other doors call the same ones.
//!
//! An operation tells of what happens while it works ([`Event`](crate::event::Event)) and gives an
//! [`Outcome`] and its result, if there is one.
//!
//! Not for: arguments, terminals, exit codes (`cli`); the stages themselves.

mod begin;
mod build;
mod check;
mod explain;
mod folders;
mod issue;
mod period;
mod places;
mod preview;
mod remind;
mod rules;
mod run;
mod schedule;
mod seal;
mod status;
mod undo;

pub use begin::{BeginRequest, Begun, begin};
pub use build::{BuildRequest, build};
pub use check::{CheckRequest, check};
pub use explain::{EarlierFigure, ExplainRequest, Explained, ExplainedFigure, explain};
pub use folders::{MergeRequest, merge, verify};
pub use issue::{IssueRequest, Issued, issue};
pub use period::judge;
pub use places::FigurePlace;
pub use preview::{Draft, Preview, PreviewRequest, RowPlaces, compose, preview};
pub use remind::{Letter, RemindRequest, remind};
pub use rules::{RegimeRules, RuleGroup, RulesRequest, rules};
pub use run::Outcome;
pub use schedule::{ScheduleRequest, schedule};
pub use seal::{KeptCopy, SealRequest, Sealed, seal};
pub use status::{
    ArrivalCounts, Arrivals, LevelName, Receiver, StatusRequest, UnitArrival, status,
};
pub use undo::{LineChange, PastWrite, UndoRequest, Undone, past_writes, undo};
