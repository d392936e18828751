//! What waits for a decision: versions of annotations, and tags that have lost their place.

use super::{Column, Shape, TableRow, Target, one_line, place};
use crate::app::{App, Decision, Open};
use crate::model::{Annotation, Span};

pub(super) const SHAPE: Shape = Shape {
    name: "decisions",
    columns: &[
        Column::text("what", 14),
        Column::number("place", 7),
        Column::text("label", 9),
        Column::rest("text"),
        Column::rest("proposed"),
    ],
    empty: "Nothing waits for a decision.",
    has_article: false,
};

impl App {
    pub(super) fn decision_rows(&self) -> Vec<TableRow> {
        let row = |(article, decision): (usize, Decision<'_>)| {
            let open = self.open(article)?;
            Some(self.decision_row(article, open, decision))
        };
        self.decisions().filter_map(row).collect()
    }

    fn decision_row(&self, article: usize, open: &Open, decision: Decision<'_>) -> TableRow {
        let words = |span: Span| one_line(span.of(&open.article.text));
        let (what, label, quote, proposed, target) = match decision {
            Decision::Version { this, other } => (
                match (other, &this.conflict) {
                    (Some(_), Some(_)) => "changed twice",
                    (Some(_), None) => "said twice",
                    (None, _) => "removed once",
                }
                .to_owned(),
                &this.label,
                words(this.span),
                format!(
                    "{} | {}",
                    self.says(this),
                    other.map_or_else(|| "removed".to_owned(), |other| self.says(other))
                ),
                Target::Place(article, this.span.start()),
            ),
            Decision::Place(undecided) => match undecided.guess {
                Some((span, score)) => {
                    let (quote, now) = differing(&one_line(&undecided.quote), &words(span));
                    let what = format!("uncertain {:.0}%", score * 100.0);
                    (what, undecided.label(), quote, now, Target::Place(article, span.start()))
                }
                None => (
                    "lost".to_owned(),
                    undecided.label(),
                    one_line(&undecided.quote),
                    "to be put somewhere".to_owned(),
                    Target::Placing(article, undecided.record.clone()),
                ),
            },
        };
        let record = match decision {
            Decision::Version { this, .. } => this.id.as_str(),
            Decision::Place(undecided) => undecided.record.id(),
        };
        let place = place(article, open, decision.span());
        TableRow::new(vec![what, place, label.to_string(), quote, proposed], target).about(article, record)
    }

    /// What an annotation says, in short.
    pub fn says(&self, annotation: &Annotation) -> String {
        let attributes =
            self.schema.order_of(annotation).into_iter().filter_map(|name| annotation.word(name));
        let mut words: Vec<String> = annotation.correction.iter().map(ToString::to_string).collect();
        words.extend(attributes);
        words.extend(annotation.doubt.then(|| "!".to_owned()));
        words.extend(annotation.note.as_ref().map(|note| format!("“{note}”")));
        if words.is_empty() { annotation.label.to_string() } else { words.join(" · ") }
    }
}

/// Both from a few words before the first that differs, since the rest may not be in view.
fn differing(before: &str, now: &str) -> (String, String) {
    let same = before.split(' ').zip(now.split(' ')).take_while(|(a, b)| a == b).count();
    let skip = same.saturating_sub(3);
    let rest = |words: &str| {
        let rest = words.split(' ').skip(skip).collect::<Vec<_>>().join(" ");
        if skip == 0 { rest } else { format!("…{rest}") }
    };
    (rest(before), rest(now))
}
