//! The torture runner at the program as it is run: everything that it asks about holds. It knows no more of the servers than their issuer.

use std::{fs, net::SocketAddr};

use control::{Actor, Operator};
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_keys::JwkSet,
    grant_type::GrantType,
    name::Slug,
    policy::RetryWindow,
    redirect_uri::RedirectUri,
    scope::{self, Scope},
    workspace::WorkspacePath,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use torture::{
    Key, Outcome,
    settings::{ClientSettings as Tested, Password, Settings},
};

use crate::{
    database::Database,
    on_both_databases,
    process::Process,
    proved,
    shop::{DeployedShop, PASSWORD, REDIRECT_URI, USER},
};

on_both_databases! {
    what_the_torture_runner_asks_of_any_server_holds
}

/// The retry window, in seconds: reuse is tried after ten rotations, and each waits for one.
const WINDOW: i64 = 3;
/// Two resource servers.
const RESOURCES: [&str; 2] = ["https://one.example.com/", "https://two.example.com/"];

async fn what_the_torture_runner_asks_of_any_server_holds(database: Database) {
    let shop = DeployedShop::open(database).await;
    let balancer = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public_url = format!("http://{}", balancer.local_addr().unwrap());
    let settings = settings(&shop, &public_url).await;
    let variables = [("REGRANT_PUBLIC_URL", public_url), ("REGRANT_LOG_LEVEL", "warn".to_owned())];
    let nodes = if shop.database().name() == "PostgreSQL" { 2 } else { 1 };
    let servers: Vec<Process> = (0..nodes).map(|_| Process::start_with(&shop, &variables)).collect();
    tokio::spawn(balance(balancer, servers.iter().map(Process::address).collect()));

    let report = torture::run(settings, &mut |_| {}).await.unwrap();
    let unexpected: Vec<String> =
        report.results.iter().filter(|checked| checked.result != Outcome::Holds).map(torture::report::Checked::line).collect();
    assert!(unexpected.is_empty(), "{}\n{}", report.summary(), unexpected.join("\n"));
    proved("torture", shop.database().name(), report.results.len(), format!("{}, in {} s", report.summary(), report.seconds));
}

/// Gives each connection to the next node.
pub(crate) async fn balance(balancer: TcpListener, nodes: Vec<SocketAddr>) {
    for node in nodes.into_iter().cycle() {
        let Ok((mut client, _)) = balancer.accept().await else { return };
        tokio::spawn(async move {
            let Ok(mut server) = TcpStream::connect(node).await else { return };
            // Whoever hangs up first ends it.
            let _ = copy_bidirectional(&mut client, &mut server).await;
        });
    }
}

/// Sets up the clients and resources that the runner asks for.
async fn settings(shop: &DeployedShop, public_url: &str) -> Settings {
    let installation = shop.installation().await;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
    for (name, resource) in ["One", "Two"].into_iter().zip(RESOURCES) {
        let service = operator.create_service(&path, name).await.unwrap();
        operator.set_service_resource(&path, service.id, resource).await.unwrap();
    }
    // What FAPI 2.0 asks of all clients, and clients that authenticate by a secret can do, too.
    let before = operator.load_workspace(&path).await.unwrap();
    let mut authorization = before.authorization.clone();
    let security = &mut authorization.security;
    (security.require_pkce, security.require_redirect_uri, security.require_strict_client_jwts) = (true, true, true);
    operator.set_authorization_settings(&path, before.version, authorization).await.unwrap();
    let clients = Clients { operator, path };
    let settings = Settings {
        issuer: format!("{public_url}/acme/shop"),
        client: Some(clients.register("Client", ClientType::ServerSideWeb, until_first_use).await),
        other_client: Some(clients.register("Other", ClientType::ServerSideWeb, until_first_use).await),
        public_client: Some(clients.register("Public", ClientType::SinglePage, |_| {}).await),
        fapi_client: Some(clients.signing(shop, "One").await),
        other_fapi_client: Some(clients.signing(shop, "Two").await),
        service: Some(clients.service().await),
        redirect_uri: REDIRECT_URI.to_owned(),
        resources: RESOURCES.map(str::to_owned).to_vec(),
        user: USER.to_owned(),
        password: Password(PASSWORD.to_owned()),
        slow: true,
        ..Settings::default()
    };
    installation.store.clone().close().await.unwrap();
    settings
}

/// A retry beyond the window is answered until the successor is used, as FAPI 2.0 asks.
fn until_first_use(settings: &mut ClientSettings) {
    settings.refresh.retry_until_first_use = Some(true);
}

struct Clients {
    operator: Operator,
    path: WorkspacePath,
}

impl Clients {
    /// A client with everything that a refresh token needs, and a change.
    async fn register(&self, name: &str, kind: ClientType, change: impl FnOnce(&mut ClientSettings) + Send) -> Tested {
        let made = self.operator.create_client(&self.path, name, kind).await.unwrap();
        let mut settings = made.client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.refresh.retry_window = Some(RetryWindow::from_seconds(WINDOW).unwrap());
        settings.scopes.insert(Scope::parse(scope::OFFLINE_ACCESS).unwrap());
        settings.redirect_uris.push(RedirectUri::parse(REDIRECT_URI).unwrap());
        change(&mut settings);
        self.operator.set_client(&self.path, made.client.id, made.client.version, settings).await.unwrap();
        let mut tested: Tested = made.client.id.to_string().parse().unwrap();
        tested.secret = made.secret.map(|secret| Password(secret.expose().clone()));
        tested
    }

    /// A client for FAPI 2.0.
    async fn signing(&self, shop: &DeployedShop, name: &str) -> Tested {
        let (key, file) = (Key::generate().unwrap(), shop.database().directory().join(format!("{name}.jwk")));
        fs::write(&file, key.private_jwk().unwrap().to_string()).unwrap();
        let jwks = JwkSet::parse(&key.jwks().to_string()).unwrap();
        let change = |settings: &mut ClientSettings| {
            until_first_use(settings);
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
            settings.keys.jwks = Some(jwks);
            settings.dpop_bound_access_tokens = true;
            settings.require_pushed_authorization_requests = true;
        };
        let registered = self.register(name, ClientType::ServerSideWeb, change).await;
        Tested { secret: None, key: Some(file), ..registered }
    }

    /// A client that acts for itself.
    async fn service(&self) -> Tested {
        let made = self.operator.create_client(&self.path, "Service", ClientType::Service).await.unwrap();
        let mut tested: Tested = made.client.id.to_string().parse().unwrap();
        tested.secret = made.secret.map(|secret| Password(secret.expose().clone()));
        tested
    }
}
