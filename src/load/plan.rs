//! `<year>/ke-hoach.yaml`: the plan of a year.

use std::collections::BTreeMap;

use super::agency_set::{levels_and_agencies, names};
use super::map::MapReader;
use super::node::Node;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located, Place};
use crate::model::{
    AgencyId, Goal, IndicatorId, Lead, Leaf, LevelId, Measure, Milestone, NamedAgencies, Plan,
    Responsibility, Target, Task, TaskGroup, TaskId, Timing,
};

/// A plan for a year.
pub(super) fn plan(reader: &mut Reader<'_>, node: &Node, year: i32) -> Option<Plan> {
    let mut map = reader.map(node)?;
    let name = text(reader, &mut map, "ten");
    let short_name = title(reader, &mut map, "ten_goi");
    let decision = text(reader, &mut map, "ban_hanh");
    let issued = map.required("ngay", reader).and_then(|n| reader.date(n));
    let mark_note = map.optional("ghi_chu_dau_sao").and_then(|n| reader.text(n));
    let targets = map
        .optional("muc_tieu")
        .and_then(|n| reader.list(n, target))
        .unwrap_or_default();
    let responsibilities = map
        .optional("phan_cong")
        .and_then(|n| reader.list(n, responsibility))
        .unwrap_or_default();
    let milestones = map
        .optional("moc_thoi_gian")
        .and_then(|n| reader.list(n, milestone))
        .unwrap_or_default();
    let groups = map
        .required("nhom", reader)
        .and_then(|n| reader.list(n, group));
    map.finish(reader);
    let plan = Plan {
        place: node.place,
        name: name?,
        decision: decision?,
        short_name: short_name?,
        year,
        issued: issued?,
        mark_note,
        groups: groups?,
        targets,
        milestones,
        responsibilities,
    };
    let mut seen: BTreeMap<&TaskId, Place> = BTreeMap::new();
    for leaf in plan.leaves() {
        if let Some(first) = seen.insert(&leaf.id, leaf.place) {
            reader.report(
                Diagnostic::error(
                    Code::PlanInconsistent,
                    leaf.place,
                    format!("nhiệm vụ số {} đứng hai lần trong kế hoạch", leaf.id),
                )
                .with_label(first, "lần đầu"),
            );
        }
    }
    Some(plan)
}

fn text(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Located<String>> {
    map.required(key, reader).and_then(|n| reader.text(n))
}

/// A text that stands inside a sentence or in one line.
fn title(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Located<String>> {
    map.required(key, reader).and_then(|n| reader.title(n))
}

fn milestone(reader: &mut Reader<'_>, node: &Node) -> Option<Milestone> {
    let mut map = reader.map(node)?;
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let words = text(reader, &mut map, "in");
    let content = text(reader, &mut map, "noi_dung");
    let from = text(reader, &mut map, "tu");
    let to = text(reader, &mut map, "den");
    let clause = text(reader, &mut map, "muc");
    map.finish(reader);
    Some(Milestone {
        date: date?,
        words: words?,
        content: content?,
        from: from?,
        to: to?,
        clause: clause?,
    })
}

fn group(reader: &mut Reader<'_>, node: &Node) -> Option<TaskGroup> {
    let mut map = reader.map(node)?;
    let number = text(reader, &mut map, "so");
    let title = title(reader, &mut map, "ten");
    let tasks = map
        .required("nhiem_vu", reader)
        .and_then(|n| reader.list(n, task));
    map.finish(reader);
    Some(TaskGroup {
        number: number?,
        title: title?,
        tasks: tasks?,
    })
}

fn task(reader: &mut Reader<'_>, node: &Node) -> Option<Task> {
    let mut map = reader.map(node)?;
    let is_heading = map.optional("gom").is_some();
    let number = map.required("so", reader).and_then(|n| reader.word(n));
    let content = map.required("noi_dung", reader).and_then(|n| {
        if is_heading {
            reader.title(n)
        } else {
            reader.text(n)
        }
    });
    let Some(below) = map.optional("gom") else {
        let parts = leaf_parts(reader, &mut map);
        map.finish(reader);
        let number = number?;
        return Some(Task {
            heading: None,
            leaves: vec![parts?.leaf(&number.value, number.place, None, content?)],
            number,
        });
    };
    let leaves = number.as_ref().and_then(|number| {
        reader.filled_list(below, |reader, node| {
            let mut map = reader.map(node)?;
            let letter = map.required("diem", reader).and_then(|n| reader.word(n));
            let content = text(reader, &mut map, "noi_dung");
            let parts = leaf_parts(reader, &mut map);
            map.finish(reader);
            let letter = letter?;
            Some(parts?.leaf(&number.value, letter.place, Some(letter.value), content?))
        })
    });
    map.finish(reader);
    Some(Task {
        number: number?,
        heading: Some(content?),
        leaves: leaves?,
    })
}

/// What every leaf has, with or without a heading over it.
struct LeafParts {
    short_name: Located<String>,
    lead: Lead,
    coordinating: Option<NamedAgencies>,
    timing: (Located<String>, Timing),
    product: Located<String>,
    funded: bool,
}

impl LeafParts {
    fn leaf(
        self,
        number: &str,
        place: Place,
        letter: Option<String>,
        content: Located<String>,
    ) -> Leaf {
        let (timing_words, timing) = self.timing;
        Leaf {
            id: TaskId::from(format!("{number}{}", letter.as_deref().unwrap_or(""))),
            place,
            letter,
            content,
            short_name: self.short_name,
            lead: self.lead,
            coordinating: self.coordinating,
            timing_words,
            timing,
            product: self.product,
            funded: self.funded,
        }
    }
}

fn leaf_parts(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<LeafParts> {
    let short_name = title(reader, map, "goi_tat");
    let lead = map
        .required("chu_tri", reader)
        .and_then(|n| lead(reader, n));
    let coordinating = map.optional("phoi_hop").and_then(|n| {
        let mut map = reader.map(n)?;
        let named = named_agencies(reader, &mut map);
        map.finish(reader);
        named
    });
    let timing = map
        .required("thoi_gian", reader)
        .and_then(|n| timing(reader, n));
    let product = text(reader, map, "san_pham");
    let funded = map
        .optional("kinh_phi_cai_cach")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    Some(LeafParts {
        short_name: short_name?,
        lead: lead?,
        coordinating,
        timing: timing?,
        product: product?,
        funded,
    })
}

fn lead(reader: &mut Reader<'_>, node: &Node) -> Option<Lead> {
    let mut map = reader.map(node)?;
    let before = reader.count_of_errors();
    let named = named_agencies(reader, &mut map);
    // Whoever could not be read is none that is missing.
    let is_read = reader.count_of_errors() == before;
    let reported_by = map.optional("bao_cao_qua").and_then(|n| reader.word(n));
    map.finish(reader);
    let named = named?;
    if is_read && named.agencies.levels.is_empty() && named.agencies.agencies.is_empty() {
        reader.report(
            Diagnostic::error(
                Code::PlanInconsistent,
                node.place,
                "nhiệm vụ không có cơ quan chủ trì",
            )
            .with_help("thêm `cap: [so]` hoặc `co_quan: [so-noi-vu]` vào `chu_tri`"),
        );
    }
    Some(Lead {
        named,
        reported_by: reported_by.map(|word| Located {
            value: LevelId::from(word.value),
            place: word.place,
        }),
    })
}

fn named_agencies(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<NamedAgencies> {
    let words = text(reader, map, "in");
    let agencies = levels_and_agencies(reader, map);
    Some(NamedAgencies {
        words: words?,
        agencies,
    })
}

fn timing(reader: &mut Reader<'_>, node: &Node) -> Option<(Located<String>, Timing)> {
    let mut map = reader.map(node)?;
    let words = text(reader, &mut map, "in");
    let deadline_node = map.optional("han");
    let all_year_node = map.optional("ca_nam");
    let condition_node = map.optional("dieu_kien");
    let deadline = deadline_node.and_then(|n| reader.date(n));
    let all_year = all_year_node.and_then(|n| reader.boolean(n));
    let condition = condition_node.and_then(|n| condition_words(reader, n));
    map.finish(reader);
    let kinds = [deadline_node, all_year_node, condition_node];
    if kinds.iter().flatten().count() != 1 || all_year == Some(false) {
        reader.report(
            Diagnostic::error(
                Code::PlanInconsistent,
                node.place,
                "thời gian cần một và chỉ một trong `han`, `ca_nam`, `dieu_kien`",
            )
            .with_help("`han: 2021-03-31`, `ca_nam: true`, hoặc `dieu_kien: chỉ đạo của …`"),
        );
        return None;
    }
    let words = words?;
    let timing = match (deadline, condition) {
        (Some(day), _) => Timing::Deadline(day.value),
        (None, Some(condition)) => Timing::Condition(condition),
        (None, None) if all_year.is_some() => Timing::AllYear,
        (None, None) => return None,
    };
    Some((words, timing))
}

/// What a task waits for must be said: the report prints it.
fn condition_words(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    if node.is_blank() {
        reader.report(
            Diagnostic::error(
                Code::PlanConditionWords,
                node.place,
                "chưa ghi nhiệm vụ chờ điều gì",
            )
            .with_help("viết tiếp sau chữ “chờ”, ví dụ `dieu_kien: chỉ đạo của Bộ Nội vụ`"),
        );
        return None;
    }
    reader.title(node)
}

fn target(reader: &mut Reader<'_>, node: &Node) -> Option<Target> {
    let mut map = reader.map(node)?;
    let letter = text(reader, &mut map, "diem");
    let content = text(reader, &mut map, "noi_dung");
    let measures = map
        .required("do_luong", reader)
        .and_then(|n| reader.filled_list(n, measure));
    map.finish(reader);
    Some(Target {
        letter: letter?,
        content: content?,
        measures: measures?,
    })
}

fn measure(reader: &mut Reader<'_>, node: &Node) -> Option<Measure> {
    let mut map = reader.map(node)?;
    let name = text(reader, &mut map, "ten");
    let indicator = map
        .required("chi_tieu", reader)
        .and_then(|n| reader.word(n));
    let at_least = map.optional("it_nhat").map(|n| reader.count(n));
    let more_than = map.optional("tren").map(|n| reader.count(n));
    let than_last_year = map.optional("so_nam_truoc").map(|n| {
        reader.choice(
            n,
            &[("tot_hon", Goal::Better), ("khong_kem", Goal::NoWorse)],
        )
    });
    let at_year_end = map
        .optional("danh_gia")
        .and_then(|n| reader.choice(n, &[("nam", ())]));
    let every_unit = map
        .optional("tung_don_vi")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    map.finish(reader);
    let goals: Vec<Option<Goal>> = [
        at_least.map(|n| n.map(Goal::AtLeast)),
        more_than.map(|n| n.map(Goal::MoreThan)),
        than_last_year,
    ]
    .into_iter()
    .flatten()
    .collect();
    let [goal] = goals.as_slice() else {
        reader.report(Diagnostic::error(
            Code::PlanInconsistent,
            node.place,
            "đo lường cần một và chỉ một trong `it_nhat`, `tren`, `so_nam_truoc`",
        ));
        return None;
    };
    let indicator = indicator?;
    Some(Measure {
        name: name?,
        indicator: Located {
            value: IndicatorId::from(indicator.value),
            place: indicator.place,
        },
        goal: (*goal)?,
        at_year_end: at_year_end.is_some(),
        every_unit,
    })
}

fn responsibility(reader: &mut Reader<'_>, node: &Node) -> Option<Responsibility> {
    let mut map = reader.map(node)?;
    // The letter and the words stand in the file for its readers.
    text(reader, &mut map, "diem");
    text(reader, &mut map, "noi_dung");
    let agency = map.required("co_quan", reader).and_then(|n| reader.word(n));
    let areas = names(reader, &mut map, "linh_vuc", |area| area);
    map.finish(reader);
    let agency = agency?;
    Some(Responsibility {
        agency: Located {
            value: AgencyId::from(agency.value),
            place: agency.place,
        },
        areas,
    })
}
