//! Rules that are wrong in one way each. Whoever softens the real one ends up at one of them.

use domain::{
    family::{Revocation, RevocationReason},
    policy::{Retry, RetryWindow},
};
use engine::family::{Position, Presentation, Transition};

use crate::world::Rule;

/// What a rule says: the move and the position after it.
type Moved = Option<(Transition, Position)>;

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
pub fn rotates_at_each_use(position: &Position, presentation: Presentation) -> Moved {
    if presentation.generation != position.generation {
        return position.present(presentation);
    }
    position.present(Presentation { retry: Retry { window: RetryWindow::from_seconds(0).unwrap(), ..presentation.retry }, ..presentation })
}

fn takes_older_tokens(position: &Position, presentation: Presentation) -> Moved {
    match position.present(presentation) {
        Some((Transition::Reused, _)) if presentation.generation == position.generation - 2 => Some((Transition::Retried, *position)),
        moved => moved,
    }
}

fn makes_a_second_successor(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    next.generation += i64::from(transition == Transition::Retried);
    Some((transition, next))
}

fn forgets_the_confirmation(position: &Position, presentation: Presentation) -> Moved {
    (Position { confirmed: false, ..*position }).present(presentation)
}

fn opens_the_way_back_with_the_clock(position: &Position, presentation: Presentation) -> Moved {
    match position.present(presentation) {
        Some((Transition::Reused, _)) if presentation.now < position.rotated_at && presentation.generation == position.generation - 1 => {
            Some((Transition::Retried, *position))
        }
        moved => moved,
    }
}

fn has_a_longer_window(position: &Position, presentation: Presentation) -> Moved {
    let longer = presentation.retry.window.as_seconds() + 1;
    let retry = Retry { window: RetryWindow::from_seconds(longer).unwrap(), ..presentation.retry };
    position.present(Presentation { retry, ..presentation })
}

fn keeps_the_first_token(position: &Position, presentation: Presentation) -> Moved {
    match position.present(presentation) {
        Some((Transition::Rotated, _)) if position.generation == 0 => {
            Some((Transition::Repeated, Position { confirmed: true, ..*position }))
        }
        moved => moved,
    }
}

fn begins_the_window_anew(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    if transition == Transition::Retried {
        next.rotated_at = presentation.now;
    }
    Some((transition, next))
}

fn forgets_the_last_use(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    if matches!(transition, Transition::Repeated | Transition::Retried) {
        next.last_used_at = position.last_used_at;
    }
    Some((transition, next))
}

fn refuses_alone(position: &Position, presentation: Presentation) -> Moved {
    let (transition, next) = position.present(presentation)?;
    Some((transition, Position { revoked: position.revoked, ..next }))
}

fn ends_at_a_retry(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    if transition == Transition::Retried {
        next.revoked = Some(Revocation { at: presentation.now, reason: RevocationReason::RefreshTokenReuse });
    }
    Some((transition, next))
}

fn forgets_the_end(position: &Position, presentation: Presentation) -> Moved {
    Position { revoked: None, ..*position }.present(presentation)
}

fn moves_the_end(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    if transition == Transition::Rotated {
        next.expires_at = next.expires_at.plus_seconds(1);
    }
    Some((transition, next))
}

fn follows_the_clock_back(position: &Position, presentation: Presentation) -> Moved {
    let (transition, mut next) = position.present(presentation)?;
    if transition == Transition::Rotated {
        next.last_used_at = presentation.now;
    }
    Some((transition, next))
}

fn takes_the_current_one_for_gone(position: &Position, presentation: Presentation) -> Moved {
    if presentation.generation == position.generation { None } else { position.present(presentation) }
}
