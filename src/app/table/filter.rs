//! Which rows of a table are left: each word that is typed must be found in them.

use super::Column;

/// Scripts from here on are mostly written without blanks between words.
const UNSPACED: char = '\u{e00}';

/// What is looked for, in small letters.
#[derive(Debug)]
pub(super) struct Filter(Vec<Term>);

#[derive(Debug)]
enum Term {
    /// A word of any column begins so.
    Any(String),
    /// A word of this column is just this.
    In(usize, String),
}

impl Filter {
    /// What is typed: words, and `column:word`, where the beginning of a heading stands for the column.
    pub(super) fn new(typed: &str, columns: &[Column]) -> Self {
        let term = |word: &str| {
            let word = word.to_lowercase();
            let (name, rest) = word.split_once(':').unwrap_or_default();
            let column = columns.iter().position(|column| !name.is_empty() && column.title.starts_with(name));
            match column {
                Some(column) => Term::In(column, rest.to_owned()),
                None => Term::Any(word),
            }
        };
        Self(typed.split_whitespace().map(term).collect())
    }

    /// Whether a row with these cells is left.
    pub(super) fn fits(&self, cells: &[String]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let cells: Vec<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
        self.0.iter().all(|term| match term {
            Term::Any(word) => cells.iter().any(|cell| begins_in(cell, word)),
            Term::In(column, word) => {
                word.is_empty() || cells.get(*column).is_some_and(|cell| stands_in(cell, word))
            }
        })
    }
}

/// Whether a word of the cell begins so.
fn begins_in(cell: &str, word: &str) -> bool {
    let anywhere = word.starts_with(|c: char| c >= UNSPACED || !c.is_alphanumeric());
    let begins = |at: usize| !cell[..at].ends_with(char::is_alphanumeric);
    cell.match_indices(word).any(|(at, _)| anywhere || begins(at))
}

/// Whether a word of the cell is just this; names may have hyphens.
fn stands_in(cell: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let anywhere = word.starts_with(|c: char| c >= UNSPACED);
    let alone = |at: usize| !cell[..at].ends_with(goes_on) && !cell[at + word.len()..].starts_with(goes_on);
    cell.match_indices(word).any(|(at, _)| anywhere || alone(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::text("annotator", 9),
        Column::text("label", 9),
        Column::rest("text"),
        Column::unseen("article"),
    ];

    fn fits(typed: &str) -> bool {
        let cells = ["bo-2", "claim", "The Board sees a toll: «关税上涨»", "2-wire.txt"];
        Filter::new(typed, &COLUMNS).fits(&cells.map(str::to_owned))
    }

    #[test]
    fn words_are_beginnings_of_words_in_any_column_and_whole_words_in_a_named_one() {
        for (typed, wanted) in [
            ("", true),
            ("boa", true),
            ("oard", false),
            ("toll board", true),
            ("toll fish", false),
            ("annotator:bo", false),
            ("annotator:bo-2", true),
            ("annot:bo-2 label:claim", true),
            ("label:cl", false),
            ("label:", true),
            ("label:board", false),
            ("text:Toll", true),
            ("article:2-wire", true),
            ("税", true),
            ("text:上涨", true),
            ("toll:", true),
            ("nothing:here", false),
        ] {
            assert_eq!(fits(typed), wanted, "{typed}");
        }
    }
}
