//! YAML as a careful officer writes it: one key a line, paragraphs folded.

use std::fmt::Write as _;

/// Columns of a folded paragraph.
const WIDTH: usize = 92;

/// A text that grows.
#[derive(Debug, Default)]
pub(crate) struct Yaml(String);

impl Yaml {
    /// A line at a depth of indentation.
    pub(crate) fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{:1$}{2}", "", depth * 2, text.as_ref());
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// An item of a list that is a paragraph.
    pub(crate) fn paragraph(&mut self, depth: usize, text: &str) {
        self.line(depth, "- >-");
        let indent = (depth + 1) * 2;
        let mut line = String::new();
        for word in text.split(' ') {
            let length = line.chars().count() + 1 + word.chars().count();
            if !line.is_empty() && indent + length > WIDTH {
                self.line(depth + 1, &line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(depth + 1, line);
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// A text in quotes, whatever it holds.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
