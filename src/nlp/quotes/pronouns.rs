//! Whom words without a name mean: she, they, the Turk.

use super::Draft;
use super::callings::{head_of, is_calling};
use super::nouns::{is_outlet, is_person, is_plural};
use super::roles::{Gender, is_role};
use super::sources::Source;
use super::speakers::Scene;
use super::within;
use crate::model::EntityType::{Loc, Org, Per};
use crate::model::{Kind, Mention, QuoteKind, Span, Speaker};
use crate::nlp::lists::SPEAKERS;

/// How many sentences back the name behind a pronoun may stand.
const PRONOUN: usize = 6;
/// How many sentences on the name behind a pronoun may stand, if it is not before it.
const LATER: usize = 3;
/// How many words the subject of a sentence has at most.
const SUBJECT: usize = 6;
/// How many sentences back a description may stand that a pronoun means.
const DESCRIPTION: usize = 4;

/// What words without a name mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// He, she, or either.
    Person(Option<Gender>),
    /// It.
    Thing,
}

impl Scene<'_> {
    /// Whether words stand between quotation marks.
    fn is_quoted(&self, words: Span) -> bool {
        let before = self.drafts.partition_point(|draft| draft.span.start() <= words.start());
        let near = self.drafts.get(before.saturating_sub(8)..before).unwrap_or_default();
        near.iter().any(|draft| draft.kind == QuoteKind::Direct && draft.span.covers(words))
    }

    pub fn pronoun(&mut self, draft: &Draft, source: Source) -> Option<Speaker> {
        let wanted = match source.span.of(self.text).to_lowercase().as_str() {
            "he" | "him" | "his" => Wanted::Person(Some(Gender::He)),
            "she" | "her" => Wanted::Person(Some(Gender::She)),
            "they" | "them" => {
                let sentence = self.sentence(source.span.start());
                let spoke = self.last(sentence, 2).filter(|last| matches!(last, Speaker::Described(_)));
                let before = self.sentences.get(sentence.saturating_sub(2)..sentence).unwrap_or_default();
                let several =
                    before.iter().rev().find_map(|unit| described_subject(self.text, unit.span, true));
                return spoke.or(several.map(Speaker::Described));
            }
            _ => Wanted::Thing,
        };
        self.antecedent(draft, source, wanted)
    }

    /// Who or what was spoken of before words that give no name.
    pub fn antecedent(&mut self, draft: &Draft, source: Source, wanted: Wanted) -> Option<Speaker> {
        self.persons();
        let sentence = self.sentence(source.span.start());
        let person = wanted != Wanted::Thing;
        let mut beside = None;
        for at in (0..=sentence).rev().take(PRONOUN) {
            let unit = *self.sentences.get(at)?;
            if matches!(unit.kind, Kind::Boilerplate | Kind::Embed) {
                continue;
            }
            let here = at == sentence;
            let fits = |mention: Mention| match wanted {
                Wanted::Person(Some(gender)) => {
                    self.persons.as_ref().is_some_and(|persons| persons.fits(self.text, mention, gender))
                }
                Wanted::Person(None) => mention.kind == Per,
                Wanted::Thing => mention.kind == Org && !self.is_told(mention),
            };
            let same = |speaker: &Speaker| match *speaker {
                Speaker::Named(mention) => fits(mention) || !person && matches!(mention.kind, Loc | Org),
                Speaker::Described(span) => {
                    let words = head_of(span.of(self.text));
                    let head = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
                    let name = words.starts_with(char::is_uppercase) && !SPEAKERS.contains(&head);
                    name || person == is_person(words) && !is_plural(words)
                }
            };
            let mut spoke = self.said.iter().rev().take_while(|(place, _)| *place >= at).map(|(_, who)| *who);
            let spoke = spoke.find(same);
            if spoke.is_some() {
                return spoke;
            }
            // Asked by Ann Lee whether it was so, she said no.
            let words = unit.span.of(self.text);
            let asked = ["Asked", "Pressed", "Questioned"].iter().any(|word| words.starts_with(word));
            if here && (draft.behind || asked) {
                continue;
            }
            // Asked whether Ann Lee should go, Bo Hart paused.
            let main = words.rfind(", ").filter(|_| asked).map_or(0, |comma| unit.span.start() + comma);
            let names = within(self.mentions, unit.span).iter().copied();
            let mut names = names
                .filter(|m| {
                    m.span.end() <= source.span.start()
                        && m.span.start() >= main
                        && fits(*m)
                        && !self.is_quoted(m.span)
                        && !self.is_aside(*m)
                })
                .peekable();
            let first = names.peek().copied();
            let subject = names.find(|mention| self.is_subject(*mention));
            let described = person.then(|| described_subject(self.text, unit.span, false)).flatten();
            let described = described.filter(|span| !self.is_quoted(*span));
            // Another driver, who has not been named before, shrugged.
            let new = ["A ", "An ", "Another ", "One "].iter().any(|first| words.starts_with(first));
            let new =
                |span: &Span| new || span.of(self.text).contains("’s ") || span.of(self.text).contains("'s ");
            if let Some(span) = described.filter(new).filter(|_| !here && at > 0) {
                let named = self.introduced(span.of(self.text), at).filter(|_| subject.is_none());
                let aside = subject.filter(|mention| self.is_called(span, *mention));
                return Some(named.or(aside.map(Speaker::Named)).unwrap_or(Speaker::Described(span)));
            }
            // The retired librarian did it for her husband, Bo Hart: who she is stands before.
            let elsewhere = |span: Span| {
                words.starts_with("The ")
                    && is_calling(span.of(self.text))
                    && subject.is_none_or(|mention| !self.is_called(span, mention))
            };
            if described.is_some_and(elsewhere) && !here {
                beside = beside.or(subject).or(first);
                continue;
            }
            if let Some(span) = described.filter(|_| subject.is_none() && first.is_some() && !here) {
                return Some(Speaker::Described(span));
            }
            if let Some(span) = unknown_subject(self.text, unit.span)
                && person
                && !here
                && first.is_none_or(|first| first.span.start() > span.end())
                && !self.is_quoted(span)
            {
                return Some(Speaker::Described(span));
            }
            // A description means what the sentences are about, before who is named beside it.
            let named =
                if wanted == Wanted::Person(None) { subject } else { subject.or(first.filter(|_| !here)) };
            if let Some(mention) = named {
                return Some(Speaker::Named(mention));
            }
            beside = beside.or(first.filter(|_| !here));
        }
        let Wanted::Person(Some(gender)) = wanted else {
            return beside.filter(|_| person).map(Speaker::Named);
        };
        let before = self.sentences.get(sentence.saturating_sub(DESCRIPTION)..sentence).unwrap_or_default();
        let mut described =
            before.iter().rev().filter_map(|unit| described_subject(self.text, unit.span, false));
        described.next().map(Speaker::Described).or_else(|| self.named_later(sentence, gender))
    }

    /// Who is named as the subject of one of the sentences behind this one: she said it, and then has a name.
    fn named_later(&self, sentence: usize, gender: Gender) -> Option<Speaker> {
        let later = self.sentences.get(sentence + 1..)?.iter().take(LATER);
        let mut named = later.filter_map(|unit| {
            let first = within(self.mentions, unit.span).first().copied()?;
            let before = Span::new(unit.span.start(), first.span.start()).of(self.text);
            let persons = self.persons.as_ref()?;
            let starts =
                before.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || is_role(word));
            (starts && persons.fits(self.text, first, gender) && self.is_subject(first)).then_some(first)
        });
        named.next().map(Speaker::Named)
    }

    /// Whether a name is beside the point: compared with, "as Putin had been urging", or met, "he met Putin".
    fn is_aside(&self, mention: Mention) -> bool {
        matches!(
            self.word_before(mention),
            "as" | "than" | "met" | "meets" | "saw" | "called" | "urged" | "pressed"
        )
    }

    /// Whether a name stands beside a description as that of the same person: a nurse, Ann Lee, …
    fn is_called(&self, description: Span, mention: Mention) -> bool {
        let between = self.text.get(description.end()..mention.span.start()).unwrap_or("-");
        matches!(between, " " | ", ")
            || between.starts_with(", ") && !between.contains(" who ") && between.len() < 24
    }

    pub fn word_before(&self, mention: Mention) -> &str {
        let before = self.text.get(..mention.span.start()).unwrap_or_default();
        before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
    }

    /// Whether a name can be the subject of its sentence: it owns nothing and follows no preposition.
    pub fn is_subject(&self, mention: Mention) -> bool {
        let after = self.text.get(mention.span.end()..).unwrap_or_default();
        let before = self.text.get(..mention.span.start()).unwrap_or_default();
        let word = self.word_before(mention);
        let preposition = [
            "of", "with", "by", "for", "to", "from", "between", "and", "against", "on", "at", "told", "tells",
        ];
        !after.starts_with(['\'', '’', '-']) && !before.ends_with('-') && !preposition.contains(&word)
    }

    /// Whether a name is that of who is only told, or passes on what others say: told the Harbour Herald.
    pub fn is_told(&self, mention: Mention) -> bool {
        let before = self.text.get(..mention.span.start()).unwrap_or_default().trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let told = before.rsplit(' ').next().is_some_and(|word| ["told", "tells", "telling"].contains(&word));
        told || before.ends_with('(') || mention.kind == Org && is_outlet(mention.span.of(self.text))
    }
}

/// The description of one person, or of `several`, that a sentence begins with: the minister, who …
fn described_subject(text: &str, sentence: Span, several: bool) -> Option<Span> {
    let words = sentence.of(text);
    let (first, rest) = words.split_once(' ')?;
    let bare = several && is_plural(first) && SPEAKERS.contains(&first.to_lowercase());
    if bare {
        return Some(Span::new(sentence.start(), sentence.start() + first.len()));
    }
    let of = rest.starts_with("of ");
    if of || !["The", "A", "An", "His", "Her", "Their", "Its", "Another", "One"].contains(&first) {
        return None;
    }
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(SUBJECT) {
        let bare = word.trim_end();
        let last = bare.trim_end_matches([',', ';', ':']);
        end += word.len();
        if SPEAKERS.contains(&last.to_lowercase()) {
            let next = rest.get(end..).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            if last.len() == bare.len() && (SPEAKERS.contains(next) || next.starts_with(char::is_uppercase)) {
                continue;
            }
            let start = sentence.end() - rest.len();
            let span = Span::new(start, start + end - (word.len() - last.len()));
            let fits = if several { is_plural(span.of(text)) } else { is_person(span.of(text)) };
            return fits.then_some(span);
        }
        if last.len() < bare.len()
            || !bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
        {
            return None;
        }
    }
    None
}

/// The name of a person that is not known, behind what they are, with which a sentence begins: village elder Wen Tarr.
fn unknown_subject(text: &str, sentence: Span) -> Option<Span> {
    let words = sentence.of(text);
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let (mut at, mut role, mut name) = (0, false, None);
    for word in words.split_inclusive(' ').take(SUBJECT + 2) {
        let bare = word.trim_end().trim_end_matches(',');
        let is_called = SPEAKERS.contains(&bare.to_lowercase());
        name = match name {
            _ if is_called => None,
            Some((start, count)) if capital(bare) => Some((start, count + 1)),
            None if role && capital(bare) => Some((at, 1)),
            Some((start, count)) => {
                let end = words.get(..at)?.trim_end_matches([' ', ',']).len();
                return (count > 1).then(|| Span::new(sentence.start() + start, sentence.start() + end));
            }
            None => None,
        };
        role = is_called || role && name.is_some();
        if word.trim_end().ends_with(',') && name.is_none() {
            return None;
        }
        at += word.len();
    }
    None
}
