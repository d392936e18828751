//! JSON written by hand, comments and trailing commas allowed: typed values, and every fault with its
//! line. Keymaps are read with it here, settings and label schemas in [`config`](crate::config).

use std::collections::HashMap;
use std::path::Path;

pub use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{ParseOptions, parse_to_ast};

use crate::command::did_you_mean;
use crate::model::Problem;

/// A file being read, and what is wrong with it so far.
pub struct Source<'t> {
    path: &'t Path,
    text: &'t str,
    /// Where the line ends stand.
    ends: Vec<usize>,
    problems: Vec<Problem>,
}

/// The fields of an object.
pub struct Fields<'v, 's>(Vec<(&'v str, &'v Value<'s>)>);

impl<'v, 's> Fields<'v, 's> {
    /// The value of a field, if it is there.
    pub fn get(&self, name: &str) -> Option<&'v Value<'s>> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

impl<'t> Source<'t> {
    /// The text of the file at `path`, which is only named in the faults.
    pub fn new(path: &'t Path, text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { path, text, ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect(), problems: Vec::new() }
    }

    /// The object that the file holds; anything else is a fault.
    pub fn root(&mut self) -> Option<Object<'t>> {
        let options = ParseOptions {
            allow_comments: true,
            allow_trailing_commas: true,
            allow_loose_object_property_names: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        match parse_to_ast(self.text, &Default::default(), &options) {
            Ok(parsed) => match parsed.value {
                Some(Value::Object(object)) => Some(object),
                Some(other) => self.wrong(&other, "an object, { … }"),
                None => {
                    self.fault(
                        &Range::new(0, 0),
                        "the file is empty",
                        "an object without anything is written {}",
                    );
                    None
                }
            },
            Err(error) => {
                let kind = error.kind().to_string().to_lowercase();
                self.fault(&error.range(), format!("this is not JSON: {kind}"), "");
                None
            }
        }
    }

    /// The fields of an object that are `known`, each once: a name that stands twice is a fault, and the
    /// first one counts; an unknown name is one, too. `$schema`, which editors read, is always allowed.
    pub fn fields<'v, 's>(&mut self, object: &'v Object<'s>, known: &[&str]) -> Fields<'v, 's> {
        let mut fields = Vec::new();
        let mut places: HashMap<&str, Range> = HashMap::new();
        for field in &object.properties {
            let name = field.name.as_str();
            if let Some(first) = places.get(name) {
                let first = self.line(first);
                let reason = format!("{name:?} stands here again, first on line {first}");
                self.fault(field, reason, "remove one of them");
                continue;
            }
            places.insert(name, field.range);
            if known.contains(&name) {
                fields.push((name, &field.value));
            } else if name != "$schema" {
                self.unknown(field, name, known);
            }
        }
        Fields(fields)
    }

    /// One of the words; anything else is a fault.
    pub fn one_of<'v>(&mut self, value: &'v Value<'_>, words: &[&str]) -> Option<&'v str> {
        let word = self.string(value)?;
        if words.contains(&word) {
            return Some(word);
        }
        self.unknown(value, word, words);
        None
    }

    /// A fault: a word that is none of those known.
    fn unknown(&mut self, at: &impl Ranged, word: &str, known: &[&str]) {
        let hint = did_you_mean(word, known.iter().copied())
            .unwrap_or_else(|| format!("known are: {}", known.join(", ")));
        self.fault(at, format!("{word:?} is not known here"), hint);
    }

    /// A string; anything else is a fault.
    pub fn string<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        match value {
            Value::StringLit(string) => Some(&string.value),
            _ => self.wrong(value, "a string, \"…\""),
        }
    }

    /// True or false; anything else is a fault.
    pub fn flag(&mut self, value: &Value<'_>) -> Option<bool> {
        match value {
            Value::BooleanLit(flag) => Some(flag.value),
            _ => self.wrong(value, "true or false"),
        }
    }

    /// An object; anything else is a fault.
    pub fn object<'v, 's>(&mut self, value: &'v Value<'s>) -> Option<&'v Object<'s>> {
        match value {
            Value::Object(object) => Some(object),
            _ => self.wrong(value, "an object, { … }"),
        }
    }

    /// What a list holds; anything else is a fault.
    pub fn list<'v, 's>(&mut self, value: &'v Value<'s>) -> &'v [Value<'s>] {
        match value {
            Value::Array(array) => &array.elements,
            _ => self.wrong(value, "a list, [ … ]").unwrap_or_default(),
        }
    }

    /// A fault: another kind of value is needed here.
    pub fn wrong<T>(&mut self, value: &Value<'_>, needed: &str) -> Option<T> {
        let kind = match value {
            Value::StringLit(_) => "a string",
            Value::NumberLit(_) => "a number",
            Value::BooleanLit(_) => "true or false",
            Value::Object(_) => "an object",
            Value::Array(_) => "a list",
            Value::NullKeyword(_) => "null",
        };
        self.fault(value, format!("here stands {kind}, and {needed} is needed"), "");
        None
    }

    /// A fault at a value or a field.
    pub fn fault(&mut self, at: &impl Ranged, reason: impl Into<String>, hint: impl Into<String>) {
        let line = self.line(at);
        self.problems.push(Problem::with(self.path, reason).at(line).hint(hint));
    }

    /// The line where a value or a field begins, counted from 1.
    pub fn line(&self, at: &impl Ranged) -> usize {
        1 + self.ends.partition_point(|end| *end < at.range().start)
    }

    /// All faults, in the order of their lines.
    pub fn problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_and_stand_once() {
        let text =
            "\u{feff}{\"$schema\": \"s\",\n \"name\": \"a\",\n \"nam\": 1,\n \"name\": \"b\", \"x\": 1}";
        let mut source = Source::new(Path::new("f.json"), text);
        let root = source.root().unwrap();
        let fields = source.fields(&root, &["name", "doc"]);
        assert!(fields.get("doc").is_none());
        let name = fields.get("name").unwrap();
        assert_eq!(source.string(name), Some("a"));
        assert_eq!(source.flag(name), None);
        assert_eq!(
            source.problems().iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                r#"f.json, line 2: here stands a string, and true or false is needed"#,
                r#"f.json, line 3: "nam" is not known here; did you mean "name"?"#,
                r#"f.json, line 4: "name" stands here again, first on line 2; remove one of them"#,
                r#"f.json, line 4: "x" is not known here; known are: name, doc"#,
            ]
        );
    }

    #[test]
    fn deep_nesting_is_a_fault_and_no_crash() {
        let text = "[".repeat(100_000);
        let mut source = Source::new(Path::new("f.json"), &text);
        assert!(source.root().is_none());
        assert_eq!(source.problems()[0].reason, "this is not JSON: maximum nesting depth exceeded");
    }
}
