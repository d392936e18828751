//! abreast

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod app;
pub mod cli;
pub mod command;
pub mod config;
pub mod corpus;
pub mod keys;
pub mod model;
pub mod nlp;
pub mod runtime;
pub mod store;
pub mod text;
pub mod view;
