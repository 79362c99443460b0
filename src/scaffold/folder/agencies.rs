//! `co-quan.yaml` of a province that begins.

use std::collections::BTreeSet;

use super::departments::{Department, FURTHER, USUAL};
use super::{Beginning, scalar};
use crate::model::TerritoryKind;
use crate::scaffold::territory::{Commune, CommuneKind, bare};
use crate::scaffold::yaml::{Yaml, quoted};
use crate::vi;

/// The text of the file.
pub(super) fn text(beginning: &Beginning<'_>) -> String {
    let mut writer = Writer {
        of: beginning,
        yaml: Yaml::default(),
    };
    writer.head();
    writer.levels();
    writer.patterns();
    writer.yaml.line(0, "co_quan:");
    writer.top();
    writer.departments();
    writer.communes();
    writer.yaml.finish()
}

struct Writer<'a> {
    of: &'a Beginning<'a>,
    yaml: Yaml,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.yaml.line(depth, text);
    }

    fn lines(&mut self, depth: usize, texts: &[&str]) {
        for text in texts {
            self.yaml.line(depth, text);
        }
    }

    fn head(&mut self) {
        let province = self.of.province;
        self.yaml.remark(
            0,
            &format!(
                "Các cơ quan của {}: sở, ban, ngành thường có năm 2025 và {} {} từ ngày 01/7/2025. Sửa cho đúng với địa phương: cơ quan không có thì xóa, cơ quan có thêm thì bỏ dấu # trước dòng của nó.",
                province.full_name(),
                province.communes.len(),
                province.commune_words(),
            ),
        );
        self.line(0, "#");
        self.yaml.remark(
            0,
            "Những gì nhiều đơn vị giống nhau ghi một lần ở `mau`; mỗi đơn vị một dòng, khóa nào ghi ở dòng của đơn vị thì thay khóa ấy của mẫu. Chỗ điền của mẫu: {ten}, {TEN} (chữ in hoa), {loai} (xã, phường…), {ten_rieng} (tên không kèm loại).",
        );
        self.line(0, "#");
        self.yaml.remark(
            0,
            "Người ký chưa ghi họ tên: bản dự thảo để trống họ tên, khi ký ban hành thì phải có. Ghi ở dòng của đơn vị, ví dụ:",
        );
        self.line(
            0,
            "#   so-tu-phap: {mau: so, ten: Sở Tư pháp, viet_tat: STP, ho_ten: {giam-doc: Nguyễn Văn A, pho-giam-doc: Trần Thị B}}",
        );
        self.yaml.gap();
    }

    fn levels(&mut self) {
        let (top, word) = (self.of.top_level(), self.of.word());
        let communes = self.of.province.commune_words();
        self.line(0, "cap:");
        self.line(1, "trung_uong: Bộ, ngành trung ương");
        self.line(1, format!("{top}: Ủy ban nhân dân {word}"));
        self.line(1, "so: Sở, ban, ngành");
        self.line(1, format!("xa: Ủy ban nhân dân {communes}"));
        self.yaml.gap();
    }

    fn patterns(&mut self) {
        let (top, word) = (self.of.top(), self.of.word());
        self.line(0, "mau:");
        self.line(1, "so:");
        self.lines(
            2,
            &[
                "cap: so",
                "ten: \"{ten}\"",
                "tu_xung: Sở",
                "bao_cao_ve: so-noi-vu",
                &format!("co_quan_chu_quan: {top}"),
                "ten_dau_van_ban: [\"{TEN}\"]",
                &format!("dia_danh: {}", scalar(&self.of.signed_at())),
                "nguoi_dung_dau: Giám đốc",
            ],
        );
        self.signers(
            2,
            &[("giam-doc", "Giám đốc"), ("pho-giam-doc", "Phó Giám đốc")],
        );
        self.recipients(
            2,
            &[
                &format!("UBND {word} (để báo cáo)"),
                "Lãnh đạo Sở",
                "Các phòng, đơn vị thuộc Sở",
            ],
        );
        self.line(2, "luu: VP");
        self.line(1, "xa:");
        self.lines(
            2,
            &[
                "cap: xa",
                "ten: Ủy ban nhân dân {ten}",
                "tu_xung: Ủy ban nhân dân {loai}",
                "viet_tat: UBND",
                "bao_cao_ve: so-noi-vu",
                "ten_dau_van_ban: [ỦY BAN NHÂN DÂN, \"{TEN}\"]",
            ],
        );
        self.yaml.remark(
            2,
            "Nơi đặt theo tên người, sự kiện lịch sử, chữ số thì ghi đủ ở dòng của đơn vị, ví dụ `dia_danh: Phường Trần Phú` (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4).",
        );
        self.lines(
            2,
            &[
                "dia_danh: \"{ten_rieng}\"",
                "ky_thay_mat: Ủy ban nhân dân",
                "nguoi_dung_dau: Chủ tịch",
            ],
        );
        self.signers(
            2,
            &[("chu-tich", "Chủ tịch"), ("pho-chu-tich", "Phó Chủ tịch")],
        );
        self.recipients(
            2,
            &[
                "TT Đảng ủy, TT HĐND {loai} (để báo cáo)",
                "CT, các PCT UBND {loai}",
                "Các phòng, đơn vị thuộc {loai}",
            ],
        );
        self.line(2, "luu: VP");
        self.yaml.gap();
    }

    fn signers(&mut self, depth: usize, signers: &[(&str, &str)]) {
        self.line(depth, "nguoi_ky:");
        for (id, title) in signers {
            self.line(depth + 1, format!("{id}: {{chuc_vu: {title}}}"));
        }
    }

    fn recipients(&mut self, depth: usize, recipients: &[&str]) {
        self.line(depth, "noi_nhan:");
        for recipient in recipients {
            let item = if recipient.contains('{') {
                quoted(recipient)
            } else {
                (*recipient).to_owned()
            };
            self.line(depth + 1, format!("- {item}"));
        }
    }

    /// The ministry, and the agency whose report is compiled.
    fn top(&mut self) {
        let province = self.of.province;
        let full = province.full_name();
        let (word, party) = (self.of.word(), self.of.party());
        let communes = province.commune_words();
        self.line(1, "bo-noi-vu:");
        self.lines(2, &["ten: Bộ Nội vụ", "viet_tat: BNV", "cap: trung_uong"]);
        self.yaml.gap();
        self.line(1, format!("{}:", self.of.top()));
        self.lines(
            2,
            &[
                &format!("ten: Ủy ban nhân dân {full}"),
                &format!("tu_xung: {}", vi::upper_first(word)),
                "viet_tat: UBND",
                &format!("cap: {}", self.of.top_level()),
                "bao_cao_ve: bo-noi-vu",
            ],
        );
        self.yaml.remark(
            2,
            &format!(
                "Báo cáo của {word} tổng hợp từ báo cáo của các đơn vị báo cáo về cơ quan này hoặc về Sở Nội vụ; Sở Nội vụ tổng hợp và trình."
            ),
        );
        self.lines(
            2,
            &[
                "tong_hop_boi: so-noi-vu",
                &format!("ten_dau_van_ban: [ỦY BAN NHÂN DÂN, {}]", vi::upper(&full)),
                &format!("dia_danh: {}", self.of.signed_at()),
                "ky_thay_mat: Ủy ban nhân dân",
                "nguoi_dung_dau: Chủ tịch",
            ],
        );
        self.signers(
            2,
            &[("chu-tich", "Chủ tịch"), ("pho-chu-tich", "Phó Chủ tịch")],
        );
        self.recipients(
            2,
            &[
                &format!("TT {party}, TT HĐND {word} (để báo cáo)"),
                &format!("CT, các PCT UBND {word}"),
                "Sở Nội vụ",
                &format!("Các sở, ban, ngành; UBND các {communes}"),
            ],
        );
        self.line(2, "luu: NC");
        self.yaml.gap();
    }

    fn departments(&mut self) {
        self.interior();
        self.office();
        self.inspectorate();
        for department in &USUAL {
            self.line(1, of_pattern(department));
        }
        let name = self.of.province.name;
        for further in FURTHER.iter().filter(|further| further.is_told(name)) {
            self.yaml.remark(1, further.when);
            for department in further.departments {
                self.line(1, format!("# {}", of_pattern(department)));
            }
        }
        self.zones();
    }

    /// Sở Nội vụ, which compiles and presents.
    fn interior(&mut self) {
        let word = self.of.word();
        self.line(1, "so-noi-vu:");
        self.lines(
            2,
            &[
                "mau: so",
                "ten: Sở Nội vụ",
                "viet_tat: SNV",
                &format!("bao_cao_ve: {}", self.of.top()),
            ],
        );
        self.recipients(
            2,
            &[
                &format!("Văn phòng UBND {word}"),
                "Lãnh đạo Sở",
                "Các phòng, đơn vị thuộc Sở",
            ],
        );
        self.yaml.remark(
            2,
            "Nơi các đơn vị hỏi về báo cáo; công văn đôn đốc in ở cuối. Bỏ dấu # và sửa cho đúng.",
        );
        self.line(
            2,
            "# dau_moi: {ten: Phòng Cải cách hành chính, dien_thoai: 0000.000.0000}",
        );
        self.yaml.gap();
    }

    fn office(&mut self) {
        let word = self.of.word();
        self.line(1, "van-phong-ubnd:");
        self.lines(
            2,
            &[
                &format!("ten: Văn phòng Ủy ban nhân dân {word}"),
                "tu_xung: Văn phòng",
                "viet_tat: VP",
                "cap: so",
                &format!("co_quan_chu_quan: {}", self.of.top()),
                "bao_cao_ve: so-noi-vu",
                "ten_dau_van_ban: [VĂN PHÒNG]",
                &format!("dia_danh: {}", self.of.signed_at()),
                "nguoi_dung_dau: Chánh Văn phòng",
            ],
        );
        self.signers(
            2,
            &[
                ("chanh-van-phong", "Chánh Văn phòng"),
                ("pho-chanh-van-phong", "Phó Chánh Văn phòng"),
            ],
        );
        self.recipients(
            2,
            &[
                &format!("CT, các PCT UBND {word} (để báo cáo)"),
                &format!("CVP, các PCVP UBND {word}"),
                "Các phòng, ban, trung tâm thuộc Văn phòng",
            ],
        );
        self.line(2, "luu: KSTTHC");
        self.yaml.gap();
    }

    fn inspectorate(&mut self) {
        let word = self.of.word();
        let name = format!("Thanh tra {word}");
        let abbreviation = match self.of.province.kind {
            TerritoryKind::Province => "TTT",
            TerritoryKind::City => "TTTP",
        };
        self.line(1, "thanh-tra:");
        self.lines(
            2,
            &[
                &format!("ten: {name}"),
                &format!("tu_xung: {name}"),
                &format!("viet_tat: {abbreviation}"),
                "cap: so",
                &format!("co_quan_chu_quan: {}", self.of.top()),
                "bao_cao_ve: so-noi-vu",
                &format!("ten_dau_van_ban: [{}]", vi::upper(&name)),
                &format!("dia_danh: {}", self.of.signed_at()),
                "nguoi_dung_dau: Chánh Thanh tra",
            ],
        );
        self.signers(
            2,
            &[
                ("chanh-thanh-tra", "Chánh Thanh tra"),
                ("pho-chanh-thanh-tra", "Phó Chánh Thanh tra"),
            ],
        );
        self.recipients(
            2,
            &[
                &format!("UBND {word} (để báo cáo)"),
                "Lãnh đạo Thanh tra",
                "Các phòng, đơn vị thuộc Thanh tra",
            ],
        );
        self.line(2, "luu: VP");
        self.yaml.gap();
    }

    /// Management boards, whose names differ from place to place.
    fn zones(&mut self) {
        let province = self.of.province;
        let (word, top) = (self.of.word(), self.of.top());
        let head = head_of_zones(&vi::upper(&province.full_name())).join(", ");
        self.yaml.remark(
            1,
            "Ban quản lý khu kinh tế, khu công nghiệp: tên mỗi nơi một khác: bỏ dấu # rồi sửa cho đúng.",
        );
        for line in [
            "ban-quan-ly-khu-cong-nghiep:",
            &format!(
                "  ten: Ban Quản lý các khu công nghiệp {}",
                province.full_name()
            ),
            "  tu_xung: Ban Quản lý",
            "  viet_tat: BQL",
            "  cap: so",
            &format!("  co_quan_chu_quan: {top}"),
            "  bao_cao_ve: so-noi-vu",
            &format!("  ten_dau_van_ban: [{head}]"),
            &format!("  dia_danh: {}", self.of.signed_at()),
            "  nguoi_dung_dau: Trưởng ban",
            "  nguoi_ky: {truong-ban: {chuc_vu: Trưởng ban}, pho-truong-ban: {chuc_vu: Phó Trưởng ban}}",
            &format!("  noi_nhan: [UBND {word} (để báo cáo), Lãnh đạo Ban Quản lý]"),
            "  luu: VP",
        ] {
            self.line(1, format!("# {line}"));
        }
    }

    fn communes(&mut self) {
        let mut taken = BTreeSet::new();
        for kind in CommuneKind::ALL {
            let communes = self.of.province.communes.iter();
            let communes: Vec<_> = communes.filter(|commune| commune.kind == kind).collect();
            if communes.is_empty() {
                continue;
            }
            self.yaml.gap();
            self.yaml
                .remark(1, &format!("{} {}.", communes.len(), kind.word()));
            for commune in communes {
                let line = commune_line(commune, &mut taken);
                self.line(1, line);
            }
        }
    }
}

/// Letters of a name that stand in one line at the head of a page (measured).
const ONE_LINE: usize = 24;

/// The lines at the head of a page of a management board: two, where they have room.
fn head_of_zones(of_province: &str) -> Vec<String> {
    let last = format!("CÔNG NGHIỆP {of_province}");
    if last.chars().count() <= ONE_LINE {
        return vec!["BAN QUẢN LÝ CÁC KHU".to_owned(), last];
    }
    let whole = ["BAN QUẢN LÝ", "CÁC KHU CÔNG NGHIỆP", of_province];
    whole.map(str::to_owned).to_vec()
}

/// A department in one line.
fn of_pattern(department: &Department) -> String {
    let (id, name) = (department.id, scalar(department.name));
    let head: Vec<_> = department.head.iter().map(|line| scalar(line)).collect();
    let head = if head.is_empty() {
        String::new()
    } else {
        format!(", ten_dau_van_ban: [{}]", head.join(", "))
    };
    let abbreviation = department.abbreviation;
    format!("{id}: {{mau: so, ten: {name}, viet_tat: {abbreviation}{head}}}")
}

/// A commune in one line. Names that differ by their marks alone are told apart by a number; one
/// that is called by a number is named in full where documents are signed.
fn commune_line(commune: &Commune, taken: &mut BTreeSet<String>) -> String {
    let name = commune.full_name();
    let first = bare(&name).replace(' ', "-");
    let numbered = (2..).map(|number| format!("{first}-{number}"));
    let mut ids = std::iter::once(first.clone()).chain(numbered);
    let id = ids
        .find(|id| taken.insert(id.clone()))
        .unwrap_or(first.clone());
    // The kind stands above a name that has no room beside it.
    let head = if name.chars().count() > ONE_LINE {
        let (kind, own) = (vi::upper(commune.kind.word()), vi::upper(commune.name));
        format!(
            ", ten_dau_van_ban: [ỦY BAN NHÂN DÂN, {kind}, {}]",
            scalar(&own)
        )
    } else {
        String::new()
    };
    let signed_at = if commune
        .name
        .starts_with(|first: char| first.is_ascii_digit())
    {
        format!(", dia_danh: {}", scalar(&vi::upper_first(&name)))
    } else {
        String::new()
    };
    format!("{id}: {{mau: xa, ten: {}{head}{signed_at}}}", scalar(&name))
}
