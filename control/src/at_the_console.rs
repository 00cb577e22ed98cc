//! An administrator at the console: what they may do in the session that they are recognised by.

use std::collections::BTreeSet;

use domain::{administrator::Administrator, clock::Timestamp, id::TenantId};
use engine::storage::SecretHash;

use crate::{Actor, Control, Credential, Error, Operator, operator::Recency};

/// For how long after somebody signed in, or confirmed that it is they, nothing asks for it again.
const RECENT_SECONDS: i64 = 15 * 60;

impl Control {
    /// Returns an administrator as they act by a session, in which they signed in, or last confirmed that it is they, at this time. Who has no second factor, and
    /// administers a tenant that requires one or a part of it, but not the installation, may do nothing but set one up; what is dangerous asks
    /// for a recent one.
    pub async fn at_the_console(&self, administrator: Administrator, session: SecretHash, confirmed_at: Timestamp) -> Result<Actor, Error> {
        let recency = if self.now().seconds_since(confirmed_at) < RECENT_SECONDS { Recency::Recent } else { Recency::Stale };
        let credential = match recency {
            recency if self.lacks_second_factor(&administrator).await? => Credential::EnrolmentOnly(session, recency),
            Recency::Recent => Credential::Session(session),
            Recency::Stale => Credential::StaleSession(session),
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

impl Operator {
    /// Returns the administrator who is at the console.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where nobody is: an API token is none.
    pub(crate) const fn own_administrator(&self) -> Result<&Administrator, Error> {
        match &self.actor {
            Actor::Administrator(own, credential) if credential.session().is_some() => Ok(own),
            _ => Err(Error::SignedOut),
        }
    }

    /// Returns the session that they are at the console by.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where nobody is.
    pub(crate) fn own_session(&self) -> Result<SecretHash, Error> {
        match &self.actor {
            Actor::Administrator(_, credential) => credential.session().copied().ok_or(Error::SignedOut),
            Actor::Client(..) | Actor::CommandLine => Err(Error::SignedOut),
        }
    }
}
