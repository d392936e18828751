//! A database of the Discourse Network Analyzer 3.0 (`SQLite`, <https://github.com/leifeld/dna>).
//!
//! A position for or against something is a statement of the network: person or organisation, concept, agreement. All
//! other tags are statements of a second type, which keeps them out of it. The program counts UTF-16 in one place and
//! code points in another, so that characters beyond U+FFFF are written as □. The password of the coder Admin, and of
//! every annotator, is `secret`.

mod read;

use std::collections::HashMap;
use std::io;

use rusqlite::{Connection, Result, params};

use super::output::{Files, in_between};
use super::{Exported, Format, Lost, Outgoing, Reader};
use crate::model::{Annotation, EntityType, LabelName, Stance};

pub(super) const DNA: Format = Format {
    name: "dna",
    readers: "Discourse Network Analyzer 3, rDNA; the password is secret",
    carries: "positions for or against an issue: person or organisation, concept, agreement; other tags as statements of a \
              second type",
    loses: "links, notes, which names are only prefilled, other attributes, characters beyond U+FFFF",
    ending: "dna",
    seen: true,
    write,
    read: Some(Reader::Bytes { read: read::read, is: |clue| clue.bytes.starts_with(b"SQLite format 3\0") }),
};

/// Titles and values are shorter than this, in characters.
const LENGTH: usize = 190;

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let mut lost = Lost::default();
    // A database is not written from its start to its end.
    in_between(files.create("corpus.dna")?, outgoing.stop(), |file| {
        fill(Connection::open(file.path()).map_err(io::Error::other)?, outgoing, &mut lost)
            .map_err(io::Error::other)
    })?;
    Ok(lost)
}

fn fill(mut database: Connection, outgoing: &Outgoing, lost: &mut Lost) -> Result<()> {
    let filling = database.transaction()?;
    filling.execute_batch(include_str!("tables.sql"))?;
    let mut coders = HashMap::new();
    for who in &outgoing.survey.annotators {
        let sql = "INSERT INTO CODERS (Name, Password) SELECT ?1, Password FROM CODERS WHERE ID = 1";
        filling.prepare_cached(sql)?.execute([who.as_str()])?;
        coders.insert(who.as_str(), filling.last_insert_rowid());
    }
    for article in outgoing.articles() {
        lost.add_all(article.other_records(false));
        let plain = |c: char| if c.len_utf16() == 1 { c } else { '□' };
        let text: String = article.text().chars().map(plain).collect();
        lost.add("character beyond U+FFFF", article.text().chars().filter(|c| c.len_utf16() == 2).count());
        let sql = "INSERT INTO DOCUMENTS (Title, Text, Coder, Source, Date) VALUES (?1, ?2, 1, ?3, ?4)";
        let outlet = article.outlet.as_deref().unwrap_or_default();
        filling.prepare_cached(sql)?.execute(params![
            short(&article.name),
            text,
            short(outlet),
            seconds(&article)
        ])?;
        let document = filling.last_insert_rowid();
        for (who, tag) in article.tags() {
            lost.add("note", usize::from(tag.note.is_some()));
            lost.add("mark of doubt", usize::from(tag.doubt));
            let carried = |name: &String| ["claimant", "holder", "issue", "stance"].contains(&name.as_str());
            let other = tag.attributes.keys().filter(|name| !carried(name)).count();
            lost.add("attribute that it does not know", other);
            let prefilled = tag.attributes.values().filter(|value| value.is_prefilled()).count();
            lost.add("mark of a prefilled name", prefilled);
            lost.add("field of another program", tag.unknown.len());
            let (start, stop, _) = article.place(tag.span);
            let [start, stop] = [start, stop].map(|offset| i64::try_from(offset).unwrap_or(i64::MAX));
            let statement = Statement::new(&article, tag);
            let coder = coders.get(who.as_str()).copied().unwrap_or(1);
            let sql = "INSERT INTO STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (?1, ?2, ?3, ?4, ?5)";
            filling.prepare_cached(sql)?.execute(params![statement.kind, document, start, stop, coder])?;
            let id = filling.last_insert_rowid();
            for (variable, value) in statement.values {
                let value = short(&value);
                let sql = "INSERT OR IGNORE INTO ENTITIES (VariableId, Value) VALUES (?1, ?2)";
                filling.prepare_cached(sql)?.execute(params![variable, value])?;
                let sql = "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) \
                           SELECT ?1, ?2, ID FROM ENTITIES WHERE VariableId = ?2 AND Value = ?3";
                filling.prepare_cached(sql)?.execute(params![id, variable, value])?;
            }
            if let Some(agreement) = statement.agreement {
                let sql = "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?1, 4, ?2)";
                filling.prepare_cached(sql)?.execute(params![id, agreement])?;
            }
        }
    }
    filling.commit()?;
    Ok(())
}

/// A tag as a statement of one of the two types: its short texts by the numbers of their variables.
struct Statement {
    kind: u8,
    values: Vec<(u8, String)>,
    agreement: Option<bool>,
}

impl Statement {
    fn new(article: &Exported, tag: &Annotation) -> Self {
        let word = |attribute| tag.word(attribute).unwrap_or_default();
        let agreement = match tag.stance().filter(|_| tag.label.as_str() == LabelName::POSITION) {
            Some(Stance::Support) => Some(true),
            Some(Stance::Oppose) => Some(false),
            _ => None,
        };
        if agreement.is_none() {
            let person = tag.word("holder").or_else(|| tag.word("claimant")).unwrap_or_default();
            let values =
                vec![(5, tag.label.to_string()), (6, person), (7, word("issue")), (8, word("stance"))];
            return Self { kind: 2, values, agreement };
        }
        let holder = word("holder");
        let named = article.mentions.iter().find(|mention| mention.span.of(article.text()) == holder);
        let organisation = named.is_some_and(|mention| mention.kind == EntityType::Org);
        let (person, organisation) =
            if organisation { (String::new(), holder) } else { (holder, String::new()) };
        Self { kind: 1, values: vec![(1, person), (2, organisation), (3, word("issue"))], agreement }
    }
}

/// As much of a text as fits.
fn short(text: &str) -> String {
    text.chars().take(LENGTH).collect()
}

/// The day of publication as seconds since 1970; nought if it is not known.
fn seconds(article: &Exported) -> i64 {
    let day = article.date.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    let moment = day.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
    moment.map_or(0, |moment| moment.timestamp().as_second())
}
