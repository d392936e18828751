//! Exports and imports, which a thread of their own makes.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::{App, Effect, Open};
use crate::command::did_you_mean;
use crate::exchange::{Coming, Counts, FORMATS, Format, Kept, Lost, Stage, format, note_kept, taken_in};
use crate::model::{Annotations, AnnotatorId, Change, Item, Problem, Step};
use crate::store::Facts;
use crate::text::CodePoints;

/// What is to be exported.
#[derive(Debug)]
pub struct ExportOrder {
    /// The format.
    pub format: &'static Format,
    /// Where it is to be.
    pub path: PathBuf,
    /// Whether it may take the place of what is there.
    pub over: bool,
    /// What is not on disk yet, by the index of the article, with the hash of its text.
    pub present: HashMap<usize, (String, Annotations)>,
}

/// What is to be imported.
#[derive(Debug)]
pub struct ImportOrder {
    /// The format; none: that which the file plainly is.
    pub format: Option<&'static Format>,
    /// The file.
    pub file: PathBuf,
    /// The articles that it may be about: their indexes and texts, and what is said of them.
    pub articles: Vec<(usize, CodePoints, Facts)>,
}

/// What came of an export.
#[derive(Debug)]
pub struct Export {
    /// The format.
    pub format: &'static str,
    /// Where it is.
    pub path: PathBuf,
    /// How many articles and tags it has, and what it has no place for; or why there is none.
    pub done: Result<(usize, usize, Lost), Problem>,
    /// What could not be read.
    pub faults: Vec<Problem>,
}

/// What was read for an import.
#[derive(Debug)]
pub struct Imported {
    /// The file.
    pub file: PathBuf,
    /// What belongs to this annotator, by the index of the article, with the hash of its text.
    pub own: Vec<(usize, String, Coming)>,
    /// How many belong to others, in whose sidecars nothing is written.
    pub others: BTreeMap<AnnotatorId, usize>,
    /// What was refused, and what has no place in a sidecar.
    pub faults: Vec<Problem>,
    /// How many were refused.
    pub refused: usize,
    /// Why nothing could be read.
    pub unread: Option<Problem>,
}

impl App {
    /// Asks for an export in the format of this name; without a path beside the folder of the corpus, so that it is no
    /// article of it.
    pub(super) fn export(&mut self, name: &str, path: Option<&str>, over: bool) {
        let Some(format) = self.format_of(name, |_| true) else { return };
        if self.is_transferring() {
            return;
        }
        if path.is_some_and(is_screen) {
            return self.warn("An export cannot go to the screen that the articles are on: name a file");
        }
        let path = path.map_or_else(|| self.beside_corpus(format), PathBuf::from);
        if !self.reading.is_found {
            return self.say("The articles are still being looked for: try again when all are found");
        }
        let unsaved = |(index, open): (usize, &Open)| {
            open.is_unsaved().then_some(())?;
            Some((index, (open.facts.as_ref()?.sha256.clone(), open.annotations.clone())))
        };
        let present = self.articles.worked().filter_map(unsaved).collect();
        self.transferring = Some(format!("Exporting to {}", path.display()));
        self.effects.push(Effect::Export(Box::new(ExportOrder { format, path, over, present })));
        self.transferred(Stage::Reading, 0, self.articles.len());
    }

    /// Asks for what is in a file of another tool, before whose name its format may stand.
    pub(super) fn import(&mut self, argument: &str) {
        if let Some(reason) = &self.read_only {
            return self.warn(reason.clone());
        }
        let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
        let names = FORMATS.iter().map(|format| format.name);
        // The name of a file may hold blanks, and is told from a mistyped format by its ending or its folder.
        let is_format = format(first).is_some()
            || (!rest.is_empty() && !first.contains(['.', '/']) && did_you_mean(first, names).is_some());
        let (format, file) = if is_format {
            let Some(format) = self.format_of(first, |format| format.read.is_some()) else { return };
            (Some(format), rest.trim())
        } else {
            (None, argument)
        };
        if file.is_empty() {
            return self.warn(format!("The command \"import\" needs a file: import {first} FILE"));
        }
        if self.is_transferring() {
            return;
        }
        if self.is_reading() || !self.reading.is_found {
            return self.say("The articles are still being read: try again when they are");
        }
        if !self.is_whole() {
            return self
                .say("The corpus is too large to be open as a whole: abreast import takes the file in");
        }
        let target = |(index, open): (usize, &Open)| Some((index, open.points.clone(), open.facts.clone()?));
        let articles = self.all_open().filter_map(target).collect();
        self.transferring = Some(format!("Reading {file}"));
        self.effects.push(Effect::Import(Box::new(ImportOrder { format, file: file.into(), articles })));
    }

    /// The format of this name, if it is one of those that will do; else says what there is.
    fn format_of(&mut self, name: &str, will_do: impl Fn(&Format) -> bool) -> Option<&'static Format> {
        let found = format(name).filter(|format| will_do(format));
        if found.is_none() {
            let names = || FORMATS.iter().filter(|format| will_do(format)).map(|format| format.name);
            let near = did_you_mean(name, names());
            let near =
                near.unwrap_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", ")));
            self.warn(format!("There is no format {name:?} for this; {near}"));
        }
        found
    }

    fn is_transferring(&mut self) -> bool {
        let running = self.transferring.is_some();
        if running {
            self.say("Another export or import is not done yet");
        }
        running
    }

    fn beside_corpus(&self, format: &Format) -> PathBuf {
        let root = &self.store.root;
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        let name = if name.is_empty() { "corpus" } else { &name };
        let ending = match format.ending {
            "" => format!(".{}", format.name),
            ending if ending == format.name => format!(".{ending}"),
            ending => format!(".{}.{ending}", format.name),
        };
        root.parent().unwrap_or(root).join(format!("{name}{ending}"))
    }

    /// Says how far it is, unless something else is being said.
    pub(super) fn transferred(&mut self, stage: Stage, done: usize, all: usize) {
        let Some(doing) = self.transferring.clone() else { return };
        if self.notice.as_ref().is_none_or(|notice| notice.text.starts_with(&doing)) {
            self.say(format!("{doing}: {} {done} of {all} articles", stage.name()));
        }
    }

    pub(super) fn exported(&mut self, export: Export) {
        let Export { format, path, done, faults } = export;
        self.transferring = None;
        let (wrong, hint) = (faults.len(), self.key_for("faults"));
        self.of_transfer = faults;
        self.refresh_table();
        let (articles, tags, lost) = match done {
            Ok(done) => done,
            Err(problem) => return self.warn(problem.to_string()),
        };
        let mut said =
            format!("{}: {} in {}", path.display(), counted(tags, "tag"), counted(articles, "article"));
        if !lost.is_nothing() {
            said += &format!("; {format} has no place for {lost}");
        }
        if let Some(contradictions) = lost.contradictions() {
            said += &format!("; {contradictions}");
        }
        match wrong {
            0 => self.say(said),
            wrong => self.warn(format!("{said}; {} not read, {hint} shows why", counted(wrong, "file"))),
        }
    }

    /// Takes in what was read, as one step.
    pub(super) fn imported(&mut self, imported: Imported) {
        let Imported { file, own, others, mut faults, refused, unread } = imported;
        self.transferring = None;
        if let Some(problem) = unread {
            self.of_transfer = vec![problem.clone()];
            self.refresh_table();
            return self.warn(problem.to_string());
        }
        let mut counts = Counts { refused, ..Counts::default() };
        let (mut changes, mut kept) = (Vec::new(), Kept::new());
        let annotator = self.annotator.id.clone();
        for (article, _, incoming) in &own {
            if let Some(open) = self.open(*article) {
                note_kept(&mut kept, &open.annotations, incoming, &annotator);
            }
        }
        for (article, sha256, incoming) in own {
            let Some(open) = self.open(article) else { continue };
            let changed = || Some(format!("{} has changed meanwhile", open.article.source.file()));
            let refusal = if open.is_of(&sha256) { self.refusal_in(article) } else { changed() };
            if let Some(reason) = refusal {
                counts.refused += incoming.annotations.items().count();
                faults.push(Problem::with(&file, reason).hint("nothing was taken into it"));
                continue;
            }
            let (merged, taken) = taken_in(&open.annotations, &incoming, &annotator, &kept);
            counts.add(&taken);
            changes.extend(open.changes_to(article, &merged));
        }
        if !changes.is_empty() {
            self.make(Step { name: format!("import of {}", file_name(&file)), changes });
        }
        let mut said = format!("{}: {}", file_name(&file), counts.words(false));
        for (who, count) in others {
            said += &format!("; {count} of {who}, which abreast import takes in");
        }
        let hint = self.key_for("faults");
        match (faults.len(), counts.changed) {
            (0, 0) => self.say(said),
            (0, _) => self.warn(format!("{said}: {} shows them", self.key_for("decisions"))),
            _ => self.warn(format!("{said}; {hint} shows why")),
        }
        self.of_transfer = faults;
        self.refresh_table();
    }
}

impl Open {
    /// The changes that make other annotations of these.
    fn changes_to(&self, article: usize, merged: &Annotations) -> Vec<Change> {
        let gone = self.annotations.items().filter(|item| !merged.holds(item));
        let mut gone: HashMap<String, Item> = gone.map(|item| (item.id().to_owned(), item)).collect();
        let new = merged.items().filter(|item| !self.annotations.holds(item));
        let mut changes: Vec<Change> = new
            .map(|item| match gone.remove(item.id()) {
                Some(before) => Change::replace(article, before, item),
                None => Change::add(article, item),
            })
            .collect();
        changes.extend(gone.into_values().map(|item| Change::remove(article, item)));
        changes
    }
}

/// Whether a path leads to what the program itself writes on.
fn is_screen(path: &str) -> bool {
    ["-", "/dev/stdout", "/dev/stderr", "/dev/tty"].contains(&path)
        || ["/dev/fd/", "/proc/self/fd/", "/dev/pts/"].iter().any(|folder| path.starts_with(folder))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
