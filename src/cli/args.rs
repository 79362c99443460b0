//! The command line as people type it. What all commands have in common is in `help`.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::exit;
use super::help::{FILE, FOLDER, forms};
use super::report::TellArguments;
use super::result::{ResultFile, Shape};
use super::terminal::Colours;
use crate::batch::{MOST_PARTS, Shard};
use crate::model::Period;

/// Lập báo cáo cải cách hành chính định kỳ từ số liệu YAML, đúng thể thức Nghị định 30/2020/NĐ-CP.
#[derive(Debug, Parser)]
#[command(
    name = "baocao",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    subcommand_help_heading = "Lệnh",
    subcommand_value_name = "LỆNH",
    override_usage = forms(&["LỆNH [TÙY CHỌN]"]),
    after_help = format!("Mã kết thúc: {}.", exit::in_words())
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Tô màu: auto (chỉ khi in ra màn hình), always hoặc never
    #[arg(
        long,
        global = true,
        value_name = "KHI",
        default_value = "auto",
        display_order = 890
    )]
    pub color: Colours,

    /// In hướng dẫn này
    #[arg(short, long, global = true, action = clap::ArgAction::Help, display_order = 900)]
    help: Option<bool>,

    /// In phiên bản
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lập thư mục dữ liệu của một tỉnh, thành phố, hoặc chép thư mục mẫu
    #[command(override_usage = forms(&["init [THƯ MỤC] --province <TÊN> --year <NĂM>", "init [THƯ MỤC] --sample"]))]
    Init(InitArguments),
    /// Lập báo cáo PDF của mọi đơn vị có tệp số liệu trong kỳ, và báo cáo tổng hợp
    #[command(override_usage = forms(&["build [TÙY CHỌN] <KỲ>", "build [TÙY CHỌN] --all"]))]
    Build(BuildArguments),
    /// Tạo tệp số liệu để điền cho một kỳ, từ báo cáo kỳ trước
    #[command(override_usage = forms(&["new [TÙY CHỌN] <KỲ> --agency <MÃ>", "new [TÙY CHỌN] <KỲ> --all"]))]
    New(NewArguments),
    /// Ghi tệp Excel: để các đơn vị điền, bảng số liệu mọi đơn vị, phụ lục đã ban hành
    #[command(override_usage = forms(&["export [TÙY CHỌN] <KỲ> --to <THƯ MỤC>", "export [TÙY CHỌN] <KỲ> --agency <MÃ> --to <THƯ MỤC>", "export <KỲ> --table --to <THƯ MỤC>", "export <KỲ> --annex [--agency <MÃ>] --to <THƯ MỤC>"]))]
    Export(ExportArguments),
    /// Nhập tệp Excel các đơn vị đã điền vào tệp số liệu của từng đơn vị
    #[command(override_usage = forms(&["import [TÙY CHỌN] <TỆP|THƯ MỤC>...", "import [TÙY CHỌN] --form <TỆP> --agency <MÃ> --period <KỲ>"]))]
    Import(ImportArguments),
    /// Lịch báo cáo của năm: hạn của đơn vị, hạn gửi Bộ, các mốc của kế hoạch
    #[command(override_usage = forms(&["schedule [TÙY CHỌN] <NĂM>"]))]
    Schedule(ScheduleArguments),
    /// Đơn vị nào đã gửi, gửi muộn, bị trả lại, chưa gửi (theo so-den.yaml)
    #[command(override_usage = forms(&["status [TÙY CHỌN] <KỲ>"]))]
    Status(StatusArguments),
    /// Ghi nhận số liệu của báo cáo đã ban hành; từ đó sửa số liệu thì chương trình báo
    #[command(override_usage = forms(&["seal [TÙY CHỌN] <KỲ>"]))]
    Seal(SealArguments),
    /// Ban hành một báo cáo: ghi số, ngày vào tệp của đơn vị, ghi nhận số liệu, lưu bản đã ký
    #[command(override_usage = forms(&["issue [TÙY CHỌN] <KỲ> --agency <MÃ> --number <SỐ> --date <NGÀY>"]))]
    Issue(IssueArguments),
    /// Lấy lại một tệp số liệu như trước khi chương trình ghi vào; không nêu tệp thì liệt kê
    #[command(override_usage = forms(&["undo [TÙY CHỌN] [TỆP]"]))]
    Undo(UndoArguments),
    /// Giải thích một số liệu: tính từ đâu, ai khai, ở dòng nào, in ở trang nào
    #[command(override_usage = forms(&["explain [TÙY CHỌN] <KỲ> <ĐƠN VỊ> <DÒNG>", "explain [TÙY CHỌN] <KỲ> <ĐƠN VỊ> --all"]))]
    Explain(ExplainArguments),
    /// Đối chiếu thư mục kết quả với bảng kê manifest.json
    #[command(override_usage = forms(&["verify [THƯ MỤC]"]))]
    Verify(VerifyArguments),
    /// Ghép các phần lập bằng `build --shard` thành một thư mục kết quả
    #[command(override_usage = forms(&["merge <THƯ MỤC>... [--out <THƯ MỤC>]"]))]
    Merge(MergeArguments),
    /// Kiểm tra số liệu, không lập báo cáo
    #[command(override_usage = forms(&["check [TÙY CHỌN] <KỲ>", "check [TÙY CHỌN] --all", "check --list [KỲ]"]))]
    Check(CheckArguments),
    /// Các cơ quan: báo cáo về đâu, còn kỳ nào, báo cáo gần nhất, khai còn thiếu gì; nhận bảng .csv
    #[command(override_usage = forms(&["agencies [TÙY CHỌN] [KỲ]", "agencies --import <TỆP> [--dry-run]"]))]
    Agencies(AgenciesArguments),
    /// Chế độ báo cáo mà chương trình có: số nào, số mới đổi gì; chuyển thư mục dữ liệu sang số mới
    #[command(override_usage = forms(&["regimes [TÙY CHỌN] [CHẾ ĐỘ]", "regimes <CHẾ ĐỘ> --changes [SỐ..SỐ]", "regimes <CHẾ ĐỘ> --text", "regimes [CHẾ ĐỘ] --update"]))]
    Regimes(RegimesArguments),
    /// In tập lệnh để shell điền nốt lệnh, tùy chọn, tên tệp khi bấm Tab
    #[command(override_usage = forms(&["completions <SHELL>"]))]
    Completions(CompletionsArguments),
    /// In trang hướng dẫn cho lệnh man, hoặc ghi mọi trang vào một thư mục
    #[command(override_usage = forms(&["man [--to <THƯ MỤC>]"]))]
    Man(ManArguments),
    /// Ghi các mẫu có sẵn (lời văn, dàn trang) vào một thư mục để sửa
    #[command(override_usage = forms(&["templates --to <THƯ MỤC>"]))]
    Templates(TemplatesArguments),
}

/// The folder of data where none is named.
pub(super) const DATA: &str = "data";
/// The folder of reports where none is named.
pub(super) const OUT: &str = "out";

/// Where the data are.
#[derive(Debug, Clone, Args)]
pub(super) struct DataFolder {
    /// Thư mục dữ liệu (mặc định: data)
    #[arg(long, value_name = FOLDER, default_value = DATA)]
    pub data: PathBuf,
}

/// Where reports go.
#[derive(Debug, Args)]
pub(super) struct OutFolder {
    /// Thư mục ghi kết quả (mặc định: out)
    #[arg(long, value_name = FOLDER, default_value = OUT)]
    pub out: PathBuf,
}

/// What pages are set by, where it is not built in.
#[derive(Debug, Args)]
pub(super) struct FontsAndTemplates {
    /// Thư mục phông chữ dùng thay phông có sẵn
    #[arg(long, value_name = FOLDER)]
    pub fonts: Option<PathBuf>,

    /// Thư mục mẫu; tệp nào có ở đây thì dùng thay mẫu có sẵn cùng tên
    #[arg(long, value_name = FOLDER)]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DataArguments {
    /// Không chấp nhận báo cáo tổng hợp còn thiếu đơn vị
    #[arg(long)]
    pub strict: bool,

    /// Chỉ làm cho đơn vị này (dùng được nhiều lần)
    #[arg(long, value_name = "MÃ")]
    pub agency: Vec<String>,

    #[command(flatten)]
    pub from: DataFolder,

    /// Thư mục phông chữ dùng thay phông có sẵn, ví dụ nơi có Times New Roman
    #[arg(long, value_name = FOLDER)]
    pub fonts: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q1, 2021-6t, 2021-q3, 2021-nam
    #[arg(value_name = "KỲ", value_parser = period, required_unless_present = "all")]
    pub period: Option<Period>,

    /// Mọi kỳ có tệp số liệu trong thư mục dữ liệu
    #[arg(long, conflicts_with = "period")]
    pub all: bool,

    #[command(flatten)]
    pub data: DataArguments,

    /// Thư mục mẫu; tệp nào có ở đây thì dùng thay mẫu có sẵn cùng tên
    #[arg(long, value_name = FOLDER)]
    pub templates: Option<PathBuf>,

    #[command(flatten)]
    pub to: OutFolder,

    #[command(flatten)]
    pub tell: TellArguments,

    /// Lập lại cả những báo cáo không có gì thay đổi
    #[arg(long)]
    pub force: bool,

    /// Chỉ in ra những báo cáo sẽ lập, không ghi gì
    #[arg(long)]
    pub dry_run: bool,

    /// Chỉ lập một phần, ví dụ 2/5: phần thứ hai của năm phần (ghép lại bằng `merge`)
    #[arg(long, value_name = "PHẦN", value_parser = shard)]
    pub shard: Option<Shard>,

    /// Số tiến trình dàn trang (mặc định: số nhân của máy)
    #[arg(long, value_name = "SỐ", value_parser = jobs)]
    pub jobs: Option<usize>,

    /// Thời hạn dàn trang một báo cáo (mặc định: 60 giây)
    #[arg(long, value_name = "GIÂY", default_value = "60", value_parser = seconds)]
    pub deadline: u64,

    /// Bộ nhớ mà một tiến trình dàn trang được dùng (mặc định: 1024 MB)
    #[arg(long, value_name = "MB", default_value = "1024", value_parser = megabytes)]
    pub memory: u64,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q1, 2021-6t, 2021-q3, 2021-nam
    #[arg(value_name = "KỲ", value_parser = period, required_unless_present_any = ["all", "list"])]
    pub period: Option<Period>,

    /// Mọi kỳ có tệp số liệu trong thư mục dữ liệu
    #[arg(long, conflicts_with = "period")]
    pub all: bool,

    /// In các quy tắc kiểm tra: mã, mức, căn cứ; có kỳ thì in ràng buộc giữa các số liệu của chế độ
    #[arg(long, conflicts_with_all = ["all", "message_format", "junit", "code_quality"])]
    pub list: bool,

    #[command(flatten)]
    pub list_file: ListFile,

    /// In cả những điều ở mức lưu ý
    #[arg(long)]
    pub notes: bool,

    #[command(flatten)]
    pub data: DataArguments,

    /// Thư mục mẫu, kiểm tra cùng với số liệu
    #[arg(long, value_name = FOLDER)]
    pub templates: Option<PathBuf>,

    /// Ghi vào thư mục này, mỗi đơn vị có lỗi hoặc cảnh báo một tệp, có lời dẫn để gửi trả đơn vị
    #[arg(long, value_name = FOLDER, conflicts_with = "list")]
    pub by_unit: Option<PathBuf>,

    #[command(flatten)]
    pub tell: TellArguments,
}

/// Where a list of rules goes.
#[derive(Debug, Args)]
pub(super) struct ListFile {
    /// Ghi danh sách của --list vào tệp này thay vì in ra
    #[arg(long, value_name = FILE, requires = "list")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SealArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q1
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Chỉ làm cho đơn vị này (dùng được nhiều lần)
    #[arg(long, value_name = "MÃ")]
    pub agency: Vec<String>,

    /// Tệp đã ký số hoặc bản quét có chữ ký, con dấu: được chép vào cạnh bản đã lập, không bao giờ bị ghi đè
    #[arg(long, value_name = FILE, requires = "agency")]
    pub signed: Option<PathBuf>,

    /// Tên văn bản mà tệp đã ký là của nó, khi báo cáo có hai văn bản: mã đơn vị, hoặc mã ấy thêm -trinh
    #[arg(long, value_name = "TÊN", requires = "signed")]
    pub document: Option<String>,

    #[command(flatten)]
    pub from: DataFolder,

    #[command(flatten)]
    pub to: OutFolder,
}

#[derive(Debug, Args)]
pub(super) struct IssueArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q1
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Mã đơn vị, ví dụ so-tu-phap, so-y-te
    #[arg(long, value_name = "MÃ")]
    pub agency: String,

    /// Số của văn bản trong sổ đăng ký của năm
    #[arg(long, value_name = "SỐ", value_parser = document_number)]
    pub number: u64,

    /// Ngày của văn bản (năm-tháng-ngày)
    #[arg(long, value_name = "NGÀY", value_parser = date)]
    pub date: NaiveDate,

    /// Tệp đã ký số hoặc bản quét có chữ ký, con dấu: được chép vào cạnh bản đã lập
    #[arg(long, value_name = FILE)]
    pub signed: Option<PathBuf>,

    /// Tên văn bản, khi báo cáo có hai văn bản: mã đơn vị, hoặc mã ấy thêm -trinh
    #[arg(long, value_name = "TÊN")]
    pub document: Option<String>,

    #[command(flatten)]
    pub from: DataFolder,

    #[command(flatten)]
    pub to: OutFolder,
}

#[derive(Debug, Args)]
pub(super) struct UndoArguments {
    /// Tệp số liệu lấy lại, cùng ghi nhận của nó trong da-ban-hanh.yaml nếu một lệnh ghi cả hai;
    /// bỏ trống thì liệt kê các lần ghi lấy lại được
    #[arg(value_name = FILE)]
    pub file: Option<PathBuf>,

    /// Lấy lại như trước lần ghi này (số có trong bảng liệt kê); mặc định: lần ghi cuối. Của
    /// da-ban-hanh.yaml: chỉ bỏ ghi nhận của lần ghi này
    #[arg(long, value_name = "SỐ", requires = "file")]
    pub to: Option<u32>,

    /// Lấy lại cả khi tệp đã được sửa tay; bản sửa tay cũng được giữ
    #[arg(long, requires = "file")]
    pub force: bool,

    /// Dạng in của bảng liệt kê: text hoặc json
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Tùy chọn"
    )]
    pub format: ListFormat,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-nam
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Mã đơn vị, ví dụ so-tu-phap, so-y-te
    #[arg(value_name = "ĐƠN VỊ")]
    pub agency: String,

    #[arg(
        value_name = "DÒNG",
        help = "Mã dòng của biểu, ví dụ tthc.ty_le_dung_han",
        required_unless_present = "all"
    )]
    pub row: Option<String>,

    /// Mọi số liệu của báo cáo, mỗi số một dòng
    #[arg(long, conflicts_with = "row")]
    pub all: bool,

    /// Dạng in: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub format: ListFormat,

    #[command(flatten)]
    pub to_file: ResultFile,

    #[command(flatten)]
    pub from: DataFolder,

    #[command(flatten)]
    pub set_by: FontsAndTemplates,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q3
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Đơn vị (dùng được nhiều lần)
    #[arg(long, value_name = "MÃ", required_unless_present = "all")]
    pub agency: Vec<String>,

    /// Mọi đơn vị phải báo cáo mà chưa có tệp; tệp đã có thì giữ nguyên
    #[arg(long, conflicts_with = "agency")]
    pub all: bool,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2026-q3
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Đơn vị (dùng được nhiều lần); không nêu thì mọi đơn vị phải báo cáo kỳ ấy
    #[arg(long, value_name = "MÃ")]
    pub agency: Vec<String>,

    /// Thay cho tệp để điền: bảng số liệu mọi đơn vị của kỳ, mỗi biểu một trang, có tổng và biểu đồ
    /// (.xlsx, .csv)
    #[arg(long, conflicts_with_all = ["agency", "annex"])]
    pub table: bool,

    /// Thay cho tệp để điền: phụ lục của báo cáo đã ban hành, đúng như bản in (.xlsx); không nêu đơn
    /// vị thì mọi báo cáo đã ban hành của kỳ
    #[arg(long)]
    pub annex: bool,

    /// Thư mục để ghi; tệp đã có mà khác thì giữ nguyên
    #[arg(long, value_name = FOLDER)]
    pub to: PathBuf,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Tệp .xlsx (.ods, .xls) đơn vị gửi về, hoặc thư mục có các tệp ấy
    #[arg(
        value_name = "TỆP",
        required_unless_present = "form",
        conflicts_with = "form"
    )]
    pub files: Vec<PathBuf>,

    /// Bảng của nơi khác (biểu của Bộ, bảng xuất từ cổng, phần mềm): .xlsx, .ods, .xls, .csv
    #[arg(
        long,
        value_name = FILE,
        requires_all = ["agency", "period"],
        conflicts_with_all = [
            "return_to", "received", "message_format", "junit", "code_quality", "quiet",
        ]
    )]
    pub form: Option<PathBuf>,

    /// Với --form: đơn vị của số liệu trong bảng
    #[arg(long, value_name = "MÃ", requires = "form")]
    pub agency: Option<String>,

    /// Với --form: kỳ của số liệu trong bảng, ví dụ 2026-q3
    #[arg(long, value_name = "KỲ", value_parser = period, requires = "form")]
    pub period: Option<Period>,

    /// Với --form: cột số liệu, bằng tên hoặc chữ cái (C), khi bảng có nhiều cột số
    #[arg(long, value_name = "CỘT", requires = "form")]
    pub column: Option<String>,

    /// Chỉ cho biết sẽ đổi gì, không ghi
    #[arg(long, conflicts_with_all = ["return_to", "received"])]
    pub dry_run: bool,

    /// Thư mục để ghi những gì gửi trả đơn vị: tệp có chỗ phải sửa thì tệp ấy với trang “Cần sửa”;
    /// tệp đã nhập xong thì báo cáo PDF của đơn vị
    #[arg(long = "return", value_name = FOLDER)]
    pub return_to: Option<PathBuf>,

    /// Ghi các tệp vào sổ đến so-den.yaml với ngày đến này (năm-tháng-ngày)
    #[arg(long, value_name = "NGÀY", value_parser = date)]
    pub received: Option<NaiveDate>,

    /// Số đến, khi chỉ nhập một tệp
    #[arg(long, value_name = "SỐ", value_parser = arrival_number, requires = "received")]
    pub number: Option<u64>,

    #[command(flatten)]
    pub from: DataFolder,

    #[command(flatten)]
    pub set_by: FontsAndTemplates,

    #[command(flatten)]
    pub to: OutFolder,

    #[command(flatten)]
    pub tell: TellArguments,
}

/// The regime that a new folder of data follows where none is named.
pub(super) const REGIME: &str = "bnv-2025";

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Thư mục làm việc, mới hoặc trống: dữ liệu nằm ở data/ trong đó (mặc định: thư mục đang đứng)
    #[arg(value_name = FOLDER)]
    pub folder: Option<PathBuf>,

    /// Tỉnh, thành phố, ví dụ 'Lâm Đồng' (viết không dấu cũng được)
    #[arg(long, value_name = "TÊN")]
    pub province: Option<String>,

    /// Năm báo cáo đầu tiên
    #[arg(long, value_name = "NĂM", value_parser = year)]
    pub year: Option<i32>,

    /// Chế độ báo cáo mà chương trình mang sẵn (mặc định: bnv-2025)
    #[arg(long, value_name = "CHẾ ĐỘ", default_value = REGIME)]
    pub regime: String,

    /// Chép thư mục mẫu (thành phố Hải Phòng, số liệu minh họa) thay cho lập mới
    #[arg(long, conflicts_with_all = ["province", "year", "regime"])]
    pub sample: bool,
}

#[derive(Debug, Args)]
pub(super) struct RegimesArguments {
    /// Chỉ chế độ này, ví dụ bnv-2025
    #[arg(value_name = "CHẾ ĐỘ")]
    pub name: Option<String>,

    /// Nội dung thay đổi giữa hai số, ví dụ 1..2 (mặc định: từ số đang dùng đến số mới nhất)
    #[arg(long, value_name = "SỐ..SỐ", num_args = 0..=1, requires = "name", value_parser = between)]
    pub changes: Option<Vec<(u64, u64)>>,

    /// In nguyên văn chế độ, để xem mã các dòng, các mục
    #[arg(long, requires = "name", conflicts_with = "changes")]
    pub text: bool,

    /// Chuyển thư mục dữ liệu sang số mới nhất; chỗ sửa không còn khớp thì báo và không ghi gì
    #[arg(long, conflicts_with_all = ["changes", "text", "output"])]
    pub update: bool,

    /// Dạng in: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub format: ListFormat,

    #[command(flatten)]
    pub to_file: ResultFile,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// Thư mục kết quả (mặc định: out)
    #[arg(value_name = FOLDER, default_value = OUT)]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct MergeArguments {
    /// Thư mục của các phần
    #[arg(value_name = FOLDER, required = true)]
    pub parts: Vec<PathBuf>,

    #[command(flatten)]
    pub to: OutFolder,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// Tên shell: bash, zsh, fish, powershell hoặc elvish
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// Ghi vào thư mục này, mỗi lệnh một trang
    #[arg(long, value_name = FOLDER)]
    pub to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct TemplatesArguments {
    /// Thư mục ghi mẫu vào; tệp đã có và đã sửa thì được giữ nguyên
    #[arg(long, value_name = FOLDER)]
    pub to: PathBuf,
}

/// In which form a list is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Chữ, để đọc
    Text,
    /// JSON, cho chương trình khác
    Json,
}

impl ListFormat {
    /// What it is written as.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Text => Shape::Text,
            Self::Json => Shape::Json,
        }
    }
}

/// In which form a calendar is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CalendarFormat {
    /// Chữ, để đọc
    Text,
    /// JSON, cho chương trình khác
    Json,
    /// Lịch iCalendar, cho chương trình lịch
    Ics,
}

impl CalendarFormat {
    /// What it is written as.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Text => Shape::Text,
            Self::Json => Shape::Json,
            Self::Ics => Shape::Plain,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ScheduleArguments {
    /// Năm
    #[arg(value_name = "NĂM", value_parser = year)]
    pub year: i32,

    /// Dạng in: text, json hoặc ics
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub format: CalendarFormat,

    #[command(flatten)]
    pub to_file: ResultFile,

    /// Xem từ ngày này thay cho hôm nay (năm-tháng-ngày)
    #[arg(long, value_name = "NGÀY", value_parser = date)]
    pub date: Option<NaiveDate>,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct AgenciesArguments {
    /// Kỳ báo cáo, ví dụ 2021-q1; bỏ trống thì mọi kỳ của năm
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Option<Period>,

    /// Chỉ liệt kê cơ quan của cấp này (mã cấp trong co-quan.yaml), ví dụ xa
    #[arg(long, value_name = "CẤP", conflicts_with = "import")]
    pub level: Option<String>,

    /// Chỉ liệt kê cơ quan khai còn thiếu
    #[arg(long, conflicts_with = "import")]
    pub lacking: bool,

    /// Nhận bảng đơn vị (.csv, UTF-8, mỗi đơn vị một dòng) vào co-quan.yaml: thêm đơn vị chưa có,
    /// điền tên người ký còn thiếu
    #[arg(long, value_name = FILE, conflicts_with = "period")]
    pub import: Option<PathBuf>,

    /// Chỉ cho biết sẽ ghi gì, không ghi
    #[arg(long, requires = "import")]
    pub dry_run: bool,

    /// Dạng in: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub format: ListFormat,

    #[command(flatten)]
    pub to_file: ResultFile,

    /// Xem từ ngày này thay cho hôm nay (năm-tháng-ngày)
    #[arg(long, value_name = "NGÀY", value_parser = date)]
    pub date: Option<NaiveDate>,

    #[command(flatten)]
    pub from: DataFolder,
}

#[derive(Debug, Args)]
pub(super) struct StatusArguments {
    /// Kỳ báo cáo: năm và kỳ, ví dụ 2021-q1
    #[arg(value_name = "KỲ", value_parser = period)]
    pub period: Period,

    /// Dạng in: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub format: ListFormat,

    #[command(flatten)]
    pub to_file: ResultFile,

    /// Xem từ ngày này thay cho hôm nay (năm-tháng-ngày)
    #[arg(long, value_name = "NGÀY", value_parser = date)]
    pub date: Option<NaiveDate>,

    /// Lập công văn đôn đốc gửi các đơn vị chậm
    #[arg(long)]
    pub remind: bool,

    #[command(flatten)]
    pub from: DataFolder,

    #[command(flatten)]
    pub set_by: FontsAndTemplates,

    #[command(flatten)]
    pub to: OutFolder,
}

pub(super) fn year(text: &str) -> Result<i32, String> {
    let year = text
        .parse()
        .ok()
        .filter(|year| (2000..=2200).contains(year));
    year.ok_or_else(|| "viết một năm, ví dụ 2021".to_owned())
}

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| "viết năm-tháng-ngày, ví dụ 2021-03-05".to_owned())
}

fn document_number(text: &str) -> Result<u64, String> {
    number(text, 1..=99_999)
}

fn arrival_number(text: &str) -> Result<u64, String> {
    number(text, 1..=999_999)
}

fn jobs(text: &str) -> Result<usize, String> {
    number(text, 1..=256)
}

fn seconds(text: &str) -> Result<u64, String> {
    number(text, 1..=86_400)
}

fn megabytes(text: &str) -> Result<u64, String> {
    number(text, 64..=1_048_576)
}

fn number<N: FromStr + PartialOrd + Display>(
    text: &str,
    range: RangeInclusive<N>,
) -> Result<N, String> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("viết một số từ {} đến {}", range.start(), range.end()))
}

fn between(text: &str) -> Result<(u64, u64), String> {
    let numbers = text.split_once("..");
    let numbers =
        numbers.and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    numbers.ok_or_else(|| "viết hai số, ví dụ 1..2".to_owned())
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/');
    let shard = parts.and_then(|(index, of)| {
        let (index, of) = (index.parse().ok()?, of.parse().ok()?);
        (1 <= index && index <= of && of <= MOST_PARTS).then_some(Shard { index, of })
    });
    shard.ok_or_else(|| "viết phần thứ mấy trên tổng số phần, ví dụ 2/5".to_owned())
}

fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).ok_or_else(|| {
        let meant = text.to_lowercase().replace(['/', '_', ' ', '–'], "-");
        match Period::parse(&meant) {
            Some(period) => format!("có phải là {period}?"),
            None => "viết năm và kỳ, ví dụ 2021-q1".to_owned(),
        }
    })
}
