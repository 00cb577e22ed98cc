//! The language that users read their pages in.

use super::OwnAccount;
use crate::Error;

impl OwnAccount {
    /// Keeps the language that the user reads their pages in.
    pub async fn remember_language(&self) -> Result<(), Error> {
        let (control, workspace, tag) = (&self.control, &self.realm.workspace, self.control.language().tag());
        let tenant = control.store().tenant(workspace.tenant_id);
        let Some(store) = tenant.workspace(&workspace.slug).await? else { return Ok(()) };
        if store.find_user_language(self.user.id).await?.as_deref() == Some(tag) {
            return Ok(());
        }
        let transaction = control.store().begin().await?;
        let held = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await?.ok_or(Error::NotFound)?;
        held.store().set_user_language(self.user.id, tag).await?;
        Ok(held.commit().await?)
    }
}
