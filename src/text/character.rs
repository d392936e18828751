//! Kinds of characters: what is shown of one that is not shown as itself, and where all terminals agree.

/// Stands for what has no picture of its own.
pub(super) const HIDDEN: &str = "�";

/// The pictures of the controls U+0000 to U+001F, each of three bytes.
const PICTURES: &str = "␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟";

/// Whether `c`, which follows `before` in the cluster of `base`, changes only how that is drawn. It is
/// left out, since terminals differ in the width of the result.
pub(super) fn varies(base: char, before: char, c: char) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => plain(base).is_none() && !matches!(before, '\u{200c}' | '\u{200d}'),
        '\u{20e3}' => true,
        '\u{e0020}'..='\u{e007f}' => base == '🏴',
        _ if is_selector(c) => !is_selector(before),
        _ => is_emoji(base) && is_emoji(c),
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The characters that emoji with skin tones and joined emoji are made of, roughly.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f200}'..='\u{1faff}')
}

/// The blanks at which a row may end.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}'
        | '\u{205f}' | '\u{3000}')
}

/// The blanks at which no row may end.
pub(super) fn is_glue(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The symbol and the width of a character that is never shown as itself, and always for itself.
pub(super) fn stand_in(c: char) -> Option<(&'static str, usize)> {
    match c {
        '!'..='~' => None,
        '\u{3000}' => Some(("  ", 2)),
        _ if is_blank(c) || is_glue(c) => Some((" ", 1)),
        '\0'..='\u{1f}' => {
            let at = 3 * c as usize;
            Some((PICTURES.get(at..at + 3).unwrap_or(HIDDEN), 1))
        }
        '\u{7f}' => Some(("␡", 1)),
        // Halfwidth sound marks, which terminals and libraries count as 0, 1 or 2.
        '\u{ff9e}' => Some(("゛", 2)),
        '\u{ff9f}' => Some(("゜", 2)),
        _ if is_hidden(c) => Some((HIDDEN, 1)),
        _ => None,
    }
}

/// The characters of Unicode 17 that nothing is seen of: C1 controls, the general category Cf, line and
/// paragraph separators, and what is ignorable by default. U+17D8, the one character of three columns
/// and out of use, is hidden with them.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}'
        | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{17d8}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The width of a character on which all terminals agree, and which is a cluster of its own next to
/// others like it: ASCII, Latin, Greek, Cyrillic, punctuation, signs; Chinese, Japanese, Korean.
pub(super) fn plain(c: char) -> Option<usize> {
    match c {
        ' '..='~'
        | '\u{a1}'..='\u{ac}'
        | '\u{ae}'..='\u{2ff}'
        | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{1e00}'..='\u{1fff}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20bf}'
        | '\u{2100}'..='\u{2317}'
        | '\u{2400}'..='\u{2426}'
        | '\u{2500}'..='\u{259f}'
        | '◌'
        | '�' => Some(1),
        '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff60}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthChar;

    use super::*;

    /// What lets most characters pass without a look at clusters: next to a plain one, a plain one is a
    /// cluster of its own.
    #[test]
    fn plain_characters_are_clusters_of_their_own() {
        for c in '\0'..=char::MAX {
            if let Some(columns) = plain(c) {
                assert_eq!(c.width(), Some(columns), "{c:?}");
                assert_eq!(stand_in(c).is_none(), c != ' ', "{c:?}");
                assert_eq!(format!("a{c}{c}가a").graphemes(true).count(), 5, "{c:?}");
            }
        }
    }
}
