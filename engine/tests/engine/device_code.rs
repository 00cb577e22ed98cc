//! The device authorization grant (RFC 8628).

use std::net::IpAddr;

use domain::{
    audit::AuditAction,
    client::ClientType,
    decision::{Condition, Grounds},
    explanation::{Check, Remark, Switch},
    grant_type::GrantType,
    scope::OFFLINE_ACCESS,
    token_event::TokenEventKind,
    user::UserStatus,
};
use engine::{
    Refusal,
    browser::Browser,
    dpop::ProvenKey,
    endpoint::{
        authorize::{Authorization, DeviceEnd, DevicePage, UserCodeAnswer},
        device_authorization::DeviceAuthorization,
    },
    explain::ExplainRequest,
};

use crate::{
    prover::Prover,
    world::{World, refresh_token},
};

pub const SCOPE: &[(&str, &str)] = &[("scope", "openid profile offline_access")];

/// A client whose devices may ask, beside all that a refresh token takes.
pub fn world_of(client_type: ClientType) -> World {
    let mut world = World::with(client_type);
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::DeviceCode);
    });
    world
}

/// What the browser holds in which the codes are typed.
const HELD: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// That browser.
pub fn browser(session: Option<&str>) -> Browser<'_> {
    Browser { code_entry: Some(HELD), ..Browser::of(session) }
}

pub fn here() -> IpAddr {
    "203.0.113.7".parse().unwrap()
}

pub fn device_page(outcome: Authorization) -> DevicePage {
    match outcome {
        Authorization::Device(page) => *page,
        other => panic!("{other:?}"),
    }
}

impl World {
    async fn enter(&self, user_code: &str, session: Option<&str>) -> UserCodeAnswer {
        self.engine.enter_user_code(&self.realm().await, user_code, here(), browser(session)).await.unwrap()
    }

    /// Enters the code of a device; the page that asks whether to allow it.
    async fn page_of(&self, device: &DeviceAuthorization, session: &str) -> DevicePage {
        match self.enter(&device.user_code, Some(session)).await {
            UserCodeAnswer::Found { outcome, .. } => device_page(outcome),
            other => panic!("{other:?}"),
        }
    }

    /// Answers that page.
    async fn decide(&self, page: &DevicePage, session: &str, agreed: bool) -> DeviceEnd {
        match self.engine.consent(&self.realm().await, &page.interaction, browser(Some(session)), agreed).await.unwrap() {
            Authorization::DeviceEnd(end) => end,
            other => panic!("{other:?}"),
        }
    }

    /// A device whose user has allowed it.
    pub async fn allowed(&self, parameters: &[(&str, &str)]) -> DeviceAuthorization {
        let device = self.device(parameters).await.unwrap();
        let session = self.sign_in().await;
        let page = self.page_of(&device, &session).await;
        assert_eq!(self.decide(&page, &session, true).await, DeviceEnd::Allowed { client_name: "Shop".to_owned() });
        device
    }

    fn actions(&self) -> Vec<AuditAction> {
        self.storage.audit_events().iter().map(|line| line.action).collect()
    }
}

/// Clauses: 95, 180, 181.
#[tokio::test]
async fn a_device_gets_tokens_once_and_no_sooner_than_its_user_has_allowed_it() {
    for client_type in [ClientType::ServerSideWeb, ClientType::MobileDesktop] {
        let world = world_of(client_type);
        let device = world.device(SCOPE).await.unwrap();
        assert_eq!((device.expires_in, device.interval), (600, 5));
        assert_eq!(device.device_code.expose().len(), 43, "256 bits");
        assert_eq!(device.verification_uri, "https://id.example.com/acme/main/device");
        assert_eq!(device.verification_uri_complete, format!("{}?user_code={}", device.verification_uri, device.user_code));

        assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::AuthorizationPending);
        assert!(world.storage.token_events().is_empty(), "to wait is no refusal");
        let page = match world.enter(&device.user_code.to_lowercase(), None).await {
            UserCodeAnswer::Found { outcome: Authorization::SignIn(page), .. } => page,
            other => panic!("the user signs in first: {other:?}"),
        };
        assert_eq!(page.client_name, "Shop");
        let session = world.sign_in().await;
        let resumed = world.engine.resume(&world.realm().await, &page.interaction, browser(Some(&session))).await.unwrap();
        let page = device_page(resumed);
        assert_eq!((page.user_code.as_str(), page.address), (device.user_code.as_str(), Some(here())));
        assert!(page.offline_access.is_some());
        assert_eq!(world.decide(&page, &session, true).await, DeviceEnd::Allowed { client_name: "Shop".to_owned() });

        let tokens = world.poll(&device).await.unwrap();
        assert!(tokens.id_token.is_some());
        assert_eq!(world.last_event(), TokenEventKind::Issued { grounds: Grounds::OfflineAccess });
        assert!(world.actions().ends_with(&[AuditAction::DeviceAllowed]));
        // It goes on asking, and ends nothing by that.
        assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::UsedDeviceCode);
        world.refresh(&refresh_token(&tokens)).await.unwrap();
        // Who clicks twice is told so twice.
        assert_eq!(world.decide(&page, &session, true).await, DeviceEnd::Allowed { client_name: "Shop".to_owned() });
        let other = world.sign_in().await;
        assert_eq!(world.decide(&page, &other, true).await, DeviceEnd::Over, "another session did not allow it");
        assert_eq!(world.actions().iter().filter(|action| **action == AuditAction::DeviceAllowed).count(), 1, "the page is good once");
    }
}

/// Clauses: 95.
#[tokio::test]
async fn of_two_questions_at_once_one_brings_tokens_and_there_is_one_family() {
    let world = world_of(ClientType::MobileDesktop);
    let device = world.allowed(SCOPE).await;
    let (one, two) = tokio::join!(world.poll(&device), world.poll(&device));
    let (got, refused): (Vec<_>, Vec<_>) = [one, two].into_iter().partition(Result::is_ok);
    assert_eq!(refused.into_iter().map(Result::unwrap_err).collect::<Vec<_>>(), [Refusal::UsedDeviceCode]);
    let [tokens] = <[_; 1]>::try_from(got).unwrap().map(Result::unwrap);
    assert_eq!(world.events().iter().filter(|code| **code == "issued").count(), 1);
    world.refresh(&refresh_token(&tokens)).await.unwrap();
}

/// Clauses: 186.
#[tokio::test]
async fn a_device_that_asks_too_often_has_to_wait_longer_until_its_end() {
    let world = world_of(ClientType::MobileDesktop);
    let device = world.device(SCOPE).await.unwrap();
    for (later, expected) in [
        (0, Refusal::AuthorizationPending),
        (2, Refusal::SlowDown),
        (5, Refusal::SlowDown),
        (15, Refusal::AuthorizationPending),
        (10, Refusal::SlowDown),
    ] {
        world.clock.advance_seconds(later);
        assert_eq!(world.poll(&device).await.unwrap_err(), expected, "after {later}");
    }
    assert_eq!(world.events(), ["refused"], "once a minute, as every refusal");
}

/// Clauses: 95, 187.
#[tokio::test]
async fn a_device_learns_that_its_user_refused_or_that_nobody_came() {
    let world = world_of(ClientType::ServerSideWeb);
    let session = world.sign_in().await;
    let device = world.device(SCOPE).await.unwrap();
    let page = world.page_of(&device, &session).await;
    for _ in 0..2 {
        assert_eq!(world.decide(&page, &session, false).await, DeviceEnd::Denied { client_name: "Shop".to_owned() });
    }
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::AccessDenied);
    assert!(world.actions().ends_with(&[AuditAction::DeviceDenied]));
    assert!(matches!(world.enter(&device.user_code, Some(&session)).await, UserCodeAnswer::Unknown), "the code is over");

    let device = world.device(SCOPE).await.unwrap();
    let page = world.page_of(&device, &session).await;
    world.clock.advance_seconds(600);
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::ExpiredDeviceCode);
    assert_eq!(world.decide(&page, &session, true).await, DeviceEnd::Over);
    assert!(matches!(world.enter(&device.user_code, Some(&session)).await, UserCodeAnswer::Unknown));
}

/// Clauses: 187.
#[tokio::test]
async fn what_was_allowed_in_the_last_second_is_fetched_within_a_minute() {
    let world = world_of(ClientType::ServerSideWeb);
    let device = world.device(SCOPE).await.unwrap();
    let session = world.sign_in().await;
    let page = world.page_of(&device, &session).await;
    world.clock.advance_seconds(599);
    assert!(matches!(world.decide(&page, &session, true).await, DeviceEnd::Allowed { .. }));
    world.clock.advance_seconds(59);
    assert!(world.poll(&device).await.unwrap().refresh_token.is_some());

    let device = world.device(SCOPE).await.unwrap();
    let page = world.page_of(&device, &session).await;
    assert!(matches!(world.decide(&page, &session, true).await, DeviceEnd::Allowed { .. }));
    world.clock.advance_seconds(600);
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::ExpiredDeviceCode);
}

/// Clauses: 180.
#[tokio::test]
async fn a_client_or_workspace_without_the_grant_begins_none_and_fetches_nothing() {
    let mut world = World::new();
    assert_eq!(world.device(SCOPE).await.unwrap_err(), Refusal::ClientGrant);
    assert_eq!(world.storage.failed_requests().last().map(|failed| failed.reason), Some(Refusal::ClientGrant.reason()));
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::DeviceCode);
    });
    let device = world.allowed(SCOPE).await;
    let waiting = world.device(SCOPE).await.unwrap();
    let session = world.sign_in().await;
    let page = world.page_of(&waiting, &session).await;
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::DeviceCode);
    });
    assert_eq!(world.device(SCOPE).await.unwrap_err(), Refusal::WorkspaceGrant);
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::WorkspaceGrant);
    assert_eq!(world.decide(&page, &session, true).await, DeviceEnd::Over);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.insert(GrantType::DeviceCode);
    });
    assert!(world.poll(&device).await.unwrap().refresh_token.is_some(), "a refusal spends nothing");
    world.disable_client();
    assert_eq!(world.device(SCOPE).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(world.decide(&page, &session, true).await, DeviceEnd::Over);
}

#[tokio::test]
async fn what_ends_between_the_decision_and_its_answer_ends_for_the_device_too() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let device = world.allowed(SCOPE).await;
    world.user(|user| user.status = UserStatus::Disabled);
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::UserInactive);

    let world = world_of(ClientType::ServerSideWeb);
    let device = world.allowed(SCOPE).await;
    let session = world.sign_in().await;
    world.engine.end_access(&world.realm().await, Some(&session), world.client.id).await.unwrap();
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::GrantEnded);

    // An access token alone ends with its login session.
    let world = world_of(ClientType::ServerSideWeb);
    let device = world.device(&[("scope", "openid")]).await.unwrap();
    let session = world.sign_in().await;
    let page = world.page_of(&device, &session).await;
    assert!(matches!(world.decide(&page, &session, true).await, DeviceEnd::Allowed { .. }));
    world.sign_out(&session).await;
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::SessionEnded);
}

/// A refresh token has the same conditions as after a code.
#[tokio::test]
async fn without_any_one_of_the_switches_there_is_no_refresh_token_and_the_event_names_it() {
    let mut world = world_of(ClientType::ServerSideWeb);
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    });
    let device = world.allowed(SCOPE).await;
    let tokens = world.poll(&device).await.unwrap();
    assert!(tokens.refresh_token.is_none() && !tokens.scopes.contains(OFFLINE_ACCESS));
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::ClientGrant] });

    let world = world_of(ClientType::ServerSideWeb);
    let device = world.allowed(&[("scope", "openid")]).await;
    assert!(world.poll(&device).await.unwrap().refresh_token.is_none());
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Requested] });

    // A client of devices alone needs no authorization code grant.
    let mut world = world_of(ClientType::MobileDesktop);
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::AuthorizationCode);
        settings.redirect_uris.clear();
    });
    let device = world.allowed(SCOPE).await;
    assert!(world.poll(&device).await.unwrap().refresh_token.is_some());
}

/// Clauses: 188.
#[tokio::test]
async fn the_user_is_asked_each_time_and_by_no_page_of_another_session() {
    let mut world = world_of(ClientType::ServerSideWeb);
    world.settings(|settings| settings.trusted = true);
    let (mine, other) = (world.sign_in().await, world.sign_in().await);
    for _ in 0..2 {
        let device = world.device(SCOPE).await.unwrap();
        let page = world.page_of(&device, &mine).await;
        let asked = world.engine.consent(&world.realm().await, &page.interaction, browser(Some(&other)), true).await.unwrap();
        assert!(matches!(asked, Authorization::Device(_)), "{asked:?}");
        assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::AuthorizationPending);
        assert!(matches!(world.decide(&page, &mine, true).await, DeviceEnd::Allowed { .. }));
    }
}

#[tokio::test]
async fn what_the_page_did_not_say_is_asked_again() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let device = world.device(SCOPE).await.unwrap();
    let session = world.sign_in().await;
    let page = world.page_of(&device, &session).await;
    world.settings(|settings| settings.name = domain::name::Name::parse("Other").unwrap());
    let asked = world.engine.consent(&world.realm().await, &page.interaction, browser(Some(&session)), true).await.unwrap();
    let again = device_page(asked);
    assert_eq!(again.client_name, "Other");
    assert_eq!(world.decide(&again, &session, true).await, DeviceEnd::Allowed { client_name: "Other".to_owned() });
}

/// Clauses: 185.
#[tokio::test]
async fn after_ten_wrong_codes_the_right_one_has_to_wait() {
    let world = world_of(ClientType::MobileDesktop);
    let device = world.device(SCOPE).await.unwrap();
    for _ in 0..3 {
        assert!(matches!(world.enter(&device.user_code, None).await, UserCodeAnswer::Found { .. }), "the right one does not count");
        assert!(matches!(world.enter("hello", None).await, UserCodeAnswer::Malformed), "nor what is none");
    }
    let wrong = if device.user_code == "BBBB-BBBB" { "CCCC-CCCC" } else { "BBBB-BBBB" };
    for _ in 0..10 {
        assert!(matches!(world.enter(wrong, None).await, UserCodeAnswer::Unknown));
    }
    assert!(matches!(world.enter(&device.user_code, None).await, UserCodeAnswer::TooMany(_)));
    let elsewhere = "198.51.100.9".parse().unwrap();
    let answer = world.engine.enter_user_code(&world.realm().await, &device.user_code, elsewhere, browser(None)).await.unwrap();
    assert!(matches!(answer, UserCodeAnswer::Found { .. }), "another network");
    world.clock.advance_seconds(60);
    assert!(matches!(world.enter(&device.user_code, None).await, UserCodeAnswer::Found { .. }));
}

/// Clauses: 190.
#[tokio::test]
async fn a_device_code_is_its_clients_alone_and_no_authorization_code() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let device = world.allowed(SCOPE).await;
    assert_eq!(world.exchange(device.device_code.expose()).await.unwrap_err(), Refusal::UnknownCode);
    let code = world.code(&[]).await;
    let grant_type = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    assert_eq!(world.token(&[grant_type, ("device_code", &code)]).await.unwrap_err(), Refusal::UnknownDeviceCode);
    assert_eq!(world.token(&[grant_type]).await.unwrap_err(), Refusal::MissingDeviceCode);
    assert_eq!(world.token(&[grant_type, ("device_code", &device.user_code)]).await.unwrap_err(), Refusal::UnknownDeviceCode);

    let (client, secret) = (world.client.clone(), world.secret.clone());
    world.as_other_client(ClientType::ServerSideWeb);
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::DeviceCode);
    });
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::ForeignDeviceCode);
    (world.client, world.secret) = (client, secret);
    world.poll(&device).await.unwrap();
}

#[tokio::test]
async fn a_device_code_can_be_bound_to_a_key_and_its_tokens_are_bound_to_that_of_the_proof() {
    let world = world_of(ClientType::MobileDesktop);
    let (prover, other) = (Prover::new(), Prover::new());
    let jkt = prover.jkt();
    let device = world.allowed(&[("scope", "openid offline_access"), ("dpop_jkt", &jkt)]).await;
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::MissingProof);
    assert_eq!(world.poll_with(&device, &[&other.proof(&world)]).await.unwrap_err(), Refusal::OtherKey);
    let tokens = world.poll_with(&device, &[&prover.proof(&world)]).await.unwrap();
    assert_eq!(tokens.token_type.name(), "DPoP");
    let token = refresh_token(&tokens);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::MissingProof, "the refresh token of a public client is bound");
    world.refresh_with(&token, &[&prover.proof(&world)]).await.unwrap();
    assert_eq!(world.device(&[("dpop_jkt", "short")]).await.unwrap_err(), Refusal::MalformedThumbprint);
    assert_eq!(world.device(&[("resource", "https://nobody.example.com/")]).await.unwrap_err(), Refusal::InvalidTarget);
    assert_eq!(world.device(&[("scope", "nothing-of-ours")]).await.unwrap_err(), Refusal::InvalidScope);
}

/// The explanation of a client for devices alone is that of what its devices do.
#[tokio::test]
async fn an_explanation_of_a_device_says_what_its_code_brings() {
    let mut world = world_of(ClientType::MobileDesktop);
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::AuthorizationCode);
        settings.redirect_uris.clear();
    });
    let explained = async |world: &World| {
        let query = "scope=openid+offline_access";
        let asked = ExplainRequest {
            client: world.client.id,
            query,
            is_sent: false,
            user: Some(world.user.id),
            signed_in: false,
            key: ProvenKey::Wanted,
        };
        world.engine.explain(&world.realm().await, asked).await.unwrap()
    };
    let ready = explained(&world).await;
    assert!(ready.outcome.issues() && ready.steps.iter().all(|step| step.holds), "{ready:?}");
    assert!(ready.steps.iter().any(|step| step.remark == Some(Remark::DeviceAsks)), "{ready:?}");
    let device = world.allowed(SCOPE).await;
    assert!(world.poll(&device).await.unwrap().refresh_token.is_some());

    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::DeviceCode);
    });
    let refused = explained(&world).await;
    let failing: Vec<_> = refused.steps.iter().filter(|step| !step.holds).map(|step| (step.check, step.switch)).collect();
    assert_eq!(failing, [(Check::Condition(Condition::UserGrant), Some(Switch::WorkspaceGrantTypes))], "{refused:?}");
}

/// What has to be pushed are authorization requests: a device asks at an endpoint of its own.
#[tokio::test]
async fn where_requests_have_to_be_pushed_devices_ask_as_elsewhere() {
    let mut world = world_of(ClientType::MobileDesktop);
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::AuthorizationCode);
        settings.redirect_uris.clear();
        settings.require_pushed_authorization_requests = true;
    });
    world.workspace(|workspace| workspace.authorization.require_pushed_authorization_requests = true);
    let device = world.allowed(SCOPE).await;
    assert!(world.poll(&device).await.unwrap().refresh_token.is_some());
    let query = "scope=openid+offline_access";
    let asked = ExplainRequest {
        client: world.client.id,
        query,
        is_sent: false,
        user: Some(world.user.id),
        signed_in: false,
        key: ProvenKey::Wanted,
    };
    let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
    assert!(explained.steps.iter().all(|step| step.remark != Some(Remark::ToBePushed)), "{explained:?}");
}

/// Clauses: 189.
#[tokio::test]
async fn the_metadata_have_the_endpoint_where_the_workspace_allows_the_grant() {
    let mut world = World::new();
    let endpoint = world.engine.metadata(&world.realm().await).await.unwrap().device_authorization_endpoint;
    assert_eq!(endpoint.as_deref(), Some("https://id.example.com/acme/main/device/authorization"));
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::DeviceCode);
    });
    assert_eq!(world.engine.metadata(&world.realm().await).await.unwrap().device_authorization_endpoint, None);
}
