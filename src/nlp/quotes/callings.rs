//! Persons who are called by what they are or do: the 34-year-old nurse, the lawyer, the striker.

use super::Draft;
use super::nouns::is_person;
use super::pronouns::Wanted;
use super::roles::Gender;
use super::sources::Source;
use super::speakers::Scene;
use crate::model::EntityType::Per;
use crate::model::{Mention, Span, Speaker};
use crate::nlp::lists::{DEMONYMS, OFFICES, SPEAKERS};

/// How far before a description one without a name is looked for, in bytes.
const BEFORE: usize = 8 << 10;

/// What a person is called who has been named, by sport, age or calling, where an office is named of its own.
const CALLINGS: [&str; 44] = [
    "suspect",
    "defendant",
    "accused",
    "goalkeeper",
    "keeper",
    "defender",
    "midfielder",
    "winger",
    "striker",
    "forward",
    "batsman",
    "batter",
    "bowler",
    "sprinter",
    "swimmer",
    "cyclist",
    "rider",
    "jockey",
    "boxer",
    "golfer",
    "runner",
    "skier",
    "gymnast",
    "quarterback",
    "pitcher",
    "champion",
    "teenager",
    "pensioner",
    "grandmother",
    "grandfather",
    "widow",
    "widower",
    "actor",
    "actress",
    "singer",
    "novelist",
    "author",
    "rapper",
    "comedian",
    "filmmaker",
    "veteran",
    "star",
    "republican",
    "democrat",
];

/// Words for one calling, also as titles, one calling a line.
static KIN: &str = include_str!("../data/callings.txt");

/// The noun that a description turns on: nurse, of the 34-year-old nurse from Port Hart.
pub fn head_of(description: &str) -> &str {
    let goes_on = ["of", "for", "at", "in", "to", "from", "with", "on", "who", "that", "behind", "whose"];
    let words = description.split_whitespace();
    let head = words.take_while(|word| !goes_on.contains(word)).last().unwrap_or_default();
    head.trim_end_matches(',')
}

/// Whether a description with “the” means somebody spoken of before, by what they are or do, and no office.
pub fn is_calling(description: &str) -> bool {
    let head = head_of(description).to_lowercase();
    let known = SPEAKERS.contains(&head) && !OFFICES.contains(&head) && is_person(&head);
    is_bare_person(description) || known || DEMONYMS.contains(description)
}

/// Whether a description, without its article, says of a person only what is said of somebody named before:
/// 41-year-old, 41-year-old baker from Port Hart, mother of three, midfielder, Republican.
pub fn is_bare_person(description: &str) -> bool {
    let description = description.strip_prefix("the ").unwrap_or(description);
    let (first, rest) = description.split_once(' ').unwrap_or((description, ""));
    let parent = ["mother", "father", "mum", "mom", "dad", "parent", "grandmother", "grandfather"]
        .iter()
        .any(|word| {
            first == *word && rest.starts_with("of ")
                || first.strip_prefix(word).is_some_and(|of| of.starts_with("-of-"))
        });
    let aged = first.ends_with("-year-old");
    let calling = |head: &str| CALLINGS.contains(&&*head.to_lowercase());
    let calling = description.rsplit(' ').next().is_some_and(calling);
    parent || aged || calling
}

/// Whether there are other words for the calling of this head.
pub fn is_kin(head: &str) -> bool {
    are_kin(head, head)
}

/// Whether two heads are words for one calling: judge, justice.
pub fn are_kin(one: &str, other: &str) -> bool {
    KIN.lines().any(|kin| [one, other].iter().all(|head| kin.split(' ').any(|word| word == *head)))
}

impl Scene<'_> {
    /// Whom “the” with a calling means, given without its article: who is said to have it, or who is spoken of; nobody
    /// where somebody without a name has it.
    pub fn calling(&mut self, draft: &Draft, source: Source, calling: &str) -> Option<Speaker> {
        let head = head_of(calling).to_lowercase();
        let age = calling.split_once("-year-old").map(|(age, _)| age);
        if let Some(person) = age.and_then(|age| self.aged(age)) {
            return Some(Speaker::Named(person));
        }
        if age.is_some_and(|age| self.is_somebody_aged(age, source))
            || age.is_none() && self.is_somebody(&head, source)
        {
            return None;
        }
        if let Some(person) = self.persons().akin(calling, source.span.start()) {
            return Some(Speaker::Named(person));
        }
        let gender = match calling.split([' ', '-']).next() {
            Some("mother" | "mum" | "mom" | "grandmother" | "widow" | "actress" | "woman") => {
                Some(Gender::She)
            }
            Some("father" | "dad" | "grandfather" | "widower" | "man") => Some(Gender::He),
            _ => None,
        };
        if is_calling(calling) { self.antecedent(draft, source, Wanted::Person(gender)) } else { None }
    }

    /// Who is so many years old: Ann Lee, 41, …
    fn aged(&self, age: &str) -> Option<Mention> {
        let is = |mention: &&Mention| {
            let after = self.text.get(mention.span.end()..).unwrap_or_default();
            let after = after.strip_prefix(", ").or_else(|| after.strip_prefix(" ("));
            let rest = after.and_then(|after| after.strip_prefix(age));
            mention.kind == Per && rest.is_some_and(|rest| rest.starts_with([',', ')', '.']))
        };
        self.mentions.iter().find(is).copied()
    }

    /// Whether somebody without a name is or does this: a nurse; his lawyer.
    fn is_somebody(&self, head: &str, source: Source) -> bool {
        let start = self.text.floor_char_boundary(source.span.start().saturating_sub(BEFORE));
        let before = self.text.get(start..source.span.start()).unwrap_or_default().to_ascii_lowercase();
        let ends =
            |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'));
        let place = |at: usize| Span::new(start + at, start + at + head.len());
        let named = |at: usize| {
            let near = self.text.get(place(at).end()..).unwrap_or_default();
            let called = [" named ", " called ", " known as "].iter().any(|called| near.starts_with(called));
            let name = place(at).end() + ", ".len();
            let aside = self.mentions.binary_search_by_key(&name, |mention| mention.span.start()).is_ok();
            called
                || near.starts_with(", ") && aside
                || self.roles.iter().any(|role| role.words.overlaps(place(at)))
        };
        let mut found =
            before.match_indices(head).filter(|(at, _)| before.get(at + head.len()..).is_some_and(ends));
        found.any(|(at, _)| {
            let lead = before.get(..at).unwrap_or_default();
            let lead = lead.rsplit(['.', ',', ';', ':', '"', '“', '”', '\n']).next().unwrap_or_default();
            let mut words = lead.split(' ').rev().skip(1).take(4);
            let glued = !lead.is_empty() && !lead.ends_with(' ');
            let article = words.find(|word| {
                let owner = word.ends_with("'s") || word.ends_with("’s");
                owner || ["a", "an", "another", "one", "his", "her"].contains(word)
            });
            let is =
                words.next().is_some_and(|word| ["as", "is", "was", "became", "like", "be"].contains(&word));
            !glued && article.is_some() && !is && !named(at)
        })
    }

    /// Whether somebody without a name has the age: a 41-year-old man.
    fn is_somebody_aged(&self, age: &str, source: Source) -> bool {
        let start = self.text.floor_char_boundary(source.span.start().saturating_sub(BEFORE));
        let before = self.text.get(start..source.span.start()).unwrap_or_default().to_lowercase();
        ["a", "an"].iter().any(|article| before.contains(&format!("{article} {age}-year-old")))
    }
}
