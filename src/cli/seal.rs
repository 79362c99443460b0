//! `seal`: what issued reports say is recorded.

use super::args::{DataArguments, SealArguments};
use super::session::{Read, Session, only};
use super::{exit, stdio};
use crate::model::AgencyId;
use crate::{load, publish, scaffold};

impl Session {
    /// Records what issued reports say. One that is not faultless is not recorded.
    pub(super) fn seal(&mut self, arguments: &SealArguments) -> u8 {
        let Some(fonts) = self.fonts(None) else {
            return exit::TEMPLATE;
        };
        let period = &arguments.period;
        let data = DataArguments {
            strict: false,
            agency: arguments.agency.clone(),
            from: arguments.from.clone(),
            fonts: None,
        };
        self.tell_errors_only();
        let only = only(&data);
        let Some(Read { workspace, .. }) = self.load(&data, (period, &only), false, &fonts) else {
            return self.code();
        };
        // Units of a compiled report were read with it, and are recorded when asked for.
        let asked_for = |id: &AgencyId| only.is_empty() || only.contains(id);
        let Some((text, added)) = scaffold::sealed(&workspace, period, asked_for) else {
            stdio::print_line("không có báo cáo nào mới ban hành để ghi nhận");
            return self.code();
        };
        let path = load::seals_path(&arguments.from.data, period);
        if let Err(finding) = publish::write(&path, text.as_bytes()) {
            self.found(vec![finding]);
            return self.code();
        }
        let ids: Vec<_> = added.iter().map(AgencyId::as_str).collect();
        stdio::print_line(&format!(
            "đã ghi nhận {} báo cáo vào {}: {}",
            added.len(),
            stdio::path(&path),
            ids.join(", ")
        ));
        self.code()
    }
}
