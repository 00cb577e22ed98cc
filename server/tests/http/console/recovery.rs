//! The console's pages for administrators who have forgotten their password.

use axum::http::StatusCode;

use crate::{
    shop::encode,
    support::{ADMINISTRATOR, TestServer},
};

const SEND: &str = "/console/api/send_console_password_link";
const SET: &str = "/console/api/set_forgotten_password";
const NEW: &str = "amazing grace in the navy";

#[test]
fn the_link_in_the_mail_leads_to_its_page() {
    assert_eq!(control::NEW_PASSWORD_PATH, app::paths::NEW_PASSWORD);
    assert_eq!(control::INVITATION_PATH, app::paths::INVITATION);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_then_signs_in() {
    let server = TestServer::with_outbox().await;
    let cookies = server.sign_in().await.cookies();
    let page = server.get("/console/sign-in").await;
    assert!(page.body.contains("href=\"/console/sign-in/forgotten\""), "{}", page.body);
    let mut answers = Vec::new();
    for email in [ADMINISTRATOR, "nobody@example.com"] {
        let sent = server.post(SEND, "", &encode(&[("typed[email]", email)])).await;
        answers.push((sent.status, sent.header("location").to_owned(), sent.cookies()));
    }
    assert_eq!(answers[0], answers[1], "nobody learns who administers");
    assert_eq!(answers[0].1, "/console/sign-in?done=console_password_link_sent");
    let [mail] = server.mails().await.try_into().unwrap();
    let address = mail.lines().find(|line| line.starts_with("http://127.0.0.1:8080/console/")).unwrap();
    let link = address.strip_prefix("http://127.0.0.1:8080").unwrap();
    let page = server.get(link).await;
    assert!(page.status == StatusCode::OK && page.body.contains(ADMINISTRATOR), "{}", page.body);

    let token = link.split_once("?token=").unwrap().1;
    let form = encode(&[("token", token), ("password", NEW)]);
    let set = server.post(SET, "", &form).await;
    assert_eq!(set.header("location"), "/console/sign-in?done=console_password_reset", "{set:?}");
    assert!(!set.cookies().contains("regrant-console="), "nobody is signed in by a link: {set:?}");
    assert_eq!(server.get_with("/console", &cookies).await.status, StatusCode::SEE_OTHER, "the sessions have ended");
    let sign_in = encode(&[("typed[email]", ADMINISTRATOR), ("typed[next]", ""), ("password", NEW)]);
    assert_eq!(server.post("/console/api/sign_in", "", &sign_in).await.header("location"), "/console");

    let again = server.post(SET, "", &form).await;
    assert!(!again.header("location").contains("done="), "{again:?}");
    let page = server.get(link).await;
    assert!(page.body.contains("does not work any more") && page.body.contains("href=\"/console/sign-in/forgotten\""), "{}", page.body);
}

#[tokio::test]
async fn nothing_is_offered_where_the_installation_sends_no_mail() {
    let server = TestServer::on_loopback().await;
    assert!(!server.get("/console/sign-in").await.body.contains("/console/sign-in/forgotten"));
    let page = server.get("/console/sign-in/forgotten").await;
    assert!(page.body.contains("sends no mail to administrators") && !page.body.contains(SEND), "{}", page.body);
    let refused = server.post(SEND, "", &encode(&[("typed[email]", ADMINISTRATOR)])).await;
    assert!(!refused.header("location").contains("done="), "{refused:?}");
}
