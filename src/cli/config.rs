//! `abreast config`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::Config;
use super::table::table;
use super::{Failure, Outcome, said};
use crate::command::Theme;
use crate::config::{Folders, SCHEMAS, Settings, annotator};
use crate::model::Problem;

pub(super) fn run(args: &Config, out: &mut impl Write) -> Result<Outcome, Failure> {
    if let Some(name) = &args.schema {
        let schema = SCHEMAS.iter().find(|(known, _)| known == name).map(|(_, schema)| *schema);
        out.write_all(schema.unwrap_or_default().as_bytes())?;
        return Ok(Outcome::Fine);
    }
    let folders = Folders::find();
    let (settings, faults) = Settings::load(folders.as_ref());
    table(&rows(folders.as_ref(), &settings)?, out)?;
    Ok(said(&faults))
}

/// What is set, and what holds if nothing is.
fn rows(folders: Option<&Folders>, settings: &Settings) -> Result<Vec<Vec<String>>, Problem> {
    let annotator = annotator(None, settings, |name| std::env::var(name).ok())?;
    let or = |set: Option<String>, otherwise: &str| set.unwrap_or_else(|| otherwise.to_owned());
    let file = |path: &Path| {
        let there = if path.exists() { "" } else { " (not there)" };
        format!("{}{there}", path.display())
    };
    let place = |path: &Option<PathBuf>| path.as_deref().map(file);
    let rows = [
        ("settings", or(folders.map(|folders| file(&folders.settings())), "none, without a home folder")),
        ("state", or(folders.map(|folders| file(&folders.state)), "none, without a home folder")),
        ("annotator", format!("{} ({})", annotator.id, annotator.name)),
        ("keymap", or(settings.keymap.clone(), "default")),
        ("theme", or(settings.theme.map(Theme::name).map(str::to_owned), "as the terminal says")),
        ("store", or(place(&settings.store), "beside the articles")),
        ("labels", or(place(&settings.labels), "abreast.json in the folder of the articles, if it is there")),
        ("mouse", if settings.mouse { "yes" } else { "no" }.to_owned()),
    ];
    Ok(rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect())
}
