//! Reports that are compiled from compiled ones: communes, a district, a province, a region. Each
//! unit is in each sum once, at whatever level.

use std::collections::BTreeSet;

use baocao::assess::{Explainer, Sums, Value, expectations, tasks};
use baocao::load::{Charset, Loaded, load};
use baocao::model::{AgencyId, IndicatorId, Period, Rate, Subject, Workspace};

use crate::explain::verify;
use crate::folder::Folder;
use crate::report::report_of;
use crate::run::Run;
use crate::wording::paragraphs;

/// The agencies of a chain above and beside those of the province: an office that compiles for
/// the district, the district, its communes; the region's office, the region, an island of it. The
/// province's office compiles for a council, too.
const AGENCIES: &str = "
  hoi-dong-vung: {ten: Hội đồng vùng, viet_tat: HĐV, cap: tinh, bao_cao_ve: bo-mau, tong_hop_boi: ban-vung, ten_dau_van_ban: [HỘI ĐỒNG VÙNG], dia_danh: Sao Mai, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Đỗ Văn Mẫu}}}
  ban-vung: {ten: Ban điều phối vùng, cap: nganh, bao_cao_ve: hoi-dong-vung}
  hoi-dong-nhan-dan: {ten: Hội đồng nhân dân tỉnh, viet_tat: HĐND, cap: tinh, bao_cao_ve: bo-mau, tong_hop_boi: van-phong, ten_dau_van_ban: [HỘI ĐỒNG NHÂN DÂN], dia_danh: Sao Mai, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Lý Văn Mẫu}}}
  huyen-dong: {ten: Ủy ban nhân dân huyện Đông, viet_tat: UBND, cap: tinh, bao_cao_ve: van-phong, tong_hop_boi: phong-dong, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, HUYỆN ĐÔNG], dia_danh: Huyện Đông, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Ngô Văn Mẫu}}}
  phong-dong: {ten: Phòng Nội vụ huyện Đông, viet_tat: PNV, cap: nganh, bao_cao_ve: huyen-dong, ten_dau_van_ban: [PHÒNG NỘI VỤ], dia_danh: Huyện Đông, nguoi_dung_dau: Trưởng phòng, nguoi_ky: {truong: {chuc_vu: Trưởng phòng, ho_ten: Hồ Văn Mẫu}}}
  xa-nam: {ten: Ủy ban nhân dân xã Năm, viet_tat: UBND, cap: co_so, bao_cao_ve: phong-dong, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, XÃ NĂM], dia_danh: Xã Năm, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Bùi Văn Mẫu}}}
  xa-sau: {ten: Ủy ban nhân dân xã Sáu, viet_tat: UBND, cap: co_so, bao_cao_ve: huyen-dong, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, XÃ SÁU], dia_danh: Xã Sáu, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Đinh Văn Mẫu}}}
  xa-bay: {ten: Ủy ban nhân dân xã Bảy, viet_tat: UBND, cap: co_so, bao_cao_ve: phong-dong}
  xa-tam: {ten: Ủy ban nhân dân xã Tám, viet_tat: UBND, cap: co_so, bao_cao_ve: hoi-dong-nhan-dan, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, XÃ TÁM], dia_danh: Xã Tám, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Trịnh Văn Mẫu}}}
  dac-khu: {ten: Ủy ban nhân dân đặc khu Đảo, viet_tat: UBND, cap: co_so, bao_cao_ve: ban-vung, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, ĐẶC KHU ĐẢO], dia_danh: Đảo, nguoi_dung_dau: Chủ tịch, nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Mai Văn Mẫu}}}
";

/// A file of a unit: its figures, and what it says of difficulties.
fn unit(folder: Folder, id: &str, figures: &str, said: &str) -> Folder {
    let text = format!(
        "so_lieu_den_ngay: 2030-03-31
the_thuc: {{trang_thai: da_ban_hanh, so: 3, ngay: 2030-04-10, nguoi_ky: chu-tich}}
so_lieu: {{dan: {{{figures}}}}}
noi_dung: {{phuc_vu: [Xã phục vụ tốt.], vuong_mac: [{said}], viec_toi: [Làm tiếp.]}}
"
    );
    folder.write(&format!("data/2030/t03/{id}.yaml"), &text)
}

/// A file of a report that is compiled, ready to be signed.
fn compiled(folder: Folder, id: &str) -> Folder {
    let text = "so_lieu_den_ngay: 2030-03-31
the_thuc: {trang_thai: trinh_ky, nguoi_ky: chu-tich}
noi_dung: {phuc_vu: [Đã kiểm tra các nơi.], viec_toi: [Kiểm tra tiếp.]}
";
    folder.write(&format!("data/2030/t03/{id}.yaml"), text)
}

pub(crate) fn chain() -> Folder {
    let folder = Folder::other_regime()
        .replace(
            "data/co-quan.yaml",
            "    cap: tinh\n    bao_cao_ve: bo-mau\n",
            "    cap: tinh\n    bao_cao_ve: ban-vung\n",
        )
        .append("data/co-quan.yaml", AGENCIES);
    let folder = unit(
        folder,
        "xa-nam",
        "luot: 300, hai_long: 270, mot_cua: 1",
        "Xã Năm thiếu ghế.",
    );
    let folder = unit(
        folder,
        "xa-sau",
        "luot: 100, hai_long: {khong_co: Chưa đếm}, mot_cua: 0",
        "",
    );
    let folder = unit(folder, "xa-tam", "luot: 7, hai_long: 7, mot_cua: 1", "");
    let folder = unit(folder, "dac-khu", "luot: 50, hai_long: 20, mot_cua: 1", "");
    let folder = compiled(folder, "huyen-dong");
    let folder = compiled(folder, "hoi-dong-nhan-dan");
    compiled(folder, "hoi-dong-vung")
}

pub(crate) fn period() -> Period {
    Period::parse("2030-t03").expect("the test names a period")
}

pub(crate) fn read(folder: &Folder, only: &[AgencyId]) -> Loaded {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let loaded = load(&folder.path("data"), &period(), only, &charset);
    assert_eq!(loaded.findings, []);
    loaded
}

fn subject<'w>(workspace: &'w Workspace, agency: &str) -> Subject<'w> {
    let all = workspace.subjects().into_iter();
    let mut own = all.filter(|subject| subject.agency.id.as_str() == agency);
    own.next().expect("it has a file")
}

fn number(number: u64) -> Value {
    Value::Number {
        number,
        estimate: false,
    }
}

fn rate(part: u64, whole: u64) -> Value {
    Value::Rate {
        rate: Rate { part, whole },
        estimate: false,
    }
}

#[test]
fn each_level_has_each_unit_once() {
    let loaded = read(&chain(), &[]);
    let sums = Sums::of(&loaded.workspace);
    // Visits, how many of them content, offices with a one-stop shop, calls. Who has not counted
    // the content is in neither side of the rate, at no level.
    let expected = [
        ("huyen-dong", 400, rate(270, 300), 1, None),
        ("tinh-sao", 2400, rate(1370, 1500), 2, Some(64)),
        ("hoi-dong-vung", 2450, rate(1390, 1550), 3, Some(64)),
        // What the province's office receives is the province's.
        ("hoi-dong-nhan-dan", 7, rate(7, 7), 1, None),
    ];
    for (agency, visits, content, shops, calls) in expected {
        let subject = subject(&loaded.workspace, agency);
        let values = sums.values(subject);
        assert_eq!(values["dan.luot"], number(visits), "{agency}");
        assert_eq!(values["dan.ty_le"], content, "{agency}");
        assert_eq!(values["dan.mot_cua"], number(shops), "{agency}");
        let said = calls.map(number);
        let found = &values["dan.duong_day"];
        assert_eq!(
            Some(found).filter(|v| matches!(v, Value::Number { .. })),
            said.as_ref(),
            "{agency}"
        );
    }
    let region = sums.compilation(subject(&loaded.workspace, "hoi-dong-vung"));
    let region = region.expect("it is compiled");
    let named = |ids: &[AgencyId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(named(&region.reported), ["tinh-sao", "dac-khu"]);
    assert_eq!(
        named(&region.reported_below)
            .into_iter()
            .collect::<BTreeSet<_>>(),
        [
            "huyen-dong",
            "phuong-hai",
            "phuong-mot",
            "van-phong",
            "xa-nam",
            "xa-sau"
        ]
        .map(str::to_owned)
        .into()
    );
    assert_eq!(named(&region.unreported), ["ban-vung"]);
    assert_eq!(
        named(&region.unreported_below),
        ["xa-ba", "phong-dong", "xa-bay"]
    );
}

#[test]
fn what_one_level_has_not_reported_is_in_none_above() {
    let folder = chain().replace("data/2030/t03/huyen-dong.yaml", "trinh_ky", "du_thao");
    let loaded = read(&folder, &[]);
    let sums = Sums::of(&loaded.workspace);
    for (agency, visits) in [
        ("huyen-dong", 400),
        ("tinh-sao", 2000),
        ("hoi-dong-vung", 2050),
    ] {
        let values = sums.values(subject(&loaded.workspace, agency));
        assert_eq!(values["dan.luot"], number(visits), "{agency}");
    }
    let province = sums.compilation(subject(&loaded.workspace, "tinh-sao"));
    let lacking = &province.expect("it is compiled").lacking["dan.luot"];
    let lacking: Vec<_> = lacking.iter().map(AgencyId::as_str).collect();
    assert_eq!(lacking, ["xa-ba", "huyen-dong"]);
}

#[test]
fn the_annex_of_members_adds_up_to_the_sums() {
    // Visits, and how many of them content; a member that compiles, and all.
    for (agency, member, of_member, total) in [
        (
            "tinh-sao",
            "Ủy ban nhân dân huyện Đông",
            ["400", "90,00"],
            ["2.400", "91,33"],
        ),
        (
            "hoi-dong-vung",
            "Ủy ban nhân dân tỉnh Sao Mai",
            ["2.400", "91,33"],
            ["2.450", "89,68"],
        ),
    ] {
        let built = report_of(&chain().path("data"), "2030-t03", agency);
        let data: serde_json::Value = serde_json::from_str(&built.composed.data).expect("JSON");
        let mut annexes = data["annexes"].as_array().expect("annexes").iter();
        let table = annexes.find_map(|annex| annex["members"].as_object());
        let table = table.expect("it has the members");
        assert_eq!(table["total"], serde_json::json!(total), "{agency}");
        let groups = table["groups"].as_array().expect("groups").iter();
        let mut rows = groups.flat_map(|group| group["rows"].as_array().expect("rows"));
        let row = rows.find(|row| row["name"] == member).expect("its row");
        assert_eq!(row["cells"], serde_json::json!(of_member), "{agency}");
    }
}

/// A plan by which communes have a task, and an agency answers for the calls, which it states
/// for all.
fn with_owner_of_calls(owner: &str) -> Folder {
    let plan = format!(
        "ten: Kế hoạch năm 2030
ten_goi: Kế hoạch tỉnh
ban_hanh: Quyết định số 01/QĐ-UBND ngày 02 tháng 01 năm 2030 của Ủy ban nhân dân tỉnh Sao Mai
ngay: 2030-01-02
phan_cong: [{{diem: a, co_quan: {owner}, noi_dung: Đường dây nóng, linh_vuc: [dan.duong_day]}}]
nhom:
  - so: I
    ten: Chỉ đạo
    nhiem_vu:
      - {{so: \"1\", noi_dung: Ban hành kế hoạch, goi_tat: kế hoạch, chu_tri: {{in: Các xã, cap: [co_so]}}, thoi_gian: {{in: 31/01/2030, han: 2030-01-31}}, san_pham: Kế hoạch}}
"
    );
    chain()
        .write("data/2030/ke-hoach.yaml", &plan)
        .replace(
            "data/che-do/thang.yaml",
            "tong_hop: cong, khai: {cap: [nganh]}",
            "tong_hop: chu_quan, khai: chu_quan",
        )
        .append(
            "data/2030/t03/xa-nam.yaml",
            "nhiem_vu: {1: {hoan_thanh: 2030-01-20}}\n",
        )
}

const DISTRICT: &str = "data/2030/t03/huyen-dong.yaml";

/// The calls of a compiled report, and who lacks there.
fn calls(folder: &Folder, agency: &str) -> (Value, Vec<String>) {
    let loaded = read(folder, &[]);
    let sums = Sums::of(&loaded.workspace);
    let compilation = sums.compilation(subject(&loaded.workspace, agency));
    let compilation = compilation.expect("it is compiled");
    let lacking = compilation.lacking.get("dan.duong_day").into_iter();
    let lacking = lacking.flatten().map(ToString::to_string).collect();
    (compilation.values["dan.duong_day"].clone(), lacking)
}

#[test]
fn what_an_owner_states_lacks_where_its_way_up_ends() {
    let folder = with_owner_of_calls("xa-nam").replace(
        "data/2030/t03/xa-nam.yaml",
        "luot: 300,",
        "luot: 300, duong_day: 5,",
    );
    assert_eq!(calls(&folder, "tinh-sao"), (number(5), Vec::new()));
    let folder = folder.replace(DISTRICT, "trinh_ky", "du_thao");
    assert_eq!(calls(&folder, "huyen-dong"), (number(5), Vec::new()));
    let missing = Value::Missing("Chưa có số liệu của Ủy ban nhân dân huyện Đông".to_owned());
    for agency in ["tinh-sao", "hoi-dong-vung"] {
        let expected = (missing.clone(), vec!["huyen-dong".to_owned()]);
        assert_eq!(calls(&folder, agency), expected, "{agency}");
    }
}

#[test]
fn an_owner_that_compiles_states_what_is_in_its_file() {
    let folder = with_owner_of_calls("huyen-dong");
    let missing = Value::Missing("Chưa có số liệu của Ủy ban nhân dân huyện Đông".to_owned());
    let levels = ["huyen-dong", "tinh-sao", "hoi-dong-vung"];
    for agency in levels {
        let expected = (missing.clone(), vec!["huyen-dong".to_owned()]);
        assert_eq!(calls(&folder, agency), expected, "{agency}");
    }
    let folder = folder.append(DISTRICT, "so_lieu: {dan: {duong_day: 9}}\n");
    for agency in levels {
        assert_eq!(calls(&folder, agency), (number(9), Vec::new()), "{agency}");
    }
}

#[test]
fn tasks_are_of_the_reports_that_figures_are_of() {
    let has_told = |folder: &Folder| {
        let loaded = read(folder, &[]);
        ["huyen-dong", "tinh-sao", "hoi-dong-vung"].map(|agency| {
            let tasks = tasks(subject(&loaded.workspace, agency));
            let mut leads = tasks.iter().flat_map(|task| &task.leads);
            let lead = leads.find(|lead| lead.agency.id.as_str() == "xa-nam");
            let lead = lead.expect("it has the task");
            (lead.progress.is_some(), lead.from_earlier)
        })
    };
    let folder = with_owner_of_calls("van-phong");
    assert_eq!(has_told(&folder), [(true, false); 3]);
    let folder = folder.replace(DISTRICT, "trinh_ky", "du_thao");
    assert_eq!(
        has_told(&folder),
        [(true, false), (false, true), (false, true)]
    );
}

#[test]
fn a_figure_is_led_back_through_all_levels() {
    let folder = chain();
    let line = "explain 2030-t03 hoi-dong-vung --all --format json";
    let said = Run::new(&folder, line).printed();
    let sheet: serde_json::Value = serde_json::from_str(&said).expect("it is JSON");
    let mut seen = 0;
    for figure in sheet["figures"].as_array().expect("figures") {
        verify(&folder, figure, &mut seen);
    }
    // Visits of five units, three of them with both sides of the rate, and the calls.
    assert_eq!(seen, 5 + 3 + 2 * 3 + 1);
    let said = folder.run(&["explain", "2030-t03", "hoi-dong-vung", "dan.luot"]);
    for file in ["xa-nam", "xa-sau", "phuong-mot", "dac-khu"] {
        assert!(
            said.stdout.contains(&format!("2030/t03/{file}.yaml")),
            "{}",
            said.stdout
        );
    }
}

/// What is told of who is missing in a report.
fn incomplete<'s>(said: &'s str, report: &str) -> &'s str {
    let file = format!("{report}.yaml");
    let mut findings = said.split("\n\n");
    let own = findings
        .find(|finding| finding.contains("[compilation/incomplete]") && finding.contains(&file));
    own.unwrap_or_else(|| panic!("{report}: {said}"))
}

#[test]
fn who_is_missing_is_told_where_it_is_missing() {
    let said = chain().run(&["check", "2030-t03"]).stderr;
    for (file, missing) in [
        ("huyen-dong", &["Phòng Nội vụ huyện Đông", "xã Bảy"][..]),
        ("tinh-sao", &["xã Ba"]),
        ("hoi-dong-vung", &["Ban điều phối vùng"]),
    ] {
        let own = incomplete(&said, file);
        for name in [
            "Phòng Nội vụ huyện Đông",
            "xã Bảy",
            "xã Ba",
            "Ban điều phối vùng",
        ] {
            let is_told = own.lines().any(|line| line.trim_end().ends_with(name));
            assert_eq!(is_told, missing.contains(&name), "{file}, {name}: {own}");
        }
    }
}

#[test]
fn a_report_that_is_not_made_is_missing_in_those_above() {
    // The region has all its members.
    let folder = chain().replace(
        "data/co-quan.yaml",
        "Ban điều phối vùng, cap: nganh,",
        "Ban điều phối vùng, viet_tat: BĐP, ten_dau_van_ban: [BAN ĐIỀU PHỐI VÙNG], dia_danh: Sao Mai, nguoi_dung_dau: Trưởng ban, nguoi_ky: {chu-tich: {chuc_vu: Trưởng ban, ho_ten: Tạ Văn Mẫu}}, cap: nganh,",
    );
    let folder = unit(folder, "ban-vung", "duong_day: 3", "");
    let check = |folder: &Folder| folder.run(&["check", "2030-t03"]).stderr;
    let said = check(&folder);
    assert!(!said.contains("hoi-dong-vung.yaml"), "{said}");

    let strict = folder.run(&["build", "2030-t03", "--strict"]);
    let province = "Ủy ban nhân dân tỉnh Sao Mai (báo cáo tổng hợp có lỗi)";
    let district = "Ủy ban nhân dân huyện Đông (báo cáo tổng hợp có lỗi)";
    for (file, words) in [
        ("hoi-dong-vung", ["2/3 đơn vị", province]),
        ("tinh-sao", ["3/5 đơn vị", district]),
    ] {
        let told = incomplete(&strict.stderr, file);
        assert!(told.contains("lỗi["), "{told}");
        assert!(words.iter().all(|words| told.contains(words)), "{told}");
    }
    let made = folder.outputs();
    assert!(!made.is_empty(), "{}", strict.stderr);
    let is_made = |name: &str| {
        made.iter()
            .any(|path| path.to_string_lossy().contains(name))
    };
    for name in ["huyen-dong", "tinh-sao", "hoi-dong-vung"] {
        assert!(!is_made(name), "{name}: {made:?}");
    }

    // A report of nobody is none, however strict.
    for commune in ["xa-nam", "xa-sau"] {
        let file = folder.path(&format!("data/2030/t03/{commune}.yaml"));
        std::fs::remove_file(file).expect("it is there");
    }
    let said = check(&folder);
    assert!(incomplete(&said, "huyen-dong").contains("lỗi["), "{said}");
    let told = incomplete(&said, "tinh-sao");
    for words in ["cảnh báo[", "3/5 đơn vị", "xã Ba", district] {
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn nothing_that_units_say_is_lost_on_the_way_up() {
    for report in ["huyen-dong", "tinh-sao", "hoi-dong-vung"] {
        let built = report_of(&chain().path("data"), "2030-t03", report);
        let words = paragraphs(&built.composed);
        let said = "Ủy ban nhân dân xã Năm: Xã Năm thiếu ghế.";
        assert_eq!(
            words.iter().filter(|words| *words == said).count(),
            1,
            "{report}: {words:#?}"
        );
    }
}

#[test]
fn reports_arrive_with_who_compiles_them_and_parts_are_due_with_units() {
    let loaded = read(&chain(), &[]);
    let workspace = &loaded.workspace;
    let due = |agency: &str| subject(workspace, agency).due().expect("a day").to_string();
    for (agency, day) in [
        ("xa-nam", "2030-04-15"),
        ("huyen-dong", "2030-04-15"),
        ("tinh-sao", "2030-04-15"),
        ("hoi-dong-vung", "2030-04-20"),
        ("hoi-dong-nhan-dan", "2030-04-20"),
    ] {
        assert_eq!(due(agency), day, "{agency}");
    }
    let on = "2030-04-16".parse().expect("a day");
    let all = expectations(workspace, &period(), on).expect("it is a period");
    let all: Vec<_> = all
        .iter()
        .map(|expectation| {
            let units = expectation.units.iter().map(|unit| unit.agency.id.as_str());
            let from = (
                expectation.receiver.id.as_str(),
                expectation.compiled.id.as_str(),
            );
            (from, units.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        all,
        [
            (
                ("van-phong", "tinh-sao"),
                vec!["phuong-mot", "phuong-hai", "xa-ba", "huyen-dong"]
            ),
            (("ban-vung", "hoi-dong-vung"), vec!["tinh-sao", "dac-khu"]),
            (("van-phong", "hoi-dong-nhan-dan"), vec![]),
            (("phong-dong", "huyen-dong"), vec!["xa-nam", "xa-bay"]),
        ]
    );
}

/// Who asks for the report at the top needs the files of all levels.
#[test]
fn with_a_report_come_those_of_all_levels_below() {
    let only = [AgencyId::from("hoi-dong-vung")];
    let loaded = read(&chain(), &only);
    let sums = Sums::of(&loaded.workspace);
    let values = sums.values(subject(&loaded.workspace, "hoi-dong-vung"));
    assert_eq!(values["dan.luot"], number(2450));
    let with_files = loaded.workspace.submissions.iter();
    assert!(!with_files.clone().any(|s| s.agency.as_str() == "xa-tam"));
}

/// No file says so, for `agency/cycle` refuses it: the sums end all the same.
#[test]
fn sums_of_agencies_that_compile_each_other_end() {
    let mut loaded = read(&chain(), &[]);
    let agencies = &mut loaded.workspace.agencies;
    let region = agencies["hoi-dong-vung"].compiled_by.clone();
    let to_district = agencies["xa-nam"].reports_to.clone();
    let top = agencies.get_mut("hoi-dong-vung").expect("it is there");
    top.reports_to = to_district;
    assert!(region.is_some());
    let workspace = &loaded.workspace;
    let sums = Sums::of(workspace);
    for agency in ["huyen-dong", "tinh-sao", "hoi-dong-vung"] {
        let subject = subject(workspace, agency);
        // All of the ring, each once.
        assert_eq!(sums.values(subject)["dan.luot"], number(2450), "{agency}");
        let explainer = Explainer::new(subject, &sums, &loaded.sources);
        let visits = explainer.explain(&IndicatorId::from("dan.luot"));
        assert!(visits.is_some(), "{agency}");
        assert!(subject.due().is_some());
        assert!(!subject.below().is_empty());
    }
}
