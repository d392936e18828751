//! The articles of the corpus, how far each is read, and why some are not open.

use std::collections::BTreeSet;

use super::{Column, Shape, TableKind, TableRow, Target};
use crate::app::{App, Open, Progress, Screen, Sign, State};
use crate::model::{AnnotatorId, LabelName};
use crate::review::{done, judged, median_of_steps, times};
use crate::store::Opened;

/// Of more articles the table has rows only for some.
const ROWS: usize = 4000;

pub(super) const SHAPE: Shape = Shape {
    name: "articles",
    columns: &[
        Column::number("#", 5),
        Column::number("read", 5),
        Column::number("claims", 6),
        Column::number("positions", 9),
        Column::number("judged", 9),
        Column::number("disputed", 8),
        Column::number("time", 6).spare(),
        Column::text("date", 10).spare(),
        Column::text("file", 24).spare(),
        Column::rest("title"),
    ],
    empty: "There is nothing here.",
    has_article: false,
};

impl App {
    pub(super) fn article_rows(&self) -> Vec<TableRow> {
        let row = |index: usize| {
            let number = (index + 1).to_string();
            let state = self.articles.state(index);
            let blank = || vec![String::new(); 7];
            let (facts, title, target) = match state {
                State::Open(open) => {
                    (facts(open, self.shows_others()), fault_or_title(open), Target::Article(index))
                }
                State::Unread => (blank(), "not read yet".to_owned(), Target::Article(index)),
                State::Failed(problem) => {
                    (blank(), problem.reason.clone(), Target::Nothing(problem.to_string()))
                }
            };
            let dim = !matches!(state, State::Open(_));
            let cells =
                std::iter::once(number).chain(facts).chain([self.articles.file(index), title]).collect();
            let others = self.open(index).map(|open| self.rows_of_others(index, open)).unwrap_or_default();
            std::iter::once(TableRow::new(cells, target).dim(dim)).chain(others)
        };
        self.articles_listed().into_iter().flat_map(row).collect()
    }

    /// The articles that the table has rows for: all, or of a great many those around the marked one, else around the
    /// reader; while a filter is typed those that are called so.
    fn articles_listed(&self) -> Vec<usize> {
        let count = self.articles.len();
        let table = match &self.screen {
            Screen::Table(table) if table.kind == TableKind::Articles => Some(table),
            _ => None,
        };
        if count <= ROWS {
            return (0..count).collect();
        }
        let typed = table.map(|table| table.filter.text().trim()).unwrap_or_default();
        if typed.is_empty() {
            let marked = table.and_then(|table| match table.row()?.target {
                Target::Article(article) => Some(article),
                _ => None,
            });
            let first = marked.unwrap_or(self.focus).saturating_sub(ROWS / 2).min(count - ROWS);
            return (first..first + ROWS).collect();
        }
        let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let called = self.articles.corpus().called(typed, ROWS).into_iter();
        let open = self.all_open().map(|(article, _)| article);
        let all: BTreeSet<usize> = number.into_iter().chain(called).chain(open).collect();
        all.into_iter().filter(|article| *article < count).take(2 * ROWS).collect()
    }

    /// Makes the rows of a table of a great many articles anew, when what is typed or marked is another one.
    pub(in crate::app) fn list_anew(&mut self) {
        let Screen::Table(table) = &self.screen else { return };
        let is_at_edge = table.cursor < ROWS / 4 || table.cursor + ROWS / 4 > table.len();
        let is_long = table.kind == TableKind::Articles && self.articles.len() > ROWS;
        if is_long && (table.filtering || is_at_edge) {
            self.refresh_table();
        }
    }

    /// Makes the rows of such a table anew for the first or the last articles.
    pub(in crate::app) fn list_edge(&mut self, last: bool) {
        let edge = if last { self.articles.len().saturating_sub(1) } else { 0 };
        let is_long = self.articles.len() > ROWS;
        if let Screen::Table(table) = &mut self.screen
            && (is_long && table.kind == TableKind::Articles && table.filter.text().is_empty())
        {
            // The rows are made around the marked one.
            (table.all, table.left) = (vec![TableRow::new(Vec::new(), Target::Article(edge))], vec![0]);
            table.cursor = 0;
            self.refresh_table();
        }
    }

    /// What others have done in an article, if that is shown: a row for each.
    fn rows_of_others(&self, index: usize, open: &Open) -> Vec<TableRow> {
        let disputed = open.disputed();
        let judged = judged(&open.by(), &open.article.text);
        let row = |(annotator, sign, opened): (&AnnotatorId, Sign, &Opened)| {
            let annotations = &opened.sidecar.annotations;
            // A large article is not analysed for this.
            let sentences = open.progress.iter().flat_map(|_| open.readable());
            let done = done(annotator, annotations, sentences, &judged, &disputed);
            let progress = open.progress.map(|progress| Progress { read: done.read, ..progress });
            let count = |name: &str| annotations.count(&LabelName::new(name)).to_string();
            let cells = vec![
                String::new(),
                percent(progress),
                count(LabelName::CLAIM),
                count(LabelName::POSITION),
                format!("{}/{}", done.reviewed, done.annotations + done.names),
                done.disputed.to_string(),
                seconds(done.median_seconds),
                String::new(),
                String::new(),
                format!("{} {annotator}", sign.letter),
            ];
            TableRow::new(cells, Target::Article(index)).dim(true)
        };
        self.shown_others(open).map(row).collect()
    }
}

/// Progress, claims, positions and date; where others are shown also how much of what they have made is judged, in
/// how much they differ that is not, and the time that an annotation takes.
fn facts(open: &Open, others: bool) -> Vec<String> {
    let count = |name: &str| open.annotations.count(&LabelName::new(name)).to_string();
    let date = open.analysis.head().date.clone().unwrap_or_default();
    let [judged, disputed, time] = if others {
        let (judged, all) = open.reviewed();
        let time = median_of_steps(&mut times(&open.annotations));
        [format!("{judged}/{all}"), open.disputes().count().to_string(), seconds(time)]
    } else {
        [const { String::new() }; 3]
    };
    let [claims, positions] = [LabelName::CLAIM, LabelName::POSITION].map(count);
    vec![percent(open.progress), claims, positions, judged, disputed, time, date]
}

fn percent(progress: Option<Progress>) -> String {
    progress.map_or_else(String::new, |progress| format!("{}%", progress.percent()))
}

fn seconds(median: Option<f64>) -> String {
    median.map_or_else(String::new, |seconds| format!("{seconds:.0} s"))
}

fn fault_or_title(open: &Open) -> String {
    match open.faults.as_slice() {
        [] => Some(open.title().into_owned())
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| open.article.source.file()),
        [fault] => fault.to_string(),
        [fault, rest @ ..] => format!("{fault} (and {} more)", rest.len()),
    }
}
