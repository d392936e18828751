//! What is done beside the keys: wrapping, analysis, sidecars.

#![allow(clippy::unwrap_used)]

mod made;

use abreast::model::{
    Annotation, AnnotatorId, Article, Attributes, Kind, LabelName, Schema, Span, Text, Value,
};
use abreast::nlp::{self, Analysis, Entities};
use abreast::store::{Facts, Sidecar, parse};
use abreast::text::{CodePoints, Query, wrap};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unicode_segmentation::UnicodeSegmentation;

const MB: usize = 1 << 20;
const SIZES: [usize; 3] = [3000, 100 << 10, MB];

fn main() {
    divan::main();
}

/// One paragraph of so many bytes, to rows of 44 columns.
#[divan::bench(args = [400, 3000, MB])]
fn wrap_paragraph(bencher: Bencher, bytes: usize) {
    let text = made::line(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| wrap(black_box(&text), Span::new(0, text.len()), 44));
}

/// Title, sentences and names of an article.
#[divan::bench(args = SIZES)]
fn analyse(bencher: Bencher, bytes: usize) {
    let text = Text::from(made::article(bytes));
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench_local(|| Analysis::new(text.clone()).all().map(|chunk| chunk.sentences.len()).sum::<usize>());
}

/// The sentences of each paragraph, and nothing else.
#[divan::bench(args = SIZES)]
fn sentences(bencher: Bencher, bytes: usize) {
    let text = made::article(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            start += line.len();
            nlp::sentences(&text, Span::new(start - line.len(), start)).len()
        });
        lines.sum::<usize>()
    });
}

/// The same by the rules of Unicode alone, to compare with.
#[divan::bench(args = SIZES)]
fn sentences_of_unicode(bencher: Bencher, bytes: usize) {
    let text = made::article(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| black_box(&*text).unicode_sentences().count());
}

/// One name for all the names of one thing.
#[divan::bench(args = SIZES)]
fn gather_entities(bencher: Bencher, bytes: usize) {
    let text = Text::from(made::article(bytes));
    let analysis = Analysis::new(text.clone());
    let mentions: Vec<_> = analysis.all().flat_map(|chunk| &chunk.mentions).copied().collect();
    bencher.bench_local(|| {
        let named = mentions.iter().map(|mention| (0, mention.span.of(&text), mention.kind));
        Entities::gather(named, |_| None)
    });
}

/// To the last word of a text.
#[divan::bench(args = SIZES)]
fn search(bencher: Bencher, bytes: usize) {
    let text = made::article(bytes) + "Lighthouse\n";
    let query = Query::new("lighthouse");
    let whole = Span::new(0, text.len());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| query.next(black_box(&text), whole, true, || true));
}

#[divan::bench]
fn code_points_of_1_mb(bencher: Bencher) {
    let text = Text::from(made::article(MB));
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench_local(|| CodePoints::new(black_box(text.clone())).point(text.len()));
}

/// An article of 1 MB, and a sidecar with so many annotations.
fn annotated(count: usize) -> (CodePoints, Facts, Sidecar) {
    let article = Article::new("a.txt", made::article(MB));
    let facts = Facts::new(&article, &nlp::head(&article.text));
    let analysis = Analysis::new(article.text.clone());
    let sentences = analysis.all().flat_map(|chunk| &chunk.sentences).filter(|s| s.kind == Kind::Sentence);
    let attributes = Attributes::from([
        ("holder".to_owned(), Value::entity("Ada Quill")),
        ("stance".to_owned(), Value::Word("oppose".to_owned())),
    ]);
    let position = |span| Annotation::new(LabelName::new(LabelName::POSITION), span, attributes.clone());
    let mut sidecar = Sidecar::new(facts.clone(), annotator(), None);
    sidecar.annotations = sentences.take(count).map(|sentence| position(sentence.span)).collect();
    assert_eq!(sidecar.annotations.len(), count);
    (CodePoints::new(article.text), facts, sidecar)
}

fn annotator() -> AnnotatorId {
    "ada".parse().unwrap()
}

#[divan::bench(args = [10, 1000, 10_000])]
fn render_sidecar(bencher: Bencher, annotations: usize) {
    let (points, _, sidecar) = annotated(annotations);
    bencher.bench_local(|| sidecar.render(&points, &Schema::default()));
}

#[divan::bench(args = [10, 1000, 10_000])]
fn parse_sidecar(bencher: Bencher, annotations: usize) {
    let (points, facts, sidecar) = annotated(annotations);
    let schema = Schema::default();
    let json = sidecar.render(&points, &schema);
    bencher
        .counter(BytesCount::of_str(&json))
        .bench_local(|| parse(&json, &points, &facts, &annotator(), &schema).unwrap());
}
