//! What a line that is being typed after `:` can be completed to.

use super::{App, CommandLine, Effect, Line, Prompt};
use crate::command::{Argument, SPECS};
use crate::exchange::{FORMATS, format};
use crate::keys::Key;

/// The most articles that are offered.
const OFFERED: usize = 1000;

/// The paths that a line can be completed to.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The line.
    line: String,
    /// Up to where all of them are the same: to the end of the folder, in bytes of the lines.
    pub folder: usize,
    /// The lines that it can become.
    lines: Vec<String>,
}

impl CommandLine {
    /// What had been typed when Tab was pressed first.
    fn typed(&self) -> &str {
        self.stem.as_deref().unwrap_or(self.line.text()).trim_start()
    }

    /// The paths that what is typed can be completed to, if they have been listed.
    pub fn paths(&self) -> Option<&Paths> {
        self.listed.as_ref().filter(|paths| paths.line == self.typed())
    }

    /// Takes the next or the previous of the completions over.
    fn step(&mut self, completions: &[String], back: bool) {
        let count = completions.len();
        let next = match (self.completion, back) {
            (None, false) => 0,
            (None, true) => count.saturating_sub(1),
            (Some(at), false) => (at + 1) % count.max(1),
            (Some(at), true) => (at + count.saturating_sub(1)) % count.max(1),
        };
        let Some(words) = completions.get(next) else { return };
        // The list stays that of what was typed; only the line takes the marked one over.
        self.stem.get_or_insert_with(|| self.line.text().to_owned());
        self.completion = Some(next);
        self.line = Line::new(words);
        // A folder that is alone is gone into by the next Tab.
        if count == 1 && self.listed.is_some() {
            self.settle();
        }
    }
}

impl App {
    /// Tab: takes the next completion over. Paths are asked for first.
    pub(super) fn complete(&mut self, command: &mut CommandLine, key: Key) {
        let completions = self.completions(command);
        if !completions.is_empty() {
            return command.step(&completions, key.shift);
        }
        if let Some(path) = path_in(command.typed()).filter(|_| command.paths().is_none()) {
            self.effects.push(Effect::List(path.to_owned()));
        }
    }

    /// The paths that begin like this are known: the first is taken over, if it is still asked for.
    pub(super) fn listed(&mut self, start: &str, found: &[String]) {
        let Some(Prompt::Command(command)) = &mut self.prompt else { return };
        let line = command.typed().to_owned();
        let Some(before) = line.strip_suffix(start).filter(|_| path_in(&line) == Some(start)) else { return };
        if command.stem.is_some() || found.is_empty() {
            return;
        }
        let folder = before.len() + start.rfind('/').map_or(0, |at| at + 1);
        let lines: Vec<_> = found.iter().map(|path| format!("{before}{path}")).collect();
        command.listed = Some(Paths { line: line.clone(), folder, lines: lines.clone() });
        command.step(&lines, false);
    }

    /// The names of articles that begin so.
    fn articles_called(&self, start: &str) -> Vec<String> {
        let called = self.articles.corpus().called(start, OFFERED).into_iter();
        let called =
            called.filter(|article| *article < self.articles.len() && !self.articles.has_failed(*article));
        called.map(|article| self.articles.file(article)).collect()
    }

    /// The lines that what is typed can be completed to.
    pub fn completions(&self, command: &CommandLine) -> Vec<String> {
        let typed = command.typed();
        if let Some(paths) = command.paths() {
            return paths.lines.clone();
        }
        let Some((name, argument)) = typed.split_once(' ') else {
            let names = SPECS.iter().map(|spec| spec.name).filter(|name| name.starts_with(typed));
            return names.map(str::to_owned).collect();
        };
        let Some(spec) = SPECS.iter().find(|spec| spec.name == name) else { return Vec::new() };
        let words: Vec<String> = match spec.argument {
            Argument::Label => self.schema.labels().iter().map(|l| l.name.to_string()).collect(),
            Argument::Article => self.articles_called(argument),
            Argument::OneOf(words) => words.iter().map(|&w| w.to_owned()).collect(),
            Argument::Export => FORMATS.iter().map(|format| format.name.to_owned()).collect(),
            Argument::Import => {
                let read = FORMATS.iter().filter(|format| format.read.is_some());
                read.map(|format| format.name.to_owned()).collect()
            }
            Argument::Text | Argument::None => Vec::new(),
        };
        words.into_iter().filter(|w| w.starts_with(argument)).map(|w| format!("{name} {w}")).collect()
    }
}

/// What is typed of a path, in a line whose command takes one: behind the format, which an import can do without.
fn path_in(line: &str) -> Option<&str> {
    let (name, argument) = line.split_once(' ')?;
    let argument = argument.trim_start();
    let behind = argument.split_once(' ').filter(|(word, _)| format(word).is_some());
    let behind = behind.map(|(_, path)| path.trim_start());
    match SPECS.iter().find(|spec| spec.name == name)?.argument {
        Argument::Export => behind,
        Argument::Import => behind.or(Some(argument)),
        _ => None,
    }
}
