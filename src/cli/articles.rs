//! The articles that a subcommand is about.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use super::args::Fields;
use super::{Outcome, said};
use crate::corpus::{Corpus, Found, discover};
use crate::model::{Article, Head, Mention, Problem, Quote, Sentence};
use crate::nlp::{Analysis, Corrections, Named, Role, lend};

/// All articles that can be opened, in order. What cannot has been said on standard error.
pub(super) struct Articles {
    pub(super) articles: Vec<Article>,
    /// What they are read from.
    pub(super) corpus: Arc<Corpus>,
    /// The folder that they share.
    pub(super) root: PathBuf,
    /// Whether all could be opened.
    pub(super) outcome: Outcome,
}

/// Opens the articles among these files and in these folders.
///
/// # Errors
/// There is none.
pub(super) fn opened(paths: &[PathBuf], fields: &Fields) -> Result<Articles, Problem> {
    let Found { root, corpus, mut faults, .. } = discover(paths, &fields.into())?;
    let mut articles = Vec::new();
    for source in corpus.sources() {
        match corpus.open(&source) {
            Ok(article) => articles.push(article),
            Err(fault) => faults.push(fault),
        }
    }
    Ok(Articles { articles, corpus, root, outcome: said(&faults) })
}

/// An article, and all that is seen in it.
pub(super) struct Seen {
    pub(super) article: Article,
    pub(super) head: Head,
    pub(super) sentences: Vec<Sentence>,
    pub(super) mentions: Vec<Mention>,
    pub(super) roles: Vec<Role>,
    pub(super) quotes: Vec<Quote>,
    /// What people say of the names in it; the mentions and quotes are by that.
    pub(super) corrections: Corrections,
}

impl Seen {
    /// What is seen in one article by itself, where people say this of the names.
    pub(super) fn corrected(article: Article, corrections: Corrections) -> Self {
        let analysis = Analysis::of(&article).with(corrections);
        Self::of(article, &analysis)
    }

    /// What is seen in all of these, where people say this of the names, and what is clear in one helps the others.
    pub(super) fn all(articles: Vec<(Article, Corrections)>) -> Vec<Self> {
        let analysed = |(article, corrections): (Article, Corrections)| {
            let analysis = Analysis::of(&article).with(corrections);
            analysis.all().for_each(drop);
            (article, analysis)
        };
        let all: Vec<(Article, Analysis)> = articles.into_iter().map(analysed).collect();
        let lent = lend(all.iter().map(|(_, analysis)| analysis));
        let all = all.into_iter().zip(lent);
        all.map(|((article, analysis), lent)| Self::of(article, &lent.unwrap_or(analysis))).collect()
    }

    fn of(article: Article, analysis: &Analysis) -> Self {
        let (mut sentences, mut mentions) = (Vec::new(), Vec::new());
        let (mut roles, mut quotes) = (Vec::new(), Vec::new());
        for chunk in analysis.all() {
            sentences.extend(&chunk.sentences);
            mentions.extend(&chunk.mentions);
            roles.extend(&chunk.roles);
            quotes.extend(&chunk.quotes);
        }
        let (head, corrections) = (analysis.head().clone(), analysis.corrections().clone());
        Self { head, sentences, mentions, roles, quotes, corrections, article }
    }

    /// The mentions, by the number of the article, for the entities of a corpus.
    pub(super) fn named(&self, article: usize) -> impl Iterator<Item = Named<'_>> {
        self.mentions.iter().map(move |mention| self.name(article, *mention))
    }

    /// The words for the roles of persons, by the number of the article, for the entities of a corpus.
    pub(super) fn held(&self, article: usize) -> impl Iterator<Item = (Named<'_>, &str)> {
        let text = &*self.article.text;
        self.roles.iter().map(move |role| (self.name(article, role.person), role.words.of(text)))
    }

    fn name(&self, article: usize, mention: Mention) -> Named<'_> {
        let surface = mention.span.of(&self.article.text);
        Named { article, surface, kind: mention.kind, name: self.corrections.name_of(mention) }
    }

    /// What the article is called in outputs: `a.txt`, `c.jsonl#ID`.
    pub(super) fn path(&self) -> String {
        self.article.source.to_string()
    }

    /// The headline, in one line.
    pub(super) fn title(&self) -> Option<String> {
        self.head.title_in(&self.article.text).map(Cow::into_owned)
    }
}

/// The words with one blank between them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
