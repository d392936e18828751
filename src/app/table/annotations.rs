//! The annotations of this annotator: the tags, and what is said of names.

use super::{Column, Shape, TableRow, Target, one_line, place};
use crate::app::{App, Open};
use crate::model::{Annotation, Schema};

pub(super) const SHAPE: Shape = Shape {
    name: "annotations",
    columns: &[
        Column::number("place", 7),
        Column::text("label", 9),
        Column::text("attributes", 44),
        Column::rest("text"),
        Column::unseen("article"),
    ],
    empty: "Nothing is tagged yet.",
    has_article: false,
};

impl App {
    pub(super) fn annotation_rows(&self) -> Vec<TableRow> {
        let rows = self.all_open().flat_map(|(index, open)| {
            let mut all: Vec<&Annotation> = open.annotations.placed().collect();
            all.sort_by_key(|annotation| annotation.span);
            all.into_iter().map(move |a| row(&self.schema, index, open, a))
        });
        rows.collect()
    }
}

fn row(schema: &Schema, article: usize, open: &Open, annotation: &Annotation) -> TableRow {
    let mut words: Vec<String> = Vec::new();
    words.extend(annotation.correction.iter().map(ToString::to_string));
    words.extend(open.found_as(annotation));
    words.extend(schema.order_of(annotation).into_iter().filter_map(|name| annotation.word(name)));
    let mut attributes = words.join(" · ");
    if annotation.doubt {
        attributes.push_str(" !");
    }
    if let Some(note) = &annotation.note {
        attributes.push_str(&format!(" “{note}”"));
    }
    let cells = vec![
        place(article, open, Some(annotation.span)),
        annotation.label.to_string(),
        attributes,
        one_line(annotation.span.of(&open.article.text)),
        open.article.source.file(),
    ];
    let row = TableRow::new(cells, Target::Place(article, annotation.span.start()));
    row.dim(annotation.label.is_none()).about(article, annotation.id.as_str())
}
