//! `abreast stats`: how far the annotators are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::args::Stats;
use super::articles::{Articles, Seen, opened};
use super::sidecars::Sidecars;
use super::table::table;
use super::{Failure, Outcome, complain, counted, json};
use crate::model::{Annotations, Kind, Sentence};

/// What `stats --json` prints. The order of the fields is that of the output.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Counts {
    articles: usize,
    /// All that can be read: without boilerplate.
    sentences: usize,
    annotators: BTreeMap<String, Count>,
}

/// What one annotator has done.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Count {
    /// Articles with an annotation.
    articles: usize,
    /// Sentences with an annotation.
    sentences: usize,
    /// Annotations by label.
    labels: BTreeMap<String, usize>,
    /// Annotations in doubt.
    doubts: usize,
}

pub(super) fn run(args: &Stats, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, root, mut outcome } = opened(&args.paths)?;
    let store = Sidecars::new(&root, args.store.as_deref());
    outcome = outcome.and(store.outcome);
    let mut counts = Counts::default();
    for article in articles {
        let seen = Seen::new(article);
        counts.articles += 1;
        counts.sentences += readable(&seen).count();
        for (annotator, _, sidecar) in store.of(&seen.article, &seen.head) {
            match sidecar {
                Ok(opened) => {
                    let count = counts.annotators.entry(annotator.to_string()).or_default();
                    count.add(&opened.sidecar.annotations, &seen);
                }
                Err(problem) => {
                    complain(&problem);
                    outcome = Outcome::Wrong;
                }
            }
        }
    }
    if args.json {
        json::line(&counts, out)?;
    } else {
        page(&counts, out)?;
    }
    Ok(outcome)
}

fn readable(seen: &Seen) -> impl Iterator<Item = &Sentence> {
    seen.sentences.iter().filter(|sentence| sentence.kind != Kind::Boilerplate)
}

impl Count {
    fn add(&mut self, annotations: &Annotations, seen: &Seen) {
        self.articles += usize::from(!annotations.is_empty());
        self.sentences += readable(seen).filter(|s| annotations.over(s.span).next().is_some()).count();
        for annotation in annotations.iter() {
            *self.labels.entry(annotation.label.to_string()).or_default() += 1;
            self.doubts += usize::from(annotation.doubt);
        }
    }
}

/// The counts for people: one annotator a row, one label a column.
fn page(counts: &Counts, out: &mut impl Write) -> io::Result<()> {
    let articles = counted(counts.articles, "article", "articles");
    writeln!(out, "{articles}, {}", counted(counts.sentences, "sentence", "sentences"))?;
    if counts.annotators.is_empty() {
        return writeln!(out, "no annotations");
    }
    let labels: BTreeSet<_> = counts.annotators.values().flat_map(|count| count.labels.keys()).collect();
    let mut heading = vec!["annotator".to_owned(), "articles".to_owned(), "sentences".to_owned()];
    heading.extend(labels.iter().map(ToString::to_string));
    heading.push("doubt".to_owned());
    let mut rows = vec![heading];
    for (annotator, count) in &counts.annotators {
        let share = (100 * count.sentences).checked_div(counts.sentences).unwrap_or_default();
        let mut row = vec![annotator.clone(), count.articles.to_string()];
        row.push(format!("{} ({share}%)", count.sentences));
        row.extend(labels.iter().map(|label| count.labels.get(*label).unwrap_or(&0).to_string()));
        row.push(count.doubts.to_string());
        rows.push(row);
    }
    table(&rows, out)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::{Annotation, Article, Attributes, LabelName, Span};

    /// An article of a title and two sentences, of which ada has tagged the first twice.
    fn counts() -> Counts {
        let text = "Tax stays\n\nThe tax stays, the minister said on Monday. Nobody asked her why.\n";
        let article = Article { path: PathBuf::from("a.txt"), text: text.into(), complete: true };
        let seen = Seen::new(article);
        let tag = |label: &str, start: usize, end: usize, doubt| Annotation {
            doubt,
            ..Annotation::new(LabelName::new(label), Span::new(start, end), Attributes::new())
        };
        let tags = [tag("claim", 11, 24, false), tag("position", 11, 40, true)];
        let mut counts = Counts { articles: 1, sentences: readable(&seen).count(), ..Counts::default() };
        let count = counts.annotators.entry("ada".to_owned()).or_default();
        count.add(&Annotations::from_iter(tags), &seen);
        counts
    }

    #[test]
    fn a_sentence_counts_once_however_often_it_is_tagged() {
        let json = r#"{"articles":1,"sentences":3,"annotators":{"ada":{"articles":1,"sentences":1,"labels":{"claim":1,"position":1},"doubts":1}}}"#;
        assert_eq!(serde_json::to_string(&counts()).unwrap(), json);
    }

    #[test]
    fn people_get_a_row_for_each_annotator() {
        let mut out = Vec::new();
        page(&counts(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1 article, 3 sentences\n\
             annotator  articles  sentences  claim  position  doubt\n\
             ada        1         1 (33%)    1      1         1\n"
        );
    }
}
