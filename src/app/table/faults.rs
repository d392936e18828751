//! What is wrong with files, all at once: settings, keymaps, label schemas, articles, sidecars.

use super::{Column, Shape, TableRow, Target};
use crate::app::App;
use crate::model::Problem;

pub(super) const SHAPE: Shape = Shape {
    name: "faults",
    columns: &[
        Column::text("file", 28),
        Column::number("line", 5),
        Column::rest("what is wrong"),
        Column::rest("what to do"),
    ],
    empty: "Nothing is wrong.",
    has_article: false,
};

impl App {
    pub(super) fn fault_rows(&self) -> Vec<TableRow> {
        self.faults().map(row).collect()
    }

    /// All that is wrong: what was before the start, and of the last export or import, then article by article.
    pub fn faults(&self) -> impl Iterator<Item = &Problem> {
        let open = || self.articles.worked().map(|(_, open)| open);
        let of_open =
            self.articles.worked().flat_map(|(index, open)| open.faults.iter().map(move |f| (index, f)));
        let mut of_articles: Vec<(usize, &Problem)> = of_open.chain(self.articles.failed()).collect();
        of_articles.sort_by_key(|(index, _)| *index);
        let of_articles = of_articles.into_iter().map(|(_, fault)| fault);
        let of_others =
            open().flat_map(|open| open.others.values().filter_map(|opened| opened.as_ref().err()));
        self.at_start.iter().chain(&self.of_transfer).chain(of_articles).chain(of_others)
    }
}

fn row(problem: &Problem) -> TableRow {
    let file = problem.path.as_deref().and_then(|path| path.file_name()).unwrap_or_default();
    let cells = vec![
        file.to_string_lossy().into_owned(),
        problem.line.map_or_else(String::new, |line| line.to_string()),
        problem.reason.clone(),
        problem.hint.clone(),
    ];
    TableRow::new(cells, Target::Nothing(problem.to_string()))
}
