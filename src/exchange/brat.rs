//! brat standoff: for each article its text, its annotations and one configuration
//! (<https://brat.nlplab.org/standoff.html>), in a folder for each annotator.
//!
//! What brat has no place for is in a note on the annotation, as JSON.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, Place, SHOWN, clear, keep_of_label, offset, text};
use super::output::Files;
use super::tokens::{ends_line, has_blank_end, is_blank};
use super::{Exported, Format, Lost, Outgoing, Reader, Version};
use crate::model::{AnnotatorId, AttributeKind, Span};

pub(super) const BRAT: Format = Format {
    name: "brat",
    readers: "brat, and the scripts that read standoff",
    carries: "every tag with all that is set in it; links inside an article",
    loses: "links between articles, tags of nothing but white space",
    ending: "",
    seen: false,
    write,
    read: Some(Reader::Text {
        read: |path, contents| Ok(read(path, contents)),
        is: |clue| clue.ending == "ann",
    }),
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    files.create("annotation.conf")?.write_all(configuration(outgoing).as_bytes())?;
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(article.leaving_links());
        for version in article.versions() {
            let folder = version.annotator.map(|annotator| format!("{annotator}/")).unwrap_or_default();
            let path = format!("{folder}{}", article.path());
            files.create(&format!("{path}.txt"))?.write_all(article.text().as_bytes())?;
            let annotations = annotations(outgoing, &version, &mut lost);
            files.create(&format!("{path}.ann"))?.write_all(annotations.as_bytes())?;
        }
    }
    Ok(lost)
}

/// A name as brat takes it: without blanks, and of letters that need no quoting.
fn name(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' }).collect()
}

fn configuration(outgoing: &Outgoing) -> String {
    let labels: Vec<String> = outgoing.labels().iter().map(|label| name(label.as_str())).collect();
    let any = labels.join("|");
    let mut file = format!("[entities]\n{}\n\n[relations]\n", labels.join("\n"));
    let mut relations = ["same", "supports", "contradicts"].map(str::to_owned).to_vec();
    relations.extend(outgoing.survey.relations.iter().map(|relation| name(relation)));
    relations.sort();
    relations.dedup();
    for relation in relations {
        file += &format!("{relation}\tArg1:{any}, Arg2:{any}\n");
    }
    file += "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n";
    for label in outgoing.schema.labels() {
        for attribute in &label.attributes {
            let (control, of) = (name(&attribute.name), name(label.name.as_str()));
            match &attribute.kind {
                AttributeKind::Choice(words) if words.iter().all(|word| name(word) == *word) => {
                    file += &format!("{of}-{control}\tArg:{of}, Value:{}\n", words.join("|"));
                }
                AttributeKind::Flag => file += &format!("{of}-{control}\tArg:{of}\n"),
                _ => {}
            }
        }
    }
    file
}

fn annotations(outgoing: &Outgoing, version: &Version, lost: &mut Lost) -> String {
    let (mut spans, mut others) = (String::new(), String::new());
    let (mut notes, mut attributes) = (0, 0);
    for (number, tag) in version.tags.iter().enumerate() {
        let id = format!("T{}", number + 1);
        let Some((places, words)) = fragments(version.article, tag.span) else {
            lost.add("tag of white space", 1);
            continue;
        };
        spans += &format!("{id}\t{} {places}\t{words}\n", name(tag.label.as_str()));
        let mut shown = Vec::new();
        for (attribute, value) in &tag.attributes {
            let words = value.words();
            let control = format!("{}-{}", name(tag.label.as_str()), name(attribute));
            let value = match outgoing.kind(&tag.label, attribute) {
                Some(AttributeKind::Choice(choices)) if choices.contains(&words) && name(&words) == words => {
                    format!(" {words}")
                }
                Some(AttributeKind::Flag) if words == "yes" => String::new(),
                _ => continue,
            };
            attributes += 1;
            shown.push(attribute);
            others += &format!("A{attributes}\t{control} {id}{value}\n");
        }
        let mut note = Json::Object(version.article.fields_with_id(tag));
        note["label"] = json!(tag.label.as_str());
        note[SHOWN] = json!(shown);
        note["annotator"] = json!(version.annotator.map(AnnotatorId::as_str));
        if has_blank_end(tag.span.of(version.article.text())) {
            // The span as it was, which holds as long as it is not moved there.
            let (start, end, _) = version.article.place(tag.span);
            note["narrowed"] = json!({"to": places, "start": start, "end": end});
        }
        notes += 1;
        others += &format!("#{notes}\tAnnotatorNotes {id}\t{}\n", in_one_line(&note));
    }
    for (number, link) in version.links.iter().enumerate() {
        if let (Some(from), Some(to)) = (version.number(&link.from), version.number(&link.to)) {
            let relation = name(&link.relation);
            others += &format!("R{}\t{relation} Arg1:T{} Arg2:T{}\n", number + 1, from + 1, to + 1);
        }
    }
    spans + &others
}

/// JSON without what ends lines; in its texts it is written by number.
fn in_one_line(json: &Json) -> String {
    let shown = |c: char| if ends_line(c) { format!("\\u{:04x}", c as u32) } else { c.to_string() };
    json.to_string().chars().map(shown).collect()
}

/// The places of a span's lines, and their words: brat's spans do not go over the end of a line.
fn fragments(article: &Exported, span: Span) -> Option<(String, String)> {
    let (mut places, mut words) = (Vec::new(), Vec::new());
    let mut at = span.start();
    for line in span.of(article.text()).split_inclusive(ends_line) {
        let from = at + (line.len() - line.trim_start_matches(is_blank).len());
        let trimmed = line.trim_matches(is_blank);
        at += line.len();
        if !trimmed.is_empty() {
            let (start, end, _) = article.place(Span::new(from, from + trimmed.len()));
            places.push(format!("{start} {end}"));
            words.push(trimmed);
        }
    }
    (!places.is_empty()).then(|| (places.join(";"), words.join(" ")))
}

/// A span as it is read: its id, its line, its places, the tag, and the attributes that are set in lines of their own.
type Read<'a> = (&'a str, usize, &'a str, Result<Incoming, String>, BTreeSet<String>);

fn read(path: &Path, contents: &str) -> Import {
    let mut import = Import::default();
    let article = path.with_extension("").to_string_lossy().into_owned();
    // As an export writes the id of one of several articles.
    let article = Some(article.replace("%2F", "/").replace("%25", "%"));
    let mut spans: Vec<Read> = Vec::new();
    let mut relations = Vec::new();
    for (number, line) in contents.split('\n').enumerate() {
        let mut parts = line.trim_end_matches('\r').splitn(3, '\t');
        let (id, said, rest) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        if id.starts_with('T') {
            let incoming = span(said, rest).map(|(label, place)| Incoming {
                line: number + 1,
                article: article.clone(),
                place,
                quote: Some(rest.to_owned()),
                label,
                fields: Map::from_iter([("id".to_owned(), json!(id))]),
                ..Incoming::default()
            });
            let places = said.split_once(' ').map_or("", |(_, places)| places);
            spans.push((id, number + 1, places, incoming, BTreeSet::new()));
        } else if id.starts_with('R') {
            relations.push((number + 1, said));
        } else if id.starts_with(['E', '*']) {
            import.left.add("link", 1);
        }
    }
    let ids: HashMap<&str, usize> = spans.iter().enumerate().map(|(at, (id, ..))| (*id, at)).collect();
    for line in contents.split('\n') {
        let mut parts = line.trim_end_matches('\r').splitn(3, '\t');
        let (id, said) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut words = said.split(' ');
        let (kind, of) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let span = ids.get(of).and_then(|at| spans.get_mut(*at));
        let Some((_, _, said_of, Ok(incoming), set)) = span else { continue };
        if id.starts_with(['A', 'M']) {
            let attribute = kind.strip_prefix(&format!("{}-", name(&incoming.label))).unwrap_or(kind);
            let value = words.next().map_or(json!(true), |word| json!(word));
            set.insert(attribute.to_owned());
            let own = incoming.fields.keys().find(|own| name(own) == attribute).cloned();
            incoming.fields.insert(own.unwrap_or_else(|| attribute.to_owned()), value);
        } else if id.starts_with('#') {
            let said = parts.next().unwrap_or_default();
            let Ok(own) = serde_json::from_str::<Map<String, Json>>(said) else {
                incoming.fields.insert("note".to_owned(), json!(said));
                continue;
            };
            let before = std::mem::replace(&mut incoming.fields, own);
            for (attribute, value) in before {
                if attribute == "id" && incoming.fields.contains_key("id") {
                    continue;
                }
                let own = incoming.fields.keys().find(|own| name(own) == attribute).cloned();
                incoming.fields.insert(own.unwrap_or(attribute), value);
            }
            incoming.annotator = text(&incoming.fields, "annotator");
            incoming.fields.shift_remove("annotator");
            if let Some(Json::Object(narrowed)) = incoming.fields.shift_remove("narrowed")
                && let (Ok(start), Ok(end)) = (offset(&narrowed, "start"), offset(&narrowed, "end"))
                && text(&narrowed, "to").is_some_and(|places| *said_of == places)
            {
                incoming.place = Place::Points(start, end);
            }
        }
    }
    for (.., incoming, set) in &mut spans {
        incoming.as_mut().into_iter().for_each(|incoming| settle(incoming, set));
    }
    for (line, said) in relations {
        let (relation, ends) = said.split_once(' ').unwrap_or((said, ""));
        let mut ends = ends.split(' ').map(|end| {
            let at = ids.get(end.split_once(':')?.1)?;
            text(&spans.get(*at)?.3.as_ref().ok()?.fields, "id")
        });
        let [from, to] = [ends.next().flatten(), ends.next().flatten()];
        import.link(line, Some(relation), from.as_deref(), to.as_deref());
    }
    // Whose a new span is: that of the others in the file.
    let whose = spans.iter().find_map(|(.., incoming, _)| incoming.as_ref().ok()?.annotator.clone());
    for (_, line, _, incoming, _) in spans {
        let whose = |all: Incoming| Incoming { annotator: all.annotator.or_else(|| whose.clone()), ..all };
        import.take(line, incoming.map(whose));
    }
    import
}

/// Takes out of the note which label the tag had and which attributes brat shows: those that are `set` there hold.
fn settle(incoming: &mut Incoming, set: &BTreeSet<String>) {
    match text(&incoming.fields, "label") {
        Some(was) if name(&was) != incoming.label => {
            let of_old = format!("{}-", name(&was));
            let is_new = |own: &str| set.contains(&name(own)) && !own.starts_with(&of_old);
            let new: Vec<_> = incoming.fields.iter().filter(|(own, _)| is_new(own)).collect();
            let new: Map<String, Json> =
                new.into_iter().map(|(own, value)| (own.clone(), value.clone())).collect();
            keep_of_label(&mut incoming.fields, &incoming.label);
            incoming.fields.extend(new);
        }
        Some(was) => incoming.label = was,
        None => {}
    }
    incoming.fields.shift_remove("label");
    clear(&mut incoming.fields, |own| set.contains(&name(own)));
}

/// The label and the place of a span: from the start of its first fragment to the end of its last.
fn span(said: &str, words: &str) -> Result<(String, Place), String> {
    let wrong = || "this is not \"T1, label start end, words\" with tabs between".to_owned();
    let (label, places) = said.split_once(' ').ok_or_else(wrong)?;
    let numbers: Result<Vec<usize>, _> = places.split([' ', ';']).map(str::parse).collect();
    match (numbers.as_deref(), words.is_empty()) {
        (Ok([start, .., end]), false) => Ok((label.to_owned(), Place::Points(*start, *end))),
        _ => Err(wrong()),
    }
}
