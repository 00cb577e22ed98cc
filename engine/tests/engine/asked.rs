//! What a request asks for, in part or of somebody: granted as far as it can be, and never somebody else's.

use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    explanation::{Check, Remark},
    redirect_uri::RedirectUri,
    scope::Scope,
    user::{User, UserIdentifier},
};
use engine::{
    Refusal,
    client_auth::ClientRequest,
    dpop::ProvenKey,
    endpoint::{
        authorize::{Authorization, Unanswerable},
        sign_in::SigningIn,
    },
    explain::ExplainRequest,
    form::Form,
    storage::UserRecord,
};

use crate::world::{REDIRECT, VERIFIER, World, access_token, claims, parameter, refresh_token};

/// Clauses: 134.
#[tokio::test]
async fn scopes_that_cannot_be_had_are_left_out_and_the_rest_is_granted_named_and_recorded() {
    let mut world = World::new();
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    let code = world.code(&[("scope", "openid groups introspect_tokens offline_access")]).await;
    let response = world.exchange(&code).await.unwrap();
    assert_eq!(response.scopes.to_string(), "offline_access openid");
    assert_eq!(world.storage.token_events().pop().unwrap().left_out.to_string(), "groups introspect_tokens");

    let all = world.exchange(&world.code(&[("scope", "")]).await).await.unwrap();
    assert_eq!(all.scopes.to_string(), "email openid profile", "who names none gets all that a user can be asked for");
    assert_eq!(world.storage.token_events().pop().unwrap().left_out.to_string(), "");

    let query = world.query(&[("scope", "openid groups")]);
    let asked =
        ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
    assert_eq!(explained.left_out.to_string(), "groups");
    let step = explained.steps.iter().find(|step| step.check == Check::Scopes).unwrap();
    assert_eq!((step.holds, step.remark), (true, Some(Remark::LeftOut)));
}

/// Clauses: 134.
#[tokio::test]
async fn a_client_that_acts_for_itself_gets_what_it_may_have_of_what_it_asks_for() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    let response = world.token(&[("grant_type", "client_credentials"), ("scope", "introspect_tokens openid groups")]).await.unwrap();
    assert_eq!(response.scopes.to_string(), "introspect_tokens");
    assert_eq!(world.storage.token_events().pop().unwrap().left_out.to_string(), "groups openid");
    let refusal = world.token(&[("grant_type", "client_credentials"), ("scope", "openid groups")]).await.unwrap_err();
    assert_eq!(refusal, Refusal::InvalidScope, "there is nothing to grant");
}

#[tokio::test]
async fn a_token_without_scopes_has_no_empty_claim() {
    let world = World::with(ClientType::Service);
    let response = world.token(&[("grant_type", "client_credentials")]).await.unwrap();
    let token = access_token(&response);
    assert!(claims(&token).get("scope").is_none());
    assert!(world.introspect(&token).await.unwrap().get("scope").is_none());
}

/// Refreshes with a header and a form of any kind.
async fn ask(world: &World, header: Option<&str>, form: &str) -> Result<(), Refusal> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    let header = header.map(|credentials| format!("Basic {}", STANDARD.encode(credentials)));
    let request = ClientRequest { authorization: header.as_deref(), certificate: None, form: &Form::parse(form).unwrap() };
    let proofs = std::iter::empty().collect();
    world.engine.token(&world.realm().await, request, proofs).await.map(drop).map_err(crate::world::refusal)
}

/// Clauses: 133.
#[tokio::test]
async fn the_secret_is_right_in_either_place_unless_the_client_keeps_to_one() {
    for method in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost] {
        let mut world = World::new();
        world.settings(|settings| settings.token_endpoint_auth_method = method);
        let token = refresh_token(&world.login().await);
        let (id, refresh) = (world.client.id, format!("grant_type=refresh_token&refresh_token={token}"));
        let (basic, in_form) = (format!("{id}:s3cret"), format!("{refresh}&client_id={id}&client_secret=s3cret"));
        assert_eq!(ask(&world, Some(&basic), &refresh).await, Ok(()), "{method}");
        assert_eq!(ask(&world, None, &in_form).await, Ok(()), "{method}");
        assert_eq!(ask(&world, Some(&format!("{id}:")), &in_form).await, Ok(()), "{method}: an empty password is none");
        assert_eq!(ask(&world, Some(&basic), &in_form).await, Err(Refusal::SeveralClientAuthentications));
        for nothing in [format!("{refresh}&client_id={id}"), format!("{refresh}&client_id={id}&client_secret=")] {
            assert_eq!(ask(&world, None, &nothing).await, Err(Refusal::InvalidClient));
            assert_eq!(ask(&world, Some(&format!("{id}:")), &nothing).await, Err(Refusal::InvalidClient));
        }
        world.settings(|settings| settings.require_registered_auth_method = true);
        let by_header = method == TokenEndpointAuthMethod::ClientSecretBasic;
        let strictly = |allowed: bool| if allowed { Ok(()) } else { Err(Refusal::OtherAuthenticationMethod) };
        assert_eq!(ask(&world, Some(&basic), &refresh).await, strictly(by_header));
        assert_eq!(ask(&world, None, &in_form).await, strictly(!by_header));
    }
}

/// Clauses: 133.
#[tokio::test]
async fn a_public_client_names_itself_by_basic_with_an_empty_password() {
    let world = World::with(ClientType::MobileDesktop);
    let token = refresh_token(&world.login().await);
    let (id, refresh) = (world.client.id, format!("grant_type=refresh_token&refresh_token={token}"));
    assert_eq!(ask(&world, Some(&format!("{id}:")), &refresh).await, Ok(()));
    assert_eq!(ask(&world, Some(&format!("{id}:anything")), &refresh).await, Err(Refusal::InvalidClient));
}

/// Clauses: 135.
#[tokio::test]
async fn an_id_token_hint_gets_nobody_else_s_code() {
    let world = World::new();
    let alice = world.login().await.id_token.unwrap().expose().clone();
    let bob = User { identifier: UserIdentifier::parse("bob@example.com").unwrap(), ..world.user.clone() };
    let bob = User { id: domain::id::UserId::new(bob.created_at, [7; 10]), ..bob };
    world.storage.put_user(UserRecord { user: bob.clone(), password_hash: None });
    let hinted = [("id_token_hint", alice.as_str())];
    let as_bob = {
        let visitor = engine::gate::Visitor { name: "bob@example.com", address: "203.0.113.8".parse().unwrap(), device: None };
        let candidate = world.candidate_of(visitor).await;
        world
            .engine
            .sign_in(&world.realm().await, candidate, true, SigningIn::default())
            .await
            .unwrap()
            .started()
            .unwrap()
            .cookie
            .expose()
            .clone()
    };
    match world.authorize(&hinted, Some(&as_bob)).await {
        Authorization::SignIn(page) => assert!(page.other_user),
        other => panic!("{other:?}"),
    }
    let silent = world.authorize(&[hinted[0], ("prompt", "none")], Some(&as_bob)).await;
    match silent {
        Authorization::Answer(answer) => assert_eq!(parameter(&answer, "error").as_deref(), Some("login_required")),
        other => panic!("{other:?}"),
    }
    world.clock.advance_seconds(365 * 24 * 3600);
    let as_alice = world.sign_in().await;
    let answer = world.answer_in(&hinted, &as_alice).await;
    assert!(parameter(&answer, "code").is_some(), "an expired hint is still one");
    let mut other = world;
    other.as_other_client(ClientType::ServerSideWeb);
    let answer = other.answer_in(&hinted, &as_alice).await;
    assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_request"), "another client was not given it");
}

/// Clauses: 136.
#[tokio::test]
async fn the_redirect_uri_may_be_left_out_where_there_is_one_alone() {
    let mut world = World::new();
    let left_out = [("redirect_uri", "")];
    let exchange = |code: String, redirect_uri: Option<&'static str>| {
        let form = [("grant_type", "authorization_code".to_owned()), ("code", code), ("code_verifier", VERIFIER.to_owned())];
        form.into_iter().chain(redirect_uri.map(|uri| ("redirect_uri", uri.to_owned()))).collect::<Vec<_>>()
    };
    for (asked, exchanged, expected) in [
        (&left_out[..], None, Ok(())),
        (&left_out[..], Some(REDIRECT), Ok(())),
        (&left_out[..], Some("https://app.example.com/other"), Err(Refusal::RedirectUriMismatch)),
        (&[][..], None, Err(Refusal::RedirectUriMismatch)),
    ] {
        let form = exchange(world.code(asked).await, exchanged);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(world.token(&form).await.map(drop), expected, "{asked:?} {exchanged:?}");
    }
    world.settings(|settings| settings.redirect_uris.push(RedirectUri::parse("https://app.example.com/second").unwrap()));
    let outcome = world.authorize(&left_out, None).await;
    assert!(matches!(outcome, Authorization::Unanswerable(Unanswerable::NoRedirectUri)), "{outcome:?}");
    world.settings(|settings| settings.redirect_uris.clear());
    let outcome = world.authorize(&left_out, None).await;
    assert!(matches!(outcome, Authorization::Unanswerable(Unanswerable::NoRedirectUri)), "{outcome:?}");
}

#[tokio::test]
async fn a_verifier_that_is_none_has_its_own_sentence_and_uses_nothing_up() {
    let world = World::new();
    let code = world.code(&[]).await;
    for verifier in ["short", &format!("{VERIFIER}="), &"a".repeat(129)] {
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT), ("code_verifier", verifier)];
        assert_eq!(world.token(&form).await.map(drop), Err(Refusal::MalformedVerifier), "{verifier}");
    }
    assert!(world.exchange(&code).await.is_ok());
}

/// Clauses: 137.
#[tokio::test]
async fn a_resource_is_found_by_whatever_form_its_address_has() {
    let world = World::new();
    world.put_service(1, "Orders", Some("https://orders.example.com"));
    for resource in ["https://orders.example.com", "https://orders.example.com/", "HTTPS://Orders.example.com:443"] {
        let response = world.exchange(&world.code(&[("resource", resource)]).await).await.unwrap();
        assert_eq!(claims(&access_token(&response))["aud"], "https://orders.example.com/", "{resource}");
    }
}
