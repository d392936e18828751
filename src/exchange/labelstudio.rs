//! Label Studio: tasks and the labelling configuration (<https://labelstud.io/guide/tasks>).
//!
//! A tag is a region; its attributes are further results on the same region, so that they can be edited there. All
//! else that is set in a tag is in `data.tags` by the id of its region. Names are a prediction.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Whole, broken, canonical, elements, offset, set, text};
use super::output::Files;
use super::xml::escaped;
use super::{Exported, Format, Lost, Outgoing, Reader, Unit, Version};
use crate::model::{Annotation, AttributeKind, EntityType, LabelName};

pub(super) const LABEL_STUDIO: Format = Format {
    name: "label-studio",
    readers: "Label Studio: import tasks.json, paste config.xml into the labelling interface",
    carries: "every tag with all that is set in it; links inside an article; names as predictions",
    loses: "links between articles",
    ending: "",
    seen: true,
    write,
    read: Some(Reader::Text(read)),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    files.create("config.xml")?.write_all(config(outgoing).as_bytes())?;
    let (mut lost, mut tasks) = (Lost::default(), files.create("tasks.json")?);
    let mut between = "[\n";
    for article in outgoing.articles() {
        lost.add_all(article.leaving_links());
        write!(tasks, "{between}{}", task(outgoing, &article))?;
        between = ",\n";
    }
    tasks.write_all(if between == ",\n" { b"\n]\n" } else { b"[]\n" })?;
    tasks.flush()?;
    Ok(lost)
}

/// The name of the control of an attribute: labels may have attributes of one name that differ.
fn control(label: &str, attribute: &str) -> String {
    format!("{label}.{attribute}")
}

fn config(outgoing: &Outgoing) -> String {
    let mut xml = "<View>\n  <Relations>\n".to_owned();
    let mut relations = ["same", "supports", "contradicts"].map(str::to_owned).to_vec();
    relations.extend(outgoing.survey.relations.iter().cloned());
    relations.sort();
    relations.dedup();
    for relation in relations {
        xml += &format!("    <Relation value=\"{}\"/>\n", escaped(&relation));
    }
    xml += "  </Relations>\n  <Labels name=\"label\" toName=\"text\">\n";
    let labels = outgoing.labels();
    let names = EntityType::ALL.iter().map(|kind| kind.name());
    for label in labels.iter().map(LabelName::as_str).chain(names) {
        xml += &format!("    <Label value=\"{}\"/>\n", escaped(label));
    }
    xml += "  </Labels>\n  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>\n";
    for label in outgoing.schema.labels() {
        for attribute in &label.attributes {
            let name = escaped(&control(label.name.as_str(), &attribute.name));
            let when = escaped(label.name.as_str());
            let tag = format!(
                "name=\"{name}\" toName=\"text\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"{when}\""
            );
            xml += &match choices(&attribute.kind) {
                None => format!("  <TextArea {tag} maxSubmissions=\"1\"/>\n"),
                Some(words) => {
                    let choice = |word: &String| format!("    <Choice value=\"{}\"/>\n", escaped(word));
                    let choices: String = words.iter().map(choice).collect();
                    format!("  <Choices {tag}>\n{choices}  </Choices>\n")
                }
            };
        }
    }
    xml + "</View>\n"
}

/// The words that an attribute is chosen among, if it is.
fn choices(kind: &AttributeKind) -> Option<Vec<String>> {
    match kind {
        AttributeKind::Choice(words) => Some(words.clone()),
        AttributeKind::Flag => Some(["yes", "no"].map(str::to_owned).to_vec()),
        AttributeKind::Entity { .. } | AttributeKind::Phrase | AttributeKind::Text => None,
    }
}

fn task(outgoing: &Outgoing, article: &Exported) -> Json {
    let Exported { name, title, date, outlet, .. } = article;
    let mut data =
        json!({"text": article.text(), "doc": name, "title": title, "date": date, "outlet": outlet});
    let mut tags = Map::new();
    for (annotator, tag) in article.tags() {
        let mut fields = Map::from_iter([("annotator".to_owned(), json!(annotator.as_str()))]);
        fields.extend(article.fields(tag));
        tags.insert(tag.id.as_str().to_owned(), Json::Object(fields));
    }
    data["tags"] = Json::Object(tags);
    let versions = article.versions();
    let annotated = versions.iter().filter(|version| version.annotator.is_some());
    let annotation = |version: &Version| json!({"ground_truth": false, "result": results(outgoing, version)});
    let name = |(number, mention): (usize, &crate::model::Mention)| {
        let (start, end, quote) = article.place(mention.span);
        json!({"id": format!("name-{number}"), "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": quote, "labels": [mention.kind.name()]}})
    };
    let names: Vec<Json> = article.mentions.iter().enumerate().map(name).collect();
    json!({
        "data": data,
        "annotations": annotated.map(annotation).collect::<Vec<_>>(),
        "predictions": [{"model_version": "abreast", "result": names}],
    })
}

fn results(outgoing: &Outgoing, version: &Version) -> Vec<Json> {
    let mut results = Vec::new();
    for tag in &version.tags {
        let (start, end, quote) = version.article.place(tag.span);
        let place = json!({"start": start, "end": end, "text": quote});
        let mut result = |from: &str, kind: &str, said: Json| {
            let mut value = place.clone();
            value[kind] = said;
            // The words of a text area stand where those of the region do elsewhere.
            let json = json!({"id": tag.id.as_str(), "from_name": from, "to_name": "text", "type": match kind {
                "text" => "textarea",
                other => other,
            }, "origin": "manual", "value": value});
            results.push(json);
        };
        result("label", "labels", json!([tag.label.as_str()]));
        for (attribute, words) in words(outgoing, tag) {
            let kind = outgoing.kind(&tag.label, attribute).and_then(choices).map_or("text", |_| "choices");
            result(&control(tag.label.as_str(), attribute), kind, json!([words]));
        }
    }
    let relation = |link: &super::Link| {
        json!({"from_id": link.from, "to_id": link.to, "type": "relation", "direction": "right",
            "labels": [link.relation]})
    };
    results.extend(version.links.iter().map(relation));
    results
}

/// The attributes that have a control, and a value that can stand in it.
fn words<'a>(outgoing: &'a Outgoing, tag: &'a Annotation) -> impl Iterator<Item = (&'a str, String)> {
    tag.attributes.iter().filter_map(move |(name, value)| {
        let (kind, words) = (outgoing.kind(&tag.label, name)?, value.words());
        let fits = choices(kind).is_none_or(|choices| choices.contains(&words));
        (fits && !words.is_empty()).then_some((name.as_str(), words))
    })
}

fn read(_: &Path, contents: &str) -> Import {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut import = Import::default();
    let tasks: Vec<&RawValue> = match serde_json::from_str(contents) {
        Ok(tasks) => tasks,
        Err(error) => {
            import.faults.push(broken(&error));
            return import;
        }
    };
    for (line, task) in elements(contents, &tasks) {
        match task {
            Ok(task) => read_task(line, &task, &mut import),
            Err(reason) => import.take(line, Err(reason)),
        }
    }
    import
}

/// A task, whose text is counted once.
struct Task<'a> {
    line: usize,
    data: &'a Map<String, Json>,
    /// By code points; and by UTF-16, as old versions counted.
    whole: [Whole<'a>; 2],
    /// What Label Studio has no place for, by the ids of regions.
    own: Option<&'a Map<String, Json>>,
}

fn read_task(line: usize, task: &Map<String, Json>, import: &mut Import) {
    let Some(data) = task.get("data").and_then(Json::as_object) else {
        return import.take(line, Err("its \"data\" is missing".to_owned()));
    };
    let whole = match (Whole::of(data, Unit::CodePoint), Whole::of(data, Unit::Utf16)) {
        (Ok(points), Ok(utf16)) => [points, utf16],
        (Err(reason), _) | (_, Err(reason)) => return import.take(line, Err(reason)),
    };
    let own = data.get("tags").and_then(Json::as_object);
    let reader = Task { line, data, whole, own };
    let annotations = task.get("annotations").and_then(Json::as_array);
    annotations.into_iter().flatten().for_each(|annotation| reader.annotation(annotation, import));
}

/// The results on one region.
type Results<'a> = Vec<&'a Map<String, Json>>;

impl Task<'_> {
    fn annotation(&self, annotation: &Json, import: &mut Import) {
        let results = annotation["result"].as_array().into_iter().flatten().filter_map(Json::as_object);
        let mut regions: BTreeMap<&str, Results> = BTreeMap::new();
        for result in results {
            match result.get("type").and_then(Json::as_str) {
                Some("relation") => {
                    let said = |name: &str| result.get(name).and_then(Json::as_str);
                    let relation =
                        result.get("labels").and_then(|labels| labels.get(0)).and_then(Json::as_str);
                    import.link(self.line, relation, said("from_id"), said("to_id"));
                }
                _ => {
                    let id = result.get("id").and_then(Json::as_str).unwrap_or_default();
                    regions.entry(id).or_default().push(result);
                }
            }
        }
        // Whose a new region is: that of the others in the same annotation.
        let known = regions.keys().find_map(|id| self.own?.get(*id));
        let email = annotation.pointer("/completed_by/email").and_then(Json::as_str);
        let whose = known.and_then(|tag| tag["annotator"].as_str()).or(email).map(str::to_owned);
        for (id, results) in &regions {
            for region in
                results.iter().filter(|result| result.get("type").is_some_and(|kind| kind == "labels"))
            {
                let taken = self.incoming(id, region, results);
                let whose = |incoming: Incoming| Incoming {
                    annotator: incoming.annotator.or_else(|| whose.clone()),
                    ..incoming
                };
                import.take(self.line, taken.map(whose));
            }
        }
    }

    fn incoming(&self, id: &str, region: &Map<String, Json>, results: &Results) -> Result<Incoming, String> {
        let value = region.get("value").and_then(Json::as_object).ok_or("a region has no value")?;
        let (start, end) = (offset(value, "start")?, offset(value, "end")?);
        let words = text(value, "text").map(|words| canonical(&words));
        // The words tell in which unit the offsets are.
        let mut places = self.whole.iter().filter_map(|whole| whole.place(start, end).ok());
        let place = places.find(|(_, quote)| words.as_ref().is_none_or(|words| words == quote));
        let (place, quote) =
            place.ok_or_else(|| format!("its span {start}..{end} does not hold its words"))?;
        let label = value.get("labels").and_then(|labels| labels.get(0)).and_then(Json::as_str);
        let own = self.own.and_then(|own| own.get(id)).and_then(Json::as_object);
        let mut fields = own.cloned().unwrap_or_default();
        let annotator = fields.shift_remove("annotator").and_then(|who| who.as_str().map(str::to_owned));
        for result in results {
            let value = |kind: &str| result.get("value")?.get(kind)?.get(0)?.as_str().map(str::to_owned);
            let name = text(result, "from_name").unwrap_or_default();
            let name = name.split_once('.').map_or(name.as_str(), |(_, attribute)| attribute).to_owned();
            match text(result, "type").as_deref() {
                Some("choices") => set(&mut fields, name, value("choices")),
                Some("textarea") => set(&mut fields, name, value("text")),
                _ => {}
            }
        }
        if !id.is_empty() {
            fields.insert("id".to_owned(), json!(id));
        }
        Ok(Incoming {
            line: self.line,
            article: text(self.data, "doc"),
            text: self.whole.first().map(|whole| Arc::clone(&whole.text)),
            place,
            quote: Some(quote),
            annotator,
            label: label.ok_or("a region has no label")?.to_owned(),
            fields,
        })
    }
}
