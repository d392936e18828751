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
#[derive(Debug, Default, PartialEq, Serialize)]
struct Counts {
    articles: usize,
    /// All that can be read: without boilerplate.
    sentences: usize,
    annotators: BTreeMap<String, Count>,
}

/// What one annotator has done.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Count {
    /// Articles with an annotation.
    articles: usize,
    /// Sentences with an annotation.
    sentences: usize,
    /// Annotations by label.
    labels: BTreeMap<String, usize>,
    /// Annotations in doubt.
    doubts: usize,
    /// The median time from one annotation to the next, in seconds, without pauses.
    median_seconds: Option<f64>,
    /// When the annotations were made, in seconds.
    #[serde(skip)]
    times: Vec<i64>,
}

/// Who makes no annotation for more than five minutes has paused.
const PAUSE: i64 = 300;

pub(super) fn run(args: &Stats, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, root, mut outcome } = opened(&args.paths, &args.corpus.fields)?;
    let store = Sidecars::new(&root, args.corpus.store.as_deref());
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
    for count in counts.annotators.values_mut() {
        count.median_seconds = median_of_steps(&mut count.times);
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
            let made = annotation.created.as_str().parse::<jiff::Timestamp>();
            self.times.extend(made.map(jiff::Timestamp::as_second));
        }
    }
}

/// The median of the times from one annotation to the next, pauses left out. Those made in one second are one step, as
/// `nothing-more` makes them.
fn median_of_steps(times: &mut [i64]) -> Option<f64> {
    times.sort_unstable();
    let steps = times.windows(2).filter_map(|pair| pair.last()?.checked_sub(*pair.first()?));
    let mut steps: Vec<i64> = steps.filter(|step| (1..=PAUSE).contains(step)).collect();
    steps.sort_unstable();
    let (low, high) = (steps.get(steps.len().checked_sub(1)? / 2)?, steps.get(steps.len() / 2)?);
    Some((low + high) as f64 / 2.0)
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
    heading.extend(["doubt", "median time"].map(str::to_owned));
    let mut rows = vec![heading];
    for (annotator, count) in &counts.annotators {
        let share = (100 * count.sentences).checked_div(counts.sentences).unwrap_or_default();
        let mut row = vec![annotator.clone(), count.articles.to_string()];
        row.push(format!("{} ({share}%)", count.sentences));
        row.extend(labels.iter().map(|label| count.labels.get(*label).unwrap_or(&0).to_string()));
        row.push(count.doubts.to_string());
        row.push(count.median_seconds.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.0} s")));
        rows.push(row);
    }
    table(&rows, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, Article, Attributes, LabelName, Span};

    /// An article of a title and two sentences, of which ada has tagged the first twice.
    fn counts() -> Counts {
        let text = "Tax stays\n\nThe tax stays, the minister said on Monday. Nobody asked her why.\n";
        let article = Article::new("a.txt", text);
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
        let json = r#"{"articles":1,"sentences":3,"annotators":{"ada":{"articles":1,"sentences":1,"labels":{"claim":1,"position":1},"doubts":1,"median_seconds":null}}}"#;
        assert_eq!(serde_json::to_string(&counts()).unwrap(), json);
    }

    #[test]
    fn people_get_a_row_for_each_annotator() {
        let mut out = Vec::new();
        page(&counts(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1 article, 3 sentences\n\
             annotator  articles  sentences  claim  position  doubt  median time\n\
             ada        1         1 (33%)    1      1         1      –\n"
        );
    }

    #[test]
    fn pauses_and_what_is_made_at_once_take_no_time() {
        for (times, median) in [
            (&mut [][..], None),
            (&mut [7], None),
            (&mut [7, 7, 7], None),
            (&mut [0, PAUSE + 1], None),
            (&mut [40, 0, 10, 10, 10, 1000, 1020], Some(20.0)),
            (&mut [0, 10, 25], Some(12.5)),
        ] {
            assert_eq!(median_of_steps(times), median, "{times:?}");
        }
    }
}
