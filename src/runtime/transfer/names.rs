//! The names among annotations that come in.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::model::{Annotation, Annotations, Correction, Item, Mention, Span, Status};
use crate::nlp::Analysis;

/// The same annotations, the names among them without blanks and marks around them; and by their ids why others are no
/// names.
pub(super) fn names_trimmed(
    all: &Annotations,
    analysis: &Analysis,
) -> (Annotations, HashMap<String, &'static str>) {
    let mut no_names = HashMap::new();
    let trimmed = |item: Item| match item {
        Item::Tag(tag) if tag.correction.is_some() => match name_words(tag.span, analysis) {
            Ok(span) => Some(Item::from(Annotation { span, ..Annotation::clone(&tag) })),
            Err(reason) => {
                no_names.insert(tag.id.as_str().to_owned(), reason);
                None
            }
        },
        other => Some(other),
    };
    (all.items().filter_map(trimmed).collect(), no_names)
}

/// The same annotations without the names inside others, and how many these are: a name holds no other one.
pub(super) fn outermost(all: &Annotations) -> (Annotations, usize) {
    let mut names: Vec<_> = all.corrections().collect();
    names.sort_by_key(|name| (name.span.start(), Reverse(name.span.end())));
    let (mut inner, mut last) = (HashSet::new(), None::<Span>);
    for name in names {
        match last {
            Some(last) if last.covers(name.span) => {
                if last != name.span {
                    inner.insert(name.id.clone());
                }
            }
            _ => last = Some(name.span),
        }
    }
    let is_outer = |item: &Item| !matches!(item, Item::Tag(tag) if inner.contains(&tag.id));
    (all.items().filter(is_outer).collect(), inner.len())
}

/// The words of a name in a span: as the program sees them, else as a reader would mark them.
///
/// # Errors
/// There are none, or they are not in one sentence.
fn name_words(span: Span, analysis: &Analysis) -> Result<Span, &'static str> {
    let words = span.of(analysis.text());
    if !words.contains(char::is_alphanumeric) {
        return Err("no word is in its span");
    }
    let start = span.start() + (words.len() - words.trim_start().len());
    let bare = Span::new(start, start + words.trim().len());
    let is_seen = analysis.seen_in(bare).any(|seen| seen.span == bare);
    let name = if is_seen { Some(bare) } else { analysis.in_one_sentence(bare) };
    name.ok_or("a name stands in one sentence")
}

/// The same annotations, the names among them as corrections of what the program sees in the text.
pub(super) fn beside_seen(all: &Annotations, analysis: &Analysis, all_names: bool) -> Annotations {
    if all.corrections().len() == 0 {
        return all.clone();
    }
    let corrected = |item: Item| match item {
        Item::Tag(tag) if tag.correction.is_some() => {
            let mut tag = Annotation::clone(&tag);
            tag.correction = tag.correction.map(|said| {
                let seen = analysis.seen_in(tag.span).max_by_key(|seen| seen.span.intersect(tag.span).len());
                Correction::of(Mention { span: tag.span, kind: said.kind }, said.name, seen)
            });
            Item::from(tag)
        }
        other => other,
    };
    let seen = analysis.all().filter(|_| all_names).flat_map(|chunk| &chunk.mentions);
    let is_read =
        |span: Span| analysis.sentence_at(span.start()).is_some_and(|sentence| sentence.kind.is_read());
    let untagged = seen.filter(|seen| is_read(seen.span) && all.corrections_over(seen.span).next().is_none());
    let removed = untagged.map(|seen| {
        let correction = Correction { kind: seen.kind, name: None, status: Status::Removed };
        Item::from(Annotation::correcting(seen.span, correction))
    });
    all.items().map(corrected).chain(removed).collect()
}
