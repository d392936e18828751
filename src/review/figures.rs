//! All figures of one set of ratings.

use std::hash::Hash;

use serde::Serialize;

use super::bootstrap::{Estimate, estimates};
use super::ratings::Ratings;

/// How far annotators agree on items: all of them together, then by pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// The items of which at least two say something.
    pub items: usize,
    /// Those of which all do.
    pub complete: usize,
    /// The share of pairs of values of one item that are the same.
    pub observed: Estimate,
    /// Fleiss' kappa, of the complete items.
    pub fleiss_kappa: Estimate,
    /// Krippendorff's alpha, nominal.
    pub krippendorff_alpha: Estimate,
    /// Two annotators at a time.
    pub pairs: Vec<PairFigures>,
}

/// How far two annotators agree on the items of which both say something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairFigures {
    /// Who they are.
    pub annotators: [String; 2],
    /// How many items that are.
    pub items: usize,
    /// The share on which they agree.
    pub observed: Estimate,
    /// Cohen's kappa.
    pub cohen_kappa: Estimate,
}

impl Figures {
    /// The figures of ratings by these annotators.
    pub fn new<C: Clone + Eq + Hash + Ord>(ratings: &Ratings<C>, annotators: &[String]) -> Self {
        let pairs: Vec<_> = ratings.pairs().map(|pair| ratings.pair(pair)).collect();
        let measure = |counts: &[f64]| {
            let together = [ratings.observed(counts), ratings.fleiss(counts), ratings.alpha(counts)];
            let by_pair = pairs.iter().flat_map(|pair| pair.figures(counts));
            together.into_iter().chain(by_pair).collect()
        };
        let mut estimates = estimates(ratings.items(), ratings.rows().len(), measure).into_iter();
        let mut next = || estimates.next().unwrap_or_default();
        let (observed, fleiss_kappa, krippendorff_alpha) = (next(), next(), next());
        let counts = ratings.counts();
        let items = |wanted: &dyn Fn(usize) -> bool| {
            let counted = counts.iter().enumerate().filter(|(row, _)| wanted(*row));
            counted.map(|(_, count)| *count as usize).sum()
        };
        let row = |row: usize| ratings.rows().get(row);
        let pair = |pair: [usize; 2]| PairFigures {
            annotators: pair.map(|i| annotators.get(i).cloned().unwrap_or_default()),
            items: items(&|i| row(i).is_some_and(|row| row.pair(pair).is_some())),
            observed: next(),
            cohen_kappa: next(),
        };
        Self {
            items: ratings.len(),
            complete: items(&|i| row(i).is_some_and(|row| row.values.iter().all(Option::is_some))),
            observed,
            fleiss_kappa,
            krippendorff_alpha,
            pairs: ratings.pairs().map(pair).collect(),
        }
    }
}
