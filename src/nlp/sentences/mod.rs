//! Where sentences end: a scanner over the marks that can end one, with the words around them.
//!
//! Every decision looks at a bounded number of bytes around its mark, so the time is linear.

mod around;
#[cfg(test)]
mod tests;
mod unmarked;

use std::borrow::Cow;

use unmarked::{FIGURES, is_link, label_end, stamp_end, tail_end};

use super::items::ListItems;
use super::lists::{
    ABBREVIATIONS, GERMAN_NUMBERED, List, MOMENTS, NUMBER_ABBREVIATIONS, REPORTING, SOFT_ABBREVIATIONS,
    STARTERS,
};
use super::marks::{STOPS, ends_in_full, is_bullet, is_closer, is_mark};
use crate::model::Span;

/// How far, in bytes, a decision looks around.
const REACH: usize = 80;

/// Abbreviations of states, days and the like that are words in small letters.
const WORDS: [&str; 16] = [
    "ark", "ill", "ind", "la", "mar", "mass", "miss", "mo", "ore", "pa", "sat", "sun", "tech", "us", "wash",
    "wed",
];

/// The sentences of `span`, a paragraph of `text`: in order, without surrounding white space. All of
/// its text that is not blank is in exactly one of them.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start();
    let mut list = ListItems::new(span.of(text), span.start());
    let mut scan = Scan { text: text.get(..span.end()).unwrap_or_default(), start, at: start, quotes: 0 };
    while let Some(end) = scan.next_end(&mut list) {
        found.extend(trimmed(text, Span::new(start, end)));
        start = end;
        scan.start = end;
    }
    found.extend(trimmed(text, Span::new(start, span.end())));
    found
}

/// The span without white space at its ends, or nothing if it is all blank.
pub fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inside = span.of(text);
    let start = span.start() + (inside.len() - inside.trim_start().len());
    let end = start + inside.trim().len();
    (start < end).then(|| Span::new(start, end))
}

struct Scan<'a> {
    /// Up to the end of the paragraph.
    text: &'a str,
    /// Where the present sentence begins.
    start: usize,
    /// Where to go on.
    at: usize,
    /// Straight double quotation marks so far.
    quotes: usize,
}

impl Scan<'_> {
    /// The end of the present sentence: behind its marks, closing quotes and brackets.
    fn next_end(&mut self, list: &mut ListItems) -> Option<usize> {
        if self.at <= self.start
            && let Some(end) = label_end(self.text, self.start)
        {
            self.at = end;
            return Some(end);
        }
        loop {
            while list.next(self.text) <= self.at && list.more() {
                list.advance(self.text);
            }
            let item = list.next(self.text);
            let Some((mark, c)) = self.seek(item) else {
                self.at = item;
                return (item < self.text.len()).then_some(item);
            };
            if c == '/' {
                match self.stamp(mark) {
                    Some(end) => return Some(end),
                    None => continue,
                }
            }
            let run = self.run_end(mark);
            let end = self.closers_end(run);
            let verdict = self.verdict(mark, c, run, end);
            self.quotes +=
                self.text.get(mark..end).unwrap_or_default().bytes().filter(|&b| b == b'"').count();
            self.at = end;
            match verdict {
                Verdict::Ends => {
                    self.at = tail_end(self.text, self.start, end);
                    return Some(self.at);
                }
                Verdict::EndsAt(end) => return Some(end),
                Verdict::GoesOn => {}
            }
        }
    }

    /// The next mark before `limit` that could end a sentence, or stand in a time stamp.
    fn seek(&mut self, limit: usize) -> Option<(usize, char)> {
        let inside = self.text.get(self.at..limit)?;
        let mut from = 0;
        loop {
            let offset = from + inside.as_bytes().get(from..)?.iter().position(|&b| STOPS[usize::from(b)])?;
            let c = inside.get(offset..)?.chars().next()?;
            if c == '"' {
                self.quotes += 1;
            } else if is_mark(c) || c == '/' {
                return Some((self.at + offset, c));
            }
            from = offset + c.len_utf8();
        }
    }

    /// Where a unit ends at the time stamp that has its first slash at `slash`: before it, or behind it. Goes on
    /// behind the slash if there is none.
    fn stamp(&mut self, slash: usize) -> Option<usize> {
        self.at = slash + 1;
        let before = self.text.get(self.start..slash)?;
        let start = self.start + before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let end = stamp_end(self.text, start)?;
        let before = self.text.get(self.start..start)?.trim_end();
        let word = before.rsplit(char::is_whitespace).next()?;
        if !before.is_empty() && !word.starts_with(char::is_lowercase) {
            self.at = slash;
            return Some(start);
        }
        self.at = end;
        let capital = self.next_letter(end).is_some_and(|(_, c)| c.is_uppercase());
        (before.is_empty() || capital).then_some(end)
    }

    /// The end of the marks that follow each other, dots with blanks between them included.
    fn run_end(&self, mark: usize) -> usize {
        let mut end = mark;
        loop {
            match self.char_at(end) {
                Some(c) if is_mark(c) => end += c.len_utf8(),
                Some(' ' | '\u{a0}') => {
                    let blank = self.char_at(end).map_or(0, char::len_utf8);
                    let dots = self.char_before(end) == Some('.') && self.char_at(end + blank) == Some('.');
                    if !dots || self.char_at(end + blank + 1).is_some_and(char::is_alphanumeric) {
                        return end;
                    }
                    end += blank + 1;
                }
                _ => return end,
            }
        }
    }

    /// The end of the quotation marks and brackets that close here.
    fn closers_end(&self, run: usize) -> usize {
        let mut end = run;
        let mut open = self.quotes % 2 == 1;
        while let Some(c) = self.char_at(end).filter(|&c| is_closer(c)) {
            let next = self.char_at(end + c.len_utf8());
            if c == '"' {
                if !open && next.is_some_and(char::is_alphanumeric) {
                    break;
                }
                open = false;
            } else if matches!(c, '\'' | '’' | '*' | '_') && next.is_some_and(char::is_alphanumeric) {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    fn verdict(&self, mark: usize, c: char, run: usize, end: usize) -> Verdict {
        let Some(next) = self.char_at(end) else { return Verdict::Ends };
        if ends_in_full(c) {
            return Verdict::Ends;
        }
        if self.char_before(mark) == Some('[') {
            return Verdict::GoesOn;
        }
        let marks = self.text.get(mark..run).unwrap_or_default();
        if !next.is_whitespace() && tail_end(self.text, mark, end) == end {
            return self.glued(mark, end, marks);
        }
        let Some((begin, first)) = self.next_letter(end) else { return Verdict::Ends };
        let closed = end > run;
        if let Some(verdict) = spaced_dots(marks, mark, self.char_before(mark), first) {
            return verdict;
        }
        if marks == "." {
            return Verdict::when(self.full_stop_ends(mark, closed, end, begin, first));
        }
        if self.is_small(begin, first) {
            let plain = self.word_before(mark).starts_with(char::is_lowercase);
            let starts = || self.begins_small() || plain && self.starts_small(begin);
            return Verdict::when(!closed && !marks.contains(['.', '…']) && starts());
        }
        if closed && !marks.contains('.') && self.reports(begin) {
            return Verdict::GoesOn;
        }
        Verdict::Ends
    }

    /// Whether a mark without a blank behind it ends a sentence: `end.The next`, but not `example.com`.
    fn glued(&self, mark: usize, end: usize, marks: &str) -> Verdict {
        let before = self.word_before(mark);
        let mut after = self.text.get(end..).unwrap_or_default().chars();
        let capital = after.next().is_some_and(char::is_uppercase);
        let word = capital && after.next().is_none_or(|c| c.is_lowercase() || c == ' ');
        let whole = self.near(mark, end);
        if is_link(whole) {
            return self.after_link(end);
        }
        let address = whole.contains(['@', '/', '_']) || whole.starts_with("www.");
        let plain = before.len() > 2 && before.chars().all(char::is_lowercase);
        let closed = mark + marks.len() < end;
        Verdict::when(word && !address && (plain || closed && marks != "…"))
    }

    /// The end of a link, if another link stands behind it.
    fn after_link(&self, end: usize) -> Verdict {
        let rest = self.text.get(end..).unwrap_or_default();
        let near = rest.get(..rest.floor_char_boundary(2 * REACH)).unwrap_or_default();
        let blank = near
            .find(char::is_whitespace)
            .filter(|&at| is_link(near.get(at..).unwrap_or_default().trim_start()));
        blank.map_or(Verdict::GoesOn, |blank| Verdict::EndsAt(end + blank))
    }

    /// Whether a single full stop after a word ends the sentence; `begin` and `first`: the next letter.
    fn full_stop_ends(&self, mark: usize, closed: bool, end: usize, begin: usize, first: char) -> bool {
        let word = self.word_before(mark);
        let plain = word.bytes().all(|b| b.is_ascii_lowercase());
        let lower: Cow<str> = if plain { word.into() } else { word.to_lowercase().into() };
        let lower = lower.trim_start_matches(['.', '-']);
        let before = self.text.get(self.start..mark - word.len()).unwrap_or_default();
        let item = |c: char| c.is_whitespace() || is_bullet(c);
        if is_list_number(word) && (before.trim_matches(item).is_empty() || FIGURES.contains(&before)) {
            return false;
        }
        if closed {
            return !first.is_lowercase();
        }
        let short = self.words_before(mark, word.len()) < 3;
        let starter = || STARTERS.contains(self.word_at(begin));
        let gap = self.text.get(end..begin).unwrap_or_default();
        let bracket = gap.contains(['(', '[']);
        let quoted = !bracket && gap.contains(['"', '“', '‘', '«', '„']);
        let number = first.is_ascii_digit() || matches!(first, '#');
        let is_word = plain && WORDS.contains(&lower);
        let abbreviates = |list: &List| !is_word && list.contains(lower);
        if ABBREVIATIONS.contains(lower) {
            return false;
        }
        if number && abbreviates(&NUMBER_ABBREVIATIONS) {
            return false;
        }
        if self.is_small(begin, first) {
            let known =
                abbreviates(&NUMBER_ABBREVIATIONS) || abbreviates(&SOFT_ABBREVIATIONS) || lower == "cent";
            let plain = word.chars().count() > 1 && word.chars().all(char::is_alphanumeric);
            let long = word.len() > 2 && !word.contains(char::is_uppercase);
            let starts = || quoted || bracket || self.starts_small(begin);
            return plain && !known && (self.begins_small() || long && starts());
        }
        if matches!(lower, "a.m" | "p.m") {
            return !short && !number && !bracket && !MOMENTS.contains(&self.word_at(begin).to_lowercase());
        }
        if lower == "etc" {
            return !number && !bracket;
        }
        let shortened = matches!(self.char_before(mark - word.len()), Some('\'' | '’'));
        let initial = word.chars().count() == 1
            && word.chars().all(|c| c.is_uppercase() || c.is_ascii_lowercase() && !shortened);
        let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
        // A dateline: LAS VERA, N.M. — The bridge.
        if gap.trim_start().starts_with(['—', '–']) && (dotted || abbreviates(&SOFT_ABBREVIATIONS)) {
            return false;
        }
        if initial || dotted && word.contains(char::is_alphabetic) {
            return (starter() || quoted) && (dotted || !short);
        }
        if abbreviates(&SOFT_ABBREVIATIONS) {
            return (starter() || quoted) && !short;
        }
        if lower.len() <= 2
            && !lower.is_empty()
            && lower.bytes().all(|b| b.is_ascii_digit())
            && GERMAN_NUMBERED.contains(self.word_at(begin))
        {
            return false;
        }
        true
    }

    /// Whether a name and a verb of saying follow: `“Why?” Ann Lee asked.`
    fn reports(&self, begin: usize) -> bool {
        let mut at = begin;
        for _ in 0..4 {
            let word = self.word_at(at);
            at += word.len();
            let blank = self.char_at(at) == Some(' ');
            if REPORTING.contains(word) {
                return at > begin + word.len() && matches!(self.char_at(at), None | Some('.' | ',' | ' '));
            }
            if !blank || !word.starts_with(char::is_uppercase) && word != "the" || word.is_empty() {
                return false;
            }
            at += 1;
        }
        false
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ends,
    /// It ends there, not behind its last mark.
    EndsAt(usize),
    GoesOn,
}

impl Verdict {
    fn when(ends: bool) -> Self {
        if ends { Self::Ends } else { Self::GoesOn }
    }
}

/// Ellipses written with blanks: three go on, four end; glued to a word the first dot is its full stop.
fn spaced_dots(marks: &str, mark: usize, before: Option<char>, next: char) -> Option<Verdict> {
    if !marks.contains(' ') {
        return None;
    }
    let dots = marks.chars().filter(|&c| c == '.').count();
    let attached = before.is_some_and(|c| !c.is_whitespace());
    Some(match (next.is_lowercase(), attached, dots) {
        (true, ..) => Verdict::GoesOn,
        (_, true, 4..) => Verdict::EndsAt(mark + 1),
        (_, _, 4..) => Verdict::Ends,
        _ => Verdict::GoesOn,
    })
}

/// Whether it is a number of a list or of a section: 3, 2.1, b.
fn is_list_number(word: &str) -> bool {
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    word.split('.').take(5).all(number) || word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase())
}
