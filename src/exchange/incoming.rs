//! What comes in: annotations of another tool, before they have found their article.

use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::lost::Lost;
use super::units::{Offsets, Unit};
use crate::model::Problem;

/// What a file of another tool holds.
#[derive(Debug, Default, PartialEq)]
pub struct Import {
    /// The annotations, in the order of the file.
    pub incoming: Vec<Incoming>,
    /// Their links.
    pub links: Vec<IncomingLink>,
    /// What cannot be understood, each with its line.
    pub faults: Vec<Problem>,
    /// What is understood, and has no place in a sidecar.
    pub left: Lost,
    /// The number of the document that is being read.
    document: usize,
    /// What is being read, where a line of the file does not tell: `span 3`.
    pub entry: String,
}

impl Import {
    /// Begins another document of one annotator: ids hold within one only.
    pub fn next_document(&mut self) {
        self.document += 1;
    }

    /// Takes a link in, if it says what it is and both its ends have ids; else counts it among what is left. More can
    /// be said of it then.
    pub fn link(
        &mut self,
        line: usize,
        relation: Option<&str>,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Option<&mut IncomingLink> {
        match [relation, from, to].map(|words| words.filter(|words| !words.is_empty()).map(str::to_owned)) {
            [Some(relation), Some(from), Some(to)] => {
                let document = self.document;
                self.links.push(IncomingLink {
                    line,
                    document,
                    relation,
                    from,
                    to,
                    ..IncomingLink::default()
                });
                self.links.last_mut()
            }
            _ => {
                self.left.add("link", 1);
                None
            }
        }
    }

    /// Takes an annotation, or notes what is wrong with it.
    pub fn take(&mut self, line: usize, incoming: Result<Incoming, String>) {
        match incoming {
            Ok(incoming) => {
                let (document, entry) = (self.document, self.entry.clone());
                self.incoming.push(Incoming { document, entry, ..incoming });
            }
            Err(reason) => self.faults.push(Problem::new(in_entry(&self.entry, reason)).at(line)),
        }
    }
}

/// What is wrong in a part of a line.
pub fn in_entry(entry: &str, reason: String) -> String {
    if entry.is_empty() { reason } else { format!("{entry}: {reason}") }
}

/// What an entry of a list is called in messages: by its number, counted from 0, and its id, if it has one.
pub fn entry(what: &str, number: usize, id: Option<&Json>) -> String {
    match id.filter(|id| !id.is_null()) {
        Some(id) => format!("{what} {} ({id})", number + 1),
        None => format!("{what} {}", number + 1),
    }
}

/// A link between two annotations of another tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingLink {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The document that its ends are in, if there are such.
    pub document: usize,
    /// `same`, `supports`, `contradicts`, or another word.
    pub relation: String,
    /// The id of the annotation that it goes out from.
    pub from: String,
    /// That of the other one.
    pub to: String,
    /// Its own id, if it has one.
    pub id: Option<String>,
    /// When it was made, if the file says so.
    pub created: Option<String>,
}

/// An annotation of another tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// What it is called in messages, where its line does not tell.
    pub entry: String,
    /// The document of the file that it is in: another one may have the same ids.
    pub document: usize,
    /// What the file calls its article, if it does.
    pub article: Option<String>,
    /// The text of the article as the file has it, if it does.
    pub text: Option<Arc<str>>,
    /// Where it stands in that text, half-open.
    pub place: Place,
    /// What it is about, if the file says so.
    pub quote: Option<String>,
    /// What stands before and after that, if the file says so.
    pub around: [String; 2],
    /// Whose it is, if the file says so.
    pub annotator: Option<String>,
    /// Its label.
    pub label: String,
    /// What else may be its label: the first one that the schema knows is.
    pub labels: Vec<String>,
    /// All else that is known of it, as in a sidecar: `id`, by which links of the document call it, attributes,
    /// `note`, `doubt`, times. An attribute that was cleared is `null`.
    pub fields: Map<String, Json>,
}

/// Where an annotation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In code points from the start of the text.
    Points(usize, usize),
    /// Where its quote is, if that is in one place only.
    #[default]
    Quote,
}

/// The text of an article as a file has it, in which the file's spans stand.
pub struct Whole<'a> {
    /// The text, to be shared by all that stands in it.
    pub text: Arc<str>,
    unit: Offsets<'a>,
    canonical: Offsets<'a>,
}

impl<'a> Whole<'a> {
    /// Counts the text of this field in this unit.
    ///
    /// # Errors
    /// There is no such field.
    pub fn of(fields: &'a Map<String, Json>, unit: Unit) -> Result<Self, String> {
        let text = fields.get("text").and_then(Json::as_str).ok_or("its text is missing")?;
        Ok(Self::new(text, unit))
    }

    /// The same of a text.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let (unit, canonical) = (Offsets::new(text, unit), Offsets::new(text, Unit::Canonical));
        Self { text: text.into(), unit, canonical }
    }

    /// An annotation by its `start`, `end` and `label`, in a row whose `meta` says of which article and whose it is.
    ///
    /// # Errors
    /// One of these is wrong; said without the file.
    pub fn incoming(
        &self,
        line: usize,
        row: &Map<String, Json>,
        span: &Map<String, Json>,
    ) -> Result<Incoming, String> {
        let (place, quote) = self.place(offset(span, "start")?, offset(span, "end")?)?;
        let meta = |name: &str| row.get("meta")?.get(name)?.as_str().map(str::to_owned);
        Ok(Incoming {
            line,
            article: meta("doc"),
            text: Some(Arc::clone(&self.text)),
            place,
            quote: Some(quote),
            annotator: meta("annotator"),
            label: text(span, "label").filter(|label| !label.is_empty()).ok_or("a span has no label")?,
            fields: Map::new(),
            ..Incoming::default()
        })
    }

    /// Where a span stands in the article, whose line ends may be others, and its words there.
    ///
    /// # Errors
    /// There is no such place, or nothing in it; said without the file.
    pub fn place(&self, start: usize, end: usize) -> Result<(Place, String), String> {
        let words = self.unit.words(start, end).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| format!("its span {start}..{end} is not in its text"))?;
        let from = self.canonical.at(self.unit.byte(start).unwrap_or_default());
        let words = canonical(words);
        Ok((Place::Points(from, from + words.chars().count()), words))
    }
}

/// Reads JSON lines, each with a text and what stands in it.
pub fn read_texts(contents: &str, each: impl Fn(usize, &Map<String, Json>, &Whole, &mut Import)) -> Import {
    let mut import = Import::default();
    for (line, row) in objects(contents) {
        let whole =
            row.as_ref().map_err(String::clone).and_then(|row| Ok((row, Whole::of(row, Unit::CodePoint)?)));
        match whole {
            Ok((row, whole)) => {
                import.next_document();
                import.entry.clear();
                each(line, row, &whole, &mut import);
            }
            Err(reason) => {
                import.entry.clear();
                import.take(line, Err(reason));
            }
        }
    }
    import
}

/// The text with every line end as one LF, as that of an article is.
pub fn canonical(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A field that is a text.
pub fn text(fields: &Map<String, Json>, name: &str) -> Option<String> {
    fields.get(name).and_then(Json::as_str).map(str::to_owned)
}

/// A field that is a number of units.
///
/// # Errors
/// It is none, which is said.
pub fn offset(fields: &Map<String, Json>, name: &str) -> Result<usize, String> {
    let number = fields.get(name).and_then(Json::as_u64).and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("its {name:?} is missing or not a number"))
}

/// Sets an attribute to words, unless it says so already in another form.
pub fn set(fields: &mut Map<String, Json>, name: String, words: Option<String>) {
    let Some(words) = words else { return };
    let said = match fields.get(&name) {
        Some(Json::Object(entity)) => entity.get("name").and_then(Json::as_str) == Some(&words),
        Some(Json::Bool(yes)) => words == if *yes { "yes" } else { "no" },
        Some(Json::String(word)) => *word == words,
        _ => false,
    };
    if !said {
        fields.insert(name, json!(words));
    }
}

/// Gives a span back the white space at its ends that an export has left out, unless it was moved.
pub fn widen(incoming: &mut Incoming) {
    if let Some(Json::Object(narrowed)) = incoming.fields.shift_remove("narrowed")
        && let Place::Points(from, to) = incoming.place
        && narrowed.get("to") == Some(&json!([from, to]))
        && let (Ok(start), Ok(end)) = (offset(&narrowed, "start"), offset(&narrowed, "end"))
    {
        incoming.place = Place::Points(start, end);
    }
}

/// What a tag keeps when it gets another label; all else are attributes of the old one.
pub const OF_ANY_LABEL: [&str; 8] =
    ["id", "annotator", "note", "doubt", "conflict", "created", "modified", "from"];

/// Takes out of what an export keeps out of sight which label it was of. If the tool has given the tag another one,
/// the attributes go as well.
pub fn keep_of_label(fields: &mut Map<String, Json>, label: &str) {
    if fields.shift_remove("label").is_some_and(|was| was != label) {
        fields.retain(|name, _| OF_ANY_LABEL.contains(&name.as_str()));
    }
}

/// Which attributes of a tag the tool shows, as an export keeps it out of sight: what is not there any more has been
/// cleared in the tool.
pub const SHOWN: &str = "attributes_shown";

/// Sets those to `null` that the tool has shown and that are not `set` any more.
pub fn clear(fields: &mut Map<String, Json>, set: impl Fn(&str) -> bool) {
    let Some(Json::Array(shown)) = fields.shift_remove(SHOWN) else { return };
    for name in shown.iter().filter_map(Json::as_str).filter(|name| !set(name)) {
        fields.insert(name.to_owned(), Json::Null);
    }
}

/// A JSON object with its line, counted from 1; or what is wrong with it.
pub type Numbered = (usize, Result<Map<String, Json>, String>);

/// The lines of JSON lines that are not blank, each an object or what is wrong with it.
pub fn objects(contents: &str) -> impl Iterator<Item = Numbered> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    // No `lines`: a lone CR stands in no JSON, and what else ends lines may stand in its texts.
    let lines = contents.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number + 1, object(line)))
}

/// A JSON object.
fn object(json: &str) -> Result<Map<String, Json>, String> {
    serde_json::from_str(json).map_err(|error| format!("this is not a JSON object ({})", message(&error)))
}

/// The elements of a list in a JSON document, each with its line.
pub fn elements<'a>(document: &'a str, list: &[&'a RawValue]) -> Vec<Numbered> {
    let (mut line, mut seen) = (1, 0);
    let mut all = Vec::with_capacity(list.len());
    for element in list {
        // Each is a slice of the document, so that its address tells where it stands.
        let at = (element.get().as_ptr() as usize).saturating_sub(document.as_ptr() as usize);
        line += document.get(seen..at).unwrap_or_default().matches('\n').count();
        seen = at;
        all.push((line, object(element.get())));
    }
    all
}

/// What is said of a document that is none.
pub fn broken(error: &serde_json::Error) -> Problem {
    Problem::new(format!("this is not the JSON of the format ({})", message(error))).at(error.line().max(1))
}

fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(message, _)| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_other_line_ends_become_those_of_the_article() {
        let row = Map::from_iter([("text".to_owned(), "\u{feff}a\r\n🙂b\r\nc".into())]);
        let place = |unit, start, end| Whole::of(&row, unit).unwrap().place(start, end);
        assert_eq!(place(Unit::CodePoint, 4, 8), Ok((Place::Points(2, 5), "🙂b\n".to_owned())));
        assert_eq!(place(Unit::Utf16, 4, 9), Ok((Place::Points(2, 5), "🙂b\n".to_owned())));
        assert!(place(Unit::Utf16, 5, 9).is_err(), "half of a character");
        assert!(place(Unit::CodePoint, 4, 4).is_err());
        assert!(place(Unit::CodePoint, 4, 40).is_err());
    }
}
