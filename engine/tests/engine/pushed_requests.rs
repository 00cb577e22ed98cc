//! Authorization requests that clients push (RFC 9126), and the key that they bind their codes to (RFC 9449 §10.1).

use domain::{
    audit_context::Source,
    client::{ClientType, TokenEndpointAuthMethod},
};
use engine::{
    Refusal,
    browser::Browser,
    client_assertion::{ASSERTION_TYPE, TYPE},
    client_auth::ClientRequest,
    endpoint::{
        authorize::{Authorization, Unanswerable},
        pushed_request::{LARGEST, LIFETIME_SECONDS, PushedAuthorization},
    },
    form::Form,
};
use url::form_urlencoded;

use crate::{
    client_assertion::world_of,
    prover::{ISSUER, PAR_ENDPOINT, Prover, TOKEN_ENDPOINT, USERINFO},
    world::{REDIRECT, World, parameter, refusal},
};

/// What every `request_uri` begins with (RFC 9126 §2.2).
const REQUEST_URI: &str = "urn:ietf:params:oauth:request_uri:";

pub fn uri(pushed: &PushedAuthorization) -> String {
    pushed.request_uri.expose().clone()
}

impl World {
    /// The query with which a browser comes for this client.
    pub fn reference(&self, request_uri: &str) -> String {
        let client_id = self.client.id.to_string();
        let parameters = [("client_id", client_id.as_str()), ("request_uri", request_uri)];
        form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
    }

    pub async fn open(&self, request_uri: &str, session: Option<&str>) -> Authorization {
        self.engine.authorize(&self.realm().await, &self.reference(request_uri), session).await.unwrap()
    }

    /// Why a reference leads to an error page.
    async fn unanswerable(&self, request_uri: &str, session: Option<&str>) -> Unanswerable {
        match self.open(request_uri, session).await {
            Authorization::Unanswerable(unanswerable) => unanswerable,
            other => panic!("{request_uri}: {other:?}"),
        }
    }

    /// The parameters of the answer that a user gets who is signed in and agrees.
    pub async fn finish(&self, outcome: Authorization, session: &str) -> Authorization {
        match outcome {
            Authorization::Consent(page) => {
                let browser = Browser::of(Some(session));
                self.engine.consent(&self.realm().await, &page.interaction, browser, true).await.unwrap()
            }
            other => other,
        }
    }

    fn reasons(&self) -> Vec<&'static str> {
        self.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
    }
}

/// The parameters of an answer.
fn code(outcome: &Authorization) -> String {
    match outcome {
        Authorization::Answer(answer) => {
            assert_eq!((answer.redirect_uri.as_str(), parameter(answer, "state").as_deref()), (REDIRECT, Some("xyz")));
            parameter(answer, "code").expect("a code")
        }
        other => panic!("no answer: {other:?}"),
    }
}

/// Clauses: 88, 168, 171.
#[tokio::test]
async fn a_pushed_request_leads_to_a_code_as_any_other_does() {
    for client_type in [ClientType::ServerSideWeb, ClientType::SinglePage] {
        let world = World::with(client_type);
        let session = world.sign_in().await;
        let (first, second) = (world.push(&[]).await.unwrap(), world.push(&[]).await.unwrap());
        assert_eq!(first.expires_in, LIFETIME_SECONDS);
        let reference = uri(&first).strip_prefix(REQUEST_URI).expect("the standard's prefix").to_owned();
        assert_eq!(reference.len(), 43, "256 bits in base64url");
        assert_ne!(uri(&first), uri(&second));

        let outcome = world.finish(world.open(&uri(&first), Some(&session)).await, &session).await;
        assert!(world.exchange(&code(&outcome)).await.is_ok());
        assert_eq!(world.reasons(), <[&str; 0]>::default());
    }
}

/// Clauses: 168.
#[tokio::test]
async fn only_the_client_itself_can_push_its_requests() {
    let mut world = World::new();
    world.secret = Some("wrong".to_owned());
    assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = None;
    assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = Some("s3cret".to_owned());
    assert_eq!(world.push(&[("client_id", "another")]).await.unwrap_err(), Refusal::SeveralClientAuthentications);
    assert!(world.push(&[("client_id", "")]).await.is_ok(), "it named itself where it authenticated");
    world.disable_client();
    assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::InvalidClient);
}

/// Clauses: 179.
#[tokio::test]
async fn an_assertion_may_be_for_the_issuer_the_token_endpoint_or_this_endpoint() {
    let signer = Prover::new();
    let world = world_of(ClientType::ServerSideWeb, &[&signer]);
    assert_eq!(world.client.settings.token_endpoint_auth_method, TokenEndpointAuthMethod::PrivateKeyJwt);
    let push = async |assertion: String| {
        let query = world.query(&[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)]);
        let form = Form::parse(&query).unwrap();
        let request = ClientRequest { authorization: None, certificate: None, form: &form };
        world.engine.push(&world.realm().await, request, std::iter::empty().collect()).await.map_err(refusal)
    };
    for audience in [ISSUER, TOKEN_ENDPOINT, PAR_ENDPOINT] {
        let pushed = push(signer.assertion(&world).claim("aud", audience).sign()).await;
        assert!(pushed.is_ok(), "{audience}: {:?}", pushed.err());
    }
    let foreign = signer.assertion(&world).claim("aud", USERINFO).sign();
    assert_eq!(push(foreign).await.unwrap_err(), Refusal::AssertionAudience);
    let typed = signer.assertion(&world).header("typ", TYPE).claim("aud", PAR_ENDPOINT).sign();
    assert_eq!(push(typed).await.unwrap_err(), Refusal::AssertionAudience, "who follows the draft names the issuer");
}

/// Clauses: 169, 170.
#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_when_it_is_pushed() {
    let world = World::new();
    let before = world.reasons().len();
    for (name, value, expected) in [
        ("request_uri", "urn:ietf:params:oauth:request_uri:x", Refusal::PushedRequestUri),
        ("request", "x", Refusal::MalformedRequestObject),
        ("response_type", "token", Refusal::UnknownResponseType),
        ("response_type", "", Refusal::MissingResponseType),
        ("redirect_uri", "https://evil.example.com/", Refusal::UnregisteredRedirectUri),
        ("scope", "unknown introspect_tokens", Refusal::InvalidScope),
        ("prompt", "maybe", Refusal::UnknownPrompt),
        ("code_challenge", "short", Refusal::MalformedChallenge),
        ("resource", "https://nobody.example.com/", Refusal::InvalidTarget),
        ("id_token_hint", "x", Refusal::ForeignIdTokenHint),
    ] {
        assert_eq!(world.push(&[(name, value)]).await.unwrap_err(), expected, "{name}={value}");
        assert_eq!(world.reasons().last(), Some(&expected.reason()), "it is noted for administrators");
    }
    assert_eq!(world.reasons().len(), before + 10);
    let public = World::with(ClientType::SinglePage);
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    assert_eq!(public.push(&without).await.unwrap_err(), Refusal::MissingChallenge);
}

/// Clauses: 169.
#[tokio::test]
async fn a_secret_in_the_form_is_not_kept_with_the_request() {
    let mut world = World::new();
    let secret = world.secret.take().unwrap();
    let pushed = uri(&world.push(&[("client_secret", &secret)]).await.unwrap());
    world.secret = Some(secret);
    let session = world.sign_in().await;
    let stored = format!("{:?}", world.storage);
    assert!(stored.contains("code_challenge_method=S256") && !stored.contains("client_secret="), "only the parameters are stored");
    assert!(!stored.contains(pushed.strip_prefix(REQUEST_URI).unwrap()), "the reference is stored as a hash");
    let outcome = world.finish(world.open(&pushed, Some(&session)).await, &session).await;
    code(&outcome);
}

/// Clauses: 88, 173.
#[tokio::test]
async fn a_reference_of_another_client_or_of_nobody_leads_to_an_error_page() {
    let mut world = World::new();
    let session = world.sign_in().await;
    let pushed = uri(&world.push(&[]).await.unwrap());
    let unknown = format!("{REQUEST_URI}{}", "A".repeat(43));
    assert_eq!(world.unanswerable(&unknown, Some(&session)).await, Unanswerable::UnknownRequestUri);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("request_uri", &pushed).finish();
    let nameless = world.engine.authorize(&world.realm().await, &query, None).await.unwrap();
    assert!(matches!(nameless, Authorization::Unanswerable(Unanswerable::NoClient)), "{nameless:?}");

    let own = world.client.clone();
    world.as_other_client(ClientType::ServerSideWeb);
    let foreign = world.unanswerable(&pushed, Some(&session)).await;
    assert_eq!((foreign, foreign.refusal()), (Unanswerable::ForeignRequestUri, Refusal::UnknownRequestUri), "nobody learns that it exists");
    assert_eq!(world.reasons(), ["request_uri_unknown", "request_uri_of_another_client"]);
    world.client = own;
    assert!(matches!(world.open(&pushed, Some(&session)).await, Authorization::Consent(_)), "it is not used up by others");
}

/// Clauses: 88, 173.
#[tokio::test]
async fn a_reference_that_nobody_opens_in_time_has_expired() {
    let world = World::new();
    let (late, in_time) = (uri(&world.push(&[]).await.unwrap()), uri(&world.push(&[]).await.unwrap()));
    world.clock.advance_seconds(LIFETIME_SECONDS - 1);
    assert!(matches!(world.open(&in_time, None).await, Authorization::SignIn(_)));
    world.clock.advance_seconds(1);
    assert_eq!(world.unanswerable(&late, None).await, Unanswerable::ExpiredRequestUri);
    assert_eq!(world.reasons(), ["request_uri_expired"]);
}

/// Clauses: 88, 173, 174.
#[tokio::test]
async fn a_page_can_be_loaded_again_until_it_is_answered_once() {
    let world = World::new();
    let pushed = uri(&world.push(&[]).await.unwrap());
    let Authorization::SignIn(page) = world.open(&pushed, None).await else { panic!("the user is asked to sign in") };
    world.clock.advance_seconds(10 * 60);
    assert!(matches!(world.open(&pushed, None).await, Authorization::SignIn(_)), "the page is loaded again after ten minutes");

    let session = world.sign_in().await;
    let resumed = world.engine.resume(&world.realm().await, &page.interaction, Browser::of(Some(&session))).await.unwrap();
    let Authorization::Consent(consent) = resumed else { panic!("the user is asked to agree: {resumed:?}") };
    assert!(matches!(world.open(&pushed, Some(&session)).await, Authorization::Consent(_)), "so is this page");
    let answered = world.engine.consent(&world.realm().await, &consent.interaction, Browser::of(Some(&session)), true).await.unwrap();
    assert!(world.exchange(&code(&answered)).await.is_ok());

    assert_eq!(world.unanswerable(&pushed, Some(&session)).await, Unanswerable::UsedRequestUri);
    let again = world.engine.consent(&world.realm().await, &consent.interaction, Browser::of(Some(&session)), true).await.unwrap();
    assert!(matches!(again, Authorization::Unanswerable(Unanswerable::UsedRequestUri)), "nor by the old page: {again:?}");
    assert_eq!(world.reasons(), ["request_uri_used", "request_uri_used"]);
}

/// Clauses: 173.
#[tokio::test]
async fn a_user_who_says_no_has_answered_the_request() {
    let world = World::new();
    let (session, pushed) = (world.sign_in().await, uri(&world.push(&[]).await.unwrap()));
    let Authorization::Consent(page) = world.open(&pushed, Some(&session)).await else { panic!("the user is asked to agree") };
    let denied = world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(&session)), false).await.unwrap();
    assert!(
        matches!(&denied, Authorization::Answer(answer) if parameter(answer, "error").as_deref() == Some("access_denied")),
        "{denied:?}"
    );
    assert_eq!(world.unanswerable(&pushed, Some(&session)).await, Unanswerable::UsedRequestUri);
}

/// Clauses: 88, 173.
#[tokio::test]
async fn of_two_answers_at_once_one_leaves() {
    let mut world = World::new();
    world.settings(|settings| settings.trusted = true);
    let (session, pushed) = (world.sign_in().await, uri(&world.push(&[]).await.unwrap()));
    let (one, other) = tokio::join!(world.open(&pushed, Some(&session)), world.open(&pushed, Some(&session)));
    let answers = [&one, &other].into_iter().filter(|outcome| matches!(outcome, Authorization::Answer(_))).count();
    assert_eq!(answers, 1, "{one:?} {other:?}");
}

/// Clauses: 174.
#[tokio::test]
async fn a_page_that_was_open_for_too_long_offers_no_request_that_is_over() {
    let world = World::new();
    let pushed = uri(&world.push(&[]).await.unwrap());
    let Authorization::SignIn(page) = world.open(&pushed, None).await else { panic!("the user is asked to sign in") };
    world.clock.advance_seconds(30 * 60 + 1);
    let resumed = world.engine.resume(&world.realm().await, &page.interaction, Browser::default()).await.unwrap();
    assert!(matches!(resumed, Authorization::Expired { request: None }), "{resumed:?}");
    assert_eq!(world.unanswerable(&pushed, None).await, Unanswerable::ExpiredRequestUri);
}

/// Clauses: 175.
#[tokio::test]
async fn what_a_browser_brings_beside_the_reference_counts_for_nothing() {
    let world = World::new();
    let (session, pushed) = (world.sign_in().await, uri(&world.push(&[("scope", "openid")]).await.unwrap()));
    let changed = world.query(&[
        ("request_uri", &pushed),
        ("scope", "openid profile offline_access"),
        ("redirect_uri", "https://evil.example.com/"),
        ("state", "evil"),
    ]);
    let outcome = world.engine.authorize(&world.realm().await, &changed, Some(&session)).await.unwrap();
    let Authorization::Consent(page) = &outcome else { panic!("the user is asked to agree: {outcome:?}") };
    assert_eq!((page.offline_access, page.redirect_uri.as_str()), (None, REDIRECT));
    code(&world.finish(outcome, &session).await);
}

/// Clauses: 192.
#[tokio::test]
async fn an_object_beside_a_reference_is_refused_and_uses_nothing_up() {
    let world = World::new();
    let (session, pushed) = (world.sign_in().await, uri(&world.push(&[]).await.unwrap()));
    let both = world.query(&[("request_uri", &pushed), ("request", "x")]);
    let outcome = world.engine.authorize(&world.realm().await, &both, Some(&session)).await.unwrap();
    let refusal = match outcome {
        Authorization::Refused(page) => Some(page.refusal),
        Authorization::Answer(answer) => panic!("{:?}", parameter(&answer, "error")),
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal, Some(Refusal::RequestBesideRequestUri));
    code(&world.finish(world.open(&pushed, Some(&session)).await, &session).await);
}

/// Clauses: 170.
#[tokio::test]
async fn a_pushed_request_is_checked_again_by_the_settings_as_they_are_then() {
    let mut world = World::new();
    let (session, pushed) = (world.sign_in().await, uri(&world.push(&[]).await.unwrap()));
    world.settings(|settings| settings.redirect_uris.clear());
    assert_eq!(world.unanswerable(&pushed, Some(&session)).await, Unanswerable::RedirectUri);
}

/// Clauses: 88, 177.
#[tokio::test]
async fn where_pushing_is_required_no_other_request_is_answered() {
    for by_workspace in [true, false] {
        let mut world = World::new();
        if by_workspace {
            world.workspace(|workspace| workspace.authorization.require_pushed_authorization_requests = true);
        } else {
            world.settings(|settings| settings.require_pushed_authorization_requests = true);
        }
        let session = world.sign_in().await;
        let refused = world.answer_in(&[], &session).await;
        assert_eq!(parameter(&refused, "error").as_deref(), Some("invalid_request"));
        assert!(parameter(&refused, "error_uri").unwrap().ends_with("/errors/pushed_request_required"));
        assert_eq!(world.reasons(), ["pushed_request_required"]);
        let pushed = uri(&world.push(&[]).await.unwrap());
        let outcome = world.finish(world.open(&pushed, Some(&session)).await, &session).await;
        assert!(world.exchange(&code(&outcome)).await.is_ok());
    }
}

#[tokio::test]
async fn a_test_sign_in_goes_on_where_pushing_is_required() {
    let mut world = World::new();
    world.settings(|settings| settings.require_pushed_authorization_requests = true);
    let page = "https://id.example.com/console/acme/main/trial".to_owned();
    let (_, address) = world.engine.begin_trial(&world.realm().await, world.client.id, [1; 32], page).unwrap();
    assert!(matches!(world.authorize(&[("redirect_uri", &address)], None).await, Authorization::SignIn(_)));
}

/// Clauses: 176.
#[tokio::test]
async fn the_metadata_name_the_endpoint_and_whether_it_is_required() {
    let mut world = World::new();
    let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
    assert_eq!(metadata.pushed_authorization_request_endpoint, PAR_ENDPOINT);
    assert!(!metadata.require_pushed_authorization_requests);
    world.workspace(|workspace| workspace.authorization.require_pushed_authorization_requests = true);
    assert!(world.engine.metadata(&world.realm().await).await.unwrap().require_pushed_authorization_requests);
}

/// Clauses: 178.
#[tokio::test]
async fn a_proof_beside_a_pushed_request_binds_the_code_to_its_key() {
    let world = World::new();
    let (session, prover) = (world.sign_in().await, Prover::new());
    let proof = || prover.draft(&world).claim("htu", PAR_ENDPOINT).sign();
    let elsewhere = prover.draft(&world).claim("htu", TOKEN_ENDPOINT).sign();
    assert_eq!(world.push_with(&[], &[&elsewhere]).await.unwrap_err(), Refusal::ForeignProof);
    let other = Prover::new().jkt();
    assert_eq!(world.push_with(&[("dpop_jkt", &other)], &[&proof()]).await.unwrap_err(), Refusal::OtherThumbprint);

    let used = proof();
    let pushed = uri(&world.push_with(&[("dpop_jkt", &prover.jkt())], &[&used]).await.unwrap());
    assert_eq!(world.push_with(&[], &[&used]).await.unwrap_err(), Refusal::ReplayedProof);
    let outcome = world.finish(world.open(&pushed, Some(&session)).await, &session).await;
    let code = code(&outcome);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::MissingProof);
    assert_eq!(world.exchange_with(&code, &[&Prover::new().proof(&world)]).await.unwrap_err(), Refusal::OtherKey);
    assert!(world.exchange_with(&code, &[&prover.proof(&world)]).await.is_ok());

    let without = uri(&world.push_with(&[], &[&proof()]).await.unwrap());
    let outcome = world.finish(world.open(&without, Some(&session)).await, &session).await;
    assert_eq!(world.exchange(&self::code(&outcome)).await.unwrap_err(), Refusal::MissingProof, "the proof alone binds it, too");
}

/// Clauses: 172.
#[tokio::test]
async fn a_request_has_a_bound_and_strangers_have_one_for_each_network() {
    let world = World::with(ClientType::SinglePage);
    let long = "a".repeat(LARGEST);
    assert_eq!(world.push(&[("state", &long)]).await.unwrap_err(), Refusal::RequestTooLarge);
    let from = |address: &str| world.engine.clone().asked_from(Source { address: Some(address.parse().unwrap()), request_id: None });
    let (here, there) = (from("203.0.113.7"), from("203.0.113.8"));
    for _ in 0..100 {
        assert!(world.push_at(&here, &[], &[]).await.is_ok());
    }
    assert_eq!(world.push_at(&here, &[], &[]).await.unwrap_err(), Refusal::TooManyRequests);
    assert!(world.push_at(&there, &[], &[]).await.is_ok(), "another network");
    world.clock.advance_seconds(1);
    assert!(world.push_at(&here, &[], &[]).await.is_ok(), "one more each second");

    let confidential = World::new();
    let server = confidential.engine.clone().asked_from(Source { address: Some("203.0.113.7".parse().unwrap()), request_id: None });
    for _ in 0..150 {
        assert!(confidential.push_at(&server, &[], &[]).await.is_ok(), "who authenticates is known");
    }
}
