//! Keys with characters that nobody sees, which come with text from elsewhere.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::vi;

/// A key with a character that nobody sees.
struct Hidden {
    place: Place,
    character: char,
    key: String,
    /// Whether it stands before the key, where spaces indent it.
    indents: bool,
}

/// Those of one file.
#[derive(Default)]
pub(super) struct HiddenKeys(Vec<Hidden>);

impl HiddenKeys {
    /// The text of a key as it is meant: without what nobody sees. A sentence that a colon has
    /// made a key of stays as it is.
    pub(super) fn meant(&mut self, text: String, place: Place, file: &str) -> String {
        if text.is_ascii() && !text.contains(char::is_control) {
            return text;
        }
        let is_blank = |c: char| c != ' ' && (c.is_whitespace() || vi::is_invisible(c));
        let meant: String = text.chars().filter(|c| !vi::is_invisible(*c)).collect();
        let meant = meant.trim();
        if !meant.is_ascii() || meant.contains(' ') || meant == text {
            return text;
        }
        let Some((at, character)) = text.char_indices().find(|(_, c)| is_blank(*c)) else {
            return text;
        };
        let raw = file.get(place.range()).unwrap_or_default();
        let place = raw
            .find(character)
            .map_or(place, |at| place.part(at..at + character.len_utf8()));
        self.0.push(Hidden {
            place,
            character,
            key: meant.to_owned(),
            indents: at == 0
                && text
                    .chars()
                    .take_while(|c| is_blank(*c) || *c == ' ')
                    .any(char::is_whitespace),
        });
        meant.to_owned()
    }

    /// Whether a blank that is no space stands where spaces indent a key, so that the tree is
    /// not the one that was meant.
    pub(super) fn hide_indentation(&self) -> bool {
        self.0.iter().any(|hidden| hidden.indents)
    }

    /// One finding for all keys with characters that nobody sees.
    pub(super) fn finding(&self) -> Option<Diagnostic> {
        let first = self.0.iter().find(|hidden| hidden.indents);
        let first = first.or(self.0.first())?;
        let number = u32::from(first.character);
        let (where_, help) = if first.indents {
            (
                "đứng trước khóa",
                "thụt dòng chỉ dùng dấu cách: xóa các ký tự đứng trước khóa rồi gõ lại bằng phím cách",
            )
        } else {
            ("trong khóa", "xóa cả khóa rồi gõ lại bằng bàn phím")
        };
        let alike = self
            .0
            .iter()
            .filter(|hidden| hidden.indents == first.indents);
        let message = match alike.count() {
            1 => format!(
                "có ký tự không nhìn thấy (U+{number:04X}) {where_} `{}`",
                first.key
            ),
            count => format!(
                "có ký tự không nhìn thấy (U+{number:04X}) {where_} `{}` và {} khóa khác",
                first.key,
                count - 1
            ),
        };
        Some(Diagnostic::error(Code::TextInvisible, first.place, message).with_help(help))
    }
}
