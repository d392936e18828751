//! What must hold of what is seen in any text, and of the page around an article.

use proptest::prelude::*;

use super::*;
use crate::model::{Kind, Speaker};

/// All that must hold of what is seen in any text.
fn check(text: &str) {
    let head = head(text);
    let chunks = chunks(text);
    assert_eq!(chunks.iter().map(|chunk| chunk.of(text)).collect::<String>(), text);
    let mut covered = vec![false; text.len()];
    for chunk in chunks {
        let seen = analyse(text, chunk, &head);
        assert_eq!(seen, analyse(text, chunk, &head));
        let mut next = 0;
        let mut end = chunk.start();
        for paragraph in &seen.paragraphs {
            assert!(chunk.covers(paragraph.span) && paragraph.span.start() >= end);
            assert_eq!(paragraph.sentences.start, next);
            assert!(!paragraph.span.of(text).is_empty());
            for sentence in &seen.sentences[paragraph.sentences.clone()] {
                assert!(paragraph.span.covers(sentence.span));
            }
            (next, end) = (paragraph.sentences.end, paragraph.span.end());
        }
        assert_eq!(next, seen.sentences.len());
        let mut end = chunk.start();
        for sentence in &seen.sentences {
            let words = sentence.span.of(text);
            assert!(sentence.span.start() >= end && !words.is_empty() && words.trim() == words, "{words:?}");
            covered[sentence.span.range()].fill(true);
            end = sentence.span.end();
        }
        let mut end = chunk.start();
        for mention in &seen.mentions {
            assert!(mention.span.start() >= end && !mention.span.of(text).is_empty());
            assert!(seen.sentences.iter().any(|sentence| sentence.span.covers(mention.span)));
            end = mention.span.end();
        }
        assert!(seen.quotes.is_sorted_by_key(|quote| quote.span));
        for quote in &seen.quotes {
            assert!(chunk.covers(quote.span) && !quote.span.of(text).is_empty());
            for part in [quote.cue, quote.source].into_iter().flatten() {
                assert!(chunk.covers(part) && !part.of(text).is_empty());
            }
            match quote.speaker {
                Some(Speaker::Named(mention)) => assert!(seen.mentions.contains(&mention)),
                Some(Speaker::Described(span)) => assert!(!span.of(text).is_empty()),
                None => {}
            }
        }
    }
    for (at, c) in text.char_indices() {
        assert!(covered[at] || c.is_whitespace(), "{c:?} at {at} is in no unit");
    }
}

/// Pieces that the rules look at.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "Mr. ",
        "U.S. ",
        "\"",
        "“",
        "”",
        "'s",
        "Ada Quill",
        "-",
        "\n",
        "\n\n",
        ". ",
        "...",
        " . . .",
        "? ",
        "。",
        "1) ",
        "2. ",
        "• ",
        "# ",
        "> ",
        "March 4, 2031",
        "Monday",
        "last",
        "of the ",
        "Ministry",
        "é",
        "🚨",
        "\u{a0}",
        "\u{301}",
        "NATO",
        "(",
        ")",
        "said",
        " said ",
        ", he told ",
        " according to ",
        "The president",
        "spokesman",
        "‘",
        "„",
        "«",
        "»",
        "MAYOR: ",
        " that ",
        "who ",
        "Which said ",
        "lower words go here ",
        "Published: ",
        "Skip to content\n",
        "@x.y",
        "https://a.b/C.D ",
        "\r",
        "\t",
        "\u{2028}",
        "’",
        "&",
        "— Bo (@bo) ",
        "a",
        "ß",
        "İ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_seen_whole(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_mixture_of_what_rules_look_at_is_seen_whole(text in pieces()) {
        check(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn long_lines_are_seen_whole(piece in pieces(), length in 1..3 * LONG) {
        let piece = piece.replace('\n', " ");
        check(&piece.repeat(length / piece.len().max(1)));
    }
}

/// More than a chunk, in bytes.
const LONG: usize = 24 << 10;

#[test]
fn hostile_texts_come_to_an_end() {
    for piece in [
        "\"",
        "“",
        ". ",
        "a",
        "Mr. ",
        "word Alder ",
        "1) a 2) b ",
        "A-",
        "of the Union ",
        "\"a\" ",
        "“a ",
        "'a'",
        "he said ",
        "\"a\", he said. ",
        "Ada Quill, ",
        "the mayor of ",
        "\n",
        " ",
        "é",
    ] {
        check(&piece.repeat(LONG / piece.len()));
    }
}

#[test]
fn kinds_are_told_by_general_signs() {
    let text = "Skip to content\n\nHarbour reopens after storm\n\nBoats wait in the old harbour\n\
                Boats wait in the old harbour\n\nBy Ada Lowell\n\nThe harbour reopened on Monday. Boats left.\n\n\
                WHAT COMES NEXT\n\nThe walls will be raised.\n\n🚢 Harbour open again\nMAYOR: “We are glad.”\n\
                pic.twitter.com/abc— Bo Hart (@bohart) March 4, 2031\n\nNobody was hurt.\n\nHarbour reopens after storm\n\nRead also:\n";
    let head = head(text);
    let seen = analyse(text, Span::new(0, text.len()), &head);
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    use Kind::{Boilerplate, Caption, Embed, Heading, Sentence, Title};
    assert_eq!(
        kinds,
        [
            Boilerplate,
            Title,
            Caption,
            Boilerplate,
            Boilerplate,
            Sentence,
            Sentence,
            Heading,
            Sentence,
            Embed,
            Embed,
            Boilerplate,
            Sentence,
            Boilerplate,
            Boilerplate
        ]
    );
}

#[test]
fn the_page_around_an_article_is_no_part_of_it() {
    use Kind::{Boilerplate, Caption, Heading, Sentence, Title};
    let text = "Home > News > Local\n\nOpinion\n\nThe Daily Harbour\n\nHarbour reopens after storm\n\nAda Lowell\n\
                Political correspondent\n@adalowell\n\nPosted: 4 Mar 2031 | 3 min read\n\nThe harbour reopened. Boats left.\n\n\
                Image caption: The harbour\n\nWhat comes next\n\nThe walls will be raised.\n\nTags: boats, storms\n\n\
                Most read\n1. Storm hits coast\n2. Bridge closed\nPort Hart\n";
    let head = head(text);
    assert_eq!(head.title.map(|title| title.of(text)), Some("Harbour reopens after storm"));
    assert_eq!(
        (head.date.as_deref(), head.outlet.as_deref()),
        (Some("2031-03-04"), Some("The Daily Harbour"))
    );
    let seen = analyse(text, Span::new(0, text.len()), &head);
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    let article = [Sentence, Sentence, Caption, Heading, Sentence];
    let around =
        [vec![Boilerplate; 3], vec![Title], vec![Boilerplate; 4], article.to_vec(), vec![Boilerplate; 5]];
    assert_eq!(kinds, around.concat());
    let ago = "By Ada Lowell\n\nPublished 5 hours ago\n\nHarbour reopens\n\nThe harbour reopened.\n";
    assert_eq!(super::head(ago).title.map(|title| title.of(ago)), Some("Harbour reopens"));
}

#[test]
fn one_line_may_say_the_outlet_the_day_and_the_editor() {
    let text = "Harbour reopens after storm\nSource: Harbour Wire | 2031-03-04 22:36:18 | Editor: Bo Hart\nBoats left on Monday.\n";
    let head = head(text);
    assert_eq!((head.outlet.as_deref(), head.date.as_deref()), (Some("Harbour Wire"), Some("2031-03-04")));
}

#[test]
fn posts_questions_and_pictures_are_told_by_the_lines_around_them() {
    use Kind::{Boilerplate, Caption, Embed, Heading, Sentence, Title};
    let text = "U.S. NEWS\nHarbour of Port Hart reopens after a week of storms\n\
                By Ada Lowell (Port Hart, special correspondent)\n4 mins to read\nBoats in the old harbour\nGetty Images\n\n\
                The harbour reopened. Boats left.\n\nWhat's next?\n\nThe mayor wrote on Instagram on Sunday:\n\
                Safe again, all of us\nBoats will leave at noon, said the port.\n";
    let seen = analyse(text, Span::new(0, text.len()), &head(text));
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    let page = [Boilerplate, Title, Boilerplate, Boilerplate, Caption, Boilerplate];
    let article = [Sentence, Sentence, Heading, Sentence, Embed, Sentence];
    assert_eq!(kinds, [page, article].concat());
}

#[test]
fn sections_stamps_credits_and_footers_are_no_part_of_it() {
    use Kind::{Boilerplate, Caption, Embed, Sentence, Title};
    let text = "My Coast + Bay\nCoast News\nHarbour of Port Hart reopens after a week of storms\nby: Ada Lowell\n\
                HNS / Updated: Mar 4, 2031, 08:14 IST\nGetty Images\nBoats wait in the old harbour\n\
                The north wall on Monday, March 3. | Bo Hart for THE LEDGER\nThe harbour reopened. Boats left.\n\
                Related article\nHow the old harbour was built\nHarbour master\n@harbour\nSafe again, all of us.\n\
                1:52 PM · Mar 4, 2031\nHARTVILLE, Ont. — Walls were raised.\nLowell reported from Port Hart.\nTrending Stories\nWhat do storm warnings mean?\nBridge closed\n";
    let head = head(text);
    let title = head.title.map(|title| title.of(text));
    assert_eq!(title, Some("Harbour of Port Hart reopens after a week of storms"));
    assert_eq!(head.date.as_deref(), Some("2031-03-04"));
    let seen = analyse(text, Span::new(0, text.len()), &head);
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    let article = [Caption, Caption, Sentence, Sentence, Boilerplate, Boilerplate];
    let around =
        [vec![Boilerplate; 2], vec![Title], vec![Boilerplate; 3], article.to_vec(), vec![Embed; 4]].concat();
    assert_eq!(kinds, [around, vec![Sentence], vec![Boilerplate; 4]].concat());
}

#[test]
fn who_wrote_it_and_what_names_the_site_is_no_part_of_it() {
    let text = "HARBOUR.COM\nE-Paper | March 05, 2031\nHarbour of Port Hart reopens after a week of storms\nBy Ada Quill\n\
                Ms. Quill is a reporter in Port Hart.\nThe harbour reopened.\nBOATS wait in the harbour on Monday.—Ledger\n\
                Bo Hart is a pilot, and left at once.\nAda Quill covers the coast for The Ledger. She lives in Port Hart.\n";
    let head = head(text);
    let title = head.title.map(|title| title.of(text));
    assert_eq!(title, Some("Harbour of Port Hart reopens after a week of storms"));
    assert_eq!(head.date.as_deref(), Some("2031-03-05"));
    let seen = analyse(text, Span::new(0, text.len()), &head);
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    use Kind::{Boilerplate, Caption, Sentence, Title};
    let first = [Boilerplate, Boilerplate, Title, Boilerplate, Boilerplate];
    assert_eq!(kinds, [&first[..], &[Sentence, Caption, Sentence, Boilerplate, Boilerplate]].concat());
}

#[test]
fn markdown_is_read_by_its_marks() {
    let text = "# Harbour reopens\n\nThe harbour reopened. See [its plan](https://a.example/b.html). Boats left.\n\n\
                ![Boats in the harbour](a.png)\n\n## Walls\n\n- The north wall\n- [More](https://a.example)\n\n> A post.\n\n\
                ### Read more\n";
    let head = head(text);
    assert_eq!(head.title.map(|title| title.of(text)), Some("Harbour reopens"));
    let seen = analyse(text, Span::new(0, text.len()), &head);
    let kinds: Vec<Kind> = seen.sentences.iter().map(|sentence| sentence.kind).collect();
    use Kind::{Boilerplate, Caption, Embed, Heading, Sentence, Title};
    let article = [Boilerplate, Title, Sentence, Sentence, Sentence, Caption, Boilerplate, Heading];
    assert_eq!(kinds, [&article[..], &[Sentence, Boilerplate, Embed, Boilerplate]].concat());
    let words: Vec<&str> = seen.sentences.iter().map(|sentence| sentence.span.of(text)).collect();
    assert_eq!(words[6..9], ["##", "Walls", "- The north wall"]);
}

#[test]
fn long_paragraphs_are_cut_into_pieces_that_touch() {
    let text = "The wind rose over the bay and fell again. ".repeat(300);
    let seen = analyse(&text, Span::new(0, text.len()), &Head::default());
    assert!(seen.paragraphs.len() > 2);
    assert!(seen.paragraphs.iter().all(|paragraph| paragraph.span.len() <= paragraphs::LONGEST));
    assert!(seen.paragraphs.windows(2).all(|pair| pair[0].span.end() == pair[1].span.start()));
}
