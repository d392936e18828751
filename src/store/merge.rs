//! Three versions of a sidecar's file to one, without a look at the article: what git needs.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::document::Document;
use super::render::{generator, rendered};
use crate::model::{Annotations, Conflict, Item, Merged, Problem, Record, merge};

/// The hash of no text.
const NO_TEXT: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Which of the three files of a merge is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What both began with.
    Base,
    /// The one that is replaced.
    Ours,
    /// The other one.
    Theirs,
}

/// Merges what `ours` and `theirs` have made of the sidecar `base`, which is empty if there was none.
/// Returns the file that holds both, and the records that both have changed. Where they were made in two texts, it is
/// of neither: whoever reads it finds each record by its words.
///
/// # Errors
///
/// One of the files, which is named, is no sidecar, or is of another annotator or a newer version.
pub fn merge_files(base: &str, ours: &str, theirs: &str) -> Result<(String, Vec<Conflict>), (Side, Problem)> {
    let read = |side, json| parts(json).map_err(|problem| (side, problem));
    let (our_lines, ours) = read(Side::Ours, ours)?;
    let (their_lines, theirs) = read(Side::Theirs, theirs)?;
    if our_lines["annotator"]["id"] != their_lines["annotator"]["id"] {
        let problem = Problem::new(format!(
            "this is the sidecar of {}, and the other one that of {}",
            their_lines["annotator"]["id"], our_lines["annotator"]["id"]
        ));
        return Err((Side::Theirs, problem));
    }
    let (base_lines, base) =
        if base.trim().is_empty() { (Json::Null, Annotations::default()) } else { read(Side::Base, base)? };
    let Merged { annotations, conflicts } = merge(&base, &ours, &theirs);
    let two_texts = our_lines["article"]["sha256"] != their_lines["article"]["sha256"];
    let mut lines = either(&base_lines, our_lines, their_lines);
    if two_texts {
        // The records have offsets of both: none may be believed without a look for its words.
        lines["article"]["sha256"] = NO_TEXT.into();
    }
    lines["generator"] = generator();
    let lines = lines.as_object().cloned().unwrap_or_default();
    let records: Vec<&Record> = annotations.others().iter().map(AsRef::as_ref).collect();
    Ok((rendered(&lines, &records), conflicts))
}

/// The fields of a file but for its records, and these as they stand there.
fn parts(json: &str) -> Result<(Json, Annotations), Problem> {
    let document = Document::new(json.strip_prefix('\u{feff}').unwrap_or(json))?;
    if let Some(reason) = document.read_only {
        return Err(Problem::new(reason));
    }
    let mut annotator = Map::from_iter([("id".to_owned(), json!(document.annotator.as_str()))]);
    annotator.extend(document.of_annotator);
    let mut lines = Map::from_iter([
        ("format".to_owned(), json!("abreast")),
        ("version".to_owned(), json!(document.version)),
        ("generator".to_owned(), Json::Null),
        ("article".to_owned(), Json::Object(document.article)),
        ("annotator".to_owned(), Json::Object(annotator)),
    ]);
    lines.extend(document.unknown);
    let records = document.records.iter().map(|(_, json)| Item::Other(Arc::new(Record::new(json))));
    Ok((Json::Object(lines), records.collect()))
}

/// What one side has changed; where both have, ours, but field by field in objects.
fn either(base: &Json, ours: Json, theirs: Json) -> Json {
    match (ours, theirs) {
        (Json::Object(ours), Json::Object(mut theirs)) => {
            let mut merged = Map::new();
            for (name, our) in ours {
                let base = &base[&name];
                match theirs.shift_remove(&name) {
                    Some(their) => drop(merged.insert(name, either(base, our, their))),
                    // Removed there, unless it was changed here.
                    None if *base == our => {}
                    None => drop(merged.insert(name, our)),
                }
            }
            // New there, or removed here and changed there.
            merged.extend(theirs.into_iter().filter(|(name, their)| base[name] != *their));
            Json::Object(merged)
        }
        (ours, theirs) if ours == *base => theirs,
        (ours, _) => ours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sha: &str, extra: &str, records: &[&str]) -> String {
        let lines = format!(
            "{{\n\"format\":\"abreast\",\n\"version\":\"1.0\",\n\"generator\":{},\n\
             \"article\":{{\"file\":\"a.txt\",\"sha256\":\"{sha}\"}},\n\"annotator\":{{\"id\":\"ada\"}},\n{extra}",
            generator()
        );
        let end = if records.is_empty() { "" } else { "\n" };
        format!("{lines}\"annotations\":[\n{}{end}]}}\n", records.join(",\n"))
    }

    const A: &str = r#"{"id":"a","label":"claim","start":0,"end":5,"created":"2026-10-01T09:00:00Z"}"#;
    const B: &str = r#"{"id":"b","label":"none","start":6,"end":9,"created":"2026-10-01T09:00:00Z"}"#;

    #[test]
    fn different_records_merge_clean_in_the_order_of_the_file() {
        let (ours, theirs) = (file("1", "", &[B]), file("2", "\"x\":1,\n", &[A]));
        for base in ["", &file("1", "", &[])] {
            let (merged, conflicts) = merge_files(base, &ours, &theirs).unwrap();
            assert_eq!((merged, conflicts.len()), (file(NO_TEXT, "\"x\":1,\n", &[A, B]), 0));
        }
    }

    #[test]
    fn one_record_changed_twice_is_there_twice() {
        let changed = |note: &str| A.replace("\"created\"", &format!("\"note\":\"{note}\",\"created\""));
        let [base, ours, theirs] = [A, &changed("x"), &changed("y")].map(|record| file("1", "", &[record]));
        let (merged, conflicts) = merge_files(&base, &ours, &theirs).unwrap();
        assert_eq!(conflicts.len(), 1);
        assert!(merged.contains("\"note\":\"x\"") && merged.contains("\"note\":\"y\""), "{merged}");
        assert_eq!(merged.matches("\"conflict\":\"a\"").count(), 1, "{merged}");
    }

    #[test]
    fn what_is_no_sidecar_or_somebody_elses_is_named() {
        let good = file("1", "", &[A]);
        assert_eq!(merge_files("{", &good, &good).unwrap_err().0, Side::Base);
        assert_eq!(merge_files("", "<<<<<<< HEAD", &good).unwrap_err().0, Side::Ours);
        let other = good.replace("\"ada\"", "\"bo\"");
        assert_eq!(merge_files("", &good, &other).unwrap_err().0, Side::Theirs);
    }
}
