//! The users' pages around signing in: links in mails, registration, and what users change about themselves.

use axum::http::StatusCode;
use domain::{settings::sign_in::SignInSettings, user_link::LinkPurpose};
use server::paths::WorkspaceRoute;

use crate::{
    shop::{Shop, encode, hidden},
    support::{Answer, TestServer},
};

const OTHER: &str = "alice-writes-a-longer-one";
const ISSUER: &str = "http://127.0.0.1:8080/acme/shop";

async fn shop() -> Shop {
    Shop::at(TestServer::with_outbox().await).await
}

async fn sign_in(shop: &Shop, password: &str) -> Answer {
    let form = encode(&[("identifier", "alice@example.com"), ("password", password)]);
    shop.server.post(&shop.path("/account/sign-in"), "", &form).await
}

async fn set(shop: &Shop, change: impl FnOnce(&mut SignInSettings)) {
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut settings = workspace.sign_in.clone();
    change(&mut settings);
    shop.operator().set_sign_in_settings(&shop.path, workspace.version, settings).await.unwrap();
}

/// The path of the link in a mail, with its token.
fn link(mail: &str) -> String {
    let line = mail.lines().find(|line| line.starts_with(ISSUER)).unwrap_or_else(|| panic!("no link: {mail}"));
    line.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

/// Sends the form of a page, with these fields beside the hidden ones.
async fn send(shop: &Shop, page: &str, cookies: &str, fields: &[(&str, &str)]) -> Answer {
    let (path, shown) = (page.split('?').next().unwrap(), shop.server.get_with(page, cookies).await);
    let mut all = vec![("form", hidden(&shown, "form"))];
    if shown.body.contains("name=\"link\"") {
        all.push(("link", hidden(&shown, "link")));
    }
    if shown.body.contains("name=\"version\"") {
        all.push(("version", hidden(&shown, "version")));
    }
    let form: Vec<_> = all.iter().map(|(name, value)| (*name, value.as_str())).chain(fields.iter().copied()).collect();
    shop.server.post(path, cookies, &encode(&form)).await
}

fn leads_to(answer: &Answer, below: &str) {
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, format!("{ISSUER}{below}").as_str()), "{}", answer.body);
}

#[test]
fn a_link_in_a_mail_leads_to_its_page() {
    for (purpose, route) in [
        (LinkPurpose::ConfirmEmail, WorkspaceRoute::AccountEmailConfirm),
        (LinkPurpose::ResetPassword, WorkspaceRoute::NewPassword),
        (LinkPurpose::Register, WorkspaceRoute::RegisterConfirm),
    ] {
        assert_eq!(purpose.path(), route.below_issuer());
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_in_a_mail() {
    let shop = shop().await;
    let page = shop.server.get(&shop.path("/account")).await;
    assert!(page.body.contains("/acme/shop/password\">Forgot your password?</a>") && !page.body.contains("/register"), "{}", page.body);
    leads_to(&send(&shop, &shop.path("/password"), "", &[("identifier", "alice@example.com")]).await, "/password?done=sent");
    assert!(shop.server.get(&shop.path("/password?done=sent")).await.body.contains("If there is an account"));
    let [mail] = shop.server.mails().await.try_into().unwrap();
    let link = link(&mail);
    let page = shop.server.get(&link).await;
    assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("strict-origin", "no-store"), "the link stays here");
    let weak = send(&shop, &link, "", &[("new", "1qaz2wsx3edc")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        weak.body.contains("id=\"new-problem\">Many people use this password") && weak.body.contains("aria-invalid=\"true\""),
        "{}",
        weak.body
    );
    assert!(!weak.body.contains("1qaz2wsx3edc"), "a password does not come back");
    leads_to(&send(&shop, &link, "", &[("new", OTHER)]).await, "/password?done=changed");
    assert_eq!(sign_in(&shop, "alice-likes-tokens").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(&shop, OTHER).await.status, StatusCode::SEE_OTHER);
    let again = shop.server.get(&link).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.body.contains("This link does not work any more"));
    let [notice] = shop.server.mails().await.try_into().unwrap();
    assert!(notice.contains("Subject: Your password for Shop was changed") && !notice.contains("token="), "{notice}");
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_there_is_an_account() {
    let shop = shop().await;
    set(&shop, |settings| settings.registration = true).await;
    let mut answers = Vec::new();
    for name in ["alice@example.com", "nobody@example.com"] {
        for (page, fields) in
            [("/password", vec![("identifier", name)]), ("/register", vec![("name", "Somebody"), ("email", name), ("new", OTHER)])]
        {
            let answer = send(&shop, &shop.path(page), "", &fields).await;
            let headers: Vec<_> = answer
                .headers
                .iter()
                .filter(|(name, _)| *name != "x-request-id")
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            answers.push((page, answer.status, headers, answer.body));
        }
    }
    let (alice, nobody) = answers.split_at(2);
    assert_eq!(alice, nobody);
    let mails = shop.server.mails().await;
    let to = |address: &str| mails.iter().filter(|mail| mail.contains(&format!("To: {address}"))).count();
    assert_eq!((to("alice@example.com"), to("nobody@example.com")), (2, 1));
}

#[tokio::test]
async fn whoever_registers_confirms_the_address_and_signs_in() {
    let shop = shop().await;
    let off = shop.server.get(&shop.path("/register")).await;
    assert_eq!(off.status, StatusCode::FORBIDDEN, "it is off at first");
    set(&shop, |settings| settings.registration = true).await;
    shop.server.clock.advance_seconds(2);
    let wrong = send(&shop, &shop.path("/register"), "", &[("name", "Bob"), ("email", "bob"), ("new", "short")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("id=\"email-problem\">This is not an e-mail address.")
            && wrong.body.contains("id=\"new-problem\">A password has at least 12"),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("value=\"bob\"") && wrong.body.contains("value=\"Bob\""), "what was typed stays");
    let fields = [("name", "Bob"), ("email", "bob@example.com"), ("new", "bob-likes-tokens-too")];
    leads_to(&send(&shop, &shop.path("/register"), "", &fields).await, "/register?done=sent");
    let [mail] = shop.server.mails().await.try_into().unwrap();
    let link = link(&mail);
    let page = shop.server.get(&link).await;
    assert!(page.body.contains("<bdi>bob@example.com</bdi>"), "{}", page.body);
    let wrong = send(&shop, &link, "", &[("password", "not-what-bob-typed")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"password-problem\">"), "{}", wrong.body);
    leads_to(&send(&shop, &link, "", &[("password", "bob-likes-tokens-too")]).await, "/register?done=finished");
    let over = shop.server.get(&link).await.body;
    assert!(over.contains("This link does not work any more") && over.contains("/acme/shop/register\">Send another link</a>"), "{over}");
    let form = encode(&[("identifier", "bob@example.com"), ("password", "bob-likes-tokens-too")]);
    assert_eq!(shop.server.post(&shop.path("/account/sign-in"), "", &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_user_changes_profile_password_and_address_at_their_account() {
    let shop = shop().await;
    let cookies = sign_in(&shop, "alice-likes-tokens").await.cookies();
    let fields = [("name", "Alice Adams"), ("phone_number", "+49 30 123456"), ("locality", "Berlin")];
    leads_to(&send(&shop, &shop.path("/account/profile"), &cookies, &fields).await, "/account?done=profile");
    let page = shop.server.get_with(&shop.path("/account?done=profile"), &cookies).await;
    assert!(page.body.contains("role=\"status\">Your profile was saved.") && page.body.contains("<bdi>Alice Adams</bdi>"), "{}", page.body);
    assert!(page.body.contains("(not confirmed)"));
    let wrong = send(&shop, &shop.path("/account/profile"), &cookies, &[("name", "Alice"), ("phone_number", "030 123456")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"phone_number-problem\"") && wrong.body.contains("value=\"030 123456\""), "{}", wrong.body);

    leads_to(&send(&shop, &shop.path("/account/email"), &cookies, &[("email", "alice@example.com")]).await, "/account/email?done=sent");
    let [mail] = shop.server.mails().await.try_into().unwrap();
    assert!(!shop.server.get_with(&link(&mail), &cookies).await.body.contains("type=\"password\""), "Alice is signed in here");
    // The link is used in a browser in which nobody is signed in.
    let wrong = send(&shop, &link(&mail), "", &[("password", "not it")]).await;
    assert!(wrong.body.contains("id=\"password-problem\">This is not your current password."), "{}", wrong.body);
    leads_to(&send(&shop, &link(&mail), "", &[("password", "alice-likes-tokens")]).await, "/account/email/confirm?done=confirmed");
    assert!(shop.server.get_with(&shop.path("/account"), &cookies).await.body.contains("(confirmed)"));
    let wrong = send(&shop, &shop.path("/account/email"), &cookies, &[("email", "a@example.com"), ("password", "not it")]).await;
    assert!(wrong.body.contains("id=\"password-problem\">This is not your current password."), "{}", wrong.body);

    let wrong = send(&shop, &shop.path("/account/password"), &cookies, &[("current", "not it"), ("new", OTHER)]).await;
    assert!(wrong.body.contains("id=\"current-problem\">This is not your current password."), "{}", wrong.body);
    let changed = send(&shop, &shop.path("/account/password"), &cookies, &[("current", "alice-likes-tokens"), ("new", OTHER)]).await;
    leads_to(&changed, "/account?done=password");
    assert!(shop.server.get_with(&shop.path("/account"), &cookies).await.body.contains("<h1>Your account</h1>"), "this session stays");
}

#[tokio::test]
async fn a_session_is_ended_from_another_and_the_account_from_within() {
    let shop = shop().await;
    let [here, elsewhere] = [sign_in(&shop, "alice-likes-tokens").await.cookies(), sign_in(&shop, "alice-likes-tokens").await.cookies()];
    let page = shop.server.get_with(&shop.path("/account"), &here).await;
    let (_, after) = page.body.split_once("/account/sessions/end").unwrap();
    let token = |name: &str| after.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1.split('"').next().unwrap().to_owned();
    let form = encode(&[("form", &token("form")), ("session", &token("session"))]);
    leads_to(&shop.server.post(&shop.path("/account/sessions/end"), &here, &form).await, "/account?done=session");
    assert!(shop.server.get_with(&shop.path("/account"), &elsewhere).await.body.contains("<h1>Sign in</h1>"));

    assert_eq!(shop.server.get_with(&shop.path("/account/delete"), &here).await.status, StatusCode::FORBIDDEN);
    set(&shop, |settings| settings.account_deletion = true).await;
    shop.server.clock.advance_seconds(2);
    let fields = [("confirm", "alice@example.com"), ("password", "alice-likes-tokens")];
    let deleted = send(&shop, &shop.path("/account/delete"), &here, &fields).await;
    assert!(deleted.body.contains("Your account was deleted") && deleted.header("set-cookie").contains("Max-Age=0"), "{deleted:?}");
    assert_eq!(sign_in(&shop, "alice-likes-tokens").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nothing_is_changed_from_another_site_or_by_a_page_of_another_session() {
    let shop = shop().await;
    set(&shop, |settings| settings.account_deletion = true).await;
    let cookies = sign_in(&shop, "alice-likes-tokens").await.cookies();
    let form = encode(&[
        ("current", "alice-likes-tokens"),
        ("password", "alice-likes-tokens"),
        ("new", OTHER),
        ("confirm", "alice@example.com"),
        ("email", "a@b.example"),
        ("name", "X"),
    ]);
    for below in
        ["/account/profile", "/account/email", "/account/password", "/account/delete", "/account/sessions/end", "/password", "/register"]
    {
        let path = shop.path(below);
        for site in ["cross-site", "same-site", "none"] {
            let answer = shop.server.send(shop.server.form(&path, site, &cookies, &form)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{below} from {site}");
        }
    }
    for below in ["/account/profile", "/account/email", "/account/password", "/account/delete", "/account/sessions/end"] {
        let answer = shop.server.post(&shop.path(below), &cookies, &form).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{below}");
        assert!(answer.body.contains("Nothing was changed"), "{below}: {}", answer.body);
    }
    assert_eq!(sign_in(&shop, "alice-likes-tokens").await.status, StatusCode::SEE_OTHER);
    assert_eq!(shop.server.mails().await, Vec::<String>::new());
}
