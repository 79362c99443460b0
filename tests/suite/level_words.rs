//! Levels are data: sentences call agencies of a level as the folder does, whatever its name in data is.

use std::fs;

use baocao::load::{Charset, load};
use baocao::model::{LevelRole, Period, Workspace};
use regex::Regex;

use crate::folder::{Folder, files};
use crate::report::{heard, opened, request};

fn charset() -> Charset {
    (' '..='\u{2fff}').collect()
}

fn workspace(folder: &Folder, period: &str) -> Workspace {
    let period = Period::parse(period).expect("the test names a period");
    load(&folder.path("data"), &period, &[], &charset()).workspace
}

/// The words of every block of some reports, with plain spaces.
fn sentences(folder: &Folder, period: &str, units: &[&str]) -> Vec<String> {
    let app = opened(&folder.path("data"));
    let (drafts, findings) = heard(|tell| app.compose(&request(period, &[]), tell));
    let mut own: Vec<_> = drafts
        .iter()
        .filter(|d| units.contains(&d.file.as_str()))
        .collect();
    own.sort_by_key(|draft| draft.file.clone());
    assert_eq!(own.len(), units.len(), "{period}: {findings:#?}");
    let blocks = own.iter().flat_map(|draft| &draft.composed.document.blocks);
    blocks
        .map(|block| block.words().replace('\u{a0}', " "))
        .collect()
}

/// The sample with other names and words for its levels; the one of communes has another name in
/// data, too, which says nothing of what it is.
fn renamed() -> Folder {
    let folder = Folder::city()
        .replace(
            "data/co-quan.yaml",
            "  so: Sở, ban, ngành\n",
            "  so: Cơ quan chuyên môn\n",
        )
        .replace(
            "data/co-quan.yaml",
            "  huyen: Ủy ban nhân dân quận, huyện\n",
            "  huyen: {ten: \"Ủy ban nhân dân các huyện, thị xã\", tu_ngu: {goi: cấp trung gian}}\n",
        )
        .replace(
            "data/co-quan.yaml",
            "  xa: Ủy ban nhân dân xã, phường, đặc khu\n",
            "  goc: {ten: Địa phương, tu_ngu: {goi: cấp cơ sở}}\n",
        );
    let names = Regex::new(r"(cap: (?:\[(?:\w+, )*)?)xa\b").expect("it is a pattern");
    let headings = Regex::new(r"(?m)^( {12,16})xa:").expect("it is a pattern");
    for path in files(&folder.path("data")) {
        let text = fs::read_to_string(&path).expect("it can be read");
        let text = names.replace_all(&text, "${1}goc");
        let text = headings.replace_all(&text, "${1}goc:");
        fs::write(&path, text.as_bytes()).expect("it can be written");
    }
    folder
}

/// What the sample's words for levels become.
const TURNED: &[(&str, &str)] = &[
    ("sở, ban, ngành", "cơ quan chuyên môn"),
    (
        "Ủy ban nhân dân quận, huyện",
        "Ủy ban nhân dân huyện, thị xã",
    ),
    (
        "Ủy ban nhân dân các quận, huyện",
        "Ủy ban nhân dân các huyện, thị xã",
    ),
    ("cấp huyện", "cấp trung gian"),
    ("cấp xã", "cấp cơ sở"),
];

#[test]
fn sentences_call_levels_as_the_folder_does() {
    let (usual, renamed) = (Folder::city(), renamed());
    let mut said = Vec::new();
    for (period, units) in [
        ("2021-nam", &["thanh-pho", "huyen-cat-hai", "so-noi-vu"][..]),
        ("2021-q1", &["thanh-pho", "thanh-pho-trinh"]),
        ("2026-q1", &["thanh-pho", "xa-kien-thuy", "so-noi-vu"]),
    ] {
        let before = sentences(&usual, period, units);
        let now = sentences(&renamed, period, units);
        assert_eq!(before.len(), now.len(), "{period}");
        for (before, now) in before.iter().zip(now) {
            // What units wrote stands as it is.
            if *before != now {
                let turned = TURNED
                    .iter()
                    .fold(before.clone(), |text, (from, to)| text.replace(from, to));
                assert_eq!(now, turned, "{period}");
                said.push(now);
            }
        }
    }
    for (_, word) in TURNED {
        assert!(
            said.iter().any(|text| text.contains(word)),
            "{word}: {said:#?}"
        );
    }
}

#[test]
fn what_a_level_is_is_known_by_names_where_nobody_says_it() {
    let role = |folder: &Folder, period: &str, level: &str| {
        let workspace = workspace(folder, period);
        workspace.levels.get(level).expect("it is declared").role
    };
    let (basic, middle) = (Some(LevelRole::Basic), Some(LevelRole::Middle));
    for folder in [Folder::city(), Folder::earlier_sample()] {
        for (level, expected) in [
            ("so", Some(LevelRole::Department)),
            ("huyen", middle),
            ("xa", basic),
            ("thanh_pho", None),
            ("trung_uong", None),
        ] {
            assert_eq!(role(&folder, "2021-q1", level), expected, "{level}");
        }
    }
    // By the names of its agencies, where its own says nothing; not where they are several things.
    assert_eq!(role(&renamed(), "2026-q1", "goc"), basic);
    let chain = crate::levels::chain();
    assert_eq!(role(&chain, "2030-t03", "co_so"), basic);
    assert_eq!(role(&chain, "2030-t03", "tinh"), None);
    // By the name in data that earlier versions asked for.
    let by_id = Folder::base().replace(
        "data/co-quan.yaml",
        "  so: Sở\n",
        "  so: {ten: Sở, vai_tro: khac}\n  xa: Địa phương\n",
    );
    assert_eq!(role(&by_id, "2024-q1", "xa"), basic);
    assert_eq!(role(&by_id, "2024-q1", "so"), None);
}
