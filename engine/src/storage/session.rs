//! Login sessions: their start, their end, and the families that end with them.

use std::{future::Future, net::IpAddr};

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::{ClientId, LoginSessionId, SessionClientId, UserId, WorkspaceId},
    sign_in_method::SignInMethod,
    subject_type::SignInSector,
};

use super::{
    basis::{Basis, Written},
    error::StorageError,
    event::EventIds,
    secret_hash::SecretHash,
};
use crate::{passkey::PasskeyUse, second_factor::CodeUse};

/// Where a login session was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionOrigin {
    /// The browser and its system, as they call themselves, in a few words.
    pub browser: Option<String>,
    /// The network address.
    pub address: Option<IpAddr>,
}

/// A user's session at the authorization server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginSession {
    /// Its identifier, the `sid`.
    pub id: LoginSessionId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The user who signed in.
    pub user_id: UserId,
    /// The hash of the cookie's value.
    pub token_hash: SecretHash,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// How; none where an earlier version of Regrant did not note it.
    pub signed_in_by: Option<SignInMethod>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Where it was started.
    pub origin: SessionOrigin,
}

/// The part of a client in a login session: it got an ID token in it, and is told when the session is ended (OpenID Connect Back-Channel Logout
/// §2.5). A client has one in a session, however often it is authorized there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionClient {
    /// Its identifier.
    pub id: SessionClientId,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The session.
    pub login_session_id: LoginSessionId,
    /// The client.
    pub client_id: ClientId,
    /// The user whose session it is.
    pub user_id: UserId,
    /// The sector whose name for the user it was told in the session, and is told at its end.
    pub sector: SignInSector,
    /// Whether it is told of the session. Otherwise it is told of the user, and ends all that the user has with it.
    pub by_session: bool,
    /// When the session expires.
    pub expires_at: Timestamp,
    /// When the session was ended; none while it is open. From then on the client is to be told.
    pub ended_at: Option<Timestamp>,
}

/// The start of a login session, in one transaction.
#[derive(Debug, Clone)]
pub struct SessionStart {
    /// The session.
    pub session: LoginSession,
    /// What the decision rests on: the user, in the version that the password was checked against.
    pub basis: Basis,
    /// The code of a second factor that it begins with: it is used up in the same transaction, or nothing is written.
    pub code: Option<CodeUse>,
    /// The passkey that it begins with: used in the same transaction, or nothing is written.
    pub passkey: Option<PasskeyUse>,
    /// The audit line.
    pub audit: AuditEvent,
    /// The end of the session that this browser had before, whichever user it belonged to. If that is the same one, who has signed out of nothing, the
    /// parts of clients that are told of users go on in the new session ([`SessionStart::goes_on_from`]).
    pub replaces: Option<SessionEnd>,
}

impl SessionStart {
    /// Returns the session of the same user in the same browser, in whose place this one goes on.
    pub fn goes_on_from(&self) -> Option<LoginSessionId> {
        let end = self.replaces.as_ref().filter(|end| end.user_id == self.session.user_id)?;
        match end.sessions {
            EndedSessions::Itself(session) => Some(session),
            EndedSessions::AllBut(_) => None,
        }
    }
}

/// Which login sessions a user ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedSessions {
    /// This one.
    Itself(LoginSessionId),
    /// All of the user's but this one.
    AllBut(LoginSessionId),
}

/// The end of login sessions by their user, in one transaction with the end of the families that end with them.
#[derive(Debug, Clone)]
pub struct SessionEnd {
    /// The workspace of the sessions.
    pub workspace_id: WorkspaceId,
    /// The user whose sessions they are.
    pub user_id: UserId,
    /// Which sessions. Families that end with a session end here also where that session was deleted long ago.
    pub sessions: EndedSessions,
    /// When they end.
    pub at: Timestamp,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end, with [`RevocationReason::Logout`].
    pub event_ids: EventIds,
}

impl SessionEnd {
    /// Returns the revocation of the families that end.
    pub const fn revocation(&self) -> Revocation {
        Revocation { at: self.at, reason: RevocationReason::Logout }
    }
}

/// Login sessions. Whatever ends one also notes, in the same transaction, that the clients with a part in it are to be told ([`SessionClient`]).
pub trait SessionStorage {
    /// Stores a new login session while its basis holds, with its audit line, and ends the one that it replaces.
    fn begin_login_session(&self, start: SessionStart) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Returns the session of this cookie that has not been ended; its expiry is the engine's to check.
    fn find_login_session(
        &self,
        workspace: WorkspaceId,
        token_hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<LoginSession>, StorageError>> + Send;

    /// Returns whether this session was started and has not been ended. A session that has expired stays open until no access token of it
    /// can be valid any more.
    fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Returns the sessions of a user that have neither ended nor expired, newest first.
    fn list_login_sessions(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<LoginSession>, StorageError>> + Send;

    /// Ends login sessions and the live families that end with them, with an audit line and their events. Returns `false`, and writes
    /// nothing, where there was nothing to end.
    fn end_login_sessions(&self, end: SessionEnd) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
