//! The program without a terminal, on a copy of articles in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use abreast::app::{MEMORY, Setup};
use abreast::cli::args::Typed;
use abreast::command::Theme;
use abreast::config::Annotator;
use abreast::corpus::{self, Fields};
use abreast::keys::Keymap;
use abreast::model::{Problem, Schema};
use abreast::runtime::{Context, Inline, Own};
use abreast::store::{Session, Store};
use abreast::view::{Depth, draw_into};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use serde_json::Value as Json;
use tempfile::TempDir;

/// The folder of the articles that come with the program.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

/// A folder with a copy of the articles that come with the program, without their sidecars.
pub fn copied() -> TempDir {
    let folder = TempDir::new().unwrap();
    for entry in fs::read_dir(samples()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt" || ending == "md") {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// A folder with these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// The sidecar of `ada` for an article.
pub fn sidecar(folder: &Path, article: &str) -> PathBuf {
    sidecar_of(folder, article, "ada")
}

pub fn sidecar_of(folder: &Path, article: &str, annotator: &str) -> PathBuf {
    folder.join(format!("{article}.{annotator}.abreast.json"))
}

/// The records of a sidecar; none if there is no file.
pub fn records(path: &Path) -> Vec<Json> {
    let json: Json = fs::read(path).map_or(Json::Null, |bytes| serde_json::from_slice(&bytes).unwrap());
    json["annotations"].as_array().cloned().unwrap_or_default()
}

/// The labels in a sidecar.
pub fn labels(path: &Path) -> Vec<String> {
    let json: Json = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    json["annotations"].as_array().unwrap().iter().map(|a| a["label"].as_str().unwrap().to_owned()).collect()
}

/// The program at work in a folder.
pub struct Desk {
    pub inline: Inline,
    pub depth: Depth,
}

impl Desk {
    /// Opens a folder as annotator `ada` on a screen of this size.
    pub fn open(folder: &Path, width: u16, height: u16) -> Result<Self, Problem> {
        Self::with(folder, width, height, Keymap::default(), Schema::default())
    }

    /// The same as another annotator.
    pub fn of(annotator: &str, folder: &Path, width: u16, height: u16) -> Self {
        Self::begin(annotator, folder, (width, height), Keymap::default(), Schema::default()).unwrap()
    }

    /// As `ada`, with other keys and labels.
    pub fn with(
        folder: &Path,
        width: u16,
        height: u16,
        keymap: Keymap,
        schema: Schema,
    ) -> Result<Self, Problem> {
        Self::begin("ada", folder, (width, height), keymap, schema)
    }

    fn begin(
        annotator: &str,
        folder: &Path,
        (width, height): (u16, u16),
        keymap: Keymap,
        schema: Schema,
    ) -> Result<Self, Problem> {
        let found = corpus::discover(&[folder.to_owned()], &Fields::default())?;
        let store = Store { dir: None, root: found.root };
        let annotator = Annotator::named(annotator).unwrap();
        let setup = Setup {
            corpus: Arc::clone(&found.corpus),
            is_found: true,
            memory: MEMORY,
            skipped: found.skipped,
            name: "sample-data".to_owned(),
            store: store.clone(),
            annotator: annotator.clone(),
            read_only: None,
            away: None,
            schema: schema.clone(),
            keymap,
            theme: Theme::Dark,
            size: Size { width, height },
            session: Session::default(),
            faults: Vec::new(),
        };
        let context =
            Context { corpus: found.corpus, store, annotator, schema: Arc::new(schema), own: Own::default() };
        Ok(Self { inline: Inline::new(setup, context), depth: Depth::True })
    }

    /// Presses keys, written as for `--keys`.
    pub fn press(&mut self, keys: &str) {
        let Typed(keys) = keys.parse().unwrap();
        self.inline.press(&keys);
    }

    /// What is said, else the last row: the keys that work.
    pub fn says(&self) -> String {
        crate::words::said(&self.screen(), self.inline.app.notice.as_ref().map(|notice| &*notice.text))
    }

    /// The words of the cursor's sentence.
    pub fn cursor(&self) -> String {
        let open = self.inline.app.focused().unwrap();
        open.sentence().map_or("", |sentence| sentence.span.of(&open.article.text)).to_owned()
    }

    /// What stands on the screen, and where its cursor does.
    pub fn draw(&self) -> (Buffer, Option<Position>) {
        let Size { width, height } = self.inline.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = draw_into(&self.inline.app, self.depth, &mut buffer);
        (buffer, cursor)
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        crate::words::rows(&self.draw().0).join("\n")
    }
}
