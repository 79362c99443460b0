//! The document of a letter to late units: its head and foot, and the names of its template.

use chrono::Datelike;
use minijinja::context;
use minijinja::value::Value as Jinja;

use super::document::{Document, Properties};
use super::report::lines;
use crate::assess::{ArrivalState, Reminder};
use crate::diagnostic::Located;
use crate::{vi, wording};

/// The letter without its body, to be set in the font family `family`. Number and day are left
/// blank for the văn thư.
pub(super) fn document(reminder: &Reminder<'_>, family: &str) -> Document {
    let receiver = reminder.receiver;
    let subject = format!(
        "đôn đốc gửi báo cáo kết quả công tác cải cách hành chính {}",
        reminder.period_name
    );
    let filed = match &receiver.filed_by {
        Some(unit) => format!("Lưu: VT, {}", unit.value),
        None => "Lưu: VT".to_owned(),
    };
    let standing = receiver.recipients.iter().map(|r| r.value.clone());
    Document {
        properties: Properties {
            title: format!("Công văn {subject}"),
            author: receiver.name.value.clone(),
            year: reminder.written.year(),
            month: reminder.written.month(),
            day: reminder.written.day(),
            family: family.to_owned(),
        },
        sample: reminder.workspace.settings.sample,
        draft: false,
        superior: reminder
            .superior
            .map(|s| lines(&s.letterhead))
            .unwrap_or_default(),
        agency: lines(&receiver.letterhead),
        number: String::new(),
        symbol: reminder.symbol(),
        place: receiver
            .place_name
            .as_ref()
            .map_or_else(String::new, |p| p.value.clone()),
        day: String::new(),
        month_year: vi::month_year(reminder.written),
        kind: String::new(),
        subject: format!("V/v {subject}"),
        urgency: "KHẨN".to_owned(),
        addressees: reminder
            .late
            .iter()
            .map(|unit| unit.agency.name.value.clone())
            .collect(),
        legal_basis: Vec::new(),
        blocks: Vec::new(),
        closing: String::new(),
        signature: reminder.signature.clone(),
        signer: reminder.signer_name.to_owned(),
        recipients: std::iter::once("Như trên".to_owned())
            .chain(standing)
            .chain([filed])
            .collect(),
        annexes: Vec::new(),
    }
}

/// The names that the template can use.
pub(super) fn names(reminder: &Reminder<'_>) -> Jinja {
    let returned: Vec<_> = reminder
        .returned()
        .map(|back| {
            context! {
                ten => back.agency.name.value.as_str(),
                ngay => vi::short_date(back.on),
                ly_do => back.reason,
                can_sua => back.to_mend,
            }
        })
        .collect();
    let late: Vec<_> = reminder.late.iter().map(|unit| unit.agency).collect();
    let contact = reminder.receiver.contact.as_ref().map(|contact| {
        let text = |text: &Option<Located<String>>| text.as_ref().map(|t| t.value.clone());
        context! {
            ten => contact.name.value.as_str(),
            dien_thoai => text(&contact.telephone),
            thu_dien_tu => text(&contact.mail),
        }
    });
    let period = &reminder.period;
    context! {
        don_vi => reminder.receiver.name.value.as_str(),
        bao_cao_cua => reminder.compiled.name.value.as_str(),
        da_den_han => reminder.compiled_is_due,
        gui_ve => reminder.compiled_goes_to.map(|agency| agency.name.value.as_str()),
        ky => reminder.period_name.as_str(),
        nam => period.year.to_string(),
        can_cu => reminder.legal_basis.clone(),
        quy_dinh => reminder.due_clause.clone(),
        han_cua => reminder.day_of.clone(),
        han => vi::short_date(reminder.due),
        ngay => vi::short_date(reminder.on),
        // Nobody writes on a Sunday that something has not come on that Sunday.
        het_ngay => reminder.written != reminder.on,
        cham_nhat => vi::short_date(reminder.asked_by),
        nguoi_dung_dau => wording::heads(&late),
        dau_moi => contact,
        mot_don_vi => reminder.late.len() == 1,
        tra_lai => returned,
        chua_gui => names_of_missing(reminder),
    }
}

/// The units whose reports have not come at all, if they are few: "A; B". Of more the
/// letter's addressees are enough; of none there is nothing to say.
fn names_of_missing(reminder: &Reminder<'_>) -> Option<String> {
    let missing: Vec<_> = reminder
        .late
        .iter()
        .filter(|unit| matches!(unit.state, ArrivalState::Missing { .. }))
        .map(|unit| unit.agency.name.value.as_str())
        .collect();
    let all_addressees = missing.len() == reminder.late.len();
    match missing.len() {
        0 => None,
        1 => Some(missing.concat()),
        _ if all_addressees => Some("các cơ quan, đơn vị, địa phương nêu trên".to_owned()),
        _ => Some(missing.join("; ")),
    }
}
