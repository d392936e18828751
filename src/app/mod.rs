//! The state machine: a message in, the changed state and effects out.
//!
//! All that the program knows is in [`App`], and only [`App::update`] changes it. What must be done
//! outside (reading, saving, copying, ending) leaves as an [`Effect`]; what comes of it arrives as a [`Msg`].

mod accepting;
mod adjudicating;
mod adopting;
mod agreeing;
mod articles;
mod asking;
mod changing;
mod comparing;
mod completing;
mod copies;
mod corrected;
mod correcting;
mod deciding;
mod geometry;
mod history;
mod hunt;
mod judging;
mod jumps;
mod loading;
mod matters;
mod mention;
mod message;
mod mouse;
mod moves;
mod open;
mod others;
mod panes;
mod prefill;
mod prompt;
mod reading;
mod renewed;
mod rows;
mod run;
mod saving;
mod search;
mod selection;
mod setup;
mod sharing;
mod suggest;
mod table;
mod tags;
mod transfer;

use std::mem;
use std::sync::Arc;

use ratatui::layout::Size;

use history::Earlier;

pub use adjudicating::Part;
pub use agreeing::{Agreed, Opinions};
pub use articles::{Articles, State};
pub use comparing::{Comparable, Compared};
pub use correcting::TYPES;
pub use deciding::Decision;
pub use geometry::{Geometry, PaneArea, SMALLEST, beside_table, table_rows};
pub use hunt::{Hit, Hunt};
pub use jumps::{Jump, Jumps};
pub use matters::Matter;
pub use message::{
    Changed, Come, Copy, Effect, Loaded, Look, Mouse, MouseKind, Msg, SaveFailed, Saved, TheirWork,
};
pub use open::{ANALYSED_AT_ONCE, ANALYSED_WHOLE, Open, Place, Progress, Writing};
pub use others::{Others, Sign};
pub use prompt::{
    Adoption, Ask, Candidate, Choice, CommandLine, Compare, Correct, Field, Fields, Form, Input, Line,
    Picker, Pressed, Prompt, Scope, Spot,
};
pub use reading::MEMORY;
pub use rows::Row;
pub use saving::Saving;
pub use selection::Selection;
pub use setup::{Away, Setup};
pub use table::{Column, Room, Shape, Table, TableKind, TableRow, Target};
pub use transfer::{Export, ExportOrder, ImportOrder, Imported};

use crate::command::Theme;
use crate::config::Annotator;
use crate::corpus::Skipped;
use crate::keys::{self, Key, Keymap, Mode, Pending, Press};
use crate::model::{History, Problem, Record, Schema};
use crate::nlp::Entities;
use crate::store::{Session, Store};
use crate::text::Query;

/// What stands on the screen.
#[derive(Debug)]
pub enum Screen {
    /// The panes.
    Reading,
    /// A table over the whole corpus.
    Table(Table),
}

/// Something said to the user until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub wrong: bool,
}

/// The whole state of the program.
#[derive(Debug)]
pub struct App {
    /// All articles of the corpus, in their order.
    pub articles: Articles,
    reading: reading::Reading,
    /// What was passed over in the folders.
    pub skipped: Skipped,
    /// What the corpus is called on the screen.
    pub name: String,
    /// Who annotates.
    pub annotator: Annotator,
    /// Why nothing may be annotated, if so.
    pub read_only: Option<String>,
    /// Where annotations go instead of beside the articles, if nothing can be written there.
    pub away: Option<Away>,
    /// The labels.
    pub schema: Arc<Schema>,
    /// The keys.
    pub keymap: Keymap,
    /// Which of the two sets of colours.
    pub theme: Theme,
    /// The size of the terminal.
    pub size: Size,
    /// The place of the leftmost pane among the articles that can be read.
    pub first: usize,
    /// The article in focus: its index in the corpus.
    pub focus: usize,
    /// Whether the reader has gone anywhere, or stands where the last session stood.
    has_moved: bool,
    /// What stands on the screen.
    pub screen: Screen,
    /// The open prompt.
    pub prompt: Option<Prompt>,
    /// The span being grown or shrunk in the article in focus.
    pub selection: Option<Selection>,
    /// The tag that has lost its place and is being put somewhere: its article and its record.
    placing: Option<(usize, Arc<Record>)>,
    /// Keys that wait for more, and the count.
    pub pending: Pending,
    /// What is said until the next key.
    pub notice: Option<Notice>,
    at_start: Vec<Problem>,
    /// What is being exported or imported.
    transferring: Option<String>,
    /// What was wrong with the last export or import.
    of_transfer: Vec<Problem>,
    /// What was searched for last.
    pub query: Option<Query>,
    /// The things that the names of all articles refer to.
    pub entities: Arc<Entities>,
    /// The other annotators.
    pub others: Others,
    agreeing: agreeing::Agreeing,
    history: History<history::Past>,
    earlier: Earlier,
    jumps: Jumps,
    last_tag: Option<prefill::LastTag>,
    typed: Vec<String>,
    hunts: u64,
    gathered: u64,
    store: Store,
    session: Session,
    /// How many annotations and verdicts were on disk when the last key was pressed.
    saved_at_key: (usize, usize),
    quitting: bool,
    dragged: Option<usize>,
    effects: Vec<Effect>,
}

impl App {
    /// The state at the start: no article is read yet; [`Effect::Load`] asks for them.
    pub fn new(setup: Setup) -> Self {
        let mut app = Self {
            articles: Articles::new(setup.corpus),
            reading: reading::Reading::new(setup.is_found, setup.memory),
            skipped: setup.skipped,
            name: setup.name,
            annotator: setup.annotator,
            read_only: setup.read_only,
            away: setup.away,
            schema: Arc::new(setup.schema),
            keymap: setup.keymap,
            theme: setup.theme,
            size: setup.size,
            first: 0,
            focus: 0,
            has_moved: false,
            screen: Screen::Reading,
            prompt: None,
            selection: None,
            placing: None,
            pending: Pending::default(),
            notice: None,
            at_start: setup.faults,
            transferring: None,
            of_transfer: Vec::new(),
            query: None,
            entities: Arc::default(),
            others: Others::default(),
            agreeing: agreeing::Agreeing::default(),
            history: History::default(),
            earlier: Earlier::default(),
            jumps: Jumps::default(),
            last_tag: None,
            typed: Vec::new(),
            hunts: 0,
            gathered: 0,
            store: setup.store,
            session: setup.session,
            saved_at_key: (0, 0),
            quitting: false,
            dragged: None,
            effects: Vec::new(),
        };
        app.go_where_session_stood();
        app.show_focus();
        if let Some(Away { why, dir }) = &app.away {
            app.say(format!("{why}: annotations go to {dir}"));
        }
        app.say_faults();
        app
    }

    /// Takes a message in: the only place where the state changes.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(mouse) => self.mouse(mouse),
            Msg::Resize(size) => self.resize(size),
            Msg::Theme(theme) => self.theme = theme,
            Msg::Begin => self.read_on(),
            Msg::Come(come) => self.come(come),
            Msg::Loaded(loaded) => self.loaded(*loaded),
            Msg::Unreadable { article, problem } => self.unreadable(article, problem),
            Msg::Analysed { article } => self.analysed(article),
            Msg::Gathered { version, entities, lent } => {
                if version == self.gathered {
                    self.entities = entities;
                    self.lend(lent);
                    self.compare_others();
                    self.refresh_table();
                }
            }
            Msg::Saved(saved) => self.saved(saved),
            Msg::Recalled(earlier) => self.recalled(*earlier),
            Msg::Changed(changed) => self.changed(*changed),
            Msg::Agreed(agreed) => self.agreed(*agreed),
            Msg::Others(read) => self.others_read(read),
            Msg::Compared(all) => self.compared(all),
            Msg::Touched(paths) => self.touched(&paths),
            Msg::Unchanged(article) => self.unchanged(article),
            Msg::NotNoted(problem) => self.warn(problem.to_string()),
            Msg::NotSaved(failed) => self.not_saved(failed),
            Msg::Found { hunt, hit } => self.found(hunt, hit),
            Msg::Transferred { stage, done, all } => self.transferred(stage, done, all),
            Msg::Exported(export) => self.exported(*export),
            Msg::Imported(imported) => self.imported(*imported),
            Msg::Listed { start, found } => self.listed(&start, &found),
            Msg::Resumed => self.effects.push(Effect::Redraw),
            Msg::Stop => self.effects.push(Effect::Stop),
            Msg::End => self.leave_for_good(),
        }
        mem::take(&mut self.effects)
    }

    fn key(&mut self, key: Key) {
        self.has_moved = true;
        self.notice = None;
        // Whoever goes on does not want to end.
        self.quitting = false;
        let saving = self.saving();
        self.saved_at_key = (saving.saved, saving.judged);
        if self.prompt.is_some() {
            self.prompt_key(key);
            return;
        }
        if let Screen::Table(table) = &mut self.screen
            && (table.filtering || self.pending.is_empty())
            && table.takes(key)
        {
            self.list_anew();
            return;
        }
        match keys::press(&self.keymap, self.mode(), &mut self.pending, key) {
            Press::Run(command, count) => self.run(&command, count),
            Press::Wait => {}
            Press::Unbound(keys) => {
                let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
                self.say(format!("{} is not bound; {} shows the keys", keys.join(" "), self.key_for("help")));
            }
        }
    }

    /// Which keys of the keymap work now.
    pub fn mode(&self) -> Mode {
        match (&self.screen, &self.selection) {
            (Screen::Table(_), _) => Mode::Table,
            (Screen::Reading, Some(_)) => Mode::Span,
            (Screen::Reading, None) => Mode::Reading,
        }
    }

    /// The first key of a command in the present mode, for sentences that name it.
    pub fn key_for(&self, command: &str) -> String {
        let keys = self.keymap.keys_of(self.mode(), command);
        keys.first().map_or_else(|| format!(":{command}"), ToString::to_string)
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), wrong: false });
    }

    fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), wrong: true });
    }

    /// Says what is wrong, or the first of it and where the rest stands.
    fn say_faults(&mut self) {
        let mut faults = self.faults();
        let Some(first) = faults.next() else { return };
        let text = match faults.count() {
            0 => first.in_short(),
            // First how many, since the sentence may be longer than the screen is wide.
            more => {
                format!("{} faults, {} shows them: {}", more + 1, self.key_for("faults"), first.in_short())
            }
        };
        self.warn(text);
    }

    fn paste(&mut self, text: &str) {
        match (&mut self.prompt, &mut self.screen) {
            (Some(Prompt::Search { line, .. }), _) => {
                line.paste(text);
                self.search_typed();
            }
            (Some(prompt), _) => prompt.paste(text),
            (None, Screen::Table(table)) => table.paste(text),
            (None, Screen::Reading) => {
                self.say("Text can be pasted where something is typed; an article cannot be changed");
            }
        }
    }
}
