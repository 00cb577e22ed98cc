//! Clients that are known by a document.

use domain::workspace::Workspace;
use engine::storage::{Adopted, Adoption, ClientDocumentStorage, DocumentRenewal, StorageError, Written};

use crate::{EngineStorage, Error, MadeBy, SecretUpdate, engine_storage::during_write};

impl ClientDocumentStorage for EngineStorage {
    async fn adopt_client(&self, workspace: &Workspace, adoption: Adoption) -> Result<Adopted, StorageError> {
        during_write("adopt_client", || async {
            let transaction = self.store.begin().await?;
            // One at a time, so that they can be counted. In a workspace that is gone nothing is stored, and nothing that rests on it is written.
            let Some(held) = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await? else { return Ok(Adopted::Stored) };
            if held.workspace().id != workspace.id || held.store().find_client(adoption.client.id).await?.is_some() {
                return Ok(Adopted::Stored);
            }
            if held.store().count_documents_of_user_alone(adoption.user).await? >= adoption.most_of_user() {
                return Ok(Adopted::Full);
            }
            if held.store().count_clients_with_documents().await? >= adoption.most {
                let unused = held.store().find_unused_client(MadeBy::Document, adoption.gives_way_before(), adoption.at).await?;
                let Some(gone) = unused else { return Ok(Adopted::Full) };
                held.store().delete_client(gone.id, gone.version).await?;
                held.append_audit(adoption.line_of(&gone)).await?;
            }
            held.store().insert_client(&adoption.client, None).await?;
            held.append_audit(adoption.audit.clone()).await?;
            held.commit().await?;
            Ok(Adopted::Stored)
        })
        .await
    }

    async fn renew_document(&self, workspace: &Workspace, renewal: DocumentRenewal) -> Result<Written, StorageError> {
        during_write("renew_document", || async {
            let DocumentRenewal { client, changed, forgets_consents, ends_sign_ins } = renewal.clone();
            let transaction = self.store.begin().await?;
            let Some(held) = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await? else {
                return Ok(Written::BasisChanged);
            };
            if (held.workspace().id, held.workspace().version) != (workspace.id, workspace.version) {
                return Ok(Written::BasisChanged);
            }
            let written = match &changed {
                Some(_) => held.store().update_client_by_itself(&client, SecretUpdate::Keep).await.map(drop),
                None => held.store().update_client_document(&client).await,
            };
            match written {
                Err(Error::Stale) => return Ok(Written::BasisChanged),
                written => written?,
            }
            if forgets_consents {
                held.store().delete_consents_of_client(client.id).await?;
            }
            if ends_sign_ins {
                held.store().end_sign_ins(client.id).await?;
            }
            if let Some(audit) = changed {
                held.append_audit(audit).await?;
            }
            held.commit().await?;
            Ok(Written::Done)
        })
        .await
    }
}
