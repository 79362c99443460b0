//! Exit codes. They are part of the program's face and do not change; `docs/messages.md`
//! explains them.

use crate::diagnostic::{Code, ExitKind};

/// All is well; there may be warnings.
pub(super) const SUCCESS: u8 = 0;
/// The data are wrong or incomplete.
pub(super) const DATA: u8 = 1;
/// The command line is wrong (clap's own code).
pub(super) const USAGE: u8 = 2;
/// A file or folder cannot be read.
pub(super) const INPUT: u8 = 3;
/// A template, a font or the typesetting fails.
pub(super) const TEMPLATE: u8 = 4;
/// A file or folder cannot be written.
pub(super) const OUTPUT: u8 = 5;

/// A report is overdue; only `status` says so.
pub(super) const OVERDUE: u8 = 6;

/// Somebody asked to stop (128 + SIGINT, as shells have it).
pub(super) const INTERRUPTED: u8 = 130;

/// What the codes mean, as help and the manual say it.
pub(super) const MEANINGS: [(u8, &str); 8] = [
    (SUCCESS, "đạt"),
    (DATA, "số liệu sai hoặc thiếu"),
    (USAGE, "dòng lệnh sai"),
    (INPUT, "không đọc được tệp"),
    (TEMPLATE, "mẫu hoặc phông có lỗi"),
    (OUTPUT, "không ghi được kết quả"),
    (OVERDUE, "có báo cáo quá hạn (lệnh status)"),
    (INTERRUPTED, "dừng theo yêu cầu"),
];

/// All codes in one line: "0 đạt; 1 số liệu sai hoặc thiếu; …".
pub(super) fn in_words() -> String {
    let all = MEANINGS.map(|(code, meaning)| format!("{code} {meaning}"));
    all.join("; ")
}

/// The code for a kind of failure.
pub(super) fn of(kind: ExitKind) -> u8 {
    match kind {
        ExitKind::Data => DATA,
        ExitKind::Input => INPUT,
        ExitKind::Template => TEMPLATE,
        ExitKind::Output => OUTPUT,
    }
}

/// The worst of several errors: what stands farthest down the pipeline.
pub(super) fn worst(codes: impl IntoIterator<Item = Code>) -> u8 {
    codes
        .into_iter()
        .map(Code::exit_kind)
        .max()
        .map_or(SUCCESS, of)
}

/// The code of a run whose standard output could not be written.
pub(super) fn with_lost_output(code: u8) -> u8 {
    match code {
        USAGE | INTERRUPTED => code,
        _ => OUTPUT,
    }
}
