//! How far annotators agree: each row a figure, from which Enter leads to the sentences that it is made of.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Column, Shape, TableRow, Target};
use crate::app::App;
use crate::review::{Confusion, Estimate, Figures, PairFigures, PairSpans, Scores, Subject, Topic};
use crate::text::width;

/// The columns of the names of two annotators; where these are longer, letters stand for them.
const WIDEST: usize = 13;

pub(super) const SHAPE: Shape = Shape {
    name: "agreement",
    columns: &[
        Column::rest("of"),
        Column::text("by", WIDEST as u16),
        Column::number("items", 7),
        Column::number("agree", 6),
        Column::text("95 %", 9).spare(),
        Column::number("Fleiss", 14),
        Column::text("95 %", 11).spare(),
        Column::number("figure", 11),
        Column::text("95 %", 11),
        Column::unseen("section"),
        Column::unseen("names"),
    ],
    empty: "No sentence was read by two annotators: there is nothing to compare.",
    has_article: false,
};

/// What stands in the columns `by` and `section`, and where Enter leads.
type Row<'a> = (String, &'a str, &'a str, Target);

impl App {
    /// What all have in common first, then spans and what was taken for what, then by pair.
    pub(super) fn agreement_rows(&self) -> Vec<TableRow> {
        let found = &self.agreement().found;
        if found.labels.first().is_none_or(|all| all.figures.items == 0) {
            return Vec::new();
        }
        let all = ("sentences that differ".to_owned(), "", "sentences", Target::Sentences(Subject::All));
        let mut rows = vec![row(all, [&found.costs.len().to_string(), "", "", "", "", "", ""])];
        let labels = found.labels.iter().map(|of| {
            let name = of.label.as_deref().unwrap_or("(all labels)");
            (name.to_owned(), "labels", Topic::Label(of.label.clone()), &of.figures)
        });
        let attributes = found.attributes.iter().map(|of| {
            let topic = Topic::Attribute(of.label.clone(), of.attribute.clone());
            (format!("{} {}", of.label, of.attribute), "attributes", topic, &of.figures)
        });
        let figures: Vec<(String, &str, Topic, &Figures)> = labels.chain(attributes).collect();
        rows.extend(
            figures.iter().map(|(name, section, topic, figures)| together(name, section, topic, figures)),
        );
        for of in &found.spans {
            rows.extend(of.pairs.iter().flat_map(|pair| spans(of.label.as_deref(), pair)));
        }
        let names = &self.agreement().annotators;
        let pairs = (0..names.len()).flat_map(|a| names.iter().skip(a + 1).map(move |b| (a, b)));
        for ((a, b), confusion) in pairs.zip(&found.confusions) {
            let Some(a) = names.get(a) else { continue };
            rows.extend(confused(&[a.clone(), b.clone()], confusion));
        }
        for (name, section, topic, figures) in &figures {
            rows.extend(figures.pairs.iter().map(|pair| of_pair(name, section, topic, pair)));
        }
        if rows.iter().any(|row| row.cells.get(1).is_some_and(|by| width(by) > WIDEST)) {
            self.shorten(&mut rows);
        }
        rows
    }

    /// Puts letters in the place of names that are too long to be told apart in a column, and says behind the first row
    /// whose they are.
    fn shorten(&self, rows: &mut Vec<TableRow>) {
        let sign = |name: &String| {
            let sign = self.others.signs.iter().find(|(id, _)| id.as_str() == name);
            sign.map_or_else(|| "you".to_owned(), |(_, sign)| sign.letter.to_string())
        };
        let names = &self.agreement().annotators;
        let letters: BTreeMap<&str, String> = names.iter().map(|name| (name.as_str(), sign(name))).collect();
        for by in rows.iter_mut().filter_map(|row| row.cells.get_mut(1)) {
            let short = by.split(' ').map(|name| letters.get(name).map_or(name, String::as_str));
            *by = short.collect::<Vec<_>>().join(" ");
        }
        let legend = letters.iter().map(|(name, letter)| {
            let says = Target::Nothing(format!("Here {letter} stands for {name}"));
            row(((*name).to_owned(), letter, "annotators", says), [""; 7]).dim(true)
        });
        let legend: Vec<TableRow> = legend.collect();
        rows.splice(1..1, legend);
    }
}

fn row((name, by, section, target): Row<'_>, figures: [&str; 7]) -> TableRow {
    let cells = [name.as_str(), by].into_iter().chain(figures).chain([section, by]);
    TableRow::new(cells.map(str::to_owned).collect(), target)
}

/// What all annotators have in common.
fn together(name: &str, section: &str, topic: &Topic, figures: &Figures) -> TableRow {
    let Figures { items, complete, observed, fleiss_kappa, krippendorff_alpha, .. } = figures;
    let mut fleiss = value(fleiss_kappa);
    if fleiss_kappa.value.is_some() && complete != items {
        let _ = write!(fleiss, " of {complete}");
    }
    let target = Target::Sentences(Subject::Topic(topic.clone(), None));
    row(
        (name.to_owned(), "all", section, target),
        [
            &items.to_string(),
            &percent(observed),
            &percents(observed),
            &fleiss,
            &interval(fleiss_kappa),
            &format!("alpha {}", value(krippendorff_alpha)),
            &interval(krippendorff_alpha),
        ],
    )
}

/// What two annotators have in common.
fn of_pair(name: &str, section: &str, topic: &Topic, pair: &PairFigures) -> TableRow {
    let PairFigures { annotators, items, observed, cohen_kappa } = pair;
    let target = Target::Sentences(Subject::Topic(topic.clone(), Some(annotators.clone())));
    row(
        (name.to_owned(), &annotators.join(" "), section, target),
        [
            &items.to_string(),
            &percent(observed),
            &percents(observed),
            "",
            "",
            &format!("kappa {}", value(cohen_kappa)),
            &interval(cohen_kappa),
        ],
    )
}

/// How far the spans of two are the same, and how far they overlap.
fn spans(label: Option<&str>, pair: &PairSpans) -> [TableRow; 2] {
    let PairSpans { annotators, spans: [a, b], exact, overlapping } = pair;
    let said = label.map(str::to_owned);
    let ways = [("spans", exact, Topic::Span(said.clone())), ("overlap", overlapping, Topic::Overlap(said))];
    ways.map(|(way, Scores { precision, recall, f1 }, topic)| {
        let target = Target::Sentences(Subject::Topic(topic, Some(annotators.clone())));
        row(
            (format!("{} {way}", label.unwrap_or("all")), &annotators.join(" "), "spans", target),
            [
                &format!("{a} {b}"),
                &format!("P {}", value(precision)),
                &interval(precision),
                &format!("R {}", value(recall)),
                &interval(recall),
                &format!("F1 {}", value(f1)),
                &interval(f1),
            ],
        )
    })
}

/// The labels by one annotator against those by another, what differs first and the most of it.
fn confused(annotators: &[String; 2], Confusion { categories, counts }: &Confusion<String>) -> Vec<TableRow> {
    let cells = categories.iter().zip(counts).flat_map(|(one, counts)| {
        categories.iter().zip(counts).map(move |(other, count)| (one, other, *count))
    });
    let mut cells: Vec<(&String, &String, usize)> = cells.filter(|(.., count)| *count > 0).collect();
    cells.sort_by_key(|(one, other, count)| (one == other, std::cmp::Reverse(*count)));
    let cell = |(one, other, count): (&String, &String, usize)| {
        let is_same = one == other;
        let (sign, target) = if is_same {
            ("=", Target::Nothing("They agree on these sentences".to_owned()))
        } else {
            ("≠", Target::Sentences(Subject::Confused(annotators.clone(), [one.clone(), other.clone()])))
        };
        let name = format!("{one} {sign} {other}");
        let figures = [&*count.to_string(), "", "", "", "", "", ""];
        row((name, &annotators.join(" "), "confusion", target), figures).dim(is_same)
    };
    cells.into_iter().map(cell).collect()
}

/// `0.81`; a figure that is not defined is a dash.
fn value(estimate: &Estimate) -> String {
    estimate.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}

/// `0.70 0.90`
fn interval(estimate: &Estimate) -> String {
    estimate.interval.map_or_else(String::new, |[low, high]| format!("{low:.2} {high:.2}"))
}

/// `81%`
fn percent(estimate: &Estimate) -> String {
    estimate.value.map_or_else(|| "–".to_owned(), |value| format!("{:.0}%", 100.0 * value))
}

/// `70 90`
fn percents(estimate: &Estimate) -> String {
    estimate
        .interval
        .map_or_else(String::new, |[low, high]| format!("{:.0} {:.0}", 100.0 * low, 100.0 * high))
}
