//! What a table looks like: its name and its columns.

/// What all tables of a kind have in common.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// The name of the table.
    pub name: &'static str,
    /// Its columns: a row has a cell for each.
    pub columns: &'static [Column],
    /// What is said where it has no rows.
    pub empty: &'static str,
    /// Whether the article of the marked row stands below the table.
    pub has_article: bool,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// How much of the screen it takes.
    pub room: Room,
    /// Whether it is left out where there is no room for the columns that share the rest; the first goes first.
    pub spare: bool,
}

/// How much of the screen a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// What its cells need, up to so many columns of the screen.
    UpTo(u16),
    /// The same; its cells stand to the right.
    Number(u16),
    /// A share of what the others leave.
    Rest,
    /// None: only the filter sees it.
    Unseen,
}

impl Column {
    pub(super) const fn text(title: &'static str, most: u16) -> Self {
        Self { title, room: Room::UpTo(most), spare: false }
    }

    pub(super) const fn number(title: &'static str, most: u16) -> Self {
        Self { title, room: Room::Number(most), spare: false }
    }

    pub(super) const fn rest(title: &'static str) -> Self {
        Self { title, room: Room::Rest, spare: false }
    }

    pub(super) const fn unseen(title: &'static str) -> Self {
        Self { title, room: Room::Unseen, spare: false }
    }

    pub(super) const fn spare(self) -> Self {
        Self { spare: true, ..self }
    }

    /// The most columns of the screen that it takes; nothing if it takes a share of the rest.
    pub fn most(&self) -> Option<u16> {
        match self.room {
            Room::UpTo(most) | Room::Number(most) => Some(most),
            Room::Unseen => Some(0),
            Room::Rest => None,
        }
    }
}
