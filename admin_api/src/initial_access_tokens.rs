//! Initial access tokens: whoever has one can register clients (RFC 7591).

use control::{TypedInitialAccessToken, permission::Action};
use domain::wire::{InitialAccessToken, NewInitialAccessToken};

use super::{
    at::{InitialAccessTokenAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun = Noun {
    one: "initial_access_token",
    many: "initial_access_tokens",
    searched: false,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &[],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Client registration", format!("{WORKSPACE}/initial-access-tokens"));
    let one = all.below::<InitialAccessTokenAt>("/{initial_access_token}");
    vec![
        all.list(("list_initial_access_tokens", "List the tokens by which clients register themselves"), NOUN, list)
            .about("Those that have expired are there for 30 days.")
            .needs(&[Action::SeeWorkspaces]),
        all.create(("create_initial_access_token", "Create a token by which clients register themselves"), create)
            .about("The token is in the answer, and nowhere else later on. A workspace has 100 at most.")
            .needs(&[Action::CreateClient]),
        one.read(("read_initial_access_token", "Read a token by which clients register themselves"), read).needs(&[Action::SeeWorkspaces]),
        one.remove(("revoke_initial_access_token", "Revoke a token by which clients register themselves"), read, revoke)
            .about("Clients that registered by it stay.")
            .needs(&[Action::CreateClient]),
    ]
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<String>)) -> Outcome<Listed<InitialAccessToken>> {
    let all = ask.operator.list_initial_access_tokens(&ask.at.workspace()).await?;
    Ok(Listed::cut(all.iter().map(|token| (token.id.to_string(), InitialAccessToken::from(token))).collect(), &query.window))
}

async fn create(ask: Ask<WorkspaceAt, Nothing, NewInitialAccessToken>) -> Outcome<Created<InitialAccessToken>> {
    let NewInitialAccessToken { name, ttl, uses } = ask.body;
    let typed = TypedInitialAccessToken { name, ttl, uses: uses.to_string() };
    let new = ask.operator.create_initial_access_token(&ask.at.workspace(), typed).await?;
    let body = InitialAccessToken::from(&new.token);
    let tag = Tag::of_content(&body);
    let body = InitialAccessToken { token: Some(new.value.expose().clone()), ..body };
    Ok(Created::below(&new.token.id, body, Some(tag)))
}

async fn read(ask: Ask<InitialAccessTokenAt>) -> Outcome<Found<InitialAccessToken>> {
    let all = ask.operator.list_initial_access_tokens(&ask.at.workspace()).await?;
    let token = all.iter().find(|token| token.id == ask.at.initial_access_token).ok_or(control::Error::NotFound)?;
    let body = InitialAccessToken::from(token);
    Ok(Found { tag: Tag::of_content(&body), body, version: 0 })
}

async fn revoke((ask, _): (Ask<InitialAccessTokenAt>, Found<InitialAccessToken>)) -> Outcome<()> {
    ask.operator.revoke_initial_access_token(&ask.at.workspace(), ask.at.initial_access_token).await?;
    Ok(())
}
