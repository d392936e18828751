//! Quotation marks and their pairs.

use crate::model::Span;

/// Words between a pair of quotation marks that stands in no other pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inside: Span,
    /// Whether the marks are single: they can be apostrophes as well.
    pub single: bool,
    /// Whether the closing mark is missing, because the next paragraph goes on.
    pub open: bool,
}

/// What a mark can be where it stands.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    c: char,
    opens: bool,
    closes: bool,
}

/// How many marks ahead a closing mark is looked for.
const REACH: usize = 64;

/// The outer pairs of `paragraph`, in order. The last may be open.
pub fn pairs(text: &str, paragraph: Span) -> Vec<Pair> {
    let marks = marks(text, paragraph);
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(&mark) = marks.get(next) {
        next += 1;
        if !mark.opens {
            continue;
        }
        let start = mark.at + mark.c.len_utf8();
        let mut rest = marks.iter().enumerate().skip(next).take(REACH);
        if let Some((at, close)) = rest.find(|(_, close)| close.closes && matches(mark.c, close.c)) {
            let end = close.at + close.c.len_utf8();
            let single = is_single(mark.c);
            let (span, inside) = (Span::new(mark.at, end), Span::new(start, close.at));
            found.push(Pair { span, inside, single, open: false });
            next = at + 1;
        } else if !is_single(mark.c)
            && (text.get(paragraph.start()..mark.at).is_some_and(|s| s.trim().is_empty())
                || goes_on(text, Span::new(start, paragraph.end()), mark.c))
        {
            let inside = Span::new(start, paragraph.start() + paragraph.of(text).trim_end().len());
            found.push(Pair { span: Span::new(mark.at, inside.end()), inside, single: false, open: true });
            break;
        }
    }
    found.retain(|pair| !pair.inside.of(text).trim().is_empty());
    found
}

/// Whether words that end a paragraph are quoted and go on in the next one, which begins with the same mark.
fn goes_on(text: &str, words: Span, mark: char) -> bool {
    let mut next = text.get(words.end()..).unwrap_or_default().chars().take(REACH);
    let ends = words.of(text).trim_end().ends_with(['.', '!', '?', '…']);
    ends && next.find(|c| !c.is_whitespace()) == Some(mark)
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›')
}

/// Whether a pair may begin with the one and end with the other.
fn matches(open: char, close: char) -> bool {
    match open {
        '"' => matches!(close, '"' | '”'),
        '“' => matches!(close, '”' | '"'),
        '„' => matches!(close, '“' | '”' | '"'),
        '”' => close == '”',
        '«' => close == '»',
        '»' => close == '«',
        '‘' => matches!(close, '’' | '\''),
        '‚' => matches!(close, '‘' | '’'),
        '\'' => matches!(close, '\'' | '’'),
        '‹' => close == '›',
        '›' => close == '‹',
        '「' => close == '」',
        '『' => close == '』',
        _ => false,
    }
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let inside = paragraph.of(text);
    let mut found = Vec::new();
    let is_mark = |c: &char| is_single(*c) || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「'..='』');
    for (offset, c) in inside.char_indices().filter(|(_, c)| is_mark(c)) {
        let before = inside.get(..offset).and_then(|before| before.chars().next_back());
        let behind = inside.get(offset + c.len_utf8()..).unwrap_or_default();
        let after = behind.chars().next();
        let edge = |c: Option<char>| {
            c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—' | ':' | '/' | '…'))
        };
        let starts = edge(before) || before.is_some_and(|c| matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„'));
        let follows = after.is_some_and(|c| !c.is_whitespace());
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (opens, closes) = match c {
            '«' => (follows || starts, !starts),
            '“' | '„' | '‹' | '「' | '『' => (follows || c == '“', c == '“'),
            '”' | '」' | '』' | '›' => (false, true),
            '»' => (starts && follows, true),
            '"' => (starts && follows || !word(before) && word(after), !edge(before) || !follows),
            '‘' | '‚' => (starts && follows, false),
            '\'' => (starts && word(after), !edge(before) && !word(after)),
            '’' => (false, !edge(before) && !word(after)),
            _ => (false, false),
        };
        if opens || closes {
            // A plural possessive is no closing mark: the towns’ mayors.
            let small = behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            let plural = matches!(c, '\'' | '’') && before == Some('s') && small;
            if opens || !plural {
                found.push(Mark { at: paragraph.start() + offset, c, opens, closes });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        pairs(text, Span::new(0, text.len())).iter().map(|pair| pair.span.of(text)).collect()
    }

    #[test]
    fn marks_of_many_kinds_are_paired() {
        assert_eq!(
            seen("He said \"yes\" and “no”, then „ja“, «oui» and ‘si’."),
            ["\"yes\"", "“no”", "„ja“", "«oui»", "‘si’"]
        );
        assert_eq!(seen("A »nein« there."), ["»nein«"]);
    }

    #[test]
    fn apostrophes_are_no_marks_and_inner_pairs_belong_to_the_outer() {
        assert_eq!(seen("It's the towns' plan, isn't it? The '90s."), Vec::<&str>::new());
        assert_eq!(
            seen("“She said ‘no’ to me.” And 'so it's done,' too."),
            ["“She said ‘no’ to me.”", "'so it's done,'"]
        );
    }

    #[test]
    fn a_mark_left_open_at_the_start_reaches_to_the_end_of_the_paragraph() {
        let text = "“We begin here. And go on.";
        let found = pairs(text, Span::new(0, text.len()));
        assert!(found[0].open && found[0].span.of(text) == text);
        assert_eq!(seen("They said “we begin"), Vec::<&str>::new());
    }
}
