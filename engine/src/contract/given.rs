//! What statements begin with, and what they read of it afterwards.
#![expect(clippy::missing_panics_doc, reason = "a statement panics where it does not hold")]

use std::{future::Future, sync::Arc};

use domain::{
    audit::AuditAction,
    authorization_details::AuthorizationDetails,
    binding::Binding,
    clock::Timestamp,
    decision::Grounds,
    family::RevocationReason,
    id::{AccessTokenId, LinkedSubjectId, LoginSessionId, PasskeyId, SessionClientId, TokenEventId},
    linked_subject::{AssertionSubject, InvalidSubject, LinkedSubject},
    resource::Resources,
    scope::Scopes,
    sign_in_method::SignInMethod,
    subject_type::SignInSector,
    token_event::{TokenEvent, TokenEventKind},
};

use super::{
    fixture::{Change, Fixture},
    seed::{Failure, START, Seed, unique},
};
use crate::{
    family::{Family, Transition},
    gate::Renewal,
    passkey::Passkey,
    second_factor::SecondFactor,
    storage::{
        AuthorizationCode, Basis, CodeOutcome, CodeRedemption, CodeStorage as _, Consent, FamilyCap, FamilyStorage as _, HashRenewal,
        LoginSession, Redeemed, RefreshOutcome, SecretHash, SessionClient, SessionOrigin, SessionStart, SessionStorage as _, Written,
    },
};

/// Returns how often a race is tried.
pub(super) fn trials() -> usize {
    std::env::var("REGRANT_TRIALS").ok().and_then(|trials| trials.parse().ok()).unwrap_or(16)
}

/// Stores a workspace for one trial: what was changed once stays changed.
pub(super) async fn trial(fixture: &impl Fixture, number: usize) -> Result<Seed, Failure> {
    let seed = Seed::new(&format!("acme-{number}"), "main")?;
    fixture.seed(seed.clone()).await?;
    Ok(seed)
}

/// Stores two workspaces of different tenants.
pub(super) async fn two_workspaces(fixture: &impl Fixture) -> Result<(Seed, Seed), Failure> {
    let (seed, other) = (Seed::new("acme", "main")?, Seed::new("evil", "other")?);
    fixture.seed(seed.clone()).await?;
    fixture.seed(other.clone()).await?;
    Ok((seed, other))
}

/// Runs a change at the same time as something else, and returns the outcome of that.
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

/// Returns a hash that no earlier call returned.
pub fn hash() -> SecretHash {
    let mut hash = [2; 32];
    hash.iter_mut().zip(unique()).for_each(|(byte, source)| *byte = source);
    hash
}

/// Returns the second factor that the user gets by [`Change::SecondFactor`].
pub fn second_factor() -> SecondFactor {
    SecondFactor {
        sealed_secret: Some(vec![1, 2, 3]),
        last_step: 57_000_000,
        recovery_codes: vec![[4; 32], [5; 32]],
        enrolled_at: START,
        version: 3,
    }
}

/// Returns the passkey that the user gets by [`Change::Passkey`].
pub fn passkey(seed: &Seed) -> Passkey {
    Passkey {
        id: PasskeyId::new(START, [6; 10]),
        credential: vec![7; 32],
        public_key: vec![8; 77],
        sign_count: 4,
        name: seed.workspace.name.clone(),
        synced: true,
        created_at: START,
        last_used_at: None,
        challenged_at: START,
    }
}

/// Returns the subject that is linked to the user by [`Change::SubjectLinked`].
pub fn linked_subject(seed: &Seed) -> Result<LinkedSubject, InvalidSubject> {
    let subject = AssertionSubject::parse("00u1a2b3c4")?;
    Ok(LinkedSubject { id: LinkedSubjectId::new(START, unique()), issuer: seed.workspace.slug.clone(), subject, linked_at: START })
}

/// Returns a renewal of the hash of the user's password.
pub(super) fn renewal(seed: &Seed, from: &str, to: &str) -> HashRenewal {
    HashRenewal {
        workspace_id: seed.workspace.id,
        user_id: seed.user.user.id,
        renewal: Renewal { from: from.to_owned(), to: to.to_owned() },
        audit: seed.audit(AuditAction::UserPasswordRehashed, START),
    }
}

/// Returns the start of a login session of the user.
pub fn start(seed: &Seed) -> SessionStart {
    let session = LoginSession {
        id: LoginSessionId::new(START, unique()),
        workspace_id: seed.workspace.id,
        user_id: seed.user.user.id,
        token_hash: hash(),
        auth_time: START,
        signed_in_by: Some(SignInMethod::PasswordAndApp),
        expires_at: START.plus_seconds(3600),
        origin: SessionOrigin::default(),
    };
    let audit = seed.audit(AuditAction::UserSignedIn, START);
    SessionStart { session, basis: Basis::of_user(&seed.user.user), code: None, passkey: None, audit, replaces: None }
}

/// Stores a login session of the user.
pub async fn session(fixture: &impl Fixture, seed: &Seed) -> Result<LoginSessionId, Failure> {
    let start = start(seed);
    let id = start.session.id;
    assert_eq!(fixture.storage().begin_login_session(start).await?, Written::Done);
    Ok(id)
}

/// Returns a consent of the user to the client of a family.
pub(super) fn consent(family: &Family) -> Result<Consent, Failure> {
    let of = &family.authorization;
    Ok(Consent {
        workspace_id: of.workspace_id,
        user_id: of.user_id,
        client_id: of.client_id,
        scopes: "offline_access openid".parse()?,
        resources: Resources::none(),
        authorization_details: AuthorizationDetails::none(),
        offline_seconds: Some(3600),
        given_at: START,
        begun_at: START,
    })
}

/// Returns the code that a family comes from, not yet redeemed.
pub fn code(seed: &Seed, family: &Family, hash: SecretHash) -> AuthorizationCode {
    let of = &family.authorization;
    AuthorizationCode {
        hash,
        workspace_id: seed.workspace.id,
        client_id: of.client_id,
        user_id: of.user_id,
        login_session_id: of.login_session_id,
        redirect_uri: "https://shop.example/callback".to_owned(),
        redirect_uri_named: false,
        scopes: of.scopes.clone(),
        left_out: "groups".parse().unwrap_or_default(),
        offline_consented: true,
        offline_requested: true,
        nonce: Some("n-0S6_WzA2Mj".to_owned()),
        code_challenge: Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned()),
        dpop_jkt: of.bound_to.and_then(Binding::key),
        resources: of.resources.clone(),
        authorization_details: of.authorization_details.clone(),
        auth_time: of.auth_time,
        signed_in_by: of.signed_in_by,
        acr: of.acr,
        claims: of.claims.clone(),
        sector: SignInSector::Kept(of.sector.clone()),
        consent_begun_at: None,
        session_expires_at: START.plus_seconds(3600),
        expires_at: START.plus_seconds(600),
        redeemed: None,
    }
}

/// Returns the event of a family's beginning.
pub(super) fn issued(family: &Family) -> TokenEvent {
    let kind = TokenEventKind::Issued { grounds: Grounds::OfflineAccess };
    TokenEvent { left_out: "groups".parse().unwrap_or_default(), ..event(family, family.authorization.created_at, kind) }
}

/// Returns an event of a family at a time, with all scopes of the family.
pub fn event(family: &Family, at: Timestamp, kind: TokenEventKind) -> TokenEvent {
    let of = &family.authorization;
    TokenEvent {
        id: TokenEventId::new(at, unique()),
        workspace_id: of.workspace_id,
        client_id: of.client_id,
        user_id: Some(of.user_id),
        family_id: Some(of.id),
        at,
        scopes: of.scopes.clone(),
        left_out: Scopes::none(),
        kind,
    }
}

/// Returns the redemption of a code for a family.
pub fn redemption(seed: &Seed, hash: SecretHash, family: Family) -> CodeRedemption {
    let redeemed = Redeemed {
        at: family.authorization.created_at,
        family_id: Some(family.authorization.id),
        access_token_id: None,
        access_token_expires_at: family.authorization.created_at.plus_seconds(3600),
    };
    let (workspace_id, event) = (seed.workspace.id, issued(&family));
    CodeRedemption { hash, workspace_id, basis: seed.basis(), redeemed, family: Some(family), cap: None, session_client: None, event }
}

/// Returns the redemption of a code for an access token alone.
pub(super) fn redemption_alone(seed: &Seed, hash: SecretHash) -> Result<CodeRedemption, Failure> {
    let redemption = redemption(seed, hash, seed.family()?);
    let access_token_id = Some(AccessTokenId::new(START, unique()));
    let event = TokenEvent { family_id: None, ..redemption.event };
    Ok(CodeRedemption { redeemed: Redeemed { family_id: None, access_token_id, ..redemption.redeemed }, family: None, event, ..redemption })
}

/// Stores a family the way it gets there: by the redemption of a code.
pub async fn store_family(fixture: &impl Fixture, seed: &Seed, family: Family) -> Result<(), Failure> {
    let code = code(seed, &family, hash());
    let redemption = redemption(seed, code.hash, family);
    assert_eq!(fixture.storage().insert_code(code, seed.basis()).await?, Written::Done);
    assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::Redeemed);
    Ok(())
}

/// Redeems a new code for a family; the session that it ends with is part of the basis.
pub(super) async fn redeem(fixture: &impl Fixture, seed: &Seed, family: Family, cap: Option<FamilyCap>) -> Result<CodeOutcome, Failure> {
    let of = &family.authorization;
    let basis = if of.ends_with_session { seed.basis().and_session(of.login_session_id) } else { seed.basis() };
    let code = code(seed, &family, hash());
    let hash = code.hash;
    assert_eq!(fixture.storage().insert_code(code, seed.basis()).await?, Written::Done);
    let redemption = CodeRedemption { basis, cap, ..redemption(seed, hash, family) };
    let outcome = fixture.storage().redeem_code(redemption).await?;
    let kept = fixture.storage().find_code(seed.workspace.id, &hash).await?.ok_or("the code is kept")?.code;
    assert_eq!(kept.redeemed.is_some(), outcome == CodeOutcome::Redeemed, "a refused redemption leaves the code as it was");
    Ok(outcome)
}

/// Returns the part that the client of a family has in the login session that it was authorized in. It is told of that session.
pub fn session_client(family: &Family) -> SessionClient {
    let of = &family.authorization;
    SessionClient {
        id: SessionClientId::new(START, unique()),
        workspace_id: of.workspace_id,
        login_session_id: of.login_session_id,
        client_id: of.client_id,
        user_id: of.user_id,
        sector: SignInSector::Kept(of.sector.clone()),
        by_session: true,
        expires_at: START.plus_seconds(3600),
        ended_at: None,
    }
}

/// Redeems a new code for a family, by which its client gets a part in the login session, which is in the basis.
pub async fn join(
    fixture: &impl Fixture,
    basis: Basis,
    seed: &Seed,
    family: Family,
    cap: Option<FamilyCap>,
) -> Result<CodeOutcome, Failure> {
    let part = session_client(&family);
    join_as(fixture, basis, seed, family, cap, part).await
}

/// The same with this part.
pub(super) async fn join_as(
    fixture: &impl Fixture,
    basis: Basis,
    seed: &Seed,
    family: Family,
    cap: Option<FamilyCap>,
    part: SessionClient,
) -> Result<CodeOutcome, Failure> {
    let code = code(seed, &family, hash());
    let hash = code.hash;
    let (basis, session_client) = (basis.and_session(part.login_session_id), Some(part));
    assert_eq!(fixture.storage().insert_code(code, seed.basis()).await?, Written::Done);
    Ok(fixture.storage().redeem_code(CodeRedemption { basis, cap, session_client, ..redemption(seed, hash, family) }).await?)
}

/// Returns the reason for which a family was revoked.
pub(super) async fn end_of(fixture: &impl Fixture, family: &Family) -> Result<Option<RevocationReason>, Failure> {
    let found = fixture.storage().find_family(family.authorization.workspace_id, family.authorization.id).await?;
    Ok(found.ok_or("the family is there")?.position.revoked.map(|end| end.reason))
}

/// Returns the move of an outcome that is one, and the family after it.
pub fn moved(outcome: RefreshOutcome) -> Result<(Transition, Family), Failure> {
    match outcome {
        RefreshOutcome::Moved(transition, family) => Ok((transition, family)),
        other => Err(format!("no move: {other:?}").into()),
    }
}
