//! Sidecars: where they lie, read, written whole or not at all.
//!
//! A file becomes a [`Sidecar`] in three steps: `document` takes the JSON apart and knows no text,
//! `parse` makes [`Annotations`](crate::model::Annotations) of the records that are tags, and [`anchor`]
//! finds the place of each in the text. All other records stay as they are and go back in their place
//! when [`Sidecar::render`] makes the file again. [`Store::write`] puts it on disk whole or not at all,
//! and never over what somebody else has written meanwhile; [`Queue`] says when. [`merge_files`] makes one
//! file of three without the article.

pub mod anchor;
mod document;
mod emergency;
mod form;
mod history;
mod known;
mod leftovers;
mod log;
mod merge;
mod parse;
mod place;
mod queue;
mod read;
mod render;
mod session;
mod sidecar;
mod tags;
#[cfg(test)]
mod tests;
mod write;

pub use emergency::{Emergency, Held, Left};
pub use form::{Form, whole_records};
pub use history::{Made, Mark, Note, Standing, Written};
pub use known::Known;
pub use leftovers::leftovers;
pub use log::Log;
pub use merge::{Side, merge_files};
pub use parse::{Opened, Undecided, parse};
pub use place::{ENDING, Store, base_of, unwritable};
pub use queue::{Job, Queue};
pub use read::{bytes, read};
pub use session::{Session, key};
pub use sidecar::{Facts, Header, MadeIn, RESERVED_FIELDS, RESERVED_LABELS, Sidecar, sha256};
pub use write::WriteError;
