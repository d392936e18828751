//! spaCy's JSON of a `Doc`, one a line (`Doc.from_json`, <https://spacy.io/api/doc#from_json>).
//!
//! Tags are in the span group `sc`, the default of spancat, and sentences that hold nothing in the group `none`;
//! names are the entities. Tokens are cut at the ends of all of them.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Whole, entry, keep_of_label, read_texts, text, widen};
use super::output::Files;
use super::tokens::tokens;
use super::{Format, Lost, Outgoing, Reader, Version};

pub(super) const SPACY: Format = Format {
    name: "spacy",
    readers: "spaCy 3: Doc.from_json, one line an article and annotator",
    carries: "every tag with all that is set in it; links inside an article; names as the program sees them",
    loses: "links between articles, tags of nothing but white space",
    ending: "jsonl",
    seen: true,
    write,
    read: Some(Reader::Text {
        read: |_, contents| Ok(read(contents)),
        is: |clue| !clue.in_list && clue.has("text") && clue.has_like("spans", "{"),
    }),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut docs) = (Lost::default(), files.create("docs.jsonl")?);
    for article in outgoing.articles() {
        lost.add_all(article.leaving_links());
        for version in article.versions() {
            writeln!(docs, "{}", document(&version.of_tokens(&mut lost)))?;
        }
    }
    docs.flush()?;
    Ok(lost)
}

fn document(version: &Version) -> Json {
    let article = version.article;
    let tokens = tokens(article, version.tags.iter().copied());
    let token = |(id, token): (usize, &super::tokens::Token)| {
        let (start, end, _) = article.place(token.span);
        json!({"id": id, "start": start, "end": end})
    };
    let mention = |mention: &crate::model::Mention| {
        let (start, end, quote) = article.place(mention.span);
        json!({"start": start, "end": end, "label": mention.kind.name(), "kb_id": "", "quote": quote})
    };
    let (mut tagged, mut none) = (Vec::new(), Vec::new());
    for tag in &version.tags {
        let mut fields = article.fields_with_id(tag);
        fields.insert("label".to_owned(), json!(tag.label.as_str()));
        let (start, end, quote) = article.place(article.narrowed(tag, &mut fields));
        let span = json!({"start": start, "end": end, "label": tag.label.as_str(), "kb_id": tag.id.as_str(),
            "quote": quote, "fields": Json::Object(fields).to_string()});
        if tag.label.is_none() { &mut none } else { &mut tagged }.push(span);
    }
    let mut meta = version.meta();
    let relation = |link: &super::Link| {
        json!({"id": link.id, "from": link.from,
        "to": link.to, "type": link.relation, "created": link.created})
    };
    meta.insert("relations".to_owned(), version.links.iter().map(relation).collect());
    json!({
        "text": article.text(),
        "ents": article.mentions.iter().map(mention).collect::<Vec<_>>(),
        "tokens": tokens.iter().enumerate().map(token).collect::<Vec<_>>(),
        "spans": {"sc": tagged, "none": none},
        "meta": meta,
    })
}

fn read(contents: &str) -> Import {
    read_texts(contents, |line, row, whole, import| {
        let groups = row.get("spans").and_then(Json::as_object);
        let spans = groups.into_iter().flat_map(Map::values).filter_map(Json::as_array).flatten();
        for (number, span) in spans.enumerate() {
            import.entry = entry("span", number, span.get("kb_id"));
            import.take(line, incoming(line, row, whole, span));
        }
        let links = row.get("meta").and_then(|meta| meta.get("relations")).and_then(Json::as_array);
        for link in links.into_iter().flatten() {
            let [relation, from, to] =
                ["type", "from", "to"].map(|name| link.get(name).and_then(Json::as_str));
            if let Some(taken) = import.link(line, relation, from, to) {
                [taken.id, taken.created] =
                    ["id", "created"].map(|name| link[name].as_str().map(str::to_owned));
            }
        }
    })
}

fn incoming(line: usize, row: &Map<String, Json>, whole: &Whole, span: &Json) -> Result<Incoming, String> {
    let span = span.as_object().ok_or("a span is not an object")?;
    let own = text(span, "fields").and_then(|json| serde_json::from_str(&json).ok());
    let id = text(span, "kb_id").filter(|id| !id.is_empty());
    let id = id.map(|id| Map::from_iter([("id".to_owned(), json!(id))]));
    let mut incoming =
        Incoming { fields: own.or(id).unwrap_or_default(), ..whole.incoming(line, row, span)? };
    widen(&mut incoming);
    keep_of_label(&mut incoming.fields, &incoming.label);
    Ok(incoming)
}
