//! Signals, and the end of the terminal, as messages.

use std::fs::File;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::iterator::Signals;

use crate::app::Msg;

/// Starts the threads that wait for signals and for the terminal to go away.
pub(super) fn start(messages: Sender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGXFSZ])?;
    let lost = messages.clone();
    thread::spawn(move || {
        for signal in &mut signals {
            let msg = match signal {
                SIGTSTP => Msg::Stop,
                SIGCONT => Msg::Resumed,
                // A file would grow beyond its limit: the write fails, and that is told as any other failure.
                SIGXFSZ => continue,
                _ => Msg::End,
            };
            if messages.send(msg).is_err() {
                return;
            }
        }
    });
    // Reading alone does not tell: a lost terminal is read for ever. Waiting for nothing but the loss
    // wakes nobody up.
    if let Ok(terminal) = File::open("/dev/tty") {
        thread::spawn(move || {
            loop {
                let mut ends = [PollFd::new(&terminal, PollFlags::empty())];
                match poll(&mut ends, None) {
                    Err(rustix::io::Errno::INTR) => {}
                    _ => break,
                }
            }
            let _ = lost.send(Msg::End);
        });
    }
    Ok(())
}
