//! Rich authorization requests (RFC 9396): what clients ask for in detail, on every way, and what comes of it.

use domain::{
    authorization_details::{Detail, DetailsType, DetailsTypeName},
    client::ClientType,
    explanation::{Check, Switch},
    grant_type::GrantType,
    name::Name,
};
use engine::{
    Refusal,
    browser::Browser,
    dpop::ProvenKey,
    endpoint::authorize::{Authorization, ConsentPage},
    explain::ExplainRequest,
    token::TokenResponse,
};
use serde_json::{Value, json};

use crate::{
    prover::Prover,
    request_objects,
    world::{REDIRECT, VERIFIER, World, access_token, claims, parameter, refresh_token},
};

const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";
pub const PARAMETER: &str = "authorization_details";
pub const PAYMENT: &str = r#"{"type":"payment","amount":"12.50"}"#;
pub const OTHER_PAYMENT: &str = r#"{"type":"payment","amount":"99.00"}"#;
pub const ACCOUNT: &str = r#"{"type":"account","actions":["read"],"locations":["https://orders.example.com"]}"#;

/// Gives the world's workspace the types, and lets its client ask for them.
pub fn with_types(world: &mut World) {
    world.workspace(|workspace| workspace.authorization.authorization_details_types = types());
    world.settings(|settings| settings.authorization_details_types = names(&["account", "payment"]));
}

fn types() -> Vec<DetailsType> {
    let lists = json!({ "type": "array", "items": { "type": "string" } });
    serde_json::from_value(json!([
        { "name": "account", "title": "An account", "enabled": true, "schema": { "properties": { "actions": lists, "locations": lists } } },
        {
            "name": "payment",
            "title": "A payment",
            "enabled": true,
            "schema": { "required": ["amount"], "properties": { "amount": { "type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$" } } },
        },
    ]))
    .unwrap()
}

pub fn names<C: FromIterator<DetailsTypeName>>(names: &[&str]) -> C {
    names.iter().map(|name| DetailsTypeName::parse(name).unwrap()).collect()
}

pub fn list(elements: &[&str]) -> String {
    format!("[{}]", elements.join(","))
}

fn world_of(client_type: ClientType) -> World {
    let mut world = World::with(client_type);
    with_types(&mut world);
    world.put_service(1, "Orders", Some(ORDERS));
    world.put_service(2, "Billing", Some(BILLING));
    world
}

fn page(outcome: Authorization) -> ConsentPage {
    match outcome {
        Authorization::Consent(page) => *page,
        other => panic!("the user is asked: {other:?}"),
    }
}

impl World {
    /// A code of a user who agreed to these elements.
    pub async fn detailed_code(&self, elements: &[&str]) -> String {
        self.code(&[(PARAMETER, &list(elements))]).await
    }

    pub async fn exchange_detailed(&self, code: &str, more: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        let exchange = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)];
        self.token(&[&exchange[..], more].concat()).await
    }

    pub async fn refresh_detailed(&self, token: &str, more: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        self.token(&[&[("grant_type", "refresh_token"), ("refresh_token", token)], more].concat()).await
    }

    /// Why an authorization request is refused, and what its client is told of it.
    async fn refused_details(&self, details: &str) -> (String, String) {
        let answer = self.answer(&[(PARAMETER, details)]).await;
        let told = |name| parameter(&answer, name).unwrap_or_default();
        (told("error"), told("error_description"))
    }
}

/// The elements of a response, which are those of its access token.
pub fn elements(response: &TokenResponse) -> Vec<String> {
    let claim = claims(&access_token(response))[PARAMETER].clone();
    let of_token = claim.as_array().cloned().unwrap_or_default();
    let told: Vec<Value> = response.authorization_details.iter().map(Detail::to_json).collect();
    assert_eq!(told, of_token, "the response tells what the token has");
    of_token.iter().map(|element| element["type"].as_str().unwrap().to_owned()).collect()
}

/// Clauses: 280, 282.
#[tokio::test]
async fn what_a_client_may_not_ask_for_or_does_not_fit_is_refused_with_its_place() {
    let mut world = world_of(ClientType::ServerSideWeb);
    for (details, place) in [
        ("payment", ""),
        (r#"[{"amount":"1.00"}]"#, " At authorization_details/0/type."),
        (&*list(&[PAYMENT, r#"{"type":"unknown"}"#]), " At authorization_details/1/type."),
        (&*list(&[PAYMENT, r#"{"type":"payment"}"#]), " At authorization_details/1/amount."),
        (&*list(&[r#"{"type":"payment","amount":"12"}"#]), " At authorization_details/0/amount."),
        (&*list(&[r#"{"type":"payment","amount":"1.00","tip":1}"#]), " At authorization_details/0/tip."),
    ] {
        let (error, description) = world.refused_details(details).await;
        assert_eq!(error, "invalid_authorization_details", "{details}");
        assert!(description.ends_with(place) && description.len() > place.len(), "{details}: {description}");
    }

    let payment = list(&[PAYMENT]);
    world.settings(|settings| {
        settings.authorization_details_types = names(&["account"]);
        settings.grant_types.extend([GrantType::DeviceCode]);
    });
    assert_eq!(world.push(&[(PARAMETER, &payment)]).await.unwrap_err(), Refusal::ForbiddenDetailsType);
    assert_eq!(world.device(&[(PARAMETER, &payment)]).await.unwrap_err(), Refusal::ForbiddenDetailsType);
    world.settings(|settings| settings.authorization_details_types = names(&["account", "payment"]));
    world.workspace(|workspace| workspace.authorization.authorization_details_types[1].enabled = false);
    assert_eq!(world.push(&[(PARAMETER, &payment)]).await.unwrap_err(), Refusal::UnknownDetailsType, "it is off");
    assert!(world.push(&[(PARAMETER, &list(&[ACCOUNT]))]).await.is_ok());

    let query = world.query(&[(PARAMETER, &payment)]);
    let asked =
        ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
    assert!(explained.steps.iter().any(|step| step.check == Check::AuthorizationDetails && !step.holds));
    assert_eq!(explained.outcome.reasons(), ["authorization_details_type_unknown"]);

    world.workspace(|workspace| workspace.authorization.authorization_details_types[1].enabled = true);
    let query = world.query(&[(PARAMETER, r#"[{"type":"payment","amount":"12"}]"#)]);
    let asked =
        ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
    let told = explained.outcome.refused().unwrap();
    assert_eq!((told.reason.as_str(), told.place.as_deref()), ("authorization_details_misfit", Some("authorization_details/0/amount")));
    assert!(explained.outcome.sentence().ends_with(" (authorization_details/0/amount)"));
    let step = explained.steps.iter().find(|step| step.check == Check::AuthorizationDetails).unwrap();
    assert_eq!(step.switch, Some(Switch::DetailsTypes), "it is the type's, not the client's");
}

/// A schema of 1 KB that doubles what a check takes 28 times over, as an earlier version took it.
#[tokio::test]
async fn a_stored_type_beyond_the_bounds_is_refused_and_takes_nothing_else_away() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let first = world.exchange_detailed(&world.detailed_code(&[PAYMENT]).await, &[]).await.unwrap();
    let innermost = json!({ "properties": { "amount": { "type": "string" }, "type": {} } });
    let stored = (0..28).fold(innermost, |part, _| json!({ "if": part, "unevaluatedProperties": false }));
    world.workspace(|workspace| {
        workspace.authorization.authorization_details_types[1].schema = serde_json::from_value(stored).unwrap();
    });
    assert_eq!(world.push(&[(PARAMETER, &list(&[PAYMENT]))]).await.unwrap_err(), Refusal::UnusableDetailsType);
    assert!(world.push(&[(PARAMETER, &list(&[ACCOUNT]))]).await.is_ok(), "the other type is as it was");
    assert_eq!(elements(&world.refresh(&refresh_token(&first)).await.unwrap()), ["payment"], "and so is what was granted");
}

/// Clauses: 282.
#[tokio::test]
async fn a_client_asks_for_details_on_its_own_behalf() {
    let world = world_of(ClientType::Service);
    let ask = async |details: &str| world.token(&[("grant_type", "client_credentials"), (PARAMETER, details)]).await;
    let response = ask(&list(&[PAYMENT])).await.unwrap();
    assert_eq!(elements(&response), ["payment"]);
    assert!(response.scopes.is_empty(), "no scope was asked for beside them");
    assert_eq!(ask(&list(&[r#"{"type":"payment","amount":"x"}"#])).await.unwrap_err(), Refusal::DetailsMisfit);
    let without = world.token(&[("grant_type", "client_credentials")]).await.unwrap();
    assert_eq!(claims(&access_token(&without)).get(PARAMETER), None, "there is no claim where there are none");
}

/// Clauses: 283.
#[tokio::test]
async fn details_can_be_pushed_and_are_json_in_a_request_object() {
    let signer = Prover::new();
    let mut world = request_objects::world_of(&[&signer]);
    with_types(&mut world);
    let session = world.sign_in().await;
    let object = signer.request_object(&world).claim(PARAMETER, json!([{ "type": "payment", "amount": "12.50" }])).sign();
    let code = world.agree(world.ask(&object, Some(&session)).await, &session).await;
    assert_eq!(elements(&world.exchange(&code).await.unwrap()), ["payment"]);
    let wrong = signer.request_object(&world).claim(PARAMETER, json!({ "type": "payment" }));
    assert_eq!(world.refuses(wrong).await, Some(Refusal::MalformedRequestObject));

    let pushed = world.push(&[(PARAMETER, &list(&[PAYMENT, ACCOUNT]))]).await.unwrap();
    let id = world.client.id.to_string();
    let reference = request_objects::query(&[("client_id", &id), ("request_uri", pushed.request_uri.expose())]);
    let outcome = world.engine.authorize(&world.realm().await, &reference, Some(&session)).await.unwrap();
    let code = world.agree(outcome, &session).await;
    assert_eq!(elements(&world.exchange(&code).await.unwrap()), ["payment", "account"]);
}

/// Clauses: 284, 285.
#[tokio::test]
async fn consent_shows_the_details_and_is_remembered_for_the_same_ones_alone() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let session = world.sign_in().await;
    let ask = |details: &str| [(PARAMETER, details.to_owned())];
    let authorize = async |world: &World, asked: &[(&str, String)]| {
        let asked: Vec<_> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.authorize(&asked, Some(&session)).await
    };
    let first = page(authorize(&world, &ask(&list(&[PAYMENT]))).await);
    let shown = first.details.iter().map(|asked| (asked.detail.type_name(), asked.kind.as_ref().unwrap().title.as_str()));
    assert_eq!(shown.collect::<Vec<_>>(), [("payment", "A payment")]);

    // The words of the type were changed while the page was open.
    world.workspace(|workspace| {
        let kind = &mut workspace.authorization.authorization_details_types[1];
        kind.title = Name::parse("Another payment").unwrap();
    });
    let realm = world.realm().await;
    let again = page(world.engine.consent(&realm, &first.interaction, Browser::of(Some(&session)), true).await.unwrap());
    assert_eq!(again.details[0].kind.as_ref().unwrap().title.as_str(), "Another payment");
    let answered = world.engine.consent(&realm, &again.interaction, Browser::of(Some(&session)), true).await.unwrap();
    assert!(matches!(answered, Authorization::Answer(_)));

    assert!(matches!(authorize(&world, &ask(&list(&[PAYMENT]))).await, Authorization::Answer(_)), "the same");
    assert!(matches!(authorize(&world, &[]).await, Authorization::Answer(_)), "none of them");
    let other = page(authorize(&world, &ask(&list(&[OTHER_PAYMENT]))).await);
    let answered = world.engine.consent(&realm, &other.interaction, Browser::of(Some(&session)), true).await.unwrap();
    assert!(matches!(answered, Authorization::Answer(_)));
    page(authorize(&world, &ask(&list(&[PAYMENT]))).await);
    page(authorize(&world, &ask(&list(&[OTHER_PAYMENT, PAYMENT]))).await);
    assert!(matches!(authorize(&world, &ask(&list(&[OTHER_PAYMENT]))).await, Authorization::Answer(_)), "those of the last time");

    let account = world.engine.account(&realm, Some(&session)).await.unwrap().unwrap();
    let told: Vec<_> = account.applications[0].details.iter().map(|asked| asked.detail.to_json()["amount"].clone()).collect();
    assert_eq!(told, ["99.00"], "the user sees them, and ends them with the access");
    world.engine.end_access(&realm, Some(&session), world.client.id).await.unwrap();
    page(authorize(&world, &ask(&list(&[OTHER_PAYMENT]))).await);
}

/// Clauses: 282, 284.
#[tokio::test]
async fn the_user_of_a_device_sees_what_it_asks_for() {
    let mut world = world_of(ClientType::MobileDesktop);
    world.settings(|settings| settings.grant_types.extend([GrantType::DeviceCode]));
    let device = world.allowed(&[(PARAMETER, &list(&[PAYMENT])), ("scope", "openid")]).await;
    assert_eq!(elements(&world.poll(&device).await.unwrap()), ["payment"]);
}

/// Clauses: 286, 287.
#[tokio::test]
async fn narrowing_binds_one_access_token_and_what_is_no_granted_element_is_refused_and_consumes_nothing() {
    let world = world_of(ClientType::ServerSideWeb);
    let code = world.detailed_code(&[PAYMENT, ACCOUNT]).await;
    let beyond = list(&[OTHER_PAYMENT]);
    assert_eq!(world.exchange_detailed(&code, &[(PARAMETER, &beyond)]).await.unwrap_err(), Refusal::DetailsBeyondGrant);
    let first = world.exchange_detailed(&code, &[(PARAMETER, &list(&[PAYMENT]))]).await.unwrap();
    assert_eq!(elements(&first), ["payment"]);
    let second = world.refresh(&refresh_token(&first)).await.unwrap();
    assert_eq!(elements(&second), ["payment", "account"], "the refresh token stays good for all");
    let token = refresh_token(&second);
    for (details, refusal) in [
        (list(&[OTHER_PAYMENT]), Refusal::DetailsBeyondGrant),
        (list(&[PAYMENT, r#"{"type":"account","actions":["read"]}"#]), Refusal::DetailsBeyondGrant),
        (list(&[PAYMENT, r#"{"type":"account","actions":["read","write"]}"#]), Refusal::DetailsBeyondGrant),
        ("{}".to_owned(), Refusal::MalformedDetails),
    ] {
        assert_eq!(world.refresh_detailed(&token, &[(PARAMETER, &details)]).await.unwrap_err(), refusal, "{details}");
        let explained = world.explain_refresh_with(&[("refresh_token", &token), (PARAMETER, &details)], ProvenKey::Wanted).await;
        let told = explained.refused.unwrap();
        assert_eq!(told.reason, refusal.reason(), "explain says the same");
        assert_eq!(told.place.is_some(), refusal == Refusal::DetailsBeyondGrant, "which object it is");
    }
    let reordered = r#"[{"actions":["read"],"locations":["https://orders.example.com"],"type":"account"}]"#;
    let third = world.refresh_detailed(&token, &[(PARAMETER, reordered)]).await.unwrap();
    assert_eq!(elements(&third), ["account"]);
    let none = world.refresh_detailed(&refresh_token(&third), &[(PARAMETER, "[]")]).await.unwrap();
    assert_eq!(elements(&none), <[&str; 0]>::default());

    let plain = refresh_token(&world.exchange(&world.code(&[("prompt", "consent")]).await).await.unwrap());
    let asked = world.refresh_detailed(&plain, &[(PARAMETER, &list(&[PAYMENT]))]).await;
    assert_eq!(asked.unwrap_err(), Refusal::DetailsBeyondGrant, "none were granted");
}

/// Clauses: 286.
#[tokio::test]
async fn what_is_off_is_in_no_new_token_and_comes_back() {
    let mut world = world_of(ClientType::ServerSideWeb);
    let code = world.detailed_code(&[PAYMENT, ACCOUNT]).await;
    let mut token = refresh_token(&world.exchange(&code).await.unwrap());
    let mut refreshed = async |world: &World| {
        let response = world.refresh(&token).await.unwrap();
        token = refresh_token(&response);
        elements(&response)
    };
    world.workspace(|workspace| workspace.authorization.authorization_details_types[1].enabled = false);
    assert_eq!(refreshed(&world).await, ["account"]);
    world.workspace(|workspace| workspace.authorization.authorization_details_types[1].enabled = true);
    world.settings(|settings| settings.authorization_details_types = names(&["payment"]));
    assert_eq!(refreshed(&world).await, ["payment"]);
    world.settings(|settings| settings.authorization_details_types = names(&["account", "payment"]));
    assert_eq!(refreshed(&world).await, ["payment", "account"]);
}

/// Clauses: 288.
#[tokio::test]
async fn a_token_has_the_details_that_are_for_its_resource_servers() {
    let world = world_of(ClientType::ServerSideWeb);
    let details = list(&[PAYMENT, ACCOUNT]);
    let both = [(PARAMETER, details.as_str()), ("resource", ORDERS), ("resource", BILLING)];
    let first = world.exchange_detailed(&world.code(&both).await, &[("resource", BILLING)]).await.unwrap();
    assert_eq!(elements(&first), ["payment"], "the account is elsewhere");
    let token = refresh_token(&first);
    let second = world.refresh_detailed(&token, &[("resource", ORDERS)]).await.unwrap();
    assert_eq!(elements(&second), ["payment", "account"]);
    let found = world.introspect(&access_token(&second)).await.unwrap();
    assert_eq!(found[PARAMETER], claims(&access_token(&second))[PARAMETER]);
    let found = world.introspect(&refresh_token(&second)).await.unwrap();
    assert_eq!(found[PARAMETER].as_array().unwrap().len(), 2, "a refresh token has all that was granted");
}

/// Clauses: 290.
#[tokio::test]
async fn the_metadata_tell_the_types_that_are_on() {
    const MEMBER: &str = "authorization_details_types_supported";
    let mut world = World::new();
    let told = async |world: &World| {
        let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
        serde_json::to_value(metadata).unwrap().get(MEMBER).cloned()
    };
    assert_eq!(told(&world).await, None);
    with_types(&mut world);
    assert_eq!(told(&world).await, Some(json!(["account", "payment"])));
    world.workspace(|workspace| workspace.authorization.authorization_details_types[0].enabled = false);
    assert_eq!(told(&world).await, Some(json!(["payment"])));
}
