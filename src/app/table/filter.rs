//! Which rows of a table are left: each word that is typed must be found in them.

use super::{Column, TableRow};

/// Scripts from here on are mostly written without blanks between words.
const UNSPACED: char = '\u{e00}';

/// What is looked for, in small letters.
#[derive(Debug)]
pub(super) struct Filter(Vec<Term>);

#[derive(Debug)]
enum Term {
    /// A word of any column begins so.
    Any(String),
    /// A word of this column is just this, if there is such a row; else one begins so.
    In { column: usize, word: String, whole: bool },
}

impl Filter {
    /// What is typed: words, and `column:word`, where the beginning of a heading stands for the column.
    pub(super) fn new(typed: &str, columns: &[Column], rows: &[TableRow]) -> Self {
        let term = |word: &str| {
            let word = word.to_lowercase();
            let (name, rest) = word.split_once(':').unwrap_or_default();
            let column = columns.iter().position(|column| !name.is_empty() && column.title.starts_with(name));
            match column {
                Some(column) => {
                    let cells = rows.iter().filter_map(|row| row.cells.get(column));
                    let whole = cells.map(|cell| cell.to_lowercase()).any(|cell| stands_in(&cell, rest));
                    Term::In { column, word: rest.to_owned(), whole }
                }
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
            Term::In { word, .. } if word.is_empty() => true,
            Term::In { column, word, whole } => {
                let found = if *whole { stands_in } else { begins_in };
                cells.get(*column).is_some_and(|cell| found(cell, word))
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
    use super::super::Target;
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::text("annotator", 9),
        Column::text("label", 9),
        Column::rest("text"),
        Column::unseen("article"),
    ];

    /// The numbers of the rows that are left.
    fn left(typed: &str) -> Vec<usize> {
        let rows = [
            ["bo-2", "claim", "The Board sees a toll: «关税上涨»", "2-wire.txt"],
            ["bo", "position", "Fishers wait.", "2-wire-2.txt"],
        ];
        let row = |cells: [&str; 4]| TableRow::new(cells.map(str::to_owned).into(), Target::Article(0));
        let rows = rows.map(row);
        let filter = Filter::new(typed, &COLUMNS, &rows);
        (1..).zip(&rows).filter(|(_, row)| filter.fits(&row.cells)).map(|(number, _)| number).collect()
    }

    #[test]
    fn words_are_beginnings_of_words_in_any_column_and_whole_words_in_a_named_one() {
        for (typed, wanted) in [
            ("", &[1, 2][..]),
            ("boa", &[1]),
            ("oard", &[]),
            ("toll board", &[1]),
            ("toll fish", &[]),
            ("bo", &[1, 2]),
            ("annotator:bo", &[2]),
            ("annotator:b", &[1, 2]),
            ("annot:bo-2 label:claim", &[1]),
            ("label:cl", &[1]),
            ("label:", &[1, 2]),
            ("label:board", &[]),
            ("text:Toll", &[1]),
            ("article:2-wire", &[1]),
            ("税", &[1]),
            ("text:上涨", &[1]),
            ("toll:", &[1]),
            ("nothing:here", &[]),
        ] {
            assert_eq!(left(typed), wanted, "{typed}");
        }
    }
}
