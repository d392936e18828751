//! What the nouns of descriptions say of whom they mean: a person, an organisation, a text.

use crate::nlp::facts::named;
use crate::nlp::lists::{ORG_HEADS, SPEAKERS};

/// Heads of descriptions that mean an organisation whose name need not say what it is.
pub const MEDIA: [&str; 10] = [
    "newspaper",
    "paper",
    "outlet",
    "agency",
    "network",
    "broadcaster",
    "channel",
    "magazine",
    "website",
    "publication",
];

/// Heads of descriptions that mean the business that is spoken of.
pub const BUSINESS: [&str; 29] = [
    "bank",
    "lender",
    "insurer",
    "utility",
    "carrier",
    "brewer",
    "refiner",
    "supplier",
    "miner",
    "chain",
    "brand",
    "builder",
    "company",
    "firm",
    "group",
    "carmaker",
    "automaker",
    "planemaker",
    "chipmaker",
    "drugmaker",
    "manufacturer",
    "retailer",
    "supermarket",
    "airline",
    "operator",
    "startup",
    "start-up",
    "developer",
    "business",
];

/// Heads of descriptions that mean what has spoken before.
pub const GROUPS: [&str; 10] = [
    "consortium",
    "union",
    "charity",
    "network",
    "alliance",
    "museum",
    "club",
    "organisation",
    "organization",
    "council",
];

/// What ends the names of organisations that are neither.
pub const INSTITUTIONS: [&str; 18] = [
    "Senate",
    "Congress",
    "House",
    "Parliament",
    "Ministry",
    "Commission",
    "Committee",
    "Council",
    "Court",
    "Department",
    "Office",
    "Police",
    "Army",
    "Union",
    "Party",
    "Bank",
    "University",
    "Government",
];

/// What somebody has said something in.
pub const DOCUMENTS: [&str; 24] = [
    "statement",
    "report",
    "post",
    "letter",
    "email",
    "release",
    "message",
    "note",
    "study",
    "survey",
    "poll",
    "figures",
    "data",
    "analysis",
    "article",
    "tweet",
    "filing",
    "bulletin",
    "estimate",
    "estimates",
    "statistics",
    "research",
    "document",
    "memo",
];

/// Heads of descriptions that mean neither a person nor one of the above.
const THINGS: [&str; 103] = [
    "administration",
    "airline",
    "alliance",
    "army",
    "association",
    "authority",
    "bank",
    "board",
    "brand",
    "bureau",
    "cabinet",
    "carrier",
    "chain",
    "charity",
    "church",
    "clinic",
    "club",
    "coalition",
    "college",
    "commission",
    "committee",
    "conglomerate",
    "consortium",
    "council",
    "court",
    "defence",
    "defense",
    "delegation",
    "department",
    "directorate",
    "embassy",
    "federation",
    "festival",
    "foundation",
    "fund",
    "gallery",
    "giant",
    "government",
    "hospital",
    "hotel",
    "inspectorate",
    "institute",
    "institution",
    "junta",
    "jury",
    "league",
    "leadership",
    "media",
    "military",
    "militia",
    "ministry",
    "museum",
    "office",
    "organisation",
    "organization",
    "palace",
    "paper",
    "parliament",
    "party",
    "presidency",
    "press",
    "prosecution",
    "regime",
    "restaurant",
    "school",
    "secretariat",
    "service",
    "society",
    "station",
    "street",
    "supermarket",
    "theatre",
    "thinktank",
    "treasury",
    "tribunal",
    "trust",
    "union",
    "unit",
    "university",
    "utility",
    "watchdog",
    "zoo",
    "couple",
    "family",
    "team",
    "crew",
    "indictment",
    "complaint",
    "lawsuit",
    "ruling",
    "judgment",
    "sign",
    "banner",
    "placard",
    "journal",
    "lender",
    "insurer",
    "brewer",
    "refiner",
    "supplier",
    "maker",
    "chipmaker",
    "builder",
];

/// What a person is called who has been named, by sport, age or calling, where an office is named of its own.
const CALLINGS: [&str; 44] = [
    "suspect",
    "defendant",
    "accused",
    "goalkeeper",
    "keeper",
    "defender",
    "midfielder",
    "winger",
    "striker",
    "forward",
    "batsman",
    "batter",
    "bowler",
    "sprinter",
    "swimmer",
    "cyclist",
    "rider",
    "jockey",
    "boxer",
    "golfer",
    "runner",
    "skier",
    "gymnast",
    "quarterback",
    "pitcher",
    "champion",
    "teenager",
    "pensioner",
    "grandmother",
    "grandfather",
    "widow",
    "widower",
    "actor",
    "actress",
    "singer",
    "novelist",
    "author",
    "rapper",
    "comedian",
    "filmmaker",
    "veteran",
    "star",
    "republican",
    "democrat",
];

/// Heads of descriptions of who need not have been named before.
const OFFICES: [&str; 62] = [
    "ambassador",
    "attacker",
    "attorney",
    "brother",
    "caller",
    "ceo",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "chief",
    "commissioner",
    "coroner",
    "daughter",
    "director",
    "driver",
    "editor",
    "envoy",
    "executive",
    "father",
    "general",
    "governor",
    "gunman",
    "head",
    "host",
    "husband",
    "interviewer",
    "judge",
    "king",
    "landlord",
    "leader",
    "magistrate",
    "mayor",
    "minister",
    "moderator",
    "mother",
    "owner",
    "pilot",
    "pope",
    "premier",
    "president",
    "presenter",
    "prince",
    "princess",
    "prosecution",
    "prosecutor",
    "queen",
    "reporter",
    "secretary",
    "sister",
    "son",
    "source",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "tenant",
    "victim",
    "wife",
    "witness",
    "regulator",
];

/// Names of media and platforms that no “company” means beside what they are told, and what ends such names.
const OUTLETS: [&str; 33] = [
    "Reuters",
    "AFP",
    "AP",
    "BBC",
    "CNN",
    "NPR",
    "ABC",
    "CBS",
    "NBC",
    "CBC",
    "RTE",
    "DW",
    "ITV",
    "Bloomberg",
    "TASS",
    "Xinhua",
    "Dawn",
    "Facebook",
    "Telegram",
    "TikTok",
    "Twitter",
    "Instagram",
    "WhatsApp",
    "YouTube",
    "LinkedIn",
    "Times",
    "Post",
    "News",
    "Herald",
    "Guardian",
    "Press",
    "Radio",
    "Telegraph",
];

/// Whether an organisation of this name is there to pass on what others say.
pub fn is_outlet(name: &str) -> bool {
    OUTLETS.contains(&name.rsplit(' ').next().unwrap_or_default())
}

/// Whether a description, or its head, means several.
pub fn is_plural(head: &str) -> bool {
    head.ends_with('s')
        || head.ends_with("men")
        || ["people", "police", "staff"].iter().any(|word| head.ends_with(word))
}

/// Whether a description can mean one person.
pub fn is_person(description: &str) -> bool {
    let head = description.rsplit(char::is_whitespace).next().unwrap_or_default();
    !is_plural(head)
        && !THINGS.contains(&head)
        && !ORG_HEADS.contains(&named(&head.to_uppercase()))
        && ![&MEDIA[..], &BUSINESS, &DOCUMENTS].concat().contains(&head)
}

/// The noun that a description turns on: nurse, of the 34-year-old nurse from Port Hart.
pub fn head_of(description: &str) -> &str {
    let goes_on = ["of", "for", "at", "in", "to", "from", "with", "on", "who", "that", "behind", "whose"];
    let words = description.split_whitespace();
    let head = words.take_while(|word| !goes_on.contains(word)).last().unwrap_or_default();
    head.trim_end_matches(',')
}

/// Whether a description with “the” means somebody spoken of before, by what they are or do, and no office.
pub fn is_calling(description: &str) -> bool {
    let head = head_of(description).to_lowercase();
    let known = SPEAKERS.contains(&head) && !OFFICES.contains(&&*head) && is_person(&head);
    is_bare_person(description) || known
}

/// Whether a description, without its article, says of a person only what is said of somebody named before:
/// 41-year-old, 41-year-old baker from Port Hart, mother of three, midfielder, Republican.
pub fn is_bare_person(description: &str) -> bool {
    let description = description.strip_prefix("the ").unwrap_or(description);
    let (first, rest) = description.split_once(' ').unwrap_or((description, ""));
    let parent = ["mother", "father", "mum", "mom", "dad", "parent", "grandmother", "grandfather"]
        .iter()
        .any(|word| {
            first == *word && rest.starts_with("of ")
                || first.strip_prefix(word).is_some_and(|of| of.starts_with("-of-"))
        });
    let aged = first.ends_with("-year-old");
    let calling = |head: &str| CALLINGS.contains(&&*head.to_lowercase());
    let calling = description.rsplit(' ').next().is_some_and(calling);
    parent || aged || calling
}
