//! The words behind a cue that name or describe who speaks: said Ann Lee, according to officials.

use super::clause::Clause;
use super::nouns::{DOCUMENTS, is_plural};
use super::sources::{DETERMINERS, LONGEST, MADE, PREPOSITIONS, PRONOUNS, STOPS, Source, What, is_name};
use crate::model::EntityType::Per;
use crate::nlp::lists::{SPEAKERS, TITLES};

/// How many words stand before a name in brackets of commas.
const ASIDE: usize = 5;

/// Whether word `at` goes on behind a role as a name that is not known: the charity | Warm Rooms.
fn unknown_name(clause: &Clause, at: usize) -> bool {
    let word = clause.small(at);
    clause.joined(at)
        && (clause.capital(at) || clause.hyphened(at))
        && clause.mention(at).is_none()
        && !clause.is_day(at)
        && !SPEAKERS.contains(&word)
        && !TITLES.contains(clause.say(at))
}

/// The word behind the name that goes with a role: a spokesperson | for Northern Rail.
fn complement_end(clause: &Clause, at: usize) -> usize {
    let name = at + 1 + usize::from(clause.is(at + 1, &["the"]));
    let follows = clause.joined(at) && clause.is(at, &["for", "of", "at", "from"]) && clause.joined(name);
    match clause.mention(name) {
        Some(mention) if follows && mention.kind != Per => clause.mention_end(name),
        _ => at,
    }
}

/// The name, pronoun or description that begins at word `first`, and the word behind it; of what is in a document,
/// whose it is.
pub fn right(clause: &Clause, first: usize) -> Option<(Source, usize)> {
    let mut phrase =
        (first..first + LONGEST).take_while(|&at| clause.joined(at) && !clause.is(at, &PREPOSITIONS));
    let document = phrase.find(|&at| {
        let ends = clause.is(at + 1, &MADE) || clause.is(at + 2, &MADE) && clause.say(at + 1).ends_with("ed");
        clause.is(at, &DOCUMENTS) && (ends || (first..at).any(|at| clause.possessive(at)))
    });
    let maker = document.and_then(|document| {
        let made = (document + 1..document + 3).find(|&at| clause.is(at, &MADE));
        let owner = || {
            let at = (first..document).find(|&at| clause.possessive(at))?;
            let named = clause.mention(at).map(|mention| (mention.span, What::Named(mention)));
            let (span, what) = named.unwrap_or((clause.words(first, at + 1), What::Described));
            Some((Source { span, what, first }, document + 1))
        };
        made.and_then(|made| speaker(clause, made + 1)).or_else(owner)
    });
    maker.or_else(|| speaker(clause, first))
}

fn speaker(clause: &Clause, first: usize) -> Option<(Source, usize)> {
    if !clause.joined(first) {
        return None;
    }
    if clause.is(first, &["he", "she", "him", "her", "it", "them", "they"]) && !clause.joined(first + 1) {
        let source = Source { span: clause.words(first, first + 1), what: What::Pronoun, first };
        return Some((source, first + 1));
    }
    // The last name of a run of titles and names: White House press secretary Ann Lee.
    let (mut at, mut named, mut described) = (first, None, None);
    while at < first + LONGEST && (at == first || clause.joined(at)) {
        let small = clause.small(at);
        if let Some(mention) = clause.mention(at) {
            let seen = clause.mention_end(at);
            let rest =
                (seen..seen + ASIDE).take_while(|&at| clause.hyphened(at) && clause.mention(at).is_none());
            let end = seen + rest.count();
            let (span, what) = match end > seen {
                true => (clause.words(at, end), What::Described),
                false => (mention.span, What::Named(mention)),
            };
            let source = Source { span, what, first };
            if mention.kind == Per {
                return Some((source, end));
            }
            if !clause.possessive(end - 1) {
                // The Dane: who was named before.
                let one = clause.is(first, &["the"]) && at == first + 1 && !is_plural(clause.say(at));
                named = (one || is_name(clause, mention)).then_some((source, end));
            }
            at = end;
        } else if !clause.possessive(at) && (SPEAKERS.contains(&small) || TITLES.contains(clause.say(at))) {
            at += 1;
            let end = complement_end(clause, at);
            let name = (at..at + ASIDE).take_while(|&at| unknown_name(clause, at)).count();
            let (from, end) = if name > 0 && end == at { (at, at + name) } else { (first, end) };
            let source = Source { span: clause.words(from, end), what: What::Described, first };
            (named, described) = (None, Some((source, end)));
        } else if clause.is(at, &DETERMINERS) && at == first
            || described.is_none()
                && clause.joined(at + 1)
                && ![&PREPOSITIONS[..], &STOPS, &PRONOUNS].iter().any(|list| clause.is(at, list))
        {
            at += 1;
        } else {
            break;
        }
    }
    // According to its spokesperson, Ann Lee.
    if let Some((_, end)) = described
        && !clause.joined(end)
        && let Some(mention) = clause.mention(end).filter(|mention| mention.kind == Per)
        && !clause.joined(clause.mention_end(end))
        && !is_plural(&clause.small(end - 1))
    {
        let source = Source { span: mention.span, what: What::Named(mention), first };
        return Some((source, clause.mention_end(end)));
    }
    // Says the leader of the orchestra, violinist Ann Lee.
    let at_end = || {
        let (_, end) = described.filter(|(_, end)| clause.is(*end, &["of", "for", "at"]))?;
        let comma = (end..end + LONGEST).find(|&at| !clause.joined(at))?;
        let name =
            comma + (comma..comma + ASIDE).take_while(|&at| SPEAKERS.contains(&clause.small(at))).count();
        let mention = clause.mention(name).filter(|mention| mention.kind == Per)?;
        let last = clause.mention_end(name) >= clause.len() && !clause.after_quote(comma);
        let source = Source { span: mention.span, what: What::Named(mention), first };
        last.then_some((source, clause.len()))
    };
    if let Some(found) = at_end() {
        return Some(found);
    }
    // Asked one of them, Ann Lee.
    let aside = || {
        let name = (first + 1..first + ASIDE).find(|&at| !clause.joined(at) && !clause.after_quote(at))?;
        let mention = clause.mention(name).filter(|mention| mention.kind == Per)?;
        let source = Source { span: mention.span, what: What::Named(mention), first };
        clause.is(first, &DETERMINERS).then(|| (source, clause.mention_end(name)))
    };
    // A name that is not known.
    let unknown = || {
        let start = first + usize::from(clause.is(first, &["the"]));
        let capital =
            |&at: &usize| clause.capital(at) && !clause.is_day(at) && (at == first || clause.joined(at));
        let end = start + (start..start + LONGEST).take_while(capital).count();
        let source = Source { span: clause.words(start, end), what: What::Described, first };
        (end > start && clause.say(start).chars().nth(1).is_some()).then_some((source, end))
    };
    // The shearer, behind quoted words.
    let plain = || {
        let end = first + 1 + (first + 1..first + ASIDE).take_while(|&at| clause.joined(at)).count();
        let noun = |at| ![&PREPOSITIONS[..], &STOPS, &PRONOUNS].iter().any(|list| clause.is(at, list));
        let quoted = first.checked_sub(1).is_some_and(|verb| clause.after_quote(verb));
        let fits = quoted && clause.is(first, &["the", "a", "an", "another"]) && (first + 1..end).all(noun);
        let source = Source { span: clause.words(first, end), what: What::Described, first };
        (fits && end > first + 1 && !clause.joined(end) && !clause.possessive(end - 1))
            .then_some((source, end))
    };
    named.or(described).or_else(aside).or_else(unknown).or_else(plain)
}
