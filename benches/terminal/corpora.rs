//! The articles that the programs are given, made in a folder of their own.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use abreast::config::Annotator;
use abreast::corpus;
use abreast::model::{Annotation, Attributes, Kind, LabelName, Schema};
use abreast::nlp::{self, Analysis};
use abreast::store::{Facts, Sidecar, Store};
use abreast::text::CodePoints;
use tempfile::TempDir;

use super::made;

const MB: usize = 1 << 20;
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
/// Stands once, at the end of the largest article,
pub const NEEDLE: &str = "zqxneedle";
/// and this beside it.
pub const TARGET: &str = "HIDDENTARGET";
/// In the first sentence of each article.
pub const BEGINNING: &str = "Quill";

/// Articles that are read together.
pub struct Corpus {
    pub name: &'static str,
    pub files: Vec<PathBuf>,
}

/// All corpora, and the folder that goes with them.
pub struct Corpora {
    _folder: TempDir,
    pub five: Corpus,
    pub four: Corpus,
    pub line: Corpus,
    pub tagged: Corpus,
    pub huge: Corpus,
    /// One folder of many files,
    pub folder: Corpus,
    /// and one file of many articles, in JSON lines.
    pub lines: Corpus,
}

impl Corpora {
    /// The file of JSON lines has about so many megabytes.
    pub fn make(megabytes: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let make = |name: &'static str, count: usize, text: &dyn Fn() -> String| {
            let dir = folder.path().join(name.replace(' ', "-"));
            fs::create_dir(&dir).unwrap();
            let files = DAYS[..count].iter().map(|day| {
                let file = dir.join(format!("{day}.txt"));
                fs::write(&file, text().replace("Monday", day)).unwrap();
                file
            });
            Corpus { name, files: files.collect() }
        };
        let tagged = make("1 MB with 10,000 annotations", 1, &|| made::article(MB));
        tag(&tagged.files[0]);
        let end = format!("\n\nThe {NEEDLE} lies beside the {TARGET} at last.\n");
        Self {
            five: make("five of 3 kB", 5, &|| made::article(3000)),
            four: make("four of 1 MB", 4, &|| made::article(MB)),
            line: make("1 MB in one line", 1, &|| made::line(MB)),
            tagged,
            huge: make("100 MB", 1, &|| made::article(100 * MB) + &end),
            folder: many(folder.path()),
            lines: lines(folder.path(), megabytes, &end),
            _folder: folder,
        }
    }

    pub fn each(&self) -> [&Corpus; 5] {
        [&self.five, &self.four, &self.line, &self.tagged, &self.huge]
    }
}

/// A folder of 20,000 files of 3 kB.
fn many(folder: &Path) -> Corpus {
    let dir = folder.join("many");
    fs::create_dir(&dir).unwrap();
    let text = made::article(3000);
    for number in 0..20_000 {
        fs::write(dir.join(format!("{number}.txt")), text.replace("winter", &number.to_string())).unwrap();
    }
    Corpus { name: "20,000 files of 3 kB", files: vec![dir] }
}

/// Articles of 3 kB, one a line.
fn lines(folder: &Path, megabytes: usize, end: &str) -> Corpus {
    let (path, text) = (folder.join("lines.jsonl"), made::article(3000));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let count = megabytes * MB / text.len();
    for number in 1..=count {
        let text = text.replace("winter", &number.to_string()) + if number == count { end } else { "" };
        let article = serde_json::json!({ "id": format!("article-{number}"), "text": text });
        writeln!(file, "{article}").unwrap();
    }
    file.flush().unwrap();
    Corpus { name: "JSON lines", files: vec![path] }
}

/// Gives 10,000 sentences of an article a tag each; the first hundred are left.
fn tag(file: &Path) {
    let article = corpus::open(file).unwrap();
    let annotator = Annotator::named("ada").unwrap();
    let facts = Facts::new(&article, &nlp::head(&article.text));
    let analysis = Analysis::new(article.text.clone());
    let sentences = analysis.all().flat_map(|chunk| &chunk.sentences).filter(|s| s.kind == Kind::Sentence);
    let mut sidecar = Sidecar::new(facts, annotator.id.clone(), None);
    let claim = |span| Annotation::new(LabelName::new(LabelName::CLAIM), span, Attributes::new());
    sidecar.annotations = sentences.skip(100).take(10_000).map(|sentence| claim(sentence.span)).collect();
    assert_eq!(sidecar.annotations.len(), 10_000);
    let store = Store { dir: None, root: file.parent().unwrap().to_owned() };
    let json = sidecar.render(&CodePoints::new(article.text.clone()), &Schema::default());
    fs::write(store.sidecar(file, &annotator.id), json).unwrap();
}
