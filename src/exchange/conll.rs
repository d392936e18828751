//! Names as tags on tokens: `CoNLL` 2003 (IOB2) and `CoNLL-U Plus` (<https://universaldependencies.org/ext-format.html>).

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::output::Files;
use super::tokens::{Token, ends_line, iob2, tokens};
use super::{Exported, Format, Lost, Outgoing};
use crate::model::Span;

pub(super) const CONLL: Format = Format {
    name: "conll",
    readers: "taggers: four columns, IOB2",
    carries: "names as the program sees them",
    loses: "tags, links, offsets",
    ending: "conll",
    seen: true,
    write: conll,
    read: None,
};

pub(super) const CONLLU_PLUS: Format = Format {
    name: "conllu-plus",
    readers: "linguists' tools: the text exactly, with offsets",
    carries: "names as the program sees them; every tag with all that is set in it, as a comment of its sentence",
    loses: "links",
    ending: "conllup",
    seen: true,
    write: conllu_plus,
    read: None,
};

/// The tokens of an article that are no white space with their tags, sentence by sentence.
fn sentences(article: &Exported) -> Vec<(Span, Vec<(Token, String)>)> {
    let mut tokens = tokens(article, []);
    tokens.retain(|token| !token.blank);
    let tags = iob2(&tokens, &article.mentions);
    let mut tokens = tokens.into_iter().zip(tags).peekable();
    let mut sentences = Vec::new();
    for sentence in &article.sentences {
        let mut inside = Vec::new();
        while let Some(token) = tokens.next_if(|(token, _)| token.span.start() < sentence.span.end()) {
            inside.push(token);
        }
        if !inside.is_empty() {
            sentences.push((sentence.span, inside));
        }
    }
    sentences
}

fn conll(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut file) = (Lost::default(), files.create("names.conll")?);
    for article in outgoing.articles() {
        lost.add_all(article.other_records(false));
        lost.add("tag", article.tags().count());
        write!(file, "-DOCSTART- -X- -X- O\n\n")?;
        for (_, tokens) in sentences(&article) {
            for (token, tag) in tokens {
                writeln!(file, "{} -X- O {tag}", token.span.of(article.text()))?;
            }
            writeln!(file)?;
        }
    }
    file.flush()?;
    Ok(lost)
}

fn conllu_plus(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut file) = (Lost::default(), files.create("articles.conllup")?);
    writeln!(file, "# global.columns = ID FORM MISC ANNO:NE")?;
    for article in outgoing.articles() {
        lost.add_all(article.other_records(false));
        lost.add("article without text", usize::from(article.sentences.is_empty()));
        file.write_all(document(&article).as_bytes())?;
    }
    file.flush()?;
    Ok(lost)
}

/// The sentences of an article in `CoNLL-U Plus`.
fn document(article: &Exported) -> String {
    let mut file = String::new();
    let text = article.text();
    let sentences = sentences(article);
    let starts: Vec<usize> = sentences.iter().map(|(_, tokens)| first(tokens)).collect();
    for (number, (span, tokens)) in sentences.iter().enumerate() {
        if number == 0 {
            file += &format!("# newdoc id = {}\n", one_line(&article.name));
        }
        let (start, _, words) = article.place(*span);
        file += &format!(
            "# sent_id = {}-{}\n# text = {}\n",
            one_line(&article.name),
            number + 1,
            one_line(words)
        );
        file += &format!("# start_char = {start}\n");
        let next = starts.get(number + 1).copied().unwrap_or(usize::MAX);
        let from = if number == 0 { 0 } else { first(tokens) };
        for (annotator, tag) in article.tags().filter(|(_, tag)| (from..next).contains(&tag.span.start())) {
            let (start, end, _) = article.place(tag.span);
            let mut fields = Map::from_iter([("label".to_owned(), json!(tag.label.as_str()))]);
            fields.extend([("start".to_owned(), json!(start)), ("end".to_owned(), json!(end))]);
            fields.insert("annotator".to_owned(), json!(annotator.as_str()));
            fields.extend(article.fields_with_id(tag));
            file += &format!("# tag = {}\n", one_line(&Json::Object(fields).to_string()));
        }
        let after = tokens.iter().skip(1).map(|(token, _)| token.span.start());
        let after = after.chain([starts.get(number + 1).copied().unwrap_or(text.len())]);
        for (id, ((token, tag), after)) in tokens.iter().zip(after).enumerate() {
            let (start, end, form) = article.place(token.span);
            let before = if number == 0 && id == 0 { text.get(..token.span.start()) } else { None };
            let before = before.filter(|before| !before.is_empty());
            let before = before.map(|before| format!("|SpacesBefore={}", spaces(before))).unwrap_or_default();
            let after = match text.get(token.span.end()..after).unwrap_or_default() {
                "" => "|SpaceAfter=No".to_owned(),
                " " => String::new(),
                other => format!("|SpacesAfter={}", spaces(other)),
            };
            file += &format!("{}\t{form}\tOffset={start}:{end}{before}{after}\t{tag}\n", id + 1);
        }
        file += "\n";
    }
    file
}

/// Where the first token of a sentence begins.
fn first(tokens: &[(Token, String)]) -> usize {
    tokens.first().map_or(0, |(token, _)| token.span.start())
}

/// Words in one line; line ends of all kinds become blanks.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if ends_line(c) { ' ' } else { c }).collect()
}

/// White space as it is written in the column MISC.
fn spaces(white: &str) -> String {
    let spaces = white.chars().map(|c| match c {
        ' ' => "\\s".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        c => format!("\\u{:04x}", c as u32),
    });
    spaces.collect()
}
