//! Training sets: which tags go out, what is known of each, and on which side of a split its article stands.
//!
//! Unread is not negative: a sentence is one only where an annotator has said `none` or, if that is wished, has left it
//! untagged in an article of which they have tagged others.

mod agreed;
mod card;
mod choice;
mod judged;
mod near;
mod rows;
mod split;
#[cfg(test)]
mod tests;

pub use agreed::{AgreedSpans, Confused, Further};
pub use choice::{Agreed, Choice, Figure, Judged, Untagged, What};
pub use split::{Part, Shares};

pub use card::Tally;
pub(super) use card::card;
pub(super) use near::hash;
pub(super) use rows::{Feature, Table, contradicted, tables};
pub(super) use split::{Trait, split};
