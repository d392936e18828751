//! Where the names of people begin and end: roles in front, particles inside, what hyphens join.

use std::ops::Range;

use foldhash::HashSet;

use super::house::over;
use super::lists::{GIVEN, PLACES, SPEAKERS, TITLES};
use super::names::Words;
use super::words::Gap;
use crate::model::EntityType::Per;
use crate::model::{Mention, Span};

/// How many bytes the second part of a given name has, behind a hyphen.
const SYLLABLE: Range<usize> = 1..7;
/// Words that a hyphen joins to names, and that are no part of them: `the Ada Quill-era rules`.
const WORDS_BEHIND: [&str; 20] = [
    "aide", "ally", "born", "bound", "era", "esque", "fan", "free", "hating", "head", "led", "like",
    "loving", "made", "mania", "only", "run", "style", "type", "wide",
];
/// Titles that the list of titles does not have.
const HONOURS: [&str; 3] = ["Dame", "Lady", "Lord"];
/// Words between given name and surname, one or two.
const PARTICLES: [&str; 11] = ["al", "bin", "da", "de", "den", "der", "di", "dos", "la", "van", "von"];
/// Pairs of them with which a surname may begin.
const FIRST: [&str; 4] = ["van de", "van den", "van der", "von der"];

/// Mends the names of people in `found`, which is in order; they may overlap then.
pub fn edged(text: &str, words: &Words, found: &mut Vec<Mention>) {
    let mut next = found.iter().skip(1).copied().collect::<Vec<_>>().into_iter();
    found.retain(|role| {
        let next = next.next().filter(|next| next.kind == Per && role.kind == Per);
        let before = next.and_then(|next| text.get(role.span.end()..next.span.start())) == Some(" ");
        !(before && is_role(role.span.of(text)))
    });
    let people = || found.iter().filter(|name| name.kind == Per);
    let behind_hyphen = |name: &&Mention| text.get(..name.span.start()).is_some_and(|all| all.ends_with('-'));
    let lasts: HashSet<&str> = people()
        .filter(|name| !behind_hyphen(name))
        .filter_map(|name| name.span.of(text).split_whitespace().next_back())
        .collect();
    let edges = Edges { text, words, found, lasts };
    let spans: Vec<Span> =
        found.iter().map(|name| if name.kind == Per { edges.whole(name.span) } else { name.span }).collect();
    for (name, span) in found.iter_mut().zip(spans) {
        name.span = span;
    }
    with_double_surnames(text, words, found);
}

/// Takes two surnames with a hyphen for one name wherever they stand, if somebody has both: `Ada Quill-Hart`, `Quill-Hart`.
fn with_double_surnames(text: &str, words: &Words, found: &mut Vec<Mention>) {
    let surname = |name: &Mention| name.span.of(text).rsplit_once(' ').map(|(_, surname)| surname);
    let people = found.iter().filter(|name| name.kind == Per).filter_map(surname);
    let double = people.filter(|name| {
        name.split_once('-').is_some_and(|(_, second)| second.starts_with(char::is_uppercase))
    });
    let double: HashSet<&str> = double.collect();
    if double.is_empty() {
        return;
    }
    let pairs = words.all.windows(2).filter(|pair| pair[1].gap == Gap::Hyphen && pair[0].gap != Gap::Hyphen);
    let pairs = pairs.map(|pair| pair[0].span.join(pair[1].span));
    let inside =
        |span: Span| over(found, span).iter().any(|name| name.span.covers(span) && name.span != span);
    let alone = pairs.filter(|span| double.contains(span.of(text)) && !inside(*span));
    let alone: Vec<Mention> = alone.map(|span| Mention { span, kind: Per }).collect();
    found.retain(|name| over(&alone, name.span).is_empty());
    found.extend(alone);
    found.sort_unstable_by_key(|name| name.span);
}

struct Edges<'a> {
    text: &'a str,
    words: &'a Words,
    found: &'a [Mention],
    /// The last words of the names of people that stand behind no hyphen.
    lasts: HashSet<&'a str>,
}

impl Edges<'_> {
    fn whole(&self, name: Span) -> Span {
        let name = self.with_particles(self.without_role(self.without_party(name)));
        hyphened(self.text, self.with_second_surname(name))
    }

    /// The name without the party and place behind it: `Ada Quill, D-Norland`.
    fn without_party(&self, name: Span) -> Span {
        let words = name.of(self.text);
        let party = words
            .find(", ")
            .filter(|at| *at > 0 && words.get(at + 3..).is_some_and(|rest| rest.starts_with('-')));
        party.map_or(name, |length| Span::new(name.start(), name.start() + length))
    }

    /// The name without roles in front: `Shopkeeper Ada Quill`.
    fn without_role(&self, name: Span) -> Span {
        let words = self.words.within(name);
        let roles = words
            .iter()
            .take(words.len().saturating_sub(2))
            .take_while(|word| is_role(word.span.of(self.text)));
        words.get(roles.count()).map_or(name, |first| Span::new(first.span.start(), name.end()))
    }

    /// The name with particles and the surname behind them, or with the particles before a surname.
    fn with_particles(&self, name: Span) -> Span {
        let all = &self.words.all;
        let first = all.partition_point(|word| word.span.start() < name.start());
        let end = all.partition_point(|word| word.span.start() < name.end());
        let say = |at: usize| all.get(at).map_or("", |word| word.span.of(self.text));
        let blank = |at: usize| all.get(at).is_some_and(|word| word.gap == Gap::Blank);
        let particle = |at: usize| PARTICLES.contains(&say(at)) && blank(at);
        let last = say(end.saturating_sub(1));
        let open = PARTICLES.contains(&&*last.to_lowercase());
        let more = (end..end + 2).take_while(|&at| particle(at)).count();
        let given = end == first + 1 && (GIVEN.contains(last) || more > 0 && say(end) == "van");
        let surname = all.get(end + more).filter(|word| word.capital && !word.upper && blank(end + more));
        let possessive = all.get(end.saturating_sub(1)).is_some_and(|word| word.possessive);
        match surname {
            Some(word) if (open || given && more > 0) && !possessive => {
                let names = over(self.found, word.span).iter().filter(|name| name.kind == Per);
                return names.fold(name.join(word.span), |span, name| span.join(name.span));
            }
            _ => {}
        }
        let before = first.checked_sub(2).filter(|_| blank(first) && particle(first - 1));
        let before = before.and_then(|at| all.get(at)).map(|word| Span::new(word.span.start(), name.start()));
        let particles = |span: &Span| FIRST.contains(&&*span.of(self.text).trim_end().to_lowercase());
        before.filter(particles).map_or(name, |span| span.join(name))
    }

    /// The name with a second surname behind a hyphen, which is nobody else's: `Ada Quill-Hart`.
    fn with_second_surname(&self, name: Span) -> Span {
        let at = self.words.all.partition_point(|word| word.span.start() < name.end());
        let hyphen = self.text.get(name.end()..).is_some_and(|rest| rest.starts_with('-'));
        let second = self.words.all.get(at).filter(|word| {
            let next = self.words.all.get(at + 1);
            let goes_on = next.is_some_and(|next| next.capital && next.gap == Gap::Blank);
            hyphen && word.span.start() == name.end() + 1 && word.capital && !word.upper && !goes_on
        });
        let nobody = |word: &str| {
            !self.lasts.contains(word) && !PLACES.contains(word) && !is_word_behind(&word.to_lowercase())
        };
        match second.map(|word| word.span) {
            Some(second)
                if name.of(self.text).contains(' ')
                    && nobody(second.of(self.text))
                    && over(self.found, second).iter().all(|name| name.kind == Per) =>
            {
                name.join(second)
            }
            _ => name,
        }
    }
}

/// The name with what a hyphen joins to the given name in small letters: `Kwon Hye-rin`.
fn hyphened(text: &str, name: Span) -> Span {
    let behind = text.get(name.end()..).and_then(|rest| rest.strip_prefix('-')).unwrap_or_default();
    let length = behind.find(|c: char| !c.is_lowercase()).unwrap_or(behind.len());
    let (syllable, rest) = behind.split_at(length);
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let is_word = is_word_behind(syllable);
    if name.of(text).contains(' ') && ends && !is_word && SYLLABLE.contains(&length) {
        Span::new(name.start(), name.end() + 1 + length)
    } else {
        name
    }
}

/// Whether this word says what somebody is, and is no given name.
fn is_role(word: &str) -> bool {
    let role = TITLES.contains(word) || SPEAKERS.contains(&word.to_lowercase());
    HONOURS.contains(&word) || role && !GIVEN.contains(word)
}

/// Whether a hyphen joins this word to names without making it a part of them.
fn is_word_behind(word: &str) -> bool {
    WORDS_BEHIND.contains(&word) || word.ends_with("ed")
}
