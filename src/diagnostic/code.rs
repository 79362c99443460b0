//! The stable names of all kinds of findings, and the exit each leads to.

use serde::{Deserialize, Serialize};

/// Which exit code a kind of finding leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitKind {
    /// The data are wrong or incomplete.
    Data,
    /// A file or folder cannot be read.
    Input,
    /// A template, a font or the typesetting fails.
    Template,
    /// A file or folder cannot be written.
    Output,
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A law or decree.
    Law,
    /// The regime of reports, its forms, the plan.
    Regime,
    /// What offices are used to, and this program asks for.
    House,
    /// The files: what cannot be read or carried out.
    File,
}

impl Level {
    /// All levels.
    pub const ALL: &[Self] = &[Self::Law, Self::Regime, Self::House, Self::File];

    /// Its name in Vietnamese.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "luật",
            Self::Regime => "chế độ",
            Self::House => "quy ước",
            Self::File => "tệp",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $kind:ident, $level:ident, $title:literal, $basis:literal;)+) => {
        /// The kind of a finding. Its name never changes once published.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ #[serde(rename = $text)] $name),+ }

        impl Code {
            /// All kinds of findings.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that machines read.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The exit that this kind leads to.
            pub fn exit_kind(self) -> ExitKind {
                match self { $(Self::$name => ExitKind::$kind),+ }
            }

            /// What the rule rests on.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level),+ }
            }

            /// What is wrong, in a few words, in Vietnamese.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            /// The clause or the reason; empty for what a file must be to be read.
            pub fn basis(self) -> &'static str {
                match self { $(Self::$name => $basis),+ }
            }
        }
    };
}

impl Code {
    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

codes! {
    /// A file or folder that is needed does not exist.
    FileNotFound = "file/not-found", Input, File,
        "tệp hoặc thư mục cần có thì không có", "";
    /// A file or folder cannot be read.
    FileUnreadable = "file/unreadable", Input, File,
        "tệp hoặc thư mục không đọc được", "";
    /// A file is empty, or holds comments only.
    FileEmpty = "file/empty", Data, File,
        "tệp trống", "";
    /// A file is not UTF-8.
    FileEncoding = "file/encoding", Data, File,
        "tệp không phải UTF-8", "";
    /// A file, a value, a list or a group beyond what the program was made for.
    FileTooLarge = "file/too-large", Data, File,
        "tệp, khóa, giá trị, danh sách quá giới hạn", "";
    /// A file lies where the program would never look for it.
    FileStray = "file/stray", Data, File,
        "tệp nằm ở chỗ chương trình không đọc", "";
    /// A file says that it is another unit's or of another period.
    FileMisplaced = "file/misplaced", Data, File,
        "tệp nằm ở chỗ của đơn vị hoặc kỳ khác", "";
    /// The text is not YAML.
    YamlSyntax = "yaml/syntax", Data, File,
        "tệp viết sai cú pháp YAML", "";
    /// A key stands twice in one mapping.
    YamlDuplicateKey = "yaml/duplicate-key", Data, File,
        "một khóa ghi hai lần trong một nhóm", "";
    /// Anchors, aliases, tags, merge keys and second documents.
    YamlUnsupported = "yaml/unsupported", Data, File,
        "dùng neo, thẻ hoặc phần thứ hai của YAML", "";
    /// A key that nobody reads.
    KeyUnknown = "key/unknown", Data, File,
        "khóa không ai đọc", "";
    /// A key that must be there is not.
    KeyMissing = "key/missing", Data, File,
        "thiếu khóa bắt buộc", "";
    /// A list where a text belongs, and the like.
    ValueType = "value/type", Data, File,
        "giá trị sai dạng: chữ, danh sách, nhóm khóa", "";
    /// A value out of a fixed set of words is none of them.
    ValueChoice = "value/choice", Data, File,
        "từ không có trong các lựa chọn", "";
    /// A value that must not be empty is.
    ValueEmpty = "value/empty", Data, File,
        "giá trị bỏ trống", "";
    /// A file is no workbook that can be read.
    WorkbookFile = "workbook/file", Input, File,
        "tệp không phải bảng tính đọc được", "";
    /// A workbook is no longer as it was given out: sheets, rows, columns.
    WorkbookForm = "workbook/form", Data, File,
        "bảng tính không còn đúng như khi xuất", "";
    /// What stands in a cell is not certain.
    WorkbookCell = "workbook/cell", Data, File,
        "ô của bảng tính chưa rõ nghĩa", "";
    /// The data have changed since a workbook was given out.
    WorkbookOlder = "workbook/older", Data, File,
        "bảng tính cũ hơn số liệu đang có", "";
    /// A row, column or value of a table of somebody else is not certain.
    WorkbookForeign = "workbook/foreign", Data, File,
        "bảng của nơi khác có chỗ chưa khớp với biểu", "";
    /// A number is not written as a number.
    NumberForm = "number/form", Data, File,
        "số không viết thành số", "";
    /// `1.234`: one point two three four, or one thousand two hundred thirty-four?
    NumberThousands = "number/thousands", Data, File,
        "`1.234` là một phẩy hay một nghìn", "";
    /// `1,5`: a decimal comma, which YAML reads as text.
    NumberComma = "number/comma", Data, File,
        "dấu phẩy thập phân trong số", "";
    /// `05`: a leading zero.
    NumberLeadingZero = "number/leading-zero", Data, File,
        "số có số 0 đứng đầu", "";
    /// A number out of the range its row allows.
    NumberRange = "number/range", Data, Regime,
        "số nằm ngoài khoảng của dòng, mã trả lời không có", "biểu mẫu: cột Đơn vị tính";
    /// A date that is not written year-month-day, or is on no calendar.
    DateForm = "date/form", Data, File,
        "ngày không viết năm-tháng-ngày hoặc không có trên lịch", "";
    /// A date that cannot be, given another one.
    DateOrder = "date/order", Data, Regime,
        "ngày này không thể trước hoặc sau ngày kia", "chế độ báo cáo: thời gian chốt số liệu, thời hạn";
    /// A character that no font of the program has.
    TextCharacter = "text/character", Data, File,
        "ký tự mà phông chữ không có", "";
    /// A character that is not seen on paper.
    TextInvisible = "text/invisible", Data, File,
        "ký tự không nhìn thấy trên giấy", "";
    /// An agency that `co-quan.yaml` lacks.
    AgencyUnknown = "agency/unknown", Data, File,
        "cơ quan không có trong co-quan.yaml", "";
    /// Agencies whose reports are compiled from each other's.
    AgencyCycle = "agency/cycle", Data, File,
        "báo cáo tổng hợp vòng tròn", "";
    /// An agency lacks what a report of its own needs.
    AgencyIncomplete = "agency/incomplete", Data, Law,
        "cơ quan thiếu điều mà báo cáo phải có", "NĐ 30/2020, Phụ lục I, Phần I, Mục II";
    /// An agency that does not exist on the day of the report.
    AgencyNotValid = "agency/not-valid", Data, Regime,
        "cơ quan không còn hoặc chưa có vào ngày báo cáo", "quyết định sắp xếp đơn vị";
    /// Nobody knows whether the place is a tỉnh or a city, and a text asks for the word.
    TerritoryUnknown = "territory/unknown", Data, File,
        "chưa biết địa phương là tỉnh hay thành phố nào", "";
    /// The place is one thing in the settings and another in the name of its People's Committee.
    TerritoryDiffers = "territory/differs", Data, House,
        "`dia_phuong` và tên Ủy ban nhân dân nói khác nhau", "một việc ghi ở hai nơi phải như nhau";
    /// A period that no regime has.
    PeriodUnknown = "period/unknown", Data, Regime,
        "kỳ không có trong chế độ nào", "chế độ báo cáo: tần suất";
    /// Two regimes hold for one period.
    RegimeAmbiguous = "regime/ambiguous", Data, Regime,
        "hai chế độ cùng có hiệu lực cho một kỳ", "chế độ báo cáo: hiệu lực";
    /// Something in a regime file contradicts itself.
    RegimeInconsistent = "regime/inconsistent", Data, Regime,
        "tệp chế độ tự mâu thuẫn", "chế độ báo cáo: biểu mẫu, đề cương";
    /// The days by which units report are there to begin with: the place has not said them.
    RegimeUnconfirmed = "regime/unconfirmed", Data, Regime,
        "hạn của đơn vị chưa được địa phương xác nhận", "chế độ báo cáo: thời hạn gửi báo cáo";
    /// A regime says something else than when reports were issued by it.
    RegimeChanged = "regime/changed", Data, Regime,
        "chế độ đã khác với khi ban hành báo cáo", "chế độ báo cáo: nội dung khi ban hành";
    /// A regime, or a number of one, that the program does not carry.
    RegimeNotCarried = "regime/not-carried", Data, File,
        "chế độ, hoặc số của chế độ, mà chương trình không có", "";
    /// A file that changes a regime of the program changes what is not there, or nothing.
    RegimeOverride = "regime/override", Data, File,
        "tệp sửa chế độ sửa chỗ không có, hoặc không sửa gì", "";
    /// An earlier report that cannot be read, and is not compared with.
    HistoryUnusable = "history/unusable", Data, File,
        "báo cáo kỳ trước không đọc được nên không so sánh", "";
    /// A row that the forms of the regime lack.
    IndicatorUnknown = "indicator/unknown", Data, Regime,
        "dòng không có trong biểu mẫu", "chế độ báo cáo: biểu mẫu";
    /// A row that this unit does not fill.
    IndicatorNotYours = "indicator/not-yours", Data, Regime,
        "dòng không thuộc đơn vị khai", "chế độ báo cáo: đơn vị khai từng dòng";
    /// A row that is worked out, never typed.
    FigureComputed = "figure/computed", Data, Regime,
        "dòng do chương trình tính mà vẫn nhập", "chế độ báo cáo: công thức của biểu";
    /// What a document states of a row does not go with other figures, or the row is none to be
    /// stated.
    FigureStated = "figure/stated", Data, Regime,
        "số nêu theo nguồn không hợp với số khác, hoặc ở dòng không nêu được", "chế độ báo cáo: `cho_neu`, công thức của biểu";
    /// A row that this unit fills has no figure and no reason.
    FigureMissing = "figure/missing", Data, Regime,
        "thiếu số liệu mà không nêu lý do", "chế độ báo cáo: biểu mẫu";
    /// A part is larger than its whole.
    FigurePartExceedsWhole = "figure/part-exceeds-whole", Data, Regime,
        "phần lớn hơn tổng thể", "chế độ báo cáo: `bao_gom`, tỷ lệ, hiệu";
    /// A figure that is not what another one leads to expect, and nobody says why.
    FigureUnexpected = "figure/unexpected", Data, Regime,
        "hai số lẽ ra bằng nhau, không vượt nhau hoặc cùng có", "chế độ báo cáo: `nen_bang`, `nen_khong_qua`, `chi_khi_co`";
    /// A cumulative figure lower than in an earlier report of the year, or a longer period
    /// below those inside it.
    FigureDecreases = "figure/decreases", Data, Regime,
        "số lũy kế giảm trong năm, hoặc kỳ dài có số nhỏ hơn kỳ ngắn nằm trong nó", "biểu mẫu: số lũy kế và số trong kỳ";
    /// A figure so far from that of the last report that somebody must say why.
    FigureJump = "figure/jump", Data, Regime,
        "số thay đổi đột ngột so với lần trước mà không giải trình", "chế độ báo cáo: `thay_doi_lon`";
    /// A number in a text that names a quantity with another value.
    NarrativeContradicts = "narrative/contradicts", Data, Regime,
        "con số trong câu khác số liệu của biểu", "lời văn và phụ lục là một";
    /// A number in a text that names a quantity with its value, but is typed.
    NarrativeTypedFigure = "narrative/typed-figure", Data, House,
        "số liệu của biểu gõ tay trong câu thay vì để chương trình điền", "mỗi số chỉ ghi một chỗ";
    /// A number in a text that no figure is known for.
    NarrativeNumber = "narrative/number", Data, House,
        "con số gõ tay trong câu, không đối chiếu được với biểu", "mỗi số chỉ ghi một chỗ";
    /// A paragraph that is said twice, or was said in the last report.
    NarrativeRepeated = "narrative/repeated", Data, House,
        "đoạn văn lặp lại trong báo cáo, chép nguyên của kỳ trước hoặc của đơn vị khác", "lời của kỳ nào nói về kỳ ấy";
    /// One document, two dates.
    CitationTwoDates = "citation/two-dates", Data, Law,
        "viện dẫn một văn bản với hai ngày", "NĐ 30/2020, Điều 15; Phụ lục I, Phần I, Mục II.6";
    /// A document of a day after the report's.
    CitationFuture = "citation/future", Data, Law,
        "viện dẫn văn bản đề ngày sau ngày báo cáo", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.6";
    /// A symbol that fits neither the kind nor the issuer of a document.
    CitationSymbol = "citation/symbol", Data, Law,
        "ký hiệu không hợp với tên loại hoặc cơ quan ban hành", "NĐ 30/2020, Phụ lục III; Phụ lục I, Phần I, Mục II.3";
    /// A day that is on no calendar, a span of years that runs backwards.
    CitationDate = "citation/date", Data, House,
        "ngày không có trên lịch, giai đoạn có năm cuối trước năm đầu", "ngày, tháng, năm phải có thật";
    /// A tone mark where it stood in the past.
    TextToneMark = "text/tone-mark", Data, House,
        "dấu thanh đặt không thống nhất: hoà, Uỷ", "NĐ 30/2020 viết: hòa, Ủy ban";
    /// What is left of TCVN3 or VNI.
    TextOldEncoding = "text/old-encoding", Data, Law,
        "chữ của bảng mã cũ (TCVN3, VNI)", "NĐ 30/2020, Phụ lục I, Phần I, Mục I.3: TCVN 6909:2001";
    /// Capitals that are not those of the decree.
    TextCapital = "text/capital", Data, Law,
        "viết hoa không đúng", "NĐ 30/2020, Phụ lục II";
    /// The mark at the end of a document, which the program sets.
    TextEndMark = "text/end-mark", Data, Law,
        "dấu `./.` gõ trong đoạn văn", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.6";
    /// An issued report whose file says something else now.
    IssuedChanged = "issued/changed", Data, Law,
        "số liệu, nội dung đã khác với báo cáo đã ban hành", "NĐ 30/2020, Điều 18.3";
    /// Units whose figures changed after the report compiled from them was issued.
    IssuedOutdated = "issued/outdated", Data, Regime,
        "số liệu đơn vị thay đổi sau khi báo cáo tổng hợp đã ban hành", "báo cáo đã ban hành giữ nguyên đến khi có báo cáo thay thế";
    /// A document that does not say which one it takes the place of, or names another.
    DocumentReplaces = "document/replaces", Data, Law,
        "báo cáo thay thế không ghi, hoặc ghi sai báo cáo bị thay thế", "NĐ 30/2020, Điều 18.3";
    /// An issued report whose form a letter has corrected.
    IssuedCorrected = "issued/corrected", Data, Law,
        "báo cáo đã được đính chính bằng công văn", "NĐ 30/2020, Điều 18.3";
    /// An answer to what nobody found.
    AnswerUnused = "answer/unused", Data, File,
        "giải trình cho điều không còn, hoặc cho lỗi phải sửa", "";
    /// The register of arrivals and the files of units say different things.
    RegisterDiffers = "register/differs", Data, House,
        "sổ đến và tệp số liệu nói khác nhau", "một việc ghi ở hai nơi phải như nhau";
    /// Two units state the same figures: a file was copied.
    FigureCopied = "figure/copied", Data, House,
        "mọi số liệu giống hệt của đơn vị khác", "tệp chép mà chưa sửa";
    /// A compiled report lacks the reports of some of its units.
    CompilationIncomplete = "compilation/incomplete", Data, Regime,
        "báo cáo tổng hợp còn thiếu đơn vị", "chế độ báo cáo: đối tượng báo cáo";
    /// The agency that answers for an area and the other units state different figures.
    CompilationDifference = "compilation/difference", Data, Regime,
        "cơ quan chủ quản và các đơn vị khai khác nhau", "chế độ báo cáo: một chỉ tiêu là một số";
    /// A unit whose words a compiled report takes over has none there.
    CompilationSilent = "compilation/silent", Data, House,
        "đơn vị được chọn không viết gì ở mục", "lời được chọn mà không có thì báo cáo không in";
    /// A final figure for what was no estimate, or for a period that is none before.
    FigureFinal = "figure/final", Data, Regime,
        "số chính thức cho số không phải số ước", "chế độ báo cáo: số ước và số chính thức";
    /// Something in a plan contradicts itself, or names what does not exist.
    PlanInconsistent = "plan/inconsistent", Data, Regime,
        "kế hoạch tự mâu thuẫn hoặc nhắc đến điều không có", "kế hoạch của năm";
    /// A plan whose number and day are still to be filled in.
    PlanUnfilled = "plan/unfilled", Data, House,
        "kế hoạch còn chỗ chưa điền", "báo cáo viện dẫn kế hoạch bằng số, ngày của nó";
    /// A task waits for something that nobody says.
    PlanConditionWords = "plan/condition-words", Data, House,
        "nhiệm vụ chờ một điều kiện không ai nêu", "người đọc phải biết chờ gì";
    /// A deadline is not the day that its printed words mean.
    PlanDeadlineWords = "plan/deadline-words", Data, House,
        "thời hạn không phải ngày mà lời của kế hoạch nói", "kế hoạch của năm: cột Thời gian";
    /// A task that the plan lacks.
    TaskUnknown = "task/unknown", Data, Regime,
        "nhiệm vụ không có trong kế hoạch", "kế hoạch của năm";
    /// A task that this unit does not lead.
    TaskNotYours = "task/not-yours", Data, Regime,
        "nhiệm vụ không do đơn vị chủ trì", "kế hoạch của năm: cột Cơ quan chủ trì";
    /// A task that this unit leads and says nothing of.
    TaskMissing = "task/missing", Data, Regime,
        "nhiệm vụ đơn vị chủ trì mà không báo cáo", "kế hoạch của năm: điều khoản báo cáo";
    /// A task completed before its plan was issued.
    TaskBeforePlan = "task/before-plan", Data, Regime,
        "nhiệm vụ hoàn thành trước khi có kế hoạch", "kế hoạch của năm: ngày ban hành";
    /// A task completed after the day on which the report judges.
    TaskAfterReference = "task/after-reference", Data, Regime,
        "nhiệm vụ hoàn thành sau ngày chốt số liệu", "chế độ báo cáo: thời gian chốt số liệu";
    /// A task that is done without a product.
    TaskWithoutProduct = "task/without-product", Data, Regime,
        "nhiệm vụ hoàn thành mà không có sản phẩm", "kế hoạch của năm: cột Sản phẩm";
    /// Two things are said of a task that cannot both be.
    TaskContradiction = "task/contradiction", Data, Regime,
        "nói về một nhiệm vụ hai điều không thể cùng đúng", "kế hoạch của năm";
    /// A task is late and nobody says why.
    TaskWithoutReason = "task/without-reason", Data, Regime,
        "nhiệm vụ quá hạn mà không nêu nguyên nhân", "đề cương báo cáo: tồn tại, nguyên nhân";
    /// A task expected on a day that has passed, or that is years away.
    TaskExpected = "task/expected", Data, House,
        "ngày dự kiến đã qua hoặc quá xa", "ngày dự kiến là ngày sắp tới";
    /// Money that cannot be.
    TaskMoney = "task/money", Data, Regime,
        "số tiền không thể có", "kế hoạch của năm: kinh phí";
    /// One number, two dates.
    ProductTwoDates = "product/two-dates", Data, Law,
        "sản phẩm: một số văn bản hai ngày", "NĐ 30/2020, Điều 15";
    /// A product of a day that has not come.
    ProductFuture = "product/future", Data, Law,
        "sản phẩm đề ngày chưa đến", "NĐ 30/2020, Điều 15";
    /// What is no number and symbol of a document.
    ProductSymbol = "product/symbol", Data, Law,
        "sản phẩm: không phải số và ký hiệu, hoặc ký hiệu của cơ quan khác", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.3";
    /// A figure in a paragraph that cannot be put there.
    NarrativeFigure = "narrative/figure", Data, File,
        "chỗ điền số liệu trong câu không điền được", "";
    /// A section that must be written is not.
    NarrativeMissing = "narrative/missing", Data, Regime,
        "mục phải viết mà chưa viết", "đề cương báo cáo";
    /// A section that is not spoken of, so that the report would deny it.
    NarrativeSilent = "narrative/silent", Data, Regime,
        "mục không nhắc đến nên báo cáo sẽ in là không có", "đề cương báo cáo";
    /// A section that the outline of the regime lacks.
    NarrativeUnknown = "narrative/unknown", Data, Regime,
        "mục không có trong đề cương", "đề cương báo cáo";
    /// A paragraph of the last report that was copied and not touched.
    NarrativeUntouched = "narrative/untouched", Data, House,
        "đoạn của kỳ trước chép sang chưa sửa", "lời của kỳ nào nói về kỳ ấy";
    /// An agency or a word that is no longer in use on the day of the report.
    NarrativeOldName = "narrative/old-name", Data, Regime,
        "tên cơ quan, từ ngữ không còn dùng vào ngày báo cáo", "quyết định sắp xếp đơn vị; chế độ báo cáo: `ten_cu`";
    /// Number or day before issue, or missing after it.
    DocumentState = "document/state", Data, Law,
        "số, ngày có trước khi ban hành hoặc thiếu sau đó", "NĐ 30/2020, Điều 15";
    /// A document issued after it was due.
    DateLate = "date/late", Data, Regime,
        "báo cáo ban hành sau hạn", "chế độ báo cáo: thời hạn";
    /// A signer whose title does not go with the way of signing.
    SignerForm = "signer/form", Data, Law,
        "quyền hạn ký không hợp với chức vụ", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.7";
    /// What the program adds by itself stands in the data too.
    DocumentRecipients = "document/recipients", Data, Law,
        "nơi nhận ghi điều chương trình tự thêm", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.9";
    /// A text that no page would hold.
    TextTooLong = "text/too-long", Data, House,
        "chữ dài quá một trang", "";
    /// The rest of a sentence that YAML takes for a comment.
    TextComment = "text/comment", Data, File,
        "phần sau dấu `#` của câu bị coi là ghi chú", "";
    /// A signer that the agency lacks.
    SignerUnknown = "signer/unknown", Data, File,
        "người ký không có trong co-quan.yaml", "";
    /// A signer of a report that is to be signed has no name; of a draft it is a warning.
    SignerUnnamed = "signer/unnamed", Data, Law,
        "người ký chưa có họ tên", "NĐ 30/2020, Phụ lục I, Phần I, Mục II.7";
    /// A pattern of agencies, or an agency after one, that does not go with the other.
    AgencyPattern = "agency/pattern", Data, File,
        "mẫu cơ quan và đơn vị theo mẫu không khớp nhau", "";
    /// A table of agencies, or a row of it, that cannot be read.
    TableUnread = "table/unread", Data, File,
        "bảng đơn vị hoặc một dòng của bảng không đọc được", "";
    /// A font family or one of its four styles is missing.
    FontMissing = "font/missing", Template, File,
        "thiếu phông chữ hoặc một kiểu chữ", "";
    /// A file in the folder of fonts is not a font.
    FontUnreadable = "font/unreadable", Template, File,
        "tệp phông chữ không đọc được", "";
    /// A template that does not exist.
    TemplateNotFound = "template/not-found", Template, File,
        "không có mẫu", "";
    /// A template that cannot be read or carried out.
    TemplateError = "template/error", Template, File,
        "mẫu không đọc hoặc không chạy được", "";
    /// A template that prints what is no text: nothing, a number, yes or no.
    TemplateValue = "template/value", Template, File,
        "mẫu in ra giá trị không phải chữ", "";
    /// Typst refuses the page.
    TypesetError = "typeset/error", Template, File,
        "trang không dựng được", "";
    /// Text has no room on its page: it would stand in the margin, in another cell, or over others.
    TypesetRoom = "typeset/room", Data, File,
        "chữ không đủ chỗ trên trang", "";
    /// The page does not meet PDF/A-2a or PDF/UA-1.
    TypesetStandard = "typeset/standard", Template, File,
        "trang không đạt PDF/A-2a, PDF/UA-1", "";
    /// A report took longer than it may.
    TypesetDeadline = "typeset/deadline", Template, File,
        "dàn trang quá thời hạn", "";
    /// A report took more memory than it may.
    TypesetMemory = "typeset/memory", Template, File,
        "dàn trang quá giới hạn bộ nhớ", "";
    /// A process that sets pages could not be started, or died.
    TypesetWorker = "typeset/worker", Template, File,
        "tiến trình dàn trang không chạy được", "";
    /// The program itself failed.
    ProgramPanic = "program/panic", Template, File,
        "lỗi bên trong chương trình", "";
    /// The system has no thread, process or open file to spare.
    ProgramThreads = "program/threads", Template, File,
        "hệ thống không cho chạy thêm luồng hoặc tiến trình", "";
    /// Another run writes into the same folder.
    OutputLocked = "output/locked", Output, File,
        "thư mục kết quả đang có lần lập khác", "";
    /// The manifest of an output folder cannot be read.
    OutputManifest = "output/manifest", Output, File,
        "bảng kê kết quả không đọc được", "";
    /// A finished file is gone before the run ends.
    OutputVanished = "output/vanished", Output, File,
        "tệp vừa lập đã mất", "";
    /// A file is not the one that was made.
    OutputAltered = "output/altered", Output, File,
        "tệp kết quả bị sửa", "";
    /// A run did not come to its end, or a report could not be made.
    OutputIncomplete = "output/incomplete", Output, File,
        "kết quả chưa đủ", "";
    /// Parts that were put together and lack reports.
    MergeIncomplete = "merge/incomplete", Data, File,
        "kết quả ghép từ các phần còn thiếu", "";
    /// What is given as a signed report has no more than the one that was made.
    SignedUnsigned = "signed/unsigned", Data, File,
        "tệp đưa vào chưa có chữ ký", "";
    /// What was recorded of issued reports is gone.
    SealLost = "seal/lost", Data, File,
        "ghi nhận khi ban hành đã mất", "";
    /// A report in the output folder was made from other data than those that are to be recorded.
    SealPrinted = "seal/printed", Data, File,
        "bản đã lập khác với số liệu sắp ghi nhận", "";
    /// A signed file was made from other data than those that are recorded.
    SignedOutdated = "signed/outdated", Data, File,
        "tệp đã ký lập từ số liệu khác với số liệu ghi nhận", "";
    /// Nobody can tell which document a signed file is of.
    SignedWhose = "signed/whose", Data, File,
        "không rõ tệp đã ký là của văn bản nào", "";
    /// Parts that do not belong together.
    MergeMismatch = "merge/mismatch", Input, File,
        "các phần không ghép được với nhau", "";
    /// A report that nothing in the data asks for any more.
    OutputLeftOver = "output/left-over", Output, File,
        "báo cáo không còn trong số liệu", "";
    /// A file that is there already and is not written over.
    OutputExists = "output/exists", Output, File,
        "tệp đã có, không ghi đè", "";
    /// A row of the register of an agency whose report does not come that way.
    RegisterElsewhere = "register/elsewhere", Data, File,
        "sổ đến ghi cơ quan không gửi báo cáo qua sổ ấy", "";
    /// A unit that answers for an area has a file with errors, so that compiled reports lack its rows.
    CompilationOwner = "compilation/owner", Data, Regime,
        "báo cáo tổng hợp thiếu các dòng của cơ quan chủ quản vì tệp của cơ quan ấy có lỗi", "chế độ báo cáo: đơn vị khai từng dòng";
    /// A file or folder cannot be written.
    OutputUnwritable = "output/unwritable", Output, File,
        "không ghi được kết quả", "";
}
