//! The agencies that a province has beside its communes.

/// A department of the usual form, with a director.
pub(super) struct Department {
    /// Its identifier.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its abbreviation in symbols of documents.
    pub abbreviation: &'static str,
    /// Its name at the head of a page where it needs two lines.
    pub head: &'static [&'static str],
}

const fn department(
    id: &'static str,
    name: &'static str,
    abbreviation: &'static str,
) -> Department {
    Department {
        id,
        name,
        abbreviation,
        head: &[],
    }
}

/// Those that every province has since 01/3/2025, but for Sở Nội vụ, which compiles (Nghị định
/// 45/2025/NĐ-CP and 150/2025/NĐ-CP).
pub(super) const USUAL: [Department; 9] = [
    department("so-tu-phap", "Sở Tư pháp", "STP"),
    department("so-tai-chinh", "Sở Tài chính", "STC"),
    department("so-cong-thuong", "Sở Công Thương", "SCT"),
    Department {
        head: &["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"],
        ..department(
            "so-nong-nghiep-moi-truong",
            "Sở Nông nghiệp và Môi trường",
            "SNNMT",
        )
    },
    department("so-xay-dung", "Sở Xây dựng", "SXD"),
    department("so-khoa-hoc-cong-nghe", "Sở Khoa học và Công nghệ", "SKHCN"),
    Department {
        head: &["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"],
        ..department(
            "so-van-hoa-the-thao-du-lich",
            "Sở Văn hóa, Thể thao và Du lịch",
            "SVHTTDL",
        )
    },
    department("so-giao-duc-dao-tao", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    department("so-y-te", "Sở Y tế", "SYT"),
];

/// Departments that are not everywhere.
pub(super) struct Further {
    /// Where they are, in words.
    pub when: &'static str,
    /// The provinces that it is said to; none means all.
    pub told: &'static [&'static str],
    /// The departments.
    pub departments: &'static [Department],
}

/// Those that some provinces have.
pub(super) const FURTHER: [Further; 3] = [
    Further {
        when: "Nơi tách Sở Văn hóa, Thể thao và Du lịch thì thay bằng hai sở này (sửa cả trong kế hoạch):",
        told: &[],
        departments: &[
            department("so-van-hoa-the-thao", "Sở Văn hóa và Thể thao", "SVHTT"),
            department("so-du-lich", "Sở Du lịch", "SDL"),
        ],
    },
    Further {
        when: "Nơi có thêm:",
        told: &[],
        departments: &[
            department("so-ngoai-vu", "Sở Ngoại vụ", "SNgV"),
            department("so-dan-toc-ton-giao", "Sở Dân tộc và Tôn giáo", "SDTTG"),
        ],
    },
    Further {
        when: "Sở riêng của Hà Nội, Thành phố Hồ Chí Minh:",
        told: &["Hà Nội", "Hồ Chí Minh"],
        departments: &[department(
            "so-quy-hoach-kien-truc",
            "Sở Quy hoạch - Kiến trúc",
            "SQHKT",
        )],
    },
];

impl Further {
    /// Whether a province is told of them.
    pub(super) fn is_told(&self, province: &str) -> bool {
        self.told.is_empty() || self.told.contains(&province)
    }
}
