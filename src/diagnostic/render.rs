//! Findings as text for a terminal: the line shown, a caret under the value. Whatever stands
//! in data, names and paths, every character stands for itself, and what is long is shortened.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};

use super::excerpt::Excerpt;
use super::{Diagnostic, Label, Place, Severity, Sources};
use crate::vi;

/// Whether the text may carry colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// A finding as people read it, ending in a line break.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let diagnostic = &diagnostic.shown();
    let Some(place) = diagnostic.place else {
        return general(diagnostic);
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(name(Severity::Error)),
        Severity::Warning => Level::WARNING.with_name(name(Severity::Warning)),
        Severity::Note => Level::NOTE.with_name(name(Severity::Note)),
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let mut heads = Heads::default();
    if sources.text(place.source).trim().is_empty() {
        let beginning = Sources::beginning(place.source);
        group = group.element(
            Origin::path(heads.of(beginning, sources))
                .line(1)
                .char_column(1),
        );
    } else {
        let (own, others): (Vec<_>, Vec<_>) = diagnostic
            .labels
            .iter()
            .partition(|label| label.place.source == place.source);
        group = group.elements(snippet(Some(place), &own, &mut heads, sources));
        for label in others {
            group = group.elements(snippet(None, &[label], &mut heads, sources));
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.with_name("cách sửa").message(help.as_str()));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    let mut text = heads.put_into(&text);
    text.push('\n');
    text
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "lỗi",
        Severity::Warning => "cảnh báo",
        Severity::Note => "lưu ý",
    }
}

/// A finding that stands in no file.
fn general(diagnostic: &Diagnostic) -> String {
    let mut text = format!(
        "{}[{}]: {}\n",
        name(diagnostic.severity),
        diagnostic.code.as_str(),
        diagnostic.message
    );
    for help in &diagnostic.help {
        text.push_str("  = cách sửa: ");
        text.push_str(help);
        text.push('\n');
    }
    text
}

/// The lines of one file: where the finding is, or none in a further file, and labels.
fn snippet<'a>(
    primary: Option<Place>,
    labels: &[&'a Label],
    heads: &mut Heads,
    sources: &Sources,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let places = labels.iter().map(|label| label.place);
    let places: Vec<_> = primary.into_iter().chain(places).collect();
    let Excerpt {
        text,
        first_line,
        spans,
    } = Excerpt::of(&places, sources)?;
    let mut spans = spans.into_iter();
    let own = primary.and_then(|_| spans.next());
    let own = own.map(|span| AnnotationKind::Primary.span(span));
    let labels = labels.iter().zip(spans);
    let labels = labels.map(|(label, span)| {
        AnnotationKind::Context
            .span(span)
            .label(label.text.as_str())
    });
    let snippet = Snippet::source(text)
        .line_start(first_line)
        .path(heads.of(*places.first()?, sources));
    Some(snippet.annotations(own).annotations(labels))
}

/// Where lines stand, for people. The renderer counts in the lines that it is given, which
/// may be a part of those in the file or written otherwise: it is given a mark instead, which
/// cannot come from anywhere else, and the place is put there afterwards.
#[derive(Default)]
struct Heads(Vec<String>);

impl Heads {
    const MARK: char = '\u{1}';

    /// The mark for a place.
    fn of(&mut self, place: Place, sources: &Sources) -> String {
        let place = sources.clamped(place);
        let path = vi::brief(sources.path(place.source));
        let (path, line) = (vi::shown(&path), sources.line(place));
        self.0
            .push(format!("{path}:{line}:{}", sources.column(place)));
        Self::MARK.to_string()
    }

    /// The text with the places in the order of their marks.
    fn put_into(self, text: &str) -> String {
        let mut parts = text.split(Self::MARK);
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for (head, part) in self.0.into_iter().zip(parts) {
            whole.push_str(&head);
            // Line and column as the renderer counted them.
            let counted = |c: char| c == ':' || c.is_ascii_digit();
            whole.push_str(part.trim_start_matches(counted));
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn whatever_stands_in_data_stands_for_itself() {
        let mut sources = Sources::default();
        let text = "tên\u{202e}: \x1b[31m5\n##[error]a: 6\n";
        let source = sources.add("a\n::error::b.yaml", text);
        let other = sources.add("b.yaml", "x: 1\n  \x1b]0;y: 2\n");
        let at = text.find("[31m").expect("it is there") - 1;
        let finding = Diagnostic::error(
            Code::KeyUnknown,
            Place::new(source, at..at + 6),
            "không có `\x1b[2J\n::error::x`",
        )
        .with_label(Place::new(other, 7..10), "ở \u{85}đây")
        .with_help("viết\n::warning::y");
        assert_eq!(
            render(&finding, &sources, Style::Plain),
            r"lỗi[key/unknown]: không có `\u{1b}[2J\n::error::x`
 --> a\n::error::b.yaml:1:7
  |
1 | tên\u{202e}: \u{1b}[31m5
  |              ^^^^^^^^^^^
  |
 ::: b.yaml:2:3
  |
2 |   \u{1b}]0;y: 2
  |   -------- ở \u{85}đây
  |
  = cách sửa: viết
              \u{3a}:warning::y
"
        );
        let coloured = render(&finding, &sources, Style::Coloured);
        assert!(coloured.contains(r"a\n::error::b.yaml:1:7"), "{coloured}");
        assert!(!coloured.contains("\x1b[2J") && !coloured.contains('\u{1}'));
    }

    #[test]
    fn places_at_ends_and_in_files_that_are_gone_are_shown() {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", "a: 1\n");
        let gone = sources.add("b.yaml", "");
        for range in [0..0, 4..4, 5..5, 5..90, 90..91] {
            let place = Place::new(source, range);
            let finding = Diagnostic::error(Code::KeyUnknown, place, "x")
                .with_label(Place::new(source, 0..1), "đây")
                .with_label(Place::new(gone, 7..10), "kia");
            let text = render(&finding, &sources, Style::Plain);
            let place = sources.clamped(place);
            let (line, column) = (sources.line(place), sources.column(place));
            assert!(
                text.contains(&format!(" a.yaml:{line}:{column}\n")),
                "{text}"
            );
            assert!(text.contains("::: b.yaml:1:1"), "{text}");
        }
    }

    #[test]
    fn what_is_long_is_shortened_everywhere() {
        let mut sources = Sources::default();
        let long = "x".repeat(1_000_000);
        let source = sources.add(format!("{long}.yaml"), format!("a: 1\n{long}: 5\n"));
        let place = Place::new(source, 5..5 + long.len());
        let finding = Diagnostic::error(Code::KeyUnknown, place, format!("không có `{long}`"))
            .with_help(format!("có phải là `{long}y`?"))
            .with_label(Place::new(source, 0..1), long);
        let text = render(&finding, &sources, Style::Plain);
        assert!(text.len() < 4_000, "{} bytes", text.len());
        assert!(
            text.contains("…xx.yaml:2:1") || text.contains("x.yaml:2:1"),
            "{text}"
        );
    }
}
