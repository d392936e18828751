//! The review: what others have made, and what has been said of it.

use std::collections::HashSet;

use super::{Column, TableRow, Target};
use crate::app::{App, Matter, Open};
use crate::model::{LabelName, Reference, Span, Verdict};

pub(super) const COLUMNS: [Column; 6] = [
    Column { title: "state", width: 13, number: false },
    Column { title: "by", width: 8, number: false },
    Column { title: "place", width: 7, number: true },
    Column { title: "label", width: 9, number: false },
    Column { title: "says", width: 0, number: false },
    Column { title: "its words", width: 0, number: false },
];

/// How much something is in doubt, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    Doubtful,
    Disputed,
    No,
    Judged,
}

impl App {
    /// What is most in doubt first, then by article; what has been judged at the end.
    pub(super) fn review_rows(&self) -> Vec<TableRow> {
        let mut rows: Vec<((Doubt, usize, usize), TableRow)> = Vec::new();
        for (article, open) in
            self.articles.iter().enumerate().filter_map(|(i, entry)| Some((i, entry.open()?)))
        {
            let (verdicts, disputed) = (open.verdicts(), open.disputed());
            for (of, matter) in open.matters() {
                let verdict = verdicts.get(&of).map(|(_, verdict)| *verdict);
                let (doubt, state) = state(&of, matter, verdict, &disputed);
                let start = open.span_of(matter).map_or(open.article.text.len(), Span::start);
                rows.push((
                    (doubt, article, start),
                    self.review_row(article, open, of, matter, verdict, state),
                ));
            }
        }
        rows.sort_by_key(|(order, _)| *order);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn review_row(
        &self,
        article: usize,
        open: &Open,
        of: Reference,
        matter: Matter<'_>,
        verdict: Option<&Verdict>,
        state: String,
    ) -> TableRow {
        let span = open.span_of(matter);
        let number = span
            .and_then(|span| open.analysis.number_of(open.analysis.sentence_at(span.start())?.span.start()));
        let (label, mut says, quote) = match matter {
            Matter::Tag(tag) => {
                (tag.label.as_str(), self.says(tag), span.map(|span| span.of(&open.article.text)))
            }
            Matter::Uncertain(tag) => (tag.label().as_str(), String::new(), Some(tag.quote.as_str())),
            Matter::Verdict(on) => {
                let says = format!("{} “{}”", on.word(), on.comment);
                (Verdict::LABEL, says, span.map(|span| span.of(&open.article.text)))
            }
        };
        if label == LabelName::NONE {
            says.clear();
        }
        if let Some(verdict) = verdict.filter(|verdict| !verdict.comment.is_empty()) {
            says += &format!(" “{}”", verdict.comment);
        }
        let words = quote.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let place = number.map_or_else(|| "?".to_owned(), |number| number.to_string());
        // The filter finds these words as well.
        let reviewed = if verdict.is_some() { "reviewed" } else { "unreviewed" };
        let file = open.article.source.file();
        let offset = span.map_or(0, Span::start);
        TableRow {
            cells: vec![
                state,
                of.annotator.to_string(),
                format!("{}:{place}", article + 1),
                label.to_owned(),
                says,
                words,
                format!("{reviewed} {file}"),
            ],
            target: Target::Matter { article, offset, of },
            dim: verdict.is_some(),
        }
    }

    /// How many things others have made have been judged, and how many there are.
    pub fn reviewed(&self) -> (usize, usize) {
        let open = self.articles.iter().filter_map(|entry| entry.open());
        open.map(Open::reviewed).fold((0, 0), |(judged, all), (more, of)| (judged + more, all + of))
    }
}

impl Open {
    /// How many things others have made here have been judged, and how many there are.
    pub(super) fn reviewed(&self) -> (usize, usize) {
        let verdicts = self.verdicts();
        let judged = self.matters().filter(|(of, _)| verdicts.contains_key(of)).count();
        (judged, self.matters().count())
    }
}

/// How much it is in doubt, and the words for it.
fn state(
    of: &Reference,
    matter: Matter<'_>,
    verdict: Option<&Verdict>,
    disputed: &HashSet<Reference>,
) -> (Doubt, String) {
    if let Some(verdict) = verdict {
        return (Doubt::Judged, verdict.word().to_owned());
    }
    match matter {
        Matter::Uncertain(undecided) => {
            let says = undecided.guess.map(|(_, score)| format!("uncertain {:.0}%", score * 100.0));
            (Doubt::Doubtful, says.unwrap_or_else(|| "lost".to_owned()))
        }
        Matter::Verdict(_) => (Doubt::Doubtful, "to answer".to_owned()),
        Matter::Tag(tag) if tag.doubt => (Doubt::Doubtful, "doubtful".to_owned()),
        Matter::Tag(_) if disputed.contains(of) => (Doubt::Disputed, "disputed".to_owned()),
        Matter::Tag(_) => (Doubt::No, "–".to_owned()),
    }
}
