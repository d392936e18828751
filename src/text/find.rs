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

/// The bytes searched first when searching backwards.
const NEAR: usize = 4096;

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

    /// Forward: the first hit that starts at byte `from` or later. Backward: the last hit that starts
    /// before it, which may reach over it.
    pub fn next(&self, text: &str, from: usize, forward: bool) -> Option<Span> {
        let from = from.min(text.len());
        if forward { self.first(text, from) } else { self.last(text, text.floor_char_boundary(from)) }
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

    /// Searches windows that go backwards and double in length, so that a hit nearby is found at once and
    /// all of the text is still searched only once.
    fn last(&self, text: &str, from: usize) -> Option<Span> {
        let (mut to, mut length) = (from, NEAR);
        while to > 0 {
            let start = text.floor_char_boundary(to.saturating_sub(length));
            let window = text.get(..text.floor_char_boundary(to + self.longest))?;
            let next = |from| self.first(window, from).filter(|hit| hit.start() < to);
            let hits = iter::successors(next(start), |hit| next(hit.start() + 1));
            if let Some(hit) = hits.last() {
                return Some(hit);
            }
            (to, length) = (start, 2 * length);
        }
        None
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
        let next = |from, forward| query.next(text, from, forward).map(Span::start);
        assert_eq!([0, 1, 16, 17, 99].map(|from| next(from, true)), [Some(0), Some(8), Some(16), None, None]);
        assert_eq!(
            [99, 16, 9, 8, 0].map(|from| next(from, false)),
            [Some(16), Some(8), Some(8), Some(0), None]
        );
        assert!(Query::new(&"o".repeat(LONGEST + 1)).next(text, 0, true).is_none());
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
            from in 0usize..9000,
        ) {
            let query = Query::new(&words);
            let hits = naive(&words, &text);
            let after = hits.iter().copied().find(|hit| hit.start() >= from);
            prop_assert_eq!(query.next(&text, from, true), after);
            let from = text.floor_char_boundary(from);
            let before = hits.iter().copied().rfind(|hit| hit.start() < from);
            prop_assert_eq!(query.next(&text, from, false), before);
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
