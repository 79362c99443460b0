//! Official Vietnamese reports from YAML: administrative reform by the regime
//! of the ministry, in the form of Nghị định 30/2020/NĐ-CP.
//!
//! The stages stand in the order of the data: [`load`], [`assess`],
//! [`wording`], [`check`], [`compose`], [`typeset`], [`publish`]; each knows those
//! before it and none after; [`build`] runs them in a row for one
//! report, [`batch`] for many; [`app`] has the operations that people ask for. The library prints nothing and reads no environment, but for a worker,
//! whose voice is its standard output: [`cli`] does.

pub mod app;
pub mod assess;
pub mod batch;
pub mod build;
pub mod check;
pub mod cli;
pub mod compose;
pub mod decree;
pub mod diagnostic;
pub mod event;
pub mod files;
pub mod hash;
pub mod history;
pub mod load;
pub mod locate;
pub mod model;
pub mod publish;
pub mod scaffold;
pub mod typeset;
pub mod vi;
pub mod wording;
pub mod workbook;
