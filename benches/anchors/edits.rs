//! Edits of a text that know where each of its spans is afterwards.

use std::ops::Range;

use fastrand::Rng;
use unicode_normalization::UnicodeNormalization;

/// A text, and where in it, in bytes, each span of the first text is now, if it is still there.
#[derive(Clone)]
pub struct Edited {
    pub text: String,
    pub spans: Vec<Option<Range<usize>>>,
    /// Where what was said again came to stand, each with the number of its span.
    pub copies: Vec<(usize, Option<Range<usize>>)>,
}

/// What is done to a text.
pub type Edit = fn(&mut Edited, &mut Rng);

/// All kinds of edits, each with its name.
pub const EDITS: [(&str, Edit); 15] = [
    ("typo before", typo_before),
    ("typo inside", typo_inside),
    ("word inserted inside", word_inserted),
    ("word deleted inside", word_deleted),
    ("half of a sentence cut", half_cut),
    ("sentence inserted", sentence_inserted),
    ("sentence deleted", sentence_deleted),
    ("paragraph moved", paragraph_moved),
    ("paragraph cut", paragraph_cut),
    ("paragraph doubled", paragraph_doubled),
    ("sentence doubled", sentence_doubled),
    ("one of equal sentences cut", equal_cut),
    ("quotes and dashes changed", quotes_changed),
    ("decomposed (NFD)", decomposed),
    ("line ends, wrapped anew", wrapped),
];

impl Edited {
    /// A text in which nothing is changed yet.
    pub fn new(text: &str, spans: Vec<Option<Range<usize>>>) -> Self {
        Self { text: text.to_owned(), spans, copies: Vec::new() }
    }

    /// Where a span with these surroundings is: there where it was left. Where an edit has said it again, it is
    /// also there, if it was cut where it was left (cut and pasted is moved), or if that is where it has the
    /// surroundings that it had: then nobody can tell which of the two was there first.
    pub fn truths(&self, number: usize, before: &str, after: &str) -> Vec<Range<usize>> {
        let original = self.spans[number].clone();
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        let (before, after) = (dense(before), dense(after));
        let as_it_was = |copy: &Range<usize>| {
            dense(&self.text[..copy.start]).ends_with(&before)
                && dense(&self.text[copy.end..]).starts_with(&after)
        };
        let copies = self.copies.iter().filter(|(of, _)| *of == number).filter_map(|(_, copy)| copy.clone());
        let copies = copies.filter(|copy| original.is_none() || as_it_was(copy));
        original.clone().into_iter().chain(copies).collect()
    }

    /// Says `range` again before byte `to`, unless nobody could tell which of the two was there first.
    fn say_again(&mut self, range: Range<usize>, to: usize, end: &str) {
        if (range.start..range.end).contains(&to) || self.adjoins(range.clone(), to..to) {
            return;
        }
        let words = self.text[range.clone()].to_owned();
        let spans = self.spans.iter().enumerate().filter_map(|(number, span)| Some((number, span.clone()?)));
        let inside = spans.filter(|(_, span)| range.start <= span.start && span.end <= range.end);
        let copy = |(number, span): (usize, Range<usize>)| {
            (number, Some(span.start - range.start + to..span.end - range.start + to))
        };
        let copies: Vec<_> = inside.map(copy).collect();
        self.replace(to..to, &(words + end));
        self.copies.extend(copies);
    }

    /// Puts `with` in place of `range`. Spans that lie within are gone; those that reach into it keep
    /// the rest; those around it have changed words.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let moved = |at: usize| at - range.len() + with.len();
        for span in self.all() {
            let Some(Range { start, end }) = span.clone() else { continue };
            *span = if range.end <= start && !(range.is_empty() && range.start > start) {
                Some(moved(start)..moved(end))
            } else if end <= range.start {
                Some(start..end)
            } else if start <= range.start
                && range.end <= end
                && !(start == range.start && end == range.end && with.is_empty())
            {
                Some(start..moved(end))
            } else if start < range.start {
                Some(start..range.start)
            } else if range.end < end {
                Some(moved(range.end)..moved(end))
            } else {
                None
            };
        }
        self.text.replace_range(range, with);
    }

    /// Whether the words of `range` stand, white space aside, just before or after `hole`.
    fn adjoins(&self, range: Range<usize>, hole: Range<usize>) -> bool {
        let words = self.text[range].trim();
        self.text[..hole.start].trim_end().ends_with(words)
            || self.text[hole.end..].trim_start().starts_with(words)
    }

    /// Cuts `range` out. Where the same words follow as begin the range, nobody can tell which of the
    /// two were cut: a span among them stays; and of equal neighbours none is cut.
    fn cut(&mut self, range: Range<usize>) {
        if self.adjoins(range.clone(), range.clone()) {
            return;
        }
        let bytes = self.text.as_bytes();
        let right = bytes[range.start..].iter().zip(&bytes[range.end..]).take_while(|(a, b)| a == b).count();
        let left = bytes[..range.start].iter().rev().zip(bytes[..range.end].iter().rev());
        let left = left.take_while(|(a, b)| a == b).count();
        let within =
            |span: &Range<usize>, part: Range<usize>| part.start <= span.start && span.end <= part.end;
        let kept: Vec<_> = self
            .spans
            .iter()
            .map(|span| {
                let span = span.clone()?;
                if within(&span, range.start..range.start + right) {
                    Some(span)
                } else if within(&span, range.end - left..range.end) {
                    Some(span.start - range.len()..span.end - range.len())
                } else {
                    None
                }
            })
            .collect();
        self.replace(range, "");
        for (span, kept) in self.spans.iter_mut().zip(kept) {
            *span = span.take().or(kept);
        }
    }

    /// Moves `range` to byte `to`, outside of it.
    fn shift(&mut self, range: Range<usize>, to: usize) {
        let inside = |span: &Range<usize>| range.start <= span.start && span.end <= range.end;
        let carried: Vec<_> = self.all().map(|span| span.clone().filter(inside)).collect();
        let words = self.text[range.clone()].to_owned();
        let to = if to >= range.end { to - range.len() } else { to };
        let start = range.start;
        self.replace(range, "");
        self.replace(to..to, &words);
        for (span, carried) in self.all().zip(carried) {
            *span = carried.map(|old| old.start - start + to..old.end - start + to).or(span.take());
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Option<Range<usize>>> {
        self.spans.iter_mut().chain(self.copies.iter_mut().map(|(_, copy)| copy))
    }

    /// A sentence or part of one that is still there.
    fn any_span(&self, rng: &mut Rng) -> Option<Range<usize>> {
        let there: Vec<_> = self.spans.iter().flatten().filter(|span| !span.is_empty()).collect();
        rng.choice(there).cloned()
    }

    /// The words of a part, without white space.
    fn words(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let text = &self.text[part.clone()];
        let start = |word: &str| part.start + word.as_ptr() as usize - text.as_ptr() as usize;
        text.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
    }

    /// The lines that are not empty, each with its line end.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut at = 0;
        let lines = self.text.split_inclusive('\n').map(|line| {
            at += line.len();
            at - line.len()..at
        });
        lines.filter(|line| !self.text[line.clone()].trim().is_empty()).collect()
    }

    /// A sentence of words of the text, in no order.
    fn sentence(&self, rng: &mut Rng) -> String {
        let words = self.words(0..self.text.len());
        let some: Vec<_> =
            (0..rng.usize(4..20)).filter_map(|_| Some(&self.text[rng.choice(&words)?.clone()])).collect();
        some.join(" ") + "."
    }
}

fn typo(edited: &mut Edited, rng: &mut Rng, part: Range<usize>) {
    let letters = edited.text[part.clone()].char_indices().filter(|(_, c)| c.is_alphabetic());
    let Some((at, letter)) = rng.choice(letters.collect::<Vec<_>>()) else { return };
    let at = part.start + at;
    let range = at..at + letter.len_utf8();
    let other = rng.lowercase().to_string();
    match rng.u8(0..3) {
        0 => edited.replace(range, ""),
        1 => edited.replace(range, &other),
        _ => edited.replace(range.end..range.end, &other),
    }
}

fn typo_before(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let from = edited.text.floor_char_boundary(span.start.saturating_sub(30));
    typo(edited, rng, from..span.start);
}

fn typo_inside(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    typo(edited, rng, span);
}

fn word_inserted(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let all = edited.words(0..edited.text.len());
    let (Some(word), Some(at)) = (rng.choice(&all), rng.choice(edited.words(span))) else { return };
    let word = edited.text[word.clone()].to_owned() + " ";
    // Of two equal words nobody could tell which one is new.
    if edited.text[at.start..].starts_with(word.trim()) || edited.text[..at.start].ends_with(&word) {
        return;
    }
    edited.replace(at.start..at.start, &word);
}

fn word_deleted(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let words = edited.words(span);
    if words.len() > 1 {
        let at = rng.usize(1..words.len());
        edited.cut(words[at - 1].end..words[at].end);
    }
}

fn half_cut(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let words = edited.words(span.clone());
    let Some(middle) = words.get(words.len() / 2).filter(|_| words.len() > 3) else { return };
    edited.cut(if rng.bool() { span.start..middle.start } else { middle.start..span.end });
}

fn sentence_inserted(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let (before, after) = *rng.choice(&[("", " "), ("", "\n"), (" ", ""), ("\n", "")]).unwrap();
    let words = [before, &edited.sentence(rng), after].concat();
    let at = if before.is_empty() { span.start } else { span.end };
    edited.replace(at..at, &words);
}

fn sentence_deleted(edited: &mut Edited, rng: &mut Rng) {
    let Some(span) = edited.any_span(rng) else { return };
    let space = edited.text[span.end..].starts_with([' ', '\n']);
    edited.cut(span.start..span.end + usize::from(space));
}

fn paragraph_moved(edited: &mut Edited, rng: &mut Rng) {
    let all = edited.paragraphs();
    let (Some(from), Some(to)) = (rng.choice(&all), rng.choice(&all)) else { return };
    // Of two equal neighbours nobody could tell which one was moved.
    let equal = edited.adjoins(from.clone(), from.clone());
    if !equal && (to.start < from.start || from.end < to.start) {
        edited.shift(from.clone(), to.start);
    }
}

fn paragraph_cut(edited: &mut Edited, rng: &mut Rng) {
    let Some(paragraph) = rng.choice(edited.paragraphs()) else { return };
    edited.cut(paragraph);
}

fn paragraph_doubled(edited: &mut Edited, rng: &mut Rng) {
    let all = edited.paragraphs();
    let (Some(from), Some(to)) = (rng.choice(&all), rng.choice(&all)) else { return };
    edited.say_again(from.clone(), to.start, "");
}

/// Says a sentence again at another place.
pub fn sentence_doubled(edited: &mut Edited, rng: &mut Rng) {
    let (Some(span), Some(to)) = (edited.any_span(rng), edited.any_span(rng)) else { return };
    edited.say_again(span, to.start, " ");
}

fn equal_cut(edited: &mut Edited, rng: &mut Rng) {
    let equal = |span: &Range<usize>| edited.text.match_indices(&edited.text[span.clone()]).nth(1).is_some();
    let all: Vec<_> =
        edited.spans.iter().flatten().filter(|span| !span.is_empty() && equal(span)).cloned().collect();
    let Some(span) = rng.choice(all) else { return };
    let space = edited.text[span.end..].starts_with([' ', '\n']);
    edited.cut(span.start..span.end + usize::from(space));
}

/// Puts something in place of single characters; from the last on, so that the others stay.
fn each(edited: &mut Edited, mut change: impl FnMut(char, Option<char>) -> Option<String>) {
    let text = edited.text.clone();
    let mut chars = text.char_indices().rev().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(with) = change(c, chars.peek().map(|(_, before)| *before)) {
            edited.replace(at..at + c.len_utf8(), &with);
        }
    }
}

fn quotes_changed(edited: &mut Edited, rng: &mut Rng) {
    let straight = rng.bool();
    each(edited, |c, before| {
        let opens = before.is_none_or(|c| !c.is_alphanumeric() && !".,!?".contains(c));
        let with = match (c, straight) {
            ('“' | '”', true) => "\"",
            ('‘' | '’', true) => "'",
            ('–' | '—', true) => "-",
            ('"', false) if opens => "“",
            ('"', false) => "”",
            ('\'', false) => "’",
            ('-', false) => "–",
            ('…', _) => "...",
            _ => return None,
        };
        Some(with.to_owned())
    });
}

fn decomposed(edited: &mut Edited, _: &mut Rng) {
    each(edited, |c, _| Some(c.nfd().collect::<String>()).filter(|all| all.chars().count() > 1));
}

fn wrapped(edited: &mut Edited, rng: &mut Rng) {
    each(edited, |c, _| {
        let spaces: &[&str] = match c {
            ' ' => &[" ", " ", "\n", "\u{a0}", "  "],
            '\n' => &["\n", "\r\n", "\n\n", " "],
            _ => return None,
        };
        rng.choice(spaces).map(|space| (*space).to_owned())
    });
}
