//! Whom the head of an article means, where names stand below it: headlines, the first sentence.

use super::callings::head_of;
use super::marks::{Pair, pairs};
use super::nouns::{BUSINESS, GROUPS, is_person, is_plural};
use super::sources::Source;
use super::speakers::Scene;
use super::within;
use crate::model::EntityType::{Org, Per};
use crate::model::{Kind, Mention, Quote, QuoteKind, Sentence, Span, Speaker};

/// How many units the head of an article has at most.
const HEAD: usize = 12;
/// How many sentences below it who is only described there may be named.
const LATER: usize = 3;
/// How many pairs of quotation marks in a headline are looked at.
const PAIRS: usize = 8;
/// How many quotes below a headline are looked at.
const BELOW: usize = 40;

/// Gives the quoted words in headlines and headings, of which only a description or nothing says whose they are, the
/// speaker who says the same below.
pub fn headlines(text: &str, sentences: &[Sentence], found: &mut Vec<Quote>) {
    let below: Vec<(Span, String, Option<Speaker>)> = found
        .iter()
        .filter(|quote| quote.kind == QuoteKind::Direct)
        .map(|quote| (quote.span, plain(quote.span.of(text)), quote.speaker))
        .collect();
    let heads = sentences.iter().filter(|unit| matches!(unit.kind, Kind::Title | Kind::Heading));
    for unit in heads {
        let known = |pair: &Pair| below.iter().any(|(span, ..)| span.overlaps(pair.span));
        for pair in pairs(text, unit.span).into_iter().filter(|pair| !known(pair)).take(PAIRS) {
            let wanted = plain(pair.inside.of(text));
            let long = wanted.contains(' ');
            let mut below = below.iter().filter(|(span, ..)| *span > unit.span).take(BELOW);
            if let Some((.., speaker)) = below.find(|(_, words, _)| long && has_words(words, &wanted)) {
                let (span, kind) = (pair.span, QuoteKind::Direct);
                found.push(Quote { span, kind, cue: None, source: None, speaker: *speaker });
            }
        }
    }
    found.sort_by_key(|quote| quote.span);
    let top = sentences.iter().take_while(|unit| unit.kind != Kind::Sentence).take(HEAD).count();
    let is_head = |(at, unit): &(usize, &Sentence)| *at < top || unit.kind == Kind::Heading;
    for (_, unit) in sentences.iter().enumerate().filter(is_head) {
        let unsaid = |quote: &Quote| match quote.speaker {
            Some(Speaker::Named(_)) => quote.source.is_none() && unit.span.covers(quote.span),
            Some(Speaker::Described(span)) => !is_plural(span.of(text)),
            None => true,
        };
        let bare = |quote: &Quote| plain(quote.span.of(text));
        let here = found.iter().find(|quote| unit.span.covers(quote.span) && quote.kind == QuoteKind::Direct);
        let Some(quote) = here.filter(|quote| unsaid(quote)).copied() else { continue };
        let wanted = bare(&quote);
        let below = found.iter().filter(|other| other.kind == QuoteKind::Direct && other.span > unit.span);
        let said = below.take(BELOW).find(|other| !unsaid(other) && bare(other).contains(&wanted));
        let Some(speaker) = said.and_then(|said| said.speaker) else { continue };
        for other in
            found.iter_mut().filter(|other| unit.span.covers(other.span) && other.speaker == quote.speaker)
        {
            other.speaker = Some(speaker);
        }
    }
}

/// Quoted words to be compared: in small letters, without what stands around them.
fn plain(words: &str) -> String {
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}

/// Whether `words` has those that are `wanted`, whole.
fn has_words(words: &str, wanted: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    words.match_indices(wanted).any(|(at, _)| {
        let (before, after) = (words.get(..at), words.get(at + wanted.len()..));
        ends(before.and_then(|before| before.chars().next_back()))
            && ends(after.and_then(|after| after.chars().next()))
    })
}

impl Scene<'_> {
    /// Who or what is meant by somebody whom the article does not name there: of whom a spokesperson speaks, whom the
    /// next sentences name.
    pub fn unnamed(&mut self, source: Source, role: &str, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        if role.split(' ').any(|word| word.starts_with("spokes")) {
            let mut inside = within(self.mentions, source.span).iter();
            let inside = inside.find(|mention| mention.kind != Per);
            let person = within(self.mentions, source.span).iter().any(|mention| mention.kind == Per);
            let spoke = || match self.last(sentence, 2) {
                Some(Speaker::Named(mention)) if mention.kind == Org => Some(mention),
                _ => None,
            };
            let bare = !role.contains(char::is_whitespace);
            // The Harbour Board had warned of it. A spokesperson said …
            let spoke = || spoke().or_else(|| self.body(sentence));
            let named = inside.copied().or_else(|| spoke().filter(|_| bare)).map(Speaker::Named);
            let unknown = || capitals(text, source.span).filter(|_| !person).map(Speaker::Described);
            return named.or_else(unknown);
        }
        self.introduced(role, sentence)
    }

    /// The organisation that the sentence before this one is about.
    fn body(&self, sentence: usize) -> Option<Mention> {
        let unit = self.sentences.get(sentence.checked_sub(1)?)?;
        let fits = |m: &&Mention| m.kind == Org && !self.is_told(**m) && self.is_subject(**m);
        within(self.mentions, unit.span).iter().find(fits).copied()
    }

    /// Who is only described in the headline or in the first sentence, and named in one of the next: “…,” an engineer
    /// has said. Then: Ann Lee said.
    pub fn introduced(&mut self, role: &str, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        let told = |unit: &&Sentence| unit.kind == Kind::Sentence;
        let before = self.sentences.get(..sentence.min(HEAD))?.iter().filter(told).count();
        if before > 0 || sentence >= HEAD || is_plural(&head_of(role).to_lowercase()) {
            return None;
        }
        let heading = self.sentences.get(sentence)?.kind != Kind::Sentence;
        let head = head_of(role);
        let several = ["official", "officer", "source", "witness"].contains(&head);
        if let Some(person) = self.persons().holder(role).filter(|_| heading || !several) {
            return Some(Speaker::Named(person));
        }
        let person = is_person(head) && !several;
        if !person && !BUSINESS.contains(&head) && !GROUPS.contains(&head) {
            return None;
        }
        let next =
            self.sentences.get(sentence + 1..)?.iter().filter(told).skip(usize::from(heading)).take(LATER);
        let mut named = next.filter_map(|unit| {
            let first = within(self.mentions, unit.span).first().copied()?;
            let before = Span::new(unit.span.start(), first.span.start()).of(text);
            let full = first.span.of(text).contains(' ') && before.is_empty();
            let fits =
                if person { first.kind == Per && full } else { first.kind == Org && self.is_subject(first) };
            (fits && ["", "The "].contains(&before)).then_some(first)
        });
        named.next().map(Speaker::Named)
    }
}

/// The first words in capital letters behind the first word of a description: those for whom a spokesperson speaks.
fn capitals(text: &str, description: Span) -> Option<Span> {
    let words = description.of(text);
    let mut start = words.find(' ')? + 1;
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    while !capital(words.get(start..)?) {
        start += words.get(start..)?.find(' ')? + 1;
    }
    let rest = words.get(start..)?;
    let length: usize = rest.split_inclusive(' ').take_while(|word| capital(word)).map(str::len).sum();
    let start = description.start() + start;
    Some(Span::new(start, start + rest.get(..length)?.trim_end().len()))
}
