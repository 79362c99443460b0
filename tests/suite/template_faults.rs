//! Templates that are wrong, that grow or that never end: what they cost is their own report.

use std::fmt::Write as _;
use std::fs;

use crate::folder::{Folder, Said, repository};

const MAIN: &str = "bao-cao/bao-cao.j2";

/// Four reports, with `more` at the end of the template that all begin with.
fn with(more: &str) -> Folder {
    let text = fs::read_to_string(repository().join("templates").join(MAIN));
    let text = text.expect("it can be read");
    Folder::other_regime().write(&format!("mau/{MAIN}"), &format!("{text}\n{more}\n"))
}

fn build(folder: &Folder) -> Said {
    folder.run(&["build", "--all", "--templates", "mau", "--jobs", "2"])
}

fn explain(folder: &Folder) -> Said {
    let of = ["explain", "2030-t03", "phuong-mot", "--all"];
    folder.run(&[&of[..], &["--templates", "mau"]].concat())
}

fn assert_refused(said: &Said, template: &str) {
    let shown: String = template.chars().take(60).collect();
    assert_eq!(said.code, Some(4), "{shown}: {}", said.stderr);
    let place = format!("mau/{MAIN}");
    for part in ["lỗi[template/", &place] {
        assert!(said.stderr.contains(part), "{shown}: {}", said.stderr);
    }
    assert!(
        !said.stderr.contains("bên trong"),
        "{shown}: {}",
        said.stderr
    );
}

/// Whoever counts bytes may point into a letter of several.
#[test]
fn a_fault_beside_a_letter_of_several_bytes_has_a_place() {
    let all = [
        "{{ “x” }}",
        "{{ x đ",
        "{{ đ }}",
        "{% if ă %}",
        "{{ 'đ",
        "{{ 1 ~“",
        "{%đ",
        "{{ x|đ }}",
    ];
    for template in all {
        let folder = with(template);
        assert_refused(&build(&folder), template);
        assert_refused(&explain(&folder), template);
        assert_eq!(folder.outputs().len(), 0);
    }
}

#[test]
fn a_template_that_nests_or_is_long_without_end_is_refused() {
    for template in [
        format!("{{{{ {}x }}}}", "not ".repeat(20_000)),
        format!("{{{{ {}1 }}}}", "-".repeat(50_000)),
        format!("{{{{ 1{} }}}}", " ~ 1".repeat(12_000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("{{{{ {}1{} }}}}", "[".repeat(400), "]".repeat(400)),
        format!(
            "{{% set {}a{} = 1 %}}",
            "(".repeat(9_000),
            ")".repeat(9_000)
        ),
        format!(
            "{}{}",
            "{% if 1 %}".repeat(3_000),
            "{% endif %}".repeat(3_000)
        ),
        format!("{{# {} #}}", "dài ".repeat(20_000)),
        "{% set x = namespace() %}{% set x.a = [x] %}{{ x.a|string }}".to_owned(),
    ] {
        let folder = with(&template);
        assert_refused(&build(&folder), &template);
    }
    let folder = with(&format!("{{{{ {}x }}}}", "not ".repeat(20_000)));
    assert_refused(&explain(&folder), "not");
}

/// What runs out of fuel, or is refused while it runs, costs the report that it is in.
#[test]
fn a_template_that_grows_costs_the_report_that_it_is_in() {
    let twice = "{% set x = x ~ x %}".repeat(60);
    let mut numbered = String::new();
    for number in 0..40 {
        write!(numbered, "{{% set a{number} = range(99999)|list %}}").expect("it is a text");
    }
    for work in [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{{ 'x' * 100000 }}{% endfor %}",
        "{% set x = [1] * 1000000000 %}{{ x|length }}",
        "{{ range(1000000000)|list|length }}",
        "{{ 'x'|indent(1000000000, true) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ ('x' * 10000)|replace('x', 'x' * 100000) }}",
        "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
        "{% include 'bao-cao/bao-cao.j2' %}",
        &format!("{{% set x = 'x' %}}{twice}"),
        &numbered,
    ] {
        let folder = with(&format!(
            "{{% if don_vi == 'Ủy ban nhân dân phường Một' %}}{work}{{% endif %}}"
        ));
        let said = build(&folder);
        let shown: String = work.chars().take(60).collect();
        assert_eq!(said.code, Some(4), "{shown}: {}", said.stderr);
        assert!(
            said.stderr.contains("lỗi[template/"),
            "{shown}: {}",
            said.stderr
        );
        assert!(
            !said.stderr.contains("bên trong"),
            "{shown}: {}",
            said.stderr
        );
        assert_eq!(folder.outputs().len(), 3, "{shown}: {}", said.stderr);
    }
}

/// What hides in a value is no work that fuel counts: it is given up.
#[test]
fn a_template_that_never_ends_costs_the_report_that_it_is_in() {
    let twice = |name: &str| format!("{{% set {name} = [{name}, {name}] %}}").repeat(60);
    let (x, y) = (twice("x"), twice("y"));
    let work = format!("{{% set x = [] %}}{x}{{% set y = [] %}}{y}{{{{ 'x' if x == y }}}}");
    let folder = with(&format!(
        "{{% if don_vi == 'Ủy ban nhân dân phường Một' %}}{work}{{% endif %}}"
    ));
    let said = build(&folder);
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    assert!(said.stderr.contains("chạy quá lâu"), "{}", said.stderr);
    assert_eq!(folder.outputs().len(), 3, "{}", said.stderr);
    let said = explain(&folder);
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    // The figures are what they are whether pages can be made or not.
    let unmade = "dan.luot [báo cáo chưa lập được]";
    assert!(said.stdout.contains(unmade), "{}", said.stdout);
    assert!(said.stderr.contains("chạy quá lâu"), "{}", said.stderr);
}
