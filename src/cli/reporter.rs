//! Events as lines on a terminal.

use std::io::{self, IsTerminal, Write};

use crate::check::Answered;
use crate::diagnostic::{Severity, Sources, Style, render};
use crate::event::{Event, Summary};
use crate::vi;

/// Findings go to standard error, results to standard output.
#[derive(Debug)]
pub(super) struct TerminalReporter {
    style: Style,
    /// Whether notes are told one by one.
    pub(super) tells_notes: bool,
    /// Whether warnings are told.
    pub(super) tells_warnings: bool,
}

impl TerminalReporter {
    /// Coloured where somebody looks, unless `NO_COLOR` is set.
    pub(super) fn new() -> Self {
        let coloured =
            io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self {
            style: if coloured {
                Style::Coloured
            } else {
                Style::Plain
            },
            tells_notes: false,
            tells_warnings: true,
        }
    }

    /// Tells of an event. A closed pipe is nobody's fault.
    pub(super) fn tell(&self, event: &Event, sources: &Sources) {
        let result = match event {
            Event::Found(finding) if finding.severity == Severity::Note && !self.tells_notes => {
                return;
            }
            Event::Found(finding)
                if finding.severity == Severity::Warning && !self.tells_warnings =>
            {
                return;
            }
            Event::Answered(answered) => Self::answered(answered, sources),
            Event::Found(finding) => {
                writeln!(io::stderr(), "{}", render(finding, sources, self.style))
            }
            Event::Published { path, pages, bytes } => writeln!(
                io::stdout(),
                "đã lập {} ({pages} trang, {} KB)",
                path.to_string_lossy().replace('\\', "/"),
                vi::grouped(bytes.div_ceil(1024) as u64)
            ),
            Event::Failed { agency, before } => {
                let before = before.as_ref().map_or_else(String::new, |path| {
                    format!(
                        "; {} là bản lập từ trước, chưa cập nhật",
                        path.to_string_lossy().replace('\\', "/")
                    )
                });
                writeln!(
                    io::stderr(),
                    "không lập được báo cáo của {agency}{before}\n"
                )
            }
            Event::Kept { agency } => writeln!(
                io::stdout(),
                "giữ nguyên báo cáo đã ban hành của {agency}, không lập lại"
            ),
            Event::Finished(summary) => self.finish(*summary),
        };
        drop(result);
    }

    /// Prints a result. A closed pipe is nobody's fault.
    pub(super) fn print(text: &str) {
        drop(write!(io::stdout(), "{text}"));
    }

    fn answered(answered: &[Answered], sources: &Sources) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "đã giải trình {} điều:", answered.len())?;
        for answer in answered {
            let about = answer.about.as_ref();
            let about = about.map_or_else(String::new, |about| format!(" {about}"));
            let (path, line) = (
                sources.path(answer.place.source),
                sources.line(answer.place),
            );
            let code = answer.code.as_str();
            writeln!(out, "  {code}{about} ({path}:{line}): {}", answer.reason)?;
        }
        writeln!(out)
    }

    fn finish(&self, summary: Summary) -> io::Result<()> {
        let Summary {
            submissions,
            published,
            kept,
            errors,
            warnings,
            notes,
        } = summary;
        let mut parts = Vec::new();
        if kept > 0 {
            parts.push(format!("giữ nguyên {kept} báo cáo đã ban hành"));
        }
        if errors > 0 {
            parts.push(format!("{errors} lỗi"));
        }
        if warnings > 0 {
            parts.push(format!("{warnings} cảnh báo"));
        }
        if notes > 0 && self.tells_notes {
            parts.push(format!("{notes} lưu ý"));
        }
        if errors + warnings == 0 && (notes == 0 || !self.tells_notes) {
            parts.push("không có lỗi".to_owned());
        }
        let found = parts.join(", ");
        let line = if published > 0 {
            format!("{published}/{submissions} báo cáo, {found}")
        } else {
            format!("{submissions} tệp số liệu, {found}")
        };
        if errors > 0 {
            writeln!(io::stderr(), "{line}")
        } else {
            writeln!(io::stdout(), "{line}")
        }
    }
}
