//! The views over the whole corpus: tables that are filtered while typing, sorted, and left by Enter.

mod agreement;
mod annotations;
mod articles;
mod decisions;
mod differences;
mod entities;
mod faults;
mod filter;
mod help;
mod review;
mod row;
mod shape;
mod views;

use std::cmp::Ordering;
use std::collections::HashSet;

use ratatui::layout::Rect;

use filter::Filter;
pub use row::{TableRow, Target};
pub use shape::{Column, Room, Shape};

use super::{Line, Open};
use crate::keys::{Key, KeyCode, Mode};
use crate::model::{Reference, Span};
use crate::review::Subject;

/// Which table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// The articles and how far they are read.
    Articles,
    /// Who and what is named.
    Entities,
    /// The annotations.
    Annotations,
    /// What waits for a decision.
    Decisions,
    /// What others have made, to be judged.
    Review,
    /// How far annotators agree.
    Agreement,
    /// The sentences that a figure of it is made of.
    Differences,
    /// What is wrong with files.
    Faults,
    /// The keys and commands that work in a mode.
    Help(Mode),
}

impl TableKind {
    /// Whether it shows what other annotators have made.
    pub fn is_about_others(self) -> bool {
        matches!(self, Self::Review | Self::Agreement | Self::Differences)
    }

    /// What all tables of this kind have in common.
    pub fn shape(self) -> &'static Shape {
        match self {
            Self::Articles => &articles::SHAPE,
            Self::Entities => &entities::SHAPE,
            Self::Annotations => &annotations::SHAPE,
            Self::Decisions => &decisions::SHAPE,
            Self::Review => &review::SHAPE,
            Self::Agreement => &agreement::SHAPE,
            Self::Differences => &differences::SHAPE,
            Self::Faults => &faults::SHAPE,
            Self::Help(_) => &help::SHAPE,
        }
    }
}

/// A table on the screen.
#[derive(Clone, Debug)]
pub struct Table {
    /// Which one.
    pub kind: TableKind,
    /// What is typed to narrow it.
    pub filter: Line,
    /// Whether keys go to the filter.
    pub filtering: bool,
    /// The column that it is sorted by, and whether backwards; none: as it comes.
    pub sort: Option<(usize, bool)>,
    /// The index of the marked row among those that are left.
    pub cursor: usize,
    /// The first row in view since the mouse marked one, so that it stays under the mouse; none: the
    /// marked row stands in the middle.
    held: Option<usize>,
    /// The figure whose sentences these are, and the table that it stands in.
    pub(super) behind: Option<Box<(Subject, Self)>>,
    all: Vec<TableRow>,
    /// Indexes into `all`: the rows that the filter leaves, in order.
    left: Vec<usize>,
}

impl Table {
    fn new(kind: TableKind, all: Vec<TableRow>) -> Self {
        let (filter, left) = (Line::default(), Vec::new());
        let (sort, cursor, held, behind) = (None, 0, None, None);
        let mut table = Self { kind, filter, filtering: false, sort, cursor, held, behind, all, left };
        table.arrange();
        table
    }

    /// Its columns.
    pub fn columns(&self) -> &'static [Column] {
        self.kind.shape().columns
    }

    /// The rows that are left by the filter, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &TableRow> + DoubleEndedIterator {
        self.left.iter().map(|&index| &self.all[index])
    }

    /// Which of all rows is marked, before filter and order.
    pub(super) fn marked(&self) -> Option<usize> {
        self.left.get(self.cursor).copied()
    }

    /// The marked row.
    pub fn row(&self) -> Option<&TableRow> {
        self.left.get(self.cursor).map(|&index| &self.all[index])
    }

    /// What is to be judged after the marked row, or before it if nothing is.
    pub(super) fn next_unjudged(&self) -> Option<&Reference> {
        let unjudged = || self.rows().enumerate().filter(|(place, row)| !row.dim && *place != self.cursor);
        let after = unjudged().find(|(place, _)| *place > self.cursor);
        match after.or_else(|| unjudged().next())?.1 {
            TableRow { target: Target::Matter { of, .. }, .. } => Some(of),
            _ => None,
        }
    }

    /// Marks the row of what somebody else has made, if it is there.
    pub(super) fn mark(&mut self, wanted: Option<&Reference>) {
        let is = |row: &TableRow| matches!(&row.target, Target::Matter { of, .. } if Some(of) == wanted);
        let place = self.rows().position(is);
        if let Some(place) = place {
            self.held = None;
            self.cursor = place;
        }
    }

    /// Marks the row of the same thing as this one, of several the nearest. Returns whether it is in the table at all,
    /// filtered or not.
    fn mark_same(&mut self, marked: &TableRow) -> bool {
        let same = self.rows().enumerate().filter(|(_, row)| row.is_of_same(marked));
        let place = same.map(|(place, _)| place).min_by_key(|place| place.abs_diff(self.cursor));
        self.cursor = place.unwrap_or(self.cursor);
        place.is_some() || self.all.iter().any(|row| row.is_of_same(marked))
    }

    /// The figure whose sentences these are.
    pub fn subject(&self) -> Option<&Subject> {
        self.behind.as_ref().map(|behind| &behind.0)
    }

    /// How many rows are dimmed, filtered or not: in the review those that are judged.
    pub fn dimmed(&self) -> usize {
        self.all.iter().filter(|row| row.dim).count()
    }

    /// How many rows there are without the filter.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is nothing to show, filtered or not.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The first row in view on a screen with `height` rows for them: the marked one is always in view.
    pub fn top(&self, height: usize) -> usize {
        let most = self.left.len().saturating_sub(height);
        match self.held {
            Some(top) => top.clamp((self.cursor + 1).saturating_sub(height), self.cursor).min(most),
            None => self.cursor.saturating_sub(height / 2).min(most),
        }
    }

    pub(super) fn step(&mut self, by: isize) {
        let last = self.left.len().saturating_sub(1);
        self.held = None;
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    /// Takes a key of the filter: while that is typed, and Esc as long as it narrows the table. Returns whether it
    /// was one.
    pub(super) fn takes(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Esc if self.filtering || !self.filter.text().is_empty() => {
                self.filtering = false;
                self.filter = Line::default();
                self.arrange();
            }
            _ if !self.filtering => return false,
            KeyCode::Enter => self.filtering = false,
            KeyCode::Down => self.step(1),
            KeyCode::Up => self.step(-1),
            KeyCode::PageDown => self.step(10),
            KeyCode::PageUp => self.step(-10),
            _ => {
                if self.filter.press(key) {
                    self.cursor = 0;
                    self.arrange();
                }
            }
        }
        true
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.filtering = true;
        self.filter.paste(text);
        self.arrange();
    }

    pub(super) fn filter_by(&mut self, words: Option<&str>) {
        match words {
            Some(words) => self.filter = Line::new(words),
            None => self.filtering = true,
        }
        self.arrange();
    }

    pub(super) fn sort_next(&mut self) {
        let columns = self.columns().iter().filter(|column| column.room != Room::Unseen).count();
        self.sort = match self.sort {
            None => Some((0, false)),
            Some((column, _)) if column + 1 < columns => Some((column + 1, false)),
            Some(_) => None,
        };
        self.arrange();
    }

    pub(super) fn sort_reversed(&mut self) {
        self.sort = Some(self.sort.map_or((0, true), |(column, back)| (column, !back)));
        self.arrange();
    }

    /// Marks the row at this row of the screen. Returns whether it was marked already, so that a
    /// second press opens it.
    pub(super) fn press_row(&mut self, row: u16, rows: Rect) -> bool {
        let Some(row) = row.checked_sub(rows.y).filter(|&row| row < rows.height) else { return false };
        let top = self.top(usize::from(rows.height));
        self.held = Some(top);
        let row = usize::from(row) + top;
        let again = row == self.cursor;
        if row < self.left.len() {
            self.cursor = row;
        }
        again
    }

    /// Filters and sorts all rows.
    fn arrange(&mut self) {
        self.left.clear();
        self.put_in(0..self.all.len());
    }

    /// Puts these rows in place of those with their indexes.
    fn replace(&mut self, rows: Vec<(usize, TableRow)>) {
        let indexes: HashSet<usize> = rows.iter().map(|(index, _)| *index).collect();
        self.left.retain(|index| !indexes.contains(index));
        for (index, row) in rows {
            if let Some(old) = self.all.get_mut(index) {
                *old = row;
            }
        }
        self.put_in(indexes.into_iter());
    }

    /// Puts what the filter leaves of these rows among the others.
    fn put_in(&mut self, indexes: impl Iterator<Item = usize>) {
        let all = &self.all;
        let filter = Filter::new(self.filter.text(), self.columns(), all);
        self.left.extend(indexes.filter(|&index| filter.fits(&all[index].cells)));
        let place = |index: usize| (all[index].rank, index);
        match self.sort {
            None => self.left.sort_by_key(|&index| place(index)),
            Some((column, back)) => {
                let cell = |index: usize| all[index].cells.get(column).map_or("", String::as_str);
                let is_number =
                    self.kind.shape().columns.get(column).is_some_and(|c| matches!(c.room, Room::Number(_)));
                // Those that are numbers by what they are, below zero as well.
                let number = |cell: &str| -> Option<f64> {
                    cell.split_whitespace().next().filter(|_| is_number)?.parse().ok()
                };
                self.left.sort_by(|&a, &b| {
                    let (a_is, b_is) = (number(cell(a)), number(cell(b)));
                    let numbers = a_is
                        .is_some()
                        .cmp(&b_is.is_some())
                        .then_with(|| a_is.zip(b_is).map_or(Ordering::Equal, |(a, b)| a.total_cmp(&b)));
                    let order = numbers.then_with(|| natord::compare_ignore_case(cell(a), cell(b)));
                    let order = if back { order.reverse() } else { order };
                    order.then_with(|| place(a).cmp(&place(b)))
                });
            }
        }
        self.held = None;
        self.cursor = self.cursor.min(self.left.len().saturating_sub(1));
    }
}

/// `2:7`: an article and a sentence by their numbers.
fn place(article: usize, open: &Open, span: Option<Span>) -> String {
    let sentence = span.and_then(|span| open.analysis.sentence_at(span.start()));
    let number = sentence.and_then(|sentence| open.analysis.number_of(sentence.span.start()));
    let number = number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    format!("{}:{number}", article + 1)
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_by_what_they_are() {
        let row = |cost: &&str| {
            let cells = [*cost, "", "", "", "", ""].map(str::to_owned);
            TableRow::new(cells.to_vec(), Target::Nothing(String::new()))
        };
        let costs = ["0.0131", "-0.0020", "", "-0.0100"];
        let mut table = Table::new(TableKind::Differences, costs.iter().map(row).collect());
        table.sort_next();
        let sorted: Vec<&str> = table.rows().map(|row| row.cells[0].as_str()).collect();
        assert_eq!(sorted, ["", "-0.0100", "-0.0020", "0.0131"]);
    }
}
