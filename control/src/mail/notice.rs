//! Notices to users of what happened to their account.

use domain::{clock::Timestamp, name::Name, user::User};
use store::WorkspaceTransaction;
use translation::Language;

use super::letter::Letter;
use crate::{Control, Error};

/// For how long a notice is worth being sent, in seconds.
const LIFETIME: i64 = 24 * 3600;

impl Control {
    /// Tells a user by mail what happened, if they have an address and mail can be sent.
    pub(crate) async fn notify(
        &self,
        held: &WorkspaceTransaction,
        user: &User,
        now: Timestamp,
        letter: fn(Language, &Name) -> Letter,
    ) -> Result<(), Error> {
        let workspace = held.workspace();
        let Some(email) = &user.profile.email else { return Ok(()) };
        if !self.has_mail(workspace.tenant_id).await? {
            return Ok(());
        }
        let mail = letter(self.language(), &workspace.name).to(email);
        self.post(&held.tenant(), Some(workspace.id), &mail, now.plus_seconds(LIFETIME)).await
    }
}
