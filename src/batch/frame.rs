//! Messages between processes: four bytes of length, then as many bytes.

use std::io::{self, Read, Write};

/// Longer ones are no messages of ours.
const LONGEST: u32 = 1 << 30;

/// Writes a message.
pub(crate) fn write(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).ok();
    let length = length.filter(|length| *length <= LONGEST);
    let length = length.ok_or(io::ErrorKind::InvalidInput)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)?;
    to.flush()
}

/// Reads a message; nothing where no more will come.
pub(crate) fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let mut first = from.take(4);
    let mut got = 0;
    while got < length.len() {
        match first.read(&mut length[got..])? {
            0 if got == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => got += count,
        }
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Whoever lies about the length gets no more than this for it.
    let mut message = Vec::with_capacity(length.min(1 << 20) as usize);
    from.take(u64::from(length)).read_to_end(&mut message)?;
    if message.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_in_order_and_then_nothing() {
        let mut pipe = Vec::new();
        for message in ["một", "", "hai"] {
            write(&mut pipe, message.as_bytes()).expect("it can be written");
        }
        let mut from = pipe.as_slice();
        let mut next = || read(&mut from).expect("it can be read");
        assert_eq!(next().as_deref(), Some("một".as_bytes()));
        assert_eq!(next().as_deref(), Some("".as_bytes()));
        assert_eq!(next().as_deref(), Some("hai".as_bytes()));
        assert_eq!(next(), None);
    }

    #[test]
    fn what_is_cut_off_or_no_message_is_an_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, "một".as_bytes()).expect("it can be written");
        for end in 1..pipe.len() {
            assert!(read(&mut &pipe[..end]).is_err(), "{end} bytes");
        }
        assert!(read(&mut "lời chào".as_bytes()).is_err());
    }
}
