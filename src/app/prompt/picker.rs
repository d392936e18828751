//! A choice among ranked words, narrowed by typing.

use super::Line;
use crate::keys::{Key, KeyCode};
use crate::model::{EntityType, Span};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub word: String,
    /// What is said beside it.
    pub detail: String,
    /// Where the text names it, for entities that it names here.
    pub span: Option<Span>,
    /// Its type, for entities that another one may have the name of.
    pub kind: Option<EntityType>,
}

impl Choice {
    /// A choice with something said beside it.
    pub fn new(word: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { word: word.into(), detail: detail.into(), span: None, kind: None }
    }
}

/// Ranked choices, a line that narrows them, and the chosen one.
#[derive(Clone, Debug)]
pub struct Picker {
    line: Line,
    ranked: Vec<Choice>,
    /// Indexes into `ranked`: those that the line leaves, the best first.
    left: Vec<usize>,
    /// The marked one among `left`; that after the last stands for what is typed itself.
    marked: Option<usize>,
    /// Whether something that is not among the choices can be chosen.
    open: bool,
}

impl Picker {
    /// A picker among `ranked`; with `open` also of any other word.
    pub fn new(ranked: Vec<Choice>, open: bool) -> Self {
        let left = (0..ranked.len()).collect();
        Self { line: Line::default(), ranked, left, marked: None, open }
    }

    /// The typed line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The choices that are left, the best first.
    pub fn choices(&self) -> impl ExactSizeIterator<Item = &Choice> {
        self.left.iter().map(|&index| &self.ranked[index])
    }

    /// The index of the marked choice among those that are left.
    pub fn marked(&self) -> Option<usize> {
        self.marked
    }

    /// Whether what is typed can be chosen although it is none of the choices.
    pub fn offers_typed(&self) -> bool {
        self.open && !self.typed().is_empty() && !self.choices().any(|choice| choice.word == self.typed())
    }

    fn typed(&self) -> &str {
        self.line.text().trim()
    }

    /// What is chosen: the marked choice, else what is typed; nothing if neither.
    pub fn chosen(&self) -> Option<Choice> {
        if let Some(choice) = self.marked.and_then(|index| self.choices().nth(index)) {
            return Some(choice.clone());
        }
        self.offers_typed().then(|| Choice::new(self.typed(), ""))
    }

    /// The choice whose number, counted from 1, this key is, as long as nothing is typed.
    pub fn numbered(&self, key: Key) -> Option<Choice> {
        let KeyCode::Char(number @ '1'..='9') = key.code else { return None };
        let is_number = !key.ctrl && !key.alt && self.line.is_empty();
        self.choices().nth(number as usize - '1' as usize).filter(|_| is_number).cloned()
    }

    /// Puts `word` on the line as what is typed.
    pub fn set(&mut self, word: &str) {
        self.line = Line::new(word);
        self.narrow();
    }

    /// Pastes into the line.
    pub fn paste(&mut self, text: &str) {
        self.line.paste(text);
        self.narrow();
    }

    /// Takes a key that types or moves the mark. Returns whether it was one.
    pub fn press(&mut self, key: Key) -> bool {
        match (key.code, key.ctrl) {
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.step(1),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.step(-1),
            _ => {
                let before = self.line.text().to_owned();
                if !self.line.press(key) {
                    return false;
                }
                if before != self.line.text() {
                    self.narrow();
                }
            }
        }
        true
    }

    fn step(&mut self, by: isize) {
        let places = self.left.len() + usize::from(self.offers_typed());
        if places > 0 {
            let from = match self.marked {
                Some(at) => at as isize,
                None if by > 0 => -1,
                None => 0,
            };
            self.marked = Some((from + by).rem_euclid(places as isize) as usize);
        }
    }

    fn narrow(&mut self) {
        let typed = self.typed().to_owned();
        if typed.is_empty() {
            self.left = (0..self.ranked.len()).collect();
            self.marked = None;
            return;
        }
        let mut fitting: Vec<(Fit, usize)> = (0..self.ranked.len())
            .filter_map(|index| Some((fit(&self.ranked[index].word, &typed)?, index)))
            .collect();
        // Within the same fit the ranks stay.
        fitting.sort();
        let best = fitting.first().map(|(fit, _)| *fit);
        self.left = fitting.into_iter().map(|(_, index)| index).collect();
        // The best fit is marked. Where something else can be chosen, it must be a good one: what is typed
        // is chosen otherwise, or by moving past the last.
        self.marked = best.filter(|fit| !self.open || *fit <= Fit::Words).map(|_| 0);
    }
}

/// How well a choice fits what is typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It begins with it.
    Start,
    /// Each typed word begins one of its words.
    Words,
    /// Each typed word occurs in it.
    Inside,
    /// Its letters occur in it in this order.
    Letters,
}

/// How `choice` fits `typed`, in any case; not at all if letters are missing.
fn fit(choice: &str, typed: &str) -> Option<Fit> {
    let (choice, typed) = (choice.to_lowercase(), typed.to_lowercase());
    let mut words = choice.split(|c: char| !c.is_alphanumeric());
    if choice.starts_with(&typed) {
        Some(Fit::Start)
    } else if typed.split_whitespace().all(|word| words.any(|w| w.starts_with(word))) {
        Some(Fit::Words)
    } else if typed.split_whitespace().all(|word| choice.contains(word)) {
        Some(Fit::Inside)
    } else {
        let mut letters = choice.chars();
        let all = typed.chars().filter(|c| !c.is_whitespace()).all(|c| letters.any(|l| l == c));
        all.then_some(Fit::Letters)
    }
}
