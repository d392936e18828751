//! The articles of the corpus, how far each is read, and why some are not open.

use super::{Column, Shape, TableRow, Target};
use crate::app::{App, Open, Progress, Sign, State};
use crate::model::{AnnotatorId, LabelName};
use crate::review::{done, judged, median_of_steps, times};
use crate::store::Opened;

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
        let row = |(index, entry): (usize, &crate::app::Entry)| {
            let number = (index + 1).to_string();
            let blank = || vec![String::new(); 7];
            let (facts, title, target) = match &entry.state {
                State::Open(open) => {
                    (facts(open, self.shows_others()), fault_or_title(open), Target::Article(index))
                }
                State::Unread => (blank(), "not read yet".to_owned(), Target::Article(index)),
                State::Failed(problem) => {
                    (blank(), problem.reason.clone(), Target::Nothing(problem.to_string()))
                }
            };
            let dim = !matches!(entry.state, State::Open(_));
            let cells = std::iter::once(number).chain(facts).chain([entry.file(), title]).collect();
            let others = entry.open().map(|open| self.rows_of_others(index, open)).unwrap_or_default();
            std::iter::once(TableRow::new(cells, target).dim(dim)).chain(others)
        };
        self.articles.iter().enumerate().flat_map(row).collect()
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
