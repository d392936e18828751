//! `abreast check`: whether every sidecar is whole, and every tag where its words are.

use std::collections::BTreeSet;
use std::io::Write;

use super::args::Check;
use super::articles::{Articles, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, counted};
use crate::model::Problem;
use crate::nlp::head;
use crate::store::Opened;
use crate::text::shown;

pub(super) fn run(args: &Check, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, root, mut outcome } = opened(&args.paths)?;
    let store = Sidecars::new(&root, args.store.as_deref());
    outcome = outcome.and(store.outcome);
    let (mut files, mut annotations, mut annotators) = (0, 0, BTreeSet::new());
    for article in &articles {
        for (annotator, path, sidecar) in store.of(article, &head(&article.text)) {
            let faults = match sidecar {
                Ok(opened) => {
                    annotations += opened.sidecar.annotations.len();
                    faults(opened, |reason| Problem::with(&path, reason))
                }
                Err(problem) => vec![problem],
            };
            for fault in faults {
                writeln!(out, "{}", shown(&fault.to_string()))?;
                outcome = Outcome::Wrong;
            }
            files += 1;
            annotators.insert(annotator);
        }
    }
    let state = if outcome == Outcome::Fine { ", all in their place" } else { "" };
    writeln!(
        out,
        "{}, {} of {}, {}{state}",
        counted(articles.len(), "article", "articles"),
        counted(files, "sidecar", "sidecars"),
        counted(annotators.len(), "annotator", "annotators"),
        counted(annotations, "annotation", "annotations"),
    )?;
    Ok(outcome)
}

/// What is wrong with a sidecar that could be read.
fn faults(opened: Opened, problem: impl Fn(String) -> Problem) -> Vec<Problem> {
    let mut faults = opened.faults;
    faults.extend(opened.undecided.into_iter().map(|undecided| undecided.problem));
    if opened.moved > 0 {
        let moved = counted(opened.moved, "annotation", "annotations");
        let reason = format!("the article has changed, and {moved} moved with its words");
        faults.push(problem(reason).hint("open it in the reader: the next change saves their new places"));
    }
    faults.extend(opened.read_only.map(problem));
    faults
}

#[cfg(test)]
mod tests {
    use std::fs::{read_to_string, write};
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;
    use crate::corpus::open;
    use crate::model::{Annotation, Annotations, Attributes, LabelName, Schema, Span};
    use crate::store::{Facts, Sidecar};
    use crate::text::CodePoints;

    const TEXT: &str = "Tax stays\n\nThe tax stays, Zoë Müller said. Nobody asked her why.\n";

    /// An article, and a sidecar of ada with a tag on its last sentence.
    fn tagged(folder: &TempDir) -> std::path::PathBuf {
        let path = folder.path().join("a.txt");
        write(&path, TEXT).unwrap();
        let article = open(&path).unwrap();
        let mut sidecar =
            Sidecar::new(Facts::new(&article, &head(&article.text)), "ada".parse().unwrap(), None);
        let start = TEXT.find("Nobody").unwrap();
        let tag =
            Annotation::new(LabelName::new("claim"), Span::new(start, TEXT.len() - 1), Attributes::new());
        sidecar.annotations = Annotations::from_iter([tag]);
        let place = folder.path().join("a.txt.ada.abreast.json");
        write(&place, sidecar.render(&CodePoints::new(article.text.clone()), &Schema::default())).unwrap();
        place
    }

    fn checked(folder: &Path) -> (Outcome, String) {
        let mut out = Vec::new();
        let args = Check { store: Some(folder.to_owned()), paths: vec![folder.to_owned()] };
        let outcome = run(&args, &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap().replace(&format!("{}/", folder.display()), ""))
    }

    #[test]
    fn whole_sidecars_are_counted() {
        let folder = TempDir::new().unwrap();
        tagged(&folder);
        let said = "1 article, 1 sidecar of 1 annotator, 1 annotation, all in their place\n";
        assert_eq!(checked(folder.path()), (Outcome::Fine, said.to_owned()));
    }

    #[test]
    fn a_tag_that_is_no_longer_where_its_words_are_is_found() {
        let folder = TempDir::new().unwrap();
        tagged(&folder);
        write(folder.path().join("a.txt"), TEXT.replace("Tax", "The tax")).unwrap();
        let (outcome, said) = checked(folder.path());
        assert_eq!(outcome, Outcome::Wrong);
        assert!(
            said.starts_with("a.txt.ada.abreast.json: the article has changed, and 1 annotation moved"),
            "{said}"
        );

        write(folder.path().join("a.txt"), TEXT.replace("Nobody", "Everybody")).unwrap();
        let (outcome, said) = checked(folder.path());
        assert_eq!(outcome, Outcome::Wrong);
        assert!(said.starts_with("a.txt.ada.abreast.json, line "), "{said}");
    }

    #[test]
    fn a_broken_sidecar_is_named_with_its_line() {
        let folder = TempDir::new().unwrap();
        let path = tagged(&folder);
        let json = read_to_string(&path).unwrap();
        write(&path, &json[..json.len() / 2]).unwrap();
        let (outcome, said) = checked(folder.path());
        assert_eq!(outcome, Outcome::Wrong);
        assert!(said.starts_with("a.txt.ada.abreast.json, line "), "{said}");
    }
}
