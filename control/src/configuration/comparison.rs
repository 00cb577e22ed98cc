//! The comparison of a workspace with what is declared of it.

use std::collections::HashSet;

use domain::{
    client::Client,
    configuration::{Configured, ConfiguredClient, ConfiguredService, ConfiguredWorkspace, WorkspaceContents},
    id::{ClientId, ServiceId, TenantId},
    problem::Problem,
    scope::Scope,
    secret::Secret,
    service::{Service, ServiceKind},
    settings::registration::RegistrationSettings,
    token_exchange::TokenExchangePolicy,
    trusted_issuer::TrustedIssuers,
    wire,
};
use store::{Access, Reading, WorkspaceStore};

use super::{
    misfits::Misfits,
    target::{ClientChange, ClientStep, ServiceStep, Target},
};
use crate::{
    Error, Operator, client_settings, details_types, exchange_policies, new_workspace, offered_scopes, pinned_documents, services,
    settings::{check_clients, check_registration, check_tokens},
    trusted_issuers,
};

/// A comparison under way.
struct Comparison<'a> {
    operator: &'a Operator,
    misfits: Misfits,
    target: Target,
    /// The services as they are afterwards.
    services: Vec<Service>,
    /// The clients that are there and declared.
    found: HashSet<ClientId>,
    /// The declared identifiers that clients have, here or elsewhere.
    taken: HashSet<ClientId>,
    /// The clients that are there, and the identifiers of those that are declared.
    known: HashSet<ClientId>,
}

impl Operator {
    /// Returns what a workspace becomes that is there.
    ///
    /// # Errors
    /// [`Error::Unfit`] with all that does not fit.
    pub(super) async fn compare<C: Access>(
        &self,
        declared: &ConfiguredWorkspace,
        store: &WorkspaceStore<'_, C>,
        prune: bool,
    ) -> Result<Target, Error> {
        let before = WorkspaceContents {
            workspace: store.workspace().clone(),
            services: store.list_services().await?,
            // What its own document says is declared there, and nobody prunes it.
            clients: store.all_clients().await?.into_iter().filter(|client| client.document.is_none()).collect(),
        };
        let version = before.workspace.version;
        let taken = store.taken_client_ids(&declared_ids(declared)).await?;
        let mut comparison = Comparison::of(self, declared, before, false, taken);
        comparison.misfits.version(&declared.at, declared.version, version);
        comparison.settings_and_services(declared).await?;
        if let Some(clients) = &declared.clients {
            for client in clients {
                comparison.client(client, Some(store)).await?;
            }
        }
        comparison.rest(declared, prune)?;
        comparison.done()
    }

    /// Returns what a workspace becomes that is not there.
    ///
    /// # Errors
    /// Those of [`Operator::compare`].
    pub(super) async fn compare_new(&self, declared: &ConfiguredWorkspace, tenant: TenantId) -> Result<Target, Error> {
        let (workspace, services) = self.new_workspace(tenant, declared.slug.clone(), declared.settings.clone());
        let before = WorkspaceContents { workspace, services, clients: Vec::new() };
        let taken = self.control.store().tenant(tenant).taken_client_ids(&declared_ids(declared)).await?;
        let mut comparison = Comparison::of(self, declared, before, true, taken);
        comparison.misfits.version(&declared.at, declared.version, 0);
        comparison.settings_and_services(declared).await?;
        for client in declared.clients.iter().flatten() {
            comparison.client(client, None::<&WorkspaceStore<'_, Reading>>).await?;
        }
        comparison.done()
    }
}

impl<'a> Comparison<'a> {
    fn of(
        operator: &'a Operator,
        declared: &ConfiguredWorkspace,
        before: WorkspaceContents,
        is_new: bool,
        taken: HashSet<ClientId>,
    ) -> Self {
        let known = before.clients.iter().map(|client| client.id).chain(declared_ids(declared)).collect();
        let (services, target) = (before.services.clone(), Target::of(declared, before, is_new));
        Self { operator, misfits: Misfits::default(), target, services, found: HashSet::new(), taken, known }
    }

    fn done(self) -> Result<Target, Error> {
        self.misfits.check()?;
        Ok(self.target)
    }

    async fn settings_and_services(&mut self, declared: &ConfiguredWorkspace) -> Result<(), Error> {
        self.misfits.placed::<_, wire::Server>(&declared.at, check_tokens(&declared.settings.tokens))?;
        // What is as it was is not refused for what would be refused today.
        let before =
            if self.target.is_new { new_workspace::usual(declared.settings.name.clone()) } else { self.target.before.workspace.settings() };
        let checked = details_types::check(&before.authorization, &declared.settings.authorization).await;
        self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        let checked = if before.authorization.registration == declared.settings.authorization.registration {
            Ok(())
        } else {
            check_registration(&declared.settings.authorization.registration)
        };
        self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        if let Some(declared_ones) = &declared.services {
            for service in declared_ones {
                self.service(service);
            }
            let is_declared = |service: &Service| declared_ones.iter().any(|one| one.settings.name == service.name);
            // They were not changed by the above, and new ones are declared.
            for service in self.services.iter().filter(|service| service.kind == ServiceKind::Custom && !is_declared(service)) {
                self.target.leave_alone("services", Configured::Service, &service.name, &service.name);
            }
        }
        let none = TrustedIssuers::none();
        let trusted = if self.target.is_new { &none } else { &self.target.workspace().trusted_issuers };
        let is_offered = |scope: &Scope| offered_scopes::is_among(&self.services, scope);
        let checked = offered_scopes::check(&before, &declared.settings, is_offered);
        self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        let is_known = |client: ClientId| self.known.contains(&client);
        let checked = trusted_issuers::check(trusted, &declared.settings.trusted_issuers, is_offered, is_known);
        self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        let usual = RegistrationSettings::default();
        let kept = if self.target.is_new { &usual } else { &self.target.workspace().authorization.registration };
        let settings = (&declared.settings.authorization, &declared.settings.tokens);
        let checked = pinned_documents::check(&self.operator.control, kept, settings, &pinned_documents::offered(&self.services));
        self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        // Each is checked among all as they are afterwards.
        for ServiceStep { at, before, after } in &self.target.services {
            let checked = match before {
                None => services::check_new(after, &self.services),
                Some(before) => services::check(before, after, &self.services),
            };
            self.misfits.placed::<_, wire::Service>(at, checked)?;
        }
        Ok(())
    }

    fn service(&mut self, declared: &ConfiguredService) {
        let at = declared.at.clone();
        let Some(place) = self.services.iter_mut().find(|service| service.name == declared.settings.name) else {
            self.misfits.version(&at, declared.version, 0);
            let (workspace_id, now) = (self.target.workspace().id, self.operator.now());
            let id = ServiceId::new(now, self.operator.control.random_bytes());
            let name = declared.settings.name.clone();
            let bare = Service { id, workspace_id, name, kind: ServiceKind::Custom, resource: None, scopes: Vec::new(), version: 1 };
            let after = services::with(&bare, &declared.settings);
            self.services.push(after.clone());
            self.target.services.push(ServiceStep { at, before: None, after });
            return;
        };
        self.misfits.version(&at, declared.version, place.version);
        if place.kind != ServiceKind::Custom {
            self.misfits.note(format!("{at}/name"), Problem::BuiltIn);
            return;
        }
        let (before, after) = (place.clone(), services::with(place, &declared.settings));
        if before != after {
            *place = after.clone();
            self.target.services.push(ServiceStep { at, before: Some(before), after });
        }
    }

    async fn client<C: Access>(&mut self, declared: &ConfiguredClient, store: Option<&WorkspaceStore<'_, C>>) -> Result<(), Error> {
        let at = declared.at.clone();
        let settings = client_settings::without_repetition(declared.settings.clone());
        let before = match find(declared, &self.taken, &self.target.before.clients) {
            Ok(found) => found.cloned(),
            Err(problem) => {
                self.misfits.note(format!("{at}/client_name"), problem);
                return Ok(());
            }
        };
        self.misfits.version(&at, declared.version, before.as_ref().map_or(0, |client| client.version));
        if declared.secret.is_some() && !settings.has_secret() {
            self.misfits.note(format!("{at}/client_secret"), Problem::NoSecret);
        }
        let client_type = before.as_ref().map_or(settings.client_type, |client| client.settings.client_type);
        let base_url = self.operator.control.base_url();
        let checked = client_settings::check_settings(client_type, &settings, &self.target.settings.tokens, &self.services, base_url);
        self.misfits.placed::<_, wire::Client>(&at, checked)?;
        self.misfits.placed::<_, wire::Client>(&at, details_types::check_client(&settings, &self.target.settings.authorization))?;
        let exchanged = before.as_ref().map_or_else(TokenExchangePolicy::default, |client| client.settings.token_exchange.clone());
        let is_known = |client: ClientId| self.known.contains(&client);
        let checked = exchange_policies::check_policy(&exchanged, &settings.token_exchange, &self.services, is_known);
        self.misfits.placed::<_, wire::Client>(&at, checked)?;
        let Some(before) = before else {
            if declared.id.is_some_and(|id| self.taken.contains(&id)) {
                self.misfits.note(format!("{at}/client_id"), Problem::Taken);
                return Ok(());
            }
            let now = self.operator.now();
            let client = Client {
                id: declared.id.unwrap_or_else(|| ClientId::new(now, self.operator.control.random_bytes())),
                workspace_id: self.target.workspace().id,
                created_at: now,
                version: 1,
                // Of a client that had the identifier before there may be tokens, which are none of this one.
                epoch: if declared.id.is_some() { now.as_millis() } else { 0 },
                document: None,
                registered_itself: false,
                status: declared.status,
                settings,
            };
            let change = ClientChange::Create { client, declared: declared.id.is_some(), secret: declared.secret.clone() };
            self.target.clients.push(ClientStep { at, change });
            return Ok(());
        };
        if !self.found.insert(before.id) {
            self.misfits.note(format!("{at}/client_name"), Problem::Duplicate);
            return Ok(());
        }
        let secret = match (&declared.secret, store) {
            (Some(secret), Some(store)) if !self.has_secret(store, before.id, secret).await? => Some(secret.clone()),
            _ => None,
        };
        if settings != before.settings || declared.status != before.status || secret.is_some() {
            let change = ClientChange::Change { before, settings: Box::new(settings), status: declared.status, secret };
            self.target.clients.push(ClientStep { at, change });
        }
        Ok(())
    }

    /// Returns whether this is the current secret of a client.
    async fn has_secret<C: Access>(&self, store: &WorkspaceStore<'_, C>, id: ClientId, secret: &Secret<String>) -> Result<bool, Error> {
        let stored = store.find_client_secret_hash(id).await?;
        let (keys, workspace) = (self.operator.control.keys(), self.target.workspace().id);
        Ok(stored.is_some_and(|stored| keys.verify_client_secret(workspace, secret.expose(), &stored)))
    }

    /// Adds what becomes of the clients that are not declared: they lose scopes and types that are gone, or are deleted.
    fn rest(&mut self, declared: &ConfiguredWorkspace, prune: bool) -> Result<(), Error> {
        let undeclared = self.target.before.clients.iter().filter(|client| !self.found.contains(&client.id));
        let undeclared: Vec<Client> = undeclared.cloned().collect();
        if prune && declared.clients.is_some() {
            let at = format!("{}/clients", declared.at);
            let doomed = undeclared.into_iter().map(|client| ClientStep { at: at.clone(), change: ClientChange::Delete(client) });
            self.target.clients.extend(doomed);
            return Ok(());
        }
        if declared.clients.is_some() {
            for client in &undeclared {
                self.target.leave_alone("clients", Configured::Client, &client.id, &client.settings.name);
            }
        }
        let gone = services::gone(&self.target.before.services, &self.services);
        let gone_types = details_types::gone(&self.target.workspace().authorization, &self.target.settings.authorization);
        let mut staying = Vec::new();
        for client in undeclared {
            let settings = details_types::without(services::without(&client.settings, &gone), &gone_types);
            staying.push(Client { settings: settings.clone(), ..client.clone() });
            if settings != client.settings {
                let (at, status) = (format!("{}/services", declared.at), client.status);
                let change = ClientChange::Change { before: client, settings: Box::new(settings), status, secret: None };
                self.target.clients.push(ClientStep { at, change });
            }
        }
        if self.target.settings.tokens != self.target.workspace().tokens {
            let checked = check_clients(&staying, &self.target.settings.tokens);
            self.misfits.placed::<_, wire::Server>(&declared.at, checked)?;
        }
        Ok(())
    }
}

fn declared_ids(declared: &ConfiguredWorkspace) -> Vec<ClientId> {
    declared.clients.iter().flatten().filter_map(|client| client.id).collect()
}

/// Returns the client that is declared, if it is there.
///
/// # Errors
/// Where it is declared by a name that several have.
fn find<'a>(declared: &ConfiguredClient, taken: &HashSet<ClientId>, clients: &'a [Client]) -> Result<Option<&'a Client>, Problem> {
    if let Some(id) = declared.id {
        return Ok(clients.iter().find(|client| client.id == id));
    }
    // One that is declared by its identifier is that one, whatever it is called.
    let mut same = clients.iter().filter(|client| !taken.contains(&client.id) && client.settings.name == declared.settings.name);
    match (same.next(), same.next()) {
        (_, Some(_)) => Err(Problem::Ambiguous),
        (found, None) => Ok(found),
    }
}
