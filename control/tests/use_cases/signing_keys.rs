//! Signing keys: their states, by hand and by the housekeeping.

use std::sync::Arc;

use control::Error;
use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    client::{Client, ClientSettings, ClientType},
    clock::{Clock, Timestamp},
    family::FamilyState,
    id::KeyId,
    lifetime::{AccessTokenTtl, RotationPeriod},
    problem::Problem,
    settings::tokens::{AccessTokenFormat, TokenSettings},
    signing::SigningAlgorithm::{self, EdDsa, Es256, Rs256},
    signing_key::{Duty, KeyState, LEEWAY, MOST_KEPT, PUBLICATION, Urgency},
    view::{FamilyFilter, Precision, SigningKeyView},
};
use store::KeyProgress;

use crate::installation::{TestControl, on_both_databases};

const DAY: i64 = 24 * 3600;
const HOUR: i64 = 3600;

impl TestControl {
    async fn keys(&self, algorithm: SigningAlgorithm) -> Vec<SigningKeyView> {
        let keys = self.operator().list_signing_keys(&self.path).await.unwrap().keys;
        keys.into_iter().filter(|key| key.algorithm == algorithm).collect()
    }

    async fn current(&self, algorithm: SigningAlgorithm) -> SigningKeyView {
        self.keys(algorithm).await.into_iter().find(|key| key.life.is_current()).unwrap()
    }

    /// A round of the housekeeping, as far as keys go. Returns what it did.
    async fn tend_keys(&self) -> Vec<Duty> {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let round = self.store.store().begin_housekeeping(clock).await.unwrap().unwrap();
        let (mut progress, mut done) = (KeyProgress::default(), Vec::new());
        while let Some(needed) = self.control.next_key_duties(&round, &mut progress).await.unwrap() {
            for needed in needed {
                let fresh = self.control.make_needed_key(&needed).unwrap();
                if self.control.perform_key_duty(&round, &needed, fresh).await.unwrap() {
                    done.push(needed.duty());
                }
            }
        }
        round.finish().await.unwrap();
        done
    }

    /// The last line of this action.
    async fn last_line(&self, action: AuditAction) -> AuditEvent {
        self.trail().await.into_iter().rfind(|line| line.action == action).unwrap()
    }

    /// Rotates as usual, when the next key was published for long enough.
    async fn rotate(&self, algorithm: SigningAlgorithm) -> SigningKeyView {
        self.clock.advance_seconds(PUBLICATION);
        let id = self.current(algorithm).await.id;
        self.operator().rotate_signing_key(&self.path, id, Urgency::Usual).await.unwrap()
    }

    /// Until when a retired key stays published, in seconds from now.
    async fn stays(&self, id: KeyId, algorithm: SigningAlgorithm) -> i64 {
        let key = self.keys(algorithm).await.into_iter().find(|key| key.id == id).unwrap();
        assert!(matches!(key.life.state, KeyState::Retired { .. }), "{key:?}");
        key.life.published_until.seconds_since(self.clock.now())
    }

    async fn client_with(&self, name: &str, change: impl FnOnce(&mut ClientSettings)) -> Client {
        let client = self.operator().create_client(&self.path, name, ClientType::Service).await.unwrap().client;
        self.change_client(&client, change).await
    }

    async fn change_client(&self, client: &Client, change: impl FnOnce(&mut ClientSettings)) -> Client {
        let mut settings = client.settings.clone();
        change(&mut settings);
        self.operator().set_client(&self.path, client.id, client.version, settings).await.unwrap().client
    }
}

fn states(keys: &[SigningKeyView]) -> Vec<&'static str> {
    keys.iter().map(|key| key.life.state.name()).collect()
}

fn sorted(mut duties: Vec<Duty>) -> Vec<Duty> {
    duties.sort_by_key(|duty| format!("{duty:?}"));
    duties
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Invalid(problems)) => problems[0].problem,
        other => panic!("a problem: {other:?}"),
    }
}

fn ttl(seconds: i64) -> AccessTokenTtl {
    AccessTokenTtl::from_seconds(seconds).unwrap()
}

on_both_databases! {
    async fn a_key_is_rotated_once_its_next_one_was_published_for_long_enough(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let first = installation.current(Es256).await;
        assert_eq!(problem(operator.rotate_signing_key(path, first.id, Urgency::Usual).await), Problem::NoNextKey);
        assert_eq!(sorted(installation.tend_keys().await), [Duty::Publish(Es256), Duty::Publish(Rs256)]);
        let line = installation.last_line(AuditAction::SigningKeyPublished).await;
        assert_eq!((line.actor_kind, line.actor.as_str()), (ActorKind::Server, "housekeeping"));
        assert_eq!(states(&installation.keys(Es256).await), ["current", "next"]);

        installation.clock.advance_seconds(PUBLICATION - 1);
        let early = problem(operator.rotate_signing_key(path, first.id, Urgency::Usual).await);
        assert_eq!(early, Problem::KeyTooRecent { seconds: 1 });
        installation.clock.advance_seconds(1);
        let next = installation.keys(Es256).await[1].id;
        let rotated = operator.rotate_signing_key(path, first.id, Urgency::Usual).await.unwrap();
        assert_eq!((rotated.id, rotated.life.state.name()), (next, "current"));
        assert_eq!(states(&installation.keys(Es256).await), ["current", "next", "retired"]);
        assert_eq!(states(&installation.keys(Rs256).await), ["current", "next"], "another algorithm is left alone");
        let line = installation.last_line(AuditAction::SigningKeyRotated).await;
        assert_eq!((line.actor_kind, line.target.as_str()), (ActorKind::CommandLine, "ES256"));
        assert_eq!((line.changes[0].from.clone(), line.changes[0].to.clone()), (first.id.to_string(), next.to_string()));
        let twice = operator.rotate_signing_key(path, first.id, Urgency::AtOnce).await;
        assert!(matches!(twice, Err(Error::Stale)), "a second click does not rotate again: {twice:?}");
    }

    async fn at_once_a_key_signs_that_nobody_knows_yet(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let first = installation.current(Es256).await;
        let second = operator.rotate_signing_key(path, first.id, Urgency::AtOnce).await.unwrap();
        assert_eq!(states(&installation.keys(Es256).await), ["current", "retired"], "there was no next one");
        installation.tend_keys().await;
        let third = operator.rotate_signing_key(path, second.id, Urgency::AtOnce).await.unwrap();
        let states = states(&installation.keys(Es256).await);
        assert_eq!((third.life.is_current(), states), (true, vec!["current", "next", "retired", "retired"]));
    }

    async fn the_housekeeping_rotates_what_is_due_and_says_so(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.tend_keys().await;
        assert_eq!(installation.tend_keys().await, []);
        let due = installation.current(Rs256).await.due_at.unwrap();
        assert_eq!(due.seconds_since(installation.clock.now()), 90 * DAY);
        installation.clock.advance_seconds(90 * DAY - 1);
        assert_eq!(installation.tend_keys().await, []);
        let before = installation.current(Rs256).await.id;
        installation.clock.advance_seconds(1);
        assert_eq!(sorted(installation.tend_keys().await), [Duty::Rotate(Es256), Duty::Rotate(Rs256)]);
        let lines = installation.trail().await;
        let line = lines.iter().rfind(|line| line.target == "RS256").unwrap();
        assert_eq!((line.actor_kind, line.action), (ActorKind::Server, AuditAction::SigningKeyRotated));
        assert_eq!((line.changes[0].from.clone(), line.target_id.clone()), (before.to_string(), installation.current(Rs256).await.id.to_string()));

        let version = operator.load_workspace(path).await.unwrap().version;
        let saved = operator.set_key_rotation(path, version, None).await.unwrap();
        assert_eq!(saved.tokens.signing.signing_keys_rotate_every, None);
        let change = &installation.last_line(AuditAction::TokenSettingsUpdated).await.changes[0];
        assert_eq!((change.field.as_str(), change.from.as_str(), change.to.as_str()), ("signing_keys_rotate_every", "90d", "0"));
        installation.clock.advance_seconds(1_000 * DAY);
        assert!(!installation.tend_keys().await.iter().any(|duty| matches!(duty, Duty::Rotate(_))), "switched off");
        let month = RotationPeriod::from_seconds(30 * DAY).ok();
        operator.set_key_rotation(path, saved.version, month).await.unwrap();
        assert!(installation.tend_keys().await.contains(&Duty::Rotate(Es256)));
    }

    async fn a_retired_key_stays_for_the_longest_token_that_it_may_have_signed(installation) {
        installation.tend_keys().await;
        let usual = installation.current(Es256).await.id;
        installation.rotate(Es256).await;
        // ID tokens are RS256, and there is no client: nothing was signed.
        assert_eq!(installation.stays(usual, Es256).await, LEEWAY);

        let shop = installation.client_with("Shop", |settings| settings.token_ttls.access_token_ttl = Some(ttl(5 * HOUR))).await;
        let own = installation.current(Es256).await.id;
        installation.rotate(Es256).await;
        assert_eq!(installation.stays(own, Es256).await, 5 * HOUR + LEEWAY, "the client's own lifetime");

        // A lifetime that is lowered counts until its last token has expired.
        let lowered = installation.current(Es256).await.id;
        let shop = installation.change_client(&shop, |settings| settings.token_ttls.access_token_ttl = Some(ttl(60))).await;
        installation.rotate(Es256).await;
        assert_eq!(installation.stays(lowered, Es256).await, 5 * HOUR + LEEWAY - PUBLICATION);
        let after = installation.current(Es256).await.id;
        installation.rotate(Es256).await;
        assert_eq!(installation.stays(after, Es256).await, 60 + LEEWAY, "and not for the key after it");

        // One that is raised right after a rotation may be of a token that another node still signs with the retired key.
        let shop = installation.change_client(&shop, |settings| settings.token_ttls.access_token_ttl = Some(ttl(2 * HOUR))).await;
        assert_eq!(installation.stays(after, Es256).await, 2 * HOUR + LEEWAY);
        installation.clock.advance_seconds(LEEWAY);
        installation.change_client(&shop, |settings| settings.token_ttls.access_token_ttl = Some(ttl(20 * HOUR))).await;
        assert_eq!(installation.stays(after, Es256).await, 2 * HOUR, "much later nobody signs with it");
    }

    async fn a_client_that_is_deleted_and_an_algorithm_that_is_left_leave_tokens_behind(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.tend_keys().await;
        let shop = installation.client_with("Shop", |settings| settings.token_ttls.access_token_ttl = Some(ttl(8 * HOUR))).await;
        let key = installation.current(Es256).await.id;
        operator.delete_client(path, shop.id, shop.version).await.unwrap();
        installation.rotate(Es256).await;
        assert_eq!(installation.stays(key, Es256).await, 8 * HOUR + LEEWAY - PUBLICATION);

        installation.client_with("Other", |settings| settings.token_ttls.access_token_ttl = Some(ttl(3 * HOUR))).await;
        let key = installation.current(Es256).await.id;
        let workspace = operator.load_workspace(path).await.unwrap();
        let mut tokens = workspace.tokens.clone();
        tokens.signing.access_token_signing_alg = EdDsa;
        operator.set_token_settings(path, workspace.version, tokens, None).await.unwrap();
        assert!(installation.current(EdDsa).await.life.is_current(), "the algorithm got its key");
        installation.rotate(Es256).await;
        assert_eq!(installation.stays(key, Es256).await, 3 * HOUR + LEEWAY - PUBLICATION);
    }

    async fn a_revoked_key_is_replaced_and_nothing_else_is_touched(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.tend_keys().await;
        installation.clock.advance_seconds(PUBLICATION);
        let keys = installation.keys(Es256).await;
        let (current, next) = (keys[0].id, keys[1].id);
        let impact = operator.preview_key_revocation(path, current).await.unwrap();
        assert_eq!((impact.access_tokens, impact.precision, impact.successor, impact.successor_waits), (0, Precision::Exact, Some(next), 0));
        let revoked = operator.revoke_signing_key(path, current).await.unwrap();
        assert_eq!((revoked.life.state.name(), revoked.published), ("revoked", false));
        let keys = installation.keys(Es256).await;
        assert_eq!((states(&keys), keys[0].id), (vec!["current", "next", "revoked"], next));
        let line = installation.last_line(AuditAction::SigningKeyRevoked).await;
        let changes: Vec<_> = line.changes.iter().map(|change| (change.field.as_str(), change.to.as_str())).collect();
        assert_eq!(changes, [("state", "revoked"), ("current_key", next.to_string().as_str())]);
        let at = installation.clock.now();
        installation.clock.advance_seconds(1);
        assert_eq!(problem(operator.revoke_signing_key(path, current).await), Problem::KeyRevoked { at });

        let waiting = keys[1].id;
        operator.revoke_signing_key(path, waiting).await.unwrap();
        let keys = installation.keys(Es256).await;
        assert_eq!((states(&keys), keys[0].id), (vec!["current", "next", "revoked", "revoked"], next), "another one waits");
        let nobody = KeyId::new(installation.clock.now(), [0; 10]);
        assert!(matches!(operator.revoke_signing_key(path, nobody).await, Err(Error::NotFound)));
    }

    async fn what_a_revocation_ends_is_counted_by_what_was_issued(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let (shop, other) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Other", ClientType::ServerSideWeb).await);
        let other = installation.change_client(&other, |settings| settings.signing.access_token_signing_alg = Some(Rs256)).await;
        let user = installation.user("alice").await;
        for client in [&shop, &shop, &other] {
            installation.family(client, &user).await;
        }
        let impact = async |algorithm| {
            let key = installation.current(algorithm).await.id;
            operator.preview_key_revocation(path, key).await.unwrap().access_tokens
        };
        assert_eq!((impact(Es256).await, impact(Rs256).await), (2, 1));
        let key = installation.current(Es256).await.id;
        operator.revoke_signing_key(path, key).await.unwrap();
        assert_eq!(operator.preview_key_revocation(path, key).await.unwrap().access_tokens, 0);
        assert_eq!(impact(Es256).await, 0, "the new key signed nothing yet");
        let live = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
        assert_eq!(operator.count_some_families(path, &live).await.unwrap().number, 3, "refresh tokens stay");
        installation.clock.advance_seconds(HOUR);
        assert_eq!(impact(Rs256).await, 0, "they have expired");
    }

    async fn tokens_of_earlier_settings_are_counted_among_what_a_revocation_may_end(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let (shop, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        for _ in 0..3 {
            installation.family(&shop, &user).await;
        }
        let key = installation.current(Es256).await.id;
        let impact = async || {
            let impact = operator.preview_key_revocation(path, key).await.unwrap();
            (impact.access_tokens, impact.precision)
        };
        assert_eq!(impact().await, (3, Precision::Exact));
        installation.clock.advance_seconds(60);
        let workspace = operator.load_workspace(path).await.unwrap();
        let opaque = TokenSettings { access_token_format: AccessTokenFormat::Opaque, ..workspace.tokens.clone() };
        operator.set_token_settings(path, workspace.version, opaque, None).await.unwrap();
        assert_eq!(impact().await, (3, Precision::AtMost), "they were JWTs, whatever is issued now");
        installation.clock.advance_seconds(60);
        installation.family(&shop, &user).await;
        assert_eq!(impact().await, (3, Precision::AtMost), "what is opaque is signed by no key");
        operator.revoke_signing_key(path, key).await.unwrap();
        let line = installation.last_line(AuditAction::SigningKeyRevoked).await;
        assert!(line.changes.iter().any(|change| (change.field.as_str(), change.from.as_str()) == ("live_access_tokens", "at most 3")), "{line:?}");
        installation.clock.advance_seconds(HOUR);
        assert_eq!(impact().await, (0, Precision::Exact));
    }

    async fn tokens_of_another_algorithm_of_before_are_counted_until_they_have_expired(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let (shop, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        installation.client("Other", ClientType::ServerSideWeb).await;
        installation.family(&shop, &user).await;
        installation.clock.advance_seconds(60);
        installation.change_client(&shop, |settings| settings.signing.access_token_signing_alg = Some(Rs256)).await;
        let key = installation.current(Es256).await.id;
        let impact = async || {
            let impact = operator.preview_key_revocation(path, key).await.unwrap();
            (impact.access_tokens, impact.precision)
        };
        assert_eq!(impact().await, (1, Precision::AtMost));
        installation.clock.advance_seconds(HOUR);
        assert_eq!(impact().await, (0, Precision::Exact));
    }

    async fn a_key_that_signs_from_a_time_yet_to_come_is_replaced_at_once_and_rotated_again(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.tend_keys().await;
        installation.clock.advance_seconds(200 * DAY);
        installation.tend_keys().await;
        installation.clock.advance_seconds(-199 * DAY);
        let now = installation.clock.now();
        let current = installation.current(Es256).await;
        assert!(current.life.is_ahead(now), "{current:?}");
        let said = problem(operator.rotate_signing_key(path, current.id, Urgency::Usual).await).to_string();
        assert!(said.contains("while the clock was ahead") && said.contains("--at-once"), "{said}");
        operator.rotate_signing_key(path, current.id, Urgency::AtOnce).await.unwrap();
        assert!(!installation.keys(Es256).await.iter().any(|key| key.life.is_ahead(now)));
        let due = installation.current(Es256).await.due_at.unwrap();
        assert_eq!(due.seconds_since(now), 90 * DAY);
    }

    async fn a_key_is_published_before_its_algorithm_is_chosen(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let published = operator.publish_signing_key(path, EdDsa).await.unwrap();
        assert_eq!(problem(operator.publish_signing_key(path, EdDsa).await), Problem::NextKeyThere);
        assert_eq!(states(&installation.keys(EdDsa).await), ["next"]);
        installation.tend_keys().await;
        let workspace = operator.load_workspace(path).await.unwrap();
        let mut tokens = workspace.tokens.clone();
        tokens.signing.access_token_signing_alg = EdDsa;
        let saved = operator.set_token_settings(path, workspace.version, tokens.clone(), None).await.unwrap();
        assert_eq!(installation.current(EdDsa).await.id, published.id);
        tokens.signing.signing_algorithms.remove(&SigningAlgorithm::Ps256);
        operator.set_token_settings(path, saved.version, tokens, None).await.unwrap();
        assert!(matches!(problem(operator.publish_signing_key(path, SigningAlgorithm::Ps256).await), Problem::Signing(_)));
    }

    async fn what_nobody_needs_is_forgotten(installation) {
        installation.tend_keys().await;
        let mut first = Timestamp::from_millis(0);
        for round in 0..=MOST_KEPT {
            installation.rotate(Es256).await;
            let keys = installation.keys(Es256).await;
            if round == 0 {
                first = keys.last().unwrap().life.published_until;
            }
        }
        assert_eq!(installation.keys(Es256).await.len(), MOST_KEPT + 3);
        installation.clock.advance_seconds(LEEWAY);
        assert!(first <= installation.clock.now());
        assert!(matches!(installation.tend_keys().await[..], [Duty::Forget(_)]), "more than are kept");
        installation.clock.advance_seconds(500 * DAY);
        let version = installation.operator().load_workspace(&installation.path).await.unwrap().version;
        installation.operator().set_key_rotation(&installation.path, version, None).await.unwrap();
        assert_eq!(installation.tend_keys().await.len(), MOST_KEPT, "long ago");
        assert_eq!(states(&installation.keys(Es256).await), ["current", "next"]);
    }
}

#[tokio::test]
async fn the_period_of_rotation_is_saved_like_any_other_setting() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let period = RotationPeriod::from_seconds(DAY).ok();
    let saved = operator.set_key_rotation(path, workspace.version, period).await.unwrap();
    assert_eq!(operator.set_key_rotation(path, saved.version, period).await.unwrap(), saved, "saved again, nothing changes");
    assert!(matches!(operator.set_key_rotation(path, workspace.version, None).await, Err(Error::Stale)));
    let tokens = TokenSettings { dpop_nonce_required: true, ..saved.tokens.clone() };
    let after = operator.set_token_settings(path, saved.version, tokens, None).await.unwrap();
    assert_eq!(after.tokens.signing.signing_keys_rotate_every, period);
}
