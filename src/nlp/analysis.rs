//! What is seen in one article, made chunk by chunk when it is first asked for.

use std::collections::{BTreeMap, HashMap};
use std::iter;
use std::sync::{Arc, OnceLock};

use super::house::over;
use super::{Chunk, Corrections, Entities, Named, analyse, chunks, head_of};
use crate::model::{Article, Head, Mention, Metadata, Paragraph, Quote, Sentence, Span, Text};

/// The structure of one article. A chunk is analysed when somebody first asks for something in it, on
/// whatever thread that is; the answers are functions of the text, of what its file says of it, of what people say
/// of the names in it, and of what other articles make clear of them, alone.
#[derive(Debug)]
pub struct Analysis {
    /// What the program sees by itself, shared by all that are corrected differently.
    seen: Arc<Seen>,
    corrections: Corrections,
    /// The names that are clear elsewhere, in order.
    lent: Arc<[Mention]>,
    /// The chunks with names of which something is said or clear elsewhere, by their indexes.
    corrected: BTreeMap<usize, Arc<OnceLock<Chunk>>>,
}

/// The text, and what is seen in it.
#[derive(Debug)]
struct Seen {
    text: Text,
    metadata: Metadata,
    head: OnceLock<Head>,
    spans: Vec<Span>,
    chunks: Vec<OnceLock<Chunk>>,
}

impl Analysis {
    /// The analysis of `text`, of which nothing is made yet.
    pub fn new(text: Text) -> Self {
        Self::knowing(text, Metadata::default())
    }

    /// The same of an article, of which its file may say more than the text does.
    pub fn of(article: &Article) -> Self {
        Self::knowing(article.text.clone(), article.metadata.clone())
    }

    fn knowing(text: Text, metadata: Metadata) -> Self {
        let spans = chunks(&text);
        let chunks = spans.iter().map(|_| OnceLock::new()).collect();
        let seen = Arc::new(Seen { text, metadata, head: OnceLock::new(), spans, chunks });
        Self { seen, corrections: Corrections::default(), lent: Arc::default(), corrected: BTreeMap::new() }
    }

    /// The same article with these corrections in the place of those before. What was made stays: only the chunks
    /// where they differ are looked at again, when they are asked for.
    #[must_use]
    pub fn with(&self, corrections: Corrections) -> Self {
        self.again(corrections, Arc::clone(&self.lent))
    }

    /// The same article with these names, which are clear elsewhere, in the place of those before: in order, apart, each
    /// inside one sentence. What people say wins over them, and so does what is seen.
    #[must_use]
    pub(super) fn lending(&self, lent: Arc<[Mention]>) -> Self {
        self.again(self.corrections.clone(), lent)
    }

    fn again(&self, corrections: Corrections, lent: Arc<[Mention]>) -> Self {
        let mut corrected = BTreeMap::new();
        let spans = corrections.iter().map(|one| one.span).chain(lent.iter().map(|one| one.span));
        for index in spans.map(|span| self.index_at(span.start())) {
            let Some(span) = self.seen.spans.get(index) else { continue };
            corrected.entry(index).or_insert_with(|| {
                let same = |_: &&Arc<OnceLock<Chunk>>| {
                    self.corrections.is_same_in(&corrections, *span)
                        && over(&self.lent, *span) == over(&lent, *span)
                };
                self.corrected.get(&index).filter(same).cloned().unwrap_or_default()
            });
        }
        Self { seen: Arc::clone(&self.seen), corrections, lent, corrected }
    }

    /// Whether both are of the same article as it was read once.
    pub fn is_of_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.seen, &other.seen)
    }

    /// The text that is looked at.
    pub fn text(&self) -> &str {
        &self.seen.text
    }

    pub(super) fn lent(&self) -> &Arc<[Mention]> {
        &self.lent
    }

    /// A mention of the article, which has this number in a corpus, by its words and what people call it.
    pub fn named(&self, article: usize, mention: Mention) -> Named<'_> {
        let surface = mention.span.of(&self.seen.text);
        Named { article, surface, kind: mention.kind, name: self.corrections.name_of(mention) }
    }

    /// What people say of its names.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Title, date and outlet.
    pub fn head(&self) -> &Head {
        let Seen { text, metadata, head, .. } = &*self.seen;
        head.get_or_init(|| head_of(text, metadata))
    }

    /// How many chunks there are; those of a text without a byte are none.
    pub fn len(&self) -> usize {
        self.seen.spans.len()
    }

    /// Whether the article is empty.
    pub fn is_empty(&self) -> bool {
        self.seen.spans.is_empty()
    }

    /// The chunk of this index, analysed now if it was not before.
    pub fn chunk(&self, index: usize) -> Option<&Chunk> {
        let seen = self.as_seen(index)?;
        let Some(cell) = self.corrected.get(&index) else { return Some(seen) };
        let lent = || over(&self.lent, seen.span);
        Some(cell.get_or_init(|| seen.corrected(&self.seen.text, &self.corrections, lent())))
    }

    /// The same as the program sees it by itself, without what is clear elsewhere.
    fn as_seen(&self, index: usize) -> Option<&Chunk> {
        let Seen { text, spans, chunks, .. } = &*self.seen;
        Some(chunks.get(index)?.get_or_init(|| analyse(text, spans[index], self.head())))
    }

    /// The mentions that share a byte with `span` and that the program sees whatever people say, those that are clear
    /// elsewhere behind the others.
    pub fn seen_in(&self, span: Span) -> impl Iterator<Item = Mention> {
        let chunks = self.indexes_over(span).filter_map(|index| self.as_seen(index));
        mentions_in(chunks, span).chain(over(&self.lent, span).iter().copied())
    }

    /// All chunks, each analysed when it is reached.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Chunk> {
        (0..self.len()).filter_map(|index| self.chunk(index))
    }

    /// The chunks that somebody has asked for already.
    pub fn seen(&self) -> impl Iterator<Item = &Chunk> {
        let seen = self.seen.chunks.iter().enumerate().filter(|(_, cell)| cell.get().is_some());
        seen.filter_map(|(index, _)| self.chunk(index))
    }

    /// Analyses what was not yet, as long as it takes no more than `left` bytes. Returns whether all is.
    pub fn see(&self, left: &mut usize) -> bool {
        self.seen.spans.iter().zip(&self.seen.chunks).enumerate().all(|(index, (span, cell))| {
            if cell.get().is_some() {
                return true;
            }
            let after = left.checked_sub(span.len());
            *left = after.unwrap_or(*left);
            after.is_some() && self.as_seen(index).is_some()
        })
    }

    /// The entities of these articles, each with its number in the corpus, as far as they have been analysed.
    pub fn entities(articles: &[(usize, Arc<Self>)]) -> Entities {
        let chunks =
            || articles.iter().flat_map(|(at, one)| one.seen().map(move |chunk| (*at, &**one, chunk)));
        let mentions = chunks()
            .flat_map(|(at, one, chunk)| chunk.mentions.iter().map(move |mention| one.named(at, *mention)));
        let roles = chunks().flat_map(|(at, one, chunk)| {
            chunk.roles.iter().map(move |role| (one.named(at, role.person), role.words.of(one.text())))
        });
        let heads: HashMap<usize, &Head> = articles.iter().map(|(at, one)| (*at, one.head())).collect();
        Entities::gather(mentions, |at| heads.get(&at)?.date.as_deref()).with_roles(roles)
    }

    fn index_at(&self, offset: usize) -> usize {
        self.seen.spans.partition_point(|span| span.end() <= offset).min(self.len().saturating_sub(1))
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

    /// The chunks that share a byte with `span`: none behind it is analysed for what is in it.
    fn indexes_over(&self, span: Span) -> impl Iterator<Item = usize> {
        let starts_before =
            move |index: &usize| self.seen.spans.get(*index).is_some_and(|chunk| chunk.start() < span.end());
        (self.index_at(span.start())..self.len()).take_while(starts_before)
    }

    /// Mentions that share a byte with `span`, in order.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = Mention> {
        mentions_in(self.indexes_over(span).filter_map(|index| self.chunk(index)), span)
    }

    /// Quotes that share a byte with `span`, in order.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        let chunks = self.indexes_over(span).filter_map(|index| self.chunk(index));
        chunks.flat_map(move |chunk| chunk.quotes.iter().filter(move |quote| quote.span.overlaps(span)))
    }

    /// The number of the sentence that starts at byte `offset`, counted from 1, if all before it has been seen.
    pub fn number_of(&self, offset: usize) -> Option<usize> {
        let index = self.index_at(offset);
        let mut before = 0;
        for cell in &self.seen.chunks[..index] {
            before += cell.get()?.sentences.len();
        }
        let chunk = self.chunk(index)?;
        Some(before + chunk.sentences.partition_point(|s| s.span.start() < offset) + 1)
    }
}

fn mentions_in<'a>(chunks: impl Iterator<Item = &'a Chunk>, span: Span) -> impl Iterator<Item = Mention> {
    let mentions = chunks.flat_map(move |chunk| {
        let from = chunk.mentions.partition_point(|m| m.span.end() <= span.start());
        chunk.mentions[from..].iter().copied()
    });
    mentions.take_while(move |m| m.span.start() < span.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_for_no_farther_than_where_they_are_wanted() {
        let analysis = Analysis::new("it rained all day.\n\n".repeat(50_000).into());
        assert_eq!(analysis.mentions_in(Span::new(0, 100)).count(), 0);
        assert_eq!(analysis.seen().count(), 1);
    }
}
