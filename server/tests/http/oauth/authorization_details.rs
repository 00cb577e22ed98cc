//! Rich authorization requests (RFC 9396), from the console and the admin API to the endpoints.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    admin_api::world::World,
    shop::{Shop, encode, hidden},
    support::Answer,
};

const PARAMETER: &str = "authorization_details";
const TYPES: &str = "authorization_details_types";
const PASSWORD: &str = "alice-likes-tokens";
const BASE: &str = "http://127.0.0.1:8080";

fn schema() -> Value {
    json!({
        "required": ["amount"],
        "properties": {
            "amount": { "type": "string", "title": "Amount", "pattern": "^[0-9]+\\.[0-9]{2} EUR$" },
            "creditor": { "type": "string", "title": "To" },
        },
    })
}

fn payment(amount: &str) -> Value {
    json!([{ "type": "payment", "amount": amount, "creditor": "<Shop>" }])
}

fn request(shop: &Shop, details: &Value) -> String {
    let asked = encode(&[(PARAMETER, &details.to_string())]);
    format!("{}&{asked}", shop.authorization("openid offline_access").trim_start_matches(BASE))
}

/// The page that Alice sees after her sign-in.
async fn consent_page(shop: &Shop, request: &str) -> Answer {
    let page = shop.server.get(request).await;
    let form = encode(&[("interaction", &hidden(&page, "interaction")), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
    let signed_in = shop.server.post(&shop.path("/login"), "", &form).await;
    shop.server.get_with(signed_in.header("location").trim_start_matches(BASE), &signed_in.cookies()).await
}

/// Makes the type at the console, and lets the shop's client ask for it.
async fn set_up(shop: &mut Shop) {
    let cookies = shop.server.sign_in().await.cookies();
    let schema = schema().to_string();
    let typed = [
        ("typed[type_name]", "payment"),
        ("typed[title]", "Make a payment"),
        ("typed[title_de]", "Eine Zahlung ausführen"),
        ("typed[description]", "From your account."),
        ("typed[schema]", schema.as_str()),
        ("typed[enabled]", "true"),
    ];
    let page = "/console/acme/shop/new-authorization-details";
    let made = shop.press(&cookies, page, "create_details_type", &typed).await;
    assert!(made.header("location").contains("done=details_type_created"), "{made:?}");
    let shown = shop.follow(&made, &cookies).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("Make a payment") && shown.body.contains("EUR$"), "{shown:?}");
    let again = shop.press(&cookies, page, "create_details_type", &typed).await;
    assert!(shop.follow(&again, &cookies).await.body.contains("This is taken already"), "{again:?}");

    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let scopes: Vec<String> = shop.client.settings.scopes.iter().map(ToString::to_string).collect();
    let mut fields = vec![("client", id.as_str()), ("version", version.as_str()), ("typed[authorization_details_types][]", "payment")];
    fields.extend(scopes.iter().map(|scope| ("typed[scopes][]", scope.as_str())));
    let page = format!("/console/acme/shop/clients/{id}/scopes");
    let saved = shop.press(&cookies, &page, "set_client_scopes", &fields).await;
    assert!(saved.header("location").contains("done=saved"), "{saved:?}");
    shop.client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Authorization details types") && log.body.contains("payment: Make a payment"), "{log:?}");
}

/// Clauses: 284, 287, 288, 290.
#[tokio::test]
async fn a_type_that_is_made_at_the_console_is_asked_for_shown_agreed_to_and_narrowed() {
    let mut shop = Shop::open().await;
    set_up(&mut shop).await;
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await;
    assert_eq!(metadata.json()["authorization_details_types_supported"], json!(["payment"]));

    let page = consent_page(&shop, &request(&shop, &payment("12.50 EUR"))).await;
    for part in ["Make a payment", "From your account.", "Amount", "12.50 EUR", "To", "&lt;Shop&gt;"] {
        assert!(page.body.contains(part), "{part}: {page:?}");
    }
    let german = format!("{}&ui_locales=de", request(&shop, &payment("12.50 EUR")));
    let page = consent_page(&shop, &german).await;
    assert!(page.body.contains("Eine Zahlung ausführen") && page.body.contains("From your account."), "{page:?}");

    let location = shop.answer_to(&request(&shop, &payment("12.50 EUR"))).await;
    let address = url::Url::parse(&location).unwrap();
    let code = address.query_pairs().find(|(name, _)| name == "code").unwrap_or_else(|| panic!("{location}")).1;
    let tokens = shop.exchange(&code).await;
    assert_eq!(tokens.json()[PARAMETER], payment("12.50 EUR"), "{tokens:?}");
    let told = shop.ask("/oauth2/introspect", &[("token", &tokens.text("access_token").unwrap())]).await.json();
    assert_eq!(told[PARAMETER], payment("12.50 EUR"));

    let refresh_token = tokens.text("refresh_token").unwrap();
    let refresh = async |details: &str| {
        shop.ask("/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", &refresh_token), (PARAMETER, details)]).await
    };
    let wider = refresh(&payment("99.00 EUR").to_string()).await;
    assert_eq!(wider.refusal(), (400, "invalid_authorization_details".to_owned()));
    let described = wider.text("error_description").unwrap();
    assert_eq!(described, "The authorization_details are beyond what was granted. At authorization_details/0.");
    let narrowed = refresh("[]").await;
    assert!(narrowed.status == StatusCode::OK && narrowed.json().get(PARAMETER).is_none(), "{narrowed:?}");
    let whole = shop.refresh(&narrowed.text("refresh_token").unwrap()).await;
    assert_eq!(whole.json()[PARAMETER], payment("12.50 EUR"), "{whole:?}");
}

/// Clauses: 280, 283.
#[tokio::test]
async fn what_is_wrong_is_told_where_it_can_be() {
    let mut shop = Shop::open().await;
    set_up(&mut shop).await;
    let wrong = payment("12.50 USD").to_string();
    let id = shop.client.id.to_string();
    let pushed = shop.ask("/oauth2/par", &[("response_type", "code"), ("client_id", &id), (PARAMETER, &wrong)]).await;
    assert_eq!(pushed.refusal(), (400, "invalid_authorization_details".to_owned()));
    assert!(pushed.text("error_description").unwrap().ends_with("At authorization_details/0/amount."), "{pushed:?}");
    let silent = shop.server.get(&format!("{}&prompt=none", request(&shop, &payment("12.50 USD")))).await;
    let location = silent.header("location").to_owned();
    let address = url::Url::parse(&location).unwrap_or_else(|error| panic!("{error}: {silent:?}"));
    let told = |wanted: &str| address.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    assert_eq!(told("error").as_deref(), Some("invalid_authorization_details"));
    let described = told("error_description").unwrap();
    assert_eq!(described, "The authorization_details do not fit their type. At authorization_details/0/amount.");
}

/// Clauses: 290.
#[tokio::test]
async fn the_admin_api_has_types_of_a_workspace_and_of_a_client() {
    let world = World::new().await;
    let program = world.program(None).await;
    let server = "/admin/acme/servers/shop";
    let client = format!("{server}/clients/{}", world.shop.client.id);
    let kind = json!({ "type_name": "payment", "title": "Make a payment", "schema": schema() });
    for (wrong, pointer) in [
        (json!({ "type_name": "a b", "title": "A", "schema": {} }), "/authorization_details_types/0/type_name"),
        (
            json!({ "type_name": "a", "title": "A", "schema": { "$ref": "https://evil.example/" } }),
            "/authorization_details_types/0/schema/$ref",
        ),
        (json!({ "type_name": "a", "title": "A", "schema": { "type": "money" } }), "/authorization_details_types/0/schema/type"),
        (json!({ "type_name": "a", "title": "A", "schema": { "patternProperties": { "(": {} } } }), "/authorization_details_types"),
    ] {
        let answer = program.patch(server, &json!({ TYPES: [wrong] })).await;
        let found = (answer.status, &answer.json()["errors"][0]["pointer"]);
        assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, &json!(pointer)), "{answer:?}");
    }
    let unknown = program.patch(&client, &json!({ TYPES: ["payment"] })).await;
    assert_eq!(unknown.json()["errors"][0]["pointer"], json!("/authorization_details_types"), "{unknown:?}");

    let saved = program.patch(server, &json!({ TYPES: [kind] })).await;
    assert_eq!((saved.status, &saved.json()[TYPES][0]["enabled"]), (StatusCode::OK, &json!(true)), "{saved:?}");
    let saved = program.patch(&client, &json!({ TYPES: ["payment"] })).await;
    assert_eq!((saved.status, &saved.json()[TYPES]), (StatusCode::OK, &json!(["payment"])), "{saved:?}");
    let exported = program.get("/admin/acme/configuration").await.json();
    let shop = exported["servers"].as_array().unwrap().iter().find(|server| server["id"] == "shop").unwrap();
    assert_eq!(shop[TYPES][0]["schema"], schema(), "{exported}");

    let gone = program.patch(server, &json!({ TYPES: [] })).await;
    assert_eq!(gone.status, StatusCode::OK, "{gone:?}");
    assert!(program.get(&client).await.json().get(TYPES).is_none(), "it is taken from the client, too");
}
