//! Who and what is named in the corpus.

use super::{Column, Shape, TableRow, Target};
use crate::app::App;

pub(super) const SHAPE: Shape = Shape {
    name: "entities",
    columns: &[
        Column::rest("name"),
        Column::text("type", 5),
        Column::number("mentions", 8),
        Column::number("articles", 8),
    ],
    empty: "No names have been found.",
    has_article: false,
};

impl App {
    pub(super) fn entity_rows(&self) -> Vec<TableRow> {
        let first = self.first_mentions();
        self.entities
            .iter()
            .map(|(id, entity)| {
                let cells = vec![
                    entity.name.clone(),
                    entity.kind.name().to_owned(),
                    entity.mentions.to_string(),
                    entity.articles.len().to_string(),
                ];
                let target = match first.get(&id) {
                    Some(&(article, offset)) => Target::Place(article, offset),
                    None => Target::Nothing(format!("{} is named in no sentence", entity.name)),
                };
                TableRow::new(cells, target)
            })
            .collect()
    }
}
