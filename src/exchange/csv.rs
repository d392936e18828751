//! Tables: one row an annotation (RFC 4180, UTF-8).
//!
//! `csv` and `tsv` hold each text as it is; in `csv-sheet` no cell is a formula to a spreadsheet, whether commas, semicolons
//! or tabs separate its cells: every cell is in quotes, and what of it would be a formula, or begins with `'`, has a `'`
//! before it, which reading takes away again.

use std::collections::BTreeSet;
use std::io::{self, Write};

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use serde_json::{Map, Value as Json, json};

use super::clue::Clue;
use super::formulas::{harmless, unmarked};
use super::incoming::{Import, Incoming, Place, canonical};
use super::output::{Files, Sink};
use super::{Exported, Format, Lost, Outgoing, Reader};
use crate::model::{Annotation, AnnotatorId, Problem, Reference, Value};

pub(super) const CSV: Format = Format {
    name: "csv",
    readers: "pandas, R, DuckDB, Spark",
    carries: "every tag with its words, attributes, note, doubt, times, annotator",
    loses: "links (see links), fields of other programs",
    ending: "csv",
    seen: false,
    write: |outgoing, files| table(outgoing, files, b',', false),
    read: Some(Reader::Text {
        read: |_, contents| read(contents, b',', false),
        is: |clue| is_table(clue) && !clue.text.starts_with('\u{feff}'),
    }),
};

pub(super) const TSV: Format = Format {
    name: "tsv",
    readers: "the same, with tabs for commas",
    ending: "tsv",
    write: |outgoing, files| table(outgoing, files, b'\t', false),
    read: Some(Reader::Text {
        read: |_, contents| read(contents, b'\t', false),
        is: |clue| clue.has_columns('\t', &NEEDED),
    }),
    ..CSV
};

pub(super) const SHEET: Format = Format {
    name: "csv-sheet",
    readers: "Excel, LibreOffice: no cell is a formula",
    write: |outgoing, files| table(outgoing, files, b',', true),
    // Without the mark that begins it, nothing tells it from a table with a cell that begins with `'`.
    read: Some(Reader::Text {
        read: |_, contents| read(contents, b',', true),
        is: |clue| is_table(clue) && clue.text.starts_with('\u{feff}'),
    }),
    ..CSV
};

/// What is wrong with a row that does not fit the first.
pub const UNEVEN: &str = "this row has more or fewer cells than there are columns";

/// What a table of tags must have.
const NEEDED: [&str; 2] = ["label", "quote"];

fn is_table(clue: &Clue) -> bool {
    [',', ';'].into_iter().any(|delimiter| clue.has_columns(delimiter, &NEEDED))
}

/// The columns before and after those of attributes.
const FIRST: [&str; 7] = ["id", "doc", "label", "start", "end", "quote", "annotator"];
const BUILT_IN: [&str; 11] = [
    "claimant",
    "claimant_start",
    "claimant_end",
    "claimant_prefilled",
    "certainty",
    "holder",
    "holder_start",
    "holder_end",
    "holder_prefilled",
    "issue",
    "stance",
];
const LAST: [&str; 6] = ["note", "doubt", "conflict", "created", "modified", FROM];

/// Which annotations of others a tag was made of: `bo:ID`, with blanks between.
const FROM: &str = "from";

fn table(outgoing: &Outgoing, files: &dyn Files, delimiter: u8, safe: bool) -> io::Result<Lost> {
    let name = if delimiter == b'\t' { "annotations.tsv" } else { "annotations.csv" };
    let mut writer = Writer::new(files.create(name)?, delimiter, safe)?;
    let columns = columns(outgoing);
    writer.row(&columns)?;
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(lost_of(&article));
        rows(&columns, &article).try_for_each(|row| writer.row(&row))?;
    }
    writer.end()?;
    Ok(lost)
}

/// The names of the columns: those that every table has, and those of attributes that occur.
pub fn columns(outgoing: &Outgoing) -> Vec<String> {
    let mut others = BTreeSet::new();
    for (name, entity) in &outgoing.survey.attributes {
        if !BUILT_IN.contains(&name.as_str()) && !FIRST.contains(&name.as_str()) {
            others.insert(name.clone());
            let parts = ["start", "end", "prefilled"].iter().filter(|_| *entity);
            others.extend(parts.map(|part| format!("{name}_{part}")));
        }
    }
    let first = FIRST.into_iter().chain(BUILT_IN).map(str::to_owned);
    first.chain(others).chain(LAST.map(str::to_owned)).collect()
}

/// What of an article has no place in a table.
pub fn lost_of(article: &Exported) -> Lost {
    let mut lost = article.other_records(false);
    for (_, tag) in article.tags() {
        let carried = usize::from(sources(tag).is_some());
        lost.add("field of another program", tag.unknown.len() - carried);
        let taken = tag.attributes.keys().filter(|name| FIRST.contains(&name.as_str()));
        lost.add("attribute with the name of a column", taken.count());
    }
    lost
}

/// Each tag of an article in a row of cells.
pub fn rows(columns: &[String], article: &Exported) -> impl Iterator<Item = Vec<String>> {
    article.tags().map(move |(annotator, tag)| {
        let (start, end, quote) = article.place(tag.span);
        let cell = |column: &String| match column.as_str() {
            "id" => tag.id.as_str().to_owned(),
            "doc" => article.name.clone(),
            "label" => tag.label.to_string(),
            "start" => start.to_string(),
            "end" => end.to_string(),
            "quote" => quote.to_owned(),
            "annotator" => annotator.to_string(),
            "note" => tag.note.clone().unwrap_or_default(),
            "doubt" => if tag.doubt { "true" } else { "" }.to_owned(),
            "conflict" => tag.conflict.clone().unwrap_or_default(),
            "created" => tag.created.as_str().to_owned(),
            "modified" => tag.modified.as_ref().map(|time| time.as_str().to_owned()).unwrap_or_default(),
            FROM => sources(tag).unwrap_or_default(),
            attribute => value(tag, attribute, |span| article.points.points(span)).unwrap_or_default(),
        };
        columns.iter().map(cell).collect()
    })
}

/// The annotations of others that a tag was made of; none if there are none, or more is said of them than a cell holds.
fn sources(tag: &Annotation) -> Option<String> {
    let named = |of: Reference| format!("{}:{}", of.annotator, of.id.as_str());
    let cell = tag.sources().map(named).collect::<Vec<_>>().join(" ");
    (!cell.is_empty() && tag.unknown.get(FROM) == Some(&from(&cell)?)).then_some(cell)
}

/// The same as in a sidecar; none if the cell says something else.
fn from(cell: &str) -> Option<Json> {
    let named = |of: &str| {
        let (annotator, id) = of.split_once(':').filter(|(_, id)| !id.is_empty())?;
        Some(json!({"annotator": annotator.parse::<AnnotatorId>().ok()?.as_str(), "id": id}))
    };
    cell.split(' ').map(named).collect()
}

/// The cell of an attribute, of an end of the mention that it was taken from, or of whether it was filled in by
/// the program and nobody has confirmed it yet.
fn value(
    tag: &Annotation,
    column: &str,
    points: impl Fn(crate::model::Span) -> (usize, usize),
) -> Option<String> {
    if let Some(value) = tag.attributes.get(column) {
        return Some(match value {
            Value::Flag(yes) => yes.to_string(),
            other => other.words(),
        });
    }
    let (name, part) = column.rsplit_once('_')?;
    let Value::Entity { span, prefilled, .. } = tag.attributes.get(name)? else { return None };
    match part {
        "start" => Some(points((*span)?).0.to_string()),
        "end" => Some(points((*span)?).1.to_string()),
        "prefilled" => prefilled.then(|| "true".to_owned()),
        _ => None,
    }
}

/// A table as it is written, with CRLF at the end of each row.
pub struct Writer {
    writer: csv::Writer<Sink>,
    safe: bool,
}

impl Writer {
    /// Begins a table; with a mark that says so, and no formula in it, if it is to be `safe`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(mut sink: Sink, delimiter: u8, safe: bool) -> io::Result<Self> {
        if safe {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        let mut builder = WriterBuilder::new();
        let quotes = if safe { QuoteStyle::Always } else { QuoteStyle::Necessary };
        builder.delimiter(delimiter).terminator(Terminator::CRLF).quote_style(quotes);
        Ok(Self { writer: builder.from_writer(sink), safe })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> io::Result<()> {
        for cell in cells.iter().map(AsRef::as_ref) {
            if self.safe {
                self.writer.write_field(harmless(cell))?;
            } else {
                self.writer.write_field(cell)?;
            }
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn read(contents: &str, delimiter: u8, safe: bool) -> Result<Import, Problem> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    // A spreadsheet writes semicolons where the comma stands in numbers.
    let header = contents.lines().next().unwrap_or_default();
    let is_label = |cell: &str| cell.trim_matches('"') == "label";
    let semicolons = delimiter == b',' && header.split(';').any(is_label) && !header.split(',').any(is_label);
    let delimiter = if semicolons { b';' } else { delimiter };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(contents.as_bytes());
    let mut import = Import::default();
    let header = header_with(&mut reader, &NEEDED)?;
    let mut lines = Lines::of(contents);
    for row in reader.records() {
        match row {
            Ok(row) => {
                let cell = |cell: &str| if safe { unmarked(cell) } else { cell.to_owned() };
                let cells = header.iter().zip(&row).map(|(name, value)| (name.to_owned(), cell(value)));
                let cells: Vec<_> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
                let line = lines.at(row.position());
                import.take(line, incoming(line, cells, &header));
            }
            Err(error) => {
                import.take(lines.at(error.position()), Err(UNEVEN.to_owned()));
            }
        }
    }
    Ok(import)
}

/// The names of the columns, if these are among them.
///
/// # Errors
/// They are not, or it is no table.
pub fn header_with(reader: &mut csv::Reader<&[u8]>, needed: &[&str]) -> Result<csv::StringRecord, Problem> {
    let header = reader.headers();
    let header =
        header.map_err(|error| Problem::new(format!("this is not a table ({error})")).at(1))?.clone();
    match needed.iter().find(|name| !header.iter().any(|column| column == **name)) {
        None => Ok(header),
        Some(missing) => {
            let reason = format!("the table has no column {missing:?}");
            Err(Problem::new(reason).at(1).hint("its first line names the columns"))
        }
    }
}

/// Counts the lines of a table, as the reader takes CRLF for two ends of a line.
pub struct Lines<'a> {
    contents: &'a str,
    seen: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// Begins at the first line of a table.
    pub fn of(contents: &'a str) -> Self {
        Self { contents, seen: 0, line: 1 }
    }

    /// The line of a row, which is later than all before.
    pub fn at(&mut self, position: Option<&csv::Position>) -> usize {
        let byte = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.seen);
        let rest = self.contents.as_bytes().get(byte..).unwrap_or_default();
        let start = byte + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let between = self.contents.as_bytes().get(self.seen..start).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', between).count();
        self.seen = self.seen.max(start);
        self.line
    }
}

/// Whether a cell says so: some spreadsheets write it in capitals.
fn is_true(cell: &Json) -> bool {
    cell.as_str().is_some_and(|cell| cell.eq_ignore_ascii_case("true"))
}

/// The annotation of a row, given by its cells that are not empty.
fn incoming(
    line: usize,
    cells: Vec<(String, String)>,
    header: &csv::StringRecord,
) -> Result<Incoming, String> {
    let mut fields: Map<String, Json> = cells.into_iter().map(|(name, cell)| (name, json!(cell))).collect();
    let mut take = |name: &str| fields.shift_remove(name).and_then(|cell| cell.as_str().map(str::to_owned));
    let number = |name: &str, cell: Option<String>| {
        let number =
            cell.map(|cell| cell.parse::<usize>().map_err(|_| format!("its {name:?} is not a number")));
        number.transpose()
    };
    let place = match (number("start", take("start"))?, number("end", take("end"))?) {
        (Some(start), Some(end)) => Place::Points(start, end),
        _ => Place::Quote,
    };
    let mut incoming = Incoming {
        line,
        article: take("doc"),
        place,
        quote: take("quote").map(|quote| canonical(&quote)),
        annotator: take("annotator"),
        label: take("label").ok_or("it has no \"label\"")?,
        ..Incoming::default()
    };
    if fields.get("doubt").is_some_and(is_true) {
        fields.insert("doubt".to_owned(), json!(true));
    } else {
        fields.shift_remove("doubt");
    }
    // Other tools mean something else by such a column.
    if let Some(named) = fields.get(FROM).and_then(Json::as_str).and_then(from) {
        fields.insert(FROM.to_owned(), named);
    }
    for name in header.iter().filter_map(|column| column.strip_suffix("_start")) {
        let ends = [format!("{name}_start"), format!("{name}_end")].map(|column| {
            let cell = fields.shift_remove(&column)?;
            cell.as_str()?.parse::<usize>().ok()
        });
        let prefilled = fields.shift_remove(&format!("{name}_prefilled")).is_some_and(|cell| is_true(&cell));
        if let Some(entity) = fields.get_mut(name) {
            let mut object = Map::from_iter([("name".to_owned(), entity.take())]);
            if let [Some(start), Some(end)] = ends {
                object.extend([("start".to_owned(), json!(start)), ("end".to_owned(), json!(end))]);
            }
            object.extend(prefilled.then(|| ("prefilled".to_owned(), json!(true))));
            *entity = Json::Object(object);
        }
    }
    incoming.fields = fields;
    Ok(incoming)
}
