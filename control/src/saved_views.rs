//! Filters of the inventory that an administrator keeps under names: each one's own, in one workspace. Nobody needs a permission for them but that
//! to see refresh tokens.

use domain::{
    audit::AuditAction,
    id::{AdministratorId, SavedViewId},
    name::Name,
    problem::Problem,
    saved_view::{LONGEST_QUERY, MOST_SAVED_VIEWS, SavedView},
    workspace::WorkspacePath,
};

use url::form_urlencoded;

use crate::{Error, Operator, audit_line::Line, edit::Edit, permission::Action};

impl Operator {
    /// Returns the actor's own saved views in a workspace, by name; none where no administrator acts.
    pub async fn list_saved_views(&self, path: &WorkspacePath) -> Result<Vec<SavedView>, Error> {
        let store = self.read(Action::SeeFamilies, path).await?;
        match self.actor.administrator_id() {
            Some(own) => Ok(store.list_saved_views(own).await?),
            None => Ok(Vec::new()),
        }
    }

    /// Keeps a filter of the inventory under a name: the query of its address, as the console reads and writes it.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where no administrator acts; [`Error::Invalid`] where it has no name, or one that another has, where it asks for
    /// nothing or for too much, and where there are [`MOST_SAVED_VIEWS`] already.
    pub async fn save_view(&self, path: &WorkspacePath, name: &str, query: &str) -> Result<SavedView, Error> {
        let edit = self.edit_in(Action::SeeFamilies, path).await?;
        let (own, store) = (self.own()?, edit.store());
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        if query.is_empty() {
            return Err(Error::invalid("name", Problem::NothingChosen));
        }
        if query.len() > LONGEST_QUERY {
            return Err(Error::invalid("name", Problem::TooLong { most: 1000 }));
        }
        if form_urlencoded::parse(query.as_bytes()).any(|(name, value)| [name, value].iter().any(|text| text.contains(char::is_control))) {
            return Err(Error::invalid("name", Problem::ControlCharacter));
        }
        let kept = store.list_saved_views(own).await?;
        if kept.len() >= MOST_SAVED_VIEWS as usize {
            return Err(Error::invalid("name", Problem::TooMany { most: MOST_SAVED_VIEWS }));
        }
        if kept.iter().any(|view| view.name == name) {
            return Err(Error::invalid("name", Problem::Taken));
        }
        let view = SavedView {
            id: SavedViewId::new(edit.now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            administrator_id: own,
            name,
            query: query.to_owned(),
            created_at: edit.now,
        };
        store.insert_saved_view(&view).await.map_err(Error::taken("name"))?;
        edit.audit(line(&edit, AuditAction::SavedViewCreated, &view)).await?;
        edit.commit().await?;
        Ok(view)
    }

    /// Removes a saved view of the actor's own. One that is not there is removed already.
    pub async fn delete_saved_view(&self, path: &WorkspacePath, id: SavedViewId) -> Result<(), Error> {
        let edit = self.edit_in(Action::SeeFamilies, path).await?;
        let Some(view) = edit.store().delete_saved_view(self.own()?, id).await? else { return Ok(()) };
        edit.audit(line(&edit, AuditAction::SavedViewDeleted, &view)).await?;
        edit.commit().await
    }

    /// Returns the administrator who acts.
    fn own(&self) -> Result<AdministratorId, Error> {
        self.actor.administrator_id().ok_or(Error::NotOffered)
    }
}

/// What is looked for is its owner's own.
fn line(edit: &Edit<'_, ()>, action: AuditAction, view: &SavedView) -> Line {
    let (target, target_id) = (view.name.to_string(), view.id.to_string());
    Line { workspace: Some(edit.workspace().id), action, target, target_id, changes: Vec::new() }
}
