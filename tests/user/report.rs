//! A report to hand over: one page, with everything that was tagged and nothing that runs.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::agreement::printed;
use crate::desk::{Desk, folder, samples};
use crate::harness::TOLL;

fn report(corpus: &Path) -> String {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.args(["export", "--format", "html"]).arg(corpus).env("HOME", home.path());
    let output = command.env_remove("XDG_CONFIG_HOME").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page without what a browser does not show, and with one blank for many.
fn words(page: &str) -> String {
    let body = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let text: String =
        body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sentence_and_every_tag_is_on_the_page_which_needs_nothing_else() {
    let page = report(&samples());
    let shown = words(&page);
    for entry in fs::read_dir(samples()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap().replace('&', "&amp;").replace('"', "&quot;");
        let missing = text.split_whitespace().find(|word| !shown.contains(word));
        assert_eq!(missing, None, "{}", path.display());
    }
    let tags: usize = fs::read_dir(samples())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| fs::read_to_string(path).unwrap().matches("\n{\"id\":").count())
        .sum();
    assert_eq!(page.matches("class=\"tag\"").count(), tags);
    assert_eq!(page.matches("<fieldset>").count(), 2);
    for other in ["src=", "@import", "url(", "http:", "https:"] {
        assert!(!page.contains(other), "{other}");
    }
    // What leads to a place leads to one that is there.
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    let home = TempDir::new().unwrap();
    let figures = printed(home.path(), &["agreement", samples().to_str().unwrap()]);
    let all = figures.lines().find(|line| line.starts_with("(all)")).unwrap();
    // As the command prints them: kappa and alpha, each with its interval.
    let (_, tail) = all.split_once('%').unwrap().1.split_once(']').unwrap();
    let (kappa, alpha) = tail.trim().split_once("]").unwrap();
    for figure in [format!("{kappa}]"), alpha.trim().to_owned()] {
        assert!(figure.contains(" [") && shown.contains(&figure), "{figure}:\n{all}");
    }
    let mut cohen = figures.lines().skip_while(|line| !line.contains("Cohen's kappa")).skip(1);
    for line in cohen.by_ref().take_while(|line| !line.is_empty()) {
        let kappa = line.split_once("]").unwrap().1.trim();
        let cells: Vec<&str> = line.split_whitespace().collect();
        let pair = format!("{}ada and bo{}", cells[0].trim_matches(['(', ')']), cells[3]);
        assert!(shown.contains(&pair) && shown.contains(kappa), "{line}");
    }
    // What goes further is folded, with the figures that the command prints.
    assert_eq!(page.matches("<details>").count(), 3);
    let (_, rest) = figures.split_once("ada \\ bo").unwrap();
    for line in rest.lines().skip(1).take_while(|line| !line.is_empty()) {
        let cells: String = line.split_whitespace().collect();
        assert!(shown.contains(&cells), "{line}");
    }
    let (_, attributes) = figures.split_once("\nattribute ").unwrap();
    for line in attributes.lines().skip(1).take_while(|line| !line.is_empty()) {
        let (_, alpha) = line.trim_end().rsplit_once("  ").unwrap();
        assert!(alpha.contains('[') && shown.contains(alpha), "{line}");
    }
}

#[test]
fn words_of_an_article_are_no_part_of_the_page() {
    let hostile = "He said <script>alert(1)</script> & left.\n<!-- \"Nobody\" saw it. -->\n";
    let folder = folder(&[("a.txt", hostile.as_bytes())]);
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("c g g m < / s p a n > Enter");
    let page = report(folder.path());
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; left."), "{page}");
    assert!(page.contains("note: &lt;/span&gt;") && !page.contains("<!-- "), "{page}");
}

#[test]
fn articles_without_tags_make_a_page_as_well() {
    let page = report(folder(&[("a.txt", b"Nothing is tagged here.\n"), ("b.txt", b"\n")]).path());
    for words in ["2 articles, 0 tags", "There is no position", "No two annotators"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<fieldset>"), "{page}");
}

/// The table of positions: the stances of each row, with who says so.
fn positions(page: &str) -> String {
    let section = page.split_once("id=\"positions\"").unwrap().1.split_once("</section>").unwrap().0;
    let cells = section.split("<td>").skip(1).map(|cell| cell.split("</td>").next().unwrap());
    let text = |cell: &str| {
        cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
    };
    cells.map(text).collect::<Vec<String>>().join(" | ")
}

#[test]
fn the_table_of_positions_says_whose_they_are_and_counts_what_was_judged_once() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    for (who, keys) in [
        ("bo", "p+ toll Tab Z o e Enter p+ toll Tab Z o e Enter p- toll Tab Z o e Enter"),
        ("cy", "p+ toll Tab Z o e Enter p- toll Tab Z o e Enter"),
    ] {
        Desk::of(who, folder.path(), 100, 24).press(keys);
    }
    assert_eq!(positions(&report(folder.path())), "oppose 1 cy 1 bosupport 1 bo, cy 1 bo");
    let mut rev = Desk::of("rev", folder.path(), 120, 30);
    rev.press("A ] 2 Space v / p l a c e : 1 : 3 Enter r m n o Space p r o o f Enter");
    let page = report(folder.path());
    assert_eq!(positions(&page), "oppose 1 rev of cy ✓support 1 rev of bo and cy ✓");
    assert!(words(&page).contains("by bo · rejected by rev: “no proof”"), "{}", words(&page));
    // What the filter offers is what tags have, and every tag has a verdict, or that nobody has judged it.
    let boxes = page.split("name=\"verdict\" value=\"").skip(1).map(|part| part.split('"').next().unwrap());
    let boxes: Vec<&str> = boxes.collect();
    assert_eq!(boxes, ["accepted", "rejected"]);
    let with = |word: &str| page.matches(&format!("data-verdict=\"{word}\"")).count();
    assert_eq!(with("accepted") + with("rejected"), page.matches("class=\"tag\"").count());
    assert_eq!(with("rejected"), words(&page).matches("· rejected by rev").count());
    Desk::of("bo", folder.path(), 120, 30).press("j j Enter + Enter");
    assert!(words(&report(folder.path())).contains("rejected by rev, and changed since: “no proof”"));
}

#[test]
fn the_words_of_an_article_are_of_no_language_that_nobody_has_said() {
    let page = report(&samples());
    assert_eq!(page.matches("<article lang=\"\"").count(), 5);
    assert_eq!(page.matches("lang=\"en\" class=\"tag\"").count(), page.matches("class=\"tag\"").count());
}
