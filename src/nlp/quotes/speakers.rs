//! Whom the words for a speaker mean.

use super::Draft;
use super::roles::{Gender, Persons};
use super::sources::{Source, What, is_plural};
use super::within;
use crate::model::EntityType::{Loc, Org, Per};
use crate::model::{Kind, Mention, Quote, QuoteKind, Sentence, Speaker};
use crate::nlp::facts::named;
use crate::nlp::lists::{ORG_HEADS, SPEAKERS};

/// How many sentences back the name behind a pronoun may stand.
const PRONOUN: usize = 6;
/// How many sentences back the last speaker may be meant by a description.
const DESCRIPTION: usize = 4;
/// How many names before a description are looked at.
const NAMES: usize = 40;
/// Heads of descriptions that mean an organisation whose name need not say what it is.
const MEDIA: [&str; 10] = [
    "newspaper",
    "paper",
    "outlet",
    "agency",
    "network",
    "broadcaster",
    "channel",
    "magazine",
    "website",
    "publication",
];

/// The drafts as quotes with their speakers.
pub fn resolved(text: &str, sentences: &[Sentence], mentions: &[Mention], drafts: &[Draft]) -> Vec<Quote> {
    let mut scene = Scene { text, sentences, mentions, drafts, persons: None, said: Vec::new() };
    let mut found: Vec<Quote> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let sentence = scene.sentence(draft.cue.unwrap_or(draft.span).start());
        let speaker = draft.source.and_then(|source| scene.speaker(draft, source, sentence));
        if draft.nested && !matches!(speaker, Some(Speaker::Named(_))) {
            continue;
        }
        // A second verb of the same speaker in a sentence says nothing new.
        let same = |other: &&Quote| {
            other.span == draft.span && other.kind != QuoteKind::Direct && draft.kind != QuoteKind::Direct
        };
        if let Some(other) = found.iter_mut().rev().take(8).find(|o| same(&&**o) && o.speaker == speaker) {
            if draft.kind == QuoteKind::Mixed {
                other.kind = QuoteKind::Mixed;
            }
            continue;
        }
        if let (Some(speaker), false, false) = (speaker, draft.nested, draft.outer) {
            scene.said.push((sentence, speaker));
        }
        found.push(Quote {
            span: draft.span,
            kind: draft.kind,
            cue: draft.cue,
            source: draft.source.filter(|_| !draft.carried).map(|source| source.span),
            speaker,
        });
    }
    found
}

/// The chunk, and who has spoken in it so far.
struct Scene<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    mentions: &'a [Mention],
    drafts: &'a [Draft],
    /// Made when it is first needed.
    persons: Option<Persons<'a>>,
    /// The sentences, by their numbers, with those who spoke there.
    said: Vec<(usize, Speaker)>,
}

impl<'a> Scene<'a> {
    fn sentence(&self, offset: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.end() <= offset)
    }

    fn persons(&mut self) -> &Persons<'a> {
        let (text, sentences, mentions) = (self.text, self.sentences, self.mentions);
        self.persons.get_or_insert_with(|| Persons::new(text, sentences, mentions))
    }

    /// Who spoke last, at most so many sentences before this one.
    fn last(&self, sentence: usize, reach: usize) -> Option<Speaker> {
        let (at, speaker) = self.said.last()?;
        (at + reach >= sentence).then_some(*speaker)
    }

    fn speaker(&mut self, draft: &Draft, source: Source, sentence: usize) -> Option<Speaker> {
        match source.what {
            What::Named(mention) => Some(Speaker::Named(mention)),
            What::Pronoun => self.pronoun(draft, source),
            What::Described => self.described(source, sentence),
        }
    }

    fn described(&mut self, source: Source, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        let words = source.span.of(text);
        let (first, rest) = words.split_once(char::is_whitespace).unwrap_or(("", words));
        let small = first.to_lowercase();
        let article = ["a", "an", "the"].contains(&&*small);
        let as_it_stands = || {
            let cut = if article { words.len() - rest.len() } else { 0 };
            Speaker::Described((source.span.start() + cut..source.span.end()).into())
        };
        let last = rest.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let indefinite = ["a", "an", "another", "one", "some", "two", "three", "several", "many"];
        if indefinite.contains(&&*small) {
            return Some(as_it_stands());
        }
        // The Post: a part of a name that stands elsewhere.
        let in_full = |mention: &&Mention| {
            let name = mention.span.of(text);
            mention.kind != Per && name.len() > rest.len() && name.ends_with(rest)
        };
        let capital = rest.starts_with(char::is_uppercase) && !SPEAKERS.contains(&last);
        if capital && let Some(mention) = self.mentions.iter().find(in_full) {
            return Some(Speaker::Named(*mention));
        }
        let before = match self.last(sentence, DESCRIPTION) {
            Some(Speaker::Named(mention)) => Some(mention),
            _ => None,
        };
        let determined = article || ["his", "her", "its", "their", "this", "that"].contains(&&*small);
        let role = if determined { rest } else { words };
        if let Some(person) = self.persons().described(text, role, before) {
            return Some(Speaker::Named(person));
        }
        if article && !rest.contains(char::is_whitespace) {
            let spoken = before.filter(|mention| mention.kind == Org && MEDIA.contains(&&*last));
            let end = self.mentions.partition_point(|m| m.span.start() < source.span.start());
            let near = self.mentions.get(end.saturating_sub(NAMES)..end).unwrap_or_default();
            let mut all = near.iter().rev().filter(|m| m.kind == Org).copied();
            let named = all.clone().find(|m| m.span.of(text).to_lowercase().contains(&last));
            let media = || all.next().filter(|_| MEDIA.contains(&&*last));
            if let Some(mention) = spoken.or(named).or_else(media) {
                return Some(Speaker::Named(mention));
            }
        }
        Some(as_it_stands())
    }

    /// Whether a name stands between quotation marks.
    fn is_quoted(&self, mention: Mention) -> bool {
        let before = self.drafts.partition_point(|draft| draft.span.start() <= mention.span.start());
        let near = self.drafts.get(before.saturating_sub(8)..before).unwrap_or_default();
        near.iter().any(|draft| draft.kind == QuoteKind::Direct && draft.span.covers(mention.span))
    }

    fn pronoun(&mut self, draft: &Draft, source: Source) -> Option<Speaker> {
        let gender = match source.span.of(self.text).to_lowercase().as_str() {
            "he" | "him" | "his" => Some(Gender::He),
            "she" | "her" => Some(Gender::She),
            "they" | "them" => {
                let sentence = self.sentence(source.span.start());
                return self.last(sentence, 2).filter(|last| matches!(last, Speaker::Described(_)));
            }
            _ => None,
        };
        self.persons();
        let sentence = self.sentence(source.span.start());
        for at in (0..=sentence).rev().take(PRONOUN) {
            let unit = *self.sentences.get(at)?;
            if matches!(unit.kind, Kind::Boilerplate | Kind::Embed) {
                continue;
            }
            let here = at == sentence;
            if here && draft.behind {
                continue;
            }
            let fits = |mention: Mention| match gender {
                Some(gender) => {
                    self.persons.as_ref().is_some_and(|persons| persons.fits(self.text, mention, gender))
                }
                None => mention.kind == Org,
            };
            let same = |speaker: &Speaker| match *speaker {
                Speaker::Named(mention) => fits(mention) || gender.is_none() && mention.kind == Loc,
                Speaker::Described(span) => gender.is_some() && is_person(span.of(self.text)),
            };
            let mut spoke = self.said.iter().rev().take_while(|(place, _)| *place >= at).map(|(_, who)| *who);
            let spoke = spoke.find(same);
            if spoke.is_some() {
                return spoke;
            }
            let names = within(self.mentions, unit.span).iter().copied();
            let mut names = names
                .filter(|m| {
                    m.span.end() <= source.span.start()
                        && fits(*m)
                        && !self.is_quoted(*m)
                        && !self.is_aside(*m)
                })
                .peekable();
            let first = names.peek().copied();
            let subject = names.find(|mention| self.is_subject(*mention));
            if let Some(mention) = subject.or(first.filter(|_| !here)) {
                return Some(Speaker::Named(mention));
            }
        }
        None
    }

    /// Whether a name is beside the point: compared with, "as Putin had been urging", or met, "he met Putin".
    fn is_aside(&self, mention: Mention) -> bool {
        matches!(
            self.word_before(mention),
            "as" | "than" | "met" | "meets" | "saw" | "called" | "urged" | "pressed"
        )
    }

    fn word_before(&self, mention: Mention) -> &str {
        let before = self.text.get(..mention.span.start()).unwrap_or_default();
        before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
    }

    /// Whether a name can be the subject of its sentence: it owns nothing and follows no preposition.
    fn is_subject(&self, mention: Mention) -> bool {
        let after = self.text.get(mention.span.end()..).unwrap_or_default();
        let before = self.text.get(..mention.span.start()).unwrap_or_default();
        let word = self.word_before(mention);
        let preposition = ["of", "with", "by", "for", "to", "from", "between", "and", "against", "on", "at"];
        !after.starts_with(['\'', '’', '-']) && !before.ends_with('-') && !preposition.contains(&word)
    }
}

/// Whether a description can mean one person.
fn is_person(description: &str) -> bool {
    let head = description.rsplit(char::is_whitespace).next().unwrap_or_default();
    !is_plural(head) && !ORG_HEADS.contains(&named(&head.to_uppercase())) && !MEDIA.contains(&head)
}
