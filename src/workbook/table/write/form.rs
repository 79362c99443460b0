//! The sheet of a form: units down, rows of the form across, the value of the compiled report above
//! its units.

use indexmap::IndexMap;
use rust_xlsxwriter::{Color, Format, FormatAlign, Formula, Worksheet, XlsxError};

use super::super::{Table, TableCell, TableColumn, TableForm, UnitState};
use super::{column_of, number_format, print_setup, row_of, write_amount, write_text};
use crate::workbook::write::{cell_text, measure, style};

/// The rows above the units: names in data, not shown, then what people read.
const CODES: u32 = 0;
const TITLE: u32 = 1;
const REMARK: u32 = 2;
const GROUPS: u32 = 3;
const NUMBERS: u32 = 4;
const NAMES: u32 = 5;
const MEASURES: u32 = 6;
const METHODS: u32 = 7;
pub(super) const TOTALS: u32 = 8;
pub(super) const OF_AREA: u32 = 9;
const FILTER: u32 = 10;
pub(super) const FIRST: u32 = 11;

/// The columns before those of the form: heads, names in data, widths.
const LEAD: [(&str, &str, f64); 5] = [
    ("TT", "tt", 5.0),
    ("Cơ quan, đơn vị", "don_vi", 34.0),
    ("Mã", "ma_don_vi", 20.0),
    ("Cấp", "cap", 34.0),
    ("Tình trạng", "tinh_trang", 20.0),
];
pub(super) const LEADS: u16 = 5;
/// How many of them stand on each page, so that no title may begin there.
const REPEATED: u16 = 2;
const WIDTH: f64 = 13.0;
/// The columns over which the remark stands beside those.
const SHOWN: u16 = 5;
const WIDTH_OF_REMARKS: f64 = 40.0;
/// As many letters of heads as fit where one of the usual size would.
const SMALL: f64 = 1.1;
const HIGHEST_HEAD: f64 = 140.0;
/// Widths that a page takes.
const PAGE: f64 = 300.0;

/// What a row does not concern.
const CONCERNS_NOT: Color = Color::RGB(0x00ED_EFF1);
/// What is missing.
const LACKS: Color = style::MISSING;
/// Sums.
const SUM: Color = Color::RGB(0x00E6_F2E6);

const HELP: &str = "Dòng “Tổng hợp” là số của báo cáo tổng hợp; cách có số ghi ngay trên dòng ấy. Ô trắng: đơn vị chưa báo cáo. Ô hồng: đơn vị đã báo cáo nhưng chưa có số liệu, lý do ở cột cuối và trang “Chi tiết”. Ô xám: đơn vị không phải khai dòng ấy. Chỗ trống không phải là 0.";

/// Writes a form. `names` are those of the sheets of all forms.
pub(super) fn write(
    page: &mut Worksheet,
    (table, form): (&Table, &TableForm),
    names: &[String],
) -> Result<(), XlsxError> {
    let sheet = Sheet {
        table,
        form,
        names,
        last: FIRST + row_of(table.units.len().max(1)) - 1,
        remarks: LEADS + column_of(form.columns.len()),
    };
    sheet.head(page)?;
    sheet.totals(page)?;
    sheet.units(page)?;
    sheet.layout(page)
}

/// The sheet of a form.
pub(super) struct Sheet<'t> {
    pub(super) table: &'t Table,
    pub(super) form: &'t TableForm,
    /// The names of the sheets of all forms.
    pub(super) names: &'t [String],
    /// The row of the last unit.
    pub(super) last: u32,
    /// The column of remarks, behind all others.
    remarks: u16,
}

fn small(format: Format) -> Format {
    format.set_font_size(9)
}

impl<'t> Sheet<'t> {
    fn columns(&self) -> impl Iterator<Item = (u16, &'t TableColumn)> + use<'t> {
        (LEADS..).zip(&self.form.columns)
    }

    fn head(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let Self { table, form, .. } = self;
        let title = format!(
            "Biểu {}. {} – {}, {}",
            form.number, form.title, table.agency_name, table.period_name
        );
        page.write_string_with_format(TITLE, REPEATED, cell_text(&title), &style::title())?;
        page.set_row_height(TITLE, 22)?;
        let remark = table.remark(HELP);
        let last = LEADS + SHOWN;
        page.merge_range(REMARK, REPEATED, REMARK, last, &remark, &style::remark())?;
        let leads = LEAD.iter().skip(usize::from(REPEATED));
        let width = leads.map(|(.., width)| width).sum::<f64>() + f64::from(SHOWN) * WIDTH;
        page.set_row_height(
            REMARK,
            measure::height([(remark.as_str(), width)].into_iter()),
        )?;
        page.set_row_hidden(CODES)?;
        for (column, (name, code, width)) in (0..).zip(LEAD) {
            page.set_column_width(column, width)?;
            page.write_string(CODES, column, code)?;
            page.merge_range(GROUPS, column, METHODS, column, name, &style::head())?;
        }
        for (at, column) in self.columns() {
            column_head(page, at, column)?;
        }
        self.groups(page)?;
        page.set_column_width(self.remarks, WIDTH_OF_REMARKS)?;
        page.merge_range(
            GROUPS,
            self.remarks,
            METHODS,
            self.remarks,
            "Ghi chú",
            &style::head(),
        )?;
        self.heights(page)
    }

    /// What columns are below, over all that are below one.
    fn groups(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let head = small(style::head());
        let columns: Vec<_> = self.columns().collect();
        for group in columns.chunk_by(|one, next| one.1.group == next.1.group) {
            let (Some((first, column)), Some((last, _))) = (group.first(), group.last()) else {
                continue;
            };
            if first == last {
                write_text(page, (GROUPS, *first), &column.group, &head)?;
            } else {
                let words = cell_text(&column.group);
                page.merge_range(GROUPS, *first, GROUPS, *last, &words, &head)?;
            }
        }
        Ok(())
    }

    fn heights(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let width = WIDTH * SMALL;
        let highest = |texts: Vec<String>| {
            let texts = texts.iter().map(|text| (text.as_str(), width));
            (measure::height(texts) * 0.85).clamp(14.0, HIGHEST_HEAD)
        };
        let columns: Vec<_> = self.columns().map(|(_, column)| column).collect();
        let groups = columns.chunk_by(|one, next| one.group == next.group);
        let groups = groups.map(|group| {
            let letters = group[0].group.chars().count() / group.len();
            "x".repeat(letters)
        });
        page.set_row_height(GROUPS, highest(groups.collect()))?;
        page.set_row_height(NAMES, highest(columns.iter().map(|c| name(c)).collect()))?;
        page.set_row_height(
            MEASURES,
            highest(columns.iter().map(|c| measured(c)).collect()),
        )?;
        let methods = columns.iter().map(|c| c.total.words().to_owned());
        page.set_row_height(METHODS, highest(methods.collect()))?;
        Ok(())
    }

    fn totals(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let sum = |format: Format| format.set_bold().set_background_color(SUM);
        for (row, words) in [(TOTALS, "Tổng hợp"), (OF_AREA, "Số chung của cả địa bàn")]
        {
            for at in (0..LEADS).chain([self.remarks]) {
                let words = if at == 1 { words } else { "" };
                write_text(page, (row, at), words, &sum(style::shown()))?;
            }
        }
        for (at, column) in self.columns() {
            let amount = column.value.as_ref();
            let format = sum(number_format(amount));
            match self.formula(at, &column.total) {
                Some(formula) => {
                    let cached = amount.map(super::Amount::text).unwrap_or_default();
                    let is_blank = cached.is_empty();
                    let formula = Formula::new(formula).set_result(cached);
                    page.write_formula_with_format(TOTALS, at, formula, &format)?;
                    if is_blank {
                        page.set_formula_result(TOTALS, at, "");
                    }
                }
                None => write_amount(page, (TOTALS, at), amount, &format)?,
            }
            let of_area = column.of_area.as_ref();
            let of_area = of_area.and_then(|(_, cell)| cell.amount.as_ref());
            let format = number_format(of_area).set_background_color(SUM);
            write_amount(page, (OF_AREA, at), of_area, &format)?;
        }
        write_text(
            page,
            (OF_AREA, self.remarks),
            &self.givers(),
            &style::shown(),
        )?;
        let is_used = self.columns().any(|(_, column)| column.of_area.is_some());
        if !is_used {
            page.set_row_hidden(OF_AREA)?;
        }
        Ok(())
    }

    /// Who states what of the whole area.
    fn givers(&self) -> String {
        let mut givers: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (_, column) in self.columns() {
            let Some((id, _)) = &column.of_area else {
                continue;
            };
            let unit = self.table.units.iter().find(|unit| unit.id == *id);
            let name = unit.map_or(self.table.agency_name.as_str(), |unit| &unit.name);
            let rows = givers.entry(name).or_default();
            if !column.number.is_empty() {
                rows.push(&column.number);
            }
        }
        let words = givers
            .iter()
            .map(|(name, rows)| format!("{name}: {}", rows.join(", ")));
        words.collect::<Vec<_>>().join("; ")
    }

    fn units(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        for (index, unit) in self.table.units.iter().enumerate() {
            let row = FIRST + row_of(index);
            let shown = style::shown();
            let number = shown.clone().set_align(FormatAlign::Center);
            page.write_number_with_format(row, 0, row_of(index + 1), &number)?;
            let state = if unit.state.is_counted() {
                shown.clone()
            } else {
                shown.clone().set_background_color(LACKS)
            };
            write_text(page, (row, 1), &unit.name, &shown)?;
            write_text(page, (row, 2), unit.id.as_str(), &small(shown.clone()))?;
            write_text(page, (row, 3), &unit.level, &small(shown.clone()))?;
            write_text(page, (row, 4), unit.state.words(), &small(state))?;
            for (at, column) in self.columns() {
                let cell = column.cells.get(index).and_then(Option::as_ref);
                let amount = cell.and_then(|cell| cell.amount.as_ref());
                let format = number_format(amount);
                let format = match (unit.state, cell, amount) {
                    (_, Some(_), None) => format.set_background_color(LACKS),
                    (UnitState::Reported, None, _) => format.set_background_color(CONCERNS_NOT),
                    _ => format,
                };
                write_amount(page, (row, at), amount, &format)?;
            }
            let remark = self.remark(index);
            write_text(page, (row, self.remarks), &remark, &small(shown))?;
            let texts = [
                (unit.name.as_str(), LEAD[1].2),
                (unit.level.as_str(), LEAD[3].2 * SMALL),
                (unit.state.words(), LEAD[4].2 * SMALL),
                (remark.as_str(), WIDTH_OF_REMARKS * SMALL),
            ];
            page.set_row_height(row, measure::height(texts.into_iter()))?;
        }
        Ok(())
    }

    /// What a unit has not, and why; what it estimates or states.
    fn remark(&self, unit: usize) -> String {
        let cells = || {
            self.columns().filter_map(|(_, column)| {
                let cell = column.cells.get(unit)?.as_ref()?;
                let number = if column.number.is_empty() {
                    column.names[1].as_str()
                } else {
                    &column.number
                };
                Some((number, cell))
            })
        };
        let numbers = |is: fn(&TableCell) -> bool| {
            let all = cells().filter(|(_, cell)| is(cell));
            all.map(|(number, _)| number).collect::<Vec<_>>().join(", ")
        };
        let lacking = cells().filter(|(_, cell)| cell.amount.is_none());
        let mut remarks: Vec<_> = lacking
            .map(|(number, cell)| format!("{number}: {}", cell.remark))
            .collect();
        let estimated = numbers(|cell| cell.is_estimate);
        if !estimated.is_empty() {
            remarks.push(format!("Số ước: {estimated}"));
        }
        let stated = numbers(|cell| cell.is_stated);
        if !stated.is_empty() {
            remarks.push(format!("Số nêu theo nguồn, không cộng: {stated}"));
        }
        remarks.join("; ")
    }

    fn layout(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let filter = small(style::group()).set_align(FormatAlign::Left);
        for at in 0..=self.remarks {
            let number = format!("({})", at + 1);
            write_text(page, (FILTER, at), &number, &filter)?;
        }
        page.autofilter(FILTER, 0, self.last, self.remarks)?;
        page.set_freeze_panes(FIRST, REPEATED)?;
        page.set_repeat_rows(GROUPS, TOTALS)?;
        page.set_repeat_columns(0, REPEATED - 1)?;
        page.set_print_area(TITLE, 0, self.last, self.remarks)?;
        let lead: f64 = LEAD.iter().map(|(.., width)| width).sum();
        let width = lead + f64::from(self.remarks - LEADS) * WIDTH + WIDTH_OF_REMARKS;
        let pages = (1..=20_u16).find(|pages| width <= f64::from(*pages) * PAGE);
        print_setup(page, self.table, pages.unwrap_or(20));
        Ok(())
    }
}

fn column_head(page: &mut Worksheet, at: u16, column: &TableColumn) -> Result<(), XlsxError> {
    let head = small(style::head());
    page.set_column_width(at, WIDTH)?;
    page.write_string(CODES, at, column.id.as_str())?;
    let number = if column.number.is_empty() {
        "(không in)"
    } else {
        &column.number
    };
    write_text(page, (NUMBERS, at), number, &head)?;
    write_text(page, (NAMES, at), &name(column), &head)?;
    let quiet = head.clone().unset_bold();
    write_text(page, (MEASURES, at), &measured(column), &quiet)?;
    let method = column.total.words();
    write_text(page, (METHODS, at), method, &quiet.set_italic())
}

/// The name of a row, in the words of units too where these differ.
fn name(column: &TableColumn) -> String {
    let [name, own] = &column.names;
    if name == own {
        name.clone()
    } else {
        format!("{name} (đơn vị: {own})")
    }
}

/// What a row is measured in, in units too where that differs.
fn measured(column: &TableColumn) -> String {
    let [measure, own] = &column.measures;
    match (measure == own, measure.is_empty()) {
        (true, _) => measure.clone(),
        (false, true) => format!("Đơn vị: {own}"),
        (false, false) => format!("{measure} (đơn vị: {own})"),
    }
}
