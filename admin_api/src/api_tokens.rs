//! API tokens of administrators.

use control::{TypedApiToken, permission::Action};
use domain::wire::{ApiToken, NewApiToken};

use super::{
    administrators::email_of,
    at::{AdministratorAt, ApiTokenAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
    levels::Level,
};

const NOUN: Noun = Noun {
    one: "api_token",
    many: "api_tokens",
    searched: false,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &[],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    Level::BOTH.into_iter().flat_map(at_level).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<AdministratorAt>::new("API tokens", level.path("/administrators/{administrator}/api-tokens"));
    let one = all.below::<ApiTokenAt>("/{api_token}");
    vec![
        all.list(level.words(["list_api_tokens", "list_installation_api_tokens"], "List the API tokens of an administrator"), NOUN, list)
            .about("Expired ones, too.")
            .needs(&[Action::SeeAdministrators]),
        all.create(level.words(["create_api_token", "create_installation_api_token"], "Create an API token for an administrator"), create)
            .about("The token is in the answer, and nowhere else later on. An API token makes none for its own administrator.")
            .needs(&[Action::CreateApiToken]),
        one.read(level.words(["read_api_token", "read_installation_api_token"], "Read an API token"), read)
            .needs(&[Action::SeeAdministrators]),
        one.remove(level.words(["revoke_api_token", "revoke_installation_api_token"], "Revoke an API token"), read, revoke)
            .needs(&[Action::RevokeApiToken]),
    ]
}

async fn list((ask, query): (Ask<AdministratorAt>, ListQuery<String>)) -> Outcome<Listed<ApiToken>> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    let all = ask.operator.list_api_tokens(email.as_str()).await?;
    Ok(Listed::cut(all.iter().map(|token| (token.id.to_string(), ApiToken::from(token))).collect(), &query.window))
}

async fn create(ask: Ask<AdministratorAt, Nothing, NewApiToken>) -> Outcome<Created<ApiToken>> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?.to_string();
    let scope = ask.body.scope()?;
    let NewApiToken { name, ttl, .. } = ask.body;
    let new = ask.operator.create_api_token(TypedApiToken { email, name, ttl, scope }).await?;
    let body = ApiToken { token: Some(new.value.expose().clone()), ..ApiToken::from(&new.token) };
    Ok(Created::below(&new.token.id, body, Some(Tag::of(new.token.id, 1))))
}

async fn read(ask: Ask<ApiTokenAt>) -> Outcome<Found<ApiToken>> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    let all = ask.operator.list_api_tokens(email.as_str()).await?;
    let token = all.iter().find(|token| token.id == ask.at.api_token).ok_or(control::Error::NotFound)?;
    Ok(Found { body: token.into(), tag: Tag::of(token.id, 1), version: 1 })
}

async fn revoke((ask, _): (Ask<ApiTokenAt>, Found<ApiToken>)) -> Outcome<()> {
    ask.operator.revoke_api_token(ask.at.api_token).await?;
    Ok(())
}
