//! Text to structure: paragraphs, sentences of a kind, mentions, entities.
