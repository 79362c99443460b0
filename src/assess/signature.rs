//! Who signs and how (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7).

use crate::model::{Agency, Signer, SigningForm};
use crate::vi;

/// What a signer is in the agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its head.
    Head,
    /// A deputy of the head.
    Deputy,
    /// Anybody else, who signs only in a stated form.
    Other,
}

/// What a signer is, by title: "Giám đốc", "Phó Giám đốc".
pub fn standing(agency: &Agency, signer: &Signer) -> Standing {
    let head = agency
        .head_title
        .as_ref()
        .map_or_else(String::new, |t| vi::upper(&t.value));
    let title = vi::upper(&signer.title.value);
    if title == head {
        Standing::Head
    } else if title.strip_prefix("PHÓ ") == Some(head.as_str()) {
        Standing::Deputy
    } else {
        Standing::Other
    }
}

/// The lines above the name: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC".
///
/// Without a stated form the head signs as such and everybody else in the place
/// of the head; for a collective "TM." stands before either. By order or by
/// delegation the head signs for the head of the agency above, everybody else
/// for the own head.
pub(super) fn lines(
    agency: &Agency,
    superior: Option<&Agency>,
    signer: &Signer,
    form: Option<SigningForm>,
) -> Vec<String> {
    let head_of = |agency: &Agency| {
        agency
            .head_title
            .as_ref()
            .map_or_else(String::new, |t| vi::upper(&t.value))
    };
    let title = vi::upper(&signer.title.value);
    let head = head_of(agency);
    let principal = match (standing(agency, signer), superior) {
        (Standing::Head, Some(superior)) => head_of(superior),
        _ => head.clone(),
    };
    let mut lines: Vec<String> = Vec::new();
    let by_right = !matches!(form, Some(SigningForm::ByOrder | SigningForm::ByDelegation));
    if let (Some(collective), true) = (&agency.collective, by_right) {
        lines.push(format!("TM. {}", vi::upper(&collective.value)));
    }
    match form {
        None if title == head => lines.push(title),
        None | Some(SigningForm::ForHead) => {
            lines.push(format!("KT. {head}"));
            lines.push(title);
        }
        Some(SigningForm::Acting) => lines.push(format!("Q. {title}")),
        Some(SigningForm::ByOrder) => {
            lines.push(format!("TL. {principal}"));
            lines.push(title);
        }
        Some(SigningForm::ByDelegation) => {
            lines.push(format!("TUQ. {principal}"));
            lines.push(title);
        }
    }
    lines
}
