//! Ranked choices for attributes, out of the text nearby and of what has been tagged.

use std::collections::HashMap;

use super::{App, Choice, Picker};
use crate::command::SPECS;
use crate::model::{Attribute, AttributeKind, EntityType, Span, Value};

/// How many sentences before the tagged one offer their names.
const SENTENCES_BEFORE: usize = 3;

impl App {
    /// The choices for an attribute of an annotation on `span`, the likeliest first.
    pub(super) fn choices(&self, attribute: &Attribute, span: Span) -> Vec<Choice> {
        match &attribute.kind {
            AttributeKind::Entity { .. } => {
                let mut choices = self.likely(self.focus, attribute, span);
                choices.extend(self.used(&attribute.name));
                distinct(choices)
            }
            AttributeKind::Phrase => self.used(&attribute.name),
            AttributeKind::Choice(_) | AttributeKind::Text | AttributeKind::Flag => Vec::new(),
        }
    }

    /// Who can be meant by an attribute of an annotation on `span` of an article: the speaker, who else is named
    /// nearby, and the names that are always offered.
    pub(super) fn likely(&self, article: usize, attribute: &Attribute, span: Span) -> Vec<Choice> {
        let AttributeKind::Entity { also } = &attribute.kind else { return Vec::new() };
        let speaker = self.speaker_of(article, span);
        let speaker = speaker.map(|(word, span)| Choice { span, ..Choice::new(word, "speaker") });
        let near = self.entities_near(article, span);
        distinct(
            speaker.into_iter().chain(near).chain(also.iter().map(|name| Choice::new(name, ""))).collect(),
        )
    }

    /// Who is named in the sentence, just before it, and in the rest of the paragraph. Days are nobody.
    fn entities_near(&self, article: usize, span: Span) -> Vec<Choice> {
        let Some(open) = self.open(article) else { return Vec::new() };
        let before: Vec<_> = open.analysis.sentences_before(span.start()).take(SENTENCES_BEFORE).collect();
        let paragraph =
            open.analysis.paragraphs_from(span.start()).next().map(|(_, paragraph)| paragraph.span);
        let rest = paragraph.filter(|paragraph| paragraph.end() > span.end());
        let rest = rest.map(|paragraph| Span::new(span.end(), paragraph.end()));
        let spans = std::iter::once(span).chain(before.into_iter().map(|s| s.span)).chain(rest);
        let mut choices: Vec<(bool, Choice)> = spans
            .enumerate()
            .flat_map(|(distance, near)| open.analysis.mentions_in(near).map(move |m| (distance == 0, m)))
            .filter(|(_, m)| !matches!(m.kind, EntityType::Date | EntityType::Misc))
            .map(|(here, m)| {
                let span = here.then_some(m.span);
                (here, Choice { span, ..Choice::new(self.name_of(article, m), m.kind.name()) })
            })
            .collect();
        // In the sentence people come before organisations, and those before places.
        let rank = |choice: &Choice| ["PER", "ORG", "LOC"].iter().position(|t| *t == choice.detail);
        choices.sort_by_key(|(here, choice)| if *here { rank(choice) } else { Some(9) });
        choices.into_iter().map(|(_, choice)| choice).collect()
    }

    /// The words that an attribute has had in this corpus, by recency and use.
    fn used(&self, attribute: &str) -> Vec<Choice> {
        let mut uses: HashMap<String, (usize, &str)> = HashMap::new();
        for (_, open) in self.articles.worked() {
            for annotation in open.annotations.iter() {
                let word = match annotation.attributes.get(attribute) {
                    Some(Value::Entity { name, .. }) => name,
                    Some(Value::Word(word)) => word,
                    Some(Value::Flag(_) | Value::Other(_)) | None => continue,
                };
                let entry = uses.entry(word.clone()).or_default();
                entry.0 += 1;
                entry.1 = entry.1.max(annotation.id.as_str());
            }
        }
        let mut words: Vec<(String, (usize, &str))> = uses.into_iter().collect();
        // The sum of the places by last use (ids are in order of time) and by count.
        words.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        let by_count: HashMap<String, usize> =
            words.iter().enumerate().map(|(i, w)| (w.0.clone(), i)).collect();
        words.sort_by(|a, b| b.1.1.cmp(a.1.1));
        let mut ranked: Vec<(usize, Choice)> = words
            .into_iter()
            .enumerate()
            .map(|(i, (word, (count, _)))| {
                let rank = i + by_count.get(&word).copied().unwrap_or_default();
                (rank, Choice::new(word, format!("{count}×")))
            })
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, choice)| choice).collect()
    }

    /// All commands, to choose one.
    pub(super) fn palette(&self) -> Picker {
        let labels = self.schema.labels().iter().map(|l| (format!("tag {}", l.name), l.doc.clone()));
        let commands =
            SPECS.iter().filter(|spec| spec.name != "tag").map(|s| (s.name.to_owned(), s.doc.to_owned()));
        let choices = labels.chain(commands).map(|(line, doc)| {
            let keys = self.keymap.keys_of(self.mode(), &line).first().map(ToString::to_string);
            Choice::new(line, format!("{:<8} {doc}", keys.unwrap_or_default()))
        });
        Picker::new(choices.collect(), false)
    }
}

pub(super) fn distinct(choices: Vec<Choice>) -> Vec<Choice> {
    let mut seen = std::collections::HashSet::new();
    choices.into_iter().filter(|choice| seen.insert(choice.word.clone())).collect()
}
