//! Tests by what a user does: a text, keys, then what is on the screen and in the sidecar.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adjudicating;
mod agreeing;
mod agreement;
mod any_keys;
mod asking;
mod blocked;
mod command_line;
mod damage;
mod deciding;
mod desk;
mod editing;
mod exchange;
mod foreign;
mod formats;
mod frames;
mod git;
mod harness;
mod hostile;
mod keys;
mod kills;
mod labels;
mod lasting;
mod mouse;
mod moving;
mod odd;
mod orders;
mod others;
mod picture;
mod program;
mod report;
mod rescue;
mod reviewing;
mod saving;
mod searching;
mod sharing;
mod spans;
mod streams;
mod tagging;
mod terminal;
mod tty;
mod undoing;
mod views;
mod watching;
mod words;
