//! A family, two who hold its tokens, a clock, and what an onlooker who misses nothing remembers of them.

use std::hash::{Hash, Hasher};

use domain::{
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    lifetime::IdleTtl,
    policy::Retry,
};
use engine::{
    contract::{LIFETIME, START, Seed},
    family::{Family, Presentation, Transition, state::SIMULTANEOUS_SECONDS},
};

/// How many generations a family gets to at most.
pub const GENERATIONS: usize = 4;
/// After how long without use a family ends, where it does.
pub const IDLE: i64 = 600;
/// The steps of the clock: past what counts as sent at once, past the window, past the idle lifetime, past the end, and back.
pub const WAITS: [i64; 5] = [SIMULTANEOUS_SECONDS + 1, 31, IDLE, LIFETIME, -40];

/// What is explored is the family of a client with this policy.
pub struct Policy {
    pub name: &'static str,
    pub rotate: bool,
    pub retry: Retry,
    pub idle_ttl: IdleTtl,
}

/// The rule under test.
pub type Rule = fn(&Family, Presentation) -> (Transition, Family);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Owner,
    Thief,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A holder presents the newest refresh token they have.
    Present { by: Holder, answer_arrives: bool },
    /// A holder uses the access token that came with it.
    UseAccessToken(Holder),
    /// The thief gets a copy of what the owner has.
    Steal,
    /// The family is ended.
    Revoke,
    /// The clock goes on, or back.
    Wait(i64),
}

impl Step {
    pub fn all() -> Vec<Self> {
        let mut steps = vec![Self::Steal, Self::Revoke];
        for by in [Holder::Owner, Holder::Thief] {
            steps.push(Self::UseAccessToken(by));
            steps.extend([true, false].map(|answer_arrives| Self::Present { by, answer_arrives }));
        }
        steps.extend(WAITS.map(Self::Wait));
        steps
    }
}

/// What happened to each generation. The promises are put in its terms, not in those of the row that the rule keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct History {
    /// When its successor was made.
    spent: [Option<Timestamp>; GENERATIONS + 1],
    /// How many late retries of it were answered.
    late: [u8; GENERATIONS + 1],
    /// Whether it was seen in use: somebody holds it.
    used: [bool; GENERATIONS + 1],
    /// The latest time at which a token was accepted.
    accepted: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    family: Family,
    now: Timestamp,
    /// The newest generation that each holder has.
    holds: [Option<i64>; 2],
    history: History,
}

impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let family = &self.family;
        (family.generation, family.confirmed, family.rotated_at, family.retries, family.last_used_at, family.expires_at).hash(state);
        (self.now, self.holds, &self.history).hash(state);
    }
}

/// A step, and the move of the family where a token was presented.
pub type Outcome = Result<(Option<Transition>, World), String>;

impl World {
    /// After a login.
    pub fn new(policy: &Policy) -> Self {
        let family = Family { idle_ttl: policy.idle_ttl, ..Seed::new("acme", "main").unwrap().family().unwrap() };
        let history = History { accepted: Some(family.last_used_at), ..History::default() };
        Self { family, now: START, holds: [Some(0), None], history }
    }

    /// The world after a step; `None` where it cannot happen here or changes nothing. An error where a promise is broken.
    pub fn step(&self, step: Step, policy: &Policy, rule: Rule) -> Option<Outcome> {
        // Once a family was ended, nobody has to wait to see that it stays so; a clock that goes back must not revive it.
        let waits = matches!(step, Step::Wait(seconds) if seconds >= 0);
        if self.family.revoked.is_some() && (waits || matches!(step, Step::Revoke | Step::UseAccessToken(_))) {
            return None;
        }
        let mut next = self.clone();
        match step {
            Step::Present { by, answer_arrives } => {
                let generation = self.holds[by as usize]?;
                let last = usize::try_from(self.family.generation).unwrap() >= GENERATIONS;
                return (!last).then(|| self.present(next, generation, by, answer_arrives, policy, rule));
            }
            Step::UseAccessToken(by) => {
                let generation = self.holds[by as usize]?;
                next.history.used[usize::try_from(generation).unwrap()] |= self.is_live(policy);
                // As a storage does when it is told to confirm.
                next.family.confirmed |= generation == self.family.generation && self.is_live(policy);
            }
            Step::Steal => next.holds[Holder::Thief as usize] = self.holds[Holder::Owner as usize],
            Step::Revoke => {
                next.family.revoked = Some(Revocation { at: self.now, reason: RevocationReason::Administrator });
            }
            Step::Wait(seconds) => next.now = self.now.plus_seconds(seconds),
        }
        (next != *self).then_some(Ok((None, next)))
    }

    fn present(&self, mut next: Self, generation: i64, by: Holder, answer_arrives: bool, policy: &Policy, rule: Rule) -> Outcome {
        let presentation = Presentation { generation, now: self.now, rotate: policy.rotate, retry: policy.retry };
        let (transition, family) = rule(&self.family, presentation);
        let expected = self.expected(generation, policy);
        if transition != expected {
            return Err(format!("generation {generation} is {transition:?}, and ought to be {expected:?}"));
        }
        self.check(transition, &family, generation)?;
        let at = usize::try_from(generation).unwrap();
        match transition {
            Transition::Rotated => next.history.spent[at] = Some(self.now),
            Transition::Retried => next.history.late[at] += u8::from(!self.at_once(at)),
            Transition::Kept => next.history.used[at] = true,
            Transition::Reused | Transition::Gone => {}
        }
        if matches!(transition, Transition::Rotated | Transition::Retried | Transition::Kept) {
            next.history.accepted = self.history.accepted.max(Some(self.now));
            if answer_arrives {
                next.holds[by as usize] = Some(family.generation);
            }
        }
        next.family = family;
        Ok((Some(transition), next))
    }

    /// What must become of a token that was given out, as the design says it.
    fn expected(&self, generation: i64, policy: &Policy) -> Transition {
        let at = usize::try_from(generation).unwrap();
        if !self.is_live(policy) {
            return Transition::Gone;
        }
        if self.history.spent[at].is_none() {
            return if policy.rotate { Transition::Rotated } else { Transition::Kept };
        }
        // Those who ask at once are answered alike, until one of them uses the successor itself.
        let nobody_has_the_successor = self.history.spent[at + 1].is_none() && (!self.history.used[at + 1] || self.at_once(at));
        let forgiven = match policy.retry {
            Retry::UntilFirstUse => true,
            Retry::Within { window, count } => {
                let in_time = window.as_seconds() > 0 && self.elapsed(at) <= window.as_seconds();
                in_time && (self.at_once(at) || self.history.late[at] < count.get())
            }
        };
        if nobody_has_the_successor && forgiven { Transition::Retried } else { Transition::Reused }
    }

    /// How long ago the successor of this generation was made.
    fn elapsed(&self, generation: usize) -> i64 {
        self.now.seconds_since(self.history.spent[generation].unwrap_or(self.now))
    }

    /// Was its successor made just now, by the clock of whichever node?
    fn at_once(&self, generation: usize) -> bool {
        (-SIMULTANEOUS_SECONDS..=SIMULTANEOUS_SECONDS).contains(&self.elapsed(generation))
    }

    fn is_live(&self, policy: &Policy) -> bool {
        let idle = policy.idle_ttl.as_seconds();
        let rests = idle > 0 && self.history.accepted.is_some_and(|accepted| self.now >= accepted.plus_seconds(idle));
        self.family.revoked.is_none() && self.now < START.plus_seconds(LIFETIME) && !rests
    }

    /// What holds of every move, whatever the rule.
    fn check(&self, transition: Transition, after: &Family, presented: i64) -> Result<(), String> {
        let before = &self.family;
        let promise = |kept: bool, promise: &str| if kept { Ok(()) } else { Err(format!("generation {presented}: {promise}")) };
        let rotated = transition == Transition::Rotated;
        promise(!rotated || self.history.spent[usize::try_from(presented).unwrap()].is_none(), "a token has one successor")?;
        promise(after.generation == before.generation + i64::from(rotated), "only a rotation makes a token, and it makes one")?;
        promise(transition != Transition::Retried || after.generation == presented + 1, "a retry is answered with the same successor")?;
        promise(after.expires_at == before.expires_at, "the absolute end never moves")?;
        promise(transition != Transition::Gone || after == before, "nothing happens to a family that has ended")?;
        promise(before.revoked.is_none() || after.revoked == before.revoked, "an end is an end")?;
        promise(after.revoked.is_some() == (before.revoked.is_some() || transition == Transition::Reused), "reuse ends the family")?;
        promise(transition != Transition::Kept || after.confirmed, "who presents the current token holds it")
    }
}
