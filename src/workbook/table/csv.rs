//! The table as text with commas (RFC 4180), in UTF-8 with the mark by which spreadsheet programs
//! know it.

use super::{Table, TableCell, TableColumn, TableForm};

/// The mark at the beginning.
const MARK: &str = "\u{feff}";
/// What a spreadsheet program takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// Its name: "2026-q1-tong-hop.csv".
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Table {
    /// All figures, one a line, and a file for each form with one line a unit.
    pub fn csv(&self) -> Vec<CsvFile> {
        let stem = self.file_stem();
        let all = CsvFile {
            name: format!("{stem}.csv"),
            text: written(self.lines()),
        };
        let forms = self.forms.iter().map(|form| CsvFile {
            name: format!("{stem}-{}.csv", form.key.replace('_', "-")),
            text: written(self.form_lines(form)),
        });
        std::iter::once(all).chain(forms).collect()
    }

    /// Heads, then all figures one a line: of each unit, then those of the whole area and of the
    /// compiled report.
    pub(super) fn lines(&self) -> Vec<Vec<String>> {
        let mut lines = vec![LongLine::HEADS.map(str::to_owned).to_vec()];
        for (at, unit) in self.units.iter().enumerate() {
            let mut is_empty = true;
            for (form, column, cell) in self.cells(at) {
                is_empty = false;
                let line = LongLine {
                    unit: [&unit.name, unit.id.as_str(), &unit.level],
                    scope: "đơn vị",
                    at: (form, column, 1),
                };
                lines.push(line.of_cell(cell));
            }
            if is_empty {
                let mut line = vec![unit.name.clone(), unit.id.to_string(), unit.level.clone()];
                line.resize(LongLine::HEADS.len() - 2, String::new());
                line.extend([unit.state.words().to_owned(), String::new()]);
                lines.push(line);
            }
        }
        for (form, column) in self.columns() {
            if let Some((id, cell)) = &column.of_area {
                let unit = self.units.iter().find(|unit| unit.id == *id);
                let name = unit.map_or(self.agency_name.as_str(), |unit| &unit.name);
                let line = LongLine {
                    unit: [name, id.as_str(), unit.map_or("", |unit| &unit.level)],
                    scope: &self.whole_area,
                    at: (form, column, 0),
                };
                lines.push(line.of_cell(cell));
            }
        }
        for (form, column) in self.columns() {
            let line = LongLine {
                unit: [&self.agency_name, "", ""],
                scope: "báo cáo tổng hợp",
                at: (form, column, 0),
            };
            let value = column.value.as_ref().map(super::Amount::text);
            let estimate = if column.is_estimate { "x" } else { "" };
            lines.push(line.told(
                value.unwrap_or_default(),
                estimate,
                "",
                column.total.words(),
            ));
        }
        lines
    }

    fn columns(&self) -> impl Iterator<Item = (&TableForm, &TableColumn)> {
        let forms = self.forms.iter();
        forms.flat_map(|form| form.columns.iter().map(move |column| (form, column)))
    }

    fn cells(&self, unit: usize) -> impl Iterator<Item = (&TableForm, &TableColumn, &TableCell)> {
        self.columns().filter_map(move |(form, column)| {
            let cell = column.cells.get(unit)?.as_ref()?;
            Some((form, column, cell))
        })
    }

    /// Heads, then the value of the compiled report, what is said of the whole area, and the units.
    fn form_lines(&self, form: &TableForm) -> Vec<Vec<String>> {
        let columns = &form.columns;
        let line = |lead: [&str; 4], cell: &dyn Fn(&TableColumn) -> Option<String>| {
            let lead = lead.into_iter().map(str::to_owned);
            let cells = columns
                .iter()
                .map(|column| cell(column).unwrap_or_default());
            lead.chain(cells).collect::<Vec<_>>()
        };
        let amount = |cell: &TableCell| cell.amount.as_ref().map(super::Amount::text);
        let codes = line(["ma_don_vi", "don_vi", "cap", "tinh_trang"], &|column| {
            Some(column.id.to_string())
        });
        let heads = line(
            ["Mã đơn vị", "Đơn vị", "Cấp", "Tình trạng"],
            &|column| {
                Some(
                    format!("{} {}", column.number, column.names[1])
                        .trim()
                        .to_owned(),
                )
            },
        );
        let total = line(["", "Tổng hợp", "", ""], &|column| {
            column.value.as_ref().map(super::Amount::text)
        });
        let of_area = line(
            ["", "Số chung của cả địa bàn", "", ""],
            &|column| amount(&column.of_area.as_ref()?.1),
        );
        let units = self.units.iter().enumerate().map(|(at, unit)| {
            let lead = [
                unit.id.as_str(),
                &unit.name,
                &unit.level,
                unit.state.words(),
            ];
            line(lead, &|column| amount(column.cells.get(at)?.as_ref()?))
        });
        [codes, heads, total, of_area]
            .into_iter()
            .chain(units)
            .collect()
    }
}

/// A figure on a line of its own.
struct LongLine<'t> {
    /// Name, name in data and level of who states it.
    unit: [&'t str; 3],
    /// What it is of.
    scope: &'t str,
    /// The row, and in whose words it stands: those of the compiled report, or of a unit.
    at: (&'t TableForm, &'t TableColumn, usize),
}

impl LongLine<'_> {
    const HEADS: [&'static str; 13] = [
        "Đơn vị",
        "Mã đơn vị",
        "Cấp",
        "Phạm vi",
        "Biểu",
        "STT",
        "Mã chỉ tiêu",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Giá trị",
        "Ước",
        "Ghi chú, lý do",
        "Nguồn",
    ];

    fn of_cell(&self, cell: &TableCell) -> Vec<String> {
        let value = cell.amount.as_ref().map(super::Amount::text);
        let estimate = if cell.is_estimate { "x" } else { "" };
        self.told(
            value.unwrap_or_default(),
            estimate,
            &cell.remark,
            &cell.source,
        )
    }

    fn told(&self, value: String, estimate: &str, remark: &str, source: &str) -> Vec<String> {
        let (form, column, words) = self.at;
        let mut line: Vec<_> = self.unit.map(str::to_owned).to_vec();
        line.extend([
            self.scope.to_owned(),
            form.number.clone(),
            column.number.clone(),
            column.id.to_string(),
            column.names[words].clone(),
            column.measures[words].clone(),
            value,
            estimate.to_owned(),
            remark.to_owned(),
            source.to_owned(),
        ]);
        line
    }
}

/// The column of the long table that has figures, from 0.
pub(super) const COLUMN_OF_VALUES: usize = 9;

/// Lines as text.
fn written(lines: Vec<Vec<String>>) -> String {
    let mut text = MARK.to_owned();
    for line in lines {
        let cells: Vec<_> = line.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell as the text of a file, in which a spreadsheet program sees no formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
    let cell = format!("{guard}{cell}");
    if cell.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_each_comes_back() {
        let texts = [
            "",
            "6127",
            "98.52",
            "một, hai",
            "“ba”",
            "a\"b",
            "=1+1",
            "+84",
            "-",
            "@a",
            "\tb",
            "c;d",
            "e\nf",
            "\r\n",
        ];
        let line: Vec<_> = texts.map(str::to_owned).to_vec();
        let text = written(vec![line.clone(), line]);
        let text = text.strip_prefix(MARK).expect("it is marked");
        let mut reader = ::csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
        let mut read = 0;
        for record in reader.records() {
            let record = record.expect("it is well formed");
            assert_eq!(record.len(), texts.len());
            for (cell, text) in record.iter().zip(texts) {
                assert!(!cell.starts_with(FORMULA), "{cell:?}");
                let own = text.starts_with(FORMULA);
                assert_eq!(
                    cell.strip_prefix('\'').filter(|_| own).unwrap_or(cell),
                    text
                );
            }
            read += 1;
        }
        assert_eq!(read, 2);
    }
}
