//! How reviewers have judged tags and what is said of names; and which of that holds.

use std::collections::HashMap;

use super::choice::{Choice, Judged};
use crate::model::{Annotation, Annotations, AnnotatorId, Content, Id, Reference, Verdict};
use crate::nlp::Corrections;

impl Choice {
    /// What holds of what is said of the names in an article of this text: by those who are asked for, and not where a
    /// reviewer has rejected it, or has not accepted it where only that is asked for.
    pub fn holding(&self, annotations: &[(AnnotatorId, Annotations)], text: &str) -> Corrections {
        let words = words(annotations, text);
        let holds = |who: &AnnotatorId, id: &Id| {
            let word = words.get(&(who.clone(), id.clone())).map(|(word, _)| *word);
            (!self.accepted_only || word == Some(Judged::ACCEPTED))
                && (self.with_rejected || word != Some(Judged::REJECTED))
        };
        let wanted = annotations.iter().filter(|(who, _)| self.wants(who));
        let all = wanted.flat_map(|(who, all)| all.corrections().filter(move |said| holds(who, &said.id)));
        Corrections::new(all)
    }
}

/// The verdict on each tag, and on what is said of each name, and who has said so last.
pub(super) fn words(
    annotations: &[(AnnotatorId, Annotations)],
    text: &str,
) -> HashMap<(AnnotatorId, Id), (&'static str, AnnotatorId)> {
    let placed = || annotations.iter().flat_map(|(who, all)| all.placed().map(move |tag| (who, tag)));
    let verdicts = verdicts(annotations);
    let mut made: HashMap<Reference, Vec<(&AnnotatorId, &Annotation)>> = HashMap::new();
    for (by, tag) in placed() {
        tag.sources().for_each(|of| made.entry(of).or_default().push((by, tag)));
    }
    let on = |of: &Reference| verdicts.get(of).map(Vec::as_slice).unwrap_or_default();
    let judged = |(who, tag): (&AnnotatorId, &Annotation)| {
        let of = Reference { annotator: who.clone(), id: tag.id.clone() };
        let all = on(&of);
        let content = (!all.is_empty()).then(|| content(text, tag));
        let still = |(_, verdict): &&(&AnnotatorId, &Verdict)| {
            content.as_ref().is_some_and(|content| verdict.is_of(content, tag.modified.as_ref()))
        };
        let is_settled = Verdict::agree(all.iter().filter(still).map(|(_, verdict)| *verdict));
        let verdict = latest(all.iter().filter(still)).map(|(by, verdict)| {
            let made = made.get(&of).into_iter().flatten().filter(|(maker, _)| maker == by);
            let mut same = made.map(|(_, made)| Some(self::content(text, made)) == content).peekable();
            let changed = same.peek().is_some() && !same.any(|same| same);
            let word = match verdict.accepted {
                _ if !is_settled => Judged::CONTRADICTED,
                Some(true) if changed => Judged::CHANGED,
                Some(true) => Judged::ACCEPTED,
                _ => Judged::REJECTED,
            };
            (word, (*by).clone())
        });
        // What was made of it stands as long as its maker's verdict on that does, whatever becomes of that.
        let accepts = |of: Reference| {
            latest(on(&of).iter().filter(|(by, _)| *by == who)).is_some_and(|(_, own)| {
                let same = on(&of).iter().filter(|(_, verdict)| verdict.judged == own.judged);
                own.accepted == Some(true) && Verdict::agree(same.map(|(_, verdict)| *verdict))
            })
        };
        let own = || tag.sources().any(accepts).then(|| (Judged::ACCEPTED, who.clone()));
        Some(((of.annotator, of.id), verdict.or_else(own)?))
    };
    placed().filter_map(judged).collect()
}

/// How reviewers have judged each record.
fn verdicts(
    annotations: &[(AnnotatorId, Annotations)],
) -> HashMap<&Reference, Vec<(&AnnotatorId, &Verdict)>> {
    let mut verdicts: HashMap<_, Vec<_>> = HashMap::new();
    for (reviewer, all) in annotations {
        for verdict in all.others().iter().filter_map(|record| record.verdict()) {
            if verdict.accepted.is_some() {
                verdicts.entry(&verdict.of).or_default().push((reviewer, verdict));
            }
        }
    }
    verdicts
}

/// The latest of them; of two of one moment the first.
fn latest<'a>(
    verdicts: impl DoubleEndedIterator<Item = &'a (&'a AnnotatorId, &'a Verdict)>,
) -> Option<&'a (&'a AnnotatorId, &'a Verdict)> {
    verdicts.rev().max_by_key(|(_, verdict)| &verdict.at)
}

pub(super) fn content(text: &str, tag: &Annotation) -> Content {
    Content::of(tag, tag.span.of(text))
}
