//! The rules for persons, and for names that no list has.

use std::ops::Range;

use super::facts::{Entry, named};
use super::finder::{Finder, NAME};
use super::lists::REPORTING;
use super::words::Gap;
use crate::model::EntityType::{Loc, Org, Per};
use crate::model::{EntityType, Mention};

const PARTICLES: [&str; 17] = [
    "de", "del", "der", "den", "di", "da", "dos", "du", "la", "van", "von", "bin", "ibn", "al", "el", "ben",
    "ter",
];

impl Finder<'_, '_> {
    /// What follows a title at `at`: a person.
    pub(super) fn after_title(&self, at: usize) -> (usize, Option<Mention>) {
        if self.say(at) == "of" {
            let mut end = at + 1;
            while self.follows(end) && self.entry(end).is_none() {
                end += 1;
            }
            return (end.max(at), None);
        }
        let person = self.follows(at)
            && !self.bare
            && (self.entry(at).is_none() || self.is_person_at(at))
            && !self.is_head(at)
            || self.follows(at) && self.known.is_person(self.say(at));
        if !person {
            return (at, None);
        }
        // A role that no list has may stand before the name.
        let start = (at..at + 3)
            .take_while(|&start| self.follows(start))
            .find(|&start| self.given(start) && self.follows(start + 1))
            .unwrap_or(at);
        let end = self.person_end(start);
        (end, self.mention(start..end, Per))
    }

    /// The end of the person's name that begins at `at`.
    fn person_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < at + NAME && !self.word(end - 1).is_some_and(|word| word.possessive) {
            let particle = PARTICLES.contains(&self.say(end));
            let joined =
                |at: usize| self.word(at).is_some_and(|word| word.capital && word.gap == Gap::Hyphen);
            if particle && self.word(end).is_some_and(|word| word.gap == Gap::Blank) {
                let mut more = end + 1;
                while more < end + 3
                    && self.word(more).is_some_and(|word| !word.capital && word.gap == Gap::Blank)
                {
                    more += 1;
                }
                if !(self.follows(more) || joined(more)) || !PARTICLES.contains(&self.say(more - 1)) {
                    break;
                }
                end = more + 1;
            } else if joined(end) && end > at + 1 && !self.known.is_person(self.say(end))
                || self.follows(end)
                    && !matches!(self.entry(end), Some((_, Entry::Title)))
                    && !self.said_org(end)
            {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    /// Whether a listed organisation of several words begins at `at`.
    fn said_org(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|(end, entry)| end > at + 1 && entry == Entry::Name(Org))
    }

    /// A capitalised word that no list has.
    pub(super) fn unlisted(&self, at: usize) -> (usize, Option<Mention>) {
        let plain = self.say(at);
        let shouted = self.word(at).is_some_and(|word| word.upper) && plain.len() > 3;
        if self.known.is_person(plain) || shouted && self.known.is_person(&named(plain)) {
            return (at + 1, self.mention(at..at + 1, Per));
        }
        let compound = self.word(at + 1).is_some_and(|word| word.capital && word.gap == Gap::Hyphen)
            && self.follows(at + 2);
        if compound && (self.given(at) || self.given(at + 1)) {
            let end = self.person_end(at + 1);
            return (end, self.mention(at..end, Per));
        }
        if self.given(at) && self.follows(at + 1) && !matches!(self.entry(at + 1), Some((_, Entry::Title))) {
            let end = self.person_end(at);
            return (end, self.mention(at..end, Per));
        }
        if self.bare || self.starter(at) || plain.chars().count() < 2 {
            let initials = plain.chars().count() == 1
                && !self.starter(at)
                && self.word(at + 1).is_some_and(|word| word.gap == Gap::Dot);
            if initials && !self.bare && self.follows(at + 1) {
                let end = self.person_end(at);
                return (end, (end - at > 1).then(|| self.mention(at..end, Per)).flatten());
            }
            return (at + 1, None);
        }
        let mut end = at + 1;
        while self.follows(end)
            && self.entry(end).is_none()
            && end < at + NAME
            && !(self.given(end) && self.follows(end + 1))
        {
            end += 1;
        }
        (end, self.guess(at..end).and_then(|kind| self.mention(at..end, kind)))
    }

    /// The kind of a name that only its words and its neighbours speak for.
    fn guess(&self, words: Range<usize>) -> Option<EntityType> {
        let (at, end) = (words.start, words.end);
        let first = self.word(at)?;
        let last = self.say(end - 1);
        if self.known.is_person(last) {
            return Some(Per);
        }
        if let Some(kind) = self.known.kinds.get(&*self.phrase(words)) {
            return Some(*kind);
        }
        let speaks =
            REPORTING.contains(self.say(end)) && self.word(end).is_some_and(|word| word.gap == Gap::Blank);
        if end - at >= 2 {
            let initial = (at..end).any(|at| self.say(at).chars().count() == 1);
            let acronym =
                (at..end).any(|at| self.word(at).is_some_and(|word| word.upper && word.span.len() > 2));
            return Some(if speaks || initial || end - at == 2 && !acronym { Per } else { Org });
        }
        if first.upper && !first.span.of(self.text).contains('.') {
            let role = matches!(
                last,
                "OK" | "TV"
                    | "AM"
                    | "PM"
                    | "CEO"
                    | "CFO"
                    | "MP"
                    | "MPs"
                    | "DNA"
                    | "PR"
                    | "IT"
                    | "AI"
                    | "GDP"
                    | "II"
                    | "III"
                    | "IV"
                    | "AD"
                    | "BC"
                    | "DIY"
                    | "CONFIRMED"
            );
            return (last.len() <= 5 && !role && !self.common(end - 1)).then_some(Org);
        }
        if first.gap == Gap::Start {
            return (speaks && !last.ends_with("ing") && !last.ends_with('s')).then_some(Per);
        }
        if self.common(end - 1) || self.is_head(end - 1) {
            return None;
        }
        let before = if at > 0 { self.say(at - 1) } else { "" };
        let compound = |at: usize| self.word(at).is_some_and(|word| word.gap == Gap::Hyphen && word.capital);
        match before {
            "in" | "near" => Some(Loc),
            _ if speaks || REPORTING.contains(before) || self.given(at) || compound(at) || compound(end) => {
                Some(Per)
            }
            _ => first.possessive.then_some(Per),
        }
    }
}
