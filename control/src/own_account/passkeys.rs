//! A user's own passkeys.

use domain::{
    audit::AuditAction, family::RevocationReason, id::PasskeyId, name::Name, passkey::PasskeySummary, secret::Secret, user::User,
};
use engine::{
    passkey::{AccountOfPasskey, OfferedPasskey, Passkey},
    second_factor::{RecoveryCodes, SecondFactor},
};
use store::{Sealed, SessionsOf, WorkspaceStore, Writing};

use super::{AtBrowser, OwnAccount};
use crate::{
    Error, changes,
    edit::Edit,
    enrolment::there_already,
    families::ended_sessions,
    mail::letters,
    passkeys::{Adding, Next, check_room, passkey_there, version_of},
    users::line,
};

impl OwnAccount {
    /// Returns the user's passkeys, the oldest first.
    pub async fn list_passkeys(&self) -> Result<Vec<PasskeySummary>, Error> {
        let found = self.read().await?.list_passkeys(self.user.id).await?;
        Ok(found.iter().map(Passkey::summary).collect())
    }

    /// Asks for a new one, with the password.
    ///
    /// # Errors
    /// Problems of `name` and `password`; [`Error::NotOffered`] where browsers have no passkeys for this installation.
    pub async fn offer_passkey(&self, browser: AtBrowser<'_>, name: &str, password: Secret<String>) -> Result<OfferedPasskey, Error> {
        let name = Name::parse(name).map_err(|problem| Error::invalid("name", problem))?;
        let there = self.read().await?.list_passkeys(self.user.id).await?;
        check_room(&there)?;
        self.check_password(browser, "password", password).await?;
        let factor = self.read().await?.find_second_factor(self.user.id).await?;
        self.control.offer_new_passkey(self.adding(&self.account_name(), factor.as_ref()), &name, &there)
    }

    /// All workspaces are at one host, and browsers show passkeys by host: the name says where it is for.
    fn account_name(&self) -> String {
        format!("{} ({})", self.user.identifier, self.realm.workspace.name)
    }

    fn adding<'a>(&'a self, name: &'a str, there: Option<&SecondFactor>) -> Adding<'a> {
        let account = AccountOfPasskey {
            id: self.user.id.as_uuid(),
            name,
            display_name: self.user.profile.name.as_str(),
            place: self.realm.workspace.name.as_str(),
        };
        Adding { of: Sealed::UserSecondFactor(self.user.id), account, version: version_of(there) }
    }

    /// Adds the one that the browser made for [`Self::offer_passkey`]. The first factor beside the password ends the user's other sessions, which
    /// began without it, with the refresh tokens that end with them, and comes with recovery codes. A mail says that it happened.
    ///
    /// # Errors
    /// A problem of `credential`; [`Error::Stale`] where the second factor was changed meanwhile.
    pub async fn add_passkey(&self, sealed: &str, answer: &str) -> Result<Option<RecoveryCodes>, Error> {
        let factor = self.read().await?.find_second_factor(self.user.id).await?;
        let passkey = self.control.confirm_new_passkey(self.adding(&self.account_name(), factor.as_ref()), sealed, answer)?;
        let (next, codes) = Next::with_passkey(factor, || self.control.factor_of_passkeys());
        let edit = self.edit().await?;
        check_room(&edit.store().list_passkeys(self.user.id).await?)?;
        write_next(&edit.store(), &self.user, next).await?;
        edit.store().insert_passkey(self.user.id, &passkey).await.map_err(passkey_there)?;
        let named = changes::one("passkey", "", passkey.name.as_str());
        let ended = if codes.is_some() {
            // Whatever was decided without it is decided again.
            let user = edit.store().update_user(&edit.before, None).await?;
            ended_sessions(edit.end_sessions(SessionsOf::Others(user.id, self.session.id), RevocationReason::Logout).await?)
        } else {
            Vec::new()
        };
        edit.audit(line(AuditAction::UserPasskeyAdded, &self.user, [named, ended].concat())).await?;
        self.control.notify(edit.held(), &self.user, edit.now, letters::passkey_added).await?;
        edit.commit().await?;
        Ok(codes)
    }

    /// Removes one. With the last one, the second factor is gone if there is no authenticator app. Ends the user's other sessions, with the refresh tokens
    /// that end with them: whoever has the device that was lost may have begun one of them. A mail says that it happened.
    ///
    /// # Errors
    /// Problems of `password`; [`Error::NotFound`] where there is no such passkey.
    pub async fn remove_passkey(&self, id: PasskeyId, browser: AtBrowser<'_>, password: Secret<String>) -> Result<(), Error> {
        self.check_password(browser, "password", password).await?;
        let edit = self.edit().await?;
        let (user, removed) = edit.remove_passkey(id).await?;
        let ended = edit.end_sessions(SessionsOf::Others(user.id, self.session.id), RevocationReason::Logout).await?;
        let changed = [changes::one("passkey", removed.name.as_str(), ""), ended_sessions(ended)].concat();
        edit.audit(line(AuditAction::UserPasskeyRemoved, &user, changed)).await?;
        self.control.notify(edit.held(), &user, edit.now, letters::passkey_removed).await?;
        edit.commit().await
    }
}

impl Edit<'_, User> {
    /// Returns a passkey of the user.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such passkey.
    pub(crate) async fn passkey(&self, id: PasskeyId) -> Result<Passkey, Error> {
        let there = self.store().list_passkeys(self.before.id).await?;
        there.into_iter().find(|passkey| passkey.id == id).ok_or(Error::NotFound)
    }

    /// Removes a passkey of the user, and with the last one the second factor where there is no authenticator app. Returns the user as they are
    /// then, and the passkey.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such passkey.
    pub(crate) async fn remove_passkey(&self, id: PasskeyId) -> Result<(User, Passkey), Error> {
        let (store, user) = (self.store(), &self.before);
        let removed = self.passkey(id).await?;
        let factor = store.find_second_factor(user.id).await?.ok_or(Error::NotFound)?;
        store.delete_passkey(user.id, id).await?;
        let left = store.count_passkeys(user.id).await?;
        write_next(&store, user, Next::without_passkey(factor, left)).await?;
        // A sign-in that was begun with it does not go on.
        Ok((store.update_user(user, None).await?, removed))
    }
}

/// Writes what a change makes of a user's second factor.
pub(super) async fn write_next(store: &WorkspaceStore<'_, Writing>, user: &User, next: Next) -> Result<(), Error> {
    match next {
        Next::Insert(factor) => store.insert_second_factor(user.id, &factor).await.map_err(there_already),
        Next::Replace(version, factor) => Ok(store.replace_second_factor(user.id, version, &factor).await?),
        Next::Delete => Ok(store.delete_second_factor(user.id).await.map(drop)?),
    }
}
