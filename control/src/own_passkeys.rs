//! An administrator's own passkeys.
//!
//! Nobody needs a permission for what is their own: the session at the console is. A passkey is added and removed with the password
//! ([`OwnPassword::check`](crate::OwnPassword)), and each try counts as one to sign in.

use domain::{
    administrator::Administrator,
    audit::AuditAction,
    id::{AdministratorId, PasskeyId},
    name::Name,
    passkey::PasskeySummary,
    secret::Secret,
};
use engine::{
    passkey::{AccountOfPasskey, OfferedPasskey, Passkey},
    second_factor::{RecoveryCodes, SecondFactor},
};
use store::{Administrators, Sealed, Writing};

use crate::{
    Actor, Credential, Error, Operator,
    administrators::line,
    changes,
    enrolment::there_already,
    families::count,
    passkeys::{Adding, Next, check_room, passkey_there, version_of},
    password_check::AtBrowser,
    write::Write,
};

/// The passkeys of the administrator who is at the console.
#[derive(Debug)]
pub struct OwnPasskeys<'a> {
    operator: &'a Operator,
    own: &'a Administrator,
}

/// What comes of a passkey that was added.
#[derive(Debug)]
pub struct AddedPasskey {
    /// The administrator as they are then, where their sessions were ended: the passkey is their first factor beside the password.
    pub signed_out: Option<Administrator>,
    /// The recovery codes that come with the first.
    pub codes: Option<RecoveryCodes>,
}

impl Operator {
    /// Returns the actor's own passkeys.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where no administrator is at the console: an API token is none.
    pub fn own_passkeys(&self) -> Result<OwnPasskeys<'_>, Error> {
        Ok(OwnPasskeys { operator: self, own: self.own_administrator()? })
    }
}

impl OwnPasskeys<'_> {
    /// Returns them, the oldest first.
    pub async fn list(&self) -> Result<Vec<PasskeySummary>, Error> {
        let found = self.operator.control.store().administrators().list_passkeys(self.own.id).await?;
        Ok(found.iter().map(Passkey::summary).collect())
    }

    /// Asks for a new one, with the password.
    ///
    /// # Errors
    /// Problems of `name` and `password`; [`Error::NotOffered`] where browsers have no passkeys for this installation.
    pub async fn offer(&self, browser: AtBrowser<'_>, name: &str, password: Secret<String>) -> Result<OfferedPasskey, Error> {
        let (control, administrators) = (&self.operator.control, self.operator.control.store().administrators());
        let name = Name::parse(name).map_err(|problem| Error::invalid("name", problem))?;
        let there = administrators.list_passkeys(self.own.id).await?;
        check_room(&there)?;
        self.operator.own_password()?.check(browser, "password", password).await?;
        let factor = administrators.find_second_factor(self.own.id).await?;
        let (place, account) = (self.place(), self.own.email.to_string());
        control.offer_new_passkey(self.adding(&place, &account, factor.as_ref()), &name, &there)
    }

    /// Returns what [`Self::offer`] asked for; none where it is too old, or the second factor was changed since.
    pub async fn offered(&self, sealed: &str) -> Result<Option<OfferedPasskey>, Error> {
        let (control, administrators) = (&self.operator.control, self.operator.control.store().administrators());
        let there = administrators.list_passkeys(self.own.id).await?;
        let factor = administrators.find_second_factor(self.own.id).await?;
        let (place, account) = (self.place(), self.own.email.to_string());
        Ok(control.new_passkey_again(self.adding(&place, &account, factor.as_ref()), sealed, &there))
    }

    /// Returns whether they can do nothing but set a second factor up, because a tenant that they administer requires it.
    pub const fn is_required(&self) -> bool {
        matches!(self.operator.actor, Actor::Administrator(_, Credential::EnrolmentOnly(..)))
    }

    /// Several servers are told apart by their names.
    fn place(&self) -> String {
        format!("Regrant {}", self.operator.base_url().host_str().unwrap_or_default())
    }

    fn adding<'a>(&'a self, place: &'a str, account: &'a str, there: Option<&SecondFactor>) -> Adding<'a> {
        let account = AccountOfPasskey { id: self.own.id.as_uuid(), name: account, display_name: self.own.name.as_str(), place };
        Adding { of: Sealed::AdministratorSecondFactor(self.own.id), account, version: version_of(there) }
    }

    /// Adds the one that the browser made for [`Self::offer`]. The first factor beside the password ends the administrator's sessions, which
    /// began without it; the console begins a new one.
    ///
    /// # Errors
    /// A problem of `credential`; [`Error::Stale`] where the second factor was changed meanwhile.
    pub async fn add(&self, sealed: &str, answer: &str) -> Result<AddedPasskey, Error> {
        let control = &self.operator.control;
        let factor = control.store().administrators().find_second_factor(self.own.id).await?;
        let (place, account) = (self.place(), self.own.email.to_string());
        let passkey = control.confirm_new_passkey(self.adding(&place, &account, factor.as_ref()), sealed, answer)?;
        let (next, codes) = Next::with_passkey(factor, || control.factor_of_passkeys());

        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let administrators = write.transaction.administrators();
        check_room(&administrators.list_passkeys(administrator.id).await?)?;
        write_next(&administrators, administrator.id, next).await?;
        administrators.insert_passkey(administrator.id, &passkey).await.map_err(passkey_there)?;
        let named = changes::one("passkey", "", passkey.name.as_str());
        let (ended, signed_out) = if codes.is_some() {
            let ended = administrators.end_sessions(administrator.id).await?;
            (changes::one("sessions", &ended, &0), administrators.find(administrator.id).await?)
        } else {
            (Vec::new(), None)
        };
        write.audit(line(AuditAction::PasskeyAdded, &administrator, [named, ended].concat())).await?;
        write.commit().await?;
        Ok(AddedPasskey { signed_out, codes })
    }

    /// Removes one. With the last one, the second factor is gone if there is no authenticator app. Ends the administrator's other sessions: whoever
    /// has the device that was lost may have begun one of them.
    ///
    /// # Errors
    /// Problems of `removal_password`; [`Error::NotFound`] where there is no such passkey.
    pub async fn remove(&self, id: PasskeyId, browser: AtBrowser<'_>, password: Secret<String>) -> Result<(), Error> {
        self.operator.own_password()?.check(browser, "removal_password", password).await?;
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let removed = remove_one(&write, &administrator, id).await?;
        let this = self.operator.own_session()?;
        let ended = write.transaction.administrators().end_other_sessions(administrator.id, &this).await?;
        let changed = [changes::one("passkey", removed.name.as_str(), ""), count("sessions", ended)].concat();
        write.audit(line(AuditAction::PasskeyRemoved, &administrator, changed)).await?;
        write.commit().await
    }
}

/// Returns a passkey of an administrator whom the write holds.
///
/// # Errors
/// [`Error::NotFound`] where there is no such passkey.
pub(crate) async fn passkey_of(write: &Write<'_>, administrator: &Administrator, id: PasskeyId) -> Result<Passkey, Error> {
    let there = write.transaction.administrators().list_passkeys(administrator.id).await?;
    there.into_iter().find(|passkey| passkey.id == id).ok_or(Error::NotFound)
}

/// Removes a passkey of an administrator whom the write holds, and with the last one the second factor where there is no authenticator app.
///
/// # Errors
/// [`Error::NotFound`] where there is no such passkey.
pub(crate) async fn remove_one(write: &Write<'_>, administrator: &Administrator, id: PasskeyId) -> Result<Passkey, Error> {
    let removed = passkey_of(write, administrator, id).await?;
    let administrators = write.transaction.administrators();
    let factor = administrators.find_second_factor(administrator.id).await?.ok_or(Error::NotFound)?;
    administrators.delete_passkey(administrator.id, id).await?;
    let left = administrators.count_passkeys(administrator.id).await?;
    write_next(&administrators, administrator.id, Next::without_passkey(factor, left)).await?;
    Ok(removed)
}

/// Writes what a change makes of an administrator's second factor.
pub(crate) async fn write_next(administrators: &Administrators<'_, Writing>, id: AdministratorId, next: Next) -> Result<(), Error> {
    match next {
        Next::Insert(factor) => administrators.insert_second_factor(id, &factor).await.map_err(there_already),
        Next::Replace(version, factor) => Ok(administrators.replace_second_factor(id, version, &factor).await?),
        Next::Delete => Ok(administrators.delete_second_factor(id).await.map(drop)?),
    }
}
