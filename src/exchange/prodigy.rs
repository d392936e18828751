//! Prodigy's JSON lines (<https://prodi.gy/docs/api-interfaces#relations>): one task an article and annotator.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Whole, entry, keep_of_label, read_texts, text, widen};
use super::output::Files;
use super::tokens::{Token, tokens};
use super::{Format, Link, Lost, Outgoing, Reader, Version};
use crate::model::Annotation;

pub(super) const PRODIGY: Format = Format {
    name: "prodigy",
    readers: "Prodigy: relations, spans.manual",
    carries: "every tag with all that is set in it; links inside an article",
    loses: "links between articles, names, tags of nothing but white space",
    ending: "jsonl",
    seen: true,
    write,
    read: Some(Reader::Text {
        read: |_, contents| Ok(read(contents)),
        is: |clue| !clue.in_list && clue.has("text") && clue.has_like("spans", "["),
    }),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut tasks) = (Lost::default(), files.create("tasks.jsonl")?);
    outgoing.each_with_text(&mut lost, |article, lost| {
        article
            .versions()
            .into_iter()
            .try_for_each(|version| writeln!(tasks, "{}", task(&version.of_tokens(lost))))
    })?;
    tasks.flush()?;
    Ok(lost)
}

fn task(version: &Version) -> Json {
    let article = version.article;
    let tokens = tokens(article, version.tags.iter().copied());
    let token = |(id, token): (usize, &Token)| {
        let (start, end, text) = article.place(token.span);
        json!({"text": text, "start": start, "end": end, "id": id, "ws": token.space})
    };
    let place = |tag: &Annotation| {
        let bare = article.narrowed(tag, &mut Map::new());
        let (start, end, _) = article.place(bare);
        let first = tokens.partition_point(|token| token.span.start() < bare.start());
        let last = tokens.partition_point(|token| token.span.end() <= bare.end()).saturating_sub(1);
        // The last token is inside, the last character is not.
        json!({"start": start, "end": end, "token_start": first, "token_end": last, "label": tag.label.as_str()})
    };
    let span = |tag: &&Annotation| {
        let mut span = place(tag);
        span["id"] = json!(tag.id.as_str());
        let mut fields = article.fields(tag);
        span["text"] = json!(article.narrowed(tag, &mut fields).of(article.text()));
        span["fields"] = Json::Object(fields);
        span["fields"]["label"] = json!(tag.label.as_str());
        span
    };
    let relation = |link: &Link| {
        let end = |id: &str| {
            let mut end = place(version.tags.get(version.number(id)?)?);
            // Two tags may be of one place and label.
            end["id"] = json!(id);
            Some(end)
        };
        let (head, child) = (end(&link.from)?, end(&link.to)?);
        Some(json!({"head": head["token_end"], "child": child["token_end"], "label": link.relation,
            "head_span": head, "child_span": child, "id": link.id, "created": link.created}))
    };
    let mut row = json!({
        "text": article.text(),
        "meta": version.meta(),
        "_view_id": "relations",
        "answer": "accept",
        "tokens": tokens.iter().enumerate().map(token).collect::<Vec<_>>(),
        "spans": version.tags.iter().map(span).collect::<Vec<_>>(),
        "relations": version.links.iter().filter_map(relation).collect::<Vec<_>>(),
    });
    if let Some(annotator) = version.annotator {
        row["_annotator_id"] = json!(annotator.as_str());
    }
    row
}

fn read(contents: &str) -> Import {
    read_texts(contents, |line, row, whole, import| {
        // What the annotator rejected, or skipped, is none of their tags.
        if matches!(text(row, "answer").as_deref(), Some("reject" | "ignore")) {
            return import.left.add("task not accepted", 1);
        }
        let list = |name: &str| row.get(name).and_then(Json::as_array).into_iter().flatten();
        // A span that was made there has no id, and is called by its number.
        let called = |(number, span): (usize, &Json)| {
            span.get("id").and_then(Json::as_str).map_or_else(|| number.to_string(), str::to_owned)
        };
        for (number, span) in list("spans").enumerate() {
            import.entry = entry("span", number, span.get("id"));
            import.take(line, incoming(line, row, whole, span, &called((number, span))));
        }
        for link in list("relations") {
            // An end of a relation that was made there says where it is, and not which span.
            let id = |end: &str| {
                let end = link.get(end)?;
                let same = |(_, span): &(usize, &Json)| {
                    let named = end.get("id").is_none_or(|id| Some(id) == span.get("id"));
                    named && ["start", "end", "label"].iter().all(|name| end.get(*name) == span.get(*name))
                };
                let mut spans = list("spans").enumerate().filter(same).map(called);
                spans.next().filter(|_| spans.next().is_none())
            };
            let [head, child] = ["head_span", "child_span"].map(id);
            if let Some(taken) = import.link(line, link["label"].as_str(), head.as_deref(), child.as_deref())
            {
                [taken.id, taken.created] =
                    ["id", "created"].map(|name| link[name].as_str().map(str::to_owned));
            }
        }
    })
}

fn incoming(
    line: usize,
    row: &Map<String, Json>,
    whole: &Whole,
    span: &Json,
    id: &str,
) -> Result<Incoming, String> {
    let span = span.as_object().ok_or("a span is not an object")?;
    let fields = span.get("fields").and_then(Json::as_object).cloned().unwrap_or_default();
    let mut incoming = Incoming { fields, ..whole.incoming(line, row, span)? };
    widen(&mut incoming);
    keep_of_label(&mut incoming.fields, &incoming.label);
    incoming.fields.insert("id".to_owned(), json!(id));
    incoming.annotator = incoming.annotator.or_else(|| text(row, "_annotator_id"));
    Ok(incoming)
}
