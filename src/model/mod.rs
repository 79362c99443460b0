//! What reports are about: agencies, regimes, periods, figures, documents.
//!
//! Plain data with the rules their types can carry. Not for: reading it
//! (`load`), judging it (`check`) or working anything out (`assess`).

mod agency;
mod agency_set;
mod answer;
pub(crate) mod day;
mod decimal;
mod document;
mod figure;
mod foreign_table;
mod ids;
mod indicator;
mod kind;
mod level;
mod narrative;
mod period;
mod phrase;
mod plan;
mod progress;
mod rate;
mod regime;
mod regime_choice;
mod regime_origin;
mod register;
mod seal;
mod stated;
mod subject;
mod submission;
mod territory;
mod texts;
mod workspace;

pub use agency::{Agency, AgencyName, Contact, Signer};
pub use agency_set::AgencySet;
pub use answer::Answer;
pub use decimal::Decimal;
pub use document::{Correction, Document, DocumentState, Replaced, SigningForm};
pub use figure::{Figure, FigureValue};
pub use foreign_table::{ForeignLayout, ForeignSum, ForeignTable};
pub use ids::{AgencyId, CycleId, IndicatorId, LevelId, SectionId, TaskId};
pub use indicator::{CityRule, Formula, Indicator, Kind, PlanCount, Quantity, UnitWording};
pub use kind::DocumentKind;
pub use level::{Level, LevelRole, RoleWords};
pub use narrative::Item;
pub use period::Period;
pub use phrase::{Phrase, PhraseValues};
pub use plan::{
    Goal, Lead, Leaf, Measure, Milestone, NamedAgencies, Plan, Responsibility, Target, Task,
    TaskGroup, Timing,
};
pub use progress::{ConditionMet, Ending, Members, Money, Product, Progress, kind_of_document};
pub use rate::Rate;
pub use regime::{
    CompiledWording, Cycle, DayOfYear, Form, GreatChange, GreatChanges, MemberAnnex, MemberColumn,
    OldNames, Part, Provenance, Regime, Row, Section, TargetAnnex,
};
pub use regime_choice::RegimeChoice;
pub use regime_origin::RegimeOrigin;
pub use register::{Arrival, Register};
pub use seal::{Seal, SealedValue};
pub use stated::{Stated, StatedTotals};
pub use subject::{Edition, Head, ReportsBelow, Subject};
pub use submission::{Chosen, Finals, Submission};
pub use territory::{Territory, TerritoryKind};
pub use texts::TextOf;
pub use workspace::{Reception, Settings, Workspace};
