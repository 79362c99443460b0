//! Names of sheets that spreadsheet programs take.

/// Letters that a name may have.
const LONGEST: usize = 31;
/// Letters that it may not have.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Names of sheets, each its own, in the order of those that are wished for.
pub(super) fn apart(wished: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in wished {
        let plain = name.replace(FORBIDDEN, "-");
        let plain: String = plain.trim_matches('\'').chars().take(LONGEST).collect();
        let is_used = |name: &str| {
            let mut names = names.iter();
            names.any(|other| other.to_lowercase() == name.to_lowercase())
        };
        let begin: String = plain.chars().take(LONGEST - 5).collect();
        let numbered = (2..).map(|number| format!("{begin} ({number})"));
        let mut free = std::iter::once(plain).chain(numbered);
        names.extend(free.find(|name| !is_used(name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let wished = [
            "Biểu 1/2",
            "biểu 1-2",
            "'Biểu'",
            &"x".repeat(40),
            &"X".repeat(31),
        ];
        let names = apart(wished.map(str::to_owned));
        assert_eq!(names[..3], ["Biểu 1-2", "biểu 1-2 (2)", "Biểu"]);
        assert_eq!(names[3], "x".repeat(31));
        assert_eq!(names[4], format!("{} (2)", "X".repeat(26)));
    }
}
