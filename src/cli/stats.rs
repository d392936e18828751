//! `abreast stats`: how far the annotators are.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Write};

use serde::Serialize;

use super::args::Stats;
use super::articles::Seen;
use super::table::table;
use super::tagged::{Corpus, Tagged};
use super::{Failure, Outcome, counted, json};
use crate::model::{Annotations, AnnotatorId, Kind, Reference, Sentence, Span};
use crate::review::{Comparing, Comparison, Done, done, judged, median_of_steps, times};

/// What `stats --json` prints. The order of the fields is that of the output.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Counts {
    articles: usize,
    /// All that can be read: without boilerplate.
    sentences: usize,
    annotators: BTreeMap<String, Count>,
    by_article: Vec<OfArticle>,
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
    /// Names that are confirmed, corrected, added or removed.
    corrections: usize,
    /// Annotations in doubt.
    doubts: usize,
    /// Annotations that somebody has accepted or rejected, and that have not been changed since.
    reviewed: usize,
    /// Annotations that were both accepted and rejected: nothing is settled.
    contradicted: usize,
    /// Annotations that another annotator contradicts, and nobody has judged.
    disputed: usize,
    /// The median time from one annotation to the next, in seconds, without pauses.
    median_seconds: Option<f64>,
    /// When the annotations were made, in seconds.
    #[serde(skip)]
    times: Vec<i64>,
}

/// What has been done in an article.
#[derive(Debug, Default, PartialEq, Serialize)]
struct OfArticle {
    path: String,
    sentences: usize,
    annotators: BTreeMap<String, Done>,
}

pub(super) fn run(args: &Stats, out: &mut impl Write) -> Result<Outcome, Failure> {
    let corpus = Corpus::read(&args.paths, &args.corpus)?;
    let counts = Counts::new(&corpus);
    if args.json {
        json::line(&counts, out)?;
    } else {
        page(&counts, out)?;
    }
    Ok(corpus.outcome)
}

fn readable(seen: &Seen) -> impl Iterator<Item = &Sentence> {
    seen.sentences.iter().filter(|sentence| sentence.kind != Kind::Boilerplate)
}

impl Counts {
    fn new(corpus: &Corpus) -> Self {
        let mut counts = Self { articles: corpus.articles.len(), ..Self::default() };
        let entities = corpus.entities();
        for (article, tagged) in corpus.articles.iter().enumerate() {
            let comparing = Comparing {
                by: tagged.by.iter().collect(),
                sentence_at: |at| sentence_at(tagged, at),
                article,
                schema: &corpus.schema,
                entities: &entities,
            };
            let of_article = OfArticle::new(tagged, &comparing.all());
            counts.sentences += of_article.sentences;
            for (annotator, annotations) in &tagged.by {
                let count = counts.annotators.entry(annotator.to_string()).or_default();
                count.add(annotations, of_article.annotators.get(annotator.as_str()));
            }
            counts.by_article.push(of_article);
        }
        for count in counts.annotators.values_mut() {
            count.median_seconds = median_of_steps(&mut count.times);
        }
        counts
    }
}

fn sentence_at(tagged: &Tagged, at: usize) -> Option<Span> {
    let sentences = &tagged.seen.sentences;
    let sentence = sentences.get(sentences.partition_point(|sentence| sentence.span.end() <= at))?;
    Some(sentence.span)
}

impl OfArticle {
    fn new(tagged: &Tagged, compared: &[Comparison]) -> Self {
        let disputes = compared.iter().filter(|comparison| comparison.is_dispute());
        let disputed: HashSet<Reference> = disputes.flat_map(Comparison::references).collect();
        let judged = judged(&tagged.by.iter().collect(), &tagged.seen.article.text);
        let of = |(annotator, annotations): (&AnnotatorId, &Annotations)| {
            let sentences = readable(&tagged.seen).map(|sentence| sentence.span);
            let done = done(annotator, annotations, sentences, &judged, &disputed);
            (annotator.to_string(), done)
        };
        Self {
            path: tagged.seen.path(),
            sentences: readable(&tagged.seen).count(),
            annotators: tagged.by.iter().map(of).collect(),
        }
    }
}

impl Count {
    fn add(&mut self, annotations: &Annotations, done: Option<&Done>) {
        self.articles += usize::from(!annotations.is_empty());
        self.corrections += annotations.corrections().len();
        if let Some(done) = done {
            self.sentences += done.read;
            self.reviewed += done.reviewed;
            self.contradicted += done.contradicted;
            self.disputed += done.disputed;
        }
        for annotation in annotations.iter() {
            *self.labels.entry(annotation.label.to_string()).or_default() += 1;
            self.doubts += usize::from(annotation.doubt);
        }
        self.times.extend(times(annotations));
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
    heading.extend(["names", "doubt", "reviewed", "disputed", "median time"].map(str::to_owned));
    let mut rows = vec![heading];
    for (annotator, count) in &counts.annotators {
        let share = (100 * count.sentences).checked_div(counts.sentences).unwrap_or_default();
        let mut row = vec![annotator.clone(), count.articles.to_string()];
        row.push(format!("{} ({share}%)", count.sentences));
        row.extend(labels.iter().map(|label| count.labels.get(*label).unwrap_or(&0).to_string()));
        row.extend([count.corrections, count.doubts].map(|count| count.to_string()));
        row.extend([reviewed(count.reviewed, count.contradicted), count.disputed.to_string()]);
        row.push(seconds(count.median_seconds));
        rows.push(row);
    }
    table(&rows, out)?;
    by_article(counts, out)
}

/// One article and annotator a row.
fn by_article(counts: &Counts, out: &mut impl Write) -> io::Result<()> {
    let heading = ["article", "annotator", "read", "tagged", "reviewed", "disputed", "median time"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for OfArticle { path, sentences, annotators } in &counts.by_article {
        for (annotator, done) in annotators {
            let share = (100 * done.read).checked_div(*sentences).unwrap_or_default();
            let mut row = vec![path.clone(), annotator.clone(), format!("{} ({share}%)", done.read)];
            let reviewed = reviewed(done.reviewed, done.contradicted);
            row.extend([done.tagged.to_string(), reviewed, done.disputed.to_string()]);
            row.push(seconds(done.median_seconds));
            rows.push(row);
        }
    }
    writeln!(out)?;
    table(&rows, out)
}

/// How many are judged, and of how many nobody knows as what.
fn reviewed(reviewed: usize, contradicted: usize) -> String {
    match contradicted {
        0 => reviewed.to_string(),
        _ => format!("{reviewed} ({contradicted} contradicted)"),
    }
}

fn seconds(median: Option<f64>) -> String {
    median.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.0} s"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, Article, Attributes, Content, Item, LabelName, Schema, Verdict};
    use crate::text::CodePoints;

    /// An article of a title and two sentences. Ada has tagged the first twice; bo finds nothing there, and rejects
    /// the second of her tags.
    fn counts() -> Counts {
        let text = "Tax stays\n\nThe tax stays, the minister said on Monday. Nobody asked her why.\n";
        let article = Article::new("a.txt", text);
        let tag = |label: &str, end: usize, doubt| Annotation {
            doubt,
            ..Annotation::new(LabelName::new(label), Span::new(11, end), Attributes::new())
        };
        let tags = [tag("claim", 24, false), tag("position", 40, true)];
        let of = Reference { annotator: "ada".parse().unwrap(), id: tags[1].id.clone() };
        let content = Content::of(&tags[1], tags[1].span.of(text));
        let verdict = Verdict { accepted: Some(false), ..Verdict::new(of, content) };
        let of_bo = [Item::from(tag("none", 54, false)), Item::Other(verdict.record().into())];
        let by = BTreeMap::from([
            ("ada".parse().unwrap(), Annotations::from_iter(tags)),
            ("bo".parse().unwrap(), of_bo.into_iter().collect()),
        ]);
        let tagged =
            Tagged { points: CodePoints::new(text), seen: Seen::corrected(article, Default::default()), by };
        Counts::new(&Corpus { articles: vec![tagged], schema: Schema::default(), outcome: Outcome::Fine })
    }

    #[test]
    fn a_sentence_counts_once_however_often_it_is_tagged() {
        let json = r#"{"articles":1,"sentences":3,"annotators":{"ada":{"articles":1,"sentences":1,"labels":{"claim":1,"position":1},"corrections":0,"doubts":1,"reviewed":1,"contradicted":0,"disputed":1,"median_seconds":null},"bo":{"articles":1,"sentences":1,"labels":{"none":1},"corrections":0,"doubts":0,"reviewed":0,"contradicted":0,"disputed":1,"median_seconds":null}},"by_article":[{"path":"a.txt","sentences":3,"annotators":{"ada":{"read":1,"tagged":1,"annotations":2,"names":0,"reviewed":1,"contradicted":0,"disputed":1,"median_seconds":null},"bo":{"read":1,"tagged":0,"annotations":1,"names":0,"reviewed":0,"contradicted":0,"disputed":1,"median_seconds":null}}}]}"#;
        assert_eq!(serde_json::to_string(&counts()).unwrap(), json);
    }

    #[test]
    fn people_get_a_row_for_each_annotator_and_for_each_in_each_article() {
        let mut out = Vec::new();
        page(&counts(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1 article, 3 sentences\n\
             annotator  articles  sentences  claim  none  position  names  doubt  reviewed  disputed  median time\n\
             ada        1         1 (33%)    1      0     1         0      1      1         1         –\n\
             bo         1         1 (33%)    0      1     0         0      0      0         1         –\n\
             \n\
             article  annotator  read     tagged  reviewed  disputed  median time\n\
             a.txt    ada        1 (33%)  1       1         1         –\n\
             a.txt    bo         1 (33%)  0       0         1         –\n"
        );
    }
}
