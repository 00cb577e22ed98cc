//! How long a receiver has its turn.

use domain::clock::Timestamp;

/// How much is sent to a receiver before others have their turn.
const MOST: usize = 50;
/// For how many seconds a receiver has its turn; an attempt that is under way is made to its end.
const SECONDS: i64 = 10;

/// The turn of a receiver.
pub(crate) struct Turn {
    began: Timestamp,
    sent: usize,
}

impl Turn {
    /// A turn that begins at this time.
    pub(crate) const fn new(began: Timestamp) -> Self {
        Self { began, sent: 0 }
    }

    /// Counts one more that was sent, and returns whether the turn is over at this time.
    pub(crate) fn is_over_with(&mut self, now: Timestamp) -> bool {
        self.sent += 1;
        self.sent >= MOST || now.seconds_since(self.began) >= SECONDS
    }
}
