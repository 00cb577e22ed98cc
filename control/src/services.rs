//! Services and their scopes.

use std::{collections::BTreeSet, slice};

use domain::{
    audit::{AuditAction, Change},
    client::{Client, ClientSettings},
    id::ServiceId,
    name::Name,
    problem::Problem,
    resource::Resource,
    scope::Scope,
    service::{Service, ServiceKind, ServiceScope, ServiceSettings},
    workspace::WorkspacePath,
};
use store::SecretUpdate;

use crate::{Error, Operator, audit_line::Line, changes, clients, edit::Edit, error::Problems, permission::Action, permit::level_of};

/// The most scopes that a service can have.
const MOST_SCOPES: u32 = 100;

impl Operator {
    /// Returns the services of a workspace, in the order they are shown.
    pub async fn list_services(&self, path: &WorkspacePath) -> Result<Vec<Service>, Error> {
        Ok(self.read(Action::SeeServices, path).await?.list_services().await?)
    }

    /// Returns a service.
    pub async fn load_service(&self, path: &WorkspacePath, id: ServiceId) -> Result<Service, Error> {
        self.list_services(path).await?.into_iter().find(|service| service.id == id).ok_or(Error::NotFound)
    }

    /// Creates a service without scopes.
    pub async fn create_service(&self, path: &WorkspacePath, name: &str) -> Result<Service, Error> {
        self.read(Action::CreateService, path).await?;
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        self.add_service(path, ServiceSettings { name, resource: None, scopes: Vec::new() }).await
    }

    /// Creates a service with its scopes and its resource identifier. What it has of these has to be permitted, too.
    pub async fn add_service(&self, path: &WorkspacePath, settings: ServiceSettings) -> Result<Service, Error> {
        let edit = self.edit_in(Action::CreateService, path).await?;
        let store = edit.store();
        let services = store.list_services().await?;
        let id = ServiceId::new(edit.now, self.control.random_bytes());
        let (workspace_id, name) = (store.workspace().id, settings.name.clone());
        let bare = Service { id, workspace_id, name, kind: ServiceKind::Custom, resource: None, scopes: Vec::new(), version: 1 };
        let service = with(&bare, &settings);
        for action in actions(&bare, &service) {
            self.check(action, level_of(&store))?;
        }
        check_new(&service, &services)?;
        edit.write_new_service(&service).await?;
        edit.commit().await?;
        Ok(service)
    }

    /// Adds a scope to a service that is not built in.
    pub async fn add_service_scope(&self, path: &WorkspacePath, id: ServiceId, scope: ServiceScope) -> Result<Service, Error> {
        let edit = self.edit_service(Action::SetServiceScopes, path, id).await?;
        let scopes = edit.before.scopes.iter().cloned().chain([scope]).collect();
        let after = Service { scopes, ..edit.before.clone() };
        edit.save(after).await
    }

    /// Removes a scope from a service that is not built in, and from the clients that have it.
    pub async fn remove_service_scope(&self, path: &WorkspacePath, id: ServiceId, scope: &Scope) -> Result<Service, Error> {
        let edit = self.edit_service(Action::SetServiceScopes, path, id).await?;
        let scopes = edit.before.scopes.iter().filter(|kept| kept.scope != *scope).cloned().collect();
        let after = Service { scopes, ..edit.before.clone() };
        edit.save(after).await
    }

    /// Saves the resource identifier (RFC 8707) of a service that is not built in; an empty text removes it. Clients may ask for tokens for it
    /// from then on, and no longer for the previous one, even if they were granted it.
    pub async fn set_service_resource(&self, path: &WorkspacePath, id: ServiceId, resource: &str) -> Result<Service, Error> {
        let edit = self.edit_service(Action::SetServiceResource, path, id).await?;
        let resource = match resource.trim() {
            "" => None,
            text => Some(Resource::parse(text).map_err(|error| Error::invalid("resource", error))?),
        };
        let after = Service { resource, ..edit.before.clone() };
        edit.save(after).await
    }

    /// Saves the scopes and the resource identifier of a service that is not built in, at once. Only what is changed has to be permitted. A
    /// scope that it loses is removed from the clients that have it.
    pub async fn set_service(
        &self,
        path: &WorkspacePath,
        id: ServiceId,
        version: i64,
        settings: ServiceSettings,
    ) -> Result<Service, Error> {
        let seen = self.load_service(path, id).await?;
        let after = with(&seen, &settings);
        let Some(first) = actions(&seen, &after).next() else {
            return match () {
                () if seen.version != version => Err(Error::Stale),
                () if after != seen => Err(Error::invalid("name", Problem::Fixed)),
                () => Ok(seen),
            };
        };
        let edit = self.edit_service(first, path, id).await?.at(version)?;
        let after = with(&edit.before, &settings);
        for action in actions(&edit.before, &after) {
            self.check(action, level_of(&edit.store()))?;
        }
        edit.save(after).await
    }

    async fn edit_service(&self, action: Action, path: &WorkspacePath, id: ServiceId) -> Result<Edit<'_, Service>, Error> {
        let edit = self.edit_in(action, path).await?;
        let services = edit.store().list_services().await?;
        let before = services.into_iter().find(|service| service.id == id).ok_or(Error::NotFound)?;
        if before.kind != ServiceKind::Custom {
            let field = if action == Action::SetServiceResource { "resource" } else { "scopes" };
            return Err(Error::invalid(field, Problem::BuiltIn));
        }
        Ok(edit.of(before))
    }
}

impl Edit<'_, Service> {
    /// Saves a service, and what follows from the change.
    async fn save(self, after: Service) -> Result<Service, Error> {
        let (store, before) = (self.store(), &self.before);
        if after == *before {
            return Ok(after);
        }
        check(before, &after, &store.list_services().await?)?;
        let service = self.write_service(before, &after).await?;
        if service.resource != before.resource {
            // What is about to be issued for the address was decided by the workspace in the version before.
            store.update_workspace(store.workspace()).await?;
        }

        let gone = gone(slice::from_ref(before), slice::from_ref(&service));
        if !gone.is_empty() {
            for client in store.all_clients().await? {
                let settings = without(&client.settings, &gone);
                if settings != client.settings {
                    let changes = changes::one("scopes", &client.settings.scopes, &settings.scopes);
                    let client = store.update_client(&Client { settings, ..client }, SecretUpdate::Keep).await?;
                    self.audit(clients::line(AuditAction::ClientUpdated, &client, changes)).await?;
                }
            }
        }
        self.commit().await?;
        Ok(service)
    }
}

impl<T> Edit<'_, T> {
    /// Writes a service that is new.
    pub(crate) async fn write_new_service(&self, service: &Service) -> Result<(), Error> {
        self.store().insert_service(service).await?;
        self.audit(line(AuditAction::ServiceCreated, service, told(&bare(service), service))).await
    }

    /// Writes the scopes and the resource identifier of a service.
    pub(crate) async fn write_service(&self, before: &Service, after: &Service) -> Result<Service, Error> {
        let service = self.store().update_service(after).await?;
        self.audit(line(AuditAction::ServiceUpdated, &service, told(before, &service))).await?;
        Ok(service)
    }
}

/// Returns a service as it is before anything is said of it but its name.
pub(crate) fn bare(service: &Service) -> Service {
    Service { resource: None, scopes: Vec::new(), ..service.clone() }
}

/// Checks a service that is to be created among the services of its workspace.
pub(crate) fn check_new(service: &Service, services: &[Service]) -> Result<(), Error> {
    let same = |other: &Service| other.id != service.id && other.name.as_str().to_lowercase() == service.name.as_str().to_lowercase();
    if services.iter().any(same) {
        return Err(Error::invalid("name", Problem::Taken));
    }
    check(&bare(service), service, services)
}

/// Returns a service with other settings.
pub(crate) fn with(service: &Service, settings: &ServiceSettings) -> Service {
    let ServiceSettings { name, resource, scopes } = settings.clone();
    Service { name, resource, scopes, ..service.clone() }
}

/// Returns the actions that a change of a service consists of.
pub(crate) fn actions(before: &Service, after: &Service) -> impl Iterator<Item = Action> {
    let changes =
        [(before.scopes != after.scopes, Action::SetServiceScopes), (before.resource != after.resource, Action::SetServiceResource)];
    changes.into_iter().filter(|(changed, _)| *changed).map(|(_, action)| action)
}

/// Checks a service that is to be saved among the services of its workspace.
pub(crate) fn check(before: &Service, after: &Service, services: &[Service]) -> Result<(), Error> {
    let others = || services.iter().filter(|other| other.id != after.id);
    let mut problems = Problems::default();
    if after.name != before.name {
        problems.note("name", Problem::Fixed);
    }
    // A token for an address says which API may take it: one address is one API.
    if after.resource.is_some() && others().any(|other| other.resource == after.resource) {
        problems.note("resource", Problem::Taken);
    }
    if after.scopes != before.scopes {
        let mut taken: BTreeSet<&Scope> = others().flat_map(|service| &service.scopes).map(|scope| &scope.scope).collect();
        if !after.scopes.iter().all(|scope| taken.insert(&scope.scope)) {
            problems.note("scopes", Problem::Taken);
        }
        if after.scopes.len() > MOST_SCOPES as usize {
            problems.note("scopes", Problem::TooMany { most: MOST_SCOPES });
        }
    }
    problems.check()
}

/// Returns the scopes that services had and that none of them has any more.
pub(crate) fn gone(before: &[Service], after: &[Service]) -> BTreeSet<Scope> {
    let scopes = |services: &[Service]| -> BTreeSet<Scope> {
        services.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.clone()).collect()
    };
    scopes(before).difference(&scopes(after)).cloned().collect()
}

/// Returns the settings of a client without these scopes.
pub(crate) fn without(settings: &ClientSettings, gone: &BTreeSet<Scope>) -> ClientSettings {
    let scopes = gone.iter().fold(settings.scopes.clone(), |scopes, gone| scopes.without(gone.as_str()));
    ClientSettings { scopes, ..settings.clone() }
}

/// Returns what differs, for the audit line.
pub(crate) fn told(before: &Service, after: &Service) -> Vec<Change> {
    let scopes = |service: &Service| service.scopes.iter().map(|scope| scope.scope.as_str()).collect::<Vec<_>>().join(" ");
    let resource = |service: &Service| service.resource.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut both = vec![("scopes", scopes(before), scopes(after)), ("resource", resource(before), resource(after))];
    // Of each scope what people read.
    for scope in &after.scopes {
        let found = before.scopes.iter().find(|found| found.scope == scope.scope);
        let mut of_scope = |field, text: fn(&ServiceScope) -> String| {
            let told = |text: String| if text.is_empty() { text } else { format!("{} ({text})", scope.scope) };
            both.push((field, told(found.map(text).unwrap_or_default()), told(text(scope))));
        };
        of_scope("display_name", |scope| scope.display_name.to_string());
        of_scope("description", |scope| scope.description.to_string());
        of_scope("description_de", |scope| scope.description_de.to_string());
    }
    both.iter().filter(|(_, from, to)| from != to).flat_map(|(field, from, to)| changes::one(field, from, to)).collect()
}

fn line(action: AuditAction, service: &Service, changes: Vec<Change>) -> Line {
    Line { workspace: Some(service.workspace_id), action, target: service.name.to_string(), target_id: service.id.to_string(), changes }
}
