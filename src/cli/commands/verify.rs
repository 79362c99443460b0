//! `verify`: whether a folder is as its manifest says.

use crate::app::App;
use crate::batch::{PDF, file_path};
use crate::cli::stdio;
use crate::cli::telling::Telling;
use crate::model::DocumentKind;
use crate::vi;

/// Compares a folder with its manifest.
pub(super) fn verify(app: &App) -> u8 {
    let mut telling = Telling::on_terminal();
    let folder = &app.config().out;
    let verified = telling.run(|tell| app.verify(tell));
    let Some(verified) = verified else {
        return telling.code();
    };
    let manifest = &verified.manifest;
    let signed = verified.signed.iter();
    let signed = signed.filter_map(|path| Some((path, manifest.signed.get(path)?)));
    for (path, signed) in signed {
        stdio::print_line(&format!(
            "bản đã ký của {}: {} ({})",
            vi::shown_path(&folder.join(file_path(&signed.document, PDF))),
            vi::shown_path(&folder.join(path)),
            signed.signature_words()
        ));
    }
    for kind in DocumentKind::ALL {
        let of_kind = manifest.outputs.iter();
        let of_kind = of_kind.filter(|(_, output)| output.is_of(kind));
        let (all, matching) = of_kind.fold((0, 0), |(all, matching), (name, _)| {
            let matches = usize::from(verified.matching.contains(name));
            (all + 1, matching + matches)
        });
        // A folder without any report is told of all the same.
        if all > 0 || kind.of_period {
            stdio::print_line(&format!("{matching}/{all} {} đúng như bảng kê", kind.noun));
        }
    }
    telling.code()
}
