//! What an access token was exchanged for (RFC 8693): it allows no more than what it came from, and ends with it.

use domain::{
    client::{ClientSettings, ClientType},
    lifetime::AccessTokenTtl,
    scope::{OFFLINE_ACCESS, Scopes},
    settings::tokens::AccessTokenFormat,
    user::UserStatus,
};
use engine::{Refusal, token::TokenResponse};
use proptest::prelude::*;
use serde_json::Value;

use crate::{
    token_exchange::{Kept, actor, any},
    world::{World, access_token, claims, parameter, refresh_token},
};

/// A user's sign-in, and what a service, as which the world goes on, exchanged its access token for.
async fn exchanged(world: &mut World) -> (Kept, TokenResponse, String) {
    let login = world.login().await;
    let shop = world.as_exchanger(any());
    let token = access_token(&world.exchange_token(&access_token(&login)).await.unwrap());
    assert!(world.is_active(&token).await);
    (shop, login, token)
}

async fn has_ended(world: &World, token: &str) -> bool {
    !world.is_active(token).await && world.exchange_token(token).await.unwrap_err() == Refusal::EndedSubjectToken
}

/// Clauses: 212.
#[tokio::test]
async fn an_exchanged_token_allows_no_more_and_lives_no_longer() {
    let mut world = World::new();
    let login = world.login().await;
    world.as_exchanger(any());
    world.clock.advance_seconds(600);
    let response = world.exchange_token(&access_token(&login)).await.unwrap();
    let (one, other) = (claims(&access_token(&login)), claims(&access_token(&response)));
    assert_eq!((response.expires_in, &other["exp"]), (login.expires_in - 600, &one["exp"]));
    for member in ["sub", "sid", "auth_time", "iss"] {
        assert_eq!(other[member], one[member], "{member}");
    }
    world.settings(|settings| settings.token_ttls.access_token_ttl = Some(AccessTokenTtl::parse("5m").unwrap()));
    assert_eq!(world.exchange_token(&access_token(&login)).await.unwrap().expires_in, 300);
    let scopes = async |asked: &str| {
        let answer = world.exchange_token_with(&access_token(&login), &[("scope", asked)], &[]).await;
        answer.map(|response| response.scopes.to_string())
    };
    assert_eq!(scopes("profile").await.as_deref(), Ok("profile"));
    assert_eq!(scopes("profile email offline_access").await.as_deref(), Ok("profile"), "the rest is left out");
    assert_eq!(scopes("email").await, Err(Refusal::InvalidScope));
}

/// Clauses: 213.
#[tokio::test]
async fn an_exchanged_token_ends_with_the_refresh_token_of_the_sign_in() {
    for format in AccessTokenFormat::ALL {
        let mut world = World::new();
        world.workspace(|workspace| workspace.tokens.access_token_format = format);
        let (mut shop, login, token) = exchanged(&mut world).await;
        world.swap(&mut shop);
        world.revoke(&refresh_token(&login)).await.unwrap();
        world.swap(&mut shop);
        assert!(has_ended(&world, &token).await, "{format:?}");
    }
}

/// Clauses: 213.
#[tokio::test]
async fn an_exchanged_token_ends_with_its_user_its_clients_and_its_session() {
    let mut world = World::new();
    let (mut shop, _, token) = exchanged(&mut world).await;
    world.user(|user| user.status = UserStatus::Disabled);
    assert!(has_ended(&world, &token).await, "its user");
    world.user(|user| user.status = UserStatus::Active);
    assert!(world.is_active(&token).await, "its refresh token lives");
    world.swap(&mut shop);
    world.disable_client();
    world.swap(&mut shop);
    assert!(has_ended(&world, &token).await, "the client of the sign-in");

    let mut world = World::new();
    let (_, _, token) = exchanged(&mut world).await;
    world.client.epoch += 1;
    world.settings(|_| {});
    assert!(has_ended(&world, &token).await, "all of the client that exchanged");

    let mut world = World::new();
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[("scope", "openid profile")], &session).await, "code").unwrap();
    let alone = access_token(&world.exchange(&code).await.unwrap());
    world.as_exchanger(any());
    let token = access_token(&world.exchange_token(&alone).await.unwrap());
    assert!(world.is_active(&token).await);
    world.sign_out(&session).await;
    assert!(has_ended(&world, &token).await, "the session, where there is no refresh token");
}

/// Clauses: 213.
#[tokio::test]
async fn an_exchanged_token_ends_with_each_that_it_came_from_and_none_of_them_with_it() {
    let mut world = World::new();
    let (mut shop, login, first) = exchanged(&mut world).await;
    let own = access_token(&world.token(&[("grant_type", "client_credentials")]).await.unwrap());
    let by_actor = access_token(&world.exchange_token_with(&first, &actor(&own), &[]).await.unwrap());
    let mut service = world.as_exchanger(any());
    let second = access_token(&world.exchange_token(&first).await.unwrap());
    assert!(world.is_active(&second).await);
    world.revoke(&second).await.unwrap();
    assert!(has_ended(&world, &second).await);
    let second = access_token(&world.exchange_token(&first).await.unwrap());

    world.swap(&mut service);
    assert!(world.is_active(&by_actor).await);
    world.revoke(&own).await.unwrap();
    assert!(has_ended(&world, &by_actor).await, "with the actor's");
    world.revoke(&first).await.unwrap();
    world.swap(&mut service);
    assert!(has_ended(&world, &second).await, "with the one between");
    world.swap(&mut shop);
    assert!(world.is_active(&access_token(&login)).await);
    assert!(world.refresh(&refresh_token(&login)).await.is_ok());
}

const SCOPES: [&str; 4] = ["openid", "profile", "email", OFFLINE_ACCESS];

/// Those of the scopes whose bits are set.
fn some(bits: u8) -> String {
    let set = SCOPES.iter().enumerate().filter(|(place, _)| (bits >> place) & 1 == 1);
    set.map(|(_, scope)| *scope).collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Clone)]
enum Step {
    /// A service exchanges a token, asks for these scopes, and has another token act.
    Exchange {
        service: usize,
        token: usize,
        scopes: u8,
        actor: Option<usize>,
    },
    Advance {
        seconds: i64,
    },
    Revoke {
        token: usize,
    },
    /// All tokens of a service are ended.
    End {
        service: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (service, token) = (0..SERVICES, 0..20_usize);
    prop_oneof![
        8 => (service.clone(), token.clone(), 0..16_u8, proptest::option::weighted(0.2, token.clone()))
            .prop_map(|(service, token, scopes, actor)| Step::Exchange { service, token, scopes, actor }),
        3 => prop_oneof![Just(1), Just(100), Just(900)].prop_map(|seconds| Step::Advance { seconds }),
        1 => token.prop_map(|token| Step::Revoke { token }),
        1 => service.prop_map(|service| Step::End { service }),
    ]
}

const SERVICES: usize = 3;

/// A token, by whom it was got, and from which.
struct Issued {
    text: String,
    /// The client's place.
    of: usize,
    from: Vec<usize>,
}

/// The clients: the one of the sign-in, and the services behind it.
struct Clients {
    world: World,
    kept: Vec<Kept>,
    issued: Vec<Issued>,
}

impl Clients {
    /// A sign-in, and services that may have these scopes for so many minutes.
    async fn new(allowed: [(u8, u8); SERVICES]) -> Self {
        let mut world = World::new();
        world.settings(|settings| settings.scopes = some(15).parse().unwrap());
        let login = access_token(&world.exchange(&world.code(&[("scope", &some(15))]).await).await.unwrap());
        let change = |settings: &mut ClientSettings, (scopes, minutes): (u8, u8)| {
            settings.scopes = some(scopes).parse().unwrap();
            settings.token_ttls.access_token_ttl = Some(AccessTokenTtl::parse(&format!("{minutes}m")).unwrap());
        };
        let mut kept = Vec::new();
        for one in allowed {
            kept.push(world.as_exchanger(any()));
            world.settings(|settings| change(settings, one));
        }
        kept.push((world.client.clone(), world.secret.clone()));
        // Whoever asks about the tokens of all.
        world.as_other_client(ClientType::Service);
        world.settings(|settings| settings.scopes = "introspect_tokens".parse().unwrap());
        Self { world, kept, issued: vec![Issued { text: login, of: 0, from: Vec::new() }] }
    }

    /// Does something as one of the clients.
    fn swap(&mut self, place: usize) {
        self.world.swap(&mut self.kept[place]);
    }

    async fn exchange(&mut self, service: usize, token: usize, scopes: u8, actor: Option<usize>) {
        let place = service + 1;
        let from: Vec<usize> = [token].into_iter().chain(actor).map(|token| token % self.issued.len()).collect();
        let active = self.active(&from).await;
        let text = |place: usize| self.issued[from[place]].text.clone();
        let (subject, by, asked) = (text(0), actor.map(|_| text(1)), some(scopes));
        let mut form = Vec::new();
        form.extend((!asked.is_empty()).then_some(("scope", asked.as_str())));
        form.extend(by.iter().flat_map(|by| crate::token_exchange::actor(by)));
        self.swap(place);
        let settings = self.world.client.settings.clone();
        let answer = self.world.exchange_token_with(&subject, &form, &[]).await;
        self.swap(place);
        let Ok(response) = answer else { return };
        assert!(active, "what has ended is not exchanged");
        let (old, new) = (claims(&subject), claims(&access_token(&response)));
        let granted = scope(&new);
        assert_eq!(granted, response.scopes);
        assert!(!granted.contains(OFFLINE_ACCESS) && granted.difference(&scope(&old)).is_empty(), "{old} {new}");
        assert!(granted.difference(&settings.scopes).is_empty(), "{new}");
        assert!(asked.is_empty() || granted.difference(&asked.parse().unwrap()).is_empty(), "{new}");
        assert_eq!((&new["sub"], &new["aud"]), (&old["sub"], &old["aud"]));
        let ends = |claims: &Value| claims["exp"].as_i64().unwrap();
        assert!(ends(&new) <= ends(&old) && by.is_none_or(|by| ends(&new) <= ends(&claims(&by))), "{old} {new}");
        self.issued.push(Issued { text: access_token(&response), of: place, from });
    }

    /// Returns whether all of these tokens are active.
    async fn active(&self, tokens: &[usize]) -> bool {
        for token in tokens {
            if !self.world.is_active(&self.issued[*token].text).await {
                return false;
            }
        }
        true
    }

    async fn go(&mut self, step: Step) {
        match step {
            Step::Exchange { service, token, scopes, actor } => return self.exchange(service, token, scopes, actor).await,
            Step::Advance { seconds } => self.world.clock.advance_seconds(seconds),
            Step::Revoke { token } => {
                let token = token % self.issued.len();
                let (of, text) = (self.issued[token].of, self.issued[token].text.clone());
                self.swap(of);
                self.world.revoke(&text).await.unwrap();
                self.swap(of);
                assert!(!self.active(&[token]).await, "an end is an end");
            }
            Step::End { service } => {
                self.swap(service + 1);
                self.world.client.epoch += 1;
                self.world.settings(|_| {});
                self.swap(service + 1);
            }
        }
        for (place, issued) in self.issued.iter().enumerate() {
            if self.active(&[place]).await {
                assert!(self.active(&issued.from).await, "none outlives what it came from");
            }
        }
    }
}

fn scope(claims: &Value) -> Scopes {
    claims["scope"].as_str().unwrap_or_default().parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Clauses: 212, 213.
    #[test]
    fn an_exchange_never_widens_and_never_outlives(
        allowed in proptest::array::uniform3((0..16_u8, 1..90_u8)),
        steps in proptest::collection::vec(step(), 1..24),
    ) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let mut clients = Clients::new(allowed).await;
            for step in steps {
                clients.go(step).await;
            }
        });
    }
}
