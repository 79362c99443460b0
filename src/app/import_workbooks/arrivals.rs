//! Workbooks that came, in the register of arrivals.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::{Desk, Received, Sent, WorkbookFate};
use crate::app::run::Run;
use crate::diagnostic::{Code, Diagnostic, Located, Severity};
use crate::files::{self, read_regular};
use crate::history::DataFolder;
use crate::load::{self, Becomes, EditRefusal, Step, Unwritable, Value};
use crate::model::{AgencyId, Arrival, Register};
use crate::vi;

/// What the register says of a workbook that came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NewArrival {
    date: NaiveDate,
    number: Option<u64>,
    /// What must be mended in it, where it went back on the same day.
    to_mend: Option<String>,
}

/// What is to be done about a workbook in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    /// It arrived for the first time, or again after it went back.
    Arrived(NewArrival),
    /// What arrived last went back.
    Returned(NaiveDate, String),
    /// The register says it already.
    Known,
}

impl Run<'_> {
    /// Enters what arrived in the register where that is asked for; otherwise gives the lines that
    /// would.
    pub(super) fn arrived(&mut self, sent: &mut [Sent], desk: &Desk<'_>) {
        if sent.is_empty() || desk.request.dry_run {
            return;
        }
        let loaded = self.app.folder(desk.fonts).register(desk.period);
        let register = loaded.workspace.register;
        let Some(received) = desk.request.received else {
            let received = Received {
                date: desk.request.occasion.at.date_naive(),
                number: None,
            };
            for one in sent.iter_mut() {
                if let Ok(Entry::Arrived(arrival)) = entry(one, register.as_ref(), received)
                    && arrival.to_mend.is_none()
                {
                    one.entry.arrival = Some(line(&one.came.identity.agency, received.date));
                }
            }
            return;
        };
        let path = load::folder_of(self.app.data(), desk.period).join(load::REGISTER);
        let path = vi::shown_path(&path);
        let mut findings = loaded.findings;
        findings.retain(|finding| {
            let is_wrong = finding.severity == Severity::Error && finding.code != Code::FileEmpty;
            let place = finding.place.filter(|_| is_wrong);
            place.is_some_and(|place| loaded.sources.path(place.source) == path)
        });
        let is_faulty = !findings.is_empty();
        self.found_in(findings, &loaded.sources);
        if !is_faulty {
            self.enter(sent, register.as_ref(), (received, desk));
        }
    }

    fn enter(
        &mut self,
        sent: &[Sent],
        register: Option<&Register>,
        (received, desk): (Received, &Desk<'_>),
    ) {
        let Some(writer) = &desk.writer else { return };
        let path = load::folder_of(self.app.data(), desk.period).join(load::REGISTER);
        let before = files::is_there(&path).then(|| read_regular(&path, files::DATA_LIMIT).ok());
        let before = before.flatten();
        let lists = lists(before.as_deref());
        let mut rewrites = Vec::new();
        for one in sent {
            let agency = &one.came.identity.agency;
            match entry(one, register, received) {
                Ok(entry) => {
                    let all = register.and_then(|register| register.arrivals.get(agency));
                    let all = all.map_or(&[][..], Vec::as_slice);
                    let is_list = lists.contains(agency.as_str());
                    rewrites.extend(rewrites_of(agency, &entry, (all, is_list)));
                }
                Err(finding) => self.found(vec![finding]),
            }
        }
        if rewrites.is_empty() {
            return;
        }
        let head = format!("# Sổ đến, kỳ {}: ngày đến, số đến.\n", desk.period);
        let below = DataFolder::below(self.app.data(), &path);
        let written = entered(before.as_deref(), &rewrites, &head)
            .map_err(|unwritable| by_hand(&path, &unwritable))
            .and_then(|after| {
                let occasion = &desk.request.occasion;
                writer.write(&below, before.as_deref(), Some(&after), occasion)
            });
        match written {
            Ok(findings) => self.found(findings),
            Err(finding) => self.found(vec![finding]),
        }
    }
}

/// The units of a register of which several arrivals are listed.
fn lists(register: Option<&[u8]>) -> BTreeSet<String> {
    let text = register.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let places = text
        .and_then(|text| load::places(text).ok())
        .unwrap_or_default();
    let units = places
        .into_iter()
        .filter_map(|(path, _)| match path.as_slice() {
            [Step::Key(unit), Step::Index(_), ..] => Some(unit.clone()),
            _ => None,
        });
    units.collect()
}

/// The register with the changes.
fn entered(
    before: Option<&[u8]>,
    changes: &[(Vec<Step>, Becomes)],
    head: &str,
) -> Result<Vec<u8>, Unwritable> {
    let changes: Vec<_> = changes
        .iter()
        .map(|(path, becomes)| (path.as_slice(), becomes))
        .collect();
    // The only unit of a register, and the first, are written anew below the remarks at its top.
    let anew = |before: &[u8]| {
        let text = String::from_utf8_lossy(before);
        let remarks = text.lines().take_while(|line| line.starts_with('#'));
        let remarks: String = remarks.flat_map(|line| [line, "\n"]).collect();
        load::rewritten(None, &changes, &remarks)
    };
    match before {
        Some(bytes) if load::keys(bytes).is_none_or(|keys| keys.is_empty()) => anew(bytes),
        Some(bytes) => match load::rewritten(before, &changes, head) {
            Err(unwritable) if unwritable.why == EditRefusal::LastOfFile => anew(bytes),
            written => written,
        },
        None => load::rewritten(None, &changes, head),
    }
}

/// What is to be done about a workbook in the register.
///
/// # Errors
/// It would have arrived before what the register says already.
fn entry(one: &Sent, register: Option<&Register>, received: Received) -> Result<Entry, Diagnostic> {
    let agency = &one.came.identity.agency;
    let before = register.and_then(|register| register.arrivals.get(agency));
    let last = before.and_then(|all| all.last());
    let is_refused = one.entry.fate == WorkbookFate::Refused;
    let goes_back = is_refused && one.entry.returned.is_some();
    if is_refused && !goes_back {
        return Ok(Entry::Known);
    }
    let to_mend = goes_back.then(|| words(one));
    let new = |to_mend| {
        Entry::Arrived(NewArrival {
            date: received.date,
            number: received.number,
            to_mend,
        })
    };
    let in_order = |day: NaiveDate, entry: Entry| {
        if day <= received.date {
            return Ok(entry);
        }
        let message = format!(
            "sổ đến của `{agency}` đã ghi ngày {}, sau ngày đến {}",
            vi::short_date(day),
            vi::short_date(received.date)
        );
        Err(Diagnostic::general(Code::DateOrder, message)
            .with_help("nêu đúng ngày đến của tệp, hoặc sửa sổ đến"))
    };
    match (last, to_mend) {
        (None, to_mend) => Ok(new(to_mend)),
        // The same once more on the day on which it went back.
        (Some(last), Some(_))
            if last.date.value == received.date
                && last
                    .returned
                    .as_ref()
                    .is_some_and(|day| day.value == received.date) =>
        {
            Ok(Entry::Known)
        }
        (
            Some(Arrival {
                returned: Some(day),
                ..
            }),
            to_mend,
        ) => in_order(day.value, new(to_mend)),
        // What arrived last was taken, and stands.
        (Some(_), None) => Ok(Entry::Known),
        (Some(_), Some(_)) if one.had_file => Ok(Entry::Known),
        (Some(arrival), Some(to_mend)) => {
            in_order(arrival.date.value, Entry::Returned(received.date, to_mend))
        }
    }
}

/// What is to be mended, as a letter goes on behind "cần".
fn words(one: &Sent) -> String {
    format!(
        "sửa {} chỗ nêu tại trang “Cần sửa” của tệp trả lại",
        one.entry.errors.max(1)
    )
}

/// What an entry changes in the register, of which these are the arrivals so far; and whether they
/// are listed.
fn rewrites_of(
    agency: &AgencyId,
    entry: &Entry,
    (all, is_list): (&[Arrival], bool),
) -> Vec<(Vec<Step>, Becomes)> {
    let unit = Step::Key(agency.to_string());
    let at = |place: usize| vec![unit.clone(), Step::Index(place)];
    let set = |path: Vec<Step>, value: Value| (path, Becomes::Set(value));
    match (entry, all) {
        (Entry::Known, _) => Vec::new(),
        // What may come again is one of several from the beginning.
        (Entry::Arrived(new), []) if new.to_mend.is_some() => vec![set(at(0), new.value())],
        (Entry::Arrived(new), []) => vec![set(vec![unit], new.value())],
        (Entry::Arrived(new), [one]) if !is_list => vec![(
            vec![unit],
            Becomes::Anew(vec![
                (vec![Step::Index(0)], value_of(one)),
                (vec![Step::Index(1)], new.value()),
            ]),
        )],
        (Entry::Arrived(new), all) => vec![set(at(all.len()), new.value())],
        (Entry::Returned(day, to_mend), all) => {
            let arrival = if is_list {
                at(all.len().saturating_sub(1))
            } else {
                vec![unit]
            };
            let key = |key: &str| [arrival.as_slice(), &[Step::Key(key.to_owned())]].concat();
            vec![
                set(key("tra_lai"), Value::Date(*day)),
                set(key("can_sua"), Value::Text(to_mend.clone())),
            ]
        }
    }
}

impl NewArrival {
    fn value(&self) -> Value {
        let returned = self.to_mend.as_ref().map(|_| self.date);
        group(
            self.date,
            self.number,
            returned,
            (None, self.to_mend.as_deref()),
        )
    }
}

fn value_of(arrival: &Arrival) -> Value {
    let words = |words: &Option<Located<String>>| words.as_ref().map(|words| words.value.clone());
    group(
        arrival.date.value,
        arrival.number,
        arrival.returned.as_ref().map(|day| day.value),
        (
            words(&arrival.reason).as_deref(),
            words(&arrival.to_mend).as_deref(),
        ),
    )
}

fn group(
    date: NaiveDate,
    number: Option<u64>,
    returned: Option<NaiveDate>,
    (reason, to_mend): (Option<&str>, Option<&str>),
) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let parts = [
        ("ngay", Some(Value::Date(date))),
        ("so", number.map(Value::Number)),
        ("tra_lai", returned.map(Value::Date)),
        ("ly_do", reason.map(text)),
        ("can_sua", to_mend.map(text)),
    ];
    let parts = parts.into_iter();
    Value::Group(
        parts
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect(),
    )
}

/// The line that enters an arrival.
fn line(agency: &AgencyId, date: NaiveDate) -> String {
    format!("{agency}: {{ngay: {date}}}")
}

fn by_hand(path: &Path, unwritable: &Unwritable) -> Diagnostic {
    let message = format!(
        "không tự ghi được ngày đến vào `{}` ({})",
        vi::shown_path(path),
        unwritable.why
    );
    Diagnostic::general(Code::FileUnreadable, message).with_help(
        "ghi bằng tay: mỗi đơn vị một dòng, ví dụ `so-tu-phap: {ngay: 2026-03-04, so: 112}`",
    )
}
