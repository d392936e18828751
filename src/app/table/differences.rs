//! The sentences on which annotators differ, those that cost most agreement first.

use super::{Column, Shape, TableRow, Target, one_line, place};
use crate::app::{App, Open};
use crate::model::Span;
use crate::review::{Comparison, Cost, Side, Subject};

pub(super) const SHAPE: Shape = Shape {
    name: "differences",
    columns: &[
        Column::number("costs", 7),
        Column::number("place", 7),
        Column::text("in", 20),
        Column::rest("says"),
        Column::rest("text").spare(),
        Column::unseen("article"),
    ],
    empty: "They differ in no sentence here.",
    has_article: true,
};

impl App {
    /// The sentences that a figure is made of.
    pub(super) fn difference_rows(&self, subject: &Subject) -> Vec<TableRow> {
        let agreed = self.agreement();
        let row = |(cost, sentence): (&Cost, &Span)| {
            let open = self.open(cost.article)?;
            // The text may have changed since it was computed.
            let words = open.article.text.get(sentence.start()..sentence.end())?;
            let cells = vec![
                cost.alpha.map_or_else(String::new, |alpha| format!("{alpha:.4}")),
                place(cost.article, open, Some(*sentence)),
                cost.names().join(" "),
                said(open, *sentence, cost, &agreed.annotators),
                one_line(words),
                open.article.source.file(),
            ];
            Some(TableRow::new(cells, Target::Place(cost.article, sentence.start())))
        };
        let wanted = agreed.found.costs.iter().zip(&agreed.places);
        wanted.filter(|(cost, _)| cost.is_of(subject, &agreed.annotators)).filter_map(row).collect()
    }
}

/// What each says in that in which they differ: the labels of the sentence, then what else.
fn said(open: &Open, sentence: Span, cost: &Cost, annotators: &[String]) -> String {
    let labels = cost.alpha.map(|_| {
        let said = annotators.iter().zip(&cost.labels);
        together(said.filter_map(|(who, labels)| Some((who.as_str(), labels.clone()?))))
    });
    let is_said = |name: &&String| cost.alpha.is_none() || *name != "label";
    let others = open.comparisons_in(sentence).iter().flat_map(|comparison| {
        comparison.differing.iter().filter(is_said).map(move |name| of_one(comparison, name))
    });
    labels.into_iter().chain(others).collect::<Vec<_>>().join("; ")
}

/// What each says of one attribute, or which label; or that the spans differ.
fn of_one(comparison: &Comparison, name: &str) -> String {
    let word = |side: &Side| match (name, side.tag.as_ref()) {
        ("label", tag) => Some(tag.map_or_else(|| "–".to_owned(), |tag| tag.label.to_string())),
        (_, tag) => tag?.word(name),
    };
    let said = comparison.sides.iter().filter_map(|side| Some((side.annotator.as_str(), word(side)?)));
    format!("{name} {}", together(said)).trim_end().to_owned()
}

/// `ada cy claim · bo none`: who says what, those together who say the same.
fn together<'a>(said: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut words: Vec<(String, Vec<&str>)> = Vec::new();
    for (who, word) in said {
        match words.iter_mut().find(|(other, _)| *other == word) {
            Some((_, all)) => all.push(who),
            None => words.push((word, vec![who])),
        }
    }
    let words = words.iter().map(|(word, who)| format!("{} {word}", who.join(" ")));
    words.collect::<Vec<_>>().join(" · ")
}
