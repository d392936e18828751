//! Any text as a label schema: what is wrong is said, and the program can be used with what is right.

#![no_main]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use abreast::config::read_labels;
use abreast::keys::Keymap;
use abreast::store::{RESERVED_FIELDS, RESERVED_LABELS};
use abreast_fuzz::{TEXT, article, draw, one_sentence};
use libfuzzer_sys::fuzz_target;
use ratatui::layout::Size;

static ARTICLE: LazyLock<std::path::PathBuf> = LazyLock::new(|| article(TEXT.as_bytes()));

fuzz_target!(|text: String| {
    let mut keymap = Keymap::default();
    let (schema, faults) = read_labels(Path::new("abreast.json"), &text, &mut keymap);
    faults.iter().for_each(one_sentence);
    let names: Vec<&str> = schema.labels().iter().map(|label| label.name.as_str()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "no label twice: {names:?}");
    assert!(["claim", "position", "none"].iter().all(|own| names.contains(own)), "{names:?}");
    assert!(!names.iter().any(|name| RESERVED_LABELS.contains(name)), "{names:?}");
    for label in schema.labels() {
        let names: Vec<&str> = label.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "no attribute twice: {names:?}");
        assert!(!names.iter().any(|name| RESERVED_FIELDS.contains(name)), "{names:?}");
    }
    draw(ARTICLE.clone(), keymap, schema, Size { width: 100, height: 30 }, "jt?");
});
