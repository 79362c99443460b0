//! Data that look like markup or code print as themselves.

use std::cell::Cell;

use baocao::compose::{BlockKind, Composed, Inline};
use baocao::diagnostic::{Code, Finding};
use baocao::typeset::FontSet;
use baocao::vi;
use proptest::prelude::*;

use crate::folder::Folder;
use crate::random;
use crate::report::{report_of, reports};
use crate::sheet::{Sheet, sheets};

const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";
/// What a text is put between, so that it is found on the page.
const OPEN: &str = "Đầu ";
const CLOSE: &str = " cuối";

/// A text in every place of a submission where people write, as YAML written by
/// a library that does not share our reader.
fn folder_with(text: &str) -> Folder {
    let quoted = |text: &str| serde_yaml::to_string(&text).expect("a text can be written");
    let text = format!("{OPEN}{text}{CLOSE}");
    // In what a unit writes, two brackets ask for a figure.
    let own = quoted(&without_brackets(&text));
    let own = own.trim_end().replace('\n', "\n          ");
    let submission = format!(
        "so_lieu_den_ngay: 2024-02-29\nthe_thuc:\n  trang_thai: du_thao\n  nguoi_ky: giam-doc\n  can_cu:\n    - {own}\n  noi_nhan:\n    - {own}\n\
         so_lieu:\n  ho_so:\n    da_xong: 10\n    dung_han: 9\n    khao_sat:\n      khong_co: {own}\n\
         noi_dung:\n  tinh_hinh:\n    - doan: {own}\n      gach_dau_dong:\n        - {own}\n      chu_thich: {own}\n"
    );
    Folder::base().write(SUBMISSION, &submission)
}

/// The text without two brackets in a row.
fn without_brackets(text: &str) -> String {
    let mut text = text.to_owned();
    for (two, one) in [("{{", "{"), ("}}", "}")] {
        while text.contains(two) {
            text = text.replace(two, one);
        }
    }
    text
}

pub(crate) fn all_text(sheets: &[Sheet]) -> String {
    sheets.iter().map(Sheet::text).collect()
}

/// What is seen of a text but for blanks: places where a line may end are not.
pub(crate) fn without_white_space(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != vi::BREAK);
    seen.collect()
}

/// Every text between the marks must be the one that went in.
fn assert_prints_as_itself(text: &str) {
    let printed = prints_as_itself(text);
    printed.unwrap_or_else(|findings| panic!("{text:?} was refused: {findings:#?}"));
}

/// The same, unless the report is refused.
fn prints_as_itself(text: &str) -> Result<(), Vec<Finding>> {
    let folder = folder_with(text);
    let built = reports(&folder.path("data"), "2024-q1")?;
    let page = without_white_space(&all_text(&sheets(&built[0].pages.document)));
    let own = without_brackets(&format!("{OPEN}{text}{CLOSE}"));
    let wanted = without_white_space(&vi::clean(&own));
    let times = page.matches(&wanted).count();
    assert!(times >= 6, "{text:?} is printed {times} times of 6");
    Ok(())
}

#[test]
fn markup_and_code_are_plain_text() {
    let texts = [
        "#let x = 1",
        "$x^2$",
        "*đậm* _nghiêng_ `mã`",
        "@nhan <nhan>",
        "= Tiêu đề",
        "- gạch + số / hạng",
        "1. không phải danh sách",
        "\\u{41} \\ \\#",
        "// ghi chú",
        "/* ghi chú */",
        "https://a.vn/b?c=d#e",
        "{{ ten }} {% if %} {# x #}",
        "\"nháy\" 'đơn' “cong”",
        "[ngoặc] (tròn) {nhọn}",
        "~ -- --- ...",
        "SNV-CCHC&PC &amp; <b>",
        "K'Nớ B’Lao Đắk Lắk",
        "thu@haiphong.gov.vn",
        "a;b;#\"c\";",
        "một\ndòng mới",
        "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t",
        "cứng\u{a0}cách",
        "#\"",
        "\\\"",
        "\\",
    ];
    for text in texts {
        assert_prints_as_itself(text);
    }
}

#[test]
fn any_text_of_printable_characters_prints_as_itself() {
    let fonts = FontSet::load(None).expect("the built-in fonts are complete");
    let charset = fonts.charset().clone();
    // Right-to-left scripts are laid out from the right, and are no business of
    // a Vietnamese report; they are left out because their order differs.
    let right_to_left =
        |c: char| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff);
    let printable: Vec<char> = (' '..=char::MAX)
        .filter(|c| charset.contains(*c) && vi::is_printable(*c) && !right_to_left(*c))
        .collect();
    assert!(printable.len() > 2000);
    let special: Vec<char> = "#$*_@<>[]{}()\\/\"'`~=-+.,:;%&|!?^ \n".chars().collect();
    let character = prop_oneof![
        3 => prop::sample::select(special),
        2 => prop::char::range('a', 'z'),
        2 => prop::sample::select(printable),
    ];
    let texts = prop::collection::vec(character, 1..60).prop_map(String::from_iter);
    // What nobody could break has no room in a narrow cell, and is told of where it was typed.
    let refused = Cell::new(0);
    random::runner(150)
        .run(&texts, |text| {
            if let Err(findings) = prints_as_itself(&text) {
                let without_room =
                    |f: &Finding| f.code == Code::TypesetRoom && f.location.is_some();
                assert!(findings.iter().all(without_room), "{text:?}: {findings:#?}");
                refused.set(refused.get() + 1);
            }
            Ok(())
        })
        .expect("every text prints as itself");
    assert!(refused.get() < 30, "{} texts have no room", refused.get());
}

#[test]
fn any_other_character_is_one_finding_with_its_place() {
    for character in [
        '中', '\u{311}', '\u{200b}', '\u{ad}', '\u{e000}', '\u{f0b7}', '😀', '\u{85}', '\u{feff}',
    ] {
        let text = format!("Sở đã{character}làm rồi");
        let folder = Folder::base().replace(SUBMISSION, "Sở đã triển khai", &text);
        let said = folder.run(&["check", "2024-q1"]);
        assert_eq!(said.code, Some(1), "{character:?}: {said:?}");
        assert_eq!(
            said.stderr.matches("lỗi[").count(),
            1,
            "{character:?}: {}",
            said.stderr
        );
        assert!(
            said.stderr.contains("so-mau.yaml:14:12"),
            "{character:?}: {}",
            said.stderr
        );
    }
}

/// A document as a tree: what each block is, its number, how many words and notes it has.
fn structure(composed: &Composed) -> Vec<(BlockKind, Option<&str>, Vec<bool>)> {
    let blocks = composed.document.blocks.iter();
    blocks
        .map(|block| {
            let pieces = block.text.iter();
            let notes = pieces.map(|piece| matches!(piece, Inline::Note(_)));
            (block.kind, block.number.as_deref(), notes.collect())
        })
        .collect()
}

/// Words as they went in: without hard blanks.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Whatever a value is, the document has the blocks that the template wrote, and the value stands
/// whole inside one piece of one of them.
#[test]
fn a_value_is_whole_inside_one_block_and_makes_none() {
    let composed = |text: &str| {
        let folder = folder_with(text);
        let mut built = reports(&folder.path("data"), "2024-q1").expect("the text is printable");
        built.remove(0).composed
    };
    let harmless = composed("lời thường");
    for text in [
        "= Mục",
        "== Khoản",
        "- gạch",
        "+ số",
        "@ muc",
        "^[chú thích]",
        "a ] b",
        "một\n\n= hai",
        "một\n- hai",
        "#x $y$ \"z\" \\ ]} {{ a }}",
        "~",
    ] {
        let composed = composed(text);
        assert_eq!(structure(&composed), structure(&harmless), "{text:?}");
        let wanted = plain(&vi::clean(&without_brackets(&format!(
            "{OPEN}{text}{CLOSE}"
        ))));
        let pieces = composed
            .document
            .blocks
            .iter()
            .flat_map(|block| &block.text);
        let whole = pieces.filter(|piece| {
            let (Inline::Text(text) | Inline::Note(text)) = piece;
            plain(text) == wanted
        });
        // Paragraph, dash and note.
        assert_eq!(
            whole.count(),
            3,
            "{text:?}: {:#?}",
            composed.document.blocks
        );
    }
}

/// The templates of all sections, with names that would be structure or code.
#[test]
fn names_in_every_section_are_words() {
    let with = |name: &str| {
        let folder = Folder::delivered()
            .replace(
                "data/co-quan.yaml",
                "ten: Sở Tư pháp\n    tu_xung: Sở\n",
                &format!("ten: {name}\n    tu_xung: {name}\n"),
            )
            .replace(
                "data/che-do/bnv-2021.yaml",
                "ten: quý I năm {nam}",
                "ten: 'quý \"; #I năm {nam}'",
            );
        report_of(&folder.path("data"), "2021-q1", "so-tu-phap")
    };
    let built = with("'Sở \"; #x [ ^[ = - $y$ \\ // *z* {{ a }}'");
    let plain = with("Sở Tư pháp");
    assert_eq!(structure(&built.composed), structure(&plain.composed));
    let page = without_white_space(&all_text(&sheets(&built.pages.document)));
    let name = without_white_space("Sở \"; #x [ ^[ = - $y$ \\ // *z* {{ a }}");
    let times = page.matches(&name).count();
    assert!(times > 12, "the name stands {times} times");
}
