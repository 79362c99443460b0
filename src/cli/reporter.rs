//! Events as lines on a terminal.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::batch::Reason;
use crate::check::Answered;
use crate::diagnostic::{Severity, Sources, Style, render};
use crate::event::{Event, ReportFate, Summary};
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
            Event::Report {
                path,
                agency,
                fate,
                before,
            } => Self::report(path, agency, *fate, *before),
            Event::Read { .. } | Event::Planned { .. } => return,
            Event::Finished(summary) => self.finish(*summary),
        };
        drop(result);
    }

    fn report(path: &Path, agency: &str, fate: ReportFate, before: bool) -> io::Result<()> {
        let shown = vi::shown_path(path);
        match fate {
            ReportFate::Published { pages, bytes } => writeln!(
                io::stdout(),
                "đã lập {shown} ({pages} trang, {} KB)",
                vi::grouped(bytes.div_ceil(1024))
            ),
            ReportFate::Unchanged { .. } => Ok(()),
            ReportFate::Due(reason) => {
                writeln!(io::stdout(), "sẽ lập {shown} ({})", words(reason))
            }
            ReportFate::Kept => writeln!(
                io::stdout(),
                "giữ nguyên báo cáo đã ban hành của {agency}, không lập lại"
            ),
            ReportFate::Failed => {
                let old = format!("; {shown} là bản lập từ trước, chưa cập nhật");
                let before = if before { old.as_str() } else { "" };
                writeln!(
                    io::stderr(),
                    "không lập được báo cáo của {agency}{before}\n"
                )
            }
        }
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
            unchanged,
            due,
            kept,
            errors,
            warnings,
            notes,
            ..
        } = summary;
        let mut parts = Vec::new();
        if unchanged > 0 {
            parts.push(format!("{unchanged} không có gì thay đổi"));
        }
        if due > 0 {
            parts.push(format!("{due} sẽ lập"));
        }
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
        let there = published + unchanged;
        let line = if summary.interrupted {
            format!(
                "đã dừng theo yêu cầu: {there}/{submissions} báo cáo, {found}; chạy lại để làm tiếp"
            )
        } else if there > 0 {
            format!("{there}/{submissions} báo cáo, {found}")
        } else {
            format!("{submissions} tệp số liệu, {found}")
        };
        if errors > 0 || summary.interrupted {
            writeln!(io::stderr(), "{line}")
        } else {
            writeln!(io::stdout(), "{line}")
        }
    }
}

fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "chưa có",
        Reason::Changed => "có thay đổi",
        Reason::Missing => "tệp đã mất",
        Reason::Altered => "tệp bị sửa",
        Reason::Forced => "theo yêu cầu",
    }
}
