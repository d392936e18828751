//! The user's settings: `config.json` in the folder for settings.

use std::path::{Path, PathBuf};

use super::folders::place;
use super::{Annotator, Folders, text};
use crate::command::Theme;
use crate::keys::json::{Source, Value};
use crate::model::{AnnotatorId, Problem};

/// What the user has set once and for all; options of the command line come before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Who annotates.
    pub annotator: Option<Annotator>,
    /// The keymap, by its name or by its file as it is written there.
    pub keymap: Option<String>,
    /// The colours; told from the terminal if they are not set.
    pub theme: Option<Theme>,
    /// The folder for sidecars; beside the articles if it is not set.
    pub store: Option<PathBuf>,
    /// The label schema.
    pub labels: Option<PathBuf>,
    /// Whether the mouse is used.
    pub mouse: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { annotator: None, keymap: None, theme: None, store: None, labels: None, mouse: true }
    }
}

impl Settings {
    /// The settings of this user, as far as they are right, and all that is wrong with them.
    pub fn load(folders: Option<&Folders>) -> (Self, Vec<Problem>) {
        let Some(path) = folders.map(Folders::settings) else { return Default::default() };
        match text(&path) {
            Ok(Some(text)) => Self::read(&path, &text),
            Ok(None) => Default::default(),
            Err(problem) => (Self::default(), vec![problem]),
        }
    }

    /// The settings that a file holds. Files that it names lie in its own folder, if they do not begin
    /// with `/` or `~/`.
    pub fn read(path: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut source = Source::new(path, text);
        let Some(root) = source.root() else { return (Self::default(), source.problems()) };
        let fields = source.fields(&root, &["annotator", "keymap", "theme", "store", "labels", "mouse"]);
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut string = |name| fields.get(name).and_then(|value| source.string(value));
        let keymap = string("keymap").map(str::to_owned);
        let store = string("store").map(|name| place(folder, name));
        let labels = string("labels").map(|name| place(folder, name));
        let theme = fields.get("theme").and_then(|value| source.one_of(value, &Theme::ALL.map(Theme::name)));
        let settings = Self {
            annotator: fields.get("annotator").and_then(|value| read_annotator(&mut source, value)),
            keymap,
            theme: theme.and_then(Theme::from_name),
            store,
            labels,
            mouse: fields.get("mouse").and_then(|value| source.flag(value)).unwrap_or(true),
        };
        (settings, source.problems())
    }
}

/// A name, or an object of an id and a name.
fn read_annotator(source: &mut Source<'_>, value: &Value<'_>) -> Option<Annotator> {
    let Value::Object(object) = value else {
        let name = source.string(value)?;
        let annotator = Annotator::named(name);
        if annotator.is_none() {
            let reason = format!("no id for file names can be made of {name:?}");
            source.fault(value, reason, format!("write {{\"id\": \"…\", \"name\": {name:?}}}"));
        }
        return annotator;
    };
    let fields = source.fields(object, &["id", "name"]);
    let name = fields.get("name").and_then(|value| source.string(value));
    let Some(value) = fields.get("id") else {
        source.fault(object, "an annotator needs an \"id\"", "");
        return None;
    };
    let id = source.string(value)?;
    match id.parse::<AnnotatorId>() {
        Ok(known) => Some(Annotator { id: known, name: name.unwrap_or(id).to_owned() }),
        Err(bad) => {
            source.fault(value, bad.to_string(), "");
            None
        }
    }
}
