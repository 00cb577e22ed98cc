//! Passkeys, from the page that makes one to the sign-in with it: of users and of administrators.

use axum::http::{StatusCode, header};
use engine::passkey::testing::TestAuthenticator;

use crate::{
    shop::{REDIRECT_URI, Shop, encode, hidden},
    support::{ADMINISTRATOR, Answer, TestServer},
};

const ORIGIN: &str = "https://id.example.com";
const PASSWORD: &str = "alice-likes-tokens";
const ALICE: [(&str, &str); 2] = [("identifier", "alice@example.com"), ("password", PASSWORD)];
const OF_ADMINISTRATOR: &str = "correct-horse-battery";

/// What a page's script asks the browser for.
fn options(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("data-options=\"").unwrap_or_else(|| panic!("a passkey is asked for: {page:?}"));
    rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&")
}

/// The fields that the script fills in.
fn answered(page: &Answer, authenticator: &mut TestAuthenticator) -> [(&'static str, String); 2] {
    [("ceremony", hidden(page, "ceremony")), ("credential", authenticator.get(&options(page)))]
}

fn form(fields: &[(&str, String)]) -> String {
    encode(&fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

impl Shop {
    async fn sends(&self, path: &str, cookies: &str, fields: &[(&str, String)]) -> Answer {
        self.server.clock.advance_seconds(1);
        self.server.post(&self.path(path), cookies, &form(fields)).await
    }

    /// Adds a passkey at Alice's account. Returns it, with the answer.
    async fn add_passkey(&self, cookies: &str) -> (TestAuthenticator, Answer) {
        let page = self.server.get_with(&self.path("/account/passkeys"), cookies).await;
        let typed = [("form", hidden(&page, "form")), ("name", "Phone".to_owned()), ("password", PASSWORD.to_owned())];
        let create = self.sends("/account/passkeys", cookies, &typed).await;
        assert!(create.status == StatusCode::OK && create.body.contains("<h1>Create your passkey</h1>"), "{create:?}");
        let (authenticator, answer) = TestAuthenticator::create(ORIGIN, &options(&create));
        let sent = [("form", hidden(&create, "form")), ("ceremony", hidden(&create, "ceremony")), ("credential", answer)];
        let added = self.sends("/account/passkeys/new", cookies, &sent).await;
        (authenticator, added)
    }
}

#[tokio::test]
async fn a_user_adds_a_passkey_and_signs_in_with_it_alone_and_after_the_password() {
    let shop = Shop::at(TestServer::over_tls().await).await;
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
    let page = shop.server.get_with(&shop.path("/account/passkeys"), &cookies).await;
    let wrong = [("form", hidden(&page, "form")), ("name", "Phone".to_owned()), ("password", "not it".to_owned())];
    let refused = shop.sends("/account/passkeys", &cookies, &wrong).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("value=\"Phone\""), "{refused:?}");
    let foreign = shop.sends("/account/passkeys", &cookies, &wrong[1..]).await;
    assert_eq!(foreign.status, StatusCode::CONFLICT);
    let (mut phone, added) = shop.add_passkey(&cookies).await;
    assert!(added.body.contains("They are shown only once"), "the first one comes with recovery codes: {added:?}");
    assert!(added.body.contains("Your passkey was added.") && added.body.contains("data-copies=\"codes\""), "{added:?}");
    let policy = added.header("content-security-policy");
    assert!(policy.contains("form-action 'none'") && policy.contains("script-src 'sha256-"), "{policy}");

    let page = shop.server.get(&shop.path("/account")).await;
    assert!(page.body.contains("autocomplete=\"username webauthn\"") && page.body.contains("<noscript>"), "{page:?}");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    shop.server.clock.advance_seconds(1);
    let page = shop.server.get(&shop.path("/account")).await;
    let fields = answered(&page, &mut phone);
    let right = shop.sends("/account/sign-in/passkey", "", &fields).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "https://id.example.com/acme/shop/account?after=sign-in"));
    let listed = shop.server.get_with(&shop.path("/account/passkeys"), &right.cookies()).await;
    assert!(listed.body.contains("<h3><bdi>Phone</bdi></h3>") && !listed.body.contains("<dd>Never</dd>"), "{listed:?}");
    let again = shop.sends("/account/sign-in/passkey", "", &fields).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("The passkey was not accepted"), "{again:?}");

    let second = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    assert!(second.body.contains("<h1>Confirm that it is you</h1>") && !second.cookies().contains("regrant-login-"), "{second:?}");
    let step = ("step", hidden(&second, "step"));
    let [ceremony, credential] = answered(&second, &mut phone);
    let nonsense = shop.sends("/account/sign-in/passkey", "", &[step.clone(), ceremony.clone(), ("credential", "{}".to_owned())]).await;
    assert!(nonsense.status == StatusCode::UNPROCESSABLE_ENTITY && nonsense.body.contains("Confirm that it is you"), "{nonsense:?}");
    let completed = shop.sends("/account/sign-in/passkey", "", &[step, ceremony, credential]).await;
    assert_eq!(completed.status, StatusCode::SEE_OTHER, "{completed:?}");

    let cookies = completed.cookies();
    let page = shop.server.get_with(&shop.path("/account/passkeys"), &cookies).await;
    assert!(page.body.contains("you are signed out everywhere else"), "it is said beforehand: {page:?}");
    let remove = [("form", "form"), ("passkey", "passkey")].map(|(name, field)| (name, hidden(&page, field)));
    let remove = [&remove[..], &[("do", "remove".to_owned()), ("password", PASSWORD.to_owned())]].concat();
    let removed = shop.sends("/account/passkeys", &cookies, &remove).await;
    assert_eq!(removed.header("location"), "https://id.example.com/acme/shop/account?done=passkey_removed", "{removed:?}");
    let page = shop.server.get(&shop.path("/account")).await;
    let gone = shop.sends("/account/sign-in/passkey", "", &answered(&page, &mut phone)).await;
    assert!(gone.status == StatusCode::UNPROCESSABLE_ENTITY && gone.body.contains("does not work here"), "{gone:?}");
}

#[tokio::test]
async fn an_authorization_request_goes_on_after_a_passkey() {
    let shop = Shop::at(TestServer::over_tls().await).await;
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
    let (mut phone, _) = shop.add_passkey(&cookies).await;
    let page = shop.server.get(&shop.authorization("openid offline_access")).await;
    let [ceremony, credential] = answered(&page, &mut phone);
    let right = shop.sends("/login/passkey", "", &[("interaction", hidden(&page, "interaction")), ceremony, credential]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{right:?}");
    let next = right.header("location").trim_start_matches(ORIGIN).to_owned();
    let consent = shop.server.get_with(&next, &right.cookies()).await;
    let fields = [("form", hidden(&consent, "form")), ("interaction", hidden(&consent, "interaction")), ("decision", "allow".to_owned())];
    let allowed = shop.sends("/consent", &right.cookies(), &fields).await;
    assert!(allowed.header("location").starts_with(REDIRECT_URI), "{allowed:?}");
}

#[tokio::test]
async fn where_browsers_have_no_passkeys_none_is_asked_for() {
    let shop = Shop::open().await;
    for path in [shop.path("/account"), "/console/sign-in".to_owned()] {
        let page = shop.server.get(&path).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("data-passkey"), "{page:?}");
    }
    let page = shop.server.get(&shop.path("/account")).await;
    assert!(!page.header("content-security-policy").contains("script-src"), "{page:?}");
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
    let page = shop.server.get_with(&shop.path("/account/passkeys"), &cookies).await;
    assert!(page.body.contains("only at an address with a name"), "{page:?}");
    let console = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/-/account/passkeys", &console).await;
    assert!(page.body.contains("only at an address with a name"), "{page:?}");
}

#[tokio::test]
async fn an_administrator_adds_a_passkey_and_signs_in_with_it_alone_and_after_the_password() {
    let server = TestServer::over_tls().await;
    server.set_up_shop().await;
    let cookies = server.sign_in().await.cookies();
    let typed = encode(&[("typed[name]", "Laptop"), ("password", OF_ADMINISTRATOR)]);
    let named = server.post("/console/api/name_passkey", &cookies, &typed).await;
    let page = named.header("location").to_owned();
    assert!(page.starts_with("/console/-/account/passkeys?adding="), "{named:?}");
    let create = server.get_with(&page, &cookies).await;
    assert!(create.body.contains("data-passkey=\"create\"") && create.body.contains("src=\"/assets/passkeys.js\""), "{create:?}");
    let (mut laptop, answer) = TestAuthenticator::create(ORIGIN, &options(&create));
    let sent = form(&[("ceremony", hidden(&create, "ceremony")), ("credential", answer)]);
    let added = server.post("/console/api/add_passkey", &cookies, &sent).await;
    assert_eq!(added.header("location"), "/console/-/account/second-factor?done=first_passkey_added", "{added:?}");
    let codes = server.get_with("/console/-/account/second-factor", &added.cookies()).await;
    assert!(codes.body.contains("They are shown only once"), "{codes:?}");

    server.clock.advance_seconds(1);
    let page = server.get("/console/sign-in").await;
    let [ceremony, credential] = answered(&page, &mut laptop);
    let next = ("typed[next]", "/console/acme".to_owned());
    let sent = form(&[next.clone(), ceremony, credential]);
    let right = server.post("/console/api/sign_in_by_passkey", "", &sent).await;
    assert_eq!(right.header("location"), "/console/acme", "{right:?}");
    assert_eq!(server.get_with("/console/acme", &right.cookies()).await.status, StatusCode::OK);
    let again = server.post("/console/api/sign_in_by_passkey", "", &sent).await;
    assert!(!again.cookies().contains("regrant-console="), "{again:?}");
    let told = server.get_with(again.header("location"), &again.cookies()).await;
    assert!(told.body.contains("The passkey was not accepted"), "{told:?}");

    server.clock.advance_seconds(1);
    let form_of_password = encode(&[("typed[email]", ADMINISTRATOR), ("typed[next]", ""), ("password", OF_ADMINISTRATOR)]);
    let first = server.post("/console/api/sign_in", "", &form_of_password).await.cookies();
    let page = server.get_with("/console/sign-in/code", &first).await;
    let [ceremony, credential] = answered(&page, &mut laptop);
    let completed = server.post("/console/api/complete_by_passkey", &first, &form(&[next, ceremony, credential])).await;
    assert_eq!(completed.header("location"), "/console/acme", "{completed:?}");

    let cookies = completed.cookies();
    let page = server.get_with("/console/-/account/passkeys", &cookies).await;
    assert!(page.body.contains("It signs nobody in any more, and your other sessions end."), "it is said beforehand: {page:?}");
    let unchosen = server
        .post("/console/api/remove_passkey", &cookies, &encode(&[("typed[passkey]", ""), ("removal_password", OF_ADMINISTRATOR)]))
        .await;
    assert!(!unchosen.header("location").contains("done="), "none is removed that nobody chose");
    let id = page.body.split("<option value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let rename = encode(&[("typed[renamed]", id.as_str()), ("typed[new_name]", "Old laptop")]);
    let renamed = server.post("/console/api/rename_passkey", &cookies, &rename).await;
    assert_eq!(renamed.header("location"), "/console/-/account/passkeys?done=passkey_renamed", "{renamed:?}");
    assert!(server.get_with("/console/-/account/passkeys", &cookies).await.body.contains("Old laptop"));
    let remove = |password: &str| encode(&[("typed[passkey]", id.as_str()), ("removal_password", password)]);
    let token = server.form_token(&cookies).await;
    let sent = format!("{}&{}", encode(&[("form_token", token.as_str())]), remove("not it"));
    let mut request = server.form("/console/api/remove_passkey", "same-origin", &cookies, &sent);
    request.headers_mut().insert(header::REFERER, format!("{ORIGIN}/console/-/account/passkeys").parse().unwrap());
    let refused = server.send(request).await;
    assert!(refused.header("location").contains("/passkeys") && !refused.header("location").contains("done="), "{refused:?}");
    let told = server.get_with(refused.header("location"), &format!("{cookies}; {}", refused.cookies())).await;
    assert!(told.body.contains("This is not your current password."), "{told:?}");
    let removed = server.post("/console/api/remove_passkey", &cookies, &remove(OF_ADMINISTRATOR)).await;
    assert_eq!(removed.header("location"), "/console/-/account/passkeys?done=passkey_removed", "{removed:?}");
    let is_in = async |cookies: &str| server.get_with("/console/acme", cookies).await.status == StatusCode::OK;
    assert!(is_in(&cookies).await && !is_in(&right.cookies()).await, "the session that the passkey began has ended");
}

#[tokio::test]
async fn an_administrator_without_a_password_adds_a_passkey_and_confirms_by_it_that_it_is_they() {
    const ACCOUNT: &str = "/console/-/account";
    let server = TestServer::over_tls().await;
    let cookies = server.sign_in_elsewhere().await.cookies();
    let page = server.get_with("/console/-/account/passkeys", &cookies).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("type=\"password\""), "there is no password to ask for: {page:?}");
    let named = server.post("/console/api/name_passkey", &cookies, &encode(&[("typed[name]", "Laptop"), ("password", "")])).await;
    let create = server.get_with(named.header("location"), &cookies).await;
    let (mut laptop, answer) = TestAuthenticator::create(ORIGIN, &options(&create));
    let sent = form(&[("ceremony", hidden(&create, "ceremony")), ("credential", answer)]);
    let cookies = server.post("/console/api/add_passkey", &cookies, &sent).await.cookies();

    server.clock.advance_seconds(15 * 60);
    let token = encode(&[("typed[name]", "deploy"), ("typed[ttl]", "9d"), ("typed[scope]", "see")]);
    let asked = server.post("/console/api/create_api_token", &cookies, &token).await;
    assert!(asked.header("location").starts_with("/console/-/confirm?next="), "{asked:?}");
    let page = server.get_with(asked.header("location"), &cookies).await;
    for shown in ["<h1>Confirm that it is you</h1>", "data-passkey=\"second\"", "Passkeys need JavaScript. Enter a code.", "name=\"code\""]
    {
        assert!(page.body.contains(shown), "{shown}: {page:?}");
    }
    assert!(!page.body.contains("type=\"password\"") && options(&page).contains("\"userVerification\":\"required\""), "{page:?}");
    let [ceremony, credential] = answered(&page, &mut laptop);
    let confirm = form(&[("typed[next]", ACCOUNT.to_owned()), ceremony, credential]);
    let confirmed = server.post("/console/api/confirm_by_passkey", &cookies, &confirm).await;
    assert_eq!(confirmed.header("location"), ACCOUNT, "{confirmed:?}");
    let created = server.post("/console/api/create_api_token", &cookies, &token).await;
    assert_eq!(created.header("location"), "/console/-/account?done=api_token_created", "{created:?}");

    server.clock.advance_seconds(15 * 60);
    let again = server.post("/console/api/confirm_by_passkey", &cookies, &confirm).await;
    assert_ne!(again.header("location"), ACCOUNT, "an answer is good once");
    let refused = server.post("/console/api/create_api_token", &cookies, &token).await;
    assert!(refused.header("location").starts_with("/console/-/confirm?next="), "{refused:?}");
}
