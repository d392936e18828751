//! Styles laid over a row while it is drawn.

use std::iter;

use crate::model::Span;

/// The pieces of a row, in order, each with the styles of all layers that lie on it, patched over `base`
/// one after the other: first those of the first layer, within a layer those that start first.
///
/// The spans of a layer are sorted by their start; they may overlap and reach out of the row. The cost
/// follows the number of those that start before the end of the row, so give those near it alone.
pub fn pieces<'a, S: Copy, T: Copy + 'a, const N: usize>(
    row: Span,
    mut layers: [&'a [(Span, S)]; N],
    base: T,
    patch: impl Fn(T, S) -> T + 'a,
) -> impl Iterator<Item = (Span, T)> + 'a {
    let mut at = row.start();
    iter::from_fn(move || {
        let (mut end, mut style) = (row.end(), base);
        for layer in &mut layers {
            while let [(passed, _), rest @ ..] = *layer
                && passed.end() <= at
            {
                *layer = rest;
            }
            for &(span, over) in *layer {
                if span.start() > at {
                    end = end.min(span.start());
                    break;
                }
                if span.contains(at) {
                    end = end.min(span.end());
                    style = patch(style, over);
                }
            }
        }
        let piece = Span::new(at, end);
        at = end;
        (!piece.is_empty()).then_some((piece, style))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Layer = Vec<(Span, char)>;

    fn laid(row: Span, layers: &[Layer; 2]) -> Vec<(Span, String)> {
        // `T` is `Copy`, so the styles are gathered as digits of a number.
        let styles = |all: u64, style: char| all * 1000 + u64::from(style);
        pieces(row, [&layers[0], &layers[1]], 0, styles)
            .map(|(piece, mut all)| {
                let mut names = String::new();
                while all > 0 {
                    names.insert(0, char::from((all % 1000) as u8));
                    all /= 1000;
                }
                (piece, names)
            })
            .collect()
    }

    #[test]
    fn styles_lie_over_each_other_in_order() {
        let layers = [vec![(Span::new(0, 8), 's'), (Span::new(4, 6), 'm')], vec![(Span::new(5, 20), 'c')]];
        let pieces: Vec<_> = laid(Span::new(2, 10), &layers)
            .into_iter()
            .map(|(p, names)| (p.start(), p.end(), names))
            .collect();
        let expected = [(2, 4, "s"), (4, 5, "sm"), (5, 6, "smc"), (6, 8, "sc"), (8, 10, "c")];
        assert_eq!(pieces, expected.map(|(start, end, names)| (start, end, names.to_owned())));
        assert!(laid(Span::new(3, 3), &layers).is_empty());
    }

    fn layer(name: char) -> impl Strategy<Value = Layer> {
        prop::collection::vec((0usize..30, 0usize..12), 0..3).prop_map(move |mut spans| {
            spans.sort_unstable();
            spans.into_iter().map(|(start, len)| (Span::new(start, start + len), name)).collect()
        })
    }

    proptest! {
        #[test]
        fn every_byte_has_the_styles_that_lie_on_it(a in layer('a'), b in layer('b'), at in 0usize..20) {
            let row = Span::new(at, at + 10);
            let layers = [a, b];
            let pieces = laid(row, &layers);
            let mut end = row.start();
            for (piece, names) in pieces {
                prop_assert_eq!(piece.start(), end);
                for byte in piece.range() {
                    let on = layers.iter().flatten().filter(|(span, _)| span.contains(byte));
                    prop_assert_eq!(&names, &on.map(|(_, name)| *name).collect::<String>());
                }
                end = piece.end();
            }
            prop_assert_eq!(end, row.end());
        }
    }
}
