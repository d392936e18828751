//! The nouns of the program: articles and what is in them, annotations and their labels, changes and
//! their inverses. Nothing here reads, writes, draws or knows a key.

mod annotation;
mod annotations;
mod article;
mod change;
mod correction;
mod label;
mod merge;
mod problem;
mod quote;
mod record;
mod source;
mod span;
mod verdict;

pub use annotation::{Annotation, AnnotatorId, Attributes, BadAnnotatorId, Id, Timestamp, Value, confirmed};
pub use annotations::Annotations;
pub use article::{Article, EntityType, Head, Kind, Mention, Metadata, Paragraph, Sentence, Text};
pub use change::{Change, History, Step, Way};
pub use correction::{Correction, Status};
pub use label::{Attribute, AttributeKind, Colour, Label, LabelName, Schema, Stance};
pub use merge::{Conflict, Merged, REMOVED, merge};
pub use problem::Problem;
pub use quote::{Quote, QuoteKind, Speaker};
pub use record::{Item, Record};
pub use source::Source;
pub use span::Span;
pub use verdict::{Content, Reference, Verdict};
