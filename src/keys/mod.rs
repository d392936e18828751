//! Keys to commands: notation, keymaps, counts and pending keys.
