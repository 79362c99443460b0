//! Names of provinces that are part of another one since 01/7/2025.

/// What a province of before was called, and which one its land is of. Source: Nghị quyết số
/// 202/2025/QH15, Điều 1; of Thừa Thiên Huế, Nghị quyết số 175/2024/QH15.
const FORMER: [(&str, &str); 30] = [
    ("Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
    ("Bạc Liêu", "Cà Mau"),
    ("Bắc Giang", "Bắc Ninh"),
    ("Bắc Kạn", "Thái Nguyên"),
    ("Bến Tre", "Vĩnh Long"),
    ("Bình Dương", "Hồ Chí Minh"),
    ("Bình Định", "Gia Lai"),
    ("Bình Phước", "Đồng Nai"),
    ("Bình Thuận", "Lâm Đồng"),
    ("Đắk Nông", "Lâm Đồng"),
    ("Hà Giang", "Tuyên Quang"),
    ("Hà Nam", "Ninh Bình"),
    ("Hải Dương", "Hải Phòng"),
    ("Hậu Giang", "Cần Thơ"),
    ("Hòa Bình", "Phú Thọ"),
    ("Kiên Giang", "An Giang"),
    ("Kon Tum", "Quảng Ngãi"),
    ("Long An", "Tây Ninh"),
    ("Nam Định", "Ninh Bình"),
    ("Ninh Thuận", "Khánh Hòa"),
    ("Phú Yên", "Đắk Lắk"),
    ("Quảng Bình", "Quảng Trị"),
    ("Quảng Nam", "Đà Nẵng"),
    ("Sóc Trăng", "Cần Thơ"),
    ("Thái Bình", "Hưng Yên"),
    ("Thừa Thiên Huế", "Huế"),
    ("Tiền Giang", "Đồng Tháp"),
    ("Trà Vinh", "Vĩnh Long"),
    ("Vĩnh Phúc", "Phú Thọ"),
    ("Yên Bái", "Lào Cai"),
];

/// The name as it was, and that of the province which it is a part of now, of a name without marks.
pub(super) fn part_of(bare: &str) -> Option<(&'static str, &'static str)> {
    let found = FORMER.iter().find(|(name, _)| super::bare(name) == bare);
    found.copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scaffold::territory::Province;

    #[test]
    fn sixty_three_provinces_became_thirty_four() {
        let now: BTreeSet<_> = Province::all().iter().map(|p| p.name).collect();
        let gone: BTreeSet<_> = FORMER.iter().map(|(name, _)| *name).collect();
        // Thừa Thiên Huế is not gone: it has another name.
        assert_eq!(now.len() + gone.len() - 1, 63);
        assert!(now.is_disjoint(&gone));
        assert!(FORMER.iter().all(|(_, whole)| now.contains(whole)));
    }
}
