//! What a corrected name is called, and what the program sees without it.

use std::fs;

use crate::correcting::{entity, names};
use crate::harness::{Reader, TOLL};

#[test]
fn a_name_is_not_split_off_under_the_name_that_it_has() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e s Enter");
    assert_eq!(reader.says(), "It is called Anna Weber already: choose or type another name");
    assert_eq!(reader.all(), "");
    reader.keys("s").typed(" the Elder").keys("Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["entity «Anna Weber» type=PER name=Anna Weber the Elder status=corrected"]
    );
}

#[test]
fn a_name_that_somebody_adds_is_not_what_the_program_sees() {
    let text = "Boats return\n\nThen the new Save Our Shore came.\n";
    for (keys, after) in [
        ("e Enter", vec!["entity «Save Our Shore» type=ORG status=added"]),
        ("e p", vec!["entity «Save Our Shore» type=PER status=added"]),
        ("e b Enter", vec!["entity «Save Our» type=ORG status=added"]),
        ("e x", vec![]),
    ] {
        let mut reader = Reader::new(&[("a.txt", text)]);
        reader.keys("j");
        assert!(names(&reader).is_empty(), "another case is needed: {:?}", names(&reader));
        reader.keys("e Tab o");
        assert_eq!(reader.annotations("a.txt"), ["entity «Save Our Shore» type=ORG status=added"]);
        reader.keys(keys);
        assert_eq!(reader.annotations("a.txt"), after, "{keys}");
    }
}

#[test]
fn a_merge_holds_when_the_entity_gets_a_fuller_name() {
    let short = ("a.txt", "Talks end\n\nOn Monday Mr Brandt met Anna Weber.\n");
    let full = ("b.txt", "Gates open\n\nKarl Brandt opened the gates. Later Brandt left.\n");
    let mut reader = Reader::new(&[short]);
    reader.keys("j e Tab Tab n").typed("Brandt").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), ["entity «Anna Weber» type=PER name=Brandt status=corrected"]);
    fs::write(reader.path(full.0), full.1).unwrap();
    reader.reopen();
    assert_eq!(names(&reader)[1..], ["PER Brandt (Karl Brandt)", "PER Anna Weber (Karl Brandt)"]);
    assert_eq!(entity(&mut reader, "Karl Brandt"), "Karl Brandt PER 4 2");
}

#[test]
fn a_name_that_is_typed_is_that_of_the_entity_everywhere() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e a n").typed("Anna B. Weber").keys("Enter");
    assert_eq!(
        reader.annotations("b.txt"),
        ["entity «Anna Weber» type=PER name=Anna B. Weber status=corrected"]
    );
    assert_eq!(entity(&mut reader, "Anna B. Weber"), "Anna B. Weber PER 2 2");
    reader.keys("e Esc e n Esc Esc");
    assert_eq!(
        (reader.records("a.txt").len(), names(&reader)[0].as_str()),
        (1, "PER Anna Weber (Anna B. Weber)")
    );
}
