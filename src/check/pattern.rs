//! Patterns by which texts are read.

use regex::Regex;

/// What stands in the place of classes that hold all scripts of the world: they make a pattern many
/// times as large, and it is compiled anew in each run.
const CLASSES: [(&str, &str); 3] = [
    (r"\d", "[0-9]"),
    (r"\p{L}", "[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]"),
    (
        r"\p{Lu}",
        "[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]",
    ),
];

/// A pattern of this program. Its digits are 0 to 9, its letters Latin, its capitals Vietnamese.
pub(super) fn compile(pattern: &str) -> Regex {
    let pattern = CLASSES
        .iter()
        .fold(pattern.to_owned(), |pattern, (all, ours)| {
            pattern.replace(all, ours)
        });
    Regex::new(&pattern).expect("the pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn classes_hold_what_vietnamese_is_written_with() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz";
        let (letter, capital) = (compile(r"^\p{L}$"), compile(r"^\p{Lu}$"));
        for small in letters.chars() {
            let large = small.to_uppercase().to_string();
            let small = small.to_string();
            assert!(
                letter.is_match(&small) && letter.is_match(&large),
                "{small}"
            );
            assert!(
                !capital.is_match(&small) && capital.is_match(&large),
                "{small}"
            );
        }
        for other in ["7", "×", "÷", "-", " "] {
            assert!(!letter.is_match(other), "{other}");
        }
        let date = compile(r"^\d{1,2}[\d/]\d+[^\p{L}\d]$");
        assert!(date.is_match("31/4."));
        assert!(!date.is_match("31/4ệ") && !date.is_match("٣١/٤."));
    }
}
