//! `abreast export`: articles and their tags as the files of another tool.

use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use super::args;
use super::articles::{Articles, Seen, name, opened};
use super::sidecars::Sidecars;
use super::table::table;
use super::{Failure, Outcome, complain};
use crate::exchange::{Bundle, Export, Exported, FORMATS, File, Format, format};
use crate::model::{Annotation, Annotations, AnnotatorId, Item, Problem};
use crate::store::{ENDING, Opened};
use crate::text::CodePoints;

pub(super) fn run(args: &args::Export, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Some(format) = args.format.as_deref().and_then(format) else {
        list(out)?;
        return Ok(Outcome::Fine);
    };
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    if format.folder && output.is_none() {
        return Err(Failure::Misuse(format!("{} is a folder of files: name it with -o", format.name)));
    }
    let Articles { articles, root, mut outcome } = opened(&args.paths, &args.corpus.fields)?;
    if let Some(output) = output {
        check(output, format, args.force, articles.iter().map(|article| &*article.source.path))?;
    }
    let sidecars = Sidecars::new(&root, args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let mut exported = Vec::new();
    for article in articles {
        let seen = Seen::new(article);
        let mut annotations = Vec::new();
        for (annotator, _, opened) in sidecars.of(&seen.article, &seen.head) {
            match opened {
                Ok(opened) if wanted(args, &annotator) => {
                    annotations.push((annotator, chosen(args, &opened)));
                }
                Ok(_) => {}
                Err(problem) => {
                    complain(&problem);
                    outcome = Outcome::Wrong;
                }
            }
        }
        exported.push(Exported {
            name: name(&seen.article.source, &sidecars.store),
            points: CodePoints::new(seen.article.text.clone()),
            title: seen.title(),
            date: seen.head.date,
            outlet: seen.head.outlet,
            sentences: seen.sentences,
            mentions: seen.mentions,
            annotations,
        });
    }
    let Export { files, lost } = (format.write)(&Bundle { articles: exported, schema: sidecars.schema });
    if !lost.is_nothing() {
        complain(&format!("{} has no place for {lost}: left out", format.name));
    }
    match (output, format.folder) {
        (Some(folder), true) => {
            files.iter().try_for_each(|file| write(&folder.join(below(&file.name)), file))?;
        }
        (Some(output), false) => files.iter().try_for_each(|file| write(output, file))?,
        (None, _) => files.iter().try_for_each(|file| out.write_all(&file.bytes))?,
    }
    Ok(outcome)
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

/// Whether an export can go there: over nothing that is there already, and never over what abreast reads.
fn check<'a>(
    output: &Path,
    format: &Format,
    force: bool,
    mut articles: impl Iterator<Item = &'a Path>,
) -> Result<(), Problem> {
    let problem = |reason: &str, hint: &str| Err(Problem::with(output, reason).hint(hint));
    let same = |article: &Path| {
        fs::canonicalize(article).is_ok_and(|a| fs::canonicalize(output).is_ok_and(|b| a == b))
    };
    if output.to_string_lossy().ends_with(ENDING) || articles.any(same) {
        return problem("it is an article or a saved file", "name another one with -o");
    }
    match (fs::metadata(output), format.folder) {
        (Err(_), _) => Ok(()),
        (Ok(there), true) if !there.is_dir() => {
            problem("it is a file, and the export is a folder", "name a folder with -o")
        }
        (Ok(there), false) if there.is_dir() => {
            problem("it is a folder, and the export is one file", "name a file with -o")
        }
        (Ok(_), _) if force => Ok(()),
        (Ok(_), false) => problem("the file exists", "take another name, or --force to write over it"),
        (Ok(_), true) => match fs::read_dir(output).map(|mut entries| entries.next().is_none()) {
            Ok(true) => Ok(()),
            Ok(false) => problem("the folder is not empty", "take another one, or --force to write into it"),
            Err(error) => problem(&format!("the folder cannot be read: {error}"), ""),
        },
    }
}

fn wanted(args: &args::Export, annotator: &AnnotatorId) -> bool {
    let is_it = |name: &String| {
        name == annotator.as_str() || AnnotatorId::from_name(name).as_ref() == Some(annotator)
    };
    args.annotator.is_empty() || args.annotator.iter().any(is_it)
}

/// The records of a sidecar that were asked for.
fn chosen(args: &args::Export, opened: &Opened) -> Annotations {
    let asked = |tag: &Annotation| {
        args.label.is_empty() || args.label.iter().any(|label| label == tag.label.as_str())
    };
    let items = opened.sidecar.annotations.items();
    items.filter(|item: &Item| item.tag().is_none_or(|tag| asked(tag))).collect()
}

/// A path that leads nowhere but below its folder.
fn below(name: &str) -> PathBuf {
    Path::new(name).components().filter(|step| matches!(step, Component::Normal(_))).collect()
}

/// Writes a file whole or not at all.
fn write(path: &Path, file: &File) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::with(path, format!("it cannot be written: {error}"));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    // Opened here and not by `tempfile`, so that a new file has the usual permissions of the user's files.
    let new = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut temporary = tempfile::Builder::new().prefix(".abreast-").make_in(folder, new).map_err(failed)?;
    temporary.write_all(&file.bytes).map_err(failed)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
