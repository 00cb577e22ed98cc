//! An administrator at the console: what they may do in the session that they are recognised by.

use std::collections::BTreeSet;

use domain::{administrator::Administrator, clock::Timestamp, id::TenantId};
use engine::storage::SecretHash;

use crate::{Actor, Control, Credential, Error};

/// For how long after the password was typed nothing asks for it again.
const RECENT_SECONDS: i64 = 15 * 60;

impl Control {
    /// Returns an administrator as they act by a session, in which they typed their password at this time. Who has no second factor, and
    /// administers a tenant that requires one or a part of it, but not the installation, may do nothing but set one up; what is dangerous asks
    /// for a recent password.
    pub async fn at_the_console(&self, administrator: Administrator, session: SecretHash, password_at: Timestamp) -> Result<Actor, Error> {
        let credential = if self.lacks_second_factor(&administrator).await? {
            Credential::EnrolmentOnly(session)
        } else if self.now().seconds_since(password_at) < RECENT_SECONDS {
            Credential::Session(session)
        } else {
            Credential::StaleSession(session)
        };
        Ok(Actor::administrator(administrator, credential))
    }

    async fn lacks_second_factor(&self, administrator: &Administrator) -> Result<bool, Error> {
        // Whoever administers the installation is not a tenant's to bind, whatever they are in it besides.
        if administrator.grants.iter().any(|grant| grant.level.tenant().is_none()) {
            return Ok(false);
        }
        let tenants: BTreeSet<TenantId> = administrator.grants.iter().filter_map(|grant| grant.level.tenant()).collect();
        let tenants: Vec<_> = tenants.into_iter().collect();
        let required = !tenants.is_empty() && self.store().requires_second_factor(&tenants).await?;
        Ok(required && self.store().administrators().find_second_factor(administrator.id).await?.is_none())
    }
}
