//! Final figures for what earlier reports estimated.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FigureValue, Subject};

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let earlier = subject.regime.year_before(&subject.submission.period);
    for finals in &subject.submission.finals {
        let period = &finals.period.value;
        if !earlier.contains(period) {
            findings.push(
                Diagnostic::error(
                    Code::FigureFinal,
                    finals.period.place,
                    format!("{period} không phải là một kỳ đã báo cáo trước kỳ này"),
                )
                .with_help("số chính thức là của kỳ trước, đến cùng kỳ năm trước"),
            );
            continue;
        }
        let Some(reported) = subject.in_period(period) else {
            continue;
        };
        let rows = reported.rows();
        for (id, place) in &finals.figure_keys {
            if !rows.contains(id) {
                findings.push(
                    Diagnostic::error(
                        Code::IndicatorNotYours,
                        *place,
                        format!(
                            "{} không khai dòng `{id}` trong kỳ {period}",
                            subject.agency.name.value
                        ),
                    )
                    .with_help("kiểm tra mã dòng, hoặc xóa dòng này"),
                );
                continue;
            }
            let open = finals
                .figures
                .get(id)
                .filter(|figure| figure.estimate || !matches!(figure.value, FigureValue::Known(_)));
            if let Some(figure) = open {
                findings.push(
                    Diagnostic::error(
                        Code::FigureFinal,
                        figure.place,
                        "số chính thức không thể là số ước, số nêu hoặc số chưa có",
                    )
                    .with_help("ghi một số; chưa có số chính thức thì xóa dòng này"),
                );
                continue;
            }
            let (now, then) = (finals.figures.get(id), reported.submission.figures.get(id));
            let taken = now
                .zip(then)
                .is_none_or(|(now, then)| now.place == then.place);
            if !taken {
                let mut finding = Diagnostic::error(
                    Code::FigureFinal,
                    *place,
                    format!("số của dòng `{id}` trong kỳ {period} đã là số chính thức"),
                );
                if let Some(then) = then {
                    finding = finding.with_label(then.place, "đã báo cáo ở đây");
                }
                findings.push(finding.with_help(
                    "chỉ ghi số chính thức cho số đã ghi `uoc: true` hoặc `khong_co`; số sai thì lập báo cáo thay thế",
                ));
            }
        }
    }
}
