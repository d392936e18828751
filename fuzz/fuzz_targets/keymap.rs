//! Any text as a keymap: what is wrong is said, and the program can be used with what is right.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use abreast::keys::Keymap;
use abreast::model::Schema;
use abreast_fuzz::{TEXT, article, draw, one_sentence};
use libfuzzer_sys::fuzz_target;
use ratatui::layout::Size;

static ARTICLE: LazyLock<std::path::PathBuf> = LazyLock::new(|| article(TEXT.as_bytes()));

fuzz_target!(|text: String| {
    let (keymap, faults) = Keymap::read(Path::new("keys.json"), &text);
    faults.iter().for_each(one_sentence);
    let lines = 1 + text.matches('\n').count();
    assert!(
        faults.iter().all(|fault| fault.line.is_none_or(|line| (1..=lines).contains(&line))),
        "{faults:?}"
    );
    draw(ARTICLE.clone(), keymap, Schema::default(), Size { width: 80, height: 24 }, "g?/ ");
});
