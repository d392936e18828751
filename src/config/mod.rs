//! The user's settings and label schemas, and the folders they lie in.
