//! Guessing passwords: how many guesses are looked at, what they cost, and who gets in meanwhile.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    audit::AuditAction,
    id::UserId,
    view::{AuditFilter, NewUser},
};
use server::{Listener, Peer};
use tokio::task::JoinSet;

use crate::{
    shop::{Shop, encode},
    support::{ADMINISTRATOR, Answer, TestServer},
};

const PASSWORD: &str = "alice-likes-tokens";
const ADMINISTRATORS_PASSWORD: &str = "correct-horse-battery";
/// Where the owner is, and so is somebody who guesses; and another network.
const HOME: &str = "203.0.113.7";
const ELSEWHERE: &str = "198.51.100.20";

/// A door that a name and password open.
#[derive(Clone, Copy)]
enum Way {
    Users,
    Console,
}

impl Way {
    fn request(self, server: &TestServer, from: &str, cookies: &str, name: &str, password: &str) -> Request<Body> {
        let (path, form) = match self {
            Self::Users => ("/acme/shop/account/sign-in", encode(&[("identifier", name), ("password", password)])),
            Self::Console => ("/console/api/sign_in", encode(&[("typed[email]", name), ("typed[next]", ""), ("password", password)])),
        };
        let mut request = server.form(path, "same-origin", cookies, &form);
        if let Self::Console = self {
            // As the console's own script asks: the answer has a status of its own.
            request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        }
        let address: IpAddr = from.parse().unwrap();
        request.extensions_mut().insert(Peer { address, listener: Listener::Public });
        request
    }

    /// With what a browser keeps in which nobody is signed in any more.
    async fn try_in(self, server: &TestServer, from: &str, cookies: &str, name: &str, password: &str) -> Answer {
        let kept = cookies.split("; ").filter(|cookie| cookie.contains("device")).collect::<Vec<_>>();
        let cookies = &kept.join("; ");
        server.send(self.request(server, from, cookies, name, password)).await
    }

    const fn owner(self) -> (&'static str, &'static str) {
        match self {
            Self::Users => ("alice@example.com", PASSWORD),
            Self::Console => (ADMINISTRATOR, ADMINISTRATORS_PASSWORD),
        }
    }
}

fn let_in(answer: &Answer) -> bool {
    answer.status.is_success() || answer.status.is_redirection()
}

/// A shop with Alice, and an administrator with a password.
async fn installation() -> Arc<Shop> {
    let shop = Shop::open().await;
    shop.server.sign_in().await;
    Arc::new(shop)
}

/// Uses up what a stranger may try at a name from a network.
async fn use_up(way: Way, server: &TestServer, from: &str) {
    for _ in 0..10 {
        assert_eq!(way.try_in(server, from, "", way.owner().0, "wrong wrong wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = way.try_in(server, from, "", way.owner().0, "wrong wrong wrong").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
}

/// Clauses: 116.
#[tokio::test]
async fn of_sixty_wrong_passwords_at_once_ten_are_looked_at_and_the_owner_waits_half_a_minute_at_most() {
    let shop = installation().await;
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        let mut burst = JoinSet::new();
        for _ in 0..60 {
            let shop = Arc::clone(&shop);
            burst.spawn(async move { way.try_in(&shop.server, HOME, "", name, "wrong wrong wrong").await.status.as_u16() });
        }
        let statuses = burst.join_all().await;
        let count = |status| statuses.iter().filter(|found| **found == status).count();
        assert_eq!((count(422), count(429)), (10, 50), "{statuses:?}");

        let refused = way.try_in(&shop.server, HOME, "", name, password).await;
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
        shop.server.clock.advance_seconds(30);
        let right = way.try_in(&shop.server, HOME, "", name, password).await;
        assert!(let_in(&right), "{right:?}");
        assert_eq!(way.try_in(&shop.server, HOME, "", name, "wrong wrong wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Each guess that was looked at has left its line, and no other one has.
    let filter = AuditFilter { action: Some(AuditAction::UserSignInFailed), ..AuditFilter::default() };
    let failed = shop.operator().list_audit_events(&shop.path.tenant, Some(&shop.path.workspace), filter, None).await.unwrap().items.len();
    assert_eq!(failed, 11);
}

/// Clauses: 117.
#[tokio::test]
async fn the_owner_gets_in_from_a_known_browser_and_from_another_network_while_somebody_guesses() {
    let shop = installation().await;
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        let mut known = way.try_in(&shop.server, HOME, "", name, password).await.cookies();
        let (mut at_home, mut elsewhere, mut looked_at) = (0, 0, 0);
        // An hour, a guess every 0.4 seconds, from the network that the owner is in.
        for guess in 0..9000 {
            shop.server.clock.advance_millis(400);
            let answer = way.try_in(&shop.server, HOME, "", name, "wrong wrong wrong").await;
            looked_at += usize::from(answer.status != StatusCode::TOO_MANY_REQUESTS);
            if guess % 500 == 499 {
                let answer = way.try_in(&shop.server, HOME, &known, name, password).await;
                at_home += usize::from(let_in(&answer));
                known = answer.cookies();
                elsewhere += usize::from(let_in(&way.try_in(&shop.server, ELSEWHERE, "", name, password).await));
            }
        }
        assert_eq!((at_home, elsewhere, looked_at), (18, 18, 10 + 119));
    }
}

#[tokio::test]
async fn a_browser_is_known_for_its_own_name_and_only_while_the_password_is_the_same() {
    let shop = installation().await;
    let server = &shop.server;
    let (alice, password) = Way::Users.owner();
    let known = Way::Users.try_in(server, HOME, "", alice, password).await.cookies();
    assert!(known.contains("regrant-device-"), "{known}");
    let bob = NewUser {
        identifier: "bob@example.com".to_owned(),
        name: "Bob".to_owned(),
        email: String::new(),
        password: "bob-likes-tokens-too".to_owned(),
    };
    shop.operator().create_user(&shop.path, bob).await.unwrap();
    let bobs = Way::Users.try_in(server, HOME, "", "bob@example.com", "bob-likes-tokens-too").await.cookies();
    use_up(Way::Users, server, HOME).await;
    for cookies in ["", &bobs, &known.replace('=', "=A")] {
        assert_eq!(Way::Users.try_in(server, HOME, cookies, alice, password).await.status, StatusCode::TOO_MANY_REQUESTS, "{cookies}");
    }
    assert!(let_in(&Way::Users.try_in(server, HOME, &known, alice, password).await));

    let users = shop.operator().list_users(&shop.path, alice, None).await.unwrap();
    let id: UserId = users.items[0].id;
    shop.operator().set_user_password(&shop.path, id, password).await.unwrap();
    let answer = Way::Users.try_in(server, HOME, &known, alice, password).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "it signed in with the password of before");
    assert!(let_in(&Way::Users.try_in(server, ELSEWHERE, "", alice, password).await));
}

#[tokio::test]
async fn a_known_browser_has_a_limit_too() {
    let shop = installation().await;
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        let known = way.try_in(&shop.server, HOME, "", name, password).await.cookies();
        for _ in 0..10 {
            let wrong = way.try_in(&shop.server, HOME, &known, name, "wrong wrong wrong").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(way.try_in(&shop.server, HOME, &known, name, password).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(let_in(&way.try_in(&shop.server, HOME, "", name, password).await), "another browser of the house");
    }
}

#[tokio::test]
async fn the_cookie_of_a_known_browser_is_out_of_reach_of_scripts_and_other_sites() {
    let shop = installation().await;
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        let answer = way.try_in(&shop.server, HOME, "", name, password).await;
        let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
        let device = cookies.filter(|cookie| cookie.contains("device")).collect::<Vec<_>>().join("\n");
        assert!(device.contains("; Path=/; ") && device.contains("HttpOnly") && device.contains("SameSite=Lax"), "{device}");
        assert!(device.contains("Max-Age=34560000"), "{device}");
    }
    // A one-time sign-in makes the browser known, too: the person has proved who they are.
    assert!(shop.server.sign_in().await.cookies().contains("regrant-console-device="));
}

/// Clauses: 116.
#[tokio::test]
async fn an_ipv6_customer_is_counted_once_however_many_addresses_they_have() {
    let shop = installation().await;
    let (name, _) = Way::Users.owner();
    let mut statuses = Vec::new();
    for host in 1..=11 {
        let from = format!("2001:db8:1:2::{host:x}");
        statuses.push(Way::Users.try_in(&shop.server, &from, "", name, "wrong wrong wrong").await.status.as_u16());
    }
    assert_eq!(statuses, [[422; 10].as_slice(), &[429]].concat());
    let mapped = format!("::ffff:{HOME}");
    use_up(Way::Users, &shop.server, &mapped).await;
    assert_eq!(Way::Users.try_in(&shop.server, HOME, "", name, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn what_another_site_sends_uses_up_nobodys_attempts() {
    let shop = installation().await;
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        for _ in 0..200 {
            let mut forged = way.request(&shop.server, HOME, "", name, "wrong wrong wrong");
            forged.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
            assert_eq!(shop.server.send(forged).await.status, StatusCode::FORBIDDEN);
        }
        assert!(let_in(&way.try_in(&shop.server, HOME, "", name, password).await));
    }
}

/// Clauses: 118.
#[tokio::test]
async fn where_too_many_passwords_are_checked_everybody_is_told_to_come_back_and_nothing_is_counted() {
    let shop = installation().await;
    let server = &shop.server;
    let administrator = server.sign_in().await.cookies();
    let form_token = server.form_token(&administrator).await;
    let users = shop.operator().list_users(&shop.path, "", None).await.unwrap();
    let alice = users.items[0].id;
    let as_administrator = |function: &str, form: &[(&str, &str)]| {
        let place = [("form_token", form_token.as_str()), ("path[tenant]", "acme"), ("path[workspace]", "shop")];
        let mut request =
            server.form(&format!("/console/api/{function}"), "same-origin", &administrator, &encode(&[&place, form].concat()));
        request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        server.send(request)
    };
    let token = server.one_time_token().await;
    let occupied = server.installation.gate.passwords().occupy();
    for _ in 0..20 {
        for way in [Way::Users, Way::Console] {
            let (name, password) = way.owner();
            let answer = way.try_in(server, HOME, "", name, password).await;
            assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "3"), "{answer:?}");
        }
    }
    let (name, password) = Way::Users.owner();
    let page = Way::Users.try_in(server, HOME, "", name, password).await;
    assert!(page.body.contains("your password was not checked. Try again in 3 seconds."), "{}", page.body);
    assert!(page.body.contains("value=\"alice@example.com\""), "what was typed is still there");
    let user = [("typed[identifier]", "bob"), ("typed[name]", "Bob"), ("typed[email]", ""), ("password", "bob-likes-tokens-too")];
    for answer in [
        as_administrator("create_user", &user).await,
        as_administrator("set_user_password", &[("user", &alice.to_string()), ("password", "another-long-password")]).await,
        as_administrator("use_one_time_sign_in", &[("token", &token), ("password", "another-long-password")]).await,
    ] {
        assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "3"), "{answer:?}");
    }
    drop(occupied);
    // The queue is worked off.
    while as_administrator("create_user", &user).await.status == StatusCode::SERVICE_UNAVAILABLE {}
    for way in [Way::Users, Way::Console] {
        let (name, password) = way.owner();
        assert!(let_in(&way.try_in(server, HOME, "", name, password).await), "nothing was counted");
    }
    assert!(let_in(&as_administrator("use_one_time_sign_in", &[("token", &token), ("password", "")]).await), "it was not used up");
}
