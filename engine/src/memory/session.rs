//! Login sessions.

use domain::{
    clock::Timestamp,
    id::{LoginSessionId, UserId, WorkspaceId},
};

use super::tables::{MemoryStorage, Tables};
use crate::{
    family::Authorization,
    storage::{EndedSessions, LoginSession, SecretHash, SessionClient, SessionEnd, SessionStart, SessionStorage, StorageError, Written},
};

impl Tables {
    /// Returns whether a login session is there and has not been ended.
    pub(super) fn is_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> bool {
        self.login_sessions.iter().any(|row| row.workspace_id == workspace && row.id == session)
    }

    /// Ends the open sessions that are selected, whose clients are to be told from now on. Returns whether there were any. Nothing else takes a session
    /// away.
    pub(super) fn end_open(&mut self, at: Timestamp, selected: impl Fn(&LoginSession) -> bool) -> bool {
        let (ended, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.login_sessions).into_iter().partition(selected);
        self.login_sessions = open;
        for told in self.session_clients.iter_mut().filter(|told| ended.iter().any(|session| session.id == told.login_session_id)) {
            told.ended_at = told.ended_at.or(Some(at));
        }
        !ended.is_empty()
    }

    /// Notes the part that a client has in a session, unless it has one.
    pub(super) fn join(&mut self, client: SessionClient) {
        let has_part = |other: &SessionClient| (other.login_session_id, other.client_id) == (client.login_session_id, client.client_id);
        if !self.session_clients.iter().any(has_part) {
            self.session_clients.push(client);
        }
    }

    /// Has the parts of clients that are told of users go on in a session that was begun in place of one.
    fn pass_on(&mut self, from: LoginSessionId, to: &LoginSession) {
        for part in self.session_clients.iter_mut().filter(|part| part.login_session_id == from && !part.by_session) {
            (part.login_session_id, part.expires_at, part.ended_at) = (to.id, to.expires_at, None);
        }
    }

    /// Ends login sessions and what ends with them. Returns `false`, and changes nothing, where there was nothing to end.
    fn end_sessions(&mut self, end: SessionEnd) -> bool {
        let among = |session: LoginSessionId| match end.sessions {
            EndedSessions::Itself(id) => session == id,
            EndedSessions::AllBut(id) => session != id,
        };
        let of_user = |workspace, user| workspace == end.workspace_id && user == end.user_id;
        let any = self.end_open(end.at, |row| of_user(row.workspace_id, row.user_id) && among(row.id));
        let with_them = |family: &Authorization| {
            of_user(family.workspace_id, family.user_id) && among(family.login_session_id) && family.ends_with_session
        };
        let ended = self.live_families(with_them, end.at);
        if !any && ended.is_empty() {
            return false;
        }
        self.revoke(&ended, end.revocation(), end.event_ids.iter());
        self.audit_events.push(end.audit);
        true
    }
}

impl MemoryStorage {
    /// Returns the parts of clients in sessions, open ones and ended ones, in the order in which they began.
    pub fn session_clients(&self) -> Vec<SessionClient> {
        self.tables().session_clients.clone()
    }
}

impl SessionStorage for MemoryStorage {
    async fn begin_login_session(&self, start: SessionStart) -> Result<Written, StorageError> {
        let (mut tables, goes_on_from) = (self.tables(), start.goes_on_from());
        if !tables.holds(&start.basis) {
            return Ok(Written::BasisChanged);
        }
        if let Some(code) = start.code
            && !tables.use_code(start.session.user_id, code)
        {
            return Ok(Written::BasisChanged);
        }
        if let Some(made) = &start.passkey
            && !tables.use_passkey(start.session.user_id, made)
        {
            return Ok(Written::BasisChanged);
        }
        // A session that was ended meanwhile does not go on.
        let goes_on_from = goes_on_from.filter(|session| tables.is_open(start.session.workspace_id, *session));
        if let Some(end) = start.replaces {
            tables.end_sessions(end);
        }
        if let Some(from) = goes_on_from {
            tables.pass_on(from, &start.session);
        }
        tables.login_sessions.push(start.session);
        tables.audit_events.push(start.audit);
        Ok(Written::Done)
    }

    async fn find_login_session(&self, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, StorageError> {
        let tables = self.tables();
        Ok(tables.login_sessions.iter().find(|row| row.workspace_id == workspace && row.token_hash == *token_hash).cloned())
    }

    async fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, StorageError> {
        Ok(self.tables().is_open(workspace, session))
    }

    async fn list_login_sessions(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, StorageError> {
        let tables = self.tables();
        let live = |row: &&LoginSession| row.workspace_id == workspace && row.user_id == user && now < row.expires_at;
        let mut sessions: Vec<_> = tables.login_sessions.iter().filter(live).cloned().collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.id));
        Ok(sessions)
    }

    async fn end_login_sessions(&self, end: SessionEnd) -> Result<bool, StorageError> {
        Ok(self.tables().end_sessions(end))
    }
}
