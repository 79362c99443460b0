//! A process that lives for a week: nothing of one run is left for the next, and many threads read
//! one workspace.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::process::Command;
use std::thread;

use baocao::app::{self, App, CheckRequest, Config};
use baocao::assess::{Explainer, Sums};
use baocao::build::{Author, Work};
use baocao::compose::Templates;
use baocao::diagnostic::Code;
use baocao::load::{Charset, load};
use baocao::model::{IndicatorId, Period};
use baocao::typeset::FontSet;

use crate::folder::Folder;
use crate::levels::{chain, period, read};

/// Names of a run that nobody knows.
const MISSPELT: usize = 300;

/// A folder with a unit's file in which so many names are misspelt, other ones in each run.
fn misspelt(folder: Folder, run: usize) -> Folder {
    let mut text =
        "the_thuc: {trang_thai: du_thao, nguoi_ky: giam-doc}\nso_lieu:\n  ho_so:\n".to_owned();
    for number in 0..MISSPELT {
        let _ = writeln!(text, "    dong_{run}_{number}: 1");
    }
    let _ = write!(
        text,
        "nhiem_vu:\n  {run}a: {{ket_qua: Xong}}\nnoi_dung:\n  muc_{run}: [Một.]\n"
    );
    folder.write("data/2024/q1/so-mau.yaml", &text)
}

#[test]
fn the_names_of_one_reading_are_its_own() {
    let folder = misspelt(Folder::base(), 1);
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2024-q1").expect("well formed");
    let read = || load(&folder.path("data"), &period, &[], &charset).workspace;
    let (one, other) = (read(), read());
    let rows = |workspace: &baocao::model::Workspace| -> BTreeSet<_> {
        let submissions = workspace.submissions.iter();
        let misspelt = submissions.flat_map(|submission| submission.figure_keys.keys());
        let forms = workspace.regimes.iter();
        let known = forms.flat_map(|regime| regime.indicators.keys());
        let all = misspelt.chain(known).map(IndicatorId::as_str);
        all.map(|name| (name.to_owned(), name.as_ptr())).collect()
    };
    let (one, other) = (rows(&one), rows(&other));
    assert!(one.len() > MISSPELT, "{}", one.len());
    // While both are there, no name of one lies where a name of the other does.
    assert_eq!(one.intersection(&other).count(), 0);
    let names = |all: &BTreeSet<(String, *const u8)>| -> BTreeSet<String> {
        all.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&one), names(&other));
}

#[test]
fn rows_that_the_forms_have_are_named_by_them() {
    let loaded = read(&chain(), &[]);
    let regimes = &loaded.workspace.regimes;
    for submission in &loaded.workspace.submissions {
        for id in submission
            .figures
            .keys()
            .chain(submission.figure_keys.keys())
        {
            let known = regimes[0]
                .indicators
                .get_key_value(id)
                .expect("it is a row")
                .0;
            assert_eq!(id.as_str().as_ptr(), known.as_str().as_ptr(), "{id}");
        }
    }
}

/// Memory that grows with every run is a leak, whatever keeps it. Other tests need memory, too: it
/// is measured in a process of its own.
#[test]
fn a_thousand_checks_leave_nothing_behind() {
    let program = env::current_exe().expect("it is running");
    let measured = Command::new(program)
        .args(["--exact", "long_lived::a_thousand_checks", "--ignored"])
        .output()
        .expect("it can be started");
    let said = String::from_utf8_lossy(&measured.stdout);
    assert!(measured.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "alone in its process: `a_thousand_checks_leave_nothing_behind` runs it"]
fn a_thousand_checks() {
    let mut folder = Folder::base();
    let app = App::open(Config::new(folder.path("data"), folder.path("out")));
    let request = CheckRequest {
        period: Period::parse("2024-q1"),
        agencies: Vec::new(),
        strict: false,
    };
    let mut before = None;
    for run in 0..1_000 {
        folder = misspelt(folder, run);
        let outcome = app.check(&request, &mut |_| ());
        assert!(
            outcome.errors.contains(&Code::IndicatorUnknown),
            "{outcome:?}"
        );
        drop(outcome);
        let Some(usage) = memory_stats::memory_stats() else {
            return;
        };
        if run == 200 {
            before = Some(usage.physical_mem);
        }
        if run == 999 {
            // The names alone of one run are 10 KB, of 800 runs 8 MB.
            let grown = usage
                .physical_mem
                .saturating_sub(before.unwrap_or_default());
            assert!(grown < 3 << 20, "{grown} bytes");
        }
    }
}

#[test]
fn threads_that_read_one_workspace_get_what_one_gets() {
    fn shared<T: Send + Sync>(_: &T) {}
    let mut loaded = read(&chain(), &[]);
    let (sums, _) = app::judge(&mut loaded.workspace, &loaded.sources, &period());
    let templates = Templates::load(None).expect("they are well formed");
    let fonts = FontSet::load(None).expect("they are complete");
    let author = Author::new(&templates, &fonts, &mut loaded.sources);
    let author = author.expect("they are well formed");
    let (workspace, sources) = (&loaded.workspace, &loaded.sources);
    shared::<Sums>(&sums);
    shared(workspace);
    let work = || {
        let subjects = workspace.subjects().into_iter();
        let all = subjects.map(|subject| {
            let explainer = Explainer::new(subject, &sums, sources);
            let figures = explainer.rows().map(|row| explainer.explain(row));
            let heads = subject.heads().into_iter();
            let composed = heads.map(|head| {
                let work = Work::Report { subject, head };
                let composed = author.write(&work, &sums, sources);
                composed.expect("it can be composed").data
            });
            (figures.collect::<Vec<_>>(), composed.collect::<Vec<_>>())
        });
        all.collect::<Vec<_>>()
    };
    let alone = work();
    assert_eq!(alone.len(), 11);
    let together: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        let threads = threads.into_iter();
        threads
            .map(|thread| thread.join().expect("it ends"))
            .collect()
    });
    assert!(together.iter().all(|one| *one == alone));
}
