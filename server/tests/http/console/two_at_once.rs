//! Two administrators at one page, as a script that saves without leaving it is answered.

use axum::http::{StatusCode, header};
use control::NewAdministrator;
use domain::{lifetime::RotationPeriod, role::BuiltInRole};
use serde_json::{Value, json};

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

impl Shop {
    /// Sends a form of the console as a script does.
    async fn save(&self, cookies: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.server.form_token(cookies).await;
        let usual = [("form_token", token.as_str()), ("path[tenant]", "acme"), ("path[workspace]", "shop")];
        let form = encode(&[&usual, fields].concat());
        let mut request = self.server.form(&format!("/console/api/{function}"), "same-origin", cookies, &form);
        request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        self.server.send(request).await
    }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("this is JSON: {answer:?}"))
}

#[tokio::test]
async fn a_part_of_an_address_that_both_changed_says_who_saved_it_and_when() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let user = shop.operator().list_users(&shop.path, "", None).await.unwrap().items.remove(0);
    let (id, email) = (user.id.to_string(), user.profile.email.clone().unwrap_or_default());
    let (identifier, name) = (user.identifier.to_string(), user.profile.name.to_string());
    let shown = json!({ "identifier": identifier, "name": name, "email": email, "locality": "" }).to_string();
    let version = user.version.to_string();
    let save = async |locality: &str| {
        let fields = [
            ("user", id.as_str()),
            ("version", version.as_str()),
            ("opened[values]", shown.as_str()),
            ("typed[identifier]", identifier.as_str()),
            ("typed[name]", name.as_str()),
            ("typed[email]", email.as_str()),
            ("typed[locality]", locality),
        ];
        shop.save(&cookies, "set_user", &fields).await
    };
    let first = save("Berlin").await;
    assert!(first.status.is_success() || first.status.is_redirection(), "{first:?}");
    let second = save("Bonn").await;
    assert_eq!(second.status, StatusCode::CONFLICT, "{second:?}");
    let conflict = &json(&second)["stale"]["conflicts"][0];
    assert_eq!((&conflict["field"], &conflict["own"]), (&json!("locality"), &json!(true)), "the same administrator, on another page");
    assert!(conflict["by"].is_string() && conflict["at"].is_string() | conflict["at"].is_number(), "{conflict}");

    let mut typed =
        domain::view::TypedUser { identifier: identifier.clone(), name: name.clone(), email: email.clone(), ..Default::default() };
    typed.address.locality = "Brno".to_owned();
    // Lines of one moment have no order.
    shop.server.clock.advance_seconds(1);
    let there = shop.operator().load_user(&shop.path, user.id).await.unwrap().user;
    shop.operator().set_user(&shop.path, user.id, there.version, &typed).await.unwrap();
    let conflict = json(&save("Bonn").await)["stale"]["conflicts"][0].clone();
    assert_eq!((&conflict["field"], &conflict["own"], &conflict["by"]), (&json!("locality"), &json!(false), &json!("command line")));
}

/// A text and what is chosen beside it are one value: one does not come back without the other.
#[tokio::test]
async fn a_client_s_own_value_that_another_saved_comes_back_with_its_choice() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let id = shop.client.id.to_string();
    let version = async || shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.version.to_string();
    let opened = version().await;
    let save = async |version: &str, shown: &str, id_token: (&str, &str), access_token: &str| {
        let shown = json!({ "id_token_ttl": shown, "access_token_ttl": "" }).to_string();
        let fields = [
            ("client", id.as_str()),
            ("version", version),
            ("opened[values]", shown.as_str()),
            ("typed[id_token_ttl]", id_token.0),
            ("from[id_token_ttl]", id_token.1),
            ("typed[access_token_ttl]", access_token),
            ("from[access_token_ttl]", if access_token.is_empty() { "workspace" } else { "client" }),
        ];
        shop.save(&cookies, "set_client_token_policy", &fields).await
    };
    let theirs = save(&opened, "", ("5m", "client"), "").await;
    assert!(theirs.status.is_success() || theirs.status.is_redirection(), "{theirs:?}");
    let mine = json(&save(&opened, "", ("", "workspace"), "99y").await);
    assert_eq!(mine["invalid"]["problems"].as_array().unwrap().len(), 1, "the mistake alone: {mine}");
    let typed = mine["invalid"]["typed"].as_array().unwrap();
    assert!(typed.contains(&json!(["id_token_ttl", "5m"])), "{mine}");
    assert!(!typed.contains(&json!(["from[id_token_ttl]", "workspace"])), "the choice that goes with it: {mine}");

    // Chosen and left blank, it is a mistake, whatever else is asked about first.
    let blank = json(&save(&version().await, "5m", ("", "client"), "3h").await);
    assert_eq!(blank["invalid"]["problems"][0]["field"], json!("id_token_ttl"), "{blank}");
}

#[tokio::test]
async fn whoever_may_not_save_is_told_so_and_not_asked_about_a_conflict() {
    let shop = Shop::open().await;
    let operator = shop.operator();
    let (email, role) = ("auditor@example.com".to_owned(), BuiltInRole::Auditor);
    let new = NewAdministrator { email: email.clone(), name: "Ada".to_owned(), tenant: Some(shop.path.tenant.clone()), role };
    operator.create_administrator(new).await.unwrap();
    let token = operator.create_one_time_sign_in(&email).await.unwrap().token.expose().clone();
    let cookies =
        shop.server.post("/console/api/use_one_time_sign_in", "", &format!("token={token}&password=correct-horse-battery")).await.cookies();
    let version = operator.load_workspace(&shop.path).await.unwrap().version;
    operator.set_key_rotation(&shop.path, version, RotationPeriod::from_seconds(30 * 24 * 3600).ok()).await.unwrap();
    let (version, shown) = (version.to_string(), json!({ "signing_keys_rotate_every": "90d" }).to_string());
    let fields = [("version", version.as_str()), ("opened[values]", shown.as_str()), ("typed[signing_keys_rotate_every]", "60d")];
    let refused = shop.save(&cookies, "set_key_rotation", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{refused:?}");
    let mine = shop.server.sign_in().await.cookies();
    assert_eq!(shop.save(&mine, "set_key_rotation", &fields).await.status, StatusCode::CONFLICT);
}
