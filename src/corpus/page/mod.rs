//! Saved pages (`.html`): the main text, and what a page says of itself.
//!
//! ```text
//! page ── tokens ──> shallow ── readability ──> its main part ── tokens ──> words
//!             │         └───────── if it has none ─────────────── tokens ──> words
//!             └──> stated, linked: what it says of itself
//! ```

mod asides;
mod held;
mod linked;
mod shallow;
mod stated;
mod tokens;
mod words;

use std::collections::HashSet;
use std::sync::LazyLock;
use std::thread;

use dom_smoothie::{Article as Main, Config, Readability};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use regex::bytes::Regex;

use crate::model::{Metadata, Span};
use crate::nlp::{day, letters};
use shallow::shallow;
use stated::Stated;
use tokens::is_void;
use words::{Parts, parts};

/// Of larger pages, in bytes and without what nobody reads, all that is seen is the text.
const LARGEST: usize = 16 << 20;

/// A shorter main part, in characters, is taken for none at first, and looked for by laxer rules, which take more of
/// the page. News in brief are shorter than the 500 that the library presumes.
const SHORT: usize = 200;

/// The shortest text of an article that is believed to be one, in bytes.
const LEAST: usize = 80;

/// The most headings that are looked at for the headline.
const HEADINGS: usize = 4;

/// The encoding that a page declares in its first bytes (HTML, "prescan a byte stream to determine its encoding").
pub(super) fn declared(start: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i-u)<meta\s[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).ok());
    let label = CHARSET.as_ref()?.captures(start)?.get(1)?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // What could be read so far is neither of these, whatever it says.
    Some(match encoding {
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    })
}

/// The canonical text of a page, and what it says of itself. The text is that of its main part, below its headline;
/// of a page without a main part it is all that is seen.
pub(super) fn read(html: &str) -> (String, Metadata) {
    let (html, stated) = shallow(html);
    let is_small = html.len() <= LARGEST;
    let ((mut text, mut kinds), metadata) = if is_small { main(&html) } else { None }.unwrap_or_default();
    if let Some(below) = is_small.then(|| below_headline(&html, &stated, &text)).flatten() {
        (text, kinds) = below;
    }
    if let Some(body) = stated.body().filter(|body| body.len() >= LEAST && !holds(&text, body)) {
        (text, kinds) = (body, Vec::new());
    }
    let mut metadata = stated.metadata(metadata);
    let mut before = String::new();
    if text.is_empty() {
        (text, kinds) = parts(&html);
    } else if let Some(title) = &mut metadata.title {
        let wanted = letters(title);
        match text.split("\n\n").take(3).find(|line| letters(line) == wanted) {
            Some(line) => line.clone_into(title),
            None => before = format!("{title}\n\n"),
        }
    }
    let shifted = |span: Span| Span::new(before.len() + span.start(), before.len() + span.end());
    metadata.kinds = kinds.into_iter().map(|(span, kind)| (shifted(span), kind)).collect();
    (before + &text, metadata)
}

/// What stands around the headline, if a main part is taken from elsewhere: it stands before the headline, or asks for
/// consent.
fn below_headline(html: &str, stated: &Stated, text: &str) -> Option<Parts> {
    let headings = html.match_indices("<h1").map(|(at, _)| html.split_at(at));
    let heading = |from: &str| parts(from.split("</h1>").next().unwrap_or_default()).0;
    let is_headline = |(_, from): &(&str, &str)| stated.is_title(&heading(from));
    let (before, from) = headings.take(HEADINGS).find(is_headline)?;
    let is_before = holds(&parts(before).0, text);
    let about = ["cookie", "consent"];
    let asks = |line: &str| about.iter().any(|word| line.to_lowercase().contains(word));
    let lines = || text.split("\n\n");
    let asks = lines().filter(|line| asks(line)).count() * 3 > lines().count() && !asks(&heading(from));
    let near = if asks { around(from) } else { from };
    let is_elsewhere = is_before || asks && !holds(&parts(near).0, text);
    let below = is_elsewhere.then(|| main(near).map_or_else(|| parts(near), |(parts, _)| parts))?;
    (below.0.len() >= LEAST).then_some(below)
}

/// The rest of the innermost element around what begins here in which enough to be an article follows.
fn around(from: &str) -> &str {
    let (mut depth, mut lowest, mut seen, mut last) = (0_isize, 0, 0, 0);
    for (at, _) in from.match_indices('<') {
        let (text, tag) = from.split_at(at);
        seen +=
            text.get(last..).and_then(|text| text.split_once('>')).map_or(0, |(_, text)| text.trim().len());
        last = at;
        let name = tag.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        depth += if name.starts_with('/') { -1 } else { isize::from(!is_void(name)) };
        if depth < lowest {
            lowest = depth;
            if seen >= SHORT && name != "/header" {
                return text;
            }
        }
    }
    from
}

/// Whether a text holds most of what is said to be the article's: of its words, three by three.
fn holds(text: &str, body: &str) -> bool {
    fn threes(text: &str) -> impl Iterator<Item = [&str; 3]> {
        let words =
            |skip| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).skip(skip);
        words(0).zip(words(1)).zip(words(2)).map(|((a, b), c)| [a, b, c])
    }
    let known: HashSet<[&str; 3]> = threes(text).collect();
    let (all, found) = threes(body)
        .fold((0, 0), |(all, found), three| (all + 1, found + usize::from(known.contains(&three))));
    found * 2 > all
}

/// The text of the main part of a page, if it has one, and what the library finds that the page says of itself.
fn main(html: &str) -> Option<(Parts, Metadata)> {
    let config =
        Config { char_threshold: SHORT, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let parse = || {
        let main = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
        Some((parts(&main.content), metadata(&main)))
    };
    // The library is made of rules for pages of all kinds. One on which it falls over ends a thread of its own, and
    // is still read as a page without a main part.
    thread::scope(|scope| scope.spawn(parse).join()).ok()?
}

/// What the library finds: names in `<meta>` that are left, `<title>`, and lines in the text.
fn metadata(main: &Main) -> Metadata {
    let line = |words: &str| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    Metadata {
        title: line(&main.title),
        date: main.published_time.as_deref().and_then(day),
        outlet: main.site_name.as_deref().and_then(line),
        author: main.byline.as_deref().and_then(line),
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    mod shapes;

    use proptest::prelude::*;

    use super::*;

    /// A page in the manner of news sites.
    const PAGE: &str = r##"<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Ferry fares rise in spring | The Harbour Times</title>
<meta property="og:site_name" content="The Harbour Times">
<script>var ads = "<p>Buy boats</p>";</script>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Ferry fares rise in spring","datePublished":"2031-03-04T20:30:00Z",
"author":[{"@type":"Person","name":"Ada Lowell"}],"publisher":{"@type":"Organization","name":"The Harbour Times"}}</script>
</head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav>
<div class="cookie-banner">We use cookies to improve your visit. <button>Accept all</button></div>
<main><article><h1>Ferry fares rise in spring</h1>
<div class="share-buttons"><a href="#">Share</a> <svg><title>Bird</title></svg><a href="#">Post</a></div>
<figure><img src="x.jpg" alt=""><figcaption>A ferry waits at the pier.</figcaption></figure>
<p>The council of the harbour town voted on Tuesday for higher fares, after a debate that had gone on for most of the night, and after many letters.</p>
<p>&ldquo;Nobody likes it,&rdquo; the chairwoman said,<br>and she&nbsp;looked tired. &ldquo;But fuel is dear, the crews are few, and the piers are old.&rdquo;</p>
<h2>What comes next</h2>
<ul><li>A fare of four crowns from the first of April on.<li>A free crossing for those who are younger than twelve.</ul>
<div class="related"><h3>Read also</h3><ul><li><a href="/1">Five piers that sank</a></li><li><a href="/2">Bridge or boat?</a></li></ul></div>
<p>The council meets again in a month, and those who wrote the letters say that they will be there, with their boats, their drums and their children.</p>
</article></main>
<footer><p>© 2031 The Harbour Times. All rights reserved. <a href="/imprint">Imprint</a></p></footer></body></html>"##;

    #[test]
    fn the_main_text_of_a_page_is_read_paragraph_by_paragraph() {
        let (text, metadata) = read(PAGE);
        let paragraphs = [
            "Ferry fares rise in spring",
            "A ferry waits at the pier.",
            "The council of the harbour town voted on Tuesday for higher fares, after a debate that had gone on \
             for most of the night, and after many letters.",
            "“Nobody likes it,” the chairwoman said, and she looked tired. “But fuel is dear, the crews are few, \
             and the piers are old.”",
            "What comes next",
            "A fare of four crowns from the first of April on.",
            "A free crossing for those who are younger than twelve.",
            "The council meets again in a month, and those who wrote the letters say that they will be there, \
             with their boats, their drums and their children.",
        ];
        assert_eq!(text.split("\n\n").collect::<Vec<_>>(), paragraphs);
        assert_eq!(metadata.title.as_deref(), Some("Ferry fares rise in spring"));
        assert_eq!(metadata.date.as_deref(), Some("2031-03-04"));
        assert_eq!(metadata.outlet.as_deref(), Some("The Harbour Times"));
        assert_eq!(metadata.author.as_deref(), Some("Ada Lowell"));
        assert_eq!(read(PAGE), (text, metadata));
    }

    #[test]
    fn a_page_says_what_it_is_in_several_ways() {
        let metadata = |head: &str| read(&format!("<head>{head}</head><body><p>It was opened today.</p>")).1;
        let graph = r#"<meta property="og:title" content="Pier opens &amp; closes - The Wire">
            <meta property="og:site_name" content="The Wire">
            <meta property="article:published_time" content="2031-05-06T23:59:00+02:00">
            <meta name="author" content="Bo   Hart">"#;
        let read = metadata(graph);
        assert_eq!(read.title.as_deref(), Some("Pier opens & closes"));
        assert_eq!((read.date.as_deref(), read.outlet.as_deref()), (Some("2031-05-06"), Some("The Wire")));
        assert_eq!(read.author.as_deref(), Some("Bo Hart"));
        let time =
            metadata(r#"<title>Pier opens</title></head><time datetime="2031-05-07T08:00">May 7</time>"#);
        assert_eq!(time.date.as_deref(), Some("2031-05-07"));
    }

    #[test]
    fn of_a_page_without_an_article_all_that_is_seen_is_read() {
        let (text, _) =
            read("<title>x</title><style>p {}</style><nav>Home</nav><td>One<td>two<p>Three<p>four");
        for seen in ["Home", "One", "two", "Three\n\nfour"] {
            assert!(text.contains(seen), "{text:?}");
        }
        assert!(!text.contains("{}"), "{text:?}");
        assert_eq!(read("").0, "");
        assert_eq!(read("Nothing but words &amp; a\u{AD}bout\n\n them").0, "Nothing but words & about them");
    }

    #[test]
    fn encodings_are_declared_in_both_ways() {
        let name = |start: &str| declared(start.as_bytes()).map(Encoding::name);
        assert_eq!(name("<meta charset=iso-8859-1>"), Some("windows-1252"));
        let old = "<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>";
        assert_eq!(name(old), Some("windows-1251"));
        assert_eq!(name("<meta charset='utf-16'>"), Some("UTF-8"));
        assert_eq!(name("<meta name=description content='charset'>"), None);
        assert_eq!(name("<p>charset=utf-8"), None);
    }

    #[test]
    fn what_would_take_a_browser_long_is_read_as_well() {
        const MANY: usize = 100_000;
        let words = "The toll stays as it is, the mayor said.";
        for page in [
            format!("{}{words}{}", "<div>".repeat(MANY), "</div>".repeat(MANY)),
            format!("{}{words}", "<span><p></span></p>".repeat(MANY / 10)),
            format!("{}{words}", "<div></x><svg/><b a=1>".repeat(MANY / 10)),
            format!("{words}<p {}", (0..MANY).map(|i| format!("a{i} ")).collect::<String>()),
            format!("<table>{}{words}", "<tr><td><table>".repeat(MANY / 10)),
            format!("{words}<!--{}", "<p> ".repeat(MANY)),
        ] {
            let (text, _) = read(&page);
            assert!(text.contains(words), "{}", &page[..60]);
        }
    }

    /// Pieces that the rules look at.
    fn pieces() -> impl Strategy<Value = String> {
        let pieces = [
            "<p>",
            "</p>",
            "<div class=\"share\">",
            "</div>",
            "<br>",
            "<li>",
            "<ul>",
            "<td>",
            "<table>",
            "<h1>",
            "</h1>",
            "<title>",
            "</title>",
            "<script type=application/ld+json>",
            "</script>",
            "{\"@type\":\"NewsArticle\"",
            "<svg>",
            "</svg>",
            "<!--",
            "-->",
            "<a href=x>",
            "</a>",
            "<b",
            ">",
            "&amp;",
            "&#0;",
            "&nbsp",
            "<template>",
            "<body>",
            "<article>",
            "<meta name=author content=\"",
            "\"",
            "<plaintext>",
            "<select>",
            "<form>",
            "\r\n",
            "The mayor said, on Monday, that the toll would stay as it is, and that nobody had asked. ",
            "é",
            "\0",
            "<time datetime=2031-03-04>",
            "<noscript>",
            "<frameset>",
            "<math><mi>",
            "]]>",
            "<![CDATA[",
            "<html>",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..80)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn any_page_has_a_text_of_words_with_blanks_and_blank_lines(page in prop_oneof![pieces(), any::<String>()]) {
            let (text, metadata) = read(&page);
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert!(!text.contains("\n\n\n") && !text.contains("  ") && !text.contains('\r'));
            prop_assert_eq!(read(&page), (text, metadata));
        }
    }
}
