//! Which columns a table of units has, by their heads as offices write them.

use super::slip::folded;

/// What stands before a title in the head of a column of people.
const PEOPLE: [&str; 3] = ["ho-va-ten-", "ho-ten-", "ten-"];
/// Rows at the beginning among which the heads of columns are looked for: titles stand above them.
const ABOVE: usize = 20;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Id,
    Name,
    Kind,
    Abbreviation,
    Head,
    Deputy,
    Signer,
    Title,
    Contact,
    Telephone,
    Mail,
}

/// The heads of columns as offices write them, in small letters without accents.
const HEADS: [(Column, &[&str]); 12] = [
    (Column::Number, &["stt", "tt", "so-tt", "so-thu-tu"]),
    (
        Column::Id,
        &["ma", "ma-don-vi", "ma-co-quan", "ma-dv", "ma-cq"],
    ),
    (
        Column::Name,
        &[
            "ten",
            "ten-don-vi",
            "don-vi",
            "ten-co-quan",
            "co-quan",
            "ten-co-quan-don-vi",
            "co-quan-don-vi",
            "ten-day-du",
            "ten-don-vi-hanh-chinh",
            "don-vi-hanh-chinh",
            "ten-xa-phuong",
            "xa-phuong",
            "ten-xa-phuong-dac-khu",
            "xa-phuong-dac-khu",
            "ten-dv",
            "ten-dvhc",
        ],
    ),
    (
        Column::Kind,
        &[
            "loai",
            "cap",
            "loai-don-vi",
            "cap-don-vi",
            "loai-hinh",
            "loai-dvhc",
        ],
    ),
    (
        Column::Abbreviation,
        &["viet-tat", "ten-viet-tat", "ky-hieu", "chu-viet-tat"],
    ),
    (
        Column::Head,
        &[
            "nguoi-dung-dau",
            "chu-tich",
            "giam-doc",
            "thu-truong",
            "lanh-dao",
            "chanh-van-phong",
            "truong-ban",
            "chanh-thanh-tra",
            "cap-truong",
        ],
    ),
    (
        Column::Deputy,
        &[
            "pho-chu-tich",
            "pho-giam-doc",
            "cap-pho",
            "pho",
            "pho-nguoi-dung-dau",
            "pho-thu-truong",
            "pho-chanh-van-phong",
            "pho-truong-ban",
        ],
    ),
    (
        Column::Signer,
        &["ho-ten", "ho-va-ten", "nguoi-ky", "ten-nguoi-ky"],
    ),
    (Column::Title, &["chuc-vu", "chuc-danh"]),
    (
        Column::Contact,
        &[
            "dau-moi",
            "nguoi-lien-he",
            "can-bo-dau-moi",
            "bo-phan-dau-moi",
        ],
    ),
    (
        Column::Telephone,
        &[
            "dien-thoai",
            "so-dien-thoai",
            "sdt",
            "dt",
            "so-dt",
            "dien-thoai-lien-he",
        ],
    ),
    (
        Column::Mail,
        &["email", "e-mail", "thu-dien-tu", "hop-thu", "dia-chi-email"],
    ),
];

/// Heads of columns that mean whoever heads a unit, or a deputy, whatever the title is.
const ANY_TITLE: [&str; 8] = [
    "nguoi-dung-dau",
    "thu-truong",
    "lanh-dao",
    "cap-truong",
    "cap-pho",
    "pho",
    "pho-nguoi-dung-dau",
    "pho-thu-truong",
];

/// Whether a column of heads of units, or of deputies, may hold those who have a title: its own
/// head names that title or none.
pub fn column_fits(head: &str, title: &str) -> bool {
    let head = folded(head.split('(').next().unwrap_or_default());
    let people = PEOPLE.iter().find_map(|before| head.strip_prefix(before));
    let head = people.unwrap_or(&head);
    let title = folded(title);
    let rest = title.strip_prefix(head);
    ANY_TITLE.contains(&head) || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The row that names columns, and what they hold; nothing where no row has a column of names.
pub(super) fn heads<'r>(
    rows: impl Iterator<Item = &'r [String]>,
) -> Option<(usize, Vec<Option<Column>>)> {
    let mut rows = rows.take(ABOVE).enumerate();
    rows.find_map(|(at, cells)| {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for cell in cells {
            // Of two columns of one kind the first is read.
            let known = column(cell).filter(|column| !columns.contains(&Some(*column)));
            columns.push(known);
        }
        // A telephone without whose it is says nothing, nor does a title without a name.
        let has = |wanted: Column| columns.contains(&Some(wanted));
        let (contact, signer) = (has(Column::Contact), has(Column::Signer));
        for column in &mut columns {
            let is_lost = match column {
                Some(Column::Telephone | Column::Mail) => !contact,
                Some(Column::Title) => !signer,
                _ => false,
            };
            if is_lost {
                *column = None;
            }
        }
        let has_names = columns.contains(&Some(Column::Name));
        has_names.then_some((at, columns))
    })
}

/// What a column holds by its head; what stands in brackets explains.
fn column(head: &str) -> Option<Column> {
    let head = head.split('(').next().unwrap_or_default();
    let head = folded(head);
    let named = |head: &str| {
        let mut all = HEADS.iter();
        all.find(|(_, heads)| heads.contains(&head))
            .map(|(column, _)| *column)
    };
    named(&head).or_else(|| {
        // "Họ và tên Chủ tịch", "Tên Giám đốc".
        let rest = PEOPLE.iter().find_map(|before| head.strip_prefix(before))?;
        named(rest).filter(|column| matches!(column, Column::Head | Column::Deputy))
    })
}

#[cfg(test)]
mod tests {
    use super::column_fits;

    #[test]
    fn a_column_of_a_title_is_of_those_who_have_it() {
        for (head, title) in [
            ("Chủ tịch", "Chủ tịch"),
            ("Họ và tên Chủ tịch (UBND)", "Chủ tịch"),
            ("Trưởng ban", "Trưởng Ban Quản lý"),
            ("Phó Giám đốc", "Phó Giám đốc"),
            ("Người đứng đầu", "Chánh Văn phòng"),
            ("Cấp phó", "Phó Chủ tịch"),
        ] {
            assert!(column_fits(head, title), "{head}");
        }
        for (head, title) in [
            ("Chủ tịch", "Giám đốc"),
            ("Chủ tịch", "Phó Chủ tịch"),
            ("Phó Chủ tịch", "Phó Giám đốc"),
            ("Tên Giám đốc", "Chánh Văn phòng"),
        ] {
            assert!(!column_fits(head, title), "{head}");
        }
    }
}
