//! Charts of the key figures: who has reported, and the units of a level by each rate, the lowest
//! first.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartLegendPosition, ChartType, Color, Worksheet, XlsxError,
};

use super::super::{KeyFigure, KeyValue, Table, UnitState};
use super::{CHART_DATA, column_of, print_setup, row_of, write_amount, write_text};
use crate::workbook::table::Amount;
use crate::workbook::write::style;

/// Bars that one chart has room for.
const MOST: usize = 20;
/// Points of a screen that a chart is wide, and high with its bars.
const WIDTH: u32 = 750;
const FRAME: u32 = 110;
const BAR: u32 = 24;
/// How many columns of its sheet a chart takes, and how wide and high its cells are in the same.
const COLUMNS: u16 = 12;
const COLUMN: u32 = 64;
const ROW: u32 = 20;
/// At how many per cent two charts beside each other fit on a page whatever the program, and the
/// rows that it then has.
const SCALE: u16 = 65;
const PAGE: u32 = 77;

const DONE: Color = Color::RGB(0x002F_6FA7);
const LACKING: Color = Color::RGB(0x00D9_822B);

/// The figures of a chart.
pub(super) struct Block {
    title: String,
    series: Vec<String>,
    lines: Vec<(String, Vec<Option<Amount>>)>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Counts,
    /// Of a whole, which none exceeds.
    Shares,
    /// Some exceed what they are out of.
    Rates,
}

/// What there is to draw.
pub(super) fn blocks(table: &Table) -> Vec<Block> {
    let rates = table.key_figures.iter().filter(|figure| figure.is_rate);
    let levels = levels(table);
    let rates = rates.flat_map(|figure| {
        let of_level = levels
            .iter()
            .filter_map(move |level| rate(table, figure, level));
        of_level.collect::<Vec<_>>()
    });
    reported(table, &levels).into_iter().chain(rates).collect()
}

fn levels(table: &Table) -> Vec<&str> {
    let mut levels: Vec<&str> = Vec::new();
    for unit in &table.units {
        if unit.state != UnitState::Itself && !levels.contains(&unit.level.as_str()) {
            levels.push(&unit.level);
        }
    }
    levels
}

fn reported(table: &Table, levels: &[&str]) -> Option<Block> {
    let count = |level: &str, is_counted: bool| {
        let units = table.units.iter().filter(|unit| {
            let is_unit = unit.state != UnitState::Itself && unit.level == level;
            is_unit && unit.state.is_counted() == is_counted
        });
        Some(Amount::Number(units.count() as u64))
    };
    let lines = levels.iter().map(|level| {
        let counts = vec![count(level, true), count(level, false)];
        ((*level).to_owned(), counts)
    });
    (!levels.is_empty()).then(|| Block {
        title: format!("Số đơn vị đã báo cáo, {}", table.period_name),
        series: vec!["Đã báo cáo".to_owned(), "Chưa tính được".to_owned()],
        lines: lines.collect(),
        kind: Kind::Counts,
    })
}

/// The units of a level by a rate; nothing where there are not two to compare.
fn rate(table: &Table, figure: &KeyFigure, level: &str) -> Option<Block> {
    let of_level = table.units.iter().zip(&figure.values);
    let of_level = of_level.filter(|(unit, _)| unit.level == level);
    let known = of_level.filter_map(|(unit, value)| {
        let value = (*value)?;
        let (part, whole) = (u128::from(value.part), u128::from(value.whole?));
        (whole > 0).then_some((unit, value, part, whole))
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by(|(_, _, part, whole), (_, _, other, of)| (part * of).cmp(&(other * whole)));
    if known.len() < 2 {
        return None;
    }
    let kind = if known.iter().all(|(_, _, part, whole)| part <= whole) {
        Kind::Shares
    } else {
        Kind::Rates
    };
    let cut = if known.len() > MOST {
        format!(" ({MOST}/{} đơn vị thấp nhất)", known.len())
    } else {
        String::new()
    };
    let lines = known.into_iter().take(MOST);
    let lines = lines.map(|(unit, value, ..)| (unit.name.clone(), vec![KeyValue::amount(value)]));
    Some(Block {
        title: format!("{} – {level}{cut}", figure.name),
        series: vec![figure.name.clone()],
        lines: lines.collect(),
        kind,
    })
}

/// Writes the charts, two beside each other.
pub(super) fn write(
    page: &mut Worksheet,
    table: &Table,
    blocks: &[Block],
) -> Result<(), XlsxError> {
    // Charts are as large as the cells that they lie over, which programs see differently.
    page.set_default_row_height_pixels(ROW);
    page.set_column_range_width_pixels(0, 2 * COLUMNS - 1, COLUMN)?;
    let title = format!("{} – {}", table.title(), table.agency_name);
    page.write_string_with_format(0, 0, title, &style::title())?;
    page.write_string_with_format(
        1,
        0,
        table.remark("Số liệu của các biểu đồ ở trang “Số liệu biểu đồ”."),
        &style::remark().unset_text_wrap(),
    )?;
    let (mut row, mut first) = (3, 0);
    let (mut breaks, mut page_begins) = (Vec::new(), 0);
    for pair in blocks.chunks(2) {
        let rows = pair.iter().map(height).max().unwrap_or_default() / ROW + 2;
        if row + rows > page_begins + PAGE {
            page_begins = row;
            breaks.push(row);
        }
        for (place, block) in pair.iter().enumerate() {
            let column = column_of(place) * COLUMNS;
            page.insert_chart(row, column, &chart(block, first))?;
            first += length(block);
        }
        row += rows;
    }
    page.set_print_area(0, 0, row, 2 * COLUMNS - 1)?;
    page.set_screen_gridlines(false);
    print_setup(page, table, 1);
    // Fitted to a page, charts would be cut where it ends.
    page.set_print_scale(SCALE).set_page_breaks(&breaks)?;
    Ok(())
}

/// Rows that the figures of a chart take: title, heads, lines, a blank one.
fn length(block: &Block) -> u32 {
    row_of(block.lines.len()) + 3
}

fn height(block: &Block) -> u32 {
    FRAME + BAR * row_of(block.lines.len())
}

/// A chart of bars whose figures begin at a row of their sheet.
fn chart(block: &Block, first: u32) -> Chart {
    let (from, to) = (first + 2, first + 1 + row_of(block.lines.len()));
    let (kind, labels) = match block.kind {
        // Noughts would stand over each other.
        Kind::Counts => (ChartType::BarStacked, "#,##0;;"),
        Kind::Shares | Kind::Rates => (ChartType::Bar, "General"),
    };
    let mut chart = Chart::new(kind);
    for (column, colour) in (1..).zip([DONE, LACKING]).take(block.series.len()) {
        let series = chart.add_series();
        let label = ChartDataLabel::new()
            .show_value()
            .set_num_format(labels)
            .clone();
        series
            .set_name((CHART_DATA, first + 1, column))
            .set_categories((CHART_DATA, from, 0, to, 0))
            .set_values((CHART_DATA, from, column, to, column))
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour)),
            )
            .set_data_label(&label)
            .set_gap(50);
    }
    let font = ChartFont::new()
        .set_name("Times New Roman")
        .set_size(12)
        .clone();
    chart
        .title()
        .set_name(&block.title)
        .set_font(font.clone().set_bold());
    // Bars are drawn from below; the first line is to stand on top. Each has its figure beside it.
    chart.y_axis().set_reverse().set_label_interval(1);
    chart
        .x_axis()
        .set_min(0)
        .set_hidden(true)
        .set_major_gridlines(false);
    if block.kind == Kind::Shares {
        // With room for the figure beside a whole one.
        chart.x_axis().set_max(110);
    }
    if block.series.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    chart.set_width(WIDTH).set_height(height(block));
    chart
}

/// Writes the figures of the charts.
pub(super) fn write_data(
    page: &mut Worksheet,
    table: &Table,
    blocks: &[Block],
) -> Result<(), XlsxError> {
    page.set_column_width(0, 50)?;
    page.set_column_range_width(1, 2, 24)?;
    let mut row = 0;
    for block in blocks {
        page.write_string_with_format(
            row,
            0,
            &block.title,
            &style::line().set_bold().unset_text_wrap(),
        )?;
        write_text(page, (row + 1, 0), "", &style::head())?;
        for (column, name) in (1..).zip(&block.series) {
            write_text(page, (row + 1, column), name, &style::head())?;
        }
        for (at, (name, amounts)) in (row + 2..).zip(&block.lines) {
            write_text(page, (at, 0), name, &style::shown())?;
            for (column, amount) in (1..).zip(amounts) {
                let format = super::number_format(amount.as_ref());
                write_amount(page, (at, column), amount.as_ref(), &format)?;
            }
        }
        row += length(block);
    }
    print_setup(page, table, 1);
    Ok(())
}
