//! Settings of a workspace: a page at a time, or all at once.

use std::collections::BTreeSet;

use domain::{
    audit::{AuditAction, Change},
    authorization_details::DetailsTypeName,
    claim_mapping::{self, MOST_MAPPINGS},
    client::Client,
    impact::{Impact, Reach},
    in_force,
    name::Name,
    policy_violation,
    problem::Problem,
    settings::{authorization::AuthorizationSettings, registration::RegistrationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    trusted_issuer::TrustedIssuers,
    workspace::{Workspace, WorkspacePath, WorkspaceSettings},
};

use store::SecretUpdate;

use crate::{
    Error, Operator, changes, clients, details_types, edit::Edit, lifetimes, offered_scopes, permission::Action, permit::level_of,
    pinned_documents, trusted_issuers, workspaces::line,
};

impl Operator {
    /// Renames a workspace. Its slug stays, because tokens carry it.
    pub async fn rename_workspace(&self, path: &WorkspacePath, version: i64, name: &str) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::RenameWorkspace, path, version).await?;
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        let settings = WorkspaceSettings { name, ..edit.before.settings() };
        edit.save(settings, None).await
    }

    /// Saves Settings › Authorization, and the types of authorization details. A grant type that is switched off is refused from its next use.
    /// Switched on again, what it issued works again. A type that is removed is taken from the clients that may ask for it.
    pub async fn set_authorization_settings(
        &self,
        path: &WorkspacePath,
        version: i64,
        authorization: AuthorizationSettings,
    ) -> Result<Workspace, Error> {
        let seen = self.read(Action::SetAuthorizationSettings, path).await?.workspace().clone();
        check_details_types(&seen, version, &authorization).await?;
        let edit = self.edit_workspace(Action::SetAuthorizationSettings, path, version).await?;
        let settings = WorkspaceSettings { authorization, ..edit.before.settings() };
        edit.save(settings, None).await
    }

    /// Saves Auth Server › Tokens, unless that would leave a client with a policy that the standards forbid. If existing refresh tokens
    /// would end earlier, `reach` decides whether they do; without it nothing is saved ([`Error::Undecided`]).
    pub async fn set_token_settings(
        &self,
        path: &WorkspacePath,
        version: i64,
        tokens: TokenSettings,
        reach: Option<Reach>,
    ) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetTokenSettings, path, version).await?;
        let settings = WorkspaceSettings { tokens, ..edit.before.settings() };
        edit.save(settings, reach).await
    }

    /// Saves all of a workspace's settings at once, as [`Operator::rename_workspace`], [`Operator::set_authorization_settings`],
    /// [`Operator::set_token_settings`], [`Operator::set_sign_in_settings`] and [`Operator::set_trusted_issuers`] save theirs. Only what is changed
    /// has to be permitted.
    pub async fn set_workspace(
        &self,
        path: &WorkspacePath,
        version: i64,
        settings: WorkspaceSettings,
        reach: Option<Reach>,
    ) -> Result<Workspace, Error> {
        let seen = self.read(Action::SeeWorkspaces, path).await?.workspace().clone();
        let Some(first) = actions(&seen.settings(), &settings).next() else {
            return if seen.version == version { Ok(seen) } else { Err(Error::Stale) };
        };
        check_details_types(&seen, version, &settings.authorization).await?;
        let edit = self.edit_workspace(first, path, version).await?;
        for action in actions(&edit.before.settings(), &settings) {
            self.check(action, level_of(&edit.store()))?;
            self.check_recent(Some(action))?;
        }
        edit.save(settings, reach).await
    }

    /// Saves Settings › Sign-in. It takes effect with the next request; what users have already stays as it is.
    pub async fn set_sign_in_settings(&self, path: &WorkspacePath, version: i64, sign_in: SignInSettings) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetSignInSettings, path, version).await?;
        let settings = WorkspaceSettings { sign_in, ..edit.before.settings() };
        edit.save(settings, None).await
    }

    /// Saves Settings › Trusted issuers. It takes effect with the next assertion; access tokens that were issued stay as they are.
    pub async fn set_trusted_issuers(
        &self,
        path: &WorkspacePath,
        version: i64,
        trusted_issuers: TrustedIssuers,
    ) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetTrustedIssuers, path, version).await?;
        let settings = WorkspaceSettings { trusted_issuers, ..edit.before.settings() };
        edit.save(settings, None).await
    }

    /// Returns what these token settings would do to existing refresh tokens if they applied to them.
    pub async fn preview_token_settings(&self, path: &WorkspacePath, tokens: &TokenSettings) -> Result<Impact, Error> {
        let store = self.read(Action::SeeFamilies, path).await?;
        let clients = store.all_clients().await?;
        lifetimes::of_workspace(&store.workspace().tokens, tokens, &clients).impact(&store, self.now()).await
    }
}

/// Refuses types of authorization details that this version of a workspace cannot have. Their schemas may wait for others, and nobody's write waits with
/// them: it is done before the workspace is taken. Where there is a newer version nothing will be saved, and nothing is checked.
async fn check_details_types(seen: &Workspace, version: i64, authorization: &AuthorizationSettings) -> Result<(), Error> {
    if seen.version > version { Ok(()) } else { details_types::check(&seen.authorization, authorization).await }
}

/// Returns what differs between the authorization settings of a workspace, for the audit line.
pub(crate) fn changes_of(before: &AuthorizationSettings, after: &AuthorizationSettings) -> Result<Vec<Change>, Error> {
    let told = details_types::told(before, after)?;
    Ok([told, pinned_documents::told(&before.registration, &after.registration)].concat())
}

/// Returns the actions that a change of settings consists of.
pub(crate) fn actions(before: &WorkspaceSettings, after: &WorkspaceSettings) -> impl Iterator<Item = Action> {
    let changes = [
        (before.name != after.name, Action::RenameWorkspace),
        (before.authorization != after.authorization, Action::SetAuthorizationSettings),
        (before.tokens != after.tokens, Action::SetTokenSettings),
        (before.sign_in != after.sign_in, Action::SetSignInSettings),
        (before.trusted_issuers != after.trusted_issuers, Action::SetTrustedIssuers),
    ];
    changes.into_iter().filter(|(changed, _)| *changed).map(|(_, action)| action)
}

impl Edit<'_, Workspace> {
    /// Saves settings, and what follows from them.
    async fn save(self, after: WorkspaceSettings, reach: Option<Reach>) -> Result<Workspace, Error> {
        let before = self.before.settings();
        if after == before {
            return Ok(self.before);
        }
        if after.trusted_issuers != before.trusted_issuers {
            self.check_trusted_issuers(&before.trusted_issuers, &after.trusted_issuers).await?;
        }
        let shortened =
            if after.tokens == before.tokens { Vec::new() } else { self.apply_tokens(&before.tokens, &after.tokens, reach).await? };
        if after.authorization != before.authorization {
            let (kept, settings) = (&before.authorization.registration, (&after.authorization, &after.tokens));
            if after.authorization.registration.pinned_client_documents != kept.pinned_client_documents {
                self.check_pinned_documents(kept, settings).await?;
            }
        }
        if after.authorization.registration != before.authorization.registration {
            check_registration(&after.authorization.registration)?;
        }
        // Only they name scopes.
        if after.authorization.registration != before.authorization.registration || after.tokens != before.tokens {
            let services = self.store().list_services().await?;
            offered_scopes::check(&before, &after, |scope| offered_scopes::is_among(&services, scope))?;
        }
        let gone = details_types::gone(&before.authorization, &after.authorization);
        let saved = self.write_settings(&self.before, after, &shortened).await?;
        self.take_details_types(&gone).await?;
        self.commit().await?;
        Ok(saved)
    }

    /// Takes types of authorization details that are gone from the clients that may ask for them.
    async fn take_details_types(&self, gone: &BTreeSet<DetailsTypeName>) -> Result<(), Error> {
        if gone.is_empty() {
            return Ok(());
        }
        for client in self.store().all_clients().await? {
            let settings = details_types::without(client.settings.clone(), gone);
            if settings != client.settings {
                let changes = changes::between(&client.settings, &settings)?;
                let client = self.store().update_client(&Client { settings, ..client }, SecretUpdate::Keep).await?;
                self.audit(clients::line(AuditAction::ClientUpdated, &client, changes)).await?;
            }
        }
        Ok(())
    }

    /// Checks token settings, and applies them to what is there: to existing refresh tokens, if that was decided, and to the signing keys.
    /// Returns what it did to refresh tokens, for the audit line.
    async fn apply_tokens(&self, before: &TokenSettings, after: &TokenSettings, reach: Option<Reach>) -> Result<Vec<Change>, Error> {
        check_tokens(after)?;
        let store = self.store();
        let clients = store.all_clients().await?;
        check_clients(&clients, after)?;
        let shortened = lifetimes::of_workspace(before, after, &clients).apply(&store, reach, self.now).await?;
        let signing = &after.signing;
        self.keep_keys_published(|algorithm| [before, after].map(|tokens| in_force::longest_signed_lifetime(algorithm, tokens, &clients)))
            .await?;
        self.make_signing_keys([signing.id_token_signed_response_alg, signing.access_token_signing_alg]).await?;
        Ok(shortened)
    }
}

impl<T> Edit<'_, T> {
    /// Writes a workspace's settings, with an audit line for each part of them that changes. `shortened` is what that does to refresh tokens.
    pub(crate) async fn write_settings(
        &self,
        before: &Workspace,
        after: WorkspaceSettings,
        shortened: &[Change],
    ) -> Result<Workspace, Error> {
        let WorkspaceSettings { name, authorization, tokens, sign_in, trusted_issuers } = after;
        let after = Workspace { name, authorization, tokens, sign_in, trusted_issuers, ..before.clone() };
        let saved = self.store().update_workspace(&after).await?;
        let mut lines = trusted_issuers::lines(&saved, &before.trusted_issuers, &saved.trusted_issuers)?;
        for issuer in trusted_issuers::gone(&before.trusted_issuers, &saved.trusted_issuers) {
            let unlinked = self.store().delete_subjects_of(&issuer.id).await?;
            if let Some(line) = lines.iter_mut().find(|line| unlinked > 0 && line.target == issuer.id.as_str()) {
                line.changes.extend(changes::gone(&[("linked_subjects", unlinked)]));
            }
        }
        for line in lines {
            self.audit(line).await?;
        }
        for action in actions(&before.settings(), &saved.settings()).filter(|action| *action != Action::SetTrustedIssuers) {
            let (action, changes) = match action {
                Action::SetAuthorizationSettings => {
                    (AuditAction::AuthorizationSettingsUpdated, changes_of(&before.authorization, &saved.authorization)?)
                }
                Action::SetTokenSettings => {
                    let changes = changes::between(&before.tokens, &saved.tokens)?;
                    (AuditAction::TokenSettingsUpdated, [changes, shortened.to_vec()].concat())
                }
                Action::SetSignInSettings => (AuditAction::SignInSettingsUpdated, changes::between(&before.sign_in, &saved.sign_in)?),
                _ => (AuditAction::WorkspaceUpdated, changes::one("name", &before.name, &saved.name)),
            };
            self.audit(line(action, &saved, changes)).await?;
        }
        Ok(saved)
    }
}

/// Refuses settings of client registration that would do nothing for ever: documents at allowed hosts, of which there are none.
pub(crate) fn check_registration(registration: &RegistrationSettings) -> Result<(), Error> {
    if registration.client_documents.is_of_use(&registration.client_document_hosts) {
        Ok(())
    } else {
        Err(Error::invalid("client_document_hosts", Problem::Missing))
    }
}

/// Refuses token settings that do not fit together.
pub(crate) fn check_tokens(tokens: &TokenSettings) -> Result<(), Error> {
    policy_violation::check_workspace(tokens).map_err(|violation| Error::invalid(violation.field(), violation))?;
    tokens.signing.check().map_err(|(field, error)| Error::invalid(field, error))?;
    if u32::try_from(tokens.claim_mappings.len()).is_ok_and(|count| count > MOST_MAPPINGS) {
        return Err(Error::invalid("claim_mappings", Problem::TooMany { most: MOST_MAPPINGS }));
    }
    match claim_mapping::repeated(&tokens.claim_mappings) {
        Some(_) => Err(Error::invalid("claim_mappings", Problem::Duplicate)),
        None => Ok(()),
    }
}

/// Refuses settings that would leave a client with a forbidden policy or a signing algorithm that is no longer allowed.
pub(crate) fn check_clients(clients: &[Client], tokens: &TokenSettings) -> Result<(), Error> {
    let count = clients.iter().filter(|client| tokens.signing.check_client(client.settings.signing).is_err()).count();
    if count > 0 {
        return Err(Error::invalid("signing_algorithms", Problem::AlgorithmInUse { count: u64::try_from(count).unwrap_or(u64::MAX) }));
    }
    let mut violations =
        clients.iter().filter_map(|client| Some((client.id, policy_violation::check_client(tokens, &client.settings).err()?)));
    match violations.next() {
        None => Ok(()),
        Some((first, violation)) => {
            let others = violations.filter(|(_, other)| *other == violation).count();
            let count = 1 + u64::try_from(others).unwrap_or(u64::MAX - 1);
            Err(Error::invalid(violation.field(), Problem::PolicyOfClients { violation, count, first }))
        }
    }
}
