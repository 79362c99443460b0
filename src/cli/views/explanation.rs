//! How a figure came about, as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::assess::{Comparison, Explanation, FigureOrigin, Value};
use crate::diagnostic::{Place, Sources};
use crate::locate::Standing;
use crate::model::{Agency, Figure, Formula, PlanCount, Quantity, Regime};
use crate::vi;
use crate::wording::compared_with;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;

/// A figure with all that is to be said of it.
pub(in crate::cli) struct Explained<'w> {
    pub explanation: Explanation<'w>,
    pub comparison: Option<Comparison>,
    pub standings: Vec<Standing>,
}

fn unit(explanation: &Explanation<'_>) -> String {
    let row = explanation.row;
    match row.quantity {
        Quantity::Share => String::new(),
        Quantity::Answer(_) => explanation
            .subject
            .row_answers(row)
            .zip(match explanation.value {
                Value::Number { number, .. } => Some(number),
                Value::Rate { .. } | Value::Missing(_) => None,
            })
            .and_then(|(words, code)| words.get(&code))
            .map_or_else(String::new, |word| format!(" ({})", word.value)),
        _ => format!(
            " {}",
            vi::lower_first(&explanation.subject.row_measure(row))
        ),
    }
}

/// One figure in full.
pub(in crate::cli) fn as_text(explained: &Explained<'_>, sources: &Sources) -> String {
    let explanation = &explained.explanation;
    let subject = explanation.subject;
    let mut text = format!(
        "{}\n{} · {} · {}\n\n",
        subject.row_name(explanation.row),
        explanation.row.id,
        subject.agency.name.value,
        subject.regime.period_name(&subject.submission.period)
    );
    let mut writer = Writer {
        text: &mut text,
        sources,
    };
    writer.figure(explanation, 0);
    if let Some(definition) = &explanation.row.definition {
        let _ = writeln!(writer.text, "\nCách tính: {}", definition.value);
    }
    if let Some(comparison) = &explained.comparison {
        let with = compared_with(comparison, subject.regime);
        let before = comparison.before.printed();
        let _ = writeln!(writer.text, "\nSo sánh: {with} {before}");
    }
    writer.standings(&explained.standings);
    text
}

struct Writer<'t> {
    text: &'t mut String,
    sources: &'t Sources,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, words: &str) {
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.text, "{indent}{}", words.trim_end());
    }

    fn at(&self, place: Place) -> String {
        let (path, line) = (self.sources.path(place.source), self.sources.line(place));
        format!("{path}:{line}")
    }

    /// A figure, and below it what it rests on.
    fn figure(&mut self, explanation: &Explanation<'_>, depth: usize) {
        let head = format!("{}{}", explanation.value.printed(), unit(explanation));
        let estimate = match explanation.value {
            Value::Number { estimate, .. } | Value::Rate { estimate, .. } => estimate,
            Value::Missing(_) => false,
        };
        let estimate = if estimate { ", số ước" } else { "" };
        match &explanation.origin {
            FigureOrigin::Typed(figure) => {
                let how = self.typed(explanation, *figure);
                self.line(depth, &format!("{head}{estimate}: {how}"));
            }
            FigureOrigin::Formula(formula, operands) => {
                let how = formula_in_words(explanation, formula, operands);
                self.line(depth, &format!("{head}{estimate} = {how}"));
                for operand in operands {
                    let (id, name) = (&operand.row.id, operand.subject.row_name(operand.row));
                    self.line(depth + 1, &format!("{id} “{name}”"));
                    self.figure(operand, depth + 2);
                }
            }
            FigureOrigin::Sum {
                units,
                own,
                lacking,
                one_sided,
            } => {
                let count = units.len() + usize::from(own.is_some());
                self.line(depth, &format!("{head}{estimate}: cộng {count} số"));
                self.units(units, depth + 1);
                if let Some(own) = own {
                    let name = &explanation.subject.agency.name.value;
                    let how = self.typed(explanation, Some(own));
                    self.line(depth + 1, &format!("phần của {name}: {how}"));
                }
                self.lacking(lacking, depth + 1);
                let words = "không tính vì chưa có số kia của tỷ lệ";
                self.names(words, one_sided, depth + 1);
            }
            FigureOrigin::Owner(stated) => {
                let name = &stated.subject.agency.name.value;
                let how = format!("{head}{estimate}: số của toàn địa bàn do {name} khai");
                self.line(depth, &how);
                self.figure(stated, depth + 1);
            }
            FigureOrigin::Tasks(what, which) => {
                let what = match what {
                    PlanCount::All => "đếm nhiệm vụ của kế hoạch tính trong năm",
                    PlanCount::Done => "đếm nhiệm vụ của kế hoạch đã hoàn thành",
                };
                self.line(depth, &format!("{head}: {what}: số {}", which.join(", ")));
            }
            FigureOrigin::Units { answers, lacking } => {
                let count = answers.len();
                self.line(depth, &format!("{head}: đếm trong {count} đơn vị trả lời"));
                self.units(answers, depth + 1);
                self.lacking(lacking, depth + 1);
            }
        }
    }

    fn typed(&self, explanation: &Explanation<'_>, figure: Option<&Figure>) -> String {
        let Some(figure) = figure else {
            return match &explanation.value {
                Value::Missing(reason) => vi::lower_first(reason),
                Value::Number { .. } | Value::Rate { .. } => String::new(),
            };
        };
        let mut how = format!("nhập ở {}", self.at(figure.place));
        if let Value::Missing(reason) = &explanation.value {
            let _ = write!(how, " ({reason})");
        }
        if let Some(as_of) = &figure.as_of {
            let _ = write!(how, ", đến ngày {}", vi::short_date(as_of.value));
        }
        how
    }

    fn units(&mut self, units: &[Explanation<'_>], depth: usize) {
        let widest = units.iter().map(|one| one.value.printed().len()).max();
        let widest = widest.unwrap_or(0);
        for one in units {
            let name = &one.subject.agency.name.value;
            let value = one.value.printed();
            if let FigureOrigin::Typed(Some(figure)) = &one.origin {
                let at = self.at(figure.place);
                self.line(depth, &format!("{value:>widest$}  {name} ({at})"));
            } else {
                self.line(depth, &format!("{value:>widest$}  {name}"));
                self.figure(one, depth + 2);
            }
        }
    }

    fn lacking(&mut self, lacking: &[&Agency], depth: usize) {
        self.names("chưa có số của", lacking, depth);
    }

    fn names(&mut self, words: &str, agencies: &[&Agency], depth: usize) {
        if !agencies.is_empty() {
            let names: Vec<_> = agencies.iter().map(|a| a.name.value.as_str()).collect();
            self.line(depth, &format!("{words}: {}", names.join("; ")));
        }
    }

    fn standings(&mut self, standings: &[Standing]) {
        if standings.is_empty() {
            self.line(0, "\nBiểu không in dòng này và không mục nào nói đến.");
            return;
        }
        self.line(0, "\nTrong báo cáo:");
        for standing in standings {
            let (words, page) = match standing {
                Standing::Row { form, row, page } => (format!("Biểu {form}, dòng {row}"), page),
                Standing::Section { id, title, page } => (format!("mục “{title}” (`{id}`)"), page),
            };
            let page = page.map_or_else(String::new, |page| format!(", từ trang {page} của tệp"));
            self.line(1, &format!("{words}{page}"));
        }
    }
}

/// "`tthc.dung_han` / `tthc.da_giai_quyet` = 6.190 / 6.214 ≈ 99,613775%, làm tròn …".
fn formula_in_words(
    explanation: &Explanation<'_>,
    formula: &Formula,
    operands: &[Explanation<'_>],
) -> String {
    let ids = formula.operands();
    let ids: Vec<_> = ids.iter().map(|id| id.value.as_str()).collect();
    let mark = match formula {
        Formula::Sum(_) => " + ",
        Formula::Difference(..) => " - ",
        Formula::Rate(..) => " / ",
    };
    let names = match formula {
        // A unit has those parts of a sum that are its own.
        Formula::Sum(_) => operands.iter().map(|one| one.row.id.as_str()).collect(),
        Formula::Difference(..) | Formula::Rate(..) => ids,
    };
    let mut words = names.join(mark);
    match &explanation.value {
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
            let values: Vec<_> = operands.iter().map(|one| one.value.printed()).collect();
            let _ = write!(words, " = {}", values.join(mark));
        }
        Value::Number { .. } => {}
        Value::Missing(reason) => {
            let _ = write!(words, " ({})", vi::lower_first(reason));
        }
    }
    words
}

/// Every figure of a report in a line or two: an audit sheet.
pub(in crate::cli) fn sheet(all: &[Explained<'_>], sources: &Sources) -> String {
    let mut text = String::new();
    let mut form = "";
    for explained in all {
        let explanation = &explained.explanation;
        if explanation.row.id.form() != form {
            form = explanation.row.id.form();
            let title = form_title(explanation.subject.regime, form);
            let _ = writeln!(
                text,
                "{}Biểu {title}",
                if text.is_empty() { "" } else { "\n" }
            );
        }
        let writer = Writer {
            text: &mut String::new(),
            sources,
        };
        let how = match &explanation.origin {
            FigureOrigin::Typed(figure) => writer.typed(explanation, *figure),
            FigureOrigin::Formula(formula, operands) => {
                formula_in_words(explanation, formula, operands)
            }
            FigureOrigin::Sum { units, lacking, .. } => {
                let missing = if lacking.is_empty() {
                    String::new()
                } else {
                    format!(", thiếu {}", lacking.len())
                };
                format!("cộng {} đơn vị{missing}", units.len())
            }
            FigureOrigin::Owner(stated) => {
                let how = match &stated.origin {
                    FigureOrigin::Typed(figure) => writer.typed(stated, *figure),
                    _ => "tính từ số đã khai".to_owned(),
                };
                format!("{} khai, {how}", stated.subject.agency.name.value)
            }
            FigureOrigin::Tasks(..) => "đếm nhiệm vụ của kế hoạch".to_owned(),
            FigureOrigin::Units { answers, .. } => {
                format!("đếm trong {} đơn vị trả lời", answers.len())
            }
        };
        let row = explained
            .standings
            .iter()
            .find_map(|standing| match standing {
                Standing::Row { row, page, .. } => {
                    let page = page.map_or_else(String::new, |page| format!(", trang {page}"));
                    Some(format!("dòng {row}{page}"))
                }
                Standing::Section { .. } => None,
            });
        let row = row.unwrap_or_else(|| "không in".to_owned());
        let value = explanation.value.printed();
        let _ = writeln!(text, "  {} [{row}]\n    {value}: {how}", explanation.row.id);
    }
    text
}

fn form_title(regime: &Regime, key: &str) -> String {
    let form = regime.forms.iter().find(|form| form.key == key);
    form.map_or_else(String::new, |form| {
        format!("{}. {}", form.number.value, form.title.value)
    })
}

#[derive(Serialize)]
struct Sheet {
    version: u32,
    period: String,
    agency: String,
    figures: Vec<FigureJson>,
}

#[derive(Serialize)]
struct FigureJson {
    row: String,
    name: String,
    agency: String,
    unit: String,
    printed: String,
    #[serde(flatten)]
    value: ValueJson,
    estimate: bool,
    origin: OriginJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared_with: Option<ComparisonJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stands: Vec<StandingJson>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueJson {
    Number { number: u64 },
    Rate { part: u64, whole: u64 },
    Missing { missing: String },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum OriginJson {
    Typed {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
    },
    Formula {
        formula: &'static str,
        operands: Vec<FigureJson>,
    },
    Sum {
        units: Vec<FigureJson>,
        #[serde(skip_serializing_if = "Option::is_none")]
        own: Option<Box<OriginJson>>,
        lacking: Vec<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        one_sided: Vec<String>,
    },
    Owner {
        stated: Box<FigureJson>,
    },
    Tasks {
        counted: &'static str,
        tasks: Vec<String>,
    },
    Units {
        answers: Vec<FigureJson>,
        lacking: Vec<String>,
    },
}

#[derive(Serialize)]
struct ComparisonJson {
    period: String,
    printed: String,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum StandingJson {
    Row {
        form: String,
        row: String,
        page: Option<usize>,
    },
    Section {
        section: String,
        title: String,
        page: Option<usize>,
    },
}

/// Figures as JSON, one object for all.
pub(in crate::cli) fn as_json(all: &[Explained<'_>], sources: &Sources) -> String {
    let Some(first) = all.first() else {
        return String::new();
    };
    let subject = first.explanation.subject;
    let sheet = Sheet {
        version: VERSION,
        period: subject.submission.period.to_string(),
        agency: subject.agency.id.to_string(),
        figures: all.iter().map(|one| explained_json(one, sources)).collect(),
    };
    let text = serde_json::to_string_pretty(&sheet);
    format!("{}\n", text.expect("strings and numbers are JSON"))
}

fn explained_json(explained: &Explained<'_>, sources: &Sources) -> FigureJson {
    let stands = explained.standings.iter().cloned();
    FigureJson {
        compared_with: explained
            .comparison
            .as_ref()
            .map(|comparison| ComparisonJson {
                period: comparison.period.to_string(),
                printed: comparison.before.printed(),
            }),
        stands: stands
            .map(|standing| match standing {
                Standing::Row { form, row, page } => StandingJson::Row { form, row, page },
                Standing::Section { id, title, page } => StandingJson::Section {
                    section: id,
                    title,
                    page,
                },
            })
            .collect(),
        ..figure_json(&explained.explanation, sources)
    }
}

fn figure_json(explanation: &Explanation<'_>, sources: &Sources) -> FigureJson {
    let subject = explanation.subject;
    let (value, estimate) = match &explanation.value {
        Value::Number { number, estimate } => (ValueJson::Number { number: *number }, *estimate),
        Value::Rate { rate, estimate } => {
            let (part, whole) = (rate.part, rate.whole);
            (ValueJson::Rate { part, whole }, *estimate)
        }
        Value::Missing(reason) => {
            let missing = reason.clone();
            (ValueJson::Missing { missing }, false)
        }
    };
    FigureJson {
        row: explanation.row.id.to_string(),
        name: subject.row_name(explanation.row).to_owned(),
        agency: subject.agency.id.to_string(),
        unit: subject.row_measure(explanation.row),
        printed: explanation.value.printed(),
        value,
        estimate,
        origin: origin_json(&explanation.origin, sources),
        compared_with: None,
        stands: Vec::new(),
    }
}

fn origin_json(origin: &FigureOrigin<'_>, sources: &Sources) -> OriginJson {
    let figures = |all: &[Explanation<'_>]| -> Vec<FigureJson> {
        all.iter().map(|one| figure_json(one, sources)).collect()
    };
    let names = |all: &[&Agency]| all.iter().map(|agency| agency.id.to_string()).collect();
    let typed = |figure: Option<&Figure>| OriginJson::Typed {
        file: figure.map(|f| sources.path(f.place.source).to_owned()),
        line: figure.map(|f| sources.line(f.place)),
    };
    match origin {
        FigureOrigin::Typed(figure) => typed(*figure),
        FigureOrigin::Formula(formula, operands) => OriginJson::Formula {
            formula: match formula {
                Formula::Sum(_) => "sum",
                Formula::Difference(..) => "difference",
                Formula::Rate(..) => "rate",
            },
            operands: figures(operands),
        },
        FigureOrigin::Sum {
            units,
            own,
            lacking,
            one_sided,
        } => OriginJson::Sum {
            units: figures(units),
            own: own.map(|own| Box::new(typed(Some(own)))),
            lacking: names(lacking),
            one_sided: names(one_sided),
        },
        FigureOrigin::Owner(stated) => OriginJson::Owner {
            stated: Box::new(figure_json(stated, sources)),
        },
        FigureOrigin::Tasks(what, which) => OriginJson::Tasks {
            tasks: which.clone(),
            counted: match what {
                PlanCount::All => "all",
                PlanCount::Done => "done",
            },
        },
        FigureOrigin::Units { answers, lacking } => OriginJson::Units {
            answers: figures(answers),
            lacking: names(lacking),
        },
    }
}
