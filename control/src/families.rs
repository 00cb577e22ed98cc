//! Token families: the inventory, and their end by an administrator's hand.

use std::collections::BTreeSet;

use domain::{
    audit::{AuditAction, Change},
    family::{FamilySummary, Revocation, RevocationReason, named_by},
    grants::Level,
    id::{ClientId, FamilyId, UserId},
    page::{Counted, Page, Window},
    problem::Problem,
    view::{FamilyFilter, FamilyView},
    workspace::WorkspacePath,
};
use store::{EndedSessions, EndedTokens, FamiliesOf, SessionsOf};

use crate::{
    Error, Operator,
    audit_line::Line,
    changes,
    edit::{Edit, get},
    permission::Action,
    permit::Place as _,
};

/// How many families can be revoked one by one at once: a page of a list, however long it is asked for.
pub const MOST_SELECTED: usize = 100;

/// What happens to the login sessions in which revoked families began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// They stay. The application can get tokens again without a password.
    Stay,
    /// They end, with the families that end with a session.
    End,
}

impl Operator {
    /// Returns the families that match a filter, newest first. A page with a cursor may have few of them, or none: it was looked no further.
    pub async fn list_families(
        &self,
        path: &WorkspacePath,
        filter: &FamilyFilter,
        window: impl Into<Window<FamilyId>> + Send,
    ) -> Result<Page<FamilySummary>, Error> {
        let window = window.into();
        Ok(self.read_at(Action::SeeFamilies, path, filter.client).await?.list_families(filter, window, self.now()).await?)
    }

    /// Returns a family and its history.
    pub async fn load_family(&self, path: &WorkspacePath, id: FamilyId) -> Result<FamilyView, Error> {
        let store = self.read_at(Action::SeeFamilies, path, id).await?;
        let summary = get(&store, id).await?;
        let (events, reuse) = (store.list_family_events(id).await?, store.find_reuses_of(&[id]).await?.pop());
        Ok(FamilyView { summary, events, reuse: reuse.map(|line| line.reuse) })
    }

    /// Revokes a family, and ends the session in which it began if asked to. A family that has ended stays as it is.
    pub async fn revoke_family(&self, path: &WorkspacePath, id: FamilyId, sessions: Sessions) -> Result<FamilySummary, Error> {
        let edit = self.edit_any(Action::RevokeFamily, path, id).await?;
        let Some((after, _)) = edit.revoke_one(id, sessions).await? else { return Ok(edit.before) };
        edit.commit().await?;
        Ok(after)
    }

    /// Returns those of these families that there are, for whoever is about to revoke them; at most [`MOST_SELECTED`].
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such workspace, or the actor may not see one of them; [`Error::Invalid`] for too many.
    pub async fn load_selected_families(&self, path: &WorkspacePath, ids: &[FamilyId]) -> Result<Vec<FamilySummary>, Error> {
        let store = self.workspace_seen(path).await?;
        check_selected(ids)?;
        let families = store.find_families(ids).await?;
        for client in clients_of(&families) {
            self.check(Action::SeeFamilies, client.level(&store).await?)?;
        }
        Ok(families)
    }

    /// Revokes some families, of clients where that is permitted for each, and ends the sessions in which they began if asked to. Those that have
    /// ended stay as they are. Returns how many it ended.
    ///
    /// # Errors
    /// [`Error::NotFound`] where one of them does not exist; [`Error::Forbidden`] where those of one of the clients may not be revoked;
    /// [`Error::Invalid`] where none is named, or more than [`MOST_SELECTED`]. Nothing is revoked then.
    pub async fn revoke_selected_families(&self, path: &WorkspacePath, ids: &[FamilyId], sessions: Sessions) -> Result<u64, Error> {
        let Some(first) = ids.first() else {
            self.check_permitted(Action::RevokeFamily, path, None).await?;
            return Err(Error::invalid("families", Problem::NothingChosen));
        };
        let edit = self.edit_at(Action::RevokeFamily, path, *first).await?;
        check_selected(ids)?;
        let (store, wanted) = (edit.store(), ids.iter().copied().collect::<BTreeSet<_>>());
        let families = store.find_families(ids).await?;
        for client in clients_of(&families) {
            let level = Level::Client(edit.workspace().tenant_id, edit.workspace().id, client);
            self.check(Action::RevokeFamily, level)?;
            self.check_over_api_clients(Action::RevokeFamily, &store, level).await?;
        }
        if families.len() != wanted.len() {
            return Err(Error::NotFound);
        }
        let mut ended = 0;
        for id in wanted {
            ended += edit.revoke_one(id, sessions).await?.map_or(0, |(_, ended)| ended);
        }
        edit.commit().await?;
        Ok(ended)
    }

    /// Returns how many families match a filter, up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_families(&self, path: &WorkspacePath, filter: &FamilyFilter) -> Result<Counted, Error> {
        Ok(self.read_at(Action::SeeFamilies, path, filter.client).await?.count_some_families(filter, self.now()).await?)
    }

    /// Revokes the live families of a client, of a user, of a user at a client, or of the whole workspace. Ends with them the access tokens
    /// without a family (those that clients got for themselves only if no user is named), and if asked to the sessions in which the
    /// families began. Returns how many families it ended.
    pub async fn revoke_families(
        &self,
        path: &WorkspacePath,
        client: Option<ClientId>,
        user: Option<UserId>,
        sessions: Sessions,
    ) -> Result<u64, Error> {
        let action = if client.is_none() && user.is_none() { Action::RevokeAllFamilies } else { Action::RevokeFamilies };
        let edit = self.edit_at(action, path, client).await?;
        let store = edit.store();
        let client = match client {
            Some(id) => Some(get(&store, id).await?),
            None => None,
        };
        let user = match user {
            Some(id) => Some(get(&store, id).await?),
            None => None,
        };
        let of = FamiliesOf::Owner(client.as_ref().map(|client| client.id), user.as_ref().map(|user| user.id));
        let (ended, with_them) = edit.revoke(of, sessions).await?;
        let ended = together(ended, with_them);
        let name = client.as_ref().map(|client| client.settings.name.to_string());
        let (target, target_id) = match (name, client, user) {
            (Some(name), Some(client), Some(user)) => (named_by(&name, user.identifier.as_str()), client.id.to_string()),
            (Some(name), Some(client), None) => (name, client.id.to_string()),
            (_, _, Some(user)) => (user.identifier.to_string(), user.id.to_string()),
            _ => (edit.workspace().name.to_string(), edit.workspace().id.to_string()),
        };
        let workspace = Some(edit.workspace().id);
        if !ended.is_none() {
            edit.audit(Line {
                workspace,
                action: AuditAction::FamiliesRevoked,
                target,
                target_id,
                changes: [ended_sessions(with_them), ended_tokens(ended)].concat(),
            })
            .await?;
        }
        // Where nothing lived, a code may still have been forgotten.
        edit.commit().await?;
        Ok(ended.families)
    }
}

impl<T> Edit<'_, T> {
    /// Revokes a family with its audit line. Returns it, and how many ended with it; nothing where nothing ended.
    async fn revoke_one(&self, id: FamilyId, sessions: Sessions) -> Result<Option<(FamilySummary, u64)>, Error> {
        let (ended, with_them) = self.revoke(FamiliesOf::Itself(id), sessions).await?;
        let ended = together(ended, with_them).families;
        if ended == 0 {
            return Ok(None);
        }
        let after = get(&self.store(), id).await?;
        let line = Line {
            workspace: Some(self.workspace().id),
            action: AuditAction::FamilyRevoked,
            target: named_by(&after.client_name, after.user_words()),
            target_id: id.to_string(),
            changes: ended_sessions(with_them),
        };
        self.audit(line).await?;
        Ok(Some((after, ended)))
    }

    /// Revokes families as an administrator does, and ends the sessions in which they began if asked to.
    async fn revoke(&self, of: FamiliesOf<'_>, sessions: Sessions) -> Result<(EndedTokens, EndedSessions), Error> {
        // Sessions first: the families that live say which they are.
        let ended = match sessions {
            Sessions::Stay => EndedSessions::default(),
            Sessions::End => self.end_sessions(SessionsOf::Families(of), RevocationReason::Administrator).await?,
        };
        Ok((self.end_families(of, RevocationReason::Administrator).await?, ended))
    }

    /// Ends the families that live, each with its event, and what else was issued to their owner.
    pub(crate) async fn end_families(&self, of: FamiliesOf<'_>, reason: RevocationReason) -> Result<EndedTokens, Error> {
        Ok(self.store().end_families(of, Revocation { at: self.now, reason }, self.event_ids()).await?)
    }

    /// Ends login sessions, and the families that end with them.
    pub(crate) async fn end_sessions(&self, of: SessionsOf<'_>, reason: RevocationReason) -> Result<EndedSessions, Error> {
        Ok(self.store().end_login_sessions(of, Revocation { at: self.now, reason }, self.event_ids()).await?)
    }
}

/// Refuses more than a page of a list has.
fn check_selected(ids: &[FamilyId]) -> Result<(), Error> {
    if ids.len() > MOST_SELECTED {
        let most = u32::try_from(MOST_SELECTED).unwrap_or(u32::MAX);
        return Err(Error::invalid("families", Problem::TooMany { most }));
    }
    Ok(())
}

/// Returns the clients that families are of, each once.
fn clients_of(families: &[FamilySummary]) -> BTreeSet<ClientId> {
    families.iter().map(|family| family.client_id).collect()
}

/// Returns what was ended, with the families that ended with sessions.
pub(crate) const fn together(tokens: EndedTokens, sessions: EndedSessions) -> EndedTokens {
    EndedTokens { families: tokens.families + sessions.families, ..tokens }
}

/// Returns the number of ended sessions for an audit line.
pub(crate) fn ended_sessions(ended: EndedSessions) -> Vec<Change> {
    count("sessions", ended.sessions)
}

/// Returns the numbers of ended tokens for an audit line, without those that are 0.
pub(crate) fn ended_tokens(ended: EndedTokens) -> Vec<Change> {
    [
        count("live_refresh_tokens", ended.families),
        count("live_access_tokens_without_one", ended.access_tokens),
        count("access_tokens_of_clients_themselves", ended.own_access_tokens),
    ]
    .concat()
}

/// Returns how many of something were ended for an audit line, or nothing for 0.
pub(crate) fn count(what: &str, ended: u64) -> Vec<Change> {
    if ended == 0 { Vec::new() } else { changes::one(what, &ended, &0) }
}
