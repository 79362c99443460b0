//! Nothing leaves the page: what cannot be broken is told of with its place, and everything else
//! is broken where it stands.

use std::fmt::Write as _;

use baocao::compose::Manuscript;
use baocao::decree::Margins;
use baocao::typeset::{FontSet, Stage, Typesetter};

use crate::decree::margins;
use crate::folder::Folder;
use crate::report::{report_of, try_report_of};
use crate::sheet::{mm, sheets};

const UNIT: &str = "data/2024/q1/so-mau.yaml";

/// What is said of a page of 100 by 100 mm with margins of 10 mm.
fn measured(content: &str) -> Vec<String> {
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let ten = mm(10.0);
    let margins = Margins {
        top: ten,
        bottom: ten,
        left: ten,
        right: ten,
    };
    let body = format!(
        "#set page(width: 100mm, height: 100mm, margin: 10mm)
#set text(font: \"Liberation Serif\", size: 10pt, fallback: false, lang: \"vi\")
#set document(title: \"x\")
{content}"
    );
    let typesetter = Typesetter::new(
        fonts.into(),
        [("bao-cao/van-ban.typ", body.as_str())],
        margins,
    );
    let manuscript = Manuscript {
        id: "x".into(),
        data: "{}".into(),
    };
    let pages = typesetter.lay_out(&manuscript).expect("it is Typst");
    let faults = pages.measure().err().unwrap_or_default();
    let faults = faults.into_iter().map(|fault| {
        assert_eq!(fault.stage, Stage::Room, "{fault:?}");
        fault.message
    });
    faults.collect()
}

#[test]
fn text_is_measured_against_its_room() {
    let wide = "W".repeat(40);
    let table = |text: &str| {
        format!(
            "#table(columns: (20mm, 30mm), [{text}], [b])#table(columns: (30mm, 20mm), [a], [b])"
        )
    };
    for (content, words) in [
        (wide.clone(), "vượt lề phải"),
        ("#place(dx: -5mm)[chữ]".to_owned(), "vượt lề trái"),
        (
            format!("#block(breakable: false)[{}]", "chữ\n\n".repeat(40)),
            "vượt lề dưới",
        ),
        (table(&"a".repeat(20)), "ra ngoài ô của bảng"),
        (
            "#grid(columns: (20mm, 20mm), [aaaaaaaaaaaaaaaaaaaa], [bbb])".to_owned(),
            "đè lên chữ bên cạnh",
        ),
        (
            format!(
                "#metadata((left: 10mm, right: 30mm)) <column>\n{}\n#metadata(none) <column-end>",
                "a".repeat(30)
            ),
            "ra ngoài cột",
        ),
    ] {
        let found = measured(&content);
        assert!(
            found.iter().any(|fault| fault.contains(words)),
            "{words}: {found:?}"
        );
    }
    for content in [
        "chữ ".repeat(100),
        table(&"a".repeat(9)),
        "#grid(columns: (20mm, 20mm), [aaaaaaaaaa], [bbb])".to_owned(),
        "Số#super[1] và #box[hộp] #underline[gạch]#footnote[Chú thích.]".to_owned(),
        "#metadata((left: 10mm, right: 30mm)) <column>\naaa #metadata(none) <column-end>\n\naaaaaaaaaaaaaaaaaaaa".to_owned(),
        // Blanks at the end of a line are not seen.
        "#box(width: 80mm)[a#h(1fr)b   ]".to_owned(),
    ] {
        assert_eq!(measured(&content), Vec::<String>::new(), "{content}");
    }
}

#[test]
fn of_many_texts_without_room_few_are_told() {
    let mut content = String::new();
    for _ in 0..30 {
        writeln!(content, "{}\n", "W".repeat(40)).expect("it is a text");
    }
    assert_eq!(measured(&content).len(), 5);
}

/// Rows of signs, paths, long numbers and sentences typed with hard spaces end their lines.
#[test]
fn what_nobody_typed_a_blank_in_is_broken_on_the_page() {
    let hard =
        "hồ sơ đất đai được giải quyết theo cơ chế một cửa liên thông giữa các phòng chuyên môn"
            .replace(' ', "\u{a0}");
    let folder = Folder::base();
    let text = std::fs::read_to_string(folder.path(UNIT)).expect("it is there");
    let mut said = String::new();
    for chain in [
        hard,
        "…".repeat(90),
        "_".repeat(100),
        "=".repeat(100),
        r"D:\Báo_cáo\2026\Quý_I\Sở_Nội_vụ\Phòng_Cải_cách_hành_chính\Tổng_hợp.docx".to_owned(),
        "1234567890.".repeat(9),
    ] {
        writeln!(said, "    - 'Việc {chain}'").expect("it is a text");
    }
    assert!(text.contains("noi_dung:\n  tinh_hinh:\n"), "{text}");
    let text = text.replace(
        "noi_dung:\n  tinh_hinh:\n",
        &format!("noi_dung:\n  tinh_hinh:\n{said}"),
    );
    let folder = folder.write(UNIT, &text);
    let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
    for sheet in sheets(&built.pages.document) {
        for line in sheet.lines() {
            assert!(line.right < sheet.width - margins().right + 1.0, "{line:?}");
        }
    }
}

/// A text that has no room keeps its report from being made, with the line where it was typed.
#[test]
fn what_cannot_be_broken_is_told_with_its_place() {
    for (text, fits) in [("W".repeat(29), false), ("W".repeat(9), true)] {
        let remark = format!("    da_xong: {{gia_tri: 1200, ghi_chu: {text}}}");
        let folder = Folder::base().replace(UNIT, "    da_xong: 1200", &remark);
        let made = try_report_of(&folder.path("data"), "2024-q1", "so-mau");
        assert_eq!(made.is_ok(), fits);
        let said = folder.run(&["build", "2024-q1"]);
        assert_eq!(said.code, Some(i32::from(!fits)), "{}", said.stderr);
        if !fits {
            // The last pages are those of the forms, in whose first column it does not stand.
            let findings = made.expect_err("it does not fit");
            let page = findings[0].page.expect("it is seen on a page");
            assert!(
                page.page > 1 && page.left_mm > 30 && page.top_mm > 20,
                "{page:?}"
            );
            let on_page = format!("= trên trang: {}", page.words());
            for words in [
                "lỗi[typeset/room]",
                "so-mau.yaml:",
                "WWWW",
                "của tệp",
                &on_page,
            ] {
                assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
            }
        }
    }
}
