//! JSON for other programs that is also safe to look at.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text::is_hidden;

/// Writes a value as one line of JSON.
pub(super) fn line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Visible))?;
    writeln!(out)
}

/// Writes a value as JSON over several lines, for people to edit.
pub(super) fn page(value: &serde_json::Value, out: &mut impl Write) -> io::Result<()> {
    for line in format!("{value:#}").lines() {
        visible(line, out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// JSON in which controls and other characters that nothing is seen of are written `\uXXXX`.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        visible(fragment, out)
    }
}

/// Writes a part of a JSON text, in which such characters stand in strings alone.
fn visible<W: ?Sized + Write>(json: &str, out: &mut W) -> io::Result<()> {
    let mut rest = json;
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| c.is_control() || is_hidden(c)) {
        let (before, after) = rest.split_at(at);
        out.write_all(before.as_bytes())?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    out.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        line(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_nothing_is_seen_of_is_written_by_its_number() {
        let text = "Zo\u{eb} \u{1b}\u{7f}\u{9b}31m\u{202e}txt\u{200b}\u{feff}\u{e0041}";
        let json = "\"Zo\u{eb} \\u001b\\u007f\\u009b31m\\u202etxt\\u200b\\ufeff\\udb40\\udc41\"\n";
        assert_eq!(written(text), json);
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&written(&text)).unwrap(), text);
        }
    }
}
