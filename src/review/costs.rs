//! The sentences on which annotators differ, and in what.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use super::ratings::{Ratings, pairs};
use super::sentences::Labels;

/// In what which two annotators differ.
pub type Differing = BTreeSet<(Topic, [usize; 2])>;

/// A sentence on which annotators differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The article, by its number.
    pub article: usize,
    /// The sentence, by its number in the article, from 0.
    pub sentence: usize,
    /// How much Krippendorff's alpha on all labels would rise without it; none if they differ in something else.
    pub alpha: Option<f64>,
    /// The labels that each annotator gives it, as one category; none: not read.
    pub labels: Vec<Option<String>>,
    /// In what they differ, two at a time, by their numbers.
    pub differing: Differing,
}

/// What annotators can differ in: what a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Whether a sentence has a label; none: which labels it has.
    Label(Option<String>),
    /// Where the tags with a label begin and end; none: those with any.
    Span(Option<String>),
    /// The same, and they share no byte.
    Overlap(Option<String>),
    /// An attribute of a label.
    Attribute(String, String),
}

/// Which sentences a figure is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// All of them.
    All,
    /// Those that differ in something, between two annotators or any.
    Topic(Topic, Option<[String; 2]>),
    /// Those that the first annotator labels so, and the second so.
    Confused([String; 2], [String; 2]),
}

impl Subject {
    /// Whose it is; none: that of all.
    pub fn pair(&self) -> Option<&[String; 2]> {
        match self {
            Self::All => None,
            Self::Topic(_, pair) => pair.as_ref(),
            Self::Confused(pair, _) => Some(pair),
        }
    }

    /// Whether it is about labels: only of these it is known what a sentence costs.
    pub fn has_costs(&self) -> bool {
        !matches!(self, Self::Topic(Topic::Span(_) | Topic::Overlap(_) | Topic::Attribute(..), _))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = |label: &Option<String>| label.clone().unwrap_or_else(|| "all".to_owned());
        let (what, by) = match self {
            Self::All => return f.write_str("all"),
            Self::Confused([a, b], [one, other]) => return write!(f, "{a} {one}, {b} {other}"),
            Self::Topic(Topic::Label(None), by) => ("labels".to_owned(), by),
            Self::Topic(Topic::Label(Some(label)), by) => (label.clone(), by),
            Self::Topic(Topic::Span(of), by) => (format!("spans of {}", label(of)), by),
            Self::Topic(Topic::Overlap(of), by) => (format!("overlap of {}", label(of)), by),
            Self::Topic(Topic::Attribute(label, name), by) => (format!("{label} {name}"), by),
        };
        f.write_str(&what)?;
        by.as_ref().map_or(Ok(()), |[a, b]| write!(f, ", {a} {b}"))
    }
}

impl Topic {
    /// Whether what differs in the other differs in this.
    fn covers(&self, other: &Self) -> bool {
        let label = |ours: &Option<String>, other: &Option<String>| ours.is_none() || ours == other;
        match (self, other) {
            (Self::Label(ours), Self::Label(other))
            | (Self::Span(ours), Self::Span(other) | Self::Overlap(other))
            | (Self::Overlap(ours), Self::Overlap(other)) => label(ours, other),
            _ => self == other,
        }
    }
}

impl Cost {
    /// Whether it is one of the sentences that a figure of these annotators is made of.
    pub fn is_of(&self, subject: &Subject, annotators: &[String]) -> bool {
        let number = |name: &String| annotators.iter().position(|other| other == name);
        match subject {
            Subject::All => true,
            Subject::Topic(topic, names) => {
                let wanted = |pair: &[usize; 2]| {
                    names.as_ref().is_none_or(|names| names.each_ref().map(number) == pair.map(Some))
                };
                self.differing.iter().any(|(other, pair)| wanted(pair) && topic.covers(other))
            }
            Subject::Confused(names, labels) => names.iter().zip(labels).all(|(name, label)| {
                number(name).and_then(|number| self.labels.get(number)?.as_ref()) == Some(label)
            }),
        }
    }

    /// In what these two differ, or any two of them: `label`, `span`, or the name of an attribute. Where they differ in a
    /// label, that only one has a span of it says nothing new.
    pub fn names(&self, of: Option<[usize; 2]>) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (topic, pair) in self.differing.iter().filter(|(_, pair)| of.is_none_or(|of| of == *pair)) {
            let name = match topic {
                Topic::Label(_) => "label",
                Topic::Span(label) | Topic::Overlap(label) => {
                    if self.differing.contains(&(Topic::Label(label.clone()), *pair)) {
                        continue;
                    }
                    "span"
                }
                Topic::Attribute(_, name) => name,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// In what which two annotators differ, by article and sentence.
#[derive(Default)]
pub(super) struct Differences(BTreeMap<(usize, usize), Differing>);

impl Differences {
    /// The differences in labels, by article and sentence.
    pub(super) fn of_labels(said: &[Vec<Vec<Labels>>]) -> Self {
        let mut differences = Self::default();
        for (article, sentences) in said.iter().enumerate() {
            for (sentence, labels) in sentences.iter().enumerate() {
                differences.add_unequal((article, sentence), labels, |a, b| {
                    a.symmetric_difference(b).map(|label| Topic::Label(Some(label.to_string()))).collect()
                });
            }
        }
        differences
    }

    pub(super) fn add(&mut self, place: (usize, usize), pair: [usize; 2], topic: Topic) {
        self.0.entry(place).or_default().insert((topic, pair));
    }

    /// Adds the topics of each two who say something, and not the same.
    pub(super) fn add_unequal<T: PartialEq>(
        &mut self,
        place: (usize, usize),
        said: &[Option<T>],
        topics: impl Fn(&T, &T) -> Vec<Topic>,
    ) {
        for [a, b] in pairs(said.len()) {
            if let (Some(Some(ours)), Some(Some(theirs))) = (said.get(a), said.get(b))
                && ours != theirs
            {
                topics(ours, theirs).into_iter().for_each(|topic| self.add(place, [a, b], topic));
            }
        }
    }
}

/// What costs most first, what costs nothing on the labels last; of equal costs in the order of the text. `places` are
/// the article and the sentence of each item of `ratings`.
pub(super) fn costs(
    ratings: &Ratings<String>,
    places: &[(usize, usize)],
    differences: Differences,
    said: &[Vec<Vec<Labels>>],
) -> Vec<Cost> {
    let by_row = ratings.costs();
    let differ = |row: &&usize| ratings.rows().get(**row).is_some_and(|row| row.tally.len() > 1);
    let items = ratings.items().iter().zip(places).filter(|(row, _)| differ(row));
    let alphas: HashMap<_, f64> =
        items.map(|(row, place)| (*place, by_row.get(*row).copied().unwrap_or_default())).collect();
    let mut costs = Vec::new();
    for ((article, sentence), differing) in differences.0 {
        let Some(labels) = said.get(article).and_then(|sentences| sentences.get(sentence)) else { continue };
        costs.push(Cost {
            article,
            sentence,
            alpha: alphas.get(&(article, sentence)).copied(),
            labels: labels.iter().map(|labels| labels.as_ref().map(super::sentences::names)).collect(),
            differing,
        });
    }
    costs.sort_by(|a, b| {
        let alpha = |cost: &Cost| cost.alpha.unwrap_or(f64::NEG_INFINITY);
        alpha(b).total_cmp(&alpha(a))
    });
    costs
}
