//! What is said by whom, in sentences made up for each rule.

mod described;

use crate::model::{Head, QuoteKind, Span};
use crate::nlp::{Corrections, Entities, Named, analyse, speaker};

/// The quotes of `text`: kind, speaker and, of direct ones, the words.
fn seen(text: &str) -> Vec<String> {
    let chunk = analyse(text, Span::new(0, text.len()), &Head::default());
    let names = chunk.mentions.iter().map(|mention| (0, mention.span.of(text), mention.kind));
    let entities = Entities::gather(names, |_| None);
    let show = |quote: &crate::model::Quote| {
        let speaker = speaker(text, 0, quote, &entities, &Corrections::default()).unwrap_or("?".to_owned());
        match quote.kind {
            QuoteKind::Direct => format!("{speaker}: {}", quote.span.of(text)),
            kind => format!("{speaker} {}", kind.name()),
        }
    };
    chunk.quotes.iter().map(show).collect()
}

/// What is seen of a sentence, after one in which a woman and a man are named.
fn after_names(sentence: &str) -> Vec<String> {
    let lead = "Mayor Anna Quill opened the bridge on Monday. Boris Hart, a fisherman, was there.\n\n";
    seen(&format!("{lead}{sentence}\n"))
}

#[test]
fn a_speaker_stands_before_or_behind_the_words() {
    assert_eq!(after_names("“We are glad,” Quill said."), ["Anna Quill: “We are glad,”"]);
    assert_eq!(after_names("\"We are glad,\" said Mayor Quill."), ["Anna Quill: \"We are glad,\""]);
    assert_eq!(after_names("Hart said: “We are glad.”"), ["Boris Hart: “We are glad.”"]);
    assert_eq!(after_names("“We are glad”, according to Hart."), ["Boris Hart: “We are glad”"]);
    assert_eq!(
        after_names("“We,” Hart said, “are glad.” “Very.”"),
        ["Boris Hart: “We,”", "Boris Hart: “are glad.”", "Boris Hart: “Very.”"]
    );
    assert_eq!(
        after_names("“Is it safe?” asked Hart. Quill, 52, who was elected last year, did not say."),
        ["Boris Hart: “Is it safe?”"]
    );
}

#[test]
fn words_of_the_article_are_indirect() {
    assert_eq!(after_names("Quill said the bridge was safe."), ["Anna Quill indirect"]);
    assert_eq!(after_names("The bridge, Hart says, is safe."), ["Boris Hart indirect"]);
    assert_eq!(
        after_names("Quill, 52, the head of the town, confirmed that it is."),
        ["Anna Quill indirect"]
    );
    assert_eq!(after_names("On Monday Hart also ruled out a lawsuit."), ["Boris Hart indirect"]);
    assert_eq!(
        after_names("Quill said that it was “safe” and that boats “may pass”."),
        ["Anna Quill mixed", "Anna Quill: “safe”", "Anna Quill: “may pass”"]
    );
    assert_eq!(
        after_names("“We are glad,” Quill said, adding that boats may pass."),
        ["Anna Quill: “We are glad,”", "Anna Quill indirect"]
    );
    assert_eq!(
        after_names("Quill and Hart said they would stay."),
        ["Anna Quill indirect", "Boris Hart indirect"]
    );
}

#[test]
fn what_is_no_report_is_left_alone() {
    for sentence in [
        "It was reported that the bridge is safe.",
        "Quill was asked what she could do.",
        "Hart added more sugar to his tea.",
        "Quill told her staff to leave.",
        "Hart wants a new boat, and the town is to say when.",
        "Quill did not say that it is safe.",
        "The so-called “bridge of sighs” was built by Hart.",
        "Hart was in the programme “Boats and People” on Sunday.",
        "The “peace” is over.",
    ] {
        assert_eq!(after_names(sentence), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn pronouns_and_roles_are_somebody() {
    assert_eq!(after_names("“We are glad,” she said."), ["Anna Quill: “We are glad,”"]);
    assert_eq!(after_names("He said that boats may pass."), ["Boris Hart indirect"]);
    assert_eq!(after_names("The mayor said that boats may pass."), ["Anna Quill indirect"]);
    assert_eq!(after_names("“No,” said the fisherman."), ["Boris Hart: “No,”"]);
    assert_eq!(after_names("A police spokesman said that boats may pass."), ["police spokesman indirect"]);
    let paper = "“It is late,” the Harbour Herald reported. “The bridge is closed,” it added.";
    assert_eq!(
        after_names(paper),
        ["Harbour Herald: “It is late,”", "Harbour Herald: “The bridge is closed,”"]
    );
}

#[test]
fn who_passes_it_on_comes_after_who_says_it() {
    assert_eq!(
        after_names("The bridge is safe, Quill said, according to Hart."),
        ["Anna Quill indirect", "Boris Hart indirect"]
    );
    assert_eq!(
        after_names("“The mayor has always said that it is safe,” Hart told reporters."),
        ["Boris Hart: “The mayor has always said that it is safe,”", "Anna Quill indirect"]
    );
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph() {
    assert_eq!(
        after_names("“We knew it.\n\n“Nobody paid,” Quill said.\n\n“It is a shame.”"),
        ["Anna Quill: “We knew it.", "Anna Quill: “Nobody paid,”", "Anna Quill: “It is a shame.”"]
    );
    assert_eq!(
        after_names("“Did you know it?” asked Hart.\n\n“Nobody did.”"),
        ["Boris Hart: “Did you know it?”", "?: “Nobody did.”"]
    );
}

#[test]
fn labels_name_the_speaker() {
    assert_eq!(after_names("QUILL: “We are glad.”"), ["Anna Quill: “We are glad.”"]);
    assert_eq!(after_names("REPORTER: Are you glad?"), ["REPORTER: Are you glad?"]);
    assert_eq!(after_names("WARNING: Boats may not pass."), Vec::<String>::new());
}

#[test]
fn what_is_said_of_speech_by_its_object() {
    for sentence in [
        "Hart denied the charge.",
        "Hart accused the town of neglect.",
        "Hart urged boats to wait.",
        "Hart warned the town against delays.",
        "Hart rejected the criticism.",
        "Hart was quoted as saying that it is late.",
        "The council was told by Hart that it is late.",
        "Boats may not pass, according to Hart, a fisherman.",
        "A statement from Hart said it was late.",
        "Boats waited, the Harbour Herald wrote in June, citing Hart.",
    ] {
        let found = after_names(sentence);
        assert!(found.contains(&"Boris Hart indirect".to_owned()), "{sentence}: {found:?}");
    }
    for sentence in
        ["Hart, accused of theft, left.", "Union rules that hurt boats are old.", "Hart is to say why."]
    {
        assert_eq!(after_names(sentence), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn who_is_beside_the_words_says_them() {
    assert_eq!(after_names("Hart was blunt: “We are late.”"), ["Boris Hart: “We are late.”"]);
    assert_eq!(after_names("Hart shook his head. “We are late.”"), ["Boris Hart: “We are late.”"]);
    assert_eq!(
        after_names("The bridge is “a trap”, Hart said."),
        ["Boris Hart mixed", "Boris Hart: “a trap”"]
    );
    assert_eq!(after_names("“We are late,” said Hart, whose boat has left."), ["Boris Hart: “We are late,”"]);
    assert_eq!(after_names("Hart, of Mill Lane, Port Hart, denies theft."), ["Boris Hart indirect"]);
    assert_eq!(after_names("It is what experts call a “trap”."), Vec::<String>::new());
}

#[test]
fn descriptions_mean_who_was_named() {
    for text in [
        "Boris Hart lost a boat.\n\n“It is gone,” the 41-year-old said.",
        "Boris Hart lost a boat.\n\n“It is gone,” the father of two said.",
        "Boris Hart scored.\n\n“It is gone,” the midfielder said.",
        "Education Minister Boris Hart left.\n\n“It is gone,” the minister said.",
        "Its chairman, Boris Hart, left.\n\n“It is gone,” the club boss said.",
    ] {
        let found = seen(&format!("{text}\n"));
        assert_eq!(found, ["Boris Hart: “It is gone,”"], "{text}");
    }
    assert_eq!(seen("Residents of the town met on Monday. They said it was late.\n"), ["Residents indirect"]);
    assert_eq!(
        seen("A spokesperson for the Harbour Bank said: “It is late.”\n"),
        ["Harbour Bank: “It is late.”"]
    );
}

#[test]
fn the_head_of_an_article_means_who_is_named_below() {
    let text = "Boats ‘may sink’, says engineer\n\nThe bridge is unsafe, an engineer has said.\n\n\
                Boris Hart said boats may sink. “Old boats may sink,” he said.\n";
    let head = crate::nlp::head(text);
    let chunk = analyse(text, Span::new(0, text.len()), &head);
    let named = |quote: &crate::model::Quote| match quote.speaker {
        Some(crate::model::Speaker::Named(mention)) => mention.span.of(text) == "Boris Hart",
        _ => false,
    };
    assert!(chunk.quotes.iter().filter(|quote| named(quote)).count() > 3, "{:?}", chunk.quotes);
}

#[test]
fn a_quotation_in_the_midst_of_a_paragraph_goes_on_in_the_next() {
    assert_eq!(
        after_names("“No,” Hart said. “It is late.\n\n“Very late.”"),
        ["Boris Hart: “No,”", "Boris Hart: “It is late.", "Boris Hart: “Very late.”"]
    );
}

/// What is seen in articles of one corpus, in the last of them.
fn seen_after(others: &[&str], text: &str) -> Vec<String> {
    let texts: Vec<&str> = others.iter().copied().chain([text]).collect();
    let chunks: Vec<_> =
        texts.iter().map(|text| analyse(text, Span::new(0, text.len()), &Head::default())).collect();
    let all = || chunks.iter().zip(&texts).enumerate();
    let names =
        all().flat_map(|(i, (chunk, text))| chunk.mentions.iter().map(move |m| (i, m.span.of(text), m.kind)));
    let roles = all().flat_map(|(i, (chunk, text))| {
        let held = chunk.roles.iter().map(|role| (role.person, role.words.of(text)));
        held.map(move |(m, words)| (Named::from((i, m.span.of(text), m.kind)), words))
    });
    let entities = Entities::gather(names, |_| None).with_roles(roles);
    let last = chunks.last().unwrap();
    last.quotes
        .iter()
        .filter_map(|quote| speaker(text, others.len(), quote, &entities, &Corrections::default()))
        .collect()
}

#[test]
fn who_is_only_described_has_the_name_that_other_articles_give() {
    let lead = "Port Hart press secretary Anna Quill opened the fair. President Boris Hart was there.\n";
    let also = "The mayor met President Boris Hart. Town spokesman Otto Lind waited.\n";
    let said = |text: &str| seen_after(&[lead, also], text);
    assert_eq!(said("The Port Hart press secretary said that boats may pass.\n"), ["Anna Quill"]);
    assert_eq!(said("The press secretary said it was late. “Go home,” she said.\n"), ["press secretary"; 2]);
    assert_eq!(said("Anna Quill left. The press secretary said that it was late.\n"), ["Anna Quill"]);
    assert_eq!(said("The president said that boats may pass.\n"), ["Boris Hart"]);
    assert_eq!(said("“No,” the town’s spokesman said.\n"), ["Otto Lind"]);
    assert_eq!(
        said("A Port Hart press secretary said that boats may pass.\n"),
        ["Port Hart press secretary"]
    );
    assert_eq!(said("The spokesman said that boats may pass.\n"), ["spokesman"], "there is more than one");
    assert_eq!(said("The former president said that boats may pass.\n"), ["former president"]);
    let two = "President Ada Morel left.\n";
    assert_eq!(seen_after(&[lead, also, two], "The president said that it was late.\n"), ["president"]);
}

#[test]
fn reports_of_many_styles() {
    for (text, found) in [
        (
            "PORT HART (Harbour News) — The first speaker, Sen. Anna Quill of Norland, said she was “glad”. “Very.”",
            &["Anna Quill mixed", "Anna Quill: “glad”", "Anna Quill: “Very.”"][..],
        ),
        (
            "“We came in 1994. There was nothing. Look now,” Mayor Anna Quill told the crowd. “You did it!”",
            &["Anna Quill: “We came in 1994. There was nothing. Look now,”", "Anna Quill: “You did it!”"],
        ),
        (
            "“It was a roar,” survivor Boris Hart, 41, told reporters. He fled on foot. “We left all.”",
            &["Boris Hart: “It was a roar,”", "Boris Hart: “We left all.”"],
        ),
        ("The mayor was accused of “theft” by Boris Hart.", &["Boris Hart mixed", "Boris Hart: “theft”"]),
        (
            "Lawyers for the family say the report “errs”. The family said it was late.",
            &["Lawyers for the family mixed", "Lawyers for the family: “errs”", "family indirect"],
        ),
        ("The judge said the mayor had told her that it was late.", &["judge indirect", "mayor indirect"]),
        (
            "His host, Chancellor Anna Quill, said it was late.\n\n“Why?”\n\n“I do not know,” Quill laughed.",
            &["Anna Quill indirect", "?: “Why?”", "Anna Quill: “I do not know,”"],
        ),
        (
            "The minister, who was late, took off his hat. “No,” he said.\n\nAsked again, he would only say: “No.”",
            &["minister: “No,”", "minister: “No.”"],
        ),
        (
            "“We will lose it,” she warned.\n\nThe judge Anna Quill has seen much. Asked why, Quill had this to say:\n\n“Go.”",
            &["Anna Quill: “We will lose it,”", "Anna Quill: “Go.”"],
        ),
        (
            "Fire chief Boris Hart: “It is out.”\n\n« C’est fini ».\n\nThe sign read “no boats”.",
            &["Boris Hart: “It is out.”", "sign: “no boats”"],
        ),
        (
            "Harbour Boats Ltd said it would stay. “It is home,” the company said. A letter read: “Stay.”",
            &["Harbour Boats Ltd indirect", "Harbour Boats Ltd: “It is home,”", "letter: “Stay.”"],
        ),
    ] {
        assert_eq!(seen(&format!("{text}\n")), found, "{text}");
    }
}

#[test]
fn the_speakers_of_the_sample_articles_are_told() {
    let said = [
        ("1-daily-sun.txt", "Karoline Leavitt indirect"),
        ("1-daily-sun.txt", "Donald Trump: \"You have my assurance,\""),
        ("1-daily-sun.txt", "Donald Trump: \"by air\""),
        ("1-daily-sun.txt", "Washington Post indirect"),
        ("2-wire.txt", "Karoline Leavitt: \"provide other means\""),
        ("2-wire.txt", "Donald Trump: \"people on the ground\""),
        ("2-wire.txt", "Karoline Leavitt: \"very productive\""),
        ("3-gazette.txt", "Donald Trump: “You have my assurance… I’m president.”"),
        ("3-gazette.txt", "Downing Street indirect"),
        ("4-meridian.txt", "Trump: “prefer the immediate ceasefire”"),
        ("4-meridian.txt", "White House indirect"),
        ("5-harbour-post.txt", "Karoline Leavitt indirect"),
    ];
    for (file, quote) in said {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(file);
        let found = seen(&std::fs::read_to_string(path).unwrap());
        assert!(found.iter().any(|other| other == quote), "{file}: {quote} in {found:#?}");
    }
}

#[test]
fn a_description_of_somebody_named_before_means_them() {
    let after = |lead: &str, sentence: &str| seen(&format!("{lead}\n\n{sentence}\n"));
    let senator = "Senator Anna Quill left the hall on Monday.";
    assert_eq!(after(senator, "“No,” the Norland Republican said."), ["Anna Quill: “No,”"]);
    assert_eq!(after(senator, "“No,” the Democrat told reporters."), ["Anna Quill: “No,”"]);
    let baker = "When Boris Hart came to the town, the harbour was closed.";
    assert_eq!(after(baker, "“No,” the 41-year-old baker from Norland said."), ["Boris Hart: “No,”"]);
    let both = "Boris Hart, 41, met Anna Quill. Quill left early.";
    assert_eq!(after(both, "“No,” the 41-year-old baker said."), ["Boris Hart: “No,”"]);
    let unnamed = "A 41-year-old man was rescued by Anna Quill.";
    assert_eq!(after(unnamed, "“No,” the 41-year-old said."), ["41-year-old: “No,”"]);
    let office = "But the Commissioner for Harbours, Dr Anna Quill, met workers. Boris Hart was there.";
    assert_eq!(after(office, "“No,” the commissioner said."), ["Anna Quill: “No,”"]);
}

#[test]
fn a_description_of_a_business_means_the_one_spoken_of() {
    let boats = "PORT HART (Harbour News) - Norland Boats Ltd cut its fares.";
    for (said, speaker) in [
        ("The state-owned operator said it was late.", "Norland Boats Ltd"),
        ("The company said it was late.", "Norland Boats Ltd"),
        ("The rival operator said it was late.", "rival operator"),
    ] {
        assert_eq!(seen(&format!("{boats} {said}\n")), [format!("{speaker} indirect")], "{said}");
    }
}

#[test]
fn a_document_is_of_those_who_wrote_it() {
    let note =
        "Norland Boats Ltd said in a note to clients it now expected a storm. “It is near,” the note said.";
    assert_eq!(seen(note), ["Norland Boats Ltd indirect", "Norland Boats Ltd: “It is near,”"]);
    assert_eq!(after_names("“It is near,” the note said."), ["note: “It is near,”"]);
}

#[test]
fn no_source_is_a_clause() {
    assert_eq!(
        after_names("Hart of Norland, a member of the Harbour Club, said he could not read any complaint."),
        ["Boris Hart indirect"]
    );
    assert_eq!(after_names("Hart further said that boats may pass."), ["Boris Hart indirect"]);
    assert_eq!(
        after_names("Asked whether Quill should go, Hart paused.\n\n“It is late,” he said."),
        ["Boris Hart: “It is late,”"]
    );
}

#[test]
fn quoted_words_in_a_heading_are_of_who_says_them_below() {
    let text = "Boats are late\n\n“We wait,” Anna Quill said on Monday.\n\n‘A lot to ask’\n\nMany came to the harbour.\n\n\
                “It is a lot to ask,” Boris Hart said.\n";
    assert_eq!(
        seen(text),
        ["Anna Quill: “We wait,”", "Boris Hart: ‘A lot to ask’", "Boris Hart: “It is a lot to ask,”"]
    );
}
