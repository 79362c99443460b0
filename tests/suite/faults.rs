//! Single faults in clean submissions: how many are caught, by the right rule at the right
//! line. `stranger.yaml` was written by somebody who had not seen the code.

use std::fs;

use baocao::load::load;
use baocao::model::{AgencyId, Figure, FigureValue, Formula, IndicatorId, Kind, Period};
use baocao::typeset::FontSet;
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

/// What `check` must say of a file in which one thing was broken.
struct Broken<'a> {
    /// The file, below the folder of data.
    file: &'a str,
    /// What it says now.
    text: String,
    /// The rules of which one must find it.
    rules: Vec<&'a str>,
    /// What may stand on the line that the finding shows; none where the line says nothing.
    on: Vec<String>,
    /// The file of the finding.
    at: &'a str,
    /// What is asked of `check`.
    asked: Vec<&'a str>,
}

fn caught(folder: &Folder, broken: Broken<'_>) -> Result<(), String> {
    let path = folder.path("data").join(broken.file);
    let clean = fs::read_to_string(&path).expect("the file is there");
    fs::write(&path, broken.text).expect("it can be written");
    let said = folder.run(&[&["check"], broken.asked.as_slice()].concat());
    let at = broken.at;
    let shown = fs::read_to_string(folder.path("data").join(at)).expect("the file is there");
    fs::write(&path, clean).expect("it can be written");
    let lines: Vec<_> = shown.lines().collect();
    let told = told(&said.stderr);
    let right = |finding: &&Told| {
        broken.rules.contains(&finding.code.as_str())
            && (finding.file.is_empty() || finding.file == format!("data/{at}"))
    };
    let mut of_rule = told.iter().filter(right).peekable();
    if of_rule.peek().is_none() {
        let others: Vec<_> = told
            .iter()
            .filter(|t| t.code != "compilation/incomplete" && t.code != "date/late")
            .collect();
        return Err(format!("not found by {:?}; told {others:?}", broken.rules));
    }
    let there = |finding: &Told| {
        broken.on.is_empty()
            || lines
                .get(finding.line.wrapping_sub(1))
                .is_some_and(|line| broken.on.iter().any(|words| line.contains(words.as_str())))
    };
    let places: Vec<_> = of_rule.collect();
    if places.iter().any(|finding| there(finding)) {
        Ok(())
    } else {
        Err(format!("elsewhere: {places:?}, wanted {:?}", broken.on))
    }
}

impl Fault {
    fn broken(&self, folder: &Folder) -> Broken<'_> {
        let clean = fs::read_to_string(folder.path("data").join(&self.tep));
        let clean = clean.expect("the file is there");
        let times = clean.matches(&self.tim).count();
        assert_eq!(times, 1, "{}: {}", self.ten, self.tim);
        Broken {
            file: &self.tep,
            text: clean.replace(&self.tim, &self.thay),
            rules: self.ma.iter().map(String::as_str).collect(),
            on: self.o.clone(),
            at: self.tai.as_ref().unwrap_or(&self.tep),
            asked: vec![&self.ky],
        }
    }

    /// The same asked of the one unit whose file it is, which is sooner answered.
    fn asked_of_unit<'a>(&'a self, folder: &Folder) -> Option<Broken<'a>> {
        let mut parts = self.tep.split('/').skip(2);
        let unit = parts.next()?.strip_suffix(".yaml")?;
        let is_unit = self.tai.is_none() && !["so-den", "da-ban-hanh"].contains(&unit);
        is_unit.then(|| {
            let mut broken = self.broken(folder);
            broken.asked.extend(["--agency", unit]);
            broken
        })
    }
}

fn measure(name: &str) -> (usize, Vec<String>) {
    let path = repository().join("tests/fixtures/faults").join(name);
    let text = fs::read_to_string(path).expect("the faults are there");
    let faults: Vec<Fault> = serde_yaml::from_str(&text).expect("they can be read");
    let folder = Folder::earlier_sample();
    let missed = faults.iter().filter_map(|fault| {
        let alone = fault.asked_of_unit(&folder);
        if alone.is_some_and(|broken| caught(&folder, broken).is_ok()) {
            return None;
        }
        // Some are seen beside others only.
        let why = caught(&folder, fault.broken(&folder)).err()?;
        Some(format!("{} ({}): {why}", fault.ten, fault.tep))
    });
    (faults.len(), missed.collect())
}

#[test]
fn single_faults_are_caught() {
    let (all, missed) = measure("stranger.yaml");
    let share = (all - missed.len()) * 100;
    println!(
        "{} of {all} faults\n{}",
        all - missed.len(),
        missed.join("\n")
    );
    assert!(share >= 95 * all, "{}", missed.join("\n"));
}

/// The units whose files are broken in every way that follows, one at a time.
const FILES: &[(&str, &str)] = &[
    ("2021-q1", "so-tu-phap"),
    ("2021-q1", "quan-hong-bang"),
    ("2021-6t", "huyen-thuy-nguyen"),
    ("2021-q3", "van-phong-ubnd"),
    ("2021-nam", "so-noi-vu"),
    ("2026-q1", "so-tai-chinh"),
    ("2026-6t", "phuong-hong-bang"),
    ("2026-q3", "xa-tien-lang"),
];

/// A file of a unit, by lines.
struct Lines {
    lines: Vec<String>,
}

impl Lines {
    /// The file with one line changed, or without it where there is nothing for it.
    fn with(&self, at: usize, line: Option<&str>) -> String {
        let lines = self.lines.iter().enumerate();
        let lines = lines.filter_map(|(n, old)| if n == at { line } else { Some(old.as_str()) });
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    /// The first line that begins with some words.
    fn find(&self, words: &str) -> Option<usize> {
        self.lines.iter().position(|line| line.starts_with(words))
    }

    /// The first line of the kind within a part of the file.
    fn within(&self, part: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
        let from = self.find(part)? + 1;
        let rest = self.lines.iter().enumerate().skip(from);
        let mut rest = rest.take_while(|(_, line)| line.is_empty() || line.starts_with(' '));
        rest.find(|(_, line)| fits(line)).map(|(n, _)| n)
    }
}

/// Everything that is broken in a file: the name of the fault, the rules that may find it, the
/// file with it, and what stands on the line that is shown.
type Ways = Vec<(&'static str, Vec<&'static str>, String, Vec<String>)>;

fn number(line: &str) -> Option<u64> {
    line.split_once(": ")?.1.parse().ok()
}

fn with_number(line: &str, number: u64) -> String {
    let key = line.split_once(": ").map_or("", |(key, _)| key);
    format!("{key}: {number}")
}

fn known(figure: &Figure) -> Option<u64> {
    match figure.value {
        FigureValue::Known(number) => Some(number),
        FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
    }
}

fn is_figure(line: &str) -> bool {
    line.starts_with("    ") && !line.starts_with("     ") && number(line).is_some()
}

/// Figures typed in ways that no reader takes for what was meant, rows that are not there.
fn figures_broken(file: &Lines, ways: &mut Ways) {
    let large = |line: &str| is_figure(line) && number(line).is_some_and(|n| n >= 1000);
    if let Some(at) = file.within("so_lieu:", large) {
        let line = &file.lines[at];
        let digits = line
            .split_once(": ")
            .map_or("", |(_, digits)| digits)
            .to_owned();
        let head = &line[..line.len() - digits.len()];
        let (front, back) = digits.split_at(digits.len() - 3);
        let typed = [
            ("nghìn chấm", "number/thousands", format!("{front}.{back}")),
            (
                "phẩy thập phân",
                "number/comma",
                format!("{front},{}", &back[..1]),
            ),
            ("số 0 đầu", "number/leading-zero", format!("0{digits}")),
            ("chữ O thay số 0", "number/form", format!("{digits}O")),
            ("số âm", "number/form", format!("-{digits}")),
            ("kèm đơn vị", "number/form", format!("{digits} hồ sơ")),
            ("bỏ trống", "value/empty", String::new()),
        ];
        for (what, rule, text) in typed {
            let line = format!("{head}{text}");
            let on = vec![line.trim().to_owned()];
            let rules = vec![rule, "number/form", "number/range", "value/type"];
            ways.push((what, rules, file.with(at, Some(&line)), on));
        }
        let twice = format!("{line}\n{line}");
        ways.push((
            "gõ hai lần",
            vec!["yaml/duplicate-key"],
            file.with(at, Some(&twice)),
            vec![line.trim().to_owned()],
        ));
        let key = line.trim().split(':').next().unwrap_or_default();
        let other = line.replacen(key, &format!("{key}x"), 1);
        ways.push((
            "sai tên dòng",
            vec!["indicator/unknown"],
            file.with(at, Some(&other)),
            vec![other.trim().to_owned()],
        ));
        ways.push((
            "lùi lề bằng tab",
            vec!["yaml/syntax"],
            file.with(at, Some(&line.replacen("    ", "\t", 1))),
            vec![format!("{key}:")],
        ));
        // What the row lacks is told where its group begins.
        let group = file.lines[..at]
            .iter()
            .rposition(|l| l.starts_with("  ") && !l.starts_with("   "));
        let on = group.map(|g| file.lines[g].trim().to_owned());
        ways.push((
            "bỏ sót dòng",
            vec!["figure/missing"],
            file.with(at, None),
            on.into_iter().collect(),
        ));
    }
}

fn document_broken(file: &Lines, year: &str, ways: &mut Ways) {
    let day = file
        .within("the_thuc:", |line| line.starts_with("  ngay: "))
        .expect("it is issued");
    for (what, rules, line) in [
        (
            "ngày không có",
            vec!["date/form"],
            format!("  ngay: {year}-02-30"),
        ),
        (
            "ngày kiểu Việt",
            vec!["date/form"],
            format!("  ngay: 04/03/{year}"),
        ),
        (
            "năm sau",
            vec!["date/late"],
            format!("  ngay: 2{}-12-28", &year[1..]),
        ),
        (
            "năm trước",
            vec!["date/order"],
            "  ngay: 2019-03-04".to_owned(),
        ),
    ] {
        ways.push((
            what,
            rules,
            file.with(day, Some(&line)),
            vec![line.trim().to_owned()],
        ));
    }
    ways.push((
        "thiếu ngày",
        vec!["document/state"],
        file.with(day, None),
        vec!["trang_thai".to_owned()],
    ));
    for (from, what, rules, to) in [
        (
            "  trang_thai:",
            "trạng thái cũ",
            vec!["document/state"],
            "  trang_thai: trinh_ky",
        ),
        (
            "  trang_thai:",
            "trạng thái lạ",
            vec!["value/choice"],
            "  trang_thai: da_ky",
        ),
        (
            "  nguoi_ky:",
            "người ký lạ",
            vec!["signer/unknown"],
            "  nguoi_ky: truong-phong-xyz",
        ),
        (
            "  so:",
            "số có ký hiệu",
            vec!["number/form", "value/type"],
            "  so: 45/BC-STP",
        ),
        ("  so:", "khóa lạ", vec!["key/unknown"], "  so_van_ban: 45"),
    ] {
        let at = file
            .within("the_thuc:", |line| line.starts_with(from))
            .expect("it is there");
        let on = if from == "  trang_thai:" && rules[0] == "document/state" {
            vec!["so:".to_owned(), "ngay:".to_owned(), to.trim().to_owned()]
        } else {
            vec![to.trim().to_owned()]
        };
        ways.push((what, rules, file.with(at, Some(to)), on));
    }
}

/// Sentences that no office signs.
fn words_broken(file: &Lines, ways: &mut Ways) {
    let at = file
        .within("noi_dung:", |line| line == "    - >-")
        .expect("it has words");
    for (what, rule, words) in [
        (
            "dấu kiểu cũ",
            "text/tone-mark",
            "Việc hoà giải ở cơ sở được các tổ duy trì đều.",
        ),
        (
            "mã TCVN3",
            "text/old-encoding",
            "ViÖc c¶i c¸ch hµnh chÝnh ®\u{AD}îc duy tr× th\u{AD}êng xuyªn.",
        ),
        (
            "sai viết hoa",
            "text/capital",
            "Việc này thực hiện theo Khoản 2 điều 5 của Quy chế.",
        ),
        (
            "hết báo cáo",
            "text/end-mark",
            "Việc này được duy trì thường xuyên./.",
        ),
        (
            "ngày không có",
            "citation/date",
            "Việc này được duy trì từ ngày 31/02 theo lịch của đơn vị.",
        ),
        (
            "văn bản chưa có",
            "citation/future",
            "Việc này thực hiện theo Kế hoạch số 15/KH-UBND ngày 05/01/2031.",
        ),
        (
            "ký hiệu sai",
            "citation/symbol",
            "Việc này thực hiện theo Kế hoạch số 15/QĐ-UBND của Ủy ban nhân dân thành phố.",
        ),
        (
            "chỗ điền sai tên",
            "narrative/figure",
            "Trong kỳ có {{ tthc.khong_co_dong_nay }} hồ sơ.",
        ),
        (
            "ký tự lạ",
            "text/character",
            "Việc này được duy trì thường xuyên 🙂 trong kỳ.",
        ),
    ] {
        let line = format!("    - >-\n      {words}\n    - >-");
        ways.push((
            what,
            vec![rule],
            file.with(at, Some(&line)),
            vec![words.to_owned()],
        ));
    }
    let section = file
        .within("noi_dung:", |line| line.ends_with(':'))
        .expect("it has sections");
    let named = file.lines[section].replace(':', "_la:");
    ways.push((
        "mục lạ",
        vec!["narrative/unknown"],
        file.with(section, Some(&named)),
        vec![named.trim().to_owned()],
    ));
}

fn tasks_broken(file: &Lines, ways: &mut Ways) {
    let Some(at) = file.within("nhiem_vu:", |line| line.ends_with(':')) else {
        return;
    };
    let named = "  99z:".to_owned();
    ways.push((
        "nhiệm vụ lạ",
        vec!["task/unknown"],
        file.with(at, Some(&named)),
        vec!["99z".to_owned()],
    ));
    if let Some(at) = file.within("nhiem_vu:", |line| line.starts_with("    hoan_thanh: ")) {
        let later = "    hoan_thanh: 2029-01-05".to_owned();
        let rules = vec!["task/after-reference", "date/order"];
        ways.push((
            "xong sau ngày chốt",
            rules,
            file.with(at, Some(&later)),
            vec![later.trim().to_owned()],
        ));
        let before = "    hoan_thanh: 2011-01-05".to_owned();
        let rules = vec!["task/before-plan", "date/order", "task/contradiction"];
        ways.push((
            "xong trước kế hoạch",
            rules,
            file.with(at, Some(&before)),
            vec![before.trim().to_owned()],
        ));
    }
    if let Some(at) = file.within("nhiem_vu:", |line| line.starts_with("    san_pham: {so: ")) {
        let line = file.lines[at].replacen("{so: ", "{so: Không số ", 1);
        ways.push((
            "sản phẩm không số",
            vec!["product/symbol"],
            file.with(at, Some(&line)),
            vec!["Không số".to_owned()],
        ));
    }
}

/// Parts and wholes of rates swapped, and cumulative figures that fall.
fn sums_broken(folder: &Folder, period: &str, unit: &str, file: &Lines, ways: &mut Ways) {
    let fonts = FontSet::load(None).expect("fonts are built in");
    let parsed = Period::parse(period).expect("it is one");
    let loaded = load(
        &folder.path("data"),
        &parsed,
        &[AgencyId::from(unit)],
        fonts.charset(),
    );
    let subjects = loaded.workspace.subjects();
    let subject = subjects.first().expect("the unit has a file");
    let typed = |id: &IndicatorId| {
        let place = subject.submission.figure_keys.get(id)?;
        let at = loaded.sources.line(*place) - 1;
        Some((at, number(&file.lines[at])?))
    };
    let mut pairs = 0;
    for row in subject.regime.indicators.values() {
        let Some(Formula::Rate(part, whole)) = &row.formula else {
            continue;
        };
        let (Some((a, part)), Some((b, whole))) = (typed(&part.value), typed(&whole.value)) else {
            continue;
        };
        if part >= whole || pairs == 3 {
            continue;
        }
        pairs += 1;
        let mut swapped = Lines {
            lines: file.lines.clone(),
        };
        swapped.lines[a] = with_number(&file.lines[a], whole);
        let line = with_number(&file.lines[b], part);
        let on = vec![swapped.lines[a].trim().to_owned(), line.trim().to_owned()];
        ways.push((
            "hoán vị tử, mẫu",
            vec!["figure/part-exceeds-whole"],
            swapped.with(b, Some(&line)),
            on,
        ));
    }
    let earlier = subject.regime.year_before(&parsed);
    let last = earlier.iter().rfind(|other| other.year == parsed.year);
    let Some(last) = last.and_then(|last| subject.in_period(last)) else {
        return;
    };
    let mut rows = subject.regime.indicators.values();
    let row = rows.find(|row| {
        let before = last.submission.figures.get(&row.id).and_then(known);
        row.kind == Kind::Cumulative && before.is_some_and(|n| n > 20) && typed(&row.id).is_some()
    });
    if let Some(row) = row {
        let (at, _) = typed(&row.id).expect("it was asked");
        let before = last
            .submission
            .figures
            .get(&row.id)
            .and_then(known)
            .expect("it was asked");
        let line = with_number(&file.lines[at], before - 1);
        ways.push((
            "lũy kế giảm",
            vec!["figure/decreases"],
            file.with(at, Some(&line)),
            vec![line.trim().to_owned()],
        ));
    }
}

#[test]
fn every_way_of_breaking_a_file_is_caught_in_files_of_all_kinds() {
    let folder = Folder::city();
    let mut all = 0;
    let mut missed = Vec::new();
    for (period, unit) in FILES {
        let (year, cycle) = period.split_once('-').expect("it is one");
        let name = format!("{year}/{cycle}/{unit}.yaml");
        let text = fs::read_to_string(folder.path("data").join(&name)).expect("it is there");
        let file = Lines {
            lines: text.lines().map(str::to_owned).collect(),
        };
        let mut ways = Ways::new();
        figures_broken(&file, &mut ways);
        document_broken(&file, year, &mut ways);
        words_broken(&file, &mut ways);
        tasks_broken(&file, &mut ways);
        sums_broken(&folder, period, unit, &file, &mut ways);
        all += ways.len();
        for (what, rules, text, on) in ways {
            let asked = vec![*period, "--agency", *unit];
            let broken = Broken {
                file: &name,
                text,
                rules,
                on,
                at: &name,
                asked,
            };
            if let Err(why) = caught(&folder, broken) {
                missed.push(format!("{what} ({name}): {why}"));
            }
        }
    }
    println!(
        "{} of {all} faults\n{}",
        all - missed.len(),
        missed.join("\n")
    );
    assert!(all > 250, "only {all} faults");
    assert!(
        (all - missed.len()) * 100 >= 95 * all,
        "{}",
        missed.join("\n")
    );
}
