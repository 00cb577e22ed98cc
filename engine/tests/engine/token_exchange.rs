//! Token exchange (RFC 8693): who may exchange what for what, and what the answer says.

use domain::{
    client::{Client, ClientType},
    grant_type::GrantType,
    settings::tokens::AccessTokenFormat,
    token_event::TokenEventKind,
    token_exchange::{MOST_EXCHANGES, TokenExchangePolicy},
};
use engine::{
    Refusal,
    token::{TokenResponse, TokenType},
};
use serde_json::{Value, json};

use crate::{
    prover::Prover,
    world::{World, access_token, claims, refresh_token},
};

const GRANT: &str = GrantType::TokenExchange.name();
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";

/// A client with its secret, which a world goes on as.
pub type Kept = (Client, Option<String>);

impl World {
    /// Goes on as this client, and keeps the one that it was.
    pub fn swap(&mut self, other: &mut Kept) {
        std::mem::swap(&mut self.client, &mut other.0);
        std::mem::swap(&mut self.secret, &mut other.1);
    }

    /// Goes on as a service with this policy. What it was before.
    pub fn as_exchanger(&mut self, policy: TokenExchangePolicy) -> Kept {
        let before = (self.client.clone(), self.secret.clone());
        self.as_other_client(ClientType::Service);
        self.settings(|settings| {
            settings.grant_types.insert(GrantType::TokenExchange);
            settings.scopes = "openid profile".parse().unwrap();
            settings.token_exchange = policy;
        });
        before
    }

    pub async fn exchange_token(&self, token: &str) -> Result<TokenResponse, Refusal> {
        self.exchange_token_with(token, &[], &[]).await
    }

    /// The same with these parameters beside, and these `DPoP` headers.
    pub async fn exchange_token_with(&self, token: &str, more: &[(&str, &str)], proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        self.token_with(&[&subject(token)[..], more].concat(), proofs).await
    }

    async fn exchange_token_for(&self, token: &str, more: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        self.exchange_token_with(token, more, &[]).await
    }

    /// A user's access token of the client, for these resource servers.
    async fn user_token(&self, resources: &[(&str, &str)]) -> String {
        access_token(&self.exchange(&self.code(resources).await).await.unwrap())
    }
}

fn subject(token: &str) -> [(&str, &str); 3] {
    [("grant_type", GRANT), ("subject_token", token), ("subject_token_type", ACCESS_TOKEN)]
}

/// The token of an actor.
pub fn actor(token: &str) -> [(&str, &str); 2] {
    [("actor_token", token), ("actor_token_type", ACCESS_TOKEN)]
}

/// Who may exchange the tokens of everybody.
pub fn any() -> TokenExchangePolicy {
    TokenExchangePolicy { subject_any_client: true, ..TokenExchangePolicy::default() }
}

/// The resource server of orders, which calls that of billing.
fn orders() -> TokenExchangePolicy {
    TokenExchangePolicy {
        subject_audiences: ORDERS.parse().unwrap(),
        exchange_targets: BILLING.parse().unwrap(),
        ..TokenExchangePolicy::default()
    }
}

fn with_services() -> World {
    let world = World::new();
    world.put_service(1, "Orders", Some(ORDERS));
    world.put_service(2, "Billing", Some(BILLING));
    world
}

/// Clauses: 203.
#[tokio::test]
async fn only_a_client_that_authenticates_and_has_the_grant_exchanges() {
    let mut world = World::new();
    let token = world.user_token(&[]).await;
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::ClientGrant);
    world.as_exchanger(any());
    assert!(world.exchange_token(&token).await.is_ok());
    let secret = world.secret.replace("wrong".to_owned());
    assert_eq!(world.exchange_token(&token).await.unwrap_err().code().name(), "invalid_client");
    world.secret = secret;
    let realm = world.realm().await;
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::TokenExchange);
    });
    assert_eq!(world.token_at(&realm, &subject(&token), &[]).await.unwrap_err(), Refusal::WorkspaceGrant, "decided anew");
    assert!(!ClientType::SinglePage.may_have(GrantType::TokenExchange) && !ClientType::MobileDesktop.may_have(GrantType::TokenExchange));
}

/// Clauses: 204, 205, 206.
#[tokio::test]
async fn tokens_come_with_the_type_of_access_tokens_and_no_other_is_requested() {
    let mut world = World::new();
    let token = world.user_token(&[]).await;
    world.as_exchanger(any());
    let own = access_token(&world.token(&[("grant_type", "client_credentials")]).await.unwrap());
    assert_eq!(world.token(&[("grant_type", GRANT)]).await.unwrap_err(), Refusal::MissingSubjectToken);
    assert_eq!(world.token(&[("grant_type", GRANT), ("subject_token", &token)]).await.unwrap_err(), Refusal::SubjectTokenType);
    for other in ["refresh_token", "id_token", "jwt", "saml2"] {
        let other = format!("urn:ietf:params:oauth:token-type:{other}");
        let form = [("grant_type", GRANT), ("subject_token", token.as_str()), ("subject_token_type", other.as_str())];
        assert_eq!(world.token(&form).await.unwrap_err(), Refusal::SubjectTokenType, "{other}");
        let requested = world.exchange_token_for(&token, &[("requested_token_type", &other)]).await.unwrap_err();
        assert_eq!(requested, Refusal::RequestedTokenType, "{other}");
        let actor = world.exchange_token_for(&token, &[("actor_token", &own), ("actor_token_type", &other)]).await.unwrap_err();
        assert_eq!(actor, Refusal::ActorTokenType, "{other}");
    }
    for half in [("actor_token", own.as_str()), ("actor_token_type", ACCESS_TOKEN)] {
        assert_eq!(world.exchange_token_for(&token, &[half]).await.unwrap_err(), Refusal::ActorTokenType, "{half:?}");
    }
    let all = [("requested_token_type", ACCESS_TOKEN), ("actor_token", own.as_str()), ("actor_token_type", ACCESS_TOKEN)];
    assert!(world.exchange_token_for(&token, &all).await.is_ok());
}

/// Clauses: 98, 207.
#[tokio::test]
async fn an_exchange_brings_an_access_token_alone_and_is_recorded() {
    for format in AccessTokenFormat::ALL {
        let mut world = World::new();
        world.workspace(|workspace| workspace.tokens.access_token_format = format);
        let token = world.user_token(&[]).await;
        let (shop, _) = world.as_exchanger(any());
        let response = world.exchange_token(&token).await.unwrap();
        assert_eq!((response.issued_token_type, response.token_type), (Some(ACCESS_TOKEN), TokenType::Bearer));
        assert!(response.refresh_token.is_none() && response.id_token.is_none() && response.expiration.is_none());
        assert_eq!(response.scopes.to_string(), "openid profile", "no offline_access");
        let told = world.introspect(&access_token(&response)).await.unwrap();
        assert_eq!((&told["sub"], &told["client_id"]), (&json!(world.user.id), &json!(world.client.id)), "{format:?}");
        let actor = Some(world.client.id.to_string());
        assert_eq!(world.last_event(), TokenEventKind::Exchanged { subject_client: shop.id, actor });
    }
}

/// Clauses: 208, 209.
#[tokio::test]
async fn a_target_is_what_the_token_is_for_or_the_client_may_ask_for() {
    let mut world = with_services();
    let token = world.user_token(&[("resource", ORDERS)]).await;
    let for_workspace = world.user_token(&[]).await;
    world.as_exchanger(TokenExchangePolicy { subject_any_client: true, ..orders() });
    let audience = async |token: &str, asked: &[(&str, &str)]| {
        let answer = world.exchange_token_for(token, asked).await;
        answer.map(|response| claims(&access_token(&response))["aud"].clone())
    };
    assert_eq!(audience(&token, &[]).await, Ok(json!(ORDERS)));
    assert_eq!(audience(&for_workspace, &[]).await, Ok(json!("https://id.example.com/acme/main")));
    for parameter in ["resource", "audience"] {
        assert_eq!(audience(&token, &[(parameter, BILLING)]).await, Ok(json!(BILLING)), "{parameter}");
        assert_eq!(audience(&for_workspace, &[(parameter, BILLING)]).await, Ok(json!(BILLING)), "{parameter}");
        assert_eq!(audience(&for_workspace, &[(parameter, ORDERS)]).await, Err(Refusal::ExchangeTarget), "{parameter}");
        for wrong in ["orders", "https://unknown.example.com/", "https://billing.example.com/#a"] {
            assert_eq!(audience(&token, &[(parameter, wrong)]).await, Err(Refusal::ExchangeTarget), "{parameter} {wrong}");
        }
    }
    assert_eq!(audience(&token, &[("resource", ORDERS), ("audience", BILLING)]).await, Ok(json!([BILLING, ORDERS])));
    let one_unknown = [("resource", BILLING), ("resource", "https://unknown.example.com/")];
    assert_eq!(audience(&token, &one_unknown).await, Err(Refusal::ExchangeTarget));
    assert_eq!(Refusal::ExchangeTarget.code().name(), "invalid_target");
    world.put_service(1, "Orders", None);
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::ExchangeTarget, "nobody is left whom it is for");
}

/// Clauses: 98, 210.
#[tokio::test]
async fn whatever_is_wrong_with_a_subject_token_has_one_answer() {
    let mut world = with_services();
    let login = world.login().await;
    let (token, for_orders) = (access_token(&login), world.user_token(&[("resource", ORDERS)]).await);
    let mut shop = world.as_exchanger(orders());
    let (refresh_token, id_token) = (refresh_token(&login), login.id_token.as_ref().unwrap().expose().clone());
    for (subject, why) in [
        ("nothing", Refusal::InvalidSubjectToken),
        (id_token.as_str(), Refusal::InvalidSubjectToken),
        (refresh_token.as_str(), Refusal::InvalidSubjectToken),
        (token.as_str(), Refusal::ForeignSubjectToken),
    ] {
        assert_eq!(world.exchange_token(subject).await.unwrap_err(), why);
    }
    assert!(world.exchange_token(&for_orders).await.is_ok());
    world.swap(&mut shop);
    world.revoke(&for_orders).await.unwrap();
    world.swap(&mut shop);
    assert_eq!(world.exchange_token(&for_orders).await.unwrap_err(), Refusal::EndedSubjectToken);
    let told = |refusal: Refusal| (refusal.code().name(), refusal.description());
    for one in [Refusal::ForeignSubjectToken, Refusal::EndedSubjectToken] {
        assert_eq!(told(one), told(Refusal::InvalidSubjectToken));
    }
    assert_eq!(Refusal::InvalidSubjectToken.code().name(), "invalid_request", "RFC 8693 §2.2.2");
    world.settings(|settings| settings.token_exchange = TokenExchangePolicy { subject_clients: [shop.0.id].into(), ..orders() });
    assert!(world.exchange_token(&token).await.is_ok());
    world.settings(|settings| settings.scopes = "email".parse().unwrap());
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::InvalidScope, "they have no scope in common");
}

fn act(response: &TokenResponse) -> Value {
    claims(&access_token(response))["act"].clone()
}

/// Clauses: 211.
#[tokio::test]
async fn a_token_says_through_whom_it_came_and_nobody_is_left_out() {
    let mut world = World::new();
    let login = world.login().await;
    let mut first = world.as_exchanger(any());
    let gateway = json!({ "sub": world.client.id, "client_id": world.client.id });
    let one = world.exchange_token(&access_token(&login)).await.unwrap();
    assert_eq!(act(&one), gateway);
    assert_eq!(world.introspect(&access_token(&one)).await.unwrap()["act"], gateway);
    assert_eq!(act(&world.exchange_token(&access_token(&one)).await.unwrap()), gateway, "a client that goes on with its own is no other");

    let user = json!({ "sub": world.user.id, "client_id": first.0.id });
    let token = access_token(&login);
    assert_eq!(act(&world.exchange_token_for(&token, &actor(&token)).await.unwrap()), user);
    let refused = world.exchange_token_for(&token, &actor(&access_token(&one))).await.unwrap_err();
    assert_eq!(refused, Refusal::InvalidActorToken, "one with which somebody acts for another");

    first = world.as_exchanger(any());
    let id = json!(world.client.id);
    let two = world.exchange_token(&access_token(&one)).await.unwrap();
    assert_eq!(act(&two), json!({ "sub": id, "client_id": id, "act": gateway }));
    world.settings(|settings| settings.token_exchange.impersonation = true);
    assert_eq!(act(&world.exchange_token(&access_token(&login)).await.unwrap()), Value::Null);
    assert_eq!(act(&world.exchange_token(&access_token(&one)).await.unwrap()), gateway, "who acted before stays");
    assert_eq!(gateway["sub"], json!(first.0.id));
}

/// Clauses: 211.
#[tokio::test]
async fn a_token_is_not_exchanged_without_end() {
    let mut world = World::new();
    let mut token = world.user_token(&[]).await;
    world.as_exchanger(any());
    for _ in 0..MOST_EXCHANGES {
        token = access_token(&world.exchange_token(&token).await.unwrap());
    }
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::TooManyExchanges);
}

/// Clauses: 214.
#[tokio::test]
async fn a_token_that_is_bound_is_exchanged_by_its_holder_or_by_whom_it_is_for() {
    let mut world = with_services();
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::TokenExchange);
    });
    let (holder, thief, service) = (Prover::new(), Prover::new(), Prover::new());
    let code = world.code(&[("resource", ORDERS)]).await;
    let token = access_token(&world.exchange_with(&code, &[&holder.proof(&world)]).await.unwrap());
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::BoundSubjectToken);
    let stolen = world.exchange_token_with(&token, &[], &[&thief.proof(&world)]).await.unwrap_err();
    assert_eq!(stolen, Refusal::BoundSubjectToken);
    let own = world.exchange_token_with(&token, &[], &[&holder.proof(&world)]).await.unwrap();
    assert_eq!(claims(&access_token(&own))["cnf"]["jkt"], holder.jkt());

    let shop = world.as_exchanger(TokenExchangePolicy { subject_clients: [world.client.id].into(), ..TokenExchangePolicy::default() });
    for proofs in [vec![], vec![service.proof(&world)]] {
        let proofs: Vec<&str> = proofs.iter().map(String::as_str).collect();
        assert_eq!(world.exchange_token_with(&token, &[], &proofs).await.unwrap_err(), Refusal::BoundSubjectToken);
    }
    world.settings(|settings| settings.token_exchange = TokenExchangePolicy { subject_clients: [shop.0.id].into(), ..orders() });
    assert_eq!(world.exchange_token(&token).await.unwrap().token_type, TokenType::Bearer);
    let bound = world.exchange_token_with(&token, &[], &[&service.proof(&world)]).await.unwrap();
    assert_eq!(bound.token_type, TokenType::Dpop);
    assert_eq!(claims(&access_token(&bound))["cnf"]["jkt"], service.jkt(), "it is bound to the key of whom it is issued to");
}
