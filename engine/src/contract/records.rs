//! Statements about everything else that a storage keeps.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::{AuditAction, Change},
    decision::{Condition, Grounds},
    family::RevocationReason,
    id::{AccessTokenId, LoginSessionId},
    name::Slug,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
    user::UserIdentifier,
};
use tokio::task::JoinSet;

use super::{
    Failure, Fixture, START, Seed,
    families::{code, issued},
    unique,
};
use crate::storage::{
    Basis, CodeOutcome, CodeRedemption, Consent, EndedSessions, LoginSession, Redeemed, SessionOrigin, SessionStart, Storage, Written,
};

async fn two_workspaces(fixture: &impl Fixture) -> Result<(Seed, Seed), Failure> {
    let (seed, other) = (Seed::new("acme", "main")?, Seed::new("evil", "other")?);
    fixture.seed(seed.clone()).await?;
    fixture.seed(other.clone()).await?;
    Ok((seed, other))
}

pub async fn a_code_is_redeemed_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let workspace_id = seed.workspace.id;
    let hash = [3; 32];
    let unredeemed = code(&seed, &seed.family()?, hash);
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    assert_eq!(fixture.storage().find_code(workspace_id, &hash).await?, Some(unredeemed.clone()));
    let mut tasks = JoinSet::new();
    for _ in 0..32 {
        let family = seed.family()?;
        let redeemed = Redeemed {
            at: START.plus_seconds(1),
            family_id: Some(family.id),
            access_token_id: None,
            access_token_expires_at: START.plus_seconds(3601),
        };
        let redemption = CodeRedemption {
            hash,
            basis: seed.basis(),
            workspace_id,
            redeemed: redeemed.clone(),
            event: issued(&family),
            cap: None,
            family: Some(family.clone()),
        };
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move { Ok::<_, Failure>((fixture.storage().redeem_code(redemption).await?, family, redeemed)) });
    }
    let (mut winners, mut losers) = (Vec::new(), Vec::new());
    while let Some(outcome) = tasks.join_next().await {
        match outcome?? {
            (CodeOutcome::Redeemed, family, redeemed) => winners.push((family, redeemed)),
            (CodeOutcome::AlreadyRedeemed, family, _) => losers.push(family),
            (other, ..) => return Err(format!("{other:?}").into()),
        }
    }
    assert_eq!((winners.len(), losers.len()), (1, 31));
    for family in losers {
        assert_eq!(fixture.storage().find_family(workspace_id, family.id).await?, None);
    }
    for (family, redeemed) in winners {
        let found = fixture.storage().find_code(workspace_id, &hash).await?.ok_or("the code is kept")?;
        assert_eq!(found.redeemed, Some(redeemed), "it carries the family that it brought");
        assert_eq!(found.scopes, unredeemed.scopes);
        assert_eq!(fixture.storage().find_family(workspace_id, family.id).await?, Some(family));
    }
    let events = fixture.token_events(workspace_id).await?;
    assert_eq!(events.iter().map(|event| &event.kind).collect::<Vec<_>>(), [&TokenEventKind::Issued { grounds: Grounds::OfflineAccess }]);
    Ok(())
}

pub async fn a_code_without_a_family_carries_its_access_token<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (workspace_id, hash) = (seed.workspace.id, [5; 32]);
    let mut unredeemed = code(&seed, &seed.family()?, hash);
    unredeemed.nonce = None;
    unredeemed.code_challenge = None;
    unredeemed.scopes = Scopes::none();
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    let redeemed = Redeemed {
        at: START,
        family_id: None,
        access_token_id: Some(AccessTokenId::new(START, unique())),
        access_token_expires_at: START.plus_seconds(3600),
    };
    let kind = TokenEventKind::Withheld { conditions: vec![Condition::ClientGrant, Condition::OfflineAccess] };
    let event = TokenEvent { family_id: None, kind, ..issued(&seed.family()?) };
    let redemption = CodeRedemption {
        hash,
        basis: seed.basis(),
        workspace_id,
        redeemed: redeemed.clone(),
        family: None,
        cap: None,
        event: event.clone(),
    };
    assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::Redeemed);
    unredeemed.redeemed = Some(redeemed);
    assert_eq!(fixture.storage().find_code(workspace_id, &hash).await?, Some(unredeemed));
    assert_eq!(fixture.token_events(workspace_id).await?, [event]);
    Ok(())
}

pub async fn no_code_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let hash = [6; 32];
    let unredeemed = code(&seed, &seed.family()?, hash);
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    assert_eq!(fixture.storage().find_code(other.workspace.id, &hash).await?, None);
    let family = other.family()?;
    for (workspace_id, hash) in [(other.workspace.id, hash), (seed.workspace.id, [7; 32])] {
        let redeemed =
            Redeemed { at: START, family_id: Some(family.id), access_token_id: None, access_token_expires_at: START.plus_seconds(3600) };
        let redemption = CodeRedemption {
            hash,
            basis: seed.basis(),
            workspace_id,
            redeemed,
            event: issued(&family),
            cap: None,
            family: Some(family.clone()),
        };
        assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::AlreadyRedeemed);
    }
    assert_eq!(fixture.storage().find_code(seed.workspace.id, &hash).await?, Some(unredeemed));
    assert_eq!(fixture.storage().find_family(other.workspace.id, family.id).await?, None);
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn a_login_session_is_found_until_it_is_ended<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace, stranger) = (fixture.storage(), seed.workspace.id, other.workspace.id);
    let session = LoginSession {
        id: LoginSessionId::new(START, unique()),
        workspace_id: workspace,
        user_id: seed.user.user.id,
        token_hash: [8; 32],
        auth_time: START,
        expires_at: START.plus_seconds(3600),
        origin: SessionOrigin::default(),
    };
    let (basis, audit) = (Basis::of_user(&seed.user.user), seed.audit(AuditAction::UserSignedIn, START));
    let start = SessionStart { session: session.clone(), basis, audit, replaces: None };
    assert_eq!(storage.begin_login_session(start).await?, Written::Done);
    assert!(storage.is_session_open(workspace, session.id).await?);
    assert!(!storage.is_session_open(stranger, session.id).await?);
    assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, Some(session.clone()));
    assert_eq!(storage.find_login_session(workspace, &[9; 32]).await?, None);
    assert_eq!(storage.find_login_session(stranger, &[8; 32]).await?, None);
    assert!(!storage.end_login_sessions(other.session_end(EndedSessions::Itself(session.id), START)).await?);
    assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, Some(session.clone()));
    for second in [1, 2] {
        let end = seed.session_end(EndedSessions::Itself(session.id), START.plus_seconds(second));
        assert_eq!(storage.end_login_sessions(end).await?, second == 1);
        assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, None);
        assert!(!storage.is_session_open(workspace, session.id).await?);
    }
    let actions: Vec<_> = fixture.audit_events(workspace).await?.iter().map(|line| line.action).collect();
    assert_eq!(actions, [AuditAction::UserSignedIn, AuditAction::UserSignedOut]);
    assert!(fixture.audit_events(stranger).await?.is_empty());
    Ok(())
}

pub async fn a_consent_takes_the_place_of_the_earlier_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let (user, client) = (seed.user.user.id, seed.client.client.id);
    assert_eq!(storage.find_consent(workspace, user, client).await?, None);
    let both = "https://a.example https://b.example";
    for (second, scopes, resources, offline_seconds) in
        [(0, "email openid", "", None), (60, "offline_access openid", both, Some(3600)), (120, "openid", "", None)]
    {
        let given_at = START.plus_seconds(second);
        let (scopes, resources) = (scopes.parse()?, resources.parse()?);
        let consent = Consent { workspace_id: workspace, user_id: user, client_id: client, scopes, resources, offline_seconds, given_at };
        let audit = seed.audit(AuditAction::ConsentGiven, given_at);
        assert_eq!(storage.save_consent(consent.clone(), seed.basis(), audit).await?, Written::Done);
        assert_eq!(storage.find_consent(workspace, user, client).await?, Some(consent));
    }
    assert_eq!(storage.find_consent(other.workspace.id, user, client).await?, None);
    assert_eq!(storage.find_consent(workspace, other.user.user.id, client).await?, None);
    assert_eq!(fixture.audit_events(workspace).await?.len(), 3);
    Ok(())
}

pub async fn a_denied_access_token_stays_denied<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let (denied, fine) = (AccessTokenId::new(START, unique()), AccessTokenId::new(START, unique()));
    assert!(!storage.is_access_token_denied(seed.workspace.id, denied).await?);
    for _ in 0..2 {
        storage.deny_access_token(seed.workspace.id, denied, START.plus_seconds(60)).await?;
        assert!(storage.is_access_token_denied(seed.workspace.id, denied).await?);
    }
    assert!(!storage.is_access_token_denied(seed.workspace.id, fine).await?);
    assert!(!storage.is_access_token_denied(other.workspace.id, denied).await?);
    Ok(())
}

pub async fn the_configuration_is_read_as_it_was_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    assert_eq!(storage.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await?, Some(seed.workspace.clone()));
    let client = storage.find_client(workspace, seed.client.client.id).await?.ok_or("the client is there")?;
    assert_eq!((client.client, client.secret_hash), (seed.client.client, seed.client.secret_hash));
    assert_eq!(storage.find_user(workspace, seed.user.user.id).await?.as_ref(), Some(&seed.user.user));
    let user = storage.find_user_by_identifier(workspace, &seed.user.user.identifier).await?.ok_or("the user is there")?;
    assert_eq!((user.user, user.password_hash), (seed.user.user, seed.user.password_hash));
    assert_eq!(storage.list_services(workspace).await?, seed.services);
    let keys = storage.list_signing_keys(workspace).await?;
    let ids = |keys: &[crate::storage::SealedSigningKey]| keys.iter().map(|key| key.id).collect::<Vec<_>>();
    assert_eq!(ids(&keys), ids(&seed.signing_keys).into_iter().rev().collect::<Vec<_>>(), "newest first");
    for key in keys {
        let written = seed.signing_keys.iter().find(|written| written.id == key.id).ok_or("the key was written")?;
        let parts = (key.algorithm, key.public_key, key.sealed_private_key);
        assert_eq!(parts, (written.algorithm, written.public_key.clone(), written.sealed_private_key.clone()));
    }
    Ok(())
}

pub async fn no_configuration_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, stranger) = (fixture.storage(), other.workspace.id);
    assert!(storage.find_workspace(&other.tenant.slug, &seed.workspace.slug).await?.is_none());
    assert!(storage.find_workspace(&Slug::parse("nobody")?, &seed.workspace.slug).await?.is_none());
    assert!(storage.find_client(stranger, seed.client.client.id).await?.is_none());
    assert!(storage.find_user(stranger, seed.user.user.id).await?.is_none());
    // The same identifier is a user of its own in each workspace.
    let namesake = storage.find_user_by_identifier(stranger, &seed.user.user.identifier).await?;
    assert_eq!(namesake.map(|record| record.user.id), Some(other.user.user.id));
    assert!(storage.find_user_by_identifier(stranger, &UserIdentifier::parse("bob")?).await?.is_none());
    assert!(storage.list_services(stranger).await?.iter().all(|service| service.workspace_id == stranger));
    assert!(storage.list_signing_keys(stranger).await?.iter().all(|key| key.workspace_id == stranger));
    Ok(())
}

pub async fn events_and_audit_lines_are_read_as_they_were_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let kinds = [
        TokenEventKind::Issued { grounds: Grounds::LoginSession },
        TokenEventKind::Refused { reason: "refresh_token_expired".to_owned() },
        TokenEventKind::Withheld { conditions: Condition::ALL.to_vec() },
        TokenEventKind::ClientCredentials,
        TokenEventKind::Rotated { generation: 7 },
        TokenEventKind::Retried { generation: 8 },
        TokenEventKind::Kept { generation: 0 },
        TokenEventKind::Reused { presented: 1, generation: i64::MAX },
        TokenEventKind::Revoked { reason: RevocationReason::PasswordChanged },
    ];
    let mut written = Vec::new();
    for kind in kinds {
        let event = TokenEvent { kind, user_id: None, ..issued(&seed.family()?) };
        fixture.storage().record_event(event.clone()).await?;
        written.push(event);
    }
    assert_eq!(fixture.token_events(seed.workspace.id).await?, written);
    let mut lines = Vec::new();
    for action in AuditAction::ALL {
        let changes = vec![Change { field: "name".to_owned(), from: String::new(), to: "\"Ann\" — Ü".to_owned() }];
        let line = domain::audit::AuditEvent { changes, ..seed.audit(*action, START) };
        fixture.storage().record_audit(line.clone()).await?;
        lines.push(line);
    }
    assert_eq!(fixture.audit_events(seed.workspace.id).await?, lines);
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());
    Ok(())
}
