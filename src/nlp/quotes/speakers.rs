//! Whom the words for a speaker mean.

use super::Draft;
use super::nouns::{BUSINESS, GROUPS, INSTITUTIONS, MEDIA, is_bare_person, is_person, is_plural};
use super::roles::{Gender, Persons, Role, is_role};
use super::sources::{Source, What};
use super::within;
use crate::model::EntityType::{Loc, Misc, Org, Per};
use crate::model::{Kind, Mention, Quote, QuoteKind, Sentence, Span, Speaker};
use crate::nlp::lists::SPEAKERS;

/// How many sentences back the name behind a pronoun may stand.
const PRONOUN: usize = 6;
/// How many sentences on the name behind a pronoun may stand, if it is not before it.
const LATER: usize = 3;
/// How many units the head of an article has at most.
const HEAD: usize = 12;
/// How many words the subject of a sentence has at most.
const SUBJECT: usize = 6;
/// How many sentences back the last speaker may be meant by a description.
const DESCRIPTION: usize = 4;
/// How many names before a description are looked at.
const NAMES: usize = 40;
/// The drafts as quotes with their speakers.
pub fn resolved(
    text: &str,
    sentences: &[Sentence],
    mentions: &[Mention],
    roles: &[Role],
    drafts: &[Draft],
) -> Vec<Quote> {
    let mut scene = Scene { text, sentences, mentions, roles, drafts, persons: None, said: Vec::new() };
    let mut found: Vec<Quote> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let sentence = scene.sentence(draft.cue.unwrap_or(draft.span).start());
        let speaker = draft.source.and_then(|source| scene.speaker(draft, source, sentence));
        // What nobody known is said to have said, in the words of the article, tells little.
        let unknown = speaker.is_none() && draft.kind != QuoteKind::Direct;
        if unknown || draft.nested && !matches!(speaker, Some(Speaker::Named(_))) {
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
    headlines(text, sentences, &mut found);
    found
}

/// Gives the quoted words in headlines, of which only a description or nothing says whose they are, the speaker who
/// says the same below.
fn headlines(text: &str, sentences: &[Sentence], found: &mut [Quote]) {
    let heads = sentences.iter().take(HEAD).take_while(|unit| unit.kind != Kind::Sentence);
    for unit in heads {
        let unsaid = |quote: &Quote| match quote.speaker {
            Some(Speaker::Named(_)) => false,
            Some(Speaker::Described(span)) => !is_plural(span.of(text)),
            None => true,
        };
        let bare = |quote: &Quote| {
            let words = quote.span.of(text).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            words.replace('’', "'")
        };
        let here = found.iter().find(|quote| unit.span.covers(quote.span) && quote.kind == QuoteKind::Direct);
        let Some(quote) = here.filter(|quote| unsaid(quote)).copied() else { continue };
        let wanted = bare(&quote);
        let below = found.iter().filter(|other| other.kind == QuoteKind::Direct && other.span > unit.span);
        let said = below.take(NAMES).find(|other| !unsaid(other) && bare(other).contains(&wanted));
        let Some(speaker) = said.and_then(|said| said.speaker) else { continue };
        for other in
            found.iter_mut().filter(|other| unit.span.covers(other.span) && other.speaker == quote.speaker)
        {
            other.speaker = Some(speaker);
        }
    }
}

/// What words without a name mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Person(Option<Gender>),
    Thing,
}

/// The chunk, and who has spoken in it so far.
struct Scene<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    mentions: &'a [Mention],
    roles: &'a [Role],
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
        let (text, sentences, mentions, roles) = (self.text, self.sentences, self.mentions, self.roles);
        self.persons.get_or_insert_with(|| Persons::new(text, sentences, mentions, roles))
    }

    /// Who spoke last, at most so many sentences before this one.
    fn last(&self, sentence: usize, reach: usize) -> Option<Speaker> {
        let (at, speaker) = self.said.last()?;
        (at + reach >= sentence).then_some(*speaker)
    }

    fn speaker(&mut self, draft: &Draft, source: Source, sentence: usize) -> Option<Speaker> {
        match source.what {
            What::Named(mention) => {
                // The Turk: who was named before.
                let surface = mention.span.of(self.text);
                let one = mention.kind == Misc
                    && !is_plural(surface)
                    && self.word_before(mention).eq_ignore_ascii_case("the");
                let person = one.then(|| self.antecedent(draft, source, Wanted::Person(None))).flatten();
                person.or(Some(Speaker::Named(mention)))
            }
            What::Pronoun => self.pronoun(draft, source),
            What::Described => self.described(draft, source, sentence),
        }
    }

    fn described(&mut self, draft: &Draft, source: Source, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        let words = source.span.of(text);
        let (first, rest) = words.split_once(char::is_whitespace).unwrap_or(("", words));
        let small = first.to_lowercase();
        let article = ["a", "an", "the"].contains(&&*small);
        // A name that is not known is not called by its title: chief executive Ann Lee.
        let name = words.rsplit(' ').take_while(|word| word.starts_with(char::is_uppercase));
        let count = name.count();
        let length: usize = words.rsplit(' ').take(count).map(|word| word.len() + 1).sum();
        let title = words.rsplit(' ').nth(count).is_some_and(is_role);
        let as_it_stands = || {
            let cut = match () {
                () if count > 1 && title => words.len() + 1 - length,
                () if article => words.len() - rest.len(),
                () => 0,
            };
            Speaker::Described((source.span.start() + cut..source.span.end()).into())
        };
        let last = rest.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        if ["a", "an", "another", "one", "some", "two", "three", "several", "many"].contains(&&*small) {
            let found = if article { self.unnamed(source, rest, sentence) } else { None };
            return found.or_else(|| Some(as_it_stands()));
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
        if small == "the" && ["leader", "boss", "chief"].contains(&&*last) {
            let before = self.antecedent(draft, source, Wanted::Person(None));
            if let Some(Speaker::Named(person)) = before
                && self.persons().leads(text, person)
            {
                return before;
            }
        }
        if small == "the" && is_bare_person(rest) {
            let gender = match rest.split([' ', '-']).next() {
                Some("mother" | "mum" | "mom" | "grandmother" | "widow" | "actress") => Some(Gender::She),
                Some("father" | "dad" | "grandfather" | "widower") => Some(Gender::He),
                _ => None,
            };
            return self.antecedent(draft, source, Wanted::Person(gender)).or_else(|| Some(as_it_stands()));
        }
        if article && !rest.contains(char::is_whitespace) {
            let business = BUSINESS.contains(&&*last);
            let group = business || MEDIA.contains(&&*last) || GROUPS.contains(&&*last);
            let spoken = before.filter(|m| m.kind == Org && group);
            let end = self.mentions.partition_point(|m| m.span.start() < source.span.start());
            let near = self.mentions.get(end.saturating_sub(NAMES)..end).unwrap_or_default();
            let mut all = near.iter().rev().filter(|m| m.kind == Org).copied();
            let like = |m: &&Mention| m.kind != Per && m.span.of(text).to_lowercase().contains(&last);
            let named = near.iter().rev().find(like).copied();
            let bare = |m: &Mention| {
                let head = m.span.of(text).rsplit(' ').next().unwrap_or_default();
                !INSTITUTIONS.contains(&head)
            };
            let nearest = || match () {
                () if business => all.find(bare),
                () => all.find(bare).filter(|_| MEDIA.contains(&&*last) && last != "agency"),
            };
            if let Some(mention) = spoken.or(named).or_else(nearest) {
                return Some(Speaker::Named(mention));
            }
        }
        self.introduced(role, sentence).or_else(|| Some(as_it_stands()))
    }

    /// Who or what is meant by somebody whom the article does not name there: of whom a spokesperson speaks, whom the
    /// next sentences name.
    fn unnamed(&mut self, source: Source, role: &str, sentence: usize) -> Option<Speaker> {
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
            let named = inside.copied().or_else(|| spoke().filter(|_| bare)).map(Speaker::Named);
            let unknown = || capitals(text, source.span).filter(|_| !person).map(Speaker::Described);
            return named.or_else(unknown);
        }
        self.introduced(role, sentence)
    }

    /// Who is only described in the headline or in the first sentence, and named in one of the next: “…,” an engineer
    /// has said. Then: Ann Lee said.
    fn introduced(&mut self, role: &str, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        let told = |unit: &&Sentence| unit.kind == Kind::Sentence;
        let before = self.sentences.get(..sentence.min(HEAD))?.iter().filter(told).count();
        if before > 0 || sentence >= HEAD || is_plural(role) {
            return None;
        }
        let heading = self.sentences.get(sentence)?.kind != Kind::Sentence;
        if let Some(person) = self.persons().holder(role).filter(|_| heading) {
            return Some(Speaker::Named(person));
        }
        let person = is_person(role);
        let next =
            self.sentences.get(sentence + 1..)?.iter().filter(told).skip(usize::from(heading)).take(LATER);
        let mut named = next.filter_map(|unit| {
            let first = within(self.mentions, unit.span).first().copied()?;
            let before = Span::new(unit.span.start(), first.span.start()).of(text);
            let speaks = || {
                let own =
                    |draft: &Draft| draft.source.is_some_and(|source| source.what == What::Named(first));
                self.drafts.iter().any(own) && first.span.of(text).contains(' ') && before.is_empty()
            };
            let fits = if person {
                first.kind == Per && speaks()
            } else {
                first.kind == Org && self.is_subject(first)
            };
            (fits && ["", "The "].contains(&before)).then_some(first)
        });
        named.next().map(Speaker::Named)
    }

    /// Whether a name stands between quotation marks.
    fn is_quoted(&self, mention: Mention) -> bool {
        let before = self.drafts.partition_point(|draft| draft.span.start() <= mention.span.start());
        let near = self.drafts.get(before.saturating_sub(8)..before).unwrap_or_default();
        near.iter().any(|draft| draft.kind == QuoteKind::Direct && draft.span.covers(mention.span))
    }

    fn pronoun(&mut self, draft: &Draft, source: Source) -> Option<Speaker> {
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
    fn antecedent(&mut self, draft: &Draft, source: Source, wanted: Wanted) -> Option<Speaker> {
        self.persons();
        let sentence = self.sentence(source.span.start());
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
                Wanted::Thing => mention.kind == Org,
            };
            let person = wanted != Wanted::Thing;
            let same = |speaker: &Speaker| match *speaker {
                Speaker::Named(mention) => fits(mention) || !person && mention.kind == Loc,
                Speaker::Described(span) => {
                    let words = span.of(self.text);
                    person == is_person(words) && !is_plural(words)
                }
            };
            let mut spoke = self.said.iter().rev().take_while(|(place, _)| *place >= at).map(|(_, who)| *who);
            let spoke = spoke.find(same);
            if spoke.is_some() {
                return spoke;
            }
            if here && draft.behind {
                continue;
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
            let described = person.then(|| described_subject(self.text, unit.span, false)).flatten();
            if let Some(span) = described.filter(|_| subject.is_none() && first.is_some() && !here) {
                return Some(Speaker::Described(span));
            }
            if let Some(mention) = subject.or(first.filter(|_| !here)) {
                return Some(Speaker::Named(mention));
            }
        }
        let Wanted::Person(Some(gender)) = wanted else { return None };
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

/// The description of one person, or of `several`, that a sentence begins with: the minister, who …
fn described_subject(text: &str, sentence: Span, several: bool) -> Option<Span> {
    let words = sentence.of(text);
    let (first, rest) = words.split_once(' ')?;
    let bare = several && is_plural(first) && SPEAKERS.contains(&first.to_lowercase());
    if bare {
        return Some(Span::new(sentence.start(), sentence.start() + first.len()));
    }
    if !["The", "A", "An", "His", "Her", "Their", "Its"].contains(&first) {
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
        if last.len() < bare.len() || !bare.chars().all(|c| c.is_alphanumeric() || c == '-') {
            return None;
        }
    }
    None
}
