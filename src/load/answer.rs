//! What a unit answers to findings: `giai_trinh: {figure/jump: {bo_may.bien_che_giao: "…"}}`,
//! and how much findings weigh in a folder: `quy_tac: {date/late: luu_y}`.

use std::collections::BTreeMap;

use super::map::MapReader;
use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Help, Level, Severity, Way};
use crate::model::Answer;
use crate::vi;

/// The answers of a submission.
pub(super) fn answers(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Vec<Answer> {
    let rules = map.optional("giai_trinh").and_then(|n| reader.entries(n));
    let mut answers = Vec::new();
    for entry in rules.unwrap_or_default() {
        let Some(code) = code(reader, entry) else {
            continue;
        };
        if !matches!(entry.value.value, NodeValue::Map(_)) {
            answers.extend(reader.text(&entry.value).map(|reason| Answer {
                code,
                about: None,
                place: entry.key_place,
                reason,
            }));
            continue;
        }
        if reader.refuse_sentence_with_colon(&entry.value, &[]) {
            continue;
        }
        for about in reader.entries(&entry.value).unwrap_or_default() {
            answers.extend(reader.text(&about.value).map(|reason| Answer {
                code,
                about: Some(about.key.clone()),
                place: about.key_place,
                reason,
            }));
        }
    }
    answers
}

/// How much the findings of a rule weigh; nothing for a rule that is not told at all.
pub(super) type Weights = BTreeMap<Code, Option<Severity>>;

/// The rules that a folder weighs otherwise.
pub(super) fn weights(reader: &mut Reader<'_>, node: &Node) -> Weights {
    let choices = [
        ("loi", Some(Severity::Error)),
        ("canh_bao", Some(Severity::Warning)),
        ("luu_y", Some(Severity::Note)),
        ("bo_qua", None),
    ];
    let mut weights = Weights::new();
    for entry in reader.entries(node).unwrap_or_default() {
        let Some(code) = code(reader, entry) else {
            continue;
        };
        let Some(weight) = reader.choice(&entry.value, &choices) else {
            continue;
        };
        let lowered = weight.is_none_or(|severity| severity > Severity::Warning);
        if lowered && matches!(code.level(), Level::Law | Level::File) {
            let message = format!(
                "quy tắc `{}` ở mức {}, không hạ được",
                code.as_str(),
                code.level().name()
            );
            reader.report(
                Diagnostic::error(Code::ValueChoice, entry.value.place, message).with_help(
                    Help::from("chỉ hạ được quy tắc ở mức chế độ, quy ước; xem mức bằng ")
                        .way(Way::Rules),
                ),
            );
            continue;
        }
        weights.insert(code, weight);
    }
    weights
}

/// The rule that a key names.
fn code(reader: &mut Reader<'_>, entry: &Entry) -> Option<Code> {
    let found = Code::named(&entry.key);
    if found.is_none() {
        let message = format!("không có quy tắc nào mã `{}`", entry.key);
        let known = Code::ALL.iter().map(|code| code.as_str());
        let finding = Diagnostic::error(Code::ValueChoice, entry.key_place, message);
        reader.report(match vi::nearest(&entry.key, known) {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding.with_help(Help::from("xem các quy tắc bằng ").way(Way::Rules)),
        });
    }
    found
}
