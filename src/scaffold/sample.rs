//! The sample folder of data, as it is delivered.

use std::path::Path;

use include_dir::{Dir, include_dir};

/// 2,8 MB in the program.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Its files by their paths below it, with `/` between names, in the order of these.
pub fn sample() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    collect(&SAMPLE, &mut files);
    files.sort();
    files
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for file in folder.files() {
        let names = names(file.path());
        // What was kept of writes while the program was made is nobody's.
        if names.iter().any(|name| name.starts_with('.')) {
            continue;
        }
        files.push((names.join("/"), file.contents()));
    }
    for below in folder.dirs() {
        collect(below, files);
    }
}

fn names(path: &Path) -> Vec<String> {
    let names = path.iter().map(|name| name.to_string_lossy().into_owned());
    names.collect()
}
