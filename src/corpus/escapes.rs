//! Halves of characters in JSON.
//!
//! JSON writes a character beyond U+FFFF as two escapes, a pair of surrogates (RFC 8259, section 7). What cuts texts
//! after so many UTF-16 units, as many scrapers do, leaves half a pair, which is no character and in no string.

use std::borrow::Cow;

/// U+FFFD, the replacement character. As long as what it stands for: all places stay.
const REPLACEMENT: &str = r"\ufffd";

/// The same JSON, in which the replacement character stands for each half of a pair that is alone.
pub(super) fn mended(json: &str) -> Cow<'_, str> {
    let surrogate = |at: usize| {
        let code = json.get(at..)?.strip_prefix(r"\u")?.get(..4)?;
        u16::from_str_radix(code, 16).ok().filter(|code| (0xD800..0xE000).contains(code))
    };
    let is_low = |code: u16| code >= 0xDC00;
    let (mut mended, mut done, mut from) = (String::new(), 0, 0);
    while let Some(next) = json.as_bytes().get(from..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let at = from + next;
        from = at
            + match surrogate(at) {
                None => 2,
                Some(high) if !is_low(high) && surrogate(at + REPLACEMENT.len()).is_some_and(is_low) => {
                    2 * REPLACEMENT.len()
                }
                Some(_) => {
                    mended.push_str(json.get(done..at).unwrap_or_default());
                    mended.push_str(REPLACEMENT);
                    done = at + REPLACEMENT.len();
                    REPLACEMENT.len()
                }
            };
    }
    if done == 0 {
        return json.into();
    }
    mended.push_str(json.get(done..).unwrap_or_default());
    mended.into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::super::{Fields, Stream, discover};
    use super::*;

    #[test]
    fn only_a_half_that_is_alone_is_replaced() {
        for (json, wanted) in [
            (r#""a\ud83d""#, r#""a\ufffd""#),
            (r#""\uD83Db\ude00""#, r#""\ufffdb\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ude00\ud83d\n""#, r#""\ufffd\ufffd\n""#),
            (r#""\ud83d\\ude00""#, r#""\ufffd\\ude00""#),
        ] {
            assert_eq!(mended(json), wanted);
        }
        for json in [r#""\ud83d\ude00 \\ud83d \u00e9 é""#, r#""\ud83"#, "\"\\", "\"\\é", ""] {
            assert!(matches!(mended(json), Cow::Borrowed(same) if same == json));
        }
    }

    #[test]
    fn an_article_with_half_an_emoji_is_read_and_a_wrong_line_is_named() {
        let lines = concat!(
            r#"{"id":"a","text":"Fares rise \ud83d","title":"Up \ude00!","odd\ud83d":1}"#,
            "\n",
            r#"{"id":"\ud83d","text":"So \ud83d\ude00 they say"}"#,
            "\n",
            r#"{"text":"\ud83x"}"#,
        );
        let wanted = [
            ("Fares rise \u{FFFD}".to_owned(), Some("Up \u{FFFD}!".to_owned())),
            ("So \u{1F600} they say".to_owned(), None),
        ];
        let mut problems = Vec::new();
        let piped: Vec<_> = Stream::new(lines.as_bytes(), Path::new("-"), Fields::default())
            .filter_map(|article| article.map_err(|problem| problems.push(problem)).ok())
            .map(|article| (article.text.to_string(), article.metadata.title))
            .collect();
        assert_eq!(piped, wanted);
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("n.jsonl");
        std::fs::write(&path, lines).unwrap();
        let found = discover(&[path], &Fields::default()).unwrap();
        let opened = found.corpus.sources().map(|source| found.corpus.open(&source).unwrap());
        let opened: Vec<_> =
            opened.map(|article| (article.text.to_string(), article.metadata.title)).collect();
        assert_eq!(opened, wanted);
        problems.extend(found.faults);
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(3), Some(3)]);
    }

    proptest! {
        #[test]
        fn every_string_that_is_cut_anywhere_can_be_read(units in proptest::collection::vec(prop_oneof![
            any::<u16>(), 0xD800..0xE000u16, Just(u16::from(b'\\'))
        ], 0..20)) {
            let escapes: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let read: String = serde_json::from_str(&mended(&format!("\"{escapes}\""))).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }
    }
}
