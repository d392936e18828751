//! The one-line prompt of a position: stance, issue, holder, each with ranked choices.

use crate::harness::{Reader, TOLL};

const OPPOSED: &str = "position «He opposes the new toll.»";

/// At the sentence in which the mayor opposes the toll, the prompt open.
fn asked() -> Reader {
    let mut reader = Reader::new(&TOLL);
    reader.keys("4 j p");
    reader
}

#[test]
fn a_position_among_the_choices_is_five_keys() {
    let mut reader = asked();
    reader.keys("-").typed("harbour-toll").keys("Tab 1 Enter");
    reader.keys("p - 1 1 Enter");
    let [_, position] = &reader.annotations("a.txt")[..] else { panic!("{}", reader.all()) };
    assert_eq!(
        position,
        "position «The toll costs two crowns.» holder=Karl Brandt issue=harbour-toll stance=oppose"
    );
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
}

#[test]
fn each_stance_has_its_key_and_its_sign_in_the_gutter() {
    for (key, stance) in
        [("+", "support"), ("-", "oppose"), ("~", "conditional"), ("0", "neutral"), ("?", "unclear")]
    {
        let mut reader = asked();
        reader.keys(key).keys("Enter");
        assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} stance={stance}")]);
        assert!(reader.shows(&format!("P{key}")), "{}", reader.screen());
    }
}

#[test]
fn enter_ends_it_at_any_point_and_there_is_no_default() {
    let mut reader = asked();
    reader.keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [OPPOSED]);
    assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.");
    let mut reader = asked();
    reader.keys("Tab").typed("harbour-toll").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} issue=harbour-toll")]);
    let mut reader = asked();
    reader.keys("Tab Tab 1 Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} holder=Karl Brandt")]);
}

#[test]
fn escape_drops_it() {
    for keys in ["Esc", "- Esc", "- 1 Esc", "C-c", "- C-g"] {
        let mut reader = asked();
        reader.keys(keys);
        assert_eq!(reader.all(), "", "{keys}");
        assert!(reader.app().prompt.is_none(), "{keys}");
        assert_eq!(reader.cursor(), "a.txt: He opposes the new toll.", "{keys}");
    }
}

#[test]
fn fields_are_gone_through_in_both_directions_and_keep_what_they_have() {
    let mut reader = asked();
    reader.keys("-").typed("tolls").keys("Tab S-Tab S-Tab + S-Tab S-Tab");
    reader.typed("Weber").keys("Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [format!("{OPPOSED} holder=Anna Weber issue=tolls stance=support")]
    );
}

#[test]
fn a_field_is_emptied_again() {
    let mut reader = asked();
    reader.keys("- S-Tab Backspace Tab").typed("tolls").keys("Tab S-Tab Backspace Enter");
    assert_eq!(reader.annotations("a.txt"), [OPPOSED]);
}

#[test]
fn holders_are_named_in_the_sentence_then_just_before_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 j p +").keys("Tab");
    let row = reader.row_with("Karl Brandt  ");
    let (here, before) = (row.find("1 Karl Brandt"), row.find("2 Anna Weber"));
    assert!(here.is_some() && before.is_some(), "{}", reader.screen());
    reader.keys("1 Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [
            "position «The mayor, Karl Brandt, praised the crews.» holder=Karl Brandt@«Karl Brandt» stance=support"
        ],
        "what the sentence names is found there again"
    );
}

#[test]
fn typing_narrows_and_what_is_new_is_taken_as_typed() {
    let mut reader = asked();
    reader.keys("Tab Tab").typed("web").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} holder=Anna Weber")]);
    let mut reader = asked();
    reader.keys("Tab Tab").typed("Zoë Ümit").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} holder=Zoë Ümit")]);
}

#[test]
fn what_is_typed_can_be_taken_although_a_choice_fits() {
    let mut reader = asked();
    reader.keys("-").typed("toll-road").keys("Enter p - ").typed("toll");
    assert!(reader.row_with("toll-road").contains("new “toll”"), "{}", reader.screen());
    reader.keys("Down Enter");
    assert!(reader.annotations("a.txt")[1].ends_with("issue=toll stance=oppose"), "{}", reader.all());
}

#[test]
fn arrows_mark_a_choice() {
    let mut reader = asked();
    reader.keys("Tab Tab Down Down Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} holder=Anna Weber")]);
}

#[test]
fn issues_are_ranked_by_recency_and_use_over_all_articles() {
    let mut reader = Reader::new(&TOLL);
    let position = |reader: &mut Reader, issue: &str| {
        reader.keys("p + ").typed(issue).keys("Down Enter");
    };
    // Often used, some time ago; then one used once; then another one.
    for issue in ["often", "often", "often", "once", "latest"] {
        position(&mut reader, issue);
    }
    reader.keys("l p +");
    let row = reader.row_with("1 ");
    let at =
        |word: &str| reader.screen().find(&format!(" {word} ")).unwrap_or_else(|| panic!("{word} {row}"));
    assert!(at("latest") < at("once") && at("often") < at("once"), "{}", reader.screen());
    reader.keys("Esc");
    position(&mut reader, "once");
    position(&mut reader, "once");
    position(&mut reader, "once");
    position(&mut reader, "once");
    reader.keys("h p + 1 Enter");
    assert!(reader.annotations("a.txt").iter().any(|tag| tag.contains("issue=once")), "{}", reader.all());
}

#[test]
fn digits_of_a_new_word_are_part_of_it() {
    let mut reader = asked();
    reader.keys("-").typed("vision-2040").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPPOSED} issue=vision-2040 stance=oppose")]);
}

#[test]
fn the_line_says_what_is_chosen_so_far() {
    let mut reader = asked();
    reader.keys("-").typed("harbour-toll").keys("Tab");
    let row = reader.row_with("position  stance");
    assert!(row.contains("stance oppose") && row.contains("issue harbour-toll"), "{row}");
    assert!(reader.row_with("Karl Brandt  ").contains("1 Karl Brandt"), "{}", reader.screen());
    assert!(reader.says().ends_with("Enter ends  Esc drops"), "{}", reader.screen());
}

#[test]
fn a_new_phrase_that_only_resembles_an_old_one_is_new() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j p -").typed("us-ground-troops").keys("Enter");
    reader.keys("p -").typed("gop").keys("Enter");
    assert!(
        reader.annotations("a.txt").iter().any(|a| a.contains("issue=gop")),
        "{:?}",
        reader.annotations("a.txt")
    );
}

#[test]
fn a_phrase_that_begins_with_a_digit_is_typed_after_a_blank() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j p -").typed("harbour-toll").keys("Enter p - Space").typed("1-year-plan").keys("Enter");
    assert!(reader.annotations("a.txt").iter().any(|a| a.contains("issue=1-year-plan")));
}

#[test]
fn what_is_typed_is_seen_on_a_narrow_screen_and_after_long_values() {
    for (width, height, issue) in [
        (80, 24, "whether-the-harbour-board-should-have-asked-the-fishers-before-it-set-the-toll"),
        (40, 10, "us-ground-troops"),
    ] {
        let mut reader = asked();
        reader.resize(width, height);
        reader.keys("-").typed(issue);
        assert!(reader.row_with("position  ").contains(&issue[issue.len() - 15..]), "{}", reader.screen());
        reader.keys("Tab").typed("Mayor");
        assert!(reader.row_with("position  ").ends_with("holder Mayor"), "{}", reader.screen());
        reader.typed(" of the whole town and its harbour");
        assert!(reader.row_with("position  ").ends_with("harbour"), "{}", reader.screen());
        reader.keys("S-Tab S-Tab");
        assert!(reader.row_with("position  ").contains("stance oppose"), "{}", reader.screen());
    }
}
