//! What annotators say of one sentence, thing by thing, side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::attributes::{Item, Tag, paired};
use super::names::{self, value};
use crate::model::{
    Annotation, Annotations, AnnotatorId, Attribute, AttributeKind, Correction, LabelName, Reference, Schema,
    Span,
};
use crate::nlp::{Corrections, Entities};

/// What those who have read a sentence say of one thing in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The sentence.
    pub sentence: Span,
    /// What each says who has read it, two or more of them; of a name those who have said something of it.
    pub sides: Vec<Side>,
    /// In what they differ: `label`, `span` or the name of an attribute. Empty: they agree.
    pub differing: Vec<String>,
}

/// What one annotator says of a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Who it is.
    pub annotator: AnnotatorId,
    /// What is said; none: nothing of this thing.
    pub tag: Option<Arc<Annotation>>,
    /// The first of the sides that says the same.
    pub same_as: usize,
}

impl Side {
    /// The annotation among those of all annotators.
    pub fn reference(&self) -> Option<Reference> {
        let tag = self.tag.as_ref()?;
        Some(Reference { annotator: self.annotator.clone(), id: tag.id.clone() })
    }
}

impl Comparison {
    /// Whether they differ.
    pub fn is_dispute(&self) -> bool {
        !self.differing.is_empty()
    }

    /// Whether all say the same, and of the same words, also where not all of them have read on.
    pub fn is_agreed(&self) -> bool {
        let mut spans = self.sides.iter().filter_map(|side| Some(side.tag.as_ref()?.span));
        let first = spans.next();
        !self.is_dispute() && spans.all(|span| Some(span) == first)
    }

    /// Whether it is about a name, and not about what is tagged.
    pub fn is_of_name(&self) -> bool {
        self.sides.iter().any(|side| side.tag.as_ref().is_some_and(|tag| tag.correction.is_some()))
    }

    /// The annotations of all sides.
    pub fn references(&self) -> impl Iterator<Item = Reference> {
        self.sides.iter().filter_map(Side::reference)
    }
}

/// What annotators have made of an article, to be compared. What was made of others' annotations is no opinion of its
/// own and takes no part; whoever has another annotation in a sentence has read it. What is said of names is compared by
/// itself, among those who have said something of the same words.
///
/// Of a tag over several sentences each sentence compares the part in it, among those who have read that one: what is
/// said there already, where the tag begins, is not said again. Names are compared as the entities that they mean in the
/// article, and texts not at all. A sentence that fewer than two have read is left out.
pub struct Comparing<'a, F> {
    /// All annotators, who reviews among them.
    pub by: BTreeMap<&'a AnnotatorId, &'a Annotations>,
    /// The sentence at a byte of the text.
    pub sentence_at: F,
    /// The number of the article.
    pub article: usize,
    /// The labels.
    pub schema: &'a Schema,
    /// What names mean.
    pub entities: &'a Entities,
}

impl<F: Fn(usize) -> Option<Span>> Comparing<'_, F> {
    /// All comparisons, in the order of the text.
    pub fn all(&self) -> Vec<Comparison> {
        let tags = self.by.values().flat_map(|annotations| annotations.placed());
        let opinions = tags.filter(|tag| !tag.is_adopted());
        self.within(opinions.flat_map(|tag| self.sentences_of(tag.span)).collect::<BTreeSet<_>>())
    }

    /// The sentences that a span reaches into.
    fn sentences_of(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = (self.sentence_at)(span.start());
        std::iter::successors(first, move |last| {
            (self.sentence_at)(last.end())
                .filter(|next| next.start() >= last.end() && next.start() < span.end())
        })
    }

    /// The comparisons of these sentences.
    pub fn within(&self, sentences: impl IntoIterator<Item = Span>) -> Vec<Comparison> {
        let attributes = attributes(self.schema);
        sentences.into_iter().flat_map(|sentence| self.of(sentence, &attributes)).collect()
    }

    fn of(&self, sentence: Span, attributes: &[&str]) -> Vec<Comparison> {
        let own = |tag: &&Arc<Annotation>| !tag.is_adopted();
        let tags = self.by.iter().map(|(who, annotations)| {
            (*who, annotations.shared_over(sentence).filter(own).cloned().collect())
        });
        let names = self.by.iter().map(|(who, annotations)| {
            let hold = Corrections::new(annotations.corrections_over(sentence).filter(own));
            (*who, hold.over(sentence).to_vec())
        });
        let mut all = self.things(sentence, tags.collect(), attributes);
        all.extend(self.things(sentence, names.collect(), &Correction::PARTS));
        all
    }

    /// What each says of the things that these are about: all of them tags, or all of them on names.
    fn things(
        &self,
        sentence: Span,
        mut said: Vec<(&AnnotatorId, Vec<Arc<Annotation>>)>,
        attributes: &[&str],
    ) -> Vec<Comparison> {
        said.retain(|(_, opinions)| !opinions.is_empty());
        if said.len() < 2 {
            return Vec::new();
        }
        let begins = |tag: &Annotation| (self.sentence_at)(tag.span.start()) == Some(sentence);
        let tags = said
            .iter()
            .enumerate()
            .flat_map(|(who, (_, opinions))| opinions.iter().map(move |annotation| (who, annotation)));
        let tag = |annotation: &Annotation| Tag {
            label: annotation.label.clone(),
            span: annotation.span.intersect(sentence),
            values: match &annotation.correction {
                Some(correction) => names::values(correction, self.article, self.entities),
                None => values(annotation, attributes, self.article, self.schema, self.entities),
            },
        };
        let tags: Vec<(usize, Tag, &Arc<Annotation>)> =
            tags.map(|(who, annotation)| (who, tag(annotation), annotation)).collect();
        let items = paired(tags.iter().map(|(who, tag, _)| (*who, tag.clone())).collect(), said.len());
        let comparison = |item: Item| {
            let of_name = item.iter().flatten().any(|tag| tag.label.as_str() == LabelName::ENTITY);
            let all = item.iter().enumerate().map(|(who, tag)| (who, tag.as_ref()));
            // Who says nothing of a name has not looked at it.
            let all: Vec<(usize, Option<&Tag>)> = all.filter(|(_, own)| !of_name || own.is_some()).collect();
            let side = |&(who, own): &(usize, Option<&Tag>)| {
                let (annotator, _) = said.get(who)?;
                let found = tags.iter().find(|(by, other, _)| *by == who && Some(other) == own);
                Some(Side {
                    annotator: (*annotator).clone(),
                    tag: found.map(|(_, _, annotation)| Arc::clone(annotation)),
                    same_as: all.iter().position(|(_, other)| *other == own).unwrap_or_default(),
                })
            };
            let sides = all.iter().filter_map(side).collect();
            let compared: Vec<Option<&Tag>> = all.iter().map(|(_, tag)| *tag).collect();
            Comparison { sentence, sides, differing: differing(&compared, attributes) }
        };
        let is_new = |comparison: &Comparison| {
            if comparison.sides.len() < 2 {
                return false;
            }
            let mut tags = comparison.sides.iter().filter_map(|side| side.tag.as_ref());
            tags.any(|tag| begins(tag)) || comparison.differing.iter().any(|name| name == "span")
        };
        items.into_iter().map(comparison).filter(is_new).collect()
    }
}

/// The names of all attributes that are compared, in the order of the labels.
fn attributes(schema: &Schema) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for attribute in schema.labels().iter().flat_map(|label| &label.attributes).filter(|a| is_compared(a)) {
        if !names.contains(&attribute.name.as_str()) {
            names.push(&attribute.name);
        }
    }
    names
}

fn is_compared(attribute: &Attribute) -> bool {
    attribute.kind != AttributeKind::Text
}

fn values(
    annotation: &Annotation,
    attributes: &[&str],
    article: usize,
    schema: &Schema,
    entities: &Entities,
) -> Vec<Option<String>> {
    let known = schema.get(annotation.label.as_str()).map_or(&[][..], |label| &label.attributes);
    let of = |name: &&str| {
        let attribute = known.iter().find(|attribute| attribute.name == *name && is_compared(attribute))?;
        value(annotation, attribute, article, entities)
    };
    attributes.iter().map(of).collect()
}

/// In what these differ. Attributes are compared among those with one label: of different ones they say nothing.
fn differing(tags: &[Option<&Tag>], attributes: &[&str]) -> Vec<String> {
    let said: Vec<&Tag> = tags.iter().copied().flatten().collect();
    let differ = |is: &dyn Fn(&Tag, &Tag) -> bool| said.windows(2).any(|pair| is(pair[0], pair[1]));
    let mut all = Vec::new();
    let labels = differ(&|a, b| a.label != b.label) || tags.iter().any(Option::is_none);
    all.extend(labels.then(|| "label".to_owned()));
    all.extend(differ(&|a, b| a.span != b.span).then(|| "span".to_owned()));
    let first = |tag: &Tag| said.iter().find(|first| first.label == tag.label);
    for (i, name) in attributes.iter().enumerate() {
        let differs = |tag: &&Tag| first(tag).is_some_and(|first| first.values.get(i) != tag.values.get(i));
        all.extend(said.iter().any(differs).then(|| (*name).to_owned()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attributes, EntityType, Status, Value};

    fn tag(label: &str, start: usize, end: usize, values: &[(&str, &str)]) -> Annotation {
        let value = |(name, word): &(&str, &str)| {
            let entity = ["claimant", "holder"].contains(name);
            ((*name).to_owned(), if entity { Value::entity(*word) } else { Value::Word((*word).to_owned()) })
        };
        let attributes: Attributes = values.iter().map(value).collect();
        Annotation::new(LabelName::new(label), Span::new(start, end), attributes)
    }

    /// Each comparison in one line: its sentence, who says what, and in what they differ. Sentences have ten bytes.
    fn lines(by: &[(&str, Vec<Annotation>)]) -> Vec<String> {
        let by: BTreeMap<AnnotatorId, Annotations> =
            by.iter().map(|(id, tags)| (id.parse().unwrap(), tags.iter().cloned().collect())).collect();
        let mentions = [(0, "Karl Brandt", EntityType::Per), (0, "Brandt", EntityType::Per)];
        let entities = Entities::gather(mentions.into_iter(), |_| None);
        let sentence = |at: usize| Some(Span::new((at + 1) / 10 * 10, (at + 1) / 10 * 10 + 9));
        let line = |Comparison { sentence, sides, differing }: Comparison| {
            let side = |Side { annotator, tag, .. }: &Side| {
                format!("{annotator} {}", tag.as_ref().map_or("-", |tag| tag.label.as_str()))
            };
            let sides: Vec<String> = sides.iter().map(side).collect();
            format!("{}: {} [{}]", sentence.start(), sides.join(", "), differing.join(" "))
        };
        let by = by.iter().collect();
        let schema = &Schema::default();
        let comparing = Comparing { by, sentence_at: sentence, article: 0, schema, entities: &entities };
        comparing.all().into_iter().map(line).collect()
    }

    #[test]
    fn names_of_one_thing_are_the_same_and_each_difference_is_named() {
        let position =
            |end, stance, holder| tag("position", 0, end, &[("stance", stance), ("holder", holder)]);
        let one = |other| lines(&[("ada", vec![position(9, "oppose", "Karl Brandt")]), ("bo", vec![other])]);
        assert_eq!(one(position(9, "oppose", "Brandt")), ["0: ada position, bo position []"]);
        assert_eq!(
            one(position(5, "support", "Anna")),
            ["0: ada position, bo position [span stance holder]"]
        );
        assert_eq!(one(tag("claim", 0, 9, &[("claimant", "Brandt")])), ["0: ada position, bo claim [label]"]);
    }

    #[test]
    fn where_one_has_found_nothing_the_others_are_still_compared() {
        let position = |stance| tag("position", 0, 9, &[("stance", stance), ("issue", "toll")]);
        let with = |cy| {
            lines(&[("ada", vec![position("oppose")]), ("bo", vec![position("support")]), ("cy", vec![cy])])
        };
        assert_eq!(with(tag("none", 0, 9, &[])), ["0: ada position, bo position, cy none [label stance]"]);
        assert_eq!(
            with(tag("claim", 0, 9, &[("claimant", "Brandt")])),
            ["0: ada position, bo position, cy claim [label stance]"],
            "of different labels the attributes say nothing"
        );
    }

    #[test]
    fn who_has_not_read_a_sentence_says_nothing_of_it_and_who_has_may_have_found_nothing() {
        let all = lines(&[
            ("ada", vec![tag("claim", 0, 9, &[]), tag("claim", 10, 19, &[]), tag("claim", 20, 29, &[])]),
            ("bo", vec![tag("none", 0, 9, &[]), tag("claim", 15, 19, &[])]),
            ("cy", vec![tag("claim", 0, 9, &[])]),
        ]);
        assert_eq!(
            all,
            ["0: ada claim, bo none, cy claim [label]", "10: ada claim, bo claim [span]"],
            "the third sentence is read by one alone"
        );
    }

    #[test]
    fn of_a_tag_over_two_sentences_each_is_compared_among_those_who_have_read_it() {
        let claim = |start, end| tag("claim", start, end, &[]);
        let all = |ada, bo, cy| lines(&[("ada", vec![ada]), ("bo", bo), ("cy", cy)]);
        assert_eq!(
            all(claim(0, 19), vec![claim(0, 19)], vec![tag("none", 10, 19, &[])]),
            ["0: ada claim, bo claim []", "10: ada claim, bo claim, cy none [label]"]
        );
        assert_eq!(
            all(claim(0, 19), vec![claim(0, 9)], vec![]),
            ["0: ada claim, bo claim []"],
            "not read by bo"
        );
        assert_eq!(
            all(claim(0, 19), vec![claim(0, 9), tag("none", 10, 19, &[])], vec![]),
            ["0: ada claim, bo claim []", "10: ada claim, bo none [label]"]
        );
        assert_eq!(all(claim(0, 19), vec![claim(10, 19)], vec![]), ["10: ada claim, bo claim []"]);
        assert_eq!(
            all(claim(0, 19), vec![claim(0, 15)], vec![]),
            ["0: ada claim, bo claim []", "10: ada claim, bo claim [span]"]
        );
    }

    #[test]
    fn what_was_made_of_others_is_no_opinion() {
        let bo = tag("claim", 0, 9, &[]);
        let of = Reference { annotator: "bo".parse().unwrap(), id: bo.id.clone() };
        let copy = tag("position", 0, 9, &[]).adopted(&[of]);
        let with = |tags: Vec<Annotation>| lines(&[("bo", vec![bo.clone()]), ("rev", tags)]);
        assert_eq!(with(vec![copy.clone()]), [""; 0]);
        assert_eq!(with(vec![copy, tag("none", 0, 9, &[])]), ["0: bo claim, rev none [label]"]);
    }

    #[test]
    fn of_several_tags_those_with_one_label_are_compared_first() {
        let all = lines(&[
            (
                "ada",
                vec![tag("claim", 0, 9, &[]), tag("position", 0, 9, &[("stance", "oppose"), ("issue", "a")])],
            ),
            ("bo", vec![tag("position", 0, 9, &[("stance", "support"), ("issue", "b")])]),
        ]);
        assert_eq!(all, ["0: ada claim, bo - [label]", "0: ada position, bo position [stance issue]"]);
    }

    #[test]
    fn of_a_name_those_are_compared_who_have_said_something_of_it() {
        let name = |start, end, kind, name: Option<&str>, status| {
            let name = name.map(str::to_owned);
            Annotation::correcting(Span::new(start, end), Correction { kind, name, status })
        };
        let (per, org) = (EntityType::Per, EntityType::Org);
        let all = lines(&[
            ("ada", vec![name(0, 3, per, None, Status::Confirmed), name(4, 6, per, None, Status::Added)]),
            ("bo", vec![name(0, 3, per, Some("Zed"), Status::Corrected(None)), tag("claim", 0, 9, &[])]),
            ("cy", vec![name(0, 5, org, None, Status::Removed), tag("claim", 0, 9, &[])]),
        ]);
        let claims = "0: bo claim, cy claim []";
        assert_eq!(all, [claims, "0: ada entity, bo entity, cy entity [span type name]"]);
        let all = lines(&[
            ("ada", vec![name(0, 3, per, Some("Brandt"), Status::Added)]),
            ("bo", vec![name(0, 3, per, Some("Karl Brandt"), Status::Corrected(None))]),
        ]);
        assert_eq!(all, ["0: ada entity, bo entity []"], "one entity, and how it was found is no difference");
    }
}
