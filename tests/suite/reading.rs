//! A folder of data that is opened once: what stays as it is, is read once, and every load says
//! what one of a folder opened for it alone says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, thread};

use baocao::diagnostic::{self, Finding, Sources};
use baocao::load::{Charset, Folder as Data, Loaded, Scope};
use baocao::model::{AgencyId, Period};

use crate::folder::{Folder, repository};

const UNIT: &str = "data/2021/q1/so-tu-phap.yaml";

fn charset() -> Charset {
    (' '..='\u{2fff}').collect()
}

fn open(path: &Path) -> Data {
    Data::open(path, charset())
}

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

/// All that a load says, whatever its files are called.
fn said(loaded: &Loaded) -> String {
    let sources = &loaded.sources;
    let files: Vec<_> = sources.iter().collect();
    let mut findings = loaded.findings.clone();
    diagnostic::sort(&mut findings, sources);
    let findings: Vec<_> = findings.iter().map(|f| Finding::of(f, sources)).collect();
    let own: Vec<_> = loaded.own_files.iter().collect();
    let all = format!(
        "{files:?}\n{findings:?}\n{own:?}\n{:?}\n{:?}",
        loaded.shared_files, loaded.workspace
    );
    numbered(&all, sources)
}

/// A text with files called by the order in which they were read.
fn numbered(text: &str, sources: &Sources) -> String {
    let ids = sources.iter().enumerate();
    let names: BTreeMap<_, _> = ids
        .map(|(at, (id, _))| (format!("{id:?}"), format!("file {at}")))
        .collect();
    let mut said = String::new();
    for part in text.split("SourceId(") {
        if said.is_empty() {
            said.push_str(part);
            continue;
        }
        let (number, rest) = part.split_once(')').expect("it is a number in brackets");
        let name = names.get(&format!("SourceId({number})"));
        said.push_str(name.expect("it is one of the files that were read"));
        said.push_str(rest);
    }
    said
}

#[test]
fn each_text_of_all_periods_is_read_once() {
    let data = repository().join("data");
    let folder = open(&data);
    let overview = folder.look_over(Scope::default());
    assert!(overview.periods.len() > 6);
    let mut files = BTreeSet::new();
    for period in &overview.periods {
        let unit = AgencyId::from("so-tu-phap");
        folder.reporting(period, std::slice::from_ref(&unit), &overview.regimes);
        let loaded = folder.period(period, &[]);
        files.extend(loaded.sources.iter().map(|(_, path)| path.to_owned()));
        assert_eq!(folder.texts_read(), files.len(), "{period}");
        // They are long.
        assert!(said(&loaded) == said(&open(&data).period(period, &[])));
        let calls = [
            folder.register(period),
            folder.past(period, &unit),
            folder.calendar(period.year),
        ];
        let alone = [
            open(&data).register(period),
            open(&data).past(period, &unit),
            open(&data).calendar(period.year),
        ];
        assert!(calls.each_ref().map(said) == alone.each_ref().map(said));
        assert_eq!(folder.texts_read(), files.len(), "{period}");
    }
}

#[test]
fn what_has_changed_is_read_and_nothing_else() {
    let mut data = Folder::of_periods(&["so-tu-phap", "so-y-te"]);
    let (folder, period) = (open(&data.path("data")), period("2021-q1"));
    let load = || {
        let before = folder.texts_read();
        let said = said(&folder.period(&period, &[]));
        (said, folder.texts_read() - before)
    };
    let alone = |data: &Folder| said(&open(&data.path("data")).period(&period, &[]));
    let (first, read) = load();
    assert!(read > 10, "{read}");
    assert!(load() == (first.clone(), 0));
    for (file, was, is) in [
        (UNIT, "so_lieu:", "so_lieu: # x\n"),
        (UNIT, "so_lieu:", "so_leu:"),
        (UNIT, "so_lieu:", "so_lieu: \"\n"),
        ("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false"),
        ("data/co-quan.yaml", "co_quan:", "co_quan: # x"),
        ("data/2021/ke-hoach.yaml", "nhom:", "nhom: # x"),
        ("data/che-do/bnv-2021.yaml", "de_cuong:", "de_cuong: # x"),
        ("data/2020/q1/so-y-te.yaml", "so_lieu:", "so_lieu: \"\n"),
    ] {
        let before = fs::read_to_string(data.path(file)).expect("it is there");
        data = data.replace(file, was, is);
        let changed = alone(&data);
        assert!(changed != first, "{file}");
        assert!(load() == (changed, 1), "{file}");
        // What it was before is known.
        data = data.write(file, &before);
        assert!(load() == (first.clone(), 0), "{file}");
    }
    // The same text with other line ends and a mark in front.
    let text = fs::read_to_string(data.path(UNIT)).expect("it is there");
    data = data.write(UNIT, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert!(load() == (first.clone(), 0));
    // What is not there any more is not told of.
    fs::remove_file(data.path(UNIT)).expect("it is there");
    assert!(load() == (alone(&data), 0));
    fs::write(data.path(UNIT), b"\xff\xfe").expect("it can be written");
    assert!(load() == (alone(&data), 0));
    // Two loads have done without the text.
    fs::write(data.path(UNIT), &text).expect("it can be written");
    assert!(load() == (first, 1));
}

#[test]
fn a_draft_is_read_by_whom_it_was_given() {
    let data = Folder::of_periods(&["so-tu-phap", "so-y-te"]);
    let (folder, period) = (open(&data.path("data")), period("2021-q1"));
    let path = data.path(UNIT);
    let text = fs::read_to_string(&path).expect("it is there");
    let draft = text.replace("the_thuc:", "# bản nháp\nthe_thuc:");
    let with_draft = || {
        let sources = Sources::with_draft(&path, draft.as_bytes());
        said(&folder.period_with(&period, &[], sources))
    };
    let drafted = with_draft();
    let read = folder.texts_read();
    let as_it_is = said(&open(&data.path("data")).period(&period, &[]));
    assert!(drafted != as_it_is);
    assert!(said(&folder.period(&period, &[])) == as_it_is);
    assert!(with_draft() == drafted);
    assert_eq!(folder.texts_read(), read + 1, "the file as it is");
    // Once it is written, it is what was read.
    fs::write(&path, &draft).expect("it can be written");
    assert!(said(&folder.period(&period, &[])) == drafted);
    assert_eq!(folder.texts_read(), read + 1);
}

#[test]
fn many_threads_read_at_once() {
    let data = Folder::of_periods(&["so-tu-phap", "so-y-te"]);
    let alone = open(&data.path("data"));
    let periods = ["2021-q1", "2021-6t"].map(period);
    let expected = periods.each_ref().map(|p| said(&alone.period(p, &[])));
    for _ in 0..10 {
        let folder = open(&data.path("data"));
        thread::scope(|scope| {
            let loads = [0, 1, 0].map(|which| {
                let (folder, period) = (&folder, &periods[which]);
                (which, scope.spawn(|| said(&folder.period(period, &[]))))
            });
            for (which, load) in loads {
                assert!(load.join().expect("it ends") == expected[which]);
            }
        });
        assert_eq!(folder.texts_read(), alone.texts_read());
    }
}
