//! The terminal, the threads and the clock: performs the effects.
