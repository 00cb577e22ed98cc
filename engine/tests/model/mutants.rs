//! Rules that are wrong in one way each. Whoever softens the real one ends up at one of them.

use domain::{
    family::{Revocation, RevocationReason},
    policy::{Retry, RetryWindow},
};
use engine::family::{Family, Presentation, Transition};

use crate::world::Rule;

pub const MUTANTS: [(&str, Rule); 15] = [
    ("takes a token of two generations ago for a retry", takes_older_tokens),
    ("makes a second successor at a retry", makes_a_second_successor),
    ("rotates more than once in a window", rotates_at_each_use),
    ("forgets that the successor was used", forgets_the_confirmation),
    ("opens the way back when the clock is set back", opens_the_way_back_with_the_clock),
    ("has a window that is a moment too long", has_a_longer_window),
    ("lets the first token wait for a window, too", keeps_the_first_token),
    ("begins the window anew at each retry", begins_the_window_anew),
    ("does not write the last use within a window", forgets_the_last_use),
    ("refuses a reused token and leaves the family alive", refuses_alone),
    ("ends the family at a retry", ends_at_a_retry),
    ("takes an ended family for a live one", forgets_the_end),
    ("moves the end at each rotation", moves_the_end),
    ("sets the last use back with the clock", follows_the_clock_back),
    ("takes what it gave out for a token from the future", takes_the_current_one_for_gone),
];

/// The rule that the product had before it had one window: it rotated at each use and forgave the previous generation.
pub fn rotates_at_each_use(family: &Family, presentation: Presentation) -> (Transition, Family) {
    if presentation.generation != family.generation {
        return family.present(presentation);
    }
    family.present(Presentation { retry: Retry { window: RetryWindow::from_seconds(0).unwrap(), ..presentation.retry }, ..presentation })
}

fn takes_older_tokens(family: &Family, presentation: Presentation) -> (Transition, Family) {
    match family.present(presentation) {
        (Transition::Reused, _) if presentation.generation == family.generation - 2 => (Transition::Retried, family.clone()),
        moved => moved,
    }
}

fn makes_a_second_successor(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    next.generation += i64::from(transition == Transition::Retried);
    (transition, next)
}

fn forgets_the_confirmation(family: &Family, presentation: Presentation) -> (Transition, Family) {
    match (Family { confirmed: false, ..family.clone() }).present(presentation) {
        (Transition::Gone, _) => (Transition::Gone, family.clone()),
        moved => moved,
    }
}

fn opens_the_way_back_with_the_clock(family: &Family, presentation: Presentation) -> (Transition, Family) {
    match family.present(presentation) {
        (Transition::Reused, _) if presentation.now < family.rotated_at && presentation.generation == family.generation - 1 => {
            (Transition::Retried, family.clone())
        }
        moved => moved,
    }
}

fn has_a_longer_window(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let longer = presentation.retry.window.as_seconds() + 1;
    let retry = Retry { window: RetryWindow::from_seconds(longer).unwrap(), ..presentation.retry };
    family.present(Presentation { retry, ..presentation })
}

fn keeps_the_first_token(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, next) = family.present(presentation);
    if transition == Transition::Rotated && family.generation == 0 {
        return (Transition::Repeated, Family { confirmed: true, ..family.clone() });
    }
    (transition, next)
}

fn begins_the_window_anew(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if transition == Transition::Retried {
        next.rotated_at = presentation.now;
    }
    (transition, next)
}

fn forgets_the_last_use(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if matches!(transition, Transition::Repeated | Transition::Retried) {
        next.last_used_at = family.last_used_at;
    }
    (transition, next)
}

fn refuses_alone(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, next) = family.present(presentation);
    (transition, Family { revoked: family.revoked, ..next })
}

fn ends_at_a_retry(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if transition == Transition::Retried {
        next.revoked = Some(Revocation { at: presentation.now, reason: RevocationReason::RefreshTokenReuse });
    }
    (transition, next)
}

fn forgets_the_end(family: &Family, presentation: Presentation) -> (Transition, Family) {
    Family { revoked: None, ..family.clone() }.present(presentation)
}

fn moves_the_end(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if transition == Transition::Rotated {
        next.expires_at = next.expires_at.plus_seconds(1);
    }
    (transition, next)
}

fn follows_the_clock_back(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if transition == Transition::Rotated {
        next.last_used_at = presentation.now;
    }
    (transition, next)
}

fn takes_the_current_one_for_gone(family: &Family, presentation: Presentation) -> (Transition, Family) {
    if presentation.generation == family.generation { (Transition::Gone, family.clone()) } else { family.present(presentation) }
}
