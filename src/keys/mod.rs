//! Keys to commands: notation, keymaps, counts and pending keys.
//!
//! A [`Keymap`] is read from a file, or is one of those in the binary. [`press`] is the whole machine:
//! a key goes in, with what is pending; a command with its count comes out, or nothing yet.

mod file;
pub mod json;
mod key;
mod keymap;
mod press;
mod rows;

pub use file::{EMBEDDED, SCHEMA};
pub use key::{BadKey, Key, KeyCode, KeySeq};
pub use keymap::{Binding, Found, Keymap, Mode};
pub use press::{Pending, Press, press};
pub use rows::{Row, markdown, rows};
