//! Which tags a training set holds, what stands beside them, and that a split keeps together what belongs together.

mod split;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::exchange::{Exported, Outgoing};
use crate::model::{
    Annotation, Content, Id, Item, Kind, LabelName, Problem, Record, Reference, Schema, Sentence, Span,
    Verdict,
};
use crate::text::CodePoints;

/// An article of these sentences, one a line, and whose tags stand on which of them.
fn article(name: &str, sentences: &[&str], tags: &[(&str, &[(usize, &str)])]) -> Exported {
    let text = sentences.join("\n");
    let mut at = 0;
    let mut spans = Vec::new();
    for sentence in sentences {
        spans.push(Span::new(at, at + sentence.len()));
        at += sentence.len() + 1;
    }
    let tag = |who: &str, number: usize, (sentence, label): &(usize, &str)| Annotation {
        id: Id::from(format!("{who}{number}")),
        ..Annotation::new(LabelName::new(*label), spans[*sentence], Default::default())
    };
    let all = |(who, tags): &(&str, &[(usize, &str)])| {
        let tags = tags.iter().enumerate().map(|(number, said)| Item::from(tag(who, number, said)));
        (who.parse().unwrap(), tags.collect())
    };
    Exported {
        name: name.to_owned(),
        bundle: Some(name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()),
        points: CodePoints::new(text),
        title: None,
        date: None,
        outlet: None,
        sentences: spans.iter().map(|span| Sentence { span: *span, kind: Kind::Sentence }).collect(),
        mentions: Vec::new(),
        corrections: Default::default(),
        annotations: tags.iter().map(all).collect(),
        judged: BTreeMap::new(),
        untagged: Vec::new(),
        left_out: Vec::new(),
        part: Part::Train,
    }
}

/// What the rows say: the label, whose it is, whether it is assumed, and the share that agrees.
fn said(choice: Choice, article: Exported) -> Vec<String> {
    let row = |row: &Json| {
        let who: Vec<_> =
            row["annotators"].as_array().unwrap().iter().map(|who| who.as_str().unwrap()).collect();
        let assumed = if row["assumed"] == true { " assumed" } else { "" };
        format!(
            "{} {} {}{assumed} {}",
            row["text"].as_str().unwrap(),
            row["label"].as_str().unwrap(),
            who.join("+"),
            row["agreement"]
        )
    };
    rows(choice, article).iter().map(row).collect()
}

/// The rows of the first table.
fn rows(choice: Choice, article: Exported) -> Vec<Json> {
    let (schema, articles) = (Schema::default(), [article]);
    let articles = &articles[..];
    let outgoing = Outgoing::new(&articles, &schema, choice, true).unwrap();
    let table = tables(&outgoing).remove(0);
    outgoing.articles().flat_map(|article| (table.rows)(&outgoing, &article)).collect()
}

fn three() -> Exported {
    let ada: &[_] = &[(0, "claim"), (0, "claim"), (1, "none"), (2, "position")];
    article("a.txt", &["A.", "B.", "C.", "D."], &[("ada", ada), ("bo", &[(0, "claim"), (2, "none")])])
}

fn sentences() -> Choice {
    Choice { what: Some(What::Sentences), ..Choice::default() }
}

#[test]
fn what_nobody_has_read_is_no_negative() {
    assert_eq!(
        said(sentences(), three()),
        ["A. claim ada+ada+bo 1.0", "B. none ada null", "C. none bo 0.5", "C. position ada 0.5"]
    );
    assert_eq!(
        said(Choice { assume_read: true, ..sentences() }, three()),
        [
            "A. claim ada+ada+bo 1.0",
            "B. none ada null",
            "C. none bo 0.5",
            "C. position ada 0.5",
            "D. none ada+bo assumed 1.0"
        ]
    );
    assert_eq!(
        said(Choice { assume_read: true, ..sentences() }, article("a.txt", &["A."], &[("ada", &[])])),
        [""; 0]
    );
}

#[test]
fn what_anybody_has_tagged_is_never_assumed_nor_by_who_only_takes_over() {
    let tags: &[(&str, &[(usize, &str)])] = &[("ada", &[(0, "claim")]), ("bo", &[(1, "claim")])];
    let mut article = article("a.txt", &["A.", "B.", "C."], tags);
    let of = Reference { annotator: "ada".parse().unwrap(), id: Id::from("ada0".to_owned()) };
    let copy = article.annotations[0].1.iter().next().unwrap().adopted(&[of]);
    article.annotations.push(("rev".parse().unwrap(), [Item::from(copy)].into_iter().collect()));
    let assumed = Choice { assume_read: true, ..sentences() };
    let rows = ["A. claim ada+rev null", "B. claim bo null", "C. none ada+bo assumed 1.0"];
    assert_eq!(said(assumed.clone(), article.clone()), rows);
    let bo = Choice { annotators: vec!["bo".parse().unwrap()], ..assumed };
    assert_eq!(said(bo, article), ["B. claim bo null", "C. none bo assumed 1.0"], "others are asked as well");
}

#[test]
fn what_was_rejected_is_left_out_unless_it_was_accepted_too() {
    let verdict = |who: &str, id: &str, word: &str| {
        let json = format!(
            r#"{{"id":"{who}{id}{word}","label":"verdict","verdict":"{word}","of":{{"annotator":"ada","id":"{id}"}},"created":"2026-10-01T00:00:00Z"}}"#
        );
        Item::Other(Arc::new(Record::new(&json)))
    };
    let ada: &[_] = &[(0, "claim"), (1, "claim"), (2, "claim"), (3, "claim")];
    let mut article = article("a.txt", &["A.", "B.", "C.", "D."], &[("ada", ada)]);
    for (who, said) in [
        ("rev", [("ada0", "rejected"), ("ada1", "rejected")]),
        ("sam", [("ada1", "accepted"), ("ada3", "accepted")]),
        ("tom", [("ada2", "rejected"), ("ada2", "accepted")]),
    ] {
        let verdicts = said.into_iter().map(|(id, word)| verdict(who, id, word));
        article.annotations.push((who.parse().unwrap(), verdicts.collect()));
    }
    let labels =
        |choice| said(choice, article.clone()).iter().map(|row| row[..2].to_owned()).collect::<Vec<_>>();
    assert_eq!(labels(sentences()), ["B.", "C.", "D."]);
    assert_eq!(labels(Choice { with_rejected: true, ..sentences() }), ["A.", "B.", "C.", "D."]);
}

#[test]
fn tags_are_chosen_by_whose_they_are_and_what_others_say() {
    let bo = Choice { annotators: vec!["bo".parse().unwrap()], ..sentences() };
    assert_eq!(
        said(bo, three()),
        ["A. claim bo 1.0", "C. none bo 0.5"],
        "all are asked before they are left out"
    );
    let agreed = Choice { min_agreement: Some(0.6), ..sentences() };
    assert_eq!(said(agreed, three()), ["A. claim ada+ada+bo 1.0"]);
    let labels = Choice { labels: vec![LabelName::new("none")], ..sentences() };
    let contradicted = article("a.txt", &["A.", "B."], &[("ada", &[(0, "claim"), (0, "none"), (1, "none")])]);
    assert_eq!(said(labels, contradicted), ["B. none ada null"]);
}

#[test]
fn what_was_both_accepted_and_rejected_is_not_settled() {
    let mut article = three();
    let verdict = |id: &str, word: &str, at: u32| {
        let json = format!(
            r#"{{"id":"v{at}","label":"verdict","of":{{"annotator":"ada","id":"{id}"}},"verdict":"{word}","created":"2026-10-0{at}T00:00:00Z"}}"#
        );
        Item::Other(Arc::new(Record::new(&json)))
    };
    let reviews =
        [verdict("ada0", "accepted", 1), verdict("ada0", "accepted", 3), verdict("ada2", "accepted", 4)];
    article.annotations.push(("rev".parse().unwrap(), reviews.into_iter().collect()));
    let other = verdict("ada2", "rejected", 2);
    article.annotations.push(("zoe".parse().unwrap(), [other].into_iter().collect()));
    assert_eq!(said(Choice { accepted_only: true, ..sentences() }, article), ["A. claim ada 1.0"]);
}

#[test]
fn what_was_changed_after_it_was_accepted_is_not_accepted() {
    let mut article = article("a.txt", &["A.", "B."], &[("ada", &[(0, "claim"), (1, "claim")])]);
    let accepted = |id: &str, words: &str| {
        let of = Reference { annotator: "ada".parse().unwrap(), id: Id::from(id.to_owned()) };
        let tag = Annotation::new(LabelName::new("claim"), Span::default(), Default::default());
        let verdict = Verdict { accepted: Some(true), ..Verdict::new(of, Content::of(&tag, words)) };
        Item::Other(Arc::new(verdict.record()))
    };
    let reviews = [accepted("ada0", "A."), accepted("ada1", "It was B.")];
    article.annotations.push(("rev".parse().unwrap(), reviews.into_iter().collect()));
    assert_eq!(said(Choice { accepted_only: true, ..sentences() }, article), ["A. claim ada null"]);
}

#[test]
fn what_a_reviewer_has_taken_over_is_no_opinion_of_its_own() {
    let tags: &[(&str, &[(usize, &str)])] = &[("ada", &[(0, "claim")]), ("bo", &[(0, "none")])];
    let mut article = article("a.txt", &["A."], tags);
    let of = Reference { annotator: "ada".parse().unwrap(), id: Id::from("ada0".to_owned()) };
    let copy = article.annotations[0].1.iter().next().unwrap().adopted(&[of]);
    article.annotations.push(("rev".parse().unwrap(), [Item::from(copy)].into_iter().collect()));
    let agreed = said(Choice { min_agreement: Some(0.5), ..sentences() }, article);
    assert_eq!(agreed, ["A. claim ada+rev 0.5", "A. none bo 0.5"]);
}

/// An article with a claim of ada, one of bo and what rev says of them: rev accepts some, and has made a tag of them
/// with this label.
fn reviewed(accepted: &[(&str, &str)], label: &str) -> Exported {
    let tags: &[(&str, &[(usize, &str)])] = &[("ada", &[(0, "claim")]), ("bo", &[(0, "position")])];
    let mut article = article("a.txt", &["A."], tags);
    let reference = |(who, id): &(&str, &str)| Reference {
        annotator: who.parse().unwrap(),
        id: Id::from((*id).to_owned()),
    };
    let from: Vec<Reference> = accepted.iter().map(reference).collect();
    let mut reviews: Vec<Item> = Vec::new();
    for of in &from {
        let (_, tag) = article.tags().find(|(_, tag)| tag.id == of.id).unwrap();
        let verdict = Verdict { accepted: Some(true), ..Verdict::new(of.clone(), Content::of(tag, "A.")) };
        reviews.push(Item::Other(Arc::new(verdict.record())));
    }
    let made = Annotation::new(LabelName::new(label), article.sentences[0].span, Default::default());
    reviews.push(Item::from(made.made_of(&from)));
    article.annotations.push(("rev".parse().unwrap(), reviews.into_iter().collect()));
    article
}

#[test]
fn what_was_accepted_after_a_change_goes_out_as_changed_and_once() {
    let accepted = |article: Exported, who: &str| {
        let annotators = who.split_whitespace().map(|who| who.parse().unwrap()).collect();
        said(Choice { accepted_only: true, annotators, ..sentences() }, article)
    };
    let [ada, bo] = [("ada", "ada0"), ("bo", "bo0")];
    for (sources, label, by, goes) in [
        (&[bo][..], "none", "", &["A. none rev 0.0"][..]),
        (&[bo], "none", "bo", &[]),
        (&[bo], "none", "rev", &["A. none rev 0.0"]),
        (&[bo], "position", "", &["A. position bo 0.5"]),
        (&[bo], "position", "rev", &["A. position rev 0.5"]),
        (&[ada, bo], "none", "", &["A. none rev 0.0"]),
        (&[ada, bo], "position", "", &["A. position bo 0.5"]),
    ] {
        assert_eq!(accepted(reviewed(sources, label), by), goes, "{sources:?} {label} {by}");
    }
    let mut article = reviewed(&[bo], "none");
    Choice::default().choose(&mut article);
    let verdicts: Vec<_> = article.judged.values().filter_map(|judged| judged.verdict.as_ref()).collect();
    let rev = "rev".parse().unwrap();
    assert_eq!(
        verdicts.into_iter().map(|(word, by)| (*word, by)).collect::<Vec<_>>(),
        [("accepted as changed", &rev), ("accepted", &rev)]
    );
}

#[test]
fn of_two_verdicts_that_contradict_none_holds_and_a_comment_is_none() {
    let verdict = |id: &str, word: &str, at: u32| {
        let verdict = if word.is_empty() { String::new() } else { format!(r#""verdict":"{word}","#) };
        let json = format!(
            r#"{{"id":"{id}","label":"verdict",{verdict}"of":{{"annotator":"ada","id":"ada0"}},"created":"2026-10-0{at}T00:00:00Z"}}"#
        );
        Item::Other(Arc::new(Record::new(&json)))
    };
    for (records, goes) in [
        ([verdict("x", "accepted", 2), verdict("y", "rejected", 1)], false),
        ([verdict("x", "accepted", 1), verdict("y", "rejected", 2)], false),
        ([verdict("x", "accepted", 1), verdict("y", "accepted", 1)], true),
        ([verdict("x", "accepted", 1), verdict("y", "", 2)], true),
    ] {
        let mut article = article("a.txt", &["A."], &[("ada", &[(0, "claim")])]);
        article.annotations.push(("rev".parse().unwrap(), records.into_iter().collect()));
        let said = said(Choice { accepted_only: true, ..sentences() }, article);
        assert_eq!(!said.is_empty(), goes, "{said:?}");
    }
}

#[test]
fn who_has_tagged_other_words_of_the_sentence_has_read_it() {
    let tags: &[(&str, &[(usize, &str)])] = &[("ada", &[(0, "claim")]), ("bo", &[(0, "position")])];
    let mut article = article("a.txt", &["One two."], tags);
    for ((_, all), span) in article.annotations.iter_mut().zip([Span::new(0, 3), Span::new(4, 7)]) {
        let tags = all.iter().map(|tag| Item::from(Annotation { span, ..tag.clone() }));
        *all = tags.collect();
    }
    let all = said(sentences(), article.clone());
    assert_eq!(all, ["One two. claim ada 0.5", "One two. position bo 0.5"]);
    assert!(said(Choice { min_agreement: Some(0.6), ..sentences() }, article).is_empty());
}

#[test]
fn sentences_around_go_along() {
    let mut article = article("a.txt", &["A.", "B.", "C.", "D.", "E."], &[("ada", &[(2, "claim")])]);
    article.sentences[1].kind = Kind::Boilerplate;
    let choice = Choice { what: Some(What::Spans), context: 2, ..Choice::default() };
    let row = &rows(choice, article)[0];
    assert_eq!((row["before"].as_str(), row["after"].as_str()), (Some("A."), Some("D. E.")));
}
