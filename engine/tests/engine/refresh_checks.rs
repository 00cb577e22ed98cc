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
}

const FAULTS: [Fault; 19] = [
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
            Self::WithoutOfflineAccessNotAllowed => {
                world.settings(|settings| settings.refresh.without_offline_access = Some(false));
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

/// What comes of an authorization request whose code is exchanged with a proof or without one, and what explain says of it.
async fn exchange_and_explain(world: &World, parameters: &[(&str, &str)], prover: Option<&Prover>) -> (Result<(), Refusal>, Outcome) {
    let query = world.query(parameters);
    let key = prover.map_or(ProvenKey::Absent, |prover| ProvenKey::Of(Thumbprint::parse(&prover.jkt()).unwrap()));
    let asked = ExplainRequest { client: world.client.id, query: &query, user: Some(world.user.id), signed_in: true, key };
    let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
    let failing = explanation.steps.iter().filter(|step| !step.holds).count();
    assert_eq!(failing == 0, explanation.outcome.issues(), "{explanation:?}");
    let proof = prover.map(|prover| prover.proof(world));
    let code = world.code(parameters).await;
    let exchanged = world.exchange_with(&code, &proof.iter().map(String::as_str).collect::<Vec<_>>()).await;
    (exchanged.map(drop), explanation.outcome)
}

/// Clauses: 112.
#[tokio::test]
async fn the_exchange_of_a_code_and_its_explanation_want_the_same_key() {
    let (prover, other) = (Prover::new(), Prover::new());
    let jkt = prover.jkt();
    let bound = [("dpop_jkt", jkt.as_str())];
    for (registered, parameters, proven, expected) in [
        (true, &[][..], None, Err(Refusal::MissingProof)),
        (true, &[][..], Some(&prover), Ok(())),
        (false, &bound[..], None, Err(Refusal::MissingProof)),
        (false, &bound[..], Some(&other), Err(Refusal::OtherKey)),
        (false, &bound[..], Some(&prover), Ok(())),
        (false, &[][..], None, Ok(())),
    ] {
        let mut world = World::new();
        world.settings(|settings| settings.dpop_bound_access_tokens = registered);
        let (exchanged, outcome) = exchange_and_explain(&world, parameters, proven).await;
        assert_eq!(exchanged, expected, "{registered} {parameters:?}");
        let explained = match outcome {
            Outcome::Refused(refused) => Err(Refusal::from_reason(&refused.reason).unwrap()),
            other => {
                assert_eq!(other, Outcome::RefreshToken { grounds: Grounds::OfflineAccess });
                Ok(())
            }
        };
        assert_eq!(explained, expected, "{registered} {parameters:?}");
    }
}

/// Clauses: 112.
#[tokio::test]
async fn the_exchange_of_a_code_and_its_explanation_count_the_same_families() {
    let mut world = World::new();
    world.workspace(|workspace| {
        workspace.tokens.refresh.family_limit = FamilyLimit::try_from(1).unwrap();
        workspace.tokens.refresh.family_limit_rule = LimitRule::Refuse;
    });
    world.login().await;
    let (exchanged, outcome) = exchange_and_explain(&world, &[], None).await;
    assert_eq!(exchanged, Ok(()));
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Limit] });
    assert_eq!(outcome, Outcome::NoRefreshToken { conditions: vec![Condition::Limit] });
}
