//! Where the rules for names have the last word: what lists of known names say, days, and pairs.
//!
//! Corpora differ over some names: whether the White House is a place, whether an adjective is a name. Here
//! they are what the project says, and the tagger decides about all others.

use std::borrow::Cow;

use foldhash::HashSet;

use super::facts::{named, spelled};
use super::lists::{DEMONYMS, List, ORG_HEADS, ORGS, PLACES, TITLES};
use crate::model::EntityType::{self, Date, Loc, Misc, Org, Per};
use crate::model::{Mention, Span};

/// First words of names such as Ministry of Trade.
const BODIES: [&str; 10] = [
    "Association",
    "Bank",
    "Coalition",
    "Council",
    "Department",
    "Institute",
    "Ministry",
    "Organisation",
    "Organization",
    "Union",
];

/// No title has a word as long as this, in bytes.
const TITLE: usize = 64;

/// The names of `tagged`, corrected by those that the rules are sure of; both in order, and the result too.
///
/// `bare` are the lines where a capital says nothing of a word.
pub fn settled(text: &str, ruled: &[Mention], tagged: &[Mention], bare: &[Span]) -> Vec<Mention> {
    let lasts = tagged.iter().map(|name| (name.kind, stem(last(name.span.of(text))))).collect();
    let house = House { text, ruled, tagged, bare, lasts };
    let sure: Vec<Mention> = ruled.iter().filter(|rule| house.is_sure(rule)).copied().collect();
    let mut found = sure.clone();
    found.extend(tagged.iter().filter(|name| over(&sure, name.span).is_empty()));
    found.sort_unstable_by_key(|name| name.span);
    found
}

/// Those of `mentions`, which are in order and apart, that share a byte with `span`.
pub fn over(mentions: &[Mention], span: Span) -> &[Mention] {
    let first = mentions.partition_point(|mention| mention.span.end() <= span.start());
    let end = mentions.partition_point(|mention| mention.span.start() < span.end());
    mentions.get(first..end).unwrap_or_default()
}

/// Puts `names` in the place of what shares a byte with one of them; `found` stays in order, and apart.
pub fn put(found: &mut Vec<Mention>, names: Vec<Mention>) {
    if !names.is_empty() {
        found.retain(|name| over(&names, name.span).is_empty());
        found.extend(names);
        found.sort_unstable_by_key(|name| name.span);
    }
}

/// Whether one of `lines`, which are in order and apart, holds `span`.
pub fn is_within(lines: &[Span], span: Span) -> bool {
    let at = lines.partition_point(|line| line.end() <= span.start());
    lines.get(at).is_some_and(|line| line.covers(span))
}

/// The last word of a name.
pub fn last(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

/// A name without the end that is transliterated in several ways.
fn stem(name: &str) -> &str {
    name.trim_end_matches(['y', 'i', 'j'])
}

struct House<'a> {
    text: &'a str,
    ruled: &'a [Mention],
    tagged: &'a [Mention],
    bare: &'a [Span],
    /// The stems of the last words of the names of the tagger.
    lasts: HashSet<(EntityType, &'a str)>,
}

impl House<'_> {
    /// Whether what the rules say counts, whatever the tagger says.
    fn is_sure(&self, rule: &Mention) -> bool {
        let inside = over(self.tagged, rule.span).iter().find(|name| name.span.covers(rule.span));
        match inside.filter(|name| name.span != rule.span) {
            Some(name) => rule.kind == Date || self.splits(rule, name),
            None => self.knows(rule) || self.is_paired(rule),
        }
    }

    /// Whether a name is what it is wherever it stands: a day, a listed organisation or people, a listed place of several
    /// words, a Ministry of something, a quoted title that the tagger found a part of or that has an ampersand.
    fn knows(&self, rule: &Mention) -> bool {
        match rule.kind {
            Date => true,
            Org => {
                let head = rule.span.of(self.text).split_once(" of ");
                self.listed(&ORGS, rule)
                    || self.the_body(rule)
                    || head.is_some_and(|(head, _)| BODIES.contains(&head))
                    || self.joins(rule)
            }
            Misc => {
                self.listed(&DEMONYMS, rule)
                    || self.quoted(rule)
                        && (rule.span.of(self.text).contains(" & ")
                            || !over(self.tagged, rule.span).is_empty())
            }
            Loc => {
                over(self.tagged, rule.span).is_empty()
                    && self.listed(&PLACES, rule)
                    && (self.tagged_elsewhere(rule) || rule.span.of(self.text).contains(char::is_whitespace))
            }
            Per => {
                let words = rule.span.of(self.text);
                let initial = words.split_once(". ").is_some_and(|(first, _)| first.chars().count() == 1);
                let shouted = !words.contains(char::is_lowercase) && self.tagged_elsewhere(rule);
                (initial || shouted) && over(self.tagged, rule.span).is_empty()
            }
        }
    }

    fn listed(&self, list: &List, name: &Mention) -> bool {
        let name = name.span.of(self.text);
        list.contains(&spelled(name, !name.contains(char::is_lowercase)))
    }

    /// Whether it is one like `the Harbour Board`.
    fn the_body(&self, name: &Mention) -> bool {
        let the = self.text.get(..name.span.start()).is_some_and(|before| before.ends_with(" the "));
        let words = name.span.of(self.text);
        the && words.contains(' ') && ORG_HEADS.contains(last(words))
    }

    /// Whether the tagger saw parts of it, as in `Alder County Court`, and these are nobody's names and no country.
    fn joins(&self, name: &Mention) -> bool {
        let parts = over(self.tagged, name.span);
        let is_part = |part: &Mention| {
            name.span.covers(part.span)
                && matches!(part.kind, Org | Loc)
                && !self.listed(&PLACES, part)
                && !self.listed(&DEMONYMS, part)
        };
        !parts.is_empty() && parts.iter().all(is_part) && ORG_HEADS.contains(last(name.span.of(self.text)))
    }

    fn quoted(&self, name: &Mention) -> bool {
        self.text.get(..name.span.start()).is_some_and(|before| before.ends_with(['“', '"', '‘', '\'']))
    }

    /// Whether the longer `name` of the tagger falls into what the rules say: a place and what is its, a pair, an
    /// organisation and a title, or, in a line of capitals, a listed name and what stands behind it.
    fn splits(&self, rule: &Mention, name: &Mention) -> bool {
        let rest = self.text.get(rule.span.end()..name.span.end()).unwrap_or_default();
        let title = || {
            let near = rest.get(..rest.floor_char_boundary(TITLE)).unwrap_or_default();
            let (exact, begins) = TITLES.look(near.split_whitespace().next().unwrap_or_default());
            exact || begins
        };
        let bare = is_within(self.bare, rule.span);
        let first =
            over(self.ruled, name.span).first().filter(|first| first.span.start() == name.span.start());
        let owner = first.is_some_and(|first| {
            let after = self.text.get(first.span.end()..name.span.end()).unwrap_or_default();
            after.starts_with(['\'', '’']) && self.listed(&PLACES, first)
        });
        owner
            || self.is_paired(rule)
            || rule.kind == Org && self.listed(&ORGS, rule) && title()
            || bare && rule.kind == name.kind && (self.listed(&PLACES, rule) || self.listed(&DEMONYMS, rule))
    }

    /// Whether it is one of two names with a hyphen between them that also stand alone.
    fn is_paired(&self, rule: &Mention) -> bool {
        let around = Span::new(rule.span.start().saturating_sub(3), rule.span.end() + 3);
        let near = over(self.ruled, around);
        near.windows(2).any(|pair| {
            pair.contains(rule)
                && self.are_a_pair(pair[0], pair[1])
                && pair.iter().all(|part| self.stands_alone(part))
        })
    }

    fn are_a_pair(&self, one: Mention, other: Mention) -> bool {
        let between = self.text.get(one.span.end()..other.span.start());
        one.kind == other.kind && matches!(between, Some("-" | "–" | "‑" | "/"))
    }

    /// Whether the tagger found the name by itself, or at the end of a longer one.
    fn tagged_elsewhere(&self, name: &Mention) -> bool {
        let words = name.span.of(self.text);
        let plain =
            if words.contains(char::is_lowercase) { Cow::Borrowed(words) } else { named(words).into() };
        self.lasts.contains(&(name.kind, stem(&plain)))
    }

    fn stands_alone(&self, name: &Mention) -> bool {
        self.listed(&PLACES, name) || self.tagged_elsewhere(name)
    }
}
