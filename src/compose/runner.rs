//! Where minijinja runs: a thread with a deep stack, which is given up when it does not end.
//!
//! Fuel bounds what a template does and what it makes, but not what hides in a value: a list
//! that holds another twice, forty times over, takes longer to read than anybody waits. Nothing
//! can stop a thread from without, so it is left to itself until the program ends, and its
//! report is told of.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use minijinja::{Environment, Error, OutputSpan, Value};

/// The stack on which templates are read and run; only what is used of it is ever taken. Values
/// nest as deep as fuel goes, and are compared, written and freed as deep.
const STACK: usize = 256 << 20;
/// How long one report may take; the longest takes a few milliseconds.
const DEADLINE: Duration = Duration::from_secs(5);
/// How much the process may grow while one report is composed.
const GROWTH: u64 = 1 << 30;
/// How many threads are left to themselves before nothing more is composed.
const GIVEN_UP: usize = 16;
/// How often somebody who waits looks at the memory in use.
const LOOK: Duration = Duration::from_millis(100);
/// How many bytes a report may have in words; the longest has two hundred thousand.
const LONGEST: usize = 8 << 20;

/// Why there are no words.
#[derive(Debug)]
pub(super) enum Failure {
    /// The template is wrong.
    Template(Error),
    /// It did not end.
    Late,
    /// It used more memory than it may.
    Large,
    /// It wrote more than anybody can print.
    Long,
    /// minijinja panicked.
    Panicked,
    /// Too many others did not end before.
    GivenUp,
    /// The system has no thread to spare.
    NoThread(io::Error),
}

/// What a template wrote.
#[derive(Debug)]
pub(super) struct Words {
    /// Its text.
    pub(super) text: String,
    /// Which part of which template wrote what.
    pub(super) spans: Vec<OutputSpan>,
}

/// Runs templates, and remembers how many did not end.
#[derive(Debug, Default)]
pub(super) struct Runner {
    given_up: AtomicUsize,
    /// The memory in use when the first was given up.
    before: AtomicU64,
}

impl Runner {
    /// Renders a template.
    pub(super) fn render(
        &self,
        environment: Environment<'static>,
        template: &str,
        names: Value,
    ) -> Result<Words, Failure> {
        self.render_within(environment, template, names, DEADLINE)
    }

    fn render_within(
        &self,
        environment: Environment<'static>,
        template: &str,
        names: Value,
        deadline: Duration,
    ) -> Result<Words, Failure> {
        let given_up = self.given_up.load(Ordering::Relaxed);
        let grown = |since: u64| memory_in_use().saturating_sub(since) > GROWTH;
        if given_up >= GIVEN_UP || given_up > 0 && grown(self.before.load(Ordering::Relaxed)) {
            return Err(Failure::GivenUp);
        }
        let template = template.to_owned();
        let (answer, from) = channel();
        let work = move || {
            let written = environment
                .get_template(&template)
                .and_then(|template| template.render_with_spans(names));
            // Whoever gave up listens no more.
            drop(answer.send(written));
        };
        let runner = thread::Builder::new().stack_size(STACK).spawn(work);
        drop(runner.map_err(Failure::NoThread)?);
        let since = Instant::now();
        let mut before = None;
        loop {
            let Some(left) = deadline.checked_sub(since.elapsed()) else {
                return Err(self.give_up(Failure::Late, before));
            };
            match from.recv_timeout(left.min(LOOK)) {
                Ok(Ok((text, _))) if text.len() > LONGEST => return Err(Failure::Long),
                Ok(written) => {
                    let words = written.map(|(text, spans)| Words { text, spans });
                    return words.map_err(Failure::Template);
                }
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Panicked),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if grown(*before.get_or_insert_with(memory_in_use)) {
                return Err(self.give_up(Failure::Large, before));
            }
        }
    }

    fn give_up(&self, why: Failure, before: Option<u64>) -> Failure {
        if self.given_up.fetch_add(1, Ordering::Relaxed) == 0 {
            self.before
                .store(before.unwrap_or_else(memory_in_use), Ordering::Relaxed);
        }
        why
    }
}

/// Does something on a deep stack. Nothing if it panics.
pub(super) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<Option<T>> {
    let made = Mutex::new(None);
    thread::scope(|scope| {
        let keep = || {
            let done = catch_unwind(AssertUnwindSafe(work)).ok();
            if let Ok(mut made) = made.lock() {
                *made = done;
            }
        };
        let builder = thread::Builder::new().stack_size(STACK);
        builder.spawn_scoped(scope, keep).map(drop)
    })?;
    Ok(made.into_inner().unwrap_or_default())
}

/// Bytes of memory that this process uses; nothing where the system does not tell.
fn memory_in_use() -> u64 {
    memory_stats::memory_stats().map_or(0, |usage| usage.physical_mem as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(text: &str) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_fuel(Some(1_000_000));
        let added = environment.add_template_owned("x".to_owned(), text.to_owned());
        added.expect("it is well formed");
        environment
    }

    fn render(text: &str) -> Result<String, Failure> {
        let deadline = Duration::from_millis(500);
        let written =
            Runner::default().render_within(environment(text), "x", Value::UNDEFINED, deadline);
        written.map(|words| words.text)
    }

    #[test]
    fn what_hides_in_a_value_ends_at_the_deadline() {
        let twice = |name: &str| format!("{{% set {name} = [{name}, {name}] %}}").repeat(60);
        let (x, y) = (twice("x"), twice("y"));
        let endless = format!("{{% set x = [] %}}{x}{{% set y = [] %}}{y}{{{{ x == y }}}}");
        let failure = render(&endless).expect_err("it has no end");
        assert!(matches!(failure, Failure::Late), "{failure:?}");
    }

    #[test]
    fn after_too_many_that_did_not_end_nothing_is_tried() {
        let runner = Runner {
            given_up: AtomicUsize::new(GIVEN_UP),
            ..Runner::default()
        };
        let made = runner.render(environment("chữ"), "x", Value::UNDEFINED);
        assert!(matches!(made, Err(Failure::GivenUp)), "{made:?}");
    }

    #[test]
    fn values_as_deep_as_fuel_goes_are_freed_and_compared() {
        let deep = "{% set s = namespace(x = [], y = []) %}\
            {% for a in range(9999) %}{% for b in range(6) %}\
            {% set s.x = [s.x] %}{% set s.y = [s.y] %}{% endfor %}{% endfor %}{{ s.x == s.y }}";
        let written = Runner::default().render(environment(deep), "x", Value::UNDEFINED);
        let text = written.expect("it ends").text;
        assert!(text.eq_ignore_ascii_case("true"), "{text}");
    }

    #[test]
    fn a_panic_in_a_template_is_the_end_of_it_alone() {
        let runner = Runner::default();
        let mut panics = environment("{{ f() }}");
        panics.add_function("f", || -> String { panic!("as a library may") });
        let made = runner.render(panics, "x", Value::UNDEFINED);
        assert!(matches!(made, Err(Failure::Panicked)), "{made:?}");
        let made = runner.render(environment("chữ"), "x", Value::UNDEFINED);
        assert_eq!(made.expect("it is well formed").text, "chữ");
        assert_eq!(on_deep_stack(|| 5).expect("there is a thread"), Some(5));
        let none: Option<()> = on_deep_stack(|| panic!("as above")).expect("there is a thread");
        assert_eq!(none, None);
    }

    #[test]
    fn a_report_in_words_may_be_long_and_not_endless() {
        let line = "chữ".repeat(1000);
        let many = |times: usize| format!("{{% for a in range({times}) %}}{line}{{% endfor %}}");
        let fits = LONGEST / line.len();
        assert_eq!(
            render(&many(fits)).map(|text| text.len()).ok(),
            Some(fits * line.len())
        );
        assert!(matches!(render(&many(fits + 1)), Err(Failure::Long)));
    }
}
