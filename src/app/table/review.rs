//! The review: what others have made, and what has been said of it.

use std::collections::HashMap;

use super::{Column, Shape, TableKind, TableRow, Target, one_line, place};
use crate::app::{App, Matter, Open, Screen};
use crate::model::{Annotation, AnnotatorId, Change, Item, LabelName, Reference, Span, Step, Verdict};
use crate::store::Undecided;

pub(super) const SHAPE: Shape = Shape {
    name: "review",
    columns: &[
        Column::text("state", 21),
        Column::text("annotator", 9),
        Column::number("place", 7),
        Column::text("label", 9),
        Column::rest("says"),
        Column::rest("text"),
        Column::unseen("reviewed"),
        Column::unseen("article"),
    ],
    empty: "Nobody else has annotated these articles.",
    has_article: true,
};

/// The word for what was both accepted and rejected, by one reviewer or by two: nothing is settled.
const CONTRADICTED: &str = "contradicted";
/// After a step with more changes all rows are made anew.
const FEW: usize = 64;

/// How much something is in doubt, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    Doubtful,
    Disputed,
    No,
    Judged,
}

impl App {
    /// In the order of the articles, of each annotator by itself.
    pub(super) fn review_rows(&self) -> Vec<TableRow> {
        let mut rows: Vec<((usize, usize), TableRow)> = Vec::new();
        for (article, open) in self.all_open() {
            let (verdicts, made, disputed) = (open.verdicts(), open.made(), open.disputed());
            let contradicted = Verdict::contradicted(open.annotations.others());
            let mut all: HashMap<&Reference, Vec<(&AnnotatorId, &Verdict)>> = HashMap::new();
            for (by, _, verdict) in open.all_verdicts() {
                all.entry(&verdict.of).or_default().push((by, verdict));
            }
            for (of, matter) in open.matters() {
                let all = all.get(&of).map(Vec::as_slice).unwrap_or_default();
                let said = Said {
                    verdict: verdicts.get(&of).map(|(_, verdict)| *verdict),
                    is_contradicted: contradicted.contains(&of),
                    all: open.judged_by(all, matter),
                    made: made.get(&of).and_then(|made| made.first().copied()),
                    is_disputed: disputed.contains(&of),
                };
                let span = open.span_of(matter);
                let start = span.map_or(open.article.text.len(), Span::start);
                rows.push(((article, start), self.review_row(article, of, (matter, span), &said)));
            }
        }
        rows.sort_by_key(|(place, _)| *place);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Makes the rows of an open review anew that a step has changed. Returns whether that is enough.
    pub(super) fn refresh_review(&mut self, step: &Step) -> bool {
        let Screen::Table(table) = &self.screen else { return true };
        if table.kind != TableKind::Review || step.changes.len() > FEW {
            return false;
        }
        let changed: Vec<Changed> = step.changes.iter().map(|change| self.changed_by(change)).collect();
        let rows = table.all.iter().enumerate().filter_map(|(index, row)| {
            let Target::Matter { article, offset, of } = &row.target else { return None };
            let is_changed = |changed: &Changed| {
                changed.article == *article
                    && (changed.judged.as_ref() == Some(of)
                        || changed.span.is_some_and(|span| span.contains(*offset)))
            };
            changed.iter().any(is_changed).then_some(())?;
            let open = self.open(*article)?;
            let matter = open.matter(of)?;
            let all = open.all_verdicts().filter(|(.., verdict)| verdict.of == *of);
            let all: Vec<_> = all.map(|(by, _, verdict)| (by, verdict)).collect();
            let said = Said {
                all: open.judged_by(&all, matter),
                verdict: open.verdict_on(of).map(|(_, verdict)| verdict),
                is_contradicted: Verdict::contradicted(open.annotations.others()).contains(of),
                made: open.adopted(of),
                is_disputed: matches!(matter, Matter::Tag(tag) if open.is_disputed(of, tag)),
            };
            Some((index, self.review_row(*article, of.clone(), (matter, open.span_of(matter)), &said)))
        });
        let rows: Vec<(usize, TableRow)> = rows.collect();
        if let Screen::Table(table) = &mut self.screen {
            table.replace(rows);
        }
        true
    }

    /// What a change makes other than it was: what is said of a record, and which tags of some sentences differ.
    fn changed_by(&self, change: &Change) -> Changed {
        let judged = change.items().find_map(|item| match item {
            Item::Other(record) => Some(record.verdict()?.of.clone()),
            Item::Tag(_) => None,
        });
        let sentences = self.open(change.article).zip(change.span()).and_then(|(open, span)| {
            open.analysis.sentences_in(span).map(|sentence| sentence.span).reduce(Span::join)
        });
        Changed { article: change.article, judged, span: sentences }
    }

    fn review_row(
        &self,
        article: usize,
        of: Reference,
        (matter, span): (Matter<'_>, Option<Span>),
        said: &Said<'_>,
    ) -> TableRow {
        let Some(open) = self.open(article) else {
            return TableRow::new(Vec::new(), Target::Article(article));
        };
        let (doubt, state) = open.state(matter, said);
        let words = || span.map(|span| span.of(&open.article.text)).unwrap_or_default();
        let (label, mut says, quote) = match matter {
            Matter::Tag(tag) => {
                let found = open.found_as(tag).map(|found| format!(" · {found}")).unwrap_or_default();
                (tag.label.as_str(), self.says(tag) + &found, words())
            }
            Matter::Uncertain(tag) => {
                (tag.label().as_str(), self.says(&tag.on(Span::default())), tag.quote.as_str())
            }
            Matter::Verdict(on) => (Verdict::LABEL, format!("{} “{}”", on.word(), on.comment), words()),
        };
        if label == LabelName::NONE {
            says.clear();
        }
        if let Some(verdict) = said.verdict.filter(|verdict| !verdict.comment.is_empty()) {
            says += &format!(" “{}”", verdict.comment);
        }
        if state.contains(CONTRADICTED) {
            let who = said.all.iter().map(|(by, verdict)| format!("{by} {}", verdict.word()));
            says = format!("{}: {says}", who.collect::<Vec<_>>().join(", "));
        }
        // What others contradict is judged by who has said it, and not settled.
        let is_judged =
            !said.is_contradicted && said.verdict.is_some_and(|verdict| open.settles(matter, verdict));
        let reviewed = if is_judged { "reviewed" } else { "unreviewed" };
        let cells = vec![
            state,
            of.annotator.to_string(),
            place(article, open, span),
            label.to_owned(),
            says,
            one_line(quote),
            reviewed.to_owned(),
            open.article.source.file(),
        ];
        let offset = span.map_or(0, Span::start);
        let record = format!("{} {}", of.annotator, of.id.as_str());
        let row = TableRow::new(cells, Target::Matter { article, offset, of }).dim(is_judged);
        let row = row.about(article, record);
        TableRow { rank: doubt as u8, ..row }
    }
}

/// What is said of something.
struct Said<'a> {
    /// The verdict that holds.
    verdict: Option<&'a Verdict>,
    /// Whether the reviewer has said the contrary as well.
    is_contradicted: bool,
    /// What all have accepted or rejected of it, as it is now.
    all: Vec<(&'a AnnotatorId, &'a Verdict)>,
    /// What the reviewer has made of it.
    made: Option<&'a Annotation>,
    /// Whether another annotator contradicts it.
    is_disputed: bool,
}

impl Said<'_> {
    /// Whether one has accepted it and another one has rejected it.
    fn differs(&self) -> bool {
        let mut judged = self.all.iter().map(|(_, verdict)| verdict.accepted);
        let first = judged.next();
        judged.any(|accepted| Some(accepted) != first)
    }
}

/// What a change makes other than it was.
struct Changed {
    article: usize,
    judged: Option<Reference>,
    span: Option<Span>,
}

impl Open {
    /// How many things others have made here have been judged, and how many there are. What was both accepted and
    /// rejected is not settled.
    pub(super) fn reviewed(&self) -> (usize, usize) {
        let verdicts = self.verdicts();
        let contradicted = Verdict::contradicted(self.annotations.others());
        let settled = |(of, matter): &(Reference, Matter<'_>)| {
            let settles = verdicts.get(of).is_some_and(|(_, verdict)| self.settles(*matter, verdict));
            settles && !contradicted.contains(of)
        };
        self.matters().fold((0, 0), |(judged, all), matter| (judged + usize::from(settled(&matter)), all + 1))
    }

    /// Whether another annotator contradicts a tag.
    fn is_disputed(&self, of: &Reference, tag: &Annotation) -> bool {
        let sentences = self.analysis.sentences_in(tag.span);
        let mut comparisons = sentences.flat_map(|sentence| self.comparisons_in(sentence.span));
        comparisons.any(|all| all.is_dispute() && all.references().any(|other| other == *of))
    }

    /// How much something is in doubt, and the words for it.
    fn state(&self, matter: Matter<'_>, said: &Said<'_>) -> (Doubt, String) {
        let is_changed = |made| self.is_changed(matter, made);
        match said.verdict {
            _ if said.is_contradicted => return (Doubt::Doubtful, CONTRADICTED.to_owned()),
            Some(verdict) if said.differs() && self.settles(matter, verdict) => {
                return (Doubt::Doubtful, format!("{}, {CONTRADICTED}", verdict.word()));
            }
            Some(verdict) if self.settles(matter, verdict) => {
                let changed = verdict.accepted == Some(true) && said.made.is_some_and(is_changed);
                let word = if changed { "accepted as changed" } else { verdict.word() };
                return (Doubt::Judged, word.to_owned());
            }
            Some(verdict) if !self.is_judged_as(matter, verdict) => {
                return (Doubt::Doubtful, "changed since".to_owned());
            }
            _ if said.differs() => return (Doubt::Doubtful, CONTRADICTED.to_owned()),
            _ => {}
        }
        let (doubt, state) = match matter {
            Matter::Uncertain(Undecided { guess: Some((_, score)), .. }) => {
                (Doubt::Doubtful, format!("uncertain {:.0}%", score * 100.0))
            }
            Matter::Uncertain(_) => (Doubt::Doubtful, "lost".to_owned()),
            Matter::Verdict(_) => (Doubt::Doubtful, "to answer".to_owned()),
            Matter::Tag(tag) if tag.doubt => (Doubt::Doubtful, "doubtful".to_owned()),
            Matter::Tag(_) if said.is_disputed => (Doubt::Disputed, "disputed".to_owned()),
            Matter::Tag(_) => (Doubt::No, "–".to_owned()),
        };
        // A comment judges nothing.
        match said.verdict {
            Some(comment) => (doubt, format!("{state}, {}", comment.word())),
            None => (doubt, state),
        }
    }
}
