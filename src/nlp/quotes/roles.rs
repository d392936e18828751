//! What a chunk says of its persons: roles that stand beside their names, and he or she.

use foldhash::{HashMap, HashSet};

use super::callings::are_kin;
use super::nouns::is_person;
use super::within;
use crate::model::EntityType::Per;
use crate::model::{Mention, Sentence, Span};
use crate::nlp::lists::{EITHER, GIVEN, SPEAKERS, TITLES, WOMEN};

/// How far around a name its role is looked for, in bytes.
const REACH: usize = 80;

/// What stands between a role and a name.
const HONORIFICS: [&str; 10] = ["Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof", "Prof."];

/// Short words that tell a role from others of its kind.
const STATES: [&str; 4] = ["us", "uk", "eu", "un"];

/// He or she.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    He,
    She,
}

/// A role that stands beside the name of a person: press secretary of the White House.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its words, in one sentence with the name.
    pub words: Span,
    /// The name.
    pub person: Mention,
}

/// What a role is called.
#[derive(Debug)]
pub(super) struct Called {
    /// Its head as [`head`] gives it.
    pub head: String,
    /// All its words, in small letters, with single blanks.
    pub words: String,
}

impl Called {
    pub fn new(words: &str) -> Self {
        let words = words.to_lowercase().replace('.', "");
        let same = |word| match word {
            "american" | "america's" => "us",
            "british" | "britain's" => "uk",
            other => other,
        };
        let words = words.split_whitespace().map(same).collect::<Vec<_>>().join(" ");
        Self { head: head(&words), words }
    }

    /// The words that tell it from others of its kind.
    pub fn qualifiers(&self) -> impl Iterator<Item = &str> {
        let tells = |word: &&str| word.chars().count() > 3 || STATES.contains(word);
        bare_words(&self.words).into_iter().filter(move |word| tells(word) && !SPEAKERS.contains(word))
    }
}

/// Whether a role of these words, whose head is the same or a leader's, can be meant by a description.
pub(super) fn fits(words: &str, description: &Called) -> bool {
    description.qualifiers().all(|word| match STATES.contains(&word) {
        true => words.split([' ', '-']).any(|own| own == word),
        false => words.contains(stem(word)),
    })
}

/// The roles in a chunk, in the order of the names.
pub fn roles(text: &str, sentences: &[Sentence], mentions: &[Mention]) -> Vec<Role> {
    let of = |sentence: &Sentence| {
        let span = sentence.span;
        let persons = within(mentions, span).iter().filter(|mention| mention.kind == Per);
        persons.flat_map(move |&person| {
            let apart = after(text, span, person.span).starts_with([',', '.']);
            let before = role_before(before(text, span, person.span), apart).map(|words| {
                let start = words.as_ptr() as usize - text.as_ptr() as usize;
                Span::new(start, start + words.len())
            });
            let after = role_after(after(text, span, person.span)).map(|words| {
                let start = words.as_ptr() as usize - text.as_ptr() as usize;
                Span::new(start, start + words.len())
            });
            [before, after].into_iter().flatten().map(move |words| Role { words, person })
        })
    };
    sentences.iter().flat_map(of).collect()
}

/// The persons of a chunk.
#[derive(Debug, Default)]
pub struct Persons<'a> {
    roles: Vec<(Called, Mention)>,
    genders: HashMap<&'a str, Gender>,
    /// How often each surname stands there.
    counts: HashMap<&'a str, usize>,
}

fn surname(text: &str, person: Mention) -> &str {
    person.span.of(text).rsplit(char::is_whitespace).next().unwrap_or_default()
}

impl<'a> Persons<'a> {
    pub fn new(text: &'a str, sentences: &[Sentence], mentions: &[Mention], roles: &[Role]) -> Self {
        let called = |role: &Role| (Called::new(role.words.of(text)), role.person);
        let mut found = Self { roles: roles.iter().map(called).collect(), ..Self::default() };
        let (mut lone, mut surnames) = (Vec::new(), HashSet::default());
        for sentence in sentences {
            for &person in within(mentions, sentence.span).iter().filter(|mention| mention.kind == Per) {
                let surname = surname(text, person);
                *found.counts.entry(surname).or_default() += 1;
                let before = before(text, sentence.span, person.span);
                let name = person.span.of(text);
                let told = gender(before, name);
                // Gordon alone is a given name, if it is nobody's surname.
                if !name.contains(' ') && title_gender(before).is_none() {
                    lone.extend(told.map(|told| (surname, told)));
                    continue;
                }
                surnames.insert(surname);
                if let Some(told) = told {
                    found.genders.entry(surname).or_insert(told);
                }
            }
        }
        for (name, told) in lone.into_iter().filter(|(name, _)| !surnames.contains(name)) {
            found.genders.entry(name).or_insert(told);
        }
        found
    }

    /// Whether a person can be meant by he or she, as far as the chunk says.
    pub fn fits(&self, text: &str, person: Mention, gender: Gender) -> bool {
        person.kind == Per && self.genders.get(surname(text, person)).is_none_or(|known| *known == gender)
    }

    /// The person whom `description` means, if one has that role; `last` has spoken last.
    pub fn described(&self, text: &str, description: &str, last: Option<Mention>) -> Option<Mention> {
        let wanted = Called::new(description);
        let fits = self.roles.iter().filter(|(role, _)| {
            let leads = wanted.head == "leader" && LEADERS.contains(&&*role.head);
            // The minister: of whatever.
            let short = wanted.head.starts_with(' ') && role.head.ends_with(&wanted.head);
            (role.head == wanted.head || leads || short) && fits(&role.words, &wanted)
        });
        let mut candidates: Vec<Mention> = fits.map(|(_, person)| *person).take(64).collect();
        if let Some(last) = last
            && let Some(person) = candidates.iter().find(|one| surname(text, **one) == surname(text, last))
        {
            return Some(*person);
        }
        // The one who is named most; of equals the first.
        candidates.reverse();
        candidates.into_iter().max_by_key(|person| self.counts.get(surname(text, *person)))
    }

    /// The person with a role that means much the same as `description`, of several who was named last before byte `end`.
    pub fn akin(&self, description: &str, end: usize) -> Option<Mention> {
        let wanted = Called::new(description);
        let akin = |role: &Called| are_kin(&wanted.head, role.head.trim());
        let before = self.roles.iter().filter(|(_, person)| person.span.start() < end);
        before.rev().find(|(role, _)| akin(role)).map(|(_, person)| *person)
    }

    /// Whether a person has an office of which “the leader” can be said.
    pub fn leads(&self, text: &str, person: Mention) -> bool {
        let name = surname(text, person);
        let mut own = self.roles.iter().filter(|(_, other)| surname(text, *other) == name);
        own.any(|(role, _)| {
            LEADERS.contains(&&*role.head) || ["leader", "boss", "chief"].contains(&&*role.head)
        })
    }

    /// The only person with a role of the same head as `description`.
    pub fn holder(&self, description: &str) -> Option<Mention> {
        let wanted = Called::new(description);
        let mut held = self.roles.iter().filter(|(role, _)| role.head == wanted.head);
        let (_, first) = held.next()?;
        Some(*first)
    }
}

/// Roles of which “the leader” can be said.
pub(super) const LEADERS: [&str; 9] = [
    "president",
    "prime minister",
    "premier",
    "chancellor",
    "king",
    "head",
    "general secretary",
    "chairman",
    "chair",
];

/// The beginning of a word that other forms of it share: Russian, Russia.
fn stem(word: &str) -> &str {
    word.char_indices().nth(4).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

fn bare_words(words: &str) -> Vec<&str> {
    let part = words.split([',', '(']).next().unwrap_or_default();
    part.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect()
}

/// The noun that a role turns on, the same for words that mean the same: spokeswoman, press secretary.
fn head(role: &str) -> String {
    let words = bare_words(role);
    let of = words.iter().position(|word| ["of", "for", "at", "in", "to"].contains(word));
    let words = words.get(..of.unwrap_or(words.len())).unwrap_or_default();
    let (last, before) = match words {
        [.., before, last] => (*last, *before),
        [last] => (*last, ""),
        [] => ("", ""),
    };
    match (before, last) {
        ("press", "secretary") | (_, "spokesman" | "spokeswoman" | "spokesperson") => {
            "spokesperson".to_owned()
        }
        ("prime", "minister") | (_, "premier") => "prime minister".to_owned(),
        (before, "minister" | "secretary" | "general" | "president")
            if before == "vice" || last != "president" =>
        {
            format!("{before} {last}")
        }
        (_, last) => last.to_owned(),
    }
}

fn before(text: &str, sentence: Span, name: Span) -> &str {
    let start = name.start().saturating_sub(REACH).max(sentence.start());
    let start = (start..=name.start()).find(|&at| text.is_char_boundary(at)).unwrap_or(name.start());
    text.get(start..name.start()).unwrap_or_default()
}

fn after(text: &str, sentence: Span, name: Span) -> &str {
    let end = (name.end() + REACH).min(sentence.end());
    let end = (name.end()..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(name.end());
    text.get(name.end()..end).unwrap_or_default()
}

pub(super) fn is_role(word: &str) -> bool {
    SPEAKERS.contains(&word.to_lowercase()) || TITLES.contains(word)
}

/// The role right before a name: White House press secretary; its mayor, if the name stands `apart`, in commas.
fn role_before(before: &str, apart: bool) -> Option<&str> {
    let rest = before.strip_suffix(' ')?;
    let honorific = |rest: &&str| HONORIFICS.contains(&rest.rsplit(' ').next().unwrap_or_default());
    let rest =
        Some(rest).filter(honorific).and_then(|rest| rest.rsplit_once(' ')).map_or(rest, |(rest, _)| rest);
    let rest = rest.strip_suffix(',').filter(|_| apart).unwrap_or(rest);
    let clause = rest.rsplit([',', '.', ';', ':', '"', '“', '”', '(']).next().unwrap_or_default();
    let clause = if clause.trim().is_empty() { rest } else { clause };
    // The mayor of the town, if the name stands apart.
    let of = || [" of ", " for "].into_iter().filter_map(|of| clause.rfind(of)).max();
    let held = clause.get(..of().filter(|_| apart).unwrap_or(clause.len()))?;
    let mut words = held.split_whitespace().rev();
    let last = words.next()?;
    let first = words.take(5).last().unwrap_or(last);
    let start = first.as_ptr() as usize - clause.as_ptr() as usize;
    clause.get(start..).filter(|_| is_role(last) && is_person(last) && held.ends_with(last))
}

/// The role behind a name: , the press secretary of the White House, or behind the age: , 41, a nurse, or in what is
/// said of who has it: is a nurse; , who works as a nurse.
fn role_after(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(" is "))?;
    let age = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if age.len() < rest.len() { age.strip_prefix(", ")? } else { rest };
    let who = ["who is ", "who works as ", "who worked as "];
    let rest = who.iter().find_map(|who| rest.strip_prefix(who)).unwrap_or(rest);
    let words = rest.split([',', '.', ';', '"', '”']).next()?;
    let of = [" of ", " for ", " at ", " in ", " to "].into_iter().filter_map(|of| words.find(of)).min();
    let role = words.get(..of.unwrap_or(words.len()))?;
    let last = role.split_whitespace().next_back()?;
    (is_role(last) && is_person(last) && role.split_whitespace().count() <= 6).then_some(words)
}

/// What the word before a name says.
fn title_gender(before: &str) -> Option<Gender> {
    let title =
        before.trim_end().trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    match title {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "spokesman" | "chairman" | "Pope" => Some(Gender::He),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Queen" | "Princess" | "spokeswoman" | "chairwoman" => {
            Some(Gender::She)
        }
        _ => None,
    }
}

/// What a title or a given name says.
fn gender(before: &str, name: &str) -> Option<Gender> {
    let (given, _) = name.split_once([' ', '-']).unwrap_or((name, ""));
    title_gender(before).or_else(|| match () {
        () if EITHER.contains(given) => None,
        () if WOMEN.contains(given) => Some(Gender::She),
        () => GIVEN.contains(given).then_some(Gender::He),
    })
}
