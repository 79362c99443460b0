//! A submission that is begun: the rows and tasks of a unit by name, the last report's
//! words beside them.

use super::asked::{Asked, AskedLine, blank, last_before, printed_number};
use super::yaml::{Yaml, quoted};
use crate::assess::{AssignedTask, TaskState, tasks};
use crate::diagnostic::Located;
use crate::model::{
    Agency, Figure, FigureValue, Indicator, Item, Kind, Leaf, Period, Product, Progress, Quantity,
    Section, Workspace,
};
use crate::vi;

/// A file to fill in.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Its text.
    pub text: String,
    /// How many figures it asks for.
    pub figures: usize,
    /// How many tasks it asks about.
    pub tasks: usize,
}

/// Begins the submission of an agency for a period. Nothing, if no regime has the period
/// or the agency does not exist.
pub fn begin(workspace: &Workspace, agency: &Agency, period: &Period) -> Option<Begun> {
    let regime = *workspace.regimes_for(period).first()?;
    let last = last_before(workspace, agency, (period, regime));
    let blank = blank(agency, period, last);
    let mut writer = Writer {
        asked: Asked {
            subject: workspace.subject(&blank, regime)?,
            last: last.and_then(|last| workspace.subject(last, regime)),
        },
        yaml: Yaml::default(),
        figures: 0,
        tasks: 0,
    };
    writer.head();
    writer.document();
    writer.figures();
    writer.finals();
    writer.tasks();
    writer.chosen();
    writer.stated_totals();
    writer.narrative();
    Some(Begun {
        text: writer.yaml.finish(),
        figures: writer.figures,
        tasks: writer.tasks,
    })
}

struct Writer<'w> {
    asked: Asked<'w>,
    yaml: Yaml,
    figures: usize,
    tasks: usize,
}

impl Writer<'_> {
    fn head(&mut self) {
        let subject = self.asked.subject;
        let period = &subject.submission.period;
        let name = subject.regime.period_name(period);
        self.yaml
            .line(0, format!("# {}, {name}.", subject.agency.name.value));
        let cut_off = subject.cycle().and_then(|c| c.data_to.in_year(period.year));
        let day = cut_off.map_or_else(String::new, |day| format!(", den_ngay: {day}"));
        let remark = format!(
            "Điền số sau dấu hai chấm; dòng chưa có số liệu thì ghi {{khong_co: lý do}}, số ước \
             tính thì ghi {{gia_tri: 12, uoc: true{day}}}. Đoạn mang khóa `cu` là của kỳ trước: \
             sửa rồi đổi `cu` thành `doan`, hoặc xóa; đoạn mới viết tiếp ngay dưới, không ghi lại \
             tên mục. Mục sau dấu `#`: bỏ dấu `#` rồi viết. Xong thì đổi `trang_thai`."
        );
        self.yaml.remark(0, &remark);
        self.yaml.gap();
        self.yaml.line(0, format!("co_quan: {}", subject.agency.id));
        self.yaml.line(0, format!("ky: {period}"));
        self.yaml.gap();
        if let Some(date) = self.asked.reference_date() {
            self.yaml
                .line(0, "# Ngày của số liệu; không được sau ngày của báo cáo.");
            self.yaml.line(0, format!("so_lieu_den_ngay: {date}"));
            self.yaml.gap();
        }
    }

    fn document(&mut self) {
        let document = &self.asked.subject.submission.document;
        self.yaml.line(0, "the_thuc:");
        self.yaml.line(
            1,
            "trang_thai: du_thao   # trinh_ky, rồi da_ban_hanh kèm so và ngay",
        );
        let signers: Vec<_> = self.asked.subject.agency.signers.keys().cloned().collect();
        self.yaml.line(
            1,
            format!(
                "nguoi_ky: {}   # {}",
                document.signer.value,
                signers.join(" hoặc ")
            ),
        );
        // The basis of another year's report is another plan.
        let basis = self.asked.legal_basis_before();
        if !basis.is_empty() {
            self.yaml.line(1, "can_cu:");
            for line in basis {
                self.yaml.paragraph(2, &line.value);
            }
        }
        if self.asked.subject.is_compiled() {
            self.yaml.gap();
            self.yaml.line(0, "# Bản do cơ quan tổng hợp trình.");
            self.yaml.line(0, "the_thuc_trinh:");
            self.yaml.line(1, "trang_thai: du_thao");
            let compiler = self.asked.subject.agency.compiled_by.as_ref();
            let compiler = compiler
                .and_then(|id| self.asked.subject.workspace.agencies.get(&id.value))
                .and_then(|agency| agency.signers.keys().next());
            let signer = compiler.map_or("", String::as_str);
            self.yaml.line(1, format!("nguoi_ky: {signer}"));
        }
        self.yaml.gap();
    }

    fn figures(&mut self) {
        let asked = self.asked.figures();
        if asked.is_empty() {
            return;
        }
        if self.asked.last.is_some() {
            let remark = format!("# Kỳ trước là {}.", self.asked.last_name());
            self.yaml.line(0, remark);
        }
        self.yaml.line(0, "so_lieu:");
        for (form, rows) in asked {
            self.yaml.line(
                1,
                format!("# Biểu {}. {}", form.number.value, form.title.value),
            );
            self.yaml.line(1, format!("{}:", form.key));
            for row in rows {
                self.figures += 1;
                let said = self.asked.said_before(&row.id);
                let remark = format!(
                    "{}{} ({}; {}{})",
                    printed_number(form, row)
                        .map_or_else(|| "(không in) ".to_owned(), |number| format!("{number}. ")),
                    self.asked.subject.row_name(row),
                    self.asked.subject.row_measure(row),
                    kind_words(row),
                    self.scope(row)
                );
                self.yaml.remark(2, &remark);
                let before = said.map(|figure| format!("   # kỳ trước: {}", said_of(figure)));
                let line = format!("{}:{}", row.id.row(), before.unwrap_or_default());
                self.yaml.line(2, line);
            }
        }
        self.yaml.gap();
    }

    /// Whose figure it is, where the agency answers for the area.
    fn scope(&self, row: &Indicator) -> String {
        let subject = self.asked.subject;
        if subject.is_compiled() || !subject.speaks_for_all(row) {
            return String::new();
        }
        format!("; số của {}", subject.regime.whole_territory)
    }

    /// What the last report estimated has a final figure now.
    fn finals(&mut self) {
        let Some(last) = self.asked.last else { return };
        let estimates = self.asked.estimated_before();
        if estimates.is_empty() {
            return;
        }
        self.yaml
            .line(0, "# Số chính thức của những số kỳ trước đã ước.");
        self.yaml.line(0, "chinh_thuc:");
        self.yaml.line(1, format!("{}:", last.submission.period));
        let mut form = "";
        for (id, figure) in estimates {
            if id.form() != form {
                form = id.form();
                self.yaml.line(2, format!("{form}:"));
            }
            let line = format!("{}:   # đã ước {}", id.row(), said_of(figure));
            self.yaml.line(3, line);
        }
        self.yaml.gap();
    }

    fn tasks(&mut self) {
        let leaves = self.asked.tasks();
        if leaves.is_empty() {
            return;
        }
        let same_year = self.asked.last.filter(|_| self.asked.same_year());
        let before: Vec<AssignedTask<'_>> = same_year.map(tasks).unwrap_or_default();
        self.yaml.line(0, "nhiem_vu:");
        for leaf in leaves {
            self.tasks += 1;
            let before = before.iter().find(|task| task.leaf.id == leaf.id);
            self.task(leaf, before);
        }
        self.yaml.gap();
    }

    fn task(&mut self, leaf: &Leaf, before: Option<&AssignedTask<'_>>) {
        let state = before.map_or_else(String::new, |task| {
            format!("; kỳ trước: {}", state_words(task.state))
        });
        let remark = format!(
            "{}. {} (thời hạn: {}){state}",
            leaf.id, leaf.short_name.value, leaf.timing_words.value
        );
        self.yaml.remark(1, &remark);
        let progress = before.and_then(|task| task.progress);
        if let Some(done) = progress.and_then(|p| p.done.as_ref()) {
            let remark = format!("kết quả kỳ trước: {}", done.value);
            self.yaml.remark(1, &remark);
        }
        self.yaml.line(1, format!("{}:", leaf.id));
        if let Some(progress) = progress {
            self.carried_on(progress);
        }
    }

    /// What was told of a task and still holds.
    fn carried_on(&mut self, progress: &Progress) {
        let yaml = &mut self.yaml;
        if let Some(condition) = &progress.condition {
            let deadline = condition
                .deadline
                .as_ref()
                .map_or_else(String::new, |day| format!(", han: {}", day.value));
            let day = condition.date.value;
            yaml.line(2, format!("dieu_kien: {{ngay: {day}{deadline}}}"));
        }
        match progress.products.as_slice() {
            [] => {}
            [product] => yaml.line(2, format!("san_pham: {}", flow(product))),
            several => {
                yaml.line(2, "san_pham:");
                for product in several {
                    yaml.line(3, format!("- {}", flow(product)));
                }
            }
        }
        if let Some(completed) = &progress.completed {
            yaml.line(2, format!("hoan_thanh: {}", completed.value));
            if let Some(difficulty) = &progress.difficulty {
                yaml.line(2, format!("kho_khan: {}", quoted(&difficulty.value)));
            }
        }
        if let Some(members) = progress.members {
            yaml.line(
                2,
                format!("don_vi: {{tong: {}, xong: {}}}", members.all, members.done),
            );
        }
        if let Some(money) = progress.money {
            let parts = [
                ("du_tru", money.estimated),
                ("duoc_duyet", money.approved),
                ("da_su_dung", money.spent),
            ];
            let parts: Vec<_> = parts
                .iter()
                .filter_map(|(key, amount)| Some(format!("{key}: {}", (*amount)?)))
                .collect();
            yaml.line(2, format!("kinh_phi: {{{}}}", parts.join(", ")));
        }
    }

    /// Whose words a compiled report takes over, section by section: nobody's, until somebody has
    /// read them.
    fn chosen(&mut self) {
        let subject = self.asked.subject;
        let gathering = subject
            .sections()
            .filter(|section| section.gathered.is_some());
        let sections: Vec<_> = gathering.collect();
        if !subject.is_compiled() || sections.is_empty() {
            return;
        }
        self.yaml.remark(
            0,
            "Lấy nguyên lời của đơn vị nào vào mục nào: ghi mã các đơn vị, ví dụ [so-y-te, so-tu-phap]. \
             [] là không lấy của ai; xóa dòng của mục thì lấy lời của mọi đơn vị.",
        );
        self.yaml.line(0, "chon_don_vi:");
        for section in sections {
            let before = self.asked.last.and_then(|last| {
                let chosen = last.submission.chosen.get(&section.id)?;
                let names = chosen.agencies.iter().map(|agency| agency.value.as_str());
                Some(names.collect::<Vec<_>>().join(", "))
            });
            if let Some(before) = before.filter(|before| !before.is_empty()) {
                self.yaml.remark(1, &format!("kỳ trước: {before}"));
            }
            self.yaml.line(1, format!("{}: []", section.id));
        }
        self.yaml.gap();
    }

    /// How a compiled report is made of totals, for where units do not report yet.
    fn stated_totals(&mut self) {
        if !self.asked.subject.is_compiled() {
            return;
        }
        let remark = format!(
            "Chỉ có số của {}, các đơn vị chưa có báo cáo: bỏ dấu `#`, nêu số kèm văn bản nêu nó.",
            self.asked.subject.regime.whole_territory
        );
        self.yaml.remark(0, &remark);
        for line in [
            "# so_neu:",
            "#   nguon: Báo cáo số … ngày … của …",
            "#   so_lieu: {}   # như so_lieu: biểu, rồi dòng",
        ] {
            self.yaml.line(0, line);
        }
        self.yaml.gap();
    }

    fn narrative(&mut self) {
        self.yaml.line(0, "noi_dung:");
        for line in self.asked.outline() {
            match line {
                AskedLine::Part(title) => {
                    self.yaml.gap();
                    self.yaml.remark(1, &format!("PHẦN {title}"));
                }
                AskedLine::Section(section, title) => self.section(section, title),
            }
        }
    }

    /// A section, or the heading over its points.
    fn section(&mut self, section: &Section, title: Option<String>) {
        if let Some(title) = title {
            let points = if section.points.is_empty() {
                ""
            } else {
                ", các điểm:"
            };
            self.yaml.remark(1, &format!("{title}{points}"));
        }
        if section.points.is_empty() {
            self.paragraphs(section);
        }
    }

    /// What the last report said in a section, or how to begin.
    fn paragraphs(&mut self, section: &Section) {
        let old = self
            .asked
            .last
            .and_then(|last| last.submission.narrative.get(&section.id));
        match old.filter(|items| !items.is_empty()) {
            Some(items) => {
                self.yaml.line(1, format!("{}:", section.id));
                for item in items {
                    self.old_item(item);
                }
                // Whoever writes more should not write the key a second time.
                self.yaml.line(
                    2,
                    "# - doan: viết thêm đoạn của kỳ này ở đây, bỏ dấu # đầu dòng",
                );
            }
            None if section.may_be_left_out => {
                self.yaml
                    .line(1, format!("# {}: []   # không có thì bỏ", section.id));
            }
            None if section.nothing_to_report.is_none() => {
                self.yaml
                    .line(1, format!("# {}: [\"phải viết mục này\"]", section.id));
            }
            None => {
                self.yaml
                    .line(1, format!("# {}: []   # nếu không có gì", section.id));
            }
        }
    }

    fn old_item(&mut self, item: &Item) {
        let yaml = &mut self.yaml;
        yaml.keyed(3, "- cu:", &item.paragraph.value);
        if let Some(presented) = &item.presented {
            yaml.keyed(3, "ban_trinh:", &presented.value);
        }
        if !item.dashes.is_empty() {
            yaml.line(3, "gach_dau_dong:");
            for dash in &item.dashes {
                yaml.paragraph(4, &dash.value);
            }
        }
        if let Some(footnote) = &item.footnote {
            yaml.keyed(3, "chu_thich:", &footnote.value);
        }
    }
}

fn kind_words(row: &Indicator) -> &'static str {
    match (row.kind, &row.quantity) {
        (_, Quantity::Answer(_)) => "trả lời bằng mã",
        (Kind::OfPeriod, _) => "trong kỳ",
        (Kind::Cumulative, _) => "lũy kế từ đầu năm",
        (Kind::Snapshot, _) => "tại thời điểm báo cáo",
    }
}

fn said_of(figure: &Figure) -> String {
    match &figure.value {
        FigureValue::Known(number) => vi::grouped(*number),
        FigureValue::Unavailable(_) => "chưa có".to_owned(),
        FigureValue::Stated(stated) => format!("{} (số nêu)", stated.amount.text()),
    }
}

/// How far a task has come, in words.
pub fn state_words(state: TaskState) -> &'static str {
    match state {
        TaskState::OnTime => "hoàn thành đúng hạn",
        TaskState::Late => "hoàn thành nhưng quá hạn",
        TaskState::Overdue => "quá hạn nhưng chưa hoàn thành",
        TaskState::WithinTime => "chưa hoàn thành, còn trong hạn",
        TaskState::Standing => "thực hiện thường xuyên",
        TaskState::Waiting => "chờ điều kiện",
        TaskState::CarriedOver => "chuyển sang năm sau",
        TaskState::Stopped => "dừng thực hiện",
    }
}

fn flow(product: &Product) -> String {
    let text = |key: &str, value: &Option<Located<String>>| {
        let value = value.as_ref()?;
        Some(format!("{key}: {}", quoted(&value.value)))
    };
    let symbol = product.symbol.as_ref();
    let parts: Vec<_> = [
        text("ten", &product.name),
        symbol.map(|symbol| format!("so: {}", quoted(&symbol.value))),
        text("cua", &product.issuer),
        Some(format!("ngay: {}", product.date.value)),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("{{{}}}", parts.join(", "))
}
