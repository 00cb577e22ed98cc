//! What a client may exchange (RFC 8693): which policies it can have, and who may say so.

use domain::{
    grants::Level,
    id::ClientId,
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
    /// Checks a change of what a client may exchange: it is about the tokens of other clients, and so it has to be permitted for the whole
    /// workspace.
    pub(crate) async fn check_exchange<C: Access>(
        &self,
        store: &WorkspaceStore<'_, C>,
        before: &TokenExchangePolicy,
        after: &TokenExchangePolicy,
    ) -> Result<(), Error> {
        if before == after {
            return Ok(());
        }
        self.check(Action::SetClient, level_of(store))?;
        let there = store.client_names(after.subject_clients.iter().copied()).await?;
        check_policy(before, after, &store.list_services().await?, |client| there.contains_key(&client))
    }

    /// Checks that whoever makes a client with this policy may have it exchange the tokens of others.
    pub(crate) fn check_copied_exchange(&self, at: Level, policy: &TokenExchangePolicy) -> Result<(), Error> {
        if *policy == TokenExchangePolicy::default() { Ok(()) } else { self.check(Action::SetClient, at) }
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
