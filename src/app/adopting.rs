//! What is made of others' annotations: of each decision one result.

use std::collections::{BTreeSet, HashMap};

use super::matters::{Verdicts, withdrawn};
use super::{App, Matter, Open};
use crate::model::{Annotation, Change, Item, Reference};

/// This annotator's annotations that were made of others', by these.
pub(super) type Made<'a> = HashMap<Reference, Vec<&'a Annotation>>;

impl Open {
    /// This annotator's annotation that was made of another's: not what says that nothing is there instead.
    pub(super) fn adopted(&self, of: &Reference) -> Option<&Annotation> {
        let mut made = self.annotations.placed().filter(|tag| self.finds_nothing(of) || !tag.label.is_none());
        made.find(|tag| tag.sources().any(|source| source == *of))
    }

    /// Whether another's record says that nothing is there.
    fn finds_nothing(&self, of: &Reference) -> bool {
        match self.matter(of) {
            Some(Matter::Tag(tag)) => tag.label.is_none(),
            Some(Matter::Uncertain(undecided)) => undecided.label().is_none(),
            Some(Matter::Verdict(_)) | None => false,
        }
    }

    /// All of them.
    pub(super) fn made(&self) -> Made<'_> {
        let mut made = Made::new();
        for tag in self.annotations.placed() {
            tag.sources().for_each(|of| made.entry(of).or_default().push(tag));
        }
        made
    }

    /// Whether an annotation says something else than what it was made of.
    pub(super) fn is_changed(&self, matter: Matter<'_>, made: &Annotation) -> bool {
        self.content(matter) != self.content(Matter::Tag(made))
    }

    /// What no longer stands once these are rejected: all that it was made of is rejected then. That nothing is there
    /// instead of them stands all the more.
    pub(super) fn fallen<'a>(
        &self,
        rejected: &[Reference],
        verdicts: &Verdicts<'_>,
        made: &Made<'a>,
    ) -> Vec<&'a Annotation> {
        let is_rejected = |of: Reference| {
            let verdict = verdicts.get(&of).and_then(|(_, verdict)| verdict.accepted);
            rejected.contains(&of) || verdict == Some(false)
        };
        let mut fallen = of_any(rejected, made);
        let instead =
            |tag: &Annotation| tag.label.is_none() && !tag.sources().any(|of| self.finds_nothing(&of));
        fallen.retain(|tag| tag.sources().all(is_rejected) && !instead(tag));
        fallen
    }

    /// What says that nothing is there instead of any of these: once they are accepted, something is.
    pub(super) fn denials<'a>(&self, accepted: &[Reference], made: &Made<'a>) -> Vec<&'a Annotation> {
        let mut denials = of_any(accepted, made);
        denials.retain(|tag| tag.label.is_none() && !tag.sources().any(|of| self.finds_nothing(&of)));
        denials
    }

    /// What it changes to make an annotation of the annotator's own out of others', and to accept and reject these. It
    /// takes the place of what was made of any of them before. A mark that nothing is there gives way to it, unless it
    /// is an opinion; what the annotator has already is not made again.
    pub(super) fn adoption(
        &self,
        article: usize,
        own: Option<Annotation>,
        (accepted, rejected): (&[Reference], &[Reference]),
        (verdicts, made): (&Verdicts<'_>, &Made<'_>),
    ) -> Vec<Change> {
        let all = accepted.iter().map(|of| (of, true)).chain(rejected.iter().map(|of| (of, false)));
        let judged =
            |(of, accepted)| self.said(article, of, (Some(accepted), None), verdicts.get(of).copied());
        let mut changes: Vec<Change> = all.filter_map(judged).collect();
        let earlier = match &own {
            None => {
                let mut earlier = self.fallen(rejected, verdicts, made);
                earlier.extend(self.denials(accepted, made));
                earlier
            }
            Some(own) => {
                let sources = |tag: &Annotation| -> BTreeSet<Reference> { tag.sources().collect() };
                let decided: Vec<Reference> = accepted.iter().chain(rejected).cloned().collect();
                let mut earlier = of_any(&decided, made);
                earlier.retain(|tag| !tag.says_same(own) || sources(tag) != sources(own));
                earlier
            }
        };
        changes.extend(earlier.iter().map(|tag| Change::remove(article, (*tag).clone())));
        let stays = |tag: &&Annotation| earlier.iter().all(|earlier| earlier.id != tag.id);
        let has = |own: &Annotation| {
            self.annotations.placed_over(own.span).filter(stays).any(|tag| tag.says_all_of(own))
        };
        if let Some(own) = own.filter(|own| !has(own)) {
            let mut there = self.annotations.over(own.span).filter(stays).peekable();
            if !own.label.is_none() || there.peek().is_none() {
                let gives_way = there.filter(|tag| tag.label.is_none() && tag.is_adopted());
                changes.extend(gives_way.map(|tag| Change::remove(article, tag.clone())));
                changes.push(Change::add(article, own));
            }
        }
        changes
    }
}

impl App {
    /// What takes back the verdicts by which something was made that these changes remove: else the annotator would
    /// have accepted the words of others that were changed.
    pub(super) fn unjudged(&self, changes: &[Change]) -> Vec<Change> {
        let mut unjudged: Vec<Change> = Vec::new();
        for change in changes.iter().filter(|change| change.after.is_none()) {
            let Some(open) = self.open(change.article) else { continue };
            for of in change.items().filter_map(Item::tag).flat_map(|tag| tag.sources()) {
                let accepted = open.verdict_on(&of).filter(|(_, verdict)| verdict.accepted == Some(true));
                let change = accepted.map(|(record, verdict)| withdrawn(change.article, record, verdict));
                unjudged.extend(change.filter(|change| !unjudged.contains(change)));
            }
        }
        unjudged
    }
}

/// Whether these changes take away what was made of others' annotations; a mark that nothing is there gives way
/// unsaid.
pub(super) fn takes_away(changes: &[Change]) -> bool {
    let removed = changes.iter().filter(|change| change.after.is_none());
    let mut tags = removed.flat_map(Change::items).filter_map(Item::tag);
    tags.any(|tag| tag.is_adopted() && !tag.label.is_none())
}

/// What was made of any of these, each once.
fn of_any<'a>(sources: &[Reference], made: &Made<'a>) -> Vec<&'a Annotation> {
    let mut all: Vec<&Annotation> = Vec::new();
    for tag in sources.iter().filter_map(|of| made.get(of)).flatten() {
        if all.iter().all(|other| other.id != tag.id) {
            all.push(tag);
        }
    }
    all
}
