//! What others have made in an article and can be judged, and what has been said of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Open;
use crate::model::{
    Annotation, AnnotatorId, Change, Content, Id, Record, Reference, Span, Timestamp, Verdict,
};
use crate::store::{Opened, Undecided};

/// A chain of answers is followed so far.
const ANSWERS: usize = 8;

/// Something that can be judged.
#[derive(Clone, Copy, Debug)]
pub enum Matter<'a> {
    /// An annotation: a tag, or what is said of a name.
    Tag(&'a Annotation),
    /// One that has no certain place in the present text.
    Uncertain(&'a Undecided),
    /// A verdict, which can be answered.
    Verdict(&'a Verdict),
}

/// What this annotator has said of records, each with its own record.
pub(super) type Verdicts<'a> = HashMap<&'a Reference, (&'a Arc<Record>, &'a Verdict)>;

/// What an annotator has made that is no tag with a place, and can be judged.
fn others<'a>(
    by: &'a AnnotatorId,
    opened: &'a Opened,
    own: Option<&'a AnnotatorId>,
) -> impl Iterator<Item = (Reference, Matter<'a>)> {
    let of = move |id: &str| Reference { annotator: by.clone(), id: Id::from(id.to_owned()) };
    let uncertain = opened.undecided.iter();
    let uncertain = uncertain.map(move |tag| (of(tag.record.id()), Matter::Uncertain(tag)));
    let verdicts = opened.sidecar.annotations.others().iter().filter_map(move |record| {
        let verdict = record.verdict().filter(|verdict| asks(verdict, own))?;
        Some((of(record.id()), Matter::Verdict(verdict)))
    });
    uncertain.chain(verdicts)
}

fn tag_of<'a>(by: &AnnotatorId, tag: &'a Annotation) -> (Reference, Matter<'a>) {
    (Reference { annotator: by.clone(), id: tag.id.clone() }, Matter::Tag(tag))
}

/// Whether a verdict is about something of this annotator and asks for an answer.
fn asks(verdict: &Verdict, own: Option<&AnnotatorId>) -> bool {
    Some(&verdict.of.annotator) == own && !(verdict.accepted == Some(true) && verdict.comment.is_empty())
}

impl Open {
    /// What others have made in the article and can be judged: of their verdicts those that ask for an answer.
    pub fn matters(&self) -> impl Iterator<Item = (Reference, Matter<'_>)> {
        let own = self.annotator();
        self.others().flat_map(move |(by, opened)| {
            opened.sidecar.annotations.placed().map(|it| tag_of(by, it)).chain(others(by, opened, own))
        })
    }

    /// Those about a part of the text.
    pub fn matters_on(&self, here: Span) -> Vec<(Reference, Matter<'_>)> {
        let own = self.annotator();
        let mut all: Vec<(Reference, Matter<'_>)> = self
            .others()
            .flat_map(|(by, opened)| {
                let tags = opened.sidecar.annotations.placed_over(here).map(move |it| tag_of(by, it));
                let uncertain = others(by, opened, None);
                tags.chain(
                    uncertain
                        .filter(move |(_, matter)| self.span_of(*matter).is_some_and(|s| s.overlaps(here))),
                )
            })
            .collect();
        // Whatever is said of these, of the own ones, and of what is said.
        let mine =
            own.into_iter().flat_map(|own| self.annotations.placed_over(here).map(|it| tag_of(own, it).0));
        let mut about: Vec<Reference> = all.iter().map(|(of, _)| of.clone()).chain(mine).collect();
        for _ in 0..ANSWERS {
            let said = self.all_verdicts().filter(|(.., verdict)| about.contains(&verdict.of));
            let said: Vec<(Reference, &Verdict)> = said
                .map(|(by, record, verdict)| {
                    (Reference { annotator: by.clone(), id: Id::from(record.id().to_owned()) }, verdict)
                })
                .collect();
            about = said.iter().map(|(of, _)| of.clone()).collect();
            all.extend(
                said.into_iter()
                    .filter(|(of, verdict)| Some(&of.annotator) != own && asks(verdict, own))
                    .map(|(of, verdict)| (of, Matter::Verdict(verdict))),
            );
            if about.is_empty() {
                break;
            }
        }
        all
    }

    /// Where the first thing is, from a byte on, that this annotator has still to judge.
    pub(super) fn next_unjudged(&self, from: usize) -> Option<usize> {
        let verdicts = self.verdicts();
        let contradicted = Verdict::contradicted(self.annotations.others());
        let unjudged = |(of, matter): &(Reference, Matter<'_>)| {
            let settles = verdicts.get(of).is_some_and(|(_, verdict)| self.settles(*matter, verdict));
            !settles || contradicted.contains(of)
        };
        let own = self.annotator();
        let first = |(by, opened): (&AnnotatorId, &Opened)| {
            let all = &opened.sidecar.annotations;
            let tags = all.iter().filter(|tag| tag.span.start() >= from);
            let tag = tags.map(|it| tag_of(by, it)).find(unjudged);
            let names = all.corrections().filter(|name| name.span.start() >= from);
            let name = names.map(|it| tag_of(by, it)).find(unjudged);
            let rest = others(by, opened, own).filter(unjudged);
            let starts =
                tag.into_iter().chain(name).chain(rest).filter_map(|(_, matter)| self.span_of(matter));
            starts.map(Span::start).filter(|start| *start >= from).min()
        };
        self.others().filter_map(first).min()
    }

    /// A record of whatever annotator as something to be judged.
    pub fn matter(&self, of: &Reference) -> Option<Matter<'_>> {
        let (records, undecided) = match self.others.get(&of.annotator) {
            Some(opened) => {
                let opened = opened.as_ref().ok()?;
                (&opened.sidecar.annotations, opened.undecided.as_slice())
            }
            None => (&self.annotations, [].as_slice()),
        };
        let id = of.id.as_str();
        let tag = || records.get(&of.id).map(Matter::Tag);
        let uncertain =
            || undecided.iter().find(|undecided| undecided.record.id() == id).map(Matter::Uncertain);
        let record = || records.others().iter().find(|record| record.id() == id);
        tag().or_else(uncertain).or_else(|| record()?.verdict().map(Matter::Verdict))
    }

    /// Who annotates the article here.
    pub(super) fn annotator(&self) -> Option<&AnnotatorId> {
        self.sidecar.as_ref().map(|sidecar| &sidecar.header.annotator)
    }

    /// What this annotator has said of records.
    pub(super) fn verdicts(&self) -> Verdicts<'_> {
        Verdict::standing(self.annotations.others())
    }

    /// What all annotators have said of records, each with its own record.
    pub fn all_verdicts(&self) -> impl Iterator<Item = (&AnnotatorId, &Record, &Verdict)> {
        let own = self.annotator().map(|own| (own, self.annotations.others()));
        let others = self.others().map(|(by, opened)| (by, opened.sidecar.annotations.others()));
        own.into_iter().chain(others).flat_map(|(by, records)| {
            records.iter().filter_map(move |record| Some((by, record.as_ref(), record.verdict()?)))
        })
    }

    /// The record of this annotator's verdict on something.
    pub(super) fn verdict_on(&self, of: &Reference) -> Option<(&Arc<Record>, &Verdict)> {
        let verdicts =
            self.annotations.others().iter().filter_map(|record| Some((record, record.verdict()?)));
        let on = verdicts.filter(|(_, verdict)| verdict.of == *of);
        on.max_by(|(one, first), (other, second)| first.rank(one).cmp(&second.rank(other)))
    }

    /// Whether a record still says what this verdict was given on; one that is not there says nothing else.
    pub fn still_says(&self, verdict: &Verdict) -> bool {
        self.matter(&verdict.of).is_none_or(|matter| self.is_judged_as(matter, verdict))
    }

    /// The same of what the verdict is known to be on.
    pub(super) fn is_judged_as(&self, matter: Matter<'_>, verdict: &Verdict) -> bool {
        verdict.is_of(&self.content(matter), modified(matter))
    }

    /// Whether something needs no further judgement after this one. A comment answers a verdict, and judges nothing else.
    pub(super) fn settles(&self, matter: Matter<'_>, verdict: &Verdict) -> bool {
        let says = verdict.accepted.is_some() || matches!(matter, Matter::Verdict(_));
        says && self.is_judged_as(matter, verdict)
    }

    /// Whether this annotator has judged something: what was both accepted and rejected is not settled.
    pub(super) fn is_settled(&self, of: &Reference, matter: Matter<'_>) -> bool {
        self.verdict_on(of).is_some_and(|(_, verdict)| self.settles(matter, verdict))
            && !Verdict::contradicted(self.annotations.others()).contains(of)
    }

    /// What all annotators say of something, as it is now.
    pub(super) fn judged_by<'a>(
        &'a self,
        said: &[(&'a AnnotatorId, &'a Verdict)],
        matter: Matter<'_>,
    ) -> Vec<(&'a AnnotatorId, &'a Verdict)> {
        let is_judged =
            |(_, verdict): &&(_, &Verdict)| verdict.accepted.is_some() && self.is_judged_as(matter, verdict);
        said.iter().filter(is_judged).copied().collect()
    }

    /// What is said in something, as far as that is judged.
    pub(super) fn content(&self, matter: Matter<'_>) -> Content {
        match matter {
            Matter::Tag(tag) => Content::of(tag, tag.span.of(&self.article.text)),
            Matter::Uncertain(undecided) => Content::of(&undecided.on(Span::default()), &undecided.quote),
            Matter::Verdict(verdict) => Content::from(verdict),
        }
    }

    /// Where something is about.
    pub fn span_of(&self, matter: Matter<'_>) -> Option<Span> {
        self.span_under(matter, ANSWERS)
    }

    fn span_under(&self, matter: Matter<'_>, most: usize) -> Option<Span> {
        match matter {
            Matter::Tag(tag) => Some(tag.span),
            Matter::Uncertain(undecided) => undecided.guess.map(|(span, _)| span),
            Matter::Verdict(verdict) => self.span_under(self.matter(&verdict.of)?, most.checked_sub(1)?),
        }
    }

    /// What this annotator has judged of a record besides the verdict that holds is taken out; comments stay.
    pub(super) fn overruled(&self, article: usize, of: &Reference) -> Vec<Change> {
        let holds = self.verdict_on(of).map(|(record, _)| record);
        let others = self.annotations.others().iter().filter(|record| Some(*record) != holds);
        let overruled = others.filter_map(|record| {
            let verdict =
                record.verdict().filter(|verdict| verdict.of == *of && verdict.accepted.is_some())?;
            Some(withdrawn(article, record, verdict))
        });
        overruled.collect()
    }

    /// The change that accepts or rejects a record, or comments on it; nothing if that has been said `before`, or the
    /// record is not there. A comment leaves the verdict as it is, and a verdict the comment.
    pub(super) fn said(
        &self,
        article: usize,
        of: &Reference,
        (accepted, comment): (Option<bool>, Option<&str>),
        before: Option<(&Arc<Record>, &Verdict)>,
    ) -> Option<Change> {
        let content = self.content(self.matter(of)?);
        let mut verdict =
            before.map_or_else(|| Verdict::new(of.clone(), content.clone()), |(_, before)| before.clone());
        verdict.accepted = accepted.or(verdict.accepted);
        if let Some(comment) = comment {
            comment.trim().clone_into(&mut verdict.comment);
        }
        if accepted.is_some() || verdict.accepted.is_none() {
            verdict.judged = Some(content);
        }
        let is_empty = verdict.accepted.is_none() && verdict.comment.is_empty();
        match before {
            Some((_, before)) if *before == verdict => None,
            Some((record, _)) if is_empty => Some(Change::remove(article, Arc::clone(record))),
            Some((record, _)) => {
                let verdict = Verdict { at: Timestamp::now(), ..verdict };
                Some(Change::replace(article, Arc::clone(record), Arc::new(verdict.replacing(record))))
            }
            None if is_empty => None,
            None => Some(Change::add(article, Arc::new(verdict.record()))),
        }
    }
}

/// The change that takes a verdict back; its comment stays.
pub(super) fn withdrawn(article: usize, record: &Arc<Record>, verdict: &Verdict) -> Change {
    let comment = Verdict { accepted: None, ..verdict.clone() };
    match verdict.comment.is_empty() {
        true => Change::remove(article, Arc::clone(record)),
        false => Change::replace(article, Arc::clone(record), Arc::new(comment.replacing(record))),
    }
}

fn modified(matter: Matter<'_>) -> Option<&Timestamp> {
    match matter {
        Matter::Tag(tag) => tag.modified.as_ref(),
        Matter::Verdict(verdict) => Some(&verdict.at),
        Matter::Uncertain(_) => None,
    }
}
