//! Initial access tokens: whoever has one can register clients (RFC 7591 §3).

use domain::{
    audit::AuditAction,
    client::Client,
    client_registration::{INITIAL_ACCESS_TOKEN_SHOWN_FOR, InitialAccessToken, InitialAccessTokenTtl, MOST_INITIAL_ACCESS_TOKENS},
    id::{ClientId, InitialAccessTokenId},
    name::Name,
    permission::Action,
    problem::Problem,
    secret::Secret,
    settings::registration::RegistrationLimit,
    workspace::WorkspacePath,
};
use engine::{keys::hash_secret, random, storage::SecretHash};

use crate::{Error, Operator, changes, clients, error::Problems, workspaces::line};

/// The prefix of every initial access token, by which secret scanners find leaked ones.
pub const INITIAL_ACCESS_TOKEN_PREFIX: &str = "rgi_";

/// A new initial access token. Its value is shown only once.
#[derive(Debug, Clone)]
pub struct NewInitialAccessToken {
    /// Its record.
    pub token: InitialAccessToken,
    /// Its value.
    pub value: Secret<String>,
}

/// The initial access token to create, as typed.
#[derive(Debug, Clone)]
pub struct TypedInitialAccessToken {
    /// What it is for.
    pub name: String,
    /// Its lifetime.
    pub ttl: String,
    /// How many clients it can register.
    pub uses: String,
}

pub(crate) fn token_hash(value: &str) -> SecretHash {
    hash_secret("initial-access-token", value)
}

impl Operator {
    /// Returns the initial access tokens of a workspace, newest first. Those that have expired are there for 30 days.
    pub async fn list_initial_access_tokens(&self, path: &WorkspacePath) -> Result<Vec<InitialAccessToken>, Error> {
        Ok(self.read(Action::SeeWorkspaces, path).await?.list_initial_access_tokens().await?)
    }

    /// Creates an initial access token.
    ///
    /// # Errors
    /// Problems of `name`, `ttl` and `uses`; one of `name` where there are as many as there can be.
    pub async fn create_initial_access_token(
        &self,
        path: &WorkspacePath,
        typed: TypedInitialAccessToken,
    ) -> Result<NewInitialAccessToken, Error> {
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&typed.name));
        let ttl = problems.take("ttl", InitialAccessTokenTtl::parse(&typed.ttl));
        let uses = problems.take("uses", RegistrationLimit::parse(&typed.uses));
        let (Some(name), Some(ttl), Some(uses)) = (name, ttl, uses) else { return Err(problems.into()) };
        edit.store().forget_initial_access_tokens(edit.now.plus_seconds(-INITIAL_ACCESS_TOKEN_SHOWN_FOR)).await?;
        let there = u32::try_from(edit.store().list_initial_access_tokens().await?.len()).unwrap_or(u32::MAX);
        if there >= MOST_INITIAL_ACCESS_TOKENS {
            return Err(Error::invalid("name", Problem::TooMany { most: MOST_INITIAL_ACCESS_TOKENS }));
        }
        let value = Secret::new(format!("{INITIAL_ACCESS_TOKEN_PREFIX}{}", random::new_secret(self.control.random()).expose()));
        let token = InitialAccessToken {
            id: InitialAccessTokenId::new(edit.now, self.control.random_bytes()),
            name,
            created_by: edit.author.name.clone(),
            created_at: edit.now,
            expires_at: edit.now.plus_seconds(ttl.as_seconds()),
            uses: uses.get(),
            used: 0,
        };
        // It ends with who made it, as their API tokens do.
        let maker = edit.author.context.actor_id;
        edit.store().insert_initial_access_token(&token, maker, token_hash(value.expose())).await?;
        let told = [
            changes::one("name", "", &token.name),
            changes::one("expires_at", "", &token.expires_at),
            changes::one("uses", "", &token.uses),
        ];
        edit.audit(line(AuditAction::InitialAccessTokenCreated, edit.workspace(), told.concat())).await?;
        edit.commit().await?;
        Ok(NewInitialAccessToken { token, value })
    }

    /// Revokes an initial access token. Clients that registered by it stay.
    pub async fn revoke_initial_access_token(&self, path: &WorkspacePath, id: InitialAccessTokenId) -> Result<InitialAccessToken, Error> {
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let token = edit.store().find_initial_access_token(id).await?.ok_or(Error::NotFound)?;
        if !edit.store().delete_initial_access_token(id).await? {
            return Err(Error::NotFound);
        }
        let told = changes::one("name", &token.name, "");
        edit.audit(line(AuditAction::InitialAccessTokenRevoked, edit.workspace(), told)).await?;
        edit.commit().await?;
        Ok(token)
    }

    /// Ends that a client which registered itself manages what it registered: its registration access token is good for nothing any more. Does
    /// nothing where it has none.
    pub async fn revoke_registration_access_token(&self, path: &WorkspacePath, id: ClientId, version: i64) -> Result<Client, Error> {
        let edit = self.edit(Action::RotateClientSecret, path, id, version).await?;
        let client = edit.before.clone();
        if !edit.store().revoke_registration_access_token(id).await? {
            return Ok(client);
        }
        edit.audit(clients::line(AuditAction::ClientRegistrationRevoked, &client, Vec::new())).await?;
        edit.commit().await?;
        Ok(client)
    }
}
