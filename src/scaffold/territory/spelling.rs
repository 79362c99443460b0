//! Names as a keyboard without Vietnamese has them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in small letters without marks, its words apart by one blank; what is neither letter nor
/// digit parts words: `Ea H'Leo` is `ea h leo`.
pub(in crate::scaffold) fn bare(name: &str) -> String {
    let letters = name.nfd().filter(|letter| !is_combining_mark(*letter));
    let letters = letters
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'đ' => 'd',
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => ' ',
        });
    let letters: String = letters.collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn names_lose_marks_and_keep_their_words() {
        for (name, expected) in [
            ("Đắk Lắk", "dak lak"),
            ("Chân Mây - Lăng Cô", "chan may lang co"),
            ("Ea H'Leo", "ea h leo"),
            ("TP.HCM", "tp hcm"),
            ("Thu\u{309}y Nguyên", "thuy nguyen"),
            ("", ""),
        ] {
            assert_eq!(bare(name), expected, "{name}");
        }
    }
}
