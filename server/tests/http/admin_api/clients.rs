//! Clients over the admin API.

use axum::http::StatusCode;
use domain::{
    client_uri::BackchannelLogoutUri,
    permission::{Action, Actions},
};
use serde_json::{Value, json};

use super::world::World;

const CLIENTS: &str = "/admin/acme/servers/shop/clients";

fn one(id: &str) -> String {
    format!("{CLIENTS}/{id}")
}

#[tokio::test]
async fn a_client_is_created_with_a_secret_that_works_and_is_never_told_again() {
    let world = World::new().await;
    let program = world.program(None).await;
    let answer = program.post(CLIENTS, &json!({ "client_name": "Job", "application_types": ["service"] })).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::CREATED, "no-store"), "{answer:?}");
    let (id, secret) = (answer.text("client_id").unwrap(), answer.text("client_secret").unwrap());
    assert_eq!(answer.header("location"), format!("/api{}", one(&id)));
    let introspected = world.shop.ask_as((&id, &secret), "/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(introspected.status, StatusCode::OK, "{introspected:?}");
    let read = program.get(&one(&id)).await;
    assert_eq!(read.header("etag"), answer.header("etag"));
    assert!(!read.body.contains("secret\":"), "{read:?}");
}

#[tokio::test]
async fn a_client_that_is_sent_back_as_it_was_told_stays_as_it_is() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&world.shop.client.id.to_string());
    let read = program.get(&path).await;
    let replaced = program.send("PUT", &path, &[("if-match", read.header("etag"))], &read.json()).await;
    assert_eq!(replaced.status, StatusCode::OK, "{replaced:?}");
    assert_eq!((replaced.json(), replaced.header("etag")), (read.json(), read.header("etag")));
}

#[tokio::test]
async fn a_merge_patch_changes_what_it_names_and_null_takes_a_value_of_its_own_away() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&world.shop.client.id.to_string());
    let before = program.get(&path).await.json();
    let patched = program.patch(&path, &json!({ "client_name": "Shop 2", "token_ttls": { "access_token_ttl": "10m" } })).await;
    assert_eq!(patched.status, StatusCode::OK, "{patched:?}");
    let after = patched.json();
    assert_eq!((&after["client_name"], &after["token_ttls"]), (&json!("Shop 2"), &json!({ "access_token_ttl": "10m0s" })));
    assert_eq!(after["redirect_uris"], before["redirect_uris"]);
    let policy = program.get(&format!("{path}/token-policy")).await.json();
    assert_eq!(policy["token_ttls"]["access_token_ttl"], json!({ "value": "10m0s", "origin": "client" }));
    let patched = program.patch(&path, &json!({ "token_ttls": { "access_token_ttl": null } })).await;
    assert_eq!(patched.json()["token_ttls"], json!({}));
}

/// Clauses: 165.
#[tokio::test]
async fn a_client_is_created_with_keys_in_place_of_a_secret_and_they_are_replaced() {
    let world = World::new().await;
    let program = world.program(None).await;
    let key =
        |kid: &str| json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": kid, "use": "sig" });
    let new = |keys: Value| json!({ "client_name": "Job", "application_types": ["service"], "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": keys } });
    let made = program.post(CLIENTS, &new(json!([key("a")]))).await;
    assert_eq!((made.status, made.text("client_secret")), (StatusCode::CREATED, None), "{made:?}");
    let path = one(&made.text("client_id").unwrap());
    assert_eq!(made.json()["jwks"], json!({ "keys": [key("a")] }));
    let replaced =
        program.patch(&path, &json!({ "jwks": { "keys": [key("a"), key("b")] }, "token_endpoint_auth_signing_alg": "EdDSA" })).await;
    assert_eq!(
        (&replaced.json()["jwks"]["keys"][1]["kid"], &replaced.json()["token_endpoint_auth_signing_alg"]),
        (&json!("b"), &json!("EdDSA"))
    );
    let published = program.patch(&path, &json!({ "jwks": null, "jwks_uri": "https://job.example.com/jwks.json" })).await;
    assert_eq!((published.status, published.json().get("jwks")), (StatusCode::OK, None), "{published:?}");
    for (change, pointer) in [
        (json!({ "jwks_uri": null }), "/jwks"),
        (json!({ "jwks": { "keys": [key("a")] } }), "/jwks_uri"),
        (json!({ "jwks_uri": "http://job.example.com/jwks.json" }), "/jwks_uri"),
        (json!({ "token_endpoint_auth_signing_alg": "HS256" }), "/token_endpoint_auth_signing_alg"),
        (json!({ "jwks": { "keys": [key("a"), { "kty": "oct", "k": "AAAA" }] } }), "/jwks/keys/1"),
        (json!({ "jwks": { "keys": [key(&"k".repeat(256))] } }), "/jwks/keys/0"),
        (json!({ "jwks": { "keys": [] } }), "/jwks/keys"),
    ] {
        let refused = program.patch(&path, &change).await;
        assert_eq!(
            (refused.status, refused.json()["errors"][0]["pointer"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some(pointer)),
            "{refused:?}"
        );
    }
}

/// Clauses: 216.
#[tokio::test]
async fn a_client_says_where_it_is_told_of_sign_outs() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&world.shop.client.id.to_string());
    let (uri, bound) = ("backchannel_logout_uri", "backchannel_logout_session_required");
    let usual = program.get(&path).await.json();
    assert_eq!((usual.get(uri), &usual[bound]), (None, &json!(false)));
    let told = json!({ uri: "https://shop.example.com/logout?of=acme", bound: true });
    let patched = program.patch(&path, &told).await;
    assert_eq!(patched.status, StatusCode::OK, "{patched:?}");
    assert_eq!((&patched.json()[uri], &patched.json()[bound]), (&told[uri], &told[bound]));
    for wrong in ["http://shop.example.com/logout", "https://shop.example.com/#logout", "https://ann@shop.example.com/", "/logout", ""] {
        let refused = program.patch(&path, &json!({ uri: wrong })).await;
        let fault = (refused.status.as_u16(), refused.faults().remove(0).0);
        assert_eq!(fault, (422, "/backchannel_logout_uri".to_owned()), "{wrong}");
    }
    let service = json!({ "client_name": "Job", "application_types": ["service"], uri: "https://job.example.com/logout" });
    let refused = program.post(CLIENTS, &service).await;
    assert_eq!((refused.status, refused.faults()[0].0.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "/backchannel_logout_uri"));
    let removed = program.patch(&path, &json!({ uri: null, bound: false })).await;
    assert_eq!((removed.json().get(uri), &removed.json()[bound]), (None, &json!(false)));
}

#[tokio::test]
async fn what_a_client_is_still_to_be_told_of_is_counted() {
    let mut world = World::new().await;
    let uri = BackchannelLogoutUri::parse("https://shop.example.com/logout").unwrap();
    world.shop.set_client(|settings| settings.backchannel_logout_uri = Some(uri)).await;
    let (program, shop) = (world.program(None).await, &world.shop);
    let address = format!("{}/logout-delivery", one(&shop.client.id.to_string()));
    assert_eq!(program.get(&address).await.json(), json!({ "waiting": 0, "failures": 0, "recent_attempts": [] }));
    shop.refresh_token().await;
    let (operator, path) = (shop.operator(), &shop.path);
    let user = operator.list_users(path, "alice", None).await.unwrap().items.remove(0).id;
    // The session that was open before has no part of the client: it was told of nothing then.
    for session in operator.list_user_sessions(path, user).await.unwrap() {
        operator.end_user_session(path, user, session.id).await.unwrap();
    }
    let waiting = program.get(&address).await.json();
    assert_eq!((&waiting["waiting"], &waiting["failures"], waiting.get("last_attempt")), (&json!(1), &json!(0), None), "{waiting}");
    assert!(waiting["due_at"].is_string(), "{waiting}");
}

#[tokio::test]
async fn what_a_client_authenticates_by_needs_the_permission_to_replace_its_secret_and_is_not_copied() {
    let world = World::new().await;
    let path = one(&world.shop.client.id.to_string());
    let all_but: Actions = Action::ALL.iter().copied().filter(|action| *action != Action::RotateClientSecret).collect();
    let (program, setter) = (world.program(None).await, world.program(Some(all_but)).await);
    let by_key = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://shop.example.com/jwks.json" });
    for change in [&by_key, &json!({ "jwks_uri": "https://shop.example.com/jwks.json" }), &json!({ "token_endpoint_auth_method": "none" })]
    {
        let refused = setter.patch(&path, change).await;
        assert_eq!(refused.problem(), (403, "forbidden".to_owned()), "{refused:?}");
        assert_eq!(refused.json()["action"], json!("clients.rotate_secret"));
    }
    assert_eq!(setter.patch(&path, &json!({ "client_name": "Renamed" })).await.status, StatusCode::OK);
    assert_eq!(program.patch(&path, &by_key).await.status, StatusCode::OK);
    let copy = program.post(&format!("{path}/duplicate"), &json!({})).await;
    assert_eq!((copy.status, copy.json().get("jwks_uri")), (StatusCode::CREATED, None), "{copy:?}");
    assert_eq!(copy.json()["token_endpoint_auth_method"], json!("client_secret_basic"));
    assert!(copy.text("client_secret").is_some(), "it has a secret in their place");
}

#[tokio::test]
async fn a_client_has_one_subject_of_its_certificate_and_its_tokens_are_bound_to_one_thing() {
    let world = World::new().await;
    let program = world.program(None).await;
    let new = json!({
        "client_name": "Job", "application_types": ["service"], "token_endpoint_auth_method": "tls_client_auth",
        "tls_client_auth_subject_dn": "cn=job, o=Example", "tls_client_certificate_bound_access_tokens": true,
    });
    let made = program.post(CLIENTS, &new).await;
    assert_eq!((made.status, made.text("client_secret")), (StatusCode::CREATED, None), "{made:?}");
    assert_eq!(made.text("tls_client_auth_subject_dn").as_deref(), Some("CN=job,O=Example"));
    let path = one(&made.text("client_id").unwrap());
    let replaced = program.patch(&path, &json!({ "tls_client_auth_subject_dn": null, "tls_client_auth_san_dns": "Job.example.com" })).await;
    assert_eq!(replaced.text("tls_client_auth_san_dns").as_deref(), Some("job.example.com"), "{replaced:?}");
    assert_eq!(replaced.json().get("tls_client_auth_subject_dn"), None);
    for (change, pointer) in [
        (json!({ "tls_client_auth_san_dns": null }), "/tls_client_auth_subject_dn"),
        (json!({ "tls_client_auth_san_dns": "*.example.com" }), "/tls_client_auth_san_dns"),
        (json!({ "tls_client_auth_san_ip": "192.0.2.7" }), "/tls_client_auth_san_ip"),
        (json!({ "token_endpoint_auth_method": "self_signed_tls_client_auth" }), "/jwks"),
        (json!({ "dpop_bound_access_tokens": true }), "/tls_client_certificate_bound_access_tokens"),
    ] {
        let refused = program.patch(&path, &change).await;
        assert_eq!(
            (refused.status, refused.json()["errors"][0]["pointer"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some(pointer)),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn two_who_change_the_same_version_do_not_undo_each_other() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&world.shop.client.id.to_string());
    let tag = program.get(&path).await.header("etag").to_owned();
    let first = program.send("PATCH", &path, &[("if-match", &tag)], &json!({ "client_name": "First" })).await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    let second = program.send("PATCH", &path, &[("if-match", &tag)], &json!({ "trusted": true })).await;
    assert_eq!(second.problem(), (412, "stale".to_owned()));
    assert_ne!(first.header("etag"), tag);
}

#[tokio::test]
async fn every_value_that_does_not_fit_is_told_by_its_pointer() {
    let world = World::new().await;
    let program = world.program(None).await;
    let faults = async |body: Value| {
        let answer = program.post(CLIENTS, &body).await;
        (answer.status.as_u16(), answer.faults().into_iter().map(|(place, _)| place).collect::<Vec<_>>())
    };
    let wrong = json!({ "client_name": "Job", "application_types": ["service"], "redirect_uris": ["https://a.example", "/x"], "token_ttls": { "id_token_ttl": "soon" } });
    assert_eq!(faults(wrong).await, (422, vec!["/redirect_uris/1".to_owned(), "/token_ttls/id_token_ttl".to_owned()]));
    let unknown = json!({ "client_name": "Job", "application_types": ["service"], "token_ttls": { "colour": "red" } });
    assert_eq!(faults(unknown).await, (400, vec!["/token_ttls/colour".to_owned()]));
    assert_eq!(faults(json!({ "application_types": ["service"] })).await, (422, vec!["/client_name".to_owned()]));
    let own_id = json!({ "client_name": "Job", "application_types": ["service"], "client_id": "mine" });
    assert_eq!(faults(own_id).await, (422, vec!["/client_id".to_owned()]));
    // What only the whole reveals: the scope is none of the workspace's.
    let scope = json!({ "client_name": "Job", "application_types": ["service"], "scopes": ["nothing"] });
    assert_eq!(faults(scope).await, (422, vec!["/scopes".to_owned()]));
}

#[tokio::test]
async fn a_change_that_ends_refresh_tokens_earlier_says_whether_it_shall() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&world.shop.client.id.to_string());
    let shorter = json!({ "token_ttls": { "refresh_token_ttl": "1h" } });
    let previewed = program.post(&format!("{path}/impact"), &shorter).await;
    assert_eq!(previewed.status, StatusCode::OK, "{previewed:?}");
    assert!(previewed.body.contains(":1"), "one refresh token would end earlier: {previewed:?}");
    assert_eq!(program.patch(&path, &shorter).await.problem(), (409, "undecided".to_owned()));
    let wrong = program.patch(&format!("{path}?reach=all"), &shorter).await;
    assert_eq!((wrong.problem().0, wrong.faults()[0].0.as_str()), (422, "reach"));
    let saved = program.patch(&format!("{path}?reach=live_tokens"), &shorter).await;
    assert_eq!(saved.json()["token_ttls"], json!({ "refresh_token_ttl": "1h0m0s" }));
}

#[tokio::test]
async fn a_secret_is_replaced_a_client_is_disabled_and_deleted() {
    let world = World::new().await;
    let program = world.program(None).await;
    let id = world.shop.client.id.to_string();
    let path = one(&id);
    let introspect = async |secret: &str| world.shop.ask_as((&id, secret), "/oauth2/introspect", &[("token", "x")]).await.status;
    let rotated = program.with_version("POST", &format!("{path}/rotateSecret"), &path, &json!({ "keep_previous_for": "1h" })).await;
    let secret = rotated.text("client_secret").unwrap();
    assert_eq!((introspect(&secret).await, introspect(&world.shop.secret).await), (StatusCode::OK, StatusCode::OK));
    let known = program.get(&format!("{path}/secrets")).await.json();
    assert_eq!((&known["current"]["secret_version"], &known["previous"]["secret_version"]), (&json!(2), &json!(1)));
    let long = program.with_version("POST", &format!("{path}/rotateSecret"), &path, &json!({ "keep_previous_for": "31d" })).await;
    assert_eq!((long.problem().0, long.faults()[0].0.as_str()), (422, "/keep_previous_for"));
    program.with_version("POST", &format!("{path}/revokeRotatedSecrets"), &path, &Value::Null).await;
    assert_eq!((introspect(&secret).await, introspect(&world.shop.secret).await), (StatusCode::OK, StatusCode::UNAUTHORIZED));
    let disabled = program.with_version("POST", &format!("{path}/disable"), &path, &Value::Null).await;
    assert_eq!(disabled.text("client_status").as_deref(), Some("inactive"));
    assert_eq!(introspect(&secret).await, StatusCode::UNAUTHORIZED);
    let enabled = program.with_version("POST", &format!("{path}/enable"), &path, &Value::Null).await;
    assert_eq!(enabled.text("client_status").as_deref(), Some("active"));
    let deleted = program.with_version("DELETE", &path, &path, &Value::Null).await;
    assert_eq!((deleted.status, deleted.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(program.get(&path).await.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_client_is_duplicated_with_an_id_and_a_secret_that_work() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = one(&format!("{}/duplicate", world.shop.client.id));
    let copy = program.post(&path, &json!({})).await;
    assert_eq!(copy.status, StatusCode::CREATED, "{copy:?}");
    let (id, secret) = (copy.text("client_id").unwrap(), copy.text("client_secret").unwrap());
    assert_eq!(
        (copy.text("client_name").unwrap(), copy.header("location")),
        ("Shop (copy)".to_owned(), format!("/api{}", one(&id)).as_str())
    );
    let introspected = world.shop.ask_as((&id, &secret), "/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(introspected.status, StatusCode::OK, "{introspected:?}");
    let named = program.post(&path, &json!({ "client_name": "Second shop" })).await;
    assert_eq!(named.text("client_name").as_deref(), Some("Second shop"));
    assert_eq!(program.post(&path, &json!({ "client_name": "" })).await.faults()[0].0, "/client_name");
}

#[tokio::test]
async fn what_happened_at_a_client_is_told_as_far_as_it_was_added_up() {
    let world = World::new().await;
    let (program, shop) = (world.program(None).await, &world.shop);
    let address = format!("{}/activity", one(&shop.client.id.to_string()));
    let before = program.get(&address).await.json();
    assert_eq!((before["period"].as_str(), before["points"].as_array().map(Vec::len)), (Some("24h"), Some(24)), "{before}");
    assert!(before.get("counted_until").is_none(), "{before}");
    let token = shop.refresh_token().await;
    shop.refresh(&token).await;
    shop.refresh("nonsense").await;
    shop.server.add_up_figures().await;
    let week = program.get(&format!("{address}?period=7d")).await.json();
    let sum = |name: &str| week["points"].as_array().unwrap().iter().map(|point| point[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!(week["points"].as_array().map(Vec::len), Some(28), "{week}");
    assert_eq!([sum("refreshes"), sum("refresh_tokens_revoked"), sum("reuses")], [1, 0, 0], "{week}");
    assert!(sum("refresh_tokens_issued") >= 1 && sum("refusals") >= 1, "{week}");
    assert!(week["counted_until"].is_string() && week["refusals"][0]["count"].as_u64() >= Some(1), "{week}");
    assert_eq!(program.get(&format!("{address}?period=1y")).await.faults(), [("period".to_owned(), "unknown_value".to_owned())]);
    let unknown = program.get("/admin/acme/servers/shop/clients/019b76da-a800-7fc5-a834-84c7fc1161c8/activity").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
