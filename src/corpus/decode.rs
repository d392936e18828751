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
/// else incomplete ones at the end are left out. Without a byte order mark the encoding is the one that is
/// `declared` in the first bytes, if one is.
pub(super) fn decode(
    file: &mut (impl Read + Seek),
    limit: u64,
    declared: impl Fn(&[u8]) -> Option<&'static Encoding>,
) -> Result<String, Unreadable> {
    let (encoding, mark) = coding(file, limit, declared)?;
    let length = file.seek(SeekFrom::End(0))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    text.try_reserve_exact(length.min(limit) as usize)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    file.seek(SeekFrom::Start(mark))?;
    let mut bytes = file.take(limit.saturating_sub(mark));

    let (mut chunk, mut piece) = (Vec::with_capacity(CHUNK as usize), String::new());
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
fn coding(
    file: &mut (impl Read + Seek),
    limit: u64,
    declared: impl Fn(&[u8]) -> Option<&'static Encoding>,
) -> Result<(&'static Encoding, u64), Unreadable> {
    let mut start = Vec::with_capacity(NUL_WINDOW as usize);
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
    if let Some(encoding) = declared(&start) {
        return Ok((encoding, 0));
    }
    file.rewind()?;
    Ok((guess(&window(file, limit)?), 0))
}

/// The [`WINDOW`] of a file, if one begins within `limit`.
fn window(file: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(CHUNK as usize);
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

/// A text without byte order mark, with CRLF and CR as LF.
pub(super) fn unified(text: String) -> String {
    if !text.starts_with('\u{FEFF}') && memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    push_unified(&mut plain, text.strip_prefix('\u{FEFF}').unwrap_or(&text), &mut false);
    plain
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    fn whole(bytes: &[u8]) -> String {
        decode(&mut Cursor::new(bytes), u64::MAX, |_| None).unwrap()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn marks_tell_the_encoding_and_are_cut() {
        let text = "The café “Zoë” 🙂 上 closed.\nNobody knew why.";
        assert_eq!(whole(text.as_bytes()), text);
        assert_eq!(whole(format!("\u{FEFF}{text}").as_bytes()), text);
        assert_eq!(whole(&utf16(text, false)), text);
        assert_eq!(whole(&utf16(text, true)), text);
        assert_eq!(whole(b""), "");
        assert_eq!(whole(b"\xEF\xBB\xBF"), "");
    }

    #[test]
    fn encodings_without_a_mark_are_recognised() {
        for (encoding, text) in [
            (WINDOWS_1252, "“We shall see,” the mayor of Orléans said. The café – closed – stays so."),
            (WINDOWS_1251, "Министр заявил, что новых налогов в этом году не будет."),
            (SHIFT_JIS, "市長は火曜日、新しい税金は導入しないと述べた。ありがとう。"),
            (GBK, "市长星期二表示，今年不会开征新的税种，预算已经通过。"),
            (BIG5, "市長星期二表示，今年不會開徵新的稅種，預算已經通過。"),
            (EUC_KR, "시장은 화요일에 새로운 세금은 없을 것이라고 말했다."),
        ] {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable);
            assert_eq!(whole(&bytes), text, "{}", encoding.name());
        }
        assert_eq!(whole(b"It ends with a caf\xE9"), "It ends with a café");
    }

    #[test]
    fn one_damaged_place_does_not_spoil_the_rest() {
        assert_eq!(
            whole(b"\xE2\x80\x9CYes\xE2\x80\x9D, \xFFsaid Zo\xC3\xAB M\xC3\xBCller."),
            "“Yes”, \u{FFFD}said Zoë Müller."
        );
        assert_eq!(whole(b"Zo\xC3\xAB saw the caf\xC3"), "Zoë saw the caf\u{FFFD}");
    }

    #[test]
    fn every_line_end_is_a_lf_and_nothing_else_changes() {
        assert_eq!(whole(b"a\r\nb\rc\nd\r\r\n\n\re\x0B\x0C f \r"), "a\nb\nc\nd\n\n\n\ne\x0B\x0C f \n");
        assert_eq!(whole(&utf16("a\r\nb\rc\u{0D0A}\r", false)), "a\nb\nc\u{0D0A}\n");
        for shift in 0..3 {
            let line = "x".repeat(CHUNK as usize - shift);
            assert_eq!(whole(format!("{line}\r\n\r\nb").as_bytes()), format!("{line}\n\nb"));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_it_is() {
        let refused =
            |bytes: &[u8]| decode(&mut Cursor::new(bytes), u64::MAX, |_| None).unwrap_err().to_string();
        assert_eq!(refused(b"%PDF-1.7\n"), "a PDF document");
        assert_eq!(refused(b"\x89PNG\r\n\x1A\n"), "a picture (PNG)");
        assert_eq!(refused(b"PK\x03\x04word/document.xml"), "a ZIP archive or an office document");
        assert_eq!(refused(b"\xFF\xFE\0\0a\0\0\0"), "text in UTF-32");
        assert_eq!(refused(b"a\0b\0"), "a binary file, or UTF-16 without its mark");
    }

    #[test]
    fn a_late_first_accent_tells_the_encoding_and_a_cut_window_is_no_damage() {
        let plain = "Plain words. ".repeat(CHUNK as usize / 10);
        assert_eq!(whole(format!("{plain}café").as_bytes()), format!("{plain}café"));
        let (latin, ..) = WINDOWS_1252.encode("The café in Orléans – “closed”");
        assert!(whole(&[plain.as_bytes(), &latin].concat()).ends_with("The café in Orléans – “closed”"));

        for shift in 0..4 {
            let text = format!("é{}日本語", "x".repeat(WINDOW as usize - 2 - shift));
            assert_eq!(whole(text.as_bytes()), text);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_text_without_cr_or_a_reason(bytes: Vec<u8>, mark in 0..4usize, cut in 0..64u64) {
            let mark: &[u8] = [&b"\xFF\xFE"[..], b"\xFE\xFF", b"\xEF\xBB\xBF", b""][mark];
            let bytes = [mark, &bytes].concat();
            if let Ok(text) = decode(&mut Cursor::new(&bytes), u64::MAX, |_| None) {
                prop_assert!(!text.contains('\r'));
                let beginning = decode(&mut Cursor::new(&bytes), cut, |_| None).unwrap();
                prop_assert!(text.starts_with(beginning.as_str()) || cut >= bytes.len() as u64);
            }
        }

        #[test]
        fn text_in_utf8_and_utf16_is_kept(text in "[a-zé“日🙂\n ]*", big: bool) {
            prop_assert_eq!(&whole(text.as_bytes()), &text);
            prop_assert_eq!(&whole(&utf16(&text, big)), &text);
        }
    }
}
