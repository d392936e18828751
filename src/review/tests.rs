//! The figures of published examples, what holds of any ratings, and what is compared with what.

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;
use crate::model::{
    Annotation, Annotations, Attributes, EntityType, Kind, LabelName, Schema, Sentence, Span, Value,
};
use crate::nlp::Entities;

/// One string an annotator, one letter an item; a dot: nothing.
fn by_letters(annotators: &[&str]) -> Ratings<char> {
    let said = |letters: &str, item| letters.chars().nth(item).filter(|c| *c != '.');
    let row = |item| annotators.iter().map(|letters| said(letters, item)).collect();
    Ratings::new(annotators.len(), (0..annotators[0].chars().count()).map(row))
}

/// Two annotators by how often they say this and that.
fn by_confusion<const N: usize>(counts: [[usize; N]; N]) -> Ratings<usize> {
    let cells = (0..N).flat_map(|a| (0..N).map(move |b| (a, b)));
    Ratings::new(2, cells.flat_map(|(a, b)| std::iter::repeat_n(vec![Some(a), Some(b)], counts[a][b])))
}

/// Annotators of whom nobody knows who said what: how many chose each category, by item.
fn by_tally<const N: usize>(items: &[[usize; N]]) -> Ratings<usize> {
    let row = |tally: &[usize; N]| {
        (0..N).flat_map(|category| std::iter::repeat_n(Some(category), tally[category])).collect::<Vec<_>>()
    };
    Ratings::new(items[0].iter().sum(), items.iter().map(row))
}

fn alpha<C>(ratings: &Ratings<C>) -> Option<f64> {
    ratings.alpha(&ratings.counts())
}

fn kappa<C>(ratings: &Ratings<C>) -> Option<f64> {
    ratings.pair([0, 1]).figures(&ratings.counts())[1]
}

/// As it is printed in the publication, with so many digits.
fn printed(figure: Option<f64>, digits: usize) -> String {
    format!("{:.digits$}", figure.unwrap())
}

/// Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20: two
/// judges and 200 diagnoses. The same table stands in Cohen (1968).
#[test]
fn cohen_1960() {
    let ratings = by_confusion([[88, 14, 18], [10, 40, 10], [2, 6, 12]]);
    assert_eq!(printed(ratings.observed(&ratings.counts()), 2), "0.70");
    assert_eq!(printed(kappa(&ratings), 3), "0.492");
}

/// Artstein & Poesio (2008), "Inter-coder agreement for computational linguistics", Computational Linguistics 34, the
/// dialogue acts of table 1 and section 2.
#[test]
fn artstein_and_poesio_2008() {
    let ratings = by_confusion([[46, 0, 0], [6, 32, 6], [0, 0, 10]]);
    assert_eq!(printed(ratings.observed(&ratings.counts()), 2), "0.88");
    assert_eq!(printed(kappa(&ratings), 4), "0.8013");
}

/// Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin 76: six psychiatrists,
/// thirty patients, five diagnoses.
#[test]
fn fleiss_1971() {
    let ratings = by_tally(&[
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1],
        [3, 0, 0, 1, 2],
        [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0],
        [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6],
        [0, 1, 0, 5, 0],
        [0, 2, 0, 1, 3],
        [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0],
        [4, 0, 0, 0, 2],
        [0, 2, 0, 4, 0],
        [1, 0, 5, 0, 0],
        [0, 0, 0, 0, 6],
    ]);
    assert_eq!(printed(ratings.fleiss(&ratings.counts()), 3), "0.430");
}

/// Krippendorff (2011), "Computing Krippendorff's alpha-reliability", examples A, B and C: two observers and two
/// values; two and five; four and five, with missing values.
#[test]
fn krippendorff_2011() {
    assert_eq!(printed(alpha(&by_letters(&["0100000010", "1110010000"])), 3), "0.095");
    assert_eq!(printed(alpha(&by_letters(&["aabbdcccedda", "babbbccceddd"])), 3), "0.692");
    let missing = by_letters(&["123321412...", "1233224125.3", ".3332342251.", "12332441251."]);
    assert_eq!(printed(alpha(&missing), 3), "0.743");
}

#[test]
fn what_is_not_defined_is_no_figure() {
    for annotators in [&["aaa", "aaa"][..], &["a..", ".b."], &["...", "..."], &["", ""], &["ab"]] {
        let ratings = by_letters(annotators);
        let Figures { fleiss_kappa, krippendorff_alpha, pairs, .. } = names_and_figures(&ratings);
        assert_eq!(
            (fleiss_kappa, krippendorff_alpha),
            (Estimate::default(), Estimate::default()),
            "{annotators:?}"
        );
        assert!(pairs.iter().all(|pair| pair.cohen_kappa == Estimate::default()), "{annotators:?}");
    }
    assert_eq!(by_letters(&["aaa", "aaa"]).observed(&[3.0]), Some(1.0));
}

fn names_and_figures<C: Clone + Eq + std::hash::Hash + Ord>(ratings: &Ratings<C>) -> Figures {
    let names: Vec<String> = (0..ratings.annotators()).map(|i| format!("a{i}")).collect();
    Figures::new(ratings, &names)
}

/// What some annotators say of some items in up to four categories, with gaps.
fn rows() -> impl Strategy<Value = (usize, Vec<Vec<Option<u8>>>)> {
    (2..5usize).prop_flat_map(|annotators| {
        let row = prop::collection::vec(prop::option::weighted(0.8, 0..4u8), annotators);
        (Just(annotators), prop::collection::vec(row, 0..40))
    })
}

/// All figures, whoever they are by.
fn figures_of(figures: &Figures) -> Vec<Estimate> {
    vec![figures.observed, figures.fleiss_kappa, figures.krippendorff_alpha]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn annotators_who_say_the_same_agree_wholly(said in prop::collection::vec(0..4u8, 2..40), others in 1..4usize) {
        let ratings = Ratings::new(others + 1, said.iter().map(|value| vec![Some(*value); others + 1]));
        let figures = names_and_figures(&ratings);
        prop_assert_eq!(figures.observed, Estimate { value: Some(1.0), interval: Some([1.0, 1.0]) });
        let differ = said.iter().any(|value| *value != said[0]);
        let whole = differ.then_some(1.0);
        prop_assert_eq!((figures.fleiss_kappa.value, figures.krippendorff_alpha.value), (whole, whole));
        prop_assert!(figures.pairs.iter().all(|pair| pair.cohen_kappa.value == whole));
    }

    #[test]
    fn other_names_of_categories_change_nothing((annotators, rows) in rows()) {
        let renamed = rows.iter().map(|row| row.iter().map(|v| v.map(|v| ["z", "b", "y", "a"][usize::from(v)])).collect());
        let (one, other) = (Ratings::new(annotators, rows.clone()), Ratings::new(annotators, renamed));
        prop_assert_eq!(names_and_figures(&one), names_and_figures(&other));
    }

    #[test]
    fn the_order_of_annotators_changes_nothing((annotators, rows) in rows()) {
        let turned = rows.iter().map(|row| row.iter().rev().copied().collect());
        let one = names_and_figures(&Ratings::new(annotators, rows.clone()));
        let other = names_and_figures(&Ratings::new(annotators, turned));
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        };
        let ends = |e: &Estimate| e.interval.map_or([None; 2], |ends| ends.map(Some));
        for (a, b) in figures_of(&one).iter().zip(&figures_of(&other)) {
            prop_assert!(near(a.value, b.value), "{a:?} {b:?}");
            prop_assert!(ends(a).into_iter().zip(ends(b)).all(|(a, b)| near(a, b)), "{a:?} {b:?}");
        }
        let last = annotators - 1;
        for (pair, [a, b]) in one.pairs.iter().zip(ratings::pairs(annotators)) {
            let at = ratings::pairs(annotators).position(|pair| pair == [last - b, last - a]).unwrap();
            prop_assert!(near(pair.cohen_kappa.value, other.pairs[at].cohen_kappa.value));
            prop_assert_eq!(pair.observed.value, other.pairs[at].observed.value);
        }
    }

    /// An item that one alone says something of, and an annotator who says nothing, are as if they were not there.
    #[test]
    fn what_only_one_has_said_changes_no_alpha((annotators, rows) in rows()) {
        let more = rows.iter().cloned().chain([vec![Some(9)], vec![]]).map(|mut row| {
            row.resize(annotators + 1, None);
            row
        });
        let (one, other) = (Ratings::new(annotators, rows.clone()), Ratings::new(annotators + 1, more));
        prop_assert_eq!((one.len(), alpha(&one)), (other.len(), alpha(&other)));
    }

    #[test]
    fn every_figure_is_a_number_within_its_bounds((annotators, rows) in rows()) {
        let figures = names_and_figures(&Ratings::new(annotators, rows));
        let pairs = figures.pairs.iter().flat_map(|pair| [pair.observed, pair.cohen_kappa]);
        for Estimate { value, interval } in figures_of(&figures).into_iter().chain(pairs) {
            for figure in value.into_iter().chain(interval.into_iter().flatten()) {
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&figure), "{figure}");
            }
        }
    }

    /// Alpha without an item is what it would be had the item never been there.
    #[test]
    fn the_cost_of_an_item_is_what_alpha_is_less((annotators, rows) in rows(), leave in any::<prop::sample::Index>()) {
        let ratings = Ratings::new(annotators, rows.clone());
        prop_assume!(!ratings.is_empty());
        let rows: Vec<_> = rows.into_iter().filter(|row| row.iter().flatten().count() > 1).collect();
        let item = leave.index(rows.len());
        let others = rows.iter().enumerate().filter(|(i, _)| *i != item).map(|(_, row)| row.clone());
        let without = alpha(&Ratings::new(annotators, others));
        if let (Some(without), Some(with)) = (without, alpha(&ratings)) {
            prop_assert!((ratings.costs()[ratings.items()[item]] - (without - with)).abs() < 1e-9);
        }
    }

    /// Which of two annotators comes first changes what is precision and what is recall, and no more.
    #[test]
    fn spans_are_compared_alike_in_both_directions(
        ours in subsequence((0..12usize).collect::<Vec<_>>(), 1..12),
        theirs in subsequence((0..12usize).collect::<Vec<_>>(), 1..12),
    ) {
        let tags = |starts: &[usize]| {
            Annotations::from_iter(starts.iter().map(|i| claim(10 * i, 10 * i + 5 + i % 9, "Ada")))
        };
        let (ours, theirs) = (tags(&ours), tags(&theirs));
        let one = compare(&[&ours, &theirs]).spans;
        let other = compare(&[&theirs, &ours]).spans;
        for (one, other) in one.iter().zip(&other) {
            let (one, other) = (&one.pairs[0], &other.pairs[0]);
            for (one, other) in [(&one.exact, &other.exact), (&one.overlapping, &other.overlapping)] {
                prop_assert_eq!((one.precision, one.recall, one.f1), (other.recall, other.precision, other.f1));
            }
        }
    }
}

fn claim(start: usize, end: usize, claimant: &str) -> Annotation {
    let attributes = Attributes::from([("claimant".to_owned(), Value::entity(claimant))]);
    Annotation::new(LabelName::new(LabelName::CLAIM), Span::new(start, end), attributes)
}

fn none(start: usize, end: usize) -> Annotation {
    Annotation::new(LabelName::new(LabelName::NONE), Span::new(start, end), Attributes::new())
}

/// Compares annotators of one article, of twelve sentences of ten bytes.
fn compare(by: &[&Annotations]) -> Agreement {
    let sentences: Vec<_> =
        (0..12).map(|i| Sentence { span: Span::new(10 * i, 10 * i + 10), kind: Kind::Sentence }).collect();
    let work = Work { sentences: &sentences, annotations: by.iter().copied().map(Some).collect() };
    let names: Vec<String> = (0..by.len()).map(|i| format!("a{i}")).collect();
    let mentions = [(0, "Volodymyr Zelenskyy", EntityType::Per), (0, "Zelensky", EntityType::Per)];
    let entities = Entities::gather(mentions.into_iter(), |_| None);
    agreement(&[work], &names, &Schema::default(), &entities)
}

#[test]
fn only_what_both_have_read_counts_and_unread_is_not_disagreement() {
    let ada = Annotations::from_iter([claim(0, 10, "author"), none(10, 20), claim(20, 30, "author")]);
    let bo = Annotations::from_iter([claim(0, 10, "author"), claim(10, 20, "author"), none(50, 60)]);
    let agreement = compare(&[&ada, &bo]);
    let all = &agreement.labels[0];
    assert_eq!((all.figures.items, all.figures.observed.value), (2, Some(0.5)));
    assert_eq!(agreement.confusions[0].categories, ["claim", "none"]);
    assert_eq!(agreement.confusions[0].counts, [[1, 0], [1, 0]]);
    assert_eq!(agreement.spans[0].pairs[0].spans, [1, 2]);
    let places: Vec<_> = agreement.costs.iter().map(|cost| (cost.article, cost.sentence)).collect();
    assert_eq!(places, [(0, 1)]);
}

#[test]
fn names_are_compared_as_entities() {
    let ada = Annotations::from_iter([claim(0, 10, "Zelensky"), claim(10, 20, "author")]);
    let bo = Annotations::from_iter([claim(0, 10, "Volodymyr Zelenskyy"), claim(10, 20, "the Author")]);
    let agreement = compare(&[&ada, &bo]);
    let claimant = &agreement.attributes[0];
    assert_eq!((&*claimant.attribute, claimant.figures.items), ("claimant", 2));
    assert_eq!(claimant.figures.observed.value, Some(0.5), "author is a word, and no name");
    assert_eq!(agreement.attributes.len(), 1, "nobody has said how certain it is");
}

#[test]
fn one_annotator_and_nobody_have_no_figures() {
    let ada = Annotations::from_iter([claim(0, 10, "author")]);
    for by in [&[&ada][..], &[]] {
        let agreement = compare(by);
        assert_eq!(agreement.labels.len(), 1);
        assert_eq!(figures_of(&agreement.labels[0].figures), [Estimate::default(); 3]);
        assert!(agreement.costs.is_empty() && agreement.attributes.is_empty());
    }
}
