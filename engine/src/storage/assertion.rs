//! Sign-ins by assertions that trusted issuers signed (RFC 7523 §2.1).

use std::future::Future;

use domain::{audit::AuditEvent, token_event::TokenEvent};

use super::{
    basis::{Basis, Written},
    error::StorageError,
    session::LoginSession,
};

/// The start of a login session by an assertion, with its access token, in one transaction.
#[derive(Debug, Clone)]
pub struct AssertedSession {
    /// The session, which no browser has.
    pub session: LoginSession,
    /// What the decision rests on: the workspace with its trusted issuers, the client and the user.
    pub basis: Basis,
    /// The audit line.
    pub audit: AuditEvent,
    /// The event of the access token.
    pub event: TokenEvent,
}

/// Sign-ins by assertions. That an assertion is used once is [`use_proof`](super::AccessTokenStorage::use_proof)'s.
pub trait AssertionStorage {
    /// Stores a new login session with its audit line and the event of its access token, while its basis holds.
    fn begin_asserted_session(&self, begun: AssertedSession) -> impl Future<Output = Result<Written, StorageError>> + Send;
}
