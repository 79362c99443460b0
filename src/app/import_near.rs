//! Which unit the name of a new one may have been meant for, and what the list of communes of 2025
//! says of it: a slip of the keyboard is no new unit.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::import_names::{COMMUNES, spelling};
use crate::load::{self, AgencyRow};
use crate::model::{AgencyId, Workspace};
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

/// The list of communes, ready to be compared with many names.
pub(super) struct Listed {
    spellings: BTreeSet<String>,
    names: Vec<(Folded, String)>,
}

impl Listed {
    pub(super) fn of(communes: &[Commune]) -> Self {
        let names = communes.iter().map(Commune::full_name);
        let names: Vec<_> = names.map(|name| (Folded::of(&name), name)).collect();
        Self {
            spellings: names.iter().map(|(_, name)| spelling(name)).collect(),
            names,
        }
    }

    /// Whether the list has a commune of this name.
    pub(super) fn has(&self, short: &str) -> bool {
        self.spellings.contains(&spelling(short))
    }
}

/// What is to be said of a new unit that the list has not; nothing of one that it has, and of what
/// is no commune.
pub(super) fn note_on_list(communes: Option<&Listed>, short: &str) -> Option<String> {
    let communes = communes?;
    if load::kind_of(short).is_none_or(|kind| !COMMUNES.contains(&kind)) || communes.has(short) {
        return None;
    }
    let wanted = Folded::of(short);
    let mut names = communes.names.iter();
    let near = names.find(|(name, _)| name.is_near(&wanted));
    let note = "danh sách năm 2025 không có tên này";
    Some(match near {
        Some((_, near)) => format!("{note}, có phải là {near}?"),
        None => note.to_owned(),
    })
}

/// The kinds of units that ended with the districts, and that the folder has none of on the day.
pub(super) fn former_kinds(workspace: &Workspace, on: NaiveDate) -> Vec<&'static str> {
    if !is_of_two_levels(on) {
        return Vec::new();
    }
    let place = workspace.territory_office().map(|office| &office.id);
    let others = workspace
        .agencies
        .values()
        .filter(|agency| agency.is_valid_on(on) && Some(&agency.id) != place);
    let kinds: BTreeSet<_> = others
        .filter_map(|agency| load::kind_of(load::without_office(&agency.name.value)))
        .collect();
    let former = FORMER.into_iter().filter(|kind| !kinds.contains(kind));
    former.collect()
}

/// The names of the units of the file on a day, ready to be compared with many.
pub(super) fn names_on(workspace: &Workspace, on: NaiveDate) -> Vec<(Folded, &str, &AgencyId)> {
    let agencies = workspace.agencies.values();
    let there = agencies.filter(|agency| !agency.is_gone_on(on));
    let names = there.map(|agency| {
        let name = load::without_office(&agency.name.value);
        (Folded::of(name), name, &agency.id)
    });
    names.collect()
}

/// The unit of the file that the name of a new one was likely meant for, unless another row
/// names it. One of another kind is it only where none of the same kind is near.
pub(super) fn meant_for<'w>(
    names: &[(Folded, &'w str, &AgencyId)],
    short: &str,
    named: &BTreeSet<AgencyId>,
) -> Option<&'w str> {
    let wanted = Folded::of(short);
    let near = names.iter().filter(|(name, ..)| name.is_near(&wanted));
    let (same, other): (Vec<_>, Vec<_>) = near.partition(|(name, ..)| name.kind == wanted.kind);
    let near = if same.is_empty() { other } else { same };
    let mut open = near.into_iter().filter(|(.., id)| !named.contains(*id));
    open.next().map(|(_, name, _)| *name)
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
    Folded::of(one).is_near(&Folded::of(other))
}

/// The name of a unit as it is compared with others.
pub(super) struct Folded {
    kind: Option<&'static str>,
    /// Its own name without marks.
    own: String,
    digits: String,
    /// How many letters its own name has, and which, a bit for each.
    length: usize,
    letters: u32,
}

impl Folded {
    pub(super) fn of(name: &str) -> Self {
        let kind = load::kind_of(name);
        let own = kind.and_then(|kind| name.get(kind.len()..));
        let own = load::id_of(own.unwrap_or(name));
        Self {
            kind,
            digits: name.chars().filter(char::is_ascii_digit).collect(),
            length: own.chars().count(),
            letters: own.bytes().fold(0, |set, byte| set | 1 << (byte % 32)),
            own,
        }
    }

    fn is_near(&self, other: &Self) -> bool {
        if self.digits != other.digits {
            return false;
        }
        if self.own == other.own {
            let are_communes =
                |kind: Option<&str>| kind.is_none_or(|kind| COMMUNES.contains(&kind));
            return !self.own.is_empty()
                && (self.kind == other.kind
                    || are_communes(self.kind) && are_communes(other.kind));
        }
        let allowed = match self.length.min(other.length) {
            0..=3 => 0,
            4..LONG => 1,
            _ => 2,
        };
        // A letter that is another one is one letter more and one less.
        let letters = (self.letters ^ other.letters).count_ones();
        self.kind == other.kind
            && self.length.abs_diff(other.length) <= allowed
            && letters <= 2 * u32::try_from(allowed).unwrap_or(u32::MAX)
            && strsim::damerau_levenshtein(&self.own, &other.own) <= allowed
    }
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
        let listed = Listed::of(&province.communes);
        let note = |name: &str| note_on_list(Some(&listed), name);
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
