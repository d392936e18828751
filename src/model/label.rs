//! Labels and their attributes: claim, position, none, and what a label schema adds.

use std::fmt;

use super::Annotation;

/// The name of a label, as it is written in sidecars.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelName(String);

impl LabelName {
    /// States something as fact that could be true or false.
    pub const CLAIM: &str = "claim";
    /// An actor's stance on an issue.
    pub const POSITION: &str = "position";
    /// Read, and nothing there.
    pub const NONE: &str = "none";
    /// What a person says of a mention: that of corrections, and no label of a schema.
    pub const ENTITY: &str = "entity";

    /// The label of this name, known or not.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it says that there is nothing.
    pub fn is_none(&self) -> bool {
        self.0 == Self::NONE
    }
}

impl fmt::Display for LabelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An actor's stance on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// For it.
    Support,
    /// Against it.
    Oppose,
    /// For it under a condition.
    Conditional,
    /// Neither.
    Neutral,
    /// Cannot be told.
    Unclear,
}

impl Stance {
    /// All of them, in the order of their keys.
    pub const ALL: [Self; 5] = [Self::Support, Self::Oppose, Self::Conditional, Self::Neutral, Self::Unclear];

    /// The word for it in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Oppose => "oppose",
            Self::Conditional => "conditional",
            Self::Neutral => "neutral",
            Self::Unclear => "unclear",
        }
    }

    /// Its sign in the gutter, which is also the key that sets it.
    pub fn sign(self) -> char {
        match self {
            Self::Support => '+',
            Self::Oppose => '-',
            Self::Conditional => '~',
            Self::Neutral => '0',
            Self::Unclear => '?',
        }
    }

    /// The stance that this word names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.name() == name)
    }
}

/// A colour by its name, the same on light and dark terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// As named.
    Red,
    /// As named.
    Green,
    /// As named.
    Yellow,
    /// As named.
    Blue,
    /// As named.
    Magenta,
    /// As named.
    Cyan,
    /// The colour of dimmed text.
    Grey,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Red, Self::Green, Self::Yellow, Self::Blue, Self::Magenta, Self::Cyan, Self::Grey];

    /// The word for it in a label schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
            Self::Grey => "grey",
        }
    }

    /// The colour that this word names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }
}

/// What an attribute can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// Somebody or something by name, chosen among the entities nearby; the extra names
    /// (`author`) are always among the choices.
    Entity {
        /// Names offered before those of entities.
        also: Vec<String>,
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A short phrase out of a list that grows with the corpus.
    Phrase,
    /// Any text.
    Text,
    /// Yes or no.
    Flag,
}

/// An attribute of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in the sidecar and in forms.
    pub name: String,
    /// What it can hold.
    pub kind: AttributeKind,
    /// What a new annotation starts with, if anything; an entity that has one is whoever says it, else this.
    pub default: Option<String>,
}

impl Attribute {
    /// The default of an entity that is whoever says it, and unset where nobody does.
    pub const SPEAKER: &str = "speaker";
}

/// A label that sentences can be tagged with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: LabelName,
    /// What it means, one sentence.
    pub doc: String,
    /// The letter in the gutter.
    pub letter: char,
    /// The key that tags with it, in the keymap's notation, if it brings one of its own.
    pub key: Option<String>,
    /// Its colour.
    pub colour: Colour,
    /// Its attributes, in the order of forms and sidecars.
    pub attributes: Vec<Attribute>,
    /// Whether tagging with it asks for its attributes in one line first.
    pub asks: bool,
}

/// The labels of a corpus: the three of the program, then those that a label schema adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    labels: Vec<Label>,
}

impl Schema {
    /// The program's own labels and these; one with the name of another replaces it.
    pub fn with(added: Vec<Label>) -> Self {
        let mut labels = built_in();
        for label in added {
            match labels.iter_mut().find(|l| l.name == label.name) {
                Some(same) => *same = label,
                None => labels.push(label),
            }
        }
        Self { labels }
    }

    /// All labels, in order.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The names of the attributes that an annotation has: those of its label in their order, then the others.
    pub fn order_of<'a>(&'a self, annotation: &'a Annotation) -> Vec<&'a str> {
        let label = self.get(annotation.label.as_str());
        let known: Vec<&str> = label.iter().flat_map(|l| &l.attributes).map(|a| a.name.as_str()).collect();
        let others = annotation.attributes.keys().map(String::as_str).filter(|name| !known.contains(name));
        let set = known.iter().copied().filter(|name| annotation.attributes.contains_key(*name));
        set.chain(others).collect()
    }

    /// The label of this name.
    pub fn get(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name.as_str() == name)
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::with(Vec::new())
    }
}

fn built_in() -> Vec<Label> {
    let words = |words: &[&str]| AttributeKind::Choice(words.iter().map(|&w| w.to_owned()).collect());
    let attribute = |name: &str, kind, default: Option<&str>| Attribute {
        name: name.to_owned(),
        kind,
        default: default.map(str::to_owned),
    };
    let label = |name: &str, doc: &str, letter, colour, attributes, asks| Label {
        name: LabelName::new(name),
        doc: doc.to_owned(),
        letter,
        key: None,
        colour,
        attributes,
        asks,
    };
    vec![
        label(
            LabelName::CLAIM,
            "States something as fact that could be true or false.",
            'C',
            Colour::Yellow,
            vec![
                attribute(
                    "claimant",
                    AttributeKind::Entity { also: vec!["author".to_owned()] },
                    Some("author"),
                ),
                attribute("certainty", words(&["asserted", "hedged", "denied"]), Some("asserted")),
            ],
            false,
        ),
        label(
            LabelName::POSITION,
            "An actor's stance on an issue.",
            'P',
            Colour::Magenta,
            vec![
                attribute("stance", words(&Stance::ALL.map(Stance::name)), None),
                attribute("issue", AttributeKind::Phrase, None),
                attribute("holder", AttributeKind::Entity { also: vec![] }, Some(Attribute::SPEAKER)),
            ],
            true,
        ),
        label(LabelName::NONE, "Read, and nothing here.", '·', Colour::Grey, vec![], false),
    ]
}
