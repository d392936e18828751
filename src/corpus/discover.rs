//! Which files are articles, and in which order.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File, FileType};
use std::io;
use std::path::{self, Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::list::{List, Scan};
use super::read::length;
use super::record::Fields;
use super::{Corpus, ENDINGS, Format, STANDARD_INPUT, Skipped, fault};
use crate::model::Problem;

/// The file that an export leaves in a folder that it makes: the list of its files.
pub const EXPORTED: &str = ".exported-by-abreast";

/// The articles to open, and what was left out.
#[derive(Debug)]
pub struct Found {
    /// The deepest folder that all the paths given share, without links. Its name is that of the corpus, and it
    /// is the same from wherever the program is started.
    pub root: PathBuf,
    /// The articles, at least one, of each file once, in the order of the paths given; within a folder in natural
    /// order (`a2` before `a10`), before those of its folders; within a file as they stand there.
    pub corpus: Arc<Corpus>,
    /// What was passed over.
    pub skipped: Skipped,
    /// What was named or met and cannot be opened.
    pub faults: Vec<Problem>,
}

/// The articles among these files and in these folders, which are searched with all their folders and along
/// links; without any, those in the current folder. A file that is named is taken whatever its ending, unless
/// it is a sidecar, so that `*` can be given. A folder that an export has made is searched only if it is named. `-` is standard input, which holds JSON lines and is read to its end.
/// JSON files are looked through for their articles, whose fields have the names given.
///
/// # Errors
/// There is no article at all. What cannot be opened beside others is in [`Found::faults`].
pub fn discover(paths: &[PathBuf], fields: &Fields) -> Result<Found, Problem> {
    Discovery::new(paths, fields).run(|| ())
}

/// The name of the folder in which an article lies; `root` is that of its corpus. Not safe for a terminal.
pub fn bundle(path: &Path, root: &Path) -> String {
    let name = path.parent().and_then(Path::file_name).or_else(|| root.file_name());
    name.unwrap_or_default().to_string_lossy().into_owned()
}

impl Corpus {
    /// Whether a file at this path, which has no links in it, would be an article of the corpus the next time.
    pub fn would_find(&self, path: &Path) -> bool {
        let hidden = |step: path::Component| step.as_os_str().as_encoded_bytes().starts_with(b".");
        let mut below = self.folders.iter().filter_map(|folder| path.strip_prefix(folder).ok());
        let is_found = below.any(|below| !below.components().any(hidden));
        is_found && Format::known(path).is_some() && !is_about_the_folder(path)
    }
}

/// Articles that are still to be looked for.
#[derive(Debug)]
pub struct Discovery {
    /// As [`Found::root`]: known from the paths alone.
    pub root: PathBuf,
    /// The articles that have come by now.
    pub corpus: Arc<Corpus>,
    paths: Vec<PathBuf>,
    named: Vec<Result<Named, Problem>>,
    skipped: Skipped,
}

/// A path given by the user, and what it leads to.
#[derive(Debug)]
struct Named {
    path: PathBuf,
    canonical: PathBuf,
    is_folder: bool,
}

impl Discovery {
    /// What [`discover`] looks for in these paths, of which none has been searched yet.
    pub fn new(paths: &[PathBuf], fields: &Fields) -> Self {
        let (mut root, mut skipped) = (None::<PathBuf>, Skipped::default());
        let mut corpus = Corpus { fields: fields.clone(), ..Corpus::default() };
        let here = [PathBuf::new()];
        let mut named = Vec::new();
        // Without any path: an empty one, which is the current folder.
        for path in if paths.is_empty() { &here } else { paths } {
            if is_ours(path) {
                skipped.sidecars += 1;
                continue;
            }
            let resolved = resolve(if is_input(path) { Path::new("") } else { path });
            let (canonical, kind) = match resolved {
                Ok(resolved) => resolved,
                Err(error) => {
                    named.push(Err(fault(path, &error)));
                    continue;
                }
            };
            let folder = if kind.is_dir() { Some(canonical.as_path()) } else { canonical.parent() };
            let folder = folder.unwrap_or(&canonical);
            root = Some(match root.take() {
                Some(root) => shared(&root, folder),
                None => folder.to_owned(),
            });
            let is_folder = kind.is_dir() && !is_input(path);
            corpus.folders.extend(is_folder.then(|| canonical.clone()));
            named.push(Ok(Named { path: path.clone(), canonical, is_folder }));
        }
        let (root, corpus) = (root.unwrap_or_default(), Arc::new(corpus));
        Self { root, corpus, paths: paths.to_vec(), named, skipped }
    }

    /// Whether articles come from standard input.
    pub fn reads_input(&self) -> bool {
        self.named.iter().flatten().any(|named| is_input(&named.path))
    }

    /// Looks for all articles, and calls `came` whenever there is another one.
    ///
    /// # Errors
    /// There is no article at all. What cannot be opened beside others is in [`Found::faults`].
    pub fn run(self, came: impl FnMut()) -> Result<Found, Problem> {
        let Self { root, corpus, paths, named, skipped } = self;
        let mut search = Search { corpus: &corpus, came, skipped, faults: Vec::new(), seen: HashSet::new() };
        for named in named {
            match named {
                Ok(named) => search.named(named),
                Err(fault) => search.faults.push(fault),
            }
        }
        let Search { skipped, faults, .. } = search;
        if corpus.is_empty() {
            return Err(faults.into_iter().next().unwrap_or_else(|| nothing(&paths, skipped)));
        }
        Ok(Found { root, corpus, skipped, faults })
    }
}

struct Search<'a, C> {
    corpus: &'a Corpus,
    came: C,
    skipped: Skipped,
    faults: Vec<Problem>,
    /// The canonical path of every file found and every folder searched: nothing comes twice, and loops of
    /// links end.
    seen: HashSet<PathBuf>,
}

impl<C: FnMut()> Search<'_, C> {
    fn named(&mut self, named: Named) {
        let Named { path, canonical, is_folder } = named;
        if is_input(&path) {
            self.input(&path);
        } else if is_folder {
            self.folder(&path, &canonical);
        } else if !self.file(path.clone(), canonical) {
            self.no_article(&path);
        }
    }

    /// Takes in a file with articles.
    fn add(&mut self, path: Arc<Path>, list: Option<Arc<List>>) {
        self.corpus.files.write().unwrap_or_else(PoisonError::into_inner).add(path, list);
        (self.came)();
    }

    fn no_article(&mut self, path: &Path) {
        let hint =
            "an article is an object with a field text, body or content, or the one that --text-field names";
        self.faults.push(Problem::with(path, "it holds no article").hint(hint));
    }

    /// Adds the articles of a file, unless it was there already. Returns whether it can hold any.
    fn file(&mut self, path: PathBuf, canonical: PathBuf) -> bool {
        if !self.seen.insert(canonical) {
            return true;
        }
        let format = Format::of(&path);
        if matches!(format, Format::Text | Format::Page) {
            self.add(path.into(), None);
            return true;
        }
        if let Err(fault) = length(&path) {
            self.faults.push(fault);
            return true;
        }
        self.list(path.into(), format, None)
    }

    /// Adds the articles of standard input.
    fn input(&mut self, path: &Path) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        match spooled() {
            Ok(spool) => {
                if !self.list(path.into(), Format::JsonLines, Some(spool)) {
                    self.no_article(path);
                }
            }
            Err(error) => self.faults.push(fault(path, &error)),
        }
    }

    /// Adds the articles of a JSON file. Returns whether it holds any, or something that cannot be read; a list of
    /// something else is not its articles gone wrong.
    fn list(&mut self, path: Arc<Path>, format: Format, spool: Option<File>) -> bool {
        let list = match List::new(Arc::clone(&path), format, spool) {
            Ok(list) => Arc::new(list),
            Err(problem) => {
                self.faults.push(problem);
                return true;
            }
        };
        let (mut is_first, corpus) = (true, self.corpus);
        let scan = list.scan(&corpus.fields, || match std::mem::take(&mut is_first) {
            true => self.add(Arc::clone(&path), Some(Arc::clone(&list))),
            false => (self.came)(),
        });
        let Scan { is_list, faults, wrong, is_json, .. } = match scan {
            Ok(scan) => scan,
            Err(problem) => {
                self.faults.push(problem);
                return true;
            }
        };
        if is_list && is_json && is_first {
            return false;
        }
        self.faults.extend(faults);
        self.skipped.wrong += wrong;
        if !is_list {
            self.add(path, None);
        }
        true
    }

    /// The articles in a folder, then those in its folders.
    fn folder(&mut self, path: &Path, canonical: &Path) {
        if !self.seen.insert(canonical.to_owned()) {
            return;
        }
        let entries = match entries(path) {
            Ok(entries) => entries,
            Err(error) => return self.faults.push(fault(path, &error)),
        };
        let mut folders = Vec::new();
        for (entry, kind) in entries {
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                self.skipped.hidden += 1;
                continue;
            }
            if is_ours(Path::new(&name)) {
                self.skipped.sidecars += 1;
                continue;
            }
            let found = path.join(&name);
            let target = if kind.is_symlink() { resolve(&found) } else { Ok((canonical.join(&name), kind)) };
            match target {
                Ok((target, kind)) if kind.is_dir() => folders.push((found, target)),
                _ if Format::known(&found).is_none() || is_about_the_folder(&found) => {
                    self.skipped.unknown += 1;
                }
                Ok((target, kind)) if kind.is_file() => {
                    if !self.file(found, target) {
                        self.skipped.unknown += 1;
                    }
                }
                Ok(_) => self.skipped.unknown += 1,
                Err(error) => self.faults.push(fault(&found, &error)),
            }
        }
        for (found, canonical) in folders {
            if canonical.join(EXPORTED).is_file() {
                self.skipped.exported += 1;
            } else {
                self.folder(&found, &canonical);
            }
        }
    }
}

/// The entries of a folder in natural order. Their kind comes with them: no file is looked at by itself.
fn entries(folder: &Path) -> io::Result<Vec<(DirEntry, FileType)>> {
    let mut entries = fs::read_dir(here(folder))?
        .map(|entry| entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_cached_key(|(entry, _)| Natural::from(entry.file_name()));
    Ok(entries)
}

/// What a path leads to, with every link followed. A pipe has no canonical path: it is refused when it is opened.
fn resolve(path: &Path) -> io::Result<(PathBuf, FileType)> {
    let kind = fs::metadata(here(path))?.file_type();
    let canonical = here(path).canonicalize().or_else(|_| path::absolute(path))?;
    Ok((canonical, kind))
}

/// An empty path means the current folder, so that what is found in it has no `./` before its name.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// The deepest folder that holds both.
fn shared(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

/// What standard input holds, in a file that nobody else sees and that is gone with the program.
fn spooled() -> io::Result<File> {
    let mut spool = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut spool)?;
    Ok(spool)
}

fn is_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// Whether the program itself made it, or reads it for another purpose: sidecars, folders of sidecars, label
/// schemas.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default();
    name.ends_with(b".abreast.json") || name.ends_with(b".abreast") || name == b"abreast.json"
}

/// Whether a file is by its name about the others in its folder, as README.md is.
fn is_about_the_folder(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_str().unwrap_or_default();
    ABOUT.contains(&name)
}

const ABOUT: [&str; 11] = [
    "README",
    "LICENSE",
    "LICENCE",
    "COPYING",
    "NOTICE",
    "AUTHORS",
    "CHANGELOG",
    "CONTRIBUTING",
    "GUIDELINES",
    "CODE_OF_CONDUCT",
    "SECURITY",
];

/// A name in natural order: numbers by their value, capitals like small letters, then as written.
#[derive(PartialEq, Eq)]
struct Natural {
    small: String,
    name: OsString,
}

impl From<OsString> for Natural {
    fn from(name: OsString) -> Self {
        Self { small: name.to_string_lossy().to_lowercase(), name }
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        natord::compare(&self.small, &other.small).then_with(|| self.name.cmp(&other.name))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn nothing(paths: &[PathBuf], skipped: Skipped) -> Problem {
    let searched = match paths {
        [] => "this folder".to_owned(),
        paths => paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "),
    };
    let endings = ENDINGS.map(|(ending, _)| format!(".{ending}")).join(" ");
    Problem::new(format!(
        "no articles: looked for files ending in {endings} in {searched} and below (skipped {skipped})"
    ))
    .hint("name a file or a folder that holds some")
}
