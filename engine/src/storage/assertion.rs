//! Sign-ins by assertions that trusted issuers signed (RFC 7523 §2.1).

use std::future::Future;

use domain::{audit::AuditEvent, id::WorkspaceId, linked_subject::AssertionSubject, name::Slug, token_event::TokenEvent, user::User};

use super::{
    basis::{Basis, Written},
    code::AuthorizationCode,
    error::StorageError,
    session::LoginSession,
};

/// The start of a login session by an assertion, with its access token, in one transaction.
#[derive(Debug, Clone)]
pub struct AssertedSession {
    /// The session, which no browser has.
    pub session: LoginSession,
    /// What the access token is known by to whoever ends all that a client, or a user at a client, has: a code that was redeemed for it.
    pub code: AuthorizationCode,
    /// What the decision rests on: the workspace with its trusted issuers, the client and the user.
    pub basis: Basis,
    /// The audit line.
    pub audit: AuditEvent,
    /// The event of the access token.
    pub event: TokenEvent,
}

/// Sign-ins by assertions. That an assertion is used once is [`use_proof`](super::AccessTokenStorage::use_proof)'s.
pub trait AssertionStorage {
    /// Stores a new login session with its code, its audit line and the event of its access token, while its basis holds.
    fn begin_asserted_session(&self, begun: AssertedSession) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Returns the user to whom a subject of a trusted issuer is linked. Whoever links or unlinks one changes the version of the user.
    fn find_linked_user(
        &self,
        workspace: WorkspaceId,
        issuer: &Slug,
        subject: &AssertionSubject,
    ) -> impl Future<Output = Result<Option<User>, StorageError>> + Send;
}
