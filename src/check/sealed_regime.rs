//! A report that was issued is checked by the regime as it is now: told where that says something
//! else than when the report was recorded, once for the regime.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{AgencyId, Period, Regime, RegimeOrigin, Seal, Workspace};

/// Units that the finding names.
const NAMED: usize = 4;

/// The records of a regime that say that it said something else.
struct Changed<'w> {
    regime: &'w Regime,
    records: Vec<(&'w AgencyId, &'w Seal, Place)>,
}

pub(super) fn check(workspace: &Workspace, period: &Period, findings: &mut Vec<Diagnostic>) {
    let regimes = workspace.regimes_for(period);
    let mut all: BTreeMap<&str, Changed<'_>> = BTreeMap::new();
    for (id, seal) in workspace.seals.get(period).into_iter().flatten() {
        let recorded = seal.regime.as_ref().map(|regime| &regime.name.value);
        let mut known = regimes.iter().copied();
        let regime = known.find(|regime| recorded.is_none_or(|name| regime.id == *name));
        let Some((regime, then)) = regime.zip(seal.regime_text.as_ref()) else {
            continue;
        };
        let now = regime.fingerprints.get(&period.cycle);
        if now.is_none_or(|now| *now == then.value) {
            continue;
        }
        let changed = all.entry(&regime.id).or_insert_with(|| Changed {
            regime,
            records: Vec::new(),
        });
        changed.records.push((id, seal, then.place));
    }
    findings.extend(all.values().filter_map(|changed| changed.told(period)));
}

impl Changed<'_> {
    fn told(&self, period: &Period) -> Option<Diagnostic> {
        let (_, first, recorded) = self.records.first()?;
        let ids = self.records.iter().take(NAMED).map(|(id, ..)| id.as_str());
        let ids: Vec<_> = ids.collect();
        let more = if self.records.len() > NAMED {
            ", …"
        } else {
            ""
        };
        let message = format!(
            "chế độ `{}` đã khác với khi ban hành {} báo cáo kỳ {period} ({}{more})",
            self.regime.id,
            self.records.len(),
            ids.join(", ")
        );
        let told = |place| Diagnostic::error(Code::RegimeChanged, place, message).warning();
        let finding = match self.regime.origin {
            RegimeOrigin::Carried {
                changed_by: None, ..
            } => told(*recorded).with_help(
                "khi ban hành có tệp trong thư mục che-do mà nay không còn như vậy: chép lại tệp ấy như khi ban hành",
            ),
            RegimeOrigin::Carried { .. } | RegimeOrigin::OwnFile => told(self.regime.place)
                .with_label(first.place, "ghi nhận khi ban hành")
                .with_help("sửa nhầm thì khôi phục tệp này như khi ban hành"),
        };
        Some(finding.with_help(
            "sửa cho các kỳ sau thì giữ chế độ cũ, thêm `den_ngay`, và viết chế độ mới thành tệp đủ riêng có `tu_ngay`; báo cáo đã ban hành giữ nguyên, chỉ được kiểm tra theo nội dung khác khi ký",
        ))
    }
}
