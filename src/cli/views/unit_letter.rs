//! What was found of a unit's file, with a covering text to send it back with.

use std::fmt::Write as _;

use crate::app::{CheckedData, UnitFindings};
use crate::diagnostic::{Finding, Severity, Style, render};
use crate::vi;

/// What is left open for whoever sends it.
const DAY: &str = "……/……/………";

/// The covering text and the findings; notes are left out, for nobody need answer them.
pub(in crate::cli) fn as_text(unit: &UnitFindings, data: &CheckedData) -> String {
    let mut text = head(unit, data);
    text.push_str(&request(unit, data));
    let groups = [
        (Severity::Error, "LỖI PHẢI SỬA"),
        (Severity::Warning, "CẢNH BÁO CẦN XEM LẠI"),
    ];
    let groups = groups
        .into_iter()
        .filter(|(severity, _)| unit.count(*severity) > 0);
    for (number, (severity, title)) in (1..).zip(groups) {
        let count = unit.count(severity);
        let _ = writeln!(text, "\n{}. {title} ({count})\n", vi::roman(number));
        let findings = unit.findings.iter();
        let findings = findings.filter(|finding| finding.severity == severity);
        for (number, finding) in (1..).zip(findings) {
            let _ = writeln!(text, "({number}) {}", render(finding, Style::Plain));
        }
    }
    text
}

fn head(unit: &UnitFindings, data: &CheckedData) -> String {
    let mut text = String::new();
    if let Some(receiver) = &data.receiver {
        let _ = writeln!(text, "{}\n", vi::upper(&receiver.agency.name));
    }
    let _ = writeln!(
        text,
        "KẾT QUẢ KIỂM TRA SỐ LIỆU BÁO CÁO CẢI CÁCH HÀNH CHÍNH {}",
        vi::upper(&data.period_name)
    );
    if data.receiver.is_some() {
        let _ = writeln!(text, "\nKính gửi: {}", data.keeper.name);
    }
    let of = if data.keeper == unit.unit {
        String::new()
    } else {
        format!(" tổng hợp của {}", unit.unit.name)
    };
    let _ = writeln!(
        text,
        "\nBáo cáo: báo cáo kết quả công tác cải cách hành chính {}{of}\nTệp số liệu: {}",
        data.period_name, data.file
    );
    text
}

/// What is asked of the unit: what to mend, what to answer, by when, whom to ask.
fn request(unit: &UnitFindings, data: &CheckedData) -> String {
    let (errors, warnings) = (unit.count(Severity::Error), unit.count(Severity::Warning));
    let counted = |count: usize| vi::sentence_count(count as u64);
    let mut things = Vec::new();
    if errors > 0 {
        things.push(format!(
            "Sửa {} lỗi dưới đây. Còn lỗi thì số liệu của báo cáo chưa dùng để tổng hợp được.",
            counted(errors)
        ));
    }
    if warnings > 0 {
        things.push(format!(
            "Xem lại {} cảnh báo dưới đây. Số liệu, lời văn chưa đúng thì sửa; đã đúng thực tế thì giải trình: {}",
            counted(warnings),
            how_to_answer(unit)
        ));
    }
    let mut text = String::new();
    match &data.receiver {
        Some(receiver) => {
            things.push(format!(
                "Gửi lại tệp số liệu cho {} trước ngày {DAY}.",
                receiver.agency.name
            ));
            let _ = writeln!(
                text,
                "\nQua kiểm tra tệp số liệu nêu trên, {} đề nghị quý cơ quan, đơn vị:\n",
                receiver.agency.name
            );
        }
        None => text.push_str("\nViệc cần làm trước khi trình ký:\n\n"),
    }
    for (number, thing) in (1..).zip(&things) {
        let _ = writeln!(text, "{number}. {thing}");
    }
    text.push_str(
        "\nMỗi điểm dưới đây ghi tên tệp, số dòng, chính dòng ấy (phần cần xem có gạch dấu ^ bên dưới) và cách sửa.\n",
    );
    let contact = data
        .receiver
        .as_ref()
        .and_then(|receiver| receiver.contact.as_ref());
    if let Some(contact) = contact {
        let _ = writeln!(text, "Chưa rõ điểm nào, đề nghị liên hệ {contact}.");
    }
    text
}

/// Lines to add to the file, of a warning that was really found.
fn how_to_answer(unit: &UnitFindings) -> String {
    let of_one = |finding: &&Finding| finding.severity == Severity::Warning;
    let warnings = || unit.findings.iter().filter(of_one);
    let example = warnings().find(|finding| finding.about.is_some());
    let example = example.or_else(|| warnings().next());
    let Some(example) = example else {
        return String::new();
    };
    let code = example.code.as_str();
    let answer = match &example.about {
        Some(about) => format!("giai_trinh:\n  {code}:\n    {about}: \"lý do\""),
        None => format!("giai_trinh:\n  {code}: \"lý do\""),
    };
    let lines = answer.lines().map(|line| format!("\n       {line}"));
    format!(
        "thêm vào cuối tệp nhóm `giai_trinh` như mẫu này (mã quy tắc trong ngoặc vuông và mã dòng chép từ chính cảnh báo):\n{}\n",
        lines.collect::<String>()
    )
}
