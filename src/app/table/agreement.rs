//! The sentences that cost most agreement.

use super::{Column, TableRow, Target};
use crate::app::{App, Open};
use crate::model::{Annotation, Span};

pub(super) const COLUMNS: [Column; 4] = [
    Column { title: "costs", width: 7, number: true },
    Column { title: "place", width: 7, number: true },
    Column { title: "says", width: 0, number: false },
    Column { title: "sentence", width: 0, number: false },
];

impl App {
    pub(super) fn agreement_rows(&self) -> Vec<TableRow> {
        let row = |&(article, sentence, alpha): &(usize, Span, f64)| {
            let open = self.open(article)?;
            // The text may have changed since it was computed.
            let words = open.article.text.get(sentence.start()..sentence.end())?;
            let number = open.analysis.number_of(sentence.start());
            Some(TableRow {
                cells: vec![
                    format!("{alpha:.4}"),
                    format!("{}:{}", article + 1, number.map_or_else(|| "?".to_owned(), |n| n.to_string())),
                    self.said_of(open, sentence),
                    words.split_whitespace().collect::<Vec<_>>().join(" "),
                    open.article.source.file(),
                ],
                target: Target::Place(article, sentence.start()),
                dim: false,
            })
        };
        self.agreement().costs.iter().filter_map(row).collect()
    }

    /// The labels that each annotator gives a sentence.
    fn said_of(&self, open: &Open, sentence: Span) -> String {
        let said = |annotator: &str, tags: &mut dyn Iterator<Item = &Annotation>| {
            let mut labels: Vec<&str> =
                tags.filter(|tag| tag.sources().next().is_none()).map(|tag| tag.label.as_str()).collect();
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
