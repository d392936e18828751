//! What is on which side of a split.

use super::*;

#[test]
fn shares_are_three_whole_numbers() {
    assert_eq!("80/10/10".parse::<Shares>().unwrap().to_string(), "80/10/10");
    for wrong in ["80", "80/10", "80/10/x", "0/50/50", "1/0/0", "80/10/10/1", ""] {
        assert!(wrong.parse::<Shares>().is_err(), "{wrong}");
    }
}

/// A corpus of folders with so many articles each; the numbers say with which labels.
fn corpus(folders: &[Vec<usize>]) -> Vec<Exported> {
    let mut articles = Vec::new();
    for (folder, labels) in folders.iter().enumerate() {
        for (number, label) in labels.iter().enumerate() {
            let words: Vec<String> = (0..40).map(|word| format!("w{folder}x{number}x{word}")).collect();
            let label = ["claim", "position", "none"][label % 3];
            articles.push(article(
                &format!("{folder}/{number}.txt"),
                &[&words.join(" ")],
                &[("ada", &[(0, label)])],
            ));
        }
    }
    articles
}

/// The articles, each on its side.
fn parted(articles: &[Exported], shares: &str, seed: u64) -> Result<Vec<Exported>, Problem> {
    let choice = Choice { split: Some((shares.parse().unwrap(), seed)), ..Choice::default() };
    Ok(Outgoing::new(&articles, &Schema::default(), choice, true)?.articles().collect())
}

/// The labels of each part.
fn labels(articles: &[Exported]) -> BTreeMap<(Part, String), usize> {
    let mut counts = BTreeMap::new();
    for article in articles {
        for (_, tag) in article.tags() {
            *counts.entry((article.part, tag.label.to_string())).or_default() += 1;
        }
    }
    counts
}

#[test]
fn labels_are_spread_by_the_shares() {
    let folders: Vec<Vec<usize>> = (0..100).map(|folder| vec![folder % 3; 2]).collect();
    let articles = parted(&corpus(&folders), "80/10/10", 7).unwrap();
    for ((part, label), count) in labels(&articles) {
        let wanted = if part == Part::Train { 54 } else { 6 };
        assert!(usize::abs_diff(count, wanted) <= 2, "{part:?} {label} {count}");
    }
}

#[test]
fn another_seed_is_another_split_and_the_same_is_the_same() {
    let parts = |seed| {
        let articles = parted(&corpus(&vec![vec![0, 1]; 30]), "50/25/25", seed).unwrap();
        articles.iter().map(|article| article.part).collect::<Vec<_>>()
    };
    assert_eq!(parts(1), parts(1));
    assert_ne!(parts(1), parts(2));
}

/// Links the first tag of an article with that of the only article of a folder.
fn link(article: &mut Exported, folder: usize) {
    let to = format!(r#"{{"file":"{folder}/0.txt","annotator":"ada","id":"ada0"}}"#);
    let link = format!(r#"{{"id":"l","label":"link","relation":"same","from":"ada0","to":{to}}}"#);
    let all = &mut article.annotations[0].1;
    *all = all.items().chain([Item::Other(Arc::new(Record::new(&link)))]).collect();
}

#[test]
fn linked_articles_and_nearly_equal_texts_stay_together() {
    let mut articles = corpus(&vec![vec![0]; 12]);
    link(&mut articles[2], 5);
    articles[9].points = CodePoints::new(format!("{} And a sentence more.", articles[0].text()));
    for seed in 0..20 {
        let articles = parted(&articles, "40/30/30", seed).unwrap();
        let part = |at: usize| articles[at].part;
        assert_eq!((part(2), part(0)), (part(5), part(9)));
    }
}

#[test]
fn one_bundle_cannot_be_split_and_it_is_said_if_links_make_it_one() {
    let said = |articles: &[Exported]| parted(articles, "80/10/10", 1).unwrap_err().to_string();
    let folder = said(&corpus(&[vec![0; 9]]));
    assert!(folder.contains("one bundle") && !folder.contains("linked"), "{folder}");
    let mut linked = corpus(&vec![vec![0]; 3]);
    linked[1..].iter_mut().for_each(|article| link(article, 0));
    assert!(said(&linked).contains("one bundle only, which stays together, as tags"), "{}", said(&linked));
}

proptest! {
    #[test]
    fn no_folder_stands_on_two_sides_and_no_part_is_empty(
        folders in prop::collection::vec(prop::collection::vec(0..3usize, 1..5), 3..20), seed in any::<u64>(),
    ) {
        let articles = parted(&corpus(&folders), "80/10/10", seed).unwrap();
        let mut sides: BTreeMap<&str, BTreeSet<Part>> = BTreeMap::new();
        for article in &articles {
            sides.entry(article.name.split('/').next().unwrap()).or_default().insert(article.part);
        }
        prop_assert!(sides.values().all(|sides| sides.len() == 1));
        prop_assert_eq!(sides.into_values().flatten().collect::<BTreeSet<_>>().len(), 3);
    }
}
