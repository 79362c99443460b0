//! Findings as a Code Quality report of GitLab, which shows them on the lines of a merge
//! request.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Reporter, in_checkout, within_file};
use crate::diagnostic::{Diagnostic, Finding, Severity, Spot};
use crate::event::Event;
use crate::hash::sha256;
use crate::publish::Named;
use crate::vi;

#[derive(Debug, Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

/// Whoever reads a merge request.
#[derive(Debug)]
pub(super) struct CodeQuality {
    file: Named,
    issues: Vec<Issue>,
    seen: BTreeMap<String, usize>,
}

impl CodeQuality {
    pub(super) fn new(file: Named) -> Self {
        Self {
            file,
            issues: Vec::new(),
            seen: BTreeMap::new(),
        }
    }

    /// The same finding has the same fingerprint wherever its line has moved to.
    fn fingerprint(&mut self, finding: &Finding, path: &str) -> String {
        let text = format!("{}\n{path}\n{}", finding.code.as_str(), finding.message);
        let again = self.seen.entry(text.clone()).or_default();
        *again += 1;
        sha256(format!("{text}\n{again}").as_bytes())
    }
}

impl Reporter for CodeQuality {
    fn tell(&mut self, event: &Event) {
        let Event::Found(finding) = event else {
            return;
        };
        let severity = match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        };
        // It cannot show what stands in no file.
        let Some(location) = &finding.location else {
            return;
        };
        let path = in_checkout(&location.file).to_owned();
        // It knows nothing but lines.
        let begin = match location.spot {
            Spot::Lines { line, .. } => line,
            Spot::Cell { .. } | Spot::Paragraph { .. } => 1,
        };
        let fingerprint = self.fingerprint(finding, &path);
        let finding = finding.shown();
        let help = finding
            .help
            .iter()
            .map(|help| format!("; cách sửa: {help}"));
        self.issues.push(Issue {
            description: format!("{}{}", within_file(&finding), help.collect::<String>()),
            check_name: finding.code.as_str().to_owned(),
            fingerprint,
            severity,
            location: Location {
                path: vi::shown(&vi::brief(&path)).into_owned(),
                lines: Lines { begin },
            },
        });
    }

    fn end(&mut self) -> Result<(), Diagnostic> {
        let text = serde_json::to_string_pretty(&self.issues).unwrap_or_default();
        let text = format!("{text}\n");
        self.file.write(vi::shown_json(&text).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::in_all_shapes;
    use crate::publish::Surroundings;

    /// It takes nothing but a file and a line.
    #[test]
    fn what_is_no_line_is_told_in_words() {
        let (sources, finding) = in_all_shapes();
        let file = Named::new(
            "--code-quality",
            "x.json".into(),
            |_| true,
            Surroundings::default(),
        );
        let mut told = CodeQuality::new(file);
        told.tell(&Event::Found(Finding::of(&finding, &sources)));
        let issue = serde_json::to_value(&told.issues[0]).expect("it is JSON");
        assert_eq!(
            issue["description"],
            "trang tính “Biểu 2”, ô D14: số viết bằng chữ; cách sửa: viết bằng chữ số"
        );
        let place = serde_json::json!({"path": "bieu.xlsx", "lines": {"begin": 1}});
        assert_eq!(issue["location"], place);
    }
}
