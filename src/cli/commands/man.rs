//! `man`: the manual.

use std::path::Path;

use crate::cli::args::ManArguments;
use crate::cli::telling::Telling;
use crate::cli::{exit, manual, recognized, stdio};
use crate::publish::{Named, Surroundings};

/// Prints the page of the program, or writes it and a page for each command into a folder.
pub(super) fn man(arguments: &ManArguments) -> u8 {
    let Some(folder) = &arguments.to else {
        stdio::leave_output_to_programs();
        stdio::deliver(&manual::of_program().text);
        return exit::SUCCESS;
    };
    let mut telling = Telling::on_terminal();
    let written = write(&mut telling, folder);
    if written > 0 {
        let folder = stdio::path(folder);
        stdio::print_line(&format!("đã ghi {written} trang hướng dẫn vào {folder}"));
    }
    telling.code()
}

/// Writes all pages and gives how many there are now; whatever else has such a name stays and
/// is told.
fn write(telling: &mut Telling, folder: &Path) -> usize {
    let mut written = 0;
    for page in manual::pages() {
        let path = folder.join(&page.file_name);
        let around = Surroundings::default();
        let file = Named::new("--to", path, recognized::manual, around);
        match file.write(recognized::marked_manual(&page.text).as_bytes()) {
            Ok(()) => written += 1,
            Err(finding) => telling.found(vec![finding]),
        }
    }
    written
}
