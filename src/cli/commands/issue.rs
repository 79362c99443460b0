//! `issue`: what the văn thư does when a report comes back signed.

use super::seal::print_copy;
use crate::app::{App, IssueRequest, SealRequest};
use crate::cli::args::IssueArguments;
use crate::cli::stdio;
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::model::AgencyId;
use crate::vi;

/// Issues a report.
pub(super) fn issue(app: &App, arguments: &IssueArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = IssueRequest {
        report: SealRequest {
            period: arguments.period.clone(),
            agencies: vec![AgencyId::from(arguments.agency.as_str())],
            signed: arguments.signed.clone(),
            document: arguments.document.clone(),
            occasion: occasion(),
        },
        number: arguments.number,
        date: arguments.date,
    };
    let Some(issued) = telling.run(|tell| app.issue(&request, tell)) else {
        return telling.code();
    };
    let number = format!(
        "số {} ngày {}",
        request.number,
        vi::short_date(request.date)
    );
    let file = vi::shown_path(&issued.file);
    stdio::print_line(&if issued.written {
        format!("đã ghi {number} vào {file}")
    } else {
        format!("{file} đã ghi {number} từ trước")
    });
    if !issued.sealed.recorded.is_empty() {
        let file = vi::shown_path(&issued.sealed.file);
        stdio::print_line(&format!("đã ghi nhận số liệu vào {file}"));
    }
    if let Some(copy) = issued.sealed.copy {
        print_copy(copy);
    }
    telling.code()
}
