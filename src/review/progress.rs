//! How far an annotator is in an article.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::model::{Annotations, AnnotatorId, Content, Reference, Span, Verdict};

/// Who makes no annotation for more than five minutes has paused.
const PAUSE: i64 = 300;

/// What an annotator has done in an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Done {
    /// Sentences with an annotation.
    pub read: usize,
    /// Those of them with another one than `none`.
    pub tagged: usize,
    /// Annotations.
    pub annotations: usize,
    /// What is said of names.
    pub names: usize,
    /// Both of these that somebody has accepted or rejected, and that have not been changed since.
    pub reviewed: usize,
    /// Those that were both accepted and rejected, by one reviewer or by two: nothing is settled.
    pub contradicted: usize,
    /// Those that another annotator contradicts, and nobody has judged.
    pub disputed: usize,
    /// The median time from one annotation to the next, in seconds, without pauses.
    pub median_seconds: Option<f64>,
}

/// The annotations of an article of this text, and what is said of its names, that somebody has accepted or rejected, as they still are; each with
/// whether all who have judged it say the same.
pub fn judged(by: &BTreeMap<&AnnotatorId, &Annotations>, text: &str) -> HashMap<Reference, bool> {
    let mut verdicts: HashMap<&Reference, Vec<&Verdict>> = HashMap::new();
    for record in by.values().flat_map(|annotations| annotations.others()) {
        if let Some(verdict) = record.verdict().filter(|verdict| verdict.accepted.is_some()) {
            verdicts.entry(&verdict.of).or_default().push(verdict);
        }
    }
    let tags = by.iter().flat_map(|(by, annotations)| annotations.placed().map(move |tag| (*by, tag)));
    let judged = tags.filter_map(|(by, tag)| {
        let of = Reference { annotator: by.clone(), id: tag.id.clone() };
        let said = verdicts.get(&of)?;
        let content = Content::of(tag, tag.span.of(text));
        let mut valid =
            said.iter().copied().filter(|verdict| verdict.is_of(&content, tag.modified.as_ref())).peekable();
        valid.peek()?;
        Some((of, Verdict::agree(valid)))
    });
    judged.collect()
}

/// What has been done of the sentences that can be read. `judged` are the records with a verdict, each with whether it is
/// settled; `disputed` those that another annotator contradicts.
pub fn done(
    annotator: &AnnotatorId,
    annotations: &Annotations,
    sentences: impl Iterator<Item = Span>,
    judged: &HashMap<Reference, bool>,
    disputed: &HashSet<Reference>,
) -> Done {
    let names = annotations.corrections().len();
    let mut done = Done { annotations: annotations.len(), names, ..Done::default() };
    for sentence in sentences {
        let mut tags = annotations.over(sentence).peekable();
        done.read += usize::from(tags.peek().is_some());
        done.tagged += usize::from(tags.any(|tag| !tag.label.is_none()));
    }
    for tag in annotations.placed() {
        let of = Reference { annotator: annotator.clone(), id: tag.id.clone() };
        let is_reviewed = judged.get(&of) == Some(&true);
        done.reviewed += usize::from(is_reviewed);
        done.contradicted += usize::from(judged.get(&of) == Some(&false));
        done.disputed += usize::from(!is_reviewed && disputed.contains(&of));
    }
    done.median_seconds = median_of_steps(&mut times(annotations));
    done
}

/// When annotations were made, in seconds.
pub fn times(annotations: &Annotations) -> Vec<i64> {
    let made = annotations.iter().filter_map(|tag| tag.created.as_str().parse::<jiff::Timestamp>().ok());
    made.map(jiff::Timestamp::as_second).collect()
}

/// The median of the times from one annotation to the next, pauses left out. Those made in one second are one step, as
/// `nothing-more` makes them.
pub fn median_of_steps(times: &mut [i64]) -> Option<f64> {
    times.sort_unstable();
    let steps = times.windows(2).filter_map(|pair| pair.last()?.checked_sub(*pair.first()?));
    let mut steps: Vec<i64> = steps.filter(|step| (1..=PAUSE).contains(step)).collect();
    steps.sort_unstable();
    let (low, high) = (steps.get(steps.len().checked_sub(1)? / 2)?, steps.get(steps.len() / 2)?);
    Some((low + high) as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, Attributes, LabelName};

    #[test]
    fn pauses_and_what_is_made_at_once_take_no_time() {
        for (times, median) in [
            (&mut [][..], None),
            (&mut [7], None),
            (&mut [7, 7, 7], None),
            (&mut [0, PAUSE + 1], None),
            (&mut [40, 0, 10, 10, 10, 1000, 1020], Some(20.0)),
            (&mut [0, 10, 25], Some(12.5)),
        ] {
            assert_eq!(median_of_steps(times), median, "{times:?}");
        }
    }

    #[test]
    fn a_sentence_counts_once_and_what_is_judged_is_no_longer_disputed() {
        let tag = |label: &str, start, end| {
            Annotation::new(LabelName::new(label), Span::new(start, end), Attributes::new())
        };
        let tags = [tag("claim", 0, 9), tag("position", 3, 9), tag("none", 10, 19)];
        let ada: AnnotatorId = "ada".parse().unwrap();
        let of = |tag: &Annotation| Reference { annotator: ada.clone(), id: tag.id.clone() };
        let (judged, disputed) = (of(&tags[0]), HashSet::from([of(&tags[0]), of(&tags[2])]));
        let sentences = [0, 10, 20].map(|start| Span::new(start, start + 9));
        let annotations = Annotations::from_iter(tags);
        let done =
            done(&ada, &annotations, sentences.into_iter(), &HashMap::from([(judged, true)]), &disputed);
        let counts = (done.read, done.tagged, done.annotations, done.reviewed, done.disputed);
        assert_eq!(counts, (2, 1, 3, 1, 1));
    }
}
