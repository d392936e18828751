//! How often names and sentences are seen right: `cargo bench --bench quality -- DATA` prints a table.
//!
//! DATA is a folder of corpora: `ner/PART/*.conll` as `src/nlp/tagger/MODEL.md` describes them (`--part` chooses
//! `dev` or `test`, the default), and `sentences/*.jsonl` with the fields `text` and `sents`.

mod data;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use abreast::model::{EntityType, Mention, Text};
use abreast::nlp::Analysis;
use data::{Score, documents};
use serde_json::Value;

const NAMES: [EntityType; 4] = [EntityType::Per, EntityType::Org, EntityType::Loc, EntityType::Misc];

/// The files of a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Names whose span and kind are right. Corpora without `MISC` have no figure with it.
fn names(path: &Path) -> Result<(), String> {
    let mut scores = [Score::default(); NAMES.len()];
    for document in documents(path)? {
        let analysis = Analysis::new(Text::from(document.text.as_str()));
        let found: Vec<Mention> = analysis.all().flat_map(|chunk| chunk.mentions.iter().copied()).collect();
        for (score, kind) in scores.iter_mut().zip(NAMES) {
            let of = |names: &[Mention]| {
                names.iter().filter(|name| name.kind == kind).map(|name| name.span).collect::<BTreeSet<_>>()
            };
            score.add(&of(&found), &of(&document.names));
        }
    }
    let [per, org, loc, misc] = scores;
    let three = per.plus(org).plus(loc);
    let four = three.plus(misc);
    let all = if misc.there > 0 { format!("{:.3}", four.f1()) } else { "–".to_owned() };
    println!(
        "| {} | {} | {all} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
        name(path),
        four.there,
        three.f1(),
        per.f1(),
        org.f1(),
        loc.f1(),
        misc.f1()
    );
    Ok(())
}

/// Boundaries between the sentences of each text, counted in characters that are not blank.
fn sentences(path: &Path) -> Result<(), String> {
    let file = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (mut score, mut right, mut texts) = (Score::default(), 0, 0);
    for line in file.lines() {
        let value: Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        let text = value["text"].as_str().ok_or_else(|| format!("{}: a line has no text", path.display()))?;
        let mut from = 0;
        let mut there = Vec::new();
        for sentence in value["sents"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            from +=
                text.get(from..).and_then(|rest| rest.find(sentence)).unwrap_or_default() + sentence.len();
            there.push(from.min(text.len()));
        }
        let analysis = Analysis::new(Text::from(text));
        let found =
            analysis.all().flat_map(|chunk| &chunk.sentences).map(|sentence| sentence.span.end()).collect();
        let (found, there) = (boundaries(text, found), boundaries(text, there));
        score.add(&found, &there);
        right += usize::from(found == there);
        texts += 1;
    }
    println!(
        "| {} | {:.3} | {:.3} | {:.3} | {right} of {texts} |",
        name(path),
        score.f1(),
        score.precision(),
        score.recall()
    );
    Ok(())
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

fn run(arguments: &[String]) -> Result<(), String> {
    let (data, part) = match arguments {
        [data] => (data, "test"),
        [data, option, part] if option == "--part" => (data, part.as_str()),
        _ => {
            return Err(
                "Give the folder of the corpora: cargo bench --bench quality -- DATA [--part dev]".to_owned()
            );
        }
    };
    let data = Path::new(data);
    println!(
        "| names, {part} | there | F1 | without MISC | PER | ORG | LOC | MISC |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    );
    for path in files(&data.join("ner").join(part), "conll")? {
        names(&path)?;
    }
    println!("\n| sentences | F1 | precision | recall | texts all right |\n|---|--:|--:|--:|--:|");
    files(&data.join("sentences"), "jsonl")?.iter().try_for_each(|path| sentences(path))
}

fn main() -> ExitCode {
    data::ended(run)
}
