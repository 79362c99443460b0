//! YAML as a careful officer writes it: one key a line, paragraphs folded.

use std::fmt::Write as _;

/// Columns of a folded paragraph.
const WIDTH: usize = 92;

/// A text that grows.
#[derive(Debug, Default)]
pub struct Yaml(String);

impl Yaml {
    /// A line at a depth of indentation.
    pub fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{:1$}{2}", "", depth * 2, text.as_ref());
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.0.push('\n');
    }

    /// An item of a list that is a paragraph.
    pub fn paragraph(&mut self, depth: usize, text: &str) {
        self.folded(depth, "- >-", text);
    }

    /// A key with a paragraph as its value; a dash before the key stands two columns to
    /// the left of `depth`.
    pub fn keyed(&mut self, depth: usize, key: &str, text: &str) {
        let dash = usize::from(key.starts_with("- "));
        self.line(depth - dash, format!("{key} >-"));
        for line in folded_lines(text, (depth + 1) * 2) {
            self.line(depth + 1, line);
        }
    }

    /// A paragraph behind a line that ends with the mark of folding: "doan: >-".
    pub fn folded(&mut self, depth: usize, head: &str, text: &str) {
        self.line(depth, head);
        for line in folded_lines(text, (depth + 1) * 2) {
            self.line(depth + 1, line);
        }
    }

    /// A remark, folded, with a mark before each line.
    pub fn remark(&mut self, depth: usize, text: &str) {
        let indent = depth * 2 + 2;
        for line in folded_lines(text, indent) {
            self.line(depth, format!("# {line}"));
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A text in quotes, whatever it holds.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text in lines that fit behind an indentation.
fn folded_lines(text: &str, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let length = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && indent + length > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
