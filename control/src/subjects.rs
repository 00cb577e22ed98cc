//! Users by what clients call them (`sub`).

use domain::{
    id::{UserId, WorkspaceId},
    user::User,
};
use store::{Access, WorkspaceStore};

use crate::{Error, Operator};

impl Operator {
    /// Returns the user whom clients of a workspace call so: by the identifier, or by a pairwise subject of any sector.
    pub(crate) async fn user_called<C: Access>(&self, store: &WorkspaceStore<'_, C>, subject: &str) -> Result<Option<User>, Error> {
        match self.id_called(store.workspace().id, subject).await? {
            Some(id) => Ok(store.find_user(id).await?),
            None => Ok(None),
        }
    }

    /// Returns the identifier of the user whom clients of a workspace call so, where the user may have been deleted since.
    pub(crate) async fn id_called(&self, workspace: WorkspaceId, subject: &str) -> Result<Option<UserId>, Error> {
        self.control.engine().user_called(workspace, subject.trim()).await.map_err(Error::internal)
    }
}
