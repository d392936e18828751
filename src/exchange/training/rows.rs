//! The rows of a training set, with what their columns hold.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::super::tokens::{iob2, tokens};
use super::super::{Exported, Link, Outgoing};
use super::choice::{Judged, What};
use crate::model::{Annotation, AnnotatorId, EntityType, LabelName, Sentence, Span, Status};

/// The attributes that have a column of their own; the others are in one, as JSON.
const ATTRIBUTES: [&str; 5] = ["claimant", "certainty", "holder", "issue", "stance"];

/// Rows that all have the same columns.
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// Its rows of an article, as JSON objects.
    pub rows: fn(&Outgoing, &Exported) -> Vec<Json>,
    /// What the columns hold.
    pub features: Vec<(&'static str, Feature)>,
}

/// What a column holds.
pub enum Feature {
    /// A value of this type.
    Of(&'static str),
    /// One of these words.
    Class(Vec<String>),
    /// Values of this type.
    Many(&'static str),
    /// Words out of these.
    Classes(Vec<String>),
    /// Objects with these fields.
    Objects(Vec<(&'static str, &'static str)>),
}

/// The one table that was asked for; without a wish every tag, the names, and the links.
pub fn tables(outgoing: &Outgoing) -> Vec<Table> {
    match outgoing.choice.what {
        None => vec![tags(outgoing, "sentences"), names(outgoing, "ner"), links(outgoing, "pairs")],
        Some(What::Sentences) => vec![sentences(outgoing)],
        Some(What::Spans) => vec![tags(outgoing, "spans")],
        Some(What::Entities) => vec![names(outgoing, "entities")],
        Some(What::Links) => vec![links(outgoing, "links")],
    }
}

fn strings<const N: usize>(names: [&'static str; N]) -> impl Iterator<Item = (&'static str, Feature)> {
    names.into_iter().map(|name| (name, Feature::Of("string")))
}

/// What a column of moments holds. As texts they would be taken for moments all the same, and changed.
const TIME: &str = "timestamp[s, tz=UTC]";

/// A moment as such a column takes it; none if it is not one.
fn time(said: &str) -> Option<&str> {
    said.parse::<jiff::Timestamp>().ok().map(|_| said)
}

/// The same of a day.
fn day(said: &str) -> Option<&str> {
    said.parse::<jiff::civil::Date>().ok().map(|_| said)
}

/// The columns that every row about words has.
fn words_features(outgoing: &Outgoing) -> Vec<(&'static str, Feature)> {
    let mut features: Vec<_> = strings(["id", "doc", "text"]).collect();
    let labels = outgoing.labels().iter().map(ToString::to_string).collect();
    features.push(("label", Feature::Class(labels)));
    features.extend(["start", "end"].map(|name| (name, Feature::Of("int64"))));
    features
}

fn ending(outgoing: &Outgoing, features: &mut Vec<(&'static str, Feature)>) {
    features.extend(strings(["title", "outlet"]));
    features.push(("date", Feature::Of("date32")));
    if outgoing.choice.context > 0 {
        features.extend(strings(["before", "after"]));
    }
}

/// The words with their label and place, and of what article they are.
fn words(outgoing: &Outgoing, article: &Exported, id: &str, label: &LabelName, span: Span) -> [Json; 2] {
    let (start, end, text) = article.place(span);
    let first = json!({"id": id, "doc": article.name, "text": text, "label": label.as_str(), "start": start, "end": end});
    let mut last = json!({"title": article.title, "date": article.date.as_deref().and_then(day), "outlet": article.outlet});
    if outgoing.choice.context > 0 {
        let (before, after) = around(article, span, outgoing.choice.context);
        last["before"] = json!(before);
        last["after"] = json!(after);
    }
    [first, last]
}

/// So many sentences before a span, and after it.
fn around(article: &Exported, span: Span, count: usize) -> (String, String) {
    let read = |sentence: &&Sentence| sentence.kind.is_read();
    let text = |sentences: Vec<&Sentence>| {
        sentences.iter().map(|sentence| sentence.span.of(article.text())).collect::<Vec<_>>().join(" ")
    };
    let from = article.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
    let to = article.sentences.partition_point(|sentence| sentence.span.start() < span.end());
    let before = article.sentences.get(..from).unwrap_or_default().iter().rev().filter(read).take(count);
    let mut before: Vec<_> = before.collect();
    before.reverse();
    let after = article.sentences.get(to..).unwrap_or_default().iter().filter(read).take(count);
    (text(before), text(after.collect()))
}

fn joined(parts: impl IntoIterator<Item = Json>) -> Json {
    let fields = parts.into_iter().filter_map(|part| part.as_object().cloned()).flatten();
    Json::Object(fields.collect())
}

/// A row for each sentence that has been read, and each label that it has; several annotators who say the same
/// are one row.
fn sentences(outgoing: &Outgoing) -> Table {
    let mut features = words_features(outgoing);
    features.extend(strings(["kind"]));
    features.extend(["annotators", "tags", "verdicts"].map(|name| (name, Feature::Many("string"))));
    features.push(("created", Feature::Many(TIME)));
    features.extend([("agreement", Feature::Of("float64")), ("assumed", Feature::Of("bool"))]);
    ending(outgoing, &mut features);
    Table { name: "sentences", rows: sentence_rows, features }
}

fn sentence_rows(outgoing: &Outgoing, article: &Exported) -> Vec<Json> {
    let mut rows = Vec::new();
    for sentence in &article.sentences {
        for (label, said) in said(article, sentence.span) {
            let id = format!("{}#{}-{}", article.name, article.place(sentence.span).0, label);
            let [first, last] = words(outgoing, article, &id, &label, sentence.span);
            let agreement = said.iter().filter_map(|said| said.agreement).reduce(f64::min);
            let each = |of: fn(&Said) -> Json| said.iter().map(of).collect::<Json>();
            let middle = json!({
                "kind": sentence.kind.name(),
                "annotators": each(|said| json!(said.annotator.as_str())),
                "tags": each(|said| json!(said.tag.map_or("", |tag| tag.id.as_str()))),
                "created": each(|said| json!(said.tag.and_then(|tag| time(tag.created.as_str())))),
                "verdicts": each(|said| json!(said.verdict)),
                "agreement": agreement,
                "assumed": said.iter().all(|said| said.tag.is_none()),
            });
            rows.push(joined([first, middle, last]));
        }
    }
    rows
}

/// That somebody gives a label to a sentence.
struct Said<'a> {
    annotator: &'a AnnotatorId,
    /// By which tag; none: it is taken for read.
    tag: Option<&'a Annotation>,
    verdict: &'a str,
    agreement: Option<f64>,
}

/// What is said of a sentence, by label: by all tags that reach into it.
fn said(article: &Exported, span: Span) -> BTreeMap<LabelName, Vec<Said<'_>>> {
    let mut said: BTreeMap<LabelName, Vec<Said>> = BTreeMap::new();
    for (annotator, all) in &article.annotations {
        let found = all.over(span).any(|tag| !tag.label.is_none());
        for tag in all.over(span).filter(|tag| !(found && tag.label.is_none())) {
            let judged = article.judged(annotator, tag);
            let verdict = judged.and_then(|judged| judged.verdict.as_ref()).map_or("", |(word, _)| *word);
            let agreement = judged.and_then(|judged| judged.agreement);
            said.entry(tag.label.clone()).or_default().push(Said {
                annotator,
                tag: Some(tag),
                verdict,
                agreement,
            });
        }
    }
    for untagged in article.untagged.iter().filter(|untagged| untagged.span == span) {
        let (annotator, agreement) = (&untagged.annotator, untagged.agreement);
        let none = said.entry(LabelName::new(LabelName::NONE)).or_default();
        none.push(Said { annotator, tag: None, verdict: "", agreement });
    }
    said
}

/// How many sentences are negative to one annotator and not to another, where rows are of sentences or of all tags.
pub fn contradicted(article: &Exported, what: Option<What>) -> usize {
    if !matches!(what, None | Some(What::Sentences | What::Spans)) {
        return 0;
    }
    let none = LabelName::new(LabelName::NONE);
    let all = article.sentences.iter().map(|sentence| said(article, sentence.span));
    all.filter(|said| said.len() > 1 && said.contains_key(&none)).count()
}

/// A row for each tag.
fn tags(outgoing: &Outgoing, name: &'static str) -> Table {
    let mut features = words_features(outgoing);
    features.extend(strings(ATTRIBUTES).chain(strings(["attributes", "note"])));
    features.extend([("prefilled", Feature::Many("string")), ("doubt", Feature::Of("bool"))]);
    features.extend(["created", "modified"].map(|name| (name, Feature::Of(TIME))));
    features.extend(strings(["annotator", "verdict", "reviewer"]));
    features.push(("agreement", Feature::Of("float64")));
    ending(outgoing, &mut features);
    Table { name, rows: tag_rows, features }
}

fn tag_rows(outgoing: &Outgoing, article: &Exported) -> Vec<Json> {
    let row = |(who, tag): (&AnnotatorId, &Annotation)| {
        let [first, last] = words(outgoing, article, tag.id.as_str(), &tag.label, tag.span);
        let attributes = ATTRIBUTES.map(|name| (name.to_owned(), json!(tag.word(name))));
        let mut others = tag.unknown.clone();
        let more = tag.attributes.keys().filter(|name| !ATTRIBUTES.contains(&name.as_str()));
        others.extend(more.map(|name| (name.clone(), json!(tag.word(name)))));
        let others = (!others.is_empty()).then(|| Json::Object(others).to_string());
        let Judged { verdict, agreement, .. } = article.judged(who, tag).cloned().unwrap_or_default();
        let (verdict, reviewer) = verdict.unzip();
        let prefilled: Vec<_> = tag.attributes.keys().filter(|name| tag.is_prefilled(name)).collect();
        let middle = json!({"attributes": others, "note": tag.note, "prefilled": prefilled, "doubt": tag.doubt, "annotator": who.as_str(),
            "created": time(tag.created.as_str()), "modified": tag.modified.as_ref().and_then(|at| time(at.as_str())),
            "verdict": verdict, "reviewer": reviewer.as_ref().map(AnnotatorId::as_str), "agreement": agreement});
        joined([first, Json::Object(Map::from_iter(attributes)), middle, last])
    };
    article.tags().map(row).collect()
}

/// A row for each article, with its names; with what each is called, if the names alone are asked for.
fn names(outgoing: &Outgoing, name: &'static str) -> Table {
    let mut tags = vec!["O".to_owned()];
    tags.extend(EntityType::ALL.iter().flat_map(|kind| ["B", "I"].map(|at| format!("{at}-{}", kind.name()))));
    let mut features: Vec<_> = strings(["id", "doc", "text"]).collect();
    features.extend([("tokens", Feature::Many("string")), ("token_start", Feature::Many("int64"))]);
    features.extend([("token_end", Feature::Many("int64")), ("ner_tags", Feature::Classes(tags))]);
    let words = ["label", "text", "status"].into_iter().chain(outgoing.choice.sees_names().then_some("name"));
    let mut entity = vec![("start", "int64"), ("end", "int64")];
    entity.extend(words.map(|name| (name, "string")));
    features.push(("entities", Feature::Objects(entity)));
    Table { name, rows: name_rows, features }
}

fn name_rows(outgoing: &Outgoing, article: &Exported) -> Vec<Json> {
    let tokens: Vec<_> = tokens(article, []).into_iter().filter(|token| !token.blank).collect();
    let places: Vec<_> = tokens.iter().map(|token| article.place(token.span)).collect();
    let entities = article.mentions.iter().map(|mention| {
        let (start, end, text) = article.place(mention.span);
        let status = article.status(*mention).map_or("recognised", Status::name);
        let mut entity =
            json!({"start": start, "end": end, "label": mention.kind.name(), "text": text, "status": status});
        if outgoing.choice.sees_names() {
            entity["name"] = json!(outgoing.survey.name_of(article, *mention));
        }
        entity
    });
    vec![json!({
        "id": article.name, "doc": article.name, "text": article.text(),
        "tokens": places.iter().map(|place| place.2).collect::<Vec<_>>(),
        "token_start": places.iter().map(|place| place.0).collect::<Vec<_>>(),
        "token_end": places.iter().map(|place| place.1).collect::<Vec<_>>(),
        "ner_tags": iob2(&tokens, &article.mentions),
        "entities": entities.collect::<Vec<_>>(),
    })]
}

/// A row for each link.
fn links(outgoing: &Outgoing, name: &'static str) -> Table {
    let relations = outgoing.survey.relations.iter().cloned().collect();
    let mut features = vec![("id", Feature::Of("string")), ("label", Feature::Class(relations))];
    features.push(("created", Feature::Of(TIME)));
    features.extend(strings(["annotator", "text_a", "text_b", "doc_a", "doc_b", "id_a", "id_b"]));
    Table { name, rows: link_rows, features }
}

fn link_rows(outgoing: &Outgoing, article: &Exported) -> Vec<Json> {
    let row = |(who, link): (&AnnotatorId, Link)| {
        let (_, from) = article.tags().find(|(_, tag)| tag.id.as_str() == link.from)?;
        let to = outgoing.target(article, who, &link)?;
        Some(json!({
            "id": link.id, "label": link.relation, "annotator": who.as_str(), "created": link.created.as_deref().and_then(time),
            "text_a": from.span.of(article.text()), "text_b": to.words,
            "doc_a": article.name, "doc_b": to.doc, "id_a": from.id.as_str(), "id_b": link.to,
        }))
    };
    article.links().filter_map(row).collect()
}
