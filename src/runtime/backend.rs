//! Frames to bytes: one synchronized update a frame, and columns that stay straight.

use std::io::{self, Write};

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::text::glyphs;

/// crossterm's backend, with three changes: a frame is one synchronized update; after a glyph whose
/// width terminals do not agree on, the column of the next is told and not left to them; and nothing is
/// written that the terminal knows already.
#[derive(Debug)]
pub(super) struct Careful<W: Write> {
    inner: CrosstermBackend<W>,
    updating: bool,
    cursor_hidden: Option<bool>,
}

impl<W: Write> Careful<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { inner: CrosstermBackend::new(writer), updating: false, cursor_hidden: None }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.updating {
            self.updating = true;
            queue!(self.inner, BeginSynchronizedUpdate)?;
        }
        Ok(())
    }
}

impl<W: Write> Write for Careful<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

impl<W: Write> Backend for Careful<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        if cells.is_empty() {
            return Ok(());
        }
        self.begin()?;
        // Each call of the inner backend begins by saying where it stands.
        for run in cells.split_inclusive(|(_, _, cell)| !is_simple(cell.symbol())) {
            self.inner.draw(run.iter().copied())?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_hidden != Some(true) {
            self.cursor_hidden = Some(true);
            self.inner.hide_cursor()?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_hidden != Some(false) {
            self.cursor_hidden = Some(false);
            self.inner.show_cursor()?;
        }
        Ok(())
    }

    /// The terminal is not asked: its answer would go to the thread that reads the keys, and every frame
    /// says where the cursor stands.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // Whoever had the terminal meanwhile may have shown the cursor.
        self.cursor_hidden = None;
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.updating {
            self.updating = false;
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        Backend::flush(&mut self.inner)
    }
}

fn is_simple(symbol: &str) -> bool {
    symbol.is_ascii() || glyphs(symbol, (0..symbol.len()).into()).all(|glyph| glyph.is_simple())
}
