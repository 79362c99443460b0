//! minijinja, set up so that data cannot become structure.

use std::collections::BTreeMap;

use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::body::{self, Written};
use super::document::{Block, BlockKind, Document};
use super::origin::{Asked, Texts};
use super::runner::{Failure, Runner, Words, on_deep_stack};
use super::templates::WORDS;
use super::{Composed, Templates, context, fault, limits, reminder, report};
use crate::assess::Content;
use crate::diagnostic::{Diagnostic, Place, SourceId, Sources};
use crate::load::unknown_territory;
use crate::model::Territory;
use crate::vi;

/// How much work one report may be. The longest takes a fiftieth of it.
const FUEL: u64 = 1_000_000;

/// Turns reports into words. Made once, used for all reports.
#[derive(Debug)]
pub struct Composer {
    environment: Environment<'static>,
    sources: BTreeMap<String, SourceId>,
    runner: Runner,
    /// The templates that have words of the place, and where.
    asking_for_territory: Vec<(String, Place)>,
}

impl Composer {
    /// Reads all templates.
    ///
    /// # Errors
    /// Every template that is not well formed.
    pub fn new(templates: &Templates, sources: &mut Sources) -> Result<Self, Vec<Diagnostic>> {
        let mut ids = BTreeMap::new();
        let mut findings = Vec::new();
        let mut texts = Vec::new();
        let mut asking = Vec::new();
        for (name, template) in templates.ending(WORDS) {
            let id = sources.add(template.path.as_str(), template.text.as_str());
            ids.insert(name.to_owned(), id);
            let asked = asked_for(&template.text);
            asking.extend(asked.map(|range| (name.to_owned(), Place::new(id, range))));
            let refused = limits::check(id, sources);
            if refused.is_empty() {
                texts.push((name, template.text.as_str()));
            }
            findings.extend(refused);
        }
        let read = on_deep_stack(|| read_all(&texts));
        let read = match read {
            Ok(Some(read)) => read,
            Ok(None) => return Err(vec![fault::failure(Failure::Panicked, &ids, sources)]),
            Err(error) => {
                let why = Failure::NoThread(error);
                return Err(vec![fault::failure(why, &ids, sources)]);
            }
        };
        let (environment, errors) = read;
        let errors = errors.iter();
        findings.extend(errors.map(|error| fault::finding(error, &ids, sources)));
        if findings.is_empty() {
            Ok(Self {
                environment,
                sources: ids,
                runner: Runner::default(),
                asking_for_territory: asking,
            })
        } else {
            Err(findings)
        }
    }

    /// A document in words, for the font family `family`; `marked` labels its blocks and the rows
    /// of its forms, which changes no page.
    ///
    /// # Errors
    /// What a template did wrong, with its line.
    pub fn compose(
        &self,
        content: Content<'_, '_>,
        family: &str,
        marked: bool,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        let workspace = content.workspace();
        let template = content.kind().template;
        // A report is made of many templates, a letter of one.
        let mut asking = self.asking_for_territory.iter();
        let asking = asking.find(|(name, _)| content.subject().is_some() || name == template);
        if let (None, Some((_, place))) = (workspace.territory(), asking) {
            let finding = unknown_territory(workspace.settings.place);
            return Err(finding.with_label(*place, "mẫu này cần đến"));
        }
        let mut environment = self.environment.clone();
        for name in Territory::GAPS {
            let words = workspace.territory().and_then(|place| place.gap(name));
            if let Some(words) = words {
                environment.add_global(*name, words);
            }
        }
        let mut document = match content {
            Content::Report(report) => {
                context::add_functions(&mut environment, report);
                let (names, texts) = context::names(report);
                let mut document = report::document(report, family, marked);
                let own = workspace.running_name(report.subject.agency);
                document.blocks =
                    self.blocks(environment, (template, names, own), &texts, sources)?;
                let opening = Block::paragraph(vi::whole(&report.opening()).into_owned());
                document.blocks.insert(0, opening);
                document
            }
            Content::Reminder(reminder) => {
                let (names, texts) = (reminder::names(reminder), Texts::default());
                let mut document = reminder::document(reminder, family);
                document.blocks =
                    self.blocks(environment, (template, names, ""), &texts, sources)?;
                close(&mut document)?;
                document
            }
        };
        if marked {
            let all = document.blocks.iter_mut().enumerate();
            all.for_each(|(index, block)| block.mark = Some(block_mark(index)));
        }
        composed(content.id(), document)
    }

    /// The body of a document, of whoever calls itself `own`; `texts` are those of the data, with
    /// their places.
    fn blocks(
        &self,
        environment: Environment<'static>,
        (template, names, own): (&str, Value, &str),
        texts: &Texts,
        sources: &Sources,
    ) -> Result<Vec<Block>, Diagnostic> {
        let words = self.runner.render(environment, template, names);
        let words = words.map_err(|why| fault::failure(why, &self.sources, sources))?;
        let written = body::blocks(&words.text, own).map_err(|wrong| {
            let place = self.written_by(&words, wrong.at, sources);
            fault::of_body(wrong.message, place)
        })?;
        let mut printing = texts.printing();
        let block = |written: Written| {
            let mut block = written.block;
            let section = block.origin.section.as_deref();
            let values = written.values.iter();
            block.origin.data = values
                .filter_map(|value| printing.place(section, value))
                .collect();
            block.origin.template = self.written_by(&words, written.range.start, sources);
            block
        };
        Ok(written.into_iter().map(block).collect())
    }

    /// The place in a template that wrote a byte.
    fn written_by(&self, words: &Words, at: usize, sources: &Sources) -> Option<Place> {
        let index = words.spans.partition_point(|s| s.output_range().end <= at);
        let span = words.spans.get(index)?;
        let mut range = span.source_range();
        if span.kind() == minijinja::OutputSpanKind::Raw {
            range.start += at.saturating_sub(span.output_range().start);
        }
        let place = Place::new(*self.sources.get(span.name())?, range);
        Some(sources.clamped(place))
    }
}

/// Has the last paragraph of a letter stay with the signature.
fn close(document: &mut Document) -> Result<(), Diagnostic> {
    let last = document.blocks.pop_if(|b| b.kind == BlockKind::Paragraph);
    let Some(last) = last else { return Ok(()) };
    if last.number.is_some() || last.notes().next().is_some() {
        let message = "đoạn cuối của công văn đi liền với phần ký, không có số thứ tự, chú thích";
        return Err(fault::of_body(message, last.origin.template));
    }
    document.closing = last.words();
    Ok(())
}

/// Where a template asks for a word of the place, if it does: a name of [`Territory::GAPS`] as a
/// whole word, outside its remarks.
fn asked_for(template: &str) -> Option<std::ops::Range<usize>> {
    let is_in_remark = |at: usize| {
        let before = &template[..at];
        let opened = before.rfind("{#");
        opened.is_some_and(|opened| !before[opened..].contains("#}"))
    };
    let is_whole = |range: &std::ops::Range<usize>| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let before = template[..range.start].chars().next_back();
        let behind = template[range.end..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    };
    let names = Territory::GAPS.iter();
    let found = names.flat_map(|name| {
        let found = template.match_indices(name);
        found.map(|(at, name)| at..at + name.len())
    });
    found
        .filter(|range| is_whole(range) && !is_in_remark(range.start))
        .min_by_key(|range| range.start)
}

/// The label of a block, by which its page is found.
pub(super) fn block_mark(index: usize) -> String {
    format!("khoi-{index}")
}

fn composed(id: String, document: Document) -> Result<Composed, Diagnostic> {
    let data = serde_json::to_string(&document);
    let data =
        data.map_err(|e| fault::general(&format!("không lập được dữ liệu của văn bản ({e})")))?;
    let data = vi::json_with_breaks(&data).into_owned();
    Ok(Composed { id, document, data })
}

/// Templates with their names, and what is wrong with them.
fn read_all(texts: &[(&str, &str)]) -> (Environment<'static>, Vec<Error>) {
    let mut environment = environment();
    let mut errors = Vec::new();
    for (name, text) in texts {
        let added = environment.add_template_owned((*name).to_owned(), (*text).to_owned());
        errors.extend(added.err());
    }
    (environment, errors)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // Nothing may mark a value as markup, or read what is no value.
    for filter in ["safe", "escape", "e", "tojson", "urlencode"] {
        environment.remove_filter(filter);
    }
    environment.remove_global("debug");
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("words".into()));
    environment.set_formatter(write_value);
    environment.set_fuel(Some(FUEL));
    environment
}

/// Writes a value so that it stays one, with the rows whose words are in it.
/// Text that a template captured with `{% set %}` is written already and passes as it is.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let not_text = |what: &str| {
        Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("chỗ này cần chữ để in, nhưng lại là {what}"),
        ))
    };
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            if value.is_safe() {
                return out.write_str(text).map_err(Error::from);
            }
            if text.contains(body::is_wrapping) {
                return not_text("chữ ghép bằng `{% set %}` rồi sửa lại; sửa trước khi ghép");
            }
            // Nothing is no words: what holds it together is none either.
            if text.is_empty() {
                return Ok(());
            }
            let template = state.name().to_owned();
            let asked = state.get_extension_mut::<Asked>();
            let rows = asked.map(|asked| asked.printed(&template, text));
            let rows = rows.unwrap_or_default();
            out.write_str(&body::wrapped(text, &rows))
                .map_err(Error::from)
        }
        ValueKind::Undefined => not_text("một tên không có giá trị"),
        ValueKind::None => not_text("một giá trị trống"),
        ValueKind::Bool => not_text("đúng hay sai"),
        ValueKind::Number => not_text("một số chưa định dạng (dùng `so` hoặc `ty_le`)"),
        ValueKind::Seq | ValueKind::Iterable => not_text("một danh sách"),
        _ => not_text("một giá trị không phải là chữ"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_asks_for_the_place_is_known() {
        for text in ["{{ dia_phuong }}", "{# dia_phuong #}{% set a = cap_uy %}"] {
            assert!(asked_for(text).is_some(), "{text}");
        }
        for text in [
            "{# dia_phuong #}",
            "{{ toan_dia_phuong }}",
            "{{ x.dia_phuong }}",
            "tỉnh",
        ] {
            assert_eq!(asked_for(text), None, "{text}");
        }
    }

    #[test]
    fn values_are_wrapped() {
        let environment = environment();
        let written = environment
            .render_named_str("x.j2", "- {{ x }}", minijinja::context! { x => "= a" })
            .expect("a text can be written");
        assert_eq!(written, format!("- {}", body::wrapped("= a", &[])));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let environment = environment();
        for template in [
            "{{ 5 }}",
            "{{ none }}",
            "{{ true }}",
            "{{ x }}",
            "{{ [1] }}",
            "{{ 'a'|safe }}",
        ] {
            let result = environment.render_named_str("x.j2", template, ());
            assert!(result.is_err(), "{template} was written as {result:?}");
        }
    }

    #[test]
    fn what_was_captured_passes_and_its_values_stay_values() {
        let environment = environment();
        let text = environment
            .render_named_str(
                "x.j2",
                "{% set a %}- {{ x }}{% endset %}{{ a }}",
                minijinja::context! { x => "*" },
            )
            .expect("well formed");
        assert_eq!(text, format!("- {}", body::wrapped("*", &[])));
    }

    #[test]
    fn a_template_that_never_ends_is_stopped() {
        let environment = environment();
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        let error = environment
            .render_named_str("x.j2", endless, ())
            .expect_err("it is too much work");
        assert_eq!(error.kind(), ErrorKind::OutOfFuel);
    }
}
