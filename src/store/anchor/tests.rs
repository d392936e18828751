//! Anchors through edits.
