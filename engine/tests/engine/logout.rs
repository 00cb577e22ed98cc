use domain::redirect_uri::RedirectUri;
use engine::{
    endpoint::logout::{Logout, Onward},
    form::Form,
};
use url::form_urlencoded;

use crate::world::{World, parameter, refresh_token};

async fn logout(world: &World, parameters: &[(&str, &str)], session: &str, confirmed: bool) -> Logout {
    let form = Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()).unwrap();
    world.engine.logout(&world.realm().await, &form, Some(session), confirmed).await.unwrap()
}

#[tokio::test]
async fn an_id_token_of_the_session_signs_out_and_leads_back_to_a_registered_address() {
    let world = World::new();
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let response = world.exchange(&code).await.unwrap();
    let hint = response.id_token.as_ref().unwrap().expose().clone();
    let done = logout(
        &world,
        &[("id_token_hint", &hint), ("post_logout_redirect_uri", "https://app.example.com/"), ("state", "s")],
        &session,
        false,
    )
    .await;
    assert_eq!(done, Logout::Done { onward: Some(Onward::Redirect("https://app.example.com/?state=s".to_owned())) });
    assert!(world.session_has_ended(&session).await);
    assert!(world.refresh(&refresh_token(&response)).await.is_ok(), "clause 100: offline access outlives the session");
}

#[tokio::test]
async fn without_proof_the_user_is_asked_first() {
    let world = World::new();
    let session = world.sign_in().await;
    assert_eq!(logout(&world, &[], &session, false).await, Logout::Ask { identifier: "alice@example.com".to_owned() });
    assert!(!world.session_has_ended(&session).await);
    assert_eq!(logout(&world, &[], &session, true).await, Logout::Done { onward: None });
    assert!(world.session_has_ended(&session).await);
}

#[tokio::test]
async fn nobody_is_led_to_an_address_that_is_not_registered() {
    let world = World::new();
    let session = world.sign_in().await;
    let client = world.client.id.to_string();
    let asked = [("client_id", client.as_str()), ("post_logout_redirect_uri", "https://evil.example.com/")];
    assert_eq!(logout(&world, &asked, &session, true).await, Logout::Done { onward: None });
}

/// Clauses: 127.
#[tokio::test]
async fn an_address_that_anybody_can_make_leads_on_by_a_link_alone() {
    let world = World::new();
    let client = world.client.id.to_string();
    let asked = [("client_id", client.as_str()), ("post_logout_redirect_uri", "https://app.example.com/")];
    let onward = Some(Onward::Link("https://app.example.com/".to_owned()));
    assert_eq!(logout(&world, &asked, "nobody's session", false).await, Logout::Done { onward });
    let session = world.sign_in().await;
    let onward = Some(Onward::Redirect("https://app.example.com/".to_owned()));
    assert_eq!(logout(&world, &asked, &session, true).await, Logout::Done { onward }, "the user has signed out here");
}

/// Clauses: 125.
#[tokio::test]
async fn nobody_is_sent_to_the_server_itself_though_it_was_registered_once() {
    let mut world = World::new();
    let own = "https://ID.example.com:443/acme/main/oidc/logout/confirm";
    world.settings(|settings| settings.post_logout_redirect_uris.push(RedirectUri::parse(own).unwrap()));
    let client = world.client.id.to_string();
    let asked = [("client_id", client.as_str()), ("post_logout_redirect_uri", own)];
    assert_eq!(logout(&world, &asked, "nobody's session", false).await, Logout::Done { onward: None });
}
