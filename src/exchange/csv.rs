//! Tables: one row an annotation (RFC 4180, UTF-8).
//!
//! `csv` and `tsv` hold each text as it is; in `csv-sheet` no cell is a formula to a spreadsheet: such a cell,
//! and one that begins with `'`, has a `'` before it, which reading takes away again.

use std::collections::BTreeSet;

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Place, canonical};
use super::{Bundle, Export, File, Format, Lost};
use crate::model::{Annotation, Problem, Value};

pub(super) const CSV: Format = Format {
    name: "csv",
    readers: "pandas, R, DuckDB, Spark",
    carries: "every tag with its words, attributes, note, doubt, times, annotator",
    loses: "links (see links), fields of other programs",
    folder: false,
    write: |bundle| table(bundle, b',', false),
    read: Some(|_, contents| read(contents, b',', false)),
};

pub(super) const TSV: Format = Format {
    name: "tsv",
    readers: "the same, with tabs for commas",
    write: |bundle| table(bundle, b'\t', false),
    read: Some(|_, contents| read(contents, b'\t', false)),
    ..CSV
};

pub(super) const SHEET: Format = Format {
    name: "csv-sheet",
    readers: "Excel, LibreOffice: no cell is a formula",
    write: |bundle| table(bundle, b',', true),
    read: Some(|_, contents| read(contents, b',', true)),
    ..CSV
};

pub(super) const LINKS: Format = Format {
    name: "links",
    readers: "pandas, R, DuckDB, Spark",
    carries: "links between annotations, one a row",
    loses: "all else",
    folder: false,
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

fn table(bundle: &Bundle, delimiter: u8, safe: bool) -> Export {
    let (rows, lost) = annotations(bundle);
    let name = if delimiter == b'\t' { "annotations.tsv" } else { "annotations.csv" };
    Export { files: vec![File::new(name, written(&rows, delimiter, safe))], lost }
}

/// The cells of a table, row by row; the first names the columns. All rows are equally long.
pub type Rows = Vec<Vec<String>>;

/// Each tag in a row, and what has no place there.
pub fn annotations(bundle: &Bundle) -> (Rows, Lost) {
    let mut lost = bundle.other_records(false);
    let mut others = BTreeSet::new();
    for (.., tag) in bundle.tags() {
        lost.add("field of another program", tag.unknown.len());
        for (name, value) in tag.attributes.iter().filter(|(name, _)| !BUILT_IN.contains(&name.as_str())) {
            if FIRST.contains(&name.as_str()) {
                lost.add("attribute with the name of a column", 1);
                continue;
            }
            others.insert(name.clone());
            if matches!(value, Value::Entity { .. }) {
                others.extend(["start", "end", "prefilled"].map(|part| format!("{name}_{part}")));
            }
        }
    }
    let columns: Vec<&str> =
        FIRST.into_iter().chain(BUILT_IN).chain(others.iter().map(String::as_str)).chain(LAST).collect();
    let mut rows = vec![columns.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()];
    for (article, annotator, tag) in bundle.tags() {
        let (start, end, quote) = article.place(tag.span);
        let cell = |column: &&str| match *column {
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
        rows.push(columns.iter().map(cell).collect());
    }
    (rows, lost)
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

fn links(bundle: &Bundle) -> Export {
    let mut lost = bundle.other_records(true);
    lost.add("tag", bundle.tags().count());
    Export { files: vec![File::new("links.csv", written(&link_rows(bundle), b',', false))], lost }
}

/// Each link in a row.
pub fn link_rows(bundle: &Bundle) -> Rows {
    let heading = ["id", "relation", "from_doc", "from_annotator", "from", "to_doc", "to_annotator", "to"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for (article, annotator, link) in bundle.links() {
        let to_doc = bundle.target(article, annotator, &link).map(|(other, _)| other.name.clone());
        let to_doc = to_doc.or_else(|| link.to_file.clone()).unwrap_or_else(|| article.name.clone());
        let to_annotator = link.to_annotator.clone().unwrap_or_else(|| annotator.to_string());
        let from = [link.id, link.relation, article.name.clone(), annotator.to_string(), link.from];
        rows.push(from.into_iter().chain([to_doc, to_annotator, link.to]).collect());
    }
    rows
}

/// A table with CRLF at the end of each row.
fn written(rows: &[Vec<String>], delimiter: u8, safe: bool) -> Vec<u8> {
    let mut builder = WriterBuilder::new();
    builder.delimiter(delimiter).terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
    let mut writer = builder.from_writer(if safe { "\u{feff}".as_bytes().to_vec() } else { Vec::new() });
    for row in rows {
        let cells =
            row.iter().map(|cell| if safe && risky(cell) { format!("'{cell}") } else { cell.clone() });
        // Writing to memory cannot fail, and all rows are equally long.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// Whether a spreadsheet could take a cell for something else than its text, or reading take a mark away.
fn risky(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\''])
}

fn read(contents: &str, delimiter: u8, safe: bool) -> Import {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
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
    if fields.get("doubt").and_then(Json::as_str).is_some_and(|cell| cell.eq_ignore_ascii_case("true")) {
        fields.insert("doubt".to_owned(), json!(true));
    } else {
        fields.shift_remove("doubt");
    }
    for name in header.iter().filter_map(|column| column.strip_suffix("_start")) {
        let ends = [format!("{name}_start"), format!("{name}_end")].map(|column| {
            let cell = fields.shift_remove(&column)?;
            cell.as_str()?.parse::<usize>().ok()
        });
        let prefilled = fields.shift_remove(&format!("{name}_prefilled")).is_some_and(|cell| cell == "true");
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
