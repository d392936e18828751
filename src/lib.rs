//! abreast reads the news coverage of one event side by side, and tags its claims and positions.
//!
//! # The screen, by the names of the code
//!
//! ```text
//! ┌ status ────────────────────────────────────────────────────────────────────────────────────┐
//! │ abreast  event  5 articles  18 claims  11 positions  64% read            ada      saved 29 │
//! ├ PaneArea::whole ─────────────────────────────┬─────────────────────────────────────────────┤
//! │ 1 Daily Sun · 20 Aug 2025           40%      │ 2 Wire · 19 Aug 2025                    88% │ header
//! │ Leaders weigh guarantees                     │ No troops, says the minister                │
//! │                                              │                                             │
//! │     The president has told his team to       │▏C   The minister ruled out ground           │
//! │     draw up a framework.                     │▏    forces on Tuesday.                      │
//! │                                              │                                             │
//! │▌P+! She will pay for it, the press           │ ·   Asked why, she left the room.           │
//! │▌    secretary said.                          │                                             │
//! │└┬──┘└───────────────┬───────────────┘        │                                             │
//! │ gutter             text                      │                                             │
//! ├ rule ────────────────────────────────────────┴─────────────────────────────────────────────┤
//! │ 1:3  position  stance support  issue taxes  holder Ada Quill      Ada Quill PER  4× in 1 2 │ inspector
//! │ j k sentence   c claim   p position   x nothing   ? help                                   │ hints
//! └────────────────────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! The terminal has neither the outer frame nor the names. [`app::Geometry`] says where each part stands, and is
//! the same for drawing, scrolling and the mouse. Each part has its file in [`view`]: `status`, `pane`, `inspector`,
//! `hints`.
//!
//! - What stands on the screen is an [`app::Screen`]: the panes, or one [`app::Table`] over the whole corpus
//!   (articles, entities, annotations, review, agreement, help), whose rows lie in [`app::table_rows`] between the
//!   status and the hints; below some the article of the marked row stands, where [`app::beside_table`] says.
//! - An open [`app::Prompt`] gets the keys. A search and a note are typed in place of the hints; a command and the
//!   attributes of a new tag take the inspector as well; the palette and the form are boxes over the text, as are
//!   the keys that wait for more (`view/popup.rs`).
//! - While two annotators are compared, what they say takes the place of the inspector.
//! - A notice stands in place of the hints until the next key.
//!
//! # The way of one key
//!
//! ```text
//! crossterm event
//!   └ runtime/input.rs    a thread of its own                              Msg::Key(Key)
//!       └ App::update     an open prompt takes the key, or a table's filter that is being typed; otherwise
//!           └ keys::press   keymap of the Mode × pending keys × count      Command, times
//!               └ App::run  app/run.rs: one line a command
//!                   │       state changes; annotations only by a model::Step, which goes into the History
//!                   └ Vec<Effect>    load, analyse, gather, save, find, export, copy, suspend, quit, …
//! runtime/mod.rs performs the effects: the saver, the workers, the terminal
//!   └ later another Msg   Loaded, Analysed, Gathered, Saved, NotSaved, Found
//! no message waits any more
//!   └ view::draw(&App)    one frame, in one synchronized update (runtime/backend.rs)
//! ```
//!
//! The mouse moves the cursor by the same functions as the commands do; a line typed after `:` and a row of the
//! palette are parsed to the same [`command::Command`]. With `--keys` and `--print`, and in tests,
//! [`runtime::Inline`] takes the place of threads and terminal and performs each effect before the next key.
//!
//! # Layers
//!
//! A module uses only those on the lines above its own (`tests/layers.rs` holds this):
//!
//! 1. [`model`]: the nouns: articles, spans, annotations, labels, changes and their inverses. No input, no output.
//! 2. [`text`]: text to rows: widths, the one wrap function, search. [`nlp`]: text to sentences, names, entities.
//!    [`command`]: every command, and its parser.
//! 3. [`corpus`]: files to articles. [`store`]: sidecars, read and written. [`exchange`]: annotations to the files of
//!    other tools, and back. [`review`]: how far annotators agree.
//! 4. [`keys`]: keys to commands.
//! 5. [`config`]: settings, label schemas, folders.
//! 6. [`app`]: the state machine: a message in, the changed state and effects out.
//! 7. [`view`]: the state to a frame.
//! 8. [`runtime`]: terminal, threads, clock.
//! 9. [`cli`]: arguments, and one file a subcommand; then `main`.
//!
//! crossterm is known to `runtime` alone; ratatui to `view` and `runtime`, and its geometry to `app`.
//!
//! What holds everywhere:
//!
//! - Positions are bytes of the text, never rows, so that a resize keeps the place. Files and outputs count code
//!   points; [`text::CodePoints`] converts at the edge, in `store` and `cli`.
//! - Rows are made when they are drawn, of the paragraphs in view only; so the cost of a key follows the screen, and
//!   not the article.
//! - What is seen in a text is a function of the text, and of what people say of the names in it: [`nlp::Analysis`] makes it chunk by chunk when it is first
//!   asked for, on whatever thread.
//! - A failure is a [`model::Problem`]: one sentence with path, line and what to do. Nothing panics on any input.
//!
//! # Where is what
//!
//! | to change | look at |
//! |---|---|
//! | what a key does | `keymaps/*.json` |
//! | a command, or a new one | `command/specs.rs` (name and words), `command/mod.rs`, `app/run.rs` |
//! | how the cursor moves | `app/moves.rs`, `app/mention.rs` |
//! | what people say of names | kept in `model/correction.rs`, applied in `nlp/corrections.rs`; keys in `app/correcting.rs`, changes in `app/corrected.rs` |
//! | what tagging does | `app/tags.rs`, `app/selection.rs`; prompts in `app/asking.rs` and `app/prompt/` |
//! | what others have made | read in `runtime/others.rs`, shown by `app/others.rs`; compared by `app/comparing.rs` in `review/compare.rs` |
//! | review, adjudication | `app/judging.rs`, `app/adjudicating.rs`, `app/accepting.rs`; verdicts in `model/verdict.rs`, `app/matters.rs` |
//! | which choices are offered, in which order | `app/suggest.rs` |
//! | a column of a view | `app/table/` |
//! | where something stands, what it looks like | `app/geometry.rs`, `view/`, colours in `view/style.rs` |
//! | what is a sentence, a title, a name | `nlp/sentences.rs`, `nlp/structure.rs`, `nlp/finder.rs`, lists in `nlp/data/` |
//! | the form of sidecars | `store/render.rs`, `store/parse.rs`, `config/sidecar.schema.json` |
//! | when and how they are written | `store/queue.rs`, `store/write.rs`, `runtime/saver.rs` |
//! | undo and redo | `app/history.rs`, the file in `store/history.rs` and `store/log.rs` |
//! | copies of what cannot be saved | `runtime/copies.rs`, the offer in `app/copies.rs` |
//! | a label or an attribute | `model/label.rs`, `config/labels.rs` |
//! | a format of another tool | one file in `exchange/`, one row of [`exchange::FORMATS`] |
//! | how an export or import is made | `exchange/outgoing.rs`, `exchange/placing/`, `runtime/transfer/`; in the program `app/transfer.rs`, `runtime/orders.rs` |
//! | which articles are in memory | `app/reading.rs`, `app/articles.rs` |
//! | how articles come while one reads | `runtime/finder.rs`; where they stand in their file is kept in `corpus/index.rs` |
//! | which files are articles | `corpus/discover.rs`; encodings in `corpus/decode.rs` |
//! | a format of articles | one file or folder in `corpus/`, one row of its `ENDINGS` |

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod app;
pub mod cli;
pub mod command;
pub mod config;
pub mod corpus;
pub mod exchange;
pub mod keys;
pub mod model;
pub mod nlp;
pub mod review;
pub mod runtime;
pub mod store;
pub mod text;
pub mod view;
