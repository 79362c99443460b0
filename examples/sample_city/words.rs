//! What units say in their own words, and the document around it.

use std::collections::BTreeMap;

use baocao::model::{AgencyId, CityRule, Indicator, IndicatorId, Quantity};
use baocao::scaffold::{Yaml, quoted};
use baocao::vi;
use chrono::NaiveDate;
use serde::Deserialize;

use super::chance::Chance;
use super::city::{City, Unit};
use super::days::{shifted, workday};
use super::register::{Issuer, Register};
use super::tasks::Documents;

/// The words of one unit (`loi-van.yaml`): of every list, the i-th for the i-th period.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct UnitWords {
    linh_vuc: String,
    phong: String,
    /// Which dossiers were late, why, and what was done.
    #[serde(default)]
    tre: Vec<Late>,
    /// The documents by which the unit led the work.
    #[serde(default)]
    van_ban: Vec<Vec<String>>,
    #[serde(flatten)]
    said: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Late {
    thu_tuc: String,
    vi: String,
    da: String,
}

/// What a unit says, with its footnote.
struct Paragraph {
    text: String,
    footnote: Option<String>,
}

impl From<String> for Paragraph {
    fn from(text: String) -> Self {
        Self {
            text,
            footnote: None,
        }
    }
}

impl UnitWords {
    fn of(&self, key: &str) -> &[String] {
        self.said.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The words of all units.
pub(crate) type Words = BTreeMap<String, UnitWords>;

/// When a report counts up to, and when it is issued.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) counted: NaiveDate,
    pub(crate) issued: NaiveDate,
}

/// The beginning of a file: what it is, dates, document.
pub(crate) fn begin(
    unit: &Unit,
    documents: &Documents<'_>,
    name: &str,
    (index, dates): (usize, Dates),
    yaml: &mut Yaml,
) {
    let chance = documents.chance;
    let own = unit.id.as_str();
    yaml.line(0, format!("# {}, {name}.", unit.agency.name.value));
    yaml.line(0, super::city::MARK);
    yaml.line(0, "# Số liệu, số văn bản và tên người là ví dụ minh họa.");
    yaml.gap();
    yaml.line(0, format!("so_lieu_den_ngay: {}", dates.counted));
    yaml.gap();
    yaml.line(0, "the_thuc:");
    yaml.line(1, "trang_thai: da_ban_hanh");
    let number = documents.number("BC", &report_key(index));
    yaml.line(1, format!("so: {number}"));
    yaml.line(1, format!("ngay: {}", dates.issued));
    let signers: Vec<_> = unit.agency.signers.keys().collect();
    if let Some(signer) = chance.pick(&signers, &[own, "signer", &index.to_string()]) {
        yaml.line(1, format!("nguoi_ky: {signer}"));
    }
    let (symbol, date) = documents.own_plan();
    yaml.line(1, "can_cu:");
    let basis = format!(
        "Căn cứ Kế hoạch số {symbol} {} của {} về cải cách hành chính năm {}",
        vi::long_date(date),
        unit.agency.name.value,
        documents.year
    );
    yaml.paragraph(2, &basis);
    yaml.gap();
}

/// A figure with what is said of it.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    Number(u64),
    Estimate(u64, NaiveDate),
    Missing(&'static str),
}

impl Said {
    fn flow(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Estimate(number, day) => {
                format!("{{gia_tri: {number}, uoc: true, den_ngay: {day}}}")
            }
            Self::Missing(reason) => format!("{{khong_co: {}}}", quoted(reason)),
        }
    }
}

/// Figures below their forms, in the order of the rows.
pub(crate) fn figures(key: &str, rows: &[(&Indicator, Said)], depth: usize, yaml: &mut Yaml) {
    yaml.line(depth, format!("{key}:"));
    let mut form = "";
    for (row, said) in rows {
        if row.id.form() != form {
            form = row.id.form();
            yaml.line(depth + 1, format!("{form}:"));
        }
        yaml.line(depth + 2, format!("{}: {}", row.id.row(), said.flow()));
    }
}

/// The paragraphs of a unit. What is said follows from its figures.
pub(crate) fn narrative(
    city: &City,
    unit: &Unit,
    (words, by_section): (&UnitWords, bool),
    documents: &Documents<'_>,
    (index, cycle): (usize, &str),
    figures: &BTreeMap<IndicatorId, u64>,
    yaml: &mut Yaml,
) {
    let speaker = Speaker {
        city,
        unit,
        words,
        by_section,
        chance: documents.chance,
        index,
        figures,
    };
    let filled = |text: &str| documents.numbers.filled(text, documents.issuer());
    yaml.line(0, "noi_dung:");
    for section in city.regime.written_sections() {
        if !section.is_asked_in(&cycle.into()) {
            continue;
        }
        let said = speaker.section(section.id.as_str(), documents);
        let mut paragraphs: Vec<_> = said.into_iter().map(Paragraph::from).collect();
        if matches!(section.id.as_str(), "to_chuc_chi_dao")
            && let Some(first) = paragraphs.first_mut()
        {
            first.footnote = speaker.led_by(documents);
        }
        if paragraphs.is_empty() && section.may_be_left_out {
            continue;
        }
        if paragraphs.is_empty() {
            yaml.line(1, format!("{}: []", section.id));
            continue;
        }
        yaml.line(1, format!("{}:", section.id));
        for paragraph in paragraphs {
            match &paragraph.footnote {
                None => yaml.paragraph(2, &filled(&paragraph.text)),
                Some(footnote) => {
                    yaml.keyed(3, "- doan:", &filled(&paragraph.text));
                    yaml.keyed(3, "chu_thich:", footnote);
                }
            }
        }
    }
}

struct Speaker<'c> {
    city: &'c City,
    unit: &'c Unit,
    words: &'c UnitWords,
    by_section: bool,
    chance: Chance,
    index: usize,
    figures: &'c BTreeMap<IndicatorId, u64>,
}

impl Speaker<'_> {
    fn figure(&self, row: &str) -> u64 {
        self.figures.get(row).copied().unwrap_or_default()
    }

    /// What the unit states of itself: what an owner states for the whole city is not what it is
    /// behind with.
    fn own_figure(&self, id: &str) -> u64 {
        let row = self.city.regime.indicators.get(id);
        let by_owner = |row: &Indicator| row.city == CityRule::Owner || row.fillers.owner;
        let owns = self.city.owner(&id.into()) == Some(&self.unit.id);
        if owns && row.is_some_and(by_owner) {
            0
        } else {
            self.figure(id)
        }
    }

    fn nth(all: &[String], n: usize) -> Vec<String> {
        all.get(n).cloned().into_iter().collect()
    }

    fn now(&self, all: &[String]) -> Vec<String> {
        Self::nth(all, self.index)
    }

    /// One of several ways to say a thing, never that of the last report. Units go through
    /// the ways in orders of their own.
    fn way(&self, what: &str, ways: &[String]) -> Vec<String> {
        let count = ways.len() as u64;
        if count < 2 {
            return ways.to_vec();
        }
        let own = self.unit.id.as_str();
        let first = self.chance.between(0, count - 1, &[own, what]);
        let steps: Vec<u64> = (1..count).filter(|step| gcd(*step, count) == 1).collect();
        let step = self.chance.pick(&steps, &[own, what, "step"]).copied();
        let which = (first + self.index as u64 * step.unwrap_or(1)) % count;
        Self::nth(ways, usize::try_from(which).unwrap_or(0))
    }

    fn section(&self, id: &str, documents: &Documents<'_>) -> Vec<String> {
        let w = self.words;
        match id {
            "ke_hoach" => self.plan(documents),
            "nhiem_vu_duoc_giao" => self.assignments(),
            // Of words by section the empty ones say that there is nothing to tell.
            _ if self.by_section => {
                let mut all = self.now(w.of(id));
                all.retain(|words| !words.is_empty());
                match id {
                    "to_chuc_chi_dao" if !all.is_empty() => {
                        all.extend(self.dialogue(documents));
                    }
                    "ton_tai" if !all.is_empty() => {
                        all.extend(self.late_again());
                        all.extend(self.causes());
                    }
                    "mot_cua" => all.extend(self.late_dossiers()),
                    "kiem_tra" if !all.is_empty() => {
                        all.extend(self.told_after_checking(documents));
                    }
                    _ => {}
                }
                all
            }
            "to_chuc_chi_dao" => self.now(w.of("chi_dao")),
            "kiem_tra" if self.figure("chi_dao.don_vi_tu_kiem_tra") > 0 => {
                let mut all = self.now(w.of("kiem_tra"));
                all.extend(self.told_after_checking(documents));
                all
            }
            "tuyen_truyen" => self.now(w.of("tuyen_truyen")),
            // Not every unit has one every time; the last report tells of the year's.
            "sang_kien" => {
                let which = [0, 1, 2, 2].get(self.index).copied().unwrap_or(2);
                let told = |index: usize| {
                    let names = [self.unit.id.as_str(), "sang_kien", &index.to_string()];
                    let often = [3, 1, 2].get(index).copied().unwrap_or(1);
                    self.chance.once_in(often, &names)
                };
                let all = Self::nth(w.of("sang_kien"), which);
                match self.index {
                    // The report of the year tells of what the third told.
                    3 if told(2) => {
                        let kept = |text: &String| {
                            format!("Sáng kiến áp dụng từ quý III tiếp tục được duy trì. {text}")
                        };
                        all.iter().map(kept).collect()
                    }
                    index if index < 3 && told(index) => all,
                    _ => Vec::new(),
                }
            }
            "the_che" => self.now(w.of("the_che")),
            "thu_tuc_hanh_chinh" => {
                let mut all = self.now(w.of("thu_tuc_hanh_chinh"));
                all.extend(self.late_dossiers());
                all.extend(self.late_in_communes());
                all.extend(self.now(w.of("cap_xa")));
                all
            }
            "to_chuc_bo_may" => self.now(w.of("to_chuc_bo_may")),
            "can_bo_cong_chuc" => self.now(w.of("can_bo_cong_chuc")),
            "tai_chinh_cong" => self.now(w.of("tai_chinh_cong")),
            "hien_dai_hoa" => self.now(w.of("hien_dai_hoa")),
            "ket_qua_dat_duoc" => self.now(w.of("ket_qua_dat_duoc")),
            "ton_tai" => {
                let mut all = self.now(w.of("ton_tai"));
                all.extend(self.late_again());
                all.extend(self.causes());
                all
            }
            "bai_hoc" => Self::nth(w.of("bai_hoc"), 0),
            "phuong_huong" => {
                let mut all = self.direction_of_plan(documents);
                all.extend(Self::nth(w.of("phuong_huong"), 2 * self.index));
                all.extend(Self::nth(w.of("phuong_huong"), 2 * self.index + 1));
                all
            }
            // One in either half of the year, if at all.
            "kien_nghi" => {
                let half = self.index / 2;
                let names = [self.unit.id.as_str(), "kien_nghi", &half.to_string()];
                let drawn = self.chance.between(0, 4, &names);
                if drawn < 4 && drawn % 2 == self.index as u64 % 2 {
                    Self::nth(w.of("kien_nghi"), half)
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }

    fn name(&self) -> &str {
        self.unit.agency.running_name()
    }

    fn plan(&self, documents: &Documents<'_>) -> Vec<String> {
        let (symbol, _) = documents.own_plan();
        let name = self.name();
        let (field, division) = (&self.words.linh_vuc, &self.words.phong);
        if self.index == 0 {
            return self.way(
                "plan",
                &[
                    format!("Kế hoạch số {symbol} giao từng nhiệm vụ cho một lãnh đạo phụ trách và một đầu mối chủ trì, có sản phẩm và thời hạn cụ thể; {division} theo dõi tiến độ, tổng hợp hằng tháng."),
                    format!("{name} xây dựng Kế hoạch số {symbol} trên cơ sở kết quả chấm điểm năm trước, ưu tiên các tiêu chí còn mất điểm trong lĩnh vực {field}."),
                    format!("Các nhiệm vụ của Kế hoạch số {symbol} được phân theo quý; tiến độ được kiểm điểm tại giao ban của lãnh đạo và là căn cứ đánh giá, xếp loại hằng tháng."),
                    format!("Trước khi ban hành Kế hoạch số {symbol}, {name} lấy ý kiến bằng văn bản của các bộ phận thực hiện, loại bỏ nhiệm vụ không xác định được sản phẩm."),
                    format!("Kế hoạch số {symbol} bám sát nhiệm vụ được giao trong Kế hoạch thành phố và bổ sung nhiệm vụ riêng về {field}."),
                    format!("{division} được giao làm đầu mối thực hiện Kế hoạch số {symbol}; các bộ phận gửi tài liệu chứng minh sản phẩm khi báo cáo hoàn thành, không báo cáo bằng lời."),
                    format!("Kế hoạch số {symbol} đã được quán triệt tại hội nghị triển khai công tác năm; mỗi bộ phận đăng ký ít nhất một nhiệm vụ khắc phục tồn tại của năm trước."),
                    format!("Ngay sau khi ban hành Kế hoạch số {symbol}, {name} cập nhật toàn bộ nhiệm vụ lên phần mềm theo dõi công việc, giao {division} cảnh báo trước thời hạn 07 ngày."),
                    format!("So với năm trước, Kế hoạch số {symbol} giảm số đầu việc chung, tăng nhiệm vụ có chỉ tiêu đo được trong lĩnh vực {field}."),
                ],
            );
        }
        let all = self.figure("chi_dao.nhiem_vu_ke_hoach");
        let done = self.figure("chi_dao.nhiem_vu_hoan_thanh");
        if done == all {
            return self.way(
                "plan done",
                &[
                    format!("{name} đã hoàn thành mọi nhiệm vụ của Kế hoạch số {symbol}; {division} rà soát kết quả từng nhiệm vụ, làm căn cứ xây dựng kế hoạch năm sau."),
                    format!("Các nhiệm vụ của Kế hoạch số {symbol} đều có sản phẩm được nghiệm thu; {name} đang tổng kết việc thực hiện và lấy đề xuất cho năm sau."),
                    format!("Kế hoạch số {symbol} được thực hiện xong, sản phẩm được nghiệm thu theo từng quý; tài liệu kiểm chứng đã giao {division} lưu giữ."),
                ],
            );
        }
        let open = "{{ con_lai(chi_dao.nhiem_vu_ke_hoach, chi_dao.nhiem_vu_hoan_thanh) }}";
        self.way(
            "plan",
            &[
                format!("Còn {open} nhiệm vụ của Kế hoạch số {symbol} chưa hoàn thành, chủ yếu là nhiệm vụ thực hiện thường xuyên đến hết năm; {name} đã giao lại mốc thời gian cho từng đầu mối."),
                format!("Qua rà soát Kế hoạch số {symbol}, phần việc còn lại được phân theo từng tháng đến hết năm; {division} được giao đôn đốc và báo cáo lãnh đạo hằng tuần."),
                format!("{name} đã kiểm điểm từng nhiệm vụ của Kế hoạch số {symbol}, điều chỉnh phân công ở những việc tiến triển chậm và đăng ký lại thứ tự ưu tiên."),
                format!("Đối với {open} nhiệm vụ còn lại của Kế hoạch số {symbol}, {division} lập bảng phân công ghi rõ người chịu trách nhiệm, sản phẩm và ngày hoàn thành."),
                format!("Tại hội nghị kiểm điểm việc thực hiện Kế hoạch số {symbol}, các đầu mối đã giải trình nguyên nhân của từng nhiệm vụ chưa có sản phẩm; nhiệm vụ thiếu người được điều chỉnh phân công ngay."),
                format!("Kế hoạch số {symbol} còn {open} nhiệm vụ đang thực hiện; những việc phải lấy ý kiến cơ quan khác đã được gửi văn bản đề nghị trả lời có thời hạn."),
                format!("{division} đã đối chiếu sản phẩm của từng nhiệm vụ trong Kế hoạch số {symbol} với hồ sơ lưu; sản phẩm chưa đúng yêu cầu phải làm lại, không tính là hoàn thành."),
                format!("Trong {open} nhiệm vụ chưa hoàn thành của Kế hoạch số {symbol}, {name} giao lãnh đạo phụ trách trực tiếp chủ trì những nhiệm vụ phải phối hợp nhiều cơ quan."),
                format!("Việc thực hiện Kế hoạch số {symbol} được kiểm điểm hằng tháng; bộ phận có nhiệm vụ chậm phải báo cáo biện pháp khắc phục với {division}."),
            ],
        )
    }

    fn assignments(&self) -> Vec<String> {
        let late = self.figure("chi_dao.giao_hoan_thanh_qua_han");
        let open = self.figure("chi_dao.giao_qua_han_chua_xong");
        if late == 0 && open == 0 {
            return Vec::new();
        }
        let name = self.name();
        let (field, division) = (&self.words.linh_vuc, &self.words.phong);
        self.way(
            "assigned",
            &[
                "Nhiệm vụ chậm thời hạn phải lấy ý kiến của cơ quan khác; nguyên nhân chủ yếu là cơ quan phối hợp trả lời sau thời hạn đề nghị.".to_owned(),
                format!("Nguyên nhân chậm là nội dung giao phát sinh ngoài chương trình công tác, phải khảo sát lại thực tế; {name} đã báo cáo xin điều chỉnh thời hạn ở những việc có lý do khách quan."),
                format!("{name} đã giao {division} lập danh sách nhiệm vụ sắp đến hạn, gửi nhắc trước để hạn chế việc hoàn thành sát hoặc quá thời hạn."),
                format!("Việc chậm thuộc nhiệm vụ báo cáo chuyên đề về {field}, do số liệu tổng hợp từ cơ sở gửi không đồng bộ; người được giao chủ trì đã kiểm điểm trước tập thể."),
                format!("Về chủ quan, người được giao tham mưu chưa chủ động báo cáo khi có vướng mắc; {name} đã kiểm điểm trách nhiệm và phân công người thay thế."),
                format!("Nhiệm vụ quá hạn phát sinh do thời hạn giao ngắn, hồ sơ nhận muộn qua văn thư; {division} đã rút kinh nghiệm trong khâu chuyển văn bản đến."),
                format!("Đối với nhiệm vụ chậm, {name} đã có văn bản báo cáo nguyên nhân và đăng ký lại thời hạn; không có nhiệm vụ nào bị nhắc lần thứ hai."),
                "Nguyên nhân chậm do phải chờ hướng dẫn chuyên môn của cơ quan cấp trên; nội dung đã đủ căn cứ được hoàn thành ngay trong kỳ.".to_owned(),
                format!("Trách nhiệm đối với nhiệm vụ chậm được xác định đến từng cá nhân, tính vào kết quả xếp loại tháng; {division} báo cáo việc khắc phục tại giao ban."),
            ],
        )
    }

    fn late_dossiers(&self) -> Vec<String> {
        let own: &[&str] = if self.by_section {
            &["", "xa_"]
        } else {
            &["", "huyen_"]
        };
        let late_at = |level: &&&str| {
            let row = |what: &str| self.figure(&format!("tthc.{level}{what}"));
            row("da_giai_quyet").saturating_sub(row("dung_han"))
        };
        let level = own.iter().find(|level| late_at(level) > 0);
        let (Some(level), Some(Late { thu_tuc, vi, da })) = (level, self.words.tre.get(self.index))
        else {
            return Vec::new();
        };
        let name = self.name();
        let late = format!("{{{{ con_lai(tthc.{level}da_giai_quyet, tthc.{level}dung_han) }}}}");
        let few = match late_at(&level) {
            1 => Some(format!(
                "Hồ sơ quá hạn thuộc thủ tục {thu_tuc}, nguyên nhân do {vi}; {name} đã {da}."
            )),
            // Of so few nobody says what most of them are.
            2..=4 => Some(format!(
                "Trong số {late} hồ sơ quá hạn có hồ sơ thuộc thủ tục {thu_tuc}, chậm do {vi}. {name} đã {da}."
            )),
            _ => None,
        };
        if few.is_some() {
            return few.into_iter().collect();
        }
        self.way(
            "late",
            &[
                format!("Trong {late} hồ sơ quá hạn, phần lớn thuộc thủ tục {thu_tuc}, nguyên nhân do {vi}; {name} đã {da}."),
                format!("Hồ sơ quá hạn tập trung ở thủ tục {thu_tuc} do {vi}. Để khắc phục, {name} đã {da}."),
                format!("Nguyên nhân chủ yếu của {late} hồ sơ quá hạn là {vi}, phát sinh khi giải quyết thủ tục {thu_tuc}; {name} đã {da}."),
                format!("Thủ tục {thu_tuc} có nhiều hồ sơ quá hạn nhất vì {vi}. Qua kiểm điểm, {name} đã {da}."),
                format!("Hồ sơ trả kết quả chậm phần lớn là hồ sơ {thu_tuc}, do {vi}. {name} đã {da}."),
                format!("Nhóm có nhiều hồ sơ quá hạn nhất là thủ tục {thu_tuc}, chậm do {vi}; {name} đã {da}."),
                format!("Đối với {late} hồ sơ quá hạn, {name} đã {da}; nguyên nhân chậm chủ yếu, ở thủ tục {thu_tuc}, là {vi}."),
                format!("Riêng thủ tục {thu_tuc} chiếm phần lớn trong {late} hồ sơ quá hạn; nguyên nhân là {vi}. Biện pháp khắc phục: {name} đã {da}."),
            ],
        )
    }

    /// Where many dossiers are late, or more than elsewhere, they are what is behind.
    fn late_again(&self) -> Vec<String> {
        let levels: &[&str] = if self.by_section {
            &["", "xa_"]
        } else {
            &["", "huyen_"]
        };
        let row = |level: &str, what: &str| self.figure(&format!("tthc.{level}{what}"));
        let behind = levels.iter().find(|level| {
            let all = row(level, "da_giai_quyet");
            let late = all.saturating_sub(row(level, "dung_han"));
            late > 20 && (late >= 150 || late * 1000 > 9 * all)
        });
        let (Some(level), Some(Late { thu_tuc, vi, .. })) =
            (behind, self.words.tre.get(self.index))
        else {
            return Vec::new();
        };
        let late = format!("{{{{ con_lai(tthc.{level}da_giai_quyet, tthc.{level}dung_han) }}}}");
        self.way(
            "late again",
            &[
                format!("Hồ sơ quá hạn còn nhiều ({late} hồ sơ), tập trung ở thủ tục {thu_tuc}; nguyên nhân là {vi}."),
                format!("Việc giải quyết thủ tục {thu_tuc} còn chậm, chiếm phần lớn trong {late} hồ sơ quá hạn, do {vi}."),
                format!("Còn {late} hồ sơ quá hạn, nhiều nhất ở thủ tục {thu_tuc} vì {vi}."),
                format!("Tỷ lệ giải quyết đúng hạn chưa vững chắc: {late} hồ sơ quá hạn, chủ yếu do {vi} khi giải quyết thủ tục {thu_tuc}."),
            ],
        )
    }

    /// Of a district the dossiers of its communes, where more of them were late than its own.
    fn late_in_communes(&self) -> Vec<String> {
        let late = |level: &str| {
            let row = |what: &str| self.figure(&format!("tthc.{level}{what}"));
            row("da_giai_quyet").saturating_sub(row("dung_han"))
        };
        if self.by_section || late("xa_") <= late("huyen_").max(20) {
            return Vec::new();
        }
        let name = self.name();
        let urban = self.unit.agency.name.value.contains(" quận ");
        let communes = if urban {
            "phường"
        } else {
            "xã, thị trấn"
        };
        let late = "{{ con_lai(tthc.xa_da_giai_quyet, tthc.xa_dung_han) }}";
        self.way(
            "late in communes",
            &[
                format!("Ở các {communes} còn {late} hồ sơ quá hạn, chủ yếu là trích lục, cải chính hộ tịch phải xác minh tại nơi đăng ký trước đây; {name} yêu cầu từng nơi gửi phiếu xin lỗi và hẹn lại ngày trả."),
                format!("Đối với {late} hồ sơ quá hạn ở các {communes}, nguyên nhân là công chức địa chính, tư pháp kiêm nhiệm, có ngày vắng người ký; {name} đã yêu cầu phân công Phó Chủ tịch ký thay trong ngày."),
                format!("Phần lớn trong {late} hồ sơ quá hạn ở các {communes} là hồ sơ xác nhận nguồn gốc, tình trạng sử dụng đất, do phải niêm yết và lấy ý kiến khu dân cư; {name} đã hướng dẫn niêm yết ngay ngày tiếp nhận."),
                format!("Trong {late} hồ sơ quá hạn ở các {communes}, nhiều nhất là hồ sơ bảo trợ xã hội phải chờ hội đồng xét duyệt họp; {name} chỉ đạo họp hội đồng hai lần mỗi tháng."),
                format!("Hồ sơ quá hạn ở các {communes} ({late} hồ sơ) rơi vào những ngày Hệ thống Một cửa điện tử chậm, công chức cập nhật kết quả sau khi đã trả; {name} đã chấn chỉnh việc cập nhật trong ngày."),
            ],
        )
    }

    /// What the unit is to do about its plan.
    fn direction_of_plan(&self, documents: &Documents<'_>) -> Vec<String> {
        let year = documents.year;
        let (name, division) = (self.name(), &self.words.phong);
        if self.index == 3 {
            let next = year + 1;
            return self.way(
                "direction of next year",
                &[
                    format!("Ban hành Kế hoạch cải cách hành chính năm {next} trước ngày 10/01/{next}, giao {division} dự thảo trên cơ sở nhiệm vụ chưa hoàn thành và tiêu chí mất điểm của năm {year}."),
                    format!("{division} trình Kế hoạch cải cách hành chính năm {next} trước ngày 07/01/{next}; mỗi nhiệm vụ có sản phẩm, người chịu trách nhiệm và nguồn kinh phí."),
                    format!("Tổng kết công tác cải cách hành chính năm {year}, gắn kết quả thực hiện với xếp loại người đứng đầu bộ phận; {division} chủ trì, hoàn thành trước ngày 31/12/{year}."),
                    format!("Xây dựng Kế hoạch cải cách hành chính năm {next} theo hướng bớt việc chung, tăng chỉ tiêu đo được; giao {division} lấy ý kiến các bộ phận trước ngày 20/12/{year}."),
                    format!("{name} kiểm điểm việc thực hiện kế hoạch cải cách hành chính năm {year} tại hội nghị tổng kết, giao {division} trình kế hoạch năm {next} trước ngày 08/01/{next}."),
                ],
            );
        }
        let until = ["30/6", "30/9", "15/12"]
            .get(self.index)
            .unwrap_or(&"15/12");
        self.way(
            "direction",
            &[
                format!("Hoàn thành các nhiệm vụ đến hạn của kế hoạch cải cách hành chính năm {year} trước ngày {until}/{year}; {division} đối chiếu sản phẩm, báo cáo lãnh đạo hằng tháng."),
                format!("Giao {division} đôn đốc nhiệm vụ còn lại của kế hoạch cải cách hành chính, báo cáo kết quả tại giao ban tháng; bộ phận chậm phải giải trình trước ngày {until}/{year}."),
                format!("Bổ sung tài liệu kiểm chứng của những nhiệm vụ cải cách hành chính đã báo cáo hoàn thành, gửi {division} kiểm tra trước ngày {until}/{year}."),
                format!("Rà soát tiêu chí Chỉ số cải cách hành chính có nguy cơ mất điểm, phân công người chịu trách nhiệm từng tiêu chí; {division} chủ trì, hoàn thành trước ngày {until}/{year}."),
                format!("Tự kiểm tra việc thực hiện nhiệm vụ cải cách hành chính tại các bộ phận chưa được kiểm tra trong năm; giao {division} thực hiện, hoàn thành trước ngày {until}/{year}."),
                format!("Duy trì giao ban chuyên đề về cải cách hành chính mỗi tháng một lần, xử lý ngay việc chậm ở từng bộ phận; {division} chuẩn bị nội dung, theo dõi kết luận đến hết ngày {until}/{year}."),
                format!("{name} yêu cầu các bộ phận cập nhật tiến độ nhiệm vụ cải cách hành chính trên phần mềm trước ngày 25 hằng tháng; việc đến hạn phải có sản phẩm trước ngày {until}/{year}."),
            ],
        )
    }

    /// When a unit met people, how many, and what became of what they said.
    fn dialogue(&self, documents: &Documents<'_>) -> Vec<String> {
        if self.figure("chi_dao.doi_thoai") == 0 {
            return Vec::new();
        }
        let Some(date) = self.signed("Thông báo", 1, documents.year) else {
            return Vec::new();
        };
        let names = [self.unit.id.as_str(), "doi_thoai", &self.index.to_string()];
        let people = 5 * self.chance.between(8, 34, &names);
        let said = self.chance.between(9, 31, &names);
        let open = self.chance.between(0, 4, &names);
        let name = self.name();
        let who = if self.unit.is_local {
            "người dân, hộ kinh doanh trên địa bàn".to_owned()
        } else {
            format!(
                "tổ chức, cá nhân thực hiện thủ tục trong lĩnh vực {}",
                self.words.linh_vuc
            )
        };
        let day = vi::short_date(date);
        let until = vi::short_date(workday(shifted(date, 20)));
        let answered = if open == 0 {
            format!("{name} trả lời toàn bộ {said:02} ý kiến tại hội nghị")
        } else {
            format!(
                "{name} trả lời {:02}/{said:02} ý kiến tại hội nghị, {open:02} ý kiến còn lại đã được trả lời bằng văn bản trước ngày {until}",
                said - open
            )
        };
        self.way(
            "dialogue",
            &[
                format!("Hội nghị đối thoại ngày {day} có {people} đại biểu là {who} tham dự; {answered}."),
                format!("Tại hội nghị đối thoại tổ chức ngày {day} với {people} đại biểu là {who}, {answered}."),
                format!("Ngày {day}, {name} đối thoại với {people} đại biểu là {who}. Kết quả: {answered}."),
            ],
        )
    }

    /// Why something is behind, with the figure that shows it: of what is furthest behind.
    fn causes(&self) -> Vec<String> {
        let row = |id: &str| self.own_figure(id);
        let rest = |all: &str, done: &str| format!("{{{{ con_lai({all}, {done}) }}}}");
        let of = |done: &str, all: &str| format!("{{{{ tren({done}, {all}) }}}}");
        let behind = |all: &str, done: &str, enough: u64| {
            row(all) >= 5 && 100 * row(done) < enough * row(all)
        };
        let division = &self.words.phong;
        // With how much of each is missing, in parts of a thousand.
        let mut all: Vec<(u64, Vec<String>)> = Vec::new();
        let missing = |all: &str, done: &str| 1000 - (1000 * row(done) / row(all).max(1)).min(1000);
        let (found, solved) = ("chi_dao.van_de_phat_hien", "chi_dao.van_de_da_xu_ly");
        if row(found) > row(solved) + 1 {
            let rest = rest(found, solved);
            all.push((missing(found, solved), vec![
                format!("Còn {rest} vấn đề phát hiện qua kiểm tra chưa xử lý xong do phải bố trí kinh phí hoặc điều chỉnh quy trình trên hệ thống; người được giao khắc phục chưa báo cáo kịp thời."),
                format!("Việc khắc phục sau kiểm tra còn chậm, còn {rest} vấn đề; nguyên nhân chủ quan là một số bộ phận coi việc có thông báo kết luận là đã xong, {division} chưa kiểm tra lại."),
                format!("Trong {rest} vấn đề chưa khắc phục xong sau kiểm tra, phần lớn liên quan đến lưu hồ sơ điện tử và công khai kết quả, do công chức phụ trách mới thay đổi."),
            ]));
        }
        for (whole, done, enough, what) in ONLINE {
            let is_known =
                !is_partial(whole) || has_partial(&self.unit.id, self.index, self.chance);
            if is_known && behind(whole, done, enough) {
                let of = of(done, whole);
                all.push((missing(whole, done), vec![
                    format!("Việc nộp hồ sơ trực tuyến còn hạn chế ({of} {what}); nguyên nhân là một bộ phận người nộp chưa có chữ ký số, biểu mẫu điện tử còn yêu cầu thông tin đã có trong cơ sở dữ liệu."),
                    format!("Mới có {of} {what} được nộp trực tuyến do người nộp chưa tin cậy bản điện tử, còn nhờ công chức thao tác thay; việc hướng dẫn ngoài giờ cao điểm chưa thường xuyên."),
                    format!("Hồ sơ nộp trực tuyến mới đạt {of} {what}; nhiều người vẫn đến trực tiếp để được kiểm tra giấy tờ trước khi nộp, nơi tiếp nhận chưa bố trí người hướng dẫn tại chỗ thường xuyên."),
                    format!("Mới có {of} {what} nộp trực tuyến, do biểu mẫu điện tử dài, phải đính kèm nhiều bản chụp; {division} được giao rà soát, rút gọn biểu mẫu."),
                ]));
            }
        }
        for (whole, done) in [
            (
                "hien_dai_hoa.so_van_ban_di",
                "hien_dai_hoa.so_van_ban_dien_tu",
            ),
            (
                "hien_dai_hoa.xa_van_ban_di",
                "hien_dai_hoa.xa_van_ban_dien_tu",
            ),
            ("hien_dai_hoa.van_ban_di", "hien_dai_hoa.van_ban_dien_tu"),
        ] {
            if behind(whole, done, 98) {
                let rest = rest(whole, done);
                all.push((missing(whole, done), vec![
                    paper(&rest, self.unit.is_local),
                    format!("Vẫn còn {rest} văn bản gửi kèm bản giấy; trừ hồ sơ nhân sự và tài liệu mật, nguyên nhân là một số bộ phận quen in, lưu bản giấy."),
                    format!("Còn {rest} văn bản phát hành kèm bản giấy, tập trung ở hồ sơ trình có nhiều phụ lục; bộ phận soạn thảo chưa ký số đầy đủ các phụ lục kèm theo."),
                    format!("Trong số văn bản đi còn {rest} văn bản chưa được gửi hoàn toàn dưới dạng điện tử, do hợp đồng, chứng từ thanh toán và biên bản làm việc vẫn phải ký trực tiếp."),
                ]));
            }
        }
        let (whole, done) = (
            "hien_dai_hoa.nghia_vu_tai_chinh",
            "hien_dai_hoa.thanh_toan_truc_tuyen",
        );
        if row(whole) > row(done) + 2 {
            let rest = rest(whole, done);
            all.push((missing(whole, done), vec![
                not_paid_online(&rest, self.unit.is_local),
                format!("Còn {rest} thủ tục có nghĩa vụ tài chính chưa được tích hợp thanh toán trực tuyến, chủ yếu là thủ tục ít hồ sơ nên {division} chưa ưu tiên cấu hình biên lai điện tử."),
                format!("Việc thanh toán trực tuyến chưa thực hiện được ở {rest} thủ tục, do tài khoản thụ hưởng chưa được khai báo trên Cổng dịch vụ công; {division} được giao hoàn thành việc khai báo."),
            ]));
        }
        let (whole, done) = ("chi_dao.don_vi_truc_thuoc", "chi_dao.don_vi_tu_kiem_tra");
        if self.index > 0 && behind(whole, done, 30) {
            let of = of(done, whole);
            all.push((missing(whole, done), vec![
                format!("Mới tự kiểm tra được {of} cơ quan, đơn vị thuộc, trực thuộc, do công chức làm nhiệm vụ kiểm tra kiêm nhiệm và lịch kiểm tra phải lùi; {division} đã phân lại lịch theo tháng."),
            ]));
        }
        let (whole, done) = ("the_che.ra_soat_can_xu_ly", "the_che.ra_soat_da_xu_ly");
        if row(whole) > row(done) {
            let rest = rest(whole, done);
            all.push((missing(whole, done), vec![
                format!("Còn {rest} văn bản cần xử lý sau rà soát chưa xử lý xong, do phải chờ văn bản quy định chi tiết của cấp trên; thời hạn trình đã được đăng ký lại."),
                format!("Còn {rest} văn bản chưa xử lý sau rà soát; bộ phận soạn thảo chưa hoàn thành báo cáo đánh giá tác động, hồ sơ phải lấy ý kiến lại đối tượng chịu tác động."),
                format!("Việc xử lý {rest} văn bản sau rà soát chậm do nội dung liên quan đến nhiều lĩnh vực, cơ quan phối hợp trả lời ý kiến chưa thống nhất."),
            ]));
        }
        all.sort_by_key(|(missing, _)| std::cmp::Reverse(*missing));
        let worst = all.first().map_or(0, |(missing, _)| *missing);
        let worst = all.into_iter().filter(|(missing, _)| 2 * missing >= worst);
        let ways: Vec<_> = worst.flat_map(|(_, ways)| ways).collect();
        self.way("cause", &ways)
    }

    /// What was found when the unit checked itself stands in a document of its own.
    fn told_after_checking(&self, documents: &Documents<'_>) -> Vec<String> {
        let told = self.chance.once_in(
            2,
            &[self.unit.id.as_str(), "thong bao", &self.index.to_string()],
        );
        if !told {
            return Vec::new();
        }
        let Some((symbol, date)) = self.document(documents, "Thông báo sau kiểm tra", 2) else {
            return Vec::new();
        };
        let (name, division) = (self.name(), &self.words.phong);
        let notice = format!("Thông báo số {symbol} ngày {}", vi::short_date(date));
        let until = vi::short_date(workday(shifted(date, 45)));
        let found = self.figure("chi_dao.van_de_phat_hien");
        if self.figure("chi_dao.van_de_da_xu_ly") >= found {
            return self.way(
                "checked",
                &[
                    format!("Kết quả kiểm tra được thông báo tại {notice} của {name} về kết quả kiểm tra việc thực hiện nhiệm vụ cải cách hành chính; các bộ phận liên quan đã báo cáo kết quả khắc phục."),
                    format!("Nội dung phải khắc phục nêu tại {notice} của {name} về kết quả tự kiểm tra đã được {division} kiểm tra lại, xác nhận."),
                    format!("Sau kiểm tra, {name} có {notice} về những tồn tại phải khắc phục; các bộ phận liên quan đã thực hiện trước thời hạn được giao."),
                ],
            );
        }
        self.way(
            "checked",
            &[
                format!("Kết quả kiểm tra được thông báo tại {notice} của {name} về kết quả kiểm tra việc thực hiện nhiệm vụ cải cách hành chính."),
                format!("{name} đã ban hành {notice} về kết quả kiểm tra công vụ, yêu cầu các bộ phận liên quan báo cáo việc khắc phục trước ngày {until}."),
                format!("Nội dung phải khắc phục được nêu tại {notice} của {name} về kết quả tự kiểm tra; {division} theo dõi việc thực hiện."),
                format!("Sau kiểm tra, {name} có {notice} về những tồn tại phải khắc phục, thời hạn đến ngày {until}."),
            ],
        )
    }

    /// The documents by which the unit led the work, no more of them than it counts.
    fn led_by(&self, documents: &Documents<'_>) -> Option<String> {
        let written = self.words.van_ban.get(self.index)?;
        let count = usize::try_from(self.figure("chi_dao.van_ban_chi_dao")).unwrap_or(0);
        let cited: Vec<_> = written
            .iter()
            .take(count)
            .enumerate()
            .filter_map(|(place, words)| {
                let kind = KINDS.iter().find(|(kind, _)| words.starts_with(kind))?.0;
                let about = words[kind.len()..].trim();
                let (symbol, date) = self.document(documents, kind, place)?;
                Some(format!(
                    "{kind} số {symbol} ngày {} {about}",
                    vi::short_date(date)
                ))
            })
            .collect();
        let of = &self.unit.agency.name.value;
        (!cited.is_empty())
            .then(|| format!("Văn bản chủ yếu trong kỳ của {of}: {}.", cited.join("; ")))
    }

    fn signed(&self, kind: &str, place: usize, year: i32) -> Option<NaiveDate> {
        signed(self.unit, (kind, self.index, place), year, self.chance)
    }

    /// The symbol and the day of a document of the unit.
    fn document(
        &self,
        documents: &Documents<'_>,
        kind: &str,
        place: usize,
    ) -> Option<(String, NaiveDate)> {
        let date = self.signed(kind, place, documents.year)?;
        let of = documents.abbreviation();
        let (_, code) = *KINDS.iter().find(|(other, _)| *other == kind)?;
        let number = documents.number(code, &document_key(kind, self.index, place));
        let symbol = match code {
            "" if self.unit.id.as_str() == "van-phong-ubnd" => format!("{number}/{of}-KSTTHC"),
            "" => format!("{number}/{of}-VP"),
            _ => format!("{number:02}/{code}-{of}"),
        };
        Some((symbol, date))
    }
}

/// When a unit signed a document of a period.
fn signed(
    unit: &Unit,
    (kind, index, place): (&str, usize, usize),
    year: i32,
    chance: Chance,
) -> Option<NaiveDate> {
    let (month, first, days) = *DAYS.get(index)?.get(place)?;
    let (period, nth) = (index.to_string(), place.to_string());
    let names = [unit.id.as_str(), kind, "document", &period, &nth];
    let later = i64::try_from(chance.between(0, days, &names)).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, first)?;
    Some(workday(shifted(first, later)))
}

fn document_key(kind: &str, index: usize, place: usize) -> String {
    format!("{kind} {index} {place}")
}

pub(crate) fn report_key(index: usize) -> String {
    format!("báo cáo {index}")
}

/// Asks for the numbers of the documents that a unit's words cite, from a period on: what comes
/// before somebody wrote by hand.
pub(crate) fn ask(
    unit: &Unit,
    words: &UnitWords,
    (from, year): (usize, i32),
    chance: Chance,
    register: &mut Register,
) {
    let issuer: Issuer<'_> = unit.issuer();
    let mut ask = |kind: &str, index: usize, place: usize| {
        let code = KINDS.iter().find(|(other, _)| *other == kind);
        let date = signed(unit, (kind, index, place), year, chance);
        if let (Some((_, code)), Some(date)) = (code, date) {
            let series = (issuer.id.clone(), (*code).to_owned());
            register.ask(series, date, document_key(kind, index, place));
        }
    };
    for index in from..DAYS.len() {
        let written = words.van_ban.get(index).into_iter().flatten();
        for (place, text) in written.enumerate() {
            if let Some((kind, _)) = KINDS.iter().find(|(kind, _)| text.starts_with(kind)) {
                ask(kind, index, place);
            }
        }
        ask("Thông báo sau kiểm tra", index, 2);
    }
    let begun = DAYS.get(from).filter(|_| from > 0);
    let begun = begun.and_then(|[(month, day, _), ..]| NaiveDate::from_ymd_opt(year, *month, *day));
    for text in words.said.values().flatten() {
        register.ask_open(text, issuer, begun);
    }
}

/// Dossiers that may come in online: all, those that did, below what share in a hundred that is
/// little, and what they are called.
const ONLINE: [(&str, &str, u64, &str); 3] = [
    (
        "hien_dai_hoa.toan_trinh_ho_so",
        "hien_dai_hoa.toan_trinh_truc_tuyen",
        70,
        "hồ sơ của dịch vụ công toàn trình",
    ),
    (
        "hien_dai_hoa.mot_phan_ho_so",
        "hien_dai_hoa.mot_phan_truc_tuyen",
        60,
        "hồ sơ của dịch vụ công một phần",
    ),
    (
        "hien_dai_hoa.muc_do_3_ho_so",
        "hien_dai_hoa.muc_do_3_truc_tuyen",
        45,
        "hồ sơ mức độ 3",
    ),
];

/// Why some documents still go out on paper.
fn paper(rest: &str, is_local: bool) -> String {
    let why = if is_local {
        "người dân, hộ kinh doanh nhận văn bản chưa có tài khoản điện tử"
    } else {
        "một số nơi nhận ngoài hệ thống hành chính vẫn đề nghị bản có dấu đỏ"
    };
    format!("Còn {rest} văn bản chưa gửi hoàn toàn dưới dạng điện tử, do {why}.")
}

/// Why fees of some procedures are not paid online.
fn not_paid_online(rest: &str, is_local: bool) -> String {
    let why = if is_local {
        "nghĩa vụ tài chính do cơ quan thuế thông báo sau khi hồ sơ đã được tiếp nhận"
    } else {
        "mức thu được xác định sau khi thẩm định hồ sơ"
    };
    format!(
        "Còn {rest} thủ tục có nghĩa vụ tài chính chưa được triển khai thanh toán trực tuyến, do {why}."
    )
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Kinds of documents, and how their symbols begin.
const KINDS: &[(&str, &str)] = &[
    ("Công văn", ""),
    ("Kế hoạch", "KH"),
    ("Quyết định", "QĐ"),
    ("Thông báo", "TB"),
    ("Thông báo sau kiểm tra", "TB"),
    ("Hướng dẫn", "HD"),
];

/// When the documents of each period were signed: month, first day, how many days more.
/// None falls on Tết, 30/4 or 02/9.
const DAYS: [[(u32, u32, u64); 3]; 4] = [
    [(1, 11, 7), (1, 21, 7), (2, 2, 6)],
    [(3, 10, 18), (4, 2, 14), (5, 6, 18)],
    [(6, 22, 14), (7, 12, 18), (8, 9, 15)],
    [(9, 8, 11), (9, 24, 10), (10, 11, 14)],
];

/// Whether a row is of services that are online in part.
fn is_partial(id: &str) -> bool {
    matches!(
        id,
        "hien_dai_hoa.mot_phan_ho_so" | "hien_dai_hoa.mot_phan_truc_tuyen"
    )
}

/// Whether a unit knows the dossiers of those services apart.
fn has_partial(unit: &AgencyId, index: usize, chance: Chance) -> bool {
    index > 0 || !chance.once_in(8, &[unit.as_str(), "mot_phan"])
}

/// What is said of the figures of a unit: some are estimates, some are not there yet.
pub(crate) fn said(
    unit: &AgencyId,
    row: &Indicator,
    figure: u64,
    (index, cut_off): (usize, NaiveDate),
    chance: Chance,
) -> Said {
    let id = row.id.as_str();
    let names = [unit.as_str(), id];
    let of_post = id == "tthc.buu_chinh_tra_ket_qua";
    let of_money = id == "tai_chinh.von_da_giai_ngan"
        && row.fillers.levels.iter().any(|l| l.value.as_str() == "xa");
    let level_4 = matches!(
        id,
        "hien_dai_hoa.muc_do_4_ho_so" | "hien_dai_hoa.muc_do_4_truc_tuyen"
    );
    if level_4 && index == 0 && chance.once_in(6, &[unit.as_str(), "muc_do_4"]) {
        return Said::Missing("Phần mềm chưa tách riêng hồ sơ mức độ 4");
    }
    if is_partial(id) && !has_partial(unit, index, chance) {
        return Said::Missing("Hệ thống chưa tách riêng hồ sơ của dịch vụ công một phần");
    }
    if of_post && index < 3 && chance.once_in(9, &names) {
        return Said::Missing("Bưu điện chưa đối soát xong số liệu của kỳ");
    }
    if (of_post || of_money)
        && estimates(unit, chance)
        && figure > 0
        && !matches!(row.quantity, Quantity::Answer(_))
    {
        return Said::Estimate(figure, cut_off);
    }
    Said::Number(figure)
}

/// Whether a unit has its figures from the post only after it has reported.
pub(crate) fn estimates(unit: &AgencyId, chance: Chance) -> bool {
    chance.once_in(3, &[unit.as_str(), "estimate"])
}
