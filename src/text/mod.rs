//! Text to rows: how characters are shown, how wide they are, where lines break, what is found.
