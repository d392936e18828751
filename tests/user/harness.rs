//! The program with articles of its own, driven by keys: what its user sees and what it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use abreast::app::{App, Effect, MEMORY, Mouse, MouseKind, Msg, Setup};
use abreast::command::Theme;
use abreast::config::{self, Annotator, Settings};
use abreast::corpus::{self, Fields};
use abreast::keys::{Key, KeyCode, Keymap};
use abreast::runtime::{Context, Inline, Own};
use abreast::store::{Emergency, Session, Store};
use abreast::text::width;
use abreast::view::{self, Depth};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use serde_json::Value;
use tempfile::TempDir;

/// Three articles on one event. The first has a line that belongs to its page, and fills half a screen.
pub const TOLL: [(&str, &str); 3] = [
    (
        "a.txt",
        "Harbour gates open again\n\
         \n\
         Anna Weber opened the gates on Monday. Rain fell all night.\n\
         \n\
         The mayor, Karl Brandt, praised the crews. He opposes the new toll. The toll costs two crowns.\n\
         \n\
         Share this story on Facebook\n\
         \n\
         Fishers wait for better prices.\n",
    ),
    (
        "b.txt",
        "Toll divides the town\n\
         \n\
         Karl Brandt spoke to the Harbour Board. The board wants the toll.\n\
         \n\
         Anna Weber waits.\n",
    ),
    ("c.txt", "Boats return\n\nThe boats came back.\n"),
];

/// One who reads and annotates: ada, before a screen of 80 by 24.
pub struct Reader {
    /// The folder of the articles.
    folder: TempDir,
    /// The folder of what the program keeps for the user.
    user: TempDir,
    inline: Inline,
    read_only: bool,
    /// So many bytes of text are kept in memory that nobody looks at.
    memory: usize,
    /// What was asked of the terminal.
    asked: Vec<String>,
}

impl Reader {
    /// Opens a folder of these files. A label schema is one of them, `abreast.json`, and so is a
    /// sidecar that is there already.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::begin(files, false, MEMORY)
    }

    /// The same with room in memory for so many bytes of text.
    pub fn with_memory(files: &[(&str, &str)], memory: usize) -> Self {
        Self::begin(files, false, memory)
    }

    /// The same with `--read-only`.
    pub fn read_only(files: &[(&str, &str)]) -> Self {
        Self::begin(files, true, MEMORY)
    }

    fn begin(files: &[(&str, &str)], read_only: bool, memory: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let user = tempfile::tempdir().unwrap();
        let inline =
            start(folder.path(), user.path(), read_only, Size::new(80, 24), Session::default(), memory);
        Self { folder, user, inline, read_only, memory, asked: Vec::new() }
    }

    /// Quits, and starts anew with what is on disk.
    pub fn reopen(&mut self) -> &mut Self {
        self.keys("q");
        assert!(self.inline.ended, "the program does not end:\n{}", self.screen());
        let path = self.folder.path().join(".session.json");
        self.inline.remembered.take().unwrap().write(&path).unwrap();
        let session = Session::read(&path);
        self.start(session)
    }

    /// Starts anew as after a crash: nothing was said to the program before.
    pub fn restart(&mut self) -> &mut Self {
        self.start(Session::default())
    }

    fn start(&mut self, session: Session) -> &mut Self {
        let size = self.inline.app.size;
        // The old one ends first: one that only reads takes its place.
        self.inline =
            start(self.folder.path(), self.user.path(), true, size, Session::default(), self.memory);
        self.inline = start(self.folder.path(), self.user.path(), self.read_only, size, session, self.memory);
        self
    }

    /// Another window of ada on the same folder, before the same screen.
    pub fn other_window(&self) -> Inline {
        start(
            self.folder.path(),
            self.user.path(),
            self.read_only,
            self.inline.app.size,
            Session::default(),
            self.memory,
        )
    }

    /// A file among what the program keeps for the user.
    pub fn own(&self, file: &str) -> PathBuf {
        self.user.path().join(file)
    }

    /// The file of the history.
    pub fn history(&self) -> PathBuf {
        history(self.user.path())
    }

    /// Presses keys, written as in a keymap, with blanks between them.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.press(key.parse().unwrap());
        }
        self
    }

    /// Types a text.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(Key::plain(KeyCode::Char(c)));
        }
        self
    }

    pub fn press(&mut self, key: Key) {
        self.tell(Msg::Key(key));
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()))
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.tell(Msg::Resize(Size::new(width, height)))
    }

    /// Turns the wheel over a cell, so many notches down.
    pub fn wheel(&mut self, notches: i8, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseKind::Wheel(notches), column, row)
    }

    /// Clicks where the screen says these words.
    pub fn click(&mut self, words: &str) -> &mut Self {
        let (column, row) = self.place_of(words);
        self.mouse(MouseKind::Press, column, row).mouse(MouseKind::Release, column, row)
    }

    /// Drags from where the screen says some words to where it says others.
    pub fn drag(&mut self, from: &str, to: &str) -> &mut Self {
        let (start, end) = (self.place_of(from), self.place_of(to));
        self.mouse(MouseKind::Press, start.0, start.1).mouse(MouseKind::Drag, end.0, end.1).mouse(
            MouseKind::Release,
            end.0,
            end.1,
        )
    }

    pub fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.tell(Msg::Mouse(Mouse { kind, column, row }))
    }

    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        for effect in self.inline.app.update(msg) {
            match effect {
                Effect::Redraw => self.asked.push("redraw".to_owned()),
                Effect::Suspend => self.asked.push("suspend".to_owned()),
                Effect::Mouse(on) => self.asked.push(format!("mouse {on}")),
                effect => self.inline.perform(effect),
            }
        }
        self
    }

    /// The rows of the screen, without the blanks at their ends.
    pub fn screen(&self) -> String {
        let buffer = self.drawn();
        let rows = buffer.content.chunks(usize::from(buffer.area.width).max(1));
        let row = |row: &[ratatui::buffer::Cell]| {
            let (mut line, mut covered) = (String::new(), 0);
            for cell in row {
                if covered == 0 {
                    line += cell.symbol();
                    covered = width(cell.symbol());
                }
                covered = covered.saturating_sub(1);
            }
            line.trim_end().to_owned()
        };
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    /// The frame, without colours.
    pub fn drawn(&self) -> Buffer {
        let Size { width, height } = self.inline.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw_into(&self.inline.app, Depth::None, &mut buffer);
        buffer
    }

    /// The first row of the screen with these words.
    pub fn row_with(&self, words: &str) -> String {
        let screen = self.screen();
        let row = screen.lines().find(|row| row.contains(words));
        row.unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{screen}")).to_owned()
    }

    pub fn shows(&self, words: &str) -> bool {
        self.screen().contains(words)
    }

    /// The cell of the first of these words, which stand in one row.
    fn place_of(&self, words: &str) -> (u16, u16) {
        let row = self.row_with(words);
        let y = self.screen().lines().position(|line| line == row).unwrap();
        let x = width(row.split(words).next().unwrap());
        (x as u16, y as u16)
    }

    /// The last row: what is said, else the keys that work.
    pub fn says(&self) -> String {
        crate::words::said(&self.screen(), self.app().notice.as_ref().map(|notice| &*notice.text))
    }

    /// The file in focus and the sentence of the cursor: `a.txt: Rain fell all night.`
    pub fn cursor(&self) -> String {
        let Some(open) = self.app().focused() else { return "nowhere".to_owned() };
        let words = open.sentence().map_or("", |s| s.span.of(&open.article.text));
        format!("{}: {words}", open.article.source.file())
    }

    /// The files in the panes.
    pub fn panes(&self) -> String {
        let files: Vec<String> =
            self.app().visible().into_iter().map(|index| self.app().articles.file(index)).collect();
        files.join(" ")
    }

    /// The words of the span that is being chosen.
    pub fn chosen(&self) -> String {
        let (Some(selection), Some(open)) = (&self.app().selection, self.app().focused()) else {
            return "nothing".to_owned();
        };
        selection.span.of(&open.article.text).to_owned()
    }

    pub fn copied(&self) -> String {
        self.inline.copied.clone().unwrap_or_default()
    }

    /// What was asked of the terminal.
    pub fn asked(&self) -> String {
        self.asked.join(" ")
    }

    pub fn has_ended(&self) -> bool {
        self.inline.ended
    }

    pub fn app(&self) -> &App {
        &self.inline.app
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// The sidecar of ada for an article, as it is on disk; nothing if there is none.
    pub fn sidecar(&self, article: &str) -> Value {
        let path = self.path(&format!("{article}.ada.abreast.json"));
        fs::read_to_string(path).map_or(Value::Null, |json| serde_json::from_str(&json).unwrap())
    }

    /// The records of that sidecar.
    pub fn records(&self, article: &str) -> Vec<Value> {
        self.sidecar(article)["annotations"].as_array().cloned().unwrap_or_default()
    }

    /// The annotations in that sidecar, each in one line: `claim «Rain fell.» claimant=author`. Each quotes
    /// the code points of the article that it says it does.
    pub fn annotations(&self, article: &str) -> Vec<String> {
        let text: Vec<char> = fs::read_to_string(self.path(article)).unwrap().chars().collect();
        self.records(article).iter().map(|record| short(record, &text)).collect()
    }

    /// The annotations of all articles.
    pub fn all(&self) -> String {
        let files = (0..self.app().articles.len()).map(|index| self.app().articles.file(index));
        files.flat_map(|file| self.annotations(&file)).collect::<Vec<_>>().join("\n")
    }
}

fn short(record: &Value, text: &[char]) -> String {
    let at = |value: &Value| {
        (value["start"].as_u64().unwrap() as usize)..(value["end"].as_u64().unwrap() as usize)
    };
    let words = |value: &Value| text[at(value)].iter().collect::<String>();
    let quote = words(record);
    assert_eq!(record["quote"], quote.as_str(), "a record that quotes other words than those at its place");
    let mut line = format!("{} «{quote}»", record["label"].as_str().unwrap());
    let known = ["id", "label", "start", "end", "quote", "prefix", "suffix", "created", "modified"];
    for (name, value) in
        record.as_object().unwrap().iter().filter(|(name, _)| !known.contains(&name.as_str()))
    {
        line += &match value {
            Value::Bool(true) => format!(" {name}"),
            Value::String(word) => format!(" {name}={word}"),
            Value::Object(entity) if entity.contains_key("start") => {
                let said = entity.get("name").or(entity.get("type")).and_then(Value::as_str);
                format!(" {name}={}@«{}»", said.unwrap(), words(value))
            }
            Value::Object(entity) => format!(" {name}={}", entity["name"].as_str().unwrap()),
            other => format!(" {name}={other}"),
        };
    }
    line
}

/// Starts the program in a folder, as its command line does.
fn start(folder: &Path, user: &Path, read_only: bool, size: Size, session: Session, memory: usize) -> Inline {
    let found = corpus::discover(&[folder.to_owned()], &Fields::default()).unwrap();
    let (mut keymap, settings) = (Keymap::default(), Settings::default());
    let (schema, faults) = config::labels(None, Some(&found.root), &settings, &mut keymap);
    let store = Store { dir: None, root: found.root };
    let annotator = Annotator::named("ada").unwrap();
    let setup = Setup {
        corpus: Arc::clone(&found.corpus),
        is_found: true,
        memory,
        skipped: found.skipped,
        name: "toll".to_owned(),
        store: store.clone(),
        annotator: annotator.clone(),
        read_only: read_only.then(|| "The program was started with --read-only".to_owned()),
        away: None,
        schema: schema.clone(),
        keymap,
        theme: Theme::Dark,
        size,
        session,
        faults,
    };
    let in_folder = |name: &str| Some(Store { dir: Some(user.join(name)), root: store.root.clone() });
    let own = Own {
        history: Some(history(user)),
        emergency: Some(Emergency {
            all: user.join("emergency"),
            corpus: "toll".to_owned(),
            root: store.root.clone(),
            store: None,
        }),
        earlier: in_folder("data"),
        beside: None,
    };
    let own = if read_only { Own::default() } else { own };
    Inline::new(setup, Context { corpus: found.corpus, store, annotator, schema: Arc::new(schema), own })
}

fn history(user: &Path) -> PathBuf {
    user.join("history").join("toll.ada.jsonl")
}
