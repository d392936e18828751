//! Glyphs: what the terminal shows of a text, each with its bytes and its width in columns.
//!
//! | in the text | is shown as |
//! |---|---|
//! | tabs, line ends, blanks of every kind | one plain blank; the ideographic one as two |
//! | C0 controls and DEL | their control picture: `␛` |
//! | C1 controls, formats: bidi, joiners and selectors without a letter, tags, soft hyphens, … | `�` |
//! | a letter with combining marks | the letter with the first few of them |
//! | a combining mark without a letter | `◌` |
//! | an emoji with a skin tone, a selector, others joined to it | the emoji alone |
//! | a flag | itself, in two columns |
//! | a halfwidth sound mark of Japanese | the full one, in two columns |
//! | anything else | itself |

use std::borrow::Cow;
use std::iter;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::character::{HIDDEN, plain, stand_in, varies};
use crate::model::Span;

/// The bytes that one glyph can have at most, so that a million marks are not one glyph. The longest
/// emoji in use have 35.
const LONGEST: usize = 64;

/// The combining marks that are shown on one letter at most.
const MARKS: usize = 4;

/// What is shown of one extended grapheme cluster, or of a part of it that is wide enough for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Its bytes in the text; never empty.
    pub span: Span,
    /// What is written to the terminal.
    pub symbol: &'a str,
    /// The columns that it takes: 1 or 2.
    pub width: usize,
}

impl Glyph<'_> {
    /// Whether all terminals surely agree on its width. After any other glyph, the place of the next one
    /// is better told to the terminal than left to it.
    pub fn is_simple(&self) -> bool {
        self.symbol.chars().all(|c| plain(c).is_some())
    }
}

/// The glyphs of a span of `text`, in the order of the bytes. Their spans touch and cover it; none, if
/// the span does not fit the text.
///
/// Beginning at the end of any glyph gives the same glyphs that follow it here.
pub fn glyphs(text: &str, span: Span) -> impl Iterator<Item = Glyph<'_>> {
    let text = up_to(text, span);
    let mut at = span.start();
    iter::from_fn(move || {
        let glyph = glyph_at(text, at)?;
        at = glyph.span.end();
        Some(glyph)
    })
}

/// A string as it is safe to show, on one line.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| plain(c).is_some()) {
        Cow::Borrowed(text)
    } else {
        whole(text).map(|glyph| glyph.symbol).collect()
    }
}

/// The columns that a string takes when it is shown.
pub fn width(text: &str) -> usize {
    whole(text).map(|glyph| glyph.width).sum()
}

/// A string as it is shown, cut with `…` to at most so many columns.
pub fn fit(text: &str, columns: usize) -> String {
    let mut fitting = String::new();
    let (mut used, mut kept) = (0, 0);
    for glyph in whole(text) {
        used += glyph.width;
        if used > columns {
            fitting.truncate(kept);
            fitting.push_str(if columns > 0 { "…" } else { "" });
            break;
        }
        fitting.push_str(glyph.symbol);
        if used < columns {
            kept = fitting.len();
        }
    }
    fitting
}

/// A string as it is shown, cut or filled with blanks to exactly so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    let mut padded = fit(text, columns);
    let blanks = columns.saturating_sub(width(&padded));
    padded.extend(iter::repeat_n(' ', blanks));
    padded
}

fn whole(text: &str) -> impl Iterator<Item = Glyph<'_>> {
    glyphs(text, Span::new(0, text.len()))
}

/// The text without what follows the span; nothing, if the span does not fit it.
pub(super) fn up_to(text: &str, span: Span) -> &str {
    text.get(..span.end()).filter(|before| before.is_char_boundary(span.start())).unwrap_or_default()
}

/// The glyph that begins at byte `at`.
pub(super) fn glyph_at(text: &str, at: usize) -> Option<Glyph<'_>> {
    let rest = text.get(at..)?;
    if let [b' '..=b'~', after @ ..] = rest.as_bytes()
        && after.first().is_none_or(u8::is_ascii)
    {
        return Some(Glyph { span: Span::new(at, at + 1), symbol: rest.get(..1)?, width: 1 });
    }
    let mut chars = rest.chars();
    let base = chars.next()?;
    let (bytes, symbol, width) = if let Some((symbol, width)) = stand_in(base) {
        (base.len_utf8(), symbol, width)
    } else if let Some(width) = plain(base)
        && chars.next().is_none_or(|next| next.is_ascii() || plain(next).is_some())
    {
        (base.len_utf8(), rest.get(..base.len_utf8())?, width)
    } else {
        cluster(rest, base)
    };
    Some(Glyph { span: Span::new(at, at + bytes), symbol, width })
}

/// The bytes, the symbol and the width of the glyph at the start of `rest`, which begins with `base`.
///
/// The cluster is that of UAX #29, but it ends before a character that would make it wider than two
/// columns or than the sum of its characters: on this sum the terminals agree best, whether they know
/// clusters or not. It also ends before an invisible character that does not belong there.
fn cluster(rest: &str, base: char) -> (usize, &str, usize) {
    let near = rest.get(..rest.floor_char_boundary(LONGEST)).unwrap_or(rest);
    let cluster = near.graphemes(true).next().unwrap_or(near);
    let base_width = base.width().unwrap_or(1);
    let mut bytes = base.len_utf8();
    let (mut symbol, mut width, mut marks) = (bytes, base_width, 0);
    let mut whole = base_width > 0;
    let mut before = base;
    for c in cluster.chars().skip(1) {
        let end = bytes + c.len_utf8();
        let wider = width + c.width().unwrap_or(0);
        if varies(base, before, c) {
            whole = false;
        } else if stand_in(c).is_some() {
            break;
        } else if wider > width {
            let agreed = cluster.get(..end).is_some_and(|part| part.width() == wider);
            if !whole || wider > 2 || !agreed {
                break;
            }
            (symbol, width) = (end, wider);
        } else if whole && marks < MARKS {
            (symbol, marks) = (end, marks + 1);
        } else {
            whole = false;
        }
        bytes = end;
        before = c;
    }
    match base_width {
        0 => (bytes, "◌", 1),
        _ => (bytes, cluster.get(..symbol).unwrap_or(HIDDEN), width),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::character::is_hidden;
    use crate::text::hostile::hostile;

    fn symbols(text: &str) -> Vec<&str> {
        whole(text).map(|glyph| glyph.symbol).collect()
    }

    #[test]
    fn a_text_is_shown_without_what_could_command_the_terminal() {
        for (text, safe) in [
            ("plain words", "plain words"),
            ("a\tb\nc\u{a0}d\u{2009}e\u{3000}f", "a b c d e  f"),
            ("\u{1b}[31mred\0\r\u{7f}", "␛[31mred␀␍␡"),
            ("\u{9b}31m\u{85}", "�31m�"),
            ("user\u{202e}txt.exe\u{2069}", "user�txt.exe�"),
            ("pay\u{200b}pal p\u{200d}ay so\u{ad}ft \u{feff}", "pay�pal p�ay so�ft �"),
            ("a\u{e0068}\u{e0069}", "a��"),
            ("\u{2028}\u{2029}\u{fe0f}", "���"),
        ] {
            assert_eq!(shown(text), safe);
        }
    }

    #[test]
    fn emoji_are_shown_in_a_form_of_one_width() {
        for (text, expected, columns) in [
            ("👨\u{200d}👩\u{200d}👧", "👨", 2),
            ("👩🏽\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏽", "👩", 2),
            ("❤\u{fe0f}", "❤", 1),
            ("👍🏽", "👍", 2),
            ("1\u{fe0f}\u{20e3}", "1", 1),
            ("🇺🇦", "🇺🇦", 2),
            ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "🏴", 2),
        ] {
            let glyph = whole(text).next().unwrap();
            assert_eq!((glyph.symbol, glyph.width), (expected, columns), "{text}");
            assert_eq!(glyph.span.len(), text.len(), "{text} is one glyph");
        }
        assert_eq!(symbols("🇺🇦🇩🇪🇫"), ["🇺🇦", "🇩🇪", "🇫"]);
    }

    #[test]
    fn marks_stay_with_their_letter_and_only_a_few_are_shown() {
        assert_eq!(symbols("e\u{301}a"), ["e\u{301}", "a"]);
        let zalgo = format!("a{}b", "\u{301}".repeat(9));
        assert_eq!(symbols(&zalgo), ["a\u{301}\u{301}\u{301}\u{301}", "b"]);
        assert_eq!(symbols("\u{301}a \u{301}"), ["◌", "a", " ", "◌"]);
        assert_eq!(symbols("한\u{1112}\u{1161}\u{11ab}"), ["한", "\u{1112}\u{1161}\u{11ab}"]);
        assert_eq!(symbols("कि"), ["कि"]);
        assert_eq!(width("क्षि"), 3, "as the sum of its characters");
        assert!(whole(&"\u{301}".repeat(1_000_000)).all(|glyph| glyph.span.len() <= LONGEST));
    }

    #[test]
    fn terminals_are_trusted_with_plain_characters_alone() {
        let simple = |text| whole(text).all(|glyph| glyph.is_simple());
        assert!(simple("“Zoë’s” — 世界 \u{1b}\t"));
        for text in ["e\u{301}", "😀", "🇺🇦", "कि", "م", "\u{e000}"] {
            assert!(!simple(text), "{text}");
        }
    }

    #[test]
    fn long_strings_are_cut_with_a_sign() {
        for (text, columns, expected) in [
            ("headline", 8, "headline"),
            ("headline", 7, "headli…"),
            ("世界です", 8, "世界です"),
            ("世界です", 7, "世界で…"),
            ("世界です", 6, "世界…"),
            ("世界", 1, "…"),
            ("x", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(fit(text, columns), expected);
        }
        assert_eq!(pad("世界です", 6), "世界… ");
    }

    proptest! {
        #[test]
        fn glyphs_cover_the_text_and_are_safe(text in hostile()) {
            let mut at = 0;
            for glyph in whole(&text) {
                prop_assert_eq!(glyph.span.start(), at);
                prop_assert!(glyph.span.end() > at && glyph.span.end() <= at + LONGEST);
                prop_assert!((1..=2).contains(&glyph.width), "{glyph:?}");
                prop_assert!(glyph.width <= glyph.span.len());
                prop_assert_eq!(glyph.symbol.width(), glyph.width, "{:?}", glyph);
                prop_assert!(!glyph.symbol.chars().any(is_hidden), "{glyph:?}");
                prop_assert!(!glyph.symbol.chars().any(char::is_control), "{glyph:?}");
                at = glyph.span.end();
            }
            prop_assert_eq!(at, text.len());
            prop_assert!(glyphs(&text, Span::new(0, text.len() + 1)).next().is_none());
        }

        #[test]
        fn glyphs_are_the_same_from_any_of_them_on(text in hostile(), nth in 0usize..100) {
            let all: Vec<_> = whole(&text).collect();
            if let Some(glyph) = all.get(nth) {
                let rest: Vec<_> = glyphs(&text, Span::new(glyph.span.start(), text.len())).collect();
                prop_assert_eq!(&rest[..], &all[nth..]);
            }
        }

        #[test]
        fn strings_fit(text in hostile(), columns in 0usize..60) {
            let fitting = fit(&text, columns);
            prop_assert!(width(&fitting) <= columns);
            prop_assert_eq!(fitting == shown(&text), width(&text) <= columns);
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            let shown = shown(&text).into_owned();
            prop_assert!(shown.starts_with(fitting.trim_end_matches('…')));
        }
    }
}
