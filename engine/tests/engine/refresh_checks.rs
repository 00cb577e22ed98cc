//! Each check of a refresh, and of the exchange of a code, is made by the grant and told by its explanation. Both walk the same cases, so a
//! check that is taken out fails the grant's test and the explanation's.

use domain::{
    client::ClientType,
    decision::{Condition, Grounds},
    explanation::{Check, Outcome, RefreshExplanation, Remark},
    grant_type::GrantType,
    id::FamilyId,
    policy::{FamilyLimit, LimitRule},
    scope::OFFLINE_ACCESS,
    thumbprint::Thumbprint,
    token_event::TokenEventKind,
    user::UserStatus,
};
use engine::{Refusal, dpop::ProvenKey, explain::ExplainRequest, token::TokenResponse};

use crate::{
    prover::Prover,
    world::{World, refresh_token},
};

const ORDERS: &str = "https://orders.example.com/";

/// A refresh that one check fails.
struct Case {
    world: World,
    parameters: Vec<(&'static str, String)>,
    prover: Option<Prover>,
    refusal: Refusal,
    check: Check,
}

/// What is wrong with a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    ClientInactive,
    GrantNotAllowedInWorkspace,
    GrantNotAllowedForClient,
    NoProofOfAClientThatMustProve,
    NoToken,
    ForgedToken,
    UnknownFamily,
    FamilyOfAnotherClient,
    NoProofOfABoundToken,
    ProofOfAnotherKey,
    OfflineAccessTaken,
    WithoutOfflineAccessNotAllowed,
    UserDisabled,
    ScopeBeyondTheGrant,
    ResourceBeyondTheGrant,
    ResourceServerGone,
    FamilyRevoked,
    FamilyExpired,
    TokenReused,
    TokenAheadOfDatabase,
}

const FAULTS: [Fault; 20] = [
    Fault::ClientInactive,
    Fault::GrantNotAllowedInWorkspace,
    Fault::GrantNotAllowedForClient,
    Fault::NoProofOfAClientThatMustProve,
    Fault::NoToken,
    Fault::ForgedToken,
    Fault::UnknownFamily,
    Fault::FamilyOfAnotherClient,
    Fault::NoProofOfABoundToken,
    Fault::ProofOfAnotherKey,
    Fault::OfflineAccessTaken,
    Fault::WithoutOfflineAccessNotAllowed,
    Fault::UserDisabled,
    Fault::ScopeBeyondTheGrant,
    Fault::ResourceBeyondTheGrant,
    Fault::ResourceServerGone,
    Fault::FamilyRevoked,
    Fault::FamilyExpired,
    Fault::TokenReused,
    Fault::TokenAheadOfDatabase,
];

impl Fault {
    /// A refresh with this fault alone.
    async fn case(self) -> Case {
        let bound = matches!(self, Self::NoProofOfABoundToken | Self::ProofOfAnotherKey);
        let mut world = World::with(if bound { ClientType::SinglePage } else { ClientType::ServerSideWeb });
        world.put_service(1, "Orders", Some(ORDERS));
        let offline = self != Self::WithoutOfflineAccessNotAllowed;
        world.settings(|settings| settings.refresh.without_offline_access = Some(!offline));
        let scope = if offline { "openid offline_access" } else { "openid" };
        let code = world.code(&[("scope", scope), ("resource", ORDERS)]).await;
        let proof = bound.then(|| Prover::new().proof(&world));
        let token = refresh_token(&world.exchange_with(&code, &proof.iter().map(String::as_str).collect::<Vec<_>>()).await.unwrap());
        let mut case = Case {
            world,
            parameters: vec![("refresh_token", token.clone())],
            prover: None,
            refusal: Refusal::UnknownRefreshToken,
            check: Check::Family,
        };
        (case.refusal, case.check) = self.put_into(&mut case, &token).await;
        case
    }

    /// Puts the fault into a refresh that has none; what is refused with, and the check that tells it.
    async fn put_into(self, case: &mut Case, token: &str) -> (Refusal, Check) {
        let world = &mut case.world;
        match self {
            Self::ClientInactive => {
                world.disable_client();
                (Refusal::InvalidClient, Check::Condition(Condition::ClientActive))
            }
            Self::GrantNotAllowedInWorkspace => {
                world.workspace(|workspace| {
                    workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
                });
                (Refusal::WorkspaceGrant, Check::Condition(Condition::WorkspaceGrant))
            }
            Self::GrantNotAllowedForClient => {
                world.settings(|settings| {
                    settings.grant_types.remove(&GrantType::RefreshToken);
                });
                (Refusal::ClientGrant, Check::Condition(Condition::ClientGrant))
            }
            Self::NoProofOfAClientThatMustProve => {
                world.settings(|settings| settings.dpop_bound_access_tokens = true);
                (Refusal::MissingProof, Check::Key)
            }
            Self::NoToken => {
                case.parameters.clear();
                (Refusal::MissingRefreshToken, Check::Family)
            }
            Self::ForgedToken => {
                case.parameters = vec![("refresh_token", "rt1.AAAA".to_owned())];
                (Refusal::ForgedRefreshToken, Check::Family)
            }
            Self::UnknownFamily => {
                let family = FamilyId::new(world.workspace.created_at, [9; 10]);
                case.parameters = vec![("refresh_token", world.refresh_token_of(family, 0))];
                (Refusal::UnknownRefreshToken, Check::Family)
            }
            Self::FamilyOfAnotherClient => {
                world.as_other_client(ClientType::ServerSideWeb);
                (Refusal::ForeignRefreshToken, Check::Family)
            }
            Self::NoProofOfABoundToken => (Refusal::MissingProof, Check::Key),
            Self::ProofOfAnotherKey => {
                case.prover = Some(Prover::new());
                (Refusal::OtherKey, Check::Key)
            }
            Self::OfflineAccessTaken => {
                world.settings(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS));
                (Refusal::OfflineAccessEnded, Check::StillOffline)
            }
            // It began without offline access, so that the client may not have it either is beside the point.
            Self::WithoutOfflineAccessNotAllowed => {
                world.settings(|settings| {
                    settings.scopes = settings.scopes.without(OFFLINE_ACCESS);
                    settings.refresh.without_offline_access = Some(false);
                });
                (Refusal::WithoutOfflineAccessEnded, Check::StillWithout)
            }
            Self::UserDisabled => {
                world.user(|user| user.status = UserStatus::Disabled);
                (Refusal::UserInactive, Check::UserActive)
            }
            Self::ScopeBeyondTheGrant => {
                case.parameters.push(("scope", "openid profile".to_owned()));
                (Refusal::InvalidScope, Check::Scopes)
            }
            Self::ResourceBeyondTheGrant => {
                case.parameters.push(("resource", "https://billing.example.com/".to_owned()));
                (Refusal::InvalidTarget, Check::Resources)
            }
            Self::ResourceServerGone => {
                world.put_service(1, "Orders", None);
                (Refusal::InvalidTarget, Check::Resources)
            }
            Self::FamilyRevoked => {
                world.revoke(token).await.unwrap();
                (Refusal::RevokedRefreshToken, Check::Family)
            }
            Self::FamilyExpired => {
                world.clock.advance_seconds(31 * 24 * 3600);
                (Refusal::ExpiredRefreshToken, Check::Family)
            }
            Self::TokenReused => {
                let second = refresh_token(&world.refresh(token).await.unwrap());
                world.clock.advance_seconds(60);
                world.refresh(&second).await.unwrap();
                (Refusal::ReusedRefreshToken, Check::Family)
            }
            Self::TokenAheadOfDatabase => {
                let family = world.storage.token_events().pop().and_then(|event| event.family_id).unwrap();
                case.parameters = vec![("refresh_token", world.refresh_token_of(family, 2))];
                (Refusal::TokenAheadOfDatabase, Check::Family)
            }
        }
    }
}

impl Case {
    fn parameters(&self) -> Vec<(&str, &str)> {
        self.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    async fn refresh(&self) -> Result<TokenResponse, Refusal> {
        let proof = self.prover.as_ref().map(|prover| prover.proof(&self.world));
        let parameters = [vec![("grant_type", "refresh_token")], self.parameters()].concat();
        self.world.token_with(&parameters, &proof.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    async fn explain(&self) -> RefreshExplanation {
        let key = self.prover.as_ref().map_or(ProvenKey::Absent, |prover| ProvenKey::Of(Thumbprint::parse(&prover.jkt()).unwrap()));
        self.world.explain_refresh_with(&self.parameters(), key).await
    }
}

/// Clauses: 112.
#[tokio::test]
async fn the_grant_refuses_a_refresh_that_any_one_check_fails() {
    for fault in FAULTS {
        let case = fault.case().await;
        assert_eq!(case.refresh().await.map(drop), Err(case.refusal), "{fault:?}");
    }
}

/// Clauses: 112.
#[tokio::test]
async fn explain_tells_the_check_that_a_refresh_fails_and_the_refusal_of_the_grant() {
    for fault in FAULTS {
        let case = fault.case().await;
        let explanation = case.explain().await;
        assert_eq!(explanation.refused.map(|refused| refused.reason).as_deref(), Some(case.refusal.reason()), "{fault:?}");
        let failing: Vec<_> = explanation.steps.iter().filter(|step| !step.holds).map(|step| step.check).collect();
        assert_eq!(failing, [case.check], "{fault:?}");
    }
}

#[tokio::test]
async fn a_token_that_is_newer_than_the_database_is_recorded_and_told_and_its_family_lives() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let family = world.storage.token_events().pop().and_then(|event| event.family_id).unwrap();
    let newer = world.refresh_token_of(family, 7);
    assert_eq!(world.refresh(&newer).await.unwrap_err(), Refusal::TokenAheadOfDatabase);
    let recorded = world.storage.token_events().pop().unwrap();
    assert_eq!(recorded.kind, TokenEventKind::Refused { reason: "refresh_token_ahead_of_database".to_owned(), assertion: None });
    assert_eq!((recorded.client_id, recorded.family_id), (world.client.id, Some(family)));
    let explanation = world.explain_refresh(&newer).await;
    let step = explanation.steps.iter().find(|step| step.check == Check::Family).unwrap();
    assert_eq!((step.holds, step.remark), (false, Some(Remark::AheadOfDatabase)));
    assert!(!world.is_active(&newer).await);
    assert!(world.refresh(&first).await.is_ok(), "whoever has the token that it knows goes on");
}

#[tokio::test]
async fn explain_takes_it_that_a_client_proves_the_key_that_is_wanted_and_says_so() {
    let world = World::with(ClientType::SinglePage);
    let prover = Prover::new();
    let token = refresh_token(&world.exchange_with(&world.code(&[]).await, &[&prover.proof(&world)]).await.unwrap());
    let key = |explanation: &RefreshExplanation| explanation.steps.iter().find(|step| step.check == Check::Key).copied();
    for proven in [ProvenKey::Wanted, ProvenKey::Of(Thumbprint::parse(&prover.jkt()).unwrap())] {
        let explanation = world.explain_refresh_with(&[("refresh_token", &token)], proven).await;
        let step = key(&explanation).unwrap();
        assert_eq!((explanation.refreshes(), step.holds, step.remark), (true, true, Some(Remark::KeyNeeded)));
    }
    let bearer = refresh_token(&world.login().await);
    assert_eq!(key(&world.explain_refresh(&bearer).await), None, "no key is wanted");
    assert!(world.refresh_with(&token, &[&prover.proof(&world)]).await.is_ok(), "nothing was consumed");
}

/// An exchange of a code with a proof of this key, or without one.
#[derive(Clone, Copy)]
struct Exchange<'a> {
    parameters: &'a [(&'a str, &'a str)],
    prover: Option<&'a Prover>,
}

impl Exchange<'_> {
    async fn make(self, world: &World) -> Result<(), Refusal> {
        let code = world.code(self.parameters).await;
        let proof = self.prover.map(|prover| prover.proof(world));
        world.exchange_with(&code, &proof.iter().map(String::as_str).collect::<Vec<_>>()).await.map(drop)
    }

    async fn explain(self, world: &World) -> Outcome {
        let query = world.query(self.parameters);
        let key = self.prover.map_or(ProvenKey::Absent, |prover| ProvenKey::Of(Thumbprint::parse(&prover.jkt()).unwrap()));
        let asked =
            ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: Some(world.user.id), signed_in: true, key };
        let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
        let all_hold = explanation.steps.iter().all(|step| step.holds);
        assert_eq!(all_hold, explanation.outcome.issues(), "{explanation:?}");
        explanation.outcome
    }
}

/// An exchange, and what comes of it.
#[derive(Debug, Clone, Copy)]
struct KeyCase {
    /// Whether the client is registered for bound tokens.
    registered: bool,
    /// Whether the code is bound to the first key.
    bound: bool,
    /// The key that is proved.
    key: Option<usize>,
    expected: Result<(), Refusal>,
}

const KEY_CASES: [KeyCase; 6] = [
    KeyCase { registered: true, bound: false, key: None, expected: Err(Refusal::MissingProof) },
    KeyCase { registered: true, bound: false, key: Some(0), expected: Ok(()) },
    KeyCase { registered: false, bound: true, key: None, expected: Err(Refusal::MissingProof) },
    KeyCase { registered: false, bound: true, key: Some(1), expected: Err(Refusal::OtherKey) },
    KeyCase { registered: false, bound: true, key: Some(0), expected: Ok(()) },
    KeyCase { registered: false, bound: false, key: None, expected: Ok(()) },
];

fn world_of(registered: bool) -> World {
    let mut world = World::new();
    world.settings(|settings| settings.dpop_bound_access_tokens = registered);
    world
}

/// Clauses: 112.
#[tokio::test]
async fn the_exchange_of_a_code_wants_a_key() {
    let provers = [Prover::new(), Prover::new()];
    let jkt = provers[0].jkt();
    for case in KEY_CASES {
        let parameters = if case.bound { &[("dpop_jkt", jkt.as_str())][..] } else { &[] };
        let exchange = Exchange { parameters, prover: case.key.map(|index| &provers[index]) };
        assert_eq!(exchange.make(&world_of(case.registered)).await, case.expected, "{case:?}");
    }
}

/// Clauses: 112.
#[tokio::test]
async fn explain_says_that_the_exchange_of_a_code_wants_a_key() {
    let provers = [Prover::new(), Prover::new()];
    let jkt = provers[0].jkt();
    for case in KEY_CASES {
        let parameters = if case.bound { &[("dpop_jkt", jkt.as_str())][..] } else { &[] };
        let exchange = Exchange { parameters, prover: case.key.map(|index| &provers[index]) };
        let explained = match exchange.explain(&world_of(case.registered)).await {
            Outcome::Refused(refused) => Err(Refusal::from_reason(&refused.reason).unwrap()),
            other => {
                assert_eq!(other, Outcome::RefreshToken { grounds: Grounds::OfflineAccess });
                Ok(())
            }
        };
        assert_eq!(explained, case.expected, "{case:?}");
    }
}

/// A user who has as many families as the policy allows, and it ends none of them.
async fn world_without_room() -> World {
    let mut world = World::new();
    world.workspace(|workspace| {
        workspace.tokens.refresh.family_limit = FamilyLimit::try_from(1).unwrap();
        workspace.tokens.refresh.family_limit_rule = LimitRule::Refuse;
    });
    world.login().await;
    world
}

const PLAIN: Exchange<'static> = Exchange { parameters: &[], prover: None };

/// Clauses: 112.
#[tokio::test]
async fn the_exchange_of_a_code_counts_the_families_of_the_user() {
    let world = world_without_room().await;
    assert_eq!(PLAIN.make(&world).await, Ok(()));
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Limit] });
}

/// Clauses: 112.
#[tokio::test]
async fn explain_counts_the_families_of_the_user() {
    let world = world_without_room().await;
    assert_eq!(PLAIN.explain(&world).await, Outcome::NoRefreshToken { conditions: vec![Condition::Limit] });
}
