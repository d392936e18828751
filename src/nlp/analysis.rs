//! What is seen in one article, made chunk by chunk when it is first asked for.

use std::iter;
use std::sync::OnceLock;

use super::{Chunk, analyse, chunks, head_of};
use crate::model::{Article, Head, Mention, Metadata, Paragraph, Quote, Sentence, Span, Text};

/// The structure of one article. A chunk is analysed when somebody first asks for something in it, on
/// whatever thread that is; the answers are functions of the text, and of what its file says of it, alone.
#[derive(Debug)]
pub struct Analysis {
    text: Text,
    metadata: Metadata,
    head: OnceLock<Head>,
    spans: Vec<Span>,
    chunks: Vec<OnceLock<Chunk>>,
}

impl Analysis {
    /// The analysis of `text`, of which nothing is made yet.
    pub fn new(text: Text) -> Self {
        let spans = chunks(&text);
        let chunks = spans.iter().map(|_| OnceLock::new()).collect();
        Self { text, metadata: Metadata::default(), head: OnceLock::new(), spans, chunks }
    }

    /// The same of an article, of which its file may say more than the text does.
    pub fn of(article: &Article) -> Self {
        Self { metadata: article.metadata.clone(), ..Self::new(article.text.clone()) }
    }

    /// Title, date and outlet.
    pub fn head(&self) -> &Head {
        self.head.get_or_init(|| head_of(&self.text, &self.metadata))
    }

    /// How many chunks there are; those of a text without a byte are none.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether the article is empty.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The chunk of this index, analysed now if it was not before.
    pub fn chunk(&self, index: usize) -> Option<&Chunk> {
        let cell = self.chunks.get(index)?;
        Some(cell.get_or_init(|| analyse(&self.text, self.spans[index], self.head())))
    }

    /// All chunks, each analysed when it is reached.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Chunk> {
        (0..self.len()).filter_map(|index| self.chunk(index))
    }

    /// The chunks that somebody has asked for already.
    pub fn seen(&self) -> impl Iterator<Item = &Chunk> {
        self.chunks.iter().filter_map(OnceLock::get)
    }

    fn index_at(&self, offset: usize) -> usize {
        self.spans.partition_point(|span| span.end() <= offset).min(self.len().saturating_sub(1))
    }

    fn chunks_from(&self, offset: usize) -> impl Iterator<Item = &Chunk> {
        (self.index_at(offset)..self.len()).filter_map(|index| self.chunk(index))
    }

    fn chunks_before(&self, offset: usize) -> impl Iterator<Item = &Chunk> {
        let end = if self.is_empty() { 0 } else { self.index_at(offset) + 1 };
        (0..end).rev().filter_map(|index| self.chunk(index))
    }

    /// Sentences that end after byte `offset`, in order.
    pub fn sentences_from(&self, offset: usize) -> impl Iterator<Item = Sentence> {
        self.chunks_from(offset).flat_map(move |chunk| {
            let from = chunk.sentences.partition_point(|s| s.span.end() <= offset);
            chunk.sentences[from..].iter().copied()
        })
    }

    /// Sentences that start before byte `offset`, the last first.
    pub fn sentences_before(&self, offset: usize) -> impl Iterator<Item = Sentence> {
        self.chunks_before(offset).flat_map(move |chunk| {
            let to = chunk.sentences.partition_point(|s| s.span.start() < offset);
            chunk.sentences[..to].iter().rev().copied()
        })
    }

    /// Sentences that share a byte with `span`, in order.
    pub fn sentences_in(&self, span: Span) -> impl Iterator<Item = Sentence> {
        self.sentences_from(span.start()).take_while(move |s| s.span.start() < span.end())
    }

    /// The sentence at byte `offset`: the one that holds it, else the next one, else the last.
    pub fn sentence_at(&self, offset: usize) -> Option<Sentence> {
        self.sentences_from(offset).next().or_else(|| self.sentences_before(usize::MAX).next())
    }

    /// Paragraphs that end after byte `offset`, in order.
    pub fn paragraphs_from(&self, offset: usize) -> impl Iterator<Item = (&Chunk, &Paragraph)> {
        self.chunks_from(offset).flat_map(move |chunk| {
            let from = chunk.paragraphs.partition_point(|p| p.span.end() <= offset);
            iter::repeat(chunk).zip(&chunk.paragraphs[from..])
        })
    }

    /// Paragraphs that start before byte `offset`, the last first.
    pub fn paragraphs_before(&self, offset: usize) -> impl Iterator<Item = (&Chunk, &Paragraph)> {
        self.chunks_before(offset).flat_map(move |chunk| {
            let to = chunk.paragraphs.partition_point(|p| p.span.start() < offset);
            iter::repeat(chunk).zip(chunk.paragraphs[..to].iter().rev())
        })
    }

    /// Mentions that share a byte with `span`, in order.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = Mention> {
        self.chunks_from(span.start())
            .flat_map(move |chunk| {
                let from = chunk.mentions.partition_point(|m| m.span.end() <= span.start());
                chunk.mentions[from..].iter().copied()
            })
            .take_while(move |m| m.span.start() < span.end())
    }

    /// Quotes that share a byte with `span`, in order.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        let chunks = self.chunks_from(span.start()).take_while(move |chunk| chunk.span.start() < span.end());
        chunks.flat_map(move |chunk| chunk.quotes.iter().filter(move |quote| quote.span.overlaps(span)))
    }

    /// The number of the sentence that starts at byte `offset`, counted from 1, if all before it has been seen.
    pub fn number_of(&self, offset: usize) -> Option<usize> {
        let index = self.index_at(offset);
        let mut before = 0;
        for cell in &self.chunks[..index] {
            before += cell.get()?.sentences.len();
        }
        let chunk = self.chunk(index)?;
        Some(before + chunk.sentences.partition_point(|s| s.span.start() < offset) + 1)
    }
}
