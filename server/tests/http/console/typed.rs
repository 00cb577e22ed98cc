//! What people type, and what is shown of it.

use axum::http::StatusCode;
use control::Actor;
use domain::{name::NameError, problem::Problem, view::NewUser};

use crate::{
    shop::{Shop, encode},
    support::TestServer,
};

impl Shop {
    async fn signs_in(&self, identifier: &str, password: &str) -> bool {
        let form = encode(&[("identifier", identifier), ("password", password)]);
        self.server.post(&self.path("/account/sign-in"), "", &form).await.status == StatusCode::SEE_OTHER
    }

    async fn add(&self, identifier: &str, email: &str, password: &str) -> Result<(), Vec<(String, Problem)>> {
        let operator = self.server.installation.control().acting_as(Actor::CommandLine);
        let new = NewUser {
            identifier: identifier.to_owned(),
            name: "Somebody".to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
        };
        match operator.create_user(&self.path, new).await {
            Ok(_) => Ok(()),
            Err(control::Error::Invalid(problems)) => Err(problems.into_iter().map(|at| (at.field.to_owned(), at.problem)).collect()),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_password_and_a_name_are_the_same_on_every_keyboard() {
    let shop = Shop::open().await;
    shop.add("jürgen", "", "große-äpfel im korb").await.unwrap();
    assert!(shop.signs_in("jürgen", "große-äpfel im korb").await);
    assert!(shop.signs_in("JU\u{308}RGEN", "große-a\u{308}pfel\u{a0}im korb").await, "as another system composes it");
    assert!(!shop.signs_in("jurgen", "große-äpfel im korb").await);
}

#[tokio::test]
async fn who_has_an_e_mail_address_signs_in_by_it_and_no_two_have_the_same() {
    let shop = Shop::open().await;
    shop.add("bob", "bob@example.com", "bob-likes-tokens").await.unwrap();
    assert!(shop.signs_in("Bob@Example.com", "bob-likes-tokens").await);
    assert_eq!(shop.add("robert", "bob@example.com", "bob-likes-tokens").await, Err(vec![("email".to_owned(), Problem::Taken)]));
    assert_eq!(shop.add("bob@example.com", "", "bob-likes-tokens").await, Err(vec![("identifier".to_owned(), Problem::Taken)]));
    assert_eq!(shop.add("carl", "alice@example.com", "bob-likes-tokens").await, Err(vec![("email".to_owned(), Problem::Taken)]));
    assert_eq!(shop.add("b\u{43e}b", "", "bob-likes-tokens").await, Err(vec![("identifier".to_owned(), Problem::Confusable)]));
    shop.add(&"ü".repeat(128), "", "bob-likes-tokens").await.unwrap();
}

#[tokio::test]
async fn who_signs_in_by_e_mail_gets_in_from_their_own_browser_while_somebody_guesses_by_either_name() {
    let shop = Shop::open().await;
    shop.add("bob", "bob@example.com", "bob-likes-tokens").await.unwrap();
    let form = |identifier: &str, password: &str| encode(&[("identifier", identifier), ("password", password)]);
    let right = form("bob@example.com", "bob-likes-tokens");
    let first = shop.server.post(&shop.path("/account/sign-in"), "", &right).await;
    let device = first.cookies().split("; ").find(|cookie| cookie.contains("device")).unwrap().to_owned();
    let mut evaluated = 0;
    for attempt in 0..40 {
        let name = if attempt % 2 == 0 { "bob" } else { "bob@example.com" };
        let guess = shop.server.post(&shop.path("/account/sign-in"), "", &form(name, "not the password")).await;
        evaluated += usize::from(guess.status == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(evaluated <= 10, "two names are no more attempts than one: {evaluated}");
    assert!(!shop.signs_in("bob@example.com", "bob-likes-tokens").await, "a stranger has to wait");
    let known = shop.server.post(&shop.path("/account/sign-in"), &device, &right).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER, "{known:?}");
}

#[tokio::test]
async fn a_client_s_name_hides_nothing_and_stands_in_its_own_direction() {
    let shop = Shop::open().await;
    let operator = shop.server.installation.control().acting_as(Actor::CommandLine);
    for hidden in ["Shop\u{202e}", "Sh\u{200b}op"] {
        match operator.create_client(&shop.path, hidden, domain::client::ClientType::Service).await {
            Err(control::Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::Name(NameError::Invisible)),
            other => panic!("{other:?}"),
        }
    }
    let page = shop.server.get(&shop.authorization("openid")).await;
    assert!(page.body.contains("<bdi>Shop</bdi>"), "{}", page.body);
}

#[tokio::test]
async fn a_search_finds_what_was_typed_and_no_zero_byte_reaches_the_database() {
    let shop = Shop::open().await;
    shop.add("user%40x", "", "bob-likes-tokens").await.unwrap();
    let cookies = shop.server.sign_in().await.cookies();
    let found = shop.server.get_with("/console/acme/shop/users?q=user%2540x", &cookies).await;
    assert!(found.body.contains(">user%40x<") && !found.body.contains(">Nothing found<"), "{}", found.body);
    let none = shop.server.get_with("/console/acme/shop/users?q=%2500", &cookies).await;
    assert!(none.body.contains(">Nothing found<"), "{}", none.body);
    let refused = shop.server.get_with("/console/acme/shop/users?q=%00", &cookies).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_console_s_address_works_with_a_slash_at_its_end() {
    let server = TestServer::on_loopback().await;
    let answer = server.get("/console/").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, "/console"));
}

#[tokio::test]
async fn a_tenant_is_renamed_beside_the_name_that_is_typed_to_delete_it() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = "/console/acme/-/settings";
    let shown = shop.server.get_with(page, &cookies).await.body;
    assert!(shown.contains("id=\"new-name\"") && shown.contains("id=\"name\""), "{shown}");
    let token = shop.server.form_token(&cookies).await;
    let rename = |name: &str| encode(&[("form_token", &token), ("tenant", "acme"), ("version", "1"), ("typed[name]", name)]);
    let saved = shop.server.send(shop.server.form("/console/api/rename_tenant", "same-origin", &cookies, &rename("Apex"))).await;
    assert_eq!(saved.status, StatusCode::FOUND, "{saved:?}");
    let shown = shop.follow(&saved, &cookies).await.body;
    assert!(shown.contains("Tenant renamed.") && shown.contains("value=\"Apex\""), "{shown}");
    let late = shop.server.send(shop.server.form("/console/api/rename_tenant", "same-origin", &cookies, &rename("Acme"))).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "{late:?}");
    assert_eq!(shop.operator().load_tenant(&shop.path.tenant).await.unwrap().name.as_str(), "Apex", "in an older version");
}
