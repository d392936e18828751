//! How many colours the terminal has, by what its environment says.

use std::env;

use crate::view::Depth;

/// The colours to draw with. `NO_COLOR` wants none, whatever the terminal has.
pub fn depth() -> Depth {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    if !variable("NO_COLOR").is_empty() {
        return Depth::None;
    }
    let term = variable("TERM");
    let colours = variable("COLORTERM");
    if colours.contains("truecolor") || colours.contains("24bit") || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256") || ["xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"].contains(&term.as_str()) {
        Depth::Palette
    } else if term == "dumb" || term.starts_with("vt1") || term.starts_with("vt2") {
        Depth::None
    } else {
        Depth::Sixteen
    }
}
