//! Review: what others have made is accepted or rejected, as it is or after a change. What is said of it lies in
//! the reviewer's own sidecar.

use std::collections::HashMap;
use std::sync::Arc;

use super::{App, Fields, Form, Line, Open, Prompt, Screen, TableKind, Target};
use crate::model::{
    Annotation, AnnotatorId, Change, Id, Item, LabelName, Record, Reference, Span, Step, Verdict,
};
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

/// What an annotation of the reviewer's own is made of.
#[derive(Clone, Debug, Default)]
pub struct Adoption {
    /// The annotations that it is made of: they are accepted.
    pub from: Vec<Reference>,
    /// Those that are rejected with it.
    pub against: Vec<Reference>,
}

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
    pub fn verdicts(&self) -> HashMap<&Reference, &Verdict> {
        let verdicts = self.annotations.others().iter().filter_map(|record| record.verdict());
        verdicts.map(|verdict| (&verdict.of, verdict)).collect()
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
    fn verdict_on(&self, of: &Reference) -> Option<(&Arc<Record>, &Verdict)> {
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

    /// The change that says this of a record; nothing if it has been said. A verdict keeps its comment.
    fn verdict_change(
        &self,
        article: usize,
        of: &Reference,
        accepted: bool,
        comment: Option<&str>,
    ) -> Option<Change> {
        let before = self.verdict_on(of);
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

    /// This annotator's annotation that was made of another's.
    fn adopted(&self, of: &Reference) -> Option<&Annotation> {
        self.annotations.iter().find(|tag| tag.sources().any(|source| source == *of))
    }
}

impl App {
    /// What is judged next: in the review that of the marked row; in the panes, where others are shown, the first of
    /// the cursor's sentence that has not been judged, else the one that was judged last.
    pub fn matter_here(&self) -> Option<(usize, Reference)> {
        if let Screen::Table(table) = &self.screen {
            let row = table.rows().nth(table.cursor)?;
            return match &row.target {
                Target::Matter { article, of, .. } => Some((*article, of.clone())),
                _ => None,
            };
        }
        let open = self.focused().filter(|_| self.others.shown)?;
        let here = open.sentence()?.span;
        let verdicts = open.verdicts();
        let on = |(_, matter): &(Reference, Matter<'_>)| {
            open.span_of(*matter).is_some_and(|span| here.overlaps(span))
        };
        let mut matters: Vec<Reference> = open.matters().filter(on).map(|(of, _)| of).collect();
        let last = || {
            let records = open.annotations.others().iter().rev().filter_map(|record| record.verdict());
            records.map(|verdict| &verdict.of).find(|of| matters.contains(of)).cloned()
        };
        let unjudged = matters.iter().position(|of| !verdicts.contains_key(of));
        let matter = match unjudged {
            Some(first) => Some(matters.swap_remove(first)),
            None => last(),
        };
        Some((self.focus, matter?))
    }

    /// Accepts or rejects what is under the cursor, and goes to what is judged next. Returns whether there was
    /// something to judge.
    pub(super) fn judge(&mut self, accepted: bool) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        if let Some(reason) = self.refusal_in(article) {
            self.warn(reason);
            return true;
        }
        let (name, word) = if accepted { ("accept", "accepted") } else { ("reject", "rejected") };
        let Some(open) = self.open(article) else { return true };
        let mut changes: Vec<Change> =
            open.verdict_change(article, &of, accepted, None).into_iter().collect();
        // What was made of it alone goes with it.
        let made = open.adopted(&of).filter(|tag| !accepted && tag.sources().count() == 1);
        changes.extend(made.map(|tag| Change::remove(article, tag.clone())));
        if changes.is_empty() {
            self.say(format!("It is {word} already"));
        } else {
            self.judged(Step { name: name.to_owned(), changes });
        }
        true
    }

    /// Makes a step of the review, and goes to what is judged next.
    fn judged(&mut self, step: Step) {
        let is_judged = |(article, of): &(usize, Reference)| {
            self.open(*article).is_some_and(|open| open.verdict_on(of).is_some())
        };
        let again = self.matter_here().filter(is_judged).map(|(_, of)| of);
        let next = match &self.screen {
            Screen::Table(table) => again.clone().or_else(|| table.next_unjudged().cloned()),
            Screen::Reading => None,
        };
        self.make(step);
        match &mut self.screen {
            Screen::Table(table) => table.mark(next.as_ref()),
            Screen::Reading if again.is_none() => self.to_next_matter(),
            Screen::Reading => {}
        }
    }

    /// Goes to the next thing that has not been judged, from the cursor's sentence on.
    fn to_next_matter(&mut self) {
        let here = self.here();
        let after = self.articles.iter().enumerate().skip(here.article).find_map(|(article, entry)| {
            let open = entry.open()?;
            let verdicts = open.verdicts();
            let from = if article == here.article { here.cursor } else { 0 };
            let unjudged = open.matters().filter(|(of, _)| !verdicts.contains_key(of));
            let starts = unjudged.filter_map(|(_, matter)| Some(open.span_of(matter)?.start()));
            Some((article, starts.filter(|start| *start >= from).min()?))
        });
        match after {
            Some((article, offset)) => self.arrive(article, offset),
            None => {
                self.say(format!("All is judged from here on; {} shows the rest", self.key_for("review")))
            }
        }
    }

    /// Asks for a comment on what is under the cursor, or takes this one. Returns whether there was something.
    pub(super) fn comment(&mut self, text: Option<&str>) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        let Some(open) = self.open(article) else { return true };
        match (self.refusal_in(article), text) {
            (Some(reason), _) => self.warn(reason),
            (None, Some(text)) => self.put_comment(article, &of, text),
            (None, None) => {
                let line =
                    open.verdict_on(&of).map(|(_, verdict)| Line::new(&verdict.comment)).unwrap_or_default();
                self.prompt = Some(Prompt::Comment { article, of, line });
            }
        }
        true
    }

    /// Gives a verdict a comment. What has not been judged is rejected with it.
    pub(super) fn put_comment(&mut self, article: usize, of: &Reference, comment: &str) {
        let Some(open) = self.open(article) else { return };
        let accepted = open.verdict_on(of).is_some_and(|(_, verdict)| verdict.accepted);
        if let Some(change) = open.verdict_change(article, of, accepted, Some(comment.trim())) {
            self.judged(Step { name: "comment".to_owned(), changes: vec![change] });
        }
    }

    /// Opens the form of what is under the cursor, to accept it after a change. Returns whether there was something.
    pub(super) fn edit_matter(&mut self) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        if let Some(reason) = self.refusal_in(article) {
            self.warn(reason);
            return true;
        }
        let Some(open) = self.open(article) else { return true };
        let Some((_, matter)) = open.matters().find(|(other, _)| *other == of) else { return true };
        let (before, adopts) = match (open.adopted(&of), matter) {
            (Some(own), _) => (own.clone(), None),
            (None, Matter::Tag(tag)) => (tag.adopted(std::slice::from_ref(&of)), Some(of)),
            (None, Matter::Uncertain(tag)) => match tag.guess {
                Some((span, _)) => (tag.on(span).adopted(std::slice::from_ref(&of)), Some(of)),
                None => {
                    self.say("It has no place in the article; it can be accepted or rejected as it is");
                    return true;
                }
            },
            (None, Matter::Verdict(_)) => return self.comment(None),
        };
        // What is chosen among is what stands near it.
        self.arrive(article, before.span.start());
        let adopts = adopts.map(|of| Adoption { from: vec![of], against: Vec::new() });
        let fields = self.fields_of(&before);
        self.prompt = Some(Prompt::Form(Form { before: Box::new(before), fields, place: (0, 1), adopts }));
        true
    }

    /// Takes in what the form of somebody else's annotation says: unchanged it is accepted as it is.
    pub(super) fn adopt_changed(&mut self, before: &Annotation, after: Annotation, adoption: &Adoption) {
        let changed = after != *before;
        self.adopt("accept after a change", changed.then_some(after), adoption);
    }

    /// Makes an annotation of others' the reviewer's own, and says of these what has become of them.
    pub(super) fn adopt(&mut self, name: &str, own: Option<Annotation>, adoption: &Adoption) {
        let article = self.focus;
        let Some(open) = self.open(article) else { return };
        let changes = open.adoption(article, own, adoption);
        if !changes.is_empty() {
            self.judged(Step { name: name.to_owned(), changes });
        }
    }

    /// The form's fields of an annotation: its attributes, its note and its doubt.
    pub(super) fn fields_of(&self, annotation: &Annotation) -> Fields {
        self.fields_with(annotation, |attribute| self.choices(attribute, annotation.span))
    }

    /// Goes to what a step has changed in the review: to its row there, to its sentence in the panes.
    pub(super) fn show_judged(&mut self, step: &Step) {
        let verdicts =
            step.changes.iter().flat_map(|change| change.items().map(|item| (change.article, item)));
        let judged = verdicts.filter_map(|(article, item)| match item {
            Item::Other(record) => Some((article, record.verdict()?.of.clone())),
            Item::Tag(_) => None,
        });
        let Some((article, of)) = judged.last() else { return };
        let span = self.open(article).and_then(|open| open.span_under(&of, ANSWERS));
        match &mut self.screen {
            Screen::Table(table) if table.kind == TableKind::Review => table.mark(Some(&of)),
            Screen::Table(_) => {}
            Screen::Reading => {
                if let Some(span) = span {
                    self.arrive(article, span.start());
                }
            }
        }
    }
}

impl Open {
    /// What it changes to make an annotation of others' the reviewer's own. A mark that nothing is there gives way
    /// to it.
    pub(super) fn adoption(
        &self,
        article: usize,
        own: Option<Annotation>,
        adoption: &Adoption,
    ) -> Vec<Change> {
        let accepted = adoption.from.iter().map(|of| (of, true));
        let rejected = adoption.against.iter().map(|of| (of, false));
        let verdicts = accepted.chain(rejected);
        let mut changes: Vec<Change> =
            verdicts.filter_map(|(of, accepted)| self.verdict_change(article, of, accepted, None)).collect();
        if let Some(own) = own {
            let there: Vec<&Annotation> = self.annotations.over(own.span).collect();
            let is_tag = own.label.as_str() != LabelName::NONE;
            let gives_way = |tag: &&Annotation| tag.label.is_none() && is_tag;
            changes.extend(
                there.iter().copied().filter(gives_way).map(|tag| Change::remove(article, tag.clone())),
            );
            if is_tag || there.is_empty() {
                changes.push(Change::add(article, own));
            }
        }
        changes
    }
}
