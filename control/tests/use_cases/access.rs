//! What ends access ends it at once.

use control::{ClientTokenPolicy, Sessions};
use domain::{
    audit::AuditAction,
    client::{ClientStatus, ClientType},
    clock::Clock,
    family::{FamilyState, RevocationReason},
    id::ClientId,
    policy::RefreshOverrides,
    settings::tokens::TtlOverrides,
    token_event::TokenEventKind,
    user::UserStatus,
    view::FamilyFilter,
};
use engine::storage::{CodeOutcome, CodeStorage as _};

use crate::installation::{PASSWORD, TestControl, on_both_databases};

impl TestControl {
    /// Why a family ended; its last event must say the same.
    async fn end_of(&self, family: domain::id::FamilyId) -> Option<RevocationReason> {
        let view = self.operator().load_family(&self.path, family).await.unwrap();
        let reason = view.summary.revoked.map(|revocation| revocation.reason);
        let told = match view.events.first().unwrap().kind {
            TokenEventKind::Revoked { reason } => Some(reason),
            _ => None,
        };
        assert_eq!(told, reason, "the events tell it otherwise");
        reason
    }
}

on_both_databases! {
    /// Clauses: 31.
    async fn to_disable_or_to_set_a_password_ends_what_lives_and_nothing_else(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let alice = installation.user("alice").await;
        let bob = installation.user("bob").await;

        let [alice_shop, bob_shop] = [installation.family(&shop, &alice).await, installation.family(&shop, &bob).await];
        let [alice_page, bob_page] = [installation.family(&page, &alice).await, installation.family(&page, &bob).await];

        operator.revoke_family(path, alice_shop, Sessions::Stay).await.unwrap();
        assert_eq!(installation.end_of(alice_shop).await, Some(RevocationReason::Administrator));

        let shop = operator.set_client_status(path, shop.id, shop.version, ClientStatus::Inactive).await.unwrap();
        assert_eq!(installation.end_of(bob_shop).await, Some(RevocationReason::ClientDisabled));
        assert_eq!(installation.end_of(alice_shop).await, Some(RevocationReason::Administrator), "it had ended before");
        assert_eq!(installation.end_of(bob_page).await, None);

        operator.set_user_status(path, alice.id, alice.version, UserStatus::Disabled).await.unwrap();
        assert_eq!(installation.end_of(alice_page).await, Some(RevocationReason::UserDisabled));
        assert_eq!(installation.end_of(bob_page).await, None);

        operator.set_user_password(path, bob.id, PASSWORD).await.unwrap();
        assert_eq!(installation.end_of(bob_page).await, Some(RevocationReason::PasswordChanged));

        // What ended stays ended.
        operator.set_client_status(path, shop.id, shop.version, ClientStatus::Active).await.unwrap();
        assert_eq!(installation.end_of(bob_shop).await, Some(RevocationReason::ClientDisabled));
        let live = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
        assert_eq!(operator.list_families(path, &live, None).await.unwrap().items, []);
        assert_eq!(operator.load_overview(path, control::Counting::Exact).await.unwrap().live_families, 0);
    }

    /// Clauses: 31.
    async fn a_new_password_ends_what_the_policy_says_and_what_a_session_held(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let ends = installation.client("Ends", ClientType::ServerSideWeb).await;
        let stays = installation.client("Stays", ClientType::ServerSideWeb).await;
        let refresh = RefreshOverrides { end_on_password_change: Some(false), ..RefreshOverrides::default() };
        let policy = ClientTokenPolicy { token_ttls: TtlOverrides::default(), refresh, reach: None };
        operator.set_client_token_policy(path, stays.id, stays.version, policy).await.unwrap();
        let alice = installation.user("alice").await;
        let bob = installation.user("bob").await;
        let [at_ends, at_stays, of_bob] =
            [installation.family(&ends, &alice).await, installation.family(&stays, &alice).await, installation.family(&ends, &bob).await];
        let with_session = installation.family_with(&stays, &alice, |family| family.authorization.ends_with_session = true).await;

        let view = operator.load_user(path, alice.id).await.unwrap();
        assert_eq!(view.ended_by_password, 2);
        operator.set_user_password(path, alice.id, PASSWORD).await.unwrap();
        for ended in [at_ends, with_session] {
            assert_eq!(installation.end_of(ended).await, Some(RevocationReason::PasswordChanged));
        }
        for alive in [at_stays, of_bob] {
            assert_eq!(installation.end_of(alive).await, None);
        }
        let last = installation.trail().await.pop().unwrap();
        assert_eq!((last.changes[0].from.as_str(), last.changes[0].to.as_str()), ("2", "0"));
        // Disabled, nothing is left to anybody's policy.
        operator.set_user_status(path, alice.id, alice.version + 1, UserStatus::Disabled).await.unwrap();
        assert_eq!(installation.end_of(at_stays).await, Some(RevocationReason::UserDisabled));
    }

    /// Clauses: 31.
    async fn an_administrator_revokes_all_of_a_client_of_a_user_of_both_and_of_the_workspace(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let [alice, bob] = [installation.user("alice").await, installation.user("bob").await];
        let mut families = Vec::new();
        for (client, user) in [(&shop, &alice), (&shop, &bob), (&page, &alice), (&page, &bob)] {
            families.push(installation.family(client, user).await);
        }
        let code = installation.code(&shop, &alice).await;
        let of_alice = operator.load_user(path, alice.id).await.unwrap().clients;
        assert_eq!(of_alice.iter().map(|client| (client.client_name.as_str(), client.live)).collect::<Vec<_>>(), [("Page", 1), ("Shop", 1)]);

        let live = async || {
            let filter = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
            operator.count_some_families(path, &filter).await.unwrap().number
        };
        assert_eq!(operator.revoke_families(path, Some(shop.id), Some(alice.id), Sessions::Stay).await.unwrap(), 1);
        assert_eq!(installation.end_of(families[0]).await, Some(RevocationReason::Administrator));
        let outcome = installation.store.engine_storage().redeem_code(code).await.unwrap();
        assert_eq!(outcome, CodeOutcome::AlreadyRedeemed, "nor does a code begin another");
        assert_eq!((operator.revoke_families(path, Some(shop.id), None, Sessions::Stay).await.unwrap(), live().await), (1, 2));
        assert_eq!((operator.revoke_families(path, None, Some(alice.id), Sessions::Stay).await.unwrap(), live().await), (1, 1));
        assert_eq!((operator.revoke_families(path, None, None, Sessions::Stay).await.unwrap(), live().await), (1, 0));
        let lines = installation.trail().await.len();
        assert_eq!(operator.revoke_families(path, None, None, Sessions::Stay).await.unwrap(), 0);

        let trail = installation.trail().await;
        assert_eq!(trail.len(), lines, "what revokes nothing leaves no line");
        let told: Vec<_> = trail.iter().filter(|line| line.action == AuditAction::FamiliesRevoked).map(|line| line.target.as_str()).collect();
        assert_eq!(told, ["Shop · alice", "Shop", "alice", "Main"]);
        assert!(matches!(operator.revoke_families(path, Some(ClientId::new(installation.clock.now(), [0; 10])), None, Sessions::Stay).await, Err(control::Error::NotFound)));
    }

    async fn a_code_that_was_not_exchanged_yet_begins_nothing_any_more(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let redemption = installation.code(&shop, &alice).await;
        operator.set_user_password(path, alice.id, PASSWORD).await.unwrap();
        let outcome = installation.store.engine_storage().redeem_code(redemption).await.unwrap();
        assert_eq!(outcome, CodeOutcome::BasisChanged);
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().families, []);
    }

    async fn a_deleted_client_takes_its_families_along_and_leaves_its_trail(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        installation.family(&shop, &alice).await;
        operator.delete_client(path, shop.id, shop.version).await.unwrap();
        assert!(matches!(operator.load_client(path, shop.id).await, Err(control::Error::NotFound)));
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().families, []);
        let last = installation.trail().await.pop().unwrap();
        assert_eq!((last.target.as_str(), last.changes[0].from.as_str(), last.changes[0].to.as_str()), ("Shop", "1", "0"));
    }
}

#[tokio::test]
async fn a_family_that_has_expired_is_not_ended_again() {
    let installation = TestControl::new().await;
    let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
    let alice = installation.user("alice").await;
    let family = installation.family(&shop, &alice).await;
    installation.clock.advance_seconds(31 * 24 * 3600);
    installation.operator().set_client_status(&installation.path, shop.id, shop.version, ClientStatus::Inactive).await.unwrap();
    assert_eq!(installation.family_summary(family).await.state(installation.clock.now()), FamilyState::Expired);
}
