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
use crate::vi;

/// How much work one report may be. The longest takes a fiftieth of it.
const FUEL: u64 = 1_000_000;

/// Turns reports into words. Made once, used for all reports.
#[derive(Debug)]
pub struct Composer {
    environment: Environment<'static>,
    sources: BTreeMap<String, SourceId>,
    runner: Runner,
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
        for (name, template) in templates.ending(WORDS) {
            let id = sources.add(template.path.as_str(), template.text.as_str());
            ids.insert(name.to_owned(), id);
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
        let mut environment = self.environment.clone();
        let template = content.kind().template;
        let mut document = match content {
            Content::Report(report) => {
                context::add_functions(&mut environment, report);
                let (names, texts) = context::names(report);
                let mut document = report::document(report, family, marked);
                document.blocks = self.blocks(environment, template, names, &texts, sources)?;
                let opening = Block::paragraph(vi::whole(&report.opening()).into_owned());
                document.blocks.insert(0, opening);
                document
            }
            Content::Reminder(reminder) => {
                let (names, texts) = (reminder::names(reminder), Texts::default());
                let mut document = reminder::document(reminder, family);
                document.blocks = self.blocks(environment, template, names, &texts, sources)?;
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

    /// The body of a document; `texts` are those of the data, with their places.
    fn blocks(
        &self,
        environment: Environment<'static>,
        template: &str,
        names: Value,
        texts: &Texts,
        sources: &Sources,
    ) -> Result<Vec<Block>, Diagnostic> {
        let words = self.runner.render(environment, template, names);
        let words = words.map_err(|why| fault::failure(why, &self.sources, sources))?;
        let written = body::blocks(&words.text).map_err(|wrong| {
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
