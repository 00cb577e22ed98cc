//! Links in mails to users: a random token, stored by its hash, bound to an address and good once.

use domain::{clock::Timestamp, id::UserId, user_link::LinkPurpose};
use engine::{Realm, keys::hash_secret, random, storage::SecretHash};
use store::{UserLink, WorkspaceTransaction};

use crate::{Control, Error, mail::Letter};

/// What is stored of a link.
pub(crate) fn link_hash(token: &str) -> SecretHash {
    hash_secret("user-link", token)
}

/// Whom a link is for.
pub(crate) struct LinkFor<'a> {
    /// The user; none where there is none yet.
    pub(crate) user: Option<UserId>,
    /// The address that it is sent to; none where nobody is to get it.
    pub(crate) email: Option<&'a str>,
    /// What is kept with it, sealed.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl Control {
    /// Stores a new link, and puts the mail with it into the queue. Where there is nobody to get it, the same is written for nobody: the answer
    /// to whoever asked takes as long, and the mail is dropped.
    pub(crate) async fn send_link(
        &self,
        held: &WorkspaceTransaction,
        realm: &Realm,
        purpose: LinkPurpose,
        to: LinkFor<'_>,
        now: Timestamp,
        letter: impl FnOnce(String) -> Letter,
    ) -> Result<(), Error> {
        self.send_link_until(held, realm, purpose, to, now.plus_seconds(purpose.lifetime()), letter).await
    }

    /// The same, of a link that is good until this time.
    pub(crate) async fn send_link_until(
        &self,
        held: &WorkspaceTransaction,
        realm: &Realm,
        purpose: LinkPurpose,
        to: LinkFor<'_>,
        expires_at: Timestamp,
        letter: impl FnOnce(String) -> Letter,
    ) -> Result<(), Error> {
        let token = random::new_secret(self.random());
        let email = to.email.unwrap_or_default().to_owned();
        let link = UserLink { user: to.user, purpose, email, sealed: to.sealed, expires_at };
        if !held.store().insert_link(link_hash(token.expose()), &link).await? {
            tracing::warn!(workspace = %realm.workspace.id, "a link was not sent: too many wait to be used");
            return Ok(());
        }
        let address = format!("{}{}?token={}", realm.issuer, purpose.path(), token.expose());
        self.post(&held.tenant(), Some(realm.workspace.id), &letter(address).to(&link.email), expires_at).await
    }
}
