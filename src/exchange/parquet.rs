//! A table as Parquet (<https://parquet.apache.org/docs/file-format>): one row an annotation, the columns of [`csv`](super::csv), of
//! which `start` and `end` are numbers. What is not set is null.

use std::io;
use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::csv::{columns, lost_of, rows};
use super::output::{Files, Sink};
use super::{Format, Lost, Outgoing};

pub(super) const PARQUET: Format = Format {
    name: "parquet",
    readers: "pandas, polars, DuckDB, Spark, Arrow",
    carries: "every tag with its words, attributes, note, doubt, times, annotator",
    loses: "links (see links), fields of other programs",
    ending: "parquet",
    seen: false,
    write,
    read: None,
};

/// So many rows are held, and written at a time.
const GROUP: usize = 20_000;

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    written(outgoing, files).map_err(|error| match error {
        ParquetError::External(error) => error.downcast().map_or_else(io::Error::other, |error| *error),
        error => io::Error::other(error),
    })
}

fn written(outgoing: &Outgoing, files: &dyn Files) -> Result<Lost, ParquetError> {
    let columns = columns(outgoing);
    let mut table = Table::new(files.create("annotations.parquet")?, columns.clone())?;
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(lost_of(&article));
        rows(&columns, &article).try_for_each(|row| table.row(row))?;
    }
    table.end()?;
    Ok(lost)
}

/// Whether a column holds offsets that every row has: others, with nulls, would be read as floating point by some.
fn is_number(column: &str) -> bool {
    ["start", "end"].contains(&column)
}

/// A table as it is written.
struct Table {
    writer: SerializedFileWriter<Sink>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(sink: Sink, columns: Vec<String>) -> Result<Self, ParquetError> {
        let field = |name: &String| {
            let field = if is_number(name) {
                Type::primitive_type_builder(name, Physical::INT64)
            } else {
                Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                    .with_converted_type(ConvertedType::UTF8)
            };
            field.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
        };
        let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Arc::new(Type::group_type_builder("annotations").with_fields(fields).build()?);
        let properties = Arc::new(WriterProperties::builder().set_created_by("abreast".to_owned()).build());
        Ok(Self { writer: SerializedFileWriter::new(sink, schema, properties)?, columns, rows: Vec::new() })
    }

    fn row(&mut self, row: Vec<String>) -> Result<(), ParquetError> {
        self.rows.push(row);
        if self.rows.len() == GROUP { self.group() } else { Ok(()) }
    }

    /// Writes the rows that are held.
    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        let mut group = self.writer.next_row_group()?;
        for (at, name) in self.columns.iter().enumerate() {
            let cells: Vec<&str> = rows.iter().map(|row| row.get(at).map_or("", String::as_str)).collect();
            let set: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
            let cells = cells.into_iter().filter(|cell| !cell.is_empty());
            let Some(mut column) = group.next_column()? else { break };
            if is_number(name) {
                let numbers: Vec<i64> = cells.map(|cell| cell.parse().unwrap_or_default()).collect();
                column.typed::<Int64Type>().write_batch(&numbers, Some(&set), None)?;
            } else {
                let texts: Vec<ByteArray> = cells.map(ByteArray::from).collect();
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&set), None)?;
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn end(mut self) -> Result<(), ParquetError> {
        if !self.rows.is_empty() {
            self.group()?;
        }
        self.writer.close()?;
        Ok(())
    }
}
