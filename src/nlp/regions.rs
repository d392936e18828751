//! States and provinces in short, behind a place: `Alder Falls, Calif.`

use super::house::put;
use super::lists::SHORT_REGIONS;
use super::names::Words;
use crate::model::EntityType::Loc;
use crate::model::{Mention, Span};

/// Adds the short names of states and provinces to `found`, in place of what was seen in their letters. In order and
/// apart, as `found` is.
pub fn with_regions(text: &str, words: &Words, found: &mut Vec<Mention>) {
    let behind_place = words
        .all
        .windows(2)
        .filter(|pair| pair[0].capital && text.get(pair[0].span.end()..pair[1].span.start()) == Some(", "));
    let regions: Vec<Mention> = behind_place
        .filter_map(|pair| {
            // Initials have their last full stop with them.
            let start = pair[1].span.start();
            let length = pair[1].span.of(text).trim_end_matches('.').len();
            let (short, rest) = text.get(start..)?.split_at(length);
            let is_region = rest.starts_with('.') && SHORT_REGIONS.contains(short);
            is_region.then(|| Mention { span: Span::new(start, start + length + 1), kind: Loc })
        })
        .collect();
    put(found, regions);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_in_short_behind_a_place_is_one_with_its_full_stop() {
        let text =
            "Ann left Hart Falls, Calif., for Elm, N.C., and Man. Then Rep. Ann Lee, D-Mich., said no.";
        let words = Words::of(text, vec![Span::new(0, text.len())]);
        let mut found = Vec::new();
        with_regions(text, &words, &mut found);
        assert_eq!(found.iter().map(|name| name.span.of(text)).collect::<Vec<_>>(), ["Calif.", "N.C."]);
    }
}
