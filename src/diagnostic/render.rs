//! Findings as text for a terminal: the line shown, a caret under the value.

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};

use super::{Diagnostic, Label, Place, Severity, Sources};

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
    if diagnostic.place.is_none() {
        return general(diagnostic);
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(name(Severity::Error)),
        Severity::Warning => Level::WARNING.with_name(name(Severity::Warning)),
        Severity::Note => Level::NOTE.with_name(name(Severity::Note)),
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(place) = diagnostic.place {
        if sources.text(place.source).trim().is_empty() {
            group = group.element(
                Origin::path(sources.path(place.source))
                    .line(1)
                    .char_column(1),
            );
        } else {
            group = group.element(snippet(place, &diagnostic.labels, sources));
            for label in diagnostic
                .labels
                .iter()
                .filter(|l| l.place.source != place.source)
            {
                let other = Snippet::source(sources.text(label.place.source))
                    .path(sources.path(label.place.source))
                    .annotation(
                        AnnotationKind::Context
                            .span(visible(label.place, sources))
                            .label(label.text.as_str()),
                    );
                group = group.element(other);
            }
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.with_name("cách sửa").message(help.as_str()));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
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

fn snippet<'a>(
    place: Place,
    labels: &'a [Label],
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet = Snippet::source(sources.text(place.source))
        .path(sources.path(place.source))
        .annotation(AnnotationKind::Primary.span(visible(place, sources)));
    for label in labels.iter().filter(|l| l.place.source == place.source) {
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(visible(label.place, sources))
                .label(label.text.as_str()),
        );
    }
    snippet
}

/// The part of a place on its first line: a caret under a whole paragraph
/// shows nothing.
fn visible(place: Place, sources: &Sources) -> std::ops::Range<usize> {
    let text = sources.text(place.source);
    let std::ops::Range { start, end } = sources.clamped(place).range();
    let first_line = text
        .get(start..end)
        .and_then(|t| t.find('\n'))
        .map_or(end, |n| start + n);
    start..first_line.max(start)
}
