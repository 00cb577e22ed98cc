//! Users, as an administrator keeps them and their applications see them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    address::TypedAddress,
    user::User,
    view::{SignOut, TypedUser},
};
use serde_json::{Value, json};

use crate::{
    shop::{REDIRECT_URI, Shop, encode, hidden},
    support::Answer,
};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";

impl Shop {
    async fn user(&self) -> User {
        let id = self.operator().list_users(&self.path, "", None).await.unwrap().items.remove(0).id;
        self.operator().load_user(&self.path, id).await.unwrap().user
    }

    /// Saves what is said of Alice, as an administrator.
    async fn describe(&self, change: impl FnOnce(&mut TypedUser)) -> User {
        let user = self.user().await;
        let mut typed = TypedUser {
            identifier: user.identifier.to_string(),
            name: user.profile.name.to_string(),
            email: user.profile.email.clone().unwrap_or_default(),
            ..TypedUser::default()
        };
        change(&mut typed);
        self.operator().set_user(&self.path, user.id, user.version, &typed).await.unwrap()
    }

    /// Signs Alice in with Firefox; the cookies of the session.
    async fn browser(&self) -> String {
        let form = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
        let mut request = self.server.form(&self.path("/account/sign-in"), "same-origin", "", &form);
        request.headers_mut().insert(header::USER_AGENT, FIREFOX.parse().unwrap());
        let signed_in = self.server.send(request).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{signed_in:?}");
        signed_in.cookies()
    }

    /// What an application that sends the browser here gets: a code, or the page that is shown in its place.
    async fn asks(&self, cookies: &str) -> Result<String, Answer> {
        let mut answer = self.server.get_with(&self.authorization("openid offline_access"), cookies).await;
        if answer.body.contains("name=\"decision\"") {
            let form = [("form", &*hidden(&answer, "form")), ("interaction", &hidden(&answer, "interaction")), ("decision", "allow")];
            answer = self.server.post(&self.path("/consent"), cookies, &encode(&form)).await;
        }
        let location = answer.header("location").to_owned();
        if !location.starts_with(REDIRECT_URI) {
            return Err(answer);
        }
        let code = url::Url::parse(&location).unwrap().query_pairs().find(|(name, _)| name == "code").map(|(_, code)| code.into_owned());
        code.ok_or(answer)
    }

    async fn signs_in_again(&self, cookies: &str) -> bool {
        self.asks(cookies).await.is_err_and(|page| page.body.contains("name=\"password\""))
    }

    async fn userinfo(&self, tokens: &Answer) -> Answer {
        let bearer = format!("Bearer {}", tokens.text("access_token").unwrap());
        let request = Request::get(self.path("/userinfo")).header(header::AUTHORIZATION, bearer).body(Body::empty()).unwrap();
        self.server.send(request).await
    }

    async fn is_active(&self, token: &str) -> bool {
        !self.ask("/oauth2/introspect", &[("token", token)]).await.body.contains("\"active\":false")
    }
}

/// The claims of an ID token.
fn id_token(tokens: &Answer) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = tokens.text("id_token").unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

const CLAIMS: [&str; 9] =
    ["name", "preferred_username", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified", "address", "sub"];

/// Clauses: 142, 143, 144.
#[tokio::test]
async fn each_scope_releases_its_claims_and_no_other_and_nothing_that_is_not_set() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.scopes = "openid profile email phone address offline_access".parse().unwrap()).await;
    let before = shop.exchange(&shop.code("openid email phone address").await).await;
    let claims: Value = serde_json::from_str(&shop.userinfo(&before).await.body).unwrap();
    assert_eq!(claims, json!({"sub": claims["sub"], "email": "alice@example.com", "email_verified": false}));

    shop.server.clock.advance_seconds(60);
    let user = shop
        .describe(|typed| {
            typed.email_verified = true;
            "+1 (604) 555-1234;ext=5678".clone_into(&mut typed.phone_number);
            typed.address = TypedAddress {
                street_address: "Hauptstr. 1".to_owned(),
                postal_code: "10115".to_owned(),
                locality: "Berlin".to_owned(),
                country: "Germany".to_owned(),
                ..TypedAddress::default()
            };
        })
        .await;
    let address = json!({
        "formatted": "Hauptstr. 1\n10115 Berlin\nGermany",
        "street_address": "Hauptstr. 1",
        "postal_code": "10115",
        "locality": "Berlin",
        "country": "Germany",
    });
    let updated_at = user.profile.updated_at.unwrap().as_seconds();
    for (scope, released) in [
        ("openid", json!({})),
        ("openid profile", json!({"name": "Alice", "preferred_username": "alice@example.com", "updated_at": updated_at})),
        ("openid email", json!({"email": "alice@example.com", "email_verified": true})),
        ("openid phone", json!({"phone_number": "+16045551234;ext=5678", "phone_number_verified": false})),
        ("openid address", json!({"address": address})),
    ] {
        let tokens = shop.exchange(&shop.code(scope).await).await;
        let mut expected = released.as_object().unwrap().clone();
        expected.insert("sub".to_owned(), json!(user.id.to_string()));
        let userinfo: Value = serde_json::from_str(&shop.userinfo(&tokens).await.body).unwrap();
        assert_eq!(userinfo, Value::Object(expected.clone()), "{scope}");
        let mut told = id_token(&tokens).as_object().unwrap().clone();
        told.retain(|claim, _| CLAIMS.contains(&claim.as_str()));
        assert_eq!(told, expected, "{scope}: the ID token says the same");
    }
    let metadata: Value = serde_json::from_str(&shop.server.get(&shop.path("/.well-known/openid-configuration")).await.body).unwrap();
    let supported: Vec<_> = metadata["claims_supported"].as_array().unwrap().iter().map(|claim| claim.as_str().unwrap()).collect();
    assert!(CLAIMS.iter().all(|claim| supported.contains(claim)), "{supported:?}");
}

#[tokio::test]
async fn whoever_was_signed_out_everywhere_gets_the_sign_in_page_and_no_code() {
    let shop = Shop::open().await;
    let lost = shop.browser().await;
    shop.server.clock.advance_seconds(1);
    let other = shop.browser().await;
    let tokens = shop.exchange(&shop.asks(&lost).await.unwrap()).await;
    let under_way = shop.asks(&other).await.unwrap();
    let (operator, alice) = (shop.operator(), shop.user().await);
    let view = operator.load_user(&shop.path, alice.id).await.unwrap();
    assert_eq!((view.open_sessions, view.sessions[1].browser.as_deref()), (2, Some("Firefox on Windows")));
    assert_eq!(
        (view.sessions[1].address.as_deref(), view.sessions[1].clients.as_slice()),
        (Some("127.0.0.1"), ["Shop".to_owned()].as_slice())
    );

    // To revoke refresh tokens alone lets the lost device back in, and the page says so.
    let what = SignOut { sessions: false, tokens: true, consents: false };
    operator.sign_out_user(&shop.path, alice.id, what).await.unwrap();
    assert_eq!(shop.refresh(&tokens.text("refresh_token").unwrap()).await.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(shop.exchange(&under_way).await.refusal(), (400, "invalid_grant".to_owned()));
    let back_in = shop.exchange(&shop.asks(&lost).await.unwrap()).await;

    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/users/{}/sign-out", alice.id), &cookies).await;
    assert!(
        page.body.contains("End 2 sessions") && page.body.contains("Revoke 1 refresh token") && page.body.contains("Withdraw 1 consent"),
        "{}",
        page.body
    );
    let id = alice.id.to_string();
    let form = [("path[tenant]", "acme"), ("path[workspace]", "shop"), ("user", &id), ("sessions", "true"), ("tokens", "true")];
    let done = shop.server.post("/console/api/sign_out_user", &cookies, &encode(&form)).await;
    assert_eq!(done.header("location"), format!("/console/acme/shop/users/{id}?done=user_signed_out"), "{done:?}");
    assert_eq!(shop.refresh(&back_in.text("refresh_token").unwrap()).await.refusal(), (400, "invalid_grant".to_owned()));
    assert!(shop.signs_in_again(&lost).await && shop.signs_in_again(&other).await);
    shop.asks(&shop.browser().await).await.unwrap();
}

#[tokio::test]
async fn a_session_that_an_administrator_ends_signs_nobody_in_and_the_others_do() {
    let shop = Shop::open().await;
    let ended = shop.browser().await;
    shop.server.clock.advance_seconds(1);
    let other = shop.browser().await;
    let alice = shop.user().await;
    let session = shop.operator().load_user(&shop.path, alice.id).await.unwrap().sessions.pop().unwrap().id;
    let cookies = shop.server.sign_in().await.cookies();
    let form = encode(&[
        ("path[tenant]", "acme"),
        ("path[workspace]", "shop"),
        ("user", &alice.id.to_string()),
        ("session", &session.to_string()),
    ]);
    let done = shop.server.post("/console/api/end_user_session", &cookies, &form).await;
    assert_eq!(done.status, StatusCode::FOUND, "{done:?}");
    assert!(shop.signs_in_again(&ended).await);
    shop.asks(&other).await.unwrap();
}

/// Clauses: 145.
#[tokio::test]
async fn nothing_of_a_deleted_user_works_and_pages_that_named_them_still_open() {
    let shop = Shop::open().await;
    let browser = shop.browser().await;
    let tokens = shop.exchange(&shop.asks(&browser).await.unwrap()).await;
    let alone = shop.exchange(&shop.code("openid").await).await;
    let code = shop.asks(&browser).await.unwrap();
    let alice = shop.user().await;
    let family = shop.operator().load_user(&shop.path, alice.id).await.unwrap().families.remove(0).id;

    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/users/{}/delete", alice.id);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(
        shown.body.contains("1 refresh token") && shown.body.find(">Cancel<").unwrap() < shown.body.rfind(">Delete user<").unwrap(),
        "{}",
        shown.body
    );
    let (id, version) = (alice.id.to_string(), alice.version.to_string());
    let delete = async |typed: &str| {
        let place = [("path[tenant]", "acme"), ("path[workspace]", "shop")];
        let form = [&place[..], &[("user", &id), ("version", &version), ("confirm", typed)]].concat();
        let form = format!("form_token={}&{}", shop.server.form_token(&cookies).await, encode(&form));
        let mut request = shop.server.form("/console/api/delete_user", "same-origin", &cookies, &form);
        request.headers_mut().insert(header::REFERER, format!("http://127.0.0.1:8080{page}").parse().unwrap());
        shop.server.send(request).await
    };
    assert_eq!(delete("bob@example.com").await.header("location"), page);
    let again = shop.server.get_with(&page, &cookies).await;
    assert!(again.body.contains("This is not what the user signs in with") && again.body.contains("bob@example.com"), "{}", again.body);
    assert_eq!(delete("Alice@example.com").await.header("location"), "/console/acme/shop/users?done=user_deleted");

    assert_eq!(shop.refresh(&tokens.text("refresh_token").unwrap()).await.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(shop.exchange(&code).await.refusal(), (400, "invalid_grant".to_owned()));
    for issued in [&tokens, &alone] {
        assert!(!shop.is_active(&issued.text("access_token").unwrap()).await);
        assert_eq!(shop.userinfo(issued).await.status, StatusCode::UNAUTHORIZED);
    }
    assert!(!shop.is_active(&tokens.text("refresh_token").unwrap()).await);
    assert!(shop.signs_in_again(&browser).await);
    let form = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    assert_eq!(shop.server.post(&shop.path("/account/sign-in"), "", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let client = shop.client.id;
    for (path, words) in [
        (format!("/tokens/{family}"), "deleted user"),
        ("/tokens".to_owned(), "deleted user"),
        (format!("/tokens?user={}", alice.id), "Tokens"),
        (format!("/clients/{client}/tokens"), "deleted user"),
        (format!("/clients/{client}/explain"), "deleted user"),
        (format!("/clients/{client}/explain?family={family}"), "Explain"),
        ("/logs".to_owned(), "alice@example.com"),
    ] {
        let shown = shop.server.get_with(&format!("/console/acme/shop{path}"), &cookies).await;
        assert!(shown.status == StatusCode::OK && shown.body.contains(words), "{path}: {} {}", shown.status, shown.body);
    }
    for below in ["", "/edit", "/delete", "/sign-out"] {
        let gone = shop.server.get_with(&format!("/console/acme/shop/users/{id}{below}"), &cookies).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{below}");
    }
}

#[tokio::test]
async fn a_user_whose_name_is_an_e_mail_address_gets_their_mail_there_and_the_page_leads_to_the_account() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    for (identifier, email, expected) in [
        ("bob@example.com", "", Some("bob@example.com")),
        ("carol@example.com", "carol@elsewhere.example", Some("carol@elsewhere.example")),
        ("dave", "", None),
    ] {
        let fields = [
            ("typed[identifier]", identifier),
            ("typed[name]", "Somebody"),
            ("typed[email]", email),
            ("password", "correct-horse-battery-staple"),
        ];
        let added = shop.press(&cookies, "/console/acme/shop/users/new", "create_user", &fields).await;
        assert_eq!(added.status, StatusCode::FOUND, "{added:?}");
        let user = shop.operator().list_users(&shop.path, identifier, None).await.unwrap().items.remove(0);
        let view = shop.operator().load_user(&shop.path, user.id).await.unwrap().user;
        assert_eq!(view.profile.email.as_deref(), expected, "{identifier}");
        let page = shop.server.get_with(&format!("/console/acme/shop/users/{}", user.id), &cookies).await;
        assert!(page.body.contains("/acme/shop/account\">their account page"), "{}", page.body);
    }
}
