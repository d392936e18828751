//! The rules that find names in one sentence: lists, heads such as Ministry, quoted titles, dates.

use std::borrow::Cow;
use std::ops::Range;

use super::dates::{self, Meaning};
use super::facts::{Entry, Facts, listed, spelled};
use super::lists::{DEMONYMS, PLACES, TITLES};
use super::names::Known;
use super::words::{Gap, Word};
use crate::model::EntityType::{Date, Loc, Misc, Org, Per};
use crate::model::{EntityType, Mention, Span};

/// The longest entry of a list, in words.
const ENTRY: usize = 5;
/// The longest name, in words.
pub const NAME: usize = 6;

/// The rules at work on one sentence.
pub struct Finder<'a, 'k> {
    pub text: &'a str,
    /// Where the sentence ends.
    pub end: usize,
    pub words: &'k [Word],
    /// The facts of each word.
    pub facts: &'k [Facts],
    pub known: &'k Known<'a>,
    /// Whether capitals say nothing here.
    pub bare: bool,
}

impl<'a> Finder<'a, '_> {
    pub(super) fn run(&self, found: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.words.len() {
            let (next, mention) = self.step(at);
            found.extend(mention);
            at = next.max(at + 1);
        }
    }

    pub(super) fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// The letters of word `at`; nothing behind the end.
    pub(super) fn say(&self, at: usize) -> &'a str {
        self.word(at).map_or("", |word| word.span.of(self.text))
    }

    /// Whether word `at` is capitalised and follows the one before it in one name.
    pub(super) fn follows(&self, at: usize) -> bool {
        let glued = |word: &Word| match word.gap {
            Gap::Blank => at == 0 || !self.word(at - 1).is_some_and(|before| before.possessive),
            Gap::Dot => at > 0 && self.abbreviated(at - 1),
            _ => false,
        };
        self.word(at).is_some_and(|word| word.capital && glued(word)) && !self.is_day(at)
    }

    pub(super) fn abbreviated(&self, at: usize) -> bool {
        let word = self.say(at);
        word.chars().count() == 1
            || matches!(word, "St" | "Mt" | "Ft")
            || word.len() <= 4 && TITLES.contains(word)
    }

    pub(super) fn is_day(&self, at: usize) -> bool {
        self.fact(at).day
    }

    pub(super) fn fact(&self, at: usize) -> Facts {
        self.facts.get(at).copied().unwrap_or_default()
    }

    pub(super) fn mention(&self, words: Range<usize>, kind: EntityType) -> Option<Mention> {
        let first = self.words.get(words.start)?;
        let last = self.words.get(words.end.checked_sub(1)?)?;
        Some(Mention { span: first.span.join(last.span), kind })
    }

    /// What begins at word `at`: the word to go on with, and the mention.
    pub(super) fn step(&self, at: usize) -> (usize, Option<Mention>) {
        let Some(word) = self.word(at) else { return (at, None) };
        if let Some((span, kind)) = self.date(at) {
            let next = self.words.partition_point(|word| word.span.start() < span.end());
            return (next, Some(Mention { span, kind }));
        }
        if !word.capital
            || self.is_day(at)
            || matches!(self.say(at), "I" | "I'm" | "I’m" | "I've" | "I’ve") && word.gap != Gap::Dot
        {
            return (at + 1, None);
        }
        if let Some(end) = self.quoted_title(at) {
            return (end, self.mention(at..end, Misc));
        }
        let entry = self.entry(at);
        if let Some((end, kind)) = self.organisation(at)
            && entry.is_none_or(|(known, _)| known < end)
        {
            return (end, self.mention(at..end, kind));
        }
        match entry {
            Some((end, Entry::Title)) => self.after_title(end),
            Some((end, Entry::Name(kind))) if end > at + 1 || !self.is_person_at(at) => {
                (end, self.mention(at..end, kind))
            }
            _ => self.unlisted(at),
        }
    }

    /// A date that begins with word `at`: a day, a part of one, or a week.
    pub(super) fn date(&self, at: usize) -> Option<(Span, EntityType)> {
        let word = self.word(at)?;
        if !(if word.capital { self.fact(at).dated } else { dates::may_begin(self.say(at)) }) {
            return None;
        }
        let (span, meaning) = dates::at(self.text, word.span.start())?;
        let month_alone = meaning == Meaning::Longer && dates::month(self.say(at)).is_some();
        (span.end() <= self.end && !month_alone).then_some((span, Date))
    }

    /// The end of a quoted name of a programme or a work: `"Night & Day"`.
    pub(super) fn quoted_title(&self, at: usize) -> Option<usize> {
        let start = self.word(at)?.span.start();
        let open = self.text.get(..start)?.chars().next_back()?;
        let close = match open {
            '“' => '”',
            '‘' => '’',
            '"' | '\'' => open,
            _ => return None,
        };
        let mut end = at;
        while end < at + NAME {
            let word = self.word(end)?;
            let small =
                matches!(self.say(end), "of" | "the" | "and" | "for" | "in" | "a" | "to" | "on" | "with");
            if !(word.capital || small && end > at)
                || end > at && word.gap == Gap::Break && !self.ampersand(end)
            {
                return None;
            }
            end += 1;
            let mut rest = self.text.get(word.span.end()..)?.chars();
            let next = rest.next()?;
            if next == close || matches!(next, '.' | ',') && rest.next() == Some(close) {
                let listed = self.entry(at).is_some_and(|(known, _)| known == end);
                return (end - at >= 2 && !listed && !self.bare && !self.given(at)).then_some(end);
            }
        }
        None
    }

    pub(super) fn ampersand(&self, at: usize) -> bool {
        let between = |before: &Word| self.text.get(before.span.end()..self.word(at)?.span.start());
        at > 0 && self.word(at - 1).and_then(between) == Some(" & ")
    }

    pub(super) fn given(&self, at: usize) -> bool {
        self.fact(at).given
    }

    /// The words as a list has them: single blanks, and capitals only where names have them.
    pub(super) fn phrase(&self, words: Range<usize>) -> Cow<'a, str> {
        let Some(mention) = self.mention(words.clone(), Per) else { return Cow::Borrowed("") };
        let shouted = self.words.get(words).is_some_and(|words| words.iter().all(|word| word.upper));
        spelled(mention.span.of(self.text), shouted)
    }

    /// The longest entry of a list that begins with word `at`: its end and what it is.
    pub(super) fn entry(&self, at: usize) -> Option<(usize, Entry)> {
        let fact = self.fact(at);
        let mut best = fact.entry.map(|entry| (at + 1, entry));
        let mut end = at + 1;
        let mut goes_on = fact.begins;
        while goes_on && end < at + ENTRY && !self.word(end - 1).is_some_and(|word| word.possessive) {
            if !self.word(end).is_some_and(|word| matches!(word.gap, Gap::Blank | Gap::Hyphen | Gap::Dot)) {
                break;
            }
            end += 1;
            let (entry, more) = listed(&self.phrase(at..end));
            best = entry.map(|entry| (end, entry)).or(best);
            goes_on = more;
        }
        best
    }

    /// Whether the listed word at `at` is a person's given name here: `Jordan Hale`.
    pub(super) fn is_person_at(&self, at: usize) -> bool {
        self.given(at) && self.follows(at + 1) && self.entry(at + 1).is_none() && !self.is_head(at + 1)
            || self.known.is_person(self.say(at))
                && !PLACES.contains(self.say(at))
                && !DEMONYMS.contains(self.say(at))
    }

    /// A name with a word in it that says what it is: `Harbour Workers Union`, `Ministry of Trade`,
    /// `Lake Elm`, `Treaty of Elm`. Its end and kind.
    pub(super) fn organisation(&self, at: usize) -> Option<(usize, EntityType)> {
        if self.starter(at) || self.bare && !self.is_head(at) {
            return None;
        }
        let mut best = None;
        let mut end = at + 1;
        loop {
            let kind = self.fact(end - 1).head;
            let title = |(stop, entry)| entry == Entry::Title && (stop > end || kind.is_none());
            if end - at > 1 && self.entry(end - 1).is_some_and(title) {
                break;
            }
            if kind.is_some() && end - at >= 2 && !self.bare {
                best = kind.map(|kind| (end, kind));
            }
            if let Some(kind) = kind
                && let Some(more) = self.of_what(end)
            {
                return Some((more, kind));
            }
            let stop = self.word(end - 1).is_none_or(|word| word.possessive);
            if stop || end - at >= NAME || !(self.follows(end) || self.ampersand(end)) {
                break;
            }
            end += 1;
        }
        if best.is_none()
            && self.follows(at + 1)
            && matches!(self.say(at), "Lake" | "Mount" | "Cape" | "Fort" | "Port")
        {
            return Some((at + 2, Loc));
        }
        // A title or a people's name before a listed organisation is no part of it.
        let (end, kind) = best?;
        let split = (at + 1..end).any(|inner| {
            self.entry(inner).is_some_and(|(stop, entry)| stop == end && entry == Entry::Name(Org))
        });
        let title = self.fact(at).entry == Some(Entry::Title) && !self.is_head(at);
        (!split && !title).then_some((end, kind))
    }

    /// The end of `of the …`, `for …` behind a word such as Ministry at `end`.
    pub(super) fn of_what(&self, end: usize) -> Option<usize> {
        if !matches!(self.say(end), "of" | "for" | "on") || self.word(end)?.gap != Gap::Blank {
            return None;
        }
        let mut at = end + 1;
        if self.say(at) == "the" {
            at += 1;
        }
        if !self.follows(at) {
            return None;
        }
        while self.follows(at) && at < end + NAME {
            at += 1;
            let both = self.say(at) == "and"
                && self.follows(at + 1)
                && self.entry(at + 1).is_none()
                && !self.given(at + 1);
            if both
                && matches!(
                    self.say(end - 1),
                    "Ministry" | "Department" | "Institute" | "Committee" | "Centre" | "Center"
                )
            {
                at += 1;
            }
        }
        Some(at)
    }

    /// Whether a capital at `at` may be only that of a sentence's beginning.
    pub(super) fn starter(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return true };
        word.gap == Gap::Start && self.common(at)
    }

    pub(super) fn is_head(&self, at: usize) -> bool {
        self.fact(at).head.is_some()
    }

    /// Whether the word is one that stands in small letters elsewhere, or usually does.
    pub(super) fn common(&self, at: usize) -> bool {
        self.fact(at).starter || self.known.small.contains(self.say(at).to_lowercase().as_str())
    }
}
