//! How far annotators agree on where tags begin and end.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::agreement::Work;
use super::bootstrap::{Estimate, counts, estimates};
use super::measures::ratio;
use super::ratings::pairs;
use crate::model::{Annotations, LabelName, Span};

/// How far annotators agree on the spans of a label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpanAgreement {
    /// The label; none: all labels but `none`, each compared with itself.
    pub label: Option<String>,
    /// Two annotators at a time.
    pub pairs: Vec<PairSpans>,
}

/// How far two annotators agree on spans, as far as both have read: from the first to the last such sentence of each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairSpans {
    /// Who they are: the first is taken as the reference.
    pub annotators: [String; 2],
    /// How many spans each of them has.
    pub spans: [usize; 2],
    /// A span is found if the other one has the same.
    pub exact: Scores,
    /// A span is found if it shares a byte with one of the other's (Wiebe, Wilson & Cardie 2005, "Annotating
    /// expressions of opinions and emotions in language").
    pub overlapping: Scores,
}

/// How many spans of two annotators are found among those of the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// The share of the second one's spans.
    pub precision: Estimate,
    /// The share of the first one's spans.
    pub recall: Estimate,
    /// The harmonic mean of both: who is the reference does not matter.
    pub f1: Estimate,
}

/// The spans of two annotators in one sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Found {
    spans: [usize; 2],
    exact: [usize; 2],
    overlapping: [usize; 2],
}

/// What is found in one sentence, of the pairs that have spans there.
type Sentence = Vec<(usize, Found)>;

/// The figures of one label, or of several together. `read` says who has read each sentence of each article; intervals
/// are made by resampling the sentences that at least two have read. `differ` is told of each article and sentence in
/// which two have spans that the other has not, and whether at least each shares a byte with one of the other's.
pub(super) fn agreement(
    works: &[Work],
    read: &[Vec<Vec<bool>>],
    annotators: &[String],
    labels: &BTreeSet<&LabelName>,
    differ: &mut dyn FnMut((usize, usize), [usize; 2], bool),
) -> Vec<PairSpans> {
    let mut kinds: HashMap<Sentence, usize> = HashMap::new();
    let mut items = Vec::new();
    let all_pairs: Vec<[usize; 2]> = pairs(annotators.len()).collect();
    for (article, (work, read)) in works.iter().zip(read).enumerate() {
        let mut sentences: Vec<Sentence> = vec![Vec::new(); read.len()];
        for (pair, [a, b]) in pairs(annotators.len()).enumerate() {
            let by = |annotator: usize| work.annotations.get(annotator).copied().flatten();
            let (Some(ours), Some(theirs)) = (by(a), by(b)) else { continue };
            let has_read = |by: &[bool]| [a, b].iter().all(|i| by.get(*i).is_some_and(|read| *read));
            let common: Vec<(usize, Span)> = read
                .iter()
                .zip(work.sentences)
                .enumerate()
                .filter_map(|(at, (by, sentence))| has_read(by).then_some((at, sentence.span)))
                .collect();
            for label in labels {
                let spans = [ours, theirs].map(|annotations| spans(annotations, label, &common));
                let [first, second] = &spans;
                for (which, (these, others)) in [(first, second), (second, first)].into_iter().enumerate() {
                    count(these, others, which, pair, &mut sentences);
                }
            }
        }
        for (at, (sentence, by)) in sentences.into_iter().zip(read).enumerate() {
            for (pair, found) in sentence.iter().filter(|(_, found)| found.exact != found.spans) {
                if let Some(pair) = all_pairs.get(*pair) {
                    differ((article, at), *pair, found.overlapping == found.spans);
                }
            }
            if by.iter().filter(|read| **read).count() > 1 {
                let next = kinds.len();
                items.push(*kinds.entry(sentence).or_insert(next));
            }
        }
    }
    let mut sentences: Vec<_> = kinds.into_iter().collect();
    sentences.sort_unstable_by_key(|(_, kind)| *kind);
    let sum = |counts: &[f64]| {
        let mut sums = vec![[[0.0; 2]; 3]; pairs(annotators.len()).count()];
        for ((sentence, _), count) in sentences.iter().zip(counts) {
            for (pair, found) in sentence {
                let Some(sums) = sums.get_mut(*pair) else { continue };
                for (sum, found) in sums.iter_mut().zip([found.spans, found.exact, found.overlapping]) {
                    sum.iter_mut().zip(found).for_each(|(sum, found)| *sum += count * found as f64);
                }
            }
        }
        sums
    };
    let measure = |counts: &[f64]| {
        let scores =
            |[spans, exact, overlapping]: [[f64; 2]; 3]| [scores(spans, exact), scores(spans, overlapping)];
        sum(counts).into_iter().flat_map(scores).flatten().collect()
    };
    let mut estimates = estimates(&items, sentences.len(), measure).into_iter();
    let mut next = || estimates.next().unwrap_or_default();
    let mut scores = || Scores { precision: next(), recall: next(), f1: next() };
    let pair = |([a, b], [spans, ..]): ([usize; 2], [[f64; 2]; 3])| PairSpans {
        annotators: [a, b].map(|i| annotators.get(i).cloned().unwrap_or_default()),
        spans: spans.map(|count| count as usize),
        exact: scores(),
        overlapping: scores(),
    };
    pairs(annotators.len()).zip(sum(&counts(&items, sentences.len()))).map(pair).collect()
}

/// The spans of a label, in order, as far as they lie in these sentences, each with the first of them.
fn spans(annotations: &Annotations, label: &LabelName, sentences: &[(usize, Span)]) -> Vec<(Span, usize)> {
    let home = |span: Span| {
        let first = sentences.partition_point(|(_, sentence)| sentence.end() <= span.start());
        let (at, sentence) = sentences.get(first).filter(|(_, sentence)| sentence.overlaps(span))?;
        let (_, last) =
            sentences.get(..sentences.partition_point(|(_, s)| s.start() < span.end()))?.last()?;
        Some((span.intersect(sentence.join(*last)), *at))
    };
    let tags = annotations.iter().filter(|tag| tag.label == *label);
    let mut spans: Vec<_> = tags.filter_map(|tag| home(tag.span)).collect();
    spans.sort_unstable();
    spans
}

/// Counts which of these spans are found among the others. Of equal spans each is found once.
fn count(
    these: &[(Span, usize)],
    others: &[(Span, usize)],
    which: usize,
    pair: usize,
    sentences: &mut [Sentence],
) {
    let mut rest = others.iter().peekable();
    let ends = others.iter().scan(0, |reach, (other, _)| {
        *reach = other.end().max(*reach);
        Some(*reach)
    });
    let ends: Vec<usize> = ends.collect();
    for &(span, home) in these {
        while rest.next_if(|(other, _)| *other < span).is_some() {}
        let exact = rest.next_if(|(other, _)| *other == span).is_some();
        let begun = others.partition_point(|(other, _)| other.start() < span.end());
        let reach = begun.checked_sub(1).and_then(|last| ends.get(last));
        let overlapping = reach.is_some_and(|end| *end > span.start());
        let Some(sentence) = sentences.get_mut(home) else { continue };
        if sentence.last().is_none_or(|(last, _)| *last != pair) {
            sentence.push((pair, Found::default()));
        }
        if let Some((_, found)) = sentence.last_mut() {
            found.spans[which] += 1;
            found.exact[which] += usize::from(exact);
            found.overlapping[which] += usize::from(overlapping);
        }
    }
}

/// Precision, recall and F1 of what is found of the spans of two annotators.
fn scores(spans: [f64; 2], found: [f64; 2]) -> [Option<f64>; 3] {
    let ([a, b], [found_a, found_b]) = (spans, found);
    let (precision, recall) = (ratio(found_b, b), ratio(found_a, a));
    let (p, r) = (precision.unwrap_or(0.0), recall.unwrap_or(0.0));
    let f1 = (a + b > 0.0).then(|| ratio(2.0 * p * r, p + r).unwrap_or(0.0));
    [precision, recall, f1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_exactly_once_each_or_by_a_common_byte() {
        let at = |start, end| (Span::new(start, end), 0);
        let (a, b) = ([at(0, 9), at(10, 19), at(10, 19), at(30, 39)], [at(0, 5), at(10, 19), at(19, 25)]);
        let mut sentences = vec![Sentence::new()];
        count(&a, &b, 0, 0, &mut sentences);
        count(&b, &a, 1, 0, &mut sentences);
        let found = Found { spans: [4, 3], exact: [1, 1], overlapping: [3, 2] };
        assert_eq!(sentences, [vec![(0, found)]]);
    }

    #[test]
    fn no_spans_have_no_scores_and_spans_of_one_alone_are_not_found() {
        assert_eq!(scores([0.0, 0.0], [0.0, 0.0]), [None, None, None]);
        assert_eq!(scores([0.0, 2.0], [0.0, 0.0]), [Some(0.0), None, Some(0.0)]);
        assert_eq!(scores([4.0, 2.0], [1.0, 1.0]), [Some(0.5), Some(0.25), Some(1.0 / 3.0)]);
    }
}
