//! The numbers of the page against what Nghị định 30/2020/NĐ-CP prints. All other tests take theirs
//! from the file that is compared here.

use std::collections::BTreeSet;
use std::fs;
use std::sync::OnceLock;

use baocao::compose::Templates;
use baocao::decree::{Allowed, Decree, Margins, Unit};
use baocao::diagnostic::{Sources, has_errors};

use crate::folder::{Folder, files, repository};
use crate::report::reports_with;
use crate::sheet::{mm, sheets};

/// What the decree prints, Phần I Phụ lục I: what it allows (`-` where it gives no number), what
/// its own samples have (Mục V), and the clause.
const PRINTED: &str = "
kho_giay_rong               210      210   mm     khoản 1 Mục I
kho_giay_cao                297      297   mm     khoản 1 Mục I
le_tren                     20..25   20    mm     khoản 3 Mục I
le_duoi                     20..25   20    mm     khoản 3 Mục I
le_trai                     30..35   30    mm     khoản 3 Mục I
le_phai                     15..20   20    mm     khoản 3 Mục I
co_chu_so_trang             13..14   14    pt     khoản 7 Mục I
co_chu_quoc_hieu            12..13   12    pt     khoản 1 Mục II
co_chu_tieu_ngu             13..14   13    pt     khoản 1 Mục II
co_chu_co_quan              12..13   12    pt     khoản 2 Mục II
ty_le_gach_duoi             1/3..1/2 0.42  ty_le  khoản 2, 5 Mục II
co_chu_so_ky_hieu           13       13    pt     khoản 3 Mục II
co_chu_dia_danh_thoi_gian   13..14   13    pt     khoản 4 Mục II
cot_dau_trai                -        0.4   ty_le  Mục IV
co_chu_ten_loai             13..14   14    pt     khoản 5 Mục II
co_chu_trich_yeu            13..14   14    pt     khoản 5 Mục II
co_chu_trich_yeu_cong_van   12..13   12    pt     khoản 5 Mục II
trich_yeu_cong_van_cach_so  6        6     pt     khoản 5 Mục II
co_chu_noi_dung             13..14   14    pt     khoản 6 Mục II
thut_dau_dong               10|12.7  12.7  mm     khoản 6 Mục II
cach_dong                   -        18    pt     khoản 6 Mục II
cach_doan                   6..      6     pt     khoản 6 Mục II
co_chu_nguoi_ky             13..14   14    pt     khoản 7 Mục II
co_chu_kinh_gui             13..14   14    pt     khoản 9 Mục II
co_chu_noi_nhan             12       12    pt     khoản 9 Mục II
co_chu_danh_sach_noi_nhan   11       11    pt     khoản 9 Mục II
co_chu_phu_luc              14       14    pt     khoản 1 Mục III
co_chu_ten_phu_luc          13..14   14    pt     khoản 1 Mục III
co_chu_kem_theo             13..14   14    pt     khoản 1 Mục III
co_chu_do_khan              13..14   13    pt     khoản 2 Mục III
khung_do_khan_cao           8        8     mm     khoản 2 Mục III
khung_hoa_toc_rong          30       30    mm     khoản 2 Mục III
khung_thuong_khan_rong      40       40    mm     khoản 2 Mục III
khung_khan_rong             20       20    mm     khoản 2 Mục III
";

fn decree() -> &'static Decree {
    static DECREE: OnceLock<Decree> = OnceLock::new();
    DECREE.get_or_init(|| {
        let templates = Templates::load(None).expect("the built-in ones are well formed");
        let decree = templates.decree(&mut Sources::default());
        decree.expect("the built-in numbers are well formed")
    })
}

/// A number of the page by its name: a length in points, a share as it is.
pub(crate) fn number(name: &str) -> f64 {
    let found = decree().get(name);
    found.unwrap_or_else(|| panic!("there is no {name}")).base()
}

/// The margins in points.
pub(crate) fn margins() -> Margins {
    decree().margins()
}

/// A number, or a share as people write it.
fn printed(word: &str) -> f64 {
    let parse = |word: &str| word.parse::<f64>().expect("the table has numbers");
    match word.split_once('/') {
        Some((part, whole)) => parse(part) / parse(whole),
        None => parse(word),
    }
}

#[test]
fn the_file_says_what_the_decree_prints() {
    let mut names = BTreeSet::new();
    for line in PRINTED.trim().lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        let [name, allowed, value, unit, clause @ ..] = words.as_slice() else {
            panic!("a line has five columns: {line}");
        };
        let found = decree().get(name);
        let found = found.unwrap_or_else(|| panic!("there is no {name}"));
        let same = |one: f64, word: &str| (one - printed(word)).abs() < 1e-4;
        let bound = |bound: Option<f64>, word: &str| match bound {
            Some(bound) => same(bound, word),
            None => word.is_empty(),
        };
        assert!(same(found.value, value), "{name}: {found:?}");
        assert_eq!(found.unit.word(), *unit, "{name}");
        let is_allowed = match (&found.allowed, allowed.split_once("..")) {
            (None, None) => *allowed == "-",
            (Some(Allowed::Between(from, to)), Some((first, last))) => {
                bound(*from, first) && bound(*to, last)
            }
            (Some(Allowed::OneOf(values)), None) => {
                let words: Vec<_> = allowed.split('|').collect();
                let pairs = values.iter().zip(&words);
                values.len() == words.len() && pairs.into_iter().all(|(v, word)| same(*v, word))
            }
            _ => false,
        };
        assert!(is_allowed, "{name}: {found:?}");
        let clause = format!("{} Phần I Phụ lục I", clause.join(" "));
        let rest = found.clause.strip_prefix(&clause);
        let rest = rest.unwrap_or_else(|| panic!("{name}: {}", found.clause));
        assert!(rest.is_empty() || rest.starts_with(';'), "{name}: {rest}");
        names.insert(*name);
    }
    for (name, found) in decree().iter() {
        let is_printed = names.contains(name);
        let is_convention = found.clause.starts_with("quy ước của mẫu");
        assert!(is_printed != is_convention, "{name}: {}", found.clause);
        assert!(is_printed || found.allowed.is_none(), "{name}");
        assert!(!found.description.is_empty(), "{name}");
    }
    // Mẫu 1.4 has columns of 3829 and 5670 twips.
    assert!((number("cot_dau_trai") - 3829.0 / (3829.0 + 5670.0)).abs() < 0.005);
    // A single line of Times New Roman of 14 points is 16.1 points high.
    let lines = number("cach_dong") / (16.1 / 14.0 * number("co_chu_noi_dung"));
    assert!((1.0..=1.5).contains(&lines), "{lines}");
    assert!(number("so_trang_cach_mep_tren") < margins().top);
    assert!(decree().departures().is_empty());
}

/// A number that no template asks for would be changed in vain.
#[test]
fn the_layout_asks_for_every_number() {
    let path = repository().join("templates/nd30/constants.typ");
    let text = fs::read_to_string(path).expect("it is there");
    let asked = text.split("of-decree(\"").skip(1);
    let asked: BTreeSet<_> = asked.filter_map(|rest| rest.split('"').next()).collect();
    let all: BTreeSet<_> = decree().iter().map(|(name, _)| name).collect();
    assert_eq!(asked, all);
}

/// Numbers stand nowhere else: no length is typed in the code of the page.
#[test]
fn no_other_file_of_the_layout_types_a_number_of_the_page() {
    let folder = repository().join("templates/nd30");
    let of_paper = ["\"a4\"", "210mm", "297mm"];
    let margins = ["20mm", "30mm"];
    let sizes = ["size: 1", "size: 2"];
    let typst = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "typ");
    let mut read = 0;
    for path in files(&folder).into_iter().filter(typst) {
        let text = fs::read_to_string(&path).expect("it can be read");
        for typed in of_paper.iter().chain(&margins).chain(&sizes) {
            assert!(!text.contains(typed), "{}: {typed}", path.display());
        }
        read += 1;
    }
    assert!(read > 5);
}

/// The sample province with a file of numbers of its own.
fn with_own(old: &str, new: &str) -> Folder {
    let text = fs::read_to_string(repository().join("templates").join(Decree::FILE));
    let text = text.expect("it is there");
    assert!(text.contains(old), "{old}");
    let file = format!("mau/{}", Decree::FILE);
    Folder::base().write(&file, &text.replacen(old, new, 1))
}

#[test]
fn a_folder_of_templates_may_change_a_number() {
    let margin = |value| format!("\"le_trai\": {{\n    \"gia_tri\": {value},");
    let folder = with_own(&margin("30"), &margin("35"));
    let mut firsts = Vec::new();
    for templates in [None, Some(folder.path("mau"))] {
        let built = reports_with(&folder.path("data"), "2024-q1", templates.as_deref());
        let built = built.expect("the data are faultless");
        let sheets = sheets(&built[0].pages.document);
        firsts.push(sheets[0].one("Nơi nhận:").x);
    }
    let moved = firsts[1] - firsts[0];
    assert!((moved - mm(5.0)).abs() < 0.1, "{firsts:?}");
    // The key of a report knows its numbers.
    let with_own = ["build", "2024-q1", "--templates", "mau"];
    let mut made = Vec::new();
    for command in [&with_own[..2], &with_own, &with_own] {
        let said = folder.run(command);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        made.push(fs::read(&folder.outputs()[0]).expect("there is a report"));
    }
    assert!(made[0] != made[1] && made[1] == made[2]);
}

/// Pages are measured against the margins that they have.
#[test]
fn text_is_measured_against_a_changed_margin() {
    let paper = |value| format!("\"le_phai\": {{\n    \"gia_tri\": {value},");
    let folder = with_own(&paper("20"), &paper("15"));
    let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn a_number_that_the_decree_forbids_is_a_warning_and_one_that_is_none_an_error() {
    let margin = |value: &str| format!("\"le_trai\": {{\n    \"gia_tri\": {value},");
    let folder = with_own(&margin("30"), &margin("25"));
    for command in [["build", "2024-q1"], ["build", "--all"]] {
        let said = folder.run(&[&command[..], &["--templates", "mau"]].concat());
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        for words in [
            "cảnh báo[template/error]",
            "the-thuc.json:",
            "(khoản 3 Mục I Phần I Phụ lục I) quy định từ 30 mm đến 35 mm",
        ] {
            assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
        }
    }
    let folder = with_own(&margin("30"), &margin("\"30mm\""));
    for command in [
        &["build", "2024-q1"][..],
        &["build", "2024-q1", "--dry-run"],
        &["explain", "2024-q1", "so-mau", "--all"],
    ] {
        let said = folder.run(&[command, &["--templates", "mau"]].concat());
        assert_eq!(said.code, Some(4), "{}", said.stderr);
        for words in ["lỗi[template/error]", "the-thuc.json:", "không phải là số"] {
            assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
        }
    }
    assert_eq!(folder.outputs().len(), 0);
}

#[test]
fn a_file_of_numbers_that_nobody_reads_is_told() {
    for name in [
        "mau/nd30/the_thuc.json",
        "mau/the-thuc.json",
        "mau/bao-cao/the-thuc.json",
    ] {
        let folder = Folder::base()
            .write(name, "{}")
            .write("mau/nd30/rieng.typ", "#let rieng = 1\n");
        let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
        assert_eq!(said.code, Some(4), "{name}: {}", said.stderr);
        assert!(said.stderr.contains(name), "{name}: {}", said.stderr);
        assert!(
            said.stderr.contains("`nd30/the-thuc.json`"),
            "{}",
            said.stderr
        );
    }
}

/// Notepad begins a file with a mark that JSON does not have.
#[test]
fn a_byte_order_mark_is_no_fault() {
    let folder = with_own("{", "\u{feff}{");
    let templates = Templates::load(Some(&folder.path("mau"))).expect("it can be read");
    let decree = templates.decree(&mut Sources::default());
    let decree = decree.expect("it is JSON");
    assert_eq!(
        decree.get("le_trai").map(|it| it.unit),
        Some(Unit::Millimetre)
    );
    assert!(!has_errors(&decree.departures()));
}
