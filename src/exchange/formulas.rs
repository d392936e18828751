//! Cells that no spreadsheet takes for a formula, also where it takes something else for what separates them: then a cell
//! ends in the middle of a text.

/// What a spreadsheet may take for the end of a cell, whatever separates those of the table.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// A cell with a `'` before each part that a spreadsheet could take for a formula, or reading for such a mark.
pub fn harmless(cell: &str) -> String {
    let parts = cell.split_inclusive(ENDS);
    let marked = |part: &str| if risky(part) { format!("'{part}") } else { part.to_owned() };
    parts.map(marked).collect()
}

/// A cell without these marks.
pub fn unmarked(cell: &str) -> String {
    cell.split_inclusive(ENDS).map(|part| part.strip_prefix('\'').unwrap_or(part)).collect()
}

fn risky(part: &str) -> bool {
    let first = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    part.starts_with(['\'', '\t', '\r', '\n'])
        || first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_part_of_a_cell_is_a_formula() {
        for (cell, wanted) in [
            ("=1", "'=1"),
            (" ＝1", "' ＝1"),
            ("a;=1", "a;'=1"),
            ("a\t@b", "a\t'@b"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("\t=1", "'\t'=1"),
            ("a, -b; c", "a, -b; c"),
            ("‘a’; 'b'", "‘a’; 'b'"),
            ("'a", "''a"),
        ] {
            assert_eq!(harmless(cell), wanted);
        }
    }

    proptest! {
        #[test]
        fn marks_are_taken_away_again(cell in "[ab;=\t\r\n' +＠\"]{0,12}") {
            prop_assert_eq!(unmarked(&harmless(&cell)), cell);
        }
    }
}
