//! A search through all articles, in their order, from one of them round to it again.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Span, Text};
use crate::text::Query;

/// A search, and how far it has come. What is not in memory is read when the search comes to it.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// Which search it is.
    pub hunt: u64,
    /// What is searched for.
    pub(super) query: Query,
    /// The article in which it begins and ends,
    pub(super) article: usize,
    /// its text,
    pub(super) text: Text,
    /// and where in it.
    pub(super) from: usize,
    /// Whether it goes towards the end.
    pub(super) forward: bool,
    /// How many articles there are.
    pub(super) count: usize,
    /// Those that cannot be read.
    pub(super) failed: BTreeSet<usize>,
    /// The texts in memory.
    pub(super) texts: HashMap<usize, Text>,
    /// How many parts have been searched: the first and the last are of the article in which it begins.
    pub(super) part: usize,
}

/// Where a search has found its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: usize,
    /// The words.
    pub span: Span,
    /// Whether the search has gone all the way round, to the last of its parts.
    pub round: bool,
}

/// What is to be searched next.
pub(super) enum Part {
    /// This.
    Text(Piece),
    /// An article that is not in memory.
    Unread,
    /// Nothing.
    End,
}

/// A part of a text.
pub(super) struct Piece {
    article: usize,
    text: Text,
    pub(super) span: Span,
    round: bool,
}

impl Hunt {
    /// The first hit in the order of the search, unless `goes_on` says in between that it is not wanted any more.
    /// `read` gives the text of an article that is not in memory, if it can be read.
    pub fn run(mut self, goes_on: impl Fn() -> bool, read: impl Fn(usize) -> Option<Text>) -> Option<Hit> {
        while goes_on() {
            match self.next_part(&read) {
                Part::Text(part) => {
                    if let Some(hit) = self.hit_in(&part, &goes_on) {
                        return Some(hit);
                    }
                }
                Part::Unread => {}
                Part::End => return None,
            }
        }
        None
    }

    pub(super) fn next_part(&mut self, read: impl Fn(usize) -> Option<Text>) -> Part {
        loop {
            let part = self.part;
            self.part += 1;
            if part > self.count {
                return Part::End;
            }
            if part == 0 || part == self.count {
                let round = part > 0;
                let (before, after) = (Span::new(0, self.from), Span::new(self.from, self.text.len()));
                let span = if self.forward == round { before } else { after };
                return Part::Text(Piece { article: self.article, text: self.text.clone(), span, round });
            }
            let step = if self.forward { part } else { self.count - part };
            let article = (self.article + step) % self.count;
            if self.failed.contains(&article) {
                continue;
            }
            return match self.texts.get(&article).cloned().or_else(|| read(article)) {
                Some(text) => {
                    let span = Span::new(0, text.len());
                    Part::Text(Piece { article, text, span, round: false })
                }
                None => Part::Unread,
            };
        }
    }

    /// The first hit in this part.
    pub(super) fn hit_in(&self, part: &Piece, goes_on: impl Fn() -> bool) -> Option<Hit> {
        let span = self.query.next(&part.text, part.span, self.forward, goes_on)?;
        Some(Hit { article: part.article, span, round: part.round })
    }
}
