//! The console in the reader's language.

use std::{collections::BTreeMap, fs, path::Path};

use app::page_needs::PAGE_NEEDS;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::{admin_api::world::World, shop::Shop};

/// The texts of a language that stand on one line and have no argument, by their identifiers.
fn texts(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/text").join(language);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "ftl")).map(|path| fs::read_to_string(path).unwrap());
    let texts: Vec<_> = sources.collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with(['#', ' ']) && !line.contains('{'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(id, text)| (id.to_owned(), text.to_owned())).collect()
}

/// A text, as it stands in a page.
fn in_page(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[tokio::test]
async fn a_page_in_german_has_no_english_text() {
    let (english, german) = (texts("en"), texts("de"));
    // What a scope is called was written by whoever made the workspace.
    let stored = ["clients-scopes-offline-access"];
    let differs = |(id, text): &(&String, &String)| {
        text.contains(' ') && german.get(*id).is_some_and(|own| own != *text) && !stored.contains(&id.as_str())
    };
    let differ: Vec<_> = english.iter().filter(differs).collect();
    assert!(differ.len() > 500, "{}", differ.len());
    let world = World::new().await;
    let cookies = format!("{}; regrant-console-language=de", world.shop.server.sign_in().await.cookies());
    let (mut wrong, mut opened) = (Vec::new(), 0);
    for (route, _) in PAGE_NEEDS {
        let Some(path) = world.page(route) else { continue };
        let page = world.shop.server.get_with(&path, &cookies).await;
        if page.status != StatusCode::OK {
            continue;
        }
        opened += 1;
        assert!(page.body.contains("<html lang=\"de\""), "{path}");
        for (id, text) in &differ {
            let text = in_page(text);
            if page.body.contains(&format!(">{text}<")) || page.body.contains(&format!("=\"{text}\"")) {
                wrong.push(format!("{path}: {id}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(opened > 50, "{opened}");
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
    assert!(chosen.cookies().contains("regrant-console-language=en"), "{chosen:?}");
    assert!(page(&format!("{cookies}; regrant-console-language=en"), "de").await.contains("<html lang=\"en\""));
    let nonsense = shop.server.post("/console/api/set_language", &cookies, "language=%22%3E").await;
    assert!(nonsense.header("set-cookie").contains("Max-Age=0"), "{nonsense:?}");
}
