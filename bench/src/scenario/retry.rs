//! Tokens that were just replaced, presented again within the retry window.

use std::{cell::RefCell, rc::Rc, time::Duration};

use super::{
    families::Families,
    refresh::{append, generation},
    request::Site,
};
use crate::load::{Answer, Ticket, Verdict, Work};

/// How old a rotation may be, so that its window lasts for the run.
const AGE: Duration = Duration::from_secs(10);

/// Presents the tokens before the current ones of families that were rotated a moment ago.
pub struct Retry {
    site: Site,
    families: Rc<RefCell<Families>>,
    recent: Vec<u64>,
    asked: usize,
    proofs: u64,
}

impl Retry {
    /// Takes the families that were rotated in the last seconds.
    pub fn new(site: Site, families: Rc<RefCell<Families>>) -> Self {
        let recent = families.borrow().rotated_within(AGE);
        Self { site, families, recent, asked: 0, proofs: 0 }
    }
}

impl Work for Retry {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let family = *self.recent.get(self.asked.checked_rem(self.recent.len())?)?;
        self.asked += 1;
        let families = self.families.borrow();
        let before = families.generation(family) - 1;
        append(&self.site, families.pool(), (family, before), None, &mut self.proofs, request)?;
        Some(family)
    }

    fn judge(&mut self, family: Ticket, answer: &Answer<'_>) -> Verdict {
        let current = self.families.borrow().generation(family);
        if answer.status == 200 && answer.member("refresh_token").and_then(generation) == Some(current) {
            Verdict::Repeated
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}
