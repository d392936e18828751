//! Tasks of Label Studio, with what was annotated in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::super::Unit;
use super::super::incoming::{Import, Incoming, Whole, broken, canonical, elements, offset, set, text};

/// Reads a list of tasks.
pub fn read(_: &Path, contents: &str) -> Import {
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

/// A task, each of whose texts is counted once.
struct Task<'a> {
    line: usize,
    data: &'a Map<String, Json>,
    /// By what the name of the text ends with after `text`: by code points; and by UTF-16, as old versions counted.
    wholes: BTreeMap<&'a str, [Whole<'a>; 2]>,
    /// What Label Studio has no place for, by the ids of regions.
    own: Option<&'a Map<String, Json>>,
}

fn read_task(line: usize, task: &Map<String, Json>, import: &mut Import) {
    let Some(data) = task.get("data").and_then(Json::as_object) else {
        return import.take(line, Err("its \"data\" is missing".to_owned()));
    };
    let texts = data.iter().filter_map(|(name, text)| Some((name.strip_prefix("text")?, text.as_str()?)));
    let whole = |text| [Unit::CodePoint, Unit::Utf16].map(|unit| Whole::new(text, unit));
    let wholes: BTreeMap<&str, _> = texts.map(|(ending, text)| (ending, whole(text))).collect();
    if wholes.is_empty() {
        return import.take(line, Err("its text is missing".to_owned()));
    }
    let own = data.get("tags").and_then(Json::as_object);
    let reader = Task { line, data, wholes, own };
    let annotations = task.get("annotations").and_then(Json::as_array);
    annotations.into_iter().flatten().for_each(|annotation| reader.annotation(annotation, import));
}

/// The results on one region.
type Results<'a> = Vec<&'a Map<String, Json>>;

impl Task<'_> {
    fn annotation(&self, annotation: &Json, import: &mut Import) {
        import.next_document();
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
        // Another project may call the only text of a task otherwise.
        let ending = text(region, "to_name").and_then(|name| name.strip_prefix("text").map(str::to_owned));
        let ending = ending.filter(|ending| self.wholes.contains_key(&**ending)).unwrap_or_default();
        let wholes = self.wholes.get(&*ending).ok_or("its text is missing")?;
        // The words tell in which unit the offsets are.
        let mut places = wholes.iter().filter_map(|whole| whole.place(start, end).ok());
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
            let name = name.split_once('.').map_or(name.as_str(), |(_, attribute)| attribute);
            let name = name.strip_suffix(&ending.replace('_', ".")).unwrap_or(name).to_owned();
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
            article: text(self.data, &format!("doc{ending}")),
            text: wholes.first().map(|whole| Arc::clone(&whole.text)),
            place,
            quote: Some(quote),
            annotator,
            label: label.ok_or("a region has no label")?.to_owned(),
            fields,
            ..Incoming::default()
        })
    }
}
