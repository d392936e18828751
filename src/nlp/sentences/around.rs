//! What stands around a mark: the words before and behind it.

use super::unmarked::is_link;
use super::{REACH, Scan};
use crate::nlp::lists::STARTERS;
use crate::nlp::marks::is_opener;

impl Scan<'_> {
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// The blank-free text around a mark, within reach.
    pub(super) fn near(&self, mark: usize, end: usize) -> &str {
        let back = |at: usize| (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let low = back(mark.saturating_sub(REACH)).max(self.start);
        let high = back((end + REACH).min(self.text.len()));
        let start =
            self.text.get(low..mark).and_then(|s| s.rfind(char::is_whitespace)).map_or(low, |at| low + at);
        let stop =
            self.text.get(end..high).and_then(|s| s.find(char::is_whitespace)).map_or(high, |at| end + at);
        self.text.get(start..stop).unwrap_or_default().trim_start()
    }

    /// The letters, digits and dots right before `mark`, within reach and the sentence.
    pub(super) fn word_before(&self, mark: usize) -> &str {
        let inside = self.text.get(self.start..mark).unwrap_or_default();
        // Most words are plain.
        let letters = inside.bytes().rev().take(REACH).take_while(u8::is_ascii_alphanumeric).count();
        let before = inside.as_bytes().get(..inside.len() - letters).and_then(<[u8]>::last);
        if letters < REACH && before.is_none_or(|&b| b.is_ascii() && !matches!(b, b'.' | b'-')) {
            return self.text.get(mark - letters..mark).unwrap_or_default();
        }
        let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '°' | '-');
        let mut start = mark;
        for (at, c) in inside.char_indices().rev() {
            if !part(c) || mark - (self.start + at) > REACH {
                break;
            }
            start = self.start + at;
        }
        self.text.get(start..mark).unwrap_or_default()
    }

    /// Where the next letter or digit stands, behind blanks and opening marks, and what it is.
    pub(super) fn next_letter(&self, end: usize) -> Option<(usize, char)> {
        let rest = self.text.get(end..)?;
        let blank = rest.len() - rest.trim_start().len();
        let mut last = None;
        for (at, c) in rest.get(blank..)?.char_indices().take(8) {
            last = Some((end + blank + at, c));
            if !is_opener(c) && !c.is_whitespace() {
                break;
            }
        }
        last
    }

    pub(super) fn word_at(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        let letters = rest.bytes().take(REACH).take_while(u8::is_ascii_alphanumeric).count();
        let behind = rest.as_bytes().get(letters);
        if letters < REACH && behind.is_none_or(|&b| b.is_ascii() && b != b'\'') {
            return rest.get(..letters).unwrap_or_default();
        }
        let end =
            rest.char_indices().take(REACH).find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        rest.get(..end.map_or(rest.len().min(REACH), |(at, _)| at)).unwrap_or_default()
    }

    /// Whether the present sentence itself begins with a small letter, as all do with some writers.
    pub(super) fn begins_small(&self) -> bool {
        let letters = self.text.get(self.start..).unwrap_or_default().trim_start();
        letters.starts_with(char::is_lowercase)
    }

    /// Whether the word that begins at `begin` with `first` is one in small letters: unlike eBay.
    pub(super) fn is_small(&self, begin: usize, first: char) -> bool {
        first.is_lowercase() && !self.word_at(begin).contains(char::is_uppercase)
    }

    /// Whether a sentence may begin with the word in small letters at `begin`: a link, or a usual first word.
    pub(super) fn starts_small(&self, begin: usize) -> bool {
        let word = self.word_at(begin);
        let mut letters = word.chars();
        let first = letters.next().map(char::to_uppercase);
        let capital: String = first.into_iter().flatten().chain(letters).collect();
        is_link(self.text.get(begin..).unwrap_or_default()) || STARTERS.contains(&capital)
    }

    /// How many words stand in the sentence before the last `length` bytes; counts to three.
    pub(super) fn words_before(&self, mark: usize, length: usize) -> usize {
        if mark - self.start > REACH {
            return 3;
        }
        let inside = self.text.get(self.start..mark.saturating_sub(length)).unwrap_or_default();
        inside.split_whitespace().take(3).count()
    }
}
