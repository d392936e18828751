//! The words of a sentence that stand outside quotation marks, or inside one pair of them.

use std::borrow::Cow;

use super::marks::Pair;
use crate::model::{EntityType, Mention, Span};
use crate::nlp::words::{Gap, Word};

/// A word with what stands around it.
#[derive(Clone, Copy, Debug)]
struct Token {
    word: Word,
    /// The mention that it is in.
    mention: Option<Mention>,
    /// Whether quoted words that are left out stand before it.
    quoted: bool,
}

/// Words that belong together, in order. An index beyond them is a word without a letter.
#[derive(Debug)]
pub struct Clause<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    /// Whether quoted words that are left out end it.
    pub quote_last: bool,
}

impl<'a> Clause<'a> {
    /// Those of `words`, the words of `span`, a part of a sentence, that are in none of `pairs`. `mentions` holds
    /// at least those in it.
    pub fn new(text: &'a str, span: Span, words: &[Word], mentions: &[Mention], pairs: &[Pair]) -> Self {
        let mut mentions = mentions.iter().peekable();
        let mut pairs = pairs.iter().peekable();
        let (mut tokens, mut quoted) = (Vec::with_capacity(words.len()), false);
        for &word in words {
            while mentions.next_if(|m| m.span.end() <= word.span.start()).is_some() {}
            while pairs.next_if(|p| p.span.end() <= word.span.start()).is_some() {
                quoted = true;
            }
            if pairs.peek().is_some_and(|p| p.span.covers(word.span)) {
                continue;
            }
            let mention = mentions.peek().filter(|m| m.span.overlaps(word.span)).map(|m| **m);
            tokens.push(Token { word, mention, quoted });
            quoted = false;
        }
        let quote_last = quoted || pairs.peek().is_some_and(|p| p.span.start() < span.end());
        Self { text, tokens, quote_last }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The letters of word `at`.
    pub fn say(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| token.word.span.of(self.text))
    }

    /// The same in small letters; what is no short word is not.
    pub fn small(&self, at: usize) -> Cow<'a, str> {
        let word = self.say(at);
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            return Cow::Borrowed(word);
        }
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }

    /// Whether word `at`, in any letters, is one of these small ones.
    pub fn is(&self, at: usize, of: &[&str]) -> bool {
        let word = self.say(at);
        of.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    /// Whether only a blank or a hyphen stands between word `at` and the one before it.
    pub fn joined(&self, at: usize) -> bool {
        at > 0
            && self
                .token(at)
                .is_some_and(|t| !t.quoted && matches!(t.word.gap, Gap::Blank | Gap::Hyphen | Gap::Dot))
    }

    /// Whether only a hyphen stands between word `at` and the one before it.
    pub fn hyphened(&self, at: usize) -> bool {
        at > 0 && self.token(at).is_some_and(|token| token.word.gap == Gap::Hyphen)
    }

    /// Whether quoted words stand right before word `at`, or end the clause there.
    pub fn after_quote(&self, at: usize) -> bool {
        self.token(at).map_or(self.quote_last, |token| token.quoted)
    }

    pub fn capital(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.word.capital)
    }

    pub fn possessive(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.word.possessive)
    }

    /// The mention that word `at` is in; days are none.
    pub fn mention(&self, at: usize) -> Option<Mention> {
        self.token(at)?.mention.filter(|mention| mention.kind != EntityType::Date)
    }

    /// Whether word `at` is in a mention of a day.
    pub fn is_day(&self, at: usize) -> bool {
        self.token(at).and_then(|token| token.mention).is_some_and(|mention| mention.kind == EntityType::Date)
    }

    /// The first word of the mention that word `at` is in.
    pub fn mention_start(&self, at: usize) -> usize {
        let mention = self.token(at).and_then(|token| token.mention);
        let same = |other: &usize| self.token(*other).is_some_and(|token| token.mention == mention);
        (0..=at).rev().take_while(same).last().unwrap_or(at)
    }

    /// The word behind the mention that word `at` is in.
    pub fn mention_end(&self, at: usize) -> usize {
        let mention = self.token(at).and_then(|token| token.mention);
        let same = |other: &usize| self.token(*other).is_some_and(|token| token.mention == mention);
        (at..self.len()).take_while(same).last().unwrap_or(at) + 1
    }

    /// Whether a dateline ends before word `at`: PORT HART (News Agency) —
    pub fn after_dateline(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.token(before)) else { return false };
        let between = before.word.span.end()..self.token(at).map_or(0, |token| token.word.span.start());
        self.text.get(between).is_some_and(|b| b.contains(')') && b.contains(['-', '–', '—']))
    }

    /// From the first byte of word `first` to the last of the word before `end`.
    pub fn words(&self, first: usize, end: usize) -> Span {
        let place = |at: usize| self.token(at).map_or(Span::default(), |token| token.word.span);
        place(first).join(place(end.max(first + 1) - 1))
    }

    /// The index of the first word that starts at or after byte `offset`.
    pub fn index(&self, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.word.span.start() < offset)
    }
}
