//! The plan of Quyết định 3943/QĐ-UBND against the print of its list of tasks,
//! as read by OCR: `tests/fixtures/danh-muc-3943.txt`.

use std::collections::BTreeMap;
use std::fs;

use baocao::load::{Charset, load};
use baocao::model::{Leaf, Period, Plan, Task, Timing, Workspace};

use crate::folder::repository;

/// A line of the print: what stands before its cells, and the cells.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    number: String,
    /// Content, lead, coordinating, time, product.
    cells: [String; 5],
}

fn line(number: &str, cells: [&str; 5]) -> Line {
    Line {
        number: number.to_owned(),
        cells: cells.map(ToOwned::to_owned),
    }
}

/// Titles of groups and lines of tasks, in the order of the print.
fn printed() -> Vec<Line> {
    let text = fs::read_to_string(repository().join("tests/fixtures/danh-muc-3943.txt"))
        .expect("the print is there");
    let mut lines: Vec<Line> = Vec::new();
    for row in text.lines() {
        let bare = row.trim_start_matches("#### ").trim_start_matches("<b>");
        if let Some((number, title)) = bare.split_once(". ")
            && !number.is_empty()
            && number.chars().all(|c| "IVX".contains(c))
        {
            let title = title.split("</b>").next().unwrap_or_default();
            lines.push(line(number, [title, "", "", "", ""]));
            continue;
        }
        let columns: Vec<_> = row.split('\t').collect();
        let [number, cells @ ..] = columns.as_slice() else {
            continue;
        };
        // The header, and the rule that the OCR saw below a page break.
        let Ok(cells) = <[&str; 5]>::try_from(cells) else {
            continue;
        };
        if *number != "TT" && !number.starts_with('-') {
            lines.push(line(number, cells));
        }
    }
    lines
}

fn delivered() -> Workspace {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2021-q1").expect("well formed");
    load(&repository().join("data"), &period, &[], &charset).workspace
}

fn lines_of(task: &Task) -> Vec<Line> {
    let heading = task
        .heading
        .iter()
        .map(|words| line(&task.number.value, [&words.value, "", "", "", ""]));
    let leaves = task.leaves.iter().map(|leaf| {
        let letter = leaf.letter.as_ref().map(|l| format!("{l}) "));
        let mark = if leaf.funded { " (*)" } else { "" };
        let content = format!(
            "{}{}{mark}",
            letter.as_deref().unwrap_or_default(),
            leaf.content.value
        );
        let number = if letter.is_some() {
            ""
        } else {
            &task.number.value
        };
        let coordinating = leaf
            .coordinating
            .as_ref()
            .map_or("", |c| c.words.value.as_str());
        line(
            number,
            [
                &content,
                &leaf.lead.named.words.value,
                coordinating,
                &leaf.timing_words.value,
                &leaf.product.value,
            ],
        )
    });
    heading.chain(leaves).collect()
}

fn of_data(plan: &Plan) -> Vec<Line> {
    plan.groups
        .iter()
        .flat_map(|group| {
            let title = line(&group.number.value, [&group.title.value, "", "", "", ""]);
            std::iter::once(title).chain(group.tasks.iter().flat_map(lines_of))
        })
        .collect()
}

#[test]
fn the_plan_is_the_print_cell_by_cell_but_for_its_known_slips() {
    let workspace = delivered();
    let mut printed = printed();
    // Slip: a cell broken over a page is one cell.
    let broken = printed
        .iter()
        .position(|l| l.number.is_empty() && l.cells[0].is_empty())
        .expect("the cell is broken in the print");
    let rest = printed.remove(broken);
    assert_eq!(
        rest,
        line("", ["", "", "quan, đơn vị có liên quan", "", ""])
    );
    let begun = &mut printed[broken - 1].cells[2];
    assert!(begun.ends_with("và các cơ"), "{begun}");
    begun.push(' ');
    begun.push_str(&rest.cells[2]);
    // Slip: tasks 9 to 12 are cải cách thể chế.
    let group = printed
        .iter_mut()
        .find(|l| l.number == "II")
        .expect("there is a second group");
    assert_eq!(group.cells[0], "Cải cách thủ tục");
    "Cải cách thể chế".clone_into(&mut group.cells[0]);

    let ours = of_data(&workspace.plans[&2021]);
    for (printed, ours) in printed.iter().zip(&ours) {
        assert_eq!(printed, ours);
    }
    assert_eq!(printed.len(), ours.len());
}

#[test]
fn tasks_leaves_and_deadlines_are_as_many_as_the_decision_has() {
    let workspace = delivered();
    let plan = &workspace.plans[&2021];
    let tasks = plan.groups.iter().map(|g| g.tasks.len()).sum::<usize>();
    assert_eq!(
        (plan.groups.len(), tasks, plan.leaves().count()),
        (7, 27, 33)
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for leaf in plan.leaves() {
        let kind = match leaf.timing {
            Timing::Deadline(_) => "deadline",
            Timing::AllYear => "all year",
            Timing::Condition(_) => "condition",
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let expected = BTreeMap::from([("all year", 18), ("condition", 7), ("deadline", 8)]);
    assert_eq!(kinds, expected);
    let ids = |keep: &dyn Fn(&Leaf) -> bool| -> Vec<String> {
        let kept = plan.leaves().filter(|leaf| keep(leaf));
        kept.map(|leaf| leaf.id.to_string()).collect()
    };
    let after_the_year =
        |leaf: &Leaf| matches!(leaf.timing, Timing::Deadline(day) if day > plan.year_end());
    assert_eq!(ids(&after_the_year), ["4a", "4b"]);
    let funded = ["7", "13a", "14", "16", "17", "18"];
    assert_eq!(ids(&|leaf| leaf.funded), funded);
    let of_groups = ["1b", "1c", "4b", "6b", "13b", "17", "18", "19", "25b"];
    assert_eq!(
        ids(&|leaf| !leaf.lead.named.agencies.levels.is_empty()),
        of_groups
    );
    let letters: Vec<_> = plan
        .targets
        .iter()
        .map(|t| t.letter.value.as_str())
        .collect();
    assert_eq!(letters, ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]);
}

#[test]
fn every_leaf_is_led_by_somebody_who_reports_or_is_known_not_to() {
    let workspace = delivered();
    let plan = &workspace.plans[&2021];
    for leaf in plan.leaves() {
        let reporting = workspace
            .agencies
            .values()
            .filter(|agency| leaf.is_reported_by(agency))
            .filter(|agency| agency.reports_to.is_some())
            .count();
        assert!(reporting > 0, "nobody reports task {}", leaf.id);
    }
    // Task 24 has two leads, of which one does not report here.
    let leads = &plan.leaf(&"24".into()).expect("it is in the plan").lead;
    assert_eq!(leads.named.agencies.agencies.len(), 2);
}

#[test]
fn every_row_that_is_stated_for_the_city_has_one_owner_who_prints_it() {
    let workspace = delivered();
    let subject = workspace.subjects()[0];
    let plan = &workspace.plans[&2021];
    let owned: Vec<_> = subject
        .regime
        .indicators
        .values()
        .filter(|row| row.fillers.owner)
        .collect();
    assert!(owned.len() > 30, "only {}", owned.len());
    for row in owned {
        let owner = plan.owner(&row.id).expect("it has an owner");
        assert!(workspace.agencies.contains_key(owner), "{}", row.id);
    }
    // A single row goes before the form that it is in.
    let owner = |row: &str| plan.owner(&row.into()).map(ToString::to_string);
    let cases = [
        ("tthc.don_gian_hoa", "van-phong-ubnd"),
        ("chi_dao.so_da_kiem_tra", "so-noi-vu"),
        ("chi_dao.nhiem_vu_duoc_giao", "van-phong-ubnd"),
        ("chi_dao.doi_thoai", "so-ke-hoach-dau-tu"),
        ("hien_dai_hoa.kien_truc", "so-thong-tin-truyen-thong"),
        ("hien_dai_hoa.iso_da_cong_bo", "so-khoa-hoc-cong-nghe"),
        ("hien_dai_hoa.bao_cao_dien_tu", "van-phong-ubnd"),
        ("can_bo.vi_pham_vi_tri", "thanh-tra"),
    ];
    for (row, agency) in cases {
        assert_eq!(owner(row).as_deref(), Some(agency), "{row}");
    }
}
