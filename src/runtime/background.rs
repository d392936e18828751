//! The terminal's background, as the terminal itself tells it (OSC 11).

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::command::Theme;
use crate::keys::{Key, KeyCode};

/// How long a terminal may take to answer; later answers would be taken for keys.
const ANSWER: Duration = Duration::from_secs(1);

/// What is the background, and what are you? Terminals answer in order, and nearly all answer the
/// second: there is no need to wait for the first of those that do not know it.
const QUESTIONS: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// The theme for the terminal's background, dark if it does not tell, and the keys typed meanwhile.
pub(super) fn ask() -> (Theme, Vec<Key>) {
    let heard = if answers() { heard().unwrap_or_default() } else { Vec::new() };
    let (colour, typed) = understood(&String::from_utf8_lossy(&heard));
    let theme = if colour.is_some_and(is_light) { Theme::Light } else { Theme::Dark };
    (theme, typed)
}

/// GNU Screen answers in the wrong order, and the others not at all.
fn answers() -> bool {
    let term = env::var("TERM").unwrap_or_default();
    !(["", "dumb", "Eterm", "screen"].contains(&term.as_str()) || term.starts_with("screen."))
}

/// All that the terminal says until it has answered.
fn heard() -> io::Result<Vec<u8>> {
    let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
    terminal.write_all(QUESTIONS)?;
    let (end, mut heard) = (Instant::now() + ANSWER, Vec::new());
    while second_answer(&heard).is_none() {
        let left = Timespec::try_from(end.saturating_duration_since(Instant::now())).unwrap_or_default();
        match poll(&mut [PollFd::new(&terminal, PollFlags::IN)], Some(&left)) {
            Ok(0) => break,
            Err(rustix::io::Errno::INTR) => continue,
            ready => ready?,
        };
        let mut some = [0; 256];
        match terminal.read(&mut some)? {
            0 => break,
            count => heard.extend_from_slice(some.get(..count).unwrap_or_default()),
        }
    }
    Ok(heard)
}

/// Where the answer to the second question ends.
fn second_answer(heard: &[u8]) -> Option<usize> {
    let start = memchr::memmem::find(heard, b"\x1b[?")?;
    Some(start + 1 + memchr::memchr(b'c', heard.get(start..)?)?)
}

/// The colour of the background in what was heard, and the keys between the answers, of which those
/// that are no characters are lost.
fn understood(heard: &str) -> (Option<[f32; 3]>, Vec<Key>) {
    let (mut colour, mut keys) = (None, Vec::new());
    let mut rest = heard;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let sequence = if c == '\x1b' { after.chars().next() } else { None };
        rest = match sequence {
            Some(']') => {
                let end = after.find(['\x07', '\x1b']).unwrap_or(after.len());
                colour = colour.or(after[..end].strip_prefix("]11;").and_then(parsed));
                let after = &after[end..];
                after.strip_prefix("\x1b\\").or(after.strip_prefix('\x07')).unwrap_or_default()
            }
            Some('[' | 'O') => {
                let end = after[1..].find(|c: char| c.is_ascii_alphabetic() || c == '~');
                end.map_or("", |end| &after[end + 2..])
            }
            _ => {
                keys.extend(key(c));
                after
            }
        };
    }
    (colour, keys)
}

fn key(c: char) -> Option<Key> {
    Some(match c {
        '\r' => Key::plain(KeyCode::Enter),
        '\t' => Key::plain(KeyCode::Tab),
        '\x1b' => Key::plain(KeyCode::Esc),
        '\x7f' => Key::plain(KeyCode::Backspace),
        '\x01'..='\x1a' => Key::new(KeyCode::Char((c as u8 + b'a' - 1).into()), true, false, false),
        c if c.is_control() => return None,
        c => Key::plain(KeyCode::Char(c)),
    })
}

/// `rgb:ffff/ffff/ffff`, or with fewer digits, each as a share of the most.
fn parsed(colour: &str) -> Option<[f32; 3]> {
    let digits = colour.strip_prefix("rgb:").or(colour.strip_prefix("rgba:"))?;
    let mut shares = digits.split('/').map(|digits| {
        let value = u16::from_str_radix(digits, 16).ok()?;
        Some(f32::from(value) / (16_f32.powi(digits.len() as i32) - 1.0))
    });
    Some([shares.next()??, shares.next()??, shares.next()??])
}

/// By the luma of ITU-R BT.601.
fn is_light([red, green, blue]: [f32; 3]) -> bool {
    0.299 * red + 0.587 * green + 0.114 * blue > 0.5
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(heard: &str) -> String {
        understood(heard).1.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn colours_are_understood_in_every_form_that_terminals_use() {
        for (heard, light) in [
            ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c", Some(true)),
            ("\x1b]11;rgb:fd/f6/e3\x07\x1b[?6c", Some(true)),
            ("\x1b]11;rgb:0000/2b2b/3636\x1b\\", Some(false)),
            ("\x1b]11;rgba:ffff/ffff/ffff/ffff\x1b\\", Some(true)),
            ("\x1b[?62;22c", None),
            ("\x1b]11;rgb:ff/ff", None),
            ("", None),
        ] {
            assert_eq!(understood(heard).0.map(is_light), light, "{heard:?}");
            assert_eq!(typed(heard), "", "{heard:?}");
        }
    }

    #[test]
    fn keys_typed_before_between_and_after_the_answers_are_keys() {
        let heard = "jj\x1b]11;rgb:0000/0000/0000\x1b\\c\x1b[A\x04\x1b[?62c\rü\t";
        assert_eq!(typed(heard), "j j c C-d Enter ü Tab");
    }

    proptest! {
        #[test]
        fn anything_may_be_heard(heard in "(\x1b|\x1b\\]11;|rgb:|ff/|\x1b\\[|[a-z0-9;/?\x07]|\\PC){0,20}") {
            understood(&heard);
            second_answer(heard.as_bytes());
        }
    }
}
