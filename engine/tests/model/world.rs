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
    family::{Position, Presentation, Transition},
};

use crate::explorer::{self, Event, State};

/// How many generations a family gets to at most.
pub const GENERATIONS: usize = 4;
/// After how long without use a family ends, where it does.
pub const IDLE: i64 = 100;
/// The steps of the clock: within the window, past it, past the idle lifetime, past the end, and back by more than the window.
pub const WAITS: [i64; 5] = [14, 30, IDLE, LIFETIME, -40];

/// What is explored is the family of a client with this policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    pub name: &'static str,
    pub rotate: bool,
    pub retry: Retry,
    pub idle_ttl: IdleTtl,
}

/// The rule under test.
pub type Rule = fn(&Position, Presentation) -> Option<(Transition, Position)>;

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
    /// Whether it was seen in use: somebody holds it.
    used: [bool; GENERATIONS + 1],
    /// The latest time at which a token was accepted; within a window, the latest that had to be written.
    accepted: Option<Timestamp>,
    /// Whether the clock was ever set back: then "the last window" has no plain meaning.
    set_back: bool,
}

#[derive(Debug, Clone)]
pub struct ModelWorld {
    policy: Policy,
    rule: Rule,
    position: Position,
    now: Timestamp,
    /// The newest generation that each holder has.
    holds: [Option<i64>; 2],
    history: History,
}

// Policy and rule are the same in all the worlds that are compared.
impl PartialEq for ModelWorld {
    fn eq(&self, other: &Self) -> bool {
        (self.now, self.holds) == (other.now, other.holds) && self.position == other.position && self.history == other.history
    }
}

impl Eq for ModelWorld {}

impl Hash for ModelWorld {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let position = &self.position;
        (position.generation, position.confirmed, position.rotated_at, position.last_used_at, position.expires_at).hash(state);
        (self.now, self.holds, &self.history).hash(state);
    }
}

type Outcome = explorer::Outcome<ModelWorld>;

impl ModelWorld {
    /// After a login.
    pub fn new(policy: Policy, rule: Rule) -> Self {
        let position = Position { idle_ttl: policy.idle_ttl, ..Seed::new("acme", "main").unwrap().family().unwrap().position };
        let history = History { accepted: Some(position.last_used_at), ..History::default() };
        Self { policy, rule, position, now: START, holds: [Some(0), None], history }
    }
}

impl State for ModelWorld {
    type Step = Step;

    fn step(&self, step: Step) -> Option<Outcome> {
        // Once a family was ended, nobody has to wait to see that it stays so; a clock that goes back must not revive it.
        let waits = matches!(step, Step::Wait(seconds) if seconds >= 0);
        if self.position.revoked.is_some() && (waits || matches!(step, Step::Revoke | Step::UseAccessToken(_))) {
            return None;
        }
        let mut next = self.clone();
        match step {
            Step::Present { by, answer_arrives } => {
                let generation = self.holds[by as usize]?;
                let last = usize::try_from(self.position.generation).unwrap() >= GENERATIONS;
                return (!last).then(|| self.present(next, generation, by, answer_arrives));
            }
            Step::UseAccessToken(by) => {
                let generation = self.holds[by as usize]?;
                next.history.used[usize::try_from(generation).unwrap()] |= self.is_live();
                // As a storage does when it is told to confirm.
                next.position.confirmed |= generation == self.position.generation && self.is_live();
            }
            Step::Steal => next.holds[Holder::Thief as usize] = self.holds[Holder::Owner as usize],
            Step::Revoke => {
                next.position.revoked = Some(Revocation { at: self.now, reason: RevocationReason::Administrator });
            }
            Step::Wait(seconds) => {
                next.now = self.now.plus_seconds(seconds);
                next.history.set_back |= seconds < 0;
            }
        }
        (next != *self).then_some(Ok((Event::Other, next)))
    }
}

impl ModelWorld {
    fn present(&self, mut next: Self, generation: i64, by: Holder, answer_arrives: bool) -> Outcome {
        let Policy { rotate, retry, .. } = self.policy;
        let moved = (self.rule)(&self.position, Presentation { generation, now: self.now, rotate, retry });
        let (transition, expected) = (moved.map(|(transition, _)| transition), self.expected(generation));
        if transition != expected {
            return Err(format!("generation {generation} is {transition:?}, and ought to be {expected:?}"));
        }
        let Some((transition, position)) = moved else { return Ok((Event::Gone, next)) };
        self.check(transition, &position, generation)?;
        let at = usize::try_from(generation).unwrap();
        match transition {
            Transition::Rotated => next.history.spent[at] = Some(self.now),
            Transition::Repeated | Transition::Kept => next.history.used[at] = true,
            Transition::Retried | Transition::Reused => {}
        }
        if matches!(transition, Transition::Rotated | Transition::Kept) || self.moves_the_last_use(transition) {
            next.history.accepted = self.history.accepted.max(Some(self.now));
        }
        if transition != Transition::Reused && answer_arrives {
            next.holds[by as usize] = Some(position.generation);
        }
        next.position = position;
        Ok((Event::Moved(transition), next))
    }

    /// The move that the design asks for when a token that was given out is presented.
    fn expected(&self, generation: i64) -> Option<Transition> {
        let Policy { rotate, retry, .. } = self.policy;
        let at = usize::try_from(generation).unwrap();
        if !self.is_live() {
            return None;
        }
        let Some(spent) = self.history.spent[at] else {
            // Generation 0 comes from a code: no rotation made it.
            let made = at.checked_sub(1).and_then(|before| self.history.spent[before]);
            return Some(match (rotate, made) {
                (false, _) => Transition::Kept,
                (true, Some(made)) if self.is_within_the_window(made) => Transition::Repeated,
                (true, _) => Transition::Rotated,
            });
        };
        let is_previous = self.history.spent[at + 1].is_none();
        let nobody_has_the_successor = retry.until_first_use && !self.history.used[at + 1];
        let retried = is_previous && (self.is_within_the_window(spent) || nobody_has_the_successor);
        Some(if retried { Transition::Retried } else { Transition::Reused })
    }

    /// By the clock of whichever node: a little before counts as a little after.
    fn is_within_the_window(&self, then: Timestamp) -> bool {
        self.now.seconds_since(then).abs() < self.policy.retry.window.as_seconds()
    }

    /// Within a window the last use is written as soon as it moves by more than a tenth of the idle lifetime.
    fn moves_the_last_use(&self, transition: Transition) -> bool {
        let (idle, accepted) = (self.policy.idle_ttl.as_seconds(), self.history.accepted.unwrap_or(self.now));
        matches!(transition, Transition::Repeated | Transition::Retried) && idle > 0 && self.now.seconds_since(accepted) > idle / 10
    }

    fn is_live(&self) -> bool {
        let idle = self.policy.idle_ttl.as_seconds();
        let rests = idle > 0 && self.history.accepted.is_some_and(|accepted| self.now >= accepted.plus_seconds(idle));
        self.position.revoked.is_none() && self.now < START.plus_seconds(LIFETIME) && !rests
    }

    /// What holds of every move, whatever the rule.
    fn check(&self, transition: Transition, after: &Position, presented: i64) -> Result<(), String> {
        let (before, at) = (&self.position, usize::try_from(presented).unwrap());
        let promise = |kept: bool, promise: &str| if kept { Ok(()) } else { Err(format!("generation {presented}: {promise}")) };
        let (rotated, answered) = (transition == Transition::Rotated, transition != Transition::Reused);
        promise(!rotated || self.history.spent[at].is_none(), "a token has one successor")?;
        promise(after.generation == before.generation + i64::from(rotated), "only a rotation makes a token, and it makes one")?;
        promise(transition != Transition::Retried || after.generation == presented + 1, "a retry is answered with the same successor")?;
        promise(after.expires_at == before.expires_at, "the absolute end never moves")?;
        promise(before.revoked.is_none() || after.revoked == before.revoked, "an end is an end")?;
        promise(after.revoked.is_some() == (before.revoked.is_some() || transition == Transition::Reused), "reuse ends the family")?;
        promise(rotated || after.rotated_at == before.rotated_at, "the window begins with the rotation and is not begun anew")?;
        let presenter_holds_it = matches!(transition, Transition::Repeated | Transition::Kept);
        promise(!presenter_holds_it || after.confirmed, "who presents the current token holds it")?;
        if self.history.set_back || !self.is_live() {
            return Ok(());
        }
        let was_current = self.history.spent[at].is_none_or(|spent| self.is_within_the_window(spent));
        promise(!was_current || answered, "a token that was current within the last window is answered with the current one")?;
        let made = at.checked_sub(1).and_then(|before| self.history.spent[before]);
        promise(!rotated || !made.is_some_and(|made| self.is_within_the_window(made)), "there is one rotation in a window")
    }
}
