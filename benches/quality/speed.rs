//! How fast one core sees, in megabytes a second, beside the rules of Unicode in the same run.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use abreast::model::{Span, Text};
use abreast::nlp::{Analysis, sentences};
use unicode_segmentation::UnicodeSegmentation;

use crate::sentences::texts;

/// How many bytes are seen: no more than pass before the machine turns to something else.
const SIZE: usize = 100_000;
/// The fastest of so many runs counts: what else the machine does only makes them slower.
const RUNS: usize = 100;

/// Prints the table, of the first texts of a corpus, a paragraph each.
pub fn print(folder: &Path) -> Result<(), String> {
    let mut text = String::new();
    for (next, _) in texts(&folder.join("gum_open.jsonl"))? {
        if text.len() < SIZE {
            text += &next.replace('\n', " ");
            text += "\n\n";
        }
    }
    let text = Text::from(text);
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for paragraph in text.split_inclusive("\n\n") {
        paragraphs.push(Span::new(at, at + paragraph.len()));
        at += paragraph.len();
    }
    println!("| one core | MB/s |\n|---|--:|");
    row("sentences", &text, || paragraphs.iter().map(|&span| sentences(&text, span).len()).sum());
    row("the same by UAX #29 (unicode-segmentation)", &text, || {
        paragraphs.iter().map(|span| span.of(&text).split_sentence_bounds().count()).sum()
    });
    row("structure, sentences, names, quotes", &text, || {
        Analysis::new(text.clone()).all().map(|chunk| chunk.sentences.len() + chunk.mentions.len()).sum()
    });
    Ok(())
}

fn row(what: &str, text: &str, see: impl Fn() -> usize) {
    let seconds = (0..RUNS).map(|_| {
        let start = Instant::now();
        black_box(see());
        start.elapsed().as_secs_f64()
    });
    println!("| {what} | {:.1} |", text.len() as f64 / 1e6 / seconds.fold(f64::INFINITY, f64::min));
}
