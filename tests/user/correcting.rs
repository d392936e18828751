//! Names that the program sees wrong: retyped, cut, removed, added, called otherwise.

use std::fs;

use abreast::app::ANALYSED_WHOLE;

use crate::harness::{Reader, TOLL};

/// The names of the cursor's sentence, each with its type and the entity.
pub fn names(reader: &Reader) -> Vec<String> {
    let app = reader.app();
    let open = app.focused().unwrap();
    let mentions = open.analysis.mentions_in(open.sentence().unwrap().span);
    let name = |mention: abreast::model::Mention| {
        let words = mention.span.of(&open.article.text);
        match app.name_of(app.focus, mention) {
            name if name == words || mention.kind.name() == "DATE" => {
                format!("{} {words}", mention.kind.name())
            }
            name => format!("{} {words} ({name})", mention.kind.name()),
        }
    };
    mentions.map(name).collect()
}

/// The rows of the entities view with these words.
pub fn entity(reader: &mut Reader, words: &str) -> String {
    reader.keys("Space e");
    let row = reader.row_with(words);
    reader.keys("q");
    row.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_that_another_article_makes_clear_is_seen_and_can_be_corrected() {
    let clear = "Gates open\n\nOn Monday the mayor, Ada Quillon, spoke.\n";
    let doubtful = "Boats return\n\nThey were tired of all the Quillon talk.\n";
    let mut reader = Reader::new(&[("a.txt", doubtful), ("b.txt", clear)]);
    assert_eq!(names(reader.keys("j")), ["PER Quillon (Ada Quillon)"]);
    reader.keys("e Enter");
    assert_eq!(reader.annotations("a.txt"), ["entity «Quillon» type=PER status=confirmed"]);
    reader.keys("e x");
    assert!(names(&reader).is_empty(), "{:?}", names(&reader));
    assert_eq!(names(reader.keys("u")), ["PER Quillon (Ada Quillon)"]);
}

#[test]
fn a_name_is_confirmed_with_one_key() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e");
    assert!(reader.row_with("only here").contains("Anna Weber  PER"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(reader.annotations("a.txt"), ["entity «Anna Weber» type=PER status=confirmed"]);
    assert_eq!(reader.says(), "“Anna Weber” is right");
    assert!(reader.shows("Anna Weber PER confirmed  2× in 1 2"), "{}", reader.screen());
    assert!(reader.shows("saved 1") && !reader.shows("1 claim"), "{}", reader.screen());
    reader.keys("e Enter");
    assert_eq!(reader.says(), "“Anna Weber” is right already");
}

#[test]
fn names_are_confirmed_one_after_the_other() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e Space Space");
    assert!(reader.row_with("only here").contains("Karl Brandt  PER"), "{}", reader.screen());
    reader.keys("Space");
    assert!(reader.cursor().starts_with("b.txt: Karl Brandt"), "on to the next article: {}", reader.cursor());
    assert!(reader.row_with("only here").contains("Karl Brandt  PER"), "{}", reader.screen());
    let confirmed = ["PER", "DATE", "PER"].iter().zip(["Anna Weber", "Monday", "Karl Brandt"]);
    let confirmed: Vec<_> =
        confirmed.map(|(kind, name)| format!("entity «{name}» type={kind} status=confirmed")).collect();
    assert_eq!(reader.annotations("a.txt"), confirmed);
    // Behind the last one the key is no command.
    reader.keys("Space Space Space Space");
    assert!(reader.shows("There is no further name"), "{}", reader.screen());
    assert!(reader.row_with("only here").contains("Anna Weber  PER"), "{}", reader.screen());
    assert_eq!((reader.annotations("a.txt").len(), reader.annotations("b.txt").len()), (3, 3));
}

#[test]
fn a_wrong_type_takes_one_key_more_than_the_prompt() {
    for (key, kind) in [("p", "PER"), ("o", "ORG"), ("l", "LOC"), ("m", "MISC"), ("d", "DATE")] {
        let mut reader = Reader::new(&TOLL);
        reader.keys("j e").keys(key);
        assert_eq!(names(&reader)[0].split(' ').next(), Some(kind));
        let said = match kind {
            "PER" => "entity «Anna Weber» type=PER status=confirmed".to_owned(),
            _ => format!("entity «Anna Weber» type={kind} status=corrected suggested=PER@«Anna Weber»"),
        };
        assert_eq!(reader.annotations("a.txt"), [said]);
        assert_eq!(reader.annotations("b.txt"), Vec::<String>::new());
    }
}

#[test]
fn all_alike_are_corrected_in_one_step() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e a");
    assert!(reader.shows("all 2 alike"), "{}", reader.screen());
    reader.keys("o");
    assert_eq!(reader.says(), "“Anna Weber” is ORG, in 2 places");
    let said = "entity «Anna Weber» type=ORG status=corrected suggested=PER@«Anna Weber»";
    assert_eq!([reader.annotations("a.txt"), reader.annotations("b.txt")], [[said], [said]]);
    assert_eq!(entity(&mut reader, "Anna Weber"), "Anna Weber ORG 2 2");
    reader.keys("u");
    assert_eq!((reader.all().as_str(), reader.says().as_str()), ("", "Undone: correct 2 names"));
    assert_eq!(entity(&mut reader, "Anna Weber"), "Anna Weber PER 2 2");
    reader.keys("C-r");
    assert_eq!([reader.annotations("a.txt"), reader.annotations("b.txt")], [[said], [said]]);
}

#[test]
fn what_is_no_name_is_removed_and_comes_back() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e x");
    assert_eq!(reader.annotations("a.txt"), ["entity «Anna Weber» type=PER status=removed"]);
    assert_eq!(names(&reader), ["DATE Monday"]);
    assert_eq!(entity(&mut reader, "Anna Weber"), "Anna Weber PER 1 1");
    // It is still there to be corrected, and to be what the program sees.
    reader.keys("e Tab");
    assert!(reader.row_with("2 of 2").contains("Anna Weber  no name  was PER"), "{}", reader.screen());
    reader.keys("r");
    assert_eq!(
        (names(&reader), reader.all()),
        (vec!["PER Anna Weber".to_owned(), "DATE Monday".to_owned()], String::new())
    );
}

#[test]
fn bounds_move_by_words_at_both_ends() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e b Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["entity «Anna» type=PER status=corrected suggested=PER@«Anna Weber»"]
    );
    reader.keys("u e W w Left Right w o");
    assert_eq!(names(&reader), ["ORG Anna Weber opened the", "DATE Monday"]);
    // A record follows its name, and is one still.
    let id = reader.records("a.txt")[0]["id"].clone();
    reader.keys("e b b S-Right p");
    assert_eq!(names(&reader), ["PER Weber (Anna Weber)", "DATE Monday"]);
    assert_eq!((reader.records("a.txt").len(), &reader.records("a.txt")[0]["id"]), (1, &id));
}

#[test]
fn a_name_that_takes_the_place_of_another_has_nothing_of_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e n").typed("Anna B. Weber").keys("Enter");
    let id = reader.records("a.txt")[0]["id"].clone();
    reader.keys("v o b o b b b b b e m");
    assert_eq!(
        reader.annotations("a.txt"),
        ["entity «Weber opened» type=MISC status=corrected suggested=PER@«Anna Weber»"]
    );
    assert_ne!(reader.records("a.txt")[0]["id"], id);
    assert_eq!(reader.says(), "“Weber opened” is MISC");
}

#[test]
fn bounds_of_all_alike_move_where_the_same_words_stand() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e a B Enter");
    let said = "entity «Weber» type=PER status=corrected suggested=PER@«Anna Weber»";
    assert_eq!([reader.annotations("a.txt"), reader.annotations("b.txt")], [[said], [said]]);
    reader.keys("u e a w");
    assert!(reader.shows("1 of 2 alike"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(
        reader.all(),
        "entity «Anna Weber opened» type=PER status=corrected suggested=PER@«Anna Weber»"
    );
}

#[test]
fn where_no_name_is_seen_the_capitalised_words_are_offered() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j e");
    assert!(reader.row_with("only here").contains("Rain  no name"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(reader.says(), "Choose its type: p o l m d");
    reader.keys("l");
    assert_eq!(reader.annotations("a.txt"), ["entity «Rain» type=LOC status=added"]);
    assert!(reader.shows("Rain LOC added  1× in 1"), "{}", reader.screen());
    // What was added is gone when it is no name.
    reader.keys("e x");
    assert_eq!((reader.all(), names(&reader)), (String::new(), Vec::new()));
}

#[test]
fn chosen_words_become_a_name_there_or_wherever_they_stand() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j j j v o b b b e m");
    assert_eq!(reader.annotations("a.txt"), ["entity «new toll» type=MISC status=added"]);
    assert_eq!(
        (reader.chosen(), reader.cursor()),
        ("nothing".to_owned(), "a.txt: He opposes the new toll.".to_owned())
    );
    // In both articles, but for what is a name already.
    reader.keys("j v b b b b o b e a m");
    assert_eq!(reader.says(), "“toll” is MISC, in 2 places");
    let toll = "entity «toll» type=MISC status=added";
    assert_eq!(reader.annotations("a.txt"), ["entity «new toll» type=MISC status=added", toll]);
    assert_eq!(reader.annotations("b.txt"), [toll]);
}

#[test]
fn a_name_stands_in_one_sentence() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j v j e");
    assert_eq!(reader.says(), "A name stands in one sentence");
}

#[test]
fn a_name_is_merged_with_another_entity_by_one_choice() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("l j e Tab n");
    // Those of its type come first.
    assert!(reader.shows("1 Facebook ORG  2 Anna Weber PER  3 Karl Brandt PER"), "{}", reader.screen());
    reader.keys("3");
    assert_eq!(
        reader.annotations("b.txt"),
        ["entity «Harbour Board» type=PER name=Karl Brandt status=corrected suggested=ORG@«Harbour Board»"]
    );
    assert_eq!(names(&reader), ["PER Karl Brandt", "PER Harbour Board (Karl Brandt)"]);
    assert_eq!(entity(&mut reader, "Karl Brandt"), "Karl Brandt PER 3 2");
    // The same entity is gone along.
    reader.keys("*");
    assert_eq!(reader.says(), "Karl Brandt · 1 of 3");
}

#[test]
fn a_choice_of_an_entity_is_one_of_its_type_also_where_another_has_the_name() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e n").typed("Zed").keys("Enter l j e Tab n").typed("Zed");
    assert!(reader.shows("Zed PER"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(reader.says(), "“Harbour Board” is Zed PER");
    reader.keys("e o k j e n").typed("Zed");
    assert!(reader.shows("Zed PER") && reader.shows("Zed ORG"), "{}", reader.screen());
    reader.keys("Down Enter");
    assert_eq!(reader.says(), "“Karl Brandt” is Zed ORG");
    assert_eq!(names(&reader), ["ORG Karl Brandt (Zed)", "ORG Harbour Board (Zed)"]);
}

#[test]
fn the_sign_of_a_genitive_is_no_part_of_a_name() {
    for (text, words) in [
        ("Zubrin’s boats left.", "Zubrin"),
        ("ZUBRIN'S boats left.", "ZUBRIN"),
        ("Zubrins’ boats left.", "Zubrins"),
        ("O’Zubrin left.", "O’Zubrin"),
    ] {
        let text = format!("Boats left\n\n{text}\n");
        let mut reader = Reader::new(&[("a.txt", &text)]);
        reader.keys("j e m");
        assert_eq!(reader.records("a.txt")[0]["quote"], words);
        // The same of chosen words, and of words that are taken in and left out again.
        reader.keys("u v b b b b e m");
        assert_eq!(reader.records("a.txt")[0]["quote"], words);
        reader.keys("e w b o");
        assert_eq!(reader.records("a.txt")[0]["quote"], words);
        reader.keys("e w w");
        assert!(
            reader.screen().contains("left  MISC") || reader.screen().contains("left  ORG"),
            "{}",
            reader.screen()
        );
    }
}

#[test]
fn of_what_is_not_read_to_its_end_it_is_said_that_there_may_be_more() {
    let near = "Anna Weber left.\n\n".to_owned() + &"no rain\n\n".repeat(10_000);
    let text = near.repeat(2) + &"\n".repeat(ANALYSED_WHOLE) + "Anna Weber left.\n";
    let mut reader = Reader::new(&[("a.txt", &text)]);
    reader.keys("e a");
    // What is near is read for that.
    assert!(reader.shows("2 alike so far, not all is read") && !reader.shows("all 2"), "{}", reader.screen());
    reader.keys("o");
    assert_eq!(reader.says(), "“Anna Weber” is ORG, in 2 places so far; not all is read yet");
}

const TWO: [(&str, &str); 1] = [(
    "a.txt",
    "Talks end\n\nKarl Brandt met Anna Weber on Monday. Then Brandt left. Later Brandt came back. Mr Brandt spoke.\n",
)];

#[test]
fn one_mention_is_split_off_and_the_others_stay() {
    let mut reader = Reader::new(&TWO);
    reader.keys("j j");
    assert_eq!(names(&reader), ["PER Brandt (Karl Brandt)"]);
    reader.keys("e s");
    assert_eq!(reader.annotations("a.txt"), ["entity «Brandt» type=PER name=Brandt status=corrected"]);
    assert_eq!(names(&reader), ["PER Brandt"]);
    assert_eq!(entity(&mut reader, "Karl Brandt"), "Karl Brandt PER 3 1");
    // One of the full name needs another name.
    reader.keys("k e s");
    assert!(reader.shows("is Karl Brandt") && reader.shows("“Karl Brandt”"), "{}", reader.screen());
    reader.typed(" the Elder").keys("Enter");
    assert_eq!(names(&reader)[0], "PER Karl Brandt (Karl Brandt the Elder)");
    reader.keys("j j");
    assert_eq!(names(&reader), ["PER Brandt (Karl Brandt)"]);
}

#[test]
fn the_whole_entity_is_corrected_under_all_its_names() {
    let mut reader = Reader::new(&TWO);
    reader.keys("j e a");
    assert!(reader.shows("all 4 of the entity"), "{}", reader.screen());
    reader.keys("n").typed("Carl Brandt").keys("Enter");
    assert_eq!(reader.records("a.txt").len(), 4);
    assert_eq!(entity(&mut reader, "Carl Brandt"), "Carl Brandt PER 4 1");
    reader.keys("u j e a");
    assert!(reader.shows("all 3 alike"), "{}", reader.screen());
    reader.keys("a a");
    assert!(reader.shows("only here"), "{}", reader.screen());
}

#[test]
fn a_corrected_name_is_the_claimant() {
    let text = "Gates open\n\nNobody slept. Brandt said the gates will stay open.\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j j e o c");
    assert!(reader.all().contains("claimant=Brandt@«Brandt»"), "{}", reader.all());
    reader.keys("e n").typed("Brandt Shipping").keys("Enter d c");
    assert!(reader.all().contains("claimant=Brandt Shipping@«Brandt»"), "{}", reader.all());
}

#[test]
fn who_is_only_described_is_called_as_the_name_was_corrected() {
    let mut reader = Reader::new(&[
        ("a.txt", "Gates open\n\nKarl Brandt, the mayor of Elmstead, opened the gates.\n"),
        ("b.txt", "Toll stays\n\nNobody slept. The mayor of Elmstead said the toll will stay.\n"),
    ]);
    reader.keys("l j j");
    assert!(reader.shows("speaker Karl Brandt"), "{}", reader.screen());
    reader.keys("h j e n").typed("Carl Brand").keys("Enter l");
    assert!(reader.shows("speaker Carl Brand"), "{}", reader.screen());
}

#[test]
fn corrections_are_there_again_after_a_restart_and_can_be_undone() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e o");
    reader.reopen();
    assert_eq!(names(&reader), ["ORG Anna Weber", "DATE Monday"]);
    reader.keys("u");
    assert_eq!(
        (names(&reader), reader.all()),
        (vec!["PER Anna Weber".to_owned(), "DATE Monday".to_owned()], String::new())
    );
}

#[test]
fn corrections_follow_their_words_when_the_article_changes() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e B o");
    let text = TOLL[0].1.replace("Harbour gates", "🚢 Harbour gates");
    fs::write(reader.path("a.txt"), text).unwrap();
    reader.restart().keys("j");
    assert_eq!(names(&reader), ["ORG Weber", "DATE Monday"]);
    reader.keys("j c");
    assert_eq!(
        reader.annotations("a.txt")[0],
        "entity «Weber» type=ORG status=corrected suggested=PER@«Anna Weber»"
    );
}

#[test]
fn words_of_any_script_are_names() {
    let text = "🚢 Boats 👩\u{200d}👧 left\n\nقال علي حسن إن القارب وصل. 🚢 موسى left.\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j e Tab w p");
    assert_eq!(reader.annotations("a.txt"), ["entity «علي حسن» type=PER status=added"]);
    reader.keys("e n").typed("Ali Hassan 🚢").keys("Enter");
    assert_eq!(names(&reader), ["PER علي حسن (Ali Hassan 🚢)"]);
}

#[test]
fn what_is_left_with_esc_changes_nothing() {
    let mut reader = Reader::new(&TOLL);
    let before = reader.screen();
    reader.keys("j e b a Tab Esc k");
    assert_eq!((reader.all(), reader.screen()), (String::new(), before));
}
