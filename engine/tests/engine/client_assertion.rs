//! Clients that authenticate by what they signed, with keys that are registered (RFC 7521, RFC 7523, OpenID Connect Core §9).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    client_keys::{ClientAlgorithm, JwkSet},
};
use engine::{
    Refusal,
    client_assertion::{ASSERTION_TYPE, LEEWAY_SECONDS, LONGEST, LONGEST_LIFE_SECONDS, TYPE},
    client_auth::ClientRequest,
    form::Form,
};
use serde_json::{Value, json};

use crate::{
    prover::{ISSUER, Prover, TOKEN_ENDPOINT},
    world::{World, refresh_token, refusal},
};

/// A world whose client has these keys, named by their places.
pub fn world_of(client_type: ClientType, signers: &[&Prover]) -> World {
    let keys: Vec<Value> = (0..).zip(signers).map(|(place, signer)| named(signer, &format!("key-{place}"))).collect();
    let mut world = World::with(client_type);
    world.secret = None;
    world.settings(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(JwkSet::of(&keys).unwrap());
    });
    world
}

pub fn named(signer: &Prover, kid: &str) -> Value {
    let mut key = signer.jwk.clone();
    key["kid"] = kid.into();
    key
}

/// Asks for a token of the client's own.
pub async fn ask(world: &World, assertion: &str) -> Result<(), Refusal> {
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)];
    send(world, &form).await
}

/// Sends a form and nothing else.
async fn send(world: &World, form: &[(&str, &str)]) -> Result<(), Refusal> {
    let form = Form::of(form.iter().copied())?;
    let request = ClientRequest { authorization: None, certificate: None, form: &form };
    world.engine.token(&world.realm().await, request, std::iter::empty().collect()).await.map(drop).map_err(refusal)
}

fn failures(world: &World) -> Vec<&'static str> {
    world.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
}

/// Clauses: 154, 155, 162.
#[tokio::test]
async fn a_client_authenticates_by_each_algorithm_with_its_name_and_without() {
    for alg in ["ES256", "ES384", "EdDSA", "Ed25519", "RS256", "PS256"] {
        let signer = Prover::with(alg);
        let world = world_of(ClientType::Service, &[&signer]);
        assert_eq!(ask(&world, &signer.assertion(&world).sign()).await, Ok(()), "{alg}");
        let named = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE)];
        let (id, assertion) = (world.client.id.to_string(), signer.assertion(&world).sign());
        let named = [&named[..], &[("client_id", &id), ("client_assertion", &assertion)]].concat();
        assert_eq!(send(&world, &named).await, Ok(()), "{alg}");
        assert_eq!(failures(&world), <[&str; 0]>::default());
    }
}

/// Clauses: 154, 162.
#[tokio::test]
async fn both_parameters_belong_together_and_each_comes_once() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    let (grant, kind) = (("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE));
    let assertion = signer.assertion(&world).sign();
    let assertion = ("client_assertion", assertion.as_str());
    assert_eq!(send(&world, &[grant, assertion]).await, Err(Refusal::IncompleteAssertion));
    assert_eq!(send(&world, &[grant, kind]).await, Err(Refusal::IncompleteAssertion));
    assert_eq!(send(&world, &[grant, kind, ("client_assertion", "")]).await, Err(Refusal::IncompleteAssertion));
    let saml = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
    assert_eq!(send(&world, &[grant, saml, assertion]).await, Err(Refusal::UnknownAssertionType));
    for twice in [kind, assertion] {
        assert_eq!(send(&world, &[grant, kind, assertion, twice]).await, Err(Refusal::RepeatedParameter));
    }
    assert_eq!(send(&world, &[grant, kind, assertion]).await, Ok(()), "none of these used it up");
}

/// Clauses: 155, 156.
#[tokio::test]
async fn the_issuer_the_subject_and_the_client_id_are_one_client() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    let other = "01a2223c-da7d-76d8-bb92-0358af6e13d8";
    assert_eq!(ask(&world, &signer.assertion(&world).claim("iss", other).sign()).await, Err(Refusal::ForeignAssertion));
    assert_eq!(ask(&world, &signer.assertion(&world).claim("sub", other).sign()).await, Err(Refusal::ForeignAssertion));
    let both = signer.assertion(&world).claim("iss", other).claim("sub", other).sign();
    assert_eq!(ask(&world, &both).await, Err(Refusal::InvalidClient), "there is no such client");
    let assertion = signer.assertion(&world).sign();
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)];
    let elsewhere = [&form[..], &[("client_id", other)]].concat();
    assert_eq!(send(&world, &elsewhere).await, Err(Refusal::ForeignAssertion));
    let foreign = "client_assertion_of_another_client";
    assert_eq!(failures(&world), [foreign; 3], "an administrator sees it, at the one of both that there is");
    assert_eq!(send(&world, &form[..2]).await, Err(Refusal::IncompleteAssertion));
    assert_eq!(failures(&world).len(), 3, "of nobody who is named");
}

/// Clauses: 157, 166.
#[tokio::test]
async fn an_assertion_is_for_this_issuer_and_for_nobody_else() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    for (audience, untyped, typed) in [
        (json!(ISSUER), true, true),
        (json!([ISSUER]), true, false),
        (json!(TOKEN_ENDPOINT), true, false),
        (json!([TOKEN_ENDPOINT]), true, false),
        (json!([ISSUER, TOKEN_ENDPOINT]), true, false),
        (json!([ISSUER, "https://other.example.com"]), false, false),
        (json!(["https://other.example.com", TOKEN_ENDPOINT]), false, false),
        (json!([]), false, false),
        (json!("https://id.example.com/acme/main/"), false, false),
        (json!("https://id.example.com/acme/other"), false, false),
        (json!("https://id.example.com"), false, false),
        (json!("https://other.example.com/oauth2/token"), false, false),
    ] {
        let expected = |fits: bool| if fits { Ok(()) } else { Err(Refusal::AssertionAudience) };
        let draft = || signer.assertion(&world).claim("aud", audience.clone());
        assert_eq!(ask(&world, &draft().sign()).await, expected(untyped), "{audience}");
        assert_eq!(ask(&world, &draft().header("typ", "JWT").sign()).await, expected(untyped), "{audience}");
        assert_eq!(ask(&world, &draft().header("typ", TYPE).sign()).await, expected(typed), "{audience}");
        assert_eq!(ask(&world, &draft().header("typ", format!("application/{TYPE}")).sign()).await, expected(typed), "{audience}");
    }
}

/// Clauses: 166.
#[tokio::test]
async fn a_jwt_that_is_for_something_else_by_its_type_is_no_assertion() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    for typ in ["dpop+jwt", "at+jwt", "logout+jwt", "oauth-authz-req+jwt", "", "text/JWT2"] {
        assert_eq!(ask(&world, &signer.assertion(&world).header("typ", typ).sign()).await, Err(Refusal::MalformedAssertion), "{typ:?}");
    }
}

/// Clauses: 158, 159.
#[tokio::test]
async fn an_assertion_has_an_end_near_by_and_a_beginning_that_is_over() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    let (leeway, longest) = (LEEWAY_SECONDS, LONGEST_LIFE_SECONDS);
    for (claim, offset, fits) in [
        ("exp", -leeway + 1, true),
        ("exp", -leeway, false),
        ("exp", longest + leeway, true),
        ("exp", longest + leeway + 1, false),
        ("nbf", leeway, true),
        ("nbf", leeway + 1, false),
        ("nbf", -100_000, true),
        ("iat", leeway, true),
        ("iat", leeway + 1, false),
        ("iat", -longest - leeway, true),
        ("iat", -longest - leeway - 1, false),
    ] {
        let draft = signer.assertion(&world);
        let at = draft.claims["iat"].as_i64().unwrap() + offset;
        let expected = if fits { Ok(()) } else { Err(Refusal::UntimelyAssertion) };
        assert_eq!(ask(&world, &draft.claim(claim, at).sign()).await, expected, "{claim} {offset}");
    }
    for huge in [json!(i64::MAX), json!(u64::MAX), json!(1e300)] {
        assert_eq!(ask(&world, &signer.assertion(&world).claim("exp", huge).sign()).await, Err(Refusal::UntimelyAssertion));
    }
    let fraction = signer.assertion(&world);
    let at = fraction.claims["iat"].as_f64().unwrap() + 0.5;
    assert_eq!(ask(&world, &fraction.claim("iat", at).sign()).await, Ok(()), "RFC 7519 §2");
    assert_eq!(ask(&world, &signer.assertion(&world).without("iat").sign()).await, Ok(()));
    for needed in ["exp", "jti", "aud", "iss", "sub"] {
        let without = signer.assertion(&world).without(needed).sign();
        assert_eq!(ask(&world, &without).await, Err(Refusal::MalformedAssertion), "{needed}");
    }
    for text in ["exp", "nbf", "iat"] {
        let text = signer.assertion(&world).claim(text, "soon").sign();
        assert_eq!(ask(&world, &text).await, Err(Refusal::MalformedAssertion));
    }
}

/// Clauses: 160.
#[tokio::test]
async fn an_assertion_is_used_once_and_what_was_refused_used_none_up() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    let draft = signer.assertion(&world);
    assert_eq!(ask(&world, &draft.clone().claim("aud", "https://other.example.com").sign()).await, Err(Refusal::AssertionAudience));
    assert_eq!(ask(&world, &draft.clone().sign()).await, Ok(()));
    assert_eq!(ask(&world, &draft.clone().sign()).await, Err(Refusal::ReplayedAssertion));
    assert_eq!(
        ask(&world, &draft.clone().claim("exp", draft.claims["exp"].as_i64().unwrap() + 1).sign()).await,
        Err(Refusal::ReplayedAssertion)
    );
    assert_eq!(failures(&world), ["client_assertion_audience", "client_assertion_replayed", "client_assertion_replayed"]);
    for jti in [String::new(), "a".repeat(256)] {
        assert_eq!(ask(&world, &signer.assertion(&world).claim("jti", jti).sign()).await, Err(Refusal::MalformedAssertion));
    }
}

/// Clauses: 160.
#[tokio::test]
async fn the_same_name_of_another_client_is_another_assertion() {
    let (one, two) = (Prover::new(), Prover::new());
    let mut world = world_of(ClientType::Service, &[&one]);
    assert_eq!(ask(&world, &one.assertion(&world).claim("jti", "same").sign()).await, Ok(()));
    world.as_other_client(ClientType::Service);
    world.secret = None;
    world.settings(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(JwkSet::of(std::slice::from_ref(&two.jwk)).unwrap());
    });
    assert_eq!(ask(&world, &two.assertion(&world).claim("jti", "same").sign()).await, Ok(()));
}

/// Clauses: 161, 162.
#[tokio::test]
async fn who_does_not_hold_the_key_learns_nothing_and_uses_nothing_up() {
    let (signer, stranger) = (Prover::new(), Prover::new());
    let world = world_of(ClientType::Service, &[&signer]);
    let draft = signer.assertion(&world);
    let jti = draft.claims["jti"].clone();
    let forged = stranger.assertion(&world).claim("jti", jti);
    for wrong in [forged.clone(), forged.clone().claim("aud", "https://other.example.com"), forged.clone().claim("exp", 1)] {
        assert_eq!(ask(&world, &wrong.sign()).await, Err(Refusal::InvalidClient), "as of a client that is not there");
    }
    assert_eq!(failures(&world), ["client_assertion_signature_wrong"; 3]);
    // The signature of something else.
    let (ours, theirs) = (draft.clone().sign(), draft.clone().claim("exp", draft.claims["exp"].as_i64().unwrap() + 1).sign());
    let mixed = format!("{}.{}", ours.rsplit_once('.').unwrap().0, theirs.rsplit_once('.').unwrap().1);
    assert_eq!(ask(&world, &mixed).await, Err(Refusal::InvalidClient));
    assert_eq!(ask(&world, &draft.sign()).await, Ok(()), "the name is still free");
}

/// Clauses: 161.
#[tokio::test]
async fn no_algorithm_but_that_of_the_key_verifies_anything() {
    let signer = Prover::with("RS256");
    let world = world_of(ClientType::Service, &[&signer]);
    for alg in ["none", "None", "HS256", "HS512", "RS512", "ES256K", "rs256", ""] {
        assert_eq!(ask(&world, &signer.assertion(&world).header("alg", alg).sign()).await, Err(Refusal::AssertionAlgorithm), "{alg}");
    }
    // Without a signature.
    let unsigned = signer.assertion(&world).header("alg", "none");
    let [header, claims] = [unsigned.header, unsigned.claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    assert_eq!(ask(&world, &format!("{header}.{claims}.")).await, Err(Refusal::AssertionAlgorithm));
    for alg in ["PS256", "ES256", "EdDSA"] {
        assert_eq!(ask(&world, &signer.assertion(&world).header("alg", alg).sign()).await, Err(Refusal::InvalidClient), "{alg}");
    }
    let null = Value::Null;
    for (name, value) in [("crit", &json!(["b64"])), ("crit", &json!([])), ("crit", &null), ("typ", &null), ("kid", &null)] {
        let draft = signer.assertion(&world).header(name, value.clone()).header("b64", false);
        assert_eq!(ask(&world, &draft.sign()).await, Err(Refusal::MalformedAssertion), "{name}: {value}");
    }
    for claim in ["nbf", "iat", "exp", "jti"] {
        let draft = signer.assertion(&world).claim(claim, Value::Null);
        assert_eq!(ask(&world, &draft.sign()).await, Err(Refusal::MalformedAssertion), "{claim}");
    }
    for nonsense in ["", ".", "..", "a.b.c", "a.b.c.d.e", &format!("{}.x", signer.assertion(&world).sign()), &"a".repeat(LONGEST + 1)] {
        let expected = if nonsense.is_empty() { Refusal::IncompleteAssertion } else { Refusal::MalformedAssertion };
        assert_eq!(ask(&world, nonsense).await, Err(expected), "{nonsense}");
    }
}

/// Clauses: 161.
#[tokio::test]
async fn a_client_with_an_algorithm_of_its_own_uses_that_one_alone() {
    let (rsa, pss) = (Prover::with("RS256"), Prover::with("PS256"));
    let mut world = world_of(ClientType::Service, &[&rsa, &pss]);
    world.settings(|settings| settings.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::Ps256));
    assert_eq!(ask(&world, &pss.assertion(&world).sign()).await, Ok(()));
    assert_eq!(ask(&world, &rsa.assertion(&world).sign()).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_assertion_algorithm_other"]);
}

/// Clauses: 167.
#[tokio::test]
async fn a_key_is_replaced_while_both_are_registered_and_the_one_before_ends_with_its_line() {
    let (before, after) = (Prover::new(), Prover::new());
    let mut world = world_of(ClientType::Service, &[&before, &after]);
    let by = |signer: &Prover, kid: Option<&str>, world: &World| {
        let draft = signer.assertion(world);
        kid.map_or_else(|| draft.clone().sign(), |kid| draft.clone().header("kid", kid).sign())
    };
    for (signer, own, other) in [(&before, "key-0", "key-1"), (&after, "key-1", "key-0")] {
        assert_eq!(ask(&world, &by(signer, Some(own), &world)).await, Ok(()));
        assert_eq!(ask(&world, &by(signer, None, &world)).await, Ok(()), "any of them");
        assert_eq!(ask(&world, &by(signer, Some(other), &world)).await, Err(Refusal::InvalidClient), "another key's name");
        assert_eq!(ask(&world, &by(signer, Some("key-2"), &world)).await, Err(Refusal::InvalidClient));
    }
    world.settings(|settings| settings.keys.jwks = Some(JwkSet::of(&[named(&after, "key-1")]).unwrap()));
    assert_eq!(ask(&world, &by(&before, Some("key-0"), &world)).await, Err(Refusal::InvalidClient));
    assert_eq!(ask(&world, &by(&after, Some("key-1"), &world)).await, Ok(()));
    let wrong = ["client_assertion_signature_wrong", "client_assertion_key_unknown"];
    assert_eq!(failures(&world), [&wrong[..], &wrong[..], &["client_assertion_key_unknown"]].concat());
}

/// Clauses: 163.
#[tokio::test]
async fn a_client_has_one_method_and_a_request_has_one() {
    let signer = Prover::new();
    let mut world = world_of(ClientType::Service, &[&signer]);
    let (id, assertion) = (world.client.id.to_string(), signer.assertion(&world).sign());
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)];
    let with_secret = [&form[..], &[("client_secret", "s3cret")]].concat();
    assert_eq!(send(&world, &with_secret).await, Err(Refusal::SeveralClientAuthentications));
    world.secret = Some("s3cret".to_owned());
    let parameters = [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion.as_str()), form[0]];
    assert_eq!(world.token(&parameters).await.unwrap_err(), Refusal::SeveralClientAuthentications, "a header beside it");
    // A client that signs has no secret, and one that has a secret does not sign.
    let own = [("grant_type", "client_credentials"), ("client_id", id.as_str())];
    assert_eq!(send(&world, &[&own[..], &[("client_secret", "s3cret")]].concat()).await, Err(Refusal::InvalidClient));
    assert_eq!(send(&world, &own).await, Err(Refusal::InvalidClient));
    world.settings(|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic);
    assert_eq!(send(&world, &form).await, Err(Refusal::InvalidClient), "though its keys are there");
    let several = "several_client_authentications";
    let expected = [several, several, "client_secret_unexpected", "client_assertion_missing", "client_assertion_unexpected"];
    assert_eq!(failures(&world), expected);
}

/// Clauses: 163.
#[tokio::test]
async fn a_disabled_client_is_refused_as_one_that_is_not_there() {
    let signer = Prover::new();
    let mut world = world_of(ClientType::Service, &[&signer]);
    world.disable_client();
    assert_eq!(ask(&world, &signer.assertion(&world).sign()).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_disabled"]);
}

/// Clauses: 154.
#[tokio::test]
async fn it_authenticates_so_wherever_clients_do() {
    let signer = Prover::new();
    let world = world_of(ClientType::ServerSideWeb, &[&signer]);
    let realm = world.realm().await;
    let by_key = |parameters: &[(&str, &str)]| {
        let assertion = signer.assertion(&world).header("typ", TYPE).sign();
        Form::of(parameters.iter().copied().chain([("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &*assertion)])).unwrap()
    };
    let code = world.code(&[]).await;
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", crate::world::REDIRECT),
        ("code_verifier", crate::world::VERIFIER),
    ];
    let token = async |form: Form| {
        let request = ClientRequest { authorization: None, certificate: None, form: &form };
        world.engine.token(&realm, request, std::iter::empty().collect()).await.map_err(refusal)
    };
    let first = refresh_token(&token(by_key(&exchange)).await.unwrap());
    let second = refresh_token(&token(by_key(&[("grant_type", "refresh_token"), ("refresh_token", &first)])).await.unwrap());
    assert_ne!(first, second);

    let (ask, unsigned) = (by_key(&[("token", &second)]), Form::of([("token", second.as_str())]).unwrap());
    let request = ClientRequest { authorization: None, certificate: None, form: &ask };
    let introspection = serde_json::to_value(world.engine.introspect(&realm, request).await.unwrap()).unwrap();
    assert_eq!(introspection["active"], true);
    assert_eq!(world.engine.introspect(&realm, request).await.map(drop).map_err(refusal), Err(Refusal::ReplayedAssertion));
    let request = ClientRequest { authorization: None, certificate: None, form: &unsigned };
    assert_eq!(world.engine.revoke(&realm, request).await.map_err(refusal), Err(Refusal::MissingClient));
    let ask = by_key(&[("token", &second)]);
    world.engine.revoke(&realm, ClientRequest { authorization: None, certificate: None, form: &ask }).await.unwrap();
    let again = token(by_key(&[("grant_type", "refresh_token"), ("refresh_token", &second)])).await;
    assert_eq!(again.unwrap_err(), Refusal::RevokedRefreshToken);
}

/// Clauses: 160.
#[tokio::test]
async fn a_request_that_is_decided_again_uses_its_assertion_once() {
    let signer = Prover::new();
    let mut world = world_of(ClientType::Service, &[&signer]);
    let realm = world.realm().await;
    world.workspace(|workspace| workspace.tokens.dpop_nonce_required = true);
    let assertion = signer.assertion(&world).sign();
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)];
    let form = Form::of(form).unwrap();
    let request = ClientRequest { authorization: None, certificate: None, form: &form };
    let own = |request| world.engine.token(&realm, request, std::iter::empty().collect());
    assert!(own(request).await.is_ok(), "the settings changed while it was on its way");
    assert_eq!(own(request).await.map(drop).map_err(refusal), Err(Refusal::ReplayedAssertion));
}

/// Clauses: 164.
#[tokio::test]
async fn the_metadata_say_so() {
    let world = World::new();
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    for endpoint in ["token", "introspection", "revocation"] {
        let methods = metadata[format!("{endpoint}_endpoint_auth_methods_supported")].as_array().unwrap();
        assert!(methods.contains(&json!("private_key_jwt")) && !methods.contains(&json!("client_secret_jwt")), "{methods:?}");
        let algorithms = &metadata[format!("{endpoint}_endpoint_auth_signing_alg_values_supported")];
        assert_eq!(*algorithms, json!(["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"]), "{endpoint}");
    }
}
