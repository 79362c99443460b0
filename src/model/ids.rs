//! Names by which things refer to each other.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as it stands in data.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name.into())
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl From<Arc<str>> for $name {
            fn from(name: Arc<str>) -> Self {
                Self(name)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// An agency: `so-tu-phap`.
    AgencyId;
    /// A level of agencies: `so`, `huyen`.
    LevelId;
    /// A kind of period: `q1`, `nam`.
    CycleId;
    /// A row of a form: form and row, `tthc.so_dung_han`.
    IndicatorId;
    /// A section of the outline: `the_che`.
    SectionId;
    /// A leaf of the plan by the plan's own number: `7`, `13a`.
    TaskId;
}

impl IndicatorId {
    /// The form's part of the name: `tthc`.
    pub fn form(&self) -> &str {
        self.0.split_once('.').map_or("", |(form, _)| form)
    }

    /// The row's part of the name: `so_dung_han`.
    pub fn row(&self) -> &str {
        self.0.split_once('.').map_or(self.as_str(), |(_, row)| row)
    }
}
