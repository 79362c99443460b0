//! How large the units of the sample are: what a sở has to do with people, how many live in a
//! place. Invented, but in proportion to each other.

use super::chance::Chance;

/// How large a unit is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Dossiers in a year at its own level.
    pub(crate) dossiers: u64,
    /// Dossiers in a year at its communes.
    pub(crate) of_communes: u64,
    /// Procedures that it answers for.
    pub(crate) procedures: u64,
    /// Civil servants that it may have.
    pub(crate) staff: u64,
    /// Public service units; of places they are dealt out later.
    pub(crate) institutions: u64,
    /// People who work in one of those.
    pub(crate) people_each: u64,
    /// Everything else, in parts of a thousand of a unit of the usual size.
    pub(crate) weight: u64,
}

/// A department: dossiers in a year, procedures, staff, institutions, people in one, weight.
type Department = (&'static str, [u64; 6]);

const OF_2021: &[Department] = &[
    ("so-noi-vu", [2_290, 94, 108, 1, 24, 900]),
    ("van-phong-ubnd", [0, 0, 104, 2, 23, 1_100]),
    ("so-tu-phap", [36_800, 128, 52, 8, 10, 900]),
    ("so-thong-tin-truyen-thong", [940, 36, 44, 2, 19, 650]),
    ("so-tai-chinh", [840, 43, 118, 1, 0, 850]),
    ("so-khoa-hoc-cong-nghe", [460, 56, 47, 4, 21, 600]),
    ("so-ke-hoach-dau-tu", [21_300, 78, 86, 2, 17, 1_000]),
    ("thanh-tra", [46, 9, 62, 0, 0, 480]),
    ("so-giao-duc-dao-tao", [6_900, 67, 71, 62, 58, 1_250]),
    ("so-y-te", [14_800, 152, 78, 36, 126, 1_350]),
    ("so-xay-dung", [5_300, 52, 96, 4, 31, 1_100]),
    ("so-giao-thong-van-tai", [78_400, 104, 92, 6, 27, 1_150]),
    ("so-tai-nguyen-moi-truong", [46_200, 112, 88, 9, 38, 1_300]),
    ("so-nong-nghiep", [7_700, 98, 214, 18, 26, 1_200]),
    ("so-cong-thuong", [18_600, 114, 74, 4, 22, 900]),
    ("so-lao-dong", [24_300, 92, 66, 22, 29, 1_150]),
    ("so-van-hoa-the-thao", [2_350, 88, 58, 14, 33, 850]),
    ("so-du-lich", [1_120, 25, 31, 1, 14, 420]),
    ("so-ngoai-vu", [215, 8, 27, 0, 0, 330]),
    ("ban-quan-ly-khu-kinh-te", [5_200, 56, 61, 3, 19, 750]),
];

const OF_2026: &[Department] = &[
    ("so-noi-vu", [27_400, 152, 176, 14, 27, 1_150]),
    ("van-phong-ubnd", [130, 14, 148, 3, 28, 1_000]),
    ("so-tu-phap", [74_600, 141, 84, 12, 13, 1_050]),
    ("so-tai-chinh", [43_900, 168, 232, 3, 24, 1_200]),
    ("so-khoa-hoc-cong-nghe", [2_350, 118, 104, 8, 24, 900]),
    ("thanh-tra", [58, 12, 186, 0, 0, 600]),
    ("so-giao-duc-dao-tao", [13_800, 96, 98, 74, 61, 1_250]),
    ("so-y-te", [29_700, 224, 142, 45, 131, 1_400]),
    ("so-xay-dung", [34_500, 186, 196, 11, 34, 1_250]),
    (
        "so-nong-nghiep-moi-truong",
        [58_200, 248, 318, 26, 33, 1_400],
    ),
    ("so-cong-thuong", [31_600, 148, 164, 6, 24, 1_000]),
    (
        "so-van-hoa-the-thao-du-lich",
        [4_700, 166, 108, 15, 36, 950],
    ),
    ("so-ngoai-vu", [390, 11, 34, 0, 0, 380]),
    ("ban-quan-ly-khu-kinh-te", [9_400, 74, 112, 4, 21, 850]),
];

/// Places and how many people live there.
const PEOPLE: &[(&str, u64)] = &[
    ("quan-hong-bang", 108_000),
    ("quan-ngo-quyen", 165_000),
    ("quan-le-chan", 219_000),
    ("quan-kien-an", 118_000),
    ("quan-hai-an", 132_000),
    ("quan-do-son", 49_000),
    ("quan-duong-kinh", 61_000),
    ("huyen-thuy-nguyen", 333_000),
    ("huyen-an-duong", 195_000),
    ("huyen-an-lao", 146_000),
    ("huyen-kien-thuy", 148_000),
    ("huyen-tien-lang", 156_000),
    ("huyen-vinh-bao", 190_000),
    ("huyen-cat-hai", 32_000),
    ("huyen-bach-long-vi", 950),
    ("phuong-hong-bang", 84_000),
    ("phuong-ngo-quyen", 78_000),
    ("phuong-le-chan", 96_000),
    ("phuong-hai-duong", 71_000),
    ("phuong-thuy-nguyen", 52_000),
    ("xa-tien-lang", 41_000),
    ("xa-vinh-bao", 37_000),
    ("xa-kien-thuy", 46_000),
    ("dac-khu-cat-hai", 33_000),
    ("dac-khu-bach-long-vi", 980),
];

/// How many people live in a place.
pub(crate) fn people(unit: &str) -> u64 {
    let known = PEOPLE.iter().find(|(id, _)| *id == unit);
    known.map_or(60_000, |(_, people)| *people)
}

/// How large a department is in a year; one that was invented is of the usual size.
pub(crate) fn department(unit: &str, year: i32, chance: Chance) -> Size {
    let table = if year < 2025 { OF_2021 } else { OF_2026 };
    let known = table.iter().find(|(id, _)| *id == unit);
    let usual = [
        chance.between(300, 24_000, &[unit, "dossiers"]),
        chance.between(12, 140, &[unit, "procedures"]),
        chance.between(40, 110, &[unit, "staff"]),
        0,
        0,
        chance.between(600, 1_200, &[unit, "weight"]),
    ];
    let [
        dossiers,
        procedures,
        staff,
        institutions,
        people_each,
        weight,
    ] = known.map_or(usual, |(_, numbers)| *numbers);
    Size {
        dossiers,
        of_communes: 0,
        procedures,
        staff,
        institutions,
        people_each,
        weight,
    }
}

/// How large a local government is in a year.
pub(crate) fn place(unit: &str, year: i32, communes: u64, chance: Chance) -> Size {
    let people = people(unit);
    let of_people =
        |low, high, what: &str| people * chance.between(low, high, &[unit, what]) / 1000;
    // Where there is one level it has what both have elsewhere: everywhere since 2025.
    let of_both = of_people(240, 380, "of_both");
    let (dossiers, of_communes) = match (year, communes) {
        (2025.., _) => (0, of_both),
        (_, 0) => (of_both, 0),
        _ => (
            of_people(128, 182, "dossiers"),
            of_people(560, 780, "of_communes"),
        ),
    };
    let (least, most) = if year < 2025 { (24, 78) } else { (32, 62) };
    Size {
        dossiers,
        of_communes,
        procedures: 0,
        staff: least + most * people / (people + 40_000) + chance.between(0, 9, &[unit, "staff"]),
        institutions: 0,
        people_each: if people < 5_000 {
            9
        } else {
            chance.between(29, 38, &[unit, "people_each"])
        },
        weight: 40 + 1_500 * people / (people + 90_000),
    }
}
