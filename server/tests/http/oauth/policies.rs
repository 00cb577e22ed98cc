//! What an administrator changes while refresh tokens live: what docs/policies.md says, line by line, on both databases.

use axum::http::StatusCode;
use control::{ClientTokenPolicy, Sessions};
use domain::{
    client::ClientStatus,
    grant_type::GrantType,
    impact::Reach,
    lifetime::IdleTtl,
    policy::{RefreshOverrides, Rotation},
    scope::{OFFLINE_ACCESS, Scope},
    settings::tokens::{TokenTtls, TtlOverrides},
    user::UserStatus,
};

use crate::{shop::Shop, support::TestServer};

macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($($shop:tt)+) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($($shop)+: Shop) $body

            #[tokio::test]
            async fn sqlite() {
                test(Shop::at(TestServer::on(store::testing::TestStore::sqlite().await.unwrap())).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                test(Shop::at(TestServer::on(store::testing::TestStore::postgres().await.unwrap())).await).await;
            }
        }
    )*};
}

fn refused(error: &str) -> (u16, String) {
    (if error == "invalid_client" { 401 } else { 400 }, error.to_owned())
}

impl Shop {
    async fn set_grant_in_workspace(&self, on: bool) {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap();
        let mut authorization = workspace.authorization;
        if on {
            authorization.grant_types.insert(GrantType::RefreshToken)
        } else {
            authorization.grant_types.remove(&GrantType::RefreshToken)
        };
        self.operator().set_authorization_settings(&self.path, workspace.version, authorization).await.unwrap();
    }

    async fn set_policy(&mut self, refresh: RefreshOverrides, token_ttls: TtlOverrides, reach: Option<Reach>) {
        let policy = ClientTokenPolicy { token_ttls, refresh, reach };
        let (id, version) = (self.client.id, self.client.version);
        self.client = self.operator().set_client_token_policy(&self.path, id, version, policy).await.unwrap();
    }

    async fn set_status(&mut self, status: ClientStatus) {
        let (id, version) = (self.client.id, self.client.version);
        self.client = self.operator().set_client_status(&self.path, id, version, status).await.unwrap();
    }

    async fn alice(&self) -> domain::user::User {
        self.operator().list_users(&self.path, "alice", None).await.unwrap().items.remove(0)
    }

    /// The token that takes the place of this one.
    async fn refreshed(&self, token: &str) -> String {
        let answer = self.refresh(token).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.text("refresh_token").unwrap()
    }
}

on_both_databases! {
    /// Clauses: 108.
    async fn a_grant_that_is_turned_off_suspends_and_turned_on_again_it_goes_on(mut shop) {
        let token = shop.refresh_token().await;
        shop.set_grant_in_workspace(false).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("unauthorized_client"));
        shop.set_grant_in_workspace(true).await;
        let token = shop.refreshed(&token).await;

        shop.set_client(|settings| { settings.grant_types.remove(&GrantType::RefreshToken); }).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("unauthorized_client"));
        shop.set_client(|settings| { settings.grant_types.insert(GrantType::RefreshToken); }).await;
        shop.refreshed(&token).await;
    }

    /// Clauses: 108.
    async fn offline_access_that_is_taken_away_suspends_what_was_issued_on_it_alone(mut shop) {
        shop.set_policy(RefreshOverrides { without_offline_access: Some(true), ..RefreshOverrides::default() }, TtlOverrides::default(), None).await;
        let offline = shop.refresh_token().await;
        let of_session = shop.exchange(&shop.code("openid").await).await.text("refresh_token").unwrap();
        shop.set_client(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS)).await;
        assert_eq!(shop.refresh(&offline).await.refusal(), refused("invalid_grant"));
        let of_session = shop.refreshed(&of_session).await;
        shop.set_client(|settings| settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap())).await;
        let offline = shop.refreshed(&offline).await;

        // The policy for the others is turned off, and on again.
        shop.set_policy(RefreshOverrides::default(), TtlOverrides::default(), None).await;
        assert_eq!(shop.refresh(&of_session).await.refusal(), refused("invalid_grant"));
        shop.refreshed(&offline).await;
        shop.set_policy(RefreshOverrides { without_offline_access: Some(true), ..RefreshOverrides::default() }, TtlOverrides::default(), None).await;
        shop.refreshed(&of_session).await;
    }

    /// Clauses: 108.
    async fn to_disable_or_delete_a_client_or_a_user_ends_for_good(mut shop) {
        let token = shop.refresh_token().await;
        shop.set_status(ClientStatus::Inactive).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_client"));
        shop.set_status(ClientStatus::Active).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));

        let token = shop.refresh_token().await;
        let (operator, alice) = (shop.operator(), shop.alice().await);
        let alice = operator.set_user_status(&shop.path, alice.id, alice.version, UserStatus::Disabled).await.unwrap();
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));
        operator.set_user_status(&shop.path, alice.id, alice.version, UserStatus::Active).await.unwrap();
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));

        let token = shop.refresh_token().await;
        operator.delete_client(&shop.path, shop.client.id, shop.client.version).await.unwrap();
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_client"));
    }

    async fn a_workspace_that_is_deleted_answers_nobody_any_more(shop) {
        let token = shop.refresh_token().await;
        let code = shop.code("openid offline_access").await;
        assert_eq!(shop.server.get(&shop.path("/.well-known/openid-configuration")).await.status, 200);
        shop.operator().delete_workspace(&shop.path, "Shop").await.unwrap();
        for answer in [
            shop.refresh(&token).await,
            shop.exchange(&code).await,
            shop.ask("/oauth2/introspect", &[("token", &token)]).await,
            shop.server.get(&shop.authorization("openid")).await,
            shop.server.get(&shop.path("/.well-known/openid-configuration")).await,
        ] {
            assert_eq!(answer.status, 404, "{answer:?}");
        }
    }

    /// Clauses: 108.
    async fn a_lowered_lifetime_holds_for_live_tokens_from_the_next_use_on_if_that_was_decided(mut shop) {
        let day = TtlOverrides { refresh_token_ttl: TokenTtls::parse_refresh_token_ttl("1d").ok(), ..TtlOverrides::default() };
        let token = shop.refresh_token().await;
        shop.server.clock.advance_seconds(2 * 24 * 3600);
        shop.set_policy(RefreshOverrides::default(), day, Some(Reach::NewTokens)).await;
        let token = shop.refreshed(&token).await;
        shop.set_policy(RefreshOverrides::default(), TtlOverrides::default(), None).await;
        shop.set_policy(RefreshOverrides::default(), day, Some(Reach::LiveTokens)).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));
        // Nothing that is set later brings it back.
        shop.set_policy(RefreshOverrides::default(), TtlOverrides::default(), None).await;
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));
    }

    /// Clauses: 30, 108.
    async fn an_idle_lifetime_holds_for_live_tokens_if_that_was_decided(mut shop) {
        let hour = RefreshOverrides { refresh_token_idle_ttl: Some(IdleTtl::parse("1h").unwrap()), ..RefreshOverrides::default() };
        let token = shop.refresh_token().await;
        shop.set_policy(hour, TtlOverrides::default(), Some(Reach::LiveTokens)).await;
        shop.server.clock.advance_seconds(3599);
        let token = shop.refreshed(&token).await;
        shop.server.clock.advance_seconds(3600);
        assert_eq!(shop.refresh(&token).await.refusal(), refused("invalid_grant"));
    }

    async fn a_rotation_that_is_changed_holds_from_the_next_use_on(mut shop) {
        let token = shop.refresh_token().await;
        shop.set_policy(RefreshOverrides { rotation: Some(Rotation::Never), ..RefreshOverrides::default() }, TtlOverrides::default(), None).await;
        assert_eq!(shop.refreshed(&token).await, token);
        shop.set_policy(RefreshOverrides::default(), TtlOverrides::default(), None).await;
        assert_ne!(shop.refreshed(&token).await, token);
    }

    /// Clauses: 31.
    async fn an_administrators_revocation_holds_from_the_next_use_on(shop) {
        let token = shop.refresh_token().await;
        let access = shop.refresh(&token).await;
        let ended = shop.operator().revoke_families(&shop.path, Some(shop.client.id), None, Sessions::Stay).await.unwrap();
        assert_eq!(ended, 1);
        assert_eq!(shop.refresh(&access.text("refresh_token").unwrap()).await.refusal(), refused("invalid_grant"));
        let introspected = shop.ask("/oauth2/introspect", &[("token", &access.text("access_token").unwrap())]).await;
        assert!(introspected.body.contains("\"active\":false"), "an access token of the family is dead where it is asked about: {introspected:?}");
    }
}
