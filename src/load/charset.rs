//! Which characters can be printed.

use std::collections::BTreeSet;

/// The characters that every style of the font in use has.
#[derive(Debug, Clone, Default)]
pub struct Charset {
    /// One bit a character of the Basic Multilingual Plane.
    basic: Vec<u64>,
    beyond: BTreeSet<char>,
}

impl Charset {
    /// Whether a character is printed as itself.
    ///
    /// Private-use characters are not, though a font may have them: PDF/A-2a
    /// (ISO 19005-2, 6.2.11.7) forbids them, for no reader knows their meaning.
    pub fn contains(&self, character: char) -> bool {
        let number = u32::from(character);
        if matches!(number, 0xe000..=0xf8ff | 0xf_0000..) {
            return false;
        }
        match self.basic.get(number as usize / 64) {
            Some(word) => word & (1 << (number % 64)) != 0,
            None => self.beyond.contains(&character),
        }
    }
}

impl FromIterator<char> for Charset {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self {
            basic: vec![0; 0x1_0000 / 64],
            beyond: BTreeSet::new(),
        };
        for character in characters {
            let number = u32::from(character);
            match set.basic.get_mut(number as usize / 64) {
                Some(word) => *word |= 1 << (number % 64),
                None => {
                    set.beyond.insert(character);
                }
            }
        }
        set
    }
}
