//! The report for people, in tables of 80 columns.

use std::io::{self, Write};

use super::super::counted;
use super::super::table::table;
use super::{CostOfSentence, PairConfusion, Report};
use crate::review::{Estimate, Figures, PairSpans, Scores};
use crate::text::{fit, shown, width};

/// The columns of a line.
const COLUMNS: usize = 80;

/// So many sentences are shown of those that cost agreement; `--json` has all.
const SHOWN: usize = 10;

/// The name of a row about all labels.
const ALL: &str = "(all)";

pub(super) fn print(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let Report { annotators, .. } = report;
    let articles = counted(report.articles, "article", "articles");
    if annotators.len() < 2 {
        let who = annotators.first().map_or("nobody", String::as_str);
        return writeln!(out, "{articles}, annotated by {who}: agreement needs two annotators");
    }
    let who = annotators.join(", ");
    let read = report.labels.first().map_or(0, |all| all.figures.items);
    if read == 0 {
        return writeln!(out, "{articles}, annotated by {who}: no sentence was read by two of them");
    }
    let sentences = counted(read, "sentence", "sentences");
    writeln!(out, "{articles}, {sentences} read by two or more of {who}")?;
    writeln!(out, "in brackets: 95 % intervals by {} resamples, seed {}", report.resamples, report.seed)?;

    let labels: Vec<(&str, &Figures)> =
        report.labels.iter().map(|l| (l.label.as_deref().unwrap_or(ALL), &l.figures)).collect();
    let attributes: Vec<(&str, &Figures)> =
        report.attributes.iter().map(|a| (a.attribute.as_str(), &a.figures)).collect();
    together("label", &labels, out)?;
    by_pair("label", &labels, out)?;
    for confusion in &report.confusions {
        confused(confusion, out)?;
    }
    spans(report, out)?;
    if !attributes.is_empty() {
        together("attribute", &attributes, out)?;
        by_pair("attribute", &attributes, out)?;
    }
    costs(&report.costs, out)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(|cell| shown(cell).into_owned()).to_vec()
}

/// `0.81 [0.70 0.90]`; a figure that is not defined is a dash.
fn figure(Estimate { value, interval }: &Estimate) -> String {
    match (value, interval) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => format!("{value:.2}"),
        (Some(value), Some([low, high])) => format!("{value:.2} [{low:.2} {high:.2}]"),
    }
}

/// Fleiss' kappa, with the number of items that all have said something of where that is another one.
fn fleiss(Figures { items, complete, fleiss_kappa, .. }: &Figures) -> String {
    match fleiss_kappa.value {
        Some(_) if complete != items => format!("{} of {complete}", figure(fleiss_kappa)),
        _ => figure(fleiss_kappa),
    }
}

/// The same of a share, in percent.
fn percent(Estimate { value, interval }: &Estimate) -> String {
    let hundred = |share: &f64| 100.0 * share;
    match (value.as_ref().map(hundred), interval.as_ref().map(|[low, high]| [hundred(low), hundred(high)])) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => format!("{value:.0}%"),
        (Some(value), Some([low, high])) => format!("{value:.0}% [{low:.0} {high:.0}]"),
    }
}

/// What all annotators have in common, a table.
fn together(what: &str, all: &[(&str, &Figures)], out: &mut impl Write) -> io::Result<()> {
    let mut rows = vec![row([what, "items", "agree", "Fleiss' kappa", "Krippendorff's alpha"])];
    for (name, figures) in all {
        rows.push(row([
            name,
            &figures.items.to_string(),
            &percent(&figures.observed),
            &fleiss(figures),
            &figure(&figures.krippendorff_alpha),
        ]));
    }
    writeln!(out)?;
    table(&rows, out)
}

/// What two annotators have in common, a table.
fn by_pair(what: &str, all: &[(&str, &Figures)], out: &mut impl Write) -> io::Result<()> {
    let mut rows = vec![row([what, "by", "items", "agree", "Cohen's kappa"])];
    for (name, figures) in all {
        for pair in &figures.pairs {
            rows.push(row([
                name,
                &pair.annotators.join(" "),
                &pair.items.to_string(),
                &percent(&pair.observed),
                &figure(&pair.cohen_kappa),
            ]));
        }
    }
    writeln!(out)?;
    table(&rows, out)
}

/// The labels by one annotator against those by another. Where their names are too wide for columns, these are headed
/// by numbers.
fn confused(
    PairConfusion { annotators: [a, b], confusion }: &PairConfusion,
    out: &mut impl Write,
) -> io::Result<()> {
    if confusion.categories.is_empty() {
        return Ok(());
    }
    let corner = format!("{a} \\ {b}");
    let names = &confusion.categories;
    let widest = names.iter().map(|name| width(name)).max().unwrap_or_default();
    let columns = widest.max(width(&corner)) + names.iter().map(|name| width(name) + 2).sum::<usize>();
    let numbered = |(i, name): (usize, &String)| {
        if columns > COLUMNS { format!("{} {name}", i + 1) } else { name.clone() }
    };
    let number =
        |(i, name): (usize, &String)| if columns > COLUMNS { (i + 1).to_string() } else { name.clone() };
    let mut rows =
        vec![std::iter::once(corner).chain(names.iter().enumerate().map(number)).collect::<Vec<_>>()];
    for (name, counts) in names.iter().enumerate().map(numbered).zip(&confusion.counts) {
        rows.push(std::iter::once(name).chain(counts.iter().map(ToString::to_string)).collect());
    }
    writeln!(out)?;
    table(&rows, out)
}

fn spans(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let mut rows = vec![row(["spans", "by", "", "precision", "recall", "F1"])];
    for agreement in report.spans {
        for PairSpans { annotators, spans: [a, b], exact, overlapping } in &agreement.pairs {
            let label = agreement.label.as_deref().unwrap_or(ALL);
            let by = format!("{} {a}, {} {b}", annotators[0], annotators[1]);
            let scores = [(label, by.as_str(), "exact", exact), ("", "", "overlap", overlapping)];
            for (label, by, how, Scores { precision, recall, f1 }) in scores {
                rows.push(row([label, by, how, &share(precision), &share(recall), &figure(f1)]));
            }
        }
    }
    writeln!(out)?;
    table(&rows, out)
}

/// A figure without its interval.
fn share(Estimate { value, .. }: &Estimate) -> String {
    figure(&Estimate { value: *value, interval: None })
}

fn costs(costs: &[CostOfSentence], out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    let costs: Vec<_> = costs.iter().filter_map(|cost| Some((cost.alpha?, cost))).collect();
    if costs.is_empty() {
        return writeln!(out, "no sentence on whose labels annotators differ");
    }
    let sentences = counted(costs.len(), "sentence", "sentences");
    writeln!(out, "{sentences} on whose labels annotators differ, with the alpha that each costs:")?;
    for (alpha, cost) in costs.iter().take(SHOWN) {
        writeln!(out)?;
        let words = format!("{alpha:+.4}  {}:{}", shown(&cost.path), cost.number);
        writeln!(out, "{words}")?;
        writeln!(out, "{}", fit(&format!("  {}", cost.words), COLUMNS).trim_end())?;
        for (annotator, tags) in &cost.tags {
            let tags = tags.join("; ");
            writeln!(out, "{}", fit(&format!("  {annotator}: {tags}"), COLUMNS).trim_end())?;
        }
    }
    match costs.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "\nand {more} more: --json has them all"),
    }
}
