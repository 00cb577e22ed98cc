//! Authorization requests that clients sign (JWT-Secured Authorization Request, RFC 9101).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    client_keys::JwkSet,
};
use engine::{
    Refusal,
    browser::Browser,
    client_assertion::{ASSERTION_TYPE, LEEWAY_SECONDS},
    endpoint::authorize::{Authorization, Unanswerable},
    request_object::{LONGEST, LONGEST_LIFE_SECONDS, TYPE},
};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    client_assertion::named,
    prover::{Draft, ISSUER, PAR_ENDPOINT, Prover},
    world::{REDIRECT, World, parameter},
};

/// A world whose client authenticates by its secret, and has these keys to sign its requests with.
pub fn world_of(signers: &[&Prover]) -> World {
    let keys: Vec<Value> = (0..).zip(signers).map(|(place, signer)| named(signer, &format!("key-{place}"))).collect();
    let mut world = World::new();
    world.settings(|settings| settings.keys.jwks = Some(JwkSet::of(&keys).unwrap()));
    world
}

pub fn query(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

impl World {
    /// A browser comes with an object of the world's client, and with nothing beside it but the client's name.
    pub async fn ask(&self, object: &str, session: Option<&str>) -> Authorization {
        self.ask_beside(object, &[], session).await
    }

    /// The same with these parameters beside it.
    async fn ask_beside(&self, object: &str, beside: &[(&str, &str)], session: Option<&str>) -> Authorization {
        let id = self.client.id.to_string();
        let own = [("client_id", id.as_str()), ("request", object)];
        self.engine.authorize(&self.realm().await, &query(&[&own[..], beside].concat()), session).await.unwrap()
    }

    /// Why an object is refused; nothing if its user is asked to sign in.
    pub async fn refuses(&self, draft: Draft<'_>) -> Option<Refusal> {
        refused(self.ask(&draft.sign(), None).await)
    }

    pub fn failed(&self) -> Vec<&'static str> {
        self.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
    }

    /// The way of a user who is signed in and agrees; the code.
    pub async fn agree(&self, outcome: Authorization, session: &str) -> String {
        let Authorization::Consent(page) = outcome else { panic!("the user is asked to agree: {outcome:?}") };
        let outcome = self.engine.consent(&self.realm().await, &page.interaction, Browser::of(Some(session)), true).await.unwrap();
        let Authorization::Answer(answer) = outcome else { panic!("no answer: {outcome:?}") };
        assert_eq!((answer.redirect_uri.as_str(), parameter(&answer, "state").as_deref()), (REDIRECT, Some("xyz")));
        parameter(&answer, "code").expect("a code")
    }
}

pub fn refused(outcome: Authorization) -> Option<Refusal> {
    match outcome {
        Authorization::Refused(page) => Some(page.refusal),
        Authorization::SignIn(_) => None,
        other => panic!("{other:?}"),
    }
}

/// Clauses: 191.
#[tokio::test]
async fn a_signed_request_leads_to_a_code_by_each_algorithm() {
    for alg in ["ES256", "ES384", "EdDSA", "Ed25519", "RS256", "PS256"] {
        let signer = Prover::with(alg);
        let world = world_of(&[&signer]);
        let session = world.sign_in().await;
        let object = || signer.request_object(&world).claim("prompt", "consent");
        let typed = [TYPE.to_owned(), format!("application/{TYPE}"), "JWT".to_owned()].map(|typ| object().header("typ", typ));
        for object in typed.into_iter().chain([object().without_header("typ")]) {
            let object = object.sign();
            let code = world.agree(world.ask(&object, Some(&session)).await, &session).await;
            assert!(world.exchange(&code).await.is_ok(), "{alg}");
        }
        assert_eq!(world.failed(), <[&str; 0]>::default());
    }
}

/// Clauses: 89.
#[tokio::test]
async fn what_stands_beside_an_object_counts_for_nothing() {
    let signer = Prover::new();
    let world = world_of(&[&signer]);
    let session = world.sign_in().await;
    let object = signer.request_object(&world).claim("scope", "openid").claim("ui_locales", "de en").sign();
    let beside = [
        ("ui_locales", "fr"),
        ("scope", "openid profile offline_access"),
        ("redirect_uri", "https://evil.example.com/"),
        ("state", "evil"),
        ("response_mode", "form_post"),
        ("prompt", "none"),
        ("resource", "https://evil.example.com/"),
        ("code_challenge", "evil"),
    ];
    let outcome = world.ask_beside(&object, &beside, Some(&session)).await;
    let Authorization::Consent(page) = &outcome else { panic!("the user is asked to agree: {outcome:?}") };
    assert_eq!((page.offline_access, page.redirect_uri.as_str(), page.scopes.len()), (None, REDIRECT, 1));
    assert_eq!(page.ui_locales.as_deref(), Some("de en"));
    world.agree(outcome, &session).await;
}

/// Clauses: 191.
#[tokio::test]
async fn no_signature_but_that_of_a_key_of_the_client_is_taken() {
    let (signer, other, stranger) = (Prover::with("RS256"), Prover::new(), Prover::with("RS256"));
    let mut world = world_of(&[&signer, &other]);
    for alg in ["none", "None", "HS256", "HS512", "RS512", "ES256K", ""] {
        assert_eq!(world.refuses(signer.request_object(&world).header("alg", alg)).await, Some(Refusal::RequestObjectAlgorithm), "{alg}");
    }
    let unsigned = signer.request_object(&world).header("alg", "none");
    let [header, claims] = [unsigned.header, unsigned.claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    assert_eq!(refused(world.ask(&format!("{header}.{claims}."), None).await), Some(Refusal::RequestObjectAlgorithm));

    assert_eq!(world.refuses(stranger.request_object(&world)).await, Some(Refusal::WrongRequestObjectSignature));
    assert_eq!(world.refuses(signer.request_object(&world).header("alg", "PS256")).await, Some(Refusal::WrongRequestObjectSignature));
    assert_eq!(world.refuses(other.request_object(&world).header("kid", "key-0")).await, Some(Refusal::UnknownRequestObjectKey));
    assert_eq!(world.refuses(signer.request_object(&world).header("kid", "key-0")).await, None);
    let (ours, theirs) = (signer.request_object(&world).sign(), signer.request_object(&world).claim("scope", "openid").sign());
    let mixed = format!("{}.{}", theirs.rsplit_once('.').unwrap().0, ours.rsplit_once('.').unwrap().1);
    assert_eq!(refused(world.ask(&mixed, None).await), Some(Refusal::WrongRequestObjectSignature));

    world.settings(|settings| settings.keys.jwks = None);
    assert_eq!(world.refuses(signer.request_object(&world)).await, Some(Refusal::MissingRequestObjectKeys));
    world.settings(|settings| {
        settings.keys.jwks_uri = Some(domain::client_uri::JwksUri::parse("https://app.example.com/jwks.json").unwrap());
    });
    assert_eq!(world.refuses(signer.request_object(&world)).await, Some(Refusal::UnavailableRequestObjectKeys));
    let told = world.failed().split_off(world.failed().len() - 3);
    assert_eq!(told, ["request_object_signature_wrong", "request_object_keys_missing", "request_object_keys_unavailable"]);
}

/// Clauses: 192.
#[tokio::test]
async fn an_object_is_one_client_s_and_holds_no_other_request() {
    let signer = Prover::new();
    let mut world = world_of(&[&signer]);
    let other = "01a2223c-da7d-76d8-bb92-0358af6e13d8";
    let foreign = Some(Refusal::ForeignRequestObject);
    assert_eq!(world.refuses(signer.request_object(&world).claim("iss", other)).await, foreign);
    assert_eq!(world.refuses(signer.request_object(&world).claim("client_id", other)).await, foreign);
    assert_eq!(world.refuses(signer.request_object(&world).claim("client_id", other).claim("iss", other)).await, foreign);
    for nested in ["request", "request_uri"] {
        for value in [json!("x"), json!(""), Value::Null] {
            let draft = signer.request_object(&world).claim(nested, value);
            assert_eq!(world.refuses(draft).await, Some(Refusal::NestedRequestObject), "{nested}");
        }
    }
    let object = signer.request_object(&world).sign();
    let beside = [("request_uri", "https://app.example.com/r")];
    assert_eq!(refused(world.ask_beside(&object, &beside, None).await), Some(Refusal::RequestBesideRequestUri));

    let session = world.sign_in().await;
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(refused(world.ask(&object, Some(&session)).await), foreign, "another client cannot use it");
    let nameless = world.engine.authorize(&world.realm().await, &query(&[("request", &object)]), None).await.unwrap();
    assert!(matches!(nameless, Authorization::Unanswerable(Unanswerable::NoClient)), "{nameless:?}");
    world.disable_client();
    let disabled = world.ask(&object, None).await;
    assert!(matches!(disabled, Authorization::Unanswerable(Unanswerable::Client)), "{disabled:?}");
}

/// Clauses: 193.
#[tokio::test]
async fn a_member_is_there_once_and_has_the_type_of_its_parameter() {
    let signer = Prover::new();
    let world = world_of(&[&signer]);
    for (name, value, expected) in [
        ("max_age", json!(600), None),
        ("max_age", json!("600"), None),
        ("max_age", json!(600.0), None),
        ("max_age", Value::Null, Some(Refusal::MalformedRequestObject)),
        ("nbf", Value::Null, Some(Refusal::MalformedRequestObject)),
        ("iat", Value::Null, Some(Refusal::MalformedRequestObject)),
        ("unknown", Value::Null, None),
        ("max_age", json!(1.5), Some(Refusal::MalformedMaxAge)),
        ("max_age", json!(-1), Some(Refusal::MalformedMaxAge)),
        ("nonce", json!(12345), None),
        ("login_hint", json!(""), None),
        ("login_hint", json!("a\u{0}b"), Some(Refusal::MalformedRequestObject)),
        ("state", Value::Null, Some(Refusal::MalformedRequestObject)),
        ("scope", json!(["openid"]), Some(Refusal::MalformedRequestObject)),
        ("ui_locales", json!(["de"]), Some(Refusal::MalformedRequestObject)),
        ("redirect_uri", json!({ "uri": REDIRECT }), Some(Refusal::MalformedRequestObject)),
        ("prompt", json!(true), Some(Refusal::MalformedRequestObject)),
        ("resource", json!("https://nobody.example.com/"), Some(Refusal::InvalidTarget)),
        ("resource", json!(["https://nobody.example.com/", "https://others.example.com/"]), Some(Refusal::InvalidTarget)),
        ("resource", json!(["https://nobody.example.com/", 1]), Some(Refusal::MalformedRequestObject)),
        ("resource", json!([]), None),
        ("claims", json!({ "id_token": { "acr": null } }), None),
        ("claims", json!({ "id_token": [] }), Some(Refusal::MalformedClaims)),
        ("claims", json!(["acr"]), Some(Refusal::MalformedRequestObject)),
        ("acr_values", json!(["mfa"]), Some(Refusal::MalformedRequestObject)),
        ("authorization_details", json!([{ "type": "x" }]), Some(Refusal::UnknownDetailsType)),
        // What this server does not know is passed over.
        ("display", json!("page"), None),
        ("jti", json!(["any"]), None),
    ] {
        let draft = signer.request_object(&world).claim(name, value.clone());
        assert_eq!(world.refuses(draft).await, expected, "{name}: {value}");
    }
    // Twice, also where it is spelled otherwise.
    let Draft { header, claims, .. } = signer.request_object(&world);
    for twice in [r#","state":"other"}"#, r#","st\u0061te":"other"}"#, r#","iss":"other"}"#] {
        let text = format!("{}{twice}", claims.to_string().strip_suffix('}').unwrap());
        let message = [header.to_string(), text].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        let object = format!("{message}.{}", signer.signature(&message));
        assert_eq!(refused(world.ask(&object, None).await), Some(Refusal::MalformedRequestObject), "{twice}");
    }
    let long = signer.request_object(&world).claim("login_hint", "a".repeat(LONGEST)).sign();
    for nonsense in ["x", ".", "..", "a.b.c", "a.b.c.d.e", &format!("{}.x", signer.request_object(&world).sign()), &long] {
        assert_eq!(refused(world.ask_beside(nonsense, &[("redirect_uri", REDIRECT)], None).await), Some(Refusal::MalformedRequestObject));
    }
    let null = Value::Null;
    for (name, value) in [("crit", &json!(["b64"])), ("crit", &json!([])), ("crit", &null), ("typ", &null), ("kid", &null)] {
        let draft = signer.request_object(&world).header(name, value.clone()).header("b64", false);
        assert_eq!(world.refuses(draft).await, Some(Refusal::MalformedRequestObject), "{name}: {value}");
    }
}

/// Clauses: 194.
#[tokio::test]
async fn a_jwt_that_a_client_signed_for_something_else_is_no_request_and_a_request_is_no_assertion() {
    let signer = Prover::new();
    let mut world = world_of(&[&signer]);
    for typ in ["client-authentication+jwt", "dpop+jwt", "at+jwt", "logout+jwt", ""] {
        assert_eq!(world.refuses(signer.request_object(&world).header("typ", typ)).await, Some(Refusal::MalformedRequestObject), "{typ:?}");
    }
    assert_eq!(world.refuses(signer.assertion(&world)).await, Some(Refusal::MalformedRequestObject), "it names no client_id");
    let client = world.client.id.to_string();
    let both = signer.request_object(&world).header("typ", "JWT").claim("sub", client.as_str()).claim("jti", "a");
    assert_eq!(world.refuses(both).await, Some(Refusal::MalformedRequestObject), "it could be used to authenticate");
    assert_eq!(world.refuses(signer.request_object(&world).claim("sub", "somebody")).await, None);

    world.secret = None;
    world.settings(|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt);
    for typ in ["JWT", TYPE] {
        let object = signer.request_object(&world).header("typ", typ).claim("jti", "b").sign();
        let asked = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &*object)];
        assert_eq!(world.token(&asked).await.unwrap_err(), Refusal::MalformedAssertion, "{typ}");
    }
}

/// Clauses: 195.
#[tokio::test]
async fn an_object_is_for_this_issuer_and_made_for_an_hour_at_most() {
    let signer = Prover::new();
    let world = world_of(&[&signer]);
    for (audience, fits) in [
        (json!(ISSUER), true),
        (json!([ISSUER, "https://other.example.com"]), true),
        (json!(["https://other.example.com"]), false),
        (json!([]), false),
        (json!("https://id.example.com/acme/main/"), false),
        (json!(PAR_ENDPOINT), false),
    ] {
        let expected = (!fits).then_some(Refusal::RequestObjectAudience);
        assert_eq!(world.refuses(signer.request_object(&world).claim("aud", audience.clone())).await, expected, "{audience}");
    }
    let (leeway, longest) = (LEEWAY_SECONDS, LONGEST_LIFE_SECONDS);
    let now = signer.request_object(&world).claims["nbf"].as_i64().unwrap();
    let at = |offset: i64| json!(now + offset);
    for (nbf, iat, exp, fits) in [
        (Some(0), None, -leeway + 1, true),
        (Some(0), None, -leeway, false),
        (Some(0), None, longest, true),
        (Some(0), None, longest + 1, false),
        (None, Some(0), longest, true),
        (None, Some(0), longest + 1, false),
        (None, None, longest + leeway, true),
        (None, None, longest + leeway + 1, false),
        (Some(-longest), None, 0, true),
        (Some(-longest - 60), None, 0, false),
        (Some(leeway), None, 60, true),
        (Some(leeway + 1), None, 60, false),
        (Some(0), Some(leeway + 1), 60, false),
        (Some(0), Some(-100_000), 60, true),
    ] {
        let draft = signer.request_object(&world).without("nbf").claim("exp", at(exp));
        let draft = nbf.into_iter().fold(draft, |draft, offset| draft.claim("nbf", at(offset)));
        let draft = iat.into_iter().fold(draft, |draft, offset| draft.claim("iat", at(offset)));
        let expected = (!fits).then_some(Refusal::UntimelyRequestObject);
        assert_eq!(world.refuses(draft).await, expected, "nbf {nbf:?}, iat {iat:?}, exp {exp}");
    }
    for needed in ["exp", "aud", "iss", "client_id"] {
        assert_eq!(world.refuses(signer.request_object(&world).without(needed)).await, Some(Refusal::MalformedRequestObject), "{needed}");
    }
    for text in ["exp", "nbf", "iat"] {
        assert_eq!(world.refuses(signer.request_object(&world).claim(text, "soon")).await, Some(Refusal::MalformedRequestObject), "{text}");
    }
}

/// Clauses: 195.
#[tokio::test]
async fn an_object_is_read_when_it_comes_and_its_user_may_take_longer() {
    let signer = Prover::new();
    let mut world = world_of(&[&signer]);
    let object = signer.request_object(&world).sign();
    let Authorization::SignIn(page) = world.ask(&object, None).await else { panic!("the user is asked to sign in") };
    world.clock.advance_seconds(20 * 60);
    world.settings(|settings| settings.keys.jwks = None);
    let session = world.sign_in().await;
    let resumed = world.engine.resume(&world.realm().await, &page.interaction, Browser::of(Some(&session))).await.unwrap();
    let code = world.agree(resumed, &session).await;
    assert!(world.exchange(&code).await.is_ok());

    assert_eq!(refused(world.ask(&object, None).await), Some(Refusal::MissingRequestObjectKeys), "it is not taken anew");
    world.clock.advance_seconds(20 * 60);
    let expired = world.engine.resume(&world.realm().await, &page.interaction, Browser::default()).await.unwrap();
    assert!(matches!(expired, Authorization::Expired { request: None }), "what was signed cannot be asked again from here: {expired:?}");
}

/// Clauses: 196.
#[tokio::test]
async fn a_wrong_object_is_told_to_an_address_that_is_registered_and_else_to_the_user_alone() {
    let (signer, stranger) = (Prover::new(), Prover::new());
    let mut world = world_of(&[&signer]);
    let forged = stranger.request_object(&world).claim("ui_locales", "de");
    let Authorization::Refused(page) = world.ask(&forged.clone().sign(), None).await else { panic!("the user sees it first") };
    assert_eq!((page.answer.redirect_uri.as_str(), parameter(&page.answer, "state").as_deref()), (REDIRECT, Some("xyz")));
    assert_eq!(page.ui_locales.as_deref(), Some("de"));
    assert_eq!(parameter(&page.answer, "error").as_deref(), Some("invalid_request_object"));
    assert!(parameter(&page.answer, "error_uri").unwrap().ends_with("/errors/request_object_signature_wrong"));

    let elsewhere = forged.claim("redirect_uri", "https://evil.example.com/").sign();
    let outcome = world.ask(&elsewhere, None).await;
    assert!(matches!(outcome, Authorization::Unanswerable(Unanswerable::RedirectUri)), "{outcome:?}");
    world.settings(|settings| settings.redirect_uris.push(domain::redirect_uri::RedirectUri::parse("https://app.example.com/2").unwrap()));
    let unreadable = world.ask("x", None).await;
    assert!(matches!(unreadable, Authorization::Unanswerable(Unanswerable::NoRedirectUri)), "{unreadable:?}");
    assert_eq!(refused(world.ask_beside("x", &[("redirect_uri", REDIRECT)], None).await), Some(Refusal::MalformedRequestObject));
}
