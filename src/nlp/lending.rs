//! What is clear somewhere in a corpus helps what is not: a name that one article makes certain is seen in all.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::facts::{Entry, Facts, spelled};
use super::names::{Words, capitals_mean_nothing, dotted};
use super::words::{Gap, Word, words};
use super::{Analysis, Chunk};
use crate::model::EntityType::{self, Date, Per};
use crate::model::{Mention, Span};

/// How often a name of one word must be recognised to be clear; what says more of itself counts as much at once.
const CLEAR: usize = 3;
/// The longest name that is lent, in words.
const LONGEST: usize = 8;

/// Sees in each article the names that all of them, as far as they have been analysed, make clear. Nothing stands for
/// an article in which the same are lent as before. What was lent before makes nothing clear.
pub fn lend<'a>(articles: impl Iterator<Item = &'a Analysis> + Clone) -> Vec<Option<Analysis>> {
    let own: Vec<Analysis> = articles.clone().map(|article| article.lending(Arc::default())).collect();
    let mentions = own.iter().flat_map(|article| {
        let mentions = article.seen().flat_map(|chunk| &chunk.mentions);
        mentions.map(|mention| (mention.span.of(article.text()), mention.kind))
    });
    let clear = Clear::gather(mentions);
    let lent = articles.zip(&own).map(|(article, own)| {
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
                let name =
                    self.name_at(text, words, at).filter(|(_, name)| is_free(&chunk.mentions, name.span));
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
    let Facts { entry, head, starter, day, .. } = Facts::of(word, false);
    let known = entry.is_none_or(|entry| entry == Entry::Name(kind));
    known && head.is_none() && !starter && !day && word.chars().nth(2).is_some()
}

/// Whether `span` shares no byte with `mentions`, which are in order.
pub fn is_free(mentions: &[Mention], span: Span) -> bool {
    let at = mentions.partition_point(|mention| mention.span.end() <= span.start());
    mentions.get(at).is_none_or(|mention| !mention.span.overlaps(span))
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
