//! Findings as annotations of GitHub Actions, on the line of the file that they are about.

use super::terminal::Volume;
use super::{Reporter, in_checkout};
use crate::cli::stdio;
use crate::diagnostic::{Finding, Severity};
use crate::event::Event;
use crate::vi;

/// Whoever reads the log of a GitHub job.
#[derive(Debug)]
pub(super) struct Annotations {
    volume: Volume,
}

impl Annotations {
    pub(super) fn new(volume: Volume) -> Self {
        Self { volume }
    }
}

impl Reporter for Annotations {
    fn tell(&mut self, event: &Event) {
        if let Event::Found(finding) = event
            && self.volume.tells(finding.severity)
        {
            stdio::deliver(&line(&finding.shown()));
        }
    }
}

/// The command for a finding as people are shown it.
fn line(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(location) = &finding.location {
        let file = vi::brief(in_checkout(&location.file));
        let file = vi::shown(&file);
        let (first, last) = (location.line, location.end_line);
        properties.push(format!("file={}", property(&file)));
        properties.push(format!("line={first},endLine={last}"));
        // Columns of several lines mean nothing to it.
        if first == last {
            let (column, behind) = (location.column, location.end_column);
            properties.push(format!("col={column},endColumn={behind}"));
        }
    }
    properties.push(format!("title={}", property(finding.code.as_str())));
    let help = finding.help.iter().map(|help| format!("cách sửa: {help}"));
    let lines: Vec<_> = std::iter::once(finding.message.clone())
        .chain(help)
        .collect();
    let message = data(&lines.join("\n"));
    format!("::{command} {}::{message}\n", properties.join(","))
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Place, Sources};

    #[test]
    fn what_means_something_to_the_log_is_written_otherwise() {
        let mut sources = Sources::default();
        let source = sources.add("a,b.yaml", "một: 5\nhai: 60%\n");
        let place = Place::new(source, 14..17);
        let finding = Diagnostic::error(Code::FigureJump, place, "tăng 60%").with_help("xem lại");
        assert_eq!(
            line(&Finding::of(&finding, &sources)),
            "::error file=a%2Cb.yaml,line=2,endLine=2,col=6,endColumn=9,title=figure/jump::tăng 60%25%0Acách sửa: xem lại\n"
        );
        let general = Diagnostic::general(Code::FileNotFound, "không có");
        assert_eq!(
            line(&Finding::of(&general.warning(), &sources)),
            "::warning title=file/not-found::không có\n"
        );
    }
}
