//! What a unit says of a task that it leads.

use chrono::NaiveDate;

use crate::diagnostic::{Located, Place};

/// How far a unit has come with a leaf of the plan.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Where it is told.
    pub place: Place,
    /// Whether something of it could not be read, so that nothing can be missed.
    pub faulty: bool,
    /// What was done.
    pub done: Option<Located<String>>,
    /// What it has brought forth.
    pub products: Vec<Product>,
    /// The day on which it was completed.
    pub completed: Option<Located<NaiveDate>>,
    /// The day on which it is expected to be.
    pub expected: Option<Located<NaiveDate>>,
    /// When the condition that it waits for came true.
    pub condition: Option<ConditionMet>,
    /// What stands in the way.
    pub difficulty: Option<Located<String>>,
    /// Whether it was put off or given up.
    pub ending: Option<Ending>,
    /// How many of the agencies that the unit reports for have done it.
    pub members: Option<Members>,
    /// The city's money for it.
    pub money: Option<Money>,
}

/// A document, or an event that is one's product.
#[derive(Debug, Clone)]
pub struct Product {
    /// Where it is named.
    pub place: Place,
    /// What it is, if the symbol does not say so or there is none.
    pub name: Option<Located<String>>,
    /// Number and symbol: "05/KH-STP".
    pub symbol: Option<Located<String>>,
    /// Whose it is, if not the unit's own: "Ủy ban nhân dân tỉnh".
    pub issuer: Option<Located<String>>,
    /// Its day.
    pub date: Located<NaiveDate>,
}

/// A condition that has come true.
#[derive(Debug, Clone)]
pub struct ConditionMet {
    /// The day.
    pub date: Located<NaiveDate>,
    /// The deadline that came with it, if any.
    pub deadline: Option<Located<NaiveDate>>,
}

/// A task that is not gone on with, and why.
#[derive(Debug, Clone)]
pub enum Ending {
    /// Carried over to the next year (`chuyen_nam_sau`).
    CarriedOver(Located<String>),
    /// Stopped (`dung`).
    Stopped(Located<String>),
}

/// Agencies that a unit reports for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members {
    /// How many there are.
    pub all: u64,
    /// How many have done the task.
    pub done: u64,
    /// Where it is told.
    pub place: Place,
}

/// Money for a task with the mark (*), in million đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Asked for.
    pub estimated: Option<u64>,
    /// Approved.
    pub approved: Option<u64>,
    /// Spent.
    pub spent: Option<u64>,
    /// Where it is told.
    pub place: Place,
}

impl Product {
    /// What it is: "Kế hoạch", "Hội nghị tập huấn".
    pub fn kind(&self) -> &str {
        match (&self.name, &self.symbol) {
            (Some(name), _) => name.value.as_str(),
            (None, Some(symbol)) => kind_of_document(&symbol.value),
            (None, None) => "",
        }
    }

    /// "Kế hoạch số 05/KH-STP", "Hội nghị tập huấn".
    pub fn title(&self) -> String {
        let name = self.kind();
        match &self.symbol {
            Some(symbol) => format!("{name} số {}", symbol.value),
            None => name.to_owned(),
        }
    }
}

/// The kind of document that a symbol names (NĐ 30/2020, Phụ lục III); a công
/// văn has no abbreviation of its own: "112/STP-VP".
pub fn kind_of_document(symbol: &str) -> &'static str {
    let kinds = [
        ("NQ", "Nghị quyết"),
        ("QĐ", "Quyết định"),
        ("CT", "Chỉ thị"),
        ("QC", "Quy chế"),
        ("QyĐ", "Quy định"),
        ("TC", "Thông cáo"),
        ("TB", "Thông báo"),
        ("HD", "Hướng dẫn"),
        ("CTr", "Chương trình"),
        ("KH", "Kế hoạch"),
        ("PA", "Phương án"),
        ("ĐA", "Đề án"),
        ("DA", "Dự án"),
        ("BC", "Báo cáo"),
        ("BB", "Biên bản"),
        ("TTr", "Tờ trình"),
        ("HĐ", "Hợp đồng"),
        ("CĐ", "Công điện"),
        ("GM", "Giấy mời"),
        ("GGT", "Giấy giới thiệu"),
        ("GUQ", "Giấy ủy quyền"),
        ("PC", "Phiếu chuyển"),
        ("PB", "Phiếu báo"),
        ("BGN", "Bản ghi nhớ"),
        ("BTT", "Bản thỏa thuận"),
        // Of the ministries and the Government.
        ("NĐ", "Nghị định"),
        ("TT", "Thông tư"),
    ];
    // "05/KH-STP", and of the Party "49-CTr/TU".
    let (number, behind) = symbol.rsplit_once('/').unwrap_or(("", symbol));
    let kind = number.split_once('-').map_or(behind, |(_, kind)| kind);
    let abbreviation = kind.split('-').next().unwrap_or_default();
    kinds
        .iter()
        .find(|(short, _)| *short == abbreviation)
        .map_or("Công văn", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::kind_of_document;

    #[test]
    fn the_symbol_says_what_kind_of_document_it_is() {
        let cases = [
            ("05/KH-STP", "Kế hoạch"),
            ("612/QĐ-UBND", "Quyết định"),
            ("31/BC-STP", "Báo cáo"),
            ("14/TTr-STP", "Tờ trình"),
            ("01/2021/QĐ-UBND", "Quyết định"),
            ("112/STP-VP", "Công văn"),
            ("2926/SNV-CCHC&PC", "Công văn"),
            ("49-CTr/TU", "Chương trình"),
            ("01/2021/TT-BTP", "Thông tư"),
        ];
        for (symbol, kind) in cases {
            assert_eq!(kind_of_document(symbol), kind, "{symbol}");
        }
    }
}
