//! What a client may exchange (RFC 8693): which policies it can have, and who may say so; and who may let it ask about the tokens of others.

use domain::{
    client::ClientSettings,
    grants::Level,
    id::ClientId,
    others_tokens::is_about_others_tokens,
    problem::Problem,
    resource::{Resource, Resources},
    service::Service,
    token_exchange::{MOST_NAMED, TokenExchangePolicy},
};
use store::{Access, WorkspaceStore};

use crate::{
    Error, Operator,
    error::{FieldError, Problems},
    permission::Action,
    permit::level_of,
};

impl Operator {
    /// Checks a change of what a client gets of the tokens of others, which has to be permitted for the whole workspace: what it may exchange, the
    /// scopes for which it does, and whether it may ask about them. A client that is new gets nothing before.
    pub(crate) async fn check_others_tokens<C: Access>(
        &self,
        store: &WorkspaceStore<'_, C>,
        before: Option<&ClientSettings>,
        after: &ClientSettings,
    ) -> Result<(), Error> {
        if is_about_others_tokens(before, after) {
            self.check(Action::SetClient, level_of(store))?;
        }
        let none = TokenExchangePolicy::default();
        let (before, after) = (before.map_or(&none, |before| &before.token_exchange), &after.token_exchange);
        if before == after {
            return Ok(());
        }
        let there = store.client_names(after.subject_clients.iter().copied()).await?;
        check_policy(before, after, &store.list_services().await?, |client| there.contains_key(&client))
    }

    /// Checks that whoever copies a client with these settings may give it what it gets of the tokens of others.
    pub(crate) fn check_copied_reach(&self, at: Level, settings: &ClientSettings) -> Result<(), Error> {
        if is_about_others_tokens(None, settings) { self.check(Action::SetClient, at) } else { Ok(()) }
    }
}

/// Refuses what a client is to exchange of clients and resource servers that are not there. What it may exchange already stays, whatever has become
/// of it since.
pub(crate) fn check_policy(
    before: &TokenExchangePolicy,
    after: &TokenExchangePolicy,
    services: &[Service],
    is_there: impl Fn(ClientId) -> bool,
) -> Result<(), Error> {
    let mut problems = Problems::default();
    if too_many(after.subject_clients.len()) {
        problems.note("subject_clients", Problem::TooMany { most: MOST_NAMED });
    }
    if !after.subject_clients.difference(&before.subject_clients).all(|client| is_there(*client)) {
        problems.note("subject_clients", Problem::UnknownClient);
    }
    let is_offered = |resource: &Resource| services.iter().any(|service| service.resource.as_ref() == Some(resource));
    let lists: [(&'static str, &Resources, &Resources); 2] = [
        ("subject_audiences", &before.subject_audiences, &after.subject_audiences),
        ("exchange_targets", &before.exchange_targets, &after.exchange_targets),
    ];
    for (field, before, after) in lists {
        if too_many(after.iter().count()) {
            problems.note(field, Problem::TooMany { most: MOST_NAMED });
        }
        if !after.iter().all(|resource| before.contains(resource) || is_offered(resource)) {
            problems.note(field, Problem::UnknownResource);
        }
    }
    problems.check()
}

fn too_many(count: usize) -> bool {
    u32::try_from(count).is_ok_and(|count| count > MOST_NAMED)
}

/// Returns what two checks found, all problems at once.
pub(crate) fn both(one: Result<(), Error>, other: Result<(), Error>) -> Result<(), Error> {
    match (one, other) {
        (Err(Error::Invalid(problems)), Err(Error::Invalid(others))) => {
            let all: Vec<FieldError> = problems.into_iter().chain(others).collect();
            Err(Error::Invalid(all))
        }
        (Err(error), _) | (Ok(()), Err(error)) => Err(error),
        (Ok(()), Ok(())) => Ok(()),
    }
}
