//! Which keys run which commands.

use std::collections::BTreeMap;

use super::KeySeq;
use super::key::Key;
use crate::command::{Argument, Command, Spec, resolve};
use crate::model::LabelName;

/// What the keys act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The articles.
    Reading,
    /// The ends of a span of words.
    Span,
    /// The rows of a view.
    Table,
}

impl Mode {
    /// All of them, in the order of help.
    pub const ALL: [Self; 3] = [Self::Reading, Self::Span, Self::Table];

    /// The word for it in keymaps.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Span => "span",
            Self::Table => "table",
        }
    }

    /// The mode that this word names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What a sequence of keys runs.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The row of the table of commands.
    pub spec: &'static Spec,
    /// The argument as it is written in the keymap; empty if there is none.
    pub argument: String,
    /// The command of both.
    pub command: Command,
}

impl Binding {
    /// What a line of a keymap, such as `tag claim`, runs.
    ///
    /// # Errors
    /// Those of [`resolve`].
    pub fn new(line: &str) -> Result<Self, String> {
        let (spec, argument, command) = resolve(line)?;
        Ok(Self { spec, argument: argument.to_owned(), command })
    }

    /// As it is typed after `:`, `tag claim`.
    pub fn line(&self) -> String {
        format!("{} {}", self.spec.name, self.argument).trim_end().to_owned()
    }

    /// One or two words for the line of hints: those of the command, or the label that it tags with.
    pub fn hint(&self) -> &str {
        match self.spec.argument {
            Argument::Label if self.argument == LabelName::NONE => "nothing",
            Argument::Label => &self.argument,
            _ => self.spec.hint,
        }
    }
}

/// What the keys pressed so far mean.
#[derive(Debug)]
pub enum Found<'k> {
    /// They run this.
    Command(&'k Binding),
    /// They begin these: the keys that are still to come, and what they run; never empty.
    Pending(Vec<(&'k [Key], &'k Binding)>),
    /// Nothing.
    None,
}

/// Sequences of keys and their commands, by mode. No sequence of a mode begins another one.
#[derive(Clone, Debug)]
pub struct Keymap {
    modes: [BTreeMap<KeySeq, Binding>; 3],
}

impl Keymap {
    /// A keymap without keys.
    pub fn empty() -> Self {
        Self { modes: Default::default() }
    }

    /// What `keys` mean, at least one of them.
    pub fn lookup(&self, mode: Mode, keys: &[Key]) -> Found<'_> {
        let map = self.mode(mode);
        if let Some(binding) = map.get(keys) {
            return Found::Command(binding);
        }
        let rest: Vec<_> = beginning(map, keys)
            .filter_map(|(sequence, binding)| Some((sequence.strip_prefix(keys)?, binding)))
            .collect();
        if rest.is_empty() { Found::None } else { Found::Pending(rest) }
    }

    /// All sequences of a mode and what they run.
    pub fn bindings(&self, mode: Mode) -> impl Iterator<Item = (&KeySeq, &Binding)> {
        self.mode(mode).iter()
    }

    /// The keys that run a command, written `tag claim`; the shortest first, those without Ctrl and Alt before others,
    /// characters before named keys.
    pub fn keys_of(&self, mode: Mode, line: &str) -> Vec<&KeySeq> {
        let Ok((spec, argument, _)) = resolve(line) else { return Vec::new() };
        let mut keys: Vec<_> = self
            .bindings(mode)
            .filter(|(_, binding)| binding.spec.name == spec.name && binding.argument == argument)
            .map(|(keys, _)| keys)
            .collect();
        keys.sort_by_key(|keys| (keys.len(), keys.iter().any(|key| key.ctrl || key.alt)));
        keys
    }

    /// The binding of a mode that would be in the way of these keys: the same ones, their beginning, or
    /// one that they begin.
    pub fn clash(&self, mode: Mode, keys: &KeySeq) -> Option<(&KeySeq, &Binding)> {
        let map = self.mode(mode);
        (1..keys.len())
            .find_map(|n| map.get_key_value(keys.get(..n)?))
            .or_else(|| beginning(map, keys).next())
    }

    /// Binds the keys; what was in their way goes.
    pub(super) fn bind(&mut self, mode: Mode, keys: KeySeq, binding: Binding) {
        while let Some((other, _)) = self.clash(mode, &keys) {
            let other = other.clone();
            self.mode_mut(mode).remove(&other);
        }
        self.mode_mut(mode).insert(keys, binding);
    }

    /// Unbinds the keys, and all that they begin.
    pub(super) fn unbind(&mut self, mode: Mode, keys: &KeySeq) {
        let map = self.mode_mut(mode);
        let gone: Vec<_> = beginning(map, keys).map(|(keys, _)| keys.clone()).collect();
        for keys in gone {
            map.remove(&keys);
        }
    }

    /// Gives a label its own key, for reading and for spans.
    ///
    /// # Errors
    /// One sentence that says what the key does already; then nothing is bound.
    pub fn bind_label(&mut self, keys: &KeySeq, label: &LabelName) -> Result<(), String> {
        let binding = Binding::new(&format!("tag {label}"))?;
        for mode in [Mode::Reading, Mode::Span] {
            if let Some((other, bound)) = self.clash(mode, keys)
                && bound.command != binding.command
            {
                return Err(format!("the key \"{keys}\" is taken: \"{other}\" is {}", bound.line()));
            }
        }
        for mode in [Mode::Reading, Mode::Span] {
            self.bind(mode, keys.clone(), binding.clone());
        }
        Ok(())
    }

    fn mode(&self, mode: Mode) -> &BTreeMap<KeySeq, Binding> {
        let [reading, span, table] = &self.modes;
        match mode {
            Mode::Reading => reading,
            Mode::Span => span,
            Mode::Table => table,
        }
    }

    fn mode_mut(&mut self, mode: Mode) -> &mut BTreeMap<KeySeq, Binding> {
        let [reading, span, table] = &mut self.modes;
        match mode {
            Mode::Reading => reading,
            Mode::Span => span,
            Mode::Table => table,
        }
    }
}

/// The sequences that are `keys`, or begin with them: they stand together.
fn beginning<'k>(
    map: &'k BTreeMap<KeySeq, Binding>,
    keys: &[Key],
) -> impl Iterator<Item = (&'k KeySeq, &'k Binding)> {
    use std::ops::Bound::{Included, Unbounded};
    map.range::<[Key], _>((Included(keys), Unbounded)).take_while(move |(found, _)| found.starts_with(keys))
}
