//! What an export leaves out, and what of it contradicts itself.

use std::collections::BTreeMap;
use std::fmt;

/// How many of what an export leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    counts: BTreeMap<&'static str, usize>,
    /// How many sentences of a training set are negative to one annotator and not to another.
    pub contradicted: usize,
}

impl Lost {
    /// Counts more of something, in the singular.
    pub fn add(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.counts.entry(what).or_default() += count;
        }
    }

    /// Counts what another export leaves out.
    pub fn add_all(&mut self, other: Self) {
        self.contradicted += other.contradicted;
        other.counts.into_iter().for_each(|(what, count)| self.add(what, count));
    }

    /// Takes something off the list that is carried after all.
    pub fn forget(&mut self, what: &str) {
        self.counts.remove(what);
    }

    /// Says what is left out of something, of which the rest is carried.
    pub fn call(&mut self, what: &str, part: &'static str) {
        let count = self.counts.remove(what).unwrap_or_default();
        self.add(part, count);
    }

    /// Says in a sentence what of a training set contradicts itself; nothing if nothing does.
    pub fn contradictions(&self) -> Option<String> {
        let sentences = match self.contradicted {
            0 => return None,
            1 => "1 sentence is".to_owned(),
            more => format!("{more} sentences are"),
        };
        Some(format!("{sentences} none to one annotator and tagged by another: the rows of both are in it"))
    }

    /// Whether nothing is left out.
    pub fn is_nothing(&self) -> bool {
        self.counts.is_empty()
    }
}

/// `2 links, 1 note`.
impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (what, count)) in self.counts.iter().enumerate() {
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
