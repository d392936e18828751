//! Files to articles: discovery, decoding.
