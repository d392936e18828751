//! The attributes of an annotation being filled in: in one line while tagging, or in a form.

use super::{Choice, Line, Picker};
use crate::keys::{Key, KeyCode};
use crate::model::{Attribute, AttributeKind, Attributes, Stance, Value};

/// One attribute and how it is filled in.
#[derive(Clone, Debug)]
pub struct Field {
    /// The attribute's name.
    pub name: String,
    /// What is filled in.
    pub input: Input,
    /// The value at first, which may be one that the input cannot show.
    before: Option<Value>,
    /// Whether it was changed.
    touched: bool,
}

/// How a value is given.
#[derive(Clone, Debug)]
pub enum Input {
    /// One of a few words, each with its key.
    Choice {
        /// The words and their keys.
        words: Vec<(char, String)>,
        /// The index of the chosen one.
        chosen: Option<usize>,
    },
    /// A name or phrase among ranked ones, or another.
    Picked {
        /// The choices.
        picker: Picker,
        /// What the field holds until another is chosen.
        held: Option<Value>,
        /// Whether what is chosen is a name.
        entity: bool,
    },
    /// Free text.
    Text(Line),
    /// Yes or no.
    Flag(bool),
}

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It belongs to the field.
    Taken,
    /// It gave the field its value: the next one is due.
    Chosen,
    /// It is not the field's.
    Not,
}

impl Field {
    /// The field of an attribute that holds `value`, with these choices.
    pub fn new(attribute: &Attribute, value: Option<&Value>, choices: Vec<Choice>) -> Self {
        let word = value.map(Value::words);
        let input = match &attribute.kind {
            AttributeKind::Choice(words) => Input::Choice {
                chosen: word.and_then(|word| words.iter().position(|w| *w == word)),
                words: words.iter().enumerate().map(|(i, w)| (key_of(i, w), w.clone())).collect(),
            },
            AttributeKind::Entity { .. } | AttributeKind::Phrase => Input::Picked {
                picker: Picker::new(choices, true),
                held: value.cloned(),
                entity: matches!(attribute.kind, AttributeKind::Entity { .. }),
            },
            AttributeKind::Text => Input::Text(Line::new(&word.unwrap_or_default())),
            AttributeKind::Flag => Input::Flag(matches!(value, Some(Value::Flag(true)))),
        };
        Self { name: attribute.name.clone(), input, before: value.cloned(), touched: false }
    }

    /// Whether the field was changed.
    pub fn is_touched(&self) -> bool {
        self.touched
    }

    /// Whether the program has filled the field in, and nobody has confirmed or changed that.
    pub fn is_prefilled(&self) -> bool {
        self.value().is_some_and(|value| value.is_prefilled())
    }

    /// The value that the field holds now; none if it is unset. One that was not changed is the same as before,
    /// also if it is none that the field can give.
    pub fn value(&self) -> Option<Value> {
        if self.touched { self.given() } else { self.before.clone() }
    }

    fn given(&self) -> Option<Value> {
        match &self.input {
            Input::Choice { words, chosen } => chosen.map(|index| Value::Word(words[index].1.clone())),
            Input::Picked { picker, held, entity } => match picker.chosen() {
                Some(choice) => Some(value_of(&choice, *entity)),
                None => held.clone(),
            },
            Input::Text(line) => {
                Some(line.text().trim()).filter(|t| !t.is_empty()).map(|t| Value::Word(t.to_owned()))
            }
            Input::Flag(yes) => yes.then_some(Value::Flag(true)),
        }
    }

    /// Takes a key.
    pub fn press(&mut self, key: Key) -> Pressed {
        let pressed = self.take(key);
        self.touched |= pressed != Pressed::Not;
        pressed
    }

    fn take(&mut self, key: Key) -> Pressed {
        let plain = !key.ctrl && !key.alt;
        match &mut self.input {
            Input::Choice { words, chosen } => match key.code {
                KeyCode::Char(c) if plain && words.iter().any(|(sign, _)| *sign == c) => {
                    *chosen = words.iter().position(|(sign, _)| *sign == c);
                    Pressed::Chosen
                }
                KeyCode::Right | KeyCode::Left if !words.is_empty() => {
                    let by = if key.code == KeyCode::Right { 1 } else { words.len() - 1 };
                    *chosen = Some(chosen.map_or(0, |index| (index + by) % words.len()));
                    Pressed::Taken
                }
                KeyCode::Backspace | KeyCode::Delete => {
                    *chosen = None;
                    Pressed::Taken
                }
                _ => Pressed::Not,
            },
            Input::Picked { picker, held, entity } => match key.code {
                KeyCode::Char('1'..='9') => match picker.numbered(key) {
                    Some(choice) => {
                        *held = Some(value_of(&choice, *entity));
                        Pressed::Chosen
                    }
                    None => taken(picker.press(key)),
                },
                KeyCode::Backspace | KeyCode::Delete if picker.line().is_empty() => {
                    *held = None;
                    Pressed::Taken
                }
                _ => taken(picker.press(key)),
            },
            Input::Text(line) => taken(line.press(key)),
            Input::Flag(yes) => match key.code {
                KeyCode::Char(' ' | 'y' | 'n' | '!') if plain => {
                    *yes = match key.code {
                        KeyCode::Char('y') => true,
                        KeyCode::Char('n') => false,
                        _ => !*yes,
                    };
                    Pressed::Taken
                }
                _ => Pressed::Not,
            },
        }
    }

    /// The choice that a key takes: `Enter`, or a number.
    pub fn picked(&self, key: Key) -> Option<Choice> {
        let Input::Picked { picker, .. } = &self.input else { return None };
        if key.code == KeyCode::Enter { picker.chosen() } else { picker.numbered(key) }
    }

    /// Keeps what is chosen, so that the line can narrow anew when the field is entered again.
    pub fn settle(&mut self) {
        let value = self.value();
        if let Input::Picked { picker, held, .. } = &mut self.input {
            *held = value;
            picker.set("");
        }
    }

    /// Adds pasted text.
    pub fn paste(&mut self, text: &str) {
        self.touched = true;
        match &mut self.input {
            Input::Picked { picker, .. } => picker.paste(text),
            Input::Text(line) => line.paste(text),
            Input::Choice { .. } | Input::Flag(_) => {}
        }
    }
}

fn taken(taken: bool) -> Pressed {
    if taken { Pressed::Taken } else { Pressed::Not }
}

fn value_of(choice: &Choice, entity: bool) -> Value {
    if entity { Value::chosen(&choice.word, choice.span) } else { Value::Word(choice.word.clone()) }
}

/// The key of a choice: the sign of a stance, else its number.
fn key_of(index: usize, word: &str) -> char {
    Stance::from_name(word)
        .map_or_else(|| char::from_digit(index as u32 + 1, 36).unwrap_or(' '), Stance::sign)
}

/// The attributes of one label being filled in, one of them in focus.
#[derive(Clone, Debug)]
pub struct Fields {
    all: Vec<Field>,
    focus: usize,
}

impl Fields {
    /// Fields for `attributes` that hold `values`; `choices` gives those of an attribute.
    pub fn new(
        attributes: &[Attribute],
        values: &Attributes,
        choices: impl Fn(&Attribute) -> Vec<Choice>,
    ) -> Self {
        let field = |a: &Attribute| Field::new(a, values.get(&a.name), choices(a));
        Self { all: attributes.iter().map(field).collect(), focus: 0 }
    }

    /// Adds a field at the end.
    pub fn add(&mut self, field: Field) {
        self.all.push(field);
    }

    /// All fields.
    pub fn all(&self) -> &[Field] {
        &self.all
    }

    /// The index of the field in focus.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// The field in focus.
    pub fn focused(&self) -> Option<&Field> {
        self.all.get(self.focus)
    }

    /// Takes a key: the focused field's, or one that moves the focus. Returns whether it was one.
    pub fn press(&mut self, key: Key) -> bool {
        let Some(field) = self.all.get_mut(self.focus) else { return false };
        match (key.code, key.shift) {
            (KeyCode::Tab, false) => self.step(1),
            (KeyCode::Tab, true) => self.step(-1),
            _ => match field.press(key) {
                Pressed::Chosen if self.focus + 1 < self.all.len() => self.step(1),
                Pressed::Chosen | Pressed::Taken => {}
                Pressed::Not => match key.code {
                    KeyCode::Down => self.step(1),
                    KeyCode::Up => self.step(-1),
                    _ => return false,
                },
            },
        }
        true
    }

    /// Takes over what was changed in other fields of the same names, and which of them is in focus.
    pub fn keep(&mut self, typed: &Self) {
        for field in typed.all.iter().filter(|field| field.touched) {
            if let Some(own) = self.all.iter_mut().find(|own| own.name == field.name) {
                *own = Field { before: own.before.take(), ..field.clone() };
            }
        }
        self.focus = typed.focus.min(self.all.len().saturating_sub(1));
    }

    /// What was changed, for people: `issue toll · note who says so?`; nothing if nothing was.
    pub fn typed(&self) -> Option<String> {
        let touched = self.all.iter().filter(|field| field.touched);
        let typed = touched.filter_map(|field| Some(format!("{} {}", field.name, field.value()?.words())));
        let typed: Vec<String> = typed.collect();
        (!typed.is_empty()).then(|| typed.join(" · "))
    }

    /// Pastes into the field in focus.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.all.get_mut(self.focus) {
            field.paste(text);
        }
    }

    fn step(&mut self, by: isize) {
        if let Some(field) = self.all.get_mut(self.focus) {
            field.settle();
        }
        self.focus = (self.focus as isize + by).rem_euclid(self.all.len().max(1) as isize) as usize;
    }

    /// The values of the fields that are set, by name. Whoever ends in a field has seen it, and confirms it.
    pub fn values(&self) -> Attributes {
        let value = |(at, field): (usize, &Field)| {
            let value = field.value()?;
            Some((field.name.clone(), if at == self.focus { value.confirmed() } else { value }))
        };
        self.all.iter().enumerate().filter_map(value).collect()
    }
}
