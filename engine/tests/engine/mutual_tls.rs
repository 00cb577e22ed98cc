//! Clients that present certificates: how they authenticate by them, and where (RFC 8705).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, MutualTls, SubjectKind},
    client_keys::JwkSet,
    client_uri::JwksUri,
    explanation::{Check, Remark, Switch},
};
use engine::{
    Refusal,
    certificate::{Chain, ClientCertificate, JudgeChain},
    dpop::ProvenKey,
    explain::ExplainRequest,
};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SanType};
use serde_json::{Value, json};

use crate::{
    client_assertion::{ask, world_of},
    client_keys::Published,
    prover::Prover,
    shown::{Counted, Shown},
    world::{World, access_token, claims, refresh_token},
};

/// Where certificates are asked for.
const ALIAS: &str = "https://mtls.example.com:8443";
const SUBJECT: &str = "CN=shop.example.com,O=Example";

/// Somebody who holds a key. No two certificates for it are the same.
pub struct Holder(KeyPair);

impl Holder {
    pub fn new() -> Self {
        Self(KeyPair::generate().unwrap())
    }

    /// A certificate that an authority has issued.
    fn issued(&self) -> Shown {
        self.certificate(Arc::new(Chain::Trusted))
    }

    /// One that anybody may have made.
    pub fn made(&self) -> Shown {
        self.certificate(Arc::new(Chain::Untrusted))
    }

    fn certificate(&self, chain: Arc<dyn JudgeChain>) -> Shown {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, "Example");
        params.distinguished_name.push(DnType::CommonName, "shop.example.com");
        params.subject_alt_names = vec![
            SanType::DnsName("shop.example.com".try_into().unwrap()),
            SanType::URI("spiffe://example.com/shop".try_into().unwrap()),
            SanType::IpAddress("192.0.2.7".parse().unwrap()),
            SanType::Rfc822Name("shop@example.com".try_into().unwrap()),
        ];
        Shown::of(ClientCertificate::read(params.self_signed(&self.0).unwrap().der()).unwrap(), chain)
    }

    fn jwk(&self) -> Value {
        let (x, y) = self.0.public_key_raw()[1..].split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) })
    }
}

/// A world at which certificates can be presented, with a client of these settings.
pub fn world(client_type: ClientType, settings: impl FnOnce(&mut ClientSettings)) -> World {
    let mut world = World::with(client_type);
    world.secret = None;
    world.settings(settings);
    world.engine = world.engine.clone().with_mutual_tls(Some(here(true)));
    world
}

pub fn here(judges_chains: bool) -> MutualTls {
    MutualTls { judges_chains, address: Some(ALIAS.to_owned()) }
}

/// One whose client is known by what its certificate says.
fn by_subject(kind: SubjectKind, text: &str) -> World {
    world(ClientType::Service, |settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
        settings.tls_client_auth_subject = Some(CertificateSubject::parse(kind, text).unwrap());
    })
}

/// One whose client is known by the key of its certificate.
pub fn by_keys(client_type: ClientType, holders: &[&Holder]) -> World {
    let keys: Vec<Value> = holders.iter().map(|holder| holder.jwk()).collect();
    world(client_type, |settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
        settings.keys.jwks = Some(JwkSet::of(&keys).unwrap());
    })
}

pub fn bound(settings: &mut ClientSettings) {
    settings.tls_client_certificate_bound_access_tokens = true;
}

/// Asks for a token of the client's own, with this certificate.
async fn present(world: &mut World, certificate: Option<Shown>) -> Result<(), Refusal> {
    world.certificate = certificate;
    world.token(&[("grant_type", "client_credentials")]).await.map(drop)
}

fn failures(world: &World) -> Vec<&'static str> {
    world.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
}

pub fn confirmation(shown: &Shown) -> Value {
    json!({ "x5t#S256": shown.certificate.thumbprint.to_string() })
}

async fn metadata(world: &World) -> Value {
    serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap()
}

/// Clauses: 225, 226.
#[tokio::test]
async fn a_client_names_itself_and_its_certificate_has_its_subject() {
    let holder = Holder::new();
    for (kind, own, other) in [
        (SubjectKind::DistinguishedName, SUBJECT, "CN=shop.example.com,O=Other"),
        (SubjectKind::HostName, "shop.example.com", "example.com"),
        (SubjectKind::Uri, "spiffe://example.com/shop", "spiffe://example.com/shop/"),
        (SubjectKind::IpAddress, "192.0.2.7", "192.0.2.70"),
        (SubjectKind::Email, "shop@example.com", "other@example.com"),
    ] {
        let mut world = by_subject(kind, own);
        assert_eq!(present(&mut world, Some(holder.issued())).await, Ok(()), "{own}");
        world.secret = Some("s3cret".to_owned());
        assert_eq!(present(&mut world, Some(holder.issued())).await, Err(Refusal::InvalidClient), "it has no secret");
        assert_eq!(failures(&world), ["client_secret_unexpected"]);
        let mut world = by_subject(kind, other);
        assert_eq!(present(&mut world, Some(holder.issued())).await, Err(Refusal::InvalidClient), "{other}");
        assert_eq!(failures(&world), ["client_certificate_subject"]);
    }
}

/// Clauses: 225.
#[tokio::test]
async fn a_certificate_names_no_client_by_itself() {
    use engine::{client_auth::ClientRequest, form::Form};

    let world = by_subject(SubjectKind::DistinguishedName, SUBJECT);
    let certificate = Holder::new().issued();
    let form = Form::of([("grant_type", "client_credentials")]).unwrap();
    let request = ClientRequest { authorization: None, certificate: Some(certificate.presented()), form: &form };
    let refused = world.engine.token(&world.realm().await, request, std::iter::empty().collect()).await.unwrap_err();
    let refusal = crate::world::refusal(refused);
    assert_eq!((refusal, refusal.code().name()), (Refusal::MissingClient, "invalid_client"));
}

/// Clauses: 227.
#[tokio::test]
async fn a_subject_counts_only_in_a_certificate_of_an_authority() {
    let mut world = by_subject(SubjectKind::DistinguishedName, SUBJECT);
    assert_eq!(present(&mut world, Some(Holder::new().made())).await, Err(Refusal::InvalidClient));
    assert_eq!(present(&mut world, None).await, Err(Refusal::InvalidClient));
    world.engine = world.engine.clone().with_mutual_tls(Some(here(false)));
    assert_eq!(present(&mut world, None).await, Err(Refusal::InvalidClient));
    world.engine = world.engine.clone().with_mutual_tls(None);
    assert_eq!(present(&mut world, None).await, Err(Refusal::InvalidClient));
    let unavailable = "mutual_tls_unavailable";
    assert_eq!(failures(&world), ["client_certificate_untrusted", "client_certificate_missing", unavailable, unavailable]);
}

/// Clauses: 227.
#[tokio::test]
async fn a_chain_is_judged_for_a_client_whose_subject_the_certificate_has_and_for_no_other() {
    let holder = Holder::new();
    let counted = Arc::new(Counted::trusted());
    let shown = || Some(holder.certificate(Arc::<Counted>::clone(&counted)));
    let judged = || counted.take();

    let mut own = by_subject(SubjectKind::DistinguishedName, SUBJECT);
    assert_eq!((present(&mut own, shown()).await, judged()), (Ok(()), 1));
    own.secret = Some("s3cret".to_owned());
    assert_eq!((present(&mut own, shown()).await, judged()), (Err(Refusal::InvalidClient), 0), "it has no secret");
    own.secret = None;
    own.disable_client();
    assert_eq!((present(&mut own, shown()).await, judged()), (Err(Refusal::InvalidClient), 0), "a client that gets nothing");

    let mut other = by_subject(SubjectKind::HostName, "example.com");
    assert_eq!((present(&mut other, shown()).await, judged()), (Err(Refusal::InvalidClient), 0), "another subject");
    let mut by_key = by_keys(ClientType::ServerSideWeb, &[&holder]);
    by_key.certificate = shown();
    assert!(by_key.push(&[]).await.is_ok());
    let response = by_key.login().await;
    assert!(by_key.is_active(&refresh_token(&response)).await && by_key.revoke(&refresh_token(&response)).await.is_ok());
    assert_eq!(judged(), 0, "its key counts");

    let mut by_secret = World::new();
    by_secret.certificate = shown();
    let response = by_secret.login().await;
    assert!(by_secret.userinfo(&access_token(&response)).await.is_ok());
    let mut public = world(ClientType::SinglePage, bound);
    public.certificate = shown();
    let response = public.login().await;
    assert!(public.refresh(&refresh_token(&response)).await.is_ok());
    assert_eq!(judged(), 0, "a token is bound to a certificate whoever issued it");
}

/// Clauses: 228.
#[tokio::test]
async fn a_certificate_of_a_registered_key_is_the_clients_whoever_made_it() {
    let (before, after, stranger) = (Holder::new(), Holder::new(), Holder::new());
    let mut world = by_keys(ClientType::Service, &[&before, &after]);
    for certificate in [before.made(), before.made(), before.issued(), after.made()] {
        assert_eq!(present(&mut world, Some(certificate)).await, Ok(()));
    }
    assert_eq!(present(&mut world, Some(stranger.made())).await, Err(Refusal::InvalidClient));
    assert_eq!(present(&mut world, Some(stranger.issued())).await, Err(Refusal::InvalidClient), "nor does an authority help");
    assert_eq!(present(&mut world, None).await, Err(Refusal::InvalidClient));
    let unknown = "client_certificate_key_unknown";
    assert_eq!(failures(&world), [unknown, unknown, "client_certificate_missing"]);
    world.settings(|settings| settings.keys.jwks = Some(JwkSet::of(&[after.jwk()]).unwrap()));
    assert_eq!(present(&mut world, Some(before.made())).await, Err(Refusal::InvalidClient), "a key ends with its line");
    assert_eq!(present(&mut world, Some(after.made())).await, Ok(()));
}

/// Clauses: 229.
#[tokio::test]
async fn a_certificate_is_replaced_by_publishing_its_key() {
    let (before, after) = (Holder::new(), Holder::new());
    let set = |holders: &[&Holder]| {
        let keys: Vec<Value> = holders.iter().map(|holder| holder.jwk()).collect();
        Some(Arc::new(JwkSet::of(&keys).unwrap()))
    };
    let published = Published { known: set(&[&before]), newer: set(&[&before, &after]), ..Published::default() };
    let mut world = world(ClientType::Service, |settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
        settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks.json").unwrap());
    });
    world.engine = world.engine.clone().with_key_source(Arc::new(published));
    for holder in [&before, &after] {
        assert_eq!(present(&mut world, Some(holder.made())).await, Ok(()));
    }
    assert_eq!(present(&mut world, Some(Holder::new().made())).await, Err(Refusal::InvalidClient));
    world.engine = world.engine.clone().with_key_source(Arc::new(Published::default()));
    assert_eq!(present(&mut world, Some(before.made())).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_certificate_key_unknown", "client_keys_unavailable"]);
}

#[tokio::test]
async fn a_disabled_client_is_refused_as_one_that_is_not_there() {
    let holder = Holder::new();
    let mut world = by_keys(ClientType::Service, &[&holder]);
    world.disable_client();
    assert_eq!(present(&mut world, Some(holder.made())).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_disabled"]);
}

#[tokio::test]
async fn a_certificate_changes_nothing_for_a_client_of_another_method() {
    let mut world = World::new();
    world.certificate = Some(Holder::new().made());
    let response = world.login().await;
    assert_eq!(claims(&access_token(&response)).get("cnf"), None);
    world.certificate = None;
    assert!(world.refresh(&refresh_token(&response)).await.is_ok());
    assert!(world.userinfo(&access_token(&response)).await.is_ok());
}

/// Clauses: 225.
#[tokio::test]
async fn it_authenticates_so_wherever_clients_do() {
    let holder = Holder::new();
    let mut world = by_keys(ClientType::ServerSideWeb, &[&holder]);
    world.certificate = Some(holder.made());
    assert!(world.push(&[]).await.is_ok());
    let token = refresh_token(&world.login().await);
    assert!(world.is_active(&token).await);
    world.certificate = None;
    assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(world.introspect(&token).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(world.revoke(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.certificate = Some(holder.made());
    assert!(world.revoke(&token).await.is_ok());
    assert!(!world.is_active(&token).await);
}

/// Clauses: 87, 234.
#[tokio::test]
async fn the_metadata_tell_of_it_where_it_can_be_used() {
    let mut world = World::new();
    let methods = |metadata: &Value| {
        let names = ["token", "introspection", "revocation"].map(|endpoint| format!("{endpoint}_endpoint_auth_methods_supported"));
        let offered = |method: &str| names.clone().map(|name| metadata[name].as_array().unwrap().contains(&json!(method)));
        (offered("tls_client_auth"), offered("self_signed_tls_client_auth"))
    };
    let told = metadata(&world).await;
    assert_eq!(methods(&told), ([false; 3], [false; 3]));
    assert_eq!((told.get("tls_client_certificate_bound_access_tokens"), told.get("mtls_endpoint_aliases")), (None, None));

    world.engine = world.engine.clone().with_mutual_tls(Some(MutualTls { judges_chains: false, address: None }));
    let told = metadata(&world).await;
    assert_eq!(methods(&told), ([false; 3], [true; 3]), "nobody says who issued a certificate");
    assert_eq!((&told["tls_client_certificate_bound_access_tokens"], told.get("mtls_endpoint_aliases")), (&json!(true), None));

    world.engine = world.engine.clone().with_mutual_tls(Some(here(true)));
    let told = metadata(&world).await;
    assert_eq!(methods(&told), ([true; 3], [true; 3]));
    let at = |path: &str| format!("{ALIAS}/acme/main/{path}");
    let aliases = json!({
        "token_endpoint": at("oauth2/token"),
        "userinfo_endpoint": at("userinfo"),
        "introspection_endpoint": at("oauth2/introspect"),
        "revocation_endpoint": at("oauth2/revoke"),
        "pushed_authorization_request_endpoint": at("oauth2/par"),
        "device_authorization_endpoint": at("device/authorization"),
    });
    assert_eq!(told["mtls_endpoint_aliases"], aliases);
    assert_eq!(told["issuer"], "https://id.example.com/acme/main");
}

/// Clauses: 236.
#[tokio::test]
async fn what_is_made_for_the_other_address_is_for_this_server() {
    let alias = format!("{ALIAS}/acme/main/oauth2/token");
    let signer = Prover::new();
    let mut by_assertion = world_of(ClientType::Service, &[&signer]);
    let assertion = |world: &World| signer.assertion(world).claim("aud", alias.as_str()).sign();
    assert_eq!(ask(&by_assertion, &assertion(&by_assertion)).await, Err(Refusal::AssertionAudience));
    by_assertion.engine = by_assertion.engine.clone().with_mutual_tls(Some(here(false)));
    assert_eq!(ask(&by_assertion, &assertion(&by_assertion)).await, Ok(()));

    let mut by_secret = World::new();
    let proof = |world: &World| signer.draft(world).claim("htu", alias.as_str()).sign();
    let code = by_secret.code(&[]).await;
    assert_eq!(by_secret.exchange_with(&code, &[&proof(&by_secret)]).await.unwrap_err(), Refusal::ForeignProof);
    by_secret.engine = by_secret.engine.clone().with_mutual_tls(Some(here(false)));
    assert!(by_secret.exchange_with(&code, &[&proof(&by_secret)]).await.is_ok());
}

#[tokio::test]
async fn an_explanation_says_what_the_certificate_is_needed_for_and_whether_the_server_takes_it() {
    let holder = Holder::new();
    let mut world = by_keys(ClientType::ServerSideWeb, &[&holder]);
    world.settings(bound);
    for takes in [true, false] {
        world.engine = world.engine.clone().with_mutual_tls(takes.then(|| here(false)));
        let query = world.query(&[]);
        let asked =
            ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
        let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
        let step = |check| explained.steps.iter().find(|step| step.check == check).unwrap();
        let taken = step(Check::MutualTls);
        assert_eq!((taken.holds, taken.switch), (takes, (!takes).then_some(Switch::Installation)));
        let presented = step(Check::Certificate);
        assert_eq!((presented.holds, presented.remark), (true, Some(Remark::CertificateNeeded)));
        assert_eq!(explained.outcome.issues(), takes, "{:?}", explained.outcome);
    }
}
