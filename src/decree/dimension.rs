//! One number of the page, and what the decree allows.

use serde_json::{Map, Value};

use super::json::place_of;
use crate::diagnostic::{Code, Diagnostic, Help, Place};
use crate::vi;

/// Points of a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// No length of a page is greater, in millimetres.
const LONGEST: f64 = 1000.0;
/// What two lengths differ by, in points, that are written in two units.
const SAME: f64 = 1e-6;

/// What a number of the page counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Millimetres.
    Millimetre,
    /// Points, 72 an inch.
    Point,
    /// A part of another length, 1 for all of it.
    Share,
}

impl Unit {
    const ALL: [Self; 3] = [Self::Millimetre, Self::Point, Self::Share];

    /// As the file writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Millimetre => "mm",
            Self::Point => "pt",
            Self::Share => "ty_le",
        }
    }

    /// Whether it counts a length.
    pub fn is_length(self) -> bool {
        self != Self::Share
    }

    /// A value with its unit, for people: "12,7 mm", "0,42".
    fn shown(self, value: f64) -> String {
        let number = value.to_string().replace('.', ",");
        match self {
            Self::Share => number,
            Self::Millimetre | Self::Point => format!("{number} {}", self.word()),
        }
    }

    /// A length in points; a share as it is.
    fn base(self, value: f64) -> f64 {
        match self {
            Self::Millimetre => value * POINTS,
            Self::Point | Self::Share => value,
        }
    }
}

/// What the decree allows of a number, in its unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Allowed {
    /// All from one value to another; a bound that the decree does not name is none.
    Between(Option<f64>, Option<f64>),
    /// One of some values.
    OneOf(Vec<f64>),
}

/// A size, a distance or a share.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Its value.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// What the decree allows; none where it is silent.
    pub allowed: Option<Allowed>,
    /// The clause of the decree, or that it is a convention of the layout (`quy ước của mẫu`).
    pub clause: String,
    /// What it is, in Vietnamese.
    pub description: String,
    /// Where its name stands.
    pub(super) place: Place,
}

impl Dimension {
    /// A length in points; a share as it is.
    pub fn base(&self) -> f64 {
        self.unit.base(self.value)
    }

    /// Reads the fields of a member of the file.
    ///
    /// # Errors
    /// All that is wrong in it.
    pub(super) fn read(
        name: &str,
        place: Place,
        values: &Map<String, Value>,
        text: &str,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut fields = Fields {
            name,
            place,
            values,
            text,
            findings: Vec::new(),
        };
        fields.look_for_unknown();
        let unit = fields.unit();
        let value = fields.required("gia_tri").and_then(|v| fields.number(v));
        if let (Some(unit), Some(value)) = (unit, value) {
            fields.judge(unit, value);
        }
        let allowed = fields.allowed();
        let clause = fields.words("can_cu");
        let description = fields.words("mo_ta");
        match (value, unit) {
            (Some(value), Some(unit)) if fields.findings.is_empty() => Ok(Self {
                value,
                unit,
                allowed,
                clause,
                description,
                place,
            }),
            _ => Err(fields.findings),
        }
    }

    /// A warning where it is not what the decree allows of `own`, the same number of the decree.
    pub(super) fn departure(&self, name: &str, own: &Self) -> Option<Diagnostic> {
        let allowed = own.allowed.as_ref()?;
        let base = |value: f64| own.unit.base(value);
        let (is_allowed, words) = match allowed {
            Allowed::Between(from, to) => {
                let is_above = from.is_none_or(|from| self.base() >= base(from) - SAME);
                let is_below = to.is_none_or(|to| self.base() <= base(to) + SAME);
                let words = match (from, to) {
                    (Some(from), Some(to)) => {
                        let (from, to) = (own.unit.shown(*from), own.unit.shown(*to));
                        format!("từ {from} đến {to}")
                    }
                    (Some(from), None) => format!("ít nhất {}", own.unit.shown(*from)),
                    (None, Some(to)) => format!("không quá {}", own.unit.shown(*to)),
                    (None, None) => return None,
                };
                (is_above && is_below, words)
            }
            Allowed::OneOf(values) => {
                let is_one = |value: &f64| (self.base() - base(*value)).abs() <= SAME;
                let words = values.iter().map(|value| own.unit.shown(*value));
                let words = words.collect::<Vec<_>>().join(" hoặc ");
                (values.iter().any(is_one), words)
            }
        };
        if is_allowed {
            return None;
        }
        let is = self.unit.shown(self.value);
        let (what, clause) = (&own.description, &own.clause);
        let message = format!(
            "`{name}` ({what}) là {is}; Nghị định 30/2020/NĐ-CP ({clause}) quy định {words}"
        );
        Some(self.warning(message))
    }

    /// A warning at its name.
    pub(super) fn warning(&self, message: String) -> Diagnostic {
        Diagnostic::error(Code::TemplateError, self.place, message)
            .warning()
            .with_help("sửa `gia_tri`, trừ khi có văn bản cho phép trình bày khác")
    }
}

/// The fields of one member while they are read.
struct Fields<'m> {
    name: &'m str,
    place: Place,
    values: &'m Map<String, Value>,
    text: &'m str,
    findings: Vec<Diagnostic>,
}

impl<'m> Fields<'m> {
    const KNOWN: [&'static str; 7] = [
        "gia_tri",
        "don_vi",
        "tu",
        "den",
        "mot_trong",
        "can_cu",
        "mo_ta",
    ];

    fn place_of(&self, field: &str) -> Place {
        place_of(field, self.text, self.place.source, self.place.end())
    }

    fn wrong(&mut self, place: Place, message: String, help: impl Into<Help>) {
        let finding = Diagnostic::error(Code::TemplateError, place, message);
        self.findings.push(finding.with_help(help));
    }

    fn look_for_unknown(&mut self) {
        for field in self
            .values
            .keys()
            .filter(|f| !Self::KNOWN.contains(&f.as_str()))
        {
            let message = format!("số đo `{}` không có khóa `{field}`", self.name);
            let help = match vi::nearest(field, Self::KNOWN) {
                Some(near) => format!("có phải là `{near}`?"),
                None => format!("các khóa dùng được: {}", Self::KNOWN.join(", ")),
            };
            self.wrong(self.place_of(field), message, help);
        }
    }

    fn required(&mut self, field: &str) -> Option<&'m Value> {
        let value = self.values.get(field);
        if value.is_none() {
            let message = format!("số đo `{}` thiếu `{field}`", self.name);
            let help =
                "mỗi số đo có `gia_tri` và `don_vi`, ví dụ {\"gia_tri\": 20, \"don_vi\": \"mm\"}";
            self.wrong(self.place, message, help);
        }
        value
    }

    fn number(&mut self, value: &Value) -> Option<f64> {
        let number = value.as_f64();
        if number.is_none() {
            let name = self.name;
            let message = format!("số đo `{name}` có giá trị không phải là số");
            let help = "viết số không có dấu ngoặc kép, không kèm đơn vị, phần lẻ sau dấu chấm, ví dụ 12.7";
            self.wrong(self.place_of("gia_tri"), message, help);
        }
        number
    }

    fn unit(&mut self) -> Option<Unit> {
        let value = self.required("don_vi")?;
        let unit = Unit::ALL.into_iter().find(|unit| *value == unit.word());
        if unit.is_none() {
            let name = self.name;
            let message = format!("số đo `{name}` có đơn vị {value} không dùng được");
            let help =
                "đơn vị là \"mm\" (mi-li-mét), \"pt\" (point) hoặc \"ty_le\" (tỷ lệ, 1 là toàn bộ)";
            self.wrong(self.place_of("don_vi"), message, help);
        }
        unit
    }

    /// Tells of a value that no page has.
    fn judge(&mut self, unit: Unit, value: f64) {
        let most = if unit.is_length() {
            LONGEST * POINTS
        } else {
            1.0
        };
        let base = unit.base(value);
        if base > 0.0 && base <= most {
            return;
        }
        let (name, shown) = (self.name, unit.shown(value));
        let message = format!("số đo `{name}` không thể là {shown}");
        let help = if unit.is_length() {
            "độ dài lớn hơn 0 và không quá 1000 mm"
        } else {
            "tỷ lệ lớn hơn 0 và không quá 1, ví dụ 0.4"
        };
        self.wrong(self.place_of("gia_tri"), message, help);
    }

    fn allowed(&mut self) -> Option<Allowed> {
        let number = |value: Option<&Value>| value.map(Value::as_f64);
        let (from, to) = (
            number(self.values.get("tu")),
            number(self.values.get("den")),
        );
        let values = self.values.get("mot_trong").map(|list| {
            let values = list.as_array()?.iter().map(Value::as_f64);
            values.collect::<Option<Vec<_>>>()
        });
        for (field, read) in [
            ("tu", from.map(|bound| bound.is_some())),
            ("den", to.map(|bound| bound.is_some())),
            ("mot_trong", values.as_ref().map(Option::is_some)),
        ] {
            if read == Some(false) {
                let message = format!("`{field}` của số đo `{}` không đọc được", self.name);
                let help =
                    "`tu` và `den` là số, `mot_trong` là danh sách số; bỏ các khóa này cũng được";
                self.wrong(self.place_of(field), message, help);
            }
        }
        match (values.flatten(), from.flatten(), to.flatten()) {
            (Some(values), ..) => Some(Allowed::OneOf(values)),
            (None, None, None) => None,
            (None, from, to) => Some(Allowed::Between(from, to)),
        }
    }

    fn words(&mut self, field: &str) -> String {
        match self.values.get(field) {
            None => String::new(),
            Some(Value::String(words)) => words.clone(),
            Some(_) => {
                let message = format!("`{field}` của số đo `{}` phải là chữ", self.name);
                self.wrong(self.place_of(field), message, "viết trong dấu ngoặc kép");
                String::new()
            }
        }
    }
}
