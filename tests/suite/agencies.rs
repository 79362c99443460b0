//! Agencies as they are on the day when units report.

use baocao::load::{Charset, Loaded, load};
use baocao::model::{AgencyId, Period, Workspace};
use chrono::NaiveDate;

use crate::folder::{Folder, repository};

fn charset() -> Charset {
    (' '..='\u{2fff}').collect()
}

/// The workspace of a period of the delivered data.
fn workspace(period: &str) -> Workspace {
    let period = Period::parse(period).expect("well formed");
    let nobody = [AgencyId::from("bo-noi-vu")];
    load(&repository().join("data"), &period, &nobody, &charset()).workspace
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn an_agency_has_the_name_of_the_day() {
    let folder = Folder::base().replace(
        "data/co-quan.yaml",
        "    tu_xung: Sở\n",
        "    tu_xung: Sở\n    thay_doi:\n      2025-02-01: {ten: Sở Mẫu và Ví dụ, luu: VP}\n      2026-03-05: {ten: Sở Ví dụ}\n",
    );
    // Units report on 05/3.
    let cases = [
        ("2024-q1", "Sở Mẫu", None),
        ("2025-q1", "Sở Mẫu và Ví dụ", Some("VP")),
        ("2026-q1", "Sở Ví dụ", Some("VP")),
    ];
    for (period, name, filed_by) in cases {
        let Loaded { workspace, .. } = load(
            &folder.path("data"),
            &Period::parse(period).expect("well formed"),
            &[],
            &charset(),
        );
        let agency = &workspace.agencies["so-mau"];
        assert_eq!(agency.name.value, name, "{period}");
        let filed = agency.filed_by.as_ref().map(|f| f.value.as_str());
        assert_eq!(filed, filed_by, "{period}");
    }
}

/// Who pastes a name from a document may bring spaces with it that nobody sees.
#[test]
fn hard_spaces_in_a_name_are_spaces() {
    let folder = Folder::base().replace(
        "data/co-quan.yaml",
        "    ten: Sở Mẫu\n    tu_xung: Sở\n",
        "    ten: \"Sở\u{a0}Mẫu\"\n    tu_xung: Sở\n",
    );
    let plain = Folder::base().run(&["check", "2024-q1", "--notes"]);
    let hard = folder.run(&["check", "2024-q1", "--notes"]);
    assert_eq!((hard.code, hard.stderr), (plain.code, plain.stderr));
}

#[test]
fn the_city_has_the_members_and_recipients_of_its_year() {
    let cases = [
        ("2021-q1", 35, "UBND các quận, huyện"),
        ("2021-nam", 35, "UBND các quận, huyện"),
        ("2026-q1", 24, "UBND các xã, phường, đặc khu"),
    ];
    for (period, members, recipients) in cases {
        let workspace = workspace(period);
        let due = workspace.units_due(&Period::parse(period).expect("well formed"));
        let city = &workspace.agencies["thanh-pho"];
        let found = workspace.members(city, due.expect("a regime has it"));
        assert_eq!(found.len(), members, "{period}");
        let last = city.recipients.last().map(|r| r.value.as_str());
        assert!(
            last.is_some_and(|r| r.contains(recipients)),
            "{period}: {last:?}"
        );
    }
}

#[test]
fn whoever_was_merged_has_a_successor() {
    let workspace = workspace("2026-q1");
    let cases = [
        ("so-thong-tin-truyen-thong", "so-khoa-hoc-cong-nghe"),
        ("so-ke-hoach-dau-tu", "so-tai-chinh"),
        ("so-lao-dong", "so-noi-vu"),
        ("so-giao-thong-van-tai", "so-xay-dung"),
        ("so-nong-nghiep", "so-nong-nghiep-moi-truong"),
        ("so-tai-nguyen-moi-truong", "so-nong-nghiep-moi-truong"),
        ("so-van-hoa-the-thao", "so-van-hoa-the-thao-du-lich"),
        ("so-du-lich", "so-van-hoa-the-thao-du-lich"),
        ("huyen-cat-hai", "dac-khu-cat-hai"),
    ];
    for (before, now) in cases {
        let gone = &workspace.agencies[before];
        assert!(gone.is_gone_on(day("2026-03-05")), "{before}");
        let heirs = workspace.successors(gone, day("2026-03-05"));
        let heirs: Vec<_> = heirs.iter().map(|heir| heir.id.as_str()).collect();
        assert_eq!(heirs, [now], "{before}");
        // Before it was merged nobody had taken over.
        assert!(
            workspace
                .successors(gone, day("2021-03-05"))
                .iter()
                .all(|heir| heir.valid_from.is_none())
        );
    }
    let districts = workspace
        .agencies
        .values()
        .filter(|a| a.level.as_str() == "huyen");
    assert!(districts.clone().all(|a| a.is_gone_on(day("2025-07-01"))));
    assert_eq!(districts.count(), 15);
}
