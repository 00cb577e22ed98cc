//! The secrets of clients: two work side by side while one is replaced.

use domain::{
    audit::AuditAction,
    client::Client,
    client_secret::{ClientSecrets, KeepPrevious},
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
    problem::Problem,
    secret::Secret,
    workspace::WorkspacePath,
};
use engine::random;
use serde::Serialize;
use store::{NewSecret, SecretUpdate};

use crate::{Control, Error, Operator, changes, clients::line, edit::Edit, permission::Action};

/// What an audit line says of a client's secrets.
#[derive(Default, Serialize)]
struct Audited {
    secret_fingerprint: Option<String>,
    previous_secret_fingerprint: Option<String>,
    previous_secret_until: Option<String>,
}

impl From<Option<ClientSecrets>> for Audited {
    fn from(secrets: Option<ClientSecrets>) -> Self {
        let Some(ClientSecrets { current, previous }) = secrets else { return Self::default() };
        let (previous, until) = previous.map(|previous| (previous.secret.fingerprint, previous.until.to_string())).unzip();
        Self { secret_fingerprint: current.fingerprint, previous_secret_fingerprint: previous.flatten(), previous_secret_until: until }
    }
}

impl Operator {
    /// Replaces a client's secret. The current one goes on working beside it for a while, and the one before that ends.
    pub async fn rotate_client_secret(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        keep: KeepPrevious,
    ) -> Result<Secret<String>, Error> {
        let edit = self.edit(Action::RotateClientSecret, path, id, version).await?;
        if !edit.before.settings.has_secret() {
            return Err(Error::invalid("token_endpoint_auth_method", Problem::NoSecret));
        }
        let (secret, stored) = self.control.new_client_secret(edit.before.workspace_id, edit.now);
        edit.write_client_secret(&edit.before, stored, keep).await?;
        edit.commit().await?;
        Ok(secret)
    }

    /// Ends the secret before a client's current one at once. Does nothing where there is none that works.
    pub async fn revoke_previous_client_secret(&self, path: &WorkspacePath, id: ClientId, version: i64) -> Result<Client, Error> {
        let edit = self.edit(Action::RotateClientSecret, path, id, version).await?;
        let secrets = edit.store().find_client_secrets(id).await?.map(|secrets| secrets.at(edit.now));
        let Some(secrets) = secrets.filter(|secrets| secrets.previous.is_some()) else { return Ok(edit.before) };
        let after = ClientSecrets { previous: None, ..secrets.clone() };
        let client = edit.store().update_client(&edit.before, SecretUpdate::DropPrevious).await?;
        let changes = changes::between(&Audited::from(Some(secrets)), &Audited::from(Some(after)))?;
        edit.audit(line(AuditAction::ClientPreviousSecretRevoked, &client, changes)).await?;
        edit.commit().await?;
        Ok(client)
    }
}

impl Control {
    /// Makes a secret, and what is stored of it.
    pub(crate) fn new_client_secret(&self, workspace: WorkspaceId, created_at: Timestamp) -> (Secret<String>, NewSecret) {
        let secret = random::new_secret(self.random());
        let stored = self.stored_client_secret(workspace, &secret, created_at);
        (secret, stored)
    }

    /// Returns what is stored of a secret that was declared, or else a new one and what is stored of that.
    pub(crate) fn client_secret(
        &self,
        workspace: WorkspaceId,
        declared: Option<&Secret<String>>,
        created_at: Timestamp,
    ) -> (Option<Secret<String>>, NewSecret) {
        if let Some(declared) = declared {
            return (None, self.stored_client_secret(workspace, declared, created_at));
        }
        let (secret, stored) = self.new_client_secret(workspace, created_at);
        (Some(secret), stored)
    }

    /// Returns what is stored of a secret.
    pub(crate) fn stored_client_secret(&self, workspace: WorkspaceId, secret: &Secret<String>, created_at: Timestamp) -> NewSecret {
        let keys = self.keys();
        let hashed = keys.hash_client_secret(workspace, secret.expose());
        let fingerprint = keys.fingerprint_client_secret(workspace, secret.expose());
        NewSecret { hashed, fingerprint, created_at }
    }
}

impl<T> Edit<'_, T> {
    /// Writes a secret in place of a client's current one, which goes on working beside it for a while.
    pub(crate) async fn write_client_secret(&self, before: &Client, stored: NewSecret, keep: KeepPrevious) -> Result<Client, Error> {
        let secrets =
            async || Ok::<_, Error>(self.store().find_client_secrets(before.id).await?.map(|secrets| secrets.at(self.now)).into());
        let audited: Audited = secrets().await?;
        let until = (keep != KeepPrevious::SHORTEST).then(|| self.now.plus_seconds(keep.as_seconds()));
        let client = self.store().update_client(before, SecretUpdate::Replace(stored, until)).await?;
        let changes = changes::between(&audited, &secrets().await?)?;
        self.audit(line(AuditAction::ClientSecretRotated, &client, changes)).await?;
        Ok(client)
    }
}
