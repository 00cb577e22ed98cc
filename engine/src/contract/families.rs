//! Statements about token families: what they keep, and how they end.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    binding::Binding,
    family::{EndRule, Revocation, RevocationReason},
    id::AccessTokenId,
    lifetime::IdleTtl,
    thumbprint::Thumbprint,
    token_event::TokenEventKind,
};
use tokio::task::JoinSet;

use super::{
    fixture::{Fixture, seeded},
    given::{moved, store_family},
    presentation::{begin, race},
    seed::{API, DETAILS, Failure, START, Seed, unique},
};
use crate::{
    family::{Family, Transition},
    storage::{AccessTokenStorage as _, FamilyStorage as _, RefreshOutcome, UsualRefresh},
};

pub async fn no_move_crosses_a_revocation<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = begin(&*fixture).await?;
    for _ in 0..16 {
        let family = seed.family()?;
        let id = family.authorization.id;
        store_family(&*fixture, &seed, family).await?;
        let end = Revocation { at: START.plus_seconds(1), reason: RevocationReason::Administrator };
        let presented = (0..4).map(|_| seed.present(id, 0, START.plus_seconds(1))).collect::<Result<_, _>>()?;
        let revoking = {
            let (fixture, revocation) = (Arc::clone(&fixture), seed.revocation(id, end));
            tokio::spawn(async move { fixture.storage().revoke_family(revocation).await })
        };
        let (counts, _) = race(&fixture, presented).await?;
        assert!(revoking.await??, "the presentations are within the window, so the revocation is the only end");
        let [rotated, _, _, kept, reused, _] = counts;
        assert!(rotated <= 1 && kept == 0 && reused == 0);
        let after = fixture.storage().find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
        assert_eq!(after.position.revoked, Some(end));
        let late = seed.present(id, after.position.generation, START)?;
        assert_eq!(fixture.storage().present_refresh_token(late).await?, RefreshOutcome::Ended(after));
    }
    Ok(())
}

pub async fn a_family_is_revoked_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let id = family.authorization.id;
    let end = Revocation { at: START.plus_seconds(9), reason: RevocationReason::Client };
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (fixture, revocation) = (Arc::clone(&fixture), seed.revocation(id, end));
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
    assert!(!fixture.storage().revoke_family(seed.revocation(id, again)).await?);
    let unknown = seed.family()?.authorization.id;
    assert!(!fixture.storage().revoke_family(seed.revocation(unknown, again)).await?, "an unknown family");
    let after = fixture.storage().find_family(seed.workspace.id, id).await?;
    assert_eq!(after.and_then(|family| family.position.revoked), Some(end));
    Ok(())
}

pub async fn that_a_token_was_used_is_noted_for_the_current_one_alone<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let (storage, workspace, id) = (fixture.storage(), seed.workspace.id, family.authorization.id);
    let confirmed = async || {
        let family = storage.find_family(workspace, id).await?;
        Ok::<_, Failure>(family.map(|family| family.position.confirmed))
    };
    storage.present_refresh_token(seed.present(id, 0, START)?).await?;
    for generation in [0, 2] {
        storage.confirm(workspace, id, generation).await?;
        assert_eq!(confirmed().await?, Some(false), "{generation} is not the current one");
    }
    storage.confirm(workspace, seed.family()?.authorization.id, 1).await?;
    storage.confirm(workspace, id, 1).await?;
    storage.confirm(workspace, id, 1).await?;
    assert_eq!(confirmed().await?, Some(true));
    storage.present_refresh_token(seed.present(id, 1, START.plus_seconds(30))?).await?;
    assert_eq!(confirmed().await?, Some(false), "nobody has used the next one");
    Ok(())
}

pub async fn no_family_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, family) = begin(&*fixture).await?;
    let other = Seed::new("evil", "main")?;
    fixture.seed(other.clone()).await?;
    let (storage, stranger, id) = (fixture.storage(), other.workspace.id, family.authorization.id);
    assert_eq!(storage.find_family(stranger, id).await?, None);
    assert_eq!(storage.present_refresh_token(other.present(id, 0, START)?).await?, RefreshOutcome::Unknown);
    storage.confirm(stranger, id, 0).await?;
    let end = Revocation { at: START, reason: RevocationReason::Administrator };
    assert!(!storage.revoke_family(other.revocation(id, end)).await?);
    assert_eq!(storage.find_family(seed.workspace.id, id).await?, Some(family));
    assert!(fixture.token_events(stranger).await?.is_empty());
    assert!(fixture.audit_events(stranger).await?.is_empty());
    assert!(!storage.is_access_token_denied(stranger, AccessTokenId::new(START, unique())).await?);
    Ok(())
}

pub async fn a_family_keeps_what_it_is_bound_to<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    for binding in [Binding::Key, Binding::Certificate] {
        let mut bound = seed.family()?;
        bound.authorization.bound_to = Some(binding(Thumbprint::from_bytes([9; 32])));
        bound.authorization.resources = API.parse()?;
        bound.authorization.authorization_details = DETAILS.parse()?;
        bound.position.expires_by = EndRule::Session;
        bound.position.idle_ttl = IdleTtl::LONGEST;
        let id = bound.authorization.id;
        store_family(&*fixture, &seed, bound.clone()).await?;
        assert_eq!(fixture.storage().find_family(seed.workspace.id, id).await?, Some(bound.clone()));
        let (transition, after) = moved(fixture.storage().present_refresh_token(seed.present(id, 0, START)?).await?)?;
        assert_eq!(transition, Transition::Rotated);
        assert_eq!(
            (after.authorization, after.position.expires_by, after.position.idle_ttl),
            (bound.authorization, bound.position.expires_by, bound.position.idle_ttl)
        );
    }
    Ok(())
}

/// Clauses: 233.
pub async fn a_refresh_of_another_key_or_certificate_is_no_usual_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (one, other) = (Thumbprint::from_bytes([9; 32]), Thumbprint::from_bytes([8; 32]));
    for bound_to in [None, Some(Binding::Key(one)), Some(Binding::Certificate(one))] {
        let family = seed.family_with(|family| family.authorization.bound_to = bound_to)?;
        let id = family.authorization.id;
        store_family(&*fixture, &seed, family.clone()).await?;
        let ways = [Binding::Key(one), Binding::Key(other), Binding::Certificate(one), Binding::Certificate(other)];
        for proven in ways.map(Some).into_iter().chain([None]).filter(|proven| *proven != bound_to) {
            let refresh = UsualRefresh { bound_to: proven, ..seed.refresh(id, 0, START)? };
            assert_eq!(fixture.storage().refresh_as_usual(refresh).await?, None, "{bound_to:?} {proven:?}");
        }
        assert_eq!(fixture.storage().find_family(seed.workspace.id, id).await?, Some(family), "nothing has moved it");
        let refresh = UsualRefresh { bound_to, ..seed.refresh(id, 0, START)? };
        let refreshed = fixture.storage().refresh_as_usual(refresh).await?.ok_or("it is the usual refresh")?;
        assert_eq!(refreshed.transition, Transition::Rotated, "{bound_to:?}");
    }
    Ok(())
}

/// Clauses: 286.
pub async fn a_refresh_with_authorization_details_is_no_usual_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let family = seed.family_with(|family| family.authorization.authorization_details = DETAILS.parse().unwrap_or_default())?;
    let id = family.authorization.id;
    store_family(&*fixture, &seed, family.clone()).await?;
    assert_eq!(fixture.storage().refresh_as_usual(seed.refresh(id, 0, START)?).await?, None);
    assert_eq!(fixture.storage().find_family(seed.workspace.id, id).await?, Some(family.clone()), "nothing has moved it");
    let (transition, after) = moved(fixture.storage().present_refresh_token(seed.present(id, 0, START)?).await?)?;
    assert_eq!((transition, after.authorization), (Transition::Rotated, family.authorization), "it keeps them");
    Ok(())
}

pub async fn a_family_that_is_not_used_ends_by_itself<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let idle_ttl = IdleTtl::from_seconds(60)?;
    let family = seed.family_with(|family| family.position.idle_ttl = idle_ttl)?;
    let id = family.authorization.id;
    store_family(&*fixture, &seed, family).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    let mut last: Option<Family> = None;
    for (generation, seconds) in [(0, 59), (1, 118)] {
        let present = seed.present(id, generation, START.plus_seconds(seconds))?;
        let (transition, after) = moved(storage.present_refresh_token(present).await?)?;
        assert_eq!(transition, Transition::Rotated, "each use begins the time anew");
        assert_eq!(after.position.end(), (START.plus_seconds(seconds + 60), EndRule::Idle));
        last = Some(after);
    }
    assert_eq!(storage.list_live_families(workspace, user, START.plus_seconds(177)).await?.len(), 1);
    assert_eq!(storage.list_live_families(workspace, user, START.plus_seconds(178)).await?, []);
    let outcome = storage.present_refresh_token(seed.present(id, 2, START.plus_seconds(178))?).await?;
    assert_eq!(Some(outcome), last.map(RefreshOutcome::Ended));
    Ok(())
}
