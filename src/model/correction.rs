//! What a person says of a name in the text.

use super::{EntityType, Mention};

/// How a name was found that a person has looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As the program sees it.
    Confirmed,
    /// As another name, with other words or of another type than the program sees; with what it sees, if that is not
    /// the same mention.
    Corrected(Option<Mention>),
    /// By the person alone.
    Added,
    /// By the program alone: these words are no name.
    Removed,
}

impl Status {
    /// The word for it in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Corrected(_) => "corrected",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// What a person says of the mention that the span of an annotation holds. It wins over what the program sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What kind of thing is named; of a removed mention, what was seen there.
    pub kind: EntityType,
    /// What the entity is called, if the person has said so.
    pub name: Option<String>,
    /// How the name was found.
    pub status: Status,
}

impl Correction {
    /// What is to be written when `mention` stands where the program sees `seen`, called `name` if that was said.
    pub fn of(mention: Mention, name: Option<String>, seen: Option<Mention>) -> Self {
        let status = match seen {
            None => Status::Added,
            Some(seen) if seen == mention && name.is_none() => Status::Confirmed,
            Some(seen) => Status::Corrected(Some(seen).filter(|seen| *seen != mention)),
        };
        Self { kind: mention.kind, name, status }
    }
}
