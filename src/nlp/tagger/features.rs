//! What the tagger looks at: the words of a chunk, their letters and neighbours, the lists that have
//! them, what the rules take them for, and how else the chunk writes them.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::decode::Label;
use super::hash::{letters, pair};
use super::style::Style;
use crate::model::Span;
use crate::nlp::words::{Gap, Word, words};

/// The longest entry of a list, in words.
const ENTRY: usize = 5;
/// How far a run of capitalised words is followed.
const RUN: usize = 6;
/// A hash for what stands before and behind a sentence.
const EDGE: u64 = 7;
/// Lists of what stands there.
const NO_LISTS: u64 = 1 << 60;

/// Lists of places and peoples: their entries are names in small letters too.
const PLACES: u16 = 0b1_1000_1111;

/// Words of three letters or more that stand in names in small letters.
const SMALL: [&str; 13] =
    ["and", "bin", "das", "del", "den", "der", "des", "dos", "for", "los", "the", "van", "von"];

/// Features that belong together, to measure what each group brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The word itself.
    Word,
    /// Its letters: shape, first and last ones.
    Letters,
    /// The words around it.
    Neighbours,
    /// The marks before and behind it.
    Gaps,
    /// How its sentence is written.
    Style,
    /// The lists that have it.
    Lists,
    /// The first and the last word of its run of capitalised ones, and what stands around the run.
    Runs,
    /// What the rules take it for.
    Rules,
    /// What the first look took it for elsewhere.
    Echoes,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Word,
        Self::Letters,
        Self::Neighbours,
        Self::Gaps,
        Self::Style,
        Self::Lists,
        Self::Runs,
        Self::Rules,
        Self::Echoes,
    ];
}

/// A word, wherever it stands.
#[derive(Clone, Copy)]
pub struct Form {
    word: u64,
    /// In small letters.
    pub lower: u64,
    /// Which of its letters are capitals, small ones, digits.
    pub shape: u64,
    /// Its first letters and its last ones, zero if it has no more.
    starts: [u64; 4],
    ends: [u64; 3],
    /// Its last two letters.
    ending: u64,
    /// The lists that have it, a bit each.
    pub lists: u16,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether it has a capital letter or a digit, as most names have.
    marked: bool,
    /// Whether it stands in names in small letters.
    small: bool,
    /// Whether it begins with a letter.
    lettered: bool,
    /// How the chunk writes it: 1 in small letters, 2 with a capital that no sentence asks for, 4 in capitals.
    pub written: u8,
}

impl Form {
    const EDGE: Self = Self {
        word: EDGE,
        lower: EDGE,
        shape: EDGE,
        starts: [0; 4],
        ends: [0; 3],
        ending: EDGE,
        lists: 0,
        capital: false,
        marked: false,
        small: false,
        lettered: false,
        written: 0,
    };

    /// The form of `word`. `small` is there to be written over.
    fn new(word: &str, small: &mut Vec<char>, lists: impl Fn(u64) -> u16) -> Self {
        small.clear();
        if word.is_ascii() {
            small.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            small.extend(word.chars().flat_map(char::to_lowercase));
        }
        let hash = |letters_of: &[char]| letters(letters_of.iter().copied());
        let (count, lower) = (small.len(), hash(small));
        let part = |length: usize, from: usize| {
            if count > length { hash(&small[from..from + length]) } else { 0 }
        };
        let end = |length: usize| part(length, count.saturating_sub(length));
        Self {
            word: letters(word.chars()),
            lower,
            shape: letters(shape(word)),
            starts: [1, 2, 3, 4].map(|length| part(length, 0)),
            ends: [2, 3, 4].map(end),
            ending: if count > 2 { end(2) } else { lower },
            lists: lists(lower),
            capital: word.starts_with(char::is_uppercase),
            small: SMALL.contains(&word),
            lettered: word.starts_with(char::is_alphabetic),
            marked: word.contains(|c: char| c.is_uppercase() || c.is_numeric()),
            written: 0,
        }
    }
}

/// The kinds of letters of a word, no more than two of a kind in a row and ten in all.
fn shape(word: &str) -> impl Iterator<Item = char> {
    let mut before = (None, 0);
    let class = |c: char| match c {
        c if c.is_uppercase() => 'X',
        c if c.is_lowercase() => 'x',
        c if c.is_numeric() => 'd',
        c if c.is_alphabetic() => 'a',
        c => c,
    };
    let short = move |c: &char| {
        before = if before.0 == Some(*c) { (Some(*c), before.1 + 1) } else { (Some(*c), 1) };
        before.1 <= 2
    };
    word.chars().map(class).filter(short).take(10)
}

/// The words of a chunk, as the tagger sees them.
pub struct Seen<'a> {
    words: &'a [Word],
    /// The words of each sentence.
    pub sentences: &'a [Range<usize>],
    /// What the rules say.
    rules: Vec<Label>,
    forms: Vec<Form>,
    /// The form of each word.
    form_of: Vec<usize>,
    /// Lists with an entry of several words that begins here, and that goes on here.
    phrases: Vec<[u16; 2]>,
    /// The marks before each word.
    gaps: Vec<u64>,
    /// How the sentence of each word is written.
    styles: Vec<Style>,
}

impl<'a> Seen<'a> {
    /// The words of `sentences`, the label that the rules give each, and the lists that have the entry of a hash.
    pub fn new(
        text: &str,
        words: &'a [Word],
        sentences: &'a [Range<usize>],
        rules: Vec<Label>,
        lists: impl Fn(u64) -> u16,
    ) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let (mut forms, mut small): (Vec<Form>, Vec<char>) = (Vec::new(), Vec::new());
        let mut form_of = Vec::with_capacity(words.len());
        let mut gaps = Vec::with_capacity(words.len());
        let mut end = 0;
        for word in words {
            let name = word.span.of(text);
            let at = *known.entry(name).or_insert_with(|| {
                forms.push(Form::new(name, &mut small, &lists));
                forms.len() - 1
            });
            form_of.push(at);
            forms[at].written |= match (word.capital, word.gap, word.upper) {
                (false, _, _) => 1,
                (_, Gap::Start, _) => 0,
                (_, _, false) => 2,
                (_, _, true) => 4,
            };
            let between = text.get(end..word.span.start()).unwrap_or_default();
            gaps.push(letters(between.chars().filter(|c| !c.is_whitespace()).take(3)));
            end = word.span.end();
        }
        let mut written: HashMap<u64, u8> = HashMap::with_capacity(forms.len());
        for form in &forms {
            *written.entry(form.lower).or_default() |= form.written;
        }
        for form in &mut forms {
            form.written = written.get(&form.lower).copied().unwrap_or_default();
        }
        let mut seen =
            Self { words, sentences, rules, forms, form_of, phrases: Vec::new(), gaps, styles: Vec::new() };
        seen.phrases = seen.phrases(lists);
        let mut styles = vec![Style::Small; words.len()];
        for sentence in sentences {
            let lettered = sentence.clone().filter(|&at| seen.form(at).lettered);
            styles[sentence.clone()].fill(Style::of(lettered.map(|at| &words[at])));
        }
        seen.styles = styles;
        seen
    }

    fn phrases(&self, lists: impl Fn(u64) -> u16) -> Vec<[u16; 2]> {
        let mut phrases = vec![[0; 2]; self.words.len()];
        for first in (0..self.words.len()).filter(|&at| self.words[at].capital) {
            let mut hash = self.form(first).lower;
            for at in first + 1..self.words.len().min(first + ENTRY) {
                let joined = matches!(self.words[at].gap, Gap::Blank | Gap::Hyphen | Gap::Dot);
                if !joined || self.words[at - 1].possessive {
                    break;
                }
                hash = pair(hash, self.form(at).lower);
                let found = if self.words[at].capital { lists(hash) } else { 0 };
                if found != 0 {
                    phrases[first][0] |= found;
                    phrases[first + 1..=at].iter_mut().for_each(|inner| inner[1] |= found);
                }
            }
        }
        phrases
    }

    /// The form of word `at`.
    pub fn form(&self, at: usize) -> &Form {
        self.form_of.get(at).and_then(|&at| self.forms.get(at)).unwrap_or(&Form::EDGE)
    }

    /// Whether a sentence or a quotation begins with word `at`.
    pub fn starts(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Start)
    }

    /// Whether word `at` of `sentence` or one beside it has a capital letter or a digit: elsewhere hardly a name is.
    pub fn may_be_name(&self, sentence: &Range<usize>, at: usize) -> bool {
        let mut near = at.saturating_sub(1).max(sentence.start)..(at + 2).min(sentence.end);
        self.careless(at) || near.any(|at| self.form(at).marked)
    }

    /// Whether a name may stand there in small letters: one of a list, or any where a sentence begins with none.
    fn careless(&self, at: usize) -> bool {
        match self.styles.get(at) {
            Some(Style::Small | Style::Careless) => true,
            Some(Style::Plain) => self.form(at).lists & PLACES != 0,
            _ => false,
        }
    }

    /// Whether no name begins with word `at`: a longer one in small letters.
    pub fn begins_none(&self, at: usize) -> bool {
        let long = self.words.get(at).is_some_and(|word| word.span.len() > 2);
        long && !self.careless(at) && !self.form(at).marked && !self.form(at).small
    }

    /// Whether word `at` hardly goes on a name: such a word behind a capitalised one.
    pub fn ends_names(&self, at: usize) -> bool {
        let blank = self.words.get(at).is_some_and(|word| word.gap == Gap::Blank);
        let before = at.checked_sub(1).is_some_and(|before| self.form(before).capital);
        blank && before && self.begins_none(at)
    }

    /// Calls `emit` with each feature of word `at` of `sentence`. `at` is inside, and that inside the words.
    pub fn features(&self, sentence: &Range<usize>, at: usize, emit: &mut impl FnMut(Group, u64)) {
        let near = |offset: isize| at.checked_add_signed(offset).filter(|at| sentence.contains(at));
        let form = |offset| near(offset).map_or(&Form::EDGE, |at| self.form(at));
        let mut template = 0;
        let mut feature = |group, hash| {
            template += 1;
            emit(group, pair(hash, template));
        };
        let (before, word, after) = (form(-1), form(0), form(1));
        let (far_before, far_after) = (form(-2), form(2));

        feature(Group::Word, 0);
        feature(Group::Word, word.word);
        feature(Group::Word, word.lower);

        feature(Group::Letters, word.shape);
        feature(Group::Letters, pair(before.shape, word.shape));
        feature(Group::Letters, pair(word.shape, after.shape));
        feature(Group::Letters, pair(pair(before.shape, word.shape), after.shape));
        feature(Group::Letters, pair(word.shape, u64::from(self.starts(at))));
        for affix in word.starts.into_iter().chain(word.ends) {
            feature(Group::Letters, affix);
        }

        feature(Group::Neighbours, before.lower);
        feature(Group::Neighbours, after.lower);
        feature(Group::Neighbours, far_before.lower);
        feature(Group::Neighbours, far_after.lower);
        feature(Group::Neighbours, pair(before.lower, word.lower));
        feature(Group::Neighbours, pair(word.lower, after.lower));
        feature(Group::Neighbours, pair(far_before.lower, before.lower));
        feature(Group::Neighbours, pair(after.lower, far_after.lower));
        feature(Group::Neighbours, pair(before.lower, word.shape));
        feature(Group::Neighbours, pair(word.shape, after.lower));
        feature(Group::Neighbours, pair(pair(before.lower, word.shape), after.lower));
        feature(Group::Neighbours, before.ending);
        feature(Group::Neighbours, after.ending);
        feature(Group::Neighbours, pair(before.ending, word.shape));
        feature(Group::Neighbours, pair(after.ending, word.shape));

        let style = self.styles[at] as u64;
        feature(Group::Style, pair(style, word.shape));
        feature(Group::Style, pair(style, word.lower));
        feature(Group::Style, pair(style, self.lists(at)));
        feature(Group::Style, pair(style, before.lower));

        let gap = |at: Option<usize>| at.map_or(EDGE, |at| self.gaps[at]);
        let (gap_before, gap_after) = (gap(near(-1).map(|_| at)), gap(near(1)));
        feature(Group::Gaps, gap_before);
        feature(Group::Gaps, gap_after);
        feature(Group::Gaps, pair(gap_before, word.shape));
        feature(Group::Gaps, pair(word.shape, gap_after));
        feature(Group::Gaps, pair(gap_before, far_before.lower));

        let lists = |offset| near(offset).map_or(NO_LISTS, |at| self.lists(at));
        let (lists_before, own, lists_after) = (lists(-1), lists(0), lists(1));
        let capital = u64::from(word.capital);
        feature(Group::Lists, pair(own, word.shape));
        feature(Group::Lists, pair(pair(lists_before, own), capital));
        feature(Group::Lists, pair(pair(own, lists_after), capital));
        feature(Group::Lists, pair(pair(lists_before, own), lists_after));
        feature(Group::Lists, pair(lists_before, word.shape));
        feature(Group::Lists, pair(lists_after, word.shape));

        let joined = |at: usize| {
            let inside = sentence.contains(&at) && at > sentence.start && self.words[at].capital;
            inside && self.words[at].gap == Gap::Blank && !self.words[at - 1].possessive
        };
        let last = (at + 1..at + RUN).take_while(|&next| joined(next)).last().unwrap_or(at);
        let mut first = at;
        while at - first < RUN && joined(first) && self.words[first - 1].capital {
            first -= 1;
        }
        let (head, tail) = (self.form(first), self.form(last));
        let outside = |at: Option<usize>| at.filter(|at| sentence.contains(at));
        let (behind, ahead) = (outside(last.checked_add(1)), outside(first.checked_sub(1)));
        let lower = |at: Option<usize>| at.map_or(EDGE, |at| self.form(at).lower);
        feature(Group::Runs, pair(tail.lower, u64::from(last == at)));
        feature(Group::Runs, pair(tail.ending, (last - at) as u64));
        feature(Group::Runs, pair(lower(behind), gap(behind)));
        feature(Group::Runs, pair(head.lower, (at - first) as u64));
        feature(Group::Runs, pair(lower(ahead), (at - first).min(2) as u64));
        feature(Group::Runs, pair(u64::from(tail.lists), word.shape));
        feature(Group::Runs, pair(u64::from(head.lists), word.shape));

        let rule =
            |offset| near(offset).and_then(|at| self.rules.get(at)).map_or(EDGE << 8, |&label| label.into());
        let label = rule(0);
        feature(Group::Rules, label);
        feature(Group::Rules, pair(rule(-1), label));
        feature(Group::Rules, pair(label, rule(1)));
        feature(Group::Rules, pair(label, word.lower));
        feature(Group::Rules, pair(label, word.shape));
        feature(Group::Rules, pair(label, own));

        for list in (0..48).filter(|list| own >> list & 1 == 1) {
            feature(Group::Lists, pair(1 << list, word.shape));
        }
    }

    /// The lists that have word `at`, those that have an entry from it on, and those that have one over it.
    fn lists(&self, at: usize) -> u64 {
        let [begins, goes_on] = self.phrases[at].map(u64::from);
        u64::from(self.form(at).lists) | begins << 16 | goes_on << 32
    }
}

/// The hash of an entry of a list; nothing if it has no word.
pub fn entry(text: &str) -> Option<u64> {
    let mut found = Vec::new();
    words(text, Span::new(0, text.len()), &mut found);
    let lower = |word: &Word| letters(word.span.of(text).chars().flat_map(char::to_lowercase));
    found.iter().map(lower).reduce(pair)
}
