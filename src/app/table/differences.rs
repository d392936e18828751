//! The sentences on which annotators differ: those that cost most agreement on labels first, else in the order of the text.

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
        let number = |name: &String| agreed.annotators.iter().position(|other| other == name);
        let pair = subject.pair().and_then(|[a, b]| Some([number(a)?, number(b)?]));
        let row = |(cost, sentence): &(&Cost, &Span)| {
            let (cost, sentence) = (*cost, **sentence);
            let open = self.open(cost.article)?;
            // The text may have changed since it was computed.
            let words = open.article.text.get(sentence.start()..sentence.end())?;
            let cells = vec![
                cost.alpha
                    .filter(|_| subject.has_costs())
                    .map_or_else(String::new, |alpha| format!("{alpha:.4}")),
                place(cost.article, open, Some(sentence)),
                cost.names(pair).join(" "),
                said(open, sentence, cost, &agreed.annotators, pair),
                one_line(words),
                open.article.source.file(),
            ];
            Some(TableRow::new(cells, Target::Place(cost.article, sentence.start())))
        };
        let wanted = agreed.found.costs.iter().zip(&agreed.places);
        let mut wanted: Vec<_> = wanted.filter(|(cost, _)| cost.is_of(subject, &agreed.annotators)).collect();
        if !subject.has_costs() {
            wanted.sort_by_key(|(cost, _)| (cost.article, cost.sentence));
        }
        wanted.iter().filter_map(row).collect()
    }
}

/// What each of these says in that in which they differ: the labels of the sentence, then what else.
fn said(open: &Open, sentence: Span, cost: &Cost, annotators: &[String], pair: Option<[usize; 2]>) -> String {
    let is_of = |number: usize| pair.is_none_or(|pair| pair.contains(&number));
    let who: Vec<&str> =
        annotators.iter().enumerate().filter(|(n, _)| is_of(*n)).map(|(_, who)| who.as_str()).collect();
    let labels = cost.alpha.map(|_| {
        let said = annotators.iter().zip(&cost.labels).filter(|(name, _)| who.contains(&name.as_str()));
        together(said.filter_map(|(who, labels)| Some((who.as_str(), labels.clone()?))))
    });
    let names = cost.names(pair);
    let is_said =
        |name: &&String| names.contains(&name.as_str()) && (cost.alpha.is_none() || *name != "label");
    let who = &who;
    let others = open.comparisons_in(sentence).iter().flat_map(|comparison| {
        comparison.differing.iter().filter(is_said).map(move |name| of_one(open, comparison, name, who))
    });
    labels.into_iter().chain(others).collect::<Vec<_>>().join("; ")
}

/// What each of these says of one attribute, or which label, or of which words.
fn of_one(open: &Open, comparison: &Comparison, name: &str, who: &[&str]) -> String {
    let word = |side: &Side| match (name, side.tag.as_ref()) {
        ("label", tag) => Some(tag.map_or_else(|| "–".to_owned(), |tag| tag.label.to_string())),
        ("span", tag) => Some(format!("“{}”", one_line(tag?.span.of(&open.article.text)))),
        (_, tag) => tag?.word(name),
    };
    let sides = comparison.sides.iter().filter(|side| who.contains(&side.annotator.as_str()));
    let said = sides.filter_map(|side| Some((side.annotator.as_str(), word(side)?)));
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
