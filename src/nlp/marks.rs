//! The marks at the ends and the beginnings of sentences.

/// A mark that ends a sentence wherever it stands.
pub fn ends_in_full(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '።' | '။' | '។')
}

/// A mark that can end a sentence.
pub fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽') || ends_in_full(c)
}

/// What can stand between such a mark and the blank after it.
pub fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '"' | '\'' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '›' | '*' | '_')
}

/// What can stand before the first letter of a sentence.
pub fn is_opener(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '«'
            | '"'
            | '\''
            | '('
            | '['
            | '{'
            | '„'
            | '‚'
            | '‹'
            | '¿'
            | '¡'
            | '「'
            | '（'
            | '*'
            | '_'
    ) || matches!(c, '-' | '–' | '—')
}

/// A mark before the items of a list.
pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '*' | '-' | '–')
}
