//! How far annotators agree, in figures that can be printed.
//!
//! [`agreement`] compares what several annotators say of the same articles: the labels of sentences, the spans of
//! tags, the attributes of what two have both tagged. What only one has read counts nowhere: unread is not
//! disagreement.
//!
//! - [`Ratings`] holds what each annotator says of each item, and computes from it percent agreement, Cohen's kappa,
//!   Fleiss' kappa and Krippendorff's alpha.
//! - [`Estimate`] is a figure with its interval, from resamples of the items by a fixed seed.
//!
//! A figure that is not defined, as everybody used one category only or nobody shares an item with another, is no
//! figure, never 1 and never a number that is none. Neither the order of annotators nor the names of categories
//! change any of them.

mod agreement;
mod attributes;
mod bootstrap;
mod compare;
mod costs;
mod figures;
mod measures;
mod names;
mod progress;
mod ratings;
mod sentences;
mod spans;
#[cfg(test)]
mod tests;

pub use agreement::{Agreement, AttributeAgreement, LabelAgreement, Work, agreement};
pub use bootstrap::{Estimate, RESAMPLES, SEED};
pub use compare::{Comparing, Comparison, Side};
pub use costs::{Cost, Differing, Subject, Topic};
pub use figures::{Figures, PairFigures};
pub use progress::{Done, done, judged, median_of_steps, times};
pub use ratings::{Confusion, Ratings};
pub use spans::{PairSpans, Scores, SpanAgreement};
