//! Words by which sentences are read.

/// Abbreviations of offices. The words are those that forms write.
pub(super) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("tthc", "thủ tục hành chính"),
    ("vbqppl", "văn bản quy phạm pháp luật"),
    ("đvsncl", "đơn vị sự nghiệp công lập"),
    ("đvsn", "đơn vị sự nghiệp"),
    ("dvctt", "dịch vụ công trực tuyến"),
    ("dvc", "dịch vụ công"),
    ("pakn", "phản ánh kiến nghị"),
    ("cbccvc", "cán bộ công chức viên chức"),
    ("cbcc", "cán bộ công chức"),
    ("ccvc", "công chức viên chức"),
    ("cchc", "cải cách hành chính"),
    ("ubnd", "ủy ban nhân dân"),
    ("cntt", "công nghệ thông tin"),
    ("hs", "hồ sơ"),
    ("vtvl", "vị trí việc làm"),
    ("bcci", "bưu chính công ích"),
    ("nsnn", "ngân sách nhà nước"),
    ("hđlđ", "hợp đồng lao động"),
];

/// Words for what forms call otherwise.
pub(super) const SYNONYMS: &[(&str, &str)] =
    &[("xong", "hoàn thành"), ("trễ", "quá"), ("chậm", "quá hạn")];

/// Words just before a number that make it another than the unit's own of this period.
pub(super) const ELSEWHERE: &[&str] = &[
    "chỉ tiêu",
    "tối thiểu",
    "ít nhất",
    "tối đa",
    "không quá",
    "khoảng",
    "gần",
    "mỗi",
    "yêu cầu",
    "quy định",
    "đặt ra",
    "kỳ vọng",
    "kỳ trước",
    "quý trước",
    "lần trước",
    "trước đây",
    "so với",
    "tăng",
    "giảm",
    "thêm",
    "bớt",
    "cao hơn",
    "thấp hơn",
    "nhiều hơn",
    "ít hơn",
    "vượt",
    "cả nước",
    "toàn quốc",
    "bộ",
    "thu hồi",
    "tiết kiệm",
    "riêng",
    "đứng thứ",
    "ban đầu",
    "hết năm",
    "từ",
    "lĩnh vực",
    "còn lại",
    "đồng chí",
    "lên",
];

/// Words from which on all numbers of a clause are of another time or none yet.
pub(super) const FROM_HERE_ELSEWHERE: &[&str] = &[
    "phấn đấu",
    "nâng",
    "đưa tỷ lệ",
    "dự kiến",
    "mục tiêu",
    "cùng kỳ",
    "cách đây",
    "năm trước",
    "năm ngoái",
    "bình quân",
    "trung bình",
    "lĩnh vực",
    "theo công bố",
    "mỗi ngày",
    "mỗi tuần",
    "mỗi tháng",
    "mỗi buổi",
    "hằng ngày",
    "hằng tuần",
    "không kể",
    "không gồm",
    "không bao gồm",
    "chưa kể",
    "không tính",
    "riêng",
    "nguồn vốn",
];

/// Words just behind a number that say the same.
pub(super) const ELSEWHERE_BEHIND: &[&str] = &["khác", "còn lại", "nữa", "so với"];

/// What may be part of a unit when a name follows.
pub(super) const PARTS: &[&str] = &[
    "Phòng",
    "xã",
    "Xã",
    "phường",
    "Phường",
    "thị trấn",
    "Thị trấn",
    "Chi cục",
    "Trung tâm",
    "Trường",
    "Bệnh viện",
    "Ban",
    "Đội",
    "Chi nhánh",
    "Thanh tra",
    "Cục",
    "Công ty",
    "Hạt",
    "Trạm",
    "Nhà hát",
    "Bảo tàng",
    "Thư viện",
    "Văn phòng",
    "Cảng",
    "Khoa",
];

/// What a part of a unit does, where its name stands without another behind it: "Văn phòng
/// giải quyết …".
const VERBS: &[&str] = &[
    "đã",
    "giải quyết",
    "tiếp nhận",
    "xử lý",
    "thực hiện",
    "hoàn thành",
];

pub(super) fn is_verb(words: &str) -> bool {
    VERBS.iter().any(|verb| {
        let rest = words.strip_prefix(verb);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}
