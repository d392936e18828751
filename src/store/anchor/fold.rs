//! Texts without what editors and programs change unasked.

use std::iter;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A text in which quotation marks, dashes, white space and the composition of characters make no
/// difference, with the way back to the text that it was made of.
///
/// Characters as they are seen (grapheme clusters, Unicode Standard Annex 29) are folded one by one, to
/// NFKC (Annex 15); runs of white space become one space, runs of dashes one hyphen, and what is
/// invisible and only tells where a line may break becomes nothing. Letters keep their case.
pub(super) struct Folded {
    text: String,
    /// Where (folded, original) bytes go in step from, up to the next of them; or where a character of
    /// another length begins. The last is the end of both.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// Reads the text once. What has no room in four gigabytes once it is folded is left out.
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), steps: Vec::new() };
        // How the character before was folded: whether in step, and the run that it is of.
        let (mut in_step, mut run) = (false, None);
        let mut at = 0;
        for character in characters(original) {
            let before = folded.text.len();
            run = folded.push(character, run);
            let part = folded.text.get(before..).unwrap_or_default();
            let kept = part == character || (part.len() == 1 && character.len() == 1);
            let nothing_again =
                part.is_empty() && folded.steps.last().is_some_and(|last| last.0 as usize == before);
            if !(nothing_again || kept && in_step) {
                let Ok(step) = u32::try_from(before).and_then(|f| Ok((f, u32::try_from(at)?))) else { break };
                folded.steps.push(step);
            }
            in_step = kept;
            at += character.len();
        }
        let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        folded.steps.push((end(folded.text.len()), end(at)));
        folded
    }

    /// Appends one character; gives what a run of is now at the end, if anything is.
    fn push(&mut self, character: &str, run: Option<char>) -> Option<char> {
        if character.chars().all(char::is_whitespace) {
            self.text.extend((run != Some(' ')).then_some(' '));
            return Some(' ');
        }
        let before = self.text.len();
        match character.as_bytes() {
            // This is most of most texts.
            [byte] => self.text.push(plain(char::from(*byte))),
            _ => self.text.extend(character.chars().filter(|c| !is_break_hint(*c)).map(plain).nfkc()),
        }
        match self.text.get(before..) {
            None | Some("") => run,
            Some("-") => {
                self.text.truncate(before + usize::from(run != Some('-')));
                Some('-')
            }
            Some(_) => None,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The byte of the original at which the character starts that is at, or around, byte `at` here.
    pub(super) fn start(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| step.0 as usize <= at);
        self.original(next.saturating_sub(1), at, false)
    }

    /// The byte of the original at which the character ends that ends at, or around, byte `at` here.
    pub(super) fn end(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| (step.0 as usize) < at);
        self.original(next.saturating_sub(1), at, true)
    }

    fn original(&self, step: usize, at: usize, end: bool) -> usize {
        let Some(&(folded, original)) = self.steps.get(step) else { return 0 };
        let &(next_folded, next) = self.steps.get(step + 1).unwrap_or(&(folded, original));
        if next_folded - folded == next - original {
            (original as usize + at.saturating_sub(folded as usize)).min(next as usize)
        } else if end && at > folded as usize {
            next as usize
        } else {
            original as usize
        }
    }

    /// The byte here that byte `at` of the original has become.
    pub(super) fn of_original(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| step.1 as usize <= at);
        let &(folded, original) = self.steps.get(next.saturating_sub(1)).unwrap_or(&(0, 0));
        let &(end, _) = self.steps.get(next).unwrap_or(&(folded, original));
        (folded as usize + at.saturating_sub(original as usize)).min(end as usize)
    }
}

/// The text's characters as they are seen. An ASCII character before another is one of its own: so most
/// texts are passed at once.
fn characters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let len = match rest.as_bytes() {
            [first, second, ..] if first.is_ascii() && second.is_ascii() => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let (character, after) = rest.split_at_checked(len)?;
        rest = after;
        Some(character)
    })
}

/// Soft hyphen, zero width space, word joiner, and zero width no-break space (byte order mark).
fn is_break_hint(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The plain form of a quotation mark or dash.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '‹' | '›' | '`' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '-' => '-',
        c => c,
    }
}
