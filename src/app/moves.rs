//! Moving the cursor through articles.

use super::{App, Jump, Row};
use crate::model::{Sentence, Span};

impl App {
    /// Puts the cursor of the article in focus on the sentence that starts at `offset`, in view.
    pub(super) fn move_to(&mut self, offset: usize) {
        let geometry = self.geometry();
        let Some(open) = self.focused_mut() else { return };
        open.place.cursor = offset;
        open.place.mention = None;
        if let Some(sentence) = open.sentence() {
            open.place.top = open.top_showing(sentence.span, &geometry);
        }
    }

    /// Brings the cursor of every pane back into view, after the panes have changed.
    pub(super) fn keep_in_view(&mut self) {
        let geometry = self.geometry();
        for article in self.visible() {
            if let Some(open) = self.articles.open_mut(article)
                && let Some(sentence) = open.sentence()
            {
                open.place.top = open.top_showing(sentence.span, &geometry);
            }
        }
    }

    /// Where the reader stands.
    pub(super) fn here(&self) -> Jump {
        let place = self.focused().map(|open| open.place).unwrap_or_default();
        Jump { article: self.focus, cursor: place.cursor, top: place.top }
    }

    /// Remembers the present place before a leap.
    pub(super) fn leave(&mut self) {
        let here = self.here();
        self.jumps.leave(here);
    }

    /// Leaps to a place in any article.
    pub(super) fn leap(&mut self, article: usize, offset: usize) {
        self.leave();
        self.arrive(article, offset);
    }

    /// Goes to a place in any article.
    pub(super) fn arrive(&mut self, article: usize, offset: usize) {
        if article != self.focus {
            self.focus_on(article);
        }
        self.reading.leads_to =
            self.focused().is_none().then_some(Jump { article, cursor: offset, top: offset });
        let start = self.focused().and_then(|open| open.analysis.sentence_at(offset)).map(|s| s.span.start());
        let last = self.focused().map_or(0, |open| open.article.text.floor_char_boundary(offset));
        self.move_to(start.unwrap_or(last));
    }

    pub(super) fn jump_back(&mut self) {
        match self.jumps.back(self.here()) {
            Some(jump) => self.land(jump),
            None => self.say("There is no earlier place in the jump list"),
        }
    }

    pub(super) fn jump_forward(&mut self) {
        match self.jumps.forward() {
            Some(jump) => self.land(jump),
            None => self.say("There is no later place in the jump list"),
        }
    }

    fn land(&mut self, jump: Jump) {
        if let Some(open) = self.articles.open_mut(jump.article) {
            open.place.top = jump.top;
        }
        self.arrive(jump.article, jump.cursor);
    }

    pub(super) fn by_sentences(&mut self, by: isize) {
        let Some(open) = self.focused() else { return };
        let Some(here) = open.sentence() else { return };
        let reached = if by > 0 {
            nth(open.analysis.sentences_from(here.span.end()), by.unsigned_abs())
        } else {
            nth(open.analysis.sentences_before(here.span.start()), by.unsigned_abs())
        };
        match reached {
            Some(sentence) => self.move_to(sentence.span.start()),
            None => self.show_edge(by),
        }
    }

    /// At the first or last sentence: brings what stands above or below it into view.
    fn show_edge(&mut self, by: isize) {
        let geometry = self.geometry();
        let Some(open) = self.focused_mut() else { return };
        let rows = geometry.rows() / 2;
        let top = if by > 0 {
            open.below(open.place.top, rows, &geometry)
        } else {
            open.above(open.place.top, rows, &geometry)
        };
        let sentence = open.sentence().map(|s| s.span);
        open.place.top = top;
        if let Some(span) = sentence {
            let visible = open.rows_from(top, geometry.columns()).take(geometry.rows());
            if !visible.into_iter().any(|row| matches!(row, Row::Text(r) if r.overlaps(span))) {
                open.place.top = open.top_showing(span, &geometry);
            }
        }
    }

    pub(super) fn by_paragraphs(&mut self, by: isize) {
        let Some(open) = self.focused() else { return };
        let Some(here) = open.sentence() else { return };
        let first = |span: Span| open.analysis.sentences_in(span).find(|s| s.kind.is_read());
        let start =
            open.analysis.paragraphs_from(here.span.start()).next().map_or(0, |(_, p)| p.span.start());
        let mut reached = if by > 0 {
            let end =
                open.analysis.paragraphs_from(here.span.start()).next().map_or(0, |(_, p)| p.span.end());
            let ahead = open.analysis.paragraphs_from(end).filter(|(_, p)| p.span.start() >= end);
            nth(ahead.filter_map(|(_, p)| first(p.span)), by.unsigned_abs())
        } else {
            // From the middle of a paragraph the first step goes to its start.
            let inside = first_of(open, start).is_some_and(|s| s.span.start() < here.span.start());
            let from = if inside { here.span.start() } else { start };
            nth(open.analysis.paragraphs_before(from).filter_map(|(_, p)| first(p.span)), by.unsigned_abs())
        };
        if reached.is_none() && by > 0 {
            reached = open.analysis.sentences_before(usize::MAX).find(|s| s.kind.is_read());
        }
        match reached {
            Some(sentence) => self.move_to(sentence.span.start()),
            None => self.show_edge(by),
        }
    }

    pub(super) fn go_to_first(&mut self) {
        let first = self.focused().and_then(|open| first_of(open, 0));
        if let Some(sentence) = first {
            self.leave();
            self.move_to(sentence.span.start());
            if let Some(open) = self.focused_mut() {
                open.place.top = 0;
            }
            self.keep_in_view();
        }
    }

    pub(super) fn go_to_last(&mut self) {
        let last = self.focused().and_then(last_of);
        if let Some(sentence) = last {
            self.leave();
            self.move_to(sentence.span.start());
        }
    }

    /// Pages down or up by `1 / part` of a page, `by` times; in a table by as many rows.
    pub(super) fn by_pages(&mut self, by: isize, part: usize) {
        if let super::Screen::Table(table) = &mut self.screen {
            let rows = super::table_rows(self.size, table.kind.shape().has_article).height as usize / part;
            table.step(by * rows.max(1) as isize);
            return;
        }
        let geometry = self.geometry();
        // One row of the page before stays in view.
        let rows = (geometry.rows() / part).saturating_sub(usize::from(part == 1)).max(1) * by.unsigned_abs();
        self.scroll(self.focus, if by > 0 { rows as isize } else { -(rows as isize) }, true);
    }

    /// Scrolls an article by rows. The cursor goes along (`carry`), or only so far that it stays in view.
    pub(super) fn scroll(&mut self, article: usize, by: isize, carry: bool) {
        let geometry = self.geometry();
        let Some(open) = self.articles.open_mut(article) else { return };
        let Some(here) = open.sentence() else { return };
        let (columns, height, old) = (geometry.columns(), geometry.rows(), open.place.top);
        let top = match by {
            1.. => open.below(old, by.unsigned_abs(), &geometry),
            _ => open.above(old, by.unsigned_abs(), &geometry),
        };
        let target = if top == old {
            // Nothing more to scroll: the cursor goes to the edge.
            let edge = || match by {
                1.. => last_of(open),
                _ => first_of(open, 0),
            };
            if carry { edge() } else { None }
        } else {
            let before: Vec<Row> = open.rows_from(old, columns).take(height).collect();
            let after: Vec<Row> = open.rows_from(top, columns).take(height).collect();
            let row = before.iter().position(|r| matches!(r, Row::Text(r) if r.end() > here.span.start()));
            let shown = texts(&after);
            let wanted = if carry {
                texts(&after[row.unwrap_or(0).min(after.len().saturating_sub(1))..])
            } else {
                shown
            };
            let starts = |s: &Sentence| s.kind.is_read() && wanted.contains(s.span.start());
            let first = || open.analysis.sentences_in(wanted).find(starts);
            let last = || {
                let back = open.analysis.sentences_before(shown.end());
                back.take_while(|s| s.span.end() > shown.start()).find(|s| s.kind.is_read())
            };
            // Where nothing in view is read, the cursor stands on what belongs to the page.
            let any = || open.analysis.sentences_in(shown).next();
            match (carry, here.span.overlaps(shown)) {
                (false, true) => None,
                (false, false) if by < 0 => last().or_else(any),
                _ => first().or_else(last).or_else(any),
            }
        };
        open.place.top = top;
        if let Some(sentence) = target {
            open.place.cursor = sentence.span.start();
            open.place.mention = None;
            if top == old {
                open.place.top = open.top_showing(sentence.span, &geometry);
            }
        }
    }

    pub(super) fn resize(&mut self, size: ratatui::layout::Size) {
        self.size = size;
        self.show_panes();
    }
}

/// The text from the first to the last of these rows.
fn texts(rows: &[Row]) -> Span {
    rows.iter()
        .filter_map(|row| match row {
            Row::Text(span) => Some(*span),
            Row::Gap => None,
        })
        .reduce(Span::join)
        .unwrap_or_default()
}

fn last_of(open: &super::Open) -> Option<Sentence> {
    open.analysis.sentences_before(usize::MAX).find(|s| s.kind.is_read())
}

fn first_of(open: &super::Open, offset: usize) -> Option<Sentence> {
    open.analysis.sentences_from(offset).find(|s| s.kind.is_read())
}

/// The sentence so many further on that is read, or the last one there is.
fn nth(sentences: impl Iterator<Item = Sentence>, count: usize) -> Option<Sentence> {
    sentences.filter(|s| s.kind.is_read()).take(count).last()
}
