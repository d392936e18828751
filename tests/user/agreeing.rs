//! The view of agreement: the figures that the command prints, from each of which Enter leads to its sentences.

use std::fs;

use abreast::app::Screen;
use serde_json::Value as Json;

use crate::agreement::printed;
use crate::desk::{Desk, copied, folder, samples, sidecar_of};
use crate::others::tagged;

fn rows(desk: &Desk) -> Vec<Vec<String>> {
    let Screen::Table(table) = &desk.inline.app.screen else { return Vec::new() };
    table.rows().map(|row| row.cells.clone()).collect()
}

/// What stands in the marked row.
fn marked(desk: &Desk) -> Vec<String> {
    let Screen::Table(table) = &desk.inline.app.screen else { return Vec::new() };
    table.row().map(|row| row.cells.clone()).unwrap_or_default()
}

/// What the sentences say on which annotators differ.
fn sentences(desk: &mut Desk) -> Vec<String> {
    desk.press("g g Enter");
    rows(desk).iter().map(|row| row[3].clone()).collect()
}

fn samples_report() -> Json {
    let home = tempfile::tempdir().unwrap();
    serde_json::from_str(&printed(home.path(), &["agreement", "--json", samples().to_str().unwrap()]))
        .unwrap()
}

fn rounded(figure: &Json) -> String {
    figure["value"].as_f64().map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}

/// Marks the row of a figure by its name and who it is of.
fn to_figure(desk: &mut Desk, of: &str, by: &str) {
    desk.press("g g");
    let row = rows(desk).iter().position(|row| (&*row[0], &*row[1]) == (of, by));
    let row = row.unwrap_or_else(|| panic!("{of} {by}: {:?}", rows(desk)));
    desk.press(&"j ".repeat(row));
}

#[test]
fn it_shows_the_figures_that_the_command_prints() {
    let mut desk = Desk::of("rev", &samples(), 120, 30);
    desk.press("Space g");
    let report = samples_report();
    let all = rows(&desk);
    let cells = |of: &str, by: &str| -> Vec<&str> {
        let row = all.iter().find(|row| (&*row[0], &*row[1]) == (of, by));
        row.unwrap_or_else(|| panic!("{of} {by}: {all:?}")).iter().map(String::as_str).collect()
    };
    let list = |name: &str| report[name].as_array().unwrap().clone();
    let labels = list("labels")
        .into_iter()
        .map(|of| (of["label"].as_str().unwrap_or("(all labels)").to_owned(), of["figures"].clone()));
    let attributes = list("attributes").into_iter().map(|of| {
        let word = |name: &str| of[name].as_str().unwrap().to_owned();
        (format!("{} {}", word("label"), word("attribute")), of["figures"].clone())
    });
    let mut compared = 0;
    for (name, figures) in labels.chain(attributes) {
        let (row, pair) = (cells(&name, "all"), &figures["pairs"][0]);
        assert_eq!(row[2], figures["items"].to_string());
        assert_eq!(row[3], format!("{:.0}%", 100.0 * figures["observed"]["value"].as_f64().unwrap()));
        assert_eq!(row[5], rounded(&figures["fleiss_kappa"]));
        assert_eq!(row[7], format!("alpha {}", rounded(&figures["krippendorff_alpha"])));
        let interval = &figures["krippendorff_alpha"]["interval"];
        let ends = [0, 1].map(|end| format!("{:.2}", interval[end].as_f64().unwrap()));
        assert_eq!(row[8], ends.join(" "));
        let row = cells(&name, "ada bo");
        assert_eq!(row[7], format!("kappa {}", rounded(&pair["cohen_kappa"])));
        compared += 1;
    }
    for of in list("spans") {
        let (label, pair) = (of["label"].as_str().unwrap_or("all"), &of["pairs"][0]);
        for (way, scores) in [("spans", &pair["exact"]), ("overlap", &pair["overlapping"])] {
            let row = cells(&format!("{label} {way}"), "ada bo");
            let figures = [3, 5, 7].map(|cell| row[cell].to_owned());
            let wanted = [("P", "precision"), ("R", "recall"), ("F1", "f1")];
            assert_eq!(figures, wanted.map(|(letter, name)| format!("{letter} {}", rounded(&scores[name]))));
            compared += 1;
        }
    }
    let confusion = &report["confusions"][0];
    let categories = confusion["categories"].as_array().unwrap();
    for (one, counts) in categories.iter().zip(confusion["counts"].as_array().unwrap()) {
        for (other, count) in categories.iter().zip(counts.as_array().unwrap()) {
            let [one, other] = [one, other].map(|category| category.as_str().unwrap());
            let name = format!("{one} {} {other}", if one == other { "=" } else { "≠" });
            match count.as_u64().unwrap() {
                0 => assert!(all.iter().all(|row| row[0] != name)),
                count => assert_eq!(cells(&name, "ada bo")[2], count.to_string()),
            }
            compared += 1;
        }
    }
    assert!(compared > 20);
    assert!(desk.screen().contains("Krippendorff's alpha"), "{}", desk.screen());
}

#[test]
fn from_a_figure_enter_leads_to_its_sentences_and_from_there_to_the_article_and_back() {
    let mut desk = Desk::of("rev", &samples(), 120, 30);
    desk.press("Space g Enter");
    let report = samples_report();
    let costs = report["costs"].as_array().unwrap();
    assert_eq!(rows(&desk).len(), costs.len());
    assert_eq!(rows(&desk)[0][4], costs[0]["words"].as_str().unwrap());
    let alpha = costs[0]["alpha"].as_f64().unwrap();
    assert_eq!(rows(&desk)[0][0], format!("{alpha:.4}"));
    desk.press("Esc");
    for (of, by, differs) in [
        ("position stance", "all", "stance"),
        ("position stance", "ada bo", "stance"),
        ("position issue", "all", "issue"),
        ("(all labels)", "all", "label"),
    ] {
        to_figure(&mut desk, of, by);
        desk.press("Enter");
        let mut wanted: Vec<&Json> = costs
            .iter()
            .filter(|cost| cost["differing"].as_array().unwrap().iter().any(|name| name == differs))
            .collect();
        if differs != "label" {
            // What it costs is known of labels alone.
            wanted.sort_by_key(|cost| (cost["path"].as_str(), cost["number"].as_u64()));
            assert!(rows(&desk).iter().all(|row| row[0].is_empty()), "{}", desk.screen());
            assert!(desk.screen().contains(", by place"), "{}", desk.screen());
        }
        let wanted: Vec<&str> = wanted.iter().map(|cost| cost["words"].as_str().unwrap()).collect();
        let shown = rows(&desk);
        assert!(!wanted.is_empty(), "{of}");
        assert_eq!(shown.iter().map(|row| &*row[4]).collect::<Vec<_>>(), wanted, "{of}");
        assert!(shown.iter().all(|row| row[3].contains("ada ") && row[3].contains(" · bo ")), "{shown:?}");
        desk.press("Esc");
        assert_eq!(marked(&desk)[..2], [of, by].map(str::to_owned));
    }
    let cell = rows(&desk).into_iter().find(|row| row[0].contains('≠')).unwrap();
    to_figure(&mut desk, &cell[0], &cell[1]);
    desk.press("Enter j");
    assert_eq!(rows(&desk).len().to_string(), cell[2]);
    let row = marked(&desk);
    desk.press("Enter");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&desk.cursor()), row[4]);
    desk.press("Space g");
    assert_eq!(marked(&desk), row, "the view stands where it was left");
    desk.press("Esc");
    assert_eq!(marked(&desk)[0], cell[0]);
    desk.press("Esc");
    assert!(matches!(desk.inline.app.screen, Screen::Reading));
}

#[test]
fn sentences_are_there_in_which_only_attributes_or_only_spans_differ() {
    let folder = copied();
    for (who, keys) in [("bo", "j c j p- toll Enter"), ("cy", "j v h Enter c j p+ toll Enter")] {
        let mut desk = Desk::of(who, folder.path(), 120, 30);
        desk.press(keys);
    }
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g Enter");
    let shown = rows(&desk);
    let differs: Vec<[&str; 2]> = shown.iter().map(|row| [&*row[0], &*row[2]]).collect();
    assert_eq!(differs, [["", "span"], ["", "stance"]], "{}", desk.screen());
    assert!(shown[1][3].contains("stance bo oppose · cy support"), "{shown:?}");
}

#[test]
fn what_is_changed_while_the_view_is_open_is_counted_at_once() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("j x Space g");
    let items = |desk: &Desk| rows(desk)[1][2].clone();
    let before = rows(&desk);
    desk.press("u");
    assert_ne!(rows(&desk), before, "an own tag is undone");
    desk.press("C-r");
    assert_eq!(rows(&desk), before);
    let sentences = items(&desk);
    let mut cy = Desk::of("cy", folder.path(), 100, 24);
    cy.press("j j c");
    drop(cy);
    let path = sidecar_of(folder.path(), "a.txt", "cy");
    assert!(fs::read_to_string(&path).unwrap().contains("claim"));
    desk.inline.update(abreast::app::Msg::Touched(vec![path]));
    assert_ne!(items(&desk), sentences, "what cy has made in the meantime counts: {}", desk.screen());
}

#[test]
fn what_a_reviewer_takes_over_is_no_further_opinion() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g");
    let before = sentences(&mut desk);
    assert_eq!(before, ["bo claim · cy none"], "{}", desk.screen());
    desk.press("q q ] 1 Space g");
    assert_eq!(sentences(&mut desk), before);
    desk.press("q q g g j x Space g");
    assert_eq!(sentences(&mut desk), before, "a tag of the own is not put where there is one");
    desk.press("q q u d x Space g");
    assert_eq!(sentences(&mut desk), ["bo claim · cy rev none"]);
}

#[test]
fn a_sidecar_that_cannot_be_read_is_said_to_be_left_out() {
    let folder = tagged();
    fs::write(sidecar_of(folder.path(), "a.txt", "dan"), "{").unwrap();
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g");
    assert_eq!(desk.says(), "a.txt.dan.abreast.json cannot be read and is left out; Space f says why");
    assert_eq!(sentences(&mut desk).len(), 1, "{}", desk.screen());
}

#[test]
fn in_what_two_differ_is_shown_with_what_they_say() {
    let folder = copied();
    for (who, keys) in [("bo", "j c"), ("cy", "j v h Enter c"), ("di", "j x")] {
        Desk::of(who, folder.path(), 120, 30).press(keys);
    }
    let mut desk = Desk::of("rev", folder.path(), 200, 30);
    desk.press("Space g");
    to_figure(&mut desk, "claim spans", "bo cy");
    desk.press("Enter");
    let shown = rows(&desk);
    assert_eq!(shown.len(), 1, "{}", desk.screen());
    assert_eq!(shown[0][2], "span", "and not what di says");
    assert!(shown[0][3].contains("span bo “") && shown[0][3].contains("” · cy “"), "{shown:?}");
    assert!(!shown[0][3].contains("di "), "{shown:?}");
}

#[test]
fn kappa_of_what_all_have_read_says_of_how_many_that_is() {
    let folder = copied();
    for (who, keys) in [("bo", "j c x c x"), ("cy", "j c x x x"), ("di", "j c x")] {
        Desk::of(who, folder.path(), 120, 30).press(keys);
    }
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g");
    let row = rows(&desk).into_iter().find(|row| row[0] == "(all labels)").unwrap();
    assert_eq!((&*row[2], &*row[5]), ("4", "1.00 of 2"), "{}", desk.screen());
    let home = tempfile::tempdir().unwrap();
    let printed = printed(home.path(), &["agreement", folder.path().to_str().unwrap()]);
    let all = printed.lines().find(|line| line.starts_with("(all)")).unwrap();
    assert!(all.contains("] of 2  "), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
}

#[test]
fn where_names_are_long_letters_tell_annotators_apart() {
    let folder = copied();
    let names = ["maria-gonzalez", "maria-hernandez", "maria-lopez-ruiz"];
    for (who, keys) in names.into_iter().zip(["j c", "j c", "j x"]) {
        Desk::of(who, folder.path(), 120, 30).press(keys);
    }
    let mut desk = Desk::of(names[2], folder.path(), 80, 24);
    desk.press("Space g");
    let all = rows(&desk);
    let letter = |name: &str| all.iter().find(|row| row[0] == name).unwrap()[1].clone();
    let [one, other] = [letter(names[0]), letter(names[1])];
    assert!(one != other && letter(names[2]) == "you", "{}", desk.screen());
    let pairs: Vec<&str> =
        all.iter().filter(|row| row[0] == "claim" && row[1] != "all").map(|row| &*row[1]).collect();
    assert_eq!(pairs, [format!("{one} {other}"), format!("{one} you"), format!("{other} you")]);
    assert!(desk.screen().contains("maria-hernandez"), "{}", desk.screen());
    desk.press("/ h e r n a n d e z Enter");
    assert!(rows(&desk).iter().any(|row| row[1] == format!("{one} {other}")), "{}", desk.screen());
}

#[test]
fn where_five_differ_what_differs_stands_before_the_words_of_spans() {
    let text = "The council met.\n\nBrandt and all the others on the council of the old harbour oppose the toll now.\n";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    for (who, keys) in
        [("ann", "c"), ("bob", "v h Enter c"), ("cid", "c"), ("dot", "v h h Enter c"), ("eve", "c")]
    {
        Desk::of(who, folder.path(), 100, 24).press(&format!("g g j {keys}"));
    }
    for (who, value) in [("ann", "denied"), ("bob", "hedged")] {
        let path = sidecar_of(folder.path(), "a.txt", who);
        let json = fs::read_to_string(&path).unwrap();
        fs::write(&path, json.replace("\"asserted\"", &format!("\"{value}\""))).unwrap();
    }
    let mut desk = Desk::of("rev", folder.path(), 80, 24);
    desk.press("]");
    let screen = desk.screen();
    for said in ["ann  denied · ", "bob  hedged · ", "cid  asserted · "] {
        assert!(screen.contains(said), "{said}:\n{screen}");
    }
}
