//! Tasks of Label Studio, with what was annotated in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::super::Unit;
use super::super::incoming::{
    Import, Incoming, Whole, broken, canonical, clear, elements, entry, keep_of_label, offset, set, text,
};
use crate::model::Problem;

/// Reads a list of tasks.
///
/// # Errors
/// It is none.
pub fn read(_: &Path, contents: &str) -> Result<Import, Problem> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut import = Import::default();
    let tasks: Vec<&RawValue> = serde_json::from_str(contents).map_err(|error| broken(&error))?;
    for (number, (line, task)) in elements(contents, &tasks).into_iter().enumerate() {
        import.entry = entry("task", number, task.as_ref().ok().and_then(|task| task.get("id")));
        match task {
            Ok(task) => read_task(line, &task, &mut import),
            Err(reason) => import.take(line, Err(reason)),
        }
    }
    Ok(import)
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
        if annotation["was_cancelled"] == true {
            return import.left.add("annotation cancelled", 1);
        }
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
        let by = &annotation["completed_by"];
        let email = by["email"].as_str().map(str::to_owned);
        let by = email.or_else(|| by.as_u64().or_else(|| by["id"].as_u64()).map(|number| number.to_string()));
        let whose = known.and_then(|tag| tag["annotator"].as_str()).map(str::to_owned).or(by);
        let task = import.entry.clone();
        for (id, results) in &regions {
            import.entry = format!("{task}, region {id:?}");
            let whose = |incoming: Incoming| Incoming {
                annotator: incoming.annotator.or_else(|| whose.clone()),
                ..incoming
            };
            for region in results {
                let kind = region.get("type").and_then(Json::as_str).unwrap_or_default();
                match kind {
                    "labels" | "hypertextlabels" | "paragraphlabels" => {}
                    "choices" | "textarea" if results.len() > 1 => continue,
                    _ => {
                        import.left.add("result of another kind", 1);
                        continue;
                    }
                }
                let labels = region.get("value").and_then(|value| value.get(kind)).and_then(Json::as_array);
                let labels: Vec<&str> = labels.into_iter().flatten().filter_map(Json::as_str).collect();
                if labels.is_empty() {
                    import.take(self.line, Err("a region has no label".to_owned()));
                }
                for (number, label) in labels.into_iter().enumerate() {
                    // The second label makes another tag, which links do not lead to.
                    let mut taken = self.incoming(id, region, results, label).map(whose);
                    if let (true, Ok(taken)) = (number > 0, &mut taken) {
                        taken.fields.shift_remove("id");
                    }
                    import.take(self.line, taken);
                }
            }
        }
        import.entry = task;
    }

    fn incoming(
        &self,
        id: &str,
        region: &Map<String, Json>,
        results: &Results,
        label: &str,
    ) -> Result<Incoming, String> {
        let value = region.get("value").and_then(Json::as_object).ok_or("a region has no value")?;
        // In a page, places are paths of its elements, and the offsets in its text stand beside them.
        let place = value.get("globalOffsets").and_then(Json::as_object).unwrap_or(value);
        let (start, end) = (offset(place, "start")?, offset(place, "end")?);
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
        let own = self.own.and_then(|own| own.get(id)).and_then(Json::as_object);
        let mut fields = own.cloned().unwrap_or_default();
        let annotator = fields.shift_remove("annotator").and_then(|who| who.as_str().map(str::to_owned));
        let was = text(&fields, "label").filter(|was| was != label);
        keep_of_label(&mut fields, label);
        let mut seen = Vec::new();
        for result in results {
            let value = |kind: &str| result.get("value")?.get(kind)?.get(0)?.as_str().map(str::to_owned);
            let name = text(result, "from_name").unwrap_or_default();
            // Label Studio may keep what stood in a control of the old label, and shows it no more.
            if was.as_ref().is_some_and(|was| name.starts_with(&format!("{was}."))) {
                continue;
            }
            let name = name.split_once('.').map_or(name.as_str(), |(_, attribute)| attribute);
            let name = name.strip_suffix(&ending.replace('_', ".")).unwrap_or(name).to_owned();
            match text(result, "type").as_deref() {
                Some("choices") => set(&mut fields, name.clone(), value("choices")),
                Some("textarea") => set(&mut fields, name.clone(), value("text")),
                _ => continue,
            }
            seen.push(name);
        }
        clear(&mut fields, |name| seen.iter().any(|seen| seen == name));
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
            label: label.to_owned(),
            fields,
            ..Incoming::default()
        })
    }
}
