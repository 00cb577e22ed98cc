//! Reuses of refresh tokens: what there was, and which of it somebody has handled.

use std::collections::BTreeSet;

use domain::{
    audit::{AuditAction, Change},
    family::named_by,
    grants::Level,
    id::{ClientId, FamilyId, TokenEventId},
    page::{Page, Window},
    problem::Problem,
    reuse::{Handled, ReuseFilter, ReuseLine, ReuseNote},
    workspace::WorkspacePath,
};

use crate::{
    Error, MOST_SELECTED, Operator,
    audit_line::Line,
    author::Author,
    changes,
    edit::{Edit, get},
    permission::Action,
    permit::Place as _,
};

impl Operator {
    /// Returns the reuses that match a filter, newest first. A page with a cursor may have few of them, or none: it was looked no further.
    pub async fn list_reuses(
        &self,
        path: &WorkspacePath,
        filter: &ReuseFilter,
        window: impl Into<Window<TokenEventId>> + Send,
    ) -> Result<Page<ReuseLine>, Error> {
        let window = window.into();
        Ok(self.read_at(Action::SeeFamilies, path, filter.client).await?.list_reuses(filter, window).await?)
    }

    /// Returns the reuses of families, newest first: of lines of the log, for whoever may see all refresh tokens of the workspace. At most
    /// [`MOST_SELECTED`].
    pub async fn find_reuses(&self, path: &WorkspacePath, families: &[FamilyId]) -> Result<Vec<ReuseLine>, Error> {
        let store = self.read(Action::SeeFamilies, path).await?;
        check_number(families.len())?;
        Ok(store.find_reuses_of(families).await?)
    }

    /// Returns a reuse.
    pub async fn load_reuse(&self, path: &WorkspacePath, id: TokenEventId) -> Result<ReuseLine, Error> {
        get(&self.read_at(Action::SeeFamilies, path, id).await?, id).await
    }

    /// Returns those of these reuses that there are, for whoever is about to mark them; at most [`MOST_SELECTED`].
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such workspace, or the actor may not see one of them; [`Error::Invalid`] for too many.
    pub async fn load_selected_reuses(&self, path: &WorkspacePath, ids: &[TokenEventId]) -> Result<Vec<ReuseLine>, Error> {
        let store = self.workspace_seen(path).await?;
        check_number(ids.len())?;
        let reuses = store.find_reuses(ids).await?;
        for client in clients_of(&reuses) {
            self.check(Action::SeeFamilies, client.level(&store).await?)?;
        }
        Ok(reuses)
    }

    /// Marks reuses as handled, with a note or an empty text. Each has its audit line.
    ///
    /// # Errors
    /// [`Error::Stale`] where one of them was handled already; [`Error::NotFound`] where one of them does not exist; [`Error::Forbidden`] where those
    /// of one of the clients may not be marked; [`Error::Invalid`] for the note, and where none is named, or more than [`MOST_SELECTED`]. Nothing is
    /// marked then.
    pub async fn handle_reuses(&self, path: &WorkspacePath, ids: &[TokenEventId], note: &str) -> Result<(), Error> {
        let Some(first) = ids.first() else {
            self.check_permitted(Action::HandleReuses, path, None).await?;
            return Err(Error::invalid("reuses", Problem::NothingChosen));
        };
        let edit = self.edit_at(Action::HandleReuses, path, *first).await?;
        check_number(ids.len())?;
        let (store, wanted) = (edit.store(), ids.iter().copied().collect::<BTreeSet<_>>());
        let reuses = store.find_reuses(ids).await?;
        for client in clients_of(&reuses) {
            let level = Level::Client(edit.workspace().tenant_id, edit.workspace().id, client);
            self.check(Action::HandleReuses, level)?;
            self.check_over_api_clients(Action::HandleReuses, &store, level).await?;
        }
        if reuses.len() != wanted.len() {
            return Err(Error::NotFound);
        }
        let handled = edit.mark(note)?;
        // Where somebody was faster with one of them, they have said what became of it.
        if store.mark_reuses(ids, &handled).await? != wanted.len() as u64 {
            return Err(Error::Stale);
        }
        for line in &reuses {
            edit.audit(edit.line_about(AuditAction::ReuseHandled, line, note_change("", handled.note.as_str()))).await?;
        }
        edit.commit().await
    }

    /// Replaces the mark of a reuse that was handled: whoever does it has handled it from now on, and says so in this note.
    ///
    /// # Errors
    /// [`Error::Stale`] where the mark has another version, or nobody has handled the reuse; [`Error::Invalid`] for the note.
    pub async fn set_reuse_note(&self, path: &WorkspacePath, id: TokenEventId, version: i64, note: &str) -> Result<ReuseLine, Error> {
        let edit = self.edit_any(Action::HandleReuses, path, id).await?;
        let handled = edit.mark(note)?;
        edit.store().set_reuse_mark(id, version, Some(&handled)).await?;
        let before = edit.before.reuse.handled.as_ref().map(|handled| handled.note.to_string()).unwrap_or_default();
        edit.audit(edit.line_about(AuditAction::ReuseHandled, &edit.before, note_change(&before, handled.note.as_str()))).await?;
        let after = get(&edit.store(), id).await?;
        edit.commit().await?;
        Ok(after)
    }

    /// Takes the mark of a reuse back, in the version that was read. A reuse that nobody has handled stays as it is.
    ///
    /// # Errors
    /// [`Error::Stale`] where the mark has another version.
    pub async fn reopen_reuse(&self, path: &WorkspacePath, id: TokenEventId, version: i64) -> Result<(), Error> {
        let edit = self.edit_any(Action::HandleReuses, path, id).await?;
        let Some(handled) = edit.before.reuse.handled.clone() else { return Ok(()) };
        edit.store().set_reuse_mark(id, version, None).await?;
        let changes = [changes::one("handled_by", &handled.by, ""), note_change(handled.note.as_str(), "")].concat();
        edit.audit(edit.line_about(AuditAction::ReuseReopened, &edit.before, changes)).await?;
        edit.commit().await
    }
}

impl<T> Edit<'_, T> {
    /// Returns the mark that the actor makes now, with this note.
    fn mark(&self, note: &str) -> Result<Handled, Error> {
        let Author { kind, name, .. } = &self.author;
        let note = ReuseNote::parse(note).map_err(|problem| Error::invalid("note", problem))?;
        Ok(Handled { at: self.now, by_kind: *kind, by: name.clone(), note })
    }

    fn line_about(&self, action: AuditAction, line: &ReuseLine, changes: Vec<Change>) -> Line {
        Line {
            workspace: Some(self.workspace().id),
            action,
            target: named_by(&line.client_name, line.user_words()),
            // As the line of the reuse itself has it.
            target_id: line.reuse.family_id.to_string(),
            changes,
        }
    }
}

/// Returns what became of a note; nothing where it stays as it is.
fn note_change(from: &str, to: &str) -> Vec<Change> {
    if from == to { Vec::new() } else { changes::one("note", from, to) }
}

/// Refuses more than a page of a list has.
fn check_number(number: usize) -> Result<(), Error> {
    if number > MOST_SELECTED {
        let most = u32::try_from(MOST_SELECTED).unwrap_or(u32::MAX);
        return Err(Error::invalid("reuses", Problem::TooMany { most }));
    }
    Ok(())
}

/// Returns the clients that reuses are of, each once.
fn clients_of(reuses: &[ReuseLine]) -> BTreeSet<ClientId> {
    reuses.iter().map(|line| line.reuse.client_id).collect()
}
