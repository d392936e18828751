//! One file to one article, whole or its beginning.

mod front;

use std::fs::{self, File};
use std::path::Path;

use encoding_rs::Encoding;

use super::decode::{Unreadable, decode};
use super::record::Fields;
use super::{Format, fault, list, page};
use crate::model::{Article, Problem, Source, Span};

/// How many times as large as what is read of it a page is at least: most of it are programs and styles.
const PAGE: u64 = 16;

/// The article in this file, with its whole canonical text. An empty file is an empty article.
///
/// # Errors
/// The file is missing, may not be read, is a folder, a pipe or a device (these are never waited for), is no
/// text, or is larger than [`Span::MAX`] bytes; or it is a JSON file without an article.
pub(super) fn open(source: &Source, fields: &Fields) -> Result<Article, Problem> {
    let path = &source.path;
    length(path)?;
    match Format::of(path) {
        Format::Text => Ok(fronted(whole(source.clone(), text(path, u64::MAX)?)?)),
        Format::Page => {
            let (text, metadata) = page::read(&decoded(path, u64::MAX, page::declared)?);
            Ok(Article { metadata, ..whole(source.clone(), text)? })
        }
        Format::Json | Format::JsonLines => {
            let bytes = fs::read(path).map_err(|e| fault(path, &e))?;
            list::only(&bytes, source, fields).map_err(|problem| problem.of(path))
        }
    }
}

/// The article in this file, of which only about the first `limit` bytes are read if it is larger: as far as
/// the last line end in them, else the last blank, else the last whole character. Its text is then the
/// beginning of the one that [`open`] gives, and `complete` is false. Of a file that must be read to its end to know
/// how the text begins, that is nothing.
///
/// # Errors
/// As [`open`].
pub(super) fn open_beginning(source: &Source, fields: &Fields, limit: usize) -> Result<Article, Problem> {
    let format = Format::of(&source.path);
    let share = if format == Format::Page { PAGE } else { 1 };
    if length(&source.path)? / share <= limit as u64 {
        return open(source, fields);
    }
    if format != Format::Text {
        return Ok(beginning(source.clone(), String::new()));
    }
    let mut text = text(&source.path, limit as u64)?;
    if let Some(end) = text.rfind('\n').or_else(|| text.rfind(' ')) {
        text.truncate(end + 1);
    }
    Ok(fronted(beginning(source.clone(), text)))
}

/// An article with what the lines before its text say of it.
fn fronted(article: Article) -> Article {
    Article { metadata: front::matter(&article.text), ..article }
}

/// The length in bytes of what can be an article. Looks at the kind of file before anything is opened: opening
/// a pipe would wait for its writer.
pub(super) fn length(path: &Path) -> Result<u64, Problem> {
    let metadata = fs::metadata(path).map_err(|e| fault(path, &e))?;
    if metadata.is_dir() {
        return Err(Problem::with(path, "it is a folder and no article").hint("name a file in it"));
    }
    if !metadata.is_file() {
        return Err(
            Problem::with(path, "it is a pipe or a device and no file").hint("save it as a file first")
        );
    }
    if metadata.len() > Span::MAX as u64 {
        return Err(too_large(path));
    }
    Ok(metadata.len())
}

fn text(path: &Path, limit: u64) -> Result<String, Problem> {
    decoded(path, limit, |_| None)
}

fn decoded(
    path: &Path,
    limit: u64,
    declared: impl Fn(&[u8]) -> Option<&'static Encoding>,
) -> Result<String, Problem> {
    let mut file = File::open(path).map_err(|e| fault(path, &e))?;
    decode(&mut file, limit, declared).map_err(|unreadable| match unreadable {
        Unreadable::Broken(error) => fault(path, &error),
        Unreadable::NoText(what) => {
            Problem::with(path, format!("it is no text, but {what}")).hint("save it as plain text in UTF-8")
        }
    })
}

/// An article of which this is the whole text. Decoding can make a text longer than its file.
pub(super) fn whole(source: Source, text: String) -> Result<Article, Problem> {
    if text.len() > Span::MAX {
        return Err(too_large(&source.path));
    }
    Ok(Article::new(source, text))
}

/// An article of which this is the beginning.
pub(super) fn beginning(source: Source, text: String) -> Article {
    Article { complete: false, ..Article::new(source, text) }
}

fn too_large(path: &Path) -> Problem {
    Problem::with(path, "it is larger than 4 GiB").hint("split it")
}

#[cfg(test)]
mod tests {
    use std::fs::write;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;

    fn opened(path: &Path) -> Result<Article, Problem> {
        open(&path.to_owned().into(), &Fields::default())
    }

    fn beginning(text: &str, limit: usize) -> Article {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, text).unwrap();
        open_beginning(&path.into(), &Fields::default(), limit).unwrap()
    }

    #[test]
    fn a_beginning_ends_with_a_line_else_a_word_else_a_character() {
        assert_eq!(&*beginning("One.\nTwo two.\nThree.", 12).text, "One.\n");
        assert_eq!(&*beginning("One two three", 9).text, "One two ");
        assert_eq!(&*beginning("日本語", 5).text, "日");
        assert_eq!(&*beginning("One.\r\nTwo.", 5).text, "One.\n");
    }

    #[test]
    fn a_small_file_is_whole() {
        let article = beginning("One.\nTwo", 8);
        assert!(article.complete);
        assert_eq!(&*article.text, "One.\nTwo");
        assert!(!beginning("One.\nTwo", 7).complete);
        assert!(beginning("", 0).complete);
    }

    #[test]
    fn what_cannot_be_an_article_is_a_problem_with_what_to_do() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, b"%PDF-1.7").unwrap();
        let said = |path: &Path| {
            opened(path).unwrap_err().to_string().replace(&folder.path().display().to_string(), "…")
        };
        assert_eq!(said(&path), "…/a.txt: it is no text, but a PDF document; save it as plain text in UTF-8");
        assert_eq!(said(folder.path()), "…: it is a folder and no article; name a file in it");
        let missing = folder.path().join("b.txt");
        assert_eq!(said(&missing), "…/b.txt: there is no such file or folder; check how it is written");

        let huge = folder.path().join("huge.txt");
        File::create(&huge).unwrap().set_len(Span::MAX as u64 + 1).unwrap();
        assert_eq!(said(&huge), "…/huge.txt: it is larger than 4 GiB; split it");
        assert!(open_beginning(&huge.into(), &Fields::default(), 100).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_read() {
        assert_eq!(
            opened(Path::new("/dev/zero")).unwrap_err().to_string(),
            "/dev/zero: it is a pipe or a device and no file; save it as a file first"
        );
    }

    proptest! {
        #[test]
        fn a_beginning_is_a_prefix_of_the_whole(text in "[a-zé“日🙂\r\n ]*", limit in 0..80usize) {
            let whole = beginning(&text, usize::MAX);
            let part = beginning(&text, limit);
            prop_assert!(whole.text.starts_with(&*part.text));
            prop_assert!(part.complete || part.text.len() <= limit);
        }
    }
}
