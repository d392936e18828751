//! A name being corrected.

use super::{Adoption, Field};
use crate::model::{Annotation, Attribute, AttributeKind, Mention, Span};

/// Words of a sentence that are a name or may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The words.
    pub span: Span,
    /// The mention that they are now.
    pub mention: Option<Mention>,
}

/// What is corrected together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This mention.
    This,
    /// All mentions of the entity with the same words; of words that are no name, all their places.
    Alike,
    /// All mentions of the entity.
    Entity,
}

/// A mention that is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article: its index in the corpus.
    pub article: usize,
    /// The words.
    pub candidate: Candidate,
}

/// What others have said of a name, which is judged by what is said instead.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// What it becomes.
    pub adoption: Adoption,
    /// As annotations of the reviewer's own, in the order of the candidates.
    pub said: Vec<Annotation>,
}

/// A name being corrected, and others of its sentence to go to.
#[derive(Clone, Debug)]
pub struct Correct {
    candidates: Vec<Candidate>,
    at: usize,
    /// The words that are to be the name.
    pub span: Span,
    /// What is corrected together.
    pub scope: Scope,
    /// What that is.
    pub spots: Vec<Spot>,
    /// Whether there may be more of that in what is not read yet.
    pub so_far: bool,
    /// What the entity is going to be called, once its type is known, too.
    pub name: Option<String>,
    /// The choice of an entity, while it is made.
    pub naming: Option<Field>,
    /// What others have said of the name, if that is judged.
    pub adopts: Option<Adopted>,
}

impl Correct {
    /// The correction of the one at this place among candidates; nothing if there is none.
    pub fn new(article: usize, candidates: Vec<Candidate>, at: usize) -> Option<Self> {
        let first = *candidates.get(at)?;
        let mut correct = Self {
            candidates,
            at,
            span: first.span,
            scope: Scope::This,
            spots: Vec::new(),
            so_far: false,
            name: None,
            naming: None,
            adopts: None,
        };
        correct.only_this(article);
        Some(correct)
    }

    /// The words in question, as they are now.
    pub fn candidate(&self) -> Candidate {
        let nothing = Candidate { span: self.span, mention: None };
        self.candidates.get(self.at).copied().unwrap_or(nothing)
    }

    /// The place of the words among those of the sentence, from 0, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.at, self.candidates.len())
    }

    /// Goes on by so many words.
    pub fn step(&mut self, article: usize, by: isize) {
        self.at = (self.at as isize + by).rem_euclid(self.candidates.len().max(1) as isize) as usize;
        self.span = self.candidate().span;
        self.name = None;
        self.only_this(article);
    }

    /// Corrects nothing but what stands here.
    pub fn only_this(&mut self, article: usize) {
        (self.scope, self.so_far) = (Scope::This, false);
        self.spots = vec![Spot { article, candidate: self.candidate() }];
    }

    /// Takes other words for the name. What is no name yet has no others that it stood for.
    pub fn take(&mut self, article: usize, span: Span) {
        self.span = span;
        if let Some(candidate) = self.candidates.get_mut(self.at).filter(|one| one.mention.is_none()) {
            candidate.span = span;
            self.only_this(article);
        }
    }

    /// The field that the name of an entity is chosen in.
    pub fn name_field(choices: Vec<super::Choice>) -> Field {
        let attribute = Attribute {
            name: "name".to_owned(),
            kind: AttributeKind::Entity { also: Vec::new() },
            default: None,
        };
        Field::new(&attribute, None, choices)
    }
}
