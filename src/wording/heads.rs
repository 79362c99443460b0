//! The heads of agencies by their titles, as a letter addresses them: "Chủ tịch Ủy ban nhân dân
//! các quận Lê Chân, Đồ Sơn".
//!
//! Not for: who signs for an agency (`assess::signature`).

use crate::model::Agency;

/// How many are named one by one.
const NAMED: usize = 4;

/// Agencies whose heads have one title and whose names differ in their last words alone.
struct Alike<'w> {
    title: &'w str,
    agencies: Vec<&'w str>,
    /// What the names have in common; all of the name where it is one agency.
    kind: &'w str,
}

/// The heads of agencies that a letter has named above; nothing where the head of one of them
/// has no title, or where they are many and of several kinds.
pub fn heads(agencies: &[&Agency]) -> Option<String> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    for agency in agencies {
        let (title, name) = (agency.head_title.as_ref()?, agency.name.value.as_str());
        let title = title.value.as_str();
        let fitting = groups.iter_mut().filter(|group| group.title == title);
        let mut fitting = fitting.filter_map(|group| {
            let kind = common_kind(group.agencies.first()?, name)?;
            (group.agencies.len() == 1 || group.kind == kind).then_some((group, kind))
        });
        match fitting.next() {
            Some((group, kind)) => {
                group.agencies.push(name);
                group.kind = kind;
            }
            None => groups.push(Alike {
                title,
                agencies: vec![name],
                kind: name,
            }),
        }
    }
    let above = match groups.as_slice() {
        [one] if agencies.len() > NAMED => {
            let kind = plural(one.kind);
            return Some(format!("{} nêu trên", titled(one.title, one.kind, &kind)));
        }
        _ => groups,
    };
    if agencies.len() > NAMED {
        return None;
    }
    let named: Vec<_> = above.iter().map(Alike::named).collect();
    let several =
        above.iter().any(|group| group.agencies.len() > 1) || named.concat().contains(',');
    Some(named.join(if several { "; " } else { ", " }))
}

impl Alike<'_> {
    fn named(&self) -> String {
        let [_, _, ..] = self.agencies.as_slice() else {
            return titled(self.title, self.kind, self.kind);
        };
        let own = self.agencies.iter();
        let own: Vec<_> = own.map(|name| name[self.kind.len()..].trim()).collect();
        let between = if own.concat().contains(',') {
            "; "
        } else {
            ", "
        };
        // "các quận Lê Chân, Đồ Sơn", but "các Sở: Y tế, Nội vụ": what stands alone behind a
        // sở is no name.
        let colon = if begins_small(last_word(self.kind)) {
            ""
        } else {
            ":"
        };
        let names = format!("{}{colon} {}", plural(self.kind), own.join(between));
        titled(self.title, self.kind, &names)
    }
}

/// What two names have in common before what each is called: "Ủy ban nhân dân quận" of two
/// quận, "Sở" of two sở; nothing for a quận and a huyện.
fn common_kind<'n>(one: &'n str, other: &str) -> Option<&'n str> {
    let words = one.split(' ').zip(other.split(' '));
    let shared: Vec<_> = words.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    // Words of a place may be shared too: "xã Tân Minh", "xã Tân Thành".
    let small = shared.iter().rposition(|word| begins_small(word));
    let count = small.map_or(shared.len().min(1), |last| last + 1);
    let length = shared[..count]
        .iter()
        .map(|word| word.len() + 1)
        .sum::<usize>();
    let kind = one.get(..length.checked_sub(1)?)?;
    let is_name = |name: &str| {
        let rest = name.get(kind.len()..).unwrap_or_default().trim_start();
        !rest.is_empty() && !begins_small(rest)
    };
    (is_name(one) && is_name(other)).then_some(kind)
}

/// "Ủy ban nhân dân các quận", "các Sở".
fn plural(kind: &str) -> String {
    let last = last_word(kind);
    if begins_small(last) {
        format!("{}các {last}", &kind[..kind.len() - last.len()])
    } else {
        format!("các {kind}")
    }
}

/// A title before the words for what its holder is head of. Where a title ends as the name of
/// the agency begins, it is said once: "Chánh Văn phòng Ủy ban nhân dân tỉnh".
fn titled(title: &str, name: &str, words: &str) -> String {
    let lower = |text: &str| text.to_lowercase();
    let ends = title.char_indices().filter(|(_, c)| *c == ' ');
    let said_twice = ends.map(|(at, _)| at).find(|at| {
        let tail = lower(&title[at + 1..]);
        let rest = lower(name);
        let rest = rest.strip_prefix(&tail);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    format!("{} {words}", said_twice.map_or(title, |at| &title[..at]))
}

fn last_word(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or_default()
}

fn begins_small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

/// An agency with a name and the title of its head, and nothing else.
#[cfg(test)]
pub(super) fn example(title: &str, name: &str) -> Agency {
    use crate::diagnostic::{Located, Sources};
    use crate::model::{AgencyId, LevelId};

    let place = Sources::beginning(Sources::default().add("x", ""));
    let text = |text: &str| Located {
        value: text.to_owned(),
        place,
    };
    Agency {
        id: AgencyId::from("x"),
        place,
        name: text(name),
        self_reference: None,
        abbreviation: None,
        level: LevelId::from("x"),
        reports_to: None,
        compiled_by: None,
        letterhead: Vec::new(),
        superior: None,
        place_name: None,
        collective: None,
        head_title: (!title.is_empty()).then(|| text(title)),
        signers: indexmap::IndexMap::new(),
        recipients: Vec::new(),
        filed_by: None,
        contact: None,
        valid_from: None,
        valid_to: None,
        predecessors: Vec::new(),
        without_levels: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_addressed_by_their_titles() {
        let quan = |name| ("Chủ tịch", format!("Ủy ban nhân dân quận {name}"));
        let xa = |name| ("Chủ tịch", format!("Ủy ban nhân dân xã {name}"));
        let so = |name| ("Giám đốc", format!("Sở {name}"));
        let office = (
            "Chánh Văn phòng",
            "Văn phòng Ủy ban nhân dân tỉnh".to_owned(),
        );
        let inspectors = ("Chánh Thanh tra", "Thanh tra tỉnh".to_owned());
        let board = ("Trưởng ban", "Ban Quản lý Khu kinh tế".to_owned());
        let cases = [
            (
                vec![quan("Đồ Sơn")],
                Some("Chủ tịch Ủy ban nhân dân quận Đồ Sơn"),
            ),
            (
                vec![quan("Lê Chân"), quan("Đồ Sơn")],
                Some("Chủ tịch Ủy ban nhân dân các quận Lê Chân, Đồ Sơn"),
            ),
            (
                vec![xa("Tân Minh"), xa("Tân Thành")],
                Some("Chủ tịch Ủy ban nhân dân các xã Tân Minh, Tân Thành"),
            ),
            (
                vec![so("Y tế"), so("Tư pháp")],
                Some("Giám đốc các Sở: Y tế, Tư pháp"),
            ),
            (
                vec![so("Y tế"), xa("Tân Minh")],
                Some("Giám đốc Sở Y tế, Chủ tịch Ủy ban nhân dân xã Tân Minh"),
            ),
            (
                vec![so("Y tế"), xa("Tân Minh"), quan("Lê Chân"), quan("Đồ Sơn")],
                Some(
                    "Giám đốc Sở Y tế; Chủ tịch Ủy ban nhân dân xã Tân Minh; \
                     Chủ tịch Ủy ban nhân dân các quận Lê Chân, Đồ Sơn",
                ),
            ),
            (
                vec![office, inspectors, board],
                Some(
                    "Chánh Văn phòng Ủy ban nhân dân tỉnh, Chánh Thanh tra tỉnh, \
                     Trưởng Ban Quản lý Khu kinh tế",
                ),
            ),
            (
                vec![so("Y tế"), so("Văn hóa, Thể thao và Du lịch")],
                Some("Giám đốc các Sở: Y tế; Văn hóa, Thể thao và Du lịch"),
            ),
            // Many of one kind, many of several, and one whose head has no title.
            (
                ["A", "B", "C", "D", "Đ"].map(quan).to_vec(),
                Some("Chủ tịch Ủy ban nhân dân các quận nêu trên"),
            ),
            (vec![xa("A"), xa("B"), xa("C"), quan("D"), quan("Đ")], None),
            (vec![so("Y tế"), ("", "Trung tâm Một".to_owned())], None),
        ];
        for (units, expected) in cases {
            let agencies: Vec<_> = units.iter().map(|(t, n)| example(t, n)).collect();
            let said = heads(&agencies.iter().collect::<Vec<_>>());
            assert_eq!(said.as_deref(), expected);
        }
    }
}
