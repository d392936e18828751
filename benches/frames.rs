//! What a key costs, without a terminal: the change of the state, and the frame after it.
//!
//! Five articles stand side by side on a screen of 250×70. Saving is asked for and not done.

#![allow(clippy::unwrap_used)]

mod made;

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use abreast::app::{App, MEMORY, Msg, Setup};
use abreast::command::Theme;
use abreast::config::Annotator;
use abreast::corpus::{Fields, discover, open};
use abreast::keys::{Key, KeySeq, Keymap};
use abreast::model::{Annotation, Attributes, Kind, LabelName, Schema};
use abreast::nlp::{self, Analysis};
use abreast::runtime::{Context, Inline, Own};
use abreast::store::{Facts, Session, Sidecar, Store};
use abreast::text::CodePoints;
use abreast::view::{self, Depth};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

const SCREEN: Size = Size { width: 250, height: 70 };
const SMALLER: Size = Size { width: 205, height: 50 };
const MB: usize = 1 << 20;
const PANES: usize = 5;

fn main() {
    divan::main();
}

/// What the five articles are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Corpus {
    Small,
    Large,
    OneLine,
    Tagged,
    /// What five others have made is on the screen after these keys.
    Review(&'static str),
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Small => "3 kB each",
            Self::Large => "1 MB each",
            Self::OneLine => "1 MB in one line each",
            Self::Tagged => "1 MB, 10,000 annotations in the first",
            Self::Review(keys) => return write!(f, "1 MB, 11,000 by five in the first, {keys}"),
        })
    }
}

const CORPORA: [Corpus; 4] = [Corpus::Small, Corpus::Large, Corpus::OneLine, Corpus::Tagged];

/// The program with everything read and analysed, and what it draws into.
struct Desk {
    app: App,
    buffer: Buffer,
}

impl Desk {
    fn new(corpus: Corpus) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for number in 1..=PANES {
            let text = match corpus {
                Corpus::Small => made::article(3000),
                Corpus::Large | Corpus::Tagged | Corpus::Review(_) => made::article(MB),
                Corpus::OneLine => made::line(MB),
            };
            fs::write(folder.path().join(format!("{number}.txt")), text).unwrap();
        }
        let articles = discover(&[folder.path().to_owned()], &Fields::default()).unwrap().corpus;
        let annotator = Annotator::named("ada").unwrap();
        let store = Store { dir: None, root: folder.path().to_owned() };
        let first = &articles.source(0).unwrap().path;
        match corpus {
            Corpus::Tagged => tag(first, &store, &annotator, 10_000, |_| LabelName::CLAIM),
            Corpus::Review(_) => {
                for other in 0..5 {
                    let differs = |i| if i % 7 == other { LabelName::POSITION } else { LabelName::CLAIM };
                    tag(first, &store, &Annotator::named(&format!("bo{other}")).unwrap(), 2200, differs);
                }
            }
            Corpus::Small | Corpus::Large | Corpus::OneLine => {}
        }
        let setup = Setup {
            corpus: Arc::clone(&articles),
            is_found: true,
            memory: MEMORY,
            skipped: Default::default(),
            name: "bench".to_owned(),
            store: store.clone(),
            annotator: annotator.clone(),
            read_only: None,
            away: None,
            schema: Schema::default(),
            keymap: Keymap::default(),
            theme: Theme::Dark,
            size: SCREEN,
            session: Session::default(),
            faults: Vec::new(),
        };
        let context =
            Context { corpus: articles, store, annotator, schema: Arc::default(), own: Own::default() };
        let mut inline = Inline::new(setup, context);
        assert_eq!(inline.app.visible().len(), PANES);
        if let Corpus::Review(shows) = corpus {
            inline.press(&keys(shows));
        }
        let mut desk = Self { app: inline.app, buffer: Buffer::empty(Rect::from(((0, 0).into(), SCREEN))) };
        // In the middle of the article there is text above and below.
        desk.press(&keys("9 9 C-d C-u j"));
        desk
    }

    fn press(&mut self, keys: &[Key]) {
        for key in keys {
            black_box(self.app.update(Msg::Key(*key)));
        }
    }

    fn draw(&mut self) {
        self.buffer.reset();
        black_box(view::draw_into(&self.app, Depth::True, &mut self.buffer));
    }

    fn resize(&mut self, size: Size) {
        black_box(self.app.update(Msg::Resize(size)));
        self.buffer.resize(Rect::from(((0, 0).into(), size)));
    }
}

fn keys(typed: &str) -> Vec<Key> {
    let key = |word: &str| word.parse::<KeySeq>().unwrap().to_vec();
    typed.split(' ').flat_map(key).collect()
}

/// Gives so many sentences of an article a tag each, the first first.
fn tag(
    article: &Path,
    store: &Store,
    annotator: &Annotator,
    count: usize,
    label: impl Fn(usize) -> &'static str,
) {
    let article = open(article).unwrap();
    let facts = Facts::new(&article, &nlp::head(&article.text));
    let analysis = Analysis::new(article.text.clone());
    let sentences = analysis.all().flat_map(|chunk| &chunk.sentences).filter(|s| s.kind == Kind::Sentence);
    let mut sidecar = Sidecar::new(facts, annotator.id.clone(), None);
    let tag = |(i, span)| Annotation::new(LabelName::new(label(i)), span, Attributes::new());
    let spans = sentences.take(count).map(|sentence| sentence.span).enumerate();
    sidecar.annotations = spans.map(tag).collect();
    assert_eq!(sidecar.annotations.len(), count);
    let json = sidecar.render(&CodePoints::new(article.text.clone()), &Schema::default());
    fs::write(store.sidecar(&article.source.place(), &annotator.id), json).unwrap();
}

#[divan::bench(args = CORPORA)]
fn draw(bencher: Bencher, corpus: Corpus) {
    let mut desk = Desk::new(corpus);
    bencher.bench_local(|| desk.draw());
}

/// Two keys, two frames.
fn two_keys(bencher: Bencher, corpus: Corpus, [first, second]: [&str; 2]) {
    let mut desk = Desk::new(corpus);
    let (first, second) = (keys(first), keys(second));
    bencher.bench_local(|| {
        desk.press(&first);
        desk.draw();
        desk.press(&second);
        desk.draw();
    });
}

#[divan::bench(args = CORPORA)]
fn next_sentence_and_back(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["j", "k"]);
}

#[divan::bench(args = CORPORA)]
fn half_page_down_and_up(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["C-d", "C-u"]);
}

#[divan::bench(args = CORPORA)]
fn tag_and_undo(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["c", "u"]);
}

#[divan::bench(args = [Corpus::Review("Space v"), Corpus::Review("Space o")])]
fn accept_and_undo(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["a", "u"]);
}

#[divan::bench(args = [Corpus::Review("Space o")])]
fn tag_beside_others_and_undo(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["c", "u"]);
}

#[divan::bench(args = [Corpus::Review("Space o")])]
fn next_dispute_and_leave(bencher: Bencher, corpus: Corpus) {
    two_keys(bencher, corpus, ["]", "Esc"]);
}

#[divan::bench(args = CORPORA)]
fn resize_and_back(bencher: Bencher, corpus: Corpus) {
    let mut desk = Desk::new(corpus);
    bencher.bench_local(|| {
        for size in [SMALLER, SCREEN] {
            desk.resize(size);
            desk.draw();
        }
    });
}
