//! Tokens for the admin API: an administrator's programs act with them in the administrator's name.

use domain::{
    administrator::{Administrator, ApiToken},
    audit::AuditAction,
    id::ApiTokenId,
    lifetime::ApiTokenTtl,
    name::Name,
    permission::{Action, Actions},
    problem::Problem,
    secret::Secret,
};
use engine::{keys::hash_secret, random, storage::SecretHash};

use crate::{
    Actor, Control, Credential, Error, Operator,
    administrators::{line, must_be_active},
    changes,
    error::Problems,
};

/// The prefix of every API token, by which secret scanners find leaked ones.
pub const API_TOKEN_PREFIX: &str = "rga_";

/// A new API token. Its value is shown only once.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Its record.
    pub token: ApiToken,
    /// Its value.
    pub value: Secret<String>,
}

/// The API token to create, as typed.
#[derive(Debug, Clone)]
pub struct TypedApiToken {
    /// The e-mail address of the administrator it acts as.
    pub email: String,
    /// Its name.
    pub name: String,
    /// Its lifetime.
    pub ttl: String,
    /// What can be done with it of what the administrator may do; all of it where it is none.
    pub scope: Option<Actions>,
}

fn hash(value: &str) -> SecretHash {
    hash_secret("administrator-api-token", value)
}

impl Control {
    /// Returns the actor of an API token, or `None` if the token is unknown, expired or revoked, or its administrator is disabled.
    pub async fn find_by_api_token(&self, value: &str) -> Result<Option<Actor>, Error> {
        if !value.starts_with(API_TOKEN_PREFIX) {
            return Ok(None);
        }
        let found = self.store().administrators().find_by_api_token(&hash(value), self.now()).await?;
        Ok(found.map(|(administrator, token)| Actor::administrator(administrator, Credential::ApiToken(token.id, token.scope))))
    }
}

impl Operator {
    /// Returns the API tokens of an administrator, newest first.
    pub async fn list_api_tokens(&self, email: &str) -> Result<Vec<ApiToken>, Error> {
        let administrator = self.administrator(email).await?;
        Ok(self.control.store().administrators().list_api_tokens(administrator.id).await?)
    }

    /// Creates an API token of one's own, or of another administrator.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for an administrator who may do something that the actor may not.
    pub async fn create_api_token(&self, typed: TypedApiToken) -> Result<NewApiToken, Error> {
        let found = self.administrator(&typed.email).await?;
        self.check_own_or_over(Action::CreateApiToken, &found)?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&typed.name));
        let ttl = problems.take("ttl", ApiTokenTtl::parse(&typed.ttl));
        let (Some(name), Some(ttl)) = (name, ttl) else { return Err(problems.into()) };
        if typed.scope.is_some_and(Actions::is_empty) {
            return Err(Error::invalid("scope", Problem::Missing));
        }

        let value = Secret::new(format!("{API_TOKEN_PREFIX}{}", random::new_secret(self.control.random()).expose()));
        let permitted = |one: &Administrator| self.check_own_or_over(Action::CreateApiToken, one);
        let (write, administrator) = self.begin_about(Action::CreateApiToken, found.id, permitted).await?;
        must_be_active(&administrator)?;
        let token = ApiToken {
            id: ApiTokenId::new(write.now, self.control.random_bytes()),
            administrator_id: administrator.id,
            name,
            scope: typed.scope,
            created_at: write.now,
            expires_at: write.now.plus_seconds(ttl.as_seconds()),
        };
        write.transaction.administrators().insert_api_token(&token, hash(value.expose())).await?;
        let mut changes = changes::one("name", "", &token.name);
        changes.extend(changes::one("expires_at", "", &token.expires_at));
        if let Some(scope) = token.scope {
            changes.extend(changes::one("scope", "", &scope.iter().map(Action::code).collect::<Vec<_>>().join(" ")));
        }
        write.audit(line(AuditAction::ApiTokenCreated, &administrator, changes)).await?;
        write.commit().await?;
        Ok(NewApiToken { token, value })
    }

    /// Revokes an API token, with effect from the next request.
    pub async fn revoke_api_token(&self, id: ApiTokenId) -> Result<ApiToken, Error> {
        let administrators = self.control.store().administrators();
        let token = administrators.find_api_token(id).await?.ok_or(Error::NotFound)?;
        let permitted = |one: &Administrator| self.check_own_or_over(Action::RevokeApiToken, one);
        let (write, administrator) = self.begin_about(Action::RevokeApiToken, token.administrator_id, permitted).await?;
        if !write.transaction.administrators().delete_api_token(id).await? {
            return Err(Error::NotFound);
        }
        write.audit(line(AuditAction::ApiTokenRevoked, &administrator, changes::one("name", &token.name, ""))).await?;
        write.commit().await?;
        Ok(token)
    }
}
