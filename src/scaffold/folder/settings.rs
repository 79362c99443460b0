//! `cau-hinh.yaml` of a province that begins.

use super::{Beginning, scalar};
use crate::scaffold::yaml::Yaml;

/// The text of the file.
pub(super) fn text(beginning: &Beginning<'_>) -> String {
    let kind = beginning.province.kind.full_word();
    let mut yaml = Yaml::default();
    yaml.remark(0, "Dùng chung cho cả thư mục dữ liệu.");
    yaml.gap();
    yaml.remark(
        0,
        "`true` khi làm thử: mọi trang in ra mang dòng SỐ LIỆU MINH HỌA.",
    );
    yaml.line(0, "minh_hoa: false");
    yaml.gap();
    yaml.remark(
        0,
        "Văn bản điện tử để trống số, ngày ở dòng “Kèm theo Báo cáo…” dưới tên phụ lục (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III.2). Bản giấy thì đặt true.",
    );
    yaml.line(0, "phu_luc_ghi_so_ngay: false");
    yaml.gap();
    yaml.remark(
        0,
        "Địa phương của thư mục này; báo cáo gọi địa phương và cấp ủy theo đây.",
    );
    yaml.line(0, "dia_phuong:");
    yaml.line(1, format!("loai: {kind}"));
    yaml.line(1, format!("ten: {}", scalar(beginning.province.name)));
    yaml.gap();
    yaml.remark(
        0,
        "Chế độ báo cáo của chương trình, với số của nó; điều địa phương quy định khác thì ghi ở che-do/.",
    );
    yaml.line(0, "che_do:");
    yaml.line(1, format!("{}: {}", beginning.regime.id, beginning.number));
    yaml.finish()
}
