use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::command::{Argument, SPECS};
use crate::keys::Found;

fn faults(text: &str) -> Vec<String> {
    Keymap::read(Path::new("k.json"), text).1.iter().map(ToString::to_string).collect()
}

fn line_of(keymap: &Keymap, mode: Mode, keys: &str) -> Option<String> {
    let keys: KeySeq = keys.parse().unwrap();
    keymap.bindings(mode).find(|(bound, _)| **bound == keys).map(|(_, binding)| binding.line())
}

#[test]
fn the_keymaps_in_the_binary_are_right() {
    for (name, text) in EMBEDDED {
        let (keymap, problems) = Keymap::read(Path::new(name), text);
        assert_eq!(problems, [], "{name}");
        for mode in Mode::ALL {
            assert!(keymap.bindings(mode).count() > 10, "{name} has too few keys for {}", mode.name());
            for (keys, _) in keymap.bindings(mode) {
                assert_eq!(keys.to_string().parse(), Ok(keys.clone()));
                let beginnings = (1..keys.len()).map(|n| keymap.lookup(mode, &keys[..n]));
                assert!(
                    beginnings.into_iter().all(|found| matches!(found, Found::Pending(_))),
                    "{name}: {keys}"
                );
            }
        }
    }
}

#[test]
fn every_keymap_has_a_key_for_all_but_rare_commands() {
    for (name, rare) in [
        ("default", &["article", "theme", "mouse", "export", "export-over", "import"][..]),
        ("less", &["article", "theme", "mouse", "export", "export-over", "import"]),
        (
            "arrows",
            &[
                "half-page-down",
                "half-page-up",
                "article",
                "theme",
                "mouse",
                "export",
                "export-over",
                "import",
                "suspend",
            ],
        ),
    ] {
        let keymap = Keymap::named(name).unwrap();
        let bound: BTreeSet<_> = Mode::ALL
            .iter()
            .flat_map(|mode| keymap.bindings(*mode).map(|(_, binding)| binding.spec.name))
            .collect();
        let without: Vec<_> =
            SPECS.iter().map(|spec| spec.name).filter(|name| !bound.contains(name)).collect();
        assert_eq!(without, rare, "{name}");
    }
}

#[test]
fn the_keys_of_the_design_are_those_of_the_default_keymap() {
    let keymap = Keymap::default();
    for (keys, line) in [
        ("j", "next-sentence"),
        ("k", "previous-sentence"),
        ("Down", "next-sentence"),
        ("Up", "previous-sentence"),
        ("}", "next-paragraph"),
        ("{", "previous-paragraph"),
        ("g g", "first-sentence"),
        ("G", "last-sentence"),
        ("C-d", "half-page-down"),
        ("C-u", "half-page-up"),
        ("PageDown", "page-down"),
        ("PageUp", "page-up"),
        ("Tab", "next-pane"),
        ("S-Tab", "previous-pane"),
        ("l", "next-pane"),
        ("h", "previous-pane"),
        (">", "slide-right"),
        ("<", "slide-left"),
        ("*", "next-of-entity"),
        ("#", "previous-of-entity"),
        ("/", "search"),
        ("n", "search-next"),
        ("N", "search-previous"),
        ("C-o", "jump-back"),
        ("C-i", "jump-forward"),
        ("c", "tag claim"),
        ("p", "tag position"),
        ("x", "tag none"),
        ("X", "nothing-more"),
        (".", "repeat-tag"),
        ("d", "remove-tags"),
        ("Enter", "edit"),
        ("v", "span"),
        ("m", "note"),
        ("!", "doubt"),
        ("u", "undo"),
        ("C-r", "redo"),
        (":", "command-line"),
        ("?", "help"),
        ("q", "quit"),
    ] {
        assert_eq!(line_of(&keymap, Mode::Reading, keys).as_deref(), Some(line), "{keys}");
    }
}

#[test]
fn the_keys_for_tags_are_the_same_in_every_keymap() {
    for (name, _) in EMBEDDED {
        let keymap = Keymap::named(name).unwrap();
        for (keys, line) in [
            ("c", "tag claim"),
            ("p", "tag position"),
            ("x", "tag none"),
            ("d", "remove-tags"),
            ("u", "undo"),
            ("?", "help"),
            ("q", "quit"),
        ] {
            assert_eq!(line_of(&keymap, Mode::Reading, keys).as_deref(), Some(line), "{name}: {keys}");
        }
    }
}

#[test]
fn a_file_changes_single_keys_and_keeps_the_rest() {
    let text = r#"{
        // comments, and a comma after the last one
        "reading": { "j": "previous-sentence", "Z Z": "quit", "w": null, "b": "nop", "g": "first-sentence", },
    }"#;
    let (keymap, problems) = Keymap::read(Path::new("k.json"), text);
    assert_eq!(problems, []);
    let reading = |keys| line_of(&keymap, Mode::Reading, keys);
    assert_eq!(reading("j").as_deref(), Some("previous-sentence"));
    assert_eq!(reading("Z Z").as_deref(), Some("quit"));
    assert_eq!(reading("w"), None);
    assert_eq!(reading("b"), None);
    assert_eq!(reading("g").as_deref(), Some("first-sentence"));
    assert_eq!(reading("g g"), None, "the file's key is in its way");
    assert_eq!(reading("k").as_deref(), Some("previous-sentence"), "the rest is kept");
}

#[test]
fn a_key_unbound_takes_along_what_it_begins_and_can_begin_anew() {
    let text = r#"{ "reading": { "Space a": "entities", "Space": null } }"#;
    let (keymap, problems) = Keymap::read(Path::new("k.json"), text);
    assert_eq!(problems, []);
    let space: Vec<_> =
        keymap.bindings(Mode::Reading).filter(|(keys, _)| keys.to_string().starts_with("Space")).collect();
    assert_eq!(space.len(), 1);
    assert_eq!(space[0].1.line(), "entities");
}

#[test]
fn every_fault_of_a_file_is_said_at_once_with_its_line() {
    let text = r#"{
        "base": "defualt",
        "raeding": {},
        "reading": {
            "j": "nxt-sentence",
            "<C-s>": "save",
            "t": "tag",
            "T": "theme blue",
            "z": 7,
            "o": "copy",
            "o": "edit",
            "S-o": "undo", "O": "redo",
            "g": "first-sentence",
            "g g": "first-sentence",
            "Z Z": "quit",
            "Z": "save",
            "Q": "quit now"
        },
        "span": []
    }"#;
    let expected = [
        r#"k.json, line 2: "defualt" is not known here; did you mean "default"?"#,
        r#"k.json, line 3: "raeding" is not known here; did you mean "reading"?"#,
        r#"k.json, line 5: there is no command "nxt-sentence"; did you mean "next-sentence"?"#,
        r#"k.json, line 6: "<C-s>" is no key; keys are written j, J, C-d, A-Left, S-Tab, Space, F1, and g g for one after another"#,
        r#"k.json, line 7: the command "tag" needs an argument: tag LABEL"#,
        r#"k.json, line 8: the command "theme" needs one of these words: dark, light"#,
        r#"k.json, line 9: here stands a number, and a command, or null is needed"#,
        r#"k.json, line 11: the key "o" stands here again, first on line 10; remove one of them"#,
        r#"k.json, line 12: the key "O" stands here again, first on line 12; remove one of them"#,
        r#"k.json, line 14: "g g" can never be typed, since "g" on line 13 runs first; remove one of them, or choose other keys"#,
        r#"k.json, line 16: "Z" would run before "Z Z" on line 15 is typed; remove one of them, or choose other keys"#,
        r#"k.json, line 17: the command "quit" takes no argument"#,
        r#"k.json, line 19: here stands a list, and an object, { … } is needed"#,
    ];
    assert_eq!(faults(text), expected);
    let keymap = Keymap::read(Path::new("k.json"), text).0;
    assert_eq!(line_of(&keymap, Mode::Reading, "o").as_deref(), Some("copy"), "what is right holds");
    assert_eq!(line_of(&keymap, Mode::Reading, "j").as_deref(), Some("next-sentence"), "the base holds");
}

#[test]
fn a_file_that_holds_no_keymap_is_said_and_the_default_holds() {
    for (text, fault) in [
        ("", "k.json, line 1: the file is empty; an object without anything is written {}"),
        ("[]", "k.json, line 1: here stands a list, and an object, { … } is needed"),
        (
            "{\n\"reading\": {\n\"j\" \"k\" } }",
            "k.json, line 3: this is not JSON: expected colon after the string or word in object property",
        ),
        ("{\n\n", "k.json, line 1: this is not JSON: unterminated object"),
    ] {
        let (keymap, problems) = Keymap::read(Path::new("k.json"), text);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [fault]);
        assert_eq!(line_of(&keymap, Mode::Reading, "q").as_deref(), Some("quit"));
    }
}

#[test]
fn a_base_of_none_begins_with_no_keys() {
    let (keymap, problems) = Keymap::read(Path::new("k"), r#"{"base": "none", "reading": {"j": "quit"}}"#);
    assert_eq!(problems, []);
    assert_eq!(Mode::ALL.iter().map(|mode| keymap.bindings(*mode).count()).sum::<usize>(), 1);
}

#[test]
fn a_label_gets_its_key_unless_that_is_taken() {
    let label = crate::model::LabelName::new("event");
    let keys = |text: &str| text.parse::<KeySeq>().unwrap();
    let mut keymap = Keymap::default();
    assert_eq!(keymap.bind_label(&keys("t"), &label), Ok(()));
    assert_eq!(keymap.bind_label(&keys("t"), &label), Ok(()), "the same again is no conflict");
    for mode in [Mode::Reading, Mode::Span] {
        assert_eq!(line_of(&keymap, mode, "t").as_deref(), Some("tag event"));
    }
    for (taken, message) in [
        ("c", r#"the key "c" is taken: "c" is tag claim"#),
        ("g", r#"the key "g" is taken: "g g" is first-sentence"#),
        ("j j", r#"the key "j j" is taken: "j" is next-sentence"#),
    ] {
        assert_eq!(keymap.bind_label(&keys(taken), &label), Err(message.to_owned()));
    }
}

/// The lines that the JSON Schema offers for a key, besides those with an argument of one's own.
fn expected_lines() -> BTreeSet<String> {
    let mut lines = BTreeSet::from(["nop".to_owned()]);
    for spec in SPECS {
        match spec.argument {
            Argument::None | Argument::Text => lines.extend([spec.name.to_owned()]),
            Argument::Label => {
                lines.extend(["claim", "position", "none"].map(|label| format!("{} {label}", spec.name)));
            }
            Argument::Article | Argument::Export | Argument::Import => {}
            Argument::OneOf(words) => lines.extend(words.iter().map(|word| format!("{} {word}", spec.name))),
        }
    }
    lines
}

#[test]
fn the_json_schema_knows_every_command_and_the_keymaps_follow_it() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, text) in EMBEDDED {
        let keymap: Json = serde_json::from_str(text).unwrap();
        let errors: Vec<_> = validator.iter_errors(&keymap).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    let offered: BTreeSet<String> = schema["$defs"]["command"]["anyOf"][0]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(offered, expected_lines());
    for (right, text) in [
        (true, r#"{"reading": {"C-A-S-F12": "tag my-label", "- -": null, "Space a": "search two words"}}"#),
        (false, r#"{"reading": {"<C-s>": "save"}}"#),
        (false, r#"{"reading": {"j": "next"}}"#),
        (false, r#"{"reading": {"j": "tag"}}"#),
        (false, r#"{"writing": {}}"#),
        (false, r#"{"base": "vim"}"#),
    ] {
        assert_eq!(validator.is_valid(&serde_json::from_str(text).unwrap()), right, "{text}");
        assert_eq!(faults(text).is_empty(), right, "{text}: the program and the schema differ");
    }
}

mod damaged {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,200}") {
            Keymap::read(Path::new("k"), &text);
        }

        #[test]
        fn a_keymap_cut_or_changed_anywhere_is_read_without_harm(at in 0usize..4000, change in "\\PC{0,3}") {
            let (_, text) = EMBEDDED[0];
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            Keymap::read(Path::new("k"), &text[..at]);
            Keymap::read(Path::new("k"), &format!("{}{change}{}", &text[..at], &text[at..]));
        }
    }
}
