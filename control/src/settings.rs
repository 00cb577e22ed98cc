//! Settings of a workspace, a page at a time.

use domain::{
    audit::AuditAction,
    client::Client,
    impact::{Impact, Reach},
    in_force, policy_violation,
    problem::Problem,
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    workspace::{Workspace, WorkspacePath},
};

use crate::{Error, Operator, changes, lifetimes, permission::Action, workspaces::line};

impl Operator {
    /// Saves Settings › Authorization. A grant type that is switched off is refused from its next use. Switched on again, what it issued works
    /// again.
    pub async fn set_authorization_settings(
        &self,
        path: &WorkspacePath,
        version: i64,
        authorization: AuthorizationSettings,
    ) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetAuthorizationSettings, path, version).await?;
        let before = &edit.before;
        if authorization == before.authorization {
            return Ok(edit.before);
        }
        let changes = changes::between(&before.authorization, &authorization)?;
        let after = edit.store().update_workspace(&Workspace { authorization, ..before.clone() }).await?;
        edit.audit(line(AuditAction::AuthorizationSettingsUpdated, &after, changes)).await?;
        edit.commit().await?;
        Ok(after)
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
        let before = &edit.before;
        if tokens == before.tokens {
            return Ok(edit.before);
        }
        policy_violation::check_workspace(&tokens).map_err(|violation| Error::invalid(violation.field(), violation))?;
        tokens.signing.check().map_err(|(field, error)| Error::invalid(field, error))?;
        let store = edit.store();
        let clients = store.all_clients().await?;
        check_clients(&clients, &tokens)?;
        let shortenings = lifetimes::of_workspace(&before.tokens, &tokens, &clients);
        let shortened = shortenings.apply(&store, reach, edit.now).await?;
        let changes = [changes::between(&before.tokens, &tokens)?, shortened].concat();
        let signing = &tokens.signing;
        edit.keep_keys_published(|algorithm| {
            [&before.tokens, &tokens].map(|tokens| in_force::longest_signed_lifetime(algorithm, tokens, &clients))
        })
        .await?;
        edit.make_signing_keys([signing.id_token_signed_response_alg, signing.access_token_signing_alg]).await?;
        let after = store.update_workspace(&Workspace { tokens, ..before.clone() }).await?;
        edit.audit(line(AuditAction::TokenSettingsUpdated, &after, changes)).await?;
        edit.commit().await?;
        Ok(after)
    }

    /// Saves Settings › Sign-in. It takes effect with the next request; what users have already stays as it is.
    pub async fn set_sign_in_settings(&self, path: &WorkspacePath, version: i64, sign_in: SignInSettings) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetSignInSettings, path, version).await?;
        let before = &edit.before;
        if sign_in == before.sign_in {
            return Ok(edit.before);
        }
        let changes = changes::between(&before.sign_in, &sign_in)?;
        let after = edit.store().update_workspace(&Workspace { sign_in, ..before.clone() }).await?;
        edit.audit(line(AuditAction::SignInSettingsUpdated, &after, changes)).await?;
        edit.commit().await?;
        Ok(after)
    }

    /// Returns what these token settings would do to existing refresh tokens if they applied to them.
    pub async fn preview_token_settings(&self, path: &WorkspacePath, tokens: &TokenSettings) -> Result<Impact, Error> {
        let store = self.read(Action::SeeFamilies, path).await?;
        let clients = store.all_clients().await?;
        lifetimes::of_workspace(&store.workspace().tokens, tokens, &clients).impact(&store, self.now()).await
    }
}

/// Refuses settings that would leave a client with a forbidden policy or a signing algorithm that is no longer allowed.
fn check_clients(clients: &[Client], tokens: &TokenSettings) -> Result<(), Error> {
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
