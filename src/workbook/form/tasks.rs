//! The tasks that the unit leads. How far one has come is shown and not asked: the program finds
//! it out from what was done and when.

use super::{Entered, EntryKind, FormCell, FormColumn, FormRow, FormSheet, RowKey};
use crate::assess::{AssignedTask, tasks};
use crate::model::{ConditionMet, Ending, Leaf, Product, Progress, Timing};
use crate::scaffold::{self, Asked};
use crate::vi;

/// What is done with a task that is not gone on with.
pub const CARRIED_OVER: &str = "Chuyển năm sau";
/// The same.
pub const STOPPED: &str = "Dừng thực hiện";

const ALWAYS: [FormColumn; 13] = [
    FormColumn::new("so_nhiem_vu", "Số", 6.0),
    FormColumn::new("nhiem_vu", "Nhiệm vụ", 44.0),
    FormColumn::new("thoi_han", "Thời hạn", 14.0),
    FormColumn::new("ket_qua", "Đã làm được", 44.0),
    FormColumn::new("so", "Sản phẩm: số, ký hiệu", 16.0),
    FormColumn::new("ten", "Sản phẩm: tên (nếu không có số)", 20.0),
    FormColumn::new("ngay", "Sản phẩm: ngày", 12.0),
    FormColumn::new("cua", "Sản phẩm: của cơ quan khác", 18.0),
    FormColumn::new("hoan_thanh", "Hoàn thành ngày", 12.0),
    FormColumn::new("du_kien", "Dự kiến xong ngày", 12.0),
    FormColumn::new("kho_khan", "Khó khăn, vướng mắc", 26.0),
    FormColumn::new("ket_thuc", "Chuyển, dừng", 15.0),
    FormColumn::new("ly_do", "Lý do chuyển, dừng", 24.0),
];
const OF_CONDITION: [FormColumn; 2] = [
    FormColumn::new("dieu_kien_ngay", "Có điều kiện từ ngày", 12.0),
    FormColumn::new("dieu_kien_han", "Hạn sau khi có điều kiện", 12.0),
];
const OF_MEMBERS: [FormColumn; 2] = [
    FormColumn::new("don_vi_tong", "Số đơn vị phải làm", 10.0),
    FormColumn::new("don_vi_xong", "Số đơn vị đã xong", 10.0),
];
const OF_MONEY: [FormColumn; 3] = [
    FormColumn::new("kinh_phi_du_tru", "Kinh phí dự trù (triệu đồng)", 11.0),
    FormColumn::new("kinh_phi_duoc_duyet", "Kinh phí được duyệt", 11.0),
    FormColumn::new("kinh_phi_da_su_dung", "Kinh phí đã sử dụng", 11.0),
];
const ANSWER: FormColumn = FormColumn::new("giai_trinh", "Giải trình", 24.0);

/// The sheet of tasks; nothing for a unit that leads none.
pub(super) fn sheet(asked: &Asked<'_>) -> Option<FormSheet> {
    let leaves = asked.tasks();
    if leaves.is_empty() {
        return None;
    }
    let subject = asked.subject;
    let told = |leaf: &Leaf| subject.submission.progress.get(&leaf.id);
    let waits = |leaf: &&Leaf| matches!(leaf.timing, Timing::Condition(_));
    let mut columns = ALWAYS.to_vec();
    if leaves
        .iter()
        .any(|leaf| waits(leaf) || told(leaf).is_some_and(|p| p.condition.is_some()))
    {
        columns.extend(OF_CONDITION);
    }
    let is_of_members = |leaf: &&Leaf| leaf.lead.reported_by.is_some();
    if leaves
        .iter()
        .any(|leaf| is_of_members(leaf) || told(leaf).is_some_and(|p| p.members.is_some()))
    {
        columns.extend(OF_MEMBERS);
    }
    if leaves
        .iter()
        .any(|leaf| leaf.funded || told(leaf).is_some_and(|p| p.money.is_some()))
    {
        columns.extend(OF_MONEY);
    }
    columns.push(ANSWER);
    let before: Vec<AssignedTask<'_>> = asked
        .last
        .filter(|_| asked.same_year())
        .map(tasks)
        .unwrap_or_default();
    let mut rows = Vec::new();
    for leaf in leaves {
        let before = before.iter().find(|task| task.leaf.id == leaf.id);
        let line = Line {
            asked,
            columns: &columns,
            leaf,
            before,
            is_begun: !subject.submission.progress.is_empty(),
        };
        rows.extend(line.rows());
    }
    Some(FormSheet {
        id: "nhiem_vu".to_owned(),
        name: "Nhiệm vụ".to_owned(),
        title: "Nhiệm vụ trong kế hoạch".to_owned(),
        remark: "Mỗi nhiệm vụ một dòng; văn bản, sản phẩm thứ hai ghi ở dòng trống ngay dưới. Trạng thái đúng hạn, quá hạn do chương trình xác định từ các ngày. Ngày ghi như 05/3/2026.".to_owned(),
        columns,
        rows,
    })
}

struct Line<'a, 'w> {
    asked: &'a Asked<'w>,
    columns: &'a [FormColumn],
    leaf: &'a Leaf,
    before: Option<&'a AssignedTask<'w>>,
    /// Whether the report says something of its tasks already: otherwise it begins with what was
    /// told last time and still holds.
    is_begun: bool,
}

impl Line<'_, '_> {
    fn rows(&self) -> Vec<FormRow> {
        let told = self.asked.subject.submission.progress.get(&self.leaf.id);
        let before = self.before.and_then(|task| task.progress);
        let progress = told.or(before.filter(|_| !self.is_begun));
        let done = told.and_then(|p| p.done.as_ref());
        let done = done.map(|done| done.value.as_str());
        let products = progress.map_or(&[][..], |p| p.products.as_slice());
        let is_unsaid = told.is_none();
        let cell = |key: &str| self.cell(key, progress, done, products.first());
        let first = FormRow {
            key: RowKey::Task(self.leaf.id.clone()),
            cells: self.cells(|key| cell(key).unsaid_if(is_unsaid)),
        };
        let spare = products.len() + usize::from(!products.is_empty());
        let others = (1..spare).map(|at| FormRow {
            key: RowKey::Product(self.leaf.id.clone(), at + 1),
            cells: self.cells(|key| {
                let cell = product_cell(key, products.get(at));
                cell.unwrap_or(FormCell::Empty).unsaid_if(is_unsaid)
            }),
        });
        std::iter::once(first).chain(others).collect()
    }

    fn cells(&self, cell: impl Fn(&str) -> FormCell) -> Vec<FormCell> {
        self.columns.iter().map(|column| cell(column.key)).collect()
    }

    fn cell(
        &self,
        key: &str,
        progress: Option<&Progress>,
        done: Option<&str>,
        product: Option<&Product>,
    ) -> FormCell {
        let leaf = self.leaf;
        if let Some(cell) = product_cell(key, product) {
            return cell;
        }
        match key {
            "so_nhiem_vu" => FormCell::Text(leaf.id.to_string()),
            "nhiem_vu" => FormCell::Text(self.name()),
            "thoi_han" => FormCell::Text(leaf.timing_words.value.clone()),
            "ket_qua" => FormCell::asked_text(done),
            "hoan_thanh" => {
                FormCell::asked_date(progress.and_then(|p| Some(p.completed.as_ref()?.value)))
            }
            "du_kien" => {
                FormCell::asked_date(progress.and_then(|p| Some(p.expected.as_ref()?.value)))
            }
            "kho_khan" => FormCell::asked_text(
                progress.and_then(|p| Some(p.difficulty.as_ref()?.value.as_str())),
            ),
            "ket_thuc" | "ly_do" => ending_cell(key, progress.and_then(|p| p.ending.as_ref())),
            "giai_trinh" => {
                let answers = self.asked.subject.submission.answers.iter();
                let mut answers =
                    answers.filter(|answer| answer.about.as_deref() == Some(leaf.id.as_str()));
                FormCell::asked_text(answers.next().map(|answer| answer.reason.value.as_str()))
            }
            _ => self.further_cell(key, progress),
        }
    }

    /// The cells that only some tasks have.
    fn further_cell(&self, key: &str, progress: Option<&Progress>) -> FormCell {
        let condition = progress.and_then(|p| p.condition.as_ref());
        let members = progress.and_then(|p| p.members);
        let money = progress.and_then(|p| p.money);
        let number =
            |number: Option<u64>| FormCell::asked(EntryKind::Count, number.map(Entered::Number));
        let date = |date: &dyn Fn(&ConditionMet) -> Option<chrono::NaiveDate>| {
            FormCell::asked_date(condition.and_then(date))
        };
        let waits = matches!(self.leaf.timing, Timing::Condition(_)) || condition.is_some();
        let of_members = self.leaf.lead.reported_by.is_some() || members.is_some();
        let funded = self.leaf.funded || money.is_some();
        match key {
            "dieu_kien_ngay" if waits => date(&|met| Some(met.date.value)),
            "dieu_kien_han" if waits => date(&|met| Some(met.deadline.as_ref()?.value)),
            "don_vi_tong" if of_members => number(members.map(|m| m.all)),
            "don_vi_xong" if of_members => number(members.map(|m| m.done)),
            "kinh_phi_du_tru" if funded => number(money.and_then(|m| m.estimated)),
            "kinh_phi_duoc_duyet" if funded => number(money.and_then(|m| m.approved)),
            "kinh_phi_da_su_dung" if funded => number(money.and_then(|m| m.spent)),
            _ => FormCell::Empty,
        }
    }

    /// The task, with how far it had come last time and what was told of it.
    fn name(&self) -> String {
        let mut name = vi::upper_first(&self.leaf.short_name.value);
        let Some(before) = self.before else {
            return name;
        };
        name = format!("{name}\nKỳ trước: {}", scaffold::state_words(before.state));
        let done = before.progress.and_then(|p| p.done.as_ref());
        if let Some(done) = done {
            name = format!("{name}. {}", done.value);
        }
        name
    }
}

/// A cell of a product; nothing for a column that is about something else.
fn product_cell(key: &str, product: Option<&Product>) -> Option<FormCell> {
    let text = |text: Option<&crate::diagnostic::Located<String>>| {
        FormCell::asked_text(text.map(|text| text.value.as_str()))
    };
    Some(match key {
        "so" => text(product.and_then(|p| p.symbol.as_ref())),
        "ten" => text(product.and_then(|p| p.name.as_ref())),
        "ngay" => FormCell::asked_date(product.map(|p| p.date.value)),
        "cua" => text(product.and_then(|p| p.issuer.as_ref())),
        _ => return None,
    })
}

fn ending_cell(key: &str, ending: Option<&Ending>) -> FormCell {
    let (word, reason) = match ending {
        Some(Ending::CarriedOver(reason)) => (Some(CARRIED_OVER), Some(reason)),
        Some(Ending::Stopped(reason)) => (Some(STOPPED), Some(reason)),
        None => (None, None),
    };
    if key == "ly_do" {
        return FormCell::asked_text(reason.map(|reason| reason.value.as_str()));
    }
    let choices = vec![CARRIED_OVER.to_owned(), STOPPED.to_owned()];
    FormCell::asked(EntryKind::Choice(choices), word.map(Entered::text))
}
