//! A corpus in which nothing can be written: every subcommand finds what was saved elsewhere, as the reader does.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const TEXT: &str = "Ferry runs again\n\nThe ferry runs again. Nobody had said so. Rain fell all night.\n";
const ROWS: &str = "doc,label,quote\na.txt,claim,The ferry runs again.\n";

/// A folder with an article, in which this user may not write: root becomes nobody.
struct Locked {
    home: TempDir,
    folder: TempDir,
    as_nobody: bool,
}

impl Locked {
    fn new() -> Self {
        let (home, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        fs::write(folder.path().join("a.txt"), TEXT).unwrap();
        let as_nobody = fs::metadata(home.path()).unwrap().uid() == 0;
        if as_nobody {
            fs::copy(env!("CARGO_BIN_EXE_abreast"), home.path().join("abreast")).unwrap();
            chown(home.path(), Some(65534), Some(65534)).unwrap();
        }
        let locked = Self { home, folder, as_nobody };
        locked.permit(0o555);
        locked
    }

    fn permit(&self, mode: u32) {
        fs::set_permissions(self.folder.path(), Permissions::from_mode(mode)).unwrap();
    }

    /// A file outside of the corpus.
    fn file(&self, name: &str, contents: &str) -> String {
        let path = self.home.path().join(name);
        fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = match self.as_nobody {
            false => Command::new(env!("CARGO_BIN_EXE_abreast")),
            true => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
                command.arg(self.home.path().join("abreast"));
                command
            }
        };
        command
            .args(args)
            .env("HOME", self.home.path())
            .env("USER", "ada")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        command.current_dir(self.home.path()).output().unwrap()
    }

    /// What a subcommand prints of the corpus, if it ends well.
    fn printed(&self, args: &[&str]) -> String {
        let output = self.run(&[args, &[self.corpus()]].concat());
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn corpus(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        self.permit(0o755);
    }
}

fn sidecar(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join("a.txt.ada.abreast.json")).ok()
}

#[test]
fn what_was_saved_elsewhere_is_found_by_every_subcommand() {
    let locked = Locked::new();
    let csv = locked.file("in.csv", ROWS);
    let import = |file: &str| {
        let out = locked.run(&["import", "--format", "csv", "--into", locked.corpus(), file]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let out = import(&csv);
    assert!(
        out.contains(".local/share/abreast/") && out.ends_with("in all: 1 new, 0 there already\n"),
        "{out}"
    );
    assert_eq!(sidecar(locked.folder.path()), None);
    assert!(import(&csv).ends_with("in all: 0 new, 1 there already\n"));
    assert!(locked.printed(&["export", "--format", "csv"]).contains(",claim,18,39,The ferry runs again.,"));
    assert!(
        locked.printed(&["stats"]).contains("\nada        1         1 (25%)"),
        "{}",
        locked.printed(&["stats"])
    );
    assert!(
        locked.printed(&["check"]).contains("1 sidecar of 1 annotator, 1 annotation"),
        "{}",
        locked.printed(&["check"])
    );
    let shown = locked.printed(&["--read-only", "--print"]);
    assert!(shown.contains("1 claim"), "{shown}");
}

#[test]
fn what_lies_beside_the_articles_is_begun_with_and_waits_to_be_taken_in() {
    let locked = Locked::new();
    locked.permit(0o777);
    let rows = [
        locked.file("in.csv", ROWS),
        locked.file("more.csv", &ROWS.replace("The ferry runs again.", "Nobody had said so.")),
    ];
    let import = |file: &str| {
        let out = locked.run(&["import", "--format", "csv", "--into", locked.corpus(), file]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    };
    import(&rows[0]);
    let before = sidecar(locked.folder.path()).unwrap();
    locked.permit(0o555);
    import(&rows[1]);
    assert_eq!(sidecar(locked.folder.path()), Some(before));
    assert_eq!(locked.printed(&["export", "--format", "csv"]).lines().count(), 3);
    // Where it can be written again, the reader offers what lies elsewhere; until then it is said.
    locked.permit(0o777);
    let out = locked.run(&["export", "--format", "csv", locked.corpus()]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(
        said.contains("annotations that are not yet in the corpus lie in ~/.local/share/abreast/"),
        "{said}"
    );
    assert_eq!(String::from_utf8(out.stdout).unwrap().lines().count(), 2);
    let shown = locked.printed(&["--print"]);
    assert!(shown.contains("Not yet in the corpus: 1 annotation of 2"), "{shown}");
}

#[test]
fn what_was_saved_for_a_folder_above_is_told_of() {
    let locked = Locked::new();
    locked.permit(0o755);
    let sub = locked.folder.path().join("sub");
    fs::create_dir(&sub).unwrap();
    fs::write(sub.join("b.txt"), TEXT).unwrap();
    fs::set_permissions(&sub, Permissions::from_mode(0o555)).unwrap();
    locked.permit(0o555);
    let csv = locked.file("in.csv", &ROWS.replace("a.txt", "sub/b.txt"));
    assert!(locked.run(&["import", "--format", "csv", "--into", locked.corpus(), &csv]).status.success());
    let export = |path: &Path| {
        let out = locked.run(&["export", "--format", "csv", path.to_str().unwrap()]);
        (String::from_utf8(out.stdout).unwrap().lines().count(), String::from_utf8(out.stderr).unwrap())
    };
    assert_eq!(export(locked.folder.path()), (2, String::new()));
    let (rows, said) = export(&sub);
    assert!(rows == 1 && said.contains("not looked at lie in ~/.local/share/abreast/"), "{said}");
    fs::set_permissions(&sub, Permissions::from_mode(0o755)).unwrap();
}
