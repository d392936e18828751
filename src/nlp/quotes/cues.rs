//! The words of a clause that say that somebody says something, and who.

use super::clause::Clause;
use super::content::is_telling;
use super::inverted::right;
use super::nouns::{DOCUMENTS, is_plural};
use super::sources::{PREPOSITIONS, Source, What, elided, joined_subject, left, named_end};
use super::verbs::{Form, Use, verbs};
use crate::model::Span;
use crate::nlp::lists::SPEAKERS;

/// A reporting use of a verb, or of another phrase.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    pub span: Span,
    pub usage: Use,
    /// The first word of the cue with its source, if that stands before it, and the word behind both.
    pub first: usize,
    pub end: usize,
    pub source: Source,
    /// Who says the same: Ann Lee and Bo Hart said.
    pub also: Option<Source>,
    /// Whether it passes on what another says: according to, reported.
    pub outer: bool,
    /// Whether it is a phrase with its source in it: according to her.
    pub phrase: bool,
}

const BE: [&str; 8] = ["is", "are", "was", "were", "be", "been", "being", "am"];
const AUXILIARIES: [&str; 3] = ["has", "have", "had"];
const MODALS: [&str; 16] = [
    "to", "would", "will", "could", "can", "may", "might", "must", "should", "shall", "not", "never", "did",
    "do", "does", "cannot",
];
const WOULD: [&str; 5] = ["would", "will", "could", "did", "can"];
const ADVERBS: [&str; 19] = [
    "also", "again", "always", "later", "then", "already", "once", "still", "now", "too", "earlier", "ever",
    "often", "just", "even", "both", "soon", "only", "further",
];
/// How far behind a passive verb its agent is looked for, in words.
const AGENT: usize = 10;
/// What stands before a participle whose subject is that of the sentence.
const LINKS: [&str; 7] = ["while", "by", "before", "after", "when", "and", "instead"];

/// Whether a word is an adverb by its ending.
fn is_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !["family", "assembly", "supply", "rally", "reply", "monopoly", "anomaly", "bully"].contains(&word)
}

/// The cues of `clause`, in order.
pub fn cues(clause: &Clause) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    let mut at = 0;
    while at < clause.len() {
        let cue = phrase(clause, at).or_else(|| verb(clause, at, &found));
        at = cue.map_or(at + 1, |cue| cue.end.max(at + 1));
        found.extend(cue);
    }
    found
}

/// Whether what a verb before its source is about can end at word `end`: …, said Ann Lee, who | on Monday.
fn ends_inverted(clause: &Clause, end: usize) -> bool {
    let goes_on = clause.is(end, &["who", "whose"]) || clause.is(end, &PREPOSITIONS) || clause.is_day(end);
    (!clause.joined(end) || goes_on) && !clause.after_quote(end)
}

/// Phrases that hold their source: according to Ann Lee, in the words of Ann Lee, by her account.
fn phrase(clause: &Clause, at: usize) -> Option<Cue> {
    let follow = |words: &[&str]| (at..).zip(words).all(|(at, word)| clause.is(at, &[word]));
    let (source, end, length) = if follow(&["according", "to"]) {
        let (source, end) = right(clause, at + 2)?;
        (source, end, 2)
    } else if clause.is(at, &["citing", "per"]) && at > 0 && !clause.joined(at) {
        let (source, end) = right(clause, at + 1)?;
        let known = !clause.is(at, &["per"]) || matches!(source.what, What::Named(_));
        return known.then(|| {
            let (span, usage) = (clause.words(at, at + 1), Use::Say);
            Cue { span, usage, first: at, end, source, also: None, outer: false, phrase: true }
        });
    } else if follow(&["in", "the", "words", "of"]) {
        let (source, end) = right(clause, at + 4)?;
        (source, end, 4)
    } else if ["his", "her", "its"].iter().any(|whose| follow(&["by", whose, "account"])) {
        let source = Source { span: clause.words(at + 1, at + 2), what: What::Pronoun, first: at };
        (source, at + 3, 3)
    } else {
        return None;
    };
    let (span, outer) = (clause.words(at, at + length), length == 2);
    Some(Cue { span, usage: Use::Say, first: at, end, source, also: None, outer, phrase: true })
}

/// A verb of saying at `at`, in a use that reports.
fn verb(clause: &Clause, at: usize, before: &[Cue]) -> Option<Cue> {
    // The mediator Said al-Hart.
    let is_name = clause.capital(at) && at > 0 && clause.joined(at) && !clause.capital(at - 1);
    if is_name || clause.mention(at).is_some() || clause.is_day(at) {
        return None;
    }
    let known = verbs(&clause.small(at));
    let (verb, last) = known.iter().find_map(|verb| {
        let follows =
            |next: usize| clause.joined(next) && clause.say(next).eq_ignore_ascii_case(verb.particle);
        match verb.particle {
            "" => Some((verb, at)),
            _ if follows(at + 1) => Some((verb, at + 1)),
            _ if clause.is(at + 1, &["it", "this", "that"]) && follows(at + 2) => Some((verb, at + 2)),
            _ => None,
        }
    })?;
    let cue = |first: usize, end: usize, source: Source| {
        let own = clause.index(source.span.start()) >= source.first;
        let also = joined_subject(clause, source.first).filter(|_| own);
        let outer = matches!(&*clause.small(at), "reported" | "reports");
        let span = clause.words(at, last + 1);
        Cue { span, usage: verb.usage, first: first.min(at), end, source, also, outer, phrase: false }
    };
    // Back over the auxiliaries and adverbs.
    let (mut start, mut passive, mut progressive, mut form) = (at, false, false, verb.form);
    while start > 0 && clause.joined(start) {
        let word = clause.small(start - 1);
        if clause.mention(start - 1).is_some() {
            break;
        } else if BE.contains(&&*word) && !clause.hyphened(start - 1) {
            (passive, progressive) = (true, verb.form == Form::Ing);
        } else if MODALS.contains(&&*word) || word.ends_with("n't") {
            // Would only say: “…”
            if !(WOULD.contains(&&*word) && clause.after_quote(last + 1)) {
                return None;
            }
            form = Form::Past;
        } else if clause.is_day(start - 1) && !clause.possessive(start - 1) {
            start = clause.mention_start(start - 1);
            start -= usize::from(start > 0 && clause.is(start - 1, &["on", "late", "early"]));
            continue;
        } else if !(AUXILIARIES.contains(&&*word)
            || ADVERBS.contains(&&*word)
            || is_adverb(&word) && !clause.capital(start - 1))
        {
            break;
        }
        start -= 1;
    }
    if passive && !progressive {
        // Accused of “a lie” by Ann Lee.
        let mut near = (last + 1..clause.len()).take(AGENT);
        let by = near.find(|&word| clause.is(word, &["by"]))?;
        return right(clause, by + 1).map(|(source, _)| cue(start, last + 1, source));
    }
    if verb.form == Form::Ing && start > 1 && clause.joined(start) && clause.is(start - 1, &["as"]) {
        // Quoted Ann Lee as saying, Ann Lee was quoted as saying.
        let quoted = || {
            let be =
                start.checked_sub(3).filter(|_| clause.is(start - 2, &["quoted", "cited", "reported"]))?;
            let has = usize::from(be > 0 && clause.is(be - 1, &AUXILIARIES));
            clause.is(be, &BE).then(|| left(clause, be - has, Form::Past, before)).flatten()
        };
        let source = named_end(clause, start - 1).or_else(quoted)?;
        return Some(cue(source.first, last + 1, source));
    }
    if verb.form == Form::Ing && !progressive {
        // With analyst Ann Lee calling it “bleak”.
        let name = named_end(clause, start)
            .filter(|name| clause.joined(start) && (0..name.first).any(|at| clause.is(at, &["with"])));
        if let Some(name) = name {
            return Some(cue(name.first, last + 1, name));
        }
        let link = !clause.joined(start) || clause.is(start - 1, &LINKS);
        let source = elided(clause, start, before).filter(|_| link)?;
        return Some(cue(at, last + 1, source));
    }
    let inverted = start == at && !clause.joined(at);
    let quoted = clause.after_quote(at);
    if inverted
        && (verb.usage != Use::Act || quoted && verb.particle.is_empty())
        && !is_telling(&clause.small(at))
        && !clause.is(last + 1, &["that"])
        && let Some((source, end)) = right(clause, last + 1)
        && (matches!(verb.form, Form::Past | Form::Present)
            || verb.form == Form::Base
                && source.what == What::Described
                && is_plural(source.span.of(clause.text)))
        && (quoted || at > 0 && ends_inverted(clause, end))
    {
        return Some(cue(at, end, source));
    }
    let source = left(clause, start, form, before)?;
    // A term: what experts call a “bubble”.
    let general = source.first > 0 && clause.is(source.first - 1, &["what"]) && verb.form == Form::Base;
    if general && verb.usage == Use::Quoted {
        return None;
    }
    let described = source.what == What::Described;
    // Union rules are a noun; a court rules.
    let judges = || clause.is(start - 1, &["court", "judge", "tribunal", "panel", "jury", "judges"]);
    let shows = clause.is(at, &["show", "shows", "showed", "shown"]);
    let text = || (source.first..start).any(|at| clause.is(at, &DOCUMENTS));
    if clause.is(at, &["rules"]) && !judges() || shows && !text() {
        return None;
    }
    let speaks = || {
        (source.first..start)
            .any(|at| SPEAKERS.contains(&clause.small(at)) || clause.capital(at) || clause.is(at, &["both"]))
    };
    if verb.usage == Use::Text && !described || verb.usage == Use::Act && described && !speaks() {
        return None;
    }
    Some(cue(source.first, last + 1, source))
}
