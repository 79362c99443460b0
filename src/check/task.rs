//! What a unit tells of one task: whether its days are possible, and whether it
//! agrees with itself and with the plan.

use chrono::{Datelike, NaiveDate};

use crate::assess::{AssignedTask, TaskState};
use crate::diagnostic::{Code, Diagnostic, Located, Place};
use crate::model::{Plan, Progress, Timing};
use crate::vi;

/// All findings about one task, judged on the day `on`.
pub(super) fn check(
    task: &AssignedTask<'_>,
    progress: &Progress,
    plan: &Plan,
    on: NaiveDate,
) -> Vec<Diagnostic> {
    let about = About {
        task,
        progress,
        plan,
        on,
    };
    let mut findings = Vec::new();
    about.days(&mut findings);
    about.products(&mut findings);
    about.condition(&mut findings);
    about.completed(&mut findings);
    about.open(&mut findings);
    findings
}

/// A task, what is told of it, and what that is judged by.
struct About<'a> {
    task: &'a AssignedTask<'a>,
    progress: &'a Progress,
    plan: &'a Plan,
    on: NaiveDate,
}

impl About<'_> {
    /// "nhiệm vụ số 13b".
    fn name(&self) -> String {
        format!("nhiệm vụ số {}", self.task.leaf.id)
    }

    fn contradiction(place: Place, message: String, help: &str) -> Diagnostic {
        Diagnostic::error(Code::TaskContradiction, place, message).with_help(help.to_owned())
    }

    /// A day before the plan was issued, most likely of another year.
    fn before_plan(&self, what: &str, day: &Located<NaiveDate>) -> Option<Diagnostic> {
        let issued = self.plan.issued.value;
        (day.value < issued).then(|| {
            Diagnostic::error(
                Code::TaskBeforePlan,
                day.place,
                format!(
                    "{what} ngày {}, trước khi có kế hoạch ({})",
                    vi::short_date(day.value),
                    vi::short_date(issued)
                ),
            )
            .warning()
            .with_help("kiểm tra lại năm; nếu đúng là có từ trước thì không phải sửa")
        })
    }

    /// The days of completion and of what is expected.
    fn days(&self, findings: &mut Vec<Diagnostic>) {
        let name = self.name();
        let on = vi::short_date(self.on);
        if let Some(completed) = &self.progress.completed {
            let day = vi::short_date(completed.value);
            findings.extend(self.before_plan(&format!("{name} hoàn thành"), completed));
            if completed.value > self.on {
                findings.push(
                    Diagnostic::error(
                        Code::TaskAfterReference,
                        completed.place,
                        format!("{name} hoàn thành ngày {day} nhưng số liệu tính đến ngày {on}"),
                    )
                    .with_help(
                        "kiểm tra lại ngày; việc chưa xong thì ghi `du_kien` thay cho `hoan_thanh`",
                    ),
                );
            }
        }
        if let Some(expected) = &self.progress.expected {
            let day = vi::short_date(expected.value);
            if expected.value <= self.on {
                findings.push(
                    Diagnostic::error(
                        Code::TaskExpected,
                        expected.place,
                        format!(
                            "{name} dự kiến hoàn thành ngày {day}, nhưng số liệu tính đến ngày {on}"
                        ),
                    )
                    .with_help(
                        "nếu đã xong thì ghi `hoan_thanh`; nếu chưa thì ghi ngày dự kiến mới",
                    ),
                );
            }
            if expected.value.year() > self.plan.year + 2 {
                findings.push(
                    Diagnostic::error(
                        Code::TaskExpected,
                        expected.place,
                        format!("{name} dự kiến hoàn thành tận ngày {day}"),
                    )
                    .warning()
                    .with_help("kiểm tra lại năm"),
                );
            }
        }
    }

    /// The days of products.
    fn products(&self, findings: &mut Vec<Diagnostic>) {
        let completed = self.progress.completed.as_ref();
        for product in &self.progress.products {
            let date = &product.date;
            // Of a product on the day of completion it has been said.
            if completed.is_none_or(|day| day.value != date.value) {
                findings.extend(self.before_plan("sản phẩm đề", date));
            }
            if date.value > self.on {
                findings.push(
                    Diagnostic::error(
                        Code::ProductFuture,
                        date.place,
                        format!(
                            "sản phẩm đề ngày {} nhưng số liệu tính đến ngày {}",
                            vi::short_date(date.value),
                            vi::short_date(self.on)
                        ),
                    )
                    .with_help("kiểm tra lại ngày, tháng, năm; sản phẩm chưa có thì bỏ ra"),
                );
            }
        }
        let last = self.progress.products.iter().max_by_key(|p| p.date.value);
        if let (Some(completed), Some(last)) = (completed, last)
            && last.date.value > completed.value
        {
            findings.push(
                Self::contradiction(
                    completed.place,
                    format!(
                        "{} hoàn thành ngày {}, trước ngày của sản phẩm ({})",
                        self.name(),
                        vi::short_date(completed.value),
                        vi::short_date(last.date.value)
                    ),
                    "ngày hoàn thành là ngày của sản phẩm cuối cùng, hoặc sau đó",
                )
                .with_label(last.date.place, "sản phẩm"),
            );
        }
    }

    /// When what the task waits for came, and what came with it.
    fn condition(&self, findings: &mut Vec<Diagnostic>) {
        let name = self.name();
        let words = &self.task.leaf.timing_words;
        let waits_for = match &self.task.leaf.timing {
            Timing::Condition(words) => Some(words.value.as_str()),
            Timing::Deadline(_) | Timing::AllYear => None,
        };
        let completed = self.progress.completed.as_ref();
        match (&self.progress.condition, waits_for) {
            (Some(condition), None) => findings.push(
                Self::contradiction(
                    condition.date.place,
                    format!("{name} không chờ điều kiện nào"),
                    "xóa `dieu_kien`; chỉ nhiệm vụ có thời hạn theo điều kiện mới có",
                )
                .with_label(words.place, "thời hạn trong kế hoạch"),
            ),
            (Some(condition), Some(waits_for)) => {
                let came = condition.date.value;
                if came > self.on {
                    findings.push(Self::contradiction(
                        condition.date.place,
                        format!("điều kiện của {name} có vào một ngày chưa đến"),
                        "ghi `dieu_kien` khi đã có chỉ đạo, yêu cầu; nếu chưa thì xóa",
                    ));
                }
                if let Some(completed) = completed.filter(|day| day.value < came) {
                    findings.push(Self::contradiction(
                        completed.place,
                        format!(
                            "{name} hoàn thành ngày {}, trước ngày có {waits_for} ({})",
                            vi::short_date(completed.value),
                            vi::short_date(came)
                        ),
                        "kiểm tra lại hai ngày",
                    ));
                }
                if let Some(deadline) = condition.deadline.as_ref().filter(|d| d.value < came) {
                    findings.push(
                        Diagnostic::error(
                            Code::DateOrder,
                            deadline.place,
                            format!(
                                "thời hạn {} đứng trước ngày có {waits_for} ({})",
                                vi::short_date(deadline.value),
                                vi::short_date(came)
                            ),
                        )
                        .with_help("kiểm tra lại hai ngày"),
                    );
                }
            }
            (None, Some(waits_for)) => findings.extend(completed.map(|completed| {
                Self::contradiction(
                    completed.place,
                    format!("{name} đã hoàn thành nhưng chưa ghi ngày có {waits_for}"),
                    "thêm `dieu_kien: {ngay: …}`, có `han` nếu chỉ đạo, yêu cầu nêu thời hạn",
                )
                .warning()
                .with_label(words.place, "thời hạn trong kế hoạch")
            })),
            (None, None) => {}
        }
    }

    /// What is done has a product, and is neither expected nor put off.
    fn completed(&self, findings: &mut Vec<Diagnostic>) {
        let Some(completed) = &self.progress.completed else {
            return;
        };
        let name = self.name();
        if self.progress.products.is_empty() {
            findings.push(
                Diagnostic::error(
                    Code::TaskWithoutProduct,
                    completed.place,
                    format!("{name} đã hoàn thành nhưng chưa có sản phẩm"),
                )
                .with_label(self.task.leaf.product.place, "sản phẩm mà kế hoạch yêu cầu")
                .with_help("thêm `san_pham: {so: 05/KH-STP, ngay: 2021-01-08}`; không phải văn bản thì `{ten: …, ngay: …}`"),
            );
        }
        if let Some(expected) = &self.progress.expected {
            findings.push(Self::contradiction(
                expected.place,
                format!("{name} vừa hoàn thành vừa dự kiến hoàn thành"),
                "xóa `du_kien`, hoặc xóa `hoan_thanh` nếu chưa xong",
            ));
        }
        if self.progress.ending.is_some() {
            findings.push(Self::contradiction(
                completed.place,
                format!("{name} vừa hoàn thành vừa chuyển hoặc dừng"),
                "xóa `hoan_thanh`, hoặc xóa `chuyen_nam_sau`, `dung`",
            ));
        }
    }

    /// What is late has a reason, what is put off expects nothing, and of every task
    /// something is told.
    fn open(&self, findings: &mut Vec<Diagnostic>) {
        let name = self.name();
        let progress = self.progress;
        if let (Some(expected), Some(_)) = (&progress.expected, &progress.ending) {
            findings.push(Self::contradiction(
                expected.place,
                format!("{name} chuyển hoặc dừng mà vẫn có ngày dự kiến hoàn thành"),
                "xóa `du_kien`, hoặc xóa `chuyen_nam_sau`, `dung`",
            ));
        }
        if progress.difficulty.is_none() {
            findings.extend(self.late_without_reason());
        }
        let says_nothing = progress.done.is_none()
            && progress.products.is_empty()
            && progress.difficulty.is_none()
            && progress.ending.is_none()
            && progress.members.is_none()
            && progress.completed.is_none();
        if says_nothing {
            findings.push(
                Diagnostic::error(
                    Code::TaskMissing,
                    progress.place,
                    format!("{name} chưa nói đã làm được gì"),
                )
                .with_help("thêm `ket_qua`, `san_pham` hoặc `kho_khan`"),
            );
        }
    }

    fn late_without_reason(&self) -> Option<Diagnostic> {
        let name = self.name();
        let ask = "thêm `kho_khan: …` nêu nguyên nhân; cơ quan nhận sẽ hỏi";
        let (place, message, help) = match (self.task.state, self.task.expected_late()) {
            (TaskState::Overdue, _) => {
                let help = match self.progress.products.last() {
                    Some(product) => format!(
                        "đã có sản phẩm; nếu nhiệm vụ đã xong thì thêm `hoan_thanh: {}`, nếu chưa thì thêm `kho_khan: …`",
                        product.date.value
                    ),
                    None => ask.to_owned(),
                };
                let message = format!("{name} quá hạn nhưng chưa nêu nguyên nhân");
                (self.progress.place, message, help)
            }
            (TaskState::Late, _) => {
                let message = format!("{name} hoàn thành quá hạn nhưng chưa nêu nguyên nhân");
                (self.progress.place, message, ask.to_owned())
            }
            (_, Some(expected)) => {
                let expected_place = self.progress.expected.as_ref().map(|e| e.place);
                let message = format!(
                    "{name} dự kiến hoàn thành ngày {}, sau thời hạn, nhưng chưa nêu nguyên nhân",
                    vi::short_date(expected)
                );
                (
                    expected_place.unwrap_or(self.progress.place),
                    message,
                    ask.to_owned(),
                )
            }
            (_, None) => return None,
        };
        Some(
            Diagnostic::error(Code::TaskWithoutReason, place, message)
                .warning()
                .with_help(help),
        )
    }
}
