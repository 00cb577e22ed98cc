//! Tokens for the admin API: an administrator's programs act with them in the administrator's name.

use domain::{administrator::ApiToken, audit::AuditAction, id::ApiTokenId, lifetime::ApiTokenTtl, name::Name, secret::Secret};
use engine::{keys::hash_secret, random, storage::SecretHash};

use crate::{
    Actor, Control, Credential, Error, Operator,
    administrators::{line, must_be_active},
    changes,
    error::Problems,
    permission::Action,
};

/// What every API token begins with; secret scanners find leaked ones by it.
pub const API_TOKEN_PREFIX: &str = "rga_";

/// A new API token. It is seen this once.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// What it is known by.
    pub token: ApiToken,
    /// The token itself.
    pub value: Secret<String>,
}

/// An API token that is to be made, as typed.
#[derive(Debug, Clone)]
pub struct TypedApiToken {
    /// The e-mail address of the administrator in whose name it acts.
    pub email: String,
    /// What it is for.
    pub name: String,
    /// How long it lives.
    pub ttl: String,
}

fn hash(value: &str) -> SecretHash {
    hash_secret("administrator-api-token", value)
}

impl Control {
    /// In whose name an API token acts; nobody where it is not one, has ended or was revoked, or they are disabled.
    pub async fn find_by_api_token(&self, value: &str) -> Result<Option<Actor>, Error> {
        if !value.starts_with(API_TOKEN_PREFIX) {
            return Ok(None);
        }
        let found = self.store().administrators().find_by_api_token(&hash(value), self.now()).await?;
        Ok(found.map(|(administrator, token)| Actor::Administrator(administrator, Credential::ApiToken(token))))
    }
}

impl Operator {
    /// The API tokens of an administrator, the newest first.
    pub async fn list_api_tokens(&self, email: &str) -> Result<Vec<ApiToken>, Error> {
        let _permit = self.permit(Action::SeeAdministrators)?;
        let administrator = self.administrator(email).await?;
        Ok(self.control.store().administrators().list_api_tokens(administrator.id).await?)
    }

    /// Makes an API token.
    pub async fn create_api_token(&self, typed: TypedApiToken) -> Result<NewApiToken, Error> {
        let permit = self.permit(Action::CreateApiToken)?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&typed.name));
        let ttl = problems.take("ttl", ApiTokenTtl::parse(&typed.ttl));
        let (Some(name), Some(ttl)) = (name, ttl) else { return Err(problems.into()) };
        let administrator = self.administrator(&typed.email).await?;

        let value = Secret::new(format!("{API_TOKEN_PREFIX}{}", random::new_secret(self.control.random()).expose()));
        let (write, administrator) = self.begin_about(&permit, &administrator).await?;
        must_be_active(&administrator)?;
        let token = ApiToken {
            id: ApiTokenId::new(write.now, self.control.random_bytes()),
            administrator_id: administrator.id,
            name,
            created_at: write.now,
            expires_at: write.now.plus_seconds(ttl.as_seconds()),
        };
        write.transaction.administrators().insert_api_token(&token, hash(value.expose())).await?;
        let mut changes = changes::one("name", "", &token.name);
        changes.extend(changes::one("expires_at", "", &token.expires_at));
        write.audit(line(AuditAction::ApiTokenCreated, &administrator, changes)).await?;
        write.commit().await?;
        Ok(NewApiToken { token, value })
    }

    /// Revokes an API token: from the next request on it is nobody's.
    pub async fn revoke_api_token(&self, id: ApiTokenId) -> Result<ApiToken, Error> {
        let permit = self.permit(Action::RevokeApiToken)?;
        let token = self.control.store().administrators().find_api_token(id).await?.ok_or(Error::NotFound)?;
        let administrator = self.control.store().administrators().find(token.administrator_id).await?.ok_or(Error::NotFound)?;
        let (write, administrator) = self.begin_about(&permit, &administrator).await?;
        if !write.transaction.administrators().delete_api_token(id).await? {
            return Err(Error::NotFound);
        }
        write.audit(line(AuditAction::ApiTokenRevoked, &administrator, changes::one("name", &token.name, ""))).await?;
        write.commit().await?;
        Ok(token)
    }
}
