//! Makes the sample year: submissions of every unit for four periods, the register of
//! arrivals, and the figures of the year before, all drawn from a seed so that the same
//! command writes the same files. What somebody wrote by hand stays as it is.
//!
//! `cargo run --release --example sample_city -- [--data data] [--year 2026] [--units 1000]`
//!
//! With `--units` the city has that many units, those beyond its own being invented:
//! for benchmarks, in a folder of its own.

mod chance;
mod city;
mod days;
mod figures;
mod register;
mod tasks;
mod volumes;
mod words;
mod world;
mod years;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use baocao::model::{
    CityRule, CycleId, DocumentState, Indicator, Period, PhraseValues, PlanCount, Quantity,
};
use baocao::scaffold::Yaml;
use baocao::vi;
use chrono::{Datelike, NaiveDate};
use clap::Parser;

use self::chance::Chance;
use self::city::{City, Unit, is_by_hand};
use self::days::{is_off, shifted, workday, workday_from};
use self::figures::{Drawing, Figures};
use self::register::{Numbers, Register};
use self::tasks::{Documents, Signing, TaskWords};
use self::words::{Dates, Said, UnitWords, Words};
use self::years::{SampleYear, YEARS};

/// Why the report that was sent back was, and what is to be mended in it.
const SENT_BACK_FOR: &str =
    "số liệu của phần lời chưa khớp biểu mẫu, chưa nêu nguyên nhân hồ sơ quá hạn";
const TO_MEND: &str = "đối chiếu số liệu của phần lời với biểu mẫu tại Phụ lục I, bổ sung \
    nguyên nhân, biện pháp khắc phục hồ sơ quá hạn";

#[derive(Debug, Parser)]
struct Arguments {
    /// The folder with agencies, regimes and the plan; files are written into it.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The year, if not every one that there is a sample for.
    #[arg(long)]
    year: Option<i32>,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 3943)]
    seed: u64,
    /// How many units the city has, if not its own.
    #[arg(long)]
    units: Option<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let wanted = |sample: &&SampleYear| arguments.year.is_none_or(|year| year == sample.year);
    for sample in YEARS.iter().filter(wanted) {
        make(&arguments, sample)?;
    }
    Ok(())
}

fn make(arguments: &Arguments, sample: &SampleYear) -> Result<(), Box<dyn Error>> {
    let words: Words = serde_yaml::from_str(sample.words)?;
    let tasks: TaskWords = serde_yaml::from_str(sample.tasks)?;
    let mut city = City::read(&arguments.data, sample.year)?;
    if let Some(count) = arguments.units {
        invent_units(&arguments.data, city.units.len(), count)?;
        city = City::read(&arguments.data, sample.year)?;
    }
    let chance = Chance::new(arguments.seed);
    let drawing = Drawing::new(&city, chance, sample.volumes);
    let year = drawing.year();
    let mut maker = Maker {
        sample,
        city: &city,
        drawing: &drawing,
        chance,
        words: &words,
        tasks: &tasks,
        data: &arguments.data,
        numbers: Numbers::default(),
    };
    maker.numbers = maker.register_of_year()?.numbers()?;
    for (index, (cycle, figures)) in year.iter().enumerate().take(sample.reports) {
        maker.period(
            index,
            cycle,
            figures,
            index.checked_sub(1).map(|i| &year[i]),
        )?;
        maker.register(index, cycle)?;
    }
    let before = drawing.year_before(&year);
    maker.numbers = maker.register_of_year_before()?.numbers()?;
    for (index, (cycle, figures)) in before.iter().enumerate().skip(sample.earlier_from) {
        maker.earlier(index, cycle, (figures, &year[index].1))?;
    }
    Ok(())
}

struct Maker<'c> {
    sample: &'c SampleYear,
    city: &'c City,
    drawing: &'c Drawing<'c>,
    chance: Chance,
    words: &'c Words,
    tasks: &'c TaskWords,
    data: &'c Path,
    numbers: Numbers,
}

impl Maker<'_> {
    /// Where the files of a period are read from.
    fn place(&self, year: i32, cycle: &CycleId) -> PathBuf {
        self.data.join(year.to_string()).join(cycle.as_str())
    }

    /// Where the files of a period are written.
    fn folder(&self, year: i32, cycle: &CycleId) -> Result<PathBuf, Box<dyn Error>> {
        let folder = self.place(year, cycle);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// The due date and the cut-off of a period.
    fn calendar(
        &self,
        year: i32,
        cycle: &CycleId,
    ) -> Result<(NaiveDate, NaiveDate), Box<dyn Error>> {
        let cycle = self.city.regime.cycles.get(cycle).ok_or("no such cycle")?;
        let due = cycle.units_due.in_year(year).ok_or("no due date")?;
        let cut_off = cycle.data_to.in_year(year).ok_or("no cut-off")?;
        Ok((due, cut_off))
    }

    fn dates(&self, index: usize, unit: &Unit, due: NaiveDate) -> Dates {
        let id = unit.id.as_str();
        let late = self
            .sample
            .late
            .iter()
            .find(|(i, other, _)| *i == index && *other == id);
        let early = self
            .chance
            .between(0, 4, &[id, "issued", &index.to_string()]);
        let days = late.map_or(-i64::try_from(early).unwrap_or(0), |(_, _, days)| *days);
        let issued = shifted(due, days);
        let issued = if days > 0 {
            workday_from(issued)
        } else {
            workday(issued)
        };
        let month_end = shifted(due.with_day(1).unwrap_or(due), -1);
        // Nobody reports before what is counted is over.
        Dates {
            counted: month_end,
            issued: issued.max(workday_from(shifted(month_end, 1))),
        }
    }

    /// What is numbered in the year: by hand, in the words and in the heads of reports.
    fn register_of_year(&self) -> Result<Register, Box<dyn Error>> {
        let year = self.city.year;
        let mut register = Register::new(year, self.chance);
        let of_city = city::issuer(&self.city.compiled);
        let names_city = |of: Option<&str>| of.is_some_and(|of| of.contains("thành phố"));
        for cycle in self.city.regime.cycles.keys() {
            let path = self.place(year, cycle).join(format!("{}.yaml", of_city.id));
            if let Ok(text) = fs::read_to_string(path) {
                register.fix(&text, of_city, |_| true);
                for unit in &self.city.units {
                    register.fix(&text, unit.issuer(), |_| !unit.is_local);
                }
                let (own, presented) = text.split_once("the_thuc_trinh:").unwrap_or((&text, ""));
                let compiler = self.city.compiled.compiled_by.as_ref().map(|id| &id.value);
                for (agency, text) in [(Some(of_city.id), own), (compiler, presented)] {
                    for (number, day) in Register::heads(text) {
                        let Some(agency) = agency else { continue };
                        register.fix_one((agency.clone(), "BC".to_owned()), day, number);
                    }
                }
            }
        }
        for (leaf, text) in self.tasks.by_hand() {
            register.fix(&text, of_city, names_city);
            let leads = |unit: &&Unit| self.city.leaves(unit).iter().any(|l| l.id.as_str() == leaf);
            for unit in self.city.units.iter().filter(leads) {
                register.fix(&text, unit.issuer(), |of| !names_city(of));
            }
        }
        for unit in &self.city.units {
            let own = unit.issuer();
            let by_hand = self.city.submission_by_hand(&unit.id).is_some();
            if by_hand {
                let path = self.place(year, &"q1".into());
                let text = fs::read_to_string(path.join(format!("{}.yaml", unit.id)))?;
                register.fix(&text, own, |of| !(unit.is_local && names_city(of)));
                register.fix(&text, of_city, |of| !unit.is_local || names_city(of));
                for (number, day) in Register::heads(&text) {
                    register.fix_one((unit.id.clone(), "BC".to_owned()), day, number);
                }
            }
            let signing = Signing {
                unit,
                chance: self.chance,
                year,
            };
            signing.ask(self.city, self.tasks, (own, of_city), &mut register);
            let from = usize::from(by_hand);
            let words = self.words_of(unit)?;
            words::ask(unit, words, (from, year), self.chance, &mut register);
            self.ask_for_reports(unit, (from, year), &mut register)?;
        }
        Ok(register)
    }

    /// Of the year before there are reports alone.
    fn register_of_year_before(&self) -> Result<Register, Box<dyn Error>> {
        let year = self.city.year - 1;
        let mut register = Register::new(year, self.chance);
        let city = self.city.compiled_unit();
        for unit in self.city.units.iter().chain([&city]) {
            self.ask_for_reports(unit, (0, year), &mut register)?;
        }
        Ok(register)
    }

    fn ask_for_reports(
        &self,
        unit: &Unit,
        (from, year): (usize, i32),
        register: &mut Register,
    ) -> Result<(), Box<dyn Error>> {
        for (index, cycle) in self.city.regime.cycles.keys().enumerate().skip(from) {
            let (due, _) = self.calendar(year, cycle)?;
            let issued = self.dates(index, unit, due).issued;
            let series = (unit.id.clone(), "BC".to_owned());
            register.ask(series, issued, words::report_key(index));
        }
        Ok(())
    }

    /// All files of a period.
    fn period(
        &self,
        index: usize,
        cycle: &CycleId,
        figures: &Figures,
        before: Option<&(CycleId, Figures)>,
    ) -> Result<(), Box<dyn Error>> {
        let year = self.city.year;
        let folder = self.folder(year, cycle)?;
        let (due, cut_off) = self.calendar(year, cycle)?;
        let calendar = PhraseValues::default().with("nam", year.to_string());
        let name = self.city.regime.cycles[cycle].name.fill(&calendar);
        for unit in &self.city.units {
            let path = folder.join(format!("{}.yaml", unit.id));
            let absent = self.sample.absent.contains(&(index, unit.id.as_str()));
            if is_by_hand(&path) || absent {
                continue;
            }
            let figures = &figures[&unit.id];
            let institutions =
                ["so", "huyen", "xa"].map(|level| format!("bo_may.su_nghiep_thuoc_{level}"));
            let documents = Documents {
                unit,
                chance: self.chance,
                year,
                numbers: &self.numbers,
                city: city::issuer(&self.city.compiled),
                it_plan_done: figures.get("hien_dai_hoa.cntt_hoan_thanh")
                    == figures.get("hien_dai_hoa.cntt_nhiem_vu"),
                plan_by_hand: self.city.plan_by_hand(&unit.id),
                institutions: institutions
                    .iter()
                    .filter_map(|id| figures.get(id.as_str()))
                    .sum(),
            };
            let dates = self.dates(index, unit, due);
            let mut yaml = Yaml::default();
            words::begin(unit, &documents, &name, (index, dates), &mut yaml);
            let rows: Vec<_> = self
                .in_order(unit, cycle)
                .into_iter()
                .map(|row| {
                    let figure = figures.get(&row.id).copied().unwrap_or_default();
                    let said = words::said(&unit.id, row, figure, (index, cut_off), self.chance);
                    (row, said)
                })
                .collect();
            words::figures("so_lieu", &rows, 0, &mut yaml);
            yaml.gap();
            if let Some(before) = before {
                self.finals(unit, index, before, &mut yaml)?;
            }
            tasks::write(
                self.city,
                self.tasks,
                &documents,
                (index, cycle.as_str()),
                &mut yaml,
            );
            let words = self.words_of(unit)?;
            words::narrative(
                self.city,
                unit,
                (words, self.sample.by_section),
                &documents,
                (index, cycle.as_str()),
                figures,
                &mut yaml,
            );
            fs::write(path, yaml.finish())?;
        }
        Ok(())
    }

    /// The words of a unit; an invented one has those of another.
    fn words_of(&self, unit: &Unit) -> Result<&UnitWords, Box<dyn Error>> {
        let names: Vec<_> = self.words.keys().collect();
        let other = self.chance.pick(&names, &[unit.id.as_str(), "words"]);
        let own = self.words.get(unit.id.as_str());
        let words = own.or_else(|| self.words.get(other?.as_str()));
        Ok(words.ok_or("there are no words")?)
    }

    /// What has arrived: most on the day of its date, some on the next; one report came
    /// back to be corrected.
    fn register(&self, index: usize, cycle: &CycleId) -> Result<(), Box<dyn Error>> {
        let year = self.city.year;
        let path = self.folder(year, cycle)?.join("so-den.yaml");
        if is_by_hand(&path) {
            return Ok(());
        }
        let (due, _) = self.calendar(year, cycle)?;
        let compiler = self.city.compiled.compiled_by.as_ref().map(|id| &id.value);
        let mut arrivals = Vec::new();
        for unit in &self.city.units {
            let to = unit.agency.reports_to.as_ref().map(|id| &id.value);
            if to != compiler || self.sample.absent.contains(&(index, unit.id.as_str())) {
                continue;
            }
            let by_hand = self
                .city
                .submission_by_hand(&unit.id)
                .filter(|_| index == 0);
            let issued = by_hand.and_then(|submission| match &submission.document.state {
                DocumentState::Issued { date, .. } => Some(date.value),
                DocumentState::Draft | DocumentState::ForSigning => None,
            });
            let issued = issued.unwrap_or_else(|| self.dates(index, unit, due).issued);
            let next_day = issued < due && self.chance.once_in(4, &[unit.id.as_str(), "arrival"]);
            let arrived = shifted(issued, i64::from(next_day));
            let arrived = if is_off(arrived) { issued } else { arrived };
            arrivals.push((arrived, unit));
        }
        arrivals.sort_by_key(|(day, unit)| (*day, unit.id.clone()));
        let mut yaml = Yaml::default();
        yaml.line(
            0,
            format!("# Sổ đến, kỳ {year}-{cycle}: ngày đến trên hệ thống, số đến."),
        );
        yaml.line(0, city::MARK);
        yaml.gap();
        for (number, (day, unit)) in (1..).zip(&arrivals) {
            let number = 100 + 200 * index + 3 * number;
            if (index, unit.id.as_str()) == self.sample.sent_back {
                let back = workday_from(shifted(*day, 1));
                let again = workday_from(shifted(*day, 4));
                yaml.line(0, format!("{}:", unit.id));
                yaml.line(1, format!("- ngay: {day}"));
                yaml.line(2, format!("so: {number}"));
                yaml.line(2, format!("tra_lai: {back}"));
                yaml.line(2, format!("ly_do: {SENT_BACK_FOR}"));
                yaml.line(2, format!("can_sua: {TO_MEND}"));
                yaml.line(1, format!("- {{ngay: {again}, so: {}}}", number + 1));
            } else {
                yaml.line(0, format!("{}: {{ngay: {day}, so: {number}}}", unit.id));
            }
        }
        fs::write(path, yaml.finish())?;
        Ok(())
    }

    /// The rows that a unit fills, in the order of the forms.
    fn in_order(&self, unit: &Unit, cycle: &CycleId) -> Vec<&Indicator> {
        let mut rows = self.drawing.rows(unit, cycle);
        let indicators = &self.city.regime.indicators;
        rows.sort_by_key(|row| indicators.get_index_of(&row.id));
        rows
    }

    /// What the last report estimated is final now.
    fn finals(
        &self,
        unit: &Unit,
        index: usize,
        (cycle, figures): &(CycleId, Figures),
        yaml: &mut Yaml,
    ) -> Result<(), Box<dyn Error>> {
        let (_, cut_off) = self.calendar(self.city.year, cycle)?;
        let by_hand = self
            .city
            .submission_by_hand(&unit.id)
            .filter(|_| index == 1);
        let rows: Vec<_> = self
            .in_order(unit, cycle)
            .into_iter()
            .filter_map(|row| {
                let figure = figures[&unit.id].get(&row.id).copied()?;
                let estimate = match by_hand {
                    Some(submission) => submission.figures.get(&row.id)?.estimate,
                    None => matches!(
                        words::said(&unit.id, row, figure, (index - 1, cut_off), self.chance),
                        Said::Estimate(..)
                    ),
                };
                let counted =
                    figure * self.chance.between(965, 1000, &[unit.id.as_str(), "final"]) / 1000;
                estimate.then_some((row, Said::Number(counted)))
            })
            .collect();
        if rows.is_empty() || self.sample.absent.contains(&(index - 1, unit.id.as_str())) {
            return Ok(());
        }
        yaml.line(0, "chinh_thuc:");
        let period = Period {
            year: self.city.year,
            cycle: cycle.clone(),
        };
        words::figures(&period.to_string(), &rows, 1, yaml);
        yaml.gap();
        Ok(())
    }

    /// The figures of the year before, with the document that they were reported in.
    fn earlier(
        &self,
        index: usize,
        cycle: &CycleId,
        (figures, now): (&Figures, &Figures),
    ) -> Result<(), Box<dyn Error>> {
        let year = self.city.year - 1;
        let folder = self.folder(year, cycle)?;
        let (due, _) = self.calendar(year, cycle)?;
        for unit in &self.city.units {
            let path = folder.join(format!("{}.yaml", unit.id));
            if is_by_hand(&path) {
                continue;
            }
            let rows: Vec<_> = self
                .in_order(unit, cycle)
                .into_iter()
                .filter(|row| !self.answers_for(unit, row))
                .filter_map(|row| Some((row, Said::Number(*figures[&unit.id].get(&row.id)?))))
                .collect();
            let dates = self.dates(index, unit, due);
            self.write_earlier(&path, unit, (index, dates), &rows)?;
        }
        let city = self.city.compiled_unit();
        let path = folder.join(format!("{}.yaml", city.id));
        if !is_by_hand(&path) {
            let dates = self.dates(index, &city, due);
            let rows = self.of_city(index, cycle, (figures, now));
            self.write_earlier(&path, &city, (index, dates), &rows)?;
        }
        Ok(())
    }

    /// What the city itself stated a year ago, when there was no plan that says who
    /// answers for which area: the rows of the owners, and the tasks of its plan.
    fn of_city(
        &self,
        index: usize,
        cycle: &CycleId,
        figures: (&Figures, &Figures),
    ) -> Vec<(&Indicator, Said)> {
        let rows = self.city.regime.indicators.values();
        rows.filter(|row| row.formula.is_none() && row.is_asked_in(cycle))
            .filter_map(|row| {
                let figure = match row.city {
                    CityRule::Owner => self.stated_for_all(row, figures)?,
                    CityRule::Plan(PlanCount::All) => 30,
                    CityRule::Plan(PlanCount::Done) => *[2, 7, 7, 17].get(index)?,
                    CityRule::Sum if row.id.as_str() == "chi_dao.van_ban_chi_dao" => {
                        *[8, 18, 7, 33].get(index)?
                    }
                    CityRule::Sum | CityRule::CountOfUnits => return None,
                };
                Some((row, Said::Number(figure)))
            })
            .collect()
    }

    /// What the owner of a row stated for all a year ago: what the others stated together, and
    /// what of its own figure is not theirs.
    fn stated_for_all(&self, row: &Indicator, (figures, now): (&Figures, &Figures)) -> Option<u64> {
        let owner = self.city.owner(&row.id)?;
        let own = *figures.get(owner)?.get(&row.id)?;
        let amount = matches!(row.quantity, Quantity::Count | Quantity::Money);
        let by_hand = self.city.written(owner, &row.id).is_some();
        if by_hand || !amount || !self.city.regime.means_one_thing(row) {
            return Some(own);
        }
        let of_others = |figures: &Figures| -> u64 {
            let units = self.city.units.iter();
            let others = units
                .filter(|unit| unit.id != *owner && row.is_filled_by(&unit.agency, None))
                .filter_map(|unit| figures.get(&unit.id)?.get(&row.id));
            others.sum()
        };
        // In some years an owner's figure holds those of the others, in some it does not.
        let own_now = *now.get(owner)?.get(&row.id)?;
        let apart = own_now.checked_sub(of_others(now));
        let apart = apart.map_or(own, |apart| own * apart / own_now.max(1));
        Some(of_others(figures) + apart)
    }

    fn answers_for(&self, unit: &Unit, row: &Indicator) -> bool {
        (row.city == CityRule::Owner || row.fillers.owner)
            && self.city.owner(&row.id) == Some(&unit.id)
    }

    fn write_earlier(
        &self,
        path: &Path,
        unit: &Unit,
        (index, dates): (usize, Dates),
        rows: &[(&Indicator, Said)],
    ) -> Result<(), Box<dyn Error>> {
        let mut yaml = Yaml::default();
        yaml.line(
            0,
            format!("# {}: số liệu để so sánh.", unit.agency.name.value),
        );
        yaml.line(0, city::MARK);
        yaml.gap();
        yaml.line(0, "chi_de_so_sanh: true");
        yaml.line(0, format!("so_lieu_den_ngay: {}", dates.counted));
        yaml.gap();
        yaml.line(0, "the_thuc:");
        yaml.line(1, "trang_thai: da_ban_hanh");
        let series = (unit.id.clone(), "BC".to_owned());
        let number = self.numbers.of(&series, &words::report_key(index));
        yaml.line(1, format!("so: {}", number.unwrap_or_default()));
        yaml.line(1, format!("ngay: {}", dates.issued));
        let signer = unit.agency.signers.keys().next();
        yaml.line(
            1,
            format!("nguoi_ky: {}", signer.map_or("", String::as_str)),
        );
        yaml.gap();
        words::figures("so_lieu", rows, 0, &mut yaml);
        fs::write(path, yaml.finish())?;
        Ok(())
    }
}

/// Adds invented units to the agencies of a folder until there are `count`.
fn invent_units(data: &Path, already: usize, count: usize) -> Result<(), Box<dyn Error>> {
    let path = data.join("co-quan.yaml");
    let mut text = fs::read_to_string(&path)?;
    for number in already..count {
        let name = format!("Sở Mẫu {number}");
        let _ = write!(
            text,
            "\n  so-mau-{number}:\n    ten: {name}\n    tu_xung: Sở\n    viet_tat: SM{number}\n    \
             cap: so\n    co_quan_chu_quan: thanh-pho\n    bao_cao_ve: so-noi-vu\n    \
             ten_dau_van_ban: [{}]\n    dia_danh: Hải Phòng\n    nguoi_dung_dau: Giám đốc\n    \
             nguoi_ky:\n      giam-doc: {{chuc_vu: Giám đốc, ho_ten: Nguyễn Văn Mẫu}}\n",
            vi::upper(&name)
        );
    }
    fs::write(path, text)?;
    Ok(())
}
