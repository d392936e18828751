//! The state to a frame.
