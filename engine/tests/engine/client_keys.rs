//! Keys that a client publishes: where they come from, and what is asked of there.

use std::sync::{Arc, Mutex};

use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    client_keys::JwkSet,
    client_uri::JwksUri,
    explanation::{Check, Switch},
};
use engine::{
    Refusal,
    client_keys::{Freshness, KeyOwner, KeySource, KeysFuture, KeysUnavailable},
    dpop::ProvenKey,
    explain::ExplainRequest,
};

use crate::{
    client_assertion::{ask, named},
    prover::Prover,
    world::World,
};

/// Keys that are known, and those that are there by now.
#[derive(Default)]
pub struct Published {
    pub known: Option<Arc<JwkSet>>,
    pub newer: Option<Arc<JwkSet>>,
    pub asked: Mutex<Vec<Freshness>>,
    /// Whose keys were asked for last.
    pub owner: Mutex<Option<KeyOwner>>,
}

impl Published {
    fn of(known: &[&Prover], newer: &[&Prover]) -> Arc<Self> {
        let set = |signers: &[&Prover]| {
            let keys: Vec<_> = signers.iter().map(|signer| named(signer, &signer.jkt())).collect();
            JwkSet::of(&keys).ok().map(Arc::new)
        };
        Arc::new(Self { known: set(known), newer: set(newer), ..Self::default() })
    }

    fn asked(&self) -> Vec<Freshness> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl KeySource for Published {
    fn keys<'a>(&'a self, owner: KeyOwner, address: &'a JwksUri, freshness: Freshness) -> KeysFuture<'a> {
        assert_eq!(address.as_str(), "https://app.example.com/jwks.json");
        self.asked.lock().unwrap().push(freshness);
        *self.owner.lock().unwrap() = Some(owner);
        let found = match freshness {
            Freshness::Known => &self.known,
            Freshness::Newer => &self.newer,
        };
        Box::pin(std::future::ready(found.clone().ok_or(KeysUnavailable)))
    }
}

fn world(published: &Arc<Published>) -> World {
    let mut world = World::with(ClientType::Service);
    world.secret = None;
    world.settings(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks.json").unwrap());
    });
    world.engine = world.engine.clone().with_key_source(Arc::clone(published) as _);
    world
}

fn by(signer: &Prover, world: &World) -> String {
    signer.assertion(world).header("kid", signer.jkt()).sign()
}

fn failures(world: &World) -> Vec<&'static str> {
    world.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
}

/// Clauses: 167.
#[tokio::test]
async fn newer_keys_are_asked_for_only_where_none_that_is_known_fits() {
    let (before, after, stranger) = (Prover::new(), Prover::new(), Prover::new());
    let published = Published::of(&[&before], &[&before, &after]);
    let world = world(&published);
    assert_eq!(ask(&world, &by(&before, &world)).await, Ok(()));
    assert_eq!(published.asked(), [Freshness::Known]);
    let owner = KeyOwner::known(&world.workspace);
    assert_eq!(*published.owner.lock().unwrap(), Some(owner), "a bound counts for it");
    assert_eq!(ask(&world, &by(&after, &world)).await, Ok(()), "the client has replaced its key");
    assert_eq!(published.asked(), [Freshness::Known, Freshness::Newer]);
    assert_eq!(ask(&world, &by(&stranger, &world)).await, Err(Refusal::InvalidClient));
    assert_eq!(published.asked(), [Freshness::Known, Freshness::Newer]);
    assert_eq!(failures(&world), ["client_assertion_key_unknown"]);
}

/// Clauses: 167.
#[tokio::test]
async fn a_key_under_a_name_that_another_had_is_found_too() {
    let (before, after) = (Prover::new(), Prover::new());
    let set = |signer: &Prover| Some(Arc::new(JwkSet::of(&[named(signer, "current")]).unwrap()));
    let published = Arc::new(Published { known: set(&before), newer: set(&after), ..Published::default() });
    let world = world(&published);
    assert_eq!(ask(&world, &after.assertion(&world).header("kid", "current").sign()).await, Ok(()));
}

#[tokio::test]
async fn an_address_that_gives_nothing_fails_its_own_client_alone_and_is_told_to_administrators() {
    let signer = Prover::new();
    let published = Published::of(&[], &[]);
    let world = world(&published);
    assert_eq!(ask(&world, &by(&signer, &world)).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_keys_unavailable"]);
    // Where newer ones cannot be had, what is known decides.
    let published = Published::of(&[&signer], &[]);
    let world = self::world(&published);
    assert_eq!(ask(&world, &by(&Prover::new(), &world)).await, Err(Refusal::InvalidClient));
    assert_eq!(failures(&world), ["client_assertion_key_unknown"]);
    assert_eq!(ask(&world, &by(&signer, &world)).await, Ok(()));
}

#[tokio::test]
async fn nothing_is_fetched_for_a_client_that_is_disabled_or_authenticates_otherwise() {
    let signer = Prover::new();
    let published = Published::of(&[&signer], &[&signer]);
    let mut disabled = world(&published);
    disabled.disable_client();
    assert_eq!(ask(&disabled, &by(&signer, &disabled)).await, Err(Refusal::InvalidClient));
    let mut secret = world(&published);
    secret.settings(|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic);
    assert_eq!(ask(&secret, &by(&signer, &secret)).await, Err(Refusal::InvalidClient));
    assert!(published.asked().is_empty());
}

#[tokio::test]
async fn an_engine_without_a_source_knows_no_published_keys() {
    let signer = Prover::new();
    let mut world = World::with(ClientType::Service);
    world.secret = None;
    world.settings(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks.json").unwrap());
    });
    assert_eq!(ask(&world, &by(&signer, &world)).await, Err(Refusal::InvalidClient));
}

#[tokio::test]
async fn an_explanation_says_whether_the_keys_can_be_read() {
    for readable in [true, false] {
        let signer = Prover::new();
        let published = if readable { Published::of(&[&signer], &[]) } else { Published::of(&[], &[]) };
        let mut world = World::new();
        world.settings(|settings| {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
            settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks.json").unwrap());
        });
        world.engine = world.engine.clone().with_key_source(published);
        let query = world.query(&[]);
        let asked =
            ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
        let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
        let step = explained.steps.iter().find(|step| step.check == Check::ClientKeys).unwrap();
        assert_eq!((step.holds, step.switch), (readable, (!readable).then_some(Switch::ClientOauth)));
        assert_eq!(explained.outcome.issues(), readable, "{:?}", explained.outcome);
    }
}
