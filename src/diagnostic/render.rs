//! Findings as text for a terminal: the line shown, a caret under the value. Whatever stands
//! in data, names and paths, every character stands for itself, and what is long is shortened.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};

use super::excerpt::Excerpt;
use super::{Finding, FindingLabel, Location, Severity, Spot};
use crate::vi;

/// Whether the text may carry colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// What stands before a place on a finished page.
const ON_PAGE: &str = "trên trang";

/// A finding as people read it, ending in a line break.
pub fn render(finding: &Finding, style: Style) -> String {
    let finding = &finding.shown();
    let Some(location) = &finding.location else {
        return general(finding, style);
    };
    let mut group = titled(finding);
    let mut heads = Heads::default();
    if let Some(excerpt) = &finding.excerpt {
        let (own, others): (Vec<_>, Vec<_>) = finding
            .labels
            .iter()
            .partition(|label| label.excerpt.is_none());
        let mut spans = excerpt.spans.iter().cloned();
        let primary = spans.next().map(|span| AnnotationKind::Primary.span(span));
        let lines = snippet(excerpt, heads.of(location));
        let lines = lines.annotations(primary);
        group = group.element(lines.annotations(marks(&own, spans)));
        for label in others {
            let Some(excerpt) = &label.excerpt else {
                continue;
            };
            let spans = excerpt.spans.iter().cloned();
            let lines = snippet(excerpt, heads.of(&label.location));
            group = group.element(lines.annotations(marks(&[label], spans)));
        }
    } else {
        let mut beginning = location.clone();
        if let Spot::Lines { line, column, .. } = &mut beginning.spot {
            (*line, *column) = (1, 1);
        }
        group = group.element(Origin::path(heads.of(&beginning)).line(1).char_column(1));
    }
    if let Some(page) = &finding.page {
        group = group.element(Level::NOTE.with_name(ON_PAGE).message(page.words()));
    }
    for help in &finding.help {
        group = group.element(Level::HELP.with_name("cách sửa").message(help.to_string()));
    }
    let mut text = heads.put_into(&printed(group, style));
    text.push('\n');
    text
}

/// What is found, under what it is called.
fn titled(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name("lỗi"),
        Severity::Warning => Level::WARNING.with_name("cảnh báo"),
        Severity::Note => Level::NOTE.with_name("lưu ý"),
    };
    let title = level.primary_title(finding.message.as_str());
    Group::with_title(title.id(finding.code.as_str()))
}

fn printed(group: Group<'_>, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// A finding that stands in no file.
fn general(finding: &Finding, style: Style) -> String {
    let mut text = printed(titled(finding), style);
    text.push('\n');
    if let Some(page) = &finding.page {
        let _ = writeln!(text, "  = {ON_PAGE}: {}", page.words());
    }
    for help in &finding.help {
        text.push_str("  = cách sửa: ");
        text.push_str(&help.to_string());
        text.push('\n');
    }
    text
}

/// The lines of one file.
fn snippet(excerpt: &Excerpt, head: String) -> Snippet<'_, Annotation<'_>> {
    let lines = Snippet::source(excerpt.text.as_str());
    lines.line_start(excerpt.first_line).path(head)
}

/// Labels under what they are about.
fn marks<'f>(
    labels: &[&'f FindingLabel],
    spans: impl Iterator<Item = Range<usize>>,
) -> impl Iterator<Item = Annotation<'f>> {
    let labels: Vec<_> = labels.iter().zip(spans).collect();
    labels.into_iter().map(|(label, span)| {
        let mark = AnnotationKind::Context.span(span);
        mark.label(label.message.as_str())
    })
}

/// Where lines stand, for people. The renderer counts in the lines that it is given, which
/// may be a part of those in the file or written otherwise: it is given a mark instead, which
/// cannot come from anywhere else, and the place is put there afterwards.
#[derive(Default)]
struct Heads(Vec<String>);

impl Heads {
    const MARK: char = '\u{1}';

    /// The mark for a place.
    fn of(&mut self, location: &Location) -> String {
        let words = location.brief().words();
        let words = vi::shown(&words);
        self.0.push(match &location.spot {
            Spot::Lines { column, .. } => format!("{words}:{column}"),
            Spot::Cell { .. } | Spot::Paragraph { .. } => words.into_owned(),
        });
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
    use crate::diagnostic::{Code, Diagnostic, PagePlace, Place, Sources};

    fn shown(finding: &Diagnostic, sources: &Sources, style: Style) -> String {
        render(&Finding::of(finding, sources), style)
    }

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
            shown(&finding, &sources, Style::Plain),
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
        let coloured = shown(&finding, &sources, Style::Coloured);
        assert!(coloured.contains(r"a\n::error::b.yaml:1:7"), "{coloured}");
        assert!(!coloured.contains("\x1b[2J") && !coloured.contains('\u{1}'));
    }

    #[test]
    fn cells_and_paragraphs_are_shown_as_lines_are() {
        let (sources, finding) = crate::diagnostic::in_all_shapes();
        let text = shown(&finding, &sources, Style::Plain);
        assert_eq!(
            text,
            r"lỗi[number/form]: số viết bằng chữ
  --> bieu.xlsx, trang tính “Biểu 2”, ô D14
   |
14 | mười hai hồ sơ
   | ^^^^^^^^ ----- đơn vị tính
   |
  ::: bieu.xlsx, trang tính “Biểu\u{202e} 3\n::error::”, ô AB7
   |
 7 | \u{1b}[31mdài dài dài dài dài dài dài dài dài...i dài dài dài dài dài dài dài dài dài dài dài…
   | ---------------------------------------------...--------------------------------------------- ô rất dài
   |
  ::: bieu.xlsx, trang tính “Biểu 2”, ô E14
   |
14 | 12
   | -- cùng dòng
   |
  ::: bao-cao.docx, đoạn 2
   |
 2 | Có 12 hồ sơ\ntrễ.
   |    -- đoạn nói 12
   |
  ::: a.yaml:2:12
   |
 2 |   da_xong: 12
   |            -- tệp khai 12
   |
   = cách sửa: viết bằng chữ số
"
        );
    }

    #[test]
    fn a_place_on_a_page_is_told_beside_that_in_the_data() {
        let page = PagePlace {
            page: 3,
            left_mm: 30,
            top_mm: 112,
        };
        let mut sources = Sources::default();
        let place = Place::new(sources.add("a.yaml", "a: 1\n"), 3..4);
        let words =
            "  = trên trang: trang thứ 3 của tệp, cách mép trái 30 mm, cách mép trên 112 mm\n";
        let finding = Diagnostic::error(Code::TypesetRoom, place, "không đủ chỗ").on_page(page);
        let text = shown(&finding, &sources, Style::Plain);
        assert!(
            text.contains(" a.yaml:1:4\n") && text.contains(words),
            "{text}"
        );
        let general = Diagnostic::general(Code::TypesetRoom, "không đủ chỗ").on_page(page);
        let text = shown(&general, &sources, Style::Plain);
        assert_eq!(text, format!("lỗi[typeset/room]: không đủ chỗ\n{words}"));
    }

    #[test]
    fn what_stands_in_no_file_is_told_alike() {
        let finding = Diagnostic::general(Code::FileNotFound, "không có\n`x`").with_help("xem y");
        let sources = Sources::default();
        let plain = shown(&finding, &sources, Style::Plain);
        assert_eq!(
            plain,
            "lỗi[file/not-found]: không có\\n`x`\n  = cách sửa: xem y\n"
        );
        let coloured = shown(&finding, &sources, Style::Coloured);
        assert!(coloured.starts_with("\x1b["), "{coloured:?}");
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
            let text = shown(&finding, &sources, Style::Plain);
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
        let text = shown(&finding, &sources, Style::Plain);
        assert!(text.len() < 4_000, "{} bytes", text.len());
        assert!(
            text.contains("…xx.yaml:2:1") || text.contains("x.yaml:2:1"),
            "{text}"
        );
    }
}
