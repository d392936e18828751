//! A sidecar that was made in another text than the article has now.

use std::fs;
use std::path::Path;

use super::*;
use crate::model::{Change, Correction, EntityType, Status};

const OLD: &str = "It rained. Yes. It was cold. Yes. Nobody came.\n";
const NEW: &str = "Very cold. Yes. Nobody came. It was fine after all.\n";

fn tag(text: &str, words: &str) -> Annotation {
    let start = text.find(words).unwrap();
    let span = Span::new(start, start + words.len());
    Annotation::new(LabelName::new("claim"), span, Attributes::new())
}

/// The file of these annotations in this text.
fn written(text: &str, tags: impl IntoIterator<Item = Annotation>) -> String {
    let mut sidecar = Sidecar::new(facts(text), ada(), None);
    sidecar.annotations = tags.into_iter().collect();
    sidecar.render(&CodePoints::new(text), &Schema::default())
}

fn opened(json: &str, text: &str) -> Opened {
    parse(json, &CodePoints::new(text), &facts(text), &ada(), &Schema::default()).unwrap()
}

/// The file after a start with this text, a tag on these words, and a save.
fn tagged(json: &str, text: &str, words: &str) -> String {
    let mut sidecar = opened(json, text).sidecar;
    sidecar.annotations.apply(&Change::add(0, tag(text, words)));
    sidecar.render(&CodePoints::new(text), &Schema::default())
}

/// The words that are annotated after a start with this text, and how many have no place.
fn shown<'t>(json: &str, text: &'t str) -> (Vec<&'t str>, usize) {
    let opened = opened(json, text);
    (opened.sidecar.annotations.iter().map(|tag| tag.span.of(text)).collect(), opened.undecided.len())
}

#[test]
fn what_was_refused_once_is_refused_after_a_save() {
    let file = written(OLD, [tag(OLD, "Yes.")]);
    assert_eq!(shown(&file, NEW), (vec![], 1));
    let mut file = tagged(&file, NEW, "Nobody came.");
    for _ in 0..3 {
        assert_eq!(shown(&file, NEW), (vec!["Nobody came."], 1));
        file = opened(&file, NEW).sidecar.render(&CodePoints::new(NEW), &Schema::default());
    }
    // When the article is the old one again, so is the place of the first one.
    assert_eq!(shown(&file, OLD), (vec!["Yes."], 1));
    assert_eq!(opened(&file, OLD).sidecar.annotations.iter().next().unwrap().span.start(), 11);
}

#[test]
fn a_file_of_two_texts_puts_no_words_on_others_when_the_old_text_is_back() {
    // The tag on the "Yes." of the new text has offsets at which the old one has its first "Yes.".
    let file = tagged(&written(OLD, [tag(OLD, "It was cold.")]), NEW, "Yes.");
    assert_eq!(shown(&file, NEW), (vec!["Yes."], 1));
    assert_eq!(shown(&file, OLD), (vec!["It was cold."], 1));
}

#[test]
fn a_record_without_a_quote_is_never_taken_at_its_offsets_in_another_text() {
    let quoteless = written(OLD, [tag(OLD, "Yes.")]).replace("\"quote\":\"Yes.\",", "");
    assert_eq!(shown(&quoteless, OLD), (vec!["Yes."], 0));
    assert_eq!(shown(&quoteless, NEW), (vec![], 1));
    let file = tagged(&quoteless, NEW, "Nobody came.");
    assert_eq!(shown(&file, NEW), (vec!["Nobody came."], 1));
}

#[test]
fn a_record_without_a_quote_is_not_believed_beside_one_that_misses_its_words() {
    let both = written(OLD, [tag(OLD, "Yes."), tag(OLD, "Nobody came.")]);
    let quoteless = both.replace("\"quote\":\"Yes.\",", "");
    assert_eq!(shown(&quoteless, OLD), (vec!["Yes.", "Nobody came."], 0));
    assert_eq!(shown(&quoteless.replace("\"Nobody came.\"", "\"Bo came.\""), OLD), (vec![], 2));
}

#[test]
fn a_record_with_a_fault_keeps_the_text_that_its_offsets_were_made_in() {
    let faulty = written(OLD, [tag(OLD, "Yes.")]).replacen("\"created\"", "\"doubt\":0,\"created\"", 1);
    let saved = tagged(&faulty, NEW, "Nobody came.");
    let mended = saved.replace("\"doubt\":0", "\"doubt\":true");
    assert_eq!(shown(&mended, NEW), (vec!["Nobody came."], 1));
}

#[test]
fn the_sidecar_of_another_article_of_the_same_name_is_refused_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt.ada.abreast.json");
    let read = |file: &str, place: &Path| {
        fs::write(&path, file).unwrap();
        let read = read(&path, place, &CodePoints::new(NEW), &facts(NEW), &ada(), &Schema::default());
        assert_eq!(fs::read_to_string(&path).unwrap(), file);
        read
    };
    let file = written(OLD, [tag(OLD, "It was cold.")]);
    let elsewhere = Path::new("/corpus/a.txt");
    let title = OLD.trim_end();
    let problem = read(&file, elsewhere).unwrap_err();
    assert_eq!(problem.path.as_deref(), Some(path.as_path()));
    assert_eq!(problem.reason, format!("this is the sidecar of another text ({title:?}, \"a.txt\")"));
    assert_eq!(problem.hint, "use another --store, or move it away");

    // Beside its article it can be of no other one; nor is it if something in it has its place.
    let (opened, _) = read(&file, &folder.path().join("a.txt")).unwrap().unwrap();
    assert_eq!(opened.undecided.len(), 1);
    assert!(read(&tagged(&file, NEW, "Nobody came."), elsewhere).is_ok());
    assert!(read(&written(OLD, []), elsewhere).is_ok());
}

#[test]
fn a_name_that_stands_in_many_places_goes_with_its_sentence() {
    let old = "Nobody had known of the plan. Quill came at noon, as she had said. There the mayor met Quill in the old hall. Before dark \
               they had a plan. Then Quill left for the harbour. No boat came that day.\n";
    let new = format!("It rained the whole afternoon. {old}");
    let quill = |text: &str, sentence: &str| {
        let start = text.find(sentence).unwrap() + sentence.find("Quill").unwrap();
        Span::new(start, start + "Quill".len())
    };
    let sentences = ["Quill came", "the mayor met Quill", "Quill left"];
    let correction = Correction { kind: EntityType::Org, name: None, status: Status::Corrected(None) };
    let names = sentences.map(|sentence| Annotation::correcting(quill(old, sentence), correction.clone()));
    let opened = opened(&written(old, names), &new);
    let spans: Vec<Span> = opened.sidecar.annotations.corrections().map(|name| name.span).collect();
    assert_eq!(spans, sentences.map(|sentence| quill(&new, sentence)));
}
