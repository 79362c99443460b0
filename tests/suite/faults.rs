//! Single faults in clean submissions: how many are caught, by the right rule at the right
//! line. `stranger.yaml` was written by somebody who had not seen the code.

use std::fs;

use serde::Deserialize;

use crate::folder::{Folder, repository};

/// One fault: a text of one file replaced.
#[derive(Debug, Deserialize)]
struct Fault {
    ten: String,
    tep: String,
    tim: String,
    thay: String,
    /// The rules of which one must find it.
    ma: Vec<String>,
    /// What may stand on the line that the finding shows; none where the line says nothing.
    o: Vec<String>,
    ky: String,
    /// The file of the finding, if it is another.
    #[serde(default)]
    tai: Option<String>,
}

/// A finding as it is told: rule, file, line.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    code: String,
    file: String,
    line: usize,
}

fn told(text: &str) -> Vec<Told> {
    let mut all = Vec::new();
    let mut code = None;
    for line in text.lines() {
        if let Some((_, rest)) = line.split_once('[')
            && (line.starts_with("lỗi[") || line.starts_with("cảnh báo["))
        {
            let name = rest.split(']').next().unwrap_or_default().to_owned();
            if let Some(code) = code.replace(name) {
                all.push(Told {
                    code,
                    file: String::new(),
                    line: 0,
                });
            }
        } else if let Some(place) = line.trim_start().strip_prefix("::: ")
            && let Some(last) = all.last()
        {
            // A label in another file shows the place as well.
            let mut parts = place.split(':');
            let file = parts.next().unwrap_or_default().to_owned();
            let line = parts.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let code = last.code.clone();
            all.push(Told { code, file, line });
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(code) = code.take()
        {
            let mut parts = place.split(':');
            let file = parts.next().unwrap_or_default().to_owned();
            let line = parts.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            all.push(Told { code, file, line });
        }
    }
    all.extend(code.map(|code| Told {
        code,
        file: String::new(),
        line: 0,
    }));
    all
}

fn caught(folder: &Folder, fault: &Fault) -> Result<(), String> {
    let path = folder.path("data").join(&fault.tep);
    let clean = fs::read_to_string(&path).expect("the file is there");
    assert_eq!(
        clean.matches(&fault.tim).count(),
        1,
        "{}: {}",
        fault.ten,
        fault.tim
    );
    fs::write(&path, clean.replace(&fault.tim, &fault.thay)).expect("it can be written");
    let said = folder.run(&["check", &fault.ky]);
    let at = fault.tai.as_ref().unwrap_or(&fault.tep);
    let shown = fs::read_to_string(folder.path("data").join(at)).expect("the file is there");
    fs::write(&path, clean).expect("it can be written");
    let lines: Vec<_> = shown.lines().collect();
    let told = told(&said.stderr);
    let right = |finding: &&Told| {
        fault.ma.contains(&finding.code)
            && (finding.file.is_empty() || finding.file == format!("data/{at}"))
    };
    let mut of_rule = told.iter().filter(right).peekable();
    if of_rule.peek().is_none() {
        let others: Vec<_> = told
            .iter()
            .filter(|t| t.code != "compilation/incomplete" && t.code != "date/late")
            .collect();
        return Err(format!("not found by {:?}; told {others:?}", fault.ma));
    }
    let there = |finding: &Told| {
        fault.o.is_empty()
            || lines
                .get(finding.line.wrapping_sub(1))
                .is_some_and(|line| fault.o.iter().any(|words| line.contains(words.as_str())))
    };
    let places: Vec<_> = of_rule.collect();
    if places.iter().any(|finding| there(finding)) {
        Ok(())
    } else {
        Err(format!("elsewhere: {places:?}, wanted {:?}", fault.o))
    }
}

fn measure(name: &str) -> (usize, Vec<String>) {
    let path = repository().join("tests/fixtures/faults").join(name);
    let text = fs::read_to_string(path).expect("the faults are there");
    let faults: Vec<Fault> = serde_yaml::from_str(&text).expect("they can be read");
    let folder = Folder::city();
    let missed = faults.iter().filter_map(|fault| {
        let why = caught(&folder, fault).err()?;
        Some(format!("{} ({}): {why}", fault.ten, fault.tep))
    });
    (faults.len(), missed.collect())
}

#[test]
fn single_faults_are_caught() {
    let (all, missed) = measure("stranger.yaml");
    let share = (all - missed.len()) * 100;
    println!("{} of {all} faults", all - missed.len());
    assert!(share >= 95 * all, "{}", missed.join("\n"));
}
