//! What the fuzz targets share: what must hold of everything that the program says and shows.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use abreast::app::{MEMORY, Setup};
use abreast::command::Theme;
use abreast::config::Annotator;
use abreast::corpus::{Fields, discover};
use abreast::keys::{Key, KeyCode, Keymap};
use abreast::model::{Problem, Schema};
use abreast::runtime::{Context, Inline, Own};
use abreast::store::{Session, Store};
use abreast::view::{Depth, draw_into};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use tempfile::TempDir;

/// An article, made up.
pub const TEXT: &str = "Minister rules out new taxes\n\nBERLIN, 30 Sept – “We will not raise taxes,” said \
    Zoë Müller 🇩🇪 on Tuesday.\nNobody else spoke.\n";

/// What is said is one sentence, in one line, without anything unseen.
pub fn one_sentence(problem: &Problem) {
    let said = abreast::text::shown(&problem.to_string()).into_owned();
    assert!(!said.trim().is_empty() && !said.contains(unseen), "{said:?}");
}

/// Whether a terminal would do something on it, or show what follows otherwise.
fn unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A folder that this run writes its article in, again and again.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));

/// The file of the article.
pub fn article(bytes: &[u8]) -> PathBuf {
    file("a.txt", bytes)
}

/// A file of this name, which holds these bytes.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = FOLDER.path().join(name);
    fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

/// Draws the reader with this article, and again after each of some keys. Nothing is saved.
pub fn draw(path: PathBuf, keymap: Keymap, schema: Schema, size: Size, keys: &str) {
    let store = Store { dir: None, root: FOLDER.path().to_owned() };
    let corpus = discover(&[path], &Fields::default()).expect("a file that is there").corpus;
    let annotator = Annotator::named("ada").expect("a name");
    let setup = Setup {
        corpus: Arc::clone(&corpus),
        is_found: true,
        memory: MEMORY,
        skipped: Default::default(),
        name: "fuzz".to_owned(),
        store: store.clone(),
        annotator: annotator.clone(),
        read_only: Some("nothing is saved here".to_owned()),
        away: None,
        schema: schema.clone(),
        keymap,
        theme: Theme::Dark,
        size,
        session: Session::default(),
        faults: Vec::new(),
    };
    let context = Context { corpus, store, annotator, schema: Arc::new(schema), own: Own::default() };
    let mut reader = Inline::new(setup, context);
    drawn(&reader);
    for key in keys.chars() {
        reader.press(&[Key::plain(KeyCode::Char(key))]);
        drawn(&reader);
    }
}

/// Every cell of the frame is text to be seen.
fn drawn(reader: &Inline) {
    let Size { width, height } = reader.app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw_into(&reader.app, Depth::True, &mut buffer);
    for cell in &buffer.content {
        assert!(!cell.symbol().contains(unseen), "{:?}", cell.symbol());
        assert!(abreast::text::width(cell.symbol()) <= 2, "{:?}", cell.symbol());
    }
}
