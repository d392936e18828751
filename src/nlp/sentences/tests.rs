use super::sentences;
use crate::model::Span;

/// The text with a bar between its sentences.
fn cut(text: &str) -> String {
    let spans = sentences(text, Span::new(0, text.len()));
    spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" | ")
}

/// `marked`, without its bars, is cut where they are.
fn holds(marked: &str) {
    assert_eq!(cut(&marked.replace(" | ", " ")), marked);
}

#[test]
fn abbreviations_titles_and_initials_do_not_end_a_sentence() {
    holds("It began at 4 a.m. Monday and ended at 6:30 p.m. EDT. | They left at 7 p.m. | Nobody saw it.");
    holds("LAS VERA, N.M. — The bridge in the U.S. – it is old – was shut. | Nobody knew.");
    holds("Mr. Alder met Gen. Birch at 5 p.m. on Jan. 3 near St. Ives. | Nothing was said.");
    holds("J. K. Cedar spoke for Dogwood Inc. in the U.S. Senate, e.g. on taxes. | It rained.");
    holds("They live in the U.S. | They like it there.");
    holds("She paid 3.5 million to Elm & Co. | He paid No. 4 nothing.");
    holds("Was it no. | Nobody knew.");
}

#[test]
fn states_and_days_are_words_in_small_letters() {
    holds(
        "He was very ill. | Doctors came. | The dog lost mass. | It grew. | They told us. | 40 people stayed.",
    );
    holds(
        "They never miss. | Elm shot. | The sun. | 12 men saw it. | She is from Gary, Ind. | The town is small.",
    );
    holds("They met in Springfield, Ill. Elm saw them there on Sun. 12 March.");
    holds("It rose 5 per cent. | Elm was glad. | The other 3 per cent. was lost.");
}

#[test]
fn quotations_keep_their_marks_and_their_reporting_clause() {
    holds("“We stay.” | “You go,” said Fir.");
    holds("“Is it so?” she asked. | “No!” he cried.");
    holds("“Is it so?” Anna Gorse asked. | “No.” | She left.");
    holds("\"We stay. | We will not go,\" he said.");
    holds("It (see above.) holds. | (This too.) | And this.");
}

#[test]
fn ellipses_before_a_small_letter_go_on() {
    holds("They left … because nobody stayed... and so on. | Well... | That was it…");
}

#[test]
fn a_missing_blank_is_seen_but_addresses_stay_whole() {
    assert_eq!(cut("This is the end.The next begins."), "This is the end. | The next begins.");
    holds("See example.com and Hazel.Ivy@example.org or www.juniper.Example today.");
    holds("The U.S.A is large.");
}

#[test]
fn other_scripts_have_their_own_marks() {
    assert_eq!(cut("今天下雨。明天呢？好！"), "今天下雨。 | 明天呢？ | 好！");
    holds("هل هذا صحيح؟ | نعم.");
    holds("यह घर है। | वह पेड़ है।");
}

#[test]
fn lists_in_one_line_are_cut_at_their_numbers() {
    holds("1) Buy milk | 2) Sell bread | 3) Rest");
    holds("1. Buy milk. | 2. Sell bread.");
}

#[test]
fn references_and_faces_stay_with_their_sentence() {
    holds("The wall fell. [3] [12] | It was old. [citation needed] | Nobody cared. :) | They left.");
    holds("The wall fell. 4 | Yet nobody cared.");
    assert_eq!(cut("The wall fell.[3] It was old."), "The wall fell.[3] | It was old.");
}

#[test]
fn labels_links_and_time_stamps_are_units() {
    holds("Figure 1.3 | The wall in spring.");
    holds("Figure 2. The wall in autumn.");
    holds("2.1. Of walls");
    holds("Best regards, | Ada Quill");
    holds("See https://a.example/b.html | https://a.example/c.html");
    holds("Ada Quill | 08/16/2031 12:05 PM | We meet at noon.");
    holds("It came on 08/16/2031 at noon.");
}

#[test]
fn careless_writers_begin_with_small_letters() {
    holds("We met them at home. | they were late.");
    holds("They sell phones. | eBay does too.");
    holds("It is approx. five metres and min. two.");
}

#[test]
fn short_words_before_brackets_and_figures_go_on() {
    holds("She (b. March 2009) met Elm Inc. (\"Elm\") at 10 a.m. (noon there) today.");
    holds("He brought bread, wine, etc. | Mara ate bread. | (credit: Ada Quill)");
}
