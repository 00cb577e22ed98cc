//! Passkeys of users.
#![expect(
    clippy::missing_panics_doc,
    missing_docs,
    reason = "a statement says what it states by its name, and panics where it does not hold"
)]

use std::sync::Arc;

use domain::id::PasskeyId;

use super::{
    fixture::{Change, Fixture},
    given::{passkey, start, two_workspaces},
    seed::{Failure, START, Seed},
};
use crate::{
    passkey::{Passkey, PasskeyUse},
    storage::{PasskeyStorage as _, SessionStart, SessionStorage as _, Written},
};

fn use_of(seed: &Seed, seconds: i64, sign_count: u32) -> PasskeyUse {
    PasskeyUse { id: passkey(seed).id, sign_count, challenged_at: START.plus_seconds(seconds), at: START.plus_seconds(seconds + 5) }
}

pub async fn of_two_sessions_that_begin_with_one_challenge_one_does<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    fixture.change(&seed, Change::Passkey).await?;
    let begin = |made| storage.begin_login_session(SessionStart { passkey: Some(made), ..start(&seed) });
    let (one, other) = tokio::join!(begin(use_of(&seed, 1, 5)), begin(use_of(&seed, 1, 5)));
    let written = [one?, other?];
    assert_eq!(written.iter().filter(|outcome| **outcome == Written::Done).count(), 1, "{written:?}");
    for (refused, why) in [
        (use_of(&seed, 1, 6), "the challenge was answered"),
        (use_of(&seed, 0, 6), "a later one was"),
        (use_of(&seed, 2, 5), "the counter did not grow"),
        (use_of(&seed, 2, 0), "nor does it stop counting"),
        (PasskeyUse { id: PasskeyId::new(START, [9; 10]), ..use_of(&seed, 2, 6) }, "there is no such passkey"),
    ] {
        assert_eq!(begin(refused).await?, Written::BasisChanged, "{why}");
    }
    let mut of_another = start(&seed);
    of_another.session.user_id = seed.other_user.user.id;
    let outcome = storage.begin_login_session(SessionStart { passkey: Some(use_of(&seed, 2, 6)), ..of_another }).await?;
    assert_eq!(outcome, Written::BasisChanged, "it is somebody else's");
    assert_eq!(fixture.audit_events(workspace).await?.len(), 1, "and one line is written");
    assert_eq!(begin(use_of(&seed, 2, 6)).await?, Written::Done);
    let last = Passkey { sign_count: 6, challenged_at: START.plus_seconds(2), last_used_at: Some(START.plus_seconds(7)), ..passkey(&seed) };
    assert_eq!(storage.list_passkeys(workspace, user).await?, [last]);
    Ok(())
}

pub async fn a_passkey_is_not_found_elsewhere_nor_after_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, user) = (fixture.storage(), seed.user.user.id);
    let Passkey { credential, .. } = passkey(&seed);
    assert_eq!(storage.find_passkey(seed.workspace.id, &credential).await?, None);
    fixture.change(&seed, Change::Passkey).await?;
    assert_eq!(storage.find_passkey(seed.workspace.id, &credential).await?, Some((user, passkey(&seed))));
    assert_eq!(storage.find_passkey(seed.workspace.id, &[9; 32]).await?, None);
    assert_eq!(storage.find_passkey(other.workspace.id, &credential).await?, None);
    assert_eq!(storage.list_passkeys(other.workspace.id, user).await?, []);
    assert_eq!(storage.list_passkeys(seed.workspace.id, seed.other_user.user.id).await?, []);
    fixture.change(&seed, Change::UserDeleted).await?;
    assert_eq!(storage.find_passkey(seed.workspace.id, &credential).await?, None);
    assert_eq!(storage.list_passkeys(seed.workspace.id, user).await?, []);
    Ok(())
}
