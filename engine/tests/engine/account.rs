use domain::{
    audit::{ActorKind, AuditAction},
    client::ClientType,
    family::{EndRule, RevocationReason},
    id::ClientId,
    lifetime::IdleTtl,
    token_event::TokenEventKind,
};
use engine::{
    Refusal,
    endpoint::{
        account::{Account, Ended},
        authorize::Authorization,
    },
    storage::{Basis, CodeStorage as _, Written},
};

use crate::world::{World, access_token, parameter, refresh_token};

async fn account(world: &World, session: &str) -> Account {
    world.engine.account(&world.realm().await, Some(session)).await.unwrap().unwrap()
}

async fn end_access(world: &World, session: &str, client: ClientId) -> Ended {
    world.engine.end_access(&world.realm().await, Some(session), client).await.unwrap()
}

async fn sign_out_elsewhere(world: &World, session: &str) -> Ended {
    world.engine.sign_out_elsewhere(&world.realm().await, Some(session)).await.unwrap()
}

async fn login_in(world: &World, session: &str, parameters: &[(&str, &str)]) -> engine::token::TokenResponse {
    let code = parameter(&world.answer_in(parameters, session).await, "code").unwrap();
    world.exchange(&code).await.unwrap()
}

#[tokio::test]
async fn an_account_is_shown_to_whoever_is_signed_in_to_it() {
    let world = World::new();
    let realm = world.realm().await;
    assert!(world.engine.account(&realm, None).await.unwrap().is_none());
    assert!(world.engine.account(&realm, Some("made up")).await.unwrap().is_none());
    let account = account(&world, &world.sign_in().await).await;
    assert_eq!(account.user, world.user);
    assert_eq!((account.applications.len(), account.other_sessions), (0, 0));
}

#[tokio::test]
async fn an_application_is_shown_with_what_it_may_do_and_for_how_long() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.refresh.refresh_token_idle_ttl = IdleTtl::from_seconds(7 * 86_400).unwrap());
    let session = world.sign_in().await;
    let began = domain::clock::Clock::now(world.clock.as_ref());
    let first = refresh_token(&login_in(&world, &session, &[]).await);
    world.clock.advance_seconds(60);
    login_in(&world, &session, &[("scope", "openid email offline_access")]).await;
    world.clock.advance_seconds(60);
    world.refresh(&first).await.unwrap();
    // Another application that was agreed to and has no refresh token; it is called the same, and its place is its own.
    world.as_other_client(ClientType::SinglePage);
    let other = world.client.id;
    login_in(&world, &session, &[("scope", "openid")]).await;

    let account = account(&world, &session).await;
    let [lasting, passing] = &account.applications[..] else { panic!("two applications: {account:?}") };
    assert_eq!(lasting.name.as_str(), "Shop");
    let may: Vec<_> = lasting.scopes.iter().map(|scope| scope.description.as_str()).collect();
    assert_eq!(may, ["Know who you are", "See your name", "See your e-mail address"]);
    assert_eq!(lasting.since, began);
    let access = lasting.lasting.unwrap();
    assert_eq!((access.sign_ins, access.last_used_at), (2, began.plus_seconds(120)));
    assert_eq!((access.ends_at, access.ends_by), (began.plus_seconds(120 + 7 * 86_400), EndRule::Idle));
    assert!(!access.ends_with_session);
    assert_eq!((passing.client_id, passing.lasting, passing.since), (other, None, began.plus_seconds(120)));
}

#[tokio::test]
async fn whoever_revokes_an_application_ends_all_it_has_and_is_asked_again() {
    let mut world = World::new();
    let session = world.sign_in().await;
    let (one, two) = (login_in(&world, &session, &[]).await, login_in(&world, &session, &[]).await);
    let without = login_in(&world, &session, &[("scope", "openid")]).await;
    let unredeemed = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let client = world.client.id;
    let secret = world.secret.clone();
    world.as_other_client(ClientType::ServerSideWeb);
    let other = login_in(&world, &session, &[]).await;
    let other_client = std::mem::replace(&mut world.client.id, client);
    let other_secret = std::mem::replace(&mut world.secret, secret);

    assert_eq!(end_access(&world, &session, client).await, Ended::Done);

    for response in [&one, &two] {
        assert_eq!(world.refresh(&refresh_token(response)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    }
    for response in [&one, &two, &without] {
        assert!(!world.is_active(&access_token(response)).await);
    }
    assert_eq!(world.exchange(&unredeemed).await.unwrap_err(), Refusal::UnknownCode);
    assert!(matches!(world.authorize(&[], Some(&session)).await, Authorization::Consent(_)), "it has to ask again");
    let ended = TokenEventKind::Revoked { reason: RevocationReason::User };
    assert_eq!(world.storage.token_events().iter().filter(|event| event.kind == ended).count(), 2);
    let line = world.storage.audit_events().pop().unwrap();
    assert_eq!((line.action, line.actor_kind, line.actor.as_str()), (AuditAction::AccessEnded, ActorKind::User, "alice@example.com"));
    assert_eq!((line.target.as_str(), line.target_id), ("Shop", client.to_string()));

    let page = account(&world, &session).await;
    let left: Vec<_> = page.applications.iter().map(|application| application.client_id).collect();
    assert_eq!(left, [other_client]);
    let realm = world.realm().await;
    let name = world.engine.name_of_ended(&realm, &page, &client.to_string()).await.unwrap();
    assert_eq!(name.map(|name| name.to_string()).as_deref(), Some("Shop"));
    for not_ended in [other_client.to_string(), "nobody".to_owned()] {
        assert_eq!(world.engine.name_of_ended(&realm, &page, &not_ended).await.unwrap(), None, "{not_ended}");
    }
    (world.client.id, world.secret) = (other_client, other_secret);
    assert!(world.refresh(&refresh_token(&other)).await.is_ok(), "another application keeps what it has");
}

/// Clauses: 65.
#[tokio::test]
async fn a_client_that_revokes_its_own_token_leaves_the_consent_alone() {
    let world = World::new();
    let session = world.sign_in().await;
    let token = refresh_token(&login_in(&world, &session, &[]).await);
    world.revoke(&token).await.unwrap();
    assert!(matches!(world.authorize(&[], Some(&session)).await, Authorization::Answer(_)), "the user is not asked again");
    let account = account(&world, &session).await;
    assert_eq!(account.applications.iter().map(|application| application.lasting).collect::<Vec<_>>(), [None]);
}

#[tokio::test]
async fn only_who_is_signed_in_can_end_anything_and_a_client_that_is_gone_has_nothing_to_end() {
    let world = World::new();
    let (session, other) = (world.sign_in().await, world.sign_in().await);
    let token = refresh_token(&login_in(&world, &session, &[]).await);
    assert_eq!(end_access(&world, "made up", world.client.id).await, Ended::SignedOut);
    assert_eq!(sign_out_elsewhere(&world, "made up").await, Ended::SignedOut);
    let gone = "019ab000-0000-7000-8000-000000000000".parse().unwrap();
    assert_eq!(end_access(&world, &session, gone).await, Ended::Done);
    assert!(world.refresh(&token).await.is_ok(), "nothing has happened");
    assert!(!world.session_has_ended(&other).await);
}

#[tokio::test]
async fn to_sign_out_elsewhere_leaves_this_place_and_offline_access() {
    let mut world = World::new();
    let (here, there) = (world.sign_in().await, world.sign_in().await);
    world.workspace(|workspace| workspace.tokens.refresh.without_offline_access = true);
    let session_bound = [("scope", "openid")];
    let here_bound = refresh_token(&login_in(&world, &here, &session_bound).await);
    let there_bound = refresh_token(&login_in(&world, &there, &session_bound).await);
    let offline = refresh_token(&login_in(&world, &there, &[]).await);
    let page = account(&world, &here).await;
    assert_eq!(page.other_sessions, 1);
    assert!(!page.applications[0].lasting.unwrap().ends_with_session, "one of its sign-ins is for offline access");

    assert_eq!(sign_out_elsewhere(&world, &here).await, Ended::Done);
    assert!(world.session_has_ended(&there).await);
    assert!(!world.session_has_ended(&here).await);
    assert_eq!(world.refresh(&there_bound).await.unwrap_err(), Refusal::RevokedRefreshToken);
    for token in [here_bound, offline] {
        assert!(world.refresh(&token).await.is_ok());
    }
    assert_eq!(account(&world, &here).await.other_sessions, 0);
    let line = world.storage.audit_events().pop().unwrap();
    assert_eq!((line.action, line.target.as_str()), (AuditAction::UserSignedOutElsewhere, "alice@example.com"));
    let written = world.storage.audit_events().len();
    assert_eq!(sign_out_elsewhere(&world, &here).await, Ended::Done);
    assert_eq!(world.storage.audit_events().len(), written, "nothing to end, nothing to write");
}

#[tokio::test]
async fn a_code_that_was_under_way_when_its_access_ended_brings_nothing() {
    let mut world = World::new();
    let session = world.sign_in().await;
    login_in(&world, &session, &[]).await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    // As if it had been written a moment after the end, by a request that had looked for the consent a moment before it.
    let hash = engine::keys::hash_secret("authorization-code", &code);
    let written = world.storage.find_code(world.workspace.id, &hash).await.unwrap().unwrap().code;
    assert_eq!(end_access(&world, &session, world.client.id).await, Ended::Done);
    assert_eq!(world.storage.insert_code(written, Basis::default()).await.unwrap(), Written::Done);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ConsentWithdrawn);
    // A client whose users are not asked needs no consent.
    world.settings(|settings| settings.trusted = true);
    assert!(world.exchange(&code).await.unwrap().refresh_token.is_some());
}
