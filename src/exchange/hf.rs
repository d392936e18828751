//! A folder for Hugging Face `datasets`: JSON lines, and a README that declares them and is the data card.
//!
//! <https://huggingface.co/docs/hub/datasets-manual-configuration>

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::tokens::{iob2, tokens};
use super::{Bundle, Export, Exported, File, Format};
use crate::model::{Annotation, AnnotatorId, EntityType, Timestamp};

pub(super) const HF: Format = Format {
    name: "hf",
    readers: "Hugging Face datasets, and whatever reads JSON lines",
    carries: "sentences: each tag with its words and attributes, none for the negatives; ner: names as the program \
              sees them; pairs: links",
    loses: "verdicts, corrections of entities",
    folder: true,
    write,
    read: None,
};

/// The attributes that have a column of their own; the others are in one, as JSON.
const ATTRIBUTES: [&str; 5] = ["claimant", "certainty", "holder", "issue", "stance"];

/// The rows of a config and what its columns hold, in the words of the README's header.
struct Config {
    name: &'static str,
    rows: Vec<Json>,
    features: Vec<(&'static str, Feature)>,
}

fn write(bundle: &Bundle) -> Export {
    let all = [sentences(bundle), ner(bundle), pairs(bundle)];
    // An empty file has no columns, which the reader does not forgive.
    let configs: Vec<Config> = all.into_iter().filter(|config| !config.rows.is_empty()).collect();
    let mut files = vec![File::new("README.md", card(bundle, &configs))];
    files.extend(configs.iter().map(|c| File::lines(&format!("{}/train.jsonl", c.name), &c.rows)));
    let mut lost = bundle.other_records(true);
    let pairs = configs.iter().find(|config| config.name == "pairs").map_or(0, |config| config.rows.len());
    lost.add("link to what is not exported", bundle.links().count() - pairs);
    Export { files, lost }
}

fn sentences(bundle: &Bundle) -> Config {
    let names: Vec<String> = bundle.labels().iter().map(ToString::to_string).collect();
    let rows = bundle.tags().map(|(article, who, tag)| sentence(article, who, tag)).collect();
    let text = |name| (name, Feature::Of("string"));
    let mut features = ["id", "doc", "text"].map(text).into_iter().collect::<Vec<_>>();
    features.extend([
        ("label", Feature::Class(names)),
        ("start", Feature::Of("int64")),
        ("end", Feature::Of("int64")),
    ]);
    features.extend(ATTRIBUTES.into_iter().chain(["attributes", "note"]).map(text));
    features.push(("doubt", Feature::Of("bool")));
    features.extend(["annotator", "created", "modified", "title", "date", "outlet"].map(text));
    Config { name: "sentences", rows, features }
}

fn sentence(article: &Exported, annotator: &AnnotatorId, tag: &Annotation) -> Json {
    let (start, end, text) = article.place(tag.span);
    let mut row = json!({"id": tag.id.as_str(), "doc": article.name, "text": text, "label": tag.label.as_str(),
        "start": start, "end": end});
    for name in ATTRIBUTES {
        row[name] = json!(tag.word(name));
    }
    let mut others = tag.unknown.clone();
    let more = tag.attributes.keys().filter(|name| !ATTRIBUTES.contains(&name.as_str()));
    others.extend(more.map(|name| (name.clone(), json!(tag.word(name)))));
    row["attributes"] = if others.is_empty() { Json::Null } else { json!(Json::Object(others).to_string()) };
    row["note"] = json!(tag.note);
    row["doubt"] = json!(tag.doubt);
    row["annotator"] = json!(annotator.as_str());
    row["created"] = json!(tag.created.as_str());
    row["modified"] = json!(tag.modified.as_ref().map(Timestamp::as_str));
    row["title"] = json!(article.title);
    row["date"] = json!(article.date);
    row["outlet"] = json!(article.outlet);
    row
}

fn ner(bundle: &Bundle) -> Config {
    let mut tags = vec!["O".to_owned()];
    tags.extend(EntityType::ALL.iter().flat_map(|kind| ["B", "I"].map(|at| format!("{at}-{}", kind.name()))));
    let row = |article: &Exported| {
        let tokens: Vec<_> = tokens(article, []).into_iter().filter(|token| !token.blank).collect();
        let places: Vec<_> = tokens.iter().map(|token| article.place(token.span)).collect();
        let entities = article.mentions.iter().map(|mention| {
            let (start, end, text) = article.place(mention.span);
            json!({"start": start, "end": end, "label": mention.kind.name(), "text": text})
        });
        json!({
            "id": article.name, "doc": article.name, "text": article.text(),
            "tokens": places.iter().map(|place| place.2).collect::<Vec<_>>(),
            "token_start": places.iter().map(|place| place.0).collect::<Vec<_>>(),
            "token_end": places.iter().map(|place| place.1).collect::<Vec<_>>(),
            "ner_tags": iob2(&tokens, &article.mentions),
            "entities": entities.collect::<Vec<_>>(),
        })
    };
    let mut features =
        ["id", "doc", "text"].map(|name| (name, Feature::Of("string"))).into_iter().collect::<Vec<_>>();
    features.extend([("tokens", Feature::Many("string")), ("token_start", Feature::Many("int64"))]);
    features.extend([("token_end", Feature::Many("int64")), ("ner_tags", Feature::Classes(tags))]);
    let entity = [("start", "int64"), ("end", "int64"), ("label", "string"), ("text", "string")];
    features.push(("entities", Feature::Objects(entity)));
    Config { name: "ner", rows: bundle.articles.iter().map(row).collect(), features }
}

fn pairs(bundle: &Bundle) -> Config {
    let mut rows = Vec::new();
    for (article, who, link) in bundle.links() {
        let from = article.tags().find(|(_, tag)| tag.id.as_str() == link.from);
        let (Some((_, from)), Some((other, to))) = (from, bundle.target(article, who, &link)) else {
            continue;
        };
        rows.push(json!({
            "id": link.id, "label": link.relation, "annotator": who.as_str(),
            "text_a": from.span.of(article.text()), "text_b": to.span.of(other.text()),
            "doc_a": article.name, "doc_b": other.name, "id_a": from.id.as_str(), "id_b": to.id.as_str(),
        }));
    }
    let names = ["id", "annotator", "text_a", "text_b", "doc_a", "doc_b", "id_a", "id_b"];
    let mut features: Vec<_> = names.map(|name| (name, Feature::Of("string"))).into();
    features.insert(1, ("label", Feature::Class(bundle.relations())));
    Config { name: "pairs", rows, features }
}

/// A class label with these names, in one line.
fn classes(names: &[String]) -> String {
    let quoted = names.iter().enumerate().map(|(number, name)| format!("'{number}': {}", json!(name)));
    format!("{{class_label: {{names: {{{}}}}}}}", quoted.collect::<Vec<_>>().join(", "))
}

/// The README: what each config holds, then the card for people. Its sections are those of the Hub's data
/// cards.
fn card(bundle: &Bundle, configs: &[Config]) -> String {
    let mut card = "---\nlicense: unknown\nconfigs:\n".to_owned();
    for config in configs {
        card += &format!("- config_name: {0}\n  data_files: {0}/train.jsonl\n", config.name);
    }
    card += "dataset_info:\n";
    for config in configs {
        card += &format!("- config_name: {}\n  features:\n", config.name);
        for (name, kind) in &config.features {
            card += &kind.yaml(name);
        }
    }
    card +=
        "---\n\n# Sentences out of news articles, tagged by hand\n\nMade by abreast export --format hf.\n\n";
    card += "## Dataset Structure\n\n";
    for config in configs {
        // Writing to a string cannot fail.
        let _ = writeln!(card, "- `{}`: {} rows", config.name, config.rows.len());
    }
    card += "\nstart and end count Unicode code points of the article's text, half-open. A sentence with the label none \
             was read and holds nothing; sentences that nobody has tagged are left out, as they are no negatives. \
             The names in ner are those that the program sees, and were not checked by a person.\n";
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (_, annotator, tag) in bundle.tags() {
        *counts.entry((annotator.as_str(), tag.label.as_str())).or_default() += 1;
    }
    card += "\n## Annotations\n\n| annotator | label | tags |\n|---|---|---:|\n";
    for ((annotator, label), count) in counts {
        let _ = writeln!(card, "| {annotator} | {label} | {count} |");
    }
    card
}

/// What a column holds.
enum Feature {
    /// A value of this type.
    Of(&'static str),
    /// One of these words.
    Class(Vec<String>),
    /// Values of this type.
    Many(&'static str),
    /// Words out of these.
    Classes(Vec<String>),
    /// Objects with these fields.
    Objects([(&'static str, &'static str); 4]),
}

impl Feature {
    /// The lines of a column in the README's header, in YAML.
    fn yaml(&self, name: &str) -> String {
        match self {
            Self::Of(kind) => format!("  - {{name: {name}, dtype: {kind}}}\n"),
            Self::Many(kind) => format!("  - {{name: {name}, sequence: {kind}}}\n"),
            Self::Class(words) => format!("  - name: {name}\n    dtype: {}\n", classes(words)),
            Self::Classes(words) => format!("  - name: {name}\n    sequence: {}\n", classes(words)),
            Self::Objects(fields) => {
                let lines = fields.map(|(name, kind)| format!("    - {{name: {name}, dtype: {kind}}}\n"));
                format!("  - name: {name}\n    list:\n{}", lines.concat())
            }
        }
    }
}
