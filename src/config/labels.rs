//! Label schemas: the labels that a corpus has beyond those of the program.
//!
//! ```json
//! { "labels": [ { "name": "event", "doc": "Something that happened.", "letter": "E", "key": "t", "colour": "cyan",
//!     "attributes": [ { "name": "tense", "kind": "choice", "values": ["past", "future"], "default": "past" } ] } ] }
//! ```
//!
//! `claim`, `position` and `none` can be given other letters, keys and colours, and further attributes;
//! the attributes that they have stay.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthChar;

use super::{Settings, text};
use crate::command::label_name;
use crate::keys::json::{Fields, Object, Source, Value};
use crate::keys::{KeySeq, Keymap};
use crate::model::{Attribute, AttributeKind, Colour, Label, LabelName, Problem, Schema};
use crate::store::{RESERVED_FIELDS, RESERVED_LABELS};

/// The label schema of a corpus, in its folder.
const FILE: &str = "abreast.json";

/// The labels: of the file that an option names, else of `abreast.json` in the folder of the corpus,
/// else of the file that the settings name, else the program's own. The keymap gets the keys that they
/// bring.
pub fn labels(
    option: Option<&Path>,
    corpus: Option<&Path>,
    settings: &Settings,
    keymap: &mut Keymap,
) -> (Schema, Vec<Problem>) {
    let of_corpus: Option<PathBuf> = corpus.map(|folder| folder.join(FILE)).filter(|path| path.exists());
    let Some(path) = option.or(of_corpus.as_deref()).or(settings.labels.as_deref()) else {
        return Default::default();
    };
    let problem = match text(path) {
        Ok(Some(text)) => return read_labels(path, &text, keymap),
        Ok(None) => Problem::with(path, "there is no such label schema"),
        Err(problem) => problem,
    };
    (Schema::default(), vec![problem])
}

/// The labels that a file holds, as far as they are right, and all that is wrong with it. The keymap
/// gets the keys that they bring.
pub fn read_labels(path: &Path, text: &str, keymap: &mut Keymap) -> (Schema, Vec<Problem>) {
    let mut source = Source::new(path, text);
    let Some(root) = source.root() else { return (Schema::default(), source.problems()) };
    let fields = source.fields(&root, &["labels"]);
    let Some(list) = fields.get("labels") else {
        source.fault(&root, "the file has no \"labels\"", "write {\"labels\": []}");
        return (Schema::default(), source.problems());
    };
    let mut reader = Reader {
        letters: Schema::default().labels().iter().map(|label| (label.letter, label.name.clone())).collect(),
        names: HashSet::new(),
        own: Schema::default(),
        source,
        keymap,
    };
    let mut added = Vec::new();
    for value in reader.source.list(list) {
        if let Some(object) = reader.source.object(value) {
            added.extend(reader.label(object));
        }
    }
    (Schema::with(added), reader.source.problems())
}

struct Reader<'t, 'k> {
    source: Source<'t>,
    keymap: &'k mut Keymap,
    /// The labels of the program.
    own: Schema,
    /// The names in the file so far.
    names: HashSet<LabelName>,
    /// The letters so far, and whose they are.
    letters: HashMap<char, LabelName>,
}

impl Reader<'_, '_> {
    fn label(&mut self, object: &Object<'_>) -> Option<Label> {
        let known = ["name", "doc", "letter", "key", "colour", "attributes", "asks"];
        let fields = self.source.fields(object, &known);
        let name = self.label_name(object, &fields)?;
        let mut label = self.own.get(name.as_str()).cloned().unwrap_or_else(|| blank(name));
        if let Some(doc) = fields.get("doc").and_then(|value| self.source.string(value)) {
            label.doc = doc.to_owned();
        }
        if let Some(colour) = fields.get("colour").and_then(|value| self.colour(value)) {
            label.colour = colour;
        }
        if let Some(asks) = fields.get("asks").and_then(|value| self.source.flag(value)) {
            label.asks = asks;
        }
        self.letter(&mut label, object, fields.get("letter"));
        label.key = fields.get("key").and_then(|value| self.key(value, &label.name));
        if let Some(attributes) = fields.get("attributes") {
            self.attributes(&mut label, attributes);
        }
        Some(label)
    }

    fn label_name(&mut self, object: &Object<'_>, fields: &Fields<'_, '_>) -> Option<LabelName> {
        let Some(value) = fields.get("name") else {
            self.source.fault(object, "this label has no \"name\"", "");
            return None;
        };
        let fault = match label_name(self.source.string(value)?) {
            Ok(name) if RESERVED_LABELS.contains(&name.as_str()) => {
                format!("no label can be called \"{name}\": sidecars have records of this name")
            }
            Ok(name) if self.names.contains(&name) => format!("there is a label \"{name}\" already"),
            Ok(name) => {
                self.names.insert(name.clone());
                return Some(name);
            }
            Err(reason) => reason,
        };
        self.source.fault(value, fault, "");
        None
    }

    fn colour(&mut self, value: &Value<'_>) -> Option<Colour> {
        self.source.one_of(value, &Colour::ALL.map(Colour::name)).and_then(Colour::from_name)
    }

    /// Sets the letter, if one is given, and sees that it is the label's alone.
    fn letter(&mut self, label: &mut Label, object: &Object<'_>, value: Option<&Value<'_>>) {
        if let Some(value) = value
            && let Some(text) = self.source.string(value)
        {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if c.width() == Some(1) && !c.is_whitespace() => label.letter = c,
                _ => {
                    let reason = format!("a letter is one character, one column wide, and {text:?} is not");
                    self.source.fault(value, reason, "");
                }
            }
        }
        let owner = self.letters.entry(label.letter).or_insert_with(|| label.name.clone());
        if *owner != label.name {
            let reason =
                format!("the letter {:?} of \"{}\" is that of \"{owner}\"", label.letter, label.name);
            let hint = "give it another \"letter\"";
            match value {
                Some(value) => self.source.fault(value, reason, hint),
                None => self.source.fault(object, reason, hint),
            }
        }
    }

    /// Binds the key of a label.
    fn key(&mut self, value: &Value<'_>, name: &LabelName) -> Option<String> {
        let text = self.source.string(value)?;
        let bound = match text.parse::<KeySeq>() {
            Ok(keys) => self.keymap.bind_label(&keys, name).map(|()| keys.to_string()),
            Err(bad) => Err(bad.to_string()),
        };
        bound.map_err(|reason| self.source.fault(value, reason, "")).ok()
    }

    /// Adds the attributes of a list to those that the label has.
    fn attributes(&mut self, label: &mut Label, list: &Value<'_>) {
        let mut names: HashSet<String> = label.attributes.iter().map(|own| own.name.clone()).collect();
        for value in self.source.list(list) {
            let Some(object) = self.source.object(value) else { continue };
            let fields = self.source.fields(object, &["name", "kind", "values", "also", "default"]);
            let name = self.attribute_name(object, &fields, &names);
            let kind = self.kind(object, &fields);
            let (Some(name), Some(kind)) = (name, kind) else { continue };
            let default = fields.get("default").and_then(|value| self.default(value, &kind));
            names.insert(name.clone());
            label.attributes.push(Attribute { name, kind, default });
        }
    }

    fn attribute_name(
        &mut self,
        object: &Object<'_>,
        fields: &Fields<'_, '_>,
        names: &HashSet<String>,
    ) -> Option<String> {
        let Some(value) = fields.get("name") else {
            self.source.fault(object, "this attribute has no \"name\"", "");
            return None;
        };
        let name = self.source.string(value)?;
        let fault = if label_name(name).is_err() {
            format!(
                "an attribute is called by the characters a-z 0-9 - and begins with a letter, and {name:?} is not"
            )
        } else if RESERVED_FIELDS.contains(&name) {
            format!("no attribute can be called {name:?}: every annotation has a field of this name")
        } else if names.contains(name) {
            format!("the label has an attribute {name:?} already")
        } else {
            return Some(name.to_owned());
        };
        self.source.fault(value, fault, "");
        None
    }

    fn kind(&mut self, object: &Object<'_>, fields: &Fields<'_, '_>) -> Option<AttributeKind> {
        let Some(kind) = fields.get("kind") else {
            self.source.fault(
                object,
                "this attribute has no \"kind\"",
                "write one of: choice, entity, phrase, text, flag",
            );
            return None;
        };
        let kind = self.source.one_of(kind, &["choice", "entity", "phrase", "text", "flag"])?;
        let mut words = |field: &str, of: &str| {
            let value = fields.get(field)?;
            if kind == of {
                return Some(self.words(value));
            }
            self.source.fault(value, format!("only the kind \"{of}\" has {field:?}"), "");
            None
        };
        let values = words("values", "choice");
        let also = words("also", "entity").unwrap_or_default();
        Some(match (kind, values) {
            ("choice", Some(values)) if !values.is_empty() => AttributeKind::Choice(values),
            ("choice", values) => {
                if values.is_none() {
                    self.source.fault(object, "this choice has no \"values\"", "");
                }
                return None;
            }
            ("entity", _) => AttributeKind::Entity { also },
            ("phrase", _) => AttributeKind::Phrase,
            ("text", _) => AttributeKind::Text,
            _ => AttributeKind::Flag,
        })
    }

    /// The words of a list, each once.
    fn words(&mut self, list: &Value<'_>) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for value in self.source.list(list) {
            let Some(word) = self.source.string(value) else { continue };
            if word.trim().is_empty() || word.chars().any(char::is_control) {
                self.source.fault(value, format!("{word:?} is no word to choose"), "");
            } else if !seen.insert(word) {
                self.source.fault(value, format!("{word:?} is among the words already"), "");
            } else {
                words.push(word.to_owned());
            }
        }
        if matches!(list, Value::Array(array) if array.elements.is_empty()) {
            self.source.fault(list, "this list is empty", "");
        }
        words
    }

    /// What a new annotation starts with: `true` or `false` for a flag.
    fn default(&mut self, value: &Value<'_>, kind: &AttributeKind) -> Option<String> {
        match kind {
            AttributeKind::Flag => self.source.flag(value).map(|flag| flag.to_string()),
            AttributeKind::Choice(words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                self.source.one_of(value, &words).map(str::to_owned)
            }
            _ => self.source.string(value).map(str::to_owned),
        }
    }
}

/// A label of which only the name is known.
fn blank(name: LabelName) -> Label {
    let letter = name.as_str().chars().next().map_or('?', |c| c.to_ascii_uppercase());
    Label {
        name,
        doc: String::new(),
        letter,
        key: None,
        colour: Colour::Cyan,
        attributes: Vec::new(),
        asks: false,
    }
}
