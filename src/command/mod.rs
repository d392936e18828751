//! Every command: its name, what it does, its argument; and their parser.
