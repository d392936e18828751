//! A frame in words: its rows of text, then what is styled otherwise than plain text, and how.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// The rows of text, without the blanks at their ends.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height).map(|y| text(buffer, y, 0, buffer.area.width).trim_end().to_owned()).collect()
}

/// The rows, the cursor, and a line for each piece with a style of its own:
/// `3: 5-16 bold yellow underlined "Donald Trump"`, rows and columns counted from 0. What is the same in
/// several rows is said once: `3-20: 39 grey "│"`.
pub fn described(buffer: &Buffer, cursor: Option<Position>) -> String {
    let mut all = rows(buffer).join("\n");
    all.push_str("\n\n");
    if let Some(Position { x, y }) = cursor {
        writeln!(all, "{y}: {x} cursor").unwrap();
    }
    // First row, last row, what is said of them.
    let mut said: Vec<(u16, u16, String)> = Vec::new();
    for y in 0..buffer.area.height {
        let mut start = 0;
        while start < buffer.area.width {
            let style = style(&buffer[(start, y)]);
            let same = |x: &u16| self::style(&buffer[(*x, y)]) == style;
            let end = (start..buffer.area.width).take_while(same).last().unwrap() + 1;
            let words = text(buffer, y, start, end);
            if !style.is_empty() {
                let columns = range(start, end - 1);
                let piece = format!("{columns} {style} {:?}", words.trim_end());
                match said.iter_mut().find(|(_, last, other)| *last + 1 == y && *other == piece) {
                    Some((_, last, _)) => *last = y,
                    None => said.push((y, y, piece)),
                }
            }
            start = end;
        }
    }
    for (first, last, piece) in said {
        writeln!(all, "{}: {piece}", range(first, last)).unwrap();
    }
    all
}

fn range(first: u16, last: u16) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

fn text(buffer: &Buffer, y: u16, start: u16, end: u16) -> String {
    let mut words = String::new();
    let mut x = start;
    while x < end {
        let symbol = buffer[(x, y)].symbol();
        words.push_str(symbol);
        x += (abreast::text::width(symbol) as u16).max(1);
    }
    words
}

/// The style of a cell in words; empty for plain text.
fn style(cell: &Cell) -> String {
    const MARKS: [(Modifier, &str); 5] = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    let mut words: Vec<String> = Vec::new();
    words.extend(
        MARKS.iter().filter(|(mark, _)| cell.modifier.contains(*mark)).map(|(_, word)| (*word).into()),
    );
    words.extend(colour(cell.fg));
    words.extend(colour(cell.bg).map(|word| format!("on {word}")));
    words.join(" ")
}

fn colour(colour: Color) -> Option<String> {
    let [r, g, b] = rgb(colour)?;
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let spread = most - least;
    if spread < 24 {
        let grey = match most {
            0..24 => "black",
            24..96 => "dark grey",
            96..176 => "grey",
            176..240 => "light grey",
            240.. => "white",
        };
        return Some(grey.to_owned());
    }
    // The sixth of the colour circle that it lies in.
    let towards = |of: u8| i32::from(of) - i32::from(least);
    let turn = match most {
        m if m == r && g >= b => 60 * towards(g) / i32::from(spread),
        m if m == r => 360 - 60 * towards(b) / i32::from(spread),
        m if m == g && r >= b => 120 - 60 * towards(r) / i32::from(spread),
        m if m == g => 120 + 60 * towards(b) / i32::from(spread),
        _ if g >= r => 240 - 60 * towards(g) / i32::from(spread),
        _ => 240 + 60 * towards(r) / i32::from(spread),
    };
    Some(
        match turn {
            0..20 | 345.. => "red",
            20..70 => "yellow",
            70..160 => "green",
            160..195 => "cyan",
            195..260 => "blue",
            _ => "magenta",
        }
        .to_owned(),
    )
}

/// The colour as most terminals show it; none: that of plain text.
pub fn rgb(colour: Color) -> Option<[u8; 3]> {
    Some(match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(at @ 16..=231) => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let at = at - 16;
            [step(at / 36), step(at / 6 % 6), step(at % 6)]
        }
        Color::Indexed(at @ 232..) => [8 + 10 * (at - 232); 3],
        Color::Indexed(at) => return rgb(NAMED[usize::from(at)]),
        Color::Black => [0, 0, 0],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Blue => [0, 0, 238],
        Color::Magenta => [205, 0, 205],
        Color::Cyan => [0, 205, 205],
        Color::Gray => [229, 229, 229],
        Color::DarkGray => [127, 127, 127],
        Color::LightRed => [255, 0, 0],
        Color::LightGreen => [0, 255, 0],
        Color::LightYellow => [255, 255, 0],
        Color::LightBlue => [92, 92, 255],
        Color::LightMagenta => [255, 0, 255],
        Color::LightCyan => [0, 255, 255],
        Color::White => [255, 255, 255],
    })
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// What a screen says at its bottom: the notice in as many rows as it takes, else the last row.
pub fn said(screen: &str, notice: Option<&str>) -> String {
    let rows: Vec<&str> = screen.lines().map(str::trim).collect();
    let last = |count: usize| rows[rows.len() - count..].join(" ");
    let whole = notice.map(|notice| notice.replace(' ', ""));
    last((1..=rows.len()).find(|count| Some(last(*count).replace(' ', "")) == whole).unwrap_or(1))
}
