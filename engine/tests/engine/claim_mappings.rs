//! Claims of a workspace's own: where they are told, with which scopes, and what they cannot replace.

use domain::{settings::tokens::AccessTokenFormat, token_exchange::TokenExchangePolicy};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, refresh_token};

const EVERYWHERE: &str = "id_token userinfo access_token";

/// A workspace with these mappings.
fn world(mappings: &[&str]) -> World {
    let mut world = World::new();
    let mappings: Vec<_> = mappings.iter().map(|text| text.parse().unwrap()).collect();
    world.workspace(|workspace| workspace.tokens.claim_mappings = mappings);
    world
}

fn member<'a>(said: &'a Value, name: &str) -> Option<&'a Value> {
    said.get(name)
}

/// Clauses: 277.
#[tokio::test]
async fn a_claim_is_told_in_its_places_with_its_scope_and_nowhere_else() {
    let department = format!("department | =Sales | profile | {EVERYWHERE}");
    let others = ["login | identifier | - | userinfo", "mail | email | email | id_token", "city | locality | - | id_token"];
    let world = world(&[&[department.as_str()][..], &others].concat());
    let login = world.login().await;
    let id_token = claims(login.id_token.as_ref().unwrap().expose());
    let userinfo = serde_json::to_value(world.userinfo(&access_token(&login)).await.unwrap()).unwrap();
    let access = claims(&access_token(&login));
    let introspected = world.introspect(&access_token(&login)).await.unwrap();
    for said in [&id_token, &userinfo, &access, &introspected] {
        assert_eq!(member(said, "department"), Some(&json!("Sales")), "{said}");
    }
    assert_eq!((member(&userinfo, "login"), member(&id_token, "login")), (Some(&json!("alice@example.com")), None));
    assert_eq!(member(&id_token, "mail"), None, "its scope was not asked for");
    assert_eq!(member(&id_token, "city"), None, "the user has none");

    let token = refresh_token(&login);
    let narrowed = world.token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "openid")]).await.unwrap();
    assert_eq!(member(&claims(&access_token(&narrowed)), "department"), None);
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    let supported = metadata["claims_supported"].as_array().unwrap();
    assert!(["department", "login", "acr"].iter().all(|claim| supported.contains(&json!(claim))), "{supported:?}");
}

/// Clauses: 277.
#[tokio::test]
async fn an_opaque_token_tells_its_claims_by_introspection_and_an_exchanged_one_has_those_of_its_scopes() {
    let department = format!("department | =Sales | profile | {EVERYWHERE}");
    let mut world = world(&[&department, "desk | =7 | offline_access | access_token"]);
    world.workspace(|workspace| workspace.tokens.access_token_format = AccessTokenFormat::Opaque);
    let login = world.login().await;
    let told = world.introspect(&access_token(&login)).await.unwrap();
    assert_eq!((member(&told, "department"), member(&told, "desk")), (Some(&json!("Sales")), Some(&json!("7"))));
    world.as_exchanger(TokenExchangePolicy { subject_any_client: true, ..TokenExchangePolicy::default() });
    let exchanged = access_token(&world.exchange_token(&access_token(&login)).await.unwrap());
    let told = world.introspect(&exchanged).await.unwrap();
    assert_eq!(member(&told, "department"), Some(&json!("Sales")));
    assert_eq!(member(&told, "desk"), None, "no offline_access comes of an exchange");
}

/// Clauses: 277.
#[test]
fn what_the_protocols_and_the_standard_scopes_say_cannot_be_replaced() {
    use domain::claim_mapping::{ClaimMapping, ClaimMappingError};

    for claim in ["sub", "iss", "aud", "exp", "scope", "client_id", "cnf", "act", "sid", "acr", "active", "name", "email", "address"] {
        let mapping = format!("{claim} | =x | - | {EVERYWHERE}").parse::<ClaimMapping>();
        assert_eq!(mapping, Err(ClaimMappingError::Reserved), "{claim}");
    }
}
