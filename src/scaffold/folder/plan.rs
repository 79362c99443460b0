//! `ke-hoach.yaml` of a province that begins: what every plan has, to be filled in and changed.

use super::{Beginning, scalar};
use crate::model::Regime;
use crate::scaffold::yaml::Yaml;
use crate::vi;

/// Who answers for which forms and rows in most places.
struct Area {
    letter: &'static str,
    agency: &'static str,
    content: &'static str,
    areas: &'static [&'static str],
}

/// The agency that answers for what no other does.
const REST: Area = Area {
    letter: "a",
    agency: "so-noi-vu",
    content: "Chỉ đạo, điều hành; cải cách tổ chức bộ máy; cải cách chế độ công vụ",
    areas: &[],
};

const AREAS: [Area; 5] = [
    Area {
        letter: "b",
        agency: "van-phong-ubnd",
        content: "Cải cách thủ tục hành chính; cơ chế một cửa, một cửa liên thông; theo dõi nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao; dịch vụ công trực tuyến",
        areas: &[
            "tthc",
            "chi_dao.nhiem_vu_duoc_giao",
            "chi_dao.giao_dung_han",
            "chi_dao.giao_hoan_thanh_qua_han",
            "chi_dao.giao_qua_han_chua_xong",
            "hien_dai_hoa.bao_cao_dien_tu",
            "hien_dai_hoa.bao_cao_dinh_ky",
            "hien_dai_hoa.dvc_du_dieu_kien",
            "hien_dai_hoa.dvc_toan_trinh",
            "hien_dai_hoa.dvc_phat_sinh",
            "hien_dai_hoa.dvc_phat_sinh_truc_tuyen",
            "hien_dai_hoa.nghia_vu_tai_chinh",
            "hien_dai_hoa.thanh_toan_truc_tuyen",
        ],
    },
    Area {
        letter: "c",
        agency: "so-tu-phap",
        content: "Cải cách thể chế",
        areas: &["the_che"],
    },
    Area {
        letter: "d",
        agency: "so-tai-chinh",
        content: "Cải cách tài chính công; kinh phí cải cách hành chính",
        areas: &["tai_chinh"],
    },
    Area {
        letter: "đ",
        agency: "so-khoa-hoc-cong-nghe",
        content: "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số",
        areas: &["hien_dai_hoa"],
    },
    Area {
        letter: "e",
        agency: "thanh-tra",
        content: "Thanh tra, kiểm tra trách nhiệm người đứng đầu; vị trí việc làm qua thanh tra",
        areas: &["can_bo.vi_pham_vi_tri"],
    },
];

/// The text of the file.
pub(super) fn text(beginning: &Beginning<'_>) -> String {
    let mut writer = Writer {
        of: beginning,
        yaml: Yaml::default(),
    };
    writer.head();
    writer.decision();
    writer.targets();
    writer.responsibilities();
    writer.tasks();
    writer.yaml.finish()
}

struct Writer<'a> {
    of: &'a Beginning<'a>,
    yaml: Yaml,
}

/// A task of the skeleton.
struct Example {
    content: String,
    short_name: String,
    lead: Lead,
    with: Option<Lead>,
    timing: Timing,
    product: String,
}

/// Who leads a task.
#[derive(Clone, Copy)]
enum Lead {
    /// An agency by its name and identifier.
    Agency(&'static str, &'static str),
    /// The office of the committee.
    Office,
    /// Departments.
    Departments,
    /// Departments and communes.
    All,
}

#[derive(Clone, Copy)]
enum Timing {
    AllYear,
    /// By the end of a quarter.
    Quarter(u32),
    /// By a day of the year, printed as it is.
    Day(u32, u32),
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.yaml.line(depth, text);
    }

    fn head(&mut self) {
        let (word, year) = (self.of.word(), self.of.year);
        self.yaml.remark(
            0,
            &format!(
                "Khung kế hoạch cải cách hành chính năm {year}: những phần kế hoạch nào cũng có, để sửa theo kế hoạch mà UBND {word} ban hành. Chỗ nào còn dấu … là chưa điền; lệnh check nhắc cho đến khi điền xong."
            ),
        );
        self.line(0, "#");
        for line in [
            "  chu_tri, phoi_hop   `in` là chữ in; bên cạnh là cấp (`cap`) và cơ quan (`co_quan`) nào",
            "  thoi_gian           `han`: ngày cuối cùng; `ca_nam: true`: thường xuyên trong năm; `dieu_kien`: chờ điều gì",
            "  goi_tat             tên gọi ngắn trong câu văn, đứng sau số của nhiệm vụ",
        ] {
            self.line(0, format!("# {line}"));
        }
        self.yaml.gap();
    }

    fn decision(&mut self) {
        let (full, word, year) = (self.of.province.full_name(), self.of.word(), self.of.year);
        let before = year - 1;
        self.line(
            0,
            format!("ten: Kế hoạch Cải cách hành chính nhà nước {full} năm {year}"),
        );
        self.line(0, format!("ten_goi: Kế hoạch {word}"));
        self.yaml.remark(
            0,
            "Điền số, ngày của kế hoạch (hoặc quyết định ban hành kế hoạch); `ngay` là ngày ấy.",
        );
        self.yaml.keyed(
            0,
            "ban_hanh:",
            &format!(
                "Kế hoạch số …/KH-UBND ngày … tháng … năm … của Ủy ban nhân dân {full} về cải cách hành chính nhà nước {full} năm {year}"
            ),
        );
        self.line(0, format!("ngay: {before}-12-31"));
        self.yaml.gap();
    }

    fn targets(&mut self) {
        let rows = [
            ("Tỷ lệ hồ sơ giải quyết đúng hạn", "tthc.ty_le_dung_han", 98),
            (
                "Tỷ lệ giải ngân vốn đầu tư công",
                "tai_chinh.ty_le_giai_ngan",
                95,
            ),
        ];
        let regime = self.of.regime;
        let rows = rows
            .iter()
            .filter(|(_, row, _)| regime.has_form_or_row(row));
        self.yaml.remark(
            0,
            "Mục tiêu của kế hoạch, mỗi mục tiêu đo bằng một hay nhiều dòng của biểu mẫu. `it_nhat`, `tren`: ngưỡng theo đơn vị tính của dòng; `danh_gia: nam`: chỉ kết luận trong báo cáo năm; `tung_don_vi: true`: mỗi đơn vị cũng phải đạt. Ví dụ, bỏ dấu # và sửa:",
        );
        self.line(0, "# muc_tieu:");
        for ((name, row, goal), letter) in rows.zip(["a", "b"]) {
            self.line(0, format!("#   - diem: {letter}"));
            self.line(0, format!("#     noi_dung: {name} đạt từ {goal}% trở lên"));
            self.line(0, "#     do_luong:");
            self.line(
                0,
                format!("#       - {{ten: {name}, chi_tieu: {row}, it_nhat: {goal}}}"),
            );
        }
        self.yaml.gap();
    }

    fn responsibilities(&mut self) {
        self.yaml.remark(
            0,
            &format!(
                "Cơ quan nào chịu trách nhiệm về biểu, dòng nào (`linh_vuc`): dòng ghi `khai: chu_quan` trong chế độ báo cáo thì cơ quan ấy khai cho toàn {}. Dòng ghi riêng đứng trên cả biểu.",
                self.of.word()
            ),
        );
        self.line(0, "phan_cong:");
        for (area, named) in areas(self.of.regime) {
            self.line(1, format!("- diem: {}", area.letter));
            self.line(2, format!("co_quan: {}", area.agency));
            self.line(2, format!("noi_dung: {}", area.content));
            if named.len() <= 4 {
                self.line(2, format!("linh_vuc: [{}]", named.join(", ")));
                continue;
            }
            self.line(2, "linh_vuc:");
            for name in named {
                self.line(3, format!("- {name}"));
            }
        }
        self.yaml.gap();
    }

    fn tasks(&mut self) {
        let groups = examples(self.of);
        self.yaml.remark(
            0,
            "Vài nhiệm vụ kế hoạch nào cũng có, làm ví dụ. Thay bằng nhiệm vụ của kế hoạch, đủ mọi nhiệm vụ: số nhiệm vụ hoàn thành của báo cáo được đếm từ đây.",
        );
        self.line(0, "nhom:");
        let mut number = 0;
        for ((title, tasks), group) in groups.iter().zip(1..) {
            self.line(1, format!("- so: {}", vi::roman(group)));
            self.line(2, format!("ten: {title}"));
            self.line(2, "nhiem_vu:");
            for task in tasks {
                number += 1;
                self.task(number, task);
            }
        }
    }

    fn task(&mut self, number: usize, task: &Example) {
        self.line(3, format!("- so: \"{number}\""));
        self.line(4, format!("noi_dung: {}", task.content));
        self.line(4, format!("goi_tat: {}", scalar(&task.short_name)));
        let lead = self.agencies(task.lead);
        self.line(4, format!("chu_tri: {lead}"));
        if let Some(with) = task.with {
            let with = self.agencies(with);
            self.line(4, format!("phoi_hop: {with}"));
        }
        let (words, key) = task.timing.words(self.of.year);
        self.line(4, format!("thoi_gian: {{in: {words}, {key}}}"));
        self.line(4, format!("san_pham: {}", task.product));
    }

    /// Some agencies as a task names them.
    fn agencies(&self, lead: Lead) -> String {
        let communes = format!("UBND các {}", self.of.province.commune_words());
        let (words, which) = match lead {
            Lead::Agency(name, id) => (name.to_owned(), format!("co_quan: [{id}]")),
            Lead::Office => (
                format!("Văn phòng UBND {}", self.of.word()),
                "co_quan: [van-phong-ubnd]".to_owned(),
            ),
            Lead::Departments => ("Các sở, ban, ngành".to_owned(), "cap: [so]".to_owned()),
            Lead::All => (
                format!("Các sở, ban, ngành; {communes}"),
                "cap: [so, xa]".to_owned(),
            ),
        };
        format!("{{in: {}, {which}}}", scalar(&words))
    }
}

impl Timing {
    /// What is printed, and the key with its value.
    fn words(self, year: i32) -> (String, String) {
        match self {
            Self::AllYear => (format!("Cả năm {year}"), "ca_nam: true".to_owned()),
            Self::Quarter(quarter) => {
                let (month, day) = match quarter {
                    1 => (3, 31),
                    2 => (6, 30),
                    3 => (9, 30),
                    _ => (12, 31),
                };
                let numeral = vi::roman(quarter as usize);
                (
                    format!("Quý {numeral}/{year}"),
                    format!("han: {year}-{month:02}-{day:02}"),
                )
            }
            Self::Day(day, month) => (
                format!("{day:02}/{month:02}/{year}"),
                format!("han: {year}-{month:02}-{day:02}"),
            ),
        }
    }
}

/// Who answers for what of a regime: whatever no other does is Sở Nội vụ's.
fn areas(regime: &Regime) -> Vec<(&'static Area, Vec<&str>)> {
    let mut taken = Vec::new();
    let mut all = Vec::new();
    for area in &AREAS {
        let named = area.areas.iter().copied();
        let named: Vec<_> = named.filter(|name| regime.has_form_or_row(name)).collect();
        taken.extend(named.iter().copied());
        if !named.is_empty() {
            all.push((area, named));
        }
    }
    let forms = regime.forms.iter().map(|form| form.key.as_str());
    let rest: Vec<_> = forms.filter(|form| !taken.contains(form)).collect();
    if !rest.is_empty() {
        all.insert(0, (&REST, rest));
    }
    all
}

/// Tasks that every plan has, by groups.
fn examples(beginning: &Beginning<'_>) -> Vec<(&'static str, Vec<Example>)> {
    let (word, year) = (beginning.word(), beginning.year);
    let interior = Lead::Agency("Sở Nội vụ", "so-noi-vu");
    let task = |content: String, short_name: &str, lead, with, timing, product: String| Example {
        content,
        short_name: short_name.to_owned(),
        lead,
        with,
        timing,
        product,
    };
    vec![
        (
            "Chỉ đạo, điều hành, kiểm tra và tuyên truyền",
            vec![
                task(
                    format!(
                        "Ban hành Kế hoạch cải cách hành chính năm {year} của cơ quan, đơn vị, địa phương"
                    ),
                    &format!("Kế hoạch cải cách hành chính năm {year}"),
                    Lead::All,
                    None,
                    Timing::Day(31, 1),
                    "Kế hoạch của các sở, ban, ngành, UBND cấp xã".to_owned(),
                ),
                task(
                    format!(
                        "Kiểm tra cải cách hành chính năm {year} tại các cơ quan, đơn vị, địa phương"
                    ),
                    "kiểm tra cải cách hành chính",
                    interior,
                    Some(Lead::Departments),
                    Timing::AllYear,
                    format!("Kế hoạch, thông báo kết luận của UBND {word}"),
                ),
                task(
                    format!("Tuyên truyền cải cách hành chính năm {year}"),
                    "tuyên truyền cải cách hành chính",
                    Lead::Agency(
                        "Sở Văn hóa, Thể thao và Du lịch",
                        "so-van-hoa-the-thao-du-lich",
                    ),
                    Some(Lead::All),
                    Timing::AllYear,
                    format!("Kế hoạch của UBND {word}"),
                ),
            ],
        ),
        (
            "Cải cách thể chế",
            vec![task(
                format!("Theo dõi tình hình thi hành pháp luật năm {year}"),
                "theo dõi tình hình thi hành pháp luật",
                Lead::Agency("Sở Tư pháp", "so-tu-phap"),
                Some(Lead::All),
                Timing::Quarter(1),
                format!("Kế hoạch của UBND {word}"),
            )],
        ),
        (
            "Cải cách thủ tục hành chính",
            vec![task(
                format!("Rà soát, cắt giảm, đơn giản hóa thủ tục hành chính năm {year}"),
                "rà soát, đơn giản hóa thủ tục hành chính",
                Lead::Office,
                Some(Lead::Departments),
                Timing::Quarter(3),
                format!("Quyết định của UBND {word}"),
            )],
        ),
        (
            "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số",
            vec![task(
                format!("Kế hoạch chuyển đổi số của {word} năm {year}"),
                &format!("Kế hoạch chuyển đổi số năm {year}"),
                Lead::Agency("Sở Khoa học và Công nghệ", "so-khoa-hoc-cong-nghe"),
                Some(Lead::All),
                Timing::Quarter(1),
                format!("Kế hoạch của UBND {word}"),
            )],
        ),
    ]
}
