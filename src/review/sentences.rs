//! What annotators say of sentences: their labels.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Annotations, LabelName, Sentence};

/// The labels of an annotator on a sentence: `none` alone, or others without it. Nothing: not read.
pub(super) type Labels<'a> = Option<BTreeSet<&'a LabelName>>;

/// Labels as one category: `claim+position`.
pub(super) fn names(labels: &BTreeSet<&LabelName>) -> String {
    labels.iter().map(|label| label.as_str()).collect::<Vec<_>>().join("+")
}

/// The labels of an annotator on each sentence: those of all tags that share a byte with it. Sentences are in order.
pub(super) fn labels<'a>(sentences: &[Sentence], annotations: &'a Annotations) -> Vec<Labels<'a>> {
    let mut tags = annotations.iter().peekable();
    // How far the tags of each label reach that have begun.
    let mut reach: BTreeMap<&LabelName, usize> = BTreeMap::new();
    let on = |sentence: &Sentence| {
        while let Some(tag) = tags.next_if(|tag| tag.span.start() < sentence.span.end()) {
            let end = reach.entry(&tag.label).or_default();
            *end = tag.span.end().max(*end);
        }
        let here = reach.iter().filter(|(_, end)| **end > sentence.span.start());
        let mut labels: BTreeSet<_> = here.map(|(label, _)| *label).collect();
        if labels.len() > 1 {
            labels.retain(|label| !label.is_none());
        }
        (!labels.is_empty()).then_some(labels)
    };
    sentences.iter().map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, Attributes, Kind, Span};

    #[test]
    fn a_sentence_has_the_labels_of_all_tags_that_reach_into_it() {
        let sentence = |start| Sentence { span: Span::new(start, start + 9), kind: Kind::Sentence };
        let tag = |label: &str, start, end| {
            Annotation::new(LabelName::new(label), Span::new(start, end), Attributes::new())
        };
        let tags = [
            tag("claim", 0, 25),
            tag("position", 12, 14),
            tag("none", 20, 29),
            tag("none", 30, 39),
            tag("claim", 39, 40),
        ];
        let annotations = Annotations::from_iter(tags);
        let sentences: Vec<_> = [0, 10, 20, 30, 40].map(sentence).into();
        let said = labels(&sentences, &annotations);
        let said: Vec<_> = said.iter().map(|labels| labels.as_ref().map(names).unwrap_or_default()).collect();
        assert_eq!(said, ["claim", "claim+position", "claim", "none", ""]);
    }
}
