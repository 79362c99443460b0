//! The year's calendar, arrivals, and the letter to late units.

use baocao::assess::{self, Content};
use baocao::compose::{Composer, Templates};
use baocao::load::{self, Charset};
use baocao::model::Period;
use serde_json::Value;

use crate::folder::Folder;
use crate::run::Run;

/// The calendar of 2021 for programs, as it is seen on a day.
fn schedule(format: &str, on: &str) -> String {
    let line = format!("schedule 2021 --format {format} --date {on}");
    Run::new(&Folder::city(), &line).printed()
}

#[test]
fn the_calendar_has_every_day_with_its_weekday_and_what_to_do() {
    let calendar: Value =
        serde_json::from_str(&schedule("json", "2021-03-01")).expect("it is JSON");
    let due = calendar["due"].as_array().expect("a list");
    // Name, day, weekday, days left from 01/3, the day that is advised.
    let cases = [
        (
            "2021/moc-1",
            "2021-01-10",
            "Chủ nhật",
            -50,
            Some("2021-01-08"),
        ),
        (
            "2021/moc-2",
            "2021-01-31",
            "Chủ nhật",
            -29,
            Some("2021-01-29"),
        ),
        (
            "2021-q1/don-vi",
            "2021-03-05",
            "thứ Sáu",
            4,
            Some("2021-03-04"),
        ),
        (
            "2021-q1/thanh-pho",
            "2021-03-20",
            "thứ Bảy",
            19,
            Some("2021-03-19"),
        ),
        (
            "2021-6t/don-vi",
            "2021-06-05",
            "thứ Bảy",
            96,
            Some("2021-06-04"),
        ),
        (
            "2021-6t/thanh-pho",
            "2021-06-20",
            "Chủ nhật",
            111,
            Some("2021-06-18"),
        ),
        (
            "2021-q3/don-vi",
            "2021-09-05",
            "Chủ nhật",
            188,
            Some("2021-09-03"),
        ),
        ("2021-q3/thanh-pho", "2021-09-20", "thứ Hai", 203, None),
        (
            "2021-nam/don-vi",
            "2021-11-05",
            "thứ Sáu",
            249,
            Some("2021-11-04"),
        ),
        ("2021-nam/thanh-pho", "2021-12-20", "thứ Hai", 294, None),
        ("2021/nhiem-vu-22", "2021-09-30", "thứ Năm", 213, None),
    ];
    for (id, date, weekday, left, advised) in cases {
        let entry = due.iter().find(|d| d["id"] == id);
        let entry = entry.unwrap_or_else(|| panic!("{id} is not in the calendar"));
        assert_eq!(entry["date"], date, "{id}");
        assert_eq!(entry["weekday"], weekday, "{id}");
        assert_eq!(entry["days_left"], left, "{id}");
        assert_eq!(entry["advised"].as_str(), advised, "{id}");
        let weekend = weekday == "thứ Bảy" || weekday == "Chủ nhật";
        assert_eq!(entry["weekend"], weekend, "{id}");
    }
    // Eight reports, two other days of the plan, the deadlines of eight tasks.
    assert_eq!(due.len(), 8 + 2 + 8);
    assert!(
        due.windows(2)
            .all(|two| two[0]["date"].as_str() <= two[1]["date"].as_str())
    );
}

#[test]
fn the_calendar_says_what_is_due_from_whom_to_whom() {
    Run::new(&Folder::city(), "schedule 2021 --date 2021-03-01").says_as_in("calendar-of-2021");
}

#[test]
fn the_calendar_for_programs_keeps_to_the_standard() {
    let text = schedule("ics", "2021-03-01");
    // RFC 5545, 3.1: lines end with CRLF and have no more than 75 octets.
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let count = |what: &str| text.matches(what).count();
    assert_eq!(count("BEGIN:VEVENT\r\n"), 18);
    assert_eq!(count("END:VEVENT\r\n"), 18);
    assert_eq!(count("DTSTAMP:"), 18);
    assert_eq!(count("DTSTART;VALUE=DATE:"), 18);
    // 3.6.1: an event of a date without an end lasts that day.
    assert_eq!(count("DTEND"), 0);
    let mut ids: Vec<_> = text
        .split("\r\n")
        .filter(|line| line.starts_with("UID:"))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 18);
    // 3.3.11: commas and semicolons of a text are escaped.
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("SUMMARY:Hạn: Báo cáo quý I năm 2021 của các đơn vị\r\n"));
    assert!(unfolded.contains(
        "Các sở\\, ban\\, ngành\\; Ủy ban nhân dân các quận\\, huyện → Sở Nội vụ\\nHạn:"
    ));
    // It says nothing of the day on which it was made.
    assert_eq!(schedule("ics", "2021-08-01"), text);
}

#[test]
fn a_year_without_a_regime_has_no_calendar() {
    Run::new(&Folder::city(), "schedule 2019").says_as_in("calendar-of-a-year-without-a-regime");
}

/// Days before, on and after every due date: how many have arrived, how many are overdue,
/// and the exit code.
#[test]
fn the_state_of_arrivals_around_every_due_date() {
    let folder = Folder::city();
    // Period, day, on time, late, returned, missing, overdue, exit code.
    let cases = [
        ("2021-q1", "2021-02-20", 0, 0, 0, 34, 0, 0),
        ("2021-q1", "2021-03-04", 22, 0, 0, 12, 0, 0),
        ("2021-q1", "2021-03-05", 32, 0, 0, 2, 0, 0),
        ("2021-q1", "2021-03-06", 32, 0, 0, 2, 2, 6),
        ("2021-q1", "2021-03-08", 31, 2, 1, 0, 1, 6),
        ("2021-q1", "2021-03-09", 31, 3, 0, 0, 0, 0),
        ("2021-6t", "2021-06-04", 30, 0, 0, 4, 0, 0),
        ("2021-6t", "2021-06-05", 30, 0, 0, 4, 0, 0),
        ("2021-6t", "2021-06-06", 30, 0, 0, 4, 4, 6),
        ("2021-6t", "2021-06-30", 30, 3, 0, 1, 1, 6),
        ("2021-q3", "2021-09-04", 30, 0, 0, 4, 0, 0),
        ("2021-q3", "2021-09-05", 30, 0, 0, 4, 0, 0),
        ("2021-q3", "2021-09-06", 30, 1, 0, 3, 3, 6),
        ("2021-q3", "2021-09-30", 30, 2, 0, 2, 2, 6),
        ("2021-nam", "2021-11-04", 27, 0, 0, 7, 0, 0),
        ("2021-nam", "2021-11-05", 33, 0, 0, 1, 0, 0),
        ("2021-nam", "2021-11-06", 33, 0, 0, 1, 1, 6),
        ("2021-nam", "2021-11-08", 33, 1, 0, 0, 0, 0),
    ];
    for (period, date, on_time, late, returned, missing, overdue, code) in cases {
        let line = format!("status {period} --date {date} --format json");
        let said = Run::new(&folder, &line).code(code).printed();
        let status: Value = serde_json::from_str(&said).expect("it is JSON");
        let counts = &status["receivers"][0]["counts"];
        let expected = serde_json::json!({
            "all": 34, "on_time": on_time, "late": late, "returned": returned,
            "missing": missing, "overdue": overdue,
        });
        assert_eq!(counts, &expected, "{period} {date}");
    }
}

/// Where the due day itself is late, it is.
#[test]
fn the_day_itself_counts_as_the_regime_says() {
    let folder = Folder::other_regime();
    let said = |on, one: &str, three: &str, sum: &str| {
        format!(
            "\
Kỳ 2030-t03: báo cáo về Văn phòng tỉnh Sao Mai, hạn thứ Hai 15/4/2030; xem ngày {on}

Ủy ban nhân dân xã, phường: {sum}
  Ủy ban nhân dân phường Một  {one}
  Ủy ban nhân dân phường Hai  đúng hạn, 11/4/2030, số 7
  Ủy ban nhân dân xã Ba       {three}

Tất cả: {sum}
Không qua sổ này: Văn phòng tỉnh Sao Mai, báo cáo thẳng Ủy ban nhân dân tỉnh Sao Mai
"
        )
    };
    Run::new(&folder, "status 2030-t03 --date 2030-04-14")
        .stdout(said(
            "14/4/2030",
            "chưa gửi, hạn hôm nay; đã có số liệu",
            "chưa gửi, hạn hôm nay",
            "1/3 đã gửi, 2 chưa gửi",
        ))
        .check();
    Run::new(&folder, "status 2030-t03 --date 2030-04-15")
        .code(6)
        .stdout(said(
            "15/4/2030",
            "muộn 1 ngày, 15/4/2030, số 12",
            "chưa gửi, quá hạn 1 ngày",
            "2/3 đã gửi (1 đúng hạn, 1 muộn), 1 chưa gửi, 1 quá hạn",
        ))
        .check();
}

#[test]
fn faults_of_a_register_are_told_with_their_place() {
    let path = "data/2030/t03/so-den.yaml";
    for (old, new, name) in [
        (
            "phuong-hai:",
            "phuong-haii:",
            "register-with-an-unknown-agency",
        ),
        (
            "phuong-hai:",
            "tinh-sao:",
            "register-with-an-agency-of-elsewhere",
        ),
        (
            "phuong-hai:",
            "van-phong:",
            "register-with-a-row-of-its-keeper",
        ),
        (
            "ngay: 2030-04-11, so: 7",
            "ngay: 2030-04-11, tra_lai: 2030-04-10",
            "register-with-days-in-no-order",
        ),
        (
            "{ngay: 2030-04-11, so: 7}",
            "[{ngay: 2030-04-11}, {ngay: 2030-04-12}]",
            "register-with-two-arrivals",
        ),
        (
            "ngay: 2030-04-11",
            "ngay: 2030-04-31",
            "register-with-a-day-that-is-none",
        ),
        (
            "so: 7",
            "ly_do: thiếu số liệu",
            "register-with-a-reason-for-nothing",
        ),
    ] {
        let folder = Folder::other_regime().replace(path, old, new);
        Run::new(&folder, "status 2030-t03 --date 2030-04-15").says_as_in(name);
    }
}

#[test]
fn the_letter_goes_to_late_units_only() {
    let folder = Folder::city();
    Run::new(&folder, "status 2021-q1 --date 2021-03-07 --remind")
        .says_as_in("letter-to-late-units");
    assert_eq!(
        folder.outputs(),
        [folder.path("out/2021-q1/don-doc-so-noi-vu.pdf")]
    );
    let folder = Folder::city();
    Run::new(&folder, "status 2021-q1 --date 2021-03-05 --remind").says_as_in("letter-to-nobody");
    assert!(folder.outputs().is_empty());
}

/// A row that counts for nobody keeps nobody else from being written to.
#[test]
fn a_row_of_an_agency_of_elsewhere_stops_no_letter() {
    for row in ["so-noi-vu", "bo-noi-vu", "xa-vinh-bao"] {
        let folder = Folder::city().append(
            "data/2021/q1/so-den.yaml",
            &format!("{row}: {{ngay: 2021-03-04, so: 999}}\n"),
        );
        let said = folder.run(&["status", "2021-q1", "--date", "2021-03-07", "--remind"]);
        assert!(
            said.stderr.contains("[register/elsewhere]"),
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains("có phải là"), "{}", said.stderr);
        assert_eq!(
            folder.outputs(),
            [folder.path("out/2021-q1/don-doc-so-noi-vu.pdf")]
        );
    }
}

/// The words of the letter to the units that are late on a day.
fn letter(folder: &Folder, on: &str) -> String {
    letter_of(folder, "2021-q1", on)
}

/// The same for another period.
pub(crate) fn letter_of(folder: &Folder, period: &str, on: &str) -> String {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse(period).expect("well formed");
    let mut loaded = load::Folder::open(folder.path("data"), charset).register(&period);
    assert_eq!(loaded.findings, []);
    let on = on.parse().expect("a date");
    let expectations = assess::expectations(&loaded.workspace, &period, on);
    let expectation = &expectations.expect("it is a period")[0];
    let reminder = assess::reminder(&loaded.workspace, &period, expectation, on);
    let reminder = reminder.expect("it is complete").expect("some are late");
    let templates = Templates::load(None).expect("they are well formed");
    let composer = Composer::new(&templates, &mut loaded.sources).expect("they are well formed");
    let composed = composer.compose(
        Content::Reminder(&reminder),
        "Liberation Serif",
        false,
        &loaded.sources,
    );
    let composed = composed.unwrap_or_else(|finding| panic!("{finding:#?}"));
    let mut said = String::new();
    for block in &composed.document.blocks {
        said.push_str(&block.words());
        said.push('\n');
    }
    said.push_str(&composed.document.closing);
    said.replace('\u{a0}', " ")
}

#[test]
fn the_letter_says_who_must_do_what_by_when_and_whom_to_ask() {
    let register = "data/2021/q1/so-den.yaml";
    let city = Folder::city().replace(register, "tra_lai: 2021-03-08", "tra_lai: 2021-03-05");
    // On a Sunday: it is written on Monday.
    let said = letter(&city, "2021-03-07");
    for words in [
        "Theo quy định tại điểm c khoản 1 Mục IV",
        "phải gửi báo cáo",
        "Đến hết ngày 07/3/2021, ",
        "để chỉnh sửa (lý do: số liệu của phần lời",
        "Đề nghị Ủy ban nhân dân quận Lê Chân đối chiếu",
        "đề nghị Giám đốc Sở Y tế; Chủ tịch Ủy ban nhân dân các quận Lê Chân, Đồ Sơn chỉ đạo",
        "chậm nhất ngày 10/3/2021",
        "đầu mối của Sở Nội vụ: Phòng Cải cách hành chính",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // On a Monday, to one that was sent back for reasons that nobody wrote down, by an agency
    // that names nobody to ask and a regime that names no clause.
    let plain = city
        .replace("data/2021/q1/so-den.yaml", "    ly_do:", "    # ly_do:")
        .replace("data/2021/q1/so-den.yaml", "    can_sua:", "    # can_sua:")
        .replace("data/co-quan.yaml", "    dau_moi:", "    # dau_moi:")
        .replace(
            "data/che-do/bnv-2021.yaml",
            "\nquy_dinh_han:",
            "\n# quy_dinh_han:",
        );
    let said = letter(&plain, "2021-03-08");
    for words in [
        "Căn cứ Quyết định số 3943/QĐ-UBND",
        "Ngày 05/3/2021, Sở Nội vụ đã trả lại báo cáo của quý cơ quan để chỉnh sửa; đến ngày 08/3/2021 chưa nhận được báo cáo đã chỉnh sửa.",
        "đề nghị Chủ tịch Ủy ban nhân dân quận Lê Chân chỉ đạo",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for words in ["lý do", " cần ", "đầu mối", "Theo quy định"] {
        assert!(!said.contains(words), "{words}: {said}");
    }
}
