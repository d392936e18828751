//! The keys for the articles.

use ratatui::style::Modifier;

use super::*;

fn mention(reader: &Reader) -> String {
    reader.app().mention().map_or_else(String::new, |m| reader.app().name_of(reader.app().focus, m))
}

fn ended(reader: &Reader) -> String {
    reader.has_ended().to_string()
}

const CASES: &[Case] = &[
    case(&["j", "Down"], "j", cursor, "a.txt: Rain fell all night."),
    case(&["k", "Up"], "j j", cursor, "a.txt: Anna Weber opened the gates on Monday."),
    case(&["}"], "j", cursor, "a.txt: The mayor, Karl Brandt, praised the crews."),
    case(&["{"], "j j j j", cursor, "a.txt: The mayor, Karl Brandt, praised the crews."),
    case(&["g g", "Home"], "j j j", cursor, "a.txt: Harbour gates open again"),
    case(&["G", "End"], "j", cursor, "a.txt: Fishers wait for better prices."),
    case(&["C-d"], "", cursor, "a.txt: Fishers wait for better prices."),
    case(&["C-u"], "G", cursor, "a.txt: Harbour gates open again"),
    case(&["PageDown", "C-f"], "", cursor, "a.txt: Fishers wait for better prices."),
    case(&["PageUp", "C-b"], "G", cursor, "a.txt: Harbour gates open again"),
    case(&["w"], "j j", mention, "Karl Brandt"),
    case(&["b"], "G", mention, "Karl Brandt"),
    case(&["*"], "j", cursor, "b.txt: Anna Weber waits."),
    case(&["#"], "l j", cursor, "a.txt: The mayor, Karl Brandt, praised the crews."),
    case(&["Tab", "l", "Right"], "", cursor, "b.txt: Toll divides the town"),
    case(&["S-Tab", "h", "Left"], "l l", cursor, "b.txt: Toll divides the town"),
    case(&[">"], "", panes, "b.txt c.txt"),
    case(&["<"], ">", panes, "a.txt b.txt"),
    case(&["/"], "", prompt, "search"),
    case(&["n"], "/ t o l l Enter", cursor, "a.txt: The toll costs two crowns."),
    case(&["N"], "/ t o l l Enter n n", cursor, "a.txt: The toll costs two crowns."),
    case(&["C-o", "A-Left"], "j G", cursor, "a.txt: Anna Weber opened the gates on Monday."),
    case(&["C-i", "A-Right"], "j G C-o", cursor, "a.txt: Fishers wait for better prices."),
    case(&["c"], "j j", sidecars, "claim «Rain fell all night.» claimant=author certainty=asserted"),
    case(&["p"], "j j", prompt, "ask position"),
    case(&["x"], "j j", sidecars, "none «Rain fell all night.»"),
    case(&["X"], "l l", sidecars, "none «Boats return»\nnone «The boats came back.»"),
    case(&["."], "l l x", sidecars, "none «Boats return»\nnone «The boats came back.»"),
    case(&[";"], "j j c", says, "claimant of 1:3: Anna Weber  (1 of 2)"),
    case(&["d"], "x k", sidecars, ""),
    case(&["Enter"], "c k", prompt, "form claim"),
    case(&["m"], "x k", prompt, "note"),
    case(&["!"], "x k", sidecars, "none «Harbour gates open again» doubt"),
    case(&["e"], "j", prompt, "correct"),
    case(&["a", "r"], "", says, "Nothing is to be decided here; Space d shows what is"),
    case(&["]", "["], "", says, "Where annotators differ, all is decided"),
    case(&["A"], "", says, "There is nothing left on which all agree"),
    case(&["u"], "x", sidecars, ""),
    case(&["C-r"], "x u", sidecars, "none «Harbour gates open again»"),
    case(&["y"], "j j", copied, "Rain fell all night."),
    case(&["v"], "j j", Reader::chosen, "Rain fell all night."),
    case(&["Esc"], "/ t o l l Enter", hits, "0"),
    case(&["Space a"], "", heading, "articles  3"),
    case(&["Space e"], "", heading, "entities  5"),
    case(&["Space n"], "", heading, "annotations  0"),
    case(&["Space o"], "", says, "Nobody else has annotated these articles"),
    case(&["Space v"], "", heading, "review  0  0 of 0 judged"),
    case(&["Space g"], "", is_agreement, "true"),
    case(&["Space d"], "", heading, "decisions  0"),
    case(&["Space f"], "", heading, "faults  0"),
    // Reading goes on; only what was said before is gone.
    case(&["Space r"], "Z", is_quiet, "true"),
    case(&["Space Space", "Space p"], "", prompt, "palette"),
    case(&["Space ?", "?", "F1"], "", is_help, "true"),
    case(&["Space w"], "", says, "Everything is saved"),
    case(&[":"], "", prompt, "command line"),
    case(&["C-l"], "", asked, "redraw"),
    case(&["C-z"], "", asked, "suspend"),
    case(&["q", "C-c"], "", ended, "true"),
];

/// How many characters of the text are marked.
fn hits(reader: &Reader) -> String {
    let frame = reader.drawn();
    let text = reader.app().geometry().panes.into_iter().flat_map(|pane| pane.text.positions());
    text.filter(|at| frame[*at].modifier.contains(Modifier::REVERSED)).count().to_string()
}

fn is_quiet(reader: &Reader) -> String {
    reader.app().notice.is_none().to_string()
}

fn is_help(reader: &Reader) -> String {
    heading(reader).starts_with("help").to_string()
}

#[test]
fn every_key_does_what_it_says() {
    each_does_what_it_says(Mode::Reading, CASES);
}

#[test]
fn every_key_has_a_case() {
    all_have_a_case(Mode::Reading, CASES);
}
