//! A tenant as a document that declares it.

use serde::Serialize;
use uuid::Uuid;

use super::parts;
use crate::{
    client::{Client, ClientSettings, ClientStatus},
    configuration::WorkspaceContents,
    id::ClientId,
    service::ServiceKind,
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    tenant::Tenant,
    wire::{
        client,
        ordered::{Ordered, unusual},
        server::Server,
        service,
        shape::{Shape, Shaped},
    },
    workspace::Workspace,
};

/// The configuration of a tenant, or of some of its workspaces: read as a document and applied, it changes nothing. It is always the same of
/// the same, has no secrets, and leaves out what is as in something new.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ExportedConfiguration(Ordered);

impl Shaped for ExportedConfiguration {
    fn shape() -> Shape {
        parts::shape()
    }
}

impl ExportedConfiguration {
    /// Returns the configuration of a tenant with these workspaces; with the version of each thing, if it is to be refused where something
    /// has changed.
    pub fn of(tenant: &Tenant, workspaces: &[WorkspaceContents], versions: bool) -> Self {
        let tenant = [("id", Ordered::text(&tenant.slug)), ("name", Ordered::text(&tenant.name))];
        let servers = workspaces.iter().map(|contents| server(contents, versions)).collect();
        let members = [("tenant", object(tenant)), ("servers", Ordered::List(servers))];
        Self(object(members))
    }
}

fn object<const N: usize>(members: [(&str, Ordered); N]) -> Ordered {
    Ordered::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Adds the version, if it is to be told.
fn versioned(mut members: Vec<(String, Ordered)>, version: Option<i64>) -> Vec<(String, Ordered)> {
    members.extend(version.map(|version| ("version".to_owned(), Ordered::Value(version.into()))));
    members
}

fn server(WorkspaceContents { workspace, services, clients }: &WorkspaceContents, versions: bool) -> Ordered {
    let usual = Workspace {
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
        ..workspace.clone()
    };
    let [own, usual] = [workspace, &usual].map(|workspace| Server::of(workspace, String::new()));
    let version = |version: i64| versions.then_some(version);
    let mut members = versioned(unusual(&own, &usual, &[]), version(workspace.version));
    let services = services.iter().filter(|service| service.kind == ServiceKind::Custom);
    let services = services.map(|service| {
        let own = unusual(&service::Service::from(service), &service::Service::default(), &[]);
        Ordered::Object(versioned(own, version(service.version)))
    });
    members.push(("services".to_owned(), Ordered::List(services.collect())));
    let clients = clients.iter().map(|one| Ordered::Object(versioned(client(one), version(one.version))));
    members.push(("clients".to_owned(), Ordered::List(clients.collect())));
    Ordered::Object(members)
}

fn client(client: &Client) -> Vec<(String, Ordered)> {
    let usual = Client {
        id: ClientId::from_uuid(Uuid::nil()),
        status: ClientStatus::Active,
        settings: ClientSettings::defaults(client.settings.name.clone(), client.settings.client_type),
        ..client.clone()
    };
    let [own, usual] = [client, &usual].map(client::Client::from);
    unusual(&own, &usual, &["client_id", "client_status"])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{
        client::ClientType,
        clock::Timestamp,
        id::{ServiceId, TenantId, WorkspaceId},
        lifetime::constant,
        name::{Name, Slug},
        scope::Scope,
        service::{Service, ServiceScope},
        wire::configuration::ConfigurationDocument,
    };

    #[test]
    fn what_is_as_in_something_new_is_left_out_and_the_rest_is_read_as_it_is() {
        let (now, name) = (Timestamp::from_millis(0), |text| Name::parse(text).unwrap());
        let tenant = Tenant { id: TenantId::new(now, [0; 10]), slug: Slug::parse("acme").unwrap(), name: name("Acme"), created_at: now };
        let mut tokens = TokenSettings::default();
        tokens.ttls.refresh_token_ttl = None;
        let workspace = Workspace {
            id: WorkspaceId::new(now, [1; 10]),
            tenant_id: tenant.id,
            slug: Slug::parse("shop").unwrap(),
            name: name("Shop"),
            created_at: now,
            version: 7,
            authorization: AuthorizationSettings::default(),
            tokens,
            sign_in: SignInSettings { registration: true, ..SignInSettings::default() },
        };
        let scope = ServiceScope { scope: Scope::parse("orders").unwrap(), display_name: name("Orders"), description: String::new() };
        let service = |kind, text| Service {
            id: ServiceId::new(now, [2; 10]),
            workspace_id: workspace.id,
            name: name(text),
            kind,
            resource: None,
            scopes: vec![scope.clone()],
            version: 1,
        };
        let services = vec![service(ServiceKind::OAuth2, "OAuth2"), service(ServiceKind::Custom, "Orders")];
        let mut settings = ClientSettings::defaults(name("App"), ClientType::MobileDesktop);
        settings.refresh.end_on_logout = Some(false);
        settings.token_ttls.access_token_ttl = Some(constant(3600));
        let client = Client {
            id: ClientId::new(now, [3; 10]),
            workspace_id: workspace.id,
            created_at: now,
            version: 2,
            epoch: 0,
            status: ClientStatus::Inactive,
            settings: settings.clone(),
        };
        let contents = [WorkspaceContents { workspace: workspace.clone(), services, clients: vec![client.clone()] }];
        let exported = ExportedConfiguration::of(&tenant, &contents, true);
        let json: Json = serde_json::to_value(&exported).unwrap();
        let expected = json!({
            "tenant": { "id": "acme", "name": "Acme" },
            "servers": [{
                "id": "shop",
                "name": "Shop",
                "token_ttls": { "refresh_token_ttl": "0s" },
                "sign_in": { "registration": true },
                "version": 7,
                "services": [{ "name": "Orders", "scopes": [{ "scope_name": "orders", "display_name": "Orders" }], "version": 1 }],
                "clients": [{
                    "client_id": client.id.to_string(),
                    "client_status": "inactive",
                    "client_name": "App",
                    "application_types": ["mobile_desktop"],
                    "token_ttls": { "access_token_ttl": "1h0m0s" },
                    "refresh_token_policy": { "end_on_logout": false },
                    "version": 2,
                }],
            }],
        });
        assert_eq!(json, expected);
        let text = serde_json::to_string(&exported).unwrap();
        assert!(text.find("client_name").unwrap() < text.find("application_types").unwrap(), "{text}");
        let read = ConfigurationDocument(json).read().unwrap();
        let declared = &read.workspaces[0];
        assert_eq!((declared.version, &declared.settings), (Some(7), &workspace.settings()));
        let of_client = &declared.clients.as_ref().unwrap()[0];
        assert_eq!((of_client.id, of_client.status, &of_client.settings), (Some(client.id), ClientStatus::Inactive, &settings));
    }
}
