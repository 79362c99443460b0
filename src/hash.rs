//! Short names for long contents: SHA-256 in hexadecimal digits.

use std::fmt::Write as _;
use std::io;

use sha2::{Digest, Sha256};

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A hash of parts that tells where one ends and the next begins.
pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// SHA-256 of what is written.
pub fn of_written(write: impl FnOnce(&mut Written) -> io::Result<()>) -> String {
    let mut written = Written(Sha256::new());
    // It takes whatever it is given.
    drop(write(&mut written));
    hex(&written.0.finalize())
}

/// What is written for its hash alone.
#[derive(Debug)]
pub struct Written(Sha256);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: [&str; 2]| of_parts(parts.map(str::as_bytes));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_eq!(of(["a", "b"]), of(["a", "b"]));
    }

    #[test]
    fn what_is_written_piece_by_piece_has_the_hash_of_the_whole() {
        use std::io::Write as _;
        let pieces = of_written(|to| {
            to.write_all(b"{\n")?;
            to.write_all(&[b'x'; 1_000])?;
            to.write_all(b"\n")
        });
        let whole = [b"{\n".as_slice(), &[b'x'; 1_000], b"\n"].concat();
        assert_eq!(pieces, sha256(&whole));
    }
}
