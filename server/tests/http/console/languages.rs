//! The console in the reader's language.

use app::page_needs::PAGE_NEEDS;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    policy::TokenTtls,
    role::{BuiltInRole, RoleRef},
    view::LevelPath,
};
use translation::{alphabetical, testing};

use crate::{
    admin_api::world::World,
    shop::Shop,
    texts::{english_in, otherwise_in_german},
};

/// Nothing that was to be told in German was told in English.
fn expect_translated() {
    assert_eq!(testing::untranslated(), [""; 0]);
}

#[tokio::test]
async fn a_page_in_german_has_no_english_text() {
    let differ = otherwise_in_german("app");
    assert!(differ.len() > 900, "{}", differ.len());
    let world = World::new().await;
    let cookies = format!("{}; regrant-language=de", world.shop.server.sign_in().await.cookies());
    let (mut wrong, mut opened) = (Vec::new(), 0);
    for (route, _) in PAGE_NEEDS {
        let Some(path) = world.page(route) else { continue };
        let page = world.shop.server.get_with(&path, &cookies).await;
        if page.status != StatusCode::OK {
            continue;
        }
        opened += 1;
        assert!(page.body.contains("<html lang=\"de\""), "{path}");
        wrong.extend(english_in(&page.body, &differ).into_iter().map(|name| format!("{path}: {name}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(opened > 50, "{opened}");
    expect_translated();
}

#[tokio::test]
async fn what_comes_from_elsewhere_is_told_in_german_too() {
    let world = World::new().await;
    let (shop, differ) = (&world.shop, otherwise_in_german("app"));
    let cookies = format!("{}; regrant-language=de", shop.server.sign_in().await.cookies());
    let page = async |path: &str| {
        let page = shop.server.get_with(path, &cookies).await;
        assert_eq!(english_in(&page.body, &differ), [""; 0], "{path}");
        page.body
    };
    let expect = async |path: &str, said: &[&str]| {
        let body = page(path).await;
        for text in said {
            assert!(body.contains(text), "{path} says {text}: {body}");
        }
    };

    // What every workspace has.
    expect("/console/acme/shop/services", &["Profil", "Ihre E-Mail-Adresse sehen", "Offline-Zugriff"]).await;
    let scopes = format!("/console/acme/shop/clients/{}/scopes", shop.client.id);
    expect(&scopes, &["Wissen, wer Sie sind"]).await;

    // What the log has of a role, and who has no name.
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut tokens = workspace.tokens.clone();
    tokens.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("60d").unwrap();
    shop.operator().set_token_settings(&shop.path, workspace.version, tokens, None).await.unwrap();
    let at = LevelPath { tenant: Some(shop.path.tenant.clone()), ..LevelPath::default() };
    let invitation = shop.operator().invite("ida@example.com", RoleRef::BuiltIn(BuiltInRole::Auditor), &at).await.unwrap();
    expect("/console/acme/-/log", &["Prüfer", "Kommandozeile"]).await;
    expect("/console/acme/shop/auth-server/tokens", &["Kommandozeile", "60 Tage"]).await;

    // What was written down of a webhook's failure.
    let attempt = world.page("/console/{tenant}/-/webhooks/{webhook}/deliveries/{attempt}").unwrap();
    expect(&attempt, &["die Antwort hat den Status 500"]).await;
    expect(&world.page("/console/{tenant}/-/webhooks/{webhook}").unwrap(), &["Die Antwort hat den Status 500"]).await;

    // What somebody is invited to, who is not signed in.
    let address = format!("/console/sign-in/invitation?token={}", invitation.token.expose());
    let invited = shop.server.get_with(&address, "regrant-language=de").await;
    assert!(invited.body.contains("<strong>Prüfer</strong>"), "{invited:?}");

    // What is told of a secret.
    let client = shop.client.id.to_string();
    let test = format!("/console/acme/shop/clients/{client}/try");
    let started = shop.press(&cookies, &test, "start_trial", &[("client", &client)]).await;
    let back = shop.answer_to(started.header("location")).await;
    expect(back.trim_start_matches("http://127.0.0.1:8080"), &["(das Client-Secret)", " Zeichen)", "Es funktioniert: "]).await;

    // Why a log is not followed.
    let refused = shop.server.get_with("/console/acme/shop/logs/live?after=x", &cookies).await;
    assert_eq!(refused.body, "Dieser Filter kann nicht gelesen werden, daher wird nichts verfolgt.\n");

    // The reasons are in the order of what is read.
    let requests = page("/console/acme/shop/token-requests").await;
    let select = requests.split("name=\"reason\"").nth(1).unwrap().split("</select>").next().unwrap();
    let shown: Vec<_> = select.split("<option").skip(2).filter_map(|option| option.split('>').nth(1)?.split('<').next()).collect();
    assert!(shown.len() > 50 && shown.is_sorted_by_key(|words| alphabetical(words)), "{shown:#?}");
    expect_translated();
}

#[tokio::test]
async fn the_language_is_what_was_chosen_or_else_what_the_browser_asks_for() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = async |cookies: &str, accepted: &str| {
        let request = Request::get("/console/acme/shop/clients").header(header::COOKIE, cookies).header(header::ACCEPT_LANGUAGE, accepted);
        shop.server.send(request.body(Body::empty()).unwrap()).await.body
    };
    assert!(page(&cookies, "fr,en;q=0.5").await.contains("<html lang=\"en\""));
    let german = page(&cookies, "de-AT,de;q=0.9,en;q=0.5").await;
    assert!(german.contains("<html lang=\"de\"") && german.contains("Arbeitsbereich"), "{german}");
    let chosen = shop.server.post("/console/api/set_language", &cookies, "language=en").await;
    assert!(chosen.cookies().contains("regrant-language=en"), "{chosen:?}");
    assert!(page(&format!("{cookies}; regrant-language=en"), "de").await.contains("<html lang=\"en\""));
    let nonsense = shop.server.post("/console/api/set_language", &cookies, "language=%22%3E").await;
    assert!(nonsense.header("set-cookie").contains("Max-Age=0"), "{nonsense:?}");
}
