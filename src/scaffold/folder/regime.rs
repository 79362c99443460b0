//! What a place itself lays down of a regime: by when its units report.

use std::collections::BTreeSet;

use super::{Beginning, LEVELS};
use crate::model::{LevelId, Period, PhraseValues, Regime, Workspace};
use crate::scaffold::yaml::Yaml;

/// The periods of a year whose reports fall under a regime.
pub fn periods_in(regime: &Regime, year: i32) -> Vec<Period> {
    let alone = Workspace {
        regimes: vec![regime.clone()],
        ..Workspace::default()
    };
    let cycles = regime.cycles.keys().cloned();
    let periods = cycles.map(|cycle| Period { year, cycle });
    periods
        .filter(|period| !alone.regimes_for(period).is_empty())
        .collect()
}

/// The levels that a regime asks and that a province of two tiers has not.
pub fn levels_unknown(regime: &Regime) -> BTreeSet<&LevelId> {
    let asked = regime
        .indicators
        .values()
        .flat_map(|row| &row.fillers.levels);
    let asked = asked.map(|level| &level.value);
    asked
        .filter(|level| !LEVELS.contains(&level.as_str()))
        .collect()
}

/// The text of the file.
pub(super) fn text(beginning: &Beginning<'_>) -> String {
    let regime = beginning.regime;
    let mut yaml = Yaml::default();
    yaml.remark(
        0,
        &format!(
            "Những gì {} quy định khác hoặc thêm so với chế độ {} mà chương trình mang sẵn ({}). Chỉ ghi chỗ khác; khóa nào không ghi ở đây thì theo chế độ.",
            beginning.province.full_name(),
            regime.id,
            regime.name.value,
        ),
    );
    yaml.gap();
    yaml.line(0, format!("sua: {}", regime.id));
    yaml.gap();
    yaml.remark(
        0,
        "Hạn các đơn vị gửi báo cáo do địa phương quy định; các ngày dưới đây mới là tạm đặt. Xem văn bản của địa phương, sửa `ngay`, `thang`, rồi đổi `can_xac_nhan` thành `nguyen_van`. Chưa đổi thì các lệnh schedule, check còn nhắc.",
    );
    yaml.line(0, "ky:");
    for (id, cycle) in &regime.cycles {
        let due = cycle.units_due;
        let before = if due.year_before {
            ", nam_truoc: true"
        } else {
            ""
        };
        yaml.remark(
            1,
            &crate::vi::upper_first(&cycle.name.fill(&PhraseValues::of_year(beginning.year))),
        );
        yaml.line(1, format!("{id}:"));
        yaml.line(
            2,
            format!(
                "han_don_vi: {{ngay: {}, thang: {}{before}, nguon: can_xac_nhan}}",
                due.day, due.month
            ),
        );
    }
    yaml.finish()
}
