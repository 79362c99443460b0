//! What was read of the texts of files, kept for whoever reads them again.
//!
//! A file is asked for by its path and the hash of the text that it has now (with the words of the
//! place behind it, where these stand in its gaps), so that nothing is believed of a file that its
//! bytes do not say. Not for: opening files (`file`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::diagnostic::{Diagnostic, LastingIds, SourceId};

/// What was read of a text is let go when so many loads have done without it.
const LOADS: u64 = 2;

/// What was read of one text.
#[derive(Debug)]
pub(super) struct Read<T> {
    /// What it says; nothing where the findings say why.
    pub(super) value: Option<T>,
    /// What is wrong in it.
    pub(super) findings: Vec<Diagnostic>,
}

/// A text by the id that it has in places, with room for what is read of it.
#[derive(Debug)]
pub(super) struct Known<T> {
    pub(super) source: SourceId,
    room: Arc<OnceLock<Read<T>>>,
}

impl<T> Known<T> {
    /// What was read of it, now or before. Who comes while another one reads waits for him; where
    /// reading panics, the next one reads.
    pub(super) fn read(&self, read: impl FnOnce() -> Read<T>) -> &Read<T> {
        self.room.get_or_init(read)
    }
}

/// Texts of one kind of file.
#[derive(Debug)]
pub(super) struct Cache<T>(Mutex<Texts<T>>);

#[derive(Debug)]
struct Texts<T> {
    /// Behind their paths.
    by_hash: BTreeMap<(PathBuf, String), Kept<T>>,
    /// How many loads have asked for any.
    loads: u64,
    /// Whether the load that goes on has.
    is_asked: bool,
}

#[derive(Debug)]
struct Kept<T> {
    known: Known<T>,
    /// The last load that asked for it.
    load: u64,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self {
            source: self.source,
            room: Arc::clone(&self.room),
        }
    }
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(Mutex::new(Texts {
            by_hash: BTreeMap::new(),
            loads: 0,
            is_asked: false,
        }))
    }
}

impl<T> Cache<T> {
    /// The text of a file. One that is not known gets the next of the ids.
    pub(super) fn known(&self, path: &Path, sha256: &str, ids: &LastingIds) -> Known<T> {
        let mut all = self.texts();
        all.is_asked = true;
        let load = all.loads;
        let key = (path.to_owned(), sha256.to_owned());
        let kept = all.by_hash.entry(key).or_insert_with(|| Kept {
            known: Known {
                source: ids.next(),
                room: Arc::default(),
            },
            load,
        });
        kept.load = load;
        kept.known.clone()
    }

    /// Ends a load: lets go of what the last few have not asked for. A load that has asked for no
    /// such file counts for none.
    pub(super) fn end_load(&self) {
        let mut all = self.texts();
        if std::mem::take(&mut all.is_asked) {
            let load = all.loads;
            all.by_hash.retain(|_, kept| kept.load + LOADS > load);
            all.loads += 1;
        }
    }

    /// How many texts are kept.
    #[cfg(test)]
    pub(super) fn count(&self) -> u64 {
        self.texts().by_hash.len() as u64
    }

    fn texts(&self) -> MutexGuard<'_, Texts<T>> {
        // Nothing that may panic is done with it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::caught;

    fn said(value: u32) -> Read<u32> {
        Read {
            value: Some(value),
            findings: Vec::new(),
        }
    }

    #[test]
    fn a_text_is_read_once_until_the_last_loads_did_without_it() {
        let (cache, ids) = (Cache::default(), LastingIds::default());
        let ask = |sha256: &str, value| {
            let known: Known<u32> = cache.known(Path::new("a.yaml"), sha256, &ids);
            (known.source, known.read(|| said(value)).value)
        };
        let first = ask("một", 1);
        assert_eq!(ask("một", 2), first);
        assert_ne!(ask("hai", 2).0, first.0);
        assert_eq!(first.1, Some(1));
        for _ in 0..100 {
            // Who asks for other kinds of files takes nothing away.
            cache.end_load();
        }
        for _ in 1..LOADS {
            ask("hai", 3);
            cache.end_load();
            assert_eq!(cache.count(), 2);
        }
        ask("hai", 3);
        cache.end_load();
        assert_eq!(cache.count(), 1);
        let later = ask("một", 4);
        assert_eq!(later.1, Some(4));
        assert_ne!(
            later.0, first.0,
            "a place in the text of before leads nowhere"
        );
        for changed in 0..1_000 {
            ask(&changed.to_string(), changed);
            cache.end_load();
        }
        assert!(cache.count() <= LOADS);
    }

    #[test]
    fn what_panics_is_read_by_the_next_one() {
        let (cache, ids) = (Cache::default(), LastingIds::default());
        let known: Known<u32> = cache.known(Path::new("a.yaml"), "một", &ids);
        caught(|| known.read(|| panic!("lỗi")).value).expect_err("it panics");
        assert_eq!(known.read(|| said(7)).value, Some(7));
        let again = cache.known(Path::new("a.yaml"), "một", &ids);
        assert_eq!(again.read(|| said(8)).value, Some(7));
        assert_eq!(again.source, known.source);
    }
}
