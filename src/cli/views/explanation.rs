//! How a figure came about, as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{Explained, ExplainedFigure, FigurePlace};
use crate::assess::{Explanation, FigureOrigin, FormulaKind, TypedAt, Value};
use crate::cli::columns::{Columns, Side};
use crate::model::{AgencyId, AgencyName, IndicatorId, PlanCount, Stated};
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;

/// One figure in full.
pub(in crate::cli) fn as_text(explained: &Explained, one: &ExplainedFigure) -> String {
    let ExplainedFigure { explanation, .. } = one;
    let mut text = format!(
        "{}\n{} · {} · {}\n\n",
        explanation.name, explanation.row, explained.agency.name, explained.period_name
    );
    let mut writer = Writer { text: &mut text };
    writer.figure(explanation, 0);
    if let Some(definition) = &one.definition {
        let _ = writeln!(writer.text, "\nCách tính: {definition}");
    }
    if let Some(comparison) = &one.compared_with {
        let (with, before) = (&comparison.words, &comparison.printed);
        let _ = writeln!(writer.text, "\nSo sánh: {with} {before}");
    }
    if explained.is_laid_out {
        writer.places(&one.places);
    } else {
        writer.line(
            0,
            "\nChưa biết đứng ở đâu trong báo cáo, vì báo cáo chưa lập được: xem các lỗi đã báo.",
        );
    }
    text
}

/// "1.234 hồ sơ", or the word that a code stands for behind it.
fn printed(explanation: &Explanation) -> String {
    let Explanation { printed, unit, .. } = explanation;
    if unit.is_empty() {
        printed.clone()
    } else {
        format!("{printed} {unit}")
    }
}

/// ", số ước" behind an estimate.
fn estimated(value: &Value) -> &'static str {
    match value {
        Value::Number { estimate: true, .. } | Value::Rate { estimate: true, .. } => ", số ước",
        _ => "",
    }
}

/// Where a figure was typed: "nhập ở data/2021/q1/so-tu-phap.yaml:50".
fn typed(value: &Value, at: Option<&TypedAt>) -> String {
    let Some(at) = at else {
        return match value {
            Value::Missing(reason) => vi::lower_first(reason),
            _ => String::new(),
        };
    };
    let mut how = format!("nhập ở {}:{}", at.file, at.line);
    if let Value::Missing(reason) = value {
        let _ = write!(how, " ({reason})");
    }
    if let Some(day) = at.as_of {
        let _ = write!(how, ", đến ngày {}", vi::short_date(day));
    }
    how
}

/// Which document states a figure: "nêu theo Công văn số …, ghi ở data/…:50".
fn stated(source: &str, at: Option<&TypedAt>) -> String {
    let at = at.map(|at| format!(", ghi ở {}:{}", at.file, at.line));
    let source = Stated::named_source(source);
    format!("nêu theo {source}{}", at.unwrap_or_default())
}

struct Writer<'t> {
    text: &'t mut String,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, words: &str) {
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.text, "{indent}{}", words.trim_end());
    }

    /// A figure, and below it what it rests on.
    fn figure(&mut self, explanation: &Explanation, depth: usize) {
        let value = &explanation.value;
        let head = printed(explanation);
        let estimate = estimated(value);
        match &explanation.origin {
            FigureOrigin::Typed { at } => {
                let how = typed(value, at.as_ref());
                self.line(depth, &format!("{head}{estimate}: {how}"));
            }
            FigureOrigin::Formula {
                formula,
                rows,
                operands,
                only_rate,
            } => {
                let rows: Vec<_> = rows.iter().map(IndicatorId::as_str).collect();
                let how = formula_in_words(value, *formula, &rows, operands);
                self.line(depth, &format!("{head}{estimate} = {how}"));
                for operand in operands {
                    self.line(depth + 1, &format!("{} “{}”", operand.row, operand.name));
                    self.figure(operand, depth + 2);
                }
                if !only_rate.is_empty() {
                    self.line(depth + 1, "chỉ nêu tỷ lệ nên không cộng được:");
                    self.units(only_rate, None, depth + 2);
                }
            }
            FigureOrigin::Stated { source, at } => {
                let how = stated(source, at.as_ref());
                self.line(depth, &format!("{head}: {how}"));
            }
            FigureOrigin::Sum {
                units,
                own,
                own_number,
                lacking,
                one_sided,
            } => {
                let count = units.len() + usize::from(own_number.is_some());
                self.line(depth, &format!("{head}{estimate}: cộng {count} số"));
                let number = own_number.map(vi::grouped);
                let columns = self.units(units, number.as_deref(), depth + 1);
                if let Some(own) = own {
                    let part = own_part(&explanation.of.name, own);
                    let line = match number {
                        Some(number) => columns.line([number, part]),
                        None => format!("{part}: chưa có số"),
                    };
                    self.line(depth + 1, &line);
                }
                self.lacking(lacking, depth + 1);
                let words = "không tính vì chưa có số kia của tỷ lệ";
                self.names(words, one_sided, depth + 1);
            }
            FigureOrigin::Owner { stated } => {
                let name = &stated.of.name;
                let how = format!("{head}{estimate}: số của toàn địa bàn do {name} khai");
                self.line(depth, &how);
                self.figure(stated, depth + 1);
            }
            FigureOrigin::Tasks { counted, tasks } => {
                let what = match counted {
                    PlanCount::All => "đếm nhiệm vụ của kế hoạch tính trong năm",
                    PlanCount::Done => "đếm nhiệm vụ của kế hoạch đã hoàn thành",
                };
                self.line(depth, &format!("{head}: {what}: số {}", tasks.join(", ")));
            }
            FigureOrigin::Units { answers, lacking } => {
                let count = answers.len();
                self.line(depth, &format!("{head}: đếm trong {count} đơn vị trả lời"));
                self.units(answers, None, depth + 1);
                self.lacking(lacking, depth + 1);
            }
        }
    }

    /// What units state, in columns that have room for another number, too.
    fn units(&mut self, units: &[Explanation], other: Option<&str>, depth: usize) -> Columns {
        let values = units.iter().map(|one| one.printed.as_str()).chain(other);
        let values = values.map(|value| [value]);
        let columns = values.fold(Columns::new([Side::Right, Side::Left]), Columns::fitting);
        for one in units {
            let (name, value) = (&one.of.name, &one.printed);
            if let FigureOrigin::Typed {
                at: Some(TypedAt { file, line, .. }),
            } = &one.origin
            {
                let place = format!("{name} ({file}:{line})");
                self.line(depth, &columns.line([value, &place]));
            } else {
                self.line(depth, &columns.line([value, name]));
                self.figure(one, depth + 2);
            }
        }
        columns
    }

    fn lacking(&mut self, lacking: &[AgencyName], depth: usize) {
        self.names("chưa có số của", lacking, depth);
    }

    fn names(&mut self, words: &str, agencies: &[AgencyName], depth: usize) {
        if !agencies.is_empty() {
            let names: Vec<_> = agencies.iter().map(|a| a.name.as_str()).collect();
            self.line(depth, &format!("{words}: {}", names.join("; ")));
        }
    }

    fn places(&mut self, places: &[FigurePlace]) {
        if places.is_empty() {
            self.line(0, "\nBiểu không in dòng này và không mục nào nói đến.");
            return;
        }
        self.line(0, "\nTrong báo cáo:");
        for place in places {
            let (words, page) = match place {
                FigurePlace::Row { form, row, page } => (format!("Biểu {form}, dòng {row}"), page),
                FigurePlace::Section {
                    section,
                    title,
                    page,
                } => (format!("mục “{title}” (`{section}`)"), page),
            };
            let page = page.map_or_else(String::new, |page| format!(", từ trang {page} của tệp"));
            self.line(1, &format!("{words}{page}"));
        }
    }
}

/// "phần của Ủy ban nhân dân tỉnh (data/2026/q1/tinh.yaml:25)".
fn own_part(name: &str, at: &TypedAt) -> String {
    let TypedAt { file, line, as_of } = at;
    let day = as_of.map_or_else(String::new, |day| {
        format!(", đến ngày {}", vi::short_date(day))
    });
    format!("phần của {name} ({file}:{line}{day})")
}

/// "`tthc.dung_han` / `tthc.da_giai_quyet` = 6.190 / 6.214 ≈ 99,613775%, làm tròn …".
fn formula_in_words(
    value: &Value,
    formula: FormulaKind,
    rows: &[&str],
    operands: &[Explanation],
) -> String {
    let mark = match formula {
        FormulaKind::Sum => " + ",
        FormulaKind::Difference => " - ",
        FormulaKind::Rate => " / ",
    };
    let mut words = rows.join(mark);
    match value {
        Value::Rate { rate, .. } => {
            let (part, whole) = (vi::grouped(rate.part), vi::grouped(rate.whole));
            let _ = write!(words, " = {part} / {whole}");
            if let Some(exact) = vi::percent(rate.part, rate.whole, 6)
                && rate
                    .percent()
                    .is_some_and(|printed| printed.text != exact.text)
            {
                let _ = write!(words, " ≈ {}%, làm tròn hai chữ số thập phân", exact.text);
            }
        }
        Value::Number { .. } if operands.len() > 1 => {
            let values: Vec<_> = operands.iter().map(|one| one.printed.as_str()).collect();
            let _ = write!(words, " = {}", values.join(mark));
        }
        Value::Number { .. } | Value::StatedNumber { .. } | Value::StatedShare { .. } => {}
        Value::Missing(reason) => {
            let _ = write!(words, " ({})", vi::lower_first(reason));
        }
    }
    words
}

/// Every figure of a report in a line or two: an audit sheet.
pub(in crate::cli) fn sheet(explained: &Explained) -> String {
    let mut text = String::new();
    let mut form = "";
    for one in &explained.figures {
        let Explanation { row, printed, .. } = &one.explanation;
        if row.form() != form {
            form = row.form();
            let blank = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{blank}Biểu {}", one.form_title);
        }
        let how = in_brief(&one.explanation);
        let place = one.places.iter().find_map(|place| match place {
            FigurePlace::Row { row, page, .. } => {
                let page = page.map_or_else(String::new, |page| format!(", trang {page}"));
                Some(format!("dòng {row}{page}"))
            }
            FigurePlace::Section { .. } => None,
        });
        let none = if explained.is_laid_out {
            "không in"
        } else {
            "báo cáo chưa lập được"
        };
        let place = place.unwrap_or_else(|| none.to_owned());
        let _ = writeln!(text, "  {row} [{place}]\n    {printed}: {how}");
    }
    text
}

/// How a figure came about, without what it rests on.
fn in_brief(explanation: &Explanation) -> String {
    let value = &explanation.value;
    match &explanation.origin {
        FigureOrigin::Typed { at } => typed(value, at.as_ref()),
        FigureOrigin::Stated { source, at } => stated(source, at.as_ref()),
        FigureOrigin::Formula {
            formula,
            rows,
            operands,
            ..
        } => {
            let rows: Vec<_> = rows.iter().map(IndicatorId::as_str).collect();
            formula_in_words(value, *formula, &rows, operands)
        }
        FigureOrigin::Sum {
            units,
            own_number,
            lacking,
            ..
        } => {
            let missing = if lacking.is_empty() {
                String::new()
            } else {
                format!(", thiếu {}", lacking.len())
            };
            let own = match own_number {
                Some(_) => format!(" và phần của {}", explanation.of.name),
                None => String::new(),
            };
            format!("cộng {} đơn vị{own}{missing}", units.len())
        }
        FigureOrigin::Owner { stated } => {
            let how = match &stated.origin {
                FigureOrigin::Typed { at } => typed(&stated.value, at.as_ref()),
                FigureOrigin::Stated { source, at } => self::stated(source, at.as_ref()),
                _ => "tính từ số đã khai".to_owned(),
            };
            format!("{} khai, {how}", stated.of.name)
        }
        FigureOrigin::Tasks { .. } => "đếm nhiệm vụ của kế hoạch".to_owned(),
        FigureOrigin::Units { answers, .. } => {
            format!("đếm trong {} đơn vị trả lời", answers.len())
        }
    }
}

#[derive(Serialize)]
struct Sheet<'e> {
    version: u32,
    period: String,
    agency: &'e AgencyId,
    figures: Vec<FigureJson<'e>>,
}

#[derive(Serialize)]
struct FigureJson<'e> {
    row: &'e IndicatorId,
    name: &'e str,
    agency: &'e AgencyId,
    unit: &'e str,
    printed: &'e str,
    #[serde(flatten)]
    value: ValueJson<'e>,
    estimate: bool,
    origin: OriginJson<'e>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared_with: Option<ComparisonJson<'e>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stands: &'e [FigurePlace],
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueJson<'e> {
    Number { number: u64 },
    Rate { part: u64, whole: u64 },
    Percent { percent: String },
    Missing { missing: &'e str },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum OriginJson<'e> {
    Typed {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'e str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
    },
    Stated {
        source: &'e str,
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'e str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
    },
    Formula {
        formula: FormulaKind,
        operands: Vec<FigureJson<'e>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        only_rate: Vec<FigureJson<'e>>,
    },
    Sum {
        units: Vec<FigureJson<'e>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        own: Option<Box<OriginJson<'e>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        own_number: Option<u64>,
        lacking: Vec<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        one_sided: Vec<String>,
    },
    Owner {
        stated: Box<FigureJson<'e>>,
    },
    Tasks {
        counted: PlanCount,
        tasks: &'e [String],
    },
    Units {
        answers: Vec<FigureJson<'e>>,
        lacking: Vec<String>,
    },
}

#[derive(Serialize)]
struct ComparisonJson<'e> {
    period: String,
    printed: &'e str,
}

/// Figures as JSON, one object for all.
pub(in crate::cli) fn as_json(explained: &Explained) -> String {
    let sheet = Sheet {
        version: VERSION,
        period: explained.period.to_string(),
        agency: &explained.agency.agency,
        figures: explained.figures.iter().map(explained_json).collect(),
    };
    let text = serde_json::to_string_pretty(&sheet);
    format!("{}\n", text.expect("strings and numbers are JSON"))
}

fn explained_json(one: &ExplainedFigure) -> FigureJson<'_> {
    let compared_with = one.compared_with.as_ref();
    FigureJson {
        compared_with: compared_with.map(|comparison| ComparisonJson {
            period: comparison.period.to_string(),
            printed: &comparison.printed,
        }),
        stands: &one.places,
        ..figure_json(&one.explanation)
    }
}

fn figure_json(explanation: &Explanation) -> FigureJson<'_> {
    let (value, estimate) = match &explanation.value {
        Value::Number { number, estimate } => (ValueJson::Number { number: *number }, *estimate),
        Value::Rate { rate, estimate } => {
            let (part, whole) = (rate.part, rate.whole);
            (ValueJson::Rate { part, whole }, *estimate)
        }
        Value::StatedNumber { number, .. } => (ValueJson::Number { number: *number }, false),
        Value::StatedShare { percent, .. } => {
            let percent = percent.plain().replace(',', ".");
            (ValueJson::Percent { percent }, false)
        }
        Value::Missing(missing) => (ValueJson::Missing { missing }, false),
    };
    FigureJson {
        row: &explanation.row,
        name: &explanation.name,
        agency: &explanation.of.agency,
        unit: &explanation.measure,
        printed: &explanation.printed,
        value,
        estimate,
        origin: origin_json(&explanation.origin),
        compared_with: None,
        stands: &[],
    }
}

fn origin_json(origin: &FigureOrigin) -> OriginJson<'_> {
    let names = |all: &[AgencyName]| all.iter().map(|one| one.agency.to_string()).collect();
    match origin {
        FigureOrigin::Typed { at } => typed_json(at.as_ref()),
        FigureOrigin::Stated { source, at } => OriginJson::Stated {
            source,
            file: at.as_ref().map(|at| at.file.as_str()),
            line: at.as_ref().map(|at| at.line),
        },
        FigureOrigin::Formula {
            formula,
            operands,
            only_rate,
            ..
        } => OriginJson::Formula {
            formula: *formula,
            operands: figures_json(operands),
            only_rate: figures_json(only_rate),
        },
        FigureOrigin::Sum {
            units,
            own,
            own_number,
            lacking,
            one_sided,
        } => OriginJson::Sum {
            units: figures_json(units),
            own_number: *own_number,
            own: own.as_ref().map(|own| Box::new(typed_json(Some(own)))),
            lacking: names(lacking),
            one_sided: names(one_sided),
        },
        FigureOrigin::Owner { stated } => OriginJson::Owner {
            stated: Box::new(figure_json(stated)),
        },
        FigureOrigin::Tasks { counted, tasks } => OriginJson::Tasks {
            counted: *counted,
            tasks,
        },
        FigureOrigin::Units { answers, lacking } => OriginJson::Units {
            answers: figures_json(answers),
            lacking: names(lacking),
        },
    }
}

fn figures_json(all: &[Explanation]) -> Vec<FigureJson<'_>> {
    all.iter().map(figure_json).collect()
}

fn typed_json(at: Option<&TypedAt>) -> OriginJson<'_> {
    OriginJson::Typed {
        file: at.map(|at| at.file.as_str()),
        line: at.map(|at| at.line),
    }
}
