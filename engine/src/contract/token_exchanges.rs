//! Statements about exchanges of access tokens.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, FamilyId, LoginSessionId, TokenEventId},
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};

use super::{
    fixture::{Change, Fixture},
    given::{beside, session, store_family, trial, trials, two_workspaces},
    seed::{Failure, START, Seed, unique},
};
use crate::storage::{
    AccessTokenStorage as _, ClientStanding, EndedSessions, FamilyStorage as _, SessionStorage as _, StandingToken, TokenExchange,
    TokenExchangeStorage as _, Written,
};

/// What an exchange of a statement rests on, beside workspace, clients and user.
struct Given {
    session: LoginSessionId,
    family: FamilyId,
    token: AccessTokenId,
}

/// Stores a login session and a family of the user.
async fn given(fixture: &impl Fixture, seed: &Seed) -> Result<Given, Failure> {
    let family = seed.family()?;
    store_family(fixture, seed, family.clone()).await?;
    let session = session(fixture, seed).await?;
    Ok(Given { session, family: family.authorization.id, token: AccessTokenId::new(START, unique()) })
}

/// Returns an exchange by the client of two tokens of the other one: of a family, and of a login session.
fn exchange(seed: &Seed, given: &Given) -> Result<TokenExchange, Failure> {
    let [client, other] = [&seed.client.client, &seed.other_client.client];
    let user = Some((seed.user.user.id, seed.user.user.version));
    let of_family =
        StandingToken { token: given.token, client: ClientStanding::from(other), user, session: None, family: Some(given.family) };
    let of_session = StandingToken { token: AccessTokenId::new(START, unique()), session: Some(given.session), family: None, ..of_family };
    let event = TokenEvent {
        id: TokenEventId::new(START, unique()),
        workspace_id: seed.workspace.id,
        client_id: client.id,
        user_id: Some(seed.user.user.id),
        family_id: Some(given.family),
        at: START,
        scopes: "openid profile".parse()?,
        left_out: Scopes::none(),
        kind: TokenEventKind::Exchanged { subject_client: other.id, actor: Some(client.id.to_string()) },
    };
    Ok(TokenExchange {
        workspace: (seed.workspace.id, seed.workspace.version),
        client: ClientStanding::from(client),
        sources: vec![of_family, of_session],
        event,
    })
}

const REVOKED: Revocation = Revocation { at: START, reason: RevocationReason::User };

pub async fn an_exchange_is_recorded_while_all_that_it_rests_on_stands<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let given = given(&*fixture, &seed).await?;
    let exchange = exchange(&seed, &given)?;
    assert_eq!(fixture.storage().record_exchange(exchange.clone()).await?, Written::Done);
    assert!(fixture.token_events(seed.workspace.id).await?.contains(&exchange.event));
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());

    // A client that acts for itself has neither a user nor what users have.
    let itself =
        StandingToken { token: AccessTokenId::new(START, unique()), client: exchange.client, user: None, session: None, family: None };
    let id = TokenEventId::new(START, unique());
    let event = TokenEvent { id, user_id: None, family_id: None, ..exchange.event.clone() };
    let alone = TokenExchange { sources: vec![itself], event, ..exchange };
    assert_eq!(fixture.storage().record_exchange(alone.clone()).await?, Written::Done);
    assert!(fixture.token_events(seed.workspace.id).await?.contains(&alone.event));
    Ok(())
}

pub async fn an_exchange_that_rests_on_what_was_changed_or_ended_is_not_recorded<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..7 {
        let seed = trial(&*fixture, number).await?;
        let given = given(&*fixture, &seed).await?;
        let (storage, workspace) = (fixture.storage(), seed.workspace.id);
        match number {
            0 => fixture.change(&seed, Change::Workspace).await?,
            1 => fixture.change(&seed, Change::Client).await?,
            2 => fixture.change(&seed, Change::Password).await?,
            3 => fixture.change(&seed, Change::UserDeleted).await?,
            4 => assert!(storage.end_login_sessions(seed.session_end(EndedSessions::Itself(given.session), START)).await?),
            5 => assert!(storage.revoke_family(seed.revocation(given.family, REVOKED)).await?),
            _ => storage.deny_access_token(workspace, given.token, START.plus_seconds(60)).await?,
        }
        let written = fixture.token_events(workspace).await?;
        assert_eq!(storage.record_exchange(exchange(&seed, &given)?).await?, Written::BasisChanged, "{number}");
        assert_eq!(fixture.token_events(workspace).await?, written, "{number}: nothing is written");
    }
    Ok(())
}

pub async fn an_exchange_rests_on_the_versions_and_the_counts_of_ends_that_were_read<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let given = given(&*fixture, &seed).await?;
    let right = exchange(&seed, &given)?;
    let with = |change: &dyn Fn(&mut TokenExchange)| {
        let mut exchange = right.clone();
        change(&mut exchange);
        exchange
    };
    let wrong = [
        with(&|exchange| exchange.workspace.1 += 1),
        with(&|exchange| exchange.client.version += 1),
        with(&|exchange| exchange.client.epoch += 1),
        with(&|exchange| exchange.sources.iter_mut().for_each(|source| source.client.version -= 1)),
        with(&|exchange| exchange.sources.iter_mut().take(1).for_each(|source| source.client.epoch += 1)),
        with(&|exchange| exchange.sources.iter_mut().for_each(|source| source.user = source.user.map(|(id, version)| (id, version + 1)))),
        with(&|exchange| exchange.sources.iter_mut().for_each(|source| source.user = Some((other.user.user.id, 1)))),
        with(&|exchange| exchange.sources.iter_mut().for_each(|source| source.client = ClientStanding::from(&other.client.client))),
        with(&|exchange| exchange.workspace = (other.workspace.id, other.workspace.version)),
    ];
    let written = fixture.token_events(seed.workspace.id).await?;
    for (number, exchange) in wrong.into_iter().enumerate() {
        assert_eq!(fixture.storage().record_exchange(exchange).await?, Written::BasisChanged, "{number}");
    }
    assert_eq!(fixture.token_events(seed.workspace.id).await?, written);
    assert_eq!(fixture.storage().record_exchange(right).await?, Written::Done);
    Ok(())
}

pub async fn no_exchange_crosses_the_end_of_what_it_rests_on<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let given = given(&*fixture, &seed).await?;
        let (first, late) = (exchange(&seed, &given)?, exchange(&seed, &given)?);
        let event = first.event.clone();
        let written = if number % 2 == 0 {
            let revoking = {
                let (fixture, revocation) = (Arc::clone(&fixture), seed.revocation(given.family, REVOKED));
                tokio::spawn(async move { fixture.storage().revoke_family(revocation).await })
            };
            let written = fixture.storage().record_exchange(first).await?;
            assert!(revoking.await??);
            written
        } else {
            beside(&fixture, &seed, Change::Client, fixture.storage().record_exchange(first)).await??
        };
        let recorded = fixture.token_events(seed.workspace.id).await?.contains(&event);
        assert_eq!(recorded, written == Written::Done, "trial {number}");
        assert_eq!(fixture.storage().record_exchange(late).await?, Written::BasisChanged, "trial {number}");
    }
    Ok(())
}
