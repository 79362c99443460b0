//! Who signs and how (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7).

use crate::model::{Agency, Signer, SigningForm};
use crate::vi;

/// The lines above the name: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC".
///
/// Without a stated form the head signs as such and everybody else in the
/// place of the head; for a collective "TM." stands before either.
pub(super) fn lines(
    agency: &Agency,
    superior: Option<&Agency>,
    signer: &Signer,
    form: Option<SigningForm>,
) -> Vec<String> {
    let title = vi::upper(&signer.title.value);
    let head = agency
        .head_title
        .as_ref()
        .map_or_else(String::new, |t| vi::upper(&t.value));
    let above = superior
        .and_then(|s| s.head_title.as_ref())
        .map_or_else(String::new, |t| vi::upper(&t.value));
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
            lines.push(format!("TL. {above}"));
            lines.push(title);
        }
        Some(SigningForm::ByDelegation) => {
            lines.push(format!("TUQ. {above}"));
            lines.push(title);
        }
    }
    lines
}
