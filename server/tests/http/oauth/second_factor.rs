//! A user's second factor, from the page that shows its secret to the sign-in that asks for its code.

use axum::http::StatusCode;
use domain::clock::Clock as _;
use engine::second_factor::TotpSecret;

use crate::{
    shop::{REDIRECT_URI, Shop, encode, hidden},
    support::Answer,
};

const PAGE: &str = "/account/second-factor";
const PASSWORD: &str = "alice-likes-tokens";
const ALICE: [(&str, &str); 2] = [("identifier", "alice@example.com"), ("password", PASSWORD)];

/// What stands between these two.
fn texts<'a>(page: &'a Answer, before: &str) -> Vec<&'a str> {
    page.body.split(before).skip(1).filter_map(|rest| rest.split('<').next()).collect()
}

/// Signs nobody in: the page is shown again.
fn no_session(answer: &Answer) -> bool {
    !answer.cookies().contains("regrant-login-")
}

impl Shop {
    fn code_of(&self, app: &TotpSecret) -> String {
        app.code_at(self.server.clock.now())
    }

    /// Sends the form of the page of the second factor, with these fields.
    async fn change_second_factor(&self, cookies: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.server.get_with(&self.path(PAGE), cookies).await;
        let form = hidden(&page, "form");
        self.server.post(&self.path(PAGE), cookies, &encode(&[&[("form", form.as_str())][..], fields].concat())).await
    }

    /// Sets a second factor up for Alice. Returns the app's secret, and the page with the recovery codes.
    async fn set_up_second_factor(&self) -> (TotpSecret, Answer) {
        let cookies = self.server.post(&self.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
        let page = self.server.get_with(&self.path(PAGE), &cookies).await;
        assert!(page.body.contains("<svg class=\"qr-code\"") && !page.body.contains(" style="), "{page:?}");
        let app = texts(&page, "<code>").into_iter().find_map(TotpSecret::from_base32).unwrap();
        let (form, sealed) = (hidden(&page, "form"), hidden(&page, "secret"));
        let send = async |code: &str| {
            let form = encode(&[("form", &form), ("secret", &sealed), ("code", code), ("password", PASSWORD)]);
            self.server.post(&self.path(PAGE), &cookies, &form).await
        };
        let wrong = send("000000").await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains(&app.base32()), "the secret stays: {wrong:?}");
        let codes = send(&self.code_of(&app)).await;
        assert!(codes.status == StatusCode::OK && codes.body.contains("They are shown only once"), "{codes:?}");
        self.server.clock.advance_seconds(30);
        (app, codes)
    }
}

#[tokio::test]
async fn at_the_account_a_code_is_asked_for_after_the_password() {
    let shop = Shop::open().await;
    let (app, codes) = shop.set_up_second_factor().await;
    let recovery = texts(&codes, "<li><code>");
    assert_eq!(recovery.len(), 10);

    let first = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    assert!(first.status == StatusCode::OK && first.body.contains("<h1>Enter your code</h1>"), "{first:?}");
    assert!(no_session(&first), "{first:?}");
    let step = hidden(&first, "step");
    let send = async |step: &str, code: &str| {
        let form = encode(&[("step", step), ("code", code)]);
        shop.server.post(&shop.path("/account/sign-in/code"), "", &form).await
    };
    let wrong = send(&step, "000000").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("role=\"alert\"") && no_session(&wrong), "{wrong:?}");
    for nonsense in ["", "nonsense"] {
        let over = send(nonsense, &shop.code_of(&app)).await;
        assert!(over.body.contains("<h1>Sign in</h1>") && no_session(&over), "{over:?}");
    }
    let code = shop.code_of(&app);
    let right = send(&step, &code).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "http://127.0.0.1:8080/acme/shop/account?after=sign-in"));
    assert!(shop.server.get_with(&shop.path("/account"), &right.cookies()).await.body.contains("<h1>Your account</h1>"));
    assert_eq!(send(&step, &code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is good once");
    assert_eq!(send(&step, recovery[0]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&step, recovery[0]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "and so is a recovery code");

    let removed = shop.change_second_factor(&right.cookies(), &[("do", "remove"), ("password", PASSWORD)]).await;
    assert_eq!(removed.header("location"), "http://127.0.0.1:8080/acme/shop/account?done=second_factor_removed", "{removed:?}");
    let alone = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    assert_eq!(alone.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_authorization_request_goes_on_after_the_code_and_not_before() {
    let shop = Shop::open().await;
    let (app, _) = shop.set_up_second_factor().await;
    let page = shop.server.get(&shop.authorization("openid offline_access")).await;
    let interaction = hidden(&page, "interaction");
    let form = encode(&[("interaction", &interaction), ALICE[0], ALICE[1]]);
    let first = shop.server.post(&shop.path("/login"), "", &form).await;
    assert!(first.body.contains("<h1>Enter your code</h1>") && no_session(&first), "{first:?}");
    let form = encode(&[("interaction", &interaction), ("step", &hidden(&first, "step")), ("code", &shop.code_of(&app))]);
    let right = shop.server.post(&shop.path("/login/code"), "", &form).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{right:?}");
    let next = right.header("location").trim_start_matches("http://127.0.0.1:8080").to_owned();
    let consent = shop.server.get_with(&next, &right.cookies()).await;
    let form = encode(&[("form", &hidden(&consent, "form")), ("interaction", &hidden(&consent, "interaction")), ("decision", "allow")]);
    let allowed = shop.server.post(&shop.path("/consent"), &right.cookies(), &form).await;
    assert!(allowed.header("location").starts_with(REDIRECT_URI), "{allowed:?}");
}

#[tokio::test]
async fn who_asks_for_a_sign_in_is_not_content_with_a_password_from_before() {
    let shop = Shop::open().await;
    let (app, _) = shop.set_up_second_factor().await;
    let early = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    shop.server.clock.advance_seconds(60);
    let page = shop.server.get(&format!("{}&prompt=login", shop.authorization("openid"))).await;
    let interaction = hidden(&page, "interaction");
    let form = encode(&[("interaction", &interaction), ("step", &hidden(&early, "step")), ("code", &shop.code_of(&app))]);
    let signed_in = shop.server.post(&shop.path("/login/code"), "", &form).await;
    let next = signed_in.header("location").trim_start_matches("http://127.0.0.1:8080").to_owned();
    let asked = shop.server.get_with(&next, &signed_in.cookies()).await;
    assert!(asked.body.contains("<h1>Sign in</h1>"), "{asked:?}");
}
