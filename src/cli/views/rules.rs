//! The rules of `check` as a list.

use std::fmt::Write as _;

use crate::diagnostic::{Code, ExitKind, Level};
use crate::model::{Formula, GreatChange, Indicator, IndicatorId, Kind, Quantity, Regime};

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
pub(in crate::cli) fn of_regime(regime: &Regime) -> String {
    let rows = || regime.indicators.values();
    let limits = regime.limits().into_iter();
    let limits = limits.map(|(whole, parts)| format!("{} ≤ {whole}", sum(&parts)));
    let equal =
        rows().filter_map(|row| Some(format!("{} = {}", row.id, row.should_equal.as_ref()?.value)));
    let bounded = rows().filter_map(|row| {
        Some(format!(
            "{} ≤ {}",
            row.id,
            row.should_not_exceed.as_ref()?.value
        ))
    });
    let only_with =
        rows().filter_map(|row| Some(format!("{}: {}", row.id, row.only_with.as_ref()?.value)));
    let worked_out = rows().filter_map(worked_out);
    let answers = rows().filter_map(codes);
    let cumulative = rows().filter(|row| row.kind == Kind::Cumulative && row.formula.is_none());
    let cumulative = cumulative.map(|row| row.id.to_string());
    let great = regime.great_change.iter().flat_map(|great| {
        let told = |what: &str, change: GreatChange| {
            let GreatChange { times, least } = change;
            format!("{what}: gấp {times} lần hoặc chỉ còn 1/{times}, và chênh từ {least} trở lên")
        };
        [
            told("số tại thời điểm, so với báo cáo trước", great.of_snapshots),
            told(
                "số trong kỳ và lũy kế, so với cùng kỳ năm trước",
                great.within_a_year,
            ),
        ]
    });
    let groups: [(Code, &str, Vec<String>); 8] = [
        (
            Code::FigurePartExceedsWhole,
            "các phần không vượt tổng thể",
            limits.collect(),
        ),
        (
            Code::FigureUnexpected,
            "hai số đếm cùng một thứ",
            equal.collect(),
        ),
        (
            Code::FigureUnexpected,
            "thường không vượt, vượt thì giải trình",
            bounded.collect(),
        ),
        (
            Code::FigureUnexpected,
            "chỉ có khi dòng kia khác 0, nếu không thì giải trình",
            only_with.collect(),
        ),
        (
            Code::FigureComputed,
            "chương trình tính, không nhập",
            worked_out.collect(),
        ),
        (Code::NumberRange, "trả lời bằng mã", answers.collect()),
        (
            Code::FigureDecreases,
            "lũy kế, không giảm trong năm",
            cumulative.collect(),
        ),
        (
            Code::FigureJump,
            "thay đổi đột ngột thì giải trình",
            great.collect(),
        ),
    ];
    let mut text = format!("Ràng buộc giữa các số liệu của chế độ {}\n", regime.id);
    for (code, meaning, lines) in groups {
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{} ({meaning}): {}", code.as_str(), lines.len());
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn sum(ids: &[&IndicatorId]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| id.as_str()).collect();
    ids.join(" + ")
}

fn worked_out(row: &Indicator) -> Option<String> {
    let id = &row.id;
    Some(match row.formula.as_ref()? {
        Formula::Sum(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| &part.value).collect();
            format!("{id} = {}", sum(&parts))
        }
        Formula::Difference(whole, parts) => {
            let parts: Vec<_> = parts.iter().map(|part| part.value.as_str()).collect();
            format!("{id} = {} - {}", whole.value, parts.join(" - "))
        }
        Formula::Rate(part, whole) => format!("{id} = {} / {}", part.value, whole.value),
    })
}

fn codes(row: &Indicator) -> Option<String> {
    let Quantity::Answer(answers) = &row.quantity else {
        return None;
    };
    let answers: Vec<_> = answers
        .iter()
        .map(|(code, words)| format!("{code} {}", words.value))
        .collect();
    Some(format!("{}: {}", row.id, answers.join(", ")))
}

fn meaning(level: Level) -> &'static str {
    match level {
        Level::Law => "theo nghị định, không hạ được",
        Level::Regime => "theo chế độ báo cáo, biểu mẫu, kế hoạch",
        Level::House => "theo nếp làm việc, để người đọc khỏi trả lại",
        Level::File => "để chương trình đọc được tệp, không hạ được",
    }
}
