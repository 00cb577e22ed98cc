//! The secret of a client, replaced on its page, and what the token endpoint makes of both.

use axum::http::StatusCode;

use crate::{
    shop::{Shop, hidden},
    support::Answer,
};

const DAY: i64 = 24 * 60 * 60;

impl Shop {
    fn client_page(&self) -> String {
        format!("/console/acme/shop/clients/{}", self.client.id)
    }

    /// Presses one of the buttons of the client's page as it is now, with this field beside those that are always sent.
    async fn press_secret(&self, cookies: &str, function: &str, field: (&str, &str)) -> Answer {
        let (page, client) = (self.client_page(), self.client.id.to_string());
        let version = hidden(&self.server.get_with(&page, cookies).await, "version");
        self.press(cookies, &page, function, &[("client", &client), ("version", &version), field]).await
    }

    /// Replaces the secret and reads the new one where it is shown, which is once.
    async fn replace_secret(&self, cookies: &str, keep: &str) -> String {
        let answer = self.press_secret(cookies, "rotate_client_secret", ("keep_previous_for", keep)).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        let location = answer.header("location").to_owned();
        assert!(location.starts_with(&format!("{}?done=secret_", self.client_page())), "{location}");
        let sent_along = answer.cookies();
        let secret = sent_along.split_once(&format!("{}.", self.client.id)).unwrap_or_else(|| panic!("a secret is shown: {answer:?}")).1;
        let secret = secret.split(';').next().unwrap();
        let page = self.server.get_with(&self.client_page(), &format!("{cookies}; {sent_along}")).await;
        assert!(page.body.contains(secret) && page.body.contains("it is not shown again"), "{}", page.body);
        secret.to_owned()
    }

    async fn accepts(&self, secret: &str) -> bool {
        let answer = self.ask_as((&self.client.id.to_string(), secret), "/oauth2/introspect", &[("token", "nothing")]).await;
        if answer.status != StatusCode::OK {
            assert_eq!(answer.refusal(), (401, "invalid_client".to_owned()));
        }
        answer.status == StatusCode::OK
    }
}

#[tokio::test]
async fn a_secret_that_is_replaced_works_beside_the_new_one_and_ends_by_itself() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&shop.client_page(), &cookies).await;
    assert!(page.body.contains("No. 1") && !page.body.contains("No. 2"), "{}", page.body);

    let second = shop.replace_secret(&cookies, "").await;
    assert!(shop.accepts(&shop.secret).await && shop.accepts(&second).await);
    let page = shop.server.get_with(&shop.client_page(), &cookies).await;
    for said in ["No. 2", "No. 1", "Revoke secret"] {
        assert!(page.body.contains(said), "{said} in {}", page.body);
    }
    assert!(!page.body.contains(&second), "it is shown once");

    shop.server.clock.advance_seconds(DAY - 1);
    let cookies = shop.server.sign_in().await.cookies();
    assert!(shop.accepts(&shop.secret).await, "for a day, where nothing else is said");
    shop.server.clock.advance_seconds(1);
    assert!(!shop.accepts(&shop.secret).await);
    assert!(shop.accepts(&second).await);
    let page = shop.server.get_with(&shop.client_page(), &cookies).await;
    assert!(page.body.contains("No. 2") && !page.body.contains("No. 1"), "{}", page.body);
}

#[tokio::test]
async fn a_third_secret_ends_the_first() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let second = shop.replace_secret(&cookies, "30d").await;
    let third = shop.replace_secret(&cookies, "1h").await;
    assert!(!shop.accepts(&shop.secret).await, "two work at a time at most");
    assert!(shop.accepts(&second).await && shop.accepts(&third).await);
}

#[tokio::test]
async fn a_secret_that_leaked_ends_at_once() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let second = shop.replace_secret(&cookies, "0").await;
    assert!(!shop.accepts(&shop.secret).await && shop.accepts(&second).await);

    let third = shop.replace_secret(&cookies, "30d").await;
    assert!(shop.accepts(&second).await);
    let revoked = shop.press_secret(&cookies, "revoke_previous_secret", ("", "")).await;
    assert_eq!(revoked.header("location"), format!("{}?done=previous_secret_revoked", shop.client_page()), "{revoked:?}");
    assert!(!shop.accepts(&second).await && shop.accepts(&third).await);
    let page = shop.server.get_with(&shop.client_page(), &cookies).await;
    assert!(!page.body.contains("Revoke secret"), "{}", page.body);
}

#[tokio::test]
async fn a_secret_is_kept_for_thirty_days_at_most_and_a_mistake_is_said() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let mistakes = [
        ("31d", "30 days"),
        ("-1s", "not negative"),
        ("soon", "This is not a duration"),
        ("99999999999999999999d", "This is not a duration"),
    ];
    for (typed, said) in mistakes {
        let answer = shop.press_secret(&cookies, "rotate_client_secret", ("keep_previous_for", typed)).await;
        assert_eq!(answer.header("location"), shop.client_page(), "{typed}: {answer:?}");
        let told = shop.server.get_with(&shop.client_page(), &cookies).await;
        assert!(told.body.contains(said), "{typed}: {}", told.body);
        assert!(told.body.contains("No. 1"), "nothing was replaced: {}", told.body);
    }
    assert!(shop.accepts(&shop.secret).await);
}
