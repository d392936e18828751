//! doccano's JSON lines, one file for each of its three tasks (<https://github.com/doccano/doccano>).
//!
//! What its spans have no place for is in the key `tags` beside them, which doccano keeps among the metadata of the
//! document and gives back; spans find theirs again by place and label.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Whole, offset, read_texts, text};
use super::output::Files;
use super::{Format, Lost, Outgoing, Reader, Version};
use crate::model::{Annotation, Mention};

pub(super) const DOCCANO: Format = Format {
    name: "doccano",
    readers: "doccano: sequence labelling with relations, sequence labelling, text classification",
    carries: "every tag with all that is set in it; links inside an article; names as the program sees them",
    loses: "links between articles, articles without text",
    ending: "",
    seen: true,
    write,
    read: Some(Reader::Text {
        read: |_, contents| Ok(read(contents)),
        is: |clue| {
            let lists = [("entities", "[{"), ("entities", "[]"), ("label", "[["), ("label", "[]")];
            let has_list = lists.iter().any(|(name, start)| clue.has_like(name, start));
            // With tokens it is a row of names for training.
            !clue.in_list && clue.has("text") && has_list && !clue.has("tokens") && !clue.has("spans")
        },
    }),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut first_id) = (Lost::default(), 0);
    let mut relations = files.create("relation_extraction.jsonl")?;
    let mut labels = files.create("sequence_labeling.jsonl")?;
    let mut classes = files.create("text_classification.jsonl")?;
    outgoing.each_with_text(&mut lost, |article, lost| {
        for version in article.versions() {
            writeln!(relations, "{}", relation_extraction(&version, &mut first_id, lost))?;
            for tag in &version.tags {
                writeln!(classes, "{}", text_classification(&version, tag))?;
            }
        }
        let label = |mention: &Mention| {
            let (start, end, _) = article.place(mention.span);
            json!([start, end, mention.kind.name()])
        };
        let spans: Vec<Json> = article.mentions.iter().map(label).collect();
        writeln!(labels, "{}", json!({"text": article.text(), "label": spans, "doc": article.name}))
    })?;
    [relations, labels, classes].iter_mut().try_for_each(Write::flush)?;
    Ok(lost)
}

/// An article with its tags as spans. The ids of spans are numbers, unique in the file.
fn relation_extraction(version: &Version, first_id: &mut usize, lost: &mut Lost) -> Json {
    let article = version.article;
    let mut numbers = HashMap::new();
    for (at, tag) in version.tags.iter().enumerate() {
        numbers.entry((tag.span, &tag.label)).or_insert(at);
    }
    let number = |tag: &Annotation| numbers.get(&(tag.span, &tag.label)).copied().unwrap_or_default();
    let shared: HashSet<usize> = version
        .tags
        .iter()
        .enumerate()
        .map(|(at, tag)| (at, number(tag)))
        .filter(|(at, of)| at != of)
        .map(|(_, of)| of)
        .collect();
    let (mut entities, mut tags) = (Vec::new(), Vec::new());
    for (at, tag) in version.tags.iter().enumerate() {
        let (start, end, _) = article.place(tag.span);
        // doccano has no two spans of one place and label; all that are there have it in common.
        if number(tag) == at {
            entities.push(json!({"id": *first_id + at, "start_offset": start, "end_offset": end,
                "label": tag.label.as_str()}));
        }
        let mut fields = Map::from_iter([("start".to_owned(), json!(start)), ("end".to_owned(), json!(end))]);
        fields.insert("label".to_owned(), json!(tag.label.as_str()));
        fields.extend(article.fields_with_id(tag));
        tags.push(Json::Object(fields));
    }
    // A relation leads to a span, which does not tell which of its tags is meant.
    let end = |id: &str| {
        let at = number(version.tags.get(version.number(id)?)?);
        (!shared.contains(&at)).then_some(*first_id + at)
    };
    let relation = |link: &super::Link| {
        Some(json!({"from_id": end(&link.from)?, "to_id": end(&link.to)?, "type": link.relation}))
    };
    let links: Vec<Json> = version.links.iter().filter_map(relation).collect();
    lost.add("link of a tag that shares place and label with another", version.links.len() - links.len());
    let mut row = Map::from_iter([("text".to_owned(), json!(article.text()))]);
    row.insert("entities".to_owned(), Json::Array(entities));
    row.insert("relations".to_owned(), Json::Array(links));
    row.extend(version.meta());
    row.insert("tags".to_owned(), Json::Array(tags));
    *first_id += version.tags.len();
    Json::Object(row)
}

/// The words of a tag with its label.
fn text_classification(version: &Version, tag: &Annotation) -> Json {
    let (start, end, words) = version.article.place(tag.span);
    let mut row = json!({"text": words, "label": [tag.label.as_str()], "start": start, "end": end});
    if let Some(row) = row.as_object_mut() {
        row.extend(version.meta());
        let fields = Json::Object(version.article.fields_with_id(tag));
        row.insert("tags".to_owned(), json!([fields]));
    }
    row
}

fn read(contents: &str) -> Import {
    read_texts(contents, read_row)
}

fn read_row(line: usize, row: &Map<String, Json>, whole: &Whole, import: &mut Import) {
    // An export has what was no field of its own beside the text, or, by its version, in one object.
    let meta = row.get("meta").or_else(|| row.get("metadata")).and_then(Json::as_object).unwrap_or(row);
    let own = meta.get("tags").and_then(Json::as_array).into_iter().flatten();
    let mut tags: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
    for tag in own {
        tags.entry(json!([tag["start"], tag["end"], tag["label"]]).to_string()).or_default().push(tag);
    }
    // All tags of this place and label; one without attributes if there is none.
    let spans = |start: Json, end: Json, label: Json, id: Json| -> Result<Vec<Incoming>, String> {
        let own = tags.get(&json!([start, end, label]).to_string());
        let span = Map::from_iter([("start".to_owned(), start), ("end".to_owned(), end)]);
        let label = label.as_str().ok_or("a label is not a text")?;
        let (place, quote) = whole.place(offset(&span, "start")?, offset(&span, "end")?)?;
        let new = json!({"id": called(&id)});
        let incoming = |tag: &&Json| Incoming {
            line,
            label: label.to_owned(),
            place,
            quote: Some(quote.clone()),
            text: Some(Arc::clone(&whole.text)),
            fields: sidecar_fields(tag),
            ..of_meta(meta)
        };
        Ok(own.map_or(&[&new][..], Vec::as_slice).iter().map(incoming).collect())
    };
    let mut take = |found: Result<Vec<Incoming>, String>| match found {
        Ok(all) => all.into_iter().for_each(|incoming| import.take(line, Ok(incoming))),
        Err(reason) => import.take(line, Err(reason)),
    };
    let entities = row.get("entities").and_then(Json::as_array);
    for entity in entities.into_iter().flatten() {
        let field = |name: &str| entity.get(name).cloned().unwrap_or_default();
        take(spans(field("start_offset"), field("end_offset"), field("label"), field("id")));
    }
    let labels = row.get("label").or_else(|| row.get("labels")).and_then(Json::as_array);
    for label in labels.into_iter().flatten() {
        match (label, label.as_array().map(Vec::as_slice)) {
            (_, Some([start, end, label])) => {
                take(spans(start.clone(), end.clone(), label.clone(), Json::Null));
            }
            (Json::String(label), _) => take(category(line, row, meta, label).map(|one| vec![one])),
            _ => take(Err("a label is neither a text nor [start, end, label]".to_owned())),
        }
    }
    for link in row.get("relations").and_then(Json::as_array).into_iter().flatten() {
        // An end is a span by its number; the first tag of its place and label is meant.
        let id = |end: &str| {
            let mut spans = entities.into_iter().flatten();
            let span = spans.find(|span| span.get("id").is_some_and(|id| *id == link[end]))?;
            let place = json!([span["start_offset"], span["end_offset"], span["label"]]).to_string();
            match tags.get(&place) {
                Some(tags) => text(tags.first()?.as_object()?, "id"),
                None => called(&span["id"]),
            }
        };
        let [from, to] = ["from_id", "to_id"].map(id);
        import.link(line, link["type"].as_str(), from.as_deref(), to.as_deref());
    }
}

/// A category of a text that is the words of a tag.
fn category(
    line: usize,
    row: &Map<String, Json>,
    meta: &Map<String, Json>,
    label: &str,
) -> Result<Incoming, String> {
    let place = match (offset(meta, "start"), offset(meta, "end")) {
        (Ok(start), Ok(end)) => super::Place::Points(start, end),
        _ => super::Place::Quote,
    };
    let quote = text(row, "text").map(|words| super::incoming::canonical(&words));
    let quote = Some(quote.ok_or("its text is missing")?);
    let own = meta.get("tags").and_then(|tags| tags.get(0)).unwrap_or(&Json::Null);
    let incoming = Incoming { line, label: label.to_owned(), place, quote, ..of_meta(meta) };
    Ok(Incoming { fields: sidecar_fields(own), ..incoming })
}

/// What a span that was made there is called: its number.
fn called(id: &Json) -> Option<String> {
    (!id.is_null()).then(|| id.to_string())
}

fn of_meta(meta: &Map<String, Json>) -> Incoming {
    Incoming { article: text(meta, "doc"), annotator: text(meta, "annotator"), ..Incoming::default() }
}

/// What is set in a tag besides its place and label.
fn sidecar_fields(tag: &Json) -> Map<String, Json> {
    let mut fields = tag.as_object().cloned().unwrap_or_default();
    ["start", "end", "label"].iter().for_each(|name| drop(fields.shift_remove(*name)));
    fields
}
