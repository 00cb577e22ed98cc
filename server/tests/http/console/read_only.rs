//! Who may only look finds no form that would be refused: on every page, by sending every form that is there.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{StatusCode, header};
use domain::role::BuiltInRole;

use crate::{admin_api::world::World, support::Answer};

/// What ends the session that it is sent from, or asks for a password of one's own.
const OWN: [&str; 8] = [
    "sign_out",
    "sign_out_everywhere",
    "sign_out_elsewhere",
    "change_password",
    "end_own_session",
    "confirm_password",
    "confirm_by_passkey",
    "confirm_by_code",
];

/// A form of a page, as a browser sends it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    function: String,
    fields: Vec<(String, String)>,
}

/// The attributes of the tag that a text begins with.
fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = tag.trim_start_matches(|c: char| !c.is_whitespace());
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return attributes;
        }
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", after),
        };
        attributes.insert(name.to_owned(), plain(value));
        rest = after;
    }
}

fn plain(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&amp;", "&")
}

/// The beginnings of the elements of this name in a text: the tag, and what follows it.
fn elements<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let begin = format!("<{name} ");
    html.match_indices(begin.as_str()).map(|(at, _)| at).collect::<Vec<_>>().into_iter().map(move |at| {
        let rest = html.get(at + 1..).unwrap();
        rest.split_once('>').unwrap_or((rest, ""))
    })
}

/// The forms of a page that are posted.
fn forms(page: &Answer) -> Vec<Form> {
    let posted = elements(&page.body, "form").filter(|(tag, _)| attributes(tag).get("method").is_some_and(|method| method == "post"));
    let read = posted.map(|(tag, rest)| {
        let body = rest.split("</form>").next().unwrap();
        let mut fields = Vec::new();
        for (tag, _) in elements(body, "input") {
            let of = attributes(tag);
            let ticked = !matches!(of.get("type").map(String::as_str), Some("checkbox" | "radio")) || of.contains_key("checked");
            if let Some(name) = of.get("name").filter(|_| ticked) {
                fields.push((name.clone(), of.get("value").cloned().unwrap_or_default()));
            }
        }
        for (tag, rest) in elements(body, "select") {
            let options: Vec<_> = elements(rest.split("</select>").next().unwrap(), "option").map(|(tag, _)| attributes(tag)).collect();
            let chosen = options.iter().find(|option| option.contains_key("selected")).or(options.first());
            if let (Some(name), Some(chosen)) = (attributes(tag).get("name"), chosen) {
                fields.push((name.clone(), chosen.get("value").cloned().unwrap_or_default()));
            }
        }
        for (tag, rest) in elements(body, "textarea") {
            if let Some(name) = attributes(tag).get("name") {
                fields.push((name.clone(), plain(rest.split("</textarea>").next().unwrap())));
            }
        }
        let function = attributes(tag).get("action").unwrap().trim_start_matches("/console/api/").to_owned();
        Form { function, fields }
    });
    read.collect()
}

impl World {
    /// Opens every page as somebody; the forms that are on them, and how many of the pages say that something is not permitted.
    async fn every_form(&self, cookies: &str) -> (BTreeSet<Form>, usize) {
        let (mut found, mut reasons, mut opened) = (BTreeSet::new(), 0, 0);
        for route in server::page_routes() {
            let Some(path) = self.page(route.path()) else { continue };
            let page = self.shop.server.get_with(&path, cookies).await;
            assert!(!page.status.is_server_error(), "{path}: {page:?}");
            if page.status != StatusCode::OK {
                continue;
            }
            opened += 1;
            reasons += usize::from(page.body.contains("class=\"read-only\""));
            for form in forms(&page) {
                assert!(!page.body.contains("<fieldset disabled><form"), "{path}");
                if !OWN.contains(&form.function.as_str()) {
                    found.insert(form);
                }
            }
        }
        assert!(opened > 15, "there are pages: {opened}");
        (found, reasons)
    }
}

#[tokio::test]
async fn nobody_finds_a_form_that_would_be_refused() {
    for role in [BuiltInRole::Auditor, BuiltInRole::Support, BuiltInRole::Manager, BuiltInRole::Administrator] {
        let world = World::new().await;
        let shop = &world.shop;
        let cookies = shop.signed_in_as(role).await;
        let (forms, reasons) = world.every_form(&cookies).await;
        for Form { function, fields } in &forms {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body = crate::shop::encode(&fields);
            let mut request = shop.server.form(&format!("/console/api/{function}"), "same-origin", &cookies, &body);
            request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
            let answer = shop.server.send(request).await;
            assert!(!answer.body.contains("forbidden"), "{role:?} is shown a form that is refused: {function} {fields:?}: {answer:?}");
        }
        let functions: BTreeSet<_> = forms.iter().map(|form| form.function.as_str()).collect();
        let has = |function: &str| functions.contains(function);
        match role {
            BuiltInRole::Auditor => {
                assert!(reasons > 5, "{reasons}");
                for dangerous in
                    ["revoke_family", "set_token_settings", "set_client_status", "delete_client", "set_user_status", "delete_user"]
                {
                    assert!(!has(dangerous), "{dangerous}");
                }
            }
            BuiltInRole::Support => assert!(has("revoke_family") && has("set_user_status") && !has("set_client_oauth"), "{functions:?}"),
            BuiltInRole::Manager => assert!(has("set_client_oauth") && !has("set_token_settings"), "{functions:?}"),
            _ => assert!(has("set_token_settings") && has("delete_workspace"), "{functions:?}"),
        }
    }
}

#[tokio::test]
async fn an_owner_finds_every_form_and_nothing_is_withheld_from_them() {
    let world = World::new().await;
    let cookies = world.shop.server.sign_in().await.cookies();
    let (forms, reasons) = world.every_form(&cookies).await;
    let functions: BTreeSet<_> = forms.iter().map(|form| form.function.as_str()).collect();
    assert_eq!(reasons, 0);
    assert!(functions.len() > 45, "{functions:?}");
}

#[tokio::test]
async fn a_form_that_may_not_be_sent_is_shown_with_the_reason_and_without_a_button() {
    let world = World::new().await;
    let cookies = world.shop.signed_in_as(BuiltInRole::Auditor).await;
    let page = world.shop.server.get_with("/console/acme/shop/auth-server/tokens", &cookies).await;
    assert!(page.body.contains("Your role (Auditor of Acme) does not permit this: Change token settings."), "{}", page.body);
    assert!(page.body.contains("<fieldset disabled>") && !page.body.contains("Save changes"), "{}", page.body);
    assert!(page.body.contains("name=\"typed[refresh_token_ttl]\""), "the values are there to be seen");
    let clients = world.shop.server.get_with("/console/acme/shop/clients", &cookies).await;
    assert!(!clients.body.contains("New client"), "{}", clients.body);
}
