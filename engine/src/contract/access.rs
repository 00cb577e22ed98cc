//! Statements about what a user ends.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    family::RevocationReason,
    id::{AccessTokenId, ClientId, UserId},
    resource::Resources,
    token_event::TokenEventKind,
};

use super::{
    Failure, Fixture, START, Seed,
    families::{code, issued, store_family},
    policies::{end_of, redeem, session},
    seeded, unique,
};
use crate::{
    family::Family,
    storage::{
        AuthorizationCode, CodeOutcome, CodeRedemption, Consent, EndedSessions, LoginSession, Redeemed, SecretHash, Storage, Written,
    },
};

const END: i64 = 60;

fn hash() -> SecretHash {
    let mut hash = [0; 32];
    hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    hash
}

/// All that a client can have of a user.
struct Access {
    family: Family,
    code: AuthorizationCode,
    token: AccessTokenId,
    expired_token: AccessTokenId,
}

impl Access {
    async fn give(fixture: &impl Fixture, seed: &Seed, user_id: UserId, client_id: ClientId) -> Result<Self, Failure> {
        let storage = fixture.storage();
        let family = Family { client_id, user_id, ..seed.family()? };
        store_family(fixture, seed, family.clone()).await?;
        let unredeemed = code(seed, &family, hash());
        assert_eq!(storage.insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
        let token = token_without_family(fixture, seed, &family, END + 1).await?;
        let expired_token = token_without_family(fixture, seed, &family, END).await?;
        assert_eq!(
            storage.save_consent(consent(&family)?, seed.basis(), seed.audit(AuditAction::ConsentGiven, START)).await?,
            Written::Done
        );
        Ok(Self { family, code: unredeemed, token, expired_token })
    }

    /// The reason for which the family ended; are the code, the consent and the access token still there?
    async fn state(&self, fixture: &impl Fixture) -> Result<(Option<RevocationReason>, bool, bool, bool), Failure> {
        let storage = fixture.storage();
        let Family { workspace_id, user_id, client_id, .. } = self.family;
        assert!(!storage.is_access_token_denied(workspace_id, self.expired_token).await?, "nobody needs to be told of it");
        Ok((
            end_of(fixture, &self.family).await?,
            storage.find_code(workspace_id, &self.code.hash).await?.is_some(),
            storage.find_consent(workspace_id, user_id, client_id).await?.is_some(),
            !storage.is_access_token_denied(workspace_id, self.token).await?,
        ))
    }
}

fn consent(family: &Family) -> Result<Consent, Failure> {
    let Family { workspace_id, user_id, client_id, .. } = *family;
    Ok(Consent {
        workspace_id,
        user_id,
        client_id,
        scopes: "offline_access openid".parse()?,
        resources: Resources::none(),
        offline_seconds: Some(3600),
        given_at: START,
    })
}

async fn token_without_family(fixture: &impl Fixture, seed: &Seed, like: &Family, seconds: i64) -> Result<AccessTokenId, Failure> {
    let token = AccessTokenId::new(START, unique());
    let code = code(seed, like, hash());
    let access_token_expires_at = START.plus_seconds(seconds);
    let redeemed = Redeemed { at: START, family_id: None, access_token_id: Some(token), access_token_expires_at };
    let (hash, workspace_id, event) = (code.hash, code.workspace_id, issued(like));
    assert_eq!(fixture.storage().insert_code(code, seed.basis()).await?, Written::Done);
    let redemption = CodeRedemption { hash, basis: seed.basis(), workspace_id, redeemed, family: None, cap: None, event };
    assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::Redeemed);
    Ok(token)
}

pub async fn the_end_of_an_access_ends_all_that_the_client_has_and_nothing_else<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let other = Seed::new("evil", "other")?;
    fixture.seed(other.clone()).await?;
    let (user, client) = (seed.user.user.id, seed.client.client.id);
    let own = Access::give(&*fixture, &seed, user, client).await?;
    let of_others = [
        Access::give(&*fixture, &seed, user, seed.other_client.client.id).await?,
        Access::give(&*fixture, &seed, seed.other_user.user.id, client).await?,
        Access::give(&*fixture, &other, other.user.user.id, other.client.client.id).await?,
    ];
    let second = Family { user_id: user, client_id: client, ..seed.family()? };
    store_family(&*fixture, &seed, second.clone()).await?;
    let before = fixture.audit_events(seed.workspace.id).await?.len();

    let end = seed.access_end(START.plus_seconds(END));
    assert!(fixture.storage().end_access(end.clone()).await?);
    assert_eq!(own.state(&*fixture).await?, (Some(RevocationReason::User), false, false, false));
    assert_eq!(end_of(&*fixture, &second).await?, Some(RevocationReason::User));
    for access in of_others {
        assert_eq!(access.state(&*fixture).await?, (None, true, true, true));
    }
    let events = fixture.token_events(seed.workspace.id).await?;
    let ended = events.iter().filter(|event| event.kind == TokenEventKind::Revoked { reason: RevocationReason::User });
    let ended: Vec<_> = ended.map(|event| (event.family_id, event.at)).collect();
    assert_eq!(ended, [(Some(own.family.id), end.revocation.at), (Some(second.id), end.revocation.at)]);
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.get(before..), Some(&[end.audit][..]));
    Ok(())
}

pub async fn the_end_of_an_access_that_is_none_writes_nothing<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let at = START.plus_seconds(END);
    assert!(!fixture.storage().end_access(seed.access_end(at)).await?);
    Access::give(&*fixture, &seed, seed.user.user.id, seed.client.client.id).await?;
    assert!(fixture.storage().end_access(seed.access_end(at)).await?);
    let written = (fixture.token_events(seed.workspace.id).await?.len(), fixture.audit_events(seed.workspace.id).await?.len());
    assert!(!fixture.storage().end_access(seed.access_end(at)).await?);
    let after = (fixture.token_events(seed.workspace.id).await?.len(), fixture.audit_events(seed.workspace.id).await?.len());
    assert_eq!(after, written);
    Ok(())
}

pub async fn no_exchange_crosses_the_end_of_an_access<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    for _ in 0..16 {
        let family = seed.family()?;
        let code = code(&seed, &family, hash());
        assert_eq!(fixture.storage().insert_code(code.clone(), seed.basis()).await?, Written::Done);
        let redeemed =
            Redeemed { at: START, family_id: Some(family.id), access_token_id: None, access_token_expires_at: START.plus_seconds(3600) };
        let (hash, workspace_id, event) = (code.hash, seed.workspace.id, issued(&family));
        let redemption =
            CodeRedemption { hash, basis: seed.basis(), workspace_id, redeemed, family: Some(family.clone()), cap: None, event };
        let ending = {
            let (fixture, end) = (Arc::clone(&fixture), seed.access_end(START));
            tokio::spawn(async move { fixture.storage().end_access(end).await })
        };
        let outcome = fixture.storage().redeem_code(redemption).await?;
        assert!(ending.await??, "there is a code or a family to end");
        match outcome {
            CodeOutcome::Redeemed => assert_eq!(end_of(&*fixture, &family).await?, Some(RevocationReason::User)),
            CodeOutcome::AlreadyRedeemed => assert_eq!(fixture.storage().find_family(workspace_id, family.id).await?, None),
            other => return Err(format!("{other:?}").into()),
        }
    }
    Ok(())
}

pub async fn the_end_of_all_other_sessions_leaves_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, there, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let family = |login_session_id, ends_with_session| Ok::<_, Failure>(Family { login_session_id, ends_with_session, ..seed.family()? });
    let of_another = Family { user_id: seed.other_user.user.id, ..family(there, true)? };
    let families = [family(here, true)?, family(there, true)?, family(there, false)?, family(elsewhere, true)?, of_another];
    for family in &families {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let end = seed.session_end(EndedSessions::AllBut(here), START.plus_seconds(END));
    assert!(fixture.storage().end_login_sessions(end.clone()).await?);
    assert!(!fixture.storage().end_login_sessions(seed.session_end(EndedSessions::AllBut(here), START)).await?);
    let reason = Some(RevocationReason::Logout);
    for (family, expected) in families.iter().zip([None, reason, None, reason, None]) {
        assert_eq!(end_of(&*fixture, family).await?, expected);
    }
    let sessions = fixture.storage().list_login_sessions(seed.workspace.id, seed.user.user.id, START).await?;
    assert_eq!(sessions.iter().map(|session| session.id).collect::<Vec<_>>(), [here]);
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.last(), Some(&end.audit));
    Ok(())
}

pub async fn sessions_and_consents_are_listed_for_their_user_alone<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let other = Seed::new("evil", "other")?;
    fixture.seed(other.clone()).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    let (first, second) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    session(&*fixture, &other).await?;
    let ids = |sessions: Vec<LoginSession>| sessions.iter().map(|session| session.id).collect::<Vec<_>>();
    assert_eq!(ids(storage.list_login_sessions(workspace, user, START.plus_seconds(3599)).await?), [second, first]);
    for (workspace, user, second) in [(workspace, user, 3600), (workspace, seed.other_user.user.id, 0), (other.workspace.id, user, 0)] {
        assert_eq!(ids(storage.list_login_sessions(workspace, user, START.plus_seconds(second)).await?), []);
    }

    let family = seed.family()?;
    let earlier = consent(&family)?;
    let later = Consent { client_id: seed.other_client.client.id, given_at: START.plus_seconds(1), ..earlier.clone() };
    let of_another = Consent { user_id: seed.other_user.user.id, ..earlier.clone() };
    for consent in [&earlier, &later, &of_another] {
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(storage.save_consent(consent.clone(), seed.basis(), audit).await?, Written::Done);
    }
    assert_eq!(storage.list_consents(workspace, user).await?, [later, earlier]);
    assert_eq!(storage.list_consents(other.workspace.id, user).await?, []);
    Ok(())
}
