//! Statements about authorization codes and their exchange.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    decision::{Condition, Grounds},
    family::RevocationReason,
    id::WorkspaceId,
    policy::LimitRule,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};
use tokio::task::JoinSet;

use super::{
    fixture::Fixture,
    given::{code, consent, end_of, hash, redeem, redemption, redemption_alone, start, store_family, two_workspaces},
    seed::{Failure, START, Seed, unique_seed},
};
use crate::storage::{
    AuthorizationCode, CodeOutcome, CodeRedemption, CodeStorage as _, Consent, ConsentStorage as _, EndedSessions, EventIds, FamilyCap,
    FamilyStorage as _, Redeemed, SecretHash, SessionStorage as _, StoredCode, Written,
};

/// Returns a code by itself.
async fn stored_code(fixture: &impl Fixture, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<AuthorizationCode>, Failure> {
    Ok(fixture.storage().find_code(workspace, hash).await?.map(|stored| stored.code))
}

pub async fn a_code_is_redeemed_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let workspace_id = seed.workspace.id;
    let hash = hash();
    let unredeemed = code(&seed, &seed.family()?, hash);
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    assert_eq!(stored_code(&*fixture, workspace_id, &hash).await?, Some(unredeemed.clone()));
    let mut tasks = JoinSet::new();
    for _ in 0..32 {
        let family = seed.family()?;
        let redemption = redemption(&seed, hash, family.clone());
        let redeemed = Redeemed { at: START.plus_seconds(1), ..redemption.redeemed };
        let redemption = CodeRedemption { redeemed: redeemed.clone(), ..redemption };
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
        assert_eq!(fixture.storage().find_family(workspace_id, family.authorization.id).await?, None);
    }
    for (family, redeemed) in winners {
        let found = stored_code(&*fixture, workspace_id, &hash).await?.ok_or("the code is kept")?;
        assert_eq!(found.redeemed, Some(redeemed), "it carries the family that it brought");
        assert_eq!(found.scopes, unredeemed.scopes);
        assert_eq!(fixture.storage().find_family(workspace_id, family.authorization.id).await?, Some(family));
    }
    let events = fixture.token_events(workspace_id).await?;
    assert_eq!(events.iter().map(|event| &event.kind).collect::<Vec<_>>(), [&TokenEventKind::Issued { grounds: Grounds::OfflineAccess }]);
    Ok(())
}

pub async fn a_code_without_a_family_carries_its_access_token<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (workspace_id, hash) = (seed.workspace.id, hash());
    let mut unredeemed = code(&seed, &seed.family()?, hash);
    unredeemed.nonce = None;
    unredeemed.code_challenge = None;
    unredeemed.scopes = Scopes::none();
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    let redemption = redemption_alone(&seed, hash)?;
    let kind = TokenEventKind::Withheld { conditions: vec![Condition::ClientGrant, Condition::OfflineAccess] };
    let event = TokenEvent { kind, ..redemption.event };
    let redeemed = redemption.redeemed.clone();
    let redemption = CodeRedemption { event: event.clone(), ..redemption };
    assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::Redeemed);
    unredeemed.redeemed = Some(redeemed);
    assert_eq!(stored_code(&*fixture, workspace_id, &hash).await?, Some(unredeemed));
    assert_eq!(fixture.token_events(workspace_id).await?, [event]);
    Ok(())
}

pub async fn a_code_is_found_with_what_its_exchange_rests_on<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let begun = start(&seed);
    let family = seed.family_with(|family| family.authorization.login_session_id = begun.session.id)?;
    let code = code(&seed, &family, hash());
    assert_eq!(storage.insert_code(code.clone(), seed.basis()).await?, Written::Done);
    let found = async || Ok::<_, Failure>(storage.find_code(workspace, &code.hash).await?.ok_or("the code is there")?);
    let user = Some(seed.user.user.clone());
    let alone = StoredCode { code: code.clone(), user, has_consent: false, is_session_open: false };
    assert_eq!(found().await?, alone);
    // Others of the same user, or of the same client, are not theirs.
    for family in [seed.family_with(|family| family.authorization.client_id = seed.other_client.client.id)?, other.family()?] {
        let seed = if family.authorization.workspace_id == workspace { &seed } else { &other };
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(storage.save_consent(consent(&family)?, seed.basis(), audit).await?, Written::Done);
    }
    assert_eq!(found().await?, alone);
    let audit = seed.audit(AuditAction::ConsentGiven, START);
    assert_eq!(storage.save_consent(consent(&family)?, seed.basis(), audit).await?, Written::Done);
    let session = begun.session.id;
    assert_eq!(storage.begin_login_session(begun).await?, Written::Done);
    assert_eq!(found().await?, StoredCode { has_consent: true, is_session_open: true, ..alone.clone() });
    assert!(storage.end_login_sessions(seed.session_end(EndedSessions::Itself(session), START)).await?);
    assert_eq!(found().await?, StoredCode { has_consent: true, ..alone });
    Ok(())
}

pub async fn a_code_ends_with_the_consent_that_it_was_made_under<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace, family) = (fixture.storage(), seed.workspace.id, seed.family()?);
    let of = |seconds: i64| AuthorizationCode { consent_begun_at: Some(START.plus_seconds(seconds)), ..code(&seed, &family, hash()) };
    let (under_the_first, under_the_second) = (of(0), of(60));
    for code in [&under_the_first, &under_the_second] {
        assert_eq!(storage.insert_code(code.clone(), seed.basis()).await?, Written::Done);
    }
    let stand = async || {
        let mut stand = Vec::new();
        for code in [&under_the_first, &under_the_second] {
            stand.push(storage.find_code(workspace, &code.hash).await?.ok_or("the code is there")?.has_consent);
        }
        Ok::<_, Failure>(stand)
    };
    let agree = async |seconds: i64| {
        let at = START.plus_seconds(seconds);
        let consent = Consent { given_at: at, begun_at: at, ..consent(&family)? };
        let audit = seed.audit(AuditAction::ConsentGiven, at);
        assert_eq!(storage.save_consent(consent, seed.basis(), audit).await?, Written::Done);
        Ok::<_, Failure>(())
    };
    assert_eq!(stand().await?, [false, false]);
    agree(0).await?;
    assert_eq!(stand().await?, [true, false]);
    // Given once more it goes on.
    agree(30).await?;
    assert_eq!(stand().await?, [true, false]);
    let Consent { begun_at, given_at, .. } =
        storage.find_consent(workspace, seed.user.user.id, seed.client.client.id).await?.ok_or("the consent is there")?;
    assert_eq!((begun_at, given_at), (START, START.plus_seconds(30)));
    Ok(())
}

pub async fn many_codes_are_redeemed_at_once_each_for_its_own<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let mut tasks = JoinSet::new();
    for number in 0..96 {
        let seed = if number % 3 == 0 { other.clone() } else { seed.clone() };
        let code = code(&seed, &seed.family()?, hash());
        assert_eq!(fixture.storage().insert_code(code.clone(), seed.basis()).await?, Written::Done);
        // Some for an access token alone, and some whose basis no longer holds.
        let mut redemption =
            if number % 4 == 0 { redemption_alone(&seed, code.hash)? } else { redemption(&seed, code.hash, seed.family()?) };
        if number % 5 == 0 {
            redemption.basis.client = redemption.basis.client.map(|(id, version)| (id, version - 1));
        }
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move { (number, fixture.storage().redeem_code(redemption.clone()).await, redemption) });
    }
    while let Some(outcome) = tasks.join_next().await {
        let (number, outcome, redemption) = outcome?;
        let (workspace, family) = (redemption.workspace_id, redemption.family);
        let is_made = number % 5 != 0;
        assert_eq!(outcome?, if is_made { CodeOutcome::Redeemed } else { CodeOutcome::BasisChanged }, "{number}");
        let kept = stored_code(&*fixture, workspace, &redemption.hash).await?.ok_or("the code is kept")?;
        assert_eq!(kept.redeemed, is_made.then_some(redemption.redeemed), "{number}");
        if let Some(family) = family {
            let found = fixture.storage().find_family(workspace, family.authorization.id).await?;
            assert_eq!(found, is_made.then_some(family), "{number}");
        }
        let events = fixture.token_events(workspace).await?;
        assert_eq!(events.contains(&redemption.event), is_made, "{number}");
    }
    Ok(())
}

pub async fn no_code_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let hash = hash();
    let unredeemed = code(&seed, &seed.family()?, hash);
    assert_eq!(fixture.storage().insert_code(unredeemed.clone(), seed.basis()).await?, Written::Done);
    assert_eq!(fixture.storage().find_code(other.workspace.id, &hash).await?, None);
    let family = other.family()?;
    for (workspace_id, hash) in [(other.workspace.id, hash), (seed.workspace.id, [7; 32])] {
        let redemption = CodeRedemption { workspace_id, ..redemption(&seed, hash, family.clone()) };
        assert_eq!(fixture.storage().redeem_code(redemption).await?, CodeOutcome::AlreadyRedeemed);
    }
    assert_eq!(stored_code(&*fixture, seed.workspace.id, &hash).await?, Some(unredeemed));
    assert_eq!(fixture.storage().find_family(other.workspace.id, family.authorization.id).await?, None);
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());
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
        fixture.storage().present_refresh_token(seed.present(families[0].authorization.id, 0, START.plus_seconds(9))?).await?;
        let cap = FamilyCap { most: 2, rule, event_ids: EventIds::new(START, unique_seed()) };
        assert_eq!(redeem(&*fixture, &seed, families[2].clone(), Some(cap)).await?, CodeOutcome::Redeemed);
        for (index, family) in families.iter().enumerate() {
            let end = (index == expected).then_some(RevocationReason::FamilyLimit);
            assert_eq!(end_of(&*fixture, family).await?, end, "{rule:?} {index}");
        }
        let events = fixture.token_events(seed.workspace.id).await?;
        let ended = events.iter().filter(|event| event.kind == TokenEventKind::Revoked { reason: RevocationReason::FamilyLimit });
        assert_eq!(ended.map(|event| event.family_id).collect::<Vec<_>>(), [families.get(expected).map(|family| family.authorization.id)]);
    }
    Ok(())
}
