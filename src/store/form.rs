//! Where a file is not in the form that is written, although it can be read; and how far one goes that cannot.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::document::Document;
use crate::model::{Problem, Record};

/// What is not in the form that is written, and changes nothing of what is said.
#[derive(Debug)]
pub struct Form<'a> {
    /// Each with its line, if it has one, and without a path.
    pub flaws: Vec<Problem>,
    /// The file without what stands there twice, for [`parse`](super::parse()): every record is on its line.
    pub json: Cow<'a, str>,
}

impl<'a> Form<'a> {
    /// Looks at the contents of a sidecar that can be read.
    pub fn of(contents: &'a str) -> Self {
        let json = contents.strip_prefix('\u{feff}').unwrap_or(contents);
        let mut flaws = Vec::new();
        let mut flaw = |is: bool, reason: &str| flaws.extend(is.then(|| Problem::new(reason)));
        flaw(json.len() < contents.len(), "it begins with a byte order mark");
        flaw(json.contains('\r'), "its lines do not end with LF alone");
        let padded = json.trim_start() != json || json.trim_end() != json.trim_end_matches(['\r', '\n']);
        let ends = json.strip_suffix('\n').is_some_and(|rest| !rest.ends_with('\n'));
        flaw(padded || !ends, "it does not begin with {, or does not end with } and one line end");
        let Ok(document) = Document::new(json) else { return Self { flaws, json: Cow::Borrowed(json) } };
        let line = out_of_order(&document.records);
        flaws.extend(line.map(|line| Problem::new("its records are not in the order of the text").at(line)));

        let mut parts = Parts { whole: json, done: 0, kept: String::new() };
        for (line, record) in doubles(&document.records) {
            flaws.push(Problem::new("the same record stands there twice").at(line));
            parts.leave_out(record);
        }
        Self { flaws, json: parts.put_together() }
    }
}

/// The line of the first record that stands behind one that should come after it. Those with a broken span have
/// no place in the order.
fn out_of_order(records: &[(usize, &str)]) -> Option<usize> {
    let mut last: Option<Record> = None;
    for &(line, json) in records {
        let record = Record::new(json);
        let Ok(fields) = serde_json::from_str::<HashMap<&str, &RawValue>>(json) else { continue };
        if record.points().is_none() && (fields.contains_key("start") || fields.contains_key("end")) {
            continue;
        }
        if last.is_some_and(|last| last.in_order(&record).is_gt()) {
            return Some(line);
        }
        last = Some(record);
    }
    None
}

/// The records that say the same as an earlier one, with their lines. One without an id is left alone.
fn doubles<'a>(records: &[(usize, &'a str)]) -> Vec<(usize, &'a str)> {
    let mut seen = HashSet::new();
    let mut is_double = |json: &str| {
        let record = serde_json::from_str(json).unwrap_or(Json::Null);
        record.get("id").is_some_and(Json::is_string) && !seen.insert(record.to_string())
    };
    records.iter().copied().filter(|(_, json)| is_double(json)).collect()
}

/// A text of which slices are left out, all but their line ends.
struct Parts<'a> {
    whole: &'a str,
    done: usize,
    kept: String,
}

impl<'a> Parts<'a> {
    /// Leaves out a record that is a slice of the whole, and the comma before it.
    fn leave_out(&mut self, record: &str) {
        let start = (record.as_ptr() as usize).saturating_sub(self.whole.as_ptr() as usize);
        let before = self.whole.get(self.done..start).unwrap_or_default();
        let comma = before.rfind(',').unwrap_or(before.len());
        self.kept += before.get(..comma).unwrap_or_default();
        let ends =
            before.get(comma..).unwrap_or_default().matches('\n').count() + record.matches('\n').count();
        self.kept.extend(std::iter::repeat_n('\n', ends));
        self.done = start + record.len();
    }

    fn put_together(self) -> Cow<'a, str> {
        if self.done == 0 {
            return Cow::Borrowed(self.whole);
        }
        Cow::Owned(self.kept + self.whole.get(self.done..).unwrap_or_default())
    }
}

/// How many records of a file that is not whole can be read before it breaks off, or is no JSON any more.
pub fn whole_records(contents: &str) -> usize {
    let count = Cell::new(0);
    let json = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    // That it fails is known.
    let _ = serde_json::Deserializer::from_str(json).deserialize_map(Counter(&count));
    count.get()
}

/// Counts the records of a file while it is read.
#[derive(Clone, Copy)]
struct Counter<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Counter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Counter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a sidecar or its records")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            if name == "annotations" {
                map.next_value_seed(self)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {
            self.0.set(self.0.get() + 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "{\n\"format\":\"abreast\",\n\"version\":\"1.0\",\n\"article\":{},\n\"annotator\":{\"id\":\"ada\"},\n\
        \"annotations\":[\n{\"id\":\"1\",\"start\":0,\"end\":3},\n{\"id\":\"2\",\"start\":4,\"end\":7}\n]}\n";

    fn said(contents: &str) -> Vec<(Option<usize>, String)> {
        Form::of(contents).flaws.into_iter().map(|flaw| (flaw.line, flaw.reason)).collect()
    }

    #[test]
    fn the_form_that_is_written_has_no_flaws() {
        assert_eq!(said(FILE), []);
        assert_eq!(Form::of(FILE).json, FILE);
    }

    #[test]
    fn each_flaw_is_found() {
        let one = |contents: &str| {
            let said = said(contents);
            assert_eq!(said.len(), 1, "{said:?}");
            said.into_iter().next().unwrap()
        };
        assert_eq!(one(&format!("\u{feff}{FILE}")), (None, "it begins with a byte order mark".to_owned()));
        assert_eq!(one(&FILE.replace('\n', "\r\n")).1, "its lines do not end with LF alone");
        for padded in
            [format!(" \n{FILE}"), format!("{FILE}\n"), format!("{FILE}  "), FILE.trim_end().to_owned()]
        {
            assert!(one(&padded).1.starts_with("it does not begin with {, or "));
        }
        let turned = FILE.replace("\"start\":0", "\"start\":5");
        assert_eq!(one(&turned), (Some(8), "its records are not in the order of the text".to_owned()));
    }

    #[test]
    fn what_stands_there_twice_is_left_out_and_nothing_else() {
        let (one, two) = ("{\"id\":\"1\",\"start\":0,\"end\":3}", "{\"id\":\"2\",\"start\":4,\"end\":7}");
        let again = "{ \"id\" : \"1\", \"start\":0,\n\"end\":3 }";
        let file = FILE.replace(two, &format!("{again} ,\n{one},{two},\n{two}"));
        let form = Form::of(&file);
        let lines: Vec<_> =
            form.flaws.iter().filter(|flaw| flaw.reason.contains("twice")).map(|f| f.line).collect();
        assert_eq!(lines, [Some(8), Some(10), Some(11)]);
        let document = Document::new(&form.json).unwrap();
        assert_eq!(document.records, [(7, one), (10, two)]);
        let other = FILE.replace("\"id\":\"2\"", "\"id\":\"1\"");
        assert_eq!(said(&other), [], "another record with the same id is another one");
    }

    #[test]
    fn the_records_before_the_end_are_counted() {
        let cut = |at: &str| whole_records(&FILE[..FILE.find(at).unwrap()]);
        assert_eq!((cut("\"annotations"), cut("\"id\":\"1"), cut("\"id\":\"2"), cut("]}")), (0, 0, 1, 2));
        let deep = format!("{}{}", FILE.replace("]}", ","), "[".repeat(200_000));
        assert_eq!(whole_records(&deep), 2);
        assert_eq!(whole_records("[1,2,{}"), 0);
    }
}
