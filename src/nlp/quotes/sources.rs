//! The words beside a cue that name or describe who speaks.

use super::apposition::{apposition, is_post_nominal, named_aside};
use super::callings::is_bare_person;
use super::clause::Clause;
use super::cues::Cue;
use super::nouns::{BUSINESS, DOCUMENTS, is_plural};
use super::verbs::{Form, Use};
use crate::model::EntityType::{Loc, Misc, Org, Per};
use crate::model::{Mention, Span};
use crate::nlp::lists::SPEAKERS;

/// What the words for a speaker are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A name.
    Named(Mention),
    /// He, she, it, they.
    Pronoun,
    /// The spokesperson, a White House official.
    Described,
}

/// The words for a speaker.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub span: Span,
    pub what: What,
    /// The first word of the whole phrase, titles included.
    pub first: usize,
}

/// How many words a description has at most.
pub const LONGEST: usize = 10;
/// How far before a preposition the head of its phrase may stand, in words.
const REACH: usize = 6;

/// Some of those who are spoken of: one of them.
pub const QUANTIFIERS: [&str; 8] = ["one", "some", "many", "several", "most", "another", "others", "two"];

/// What stands before who a document is from.
pub const MADE: [&str; 4] = ["by", "from", "of", "in"];

pub const PRONOUNS: [&str; 4] = ["he", "she", "it", "they"];
pub const DETERMINERS: [&str; 28] = [
    "the", "a", "an", "his", "her", "its", "their", "our", "another", "one", "two", "three", "several",
    "some", "many", "most", "both", "this", "that", "these", "other", "all", "each", "every", "four", "five",
    "few", "no",
];
pub const PREPOSITIONS: [&str; 29] = [
    "of",
    "for",
    "at",
    "from",
    "in",
    "with",
    "by",
    "to",
    "on",
    "near",
    "against",
    "about",
    "after",
    "before",
    "over",
    "under",
    "into",
    "between",
    "during",
    "through",
    "as",
    "since",
    "until",
    "among",
    "alongside",
    "without",
    "within",
    "than",
    "like",
];
/// Verbs that are no part of a description either: she said workers had reported it.
const SAYING: [&str; 6] = ["say", "says", "said", "tell", "tells", "told"];
/// Words that no description goes on over.
pub const STOPS: [&str; 28] = [
    "and", "but", "or", "nor", "that", "which", "who", "whom", "whose", "when", "while", "where", "if",
    "because", "although", "though", "whether", "is", "are", "was", "were", "has", "have", "had", "will",
    "would", "what", "how",
];

/// The subject of the verb whose phrase begins at word `verb`.
pub fn left(clause: &Clause, verb: usize, form: Form, before: &[Cue]) -> Option<Source> {
    if verb == 0 {
        return None;
    }
    if !clause.joined(verb) {
        if form == Form::Base || clause.after_quote(verb) {
            return None;
        }
        return apposition(clause, verb);
    }
    if clause.is(verb - 1, &["and", "but", "then", "or"]) {
        return elided(clause, verb, before).filter(|_| matches!(form, Form::Past | Form::Present));
    }
    if clause.is(verb - 1, &["who", "which"]) {
        let name = || named_end(clause, verb - 1).or_else(|| apposition(clause, verb - 1));
        return if clause.joined(verb - 1) { None } else { name() };
    }
    let source = phrase_end(clause, verb)?;
    if source.first == verb {
        return Some(source);
    }
    // Officials at the ministry, people living in the village say.
    let place = (source.first + 1..verb).find(|&at| clause.is(at, &PREPOSITIONS));
    let mut head = place.filter(|_| source.what == What::Described).unwrap_or(verb) - 1;
    if head > source.first && clause.say(head).ends_with("ing") {
        head -= 1;
    }
    let head = clause.small(head);
    let whole = clause.words(verb.saturating_sub(2), verb).of(clause.text).to_lowercase();
    let speaker = SPEAKERS.contains(&head)
        || BUSINESS.contains(&&*whole)
        || is_bare_person(&clause.words(source.first, verb).of(clause.text).to_lowercase());
    let fits = match (source.what, form) {
        (What::Pronoun, Form::Base) => head == "they",
        (What::Named(mention), Form::Present) if !is_name(clause, mention) => {
            clause.is(source.first, &["the"])
        }
        (What::Pronoun | What::Named(_), Form::Present) => head != "they",
        (What::Named(mention), Form::Base) => mention.kind == Misc && is_plural(&head),
        (What::Described, Form::Base) => speaker && is_plural(&head),
        (What::Described, Form::Present)
            if clause.is(verb, &["says"]) && clause.is(source.first, &["a", "an", "the"]) =>
        {
            true
        }
        (What::Described, Form::Present) => {
            clause.capital(verb - 1) && !clause.is(verb - 1, &DETERMINERS)
                || speaker && (!is_plural(&head) || head == "police")
        }
        (_, Form::Past | Form::Ing) => true,
    };
    fits.then_some(source)
}

/// The name, pronoun or description that ends before word `end`.
pub fn phrase_end(clause: &Clause, end: usize) -> Option<Source> {
    let last = end.checked_sub(1)?;
    if clause.possessive(last) {
        return None;
    }
    // What follows is a noun: a call.
    if clause.is(last, &["the", "a", "an", "his", "her", "its", "their", "our"]) {
        return None;
    }
    if last > 0 && is_post_nominal(clause, last) {
        return phrase_end(clause, last);
    }
    if clause.is(last, &PRONOUNS) {
        return Some(Source { span: clause.words(last, end), what: What::Pronoun, first: last });
    }
    let named = clause.mention(last).is_some();
    let first = description_start(clause, if named { clause.mention_start(last) } else { last });
    // An engineer who examined the hall: who examined it.
    let near = (first.saturating_sub(LONGEST)..first).rev().take_while(|&at| clause.joined(at + 1));
    let who =
        near.take_while(|&at| !clause.is(at, &["that", "and", "but"])).find(|&at| clause.is(at, &["who"]));
    if let Some(who) = who.filter(|&who| who + 1 < first && clause.joined(who))
        && let Some(source) = phrase_end(clause, who)
    {
        return Some(source);
    }
    // The end of a longer phrase: a spokesperson for the ministry.
    if first > 1 && clause.joined(first) && clause.is(first - 1, &PREPOSITIONS) {
        // Ann Lee from the union.
        if let Some(source) = named_end(clause, first - 1)
            && matches!(source.what, What::Named(Mention { kind: Per, .. }))
            && clause.is(first - 1, &["of", "from", "at", "with"])
        {
            let first = description_start(clause, source.first);
            return Some(Source { first, ..source });
        }
        // The chair of the bench Ann Lee.
        if clause.mention(last).is_some_and(|mention| mention.kind == Per)
            && clause.is(first - 1, &["of"])
            && (first..clause.mention_start(last))
                .any(|at| !clause.is(at, &DETERMINERS) && !clause.capital(at))
        {
            return named_end(clause, end);
        }
        let near = (first.saturating_sub(REACH)..first - 1).rev();
        let mut heads = near.take_while(|&at| {
            clause.joined(at + 1) && clause.mention(at).is_none() && !clause.is(at + 1, &STOPS)
        });
        if let Some(head) = heads.find(|&at| {
            let one = clause.is(at, &QUANTIFIERS) && !clause.is(at.wrapping_sub(1), &PREPOSITIONS);
            SPEAKERS.contains(&clause.small(at)) || one || clause.is(at, &DOCUMENTS)
        }) {
            let start = description_start(clause, head);
            // A statement from the ministry.
            if clause.is(head, &DOCUMENTS) && clause.is(first - 1, &MADE) {
                let source = named_end(clause, end);
                let (span, what) =
                    source.map_or((clause.words(first, end), What::Described), |s| (s.span, s.what));
                return Some(Source { span, what, first: start });
            }
            // Residents interviewed by the paper.
            let end = if clause.say(head + 1).ends_with("ed") { head + 1 } else { end };
            return Some(Source { span: clause.words(start, end), what: What::Described, first: start });
        }
        if clause.mention(last).is_some_and(|m| m.kind != Per) && clause.is(first - 1, &["of", "with", "to"])
        {
            return None;
        }
        // The parents of a boy who was hit by a van said.
        let inside = !clause.is(first - 1, &["after", "before", "as", "since", "until", "than", "like"]);
        if inside && clause.mention(last).is_none() && !SPEAKERS.contains(&clause.small(last)) {
            return elided(clause, end, &[]);
        }
    }
    if let Some(source) = named_end(clause, end) {
        return Some(Source { first, ..source });
    }
    let head = clause.small(last);
    let determined = clause.is(first, &DETERMINERS)
        || (first..last).any(|at| clause.possessive(at) || clause.mention(at).is_some());
    let known = (SPEAKERS.contains(&head) || clause.hyphened(last) && first < last)
        && (determined || is_plural(&head) || clause.capital(last) || !clause.joined(first));
    let plain = determined
        && !clause.is(last, &DETERMINERS)
        && (head.len() > 2 || clause.hyphened(last))
        && !clause.is_day(last);
    let unknown = clause.capital(last) && !clause.is(last, &STOPS) && head != "i" && head.len() > 2;
    (known || plain || unknown).then(|| Source {
        span: clause.words(first, end),
        what: What::Described,
        first,
    })
}

/// The name that ends before word `end`.
pub fn named_end(clause: &Clause, end: usize) -> Option<Source> {
    let mut last = end.checked_sub(1)?;
    if clause.possessive(last) {
        return None;
    }
    // The end of a name may not have been seen: Li Mei-ling.
    while clause.mention(last).is_none() && clause.hyphened(last) && end - last < REACH {
        last -= 1;
    }
    let mention = clause.mention(last)?;
    let first = clause.mention_start(last);
    let (span, what) = match last + 1 == end {
        true => (mention.span, What::Named(mention)),
        false => (clause.words(first, end), What::Described),
    };
    let ends = mention.span.end() == clause.words(last, last + 1).end();
    ends.then_some(Source { span, what, first })
}

/// Whether a mention can be the name of who speaks: no adjective.
pub fn is_name(clause: &Clause, mention: Mention) -> bool {
    mention.kind != Misc || mention.span.of(clause.text).contains(' ')
}

/// The first word of the phrase that word `last` ends: back to a determiner, or to what is no part of it.
pub fn description_start(clause: &Clause, last: usize) -> usize {
    let mut first = last;
    while first > 0 && last - first < LONGEST && clause.joined(first) && !clause.is(first, &DETERMINERS) {
        let before = first - 1;
        if clause.is(before, &STOPS)
            || clause.is(before, &PREPOSITIONS) && !(clause.capital(before) && clause.joined(before))
            || clause.is(before, &PRONOUNS)
            || clause.is(before, &SAYING)
            || clause.is_day(before)
        {
            break;
        }
        first = before;
    }
    first
}

/// The subject of the sentence, for a verb at word `verb` that has none of its own.
pub fn elided(clause: &Clause, verb: usize, before: &[Cue]) -> Option<Source> {
    let source = subject(clause, verb, before)?;
    Some(Source { first: verb, ..source })
}

/// The subject of the sentence before word `verb`, as far as it shows without a parser.
pub fn subject(clause: &Clause, verb: usize, before: &[Cue]) -> Option<Source> {
    if let Some(cue) = before.iter().rev().find(|cue| !cue.phrase && cue.usage != Use::Quoted) {
        return Some(cue.source);
    }
    let mut at = 0;
    while at < verb {
        let free = at == 0 || !clause.joined(at) || !clause.is(at - 1, &PREPOSITIONS);
        if clause.is(at, &PRONOUNS) && free {
            return Some(Source { span: clause.words(at, at + 1), what: What::Pronoun, first: at });
        }
        if let Some(mention) = clause.mention(at) {
            let end = clause.mention_end(at);
            let first = description_start(clause, at);
            let free = first == 0 || !clause.joined(first) || !clause.is(first - 1, &PREPOSITIONS);
            let subject = match mention.kind {
                Per => true,
                Org | Loc => {
                    clause.joined(end)
                        && (!clause.capital(end) || at == 0)
                        && end < verb
                        && !clause.say(end).ends_with("ing")
                }
                _ => false,
            };
            if subject && free && !clause.possessive(end - 1) {
                return Some(Source { span: mention.span, what: What::Named(mention), first });
            }
            at = end;
            continue;
        }
        let title = clause.joined(at + 1) && clause.capital(at + 1);
        let inside = clause.joined(at + 1) && SPEAKERS.contains(&clause.small(at + 1));
        if free
            && at < 8
            && !title
            && !inside
            && !clause.possessive(at)
            && SPEAKERS.contains(&clause.small(at))
        {
            let first = description_start(clause, at);
            let free = first == 0 || !clause.is(first - 1, &PREPOSITIONS);
            if free && (clause.is(first, &DETERMINERS) || clause.capital(first)) {
                if let Some(source) = named_aside(clause, at + 1) {
                    return Some(Source { first, ..source });
                }
                return Some(Source { span: clause.words(first, at + 1), what: What::Described, first });
            }
        }
        at += 1;
    }
    None
}

/// A name that is joined to the subject at word `first` by and: Ann Lee and Bo Hart said.
pub fn joined_subject(clause: &Clause, first: usize) -> Option<Source> {
    let and = first.checked_sub(1).filter(|&and| clause.is(and, &["and"]))?;
    named_end(clause, and).filter(|_| clause.joined(first) && clause.joined(and))
}
