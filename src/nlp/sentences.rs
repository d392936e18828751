//! Where sentences end: a scanner over the marks that can end one, with the words around them.
//!
//! Every decision looks at a bounded number of bytes around its mark, so the time is linear.

use super::items::ListItems;
use super::lists::{
    ABBREVIATIONS, GERMAN_NUMBERED, NUMBER_ABBREVIATIONS, REPORTING, SOFT_ABBREVIATIONS, STARTERS,
};
use super::marks::{ends_in_full, is_bullet, is_closer, is_mark, is_opener};
use crate::model::Span;

/// How far, in bytes, a decision looks around.
const REACH: usize = 80;

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
        loop {
            while list.next(self.text) <= self.at && list.more() {
                list.advance(self.text);
            }
            let item = list.next(self.text);
            let Some((mark, c)) = self.seek(item) else {
                self.at = item;
                return (item < self.text.len()).then_some(item);
            };
            let run = self.run_end(mark);
            let end = self.closers_end(run);
            let verdict = self.verdict(mark, c, run, end);
            self.quotes +=
                self.text.get(mark..end).unwrap_or_default().bytes().filter(|&b| b == b'"').count();
            self.at = end;
            match verdict {
                Verdict::Ends => return Some(end),
                Verdict::EndsAfterFirst => return Some(mark + 1),
                Verdict::GoesOn => {}
            }
        }
    }

    /// The next mark before `limit` that could end a sentence.
    fn seek(&mut self, limit: usize) -> Option<(usize, char)> {
        for (offset, c) in self.text.get(self.at..limit)?.char_indices() {
            if c == '"' {
                self.quotes += 1;
            } else if is_mark(c) {
                return Some((self.at + offset, c));
            }
        }
        None
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
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
        if !next.is_whitespace() {
            return self.glued(mark, end, marks);
        }
        let Some((begin, first)) = self.next_letter(end) else { return Verdict::Ends };
        let closed = end > run;
        if let Some(verdict) = spaced_dots(marks, self.char_before(mark), first) {
            return verdict;
        }
        if marks == "." {
            return Verdict::when(self.full_stop_ends(mark, closed, end, begin, first));
        }
        if first.is_lowercase() {
            return Verdict::when(!closed && !marks.contains(['.', '…']) && self.begins_small());
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
        let address = whole.contains(['@', '/', '_']) || whole.starts_with("www.");
        let plain = before.len() > 2 && before.chars().all(char::is_lowercase);
        let closed = mark + marks.len() < end;
        Verdict::when(word && !address && (plain || closed && marks != "…"))
    }

    /// The blank-free text around a mark, within reach.
    fn near(&self, mark: usize, end: usize) -> &str {
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
    fn word_before(&self, mark: usize) -> &str {
        let inside = self.text.get(self.start..mark).unwrap_or_default();
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
    fn next_letter(&self, end: usize) -> Option<(usize, char)> {
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

    fn word_at(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        let end =
            rest.char_indices().take(REACH).find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        rest.get(..end.map_or(rest.len().min(REACH), |(at, _)| at)).unwrap_or_default()
    }

    /// Whether a single full stop after a word ends the sentence; `begin` and `first`: the next letter.
    fn full_stop_ends(&self, mark: usize, closed: bool, end: usize, begin: usize, first: char) -> bool {
        let word = self.word_before(mark);
        let lower = word.to_lowercase();
        let lower = lower.trim_start_matches(['.', '-']);
        let before = self.text.get(self.start..mark - word.len()).unwrap_or_default();
        if is_list_number(word) && before.trim_matches(|c: char| c.is_whitespace() || is_bullet(c)).is_empty()
        {
            return false;
        }
        if closed {
            return !first.is_lowercase();
        }
        let short = self.words_before(mark, word.len()) < 3;
        let starter = || STARTERS.contains(self.word_at(begin)) || matches!(self.char_at(begin), Some('I'));
        let quoted = self.text.get(end..begin).is_some_and(|gap| gap.contains(['"', '“', '‘', '«', '„']));
        let number = first.is_ascii_digit() || matches!(first, '#');
        if ABBREVIATIONS.contains(lower) {
            return false;
        }
        if number && NUMBER_ABBREVIATIONS.contains(lower) {
            return false;
        }
        if first.is_lowercase() {
            let known = NUMBER_ABBREVIATIONS.contains(lower) || SOFT_ABBREVIATIONS.contains(lower);
            let plain = word.chars().count() > 1 && word.chars().all(char::is_alphanumeric);
            return plain && !known && (quoted || self.begins_small());
        }
        if matches!(lower, "a.m" | "p.m") {
            return !short && !number;
        }
        let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
        if initial || dotted && word.contains(char::is_alphabetic) {
            return (starter() || quoted) && (dotted || !short);
        }
        if SOFT_ABBREVIATIONS.contains(lower) {
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

    /// Whether the present sentence itself begins with a small letter, as all do with some writers.
    fn begins_small(&self) -> bool {
        let letters = self.text.get(self.start..).unwrap_or_default().trim_start();
        letters.starts_with(char::is_lowercase)
    }

    /// How many words stand in the sentence before the last `length` bytes; counts to three.
    fn words_before(&self, mark: usize, length: usize) -> usize {
        if mark - self.start > REACH {
            return 3;
        }
        let inside = self.text.get(self.start..mark.saturating_sub(length)).unwrap_or_default();
        inside.split_whitespace().take(3).count()
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
    /// The first dot ends it; those behind it begin the next.
    EndsAfterFirst,
    GoesOn,
}

impl Verdict {
    fn when(ends: bool) -> Self {
        if ends { Self::Ends } else { Self::GoesOn }
    }
}

/// Ellipses written with blanks: three go on, four end; glued to a word the first dot is its full stop.
fn spaced_dots(marks: &str, before: Option<char>, next: char) -> Option<Verdict> {
    if !marks.contains(' ') {
        return None;
    }
    let dots = marks.chars().filter(|&c| c == '.').count();
    let attached = before.is_some_and(|c| !c.is_whitespace());
    Some(match (next.is_lowercase(), attached, dots) {
        (true, ..) => Verdict::GoesOn,
        (_, true, 4..) => Verdict::EndsAfterFirst,
        (_, _, 4..) => Verdict::Ends,
        _ => Verdict::GoesOn,
    })
}

fn is_list_number(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        || word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar between its sentences.
    fn cut(text: &str) -> String {
        let spans = sentences(text, Span::new(0, text.len()));
        spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" | ")
    }

    /// `marked`, without its bars, is cut where they are.
    fn holds(marked: &str) {
        assert_eq!(cut(&marked.replace(" | ", " ")), marked);
    }

    #[test]
    fn abbreviations_titles_and_initials_do_not_end_a_sentence() {
        holds("Mr. Alder met Gen. Birch at 5 p.m. on Jan. 3 near St. Ives. | Nothing was said.");
        holds("J. K. Cedar spoke for Dogwood Inc. in the U.S. Senate, e.g. on taxes. | It rained.");
        holds("They live in the U.S. | They like it there.");
        holds("She paid 3.5 million to Elm & Co. | He paid No. 4 nothing.");
        holds("Was it no. | Nobody knew.");
    }

    #[test]
    fn quotations_keep_their_marks_and_their_reporting_clause() {
        holds("“We stay.” | “You go,” said Fir.");
        holds("“Is it so?” she asked. | “No!” he cried.");
        holds("“Is it so?” Anna Gorse asked. | “No.” | She left.");
        holds("\"We stay. | We will not go,\" he said.");
        holds("It (see above.) holds. | (This too.) | And this.");
    }

    #[test]
    fn ellipses_before_a_small_letter_go_on() {
        holds("They left … because nobody stayed... and so on. | Well... | That was it…");
    }

    #[test]
    fn a_missing_blank_is_seen_but_addresses_stay_whole() {
        assert_eq!(cut("This is the end.The next begins."), "This is the end. | The next begins.");
        holds("See example.com and Hazel.Ivy@example.org or www.juniper.Example today.");
        holds("The U.S.A is large.");
    }

    #[test]
    fn other_scripts_have_their_own_marks() {
        assert_eq!(cut("今天下雨。明天呢？好！"), "今天下雨。 | 明天呢？ | 好！");
        holds("هل هذا صحيح؟ | نعم.");
        holds("यह घर है। | वह पेड़ है।");
    }

    #[test]
    fn lists_in_one_line_are_cut_at_their_numbers() {
        holds("1) Buy milk | 2) Sell bread | 3) Rest");
        holds("1. Buy milk. | 2. Sell bread.");
    }
}
