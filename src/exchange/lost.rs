//! What a format has no place for.

use std::collections::BTreeMap;
use std::fmt;

/// How many of what an export leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost(BTreeMap<&'static str, usize>);

impl Lost {
    /// Counts more of something, in the singular.
    pub fn add(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    /// Counts what another export leaves out.
    pub fn add_all(&mut self, other: Self) {
        other.0.into_iter().for_each(|(what, count)| self.add(what, count));
    }

    /// Takes something off the list that is carried after all.
    pub fn forget(&mut self, what: &str) {
        self.0.remove(what);
    }

    /// Says what is left out of something, of which the rest is carried.
    pub fn call(&mut self, what: &str, part: &'static str) {
        let count = self.0.remove(what).unwrap_or_default();
        self.add(part, count);
    }

    /// Whether nothing is left out.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

/// `2 links, 1 note`.
impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (what, count)) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let (head, tail) = what.split_once(' ').unwrap_or((what, ""));
            let plural = if *count == 1 { "" } else { "s" };
            let space = if tail.is_empty() { "" } else { " " };
            write!(f, "{comma}{count} {head}{plural}{space}{tail}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_by_count() {
        let mut lost = Lost::default();
        assert!(lost.is_nothing());
        lost.add("note", 1);
        lost.add("link", 0);
        lost.add("link to another article", 2);
        assert_eq!(lost.to_string(), "2 links to another article, 1 note");
    }
}
