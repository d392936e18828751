//! What is found of what pages say of themselves.

use super::super::read;
use super::*;

/// What a page with this head says of itself.
fn of(head: &str) -> Metadata {
    read(&format!(
        "<head><title>The bridge will be built</title>{head}</head><article><h1>The bridge will be built</h1>\
         <p>The mayor said that the town would pay for the bridge, and for the road to it.</p></article>"
    ))
    .1
}

fn linked(json: &str) -> Metadata {
    of(&format!("<script type='application/ld+json'>{json}</script>"))
}

fn day_and_outlet(metadata: &Metadata) -> (Option<&str>, Option<&str>) {
    (metadata.date.as_deref(), metadata.outlet.as_deref())
}

#[test]
fn linked_data_are_understood_as_sites_write_them() {
    let day_and_sun = (Some("2031-08-19"), Some("The Sun"));
    for json in [
        r#"{"@type":"NewsArticle","datePublished":"2031-08-19T10:00:00Z","publisher":"The Sun"}"#,
        r#"[{"@context":"http://schema.org","@type":["LiveBlogPosting","Thing"],"datePublished":"2031-08-19",
             "publisher":[{"@type":"Organization","name":"The Sun"}]}]"#,
        r##"{"@graph":[{"@type":"WebSite","name":"A site"},{"@type":"schema:ReportageNewsArticle",
             "datePublished":{"@value":"2031-08-19"},"publisher":{"@id":"#org"}},
             {"@id":"#org","@type":"Organization","name":"The Sun"}]}"##,
        r#"{"@type":"WebPage","datePublished":"2031-08-19","mainEntity":{"@type":"BlogPosting",
             "publisher":{"name":"The Sun"}}}"#,
        "{\"@type\":\"Article\",\"description\":\"Two\nlines\",\"datePublished\":\"2031-08-19\",\"publisher\":\"The Sun\"};",
        r#"{"@type":</script><script type="application/ld+json">{"@type":"Article","datePublished":"2031-08-19",
            "publisher":{"name":"The Sun"}}</script><script type="application/ld+json">[1,null,"""#,
        r#"[{"@type":"WebSite","name":"The Sun"},{"@type":"WebPage","datePublished":"2031-08-19"}]"#,
    ] {
        assert_eq!(day_and_outlet(&linked(json)), day_and_sun, "{json}");
    }
    let read = linked(
        r##"[{"@type":"Article","headline":"Bridge &amp; road - The Sun","publisher":"The Sun","url":"https://sun.example/a",
        "author":[{"@id":"#ada"},"Bo Hart",{"name":"Cy"},"https://sun.example/dee"]},{"@id":"#ada","name":"Ada Lowell"}]"##,
    );
    assert_eq!(read.title.as_deref(), Some("Bridge & road"));
    assert_eq!(read.author.as_deref(), Some("Ada Lowell, Bo Hart, Cy"));
    assert_eq!(read.address.as_deref(), Some("https://sun.example/a"));
}

#[test]
fn a_day_is_found_under_each_usual_name() {
    let (_, names) = NAMES.iter().find(|(slot, _)| *slot == Slot::Date).unwrap();
    for name in *names {
        for attribute in ["name", "property", "itemprop"] {
            let read = of(&format!(r#"<meta {attribute}="{name}" content="2031-08-19T23:00:00+02:00">"#));
            assert_eq!(read.date.as_deref(), Some("2031-08-19"), "{attribute} {name}");
        }
    }
    for head in [
        r#"<meta name="DC.date.issued" content="2031-08-19"><meta name="date" content="2031-09-01">"#,
        r#"<meta name="date" content="2031-09-01"><meta name="dc:date" content="2031-08-19">"#,
        r#"<meta name="article:published_time" content="soon"><meta itemprop="datePublished" content="2031-08-19">"#,
        r#"</head><time datetime="2031-09-01">1 September</time><time itemprop="datePublished" datetime="2031-08-19">"#,
        r#"</head><time datetime="2031-09-01">1 September</time><time pubdate datetime="2031-08-19T10:00">"#,
        r#"</head><time datetime="soon"></time><time datetime="2031-08-19"></time>"#,
    ] {
        assert_eq!(of(head).date.as_deref(), Some("2031-08-19"), "{head}");
    }
}

#[test]
fn the_better_source_wins_whatever_stands_first() {
    let names = [
        r#"<meta name="twitter:site" content="@sun">"#,
        r#"<script type="application/ld+json">{"@type":"WebSite","name":"Site"}</script>"#,
        r#"<meta name="application-name" content="Application">"#,
        r#"<meta property="og:site_name" content="The Sun">"#,
        r#"<script type="application/ld+json">{"@type":"Article","publisher":"Publisher"}</script>"#,
    ];
    let outlets = ["sun", "Site", "Application", "The Sun", "Publisher"];
    for (last, outlet) in outlets.into_iter().enumerate() {
        assert_eq!(of(&names[..=last].concat()).outlet.as_deref(), Some(outlet));
    }
    let title = of(&format!(r#"{}<meta property="og:title" content="Bridge, at last | The Sun">"#, names[3]));
    assert_eq!(title.title.as_deref(), Some("Bridge, at last"));
}

#[test]
fn hostile_metadata_leave_the_page_as_it_is() {
    const MANY: usize = 10_000;
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(MANY), close.repeat(MANY));
    let wrong = r#"{"@type":{"a":1},"@id":[],"name":7,"headline":{"name":[[]]},"datePublished":20310819,"author":true}"#;
    let around =
        r##"{"@id":"#a","@type":"Article","author":{"@id":"#a"},"publisher":{"name":{"@id":"#a"}}}"##;
    let long = format!(r#"{{"@type":"Article","description":"{}"}}"#, "é".repeat(DATA));
    let lists =
        format!(r#"{{"@type":"Article","author":[{}0],"datePublished":""}}"#, r#"{"@id":"x"},"#.repeat(MANY));
    for json in [
        deep("[", "]"),
        deep(r#"{"@graph":"#, "}"),
        deep(r#"{"@type":"Article","author":["#, "]}"),
        wrong.into(),
        around.into(),
        long,
        lists,
        String::new(),
    ] {
        let read = linked(&json);
        assert_eq!(read.title.as_deref(), Some("The bridge will be built"));
        assert_eq!(day_and_outlet(&read), (None, None), "{}", &json[..json.len().min(80)]);
    }
    let long = of(&format!(r#"<meta property="og:site_name" content="{}">"#, "é".repeat(LONGEST)));
    assert_eq!(long.outlet.map(|outlet| outlet.len()), Some(LONGEST));
}
