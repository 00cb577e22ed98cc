//! Statements about consents, and the end of all that a user gave a client.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    family::RevocationReason,
    id::{AccessTokenId, ClientId, UserId},
    token_event::TokenEventKind,
};

use super::{
    fixture::{Fixture, seeded},
    given::{code, consent, end_of, hash, redemption, redemption_alone, session, store_family, two_workspaces},
    seed::{DETAILS, Failure, START, Seed, unique},
};
use crate::{
    family::{Authorization, Family},
    storage::{
        AccessTokenStorage as _, AuthorizationCode, CodeOutcome, CodeRedemption, CodeStorage as _, Consent, ConsentStorage as _,
        FamilyStorage as _, LoginSession, Redeemed, SessionStorage as _, Written,
    },
};

pub async fn a_consent_takes_the_place_of_the_earlier_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let (user, client) = (seed.user.user.id, seed.client.client.id);
    assert_eq!(storage.find_consent(workspace, user, client).await?, None);
    let both = "https://a.example https://b.example";
    for (second, scopes, resources, details, offline_seconds) in
        [(0, "email openid", "", "[]", None), (60, "offline_access openid", both, DETAILS, Some(3600)), (120, "openid", "", "[]", None)]
    {
        let given_at = START.plus_seconds(second);
        let (scopes, resources, authorization_details) = (scopes.parse()?, resources.parse()?, details.parse()?);
        let (workspace_id, user_id, client_id) = (workspace, user, client);
        let terms = Consent { scopes, resources, authorization_details, offline_seconds, given_at, ..consent(&seed.family()?)? };
        let consent = Consent { workspace_id, user_id, client_id, ..terms };
        let audit = seed.audit(AuditAction::ConsentGiven, given_at);
        assert_eq!(storage.save_consent(consent.clone(), seed.basis(), audit).await?, Written::Done);
        assert_eq!(storage.find_consent(workspace, user, client).await?, Some(consent));
    }
    assert_eq!(storage.find_consent(other.workspace.id, user, client).await?, None);
    assert_eq!(storage.find_consent(workspace, other.user.user.id, client).await?, None);
    assert_eq!(fixture.audit_events(workspace).await?.len(), 3);
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

/// When the access ends, in seconds.
const END: i64 = 60;

/// Returns a family of this user at this client.
fn family_of(seed: &Seed, user: UserId, client: ClientId) -> Result<Family, Failure> {
    seed.family_with(|family| {
        family.authorization.user_id = user;
        family.authorization.client_id = client;
    })
}

/// All that a user can give a client.
struct Access {
    family: Family,
    code: AuthorizationCode,
    token: AccessTokenId,
    expired_token: AccessTokenId,
}

impl Access {
    async fn give(fixture: &impl Fixture, seed: &Seed, user_id: UserId, client_id: ClientId) -> Result<Self, Failure> {
        let storage = fixture.storage();
        let family = family_of(seed, user_id, client_id)?;
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

    /// Returns the reason for which the family ended, and whether the code, the consent and the access token are still there.
    async fn state(&self, fixture: &impl Fixture) -> Result<(Option<RevocationReason>, bool, bool, bool), Failure> {
        let storage = fixture.storage();
        let Authorization { workspace_id, user_id, client_id, .. } = self.family.authorization;
        assert!(!storage.is_access_token_denied(workspace_id, self.expired_token).await?, "nobody needs to be told of it");
        Ok((
            end_of(fixture, &self.family).await?,
            storage.find_code(workspace_id, &self.code.hash).await?.is_some(),
            storage.find_consent(workspace_id, user_id, client_id).await?.is_some(),
            !storage.is_access_token_denied(workspace_id, self.token).await?,
        ))
    }
}

async fn token_without_family(fixture: &impl Fixture, seed: &Seed, like: &Family, seconds: i64) -> Result<AccessTokenId, Failure> {
    let token = AccessTokenId::new(START, unique());
    let code = code(seed, like, hash());
    let access_token_expires_at = START.plus_seconds(seconds);
    let redeemed = Redeemed { at: START, family_id: None, access_token_id: Some(token), access_token_expires_at };
    let redemption = CodeRedemption { redeemed, ..redemption_alone(seed, code.hash)? };
    assert_eq!(fixture.storage().insert_code(code, seed.basis()).await?, Written::Done);
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
    let second = family_of(&seed, user, client)?;
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
    assert_eq!(ended, [(Some(own.family.authorization.id), end.revocation.at), (Some(second.authorization.id), end.revocation.at)]);
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
        let redemption = redemption(&seed, code.hash, family.clone());
        let ending = {
            let (fixture, end) = (Arc::clone(&fixture), seed.access_end(START));
            tokio::spawn(async move { fixture.storage().end_access(end).await })
        };
        let outcome = fixture.storage().redeem_code(redemption).await?;
        assert!(ending.await??, "there is a code or a family to end");
        match outcome {
            CodeOutcome::Redeemed => assert_eq!(end_of(&*fixture, &family).await?, Some(RevocationReason::User)),
            CodeOutcome::AlreadyRedeemed => {
                assert_eq!(fixture.storage().find_family(seed.workspace.id, family.authorization.id).await?, None);
            }
            other => return Err(format!("{other:?}").into()),
        }
    }
    Ok(())
}
