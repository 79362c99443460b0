//! Which of the regimes that the program carries is named: `bnv-2025: 1`.

use super::node::Entry;
use super::reader::Reader;
use crate::diagnostic::Located;
use crate::model::RegimeChoice;

/// The highest number of a regime.
const HIGHEST: u64 = 9_999;

/// A name with a number.
pub(super) fn named(reader: &mut Reader<'_>, entry: &Entry) -> Option<RegimeChoice> {
    Some(RegimeChoice {
        name: Located {
            value: entry.key.clone(),
            place: entry.key_place,
        },
        number: Located {
            value: reader.number_in(&entry.value, 1..=HIGHEST)?,
            place: entry.value.place,
        },
    })
}
