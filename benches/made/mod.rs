//! Articles made up for the benches: the same ones in every run.

/// Sentences of an article, with places for a name and a number: a paragraph that stands there twice is taken for
/// a part of the page.
const SENTENCES: [&str; 6] = [
    "{} told reporters on Monday that the bridge over the bay will be closed for the winter.",
    "The harbour board has # reasons to disagree, and wants to hear from {} first.",
    "“Nobody has asked us,” {} said, “and nobody will have to pay for it twice.”",
    "It rained for # minutes.",
    "According to {}, the ferries of the Northern Line could carry 1,200 people an hour, if the U.K. agreed to it.",
    "Who pays is open.",
];

const NAMES: [&str; 5] = ["Ada Quill", "the Ministry of Ports", "Mr. Bo Hart", "Zoë Müller", "Port Alder"];

/// The sentence of this number.
fn sentence(number: usize) -> String {
    let sentence = SENTENCES[number % SENTENCES.len()].replace("{}", NAMES[number / 2 % NAMES.len()]);
    sentence.replace('#', &number.to_string())
}

/// About so many bytes of text: a title, then paragraphs of three sentences.
pub fn article(bytes: usize) -> String {
    let mut text = String::from("Bridge closes for the winter\n");
    for number in 0.. {
        text += if number % 3 == 0 { "\n\n" } else { " " };
        text += &sentence(number);
        if text.len() >= bytes {
            break;
        }
    }
    text + "\n"
}

/// The same in one line.
pub fn line(bytes: usize) -> String {
    article(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}
