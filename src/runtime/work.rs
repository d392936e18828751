//! What is done beside the interface, each as a function of what it is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::{ANALYSED_AT_ONCE, Comparable, Copy, Effect, Hunt, Loaded, Msg};
use crate::config::Annotator;
use crate::corpus::Corpus;
use crate::model::{Article, Problem, Schema};
use crate::nlp::{Analysis, lend};
use crate::store::{self, Emergency, Facts, Known, Left, Opened, Sidecar, Store};
use crate::text::CodePoints;

/// What reading an article needs to know.
#[derive(Clone, Debug)]
pub struct Context {
    /// The articles, in order, and how to read them.
    pub corpus: Arc<Corpus>,
    /// Where sidecars lie.
    pub store: Store,
    /// Who annotates.
    pub annotator: Annotator,
    /// The labels.
    pub schema: Arc<Schema>,
    /// What lies in the user's own folders.
    pub own: Own,
}

/// What the program keeps of a corpus in the user's own folders. The default: nothing.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The file of the history.
    pub history: Option<PathBuf>,
    /// Where copies go of sidecars that cannot be written.
    pub emergency: Option<Emergency>,
    /// Where sidecars lie that are only read, since nothing can be written there: what an annotator begins with
    /// who has no sidecar in [`Context::store`] yet.
    pub beside: Option<Store>,
    /// Where sidecars may lie from a time when the corpus could not be written.
    pub earlier: Option<Store>,
}

impl Context {
    /// Reads an article with its sidecar; of a file larger than `limit` bytes only the beginning,
    /// without the sidecar.
    pub(super) fn load(&self, index: usize, limit: Option<usize>) -> Option<Msg> {
        let source = self.corpus.source(index)?;
        let article = match limit {
            Some(limit) => self.corpus.open_beginning(&source, limit),
            None => self.corpus.open(&source),
        };
        Some(match article {
            Ok(article) => self.with_sidecar(index, article),
            Err(problem) => Msg::Unreadable { article: index, problem },
        })
    }

    fn with_sidecar(&self, index: usize, article: Article) -> Msg {
        let analysis = Arc::new(Analysis::of(&article));
        if article.complete && article.text.len() <= ANALYSED_AT_ONCE {
            analysis.all().for_each(drop);
        }
        let points = CodePoints::new(article.text.clone());
        let facts = article.complete.then(|| Facts::new(&article, analysis.head()));
        let (mut sidecar, mut known, mut copies) = (None, Known::default(), Vec::new());
        let place = article.source.place();
        if let Some(facts) = &facts {
            let read = |path: &Path| {
                let id = &self.annotator.id;
                store::read(path, &place, &points, facts, id, &self.schema)
            };
            sidecar = Some(self.sidecar(&place, facts, read).map(|(opened, as_known)| {
                known = as_known;
                copies = self.copies(&place, read);
                opened
            }));
        }
        let loaded = Loaded { index, article, points, analysis, facts, sidecar, known, copies };
        Msg::Loaded(Box::new(loaded))
    }

    fn sidecar(
        &self,
        article: &Path,
        facts: &Facts,
        read: impl Fn(&Path) -> Read,
    ) -> Result<(Opened, Known), Problem> {
        let Annotator { id, name } = &self.annotator;
        if let Some(opened) = read(&self.store.sidecar(article, id))? {
            return Ok(opened);
        }
        if let Some(beside) = &self.own.beside
            && let Some((opened, _)) = read(&beside.sidecar(article, id))?
        {
            return Ok((opened, Known::default()));
        }
        let sidecar = Sidecar::new(facts.clone(), id.clone(), Some(name.clone()));
        Ok((Opened::fresh(sidecar), Known::default()))
    }

    /// The copies that there are of an article's sidecar.
    fn copies(&self, article: &Path, read: impl Fn(&Path) -> Read) -> Vec<Copy> {
        let id = &self.annotator.id;
        let read = |path: &Path| Some(read(path).inspect_err(|problem| log::error!("{problem}")).ok()??.0);
        let left = self.own.emergency.iter().flat_map(|emergency| emergency.left(article, id));
        let earlier =
            self.own.earlier.iter().map(|store| Left { path: store.sidecar(article, id), here: true });
        left.chain(earlier)
            .filter_map(|Left { path, here }| {
                let Opened { sidecar, undecided, text_changed, .. } = read(&path)?;
                // A name alone does not make it a copy of this article's.
                (here || !text_changed).then_some(())?;
                let base =
                    read(&store::base_of(&path)).map(|base| base.sidecar.annotations).unwrap_or_default();
                let made = fs::metadata(&path).and_then(|file| file.modified()).ok();
                let annotations = sidecar.annotations;
                Some(Copy { path, annotations, undecided, base, made, later: false })
            })
            .collect()
    }
}

/// What comes of reading a sidecar.
type Read = Result<Option<(Opened, Known)>, Problem>;

/// Performs an effect that takes time and touches nothing but its own arguments.
pub(super) fn think(effect: Effect) -> Option<Msg> {
    match effect {
        Effect::Analyse { article, analysis } => {
            analysis.all().for_each(drop);
            Some(Msg::Analysed { article })
        }
        Effect::Gather { version, mut articles } => {
            let mut lent = Vec::new();
            let clear = lend(articles.iter().map(|(_, analysis)| &**analysis));
            for ((index, analysis), clear) in articles.iter_mut().zip(clear) {
                if let Some(clear) = clear {
                    *analysis = Arc::new(clear);
                    lent.push((*index, Arc::clone(analysis)));
                }
            }
            let entities = Arc::new(Analysis::entities(&articles));
            Some(Msg::Gathered { version, entities, lent })
        }
        Effect::Compare(all) => Some(Msg::Compared(all.iter().map(Comparable::compared).collect())),
        Effect::Agree(opinions) => Some(Msg::Agreed(Box::new(opinions.agreed()))),
        _ => None,
    }
}

/// What comes of a search, which ends early when `goes_on` says that it is not wanted any more.
pub(super) fn found(context: &Context, hunt: Hunt, goes_on: impl Fn() -> bool) -> Msg {
    let read = |article: usize| {
        let source = context.corpus.source(article)?;
        // Why one cannot be read is said where somebody comes to it.
        context.corpus.open(&source).ok().map(|article| article.text)
    };
    Msg::Found { hunt: hunt.hunt, hit: hunt.run(goes_on, read) }
}
