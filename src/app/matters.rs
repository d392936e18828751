//! What others have made in an article and can be judged, and what has been said of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Open;
use crate::model::{Annotation, AnnotatorId, Change, Id, Record, Reference, Span, Verdict};
use crate::store::Undecided;

/// A chain of answers is followed so far.
const ANSWERS: usize = 8;

/// Something of another annotator that can be judged.
#[derive(Clone, Copy, Debug)]
pub enum Matter<'a> {
    /// An annotation.
    Tag(&'a Annotation),
    /// One that has no certain place in the present text.
    Uncertain(&'a Undecided),
    /// A verdict on something of the annotator's own, which can be answered.
    Verdict(&'a Verdict),
}

/// What this annotator has said of others' records, each with its own record.
pub(super) type Verdicts<'a> = HashMap<&'a Reference, (&'a Arc<Record>, &'a Verdict)>;

impl Open {
    /// What others have made in the article and can be judged: of their verdicts those that ask for an answer.
    pub fn matters(&self) -> impl Iterator<Item = (Reference, Matter<'_>)> {
        let own = self.annotator();
        self.others().flat_map(move |(by, opened)| {
            let of = |id: &str| Reference { annotator: by.clone(), id: Id::from(id.to_owned()) };
            let tags =
                opened.sidecar.annotations.iter().map(move |tag| (of(tag.id.as_str()), Matter::Tag(tag)));
            let uncertain = opened.undecided.iter();
            let uncertain = uncertain.map(move |tag| (of(tag.record.id()), Matter::Uncertain(tag)));
            let verdicts = opened.sidecar.annotations.others().iter().filter_map(move |record| {
                let verdict = record.verdict().filter(|verdict| Some(&verdict.of.annotator) == own)?;
                let asks = !(verdict.accepted && verdict.comment.is_empty());
                asks.then(|| (of(record.id()), Matter::Verdict(verdict)))
            });
            tags.chain(uncertain).chain(verdicts)
        })
    }

    /// Who annotates the article here.
    fn annotator(&self) -> Option<&AnnotatorId> {
        self.sidecar.as_ref().map(|sidecar| &sidecar.header.annotator)
    }

    /// What this annotator has said of others' records.
    pub(super) fn verdicts(&self) -> Verdicts<'_> {
        let verdicts =
            self.annotations.others().iter().filter_map(|record| Some((record, record.verdict()?)));
        verdicts.map(|(record, verdict)| (&verdict.of, (record, verdict))).collect()
    }

    /// What anybody has said of a record: by whom, none for this annotator, and with its own record.
    pub fn verdicts_on(
        &self,
        of: &Reference,
    ) -> impl Iterator<Item = (Option<&AnnotatorId>, &Verdict, &Record)> {
        let others = self.others().map(|(by, opened)| (Some(by), opened.sidecar.annotations.others()));
        let all = std::iter::once((None, self.annotations.others())).chain(others);
        all.flat_map(move |(by, records)| {
            let on = move |record: &'_ Arc<Record>| record.verdict().is_some_and(|verdict| verdict.of == *of);
            let found = records.iter().filter(move |record| on(record));
            found.filter_map(move |record| Some((by, record.verdict()?, record.as_ref())))
        })
    }

    /// The record of this annotator's verdict on something.
    pub(super) fn verdict_on(&self, of: &Reference) -> Option<(&Arc<Record>, &Verdict)> {
        let verdicts = self.annotations.others().iter().rev();
        verdicts.filter_map(|record| Some((record, record.verdict()?))).find(|(_, verdict)| verdict.of == *of)
    }

    /// Where something is about.
    pub fn span_of(&self, matter: Matter<'_>) -> Option<Span> {
        match matter {
            Matter::Tag(tag) => Some(tag.span),
            Matter::Uncertain(undecided) => undecided.guess.map(|(span, _)| span),
            Matter::Verdict(verdict) => self.span_under(&verdict.of, ANSWERS),
        }
    }

    /// Where a record is about, whoever has made it.
    pub(super) fn span_of_record(&self, of: &Reference) -> Option<Span> {
        self.span_under(of, ANSWERS)
    }

    fn span_under(&self, of: &Reference, most: usize) -> Option<Span> {
        let records = match self.others.get(&of.annotator) {
            Some(opened) => &opened.as_ref().ok()?.sidecar.annotations,
            None => &self.annotations,
        };
        if let Some(tag) = records.get(&of.id) {
            return Some(tag.span);
        }
        let record = records.others().iter().find(|record| record.id() == of.id.as_str())?;
        self.span_under(&record.verdict()?.of, most.checked_sub(1)?)
    }

    /// This annotator's annotation that was made of another's.
    pub(super) fn adopted(&self, of: &Reference) -> Option<&Annotation> {
        self.annotations.iter().find(|tag| tag.sources().any(|source| source == *of))
    }

    /// What it changes to make an annotation out of others', and to accept and reject these. A mark of the
    /// annotator's own that nothing is there gives way to it; what the annotator has already is not made again.
    pub(super) fn adoption(
        &self,
        article: usize,
        own: Option<Annotation>,
        (accepted, rejected): (&[Reference], &[Reference]),
        verdicts: &Verdicts<'_>,
    ) -> Vec<Change> {
        let accepted = accepted.iter().map(|of| (of, true));
        let all = accepted.chain(rejected.iter().map(|of| (of, false)));
        let verdict = |(of, accepted)| verdict_change(article, of, accepted, None, verdicts.get(of).copied());
        let mut changes: Vec<Change> = all.filter_map(verdict).collect();
        let has = |own: &Annotation| self.annotations.over(own.span).any(|tag| tag.says_same(own));
        if let Some(own) = own.filter(|own| !has(own)) {
            let mut there = self.annotations.over(own.span).peekable();
            if !own.label.is_none() || there.peek().is_none() {
                let gives_way = there.filter(|tag| tag.label.is_none());
                changes.extend(gives_way.map(|tag| Change::remove(article, tag.clone())));
                changes.push(Change::add(article, own));
            }
        }
        changes
    }
}

/// The change that says this of a record; nothing if it has been said `before`. A verdict keeps its comment.
pub(super) fn verdict_change(
    article: usize,
    of: &Reference,
    accepted: bool,
    comment: Option<&str>,
    before: Option<(&Arc<Record>, &Verdict)>,
) -> Option<Change> {
    let comment = comment.or(before.map(|(_, verdict)| verdict.comment.as_str())).unwrap_or_default();
    let verdict = Verdict { of: of.clone(), accepted, comment: comment.to_owned() };
    match before {
        Some((_, before)) if *before == verdict => None,
        Some((record, _)) => {
            Some(Change::replace(article, Arc::clone(record), Arc::new(verdict.replacing(record))))
        }
        None => Some(Change::add(article, Arc::new(verdict.record()))),
    }
}
