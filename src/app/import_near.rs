//! Which unit the name of a new one may have been meant for, and what the list of communes of 2025
//! says of it: a slip of the keyboard is no new unit.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::import_names::{COMMUNES, spelling};
use crate::load::{self, AgencyRow};
use crate::model::{Agency, AgencyId, Workspace};
use crate::scaffold::{Commune, Province};

/// Kinds of units that there are none of since the two levels of 2025
/// (Luật Tổ chức chính quyền địa phương 2025, Điều 1).
const FORMER: [&str; 5] = ["thành phố", "thị xã", "quận", "huyện", "thị trấn"];
/// Names of so many letters may have two that are wrong.
const LONG: usize = 12;

/// The communes of the province of a folder, where the program knows it; none for days before
/// 01/7/2025, when there were others.
pub(super) fn listed_communes(workspace: &Workspace, on: NaiveDate) -> Option<&'static [Commune]> {
    let territory = workspace.territory().filter(|_| is_of_two_levels(on))?;
    let province = Province::named(&territory.name).ok()?;
    (province.name == territory.name).then_some(province.communes.as_slice())
}

/// Whether the list has a commune of this name.
pub(super) fn is_listed(communes: &[Commune], short: &str) -> bool {
    let wanted = spelling(short);
    communes
        .iter()
        .any(|commune| spelling(&commune.full_name()) == wanted)
}

/// What is to be said of a new unit that the list has not; nothing of one that it has, and of what
/// is no commune.
pub(super) fn note_on_list(communes: Option<&[Commune]>, short: &str) -> Option<String> {
    let communes = communes?;
    if load::kind_of(short).is_none_or(|kind| !COMMUNES.contains(&kind))
        || is_listed(communes, short)
    {
        return None;
    }
    let names = communes.iter().map(Commune::full_name);
    let near = names.into_iter().find(|name| is_near(name, short));
    let note = "danh sách năm 2025 không có tên này";
    Some(match near {
        Some(near) => format!("{note}, có phải là {near}?"),
        None => note.to_owned(),
    })
}

/// Whether units of a kind ended with the districts, and the folder has none on the day.
pub(super) fn is_former_kind(workspace: &Workspace, short: &str, on: NaiveDate) -> bool {
    let Some(kind) = load::kind_of(short).filter(|kind| FORMER.contains(kind)) else {
        return false;
    };
    let place = workspace.territory_office().map(|office| &office.id);
    let mut others = workspace
        .agencies
        .values()
        .filter(|agency| agency.is_valid_on(on) && Some(&agency.id) != place);
    let is_of_kind =
        |agency: &Agency| load::kind_of(load::without_office(&agency.name.value)) == Some(kind);
    is_of_two_levels(on) && !others.any(is_of_kind)
}

/// The unit of the file that the name of a new one was likely meant for, unless another row
/// names it. One of another kind is it only where none of the same kind is near.
pub(super) fn meant_for<'w>(
    workspace: &'w Workspace,
    short: &str,
    (named, on): (&BTreeSet<AgencyId>, NaiveDate),
) -> Option<&'w str> {
    let others = workspace
        .agencies
        .values()
        .filter(|agency| !agency.is_gone_on(on));
    let near = others
        .map(|agency| (load::without_office(&agency.name.value), &agency.id))
        .filter(|(name, _)| is_near(name, short));
    let kind = |name: &str| load::kind_of(name);
    let (same, other): (Vec<_>, Vec<_>) = near.partition(|(name, _)| kind(name) == kind(short));
    let near = if same.is_empty() { other } else { same };
    let mut open = near.into_iter().filter(|(_, id)| !named.contains(*id));
    open.next().map(|(name, _)| name)
}

/// That there is no unit of a name, and the question which one was meant, with what to do if
/// none was.
pub(super) fn question(row: &AgencyRow, short: &str, near: &str) -> (String, String) {
    let kind = load::kind_of(short);
    let own = kind.and_then(|kind| short.get(kind.len()..));
    let message = match (kind, own) {
        (Some(kind), Some(own)) => {
            format!("co-quan.yaml không có {kind} nào tên {}", own.trim())
        }
        _ => format!("co-quan.yaml không có đơn vị nào tên {short}"),
    };
    let own = match &row.id {
        Some(_) => "sửa mã của nó ở cột `Mã` thành mã khác",
        None => "ghi mã của nó ở cột `Mã`",
    };
    let help = format!("có phải là {near}? Nếu đúng là đơn vị khác thì {own}");
    (message, help)
}

/// Whether one name may be a slip for another: marks, the kind of unit, or a letter are otherwise.
/// Numbers are what tells units apart.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let digits = |name: &str| -> String { name.chars().filter(char::is_ascii_digit).collect() };
    if digits(one) != digits(other) {
        return false;
    }
    let (one_kind, one) = folded(one);
    let (other_kind, other) = folded(other);
    if one == other {
        let are_communes = |kind: Option<&str>| kind.is_none_or(|kind| COMMUNES.contains(&kind));
        return !one.is_empty()
            && (one_kind == other_kind || are_communes(one_kind) && are_communes(other_kind));
    }
    let length = one.chars().count().min(other.chars().count());
    let allowed = match length {
        0..=3 => 0,
        4..LONG => 1,
        _ => 2,
    };
    one_kind == other_kind && strsim::damerau_levenshtein(&one, &other) <= allowed
}

/// The kind of a unit and its own name without marks.
fn folded(name: &str) -> (Option<&'static str>, String) {
    let kind = load::kind_of(name);
    let own = kind.and_then(|kind| name.get(kind.len()..));
    (kind, load::id_of(own.unwrap_or(name)))
}

/// Whether there are no districts any more on a day (NQ 203/2025/QH15: until 01/7/2025).
fn is_of_two_levels(on: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(2025, 7, 1).is_some_and(|first| first <= on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_unit_is_not() {
        for (one, other) in [
            ("xã Bắc Lũn", "xã Bắc Lũng"),
            ("xã Bắc Lũgn", "xã Bắc Lũng"),
            ("xã An Lac", "xã An Lạc"),
            ("phường An Lạc", "xã An Lạc"),
            ("An Lac", "xã An Lạc"),
            ("Sở Y tê", "Sở Y tế"),
            (
                "Sở Nông nghiep và Môi trương",
                "Sở Nông nghiệp và Môi trường",
            ),
        ] {
            assert!(is_near(one, other), "{one}");
            assert!(is_near(other, one), "{one}");
        }
        for (one, other) in [
            ("xã Bắc Lý", "xã Bắc Lũng"),
            ("Phường 1", "Phường 2"),
            ("xã Tân An 1", "xã Tân An"),
            ("Sở Nội vụ", "Sở Ngoại vụ"),
            ("thành phố Đông Hải", "xã Đông Hải"),
            ("xã Ea", "xã Ia"),
        ] {
            assert!(!is_near(one, other), "{one}");
            assert!(!is_near(other, one), "{one}");
        }
    }

    #[test]
    fn the_list_of_2025_is_asked_of_communes_alone() {
        let province = Province::named("Bắc Ninh").expect("there is one");
        let note = |name: &str| note_on_list(Some(&province.communes), name);
        assert_eq!(note("xã Bắc Lũng"), None);
        assert_eq!(note("Sở Mới"), None);
        assert_eq!(
            note("xã Bắc Lũn").as_deref(),
            Some("danh sách năm 2025 không có tên này, có phải là xã Bắc Lũng?")
        );
        assert_eq!(
            note("xã Không Có Đâu").as_deref(),
            Some("danh sách năm 2025 không có tên này")
        );
        assert_eq!(note_on_list(None, "xã Không Có Đâu"), None);
    }
}
