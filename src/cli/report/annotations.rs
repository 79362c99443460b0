//! Findings as annotations of GitHub Actions, on the line of the file that they are about.

use super::terminal::Volume;
use super::{Reporter, in_checkout, within_file};
use crate::cli::stdio;
use crate::diagnostic::{Finding, Severity, Spot};
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
        properties.push(format!("file={}", property(&file)));
        if let Spot::Lines {
            line: first,
            end_line: last,
            column,
            end_column: behind,
        } = location.spot
        {
            properties.push(format!("line={first},endLine={last}"));
            // Columns of several lines mean nothing to it.
            if first == last {
                properties.push(format!("col={column},endColumn={behind}"));
            }
        }
    }
    properties.push(format!("title={}", property(finding.code.as_str())));
    let help = finding.help.iter().map(|help| format!("cách sửa: {help}"));
    let lines: Vec<_> = std::iter::once(within_file(finding)).chain(help).collect();
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
    fn what_is_no_line_is_told_in_words() {
        let (sources, finding) = crate::diagnostic::in_all_shapes();
        let mut finding = Finding::of(&finding, &sources);
        assert_eq!(
            line(&finding),
            "::error file=bieu.xlsx,title=number/form::trang tính “Biểu 2”, ô D14: số viết bằng chữ%0Acách sửa: viết bằng chữ số\n"
        );
        finding.location = Some(finding.labels[1].location.clone());
        let words = "::trang tính “Biểu\\u{202e} 3\\n::error::”, ô AB7: số viết bằng chữ%0A";
        assert!(line(&finding).contains(words), "{}", line(&finding));
        finding.location = Some(finding.labels[3].location.clone());
        let words = "::error file=bao-cao.docx,title=number/form::đoạn 2: số viết";
        assert!(line(&finding).starts_with(words), "{}", line(&finding));
    }

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
