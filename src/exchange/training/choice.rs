//! Which tags go out, and what is known of each.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use super::super::Exported;
use super::agreed::Further;
use super::judged::{content, words};
use super::split::Shares;
use crate::model::{Annotation, Annotations, AnnotatorId, Id, LabelName, Reference, Span};

/// What the rows of a training set are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A sentence and a label that it has.
    Sentences,
    /// A tag with its words and attributes.
    Spans,
    /// An article with the names in it.
    Entities,
    /// Two tags that are linked.
    Links,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sentences, Self::Spans, Self::Entities, Self::Links];

    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sentences => "sentences",
            Self::Spans => "spans",
            Self::Entities => "entities",
            Self::Links => "links",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What the rows are; none: all that the format carries.
    pub what: Option<What>,
    /// Only what these have tagged; empty: everybody.
    pub annotators: Vec<AnnotatorId>,
    /// Only tags with these labels; empty: all.
    pub labels: Vec<LabelName>,
    /// Only what a reviewer has accepted.
    pub accepted_only: bool,
    /// Also what a reviewer has rejected.
    pub with_rejected: bool,
    /// Only what at least two have read, of whom at least this share has given the label.
    pub min_agreement: Option<f64>,
    /// Whether what nobody has tagged is taken for read by those who have tagged other sentences of the article.
    pub assume_read: bool,
    /// How many sentences before and after go along.
    pub context: usize,
    /// The parts, and the seed that they are drawn with.
    pub split: Option<(Shares, u64)>,
    /// The command that makes the export.
    pub command: String,
    /// How far annotators agree, on all labels and on each; empty where there are no two.
    pub agreement: Vec<Agreed>,
    /// How far they agree in what goes beyond labels.
    pub further: Further,
}

/// How far annotators agree on the sentences that at least two of them have read.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    /// On this label; none: on all.
    pub label: Option<String>,
    /// How many such sentences there are.
    pub sentences: usize,
    /// How many of them all have read.
    pub complete: usize,
    /// The share on which they say the same.
    pub same: Figure,
    /// Fleiss' kappa, of the sentences that all have read.
    pub kappa: Figure,
    /// Krippendorff's alpha.
    pub alpha: Figure,
    /// Of two annotators at a time: who they are, how many sentences both have read, the share on which they say the
    /// same, and Cohen's kappa.
    pub pairs: Vec<([String; 2], usize, Figure, Figure)>,
}

/// A figure, shown as `0.81 [0.70 0.90]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The figure; none if it is not defined.
    pub value: Option<f64>,
    /// Its 95 % interval, if there is one.
    pub interval: Option<[f64; 2]>,
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value, self.interval) {
            (None, _) => f.write_str("–"),
            (Some(value), None) => write!(f, "{value:.2}"),
            (Some(value), Some([low, high])) => write!(f, "{value:.2} [{low:.2} {high:.2}]"),
        }
    }
}

/// What others say of a tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// The verdict on what it says now, and who has said so last. What a reviewer has made of what they accept is
    /// accepted by them.
    pub verdict: Option<(&'static str, AnnotatorId)>,
    /// The share of those who have read the sentences it is in that has given them the label; none: only one has.
    pub agreement: Option<f64>,
}

impl Judged {
    /// The word for what was accepted as it is.
    pub const ACCEPTED: &str = "accepted";
    /// The word for what was accepted with a change: what the reviewer has made of it stands for it.
    pub const CHANGED: &str = "accepted as changed";
    /// The word for what was rejected.
    pub const REJECTED: &str = "rejected";
    /// The word for what was both accepted and rejected, by one reviewer or by two: nothing is settled.
    pub const CONTRADICTED: &str = "contradicted";
}

/// A sentence that is taken for read by an annotator who has not tagged it.
#[derive(Clone, Debug, PartialEq)]
pub struct Untagged {
    /// Who.
    pub annotator: AnnotatorId,
    /// Where it stands.
    pub span: Span,
    /// The share of those who have read it, or are taken to, that has found nothing.
    pub agreement: Option<f64>,
}

impl Choice {
    /// Leaves of an article what was asked for, with what others say of it. They are asked before they are left out.
    pub fn choose(&self, article: &mut Exported) {
        article.untagged = if self.assume_read { self.untagged(article) } else { Vec::new() };
        article.judged = self.judged(article);
        let repeated = if self.accepted_only { self.repeated(article) } else { HashSet::new() };
        let judged = &article.judged;
        let mut left_out = Vec::new();
        for (who, all) in &mut article.annotations {
            let said =
                |tag: &Annotation| judged.get(&(who.clone(), tag.id.clone())).cloned().unwrap_or_default();
            let mut asked = |tag: &Annotation| {
                let Judged { verdict, agreement } = said(tag);
                let word = verdict.map(|(word, _)| word);
                // What the annotator has found something in after all is no negative.
                let denied = tag.label.is_none() && all.over(tag.span).any(|other| !other.label.is_none());
                let asked = self.wants_label(&tag.label)
                    && self.agreed(agreement)
                    && (!self.accepted_only || word == Some(Judged::ACCEPTED))
                    && !repeated.contains(&(who.clone(), tag.id.clone()))
                    && (!denied || self.labels.is_empty());
                let rejected = word == Some(Judged::REJECTED) && !self.with_rejected;
                if asked && rejected {
                    left_out.push((who.clone(), tag.label.clone()));
                }
                asked && !rejected
            };
            *all = all.items().filter(|item| item.tag().is_none_or(|tag| asked(tag))).collect();
        }
        left_out.retain(|(who, _)| self.wants(who));
        article.left_out = left_out;
        article.annotations.retain(|(who, _)| self.wants(who));
    }

    /// Whether the names in all articles must be known before the first is written.
    pub fn sees_names(&self) -> bool {
        self.what == Some(What::Entities)
    }

    /// Whether what this annotator has made is asked for.
    pub fn wants(&self, who: &AnnotatorId) -> bool {
        self.annotators.is_empty() || self.annotators.contains(who)
    }

    fn wants_label(&self, label: &LabelName) -> bool {
        self.labels.is_empty() || self.labels.contains(label)
    }

    fn agreed(&self, agreement: Option<f64>) -> bool {
        self.min_agreement.is_none_or(|least| agreement.is_some_and(|share| share >= least))
    }

    fn untagged(&self, article: &Exported) -> Vec<Untagged> {
        let none = LabelName::new(LabelName::NONE);
        let read = article.sentences.iter().filter(|sentence| sentence.kind.is_read());
        let left: Vec<_> = read.filter(|sentence| !is_tagged(article, sentence.span)).collect();
        let each = article.annotations.iter().filter(|(who, all)| self.wants(who) && has_read(all));
        let by = |(who, _): &(AnnotatorId, Annotations)| {
            let untagged = left.iter().map(|sentence| Untagged {
                annotator: who.clone(),
                span: sentence.span,
                agreement: self.agreement(article, sentence.span, &none),
            });
            untagged.filter(|untagged| self.agreed(untagged.agreement)).collect::<Vec<_>>()
        };
        if self.wants_label(&none) { each.flat_map(by).collect() } else { Vec::new() }
    }

    fn judged(&self, article: &Exported) -> BTreeMap<(AnnotatorId, Id), Judged> {
        let mut words = words(&article.annotations, article.text());
        let judged = |(who, tag): (&AnnotatorId, &Annotation)| {
            let of = (who.clone(), tag.id.clone());
            let verdict = words.remove(&of);
            (of, Judged { verdict, agreement: self.agreement(article, tag.span, &tag.label) })
        };
        let tags: BTreeMap<_, _> = article.tags().map(judged).collect();
        let names = words.into_iter().map(|(of, word)| (of, Judged { verdict: Some(word), agreement: None }));
        tags.into_iter().chain(names).collect()
    }

    /// What was made of tags that were accepted, go out themselves and say the same.
    fn repeated(&self, article: &Exported) -> HashSet<(AnnotatorId, Id)> {
        let goes_out = |(who, tag): &(&AnnotatorId, &Annotation)| {
            let verdict = article.judged(who, tag).and_then(|judged| judged.verdict.as_ref());
            self.wants(who) && verdict.is_some_and(|(word, _)| *word == Judged::ACCEPTED)
        };
        let accepted = article.tags().filter(goes_out);
        let accepted: HashMap<Reference, &Annotation> = accepted
            .map(|(who, tag)| (Reference { annotator: who.clone(), id: tag.id.clone() }, tag))
            .collect();
        let repeats = |tag: &Annotation| {
            let mut sources = tag.sources().filter_map(|of| accepted.get(&of));
            sources.any(|source| content(article.text(), source) == content(article.text(), tag))
        };
        let repeated = article.tags().filter(|(_, tag)| repeats(tag));
        repeated.map(|(who, tag)| (who.clone(), tag.id.clone())).collect()
    }

    /// The share of those who have read the sentences of a place for themselves that has given them this label.
    fn agreement(&self, article: &Exported, span: Span, label: &LabelName) -> Option<f64> {
        let from = article.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
        let within = article.sentences.iter().skip(from).map(|sentence| sentence.span);
        let span = within.take_while(|sentence| sentence.start() < span.end()).fold(span, Span::join);
        let assumed = self.assume_read && !is_tagged(article, span);
        let labels = |(_, all): &(AnnotatorId, Annotations)| {
            // What was made of others' annotations is no opinion of its own.
            let own = |tag: &&Annotation| !tag.is_adopted();
            let mut labels: BTreeSet<LabelName> =
                all.over(span).filter(own).map(|tag| tag.label.clone()).collect();
            if assumed && has_read(all) {
                labels.insert(LabelName::new(LabelName::NONE));
            } else if labels.len() > 1 {
                labels.retain(|label| !label.is_none());
            }
            (!labels.is_empty()).then_some(labels)
        };
        let said: Vec<_> = article.annotations.iter().filter_map(labels).collect();
        let same = said.iter().filter(|labels| labels.contains(label)).count();
        (said.len() > 1).then(|| same as f64 / said.len() as f64)
    }
}

/// Whether anybody has tagged something there.
fn is_tagged(article: &Exported, span: Span) -> bool {
    article.annotations.iter().any(|(_, all)| all.over(span).next().is_some())
}

/// Whether an annotator has read the article for themselves: who only takes over what others have tagged has not.
fn has_read(all: &Annotations) -> bool {
    all.iter().any(|tag| !tag.is_adopted())
}
