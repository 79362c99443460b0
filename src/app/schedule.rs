//! What is due in a year.

use super::config::App;
use super::run::{Outcome, Run};
use crate::assess::{self, Due};
use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;

/// Which calendar.
#[derive(Debug, Clone)]
pub struct ScheduleRequest {
    /// The year.
    pub year: i32,
}

impl App {
    /// All that is due in a year, in the order of the days; nothing where the data do not say it.
    pub fn schedule(
        &self,
        request: &ScheduleRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Vec<Due>>) {
        self.run(tell, |run| run.schedule(request))
    }
}

impl Run<'_> {
    fn schedule(&mut self, request: &ScheduleRequest) -> Option<Vec<Due>> {
        let year = request.year;
        let fonts = self.fonts()?;
        let loaded = self.app.folder(&fonts).calendar(year);
        let workspace = self.loaded(loaded, |workspace| check::check_calendar(workspace, year))?;
        let all = assess::schedule(&workspace, year);
        if all.is_empty() {
            let message = format!("năm {year} không có kỳ báo cáo hay kế hoạch nào");
            self.found(vec![
                Diagnostic::general(Code::PeriodUnknown, message)
                    .with_help(workspace.validity_seen_in()),
            ]);
            return None;
        }
        Some(all)
    }
}
