//! What is told of a unit's file, in the words of who fills in the sheets of a workbook: rows and
//! sections by their names, keys by the columns that ask for them.

use crate::workbook::form::{FormCell, RowKey, UnitForm};

/// Keys of files, and what sheets call them.
const KEYS: [(&str, &str); 28] = [
    ("chinh_thuc", "trang “Số chính thức”"),
    ("chuyen_nam_sau", "“Chuyển năm sau” ở cột “Chuyển, dừng”"),
    ("cua", "cột “Sản phẩm: của cơ quan khác”"),
    ("da_ban_hanh", "“Đã ban hành”"),
    ("den_ngay", "cột “Số đến ngày”"),
    ("dieu_kien", "cột “Có điều kiện từ ngày”"),
    (
        "don_vi",
        "hai cột “Số đơn vị phải làm”, “Số đơn vị đã xong”",
    ),
    ("du_kien", "cột “Dự kiến xong ngày”"),
    ("dung", "“Dừng thực hiện” ở cột “Chuyển, dừng”"),
    ("gach_dau_dong", "các dòng mở đầu bằng “- ” trong ô"),
    ("ghi_chu", "cột “Ghi chú”"),
    ("gia_tri", "cột “Kỳ này”"),
    ("giai_trinh", "cột “Giải trình”"),
    ("han", "cột “Hạn sau khi có điều kiện”"),
    ("hoan_thanh", "cột “Hoàn thành ngày”"),
    ("ket_qua", "cột “Đã làm được”"),
    ("kho_khan", "cột “Khó khăn, vướng mắc”"),
    ("khong_co", "cột “Chưa có số liệu vì”"),
    ("kinh_phi", "các cột “Kinh phí”"),
    ("nguoi_ky", "ô “Người ký” ở trang “Thể thức”"),
    ("nhiem_vu", "trang “Nhiệm vụ”"),
    ("noi_dung", "trang “Nội dung”"),
    ("san_pham", "các cột “Sản phẩm”"),
    (
        "so_lieu_den_ngay",
        "ô “Số liệu tính đến ngày” ở trang “Thể thức”",
    ),
    ("ten", "cột “Sản phẩm: tên (nếu không có số)”"),
    ("the_thuc", "trang “Thể thức”"),
    ("trang_thai", "ô “Trạng thái” ở trang “Thể thức”"),
    ("uoc", "cột “Số ước (x)”"),
];

/// What is said of files, and what is said of sheets in its place. What stands in quotes behind
/// the words of a file goes with them, and `*` is the name of what stands there.
const PHRASES: [(&str, &str); 31] = [
    ("thêm vào tệp `giai_trinh", "ghi lý do ở cột “Giải trình”"),
    (
        "thêm `don_vi: {",
        "điền hai cột “Số đơn vị phải làm”, “Số đơn vị đã xong”",
    ),
    (
        "thêm `san_pham: {",
        "ghi số, ký hiệu và ngày của văn bản ở các cột “Sản phẩm”",
    ),
    (
        "không phải văn bản thì `{ten",
        "không phải văn bản thì ghi tên và ngày",
    ),
    ("thêm `so_lieu: {", "điền dòng ấy ở trang của biểu"),
    (
        "thêm dòng `so_lieu_den_ngay",
        "điền ô “Số liệu tính đến ngày” ở trang “Thể thức”",
    ),
    ("thêm `uoc: true", "ghi x ở cột “Số ước (x)”"),
    (
        "ghi là ước tính ở từng dòng (`uoc: true`)",
        "ghi x ở cột “Số ước (x)” của từng dòng",
    ),
    (
        "thêm `cua: ",
        "ghi tên cơ quan ấy ở cột “Sản phẩm: của cơ quan khác”",
    ),
    (
        "thêm `kho_khan: …` nêu nguyên nhân",
        "nêu nguyên nhân ở cột “Khó khăn, vướng mắc”",
    ),
    (
        "ghi `thay_the: {",
        "điền hai ô “Thay thế báo cáo số”, “Thay thế báo cáo ngày”",
    ),
    (
        "thêm `thay_the: {",
        "điền hai ô “Thay thế báo cáo số”, “Thay thế báo cáo ngày”",
    ),
    ("thêm `dieu_kien: {", "điền cột “Có điều kiện từ ngày”"),
    (
        "ghi `*: []` trong `noi_dung`",
        "chọn “Không có” ở cột “Không có gì” của mục ấy",
    ),
    (
        "thêm `*` vào `noi_dung`, mỗi đoạn một dòng `- …`",
        "viết mục * ở trang “Nội dung”",
    ),
    (
        "thêm ít nhất một mục vào `noi_dung`, mỗi đoạn một dòng `- …`",
        "viết ít nhất một mục ở trang “Nội dung”",
    ),
    (
        "thêm vào `nhiem_vu` các nhiệm vụ sau, ví dụ `",
        "điền các nhiệm vụ sau ở trang “Nhiệm vụ”",
    ),
    ("để `trang_thai: trinh_ky`", "chọn trạng thái “Trình ký”"),
    (
        "đổi thành `trang_thai: da_ban_hanh`",
        "chọn trạng thái “Đã ban hành”",
    ),
    (
        "thêm dòng `trang_thai: …` vào nhóm này",
        "chọn “Trạng thái” ở trang “Thể thức”",
    ),
    (
        "thêm dòng `nguoi_ky: …` vào nhóm này",
        "chọn “Người ký” ở trang “Thể thức”",
    ),
    (
        "sửa lại rồi đổi `cu` thành `doan`, hoặc xóa đoạn",
        "sửa lại đoạn văn cho kỳ này, hoặc xóa",
    ),
    (
        "chưa có số liệu thì viết `*: {khong_co: \"lý do\"}`",
        "chưa có số liệu thì ghi lý do ở cột “Chưa có số liệu vì”",
    ),
    (
        "ở `thay_the` ghi số, ngày",
        "ở hai ô “Thay thế báo cáo số”, “Thay thế báo cáo ngày” ghi số, ngày",
    ),
    (
        "ở `so`, `ngay` ghi số, ngày mới",
        "ở hai ô “Số báo cáo”, “Ngày ban hành” ghi số, ngày mới",
    ),
    (
        "và `thay_the`",
        "và hai ô “Thay thế báo cáo số”, “Thay thế báo cáo ngày”",
    ),
    (" ở cấp ngoài cùng của tệp", ""),
    (
        "viết `gia_tri: 12`, hoặc `khong_co: \"lý do chưa có số liệu\"`",
        "gõ số ở cột “Kỳ này”, hoặc ghi lý do ở cột “Chưa có số liệu vì”",
    ),
    ("thiếu khóa ", "chưa chọn, chưa ghi "),
    (
        "viết `{{ *` thay cho số",
        "sửa số trong câu, hoặc số ở biểu, cho khớp",
    ),
    (", để khi số liệu sửa thì câu sửa theo", ""),
];

/// Words of sheets for those of a unit's file.
#[derive(Debug, Clone, Default)]
pub(super) struct SheetWords {
    /// Rows and sections by their names in data.
    names: Vec<(String, String)>,
}

impl SheetWords {
    /// Of the workbook of a unit.
    pub(super) fn of(form: &UnitForm) -> Self {
        let mut names = Vec::new();
        for sheet in &form.sheets {
            let mut above = String::new();
            for row in &sheet.rows {
                let (id, at) = match &row.key {
                    RowKey::Figure(id) | RowKey::WorkedOut(id) => (id.to_string(), 1),
                    RowKey::Paragraph(id, 1) => (id.to_string(), 0),
                    RowKey::Heading => {
                        if let Some(FormCell::Text(title)) = row.cells.first() {
                            above.clone_from(title);
                        }
                        continue;
                    }
                    _ => continue,
                };
                let name = match row.cells.get(at) {
                    Some(FormCell::Text(name)) => name.lines().next().unwrap_or(name),
                    _ => above.as_str(),
                };
                names.push((id, name.to_owned()));
            }
        }
        Self { names }
    }

    /// A text about a unit's file as one about the sheets.
    pub(super) fn of_sheets(&self, text: &str) -> String {
        let mut words = text.to_owned();
        for (of_file, of_sheets) in PHRASES {
            while let Some(next) = self.with_phrase(&words, of_file, of_sheets) {
                words = next;
            }
        }
        self.with_names(&words)
    }

    /// The text with a phrase of sheets in the place of the first of files; nothing where there is
    /// none.
    fn with_phrase(&self, text: &str, of_file: &str, of_sheets: &str) -> Option<String> {
        let (before, behind) = of_file.split_once('*').unwrap_or((of_file, ""));
        let start = text.find(before)?;
        let mut end = start + before.len();
        let mut name = String::new();
        if of_file.contains('*') {
            let length = text.get(end..)?.find(behind)?;
            let id = text.get(end..end + length)?;
            if id.contains('`') {
                return None;
            }
            name = self.name(id).map_or_else(|| id.to_owned(), quoted);
            end += length + behind.len();
        }
        // What is quoted goes with it to its end.
        if of_file.matches('`').count() % 2 == 1 {
            end += text.get(end..)?.find('`')? + 1;
        }
        let words = of_sheets.replace('*', &name);
        Some([text.get(..start)?, &words, text.get(end..)?].concat())
    }

    /// The text with names in the place of what data call rows, sections and columns.
    fn with_names(&self, text: &str) -> String {
        let parts = text.split('`').enumerate();
        let last = text.matches('`').count();
        let words = parts.map(|(at, part)| {
            // Every second part is quoted, if its end is there.
            if at % 2 == 0 {
                return part.to_owned();
            }
            if at == last {
                return format!("`{part}");
            }
            let key = KEYS.iter().find(|(key, _)| *key == part);
            match (key, self.name(part)) {
                (_, Some(name)) => quoted(name),
                (Some((_, words)), None) => (*words).to_owned(),
                (None, None) => format!("`{part}`"),
            }
        });
        words.collect()
    }

    fn name(&self, id: &str) -> Option<&str> {
        let mut names = self.names.iter();
        names
            .find(|(known, _)| known == id)
            .map(|(_, name)| name.as_str())
    }
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> SheetWords {
        let names = [
            ("ke_hoach", "1. Kế hoạch"),
            ("ho_so.da_xong", "Số hồ sơ đã giải quyết (trong kỳ)"),
        ];
        SheetWords {
            names: names
                .iter()
                .map(|(id, name)| ((*id).to_owned(), (*name).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn remedies_are_said_in_words_of_sheets() {
        let cases = [
            (
                "hai số đếm cùng một thứ; nếu đúng như vậy thì thêm vào tệp `giai_trinh: {figure/unexpected: {ho_so.dem_lai: \"lý do\"}}`",
                "hai số đếm cùng một thứ; nếu đúng như vậy thì ghi lý do ở cột “Giải trình”",
            ),
            (
                "thêm `ke_hoach` vào `noi_dung`, mỗi đoạn một dòng `- …`",
                "viết mục “1. Kế hoạch” ở trang “Nội dung”",
            ),
            (
                "nếu đúng như vậy thì ghi `sang_kien: []` trong `noi_dung`; nếu không thì viết nội dung",
                "nếu đúng như vậy thì chọn “Không có” ở cột “Không có gì” của mục ấy; nếu không thì viết nội dung",
            ),
            (
                "thêm `san_pham: {so: 05/KH-STP, ngay: 2021-01-08}`; không phải văn bản thì `{ten: …, ngay: …}`",
                "ghi số, ký hiệu và ngày của văn bản ở các cột “Sản phẩm”; không phải văn bản thì ghi tên và ngày",
            ),
            (
                "thêm dòng `so_lieu_den_ngay: 2024-03-03` ở cấp ngoài cùng của tệp, với ngày của số liệu",
                "điền ô “Số liệu tính đến ngày” ở trang “Thể thức”, với ngày của số liệu",
            ),
            (
                "số liệu của ngày chưa đến thì ghi là ước tính ở từng dòng (`uoc: true`)",
                "số liệu của ngày chưa đến thì ghi x ở cột “Số ước (x)” của từng dòng",
            ),
            (
                "thêm `don_vi: {tong: 37, xong: 35}`",
                "điền hai cột “Số đơn vị phải làm”, “Số đơn vị đã xong”",
            ),
            (
                "thêm vào `nhiem_vu` các nhiệm vụ sau, ví dụ `1b: {ket_qua: \"việc đã làm\"}`",
                "điền các nhiệm vụ sau ở trang “Nhiệm vụ”",
            ),
            (
                "xóa `du_kien`, hoặc xóa `hoan_thanh` nếu chưa xong",
                "xóa cột “Dự kiến xong ngày”, hoặc xóa cột “Hoàn thành ngày” nếu chưa xong",
            ),
            (
                "thêm `kho_khan: …` nêu nguyên nhân; cơ quan nhận sẽ hỏi",
                "nêu nguyên nhân ở cột “Khó khăn, vướng mắc”; cơ quan nhận sẽ hỏi",
            ),
            (
                "xóa dòng này; chương trình tính từ `ho_so.da_xong`",
                "xóa dòng này; chương trình tính từ “Số hồ sơ đã giải quyết (trong kỳ)”",
            ),
            (
                "thêm `dieu_kien: {ngay: …}`, có `han` nếu chỉ đạo, yêu cầu nêu thời hạn",
                "điền cột “Có điều kiện từ ngày”, có cột “Hạn sau khi có điều kiện” nếu chỉ đạo, yêu cầu nêu thời hạn",
            ),
            (
                "điền số và ngày văn thư đã cấp, hoặc để `trang_thai: trinh_ky`",
                "điền số và ngày văn thư đã cấp, hoặc chọn trạng thái “Trình ký”",
            ),
            (
                "viết `{{ con_lai(ho_so.nhan, ho_so.da_xong) }}` thay cho số; nếu câu nói về số khác thì viết rõ hơn",
                "sửa số trong câu, hoặc số ở biểu, cho khớp; nếu câu nói về số khác thì viết rõ hơn",
            ),
            ("viết là `05/KH-STP`", "viết là `05/KH-STP`"),
            ("một dấu ` lẻ", "một dấu ` lẻ"),
        ];
        for (of_file, of_sheets) in cases {
            assert_eq!(words().of_sheets(of_file), of_sheets);
        }
    }

    /// What stands behind a phrase may never be found again, so that this ends.
    #[test]
    fn no_phrase_of_sheets_holds_one_of_files() {
        for (of_file, of_sheets) in PHRASES {
            let begins = of_file.split('*').next().unwrap_or_default();
            assert!(!of_sheets.contains(begins), "{of_file}");
        }
    }
}
