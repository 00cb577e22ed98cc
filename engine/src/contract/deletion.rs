//! Statements about requests that are in progress while their user is deleted: nothing of them is valid afterwards.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::audit::AuditAction;

use super::{
    fixture::{Change, Fixture, seeded},
    given::{beside, code, consent, hash, redemption, session, start, store_family, trial, trials},
    seed::{Failure, START},
};
use crate::{
    family::Family,
    storage::{
        CodeOutcome, CodeRedemption, CodeStorage as _, ConsentStorage as _, Directory as _, FamilyStorage as _, SessionStorage as _,
        Written,
    },
};

async fn lives(fixture: &impl Fixture, family: &Family) -> Result<bool, Failure> {
    let found = fixture.storage().find_family(family.authorization.workspace_id, family.authorization.id).await?;
    Ok(found.is_some_and(|family| family.position.is_live(START)))
}

pub async fn a_deleted_user_is_not_there_and_their_families_are_known_to_have_ended<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, &seed.user.user);
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    let login = session(&*fixture, &seed).await?;
    fixture.change(&seed, Change::UserDeleted).await?;
    assert_eq!(storage.find_user(workspace, user.id).await?, None);
    assert!(storage.find_user_by_identifier(workspace, &user.identifier).await?.is_none());
    assert!(storage.find_user(workspace, seed.other_user.user.id).await?.is_some());
    assert!(!storage.is_session_open(workspace, login).await?);
    assert!(storage.find_family(workspace, family.authorization.id).await?.is_some_and(|family| family.position.revoked.is_some()));
    assert_eq!(storage.list_consents(workspace, user.id).await?, []);
    Ok(())
}

pub async fn no_sign_in_or_consent_outlives_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
        let start = start(&seed);
        let id = start.session.id;
        let consent = consent(&seed.family()?)?;
        let agreeing = async {
            let begun = storage.begin_login_session(start).await?;
            let audit = seed.audit(AuditAction::ConsentGiven, START);
            let agreed = storage.save_consent(consent, seed.basis().and_session(id), audit).await?;
            assert!(begun == Written::Done || agreed == Written::BasisChanged, "trial {number}");
            Ok::<_, Failure>(())
        };
        beside(&fixture, &seed, Change::UserDeleted, agreeing).await??;
        assert!(!storage.is_session_open(workspace, id).await?, "trial {number}");
        assert_eq!(storage.list_consents(workspace, user).await?, [], "trial {number}");
    }
    Ok(())
}

pub async fn no_exchange_outlives_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let (storage, family, hash) = (fixture.storage(), seed.family()?, hash());
        let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
        let redemption = || CodeRedemption { basis, ..redemption(&seed, hash, family.clone()) };
        let exchanging = async {
            if storage.insert_code(code(&seed, &family, hash), basis).await? == Written::BasisChanged {
                return Ok(());
            }
            let outcome = storage.redeem_code(redemption()).await?;
            assert!(!matches!(outcome, CodeOutcome::LimitReached), "trial {number}");
            Ok::<_, Failure>(())
        };
        beside(&fixture, &seed, Change::UserDeleted, exchanging).await??;
        assert!(!lives(&*fixture, &family).await?, "trial {number}");
        let again = storage.redeem_code(redemption()).await?;
        assert!(matches!(again, CodeOutcome::AlreadyRedeemed | CodeOutcome::BasisChanged), "trial {number}: {again:?}");
    }
    Ok(())
}

pub async fn no_usual_refresh_outlives_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let refreshing = fixture.storage().refresh_as_usual(seed.refresh(family.authorization.id, 0, START)?);
        let _ = beside(&fixture, &seed, Change::UserDeleted, refreshing).await??;
        assert!(!lives(&*fixture, &family).await?, "trial {number}");
    }
    Ok(())
}

pub async fn no_refresh_outlives_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let refreshing = fixture.storage().present_refresh_token(seed.present(family.authorization.id, 0, START)?);
        let _ = beside(&fixture, &seed, Change::UserDeleted, refreshing).await??;
        assert!(!lives(&*fixture, &family).await?, "trial {number}");
    }
    Ok(())
}
