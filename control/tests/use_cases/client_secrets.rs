//! The secrets of a client through time: whatever is done in whatever order, two work at most, each until its end.

use std::{cell::RefCell, sync::Arc};

use domain::{
    client::ClientType,
    client_secret::{ClientSecret, ClientSecrets, KeepPrevious, PreviousClientSecret},
    clock::{Clock, Timestamp},
    id::ClientId,
};
use engine::{Engine, Refusal, client_auth::ClientRequest, contract::Failure, form::Form, random::Random};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use store::{EngineStorage, testing::TestStore};

use crate::installation::TestControl;

/// Something that happens to a client's secrets.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// An administrator replaces the current one, and keeps it for so many seconds.
    Replace { keep: i64 },
    /// An administrator revokes the one before.
    RevokePrevious,
    /// Time passes.
    Wait { seconds: i64 },
    /// The server forgets what is over.
    TidyUp,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => prop::sample::select(vec![0, 1, 60, HOUR, DAY, 30 * DAY]).prop_map(|keep| Step::Replace { keep }),
        2 => Just(Step::RevokePrevious),
        6 => prop::sample::select(vec![1, 59, 60, HOUR - 1, HOUR, DAY - 1, DAY, 29 * DAY]).prop_map(|seconds| Step::Wait { seconds }),
        1 => Just(Step::TidyUp),
    ];
    prop::collection::vec(step, 1..16)
}

/// A secret as it should be.
struct Expected {
    value: String,
    created_at: Timestamp,
    /// When it stops working; none for the current one.
    until: Option<Timestamp>,
}

/// An installation with an engine of its own over the same database.
struct Trial {
    installation: TestControl,
    engine: Engine<EngineStorage>,
}

/// How often the steps led to what they are about.
#[derive(Default)]
struct Reached {
    previous_worked: u32,
    previous_ended: u32,
}

impl Trial {
    async fn on(store: TestStore) -> Self {
        let installation = TestControl::on(store).await;
        let (clock, random) = (Arc::clone(&installation.clock) as Arc<dyn Clock>, Arc::clone(&installation.random) as Arc<dyn Random>);
        let base = "https://id.example.com".parse().unwrap();
        let engine = Engine::new(installation.store.engine_storage().clone(), installation.keys.clone(), clock, random, &base);
        Self { installation, engine }
    }

    /// Follows the steps with a client of their own.
    async fn follow(&self, steps: Vec<Step>, reached: &mut Reached) {
        let (operator, path, clock) = (self.installation.operator(), &self.installation.path, &self.installation.clock);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let id = created.client.id;
        let expect = |value: String| Expected { value, created_at: clock.now(), until: None };
        let mut secrets = vec![expect(created.secret.unwrap().expose().clone())];
        for step in steps {
            let (now, version) = (clock.now(), operator.load_client(path, id).await.unwrap().client.version);
            match step {
                Step::Replace { keep } => {
                    let keep = KeepPrevious::from_seconds(keep).unwrap();
                    let new = operator.rotate_client_secret(path, id, version, keep).await.unwrap();
                    for secret in &mut secrets {
                        let until = secret.until.map_or(now.plus_seconds(keep.as_seconds()), |until| until.min(now));
                        secret.until = Some(until);
                    }
                    secrets.push(expect(new.expose().clone()));
                }
                Step::RevokePrevious => {
                    operator.revoke_previous_client_secret(path, id, version).await.unwrap();
                    for secret in &mut secrets {
                        secret.until = secret.until.map(|until| until.min(now));
                    }
                }
                Step::Wait { seconds } => clock.advance_seconds(seconds),
                Step::TidyUp => {
                    let round = self.installation.store.store().begin_housekeeping(Arc::clone(clock) as _).await.unwrap().unwrap();
                    round.delete_expired().await.unwrap();
                    round.finish().await.unwrap();
                }
            }
            self.check(id, &secrets, reached).await;
        }
    }

    /// Compares what works and what is shown with what should.
    async fn check(&self, id: ClientId, secrets: &[Expected], reached: &mut Reached) {
        let now = self.installation.clock.now();
        let works = |secret: &Expected| secret.until.is_none_or(|until| now < until);
        for (index, secret) in secrets.iter().enumerate() {
            assert_eq!(self.accepts(id, &secret.value).await, works(secret), "secret {} of {}", index + 1, secrets.len());
        }
        self.record_uses().await;
        let shown = self.installation.operator().load_client(&self.installation.path, id).await.unwrap().secrets.unwrap();
        let ClientSecrets { current, previous } = shown;
        let (newest, before) = secrets.split_last().unwrap();
        assert_shown(&current, secrets.len(), newest, now, HOUR);
        match before.last() {
            Some(expected) if works(expected) => {
                let PreviousClientSecret { secret, until } = previous.unwrap();
                assert_eq!(Some(until), expected.until);
                assert_shown(&secret, before.len(), expected, now, 60);
                reached.previous_worked += 1;
            }
            ended => {
                assert_eq!(previous, None);
                reached.previous_ended += u32::from(ended.is_some());
            }
        }
    }

    /// Whether a client is who it says at the introspection endpoint.
    async fn accepts(&self, id: ClientId, secret: &str) -> bool {
        let realm = self.engine.realm("acme", "main").await.unwrap().unwrap();
        let form = Form::parse(&format!("client_id={id}&client_secret={secret}&token=nothing")).unwrap();
        match self.engine.introspect(&realm, ClientRequest { authorization: None, certificate: None, form: &form }).await {
            Ok(_) => true,
            Err(engine::Error::Refused(Refusal::InvalidClient)) => false,
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Records the uses that were noted, as a server does every two seconds.
    async fn record_uses(&self) {
        let transaction = self.installation.store.store().begin().await.unwrap();
        for used in self.installation.keys.take_secret_uses() {
            transaction.record_secret_use(&used).await.unwrap();
        }
        transaction.commit().await.unwrap();
    }
}

/// It was used just now, and that is shown to this many seconds.
fn assert_shown(shown: &ClientSecret, number: usize, expected: &Expected, now: Timestamp, precision: i64) {
    assert_eq!((usize::try_from(shown.version).unwrap(), shown.created_at), (number, Some(expected.created_at)));
    let used_at = shown.used_at.unwrap();
    assert!(used_at <= now && now.seconds_since(used_at) < precision, "{used_at} at {now}");
}

fn check(store: impl Future<Output = Result<TestStore, Failure>>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let trial = runtime.block_on(async { Trial::on(store.await.unwrap()).await });
    let reached = RefCell::new(Reached::default());
    let config = Config { cases: 32, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(), |steps| {
        runtime.block_on(trial.follow(steps, &mut reached.borrow_mut()));
        Ok(())
    });
    outcome.unwrap();
    let reached = reached.into_inner();
    assert!(reached.previous_worked > 0 && reached.previous_ended > 0, "the cases reached what they are about");
}

#[test]
fn two_secrets_work_at_most_and_each_until_its_end_on_sqlite() {
    check(TestStore::sqlite());
}

#[test]
fn two_secrets_work_at_most_and_each_until_its_end_on_postgresql() {
    check(TestStore::postgres());
}
