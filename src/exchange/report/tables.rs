//! What is told in tables: who says what to which issue, and how far annotators agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::Bundle;
use super::super::xml::escaped;
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

/// How far the annotators agree on the labels of sentences.
pub fn agreement(bundle: &Bundle) -> String {
    let html = section("agreement", "Agreement");
    if let [one] = bundle.choice.annotators.as_slice() {
        return html + &format!("<p>Only what {one} has made was asked for.</p>\n</section>\n");
    }
    if bundle.choice.agreement.is_empty() {
        return html + "<p>No two annotators have read the same sentences.</p>\n</section>\n";
    }
    let mut html = html
        + "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Agreement of all\">\n\
        <table>\n<caption>On the sentences that at least two have read; in brackets 95 % intervals.</caption>\n\
        <tr><th scope=\"col\">label</th><th scope=\"col\">sentences</th><th scope=\"col\">same</th>\
        <th scope=\"col\">Fleiss’ kappa</th><th scope=\"col\">Krippendorff’s alpha</th></tr>\n";
    for agreed in &bundle.choice.agreement {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(agreed.label.as_deref().unwrap_or("all")),
            agreed.sentences,
            agreed.same,
            agreed.kappa,
            agreed.alpha
        );
    }
    html += "</table>\n</div>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Agreement by pair\">\n<table>\n\
             <caption>Two annotators at a time, on the sentences that both have read.</caption>\n\
             <tr><th scope=\"col\">label</th><th scope=\"col\">annotators</th><th scope=\"col\">sentences</th>\
             <th scope=\"col\">same</th><th scope=\"col\">Cohen’s kappa</th></tr>\n";
    for agreed in &bundle.choice.agreement {
        for ([a, b], sentences, same, kappa) in &agreed.pairs {
            let label = escaped(agreed.label.as_deref().unwrap_or("all"));
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\">{label}</th><td>{} and {}</td><td>{sentences}</td><td>{same}</td><td>{kappa}</td></tr>",
                escaped(a),
                escaped(b)
            );
        }
    }
    html + "</table>\n</div>\n</section>\n"
}

fn section(id: &str, name: &str) -> String {
    format!("<section id=\"{id}\" aria-labelledby=\"{id}-name\">\n<h2 id=\"{id}-name\">{name}</h2>\n")
}
