//! Names and descriptions in commas: Ann Lee, the mayor of the town, said.

use super::clause::Clause;
use super::nouns::is_plural;
use super::sources::{
    PREPOSITIONS, QUANTIFIERS, Source, What, description_start, is_name, named_end, phrase_end,
};
use crate::model::EntityType::{Loc, Per};
use crate::model::Mention;
use crate::nlp::lists::SPEAKERS;

/// How far back the name before an apposition may stand, in words.
const APPOSITION: usize = 30;
/// How many words stand before or in a name in commas.
const ASIDE: usize = 5;

/// The name before words between commas: Ann Lee, the mayor of the town, said. Or behind them: the
/// mayor of the town, Ann Lee, said.
pub fn apposition(clause: &Clause, verb: usize) -> Option<Source> {
    let last = verb.checked_sub(1)?;
    let name = if is_post_nominal(clause, last) { last } else { verb };
    // D-Norland says of whom a senator is, and no more.
    let party = |first: usize| clause.say(first).len() == 1 && clause.hyphened(first + 1);
    if let Some(source) = named_end(clause, name)
        && clause.mention(source.first).is_some_and(|mention| mention.kind == Per)
        && !party(source.first)
    {
        let start = description_start(clause, source.first);
        if start > 0 && !clause.joined(start) {
            let first = phrase_end(clause, start).map_or(start, |phrase| phrase.first);
            return Some(Source { first, ..source });
        }
    }
    // Its director, whose name is not known.
    let name = (verb.saturating_sub(ASIDE)..verb).rev().find(|&at| at > 0 && !clause.joined(at));
    if let Some(name) = name.filter(|&name| {
        name + 1 < verb
            && (name..verb).all(|at| clause.hyphened(at) || clause.capital(at) && !clause.is_day(at))
    }) && let Some(role) = phrase_end(clause, name)
        && role.what == What::Described
        && SPEAKERS.contains(&clause.small(name - 1))
    {
        return Some(Source { span: clause.words(name, verb), what: What::Described, first: role.first });
    }
    let breaks = (verb.saturating_sub(APPOSITION)..verb).rev().filter(|&at| at > 0 && !clause.joined(at));
    let breaks = breaks.take_while(|&at| !clause.after_dateline(at));
    let ends = std::iter::once(verb).filter(|_| clause.mention(last).is_some()).chain(breaks);
    let mut found = ends.filter(|&at| at == verb || !clause.after_quote(at)).filter_map(|at| {
        // Senator Ann Lee of New Town, between commas.
        if let Some(source) = from_place(clause, at) {
            return Some(source);
        }
        if at == verb {
            return None;
        }
        let source = phrase_end(clause, at)?;
        let first = source.first;
        let free = first == 0 || !clause.joined(first) || !clause.is(first - 1, &PREPOSITIONS);
        let subject = match source.what {
            What::Named(mention) => {
                is_name(clause, mention)
                    || clause.is(first, &["the"]) && !is_plural(mention.span.of(clause.text))
            }
            What::Pronoun => false,
            What::Described => {
                let counted = clause.is(first, &QUANTIFIERS) && clause.is(first + 1, &["of"]);
                let named = clause.mention(first).is_some_and(|mention| mention.kind == Per);
                // Another passenger, student Ann Lee, said; her name is not known.
                let called = at - first > 2
                    && (at - 2..at).all(|at| clause.capital(at))
                    && SPEAKERS.contains(&clause.small(at - 3));
                named
                    || called
                    || counted
                    || SPEAKERS.contains(&clause.small(at - 1))
                    || first == 0 && clause.capital(at - 1)
            }
        };
        (free && subject).then_some(source)
    });
    // Ann Lee, of Mill Lane, New Town, denies it.
    let first = found.next()?;
    let is = |source: &Source, kind| matches!(source.what, What::Named(mention) if mention.kind == kind);
    let mut behind = || found.find(|source| is(source, Per));
    if is(&first, Loc) { behind().or(Some(first)) } else { Some(first) }
}

/// Whether word `at` stands behind a name as letters do: Ann Lee KC.
pub fn is_post_nominal(clause: &Clause, at: usize) -> bool {
    let word = clause.say(at);
    let letters = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_uppercase());
    let behind_name = at > 0 && clause.mention(at - 1).is_some_and(|mention| mention.kind == Per);
    letters && clause.joined(at) && clause.mention(at).is_none() && behind_name
}

/// The name of a person in commas behind a description that ends before word `end`: her barrister, Ann Lee, …
pub fn named_aside(clause: &Clause, end: usize) -> Option<Source> {
    let at = (end..clause.len()).take(ASIDE).find(|&at| !clause.joined(at))?;
    let name =
        (at..clause.len()).take(ASIDE).find(|&name| clause.mention(name).is_some_and(|m| m.kind == Per))?;
    let mention = clause.mention(name)?;
    let titled = (at..name).all(|word| clause.capital(word) || SPEAKERS.contains(&clause.small(word)));
    let joined = (at + 1..=name).all(|word| clause.joined(word));
    let source = Source { span: mention.span, what: What::Named(mention), first: at };
    let apart = !clause.joined(clause.mention_end(name)) || is_post_nominal(clause, clause.mention_end(name));
    (titled && joined && apart).then_some(source)
}

/// The name of a person before `end` with a place or an organisation behind it: Ann Lee of New Town.
fn from_place(clause: &Clause, end: usize) -> Option<Source> {
    let last = end.checked_sub(1)?;
    clause.mention(last).filter(|mention| mention.kind != Per)?;
    let of = clause.mention_start(last).checked_sub(1)?;
    let source = named_end(clause, of).filter(|_| clause.is(of, &["of", "from"]))?;
    matches!(source.what, What::Named(Mention { kind: Per, .. })).then_some(source)
}
