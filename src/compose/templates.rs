//! The templates: built in, or from a folder that comes first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::decree::Decree;
use crate::diagnostic::{Code, Diagnostic, Help, Located, Sources, Way, text_of};
use crate::files::{Entry, EntryKind, Refusal, TEMPLATE_LIMIT, list, read_linked};
use crate::vi;

/// What templates of words end with; those that end with `.typ` are read by Typst as they are.
pub(super) const WORDS: &str = ".j2";
/// What templates of words ended with when they wrote Typst.
const OLD_WORDS: &str = ".typ.j2";
/// Where the wording of sections is.
const SECTIONS: &str = "bao-cao/muc/";
/// The variant for a report that is compiled from others.
const COMPILED: &str = "tong_hop";

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// One template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Where findings say it stands.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All templates by their path below `templates/`, with `/` between folders.
#[derive(Debug, Clone)]
pub struct Templates(BTreeMap<String, Template>);

impl Templates {
    /// The built-in templates alone.
    pub fn built_in() -> Self {
        let mut templates = BTreeMap::new();
        collect(&BUILT_IN, &mut templates);
        Self(templates)
    }

    /// All templates with their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.ending("")
    }

    /// The built-in templates, those of `folder` in their places.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let Self(mut templates) = Self::built_in();
        let mut findings = Vec::new();
        if let Some(folder) = folder {
            let mut own = BTreeMap::new();
            read_folder(folder, "", &mut own, &mut findings);
            if findings.is_empty() && !own.keys().any(|name| is_template_path(name)) {
                findings.push(no_templates(folder));
            }
            templates.extend(own);
        }
        if findings.is_empty() {
            Ok(Self(templates))
        } else {
            Err(findings)
        }
    }

    /// The numbers of the page.
    ///
    /// # Errors
    /// All that is wrong in their file.
    pub fn decree(&self, sources: &mut Sources) -> Result<Decree, Vec<Diagnostic>> {
        let Some(Template { path, text }) = self.get(Decree::FILE) else {
            let message = format!("không có tệp số đo {}", Decree::FILE);
            return Err(vec![Diagnostic::general(Code::TemplateNotFound, message)]);
        };
        Decree::read(path, text, sources)
    }

    /// A template by its path.
    pub fn get(&self, name: &str) -> Option<&Template> {
        self.0.get(name)
    }

    /// A warning for each section template that no section asks for, which is most
    /// likely misspelt. `sections` and `cycles` are those of
    /// all regimes.
    pub fn unused(&self, sections: &BTreeSet<&str>, cycles: &BTreeSet<&str>) -> Vec<Diagnostic> {
        self.0
            .iter()
            .filter_map(|(name, template)| {
                let own = name.strip_prefix(SECTIONS)?.strip_suffix(WORDS)?;
                let (section, cycle) = own.split_once('.').unwrap_or((own, ""));
                let variant = cycle.is_empty() || cycle == COMPILED || cycles.contains(cycle);
                let wanted = sections.contains(section) && variant;
                if wanted || BUILT_IN.get_file(name).is_some() {
                    return None;
                }
                let finding = Diagnostic::general(
                    Code::TemplateNotFound,
                    format!(
                        "mẫu {} không được dùng: đề cương không có mục ấy",
                        template.path
                    ),
                )
                .warning();
                Some(match vi::nearest(section, sections.iter().copied()) {
                    Some(near) if near != section => {
                        finding.with_help(format!("có phải là `{near}.j2`?"))
                    }
                    _ => finding.with_help("tên mẫu là `<mã mục>.j2` hoặc `<mã mục>.<mã kỳ>.j2`"),
                })
            })
            .collect()
    }

    /// A warning for each row that a template of the folder names and that none of `rows` is,
    /// though its form exists. Templates may ask for rows of another regime, so that a
    /// misspelt one would only never be there. A row that a built-in template names is known,
    /// whatever regimes there are: a copy of one is not at fault for what nobody wrote.
    pub fn unknown_rows(&self, rows: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let form = |row: &str| row.split_once('.').map(|(form, _)| form.to_owned());
        let forms: BTreeSet<_> = rows.iter().filter_map(|row| form(row)).collect();
        let built_in = Self::built_in();
        let delivered = built_in
            .iter()
            .flat_map(|(_, built_in)| quoted(&built_in.text));
        let delivered: BTreeSet<_> = delivered.collect();
        let unknown = |word: &&str| {
            let whole = !word.ends_with(['_', '.']);
            let named = form(word).is_some_and(|form| forms.contains(&form));
            let is_known = rows.contains(word) || delivered.contains(word);
            named && whole && !word.contains(' ') && !is_known
        };
        let own = self
            .iter()
            .filter(|(name, template)| built_in.get(name).is_none_or(|b| b.text != template.text));
        own.flat_map(|(_, template)| {
            let lines = (1..).zip(template.text.lines());
            lines.flat_map(move |(number, line)| {
                quoted(line).map(move |word| (template, number, word))
            })
        })
        .filter(|(_, _, word)| unknown(word))
        .map(|(template, line, word)| {
            let message = format!(
                "{}:{line}: không chế độ nào có dòng `{word}`",
                template.path
            );
            let finding = Diagnostic::general(Code::TemplateError, message).warning();
            match vi::nearest(word, rows.iter().copied()) {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None => finding.with_help("xem mã các dòng trong thư mục che-do"),
            }
        })
        .collect()
    }

    /// A finding for each template that a section names and that does not exist.
    pub fn missing<'n>(
        &self,
        named: impl IntoIterator<Item = &'n Located<String>>,
    ) -> Vec<Diagnostic> {
        let own = |path: &str| {
            let name = path.strip_prefix(SECTIONS)?.strip_suffix(WORDS)?;
            Some(name.split('.').next().unwrap_or(name).to_owned())
        };
        let known: BTreeSet<String> = self.0.keys().filter_map(|path| own(path)).collect();
        let missing = named
            .into_iter()
            .filter(|name| !known.contains(&name.value));
        missing
            .map(|name| {
                let finding = Diagnostic::error(
                    Code::TemplateNotFound,
                    name.place,
                    format!("không có mẫu {SECTIONS}{}.j2", name.value),
                );
                match vi::nearest(&name.value, known.iter().map(String::as_str)) {
                    Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                    None => finding.with_help("tạo mẫu ấy, hoặc xóa tên này trong `mau`"),
                }
            })
            .collect()
    }

    /// The layout library: what Typst reads as it is, its numbers among them.
    pub fn layout(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.ending(".typ").chain(self.ending(".json"))
    }

    /// All templates whose paths end with `suffix`.
    pub fn ending<'a>(&'a self, suffix: &'a str) -> impl Iterator<Item = (&'a str, &'a Template)> {
        self.0
            .iter()
            .filter(move |(name, _)| name.ends_with(suffix))
            .map(|(name, template)| (name.as_str(), template))
    }
}

/// What stands between quotes in lines: every second piece of each.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Whether the program would ever look for a template there.
fn is_template_path(name: &str) -> bool {
    ["bao-cao/", "nd30/"]
        .iter()
        .any(|folder| name.starts_with(folder))
}

fn no_templates(folder: &Path) -> Diagnostic {
    let shown = vi::shown_path(folder);
    Diagnostic::general(
        Code::TemplateNotFound,
        format!("thư mục `{shown}` không có mẫu nào"),
    )
    .with_help("mẫu nằm trong thư mục con `bao-cao` hoặc `nd30`, ví dụ bao-cao/muc/ke_hoach.j2")
}

/// A template that writes Typst, as all did once. Whatever of it happened to look right would be
/// half of what it says.
fn of_old_dialect(path: &Path) -> Diagnostic {
    let shown = vi::shown_path(path);
    Diagnostic::general(
        Code::TemplateError,
        format!("mẫu `{shown}` viết theo cách cũ (đuôi `{OLD_WORDS}`), không dùng được nữa"),
    )
    .with_help(
        "đổi đuôi tệp thành `.j2` rồi viết lại: `#lead[…]` thành một đoạn thường, `#dash[…]` thành dòng bắt đầu bằng `- `, `#footnote[…]` thành `^[…]`; dòng lệnh Typst (`#import`, `#show`, …) thì chuyển sang tệp `.typ`",
    )
}

fn collect(folder: &Dir<'_>, templates: &mut BTreeMap<String, Template>) {
    for file in folder.files() {
        let name = vi::shown_path(file.path());
        if let Some(text) = file.contents_utf8() {
            templates.insert(
                name.clone(),
                Template {
                    path: format!("templates/{name}"),
                    text: text.to_owned(),
                },
            );
        }
    }
    for folder in folder.dirs() {
        collect(folder, templates);
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    templates: &mut BTreeMap<String, Template>,
    findings: &mut Vec<Diagnostic>,
) {
    let shown = vi::shown_path(folder);
    let entries = match list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!(
                        "không đọc được thư mục mẫu `{shown}` ({})",
                        vi::reason(&error)
                    ),
                )
                .with_help(
                    Help::from("chỉ ra thư mục mẫu bằng ")
                        .way(Way::Templates)
                        .text(", hoặc bỏ tùy chọn này để dùng mẫu có sẵn"),
                ),
            );
            return;
        }
    };
    for entry in entries {
        let file = entry.name();
        let Entry { path, kind } = entry;
        let name = format!("{prefix}{file}");
        if kind == EntryKind::Folder {
            read_folder(&path, &format!("{name}/"), templates, findings);
            continue;
        }
        if kind == EntryKind::Link && path.is_dir() && !file.starts_with('.') {
            // It may lead back here, or anywhere.
            findings.push(unreadable(&path, &Refusal::Link.into()));
            continue;
        }
        let is_numbers = name == Decree::FILE;
        let is_template = [".typ", WORDS].iter().any(|e| file.ends_with(e));
        if file.starts_with('.') || !(is_template || is_numbers) {
            findings.extend(misplaced_numbers(&name, &path));
            continue;
        }
        if file.ends_with(OLD_WORDS) {
            findings.push(of_old_dialect(&path));
            continue;
        }
        let bytes = read_linked(&path, TEMPLATE_LIMIT);
        // Windows: editors there end lines otherwise and put a mark before the first one.
        let text = bytes
            .and_then(|bytes| text_of(bytes).map_err(|_| std::io::ErrorKind::InvalidData.into()));
        match text {
            Ok(text) => {
                let path = vi::shown_path(&path);
                templates.insert(name, Template { path, text });
            }
            Err(error) => findings.push(unreadable(&path, &error)),
        }
    }
}

/// A file that was meant for the numbers of the page, by its name or its place, and is not read.
fn misplaced_numbers(name: &str, path: &Path) -> Option<Diagnostic> {
    let (folder, own) = Decree::FILE.split_once('/')?;
    let file = name.rsplit('/').next()?;
    let is_beside = name.rsplit_once('/').is_some_and(|(of, _)| of == folder);
    let is_json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let is_meant = is_json && (is_beside || file == own);
    let message = format!("tệp `{}` không được dùng", vi::shown_path(path));
    is_meant.then(|| {
        Diagnostic::general(Code::TemplateNotFound, message).with_help(format!(
            "tệp số đo của trang phải là `{}` trong thư mục mẫu; tệp khác thì chuyển ra ngoài",
            Decree::FILE
        ))
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let shown = vi::shown_path(path);
    let message = format!("không đọc được mẫu `{shown}` ({})", vi::reason(error));
    Diagnostic::general(Code::FileUnreadable, message)
        .with_help("thay bằng một tệp đọc được, hoặc chuyển nó ra khỏi thư mục mẫu")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn refused(folder: &Path) -> String {
        let findings = Templates::load(Some(folder)).expect_err("it cannot be read");
        let findings = findings.iter().map(|finding| finding.message.as_str());
        findings.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn line_ends_and_a_mark_before_the_text_are_no_part_of_a_template() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("nd30");
        fs::create_dir(&path).expect("it can be made");
        fs::write(
            path.join("page.typ"),
            "\u{feff}#let a = 1\r\n#let b = 2\r\n",
        )
        .expect("it can be written");
        let templates = Templates::load(Some(folder.path())).expect("it can be read");
        let text = templates
            .get("nd30/page.typ")
            .map(|template| template.text.as_str());
        assert_eq!(text, Some("#let a = 1\n#let b = 2\n"));
    }

    #[test]
    fn a_template_may_be_as_long_as_the_limit_and_no_longer() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("nd30");
        fs::create_dir(&path).expect("it can be made");
        let longest = usize::try_from(TEMPLATE_LIMIT).expect("it fits");
        fs::write(path.join("page.typ"), vec![b' '; longest]).expect("it can be written");
        assert!(Templates::load(Some(folder.path())).is_ok());
        fs::write(path.join("page.typ"), vec![b' '; longest + 1]).expect("it can be written");
        assert!(refused(folder.path()).contains("4 MB"));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_links_in_circles_are_told() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("nd30");
        fs::create_dir(&path).expect("it can be made");
        let pipe = std::process::Command::new("mkfifo")
            .arg(path.join("a.typ"))
            .status();
        assert!(pipe.is_ok_and(|status| status.success()));
        symlink("/dev/zero", path.join("b.typ")).expect("it can be made");
        symlink("nowhere", path.join("c.typ")).expect("it can be made");
        symlink("..", path.join("d")).expect("it can be made");
        let told = refused(folder.path());
        for part in [
            "a.typ` (đây là ống dẫn",
            "b.typ` (đây là ống dẫn",
            "c.typ` (không có",
            "d` (đây là liên kết",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(told.lines().count() < 100, "{told}");
    }
}
