//! What the benches on annotated corpora share: their end, and reading `token<TAB>tag` lines in IOB2, with a blank line
//! between sentences.

#![allow(dead_code, reason = "each bench uses its part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use abreast::model::{EntityType, Mention, Span};

/// Runs a bench with its arguments, and says why it could not.
pub fn ended(run: fn(&[String]) -> Result<(), String>) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

/// A text with the names in it.
pub struct Document {
    /// One sentence a line.
    pub text: String,
    /// The lines.
    pub sentences: Vec<Span>,
    /// The names, by their places.
    pub names: Vec<Mention>,
}

/// How many sentences without an id are taken for one document.
const TOGETHER: usize = 10;

/// The documents of a corpus: sentences whose ids are alike up to the last `-`, in order of the file. Sentences
/// without their text get one made of their tokens.
pub fn documents(path: &Path) -> Result<Vec<Document>, String> {
    let file = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut documents: Vec<(String, Document)> = Vec::new();
    for (number, block) in file.split("\n\n").filter(|block| !block.trim().is_empty()).enumerate() {
        let value = |key: &str| {
            block.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(" = "))
        };
        let tokens: Vec<(&str, &str)> = block
            .lines()
            .filter(|line| !line.starts_with("# "))
            .filter_map(|line| line.rsplit_once('\t'))
            .collect();
        let id = match value("sent_id") {
            Some(id) => id.rsplit_once('-').map_or(id, |(document, _)| document).to_owned(),
            None => (number / TOGETHER).to_string(),
        };
        let made = value("text").map_or_else(|| joined(&tokens), str::to_owned);
        let document = match documents.iter_mut().rev().find(|(known, _)| *known == id) {
            Some((_, document)) => document,
            None => {
                documents
                    .push((id, Document { text: String::new(), sentences: Vec::new(), names: Vec::new() }));
                &mut documents.last_mut().ok_or("no document")?.1
            }
        };
        if !document.text.is_empty() {
            document.text.push('\n');
        }
        let base = document.text.len();
        document.sentences.push(Span::new(base, base + made.len()));
        document.names.extend(
            names(&made, &tokens)
                .into_iter()
                .map(|(start, end, kind)| Mention { span: Span::new(base + start, base + end), kind }),
        );
        document.text += &made;
    }
    Ok(documents.into_iter().map(|(_, document)| document).collect())
}

/// The names that the tags say, as bytes of the text.
fn names(text: &str, tokens: &[(&str, &str)]) -> Vec<(usize, usize, EntityType)> {
    let mut found: Vec<(usize, usize, EntityType)> = Vec::new();
    let mut open = false;
    let mut from = 0;
    for (token, tag) in tokens {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(token)) else {
            open = false;
            continue;
        };
        let (start, end) = (from + at, from + at + token.len());
        from = end;
        let kind = tag.get(2..).and_then(|name| EntityType::ALL.into_iter().find(|kind| kind.name() == name));
        match (kind, found.last_mut()) {
            (Some(kind), Some(last)) if open && tag.starts_with("I-") && last.2 == kind => last.1 = end,
            (Some(kind), _) => found.push((start, end, kind)),
            (None, _) => {}
        }
        open = kind.is_some();
    }
    found
}

/// The text that tokens were probably made from.
fn joined(tokens: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let (mut glue, mut quoted) = (true, false);
    for (token, _) in tokens {
        let closes = matches!(
            *token,
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "'s" | "’s" | "n't" | "'" | "..." | "''"
        ) || *token == "\"" && quoted;
        if !glue && !closes {
            text.push(' ');
        }
        text += token;
        quoted ^= *token == "\"";
        glue = matches!(*token, "(" | "[" | "$" | "#" | "@" | "``") || *token == "\"" && quoted;
    }
    text
}

/// Counts of what is right, found, and there.
#[derive(Clone, Copy, Default)]
pub struct Score {
    pub right: usize,
    pub found: usize,
    pub there: usize,
}

impl Score {
    /// Adds what is the same in both.
    pub fn add<T: Ord>(&mut self, found: &BTreeSet<T>, there: &BTreeSet<T>) {
        self.right += found.intersection(there).count();
        self.found += found.len();
        self.there += there.len();
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            found: self.found + other.found,
            there: self.there + other.there,
        }
    }

    pub fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    pub fn recall(self) -> f64 {
        self.right as f64 / self.there.max(1) as f64
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.there).max(1) as f64
    }
}
