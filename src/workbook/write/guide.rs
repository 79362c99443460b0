//! The first sheet: how the workbook is filled in and sent back.

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

use super::{cell_text, measure, style};
use crate::vi;
use crate::workbook::form::{GUIDE_NAME, UnitForm};

const WIDTH: f64 = 110.0;

/// Writes the guide.
pub(super) fn write(page: &mut Worksheet, form: &UnitForm) -> Result<(), XlsxError> {
    page.set_name(GUIDE_NAME)?;
    page.set_column_width(0, 3)?;
    page.set_column_width(1, WIDTH)?;
    let title = format!("Báo cáo cải cách hành chính {}", form.period_name);
    page.write_string_with_format(1, 1, title, &style::title())?;
    page.set_row_height(1, 22)?;
    for (row, line) in (2..).zip(lines(form)) {
        page.set_row_height(row, measure::height([(line.as_str(), WIDTH)].into_iter()))?;
        page.write_string_with_format(row, 1, cell_text(&line), &style::line())?;
    }
    page.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    page.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn lines(form: &UnitForm) -> Vec<String> {
    let mut lines = vec![form.agency_name.clone()];
    if let Some(due) = form.due {
        lines.push(format!("Hạn gửi: ngày {}.", vi::short_date(due)));
    }
    if form.is_sample {
        lines.push("Số liệu và tên người trong tệp này là ví dụ minh họa.".to_owned());
    }
    lines.push(String::new());
    lines.push("Các bước".to_owned());
    let names: Vec<_> = form
        .sheets
        .iter()
        .map(|sheet| format!("“{}”", sheet.name))
        .collect();
    lines.push(format!("1. Lần lượt điền các trang {}.", names.join(", ")));
    for line in [
        "2. Chỉ điền ô nền vàng nhạt. Ô nền hồng là ô còn thiếu; ô nền trắng, xám do chương trình ghi, không sửa.",
        "3. Số: chỉ gõ chữ số, không gõ dấu chấm hay dấu phẩy (6127, không phải 6.127). Không có phát sinh thì gõ 0.",
        "4. Chưa có số liệu: để trống cột “Kỳ này” và ghi lý do ở cột “Chưa có số liệu vì”. Số ước tính: gõ x ở cột “Số ước (x)”.",
        "5. Tỷ lệ và tổng cộng do tệp tự tính.",
        "6. Ngày: gõ như 05/3/2026.",
        "7. Dán từ tệp khác: chọn dán giá trị (Paste Special, Values) để không làm mất định dạng của ô.",
        "8. Lưu lại bằng định dạng .xlsx rồi gửi cả tệp này. Đổi tên tệp, sắp xếp lại dòng đều được; đừng xóa dòng 1 và cột A (đang ẩn).",
        "",
        "Sau khi gửi",
        "Nếu có chỗ phải sửa, tệp được gửi trả với trang “Cần sửa” ở đầu và các ô có ghi chú: sửa ngay trong tệp ấy rồi gửi lại. Chỗ cảnh báo mà số liệu vẫn đúng thì ghi lý do vào cột “Giải trình”.",
    ] {
        lines.push(line.to_owned());
    }
    lines
}
