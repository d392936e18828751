//! Review: what others have made is accepted or rejected with one key each, and what is said of it lies in the
//! reviewer's own sidecar.

use std::fs;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::desk::{Desk, records, sidecar_of};
use crate::others::tagged;
use crate::program::run;

fn rev(folder: &TempDir) -> Desk {
    Desk::of("rev", folder.path(), 120, 30)
}

fn of(folder: &TempDir, annotator: &str) -> Vec<Json> {
    records(&sidecar_of(folder.path(), "a.txt", annotator))
}

/// The verdicts of an annotator: of whom, what, with which comment.
pub fn verdicts(folder: &TempDir, annotator: &str) -> Vec<String> {
    let verdicts = of(folder, annotator).into_iter().filter(|record| record["label"] == "verdict");
    let words = |verdict: Json| {
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        let comment = text(&verdict["comment"]);
        let word = verdict["verdict"].as_str().unwrap_or("commented");
        format!("{} {word} {comment}", text(&verdict["of"]["annotator"])).trim().to_owned()
    };
    verdicts.map(words).collect()
}

/// The first cells of the rows of the table, as many as there are.
pub fn states(desk: &Desk) -> Vec<String> {
    let abreast::app::Screen::Table(table) = &desk.inline.app.screen else { return Vec::new() };
    table.rows().map(|row| row.cells[..4].join(" ")).collect()
}

fn marked(desk: &Desk) -> String {
    let abreast::app::Screen::Table(table) = &desk.inline.app.screen else { return String::new() };
    table.row().unwrap().cells[..4].join(" ")
}

#[test]
fn what_is_most_in_doubt_stands_first_with_its_article_around_it() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert_eq!(
        states(&desk),
        ["doubtful cy 1:2 none", "disputed bo 1:2 claim", "– bo 1:3 position"],
        "{}",
        desk.screen()
    );
    let screen = desk.screen();
    assert!(screen.contains("review  3  0 of 3 judged") && screen.contains("Fishers wait"), "{screen}");
    desk.press("s s s");
    assert_eq!(marked(&desk), "doubtful cy 1:2 none", "by place");
}

#[test]
fn one_key_judges_and_goes_to_the_next_and_the_verdict_lies_in_the_own_sidecar() {
    let folder = tagged();
    let before = fs::read(sidecar_of(folder.path(), "a.txt", "bo")).unwrap();
    let mut desk = rev(&folder);
    desk.press("Space v r");
    assert_eq!(marked(&desk), "disputed bo 1:2 claim", "{}", desk.screen());
    desk.press("a");
    assert_eq!(marked(&desk), "– bo 1:3 position");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected", "bo accepted"]);
    assert_eq!(
        states(&desk)[1..],
        ["accepted bo 1:2 claim", "rejected cy 1:2 none"],
        "what is judged goes last"
    );
    assert!(desk.screen().contains("2 of 3 judged"), "{}", desk.screen());
    let record = of(&folder, "rev").into_iter().next_back().unwrap();
    assert_eq!(record["of"]["id"], of(&folder, "bo")[0]["id"]);
    assert!(record["created"].is_string());
    assert_eq!(fs::read(sidecar_of(folder.path(), "a.txt", "bo")).unwrap(), before);
}

#[test]
fn a_verdict_is_undone_and_made_again_and_lasts() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v r a u");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected"]);
    assert_eq!(marked(&desk), "disputed bo 1:2 claim", "the row of what was undone");
    desk.press("C-r q q");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected", "bo accepted"]);
    let mut again = rev(&folder);
    again.press("Space v");
    assert!(again.screen().contains("2 of 3 judged"), "{}", again.screen());
}

#[test]
fn a_verdict_can_be_changed_and_said_twice_is_said_once() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v r G r");
    assert_eq!(desk.says(), "It is rejected already");
    desk.press("a");
    assert_eq!(verdicts(&folder, "rev"), ["cy accepted"]);
    assert!(of(&folder, "rev")[0]["modified"].is_string());
}

#[test]
fn accepted_after_a_change_the_original_stays_and_the_own_one_names_it() {
    let folder = tagged();
    let before = of(&folder, "bo");
    let mut desk = rev(&folder);
    desk.press("Space v j j e");
    assert!(desk.screen().contains("accepted with what is changed"), "{}", desk.screen());
    desk.press("+ Enter");
    assert_eq!(of(&folder, "bo"), before);
    let own = of(&folder, "rev")[0].clone();
    assert_eq!((own["label"].as_str(), own["stance"].as_str()), (Some("position"), Some("support")));
    assert_eq!(own["issue"], before[1]["issue"]);
    assert_eq!(own["from"], json!([{ "annotator": "bo", "id": before[1]["id"] }]));
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
    assert!(states(&desk).contains(&"accepted as changed bo 1:3 position".to_owned()), "{:?}", states(&desk));
    desk.press("u");
    assert_eq!(of(&folder, "rev"), Vec::<Json>::new(), "one step");
    desk.press("C-r Space v G e - Enter");
    let own: Vec<_> = of(&folder, "rev").into_iter().filter(|record| record["label"] == "position").collect();
    assert_eq!(own.len(), 1, "what was made of it is edited, not made again");
    assert_eq!(own[0]["stance"], "oppose");
    desk.press("r");
    assert_eq!(verdicts(&folder, "rev"), ["bo rejected"]);
    assert_eq!(of(&folder, "rev").len(), 1, "what was made of it goes");
    assert_eq!(desk.says(), "Rejected, and what you had made of it is removed; u brings both back");
}

#[test]
fn what_was_accepted_after_a_change_is_exported_as_changed() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v j j e + Enter");
    let path = folder.path().to_str().unwrap().to_owned();
    let exported = |args: &[&str]| {
        let home = TempDir::new().unwrap();
        run(home.path(), &[&["export", "--accepted-only", &path, "--format"], args].concat()).0
    };
    for args in [&["csv"][..], &["csv", "--annotator", "rev"]] {
        let csv = exported(args);
        assert!(csv.contains("support") && !csv.contains("oppose") && !csv.contains(",bo,"), "{csv}");
    }
    let report = exported(&["html", "--annotator", "rev"]);
    assert!(report.contains("Only what rev has made was asked for."), "{report}");
    let home = TempDir::new().unwrap();
    let (report, ..) = run(home.path(), &["export", "--format", "html", &path]);
    assert!(report.contains("accepted as changed by rev"), "{report}");
    desk.press("G a");
    assert_eq!(
        desk.says(),
        "Accepted as it is, and what you had made of it is removed; u brings both back",
        "{:?}",
        states(&desk)
    );
    let csv = exported(&["csv"]);
    assert!(csv.contains("oppose") && !csv.contains("support"), "{csv}");
}

/// A folder in which `rev` has both accepted and rejected one tag.
pub fn contradicted() -> TempDir {
    let folder = tagged();
    rev(&folder).press("Space v r");
    let path = sidecar_of(folder.path(), "a.txt", "rev");
    let json = fs::read_to_string(&path).unwrap();
    let record = json.lines().find(|line| line.contains(r#""rejected""#)).unwrap();
    let id = of(&folder, "rev")[0]["id"].as_str().unwrap().to_owned();
    let other = record.replace("rejected", "accepted").replace(&id, "zz");
    fs::write(&path, json.replace(record, &format!("{record},\n{other}"))).unwrap();
    folder
}

#[test]
fn two_verdicts_that_contradict_are_shown_and_the_next_one_holds_alone() {
    let folder = contradicted();
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected", "cy accepted"]);
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert_eq!(states(&desk)[0], "contradicted cy 1:2 none");
    desk.press("r");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected"]);
    assert!(states(&desk).contains(&"rejected cy 1:2 none".to_owned()), "{:?}", states(&desk));
    desk.press("u");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected", "cy accepted"], "one step");
}

#[test]
fn a_form_that_changes_nothing_accepts_it_as_it_is() {
    let folder = tagged();
    rev(&folder).press("Space v j j e Enter");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
    assert_eq!(of(&folder, "rev").len(), 1);
}

#[test]
fn a_comment_judges_nothing_and_keeps_a_verdict() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v m");
    assert!(desk.says().starts_with("comment:"), "{}", desk.says());
    desk.press("n o Space w a y Enter a");
    assert_eq!(verdicts(&folder, "rev"), ["cy commented no way", "bo accepted"]);
    assert_eq!(states(&desk)[0], "doubtful, commented cy 1:2 none", "it is as much in doubt as before");
    assert!(desk.screen().contains("1 of 3 judged"), "{}", desk.screen());
    desk.press("G m o k Enter");
    assert_eq!(verdicts(&folder, "rev"), ["cy commented no way", "bo accepted ok"]);
    assert!(desk.screen().contains("accepted “ok”"), "{}", desk.screen());
    desk.press("/ l a b e l : n o n e Enter r m C-u Enter");
    assert_eq!(verdicts(&folder, "rev"), ["cy rejected", "bo accepted ok"]);
}

#[test]
fn a_comment_is_answered_by_a_comment_and_the_answer_is_shown() {
    let folder = tagged();
    rev(&folder).press("Space v j m w h y ? Enter");
    let mut bo = Desk::of("bo", folder.path(), 120, 30);
    bo.press("j");
    assert!(!bo.screen().contains("why?"), "blind:\n{}", bo.screen());
    bo.press("Space o");
    assert!(bo.screen().contains("→ r rev  commented “why?”"), "{}", bo.screen());
    bo.press("Space v");
    assert!(states(&bo).contains(&"to answer rev 1:2 verdict".to_owned()), "{:?}", states(&bo));
    bo.press("/ v e r d i c t Enter m s o Enter");
    assert_eq!(verdicts(&folder, "bo"), ["rev commented so"]);
    assert_eq!(states(&bo), ["commented rev 1:2 verdict"], "it is answered");
    let mut desk = rev(&folder);
    desk.press("j Space o");
    assert!(desk.screen().contains("commented “why?”  → b bo  commented “so”"), "{}", desk.screen());
    desk.press("Space v");
    assert!(states(&desk).contains(&"to answer bo 1:2 verdict".to_owned()), "{:?}", states(&desk));
    desk.press("/ v e r d i c t Enter a Esc j Esc");
    assert_eq!(verdicts(&folder, "rev"), ["bo commented why?", "bo accepted"]);
    let mut bo = Desk::of("bo", folder.path(), 120, 30);
    bo.press("Space v");
    assert!(!states(&bo).iter().any(|row| row.starts_with("to answer")), "{:?}", states(&bo));
}

#[test]
fn a_verdict_is_of_what_was_judged_and_what_comes_of_it_is_judged_again() {
    let folder = tagged();
    rev(&folder).press("Space v a a a");
    let judged =
        of(&folder, "rev").into_iter().find(|verdict| verdict["judged"]["label"] == "claim").unwrap();
    let claim = of(&folder, "bo")[0].clone();
    assert_eq!(
        judged["judged"],
        json!({"label": "claim", "quote": claim["quote"], "claimant": "author", "certainty": "asserted"})
    );
    Desk::of("bo", folder.path(), 120, 30).press("j m s u r e Enter");
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert!(desk.screen().contains("3 of 3 judged"), "a note changes nothing:\n{}", desk.screen());
    Desk::of("bo", folder.path(), 120, 30).press("j Enter Tab 2 Enter");
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert_eq!(marked(&desk), "changed since bo 1:2 claim");
    assert!(desk.screen().contains("2 of 3 judged"), "{}", desk.screen());
    assert!(desk.screen().contains("accepted, changed since"), "{}", desk.screen());
    desk.press("a");
    assert!(desk.screen().contains("3 of 3 judged"), "{}", desk.screen());
    assert_eq!(verdicts(&folder, "rev").len(), 3, "the verdict is renewed");
    desk.press("u");
    assert_eq!(marked(&desk), "changed since bo 1:2 claim");
}

#[test]
fn what_is_saved_counts_verdicts_by_themselves() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert!(desk.screen().lines().next().unwrap().ends_with("saved 0"), "{}", desk.screen());
    desk.press("a");
    assert!(desk.screen().lines().next().unwrap().ends_with("saved 0 · 1 verdict"), "{}", desk.screen());
    desk.press("r q j j c");
    assert!(desk.screen().lines().next().unwrap().ends_with("saved 1 · 2 verdicts"), "{}", desk.screen());
}

#[test]
fn the_filter_finds_annotators_labels_states_articles_and_words() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v r");
    for (filter, rows) in [
        ("cy", 1),
        ("position", 1),
        ("unreviewed", 2),
        ("rejected", 1),
        ("disputed", 1),
        ("state:disputed annotator:bo", 1),
        ("annotator:c", 1),
        ("annotator:y", 0),
        ("text:Rain", 1),
        ("ain", 0),
        ("article:a", 3),
        ("a.txt", 3),
        ("b.txt", 0),
        ("rain fell", 1),
        ("toll", 1),
    ] {
        desk.press(":");
        desk.press(&format!("filter Space {} Enter", filter.replace(' ', " Space ")));
        assert_eq!(states(&desk).len(), rows, "{filter}:\n{}", desk.screen());
    }
}

#[test]
fn tags_whose_place_is_uncertain_are_judged_too() {
    let folder = tagged();
    let path = folder.path().join("a.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Rain fell all night.", "The rain fell all night long.")).unwrap();
    let mut desk = rev(&folder);
    desk.press("Space v");
    let uncertain: Vec<String> =
        states(&desk).into_iter().filter(|row| row.starts_with("uncertain")).collect();
    assert_eq!(uncertain.len(), 1, "{:?}", states(&desk));
    desk.press("/ u n c e r t Enter");
    let screen = desk.screen();
    for shown in ["oppose · toll", "uncertain position  stance oppose  issue toll", "“Rain fell all night.”"]
    {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
    desk.press("a");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
}

#[test]
fn what_has_lost_its_place_says_all_that_it_said() {
    let folder = tagged();
    let path = folder.path().join("a.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Rain fell all night.", "Xylophones quacked.")).unwrap();
    let mut desk = rev(&folder);
    desk.press("Space v / l o s t Enter");
    let screen = desk.screen();
    for shown in ["lost position  stance oppose  issue toll", "“Rain fell all night.”"] {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
}

#[test]
fn who_reviews_stands_at_the_top_of_a_narrow_screen() {
    let folder = tagged();
    for (who, shown) in
        [("rev", "rev  saved 0 · 2 verdicts"), ("wilhelmina-of-the-harbour", "wilhelmina-of-the-h…")]
    {
        let mut desk = Desk::of(who, folder.path(), 80, 24);
        desk.press("Space v a a");
        let top = desk.screen().lines().next().unwrap().to_owned();
        assert!(top.contains(shown) && top.contains("3 articles") && top.contains("2 verdicts"), "{top}");
    }
}

#[test]
fn while_others_are_read_it_says_so() {
    let folder = tagged();
    let mut desk = rev(&folder);
    let keys = ["Space", "v"].map(|key| abreast::app::Msg::Key(key.parse().unwrap()));
    let effects: Vec<_> = keys.into_iter().flat_map(|key| desk.inline.app.update(key)).collect();
    assert!(desk.screen().contains("The annotations of others are being read."), "{}", desk.screen());
    effects.into_iter().for_each(|effect| desk.inline.perform(effect));
    assert_eq!(states(&desk).len(), 3, "{}", desk.screen());
    let alone = crate::desk::folder(&[("a.txt", b"Rain fell.\n")]);
    let mut desk = rev(&alone);
    desk.press("Space v");
    assert!(desk.screen().contains("Nobody else has annotated these articles."), "{}", desk.screen());
}

#[test]
fn in_the_panes_the_keys_judge_what_is_shown_under_the_cursor() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("j a");
    assert_eq!(desk.says(), "Nothing is to be decided here; Space d shows what is");
    desk.press("Space o a");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
    assert!(desk.cursor().starts_with("Anna Weber"), "cy's is still to be judged");
    assert!(desk.screen().contains("▸c cy  none"), "{}", desk.screen());
    desk.press("r");
    assert_eq!(desk.cursor(), "Rain fell all night.");
    desk.press("Enter + Enter");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted", "cy rejected", "bo accepted"]);
    assert_eq!(of(&folder, "rev")[0]["stance"], "support");
    assert!(desk.says().starts_with("All is judged from here on"), "{}", desk.says());
    desk.press("g g u u");
    assert!(desk.cursor().starts_with("Anna Weber"), "undo goes there");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
}
