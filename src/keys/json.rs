//! JSON written by hand, comments and trailing commas allowed: typed values, and every fault with its
//! line. Keymaps are read with it here, settings and label schemas in [`config`](crate::config).

use std::collections::HashMap;
use std::path::Path;

pub use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
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
                    self.fault(0, "the file is empty", "an object without anything is written {}");
                    None
                }
            },
            Err(error) => {
                let kind = error.kind().to_string().to_lowercase();
                self.fault(error.range().start, format!("this is not JSON: {kind}"), "");
                None
            }
        }
    }

    /// The fields of an object that are `known`, each once: a name that stands twice is a fault, and the
    /// first one counts; an unknown name is one, too. `$schema`, which editors read, is always allowed.
    pub fn fields<'v, 's>(
        &mut self,
        object: &'v Object<'s>,
        known: &[&str],
    ) -> Vec<(&'v str, &'v Value<'s>)> {
        let mut fields = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for field in &object.properties {
            let name = field.name.as_str();
            if let Some(first) = places.get(name) {
                let first = self.line(*first);
                let reason = format!("{name:?} stands here again, first on line {first}");
                self.fault(field, reason, "remove one of them");
                continue;
            }
            places.insert(name, field.range.start);
            if known.contains(&name) {
                fields.push((name, &field.value));
            } else if name != "$schema" {
                let hint = did_you_mean(name, known.iter().copied())
                    .unwrap_or_else(|| format!("known are: {}", known.join(", ")));
                self.fault(field, format!("{name:?} is not known here"), hint);
            }
        }
        fields
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

    /// A fault at a byte, a value or a field.
    pub fn fault(&mut self, at: impl Place, reason: impl Into<String>, hint: impl Into<String>) {
        let line = self.line(at.offset());
        self.problems.push(Problem::with(self.path, reason).at(line).hint(hint));
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < offset)
    }

    /// All faults, in the order of their lines.
    pub fn problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }
}

/// Where a fault is.
pub trait Place {
    /// The byte in the file.
    fn offset(&self) -> usize;
}

impl Place for usize {
    fn offset(&self) -> usize {
        *self
    }
}

impl<T: Ranged> Place for &T {
    fn offset(&self) -> usize {
        self.range().start
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
        assert_eq!(fields.len(), 1);
        assert_eq!(source.string(fields[0].1), Some("a"));
        assert_eq!(source.flag(fields[0].1), None);
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
