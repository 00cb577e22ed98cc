//! A second factor of an administrator, from the page that shows its secret to the sign-in that asks for its code.

use axum::http::StatusCode;
use control::{Actor, NewAdministrator};
use domain::{administrator::AdministratorPolicy, clock::Clock as _, name::Slug, role::BuiltInRole};
use engine::second_factor::TotpSecret;

use crate::{
    shop::{encode, hidden},
    support::{ADMINISTRATOR, Answer, TestServer},
};

const PAGE: &str = "/console/-/account/second-factor";
const PASSWORD: &str = "correct-horse-battery";

/// What the page shows: the secret, and the same sealed.
fn shown(page: &Answer) -> (TotpSecret, String) {
    let secret = page.body.split("<code>").filter_map(|rest| rest.split('<').next()).find_map(TotpSecret::from_base32);
    (secret.unwrap_or_else(|| panic!("there is a secret: {page:?}")), hidden(page, "typed[sealed]"))
}

impl TestServer {
    fn code(&self, app: &TotpSecret) -> String {
        app.code_at(self.clock.now())
    }

    /// Sets a second factor up in the browser with these cookies. Returns the app's secret, and the answer with the new session.
    async fn set_up_second_factor(&self, cookies: &str) -> (TotpSecret, Answer) {
        let (app, sealed) = shown(&self.get_with(PAGE, cookies).await);
        let form = encode(&[("typed[sealed]", &sealed), ("code", &self.code(&app)), ("password", PASSWORD)]);
        let answer = self.post("/console/api/set_up_second_factor", cookies, &form).await;
        assert_eq!(answer.header("location"), format!("{PAGE}?done=second_factor_set_up"), "{answer:?}");
        self.clock.advance_seconds(30);
        (app, answer)
    }

    async fn type_password(&self, next: &str) -> Answer {
        let form = encode(&[("typed[email]", ADMINISTRATOR), ("typed[next]", next), ("password", PASSWORD)]);
        self.post("/console/api/sign_in", "", &form).await
    }

    async fn type_code(&self, cookies: &str, code: &str) -> Answer {
        let form = encode(&[("typed[next]", "/console/acme"), ("code", code)]);
        self.post("/console/api/sign_in_with_code", cookies, &form).await
    }
}

#[tokio::test]
async fn after_the_password_a_code_is_asked_for_and_nobody_is_signed_in_before_it() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let before = server.sign_in().await.cookies();
    let page = server.get_with(PAGE, &before).await;
    assert!(page.status == StatusCode::OK && page.body.contains(" class=\"qr-code\""), "{page:?}");
    let (app, set_up) = server.set_up_second_factor(&before).await;
    assert_eq!(server.get_with(PAGE, &before).await.status, StatusCode::SEE_OTHER, "the session that began without it has ended");
    let codes = server.get_with(PAGE, &set_up.cookies()).await;
    assert!(codes.status == StatusCode::OK && codes.body.contains("They are shown only once"), "{codes:?}");
    assert!(codes.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().unwrap().starts_with("regrant-shown-once=;")));

    let first = server.type_password("/console/acme").await;
    assert_eq!(first.header("location"), "/console/sign-in/code?next=%2Fconsole%2Facme", "{first:?}");
    let first = first.cookies();
    assert_eq!(server.get_with("/console/acme", &first).await.status, StatusCode::SEE_OTHER);
    assert!(server.get_with("/console/sign-in/code", &first).await.body.contains("authenticator app shows"));
    let wrong = server.type_code(&first, "000000").await;
    assert!(wrong.cookies().starts_with("regrant-failed-form="), "nobody is signed in: {wrong:?}");
    assert_eq!(server.get_with("/console/acme", &first).await.status, StatusCode::SEE_OTHER);

    let code = server.code(&app);
    let right = server.type_code(&first, &code).await;
    assert_eq!(right.header("location"), "/console/acme", "{right:?}");
    assert_ne!(right.cookies(), first, "the session has another identifier");
    assert_eq!(server.get_with("/console/acme", &right.cookies()).await.status, StatusCode::OK);
    assert_eq!(server.get_with("/console/acme", &first).await.status, StatusCode::SEE_OTHER);

    let again = server.type_password("").await;
    assert_eq!(again.header("location"), "/console/sign-in/code");
    assert!(!server.type_code(&again.cookies(), &code).await.cookies().contains("regrant-console="), "a code is good once");
}

#[tokio::test]
async fn a_code_completes_a_sign_in_of_its_own_browser_within_ten_minutes() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let (app, _) = server.set_up_second_factor(&server.sign_in().await.cookies()).await;
    let nobody = server.get("/console/sign-in/code").await;
    assert!(nobody.status == StatusCode::OK && nobody.body.contains("No sign-in waits for a code here"), "{nobody:?}");
    let elsewhere = server.type_code("", &server.code(&app)).await;
    assert!(!elsewhere.cookies().contains("regrant-console="), "{elsewhere:?}");

    // Whatever ends sessions elsewhere ends what has begun there.
    let (here, there) = (server.type_password("").await.cookies(), server.type_password("").await.cookies());
    let here = server.type_code(&here, &server.code(&app)).await.cookies();
    server.post("/console/api/sign_out_elsewhere", &here, "").await;
    assert!(server.get_with("/console/sign-in/code", &there).await.body.contains("No sign-in waits for a code here"));
    server.clock.advance_seconds(30);
    assert_ne!(server.type_code(&there, &server.code(&app)).await.header("location"), "/console/acme");

    let first = server.type_password("").await.cookies();
    server.clock.advance_seconds(600);
    let late = server.type_code(&first, &server.code(&app)).await;
    assert!(!late.cookies().contains("regrant-console="), "{late:?}");
    assert!(server.get_with("/console/sign-in/code", &first).await.body.contains("No sign-in waits for a code here"));

    // A one-time sign-in stands for the password, and not for the code.
    let form = format!("token={}&password=", server.one_time_token().await);
    let once = server.post("/console/api/use_one_time_sign_in", "", &form).await;
    assert_eq!(once.header("location"), "/console/sign-in/code");
    assert_eq!(server.get_with("/console", &once.cookies()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(server.type_code(&once.cookies(), &server.code(&app)).await.header("location"), "/console/acme");
}

#[tokio::test]
async fn who_needs_a_second_factor_is_led_to_the_page_that_sets_it_up_and_gets_no_other() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let operator = server.installation.control().acting_as(Actor::CommandLine);
    let tenant = Slug::parse("acme").unwrap();
    let new = NewAdministrator {
        email: "ann@example.com".to_owned(),
        name: "Ann".to_owned(),
        tenant: Some(tenant.clone()),
        role: BuiltInRole::Owner,
    };
    operator.create_administrator(new).await.unwrap();
    let token = operator.create_one_time_sign_in("ann@example.com").await.unwrap().token;
    let form = encode(&[("token", token.expose()), ("password", PASSWORD)]);
    let cookies = server.post("/console/api/use_one_time_sign_in", "", &form).await.cookies();
    assert_eq!(server.get_with("/console/acme", &cookies).await.status, StatusCode::OK);

    operator.set_administrator_policy(&tenant, AdministratorPolicy { second_factor_required: true }).await.unwrap();
    for page in ["/console", "/console/acme", "/console/acme/shop/clients", "/console/-/account"] {
        let led = server.get_with(page, &cookies).await;
        assert_eq!((led.status, led.header("location"), led.body.as_str()), (StatusCode::SEE_OTHER, PAGE, ""), "{page}");
    }
    let page = server.get_with(PAGE, &cookies).await;
    assert!(page.body.contains("A tenant that you administer requires a second factor"), "{page:?}");
    let form = encode(&[("tenant", "acme"), ("typed[name]", "Second"), ("typed[slug]", "second")]);
    server.post("/console/api/create_workspace", &cookies, &form).await;
    assert_eq!(operator.list_workspaces(&tenant, "", None).await.unwrap().items.len(), 1, "nothing was created");

    let (_, set_up) = server.set_up_second_factor(&cookies).await;
    assert_eq!(server.get_with("/console/acme", &set_up.cookies()).await.status, StatusCode::OK);
}
