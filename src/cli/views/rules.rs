//! The rules of `check` as a list.

use std::fmt::Write as _;

use crate::app::{RegimeRules, RuleGroup};
use crate::diagnostic::{Code, ExitKind, Level};

/// All rules about data by their level, with what they rest on.
pub(in crate::cli) fn as_text() -> String {
    let mut text = String::new();
    for level in Level::ALL {
        let rules = Code::ALL.iter().filter(|code| {
            code.level() == *level && matches!(code.exit_kind(), ExitKind::Data | ExitKind::Input)
        });
        let _ = writeln!(text, "Mức {}: {}", level.name(), meaning(*level));
        for rule in rules {
            let _ = write!(text, "  {:<26} {}", rule.as_str(), rule.title());
            if !rule.basis().is_empty() {
                let _ = write!(text, " ({})", rule.basis());
            }
            text.push('\n');
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
