//! A table as Parquet (<https://parquet.apache.org/docs/file-format>): one row an annotation, the columns of [`csv`](super::csv), of
//! which `start` and `end` are numbers. What is not set is null.

use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::csv::{Rows, annotations};
use super::{Bundle, Export, File, Format};

pub(super) const PARQUET: Format = Format {
    name: "parquet",
    readers: "pandas, polars, DuckDB, Spark, Arrow",
    carries: "every tag with its words, attributes, note, doubt, times, annotator",
    loses: "links (see links), fields of other programs",
    folder: false,
    write,
    read: None,
};

/// So many rows are written at a time.
const GROUP: usize = 100_000;

fn write(bundle: &Bundle) -> Export {
    let (rows, lost) = annotations(bundle);
    // Writing to memory fails for nothing that a table of texts holds.
    Export { files: vec![File::new("annotations.parquet", table(&rows).unwrap_or_default())], lost }
}

/// Whether a column holds offsets that every row has: others, with nulls, would be read as floating point by some.
fn is_number(column: &str) -> bool {
    ["start", "end"].contains(&column)
}

fn table(rows: &Rows) -> Result<Vec<u8>, ParquetError> {
    let Some((names, rows)) = rows.split_first() else { return Ok(Vec::new()) };
    let field = |name: &String| {
        let field = if is_number(name) {
            Type::primitive_type_builder(name, Physical::INT64)
        } else {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_converted_type(ConvertedType::UTF8)
        };
        field.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let fields = names.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("annotations").with_fields(fields).build()?);
    let properties = Arc::new(WriterProperties::builder().set_created_by("abreast".to_owned()).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    for rows in rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for (at, name) in names.iter().enumerate() {
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
    }
    writer.into_inner()
}
