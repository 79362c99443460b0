//! Workbooks in which units fill in their figures: what came back, cell by cell ([`read`]).

pub mod read;
