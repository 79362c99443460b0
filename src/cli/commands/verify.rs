//! `verify`: whether a folder is as its manifest says.

use crate::app::App;
use crate::cli::stdio;
use crate::cli::telling::Telling;
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
            vi::shown_path(&folder.join(&signed.report)),
            vi::shown_path(&folder.join(path)),
            signed.signature_words()
        ));
    }
    stdio::print_line(&format!(
        "{}/{} báo cáo đúng như bảng kê",
        verified.matching,
        manifest.outputs.len()
    ));
    telling.code()
}
