//! What becomes of each row of a table of agencies: a new unit, something that a known one lacked,
//! or nothing, with why.
//!
//! Not for: reading the table (`load`), or writing the file (`import`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::import::{AgencyImport, ImportedRow};
use super::import_names::{PatternsOfWords, by_name, pattern_of, spelling};
use super::import_near::{
    Folded, Listed, former_kinds, is_near, listed_communes, meant_for, names_on, note_on_list,
    question,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{AgencyOutline, AgencyRow, AgencyTable, PatternOutline, Value, column_fits};
use crate::model::{Agency, AgencyId, AgencyName, LevelId, Workspace};
use crate::{load, vi};

/// A value that the file of agencies gets at a place.
pub(super) struct Change {
    pub(super) path: Vec<String>,
    pub(super) value: Value,
}

/// What is to be written and told.
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    pub(super) import: AgencyImport,
    pub(super) findings: Vec<Diagnostic>,
}

/// What to do about a unit of a level that is no more.
const NO_DISTRICTS: &str = "từ 01/7/2025, dưới cấp tỉnh chỉ còn xã, phường, đặc khu: ghi tên đơn vị hiện nay, hoặc bỏ dòng này";

/// Plans what becomes of a table.
pub(super) fn plan(
    table: AgencyTable,
    workspace: &Workspace,
    outline: &AgencyOutline,
    on: NaiveDate,
) -> Plan {
    let mut planner = Planner {
        workspace,
        outline,
        on,
        by_name: by_name(workspace),
        named: BTreeSet::new(),
        names: names_on(workspace, on),
        former_kinds: former_kinds(workspace, on),
        ends: BTreeMap::new(),
        patterns: PatternsOfWords::of(workspace, outline),
        communes: listed_communes(workspace, on).map(Listed::of),
        seen: IndexMap::new(),
        levels: BTreeSet::new(),
        plan: Plan {
            changes: Vec::new(),
            import: AgencyImport {
                rows: table.rows.len(),
                unread_columns: table.unread_columns,
                ..AgencyImport::default()
            },
            findings: Vec::new(),
        },
    };
    for agency in workspace.agencies.values().filter(|a| !a.is_gone_on(on)) {
        let name = spelling(&agency.name.value);
        if let Some(own) = load::kind_of(&name).and_then(|kind| name.get(kind.len()..)) {
            let own = own.trim().to_owned();
            planner.ends.entry(own).or_default().push(agency);
        }
    }
    let meant = table.rows.iter().filter_map(|row| {
        let meant = planner.meant(row, &row.short_name());
        match meant {
            Ok(Meant::There(agency)) => Some(agency.id.clone()),
            _ => None,
        }
    });
    planner.named = meant.collect();
    for row in table.rows {
        planner.row(row);
    }
    planner.missing();
    planner.plan
}

struct Planner<'a> {
    workspace: &'a Workspace,
    outline: &'a AgencyOutline,
    on: NaiveDate,
    by_name: BTreeMap<String, Vec<&'a Agency>>,
    /// Units of the file that rows name.
    named: BTreeSet<AgencyId>,
    /// The communes that there are by the list of 2025, where the province is known.
    communes: Option<Listed>,
    /// The names of the units of the file on the day.
    names: Vec<(Folded, &'a str, &'a AgencyId)>,
    /// The kinds of units that there are none of any more.
    former_kinds: Vec<&'static str>,
    /// Units of the file by their names without their kinds.
    ends: BTreeMap<String, Vec<&'a Agency>>,
    /// Which patterns the units of the file are made after.
    patterns: PatternsOfWords<'a>,
    /// The rows so far by the units that they are about.
    seen: IndexMap<AgencyId, AgencyRow>,
    /// The levels that the table has units of.
    levels: BTreeSet<LevelId>,
    plan: Plan,
}

/// What a row is about.
enum Meant<'a> {
    There(&'a Agency),
    Gone(&'a Agency),
    New,
}

impl<'a> Planner<'a> {
    fn row(&mut self, row: AgencyRow) {
        let short = row.short_name();
        match self.meant(&row, &short) {
            Ok(Meant::There(agency)) => {
                self.levels.insert(agency.level.clone());
                if !self.is_double(&row, &AgencyName::of(agency)) {
                    self.there(&row, agency);
                    self.seen.insert(agency.id.clone(), row);
                }
            }
            Ok(Meant::Gone(agency)) => {
                let heirs = self.workspace.successors(agency, self.on);
                let heirs: Vec<_> = heirs.iter().map(|heir| heir.name.value.as_str()).collect();
                let note = if heirs.is_empty() {
                    "không còn hoạt động".to_owned()
                } else {
                    format!("nay là {}", heirs.join("; "))
                };
                let old = told(&row, AgencyName::of(agency), note);
                self.plan.import.old.push(old);
            }
            Ok(Meant::New) => self.new_unit(row, &short),
            Err(finding) => self.plan.findings.push(finding),
        }
    }

    /// The agency that a row names, on the day.
    fn meant(&self, row: &AgencyRow, short: &str) -> Result<Meant<'a>, Diagnostic> {
        let named = self.by_name.get(&spelling(short));
        let named = named.map(Vec::as_slice).unwrap_or_default();
        let by_id = row
            .id
            .as_ref()
            .and_then(|id| self.workspace.agencies.get(id.as_str()));
        if let Some(agency) = by_id {
            let mut others = named.iter().filter(|other| other.is_valid_on(self.on));
            if let Some(other) = others.find(|other| other.id != agency.id) {
                let message = format!("mã `{}` nhưng tên là của `{}`", agency.id, other.id);
                return Err(unread(row, message, "sửa mã hoặc tên trong dòng này"));
            }
            if !self.is_named(agency, short) {
                let message = format!("mã `{}` là của {}", agency.id, agency.name.value);
                let help = "sửa mã hoặc tên trong dòng này; đơn vị mới thì ghi mã khác";
                return Err(unread(row, message, help));
            }
            return Ok(if agency.is_gone_on(self.on) {
                Meant::Gone(agency)
            } else {
                Meant::There(agency)
            });
        }
        let there: Vec<_> = named.iter().filter(|a| !a.is_gone_on(self.on)).collect();
        match (there.as_slice(), named) {
            ([one], _) => return Ok(Meant::There(one)),
            ([], [gone, ..]) => return Ok(Meant::Gone(gone)),
            ([], []) => {}
            ([first, second, ..], _) => {
                let message = format!(
                    "`{}` là tên của cả `{}` và `{}`",
                    row.name, first.id, second.id
                );
                return Err(unread(row, message, "thêm cột `Mã` với mã của đơn vị"));
            }
        }
        if row.kind.is_some()
            || load::kind_of(short).is_some()
            || self.pattern_of(row, short).is_some()
        {
            return Ok(Meant::New);
        }
        // Without its kind it may be one that is known, or several.
        let all = self.ends.get(&spelling(short));
        match all.map(Vec::as_slice).unwrap_or_default() {
            [one] => Ok(Meant::There(one)),
            [] => Err(unread(
                row,
                format!("không rõ `{}` là loại đơn vị nào", row.name),
                "ghi đủ tên, ví dụ `xã Đại Hải`, hoặc thêm cột `Loại`; loại ấy phải có mẫu trong co-quan.yaml",
            )),
            [first, second, ..] => Err(unread(
                row,
                format!(
                    "không rõ `{}` là {} hay {}",
                    row.name, first.name.value, second.name.value
                ),
                "ghi đủ tên, ví dụ `xã Đại Hải`, hoặc thêm cột `Loại`",
            )),
        }
    }

    /// Whether a name is, or may be a slip for, one that an agency has or had.
    fn is_named(&self, agency: &Agency, short: &str) -> bool {
        let own = self.outline.names.get(agency.id.as_str());
        let own = own.into_iter().flatten().map(String::as_str);
        let abbreviation = agency.abbreviation.iter().map(|own| own.value.as_str());
        let mut all = std::iter::once(agency.name.value.as_str())
            .chain(own)
            .chain(abbreviation);
        let wanted = load::id_of(short);
        all.any(|name| {
            let name = load::without_office(name);
            let id = load::id_of(name);
            // "Nội vụ" of "Sở Nội vụ".
            let before = id.strip_suffix(&wanted);
            is_near(name, short)
                || before.is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        })
    }

    /// Whether an earlier row is about the same unit; one that says otherwise is an error.
    fn is_double(&mut self, row: &AgencyRow, name: &AgencyName) -> bool {
        let Some(first) = self.seen.get(&name.agency) else {
            return false;
        };
        let same = |row: &AgencyRow| {
            let AgencyRow {
                abbreviation,
                head,
                deputies,
                signer,
                contact,
                ..
            } = row.clone();
            (abbreviation, head, deputies, signer, contact)
        };
        if same(first) == same(row) {
            let note = format!("như dòng {}", first.line);
            self.plan.import.double.push(told(row, name.clone(), note));
        } else {
            let message = format!("{} có hai dòng khác nhau", name.name);
            self.plan.findings.push(
                unread(row, message, "giữ lại một dòng").with_label(first.place, "dòng trước"),
            );
        }
        true
    }

    /// What a unit of the file lacks and the row has.
    fn there(&mut self, row: &AgencyRow, agency: &Agency) {
        let id = agency.id.as_str();
        let titles = agency.signers.iter();
        let titles = titles
            .map(|(key, signer)| (key.clone(), signer.title.value.clone()))
            .collect();
        let head = agency.head_title.as_ref().map(|title| title.value.as_str());
        let people = self.people(row, &titles, head);
        let (mut filled, mut different) = (Vec::new(), Vec::new());
        let is_after = self.outline.after.contains_key(id);
        for (key, name) in people {
            let Some(signer) = agency.signers.get(&key) else {
                continue;
            };
            match &signer.name {
                Some(own) if spelling(&own.value) == spelling(&name) => {}
                Some(own) => {
                    different.push(format!("{} trong tệp là {}", signer.title.value, own.value));
                }
                None => {
                    filled.push(format!("{} {name}", signer.title.value));
                    let path: &[&str] = if is_after {
                        &["co_quan", id, "ho_ten", &key]
                    } else {
                        &["co_quan", id, "nguoi_ky", &key, "ho_ten"]
                    };
                    self.change(path, Value::Text(name));
                }
            }
        }
        match (&row.abbreviation, &agency.abbreviation) {
            (Some(new), None) => {
                filled.push(format!("viết tắt {new}"));
                self.change(&["co_quan", id, "viet_tat"], Value::Text(new.clone()));
            }
            (Some(new), Some(own)) if *new != own.value => {
                different.push(format!("viết tắt trong tệp là {}", own.value));
            }
            _ => {}
        }
        let import = &mut self.plan.import;
        let name = AgencyName::of(agency);
        if !different.is_empty() {
            let note = different.join("; ");
            import.different.push(told(row, name.clone(), note));
        }
        if !filled.is_empty() {
            import.filled.push(told(row, name, filled.join("; ")));
        } else if different.is_empty() {
            import.unchanged.push(told(row, name, String::new()));
        }
    }

    /// A unit that the file has not.
    fn new_unit(&mut self, row: AgencyRow, short: &str) {
        let kind = load::kind_of(short);
        let is_former = kind.is_some_and(|kind| self.former_kinds.contains(&kind));
        let pattern = self.pattern_of(&row, short);
        // A thị trấn is no commune after the pattern of these any more.
        let pattern = pattern.filter(|(name, _)| {
            let own = load::kind_of(short).map(load::id_of);
            !is_former || row.id.is_some() || own.as_deref() == Some(name)
        });
        let Some(pattern) = pattern else {
            let kind = load::kind_of(short).unwrap_or(short);
            let message = format!("co-quan.yaml chưa có mẫu cho {kind}");
            let help = if is_former {
                NO_DISTRICTS
            } else {
                "khai một mẫu trong nhóm `mau`, hoặc thêm cột `Loại` với tên một mẫu hay một cấp"
            };
            self.plan.findings.push(unread(&row, message, help));
            return;
        };
        if let Some((message, help)) = self.unfit(&row, short, pattern.0) {
            self.plan.findings.push(unread(&row, message, help));
            return;
        }
        let is_certain = row.id.is_some() || self.communes.as_ref().is_some_and(|c| c.has(short));
        let near = (!is_certain).then(|| meant_for(&self.names, short, &self.named));
        if let Some(near) = near.flatten() {
            let (message, help) = question(&row, short, near);
            self.plan.findings.push(unread(&row, message, &help));
            return;
        }
        let id = row.id.clone().unwrap_or_else(|| load::id_of(short));
        let id = AgencyId::from(id.as_str());
        let name = AgencyName {
            agency: id.clone(),
            name: short.to_owned(),
        };
        // Names that differ in marks alone come to one name of a file.
        let before = self.seen.get(&id).map(AgencyRow::short_name);
        let other = before.filter(|before| spelling(before) != spelling(short));
        if other.is_none() && self.is_double(&row, &name) {
            return;
        }
        let agency = self.workspace.agencies.get(&id);
        let taken = other.or_else(|| agency.map(|agency| agency.name.value.clone()));
        if let Some(taken) = taken {
            let message = format!("mã `{id}` đã là của {taken}");
            let taken = load::without_office(&taken);
            let help = if is_near(taken, short) {
                question(&row, short, taken).1
            } else {
                "ghi một mã khác ở cột `Mã`".to_owned()
            };
            self.plan.findings.push(unread(&row, message, &help));
            return;
        }
        let (pattern_name, pattern) = pattern;
        if let Some(level) = &pattern.level {
            self.levels.insert(LevelId::from(level.as_str()));
        }
        let text = |text: &str| Value::Text(text.to_owned());
        let mut parts = vec![
            ("mau".to_owned(), text(pattern_name)),
            ("ten".to_owned(), text(short)),
        ];
        if let Some(own) = &row.abbreviation
            && pattern.abbreviation.as_ref() != Some(own)
        {
            parts.push(("viet_tat".to_owned(), text(own)));
        }
        let people = self.people(&row, &pattern.signers, pattern.head_title.as_deref());
        if !people.is_empty() {
            let names = people
                .into_iter()
                .map(|(key, name)| (key, Value::Text(name)));
            parts.push(("ho_ten".to_owned(), Value::Group(names.collect())));
        }
        if let Some((contact, telephone, mail)) = &row.contact {
            let of = |key: &str, value: &Option<String>| {
                value.as_ref().map(|value| (key.to_owned(), text(value)))
            };
            let mut group = vec![("ten".to_owned(), text(contact))];
            group.extend(of("dien_thoai", telephone));
            group.extend(of("thu_dien_tu", mail));
            parts.push(("dau_moi".to_owned(), Value::Group(group)));
        }
        self.change(&["co_quan", id.as_str()], Value::Group(parts));
        let mut note = format!("theo mẫu {pattern_name}");
        if let Some(unlisted) = note_on_list(self.communes.as_ref(), short) {
            note = format!("{note}; {unlisted}");
        }
        self.plan.import.added.push(told(&row, name, note));
        self.seen.insert(id, row);
    }

    /// Why a name is not written as that of a new unit after a pattern, with what to do.
    fn unfit(&self, row: &AgencyRow, short: &str, pattern: &str) -> Option<(String, &'static str)> {
        let own = load::kind_of(short)
            .and_then(|kind| short.get(kind.len()..))
            .map_or(short, str::trim);
        let mut letters = own.chars().filter(|c| c.is_alphabetic());
        if letters.clone().count() > 1 && letters.all(char::is_uppercase) {
            return Some((
                format!("tên `{}` viết hoa tất cả các chữ", row.name),
                "ghi như trong câu, ví dụ `xã Đại Hải`; chữ hoa ở đầu văn bản do chương trình đổi",
            ));
        }
        let lacks_kind = load::kind_of(short).is_none() && self.patterns.is_of_kinds(pattern);
        lacks_kind.then(|| {
            (
                format!("không rõ `{}` là loại đơn vị nào", row.name),
                "ghi đủ tên, ví dụ `xã Đại Hải`",
            )
        })
    }

    /// The pattern that a new unit is made after.
    fn pattern_of(&self, row: &AgencyRow, short: &str) -> Option<(&'a str, &'a PatternOutline)> {
        let known = (self.workspace, self.outline, &self.patterns);
        pattern_of(known, row, short)
    }

    fn change(&mut self, path: &[&str], value: Value) {
        let path = path.iter().map(|&key| key.to_owned()).collect();
        self.plan.changes.push(Change { path, value });
    }

    /// The names of a row by the signers whose titles they have; tells of those that have none.
    fn people(
        &mut self,
        row: &AgencyRow,
        titles: &IndexMap<String, String>,
        head: Option<&str>,
    ) -> Vec<(String, String)> {
        let is = |title: &str, wanted: &str| vi::upper(title) == vi::upper(wanted);
        let key_of = |wanted: &str| {
            let mut titles = titles.iter();
            titles
                .find(|(_, title)| is(title, wanted))
                .map(|(key, _)| key.clone())
        };
        let head_key = head.and_then(key_of);
        let deputy = head.map(|head| format!("Phó {head}"));
        let mut deputies = titles
            .iter()
            .filter(|(_, title)| deputy.as_ref().is_some_and(|deputy| is(title, deputy)));
        let mut people: Vec<(Option<String>, &str, &str)> = Vec::new();
        let wrong = |column: &str, title: &Option<String>| {
            let title = title.as_ref();
            title.filter(|title| !column_fits(column, title)).cloned()
        };
        let head_title = head.map(str::to_owned);
        if let Some(name) = &row.head {
            match wrong(&row.head_column, &head_title) {
                Some(title) => self.of_other_title(row, name, (&row.head_column, &title)),
                None => people.push((head_key.clone(), name, "người đứng đầu")),
            }
        }
        for name in &row.deputies {
            if let Some(title) = wrong(&row.deputy_column, &deputy) {
                self.of_other_title(row, name, (&row.deputy_column, &title));
                continue;
            }
            people.push((deputies.next().map(|(key, _)| key.clone()), name, "cấp phó"));
        }
        if let Some((name, title)) = &row.signer {
            let key = match title {
                Some(title) => key_of(title),
                None => head_key,
            };
            people.push((key, name, title.as_deref().unwrap_or("người ký")));
        }
        let mut known = Vec::new();
        for (key, name, what) in people {
            if let Some(key) = key {
                known.push((key, name.to_owned()));
                continue;
            }
            let message =
                format!("chưa lấy {name} ({what}): `nguoi_ky` của mẫu hay đơn vị không có chỗ");
            let help = "khai thêm người ký với chức vụ ấy trong `nguoi_ky`";
            self.plan
                .findings
                .push(unread(row, message, help).warning());
        }
        known
    }

    /// Tells that somebody stands in a column of a title that nobody in the unit has.
    fn of_other_title(&mut self, row: &AgencyRow, name: &str, (column, title): (&str, &str)) {
        let message =
            format!("chưa lấy {name}: cột là `{column}`, còn chức vụ ở đơn vị này là {title}");
        let help = format!(
            "ghi vào cột `{title}`, hoặc cột `{}`",
            if title.starts_with("Phó ") {
                "Cấp phó"
            } else {
                "Người đứng đầu"
            }
        );
        let finding = unread(row, message, &help).warning();
        self.plan.findings.push(finding);
    }

    /// Units of the file that the table has not.
    fn missing(&mut self) {
        let units = self.workspace.agencies.values().filter(|agency| {
            agency.is_valid_on(self.on)
                && self.levels.contains(&agency.level)
                && !self.seen.contains_key(&agency.id)
        });
        self.plan.import.missing = units.map(AgencyName::of).collect();
    }
}

fn told(row: &AgencyRow, agency: AgencyName, note: String) -> ImportedRow {
    ImportedRow {
        line: row.line,
        agency,
        note,
    }
}

/// The finding for a row that cannot be taken over.
fn unread(row: &AgencyRow, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::error(Code::TableUnread, row.place, message).with_help(help)
}
