//! Explain is held against what really happens: every request is explained first and then made, in whatever state the workspace, the
//! client and the user are.

use domain::{
    client::{ClientSettings, ClientType},
    decision::{Condition, Grounds},
    explanation::{Check, Explanation, Outcome, Remark, Switch},
    grant_type::GrantType,
    policy::{FamilyLimit, LimitRule, Rotation},
    scope::{OFFLINE_ACCESS, Scope},
    settings::tokens::TokenTtls,
    token_event::TokenEventKind,
    user::UserStatus,
};
use engine::{Refusal, browser::Browser, dpop::ProvenKey, endpoint::authorize::Authorization, explain::ExplainRequest};
use proptest::prelude::*;

use crate::world::{REDIRECT, VERIFIER, World, access_token, parameter, refresh_token};

/// What an administrator may have set up.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are the switches")]
struct Setup {
    workspace_grants: (bool, bool),
    client_grants: (bool, bool),
    offline_access: bool,
    trusted: bool,
    refresh_ttl: bool,
    own_ttls: Option<bool>,
    rotation: Rotation,
    without_offline_access: Option<bool>,
    limit: u16,
    rule: LimitRule,
    client_active: bool,
    user_active: bool,
    pushed_and_signed: (bool, bool),
}

/// Mostly yes, so that most requests get far.
fn mostly() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.92)
}

fn setup() -> impl Strategy<Value = Setup> {
    let switches = ((mostly(), mostly()), (mostly(), mostly()), mostly(), prop::bool::weighted(0.3), mostly());
    let rotation = prop_oneof![6 => Just(Rotation::Always), 1 => Just(Rotation::PublicClients), 1 => Just(Rotation::Never)];
    let rule = prop_oneof![Just(LimitRule::Refuse), Just(LimitRule::EvictOldest)];
    let own = (prop::option::weighted(0.3, mostly()), rotation, prop::option::weighted(0.4, any::<bool>()));
    let required = (prop::bool::weighted(0.05), prop::bool::weighted(0.05));
    (switches, own, 0..3_u16, rule, prop::bool::weighted(0.95), prop::bool::weighted(0.9), required).prop_map(
        |(switches, (own_ttls, rotation, without_offline_access), limit, rule, client_active, user_active, pushed_and_signed)| {
            let (workspace_grants, client_grants, offline_access, trusted, refresh_ttl) = switches;
            Setup {
                workspace_grants,
                client_grants,
                offline_access,
                trusted,
                refresh_ttl,
                own_ttls,
                rotation,
                without_offline_access,
                limit,
                rule,
                client_active,
                user_active,
                pushed_and_signed,
            }
        },
    )
}

impl Setup {
    fn apply(&self, world: &mut World) {
        let ttls =
            |on: bool| TokenTtls { refresh_token_ttl: TokenTtls::default().refresh_token_ttl.filter(|_| on), ..TokenTtls::default() };
        world.workspace(|workspace| {
            workspace.authorization.grant_types.clear();
            workspace.authorization.grant_types.extend(grants(self.workspace_grants));
            workspace.tokens.ttls = ttls(self.refresh_ttl);
            workspace.tokens.refresh.rotation = self.rotation;
            workspace.tokens.refresh.family_limit = FamilyLimit::try_from(self.limit).unwrap();
            workspace.tokens.refresh.family_limit_rule = self.rule;
        });
        world.settings(|settings: &mut ClientSettings| {
            settings.grant_types.clear();
            settings.grant_types.extend(grants(self.client_grants));
            settings.scopes = settings.scopes.without(OFFLINE_ACCESS);
            if self.offline_access {
                settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
            }
            settings.trusted = self.trusted;
            settings.token_ttls = self.own_ttls.map(ttls).map(Into::into).unwrap_or_default();
            settings.refresh.without_offline_access = self.without_offline_access;
            (settings.require_pushed_authorization_requests, settings.require_signed_request_object) = self.pushed_and_signed;
        });
        if !self.client_active {
            world.disable_client();
        }
        if !self.user_active {
            world.user(|user| user.status = UserStatus::Disabled);
        }
    }
}

fn grants((code, refresh): (bool, bool)) -> impl Iterator<Item = GrantType> {
    [(GrantType::AuthorizationCode, code), (GrantType::RefreshToken, refresh)].into_iter().filter(|(_, on)| *on).map(|(grant, _)| grant)
}

/// What a client may ask for.
#[derive(Debug, Clone)]
struct Request {
    scope: &'static str,
    prompt: &'static str,
    max_age: &'static str,
    challenge: Option<&'static str>,
    other: Vec<(&'static str, &'static str)>,
    signed_in: bool,
}

fn request() -> impl Strategy<Value = Request> {
    let scope = prop_oneof![
        16 => Just("openid offline_access"), 3 => Just("openid"), 1 => Just(""), 1 => Just("openid address"), 1 => Just("open\"id")
    ];
    let prompt = prop_oneof![
        16 => Just(""), 4 => Just("consent"), 4 => Just("none"), 1 => Just("login"), 1 => Just("login consent"), 1 => Just("none login"), 1 => Just("x")
    ];
    let max_age = prop_oneof![16 => Just(""), 1 => Just("0"), 1 => Just("3600"), 1 => Just("-1")];
    let challenge = prop_oneof![
        16 => Just(Some("S256")), 2 => Just(None), 1 => Just(Some("plain"))
    ];
    let other = prop_oneof![
        40 => Just(vec![]),
        1 => Just(vec![("redirect_uri", "https://elsewhere.example.com/")]),
        1 => Just(vec![("response_type", "token")]),
        1 => Just(vec![("response_mode", "fragment")]),
        1 => Just(vec![("client_id", "unknown")]),
        1 => Just(vec![("request_uri", "https://app.example.com/r")]),
        1 => Just(vec![("request", "eyJhbGciOiJub25lIn0.e30.")]),
        1 => Just(vec![("nonce", "1"), ("nonce", "2")]),
        2 => Just(vec![("acr_values", "phr mfa")]),
        2 => Just(vec![("claims", r#"{"id_token":{"acr":{"essential":true,"values":["mfa"]}}}"#)]),
        1 => Just(vec![("claims", r#"{"id_token":{"acr":{"essential":true,"values":["sfa"]}},"userinfo":{"email":null}}"#)]),
        1 => Just(vec![("claims", r#"{"id_token":{"acr":{"essential":true,"values":["gold"]}}}"#)]),
        1 => Just(vec![("claims", "{")]),
    ];
    (scope, prompt, max_age, challenge, other, any::<bool>()).prop_map(|(scope, prompt, max_age, challenge, other, signed_in)| Request {
        scope,
        prompt,
        max_age,
        challenge,
        other,
        signed_in,
    })
}

impl Request {
    fn query(&self, world: &World) -> String {
        let mut parameters = vec![("scope", self.scope), ("prompt", self.prompt), ("max_age", self.max_age)];
        match self.challenge {
            Some(method) => parameters.push(("code_challenge_method", method)),
            None => parameters.extend([("code_challenge", ""), ("code_challenge_method", "")]),
        }
        parameters.extend(&self.other);
        world.query(&parameters)
    }

    /// What really becomes of it, of a user who signs in and agrees where they are asked; and the tokens.
    async fn fate(&self, world: &World, query: &str, session: Option<String>) -> (Outcome, Option<String>) {
        let realm = world.realm().await;
        let mut session = session;
        let mut fate = world.engine.authorize(&realm, query, session.as_deref()).await.unwrap();
        if let Authorization::SignIn(page) = &fate {
            if world.user.status == UserStatus::Disabled {
                return (Outcome::UserInactive, None);
            }
            session = Some(world.sign_in().await);
            fate = world.engine.resume(&realm, &page.interaction, Browser::of(session.as_deref())).await.unwrap();
        }
        if let Authorization::Consent(page) = &fate {
            fate = world.engine.consent(&realm, &page.interaction, Browser::of(session.as_deref()), true).await.unwrap();
        }
        let answer = match fate {
            Authorization::Answer(answer) => answer,
            Authorization::Refused(page) => page.answer,
            Authorization::Unanswerable(unanswerable) => return (Outcome::Unanswerable(unanswerable.refusal().into()), None),
            other => panic!("the user was asked twice: {other:?}"),
        };
        if parameter(&answer, "error").is_some() {
            let page = parameter(&answer, "error_uri").unwrap();
            let refusal = Refusal::from_reason(page.strip_prefix("https://id.example.com/errors/").unwrap()).unwrap();
            assert_eq!(parameter(&answer, "error").unwrap(), refusal.code().name());
            return (Outcome::Refused(refusal.into()), None);
        }
        let code = parameter(&answer, "code").unwrap();
        let mut exchange = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", REDIRECT)];
        exchange.extend(self.challenge.map(|_| ("code_verifier", VERIFIER)));
        let tokens = world.token(&exchange).await.unwrap();
        let outcome = match world.last_event() {
            TokenEventKind::Issued { grounds } => Outcome::RefreshToken { grounds },
            TokenEventKind::Withheld { conditions } => Outcome::NoRefreshToken { conditions },
            other => panic!("no decision: {other:?}"),
        };
        assert_eq!(outcome.issues(), tokens.refresh_token.is_some());
        (outcome, tokens.refresh_token.map(|token| token.expose().clone()))
    }
}

async fn explain(world: &World, query: &str, signed_in: bool) -> Explanation {
    let realm = world.realm().await;
    let asked =
        ExplainRequest { client: world.client.id, query, is_sent: true, user: Some(world.user.id), signed_in, key: ProvenKey::Wanted };
    let before = (world.storage.token_events(), world.storage.audit_events());
    let explanation = world.engine.explain(&realm, asked).await.unwrap();
    assert_eq!((world.storage.token_events(), world.storage.audit_events()), before, "explaining writes nothing");
    explanation
}

async fn agree(client_type: ClientType, earlier: Vec<bool>, setups: (Setup, Setup), request: Request, pause: i64) {
    let mut world = World::with(client_type);
    for offline in earlier {
        let scope = if offline { "openid offline_access" } else { "openid" };
        world.exchange(&world.code(&[("scope", scope)]).await).await.unwrap();
    }
    world.clock.advance_seconds(pause);
    let session = if request.signed_in { Some(world.sign_in().await) } else { None };
    world.clock.advance_seconds(1);
    setups.0.apply(&mut world);

    let query = request.query(&world);
    let explanation = explain(&world, &query, request.signed_in).await;
    let (outcome, token) = request.fate(&world, &query, session).await;
    assert_eq!(explanation.outcome, outcome, "{query}");
    assert_eq!(explanation.steps.iter().all(|step| step.holds), outcome.issues(), "{:?}", explanation.steps);
    assert!(explanation.steps.iter().all(|step| step.holds != step.switch.is_some()), "what fails is changed somewhere");
    if let Outcome::NoRefreshToken { conditions } = outcome {
        let failing = explanation.steps.iter().filter(|step| !step.holds).map(|step| step.check);
        assert!(failing.eq(conditions.into_iter().map(Check::Condition)));
    }

    // And what then becomes of a refresh, when everything may have changed.
    let Some(token) = token else { return };
    world.clock.advance_seconds(pause);
    world.user(|user| user.status = UserStatus::Active);
    setups.1.apply(&mut world);
    let explained = world.explain_refresh(&token).await;
    let refreshed = world.refresh(&token).await;
    assert_eq!(explained.refused.map(|refused| refused.reason), refreshed.err().map(|refusal| refusal.reason().to_owned()));
    // The token has been replaced by now, or refused.
    world.clock.advance_seconds(pause);
    let explained = world.explain_refresh(&token).await;
    let refreshed = world.refresh(&token).await;
    assert_eq!(explained.refused.map(|refused| refused.reason), refreshed.err().map(|refusal| refusal.reason().to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    /// Clauses: 112.
    #[test]
    fn explain_gives_the_answer_that_the_real_call_gives(
        public in any::<bool>(),
        earlier in proptest::collection::vec(any::<bool>(), 0..3),
        setups in (setup(), setup()),
        request in request(),
        pause in prop_oneof![Just(0_i64), Just(20), Just(3600), Just(1_000_000), Just(3_000_000)],
    ) {
        let client_type = if public { ClientType::SinglePage } else { ClientType::ServerSideWeb };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(agree(client_type, earlier, setups, request, pause));
    }
}

#[tokio::test]
async fn what_fails_is_told_with_the_place_where_it_is_changed() {
    let mut world = World::new();
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
    });
    world.settings(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS));
    let explanation = explain(&world, &world.query(&[]), false).await;
    let failing: Vec<_> = explanation.steps.iter().filter(|step| !step.holds).map(|step| (step.check, step.switch)).collect();
    assert_eq!(
        failing,
        [
            (Check::Condition(Condition::WorkspaceGrant), Some(Switch::WorkspaceGrantTypes)),
            (Check::Condition(Condition::OfflineAccess), Some(Switch::ClientScopes)),
        ]
    );
}

#[tokio::test]
async fn a_user_who_agreed_before_is_not_asked_and_one_who_is_not_named_is() {
    let world = World::new();
    world.login().await;
    let remark = |explanation: &Explanation| explanation.steps.iter().find(|step| step.check == Check::Consent).unwrap().remark;
    assert_eq!(remark(&explain(&world, &world.query(&[]), false).await), Some(Remark::Remembered));
    let query = world.query(&[]);
    let asked =
        ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
    assert_eq!(remark(&explanation), Some(Remark::ConsentNeverGiven));
    assert_eq!(explanation.outcome, Outcome::RefreshToken { grounds: Grounds::OfflineAccess });
}

#[tokio::test]
async fn a_family_that_ended_is_explained_by_what_ended_it() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    world.revoke(&token).await.unwrap();
    let explanation = world.explain_refresh(&token).await;
    assert_eq!(explanation.refused.as_ref().unwrap().reason, "refresh_token_revoked");
    let failing: Vec<_> = explanation.steps.iter().filter(|step| !step.holds).map(|step| step.check).collect();
    assert_eq!(failing, [Check::Family]);
    let by_id = world.engine.explain_family(&world.realm().await, explanation.family_id.unwrap(), &[]).await.unwrap().unwrap();
    assert_eq!(by_id, explanation);
}

/// Clauses: 112.
#[tokio::test]
async fn every_refusal_of_a_client_that_authenticated_is_recorded() {
    let mut world = World::new();
    let response = world.login().await;
    let token = refresh_token(&response);
    let refused = |world: &World| match world.storage.token_events().pop().unwrap() {
        event if matches!(event.kind, TokenEventKind::Refused { .. }) => match event.kind {
            TokenEventKind::Refused { reason, .. } => (reason, event.family_id.is_some()),
            _ => unreachable!(),
        },
        other => panic!("not a refusal: {other:?}"),
    };

    world.exchange("no-code").await.unwrap_err();
    assert_eq!(refused(&world), ("code_unknown".to_owned(), false));
    world.token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "address")]).await.unwrap_err();
    assert_eq!(refused(&world), ("scope_not_allowed".to_owned(), true));
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    });
    world.refresh(&token).await.unwrap_err();
    assert_eq!(refused(&world), ("grant_type_not_allowed_for_client".to_owned(), true));

    let count = world.storage.token_events().len();
    world.secret = Some("wrong".to_owned());
    world.refresh(&access_token(&response)).await.unwrap_err();
    assert_eq!(world.storage.token_events().len(), count, "who did not authenticate leaves no event");
}

/// Clauses: 114.
#[tokio::test]
async fn a_dead_token_that_is_replayed_without_end_costs_one_line_a_minute() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    world.revoke(&token).await.unwrap();
    let before = (world.storage.token_events().len(), world.storage.audit_events().len());
    for _ in 0..100_000 {
        assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::RevokedRefreshToken);
    }
    assert_eq!((world.storage.token_events().len(), world.storage.audit_events().len()), (before.0 + 1, before.1));
    world.clock.advance_seconds(60);
    world.refresh(&token).await.unwrap_err();
    assert_eq!(world.storage.token_events().len(), before.0 + 2);
}
