//! What is told in tables: who says what to which issue, and how far annotators agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::xml::escaped;
use super::super::{Agreed, AgreedSpans, Bundle, Choice, Confused};
use super::article::{made_by, place};
use super::said::Said;
use crate::model::{LabelName, Stance};

/// What one actor says to one issue: by stance the places, each with the number of its article and who says so.
type Cell = BTreeMap<&'static str, BTreeMap<(usize, String), BTreeSet<String>>>;

/// Actors by issues. Each stance leads to the places where it is taken.
pub fn positions(bundle: &Bundle) -> String {
    let mut cells: BTreeMap<(String, String), Cell> = BTreeMap::new();
    for (number, article) in bundle.articles.iter().enumerate() {
        let said = Said::of(article);
        let positions = article.tags().filter(|(_, tag)| tag.label.as_str() == LabelName::POSITION);
        for (by, tag) in positions.filter(|(by, tag)| said.counts(by, tag)) {
            if let (Some(holder), Some(issue)) = (tag.word("holder"), tag.word("issue")) {
                let stance = tag.stance().map_or("unset", Stance::name);
                let places = cells.entry((holder, issue)).or_default().entry(stance).or_default();
                let accepted = said.accepted(by, tag) == Some(true) || tag.is_adopted();
                let by = format!(
                    "{}{}{}",
                    made_by(by, tag),
                    if accepted { " ✓" } else { "" },
                    if tag.is_prefilled("holder") { " (prefilled)" } else { "" }
                );
                places.entry((number + 1, place(number, article, tag))).or_default().insert(by);
            }
        }
    }
    let issues: BTreeSet<&String> = cells.keys().map(|(_, issue)| issue).collect();
    let actors: BTreeSet<&String> = cells.keys().map(|(actor, _)| actor).collect();
    let mut html = section("positions", "Positions");
    if actors.is_empty() {
        return html + "<p>There is no position with a holder and an issue.</p>\n</section>\n";
    }
    html += "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Positions\">\n<table>\n\
             <caption>Who stands where: the number of the article, and who says so. ✓ is accepted in a review; \
             where the holder is only prefilled, nobody has confirmed it; what was rejected is left out, and what was taken over stands once.</caption>\n<tr><th scope=\"col\">actor</th>";
    for issue in &issues {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(issue));
    }
    html += "</tr>\n";
    for actor in actors {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escaped(actor));
        for issue in &issues {
            html += "<td>";
            for (stance, places) in cells.get(&(actor.clone(), (*issue).clone())).into_iter().flatten() {
                let _ = write!(html, "<div class=\"stance\">{stance}");
                for ((article, place), by) in places {
                    let by: Vec<&str> = by.iter().map(String::as_str).collect();
                    let by = by.join(", ");
                    let _ = write!(html, " <a href=\"#{place}\">{article} <small>{by}</small></a>");
                }
                html += "</div>";
            }
            html += "</td>";
        }
        html += "</tr>\n";
    }
    html + "</table>\n</div>\n</section>\n"
}

/// How far the annotators agree: on the labels of sentences; folded, on all that goes further.
pub fn agreement(bundle: &Bundle) -> String {
    let html = section("agreement", "Agreement");
    if let [one] = bundle.choice.annotators.as_slice() {
        return html + &format!("<p>Only what {one} has made was asked for.</p>\n</section>\n");
    }
    let Choice { agreement, further, .. } = &bundle.choice;
    if agreement.is_empty() {
        return html + "<p>No two annotators have read the same sentences.</p>\n</section>\n";
    }
    let all = "On the sentences that at least two have read; in brackets 95 % intervals. Fleiss’ kappa is of those that all \
               have read: of how many stands behind it where these are fewer.";
    let pairs = "Two annotators at a time, on the sentences that both have read.";
    let mut html = html + &together("label", "sentences", agreement, all);
    html += &by_pair("label", "sentences", agreement, pairs);
    if !further.attributes.is_empty() {
        let tables =
            together("attribute", "tags", &further.attributes, "On what at least two have tagged alike.")
                + &by_pair("attribute", "tags", &further.attributes, "Two annotators at a time.");
        html += &folded("Attributes", &tables);
    }
    html += &folded("Spans", &spans(&further.spans));
    html += &folded("What was taken for what", &further.confusions.iter().map(confused).collect::<String>());
    html + "</section>\n"
}

fn folded(name: &str, tables: &str) -> String {
    if tables.is_empty() {
        return String::new();
    }
    format!("<details>\n<summary>{name}</summary>\n{tables}</details>\n")
}

/// A table that is scrolled by itself where it is too wide. The first cell of each row names it.
fn table(name: &str, caption: &str, head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut html = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table class=\"figures\">\n\
         <caption>{caption}</caption>\n<tr>"
    );
    for cell in head {
        let _ = write!(html, "<th scope=\"col\">{cell}</th>");
    }
    html += "</tr>\n";
    for row in rows {
        for (number, cell) in row.iter().enumerate() {
            let _ = match number {
                0 => write!(html, "<tr><th scope=\"row\">{cell}</th>"),
                _ => write!(html, "<td>{cell}</td>"),
            };
        }
        html += "</tr>\n";
    }
    html + "</table>\n</div>\n"
}

fn head<const N: usize>(names: [&str; N]) -> [String; N] {
    names.map(str::to_owned)
}

/// What a row is about; none: all labels.
fn about(label: Option<&String>) -> String {
    escaped(label.map_or("all", String::as_str))
}

fn together(what: &str, items: &str, all: &[Agreed], caption: &str) -> String {
    let row = |of: &Agreed| {
        let kappa = match of.kappa.value {
            Some(_) if of.complete != of.sentences => format!("{} of {}", of.kappa, of.complete),
            _ => of.kappa.to_string(),
        };
        let figures = [of.sentences.to_string(), of.same.to_string(), kappa, of.alpha.to_string()];
        std::iter::once(about(of.label.as_ref())).chain(figures).collect()
    };
    let head = head([what, items, "same", "Fleiss’ kappa", "Krippendorff’s alpha"]);
    table(&format!("Agreement of all by {what}"), caption, &head, all.iter().map(row))
}

fn by_pair(what: &str, items: &str, all: &[Agreed], caption: &str) -> String {
    let pairs = all.iter().flat_map(|of| of.pairs.iter().map(move |pair| (of, pair)));
    let rows = pairs.map(|(of, ([a, b], items, same, kappa))| {
        let who = format!("{} and {}", escaped(a), escaped(b));
        vec![about(of.label.as_ref()), who, items.to_string(), same.to_string(), kappa.to_string()]
    });
    let head = head([what, "annotators", items, "same", "Cohen’s kappa"]);
    table(&format!("Agreement by pair and {what}"), caption, &head, rows)
}

fn spans(all: &[AgreedSpans]) -> String {
    let rows = all.iter().flat_map(|of| {
        let AgreedSpans { label, annotators: [a, b], spans: [ours, theirs], scores } = of;
        ["exact", "overlap"].into_iter().zip(scores).map(move |(way, scores)| {
            let who = format!("{} {ours}, {} {theirs}", escaped(a), escaped(b));
            let scores = scores.iter().map(ToString::to_string);
            [about(label.as_ref()), who, way.to_owned()].into_iter().chain(scores).collect()
        })
    });
    let caption = "Where tags begin and end, as far as both have read; the first annotator is the reference.";
    table("Spans", caption, &head(["label", "spans", "", "precision", "recall", "F1"]), rows)
}

fn confused(Confused { annotators: [a, b], labels, counts }: &Confused) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let (a, b) = (escaped(a), escaped(b));
    let names = labels.iter().map(|label| escaped(label));
    let head: Vec<String> = std::iter::once(format!("{a} \\ {b}")).chain(names.clone()).collect();
    let rows = names
        .zip(counts)
        .map(|(name, counts)| std::iter::once(name).chain(counts.iter().map(ToString::to_string)).collect());
    let caption = format!("How many sentences {a} labels so (rows) and {b} so (columns).");
    table(&format!("Labels by {a} and {b}"), &caption, &head, rows)
}

fn section(id: &str, name: &str) -> String {
    format!("<section id=\"{id}\" aria-labelledby=\"{id}-name\">\n<h2 id=\"{id}-name\">{name}</h2>\n")
}
