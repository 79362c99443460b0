//! Sentences stay sentences whatever the figures are: nought, all done, missing,
//! estimated.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use baocao::app::Draft;
use baocao::assess::Sums;
use baocao::build::{Author, Work};
use baocao::check;
use baocao::compose::{Composed, Templates};
use baocao::diagnostic::{Code, Severity};
use baocao::load::{Charset, load};
use baocao::model::{Indicator, Period, Quantity, Subject, Timing};
use baocao::typeset::FontSet;
use baocao::wording;
use proptest::prelude::*;

use crate::folder::{Folder, UNITS, repository};
use crate::random;
use crate::report::{heard, opened, request};

/// A figure as a seed: what of it is missing, and how much of its whole it is.
#[derive(Debug, Clone, Copy)]
enum Seed {
    Missing,
    Nought,
    Some(u64),
    All,
}

/// What is told of a task.
#[derive(Debug, Clone, Copy)]
enum Told {
    Done,
    DoneLate,
    GoesOn,
    Expected,
    HeldUp,
    CarriedOver,
    Stopped,
    /// A draft may wait for it.
    Nothing,
}

fn told() -> impl Strategy<Value = Told> {
    prop::sample::select(vec![
        Told::Done,
        Told::DoneLate,
        Told::GoesOn,
        Told::Expected,
        Told::HeldUp,
        Told::CarriedOver,
        Told::Stopped,
        Told::Nothing,
    ])
}

fn seeds() -> impl Strategy<Value = (Vec<Seed>, Vec<Told>, bool, bool, bool)> {
    let seed = prop_oneof![
        1 => Just(Seed::Missing),
        2 => Just(Seed::Nought),
        3 => (1_u64..40).prop_map(Seed::Some),
        2 => Just(Seed::All),
    ];
    (
        prop::collection::vec(seed, 160),
        prop::collection::vec(told(), 20),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
}

/// Numbers for all rows that a unit types, no part above its whole.
fn numbers(
    subject: Subject<'_>,
    rows: &[&Indicator],
    seeds: &[Seed],
) -> BTreeMap<String, Option<u64>> {
    let (regime, own_rows) = (subject.regime, subject.rows());
    let mut numbers: BTreeMap<String, Option<u64>> = rows
        .iter()
        .zip(seeds)
        .map(|(row, seed)| {
            let answered = row
                .unit_wording
                .as_ref()
                .is_some_and(|w| w.answers.is_some())
                || matches!(row.quantity, Quantity::Answer(_));
            let number = match seed {
                Seed::Missing => None,
                Seed::Nought => Some(0),
                Seed::Some(_) | Seed::All if answered => Some(1),
                Seed::Some(number) => Some(*number),
                Seed::All => Some(40),
            };
            (row.id.to_string(), number)
        })
        .collect();
    // A part made smaller may be the whole of others.
    for (whole, parts) in (0..3).flat_map(|_| regime.limits()) {
        let formula = regime
            .indicators
            .get(whole)
            .and_then(|i| i.formula.as_ref());
        let total = match formula {
            None => numbers.get(whole.as_str()).copied().flatten(),
            Some(formula) => subject
                .operands_of_one_kind(formula, &own_rows)
                .iter()
                .filter_map(|id| numbers.get(id.as_str()).copied())
                .sum(),
        };
        let Some(mut left) = total else { continue };
        for part in parts {
            if let Some(Some(number)) = numbers.get_mut(part.as_str()) {
                *number = (*number).min(left);
                left -= *number;
            }
        }
    }
    numbers
}

/// The tasks of a unit as told.
fn tasks(subject: Subject<'_>, told: &[Told], draft: bool) -> String {
    let mut text = String::from("nhiem_vu:\n");
    for (leaf, told) in subject.leaves().zip(told) {
        if matches!(told, Told::Nothing) && draft {
            continue;
        }
        let members = leaf.lead.reported_by.is_some();
        let waits = matches!(leaf.timing, Timing::Condition(_));
        let mut fields = match told {
            Told::Done if waits => vec![
                "san_pham: {ten: Hội nghị, ngay: 2021-02-20}",
                "dieu_kien: {ngay: 2021-02-01, han: 2021-02-28}",
                "hoan_thanh: 2021-02-25",
            ],
            Told::Done => vec![
                "san_pham: {so: 01/KH-A, ngay: 2021-01-05}",
                "hoan_thanh: 2021-01-05",
            ],
            Told::DoneLate => vec![
                "san_pham: {ten: Hội nghị, ngay: 2021-02-20}",
                "hoan_thanh: 2021-02-25",
                "kho_khan: thiếu người",
            ],
            Told::GoesOn | Told::Nothing => vec!["ket_qua: Đang làm"],
            Told::Expected if waits => vec![
                "ket_qua: Đang làm",
                "dieu_kien: {ngay: 2021-02-01, han: 2021-02-15}",
                "du_kien: 2021-05-01",
                "kho_khan: thiếu người",
            ],
            Told::Expected => vec!["du_kien: 2022-05-01", "kho_khan: thiếu người"],
            Told::HeldUp => vec!["kho_khan: thiếu người"],
            Told::CarriedOver => vec!["chuyen_nam_sau: chưa có vốn"],
            Told::Stopped => vec!["dung: không còn phù hợp"],
        };
        let done = matches!(told, Told::Done | Told::DoneLate);
        if members {
            fields.push(if done {
                "don_vi: {tong: 9, xong: 9}"
            } else {
                "don_vi: {tong: 9, xong: 4}"
            });
        }
        if leaf.funded {
            fields.push("kinh_phi: {du_tru: 90, duoc_duyet: 80, da_su_dung: 0}");
        }
        writeln!(text, "  {}: {{{}}}", leaf.id, fields.join(", ")).expect("text can be written");
    }
    text
}

fn submission(
    subject: Subject<'_>,
    numbers: &BTreeMap<String, Option<u64>>,
    tasks: &str,
    estimates: bool,
    own_words: bool,
    draft: bool,
) -> String {
    let state = if draft { "du_thao" } else { "trinh_ky" };
    let signer = subject.agency.signers.keys().next();
    let signer = signer.expect("somebody signs");
    let mut text = format!(
        "so_lieu_den_ngay: 2021-02-28\nthe_thuc: {{trang_thai: {state}, nguoi_ky: {signer}}}\n{tasks}so_lieu:\n",
    );
    let mut form = "";
    for (id, number) in numbers {
        let (of_form, row) = id.split_once('.').expect("an id has a form and a row");
        if form != of_form {
            writeln!(text, "  {of_form}:").expect("text can be written");
            form = of_form;
        }
        let value = match number {
            None => "{khong_co: Chưa tổng hợp}".to_owned(),
            Some(number) if estimates => {
                format!("{{gia_tri: {number}, uoc: true, den_ngay: 2021-03-14}}")
            }
            Some(number) => number.to_string(),
        };
        writeln!(text, "    {row}: {value}").expect("text can be written");
    }
    text.push_str("noi_dung:\n");
    // What must be written, the first of what may be left out, and some of the rest.
    let mut left_out = 0;
    let own = subject.sections().enumerate().filter(|(index, section)| {
        left_out += usize::from(section.is_numbered_paragraph);
        let needed = section.nothing_to_report.is_none() && !section.may_be_left_out;
        let first = section.is_numbered_paragraph && left_out == 1;
        needed || first || (own_words && index % 3 == 0)
    });
    let own: Vec<_> = own.map(|(_, section)| section.id.as_str()).collect();
    for section in own {
        writeln!(
            text,
            "  {section}: [Đơn vị đã thực hiện theo Kế hoạch số 05/KH-STP.]"
        )
        .expect("text can be written");
    }
    text
}

/// The paragraphs of a composed document but for its opening and headings, with plain blanks.
pub(crate) fn paragraphs(composed: &Composed) -> Vec<String> {
    let blocks = composed.document.blocks.iter().skip(1);
    let paragraphs = blocks.filter(|block| block.kind.heading_level().is_none());
    paragraphs
        .map(|block| block.words().replace('\u{a0}', " "))
        .collect()
}

fn assert_well_formed(paragraph: &str) {
    let mut letters = paragraph.trim_start_matches('“').chars();
    let first = letters.next().expect("a paragraph has text");
    assert!(first.is_uppercase(), "begins in lower case: {paragraph}");
    let ends = [".", ";", ":"];
    let ended = ends.iter().any(|end| paragraph.ends_with(end));
    assert!(ended, "has no stop at its end: {paragraph}");
    for fault in [
        "  ",
        " ,",
        " ;",
        " .",
        " )",
        "( ",
        ",,",
        ";;",
        "..",
        ",;",
        ";.",
        ",.",
        ":.",
        "\n",
        "ước ước",
        " 00 ",
        " 0 ",
        " 0/",
    ] {
        assert!(!paragraph.contains(fault), "`{fault}` in: {paragraph}");
    }
    let characters: Vec<_> = paragraph.chars().collect();
    let stuck = characters
        .windows(2)
        .any(|two| two[0] == '.' && two[1].is_uppercase());
    assert!(!stuck, "two sentences stick together: {paragraph}");
}

/// Every unit has rows, tasks and wording of its own.
#[test]
fn every_branch_of_every_section_is_a_sentence() {
    assert_sentences_of(2021, &UNITS);
}

/// The same by the outline and the forms of 2025.
#[test]
fn every_branch_of_every_section_of_2025_is_a_sentence() {
    assert_sentences_of(
        2026,
        &[
            "so-noi-vu",
            "so-tu-phap",
            "van-phong-ubnd",
            "so-khoa-hoc-cong-nghe",
            "xa-tien-lang",
        ],
    );
}

fn assert_sentences_of(year: i32, units: &[&str]) {
    // Wording needs no fonts: every character counts as printable.
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse(&format!("{year}-q1")).expect("well formed");
    let folder = Folder::of_units(year, units);
    let delivered = load(&folder.path("data"), &period, &[], &charset);
    let subjects = delivered.workspace.subjects();
    assert_eq!(subjects.len(), units.len());
    for subject in subjects {
        assert_sentences(subject, &period);
    }
}

/// Days of 2021 and 2022 as those of a year and the next.
fn in_year(text: &str, year: i32) -> String {
    let next = text.replace("2022-", &format!("{}-", year + 1));
    next.replace("2021-", &format!("{year}-"))
}

fn assert_sentences(subject: Subject<'_>, period: &Period) {
    let folder = Folder::of_units(period.year, &[]);
    let app = opened(&folder.path("data"));
    let quarter = folder.path(&format!("data/{}/q1", period.year));
    fs::create_dir_all(quarter).expect("a folder can be made");
    let unit = &subject.agency.id;
    let own_rows = subject.rows();
    let rows: Vec<&Indicator> = subject
        .regime
        .indicators
        .values()
        .filter(|i| i.formula.is_none() && own_rows.contains(&i.id))
        .collect();
    assert!(
        rows.len() > 40,
        "{unit}: only {} rows are typed",
        rows.len()
    );
    random::runner(120)
        .run(&seeds(), |(seeds, told, estimates, own_words, draft)| {
            let numbers = numbers(subject, &rows, &seeds);
            let tasks = tasks(subject, &told, draft);
            fs::write(
                folder.path(&format!("data/{}/q1/{unit}.yaml", period.year)),
                in_year(
                    &submission(subject, &numbers, &tasks, estimates, own_words, draft),
                    period.year,
                ),
            )
            .expect("it can be written");
            let only = [unit.clone()];
            let request = request(&period.to_string(), &only);
            let (drafts, mut findings) = heard(|tell| app.compose(&request, tell));
            findings.retain(|f| f.severity == Severity::Error);
            assert_eq!(findings, []);
            let paragraphs = paragraphs(&drafts[0].composed);
            assert!(paragraphs.len() > 15, "{paragraphs:#?}");
            for paragraph in &paragraphs {
                assert_well_formed(paragraph);
            }
            Ok(())
        })
        .expect("every report is well worded");
}

/// The annexes of a report that its paragraphs or its opening words do not name, each as
/// "II"; and those that they name and it has not, as "no III".
fn annexes_not_named(data: &str, paragraphs: &[String]) -> String {
    let data: serde_json::Value = serde_json::from_str(data).expect("it is JSON");
    let annexes = data["annexes"].as_array().expect("annexes");
    let labels = annexes.iter().map(|annex| annex["label"].as_str());
    let labels: Vec<_> = labels
        .map(|label| {
            let number = label.expect("a label").strip_prefix("PHỤ LỤC");
            number.expect("it is an annex").trim()
        })
        .collect();
    let body = paragraphs.join("\n");
    let named = body.match_indices("Phụ lục ").map(|(at, words)| {
        let rest = &body[at + words.len()..];
        let end = rest.find(|c| !matches!(c, 'I' | 'V'));
        &rest[..end.unwrap_or(rest.len())]
    });
    let named: Vec<_> = named.collect();
    let all = format!("Phụ lục {} kèm theo", labels.join(", "));
    let opening = data["blocks"][0]["text"][0]["text"]
        .as_str()
        .expect("an opening");
    let opening = opening.replace('\u{a0}', " ");
    let mut wrong: Vec<_> = labels
        .iter()
        .filter(|label| !named.contains(label) || !opening.contains(&all))
        .map(|label| (*label).to_owned())
        .collect();
    let others = named.iter().filter(|number| !labels.contains(number));
    wrong.extend(others.map(|number| format!("no {number}")));
    wrong.join(", ")
}

/// The composed words of every report of the sample keep the rules for what units type.
#[test]
fn every_composed_sentence_of_the_sample_is_one_that_a_unit_might_write() {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let data = repository().join("data");
    let app = opened(&data);
    let folder = baocao::load::Folder::open(&data, charset);
    let overview = folder.look_over(baocao::load::Scope::default());
    let mut count = 0;
    for period in overview.periods {
        let request = request(&period.to_string(), &[]);
        let (drafts, mut findings) = heard(|tell| app.compose(&request, tell));
        // Of some periods there are only figures to compare with.
        findings.retain(|f| f.severity == Severity::Error && f.code != Code::FileNotFound);
        assert_eq!(findings, [], "{period}");
        // Only for what the data name: agencies, and words of the regime.
        let known = folder.period(&period, &[]).workspace;
        for Draft { file, composed, .. } in &drafts {
            let paragraphs = paragraphs(composed);
            let texts = paragraphs.iter().map(String::as_str);
            let wrong = check::misspelt(&known, texts);
            assert_eq!(wrong, [], "{period} {file}");
            let unnamed = annexes_not_named(&composed.data, &paragraphs);
            assert_eq!(unnamed, "", "{period} {file}");
            for paragraph in &paragraphs {
                assert_well_formed(paragraph);
            }
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}

/// The city's report over any units that have reported, in every period.
#[test]
fn every_report_of_the_city_is_well_worded_whoever_has_reported() {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let mut loaded_by_period = Vec::new();
    for period in [
        "2021-q1", "2021-6t", "2021-q3", "2021-nam", "2026-q1", "2026-6t", "2026-q3",
    ] {
        let period = Period::parse(period).expect("well formed");
        loaded_by_period.push(load(&repository().join("data"), &period, &[], &charset));
    }
    let templates = Templates::load(None).expect("the templates are well formed");
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let is_well_worded = |(which, reported, history): (usize, u64, bool)| {
        let loaded = &loaded_by_period[which];
        let mut workspace = loaded.workspace.clone();
        let mut index = 0;
        workspace.submissions.retain(|submission| {
            index += 1;
            submission.agency.as_str() == "thanh-pho" || reported >> (index % 64) & 1 == 1
        });
        if !history {
            workspace.past.clear();
        }
        // What the city itself says of a rest fits the units that have reported.
        let own = workspace.submissions.iter_mut();
        for submission in own.filter(|s| s.agency.as_str() == "thanh-pho") {
            for items in submission.narrative.values_mut() {
                items.retain(|item| !item.paragraph.value.contains("con_lai("));
            }
        }
        let mut sources = loaded.sources.clone();
        // Of some of these `build` makes no report; its words must be right nevertheless.
        let sums = Sums::of(&workspace);
        wording::fill_figures(&mut workspace, &sums, &sources);
        let sums = sums.with_reasons(&workspace);
        let author = Author::new(&templates, &fonts, &mut sources).expect("they are well formed");
        let subjects = workspace.subjects();
        let city = subjects
            .iter()
            .find(|s| s.is_compiled())
            .expect("there is a city");
        for head in city.heads() {
            let work = Work::Report {
                subject: *city,
                head,
            };
            let composed = author.write(&work, &sums, &sources);
            let composed = composed.unwrap_or_else(|finding| panic!("{finding:#?}"));
            for paragraph in &paragraphs(&composed) {
                // A figure that a unit's absence has made unknown stays as it was written.
                if !paragraph.contains("{{") {
                    assert_well_formed(paragraph);
                }
            }
        }
        Ok(())
    };
    // Of those who share a task only one has reported, and it does not carry it out.
    is_well_worded((2, 12_469_612_209_641_357_328, false)).expect("as below");
    // Most, few, one, none.
    let few = (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(a, b, c)| a & b & c);
    let reported = prop_oneof![3 => any::<u64>(), 2 => few, 1 => (0..64).prop_map(|bit| 1_u64 << bit), 1 => Just(0)];
    random::runner(70)
        .run(&(0_usize..7, reported, any::<bool>()), is_well_worded)
        .expect("every report is well worded");
}
