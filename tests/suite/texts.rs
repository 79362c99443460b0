//! Every text of a unit that a page may show is known to be one.

use baocao::assess::Sums;
use baocao::load::load;
use baocao::model::Period;
use baocao::typeset::FontSet;

use crate::folder::{Folder, repository};
use crate::report::report_of;

/// How many texts with a place are in what is printed of a value.
fn count(value: &dyn std::fmt::Debug) -> usize {
    format!("{value:?}").matches("Located { value: \"").count()
}

#[test]
fn every_text_of_a_submission_is_visited() {
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let data = repository().join("data");
    let mut seen = 0;
    for name in ["2021-q1", "2021-nam", "2026-6t"] {
        let period = Period::parse(name).expect("the test names a period");
        let mut loaded = load(&data, &period, &[], fonts.charset());
        for submission in &mut loaded.workspace.submissions {
            let all = count(&submission.document)
                + count(&submission.presented)
                + count(&submission.corrections)
                + count(&submission.figures)
                + count(&submission.answers)
                + count(&submission.progress)
                + count(&submission.narrative);
            assert_eq!(submission.all_texts().len(), all, "{}", submission.agency);
            seen += all;

            let looked_at: Vec<_> = submission
                .all_texts()
                .iter()
                .map(|(_, text)| text.place)
                .collect();
            let changed: Vec<_> = submission
                .all_texts_mut()
                .iter()
                .map(|(_, text)| text.place)
                .collect();
            assert_eq!(looked_at, changed);
        }
    }
    assert!(seen > 1_000, "{seen} texts are too few to show it");
}

#[test]
fn figures_are_filled_in_wherever_a_page_may_show_a_text() {
    // Only one text has brackets each time: none is filled because another is.
    let file = "data/2024/q1/so-mau.yaml";
    let figures = "    khao_sat: 1\n";
    let remark = "    khao_sat: {gia_tri: 1, ghi_chu: \"Theo kế hoạch năm {{ nam }}\"}\n";
    let report = |folder: Folder| report_of(&folder.path("data"), "2024-q1", "so-mau").composed;
    let composed = report(Folder::base().replace(file, figures, remark));
    assert!(
        composed.data.contains("; theo kế hoạch năm 2024"),
        "{}",
        composed.data
    );
    let signer = "  nguoi_ky: giam-doc\n";
    let recipients = "  nguoi_ky: giam-doc\n  noi_nhan: [\"Đoàn kiểm tra năm {{ nam }}\"]\n";
    let composed = report(Folder::base().replace(file, signer, recipients));
    assert!(!composed.data.contains("{{"), "{}", composed.data);
    assert!(
        composed.data.contains("Đoàn kiểm tra năm 2024"),
        "{}",
        composed.data
    );
    let basis =
        "  nguoi_ky: giam-doc\n  can_cu: [\"Căn cứ chương trình công tác năm {{ nam }} của Sở\"]\n";
    let composed = report(Folder::base().replace(file, signer, basis));
    assert!(!composed.data.contains("{{"), "{}", composed.data);
}

/// The document by which a compiled report is presented has a legal basis of its own.
#[test]
fn figures_are_filled_in_in_both_documents_of_a_report() {
    let folder = Folder::of_periods(&["so-tu-phap", "thanh-pho"]);
    let file = "data/2021/q1/thanh-pho.yaml";
    let text = std::fs::read_to_string(folder.path(file)).expect("it is there");
    let (before, behind) = text
        .split_once("the_thuc_trinh:\n")
        .expect("it presents it");
    let basis = "  can_cu: [\"Căn cứ chương trình công tác năm {{ nam }} của Sở\"]\n";
    let folder = folder.write(file, &format!("{before}the_thuc_trinh:\n{basis}{behind}"));
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let period = Period::parse("2021-q1").expect("it is one");
    let mut loaded = load(&folder.path("data"), &period, &[], fonts.charset());
    let sums = Sums::of(&loaded.workspace);
    baocao::wording::fill_figures(&mut loaded.workspace, &sums, &loaded.sources);
    let submissions = loaded.workspace.submissions.iter();
    let presented: Vec<_> = submissions.filter_map(|s| s.presented.as_ref()).collect();
    let basis: Vec<_> = presented.iter().flat_map(|d| &d.legal_basis).collect();
    let basis: Vec<_> = basis.iter().map(|text| text.value.as_str()).collect();
    assert_eq!(basis, ["Căn cứ chương trình công tác năm 2021 của Sở"]);
}
