//! `baocao agencies`: the list of a folder, and tables of units taken over into it.

use std::fs;

use serde_json::Value;

use crate::folder::{Folder, Said};

const FILE: &str = "data/co-quan.yaml";

/// The small province with a pattern of communes and some of them.
fn province() -> Folder {
    Folder::base().write(
        FILE,
        "# Cơ quan của tỉnh Mẫu.
cap:
  tinh: Ủy ban nhân dân tỉnh
  so: Sở, ban, ngành
  xa: Ủy ban nhân dân xã, phường, đặc khu
mau:
  xa:
    cap: xa
    ten: Ủy ban nhân dân {ten}
    tu_xung: Ủy ban nhân dân {loai}
    viet_tat: UBND
    bao_cao_ve: so-mau
    ten_dau_van_ban: [ỦY BAN NHÂN DÂN, \"{TEN}\"]
    dia_danh: \"{ten_rieng}\"
    ky_thay_mat: Ủy ban nhân dân
    nguoi_dung_dau: Chủ tịch
    nguoi_ky:
      chu-tich: {chuc_vu: Chủ tịch}
      pho-chu-tich: {chuc_vu: Phó Chủ tịch}
co_quan:
  tinh-mau:
    ten: Ủy ban nhân dân tỉnh Mẫu
    cap: tinh
    ten_dau_van_ban: [ỦY BAN NHÂN DÂN, TỈNH MẪU]
    nguoi_dung_dau: Chủ tịch
  so-mau:
    ten: Sở Mẫu
    tu_xung: Sở
    viet_tat: SM
    cap: so
    co_quan_chu_quan: tinh-mau
    bao_cao_ve: tinh-mau
    ten_dau_van_ban: [SỞ MẪU]
    dia_danh: Tỉnh Mẫu
    nguoi_dung_dau: Giám đốc
    nguoi_ky:
      giam-doc: {chuc_vu: Giám đốc, ho_ten: Nguyễn Văn Mẫu}
  # Huyện cũ.
  huyen-cu: {ten: Ủy ban nhân dân huyện Cũ, cap: xa, den_ngay: 2023-06-30}
  xa-dai-hai: {mau: xa, ten: xã Đại Hải, tien_than: [huyen-cu]}   # xã đầu tiên
  phuong-dai-hai: {mau: xa, ten: phường Đại Hải, ho_ten: {chu-tich: Trần Thị Mẫu}}
",
    )
}

fn import(folder: &Folder, table: &[u8]) -> (Said, Value) {
    fs::write(folder.path("bang.csv"), table).expect("it can be written");
    let arguments = [
        "agencies",
        "--import",
        "bang.csv",
        "--date",
        "2024-03-01",
        "--format",
        "json",
    ];
    let said = folder.run(&arguments);
    let json = serde_json::from_str(&said.stdout).unwrap_or_default();
    (said, json)
}

fn units(json: &Value, group: &str) -> Vec<String> {
    let all = json[group].as_array().expect("a list");
    let ids = all
        .iter()
        .map(|unit| unit["agency"].as_str().expect("an id").to_owned());
    ids.collect()
}

fn text(folder: &Folder) -> String {
    fs::read_to_string(folder.path(FILE)).expect("the file is there")
}

const TABLE: &str = "STT;Tên đơn vị;Chủ tịch;Phó Chủ tịch;Ghi chú
1;Xã Đại Hải;Ông Lê Văn Mẫu;Phạm Thị Ví Dụ;
2;UBND phường Đại Hải;Trần Thị Mẫu;;
3;Xã Ea H'Leo;;;mới
4;Đặc khu Bạch Long Vĩ;Ngô Văn Mẫu;;
5;Xã Ea H'Leo;;;
6;Huyện Cũ;;;

;;;;
";

#[test]
fn a_table_adds_units_and_names_that_are_missing_and_undo_takes_them_back() {
    let folder = province();
    let before = text(&folder);
    let table = TABLE;
    let (said, json) = import(&folder, table.as_bytes());
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        units(&json, "added"),
        ["xa-ea-h-leo", "dac-khu-bach-long-vi"]
    );
    assert_eq!(units(&json, "filled"), ["xa-dai-hai"]);
    assert_eq!(units(&json, "unchanged"), ["phuong-dai-hai"]);
    assert_eq!(units(&json, "double"), ["xa-ea-h-leo"]);
    assert_eq!(units(&json, "old"), ["huyen-cu"]);
    assert_eq!(json["old"][0]["note"], "nay là Ủy ban nhân dân xã Đại Hải");
    assert_eq!(json["unread_columns"], serde_json::json!(["Ghi chú"]));
    assert_eq!(json["written"], true);
    // Comments and all other lines stay.
    let expected = before.replace(
        "ten: xã Đại Hải, tien_than: [huyen-cu]}   # xã đầu tiên",
        "ten: xã Đại Hải, tien_than: [huyen-cu], ho_ten: {chu-tich: Lê Văn Mẫu, pho-chu-tich: Phạm Thị Ví Dụ}}   # xã đầu tiên",
    ) + "  xa-ea-h-leo: {mau: xa, ten: xã Ea H'Leo}\n  dac-khu-bach-long-vi: {mau: xa, ten: đặc khu Bạch Long Vĩ, ho_ten: {chu-tich: Ngô Văn Mẫu}}\n";
    assert_eq!(text(&folder), expected);
    // Once more, and nothing is to be done.
    let (said, json) = import(&folder, table.as_bytes());
    assert_eq!(said.code, Some(0));
    assert_eq!(json["written"], false);
    assert_eq!(units(&json, "unchanged").len(), 4);
    let said = folder.run(&["undo", FILE]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(text(&folder), before);
}

#[test]
fn tables_as_spreadsheets_save_them_say_the_same() {
    let plain = TABLE;
    let tables = [
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.replace(';', ","),
        plain.replace(';', "\t"),
        plain.replace("Đặc khu Bạch Long Vĩ", "\"Đặc khu Bạch Long Vĩ\""),
    ];
    let first = province();
    import(&first, plain.as_bytes());
    for table in tables {
        let folder = province();
        let (said, _) = import(&folder, table.as_bytes());
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert_eq!(text(&folder), text(&first), "{table}");
    }
}

/// What cannot be read is told with its line, and nothing of the table is written.
#[test]
fn nothing_is_written_if_a_row_is_wrong() {
    let utf16: Vec<u8> = "\u{feff}Tên đơn vị\nxã Một\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin = b"STT;T\xean \xf0\xbdn v\xe2\xfa\n1;x\xe3 M\xf0t\n".to_vec();
    let cases: [(&[u8], &str); 15] = [
        (b"Chu tich;Ghi chu\na;b\n", "không thấy dòng tên cột"),
        ("Tên đơn vị\nxã Một\nHai\n".as_bytes(), "bang.csv:3:1"),
        (
            "Tên đơn vị\nĐại Hải\n".as_bytes(),
            "không rõ `Đại Hải` là Ủy ban nhân dân xã Đại Hải hay Ủy ban nhân dân phường Đại Hải",
        ),
        (
            "Tên đơn vị;Chủ tịch\nxã Một;Lê Văn Mẫu\nxã Một;Lê Thị Mẫu\n".as_bytes(),
            "có hai dòng khác nhau",
        ),
        (
            "Mã;Tên đơn vị\nxa-dai-hai;phường Đại Hải\n".as_bytes(),
            "mã `xa-dai-hai` nhưng tên là của `phuong-dai-hai`",
        ),
        (
            "Mã;Tên đơn vị\nxa_mot;xã Một\n".as_bytes(),
            "mã cơ quan `xa_mot` có ký tự không dùng được",
        ),
        ("Tên đơn vị\nXÃ MỘT\n".as_bytes(), "viết hoa tất cả"),
        (
            "Tên đơn vị;Loại\nSở Một;Sở, ban, ngành\n".as_bytes(),
            "chưa có mẫu cho Sở Một",
        ),
        (
            "Tên đơn vị\nxã Tân Hà\nxã Tân Hạ\n".as_bytes(),
            "mã `xa-tan-ha` đã là của xã Tân Hà",
        ),
        (
            "Tên đơn vị\nxã Tân Hà\nxã Tân Hạ\n".as_bytes(),
            "có phải là xã Tân Hà? Nếu đúng là đơn vị khác thì ghi mã của nó ở cột `Mã`",
        ),
        (
            "Tên đơn vị\nXã Đại Hả\n".as_bytes(),
            "co-quan.yaml không có xã nào tên Đại Hả",
        ),
        (
            "Tên đơn vị\nXã Đại Hai\n".as_bytes(),
            "có phải là xã Đại Hải? Nếu đúng là đơn vị khác thì ghi mã của nó ở cột `Mã`",
        ),
        (
            "Tên đơn vị\nXã Đại Hải\nXã Dai Hai\n".as_bytes(),
            "có phải là xã Đại Hải?",
        ),
        (&utf16, "UTF-16"),
        (&latin, "CSV UTF-8"),
    ];
    for (table, told) in cases {
        let folder = province();
        let before = text(&folder);
        let (said, _) = import(&folder, table);
        assert_eq!(said.code, Some(1), "{told}: {}{}", said.stderr, said.stdout);
        assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
        assert_eq!(text(&folder), before, "{told}");
    }
}

/// A row with its own name in data is taken as it is, and so is one whose neighbour is named too.
#[test]
fn a_code_with_the_name_of_another_unit_is_no_row_of_its_unit() {
    let folder = province();
    let before = text(&folder);
    let table = "Tên đơn vị,Mã,Chủ tịch\nxã Mới,so-mau,Lê Văn Mẫu\n";
    let (said, _) = import(&folder, table.as_bytes());
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("mã `so-mau` là của Sở Mẫu"));
    // What it is called otherwise is its name, but its head is no chairman.
    let table = "Tên đơn vị,Mã,Chủ tịch,Phó Chủ tịch\nMẫu,so-mau,Lê Văn Mẫu,Ngô Thị Mẫu\n";
    let (said, json) = import(&folder, table.as_bytes());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(units(&json, "unchanged"), ["so-mau"]);
    for told in [
        "chưa lấy Lê Văn Mẫu: cột là `Chủ tịch`, còn chức vụ ở đơn vị này là Giám đốc",
        "chưa lấy Ngô Thị Mẫu: cột là `Phó Chủ tịch`",
    ] {
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
    assert_eq!(text(&folder), before);
}

#[test]
fn a_former_name_with_its_code_is_that_of_the_unit() {
    let folder = province().replace(
        FILE,
        "ten: xã Đại Hải, tien_than: [huyen-cu]}",
        "ten: xã Bình An, tien_than: [huyen-cu], thay_doi: {2024-01-01: {ten: xã Đại Hải}}}",
    );
    let table = "Tên đơn vị,Mã,Chủ tịch\nxã Bình An,xa-dai-hai,Lê Văn Mẫu\n";
    let (said, json) = import(&folder, table.as_bytes());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(units(&json, "filled"), ["xa-dai-hai"]);
}

#[test]
fn a_near_name_is_another_unit_if_the_table_says_so() {
    for (table, added) in [
        ("Mã;Tên đơn vị\nxa-dai-ha;Xã Đại Hả\n", "xa-dai-ha"),
        (
            "Tên đơn vị\nXã Đại Hà\nXã Đại Hải\nPhường Đại Hải\n",
            "xa-dai-ha",
        ),
    ] {
        let folder = province();
        let (said, json) = import(&folder, table.as_bytes());
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert_eq!(units(&json, "added"), [added]);
    }
}

/// The folder of a real province after the districts, as `init` lays it out.
fn bac_ninh() -> Folder {
    let folder = Folder::empty();
    let said = folder.run(&["init", "--province", "Bắc Ninh", "--year", "2026"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    folder
}

fn import_as_text(folder: &Folder, table: &str) -> Said {
    fs::write(folder.path("bang.csv"), table).expect("it can be written");
    folder.run(&["agencies", "--import", "bang.csv", "--date", "2026-03-01"])
}

#[test]
fn a_commune_that_the_list_of_the_province_has_not_is_added_with_a_note() {
    let folder = bac_ninh();
    let said = import_as_text(&folder, "Tên đơn vị\nXã Chưa Hề Nghe\n");
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stdout.contains(
            "xã Chưa Hề Nghe (xa-chua-he-nghe): theo mẫu xa; danh sách năm 2025 không có tên này\n"
        ),
        "{}",
        said.stdout
    );
    // Ten of those that the table has not are named.
    let missing = said.stdout.split("mà bảng không có: ").nth(1);
    let missing = missing.expect("they are told");
    assert!(missing.starts_with("99 đơn vị\n"), "{missing}");
    assert_eq!(missing.matches("\n  Ủy ban").count(), 10, "{missing}");
    assert!(missing.contains("\n  … và 89 đơn vị khác"), "{missing}");
}

#[test]
fn a_table_that_is_refused_says_so_first() {
    let folder = bac_ninh();
    let table = "Tên đơn vị\nXã Bắc Lũn\nThành phố Bắc Giang\nThị trấn Chũ\nXã Chưa Hề Nghe\n";
    let said = import_as_text(&folder, table);
    assert_eq!(said.code, Some(1));
    for told in [
        "co-quan.yaml không có xã nào tên Bắc Lũn\n",
        "có phải là xã Bắc Lũng?",
        "co-quan.yaml chưa có mẫu cho thành phố\n",
        "co-quan.yaml chưa có mẫu cho thị trấn\n",
        "từ 01/7/2025, dưới cấp tỉnh chỉ còn xã, phường, đặc khu",
    ] {
        assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
    }
    assert!(
        said.stdout.starts_with("Chưa ghi gì vào data/co-quan.yaml: sửa các lỗi đã báo rồi chạy lại\n\nĐọc 4 dòng: thêm 1,"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("\nThêm khi không còn lỗi:\n  dòng 5:"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = province();
    let before = text(&folder);
    fs::write(folder.path("bang.csv"), "Tên đơn vị\nxã Một\n").expect("it can be written");
    let said = folder.run(&[
        "agencies",
        "--import",
        "bang.csv",
        "--dry-run",
        "--date",
        "2024-03-01",
    ]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        said.stdout,
        "Đọc 1 dòng: thêm 1, điền thêm 0, đã đủ 0, khác 0, ghi hai lần 0, tên cũ 0

Thêm:
  dòng 2: xã Một (xa-mot): theo mẫu xa

Có trong tệp mà bảng không có: 2 đơn vị
  Ủy ban nhân dân xã Đại Hải (xa-dai-hai)
  Ủy ban nhân dân phường Đại Hải (phuong-dai-hai)

Chạy thử, chưa ghi data/co-quan.yaml
"
    );
    assert_eq!(text(&folder), before);
}

#[test]
fn the_list_says_what_each_owes_and_lacks() {
    let folder = province();
    let said = folder.run(&["agencies", "2024-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        said.stdout,
        "Cơ quan của kỳ 2024-q1, ngày 05/3/2024

Ủy ban nhân dân tỉnh: 1
  tinh-mau        Ủy ban nhân dân tỉnh Mẫu        không báo cáo

Sở, ban, ngành: 1
  so-mau          Sở Mẫu                          → tinh-mau     đủ tệp             2024-q1: số 7, 04/3/2024

Ủy ban nhân dân xã, phường, đặc khu: 2
  xa-dai-hai      Ủy ban nhân dân xã Đại Hải      → so-mau       chưa có q1 (05/3)  chưa có báo cáo           thiếu họ tên chu-tich, pho-chu-tich
  phuong-dai-hai  Ủy ban nhân dân phường Đại Hải  → so-mau       chưa có q1 (05/3)  chưa có báo cáo           thiếu họ tên pho-chu-tich

Tất cả: 4 cơ quan, 3 phải báo cáo, 2 còn kỳ chưa có tệp, 2 khai còn thiếu; 1 cơ quan khác không hoạt động vào ngày này
"
    );
    let arguments = [
        "agencies",
        "--level",
        "xa",
        "--lacking",
        "--date",
        "2024-03-01",
        "--format",
        "json",
    ];
    let said = folder.run(&arguments);
    let json: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(json["version"], 1);
    let first = &json["agencies"][0];
    assert_eq!(first["agency"], "xa-dai-hai");
    assert_eq!(first["reports_to"]["agency"], "so-mau");
    assert_eq!(
        first["owes"][0],
        serde_json::json!({"period": "2024-q1", "due": "2024-03-05", "begun": false})
    );
    assert_eq!(
        first["lacks"],
        serde_json::json!(["ho_ten.chu-tich", "ho_ten.pho-chu-tich"])
    );
    let said = folder.run(&["agencies", "--level", "xaa"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("có phải là `xa`?"), "{}", said.stderr);
}

#[test]
fn a_table_that_a_file_has_no_room_for_says_how_many_there_are() {
    use std::fmt::Write as _;

    let folder = province();
    let mut units = String::new();
    for number in 0..9_994 {
        let _ = writeln!(units, "  xa-{number}: {{mau: xa, ten: xã Số {number}}}");
    }
    // With the five that are there it has one less than a file may have.
    let folder = folder.append(FILE, &units);
    let before = text(&folder);
    let table = "Tên đơn vị\nxã Hòa An\nxã Bình Minh\n";
    let (said, json) = import(&folder, table.as_bytes());
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let words = "co-quan.yaml đang có 9.999 cơ quan, bảng thêm 2 nữa thành 10.001: một tệp có nhiều nhất 10.000";
    assert!(said.stderr.contains(words), "{}", said.stderr);
    assert_eq!(json["refused"], true);
    assert_eq!(text(&folder), before);
    let (said, json) = import(&folder, "Tên đơn vị\nxã Hòa An\n".as_bytes());
    assert_eq!(
        (said.code, &json["written"]),
        (Some(0), &true.into()),
        "{}",
        said.stderr
    );
}
