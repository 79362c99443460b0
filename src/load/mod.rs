//! Data files to a [`Workspace`](crate::model::Workspace).
//!
//! YAML keys and Rust names meet here and nowhere else. All that is wrong in
//! all files is reported at once. Not for: rules between values (`check`).

mod agency;
mod agency_columns;
mod agency_gaps;
mod agency_links;
mod agency_outline;
mod agency_pattern;
mod agency_set;
mod agency_table;
mod agency_unit;
mod answer;
mod cache;
mod carried;
mod charset;
mod content;
mod contents;
mod document;
mod edit;
mod figure;
mod figures;
mod file;
mod fingerprint;
mod folder;
mod foreign_table;
mod gaps;
mod hidden_keys;
mod item_name;
mod level;
mod lone;
mod map;
mod merging;
mod narrative;
mod node;
mod overview;
mod phrase;
mod plan;
mod progress;
mod reader;
mod regime;
mod regime_choice;
mod regime_difference;
mod regime_file;
mod regime_fingerprint;
mod regime_form;
mod regimes;
mod register;
mod scalar;
mod seal;
mod slip;
mod submission;
mod submission_file;
mod survey;
mod territory;
mod text;
mod unknown;
mod workspace;
mod yaml;
mod yaml_fault;
mod yaml_rest;

pub use agency_columns::column_fits;
pub use agency_gaps::kind_of;
pub use agency_outline::{AgencyOutline, PatternOutline, agency_outline};
pub use agency_table::{AgencyRow, AgencyTable, agency_table, without_office};
pub use carried::Carried;
pub use charset::Charset;
pub use edit::{
    Becomes, Change, EditRefusal, Rewrite, Step, Unwritable, Value, ValuePlace, compose, edit,
    edit_all, has_key, keys, order_of_submission, places, rewritten, value_at,
};
pub use folder::{
    Folder, REGISTER, folder_of, is_seals, load, open, seals_beside, seals_path, unit_of,
};
pub use lone::lone_regime;
pub use overview::Overview;
pub use regime_difference::{RegimeDifference, RegimePart, RegimeTitle};
pub use slip::folded as id_of;
pub use survey::Scope;
pub use territory::unknown as unknown_territory;
pub use unknown::is_data;
pub use workspace::Loaded;
pub use yaml::MOST_ENTRIES;
