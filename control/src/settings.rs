//! Settings of a workspace, a page at a time.

use domain::{
    audit::AuditAction,
    name::Slug,
    policy,
    problem::Problem,
    settings::{authorization::AuthorizationSettings, tokens::TokenSettings},
    workspace::Workspace,
};
use store::{WorkspaceStore, Writing};

use crate::{Desk, Error, changes, desk::fresh, permission::Action, workspaces::line};

impl Desk {
    /// Saves Settings › Authorization. A grant that is off is refused at its next use; turned on again, what it issued works again.
    pub async fn set_authorization_settings(
        &self,
        tenant: &Slug,
        workspace: &Slug,
        version: i64,
        authorization: AuthorizationSettings,
    ) -> Result<Workspace, Error> {
        let write = self.write(Action::SetAuthorizationSettings, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.workspace();
        fresh(before.version, version)?;
        if authorization == before.authorization {
            return Ok(before.clone());
        }
        let changes = changes::between(&before.authorization, &authorization)?;
        let after = store.update_workspace(&Workspace { authorization, ..before.clone() }).await?;
        write.audit(line(AuditAction::AuthorizationSettingsUpdated, &after, changes)).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Saves Auth Server › Tokens, where no client is left by it with a policy that the standards forbid.
    pub async fn set_token_settings(
        &self,
        tenant: &Slug,
        workspace: &Slug,
        version: i64,
        tokens: TokenSettings,
    ) -> Result<Workspace, Error> {
        let write = self.write(Action::SetTokenSettings, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.workspace();
        fresh(before.version, version)?;
        if tokens == before.tokens {
            return Ok(before.clone());
        }
        policy::check_workspace(&tokens).map_err(|violation| Error::invalid(violation.field(), violation))?;
        check_clients(&store, &tokens).await?;
        let changes = changes::between(&before.tokens, &tokens)?;
        let after = store.update_workspace(&Workspace { tokens, ..before.clone() }).await?;
        write.audit(line(AuditAction::TokenSettingsUpdated, &after, changes)).await?;
        write.commit().await?;
        Ok(after)
    }
}

/// No client may be left with a policy that it may not have.
async fn check_clients(store: &WorkspaceStore<'_, Writing>, tokens: &TokenSettings) -> Result<(), Error> {
    let clients = store.all_clients().await?;
    let mut violations = clients.iter().filter_map(|client| Some((client.id, policy::check(tokens, &client.settings).err()?)));
    match violations.next() {
        None => Ok(()),
        Some((first, violation)) => {
            let others = violations.filter(|(_, other)| *other == violation).count();
            let count = 1 + u64::try_from(others).unwrap_or(u64::MAX - 1);
            Err(Error::invalid(violation.field(), Problem::PolicyOfClients { violation, count, first }))
        }
    }
}
