//! The state machine: a message in, the changed state and effects out.
