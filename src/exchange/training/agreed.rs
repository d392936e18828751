//! How far annotators agree, as a report tells it.

use super::choice::{Agreed, Figure};

/// How far annotators agree in what goes beyond the labels of sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Further {
    /// On the attributes of what two have both tagged; each is called by its label and its name.
    pub attributes: Vec<Agreed>,
    /// On where tags begin and end.
    pub spans: Vec<AgreedSpans>,
    /// What was taken for what, by two annotators at a time.
    pub confusions: Vec<Confused>,
}

/// How far two annotators agree on the spans of a label.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreedSpans {
    /// The label; none: all.
    pub label: Option<String>,
    /// Who they are: the first is taken as the reference.
    pub annotators: [String; 2],
    /// How many spans each of them has.
    pub spans: [usize; 2],
    /// Precision, recall and F1 of spans that are the same, then of those that overlap.
    pub scores: [[Figure; 3]; 2],
}

/// The labels of sentences by one annotator against those by another.
#[derive(Clone, Debug, PartialEq)]
pub struct Confused {
    /// Who they are.
    pub annotators: [String; 2],
    /// What either of them says.
    pub labels: Vec<String>,
    /// By the label of the first, then by that of the second.
    pub counts: Vec<Vec<usize>>,
}
