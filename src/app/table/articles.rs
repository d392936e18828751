//! The articles of the corpus, how far each is read, and why some are not open.

use super::{Column, TableRow, Target};
use crate::app::{App, Open, State};
use crate::model::LabelName;

pub(super) const COLUMNS: [Column; 7] = [
    Column { title: "#", width: 5, number: true },
    Column { title: "read", width: 5, number: true },
    Column { title: "claims", width: 6, number: true },
    Column { title: "positions", width: 9, number: true },
    Column { title: "date", width: 10, number: false },
    Column { title: "file", width: 24, number: false },
    Column { title: "title", width: 0, number: false },
];

impl App {
    pub(super) fn article_rows(&self) -> Vec<TableRow> {
        let row = |(index, entry): (usize, &crate::app::Entry)| {
            let number = (index + 1).to_string();
            let blank = || vec![String::new(); 4];
            let (facts, title, target) = match &entry.state {
                State::Open(open) => (facts(open), fault_or_title(open), Target::Article(index)),
                State::Unread => (blank(), "not read yet".to_owned(), Target::Article(index)),
                State::Failed(problem) => {
                    (blank(), problem.reason.clone(), Target::Nothing(problem.to_string()))
                }
            };
            let dim = !matches!(entry.state, State::Open(_));
            let cells = std::iter::once(number).chain(facts).chain([entry.file(), title]).collect();
            TableRow { cells, target, dim }
        };
        self.articles.iter().enumerate().map(row).collect()
    }
}

/// Progress, claims, positions and date.
fn facts(open: &Open) -> Vec<String> {
    let count = |name: &str| open.annotations.count(&LabelName::new(name)).to_string();
    let read = open.progress.map_or_else(String::new, |p| format!("{}%", p.percent()));
    let date = open.analysis.head().date.clone().unwrap_or_default();
    vec![read, count(LabelName::CLAIM), count(LabelName::POSITION), date]
}

fn fault_or_title(open: &Open) -> String {
    match open.faults.as_slice() {
        [] => open.title().into_owned(),
        [fault] => fault.to_string(),
        [fault, rest @ ..] => format!("{fault} (and {} more)", rest.len()),
    }
}
