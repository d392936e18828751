//! A folder for Hugging Face `datasets`: JSON lines, and a README that declares them and is the data card.
//!
//! <https://huggingface.co/docs/hub/datasets-manual-configuration>

use serde_json::json;

use super::training::{Feature, Part, Table, card_of, tables};
use super::{Bundle, Export, File, Format};

pub(super) const HF: Format = Format {
    name: "hf",
    readers: "Hugging Face datasets, and whatever reads JSON lines",
    carries: "sentences: each tag with its words and attributes, none for the negatives; ner: names as the program \
              sees them and people have corrected them; pairs: links; or one of the training sets of --what",
    loses: "what is said to be no name",
    folder: true,
    write,
    read: None,
};

fn write(bundle: &Bundle) -> Export {
    // An empty file has no columns, which the reader does not forgive.
    let tables: Vec<Table> = tables(bundle).into_iter().filter(|table| !table.rows.is_empty()).collect();
    let mut files = vec![File::new("README.md", header(&tables) + &card_of(bundle, &tables))];
    for table in &tables {
        for part in parts(table) {
            let rows = table.rows.iter().filter(|(of, _)| *of == part).map(|(_, row)| row);
            files.push(File::lines(&file(table, part), rows));
        }
    }
    let mut lost = bundle.other_records(true);
    lost.forget("verdict");
    lost.forget("correction of an entity");
    if let Some(pairs) = tables.iter().find(|table| ["pairs", "links"].contains(&table.name)) {
        lost.add("link to what is not exported", bundle.links().count() - pairs.rows.len());
    }
    Export { files, lost }
}

/// The parts that have rows.
fn parts(table: &Table) -> impl Iterator<Item = Part> {
    Part::ALL.into_iter().filter(|part| table.rows.iter().any(|(of, _)| of == part))
}

fn file(table: &Table, part: Part) -> String {
    format!("{}/{}.jsonl", table.name, part.name())
}

/// The README's header: which files there are, and what their columns hold.
fn header(tables: &[Table]) -> String {
    let mut header = "---\nlicense: unknown\nconfigs:\n".to_owned();
    for table in tables {
        header += &format!("- config_name: {}\n  data_files:\n", table.name);
        for part in parts(table) {
            header += &format!("  - {{split: {}, path: {}}}\n", part.name(), file(table, part));
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
