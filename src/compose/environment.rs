//! minijinja, set up so that data cannot become markup.

use std::collections::BTreeMap;

use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::runner::{Failure, Runner, on_deep_stack};
use super::{Composed, Origin, Templates, context, fault, json, limits, reminder};
use crate::assess::{Reminder, Report};
use crate::diagnostic::{Diagnostic, Place, SourceId, Sources};
use crate::vi;

/// The template that everything starts from.
const MAIN: &str = "bao-cao/bao-cao.typ.j2";
/// What passes through minijinja.
const SUFFIX: &str = ".typ.j2";
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
        for (name, template) in templates.ending(SUFFIX) {
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

    /// A report in words, for the font family `family`; `marked` labels the rows of its
    /// forms, which changes no page.
    ///
    /// # Errors
    /// What a template did wrong, with its line.
    pub fn compose(
        &self,
        report: &Report<'_>,
        family: &str,
        marked: bool,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        let mut environment = self.environment.clone();
        context::add_functions(&mut environment, report);
        let data = json::report_data(report, family, marked);
        let names = context::names(report);
        self.rendered(report.id(), environment, MAIN, names, data, sources)
    }

    /// A letter to late units in words.
    ///
    /// # Errors
    /// What its template did wrong, with its line.
    pub fn compose_reminder(
        &self,
        reminder: &Reminder<'_>,
        family: &str,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        let data = reminder::letter_data(reminder, family);
        let names = reminder::names(reminder);
        let template = reminder::TEMPLATE;
        self.rendered(
            reminder.id(),
            self.environment.clone(),
            template,
            names,
            data,
            sources,
        )
    }

    fn rendered(
        &self,
        id: String,
        environment: Environment<'static>,
        template: &str,
        names: Value,
        data: Result<String, serde_json::Error>,
        sources: &Sources,
    ) -> Result<Composed, Diagnostic> {
        let rendered = self.runner.render(environment, template, names);
        let (body, spans) = rendered.map_err(|why| fault::failure(why, &self.sources, sources))?;
        let origins = spans
            .iter()
            .filter_map(|span| {
                Some(Origin {
                    output: span.output_range(),
                    template: Place::new(*self.sources.get(span.name())?, span.source_range()),
                    literal: span.kind() == minijinja::OutputSpanKind::Raw,
                })
            })
            .collect();
        let data =
            data.map_err(|e| fault::general(&format!("không lập được dữ liệu của văn bản ({e})")))?;
        let data = vi::json_with_breaks(&data).into_owned();
        Ok(Composed {
            id,
            body: vi::whole_before_values(&body).into_owned(),
            origins,
            data,
        })
    }
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
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    environment.set_formatter(write_value);
    environment.set_fuel(Some(FUEL));
    environment
}

/// Writes a value as an inert Typst string. Text that a template captured with
/// `{% set %}` is markup already and passes as it is.
fn write_value(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
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
            let text = typst_string(&vi::whole(&vi::with_breaks(text)));
            out.write_str(&text).map_err(Error::from)
        }
        ValueKind::Undefined => not_text("một tên không có giá trị"),
        ValueKind::None => not_text("một giá trị trống"),
        ValueKind::Bool => not_text("đúng hay sai"),
        ValueKind::Number => not_text("một số chưa định dạng (dùng `so` hoặc `ty_le`)"),
        ValueKind::Seq | ValueKind::Iterable => not_text("một danh sách"),
        _ => not_text("một giá trị không phải là chữ"),
    }
}

/// A text as a Typst string in markup: `#"…";`.
fn typst_string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 4);
    literal.push_str("#\"");
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal.push_str("\";");
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_strings_of_typst() {
        let environment = environment();
        let write = |text: &str| {
            environment
                .render_named_str("x.typ.j2", "{{ x }}", minijinja::context! { x => text })
                .expect("a text can be written")
        };
        assert_eq!(write("một"), "#\"một\";");
        assert_eq!(write("\"\\#$*_`<@[{{"), "#\"\\\"\\\\#$*_`<@[{{\";");
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
            let result = environment.render_named_str("x.typ.j2", template, ());
            assert!(result.is_err(), "{template} was written as {result:?}");
        }
    }

    #[test]
    fn captured_markup_passes_and_its_values_stay_strings() {
        let environment = environment();
        let text = environment
            .render_named_str(
                "x.typ.j2",
                "{% set a %}*{{ x }}*{% endset %}{{ a }}",
                minijinja::context! { x => "*" },
            )
            .expect("well formed");
        assert_eq!(text, "*#\"*\";*");
    }

    #[test]
    fn a_template_that_never_ends_is_stopped() {
        let environment = environment();
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        let error = environment
            .render_named_str("x.typ.j2", endless, ())
            .expect_err("it is too much work");
        assert_eq!(error.kind(), ErrorKind::OutOfFuel);
    }
}
