//! A JSON object with the places of its members.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, SourceId};

/// A member of the outermost object.
pub(super) struct Member {
    pub name: String,
    /// Where its name stands.
    pub place: Place,
    /// None where it is no object, which is told.
    pub fields: Option<Map<String, Value>>,
}

/// Members in the order of the file. `serde_json` keeps the last of two with one name; here both
/// stay, so that the second can be told of.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The members of a file, each once; of what stands there twice, or is no object, a finding.
///
/// # Errors
/// Text that is not JSON, or no object.
pub(super) fn members(
    text: &str,
    source: SourceId,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Member>, Diagnostic> {
    let Members(all) = serde_json::from_str(text).map_err(|e| not_json(text, source, &e))?;
    let mut members: Vec<Member> = Vec::new();
    let mut from = 0;
    for (name, value) in all {
        let place = place_of(&name, text, source, from);
        from = from.max(place.end());
        if members.iter().any(|member| member.name == name) {
            let message = format!("số đo `{name}` được ghi hai lần");
            let finding = Diagnostic::error(Code::TemplateError, place, message);
            findings.push(finding.with_help("giữ một mục, xóa mục kia"));
            continue;
        }
        let fields = if let Value::Object(fields) = value {
            Some(fields)
        } else {
            let message = format!("số đo `{name}` phải là một nhóm khóa");
            let finding = Diagnostic::error(Code::TemplateError, place, message);
            findings.push(finding.with_help(
                "ghi giá trị và đơn vị trong ngoặc nhọn, ví dụ {\"gia_tri\": 20, \"don_vi\": \"mm\"}",
            ));
            None
        };
        members.push(Member {
            name,
            place,
            fields,
        });
    }
    Ok(members)
}

/// Where a name stands before a colon, at `from` or behind it; the beginning of the file if it is
/// written with escapes.
pub(super) fn place_of(name: &str, text: &str, source: SourceId, from: usize) -> Place {
    let quoted = format!("\"{name}\"");
    let behind = text.get(from..).unwrap_or_default();
    let is_name = |at: &usize| {
        let rest = behind.get(at + quoted.len()..);
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let mut found = behind.match_indices(&quoted).map(|(at, _)| at);
    let at = found.find(is_name);
    at.map_or(Place::new(source, 0..0), |at| {
        Place::new(source, from + at..from + at + quoted.len())
    })
}

fn not_json(text: &str, source: SourceId, error: &serde_json::Error) -> Diagnostic {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at = text.floor_char_boundary(before + error.column().saturating_sub(1));
    let place = Place::new(source, at..text.ceil_char_boundary(at + 1));
    let (message, help) = if error.is_data() {
        (
            "tệp số đo phải là một nhóm khóa, mỗi khóa một số đo",
            "chép lại từ tệp có sẵn `templates/nd30/the-thuc.json` rồi sửa trên bản chép",
        )
    } else if error.is_eof() {
        (
            "tệp số đo kết thúc giữa chừng",
            "thêm dấu ngoặc còn thiếu ở cuối, hoặc chép lại từ tệp có sẵn `templates/nd30/the-thuc.json`",
        )
    } else {
        (
            "tệp số đo không viết đúng kiểu JSON ở chỗ này",
            "xem dấu phẩy giữa các mục, dấu ngoặc kép quanh tên; số viết với dấu chấm, ví dụ 12.7",
        )
    };
    Diagnostic::error(Code::TemplateError, place, message).with_help(help)
}
