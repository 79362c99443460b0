//! A regime by its text alone.

use super::reader::Reader;
use super::{Charset, regime, regime_fingerprint, territory, yaml};
use crate::diagnostic::{Sources, has_errors};
use crate::model::{Regime, Territory};

/// The regime that a text says, called by a name, with the words of a place in its gaps; nothing
/// where the text has a fault.
pub fn lone_regime(
    name: &str,
    text: &str,
    (place, charset): (&Territory, &Charset),
) -> Option<Regime> {
    let (mut sources, mut findings) = (Sources::default(), Vec::new());
    let source = sources.add(name, text);
    let tree = yaml::parse(source, sources.text(source), &mut findings)?;
    let mut reader = Reader::new(&mut findings, &sources, charset);
    let filled = territory::filled(&mut reader, &tree, Some(place));
    let regime = regime::regime(&mut reader, &filled, name)?;
    (!has_errors(&findings)).then(|| Regime {
        fingerprints: regime_fingerprint::by_cycle(&tree),
        ..regime
    })
}
