//! Request objects that are pushed, required and explained (RFC 9101 §10.5, RFC 9126 §3).

use domain::{
    client::ClientType,
    explanation::{Check, Explanation, Remark},
};
use engine::{
    Refusal,
    dpop::ProvenKey,
    endpoint::{authorize::Authorization, pushed_request::PushedAuthorization},
    explain::ExplainRequest,
};
use serde_json::json;

use crate::{
    prover::Prover,
    request_objects::{query, refused, world_of},
    world::World,
};

impl World {
    /// Pushes an object, with these parameters beside it.
    async fn push_object(&self, object: &str, beside: &[(&str, &str)]) -> Result<PushedAuthorization, Refusal> {
        let none = ["response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"].map(|name| (name, ""));
        let taken_away = none.into_iter().filter(|(name, _)| beside.iter().all(|(given, _)| given != name));
        let parameters: Vec<_> = taken_away.chain(beside.iter().copied()).chain([("request", object)]).collect();
        self.push(&parameters).await
    }

    /// A browser comes with the reference to a request that was pushed.
    async fn open_pushed(&self, pushed: &PushedAuthorization, session: &str) -> Authorization {
        let id = self.client.id.to_string();
        let query = query(&[("client_id", &id), ("request_uri", pushed.request_uri.expose())]);
        self.engine.authorize(&self.realm().await, &query, Some(session)).await.unwrap()
    }

    /// Explains a request with an object: as a browser brings it, or as it stands for what the client pushes or signs.
    async fn explain_object(&self, object: &str, is_sent: bool) -> Explanation {
        let id = self.client.id.to_string();
        let query = query(&[("client_id", &id), ("request", object)]);
        let asked = ExplainRequest {
            client: self.client.id,
            query: &query,
            is_sent,
            user: Some(self.user.id),
            signed_in: true,
            key: ProvenKey::Wanted,
        };
        self.engine.explain(&self.realm().await, asked).await.unwrap()
    }
}

/// Clauses: 197.
#[tokio::test]
async fn where_signing_is_required_no_other_request_is_answered() {
    for by_workspace in [true, false] {
        let signer = Prover::new();
        let mut world = world_of(&[&signer]);
        if by_workspace {
            world.workspace(|workspace| workspace.authorization.require_signed_request_object = true);
        } else {
            world.settings(|settings| settings.require_signed_request_object = true);
        }
        assert_eq!(refused(world.authorize(&[], None).await), Some(Refusal::SignedRequestRequired));
        assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::SignedRequestRequired);
        assert_eq!(world.failed(), ["signed_request_required"; 2]);
        assert_eq!(world.refuses(signer.request_object(&world)).await, None);
        let page = "https://id.example.com/console/acme/main/trial".to_owned();
        let (_, address) = world.engine.begin_trial(&world.realm().await, world.client.id, [1; 32], page).unwrap();
        assert_eq!(refused(world.authorize(&[("redirect_uri", &address)], None).await), None, "a test sign-in goes on");
        let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
        assert_eq!(metadata.require_signed_request_object, by_workspace);
    }
}

/// Clauses: 197, 198.
#[tokio::test]
async fn a_request_that_was_pushed_before_signing_was_required_is_not_answered() {
    let signer = Prover::new();
    let mut world = world_of(&[&signer]);
    let session = world.sign_in().await;
    let by_key = world.push_object(&signer.request_object(&world).sign(), &[]).await.unwrap();
    let plain = world.push(&[]).await.unwrap();
    world.settings(|settings| settings.require_signed_request_object = true);
    assert_eq!(refused(world.open_pushed(&plain, &session).await), Some(Refusal::SignedRequestRequired));
    let code = world.agree(world.open_pushed(&by_key, &session).await, &session).await;
    assert!(world.exchange(&code).await.is_ok());
}

/// Clauses: 198.
#[tokio::test]
async fn an_object_can_be_pushed_by_the_client_that_signed_it() {
    let signer = Prover::new();
    let mut world = world_of(&[&signer]);
    world.settings(|settings| settings.require_pushed_authorization_requests = true);
    let session = world.sign_in().await;
    let object = signer.request_object(&world).claim("scope", "openid").claim("ui_locales", "de").sign();
    let beside = [
        ("scope", "openid profile offline_access"),
        ("redirect_uri", "https://evil.example.com/"),
        ("state", "evil"),
        ("ui_locales", "en"),
    ];
    let pushed = world.push_object(&object, &beside).await.unwrap();
    // It is read when it is pushed.
    world.clock.advance_seconds(59);
    let outcome = world.open_pushed(&pushed, &session).await;
    let Authorization::Consent(page) = &outcome else { panic!("the user is asked to agree: {outcome:?}") };
    assert_eq!((page.offline_access, page.scopes.len(), page.ui_locales.as_deref()), (None, 1, Some("de")));
    assert!(world.exchange(&world.agree(outcome, &session).await).await.is_ok());
    assert_eq!(refused(world.ask(&object, None).await), Some(Refusal::PushedRequestRequired));

    world.clock.advance_seconds(120);
    assert_eq!(world.push_object(&object, &[]).await.unwrap_err(), Refusal::UntimelyRequestObject);
    let wrong = |claim: &str, value: &str| signer.request_object(&world).claim(claim, value).sign();
    assert_eq!(world.push_object(&wrong("scope", "unknown"), &[]).await.unwrap_err(), Refusal::InvalidScope);
    assert_eq!(
        world.push_object(&wrong("redirect_uri", "https://evil.example.com/"), &[]).await.unwrap_err(),
        Refusal::UnregisteredRedirectUri
    );
    assert_eq!(world.push_object(&wrong("request_uri", "urn:x"), &[]).await.unwrap_err(), Refusal::NestedRequestObject);
    assert_eq!(world.push_object(&object, &[("request_uri", "urn:x")]).await.unwrap_err(), Refusal::PushedRequestUri);
    let fresh = signer.request_object(&world).sign();
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(world.push_object(&fresh, &[]).await.unwrap_err(), Refusal::ForeignRequestObject);
}

#[tokio::test]
async fn an_explanation_reads_the_object_and_says_how_requests_have_to_come() {
    let (signer, stranger) = (Prover::new(), Prover::new());
    let mut world = world_of(&[&signer]);
    let own = world.explain_object(&signer.request_object(&world).sign(), false).await;
    assert!(own.outcome.issues() && holds(&own, Check::RequestObject) == Some(true), "{own:?}");
    let forged = world.explain_object(&stranger.request_object(&world).claim("scope", "unknown").sign(), false).await;
    assert_eq!(
        (forged.outcome.reasons(), holds(&forged, Check::RequestObject)),
        (vec!["request_object_signature_wrong".to_owned()], Some(false))
    );
    assert_eq!(holds(&forged, Check::Scopes), None, "nobody signed the rest");
    let wrong = world.explain_object(&signer.request_object(&world).claim("scope", "unknown").sign(), false).await;
    assert_eq!((holds(&wrong, Check::RequestObject), holds(&wrong, Check::Scopes)), (Some(true), Some(false)));
    for (pushed, signed, remark) in [
        (false, false, None),
        (true, false, Some(Remark::ToBePushed)),
        (false, true, Some(Remark::ToBeSigned)),
        (true, true, Some(Remark::ToBePushedAndSigned)),
    ] {
        world.settings(|settings| {
            (settings.require_pushed_authorization_requests, settings.require_signed_request_object) = (pushed, signed);
        });
        let explained = world.explain_object(&signer.request_object(&world).sign(), false).await;
        let form = explained.steps.iter().find(|step| step.check == Check::Form).unwrap();
        assert_eq!((form.remark, explained.outcome.issues()), (remark, true), "{explained:?}");
        // One that a browser brings is signed, and was not pushed.
        let sent = world.explain_object(&signer.request_object(&world).sign(), true).await;
        let refused = if pushed { vec!["pushed_request_required".to_owned()] } else { Vec::new() };
        assert_eq!((sent.outcome.reasons(), holds(&sent, Check::Way)), (refused, (pushed || signed).then_some(!pushed)), "{sent:?}");
        let query = world.query(&[]);
        let unsigned =
            ExplainRequest { client: world.client.id, query: &query, is_sent: true, user: None, signed_in: false, key: ProvenKey::Wanted };
        let unsigned = world.engine.explain(&world.realm().await, unsigned).await.unwrap();
        assert_eq!(unsigned.outcome.issues(), !pushed && !signed, "{unsigned:?}");
        if signed && !pushed {
            assert_eq!(unsigned.outcome.reasons(), ["signed_request_required"]);
        }
    }
}

/// Clauses: 202.
#[tokio::test]
async fn the_metadata_say_what_is_taken_and_what_is_signed() {
    let world = World::new();
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    for (member, expected) in [
        ("request_parameter_supported", json!(true)),
        ("request_uri_parameter_supported", json!(false)),
        ("require_signed_request_object", json!(false)),
        ("request_object_signing_alg_values_supported", json!(["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"])),
        ("authorization_signing_alg_values_supported", json!(["RS256", "ES256", "PS256", "EdDSA"])),
        ("response_modes_supported", json!(["query", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"])),
    ] {
        assert_eq!(metadata[member], expected, "{member}");
    }
}

fn holds(explanation: &Explanation, check: Check) -> Option<bool> {
    explanation.steps.iter().find(|step| step.check == check).map(|step| step.holds)
}
