//! One file that nobody reads: what it was meant for, and how much is lost with it.

use super::{Survey, is_told_by_load};
use crate::diagnostic::{Help, Severity, Way};
use crate::files::{self, Entry};
use crate::load::content::{Content, Look, look};
use crate::load::slip;
use crate::model::Period;

impl Survey<'_> {
    /// A file that nobody reads. `places` says where files of some names belong; `when` of
    /// which year and period the folder is.
    pub(super) fn stray_file(
        &mut self,
        entry: &Entry,
        when: Option<(i32, Option<&str>)>,
        places: &[(&str, String)],
    ) {
        let name = entry.name();
        if files::is_of_system(&name) {
            return;
        }
        let Look {
            content,
            agency,
            period,
        } = look(&entry.path);
        let agencies = self.known.agencies.iter().map(String::as_str);
        let stated = agency.filter(|id| self.known.agencies.contains(id));
        let by_name = slip::meant(&name, agencies, &[]).map(str::to_owned);
        let shared = places.iter().map(|(name, place)| (*name, place.as_str()));
        let known = shared.clone().map(|(name, _)| name);
        let shared_name = if content == Content::Submission || by_name.is_some() {
            None
        } else {
            slip::meant_or_near(&name, known.collect::<Vec<_>>())
        };
        let place = shared_name.and_then(|name| shared.clone().find(|(n, _)| *n == name));
        let unit = stated.or(by_name);
        let period = period.as_deref().and_then(Period::parse);
        if let Some((_, place)) = place {
            let is_yaml = is_told_by_load(&name) || content == Content::Shared;
            let vacant = !place.contains('<') && !files::is_there(&self.known.data.join(place));
            let severity = if is_yaml && (vacant || place.contains('<')) {
                Severity::Error
            } else {
                Severity::Warning
            };
            let message = format!("tệp không được đọc: tệp này phải là `{place}`");
            let help = if vacant || place.contains('<') {
                format!("đổi tên hoặc chuyển tệp thành `{place}`")
            } else {
                format!("đã có `{place}`: giữ một tệp, chuyển tệp kia ra ngoài thư mục dữ liệu")
            };
            self.tell(entry, &[], severity, message, help);
            return;
        }
        if content == Content::Submission || unit.is_some() {
            self.stray_submission(entry, content, (unit, period), when);
            return;
        }
        let regime_here = content == Content::Shared && when.is_none();
        let (severity, help) = if regime_here {
            (
                Severity::Error,
                "tệp chế độ nằm trong `che-do`, tệp của đơn vị trong `<năm>/<kỳ>`, tên kết thúc bằng `.yaml`",
            )
        } else {
            (
                Severity::Warning,
                "chuyển ra ngoài thư mục dữ liệu nếu không thuộc số liệu",
            )
        };
        let message = "tệp không được đọc: không phải tệp nào của thư mục dữ liệu".to_owned();
        self.tell(entry, &[], severity, message, help);
    }

    /// A file that is or may be a unit's, where or as nobody reads it.
    fn stray_submission(
        &mut self,
        entry: &Entry,
        content: Content,
        (unit, period): (Option<String>, Option<Period>),
        when: Option<(i32, Option<&str>)>,
    ) {
        if let (Some(period), Some(asked)) = (&period, self.scope.period)
            && period != asked
        {
            return;
        }
        let folder = match (&period, when) {
            (_, Some((year, Some(cycle)))) => Some(format!("{year}/{cycle}")),
            (Some(period), _) => Some(format!("{}/{}", period.year, period.cycle)),
            (None, Some((year, None))) => Some(format!("{year}/<kỳ>")),
            (None, None) => None,
        };
        let unit_name = unit.as_deref().unwrap_or("<mã đơn vị>");
        let place = format!(
            "{}/{unit_name}.yaml",
            folder.as_deref().unwrap_or("<năm>/<kỳ>")
        );
        let known = !place.contains('<');
        let there = known && files::is_there(&self.known.data.join(&place));
        // A document beside the file that is read costs nobody's report; one that stands for it
        // does, if it stands in the folder of the period.
        let lost = content == Content::Submission
            || !there && when.is_some_and(|(_, cycle)| cycle.is_some());
        let severity = if lost {
            Severity::Error
        } else {
            Severity::Warning
        };
        let message = if when.is_some_and(|(_, cycle)| cycle.is_some()) {
            "tệp không được đọc vì tên không kết thúc bằng `.yaml`"
        } else {
            "tệp không được đọc: tệp của đơn vị phải nằm trong thư mục của kỳ"
        };
        let help = if there {
            format!("đã có `{place}`: giữ một tệp, chuyển tệp kia ra ngoài thư mục dữ liệu").into()
        } else if content == Content::Submission {
            format!("đổi tên hoặc chuyển tệp thành `{place}`").into()
        } else {
            Help::from(format!(
                "số liệu của đơn vị ghi trong tệp `{place}`, tạo bằng "
            ))
            .way(Way::Begin)
        };
        let agencies: Vec<_> = unit.as_deref().into_iter().collect();
        self.tell(entry, &agencies, severity, message.to_owned(), help);
    }
}
