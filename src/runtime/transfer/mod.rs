//! Exports and imports, as the command line and the reader make them.

mod articles;
mod earlier;
mod export;
mod files;
mod import;
mod names;

pub use articles::{Present, name};
pub use export::{Done, Exporting, Failed, Told};
pub use files::{StandardOutput, Written};
pub use import::{Record, Sorted, Whose, ids, sort, there, understood};
