//! The file of a unit for a period as a whole, also one that is not quite YAML.

use std::sync::Arc;

use super::cache::Read;
use super::reader::Reader;
use super::submission::{is_only_to_compare, submission};
use super::{Charset, yaml, yaml_rest};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources, guarded};
use crate::model::{AgencyId, Period, Regime, Submission};

/// What the file of a unit says.
#[derive(Debug)]
pub(super) struct SubmissionFile {
    /// Whether it is only there to be compared with, whatever else is wrong with it.
    pub(super) only_to_compare: bool,
    /// The submission, if it is one.
    pub(super) submission: Option<Arc<Submission>>,
}

/// Reads the file of an agency for a period, whose rows may stand in the forms of regimes: the
/// submission, if it is one, and what is wrong with it.
pub(super) fn read(
    source: SourceId,
    (id, period, regimes): (&AgencyId, &Period, &[Regime]),
    (sources, charset): (&Sources, &Charset),
) -> Read<SubmissionFile> {
    let mut findings = Vec::new();
    let Some(node) = yaml::parse(source, sources.text(source), &mut findings) else {
        let rest = || wrong_in_the_rest(source, (id, period), (sources, charset));
        let rest = guarded(&format!("tìm chỗ sai khác trong tệp của `{id}`"), rest);
        findings.extend(rest.unwrap_or_default());
        return Read {
            value: None,
            findings,
        };
    };
    let mut reader = Reader::new(&mut findings, sources, charset);
    let submission = submission(&mut reader, source, &node, id.clone(), period.clone());
    let file = SubmissionFile {
        only_to_compare: is_only_to_compare(&node),
        submission: submission.map(|mut submission| {
            submission.share_names(regimes);
            Arc::new(submission)
        }),
    };
    Read {
        value: Some(file),
        findings,
    }
}

/// What is wrong in a file beside the lines that keep it from being YAML: values that are not
/// written as they should be. What seems to be missing may stand in those lines.
fn wrong_in_the_rest(
    source: SourceId,
    (id, period): (&AgencyId, &Period),
    (sources, charset): (&Sources, &Charset),
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Some(rest) = yaml_rest::parse_rest(source, sources.text(source), &mut findings) else {
        return Vec::new();
    };
    let of_lines = findings.len();
    let mut reader = Reader::new(&mut findings, sources, charset);
    submission(&mut reader, source, &rest.root, id.clone(), period.clone());
    let mut at = 0;
    findings.retain(|finding| {
        at += 1;
        let told = match finding.code {
            Code::NumberForm
            | Code::NumberThousands
            | Code::NumberComma
            | Code::NumberLeadingZero
            | Code::NumberRange
            | Code::DateForm
            | Code::ValueChoice
            | Code::TextInvisible
            | Code::TextCharacter => true,
            Code::KeyUnknown => rest.is_intact,
            _ => false,
        };
        at <= of_lines || told
    });
    findings
}
