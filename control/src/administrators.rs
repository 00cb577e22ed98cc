//! Administrators: who may come to the console at all.

use domain::{
    administrator::{Administrator, Role},
    audit::{AuditAction, Change},
    clock::Timestamp,
    id::AdministratorId,
    name::{Name, Slug},
    problem::Problem,
    secret::Secret,
    user::UserIdentifier,
};
use engine::random;

use crate::{Desk, Error, changes, desk::Line, error::Problems, permission::Action, sign_in::one_time_hash};

/// How long a one-time sign-in is good.
const ONE_TIME_SECONDS: i64 = 24 * 3600;

/// An administrator who is to be made, as typed.
#[derive(Debug, Clone)]
pub struct NewAdministrator {
    /// The e-mail address they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// The tenant they administer; all of them where there is none.
    pub tenant: Option<Slug>,
    /// What they may do there.
    pub role: Role,
}

/// A one-time sign-in. Its token is seen this once.
#[derive(Debug, Clone)]
pub struct OneTimeSignIn {
    /// What it is used with.
    pub token: Secret<String>,
    /// When it ends unused.
    pub expires_at: Timestamp,
}

impl Desk {
    /// The administrators of the installation, by e-mail address.
    pub async fn list_administrators(&self) -> Result<Vec<Administrator>, Error> {
        self.check(Action::SeeAdministrators)?;
        Ok(self.control.store().administrators().list().await?)
    }

    /// Makes an administrator, who has no password yet: their first way in is a one-time sign-in.
    pub async fn create_administrator(&self, new: NewAdministrator) -> Result<Administrator, Error> {
        self.check(Action::CreateAdministrator)?;
        let tenant = match &new.tenant {
            Some(slug) => Some(self.tenant(Action::CreateAdministrator, slug).await?.id),
            None => None,
        };
        let mut problems = Problems::default();
        let email = problems.take("email", email(&new.email));
        let name = problems.take("name", Name::parse(&new.name));
        let (Some(email), Some(name)) = (email, name) else { return Err(problems.into()) };

        let write = self.begin(tenant).await?;
        let id = AdministratorId::new(write.now, self.control.random_bytes());
        let administrator = Administrator { id, email, name, tenant_id: tenant, role: new.role, created_at: write.now };
        write.transaction.administrators().insert(&administrator).await.map_err(Error::taken("email"))?;
        let role = match new.role {
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        };
        write.audit(line(AuditAction::AdministratorCreated, &administrator, changes::one("role", "", role))).await?;
        write.commit().await?;
        Ok(administrator)
    }

    /// Makes a one-time sign-in for an administrator. An earlier one is good no more.
    pub async fn create_one_time_sign_in(&self, email: &str) -> Result<OneTimeSignIn, Error> {
        self.check(Action::CreateOneTimeSignIn)?;
        let email = self::email(email).map_err(|problem| Error::invalid("email", problem))?;
        let found = self.control.store().administrators().find_by_email(&email).await?;
        let administrator = found.ok_or(Error::NotFound)?.administrator;

        let token = random::new_secret(self.control.random());
        let write = self.begin(administrator.tenant_id).await?;
        let expires_at = write.now.plus_seconds(ONE_TIME_SECONDS);
        write.transaction.administrators().set_one_time(administrator.id, one_time_hash(token.expose()), expires_at).await?;
        write.audit(line(AuditAction::OneTimeSignInCreated, &administrator, Vec::new())).await?;
        write.commit().await?;
        Ok(OneTimeSignIn { token, expires_at })
    }
}

pub(crate) fn email(text: &str) -> Result<UserIdentifier, Problem> {
    UserIdentifier::parse(text).ok().filter(UserIdentifier::is_email).ok_or(Problem::NotAnEmail)
}

/// A line about an administrator.
pub(crate) fn line(action: AuditAction, administrator: &Administrator, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: administrator.email.to_string(), target_id: administrator.id.to_string(), changes }
}
