//! The place is data: the same reports for a city and for a tỉnh, each in its own words.

use std::fs;

use baocao::diagnostic::{Code, Severity};
use baocao::load::{self, Charset, load};
use baocao::model::{Period, Row, Workspace};
use regex::Regex;
use serde_json::Value;

use crate::calendar::letter_of;
use crate::folder::{Folder, files, repository};
use crate::report::{heard, opened, request, try_report_of};

/// What the sample of a city is called as an invented tỉnh: in the names of its agencies, in plans
/// and in what units say. Regimes stay: their words come from the settings.
const TURNED: &[(&str, &str)] = &[
    ("thành phố trực thuộc trung ương", "tỉnh"),
    ("Hải Phòng", "Lâm Sơn"),
    ("HẢI PHÒNG", "LÂM SƠN"),
    ("Thành ủy", "Tỉnh ủy"),
    ("thành phố", "tỉnh"),
    ("Thành phố", "Tỉnh"),
    ("THÀNH PHỐ", "TỈNH"),
];

/// Words of the sample that name a kind of place and are none of its own: another place before a
/// merger, places that roads and people are from.
const QUOTED: &[&str] = &[
    "tỉnh Hải Dương",
    "ngoại tỉnh",
    "các tỉnh đã có Trung tâm",
    // Names of indices and of what the central government lays down for all.
    "cạnh tranh cấp tỉnh",
    "hành chính công cấp tỉnh",
    "cải cách hành chính cấp tỉnh",
    "đường tỉnh",
    "cơ quan tỉnh trước hợp nhất",
    "tỉnh khác",
    "tỉnh, thành phố trực thuộc Trung ương",
    "thành phố thuộc tỉnh",
    "tỉnh thuộc tỉnh",
];

fn charset() -> Charset {
    (' '..='\u{2fff}').collect()
}

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

/// The sample, as a tỉnh of three levels in 2021 and of two in 2026.
fn province() -> Folder {
    let folder = Folder::city();
    let regimes = folder.path("data/che-do");
    for path in files(&folder.path("data")) {
        if path.starts_with(&regimes) {
            continue;
        }
        let mut text = fs::read_to_string(&path).expect("it can be read");
        for (from, to) in TURNED {
            // A line may end within the words.
            let words = Regex::new(&from.replace(' ', r"\s+")).expect("it is a pattern");
            text = words.replace_all(&text, *to).into_owned();
        }
        fs::write(&path, text).expect("it can be written");
    }
    folder
}

/// All texts of a document, and what they stand in.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text: String = text.chars().filter(|c| *c != '\u{200b}').collect();
            found.push(text.replace('\u{a0}', " "));
        }
        Value::Array(all) => all.iter().for_each(|each| texts(each, found)),
        Value::Object(all) => all.values().for_each(|each| texts(each, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Names of rows as the ministry prints them, the longest first: what they say of a place is
/// quoted.
fn names_of_rows(workspace: &Workspace) -> Vec<String> {
    let mut names = Vec::new();
    for regime in &workspace.regimes {
        names.extend(regime.indicators.values().map(|row| row.name.value.clone()));
        for row in regime.forms.iter().flat_map(|form| &form.rows) {
            if let Row::Heading { name, .. } = row {
                names.push(name.value.clone());
            }
        }
    }
    let trimmed: Vec<_> = names
        .iter()
        .map(|n| n.trim_end_matches('.').to_owned())
        .collect();
    names.extend(trimmed);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// The texts of all documents of a period that have one of the words, without what is quoted.
fn saying(folder: &Folder, name: &str, words: &[&str]) -> Vec<String> {
    let data = folder.path("data");
    let app = opened(&data);
    let (drafts, findings) = heard(|tell| app.compose(&request(name, &[]), tell));
    let mut errors = findings;
    errors.retain(|finding| finding.severity == Severity::Error);
    assert_eq!(errors, [], "{name}");
    assert!(drafts.len() > 4, "{name}");
    let files: Vec<_> = drafts.iter().map(|draft| draft.file.as_str()).collect();
    assert!(files.contains(&"thanh-pho"), "{files:?}");
    assert!(files.contains(&"thanh-pho-trinh"), "{files:?}");
    let known = load(&data, &period(name), &[], &charset()).workspace;
    let rows = names_of_rows(&known);
    let mut all = Vec::new();
    for draft in &drafts {
        let document = serde_json::from_str(&draft.composed.data).expect("it is JSON");
        let mut found = Vec::new();
        texts(&document, &mut found);
        assert!(found.len() > 50, "{}", draft.file);
        all.extend(
            found
                .into_iter()
                .map(|text| format!("{}: {text}", draft.file)),
        );
    }
    let quoted = |text: &str| {
        let quotes = rows
            .iter()
            .map(String::as_str)
            .chain(QUOTED.iter().copied());
        quotes.fold(text.to_owned(), |text, quote| text.replace(quote, "…"))
    };
    all.retain(|text| {
        let text = quoted(text);
        words.iter().any(|word| {
            let mut found = text.match_indices(word);
            found.any(|(at, word)| {
                let before = text[..at].chars().next_back();
                let behind = text[at + word.len()..].chars().next();
                ![before, behind]
                    .into_iter()
                    .flatten()
                    .any(char::is_alphanumeric)
            })
        })
    });
    all
}

const OF_A_CITY: &[&str] = &[
    "thành phố",
    "Thành phố",
    "THÀNH PHỐ",
    "Thành ủy",
    "Hải Phòng",
];
const OF_A_PROVINCE: &[&str] = &["tỉnh", "Tỉnh", "TỈNH", "Lâm Sơn"];

/// Reports of units, of the place, and as they are presented; two levels in 2026, three in 2021.
#[test]
fn a_province_has_no_word_of_a_city_and_a_city_none_of_a_province() {
    let (city, province) = (Folder::city(), province());
    for name in ["2026-q1", "2026-6t", "2021-q1", "2021-nam"] {
        assert_eq!(saying(&province, name, OF_A_CITY), [""; 0], "{name}");
        let said = saying(&city, name, OF_A_PROVINCE);
        assert_eq!(said, [""; 0], "{name}");
        // Each speaks of itself, so that the test sees the texts that it looks through.
        assert!(saying(&province, name, &["tỉnh"]).len() > 20, "{name}");
        assert!(saying(&city, name, &["thành phố"]).len() > 20, "{name}");
    }
}

/// What the place calls itself is small inside a sentence and has a capital at its head.
#[test]
fn the_place_is_small_inside_a_sentence() {
    for (folder, word, large) in [
        (Folder::city(), "thành phố", "Thành phố"),
        (province(), "tỉnh", "Tỉnh"),
    ] {
        let app = opened(&folder.path("data"));
        let (drafts, _) = heard(|tell| app.compose(&request("2026-q1", &[]), tell));
        assert!(drafts.len() > 20, "{}", drafts.len());
        let own = drafts
            .iter()
            .filter(|draft| draft.file.starts_with("thanh-pho"));
        for draft in own {
            for block in &draft.composed.document.blocks {
                let text = block.words().replace('\u{a0}', " ");
                let inside = text.match_indices(large).filter(|(at, _)| {
                    let (before, behind) = text.split_at(*at);
                    let before = before.trim_end();
                    let is_committee = behind[large.len()..].starts_with(" ủy");
                    let begins = before.is_empty() || before.ends_with(['.', '“', ':']);
                    !begins && !is_committee
                });
                assert_eq!(inside.count(), 0, "{}: {text}", draft.file);
                let begins = text
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with(' '));
                assert!(!begins, "{}: {text}", draft.file);
            }
        }
    }
}

/// The letter to late units, too.
#[test]
fn a_letter_has_the_words_of_its_place() {
    let said = letter_of(&province(), "2026-q1", "2026-03-06");
    assert!(said.contains("Ủy ban nhân dân"), "{said}");
    for word in OF_A_CITY {
        assert!(!said.contains(word), "{word}: {said}");
    }
    let said = letter_of(&Folder::city(), "2026-q1", "2026-03-06");
    for word in OF_A_PROVINCE {
        assert!(!said.contains(&format!(" {word} ")), "{word}: {said}");
    }
}

/// Words that name a kind of place.
const KINDS_OF_PLACES: &[&str] = &["thành phố", "thành ủy", "tỉnh", "hải phòng"];
/// Words that name a level below the place; `ma_cap` is the name in data of a unit's level.
const LEVELS: &[&str] = &[
    "xã",
    "phường",
    "thị trấn",
    "đặc khu",
    "quận",
    "huyện",
    "thị xã",
    "sở",
    "ban, ngành",
    "ma_cap",
];
/// What only looks like them.
const NO_LEVELS: &[&str] = &["xã hội", "cơ sở"];

/// The words of a list that are in a text, as whole words.
fn whole_words<'w>(text: &str, words: &[&'w str]) -> Vec<&'w str> {
    let text = NO_LEVELS
        .iter()
        .fold(text.to_lowercase(), |text, no| text.replace(no, "…"));
    let is_whole = |word: &str| {
        let mut found = text.match_indices(word);
        found.any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let behind = text[at + word.len()..].chars().next();
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            !before.is_some_and(is_part) && !behind.is_some_and(is_part)
        })
    };
    words
        .iter()
        .copied()
        .filter(|word| is_whole(word))
        .collect()
}

/// Nothing that comes with the program and is no quotation names a kind of place or a level: no
/// template, but for the name of a row that it words, as printed; and no text of the regime of two
/// levels names a place but names of rows.
#[test]
fn templates_and_the_regime_name_no_kind_of_place_and_no_level() {
    let regime = repository().join("data/che-do/bnv-2025.yaml");
    let regime = fs::read_to_string(regime).expect("it is there");
    // How the ministry's form calls departments, and the rows that do.
    let printed = "sở, ngành";
    let rows_printed = ["so_da_kiem_tra", "sap_xep_so"];
    for row in rows_printed {
        let mut behind = regime
            .lines()
            .skip_while(|line| line.trim() != format!("ma: {row}"));
        let name = behind.nth(1).unwrap_or_default();
        assert!(name.contains(printed), "{row}: {name}");
    }
    let words = [KINDS_OF_PLACES, LEVELS].concat();
    let templates = files(&repository().join("templates"));
    assert!(templates.len() > 40);
    let mut quoting = 0;
    for path in templates {
        // The numbers of the page quote the decree.
        if path.extension().is_some_and(|ending| ending == "json") {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap_or_default().lines() {
            let asks = rows_printed
                .iter()
                .any(|row| line.contains(&format!(".{row}\"")));
            let own = if asks && line.to_lowercase().contains(printed) {
                quoting += 1;
                line.replace(printed, "…")
            } else {
                line.to_owned()
            };
            assert_eq!(
                whole_words(&own, &words),
                [""; 0],
                "{}: {line}",
                path.display()
            );
        }
    }
    assert_eq!(quoting, 3);
    for line in regime.lines() {
        let text = line.trim_start();
        let is_row = text.starts_with("ten: \"") || text.starts_with("- {stt:");
        let named = whole_words(text, KINDS_OF_PLACES);
        assert!(
            is_row || text.starts_with('#') || named.is_empty(),
            "{line}"
        );
    }
}

/// Words of the place are part of what a text of the regime is read as: another place, read from
/// the same folder, has its own.
#[test]
fn a_folder_whose_place_changes_is_read_anew() {
    let folder = Folder::city();
    let open = load::Folder::open(folder.path("data"), charset());
    let words = || {
        let loaded = open.calendar(2026);
        let regimes = loaded.workspace.regimes.iter();
        let whole = regimes.map(|regime| regime.whole_territory.clone());
        (whole.collect::<Vec<_>>(), open.texts_read())
    };
    let (city, read) = words();
    assert_eq!(city, ["toàn thành phố", "toàn thành phố"]);
    assert_eq!(words(), (city, read));
    let folder = folder.replace(
        "data/cau-hinh.yaml",
        "loai: thành phố trực thuộc trung ương",
        "loai: tỉnh",
    );
    let (province, more) = words();
    assert_eq!(province, ["toàn tỉnh", "toàn tỉnh"]);
    assert!(more > read);
    drop(folder);
}

/// Where the settings do not say it, the place is that of the compiled report; a part of it is
/// none, nor is a city below a province.
#[test]
fn the_place_is_known_by_the_agency_whose_report_is_compiled() {
    let named = |folder: &Folder, name: &str| {
        let loaded = load(&folder.path("data"), &period(name), &[], &charset());
        let territory = loaded.workspace.territory();
        territory.map(baocao::model::Territory::full_name)
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(
        named(&Folder::earlier_sample(), "2021-q1"),
        some("thành phố Hải Phòng")
    );
    assert_eq!(
        named(&Folder::other_regime(), "2030-t03"),
        some("tỉnh Sao Mai")
    );
    assert_eq!(
        named(&crate::levels::chain(), "2030-t03"),
        some("tỉnh Sao Mai")
    );
    assert_eq!(named(&Folder::base(), "2024-q1"), some("tỉnh Mẫu"));
    let with_a_city = Folder::base().replace(
        "data/co-quan.yaml",
        "  so-mau:",
        "  thanh-pho-mau: {ten: Ủy ban nhân dân thành phố Mẫu Đơn, cap: tinh}\n  so-mau:",
    );
    assert_eq!(named(&with_a_city, "2024-q1"), some("tỉnh Mẫu"));
    let two = with_a_city.replace("data/co-quan.yaml", "thành phố Mẫu Đơn", "tỉnh Mẫu Đơn");
    assert_eq!(named(&two, "2024-q1"), None);
}

/// A template that asks for a place of which nobody knows is told at the settings.
#[test]
fn a_template_that_asks_for_an_unknown_place_is_told_at_the_settings() {
    let folder = Folder::base().replace(
        "data/co-quan.yaml",
        "Ủy ban nhân dân tỉnh Mẫu",
        "Văn phòng điều phối",
    );
    let told = try_report_of(&folder.path("data"), "2024-q1", "so-mau");
    let told = told.expect_err("nobody knows the place");
    let finding = told.first().expect("it is told");
    assert_eq!(finding.code, Code::TerritoryUnknown);
    let place = finding.location.as_ref().map(|place| place.file.clone());
    assert!(
        place.is_some_and(|path| path.ends_with("cau-hinh.yaml")),
        "{finding:#?}"
    );
    let known = folder.append("data/cau-hinh.yaml", "dia_phuong: {loai: tỉnh, ten: Mẫu}\n");
    assert!(try_report_of(&known.path("data"), "2024-q1", "so-mau").is_ok());
}

/// A province that reports by the program's own regime, with what its settings say of the place.
fn carried_with(place: &str) -> Folder {
    let folder = Folder::base();
    fs::remove_dir_all(folder.path("data/che-do")).expect("it is there");
    fs::remove_dir_all(folder.path("data/2024")).expect("it is there");
    fs::create_dir_all(folder.path("data/2026/q1")).expect("it can be made");
    let settings = format!("minh_hoa: true\nche_do: {{bnv-2025: 1}}\ndia_phuong: {place}\n");
    folder.write("data/cau-hinh.yaml", &settings)
}

/// What is wrong with the place is told there, once, and nothing of what follows from it.
#[test]
fn a_fault_in_the_place_is_told_alone() {
    for place in [
        "{loai: tỉnh}",
        "{}",
        "[tỉnh]",
        "{loai: tỉnh, ten: \"\"}",
        "{loai: quận, ten: Mẫu}",
        "{loai: tỉnh, ten: \"M{ẫu\"}",
        "{loai: tỉnh, ten: Mẫu, tu_ngu: {dia_phuong: \"\\u202eabc\"}}",
        "{loai: tỉnh, ten: Mẫu, tu_ngu: {dia_phuong: \"{dia_phuong}\"}}",
        "{loai: tỉnh, ten: Mẫu, tu_ngu: {cap_uy: \"a{\"}}",
        "{loai: tỉnh, ten: Mẫu, tu_ngu: {cap_uy: \"{{ 7*7 }}\"}}",
    ] {
        let folder = carried_with(place);
        for arguments in [&["check", "--all"][..], &["check", "2026-q1"]] {
            let said = folder.run(arguments);
            let text = format!("{}{}", said.stdout, said.stderr);
            let errors: Vec<_> = text.lines().filter(|l| l.starts_with("lỗi[")).collect();
            let places: Vec<_> = text.lines().filter(|l| l.contains("--> ")).collect();
            let least = if place == "{}" { 2 } else { 1 };
            assert_eq!(errors.len(), least, "{place} {arguments:?}\n{text}");
            let all = places.iter().all(|l| l.contains("cau-hinh.yaml:3:"));
            assert!(all, "{place} {arguments:?}\n{text}");
            assert_ne!(said.code, Some(0), "{text}");
        }
    }
}

/// A folder may have another word for its place and is of the same place still.
#[test]
fn another_word_for_the_place_is_no_other_place() {
    let words = "{loai: tỉnh, ten: Mẫu, tu_ngu: {dia_phuong: địa phương}}";
    let folder = carried_with(words);
    let said = folder.run(&["schedule", "2026"]);
    assert!(
        !said.stderr.contains("territory/differs"),
        "{}",
        said.stderr
    );
    let data = folder.path("data");
    let known = load(&data, &period("2026-q1"), &[], &charset()).workspace;
    let office = known.territory_office().map(|office| office.id.as_str());
    assert_eq!(office, Some("tinh-mau"));
    assert_eq!(
        known.territory().map(|t| t.word.as_str()),
        Some("địa phương")
    );
}

/// Patterns of agencies have the gaps of the place beside those of units.
#[test]
fn patterns_say_the_words_of_the_place() {
    let file = "data/co-quan.yaml";
    let unit = "  xa-mot: {mau: xa, ten: xã Một}\n";
    let folder = Folder::base().append(file, unit).replace(
        file,
        "co_quan:\n",
        "  xa: Xã\nmau:\n  xa:\n    cap: xa\n    ten: Ủy ban nhân dân {ten}\n    noi_nhan: [\"Văn phòng {cap_uy}, UBND {dia_phuong_day_du}; TT Đảng ủy {loai}\"]\nco_quan:\n",
    );
    let recipients = |folder: &Folder| {
        let data = load::Folder::open(folder.path("data"), charset());
        let loaded = data.register(&period("2024-q1"));
        let unit = loaded.workspace.agencies.get("xa-mot");
        let recipients = unit.map(|unit| unit.recipients.iter().map(|one| one.value.clone()));
        let codes = loaded.findings.iter().map(|finding| finding.code);
        (
            recipients.map(Iterator::collect::<Vec<_>>),
            codes.collect::<Vec<_>>(),
        )
    };
    let words = "Văn phòng Tỉnh ủy, UBND tỉnh Mẫu; TT Đảng ủy xã".to_owned();
    assert_eq!(recipients(&folder), (Some(vec![words]), vec![]));
    // The settings say it otherwise.
    let city = "dia_phuong: {loai: thành phố, ten: Mẫu}\n";
    let city = folder.append("data/cau-hinh.yaml", city);
    let words = "Văn phòng Thành ủy, UBND thành phố Mẫu; TT Đảng ủy xã".to_owned();
    assert_eq!(recipients(&city).0, Some(vec![words]));
    // Where nobody says it, that is told, at the settings.
    let unknown = Folder::base().append(file, unit).replace(
        file,
        "co_quan:\n",
        "  xa: Xã\nmau:\n  xa:\n    cap: xa\n    ten: Ủy ban nhân dân {ten}\n    dia_danh: \"{ten_rieng}, {dia_phuong}\"\nco_quan:\n",
    );
    let unknown = unknown.replace(file, "ten: Ủy ban nhân dân tỉnh Mẫu", "ten: Văn phòng Mẫu");
    assert_eq!(recipients(&unknown).1, [Code::TerritoryUnknown]);
}
