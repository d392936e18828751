//! UIMA CAS JSON 0.4 (<https://github.com/apache/uima-uimaj-io-jsoncas/blob/main/SPECIFICATION.adoc>): a file for each article
//! and annotator, in the layers of [`cas`](super::cas).

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::cas::{
    ATTRIBUTES, Feature, LINK, META, NAMED_ENTITY, SOFA, Structure, TYPES, VIEW, path, structures,
};
use super::incoming::{Import, Incoming, Whole, broken, elements, offset, set, text};
use super::output::Files;
use super::{Format, Lost, Outgoing, Reader, Unit, Version};
use crate::model::Problem;

pub(super) const CAS_JSON: Format = Format {
    name: "cas-json",
    readers: "INCEpTION, UIMA, dkpro-cassis",
    carries: "every tag with all that is set in it; links inside an article; sentences; names as the program sees them",
    loses: "links between articles",
    ending: "",
    seen: true,
    write,
    read: Some(Reader::Text { read, is: |clue| clue.has("%FEATURE_STRUCTURES") }),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(article.leaving_links());
        for version in article.versions() {
            files.create(&format!("{}.json", path(&version)))?.write_all(document(&version).as_bytes())?;
        }
    }
    Ok(lost)
}

fn document(version: &Version) -> String {
    let mut types = Map::new();
    for (name, parent, features) in TYPES {
        let mut kind = Map::from_iter([("%NAME".to_owned(), json!(name))]);
        kind.insert("%SUPER_TYPE".to_owned(), json!(parent));
        kind.extend(
            features.iter().map(|(of, range)| ((*of).to_owned(), json!({"%NAME": of, "%RANGE": range}))),
        );
        types.insert(name.to_owned(), Json::Object(kind));
    }
    let sofa = json!({"%ID": SOFA, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": VIEW, "mimeType": "text",
        "sofaString": version.article.text()});
    let structures = structures(version);
    let members: Vec<usize> = structures.iter().map(|structure| structure.id).collect();
    let lines: Vec<String> =
        std::iter::once(sofa).chain(structures.iter().map(object)).map(|s| s.to_string()).collect();
    let views = json!({VIEW: {"%SOFA": SOFA, "%MEMBERS": members}});
    format!(
        "{{\n\"%TYPES\":{},\n\"%FEATURE_STRUCTURES\":[\n{}\n],\n\"%VIEWS\":{views}\n}}\n",
        Json::Object(types),
        lines.join(",\n")
    )
}

fn object(structure: &Structure) -> Json {
    let Structure { id, kind, begin, end, features } = structure;
    let mut object = json!({"%ID": id, "%TYPE": kind, "@sofa": SOFA, "begin": begin, "end": end});
    for (name, value) in features {
        match value {
            Feature::Text(words) => object[*name] = json!(words),
            Feature::Flag(yes) => object[*name] = json!(yes),
            Feature::Structure(other) => object[format!("@{name}")] = json!(other),
        }
    }
    object
}

/// What is read of a document.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, rename = "%FEATURE_STRUCTURES")]
    structures: Vec<&'a RawValue>,
}

fn read(_: &Path, contents: &str) -> Result<Import, Problem> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut import = Import::default();
    let document: Document = serde_json::from_str(contents).map_err(|error| broken(&error))?;
    let all = elements(contents, &document.structures);
    let good = || all.iter().filter_map(|(_, structure)| structure.as_ref().ok());
    let texts = good().filter_map(|structure| {
        Some((structure.get("%ID")?.to_string(), structure.get("sofaString")?.as_str()?))
    });
    let wholes: HashMap<String, Whole> =
        texts.map(|(id, text)| (id, Whole::new(text, Unit::Utf16))).collect();
    let ids = good().filter_map(|s| Some((s.get("%ID")?.to_string(), id_of(s)?)));
    let ids: HashMap<String, String> = ids.collect();
    let title = good().find(|s| of_type(s) == META).and_then(|meta| text(meta, "documentTitle"));
    for (line, structure) in &all {
        let id = structure.as_ref().ok().and_then(|structure| structure.get("%ID"));
        import.entry = id.map(|id| format!("structure {id}")).unwrap_or_default();
        match structure {
            Err(reason) => import.take(*line, Err(reason.clone())),
            Ok(structure) if of_type(structure) == LINK || structure.contains_key("@Governor") => {
                let end = |name: &str| ids.get(&structure.get(name)?.to_string()).map(String::as_str);
                let relation = structure.get("kind").and_then(Json::as_str);
                import.link(*line, relation, end("@Governor"), end("@Dependent"));
            }
            Ok(structure) if of_type(structure) == NAMED_ENTITY => import.left.add("name", 1),
            Ok(structure) if of_type(structure).starts_with("webanno.custom.") => {
                import.take(*line, incoming(*line, structure, &wholes, title.as_ref()));
            }
            Ok(_) => {}
        }
    }
    Ok(import)
}

/// The id that a tag had when it went out, or else that of the structure.
fn id_of(structure: &Map<String, Json>) -> Option<String> {
    text(structure, "uid").or_else(|| structure.get("%ID").map(ToString::to_string))
}

fn of_type(structure: &Map<String, Json>) -> &str {
    structure.get("%TYPE").and_then(Json::as_str).unwrap_or_default()
}

fn incoming(
    line: usize,
    structure: &Map<String, Json>,
    wholes: &HashMap<String, Whole>,
    title: Option<&String>,
) -> Result<Incoming, String> {
    let sofa = structure.get("@sofa").map(ToString::to_string);
    let whole = sofa.and_then(|sofa| wholes.get(&sofa)).ok_or("its text is missing")?;
    // Nought may be left out.
    let begin = if structure.contains_key("begin") { offset(structure, "begin")? } else { 0 };
    let (place, quote) = whole.place(begin, offset(structure, "end")?)?;
    let own =
        text(structure, "fields").and_then(|json| serde_json::from_str::<Map<String, Json>>(&json).ok());
    let mut fields = own.unwrap_or_default();
    let mut take = |name: &str| fields.shift_remove(name).and_then(|said| said.as_str().map(str::to_owned));
    let (article, annotator) = (take("doc"), take("annotator"));
    for name in ATTRIBUTES {
        match text(structure, name) {
            Some(words) => set(&mut fields, name.to_owned(), Some(words)),
            None => fields.get_mut(name).into_iter().for_each(|cleared| *cleared = Json::Null),
        }
    }
    fields.extend(id_of(structure).map(|id| ("id".to_owned(), json!(id))));
    // A layer of another project may call it otherwise, or have one label only, which is its name.
    let label = ["kind", "label", "value"].into_iter().find_map(|name| text(structure, name));
    let layer = of_type(structure).rsplit('.').next().unwrap_or_default().to_lowercase();
    Ok(Incoming {
        line,
        article: article.or_else(|| title.cloned()),
        text: Some(Arc::clone(&whole.text)),
        place,
        quote: Some(quote),
        annotator,
        label: label.filter(|label| !label.is_empty()).unwrap_or(layer),
        fields,
        ..Incoming::default()
    })
}
