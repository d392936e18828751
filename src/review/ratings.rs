//! What annotators say of the same items.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use super::bootstrap::counts;

/// What each annotator says of each item: one category, or nothing, as the item was not read or the attribute not
/// set. Equal rows are kept once.
#[derive(Clone, Debug)]
pub struct Ratings<C> {
    annotators: usize,
    /// In the order of their first use.
    categories: Vec<C>,
    rows: Vec<Row>,
    /// The row of each item.
    items: Vec<usize>,
}

/// What the annotators say of an item.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// By annotator.
    pub(super) values: Vec<Option<usize>>,
    /// How many annotators say what, of those that say anything.
    pub(super) tally: Vec<(usize, f64)>,
}

impl Row {
    fn new(values: Vec<Option<usize>>) -> Self {
        let mut tally: Vec<(usize, f64)> = Vec::new();
        for value in values.iter().flatten() {
            match tally.iter_mut().find(|(other, _)| other == value) {
                Some((_, count)) => *count += 1.0,
                None => tally.push((*value, 1.0)),
            }
        }
        // The same sums for annotators in another order.
        tally.sort_unstable_by(|a, b| b.1.total_cmp(&a.1));
        Self { values, tally }
    }

    /// How many annotators say something.
    pub(super) fn said(&self) -> f64 {
        self.tally.iter().map(|(_, count)| count).sum()
    }

    /// How many pairs of them, counted in both orders, say the same.
    pub(super) fn agreeing(&self) -> f64 {
        self.tally.iter().map(|(_, count)| count * (count - 1.0)).sum()
    }

    /// What these two say, if both do.
    pub(super) fn pair(&self, [a, b]: [usize; 2]) -> Option<[usize; 2]> {
        Some([(*self.values.get(a)?)?, (*self.values.get(b)?)?])
    }
}

/// How often one annotator says this and the other that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion<C> {
    /// What either of them says, in order.
    pub categories: Vec<C>,
    /// By the category of the first annotator, then by that of the second.
    pub counts: Vec<Vec<usize>>,
}

impl<C: Clone + Eq + Hash + Ord> Ratings<C> {
    /// The items that at least two of so many annotators say something of; the others are left out.
    pub fn new(annotators: usize, items: impl IntoIterator<Item = Vec<Option<C>>>) -> Self {
        let mut ratings = Self { annotators, categories: Vec::new(), rows: Vec::new(), items: Vec::new() };
        let mut categories: HashMap<C, usize> = HashMap::new();
        let mut rows: HashMap<Vec<Option<usize>>, usize> = HashMap::new();
        for values in items.into_iter().filter(|values| values.iter().flatten().count() > 1) {
            let mut number = |value: C| {
                *categories.entry(value).or_insert_with_key(|value| {
                    ratings.categories.push(value.clone());
                    ratings.categories.len() - 1
                })
            };
            let values: Vec<_> = values.into_iter().map(|value| value.map(&mut number)).collect();
            let row = *rows.entry(values).or_insert_with_key(|values| {
                ratings.rows.push(Row::new(values.clone()));
                ratings.rows.len() - 1
            });
            ratings.items.push(row);
        }
        ratings
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What the two annotators of these numbers say against each other, of the items of which both say something.
    pub fn confusion(&self, pair: [usize; 2]) -> Confusion<C> {
        let said: Vec<[usize; 2]> =
            self.items.iter().filter_map(|row| self.rows.get(*row)?.pair(pair)).collect();
        let mut used: Vec<usize> = said.iter().copied().flatten().collect();
        used.sort_unstable_by_key(|category| self.categories.get(*category));
        used.dedup();
        let places: HashMap<usize, usize> = used.iter().enumerate().map(|(at, c)| (*c, at)).collect();
        let mut counts = vec![vec![0; used.len()]; used.len()];
        for [a, b] in said {
            let place = |category| places.get(&category).copied().unwrap_or_default();
            if let Some(count) = counts.get_mut(place(a)).and_then(|row| row.get_mut(place(b))) {
                *count += 1;
            }
        }
        let categories = used.into_iter().filter_map(|category| self.categories.get(category).cloned());
        Confusion { categories: categories.collect(), counts }
    }
}

impl<C> Ratings<C> {
    /// How many annotators there are, whether they say anything or not.
    pub fn annotators(&self) -> usize {
        self.annotators
    }

    /// The row of each item.
    pub(super) fn items(&self) -> &[usize] {
        &self.items
    }

    /// The rows that differ.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many categories are used.
    pub(super) fn categories(&self) -> usize {
        self.categories.len()
    }

    /// How often each row occurs.
    pub(super) fn counts(&self) -> Vec<f64> {
        counts(&self.items, self.rows.len())
    }

    /// The numbers of all pairs of annotators, in order.
    pub fn pairs(&self) -> impl Iterator<Item = [usize; 2]> + use<C> {
        pairs(self.annotators)
    }
}

/// All pairs of numbers below `count`, in order.
pub(super) fn pairs(count: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| [a, b]))
}
