//! Boundaries between the sentences of texts, beside those of other programs.

use std::collections::BTreeSet;
use std::path::Path;

use abreast::model::Text;
use abreast::nlp::Analysis;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use crate::data::Score;
use crate::{corpus, files, read};

/// The corpora in English, in the order of the columns.
const ENGLISH: [&str; 4] = ["golden", "gum_open", "ewt_weblog_news", "ewt_ugc"];

/// Others: how many of the 48 golden rules are right, and the F1 on the other corpora, as the README of the data gives
/// them, measured by the same method.
const PEERS: [(&str, [&str; 4]); 10] = [
    ("pysbd 0.3.4", ["47", ".931", ".850", ".843"]),
    ("pragmatic-segmenter", ["44", ".926", ".846", ".833"]),
    ("sentencex (Rust)", ["43", ".967", ".864", ".865"]),
    ("blingfire", ["36", ".966", ".869", ".808"]),
    ("syntok", ["34", ".936", ".877", ".807"]),
    ("nltk punkt", ["27", ".937", ".887", ".860"]),
    ("spaCy sentencizer", ["25", ".930", ".817", ".871"]),
    ("compromise (npm)", ["30", ".934", ".852", ".871"]),
    ("wink-nlp (npm)", ["29", ".936", ".813", ".826"]),
    ("srx (LanguageTool's rules)", ["26", ".928", ".878", ".859"]),
];

/// What one program did in a corpus.
#[derive(Clone, Copy, Default)]
struct Outcome {
    score: Score,
    /// How many texts are all right, of how many.
    right: usize,
    texts: usize,
}

impl Outcome {
    fn add(&mut self, found: &BTreeSet<usize>, there: &BTreeSet<usize>) {
        self.score.add(found, there);
        self.right += usize::from(found == there);
        self.texts += 1;
    }

    /// The golden rules are counted; all else is an F1.
    fn shown(&self, corpus: &str) -> String {
        if corpus == "golden" {
            format!("{}/{}", self.right, self.texts)
        } else {
            format!("{:.3}", self.score.f1()).trim_start_matches('0').to_owned()
        }
    }
}

/// Prints two tables: English beside other programs, other languages beside the rules of Unicode.
pub fn print(folder: &Path) -> Result<(), String> {
    let english = ENGLISH.map(|name| measured(&folder.join(name).with_extension("jsonl")));
    println!("| sentences | golden rules | gum_open | ewt_weblog_news | ewt_ugc |\n|---|--:|--:|--:|--:|");
    for (program, name) in ["**abreast**", "UAX #29 (unicode-segmentation)"].iter().enumerate() {
        let figures: Result<Vec<String>, String> = english
            .iter()
            .zip(ENGLISH)
            .map(|(results, corpus)| Ok(results.as_ref().map_err(String::clone)?[program].shown(corpus)))
            .collect();
        println!("| {name} | {} |", figures?.join(" | "));
    }
    for (name, [golden, rest @ ..]) in PEERS {
        println!("| {name} | {golden}/48 | {} |", rest.join(" | "));
    }
    println!("\n| sentences | abreast | UAX #29 |\n|---|--:|--:|");
    for path in files(folder, ".jsonl")? {
        let corpus = corpus(&path);
        if let Some(language) = corpus.strip_prefix("pud_") {
            let [ours, unicode] = measured(&path)?;
            println!("| PUD {language} | {} | {} |", ours.shown(&corpus), unicode.shown(&corpus));
        }
    }
    println!();
    Ok(())
}

/// The texts of a corpus, each with its sentences.
pub fn texts(path: &Path) -> Result<Vec<(String, Vec<String>)>, String> {
    let text = |line: &str| {
        let value: Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        let text = value["text"].as_str().ok_or_else(|| format!("{}: a line has no text", path.display()))?;
        let sentences = value["sents"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok((text.to_owned(), sentences.map(str::to_owned).collect()))
    };
    read(path)?.lines().map(text).collect()
}

/// What the program and the rules of Unicode do in a corpus.
fn measured(path: &Path) -> Result<[Outcome; 2], String> {
    let mut results = [Outcome::default(); 2];
    for (text, sentences) in texts(path)? {
        let mut from = 0;
        let mut there = Vec::new();
        for sentence in sentences {
            from +=
                text.get(from..).and_then(|rest| rest.find(&sentence)).unwrap_or_default() + sentence.len();
            there.push(from.min(text.len()));
        }
        let there = boundaries(&text, there);
        let analysis = Analysis::new(Text::from(text.as_str()));
        let ours =
            analysis.all().flat_map(|chunk| &chunk.sentences).map(|sentence| sentence.span.end()).collect();
        let unicode = text.split_sentence_bound_indices().map(|(at, part)| at + part.len()).collect();
        for (result, ends) in results.iter_mut().zip([ours, unicode]) {
            result.add(&boundaries(&text, ends), &there);
        }
    }
    Ok(results)
}

/// Ends of sentences inside a text, in characters before them that are not blank.
fn boundaries(text: &str, mut ends: Vec<usize>) -> BTreeSet<usize> {
    ends.sort_unstable();
    let (mut at, mut count) = (0, 0);
    let mut counts = Vec::new();
    for end in ends {
        count += text.get(at..end).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).count();
        at = at.max(end);
        counts.push(count);
    }
    let all = count + text.get(at..).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).count();
    counts.into_iter().filter(|&count| count > 0 && count < all).collect()
}
