//! Bytes to canonical text: decoded, without byte order mark, CRLF and CR as LF, and nothing else changed.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use memchr::memchr;

/// The bytes from the first on that is not ASCII, which alone tell the encoding of a file without mark. So the
/// beginning of a file is decoded as the whole is.
const WINDOW: u64 = 16 << 10;

/// The bytes at the beginning in which a NUL means that the file is no text.
const NUL_WINDOW: u64 = 8 << 10;

/// The bytes that are read and decoded at a time.
const CHUNK: u64 = 64 << 10;

/// How files begin that are no text, and what they are.
const MAGIC: [(&[u8], &str); 9] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"\xFF\xFE\0\0", "text in UTF-32"),
];

/// Why a file cannot become text.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// It cannot be read.
    #[error(transparent)]
    Broken(#[from] io::Error),
    /// What it is instead: "a PDF document".
    #[error("{0}")]
    NoText(&'static str),
}

/// The canonical text of the first `limit` bytes of a file, or of the whole if it is shorter: then the
/// last characters may be incomplete in the file, and become U+FFFD like everything that cannot be decoded;
/// else incomplete ones at the end are left out.
pub(super) fn decode(file: &mut (impl Read + Seek), limit: u64) -> Result<String, Unreadable> {
    let (encoding, mark) = coding(file, limit)?;
    let length = file.seek(SeekFrom::End(0))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    text.try_reserve_exact(length.min(limit) as usize)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    file.seek(SeekFrom::Start(mark))?;
    let mut bytes = file.take(limit.saturating_sub(mark));

    let (mut chunk, mut piece) = (Vec::new(), String::new());
    let mut after_cr = false;
    loop {
        chunk.clear();
        let end = bytes.by_ref().take(CHUNK).read_to_end(&mut chunk)? == 0;
        piece.clear();
        piece.reserve(decoder.max_utf8_buffer_length(chunk.len()).unwrap_or_default());
        let _ = decoder.decode_to_string(&chunk, &mut piece, end && length <= limit);
        push_unified(&mut text, &piece, &mut after_cr);
        if end {
            break;
        }
    }
    text.shrink_to_fit();
    Ok(text)
}

/// The encoding of a file, and the length of its byte order mark, told by no more than the first `limit` bytes and
/// a [`WINDOW`].
fn coding(file: &mut (impl Read + Seek), limit: u64) -> Result<(&'static Encoding, u64), Unreadable> {
    let mut start = Vec::new();
    file.by_ref().take(NUL_WINDOW).read_to_end(&mut start)?;
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(Unreadable::NoText(what));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&start) {
        return Ok((encoding, mark as u64));
    }
    if memchr(0, &start).is_some() {
        return Err(Unreadable::NoText("a binary file, or UTF-16 without its mark"));
    }
    file.rewind()?;
    Ok((guess(&window(file, limit)?), 0))
}

/// The [`WINDOW`] of a file, if one begins within `limit`.
fn window(file: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut searched = 0;
    while searched < limit && file.by_ref().take(CHUNK).read_to_end(&mut bytes)? > 0 {
        let plain = Encoding::ascii_valid_up_to(&bytes);
        searched += plain as u64;
        bytes.drain(..plain);
        if !bytes.is_empty() {
            file.take(WINDOW).read_to_end(&mut bytes)?;
            bytes.truncate(WINDOW as usize);
            break;
        }
    }
    Ok(bytes)
}

/// The encoding of a text without mark by its [`WINDOW`], which begins with the first byte that is not ASCII.
/// Text that is UTF-8 but for a few damaged places stays UTF-8: one bad
/// byte does not spoil every quotation mark.
fn guess(window: &[u8]) -> &'static Encoding {
    match str::from_utf8(window) {
        Ok(_) => return UTF_8,
        // The window ends in the middle of a character, behind others that are whole.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => return UTF_8,
        Err(_) => {}
    }
    let (mut whole, mut broken) = (0, 0);
    for chunk in window.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole >= 4 * broken {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(window, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Adds a piece of text with CRLF and CR as LF. `after_cr` says whether the piece before it ended in CR.
fn push_unified(text: &mut String, piece: &str, after_cr: &mut bool) {
    for (i, part) in piece.split('\r').enumerate() {
        if i > 0 {
            text.push('\n');
            *after_cr = true;
        }
        text.push_str(if *after_cr { part.strip_prefix('\n').unwrap_or(part) } else { part });
        *after_cr &= part.is_empty();
    }
}
