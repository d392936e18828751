//! Where the rules for names have the last word: what lists of known names say, days, and pairs.
//!
//! Corpora differ over some names: whether the White House is a place, whether an adjective is a name. Here
//! they are what the project says, and the tagger decides about all others.

use super::facts::spelled;
use super::lists::{DEMONYMS, List, ORG_HEADS, ORGS, TITLES};
use crate::model::EntityType::{Date, Misc, Org};
use crate::model::{Mention, Span};

/// The names of `tagged`, corrected by those that the rules are sure of; both in order, and the result too.
pub fn settled(text: &str, ruled: &[Mention], tagged: &[Mention]) -> Vec<Mention> {
    let sure: Vec<Mention> = ruled
        .iter()
        .filter(|rule| {
            let inside = over(tagged, rule.span).iter().find(|name| name.span.covers(rule.span));
            match inside.filter(|name| name.span != rule.span) {
                Some(name) => rule.kind == Date || cut(text, ruled, rule, name),
                None => known(text, rule),
            }
        })
        .copied()
        .collect();
    let mut found = sure.clone();
    found.extend(tagged.iter().filter(|name| over(&sure, name.span).is_empty()));
    found.sort_unstable_by_key(|name| name.span);
    found
}

/// The mentions that share a byte with `span`.
fn over(mentions: &[Mention], span: Span) -> &[Mention] {
    let first = mentions.partition_point(|mention| mention.span.end() <= span.start());
    let end = mentions.partition_point(|mention| mention.span.start() < span.end());
    mentions.get(first..end).unwrap_or_default()
}

/// Whether a name found by rules is what it is wherever it stands: a day, a listed organisation or people, a
/// quoted title, a Ministry of something.
fn known(text: &str, rule: &Mention) -> bool {
    let name = rule.span.of(text);
    let in_list = |list: &List| list.contains(&spelled(name, name.chars().all(|c| !c.is_lowercase())));
    match rule.kind {
        Date => true,
        Org => {
            let head = name.split_once(" of ").or_else(|| name.split_once(" for "));
            in_list(&ORGS) || head.is_some_and(|(head, _)| ORG_HEADS.contains(head))
        }
        Misc => in_list(&DEMONYMS) || name.contains(' ') && before(text, rule).is_some_and(|c| "“\"‘'".contains(c)),
        _ => false,
    }
}

/// The character before a name.
fn before(text: &str, name: &Mention) -> Option<char> {
    text.get(..name.span.start())?.chars().next_back()
}

/// Whether the longer `name` of the tagger is cut to what the rules say: each name of a pair with a hyphen stands
/// alone, and no title follows an organisation in one name.
fn cut(text: &str, ruled: &[Mention], rule: &Mention, name: &Mention) -> bool {
    let parts = over(ruled, name.span);
    let touching = |pair: &[Mention]| {
        let between = text.get(pair[0].span.end()..pair[1].span.start());
        matches!(between, Some("-" | "–" | "‑" | "/"))
    };
    let pair = parts.len() > 1 && parts.windows(2).any(touching);
    let rest = text.get(rule.span.end()..name.span.end()).unwrap_or_default();
    let title = rest.split_whitespace().next().is_some_and(|word| {
        let (exact, begins) = TITLES.look(word);
        exact || begins
    });
    pair || title && rule.kind == Org && known(text, rule)
}
