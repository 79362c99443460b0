//! The built-in templates as files, to be changed by whoever words reports otherwise.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::App;
use super::outside::folder_of_data;
use super::run::Outcome;
use crate::compose::{Template, Templates};
use crate::diagnostic::{Code, Diagnostic, text_of};
use crate::event::{Event, as_shown};
use crate::files::{TEMPLATE_LIMIT, is_link, read_regular};
use crate::{publish, vi};

/// How many changed templates are named.
const NAMED: usize = 20;

/// Where the built-in templates are to be written.
#[derive(Debug, Clone)]
pub struct TemplatesRequest {
    /// The folder; it is made where it is not there.
    pub to: PathBuf,
}

/// What became of the built-in templates in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenTemplates {
    /// The folder.
    #[serde(serialize_with = "as_shown")]
    pub folder: PathBuf,
    /// How many were written.
    pub written: usize,
    /// How many were there already, as they are built in.
    pub unchanged: usize,
    /// How many are there with another text, and stay.
    pub changed: usize,
}

/// What lies at the place of a template.
enum Standing {
    Free,
    /// A file of the very text.
    Unchanged,
    /// A file of another text.
    Changed,
}

impl App {
    /// Writes the built-in templates into a folder: all that are not there, or none. Those with
    /// another text stay and are told.
    pub fn write_templates(
        &self,
        request: &TemplatesRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<WrittenTemplates>) {
        self.run(tell, |run| {
            let written = write(&request.to, self.data());
            let (written, findings) = run.or_told(written)?;
            run.found(findings);
            Some(written)
        })
    }
}

/// Writes them, and gives what is to be told of those that stay.
fn write(
    folder: &Path,
    data: &Path,
) -> Result<(WrittenTemplates, Vec<Diagnostic>), Vec<Diagnostic>> {
    let obstacle =
        publish::no_folder(folder).or_else(|| folder_of_data(folder, data, ("mẫu", "mau")));
    if let Some(finding) = obstacle {
        return Err(vec![finding]);
    }
    let built_in = Templates::built_in();
    let mut obstacles = Vec::new();
    let mut standing = Vec::new();
    for (name, template) in built_in.iter() {
        match look(folder, name, template) {
            Ok(stands) => standing.push((folder.join(name), template, stands)),
            Err(obstacle) if obstacles.contains(&obstacle) => {}
            Err(obstacle) => obstacles.push(obstacle),
        }
    }
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let mut made = Made::default();
    let mut changed = Vec::new();
    let mut unchanged = 0;
    for (path, template, stands) in standing {
        match stands {
            Standing::Unchanged => unchanged += 1,
            Standing::Changed => changed.push(path),
            Standing::Free => match made.put(&path, &template.text) {
                Ok(true) => {}
                // Somebody came there meanwhile.
                Ok(false) => changed.push(path),
                Err(finding) => {
                    made.take_back();
                    return Err(vec![finding]);
                }
            },
        }
    }
    let written = WrittenTemplates {
        folder: folder.to_owned(),
        written: made.files.len(),
        unchanged,
        changed: changed.len(),
    };
    Ok((written, kept(folder, &changed).into_iter().collect()))
}

/// The files and folders that one run has made.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn put(&mut self, path: &Path, text: &str) -> Result<bool, Diagnostic> {
        let missing = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.exists());
        let missing = missing.filter(|folder| !folder.as_os_str().is_empty());
        self.folders.extend(missing.map(Path::to_owned));
        let is_put = publish::put(path, text.as_bytes(), true, || Ok(true))?;
        if is_put {
            self.files.push(path.to_owned());
        }
        Ok(is_put)
    }

    /// Leaves the folder as it was; what cannot be removed is told by the next run as unchanged.
    fn take_back(&self) {
        for file in &self.files {
            drop(fs::remove_file(file));
        }
        let mut folders = self.folders.clone();
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
        for folder in folders {
            // One in which somebody has put something is not empty and stays.
            drop(fs::remove_dir(folder));
        }
    }
}

/// What lies at the place of a template.
///
/// # Errors
/// What is no file, cannot be read, or stands on the way there.
fn look(folder: &Path, name: &str, template: &Template) -> Result<Standing, Diagnostic> {
    let path = folder.join(name);
    let between = path.ancestors().skip(1).take_while(|at| *at != folder);
    for at in between.chain([folder]) {
        if is_link(at) && at != folder || at.exists() && !at.is_dir() {
            return Err(in_the_way(at, "không phải thư mục thật"));
        }
    }
    let bytes = match read_regular(&path, TEMPLATE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Free),
        Err(error) => return Err(in_the_way(&path, &vi::reason(&error))),
    };
    let is_same = text_of(bytes).is_ok_and(|text| text == template.text);
    Ok(if is_same {
        Standing::Unchanged
    } else {
        Standing::Changed
    })
}

fn in_the_way(path: &Path, why: &str) -> Diagnostic {
    let message = format!("không ghi mẫu: `{}` {why}", vi::shown_path(path));
    Diagnostic::general(Code::OutputExists, message)
        .with_help("chuyển nó đi nơi khác, hoặc chọn thư mục khác; chưa có mẫu nào được ghi")
}

/// What is told of templates that stay because their text is another one.
fn kept(folder: &Path, changed: &[PathBuf]) -> Option<Diagnostic> {
    let count = changed.len();
    let mut names: Vec<_> = changed
        .iter()
        .take(NAMED)
        .map(|p| vi::shown_path(p))
        .collect();
    if count > NAMED {
        names.push(format!("và {} tệp nữa", count - NAMED));
    }
    let message = format!(
        "giữ nguyên {count} tệp trong `{}` vì nội dung khác mẫu có sẵn (đã được sửa, hoặc chép từ bản chương trình khác)",
        vi::shown_path(folder)
    );
    (count > 0).then(|| {
        Diagnostic::general(Code::OutputExists, message)
            .warning()
            .with_help(format!(
                "muốn lấy mẫu có sẵn thì chuyển tệp ấy đi nơi khác rồi chạy lại:\n{}",
                names.join("\n")
            ))
    })
}
