//! Rules that are wrong in one way each. Whoever softens the real one ends up at one of them.

use domain::family::{Revocation, RevocationReason};
use engine::family::{Family, Presentation, Transition};

use crate::world::Rule;

pub const MUTANTS: [(&str, Rule); 12] = [
    ("takes a token of two generations ago for a retry", takes_older_tokens),
    ("makes a second successor at a retry", makes_a_second_successor),
    ("forgets that the successor was used", forgets_the_confirmation),
    ("opens the way back when the clock is set back", opens_the_way_back_with_the_clock),
    ("does not count retries", does_not_count),
    ("begins the window anew at each retry", begins_the_window_anew),
    ("refuses a reused token and leaves the family alive", refuses_alone),
    ("ends the family at a retry", ends_at_a_retry),
    ("takes an ended family for a live one", forgets_the_end),
    ("moves the end at each rotation", moves_the_end),
    ("sets the last use back with the clock", follows_the_clock_back),
    ("takes what it gave out for a token from the future", takes_the_current_one_for_gone),
];

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
    let set_back = presentation.now < family.rotated_at;
    match (Family { confirmed: family.confirmed && !set_back, ..family.clone() }).present(presentation) {
        (Transition::Gone, _) => (Transition::Gone, family.clone()),
        moved => moved,
    }
}

fn does_not_count(family: &Family, presentation: Presentation) -> (Transition, Family) {
    match (Family { retries: 0, ..family.clone() }).present(presentation) {
        (Transition::Gone, _) => (Transition::Gone, family.clone()),
        moved => moved,
    }
}

fn begins_the_window_anew(family: &Family, presentation: Presentation) -> (Transition, Family) {
    let (transition, mut next) = family.present(presentation);
    if transition == Transition::Retried {
        next.rotated_at = presentation.now;
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
