//! A report to hand over: one page of HTML (<https://html.spec.whatwg.org>) that needs nothing else.
//!
//! The articles stand side by side with their entities, tags, annotators and verdicts, then follow the positions, actor by
//! issue, and how far the annotators agree. The page is read without its script as well, which only filters.

mod article;
mod said;
mod tables;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;

use super::article::CORRECTION;
use super::xml::escaped;
use super::{Bundle, Files, Format, Lost, Outgoing};
use crate::model::{Annotation, LabelName, Stance};

pub(super) const HTML: Format = Format {
    name: "html",
    readers: "browsers, people, printers",
    carries: "articles side by side, entities and what is said of them, tags, annotators, verdicts, positions, agreement",
    loses: "links",
    ending: "html",
    seen: true,
    write,
    read: None,
};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let bundle = Bundle::of(outgoing);
    let mut lost = bundle.other_records(false);
    lost.forget("verdict");
    lost.forget(CORRECTION);
    files.create("report.html")?.write_all(page(&bundle).as_bytes())?;
    Ok(lost)
}

fn page(bundle: &Bundle) -> String {
    let tags = bundle.tags().count();
    let mut about = format!("{}, {}", counted(bundle.articles.len(), "article"), counted(tags, "tag"));
    match bundle.placed().count() - tags {
        0 => {}
        1 => about += ", 1 correction of a name",
        names => about += &format!(", {names} corrections of names"),
    }
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{about}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#articles\">To the articles</a>\n\
         <header>\n<h1>{about}</h1>\n<nav aria-label=\"Parts of the page\"><a href=\"#articles\">Articles</a> \
         <a href=\"#positions\">Positions</a> <a href=\"#agreement\">Agreement</a></nav>\n</header>\n"
    );
    page += &filter(bundle);
    page += "<main>\n<section id=\"articles\" aria-label=\"Articles\">\n";
    for (number, article) in bundle.articles.iter().enumerate() {
        page += &article::article(bundle, number, article);
    }
    page += "</section>\n";
    page += &tables::positions(bundle);
    page += &tables::agreement(bundle);
    let _ = write!(
        page,
        "</main>\n<footer>Made by abreast {}.</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    page
}

/// What is shown: by words, annotators, labels and verdicts.
fn filter(bundle: &Bundle) -> String {
    let annotators: BTreeSet<&str> = bundle.placed().map(|(_, annotator, _)| annotator.as_str()).collect();
    let used: BTreeSet<&LabelName> = bundle.placed().map(|(.., tag)| &tag.label).collect();
    let labels = bundle.labels().into_iter().chain([LabelName::new(LabelName::ENTITY)]);
    let labels = labels.filter(|label| used.contains(label));
    let labels: Vec<String> = labels.map(|label| label.as_str().to_owned()).collect();
    let mut form = "<form class=\"filter\" role=\"search\" aria-label=\"Filter\" hidden>\n\
                    <label>Words <input type=\"search\" name=\"words\"></label>\n"
        .to_owned();
    form += &boxes("Annotators", "annotator", annotators.into_iter());
    form += &boxes("Labels", "label", labels.iter().map(String::as_str));
    let verdicts: BTreeSet<&str> =
        bundle.placed().map(|(article, by, tag)| said::verdict(article, by, tag)).collect();
    // Where nobody has judged anything there is nothing to choose.
    if verdicts.iter().any(|verdict| *verdict != said::NOT_JUDGED) {
        form += &boxes("Verdicts", "verdict", verdicts.into_iter());
    }
    form + "<output aria-live=\"polite\"></output>\n</form>\n"
}

/// A box for each of these, if there are any.
fn boxes<'a>(legend: &str, name: &str, values: impl Iterator<Item = &'a str>) -> String {
    let mut values = values.peekable();
    if values.peek().is_none() {
        return String::new();
    }
    let mut boxes = format!("<fieldset><legend>{legend}</legend>");
    for value in values.map(escaped) {
        let _ = write!(
            boxes,
            " <label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked> {value}</label>"
        );
    }
    boxes + "</fieldset>\n"
}

/// The mark of a tag in the gutter of the reader: a letter, and the stance of a position.
fn mark(tag: &Annotation) -> String {
    match tag.label.as_str() {
        LabelName::NONE => "×".to_owned(),
        LabelName::POSITION => format!("P{}", tag.stance().map_or('?', Stance::sign)),
        label => label.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default(),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
