//! Names of attributes as the entities that they name.

use std::borrow::Cow;

use crate::model::{Annotation, Attribute, AttributeKind, Correction, EntityType, Value};
use crate::nlp::Entities;

/// What an annotation says in an attribute, as it is compared; nothing if it is not set, or a text that nobody else
/// would write alike, or filled in by the program and confirmed by nobody. An entity is its one name in the corpus,
/// whatever its spelling; a flag that is not set is no.
pub(super) fn value(
    annotation: &Annotation,
    attribute: &Attribute,
    article: usize,
    entities: &Entities,
) -> Option<String> {
    let set = annotation.attributes.get(&attribute.name).filter(|value| !value.is_prefilled());
    match &attribute.kind {
        AttributeKind::Text => None,
        AttributeKind::Flag => Some(set.map_or_else(|| Value::Flag(false).words(), Value::words)),
        AttributeKind::Choice(_) | AttributeKind::Phrase => set.map(Value::words),
        AttributeKind::Entity { also } => set.map(|value| {
            let name = value.words();
            if also.contains(&name) { name } else { entity(&name, article, entities).into_owned() }
        }),
    }
}

/// What an annotation says of a name, as it is compared: its type, and the entity that it is called.
pub(super) fn values(correction: &Correction, article: usize, entities: &Entities) -> Vec<Option<String>> {
    let said = correction.values();
    let value = |part: &str| {
        let words = said.get(part)?.words();
        Some(if part == "name" { entity(&words, article, entities).into_owned() } else { words })
    };
    Correction::PARTS.map(value).into()
}

/// The one name of what a name means in an article. Of several kinds of things with this name it is the one that is
/// mentioned most; of a name in no article the words count, without regard to case and white space.
fn entity<'a>(name: &str, article: usize, entities: &'a Entities) -> Cow<'a, str> {
    let meant = EntityType::ALL.into_iter().filter_map(|kind| entities.id(article, name, kind));
    match meant.map(|id| entities.get(id)).max_by_key(|entity| entity.mentions) {
        Some(entity) => Cow::Borrowed(&entity.name),
        None => Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn what_nobody_has_confirmed_is_not_compared() {
        let kind = AttributeKind::Entity { also: Vec::new() };
        let claimant = Attribute { name: "claimant".to_owned(), kind, default: None };
        let said = |prefilled| {
            let value = Value::Entity { name: "Ada".to_owned(), span: None, prefilled };
            let attributes = [("claimant".to_owned(), value)].into();
            let tag = Annotation::new(crate::model::LabelName::new("claim"), Span::new(0, 9), attributes);
            super::value(&tag, &claimant, 0, &Entities::default())
        };
        assert_eq!((said(true), said(false)), (None, Some("ada".to_owned())));
    }

    #[test]
    fn spellings_of_one_entity_are_one_value() {
        let mentions = [(0, "Borys Dubenskyy", EntityType::Per), (1, "the U.S.", EntityType::Loc)];
        let entities = Entities::gather(mentions.into_iter(), |_| None);
        for (article, one, other) in [
            (0, "Borys Dubensky", "BORYS Dubenskiy"),
            (1, "United States", "US"),
            (0, "The  Port Authority", "the port authority"),
        ] {
            assert_eq!(entity(one, article, &entities), entity(other, article, &entities), "{one}");
        }
        assert_ne!(entity("Ada Dubensky", 0, &entities), entity("Borys Dubensky", 0, &entities));
    }
}
