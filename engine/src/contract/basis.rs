//! Statements about decisions whose basis is changed while they are written.
//!
//! Each race is tried a few times, and as often as `REGRANT_TRIALS` says where that is set.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::audit::AuditAction;

use super::{
    fixture::{Change, Fixture},
    given::{beside, code, consent, hash, issued, moved, redemption, redemption_alone, session, start, store_family, trial, trials},
    seed::{Failure, START},
};
use crate::{
    family::Transition,
    storage::{
        CodeOutcome, CodeRedemption, CodeStorage as _, ConsentStorage as _, EventStorage as _, FamilyStorage as _, RefreshOutcome,
        SessionStorage as _, Written,
    },
};

pub async fn nothing_is_written_by_what_was_changed<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for (number, change) in Change::ALL.into_iter().enumerate() {
        let seed = trial(&*fixture, number).await?;
        let (storage, workspace, family) = (fixture.storage(), seed.workspace.id, seed.family()?);
        let login = session(&*fixture, &seed).await?;
        let basis = seed.basis().and_session(login);
        let kept = hash();
        assert_eq!(storage.insert_code(code(&seed, &family, kept), basis).await?, Written::Done);
        fixture.change(&seed, change).await?;
        let written = (fixture.token_events(workspace).await?, fixture.audit_events(workspace).await?);

        let late = hash();
        assert_eq!(storage.insert_code(code(&seed, &family, late), basis).await?, Written::BasisChanged, "{change:?}");
        assert_eq!(storage.find_code(workspace, &late).await?, None);
        let consent = consent(&family)?;
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(storage.save_consent(consent, basis, audit).await?, Written::BasisChanged, "{change:?}");
        assert_eq!(storage.find_consent(workspace, seed.user.user.id, seed.client.client.id).await?, None);
        assert_eq!(storage.record_issue(issued(&family), basis).await?, Written::BasisChanged, "{change:?}");
        for redemption in [redemption(&seed, kept, family.clone()), redemption_alone(&seed, kept)?] {
            let outcome = storage.redeem_code(CodeRedemption { basis, ..redemption }).await?;
            // A new password has deleted the code, and either may be found first.
            let forgotten = change == Change::Password && outcome == CodeOutcome::AlreadyRedeemed;
            assert!(forgotten || outcome == CodeOutcome::BasisChanged, "{change:?}: {outcome:?}");
        }
        assert_eq!(storage.find_family(workspace, family.authorization.id).await?, None);
        assert_eq!((fixture.token_events(workspace).await?, fixture.audit_events(workspace).await?), written, "{change:?}");

        let begun = storage.begin_login_session(start(&seed)).await?;
        assert_eq!(begun == Written::BasisChanged, change == Change::Password, "a session rests on its user alone");
    }
    Ok(())
}

pub async fn no_session_begins_by_a_password_that_was_changed<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let start = start(&seed);
        let id = start.session.id;
        let beginning = fixture.storage().begin_login_session(start);
        // A session from before the change was ended by it, and none begins after it: the outcome does not matter.
        let _ = beside(&fixture, &seed, Change::Password, beginning).await??;
        assert!(!fixture.storage().is_session_open(seed.workspace.id, id).await?, "trial {number}");
    }
    Ok(())
}

pub async fn no_code_outlives_the_password_that_its_session_began_with<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
        let hash = hash();
        let inserting = fixture.storage().insert_code(code(&seed, &seed.family()?, hash), basis);
        let _ = beside(&fixture, &seed, Change::Password, inserting).await??;
        assert_eq!(fixture.storage().find_code(seed.workspace.id, &hash).await?, None, "trial {number}");
    }
    Ok(())
}

pub async fn no_exchange_crosses_a_change<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
        let change = Change::ALL.get(number % Change::ALL.len()).copied().unwrap_or(Change::Client);
        let hash = hash();
        assert_eq!(fixture.storage().insert_code(code(&seed, &seed.family()?, hash), basis).await?, Written::Done);
        let redemption = || Ok::<_, Failure>(CodeRedemption { basis, ..redemption_alone(&seed, hash)? });
        let outcome = beside(&fixture, &seed, change, fixture.storage().redeem_code(redemption()?)).await??;
        // The change is visible from its commit on: a later exchange did not get the code.
        let kept = fixture.storage().find_code(seed.workspace.id, &hash).await?;
        assert_eq!(kept.and_then(|stored| stored.code.redeemed).is_some(), outcome == CodeOutcome::Redeemed, "trial {number}: {outcome:?}");
        let late = fixture.storage().redeem_code(redemption()?).await?;
        assert!(matches!(late, CodeOutcome::BasisChanged | CodeOutcome::AlreadyRedeemed), "trial {number}: {late:?}");
    }
    Ok(())
}

pub async fn no_usual_refresh_crosses_a_change<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let change = if number % 2 == 0 { Change::Workspace } else { Change::Client };
        let id = family.authorization.id;
        let refreshing = fixture.storage().refresh_as_usual(seed.refresh(id, 0, START)?);
        let before = beside(&fixture, &seed, change, refreshing).await??;
        let generation = i64::from(before.is_some());
        let late = seed.refresh(id, generation, START.plus_seconds(3600))?;
        let events = fixture.token_events(seed.workspace.id).await?;
        assert_eq!(fixture.storage().refresh_as_usual(late).await?, None, "trial {number}");
        let after = fixture.storage().find_family(seed.workspace.id, id).await?.ok_or("the family is there")?;
        assert_eq!(after.position.generation, generation, "trial {number}");
        assert_eq!(fixture.token_events(seed.workspace.id).await?, events, "nothing is written");
    }
    Ok(())
}

pub async fn no_refresh_crosses_a_change<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let change = Change::ALL.get(number % Change::ALL.len()).copied().unwrap_or(Change::Client);
        let id = family.authorization.id;
        let refreshing = fixture.storage().present_refresh_token(seed.present(id, 0, START)?);
        let after = match beside(&fixture, &seed, change, refreshing).await?? {
            RefreshOutcome::BasisChanged => family,
            outcome => {
                let (transition, after) = moved(outcome)?;
                assert_eq!((transition, after.position.generation), (Transition::Rotated, 1));
                after
            }
        };
        // Neither the current token nor an earlier one moves the family on the basis that was changed.
        for generation in [after.position.generation, 0] {
            let events = fixture.token_events(seed.workspace.id).await?;
            let late = seed.present(id, generation, START.plus_seconds(3600))?;
            assert_eq!(fixture.storage().present_refresh_token(late).await?, RefreshOutcome::BasisChanged, "trial {number}");
            assert_eq!(fixture.storage().find_family(seed.workspace.id, id).await?.as_ref(), Some(&after));
            assert_eq!(fixture.token_events(seed.workspace.id).await?, events, "nothing is written");
        }
    }
    Ok(())
}
