//! The data card of an export: what it holds, and how it was made, in the sections of the Hub's cards
//! (<https://huggingface.co/docs/hub/datasets-cards>).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::{Exported, Outgoing};
use super::choice::{Agreed, Figure, Judged, What};
use super::split::Part;
use crate::model::{Attribute, AttributeKind, Status};

/// What a card counts.
#[derive(Debug, Default)]
pub struct Tally {
    /// Rows by table, part and label.
    rows: BTreeMap<(&'static str, Part, String), usize>,
    /// Tags by annotator and label: all, accepted, rejected.
    tags: BTreeMap<(String, String), [usize; 3]>,
    /// Rows that nobody has said to be negatives, by annotator.
    assumed: BTreeMap<String, usize>,
    /// How many sentences are negative to one annotator and not to another.
    pub contradicted: usize,
    /// Names by what people say of them; none: nobody has looked at them.
    names: BTreeMap<Option<&'static str>, usize>,
    /// Articles by part.
    articles: BTreeMap<Part, usize>,
}

impl Tally {
    /// Counts an article and its tags.
    pub fn article(&mut self, article: &Exported) {
        *self.articles.entry(article.part).or_default() += 1;
        let removed = article.corrections.iter().filter_map(|said| Some(said.correction.as_ref()?.status));
        let removed = removed.filter(|status| *status == Status::Removed).map(Some);
        for status in article.mentions.iter().map(|mention| article.status(*mention)).chain(removed) {
            *self.names.entry(status.map(Status::name)).or_default() += 1;
        }
        for (annotator, tag) in article.tags() {
            let key = (annotator.to_string(), tag.label.to_string());
            let [all, accepted, rejected] = self.tags.entry(key).or_default();
            *all += 1;
            match article.judged(annotator, tag).and_then(|judged| judged.verdict.as_ref()) {
                Some((Judged::ACCEPTED | Judged::CHANGED, _)) => *accepted += 1,
                Some((Judged::REJECTED, _)) => *rejected += 1,
                _ => {}
            }
        }
        for (annotator, label) in &article.left_out {
            let [.., rejected] = self.tags.entry((annotator.to_string(), label.to_string())).or_default();
            *rejected += 1;
        }
    }

    /// Counts for each of its annotators a row that is assumed.
    pub fn assumed(&mut self, row: &Json) {
        let assumed = row.get("assumed").and_then(Json::as_bool) == Some(true);
        let annotators = row.get("annotators").and_then(Json::as_array).filter(|_| assumed);
        for annotator in annotators.into_iter().flatten().filter_map(Json::as_str) {
            *self.assumed.entry(annotator.to_owned()).or_default() += 1;
        }
    }

    /// Counts a row of a table with this label.
    pub fn row(&mut self, table: &'static str, part: Part, label: &str) {
        *self.rows.entry((table, part, label.to_owned())).or_default() += 1;
    }

    /// How many articles a part has.
    pub fn articles(&self, part: Part) -> usize {
        self.articles.get(&part).copied().unwrap_or_default()
    }

    /// The parts of a table that have rows.
    pub fn parts(&self, table: &str) -> impl Iterator<Item = Part> {
        Part::ALL
            .into_iter()
            .filter(move |part| self.rows.keys().any(|(of, there, _)| *of == table && there == part))
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> usize {
        self.rows.iter().filter(|((of, ..), _)| *of == table).map(|(_, count)| count).sum()
    }
}

/// The card in Markdown.
pub fn card(outgoing: &Outgoing, tally: &Tally) -> String {
    let choice = &outgoing.choice;
    let mut card = format!(
        "# Sentences out of news articles, tagged by hand\n\nMade by\n\n```sh\n{}\n```\n\n## Dataset Structure\n\n",
        choice.command
    );
    card += "| rows | part | label | count |\n|---|---|---|---:|\n";
    for ((table, part, label), count) in &tally.rows {
        card += &format!("| `{table}` | {} | {label} | {count} |\n", part.name());
    }
    card += "\n`start` and `end` count Unicode code points of the article's text, half-open. ";
    card += &unread(outgoing, tally);
    if choice.what.is_none() || choice.what == Some(What::Entities) {
        card += &names(tally);
    }
    card += &format!("\n\n### Data Splits\n\n{}\n\n### Labels\n\n", splits(outgoing, tally));
    for label in outgoing.schema.labels() {
        let attributes: Vec<_> = label.attributes.iter().map(attribute).collect();
        card += &format!("- `{}`", label.name);
        card +=
            &if attributes.is_empty() { "\n".to_owned() } else { format!(": {}\n", attributes.join("; ")) };
    }
    card + "\n## Dataset Creation\n\n### Annotations\n\n"
        + &annotations(tally)
        + "\n### Agreement\n\n"
        + &agreement(&choice.agreement, outgoing.survey.annotators.len())
        + "\n## Licensing Information\n\nUnknown: say here, and in the first lines, under which licence the articles may \
           be passed on.\n"
}

/// How many of the names people have looked at; nothing if there are none.
fn names(tally: &Tally) -> String {
    if tally.names.is_empty() {
        return String::new();
    }
    let count = |status| tally.names.get(&status).copied().unwrap_or_default();
    let [confirmed, corrected, added, removed] =
        ["confirmed", "corrected", "added", "removed"].map(|status| count(Some(status)));
    format!(
        " Names: {} that the program sees and no person has checked, {confirmed} confirmed, {corrected} corrected, {added} \
         added; {removed} removed, which are not in it.",
        count(None)
    )
}

/// How far annotators agree, of whom there are so many.
fn agreement(agreement: &[Agreed], annotators: usize) -> String {
    match (agreement, annotators) {
        ([], 0) => return "Nobody has tagged anything in it.\n".to_owned(),
        ([], 1) => return "There is one annotator in it, and nobody to agree with.\n".to_owned(),
        ([], _) => return "No two of its annotators have read the same.\n".to_owned(),
        _ => {}
    }
    let mut table =
        "| label | sentences read by two | same | Krippendorff's alpha |\n|---|---:|---:|---:|\n".to_owned();
    for Agreed { label, sentences, same, alpha, .. } in agreement {
        let [same, alpha] = [same, alpha].map(|figure| Figure { interval: None, ..*figure });
        table += &format!("| {} | {sentences} | {same} | {alpha} |\n", label.as_deref().unwrap_or("all"));
    }
    table
}

/// What is a negative, and what was left out.
fn unread(outgoing: &Outgoing, tally: &Tally) -> String {
    let choice = &outgoing.choice;
    let mut said = if choice.assume_read {
        "The label `none` stands for sentences that an annotator has read and found nothing in, and, as was asked for with \
         `--assume-read`, for those that nobody has tagged, in articles of which they have tagged others: of these nobody \
         has said that they were read (`assumed`)."
    } else {
        "The label `none` stands for sentences that an annotator has read and found nothing in. Sentences that nobody has \
         tagged are left out: they are no negatives."
    }
    .to_owned();
    if choice.what == Some(What::Sentences) {
        said +=
            " A sentence with several labels has a row for each; annotators who say the same share a row.";
    }
    if !tally.assumed.is_empty() {
        let each = tally.assumed.iter().map(|(annotator, rows)| format!("{annotator} {rows}"));
        said += &format!(" Assumed rows: {}.", each.collect::<Vec<_>>().join(", "));
    }
    if tally.contradicted > 0 {
        said += &format!(
            " Contradictions: {}. There one annotator has said `none`, and another has found something: the rows of both \
             are in it.",
            tally.contradicted
        );
    }
    match outgoing.survey.rejected {
        _ if choice.with_rejected => said += " What a reviewer has rejected is in it.",
        0 => {}
        rejected => {
            said += &format!(
                " Tags that a reviewer has rejected, and nobody has accepted as well, are left out: {rejected}."
            );
        }
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

fn splits(outgoing: &Outgoing, tally: &Tally) -> String {
    let Some((_, seed)) = outgoing.choice.split else { return "All is in one part.".to_owned() };
    let count = |part: Part| format!("{} {}", part.name(), tally.articles(part));
    format!(
        "By bundle, with seed {seed}: articles of one event, articles that are linked, and articles that are nearly one \
         text are on one side. The event of an article is what its file says in a field `event`, `bundle`, `cluster` or \
         `story`, else its folder. Of several articles in one file without such a field nothing but links and their \
         texts tells which are on one event: others may stand on two sides. Articles: {}.",
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
fn annotations(tally: &Tally) -> String {
    let mut table =
        "| annotator | label | tags | accepted | rejected |\n|---|---|---:|---:|---:|\n".to_owned();
    for ((annotator, label), [all, accepted, rejected]) in &tally.tags {
        table += &format!("| {annotator} | {label} | {all} | {accepted} | {rejected} |\n");
    }
    let people: BTreeSet<&String> = tally.tags.keys().map(|(annotator, _)| annotator).collect();
    let articles: usize = tally.articles.values().sum();
    format!("Articles: {articles}. Annotators: {}.\n\n{table}", people.len())
}
