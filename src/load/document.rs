//! The document data of a submission (`the_thuc`).

use std::ops::RangeInclusive;

use super::node::Node;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Correction, Document, DocumentState, Replaced, SigningForm};

/// Numbers that the register of a year gives.
pub(super) const NUMBERS: RangeInclusive<u64> = 1..=99_999;

#[derive(Clone, Copy, PartialEq, Eq)]
enum StateWord {
    Draft,
    ForSigning,
    Issued,
}

/// Number, date, state, signer, recipients.
pub(super) fn document(reader: &mut Reader<'_>, node: &Node) -> Option<Document> {
    let mut map = reader.map(node)?;
    let state_word = map.required("trang_thai", reader).and_then(|n| {
        let words = [
            ("du_thao", StateWord::Draft),
            ("trinh_ky", StateWord::ForSigning),
            ("da_ban_hanh", StateWord::Issued),
        ];
        Some((reader.choice(n, &words)?, n.place))
    });
    let number_node = map.optional("so");
    let date_node = map.optional("ngay");
    let number = number_node.and_then(|n| reader.number_in(n, NUMBERS));
    let date = date_node.and_then(|n| reader.date(n));
    let signer = map
        .required("nguoi_ky", reader)
        .and_then(|n| reader.word(n));
    let signing_form = map.optional("hinh_thuc_ky").and_then(|n| {
        let words = [
            ("kt", SigningForm::ForHead),
            ("q", SigningForm::Acting),
            ("tl", SigningForm::ByOrder),
            ("tuq", SigningForm::ByDelegation),
        ];
        Some(Located {
            value: reader.choice(n, &words)?,
            place: n.place,
        })
    });
    let legal_basis = map
        .optional("can_cu")
        .and_then(|n| reader.list(n, Reader::listed_name))
        .unwrap_or_default();
    let recipients = map
        .optional("noi_nhan")
        .and_then(|n| reader.list(n, Reader::listed_name));
    let replaces = map.optional("thay_the").and_then(|n| replaced(reader, n));
    map.finish(reader);

    let (state_word, state_place) = state_word?;
    let state = if state_word == StateWord::Issued {
        for (key, missing) in [("so", number_node.is_none()), ("ngay", date_node.is_none())] {
            if missing {
                reader.report(
                    Diagnostic::error(
                        Code::DocumentState,
                        state_place,
                        format!("văn bản đã ban hành mà chưa có `{key}`"),
                    )
                    .with_help("điền số và ngày văn thư đã cấp, hoặc để `trang_thai: trinh_ky`"),
                );
            }
        }
        DocumentState::Issued {
            number: number?,
            date: date?,
        }
    } else {
        for (key, given) in [("so", number_node), ("ngay", date_node)] {
            if let Some(given) = given {
                reader.report(
                    Diagnostic::error(
                        Code::DocumentState,
                        given.place,
                        format!("văn bản chưa ban hành mà đã có `{key}`"),
                    )
                    .with_label(state_place, "trạng thái ghi ở đây")
                    .with_help(
                        "để trống số và ngày cho văn thư, hoặc đổi thành `trang_thai: da_ban_hanh`",
                    ),
                );
            }
        }
        match state_word {
            StateWord::Draft => DocumentState::Draft,
            StateWord::ForSigning | StateWord::Issued => DocumentState::ForSigning,
        }
    };
    Some(Document {
        place: node.place,
        state,
        signer: signer?,
        signing_form,
        legal_basis,
        recipients,
        replaces,
    })
}

fn replaced(reader: &mut Reader<'_>, node: &Node) -> Option<Replaced> {
    let mut map = reader.map(node)?;
    let number = map
        .required("so", reader)
        .and_then(|n| reader.number_in(n, NUMBERS));
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    map.finish(reader);
    Some(Replaced {
        place: node.place,
        number: number?,
        date: date?,
    })
}

/// One letter of `dinh_chinh`.
pub(super) fn correction(reader: &mut Reader<'_>, node: &Node) -> Option<Correction> {
    let mut map = reader.map(node)?;
    let letter = map.required("cong_van", reader);
    let letter = letter.and_then(|n| reader.word(n));
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let subject = map
        .required("noi_dung", reader)
        .and_then(|n| reader.text(n));
    map.finish(reader);
    let letter = letter?;
    let number = letter.value.split_once('/').map(|(number, _)| number);
    if !number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
        reader.report(
            Diagnostic::error(
                Code::ValueType,
                letter.place,
                format!("`{}` chưa phải số, ký hiệu của công văn", letter.value),
            )
            .with_help("viết đủ số và ký hiệu, ví dụ `60/STP-VP`"),
        );
        return None;
    }
    Some(Correction {
        place: node.place,
        letter,
        date: date?,
        subject: subject?,
    })
}
