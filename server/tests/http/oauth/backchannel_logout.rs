//! Clients that are told of sign-outs, as the console has them. How they are told is tested where that is done.

use std::sync::Arc;

use domain::{
    client_uri::BackchannelLogoutUri,
    logout::{LogoutAttempt, LogoutProgress},
};
use server::installation::Installation;
use store::{LogoutFate, LogoutOutcome};

use crate::shop::{REDIRECT_URI, Shop};

const ADDRESS: &str = "https://shop.example.com/backchannel-logout";

/// Clauses: 216.
#[tokio::test]
async fn the_console_takes_where_a_client_is_told_of_sign_outs_and_says_at_the_field_what_is_wrong() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let press = async |uri: &str| {
        let fields = [
            ("client", id.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", REDIRECT_URI),
            ("typed[token_endpoint_auth_method]", "client_secret_basic"),
            ("typed[backchannel_logout_uri]", uri),
            ("typed[backchannel_logout_session_required]", "true"),
        ];
        let pressed = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
        assert!(pressed.status.is_redirection(), "{pressed:?}");
        pressed.header("location").to_owned()
    };
    for (uri, sentence) in [
        ("http://shop.example.com/logout", "Type an address that begins with https://"),
        ("/logout", "Type an address that begins with https://"),
        ("https://shop.example.com/logout#here", "Leave out # and what follows it"),
    ] {
        let shown = shop.server.get_with(&press(uri).await, &cookies).await;
        assert!(shown.body.contains(sentence) && shown.body.contains(uri), "{uri}: {shown:?}");
    }
    let saved = press(ADDRESS).await;
    assert!(saved.contains("done=saved"), "{saved}");
    let settings = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.settings;
    assert_eq!(settings.backchannel_logout_uri.map(|uri| uri.to_string()).as_deref(), Some(ADDRESS));
    assert!(settings.backchannel_logout_session_required);
}

#[tokio::test]
async fn the_console_shows_how_a_client_takes_what_it_is_told() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.backchannel_logout_uri = Some(BackchannelLogoutUri::parse(ADDRESS).unwrap())).await;
    let cookies = shop.server.sign_in().await.cookies();
    let overview = format!("/console/acme/shop/clients/{}", shop.client.id);
    let shown = async |page: &str| shop.server.get_with(&format!("{overview}{page}"), &cookies).await.body;
    let page = shown("/oauth").await;
    assert!(page.contains("It has been told of no sign-out so far."), "{page}");
    assert!(page.contains("/console/acme/shop/logs?action=client.logout_undelivered"), "{page}");

    shop.refresh_token().await;
    let (operator, path) = (shop.operator(), &shop.path);
    let user = operator.list_users(path, "alice", None).await.unwrap().items.remove(0).id;
    let session = operator.list_user_sessions(path, user).await.unwrap().remove(0).id;
    operator.end_user_session(path, user, session).await.unwrap();
    let page = shown("/oauth").await;
    assert!(page.contains("Next attempt") && !page.contains("Last attempt"), "{page}");
    assert!(!shown("").await.contains("takes no sign-outs since"));

    let Installation { store, clock, .. } = &shop.server.installation;
    let taken = store.take_logout_receiver(shop.client.id, Arc::clone(clock)).await.unwrap().unwrap();
    let due = taken.due().await.unwrap().remove(0);
    let now = clock.now();
    let progress = LogoutProgress::answered(now).failed(now, None, 500);
    let failure = Some("it was answered with status 503".to_owned());
    let attempt = LogoutAttempt { at: now, status: Some(503), failure, answer: "Closed for repairs".to_owned() };
    let fate = LogoutFate::Again(due.told.id, progress.due_at);
    taken.record(LogoutOutcome { progress, attempt, number: due.failures + 1, fate, audit: None }).await.unwrap();
    taken.release().await.unwrap();
    let page = shown("/oauth").await;
    for part in
        ["Last attempt", "Failing since", "It was answered with status 503", "Closed for repairs", "Next attempt", "Latest attempts"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(shown("").await.contains("takes no sign-outs since"));
}
