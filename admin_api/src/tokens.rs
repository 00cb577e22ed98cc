//! Refresh tokens: a family each.

use control::{Sessions, permission::Action};
use domain::{
    id::FamilyId,
    problem::Problem,
    wire::{Reading, Revoke, RevokeMany, RevokedTokens, Token, TokenCount, TokenQuery},
};

use super::{
    at::{TokenAt, WORKSPACE, WorkspaceAt},
    error::Failure,
    kit::{Ask, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "token", many: "tokens", searched: false, sorted_by: "created_at", newest_first: true, also_by: &[], counted: true };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Tokens", format!("{WORKSPACE}/tokens"));
    let one = all.below::<TokenAt>("/{token}");
    vec![
        all.list(("list_tokens", "List refresh tokens"), NOUN, list)
            .about("One for each sign-in that yielded a refresh token, with all that took its place. Where no index finds what is asked for, a page may have few items, or none, and still a next one.")
            .needs(&[Action::SeeFamilies]),
        all.below::<WorkspaceAt>("/count")
            .look(("count_tokens", "Count refresh tokens"), count)
            .needs(&[Action::SeeFamilies]),
        all.below::<WorkspaceAt>("/revoke")
            .act(("revoke_tokens", "Revoke refresh tokens"), revoke_many)
            .about("Those of a client, of a user, of a user at a client, or all of the workspace. With them end the access tokens without one.")
            .needs(&[Action::RevokeAllFamilies, Action::RevokeFamilies]),
        one.read(("read_token", "Read a refresh token and its history"), read).needs(&[Action::SeeFamilies]),
        one.below::<TokenAt>("/revoke")
            .act(("revoke_token", "Revoke a refresh token"), revoke)
            .about("One that has ended stays as it is.")
            .needs(&[Action::RevokeFamily]),
    ]
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<FamilyId, TokenQuery>)) -> Outcome<Listed<Token>> {
    let (path, filter, counted) = (ask.at.workspace(), query.filter.read()?, query.window.counted);
    let (page, now) = (ask.operator.list_families(&path, &filter, query.window).await?, ask.operator.now());
    let total = if counted { Some(ask.operator.count_some_families(&path, &filter).await?) } else { None };
    // A number that may be too small is none.
    let total = total.filter(|total| !total.at_least).map(|total| total.number);
    Ok(Listed::of(page, |family| Token::of(&family, now)).with_total(total))
}

async fn count(ask: Ask<WorkspaceAt, TokenQuery>) -> Outcome<TokenCount> {
    let counted = ask.operator.count_some_families(&ask.at.workspace(), &ask.query.read()?).await?;
    Ok(TokenCount { count: counted.number, at_least: counted.at_least })
}

async fn read(ask: Ask<TokenAt>) -> Outcome<Found<Token>> {
    let view = ask.operator.load_family(&ask.at.workspace(), ask.at.token).await?;
    let token = Token::of(&view.summary, ask.operator.now()).with_events(&view.events);
    Ok(Found { tag: Tag::of_content(&token), body: token, version: 0 })
}

async fn revoke(ask: Ask<TokenAt, Nothing, Revoke>) -> Outcome<Token> {
    let family = ask.operator.revoke_family(&ask.at.workspace(), ask.at.token, sessions(ask.body.end_sessions)).await?;
    Ok(Token::of(&family, ask.operator.now()))
}

async fn revoke_many(ask: Ask<WorkspaceAt, Nothing, RevokeMany>) -> Outcome<RevokedTokens> {
    let mut reading = Reading::default();
    let (client, user) =
        (reading.optional("/client_id", ask.body.client_id.as_ref()), reading.optional("/user_id", ask.body.user_id.as_ref()));
    let some = ask.body.client_id.is_some() || ask.body.user_id.is_some();
    match (some, ask.body.all) {
        (false, false) => reading.note("/all", Problem::NothingChosen),
        (true, true) => reading.note("/all", Problem::Contradiction),
        _ => {}
    }
    reading.done(Some(())).map_err(Failure::from)?;
    let revoked = ask.operator.revoke_families(&ask.at.workspace(), client, user, sessions(ask.body.end_sessions)).await?;
    Ok(RevokedTokens { revoked })
}

const fn sessions(end: bool) -> Sessions {
    if end { Sessions::End } else { Sessions::Stay }
}
