//! The table of reporting verbs.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

/// What makes a use of a verb a report of what somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Any content: said, told.
    Say,
    /// A clause: confirmed that, added that.
    State,
    /// Any object: ruled out, called for, vowed.
    Act,
    /// Quoted words: called it “a mistake”.
    Quoted,
    /// A question; what is asked is not stated.
    Ask,
    /// Quoted words of a text: the letter read “go”.
    Text,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Say.
    Base,
    /// Says.
    Present,
    /// Said.
    Past,
    /// Saying.
    Ing,
}

/// A word as a verb.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    pub usage: Use,
    pub form: Form,
    /// The word that must follow: out, for; none is empty.
    pub particle: &'static str,
}

/// One verb a line: use, base, present, past, participle, particle; a bar stands between two spellings.
static TABLE: &str = include_str!("../data/verbs.txt");

static FORMS: LazyLock<HashMap<&'static str, Vec<Verb>>> = LazyLock::new(|| {
    let mut forms: HashMap<_, Vec<_>> = HashMap::new();
    for line in TABLE.lines() {
        let mut columns = line.split(' ');
        let usage = match columns.next() {
            Some("say") => Use::Say,
            Some("state") => Use::State,
            Some("act") => Use::Act,
            Some("ask") => Use::Ask,
            Some("text") => Use::Text,
            _ => Use::Quoted,
        };
        let cells: Vec<&str> = columns.collect();
        let particle = cells.get(4).copied().unwrap_or_default();
        for (cell, form) in cells.iter().zip([Form::Base, Form::Present, Form::Past, Form::Ing]) {
            // Read and hit are the past as well.
            for word in cell.split('|').filter(|word| form != Form::Base || cells.get(2) != Some(word)) {
                forms.entry(word).or_default().push(Verb { usage, form, particle });
            }
        }
    }
    // Those that ask for a further word are tried first.
    forms.values_mut().for_each(|verbs| verbs.sort_by_key(|verb| verb.particle.is_empty()));
    forms
});

/// What `word`, in small letters, can be as a reporting verb.
pub fn verbs(word: &str) -> &'static [Verb] {
    FORMS.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_its_columns() {
        assert!(TABLE.lines().is_sorted());
        for line in TABLE.lines() {
            let columns: Vec<&str> = line.split(' ').collect();
            assert!(["say", "state", "act", "ask", "quoted", "text"].contains(&columns[0]), "{line}");
            assert!((5..=6).contains(&columns.len()) && columns[4].contains("ing"), "{line}");
        }
    }

    #[test]
    fn a_verb_is_known_in_all_its_forms() {
        for (word, form) in
            [("deny", Form::Base), ("denies", Form::Present), ("denied", Form::Past), ("denying", Form::Ing)]
        {
            assert_eq!(verbs(word)[0].form, form);
        }
        assert_eq!(verbs("ruled")[0].particle, "out");
        assert!(verbs("walked").is_empty());
    }
}
