//! Assertions of trusted issuers, from the console and the admin API to the endpoints (RFC 7523, ID-JAG).

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{
    client_keys::JwkSet,
    clock::Clock,
    grant_type::GrantType,
    name::Slug,
    trusted_issuer::{AssertionIssuer, ClaimName, IssuerKeys, SubjectMatch, TrustedIssuer},
    user::UserStatus,
};
use serde_json::{Value, json};

use super::{
    client_keys::{Published, set},
    dpop::Key,
};
use crate::{
    admin_api::world::World,
    shop::Shop,
    support::{Answer, TestServer},
};

const GRANT: &str = GrantType::JwtBearer.name();
const IDP: &str = "https://idp.example.com";
const PAGE: &str = "/console/acme/shop/settings/trusted-issuers";

/// An issuer that names users by what they sign in with.
fn issuer(keys: IssuerKeys) -> TrustedIssuer {
    TrustedIssuer {
        id: Slug::parse("idp").unwrap(),
        issuer: AssertionIssuer::parse(IDP).unwrap(),
        enabled: true,
        keys,
        algorithms: TrustedIssuer::usual_algorithms(),
        kinds: TrustedIssuer::usual_kinds(),
        any_client: true,
        clients: BTreeSet::new(),
        subject_claim: ClaimName::default(),
        subject_match: SubjectMatch::UserName,
        scopes: "openid profile".parse().unwrap(),
        assertion_ttl: TrustedIssuer::USUAL_TTL,
        access_token_ttl: None,
    }
}

fn pinned(key: &Key) -> IssuerKeys {
    IssuerKeys::Jwks(JwkSet::parse(&set(&[key]).to_string()).unwrap())
}

/// Gives the shop's client the grant.
async fn with_grant(shop: &mut Shop) {
    shop.set_client(|settings| _ = settings.grant_types.insert(GrantType::JwtBearer)).await;
}

async fn trust(shop: &Shop, issuer: TrustedIssuer) {
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version;
    shop.operator().set_trusted_issuers(&shop.path, version, [issuer].into_iter().collect()).await.unwrap();
}

/// An identity assertion about Alice, for the shop's client.
fn assertion(shop: &Shop, key: &Key, jti: &str) -> String {
    let now = shop.server.clock.now().as_seconds();
    let audience = "http://127.0.0.1:8080/acme/shop";
    let claims = json!({
        "iss": IDP, "sub": "alice@example.com", "aud": audience, "client_id": shop.client.id, "jti": jti, "iat": now, "exp": now + 60
    });
    key.sign(&json!({ "typ": "oauth-id-jag+jwt", "alg": "ES256" }), &claims)
}

async fn take(shop: &Shop, assertion: &str) -> Answer {
    shop.ask("/oauth2/token", &[("grant_type", GRANT), ("assertion", assertion)]).await
}

/// Clauses: 253, 257, 259, 260.
#[tokio::test]
async fn a_client_gets_a_token_of_the_user_for_an_assertion_once_and_it_ends_when_the_user_may_not_sign_in() {
    let mut shop = Shop::open().await;
    with_grant(&mut shop).await;
    let key = Key::new();
    trust(&shop, issuer(pinned(&key))).await;
    let used = assertion(&shop, &key, "one");
    let answer = take(&shop, &used).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{answer:?}");
    let members = answer.json();
    assert_eq!((&members["token_type"], &members["scope"]), (&json!("Bearer"), &json!("openid profile")));
    for member in ["refresh_token", "id_token", "issued_token_type"] {
        assert!(members.get(member).is_none(), "{answer:?}");
    }
    let token = answer.text("access_token").unwrap();
    let alice = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0);
    let told = shop.ask("/oauth2/introspect", &[("token", &token)]).await.json();
    assert_eq!((&told["active"], &told["sub"]), (&json!(true), &json!(alice.id)));
    let sessions = shop.operator().list_user_sessions(&shop.path, alice.id).await.unwrap();
    assert_eq!(sessions.len(), 1, "it is a session of the user, which an administrator sees and ends");

    let again = take(&shop, &used).await;
    assert_eq!(again.refusal(), (400, "invalid_grant".to_owned()));
    assert!(again.text("error_uri").unwrap().ends_with("/errors/assertion_replayed"), "{again:?}");
    shop.operator().set_user_status(&shop.path, alice.id, alice.version, UserStatus::Disabled).await.unwrap();
    assert_eq!(shop.ask("/oauth2/introspect", &[("token", &token)]).await.json(), json!({ "active": false }));
    let refused = take(&shop, &assertion(&shop, &key, "two")).await;
    assert!(refused.text("error_uri").unwrap().ends_with("/errors/assertion_subject_unknown"), "{refused:?}");

    let cookies = shop.server.sign_in().await.cookies();
    let log = shop.server.get_with("/console/acme/shop/token-requests", &cookies).await;
    for told in ["Assertion taken", IDP, "The assertion was used before"] {
        assert!(log.body.contains(told), "{told}: {log:?}");
    }
}

/// Clauses: 254, 258.
#[tokio::test]
async fn keys_that_an_issuer_publishes_are_fetched_and_it_replaces_them_by_itself() {
    let (before, after) = (Key::new(), Key::new());
    let (published, address) = Published::open(&[&before]).await;
    let mut shop = Shop::at(TestServer::with_own_network().await).await;
    with_grant(&mut shop).await;
    trust(&shop, issuer(IssuerKeys::JwksUri(address))).await;
    assert_eq!(take(&shop, &assertion(&shop, &before, "one")).await.status, StatusCode::OK);
    published.publish(&[&after]);
    shop.server.clock.advance_seconds(60);
    assert_eq!(take(&shop, &assertion(&shop, &after, "two")).await.status, StatusCode::OK);
    let gone = take(&shop, &assertion(&shop, &before, "three")).await;
    assert_eq!(gone.refusal(), (400, "invalid_grant".to_owned()));
    assert!(gone.text("error_uri").unwrap().ends_with("/errors/assertion_signature_wrong"), "{gone:?}");
}

/// Clauses: 263.
#[tokio::test]
async fn the_metadata_tell_of_it_while_an_issuer_is_on() {
    let shop = Shop::open().await;
    let metadata = async || shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    let told = metadata().await;
    assert!(told["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)), "{told}");
    assert_eq!(told.get("authorization_grant_profiles_supported"), None);
    trust(&shop, issuer(pinned(&Key::new()))).await;
    assert_eq!(metadata().await["authorization_grant_profiles_supported"], json!(["urn:ietf:params:oauth:grant-profile:id-jag"]));
}

#[tokio::test]
async fn the_console_trusts_an_issuer_changes_it_turns_it_off_and_removes_it() {
    let mut shop = Shop::open().await;
    with_grant(&mut shop).await;
    let key = Key::new();
    let cookies = shop.server.sign_in().await.cookies();
    let empty = shop.server.get_with(PAGE, &cookies).await;
    assert!(empty.body.contains("No issuer is trusted"), "{empty:?}");
    let keys = set(&[&key]).to_string();
    let fields = |id: &'static str, more: &[(&'static str, String)]| {
        let usual = [
            ("typed[id]", id.to_owned()),
            ("typed[issuer]", IDP.to_owned()),
            ("typed[jwks]", keys.clone()),
            ("typed[algorithms][]", "ES256".to_owned()),
            ("typed[assertion_kinds][]", "id_jag".to_owned()),
            ("typed[any_client]", "true".to_owned()),
            ("typed[subject_claim]", "sub".to_owned()),
            ("typed[subject_match]", "user_name".to_owned()),
            ("typed[scopes]", "openid\nprofile".to_owned()),
            ("typed[assertion_ttl]", "5m".to_owned()),
        ];
        [&usual[..], more].concat()
    };
    let press = async |page: &str, function: &str, fields: Vec<(&'static str, String)>| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let pressed = shop.press(&cookies, page, function, &fields).await;
        assert!(pressed.status.is_redirection(), "{pressed:?}");
        pressed.header("location").to_owned()
    };
    let enabled = || ("typed[enabled]", "true".to_owned());

    let new = "/console/acme/shop/settings/new-trusted-issuer".to_owned();
    let wrong = press(&new, "add_trusted_issuer", fields("The IdP", &[])).await;
    let shown = shop.server.get_with(&wrong, &cookies).await;
    assert!(shown.body.contains("An address has lower-case letters"), "{shown:?}");
    let added = press(&new, "add_trusted_issuer", fields("idp", &[enabled()])).await;
    assert!(added.contains("done=trusted_issuer_added"), "{added}");
    let taken = press(&new, "add_trusted_issuer", fields("idp", &[enabled()])).await;
    assert!(shop.server.get_with(&taken, &cookies).await.body.contains("This is taken already"), "{taken}");
    assert_eq!(take(&shop, &assertion(&shop, &key, "one")).await.status, StatusCode::OK);

    let one = format!("{PAGE}/idp/edit");
    let version = async || ("version", shop.operator().load_workspace(&shop.path).await.unwrap().version.to_string());
    let of_one = ("issuer", "idp".to_owned());
    let off = press(&one, "set_trusted_issuer", fields("idp", &[of_one.clone(), version().await])).await;
    assert!(off.contains("done=trusted_issuer_saved"), "{off}");
    let refused = take(&shop, &assertion(&shop, &key, "two")).await;
    assert!(refused.text("error_uri").unwrap().ends_with("/errors/assertion_issuer_untrusted"), "{refused:?}");
    let list = shop.server.get_with(PAGE, &cookies).await;
    assert!(list.body.contains(IDP) && list.body.contains("Off"), "{list:?}");

    let stale = press(&one, "delete_trusted_issuer", vec![of_one.clone(), ("version", "1".to_owned())]).await;
    assert!(!stale.contains("done="), "{stale}");
    let removed = press(&one, "delete_trusted_issuer", vec![of_one, version().await]).await;
    assert!(removed.contains("done=trusted_issuer_removed"), "{removed}");
    assert!(shop.operator().load_workspace(&shop.path).await.unwrap().trusted_issuers.is_empty());
}

#[tokio::test]
async fn the_keys_of_an_issuer_are_taken_as_those_of_a_client_are() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let pair = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::default().self_signed(&pair).unwrap();
    let keys = control::read_keys(&pair.public_key_pem()).unwrap();
    let page = "/console/acme/shop/settings/new-trusted-issuer";
    let press = async |id: &str, jwks: &str| {
        let issuer = format!("https://{id}.example.com");
        let fields = [
            ("typed[id]", id),
            ("typed[issuer]", issuer.as_str()),
            ("typed[jwks]", jwks),
            ("typed[algorithms][]", "ES256"),
            ("typed[assertion_kinds][]", "id_jag"),
            ("typed[any_client]", "true"),
            ("typed[subject_claim]", "sub"),
            ("typed[subject_match]", "user_name"),
            ("typed[scopes]", "openid"),
            ("typed[assertion_ttl]", "5m"),
        ];
        shop.press(&cookies, page, "add_trusted_issuer", &fields).await.header("location").to_owned()
    };
    let pasted = [
        ("key", pair.public_key_pem()),
        ("certificate", certificate.pem()),
        ("one", keys.to_json()[0].to_string()),
        ("set", keys.to_text()),
    ];
    for (id, jwks) in pasted {
        let added = press(id, &jwks).await;
        assert!(added.contains("done=trusted_issuer_added"), "{id}: {added}");
        let issuers = shop.operator().load_workspace(&shop.path).await.unwrap().trusted_issuers;
        let stored = issuers.iter().find(|issuer| issuer.id.as_str() == id).unwrap();
        assert_eq!(stored.keys.jwks(), Some(&keys), "{id}");
    }
    let shown = shop.server.get_with(&press("none", "keys").await, &cookies).await;
    assert!(shown.body.contains("This is neither JSON nor PEM."), "{shown:?}");
}

#[tokio::test]
async fn the_admin_api_says_whom_a_workspace_trusts_and_what_does_not_fit() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = "/admin/acme/servers/shop";
    let told = program.get(path).await.json()["trusted_issuers"].clone();
    assert_eq!((&told[0]["id"], &told[0]["jwks_uri"]), (&json!("idp"), &json!("https://idp.example.com/keys")), "{told}");
    let key = Key::new();
    let pinned =
        json!([{ "id": "other", "issuer": "https://other.example.com", "jwks": set(&[&key]), "any_client": true, "scopes": ["openid"] }]);
    let patched = program.patch(path, &json!({ "trusted_issuers": pinned })).await;
    assert_eq!(patched.status, StatusCode::OK, "{patched:?}");
    let told = &patched.json()["trusted_issuers"];
    assert_eq!((told.as_array().map(Vec::len), &told[0]["assertion_kinds"]), (Some(1), &json!(["id_jag"])), "{told}");
    let sent_back = program.patch(path, &json!({ "trusted_issuers": told })).await;
    assert_eq!(&sent_back.json()["trusted_issuers"], told, "what is told can be sent");
    let issuers = |change: &dyn Fn(&mut Value)| {
        let mut issuers = pinned.clone();
        change(&mut issuers[0]);
        json!({ "trusted_issuers": issuers })
    };
    for (wrong, pointer) in [
        (issuers(&|issuer| issuer["algorithms"] = json!(["HS256"])), "/trusted_issuers/0/algorithms/0"),
        (issuers(&|issuer| issuer["jwks_uri"] = json!("https://other.example.com/keys")), "/trusted_issuers/0/jwks_uri"),
        (issuers(&|issuer| issuer["scopes"] = json!(["unknown"])), "/trusted_issuers"),
        (issuers(&|issuer| issuer["assertion_kinds"] = json!([])), "/trusted_issuers"),
    ] {
        let refused = program.patch(path, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
        assert!(refused.body.contains(&format!("\"{pointer}\"")), "{pointer}: {refused:?}");
    }
}

/// Clauses: 323, 325.
#[tokio::test]
async fn a_subject_that_is_linked_at_the_console_is_the_user_until_it_is_unlinked_or_the_issuer_is_gone() {
    let mut shop = Shop::open().await;
    with_grant(&mut shop).await;
    let key = Key::new();
    let by_claim = TrustedIssuer { subject_claim: ClaimName::parse("upn").unwrap(), ..issuer(pinned(&key)) };
    trust(&shop, by_claim).await;
    let refused = take(&shop, &assertion(&shop, &key, "one")).await;
    assert!(refused.text("error_uri").unwrap().ends_with("/errors/assertion_subject_unknown"), "{refused:?}");
    let alice = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0);
    let (user, page) = (alice.id.to_string(), format!("/console/acme/shop/users/{}", alice.id));
    let cookies = shop.server.sign_in().await.cookies();
    let press = async |function: &str, fields: &[(&str, &str)]| {
        let fields = [&[("user", user.as_str())][..], fields].concat();
        shop.press(&cookies, &page, function, &fields).await
    };
    let link = [("typed[issuer]", "idp"), ("typed[subject]", "alice@example.com")];
    let linked = press("link_subject", &link).await;
    assert!(linked.header("location").contains("done=subject_linked"), "{linked:?}");
    let again = press("link_subject", &link).await;
    assert!(shop.follow(&again, &cookies).await.body.contains("is linked already"), "{again:?}");
    assert_eq!(take(&shop, &assertion(&shop, &key, "two")).await.status, StatusCode::OK);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("Linked subjects") && shown.body.contains("alice@example.com"), "{shown:?}");

    let id = shop.operator().list_linked_subjects(&shop.path, alice.id).await.unwrap()[0].id.to_string();
    let unlinked = press("unlink_subject", &[("linked", &id)]).await;
    assert!(unlinked.header("location").contains("done=subject_unlinked"), "{unlinked:?}");
    assert_eq!(take(&shop, &assertion(&shop, &key, "three")).await.refusal(), (400, "invalid_grant".to_owned()));
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("idp: alice@example.com"), "{log:?}");
}

/// Clauses: 324.
#[tokio::test]
async fn the_admin_api_links_subjects_and_says_what_does_not_fit() {
    let world = World::new().await;
    let program = world.program(None).await;
    let all = world.address("/admin/{tenant}/servers/{workspace}/users/{user}/linked-subjects");
    let new = json!({ "issuer": "idp", "subject": "00u5" });
    let made = program.post(&all, &new).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let told = program.get(&all).await.json();
    assert_eq!((&told["linked_subjects"][0]["issuer"], &told["linked_subjects"][0]["subject"]), (&json!("idp"), &json!("00u5")), "{told}");
    for (wrong, pointer) in [
        (new, "/subject"),
        (json!({ "issuer": "idp", "subject": "" }), "/subject"),
        (json!({ "issuer": "nobody", "subject": "00u6" }), "/issuer"),
    ] {
        let refused = program.post(&all, &wrong).await;
        let found = (refused.status, &refused.json()["errors"][0]["pointer"]);
        assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, &json!(pointer)), "{refused:?}");
    }
}
