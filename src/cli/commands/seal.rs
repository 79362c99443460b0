//! `seal`: what issued reports say is recorded.

use crate::app::{App, KeptCopy, SealRequest};
use crate::cli::args::SealArguments;
use crate::cli::stdio;
use crate::cli::telling::{Telling, agencies};
use crate::cli::today::occasion;
use crate::model::AgencyId;
use crate::vi;

/// Records what issued reports say, and keeps what came back signed.
pub(super) fn seal(app: &App, arguments: &SealArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = SealRequest {
        period: arguments.period.clone(),
        agencies: agencies(&arguments.agency),
        signed: arguments.signed.clone(),
        document: arguments.document.clone(),
        occasion: occasion(),
    };
    let Some(sealed) = telling.run(|tell| app.seal(&request, tell)) else {
        return telling.code();
    };
    if !sealed.recorded.is_empty() {
        let ids: Vec<_> = sealed.recorded.iter().map(AgencyId::as_str).collect();
        stdio::print_line(&format!(
            "đã ghi nhận {} báo cáo vào {}: {}",
            ids.len(),
            vi::shown_path(&sealed.file),
            ids.join(", ")
        ));
    } else if request.signed.is_none() {
        stdio::print_line("không có báo cáo nào mới ban hành để ghi nhận");
    }
    if let Some(copy) = sealed.copy {
        print_copy(copy);
    }
    telling.code()
}

/// Says where a signed copy is.
pub(super) fn print_copy(copy: KeptCopy) {
    let (shown, signature) = (vi::shown_path(&copy.path), copy.signature);
    stdio::print_line(&if copy.was_known {
        format!("bản đã ký này có sẵn ở {shown} ({signature})")
    } else {
        format!("đã lưu bản đã ký vào {shown} ({signature})")
    });
}
