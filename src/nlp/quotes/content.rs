//! What stands beside a cue, and what between quotation marks: content, a title, a term.

use super::clause::Clause;
use super::cues::Cue;
use super::marks::Pair;
use super::sources::{PREPOSITIONS, PRONOUNS};
use super::verbs::Use;

/// Verbs by which a clause is told from a mere object.
const FINITE: [&str; 42] = [
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might",
    "must", "should", "shall", "do", "does", "did", "remains", "remain", "remained", "needs", "need",
    "wants", "want", "won't", "can't", "isn't", "aren't", "wasn't", "weren't", "doesn't", "don't", "didn't",
    "wouldn't", "couldn't", "hasn't", "haven't", "it's", "he's", "there's",
];
/// What an object of a verb of saying does not begin with.
const ASIDE: [&str; 22] = [
    "in", "on", "at", "of", "about", "to", "during", "for", "by", "with", "after", "before", "as", "from",
    "so", "nothing", "little", "more", "much", "when", "while", "and",
];
/// What begins words before the saying that are no content.
const PREFIXES: [&str; 15] = [
    "in",
    "on",
    "at",
    "after",
    "during",
    "ahead",
    "before",
    "asked",
    "while",
    "pressed",
    "questioned",
    "quizzed",
    "when",
    "as",
    "with",
];
/// How far behind a cue its clause is looked for, in words.
const REACH: usize = 18;

/// Whether a clause follows the cue, before word `end`.
pub fn is_clause(clause: &Clause, cue: &Cue, end: usize) -> bool {
    if cue.phrase {
        return clause.len() > cue.end - cue.first + 1;
    }
    // “…,” said Ann Lee, whose boat was lost.
    if is_inverted(clause, cue) {
        return false;
    }
    let behind = cue.end..end.min(cue.end + REACH);
    let that = behind.clone().find(|&at| clause.is(at, &["that"]) && at + 1 < clause.len());
    // An order: told his aides to leave.
    if is_addressed(clause, cue)
        && behind.clone().take(ORDER).any(|at| clause.is(at, &["to"]) && that.is_none_or(|that| at < that))
    {
        return false;
    }
    if cue.span.of(clause.text).ends_with(" that") {
        return cue.end + 1 < end;
    }
    let open = |at: usize| clause.is(at, &["whether", "how", "why"]) && clause.joined(at);
    let other = cue.usage == Use::State && clause.is(cue.end, &PREPOSITIONS) && !clause.is_day(cue.end + 1);
    let finite =
        || !other && behind.clone().skip(1).any(|at| clause.is(at, &FINITE) && clause.mention(at).is_none());
    let object = || {
        let begins = clause.joined(cue.end) && !clause.is(cue.end, &ASIDE);
        begins && end > cue.end + BARE && cue.usage == Use::Say && !is_addressed(clause, cue)
    };
    // Said in a note to clients it now expected a cut; told the court she had seen it.
    let pronoun = || {
        let own = |at: usize| clause.is(at, &PRONOUNS) && clause.joined(at) && at + 2 < end;
        let reach = if is_addressed(clause, cue) {
            ORDER
        } else if clause.is(cue.end, &["in"]) {
            REACH
        } else {
            0
        };
        let mut heard = behind.clone().take(reach).skip(1);
        cue.usage == Use::Say && heard.any(|at| own(at) && !clause.is(at - 1, &PREPOSITIONS))
    };
    that.is_some() || pronoun() || open(cue.end) || (finite() && !is_relative(clause, cue.end)) || object()
}

/// Whether the object of a verb is what somebody else says: rejected the criticism.
pub fn answers(clause: &Clause, cue: &Cue) -> bool {
    let object = (cue.end..cue.end + ORDER).take_while(|&at| clause.joined(at));
    let verb = cue.span.of(clause.text);
    let against = ["reject", "dismiss"].iter().any(|stem| verb.starts_with(stem));
    against && !is_inverted(clause, cue) && object.into_iter().any(|at| clause.is(at, &CLAIMS))
}

/// What others say.
const CLAIMS: [&str; 14] = [
    "claim",
    "claims",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "criticism",
    "criticisms",
    "charge",
    "charges",
    "suggestion",
    "suggestions",
    "reports",
    "idea",
];

/// Whether the source stands behind its verb.
fn is_inverted(clause: &Clause, cue: &Cue) -> bool {
    let source = cue.source.span;
    source.start() > cue.span.start() && source.end() <= clause.words(cue.first, cue.end).end()
}

/// How far behind told an order begins, in words.
const ORDER: usize = 5;
/// How many words make a statement after said.
const BARE: usize = 3;

/// Whether the cue tells somebody, who stands where content would.
fn is_addressed(clause: &Clause, cue: &Cue) -> bool {
    is_telling(&cue.span.of(clause.text).to_lowercase())
}

/// Whether the verb tells somebody, who stands behind it: told reporters.
pub fn is_telling(verb: &str) -> bool {
    ["tell", "tells", "told", "telling"].contains(&verb)
}

/// Whether what follows says something of the speaker or of the saying: said Lee, who was there.
fn is_relative(clause: &Clause, at: usize) -> bool {
    clause.is(at, &["who", "whose", "which", "as", "when", "after", "before", "while", "where"])
}

/// Whether any object follows: ruled out a deal, denied on Monday that there was one.
pub fn has_object(clause: &Clause, cue: &Cue, end: usize) -> bool {
    let day = cue.end + usize::from(clause.is(cue.end, &["on"]) && clause.is_day(cue.end + 1));
    let at = if clause.is_day(day) { clause.mention_end(day) } else { cue.end };
    // Ann Lee, accused of theft, …
    let apart = !clause.joined(clause.index(cue.span.start())) && clause.is(at, &PREPOSITIONS);
    let passive = apart || clause.is(at, &["of"]);
    let complete = cue.span.of(clause.text).contains(' ') || clause.is(at, &["to"]);
    let object =
        at < end && clause.joined(at) && !clause.is(at, &["by", "and", "but"]) && (complete || !passive);
    !is_inverted(clause, cue) && (object || is_clause(clause, cue, end)) || clause.after_quote(cue.end)
}

/// Whether the cue stands behind or in the midst of what it is about: …, she told reporters.
pub fn follows_on(clause: &Clause, cue: &Cue) -> bool {
    let aside = cue.first >= BARE && !clause.joined(cue.first) && !clause.after_quote(cue.first)
        || cue.first > 0 && cue.first < BARE && !clause.joined(cue.first) && !clause.joined(cue.end);
    if !aside
        || cue.usage == Use::Quoted
        || cue.source.span.start() < clause.words(cue.first, cue.first).start()
    {
        return false;
    }
    // A place or a day before the comma is no content: in Paris, she said that.
    let first = clause.small(0);
    let number = clause.is(1, &["least", "most"]);
    let prefix = !number
        && (first.ends_with("ing") || clause.is(0, &PREFIXES))
        && (clause.after_quote(cue.end) || !(1..cue.first).any(|at| clause.is(at, &FINITE)));
    let that = (cue.end..clause.len().min(cue.end + REACH)).any(|at| clause.is(at, &["that"]));
    !(prefix || that && clause.joined(cue.end) && !clause.is(cue.end, &ASIDE))
}

/// Whether quoted words end as speech does, before what follows.
pub fn speech_ends(inside: &str, rest: &str) -> bool {
    inside.trim_end().ends_with([',', '.', '!', '?', '…', '—', '–', '-', '’', '\''])
        || rest.trim_start().starts_with([',', '-', '–', '—', '.'])
}

/// Whether quoted words are a sentence of their own.
pub fn is_sentence_like(inside: &str) -> bool {
    inside.split_whitespace().nth(2).is_some() || inside.trim_end().ends_with(['.', '!', '?', '…'])
}

/// Whether the words before quoted ones make them a term.
pub fn is_term(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    // What experts call a “bubble”.
    let called = before.rsplit_once("what ").is_some_and(|(_, words)| {
        let mut last = words.split_whitespace().rev();
        let article = last.clone().next().is_some_and(|word| ["a", "an", "the"].contains(&word));
        let verb = last.nth(usize::from(article));
        verb == Some("call") && words.split_whitespace().count() <= 4
    });
    called
        || [
            "so-called",
            "so called",
            "the term",
            "the word",
            "the phrase",
            "the words",
            "known as",
            "titled",
            "entitled",
            "nicknamed",
            "codenamed",
            "the programme",
            "the program",
            "the show",
            "the book",
            "the song",
            "the film",
        ]
        .iter()
        .any(|words| before.ends_with(words))
}

/// Whether quoted words are a title of a work: most begin with a capital letter, and they end as no sentence does.
pub fn is_title(text: &str, pair: Pair) -> bool {
    let inside = pair.inside.of(text).trim_end_matches(['.', ',']);
    let mut words = inside.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let small = |word: &str| {
        ["of", "the", "and", "a", "an", "in", "on", "to", "for", "at", "with", "&", "+"].contains(&word)
    };
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let first = words.next().unwrap_or_default();
    let mut rest = words.peekable();
    let several = rest.peek().is_some();
    let all = capital(first) && several && rest.all(|word| small(word) || capital(word));
    let shouted = !inside.contains(char::is_lowercase);
    let after = text.get(pair.span.end()..).unwrap_or_default();
    let spoken = pair.inside.of(text).ends_with([',', '!', '?']) && after.starts_with(' ');
    all && !shouted && !spoken && inside.len() < 120
}
