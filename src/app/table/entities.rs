//! Who and what is named in the corpus.

use super::{Column, TableRow, Target};
use crate::app::App;

pub(super) const COLUMNS: [Column; 4] = [
    Column { title: "name", width: 0, number: false },
    Column { title: "type", width: 5, number: false },
    Column { title: "mentions", width: 8, number: true },
    Column { title: "articles", width: 8, number: true },
];

impl App {
    pub(super) fn entity_rows(&self) -> Vec<TableRow> {
        let first = self.first_mentions();
        self.entities
            .iter()
            .map(|(id, entity)| TableRow {
                cells: vec![
                    entity.name.clone(),
                    entity.kind.name().to_owned(),
                    entity.mentions.to_string(),
                    entity.articles.len().to_string(),
                ],
                target: match first.get(&id) {
                    Some(&(article, offset)) => Target::Place(article, offset),
                    None => Target::Nothing(format!("{} is named in no sentence", entity.name)),
                },
                dim: false,
            })
            .collect()
    }
}
