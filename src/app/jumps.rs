//! The jump list: places that were left by a leap, to go back to.

/// A place in the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The article: its index in the corpus.
    pub article: usize,
    /// The start of the cursor's sentence, in bytes.
    pub cursor: usize,
    /// A byte of the first row in view.
    pub top: usize,
}

/// How many places are remembered.
const MOST: usize = 100;

/// Places left by leaps, and where in the list the reader stands.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    places: Vec<Jump>,
    /// The index of the place that the reader went back to; the end of the list if to none.
    at: usize,
}

impl Jumps {
    /// Remembers the place that is being left. What lay ahead is forgotten.
    pub fn leave(&mut self, from: Jump) {
        self.places.truncate(self.at);
        self.places.retain(|place| (place.article, place.cursor) != (from.article, from.cursor));
        self.places.push(from);
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// All places, when the text of an article is another one.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Jump> {
        self.places.iter_mut()
    }

    /// The place before; `here` is remembered to come forward to again.
    pub fn back(&mut self, here: Jump) -> Option<Jump> {
        if self.at == self.places.len() && self.at > 0 {
            self.leave(here);
            self.at -= 1;
        }
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at).copied()
    }

    /// The place after the one that the reader went back to.
    pub fn forward(&mut self) -> Option<Jump> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(place)
    }
}
