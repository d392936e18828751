//! What a name is by its own words and those beside it: `Alder Securities`, `the trade union Alderbund`, `the village of
//! Elm`, `Ada Quill, 42,`. It is that wherever the text names it.

use std::ops::Range;

use foldhash::HashMap;

use super::house::{is_within, last, over, put};
use super::lists::{BODIES, DEMONYMS, FIRM_HEADS, ORG_HEADS, PLACES, SPEAKERS, STARTERS, TITLES};
use super::names::Words;
use super::quotes::is_person;
use super::words::{Gap, Word};
use crate::model::EntityType::{self, Date, Loc, Org, Per};
use crate::model::{Mention, Span};

/// What an organisation is called in front of its name.
const ORGANISATIONS: [&str; 32] = [
    "agency",
    "airline",
    "automaker",
    "bank",
    "broadcaster",
    "broker",
    "brokerage",
    "carmaker",
    "charity",
    "chipmaker",
    "club",
    "company",
    "conglomerate",
    "consultancy",
    "firm",
    "insurer",
    "lender",
    "magazine",
    "manufacturer",
    "newspaper",
    "nonprofit",
    "organisation",
    "organization",
    "outlet",
    "party",
    "publisher",
    "retailer",
    "startup",
    "supplier",
    "tank",
    "union",
    "watchdog",
];
/// What a place is called in front of `of` and its name.
const KINDS_OF_PLACES: [&str; 16] = [
    "borough",
    "city",
    "county",
    "district",
    "hamlet",
    "island",
    "neighborhood",
    "neighbourhood",
    "oblast",
    "port",
    "prefecture",
    "province",
    "region",
    "suburb",
    "town",
    "village",
];
/// The most words of a name, and of a person's with a role.
const NAME: usize = 5;
const PERSON: usize = 4;

/// Gives names the kinds that are told beside them, and adds those that were not seen; `found` stays in order and
/// apart. `bare` are the lines where a capital says nothing of a word.
pub fn as_told(text: &str, words: &Words, found: &mut Vec<Mention>, bare: &[Span]) {
    let runs: Vec<(&[Word], Range<usize>)> = words
        .sentences
        .iter()
        .filter_map(|sentence| words.all.get(sentence.clone()))
        .filter(|all| !all.first().is_some_and(|word| is_within(bare, word.span)))
        .flat_map(|all| runs(text, all).map(move |run| (all, run)))
        .collect();
    let mut kinds: HashMap<&str, Option<EntityType>> = HashMap::default();
    for (all, run) in &runs {
        if let Some(name) = told(text, all, run.clone(), found) {
            let kind = kinds.entry(name.span.of(text)).or_insert(Some(name.kind));
            *kind = kind.filter(|kind| *kind == name.kind);
        }
    }
    if kinds.is_empty() {
        return;
    }
    let kind_of = |span: Span| kinds.get(span.of(text)).copied().flatten();
    for name in found.iter_mut().filter(|name| name.kind != Date) {
        name.kind = kind_of(name.span).unwrap_or(name.kind);
    }
    let names = runs.iter().filter_map(|(all, run)| {
        let person = named(text, all, run.clone());
        let span = [span(all, run.clone())?, span(all, person)?]
            .into_iter()
            .find(|span| kind_of(*span).is_some())?;
        let inside = over(found, span).iter().all(|seen| span.covers(seen.span) && seen.kind != Date);
        inside.then_some(Mention { span, kind: kind_of(span)? })
    });
    let names: Vec<Mention> = names.collect();
    put(found, names);
}

/// The runs of capitalised words with blanks between them, without one that only begins the sentence.
fn runs(text: &str, all: &[Word]) -> impl Iterator<Item = Range<usize>> {
    let is_starter = |word: &Word| word.gap == Gap::Start && STARTERS.contains(word.span.of(text));
    let mut at = 0;
    std::iter::from_fn(move || {
        at += all.get(at..)?.iter().position(|word| word.capital)?;
        let start = at;
        let goes_on =
            |word: &Word, before: &Word| word.capital && word.gap == Gap::Blank && !before.possessive;
        at += 1;
        while all.get(at).zip(all.get(at - 1)).is_some_and(|(word, before)| goes_on(word, before)) {
            at += 1;
        }
        let starter = all.get(start).is_some_and(is_starter);
        Some(start + usize::from(starter)..at)
    })
    .filter(|run| !run.is_empty())
}

fn span(all: &[Word], run: Range<usize>) -> Option<Span> {
    Some(all.get(run.start)?.span.join(all.get(run.end.checked_sub(1)?)?.span))
}

/// What is told of a run of capitalised words: the whole of it is a name of this kind.
fn told(text: &str, all: &[Word], run: Range<usize>, found: &[Mention]) -> Option<Mention> {
    let whole = span(all, run.clone())?;
    let say = |back: usize| {
        run.start.checked_sub(back).and_then(|at| all.get(at)).map_or("", |word| word.span.of(text))
    };
    let seen = over(found, whole);
    let is_blank = all.get(run.start)?.gap == Gap::Blank;
    let behind = text.get(whole.end()..)?;
    if run.len() > NAME || seen.iter().any(|name| name.kind == Date) {
        return None;
    }
    let words = whole.of(text);
    if BODIES.contains(words) || is_firm(text, words, seen) {
        return Some(Mention { span: whole, kind: Org });
    }
    let name = named(text, all, run.clone());
    let person = Mention { span: span(all, name.clone())?, kind: Per };
    if run.len() <= PERSON && name.len() > 1 && is_aged(behind) {
        return Some(person);
    }
    // The driver Ada Quill.
    let is_called = is_blank && SPEAKERS.contains(say(1)) && is_person(say(1));
    if is_called
        && (2..PERSON).contains(&name.len())
        && !ORG_HEADS.contains(last(words))
        && seen.iter().all(|name| name.kind == Per && person.span.covers(name.span))
    {
        return Some(person);
    }
    // The company Quill founded.
    let ends = behind.starts_with([',', '.', ')', ';', '\'', '’']);
    if is_blank
        && ORGANISATIONS.contains(&say(1))
        && ends
        && !seen.iter().any(|name| name.kind == Per && run.len() > 1)
    {
        return Some(Mention { span: whole, kind: Org });
    }
    let of_place = is_blank && say(1) == "of" && KINDS_OF_PLACES.contains(&say(2));
    (of_place && !seen.iter().any(|name| name.kind == Org)).then_some(Mention { span: whole, kind: Loc })
}

/// Whether parts of these words were seen as names, which are no country, and the last word makes them a business.
fn is_firm(text: &str, words: &str, seen: &[Mention]) -> bool {
    let is_part = |name: &Mention| {
        let part = name.span.of(text);
        matches!(name.kind, Org | Loc) && !PLACES.contains(part) && !DEMONYMS.contains(part)
    };
    words.contains(' ') && FIRM_HEADS.contains(last(words)) && !seen.is_empty() && seen.iter().all(is_part)
}

/// The words of a run without the roles in front of a person's name.
fn named(text: &str, all: &[Word], run: Range<usize>) -> Range<usize> {
    let is_role = |at: &usize| {
        let word = all.get(*at).map_or("", |word| word.span.of(text));
        TITLES.contains(word) || SPEAKERS.contains(&word.to_lowercase())
    };
    let roles = run.clone().take_while(is_role).count();
    run.start + roles..run.end
}

/// Whether an age follows a name: `, 42, who left`.
fn is_aged(behind: &str) -> bool {
    let digits = behind.strip_prefix(", ").unwrap_or_default();
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    length == 2 && digits.get(length..).is_some_and(|rest| rest.starts_with([',', '.', ';']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of `text`, one sentence a line, when the first of `seen` was seen as what stands beside it.
    fn seen(text: &str, seen: &[(&str, EntityType)]) -> Vec<String> {
        let words = Words::of_lines(text);
        let place = |(name, kind): &(&str, EntityType)| {
            let start = text.find(name).unwrap();
            Mention { span: Span::new(start, start + name.len()), kind: *kind }
        };
        let mut found = seen.iter().map(place).collect();
        as_told(text, &words, &mut found, &[]);
        found.iter().map(|name| format!("{} {}", name.kind.name(), name.span.of(text))).collect()
    }

    #[test]
    fn what_is_told_once_holds_wherever_the_text_names_it() {
        let text = "Then Alderbund said no.\nThe trade union Alderbund, founded late, met.";
        assert_eq!(seen(text, &[("Alderbund", Per)]), ["ORG Alderbund", "ORG Alderbund"]);
        let text = "They live in the village of Elm Hollow now.\nThen Elm Hollow fell.";
        assert_eq!(seen(text, &[("Hollow", Per)]), ["LOC Elm Hollow", "LOC Elm Hollow"]);
    }

    #[test]
    fn who_is_of_an_age_is_a_person() {
        assert_eq!(seen("It moved, said Bo Quill, 42, who left.", &[]), ["PER Bo Quill"]);
        assert_eq!(seen("It was Judge Bo Quill, 42, again.", &[]), ["PER Bo Quill"]);
        assert!(seen("It sold Elm Street, 1942, again.", &[]).is_empty());
    }

    #[test]
    fn who_is_called_by_a_role_is_a_person() {
        assert_eq!(seen("Then the project leader Dr Bo Quill left.", &[]), ["PER Bo Quill"]);
        assert!(seen("Then the ministry Elm House left.", &[]).is_empty());
    }

    #[test]
    fn the_name_of_somebody_who_does_something_with_it_is_not_that_of_a_company() {
        assert_eq!(seen("The company Quill founded is gone.", &[("Quill", Per)]), ["PER Quill"]);
    }
}
