//! What the records of one file say of each other's places.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::Anchor;
use super::certain::{Claim, Sure};
use crate::model::Span;
use crate::text::CodePoints;

/// What is not certain by itself, and is farther away from where it was, in code points, is believed to
/// be there only if others moved along; what a few typos shift is less.
const STEP: u64 = 8;
/// Those that were at most so many code points away.
const NEIGHBOURHOOD: usize = 500;

/// Places that were found, and those that are certain by themselves.
#[derive(Default)]
pub(super) struct Together {
    /// Where each of the certain ones was and by how many code points it is shifted, in order.
    shifts: Vec<(usize, i64)>,
    /// Where the first one that is now in a place was, and whether others were elsewhere.
    claims: HashMap<Span, ((usize, usize), bool)>,
}

impl Together {
    /// Of anchors that are where they were, and of those that were found.
    pub(super) fn new<'a>(
        unmoved: impl Iterator<Item = &'a Anchor>,
        found: impl Iterator<Item = (&'a Anchor, &'a Claim)>,
        points: &CodePoints,
    ) -> Self {
        let mut together =
            Self { shifts: unmoved.map(|anchor| (anchor.range.0, 0)).collect(), ..Self::default() };
        for (anchor, found) in found {
            if found.sure == Sure::Alone {
                together.shifts.push((anchor.range.0, shift(anchor, found, points)));
            }
            let (first, contested) = together.claims.entry(found.place.span).or_insert((anchor.range, false));
            *contested |= *first != anchor.range;
        }
        together.shifts.sort_unstable();
        together
    }

    /// Whether an anchor may be put in its place: it is certain by itself; or it hardly moved, or did with
    /// others that were near it, is still between its neighbours, and none that was elsewhere is there now. (Of two that say the same, one
    /// may be gone, and all between them: then nobody can tell which.)
    pub(super) fn agree(&self, anchor: &Anchor, found: &Claim, points: &CodePoints) -> bool {
        let contested = self.claims.get(&found.place.span).is_some_and(|(_, contested)| *contested);
        let moved_along = |all| self.moved_along(anchor.range.0, shift(anchor, found, points), all);
        match found.sure {
            Sure::Alone => true,
            Sure::WithAny => !contested && moved_along(false),
            Sure::WithAll => !contested && moved_along(true),
            Sure::Not => false,
        }
    }

    /// Whether something that started there is shifted as any neighbour is, or as the nearest on either side are.
    fn moved_along(&self, start: usize, by: i64, all: bool) -> bool {
        let at = self.shifts.partition_point(|(other, _)| *other <= start);
        let (before, after) = self.shifts.split_at(at);
        let near = |(other, _): &&(usize, i64)| other.abs_diff(start) <= NEIGHBOURHOOD;
        let nearest = [before.last().filter(near), after.first().filter(near)];
        let [in_order_before, in_order_after] = nearest
            .map(|other| other.map(|(other, shift)| (*other as i64 + shift).cmp(&(start as i64 + by))));
        let in_order = in_order_before != Some(Ordering::Greater) && in_order_after != Some(Ordering::Less);
        let agrees = |(_, other): &(usize, i64)| other.abs_diff(by) <= STEP;
        let hardly = by.unsigned_abs() <= STEP;
        let mut neighbours = before.iter().rev().take_while(near).chain(after.iter().take_while(near));
        in_order
            && match all {
                true if nearest == [None, None] => hardly,
                true => nearest.into_iter().flatten().all(agrees),
                false => hardly || neighbours.any(agrees),
            }
    }
}

/// By how many code points the start of an anchor is shifted.
fn shift(anchor: &Anchor, found: &Claim, points: &CodePoints) -> i64 {
    points.point(found.place.span.start()) as i64 - anchor.range.0 as i64
}
