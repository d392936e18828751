//! Keys, sequences of keys, and how both are written.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they are called as on the keyboard")]
pub enum KeyCode {
    /// What the key types, with Shift already in it: `j`, `J`, `?`, a space.
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F12, and further where there are more.
    F(u8),
}

/// The keys that have a name of their own in the notation.
const NAMED: [(&str, KeyCode); 14] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

/// A key with the modifiers held. Made by [`Key::new`], which gives one form to what is the same.
///
/// Written `j`, `?`, `C-d`, `A-Left`, `S-Tab`, `Space`, `F1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they are called as on the keyboard")]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
    /// Never with a [`KeyCode::Char`], where it is part of the character.
    pub shift: bool,
}

impl Key {
    /// The key with its modifiers: Shift with a letter makes it a capital, with another character it is
    /// already part of it.
    pub fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            KeyCode::Char(c) => {
                let code = KeyCode::Char(if shift { capital(c) } else { c });
                Self { code, ctrl, alt, shift: false }
            }
            _ => Self { code, ctrl, alt, shift },
        }
    }

    /// The key alone.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, false, false, false)
    }

    /// The character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// The capital of a letter, where it is one character.
fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, prefix) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                f.write_str(prefix)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "F{n}"),
            (None, code) => write!(f, "{code:?}"),
        }
    }
}

/// A text that is no key, or no sequence of keys: says why, and how keys are written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadKey(String);

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bad = || {
            BadKey(format!(
                "{text:?} is no key; keys are written j, J, C-d, A-Left, S-Tab, Space, F1, and g g for one after another"
            ))
        };
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        // What stands last is the key itself, also where it is `-`.
        while let Some((modifier, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let held = match modifier {
                "C" => &mut ctrl,
                "A" => &mut alt,
                "S" => &mut shift,
                _ => return Err(bad()),
            };
            if std::mem::replace(held, true) {
                return Err(bad());
            }
            rest = after;
        }
        let code = code(rest).ok_or_else(bad)?;
        match code {
            KeyCode::Char(c) if shift && capital(c) == c => {
                Err(BadKey(format!("{text:?} is no key; write the character that Shift makes, without S-")))
            }
            _ => Ok(Self::new(code, ctrl, alt, shift)),
        }
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(KeyCode::Char(c));
    }
    if let Some(number) = name.strip_prefix('F').filter(|number| !number.starts_with(['0', '+'])) {
        return number.parse().ok().filter(|n| (1..=24).contains(n)).map(KeyCode::F);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

/// Keys pressed one after another, 1 to [`KeySeq::LONGEST`] of them; written with spaces between: `g g`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeySeq(Vec<Key>);

impl KeySeq {
    /// How many keys a sequence has at most.
    pub const LONGEST: usize = 4;
}

impl Deref for KeySeq {
    type Target = [Key];
    fn deref(&self) -> &[Key] {
        &self.0
    }
}

impl Borrow<[Key]> for KeySeq {
    fn borrow(&self) -> &[Key] {
        &self.0
    }
}

impl fmt::Display for KeySeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

impl FromStr for KeySeq {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            if keys.len() == Self::LONGEST {
                return Err(BadKey(format!("{text:?} has more than {} keys", Self::LONGEST)));
            }
            keys.push(word.parse()?);
        }
        if keys.is_empty() {
            return Err(BadKey(format!("{text:?} names no key; the space bar is called Space")));
        }
        if keys.len() > 1 && keys.contains(&Key::plain(KeyCode::Esc)) {
            return Err(BadKey(format!("{text:?} cannot be typed: Esc gives up the keys before it")));
        }
        Ok(Self(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_read_and_written_alike() {
        for text in [
            "j",
            "J",
            "?",
            "-",
            "C--",
            "<",
            ">",
            "C-d",
            "A-Left",
            "S-Tab",
            "C-A-S-F12",
            "Space",
            "C-Space",
            "g g",
            "Space Space",
            "Z Z",
            "ß",
            "é",
            "字",
            "C-i",
            "Esc",
            "F1",
        ] {
            assert_eq!(text.parse::<KeySeq>().map(|keys| keys.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn one_key_has_one_form() {
        let same = |a: &str, b: &str| assert_eq!(a.parse::<KeySeq>(), b.parse::<KeySeq>(), "{a} {b}");
        same("S-j", "J");
        same("A-C-x", "C-A-x");
        same("  g   g ", "g g");
        assert_eq!(Key::new(KeyCode::Char('?'), false, false, true), Key::plain(KeyCode::Char('?')));
        assert_eq!(Key::new(KeyCode::Char('j'), true, false, true).to_string(), "C-J");
    }

    #[test]
    fn what_is_no_key_is_said() {
        for (text, reason) in [
            ("", r#""" names no key; the space bar is called Space"#),
            (" ", r#"" " names no key; the space bar is called Space"#),
            ("S-1", r#""S-1" is no key; write the character that Shift makes, without S-"#),
            ("g Esc", r#""g Esc" cannot be typed: Esc gives up the keys before it"#),
            ("a b c d e", r#""a b c d e" has more than 4 keys"#),
        ] {
            assert_eq!(text.parse::<KeySeq>(), Err(BadKey(reason.to_owned())));
        }
        for text in ["Ctrl-s", "<C-s>", "C-C-s", "X-s", "gg", "F0", "F25", "F+1", "enter", "\u{1}", "C-"] {
            let reason = text.parse::<KeySeq>().unwrap_err().to_string();
            assert!(reason.contains("is no key; keys are written"), "{text}: {reason}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_as_the_same_key(text in "([CAS]-){0,3}(\\PC|F[0-9]{1,2}|Tab|Up)") {
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            }
        }
    }
}
