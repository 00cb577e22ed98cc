//! Statements about token families.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    clock::Timestamp,
    decision::Grounds,
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, TokenEventId},
    lifetime::IdleTtl,
    token_event::{TokenEvent, TokenEventKind},
};
use tokio::task::JoinSet;

use super::{Failure, Fixture, LIFETIME, START, Seed, seeded, unique};
use crate::{
    family::{Family, Transition},
    storage::{Advance, AuthorizationCode, CodeOutcome, CodeRedemption, Redeemed, Storage, Written},
};

/// A workspace with a family that has just begun.
async fn begin(fixture: &impl Fixture) -> Result<(Seed, Family), Failure> {
    let seed = seeded(fixture).await?;
    let family = seed.family()?;
    store_family(fixture, &seed, family.clone()).await?;
    Ok((seed, family))
}

/// Puts a family into the storage the way it gets there: by the redemption of a code.
pub async fn store_family(fixture: &impl Fixture, seed: &Seed, family: Family) -> Result<(), Failure> {
    let mut hash = [0; 32];
    hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    let redeemed = Redeemed {
        at: family.created_at,
        family_id: Some(family.id),
        access_token_id: None,
        access_token_expires_at: family.created_at.plus_seconds(3600),
    };
    assert_eq!(fixture.storage().insert_code(code(seed, &family, hash), seed.basis()).await?, Written::Done);
    let event = issued(&family);
    let redemption =
        CodeRedemption { hash, basis: seed.basis(), workspace_id: family.workspace_id, redeemed, family: Some(family), cap: None, event };
    assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::Redeemed);
    Ok(())
}

/// The code that a family comes from, not yet redeemed.
pub(super) fn code(seed: &Seed, family: &Family, hash: [u8; 32]) -> AuthorizationCode {
    AuthorizationCode {
        hash,
        workspace_id: seed.workspace.id,
        client_id: family.client_id,
        user_id: family.user_id,
        login_session_id: family.login_session_id,
        redirect_uri: "https://shop.example/callback".to_owned(),
        redirect_uri_named: false,
        scopes: family.scopes.clone(),
        left_out: "groups".parse().unwrap_or_default(),
        offline_consented: true,
        offline_requested: true,
        nonce: Some("n-0S6_WzA2Mj".to_owned()),
        code_challenge: Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned()),
        dpop_jkt: family.dpop_jkt,
        resources: family.resources.clone(),
        auth_time: family.auth_time,
        session_expires_at: START.plus_seconds(3600),
        expires_at: START.plus_seconds(600),
        redeemed: None,
    }
}

/// The event of a family's beginning.
pub(super) fn issued(family: &Family) -> TokenEvent {
    TokenEvent {
        id: TokenEventId::new(family.created_at, unique()),
        workspace_id: family.workspace_id,
        client_id: family.client_id,
        user_id: Some(family.user_id),
        family_id: Some(family.id),
        at: family.created_at,
        scopes: family.scopes.clone(),
        left_out: "groups".parse().unwrap_or_default(),
        kind: TokenEventKind::Issued { grounds: Grounds::OfflineAccess },
    }
}

/// Presents all of them at once, and returns how often each happened: rotated, repeated, retried, kept, reused, gone.
async fn race<F: Fixture>(fixture: &Arc<F>, advances: Vec<Advance>) -> Result<([usize; 6], Vec<Family>), Failure> {
    let mut tasks = JoinSet::new();
    for advance in advances {
        let fixture = Arc::clone(fixture);
        tasks.spawn(async move { fixture.storage().advance(advance).await });
    }
    let (mut counts, mut families) = ([0; 6], Vec::new());
    while let Some(outcome) = tasks.join_next().await {
        let (transition, family) = outcome??;
        let [rotated, repeated, retried, kept, reused, gone] = &mut counts;
        *match transition {
            Transition::Rotated => rotated,
            Transition::Repeated => repeated,
            Transition::Retried => retried,
            Transition::Kept => kept,
            Transition::Reused => reused,
            Transition::Gone => gone,
            Transition::BasisChanged => return Err("nothing was changed".into()),
        } += 1;
        families.extend(family);
    }
    Ok((counts, families))
}

/// The kinds of a family's events after the first, by their codes, in alphabetical order.
async fn event_codes(fixture: &impl Fixture, family: &Family) -> Result<Vec<&'static str>, Failure> {
    let events = fixture.token_events(family.workspace_id).await?;
    let mut codes: Vec<_> = events.iter().filter(|event| event.family_id == Some(family.id)).map(|event| event.kind.code()).collect();
    codes.sort_unstable();
    Ok(codes)
}

pub async fn however_many_present_at_once_a_generation_has_one_successor<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    for generation in 0..3 {
        let now = START.plus_seconds(generation * 30);
        let advances = (0..64).map(|_| seed.advance(family.id, generation, now)).collect::<Result<_, _>>()?;
        let (counts, families) = race(&fixture, advances).await?;
        assert_eq!(counts, [1, 0, 63, 0, 0, 0]);
        assert!(families.iter().all(|family| family.generation == generation + 1 && family.revoked.is_none()), "there is one successor");
    }
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn of_many_that_come_too_late_one_ends_the_family<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    fixture.storage().advance(seed.advance(family.id, 0, START)?).await?;
    let late = START.plus_seconds(30);
    let advances = (0..64).map(|_| seed.advance(family.id, 0, late)).collect::<Result<_, _>>()?;
    let (counts, _) = race(&fixture, advances).await?;
    assert_eq!(counts, [0, 0, 0, 0, 1, 63]);
    let after = fixture.storage().find_family(seed.workspace.id, family.id).await?.ok_or("the family is there")?;
    assert_eq!(after.revoked.map(|end| end.reason), Some(RevocationReason::RefreshTokenReuse));
    assert_eq!(event_codes(&*fixture, &family).await?, ["issued", "reused", "rotated"]);
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 1);
    Ok(())
}

pub async fn a_token_that_does_not_rotate_may_be_used_by_many_at_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let mut advances = Vec::new();
    for second in 0..64 {
        let mut advance = seed.advance(family.id, 0, START.plus_seconds(second))?;
        advance.presentation.rotate = false;
        advances.push(advance);
    }
    let (counts, _) = race(&fixture, advances).await?;
    assert_eq!(counts, [0, 0, 0, 64, 0, 0]);
    let after = fixture.storage().find_family(seed.workspace.id, family.id).await?.ok_or("the family is there")?;
    assert_eq!(after, Family { confirmed: true, last_used_at: after.last_used_at, ..family });
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
        let (transition, after) = storage.advance(seed.advance(family.id, generation, now)?).await?;
        assert_eq!(transition, expected, "generation {generation} after {millis} ms");
        let after = after.ok_or("the family is there")?;
        assert_eq!((after.generation, after.expires_at, &after.scopes), (current, family.expires_at, &family.scopes));
        assert_eq!(storage.find_family(seed.workspace.id, family.id).await?, Some(after), "what is returned is what is stored");
    }
    Ok(())
}

pub async fn what_is_shorter_than_a_tenth_of_the_idle_lifetime_is_not_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (idle, never) = (IdleTtl::from_seconds(100)?, IdleTtl::from_seconds(0)?);
    for (idle_ttl, seconds, written) in [(idle, 10, 0), (idle, 11, 11), (never, 29, 0)] {
        let family = Family { idle_ttl, ..seed.family()? };
        store_family(&*fixture, &seed, family.clone()).await?;
        fixture.storage().advance(seed.advance(family.id, 0, START)?).await?;
        for generation in [0, 1] {
            let (_, after) = fixture.storage().advance(seed.advance(family.id, generation, START.plus_seconds(seconds))?).await?;
            assert_eq!(after.map(|family| family.last_used_at), Some(START.plus_seconds(written)), "after {seconds} seconds");
        }
    }
    Ok(())
}

pub async fn reuse_ends_the_family_for_good_and_is_written_down<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let storage = fixture.storage();
    for generation in 0..3 {
        let (transition, _) = storage.advance(seed.advance(family.id, generation, START.plus_seconds(generation * 30))?).await?;
        assert_eq!(transition, Transition::Rotated);
    }
    let late = START.plus_seconds(LIFETIME - 1);
    let reuse = seed.advance(family.id, 0, late)?;
    let (event_id, audit) = (reuse.event_id, reuse.reuse_audit.clone());
    let (transition, after) = storage.advance(reuse).await?;
    assert_eq!(transition, Transition::Reused);
    let end = Some(Revocation { at: late, reason: RevocationReason::RefreshTokenReuse });
    assert_eq!(after.and_then(|family| family.revoked), end);
    let events = fixture.token_events(seed.workspace.id).await?;
    let event = events.iter().find(|event| event.id == event_id).ok_or("the event is there")?;
    assert_eq!(event.kind, TokenEventKind::Reused { presented: 0, generation: 3 });
    assert_eq!((event.at, event.client_id, event.user_id), (late, family.client_id, Some(family.user_id)));
    assert!(event.scopes.is_empty());
    assert_eq!(fixture.audit_events(seed.workspace.id).await?, [audit]);
    // The thief's, the owner's and every older token are of no use any more.
    for generation in 0..=3 {
        let (transition, after) = storage.advance(seed.advance(family.id, generation, START)?).await?;
        assert_eq!((transition, after.and_then(|family| family.revoked)), (Transition::Gone, end));
    }
    Ok(())
}

pub async fn a_family_that_is_gone_changes_no_more_and_writes_nothing<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let storage = fixture.storage();
    let unknown = seed.family()?;
    assert_eq!(storage.advance(seed.advance(unknown.id, 0, START)?).await?, (Transition::Gone, None));
    let end = START.plus_seconds(LIFETIME);
    for (generation, now) in [(0, end), (1, START), (-1, START)] {
        let outcome = storage.advance(seed.advance(family.id, generation, now)?).await?;
        assert_eq!(outcome, (Transition::Gone, Some(family.clone())));
    }
    assert_eq!(storage.find_family(seed.workspace.id, family.id).await?, Some(family.clone()));
    assert_eq!(event_codes(&*fixture, &family).await?, ["issued"]);
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn no_move_crosses_a_revocation<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = begin(&*fixture).await?;
    for _ in 0..16 {
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let end = Revocation { at: START.plus_seconds(1), reason: RevocationReason::Administrator };
        let advances = (0..4).map(|_| seed.advance(family.id, 0, START.plus_seconds(1))).collect::<Result<_, _>>()?;
        let revoking = {
            let (fixture, revocation) = (Arc::clone(&fixture), seed.revocation(family.id, end));
            tokio::spawn(async move { fixture.storage().revoke_family(revocation).await })
        };
        let (counts, _) = race(&fixture, advances).await?;
        assert!(revoking.await??, "the presentations are within the window, so the revocation is the only end");
        let [rotated, _, _, kept, reused, _] = counts;
        assert!(rotated <= 1 && kept == 0 && reused == 0);
        let after = fixture.storage().find_family(seed.workspace.id, family.id).await?.ok_or("the family is there")?;
        assert_eq!(after.revoked, Some(end));
        let (transition, _) = fixture.storage().advance(seed.advance(family.id, after.generation, START)?).await?;
        assert_eq!(transition, Transition::Gone);
    }
    Ok(())
}

pub async fn a_family_is_revoked_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let end = Revocation { at: START.plus_seconds(9), reason: RevocationReason::Client };
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (fixture, revocation) = (Arc::clone(&fixture), seed.revocation(family.id, end));
        tasks.spawn(async move { fixture.storage().revoke_family(revocation).await });
    }
    let mut revoked = 0;
    while let Some(outcome) = tasks.join_next().await {
        revoked += usize::from(outcome??);
    }
    assert_eq!(revoked, 1);
    let events = fixture.token_events(seed.workspace.id).await?;
    let kinds: Vec<_> = events.iter().filter(|event| event.at == end.at).map(|event| &event.kind).collect();
    assert_eq!(kinds, [&TokenEventKind::Revoked { reason: end.reason }]);
    let audits = fixture.audit_events(seed.workspace.id).await?;
    assert_eq!(audits.iter().map(|line| line.action).collect::<Vec<_>>(), [AuditAction::FamilyRevoked]);
    let again = Revocation { at: START.plus_seconds(10), reason: RevocationReason::Administrator };
    assert!(!fixture.storage().revoke_family(seed.revocation(family.id, again)).await?);
    assert!(!fixture.storage().revoke_family(seed.revocation(seed.family()?.id, again)).await?, "an unknown family");
    let after = fixture.storage().find_family(seed.workspace.id, family.id).await?;
    assert_eq!(after.and_then(|family| family.revoked), Some(end));
    Ok(())
}

pub async fn that_a_token_was_used_is_noted_for_the_current_one_alone<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let storage = fixture.storage();
    let workspace = seed.workspace.id;
    storage.advance(seed.advance(family.id, 0, START)?).await?;
    for generation in [0, 2] {
        storage.confirm(workspace, family.id, generation).await?;
        let confirmed = storage.find_family(workspace, family.id).await?.map(|family| family.confirmed);
        assert_eq!(confirmed, Some(false), "{generation} is not the current one");
    }
    storage.confirm(workspace, seed.family()?.id, 1).await?;
    storage.confirm(workspace, family.id, 1).await?;
    storage.confirm(workspace, family.id, 1).await?;
    assert_eq!(storage.find_family(workspace, family.id).await?.map(|family| family.confirmed), Some(true));
    storage.advance(seed.advance(family.id, 1, START.plus_seconds(30))?).await?;
    assert_eq!(
        storage.find_family(workspace, family.id).await?.map(|family| family.confirmed),
        Some(false),
        "nobody has used the next one"
    );
    Ok(())
}

pub async fn no_family_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let other = Seed::new("evil", "main")?;
    fixture.seed(other.clone()).await?;
    let (storage, stranger) = (fixture.storage(), other.workspace.id);
    assert_eq!(storage.find_family(stranger, family.id).await?, None);
    assert_eq!(storage.advance(other.advance(family.id, 0, START)?).await?, (Transition::Gone, None));
    storage.confirm(stranger, family.id, 0).await?;
    let end = Revocation { at: START, reason: RevocationReason::Administrator };
    assert!(!storage.revoke_family(other.revocation(family.id, end)).await?);
    assert_eq!(storage.find_family(seed.workspace.id, family.id).await?, Some(family));
    assert!(fixture.token_events(stranger).await?.is_empty());
    assert!(fixture.audit_events(stranger).await?.is_empty());
    assert!(!storage.is_access_token_denied(stranger, AccessTokenId::new(START, unique())).await?);
    Ok(())
}
