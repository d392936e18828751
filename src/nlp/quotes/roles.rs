//! What a chunk says of its persons: roles that stand beside their names, and he or she.

use foldhash::HashMap;

use super::within;
use crate::model::EntityType::Per;
use crate::model::{Mention, Sentence, Span};
use crate::nlp::lists::{EITHER, GIVEN, SPEAKERS, TITLES, WOMEN};

/// How far around a name its role is looked for, in bytes.
const REACH: usize = 80;

/// He or she.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    He,
    She,
}

/// A role that stands beside a name: the press secretary of the White House.
#[derive(Debug)]
pub struct Role {
    /// Its head as [`head`] gives it.
    head: String,
    /// All its words, in small letters.
    words: String,
    person: Mention,
}

/// The persons of a chunk.
#[derive(Debug, Default)]
pub struct Persons<'a> {
    roles: Vec<Role>,
    genders: HashMap<&'a str, Gender>,
    /// How often each surname stands there.
    counts: HashMap<&'a str, usize>,
}

fn surname(text: &str, person: Mention) -> &str {
    person.span.of(text).rsplit(char::is_whitespace).next().unwrap_or_default()
}

impl<'a> Persons<'a> {
    pub fn new(text: &'a str, sentences: &[Sentence], mentions: &[Mention]) -> Self {
        let mut found = Self::default();
        for sentence in sentences {
            for &person in within(mentions, sentence.span).iter().filter(|mention| mention.kind == Per) {
                let surname = surname(text, person);
                *found.counts.entry(surname).or_default() += 1;
                let before = before(text, sentence.span, person.span);
                found.roles.extend(role_before(before).map(|(head, words)| Role { head, words, person }));
                let after = after(text, sentence.span, person.span);
                found.roles.extend(role_after(after).map(|(head, words)| Role { head, words, person }));
                if let Some(gender) = gender(before, person.span.of(text)) {
                    found.genders.entry(surname).or_insert(gender);
                }
            }
        }
        found
    }

    /// Whether a person can be meant by he or she, as far as the chunk says.
    pub fn fits(&self, text: &str, person: Mention, gender: Gender) -> bool {
        person.kind == Per && self.genders.get(surname(text, person)).is_none_or(|known| *known == gender)
    }

    /// The person whom `description` means, if one has that role; `last` has spoken last.
    pub fn described(&self, text: &str, description: &str, last: Option<Mention>) -> Option<Mention> {
        let words = description.to_lowercase();
        let wanted = head(&words);
        let bare = bare_words(&words);
        let qualifiers: Vec<&str> = bare
            .iter()
            .copied()
            .filter(|word| word.chars().count() > 3 && !SPEAKERS.contains(word))
            .collect();
        let fits = |role: &&Role| {
            let same = role.head == wanted || wanted == "leader" && LEADERS.contains(&&*role.head);
            same && qualifiers.iter().all(|word| role.words.contains(stem(word)))
        };
        let name = |role: &Role| surname(text, role.person);
        let mut candidates: Vec<&Role> = self.roles.iter().filter(fits).take(64).collect();
        if let Some(last) = last
            && let Some(role) = candidates.iter().find(|role| name(role) == surname(text, last))
        {
            return Some(role.person);
        }
        // The one who is named most; of equals the first.
        candidates.reverse();
        candidates.into_iter().max_by_key(|role| self.counts.get(name(role))).map(|role| role.person)
    }
}

/// Roles of which “the leader” can be said.
const LEADERS: [&str; 6] = ["president", "prime minister", "premier", "chancellor", "king", "head"];

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

fn is_role(word: &str) -> bool {
    SPEAKERS.contains(&word.to_lowercase()) || TITLES.contains(word)
}

/// The role right before a name: White House press secretary.
fn role_before(before: &str) -> Option<(String, String)> {
    let rest = before.strip_suffix(' ')?;
    let clause = rest.rsplit([',', '.', ';', ':', '"', '“', '”', '(']).next().unwrap_or_default();
    let clause = if clause.trim().is_empty() { rest } else { clause };
    let words: Vec<&str> = clause.split_whitespace().collect();
    let (last, _) = words.split_last()?;
    let from = words.len().saturating_sub(6);
    let words = words.get(from..)?.join(" ").to_lowercase();
    is_role(last).then(|| (head(&words), words))
}

/// The role behind a name: , the press secretary of the White House,
fn role_after(after: &str) -> Option<(String, String)> {
    let rest = after.strip_prefix(", ")?;
    let words = rest.split([',', '.', ';', '"', '”']).next()?.to_lowercase();
    let of = [" of ", " for ", " at ", " in ", " to "].into_iter().filter_map(|of| words.find(of)).min();
    let role = words.get(..of.unwrap_or(words.len()))?;
    let last = role.split_whitespace().next_back()?;
    (is_role(last) && role.split_whitespace().count() <= 6).then(|| (head(role), words.clone()))
}

/// What a title or a given name says.
fn gender(before: &str, name: &str) -> Option<Gender> {
    let title =
        before.trim_end().trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    match title {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "spokesman" | "chairman" | "Pope" => {
            return Some(Gender::He);
        }
        "Mrs" | "Ms" | "Miss" | "Lady" | "Queen" | "Princess" | "spokeswoman" | "chairwoman" => {
            return Some(Gender::She);
        }
        _ => {}
    }
    let (given, _) = name.split_once([' ', '-'])?;
    match () {
        () if EITHER.contains(given) => None,
        () if WOMEN.contains(given) => Some(Gender::She),
        () => GIVEN.contains(given).then_some(Gender::He),
    }
}
