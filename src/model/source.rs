//! Where articles come from.

use std::fmt::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The longest name, in bytes, of an article in the folder of sidecars of its file: room is left for the annotator
/// within the 255 bytes that file systems allow.
const LONGEST: usize = 120;

/// What an article is read from: a file, or one of the articles in a file. Cheap to clone. Displayed as it is
/// called in outputs, `a.txt` or `c.jsonl#ID`; not safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// The file, as it was named or found; `-` is standard input.
    pub path: Arc<Path>,
    /// Which article of the file it is, if it can hold several. No other one of the file has the same id.
    pub id: Option<Arc<str>>,
}

impl Source {
    /// One of the articles in a file.
    pub fn of(path: Arc<Path>, id: Arc<str>) -> Self {
        Self { path, id: Some(id) }
    }

    /// The name of the file without its folders, for people, with the id behind it; not safe for a terminal.
    pub fn file(&self) -> String {
        let file = self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy();
        match &self.id {
            None => file.into_owned(),
            Some(id) => format!("{file}#{id}"),
        }
    }

    /// The path that names the article's sidecars: its file, or for one of several articles a path in a folder
    /// beside the file, `c.jsonl.abreast/ID`, at which itself nothing lies.
    pub fn place(&self) -> PathBuf {
        let Some(id) = &self.id else { return self.path.to_path_buf() };
        Self::folder(&self.path).join(file_name(id))
    }

    /// The file that holds the article of this [`place`](Self::place), if the file can hold several.
    pub fn file_of(place: &Path) -> Option<PathBuf> {
        let folder = place.parent()?;
        (folder.extension()? == "abreast").then(|| folder.with_extension(""))
    }

    /// The id of the article of this [`place`](Self::place), if its file can hold several. A long one cannot be told
    /// from its place.
    pub fn id_of(place: &Path) -> Option<String> {
        Self::file_of(place)?;
        let name = place.file_name()?.to_str()?;
        let (mut id, mut rest) = (Vec::new(), name);
        while let Some((before, after)) = rest.split_once('%') {
            id.extend_from_slice(before.as_bytes());
            id.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
            rest = after.get(2..)?;
        }
        id.extend_from_slice(rest.as_bytes());
        String::from_utf8(id).ok().filter(|id| file_name(id) == name)
    }

    /// The folder of the sidecars of the articles in a file.
    pub fn folder(file: &Path) -> PathBuf {
        let mut folder = file.as_os_str().to_owned();
        folder.push(".abreast");
        folder.into()
    }
}

impl<P: Into<PathBuf>> From<P> for Source {
    fn from(path: P) -> Self {
        Self { path: path.into().into(), id: None }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        match &self.id {
            None => Ok(()),
            Some(id) => write!(f, "#{id}"),
        }
    }
}

/// An id as the name of a file: letters, digits, `-`, `_`, `~` and inner full stops as they are, every other byte as
/// `%2F`. Different ids have different names; a long one ends with a hash of the whole.
fn file_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for (at, c) in id.char_indices() {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '~') || c == '.' && at > 0 {
            name.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        }
    }
    if name.len() > LONGEST {
        name.truncate(name.floor_char_boundary(LONGEST - 18));
        name.push_str("%-");
        for byte in Sha256::digest(id).iter().take(8) {
            let _ = write!(name, "{byte:02x}");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn place(id: &str) -> PathBuf {
        Source::of(Path::new("x/c.jsonl").into(), id.into()).place()
    }

    #[test]
    fn an_article_of_several_has_its_place_in_the_folder_of_its_file() {
        assert_eq!(Source::from("x/a.txt").place(), Path::new("x/a.txt"));
        assert_eq!(place("day-7.1"), Path::new("x/c.jsonl.abreast/day-7.1"));
        assert_eq!(place("Zoë"), Path::new("x/c.jsonl.abreast/Zoë"));
        assert_eq!(place("../x"), Path::new("x/c.jsonl.abreast/%2E.%2Fx"));
        assert_eq!(place("a b%~2"), Path::new("x/c.jsonl.abreast/a%20b%25~2"));
        let file = Source::file_of(&place("a.b"));
        assert_eq!(file.as_deref(), Some(Path::new("x/c.jsonl")));
        assert_eq!(Source::file_of(Path::new("x/a.txt")), None);
        assert_eq!(Source::of(Path::new("x/c.jsonl").into(), "../x".into()).to_string(), "x/c.jsonl#../x");
    }

    proptest! {
        #[test]
        fn different_ids_have_different_places_in_one_folder(ids in proptest::collection::vec(".{1,200}", 0..8)) {
            let mut known: HashMap<PathBuf, String> = HashMap::new();
            for id in ids {
                let place = place(&id);
                prop_assert_eq!(place.parent(), Some(Path::new("x/c.jsonl.abreast")));
                let name = place.file_name().map_or(0, std::ffi::OsStr::len);
                prop_assert!(name <= LONGEST);
                prop_assert!(Source::id_of(&place).is_none_or(|told| told == id));
                prop_assert!(name > LONGEST / 2 || Source::id_of(&place).is_some());
                let before = known.insert(place, id.clone());
                prop_assert!(before.is_none_or(|before| before == id));
            }
        }
    }
}
