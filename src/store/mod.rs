//! Sidecars: where they lie, read, written whole or not at all.
