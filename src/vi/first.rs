//! The first letter of a text that is joined to another: small within a sentence, unless it is
//! the first letter of a name (Nghị định 30/2020/NĐ-CP, Phụ lục II).
//!
//! Where nothing tells whether a word is an ordinary one, it stays as somebody wrote it.

/// What is written large wherever it stands: bodies, and special nouns (mục IV.1, V.1).
const NAMES: &[&str] = &[
    "Đảng",
    "Nhà nước",
    "Nhân dân",
    "Tổ quốc",
    "Chính phủ",
    "Thủ tướng",
    "Quốc hội",
    "Trung ương",
    "Thành ủy",
    "Tỉnh ủy",
    "Huyện ủy",
    "Quận ủy",
    "Thị ủy",
    "Đảng ủy",
    "Đảng bộ",
    "Đảng đoàn",
    "Ủy ban",
    "Uỷ ban",
    "Hội đồng nhân dân",
    "Mặt trận",
    "Chủ tịch nước",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Công an",
    "Thanh tra tỉnh",
    "Thanh tra thành phố",
    "Thanh tra huyện",
    "Tỉnh đoàn",
    "Tỉnh Đoàn",
    "Thành đoàn",
    "Thành Đoàn",
    "Huyện đoàn",
    "Huyện Đoàn",
    "Tổ công nghệ số",
    "Tổ công tác",
];

/// What begins with the name of a body but is none.
const NO_NAMES: &[&str] = &["Đảng viên", "Chính phủ số", "Chính phủ điện tử"];

/// What begins a name where a large letter follows: "Sở Nội vụ", "Văn phòng Ủy ban",
/// "Luật Đất đai" (mục IV.2, IV.3, V.4).
const HEADS: &[&str] = &[
    "Sở",
    "Bộ",
    "Ban",
    "Cục",
    "Vụ",
    "Viện",
    "Phòng",
    "Tòa",
    "Đài",
    "Báo",
    "Hội",
    "Đoàn",
    "Trường",
    "Cổng",
    "Phó",
    "Chánh",
    "Luật",
    "Tổng cục",
    "Chi cục",
    "Văn phòng",
    "Trung tâm",
    "Bộ phận",
    "Kho bạc",
    "Bảo hiểm",
    "Liên đoàn",
    "Công ty",
    "Tập đoàn",
    "Ngân hàng",
    "Học viện",
    "Bệnh viện",
    "Thanh tra",
    "Hội đồng",
    "Hệ thống",
    "Chủ tịch",
    "Giám đốc",
    "Bí thư",
    "Bộ luật",
    "Hiến pháp",
    "Nghị định",
    "Nghị quyết",
    "Thông tư",
    "Kế hoạch",
    "Đề án",
    "Chương trình",
    "Chỉ thị",
];

/// Kinds of documents, large where one of them is named (mục V.4).
const DOCUMENTS: &[&str] = &[
    "Quyết định",
    "Công văn",
    "Báo cáo",
    "Tờ trình",
    "Thông báo",
    "Hướng dẫn",
    "Công điện",
    "Kết luận",
    "Giấy mời",
    "Biên bản",
    "Phiếu",
];

/// Ordinary words that names often follow: "do Sở Nội vụ", "xã An Lão" (mục III.1: the kind of a
/// place is small before its name).
const ORDINARY: &str = " do tại theo các những mọi mỗi từng một hai ba nhiều riêng từ trong ngoài \
    với và có còn đã đang sẽ chưa không vì bởi nhờ để khi nếu giữa cùng trên dưới sau trước đến \
    về cho của là nhưng hoặc như được bị ở ông anh chị cô xã phường quận huyện tỉnh thôn xóm \
    khu cụm đường phố gửi trình giao mời nhắc đưa lấy mở lập thăm họp dùng qua nhân toàn ";

/// Letters that are words by themselves.
const WORDS_OF_ONE_LETTER: &str = "ÀÔỞÝỪỨỐY";

/// The text with its first letter small, as behind a semicolon, unless it belongs to a name.
pub fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if !begins_with_name(text) => first.to_lowercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

/// Whether a text begins with a name, or with something of which nobody knows what it is.
fn begins_with_name(text: &str) -> bool {
    if NO_NAMES.iter().any(|words| behind(text, words).is_some()) {
        return false;
    }
    if is_name(text) {
        return true;
    }
    if DOCUMENTS.iter().any(|kind| is_numbered(text, kind)) {
        return true;
    }
    let (first, rest) = split_word(text);
    if is_sign(first) || !is_syllable(first) {
        return true;
    }
    let rest = rest.trim_start();
    let (second, _) = split_word(rest);
    let large = second.starts_with(char::is_uppercase) && !is_sign(second);
    let ordinary = || ORDINARY.contains(&format!(" {} ", first.to_lowercase()));
    large && !ordinary() && !is_name(rest) && !DOCUMENTS.iter().any(|kind| is_numbered(rest, kind))
}

/// Whether a text begins with one of the names that are known by their beginning.
fn is_name(text: &str) -> bool {
    let large_follows = |head: &str| {
        behind(text, head).is_some_and(|rest| {
            let rest = rest.strip_prefix(' ').unwrap_or_default();
            rest.starts_with(char::is_uppercase) || is_number_of_document(rest)
        })
    };
    NAMES.iter().any(|name| behind(text, name).is_some())
        || HEADS.iter().any(|head| large_follows(head))
}

fn is_numbered(text: &str, kind: &str) -> bool {
    behind(text, kind).is_some_and(|rest| is_number_of_document(rest.trim_start()))
}

fn is_number_of_document(rest: &str) -> bool {
    let number = behind(rest, "số").unwrap_or_default().trim_start();
    number.starts_with(|c: char| c.is_ascii_digit())
}

/// What follows some whole words at the beginning of a text.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(words)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

fn split_word(text: &str) -> (&str, &str) {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | ')' | '!' | '?');
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// Whether a word is an abbreviation, a number or a name with a large letter in it: "TTHC",
/// "K'Dang", `VNeID`, "A4".
fn is_sign(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let rest = letters.as_str();
    if rest.is_empty() {
        return !first.is_some_and(|letter| WORDS_OF_ONE_LETTER.contains(letter));
    }
    rest.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a word is spelt as a Vietnamese syllable; "Zalo" and "Internet" are not.
fn is_syllable(word: &str) -> bool {
    const VOWELS: &str = "aeiouy";
    const INITIALS: &[&str] = &[
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
        "nh", "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ];
    const FINALS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    let small = word.to_lowercase();
    let plain: String = unicode_normalization::UnicodeNormalization::nfd(small.as_str())
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    let Some(vowel) = plain.find(|c| VOWELS.contains(c)) else {
        return false;
    };
    let (initial, rest) = plain.split_at(vowel);
    let end = rest.find(|c| !VOWELS.contains(c)).unwrap_or(rest.len());
    let (vowels, last) = rest.split_at(end);
    vowels.len() <= 3 && INITIALS.contains(&initial) && FINALS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_get_a_small_letter() {
        for text in [
            "Hồ sơ đất đai còn chậm",
            "Hồ sơ TTHC còn chậm",
            "Ý kiến của Nhân dân",
            "Ở cấp xã, máy quét đã hỏng",
            "Do Sở Nội vụ chưa trả lời",
            "Các Sở, ngành",
            "Giao Sở Tư pháp chủ trì",
            "Xã Tiên Lãng chưa có máy quét",
            "Thành phố Hải Phòng",
            "Đề nghị Sở Nội vụ hướng dẫn",
            "Kiến nghị Bộ Nội vụ",
            "Báo cáo Ủy ban nhân dân thành phố",
            "Báo cáo tháng gửi chậm",
            "Kế hoạch chưa được duyệt",
            "Quyết định đã ban hành",
            "Đảng viên gương mẫu",
            "Chính phủ số được đẩy mạnh",
            "Sở, ngành chưa phối hợp",
            "Ban hành kế hoạch",
            "Thanh tra, kiểm tra",
            "Bộ phận tiếp nhận thiếu người",
            "Trung tâm chưa có máy",
            "Quý I đã xong",
            "Trước ngày 05",
            "Nghị định được phổ biến",
            "Tuân thủ Nghị định số 30/2020/NĐ-CP",
            "Trưởng thôn",
            "Đạt 98,5%",
            "Tỷ lệ",
            "Quyển sổ",
            "Giếng khoan",
            "Khuỷu",
            "Y tế cơ sở thiếu người",
            "Tổ dân phố chưa có máy",
        ] {
            let lower = lower_first(text);
            assert_ne!(lower, text, "{text}");
            assert_eq!(lower.to_lowercase(), text.to_lowercase());
        }
    }

    #[test]
    fn names_and_abbreviations_keep_their_capital() {
        for text in [
            "UBND xã chưa có máy quét",
            "TTHC đất đai còn chậm",
            "VNeID chưa liên thông",
            "K'Dang có ba thôn",
            "Đảng ủy xã đã nhắc nhở",
            "Đảng và Nhà nước",
            "Ủy ban nhân dân xã",
            "Chính phủ giao",
            "Sở Tư pháp chưa trả lời",
            "Bộ Nội vụ",
            "Bộ phận Một cửa",
            "Văn phòng Ủy ban nhân dân thành phố",
            "Văn phòng UBND",
            "Ban Quản lý Khu kinh tế",
            "Trung tâm Phục vụ hành chính công",
            "Thanh tra thành phố",
            "Phó Chủ tịch",
            "Chủ tịch Ủy ban nhân dân",
            "Tỉnh Đoàn phối hợp",
            "Hải Phòng có 114 xã",
            "Lê Chân đã hoàn thành",
            "Nguyễn Văn A chưa nộp",
            "Việt Nam",
            "Luật Đất đai năm 2024",
            "Nghị định số 30/2020/NĐ-CP",
            "Kế hoạch số 12/KH-UBND",
            "Kế hoạch CCHC năm 2026",
            "Công văn số 334/SNV",
            "Quyết định số 3943/QĐ-UBND",
            "Trạm Y tế thiếu người",
            "Tổ công nghệ số chưa có máy",
            "Zalo của xã",
            "Internet chậm",
            "Excel",
            "A",
            "4 tổ chức",
            "“Hồ sơ”",
            "",
        ] {
            assert_eq!(lower_first(text), text);
        }
    }
}
