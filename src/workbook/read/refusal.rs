//! Why a file is not read, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::book::Format;
use super::kind::Kind;
use super::{FILE_LIMIT, package, store};
use crate::vi;

/// Why a file is not read as a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It has more bytes than [`FILE_LIMIT`].
    TooLarge,
    /// It opens with a password only.
    Password,
    /// It carries macros.
    Macros,
    /// It holds more than anybody types.
    Beyond(Limit),
    /// Its end is missing, or bytes in it are other than they were.
    Damaged,
    /// It is something else, whatever its name says.
    Other(Kind),
    /// It is .xlsb.
    Binary,
    /// It is read by a [`super::Desk`] only.
    NeedsWorker(Format),
    /// Its XML names everything with a prefix, which the reader does not understand.
    Prefixed,
    /// Its XML defines names of its own, as no spreadsheet program does.
    Entities,
    /// A text in an encoding that nobody can tell.
    Encoding,
    /// A text of which it is not certain what separates its cells.
    Separator,
    /// A text with a quotation mark that is not closed.
    Quote,
    /// Its content does not follow the format: which sheet, or the workbook itself, and how.
    Unreadable {
        /// The sheet.
        sheet: Option<String>,
        /// What is wrong with it.
        why: String,
    },
    /// It has no sheet with cells.
    NoSheet,
    /// Reading it took more megabytes of memory than it may.
    Memory(u64),
    /// Reading it took more seconds than it may.
    Late(u64),
    /// The process that reads such files is gone, or there is none.
    Worker(String),
    /// Somebody asked to stop.
    Stopped,
}

/// What a workbook has too much of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// Files within the file.
    Parts,
    /// One of them, inflated.
    Part(String),
    /// All of them, inflated.
    Whole,
    /// Sheets.
    Sheets,
    /// Cells that hold something in one sheet.
    Cells(String),
    /// Cells that hold something in all sheets.
    AllCells,
    /// Texts and formulas of all cells.
    Text,
    /// A piece of XML without an end.
    Markup(String),
    /// Texts that cells share.
    Strings,
    /// Styles of cells.
    Styles,
    /// Merged cells.
    Merges,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |number: usize| vi::grouped(number as u64);
        match self {
            Self::Parts => write!(f, "tệp có hơn {} phần bên trong", count(package::PARTS)),
            Self::Part(name) => write!(f, "phần `{name}` bên trong tệp bung ra quá lớn"),
            Self::Whole => write!(f, "tệp bung ra hơn {} MB", package::WHOLE >> 20),
            Self::Sheets => write!(f, "tệp có hơn {} trang tính", store::SHEETS),
            Self::Cells(sheet) => write!(
                f,
                "trang tính `{sheet}` có hơn {} ô có nội dung",
                count(store::CELLS)
            ),
            Self::AllCells => write!(f, "tệp có hơn {} ô có nội dung", count(store::ALL_CELLS)),
            Self::Text => write!(f, "chữ trong các ô dài hơn {} MB", store::TEXT >> 20),
            Self::Markup(name) => write!(f, "phần `{name}` bên trong tệp có đoạn dài bất thường"),
            Self::Strings => f.write_str("bảng chữ dùng chung của tệp lớn bất thường"),
            Self::Styles => f.write_str("tệp có quá nhiều kiểu định dạng ô"),
            Self::Merges => f.write_str("trang tính có quá nhiều ô gộp"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "tệp lớn hơn {} MB", FILE_LIMIT >> 20),
            Self::Password => f.write_str("tệp có mật khẩu nên không đọc được"),
            Self::Macros => f.write_str("tệp có macro nên không được đọc"),
            Self::Beyond(limit) => limit.fmt(f),
            Self::Damaged => f.write_str("tệp bị hỏng hoặc bị cắt cụt, không mở được"),
            Self::Other(kind) => write!(f, "đây là {kind}, không phải bảng tính"),
            Self::Binary => f.write_str("tệp ở định dạng .xlsb (nhị phân), chương trình không đọc"),
            Self::NeedsWorker(format) => write!(
                f,
                "tệp {} chỉ được đọc trong tiến trình riêng",
                format.ending()
            ),
            Self::Prefixed => f.write_str(
                "tệp do chương trình khác ghi ra theo cách ít gặp (thẻ XML có tiền tố), không đọc được",
            ),
            Self::Entities => f.write_str("tệp có khai báo XML (DOCTYPE) mà bảng tính không bao giờ có"),
            Self::Encoding => {
                f.write_str("tệp .csv không lưu bằng bảng mã UTF-8, cũng không phải UTF-16 có dấu đầu tệp")
            }
            Self::Separator => f.write_str(
                "không rõ các cột của tệp .csv ngăn nhau bằng dấu chấm phẩy, dấu phẩy hay dấu tab",
            ),
            Self::Quote => f.write_str(
                "tệp .csv có dấu nháy kép mở mà không đóng, nên các dòng sau bị coi là một ô",
            ),
            Self::Unreadable {
                sheet: Some(sheet),
                why,
            } => write!(f, "không đọc được trang tính `{sheet}`: {why}"),
            Self::Unreadable { sheet: None, why } => write!(f, "không đọc được tệp: {why}"),
            Self::NoSheet => f.write_str("tệp không có trang tính nào"),
            Self::Memory(megabytes) => write!(f, "đọc tệp cần hơn {megabytes} MB bộ nhớ"),
            Self::Late(seconds) => write!(f, "đọc tệp quá {seconds} giây chưa xong"),
            Self::Worker(why) => write!(f, "không chạy được tiến trình đọc tệp: {why}"),
            Self::Stopped => f.write_str("đã dừng theo yêu cầu"),
        }
    }
}

impl std::error::Error for Refusal {}

const SAVE_AGAIN: &str =
    "mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx (Excel Workbook) rồi gửi tệp mới";
const COPY: &str =
    "chép số liệu sang tệp mẫu mới rồi gửi lại; không gửi tệp đã ghép thêm nhiều thứ khác";

impl Refusal {
    /// What to do about it, in Vietnamese.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLarge => {
                "bỏ ảnh và trang tính không thuộc mẫu, hoặc chép số liệu sang tệp mẫu mới; kiểm tra xem có gửi nhầm tệp"
            }
            Self::Password => {
                "mở tệp bằng mật khẩu, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi gửi"
            }
            Self::Macros => {
                "lưu lại thành .xlsx (Excel Workbook), khi được hỏi thì chọn không giữ macro, rồi gửi tệp mới"
            }
            Self::Beyond(_) | Self::Memory(_) | Self::Late(_) => COPY,
            Self::Damaged => {
                "gửi lại tệp gốc; nếu tệp gốc cũng không mở được thì điền lại vào tệp mẫu mới"
            }
            Self::Other(kind) => kind.remedy(),
            Self::Binary
            | Self::NeedsWorker(_)
            | Self::Prefixed
            | Self::Entities
            | Self::Unreadable { .. } => SAVE_AGAIN,
            Self::Encoding => {
                "mở bằng Excel, lưu thành .xlsx hoặc “CSV UTF-8”; bảng gõ bằng TCVN3, VNI thì chuyển sang Unicode trước"
            }
            Self::Separator => {
                "mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx; hoặc thêm dòng đầu tệp `sep=;` (đúng dấu ngăn cột đã dùng)"
            }
            Self::Quote => "xóa dấu nháy kép thừa, hoặc mở bằng Excel rồi lưu thành .xlsx",
            Self::NoSheet => "gửi lại tệp mẫu đã điền",
            Self::Worker(_) => {
                "xem máy có cho chương trình chạy thêm tiến trình; hoặc lưu tệp thành .xlsx"
            }
            Self::Stopped => "chạy lại khi cần",
        }
    }
}
