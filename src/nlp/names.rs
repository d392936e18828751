//! Names and dates in sentences, by rules: word lists, titles, the words around, and what the chunk
//! says elsewhere of the same name.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::dates::{self, Meaning};
use super::facts::{Entry, Facts, listed, named, spelled};
use super::lists::{DEMONYMS, PLACES, REPORTING, TITLES};
use super::paragraphs::finished;
use super::words::{Gap, Word, words};
use crate::model::EntityType::{Date, Loc, Misc, Org, Per};
use crate::model::{EntityType, Mention, Sentence, Span};

/// The longest entry of a list and the longest name, in words.
const ENTRY: usize = 5;
const NAME: usize = 6;

/// The mentions in `sentences`, in order.
pub fn mentions(text: &str, sentences: &[Sentence]) -> Vec<Mention> {
    let mut all = Vec::new();
    let ranges: Vec<Range<usize>> = sentences
        .iter()
        .map(|sentence| {
            let first = all.len();
            words(text, sentence.span, &mut all);
            first..all.len()
        })
        .collect();
    let facts = Facts::of_all(text, &all);
    let mut known = Known::default();
    let small = all.iter().filter(|word| !word.capital && word.span.len() > 1);
    known.small.extend(small.map(|word| word.span.of(text)));
    // Twice: what is clear anywhere in the chunk helps what is not.
    let mut found = Vec::new();
    for _ in 0..2 {
        found.clear();
        for (sentence, range) in sentences.iter().zip(&ranges) {
            let words = all.get(range.clone()).unwrap_or_default();
            let facts = facts.get(range.clone()).unwrap_or_default();
            let bare = capitals_mean_nothing(text, sentence.span, words);
            Finder { text, end: sentence.span.end(), words, facts, known: &known, bare }.run(&mut found);
        }
        known.learn(text, &found);
    }
    found
}

/// Whether most words of a line are capitalised, so that a capital says nothing of a word.
fn capitals_mean_nothing(text: &str, line: Span, words: &[Word]) -> bool {
    let long = words
        .iter()
        .filter(|word| word.span.len() > 3 && word.span.of(text).starts_with(char::is_alphabetic));
    let (count, capitals) = long.fold((0, 0), |(n, c), word| (n + 1, c + usize::from(word.capital)));
    count >= 4 && capitals * 4 > count * 3 && !finished(line.of(text))
        || words.len() > 1 && words.iter().all(|word| word.upper)
}

/// What the chunk says of names.
#[derive(Default)]
struct Known<'a> {
    /// Words that stand there in small letters.
    small: HashSet<&'a str>,
    /// Surnames of persons with their full names there, and single names seen for certain.
    persons: HashSet<&'a str>,
    /// The kinds of other names.
    kinds: HashMap<&'a str, EntityType>,
}

impl<'a> Known<'a> {
    fn learn(&mut self, text: &'a str, found: &[Mention]) {
        for mention in found {
            let name = mention.span.of(text);
            match (mention.kind, name.rsplit_once([' ', '\n'])) {
                (Per, Some((_, surname))) => {
                    self.persons.insert(surname);
                }
                (Per, None) => {
                    self.persons.insert(name);
                }
                (kind @ (Org | Loc | Misc), _) => {
                    self.kinds.insert(name, kind);
                }
                _ => {}
            }
        }
    }

    /// Whether a person has this surname, in this spelling or in another transliteration.
    fn is_person(&self, word: &str) -> bool {
        self.persons.contains(word)
            || word.ends_with(['y', 'i', 'j']) && {
                let stem = |name: &str| name.trim_end_matches(['y', 'i', 'j']).len();
                let same =
                    |known: &&str| word.get(..stem(word)) == known.get(..stem(known)) && stem(word) >= 4;
                self.persons.iter().any(|known| known.ends_with(['y', 'i', 'j']) && same(known))
            }
    }
}

struct Finder<'a, 'k> {
    text: &'a str,
    end: usize,
    words: &'k [Word],
    facts: &'k [Facts],
    known: &'k Known<'a>,
    bare: bool,
}

impl<'a> Finder<'a, '_> {
    fn run(&self, found: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.words.len() {
            let (next, mention) = self.step(at);
            found.extend(mention);
            at = next.max(at + 1);
        }
    }

    fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// The letters of word `at`; nothing behind the end.
    fn say(&self, at: usize) -> &'a str {
        self.word(at).map_or("", |word| word.span.of(self.text))
    }

    /// Whether word `at` is capitalised and follows the one before it in one name.
    fn follows(&self, at: usize) -> bool {
        let glued = |word: &Word| match word.gap {
            Gap::Blank => at == 0 || !self.word(at - 1).is_some_and(|before| before.possessive),
            Gap::Dot => at > 0 && self.abbreviated(at - 1),
            _ => false,
        };
        self.word(at).is_some_and(|word| word.capital && glued(word)) && !self.is_day(at)
    }

    fn abbreviated(&self, at: usize) -> bool {
        let word = self.say(at);
        word.chars().count() == 1
            || matches!(word, "St" | "Mt" | "Ft")
            || word.len() <= 4 && TITLES.contains(word)
    }

    fn is_day(&self, at: usize) -> bool {
        self.fact(at).day
    }

    fn fact(&self, at: usize) -> Facts {
        self.facts.get(at).copied().unwrap_or_default()
    }

    fn mention(&self, words: Range<usize>, kind: EntityType) -> Option<Mention> {
        let first = self.words.get(words.start)?;
        let last = self.words.get(words.end.checked_sub(1)?)?;
        Some(Mention { span: first.span.join(last.span), kind })
    }

    /// What begins at word `at`: the word to go on with, and the mention.
    fn step(&self, at: usize) -> (usize, Option<Mention>) {
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
    fn date(&self, at: usize) -> Option<(Span, EntityType)> {
        let word = self.word(at)?;
        if !(if word.capital { self.fact(at).dated } else { dates::may_begin(self.say(at)) }) {
            return None;
        }
        let (span, meaning) = dates::at(self.text, word.span.start())?;
        let month_alone = meaning == Meaning::Longer && dates::month(self.say(at)).is_some();
        (span.end() <= self.end && !month_alone).then_some((span, Date))
    }

    /// The end of a quoted name of a programme or a work: `"Night & Day"`.
    fn quoted_title(&self, at: usize) -> Option<usize> {
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

    fn ampersand(&self, at: usize) -> bool {
        let between = |before: &Word| self.text.get(before.span.end()..self.word(at)?.span.start());
        at > 0 && self.word(at - 1).and_then(between) == Some(" & ")
    }

    fn given(&self, at: usize) -> bool {
        self.fact(at).given
    }

    /// The words as a list has them: single blanks, and capitals only where names have them.
    fn phrase(&self, words: Range<usize>) -> Cow<'a, str> {
        let Some(mention) = self.mention(words.clone(), Per) else { return Cow::Borrowed("") };
        let shouted = self.words.get(words).is_some_and(|words| words.iter().all(|word| word.upper));
        spelled(mention.span.of(self.text), shouted)
    }

    /// The longest entry of a list that begins with word `at`: its end and what it is.
    fn entry(&self, at: usize) -> Option<(usize, Entry)> {
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
    fn is_person_at(&self, at: usize) -> bool {
        self.given(at) && self.follows(at + 1) && self.entry(at + 1).is_none() && !self.is_head(at + 1)
            || self.known.is_person(self.say(at))
                && !PLACES.contains(self.say(at))
                && !DEMONYMS.contains(self.say(at))
    }

    /// A name with a word in it that says what it is: `Harbour Workers Union`, `Ministry of Trade`,
    /// `Lake Elm`, `Treaty of Elm`. Its end and kind.
    fn organisation(&self, at: usize) -> Option<(usize, EntityType)> {
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
    fn of_what(&self, end: usize) -> Option<usize> {
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
    fn starter(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return true };
        word.gap == Gap::Start && self.common(at)
    }

    fn is_head(&self, at: usize) -> bool {
        self.fact(at).head.is_some()
    }

    /// Whether the word is one that stands in small letters elsewhere, or usually does.
    fn common(&self, at: usize) -> bool {
        self.fact(at).starter || self.known.small.contains(self.say(at).to_lowercase().as_str())
    }

    /// What follows a title at `at`: a person.
    fn after_title(&self, at: usize) -> (usize, Option<Mention>) {
        if self.say(at) == "of" {
            let mut end = at + 1;
            while self.follows(end) && self.entry(end).is_none() {
                end += 1;
            }
            return (end.max(at), None);
        }
        let person = self.follows(at)
            && !self.bare
            && (self.entry(at).is_none() || self.is_person_at(at))
            && !self.is_head(at)
            || self.follows(at) && self.known.is_person(self.say(at));
        if !person {
            return (at, None);
        }
        // A role that no list has may stand before the name.
        let start = (at..at + 3)
            .take_while(|&start| self.follows(start))
            .find(|&start| self.given(start) && self.follows(start + 1))
            .unwrap_or(at);
        let end = self.person_end(start);
        (end, self.mention(start..end, Per))
    }

    /// The end of the person's name that begins at `at`.
    fn person_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < at + NAME && !self.word(end - 1).is_some_and(|word| word.possessive) {
            let particle = PARTICLES.contains(&self.say(end));
            let joined =
                |at: usize| self.word(at).is_some_and(|word| word.capital && word.gap == Gap::Hyphen);
            if particle && self.word(end).is_some_and(|word| word.gap == Gap::Blank) {
                let mut more = end + 1;
                while more < end + 3
                    && self.word(more).is_some_and(|word| !word.capital && word.gap == Gap::Blank)
                {
                    more += 1;
                }
                if !(self.follows(more) || joined(more)) || !PARTICLES.contains(&self.say(more - 1)) {
                    break;
                }
                end = more + 1;
            } else if joined(end) && end > at + 1 && !self.known.is_person(self.say(end))
                || self.follows(end)
                    && !matches!(self.entry(end), Some((_, Entry::Title)))
                    && !self.said_org(end)
            {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    /// Whether a listed organisation of several words begins at `at`.
    fn said_org(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|(end, entry)| end > at + 1 && entry == Entry::Name(Org))
    }

    /// A capitalised word that no list has.
    fn unlisted(&self, at: usize) -> (usize, Option<Mention>) {
        let plain = self.say(at);
        let shouted = self.word(at).is_some_and(|word| word.upper) && plain.len() > 3;
        if self.known.is_person(plain) || shouted && self.known.is_person(&named(plain)) {
            return (at + 1, self.mention(at..at + 1, Per));
        }
        let compound = self.word(at + 1).is_some_and(|word| word.capital && word.gap == Gap::Hyphen)
            && self.follows(at + 2);
        if compound && (self.given(at) || self.given(at + 1)) {
            let end = self.person_end(at + 1);
            return (end, self.mention(at..end, Per));
        }
        if self.given(at) && self.follows(at + 1) && !matches!(self.entry(at + 1), Some((_, Entry::Title))) {
            let end = self.person_end(at);
            return (end, self.mention(at..end, Per));
        }
        if self.bare || self.starter(at) || plain.chars().count() < 2 {
            let initials = plain.chars().count() == 1
                && !self.starter(at)
                && self.word(at + 1).is_some_and(|word| word.gap == Gap::Dot);
            if initials && !self.bare && self.follows(at + 1) {
                let end = self.person_end(at);
                return (end, (end - at > 1).then(|| self.mention(at..end, Per)).flatten());
            }
            return (at + 1, None);
        }
        let mut end = at + 1;
        while self.follows(end)
            && self.entry(end).is_none()
            && end < at + NAME
            && !(self.given(end) && self.follows(end + 1))
        {
            end += 1;
        }
        (end, self.guess(at..end).and_then(|kind| self.mention(at..end, kind)))
    }

    /// The kind of a name that only its words and its neighbours speak for.
    fn guess(&self, words: Range<usize>) -> Option<EntityType> {
        let (at, end) = (words.start, words.end);
        let first = self.word(at)?;
        let last = self.say(end - 1);
        if self.known.is_person(last) {
            return Some(Per);
        }
        if let Some(kind) = self.known.kinds.get(&*self.phrase(words)) {
            return Some(*kind);
        }
        let speaks =
            REPORTING.contains(self.say(end)) && self.word(end).is_some_and(|word| word.gap == Gap::Blank);
        if end - at >= 2 {
            let initial = (at..end).any(|at| self.say(at).chars().count() == 1);
            let acronym =
                (at..end).any(|at| self.word(at).is_some_and(|word| word.upper && word.span.len() > 2));
            return Some(if speaks || initial || end - at == 2 && !acronym { Per } else { Org });
        }
        if first.upper && !first.span.of(self.text).contains('.') {
            let role = matches!(
                last,
                "OK" | "TV"
                    | "AM"
                    | "PM"
                    | "CEO"
                    | "CFO"
                    | "MP"
                    | "MPs"
                    | "DNA"
                    | "PR"
                    | "IT"
                    | "AI"
                    | "GDP"
                    | "II"
                    | "III"
                    | "IV"
                    | "AD"
                    | "BC"
                    | "DIY"
                    | "CONFIRMED"
            );
            return (last.len() <= 5 && !role && !self.common(end - 1)).then_some(Org);
        }
        if first.gap == Gap::Start {
            return (speaks && !last.ends_with("ing") && !last.ends_with('s')).then_some(Per);
        }
        if self.common(end - 1) || self.is_head(end - 1) {
            return None;
        }
        let before = if at > 0 { self.say(at - 1) } else { "" };
        let compound = |at: usize| self.word(at).is_some_and(|word| word.gap == Gap::Hyphen && word.capital);
        match before {
            "in" | "near" => Some(Loc),
            _ if speaks || REPORTING.contains(before) || self.given(at) || compound(at) || compound(end) => {
                Some(Per)
            }
            _ => first.possessive.then_some(Per),
        }
    }
}

const PARTICLES: [&str; 17] = [
    "de", "del", "der", "den", "di", "da", "dos", "du", "la", "van", "von", "bin", "ibn", "al", "el", "ben",
    "ter",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    /// The names of `text`, one sentence a line, with their kinds.
    fn seen(text: &str) -> Vec<String> {
        let mut start = 0;
        let mut sentences = Vec::new();
        for line in text.split('\n') {
            sentences.push(Sentence { span: Span::new(start, start + line.len()), kind: Kind::Sentence });
            start += line.len() + 1;
        }
        let show = |mention: &Mention| format!("{} {}", mention.kind.name(), mention.span.of(text));
        mentions(text, &sentences).iter().map(show).collect()
    }

    #[test]
    fn titles_and_possessives_stand_outside_the_name() {
        assert_eq!(seen("Then Prime Minister Ada Quill's aide left."), ["PER Ada Quill"]);
        assert_eq!(
            seen("French President Bo Quill met Dr. Hart."),
            ["MISC French", "PER Bo Quill", "PER Hart"]
        );
    }

    #[test]
    fn a_full_name_makes_its_surname_known() {
        let text = "Quill had left early.\nLater Anna Quill came back.\nNobody asked Quill why.";
        assert_eq!(seen(text), ["PER Quill", "PER Anna Quill", "PER Quill"]);
    }

    #[test]
    fn pairs_are_split_and_double_names_are_not() {
        assert_eq!(
            seen("A France-Italy match was seen by Jean-Paul Hart."),
            ["LOC France", "LOC Italy", "PER Jean-Paul Hart"]
        );
    }

    #[test]
    fn organisations_are_named_by_their_heads() {
        let text = "The Harbour Workers Union met Spain's Ministry of Foreign Affairs and the Coalition of the Patient.";
        let found = [
            "ORG Harbour Workers Union",
            "LOC Spain",
            "ORG Ministry of Foreign Affairs",
            "ORG Coalition of the Patient",
        ];
        assert_eq!(seen(text), found);
    }

    #[test]
    fn a_capital_alone_makes_no_name() {
        assert_eq!(
            seen("Bridges fell. Was it late? I said so.\nNow the bridges are gone."),
            Vec::<String>::new()
        );
        assert_eq!(seen("Harbour Walls Fall After Many Storms Hit Norway"), ["LOC Norway"]);
    }

    #[test]
    fn days_are_dates() {
        assert_eq!(
            seen("On Monday morning and last Friday it rained; 4 March 2031 was dry."),
            ["DATE Monday morning", "DATE last Friday", "DATE 4 March 2031"]
        );
    }
}
