//! The terminal, the threads and the clock: performs the effects.
//!
//! One channel brings every [`Msg`]: from the input thread, the signals, and the workers that read,
//! analyse and save. The main thread takes them in, performs what they ask for, and draws one frame
//! when the channel is empty and something has changed. It never waits for anything else.

mod backend;
mod background;
mod copies;
mod depth;
mod finder;
mod inline;
mod input;
mod orders;
mod others;
mod saver;
mod sidecars;
mod signals;
mod terminal;
pub mod transfer;
mod watch;
mod work;
mod workers;

use std::io;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Size;

pub use depth::depth;
pub use finder::Looking;
pub use inline::Inline;
pub use work::{Context, Own};

use crate::app::{App, Effect, Msg, Setup};
use crate::keys::Key;
use crate::model::Problem;
use crate::store;
use crate::view;
use saver::Saver;
use terminal::Session;
use workers::Workers;

/// How long the first frame waits for the terminal to tell its background.
const BACKGROUND: Duration = Duration::from_millis(20);
/// How long the program takes at the most to save when it is told to end.
const LAST_SAVE: Duration = Duration::from_millis(800);

/// How the reader is started.
#[derive(Debug)]
pub struct Options {
    /// Keys to press first.
    pub keys: Vec<Key>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the theme is chosen, so that the terminal need not be asked.
    pub themed: bool,
    /// Where the place of the reader is remembered; none: nowhere.
    pub session: Option<std::path::PathBuf>,
}

/// The reader's screen after `keys`, drawn once, without a terminal.
pub fn print(setup: Setup, context: Context, keys: &[Key]) -> (App, Buffer) {
    let mut inline = Inline::new(setup, context);
    inline.press(keys);
    let size = inline.app.size;
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, size.width, size.height));
    view::draw_into(&inline.app, depth(), &mut buffer);
    (inline.app, buffer)
}

/// Runs the reader in the terminal until it ends, while articles may still be `looking` for. Returns what could not
/// be saved.
///
/// # Errors
///
/// The terminal cannot be used.
pub fn run(
    mut setup: Setup,
    context: Context,
    looking: Option<Looking>,
    options: &Options,
) -> io::Result<Vec<Problem>> {
    let (sender, messages) = mpsc::channel();
    signals::start(sender.clone())?;
    let mut terminal = Session::open(options.mouse)?;
    setup.size = terminal.size()?;
    input::start(sender.clone(), !options.themed);
    let mut inline = Inline::beginning(setup, context);
    // Reading the history may take longer than the first frame, and only keys can ask for it.
    let keys = !options.keys.is_empty();
    if keys {
        inline.recall();
        inline.read_on();
        inline.press(&options.keys);
    }
    if inline.ended {
        return Ok(inline.app.not_on_disk().collect());
    }
    let (mut app, sidecars, rest) = inline.split();
    let context = sidecars.context.clone();
    finder::start(context.clone(), app.articles.len(), looking, sender.clone());
    let saver = Saver::start(sidecars, sender.clone());
    if !keys {
        saver.recall();
    }
    let workers = Workers::start(context, sender);
    let mut running =
        Running { terminal: &mut terminal, saver, workers, session: options.session.as_deref() };
    for effect in rest {
        running.perform(effect)?;
    }
    // The first frame waits a little for what the terminal says of its background. Whatever else comes
    // first, a signal it may be, is taken in like any message.
    let ends = !options.themed
        && match messages.recv_timeout(BACKGROUND) {
            Ok(msg) => running.update(&mut app, msg)?,
            Err(_) => false,
        };
    if !ends {
        running.until_end(&mut app, &messages)?;
    }
    // What the last attempt to save came to.
    for msg in messages.try_iter().filter(|msg| matches!(msg, Msg::Saved(_) | Msg::NotSaved(_))) {
        app.update(msg);
    }
    Ok(app.not_on_disk().collect())
}

struct Running<'a> {
    terminal: &'a mut Session,
    saver: Saver,
    workers: Workers,
    session: Option<&'a std::path::Path>,
}

impl Running<'_> {
    fn until_end(&mut self, app: &mut App, messages: &Receiver<Msg>) -> io::Result<()> {
        let depth = depth();
        self.terminal.draw(|frame| view::draw(app, depth, frame))?;
        loop {
            let Ok(first) = messages.recv() else { return Ok(()) };
            let mut ends = self.update(app, first)?;
            // All that has come meanwhile is taken in before the next frame, but for no longer than
            // a frame may be late.
            let until = Instant::now() + Duration::from_millis(30);
            while !ends && Instant::now() < until {
                let Ok(msg) = messages.try_recv() else { break };
                ends = self.update(app, msg)?;
            }
            if ends {
                return Ok(());
            }
            self.terminal.draw(|frame| view::draw(app, depth, frame))?;
        }
    }

    /// Takes a message in. Returns whether the program ends.
    fn update(&mut self, app: &mut App, msg: Msg) -> io::Result<bool> {
        for effect in app.update(msg) {
            match effect {
                Effect::Quit(session) => {
                    self.workers.stop();
                    self.saver.finish(LAST_SAVE);
                    self.remember(&session);
                    return Ok(true);
                }
                Effect::Suspend | Effect::Stop => {
                    match effect {
                        Effect::Suspend => self.terminal.suspend()?,
                        _ => self.terminal.stop()?,
                    }
                    // The terminal may have another size now.
                    let resized = Msg::Resize(self.terminal.size()?);
                    for effect in app.update(resized) {
                        self.perform(effect)?;
                    }
                }
                _ => self.perform(effect)?,
            }
        }
        Ok(false)
    }

    fn remember(&self, session: &store::Session) {
        if let Some(path) = self.session
            && let Err(problem) = session.write(path)
        {
            log::warn!("{problem}");
        }
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Save(job) => self.saver.save(*job),
            Effect::SaveNow => self.saver.save_now(),
            Effect::Keep(job, problem) => self.saver.keep(job, problem),
            Effect::Discard(copy) => self.saver.discard(copy),
            Effect::Note(note) => self.saver.note(note),
            Effect::Look(look) => self.saver.look(look),
            Effect::Copy(text) => self.terminal.copy(&text)?,
            Effect::Mouse(on) => self.terminal.listen_to_mouse(on)?,
            Effect::Redraw => self.terminal.redraw()?,
            Effect::Load(_)
            | Effect::Reload(_)
            | Effect::Others(_)
            | Effect::Compare(_)
            | Effect::Agree(_)
            | Effect::Analyse { .. }
            | Effect::Gather { .. }
            | Effect::Export(_)
            | Effect::Import(_)
            | Effect::List(_)
            | Effect::Find(_) => {
                self.workers.perform(effect);
            }
            Effect::Suspend | Effect::Stop | Effect::Quit(_) => {}
        }
        Ok(())
    }
}

/// The size of a screen that is drawn without a terminal: that of the terminal if there is one, else
/// of `COLUMNS` and `LINES`, else 120×35.
pub fn size() -> Size {
    let variable = |name: &str| std::env::var(name).ok()?.parse::<u16>().ok().filter(|n| *n > 0);
    match (variable("COLUMNS"), variable("LINES")) {
        (Some(width), Some(height)) => Size { width, height },
        _ => crossterm::terminal::size()
            .map_or(Size { width: 120, height: 35 }, |(w, h)| Size { width: w, height: h }),
    }
}
