//! What operations give and tell is theirs alone: it goes to another thread, and is JSON.

use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use baocao::app::{
    App, BeginRequest, BuildRequest, CheckRequest, Config, ExplainRequest, MergeRequest, Outcome,
    PreviewRequest, RemindRequest, RulesRequest, ScheduleRequest, SealRequest, StatusRequest,
    UndoRequest,
};
use baocao::batch::Shard;
use baocao::diagnostic::Code;
use baocao::event::Event;
use baocao::history::Occasion;
use baocao::model::{AgencyId, IndicatorId, Period};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json, to_value};

use crate::folder::{Folder, files, repository};
use crate::report::{opened, request};

const UNIT: &str = "so-tu-phap";

/// What an operation of another thread told and gave, as JSON.
fn sent<T: Serialize + Send + 'static>(
    operation: impl FnOnce(&mut dyn FnMut(&Event)) -> (Outcome, T) + Send,
) -> (Value, Value, Value) {
    let elsewhere = || {
        let mut events = Vec::new();
        let (outcome, result) = operation(&mut |event| events.push(event.clone()));
        (events, outcome, result)
    };
    let (events, outcome, result) = thread::scope(|scope| {
        let elsewhere = scope.spawn(elsewhere).join();
        elsewhere.expect("it can be sent")
    });
    let json = |value: Result<Value, _>| value.expect("it is JSON");
    (
        json(to_value(events)),
        json(to_value(outcome)),
        json(to_value(result)),
    )
}

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("the test names a day")
}

fn occasion() -> Occasion {
    Occasion {
        at: "2021-03-05T08:00:00+07:00".parse().expect("a time"),
        command: "seal 2021-q1".to_owned(),
    }
}

#[test]
fn arrivals_and_letters_outlive_the_data() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let request = StatusRequest {
        period: period("2021-q1"),
        on: day("2021-03-08"),
        letters_follow: true,
    };
    let letters = RemindRequest {
        period: request.period.clone(),
        on: request.on,
    };
    let (_, outcome, arrivals) = sent(|tell| app.status(&request, tell));
    assert_eq!(outcome["errors"], json!([]));
    assert_eq!(
        (&arrivals["period"], &arrivals["date"]),
        (&json!("2021-q1"), &json!("2021-03-08"))
    );
    let receiver = &arrivals["receivers"][0];
    assert_eq!(receiver["due"], "2021-03-05");
    assert_eq!(receiver["counts"]["overdue"], 1);
    let units = receiver["units"].as_array().expect("units");
    let late = units.iter().find(|unit| unit["overdue"] == true);
    let late = late.expect("one is late");
    assert_eq!(
        (&late["state"], &late["left"]),
        (&json!("returned"), &json!(-3))
    );
    let (events, _, written) = sent(|tell| app.remind(&letters, tell));
    let letter = &written[0];
    assert_eq!(letter["agency"], receiver["agency"]);
    let path = letter["path"].as_str().expect("a path");
    let bytes = std::fs::read(path).expect("the letter is there").len();
    assert_eq!(letter["bytes"], bytes);
    let last = events.as_array().and_then(|all| all.last());
    let last = last.expect("it is told of");
    let expected = json!({
        "kind": "report", "path": path, "agency": letter["name"], "state": "published",
        "pages": letter["pages"], "bytes": bytes, "before": false,
    });
    assert_eq!(*last, expected);
    // A day on which nobody is late: no letter, and that is told.
    let letters = RemindRequest {
        on: day("2021-03-09"),
        ..letters
    };
    let (events, _, written) = sent(|tell| app.remind(&letters, tell));
    assert_eq!(written, json!([]));
    let nobody = json!({"kind": "nobody_late", "receiver": letter["name"]});
    assert_eq!(events.as_array().and_then(|all| all.last()), Some(&nobody));
}

#[test]
fn a_figure_is_explained_with_all_that_is_told_of_it() {
    let folder = Folder::delivered();
    let app = opened(&folder.path("data"));
    let request = ExplainRequest {
        period: period("2021-q1"),
        agency: AgencyId::from(UNIT),
        row: Some(IndicatorId::from("tthc.ty_le_dung_han")),
    };
    let (_, outcome, explained) = sent(|tell| app.explain(&request, tell));
    assert_eq!(outcome["errors"], json!([]));
    assert_eq!(
        explained["agency"],
        json!({"agency": UNIT, "name": "Sở Tư pháp"})
    );
    let figure = &explained["figures"][0];
    let explanation = &figure["explanation"];
    assert_eq!(explanation["printed"], "99,61%");
    let rate = json!({"rate": {"rate": {"part": 6190, "whole": 6214}, "estimate": false}});
    assert_eq!(explanation["value"], rate);
    let origin = &explanation["origin"];
    assert_eq!(
        (&origin["kind"], &origin["formula"]),
        (&json!("formula"), &json!("rate"))
    );
    let at = &origin["operands"][1]["origin"]["at"];
    assert!(
        at["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("so-tu-phap.yaml"))
    );
    assert_eq!(at["line"], 50);
    assert_eq!(figure["places"][0]["kind"], "row");
    assert!(figure["places"][0]["page"].is_u64());
    // What is wrong is told, and there is no result.
    let request = ExplainRequest {
        row: Some(IndicatorId::from("tthc.khong_co")),
        ..request
    };
    let (events, outcome, explained) = sent(|tell| app.explain(&request, tell));
    assert_eq!(explained, Value::Null);
    assert_eq!(outcome["errors"], json!(["indicator/unknown"]));
    let told = events.as_array().and_then(|all| all.last());
    let told = told.expect("it is told");
    assert_eq!(
        (&told["kind"], &told["code"]),
        (&json!("found"), &json!("indicator/unknown"))
    );
}

#[test]
fn a_preview_is_the_report_that_build_makes() {
    let folder = Folder::delivered();
    folder.run(&["build", "2021-q1", "--agency", UNIT]);
    let made = std::fs::read(folder.path("out/2021-q1/so-tu-phap.pdf")).expect("it is made");
    let app = opened(&folder.path("data"));
    let request = PreviewRequest {
        places: true,
        ..request("2021-q1", &[AgencyId::from(UNIT)])
    };
    let (outcome, previews) = app.preview(&request, &mut |_| ());
    assert_eq!(outcome.errors, []);
    let [preview] = previews.as_slice() else {
        panic!("one report has one document: {}", previews.len());
    };
    assert!(preview.pdf == made, "the same bytes");
    let rate = IndicatorId::from("tthc.ty_le_dung_han");
    let places = preview.places.iter().find(|places| places.row == rate);
    let places = places.expect("the row is printed");
    let (_, _, json) = sent(|tell| app.preview(&request, tell));
    let json = &json[0];
    assert_eq!(
        (&json["agency"], &json["file"]),
        (&json!(UNIT), &json!(UNIT))
    );
    assert_eq!(json["pages"], preview.pages.count());
    assert_eq!(json["bytes"], made.len());
    // And as `explain` finds it.
    let explain = ExplainRequest {
        period: request.period.clone(),
        agency: AgencyId::from(UNIT),
        row: Some(rate),
    };
    let (_, explained) = app.explain(&explain, &mut |_| ());
    let explained = explained.expect("the row is there");
    assert_eq!(explained.figures[0].places, places.places);
    let (_, _, drafts) = sent(|tell| app.compose(&request, tell));
    let draft = &drafts[0];
    assert_eq!(
        (&draft["agency"], &draft["name"], &draft["file"]),
        (&json!(UNIT), &json!("Sở Tư pháp"), &json!(UNIT))
    );
    assert_eq!(draft["document"]["kind"], "BÁO CÁO");
    assert!(
        draft["document"]["blocks"]
            .as_array()
            .is_some_and(|all| all.len() > 20)
    );
}

/// A unit whose file is wrong is left out, and told; the others are made.
#[test]
fn a_fault_in_one_file_keeps_no_other_report_from_being_seen() {
    let folder = Folder::delivered().replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 61900",
    );
    let app = opened(&folder.path("data"));
    let (outcome, drafts) = app.compose(&request("2021-q1", &[]), &mut |_| ());
    assert_eq!(drafts.len(), 4);
    assert!(drafts.iter().all(|draft| draft.file != UNIT));
    assert!(!outcome.errors.is_empty());
}

#[test]
fn other_results_are_json_too() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let schedule = ScheduleRequest { year: 2021 };
    let (_, _, due) = sent(|tell| app.schedule(&schedule, tell));
    let first = &due[0];
    assert_eq!(
        (&first["id"], &first["date"]),
        (&json!("2021/nhiem-vu-1a"), &json!("2020-12-31"))
    );
    let rules = RulesRequest {
        period: period("2021-q1"),
    };
    let (_, _, rules) = sent(|tell| app.rules(&rules, tell));
    let groups = rules[0]["groups"].as_array().expect("groups");
    assert!(
        groups
            .iter()
            .any(|group| group["rule"] == "figure/computed")
    );
    let begin = BeginRequest {
        period: period("2026-nam"),
        agencies: vec![AgencyId::from(UNIT)],
        occasion: occasion(),
    };
    let (_, outcome, begun) = sent(|tell| app.begin(&begin, tell));
    assert_eq!(outcome["errors"], json!([]));
    let path = begun["begun"][0]["path"].as_str().expect("a path");
    assert!(std::path::Path::new(path).exists());
    let seal = SealRequest {
        period: period("2021-q1"),
        agencies: vec![AgencyId::from(UNIT)],
        signed: None,
        document: None,
        occasion: occasion(),
    };
    let (_, outcome, sealed) = sent(|tell| app.seal(&seal, tell));
    assert_eq!(outcome["errors"], json!([]));
    assert_eq!(sealed["recorded"], json!([UNIT]));
    let (_, _, writes) = sent(|tell| app.past_writes(tell));
    assert_eq!(writes[0]["command"], "seal 2021-q1", "{writes}");
    let undo = UndoRequest {
        file: writes[0]["path"].as_str().expect("a path").into(),
        to: None,
        force: false,
        occasion: occasion(),
    };
    let (_, outcome, undone) = sent(|tell| app.undo(&undo, tell));
    assert_eq!(outcome["errors"], json!([]));
    assert_eq!(undone["at"], "2021-03-05T08:00:00+07:00");
}

#[test]
fn what_is_made_and_put_together_is_json_too() {
    let folder = Folder::base();
    let part = App::open(Config {
        program: Ok(env!("CARGO_BIN_EXE_baocao").into()),
        ..Config::new(folder.path("data"), folder.path("mot"))
    });
    let request = BuildRequest {
        period: Some(period("2024-q1")),
        agencies: Vec::new(),
        strict: false,
        force: false,
        dry_run: false,
        shard: Some(Shard { index: 1, of: 1 }),
        jobs: Some(1),
        deadline: Duration::from_mins(1),
        memory: 1 << 30,
    };
    let stop = AtomicBool::new(false);
    let (events, outcome, _) = sent(|tell| (part.build(&request, &stop, tell), ()));
    assert_eq!(outcome["summary"]["published"], 1);
    let kinds: Vec<_> = events
        .as_array()
        .expect("a list")
        .iter()
        .map(|event| &event["kind"])
        .collect();
    assert_eq!(kinds, ["read", "planned", "report"]);
    let merge = MergeRequest {
        parts: vec![folder.path("mot")],
    };
    let app = opened(&folder.path("data"));
    let (_, _, merged) = sent(|tell| app.merge(&merge, tell));
    assert_eq!(
        (&merged["reports"], &merged["standing"]),
        (&json!(1), &json!(1))
    );
    let (_, _, verified) = sent(|tell| app.verify(tell));
    let matching = verified["matching"].as_array().map(Vec::len);
    assert_eq!(matching, Some(1));
    assert_eq!(verified["manifest"]["complete"], true);
}

/// Fonts and templates that were read stay what they are, and nobody reads what it does not need;
/// what could not be read is told by everybody who needs it, and read when it can be. Data are
/// read each time.
#[test]
fn fonts_and_templates_are_read_when_they_are_needed_and_then_kept() {
    let folder = Folder::delivered();
    let (fonts, templates) = (folder.path("phong"), folder.path("mau"));
    let app = App::open(Config {
        fonts: Some(fonts.clone()),
        templates: Some(templates.clone()),
        ..Config::new(folder.path("data"), folder.path("out"))
    });
    let check = || {
        let request = CheckRequest {
            period: Some(period("2021-q1")),
            agencies: vec![AgencyId::from(UNIT)],
            strict: false,
        };
        app.check(&request, &mut |_| ()).errors
    };
    let compose = || {
        let request = request("2021-q1", &[AgencyId::from(UNIT)]);
        let (outcome, drafts) = app.compose(&request, &mut |_| ());
        (outcome.errors, drafts.len())
    };
    let (outcome, writes) = app.past_writes(&mut |_| ());
    assert_eq!((outcome.errors, writes), (vec![], vec![]));
    assert_eq!(check(), [Code::FileNotFound]);
    assert_eq!(check(), [Code::FileNotFound]);
    std::fs::create_dir(&fonts).expect("a folder can be made");
    for font in files(&repository().join("fonts")) {
        let name = font.file_name().expect("a name");
        std::fs::copy(&font, fonts.join(name)).expect("it can be copied");
    }
    // Now it is the templates that are not there.
    assert_eq!(check(), [Code::FileNotFound]);
    std::fs::remove_dir_all(&fonts).expect("it was made");
    assert_eq!(compose(), (vec![Code::FileNotFound], 0));
    std::fs::create_dir_all(templates.join("bao-cao/muc")).expect("a folder can be made");
    let written = "bao-cao/muc/ke_hoach.j2";
    let text = std::fs::read(repository().join("templates").join(written));
    std::fs::write(templates.join(written), text.expect("it is there")).expect("it can be");
    assert_eq!(check(), []);
    assert_eq!(compose(), (vec![], 1));
    std::fs::remove_dir_all(&templates).expect("it was made");
    assert_eq!(check(), []);
    assert_eq!(compose(), (vec![], 1));
    let folder = folder.replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 61900",
    );
    assert_ne!(check(), []);
    drop(folder);
}

/// What may stay: a file says by what it was written, and a given file is refused by the name of
/// the option that gave it.
const NAMED: [(&str, &str); 3] = [
    (
        "src/app/seal.rs",
        "`--signed` đưa vào bản đã ký của một báo cáo",
    ),
    (
        "src/load/seal.rs",
        "đây không phải là {what} do `baocao seal` ghi",
    ),
    (
        "src/scaffold/seal.rs",
        "# Do `baocao seal` ghi; không sửa bằng tay.",
    ),
];

/// How something is done is worded by whoever was asked for it (`Way`).
#[test]
fn nothing_below_the_command_line_names_its_options_and_commands() {
    let root = repository();
    let mut kept = 0;
    let mut wrong = Vec::new();
    for path in files(&root.join("src")) {
        let below = path.strip_prefix(root).expect("it is below");
        let below = below.to_string_lossy().replace('\\', "/");
        if below.starts_with("src/cli/") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            let option = ["`--", "\"--", " --"].iter().any(|mark| {
                let mut behind = line.split(mark).skip(1);
                behind.any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
            });
            if !option && !line.contains("`baocao ") {
                continue;
            }
            let may_stay = |(file, text): &(&str, &str)| below == *file && line.contains(text);
            if NAMED.iter().any(may_stay) {
                kept += 1;
            } else {
                wrong.push(format!("{below}: {line}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(kept, NAMED.len());
}
