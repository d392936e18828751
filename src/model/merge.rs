//! What two have made of the same records, put together.
//!
//! A three-way merge, record by record: what one side alone has changed is taken, and where both have
//! changed one record in different ways both versions are kept. It comes to the same result whichever
//! side is called ours, so that two who merge each other's work have nothing to merge afterwards.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{Annotation, Annotations, Id, Item, Record};

/// The value of `conflict` in a record that one side has changed and the other removed.
pub const REMOVED: &str = "removed";

/// What came of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// All records.
    pub annotations: Annotations,
    /// The records that were changed on both sides, by what they were, and wait for a decision.
    pub conflicts: Vec<Conflict>,
}

/// One record that was changed on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Our version; none: it was removed here.
    pub ours: Option<Item>,
    /// Their version; none: it was removed there.
    pub theirs: Option<Item>,
}

/// Merges what `ours` and `theirs` have made of `base`.
///
/// Of a record that both have changed, the version that was changed last keeps its id. The other one gets
/// an id of its own, the same wherever this merge is made, and its field `conflict` names the first. A
/// record that one side has changed and the other removed stays, and its `conflict` is [`REMOVED`].
pub fn merge(base: &Annotations, ours: &Annotations, theirs: &Annotations) -> Merged {
    let mut all: BTreeMap<(String, usize), [Option<Item>; 3]> = BTreeMap::new();
    for (side, records) in [base, ours, theirs].into_iter().enumerate() {
        for (key, item) in keyed(records) {
            all.entry(key).or_default()[side] = Some(item);
        }
    }
    let (mut kept, mut copies, mut conflicts) = (Vec::new(), Vec::new(), Vec::new());
    for [base, ours, theirs] in all.into_values() {
        if ours == theirs || theirs == base {
            kept.extend(ours);
        } else if ours == base {
            kept.extend(theirs);
        } else {
            match (&ours, &theirs) {
                (Some(a), Some(b)) => {
                    let (first, second) =
                        if (time(a), content(a)) > (time(b), content(b)) { (a, b) } else { (b, a) };
                    kept.push(first.clone());
                    if same_but_time(first, second) {
                        continue;
                    }
                    copies.push(marked(second, Some(copy_id(second)), first.id()));
                }
                (Some(one), None) | (None, Some(one)) => kept.push(marked(one, None, REMOVED)),
                (None, None) => {}
            }
            conflicts.push(Conflict { ours, theirs });
        }
    }
    // The other version may have come along already, from a merge made elsewhere.
    let mut ids: HashSet<String> = kept.iter().map(|item: &Item| item.id().to_owned()).collect();
    copies.retain(|copy| ids.insert(copy.id().to_owned()));
    Merged { annotations: kept.into_iter().chain(copies).collect(), conflicts }
}

/// The records with what tells them apart: their ids, or what they hold if they have none; and which of
/// several alike, as broken files have them.
fn keyed(records: &Annotations) -> Vec<((String, usize), Item)> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let key = |item: Item| {
        let id = match &item {
            Item::Other(record) if record.id().is_empty() => record.json().to_owned(),
            _ => item.id().to_owned(),
        };
        let nth = times.entry(id.clone()).or_default();
        *nth += 1;
        ((id, *nth), item)
    };
    records.items().map(key).collect()
}

/// When a record was changed last, as it says itself.
fn time(item: &Item) -> String {
    match item {
        Item::Tag(tag) => tag.modified.as_ref().unwrap_or(&tag.created).as_str().to_owned(),
        Item::Other(record) => {
            let fields: Json = serde_json::from_str(record.json()).unwrap_or_default();
            let time = ["modified", "created"].into_iter().find_map(|name| fields.get(name)?.as_str());
            time.unwrap_or_default().to_owned()
        }
    }
}

/// All that a record says.
fn content(item: &Item) -> String {
    match item {
        Item::Tag(tag) => format!("{tag:?}"),
        Item::Other(record) => record.json().to_owned(),
    }
}

/// Whether two versions say the same, at different times.
fn same_but_time(a: &Item, b: &Item) -> bool {
    match (a, b) {
        (Item::Tag(a), Item::Tag(b)) => **a == Annotation { modified: a.modified.clone(), ..(**b).clone() },
        (Item::Other(a), Item::Other(b)) => {
            let [a, b] = [a, b].map(|record| {
                let mut fields: Json = serde_json::from_str(record.json()).unwrap_or_default();
                fields.as_object_mut().map(|fields| fields.shift_remove("modified"));
                fields
            });
            a == b && !a.is_null()
        }
        _ => false,
    }
}

/// The id for a second version of a record: a UUID of version 7 of the time of the first one's, and for
/// the rest of what it says.
fn copy_id(item: &Item) -> Id {
    let time = uuid::Uuid::parse_str(item.id()).ok().and_then(|id| id.get_timestamp());
    let (seconds, nanos) = time.map_or((0, 0), |time| time.to_unix());
    let millis = seconds.saturating_mul(1000).saturating_add(u64::from(nanos / 1_000_000));
    let hash = Sha256::digest(content(item));
    let random = std::array::from_fn(|at| hash[at]);
    Id::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
}

/// The same record with a mark, and with another id if there is one.
fn marked(item: &Item, id: Option<Id>, conflict: &str) -> Item {
    match item {
        Item::Tag(tag) => Item::from(Annotation {
            id: id.unwrap_or_else(|| tag.id.clone()),
            conflict: Some(conflict.to_owned()),
            ..(**tag).clone()
        }),
        Item::Other(record) => {
            let Ok(Json::Object(mut fields)) = serde_json::from_str(record.json()) else {
                return item.clone();
            };
            if let Some(id) = id {
                fields.insert("id".to_owned(), id.as_str().into());
            }
            fields.insert("conflict".to_owned(), conflict.into());
            Item::Other(Arc::new(Record::new(&Json::Object(fields).to_string())))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Attributes, LabelName, Span, Timestamp};

    fn tag(id: &str, note: &str) -> Item {
        Item::from(Annotation {
            id: Id::from(id.to_owned()),
            note: (!note.is_empty()).then(|| note.to_owned()),
            created: Timestamp::from("2026-10-01T09:00:00Z".to_owned()),
            ..Annotation::new(LabelName::new("claim"), Span::new(0, 3), Attributes::new())
        })
    }

    fn other(id: &str, x: &str) -> Item {
        Item::Other(Arc::new(Record::new(&format!(r#"{{"id":"{id}","label":"verdict","x":"{x}"}}"#))))
    }

    fn all(items: &[Item]) -> Annotations {
        items.iter().cloned().collect()
    }

    /// What each record of a merge says: its note or x, and its mark.
    fn said(merged: &Merged) -> Vec<String> {
        let say = |item: Item| match item {
            Item::Tag(tag) => {
                let mark = tag.conflict.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
                format!("{}{mark}", tag.note.clone().unwrap_or_default())
            }
            Item::Other(record) => record.json().to_owned(),
        };
        let mut said: Vec<_> = merged.annotations.items().map(say).collect();
        said.sort();
        said
    }

    #[test]
    fn what_one_side_did_is_taken() {
        let base = all(&[tag("1", "a"), tag("2", "b"), other("3", "c")]);
        let ours = all(&[tag("1", "A"), tag("2", "b"), other("3", "c"), tag("4", "d")]);
        let theirs = all(&[tag("1", "a"), other("3", "C"), tag("5", "e")]);
        let merged = merge(&base, &ours, &theirs);
        assert_eq!(said(&merged), ["A", "d", "e", r#"{"id":"3","label":"verdict","x":"C"}"#]);
        assert_eq!(merged.conflicts, []);
    }

    #[test]
    fn of_a_record_that_both_changed_both_versions_stay() {
        let merged = merge(&all(&[tag("1", "a")]), &all(&[tag("1", "b")]), &all(&[tag("1", "c")]));
        assert_eq!(said(&merged), ["b (1)", "c"]);
        assert_eq!(merged.conflicts.len(), 1);
        let merged = merge(&all(&[other("1", "a")]), &all(&[other("1", "b")]), &all(&[other("1", "c")]));
        assert_eq!(merged.annotations.others().len(), 2);
        assert!(merged.annotations.others().iter().any(|r| r.json().contains(r#""conflict":"1""#)));
    }

    /// Two have made the same merge of one conflict, each gone on, and merge again.
    #[test]
    fn a_second_version_that_came_along_twice_is_there_once() {
        for make in [tag, other] {
            let once =
                merge(&all(&[make("1", "a")]), &all(&[make("1", "b")]), &all(&[make("1", "c")])).annotations;
            let again = merge(&all(&[make("1", "a")]), &once, &all(&[make("1", "b")]));
            assert_eq!(said(&again).len(), 2, "{:?}", said(&again));
            assert_eq!(
                merge(&Annotations::default(), &once, &again.annotations).annotations.items().count(),
                2
            );
        }
    }

    #[test]
    fn what_one_changed_and_the_other_removed_stays() {
        let merged = merge(&all(&[tag("1", "a")]), &all(&[]), &all(&[tag("1", "b")]));
        assert_eq!(said(&merged), ["b (removed)"]);
        assert_eq!(merged.conflicts, [Conflict { ours: None, theirs: Some(tag("1", "b")) }]);
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict() {
        let at = |time: &str| {
            let Item::Tag(tag) = tag("1", "b") else { unreachable!() };
            Item::from(Annotation { modified: Some(Timestamp::from(time.to_owned())), ..(*tag).clone() })
        };
        let merged = merge(&all(&[tag("1", "a")]), &all(&[at("2026-10-02")]), &all(&[at("2026-10-03")]));
        assert_eq!(
            (merged.annotations.items().collect(), merged.conflicts),
            (vec![at("2026-10-03")], vec![])
        );
    }

    fn side() -> impl Strategy<Value = Annotations> {
        let item = (0..6u8, "[ab]?", any::<bool>()).prop_map(|(id, note, is_tag)| {
            let id = id.to_string();
            if is_tag { tag(&id, &note) } else { other(&format!("o{id}"), &note) }
        });
        prop::collection::vec(item, 0..8).prop_map(|items| {
            let by_id: BTreeMap<String, Item> = items.into_iter().map(|i| (i.id().to_owned(), i)).collect();
            by_id.into_values().collect()
        })
    }

    proptest! {
        #[test]
        fn no_change_is_lost_and_the_order_of_sides_is_all_one(base in side(), a in side(), b in side()) {
            let merged = merge(&base, &a, &b);
            prop_assert_eq!(&merged.annotations, &merge(&base, &b, &a).annotations);
            // What a side has put in or changed is there, under its id or as the second version.
            let said = said(&merged);
            for item in a.items().chain(b.items()).filter(|item| !base.holds(item)) {
                let words = match &item {
                    Item::Tag(tag) => tag.note.clone().unwrap_or_default(),
                    Item::Other(record) => format!("\"x\":{}", record.json().split_once("\"x\":").unwrap().1.trim_end_matches('}')),
                };
                prop_assert!(said.iter().any(|said| said.contains(&words)), "{:?} is not in {:?}", item, said);
            }
            // Merged once, there is nothing left to merge.
            let again = merge(&b, &merged.annotations, &b);
            prop_assert_eq!(&again.annotations, &merged.annotations);
            prop_assert_eq!(again.conflicts, vec![]);
            prop_assert_eq!(merge(&base, &a, &base).annotations, a);
        }
    }
}
