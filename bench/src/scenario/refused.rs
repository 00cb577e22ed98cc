//! Refresh tokens that are refused.

use std::{cell::RefCell, rc::Rc};

use super::{families::Families, refresh::append, request::Site};
use crate::{
    load::{Answer, Ticket, Verdict, Work},
    seed::Pool,
};

/// Why a refresh token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedToken {
    /// Its MAC is wrong.
    Forged,
    /// Its family was revoked.
    Dead,
    /// It was replaced long ago: its family is revoked by this.
    Replayed,
}

impl RefusedToken {
    /// Returns the pool whose tokens are presented.
    pub const fn pool(self) -> Pool {
        match self {
            Self::Forged => Pool::Usual,
            Self::Dead => Pool::Dead,
            Self::Replayed => Pool::Replayed,
        }
    }
}

/// Presents tokens that are refused.
pub struct Refused {
    site: Site,
    families: Rc<RefCell<Families>>,
    token: RefusedToken,
    asked: u64,
    proofs: u64,
}

impl Refused {
    /// Presents tokens of families of [`RefusedToken::pool`].
    pub const fn new(site: Site, families: Rc<RefCell<Families>>, token: RefusedToken) -> Self {
        Self { site, families, token, asked: 0, proofs: 0 }
    }
}

impl Work for Refused {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let mut families = self.families.borrow_mut();
        // A family is revoked once.
        if self.token == RefusedToken::Replayed && self.asked >= self.site.plan.families(Pool::Replayed) {
            return None;
        }
        self.asked += 1;
        let family = families.visit()?;
        let start = request.len();
        append(&self.site, self.token.pool(), (family, 0), None, &mut self.proofs, request)?;
        if self.token == RefusedToken::Forged {
            // The form is last, and the token is last in it.
            let last = request.get_mut(start..)?.last_mut()?;
            *last = if *last == b'A' { b'B' } else { b'A' };
        }
        Some(family)
    }

    fn judge(&mut self, _: Ticket, answer: &Answer<'_>) -> Verdict {
        if answer.status == 400 && answer.member("error") == Some("invalid_grant") {
            Verdict::Expected
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}
