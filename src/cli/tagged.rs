//! Articles with what all annotators have made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::args;
use super::articles::{Articles, Seen, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain};
use crate::model::{Annotations, AnnotatorId, Schema};
use crate::nlp::{Corrections, Entities, head_of};
use crate::text::CodePoints;

/// A corpus with its sidecars. What cannot be read has been said on standard error.
pub(super) struct Corpus {
    pub(super) articles: Vec<Tagged>,
    pub(super) schema: Schema,
    pub(super) outcome: Outcome,
}

/// An article, and what is in its sidecars.
pub(super) struct Tagged {
    pub(super) seen: Seen,
    pub(super) points: CodePoints,
    pub(super) by: BTreeMap<AnnotatorId, Annotations>,
}

impl Corpus {
    /// Reads the articles among these files and in these folders.
    pub(super) fn read(paths: &[PathBuf], corpus: &args::Corpus) -> Result<Self, Failure> {
        let Articles { articles, corpus: read, root, outcome } = opened(paths, &corpus.fields)?;
        let sidecars = Sidecars::new(&root, Some(&read), corpus.store.as_deref());
        let mut outcome = outcome.and(sidecars.outcome);
        let (mut all, mut said) = (Vec::new(), Vec::new());
        for article in articles {
            let mut by = BTreeMap::new();
            for (annotator, _, sidecar) in sidecars.of(&article, &head_of(&article.text, &article.metadata)) {
                match sidecar {
                    Ok(opened) => drop(by.insert(annotator, opened.sidecar.annotations)),
                    Err(problem) => {
                        complain(&problem);
                        outcome = Outcome::Wrong;
                    }
                }
            }
            let corrections = Corrections::new(by.values().flat_map(Annotations::corrections));
            all.push((article, corrections));
            said.push(by);
        }
        let tagged = Seen::all(all).into_iter().zip(said).map(|(seen, by)| {
            let points = CodePoints::new(seen.article.text.clone());
            Tagged { points, seen, by }
        });
        Ok(Self { articles: tagged.collect(), schema: sidecars.schema, outcome })
    }

    /// Who has tagged anything.
    pub(super) fn annotators(&self) -> BTreeSet<&AnnotatorId> {
        let all = self.articles.iter().flat_map(|tagged| &tagged.by);
        all.filter(|(_, annotations)| !annotations.is_empty()).map(|(annotator, _)| annotator).collect()
    }

    /// The things that the names of all articles refer to.
    pub(super) fn entities(&self) -> Entities {
        let mentions = self.articles.iter().enumerate().flat_map(|(i, tagged)| tagged.seen.named(i));
        Entities::gather(mentions, |i| self.articles.get(i)?.seen.head.date.as_deref())
    }

    /// The same with what annotators have found by themselves alone, without what was made of others' annotations.
    pub(super) fn independent(mut self) -> Self {
        let all = self.articles.iter_mut().flat_map(|tagged| tagged.by.values_mut());
        all.for_each(|annotations| *annotations = annotations.independent());
        self
    }
}
