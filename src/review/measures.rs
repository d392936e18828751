//! The coefficients of agreement on categories without an order.
//!
//! Each is computed of how often each row of the [`Ratings`] occurs, which a resample changes. Sums of counts are
//! exact, so that a quotient without a meaning is 0 / 0 and nothing else.

use std::collections::HashMap;

use super::ratings::{Ratings, Row};

impl<C> Ratings<C> {
    fn counted<'a>(&'a self, counts: &'a [f64]) -> impl Iterator<Item = (&'a Row, f64)> {
        self.rows().iter().zip(counts.iter().copied()).filter(|(_, count)| *count > 0.0)
    }

    /// The share of pairs of values of one item that are the same; of two annotators the share of items on which they
    /// agree.
    pub(super) fn observed(&self, counts: &[f64]) -> Option<f64> {
        let (mut same, mut all) = (0.0, 0.0);
        for (row, count) in self.counted(counts) {
            same += count * row.agreeing();
            all += count * row.said() * (row.said() - 1.0);
        }
        ratio(same, all)
    }

    /// What two annotators say of the items of which both say something.
    pub(super) fn pair(&self, pair: [usize; 2]) -> Pair {
        let mut cells: HashMap<[usize; 2], usize> = HashMap::new();
        let mut rows = Vec::new();
        for (row, said) in self.rows().iter().enumerate() {
            if let Some(cell) = said.pair(pair) {
                let next = cells.len();
                rows.push((row, *cells.entry(cell).or_insert(next)));
            }
        }
        let mut cells: Vec<_> = cells.into_iter().collect();
        cells.sort_unstable_by_key(|(_, number)| *number);
        Pair { rows, cells: cells.into_iter().map(|(cell, _)| cell).collect(), categories: self.categories() }
    }

    /// Fleiss' kappa of the items of which every annotator says something (Fleiss 1971, "Measuring nominal scale
    /// agreement among many raters").
    pub(super) fn fleiss(&self, counts: &[f64]) -> Option<f64> {
        let annotators = self.annotators() as f64;
        let (mut items, mut same) = (0.0, 0.0);
        let mut used = vec![0.0; self.categories()];
        for (row, count) in self.counted(counts).filter(|(row, _)| row.said() == annotators) {
            items += count;
            same += count * row.agreeing();
            add(&mut used, row, count);
        }
        let all = items * annotators;
        let chance: f64 = used.iter().map(|used| used * used).sum();
        ratio(same * all / (annotators - 1.0) - chance, all * all - chance)
    }

    /// Krippendorff's alpha for nominal data with missing values (Krippendorff 2011, "Computing Krippendorff's
    /// alpha-reliability").
    pub(super) fn alpha(&self, counts: &[f64]) -> Option<f64> {
        let mut coincidences = Coincidences::new(self.categories());
        for (row, count) in self.counted(counts) {
            coincidences.add(row, count);
        }
        coincidences.alpha()
    }

    /// How much alpha would rise if one item of each row were not there: what such an item costs.
    pub(super) fn costs(&self) -> Vec<f64> {
        let mut coincidences = Coincidences::new(self.categories());
        for (row, count) in self.counted(&self.counts()) {
            coincidences.add(row, count);
        }
        let alpha = coincidences.alpha();
        let mut cost = |row: &Row| {
            coincidences.add(row, -1.0);
            let without = coincidences.alpha();
            coincidences.add(row, 1.0);
            without.zip(alpha).map_or(0.0, |(without, alpha)| without - alpha)
        };
        self.rows().iter().map(&mut cost).collect()
    }
}

/// What two annotators say of the same items.
pub(super) struct Pair {
    /// The rows of such items, each with its cell.
    rows: Vec<(usize, usize)>,
    /// What the first says, and what the second.
    cells: Vec<[usize; 2]>,
    categories: usize,
}

impl Pair {
    /// The share of the items on which the two agree, and Cohen's kappa: `(p_o − p_e) / (1 − p_e)`, where `p_e` is the
    /// agreement by chance of two annotators who use the categories as often as these (Cohen 1960, "A coefficient of
    /// agreement for nominal scales").
    pub(super) fn figures(&self, counts: &[f64]) -> [Option<f64>; 2] {
        let mut times = vec![0.0; self.cells.len()];
        for &(row, cell) in &self.rows {
            if let (Some(times), Some(count)) = (times.get_mut(cell), counts.get(row)) {
                *times += count;
            }
        }
        let (mut items, mut same) = (0.0, 0.0);
        let mut used = vec![[0.0; 2]; self.categories];
        for ([a, b], times) in self.cells.iter().zip(times) {
            items += times;
            same += if a == b { times } else { 0.0 };
            for (which, category) in [a, b].into_iter().enumerate() {
                if let Some(used) = used.get_mut(*category).and_then(|used| used.get_mut(which)) {
                    *used += times;
                }
            }
        }
        let chance: f64 = used.iter().map(|[a, b]| a * b).sum();
        [ratio(same, items), ratio(same * items - chance, items * items - chance)]
    }
}

/// Krippendorff's matrix of coincidences, as far as nominal data need it.
struct Coincidences {
    /// The sum of its diagonal.
    same: f64,
    /// The sum of its rows, `n_c`.
    used: Vec<f64>,
    /// Their sum, n.
    all: f64,
    /// The sum of `n_c (n_c − 1)`.
    chance: f64,
}

impl Coincidences {
    fn new(categories: usize) -> Self {
        Self { same: 0.0, used: vec![0.0; categories], all: 0.0, chance: 0.0 }
    }

    fn add(&mut self, row: &Row, count: f64) {
        self.same += count * row.agreeing() / (row.said() - 1.0);
        for &(category, said) in &row.tally {
            if let Some(used) = self.used.get_mut(category) {
                self.chance -= *used * (*used - 1.0);
                *used += count * said;
                self.chance += *used * (*used - 1.0);
                self.all += count * said;
            }
        }
    }

    fn alpha(&self) -> Option<f64> {
        let Self { same, all, chance, .. } = self;
        ratio((all - 1.0) * same - chance, all * (all - 1.0) - chance)
    }
}

fn add(used: &mut [f64], row: &Row, count: f64) {
    for &(category, said) in &row.tally {
        if let Some(used) = used.get_mut(category) {
            *used += count * said;
        }
    }
}

/// A quotient that has a meaning.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0 && part.is_finite()).then(|| part / whole)
}
