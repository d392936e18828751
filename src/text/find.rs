//! Words found in a text.

use std::iter;

use regex::{Regex, RegexBuilder};

use crate::model::Span;

/// What a run of blanks in a query finds: a few blanks of any kind, so that words are found across a
/// line end, and still no hit is longer than can be told beforehand.
const BLANKS: &str = r"\s{1,4}";

/// Characters that find each other, as sets of a regular expression.
const ALIKE: [&str; 3] = ["['‘’‚‛ʼ`´′]", "[\"“”„‟″]", "[-‐‑‒–—―−]"];

/// The bytes that a query can have; nobody writes more, but a paste may hold anything.
const LONGEST: usize = 4096;

/// The bytes searched first.
const NEAR: usize = 4096;

/// The most bytes searched before a search is asked whether it goes on.
const PIECE: usize = 1 << 20;

/// Words to find: plain text, in smart case. Without a capital letter they are found in any case, with
/// one exactly as they are written. Curly and straight quotation marks find each other, so do hyphens and
/// dashes, and blanks of all kinds.
#[derive(Clone, Debug)]
pub struct Query {
    /// None finds nothing.
    regex: Option<Regex>,
    /// The bytes that no hit is longer than.
    longest: usize,
}

impl Query {
    /// A query for these words. An empty one finds nothing, nor does one of more than 4096 bytes.
    pub fn new(words: &str) -> Self {
        let mut pattern = String::new();
        for c in words.chars() {
            if let Some(set) = ALIKE.iter().find(|set| set.trim_matches(['[', ']']).contains(c)) {
                pattern.push_str(set);
            } else if !c.is_whitespace() {
                pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            } else if !pattern.ends_with(BLANKS) {
                pattern.push_str(BLANKS);
            }
        }
        let any_case = !words.contains(char::is_uppercase);
        let regex = || RegexBuilder::new(&pattern).case_insensitive(any_case).build().ok();
        // Four blanks have at most 12 bytes, any other character 4.
        let longest = 12 * words.chars().count();
        Self { regex: (1..=LONGEST).contains(&words.len()).then(regex).flatten(), longest }
    }

    /// Forward: the first hit that starts in `part`. Backward: the last one. It may reach over the part's end. What is
    /// searched doubles in length, so that a hit nearby is found at once, up to a piece of a megabyte; before each,
    /// `goes_on` is asked whether the search is still wanted.
    pub fn next(&self, text: &str, part: Span, forward: bool, goes_on: impl Fn() -> bool) -> Option<Span> {
        let (mut from, mut to, mut length) = (part.start(), part.end().min(text.len()), NEAR);
        while from < to && goes_on() {
            let piece = if forward {
                Span::new(from, text.floor_char_boundary(from + length).min(to))
            } else {
                Span::new(text.floor_char_boundary(to.saturating_sub(length)).max(from), to)
            };
            let hit = if forward {
                self.starting_in(text, piece).next()
            } else {
                self.starting_in(text, piece).last()
            };
            if hit.is_some() {
                return hit;
            }
            (from, to) = if forward { (piece.end(), to) } else { (from, piece.start()) };
            length = (2 * length).min(PIECE);
        }
        None
    }

    /// The hits that lie in `span`, in order, none overlapping another.
    pub fn all(&self, text: &str, span: Span) -> impl Iterator<Item = Span> {
        let text = super::glyph::up_to(text, span);
        let mut from = span.start();
        iter::from_fn(move || {
            let hit = self.first(text, from)?;
            from = hit.end();
            Some(hit)
        })
    }

    fn first(&self, text: &str, from: usize) -> Option<Span> {
        // Beyond the end, the regular expression would panic.
        text.as_bytes().get(from..)?;
        self.regex.as_ref()?.find_at(text, from).map(|hit| hit.range().into())
    }

    /// The hits that start in this piece, in order.
    fn starting_in(&self, text: &str, piece: Span) -> impl Iterator<Item = Span> {
        let text = text.get(..text.floor_char_boundary(piece.end() + self.longest)).unwrap_or_default();
        let next = move |from| self.first(text, from).filter(|hit| hit.start() < piece.end());
        iter::successors(next(piece.start()), move |hit| next(hit.start() + 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hits<'a>(words: &str, text: &'a str) -> Vec<&'a str> {
        Query::new(words).all(text, Span::new(0, text.len())).map(|hit| hit.of(text)).collect()
    }

    #[test]
    fn words_are_found_as_a_reader_means_them() {
        for (words, text, expected) in [
            ("zelensky", "Zelensky, ZELENSKY", vec!["Zelensky", "ZELENSKY"]),
            ("US", "us and US", vec!["US"]),
            ("örtlich", "ÖRTLICH", vec!["ÖRTLICH"]),
            ("don't", "Don’t", vec!["Don’t"]),
            ("“so”", "\"so\" „so“", vec!["\"so\"", "„so“"]),
            ("a-b", "a–b a—b", vec!["a–b", "a—b"]),
            ("a – b", "a - b", vec!["a - b"]),
            ("white house", "White\u{a0}House, white\n  house", vec!["White\u{a0}House", "white\n  house"]),
            ("(.*) [", "(.*) [a", vec!["(.*) ["]),
            ("", "anything", vec![]),
        ] {
            assert_eq!(hits(words, text), expected, "{words}");
        }
    }

    #[test]
    fn a_search_goes_on_from_hit_to_hit() {
        let text = "one two one two one";
        let query = Query::new("one");
        let next =
            |from, to, forward| query.next(text, Span::new(from, to), forward, || true).map(Span::start);
        let after = [0, 1, 16, 17].map(|from| next(from, text.len(), true));
        assert_eq!(after, [Some(0), Some(8), Some(16), None]);
        let before = [99, 16, 9, 8, 0].map(|to| next(0, to, false));
        assert_eq!(before, [Some(16), Some(8), Some(8), Some(0), None]);
        assert_eq!([next(1, 8, true), next(1, 8, false)], [None, None]);
        let whole = Span::new(0, text.len());
        assert!(query.next(text, whole, true, || false).is_none());
        assert!(Query::new(&"o".repeat(LONGEST + 1)).next(text, whole, true, || true).is_none());
    }

    /// The naive search: the hits at every place, one character after the other.
    fn naive(words: &str, text: &str) -> Vec<Span> {
        let exact = words.contains(char::is_uppercase);
        let fold = |c: char| match c {
            '’' => '\'',
            '–' => '-',
            _ if c.is_whitespace() => ' ',
            _ if exact => c,
            _ => c.to_lowercase().next().unwrap(),
        };
        let words: Vec<_> = words.chars().map(fold).collect();
        let starts = text.char_indices().filter(|(at, _)| {
            let mut rest = text[*at..].chars().map(fold);
            words.iter().all(|&word| rest.next() == Some(word))
        });
        let end = |at: usize| at + text[at..].chars().take(words.len()).map(char::len_utf8).sum::<usize>();
        starts.map(|(at, _)| Span::new(at, end(at))).collect()
    }

    proptest! {
        #[test]
        fn all_hits_are_found_and_no_others(
            words in "[aAbé'’–-]{1,3}|a[ ]b",
            text in "([aAbÉé'’–-]|a[ \u{a0}\n]b|x{900}){0,40}",
            from in 0usize..40_000,
            to in 0usize..40_000,
        ) {
            let query = Query::new(&words);
            let hits = naive(&words, &text);
            let mut ends = [from, to].map(|at| text.floor_char_boundary(at));
            ends.sort_unstable();
            let part = Span::new(ends[0], ends[1]);
            let inside = || hits.iter().copied().filter(|hit| part.contains(hit.start()));
            prop_assert_eq!(query.next(&text, part, true, || true), inside().next());
            prop_assert_eq!(query.next(&text, part, false, || true), inside().next_back());
            let mut apart: Vec<Span> = Vec::new();
            for hit in hits {
                if apart.last().is_none_or(|last| last.end() <= hit.start()) {
                    apart.push(hit);
                }
            }
            prop_assert_eq!(query.all(&text, Span::new(0, text.len())).collect::<Vec<_>>(), apart);
        }
    }
}
