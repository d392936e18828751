//! Anchors through edits of their text. Random ones of whole articles are in `tests/anchors.rs`.

use proptest::prelude::*;

use super::fold::Folded;
use super::*;

const OLD: &str = "It rained all day in the north, as it had all week. Yes. It was cold in the harbour, and \
    nobody sailed. Yes. The mayor said: \"Nobody came to the caf\u{e9} - not one.\" Then she went home.\n\
    A boat was seen on Tuesday, far out.\n";

/// The anchor of the n-th `words` in a text.
fn anchor(text: &str, words: &str, n: usize) -> Anchor {
    let (at, _) = text.match_indices(words).nth(n).unwrap();
    let start = text[..at].chars().count();
    let before: Vec<char> = text[..at].chars().rev().take(24).collect();
    Anchor {
        range: (start, start + words.chars().count()),
        quote: Some(words.to_owned()),
        prefix: before.into_iter().rev().collect(),
        suffix: text[at + words.len()..].chars().take(24).collect(),
    }
}

/// What becomes of the n-th `words` of the old text: the words, and how they were found.
fn becomes<'t>(words: &str, n: usize, new: &'t str) -> (&'static str, &'t str) {
    let found = find(&[anchor(OLD, words, n)], &CodePoints::new(new), new == OLD);
    match found[0] {
        Found::Exact(place) => ("exact", place.span.of(new)),
        Found::Moved(place) => ("moved", place.span.of(new)),
        Found::Uncertain { span, .. } => ("uncertain", span.of(new)),
        Found::Lost => ("lost", ""),
    }
}

#[test]
fn a_span_follows_its_words() {
    assert_eq!(becomes("Yes.", 1, OLD), ("exact", "Yes."));
    let typo = OLD.replacen("rained", "raind", 1);
    assert_eq!(becomes("Yes.", 1, &typo), ("moved", "Yes."));
    assert_eq!(becomes("It was cold in the harbour, and nobody sailed.", 0, &typo).0, "moved");
    let more = format!("The weather of the week\n\n{OLD}");
    assert_eq!(becomes("A boat was seen on Tuesday, far out.", 0, &more).0, "moved");
    let after = format!("{OLD}The end.\n");
    assert_eq!(becomes("It was cold in the harbour, and nobody sailed.", 0, &after).0, "exact");
}

#[test]
fn quotes_dashes_spaces_and_composition_make_no_difference() {
    let words = "The mayor said: \"Nobody came to the caf\u{e9} - not one.\"";
    let changes = [
        ("\"Nobody", "“Nobody"),
        ("one.\"", "one.”"),
        (" - ", " –\u{a0}"),
        ("\u{e9}", "e\u{301}"),
        ("came to", "came\r\n  to"),
    ];
    let mut new = OLD.to_owned();
    for (old, with) in changes {
        new = new.replacen(old, with, 1);
        let (how, now) = becomes(words, 0, &new);
        assert!(how != "uncertain" && how != "lost", "{with:?} {how}");
        assert!(now.starts_with("The mayor") && now.ends_with(['"', '”']), "{now}");
    }
}

#[test]
fn changed_words_are_shown_for_a_decision() {
    let new = OLD.replace("cold in the harbour", "very cold in the harbor");
    let (how, words) = becomes("It was cold in the harbour, and nobody sailed.", 0, &new);
    assert_eq!((how, words), ("uncertain", "It was very cold in the harbor, and nobody sailed."));
    let new = OLD.replace(" in the harbour, and nobody sailed", "");
    let (how, words) = becomes("It was cold in the harbour, and nobody sailed.", 0, &new);
    assert!(how == "uncertain" && words.starts_with("It was cold."), "{how} {words}");
}

#[test]
fn what_is_cut_does_not_jump_to_the_same_words_elsewhere() {
    let new = OLD.replacen(" Yes.", "", 1);
    assert_ne!(becomes("Yes.", 0, &new).0, "moved");
    assert_ne!(becomes("Yes.", 0, &new).0, "exact");
    let cut = OLD.replacen("It was cold in the harbour, and nobody sailed. ", "", 1);
    assert_eq!(becomes("It was cold in the harbour, and nobody sailed.", 0, &cut).0, "lost");
    let quoted = format!("{cut}He wrote: It was cold in the harbour, and nobody sailed. That was all.\n");
    assert_eq!(becomes("It was cold in the harbour, and nobody sailed.", 0, &quoted).0, "uncertain");
}

#[test]
fn words_that_stand_twice_with_their_surroundings_are_put_in_neither_place() {
    let new = format!("{OLD}{OLD}");
    assert_eq!(becomes("It was cold in the harbour, and nobody sailed.", 0, &new).0, "uncertain");
}

#[test]
fn an_end_within_a_character_or_a_word_is_none() {
    let new = OLD.replace("went home", "went homeward");
    assert_eq!(becomes("Then she went home", 0, &new).0, "uncertain");
    let new = OLD.replace("far out", "far ou\u{308}t").replace("A boat", "A\u{30a} boat");
    assert_eq!(becomes("A boat was seen on Tuesday", 0, &new).0, "uncertain");
}

#[test]
fn ten_thousand_anchors_in_a_text_that_says_the_same_again_and_again_are_looked_for_once() {
    let new = "Nobody came. Nobody went. ".repeat(20_000);
    let anchors: Vec<_> = (0..10_000)
        .map(|n| Anchor { range: (n * 26, n * 26 + 12), ..anchor(&new[..600], "Nobody came.", 10) })
        .collect();
    let found = find(&anchors, &CodePoints::new(format!("x{new}")), false);
    assert!(found.iter().all(|found| matches!(found, Found::Uncertain { .. } | Found::Lost)));
}

/// Texts of words that repeat, and of what folding changes.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => prop::sample::select(&["It rained. ", "Yes. ", "nobody ", "came to the café ", "in the harbour, ", "\n"][..]).prop_map(str::to_owned),
        2 => prop::sample::select(&["“", "\"", "’", "'", "—", "--", "-", "\u{a0}", "  ", "\r\n", "e\u{301}", "é", "ﬁ", "…", "\u{ad}", "\u{200b}", "🇩🇪", "👩\u{200d}👧", "한", "\u{1112}\u{1161}"][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn what_is_put_somewhere_has_its_words_there(old in text(), new in text(), cut in any::<(prop::sample::Index, prop::sample::Index)>(), same in any::<bool>()) {
        let points: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
        let (a, b) = (cut.0.index(points.len()), cut.1.index(points.len()));
        let (start, end) = (a.min(b), a.max(b));
        let of = |from: usize, to: usize| old[points[from]..points[to]].to_owned();
        let anchor = Anchor {
            range: (start, end),
            quote: Some(of(start, end)),
            prefix: of(start.saturating_sub(24), start),
            suffix: of(end, (end + 24).min(points.len() - 1)),
        };
        let around = format!("{new}{old}{new}");
        for text in [&new, &around, &old] {
            match find(std::slice::from_ref(&anchor), &CodePoints::new(&**text), same)[0] {
                Found::Exact(place) | Found::Moved(place) => {
                    let words = text.get(place.span.range()).unwrap();
                    let folded = |words: &str| Folded::new(words).bytes().to_owned();
                    prop_assert_eq!(folded(words), folded(anchor.quote.as_deref().unwrap()));
                    prop_assert!(text.get(place.compared.range()).is_some());
                }
                Found::Uncertain { span, score } => {
                    prop_assert!(text.get(span.range()).is_some());
                    prop_assert!((0.0..=1.0).contains(&score), "{}", score);
                }
                Found::Lost => {}
            }
        }
        let exact = matches!(find(&[anchor], &CodePoints::new(&*old), true)[0], Found::Exact(place) if place.span == Span::new(points[start], points[end]));
        prop_assert!(exact);
    }

    #[test]
    fn folding_leads_back_to_where_it_came_from(text in text()) {
        let folded = Folded::new(&text);
        let len = folded.bytes().len();
        prop_assert_eq!(folded.start(len), text.len());
        let mut last = 0;
        for at in 0..=len {
            let (start, end) = (folded.start(at), folded.end(at));
            prop_assert!(last <= start && start <= text.len() && end <= text.len());
            last = start;
        }
    }
}
