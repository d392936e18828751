//! W3C Web Annotation: a page of annotations in JSON-LD (<https://www.w3.org/TR/annotation-model/>). Reads
//! Hypothesis' export as well, by quotes.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Place, broken, canonical, elements, entry, offset, text};
use super::output::Files;
use super::{Exported, Format, Lost, Outgoing, Reader};
use crate::model::{Annotation, AnnotatorId, Problem};

pub(super) const W3C: Format = Format {
    name: "w3c",
    readers: "archives, Apache Annotator; Hypothesis' JSON is read as well",
    carries: "every tag with all that is set in it; links, also between articles",
    loses: "names",
    ending: "jsonld",
    seen: false,
    write,
    read: Some(Reader::Text {
        read,
        is: |clue| {
            !clue.in_list && ["items", "annotations"].iter().any(|list| clue.has_like(list, "["))
                || clue.in_list && clue.has("target")
        },
    }),
};

/// How many code points before and after a quote are written with it.
const AROUND: usize = 24;

const ARTICLE: &str = "urn:abreast:article:";
const ANNOTATOR: &str = "urn:abreast:annotator:";

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut page) = (Lost::default(), files.create("annotations.jsonld")?);
    write!(
        page,
        "{{\n\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\n\"id\":\"urn:abreast:page\",\n\
         \"type\":\"AnnotationPage\",\n\"items\":["
    )?;
    let mut between = "\n";
    for article in outgoing.articles() {
        lost.add_all(article.other_records(true));
        let tags = article.tags().map(|(who, tag)| Some(annotation(&article, who, tag)));
        let links = article.links().map(|(who, link)| {
            outgoing.target(&article, who, &link)?;
            Some(json!({"id": urn(&link.id), "type": "Annotation", "motivation": "linking", "created": link.created, "creator": creator(who),
                "body": [{"type": "TextualBody", "purpose": "tagging", "value": link.relation},
                    {"type": "SpecificResource", "purpose": "linking", "source": urn(&link.to)}],
                "target": urn(&link.from)}))
        });
        for item in tags.chain(links) {
            let Some(item) = item else {
                lost.add("link to what is not exported", 1);
                continue;
            };
            write!(page, "{between}{item}")?;
            between = ",\n";
        }
    }
    page.write_all(b"\n]}\n")?;
    page.flush()?;
    Ok(lost)
}

/// The address of an annotation.
fn urn(id: &str) -> String {
    match uuid::Uuid::parse_str(id) {
        Ok(_) => format!("urn:uuid:{id}"),
        Err(_) => format!("urn:abreast:annotation:{}", encoded(id)),
    }
}

fn creator(annotator: &AnnotatorId) -> Json {
    json!({"id": format!("{ANNOTATOR}{annotator}"), "type": "Person", "nickname": annotator.as_str()})
}

fn annotation(article: &Exported, annotator: &AnnotatorId, tag: &Annotation) -> Json {
    let (start, end, quote) = article.place(tag.span);
    let before = article.text().get(..tag.span.start()).unwrap_or_default();
    let prefix: String = before
        .get(before.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at)..)
        .unwrap_or_default()
        .to_owned();
    let suffix: String =
        article.text().get(tag.span.end()..).unwrap_or_default().chars().take(AROUND).collect();
    let fields = Json::Object(article.fields_with_id(tag)).to_string();
    let mut json = json!({"id": urn(tag.id.as_str()), "type": "Annotation", "motivation": "tagging",
        "created": tag.created.as_str()});
    if let Some(time) = &tag.modified {
        json["modified"] = json!(time.as_str());
    }
    json["creator"] = creator(annotator);
    json["body"] = json!([
        {"type": "TextualBody", "purpose": "tagging", "value": tag.label.as_str()},
        {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": fields},
    ]);
    json["target"] = json!({"source": format!("{ARTICLE}{}", encoded(&article.name)), "selector": [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": quote, "prefix": prefix, "suffix": suffix},
    ]});
    json
}

/// A name in an address: all but letters, digits and a few marks by their bytes.
fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

fn decoded(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let code =
            tail.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        (rest, _) = match (first, code) {
            (b'%', Some(code)) => (tail.get(2..).unwrap_or_default(), bytes.push(code)),
            _ => (tail, bytes.push(*first)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A page of annotations, or what Hypothesis exports.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, alias = "annotations")]
    items: Vec<&'a RawValue>,
}

fn read(_: &Path, contents: &str) -> Result<Import, Problem> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut import = Import::default();
    let list = if contents.trim_start().starts_with('[') {
        serde_json::from_str(contents)
    } else {
        serde_json::from_str(contents).map(|page: Page| page.items)
    };
    let items: Vec<&RawValue> = list.map_err(|error| broken(&error))?;
    for (number, (line, item)) in elements(contents, &items).into_iter().enumerate() {
        import.entry = entry("annotation", number, item.as_ref().ok().and_then(|item| item.get("id")));
        match item {
            Ok(item) if item.get("motivation").and_then(Json::as_str) == Some("linking") => {
                let body = |purpose: &str| each(item.get("body")).find(|body| body["purpose"] == purpose);
                let relation = body("tagging").and_then(|body| body["value"].as_str());
                let to = body("linking").and_then(|body| body["source"].as_str());
                let from = item.get("target").and_then(Json::as_str);
                let (from, to) = (from.map(id_of), to.map(id_of));
                if let Some(link) = import.link(line, relation, from.as_deref(), to.as_deref()) {
                    link.id = text(&item, "id").map(|id| id_of(&id));
                    link.created = text(&item, "created");
                }
            }
            Ok(item) => import.take(line, incoming(line, &item)),
            Err(reason) => import.take(line, Err(reason)),
        }
    }
    Ok(import)
}

/// The id of an annotation by its address.
fn id_of(urn: &str) -> String {
    match urn.strip_prefix("urn:abreast:annotation:") {
        Some(id) => decoded(id),
        None => urn.strip_prefix("urn:uuid:").unwrap_or(urn).to_owned(),
    }
}

/// One value, or each of several.
fn each(value: Option<&Json>) -> impl Iterator<Item = &Json> {
    match value {
        Some(Json::Array(all)) => all.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
        None => [].iter(),
    }
}

fn incoming(line: usize, item: &Map<String, Json>) -> Result<Incoming, String> {
    let target =
        each(item.get("target")).next().and_then(Json::as_object).ok_or("its target has no selector")?;
    let selector = |kind: &str| {
        let of_kind = |selector: &&Json| selector["type"] == kind;
        each(target.get("selector")).find(of_kind).and_then(Json::as_object)
    };
    let of_quote = |name: &str| selector("TextQuoteSelector").and_then(|selector| text(selector, name));
    let quote = of_quote("exact");
    let around = ["prefix", "suffix"].map(|name| of_quote(name).unwrap_or_default());
    // Hypothesis counts the text of a page, which is none of ours.
    let is_hypothesis = item.contains_key("tags");
    let place = match selector("TextPositionSelector").filter(|_| !is_hypothesis) {
        Some(selector) => Place::Points(offset(selector, "start")?, offset(selector, "end")?),
        None if quote.is_some() => Place::Quote,
        None => return Err("it has neither a position nor a quote".to_owned()),
    };
    let body = |purpose: &'static str| each(item.get("body")).filter(move |body| body["purpose"] == purpose);
    let value = |body: &Json| body["value"].as_str().map(str::to_owned);
    let own = body("describing").filter_map(value).find_map(|json| serde_json::from_str(&json).ok());
    let mut fields: Map<String, Json> = own.unwrap_or_default();
    let mut tags = body("tagging").filter_map(value).collect::<Vec<_>>();
    tags.extend(each(item.get("tags")).filter_map(Json::as_str).map(str::to_owned));
    // `stance:oppose` is an attribute.
    let (attributes, labels): (Vec<_>, Vec<_>) = tags.into_iter().partition(|tag| tag.contains(':'));
    for (name, word) in attributes.iter().filter_map(|tag| tag.split_once(':')) {
        fields.insert(name.trim().to_owned(), json!(word.trim()));
    }
    for (said, name) in [("created", "created"), ("modified", "modified"), ("updated", "modified")] {
        if let Some(time) = text(item, said).filter(|time| fields.get("created") != Some(&json!(time))) {
            fields.entry(name).or_insert_with(|| json!(time));
        }
    }
    let note = text(item, "text").or_else(|| body("commenting").find_map(value));
    fields.extend(note.filter(|note| !note.is_empty()).map(|note| ("note".to_owned(), json!(note))));
    let id = text(item, "id").unwrap_or_default();
    if let Some(id) = id.strip_prefix("urn:uuid:").filter(|_| !fields.contains_key("id")) {
        fields.insert("id".to_owned(), json!(id));
    }
    let creator = item.get("creator").map(|creator| creator.get("id").unwrap_or(creator));
    let creator =
        creator.and_then(Json::as_str).map(|id| id.strip_prefix(ANNOTATOR).unwrap_or(id).to_owned());
    // Hypothesis names an account: `acct:jane@hypothes.is`.
    let account = |user: String| Some(user.strip_prefix("acct:")?.split('@').next()?.to_owned());
    let creator = creator.or_else(|| account(text(item, "user")?));
    let source = text(target, "source").unwrap_or_default();
    Ok(Incoming {
        line,
        article: source.strip_prefix(ARTICLE).map(decoded),
        text: None,
        place,
        quote: quote.map(|quote| canonical(&quote)),
        annotator: creator,
        around,
        label: labels.first().cloned().ok_or("it has no tag that is a label")?,
        labels,
        fields,
        ..Incoming::default()
    })
}
