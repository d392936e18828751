//! The data card of an export: what it holds, and how it was made, in the sections of the Hub's cards
//! (<https://huggingface.co/docs/hub/datasets-cards>).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::Bundle;
use super::choice::{Agreed, What};
use super::rows::{Table, tables};
use super::split::Part;
use crate::model::{Attribute, AttributeKind};

/// The card in Markdown, of all tags.
pub fn card(bundle: &Bundle) -> String {
    card_of(bundle, &tables(bundle))
}

/// The card of these rows.
pub fn card_of(bundle: &Bundle, tables: &[Table]) -> String {
    let choice = &bundle.choice;
    let mut card = format!(
        "# Sentences out of news articles, tagged by hand\n\nMade by\n\n```sh\n{}\n```\n\n## Dataset Structure\n\n",
        choice.command
    );
    card += "| rows | part | label | count |\n|---|---|---|---:|\n";
    for table in tables {
        for ((part, label), count) in counts(table) {
            card += &format!("| `{}` | {} | {label} | {count} |\n", table.name, part.name());
        }
    }
    card += "\n`start` and `end` count Unicode code points of the article's text, half-open. ";
    card += &unread(bundle);
    if choice.what.is_none() || choice.what == Some(What::Entities) {
        card += " Names are those that the program sees; no person has checked them.";
    }
    card += &format!("\n\n### Data Splits\n\n{}\n\n### Labels\n\n", splits(bundle));
    for label in bundle.schema.labels() {
        let attributes: Vec<_> = label.attributes.iter().map(attribute).collect();
        card += &format!("- `{}`", label.name);
        card +=
            &if attributes.is_empty() { "\n".to_owned() } else { format!(": {}\n", attributes.join("; ")) };
    }
    card + "\n## Dataset Creation\n\n### Annotations\n\n"
        + &annotations(bundle)
        + "\n### Agreement\n\n"
        + &agreement(&choice.agreement)
        + "\n## Licensing Information\n\nUnknown: say here, and in the first lines, under which licence the articles may \
           be passed on.\n"
}

/// How far annotators agree.
fn agreement(agreement: &[Agreed]) -> String {
    if agreement.is_empty() {
        return "There are no two annotators in it who have read the same.\n".to_owned();
    }
    let mut table =
        "| label | sentences read by two | same | Krippendorff's alpha |\n|---|---:|---:|---:|\n".to_owned();
    for Agreed { label, sentences, same, alpha } in agreement {
        let [same, alpha] =
            [same, alpha].map(|value| value.map_or("–".to_owned(), |value| format!("{value:.2}")));
        table += &format!("| {} | {sentences} | {same} | {alpha} |\n", label.as_deref().unwrap_or("all"));
    }
    table
}

/// How many rows there are by part and label.
fn counts(table: &Table) -> BTreeMap<(Part, String), usize> {
    let mut counts = BTreeMap::new();
    for (part, row) in &table.rows {
        let label = row.get("label").and_then(Json::as_str).unwrap_or("all");
        *counts.entry((*part, label.to_owned())).or_default() += 1;
    }
    counts
}

/// What is a negative, and what was left out.
fn unread(bundle: &Bundle) -> String {
    let choice = &bundle.choice;
    let mut said = if choice.assume_read {
        "The label `none` stands for sentences that an annotator has read and found nothing in, and, as was asked for with \
         `--assume-read`, for those left untagged in articles that they have tagged: of these nobody has said that they \
         were read (`assumed`)."
    } else {
        "The label `none` stands for sentences that an annotator has read and found nothing in. Sentences that nobody has \
         tagged are left out: they are no negatives."
    }
    .to_owned();
    if choice.what == Some(What::Sentences) {
        said +=
            " A sentence with several labels has a row for each; annotators who say the same share a row.";
    }
    if choice.accepted_only {
        said += " Only tags that a reviewer has accepted are in it.";
    }
    if let Some(least) = choice.min_agreement {
        said += &format!(
            " Only what at least two have read is in it, and of them a share of {least} or more has labelled so."
        );
    }
    said
}

fn splits(bundle: &Bundle) -> String {
    let Some((_, seed)) = bundle.choice.split else { return "All is in one part.".to_owned() };
    let count = |part: Part| {
        let articles = bundle.articles.iter().filter(|article| article.part == part).count();
        format!("{} {articles}", part.name())
    };
    format!(
        "By bundle, with seed {seed}: articles of one folder, articles that are linked, and articles that are nearly one \
         text are on one side. Articles: {}.",
        Part::ALL.map(count).join(", ")
    )
}

fn attribute(attribute: &Attribute) -> String {
    let kind = match &attribute.kind {
        AttributeKind::Choice(words) => words.join(", "),
        AttributeKind::Flag => "yes or no".to_owned(),
        AttributeKind::Entity { .. } => "a name".to_owned(),
        AttributeKind::Phrase => "a short phrase".to_owned(),
        AttributeKind::Text => "words".to_owned(),
    };
    format!("{} ({kind})", attribute.name)
}

/// Tags by annotator and label, with their verdicts.
fn annotations(bundle: &Bundle) -> String {
    let mut counts: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    for (article, annotator, tag) in bundle.tags() {
        let [all, accepted, rejected] = counts.entry((annotator.as_str(), tag.label.as_str())).or_default();
        *all += 1;
        match article.judged(annotator, tag).and_then(|judged| judged.verdict.as_ref()) {
            Some((word, _)) if word == "accepted" => *accepted += 1,
            Some((word, _)) if word == "rejected" => *rejected += 1,
            _ => {}
        }
    }
    let mut table =
        "| annotator | label | tags | accepted | rejected |\n|---|---|---:|---:|---:|\n".to_owned();
    for ((annotator, label), [all, accepted, rejected]) in &counts {
        table += &format!("| {annotator} | {label} | {all} | {accepted} | {rejected} |\n");
    }
    let people: BTreeSet<&str> = counts.keys().map(|(annotator, _)| *annotator).collect();
    format!("Articles: {}. Annotators: {}.\n\n{table}", bundle.articles.len(), people.len())
}
