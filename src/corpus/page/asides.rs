//! Parts of a page that are written in whole sentences and are not its article: dialogs on cookies, what readers say,
//! other stories. Longer than the article, they would be taken for it.

use html5ever::tokenizer::Tag;

/// Whether an element holds something beside the article, by what its attributes call it.
pub(super) fn is_aside(tag: &Tag) -> bool {
    let name = &*tag.name;
    if matches!(name, "dialog" | "amp-consent" | "amp-user-notification" | "amp-sidebar") {
        return true;
    }
    if !name.contains('-') && !HOLDERS.contains(&name) {
        return false;
    }
    tag.attrs.iter().any(|attribute| {
        let value = &*attribute.value;
        match &*attribute.name.local {
            "role" => ["dialog", "alertdialog"].iter().any(|role| value.trim().eq_ignore_ascii_case(role)),
            "aria-modal" => value.trim().eq_ignore_ascii_case("true"),
            "itemprop" => value.trim().eq_ignore_ascii_case("comment"),
            "id" | "class" => value.split_ascii_whitespace().any(names_aside),
            "aria-label" => {
                value.len() <= LABEL && (names_aside(value) || value.to_lowercase().contains("cookie"))
            }
            _ => false,
        }
    })
}

/// Elements that such parts are made of. What is closed only by what follows is none: it would take that with it.
const HOLDERS: [&str; 12] =
    ["div", "section", "aside", "form", "nav", "header", "footer", "ul", "ol", "dl", "fieldset", "details"];
/// The longest label, in bytes.
const LABEL: usize = 60;

/// What managers of consent call theirs.
const MAKERS: [&str; 22] = [
    "axeptio",
    "borlabs",
    "cky",
    "cmpbox",
    "cmplz",
    "cmpwrapper",
    "cookiebot",
    "cookieconsent",
    "cookiefirst",
    "cookiehub",
    "cookiescript",
    "cookieyes",
    "didomi",
    "evidon",
    "iubenda",
    "klaro",
    "onetrust",
    "osano",
    "tarteaucitron",
    "trustarc",
    "truste",
    "usercentrics",
];
/// What consent is about, and what asks for it: `cookie-banner`.
const ASKED: [&str; 7] = ["ccpa", "cmp", "cmp2", "consent", "cookie", "gdpr", "privacy"];
const ASKING: [&str; 30] = [
    "alert",
    "banner",
    "bar",
    "bottom",
    "box",
    "bubble",
    "compliance",
    "confirmation",
    "consent",
    "container",
    "dialog",
    "disclaimer",
    "gate",
    "law",
    "layer",
    "manager",
    "message",
    "modal",
    "notice",
    "overlay",
    "panel",
    "policy",
    "popup",
    "preferences",
    "prompt",
    "root",
    "sdk",
    "settings",
    "toast",
    "wall",
];
/// What asks to subscribe to letters: `newsletter-signup`.
const ASKING_IN: [&str; 10] =
    ["banner", "block", "box", "cta", "form", "promo", "sign", "signup", "subscribe", "widget"];
/// What holds comments: `comments-area`.
const COMMENTS: [&str; 16] = [
    "area",
    "block",
    "box",
    "container",
    "feed",
    "form",
    "holder",
    "list",
    "module",
    "section",
    "stream",
    "thread",
    "threads",
    "tree",
    "widget",
    "wrapper",
];
/// What brings comments or other stories to pages.
const BRINGERS: [&str; 9] =
    ["disqus", "outbrain", "recirc", "recirculation", "spotim", "taboola", "trc", "viafoura", "zergnet"];
/// Other stories: the first words of what holds them.
const STORIES: [&str; 18] = [
    "also read",
    "editors picks",
    "more articles",
    "more from",
    "more like",
    "more news",
    "more on",
    "more posts",
    "more stories",
    "most popular",
    "most read",
    "most shared",
    "most viewed",
    "popular posts",
    "popular stories",
    "read also",
    "read next",
    "up next",
];
/// Words of names that say how a whole page is, or what its article is about: `has-comments`, `tag-cookies`.
const OF_PAGES: [&str; 14] = [
    "category", "closed", "count", "disabled", "enabled", "has", "link", "no", "open", "show", "tag",
    "topic", "with", "without",
];

/// Whether this is what pages call such a part: `onetrust-consent-sdk`, `CookieBanner`, `comments-area`.
fn names_aside(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&&**word));
    // Many sites are built of components that are called so.
    let is_component =
        matches!(words.as_slice(), [a, b, ..] if a == "cmp" && (b == "container" || b == "accordion"));
    if is_component || has(&OF_PAGES) {
        return false;
    }
    let one = |word: &str| {
        ASKED.iter().filter_map(|asked| word.strip_prefix(asked)).any(|rest| ASKING.contains(&rest))
    };
    let asks = || {
        has(&ASKING) && words.len() > 1
            || matches!(&*words, [word] if ["ccpa", "cmp", "consent", "gdpr"].contains(&&**word))
    };
    let consent = has(&MAKERS)
        || words.iter().any(|word| one(word) || one(word.trim_start_matches("eu")))
        || words.iter().any(|word| ASKED.contains(&word.trim_end_matches('s'))) && asks()
        || matches!(words.as_slice(), [a, b, ..] if a == "cc" && (b == "window" || b == "banner"))
        || matches!(words.as_slice(), [a, b, ..] if a == "sp" && b == "message");
    let comments = words.iter().any(|word| word == "comments")
        || words.iter().any(|word| word == "comment") && has(&COMMENTS);
    let pairs = || words.windows(2).any(|pair| STORIES.contains(&&*pair.join(" ")));
    let related = matches!(
        words.first().map(String::as_str),
        Some("related" | "recommended" | "recommendations" | "trending")
    );
    let letters = has(&["newsletter", "newsletters"]) && has(&ASKING_IN);
    consent || comments || letters || has(&BRINGERS) || related || pairs()
}

/// Whether an element is called a caption: `wp-caption-text`.
pub(super) fn is_caption(tag: &Tag) -> bool {
    let class = || tag.attrs.iter().find(|attribute| &*attribute.name.local == "class");
    matches!(&*tag.name, "div" | "p")
        && class().is_some_and(|class| words(&class.value).contains(&"caption".into()))
}

/// The words of a name in small letters: `CookieBanner_root--3x` has cookie, banner, root, 3x.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars() {
        if c.is_alphanumeric() {
            let begins = !last.is_alphanumeric() || c.is_uppercase() && last.is_lowercase();
            match words.last_mut() {
                Some(word) if !begins => word.extend(c.to_lowercase()),
                _ => words.push(c.to_lowercase().collect()),
            }
        }
        last = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_beside_the_article_are_known_by_their_names() {
        for name in [
            "onetrust-consent-sdk",
            "CybotCookiebotDialog",
            "sp_message_container_7",
            "cookie-notice",
            "CookieBanner",
            "qc-cmp2-container",
            "didomi-host",
            "eu-cookie-compliance",
            "fc-consent-root",
            "gdprModal",
            "cc-window",
            "cmp",
            "cmpbox",
            "gdpr",
            "privacy-manager",
            "cookiebanner",
            "comments",
            "comment-list",
            "CommentsSection_root__3x",
            "disqus_thread",
            "related",
            "relatedStories",
            "more-from-outlet",
            "article-read-next",
            "most-read",
            "taboola-below-article",
            "newsletter-signup",
        ] {
            assert!(names_aside(name), "{name}");
        }
        for name in [
            "cookies",
            "tag-cookie-law-notice",
            "cmp-container",
            "has-comments",
            "comments-open",
            "article-body",
            "consented",
            "content",
            "privacy",
            "story",
            "read-more",
            "cookie",
            "comment",
            "commentary",
            "post-7",
            "latest-news",
            "unrelated",
            "",
        ] {
            assert!(!names_aside(name), "{name}");
        }
    }
}
