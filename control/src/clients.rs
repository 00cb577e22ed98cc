//! Clients.

use std::collections::BTreeSet;

use domain::{
    audit::{ActorKind, AuditAction, Change},
    client::{Client, ClientSettings, ClientStatus},
    client_origin::ClientSearch,
    family::RevocationReason,
    grants::Level,
    id::ClientId,
    impact::{Impact, Reach},
    in_force,
    page::{Page, Sorted},
    policy::RefreshOverrides,
    problem::Problem,
    secret::Secret,
    settings::tokens::TtlOverrides,
    sort::ClientSort,
    view::{ClientView, FamilyFilter},
    workspace::WorkspacePath,
};
use store::{FamiliesOf, SecretUpdate};

use crate::{
    Error, Operator,
    audit_line::Line,
    changes,
    client_settings::{check_settings, without_repetition},
    details_types,
    edit::{Edit, get},
    exchange_policies::both,
    families::ended_tokens,
    lifetimes,
    permission::Action,
    permit::level_of,
};

/// A saved client, with its new secret if it got one. The secret is shown only once.
#[derive(Debug, Clone)]
pub struct SavedClient {
    /// The client.
    pub client: Client,
    /// The new secret.
    pub secret: Option<Secret<String>>,
}

/// A client's own lifetimes and refresh-token policy, which override its workspace's.
#[derive(Debug, Clone, Copy)]
pub struct ClientTokenPolicy {
    /// The lifetimes.
    pub token_ttls: TtlOverrides,
    /// The refresh-token policy.
    pub refresh: RefreshOverrides,
    /// Whether it applies to existing refresh tokens. Required if some of them would end earlier.
    pub reach: Option<Reach>,
}

impl ClientTokenPolicy {
    fn of(self, settings: &ClientSettings) -> ClientSettings {
        ClientSettings { token_ttls: self.token_ttls, refresh: self.refresh, ..settings.clone() }
    }
}

impl Operator {
    /// Returns the clients that the actor sees and that are looked for: whose name contains each word of the text or whose identifier it is; newest first,
    /// unless another order is asked for.
    pub async fn list_clients<'a>(
        &self,
        path: &WorkspacePath,
        search: impl Into<ClientSearch<'a>> + Send,
        asked: impl Into<Sorted<ClientId, ClientSort>> + Send,
    ) -> Result<Page<Client>, Error> {
        let (search, asked) = (search.into(), asked.into());
        let store = self.workspace_seen(path).await?;
        let among = self.clients_seen(level_of(&store))?;
        Ok(store.list_clients(search, asked, among.as_deref()).await?)
    }

    /// Returns which of these clients registered themselves, of those that the actor sees. They are few: those of a page of their list at most.
    pub async fn list_registered_clients(&self, path: &WorkspacePath, ids: &[ClientId]) -> Result<BTreeSet<ClientId>, Error> {
        let store = self.workspace_seen(path).await?;
        let among = self.clients_seen(level_of(&store))?;
        let registered = store.registered_among(ids).await?.into_iter();
        Ok(registered.filter(|id| among.as_ref().is_none_or(|among| among.contains(id))).collect())
    }

    /// Returns a client, and whether it gets refresh tokens.
    pub async fn load_client(&self, path: &WorkspacePath, id: ClientId) -> Result<ClientView, Error> {
        let store = self.read_at(Action::SeeClients, path, id).await?;
        let client = get(&store, id).await?;
        let live = FamilyFilter { client: Some(id), ..FamilyFilter::live() };
        let is_told = client.settings.backchannel_logout_uri.is_some();
        Ok(ClientView {
            secrets: store.find_client_secrets(id).await?.map(|secrets| secrets.at(self.now())),
            logouts: if is_told { store.find_logout_delivery(id).await? } else { None },
            has_users: store.has_users().await?,
            live_families: store.count_some_families(&live, self.now()).await?.number,
            offline_families: store.count_some_offline_families(id, self.now()).await?,
            workspace: store.workspace().clone(),
            api_client: self.api_client_role(&store, id).await?,
            mutual_tls: self.control.engine().mutual_tls().cloned(),
            registration: store.find_client_registration(id).await?,
            client,
        })
    }

    /// Saves a client's settings. A client that begins to authenticate by a secret gets one, and one that stops loses it. Lifetimes that would
    /// end existing refresh tokens earlier are refused ([`Error::Undecided`]); [`Operator::set_client_token_policy`] saves those.
    ///
    /// # Errors
    /// [`Error::Forbidden`] and [`Error::Unconfirmed`] also where it would authenticate otherwise ([`ClientSettings::authenticates_like`]) and the
    /// actor may not replace its secret: that comes to the same.
    pub async fn set_client(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        settings: ClientSettings,
    ) -> Result<SavedClient, Error> {
        self.replace_client(path, id, version, settings, None).await
    }

    /// Saves a client's settings as [`Operator::set_client`] does. If existing refresh tokens would end earlier, `reach` decides whether they
    /// do.
    pub async fn replace_client(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        settings: ClientSettings,
        reach: Option<Reach>,
    ) -> Result<SavedClient, Error> {
        let edit = self.edit(Action::SetClient, path, id, version).await?;
        let saved = Box::pin(self.save_client(&edit, settings, reach)).await?;
        edit.commit().await?;
        Ok(saved)
    }

    /// Saves a client's own lifetimes and refresh-token policy. If existing refresh tokens would end earlier, the policy's reach decides
    /// whether they do; without it nothing is saved ([`Error::Undecided`]).
    pub async fn set_client_token_policy(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        policy: ClientTokenPolicy,
    ) -> Result<Client, Error> {
        let edit = self.edit(Action::SetClient, path, id, version).await?;
        let saved = Box::pin(self.save_client(&edit, policy.of(&edit.before.settings), policy.reach)).await?;
        edit.commit().await?;
        Ok(saved.client)
    }

    /// Returns what this token policy would do to the client's existing refresh tokens if it applied to them.
    pub async fn preview_client_token_policy(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        policy: &ClientTokenPolicy,
    ) -> Result<Impact, Error> {
        let store = self.read_at(Action::SeeFamilies, path, id).await?;
        let before = get(&store, id).await?;
        let after = policy.of(&before.settings);
        lifetimes::of_client(&store.workspace().tokens, &before, &after).impact(&store, self.now()).await
    }

    /// Writes a client's settings and what follows from them.
    async fn save_client(&self, edit: &Edit<'_, Client>, settings: ClientSettings, reach: Option<Reach>) -> Result<SavedClient, Error> {
        let (store, before, tokens) = (edit.store(), &edit.before, &edit.workspace().tokens);
        let settings = without_repetition(settings);
        let credentials = (!settings.authenticates_like(&before.settings)).then_some(Action::RotateClientSecret);
        if let Some(action) = credentials {
            self.check(action, Level::Client(edit.workspace().tenant_id, edit.workspace().id, before.id))?;
        }
        let services = store.list_services().await?;
        let checked = check_settings(before.settings.client_type, &settings, tokens, &services, self.control.base_url());
        let checked = both(checked, details_types::check_client(&settings, &edit.workspace().authorization));
        both(checked, self.check_others_tokens(&store, Some(&before.settings), &settings).await)?;
        if settings == before.settings {
            return Ok(SavedClient { client: before.clone(), secret: None });
        }
        if before.document.is_some() {
            return Err(Error::invalid("name", Problem::OfDocument));
        }
        self.check_recent(credentials)?;
        let shortenings = lifetimes::of_client(tokens, before, &settings);
        let shortened = shortenings.apply(&store, reach, edit.now).await?;
        edit.keep_keys_published(|algorithm| {
            [&before.settings, &settings].map(|settings| in_force::signed_lifetime(algorithm, tokens, settings))
        })
        .await?;
        edit.make_signing_keys(settings.signing.chosen()).await?;
        edit.write_client_settings(before, settings, None, shortened).await
    }

    /// Enables a client, or disables it and ends its families.
    pub async fn set_client_status(&self, path: &WorkspacePath, id: ClientId, version: i64, status: ClientStatus) -> Result<Client, Error> {
        let edit = self.edit(Action::SetClientStatus, path, id, version).await?;
        if status == edit.before.status {
            return Ok(edit.before);
        }
        let client = edit.write_client_status(&edit.before, status).await?;
        edit.commit().await?;
        Ok(client)
    }

    /// Deletes a client, and ends its families. Its audit lines stay.
    pub async fn delete_client(&self, path: &WorkspacePath, id: ClientId, version: i64) -> Result<(), Error> {
        let edit = self.edit(Action::DeleteClient, path, id, version).await?;
        edit.write_client_deletion(&edit.before).await?;
        let (tokens, doomed) = (&edit.workspace().tokens, &edit.before.settings);
        edit.keep_keys_published(|algorithm| [in_force::signed_lifetime(algorithm, tokens, doomed), 0]).await?;
        edit.commit().await
    }
}

impl<T> Edit<'_, T> {
    /// Writes a client's settings. If it begins to authenticate by a secret it gets this one or a new one, and if it stops it loses its own.
    ///
    /// # Errors
    /// A problem of `name` where it is known by a document, which alone says what it is. A problem of `trusted` where it registered itself: nobody but it
    /// knows where its users are sent back to tomorrow.
    pub(crate) async fn write_client_settings(
        &self,
        before: &Client,
        settings: ClientSettings,
        secret: Option<&Secret<String>>,
        shortened: Vec<Change>,
    ) -> Result<SavedClient, Error> {
        if before.document.is_some() && settings != before.settings {
            return Err(Error::invalid("name", Problem::OfDocument));
        }
        if settings.trusted && self.store().find_client_registration(before.id).await?.is_some() {
            return Err(Error::invalid("trusted", Problem::OfRegisteredClient));
        }
        let mut changes = [changes::between(&before.settings, &settings)?, shortened].concat();
        let (new, update) = match (before.settings.has_secret(), settings.has_secret()) {
            (false, true) => {
                changes.extend(told_secret(secret));
                let (new, stored) = self.author.control.client_secret(before.workspace_id, secret, self.now);
                (new, SecretUpdate::Replace(stored, None))
            }
            (true, false) => {
                changes.extend(changes::one("client_secret", "set", ""));
                (None, SecretUpdate::Drop)
            }
            _ => (None, SecretUpdate::Keep),
        };
        let after = Client { settings, ..before.clone() };
        let is_itself = self.author.kind == ActorKind::Client && self.author.context.actor_id == Some(before.id.as_uuid());
        let client = if is_itself {
            self.store().update_client_by_itself(&after, update).await?
        } else {
            self.store().update_client(&after, update).await?
        };
        if client.settings.backchannel_logout_uri != before.settings.backchannel_logout_uri {
            self.store().tell_client_at_once(client.id, self.now).await?;
        }
        if client.sector() != before.sector() {
            // What began in one sector is not told in another.
            self.store().end_sign_ins(client.id).await?;
        }
        self.audit(line(AuditAction::ClientUpdated, &client, changes)).await?;
        Ok(SavedClient { client, secret: new })
    }

    /// Writes that a client is enabled, or that it is disabled, which ends its families.
    pub(crate) async fn write_client_status(&self, before: &Client, status: ClientStatus) -> Result<Client, Error> {
        let client = self.store().update_client(&Client { status, ..before.clone() }, SecretUpdate::Keep).await?;
        let (action, changes) = match status {
            ClientStatus::Active => (AuditAction::ClientEnabled, Vec::new()),
            ClientStatus::Inactive => {
                let ended = self.end_families(FamiliesOf::client(client.id), RevocationReason::ClientDisabled).await?;
                self.store().delete_initial_access_tokens_made_by(client.id).await?;
                (AuditAction::ClientDisabled, ended_tokens(ended))
            }
        };
        self.audit(line(action, &client, changes)).await?;
        Ok(client)
    }

    /// Deletes a client's row, and ends its families.
    pub(crate) async fn write_client_deletion(&self, doomed: &Client) -> Result<(), Error> {
        let ended = self.end_families(FamiliesOf::client(doomed.id), RevocationReason::ClientDeleted).await?;
        self.store().delete_initial_access_tokens_made_by(doomed.id).await?;
        self.store().delete_client(doomed.id, doomed.version).await?;
        self.audit(line(AuditAction::ClientDeleted, doomed, ended_tokens(ended))).await
    }
}

/// Returns an audit line about a client.
pub(crate) fn line(action: AuditAction, client: &Client, changes: Vec<Change>) -> Line {
    Line {
        workspace: Some(client.workspace_id),
        action,
        target: client.settings.name.to_string(),
        target_id: client.id.to_string(),
        changes,
    }
}

/// Returns how it is told that a client gets a secret that had none.
pub(crate) fn told_secret(declared: Option<&Secret<String>>) -> Vec<Change> {
    changes::one("client_secret", "", if declared.is_some() { "as declared" } else { "new" })
}
