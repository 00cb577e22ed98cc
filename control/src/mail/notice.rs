//! Notices to users of what happened to their account.

use domain::{clock::Timestamp, name::Name, user::User};
use store::WorkspaceTransaction;
use translation::Language;

use super::letter::{Letter, Link};
use crate::{Control, Error, text::t};

/// For how long a notice is worth being sent, in seconds.
pub(super) const LIFETIME: i64 = 24 * 3600;

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
        let language = self.language_of(&held.store(), user.id).await?;
        let mut letter = letter(language, &workspace.name);
        letter.paragraphs.push(when(language, now));
        if let Some(tenant) = self.store().tenants().find(workspace.tenant_id).await? {
            let address = format!("{}/account", engine::issuer(self.base_url(), &tenant.slug, &workspace.slug));
            letter.link.get_or_insert(Link { label: t!(language, "mails-account"), address });
        }
        let mail = letter.to(email);
        self.post(&held.tenant(), Some(workspace.id), &mail, now.plus_seconds(LIFETIME)).await
    }
}

/// Says when something happened.
pub(super) fn when(language: Language, now: Timestamp) -> String {
    t!(language, "mails-when", time = minute(now))
}

/// A time to the minute, as it is read in every language.
fn minute(time: Timestamp) -> String {
    let written = time.to_string();
    format!("{} UTC", written.get(..16).unwrap_or(&written).replace('T', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_minute() {
        assert_eq!(minute(Timestamp::from_millis(0)), "1970-01-01 00:00 UTC");
    }
}
