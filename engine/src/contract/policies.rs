//! Statements about what a policy does to families.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    family::{EndRule, RevocationReason},
    id::LoginSessionId,
    lifetime::IdleTtl,
    policy::LimitRule,
    thumbprint::Thumbprint,
    token_event::TokenEventKind,
};
use tokio::task::JoinSet;

use super::{
    API, Failure, Fixture, START, Seed,
    families::{code, issued, store_family},
    seeded, unique, unique_seed,
};
use crate::{
    family::{Family, Transition},
    storage::{
        Basis, CodeOutcome, CodeRedemption, EndedSessions, EventIds, FamilyCap, LoginSession, Redeemed, SessionOrigin, SessionStart,
        Storage, Written,
    },
};

/// Redeems a new code for a family.
pub(super) async fn redeem(fixture: &impl Fixture, seed: &Seed, family: Family, cap: Option<FamilyCap>) -> Result<CodeOutcome, Failure> {
    let mut hash = [0; 32];
    hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    assert_eq!(fixture.storage().insert_code(code(seed, &family, hash), seed.basis()).await?, Written::Done);
    let basis = if family.ends_with_session { seed.basis().and_session(family.login_session_id) } else { seed.basis() };
    let redeemed = Redeemed {
        at: family.created_at,
        family_id: Some(family.id),
        access_token_id: None,
        access_token_expires_at: family.created_at.plus_seconds(3600),
    };
    let event = issued(&family);
    let redemption = CodeRedemption { hash, basis, workspace_id: family.workspace_id, redeemed, family: Some(family), cap, event };
    let outcome = fixture.storage().redeem_code(redemption).await?;
    let kept = fixture.storage().find_code(seed.workspace.id, &hash).await?.ok_or("the code is kept")?;
    assert_eq!(kept.redeemed.is_some(), outcome == CodeOutcome::Redeemed, "a refused redemption leaves the code as it was");
    Ok(outcome)
}

/// A login session of the seed's user.
pub(super) async fn session(fixture: &impl Fixture, seed: &Seed) -> Result<LoginSessionId, Failure> {
    let id = LoginSessionId::new(START, unique());
    let mut token_hash = [1; 32];
    token_hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    let session = LoginSession {
        id,
        workspace_id: seed.workspace.id,
        user_id: seed.user.user.id,
        token_hash,
        auth_time: START,
        expires_at: START.plus_seconds(3600),
        origin: SessionOrigin::default(),
    };
    let basis = Basis::of_user(&seed.user.user);
    let start = SessionStart { session, basis, audit: seed.audit(AuditAction::UserSignedIn, START), replaces: None };
    assert_eq!(fixture.storage().begin_login_session(start).await?, Written::Done);
    Ok(id)
}

pub(super) async fn end_of(fixture: &impl Fixture, family: &Family) -> Result<Option<RevocationReason>, Failure> {
    let found = fixture.storage().find_family(family.workspace_id, family.id).await?.ok_or("the family is there")?;
    Ok(found.revoked.map(|end| end.reason))
}

pub async fn a_family_keeps_what_it_is_bound_to<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let bound = Family {
        expires_by: EndRule::Session,
        idle_ttl: IdleTtl::LONGEST,
        dpop_jkt: Some(Thumbprint::from_bytes([9; 32])),
        resources: API.parse()?,
        ..seed.family()?
    };
    store_family(&*fixture, &seed, bound.clone()).await?;
    assert_eq!(fixture.storage().find_family(seed.workspace.id, bound.id).await?, Some(bound.clone()));
    let (transition, after) = fixture.storage().advance(seed.advance(bound.id, 0, START)?).await?;
    assert_eq!(transition, Transition::Rotated);
    let after = after.ok_or("the family is there")?;
    assert_eq!(
        (after.expires_by, after.idle_ttl, after.dpop_jkt, after.resources),
        (bound.expires_by, bound.idle_ttl, bound.dpop_jkt, bound.resources)
    );
    Ok(())
}

pub async fn a_family_that_is_not_used_ends_by_itself<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let family = Family { idle_ttl: IdleTtl::from_seconds(60)?, ..seed.family()? };
    store_family(&*fixture, &seed, family.clone()).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    for (generation, seconds) in [(0, 59), (1, 118)] {
        let (transition, after) = storage.advance(seed.advance(family.id, generation, START.plus_seconds(seconds))?).await?;
        assert_eq!(transition, Transition::Rotated, "each use begins the time anew");
        assert_eq!(after.map(|family| family.end()), Some((START.plus_seconds(seconds + 60), EndRule::Idle)));
    }
    assert_eq!(storage.list_live_families(workspace, user, START.plus_seconds(177)).await?.len(), 1);
    assert_eq!(storage.list_live_families(workspace, user, START.plus_seconds(178)).await?, []);
    let (transition, _) = storage.advance(seed.advance(family.id, 2, START.plus_seconds(178))?).await?;
    assert_eq!(transition, Transition::Gone);
    Ok(())
}

pub async fn until_first_use_the_previous_token_comes_back_at_any_time<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    let storage = fixture.storage();
    let present = |generation, seconds| {
        let mut advance = seed.advance(family.id, generation, START.plus_seconds(seconds))?;
        advance.presentation.retry.until_first_use = true;
        Ok::<_, Failure>(advance)
    };
    assert_eq!(storage.advance(present(0, 0)?).await?.0, Transition::Rotated);
    for hour in 1..=12 {
        assert_eq!(storage.advance(present(0, hour * 3600)?).await?.0, Transition::Retried);
    }
    storage.confirm(seed.workspace.id, family.id, 1).await?;
    assert_eq!(storage.advance(present(0, 29)?).await?.0, Transition::Retried, "within the window it comes back in any case");
    assert_eq!(storage.advance(present(0, 30)?).await?.0, Transition::Reused, "the new token was used");
    Ok(())
}

pub async fn the_end_of_a_session_ends_the_families_that_end_with_it<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let family = |login_session_id, ends_with_session| Ok::<_, Failure>(Family { login_session_id, ends_with_session, ..seed.family()? });
    let families = [family(here, true)?, family(here, false)?, family(elsewhere, true)?, family(here, true)?];
    for family in &families {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let at = START.plus_seconds(60);
    for _ in 0..2 {
        fixture.storage().end_login_sessions(seed.session_end(EndedSessions::Itself(here), at)).await?;
    }
    for (family, expected) in families.iter().zip([Some(RevocationReason::Logout), None, None, Some(RevocationReason::Logout)]) {
        assert_eq!(end_of(&*fixture, family).await?, expected);
    }
    let events = fixture.token_events(seed.workspace.id).await?;
    let ended = events.iter().filter(|event| event.kind == TokenEventKind::Revoked { reason: RevocationReason::Logout });
    assert_eq!(
        ended.map(|event| (event.family_id, event.at)).collect::<Vec<_>>(),
        [(Some(families[0].id), at), (Some(families[3].id), at)]
    );
    Ok(())
}

pub async fn no_family_begins_in_a_session_that_was_ended<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    for round in 0..16 {
        let login_session_id = session(&*fixture, &seed).await?;
        let family = Family { login_session_id, ends_with_session: true, ..seed.family()? };
        let ending = {
            let (fixture, end) =
                (Arc::clone(&fixture), seed.session_end(EndedSessions::Itself(login_session_id), START.plus_seconds(round)));
            tokio::spawn(async move { fixture.storage().end_login_sessions(end).await })
        };
        let outcome = redeem(&*fixture, &seed, family.clone(), None).await?;
        ending.await??;
        match outcome {
            CodeOutcome::Redeemed => assert_eq!(end_of(&*fixture, &family).await?, Some(RevocationReason::Logout)),
            CodeOutcome::BasisChanged => assert_eq!(fixture.storage().find_family(seed.workspace.id, family.id).await?, None),
            other => return Err(format!("{other:?}").into()),
        }
        let late = Family { login_session_id, ends_with_session: true, ..seed.family()? };
        assert_eq!(redeem(&*fixture, &seed, late, None).await?, CodeOutcome::BasisChanged);
        let free = Family { login_session_id, ..seed.family()? };
        assert_eq!(redeem(&*fixture, &seed, free, None).await?, CodeOutcome::Redeemed, "it does not end with the session");
    }
    Ok(())
}

pub async fn however_many_log_in_at_once_the_cap_holds<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for (index, rule) in LimitRule::ALL.into_iter().enumerate() {
        let seed = Seed::new(&format!("acme-{index}"), "main")?;
        fixture.seed(seed.clone()).await?;
        let mut tasks = JoinSet::new();
        for _ in 0..16 {
            let (fixture, seed, family) = (Arc::clone(&fixture), seed.clone(), seed.family()?);
            let cap = FamilyCap { most: 3, rule, event_ids: EventIds::new(START, unique_seed()) };
            tasks.spawn(async move { redeem(&*fixture, &seed, family, Some(cap)).await });
        }
        let mut redeemed = 0;
        while let Some(outcome) = tasks.join_next().await {
            match outcome?? {
                CodeOutcome::Redeemed => redeemed += 1,
                other => assert_eq!((other, rule), (CodeOutcome::LimitReached, LimitRule::Refuse)),
            }
        }
        assert_eq!(redeemed, if rule == LimitRule::Refuse { 3 } else { 16 });
        assert_eq!(fixture.storage().list_live_families(seed.workspace.id, seed.user.user.id, START).await?.len(), 3, "{rule:?}");
    }
    Ok(())
}

pub async fn a_cap_ends_the_oldest_or_the_least_recently_used<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for (rule, expected) in [(LimitRule::EvictOldest, 0), (LimitRule::EvictLeastRecentlyUsed, 1)] {
        let seed = Seed::new(&format!("acme-{expected}"), "main")?;
        fixture.seed(seed.clone()).await?;
        let families = [seed.family()?, seed.family()?, seed.family()?];
        for family in &families[..2] {
            store_family(&*fixture, &seed, family.clone()).await?;
        }
        // The first is used after the second began; a revoked one takes no room.
        fixture.storage().advance(seed.advance(families[0].id, 0, START.plus_seconds(9))?).await?;
        let cap = FamilyCap { most: 2, rule, event_ids: EventIds::new(START, unique_seed()) };
        assert_eq!(redeem(&*fixture, &seed, families[2].clone(), Some(cap)).await?, CodeOutcome::Redeemed);
        for (index, family) in families.iter().enumerate() {
            let end = (index == expected).then_some(RevocationReason::FamilyLimit);
            assert_eq!(end_of(&*fixture, family).await?, end, "{rule:?} {index}");
        }
        let events = fixture.token_events(seed.workspace.id).await?;
        let ended = events.iter().filter(|event| event.kind == TokenEventKind::Revoked { reason: RevocationReason::FamilyLimit });
        assert_eq!(ended.map(|event| event.family_id).collect::<Vec<_>>(), [families.get(expected).map(|family| family.id)]);
    }
    Ok(())
}

pub async fn a_proof_is_used_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let workspace = seed.workspace.id;
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move { fixture.storage().use_proof(workspace, [4; 32], START.plus_seconds(60)).await });
    }
    let mut first = 0;
    while let Some(outcome) = tasks.join_next().await {
        first += usize::from(outcome??);
    }
    assert_eq!(first, 1);
    assert!(fixture.storage().use_proof(workspace, [5; 32], START.plus_seconds(60)).await?);
    Ok(())
}
