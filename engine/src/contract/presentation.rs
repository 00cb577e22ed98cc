//! Statements about refresh tokens that are presented to their family.
#![expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::indexing_slicing,
    reason = "a statement is what its name says, and panics where it does not hold"
)]

use std::sync::Arc;

use domain::{
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    lifetime::IdleTtl,
    token_event::TokenEventKind,
};
use tokio::task::JoinSet;

use super::{
    fixture::{Fixture, seeded},
    given::{moved, store_family},
    seed::{Failure, LIFETIME, START, Seed},
};
use crate::{
    family::{Family, Position, Transition},
    storage::{FamilyStorage as _, PresentRefreshToken, RefreshOutcome},
};

/// Stores a workspace with a family that has just begun.
pub(super) async fn begin(fixture: &impl Fixture) -> Result<(Seed, Family), Failure> {
    let seed = seeded(fixture).await?;
    let family = seed.family()?;
    store_family(fixture, &seed, family.clone()).await?;
    Ok((seed, family))
}

/// Presents all of them at once, and returns how often each happened: rotated, repeated, retried, kept, reused, ended.
pub(super) async fn race<F: Fixture>(fixture: &Arc<F>, presented: Vec<PresentRefreshToken>) -> Result<([usize; 6], Vec<Family>), Failure> {
    let mut tasks = JoinSet::new();
    for present in presented {
        let fixture = Arc::clone(fixture);
        tasks.spawn(async move { fixture.storage().present_refresh_token(present).await });
    }
    let (mut counts, mut families) = ([0; 6], Vec::new());
    while let Some(outcome) = tasks.join_next().await {
        let [rotated, repeated, retried, kept, reused, ended] = &mut counts;
        let (count, family) = match outcome?? {
            RefreshOutcome::Moved(Transition::Rotated, family) => (rotated, family),
            RefreshOutcome::Moved(Transition::Repeated, family) => (repeated, family),
            RefreshOutcome::Moved(Transition::Retried, family) => (retried, family),
            RefreshOutcome::Moved(Transition::Kept, family) => (kept, family),
            RefreshOutcome::Moved(Transition::Reused, family) => (reused, family),
            RefreshOutcome::Ended(family) => (ended, family),
            other @ (RefreshOutcome::Behind(_) | RefreshOutcome::Unknown | RefreshOutcome::BasisChanged) => {
                return Err(format!("{other:?}").into());
            }
        };
        *count += 1;
        families.push(family);
    }
    Ok((counts, families))
}

/// Returns the kinds of a family's events, by their codes, in alphabetical order.
pub(super) async fn event_codes(fixture: &impl Fixture, family: &Family) -> Result<Vec<&'static str>, Failure> {
    let events = fixture.token_events(family.authorization.workspace_id).await?;
    let of_family = events.iter().filter(|event| event.family_id == Some(family.authorization.id));
    let mut codes: Vec<_> = of_family.map(|event| event.kind.code()).collect();
    codes.sort_unstable();
    Ok(codes)
}

pub async fn a_usual_refresh_is_made_once_however_many_ask<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let other = seed.family()?;
    store_family(&*fixture, &seed, other.clone()).await?;
    let ids = [family.authorization.id, other.authorization.id];
    for generation in 0..3 {
        let now = START.plus_seconds(generation * 30);
        let mut tasks = JoinSet::new();
        for number in 0..64 {
            let (fixture, refresh) = (Arc::clone(&fixture), seed.refresh(ids[number % 2], generation, now)?);
            tasks.spawn(async move { fixture.storage().refresh_as_usual(refresh).await });
        }
        let mut counts = [0; 2];
        while let Some(outcome) = tasks.join_next().await {
            let refreshed = outcome??.ok_or("the others come within the window of the first")?;
            let [rotated, retried] = &mut counts;
            match refreshed.transition {
                Transition::Rotated => *rotated += 1,
                Transition::Retried => *retried += 1,
                other => return Err(format!("{other:?}").into()),
            }
            assert_eq!((refreshed.generation, &refreshed.user), (generation + 1, &seed.user.user), "there is one successor");
        }
        assert_eq!(counts, [2, 62], "one rotation of each family");
    }
    for family in [family, other] {
        let codes = event_codes(&*fixture, &family).await?;
        let rotations = codes.iter().filter(|code| **code == "rotated").count();
        assert_eq!((rotations, codes.len()), (3, 1 + 3 * 32));
    }
    Ok(())
}

pub async fn a_usual_refresh_that_comes_again_gets_the_current_token_and_one_that_is_reuse_is_none<F: Fixture>(
    fixture: Arc<F>,
) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let id = family.authorization.id;
    let mut expected = Vec::new();
    for (seconds, generation, transition, current) in [
        (0, 0, Some(Transition::Rotated), 1),
        (0, 1, Some(Transition::Repeated), 1),
        (29, 0, Some(Transition::Retried), 1),
        (30, 0, None, 1),
        (30, 1, Some(Transition::Rotated), 2),
        (59, 0, None, 2),
        (59, 1, Some(Transition::Retried), 2),
        (60, 3, None, 2),
    ] {
        let before = fixture.storage().find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
        let refresh = seed.refresh(id, generation, START.plus_seconds(seconds))?;
        let refreshed = fixture.storage().refresh_as_usual(refresh.clone()).await?;
        let after = fixture.storage().find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
        assert_eq!(after.position.generation, current, "generation {generation} after {seconds} s");
        let Some(transition) = transition else {
            assert_eq!((refreshed, after), (None, before), "generation {generation} after {seconds} s");
            continue;
        };
        let user = seed.user.user.clone();
        assert_eq!(refreshed, Some(refresh.refreshed(transition, &after, user)), "generation {generation} after {seconds} s");
        assert_eq!(refresh.due(&before, &seed.user.user), Some((transition, after.position)));
        expected.push(refresh.event(transition, &after));
    }
    let events = fixture.token_events(seed.workspace.id).await?;
    let of_moves: Vec<_> = events.into_iter().filter(|event| event.kind.code() != "issued").collect();
    assert_eq!(of_moves.len(), expected.len());
    assert!(expected.iter().all(|event| of_moves.contains(event)));
    Ok(())
}

pub async fn a_usual_refresh_for_fewer_scopes_leaves_the_family_its_own<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let (storage, id) = (fixture.storage(), family.authorization.id);
    for (number, scopes, is_usual) in
        [(0, "openid", true), (1, "", true), (2, "email offline_access openid profile", true), (3, "api", false)]
    {
        let mut refresh = seed.refresh(id, number, START.plus_seconds(number * 30))?;
        refresh.narrowed = Some(scopes.parse()?);
        let event_id = refresh.event_id;
        let refreshed = storage.refresh_as_usual(refresh.clone()).await?;
        assert_eq!(refreshed.as_ref().map(|refreshed| refreshed.scopes.to_string()), is_usual.then(|| scopes.to_owned()));
        let after = storage.find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
        assert_eq!(after.authorization, family.authorization);
        let events = fixture.token_events(seed.workspace.id).await?;
        let event = events.into_iter().find(|event| event.id == event_id);
        assert_eq!(event, is_usual.then(|| refresh.event(Transition::Rotated, &after)));
    }
    Ok(())
}

pub async fn however_many_present_at_once_a_generation_has_one_successor<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    for generation in 0..3 {
        let now = START.plus_seconds(generation * 30);
        let presented = (0..64).map(|_| seed.present(family.authorization.id, generation, now)).collect::<Result<_, _>>()?;
        let (counts, families) = race(&fixture, presented).await?;
        assert_eq!(counts, [1, 0, 63, 0, 0, 0]);
        let is_successor = |position: &Position| position.generation == generation + 1 && position.revoked.is_none();
        assert!(families.iter().all(|family| is_successor(&family.position)), "there is one successor");
    }
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn of_many_that_come_too_late_one_ends_the_family<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let id = family.authorization.id;
    fixture.storage().present_refresh_token(seed.present(id, 0, START)?).await?;
    let late = START.plus_seconds(30);
    let presented = (0..64).map(|_| seed.present(id, 0, late)).collect::<Result<_, _>>()?;
    let (counts, _) = race(&fixture, presented).await?;
    assert_eq!(counts, [0, 0, 0, 0, 1, 63]);
    let after = fixture.storage().find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
    assert_eq!(after.position.revoked.map(|end| end.reason), Some(RevocationReason::RefreshTokenReuse));
    assert_eq!(event_codes(&*fixture, &family).await?, ["issued", "reused", "rotated"]);
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 1);
    Ok(())
}

pub async fn a_token_that_does_not_rotate_may_be_used_by_many_at_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let mut presented = Vec::new();
    for second in 0..64 {
        let mut present = seed.present(family.authorization.id, 0, START.plus_seconds(second))?;
        present.presentation.rotate = false;
        presented.push(present);
    }
    let (counts, _) = race(&fixture, presented).await?;
    assert_eq!(counts, [0, 0, 0, 64, 0, 0]);
    let after = fixture.storage().find_family(seed.workspace.id, family.authorization.id).await?.ok_or("the family is there")?;
    let position = Position { confirmed: true, last_used_at: START.plus_seconds(63), ..family.position };
    assert_eq!(after, Family { position, ..family }, "no use is lost");
    Ok(())
}

pub async fn a_token_that_was_current_within_the_window_gets_the_current_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let storage = fixture.storage();
    for (millis, generation, expected, current) in [
        (0, 0, Transition::Rotated, 1),
        (0, 1, Transition::Repeated, 1),
        (10, 0, Transition::Retried, 1),
        // The clock of another node may be a little behind.
        (-10, 0, Transition::Retried, 1),
        (-10, 1, Transition::Repeated, 1),
        (29_999, 0, Transition::Retried, 1),
        (29_999, 1, Transition::Repeated, 1),
        (30_000, 1, Transition::Rotated, 2),
        (30_000, 1, Transition::Retried, 2),
        (59_999, 1, Transition::Retried, 2),
        (59_999, 2, Transition::Repeated, 2),
        (60_000, 1, Transition::Reused, 2),
    ] {
        let now = Timestamp::from_millis(START.as_millis() + millis);
        let present = seed.present(family.authorization.id, generation, now)?;
        let (transition, after) = moved(storage.present_refresh_token(present).await?)?;
        assert_eq!(transition, expected, "generation {generation} after {millis} ms");
        assert_eq!((after.position.generation, after.position.expires_at), (current, family.position.expires_at));
        assert_eq!(after.authorization, family.authorization);
        let found = storage.find_family(seed.workspace.id, family.authorization.id).await?;
        assert_eq!(found, Some(after), "what is returned is what is stored");
    }
    Ok(())
}

pub async fn what_is_shorter_than_a_tenth_of_the_idle_lifetime_is_not_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (idle, never) = (IdleTtl::from_seconds(100)?, IdleTtl::from_seconds(0)?);
    for (idle_ttl, seconds, written) in [(idle, 10, 0), (idle, 11, 11), (never, 29, 0)] {
        let family = seed.family_with(|family| family.position.idle_ttl = idle_ttl)?;
        let id = family.authorization.id;
        store_family(&*fixture, &seed, family).await?;
        fixture.storage().present_refresh_token(seed.present(id, 0, START)?).await?;
        for generation in [0, 1] {
            let present = seed.present(id, generation, START.plus_seconds(seconds))?;
            let (_, after) = moved(fixture.storage().present_refresh_token(present).await?)?;
            assert_eq!(after.position.last_used_at, START.plus_seconds(written), "after {seconds} seconds");
        }
    }
    Ok(())
}

pub async fn reuse_ends_the_family_for_good_and_is_written_down<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let (storage, of) = (fixture.storage(), &family.authorization);
    for generation in 0..3 {
        let present = seed.present(of.id, generation, START.plus_seconds(generation * 30))?;
        assert_eq!(moved(storage.present_refresh_token(present).await?)?.0, Transition::Rotated);
    }
    let late = START.plus_seconds(LIFETIME - 1);
    let reuse = seed.present(of.id, 0, late)?;
    let (event_id, audit) = (reuse.event_id, reuse.reuse_audit.clone());
    let (transition, after) = moved(storage.present_refresh_token(reuse).await?)?;
    assert_eq!(transition, Transition::Reused);
    let end = Some(Revocation { at: late, reason: RevocationReason::RefreshTokenReuse });
    assert_eq!(after.position.revoked, end);
    let events = fixture.token_events(seed.workspace.id).await?;
    let event = events.iter().find(|event| event.id == event_id).ok_or("the event is there")?;
    assert_eq!(event.kind, TokenEventKind::Reused { presented: 0, generation: 3 });
    assert_eq!((event.at, event.client_id, event.user_id), (late, of.client_id, Some(of.user_id)));
    assert!(event.scopes.is_empty());
    assert_eq!(fixture.audit_events(seed.workspace.id).await?, [audit]);
    // The thief's, the owner's and every older token are of no use any more.
    for generation in 0..=3 {
        let outcome = storage.present_refresh_token(seed.present(of.id, generation, START)?).await?;
        assert_eq!(outcome, RefreshOutcome::Ended(after.clone()));
    }
    Ok(())
}

pub async fn a_family_that_is_gone_changes_no_more_and_writes_nothing<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let (storage, id) = (fixture.storage(), family.authorization.id);
    let unknown = seed.family()?.authorization.id;
    assert_eq!(storage.present_refresh_token(seed.present(unknown, 0, START)?).await?, RefreshOutcome::Unknown);
    let end = START.plus_seconds(LIFETIME);
    for (generation, now) in [(0, end), (1, end), (-1, START)] {
        let outcome = storage.present_refresh_token(seed.present(id, generation, now)?).await?;
        assert_eq!(outcome, RefreshOutcome::Ended(family.clone()));
    }
    assert_eq!(storage.find_family(seed.workspace.id, id).await?, Some(family.clone()));
    assert_eq!(event_codes(&*fixture, &family).await?, ["issued"]);
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn a_token_that_is_newer_than_the_database_leaves_its_family_as_it_was_restored<F: Fixture>(
    fixture: Arc<F>,
) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let family = seed.family_with(|family| {
        family.position.generation = 5;
        // The last use that the copy knows of is long ago.
        family.position.idle_ttl = IdleTtl::from_seconds(60).unwrap_or(family.position.idle_ttl);
    })?;
    let (storage, id) = (fixture.storage(), family.authorization.id);
    store_family(&*fixture, &seed, family.clone()).await?;
    for (generation, seconds) in [(6, 0), (7, 0), (1_000, 0), (7, 61), (7, LIFETIME - 1)] {
        let now = START.plus_seconds(seconds);
        assert!(storage.refresh_as_usual(seed.refresh(id, generation, now)?).await?.is_none());
        let outcome = storage.present_refresh_token(seed.present(id, generation, now)?).await?;
        assert_eq!(outcome, RefreshOutcome::Behind(family.clone()), "generation {generation} after {seconds} s");
    }
    assert_eq!(storage.find_family(seed.workspace.id, id).await?, Some(family.clone()));
    assert_eq!(event_codes(&*fixture, &family).await?, ["issued"]);
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    let (transition, moved) = moved(storage.present_refresh_token(seed.present(id, 5, START.plus_seconds(30))?).await?)?;
    assert_eq!((transition, moved.position.generation), (Transition::Rotated, 6), "whoever has the token that it knows goes on");

    let revocation = Revocation { at: START, reason: RevocationReason::User };
    assert!(storage.revoke_family(seed.revocation(id, revocation)).await?);
    let outcome = storage.present_refresh_token(seed.present(id, 7, START)?).await?;
    assert!(matches!(outcome, RefreshOutcome::Ended(_)), "it ended whatever the token: {outcome:?}");
    Ok(())
}

pub async fn until_first_use_the_previous_token_comes_back_at_any_time<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let (storage, id) = (fixture.storage(), family.authorization.id);
    let present = async |generation, seconds| {
        let mut present = seed.present(id, generation, START.plus_seconds(seconds))?;
        present.presentation.retry.until_first_use = true;
        Ok::<_, Failure>(moved(storage.present_refresh_token(present).await?)?.0)
    };
    assert_eq!(present(0, 0).await?, Transition::Rotated);
    for hour in 1..=12 {
        assert_eq!(present(0, hour * 3600).await?, Transition::Retried);
    }
    storage.confirm(seed.workspace.id, id, 1).await?;
    assert_eq!(present(0, 29).await?, Transition::Retried, "within the window it comes back in any case");
    assert_eq!(present(0, 30).await?, Transition::Reused, "the new token was used");
    Ok(())
}
