//! Levels of the installation, by the addresses of what they are.

use std::collections::HashMap;

use domain::{grants::Level, id::TenantId, view::LevelPath, workspace::WorkspacePath};

use crate::{
    Error, Operator,
    edit::get,
    permit::{Place as _, level_of},
};

impl Operator {
    /// Returns the level with this address.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or the actor sees nothing of it.
    pub async fn level(&self, path: &LevelPath) -> Result<Level, Error> {
        let level = match path {
            LevelPath { tenant: None, .. } => Level::Installation,
            LevelPath { tenant: Some(tenant), workspace: None, .. } => Level::Tenant(self.tenant_seen(tenant).await?.id),
            LevelPath { tenant: Some(tenant), workspace: Some(workspace), client } => {
                let store = self.workspace_seen(&WorkspacePath::new(tenant.clone(), workspace.clone())).await?;
                match client {
                    Some(client) => {
                        get(&store, *client).await?;
                        client.level(&store).await?
                    }
                    None => level_of(&store),
                }
            }
        };
        if self.actor.sees(level) { Ok(level) } else { Err(Error::NotFound) }
    }

    /// Returns what a level is called.
    pub(crate) async fn name_of(&self, level: Level) -> Result<String, Error> {
        let name = self.names_of([level].into_iter()).await?.remove(&level);
        Ok(name.unwrap_or_else(|| "something deleted".to_owned()))
    }

    /// Returns what each of these levels is called. One that is gone is left out.
    pub(crate) async fn names_of(&self, levels: impl Iterator<Item = Level>) -> Result<HashMap<Level, String>, Error> {
        let store = self.control.store();
        let mut tenants: HashMap<TenantId, Option<String>> = HashMap::new();
        let mut names = HashMap::new();
        for level in levels {
            if names.contains_key(&level) {
                continue;
            }
            let Some(id) = level.tenant() else {
                names.insert(level, "the installation".to_owned());
                continue;
            };
            let tenant = match tenants.get(&id) {
                Some(known) => known.clone(),
                None => store.tenants().find(id).await?.map(|tenant| tenant.name.to_string()),
            };
            tenants.insert(id, tenant.clone());
            let inner = match level.workspace() {
                None => Some(None),
                Some(workspace) => store.tenant(id).name_of(workspace, level.client()).await?.map(Some),
            };
            match (tenant, inner) {
                (Some(tenant), Some(None)) => names.insert(level, tenant),
                (Some(tenant), Some(Some(inner))) => names.insert(level, format!("{tenant} › {inner}")),
                _ => None,
            };
        }
        Ok(names)
    }
}
