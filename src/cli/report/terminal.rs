//! Events as lines on a terminal.

use std::fmt::Write as _;
use std::path::Path;

use super::Reporter;
use super::progress::Progress;
use crate::batch::Fate;
use crate::batch::Reason;
use crate::cli::views::unit_counts;
use crate::cli::{stdio, terminal};
use crate::diagnostic::{Severity, Style, render};
use crate::event::{Answer, Event, Summary};
use crate::vi;

/// What is told of all that happens. Errors always are.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Volume {
    /// Whether notes are told one by one.
    pub notes: bool,
    /// Whether warnings are told.
    pub warnings: bool,
    /// Whether reports that were made, and the sum of all, are told.
    pub results: bool,
}

impl Volume {
    /// Whether a finding is told.
    pub(super) fn tells(self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => self.warnings,
            Severity::Note => self.notes,
        }
    }
}

/// Findings go to standard error, results to standard output.
#[derive(Debug)]
pub(in crate::cli) struct TerminalReporter {
    style: Style,
    volume: Volume,
    tells_findings: bool,
    /// Where somebody looks.
    progress: Option<Progress>,
}

impl TerminalReporter {
    /// Coloured as people ask for it.
    pub(in crate::cli) fn new(volume: Volume) -> Self {
        let has_progress = terminal::is_watched() && volume.results;
        Self {
            style: terminal::of_errors(),
            volume,
            tells_findings: true,
            progress: has_progress.then(Progress::default),
        }
    }

    /// The same without findings, which somebody else tells.
    pub(super) fn without_findings(mut self) -> Self {
        self.tells_findings = false;
        self
    }

    fn print(&self, event: &Event) {
        let Volume { results, .. } = self.volume;
        match event {
            Event::Found(finding) if self.tells_findings && self.volume.tells(finding.severity) => {
                let text = format!("{}\n", render(finding, self.style));
                match self.style {
                    Style::Plain => stdio::warn(&text),
                    Style::Coloured => stdio::warn_coloured(&text),
                }
            }
            Event::Counted {
                units,
                errors,
                warnings,
            } if self.tells_findings && self.volume.warnings => {
                let table = unit_counts::as_text(units, *errors, *warnings);
                stdio::warn(&format!("{table}\n"));
            }
            Event::Answered { answers } if results => Self::answered(answers),
            Event::Report {
                path,
                agency,
                fate,
                before,
            } => {
                let failed = matches!(fate, Fate::Failed);
                let progress = self.progress.as_ref();
                if failed || results && progress.is_none_or(Progress::has_lines) {
                    Self::report(path, agency, *fate, *before);
                }
            }
            Event::NobodyLate { .. } => {
                stdio::print_line("Không có đơn vị nào quá hạn; không lập công văn.");
            }
            Event::Finished(summary) => {
                if let Some(table) = self.progress.as_ref().and_then(Progress::table) {
                    stdio::print(&format!("{table}\n"));
                }
                self.finish(*summary);
            }
            _ => {}
        }
    }

    fn report(path: &Path, agency: &str, fate: Fate, before: bool) {
        let (shown, agency) = (stdio::path(path), vi::brief(agency));
        match fate {
            Fate::Published { pages, bytes } => stdio::print_line(&format!(
                "đã lập {shown} ({pages} trang, {} KB)",
                vi::grouped(bytes.div_ceil(1024))
            )),
            Fate::Unchanged { .. } | Fate::Stopped => {}
            Fate::Due { reason } => {
                stdio::print_line(&format!("sẽ lập {shown} ({})", words(reason)));
            }
            Fate::Kept => stdio::print_line(&format!(
                "giữ nguyên báo cáo đã ban hành của {agency}, không lập lại"
            )),
            Fate::Failed => {
                let before = if before {
                    "; tệp đang có là bản lập từ trước, chưa cập nhật"
                } else {
                    ""
                };
                let line = format!("không lập được {shown} ({agency}){before}");
                let line = vi::with_short_words(&line);
                stdio::warn(&format!("{}\n\n", vi::shown(&line)));
            }
        }
    }

    fn answered(answers: &[Answer]) {
        let mut text = format!("đã giải trình {} điều:\n", answers.len());
        for answer in answers {
            let about = answer.about.as_ref();
            let about = about.map_or_else(String::new, |about| format!(" {about}"));
            let (code, place) = (answer.code.as_str(), answer.location.words());
            let line = format!("{code}{about} ({place}): {}", answer.reason);
            let _ = writeln!(text, "  {}", vi::shown(&vi::brief(&line)));
        }
        stdio::print(&format!("{text}\n"));
    }

    fn finish(&self, summary: Summary) {
        let Summary {
            submissions,
            published,
            unchanged,
            due,
            kept,
            failed,
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
        if notes > 0 && self.volume.notes {
            parts.push(format!("{notes} lưu ý"));
        }
        if errors + warnings == 0 && (notes == 0 || !self.volume.notes) {
            parts.push("không có lỗi".to_owned());
        }
        let found = parts.join(", ");
        let there = published + unchanged;
        let line = if summary.interrupted {
            format!("đã dừng theo yêu cầu khi có {there} báo cáo, {found}; chạy lại để làm tiếp")
        } else if there + failed + due + kept > 0 {
            format!("{there}/{submissions} báo cáo, {found}")
        } else if submissions > 0 {
            format!("{submissions} tệp số liệu, {found}")
        } else {
            found
        };
        if errors == 0 && !self.volume.results {
            return;
        }
        if summary.unsealed > 0 && self.volume.results {
            stdio::print_line(&format!(
                "{} báo cáo ghi `da_ban_hanh` nhưng chưa ghi nhận nên còn lập lại được; ghi nhận bằng `baocao seal <KỲ>` thì từ đó số liệu và tệp PDF được giữ nguyên",
                summary.unsealed
            ));
        }
        if errors > 0 || summary.interrupted {
            stdio::warn(&format!("{line}\n"));
        } else {
            stdio::print_line(&line);
        }
    }
}

impl Reporter for TerminalReporter {
    fn tell(&mut self, event: &Event) {
        match &self.progress {
            Some(progress) => progress.above(|| self.print(event)),
            None => self.print(event),
        }
        if let Some(progress) = &mut self.progress {
            progress.tell(event);
        }
    }

    fn tell_sent_back(&mut self, event: &Event) {
        // Where the file is not told of either, errors still are.
        if !self.volume.results {
            self.tell(event);
        }
    }
}

fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "chưa có",
        Reason::Failed => "lần trước không lập được",
        Reason::Changed => "có thay đổi",
        Reason::Missing => "tệp đã mất",
        Reason::Altered => "tệp bị sửa",
        Reason::Forced => "theo yêu cầu",
    }
}
