//! What a person says of a name in the text.

use std::fmt;

use super::{Attributes, EntityType, Mention, Value};

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
    /// The names of what it says, see [`values`](Self::values).
    pub const PARTS: [&str; 2] = ["type", "name"];

    /// The type of words that are said to be no name.
    pub const NO_NAME: &str = "no name";

    /// What is to be written when `mention` stands where the program sees `seen`, called `name` if that was said.
    pub fn of(mention: Mention, name: Option<String>, seen: Option<Mention>) -> Self {
        let status = match seen {
            None => Status::Added,
            Some(seen) if seen == mention && name.is_none() => Status::Confirmed,
            Some(seen) => Status::Corrected(Some(seen).filter(|seen| *seen != mention)),
        };
        Self { kind: mention.kind, name, status }
    }

    /// What it says of its words, by name: their `type`, and what the entity is called, if that is said.
    pub fn values(&self) -> Attributes {
        let kind = if self.status == Status::Removed { Self::NO_NAME } else { self.kind.name() };
        let said = [("type", Some(kind)), ("name", self.name.as_deref())];
        let word = |word: &str| Value::Word(word.to_owned());
        said.into_iter().filter_map(|(name, said)| Some((name.to_owned(), word(said?)))).collect()
    }
}

/// What is said, in short: `ORG Harbour Board`.
impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, &self.name) {
            (Status::Removed, _) => f.write_str(Self::NO_NAME),
            (_, Some(name)) => write!(f, "{} {name}", self.kind.name()),
            (_, None) => f.write_str(self.kind.name()),
        }
    }
}
