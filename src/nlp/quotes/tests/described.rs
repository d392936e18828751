//! Speakers who are called by what they are, and what tells of them elsewhere in the article.

use super::seen;

/// What is seen of the last paragraphs of a text.
fn last(text: &str, count: usize) -> Vec<String> {
    let found = seen(&format!("{text}\n"));
    found.get(found.len().saturating_sub(count)..).unwrap_or_default().to_vec()
}

#[test]
fn what_somebody_is_means_who_was_named() {
    for lead in [
        "Priya Hart, who was on the train with her son, said nobody came.\n\n“It was hot,” the 34-year-old nurse told the paper.",
        "Among them was Boris Hart, who had waited all day.\n\n“It was hot,” the retired shearer said.",
        "Boris Hart, 21, a student of arts, was arrested in May.\n\nHer lawyer, Anna Quill, waited.\n\n“It was hot,” the student said.",
        "Boris Hart works hard. He is a nurse at the clinic. Boris Hart is a nurse.\n\n“It was hot,” said the nurse.",
        "Anna Quill lost. Her rival, Boris Hart, was generous.\n\n“It was hot,” the Norland manager said.",
        "Justice Boris Hart heard the case of Anna Quill.\n\nQuill was late.\n\n“It was hot,” the judge said.",
        "Her counsel, Advocate Boris Hart, spoke.\n\nAnna Quill was late.\n\n“It was hot,” the lawyer said.",
        "Boris Hart scored for Norland.\n\n“It was hot,” said the 23-year-old.",
        "Boris Hart scored after a cross from Anna Quill.\n\n“It was hot,” the striker said.",
    ] {
        let found = last(lead, 1);
        let said = found.first().map(String::as_str).unwrap_or_default();
        assert!(
            ["Boris Hart: “It was hot,”", "Priya Hart: “It was hot,”"].contains(&said),
            "{lead}: {found:?}"
        );
    }
}

#[test]
fn who_has_no_name_stays_without_one() {
    for (text, speaker) in [
        ("Anna Quill left. A nurse stayed behind.\n\n“It was hot,” the nurse said.", "nurse"),
        (
            "Anna Quill left. Boris Hart’s solicitor stayed.\n\nQuill was late.\n\n“It was hot,” the solicitor said.",
            "solicitor",
        ),
        ("Anna Quill left. Her lawyer stayed.\n\n“It was hot,” the lawyer said.", "lawyer"),
        (
            "Anna Quill left.\n\nOne customer, who was late, was less sure. “It was hot,” she said.",
            "customer",
        ),
        (
            "Anna Quill left.\n\nThe boy’s mother, who is ill, thanked them. “It was hot,” she said.",
            "boy’s mother",
        ),
        ("Anna Quill left.\n\n“It was hot,” the president said.", "president"),
        (
            "Anna Quill left.\n\nBut a caretaker at one of the halls said no one had come. “It was hot,” he said.",
            "caretaker",
        ),
        ("An engineer who examined the hall on Sunday said it was “hot”.", "engineer"),
        ("“It was hot,” the rival passenger said.", "rival passenger"),
    ] {
        let found = last(text, 1);
        assert!(found.iter().all(|said| said.starts_with(&format!("{speaker}: “"))), "{text}: {found:?}");
        assert!(!found.is_empty(), "{text}");
    }
}

#[test]
fn a_name_that_no_list_has_is_read_off_behind_what_somebody_is() {
    let text = "Another passenger, student Dwlys Ravonsworth, 21, wrote online: “It was hot.”";
    assert_eq!(last(text, 1), ["Dwlys Ravonsworth: “It was hot.”"]);
}

#[test]
fn a_question_and_a_party_name_nobody() {
    assert_eq!(last("“Who told them? Not the tank.”", 1), ["?: “Who told them? Not the tank.”"]);
    let text = "Senator Anna Quill, D-Norland, called the deal “hot.”";
    assert_eq!(last(text, 1), ["Anna Quill: “hot.”"]);
    let text = "A spokesman left.\n\nVillage elder Dwlys Ravonsworth was unmoved. “It was hot,” he said.";
    assert_eq!(last(text, 1), ["Dwlys Ravonsworth: “It was hot,”"]);
}

#[test]
fn what_is_told_by_nobody_known_is_not_of_who_is_told_of() {
    assert_eq!(last("He said that Boris Hart told reporters it was hot.", 2), Vec::<String>::new());
    assert_eq!(
        last("He said it was hot, but Boris Hart told reporters it was not.", 2),
        ["Boris Hart indirect"]
    );
}

#[test]
fn a_name_at_the_end_is_that_of_who_was_described() {
    let text = "“It was hot,” says the leader of the orchestra, violinist Anna Quill.";
    assert_eq!(last(text, 1), ["Anna Quill: “It was hot,”"]);
    let text = "“No,” says the hall’s curator, Anna Quill.\n\n“It was hot,” the curator adds.";
    assert_eq!(last(text, 1), ["Anna Quill: “It was hot,”"]);
    let text = "Anna Quill left. Boris Hart’s solicitor stayed.\n\nQuill was late.\n\n“It was hot,” the solicitor said.";
    assert_eq!(last(text, 1), ["solicitor: “It was hot,”"]);
}

#[test]
fn the_dane_is_who_was_named() {
    let text = "Team mate Boris Hart said the sport had lost.";
    for said in
        ["“It was hot,” said the Dane.", "“It was hot,” the Dane said.", "“It was hot,” the executive said."]
    {
        assert_eq!(last(&format!("{text} {said}"), 1), ["Boris Hart: “It was hot,”"], "{said}");
    }
    let text = "Anna Hart left. She kept it for her husband, Gordon.\n\n“It was hot,” she said.";
    assert_eq!(last(text, 1), ["Anna Hart: “It was hot,”"]);
}

#[test]
fn two_surnames_are_of_one_person_wherever_they_stand() {
    let text = "The well of Anna Hart-Quill is dry.\n\nHart-Quill has sold a cow.\n\n“It was hot,” she said.";
    assert_eq!(last(text, 1), ["Anna Hart-Quill: “It was hot,”"]);
}

#[test]
fn who_is_described_first_is_named_next() {
    let text = "A harbour mayor has said it was “hot” in the hall.\n\nNorland mayor Anna Quill said the hall was closed.";
    assert_eq!(last(text, 3)[1..], ["Anna Quill: “hot”", "Anna Quill indirect"]);
    let text = "A man who jumped into a river to save a boy says it was “hot”.\n\nBoris Hart, 29, was walking his dog.";
    assert_eq!(last(text, 1), ["Boris Hart: “hot”"]);
}

#[test]
fn what_a_spokesperson_says_again_is_said_for_the_same() {
    let text = "A Harbour Bank spokesperson said it was hot.\n\n“It was hot,” the spokesperson said.";
    assert_eq!(last(text, 1), ["Harbour Bank: “It was hot,”"]);
}

#[test]
fn a_business_is_not_who_is_told() {
    let text = "Norland Boats Ltd cut its fares on Monday.\n\n“No,” director Anna Quill told Reuters.";
    for said in ["The company said it was hot.", "It said it was hot."] {
        assert_eq!(last(&format!("{text}\n\n{said}"), 1), ["Norland Boats Ltd indirect"], "{said}");
    }
    let other = "The Harbour Workers Union met on Monday. The hall of Norland Boats Ltd is shut.";
    assert_eq!(last(&format!("{other} The firm said it was hot."), 1), ["Norland Boats Ltd indirect"]);
}

#[test]
fn a_part_of_what_is_said_below_stands_in_the_headline() {
    let text = "Boats ‘wait for the tide’ as hall closes\n\nIt rained in Norland on Monday and the hall was closed.\n\n\
                “We wait for the tide like a dog,” Anna Quill said.\n";
    let head = crate::nlp::head(text);
    let chunk = crate::nlp::analyse(text, crate::model::Span::new(0, text.len()), &head);
    let first = chunk.quotes.first().unwrap();
    assert_eq!(first.span.of(text), "‘wait for the tide’");
    assert!(
        matches!(first.speaker, Some(crate::model::Speaker::Named(m)) if m.span.of(text) == "Anna Quill")
    );
}

#[test]
fn what_others_are_said_to_have_reported_is_told_by_who_says_so() {
    assert_eq!(last("Boris Hart said workers had reported cracks in July.", 2)[0], "Boris Hart indirect");
}

#[test]
fn who_works_for_an_organisation_speaks_and_not_the_organisation() {
    for who in [
        "Harbour Bank analyst Anna Quill",
        "Anna Quill of Harbour Bank",
        "Harbour Bank’s Anna Quill",
        "Anna Quill, the Harbour Bank’s chair,",
    ] {
        let text = format!("{who} raised her target on Monday, sat down and said it was hot.");
        assert_eq!(last(&text, 2), ["Anna Quill indirect"], "{who}");
    }
}

#[test]
fn a_name_that_is_spelled_like_a_verb_says_nothing_by_itself() {
    let found = last("“It was hot,” the old mediator Said Hart told a paper.", 1);
    assert!(found.iter().all(|said| said.contains("Hart") && !said.contains("mediator:")), "{found:?}");
}

#[test]
fn who_hears_it_stands_before_what_is_told() {
    let found = last("Anna Quill was heard on Monday. Quill told the court she saw it.", 1);
    assert_eq!(found, ["Anna Quill indirect"]);
}
