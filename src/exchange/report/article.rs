//! An article with what is in it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::xml::escaped;
use super::super::{Bundle, Exported};
use super::mark;
use super::said::{Said, verdict};
use crate::model::{Annotation, AnnotatorId, EntityType, Kind, Sentence, Span};

/// The article of this number, counted from 0.
pub fn article(bundle: &Bundle, number: usize, article: &Exported) -> String {
    let name = escaped(article.title.as_deref().unwrap_or(&article.name));
    let about: Vec<&str> =
        [&article.outlet, &article.date].into_iter().flatten().map(String::as_str).collect();
    let verdicts = Said::of(article);
    // Nobody says in which language it is.
    let mut html = format!(
        "<article lang=\"\" id=\"a{}\" aria-labelledby=\"t{}\">\n<h2 id=\"t{}\">{} {name}</h2>\n<p class=\"about\">{}</p>\n",
        number + 1,
        number + 1,
        number + 1,
        number + 1,
        escaped(&about.join(" · "))
    );
    let mut end = 0;
    let mut open = "";
    let last = article.sentences.len().saturating_sub(1);
    for (index, sentence) in article.sentences.iter().enumerate() {
        let between = Span::new(end, sentence.span.start()).of(article.text());
        if open.is_empty() || between.contains('\n') || sentence.kind != Kind::Sentence {
            close(&mut html, open);
            open = element(sentence.kind);
            let _ = write!(html, "<{open} class=\"{}\">", sentence.kind.name());
        }
        // What reaches over several sentences stands after the last of them.
        let from = if index == 0 { 0 } else { end + 1 };
        let to = if index == last { article.text().len() } else { sentence.span.end() };
        html += &marked(number, article, sentence);
        for (annotator, tag) in article.placed().filter(|(_, tag)| (from..=to).contains(&tag.span.end())) {
            html += &chip(bundle, article, sentence, annotator, tag, &verdicts);
        }
        html.push(' ');
        end = sentence.span.end();
    }
    close(&mut html, open);
    html + "</article>\n"
}

/// Where a tag is found on the page: at the sentence that it ends in.
pub fn place(number: usize, article: &Exported, tag: &Annotation) -> String {
    let sentence = article.sentences.partition_point(|sentence| sentence.span.end() < tag.span.end());
    let sentence = sentence.min(article.sentences.len().saturating_sub(1));
    let start = article.sentences.get(sentence).map_or(0, |sentence| sentence.span.start());
    format!("a{}-{start}", number + 1)
}

fn element(kind: Kind) -> &'static str {
    if kind == Kind::Heading { "h3" } else { "p" }
}

fn close(html: &mut String, open: &str) {
    if !open.is_empty() {
        let _ = writeln!(html, "</{open}>");
    }
}

/// A sentence with its entities.
fn marked(number: usize, article: &Exported, sentence: &Sentence) -> String {
    let mut html = format!("<span class=\"unit\" id=\"a{}-{}\">", number + 1, sentence.span.start());
    let mut at = sentence.span.start();
    let text = article.text();
    let first = article.mentions.partition_point(|mention| mention.span.start() < at);
    let within =
        article.mentions[first..].iter().take_while(|mention| mention.span.end() <= sentence.span.end());
    for mention in within {
        html += &escaped(Span::new(at, mention.span.start()).of(text));
        let kind = mention.kind.name();
        let _ = write!(
            html,
            "<span class=\"entity {}\" title=\"{}\">{}</span>",
            kind.to_lowercase(),
            said(mention.kind),
            escaped(mention.span.of(text))
        );
        at = mention.span.end();
    }
    html += &escaped(Span::new(at, sentence.span.end()).of(text));
    html + "</span>"
}

/// Who has made a tag, and of whose.
pub fn made_by(annotator: &AnnotatorId, tag: &Annotation) -> String {
    let sources: BTreeSet<AnnotatorId> = tag.sources().map(|source| source.annotator).collect();
    let sources: Vec<&str> = sources.iter().map(AnnotatorId::as_str).collect();
    match sources.is_empty() {
        true => annotator.to_string(),
        false => format!("{annotator} of {}", sources.join(" and ")),
    }
}

fn said(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Per => "person",
        EntityType::Org => "organisation",
        EntityType::Loc => "place",
        EntityType::Misc => "other name",
        EntityType::Date => "date",
    }
}

/// A tag: its mark, label, attributes, annotator, what it was made of, what is said of it; and its words where they are not
/// the sentence.
fn chip(
    bundle: &Bundle,
    article: &Exported,
    sentence: &Sentence,
    annotator: &AnnotatorId,
    tag: &Annotation,
    verdicts: &Said,
) -> String {
    let label = escaped(tag.label.as_str());
    let mut html = format!(
        " <span lang=\"en\" class=\"tag\" data-label=\"{label}\" data-annotator=\"{annotator}\" data-verdict=\"{}\"><b>{}</b> {label}",
        verdict(article, annotator, tag),
        escaped(&mark(tag))
    );
    if tag.span != sentence.span {
        let _ = write!(html, " <q>{}</q>", escaped(tag.span.of(article.text())));
    }
    if let Some(said) = &tag.correction {
        let _ = write!(html, " · {} <i>{}</i>", said.status.name(), escaped(&said.to_string()));
    }
    for name in bundle.schema.order_of(tag) {
        if let Some(value) = tag.attributes.get(name) {
            let _ = write!(html, " · {} <i>{}</i>", escaped(name), escaped(&value.words()));
            html += if value.is_prefilled() { " (prefilled)" } else { "" };
        }
    }
    if let Some(note) = &tag.note {
        let _ = write!(html, " · note: {}", escaped(note));
    }
    if tag.doubt {
        html += " · in doubt";
    }
    let _ = write!(html, " · by {}", made_by(annotator, tag));
    html + &verdicts.on(annotator, tag) + "</span>"
}
