//! Administrators: who may come to the console at all.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{AuditAction, Change},
    grants::{Grant, Level},
    id::AdministratorId,
    name::{Name, Slug},
    permission::Action,
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    user::UserIdentifier,
    view::{AdministratorView, LevelPath},
};
use engine::random;
use store::Transaction;

use crate::{
    Actor, Credential, Error, Holder, OneTimeSignIn, Operator,
    audit_line::Line,
    changes,
    error::Problems,
    one_time_sign_in::{ONE_TIME_SECONDS, one_time_hash},
};

/// The administrator to create, as typed.
#[derive(Debug, Clone)]
pub struct NewAdministrator {
    /// The e-mail address they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The tenant they administer, or `None` for the whole installation.
    pub tenant: Option<Slug>,
    /// Their role there.
    pub role: BuiltInRole,
}

impl Operator {
    /// Returns the administrators who have a role where the actor may see administrators, by e-mail address, with their roles there.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may see administrators nowhere.
    pub async fn list_administrators(&self, within: &LevelPath) -> Result<Vec<AdministratorView>, Error> {
        let within = self.level(within).await?;
        let mut administrators = self.control.store().administrators().list().await?;
        administrators.retain(|one| self.sees_administrator(one, within));
        if administrators.is_empty() {
            self.check(Action::SeeAdministrators, within)?;
        }
        self.views(administrators, within).await
    }

    /// Returns an administrator whom the actor sees.
    pub async fn load_administrator(&self, id: AdministratorId) -> Result<Administrator, Error> {
        let found = self.control.store().administrators().find(id).await?;
        found.filter(|found| self.is(found) || self.sees_administrator(found, Level::Installation)).ok_or(Error::NotFound)
    }

    /// Returns an administrator with the roles that they have within a level, as [`Operator::list_administrators`] lists them. Everybody sees
    /// themselves.
    ///
    /// # Errors
    /// [`Error::NotFound`] where they have none that the actor may see.
    pub async fn load_administrator_within(&self, id: AdministratorId, within: &LevelPath) -> Result<AdministratorView, Error> {
        let within = self.level(within).await?;
        let found = self.control.store().administrators().find(id).await?;
        let is_here = |found: &Administrator| found.grants.iter().any(|grant| within.contains(grant.level));
        let found = found.filter(|found| self.sees_administrator(found, within) || (self.is(found) && is_here(found)));
        self.views(found.into_iter().collect(), within).await?.pop().ok_or(Error::NotFound)
    }

    /// Returns whether the actor may see that somebody is an administrator: they have a role at a level, within another, where the actor
    /// may see administrators.
    pub(crate) fn sees_administrator(&self, administrator: &Administrator, within: Level) -> bool {
        let seen = |grant: Grant| within.contains(grant.level) && self.actor.may(Action::SeeAdministrators, grant.level);
        let without_roles = administrator.grants.is_empty() && within == Level::Installation;
        administrator.grants.iter().any(seen) || (without_roles && self.actor.may(Action::SeeAdministrators, Level::Installation))
    }

    /// Returns whether the actor may do this to an administrator: they may do it at every level at which the administrator has a role, and
    /// hold themselves all that those roles permit. So nobody gets what they do not hold by way of somebody else's account.
    pub(crate) fn may_do_to(&self, action: Action, administrator: &Administrator) -> bool {
        let mut levels = administrator.grants.iter().map(|grant| grant.level);
        let everywhere = if administrator.grants.is_empty() {
            self.actor.may(action, Level::Installation)
        } else {
            levels.all(|level| self.actor.may(action, level))
        };
        everywhere && self.actor.covers(&administrator.grants)
    }

    /// Returns why the actor, who sees an administrator, may not do this to them.
    fn refused_over(&self, action: Action, administrator: &Administrator) -> Error {
        let mut levels = administrator.grants.iter().map(|grant| grant.level);
        match self.check_covers(action, Holder::Administrator, &administrator.grants) {
            Err(beyond) if levels.all(|level| self.actor.may(action, level)) => beyond,
            _ => Error::Forbidden(action),
        }
    }

    /// Checks that the actor may do this to an administrator.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the actor may not see them; [`Error::Forbidden`] or [`Error::Beyond`] otherwise; those of
    /// [`Operator::check_recent`].
    pub(crate) fn check_over(&self, action: Action, administrator: &Administrator) -> Result<(), Error> {
        match () {
            () if self.may_do_to(action, administrator) => self.check_recent(Some(action)),
            () if self.is(administrator) || self.sees_administrator(administrator, Level::Installation) => {
                Err(self.refused_over(action, administrator))
            }
            () => Err(Error::NotFound),
        }
    }

    /// Checks that the actor may do this to their own account at the console, or to another administrator.
    ///
    /// # Errors
    /// Those of [`Operator::check_over`].
    pub(crate) fn check_own_or_over(&self, action: Action, administrator: &Administrator) -> Result<(), Error> {
        match &self.actor {
            // Not by an API token: it ends, and what it makes must not go on.
            Actor::Administrator(own, Credential::Session(_) | Credential::StaleSession(_)) if own.id == administrator.id => {
                self.check_recent(Some(action))
            }
            _ => self.check_over(action, administrator),
        }
    }

    /// Creates an administrator with a role and without a password: they first sign in with a one-time sign-in.
    pub async fn create_administrator(&self, new: NewAdministrator) -> Result<Administrator, Error> {
        let path = LevelPath { tenant: new.tenant.clone(), ..LevelPath::default() };
        let level = self.level(&path).await?;
        let permit = self.permit_level(Action::CreateAdministrator, level)?;
        let mut problems = Problems::default();
        let email = problems.take("email", email(&new.email));
        let name = problems.take("name", Name::parse(&new.name));
        let (Some(email), Some(name)) = (email, name) else { return Err(problems.into()) };

        let write = self.begin_at(&permit, level).await?;
        let role = RoleRef::BuiltIn(new.role);
        let granted = write.in_gift(role, level).await?;
        let administrator = write.new_administrator(email, name).await?;
        write.assign(&administrator, role, level).await?;
        write.audit(line(AuditAction::AdministratorCreated, &administrator, changes::one("role", "", &granted.name))).await?;
        let administrator = Administrator { grants: granted.grants, ..administrator };
        write.commit().await?;
        Ok(administrator)
    }

    /// Creates a one-time sign-in for an administrator. Invalidates the previous one.
    pub async fn create_one_time_sign_in(&self, email: &str) -> Result<OneTimeSignIn, Error> {
        let found = self.administrator(email).await?;
        let token = random::new_secret(self.control.random());
        let (write, administrator) = self.begin_over(Action::CreateOneTimeSignIn, found.id).await?;
        must_be_active(&administrator)?;
        let expires_at = write.now.plus_seconds(ONE_TIME_SECONDS);
        write.transaction.administrators().set_one_time(administrator.id, one_time_hash(token.expose()), expires_at).await?;
        write.audit(line(AuditAction::OneTimeSignInCreated, &administrator, Vec::new())).await?;
        write.commit().await?;
        Ok(OneTimeSignIn { token, expires_at })
    }

    /// Enables an administrator, or disables them. Disabling permanently ends their sessions, API tokens and one-time sign-in.
    pub async fn set_administrator_status(&self, email: &str, status: AdministratorStatus) -> Result<Administrator, Error> {
        let (write, before) = self.begin_over(Action::SetAdministratorStatus, self.another(email).await?.id).await?;
        if status == before.status {
            return Ok(before);
        }
        write.transaction.administrators().set_status(before.id, status).await?;
        let (action, changes) = match status {
            AdministratorStatus::Active => (AuditAction::AdministratorEnabled, Vec::new()),
            AdministratorStatus::Disabled => (AuditAction::AdministratorDisabled, end_all(&write.transaction, &before).await?),
        };
        write.audit(line(action, &before, changes)).await?;
        let after = write.transaction.administrators().find(before.id).await?.ok_or(Error::NotFound)?;
        write.commit().await?;
        Ok(after)
    }

    /// Deletes an administrator, and ends their sessions and API tokens. Their audit lines stay.
    pub async fn delete_administrator(&self, email: &str) -> Result<Administrator, Error> {
        let (write, before) = self.begin_over(Action::DeleteAdministrator, self.another(email).await?.id).await?;
        let changes = end_all(&write.transaction, &before).await?;
        write.transaction.administrators().delete(before.id).await?;
        write.audit(line(AuditAction::AdministratorDeleted, &before, changes)).await?;
        write.commit().await?;
        Ok(before)
    }

    /// Ends all console sessions of an administrator, and returns how many there were. Their API tokens stay valid.
    pub async fn end_administrator_sessions(&self, email: &str) -> Result<u64, Error> {
        let found = self.administrator(email).await?;
        let permitted = |one: &Administrator| self.check_own_or_over(Action::EndAdministratorSessions, one);
        let (write, administrator) = self.begin_about(Action::EndAdministratorSessions, found.id, permitted).await?;
        let ended = write.transaction.administrators().end_sessions(administrator.id).await?;
        write.audit(line(AuditAction::AdministratorSessionsEnded, &administrator, changes::one("sessions", &ended, &0))).await?;
        write.commit().await?;
        Ok(ended)
    }

    /// Removes the second factor of another administrator, who has lost it, and ends their sessions. Returns whether there was one.
    pub async fn reset_second_factor(&self, email: &str) -> Result<bool, Error> {
        let (write, administrator) = self.begin_over(Action::ResetSecondFactor, self.another(email).await?.id).await?;
        if !write.transaction.administrators().delete_second_factor(administrator.id).await? {
            return Ok(false);
        }
        let ended = write.transaction.administrators().end_sessions(administrator.id).await?;
        write.audit(line(AuditAction::SecondFactorReset, &administrator, changes::one("sessions", &ended, &0))).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Returns the administrator with this e-mail address.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or the actor may not see them. Everybody sees themselves.
    pub(crate) async fn administrator(&self, address: &str) -> Result<Administrator, Error> {
        let address = email(address).map_err(|problem| Error::invalid("email", problem))?;
        let found = self.control.store().administrators().find_by_email(&address).await?;
        let found = found.map(|found| found.administrator);
        found.filter(|found| self.is(found) || self.sees_administrator(found, Level::Installation)).ok_or(Error::NotFound)
    }

    /// Returns whether the actor is this administrator.
    pub(crate) fn is(&self, administrator: &Administrator) -> bool {
        self.actor.administrator_id() == Some(administrator.id)
    }

    /// Returns the administrator with this e-mail address, unless it is the actor: so at least one active administrator of the installation
    /// remains.
    pub(crate) async fn another(&self, email: &str) -> Result<Administrator, Error> {
        let found = self.administrator(email).await?;
        if self.is(&found) { Err(Error::invalid("email", Problem::Yourself)) } else { Ok(found) }
    }
}

/// Ends all that an administrator acts by, and others in their name: sessions, API tokens, links to a new password, and tokens by which clients register. Returns their numbers for
/// the audit line.
pub(crate) async fn end_all(transaction: &Transaction, administrator: &Administrator) -> Result<Vec<Change>, store::Error> {
    let sessions = transaction.administrators().end_sessions(administrator.id).await?;
    let tokens = transaction.administrators().delete_api_tokens_of(administrator.id).await?;
    transaction.administrators().delete_links(administrator.id).await?;
    let registering = transaction.administrators().delete_initial_access_tokens_of(administrator).await?;
    let ended = [("sessions", sessions), ("api_tokens", tokens), ("initial_access_tokens", registering)];
    Ok(ended.into_iter().filter(|(_, count)| *count > 0).flat_map(|(what, count)| changes::one(what, &count, &0)).collect())
}

/// Refuses a disabled administrator.
pub(crate) fn must_be_active(administrator: &Administrator) -> Result<(), Error> {
    match administrator.status {
        AdministratorStatus::Active => Ok(()),
        AdministratorStatus::Disabled => Err(Error::invalid("email", Problem::AdministratorDisabled)),
    }
}

pub(crate) fn email(text: &str) -> Result<UserIdentifier, Problem> {
    engine::typed::identifier(text).ok().filter(UserIdentifier::is_email).ok_or(Problem::NotAnEmail)
}

/// Returns an audit line about an administrator.
pub(crate) fn line(action: AuditAction, administrator: &Administrator, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: administrator.email.to_string(), target_id: administrator.id.to_string(), changes }
}
