//! What is known of a file without reading it.

use sha2::{Digest, Sha256};

/// What is known of a sidecar on disk: what was last read from it or written to it here.
/// The default: there was no file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The SHA-256 of its bytes; none: there was no file.
    pub(super) contents: Option<[u8; 32]>,
    /// The same of what was written here last, which nobody else has been seen to change.
    pub(super) own: Option<[u8; 32]>,
    /// Whether what killed runs have left was cleaned up.
    pub(super) swept: bool,
}

impl Known {
    /// Whether there was a file.
    pub fn is_there(&self) -> bool {
        self.contents.is_some()
    }

    /// Whether both are of the same file contents.
    pub fn is_same(&self, other: &Self) -> bool {
        self.contents == other.contents
    }

    /// The same with what somebody knows who may not have heard yet of what was written here last.
    #[must_use]
    pub fn as_known_by(self, other: &Self) -> Self {
        Self { contents: other.contents, ..self }
    }

    /// Whether this file is what was written here last.
    pub fn is_own(&self, file: &Self) -> bool {
        self.own.is_some() && self.own == file.contents
    }

    /// A file of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { contents: Some(Sha256::digest(bytes).into()), ..Self::default() }
    }
}
