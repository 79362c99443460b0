//! What units say in their own words, and the document around it.

use std::collections::BTreeMap;

use baocao::model::{AgencyId, Indicator, IndicatorId, Quantity};
use baocao::scaffold::{Yaml, quoted};
use baocao::vi;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::chance::Chance;
use super::city::{City, Unit};
use super::tasks::Documents;

/// The words of one unit (`loi-van.yaml`): of every list, the i-th for the i-th period.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct UnitWords {
    linh_vuc: String,
    thu_tuc: String,
    phong: String,
    #[serde(flatten)]
    said: BTreeMap<String, Vec<String>>,
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
    let numbers = [(28, 96), (110, 196), (210, 296), (310, 420)];
    let (low, high) = numbers.get(index).copied().unwrap_or((430, 499));
    yaml.line(
        1,
        format!("so: {}", chance.between(low, high, &[own, "report"])),
    );
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
        unit,
        words,
        by_section,
        chance: documents.chance,
        index,
        figures,
    };
    yaml.line(0, "noi_dung:");
    for section in city.regime.written_sections() {
        if !section.is_asked_in(&cycle.into()) {
            continue;
        }
        let paragraphs = speaker.section(section.id.as_str(), documents);
        if paragraphs.is_empty() && section.may_be_left_out {
            continue;
        }
        if paragraphs.is_empty() {
            yaml.line(1, format!("{}: []", section.id));
            continue;
        }
        yaml.line(1, format!("{}:", section.id));
        for paragraph in paragraphs {
            yaml.paragraph(2, &paragraph);
        }
    }
}

struct Speaker<'c> {
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

    fn nth(all: &[String], n: usize) -> Vec<String> {
        all.get(n).cloned().into_iter().collect()
    }

    fn now(&self, all: &[String]) -> Vec<String> {
        Self::nth(all, self.index)
    }

    /// One of several ways to say a thing, never that of the last report.
    fn way(&self, what: &str, ways: &[String]) -> Vec<String> {
        let last = ways.len().saturating_sub(1) as u64;
        let first = self.chance.between(0, last, &[self.unit.id.as_str(), what]);
        let which = usize::try_from(first).unwrap_or(0) + self.index;
        Self::nth(ways, which % ways.len().max(1))
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
                if id == "mot_cua" {
                    all.extend(self.late_dossiers());
                }
                all
            }
            "to_chuc_chi_dao" => self.now(w.of("chi_dao")),
            "kiem_tra" if self.figure("chi_dao.don_vi_tu_kiem_tra") > 0 => {
                self.now(w.of("kiem_tra"))
            }
            "tuyen_truyen" => self.now(w.of("tuyen_truyen")),
            // Not every unit has one every time; the last report tells of the year's.
            "sang_kien" => {
                let which = [0, 1, 2, 2].get(self.index).copied().unwrap_or(2);
                let told = |index: usize| {
                    let names = [self.unit.id.as_str(), "sang_kien", &index.to_string()];
                    let often = [3, 1, 2, 1].get(index).copied().unwrap_or(1);
                    self.chance.once_in(often, &names)
                };
                // What the third report told of is not told again.
                if told(self.index) && !(self.index == 3 && told(2)) {
                    Self::nth(w.of("sang_kien"), which)
                } else {
                    Vec::new()
                }
            }
            "the_che" => self.now(w.of("the_che")),
            "thu_tuc_hanh_chinh" => {
                let mut all = self.now(w.of("thu_tuc_hanh_chinh"));
                all.extend(self.late_dossiers());
                all.extend(self.now(w.of("cap_xa")));
                all
            }
            "to_chuc_bo_may" => self.now(w.of("to_chuc_bo_may")),
            "can_bo_cong_chuc" => self.now(w.of("can_bo_cong_chuc")),
            "tai_chinh_cong" => self.now(w.of("tai_chinh_cong")),
            "hien_dai_hoa" => self.now(w.of("hien_dai_hoa")),
            "ket_qua_dat_duoc" => self.now(w.of("ket_qua_dat_duoc")),
            "ton_tai" => self.now(w.of("ton_tai")),
            "bai_hoc" => Self::nth(w.of("bai_hoc"), 0),
            "phuong_huong" => {
                let mut all = Self::nth(w.of("phuong_huong"), 2 * self.index);
                all.extend(Self::nth(w.of("phuong_huong"), 2 * self.index + 1));
                all
            }
            "kien_nghi" => match self.index {
                1 | 3 => Self::nth(w.of("kien_nghi"), self.index / 2),
                _ => Vec::new(),
            },
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
                ],
            );
        }
        let all = self.figure("chi_dao.nhiem_vu_ke_hoach");
        let done = self.figure("chi_dao.nhiem_vu_hoan_thanh");
        if done == all {
            return vec![format!(
                "{name} đã hoàn thành mọi nhiệm vụ của Kế hoạch số {symbol}; {division} rà soát kết quả từng nhiệm vụ, làm căn cứ xây dựng kế hoạch năm sau."
            )];
        }
        self.way(
            "plan",
            &[
                format!("Các nhiệm vụ chưa hoàn thành của Kế hoạch số {symbol} chủ yếu là việc thực hiện thường xuyên đến hết năm hoặc phụ thuộc tiến độ của cơ quan phối hợp; {name} đã giao lại mốc thời gian cho từng đầu mối."),
                format!("Qua rà soát Kế hoạch số {symbol}, phần việc còn lại tập trung vào {field}; {division} được giao đôn đốc và báo cáo lãnh đạo hằng tuần."),
                format!("{name} đã kiểm điểm từng nhiệm vụ của Kế hoạch số {symbol}, điều chỉnh phân công ở những việc tiến triển chậm, không lùi thời hạn đã đăng ký."),
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
        let division = &self.words.phong;
        self.way(
            "assigned",
            &[
                "Nhiệm vụ chậm thời hạn đều cần ý kiến thống nhất của nhiều cơ quan; nguyên nhân chủ yếu là cơ quan phối hợp trả lời sau thời hạn đề nghị.".to_owned(),
                format!("Nguyên nhân chậm là nội dung giao phát sinh ngoài chương trình công tác, phải khảo sát lại thực tế; {name} đã báo cáo xin điều chỉnh thời hạn ở những việc có lý do khách quan."),
                format!("{name} đã giao {division} lập danh sách nhiệm vụ sắp đến hạn, gửi nhắc trước để hạn chế việc hoàn thành sát hoặc quá thời hạn."),
            ],
        )
    }

    fn late_dossiers(&self) -> Vec<String> {
        let own: &[&str] = if self.by_section {
            &["", "xa_"]
        } else {
            &["", "huyen_"]
        };
        // Of one or two nobody says what most of them are.
        let few = if self.by_section { 5 } else { 0 };
        let late = own.iter().any(|level| {
            self.figure(&format!("tthc.{level}da_giai_quyet"))
                > self.figure(&format!("tthc.{level}dung_han")) + few
        });
        if !late {
            return Vec::new();
        }
        let name = self.name();
        let procedure = &self.words.thu_tuc;
        self.way(
            "late",
            &[
                format!("Hồ sơ quá hạn chủ yếu thuộc thủ tục {procedure}; {name} đã gửi phiếu xin lỗi và hẹn lại thời gian trả kết quả theo quy định."),
                format!("Các trường hợp quá hạn phần lớn là thủ tục {procedure}, phải lấy ý kiến của nhiều cơ quan; bộ phận giải quyết đã giải trình nguyên nhân đối với từng hồ sơ."),
                format!("Đối với hồ sơ quá hạn, {name} yêu cầu bộ phận giải quyết thủ tục {procedure} báo cáo hằng tuần, gửi văn bản xin lỗi và hẹn lại thời gian trả kết quả."),
            ],
        )
    }
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
    let partial = matches!(
        id,
        "hien_dai_hoa.mot_phan_ho_so" | "hien_dai_hoa.mot_phan_truc_tuyen"
    );
    let level_4 = matches!(
        id,
        "hien_dai_hoa.muc_do_4_ho_so" | "hien_dai_hoa.muc_do_4_truc_tuyen"
    );
    if level_4 && index == 0 && chance.once_in(6, &[unit.as_str(), "muc_do_4"]) {
        return Said::Missing("Phần mềm chưa tách riêng hồ sơ mức độ 4");
    }
    if partial && index == 0 && chance.once_in(8, &[unit.as_str(), "mot_phan"]) {
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

/// A day some days before or after another.
pub(crate) fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}
