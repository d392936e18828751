//! The views over the whole corpus: tables that are filtered while typing, sorted, and left by Enter.

mod agreement;
mod annotations;
mod articles;
mod decisions;
mod entities;
mod faults;
mod help;
mod review;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{App, Line, Screen};
use crate::command::Command;
use crate::keys::{Key, KeyCode, Mode};
use crate::model::{Record, Reference};

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
    /// The sentences that cost most agreement.
    Agreement,
    /// What is wrong with files.
    Faults,
    /// The keys and commands that work in a mode.
    Help(Mode),
}

impl TableKind {
    /// Whether the article of the marked row stands below the table.
    pub fn has_article(self) -> bool {
        matches!(self, Self::Review | Self::Agreement)
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// The most columns of the screen that it takes; 0 shares what is left.
    pub width: u16,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
}

/// What Enter does on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Goes to a byte of an article.
    Place(usize, usize),
    /// Goes to what somebody else has made, to a byte of an article.
    Matter {
        /// The article.
        article: usize,
        /// The byte.
        offset: usize,
        /// What it is.
        of: Reference,
    },
    /// Goes to an article where its reader stands.
    Article(usize),
    /// Goes to an article to put a tag somewhere that has lost its place.
    Placing(usize, Arc<Record>),
    /// Runs a command on the articles.
    Command(Command),
    /// Says this.
    Nothing(String),
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// One text for each column.
    pub cells: Vec<String>,
    /// What Enter does.
    pub target: Target,
    /// Whether it is shown dimmed.
    pub dim: bool,
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
    all: Vec<TableRow>,
    /// Indexes into `all`: the rows that the filter leaves, in order.
    left: Vec<usize>,
}

impl Table {
    fn new(kind: TableKind, all: Vec<TableRow>) -> Self {
        let left = (0..all.len()).collect();
        Self { kind, filter: Line::default(), filtering: false, sort: None, cursor: 0, held: None, all, left }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self.kind {
            TableKind::Articles => "articles",
            TableKind::Entities => "entities",
            TableKind::Annotations => "annotations",
            TableKind::Decisions => "decisions",
            TableKind::Review => "review",
            TableKind::Agreement => "agreement",
            TableKind::Faults => "faults",
            TableKind::Help(_) => "help",
        }
    }

    /// Its columns.
    pub fn columns(&self) -> &'static [Column] {
        match self.kind {
            TableKind::Articles => &articles::COLUMNS,
            TableKind::Entities => &entities::COLUMNS,
            TableKind::Annotations => &annotations::COLUMNS,
            TableKind::Decisions => &decisions::COLUMNS,
            TableKind::Review => &review::COLUMNS,
            TableKind::Agreement => &agreement::COLUMNS,
            TableKind::Faults => &faults::COLUMNS,
            TableKind::Help(_) => &help::COLUMNS,
        }
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

    /// Takes a key of the filter, while that is typed. Returns whether it was one.
    pub(super) fn takes(&mut self, key: Key) -> bool {
        if !self.filtering {
            return false;
        }
        match key.code {
            KeyCode::Esc => {
                self.filtering = false;
                self.filter = Line::default();
                self.arrange();
            }
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
        let columns = self.columns().len();
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

    fn arrange(&mut self) {
        let words: Vec<String> = self.filter.text().split_whitespace().map(str::to_lowercase).collect();
        let fits = |row: &TableRow| {
            if words.is_empty() {
                return true;
            }
            let all = row.cells.join(" ").to_lowercase();
            words.iter().all(|word| all.contains(word))
        };
        self.left = (0..self.all.len()).filter(|&index| fits(&self.all[index])).collect();
        if let Some((column, back)) = self.sort {
            let cell = |index: usize| self.all[index].cells.get(column).map_or("", String::as_str);
            self.left.sort_by(|&a, &b| {
                let order = natord::compare_ignore_case(cell(a), cell(b));
                if back { order.reverse() } else { order }
            });
        }
        self.held = None;
        self.cursor = self.cursor.min(self.left.len().saturating_sub(1));
    }
}

impl App {
    pub(super) fn open_table(&mut self, kind: TableKind) {
        let mut table = Table::new(kind, self.table_rows(kind));
        table.cursor = match kind {
            TableKind::Articles => {
                table.rows().position(|row| row.target == Target::Article(self.focus)).unwrap_or(self.focus)
            }
            _ => self.row_at_cursor(&table),
        };
        self.screen = Screen::Table(table);
    }

    /// Makes the rows of the open table anew, after something has changed.
    pub(super) fn refresh_table(&mut self) {
        let Screen::Table(table) = &self.screen else { return };
        let rows = self.table_rows(table.kind);
        if let Screen::Table(table) = &mut self.screen {
            table.all = rows;
            table.arrange();
        }
    }

    fn table_rows(&self, kind: TableKind) -> Vec<TableRow> {
        match kind {
            TableKind::Articles => self.article_rows(),
            TableKind::Entities => self.entity_rows(),
            TableKind::Annotations => self.annotation_rows(),
            TableKind::Decisions => self.decision_rows(),
            TableKind::Review => self.review_rows(),
            TableKind::Agreement => self.agreement_rows(),
            TableKind::Faults => self.fault_rows(),
            TableKind::Help(mode) => self.help_rows(mode),
        }
    }

    /// The row of the cursor's sentence or of what stands nearest before it.
    fn row_at_cursor(&self, table: &Table) -> usize {
        let here = (self.focus, self.here().cursor);
        let before = |row: &TableRow| matches!(row.target, Target::Place(a, o) if (a, o) <= here);
        match table.kind {
            TableKind::Annotations => table.rows().rposition(before).unwrap_or(0),
            _ => 0,
        }
    }

    pub(super) fn open_row(&mut self) {
        let Screen::Table(table) = &self.screen else { return };
        let Some(target) = table.rows().nth(table.cursor).map(|row| row.target.clone()) else { return };
        match target {
            Target::Place(article, offset) | Target::Matter { article, offset, .. } => {
                self.selection = None;
                self.screen = Screen::Reading;
                self.leap(article, offset);
            }
            Target::Article(article) => {
                self.screen = Screen::Reading;
                self.leave();
                self.focus_on(article);
            }
            Target::Placing(article, record) => {
                self.begin_placing(article, record);
                self.say(self.placing_says());
            }
            Target::Command(command) => {
                self.screen = Screen::Reading;
                self.run(&command, None);
            }
            Target::Nothing(reason) => self.warn(reason),
        }
    }
}
