//! A file of `che-do`: a whole regime, or what a folder changes of one that the program carries.

use std::sync::Arc;

use super::node::{Node, NodeValue};
use super::reader::Reader;
use super::regime;
use super::regime_fingerprint;
use super::territory;
use crate::diagnostic::{Located, SourceId};
use crate::model::{Regime, Territory};

/// What a file of `che-do` says.
#[derive(Debug, Clone)]
pub(super) enum RegimeFile {
    /// All of a regime.
    Whole(Box<Regime>),
    /// Parts of one that the program carries.
    Change(RegimeChange),
}

/// What a folder changes of a regime that the program carries (`sua`).
#[derive(Debug, Clone)]
pub(super) struct RegimeChange {
    /// The name of the regime.
    pub(super) of: Located<String>,
    /// The file.
    pub(super) source: SourceId,
    /// Its parts, that name among them.
    pub(super) parts: Arc<Node>,
}

impl RegimeFile {
    /// Reads a file, whose regime has its name, and the words of a place in its gaps. What
    /// changes a regime keeps its gaps for it.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        (source, node): (SourceId, &Node),
        id: &str,
        territory: Option<&Territory>,
    ) -> Option<Self> {
        let changes = match &node.value {
            NodeValue::Map(entries) => entries.iter().find(|entry| entry.key == "sua"),
            _ => None,
        };
        let Some(changes) = changes else {
            let filled = territory::filled(reader, node, territory);
            let regime = regime::regime(reader, &filled, id)?;
            return Some(Self::Whole(Box::new(Regime {
                fingerprints: regime_fingerprint::by_cycle(node),
                ..regime
            })));
        };
        Some(Self::Change(RegimeChange {
            of: reader.word(&changes.value)?,
            source,
            parts: Arc::new(node.clone()),
        }))
    }
}
