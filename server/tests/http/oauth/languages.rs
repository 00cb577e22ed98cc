//! The users' pages in the reader's language.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::grant_type::GrantType;
use server::paths::WorkspaceRoute;
use translation::testing;

use crate::{
    shop::{Shop, encode, hidden},
    support::{Answer, TestServer},
    texts::{english_in, otherwise_in_german},
};

const BASE: &str = "http://127.0.0.1:8080";
const PASSWORD: &str = "alice-likes-tokens";

fn is_in(language: &str, page: &Answer) -> bool {
    page.body.contains(&format!("<html lang=\"{language}\">"))
}

/// The address of the same page in another language, by the link at its foot.
fn other(page: &Answer, language: &str) -> String {
    let end = format!("\" lang=\"{language}\" hreflang=\"{language}\"");
    let (before, _) = page.body.split_once(&end).unwrap_or_else(|| panic!("there is a link: {page:?}"));
    let (_, address) = before.rsplit_once("href=\"").unwrap();
    address.replace("&amp;", "&").trim_start_matches(BASE).to_owned()
}

impl Shop {
    /// The authorization request of the shop's client, for these languages.
    fn request_in(&self, ui_locales: &str) -> String {
        let request = self.authorization("openid offline_access");
        format!("{}&{}", request.trim_start_matches(BASE), encode(&[("ui_locales", ui_locales)]))
    }

    /// Sends the form of a sign-in page with all that it carries.
    async fn send_password(&self, page: &Answer, password: &str) -> Answer {
        let carried = ["ui_locales", "language"].into_iter().filter(|name| page.body.contains(&format!("name=\"{name}\" value=")));
        let carried: Vec<_> = carried.map(|name| (name, hidden(page, name))).collect();
        let interaction = hidden(page, "interaction");
        let mut form = vec![("interaction", interaction.as_str()), ("identifier", "alice@example.com"), ("password", password)];
        form.extend(carried.iter().map(|(name, value)| (*name, value.as_str())));
        self.server.post(&self.path("/login"), "", &encode(&form)).await
    }

    /// The page that a sign-in leads on to.
    async fn led_on(&self, signed_in: &Answer) -> Answer {
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{signed_in:?}");
        self.server.get_with(signed_in.header("location").trim_start_matches(BASE), &signed_in.cookies()).await
    }
}

#[tokio::test]
async fn a_client_asks_for_a_language_and_the_request_goes_on_in_it() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.request_in("fr de-AT en")).await;
    assert!(is_in("de", &page) && page.body.contains("um mit <strong><bdi>Shop</bdi></strong> fortzufahren"), "{page:?}");
    let wrong = shop.send_password(&page, "wrong").await;
    assert!(is_in("de", &wrong) && wrong.body.contains("Der Benutzername oder das Passwort ist falsch."), "{wrong:?}");
    let consent = shop.led_on(&shop.send_password(&page, PASSWORD).await).await;
    assert!(is_in("de", &consent) && consent.body.contains("<bdi>Shop</bdi> erlauben?"), "{consent:?}");
    assert!(consent.body.contains("<bdi>Wissen, wer Sie sind</bdi>") && consent.body.contains("Höchstdauer: 30 Tage."), "{consent:?}");
    // What a client asks for is kept by no browser.
    assert!(!page.cookies().contains("regrant-language") && !consent.cookies().contains("regrant-language"));
    let none = shop.server.get(&shop.request_in("fr")).await;
    assert!(is_in("en", &none), "{none:?}");
}

#[tokio::test]
async fn a_reader_chooses_another_language_than_the_client_at_the_foot_of_a_page() {
    let shop = Shop::open().await;
    let german = shop.server.get(&shop.request_in("de")).await;
    let english = shop.server.get(&other(&german, "en")).await;
    assert!(is_in("en", &english) && english.body.contains("<h1>Sign in</h1>"), "{english:?}");
    assert!(english.cookies().contains("regrant-language=en"), "{english:?}");
    let wrong = shop.send_password(&english, "wrong").await;
    assert!(is_in("en", &wrong), "{wrong:?}");
    let consent = shop.led_on(&shop.send_password(&english, PASSWORD).await).await;
    assert!(is_in("en", &consent) && consent.body.contains("Know who you are"), "{consent:?}");

    // And back, from the page that a form is answered with.
    let again = shop.server.get(&other(&wrong, "de")).await;
    assert!(is_in("de", &again) && again.cookies().contains("regrant-language=de"), "{again:?}");
    let nonsense = shop.server.get(&shop.path("/account?language=%22%3E")).await;
    assert!(is_in("en", &nonsense) && nonsense.header("set-cookie").is_empty(), "{nonsense:?}");
}

#[tokio::test]
async fn a_page_is_in_the_language_of_the_browser() {
    let shop = Shop::open().await;
    let page = async |path: &str, cookies: &str, accepted: &str| {
        let request = Request::get(path).header(header::COOKIE, cookies).header(header::ACCEPT_LANGUAGE, accepted);
        shop.server.send(request.body(Body::empty()).unwrap()).await
    };
    let account = shop.path("/account");
    assert!(is_in("de", &page(&account, "", "de-AT,de;q=0.9,en;q=0.5").await));
    assert!(is_in("en", &page(&account, "", "fr,en;q=0.5").await));
    assert!(is_in("de", &page(&account, "regrant-language=de", "en").await));
    let error = page("/errors/request_uri_used", "", "de").await;
    assert!(is_in("de", &error) && error.body.contains("Für alle, die die Anwendung entwickeln oder betreiben."), "{error:?}");
    assert_eq!(error.header("vary"), "Accept-Language, Cookie");
    let nothing = page(&shop.path("/oauth2/authorize"), "", "de").await;
    assert!(is_in("de", &nothing) && nothing.body.contains("hat nicht gesagt, welche sie ist"), "{nothing:?}");
}

#[tokio::test]
async fn a_page_of_a_user_in_german_has_no_english_text() {
    let mut shop = Shop::at(TestServer::with_outbox().await).await;
    shop.set_client(|settings| {
        settings.grant_types.insert(GrantType::DeviceCode);
    })
    .await;
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut settings = workspace.sign_in.clone();
    (settings.registration, settings.account_deletion) = (true, true);
    shop.operator().set_sign_in_settings(&shop.path, workspace.version, settings).await.unwrap();
    shop.refresh_token().await;
    let differ = otherwise_in_german("server");
    assert!(differ.len() > 500, "{}", differ.len());
    let alice = encode(&[("identifier", "alice@example.com"), ("password", PASSWORD)]);
    let signed_in = shop.server.post(&shop.path("/account/sign-in"), "", &alice).await.cookies();
    let mut opened = 0;
    for cookies in [signed_in.as_str(), ""] {
        let cookies = format!("{cookies}; regrant-language=de");
        for route in WorkspaceRoute::ALL {
            let page = shop.server.get_with(&shop.path(route.below_issuer()), &cookies).await;
            if !page.header("content-type").starts_with("text/html") {
                continue;
            }
            opened += 1;
            assert!(is_in("de", &page), "{route:?}: {page:?}");
            assert_eq!(english_in(&page.body, &differ), [""; 0], "{route:?}");
        }
    }
    assert!(opened > 40, "{opened}");
    assert_eq!(testing::untranslated(), [""; 0]);
}
