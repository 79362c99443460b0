//! What to do about a finding, apart from how it is said to whoever asked: a folder is named by an
//! option on a command line, and by a field in a form.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A line on what to do, in Vietnamese, with ways to do it that somebody else words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Text(String),
    Way(Way),
}

/// A way to do something that this program offers: a setting, or an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To name the folder of data.
    DataFolder,
    /// To name this folder of data.
    ThisDataFolder(String),
    /// To name the folder that results go to.
    OutFolder,
    /// To name a folder of templates before the built-in ones.
    Templates,
    /// To name a folder of fonts in the place of the built-in ones.
    Fonts,
    /// To say how many processes set pages.
    Jobs,
    /// To say how long setting a report may take.
    Deadline,
    /// To say how much memory setting a report may take.
    Memory,
    /// To ask that a compiled report has all its units.
    Strict,
    /// To begin a folder of data.
    Init,
    /// To begin submissions.
    Begin,
    /// To begin the submissions of all units for a period.
    BeginAll {
        /// The period.
        period: String,
        /// The folder of data.
        data: String,
    },
    /// To begin the submission of a unit.
    BeginThis {
        /// The period.
        period: String,
        /// The unit.
        agency: String,
        /// The folder of data.
        data: String,
    },
    /// To make reports.
    Build,
    /// To write to units that are late.
    Remind,
    /// To make a part of all reports.
    BuildPart,
    /// To say which part of all reports is made: the second of five.
    WhichPart,
    /// To keep a report that came back signed.
    KeepSigned {
        /// The period, if it is known of which.
        period: Option<String>,
        /// The unit, if it is known whose.
        agency: Option<String>,
    },
    /// To say of which document a signed file is.
    Document,
    /// To say that a signed file is of this document.
    ThisDocument(String),
    /// To record what an issued report says.
    Seal,
    /// To see writes into the folder of data, and to take them back.
    Undo,
    /// To say before which write a file is to be.
    WhichWrite,
    /// To do it all the same.
    Force,
    /// To see the rules that there are.
    Rules,
    /// To see the regimes that there are.
    Regimes,
    /// To see the text of a regime that the program carries.
    RegimeText(String),
    /// To see all rows of a report.
    AllRows,
    /// To take figures from a table of somebody else.
    ForeignForm,
    /// To say which column of a table has the figures, such as this one.
    TableColumn(String),
}

/// How somebody words the ways of doing something.
pub type Wording = fn(&Way) -> String;

impl Help {
    /// The text, where it names no way.
    pub fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Goes on with a way.
    #[must_use]
    pub fn way(mut self, way: Way) -> Self {
        self.0.push(Part::Way(way));
        self
    }

    /// The same behind a text.
    #[must_use]
    pub fn behind(mut self, text: &str) -> Self {
        self.0.insert(0, Part::Text(text.to_owned()));
        self
    }

    /// Goes on with text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.0.push(Part::Text(text.into()));
        self
    }

    /// The line, its ways as somebody words them.
    pub fn worded(&self, wording: impl Fn(&Way) -> String) -> String {
        let words = self.0.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Way(way) => wording(way),
        });
        words.collect()
    }

    /// The line with another in the place of each way.
    #[must_use]
    pub fn with_ways(&self, other: impl Fn(&Way) -> Way) -> Self {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => Part::Text(text.clone()),
            Part::Way(way) => Part::Way(other(way)),
        });
        Self(parts.collect())
    }
}

impl From<String> for Help {
    fn from(text: String) -> Self {
        Self(vec![Part::Text(text)])
    }
}

impl From<&str> for Help {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for Help {
    /// The line, its ways by what they are called wherever they are offered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded(Way::to_string))
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::DataFolder => "mục “Thư mục dữ liệu”",
            Self::ThisDataFolder(folder) => return write!(f, "thư mục dữ liệu `{folder}`"),
            Self::OutFolder => "mục “Thư mục kết quả”",
            Self::Templates => "mục “Thư mục mẫu”",
            Self::Fonts => "mục “Thư mục phông”",
            Self::Jobs => "mục “Số tiến trình dàn trang”",
            Self::Deadline => "mục “Thời gian dàn trang tối đa”",
            Self::Memory => "mục “Bộ nhớ dàn trang tối đa”",
            Self::Strict => "yêu cầu “Phải đủ đơn vị”",
            Self::Init => "việc “Lập thư mục dữ liệu”",
            Self::Begin => "việc “Tạo tệp số liệu”",
            Self::BeginAll { period, .. } => {
                return write!(f, "việc “Tạo tệp số liệu” cho mọi đơn vị của kỳ {period}");
            }
            Self::BeginThis { period, agency, .. } => {
                return write!(
                    f,
                    "việc “Tạo tệp số liệu” cho kỳ {period}, đơn vị `{agency}`"
                );
            }
            Self::Build => "việc “Lập báo cáo”",
            Self::Remind => "việc “Đôn đốc đơn vị gửi muộn”",
            Self::BuildPart => "việc “Lập một phần báo cáo”",
            Self::WhichPart => "phần 2/5",
            Self::KeepSigned { .. } => "việc “Lưu bản đã ký”",
            Self::Document => "mục “Văn bản”",
            Self::ThisDocument(document) => return write!(f, "văn bản `{document}`"),
            Self::Seal => "việc “Ghi nhận báo cáo đã ban hành”",
            Self::Undo => "việc “Lấy lại bản trước”",
            Self::WhichWrite => "mục “Lần ghi”",
            Self::Force => "yêu cầu “Vẫn làm”",
            Self::Rules => "việc “Xem các quy tắc”",
            Self::Regimes => "việc “Xem các chế độ báo cáo”",
            Self::RegimeText(name) => {
                return write!(f, "việc “Xem nguyên văn chế độ” `{name}`");
            }
            Self::AllRows => "việc “Xem mọi dòng”",
            Self::ForeignForm => "việc “Nhập bảng của nơi khác”",
            Self::TableColumn(column) => return write!(f, "mục “Cột số liệu” (ví dụ {column})"),
        };
        f.write_str(name)
    }
}

/// Lines as texts.
pub(super) fn as_texts<S: Serializer>(lines: &[Help], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(lines.iter().map(Help::to_string))
}
