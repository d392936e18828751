//! The articles of an export, one after the other.
//!
//! They are gone through twice: once for the [`Survey`], which is what a format must know of all of them before it writes
//! the first, and once to be written. No more than one of them is held at a time.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::AtomicBool;

use super::article::{Exported, Link};
use super::lost::Lost;
use super::survey::{End, Survey};
use super::training::{Choice, Part, Tally};
use crate::model::{Annotation, AnnotatorId, AttributeKind, LabelName, Problem, Schema};

/// Articles that are read when they are wanted.
pub trait Articles {
    /// How many there are.
    fn count(&self) -> usize;

    /// What the article of this index is called.
    fn name(&self, index: usize) -> String;

    /// The article of this index with what all annotators have made of it; with its sentences and names, if these are
    /// to be `seen`. None: it cannot be read, which has been said.
    fn get(&self, index: usize, seen: bool) -> Option<Cow<'_, Exported>>;

    /// Set when somebody wants no more of them.
    fn stop(&self) -> Option<&AtomicBool> {
        None
    }

    /// Takes notice that so many have been done in this stage.
    fn progress(&self, stage: Stage, done: usize) {
        let _ = (stage, done);
    }
}

/// What is being done with the articles of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// They are looked through.
    Reading,
    /// They are written.
    Writing,
}

impl Stage {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Writing => "writing",
        }
    }
}

/// What goes out.
pub struct Outgoing<'a> {
    articles: &'a dyn Articles,
    /// The labels and their attributes.
    pub schema: &'a Schema,
    /// What was asked for.
    pub choice: Choice,
    /// What is known of all articles.
    pub survey: Survey,
    /// Whether sentences and names are wanted.
    seen: bool,
    /// The side of the split that is wanted; none: all.
    part: Option<Part>,
}

impl<'a> Outgoing<'a> {
    /// Looks through the articles.
    ///
    /// # Errors
    /// They cannot be split.
    pub fn new(
        articles: &'a dyn Articles,
        schema: &'a Schema,
        choice: Choice,
        seen: bool,
    ) -> Result<Self, Problem> {
        let survey = Survey::of(articles, &choice)?;
        Ok(Self { articles, schema, choice, survey, seen, part: None })
    }

    /// The same of one side of the split.
    #[must_use]
    pub fn of_part(self, part: Part) -> Self {
        Self { part: Some(part), ..self }
    }

    /// The articles with what was asked for, each read when its turn comes.
    pub fn articles(&self) -> impl Iterator<Item = Exported> {
        let wanted = move |index: &usize| self.part.is_none_or(|part| self.survey.part(*index) == part);
        (0..self.articles.count()).filter(wanted).filter_map(|index| {
            let article = self.articles.get(index, self.seen);
            self.articles.progress(Stage::Writing, index + 1);
            let mut article = article?.into_owned();
            self.choice.choose(&mut article);
            article.part = self.survey.part(index);
            Some(article)
        })
    }

    /// Writes each article that has a text, for formats whose documents must have one, and counts the others, and the
    /// links that leave an article.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn each_with_text(
        &self,
        lost: &mut Lost,
        mut write: impl FnMut(&Exported, &mut Lost) -> io::Result<()>,
    ) -> io::Result<()> {
        self.articles().try_for_each(|article| {
            lost.add_all(article.leaving_links());
            if article.is_blank() {
                lost.add("article without text", 1);
                return Ok(());
            }
            write(&article, lost)
        })
    }

    /// Set when somebody wants no more.
    pub fn stop(&self) -> Option<&AtomicBool> {
        self.articles.stop()
    }

    /// The annotation that a link of this article and annotator leads to.
    pub fn target<'b>(&'b self, article: &'b Exported, who: &AnnotatorId, link: &Link) -> Option<End<'b>> {
        self.survey.target(article, who, link)
    }

    /// The labels: those of the schema, then others that occur.
    pub fn labels(&self) -> Vec<LabelName> {
        let mut labels: Vec<_> = self.schema.labels().iter().map(|label| label.name.clone()).collect();
        let others = self.survey.labels.iter().filter(|label| !labels.contains(label));
        let others: Vec<_> = others.cloned().collect();
        labels.extend(others);
        labels
    }

    /// What was asked for that is nowhere: annotators, and labels that the schema does not know either.
    pub fn unknown(&self) -> Vec<Problem> {
        let (annotators, labels) = &self.survey.there;
        let nobody = self.choice.annotators.iter().filter(|who| !annotators.contains(who));
        let nobody = nobody.map(|who| {
            let reason = format!("there is nothing by an annotator {:?}", who.as_str());
            Problem::new(reason).hint(there_are(annotators.iter().map(AnnotatorId::as_str)))
        });
        let known: BTreeSet<&LabelName> =
            self.schema.labels().iter().map(|label| &label.name).chain(labels).collect();
        let no_label = self.choice.labels.iter().filter(|label| !known.contains(label));
        let no_label = no_label.map(|label| {
            let reason = format!("there is no label {:?}", label.as_str());
            Problem::new(reason).hint(there_are(known.iter().map(|label| label.as_str())))
        });
        nobody.chain(no_label).collect()
    }

    /// What attribute of a label can hold, by the schema.
    pub fn kind(&self, label: &LabelName, attribute: &str) -> Option<&AttributeKind> {
        let label = self.schema.get(label.as_str())?;
        Some(&label.attributes.iter().find(|a| a.name == attribute)?.kind)
    }

    /// Counts what a data card tells of the tags.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for article in self.articles() {
            tally.article(&article);
            for (_, tag) in article.tags() {
                tally.row("tags", article.part, tag.label.as_str());
            }
        }
        tally
    }
}

impl Articles for &[Exported] {
    fn count(&self) -> usize {
        self.len()
    }

    fn name(&self, index: usize) -> String {
        <[Exported]>::get(self, index).map(|article| article.name.clone()).unwrap_or_default()
    }

    fn get(&self, index: usize, _: bool) -> Option<Cow<'_, Exported>> {
        <[Exported]>::get(self, index).map(Cow::Borrowed)
    }
}

fn there_are<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() {
        "nobody has annotated anything".to_owned()
    } else {
        format!("there are {}", names.join(", "))
    }
}

/// The tag with this id that an annotator has made.
pub fn tag_of<'a>(article: &'a Exported, who: &str, id: &str) -> Option<&'a Annotation> {
    article.tags().find(|(whose, tag)| whose.as_str() == who && tag.id.as_str() == id).map(|(_, tag)| tag)
}
