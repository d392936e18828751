//! What is clear somewhere in a corpus helps what is not: a name that one article makes certain is seen in all.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::facts::{Entry, Facts, spelled};
use super::house::over;
use super::names::{Words, capitals_mean_nothing, dotted};
use super::words::{Gap, Word, words};
use super::{Analysis, Chunk, Corrections};
use crate::model::EntityType::{self, Date, Per};
use crate::model::{Mention, Span};

/// How often a name of one word must be recognised to be clear; what says more of itself counts as much at once.
const CLEAR: usize = 3;
/// The longest name that is lent, in words.
const LONGEST: usize = 8;

/// Sees in each article the names that all of them, as far as they have been analysed, make clear. Nothing stands for
/// an article in which the same are lent as before. Neither what was lent before nor what people say makes anything
/// clear: lent names are what the program sees, to which what people say is compared.
pub fn lend<'a>(articles: impl Iterator<Item = &'a Analysis> + Clone) -> Vec<Option<Analysis>> {
    let bare = |article: &Analysis| article.lending(Arc::default()).with(Corrections::default());
    let own: Vec<Analysis> = articles.clone().map(bare).collect();
    let mentions = own.iter().flat_map(|article| {
        let mentions = article.seen().flat_map(|chunk| &chunk.mentions);
        mentions.map(|mention| (mention.span.of(article.text()), mention.kind))
    });
    let clear = Clear::gather(mentions);
    let lent = articles.zip(&own).map(|(article, own)| {
        // Where the program sees none by itself, whatever people say: what they say wins anyway, and can be taken back.
        let lent: Arc<[Mention]> = own.seen().flat_map(|chunk| clear.lent(own.text(), chunk)).collect();
        (lent != *article.lent()).then(|| article.lending(lent))
    });
    lent.collect()
}

/// The names of which it is clear in a corpus what they name.
#[derive(Debug, Default)]
struct Clear {
    /// By their words, with a blank for a line end.
    kinds: HashMap<String, EntityType>,
    /// The most words of those that begin with this one.
    longest: HashMap<String, usize>,
}

impl Clear {
    /// Those among the mentions, by words and kind: of several words, the surname of a person's full name, and single
    /// words that are recognised [`CLEAR`] times; nothing that is of two kinds.
    fn gather<'a>(mentions: impl Iterator<Item = (&'a str, EntityType)>) -> Self {
        // How often each name is recognised as what; nothing if it is of two kinds.
        let mut counts: HashMap<Cow<str>, Option<(EntityType, usize)>> = HashMap::new();
        let mut found = Vec::new();
        for (surface, kind) in mentions {
            found.clear();
            words(surface, Span::new(0, surface.len()), &mut found);
            let (Some(first), Some(last)) = (found.first(), found.last()) else { continue };
            let mut count = |name: Span, weight| {
                let count = counts.entry(spelled(name.of(surface), false)).or_insert(Some((kind, 0)));
                *count = count.filter(|(known, _)| *known == kind).map(|(kind, n)| (kind, n + weight));
            };
            let full = found.len() > 1;
            count(first.span.join(last.span), if full { CLEAR } else { 1 });
            if full && kind == Per {
                count(last.span, CLEAR);
            }
        }
        let mut clear = Self::default();
        for (name, count) in counts {
            let Some((kind, _)) = count.filter(|(kind, count)| *kind != Date && *count >= CLEAR) else {
                continue;
            };
            found.clear();
            words(&name, Span::new(0, name.len()), &mut found);
            let first = match found.as_slice() {
                [only] if is_telling(only.span.of(&name), kind) => only,
                [first, .., last] if last.capital && found.len() <= LONGEST => first,
                _ => continue,
            };
            if first.capital {
                let longest = clear.longest.entry(first.span.of(&name).to_owned()).or_default();
                *longest = found.len().max(*longest);
                clear.kinds.insert(name.into_owned(), kind);
            }
        }
        clear
    }

    /// Where clear names stand in a chunk of `text` and were not seen, in order.
    fn lent(&self, text: &str, chunk: &Chunk) -> Vec<Mention> {
        let mut found = Vec::new();
        if self.kinds.is_empty() {
            return found;
        }
        let Words { all, sentences, .. } =
            Words::of(text, chunk.sentences.iter().map(|sentence| sentence.span).collect());
        for (sentence, range) in chunk.sentences.iter().zip(sentences) {
            let words = all.get(range).unwrap_or_default();
            if !sentence.kind.is_read() || capitals_mean_nothing(text, sentence.span, words) {
                continue;
            }
            let mut at = 0;
            while at < words.len() {
                let name = self
                    .name_at(text, words, at)
                    .filter(|(_, name)| over(&chunk.mentions, name.span).is_empty());
                at = name.map_or(at + 1, |(end, _)| end);
                found.extend(name.map(|(_, name)| name));
            }
        }
        // What stands there in small letters too is a word like others.
        let lowered = |name: &Mention| name.span.of(text).to_lowercase();
        let mut names: HashSet<String> = found.iter().map(lowered).collect();
        if !names.is_empty() {
            for word in all.iter().filter(|word| !word.capital) {
                names.remove(word.span.of(text));
            }
        }
        found.retain(|name| names.contains(&lowered(name)));
        found
    }

    /// The longest clear name that begins with word `at` and stands by itself, and the word behind it.
    fn name_at(&self, text: &str, words: &[Word], at: usize) -> Option<(usize, Mention)> {
        let first = words.get(at).filter(|word| word.capital)?;
        let longest = *self.longest.get(first.span.of(text))?;
        (1..=longest).rev().find_map(|count| {
            let end = at + count;
            let span = first.span.join(words.get(end - 1)?.span);
            let kind = *self.kinds.get(&*spelled(span.of(text), false))?;
            let alone = (count > 1 || first.gap != Gap::Start)
                && is_whole(text, span)
                && !runs_on(text, words, at..end);
            alone.then(|| (end, Mention { span: dotted(text, span), kind }))
        })
    }
}

/// Whether a single word says by itself that it is a name of this kind: it is no usual word, and the lists do not
/// take it for something else.
fn is_telling(word: &str, kind: EntityType) -> bool {
    let Facts { entry, head, starter, dated, .. } = Facts::of(word, false);
    let known = entry.is_none_or(|entry| entry == Entry::Name(kind));
    known && head.is_none() && !starter && !dated && word.chars().nth(2).is_some()
}

/// Whether the words are no part of something longer: `@quill`, `Quill-Alder`, `quill.example`.
fn is_whole(text: &str, span: Span) -> bool {
    let before = text.get(..span.start()).and_then(|before| before.chars().next_back());
    let mut after = text.get(span.end()..).unwrap_or_default().chars();
    let next = after.next();
    let joins = |c: char| matches!(c, '@' | '#' | '_' | '-' | '‑' | '–' | '/' | '\\' | '&');
    let goes_on = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    !before.is_some_and(|c| joins(c) || c == '.') && !next.is_some_and(joins) && !goes_on
}

/// Whether a capitalised word stands right before or behind these, so that all may be one name. A title is no part
/// of a name, nor is who owns it.
fn runs_on(text: &str, words: &[Word], name: Range<usize>) -> bool {
    let glued = |at: usize| words.get(at).is_some_and(|word| matches!(word.gap, Gap::Blank | Gap::Dot));
    let before = name.start.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| {
        let title = Facts::of(word.span.of(text), word.upper).entry == Some(Entry::Title);
        glued(name.start) && word.capital && !word.possessive && !title
    });
    let owns = words.get(name.end - 1).is_some_and(|word| word.possessive);
    before || !owns && glued(name.end) && words.get(name.end).is_some_and(|word| word.capital)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::EntityType::{Loc, Misc, Org};
    use crate::model::{Annotation, Article, Correction, Status};

    /// What is lent to a text in which nothing was seen, beyond its own first line.
    fn lent(mentions: &[(&str, EntityType)], text: &str) -> Vec<String> {
        let text = format!("It rained.\n\n{text}\n");
        let analysis = Analysis::new(text.as_str().into());
        let clear = Clear::gather(mentions.iter().copied());
        let chunks = analysis.all().map(|chunk| Chunk { mentions: Vec::new(), ..chunk.clone() });
        let names = chunks.flat_map(|chunk| clear.lent(&text, &chunk));
        names.map(|name| format!("{} {}", name.kind.name(), name.span.of(&text))).collect()
    }

    #[test]
    fn a_full_name_makes_itself_and_the_surname_clear() {
        let clear = [("Ada Quillon", Per), ("Harbour Walk", Loc)];
        assert_eq!(lent(&clear, "We saw the town's Quillon there."), ["PER Quillon"]);
        assert_eq!(lent(&clear, "Then Minister Quillon's aide left."), ["PER Quillon"]);
        assert_eq!(
            lent(&clear, "They met Ada Quillon on the Harbour Walk."),
            ["PER Ada Quillon", "LOC Harbour Walk"]
        );
        assert!(lent(&clear, "We saw the Harbour from there.").is_empty());
    }

    #[test]
    fn a_single_word_is_clear_when_it_is_recognised_often_and_always_as_the_same() {
        let text = "They left for Quillon in the morning.";
        assert!(lent(&[("Quillon", Loc); 2], text).is_empty());
        assert_eq!(lent(&[("Quillon", Loc); 3], text), ["LOC Quillon"]);
        let two = [("Quillon", Loc), ("Quillon", Loc), ("Quillon", Loc), ("Ada Quillon", Per)];
        assert!(lent(&two, text).is_empty());
        assert!(
            lent(&[("Ada May", Per), ("Bo Ministry", Org)], "They pay in May, said the Ministry.").is_empty()
        );
    }

    #[test]
    fn part_of_something_longer_is_not_lent() {
        let clear = [("Ada Quillon", Per)];
        for text in [
            "Quillon begins this sentence.",
            "They read the Quillon Gazette there.",
            "They saw the New Quillon there.",
            "They wrote to @Quillon and to quillon.example.",
            "The Quillon-led group left, as did B.Quillon and Quillon.example.",
            "A quillon is a part of a sword, and no Quillon was there.",
            "All The News From Quillon Today",
        ] {
            assert!(lent(&clear, text).is_empty(), "{text}");
        }
    }

    /// The mentions of each text after [`lend`].
    fn shown(all: &[Analysis]) -> Vec<Vec<&str>> {
        let mentions = |one: &Analysis| one.mentions_in(whole(one)).count();
        assert!(all.iter().all(|one| mentions(one) > 0));
        all.iter().map(|one| one.mentions_in(whole(one)).map(|m| m.span.of(one.text())).collect()).collect()
    }

    fn whole(one: &Analysis) -> Span {
        Span::new(0, one.text().len())
    }

    fn analysed(texts: [&str; 2]) -> Vec<Analysis> {
        let all = texts.map(|text| Analysis::of(&Article::new("a.txt", text)));
        all.iter().for_each(|one| one.all().for_each(drop));
        all.into()
    }

    fn lending(all: &[Analysis]) -> Vec<Analysis> {
        let same = |one: &Analysis| one.with(one.corrections().clone());
        all.iter().zip(lend(all.iter())).map(|(one, lent)| lent.unwrap_or_else(|| same(one))).collect()
    }

    const CLEAR_NAME: &str = "Gates open\n\nOn Monday the mayor, Ada Quillon, spoke.\n";
    const DOUBTFUL: &str =
        "Boats return\n\nKarl Brandt came back on Monday.\n\nThey were tired of all the Quillon talk.\n";

    #[test]
    fn one_article_helps_another_and_lending_again_changes_nothing() {
        let before = analysed([CLEAR_NAME, DOUBTFUL]);
        assert!(
            !shown(&before)[1].contains(&"Quillon"),
            "the program sees more by itself: another case is needed"
        );
        let after = lending(&before);
        assert!(shown(&after)[1].contains(&"Quillon"), "{:?}", shown(&after));
        assert!(
            after[1].seen_in(whole(&after[1])).any(|m| m.span.of(DOUBTFUL) == "Quillon" && m.kind == Per)
        );
        assert!(lend(after.iter()).iter().all(Option::is_none));
        // When the first article says it no longer, nothing is lent.
        let gone = [Analysis::new("It rained.\n".into()), lending(&after).remove(1)];
        gone[0].all().for_each(drop);
        assert!(!shown(&lending(&gone)[1..])[0].contains(&"Quillon"));
    }

    #[test]
    fn what_people_say_wins_over_what_is_lent() {
        let all = lending(&analysed([CLEAR_NAME, DOUBTFUL]));
        let start = DOUBTFUL.find("Quillon").unwrap();
        let span = Span::new(start, start + "Quillon".len());
        for (status, there) in [(Status::Removed, false), (Status::Corrected(None), true)] {
            let correction = Correction { kind: Misc, name: None, status };
            let said = Arc::new(Annotation::correcting(span, correction));
            let corrected = all[1].with(Corrections::new([&said].into_iter()));
            for one in [&corrected, &lending(&[corrected.with(corrected.corrections().clone())])[0]] {
                let kind = one.mentions_in(span).map(|mention| mention.kind).next();
                assert_eq!(kind, there.then_some(Misc));
            }
        }
    }

    proptest! {
        #[test]
        fn lent_names_are_in_order_apart_and_inside_sentences(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "Ada Quillon", "Quillon", "Bo\nElm", "Elm Inc", ".", ". ", " ", "\n\n", "the ", "’s ", "“", "@",
                    "-", "é", "🚢", "saw ", "Union of Élan", "Élan ",
                ]),
                0..40,
            ),
            kinds in prop::collection::vec(prop::sample::select(EntityType::ALL.to_vec()), 5),
        ) {
            let text = format!("It rained.\n\n{}", parts.concat());
            let analysis = Analysis::new(text.as_str().into());
            analysis.all().for_each(drop);
            let names = ["Ada Quillon", "Bo Elm", "Elm Inc.", "Union of Élan", "Ada Élan"];
            let clear = Clear::gather(names.into_iter().zip(kinds));
            let lent: Arc<[Mention]> = analysis.all().flat_map(|chunk| clear.lent(&text, chunk)).collect();
            let own: Vec<Mention> = analysis.mentions_in(whole(&analysis)).collect();
            let lending = analysis.lending(Arc::clone(&lent));
            let all: Vec<Mention> = lending.mentions_in(whole(&lending)).collect();
            prop_assert!(all.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
            prop_assert_eq!(all.len(), own.len() + lent.len());
            for name in lent.iter() {
                prop_assert!(!name.span.of(&text).is_empty());
                prop_assert!(analysis.sentences_in(name.span).any(|sentence| sentence.span.covers(name.span)));
            }
        }
    }
}
