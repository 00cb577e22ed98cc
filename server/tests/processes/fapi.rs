//! The torture runner's modules of FAPI 2.0 at a workspace that starts with the template: with `private_key_jwt` and `DPoP`, and with certificates, without
//! rotation and with it.

use std::fs;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use control::{Actor, ClientStart, Operator};
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    grant_type::GrantType,
    name::Slug,
    policy::Rotation,
    redirect_uri::RedirectUri,
    scope::{self, Scope},
    view::{NewUser, NewWorkspace, WorkspaceStart},
    workspace::WorkspacePath,
};
use rcgen::{CertificateParams, KeyPair};
use serde_json::json;
use tokio::net::TcpListener;
use torture::{
    Key, Outcome,
    settings::{ClientSettings as Tested, Password, Settings},
};

use crate::{
    black_box::balance,
    database::Database,
    process::Process,
    proved,
    shop::{DeployedShop, PASSWORD, REDIRECT_URI, USER},
};

/// How the clients of a run authenticate, and what their tokens are bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// `private_key_jwt` and `DPoP`.
    Key,
    /// `self_signed_tls_client_auth` and their certificates.
    Certificate,
}

impl By {
    /// The groups of checks that are for such clients.
    fn groups(self) -> Vec<String> {
        let groups: &[&str] = match self {
            Self::Key => &["fapi", "pushed", "profile", "assertions"],
            Self::Certificate => &["fapi", "pushed", "profile"],
        };
        groups.iter().map(|group| (*group).to_owned()).collect()
    }
}

/// A workspace of the template.
struct Bank<'a> {
    shop: &'a DeployedShop,
    operator: Operator,
    path: WorkspacePath,
}

impl Bank<'_> {
    /// A client that the template asks for.
    async fn client(&self, name: &str, by: By) -> Tested {
        let file = |ending: &str| self.shop.database().directory().join(format!("{name}.{ending}"));
        let (mut key, mut certificate) = (None, None);
        let (method, jwks) = match by {
            By::Key => {
                let (own, at) = (Key::generate().unwrap(), file("jwk"));
                fs::write(&at, own.private_jwk().unwrap().to_string()).unwrap();
                key = Some(at);
                (TokenEndpointAuthMethod::PrivateKeyJwt, own.jwks())
            }
            By::Certificate => {
                let (own, at) = (KeyPair::generate().unwrap(), file("pem"));
                let made = CertificateParams::default().self_signed(&own).unwrap();
                fs::write(&at, made.pem()).unwrap();
                certificate = Some(at);
                let (x, y) = own.public_key_raw()[1..].split_at(32);
                let [x, y] = [x, y].map(|half| URL_SAFE_NO_PAD.encode(half));
                (TokenEndpointAuthMethod::SelfSignedTlsClientAuth, json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": x, "y": y }] }))
            }
        };
        let start = ClientStart { jwks: jwks.to_string(), ..ClientType::ServerSideWeb.into() };
        let made = self.operator.create_client(&self.path, name, start).await.unwrap().client;
        let mut settings = ClientSettings { token_endpoint_auth_method: method, ..made.settings.clone() };
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse(scope::OFFLINE_ACCESS).unwrap());
        settings.redirect_uris.push(RedirectUri::parse(REDIRECT_URI).unwrap());
        settings.tls_client_certificate_bound_access_tokens = by == By::Certificate;
        self.operator.set_client(&self.path, made.id, made.version, settings).await.unwrap();
        let tested: Tested = made.id.to_string().parse().unwrap();
        Tested { key, certificate, ..tested }
    }

    async fn rotate(&self, rotation: Rotation) {
        let before = self.operator.load_workspace(&self.path).await.unwrap();
        let mut tokens = before.tokens.clone();
        (tokens.refresh.rotation, tokens.refresh.retry_until_first_use) = (rotation, rotation == Rotation::Always);
        if tokens != before.tokens {
            self.operator.set_token_settings(&self.path, before.version, tokens, None).await.unwrap();
        }
    }
}

/// Clauses: 102, 312.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workspace_of_the_template_holds_the_modules_of_fapi_by_keys_and_by_certificates_with_rotation_and_without() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let installation = shop.installation().await;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("bank").unwrap());
    let new = NewWorkspace { name: "Bank".to_owned(), slug: path.workspace.to_string() };
    operator.create_workspace(&path.tenant, (new, WorkspaceStart::Template("fapi2".to_owned()))).await.unwrap();
    let user = NewUser { identifier: USER.to_owned(), name: "Alice".to_owned(), email: USER.to_owned(), password: PASSWORD.to_owned() };
    operator.create_user(&path, user).await.unwrap();
    let bank = Bank { shop: &shop, operator, path };
    // The runner stands where a proxy does that ends TLS.
    let balancer = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public_url = format!("http://{}", balancer.local_addr().unwrap());
    let variables = [
        ("REGRANT_PUBLIC_URL", public_url.clone()),
        ("REGRANT_LOG_LEVEL", "warn".to_owned()),
        ("REGRANT_TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("REGRANT_MTLS_FROM_PROXIES", "unverified".to_owned()),
    ];
    let server = Process::start_with(&shop, &variables);
    tokio::spawn(balance(balancer, vec![server.address()]));
    let mut asked = 0;
    for (place, (by, rotation)) in [
        (By::Key, Rotation::PublicClients),
        (By::Key, Rotation::Always),
        (By::Certificate, Rotation::PublicClients),
        (By::Certificate, Rotation::Always),
    ]
    .into_iter()
    .enumerate()
    {
        bank.rotate(rotation).await;
        let settings = Settings {
            issuer: format!("{public_url}/acme/bank"),
            fapi_client: Some(bank.client(&format!("One {place}"), by).await),
            other_fapi_client: Some(bank.client(&format!("Two {place}"), by).await),
            redirect_uri: REDIRECT_URI.to_owned(),
            user: USER.to_owned(),
            password: Password(PASSWORD.to_owned()),
            only: by.groups(),
            ..Settings::default()
        };
        let report = torture::run(settings, &mut |_| {}).await.unwrap();
        // Those that wait for half a minute and longer run where everything does.
        let is_fine = |checked: &&torture::report::Checked| {
            checked.result == Outcome::Holds || checked.result == Outcome::NotTried && checked.seen.contains("--slow")
        };
        let others: Vec<String> = report.results.iter().filter(|checked| !is_fine(checked)).map(torture::report::Checked::line).collect();
        assert!(others.is_empty(), "{by:?}, {rotation:?}: {}\n{}", report.summary(), others.join("\n"));
        asked += report.results.len();
    }
    installation.store.clone().close().await.unwrap();
    proved("fapi", shop.database().name(), asked, "four configurations, all of it holds");
}
