//! In whatever order reading, looking, saving and the news of others come: nothing is lost.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;

use abreast::app::{Effect, Msg};
use abreast::keys::{Key, KeyCode};
use abreast::runtime::Inline;
use abreast::store::Job;
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::desk::{Desk, folder, sidecar};

/// What the article says; no two are alike, so that each is found in another text again.
const SENTENCES: [&str; 10] = [
    "Nobody had opened the harbour gates since the flood.",
    "Seven ferries were waiting behind the old pier.",
    "On Monday the council voted for a new toll.",
    "Fishermen call it a tax upon the poor.",
    "The mayor left early and took no questions.",
    "Most lorries now go round through Alderfield.",
    "A bridge would cost forty million crowns.",
    "Its plans have lain in a drawer for years.",
    "Children watched the cranes from the school yard.",
    "By evening all boats had gone out again.",
];

/// A window whose threads do what they are told when the test lets them.
struct Window {
    inline: Inline,
    /// What the reading thread is to do.
    reads: VecDeque<Effect>,
    /// What it has read, and not told yet.
    read: VecDeque<Msg>,
    /// What the saving thread is told to do.
    orders: VecDeque<Effect>,
    /// What it has been told to write, and has not written yet.
    waiting: Option<Job>,
    /// What was sent to the main thread.
    news: VecDeque<Msg>,
}

impl Window {
    fn open(folder: &Path) -> Self {
        let inline = Desk::open(folder, 90, 24).unwrap().inline;
        let (reads, read) = (VecDeque::new(), VecDeque::new());
        Self { inline, reads, read, orders: VecDeque::new(), waiting: None, news: VecDeque::new() }
    }

    fn tell(&mut self, msg: Msg) {
        for effect in self.inline.app.update(msg) {
            match effect {
                Effect::Load(_) | Effect::Reload(_) => self.reads.push_back(effect),
                Effect::Save(_) | Effect::Look(_) | Effect::SaveNow => self.orders.push_back(effect),
                _ => self.inline.perform(effect),
            }
        }
    }

    /// Tags the sentence of this number as a claim.
    fn tag(&mut self, number: usize) {
        let text = &self.inline.app.open(0).unwrap().article.text;
        let before = text.find(SENTENCES[number]).unwrap();
        let down = text[..before].matches('\n').count();
        for c in "gg".chars().chain(std::iter::repeat_n('j', down)).chain(['c']) {
            self.tell(Msg::Key(Key::plain(KeyCode::Char(c))));
        }
    }

    fn read(&mut self) -> bool {
        let Some(effect) = self.reads.pop_front() else { return false };
        self.read.extend(self.inline.answers(effect));
        true
    }

    /// Tells what was read: others may have been quicker.
    fn report(&mut self) -> bool {
        let read = self.read.pop_front();
        let told = read.is_some();
        self.news.extend(read);
        told
    }

    /// Takes an order: what is to be written waits, the newest in place of an older one.
    fn order(&mut self) -> bool {
        match self.orders.pop_front() {
            Some(Effect::Save(job)) => self.waiting = Some(*job),
            Some(Effect::SaveNow) => drop(self.write()),
            order => return self.do_it(order),
        }
        true
    }

    fn write(&mut self) -> bool {
        let job = self.waiting.take().map(|job| Effect::Save(Box::new(job)));
        self.do_it(job)
    }

    fn do_it(&mut self, effect: Option<Effect>) -> bool {
        let Some(effect) = effect else { return false };
        let answers = self.inline.answers(effect);
        self.news.extend(answers);
        true
    }

    fn hear(&mut self) -> bool {
        let Some(msg) = self.news.pop_front() else { return false };
        self.tell(msg);
        true
    }

    /// The sentences that are tagged, as the window knows it.
    fn tagged(&self) -> Vec<String> {
        let open = self.inline.app.open(0).unwrap();
        let mut tagged: Vec<_> =
            open.annotations.iter().map(|tag| tag.span.of(&open.article.text).to_owned()).collect();
        tagged.sort();
        tagged
    }
}

/// The article, with so many lines in front of it.
fn article(lines: usize) -> String {
    let lines = (0..lines).map(|line| format!("Line {line} stands in front.\n")).collect::<String>();
    format!(
        "{lines}Harbour news of the week in short.\n{}\nAll of this was reported before.\n",
        SENTENCES.join("\n")
    )
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The window tags its next sentence.
    Tag(usize),
    Read(usize),
    Report(usize),
    Order(usize),
    Write(usize),
    Hear(usize),
    /// The window hears that the sidecar was changed.
    Sidecar(usize),
    /// Somebody gives the article so many lines in front, and the windows hear of it.
    Article(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let window = 0..2usize;
    prop_oneof![
        3 => window.clone().prop_map(Event::Tag),
        2 => window.clone().prop_map(Event::Read),
        2 => window.clone().prop_map(Event::Report),
        3 => window.clone().prop_map(Event::Order),
        3 => window.clone().prop_map(Event::Write),
        4 => window.clone().prop_map(Event::Hear),
        1 => window.prop_map(Event::Sidecar),
        1 => (0..3usize).prop_map(Event::Article),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tag_of_two_windows_is_on_disk_in_the_end(events in prop::collection::vec(event(), 0..60)) {
        let folder = folder(&[("a.txt", article(0).as_bytes())]);
        let (text, path) = (folder.path().join("a.txt"), sidecar(folder.path(), "a.txt"));
        let mut windows = [Window::open(folder.path()), Window::open(folder.path())];
        let mut tags = [0, 0];
        for event in events {
            match event {
                Event::Tag(window) if 2 * tags[window] + window < SENTENCES.len() => {
                    windows[window].tag(2 * tags[window] + window);
                    tags[window] += 1;
                }
                Event::Tag(_) => {}
                Event::Read(window) => drop(windows[window].read()),
                Event::Report(window) => drop(windows[window].report()),
                Event::Order(window) => drop(windows[window].order()),
                Event::Write(window) => drop(windows[window].write()),
                Event::Hear(window) => drop(windows[window].hear()),
                Event::Sidecar(window) => windows[window].news.push_back(Msg::Touched(vec![path.clone()])),
                Event::Article(lines) => {
                    fs::write(&text, article(lines)).unwrap();
                    windows.iter_mut().for_each(|window| window.news.push_back(Msg::Touched(vec![text.clone()])));
                }
            }
        }
        // All that waits is done, and each hears of what the other has written.
        for _ in 0..3 {
            for window in &mut windows {
                window.news.push_back(Msg::Touched(vec![path.clone()]));
                while window.hear() || window.read() || window.report() || window.order() || window.write() {}
            }
        }
        let mut wanted: Vec<&str> = [0, 1]
            .into_iter()
            .flat_map(|window| (0..tags[window]).map(move |tag| SENTENCES[2 * tag + window]))
            .collect();
        wanted.sort();
        for window in &windows {
            prop_assert_eq!(window.tagged(), &wanted[..]);
            let saving = window.inline.app.saving();
            prop_assert_eq!((saving.unsaved, saving.saved), (0, wanted.len()));
            prop_assert_eq!(saving.failed, None);
        }
        if !wanted.is_empty() {
            let json: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let mut quotes: Vec<&str> =
                json["annotations"].as_array().unwrap().iter().map(|tag| tag["quote"].as_str().unwrap()).collect();
            quotes.sort_unstable();
            prop_assert_eq!(quotes, wanted);
        }
    }
}
