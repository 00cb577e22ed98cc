use proptest::prelude::*;

use super::*;
use crate::lifetime::YEAR;

const START: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// The longest lifetime of a token.
const LONGEST: i64 = DAY;

#[test]
fn a_key_signs_only_once_it_was_published_for_long_enough() {
    let next = KeyLife::next(START);
    assert_eq!(next.activate(START, Urgency::Usual), Err(KeyRefusal::TooEarly { seconds: PUBLICATION }));
    let almost = Timestamp::from_millis(START.plus_seconds(PUBLICATION).as_millis() - 1);
    assert_eq!(next.activate(almost, Urgency::Usual), Err(KeyRefusal::TooEarly { seconds: 1 }));
    assert!(next.activate(START.plus_seconds(PUBLICATION), Urgency::Usual).unwrap().is_current());
    assert!(next.activate(START, Urgency::AtOnce).unwrap().is_current());
}

#[test]
fn a_retired_key_stays_published_until_the_longest_token_has_expired() {
    let retired = KeyLife::first(START).retire(START.plus_seconds(100), 3600).unwrap();
    let end = START.plus_seconds(100 + 3600 + LEEWAY);
    assert!(retired.is_published(START.plus_seconds(100 + 3600 + LEEWAY - 1)));
    assert!(!retired.is_published(end));
    assert!(retired.is_accepted(), "an ID token that has expired is a hint");
    // A lifetime that was longer earlier counts, and one that a node may still issue by.
    let earlier = KeyLife::first(START).outlive(START.plus_seconds(50), DAY).retire(START.plus_seconds(100), 3600).unwrap();
    assert_eq!(earlier.published_until, START.plus_seconds(50 + DAY + LEEWAY));
    assert!(retired.may_sign(START.plus_seconds(100 + LEEWAY - 1)) && !retired.may_sign(START.plus_seconds(100 + LEEWAY)));
}

#[test]
fn nothing_of_a_revoked_key_is_published_or_accepted_and_it_stays_revoked() {
    let first = KeyLife::first(START);
    for life in [KeyLife::next(START), first, first.retire(START, 60).unwrap()] {
        let revoked = life.revoke(START).unwrap();
        assert!(!revoked.is_published(START) && !revoked.is_accepted() && !revoked.may_sign(START));
        assert_eq!(revoked.revoke(START), Err(KeyRefusal::OtherState));
        assert_eq!(revoked.activate(START.plus_seconds(DAY), Urgency::AtOnce), Err(KeyRefusal::OtherState));
        assert_eq!(revoked.retire(START, 60), Err(KeyRefusal::OtherState));
    }
}

#[test]
fn what_is_no_longer_published_is_kept_for_hints_and_not_for_ever() {
    let retired = KeyLife::first(START).retire(START, 60).unwrap();
    let end = retired.published_until;
    assert!(!retired.is_over(end.plus_seconds(KEPT - 1), 0) && retired.is_over(end.plus_seconds(KEPT), 0));
    assert!(retired.is_over(end, MOST_KEPT) && !retired.is_over(end.plus_seconds(-1), MOST_KEPT), "not while it is published");
    assert!(!KeyLife::first(START).is_over(end.plus_seconds(10 * YEAR), MOST_KEPT));
}

fn record(number: u8, algorithm: SigningAlgorithm, life: KeyLife) -> KeyRecord {
    KeyRecord { id: KeyId::new(START, [number; 10]), algorithm, life }
}

#[test]
fn what_keys_need_is_done_when_it_is_due_and_not_before() {
    use SigningAlgorithm::{EdDsa, Es256, Rs256};

    let period = RotationPeriod::parse("90d").ok();
    let (due, first) = (START.plus_seconds(90 * DAY), KeyLife::first(START));
    let keys =
        [record(4, Es256, KeyLife::next(START)), record(3, Es256, first), record(2, Rs256, first), record(1, EdDsa, KeyLife::next(START))];
    assert_eq!(duties(&keys, period, due.plus_seconds(-1)), [Duty::Publish(Rs256)]);
    assert_eq!(duties(&keys, period, due), [Duty::Rotate(Es256), Duty::Publish(Rs256)]);
    assert_eq!(duties(&keys, None, due.plus_seconds(10 * YEAR)), [Duty::Publish(Rs256)]);
    // One that has just been published does not take over, however late it is.
    let late = [record(4, Es256, KeyLife::next(due)), record(3, Es256, first)];
    assert_eq!(duties(&late, period, due.plus_seconds(PUBLICATION - 1)), []);
    assert_eq!(duties(&late, period, due.plus_seconds(PUBLICATION)), [Duty::Rotate(Es256)]);
    let (retired, revoked) = (first.retire(START, 60).unwrap(), first.revoke(START).unwrap());
    let over = [record(2, Es256, retired), record(1, Es256, revoked)];
    assert_eq!(duties(&over, period, START.plus_seconds(KEPT)), [Duty::Forget(over[1].id)]);
    assert_eq!(duties(&over, period, retired.published_until.plus_seconds(KEPT)), [Duty::Forget(over[0].id), Duty::Forget(over[1].id)]);
}

/// What happens to the keys of an algorithm.
#[derive(Debug, Clone, Copy)]
enum Step {
    Wait(i64),
    /// The lifetime of tokens is another one from now on.
    Lifetime(i64),
    Sign,
    Rotate,
    RotateAtOnce,
    Revoke(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1..2 * PUBLICATION).prop_map(Step::Wait),
        1 => (1..LONGEST).prop_map(Step::Wait),
        2 => (60..=LONGEST).prop_map(Step::Lifetime),
        6 => Just(Step::Sign),
        4 => Just(Step::Rotate),
        1 => Just(Step::RotateAtOnce),
        1 => (0..4_usize).prop_map(Step::Revoke),
    ];
    prop::collection::vec(step, 1..80)
}

/// The keys of an algorithm, as the control plane leads them through their lives, with the tokens that they signed.
struct Keys {
    now: Timestamp,
    lifetime: i64,
    lives: Vec<KeyLife>,
    /// The key and the end of each token.
    tokens: Vec<(usize, Timestamp)>,
    /// The keys that signed before they were published for long enough, because there was no other.
    early: Vec<usize>,
}

impl Keys {
    fn new() -> Self {
        Self { now: START, lifetime: 3600, lives: vec![KeyLife::first(START), KeyLife::next(START)], tokens: Vec::new(), early: vec![0] }
    }

    fn position(&self, of: impl Fn(KeyLife) -> bool) -> Option<usize> {
        self.lives.iter().position(|life| of(*life))
    }

    fn activate(&mut self, next: usize) {
        let life = self.lives[next];
        if life.waits(self.now) > 0 {
            self.early.push(next);
        }
        self.lives[next] = life.activate(self.now, Urgency::AtOnce).unwrap();
        self.lives.push(KeyLife::next(self.now));
    }

    fn rotate(&mut self, urgency: Urgency) {
        let (current, next) = (self.position(KeyLife::is_current).unwrap(), self.position(KeyLife::is_next).unwrap());
        if self.lives[next].activate(self.now, urgency).is_ok() {
            self.lives[current] = self.lives[current].retire(self.now, self.lifetime).unwrap();
            self.activate(next);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait(seconds) => self.now = self.now.plus_seconds(seconds),
            Step::Lifetime(lifetime) => {
                let (now, longest) = (self.now, self.lifetime.max(lifetime));
                for life in self.lives.iter_mut().filter(|life| life.may_sign(now)) {
                    *life = life.outlive(now, longest);
                }
                self.lifetime = lifetime;
            }
            Step::Sign => {
                // Some node may not know yet that a key was retired.
                let now = self.now;
                for (key, _) in self.lives.iter().enumerate().filter(|(_, life)| life.may_sign(now.plus_seconds(LEEWAY - PUBLICATION))) {
                    self.tokens.push((key, now.plus_seconds(self.lifetime)));
                }
            }
            Step::Rotate => self.rotate(Urgency::Usual),
            Step::RotateAtOnce => self.rotate(Urgency::AtOnce),
            Step::Revoke(key) => {
                let Some(life) = self.lives.get(key).copied() else { return };
                let Ok(revoked) = life.revoke(self.now) else { return };
                self.lives[key] = revoked;
                if life.is_next() {
                    self.lives.push(KeyLife::next(self.now));
                }
                if life.is_current() {
                    let next = self.position(KeyLife::is_next).unwrap();
                    self.activate(next);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn one_key_signs_one_is_next_and_no_token_outlives_the_publication_of_its_key(steps in steps()) {
        let mut keys = Keys::new();
        for step in steps {
            keys.step(step);
            prop_assert_eq!(keys.lives.iter().filter(|life| life.is_current()).count(), 1);
            prop_assert_eq!(keys.lives.iter().filter(|life| life.is_next()).count(), 1);
            for (key, end) in &keys.tokens {
                let life = keys.lives[*key];
                let lives = keys.now < *end;
                prop_assert!(!lives || !life.is_accepted() || life.is_published(keys.now), "{:?} at {:?}", life, keys.now);
                prop_assert!(!life.is_published(keys.now) || life.is_accepted());
            }
            for (key, life) in keys.lives.iter().enumerate() {
                if let KeyState::Current { since } | KeyState::Retired { since, .. } = life.state {
                    let published = since.seconds_since(life.published_at) >= PUBLICATION;
                    prop_assert!(published || keys.early.contains(&key), "{:?}", life);
                }
            }
        }
    }

    #[test]
    fn whoever_keeps_the_keys_for_max_age_never_meets_one_that_they_do_not_know(steps in steps(), phase in 0..JWKS_MAX_AGE) {
        // A verifier reads the keys at this phase of each minute, and knows what it read then and nothing else.
        let mut keys = Keys::new();
        let (mut known, mut read_at) = (vec![0, 1], START.plus_seconds(phase - JWKS_MAX_AGE));
        let read = |keys: &Keys| (0..keys.lives.len()).filter(|key| keys.lives[*key].is_published(keys.now)).collect::<Vec<_>>();
        for step in steps {
            let until = match step {
                Step::Wait(seconds) => keys.now.plus_seconds(seconds),
                _ => keys.now,
            };
            while read_at.plus_seconds(JWKS_MAX_AGE) <= until {
                read_at = read_at.plus_seconds(JWKS_MAX_AGE);
                keys.now = keys.now.max(read_at);
                known = read(&keys);
            }
            keys.now = until;
            if !matches!(step, Step::Wait(_)) {
                keys.step(step);
            }
            let current = keys.position(KeyLife::is_current).unwrap();
            prop_assert!(known.contains(&current) || keys.early.contains(&current));
        }
    }
}
