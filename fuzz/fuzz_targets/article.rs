//! Any bytes as an article: decoded, taken apart, wrapped, drawn.

#![no_main]

use abreast::corpus;
use abreast::keys::Keymap;
use abreast::model::{Schema, Span};
use abreast::nlp::Analysis;
use abreast::text::{width, wrap};
use abreast_fuzz::{article, draw, one_sentence};
use libfuzzer_sys::fuzz_target;
use ratatui::layout::Size;

fuzz_target!(|bytes: &[u8]| {
    let path = article(bytes);
    let opened = match corpus::open(&path) {
        Ok(article) => article,
        Err(problem) => return one_sentence(&problem),
    };
    // So that many sizes are tried, and each input has its own.
    let columns = 1 + bytes.len() % 97;
    check(&opened.text, &Analysis::new(opened.text.clone()), columns);
    let size = Size { width: 20 + columns as u16, height: 6 + columns as u16 / 3 };
    draw(path, Keymap::default(), Schema::default(), size, "jG");
});

/// All that is seen in a text stands on character boundaries, in order, each inside of what it belongs to.
fn check(text: &str, analysis: &Analysis, columns: usize) {
    let head = analysis.head();
    assert!(head.title.is_none_or(|title| text.get(title.range()).is_some()));
    let mut covered = 0;
    for chunk in analysis.all() {
        assert_eq!(chunk.span.start(), covered);
        covered = chunk.span.end();
        in_order(text, chunk.span, chunk.paragraphs.iter().map(|paragraph| paragraph.span));
        in_order(text, chunk.span, chunk.sentences.iter().map(|sentence| sentence.span));
        in_order(text, chunk.span, chunk.mentions.iter().map(|mention| mention.span));
        let mut next = 0;
        for paragraph in &chunk.paragraphs {
            assert_eq!(paragraph.sentences.start, next);
            next = paragraph.sentences.end;
            in_order(
                text,
                paragraph.span,
                chunk.sentences[paragraph.sentences.clone()].iter().map(|s| s.span),
            );
            let rows = wrap(text, paragraph.span, columns);
            in_order(text, paragraph.span, rows.iter().copied());
            for row in rows {
                let row = row.of(text);
                assert!(width(row) <= columns.max(2) || row.chars().count() == 1, "{row:?}");
            }
        }
        assert_eq!(next, chunk.sentences.len());
    }
    assert_eq!(covered, text.len());
}

/// The spans lie in `whole`, one behind the other, on character boundaries of `text`.
fn in_order(text: &str, whole: Span, spans: impl Iterator<Item = Span>) {
    let mut end = whole.start();
    for span in spans {
        assert!(span.start() >= end && whole.covers(span), "{span:?} in {whole:?} after {end}");
        assert!(text.get(span.range()).is_some(), "{span:?}");
        end = span.end();
    }
}
