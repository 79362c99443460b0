//! The years that there are samples for: their words, and who reported late or not at all.

use super::volumes::{VOLUMES_2021, VOLUMES_2025, Volume};

/// A sample year.
pub(crate) struct SampleYear {
    pub(crate) year: i32,
    /// The paragraphs of units.
    pub(crate) words: &'static str,
    /// Whether the words stand below the sections of the outline.
    pub(crate) by_section: bool,
    /// What is told of tasks.
    pub(crate) tasks: &'static str,
    /// How large figures are.
    pub(crate) volumes: &'static [Volume],
    /// How many periods there are reports of.
    pub(crate) reports: usize,
    /// The first period of the year before that there are figures of.
    pub(crate) earlier_from: usize,
    /// Units that have not reported in a period (its index).
    pub(crate) absent: &'static [(usize, &'static str)],
    /// Units that were late by so many days.
    pub(crate) late: &'static [(usize, &'static str, i64)],
    /// A report that was sent back to be corrected, and came again.
    pub(crate) sent_back: (usize, &'static str),
}

pub(crate) const YEARS: &[SampleYear] = &[
    SampleYear {
        year: 2021,
        words: include_str!("2021/loi-van.yaml"),
        by_section: false,
        tasks: include_str!("2021/nhiem-vu.yaml"),
        volumes: VOLUMES_2021,
        reports: 4,
        earlier_from: 0,
        absent: &[
            (1, "huyen-bach-long-vi"),
            (2, "so-ngoai-vu"),
            (2, "huyen-tien-lang"),
        ],
        late: &[
            (0, "so-y-te", 1),
            (0, "quan-do-son", 3),
            (1, "so-giao-thong-van-tai", 2),
            (1, "quan-kien-an", 4),
            (1, "huyen-vinh-bao", 6),
            (2, "so-xay-dung", 1),
            (2, "quan-hai-an", 3),
            (3, "huyen-cat-hai", 1),
        ],
        sent_back: (0, "quan-le-chan"),
    },
    // The communes of 2026 are a year old: of 2025 there are quý III and the year.
    SampleYear {
        year: 2026,
        words: include_str!("2026/loi-van.yaml"),
        by_section: true,
        tasks: include_str!("2026/nhiem-vu.yaml"),
        volumes: VOLUMES_2025,
        reports: 3,
        earlier_from: 2,
        absent: &[(1, "dac-khu-bach-long-vi"), (2, "so-ngoai-vu")],
        late: &[
            (0, "phuong-hai-duong", 4),
            (1, "so-y-te", 3),
            (2, "xa-vinh-bao", 3),
        ],
        sent_back: (0, "phuong-le-chan"),
    },
];
