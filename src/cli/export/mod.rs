//! `abreast export`: articles and their tags as the files of another tool.

mod files;

use std::io::Write;
use std::path::Path;

use super::args;
use super::articles::{Articles, Seen, name, opened};
use super::sidecars::Sidecars;
use super::table::table;
use super::{Failure, Outcome, complain};
use crate::exchange::{
    Agreed, Bundle, Choice, Export, Exported, FORMATS, File, Format, Part, REPORT, TRAINING_SETS, card,
    format, split,
};
use crate::model::{Annotations, AnnotatorId, LabelName, Schema};
use crate::nlp::{Corrections, Entities, head_of};
use crate::review::{LabelAgreement, Work, agreement};
use crate::text::CodePoints;

use files::{below, check, write};

pub(super) fn run(args: &args::Export, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Some(format) = args.format.as_deref().and_then(format) else {
        list(out)?;
        return Ok(Outcome::Fine);
    };
    let mut choice = choice(args, format)?;
    // Files of a format that knows no parts lie in a folder for each.
    let in_folders = choice.split.is_some() && format.name != TRAINING_SETS;
    let folder = format.folder || in_folders;
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    if folder && output.is_none() {
        let what = if in_folders { "what is split" } else { format.name };
        return Err(Failure::Misuse(format!("{what} is a folder of files: name it with -o")));
    }
    let Articles { articles, root, mut outcome } = opened(&args.paths, &args.corpus.fields)?;
    if let Some(output) = output {
        check(output, folder, args.force, articles.iter().map(|article| &*article.source.path))?;
    }
    let sidecars = Sidecars::new(&root, args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let mut exported = Vec::new();
    for article in articles {
        let mut annotations = Vec::new();
        for (annotator, _, opened) in sidecars.of(&article, &head_of(&article.text, &article.metadata)) {
            match opened {
                Ok(opened) => annotations.push((annotator, opened.sidecar.annotations)),
                Err(problem) => {
                    complain(&problem);
                    outcome = Outcome::Wrong;
                }
            }
        }
        let wanted = annotations.iter().filter(|(who, _)| choice.wants(who));
        let corrections = Corrections::new(wanted.flat_map(|(_, all)| all.corrections()));
        let seen = Seen::corrected(article, corrections);
        exported.push(Exported {
            name: name(&seen.article.source, &sidecars.store),
            points: CodePoints::new(seen.article.text.clone()),
            title: seen.title(),
            date: seen.head.date,
            outlet: seen.head.outlet,
            sentences: seen.sentences,
            mentions: seen.mentions,
            corrections: seen.corrections,
            annotations,
            judged: Default::default(),
            untagged: Vec::new(),
            part: Part::Train,
        });
    }
    if format.name == TRAINING_SETS || format.name == REPORT || in_folders {
        choice.agreement = agreed(&exported, &choice, &sidecars.schema);
    }
    exported.iter_mut().for_each(|article| choice.choose(article));
    let mut bundle = Bundle { articles: exported, schema: sidecars.schema, choice };
    if let Some((shares, seed)) = bundle.choice.split {
        split(&mut bundle, shares, seed)?;
    }
    let files = if in_folders { by_part(format, bundle) } else { made(format, &bundle) };
    match (output, folder) {
        (Some(folder), true) => {
            files.iter().try_for_each(|file| write(&folder.join(below(&file.name)), file))?;
        }
        (Some(output), false) => files.iter().try_for_each(|file| write(output, file))?,
        (None, _) => files.iter().try_for_each(|file| out.write_all(&file.bytes))?,
    }
    Ok(outcome)
}

/// What was asked for, if the format can give it.
fn choice(args: &args::Export, format: &Format) -> Result<Choice, Failure> {
    let asked = args.what.is_some() || args.context > 0 || args.assume_read;
    if asked && format.name != TRAINING_SETS {
        let only = format!("--what, --context and --assume-read are for --format {TRAINING_SETS}");
        return Err(Failure::Misuse(only));
    }
    let id = |name: &String| name.parse().ok().or_else(|| AnnotatorId::from_name(name));
    Ok(Choice {
        what: args.what,
        annotators: args.annotator.iter().filter_map(id).collect(),
        labels: args.labels.iter().map(LabelName::new).collect(),
        accepted_only: args.accepted_only,
        min_agreement: args.min_agreement,
        assume_read: args.assume_read,
        context: args.context,
        split: args.split.map(|shares| (shares, args.seed)),
        command: args.command(),
        agreement: Vec::new(),
    })
}

/// The files of a format. What it has no place for is said.
fn made(format: &Format, bundle: &Bundle) -> Vec<File> {
    let Export { files, lost } = (format.write)(bundle);
    if !lost.is_nothing() {
        complain(&format!("{} has no place for {lost}: left out", format.name));
    }
    files
}

/// The files of each part in a folder of its own, and the data card.
fn by_part(format: &Format, mut bundle: Bundle) -> Vec<File> {
    let mut files = vec![File { name: "README.md".to_owned(), bytes: card(&bundle).into_bytes() }];
    let articles = std::mem::take(&mut bundle.articles);
    let mut parts = Part::ALL.map(|part| (part, Vec::new()));
    for article in articles {
        if let Some((_, of)) = parts.iter_mut().find(|(part, _)| *part == article.part) {
            of.push(article);
        }
    }
    for (part, articles) in parts.into_iter().filter(|(_, articles)| !articles.is_empty()) {
        bundle.articles = articles;
        let made = made(format, &bundle).into_iter();
        files.extend(made.map(|file| File { name: format!("{}/{}", part.name(), file.name), ..file }));
    }
    files
}

/// How far the annotators that were asked for agree on labels.
fn agreed(articles: &[Exported], choice: &Choice, schema: &Schema) -> Vec<Agreed> {
    let wanted = |who: &AnnotatorId| choice.annotators.is_empty() || choice.annotators.contains(who);
    // What a reviewer has made of others' annotations is not one more opinion.
    let own = |article: &Exported| -> Vec<(String, Annotations)> {
        let all = article.annotations.iter().filter(|(who, _)| wanted(who));
        let all = all.map(|(who, all)| (who.to_string(), all.independent()));
        all.filter(|(_, all)| !all.is_empty()).collect()
    };
    let opinions: Vec<_> = articles.iter().map(|article| (article, own(article))).collect();
    let all = opinions.iter().flat_map(|(_, own)| own.iter().map(|(who, _)| who.clone()));
    let annotators: Vec<String> = all.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    if annotators.len() < 2 {
        return Vec::new();
    }
    let works: Vec<Work> = opinions
        .iter()
        .map(|(article, own)| {
            let by = |name: &String| own.iter().find(|(who, _)| who == name).map(|(_, all)| all);
            Work { sentences: &article.sentences, annotations: annotators.iter().map(by).collect() }
        })
        .collect();
    let found = agreement(&works, &annotators, schema, &Entities::default());
    if found.labels.iter().all(|label| label.figures.items == 0) {
        return Vec::new();
    }
    let agreed = |of: &LabelAgreement| Agreed {
        label: of.label.clone(),
        sentences: of.figures.items,
        same: of.figures.observed.value,
        alpha: of.figures.krippendorff_alpha.value,
    };
    found.labels.iter().map(agreed).collect()
}

/// The formats, each with what it carries and loses.
fn list(out: &mut impl Write) -> std::io::Result<()> {
    let mut rows = vec![["format", "files", "import", "for", "carries", "loses"].map(str::to_owned).to_vec()];
    for format in FORMATS {
        let files = if format.folder { "folder" } else { "one" };
        let import = if format.read.is_some() { "yes" } else { "" };
        let row = [format.name, files, import, format.readers, format.carries, format.loses];
        rows.push(row.map(str::to_owned).to_vec());
    }
    table(&rows, out)
}
