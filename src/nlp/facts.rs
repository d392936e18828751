//! What the lists say of single words, looked up once for each different word of a chunk.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};

use super::dates;
use super::lists::{DEMONYMS, GIVEN, LOC_HEADS, List, MISC_HEADS, ORG_HEADS, ORGS, PLACES, STARTERS, TITLES};
use super::words::Word;
use crate::model::EntityType::{self, Loc, Misc, Org};

/// What an entry of the lists is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A name of this kind.
    Name(EntityType),
    /// A title or role before a name.
    Title,
}

/// What the lists say of a word, whatever stands around it.
#[derive(Clone, Copy, Default)]
pub struct Facts {
    /// What it is by itself.
    pub entry: Option<Entry>,
    /// Whether an entry of several words may begin with it.
    pub begins: bool,
    /// Whether it is a usual given name.
    pub given: bool,
    /// The kind of a name that it is the head of.
    pub head: Option<EntityType>,
    /// Whether it begins sentences without being a name.
    pub starter: bool,
    /// Whether it is a month or a day of the week.
    pub day: bool,
    /// Whether a date may begin with it.
    pub dated: bool,
}

impl Facts {
    /// The facts of all words; each different word is looked up once.
    pub fn of_all(text: &str, words: &[Word]) -> Vec<Self> {
        let mut seen = HashMap::new();
        let of = |word: &Word| {
            let name = word.span.of(text);
            if word.capital {
                *seen.entry(name).or_insert_with(|| Self::of(name, word.upper))
            } else {
                Self::default()
            }
        };
        words.iter().map(of).collect()
    }

    /// The facts of one word.
    pub fn of(word: &str, upper: bool) -> Self {
        let (entry, begins) = listed(&spelled(word, upper));
        Self {
            entry,
            begins,
            given: GIVEN.contains(word),
            head: [(&ORG_HEADS, Org), (&LOC_HEADS, Loc), (&MISC_HEADS, Misc)]
                .into_iter()
                .find_map(|(list, kind)| list.contains(word).then_some(kind)),
            starter: if word.contains('’') {
                STARTERS.contains(&word.replace('’', "'"))
            } else {
                STARTERS.contains(word)
            },
            day: dates::is_name(word),
            dated: dates::may_begin(word),
        }
    }
}

static LISTS: [(&List, Entry); 4] = [
    (&ORGS, Entry::Name(Org)),
    (&PLACES, Entry::Name(Loc)),
    (&TITLES, Entry::Title),
    (&DEMONYMS, Entry::Name(Misc)),
];

/// What a phrase is by the lists, and whether an entry goes on behind it.
pub fn listed(phrase: &str) -> (Option<Entry>, bool) {
    LISTS.iter().fold((None, false), |(found, goes_on), (list, entry)| {
        let (exact, more) = list.look(phrase);
        (found.or(exact.then_some(*entry)), goes_on || more)
    })
}

/// A phrase as the lists spell it: one blank for a line end, and no shouting.
pub fn spelled(phrase: &str, upper: bool) -> Cow<'_, str> {
    if upper && phrase.len() >= 5 && !phrase.contains('.') {
        return Cow::Owned(named(phrase));
    }
    if phrase.contains('\n') { Cow::Owned(phrase.replace('\n', " ")) } else { Cow::Borrowed(phrase) }
}

/// A name written in capitals as it is usually written.
pub fn named(shouted: &str) -> String {
    let mut start = true;
    let mut result = String::with_capacity(shouted.len());
    for c in shouted.chars() {
        if start {
            result.push(c);
        } else {
            result.extend(c.to_lowercase());
        }
        start = !c.is_alphanumeric();
    }
    result
}
