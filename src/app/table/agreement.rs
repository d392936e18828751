//! The sentences that cost most agreement.

use super::{Column, Shape, TableRow, Target, one_line, place};
use crate::app::{App, Open};
use crate::model::{Annotation, Span};

pub(super) const SHAPE: Shape = Shape {
    name: "agreement",
    columns: &[
        Column::number("costs", 7),
        Column::number("place", 7),
        Column::rest("says"),
        Column::rest("text"),
        Column::unseen("article"),
    ],
    empty: "No sentence that several have read is labelled in different ways.",
    has_article: true,
};

impl App {
    pub(super) fn agreement_rows(&self) -> Vec<TableRow> {
        let row = |&(article, sentence, alpha): &(usize, Span, f64)| {
            let open = self.open(article)?;
            // The text may have changed since it was computed.
            let words = open.article.text.get(sentence.start()..sentence.end())?;
            let cells = vec![
                format!("{alpha:.4}"),
                place(article, open, Some(sentence)),
                self.said_of(open, sentence),
                one_line(words),
                open.article.source.file(),
            ];
            Some(TableRow::new(cells, Target::Place(article, sentence.start())))
        };
        self.agreement().costs.iter().filter_map(row).collect()
    }

    /// The labels that each annotator gives a sentence.
    fn said_of(&self, open: &Open, sentence: Span) -> String {
        let said = |annotator: &str, tags: &mut dyn Iterator<Item = &Annotation>| {
            let mut labels: Vec<&str> =
                tags.filter(|tag| !tag.is_adopted()).map(|tag| tag.label.as_str()).collect();
            labels.sort_unstable();
            labels.dedup();
            (!labels.is_empty()).then(|| format!("{annotator} {}", labels.join("+")))
        };
        let own = said(self.annotator.id.as_str(), &mut open.annotations_on(sentence));
        let others = open.others().filter_map(|(annotator, opened)| {
            said(annotator.as_str(), &mut opened.sidecar.annotations.over(sentence))
        });
        own.into_iter().chain(others).collect::<Vec<_>>().join(" · ")
    }
}
