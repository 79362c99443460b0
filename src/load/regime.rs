//! `che-do/*.yaml`: periods and outline of a regime.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::agency_links;
use super::agency_set::names;
use super::map::MapReader;
use super::node::{Entry, Node};
use super::phrase::{basis_phrase, calendar_phrase, phrase};
use super::reader::Reader;
use super::regime_form;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{
    CompiledWording, Cycle, CycleId, DayOfYear, GreatChange, GreatChanges, IndicatorId, LevelId,
    MemberAnnex, MemberColumn, OldNames, Part, Period, Phrase, Provenance, Regime, RegimeOrigin,
    Section, SectionId, TargetAnnex,
};

/// A regime, without the fingerprints of its text.
pub(super) fn regime(reader: &mut Reader<'_>, node: &Node, id: &str) -> Option<Regime> {
    let mut map = reader.map(node)?;
    // Which of its texts this is; only who carries them asks for it.
    map.optional("so_ban")
        .and_then(|n| reader.number_in(n, 1..=9_999));
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    // The rest of what Nghị định 09/2019/NĐ-CP asks of a regime stands in the
    // file for its readers; the program has no use for it.
    for key in ["noi_dung", "co_quan_nhan", "phuong_thuc", "tan_suat"] {
        map.required(key, reader).and_then(|n| reader.text(n));
    }
    let audience = map
        .required("doi_tuong", reader)
        .and_then(|n| reader.text(n));
    let valid_from = map.required("tu_ngay", reader).and_then(|n| reader.date(n));
    let valid_to = map.optional("den_ngay").and_then(|n| reader.date(n));
    let legal_basis = map
        .required("can_cu", reader)
        .and_then(|n| reader.list(n, basis_phrase));
    let due_clause = map
        .optional("quy_dinh_han")
        .and_then(|n| basis_phrase(reader, n));
    let opening = required_phrase(reader, &mut map, "mo_dau");
    let closing = required_phrase(reader, &mut map, "ket_thuc");
    let closings_by_recipient = phrases_by_level(reader, &mut map, "ket_thuc_theo_noi_nhan");
    let compiled = map
        .optional("bao_cao_tong_hop")
        .and_then(|n| compiled_wording(reader, n));
    let cycles = map
        .required("ky", reader)
        .and_then(|n| reader.entries(n))
        .unwrap_or_default()
        .iter()
        .filter_map(|e| Some((CycleId::from(e.key.as_str()), cycle(reader, e)?)))
        .collect::<IndexMap<_, _>>();
    let outline = map
        .required("de_cuong", reader)
        .and_then(|n| outline(reader, n));
    let whole_territory = map
        .optional("toan_dia_ban")
        .and_then(|n| reader.text(n))
        .map_or_else(|| "toàn địa bàn".to_owned(), |words| words.value);
    let task_annex_title = map
        .optional("tieu_de_phu_luc_nhiem_vu")
        .and_then(|n| phrase(reader, n));
    let target_annex = map
        .optional("phu_luc_chi_tieu")
        .and_then(|n| target_annex(reader, n));
    let member_annex = map
        .optional("phu_luc_don_vi")
        .and_then(|n| member_annex(reader, n));
    let comparison_annex_title = map
        .optional("tieu_de_phu_luc_so_sanh")
        .and_then(|n| phrase(reader, n));
    let old_names = map
        .optional("ten_cu")
        .and_then(|n| reader.list(n, old_names))
        .unwrap_or_default();
    let due_day_counts = map
        .optional("tinh_ca_ngay_han")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(true);
    let great_change = map
        .optional("thay_doi_lon")
        .and_then(|n| great_changes(reader, n));
    let forms = map
        .required("bieu_mau", reader)
        .and_then(|n| regime_form::forms(reader, n));
    map.finish(reader);
    let (annex_title, annex_note, forms, indicators) = forms?;
    let (outline, figures_incomplete) = outline?;
    Some(Regime {
        id: id.to_owned(),
        place: node.place,
        origin: RegimeOrigin::OwnFile,
        fingerprints: BTreeMap::new(),
        name: name?,
        audience: audience?,
        valid_from: valid_from?.value,
        valid_to: valid_to.map(|d| d.value),
        legal_basis: legal_basis?,
        due_clause,
        opening: opening?,
        closing: closing?,
        closings_by_recipient,
        compiled,
        cycles,
        outline,
        figures_incomplete,
        annex_title,
        annex_note,
        whole_territory,
        task_annex_title,
        target_annex,
        member_annex,
        comparison_annex_title,
        old_names,
        due_day_counts,
        forms,
        indicators,
        great_change,
    })
}

/// How sure we are of a part of the file (`nguon`).
pub(super) fn provenance(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Provenance> {
    located_provenance(reader, map).map(|provenance| provenance.value)
}

/// The same with its place.
fn located_provenance(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
) -> Option<Located<Provenance>> {
    let node = map.required("nguon", reader)?;
    let value = reader.choice(
        node,
        &[
            ("nguyen_van", Provenance::Verbatim),
            ("gia_dinh", Provenance::Assumed),
            ("dung_lai", Provenance::Reconstructed),
            ("can_xac_nhan", Provenance::Unconfirmed),
        ],
    )?;
    Some(Located {
        value,
        place: node.place,
    })
}

fn required_phrase(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Phrase> {
    map.required(key, reader).and_then(|n| phrase(reader, n))
}

fn phrases_by_level(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Vec<(Located<LevelId>, Phrase)> {
    map.optional(key)
        .and_then(|n| reader.entries(n))
        .unwrap_or_default()
        .iter()
        .filter_map(|e| {
            let level = Located {
                value: LevelId::from(e.key.as_str()),
                place: e.key_place,
            };
            Some((level, phrase(reader, &e.value)?))
        })
        .collect()
}

fn target_annex(reader: &mut Reader<'_>, node: &Node) -> Option<TargetAnnex> {
    let mut map = reader.map(node)?;
    let title = required_phrase(reader, &mut map, "tieu_de");
    let cycles = names(reader, &mut map, "ky", CycleId::from);
    map.finish(reader);
    Some(TargetAnnex {
        title: title?,
        cycles,
    })
}

fn member_annex(reader: &mut Reader<'_>, node: &Node) -> Option<MemberAnnex> {
    let mut map = reader.map(node)?;
    let title = required_phrase(reader, &mut map, "tieu_de");
    let columns = map.required("cot", reader).and_then(|n| {
        reader.filled_list(n, |reader, node| {
            let mut map = reader.map(node)?;
            let name = map.required("ten", reader).and_then(|n| reader.text(n));
            let rows = names(reader, &mut map, "dong", IndicatorId::from);
            let whole = names(reader, &mut map, "tren", IndicatorId::from);
            map.finish(reader);
            Some(MemberColumn {
                name: name?,
                rows,
                whole,
            })
        })
    });
    map.finish(reader);
    Some(MemberAnnex {
        title: title?,
        columns: columns?,
    })
}

fn old_names(reader: &mut Reader<'_>, node: &Node) -> Option<OldNames> {
    let mut map = reader.map(node)?;
    let names = map
        .required("tu", reader)
        .and_then(|n| reader.filled_list(n, Reader::text));
    let now = map.optional("nay").and_then(|n| reader.text(n));
    map.finish(reader);
    Some(OldNames { names: names?, now })
}

fn compiled_wording(reader: &mut Reader<'_>, node: &Node) -> Option<CompiledWording> {
    let mut map = reader.map(node)?;
    let title_suffix = map
        .optional("trich_yeu_them")
        .and_then(|n| phrase(reader, n));
    let opening = required_phrase(reader, &mut map, "mo_dau");
    let opening_of_totals = map
        .optional("mo_dau_so_neu")
        .and_then(|n| phrase(reader, n));
    let closing = required_phrase(reader, &mut map, "ket_thuc");
    let presented = map
        .optional("ban_trinh")
        .and_then(|n| compiled_wording(reader, n));
    map.finish(reader);
    Some(CompiledWording {
        title_suffix,
        opening: opening?,
        opening_of_totals,
        closing: closing?,
        presented: presented.map(Box::new),
    })
}

fn cycle(reader: &mut Reader<'_>, entry: &Entry) -> Option<Cycle> {
    if Period::parse(&format!("2021-{}", entry.key)).is_none() {
        reader.report(
            Diagnostic::error(
                Code::ValueChoice,
                entry.key_place,
                format!("mã kỳ `{}` có ký tự không dùng được", entry.key),
            )
            .with_help(
                "mã kỳ là tên thư mục: chỉ dùng chữ thường không dấu, chữ số và dấu gạch dưới",
            ),
        );
    }
    if let Some((message, help)) = agency_links::unusable(&entry.key) {
        let finding = Diagnostic::error(Code::ValueChoice, entry.key_place, message);
        reader.report(finding.with_help(help));
    }
    let mut map = reader.map(&entry.value)?;
    let name = map
        .required("ten", reader)
        .and_then(|n| calendar_phrase(reader, n));
    let next_name = map
        .required("ky_sau", reader)
        .and_then(|n| calendar_phrase(reader, n));
    let title = required_phrase(reader, &mut map, "trich_yeu");
    let opening = map.optional("mo_dau").and_then(|n| phrase(reader, n));
    let data = map.required("so_lieu", reader).and_then(|n| {
        let mut map = reader.map(n)?;
        let from = map
            .required("tu", reader)
            .and_then(|n| day_of_year(reader, n));
        let to = map
            .required("den", reader)
            .and_then(|n| day_of_year(reader, n));
        let provenance = provenance(reader, &mut map);
        map.finish(reader);
        Some((from?, to?, provenance?))
    });
    let units_due = map
        .required("han_don_vi", reader)
        .and_then(|n| due(reader, n));
    let ministry_due = map.required("han_bo", reader).and_then(|n| due(reader, n));
    map.finish(reader);
    let (data_from, data_to, data_provenance) = data?;
    let (units_due, units_due_provenance) = units_due?;
    let (ministry_due, ministry_due_provenance) = ministry_due?;
    Some(Cycle {
        name: name?,
        next_name: next_name?,
        title: title?,
        opening,
        data_from,
        data_to,
        data_provenance,
        units_due,
        units_due_provenance,
        ministry_due,
        ministry_due_provenance: ministry_due_provenance.value,
    })
}

fn due(reader: &mut Reader<'_>, node: &Node) -> Option<(DayOfYear, Located<Provenance>)> {
    let mut map = reader.map(node)?;
    let day = day_fields(reader, &mut map, node);
    let provenance = located_provenance(reader, &mut map);
    map.finish(reader);
    Some((day?, provenance?))
}

fn day_of_year(reader: &mut Reader<'_>, node: &Node) -> Option<DayOfYear> {
    let mut map = reader.map(node)?;
    let day = day_fields(reader, &mut map, node);
    map.finish(reader);
    day
}

fn day_fields(reader: &mut Reader<'_>, map: &mut MapReader<'_>, node: &Node) -> Option<DayOfYear> {
    let day = map
        .required("ngay", reader)
        .and_then(|n| reader.number_in(n, 1..=31));
    let month = map
        .required("thang", reader)
        .and_then(|n| reader.number_in(n, 1..=12));
    let year_before = map
        .optional("nam_truoc")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let (day, month) = (u32::try_from(day?).ok()?, u32::try_from(month?).ok()?);
    // 2021 stands for any common year: a regime holds in all of them.
    if chrono::NaiveDate::from_ymd_opt(2021, month, day).is_none() {
        reader.report(
            Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("không có ngày {day} tháng {month} trong mọi năm"),
            )
            .with_help("kiểm tra lại `ngay` và `thang`; tháng có 28 đến 31 ngày"),
        );
        return None;
    }
    Some(DayOfYear {
        day,
        month,
        year_before,
    })
}

fn outline(reader: &mut Reader<'_>, node: &Node) -> Option<(Vec<Part>, Phrase)> {
    let mut map = reader.map(node)?;
    provenance(reader, &mut map);
    let figures_incomplete = required_phrase(reader, &mut map, "khi_chua_du_so_lieu");
    let parts = map
        .required("phan", reader)
        .and_then(|n| reader.list(n, part));
    map.finish(reader);
    Some((parts?, figures_incomplete?))
}

fn part(reader: &mut Reader<'_>, node: &Node) -> Option<Part> {
    let mut map = reader.map(node)?;
    let title = required_phrase(reader, &mut map, "tieu_de");
    let sections = map
        .required("muc", reader)
        .and_then(|n| reader.list(n, section));
    let closing = map.optional("ket_phan").and_then(|n| phrase(reader, n));
    let asks_when_presented = map
        .optional("de_nghi_khi_trinh")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    map.finish(reader);
    Some(Part {
        title: title?,
        sections: sections?,
        closing,
        asks_when_presented,
    })
}

fn section(reader: &mut Reader<'_>, node: &Node) -> Option<Section> {
    let mut map = reader.map(node)?;
    let points = map
        .optional("diem")
        .and_then(|n| reader.filled_list(n, point));
    let phrase_needed = points.is_some();
    let mut section = section_with(reader, map, points.unwrap_or_default())?;
    section.may_be_left_out = section.is_numbered_paragraph;
    if phrase_needed && section.nothing_to_report.is_none() {
        reader.report(
            Diagnostic::error(
                Code::RegimeInconsistent,
                section.place,
                format!(
                    "mục `{}` có các điểm nhưng thiếu `khi_khong_co`",
                    section.id
                ),
            )
            .with_help("thêm câu in khi không điểm nào có nội dung: `khi_khong_co: …`"),
        );
    }
    Some(section)
}

/// A point of a section, which has no points of its own.
fn point(reader: &mut Reader<'_>, node: &Node) -> Option<Section> {
    let map = reader.map(node)?;
    let point = section_with(reader, map, Vec::new())?;
    if point.title.is_none() {
        let message = format!("điểm `{}` thiếu `tieu_de`", point.id);
        reader.report(
            Diagnostic::error(Code::KeyMissing, point.place, message)
                .with_help("thêm `tieu_de: …`; điểm nào cũng in tên"),
        );
    }
    Some(point)
}

fn section_with(
    reader: &mut Reader<'_>,
    mut map: MapReader<'_>,
    points: Vec<Section>,
) -> Option<Section> {
    let id = map.required("ma", reader).and_then(|n| reader.word(n));
    let title = map.optional("tieu_de").and_then(|n| phrase(reader, n));
    let titles_by_level = phrases_by_level(reader, &mut map, "tieu_de_theo_cap");
    let templates = map
        .optional("mau")
        .and_then(|n| reader.list(n, Reader::word))
        .unwrap_or_default();
    let is_numbered_paragraph = map
        .optional("danh_so_doan")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let cycles = names(reader, &mut map, "ky", CycleId::from);
    let gathered = map.optional("gop_don_vi").and_then(|n| phrase(reader, n));
    let gathered_when_presented = map
        .optional("gop_chi_ban_trinh")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let asked_of_presenter = map
        .optional("gop_gui_co_quan_trinh")
        .and_then(|n| phrase(reader, n));
    let nothing_to_report = map.optional("khi_khong_co").and_then(|n| phrase(reader, n));
    let speaks_of = map
        .optional("theo_so_lieu")
        .and_then(|n| reader.list(n, Reader::word))
        .unwrap_or_default();
    map.finish(reader);
    let id = id?;
    Some(Section {
        place: id.place,
        id: SectionId::from(id.value),
        title,
        titles_by_level,
        points,
        templates,
        is_numbered_paragraph,
        may_be_left_out: true,
        cycles,
        gathered,
        gathered_when_presented,
        asked_of_presenter,
        nothing_to_report,
        speaks_of,
    })
}

/// From where on a change asks for a reason.
fn great_changes(reader: &mut Reader<'_>, node: &Node) -> Option<GreatChanges> {
    let mut map = reader.map(node)?;
    let of_snapshots = map
        .required("thoi_diem", reader)
        .and_then(|n| great_change(reader, n));
    let within_a_year = map
        .required("cung_ky", reader)
        .and_then(|n| great_change(reader, n));
    map.finish(reader);
    Some(GreatChanges {
        of_snapshots: of_snapshots?,
        within_a_year: within_a_year?,
    })
}

fn great_change(reader: &mut Reader<'_>, node: &Node) -> Option<GreatChange> {
    let mut map = reader.map(node)?;
    let times = map
        .required("lan", reader)
        .and_then(|n| reader.number_in(n, 2..=1_000));
    let least = map
        .required("it_nhat", reader)
        .and_then(|n| reader.number_in(n, 1..=1_000_000_000));
    map.finish(reader);
    Some(GreatChange {
        times: times?,
        least: least?,
    })
}
