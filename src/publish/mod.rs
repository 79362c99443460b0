//! Files that appear whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

/// Writes a file beside its place, then puts it there.
///
/// # Errors
/// A folder or file that cannot be written; what was there before stays.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    try_write(path, bytes).map_err(|error| {
        let shown = path.to_string_lossy().replace('\\', "/");
        Diagnostic::general(
            Code::OutputUnwritable,
            format!("không ghi được `{shown}` ({})", crate::vi::reason(&error)),
        )
        .with_help("kiểm tra quyền ghi và dung lượng trống, hoặc chọn thư mục khác bằng `--out`")
    })
}

fn try_write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".baocao-").suffix(".tmp");
    #[cfg(unix)]
    {
        // A temporary file is its owner's alone; a report is for everybody
        // whom the umask lets read it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}
