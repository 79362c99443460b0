//! What may stand between `{{` and `}}`: the name of a figure, a date, or one of
//! a few functions of figures. There is nothing else to say there, so that text
//! from outside can neither compute nor loop.

/// A figure's name, or a function of one or two.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expression<'t> {
    /// `tthc.da_giai_quyet`, `nam`.
    Name(&'t str),
    /// `con_lai(tthc.da_giai_quyet, tthc.dung_han)`.
    Call(&'t str, Vec<&'t str>),
}

/// Reads an expression; nothing if it is none.
pub(super) fn parse(text: &str) -> Option<Expression<'_>> {
    let text = text.trim();
    let Some((function, rest)) = text.split_once('(') else {
        return name(text).map(Expression::Name);
    };
    let arguments = rest.strip_suffix(')')?;
    Some(Expression::Call(
        name(function)?,
        arguments.split(',').map(name).collect::<Option<_>>()?,
    ))
}

fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let well_formed = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    well_formed.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::Expression::{Call, Name};
    use super::*;

    #[test]
    fn names_and_functions_of_names_and_nothing_else() {
        let cases = [
            ("tthc.dung_han", Some(Name("tthc.dung_han"))),
            (" nam\u{a0}", Some(Name("nam"))),
            ("dat( a.b )", Some(Call("dat", vec!["a.b"]))),
            ("tren(a.b,c.d)", Some(Call("tren", vec!["a.b", "c.d"]))),
            ("", None),
            ("dat()", None),
            ("dat(a.b", None),
            ("dat(a.b) x", None),
            ("a.b - c.d", None),
            ("\"a\"", None),
            ("1+1", None),
            ("[1]", None),
            ("dat(dat(a.b))", None),
            ("a.b|upper", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert_eq!(parse(&"(".repeat(1_000_000)), None);
        assert_eq!(parse(&"not ".repeat(1_000_000)), None);
    }
}
