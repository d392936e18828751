//! Text to rows: how characters are shown, how wide they are, where rows end, what is found.
//!
//! - [`glyphs`] takes a text apart into what the terminal shows, one [`Glyph`] after the other: never a
//!   control sequence, never an invisible character, and only widths that terminals agree on as well as
//!   they can. [`shown`], [`width`], [`fit`] and [`pad`] do the same for whole short strings.
//! - [`wrap`] is the one function that breaks a paragraph into rows. It keeps nothing: rows are made anew
//!   whenever they are drawn or scrolled. [`row_of`] finds the row of a byte.
//! - [`pieces`] lays layers of styles over a row while it is drawn.
//! - [`Query`] finds words; [`CodePoints`] turns bytes into code points and back.
//!
//! All positions are bytes of the text. Right-to-left text stays in its logical order: terminals differ in
//! whether they reorder it, and columns that follow the order of the bytes are straight in all of them.

mod character;
mod find;
mod glyph;
#[cfg(test)]
mod hostile;
mod layers;
mod points;
mod wrap;

pub use character::is_hidden;
pub use find::Query;
pub use glyph::{Glyph, fit, glyphs, pad, shown, width};
pub use layers::pieces;
pub use points::CodePoints;
pub use wrap::{row_of, wrap};
