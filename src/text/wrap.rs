//! Paragraphs to rows.

use unicode_width::UnicodeWidthChar;

use super::character::{is_blank, is_glue};
use super::glyph::{glyph_at, up_to};
use crate::model::Span;

/// The rows of a paragraph: the bytes of `span` in rows of at most `columns` columns.
///
/// Each row holds as much as fits. Rows end at blanks, after hyphens, dashes and slashes inside words,
/// and between Chinese, Japanese and Korean characters; a word longer than a row is broken at glyphs.
/// Line ends are blanks. Blanks at both ends of a row belong to no row; all else belongs to exactly one.
/// There is always at least one row, and no row is empty but that of a span with nothing to show. A
/// glyph wider than `columns` has a row to itself.
pub fn wrap(text: &str, span: Span, columns: usize) -> Vec<Span> {
    let text = up_to(text, span);
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut start = after_blanks(text, span.start());
    while start < text.len() {
        let end = row_end(text, start, columns);
        rows.push(Span::new(start, end));
        start = after_blanks(text, end);
    }
    if rows.is_empty() {
        rows.push(Span::new(span.start(), span.start()));
    }
    rows
}

/// Which of the rows of a paragraph holds byte `offset`; blanks after a row count as part of it.
pub fn row_of(rows: &[Span], offset: usize) -> usize {
    rows.partition_point(|row| row.start() <= offset).saturating_sub(1)
}

fn after_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches(is_blank).len()
}

/// Where the row ends that starts at byte `start`, which holds no blank.
fn row_end(text: &str, start: usize, columns: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    // No glyph has more columns than bytes.
    let Some(window) = rest.as_bytes().get(..=columns) else {
        return start + rest.trim_end_matches(is_blank).len();
    };
    if window.is_ascii() { start + ascii_row(window) } else { mixed_row(text, start, columns) }
}

/// The length of the row at the start of a window of ASCII, which is one byte longer than a row can be.
fn ascii_row(window: &[u8]) -> usize {
    let blank = |&byte: &u8| is_blank(byte.into());
    let chance = window
        .windows(3)
        .rposition(|near| matches!(near, &[a, b, c] if blank(&c) || may_end(a.into(), b.into(), c.into())));
    let end = match chance {
        Some(at) => at + 2,
        None if window.get(1).is_some_and(blank) => 1,
        None => window.len() - 1,
    };
    let row = window.get(..end).unwrap_or(window);
    row.iter().rposition(|byte| !blank(byte)).map_or(end, |last| last + 1)
}

/// Where the row ends, glyph by glyph.
fn mixed_row(text: &str, start: usize, columns: usize) -> usize {
    let (mut at, mut end, mut used) = (start, start, 0);
    let mut chance = None;
    let (mut a, mut b) = (' ', ' ');
    while let Some(glyph) = glyph_at(text, at) {
        let c = glyph.span.of(text).chars().next().unwrap_or(' ');
        used += glyph.width;
        if is_blank(c) {
            chance = Some(end);
        } else {
            if at > start && at == end && may_end(a, b, c) {
                chance = Some(at);
            }
            if at > start && used > columns {
                return chance.unwrap_or(at);
            }
            end = glyph.span.end();
        }
        at = glyph.span.end();
        (a, b) = (b, c);
    }
    end
}

/// Whether a row may end between `b` and `c`, the first characters of two glyphs that are no blanks; `a`
/// is before `b`. A short form of the line breaking rules of UAX #14.
fn may_end(a: char, b: char, c: char) -> bool {
    match b {
        '-' | '‐' | '–' | '/' => a.is_alphanumeric() && c.is_alphabetic(),
        '—' | '―' => !never_starts(c),
        '\u{200b}' => true,
        _ => (is_wide(b) || is_wide(c)) && !never_ends(b) && !never_starts(c),
    }
}

/// Chinese, Japanese and Korean characters, and emoji.
fn is_wide(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(2)
}

/// What no row ends with: brackets and quotation marks that open, signs before numbers.
const OPENING: &str = "([{“‘„‚«‹\"'¿¡#$€£¥〈《「『【〔〖〘〚〝（［｛｟＄￡￥";

fn never_ends(c: char) -> bool {
    OPENING.contains(c) || is_glue(c)
}

/// What no row starts with: brackets and quotation marks that close, punctuation, small kana.
const CLOSING: &str = ")]}”’»›\"'.,:;!?%‰°℃…‥-–—―/·、。〉》」』】〕〗〙〛〞〟〜々〻ぁぃ\
    ぅぇぉっゃゅょゎゕゖゝゞ゠ァィゥェォッャュョヮヵヶ・ーヽヾ！％），．：；？］｝～｠";

fn never_starts(c: char) -> bool {
    CLOSING.contains(c) || is_glue(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::glyphs;
    use crate::text::hostile::hostile;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, Span::new(0, text.len()), columns).into_iter().map(|row| row.of(text)).collect()
    }

    #[test]
    fn rows_end_where_a_reader_expects_it() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("the minister said no", 8, &["the", "minister", "said no"]),
            ("hard\nwrapped\n  text", 12, &["hard\nwrapped", "text"]),
            ("  a   b  ", 3, &["a", "b"]),
            ("well-known figures", 6, &["well-", "known", "figure", "s"]),
            ("on 2025-08-19 at -5", 8, &["on", "2025-08-", "19 at -5"]),
            ("and/or", 5, &["and/", "or"]),
            ("the end—“so far”", 9, &["the end—", "“so far”"]),
            ("he said—”", 8, &["he", "said—”"]),
            ("10\u{a0}km away", 4, &["10\u{a0}k", "m", "away"]),
            ("a 10\u{a0}km way", 6, &["a", "10\u{a0}km", "way"]),
            ("世界です。「はい」", 8, &["世界で", "す。「は", "い」"]),
            ("世界です「はい」", 10, &["世界です", "「はい」"]),
            ("世界", 1, &["世", "界"]),
            ("ab", 0, &["a", "b"]),
            ("cafe\u{301}s", 4, &["cafe\u{301}", "s"]),
            (" \n ", 9, &[""]),
            ("", 9, &[""]),
        ];
        for &(text, columns, expected) in cases {
            assert_eq!(rows(text, columns), expected, "{columns} columns");
        }
    }

    #[test]
    fn the_row_of_a_byte_is_found_in_blanks_too() {
        let rows = wrap("  one two", Span::new(0, 9), 4);
        let found: Vec<_> = (0..=9).map(|offset| row_of(&rows, offset)).collect();
        assert_eq!(found, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(row_of(&[], 3), 0);
    }

    proptest! {
        #[test]
        fn rows_hold_all_but_blanks_and_fit(
            text in hostile(), columns in prop_oneof![0usize..20, Just(usize::MAX)], cut in 0usize..40
        ) {
            let span = Span::new(text.floor_char_boundary(cut), text.len());
            let rows = wrap(&text, span, columns);
            let mut left = String::new();
            let mut at = span.start();
            for &row in &rows {
                prop_assert!(row.start() >= at && row.end() <= span.end());
                left += Span::new(at, row.start()).of(&text);
                let words = row.of(&text);
                prop_assert!(!words.is_empty() || rows.len() == 1);
                prop_assert_eq!(words.trim_matches(is_blank), words);
                let glyphs: Vec<_> = glyphs(&text, row).collect();
                let used: usize = glyphs.iter().map(|glyph| glyph.width).sum();
                prop_assert!(used <= columns || glyphs.len() == 1, "{words:?}");
                prop_assert_eq!(wrap(&text, row, columns), vec![row]);
                at = row.end();
            }
            left += Span::new(at, span.end()).of(&text);
            prop_assert!(left.chars().all(is_blank), "{left:?} is on no row");
        }

        /// The fast way for ASCII gives the same rows as the way glyph by glyph.
        #[test]
        fn ascii_is_wrapped_like_all_else(text in "[ab A-C\n/0-]{2,60}", columns in 1usize..20) {
            let text = text.trim_start();
            prop_assume!(text.len() > columns);
            prop_assert_eq!(row_end(text, 0, columns), mixed_row(text, 0, columns));
        }
    }
}
