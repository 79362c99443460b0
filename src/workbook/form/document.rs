//! What is asked of the document: who signs, what it rests on, its number and day once it has them.

use super::{DocumentField, Entered, EntryKind, FormCell, FormColumn, FormRow, FormSheet, RowKey};
use crate::model::{Agency, DocumentState};
use crate::scaffold::Asked;

const COLUMNS: [FormColumn; 3] = [
    FormColumn::new("ten", "Tên", 44.0),
    FormColumn::new("gia_tri", "Giá trị", 60.0),
    FormColumn::new("cach_ghi", "Cách ghi", 50.0),
];

/// Rows for further lines of the legal basis.
const SPARE: usize = 2;

/// How far a document has come, in words to choose from and in data.
pub const STATES: [(&str, &str); 3] = [
    ("Dự thảo", "du_thao"),
    ("Trình ký", "trinh_ky"),
    ("Đã ban hành", "da_ban_hanh"),
];

/// The sheet of the document.
pub(super) fn sheet(asked: &Asked<'_>) -> FormSheet {
    let mut lines = Lines {
        asked,
        is_begun: asked.subject.submission.source != asked.subject.agency.place.source,
        rows: Vec::new(),
    };
    lines.of_report();
    lines.of_issue();
    lines.of_basis();
    lines.of_replaced();
    FormSheet {
        id: "the_thuc".to_owned(),
        name: "Thể thức".to_owned(),
        title: "Thể thức của báo cáo".to_owned(),
        remark: "Số, ngày ghi sau khi báo cáo được ký và vào sổ.".to_owned(),
        columns: COLUMNS.to_vec(),
        rows: lines.rows,
    }
}

struct Lines<'a, 'w> {
    asked: &'a Asked<'w>,
    /// Whether the unit has a file for the period.
    is_begun: bool,
    rows: Vec<FormRow>,
}

impl Lines<'_, '_> {
    fn line(&mut self, field: DocumentField, name: &str, cell: FormCell, how: &str) {
        self.rows.push(FormRow {
            key: RowKey::Document(field),
            cells: vec![
                FormCell::shown(name),
                cell.unsaid_if(!self.is_begun),
                FormCell::shown(how),
            ],
        });
    }

    /// What it tells of up to when, and who signs.
    fn of_report(&mut self) {
        let submission = self.asked.subject.submission;
        let agency = self.asked.subject.agency;
        let stated = submission.reference_date.as_ref().map(|date| date.value);
        let usual = self.asked.reference_date().filter(|_| !self.is_begun);
        self.line(
            DocumentField::ReferenceDate,
            "Số liệu tính đến ngày",
            FormCell::asked_date(stated.or(usual)),
            "Như 28/02/2026; không sau ngày của báo cáo",
        );
        let signer = signer_words(agency, &submission.document.signer.value);
        let cell = FormCell::asked(
            EntryKind::Choice(signers(agency)),
            Some(Entered::Text(signer)),
        );
        self.line(
            DocumentField::Signer,
            "Người ký",
            cell.needed(),
            "Chọn trong danh sách",
        );
    }

    /// How far it has come, with number and day.
    fn of_issue(&mut self) {
        let document = &self.asked.subject.submission.document;
        let state = match &document.state {
            DocumentState::Draft if self.is_begun => 0,
            DocumentState::Draft | DocumentState::ForSigning => 1,
            DocumentState::Issued { .. } => 2,
        };
        let words = STATES.iter().map(|(word, _)| (*word).to_owned()).collect();
        let cell = FormCell::asked(
            EntryKind::Choice(words),
            Some(Entered::text(STATES[state].0)),
        );
        self.line(
            DocumentField::State,
            "Trạng thái",
            cell.needed(),
            "“Trình ký” khi gửi; “Đã ban hành” khi báo cáo đã có số, ngày",
        );
        let issued = match &document.state {
            DocumentState::Issued { number, date } => Some((*number, date.value)),
            DocumentState::Draft | DocumentState::ForSigning => None,
        };
        let number = issued.map(|(number, _)| Entered::Number(number));
        self.line(
            DocumentField::Number,
            "Số báo cáo",
            FormCell::asked(EntryKind::Count, number),
            "Chỉ ghi số, sau khi đã ban hành",
        );
        self.line(
            DocumentField::Date,
            "Ngày ban hành",
            FormCell::asked_date(issued.map(|(_, date)| date)),
            "Như 04/3/2026",
        );
    }

    /// The lines of its own legal basis.
    fn of_basis(&mut self) {
        let own = &self.asked.subject.submission.document.legal_basis;
        let basis = if self.is_begun {
            own.as_slice()
        } else {
            self.asked.legal_basis_before()
        };
        for at in 0..basis.len() + SPARE {
            self.line(
                DocumentField::Basis(at + 1),
                &format!("Căn cứ riêng của đơn vị ({})", at + 1),
                FormCell::asked_text(basis.get(at).map(|line| line.value.as_str())),
                "“Căn cứ Kế hoạch số …”; các căn cứ chung chương trình tự in",
            );
        }
    }

    /// The document whose place it takes.
    fn of_replaced(&mut self) {
        let replaced = self.asked.subject.submission.document.replaces.as_ref();
        let number = replaced.map(|replaced| Entered::Number(replaced.number));
        let date = replaced.map(|replaced| replaced.date.value);
        self.line(
            DocumentField::ReplacedNumber,
            "Thay thế báo cáo số",
            FormCell::asked(EntryKind::Count, number),
            "Chỉ ghi khi lập lại báo cáo đã ban hành bị sai nội dung",
        );
        self.line(
            DocumentField::ReplacedDate,
            "Thay thế báo cáo ngày",
            FormCell::asked_date(date),
            "",
        );
    }
}

/// Those who may sign, as they are chosen from.
fn signers(agency: &Agency) -> Vec<String> {
    let names = agency.signers.iter();
    names.map(|(id, _)| signer_words(agency, id)).collect()
}

/// The signer of an agency that a choice means, as data name him.
pub fn signer_of<'a>(agency: &'a Agency, chosen: &str) -> Option<&'a str> {
    let mut names = agency.signers.keys();
    names
        .find(|id| signer_words(agency, id) == chosen)
        .map(String::as_str)
}

/// A signer with his title: "Nguyễn Văn A – Phó Giám đốc". Two of the same words keep their names in
/// data apart.
fn signer_words(agency: &Agency, id: &str) -> String {
    let words = |id: &str| {
        let signer = agency.signers.get(id)?;
        let title = &signer.title.value;
        Some(match &signer.name {
            Some(name) => format!("{} – {title}", name.value),
            None => title.clone(),
        })
    };
    let Some(own) = words(id) else {
        return id.to_owned();
    };
    let same = agency
        .signers
        .keys()
        .filter(|other| words(other).as_ref() == Some(&own));
    // A list of a spreadsheet separates its words by commas.
    let own = own.replace(',', ";");
    if same.count() > 1 {
        format!("{own} ({id})")
    } else {
        own
    }
}
