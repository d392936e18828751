//! The keys for growing and shrinking a span.

use super::*;

fn chosen(reader: &Reader) -> String {
    reader.chosen()
}

const CASES: &[Case] = &[
    case(&["w", "l", "Right"], "j j v", chosen, "Rain fell all night.\n\nThe"),
    case(&["b", "h", "Left"], "j j v b", chosen, "Rain fell all"),
    case(&["j", "Down"], "j v", chosen, "Anna Weber opened the gates on Monday. Rain fell all night."),
    case(&["k", "Up"], "j v j", chosen, "Anna Weber opened the gates on Monday."),
    case(&["o"], "j j v", then_shorter, "fell all night."),
    case(&["c"], "j j v b b b", sidecars, "claim «Rain fell» claimant=author certainty=asserted"),
    case(&["p"], "j j v", prompt, "ask position"),
    case(&["x"], "j j v b", sidecars, "none «Rain fell all night»"),
    case(&["."], "x j v b", sidecars, "none «Harbour gates open again»\nnone «Rain fell all night»"),
    case(&["e"], "j v", prompt, "correct"),
    case(&["y"], "j j v b b", copied, "Rain fell all"),
    case(
        &["Enter"],
        "j j c k v b",
        sidecars,
        "claim «Rain fell all night» claimant=author certainty=asserted",
    ),
    case(&["Esc", "v", "q", "C-c"], "j j v b", chosen, "nothing"),
    case(&[":"], "v", prompt, "command line"),
    case(&["?", "F1"], "v", is_help, "true"),
    case(&["C-l"], "v", asked, "redraw"),
    case(&["C-z"], "v", asked, "suspend"),
];

fn is_help(reader: &Reader) -> String {
    heading(reader).starts_with("help").to_string()
}

/// What the span would be if it were a word shorter at the end that moves.
fn then_shorter(reader: &Reader) -> String {
    let mut selection = reader.app().selection.clone().unwrap();
    let open = reader.app().focused().unwrap();
    let words = selection.span.of(&open.article.text);
    let (start, end) = (selection.span.start(), selection.span.end());
    selection.span = if selection.moves_start {
        (start + words.find(' ').unwrap() + 1..end).into()
    } else {
        (start..start + words.rfind(' ').unwrap()).into()
    };
    selection.span.of(&open.article.text).to_owned()
}

#[test]
fn every_key_does_what_it_says() {
    each_does_what_it_says(Mode::Span, CASES);
}

#[test]
fn every_key_has_a_case() {
    all_have_a_case(Mode::Span, CASES);
}
