//! Opens the tables, makes their rows anew, and goes to where a row leads.

use std::mem;

use super::{Table, TableKind, TableRow, Target};
use crate::app::{App, Screen};
use crate::model::Step;
use crate::review::Subject;

impl App {
    pub(in crate::app) fn open_table(&mut self, kind: TableKind) {
        let mut table = Table::new(kind, self.table_rows(kind));
        table.cursor = match kind {
            TableKind::Articles => {
                table.rows().position(|row| row.target == Target::Article(self.focus)).unwrap_or(self.focus)
            }
            _ => self.row_at_cursor(&table),
        };
        self.screen = Screen::Table(table);
    }

    /// Makes the rows of the open table anew that a step has changed.
    pub(in crate::app) fn refresh_changed(&mut self, step: &Step) {
        if !self.refresh_review(step) {
            self.refresh_rows();
        }
    }

    /// Makes the rows of the open table anew, after something else than a step has changed. What the next key would be
    /// about is not exchanged unsaid.
    pub(in crate::app) fn refresh_table(&mut self) {
        if !self.refresh_rows()
            && let Screen::Table(table) = &self.screen
            && [TableKind::Review, TableKind::Annotations, TableKind::Decisions].contains(&table.kind)
        {
            self.warn("What was marked has been removed: another row is marked now");
        }
    }

    /// Makes the rows of the open table anew. Returns whether what was marked is still there.
    fn refresh_rows(&mut self) -> bool {
        let Screen::Table(table) = &self.screen else { return true };
        // What others have made in an article that has changed on disk comes back as soon as it is read.
        let comes_back = |row: &TableRow| match row.target {
            Target::Matter { article, .. } => self.is_rereading_others(article),
            _ => false,
        };
        if table.all.iter().any(comes_back) {
            return true;
        }
        let rows = match table.subject() {
            Some(subject) => self.difference_rows(subject),
            None => self.table_rows(table.kind),
        };
        let agreement = [TableKind::Agreement, TableKind::Differences].contains(&table.kind);
        let mut is_there = true;
        if let Screen::Table(table) = &mut self.screen {
            let marked = table.row().cloned();
            table.all = rows;
            table.arrange();
            is_there = marked.is_none_or(|marked| table.mark_same(&marked));
        }
        if agreement {
            self.renew_agreement();
        }
        is_there
    }

    fn table_rows(&self, kind: TableKind) -> Vec<TableRow> {
        match kind {
            TableKind::Articles => self.article_rows(),
            TableKind::Entities => self.entity_rows(),
            TableKind::Annotations => self.annotation_rows(),
            TableKind::Decisions => self.decision_rows(),
            TableKind::Review => self.review_rows(),
            TableKind::Agreement => self.agreement_rows(),
            TableKind::Differences => self.difference_rows(&Subject::All),
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

    /// Shows the sentences that a figure is made of; the table that it stands in waits behind them.
    fn show_sentences(&mut self, subject: Subject) {
        let rows = self.difference_rows(&subject);
        if rows.is_empty() {
            return self.say("They differ in no sentence here");
        }
        if let Screen::Table(table) = mem::replace(&mut self.screen, Screen::Reading) {
            let behind = Some(Box::new((subject, table)));
            self.screen = Screen::Table(Table { behind, ..Table::new(TableKind::Differences, rows) });
        }
    }

    /// Goes back to the table that this one was opened from, or to the articles.
    pub(in crate::app) fn close_table(&mut self) {
        if let Screen::Table(Table { behind: Some(behind), .. }) =
            mem::replace(&mut self.screen, Screen::Reading)
        {
            self.screen = Screen::Table(behind.1);
            self.refresh_table();
        }
    }

    pub(in crate::app) fn open_row(&mut self) {
        let Screen::Table(table) = &self.screen else { return };
        let Some(target) = table.rows().nth(table.cursor).map(|row| row.target.clone()) else { return };
        match target {
            Target::Place(article, offset) | Target::Matter { article, offset, .. } => {
                // What was read of others is still to be seen there.
                let shows = self.shows_others() && !self.others.shown;
                self.selection = None;
                if let Screen::Table(table) = mem::replace(&mut self.screen, Screen::Reading)
                    && table.kind == TableKind::Differences
                {
                    self.agreeing.left = Some(table);
                }
                self.leap(article, offset);
                if shows {
                    self.toggle_others();
                }
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
            Target::Sentences(subject) => self.show_sentences(subject),
            Target::Nothing(reason) => self.warn(reason),
        }
    }
}
