//! Administrators: who may come to the console at all.

use domain::{
    administrator::{Administrator, AdministratorStatus, Role},
    audit::{AuditAction, Change},
    id::AdministratorId,
    name::{Name, Slug},
    problem::Problem,
    user::UserIdentifier,
};
use engine::random;
use store::Transaction;

use crate::{
    Actor, Error, OneTimeSignIn, Operator,
    audit_line::Line,
    changes,
    error::Problems,
    one_time_sign_in::{ONE_TIME_SECONDS, one_time_hash},
    permission::Action,
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
    pub role: Role,
}

impl Operator {
    /// Returns the administrators of the installation, sorted by e-mail address.
    pub async fn list_administrators(&self) -> Result<Vec<Administrator>, Error> {
        Ok(self.read_installation(Action::SeeAdministrators)?.administrators().list().await?)
    }

    /// Creates an administrator without a password: they first sign in with a one-time sign-in.
    pub async fn create_administrator(&self, new: NewAdministrator) -> Result<Administrator, Error> {
        let permit = self.permit(Action::CreateAdministrator)?;
        let tenant = match &new.tenant {
            Some(slug) => Some(self.permit_in(Action::CreateAdministrator, slug).await?),
            None => None,
        };
        let mut problems = Problems::default();
        let email = problems.take("email", email(&new.email));
        let name = problems.take("name", Name::parse(&new.name));
        let (Some(email), Some(name)) = (email, name) else { return Err(problems.into()) };

        let write = match &tenant {
            Some(tenant) => self.begin_in(tenant).await?,
            None => self.begin(&permit).await?,
        };
        let id = AdministratorId::new(write.now, self.control.random_bytes());
        let administrator = Administrator {
            id,
            email,
            name,
            tenant_id: tenant.map(|tenant| tenant.tenant().id),
            role: new.role,
            status: AdministratorStatus::Active,
            epoch: 0,
            created_at: write.now,
        };
        write.transaction.administrators().insert(&administrator).await.map_err(Error::taken("email"))?;
        let role = match new.role {
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        };
        write.audit(line(AuditAction::AdministratorCreated, &administrator, changes::one("role", "", role))).await?;
        write.commit().await?;
        Ok(administrator)
    }

    /// Creates a one-time sign-in for an administrator. Invalidates the previous one.
    pub async fn create_one_time_sign_in(&self, email: &str) -> Result<OneTimeSignIn, Error> {
        let permit = self.permit(Action::CreateOneTimeSignIn)?;
        let administrator = self.administrator(email).await?;
        let token = random::new_secret(self.control.random());
        let (write, administrator) = self.begin_about(&permit, &administrator).await?;
        must_be_active(&administrator)?;
        let expires_at = write.now.plus_seconds(ONE_TIME_SECONDS);
        write.transaction.administrators().set_one_time(administrator.id, one_time_hash(token.expose()), expires_at).await?;
        write.audit(line(AuditAction::OneTimeSignInCreated, &administrator, Vec::new())).await?;
        write.commit().await?;
        Ok(OneTimeSignIn { token, expires_at })
    }

    /// Enables an administrator, or disables them. Disabling permanently ends their sessions, API tokens and one-time sign-in.
    pub async fn set_administrator_status(&self, email: &str, status: AdministratorStatus) -> Result<Administrator, Error> {
        let permit = self.permit(Action::SetAdministratorStatus)?;
        let (write, before) = self.begin_about(&permit, &self.another(email).await?).await?;
        if status == before.status {
            return Ok(before);
        }
        write.transaction.administrators().set_status(before.id, status).await?;
        let (action, changes) = match status {
            AdministratorStatus::Active => (AuditAction::AdministratorEnabled, Vec::new()),
            AdministratorStatus::Disabled => (AuditAction::AdministratorDisabled, end_all(&write.transaction, before.id).await?),
        };
        write.audit(line(action, &before, changes)).await?;
        let after = write.transaction.administrators().find(before.id).await?.ok_or(Error::NotFound)?;
        write.commit().await?;
        Ok(after)
    }

    /// Deletes an administrator, and ends their sessions and API tokens. Their audit lines stay.
    pub async fn delete_administrator(&self, email: &str) -> Result<Administrator, Error> {
        let permit = self.permit(Action::DeleteAdministrator)?;
        let (write, before) = self.begin_about(&permit, &self.another(email).await?).await?;
        let changes = end_all(&write.transaction, before.id).await?;
        write.transaction.administrators().delete(before.id).await?;
        write.audit(line(AuditAction::AdministratorDeleted, &before, changes)).await?;
        write.commit().await?;
        Ok(before)
    }

    /// Ends all console sessions of an administrator, and returns how many there were. Their API tokens stay valid.
    pub async fn end_administrator_sessions(&self, email: &str) -> Result<u64, Error> {
        let permit = self.permit(Action::EndAdministratorSessions)?;
        let (write, administrator) = self.begin_about(&permit, &self.administrator(email).await?).await?;
        let ended = write.transaction.administrators().end_sessions(administrator.id).await?;
        write.audit(line(AuditAction::AdministratorSessionsEnded, &administrator, changes::one("sessions", &ended, &0))).await?;
        write.commit().await?;
        Ok(ended)
    }

    /// Returns the administrator with this e-mail address.
    pub(crate) async fn administrator(&self, address: &str) -> Result<Administrator, Error> {
        let address = email(address).map_err(|problem| Error::invalid("email", problem))?;
        let found = self.control.store().administrators().find_by_email(&address).await?;
        Ok(found.ok_or(Error::NotFound)?.administrator)
    }

    /// Returns the administrator with this e-mail address, unless it is the actor: so at least one active administrator of the installation
    /// remains.
    async fn another(&self, email: &str) -> Result<Administrator, Error> {
        let found = self.administrator(email).await?;
        match &self.actor {
            Actor::Administrator(own, _) if own.id == found.id => Err(Error::invalid("email", Problem::Yourself)),
            _ => Ok(found),
        }
    }
}

/// Ends the sessions and API tokens of an administrator, and returns their numbers for the audit line.
pub(crate) async fn end_all(transaction: &Transaction, id: AdministratorId) -> Result<Vec<Change>, store::Error> {
    let sessions = transaction.administrators().end_sessions(id).await?;
    let tokens = transaction.administrators().delete_api_tokens_of(id).await?;
    let ended = [("sessions", sessions), ("api_tokens", tokens)];
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
