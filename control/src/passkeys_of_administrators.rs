//! The passkeys of administrators, as others see them and programs do. Everybody adds and removes their own at the console
//! ([`OwnPasskeys`](crate::OwnPasskeys)).

use domain::{administrator::Administrator, audit::AuditAction, id::PasskeyId, name::Name, passkey::PasskeySummary};
use engine::passkey::Passkey;

use crate::{
    Error, Operator,
    administrators::line,
    changes,
    families::count,
    own_passkeys::{passkey_of, remove_one},
    permission::Action,
};

impl Operator {
    /// Returns the passkeys of an administrator whom the actor sees, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the actor does not see them.
    pub async fn list_administrator_passkeys(&self, email: &str) -> Result<Vec<PasskeySummary>, Error> {
        let found = self.administrator(email).await?;
        let passkeys = self.control.store().administrators().list_passkeys(found.id).await?;
        Ok(passkeys.iter().map(Passkey::summary).collect())
    }

    /// Renames a passkey of an administrator: of the actor's own at the console, or of another by whoever may reset their second factor.
    ///
    /// # Errors
    /// Problems of `name`; [`Error::NotFound`] where there is no such passkey.
    pub async fn rename_administrator_passkey(&self, email: &str, id: PasskeyId, name: &str) -> Result<PasskeySummary, Error> {
        let name = Name::parse(name).map_err(|problem| Error::invalid("name", problem))?;
        let found = self.administrator(email).await?;
        let at_the_console = self.is(&found) && self.own_administrator().is_ok();
        let permitted = |one: &Administrator| if at_the_console { Ok(()) } else { self.check_over(Action::ResetSecondFactor, one) };
        let action = (!at_the_console).then_some(Action::ResetSecondFactor);
        let (write, administrator) = self.begin_about(action, found.id, permitted).await?;
        let before = passkey_of(&write, &administrator, id).await?;
        let after = PasskeySummary { name: name.clone(), ..before.summary() };
        if before.name == name {
            return Ok(after);
        }
        write.transaction.administrators().rename_passkey(administrator.id, id, &name).await?;
        let changed = changes::one("passkey", before.name.as_str(), name.as_str());
        write.audit(line(AuditAction::PasskeyRenamed, &administrator, changed)).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Removes a passkey of another administrator, who has lost the device that holds it, and ends their sessions. With the last one, the second
    /// factor is gone if there is no authenticator app.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such passkey; a problem where it is the actor's own, which is removed at the console.
    pub async fn remove_administrator_passkey(&self, email: &str, id: PasskeyId) -> Result<(), Error> {
        let (write, administrator) = self.begin_over(Action::ResetSecondFactor, self.another(email).await?.id).await?;
        let removed = remove_one(&write, &administrator, id).await?;
        let ended = write.transaction.administrators().end_sessions(administrator.id).await?;
        let changed = [changes::one("passkey", removed.name.as_str(), ""), count("sessions", ended)].concat();
        write.audit(line(AuditAction::PasskeyRemoved, &administrator, changed)).await?;
        write.commit().await
    }
}
