//! Refreshes that rotate.

use std::{cell::RefCell, fmt::Write as _, rc::Rc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::family::token::PREFIX;

use super::{families::Families, request::Site};
use crate::{
    clock::now,
    load::{Answer, Ticket, Verdict, Work},
    seed::Pool,
};

/// Where the generation is in a refresh token: behind a version and the family.
const GENERATION: std::ops::Range<usize> = 17..25;

/// Presents the current token of one family after another, each outside its retry window, so that each is replaced.
pub struct Refresh {
    site: Site,
    families: Rc<RefCell<Families>>,
    scope: Option<&'static str>,
    proofs: u64,
}

impl Refresh {
    /// Refreshes families of a pool.
    pub fn new(site: Site, families: Rc<RefCell<Families>>) -> Self {
        Self { site, families, scope: None, proofs: 0 }
    }

    /// Asks for fewer scopes than were granted (RFC 6749 §6).
    #[must_use]
    pub fn narrowed(self, scope: &'static str) -> Self {
        Self { scope: Some(scope), ..self }
    }

    fn expects_id_token(&self) -> bool {
        self.families.borrow().pool() != Pool::Plain && self.scope.is_none_or(|scope| scope.contains("openid"))
    }
}

impl Work for Refresh {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let mut families = self.families.borrow_mut();
        let (family, generation) = families.next_due()?;
        append(&self.site, families.pool(), (family, generation), self.scope, &mut self.proofs, request)?;
        Some(family)
    }

    fn judge(&mut self, family: Ticket, answer: &Answer<'_>) -> Verdict {
        let unexpected = || Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()));
        if answer.status != 200 || answer.member("access_token").is_none() || answer.member("id_token").is_some() != self.expects_id_token()
        {
            return unexpected();
        }
        let Some(generation) = answer.member("refresh_token").and_then(generation) else { return unexpected() };
        let mut families = self.families.borrow_mut();
        let before = families.generation(family);
        if generation == before + 1 {
            families.rotated(family, generation);
            Verdict::Rotated
        } else if generation == before {
            Verdict::Repeated
        } else {
            Verdict::Unexpected(format!("the generation after {before} is {generation}"))
        }
    }
}

/// Appends a refresh with the token of a generation. `proofs` counts proofs of possession, each of which may be used once.
pub(super) fn append(
    site: &Site,
    pool: Pool,
    (family, generation): (u64, i64),
    scope: Option<&str>,
    proofs: &mut u64,
    request: &mut Vec<u8>,
) -> Option<()> {
    let plan = &site.plan;
    let path = format!("{}/oauth2/token", plan.path(plan.workspace_of(pool, family)));
    let mut form = format!("grant_type=refresh_token&refresh_token={}", plan.refresh_token(pool, family, generation));
    if let Some(scope) = scope {
        // Writing into a string does not fail.
        let _ = write!(form, "&scope={}", scope.replace(' ', "+"));
    }
    let client = plan.client_of(pool, family);
    if pool == Pool::Dpop {
        let _ = write!(form, "&client_id={client}");
        *proofs += 1;
        // Another number in another run on the same database.
        let id = format!("{:x}-{proofs:x}", now().as_millis());
        let proof = plan.proof_key.prove(&site.url(&path), &id, now()).ok()?;
        site.post(request, &path, &format!("DPoP: {proof}\r\n"), &form);
    } else {
        site.post(request, &path, &site.basic(client), &form);
    }
    Some(())
}

/// Returns the generation of a refresh token, whose MAC only the server can check.
pub(super) fn generation(token: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok()?;
    Some(i64::from_be_bytes(bytes.get(GENERATION)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::{Plan, Scale};

    #[test]
    fn the_generation_of_a_token_is_read() {
        let plan = Plan::new(Scale::TINY, now()).unwrap();
        assert_eq!(generation(&plan.refresh_token(Pool::Usual, 3, 77)), Some(77));
        assert_eq!(generation("rt1.AAAA"), None);
    }
}
