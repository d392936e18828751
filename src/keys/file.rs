//! Keymaps as files.
//!
//! ```json
//! { "base": "default", "reading": { "Z Z": "quit", "w": null }, "span": {}, "table": {} }
//! ```
//!
//! A file changes single keys of its base and keeps the rest. `null` or `"nop"` unbinds the keys and all
//! that they begin. Where the file and its base are in each other's way, the file's keys win.

use std::collections::BTreeMap;
use std::path::Path;

use super::KeySeq;
use jsonc_parser::common::Range;

use super::json::{Object, Source, Value};
use super::keymap::{Binding, Keymap, Mode};
use crate::model::Problem;

/// The keymaps in the binary: name and file.
pub const EMBEDDED: [(&str, &str); 3] = [
    ("default", include_str!("../../keymaps/default.json")),
    ("arrows", include_str!("../../keymaps/arrows.json")),
    ("less", include_str!("../../keymaps/less.json")),
];

/// The JSON Schema of keymaps.
pub const SCHEMA: &str = include_str!("../../keymaps/keymap.schema.json");

/// The base of a keymap that is complete in itself.
const NO_BASE: &str = "none";

impl Default for Keymap {
    /// The default keymap.
    fn default() -> Self {
        Self::named("default").unwrap_or_else(Self::empty)
    }
}

impl Keymap {
    /// The keymap of this name in the binary.
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        Some(Self::read(Path::new(name), text).0)
    }

    /// The keymap that a file holds, as far as it is right, and all that is wrong with it. `path` is
    /// only named in the faults.
    pub fn read(path: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut source = Source::new(path, text);
        let Some(root) = source.root() else { return (Self::default(), source.problems()) };
        let known = ["base", Mode::Reading.name(), Mode::Span.name(), Mode::Table.name()];
        let fields = source.fields(&root, &known);
        let base = fields.get("base").and_then(|value| read_base(&mut source, value));
        let mut keymap = base.unwrap_or_default();
        for mode in Mode::ALL {
            if let Some(object) = fields.get(mode.name()).and_then(|value| source.object(value)) {
                read_mode(&mut source, object, mode, &mut keymap);
            }
        }
        (keymap, source.problems())
    }
}

fn read_base(source: &mut Source<'_>, value: &Value<'_>) -> Option<Keymap> {
    let [default, arrows, less] = EMBEDDED.map(|(name, _)| name);
    match source.one_of(value, &[default, arrows, less, NO_BASE])? {
        NO_BASE => Some(Keymap::empty()),
        name => Keymap::named(name),
    }
}

/// A key of the file: where it stands, and what it runs, or that it is unbound.
struct Entry {
    range: Range,
    binding: Option<Binding>,
}

/// Reads the keys of one mode and puts them over those of the base.
fn read_mode(source: &mut Source<'_>, object: &Object<'_>, mode: Mode, keymap: &mut Keymap) {
    let mut entries: BTreeMap<KeySeq, Entry> = BTreeMap::new();
    for field in &object.properties {
        let keys: KeySeq = match field.name.as_str().parse() {
            Ok(keys) => keys,
            Err(bad) => {
                source.fault(field, bad.to_string(), "");
                continue;
            }
        };
        let binding = match &field.value {
            Value::NullKeyword(_) => None,
            Value::StringLit(line) if line.value == "nop" => None,
            Value::StringLit(line) => match Binding::new(&line.value) {
                Ok(binding) => Some(binding),
                Err(reason) => {
                    source.fault(line, reason, "");
                    continue;
                }
            },
            other => {
                source.wrong::<()>(other, "a command, or null");
                continue;
            }
        };
        let range = field.range;
        if let Some((reason, hint)) = conflict(source, &entries, &keys, binding.is_some()) {
            source.fault(&range, reason, hint);
        } else {
            entries.insert(keys, Entry { range, binding });
        }
    }
    // In order, so that what begins with unbound keys is unbound before it is bound anew.
    for (keys, entry) in entries {
        match entry.binding {
            Some(binding) => keymap.bind(mode, keys, binding),
            None => keymap.unbind(mode, &keys),
        }
    }
}

/// Why the keys cannot stand in the file beside those that stand there already, and what to do.
fn conflict(
    source: &Source<'_>,
    entries: &BTreeMap<KeySeq, Entry>,
    keys: &KeySeq,
    bound: bool,
) -> Option<(String, &'static str)> {
    use std::ops::Bound::{Included, Unbounded};
    let line = |entry: &Entry| source.line(&entry.range);
    if let Some(entry) = entries.get(keys) {
        let reason = format!("the key \"{keys}\" stands here again, first on line {}", line(entry));
        return Some((reason, "remove one of them"));
    }
    if !bound {
        return None;
    }
    let beginning = (1..keys.len()).find_map(|n| entries.get_key_value(keys.get(..n)?));
    if let Some((other, entry)) = beginning.filter(|(_, entry)| entry.binding.is_some()) {
        let reason =
            format!("\"{keys}\" can never be typed, since \"{other}\" on line {} runs first", line(entry));
        return Some((reason, "remove one of them, or choose other keys"));
    }
    entries
        .range::<[_], _>((Included(&**keys), Unbounded))
        .take_while(|(other, _)| other.starts_with(keys))
        .find(|(_, entry)| entry.binding.is_some())
        .map(|(other, entry)| {
            let reason = format!("\"{keys}\" would run before \"{other}\" on line {} is typed", line(entry));
            (reason, "remove one of them, or choose other keys")
        })
}

#[cfg(test)]
mod tests;
