//! A frame as a picture (SVG), for the README. Every piece of text is given its width, and lines are drawn,
//! so that columns stay straight whatever the font.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use crate::words::rgb;

/// A cell in pixels, and where in it the letters stand.
const WIDE: f32 = 8.4;
const HIGH: f32 = 18.0;
const BASE: f32 = 13.5;
const MARGIN: f32 = 12.0;

/// The colours of plain text and behind it.
pub struct Ground {
    pub text: [u8; 3],
    pub back: [u8; 3],
}

pub const DARK: Ground = Ground { text: [0xd4, 0xd8, 0xde], back: [0x17, 0x1b, 0x21] };

/// The frame as SVG.
pub fn svg(buffer: &Buffer, ground: &Ground) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (wide, high) = (f32::from(columns) * WIDE + 2.0 * MARGIN, f32::from(rows) * HIGH + 2.0 * MARGIN);
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.1} {high:.1}\" width=\"{wide:.0}\" height=\"{high:.0}\" \
         xml:space=\"preserve\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>",
        hex(ground.back)
    )
    .unwrap();
    for y in 0..rows {
        let top = MARGIN + f32::from(y) * HIGH;
        for (x, cells) in runs(buffer, y, |cell| colours(cell, ground).1) {
            let (_, back) = colours(cells[0], ground);
            if back != ground.back {
                rectangle(&mut svg, left(x), top, cells.len() as f32 * WIDE, HIGH, back);
            }
        }
        for (x, cells) in runs(buffer, y, |cell| (colours(cell, ground).0, marks(cell), is_line(cell))) {
            if is_line(cells[0]) {
                cells.iter().zip(x..).for_each(|(cell, x)| line(&mut svg, left(x), top, cell, ground));
            } else {
                text(&mut svg, left(x), top, &cells, ground);
            }
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn left(x: u16) -> f32 {
    MARGIN + f32::from(x) * WIDE
}

/// The cells of a row in runs that are alike in this.
fn runs<T: PartialEq>(buffer: &Buffer, y: u16, like: impl Fn(&Cell) -> T) -> Vec<(u16, Vec<&Cell>)> {
    let mut runs: Vec<(u16, Vec<&Cell>)> = Vec::new();
    for x in 0..buffer.area.width {
        let cell = &buffer[(x, y)];
        match runs.last_mut() {
            Some((_, run)) if like(run[0]) == like(cell) => run.push(cell),
            _ => runs.push((x, vec![cell])),
        }
    }
    runs
}

/// The colours of a cell's text and behind it. Dim is half way to what is behind.
fn colours(cell: &Cell, ground: &Ground) -> ([u8; 3], [u8; 3]) {
    let (text, back) = (rgb(cell.fg).unwrap_or(ground.text), rgb(cell.bg).unwrap_or(ground.back));
    let (text, back) = if cell.modifier.contains(Modifier::REVERSED) { (back, text) } else { (text, back) };
    let half = |at: usize| text[at] / 2 + back[at] / 2;
    let dim = cell.modifier.contains(Modifier::DIM);
    (if dim { [half(0), half(1), half(2)] } else { text }, back)
}

fn marks(cell: &Cell) -> Modifier {
    cell.modifier & (Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED)
}

fn is_line(cell: &Cell) -> bool {
    "│─┴┌┐└┘▌▏".contains(cell.symbol())
}

fn text(svg: &mut String, x: f32, top: f32, cells: &[&Cell], ground: &Ground) {
    let words: String = cells.iter().map(|cell| cell.symbol()).collect();
    let underlined = cells[0].modifier.contains(Modifier::UNDERLINED);
    let kept = if underlined { words.as_str() } else { words.trim_end() };
    let before = kept.len() - kept.trim_start().len();
    if kept.len() == before && !underlined {
        return;
    }
    let x = x + before as f32 * WIDE;
    let kept = &kept[before..];
    let marks = [(Modifier::BOLD, " font-weight=\"bold\""), (Modifier::ITALIC, " font-style=\"italic\"")];
    let marks: String =
        marks.iter().filter(|(mark, _)| cells[0].modifier.contains(*mark)).map(|(_, mark)| *mark).collect();
    let (colour, _) = colours(cells[0], ground);
    let long = abreast::text::width(kept) as f32 * WIDE;
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{long:.1}\" fill=\"{}\"{marks}>{}</text>",
        top + BASE,
        hex(colour),
        kept.replace('&', "&amp;").replace('<', "&lt;")
    )
    .unwrap();
    if underlined {
        rectangle(svg, x, top + BASE + 2.0, long, 1.0, colour);
    }
}

/// A piece of a frame, by the arms that it has.
fn line(svg: &mut String, x: f32, top: f32, cell: &Cell, ground: &Ground) {
    let (colour, _) = colours(cell, ground);
    let (across, down) = (x + WIDE / 2.0, top + HIGH / 2.0);
    let mut rectangle = |x, y, wide, high| rectangle(svg, x, y, wide, high, colour);
    match cell.symbol() {
        "▌" => rectangle(x, top, WIDE / 2.0, HIGH),
        "▏" => rectangle(x, top, WIDE / 8.0, HIGH),
        symbol => {
            if "│┴└┘".contains(symbol) {
                rectangle(across, top, 1.0, HIGH / 2.0 + 1.0);
            }
            if "│┌┐".contains(symbol) {
                rectangle(across, down, 1.0, HIGH / 2.0);
            }
            if "─┴┐┘".contains(symbol) {
                rectangle(x, down, WIDE / 2.0 + 1.0, 1.0);
            }
            if "─┴┌└".contains(symbol) {
                rectangle(across, down, WIDE / 2.0, 1.0);
            }
        }
    }
}

fn rectangle(svg: &mut String, x: f32, y: f32, wide: f32, high: f32, colour: [u8; 3]) {
    writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{}\"/>",
        hex(colour)
    )
    .unwrap();
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
