//! What waits for a decision: records that two have changed, and tags that have lost their place.

use std::sync::Arc;

use super::{App, Open, Screen, TableKind};
use crate::model::{Annotation, Change, Id, Item, REMOVED, Record, Span, Step};
use crate::store::Undecided;

/// Something that a person has to decide, in one article.
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// Which of two versions of an annotation is right.
    Version {
        /// One of them.
        this: &'a Annotation,
        /// The other; none: it was removed.
        other: Option<&'a Annotation>,
    },
    /// Where a tag belongs in a text that has changed.
    Place(&'a Undecided),
}

impl Decision<'_> {
    /// Where it is about, if anything tells.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Version { this, .. } => Some(this.span),
            Self::Place(undecided) => undecided.guess.map(|(span, _)| span),
        }
    }
}

impl Open {
    /// What waits for a decision in the article.
    pub fn decisions(&self) -> impl Iterator<Item = Decision<'_>> {
        let versions = self.annotations.placed().filter_map(|this| self.version(this));
        versions.chain(self.undecided().map(Decision::Place))
    }

    /// What waits for a decision here.
    pub fn decision_at(&self, span: Span) -> Option<Decision<'_>> {
        let here = |undecided: &&Undecided| undecided.guess.is_some_and(|(guess, _)| guess.overlaps(span));
        let corrections = self.annotations.corrections_over(span).map(AsRef::as_ref);
        let mut over = self.annotations.over(span).chain(corrections);
        let version = over.find_map(|this| self.version(this));
        version.or_else(|| self.undecided().find(here).map(Decision::Place))
    }

    /// The tags that have lost their place, and have not been decided on.
    pub fn undecided(&self) -> impl Iterator<Item = &Undecided> {
        self.undecided.iter().filter(|undecided| self.annotations.others().contains(&undecided.record))
    }

    /// The decision about this annotation, if it is one of two versions.
    fn version<'a>(&'a self, this: &'a Annotation) -> Option<Decision<'a>> {
        let Some(conflict) = &this.conflict else {
            let other = Some(self.contradicted(this)?);
            return Some(Decision::Version { this, other });
        };
        Some(Decision::Version { this, other: self.annotations.get(&Id::from(conflict.clone())) })
    }

    /// What the annotator has said otherwise of the same words of a name before, as another window or a merge leaves it:
    /// not what was decided between annotators.
    fn contradicted(&self, this: &Annotation) -> Option<&Annotation> {
        this.correction.as_ref().filter(|_| !this.is_adopted())?;
        let others = self.annotations.corrections_over(this.span).map(AsRef::as_ref);
        let before = others.filter(|other| {
            other.said() < this.said()
                && other.conflict.is_none()
                && !other.is_adopted()
                && !other.says_all_of(this)
        });
        before.max_by_key(|other| other.said())
    }
}

impl App {
    /// All that waits for a decision, with its article.
    pub fn decisions(&self) -> impl Iterator<Item = (usize, Decision<'_>)> {
        self.all_open().flat_map(|(index, open)| open.decisions().map(move |decision| (index, decision)))
    }

    /// Says that something waits, if it does.
    pub(super) fn say_decisions(&mut self) {
        let key = self.key_for("decisions");
        match self.decisions().count() {
            0 => {}
            1 => self.warn(format!("1 annotation waits for a decision: {key} shows it")),
            count => self.warn(format!("{count} annotations wait for a decision: {key} shows them")),
        }
    }

    /// Takes what is proposed: this version, or this place.
    pub(super) fn accept(&mut self) {
        self.decide(true);
    }

    /// Takes the other version, or lets the annotation go that has no place.
    pub(super) fn reject(&mut self) {
        self.decide(false);
    }

    fn decide(&mut self, accept: bool) {
        let Answer { article, name, says, changes } = match self.asked(accept) {
            Ok(answer) => answer,
            Err(reason) => {
                if self.placing.is_some() || !self.judge(accept) {
                    self.say(reason);
                }
                return;
            }
        };
        if let Some(reason) = self.refusal_in(article) {
            return self.warn(reason);
        }
        self.placing = None;
        self.selection = None;
        self.make(Step { name: name.to_owned(), changes });
        self.say(says);
    }

    /// What the answer does to what is asked here, or why there is nothing to answer.
    fn asked(&mut self, accept: bool) -> Result<Answer, String> {
        if let Screen::Table(table) = &self.screen {
            if table.kind != TableKind::Decisions {
                return Err(self.nothing_to_decide());
            }
            let Some(row) = table.marked() else { return Err("Nothing waits for a decision".to_owned()) };
            let Some((article, decision)) = self.decisions().nth(row) else { return Err(String::new()) };
            if let (true, Decision::Place(Undecided { guess: None, record, .. })) = (accept, decision) {
                let record = Arc::clone(record);
                self.begin_placing(article, record);
                return Err(self.placing_says());
            }
            let Some(open) = self.open(article) else { return Err(String::new()) };
            return Ok(answer(article, open, decision, decision.span(), accept));
        }
        let article = self.focus;
        let (Some(open), Some(sentence)) = (self.focused(), self.focused().and_then(Open::sentence)) else {
            return Err("There is no sentence here".to_owned());
        };
        let selected = self.selection.as_ref().map(|selection| selection.span);
        let chosen = selected.unwrap_or(sentence.span);
        if let Some((of, record)) = self.placing.as_ref().filter(|(of, _)| *of == article) {
            let undecided = open.undecided().find(|undecided| undecided.record == *record);
            let Some(undecided) = undecided else { return Err("It has been decided".to_owned()) };
            let place = match (accept && undecided.is_correction(), selected) {
                (false, _) => chosen,
                (true, Some(words)) => open.in_one_sentence(words).ok_or("A name stands in one sentence")?,
                (true, None) => match self.mention() {
                    Some(mention) => mention.span,
                    None => return Err(format!("Choose its words with {} first", self.key_for("span"))),
                },
            };
            return Ok(answer(*of, open, Decision::Place(undecided), Some(place), accept));
        }
        match open.decision_at(chosen) {
            Some(decision) => Ok(answer(article, open, decision, decision.span(), accept)),
            None => Err(self.nothing_to_decide()),
        }
    }

    fn nothing_to_decide(&self) -> String {
        format!("Nothing is to be decided here; {} shows what is", self.key_for("decisions"))
    }

    /// Goes to the article of a tag that has lost its place, to put it somewhere.
    pub(super) fn begin_placing(&mut self, article: usize, record: Arc<Record>) {
        let open = self.articles.open(article);
        let start = record.points().map_or(0, |(start, _)| start);
        let near = open.map_or(0, |open| open.points.byte(start).unwrap_or(open.article.text.len()));
        self.screen = Screen::Reading;
        self.leap(article, near);
        self.placing = Some((article, record));
    }

    /// What to do with the tag that is being placed.
    pub(super) fn placing_says(&self) -> String {
        let (put, drop, leave) = (self.key_for("accept"), self.key_for("reject"), self.key_for("cancel"));
        let to = match self.placing() {
            Some(undecided) if undecided.is_correction() => {
                format!("Go to its name, or choose words with {}", self.key_for("span"))
            }
            _ => "Go to its sentence".to_owned(),
        };
        format!("{to}: {put} puts it there, {drop} lets it go, {leave} leaves it for later")
    }

    /// The tag that is being placed.
    pub fn placing(&self) -> Option<&Undecided> {
        let (article, record) = self.placing.as_ref()?;
        let open = self.articles.open(*article)?;
        open.undecided().find(|undecided| undecided.record == *record)
    }
}

/// What an answer does.
struct Answer {
    article: usize,
    /// The name of the step.
    name: &'static str,
    /// What is said of it.
    says: String,
    changes: Vec<Change>,
}

/// What an answer to a decision does.
fn answer(article: usize, open: &Open, decision: Decision<'_>, span: Option<Span>, accept: bool) -> Answer {
    match decision {
        Decision::Version { this, other } => {
            let (kept, gone) = if accept { (Some(this), other) } else { (other, Some(this)) };
            let says = if accept { "This version is kept" } else { "The other version is kept" };
            let changes = settled(article, open, kept, gone);
            Answer { article, name: "decide", says: says.to_owned(), changes }
        }
        Decision::Place(undecided) => {
            let record = Item::Other(Arc::clone(&undecided.record));
            let label = undecided.label();
            match span.filter(|_| accept) {
                Some(span) => {
                    let words = span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
                    let says = match undecided.is_correction() {
                        true => format!("The {label} has its place: “{words}”"),
                        false => format!("The {label} has its place"),
                    };
                    let changes = vec![Change::replace(article, record, undecided.on(span))];
                    Answer { article, name: "place", says, changes }
                }
                None => {
                    let changes = vec![Change::remove(article, record)];
                    Answer { article, name: "let go", says: format!("The {label} is gone"), changes }
                }
            }
        }
    }
}

/// What keeping one of two versions changes. Further versions that name the one which goes, or that it
/// names, wait for a decision beside the one which stays.
fn settled(article: usize, open: &Open, kept: Option<&Annotation>, gone: Option<&Annotation>) -> Vec<Change> {
    let id = |annotation: &Annotation| annotation.id.as_str().to_owned();
    let gone_id = gone.map_or_else(|| REMOVED.to_owned(), id);
    let heir = kept.map(id).or_else(|| gone.and_then(|gone| gone.conflict.clone()));
    let mut changes: Vec<Change> =
        gone.map(|gone| Change::remove(article, gone.clone())).into_iter().collect();
    for version in open.annotations.placed().filter(|version| version.conflict.as_ref() == Some(&gone_id)) {
        let own = kept.is_some_and(|kept| kept.id == version.id);
        let others = gone_id != REMOVED;
        let conflict = match (own, others) {
            (true, _) => gone.and_then(|gone| gone.conflict.clone()).filter(|other| *other != id(version)),
            (false, true) => heir.clone(),
            (false, false) => continue,
        };
        changes.push(Change::replace(article, version.clone(), Annotation { conflict, ..version.clone() }));
    }
    changes
}
