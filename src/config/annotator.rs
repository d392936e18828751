//! Who annotates.

use std::path::{Path, PathBuf};

use super::{Settings, text};
use crate::model::{AnnotatorId, Problem};

/// The person at the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotator {
    /// In file names.
    pub id: AnnotatorId,
    /// For people.
    pub name: String,
}

impl Annotator {
    /// The annotator of this id or name; nothing if no id can be made of it.
    pub fn named(name: &str) -> Option<Self> {
        let id = name.parse().ok().or_else(|| AnnotatorId::from_name(name))?;
        Some(Self { id, name: name.to_owned() })
    }
}

/// Who annotates: as the option says, else the settings, else git's `user.name`, else the login name,
/// else `annotator`. `env` looks up variables of the environment.
///
/// # Errors
/// A name in the option of which no id can be made.
pub fn annotator(
    option: Option<&str>,
    settings: &Settings,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Annotator, Problem> {
    if let Some(name) = option {
        return Annotator::named(name).ok_or_else(|| {
            Problem::new(format!("no id for file names can be made of the annotator {name:?}"))
                .hint("use some of the characters a-z 0-9 - _")
        });
    }
    let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| Annotator::named(&env(name)?));
    settings
        .annotator
        .clone()
        .or_else(|| Annotator::named(&git_name(&env)?))
        .or_else(login)
        .or_else(|| Annotator::named("annotator"))
        .ok_or_else(|| Problem::new("there is no name for the annotator").hint("name one with --annotator"))
}

/// The name in the user's git configuration, out of the files that git reads.
fn git_name(env: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let home = env("HOME").or_else(|| env("USERPROFILE")).map(PathBuf::from);
    let xdg = env("XDG_CONFIG_HOME").map(PathBuf::from).or(home.as_ref().map(|home| home.join(".config")));
    let files = match env("GIT_CONFIG_GLOBAL") {
        Some(file) => vec![PathBuf::from(file)],
        None => [home.map(|home| home.join(".gitconfig")), xdg.map(|xdg| xdg.join("git/config"))]
            .into_iter()
            .flatten()
            .collect(),
    };
    files.iter().find_map(|file: &PathBuf| user_name(&read(file)?))
}

fn read(file: &Path) -> Option<String> {
    text(file).ok().flatten()
}

/// The last `name` in the sections `[user]` of a git configuration.
fn user_name(config: &str) -> Option<String> {
    let mut found = None;
    let mut in_user = false;
    for line in config.lines() {
        let mut line = line.trim();
        if let Some((section, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            in_user = section.trim().eq_ignore_ascii_case("user");
            line = rest.trim();
        }
        if in_user
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("name")
        {
            found = Some(unquoted(value)).filter(|name| !name.is_empty());
        }
    }
    found
}

/// A value without its quotation marks, escapes and the comment behind it.
fn unquoted(value: &str) -> String {
    let mut plain = String::new();
    let mut quoted = false;
    let mut chars = value.trim().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' => plain.extend(chars.next()),
            '#' | ';' if !quoted => break,
            c => plain.push(c),
        }
    }
    plain.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody(_: &str) -> Option<String> {
        None
    }

    fn id(annotator: Result<Annotator, Problem>) -> String {
        annotator.unwrap().id.to_string()
    }

    #[test]
    fn the_option_comes_before_the_settings_and_these_before_git_and_the_login() {
        let home = tempfile::tempdir().unwrap();
        let env = |name: &str| match name {
            "HOME" => Some(home.path().to_str().unwrap().to_owned()),
            "USER" => Some("login".to_owned()),
            _ => None,
        };
        let none = Settings::default();
        let set = Settings { annotator: Annotator::named("set"), ..Settings::default() };
        assert_eq!(id(annotator(None, &none, nobody)), "annotator");
        assert_eq!(id(annotator(None, &none, env)), "login");
        std::fs::write(home.path().join(".gitconfig"), "[user]\n\tname = Grace Git\n").unwrap();
        assert_eq!(id(annotator(None, &none, env)), "grace-git");
        assert_eq!(annotator(None, &none, env).unwrap().name, "Grace Git");
        assert_eq!(id(annotator(None, &set, env)), "set");
        assert_eq!(id(annotator(Some("Ada L."), &set, env)), "ada-l");
        assert_eq!(
            annotator(Some("!"), &set, env).unwrap_err().to_string(),
            "no id for file names can be made of the annotator \"!\"; use some of the characters a-z 0-9 - _"
        );
    }

    #[test]
    fn git_configurations_are_read_as_git_reads_them() {
        for (config, name) in [
            ("[user]\n name = Ada L. # me\n email = a@b", Some("Ada L.")),
            ("[core]\nname = no\n[User]\nNAME=\"Ada; L.\" ; me", Some("Ada; L.")),
            ("[user] name = One\n[alias]\nname = no\n[user]\nname = Two", Some("Two")),
            ("[user \"x\"]\nname = no", None),
            ("[user]\nname =", None),
            ("# [user]\nname = no\n[", None),
            ("[user]\nname = \"a \\\"b\\\"\"", Some("a \"b\"")),
        ] {
            assert_eq!(user_name(config).as_deref(), name, "{config}");
        }
    }
}
