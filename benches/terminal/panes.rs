//! The least that shows articles side by side: a bare ratatui program to measure against. It wraps at blanks what is
//! in view, scrolls all panes together, searches the first article, and knows nothing of sentences.

use std::fs;
use std::io;

use crossterm::event::{self, Event, KeyCode};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Stylize;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};

/// A file, and the byte at the top of its pane: the start of a line.
struct Pane {
    text: String,
    top: usize,
}

impl Pane {
    /// As many rows as fit, from the top.
    fn rows(&self, columns: usize, height: usize) -> Vec<Line<'_>> {
        self.text[self.top..]
            .lines()
            .flat_map(|line| rows(line, columns))
            .take(height)
            .map(Line::raw)
            .collect()
    }

    fn down(&mut self) {
        if let Some(end) = self.text[self.top..].find('\n').filter(|end| self.top + end + 1 < self.text.len())
        {
            self.top += end + 1;
        }
    }

    fn up(&mut self) {
        self.top = self.start_of_line(self.top.saturating_sub(1));
    }

    fn search(&mut self, words: &str) {
        if let Some(hit) = self.text[self.top..].find(words) {
            self.top = self.start_of_line(self.top + hit);
        }
    }

    fn start_of_line(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }
}

/// A line in rows of so many characters at the most, cut after blanks.
fn rows(line: &str, columns: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some((full, _)) = text.char_indices().nth(columns) else { return rest.take() };
        let cut = text[..full].rfind(' ').map_or(full, |blank| blank + 1);
        rest = Some(&text[cut..]);
        Some(&text[..cut])
    })
}

/// Shows the files until `q`.
pub fn run(files: &[String]) -> io::Result<()> {
    let read = |file| fs::read_to_string(file).map(|text| Pane { text, top: 0 });
    let mut panes = files.iter().map(read).collect::<io::Result<Vec<_>>>()?;
    let mut terminal = ratatui::init();
    let (mut keys, mut words) = (0, None::<String>);
    loop {
        terminal.draw(|frame| draw(frame, &panes, keys))?;
        let Event::Key(key) = event::read()? else { continue };
        keys += 1;
        match (key.code, &mut words) {
            (KeyCode::Enter, Some(typed)) => {
                panes[0].search(typed);
                words = None;
            }
            (KeyCode::Char(c), Some(typed)) => typed.push(c),
            (KeyCode::Char('/'), None) => words = Some(String::new()),
            (KeyCode::Char('j'), None) => panes.iter_mut().for_each(Pane::down),
            (KeyCode::Char('k'), None) => panes.iter_mut().for_each(Pane::up),
            (KeyCode::Char('q'), None) => break,
            _ => {}
        }
    }
    ratatui::restore();
    Ok(())
}

fn draw(frame: &mut Frame<'_>, panes: &[Pane], keys: usize) {
    let [body, status] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(frame.area());
    let columns = Layout::horizontal(vec![Constraint::Fill(1); panes.len()]).split(body);
    for (pane, &area) in panes.iter().zip(columns.iter()) {
        let block = Block::new().borders(Borders::LEFT | Borders::TOP).title("article");
        let inner = block.inner(area);
        frame.render_widget(block, area);
        frame.render_widget(Paragraph::new(pane.rows(inner.width.into(), inner.height.into())), inner);
    }
    frame.render_widget(Line::from(format!("{keys} keys")).reversed(), status);
}
