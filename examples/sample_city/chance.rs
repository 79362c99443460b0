//! Chance that is the same every time: numbers drawn from names and a seed.

/// Draws numbers for names. A generator of a library may change what it draws from one
/// version to the next, and the committed files with it; this one cannot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    seed: u64,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number for some names, any of `u64` (FNV-1a, then the finish of `SplitMix64`).
    fn draw(self, names: &[&str]) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.seed;
        for name in names {
            for byte in name.bytes().chain([b'/']) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(self, low: u64, high: u64, names: &[&str]) -> u64 {
        low + self.draw(names) % (high - low + 1)
    }

    /// Whether something happens that happens once in `times`.
    pub(crate) fn once_in(self, times: u64, names: &[&str]) -> bool {
        self.draw(names).is_multiple_of(times)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(self, all: &'a [T], names: &[&str]) -> Option<&'a T> {
        let count = u64::try_from(all.len()).ok().filter(|n| *n > 0)?;
        all.get(usize::try_from(self.draw(names) % count).ok()?)
    }
}
