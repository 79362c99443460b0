//! The rules of `check` as a list.

use std::fmt::Write as _;

use crate::app::{RegimeRules, RuleGroup};
use crate::cli::columns::{Columns, Side};
use crate::diagnostic::{Code, ExitKind, Level};

/// All rules about data by their level, with what they rest on.
pub(in crate::cli) fn as_text() -> String {
    let mut text = String::new();
    let rules = Code::ALL
        .iter()
        .filter(|code| matches!(code.exit_kind(), ExitKind::Data | ExitKind::Input));
    let cells = |rule: &Code| {
        let basis = match rule.basis() {
            "" => String::new(),
            basis => format!(" ({basis})"),
        };
        [rule.as_str().to_owned(), format!("{}{basis}", rule.title())]
    };
    let columns = rules
        .clone()
        .fold(Columns::new([Side::Left, Side::Left]), |columns, rule| {
            columns.fitting(cells(rule))
        });
    for level in Level::ALL {
        let _ = writeln!(text, "Mức {}: {}", level.name(), meaning(*level));
        for rule in rules.clone().filter(|rule| rule.level() == *level) {
            let _ = writeln!(text, "  {}", columns.line(cells(rule)));
        }
        text.push('\n');
    }
    text.push_str(
        "Cảnh báo đúng thực tế thì giải trình trong tệp của đơn vị: `giai_trinh: {mã: {dòng: \"lý do\"}}`.\n\
         Mức chế độ và quy ước đổi được trong cau-hinh.yaml: `quy_tac: {mã: loi | canh_bao | luu_y | bo_qua}`.\n",
    );
    text
}

/// What a regime asks of its figures, row by row, under the rule that each is checked by.
pub(in crate::cli) fn of_regime(rules: &RegimeRules) -> String {
    let mut text = format!("Ràng buộc giữa các số liệu của chế độ {}\n", rules.regime);
    for RuleGroup {
        rule,
        meaning,
        lines,
    } in &rules.groups
    {
        let _ = writeln!(text, "\n{} ({meaning}): {}", rule.as_str(), lines.len());
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn meaning(level: Level) -> &'static str {
    match level {
        Level::Law => "theo nghị định, không hạ được",
        Level::Regime => "theo chế độ báo cáo, biểu mẫu, kế hoạch",
        Level::House => "theo nếp làm việc, để người đọc khỏi trả lại",
        Level::File => "để chương trình đọc được tệp, không hạ được",
    }
}
