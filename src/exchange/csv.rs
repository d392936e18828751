//! Tables: one row an annotation (RFC 4180, UTF-8).
//!
//! `csv` and `tsv` hold each text as it is; in `csv-sheet` no cell is a formula to a spreadsheet: such a cell,
//! and one that begins with `'`, has a `'` before it, which reading takes away again.

use std::collections::BTreeSet;
use std::io::{self, Write};

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Place, canonical};
use super::output::{Files, Sink};
use super::{Exported, Format, Lost, Outgoing, Reader};
use crate::model::{Annotation, Problem, Value};

pub(super) const CSV: Format = Format {
    name: "csv",
    readers: "pandas, R, DuckDB, Spark",
    carries: "every tag with its words, attributes, note, doubt, times, annotator",
    loses: "links (see links), fields of other programs",
    ending: "csv",
    seen: false,
    write: |outgoing, files| table(outgoing, files, b',', false),
    read: Some(Reader::Text(|_, contents| read(contents, b',', false))),
};

pub(super) const TSV: Format = Format {
    name: "tsv",
    readers: "the same, with tabs for commas",
    ending: "tsv",
    write: |outgoing, files| table(outgoing, files, b'\t', false),
    read: Some(Reader::Text(|_, contents| read(contents, b'\t', false))),
    ..CSV
};

pub(super) const SHEET: Format = Format {
    name: "csv-sheet",
    readers: "Excel, LibreOffice: no cell is a formula",
    write: |outgoing, files| table(outgoing, files, b',', true),
    read: Some(Reader::Text(|_, contents| read(contents, b',', true))),
    ..CSV
};

pub(super) const LINKS: Format = Format {
    name: "links",
    readers: "pandas, R, DuckDB, Spark",
    carries: "links between annotations, one a row",
    loses: "all else",
    ending: "csv",
    seen: false,
    write: links,
    read: None,
};

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
const LAST: [&str; 5] = ["note", "doubt", "conflict", "created", "modified"];

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
        lost.add("field of another program", tag.unknown.len());
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
            attribute => value(tag, attribute, |span| article.points.points(span)).unwrap_or_default(),
        };
        columns.iter().map(cell).collect()
    })
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

fn links(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let mut writer = Writer::new(files.create("links.csv")?, b',', false)?;
    writer.row(&LINK_COLUMNS)?;
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(article.other_records(true));
        lost.add("tag", article.tags().count());
        link_rows(outgoing, &article).try_for_each(|row| writer.row(&row))?;
    }
    writer.end()?;
    Ok(lost)
}

/// The columns of a table of links.
pub const LINK_COLUMNS: [&str; 8] =
    ["id", "relation", "from_doc", "from_annotator", "from", "to_doc", "to_annotator", "to"];

/// Each link of an article in a row of cells.
pub fn link_rows(outgoing: &Outgoing, article: &Exported) -> impl Iterator<Item = [String; 8]> {
    article.links().map(|(annotator, link)| {
        let to_doc = outgoing.target(article, annotator, &link).map(|end| end.doc.to_owned());
        let to_doc = to_doc.or_else(|| link.to_file.clone()).unwrap_or_else(|| article.name.clone());
        let to_annotator = link.to_annotator.clone().unwrap_or_else(|| annotator.to_string());
        let (doc, annotator) = (article.name.clone(), annotator.to_string());
        [link.id, link.relation, doc, annotator, link.from, to_doc, to_annotator, link.to]
    })
}

/// A table as it is written, with CRLF at the end of each row.
struct Writer {
    writer: csv::Writer<Sink>,
    safe: bool,
}

impl Writer {
    fn new(mut sink: Sink, delimiter: u8, safe: bool) -> io::Result<Self> {
        if safe {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        let mut builder = WriterBuilder::new();
        builder.delimiter(delimiter).terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
        Ok(Self { writer: builder.from_writer(sink), safe })
    }

    fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> io::Result<()> {
        for cell in cells.iter().map(AsRef::as_ref) {
            if self.safe && risky(cell) {
                self.writer.write_field(format!("'{cell}"))?;
            } else {
                self.writer.write_field(cell)?;
            }
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Whether a spreadsheet could take a cell for something else than its text, or reading take a mark away.
fn risky(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\''])
}

fn read(contents: &str, delimiter: u8, safe: bool) -> Import {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    // A spreadsheet writes semicolons where the comma stands in numbers.
    let header = contents.lines().next().unwrap_or_default();
    let is_label = |cell: &str| cell.trim_matches('"') == "label";
    let semicolons = delimiter == b',' && header.split(';').any(is_label) && !header.split(',').any(is_label);
    let delimiter = if semicolons { b';' } else { delimiter };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(contents.as_bytes());
    let mut import = Import::default();
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            import.faults.push(Problem::new(format!("this is not a table ({error})")).at(1));
            return import;
        }
    };
    if let Some(missing) =
        ["label", "quote"].into_iter().find(|name| !header.iter().any(|column| column == *name))
    {
        let reason = format!("the table has no column {missing:?}");
        import.faults.push(Problem::new(reason).at(1).hint("its first line names the columns"));
        return import;
    }
    let mut lines = Lines { contents, seen: 0, line: 1 };
    for row in reader.records() {
        match row {
            Ok(row) => {
                let cell =
                    |cell: &str| if safe { cell.strip_prefix('\'').unwrap_or(cell) } else { cell }.to_owned();
                let cells = header.iter().zip(&row).map(|(name, value)| (name.to_owned(), cell(value)));
                let cells: Vec<_> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
                let line = lines.at(row.position());
                import.take(line, incoming(line, cells, &header));
            }
            Err(error) => {
                let reason = "this row has more or fewer cells than there are columns".to_owned();
                import.take(lines.at(error.position()), Err(reason));
            }
        }
    }
    import
}

/// Counts the lines of a table, as the reader takes CRLF for two ends of a line.
struct Lines<'a> {
    contents: &'a str,
    seen: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a row, which is later than all before.
    fn at(&mut self, position: Option<&csv::Position>) -> usize {
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
