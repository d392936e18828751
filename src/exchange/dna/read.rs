//! Statements of a database as tags.
//!
//! A statement of person or organisation, concept and agreement is a position; one of the second type that an export
//! makes is the tag that it was.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use rusqlite::{Connection, Result};
use serde_json::{Map, json};

use super::super::incoming::{Import, Incoming, Whole};
use super::super::units::Unit;
use crate::model::{LabelName, Problem, Stance};

/// Reads a database. The number of a statement takes the place of its line.
///
/// # Errors
/// It is none.
pub fn read(_: &Path, bytes: &[u8]) -> std::result::Result<Import, Problem> {
    let mut import = Import::default();
    let none =
        |error| Problem::new(format!("this is not a database of the Discourse Network Analyzer 3 ({error})"));
    take(bytes, &mut import).map_err(none)?;
    Ok(import)
}

fn take(bytes: &[u8], import: &mut Import) -> Result<()> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact("main", Cursor::new(bytes), bytes.len(), true)?;
    let mut texts = database.prepare("SELECT ID, Title, Text FROM DOCUMENTS ORDER BY ID")?;
    let mut texts = texts.query(())?;
    while let Some(document) = texts.next()? {
        let (id, title, text): (i64, String, String) = (document.get(0)?, document.get(1)?, document.get(2)?);
        // The program marks what its text field selects, which counts as Java does.
        let whole = Whole::new(&text, Unit::Utf16);
        for statement in statements(&database, id)? {
            if let Some((label, fields)) = statement.tag(import) {
                let tag = statement.place(&whole).map(|incoming| Incoming {
                    article: Some(title.clone()),
                    label,
                    fields,
                    ..incoming
                });
                import.take(statement.number, tag);
            }
        }
    }
    Ok(())
}

/// A statement: what it is about, and the values of its variables that are set, by their names.
struct Statement {
    number: usize,
    coder: String,
    start: usize,
    stop: usize,
    values: BTreeMap<String, String>,
}

/// All statements of a document, in their order.
fn statements(database: &Connection, document: i64) -> Result<Vec<Statement>> {
    let sql = "SELECT s.ID, COALESCE(c.Name, ''), s.Start, s.Stop FROM STATEMENTS s LEFT JOIN CODERS c ON c.ID = s.Coder \
               WHERE s.DocumentId = ?1 ORDER BY s.Start, s.Stop, s.ID";
    let mut select = database.prepare_cached(sql)?;
    let statements = select.query_map([document], |row| {
        // What is below nought is as far from every text as what is beyond its end.
        let number = |column| {
            Ok::<usize, rusqlite::Error>(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(usize::MAX))
        };
        let (number, start, stop) = (number(0)?, number(2)?, number(3)?);
        Ok(Statement { number, coder: row.get(1)?, start, stop, values: BTreeMap::new() })
    })?;
    let mut statements = statements.collect::<Result<Vec<_>>>()?;
    let sql = "SELECT v.Variable, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity \
                 JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?1 \
               UNION ALL SELECT v.Variable, d.Value FROM DATALONGTEXT d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?1 \
               UNION ALL SELECT v.Variable, CAST(d.Value AS TEXT) FROM DATAINTEGER d JOIN VARIABLES v ON v.ID = d.VariableId \
                 WHERE d.StatementId = ?1 \
               UNION ALL SELECT v.Variable, CASE d.Value WHEN 0 THEN 'no' ELSE 'yes' END FROM DATABOOLEAN d \
                 JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?1";
    let mut select = database.prepare_cached(sql)?;
    for statement in &mut statements {
        let number = i64::try_from(statement.number).unwrap_or(i64::MAX);
        let values = select.query_map([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        statement.values = values.collect::<Result<_>>()?;
        statement.values.retain(|_, value: &mut String| !value.trim().is_empty());
    }
    Ok(statements)
}

impl Statement {
    fn place(&self, whole: &Whole) -> std::result::Result<Incoming, String> {
        let (place, quote) = whole.place(self.start, self.stop)?;
        let annotator = Some(self.coder.clone()).filter(|coder| !coder.is_empty());
        Ok(Incoming {
            line: self.number,
            text: Some(whole.text.clone()),
            place,
            quote: Some(quote),
            annotator,
            ..Incoming::default()
        })
    }

    /// The label and the attributes that the values stand for; none if they stand for none, which is counted.
    fn tag(&self, import: &mut Import) -> Option<(String, Map<String, serde_json::Value>)> {
        let mut values = self.values.clone();
        let label = values.remove("label");
        let agreement = values.remove("agreement");
        let stance = match agreement.as_deref() {
            Some("yes") => Some(Stance::Support.name().to_owned()),
            Some("no") => Some(Stance::Oppose.name().to_owned()),
            _ => values.remove("stance"),
        };
        let (person, organization) = (values.remove("person"), values.remove("organization"));
        let concept = values.remove("concept");
        if label.is_none() && agreement.is_none() && concept.is_none() {
            import.left.add("statement of another type", 1);
            return None;
        }
        let beside = usize::from(person.is_some() && organization.is_some());
        import.left.add("organisation beside a person", beside);
        import.left.add("value of another variable", values.len());
        let label = label.unwrap_or_else(|| LabelName::POSITION.to_owned());
        let who = if label == LabelName::CLAIM { "claimant" } else { "holder" };
        let set = [(who, person.or(organization)), ("issue", concept), ("stance", stance)];
        let set = set.into_iter().filter_map(|(name, words)| Some((name.to_owned(), json!(words?))));
        Some((label, set.collect()))
    }
}
