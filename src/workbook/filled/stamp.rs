//! Whose workbook it is, by the stamps of its sheets.

use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::model::{AgencyId, Period};
use crate::workbook::read::{Book, Content, Sheet};

const MARK: &str = "baocao;";

/// Whose workbook it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The period.
    pub period: Period,
    /// The unit.
    pub agency: AgencyId,
    /// A hash of what the unit's file said when the workbook was written.
    pub said: String,
}

/// What stands in the first cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The number of the layout.
    pub layout: String,
    pub identity: Identity,
    /// What the sheet is: `bieu:tthc`.
    pub sheet: String,
    /// A hash of the rows and columns that it asks.
    pub version: String,
}

impl Stamp {
    /// The stamp of a sheet; nothing for a sheet that is not ours.
    pub(super) fn of(sheet: &Sheet) -> Option<Self> {
        let Content::Text(text) = &sheet.cell(0, 0)?.content else {
            return None;
        };
        let rest = text.trim().strip_prefix(MARK)?;
        let parts: Vec<_> = rest.split(';').collect();
        let [layout, period, agency, sheet, version, said] = parts.as_slice() else {
            return None;
        };
        Some(Self {
            layout: (*layout).to_owned(),
            identity: Identity {
                period: Period::parse(period)?,
                agency: AgencyId::from(*agency),
                said: (*said).to_owned(),
            },
            sheet: (*sheet).to_owned(),
            version: (*version).to_owned(),
        })
    }
}

/// Whose workbook it is, by all of its sheets.
///
/// # Errors
/// It is none of ours, or its sheets are not of one workbook; `path` names it.
pub fn identity(book: &Book, path: &str) -> Result<Identity, Diagnostic> {
    let stamped = book
        .sheets
        .iter()
        .filter_map(|sheet| Some((sheet, Stamp::of(sheet)?)));
    let stamped: Vec<_> = stamped.collect();
    let Some((first, stamp)) = stamped.first() else {
        return Err(not_ours(book, path));
    };
    let is_other = |(_, other): &&(&Sheet, Stamp)| other.identity != stamp.identity;
    let Some((sheet, other)) = stamped.iter().find(is_other) else {
        return Ok(stamp.identity.clone());
    };
    if other.identity.period == stamp.identity.period
        && other.identity.agency == stamp.identity.agency
    {
        let message = format!(
            "`{path}` gồm trang của hai lần xuất: `{}` và `{}`",
            first.name, sheet.name
        );
        return Err(Diagnostic::general(Code::WorkbookForm, message)
            .with_help("gửi lại tệp của một lần xuất; số liệu ở tệp kia thì chép giá trị sang"));
    }
    let words = |identity: &Identity| format!("`{}` kỳ {}", identity.agency, identity.period);
    let message = format!(
        "`{path}` gồm trang của hai tệp: trang `{}` là của {}, trang `{}` là của {}",
        first.name,
        words(&stamp.identity),
        sheet.name,
        words(&other.identity)
    );
    Err(Diagnostic::general(Code::WorkbookForm, message).with_help(
        "mỗi tệp chỉ gồm các trang của một đơn vị, một kỳ: bỏ trang lạ, hoặc chép giá trị về đúng tệp của đơn vị",
    ))
}

fn not_ours(book: &Book, path: &str) -> Diagnostic {
    let names: Vec<_> = book
        .sheets
        .iter()
        .map(|sheet| format!("`{}`", sheet.name))
        .collect();
    let is_like_ours = |sheet: &Sheet| {
        let name = sheet.name.trim();
        name.starts_with("Biểu ") || ["Nhiệm vụ", "Nội dung", "Thể thức"].contains(&name)
    };
    if book.sheets.iter().any(is_like_ours) {
        let message = format!("`{path}` không còn dấu của chương trình ở ô A1 các trang");
        return Diagnostic::general(Code::WorkbookForm, message).with_help(
            "dòng 1 và cột A (đang ẩn) đã bị xóa hoặc ghi đè: chép giá trị sang tệp gốc (Paste Special, Values), hoặc xin lại tệp trống",
        );
    }
    let message = format!(
        "`{path}` không phải tệp do chương trình xuất ra (các trang: {})",
        names.join(", ")
    );
    let help = Help::from("gửi lại đúng tệp đã nhận, đã điền; bảng của nơi khác thì nhập bằng ");
    Diagnostic::general(Code::WorkbookForm, message).with_help(help.way(Way::ForeignForm))
}
