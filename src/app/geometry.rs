//! Where everything stands on the screen: the one geometry for drawing, scrolling and the mouse.

use ratatui::layout::{Position, Rect, Size};

/// The smallest screen that is drawn; below it one sentence says so.
pub const SMALLEST: Size = Size { width: 30, height: 8 };
/// The least columns that a pane is readable in, its gutter included.
const NARROWEST: u16 = 39;
/// The most columns of text in a row; longer rows are hard to follow.
const LONGEST_ROW: u16 = 90;
/// Columns before the text of a pane: the mark of the cursor, three for tags, a blank.
const GUTTER: u16 = 5;
/// So many more where the tags of others are shown.
const OTHERS: u16 = 3;

/// The parts of the reading screen, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Program, bundle, counts, annotator, what is saved.
    pub status: Rect,
    /// The panes, left to right.
    pub panes: Vec<PaneArea>,
    /// The line between panes and inspector.
    pub rule: Rect,
    /// What is known of the cursor's sentence.
    pub inspector: Rect,
    /// The keys that work here; prompts stand here too.
    pub hints: Rect,
}

/// The parts of one pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaneArea {
    /// All of it, without the line to its right.
    pub whole: Rect,
    /// Outlet and date, title.
    pub header: Rect,
    /// Marks and tags.
    pub gutter: Rect,
    /// The text.
    pub text: Rect,
}

/// How many panes stand side by side on a screen this wide, when there are `articles`.
pub fn fitting(width: u16, articles: usize) -> usize {
    let most = usize::from((width.saturating_add(1) / (NARROWEST + 1)).max(1));
    most.min(articles.max(1))
}

impl Geometry {
    /// The parts of a screen of this size that shows up to `articles` panes and what so many others have made, or
    /// so many rows of what they say of one thing.
    pub fn new(size: Size, articles: usize, others: usize, compared: Option<usize>) -> Self {
        let usual = match size.height {
            0..16 => 1,
            16..30 => 1 + others.min(2) as u16,
            30..45 => 2 + others.min(3) as u16,
            _ => 3 + others.min(9) as u16,
        };
        // The text keeps half of the screen.
        let inspector = compared.map_or(usual, |rows| (rows as u16).min(size.height / 2).max(usual));
        let gutter = if others > 0 { GUTTER + OTHERS } else { GUTTER };
        let body = size.height.saturating_sub(3 + inspector);
        let row = |y: u16, height: u16| {
            Rect::new(0, y, size.width, height).intersection(Rect::from((Position::ORIGIN, size)))
        };
        Self {
            status: row(0, 1),
            panes: panes(row(1, body), fitting(size.width, articles), gutter),
            rule: row(1 + body, 1),
            inspector: row(2 + body, inspector),
            hints: row(2 + body + inspector, 1),
        }
    }

    /// Rows of text in each pane.
    pub fn rows(&self) -> usize {
        self.panes.first().map_or(0, |pane| usize::from(pane.text.height))
    }

    /// Columns of text in each pane.
    pub fn columns(&self) -> usize {
        self.panes.first().map_or(0, |pane| usize::from(pane.text.width))
    }
}

/// The rows of a table on a screen of this size: below status, name and headings, above the hints, or above the
/// article of its marked row.
pub fn table_rows(size: Size, with_article: bool) -> Rect {
    let below =
        if with_article { beside_table(size).map_or(1, |below| size.height - below.rule.y) } else { 1 };
    Rect::new(0, 3, size.width, size.height.saturating_sub(3 + below))
}

/// The screen's lower part with the article of a table's marked row, in one pane; nothing where there is no room.
pub fn beside_table(size: Size) -> Option<Geometry> {
    let hints = size.height.checked_sub(1)?;
    let inspector = Rect::new(0, hints.checked_sub(2)?, size.width, 2);
    let top = 3 + (size.height.checked_sub(4)? * 2).div_euclid(5);
    let body = Rect::new(0, top + 1, size.width, inspector.y.checked_sub(top + 1)?);
    (size.height >= 16).then(|| Geometry {
        status: Rect::new(0, 0, size.width, 1),
        panes: panes(body, 1, GUTTER + OTHERS),
        rule: Rect::new(0, top, size.width, 1),
        inspector,
        hints: Rect::new(0, hints, size.width, 1),
    })
}

fn panes(body: Rect, count: usize, gutter: u16) -> Vec<PaneArea> {
    let count = count as u16;
    let width = (body.width + 1) / count - 1;
    (0..count)
        .map(|i| {
            let whole = Rect::new(body.x + i * (width + 1), body.y, width, body.height);
            let head = if body.height > 12 { 3 } else { 1 };
            let header = Rect { height: head.min(body.height), ..whole };
            let below = Rect { y: whole.y + header.height, height: whole.height - header.height, ..whole };
            let gutter = Rect { width: gutter.min(width), ..below };
            let text = Rect {
                x: below.x + gutter.width,
                width: (width - gutter.width).saturating_sub(1).min(LONGEST_ROW),
                ..below
            };
            PaneArea { whole, header, gutter, text }
        })
        .collect()
}
