//! A document that declares a configuration, and how it is read.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::parts::{self, BesideClient, BesideServer, BesideService, ConfiguredTenant};
use crate::{
    client::ClientStatus,
    configuration::{Configuration, ConfiguredClient, ConfiguredService, ConfiguredWorkspace},
    name::{Name, Slug},
    problem::{JsonType, Problem},
    secret::Secret,
    wire::{
        client::Client,
        reading::{Misfit, Reading},
        resource::Resource,
        server::Server,
        service::Service,
        shape::{Shape, Shaped},
        strict::{escaped, read_members},
    },
};

/// A document that declares a configuration, as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConfigurationDocument(pub Json);

impl Shaped for ConfigurationDocument {
    fn shape() -> Shape {
        parts::shape()
    }
}

impl ConfigurationDocument {
    /// Reads what it declares.
    ///
    /// # Errors
    /// All that does not fit, each by its place in the document.
    pub fn read(&self) -> Result<Configuration, Vec<Misfit>> {
        let mut reading = Reading::default();
        let read = configuration(&self.0, &mut reading);
        reading.done(read)
    }
}

fn configuration(document: &Json, reading: &mut Reading) -> Option<Configuration> {
    let Json::Object(members) = document else {
        reading.note("", Problem::WrongType(JsonType::Object));
        return None;
    };
    for name in members.keys().filter(|name| !["tenant", "servers"].contains(&name.as_str())) {
        reading.note(format!("/{}", escaped(name)), Problem::UnknownMember);
    }
    let tenant = if let Some(tenant) = members.get("tenant") {
        tenant_of(tenant, reading)
    } else {
        reading.note("/tenant", Problem::Missing);
        None
    };
    let workspaces = match members.get("servers") {
        None => Vec::new(),
        Some(Json::Array(servers)) => all("/servers", servers, reading, workspace),
        Some(_) => {
            reading.note("/servers", Problem::WrongType(JsonType::List));
            return None;
        }
    };
    let mut seen = HashSet::new();
    for workspace in workspaces.iter().filter(|workspace| !seen.insert(&workspace.slug)) {
        reading.note(format!("{}/id", workspace.at), Problem::Duplicate);
    }
    let mut seen = HashSet::new();
    for client in workspaces.iter().flat_map(|workspace| workspace.clients.iter().flatten()) {
        if client.id.is_some_and(|id| !seen.insert(id)) {
            reading.note(format!("{}/client_id", client.at), Problem::Duplicate);
        }
    }
    let (slug, name) = tenant?;
    Some(Configuration { tenant: slug, tenant_name: name, workspaces })
}

fn tenant_of(json: &Json, reading: &mut Reading) -> Option<(Slug, Option<Name>)> {
    let Json::Object(members) = json else {
        reading.note("/tenant", Problem::WrongType(JsonType::Object));
        return None;
    };
    let tenant: ConfiguredTenant = reading.within("/tenant", read_members(members.clone()).map_err(|misfit| vec![misfit]))?;
    let slug = reading.take("/tenant/id", &tenant.id);
    let name = reading.optional("/tenant/name", tenant.name.as_ref());
    Some((slug?, name))
}

/// Reads each item of a list at its place.
fn all<T>(at: &str, items: &[Json], reading: &mut Reading, mut read: impl FnMut(&str, &Json, &mut Reading) -> Option<T>) -> Vec<T> {
    items.iter().enumerate().filter_map(|(index, item)| read(&format!("{at}/{index}"), item, reading)).collect()
}

/// Reads an object as what programs send of something, and what a configuration says beside.
fn entry<R: Resource, B: Resource>(at: &str, json: &Json, reading: &mut Reading) -> Option<(R, B)> {
    let Json::Object(members) = json else {
        reading.note(at, Problem::WrongType(JsonType::Object));
        return None;
    };
    let beside = parts::object::<B>();
    let is_beside = |name: &str| beside.members.iter().any(|member| member.name == name);
    let (beside, mut own): (Map<_, _>, Map<_, _>) = members.clone().into_iter().partition(|(name, _)| is_beside(name));
    // What is told cannot be declared.
    for told in parts::object::<R>().members.iter().filter(|member| member.told) {
        if own.remove(told.name).is_some() {
            reading.note(format!("{at}/{}", told.name), Problem::UnknownMember);
        }
    }
    let own = reading.within(at, read_members(own).map_err(|misfit| vec![misfit]));
    let beside = reading.within(at, read_members(beside).map_err(|misfit| vec![misfit]));
    own.zip(beside)
}

fn workspace(at: &str, json: &Json, reading: &mut Reading) -> Option<ConfiguredWorkspace> {
    let (server, beside) = entry::<Server, BesideServer>(at, json, reading)?;
    let BesideServer { version, services, clients } = beside;
    let services = services.map(|services| {
        let services = all(&format!("{at}/services"), &services, reading, service);
        let mut seen = HashSet::new();
        for service in services.iter().filter(|service| !seen.insert(service.settings.name.as_str().to_lowercase())) {
            reading.note(format!("{}/name", service.at), Problem::Duplicate);
        }
        services
    });
    let clients = clients.map(|clients| {
        let clients = all(&format!("{at}/clients"), &clients, reading, client);
        let mut seen = HashSet::new();
        for client in clients.iter().filter(|client| client.id.is_none() && !seen.insert(&client.settings.name)) {
            reading.note(format!("{}/client_name", client.at), Problem::Duplicate);
        }
        clients
    });
    let (slug, settings) = reading.within(at, server.read())?;
    Some(ConfiguredWorkspace { at: at.to_owned(), slug, version, settings, services, clients })
}

fn service(at: &str, json: &Json, reading: &mut Reading) -> Option<ConfiguredService> {
    let (service, BesideService { version }) = entry::<Service, BesideService>(at, json, reading)?;
    let settings = reading.within(at, service.settings())?;
    Some(ConfiguredService { at: at.to_owned(), version, settings })
}

fn client(at: &str, json: &Json, reading: &mut Reading) -> Option<ConfiguredClient> {
    let (client, beside) = entry::<Client, BesideClient>(at, json, reading)?;
    let BesideClient { client_id, client_status, client_secret, version } = beside;
    let id = reading.optional(&format!("{at}/client_id"), client_id.as_ref());
    let status = reading.or(&format!("{at}/client_status"), client_status.as_ref(), ClientStatus::Active);
    if client_secret.as_deref().is_some_and(|secret| !is_secret(secret)) {
        reading.note(format!("{at}/client_secret"), Problem::ClientSecret);
    }
    let settings = reading.within(at, client.settings())?;
    Some(ConfiguredClient { at: at.to_owned(), id, version, status, settings, secret: client_secret.map(Secret::new) })
}

/// Returns whether a text can be a client secret: as hard to guess as one that is made here, where it was made as that one.
fn is_secret(text: &str) -> bool {
    (32..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn misfits(document: Json) -> Vec<(String, Problem)> {
        let misfits = ConfigurationDocument(document).read().unwrap_err();
        misfits.into_iter().map(|misfit| (misfit.pointer, misfit.problem)).collect()
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_place_all_at_once() {
        let id = "01a2223c-da7d-76d8-bb92-0358af6e13d8";
        let found = misfits(json!({
            "tenant": { "id": "acme", "colour": "red" },
            "users": [],
            "servers": [
                {
                    "id": "shop", "name": "Shop", "created_at": "2026-11-29T00:00:00Z",
                    "services": [{ "name": "Orders", "kind": "custom" }, { "name": "Bills", "scopes": [{ "scope_name": "a b", "display_name": "B" }] }],
                    "clients": [
                        { "client_id": id, "client_name": "One", "application_types": ["service"], "trusted": "yes" },
                        { "client_id": id, "client_name": "Two", "application_types": ["service"], "client_secret": "short" },
                        { "client_id": id, "client_name": "Three", "application_types": ["service"], "token_ttls": { "id_token_ttl": "soon" } },
                        7
                    ]
                },
                { "id": "shop", "name": "Shop" },
                { "id": "Shop", "name": "Shop", "version": "1" }
            ]
        }));
        let places: Vec<_> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        let expected = [
            "/users",
            "/tenant/colour",
            "/servers/0/created_at",
            "/servers/0/services/0/kind",
            "/servers/0/services/1/scopes/0/scope_name",
            "/servers/0/clients/0/trusted",
            "/servers/0/clients/1/client_secret",
            "/servers/0/clients/2/token_ttls/id_token_ttl",
            "/servers/0/clients/3",
            "/servers/2/version",
            "/servers/1/id",
        ];
        assert_eq!(places, expected);
        assert_eq!(found[5].1, Problem::WrongType(JsonType::Switch));
        assert_eq!(found[8].1, Problem::WrongType(JsonType::Object));
        assert_eq!(misfits(json!([])), [(String::new(), Problem::WrongType(JsonType::Object))]);
        assert_eq!(misfits(json!({})), [("/tenant".to_owned(), Problem::Missing)]);
        assert_eq!(
            misfits(json!({ "tenant": { "id": "acme" }, "servers": {} })),
            [("/servers".to_owned(), Problem::WrongType(JsonType::List))]
        );
    }

    #[test]
    fn what_is_not_said_is_as_in_something_new_and_lists_that_are_not_there_are_not_spoken_of() {
        let document = json!({ "tenant": { "id": "acme" }, "servers": [{ "id": "shop", "name": "Shop", "clients": [] }] });
        let read = ConfigurationDocument(document).read().unwrap();
        let workspace = &read.workspaces[0];
        assert_eq!((read.tenant_name, workspace.version, &workspace.services), (None, None, &None));
        assert_eq!(workspace.clients.as_deref(), Some(&[][..]));
        assert_eq!(workspace.settings.tokens, crate::settings::tokens::TokenSettings::default());
    }
}
