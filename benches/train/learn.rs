//! Learning from labelled sentences: the averaged structured perceptron with a margin.

use abreast::nlp::tagger::decode::{KINDS, Label, STATES, Scores, Transitions, best, kind};
use abreast::nlp::tagger::model::WIDTH;

/// Rows of weights.
pub const ROWS: usize = 27 << 13;
/// How often each sentence is learned from.
const EPOCHS: usize = 8;
/// By how much the right labels are to be ahead of others, and ahead of none: a name that is missed costs more than
/// one too many, as there are few (Mohit et al. 2012).
const MARGIN: i32 = 90;
const MISS: i32 = 135;
/// How many orders of the sentences are averaged over.
pub const ORDERS: u64 = 3;
/// What speaks for a label that the corpus does not know.
const NEVER: i32 = -1_000_000;
/// How many weights of ten thousand are too large for a byte, and cut.
const CUT: usize = 10;

/// The features of each word of a sentence, as rows of one look; and its right labels.
pub struct Example {
    pub features: Vec<Vec<u32>>,
    pub right: Vec<Label>,
    /// What a mistake in it costs.
    pub weight: i32,
    /// Whether it says which names are `MISC`.
    pub misc: bool,
}

/// Sums of weights over all steps of learning.
struct Sums {
    rows: Vec<[i64; WIDTH]>,
    transitions: [[i64; STATES]; STATES],
}

/// Weights as they are kept in the model.
pub struct Learned {
    pub rows: Vec<[i8; WIDTH]>,
    pub transitions: Transitions,
}

impl Learned {
    pub fn labels(&self, example: &Example) -> Vec<Label> {
        let score = |features: &Vec<u32>| Some(sum(&self.rows, features));
        best(&example.features.iter().map(score).collect::<Vec<_>>(), &self.transitions)
    }
}

fn sum<T: Copy + Into<i32>>(rows: &[[T; WIDTH]], features: &[u32]) -> Scores {
    let mut scores = Scores::default();
    for &feature in features {
        for (score, &weight) in scores[1..].iter_mut().zip(&rows[feature as usize]) {
            *score += weight.into();
        }
    }
    scores
}

/// Numbers in an order that looks like none (xorshift, Marsaglia 2003).
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// The averaged structured perceptron with a margin, over the examples in the order of `seed`.
fn learn(examples: &[&Example], seed: u64, sums: &mut Sums) {
    let mut weights = vec![[0; WIDTH]; ROWS];
    let mut transitions = Transitions::default();
    let mut shuffle = Shuffle(0x9e37_79b9_7f4a_7c15 ^ seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut left = (EPOCHS * examples.len()) as i64;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, shuffle.next(at + 1));
        }
        for &at in &order {
            let Example { features, right, weight, misc } = &examples[at];
            let score = |(features, &right): (&Vec<u32>, &Label)| {
                let scores = sum(&weights, features);
                Some(std::array::from_fn(|label| match label {
                    label if label == usize::from(right) => scores[label],
                    0 => scores[0] + MISS,
                    label if !misc && kind(label as Label) == Some(KINDS.len() - 1) => NEVER,
                    label => scores[label] + MARGIN,
                }))
            };
            let guess = best(&features.iter().zip(right).map(score).collect::<Vec<_>>(), &transitions);
            let mut before = (0, 0);
            for ((features, &right), guess) in features.iter().zip(right).zip(guess) {
                let here = (usize::from(right), usize::from(guess));
                for (label, step) in [(here.0, *weight), (here.1, -weight)] {
                    if here.0 != here.1 && label > 0 {
                        for &feature in features {
                            weights[feature as usize][label - 1] += step;
                            sums.rows[feature as usize][label - 1] += i64::from(step) * left;
                        }
                    }
                }
                for (from, to, step) in [(before.0, here.0, *weight), (before.1, here.1, -weight)] {
                    if (before.0, here.0) != (before.1, here.1) {
                        transitions[from][to] += step;
                        sums.transitions[from][to] += i64::from(step) * left;
                    }
                }
                before = here;
            }
            left -= 1;
        }
    }
}

/// Weights learned in so many orders, as bytes.
pub fn learned(examples: &[&Example], orders: u64) -> Learned {
    let mut sums = Sums { rows: vec![[0; WIDTH]; ROWS], transitions: [[0; STATES]; STATES] };
    for seed in 0..orders {
        learn(examples, seed, &mut sums);
    }
    let mut sizes: Vec<i64> =
        sums.rows.iter().flatten().map(|sum| sum.abs()).filter(|&size| size > 0).collect();
    sizes.sort_unstable();
    let most = sizes.get(sizes.len() - sizes.len() * CUT / 10_000 - 1).copied().unwrap_or(1);
    let byte = |sum: i64| (sum * 127 + sum.signum() * most / 2) / most;
    Learned {
        rows: sums.rows.iter().map(|row| row.map(|sum| byte(sum).clamp(-127, 127) as i8)).collect(),
        transitions: sums.transitions.map(|row| row.map(|sum| byte(sum).clamp(-32_000, 32_000) as i32)),
    }
}
