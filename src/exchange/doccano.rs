//! doccano's JSON lines, one file for each of its three tasks (<https://github.com/doccano/doccano>).
//!
//! What its spans have no place for is in the key `tags` beside them, which doccano keeps among the metadata of the
//! document and gives back; spans find theirs again by place and label, and those that were moved or got another label
//! by their numbers and by what they lie over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Whole, entry, keep_of_label, offset, read_texts, text};
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
        fields.insert("span".to_owned(), json!(*first_id + number(tag)));
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
        let mut fields = version.article.fields_with_id(tag);
        fields.insert("label".to_owned(), json!(tag.label.as_str()));
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
    let own = meta.get("tags").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let entities = row.get("entities").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let labels = row.get("label").or_else(|| row.get("labels")).and_then(Json::as_array);
    let labels = labels.map(Vec::as_slice).unwrap_or_default();
    let of_entity = |entity: &Json| Shown {
        place: ["start_offset", "end_offset", "label"].map(|name| entity[name].clone()),
        id: entity["id"].clone(),
    };
    let of_label = |label: &Json| match label.as_array().map(Vec::as_slice) {
        Some([start, end, label]) => {
            Some(Shown { place: [start.clone(), end.clone(), label.clone()], id: Json::Null })
        }
        _ => None,
    };
    let shown: Vec<Shown> =
        entities.iter().map(of_entity).chain(labels.iter().filter_map(of_label)).collect();
    let tags = Own::new(own, &shown);
    // All tags of a span; one without attributes if there is none.
    let spans = |shown: &Shown| -> Result<Vec<Incoming>, String> {
        let Shown { place: [start, end, label], id } = shown;
        let own = tags.of(shown);
        let (start, end) = (start.clone(), end.clone());
        let span = Map::from_iter([("start".to_owned(), start), ("end".to_owned(), end)]);
        let label = label.as_str().ok_or("a label is not a text")?;
        let (place, quote) = whole.place(offset(&span, "start")?, offset(&span, "end")?)?;
        let new = [&json!({"id": called(id)})];
        let incoming = |tag: &&Json| Incoming {
            line,
            label: label.to_owned(),
            place,
            quote: Some(quote.clone()),
            text: Some(Arc::clone(&whole.text)),
            fields: sidecar_fields(tag, label),
            ..of_meta(meta)
        };
        Ok(if own.is_empty() { &new } else { own }.iter().map(incoming).collect())
    };
    let take = |found: Result<Vec<Incoming>, String>, import: &mut Import| match found {
        Ok(all) => all.into_iter().for_each(|incoming| import.take(line, Ok(incoming))),
        Err(reason) => import.take(line, Err(reason)),
    };
    for (number, shown) in shown.iter().enumerate() {
        import.entry = entry("span", number, Some(&shown.id));
        take(spans(shown), import);
    }
    import.entry.clear();
    for label in labels.iter().filter(|label| of_label(label).is_none()) {
        match label {
            Json::String(label) => {
                take(category(line, row, meta, label).map(|one| vec![one]), import);
            }
            _ => take(Err("a label is neither a text nor [start, end, label]".to_owned()), import),
        }
    }
    for link in row.get("relations").and_then(Json::as_array).into_iter().flatten() {
        // An end is a span by its number; the first tag of its place and label is meant.
        let id = |end: &str| {
            let span = shown.iter().find(|span| !span.id.is_null() && span.id == link[end])?;
            match tags.of(span) {
                [first, ..] => text(first.as_object()?, "id"),
                [] => called(&span.id),
            }
        };
        let [from, to] = ["from_id", "to_id"].map(id);
        import.link(line, link["type"].as_str(), from.as_deref(), to.as_deref());
    }
}

/// A span as doccano shows it: start, end and label; and its number, which may be another one than went out.
struct Shown {
    place: [Json; 3],
    id: Json,
}

/// The tags that went out, by the places of the spans that doccano shows of them now.
struct Own<'a>(HashMap<String, Vec<&'a Json>>);

impl<'a> Own<'a> {
    fn new(own: &'a [Json], shown: &[Shown]) -> Self {
        let mut all: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
        for tag in own {
            all.entry(json!([tag["start"], tag["end"], tag["label"]]).to_string()).or_default().push(tag);
        }
        let (mut tags, mut changed) = (HashMap::new(), Vec::new());
        for shown in shown {
            let key = json!(shown.place).to_string();
            match all.remove(&key) {
                Some(own) => drop(tags.insert(key, own)),
                None if tags.contains_key(&key) => {}
                None => changed.push(shown),
            }
        }
        // What is left was moved, or has another label, or is gone.
        let number = |json: &Json| json.as_u64().unwrap_or_default();
        for Shown { place, id } in changed {
            let over = |own: &[&Json]| {
                own.first().is_some_and(|tag| {
                    number(&tag["start"]) < number(&place[1]) && number(&place[0]) < number(&tag["end"])
                })
            };
            let mut near: Vec<&String> =
                all.iter().filter(|(_, own)| over(own)).map(|(key, _)| key).collect();
            let is_it = |tag: &&Json| !id.is_null() && tag["span"] == *id;
            let same = |key: &&String| all.get(*key).is_some_and(|own| own.iter().any(is_it));
            if let Some(same) = near.iter().copied().find(same) {
                near = vec![same];
            }
            if let [one] = near[..] {
                let one = one.clone();
                tags.extend(all.remove(&one).map(|own| (json!(place).to_string(), own)));
            }
        }
        Self(tags)
    }

    /// Those of a span.
    fn of(&self, shown: &Shown) -> &[&'a Json] {
        self.0.get(&json!(shown.place).to_string()).map(Vec::as_slice).unwrap_or_default()
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
    Ok(Incoming { fields: sidecar_fields(own, label), ..incoming })
}

/// What a span that was made there is called: its number.
fn called(id: &Json) -> Option<String> {
    (!id.is_null()).then(|| id.to_string())
}

fn of_meta(meta: &Map<String, Json>) -> Incoming {
    Incoming { article: text(meta, "doc"), annotator: text(meta, "annotator"), ..Incoming::default() }
}

/// What is set in a tag besides its place and label.
fn sidecar_fields(tag: &Json, label: &str) -> Map<String, Json> {
    let mut fields = tag.as_object().cloned().unwrap_or_default();
    ["start", "end", "span"].iter().for_each(|name| drop(fields.shift_remove(*name)));
    keep_of_label(&mut fields, label);
    fields
}
