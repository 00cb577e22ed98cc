//! A tenant as a document that declares it.

use serde::Serialize;
use uuid::Uuid;

use super::parts;
use crate::{
    client::{Client, ClientSettings, ClientStatus},
    configuration::WorkspaceContents,
    id::ClientId,
    service::{Service, ServiceKind},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    tenant::Tenant,
    trusted_issuer::TrustedIssuers,
    wire::{
        client,
        ordered::{Ordered, ordered},
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

/// What an export says beside what is not as in something new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportDetail {
    /// The version of each thing: applied again, the export is refused where something has changed.
    pub versions: bool,
    /// Also what is as in something new.
    pub defaults: bool,
}

impl Shaped for ExportedConfiguration {
    fn shape() -> Shape {
        parts::shape()
    }
}

impl ExportedConfiguration {
    /// Returns the configuration of a tenant with these workspaces.
    pub fn of(tenant: &Tenant, workspaces: &[WorkspaceContents], detail: ExportDetail) -> Self {
        let tenant = [("id", Ordered::text(&tenant.slug)), ("name", Ordered::text(&tenant.name))];
        let servers = workspaces.iter().map(|contents| detail.server(contents)).collect();
        let members = [("tenant", object(tenant)), ("servers", Ordered::List(servers))];
        Self(object(members))
    }

    /// Returns the settings of a workspace alone. Its services and clients are not in the document, and so are left as they are.
    pub fn of_settings(tenant: &Tenant, workspace: &Workspace, detail: ExportDetail) -> Self {
        let tenant = [("id", Ordered::text(&tenant.slug)), ("name", Ordered::text(&tenant.name))];
        let servers = Ordered::List(vec![Ordered::Object(detail.settings(workspace))]);
        Self(object([("tenant", object(tenant)), ("servers", servers)]))
    }

    /// Returns the entry of a client in the list of clients of its workspace.
    pub fn of_client(client: &Client, detail: ExportDetail) -> Self {
        Self(Ordered::List(vec![Ordered::Object(detail.client(client))]))
    }

    /// Returns the entry of a service in the list of services of its workspace.
    pub fn of_service(service: &Service, detail: ExportDetail) -> Self {
        Self(Ordered::List(vec![Ordered::Object(detail.service(service))]))
    }
}

fn object<const N: usize>(members: [(&str, Ordered); N]) -> Ordered {
    Ordered::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

impl ExportDetail {
    fn server(self, WorkspaceContents { workspace, services, clients }: &WorkspaceContents) -> Ordered {
        let mut members = self.settings(workspace);
        let services = services.iter().filter(|service| service.kind == ServiceKind::Custom);
        let services = services.map(|service| Ordered::Object(self.service(service)));
        members.push(("services".to_owned(), Ordered::List(services.collect())));
        // Those that were created together would be in another order elsewhere.
        let mut by_name: Vec<&Client> = clients.iter().collect();
        by_name.sort_by_key(|client| (&client.settings.name, client.id));
        let clients = by_name.into_iter().map(|client| Ordered::Object(self.client(client)));
        members.push(("clients".to_owned(), Ordered::List(clients.collect())));
        Ordered::Object(members)
    }

    fn settings(self, workspace: &Workspace) -> Vec<(String, Ordered)> {
        let usual = Workspace {
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            trusted_issuers: TrustedIssuers::none(),
            ..workspace.clone()
        };
        let [own, usual] = [workspace, &usual].map(|workspace| Server::of(workspace, String::new()));
        self.told(&own, &usual, &[], workspace.version)
    }

    fn service(self, service: &Service) -> Vec<(String, Ordered)> {
        self.told(&service::Service::from(service), &service::Service::default(), &[], service.version)
    }

    fn client(self, client: &Client) -> Vec<(String, Ordered)> {
        let usual = Client {
            id: ClientId::from_uuid(Uuid::nil()),
            status: ClientStatus::Active,
            settings: ClientSettings::defaults(client.settings.name.clone(), client.settings.client_type),
            ..client.clone()
        };
        let [own, usual] = [client, &usual].map(client::Client::from);
        self.told(&own, &usual, &["client_id", "client_status"], client.version)
    }

    fn told<R: Serialize + Shaped>(self, own: &R, usual: &R, told: &[&str], version: i64) -> Vec<(String, Ordered)> {
        let mut members = ordered(own, (!self.defaults).then_some(usual), told);
        members.extend(self.versions.then(|| ("version".to_owned(), Ordered::Value(version.into()))));
        members
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{
        client::ClientType,
        clock::Timestamp,
        description::Description,
        id::{ServiceId, TenantId, WorkspaceId},
        lifetime::constant,
        name::{Name, Slug},
        scope::Scope,
        service::ServiceScope,
        wire::configuration::ConfigurationDocument,
    };

    #[test]
    fn what_is_as_in_something_new_is_left_out_and_the_rest_is_read_as_it_is() {
        let (now, name) = (Timestamp::from_millis(0), |text| Name::parse(text).unwrap());
        let slug = Slug::parse("acme").unwrap();
        let tenant = Tenant { id: TenantId::new(now, [0; 10]), slug, name: name("Acme"), created_at: now, version: 1 };
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
            trusted_issuers: TrustedIssuers::none(),
        };
        let scope = ServiceScope {
            scope: Scope::parse("orders").unwrap(),
            display_name: name("Orders"),
            description: Description::default(),
            description_de: Description::default(),
        };
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
            document: None,
            registered_itself: false,
            status: ClientStatus::Inactive,
            settings: settings.clone(),
        };
        let contents = [WorkspaceContents { workspace: workspace.clone(), services, clients: vec![client.clone()] }];
        let exported = ExportedConfiguration::of(&tenant, &contents, ExportDetail { versions: true, defaults: false });
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
                    "token_ttls": { "access_token_ttl": "1h" },
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
        // With all of it, it declares the same.
        let all = ExportedConfiguration::of(&tenant, &contents, ExportDetail { versions: true, defaults: true });
        let all = serde_json::to_value(&all).unwrap();
        let ttls = &all["servers"][0]["token_ttls"];
        assert_eq!((&ttls["access_token_ttl"], &ttls["refresh_token_ttl"]), (&json!("1h"), &json!("0s")));
        assert_eq!(all["servers"][0]["clients"][0]["client_status"], "inactive");
        assert_eq!(ConfigurationDocument(all).read().unwrap(), read);
    }
}
