//! A folder for Hugging Face `datasets`: JSON lines, and a README that declares them and is the data card.
//!
//! <https://huggingface.co/docs/hub/datasets-manual-configuration>

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::article::CORRECTION;
use super::output::{Files, Sink};
use super::training::{Feature, Part, Table, Tally, card, contradicted, tables};
use super::{Format, Lost, Outgoing};

pub(super) const HF: Format = Format {
    name: "hf",
    readers: "Hugging Face datasets, and whatever reads JSON lines",
    carries: "sentences: each tag with its words and attributes, none for the negatives; ner: names as the program \
              sees them and people have corrected them; pairs: links; or one of the training sets of --what",
    loses: "what is said to be no name",
    ending: "",
    seen: true,
    write,
    read: None,
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let tables = tables(outgoing);
    let (mut lost, mut tally, mut links) = (Lost::default(), Tally::default(), 0);
    // An empty file has no columns, which the reader does not forgive.
    let mut sinks: BTreeMap<(&str, Part), Sink> = BTreeMap::new();
    for article in outgoing.articles() {
        lost.add_all(article.other_records(true));
        tally.article(&article);
        lost.contradicted += contradicted(&article, outgoing.choice.what);
        links += article.links().count();
        for table in &tables {
            for row in (table.rows)(outgoing, &article) {
                tally.assumed(&row);
                tally.row(table.name, article.part, row.get("label").and_then(Json::as_str).unwrap_or("all"));
                let sink = match sinks.entry((table.name, article.part)) {
                    Entry::Occupied(there) => there.into_mut(),
                    Entry::Vacant(place) => place.insert(files.create(&file(table.name, article.part))?),
                };
                writeln!(sink, "{row}")?;
            }
        }
    }
    tally.contradicted = lost.contradicted;
    lost.forget("verdict");
    if tables.iter().any(|table| ["ner", "entities"].contains(&table.name)) {
        lost.forget(CORRECTION);
    }
    if let Some(pairs) = tables.iter().find(|table| ["pairs", "links"].contains(&table.name)) {
        lost.add("link to what is not exported", links - tally.count(pairs.name));
    }
    let there: Vec<Table> = tables.into_iter().filter(|table| tally.count(table.name) > 0).collect();
    write!(files.create("README.md")?, "{}{}", header(&there, &tally), card(outgoing, &tally))?;
    Ok(lost)
}

fn file(table: &str, part: Part) -> String {
    format!("{table}/{}.jsonl", part.name())
}

/// The README's header: which files there are, and what their columns hold.
fn header(tables: &[Table], tally: &Tally) -> String {
    let mut header = "---\nlicense: unknown\nconfigs:\n".to_owned();
    for table in tables {
        header += &format!("- config_name: {}\n  data_files:\n", table.name);
        for part in tally.parts(table.name) {
            header += &format!("  - {{split: {}, path: {}}}\n", part.name(), file(table.name, part));
        }
    }
    header += "dataset_info:\n";
    for table in tables {
        header += &format!("- config_name: {}\n  features:\n", table.name);
        header += &table.features.iter().map(|(name, kind)| yaml(name, kind)).collect::<String>();
    }
    header + "---\n\n"
}

/// The lines of a column, in YAML.
fn yaml(name: &str, feature: &Feature) -> String {
    match feature {
        Feature::Of(kind) => format!("  - {{name: {name}, dtype: '{kind}'}}\n"),
        Feature::Many(kind) => format!("  - {{name: {name}, sequence: '{kind}'}}\n"),
        Feature::Class(words) => format!("  - name: {name}\n    dtype: {}\n", classes(words)),
        Feature::Classes(words) => format!("  - name: {name}\n    sequence: {}\n", classes(words)),
        Feature::Objects(fields) => {
            let line = |(name, kind): &(&str, &str)| format!("    - {{name: {name}, dtype: {kind}}}\n");
            format!("  - name: {name}\n    list:\n{}", fields.iter().map(line).collect::<String>())
        }
    }
}

/// A class label with these names, in one line.
fn classes(names: &[String]) -> String {
    let quoted = names.iter().enumerate().map(|(number, name)| format!("'{number}': {}", json!(name)));
    format!("{{class_label: {{names: {{{}}}}}}}", quoted.collect::<Vec<_>>().join(", "))
}
