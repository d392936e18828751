//! What annotators say of the same thing in its attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::Work;
use super::names::value;
use crate::model::{Attribute, Label, LabelName, Span};
use crate::nlp::Entities;

/// More different tags with one label than this that share words are paired only if they are equal.
const MOST: usize = 64;

/// A tag as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag {
    pub(super) label: LabelName,
    pub(super) span: Span,
    /// By attribute.
    pub(super) values: Vec<Option<String>>,
}

/// What each annotator says of one thing, if anything.
pub(super) type Item = Vec<Option<Tag>>;

/// The things that annotators have tagged with a label, in the order of the text: each with its article and sentence.
pub(super) fn items(
    works: &[Work],
    annotators: usize,
    label: &Label,
    attributes: &[&Attribute],
    entities: &Entities,
) -> Vec<((usize, usize), Item)> {
    let mut items = Vec::new();
    for (article, work) in works.iter().enumerate() {
        let mut tags: Vec<(usize, Tag)> = Vec::new();
        for (annotator, annotations) in work.annotations.iter().enumerate() {
            for tag in annotations.iter().flat_map(|a| a.iter()).filter(|tag| tag.label == label.name) {
                let values = attributes.iter().map(|a| value(tag, a, article, entities)).collect();
                tags.push((annotator, Tag { label: tag.label.clone(), span: tag.span, values }));
            }
        }
        // Both have read the sentence that the last of them begins in.
        let place = |item: &Item| {
            let start = item.iter().flatten().map(|tag| tag.span.start()).max().unwrap_or_default();
            (article, work.sentences.partition_point(|s| s.span.end() <= start))
        };
        let common = overlapping(tags).into_iter().flat_map(|tags| paired(tags, annotators));
        items.extend(common.map(|item| (place(&item), item)));
    }
    items
}

/// Tags in the order of the text, those together that share words, also by way of others between them.
fn overlapping(mut tags: Vec<(usize, Tag)>) -> Vec<Vec<(usize, Tag)>> {
    tags.sort_by_key(|(_, tag)| tag.span);
    let mut groups: Vec<Vec<(usize, Tag)>> = Vec::new();
    let mut end = 0;
    for tag in tags {
        let span = tag.1.span;
        match groups.last_mut() {
            Some(group) if span.start() < end => group.push(tag),
            _ => groups.push(vec![tag]),
        }
        end = span.end().max(end);
    }
    groups
}

/// Tags that are about the same thing: their spans overlap and their attributes are the most alike.
/// Whoever has tagged it takes part with one tag. The order of annotators does not matter, as equal tags are put
/// together first, and all others are different.
pub(super) fn paired(tags: Vec<(usize, Tag)>, annotators: usize) -> Vec<Item> {
    let mut by_tag: BTreeMap<Tag, BTreeSet<usize>> = BTreeMap::new();
    for (annotator, tag) in tags {
        by_tag.entry(tag).or_default().insert(annotator);
    }
    let tags: Vec<Tag> = by_tag.keys().cloned().collect();
    let item = |(tag, by): (Tag, BTreeSet<usize>)| {
        (0..annotators).map(|annotator| by.contains(&annotator).then(|| tag.clone())).collect()
    };
    let mut items: Vec<Option<Item>> = by_tag.into_iter().map(item).map(Some).collect();
    let mut near: Vec<_> = super::ratings::pairs(tags.len().min(MOST))
        .filter_map(|[a, b]| Some((distance(tags.get(a)?, tags.get(b)?)?, a, b)))
        .collect();
    near.sort_unstable();
    // Where the item of each tag is now.
    let mut places: Vec<usize> = (0..tags.len()).collect();
    for (_, a, b) in near {
        let (Some(&to), Some(&from)) = (places.get(a), places.get(b)) else { continue };
        let (Some(Some(ours)), Some(Some(theirs))) = (items.get(to), items.get(from)) else { continue };
        if to == from || ours.iter().zip(theirs).any(|(a, b)| a.is_some() && b.is_some()) {
            continue;
        }
        let both = ours.iter().zip(theirs).map(|(a, b)| a.clone().or_else(|| b.clone())).collect();
        items[to] = Some(both);
        items[from] = None;
        places.iter_mut().filter(|place| **place == from).for_each(|place| *place = to);
    }
    items.into_iter().flatten().collect()
}

/// How different two tags are, the least first: whether their labels differ, in how many attributes they contradict
/// each other, in how many they are not equal, whether their spans differ. Nothing if they share no words.
fn distance(a: &Tag, b: &Tag) -> Option<(bool, usize, usize, bool)> {
    let values = || a.values.iter().zip(&b.values);
    let contradict = values().filter(|(a, b)| a.is_some() && b.is_some() && a != b).count();
    let unequal = values().filter(|(a, b)| a.is_none() || a != b).count();
    a.span.overlaps(b.span).then_some((a.label != b.label, contradict, unequal, a.span != b.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(span: (usize, usize), values: &[&str]) -> Tag {
        let values = values.iter().map(|v| (!v.is_empty()).then(|| (*v).to_owned())).collect();
        Tag { label: LabelName::new("position"), span: Span::new(span.0, span.1), values }
    }

    /// The values of each item, by annotator.
    fn words(items: &[Item]) -> Vec<String> {
        let said = |tag: &Option<Tag>| {
            tag.as_ref().map_or("·".to_owned(), |tag| {
                tag.values.iter().map(|v| v.as_deref().unwrap_or("?")).collect::<Vec<_>>().join(" ")
            })
        };
        let mut items: Vec<_> =
            items.iter().map(|item| item.iter().map(said).collect::<Vec<_>>().join(" | ")).collect();
        items.sort();
        items
    }

    #[test]
    fn tags_of_one_sentence_go_with_those_that_are_most_like_them() {
        let tags = vec![
            (0, tag((0, 50), &["troops", "oppose"])),
            (0, tag((0, 50), &["air", "conditional"])),
            (1, tag((0, 50), &["air", "support"])),
            (1, tag((0, 20), &["troops", "oppose"])),
            (2, tag((0, 50), &["", "oppose"])),
        ];
        let items = words(&paired(tags.clone(), 3));
        assert_eq!(items, ["air conditional | air support | ·", "troops oppose | troops oppose | ? oppose"]);
    }

    #[test]
    fn tags_without_a_common_word_are_about_different_things() {
        let tags = vec![(0, tag((0, 20), &["a"])), (1, tag((20, 50), &["a"]))];
        assert_eq!(words(&paired(tags, 2)), ["a | ·", "· | a"]);
    }

    #[test]
    fn a_tag_that_is_there_twice_counts_once_and_many_come_to_an_end() {
        let twice = vec![(0, tag((0, 5), &["a"])), (0, tag((0, 5), &["a"])), (1, tag((0, 5), &["a"]))];
        assert_eq!(words(&paired(twice, 2)), ["a | a"]);
        let many = (0..5000).map(|i| (i % 2, tag((0, 5), &[&format!("{}", i / 2)]))).collect();
        assert_eq!(paired(many, 2).len(), 2500);
    }
}
