//! What everything looks like, by the colours that the terminal has and its background.

use ratatui::style::{Color, Modifier, Style};

use crate::command::Theme;
use crate::model::{Colour, EntityType, Kind};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None, or the user wants none.
    None,
    /// The sixteen that the user has chosen in the terminal.
    Sixteen,
    /// The fixed palette of 256.
    Palette,
    /// Any.
    True,
}

/// The styles of everything.
#[derive(Clone, Debug)]
pub(super) struct Styles {
    depth: Depth,
    theme: Theme,
    /// Plain text.
    pub text: Style,
    /// What is said beside the text.
    pub aside: Style,
    /// Lines between parts.
    pub rule: Style,
    /// The line at the top.
    pub status: Style,
    /// Names, headings.
    pub strong: Style,
    /// The head of a pane that is not in focus.
    pub head: Style,
    /// The head of the pane in focus; the marked row of a table.
    pub focus: Style,
    /// The cursor's sentence.
    pub cursor: Style,
    /// The mark beside the cursor's sentence.
    pub mark: Style,
    /// The entity under the cursor, wherever it is named.
    pub entity: Style,
    /// What a search found.
    pub hit: Style,
    /// The chosen span.
    pub selection: Style,
    /// A key, in hints.
    pub key: Style,
    /// Something that went wrong.
    pub wrong: Style,
}

impl Styles {
    pub(super) fn new(depth: Depth, theme: Theme) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = match depth {
            Depth::None | Depth::Sixteen => plain.add_modifier(Modifier::DIM),
            Depth::Palette | Depth::True => plain.fg(pick(depth, theme, GREY)),
        };
        let tint = |tint: Tint| match depth {
            Depth::None | Depth::Sixteen => None,
            Depth::Palette | Depth::True => Some(pick(depth, theme, tint)),
        };
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let accent = bold.patch(coloured(depth, theme, Colour::Cyan));
        Self {
            depth,
            theme,
            text: plain,
            aside: dim,
            rule: dim,
            status: tint(BAR).map_or(plain, |bg| plain.bg(bg)),
            strong: bold,
            head: dim,
            focus: reversed.add_modifier(Modifier::BOLD),
            cursor: tint(CURSOR).map_or(bold, |bg| plain.bg(bg)),
            mark: accent,
            entity: plain.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            hit: match depth {
                Depth::None => reversed,
                _ => plain.fg(Color::Black).bg(Color::Yellow),
            },
            selection: reversed,
            key: accent,
            wrong: bold.patch(coloured(depth, theme, Colour::Red)),
        }
    }

    /// A colour by its name.
    pub(super) fn colour(&self, colour: Colour) -> Style {
        coloured(self.depth, self.theme, colour)
    }

    /// A name in the text. Without colours it is underlined: its type then stands in the inspector.
    pub(super) fn mention(&self, kind: EntityType) -> Style {
        if self.depth == Depth::None {
            return Style::new().add_modifier(Modifier::UNDERLINED);
        }
        self.colour(match kind {
            EntityType::Per => Colour::Yellow,
            EntityType::Org => Colour::Blue,
            EntityType::Loc => Colour::Green,
            EntityType::Misc => Colour::Magenta,
            EntityType::Date => Colour::Cyan,
        })
    }

    /// A unit of text.
    pub(super) fn unit(&self, kind: Kind) -> Style {
        match kind {
            Kind::Title | Kind::Heading => self.strong,
            Kind::Sentence => self.text,
            Kind::Caption | Kind::Embed => self.text.add_modifier(Modifier::ITALIC),
            Kind::Boilerplate => self.aside,
        }
    }
}

/// A colour on dark and on light: of 256, and any.
#[derive(Clone, Copy)]
struct Tint {
    dark: (u8, Color),
    light: (u8, Color),
}

const fn tint(dark: (u8, u32), light: (u8, u32)) -> Tint {
    Tint { dark: (dark.0, Color::from_u32(dark.1)), light: (light.0, Color::from_u32(light.1)) }
}

const GREY: Tint = tint((245, 0x8a_919c), (243, 0x6b_727c));
const BAR: Tint = tint((236, 0x26_2b33), (254, 0xe6_e9ee));
const CURSOR: Tint = tint((237, 0x2d_3440), (255, 0xe3_ecf7));

fn pick(depth: Depth, theme: Theme, tint: Tint) -> Color {
    let (index, any) = match theme {
        Theme::Dark => tint.dark,
        Theme::Light => tint.light,
    };
    if depth == Depth::True { any } else { Color::Indexed(index) }
}

fn coloured(depth: Depth, theme: Theme, colour: Colour) -> Style {
    let named = match colour {
        Colour::Red => (Color::Red, tint((203, 0xf0_7178), (124, 0xb3_1d28))),
        Colour::Green => (Color::Green, tint((114, 0x8f_c77a), (28, 0x2a_7a2a))),
        Colour::Yellow => (Color::Yellow, tint((215, 0xe8_b05c), (130, 0x99_5300))),
        Colour::Blue => (Color::Blue, tint((75, 0x6c_b0f2), (25, 0x1f_5fb4))),
        Colour::Magenta => (Color::Magenta, tint((176, 0xcf_8fe0), (91, 0x86_3aa8))),
        Colour::Cyan => (Color::Cyan, tint((80, 0x5c_c5c5), (30, 0x0a_7480))),
        Colour::Grey => (Color::DarkGray, GREY),
    };
    match depth {
        Depth::None if colour == Colour::Grey => Style::new().add_modifier(Modifier::DIM),
        Depth::None => Style::new(),
        Depth::Sixteen => Style::new().fg(named.0),
        Depth::Palette | Depth::True => Style::new().fg(pick(depth, theme, named.1)),
    }
}
