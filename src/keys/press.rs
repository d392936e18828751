//! One key after another: counts, pending keys, commands.

use super::key::{Key, KeyCode};
use super::keymap::{Found, Keymap, Mode};
use crate::command::Command;

/// What has been pressed and not yet run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// How often the command is to run, up to [`Pending::MOST`], if that was typed.
    pub count: Option<usize>,
    /// The beginning of a sequence of keys.
    pub keys: Vec<Key>,
}

impl Pending {
    /// The largest count.
    pub const MOST: usize = 9999;

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// This is to be run, as often as counted; no count with commands that a count does not repeat.
    Run(Command, Option<usize>),
    /// More keys are to come; or the pending ones were given up, and nothing is pending now.
    Wait,
    /// These keys mean nothing; nothing is pending now.
    Unbound(Vec<Key>),
}

/// Takes a key. `pending` keeps what waits for the next one, and is empty again after all but
/// [`Press::Wait`].
pub fn press(keymap: &Keymap, mode: Mode, pending: &mut Pending, key: Key) -> Press {
    if key == Key::plain(KeyCode::Esc) && !pending.is_empty() {
        *pending = Pending::default();
        return Press::Wait;
    }
    if let Some(digit) = digit(keymap, mode, pending, key) {
        let count = pending.count.unwrap_or_default() * 10 + digit;
        pending.count = Some(count.min(Pending::MOST));
        return Press::Wait;
    }
    pending.keys.push(key);
    match keymap.lookup(mode, &pending.keys) {
        Found::Pending(_) => Press::Wait,
        Found::Command(binding) => {
            let count = pending.count.filter(|_| binding.spec.counts);
            *pending = Pending::default();
            Press::Run(binding.command.clone(), count)
        }
        Found::None => Press::Unbound(std::mem::take(pending).keys),
    }
}

/// The digit of a count: a digit before any other key. The first one counts only if the keymap has no
/// other use for it, and is not 0.
fn digit(keymap: &Keymap, mode: Mode, pending: &Pending, key: Key) -> Option<usize> {
    let digit = key.typed()?.to_digit(10)?;
    let goes_on = pending.count.is_some();
    let begins = || digit > 0 && matches!(keymap.lookup(mode, &[key]), Found::None);
    (pending.keys.is_empty() && (goes_on || begins())).then_some(digit as usize)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::keys::KeySeq;
    use Command::{FirstSentence, NextSentence, Quit};

    fn typed(keymap: &Keymap, keys: &str) -> (Vec<Press>, Pending) {
        let mut pending = Pending::default();
        let keys: Vec<Key> = keys.split(' ').map(|key| key.parse().unwrap()).collect();
        let presses = keys.iter().map(|key| press(keymap, Mode::Reading, &mut pending, *key)).collect();
        (presses, pending)
    }

    fn last(keys: &str) -> Press {
        typed(&Keymap::default(), keys).0.pop().unwrap()
    }

    #[test]
    fn counts_repeat_what_they_can_repeat() {
        assert_eq!(last("j"), Press::Run(NextSentence, None));
        assert_eq!(last("5 j"), Press::Run(NextSentence, Some(5)));
        assert_eq!(last("1 0 j"), Press::Run(NextSentence, Some(10)));
        assert_eq!(last("9 9 9 9 9 9 j"), Press::Run(NextSentence, Some(9999)));
        assert_eq!(last("5 q"), Press::Run(Quit, None));
        assert_eq!(last("0"), Press::Unbound(vec!["0".parse().unwrap()]));
    }

    #[test]
    fn a_sequence_waits_for_its_end() {
        assert_eq!(typed(&Keymap::default(), "g g").0, [Press::Wait, Press::Run(FirstSentence, None)]);
        let (presses, pending) = typed(&Keymap::default(), "3 g Z");
        assert_eq!(presses.last(), Some(&Press::Unbound("g Z".parse::<KeySeq>().unwrap().to_vec())));
        assert!(pending.is_empty());
    }

    #[test]
    fn escape_gives_up_what_is_pending() {
        for keys in ["g Esc", "5 Esc", "5 g Esc"] {
            let (presses, pending) = typed(&Keymap::default(), keys);
            assert_eq!(presses.last(), Some(&Press::Wait));
            assert!(pending.is_empty(), "{keys}");
        }
        assert_eq!(last("g Esc j"), Press::Run(NextSentence, None));
        assert_eq!(last("Esc"), Press::Run(Command::Cancel, None));
    }

    #[test]
    fn a_digit_that_is_bound_begins_no_count_but_can_go_on_with_one() {
        let text = r#"{"reading": {"2": "quit", "0": "first-sentence"}}"#;
        let (keymap, problems) = Keymap::read(Path::new("k.json"), text);
        assert_eq!(problems, []);
        assert_eq!(typed(&keymap, "2").0, [Press::Run(Quit, None)]);
        assert_eq!(typed(&keymap, "0").0, [Press::Run(FirstSentence, None)]);
        assert_eq!(typed(&keymap, "1 2 0 j").0.pop(), Some(Press::Run(NextSentence, Some(120))));
    }
}
