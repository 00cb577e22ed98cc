//! Many requests of a kind at once, which share their statements: each is answered for itself.

use std::sync::Arc;

use axum::http::StatusCode;
use store::testing::TestStore;
use tokio::task::JoinSet;

use crate::{
    shop::Shop,
    support::{Answer, TestServer},
};

async fn shops() -> Vec<Arc<Shop>> {
    let mut shops = Vec::new();
    for store in TestStore::both().await.unwrap() {
        shops.push(Arc::new(Shop::at(TestServer::on(store)).await));
    }
    shops
}

async fn introspect(shop: &Shop, token: &str) -> Answer {
    shop.ask("/oauth2/introspect", &[("token", token)]).await
}

/// Clauses: 22.
#[tokio::test]
async fn a_code_that_many_use_at_once_is_good_for_one_whose_tokens_the_others_end() {
    for shop in shops().await {
        let code = shop.code("openid offline_access").await;
        let untouched = shop.refresh_token().await;
        let mut exchanges = JoinSet::new();
        for _ in 0..16 {
            let (shop, code) = (Arc::clone(&shop), code.clone());
            exchanges.spawn(async move { shop.exchange(&code).await });
        }
        let (granted, refused): (Vec<_>, Vec<_>) =
            exchanges.join_all().await.into_iter().partition(|answer| answer.status == StatusCode::OK);
        assert_eq!((granted.len(), refused.len()), (1, 15));
        assert!(refused.iter().all(|answer| answer.refusal() == (400, "invalid_grant".to_owned())), "{refused:?}");
        let [refresh, access] = ["refresh_token", "access_token"].map(|name| granted[0].text(name).unwrap());
        assert_eq!(introspect(&shop, &access).await.body, r#"{"active":false}"#);
        assert_eq!(introspect(&shop, &refresh).await.body, r#"{"active":false}"#);
        assert_eq!(shop.refresh(&refresh).await.refusal(), (400, "invalid_grant".to_owned()));
        assert_eq!(shop.refresh(&untouched).await.status, StatusCode::OK, "another login is nobody's loss");
    }
}

/// Clauses: 67.
#[tokio::test]
async fn live_dead_and_forged_tokens_that_are_asked_about_at_once_are_told_apart() {
    for shop in shops().await {
        let login = async || {
            let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
            ["access_token", "refresh_token"].map(|name| tokens.text(name).unwrap())
        };
        let (live, dead) = (login().await, login().await);
        assert_eq!(shop.ask("/oauth2/revoke", &[("token", &dead[1])]).await.status, StatusCode::OK);
        let alone = shop.exchange(&shop.code("openid").await).await.text("access_token").unwrap();
        let denied = shop.exchange(&shop.code("openid").await).await.text("access_token").unwrap();
        assert_eq!(shop.ask("/oauth2/revoke", &[("token", &denied)]).await.status, StatusCode::OK);
        let forged = |token: &str| {
            let (rest, signature) = token.split_at(token.len() - 20);
            format!("{rest}{}", signature.chars().rev().collect::<String>())
        };
        let tokens = [
            (live[0].clone(), true),
            (live[1].clone(), true),
            (alone.clone(), true),
            (dead[0].clone(), false),
            (dead[1].clone(), false),
            (denied, false),
            (forged(&live[0]), false),
            (forged(&live[1]), false),
            (forged(&alone), false),
            ("nonsense".to_owned(), false),
        ];
        let mut asking = JoinSet::new();
        for (token, is_active) in tokens.iter().cycle().take(tokens.len() * 10).cloned() {
            let shop = Arc::clone(&shop);
            asking.spawn(async move { (introspect(&shop, &token).await, is_active) });
        }
        for (answer, is_active) in asking.join_all().await {
            assert_eq!(answer.body.starts_with(r#"{"active":true"#), is_active, "{answer:?}");
            assert!(is_active || answer.body == r#"{"active":false}"#, "nothing is said of a token that does not work: {answer:?}");
        }
    }
}

#[tokio::test]
async fn dead_and_forged_refresh_tokens_that_come_at_once_with_live_ones_cost_them_nothing() {
    for shop in shops().await {
        let (live, dead) = (shop.refresh_token().await, shop.refresh_token().await);
        assert_eq!(shop.ask("/oauth2/revoke", &[("token", &dead)]).await.status, StatusCode::OK);
        let forged = format!("{}AAAA", live.get(..live.len() - 4).unwrap());
        let mut asking = JoinSet::new();
        for (token, status) in [(&live, 200), (&dead, 400), (&forged, 400)].into_iter().cycle().take(48) {
            let (shop, token) = (Arc::clone(&shop), token.clone());
            asking.spawn(async move { (shop.refresh(&token).await, status) });
        }
        let mut successors = Vec::new();
        for (answer, status) in asking.join_all().await {
            assert_eq!(answer.status, status, "{answer:?}");
            if answer.status == StatusCode::OK {
                successors.push(answer.text("refresh_token").unwrap());
            }
        }
        successors.dedup();
        assert_eq!(successors.len(), 1, "all of them hold the one successor");
        assert_eq!(shop.refresh(&successors[0]).await.status, StatusCode::OK);
    }
}
