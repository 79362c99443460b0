//! A folder of data is begun.

use std::path::PathBuf;

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, as_shown};
use crate::load;
use crate::model::{Period, Regime};
use crate::publish;
use crate::scaffold::{self, Beginning, Province};
use crate::vi;

/// The folder of data in the folder where somebody works.
const DATA: &str = "data";

/// Where a folder of data is begun, and what is in it.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// Where.
    pub place: InitPlace,
    /// What.
    pub contents: InitContents,
}

/// Where a folder of data is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitPlace {
    /// `data` in the folder where somebody is, whatever else is in that one.
    Here,
    /// `data` in this folder, which is not there yet or has nothing in it.
    In(PathBuf),
}

/// What a folder of data begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitContents {
    /// What a province has in the first year of its reports.
    Province {
        /// Its name, as people type it.
        province: String,
        /// The year.
        year: i32,
        /// The name of the regime.
        regime: String,
    },
    /// The sample.
    Sample,
}

/// A folder of data that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Initialized {
    /// The folder in which it is.
    #[serde(serialize_with = "as_shown")]
    pub folder: PathBuf,
    /// The folder of data.
    #[serde(serialize_with = "as_shown")]
    pub data: PathBuf,
    /// How many files it has.
    pub files: usize,
    /// The province; none of the sample.
    pub province: Option<BegunProvince>,
}

/// What a province begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BegunProvince {
    /// Its name with its kind.
    pub name: String,
    /// How many communes it has.
    pub communes: usize,
    /// Their kinds: "xã, phường".
    pub commune_words: String,
    /// The regime.
    pub regime: String,
    /// Its number.
    pub number: u64,
    /// The year.
    pub year: i32,
    /// The first period of the year.
    #[serde(serialize_with = "as_text")]
    pub first: Period,
}

fn as_text<S: serde::Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(period)
}

impl App {
    /// Begins a folder of data, whole or not at all; nothing that is there is touched.
    pub fn init(
        &self,
        request: &InitRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Initialized>) {
        self.run(tell, |run| run.init(request))
    }
}

impl Run<'_> {
    fn init(&mut self, request: &InitRequest) -> Option<Initialized> {
        let place = place(&request.place);
        let made = match &request.contents {
            InitContents::Sample => Ok((None, sample())),
            InitContents::Province {
                province,
                year,
                regime,
            } => self.province(province, *year, regime),
        };
        // All that is wrong is told at once.
        let (made, place) = match (made, place) {
            (Ok(made), Ok(place)) => (made, place),
            (made, place) => {
                let mut findings = made.err().unwrap_or_default();
                findings.extend(place.err());
                self.found(findings);
                return None;
            }
        };
        let (province, files) = made;
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| (format!("{}{name}", place.below), bytes.as_slice()))
            .collect();
        let laid = publish::lay(&place.appears, &files);
        self.or_told(laid.map_err(|finding| vec![finding]))?;
        Some(Initialized {
            data: place.folder.join(DATA),
            folder: place.folder,
            files: files.len(),
            province,
        })
    }

    /// What a province begins with, or all that is wrong with what was asked for.
    fn province(
        &mut self,
        province: &str,
        year: i32,
        regime: &str,
    ) -> Result<(Option<BegunProvince>, Files), Vec<Diagnostic>> {
        let province = Province::named(province).map_err(|unknown| {
            Diagnostic::general(Code::ValueChoice, unknown.to_string()).with_help(unknown.remedy())
        });
        let number = self.carried(regime);
        let (province, number) = match (province, number) {
            (Ok(province), Ok(number)) => (province, number),
            // A regime that is right is looked into for any place.
            (Err(province), Ok(number)) => {
                let of_regime = self.regime((regime, number), &Province::all()[0], year);
                return Err(std::iter::once(province).chain(of_regime.err()).collect());
            }
            (province, number) => {
                return Err(province.err().into_iter().chain(number.err()).collect());
            }
        };
        let (regime, first) = self
            .regime((regime, number), province, year)
            .map_err(|finding| vec![finding])?;
        let beginning = Beginning {
            province,
            year,
            regime: &regime,
            number,
        };
        let files = beginning.files().into_iter();
        let files = files.map(|file| (file.path, file.text.into_bytes()));
        let begun = BegunProvince {
            name: province.full_name(),
            communes: province.communes.len(),
            commune_words: province.commune_words(),
            regime: regime.id.clone(),
            number,
            year,
            first,
        };
        Ok((Some(begun), files.collect()))
    }

    /// The newest number of a regime that the program carries.
    fn carried(&self, name: &str) -> Result<u64, Diagnostic> {
        let carried = &self.app.config().carried;
        carried.newest(name).ok_or_else(|| {
            let message = format!("chương trình không có chế độ `{name}`");
            let finding = Diagnostic::general(Code::RegimeNotCarried, message);
            let names: Vec<_> = carried.names().collect();
            let near = carried.nearest(name);
            let near = near.map(|near| format!("có phải là `{near}`?"));
            let finding = near.into_iter().fold(finding, Diagnostic::with_help);
            finding.with_help(format!("các chế độ có sẵn: {}", names.join(", ")))
        })
    }

    /// A regime that the program carries with its words of a province, and its first period of a
    /// year.
    fn regime(
        &self,
        (name, number): (&str, u64),
        province: &Province,
        year: i32,
    ) -> Result<(Regime, Period), Diagnostic> {
        let fonts = self.app.fonts()?;
        let text = self.app.config().carried.text(name, number);
        let words = (&province.territory(), fonts.charset());
        let regime = text.and_then(|text| load::lone_regime(name, text, words));
        let regime = regime.ok_or_else(|| {
            Diagnostic::general(Code::RegimeInconsistent, format!("chế độ `{name}` có lỗi"))
        })?;
        fits(&regime)?;
        let first = first_period(&regime, year)?;
        Ok((regime, first))
    }
}

type Files = Vec<(String, Vec<u8>)>;

/// Where files appear: a folder, and what stands before their paths in it.
struct Place {
    /// The folder in which somebody will work.
    folder: PathBuf,
    /// The folder that appears.
    appears: PathBuf,
    /// Before the path of each file.
    below: &'static str,
}

fn place(place: &InitPlace) -> Result<Place, Diagnostic> {
    let folder = match place {
        InitPlace::Here => PathBuf::new(),
        InitPlace::In(folder) => folder.clone(),
    };
    let data = folder.join(DATA);
    let looked_at = match place {
        InitPlace::Here => &data,
        InitPlace::In(_) => &folder,
    };
    match publish::is_free(looked_at) {
        Ok(true) => {}
        Ok(false) => return Err(publish::not_empty(looked_at)),
        Err(error) => return Err(publish::unwritable(looked_at, &error)),
    }
    let is_there = *place == InitPlace::Here || folder.exists();
    Ok(if is_there {
        Place {
            folder,
            appears: data,
            below: "",
        }
    } else {
        Place {
            appears: folder.clone(),
            folder,
            below: "data/",
        }
    })
}

fn sample() -> Files {
    let files = scaffold::sample().into_iter();
    files.map(|(name, bytes)| (name, bytes.to_vec())).collect()
}

/// Whether a regime is for provinces as they are: one that asks levels which they have not is of
/// another time.
fn fits(regime: &Regime) -> Result<(), Diagnostic> {
    let unknown = scaffold::levels_unknown(regime);
    if unknown.is_empty() {
        return Ok(());
    }
    let levels: Vec<_> = unknown.iter().map(|level| format!("`{level}`")).collect();
    let message = format!(
        "chế độ `{}` giao số liệu cho cấp {}, mà từ 01/7/2025 tỉnh, thành phố nào cũng chỉ còn cấp xã",
        regime.id,
        levels.join(", ")
    );
    Err(Diagnostic::general(Code::ValueChoice, message).with_help(
        "chọn chế độ khác; thư mục mẫu có chế độ này cùng số liệu của nơi đã báo cáo theo nó",
    ))
}

/// The first period of a year under a regime.
fn first_period(regime: &Regime, year: i32) -> Result<Period, Diagnostic> {
    let period = scaffold::periods_in(regime, year).into_iter().next();
    period.ok_or_else(|| {
        let day = |day| vi::short_date(day);
        let until = regime
            .valid_to
            .map_or_else(String::new, |to| format!(" đến {}", day(to)));
        let message = format!(
            "chế độ `{}` không có kỳ báo cáo nào của năm {year}: có hiệu lực từ {}{until}",
            regime.id,
            day(regime.valid_from),
        );
        Diagnostic::general(Code::PeriodUnknown, message)
            .with_help("chọn năm khác, hoặc chế độ khác")
    })
}
