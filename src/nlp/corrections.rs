//! What people say of the names in an article wins over what is seen there.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Chunk;
use super::house::over;
use crate::model::{Annotation, Mention, Sentence, Span, Status};

/// Corrections of the mentions in one article, in order; none overlaps another.
#[derive(Clone, Debug, Default)]
pub struct Corrections(Vec<Arc<Annotation>>);

impl Corrections {
    /// Those among `all`, of one annotator or of several, that hold: of two that overlap the one that was said last.
    pub fn new<'a>(all: impl Iterator<Item = &'a Arc<Annotation>>) -> Self {
        let mut latest: Vec<&Arc<Annotation>> = all.filter(|one| one.correction.is_some()).collect();
        latest.sort_by(|a, b| b.said().cmp(&a.said()));
        let mut kept: BTreeMap<usize, &Arc<Annotation>> = BTreeMap::new();
        for one in latest {
            let before = kept.range(..one.span.end()).next_back();
            if !one.span.is_empty() && before.is_none_or(|(_, before)| !before.span.overlaps(one.span)) {
                kept.insert(one.span.start(), one);
            }
        }
        Self(kept.into_values().cloned().collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Annotation> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether the same are in both, and nothing has been changed.
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_same_in(other, Span::new(0, Span::MAX))
    }

    /// The same of those that share a byte with `span`.
    pub(super) fn is_same_in(&self, other: &Self, span: Span) -> bool {
        let (here, there) = (self.over(span), other.over(span));
        here.len() == there.len() && here.iter().zip(there).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// Those that share a byte with `span`, in order.
    pub fn over(&self, span: Span) -> &[Arc<Annotation>] {
        let from = self.0.partition_point(|one| one.span.end() <= span.start());
        let to = self.0.partition_point(|one| one.span.start() < span.end());
        self.0.get(from..to).unwrap_or_default()
    }

    /// What was said of `mention`, if it stands because of that.
    pub fn of(&self, mention: Mention) -> Option<&Annotation> {
        let said = self.over(mention.span).first()?;
        (said.span == mention.span && self::mention(said) == Some(mention)).then_some(said)
    }

    /// What the entity of `mention` is called, if somebody has said so.
    pub fn name_of(&self, mention: Mention) -> Option<&str> {
        self.of(mention)?.correction.as_ref()?.name.as_deref()
    }

    /// The mentions of a chunk: those `seen` that nothing is said of, and those that are said to be there, in
    /// order. A name stands in one of the `sentences` of the chunk; what is said of other words changes nothing.
    pub fn applied(&self, seen: &[Mention], sentences: &[Sentence]) -> Vec<Mention> {
        let whole = match (sentences.first(), sentences.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => return seen.to_vec(),
        };
        let inside = |one: &&Arc<Annotation>| {
            let at = sentences.partition_point(|sentence| sentence.span.end() <= one.span.start());
            sentences.get(at).is_some_and(|sentence| sentence.span.covers(one.span))
        };
        let said: Vec<&Arc<Annotation>> = self.over(whole).iter().filter(inside).collect();
        let untouched = |mention: &&Mention| {
            let at = said.partition_point(|one| one.span.end() <= mention.span.start());
            said.get(at).is_none_or(|one| !one.span.overlaps(mention.span))
        };
        let mut mentions: Vec<Mention> = seen.iter().filter(untouched).copied().collect();
        mentions.extend(said.iter().filter_map(|one| mention(one)));
        mentions.sort_by_key(|mention| mention.span);
        mentions
    }
}

/// The mention that stands by what was said.
fn mention(said: &Annotation) -> Option<Mention> {
    let correction = said.correction.as_ref().filter(|correction| correction.status != Status::Removed)?;
    Some(Mention { span: said.span, kind: correction.kind })
}

impl Chunk {
    /// The same chunk of `text` with what people say of its names, and with those `lent` that are clear elsewhere and
    /// of which nothing is said or seen here: also of who speaks.
    pub(super) fn corrected(&self, text: &str, corrections: &Corrections, lent: &[Mention]) -> Self {
        let Self { span, paragraphs, sentences, mentions, .. } = self;
        let mut mentions = corrections.applied(mentions, sentences);
        let free =
            |lent: &&Mention| corrections.over(lent.span).is_empty() && over(&mentions, lent.span).is_empty();
        let lent: Vec<Mention> = lent.iter().filter(free).copied().collect();
        mentions.extend(lent);
        mentions.sort_by_key(|mention| mention.span);
        let words = super::Words::of(text, sentences.iter().map(|sentence| sentence.span).collect());
        let roles = super::quotes::roles(text, sentences, &mentions);
        let quotes = super::quotes::quotes(text, paragraphs, sentences, &words, &mentions, &roles);
        let (paragraphs, sentences) = (paragraphs.clone(), sentences.clone());
        Self { span: *span, paragraphs, sentences, mentions, roles, quotes }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::EntityType::{self, Loc, Org, Per};
    use crate::model::{Article, Correction, Id, Kind, Timestamp};
    use crate::nlp::Analysis;

    const TEXT: &str = "Ada Alder met Bo Birch in Elm. The Board paid. 🚢 علي left.";

    fn seen(words: &str, kind: EntityType) -> Mention {
        let start = TEXT.find(words).unwrap();
        Mention { span: Span::new(start, start + words.len()), kind }
    }

    fn said(words: &str, kind: EntityType, status: Status, time: u8) -> Arc<Annotation> {
        let correction = Correction { kind, name: None, status };
        Arc::new(Annotation {
            created: Timestamp::from(format!("2026-10-01T09:00:{time:02}Z")),
            ..Annotation::correcting(seen(words, kind).span, correction)
        })
    }

    fn sentences() -> Vec<Sentence> {
        let ends = ["Elm.", "paid.", "left."].map(|end| TEXT.find(end).unwrap() + end.len());
        let spans = [Span::new(0, ends[0]), Span::new(ends[0] + 1, ends[1]), Span::new(ends[1] + 1, ends[2])];
        spans.map(|span| Sentence { span, kind: Kind::Sentence }).to_vec()
    }

    fn shown(mentions: &[Mention]) -> Vec<String> {
        mentions.iter().map(|m| format!("{} {}", m.kind.name(), m.span.of(TEXT))).collect()
    }

    fn applied(said: &[Arc<Annotation>]) -> Vec<String> {
        let seen = [seen("Ada Alder", Per), seen("Bo Birch", Loc), seen("The", Org)];
        shown(&Corrections::new(said.iter()).applied(&seen, &sentences()))
    }

    #[test]
    fn what_is_said_stands_in_the_place_of_what_is_seen() {
        assert_eq!(applied(&[]), ["PER Ada Alder", "LOC Bo Birch", "ORG The"]);
        let all = [
            said("Birch", Per, Status::Corrected(Some(seen("Bo Birch", Loc))), 0),
            said("The", Org, Status::Removed, 0),
            said("علي", Per, Status::Added, 0),
        ];
        assert_eq!(applied(&all), ["PER Ada Alder", "PER Birch", "PER علي"]);
    }

    #[test]
    fn of_two_that_overlap_the_last_one_holds() {
        let first = said("Bo Birch", Per, Status::Corrected(None), 1);
        let later = said("Birch in Elm", Org, Status::Added, 2);
        for all in [[first.clone(), later.clone()], [later, first]] {
            assert_eq!(applied(&all), ["PER Ada Alder", "ORG Birch in Elm", "ORG The"]);
        }
    }

    #[test]
    fn a_name_stands_in_one_sentence() {
        let all = [said("Elm. The Board", Org, Status::Added, 0)];
        assert_eq!(applied(&all), applied(&[]));
    }

    #[test]
    fn who_speaks_is_who_is_named_now() {
        let text = "Skip\n\nNobody knew.\n\n\"We will pay for it all,\" Brightwater said on Monday.\n";
        let analysis = Analysis::of(&Article::new("a.txt", text));
        let start = text.find("Brightwater").unwrap();
        let mention = Mention { span: Span::new(start, start + 11), kind: Org };
        let correction = Correction { kind: Org, name: None, status: Status::Corrected(None) };
        let said = Arc::new(Annotation::correcting(mention.span, correction));
        let corrected = analysis.with(Corrections::new([&said].into_iter()));
        let speaker = corrected.quotes_in(Span::new(0, text.len())).find_map(|quote| quote.speaker);
        assert_eq!(speaker, Some(crate::model::Speaker::Named(mention)));
        assert!(corrected.corrections().of(mention).is_some());
        assert!(analysis.quotes_in(Span::new(0, text.len())).all(|quote| quote.speaker != speaker));
    }

    fn any_said() -> impl Strategy<Value = Vec<Arc<Annotation>>> {
        let bounds: Vec<usize> = (0..=TEXT.len()).filter(|&at| TEXT.is_char_boundary(at)).collect();
        let one = (prop::sample::subsequence(bounds, 2), 0..4u8, 0..3u8, any::<u16>());
        let one = one.prop_map(|(ends, status, kind, id)| {
            let kind = [Per, Org, Loc][usize::from(kind)];
            let status = [Status::Added, Status::Removed, Status::Confirmed, Status::Corrected(None)]
                [usize::from(status)];
            let correction = Correction { kind, name: None, status };
            Arc::new(Annotation {
                id: Id::from(id.to_string()),
                created: Timestamp::from("2026-10-01T09:00:00Z".to_owned()),
                ..Annotation::correcting(Span::new(ends[0], ends[1]), correction)
            })
        });
        prop::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn mentions_stay_in_order_and_apart_and_are_the_same_when_corrected_again(all in any_said()) {
            let before = [seen("Ada Alder", Per), seen("Bo Birch", Loc), seen("The", Org)];
            let corrections = Corrections::new(all.iter());
            let after = corrections.applied(&before, &sentences());
            for pair in after.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
            for mention in &after {
                prop_assert!(TEXT.get(mention.span.range()).is_some() && !mention.span.is_empty());
                prop_assert!(sentences().iter().any(|sentence| sentence.span.covers(mention.span)));
                prop_assert!(before.contains(mention) || corrections.of(*mention).is_some());
            }
            prop_assert_eq!(&corrections.applied(&after, &sentences()), &after);
            // In whatever order they come.
            let turned = Corrections::new(all.iter().rev());
            let ids = |all: &Corrections| all.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
            prop_assert!(ids(&turned) == ids(&corrections) || has_double(&all));
        }
    }

    fn has_double(all: &[Arc<Annotation>]) -> bool {
        let ids: std::collections::HashSet<&Id> = all.iter().map(|one| &one.id).collect();
        ids.len() < all.len()
    }
}
