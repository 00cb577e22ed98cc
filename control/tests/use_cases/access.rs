//! What ends access ends it at once.

use domain::{
    client::{ClientStatus, ClientType},
    clock::Clock,
    family::{FamilyState, RevocationReason},
    token_event::TokenEventKind,
    user::UserStatus,
    view::FamilyFilter,
};
use engine::storage::{CodeOutcome, Storage};

use crate::installation::{Installation, PASSWORD, on_both_databases};

impl Installation {
    /// Why a family ended; its last event must say the same.
    async fn end_of(&self, family: domain::id::FamilyId) -> Option<RevocationReason> {
        let view = self.desk().load_family(&self.tenant, &self.workspace, family).await.unwrap();
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
    async fn c031_to_disable_or_to_set_a_password_ends_what_lives_and_nothing_else(installation) {
        let (desk, t, w) = (installation.desk(), &installation.tenant, &installation.workspace);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let alice = installation.user("alice").await;
        let bob = installation.user("bob").await;

        let [alice_shop, bob_shop] = [installation.family(&shop, &alice).await, installation.family(&shop, &bob).await];
        let [alice_page, bob_page] = [installation.family(&page, &alice).await, installation.family(&page, &bob).await];

        desk.revoke_family(t, w, alice_shop).await.unwrap();
        assert_eq!(installation.end_of(alice_shop).await, Some(RevocationReason::Administrator));

        let shop = desk.set_client_status(t, w, shop.id, shop.version, ClientStatus::Inactive).await.unwrap();
        assert_eq!(installation.end_of(bob_shop).await, Some(RevocationReason::ClientDisabled));
        assert_eq!(installation.end_of(alice_shop).await, Some(RevocationReason::Administrator), "it had ended before");
        assert_eq!(installation.end_of(bob_page).await, None);

        desk.set_user_status(t, w, alice.id, alice.version, UserStatus::Disabled).await.unwrap();
        assert_eq!(installation.end_of(alice_page).await, Some(RevocationReason::UserDisabled));
        assert_eq!(installation.end_of(bob_page).await, None);

        desk.set_user_password(t, w, bob.id, PASSWORD).await.unwrap();
        assert_eq!(installation.end_of(bob_page).await, Some(RevocationReason::PasswordChanged));

        // What ended stays ended.
        desk.set_client_status(t, w, shop.id, shop.version, ClientStatus::Active).await.unwrap();
        assert_eq!(installation.end_of(bob_shop).await, Some(RevocationReason::ClientDisabled));
        let live = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
        assert_eq!(desk.list_families(t, w, live, None).await.unwrap().items, []);
        assert_eq!(desk.load_overview(t, w).await.unwrap().live_families, 0);
    }

    async fn a_code_that_was_not_exchanged_yet_begins_nothing_any_more(installation) {
        let (desk, t, w) = (installation.desk(), &installation.tenant, &installation.workspace);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let redemption = installation.code(&shop, &alice).await;
        desk.set_user_password(t, w, alice.id, PASSWORD).await.unwrap();
        let outcome = installation.store.engine_storage().redeem_code(redemption).await.unwrap();
        assert_eq!(outcome, CodeOutcome::AlreadyRedeemed);
        assert_eq!(desk.load_user(t, w, alice.id).await.unwrap().families, []);
    }

    async fn a_deleted_client_takes_its_families_along_and_leaves_its_trail(installation) {
        let (desk, t, w) = (installation.desk(), &installation.tenant, &installation.workspace);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        installation.family(&shop, &alice).await;
        desk.delete_client(t, w, shop.id, shop.version).await.unwrap();
        assert!(matches!(desk.load_client(t, w, shop.id).await, Err(control::Error::NotFound)));
        assert_eq!(desk.load_user(t, w, alice.id).await.unwrap().families, []);
        let last = installation.trail().await.pop().unwrap();
        assert_eq!((last.target.as_str(), last.changes[0].from.as_str(), last.changes[0].to.as_str()), ("Shop", "1", "0"));
    }
}

#[tokio::test]
async fn a_family_that_has_expired_is_not_ended_again() {
    let installation = Installation::new().await;
    let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
    let alice = installation.user("alice").await;
    let family = installation.family(&shop, &alice).await;
    installation.clock.advance_seconds(31 * 24 * 3600);
    installation
        .desk()
        .set_client_status(&installation.tenant, &installation.workspace, shop.id, shop.version, ClientStatus::Inactive)
        .await
        .unwrap();
    assert_eq!(installation.family_summary(family).await.state(installation.clock.now()), FamilyState::Expired);
}
