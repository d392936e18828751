//! Label Studio: tasks and the labelling configuration (<https://labelstud.io/guide/tasks>).
//!
//! A tag is a region; its attributes are further results on the same region, so that they can be edited there. All
//! else that is set in a tag is in `data.tags` by the id of its region. Names are a prediction.

mod read;

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::clue::Clue;
use super::incoming::SHOWN;
use super::output::Files;
use super::xml::escaped;
use super::{Exported, Format, Lost, Outgoing, Reader, Version};
use crate::model::{Annotation, AnnotatorId, AttributeKind, EntityType, LabelName};

pub(super) const LABEL_STUDIO: Format = Format {
    name: "label-studio",
    readers: "Label Studio: import tasks.json, paste config.xml into the labelling interface",
    carries: "every tag with all that is set in it; links inside an article; names as predictions",
    loses: "links between articles",
    ending: "",
    seen: true,
    write: |outgoing, files| write(outgoing, files, &[String::new()]),
    read: Some(Reader::Text { read: read::read, is: |clue| is_tasks(clue) && !is_side_by_side(clue) }),
};

pub(super) const BUNDLES: Format = Format {
    name: "label-studio-bundle",
    readers: "Label Studio: the articles of a folder side by side in one task",
    carries: "every tag with all that is set in it; links inside a folder; names as predictions",
    loses: "links between folders",
    write: |outgoing, files| {
        let largest = outgoing.survey.largest_bundle.max(1);
        write(outgoing, files, &(1..=largest).map(|number| format!("_{number}")).collect::<Vec<_>>())
    },
    read: Some(Reader::Text { read: read::read, is: |clue| is_tasks(clue) && is_side_by_side(clue) }),
    ..LABEL_STUDIO
};

fn is_tasks(clue: &Clue) -> bool {
    clue.in_list && clue.has_like("data", "{")
}

fn is_side_by_side(clue: &Clue) -> bool {
    clue.field("data").contains("\"text_1\"")
}

/// Writes tasks of so many articles at the most as there are endings: what the names of each article's text and fields
/// end with.
fn write(outgoing: &Outgoing, files: &dyn Files, endings: &[String]) -> io::Result<Lost> {
    files.create("config.xml")?.write_all(config(outgoing, endings).as_bytes())?;
    let (mut lost, mut tasks) = (Lost::default(), files.create("tasks.json")?);
    let mut articles = outgoing.articles().peekable();
    let mut between = "[\n";
    while let Some(first) = articles.next() {
        let folder = first.bundle.clone();
        let mut bundle = vec![first];
        while bundle.len() < endings.len()
            && let Some(next) = articles.next_if(|next| next.bundle.is_some() && next.bundle == folder)
        {
            bundle.push(next);
        }
        let (task, carried) = task(outgoing, &bundle, endings);
        write!(tasks, "{between}{task}")?;
        between = ",\n";
        bundle.iter().for_each(|article| lost.add_all(article.other_records(true)));
        let links: usize = bundle.iter().map(|article| article.links().count()).sum();
        lost.add("link to another task or annotator", links - carried);
    }
    tasks.write_all(if between == ",\n" { b"\n]\n" } else { b"[]\n" })?;
    tasks.flush()?;
    Ok(lost)
}

/// The name of the control of an attribute: labels may have attributes of one name that differ, and each text has its
/// own.
fn control(label: &str, attribute: &str, ending: &str) -> String {
    format!("{label}.{attribute}{}", ending.replace('_', "."))
}

fn config(outgoing: &Outgoing, endings: &[String]) -> String {
    let mut xml = "<View>\n  <Relations>\n".to_owned();
    let mut relations = ["same", "supports", "contradicts"].map(str::to_owned).to_vec();
    relations.extend(outgoing.survey.relations.iter().cloned());
    relations.sort();
    relations.dedup();
    for relation in relations {
        xml += &format!("    <Relation value=\"{}\"/>\n", escaped(&relation));
    }
    let texts: Vec<String> = endings.iter().map(|ending| format!("text{ending}")).collect();
    xml += &format!("  </Relations>\n  <Labels name=\"label\" toName=\"{}\">\n", texts.join(","));
    let labels = outgoing.labels();
    let names = EntityType::ALL.iter().map(|kind| kind.name());
    for label in labels.iter().map(LabelName::as_str).chain(names) {
        xml += &format!("    <Label value=\"{}\"/>\n", escaped(label));
    }
    xml += "  </Labels>\n";
    let shown = texts
        .iter()
        .map(|text| format!("  <Text name=\"{text}\" value=\"${text}\" granularity=\"symbol\"/>\n"));
    xml += &match &texts[..] {
        [_] => shown.collect::<String>(),
        _ => {
            let beside = |text| format!("  <View style=\"flex:1;padding:0 1em\">\n{text}  </View>\n");
            format!("  <View style=\"display:flex\">\n{}  </View>\n", shown.map(beside).collect::<String>())
        }
    };
    for (label, ending) in
        outgoing.schema.labels().iter().flat_map(|label| endings.iter().map(move |end| (label, end)))
    {
        for attribute in &label.attributes {
            let name = escaped(&control(label.name.as_str(), &attribute.name, ending));
            let when = escaped(label.name.as_str());
            let tag = format!(
                "name=\"{name}\" toName=\"text{ending}\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"{when}\""
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

/// A task of these articles, and how many of their links it carries.
fn task(outgoing: &Outgoing, bundle: &[Exported], endings: &[String]) -> (Json, usize) {
    let (mut data, mut tags, mut names) = (Map::new(), Map::new(), Vec::new());
    let mut annotations: BTreeMap<&AnnotatorId, Vec<Json>> = BTreeMap::new();
    for (article, ending) in bundle.iter().zip(endings) {
        let Exported { name, title, date, outlet, .. } = article;
        let about =
            [("doc", json!(name)), ("title", json!(title)), ("date", json!(date)), ("outlet", json!(outlet))];
        data.insert(format!("text{ending}"), json!(article.text()));
        data.extend(about.map(|(name, said)| (format!("{name}{ending}"), said)));
        for (annotator, tag) in article.tags() {
            let mut fields = Map::from_iter([("annotator".to_owned(), json!(annotator.as_str()))]);
            fields.extend(article.fields(tag));
            fields.insert("label".to_owned(), json!(tag.label.as_str()));
            let shown: Vec<&str> = words(outgoing, tag).map(|(attribute, _)| attribute).collect();
            fields.insert(SHOWN.to_owned(), json!(shown));
            tags.insert(tag.id.as_str().to_owned(), Json::Object(fields));
        }
        for mention in &article.mentions {
            let (start, end, quote) = article.place(mention.span);
            names.push(json!({"id": format!("name-{}", names.len()), "from_name": "label",
                "to_name": format!("text{ending}"), "type": "labels",
                "value": {"start": start, "end": end, "text": quote, "labels": [mention.kind.name()]}}));
        }
        for version in article.versions() {
            if let Some(who) = version.annotator {
                annotations.entry(who).or_default().extend(results(outgoing, &version, ending));
            }
        }
    }
    // Where a bundle has fewer articles than another one, a text is empty.
    data.extend(endings.iter().skip(bundle.len()).map(|ending| (format!("text{ending}"), json!(""))));
    data.insert("tags".to_owned(), Json::Object(tags));
    let mut carried = 0;
    for (who, results) in &mut annotations {
        let own = bundle.iter().flat_map(|article| article.tags().filter(|(whose, _)| whose == who));
        let own: HashSet<&str> = own.map(|(_, tag)| tag.id.as_str()).collect();
        let links = bundle.iter().flat_map(|article| article.links().filter(|(whose, _)| whose == who));
        for (_, link) in links.filter(|(_, link)| own.contains(&*link.from) && own.contains(&*link.to)) {
            carried += 1;
            results.push(
                json!({"from_id": link.from, "to_id": link.to, "type": "relation", "direction": "right",
                "labels": [link.relation]}),
            );
        }
    }
    let annotations =
        annotations.into_values().map(|results| json!({"ground_truth": false, "result": results}));
    let task = json!({
        "data": data,
        "annotations": annotations.collect::<Vec<_>>(),
        "predictions": [{"model_version": "abreast", "result": names}],
    });
    (task, carried)
}

fn results(outgoing: &Outgoing, version: &Version, ending: &str) -> Vec<Json> {
    let mut results = Vec::new();
    for tag in &version.tags {
        let (start, end, quote) = version.article.place(tag.span);
        let place = json!({"start": start, "end": end, "text": quote});
        let mut result = |from: &str, kind: &str, said: Json| {
            let mut value = place.clone();
            value[kind] = said;
            // The words of a text area stand where those of the region do elsewhere.
            let kind = if kind == "text" { "textarea" } else { kind };
            results
                .push(json!({"id": tag.id.as_str(), "from_name": from, "to_name": format!("text{ending}"),
                "type": kind, "origin": "manual", "value": value}));
        };
        result("label", "labels", json!([tag.label.as_str()]));
        for (attribute, words) in words(outgoing, tag) {
            let kind = outgoing.kind(&tag.label, attribute).and_then(choices).map_or("text", |_| "choices");
            result(&control(tag.label.as_str(), attribute, ending), kind, json!([words]));
        }
    }
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
