//! Taking over from another server: its clients, scopes and users, with their passwords as they are hashed there.
//!
//! Files are read in two steps. What they hold is put in our own terms first, with a report of what cannot be; then that is fitted to what is
//! there, where nothing is overwritten. What is configured takes the way of every configuration; users follow in batches.

mod auth0;
mod counts;
mod findings;
mod fitting;
mod keycloak;
mod members;
mod taken;
mod users;
mod values;

use domain::{
    configuration::{AppliedClient, AppliedConfiguration, Plan, Terms},
    import::ImportReport,
    workspace::WorkspacePath,
};

use self::fitting::Fitted;
pub use self::{auth0::Auth0Files, counts::ImportedUsers, keycloak::KeycloakFiles, taken::Import};
use crate::{Error, Operator};

/// What an import would do.
#[derive(Debug)]
pub struct PlannedImport {
    /// What it configures.
    pub plan: Plan,
    /// The users that it adds.
    pub users: ImportedUsers,
    /// What it leaves out.
    pub report: ImportReport,
}

/// What an import did.
#[derive(Debug)]
pub struct AppliedImport {
    /// What was done.
    pub done: PlannedImport,
    /// The clients that were created.
    pub clients: Vec<ImportedClient>,
    /// Why not all users were added. What is configured, and those who are counted, are there.
    pub stopped: Option<Error>,
}

/// A client that was created.
#[derive(Debug)]
pub struct ImportedClient {
    /// Its `client_id` at the other server.
    pub known_as: String,
    /// What it is here. Its secret is told if it is another one than it had.
    pub client: AppliedClient,
}

impl PlannedImport {
    /// Returns whether it changes nothing.
    pub const fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.users.added == 0
    }
}

impl Operator {
    /// Returns what [`Operator::apply_import`] would do.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such tenant; those of [`Operator::plan_configuration`]; [`Error::Forbidden`] where users cannot be
    /// added.
    pub async fn plan_import(&self, path: &WorkspacePath, import: Import) -> Result<PlannedImport, Error> {
        let fitted = self.fit(path, import).await?;
        self.planned(&fitted).await
    }

    /// Takes over what the files of another server hold: into a workspace that is there, or a new one. Clients and users that are there stay as
    /// they are. What is configured is written in one transaction; users follow in batches, so that an import which was interrupted is begun again.
    /// The clients are told as soon as they are written: their secrets are shown once, and users take a while.
    ///
    /// # Errors
    /// Those of [`Operator::plan_import`] and [`Operator::apply_configuration`]. Nothing was written then.
    pub async fn apply_import(
        &self,
        path: &WorkspacePath,
        import: Import,
        tell: impl FnOnce(&[ImportedClient]) + Send,
    ) -> Result<AppliedImport, Error> {
        let fitted = self.fit(path, import).await?;
        let planned = self.planned(&fitted).await?;
        let AppliedConfiguration { plan, clients } = self.apply_configuration(&fitted.configuration, Terms::default(), None).await?;
        let known_as =
            |client: &AppliedClient| fitted.clients.iter().find(|(_, name)| *name == client.name).map(|(known_as, _)| known_as.clone());
        let clients = clients.into_iter().map(|client| ImportedClient { known_as: known_as(&client).unwrap_or_default(), client });
        let clients: Vec<ImportedClient> = clients.collect();
        tell(&clients);
        let (mut users, mut report) = (ImportedUsers::default(), planned.report);
        let stopped = self.add_users(path, fitted.source, fitted.users, (&mut users, &mut report)).await.err();
        Ok(AppliedImport { done: PlannedImport { plan: without_rest(plan), users, report }, clients, stopped })
    }

    async fn planned(&self, fitted: &Fitted) -> Result<PlannedImport, Error> {
        let plan = self.plan_configuration(&fitted.configuration, Terms::default()).await?;
        Ok(PlannedImport { plan: without_rest(plan), users: ImportedUsers::of(&fitted.users), report: fitted.report.clone() })
    }
}

/// What else there is in the workspace is no news to who imports into it.
fn without_rest(plan: Plan) -> Plan {
    Plan { left_alone: Vec::new(), ..plan }
}
