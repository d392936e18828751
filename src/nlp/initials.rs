//! Short forms made of initials: what a long form is, its short form is as well, `Alder Harbour Board (AHB)` and
//! `AHB` alone.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::facts::{Entry, Facts};
use super::house::{is_within, over, put};
use super::names::Words;
use super::words::{Gap, Word};
use crate::model::EntityType::{self, Date, Misc, Org, Per};
use crate::model::{Mention, Span};

/// How many letters a short form has; one that no brackets explain has at least [`CLEAR`].
const LETTERS: Range<usize> = 2..9;
const CLEAR: usize = 3;
/// Words in small letters that have no letter in the short form.
const SMALL: [&str; 14] =
    ["and", "at", "de", "del", "des", "du", "et", "for", "für", "in", "la", "of", "on", "the"];
/// First words of what somebody is, not of a name: `Member of Parliament (MP)`.
const ROLES: [&str; 5] = ["Bachelor", "Doctor", "Fellow", "Master", "Member"];

/// The names of `found`, in order and apart, with short forms of the kind of their long forms, in the same order.
/// `bare` are the lines where a capital says nothing of a word.
pub fn with_short_forms(text: &str, words: &Words, mut found: Vec<Mention>, bare: &[Span]) -> Vec<Mention> {
    let explained: Vec<[Mention; 2]> =
        words.sentences.iter().flat_map(|sentence| explained(text, words, sentence, &found)).collect();
    let mut kinds: HashMap<Cow<str>, Option<EntityType>> =
        explained.iter().map(|[_, short]| (short.span.of(text).into(), Some(short.kind))).collect();
    put(&mut found, explained.into_iter().flatten().collect());
    for name in found.iter().filter(|name| !matches!(name.kind, Date | Per)) {
        let capitals = words.within(name.span).iter().filter(|word| word.capital);
        let initials: String = capitals.filter_map(|word| word.span.of(text).chars().next()).collect();
        if (CLEAR..LETTERS.end).contains(&initials.len()) {
            let kind = kinds.entry(initials.into()).or_insert(Some(name.kind));
            *kind = kind.filter(|kind| *kind == name.kind);
        }
    }
    if kinds.is_empty() {
        return found;
    }
    // What stands there in small letters too is a word like others.
    let small: HashSet<&str> =
        words.all.iter().filter(|word| !word.capital).map(|word| word.span.of(text)).collect();
    let short =
        words.all.iter().filter(|word| word.upper && !is_within(bare, word.span)).filter_map(|word| {
            let name = word.span.of(text);
            let kind = kinds.get(name).copied().flatten()?;
            let alone = over(&found, word.span).iter().all(|name| name.span == word.span);
            (alone && !small.contains(&*name.to_lowercase())).then_some(Mention { span: word.span, kind })
        });
    let short = short.collect();
    put(&mut found, short);
    found
}

/// The long forms of `sentence` that their short forms follow in brackets, with these, where one of them was found.
fn explained(text: &str, words: &Words, sentence: &Range<usize>, found: &[Mention]) -> Vec<[Mention; 2]> {
    let all = words.all.get(..sentence.end).unwrap_or_default();
    let pair = |at: usize| {
        let short = all.get(at).filter(|word| word.upper)?.span;
        let last = all.get(at.checked_sub(1)?)?.span;
        if text.get(last.end()..short.start())? != " (" || !text.get(short.end()..)?.starts_with(')') {
            return None;
        }
        let first = long_form(text, all, sentence.start..at)?.span;
        let long = first.join(last);
        let is_role = || {
            let first = first.of(text);
            ROLES.contains(&first) || Facts::of(first, false).entry == Some(Entry::Title)
        };
        let kind = match (over(found, long), over(found, short)) {
            ([name], _) if name.span == long => name.kind,
            (names, _) if names.iter().any(|name| !long.covers(name.span)) || is_role() => return None,
            (_, [name]) if name.span == short => body(name.kind),
            ([.., name], _) if name.span.end() == long.end() => body(name.kind),
            _ => return None,
        };
        (kind != Date).then_some([long, short].map(|span| Mention { span, kind }))
    };
    sentence.clone().filter_map(pair).collect()
}

/// The kind of a long form that has a name of this kind in it, or is called so in short: hardly a person or a place.
fn body(kind: EntityType) -> EntityType {
    if matches!(kind, Date | Misc) { kind } else { Org }
}

/// The first word of those before the last of `words` whose initials spell that one.
fn long_form<'a>(text: &str, all: &'a [Word], words: Range<usize>) -> Option<&'a Word> {
    let short = all.get(words.end)?.span.of(text);
    let mut letters = short.chars().rev();
    let mut wanted = letters.next().filter(|_| LETTERS.contains(&short.len()))?;
    for at in words.clone().rev() {
        let word = all.get(at)?;
        let name = word.span.of(text);
        if name.starts_with(wanted) {
            let Some(next) = letters.next() else { return Some(word) };
            wanted = next;
        } else if !SMALL.contains(&name) && word.gap != Gap::Hyphen {
            return None;
        }
        let ampersand = || text.get(all.get(at.checked_sub(1)?)?.span.end()..word.span.start());
        if !matches!(word.gap, Gap::Blank | Gap::Hyphen) && ampersand() != Some(" & ") {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::EntityType::Loc;

    /// The names of `text`, one sentence a line, when those of `names` were found.
    fn seen(text: &str, names: &[(&str, EntityType)]) -> Vec<String> {
        let words = Words::of_lines(text);
        let place = |(name, kind): &(&str, EntityType)| {
            let start = text.find(name).unwrap();
            Mention { span: Span::new(start, start + name.len()), kind: *kind }
        };
        let found = with_short_forms(text, &words, names.iter().map(place).collect(), &[]);
        found.iter().map(|name| format!("{} {}", name.kind.name(), name.span.of(text))).collect()
    }

    #[test]
    fn a_short_form_in_brackets_is_what_the_words_before_it_are() {
        let text = "The Board of the Alder Harbour (BAH) met.\nLater BAH left.";
        let found = ["ORG Board of the Alder Harbour", "ORG BAH", "ORG BAH"];
        assert_eq!(seen(text, &[("Alder Harbour", Loc)]), found);
        assert_eq!(seen(text, &[("BAH", Per)]), found);
        assert_eq!(
            seen("The Council for Alder Co-operation (CAC) met.", &[("CAC", Org)]),
            ["ORG Council for Alder Co-operation", "ORG CAC"]
        );
        assert_eq!(seen("A Member of Parliament (MP) left.", &[("Parliament", Org)]), ["ORG Parliament"]);
        assert!(seen(text, &[]).is_empty());
    }

    #[test]
    fn initials_are_what_the_name_is() {
        let name = [("Alder Space Tower", Loc)];
        assert_eq!(
            seen("It left the Alder Space Tower.\nThe AST is high.", &name),
            ["LOC Alder Space Tower", "LOC AST"]
        );
        assert_eq!(
            seen("It left the Alder Space Tower.\nThe ast AST is high.", &name),
            ["LOC Alder Space Tower"]
        );
        assert_eq!(seen("The Alder Tower.\nThe AT is high.", &[("Alder Tower", Loc)]), ["LOC Alder Tower"]);
    }

    proptest! {
        #[test]
        fn names_stay_in_order_and_apart(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "Alder ", "Elm & ", "Élan ", "(AEE) ", "(EE)", " (", "AEE", "AA ", ") ", "of ", "\n", "-", "’s ", "aee ",
                ]),
                0..40,
            ),
            kinds in prop::collection::vec(prop::sample::select(EntityType::ALL.to_vec()), 40),
        ) {
            let text = parts.concat();
            let words = Words::of_lines(&text);
            let found = words.all.iter().zip(kinds).step_by(3).map(|(word, kind)| Mention { span: word.span, kind });
            let names = with_short_forms(&text, &words, found.collect(), &[]);
            prop_assert!(names.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
            prop_assert!(names.iter().all(|name| text.get(name.span.range()).is_some()));
        }
    }
}
