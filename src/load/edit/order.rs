//! In which order the keys of a submission stand, as submissions to fill in have them.

use super::Step;

/// The parts of a submission.
const PARTS: [&str; 14] = [
    "co_quan",
    "ky",
    "chi_de_so_sanh",
    "so_lieu_den_ngay",
    "the_thuc",
    "the_thuc_trinh",
    "dinh_chinh",
    "giai_trinh",
    "so_lieu",
    "so_neu",
    "chinh_thuc",
    "nhiem_vu",
    "chon_don_vi",
    "noi_dung",
];
/// What is said of a document.
const DOCUMENT: [&str; 8] = [
    "trang_thai",
    "so",
    "ngay",
    "thay_the",
    "nguoi_ky",
    "hinh_thuc_ky",
    "can_cu",
    "noi_nhan",
];

/// The order of the keys under a parent of a submission; none where it does not matter.
pub fn order_of_submission(parent: &[Step]) -> Vec<String> {
    let keys: &[&str] = match parent {
        [] => &PARTS,
        [Step::Key(part)] if part.starts_with("the_thuc") => &DOCUMENT,
        _ => &[],
    };
    keys.iter().map(|&key| key.to_owned()).collect()
}
