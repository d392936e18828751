//! `abreast keys`.

use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use super::args::Keys;
use super::table::table;
use super::{Failure, Outcome, json, said};
use crate::config::{self, Folders, Settings};
use crate::keys::{Keymap, Mode, Row, markdown, rows};

pub(super) fn run(args: &Keys, out: &mut impl Write) -> Result<Outcome, Failure> {
    let folders = Folders::find();
    let (settings, mut faults) = Settings::load(folders.as_ref());
    let (keymap, more) = config::keymap(args.keymap.as_deref(), &settings, folders.as_ref());
    faults.extend(more);
    if args.json {
        json::page(&file(&keymap), out)?;
    } else if args.markdown {
        out.write_all(markdown(&keymap).as_bytes())?;
    } else {
        page(&keymap, out)?;
    }
    Ok(said(&faults))
}

/// The keymap as a file that stands for itself.
fn file(keymap: &Keymap) -> Json {
    let mut file = Map::from_iter([("base".to_owned(), Json::from("none"))]);
    for mode in Mode::ALL {
        let keys = rows(keymap, mode).into_iter().flat_map(|row| {
            let line = row.line;
            row.keys.into_iter().map(move |keys| (keys.to_string(), Json::from(&*line)))
        });
        file.insert(mode.name().to_owned(), Json::Object(keys.collect()));
    }
    Json::Object(file)
}

/// The keymap for people: a table for each mode.
fn page(keymap: &Keymap, out: &mut impl Write) -> io::Result<()> {
    for mode in Mode::ALL {
        if mode != Mode::Reading {
            writeln!(out)?;
        }
        writeln!(out, "{}", mode.name())?;
        let row = |row: Row<'_>| {
            let keys: Vec<_> = row.keys.iter().map(ToString::to_string).collect();
            vec![format!("  {}", keys.join("  ")), row.line, row.doc.to_owned()]
        };
        let rows: Vec<_> = rows(keymap, mode).into_iter().map(row).collect();
        table(&rows, out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::keys::EMBEDDED;

    #[test]
    fn the_keymap_file_that_is_printed_gives_the_same_keymap() {
        for (name, _) in EMBEDDED {
            let keymap = Keymap::named(name).unwrap();
            let (again, faults) = Keymap::read(Path::new("printed.json"), &format!("{:#}", file(&keymap)));
            assert_eq!(faults, []);
            assert_eq!(file(&again), file(&keymap), "{name}");
            assert_eq!(markdown(&again), markdown(&keymap), "{name}");
        }
    }

    #[test]
    fn every_key_stands_in_the_table() {
        let keymap = Keymap::default();
        let mut out = Vec::new();
        page(&keymap, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\n  j  Down "), "{text}");
        for (keys, binding) in Mode::ALL.into_iter().flat_map(|mode| keymap.bindings(mode)) {
            assert!(text.contains(&keys.to_string()) && text.contains(&binding.line()), "{keys}");
        }
    }
}
