//! Pages of different shapes, of each the lines that the reader sees, and what they are.

use super::super::read;
use crate::model::{Article, Metadata};
use crate::nlp::Analysis;

/// What is seen of a page: what it says of itself, and its units, each behind the first letter of its kind.
fn seen(page: &str) -> (Metadata, Vec<String>) {
    let (text, metadata) = read(page);
    let article = Article { metadata, ..Article::new(std::path::PathBuf::from("a.html"), text) };
    let analysis = Analysis::of(&article);
    let units = analysis.all().flat_map(|chunk| &chunk.sentences);
    let unit =
        |unit: &crate::model::Sentence| format!("{} {}", &unit.kind.name()[..1], unit.span.of(&article.text));
    let units = units.map(unit).collect();
    (article.metadata, units)
}

fn said(metadata: &Metadata) -> [&str; 3] {
    [&metadata.title, &metadata.date, &metadata.outlet].map(|said| said.as_deref().unwrap_or_default())
}

/// Sentences that no article is about.
fn talk(sentence: &str, times: usize) -> String {
    format!("<p>{sentence}</p>").repeat(times)
}

#[test]
fn a_news_page_whose_consent_dialog_comes_first_and_is_longer() {
    let consent = talk(
        "We and our partners store data on your device, such as cookies, to show you what you may like, and to count who reads what.",
        20,
    );
    for open in [
        r#"<div id="onetrust-consent-sdk"><div role="dialog">"#,
        r#"<dialog open><div>"#,
        r#"<section aria-label="Cookie notice"><div>"#,
        r#"<div class="modal" aria-modal="true"><div>"#,
        r#"<div class="CookieBanner_root__2f"><div>"#,
    ] {
        let close = if open.starts_with("<d") && !open.starts_with("<div") {
            "</div></dialog>"
        } else if open.starts_with("<s") {
            "</div></section>"
        } else {
            "</div></div>"
        };
        let page = format!(
            r##"<!doctype html><html class="has-cookie-banner"><head><title>Locks to be widened | Canal Post</title>
<meta property="og:site_name" content="Canal Post"><meta property="article:published_time" content="2031-03-04T20:30:00Z"></head>
<body class="single cookies-not-set">{open}<h2>We value your privacy</h2>{consent}<button>Accept</button>{close}
<main id="main"><h1>Locks to be widened</h1><p class="byline">By <a href="/ada">Ada Lowell</a></p>
<p><b>At the locks</b><i>In the rain</i></p><figure><img src="a.jpg"><figcaption>The upper lock on Monday</figcaption></figure>
<p>The locks of the old canal will be widened, the council said on Monday, and nobody voted against it.</p>
<h2>What it costs</h2><p>Nine million crowns are set aside. The work begins in May.</p>
<ul><li>Two locks in the first year</li><li>Three locks later</li></ul></main></body></html>"##
        );
        let (metadata, units) = seen(&page);
        assert_eq!(said(&metadata), ["Locks to be widened", "2031-03-04", "Canal Post"], "{open}");
        let wanted = [
            "t Locks to be widened",
            "h At the locks In the rain",
            "c The upper lock on Monday",
            "s The locks of the old canal will be widened, the council said on Monday, and nobody voted against it.",
            "h What it costs",
            "s Nine million crowns are set aside.",
            "s The work begins in May.",
            "s Two locks in the first year",
            "s Three locks later",
        ];
        assert_eq!(units, wanted, "{open}");
    }
}

#[test]
fn a_live_report_in_entries() {
    let entry = |time: &str, head: &str, text: &str| {
        format!(
            r#"<div class="entry"><p><time datetime="2031-03-04T{time}">{time} here</time></p><h3>{head}</h3><p>{text}</p></div>"#
        )
    };
    let page = format!(
        r#"<html><head><meta property="og:title" content="Storm on the coast: the latest - Bay Radio"><meta property="og:site_name" content="Bay Radio">
<script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Storm on the coast: the latest","datePublished":"2031-03-04","liveBlogUpdate":[
{{"@type":"BlogPosting","headline":"Ferries stop","articleBody":"All ferries stay in port until noon. Nobody is on the water."}},
{{"@type":"BlogPosting","headline":"Trees fall","articleBody":"Two trees fell on the road to the pier, the police said."}}]}}</script></head>
<body><h1>Storm on the coast: the latest</h1><div class="live">{}{}</div>{}</body></html>"#,
        entry("09:30", "Ferries stop", "All ferries stay in port until noon. Nobody is on the water."),
        entry("09:10", "Trees fall", "Two trees fell on the road to the pier, the police said."),
        r#"<section class="comments">"#.to_owned()
            + &talk(
                "I was there as well, and I saw how the water rose, how they ran, and how it fell again.",
                30
            )
            + "</section>",
    );
    let (metadata, units) = seen(&page);
    assert_eq!(said(&metadata), ["Storm on the coast: the latest", "2031-03-04", "Bay Radio"]);
    let wanted = [
        "t Storm on the coast: the latest",
        "b 09:30 here",
        "h Ferries stop",
        "s All ferries stay in port until noon.",
        "s Nobody is on the water.",
        "b 09:10 here",
        "h Trees fall",
        "s Two trees fell on the road to the pier, the police said.",
    ];
    assert_eq!(units, wanted);
}

#[test]
fn news_in_brief_below_which_readers_write_long_comments() {
    let comment = "I have lived here for forty years, and never has anybody asked us, who pay for it, what we think of it, or why.";
    let comments = format!(
        "<li class='comment'><article class='comment-body'><p>{comment}</p><p>{comment}</p></article></li>"
    )
    .repeat(12);
    for holder in [
        "id='comments' class='comments-area'",
        "class='comment-list'",
        "class='PostComments_list__7'",
        "id='disqus_thread'",
    ] {
        let page = format!(
            "<html><head><title>Market hall shut</title><meta property='og:title' content='Market hall shut'></head><body><div id='content'>
<article><h1>Market hall shut</h1><p>The market hall is shut until Friday because of a burst pipe, the town said.</p></article></div>
<div {holder}><h2>12 thoughts on this</h2><ol>{comments}</ol></div></body></html>"
        );
        let wanted = [
            "t Market hall shut",
            "s The market hall is shut until Friday because of a burst pipe, the town said.",
        ];
        assert_eq!(seen(&page).1, wanted, "{holder}");
    }
}

#[test]
fn a_page_that_gives_its_text_in_data_alone() {
    let page = r#"<html><head><title>Loading</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"NewsArticle","headline":"Tram line opens","datePublished":"2031-03-04T05:00:00Z","publisher":{"@type":"Organization","name":"The Rail Times"},
"articleBody":"The tram to the hills opened on Tuesday. The first car was full.\n\n\u201cIt is steep,\u201d the driver said &amp; laughed.\nThe fare is two crowns."}]}</script></head>
<body><div id="root"></div><noscript>Please turn scripts on.</noscript><div class="teasers"><p>Subscribe now, and read all that we have to say, for one crown a week, as long as you like.</p></div></body></html>"#;
    let (metadata, units) = seen(page);
    assert_eq!(said(&metadata), ["Tram line opens", "2031-03-04", "The Rail Times"]);
    let wanted = [
        "t Tram line opens",
        "s The tram to the hills opened on Tuesday.",
        "s The first car was full.",
        "s “It is steep,” the driver said & laughed.",
        "s The fare is two crowns.",
    ];
    assert_eq!(units, wanted);
}

#[test]
fn a_page_for_phones() {
    let consent = talk(
        "We use cookies and ask you for your consent, which you may take back at any time, in your settings.",
        12,
    );
    let page = format!(
        r#"<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><title>Bees are back</title><link rel="canonical" href="https://field.example/bees">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bees are back","datePublished":"2031-04-02","publisher":{{"name":"Field News"}}}}</script></head>
<body><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar><amp-consent id="c"><div>{consent}</div></amp-consent>
<article><header><h1>Bees are back</h1></header><amp-img src="b.jpg" width="4" height="3"></amp-img><div class="amp-wp-caption-text caption">Bees in a hive</div>
<p>The bees came back to the hills this spring, keepers say, after three years in which there were none.</p>
<amp-ad></amp-ad><p>Nobody knows why, but the keepers have planted clover, and it rained.</p>
<blockquote class="twitter-tweet"><p>They are back!</p>— Bo Hart (@bohart) <a href="https://t.example/1">April 1, 2031</a></blockquote></article>
<div class="related-articles"><h2>Related</h2><ul><li><a href="/1">Wasps too</a></li></ul></div></body></html>"#
    );
    let (metadata, units) = seen(&page);
    assert_eq!(said(&metadata), ["Bees are back", "2031-04-02", "Field News"]);
    let wanted = [
        "t Bees are back",
        "c Bees in a hive",
        "s The bees came back to the hills this spring, keepers say, after three years in which there were none.",
        "s Nobody knows why, but the keepers have planted clover, and it rained.",
        "e They are back!",
        "b — Bo Hart (@bohart) April 1, 2031",
    ];
    assert_eq!(units, wanted);
}

#[test]
fn a_printed_page() {
    let page = r#"<html><head><title>Print - The mill will stay - Valley Courier</title><meta name="date" content="4 March 2031"></head>
<body onload="window.print()"><table width="640"><tr><td><img src="logo.gif" alt="Valley Courier"></td></tr><tr><td>
<h1>The mill will stay</h1><p><i>By Ada Lowell</i></p>
<p>The old mill in the valley will stay, after all, and be a school. The town bought it on Monday for one crown.</p>
<p>The owner, who had wanted to pull it down, said that he was glad, and that it had always been too loud for him.</p>
<h3>A long fight</h3><p>For nine years the neighbours had written letters, and most of them had come back unread.</p>
</td></tr></table><p><font size="1"><a href="https://valley.example/mill">https://valley.example/mill</a></font></p></body></html>"#;
    let (metadata, units) = seen(page);
    assert_eq!(said(&metadata), ["The mill will stay", "2031-03-04", "Valley Courier"]);
    let wanted = [
        "t The mill will stay",
        "b By Ada Lowell",
        "s The old mill in the valley will stay, after all, and be a school.",
        "s The town bought it on Monday for one crown.",
        "s The owner, who had wanted to pull it down, said that he was glad, and that it had always been too loud for him.",
        "h A long fight",
        "s For nine years the neighbours had written letters, and most of them had come back unread.",
    ];
    assert_eq!(units[..7], wanted, "{units:?}");
}

#[test]
fn a_part_without_an_end_does_not_take_the_article_with_it() {
    let page = "<body><div class='cookie-banner'><p>We use cookies.<main><h1>Fog again</h1><p>The fog came back on Monday, and the ferries stood still until noon, the harbour said.</p></main>";
    assert!(
        seen(page).1.contains(
            &"s The fog came back on Monday, and the ferries stood still until noon, the harbour said."
                .to_owned()
        )
    );
}

/// An article of a few sentences, and what is seen of it.
const FOG: &str = "<h1>Fog again</h1><p>The fog came back on Monday, and the ferries stood still until noon, the harbour said.</p>
<p>Nobody was hurt, but the fish market had nothing to sell, and the cats of the harbour went home.</p>
<p>On Tuesday the sun is to come out, and the ferries are to make up for what they have missed, the harbour said.</p>";
const OF_FOG: [&str; 4] = [
    "t Fog again",
    "s The fog came back on Monday, and the ferries stood still until noon, the harbour said.",
    "s Nobody was hurt, but the fish market had nothing to sell, and the cats of the harbour went home.",
    "s On Tuesday the sun is to come out, and the ferries are to make up for what they have missed, the harbour said.",
];
const CONSENT: &str = "We and our partners store data on your device, such as cookies, to show you what you may like, and ask for your consent.";

#[test]
fn what_is_called_like_an_aside_and_holds_the_article_is_none() {
    let cookies = talk(CONSENT, 20);
    for holder in [
        r#"role="dialog" aria-modal="true""#,
        r#"class="comment-section""#,
        r#"class="cookie-notice-accepted""#,
        r#"class="cookie-consent-wrapper""#,
        r#"class="related-article-body""#,
        r#"aria-label="Cookies: what the law says""#,
    ] {
        for (title, article) in [
            ("Fog again | The Bay Radio", format!("<article>{FOG}</article>")),
            ("Fog again", format!("<div>{FOG}</div>")),
            ("The Bay Radio", format!("<main>{FOG}</main>")),
            ("The Bay Radio", format!("<article>{FOG}</article>")),
        ] {
            let page = format!(
                r#"<html><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav><div {holder}>
<div class="cookie-banner"><h1>Cookies</h1>{cookies}</div>{article}</div><div class="comments">{cookies}</div><footer>The Bay Radio, Pier 1</footer></body></html>"#
            );
            let units = seen(&page).1;
            let units: Vec<_> = units.iter().map(|unit| unit.get(2..).unwrap_or_default()).collect();
            let wanted = OF_FOG.map(|unit| &unit[2..]);
            assert!(wanted.iter().all(|unit| units.contains(unit)), "{holder}, {title}: {units:?}");
            assert!(!units.iter().any(|unit| unit.contains("partners")), "{holder}, {title}: {units:?}");
        }
    }
}

#[test]
fn an_article_on_consent_below_a_long_standfirst_is_read_whole() {
    let standfirst = CONSENT.repeat(3);
    let text =
        talk("Those who ask for consent to cookies must take no for an answer, the court said on Monday.", 9);
    for (title, holder) in [("Cookies in court", "div"), ("No means no", "header")] {
        let page = format!(
            "<html><head><title>{title}</title></head><body><{holder}><h1>{title}</h1><p>{standfirst}</p></{holder}><div class='body'>{text}</div></body></html>"
        );
        let units = seen(&page).1;
        assert_eq!(
            units.iter().filter(|unit| unit.contains("take no for an answer")).count(),
            9,
            "{units:?}"
        );
    }
}

#[test]
fn consent_that_no_name_gives_away_is_not_the_article() {
    let consent = format!(r#"<div class="x1">{}</div>"#, talk(CONSENT, 40));
    let article = format!(r#"<div class="x2">{FOG}</div>"#);
    let cmp = format!(
        r#"<article><h1>Fog again</h1><div class="cmp">{}</div>{}</article>"#,
        talk(CONSENT, 40),
        &FOG[18..]
    );
    for body in [format!("{consent}{article}"), format!("{article}{consent}"), cmp] {
        let page = format!("<html><head><title>Fog again</title></head><body>{body}</body></html>");
        assert_eq!(seen(&page).1, OF_FOG, "{}", &body[..40]);
    }
}
