//! What a template may be before minijinja sees it.
//!
//! Its parser calls itself as often as operators stand in a row, and folds what is constant
//! again for each; a namespace that holds itself has no end. Both end the process, which nobody
//! can catch. Not for: what a template does when it runs (`runner`).

use std::collections::BTreeSet;

use minijinja::machinery::{Span, Token, tokenize};
use minijinja::syntax::SyntaxConfig;

use super::body;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};

/// How many bytes a template of words may have; the longest built-in one has five thousand.
const LARGEST: usize = 64 << 10;
/// How many words and signs may stand between `{{` and `}}` or `{%` and `%}`; the longest
/// built-in list has seventy.
const LONGEST: usize = 1_000;

/// Why a template is not read.
pub(super) fn check(source: SourceId, sources: &Sources) -> Vec<Diagnostic> {
    let text = sources.text(source);
    if text.len() > LARGEST {
        let message = format!(
            "mẫu dài {} KB, quá giới hạn {} KB",
            text.len().div_ceil(1 << 10),
            LARGEST >> 10
        );
        let place = Sources::beginning(source);
        let finding = Diagnostic::error(Code::TemplateError, place, message);
        return vec![finding.with_help("chia thành nhiều mẫu, ghép lại bằng `{% include %}`")];
    }
    let mut findings = of_words(source, text);
    let tags = tags(text);
    let place = |first: Span, last: Span| {
        let range = first.start_offset as usize..last.end_offset as usize;
        sources.clamped(Place::new(source, range))
    };
    for tag in tags.iter().filter(|tag| tag.len() > LONGEST) {
        let (Some((_, first)), Some((_, last))) = (tag.first(), tag.last()) else {
            continue;
        };
        let message = format!(
            "giữa hai dấu ngoặc của mẫu có {} từ và dấu, quá giới hạn {LONGEST}",
            tag.len()
        );
        let finding = Diagnostic::error(Code::TemplateError, place(*first, *last), message);
        findings.push(finding.with_help("chia thành nhiều phần nhỏ bằng `{% set %}`"));
    }
    let stores = stores(&tags);
    for (name, span) in tags.iter().flat_map(|tag| escaping(tag, &stores)) {
        let finding = Diagnostic::error(
            Code::TemplateError,
            place(span, span),
            format!("`{name}` là nơi ghi nhớ (namespace), không dùng được như một giá trị"),
        );
        findings.push(finding.with_help(
            "lập bằng `{% set x = namespace(a = 1) %}`, sau đó chỉ dùng từng phần của nó: `x.a`",
        ));
    }
    findings
}

/// What no template may say in its own words: characters that have a meaning of their own on the
/// way to a document, and commands of Typst, which templates of words wrote once.
fn of_words(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (token, span) in tokenize(text, false, SyntaxConfig::default()).map_while(Result::ok) {
        let Token::TemplateData(words) = token else {
            continue;
        };
        let start = span.start_offset as usize;
        let command = words.match_indices('#').find(|(at, _)| {
            let behind = words[at + 1..].chars().next();
            behind.is_some_and(|c| c.is_ascii_lowercase() || "\"[($".contains(c))
        });
        if let Some((at, _)) = command {
            let place = Place::new(source, start + at..start + at + 1);
            let message = "mẫu dùng lệnh của Typst; lệnh này sẽ bị in ra như chữ";
            let finding = Diagnostic::error(Code::TemplateError, place, message);
            findings.push(finding.with_help(
                "viết đoạn dẫn như một đoạn thường, gạch đầu dòng bằng `- ` ở đầu dòng, chú thích bằng `^[…]`; việc dàn trang thì đưa vào tệp .typ; muốn in dấu `#` thì viết `{{ \"#\" }}`",
            ));
        }
        if let Some((at, character)) = words.char_indices().find(|(_, c)| body::is_wrapping(*c)) {
            let range = start + at..start + at + character.len_utf8();
            let message = "mẫu có ký tự điều khiển, không in được";
            let finding =
                Diagnostic::error(Code::TemplateError, Place::new(source, range), message);
            findings.push(finding.with_help("xóa ký tự ấy"));
        }
    }
    findings
}

/// What stands between two brackets of a template.
type Tag<'t> = Vec<(Token<'t>, Span)>;

/// The words and signs of a template, tag by tag. Where it is not well formed, the parser
/// says so.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut tag = None;
    for (token, span) in tokenize(text, false, SyntaxConfig::default()).map_while(Result::ok) {
        match token {
            Token::VariableStart | Token::BlockStart => tag = Some(Vec::new()),
            Token::VariableEnd | Token::BlockEnd => tags.extend(tag.take()),
            token => {
                if let Some(tag) = &mut tag {
                    tag.push((token, span));
                }
            }
        }
    }
    // One that is never closed is as long.
    tags.extend(tag);
    tags
}

/// The names under which a template keeps namespaces, and those of whose parts it sets any.
fn stores<'t>(tags: &[Tag<'t>]) -> BTreeSet<&'t str> {
    let names = tags.iter().filter_map(|tag| {
        let mut tokens = tag.iter().map(|(token, _)| token);
        let (Token::Ident("set"), Token::Ident(name)) = (tokens.next()?, tokens.next()?) else {
            return None;
        };
        match (tokens.next()?, tokens.next()) {
            (Token::Dot, _) | (Token::Assign, Some(Token::Ident("namespace"))) => Some(*name),
            _ => None,
        }
    });
    names.collect()
}

/// Where a namespace is more than the name of its parts: it could come to hold itself.
fn escaping<'t>(tag: &Tag<'t>, stores: &BTreeSet<&'t str>) -> Vec<(&'t str, Span)> {
    let token = |index: usize| tag.get(index).map(|(token, _)| token);
    let is_set = |index: usize| index == 1 && matches!(token(0), Some(Token::Ident("set")));
    let names = tag.iter().enumerate().filter_map(|(index, (word, span))| {
        let Token::Ident(name) = word else {
            return None;
        };
        let before = index.checked_sub(1).and_then(token);
        let behind = token(index + 1);
        let is_part_or_filter =
            matches!(before, Some(Token::Dot | Token::Pipe | Token::Ident("is")));
        let is_argument = matches!(behind, Some(Token::Assign)) && !is_set(index);
        if is_part_or_filter || is_argument {
            return None;
        }
        let escapes = if *name == "namespace" {
            let set = index == 3 && is_set(1) && matches!(token(2), Some(Token::Assign));
            !(set && matches!(behind, Some(Token::ParenOpen)))
        } else {
            let named = matches!(behind, Some(Token::Dot))
                || is_set(index) && matches!(behind, Some(Token::Assign));
            stores.contains(name) && !named
        };
        escapes.then_some((*name, *span))
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let source = sources.add("x.j2", text);
        let findings = check(source, &sources).into_iter();
        findings
            .map(|finding| {
                let place = finding.place.expect("it has a place");
                assert!(text.get(place.range()).is_some(), "{place:?} in {text}");
                finding.message
            })
            .collect()
    }

    #[test]
    fn a_template_may_be_as_long_as_the_limits_and_no_longer() {
        let signs = |count: usize| format!("{{{{ {} }}}}", "-".repeat(count - 1) + "1");
        assert_eq!(found(&signs(LONGEST)), Vec::<String>::new());
        assert_eq!(found(&signs(LONGEST + 1)).len(), 1);
        assert_eq!(found(&format!("{{% if {}", "not ".repeat(20_000))).len(), 1);
        assert_eq!(found(&"ă".repeat(LARGEST / 2)), Vec::<String>::new());
        assert_eq!(found(&format!("{}a", "ă".repeat(LARGEST / 2))).len(), 1);
        // What stands in a text or a comment is no operator.
        let words = "not ".repeat(LONGEST + 1);
        assert_eq!(
            found(&format!("{{# {words} #}}{words}{{{{ '{words}' }}}}")).len(),
            0
        );
    }

    #[test]
    fn words_are_no_commands() {
        for bad in [
            "a #dash[b]",
            "#import \"x\"",
            "{{ x }}#\"a\";",
            "#[a]",
            "#(1)",
            "a\u{2}b",
            "ă\u{3}",
        ] {
            assert_eq!(found(bad).len(), 1, "{bad}");
        }
        for good in ["số # 5, #5", "{{ \"#dash\" }}", "{# #dash[] #}", "- a^[b]"] {
            assert_eq!(found(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn a_namespace_is_only_the_name_of_its_parts() {
        for good in [
            "{% set x = namespace(a = 1) %}{% set x.a = x.a + 1 %}{{ x.a }}",
            "{%- set x = namespace(a = [1], b = y) -%}{% if not x.a %}{% endif %}",
            "{% set x = namespace() %}{{ y.x }}{{ f(x = 1) }}{{ y|x }}{{ 'x' }}",
            "{% set x = [x, x] %}{{ x }}",
        ] {
            assert_eq!(found(good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            "{% set x = namespace() %}{% set x.a = x %}",
            "{% set x = namespace() %}{% set x.a = [1, x] %}",
            "{% set x = namespace() %}{% set y = x %}",
            "{% set x = namespace() %}{% for y in [x] %}{% endfor %}",
            "{% set x = namespace() %}{{ f(a = x) }}",
            "{% set x = namespace() %}{% include x %}",
            "{% set x.a = x %}",
            "{% set x, y = namespace(), 1 %}",
            "{% set x = [namespace()] %}",
            "{% set x = namespace(a = namespace()) %}",
            "{% set x = namespace %}",
            "{% with x = namespace() %}{% endwith %}",
        ] {
            assert_eq!(found(bad).len(), 1, "{bad}");
        }
    }
}
