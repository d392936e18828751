//! How well the program sees, as tables: `cargo bench --bench quality -- DATA [--part dev] [--gold ARTICLES]`
//!
//! DATA is a folder of corpora: `ner/PART/*.conll` as `src/nlp/tagger/MODEL.md` describes them (`--part` chooses
//! `dev` or `test`, the default), and `sentences/*.jsonl` with the fields `text` and `sents`. ARTICLES is a folder of
//! articles, with what is right of some of them in `gold/*.gold.json`.

mod alike;
#[path = "../data/mod.rs"]
mod data;
mod gold;
mod mentions;
mod names;
mod said;
mod sentences;
mod speed;
mod units;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The files of a folder whose names have this ending, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths.filter(|path| name(path).ends_with(ending)).collect();
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The name of a corpus: that of its file without the ending.
fn corpus(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn run(arguments: &[String]) -> Result<(), String> {
    const USAGE: &str = "Give the folder of the corpora: \
        cargo bench --bench quality -- DATA [--part dev] [--gold ARTICLES]";
    let [data, options @ ..] = arguments else { return Err(USAGE.to_owned()) };
    let (mut part, mut articles) = ("test", None);
    for option in options.chunks(2) {
        match option {
            [option, value] if option == "--part" => part = value,
            [option, value] if option == "--gold" => articles = Some(Path::new(value)),
            _ => return Err(USAGE.to_owned()),
        }
    }
    let data = Path::new(data);
    sentences::print(&data.join("sentences"))?;
    names::print(&data.join("ner"), part)?;
    if let Some(articles) = articles {
        gold::print(articles)?;
    }
    speed::print(&data.join("sentences"))
}

fn main() -> ExitCode {
    data::ended(run)
}
