//! Files that another program holds: waiting a moment for it, and what to do when it does not let go.
//!
//! Windows: a file that a viewer, a scanner or a synchroniser has open can often not be replaced,
//! nor one of a moment ago be renamed. Elsewhere nobody is waited for.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::vi;

/// How often a file is tried again that somebody holds, and how long after.
const ATTEMPTS: usize = 10;
const PAUSE: Duration = Duration::from_millis(50);
/// Letters of a path from where on Windows refuses it to most programs (`MAX_PATH`, less the end).
const LONGEST: usize = 259;

/// Whether a file was refused because another program has it open, as far as can be told: Windows
/// answers a rename over an open file as if there were no right to it.
fn is_held(error: &io::Error, on_windows: bool) -> bool {
    let refused = error.kind() == ErrorKind::PermissionDenied;
    on_windows && (refused || error.raw_os_error().is_some_and(vi::is_in_use))
}

/// Puts a finished file in its place, which is free or may be replaced.
///
/// Before each further try it is asked whether that still holds (`holds`): who had the file open
/// may have saved it. Gives whether it was put there.
///
/// # Errors
/// It cannot be put there; where the place should be free, something is there.
pub(super) fn persist(
    file: NamedTempFile,
    path: &Path,
    replaces: bool,
    holds: impl Fn() -> io::Result<bool>,
) -> io::Result<bool> {
    let put = |file: NamedTempFile| {
        let put = if replaces {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        put.map(drop).map_err(|error| (error.error, error.file))
    };
    patiently(file, put, |error| is_held(error, cfg!(windows)), holds)
}

/// Tries something until it is done, is not to be done any more, or fails for another reason than
/// that somebody is at it. Gives whether it was done.
fn patiently<T>(
    mut thing: T,
    attempt: impl Fn(T) -> Result<(), (io::Error, T)>,
    is_held: impl Fn(&io::Error) -> bool,
    holds: impl Fn() -> io::Result<bool>,
) -> io::Result<bool> {
    let mut left = ATTEMPTS;
    loop {
        match attempt(thing) {
            Ok(()) => return Ok(true),
            Err((error, again)) if left > 0 && is_held(&error) => {
                left -= 1;
                thing = again;
                thread::sleep(PAUSE);
                if !holds()? {
                    return Ok(false);
                }
            }
            Err((error, _)) => return Err(error),
        }
    }
}

/// What to do about a file that cannot be written, in Vietnamese.
pub(super) fn remedy(path: &Path, error: &io::Error) -> &'static str {
    remedy_on(path, error, cfg!(windows))
}

fn remedy_on(path: &Path, error: &io::Error, on_windows: bool) -> &'static str {
    if is_held(error, on_windows) && path.is_file() {
        return "nếu tệp đang mở (trình xem PDF, Word) hoặc đang được đồng bộ thì đóng lại, đợi đồng bộ xong rồi chạy lại; nếu không thì kiểm tra quyền ghi, hoặc ghi vào chỗ khác";
    }
    // Windows: the temporary file is found, its name is too long for whoever renames it.
    let is_lost = matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::InvalidFilename
    );
    let length = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let length = length.to_string_lossy().encode_utf16().count();
    if on_windows && is_lost && length > LONGEST {
        return "đường dẫn dài quá 259 ký tự: ghi vào thư mục gần gốc ổ đĩa hơn, ví dụ C:/bc";
    }
    "kiểm tra quyền ghi và dung lượng trống, hoặc ghi vào chỗ khác"
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`, `ERROR_USER_MAPPED_FILE`.
    const IN_USE: [i32; 3] = [32, 33, 1224];

    #[test]
    fn a_file_that_somebody_holds_for_a_moment_is_waited_for_and_no_other() {
        let tries = |held_for: usize, kind: ErrorKind| {
            let made = Cell::new(0);
            let attempt = |()| {
                made.set(made.get() + 1);
                if made.get() > held_for {
                    return Ok(());
                }
                Err((io::Error::from(kind), ()))
            };
            let done = patiently((), attempt, |error| is_held(error, true), || Ok(true));
            (done.is_ok(), made.get())
        };
        let denied = ErrorKind::PermissionDenied;
        assert_eq!(tries(0, denied), (true, 1));
        assert_eq!(tries(ATTEMPTS, denied), (true, ATTEMPTS + 1));
        assert_eq!(tries(ATTEMPTS + 1, denied), (false, ATTEMPTS + 1));
        assert_eq!(tries(1, ErrorKind::StorageFull), (false, 1));
    }

    #[test]
    fn what_somebody_saved_meanwhile_is_not_written_over() {
        let tries = Cell::new(0);
        let attempt = |()| {
            tries.set(tries.get() + 1);
            Err((io::Error::from(ErrorKind::PermissionDenied), ()))
        };
        let is_held = |error: &io::Error| is_held(error, true);
        let done = patiently((), attempt, is_held, || Ok(tries.get() < 3));
        assert_eq!((done.ok(), tries.get()), (Some(false), 3));
    }

    #[test]
    fn who_holds_a_file_is_only_suspected_on_windows() {
        for number in IN_USE {
            let error = io::Error::from_raw_os_error(number);
            assert!(is_held(&error, true) && !is_held(&error, false), "{number}");
        }
        let denied = io::Error::from(ErrorKind::PermissionDenied);
        assert!(is_held(&denied, true) && !is_held(&denied, false));
        assert!(!is_held(&io::Error::from(ErrorKind::NotFound), true));
    }

    #[test]
    fn what_to_do_goes_by_what_stands_in_the_way() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let there = folder.path().join("a.pdf");
        std::fs::write(&there, "1").expect("it can be written");
        let denied = io::Error::from(ErrorKind::PermissionDenied);
        let missing = io::Error::from(ErrorKind::NotFound);
        let long = folder.path().join("a".repeat(LONGEST));
        let short = folder.path().join("b.pdf");
        for (path, error, on_windows, words) in [
            (&there, &denied, true, "đang mở"),
            (&there, &denied, false, "kiểm tra quyền ghi và"),
            (&short, &denied, true, "kiểm tra quyền ghi và"),
            (&long, &missing, true, "dài quá"),
            (&long, &missing, false, "kiểm tra quyền ghi và"),
            (&short, &missing, true, "kiểm tra quyền ghi và"),
        ] {
            let said = remedy_on(path, error, on_windows);
            assert!(said.contains(words), "{} {error}: {said}", path.display());
        }
    }
}
