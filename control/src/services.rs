//! Services and their scopes.

use std::collections::BTreeSet;

use domain::{
    audit::{AuditAction, Change},
    client::{Client, ClientSettings},
    id::ServiceId,
    name::Name,
    problem::Problem,
    resource::Resource,
    scope::Scope,
    service::{Service, ServiceKind, ServiceScope},
    workspace::WorkspacePath,
};
use store::SecretUpdate;

use crate::{Error, Operator, audit_line::Line, changes, clients, error::Problems, permission::Action};

/// The most scopes that a service can have.
const MOST_SCOPES: u32 = 100;
/// The most characters that a scope's description can have.
const LONGEST_DESCRIPTION: u32 = 200;

impl Operator {
    /// Returns the services of a workspace, in the order they are shown.
    pub async fn list_services(&self, path: &WorkspacePath) -> Result<Vec<Service>, Error> {
        Ok(self.read(Action::SeeServices, path).await?.list_services().await?)
    }

    /// Creates a service without scopes.
    pub async fn create_service(&self, path: &WorkspacePath, name: &str) -> Result<Service, Error> {
        let edit = self.edit_in(Action::CreateService, path).await?;
        let store = edit.store();
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        let same = |other: &Service| other.name.as_str().to_lowercase() == name.as_str().to_lowercase();
        if store.list_services().await?.iter().any(same) {
            return Err(Error::invalid("name", Problem::Taken));
        }
        let id = ServiceId::new(edit.now, self.control.random_bytes());
        let service =
            Service { id, workspace_id: store.workspace().id, name, kind: ServiceKind::Custom, resource: None, scopes: Vec::new() };
        store.insert_service(&service).await?;
        edit.audit(line(AuditAction::ServiceCreated, &service, Vec::new())).await?;
        edit.commit().await?;
        Ok(service)
    }

    /// Adds a scope to a service that is not built in.
    pub async fn add_service_scope(&self, path: &WorkspacePath, id: ServiceId, scope: ServiceScope) -> Result<Service, Error> {
        self.change_service_scopes(path, id, |scopes| scopes.push(scope)).await
    }

    /// Removes a scope from a service that is not built in, and from the clients that have it.
    pub async fn remove_service_scope(&self, path: &WorkspacePath, id: ServiceId, scope: &Scope) -> Result<Service, Error> {
        self.change_service_scopes(path, id, |scopes| scopes.retain(|kept| kept.scope != *scope)).await
    }

    /// Changes the current scopes of a service, so that two changes at once do not undo each other.
    async fn change_service_scopes(
        &self,
        path: &WorkspacePath,
        id: ServiceId,
        change: impl FnOnce(&mut Vec<ServiceScope>) + Send,
    ) -> Result<Service, Error> {
        let edit = self.edit_in(Action::SetServiceScopes, path).await?;
        let store = edit.store();
        let services = store.list_services().await?;
        let before = custom(&services, id, "scopes")?;
        let mut scopes = before.scopes.clone();
        change(&mut scopes);
        check_scopes(&scopes, services.iter().filter(|service| service.id != id))?;
        if scopes == before.scopes {
            return Ok(before.clone());
        }
        let service = Service { scopes, ..before.clone() };
        store.update_service(&service).await?;
        edit.audit(line(AuditAction::ServiceUpdated, &service, changes::one("scopes", &shown(before), &shown(&service)))).await?;

        let kept = scopes_of(&service);
        let gone: Vec<_> = scopes_of(before).difference(&kept).map(|scope| scope.as_str().to_owned()).collect();
        if !gone.is_empty() {
            for client in store.all_clients().await? {
                let scopes = gone.iter().fold(client.settings.scopes.clone(), |scopes, gone| scopes.without(gone));
                if scopes != client.settings.scopes {
                    let changes = changes::one("scopes", &client.settings.scopes, &scopes);
                    let settings = ClientSettings { scopes, ..client.settings.clone() };
                    let client = store.update_client(&Client { settings, ..client }, SecretUpdate::Keep).await?;
                    edit.audit(clients::line(AuditAction::ClientUpdated, &client, changes)).await?;
                }
            }
        }
        edit.commit().await?;
        Ok(service)
    }
}

impl Operator {
    /// Saves the resource identifier (RFC 8707) of a service that is not built in; an empty text removes it. Clients may ask for tokens for it
    /// from then on, and no longer for the previous one, even if they were granted it.
    pub async fn set_service_resource(&self, path: &WorkspacePath, id: ServiceId, resource: &str) -> Result<Service, Error> {
        let edit = self.edit_in(Action::SetServiceResource, path).await?;
        let store = edit.store();
        let services = store.list_services().await?;
        let before = custom(&services, id, "resource")?;
        let resource = match resource.trim() {
            "" => None,
            text => Some(Resource::parse(text).map_err(|error| Error::invalid("resource", error))?),
        };
        if resource == before.resource {
            return Ok(before.clone());
        }
        // A token for an address says which API may take it: one address is one API.
        if resource.is_some() && services.iter().any(|other| other.resource == resource) {
            return Err(Error::invalid("resource", Problem::Taken));
        }
        let service = Service { resource, ..before.clone() };
        store.update_service(&service).await?;
        // What is about to be issued for the address was decided by the workspace in the version before.
        store.update_workspace(store.workspace()).await?;
        let shown = |service: &Service| service.resource.as_ref().map(ToString::to_string).unwrap_or_default();
        edit.audit(line(AuditAction::ServiceUpdated, &service, changes::one("resource", &shown(before), &shown(&service)))).await?;
        edit.commit().await?;
        Ok(service)
    }
}

/// Returns the service with this ID, of which this field is changed: one that is not built in.
fn custom<'a>(services: &'a [Service], id: ServiceId, field: &'static str) -> Result<&'a Service, Error> {
    let service = services.iter().find(|service| service.id == id).ok_or(Error::NotFound)?;
    if service.kind == ServiceKind::Custom { Ok(service) } else { Err(Error::invalid(field, Problem::BuiltIn)) }
}

fn check_scopes<'a>(scopes: &[ServiceScope], others: impl Iterator<Item = &'a Service>) -> Result<(), Error> {
    let mut problems = Problems::default();
    let mut taken: BTreeSet<&Scope> = others.flat_map(|service| &service.scopes).map(|scope| &scope.scope).collect();
    if !scopes.iter().all(|scope| taken.insert(&scope.scope)) {
        problems.note("scopes", Problem::Taken);
    }
    if scopes.len() > MOST_SCOPES as usize {
        problems.note("scopes", Problem::TooMany { most: MOST_SCOPES });
    }
    if scopes.iter().any(|scope| scope.description.chars().count() > LONGEST_DESCRIPTION as usize) {
        problems.note("scopes", Problem::TooLong { most: LONGEST_DESCRIPTION });
    }
    problems.check()
}

fn scopes_of(service: &Service) -> BTreeSet<&Scope> {
    service.scopes.iter().map(|scope| &scope.scope).collect()
}

fn shown(service: &Service) -> String {
    service.scopes.iter().map(|scope| scope.scope.as_str()).collect::<Vec<_>>().join(" ")
}

fn line(action: AuditAction, service: &Service, changes: Vec<Change>) -> Line {
    Line { workspace: Some(service.workspace_id), action, target: service.name.to_string(), target_id: service.id.to_string(), changes }
}
