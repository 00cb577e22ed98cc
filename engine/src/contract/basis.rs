//! Statements about decisions whose basis is changed while they are written.
//!
//! Each race is tried a few times, and as often as `REGRANT_TRIALS` says where that is set.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::{future::Future, sync::Arc};

use domain::{
    audit::AuditAction,
    family::RevocationReason,
    id::{AccessTokenId, LoginSessionId},
    resource::Resources,
};

use super::{
    Change, Failure, Fixture, START, Seed,
    families::{code, issued, store_family},
    policies::{end_of, redeem, session},
    seeded, unique,
};
use crate::{
    family::{Family, Transition},
    storage::{
        Basis, CodeOutcome, CodeRedemption, Consent, EndedSessions, LoginSession, Redeemed, SecretHash, SessionOrigin, SessionStart,
        Storage, Written,
    },
};

/// How often a race is tried.
pub(super) fn trials() -> usize {
    std::env::var("REGRANT_TRIALS").ok().and_then(|trials| trials.parse().ok()).unwrap_or(16)
}

pub(super) fn hash() -> SecretHash {
    let mut hash = [2; 32];
    hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    hash
}

/// A workspace of its own for a trial: what was changed once stays so.
pub(super) async fn trial(fixture: &impl Fixture, number: usize) -> Result<Seed, Failure> {
    let seed = Seed::new(&format!("acme-{number}"), "main")?;
    fixture.seed(seed.clone()).await?;
    Ok(seed)
}

pub(super) fn start(seed: &Seed) -> SessionStart {
    let session = LoginSession {
        id: LoginSessionId::new(START, unique()),
        workspace_id: seed.workspace.id,
        user_id: seed.user.user.id,
        token_hash: hash(),
        auth_time: START,
        expires_at: START.plus_seconds(3600),
        origin: SessionOrigin::default(),
    };
    SessionStart { session, basis: Basis::of_user(&seed.user.user), audit: seed.audit(AuditAction::UserSignedIn, START), replaces: None }
}

/// The redemption of a code for a family that outlives its session, or for an access token alone.
pub(super) fn redemption(seed: &Seed, hash: SecretHash, family: Option<Family>, basis: Basis) -> Result<CodeRedemption, Failure> {
    let redeemed = Redeemed {
        at: START,
        family_id: family.as_ref().map(|family| family.id),
        access_token_id: Some(AccessTokenId::new(START, unique())),
        access_token_expires_at: START.plus_seconds(3600),
    };
    let event = issued(&seed.family()?);
    Ok(CodeRedemption { hash, workspace_id: seed.workspace.id, basis, redeemed, family, cap: None, event })
}

/// Runs a change beside something else, and returns what came of that.
pub(super) async fn beside<F: Fixture, T>(
    fixture: &Arc<F>,
    seed: &Seed,
    change: Change,
    other: impl Future<Output = T>,
) -> Result<T, Failure> {
    let changing = {
        let (fixture, seed) = (Arc::clone(fixture), seed.clone());
        tokio::spawn(async move { fixture.change(&seed, change).await })
    };
    let outcome = other.await;
    changing.await??;
    Ok(outcome)
}

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
        let consent = Consent {
            workspace_id: workspace,
            user_id: seed.user.user.id,
            client_id: seed.client.client.id,
            scopes: "openid".parse()?,
            resources: Resources::none(),
            offline_seconds: None,
            given_at: START,
        };
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(storage.save_consent(consent, basis, audit).await?, Written::BasisChanged, "{change:?}");
        assert_eq!(storage.find_consent(workspace, seed.user.user.id, seed.client.client.id).await?, None);
        assert_eq!(storage.record_issue(issued(&family), basis).await?, Written::BasisChanged, "{change:?}");
        for family in [Some(family.clone()), None] {
            let outcome = storage.redeem_code(redemption(&seed, kept, family, basis)?).await?;
            // A new password has forgotten the code, and either may be found first.
            let forgotten = change == Change::Password && outcome == CodeOutcome::AlreadyRedeemed;
            assert!(forgotten || outcome == CodeOutcome::BasisChanged, "{change:?}: {outcome:?}");
        }
        assert_eq!(storage.find_family(workspace, family.id).await?, None);
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
        // Begun before the change it was ended by it, and after it there is none: its outcome does not matter.
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
        let outcome = beside(&fixture, &seed, change, fixture.storage().redeem_code(redemption(&seed, hash, None, basis)?)).await??;
        // What was changed is seen from the commit of the change on: whoever was later did not get the code.
        let kept = fixture.storage().find_code(seed.workspace.id, &hash).await?;
        assert_eq!(kept.and_then(|code| code.redeemed).is_some(), outcome == CodeOutcome::Redeemed, "trial {number}: {outcome:?}");
        let late = fixture.storage().redeem_code(redemption(&seed, hash, None, basis)?).await?;
        assert!(matches!(late, CodeOutcome::BasisChanged | CodeOutcome::AlreadyRedeemed), "trial {number}: {late:?}");
    }
    Ok(())
}

pub async fn no_refresh_crosses_a_change<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let family = seed.family()?;
        store_family(&*fixture, &seed, family.clone()).await?;
        let change = Change::ALL.get(number % Change::ALL.len()).copied().unwrap_or(Change::Client);
        let (transition, after) = beside(&fixture, &seed, change, fixture.storage().advance(seed.advance(family.id, 0, START)?)).await??;
        let after = after.ok_or("the family is there")?;
        match transition {
            Transition::Rotated => assert_eq!(after.generation, 1),
            Transition::BasisChanged => assert_eq!(after, family),
            other => return Err(format!("{other:?}").into()),
        }
        // Neither a token that is current nor one that came back moves anything by what was changed.
        for generation in [after.generation, 0] {
            let events = fixture.token_events(seed.workspace.id).await?;
            let late = seed.advance(family.id, generation, START.plus_seconds(3600))?;
            assert_eq!(fixture.storage().advance(late).await?.0, Transition::BasisChanged, "trial {number}");
            assert_eq!(fixture.storage().find_family(seed.workspace.id, family.id).await?.as_ref(), Some(&after));
            assert_eq!(fixture.token_events(seed.workspace.id).await?, events, "nothing is written");
        }
    }
    Ok(())
}

pub async fn a_new_session_ends_the_one_that_it_takes_the_place_of<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let (before, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let bound = Family { login_session_id: before, ends_with_session: true, ..seed.family()? };
    let lasting = Family { login_session_id: before, ..seed.family()? };
    for family in [&bound, &lasting] {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let end = seed.session_end(EndedSessions::Itself(before), START.plus_seconds(60));
    let next = SessionStart { replaces: Some(end.clone()), ..start(&seed) };
    let after = next.session.id;

    let by_what_was_changed = Basis { user: Some((seed.user.user.id, seed.user.user.version + 1)), ..Basis::default() };
    let refused = SessionStart { basis: by_what_was_changed, ..next.clone() };
    assert_eq!(storage.begin_login_session(refused).await?, Written::BasisChanged);
    assert!(storage.is_session_open(workspace, before).await?, "a sign-in that failed ends nothing");

    assert_eq!(storage.begin_login_session(next).await?, Written::Done);
    let open = [storage.is_session_open(workspace, before).await?, storage.is_session_open(workspace, elsewhere).await?];
    assert_eq!((open, storage.is_session_open(workspace, after).await?), ([false, true], true));
    assert_eq!(end_of(&*fixture, &bound).await?, Some(RevocationReason::Logout));
    assert_eq!(end_of(&*fixture, &lasting).await?, None);
    let lines = fixture.audit_events(workspace).await?;
    assert!(lines.contains(&end.audit), "the end has its line");
    Ok(())
}
