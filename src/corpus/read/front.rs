//! What stands before a text between two lines of `---`, as static sites have it: names and values, in simple YAML.

use crate::corpus::record::said;
use crate::model::{Kind, Metadata, Span};

/// How much of a text this may be, in bytes.
const REACH: usize = 8 << 10;

/// What the lines before a text say of it, and that they are none of it.
pub(super) fn matter(text: &str) -> Metadata {
    let Some((inside, end)) = inside(text) else { return Metadata::default() };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in inside.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let item = line.trim_start().strip_prefix("- ");
        match (item, line.split_once(':')) {
            (Some(item), _) => match pairs.last_mut() {
                Some((_, value)) if value.is_empty() => bare(item).clone_into(value),
                Some((_, value)) => *value = format!("{value}, {}", bare(item)),
                None => return Metadata::default(),
            },
            // What belongs to the name above.
            _ if line.starts_with([' ', '\t']) => {}
            (None, Some((name, value))) if is_name(name) => {
                pairs.push((name.to_lowercase(), bare(value).to_owned()));
            }
            _ => return Metadata::default(),
        }
    }
    if pairs.is_empty() {
        return Metadata::default();
    }
    let kinds = [(Span::new(0, end), Kind::Boilerplate)].into();
    Metadata { kinds, ..said(&pairs) }
}

/// What stands between the two lines, and where the second of them ends.
fn inside(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("---\n")?;
    let mut end = 0;
    for line in rest.get(..rest.floor_char_boundary(REACH))?.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..end)?, text.len() - rest.len() + end + line.trim_end().len()));
        }
        end += line.len();
    }
    None
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A value without the marks around it.
fn bare(value: &str) -> &str {
    let value = value.trim();
    let between = |open, close| value.strip_prefix(open)?.strip_suffix(close);
    between('"', '"').or_else(|| between('\'', '\'')).or_else(|| between('[', ']')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_before_a_text_are_what_it_says_of_itself() {
        let text = "---\ntitle: \"Fog: again\"\ndate: 2031-03-04T08:00:00Z\nauthors:\n  - Ada Lowell\n  - Bo Hart\n\
                    tags: [fog, boats]\nPublisher: 'Bay Radio'\ndraft: false\n---\n\n# Fog: again\n\nIt came.\n";
        let found = matter(text);
        assert_eq!(found.title.as_deref(), Some("Fog: again"));
        assert_eq!((found.date.as_deref(), found.outlet.as_deref()), (Some("2031-03-04"), Some("Bay Radio")));
        assert_eq!(found.author.as_deref(), Some("Ada Lowell, Bo Hart"));
        assert!(text[found.kinds[0].0.end()..].starts_with("\n\n# Fog"));
    }

    #[test]
    fn lines_between_rules_are_text_where_they_are_no_names_and_values() {
        for text in [
            "",
            "---",
            "---\n",
            "---\n---\n",
            "---\nIt came: fog.\n---\n",
            "---\ntitle: Fog\n",
            "---\n- a\n---\n",
            "\n---\ntitle: Fog\n---\n",
        ] {
            assert_eq!(matter(text), Metadata::default(), "{text:?}");
        }
    }
}
