//! What was found of a unit's file, with a covering text to send it back with.

use std::fmt::Write as _;

use crate::app::{CheckedData, UnitFindings};
use crate::diagnostic::{Severity, Style, render};
use crate::vi;

/// What is left open for whoever sends it.
const DAY: &str = "……/……/………";

/// The covering text and the findings; notes are left out, for nobody need answer them.
pub(in crate::cli) fn as_text(unit: &UnitFindings, data: &CheckedData) -> String {
    let parts = Part::of(unit);
    let mut text = head(unit, data);
    text.push_str(&request(unit, data, &parts));
    for Part {
        number,
        severity,
        title,
        count,
    } in &parts
    {
        let _ = writeln!(text, "\n{number}. {title} ({count})\n");
        let findings = unit.findings.iter();
        let findings = findings.filter(|finding| finding.severity == *severity);
        for (number, finding) in (1..).zip(findings) {
            let _ = writeln!(text, "({number}) {}", render(finding, Style::Plain));
        }
    }
    text
}

/// The findings of one weight.
struct Part {
    /// "II".
    number: String,
    severity: Severity,
    title: &'static str,
    count: usize,
}

impl Part {
    /// Those of which there are any.
    fn of(unit: &UnitFindings) -> Vec<Self> {
        let titles = [
            (Severity::Error, "LỖI PHẢI SỬA"),
            (Severity::Warning, "CẢNH BÁO CẦN XEM LẠI"),
        ];
        let titles = titles.map(|(severity, title)| (severity, title, unit.count(severity)));
        let there = titles.into_iter().filter(|(.., count)| *count > 0);
        let there = there.zip(1..);
        there
            .map(|((severity, title, count), number)| Self {
                number: vi::roman(number),
                severity,
                title,
                count,
            })
            .collect()
    }

    /// "01 lỗi tại mục I".
    fn named(&self) -> String {
        let what = match self.severity {
            Severity::Error => "lỗi",
            Severity::Warning | Severity::Note => "cảnh báo",
        };
        let count = vi::sentence_count(self.count as u64);
        format!("{count} {what} tại mục {}", self.number)
    }
}

fn head(unit: &UnitFindings, data: &CheckedData) -> String {
    let mut text = String::new();
    if let Some(receiver) = &data.receiver {
        let _ = writeln!(text, "{}\n", vi::upper(&receiver.agency.name));
    }
    let _ = writeln!(
        text,
        "KẾT QUẢ KIỂM TRA SỐ LIỆU BÁO CÁO CẢI CÁCH HÀNH CHÍNH {}\n",
        vi::upper(&data.period_name)
    );
    if data.receiver.is_some() {
        let _ = writeln!(text, "Kính gửi: {}\n", data.keeper.name);
    }
    let period = &data.period_name;
    let what = "kết quả công tác cải cách hành chính";
    let report = if data.keeper == unit.unit {
        format!("{what} {period}")
    } else {
        format!("tổng hợp {what} {period} của {}", unit.unit.name)
    };
    let _ = writeln!(text, "Báo cáo {report}\nTệp số liệu: {}", data.file);
    text
}

/// What is asked of the unit: what to mend, what to answer, by when, whom to ask.
fn request(unit: &UnitFindings, data: &CheckedData, parts: &[Part]) -> String {
    let receiver = data.receiver.as_ref();
    let whose = match receiver {
        Some(_) => "của quý cơ quan ",
        None => "",
    };
    let mut things: Vec<_> = parts
        .iter()
        .map(|part| match part.severity {
            Severity::Error => format!(
                "Sửa {}. Khi còn lỗi, số liệu {whose}chưa được đưa vào báo cáo tổng hợp.",
                part.named()
            ),
            Severity::Warning | Severity::Note => format!(
                "Xem lại {}. Số liệu, lời văn chưa đúng thì sửa lại; đã đúng thực tế thì giải trình {}",
                part.named(),
                how_to_answer(unit)
            ),
        })
        .collect();
    let mut text = String::new();
    match receiver {
        Some(receiver) => {
            let name = &receiver.agency.name;
            things.push(format!(
                "Gửi lại tệp số liệu đã sửa cho {name} trước ngày {DAY}."
            ));
            let _ = writeln!(
                text,
                "\nQua kiểm tra tệp số liệu nêu trên, {name} đề nghị quý cơ quan:\n"
            );
        }
        None => text.push_str("\nViệc cần làm trước khi trình ký:\n\n"),
    }
    for (number, thing) in (1..).zip(&things) {
        let _ = writeln!(text, "{number}. {thing}\n");
    }
    text.push_str(
        "Mỗi điểm dưới đây nêu tên tệp, số dòng, nguyên văn dòng ấy (chỗ cần xem có dấu ^ ở dưới) và cách sửa.\n",
    );
    let contact = receiver.and_then(|receiver| Some((receiver, receiver.contact.as_ref()?)));
    if let Some((receiver, contact)) = contact {
        let _ = writeln!(
            text,
            "Nếu có vướng mắc, đề nghị liên hệ đầu mối của {}: {contact}.",
            receiver.agency.name
        );
    }
    text
}

/// What to add to the file, by the example of a warning that was really found.
fn how_to_answer(unit: &UnitFindings) -> String {
    let warnings = || {
        let findings = unit.findings.iter();
        findings.filter(|finding| finding.severity == Severity::Warning)
    };
    let example = warnings().find(|finding| finding.about.is_some());
    let Some(example) = example.or_else(|| warnings().next()) else {
        return String::new();
    };
    let code = example.code.as_str();
    let answer = match &example.about {
        Some(about) => format!("giai_trinh:\n  {code}:\n    {about}: \"lý do\""),
        None => format!("giai_trinh:\n  {code}: \"lý do\""),
    };
    let lines = answer.lines().map(|line| format!("\n       {line}"));
    format!(
        "ngay trong tệp, tại nhóm `giai_trinh` (chưa có thì thêm vào cuối tệp), theo mẫu dưới đây; mã trong ngoặc vuông và mã dòng chép từ chính cảnh báo:\n{}",
        lines.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Receiving;
    use crate::diagnostic::{Code, Diagnostic, Finding, Sources};
    use crate::model::{AgencyName, Period};

    fn named(id: &str, name: &str) -> AgencyName {
        AgencyName {
            agency: id.into(),
            name: name.to_owned(),
        }
    }

    fn letter(keeper: AgencyName, receiver: Option<Receiving>, errors: usize) -> String {
        let finding = |error: bool| {
            let finding = Diagnostic::general(Code::FigureJump, "giảm đột ngột").about("a.b");
            let finding = if error { finding } else { finding.warning() };
            Finding::of(&finding, &Sources::default())
        };
        let errors = (0..errors).map(|_| finding(true));
        let unit = UnitFindings {
            period: Period::parse("2026-q1").expect("well formed"),
            unit: named("so-y-te", "Sở Y tế"),
            checked: None,
            findings: errors.chain([finding(false)]).collect(),
        };
        let data = CheckedData {
            file: "data/2026/q1/so-y-te.yaml".to_owned(),
            period_name: "quý I năm 2026".to_owned(),
            keeper,
            receiver,
        };
        as_text(&unit, &data)
    }

    #[test]
    fn a_unit_is_told_what_to_mend_what_to_answer_by_when_and_whom_to_ask() {
        let receiver = Receiving {
            agency: named("so-noi-vu", "Sở Nội vụ"),
            contact: Some("Phòng Cải cách hành chính, điện thoại 0000".to_owned()),
        };
        let text = letter(named("so-y-te", "Sở Y tế"), Some(receiver), 2);
        for words in [
            "SỞ NỘI VỤ\n",
            "Kính gửi: Sở Y tế\n",
            "Báo cáo kết quả công tác cải cách hành chính quý I năm 2026\n",
            "1. Sửa 02 lỗi tại mục I.",
            "2. Xem lại 01 cảnh báo tại mục II.",
            "       giai_trinh:\n         figure/jump:\n           a.b: \"lý do\"\n",
            "3. Gửi lại tệp số liệu đã sửa cho Sở Nội vụ trước ngày ……/……/………",
            "đầu mối của Sở Nội vụ: Phòng Cải cách hành chính, điện thoại 0000.",
            "\nII. CẢNH BÁO CẦN XEM LẠI (1)\n\n(1) cảnh báo[figure/jump]",
        ] {
            assert!(text.contains(words), "{words}\n---\n{text}");
        }
    }

    #[test]
    fn who_compiles_is_written_no_letter_to_himself() {
        let text = letter(named("so-noi-vu", "Sở Nội vụ"), None, 0);
        assert!(
            !text.contains("Kính gửi") && !text.contains("Gửi lại"),
            "{text}"
        );
        assert!(
            text.contains(
                "Báo cáo tổng hợp kết quả công tác cải cách hành chính quý I năm 2026 của Sở Y tế\n"
            ),
            "{text}"
        );
        assert!(text.contains("\nI. CẢNH BÁO CẦN XEM LẠI (1)\n"), "{text}");
    }
}
