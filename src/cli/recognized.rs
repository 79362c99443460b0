//! By what the program knows a file again that it wrote for an option before.
//!
//! Files for programs have a shape that nothing else has. A text for people ends with a line
//! that names the command and the hash of all before it, so that a text in which somebody
//! has written is somebody's.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::views::calendar::PRODUCT;
use crate::diagnostic::Code;
use crate::hash::sha256;

/// What the last line of a text begins with.
const MARK: &str = "Tệp do lệnh `baocao ";

/// The command that writes what was found of a unit.
pub(super) const UNIT_LETTER: &str = "check --by-unit";

/// What a line of a manual begins with that is not shown.
const COMMENT: &str = ".\\\" ";

/// A text with the line by which it is known again.
pub(super) fn marked(command: &str, text: &str) -> String {
    let text = format!("{}\n", text.trim_end_matches('\n'));
    format!("{text}\n{}", last_line(command, &text))
}

/// A page of the manual with such a line, which its reader does not see.
pub(super) fn marked_manual(page: &str) -> String {
    format!("{page}{COMMENT}{}", last_line("man", page))
}

fn last_line(command: &str, text: &str) -> String {
    let hash = sha256(text.as_bytes());
    format!("{MARK}{command}` ghi, mã kiểm {hash}\n")
}

/// Whether it is a text that the command wrote and nobody has changed.
fn is_marked(command: &str, bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let last = text.rfind(&format!("\n{MARK}"));
    let parts = last.and_then(|at| text.split_at_checked(at));
    parts.is_some_and(|(text, _)| marked(command, text).as_bytes() == bytes)
}

fn is_json<T: DeserializeOwned>(bytes: &[u8]) -> bool {
    serde_json::from_slice::<T>(bytes).is_ok()
}

/// Test results.
pub(super) fn junit(bytes: &[u8]) -> bool {
    const BEGINNING: &[u8] =
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"baocao\" tests=\"";
    bytes.starts_with(BEGINNING) && bytes.trim_ascii_end().ends_with(b"</testsuites>")
}

/// Findings for a merge request.
pub(super) fn code_quality(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Issue {
        #[serde(rename = "description")]
        _description: String,
        check_name: String,
        fingerprint: String,
        #[serde(rename = "severity")]
        _severity: Severity,
        #[serde(rename = "location")]
        _location: Location,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Severity {
        Major,
        Minor,
        Info,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Location {
        #[serde(rename = "path")]
        _path: String,
        #[serde(rename = "lines")]
        _lines: Lines,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lines {
        #[serde(rename = "begin")]
        _begin: u32,
    }
    let is_own = |issue: &Issue| {
        let hash = issue.fingerprint.bytes();
        Code::named(&issue.check_name).is_some()
            && issue.fingerprint.len() == 64
            && hash.into_iter().all(|byte| byte.is_ascii_hexdigit())
    };
    let issues = serde_json::from_slice::<Vec<Issue>>(bytes);
    // Others write an empty list, too, but hardly with our line end.
    let is_bare = |issues: &[Issue]| issues.is_empty() && bytes != b"[]\n";
    issues.is_ok_and(|issues| !is_bare(&issues) && issues.iter().all(is_own))
}

/// A year's calendar, in any of its forms.
pub(super) fn schedule(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Calendar {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "year")]
        _year: i32,
        #[serde(rename = "date")]
        _date: String,
        #[serde(rename = "due")]
        _due: Vec<IgnoredAny>,
    }
    is_marked("schedule", bytes) || is_json::<Calendar>(bytes) || is_calendar(bytes)
}

/// A calendar of which nothing but our own entries is in it.
fn is_calendar(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut lines = text.lines();
    let product = format!("PRODID:{PRODUCT}");
    lines.next() == Some("BEGIN:VCALENDAR")
        && lines.next_back() == Some("END:VCALENDAR")
        && text.lines().any(|line| line == product)
        // A line that is too long goes on behind a space.
        && text
            .replace("\r\n ", "")
            .lines()
            .filter_map(|line| line.strip_prefix("UID:"))
            .all(|id| id.ends_with("@baocao"))
}

/// What has arrived for a period.
pub(super) fn status(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Status {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "period")]
        _period: String,
        #[serde(rename = "date")]
        _date: String,
        #[serde(rename = "receivers")]
        _receivers: Vec<IgnoredAny>,
    }
    is_marked("status", bytes) || is_json::<Status>(bytes)
}

/// A list of agencies.
pub(super) fn agencies(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "date")]
        _date: String,
        #[serde(rename = "period")]
        _period: Option<String>,
        #[serde(rename = "levels")]
        _levels: Vec<IgnoredAny>,
        #[serde(rename = "agencies")]
        _agencies: Vec<IgnoredAny>,
        #[serde(rename = "not_valid")]
        _not_valid: usize,
    }
    is_marked("agencies", bytes) || is_json::<List>(bytes) || agency_import(bytes)
}

/// What became of a table of agencies.
fn agency_import(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Import {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "file")]
        _file: String,
        #[serde(rename = "rows")]
        _rows: usize,
        #[serde(rename = "added")]
        _added: Vec<IgnoredAny>,
        #[serde(rename = "filled")]
        _filled: Vec<IgnoredAny>,
        #[serde(rename = "unchanged")]
        _unchanged: Vec<IgnoredAny>,
        #[serde(rename = "different")]
        _different: Vec<IgnoredAny>,
        #[serde(rename = "double")]
        _double: Vec<IgnoredAny>,
        #[serde(rename = "old")]
        _old: Vec<IgnoredAny>,
        #[serde(rename = "missing")]
        _missing: Vec<IgnoredAny>,
        #[serde(rename = "unread_columns")]
        _unread_columns: Vec<IgnoredAny>,
        #[serde(rename = "written")]
        _written: bool,
    }
    is_json::<Import>(bytes)
}

/// How figures came about.
pub(super) fn explanation(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Explanation {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "period")]
        _period: String,
        #[serde(rename = "agency")]
        _agency: String,
        #[serde(rename = "figures")]
        _figures: Vec<IgnoredAny>,
    }
    is_marked("explain", bytes) || is_json::<Explanation>(bytes)
}

/// The regimes that there are, or what changed between two numbers of one.
pub(super) fn regimes(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Regimes {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "regimes")]
        _regimes: Vec<IgnoredAny>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Between {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "regime")]
        _regime: String,
        #[serde(rename = "from")]
        _from: u64,
        #[serde(rename = "to")]
        _to: u64,
        #[serde(rename = "changes")]
        _changes: Vec<IgnoredAny>,
    }
    is_marked("regimes", bytes) || is_json::<Regimes>(bytes) || is_json::<Between>(bytes)
}

/// A page of the manual that nobody has changed.
pub(super) fn manual(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let last = text.rfind(&format!("{COMMENT}{MARK}"));
    let page = last.and_then(|at| text.get(..at));
    page.is_some_and(|page| marked_manual(page).as_bytes() == bytes)
}

/// What was found of a unit, to be sent back to it.
pub(super) fn unit_letter(bytes: &[u8]) -> bool {
    is_marked(UNIT_LETTER, bytes)
}

/// The list of rules.
pub(super) fn rules(bytes: &[u8]) -> bool {
    is_marked("check", bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_until_somebody_writes_in_it() {
        let text = marked("status", "Kỳ 2021-q1\n\nTất cả: 5/5 đã gửi\n");
        assert!(status(text.as_bytes()), "{text}");
        assert!(!schedule(text.as_bytes()));
        assert!(!rules(b""));
        for changed in [
            text.replace("5/5", "4/5"),
            format!("{text}đã gọi điện\n"),
            format!("\n{text}"),
            text.replace('\n', "\r\n"),
        ] {
            assert!(!status(changed.as_bytes()), "{changed}");
        }
    }

    #[test]
    fn a_manual_is_known_until_somebody_writes_in_it() {
        let text = marked_manual(".TH baocao 1\n.SH TÊN\nbaocao\n");
        assert!(manual(text.as_bytes()), "{text}");
        assert!(!status(text.as_bytes()) && !manual(b""));
        for changed in [text.replace("TÊN", "TEN"), format!("{text}.SH GHI CHÚ\n")] {
            assert!(!manual(changed.as_bytes()), "{changed}");
        }
    }

    #[test]
    fn json_of_others_is_not_taken_for_own() {
        for other in [
            &b"{}"[..],
            b"[]x",
            b"[{\"check_name\": \"file/empty\"}]",
            b"{\"version\": 1, \"year\": 2021, \"date\": \"x\", \"due\": [], \"more\": 1}",
            b"{\"version\": 1, \"period\": \"2021-q1\"}",
        ] {
            for known in [code_quality, schedule, status, explanation, regimes, rules] {
                assert!(!known(other), "{}", String::from_utf8_lossy(other));
            }
        }
        let issue = |name: &str, more: &str| {
            let hash = sha256(b"x");
            format!(
                "[{{\"description\": \"a\", \"check_name\": \"{name}\", \"fingerprint\": \"{hash}\", \"severity\": \"major\", \"location\": {{\"path\": \"a\", \"lines\": {{\"begin\": 1{more}}}}}}}]"
            )
        };
        assert!(code_quality(issue("file/empty", "").as_bytes()));
        assert!(!code_quality(issue("no-unused-vars", "").as_bytes()));
        assert!(!code_quality(
            issue("file/empty", ", \"end\": 2").as_bytes()
        ));
        assert!(code_quality(b"[]\n") && !code_quality(b"[]"));
    }

    #[test]
    fn test_results_of_others_are_not_taken_for_own() {
        let own = quick_junit::Report::new("baocao");
        let own = own.to_string().expect("it can be written");
        assert!(junit(own.as_bytes()), "{own}");
        let other = quick_junit::Report::new("nextest-run");
        let other = other.to_string().expect("it can be written");
        assert!(!junit(other.as_bytes()));
        assert!(!junit(own.trim_end().trim_end_matches('>').as_bytes()));
    }
}
