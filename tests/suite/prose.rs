//! Numbers in sentences against the figures of the report, measured on sentences with labels.
//! `stranger.yaml` was written by somebody who had not seen the code.

use std::collections::BTreeMap;
use std::fs;

use baocao::assess::Sums;
use baocao::check::{Names, NumberReader};
use baocao::load;
use baocao::model::{AgencyId, IndicatorId, Period, SectionId};
use baocao::typeset::FontSet;
use serde::Deserialize;

use crate::folder::repository;

#[derive(Debug, Deserialize)]
struct Sentence {
    bao_cao: String,
    muc: String,
    cau: String,
    so: Vec<Labelled>,
}

#[derive(Debug, Deserialize)]
struct Labelled {
    so: String,
    la: String,
    #[serde(default)]
    dong: String,
}

#[derive(Debug, Default, Clone, Copy)]
struct Measured {
    caught: usize,
    missed: usize,
    false_alarms: usize,
    elsewhere: usize,
    /// Right figures that are known as such, and other numbers taken for one.
    known: usize,
    mistaken: usize,
}

impl Measured {
    /// Of the alarms, the share that was right.
    fn precision(&self) -> f64 {
        ratio(self.caught, self.caught + self.false_alarms)
    }

    /// Of the contradictions, the share that was found.
    fn recall(&self) -> f64 {
        ratio(self.caught, self.caught + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred sentences")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn measure(sentences: &[Sentence], verbose: bool) -> Measured {
    let fonts = FontSet::load(None).expect("the fonts are part of the program");
    let mut by_report: BTreeMap<&str, Vec<&Sentence>> = BTreeMap::new();
    for sentence in sentences {
        by_report
            .entry(&sentence.bao_cao)
            .or_default()
            .push(sentence);
    }
    let mut measured = Measured::default();
    for (report, sentences) in by_report {
        let (period, agency) = report.split_once('/').expect("a period and a unit");
        let period = Period::parse(period).expect("a period");
        let agency = AgencyId::from(agency);
        // The figures that the sentences were written about.
        let data = repository().join("tests/fixtures/sample");
        let loaded = load::load(
            &data,
            &period,
            std::slice::from_ref(&agency),
            fonts.charset(),
        );
        let subjects = loaded.workspace.subjects();
        let subject = subjects
            .iter()
            .find(|s| s.agency.id == agency)
            .expect("it is there");
        let sums = Sums::of(&loaded.workspace);
        let reader = NumberReader::new(*subject, sums.values(*subject));
        for sentence in sentences {
            let section = SectionId::from(sentence.muc.as_str());
            let found = reader.read(&sentence.cau, Some(&section));
            let mut at = 0;
            for labelled in &sentence.so {
                let start = at
                    + sentence.cau[at..]
                        .find(&labelled.so)
                        .expect("it is written");
                let end = start + labelled.so.len();
                at = end;
                let names = found
                    .iter()
                    .find(|n| n.part == (start..end))
                    .map(|n| &n.names);
                let alarm = match names {
                    Some(Names::Contradicts(id, _)) => Some(id),
                    _ => None,
                };
                if let Some(Names::Figure(_) | Names::Rest(..)) = names {
                    measured.known += usize::from(labelled.la == "dung");
                    measured.mistaken += usize::from(labelled.la == "khac");
                }
                let wrong = labelled.la == "sai";
                let say = |what: &str| {
                    if verbose {
                        println!(
                            "{what} {} [{}] {report} {}\n    {} | {names:?}",
                            labelled.so, labelled.dong, sentence.muc, sentence.cau
                        );
                    }
                };
                match (wrong, alarm) {
                    (true, Some(id)) => {
                        measured.caught += 1;
                        if *id != IndicatorId::from(labelled.dong.as_str()) {
                            measured.elsewhere += 1;
                            say("OTHER ROW");
                        }
                    }
                    (true, None) => {
                        measured.missed += 1;
                        say("MISSED");
                    }
                    (false, Some(_)) => {
                        measured.false_alarms += 1;
                        say(&format!("FALSE ({})", labelled.la));
                    }
                    (false, None) => {}
                }
            }
        }
    }
    measured
}

fn measured(name: &str) -> (usize, Measured) {
    let path = repository().join("tests/fixtures/prose").join(name);
    let text = fs::read_to_string(path).expect("the sentences are there");
    let all: Vec<Sentence> = serde_yaml::from_str(&text).expect("they can be read");
    let verbose = std::env::var_os("PROSE").is_some();
    let m = measure(&all, verbose);
    println!(
        "{name}: {} sentences, precision {:.3}, recall {:.3}, {m:?}",
        all.len(),
        m.precision(),
        m.recall()
    );
    (all.len(), m)
}

/// Numbers in all sentences of strangers: what is found is right, and most is found.
#[test]
fn contradictions_are_found_and_little_else() {
    let mut all = Measured::default();
    for name in ["stranger.yaml", "stranger-2.yaml", "stranger-3.yaml"] {
        let (_, m) = measured(name);
        all.caught += m.caught;
        all.missed += m.missed;
        all.false_alarms += m.false_alarms;
    }
    assert!(all.precision() >= 0.95 && all.recall() >= 0.8, "{all:?}");
}
