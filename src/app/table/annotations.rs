//! The annotations of this annotator.

use super::{Column, TableRow, Target};
use crate::app::{App, Open};
use crate::model::{Annotation, LabelName, Schema};

pub(super) const COLUMNS: [Column; 4] = [
    Column { title: "place", width: 7, number: true },
    Column { title: "label", width: 9, number: false },
    Column { title: "attributes", width: 44, number: false },
    Column { title: "sentence", width: 0, number: false },
];

impl App {
    pub(super) fn annotation_rows(&self) -> Vec<TableRow> {
        let open = self.articles.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.open()?)));
        open.flat_map(|(index, open)| open.annotations.iter().map(move |a| row(&self.schema, index, open, a)))
            .collect()
    }
}

fn row(schema: &Schema, article: usize, open: &Open, annotation: &Annotation) -> TableRow {
    let start = annotation.span.start();
    let number = open.analysis.sentence_at(start).and_then(|s| open.analysis.number_of(s.span.start()));
    let words: Vec<String> =
        schema.order_of(annotation).into_iter().filter_map(|name| annotation.word(name)).collect();
    let mut attributes = words.join(" · ");
    if annotation.doubt {
        attributes.push_str(" !");
    }
    if let Some(note) = &annotation.note {
        attributes.push_str(&format!(" “{note}”"));
    }
    TableRow {
        cells: vec![
            format!("{}:{}", article + 1, number.map_or_else(|| "?".to_owned(), |n| n.to_string())),
            annotation.label.to_string(),
            attributes,
            annotation.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" "),
        ],
        target: Target::Place(article, start),
        dim: annotation.label.as_str() == LabelName::NONE,
    }
}
