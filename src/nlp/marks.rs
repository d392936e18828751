//! The marks at the ends and the beginnings of sentences.

/// A mark that ends a sentence wherever it stands.
pub fn ends_in_full(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '።' | '။' | '។')
}

/// A mark that can end a sentence.
pub fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽') || ends_in_full(c)
}

/// The first bytes of what a scan for sentence ends stops at: the marks, straight quotation marks, slashes.
///
/// Other characters begin with them as well where they are not ASCII.
pub const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    // E0 and E1 begin letters of India and Ethiopia, E2 ellipses, E3 and EF full-width marks, D8 and DB Arabic ones.
    let firsts = [b'.', b'!', b'?', b'"', b'/', 0xD8, 0xDB, 0xE0, 0xE1, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < firsts.len() {
        stops[firsts[at] as usize] = true;
        at += 1;
    }
    stops
};

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
